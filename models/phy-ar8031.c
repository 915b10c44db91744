/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Qualcomm Atheros AR8031: copper or, by its mode pins, 1000BASE-X or
 * 100BASE-FX behind RGMII. Registers as in the AR8031 data sheet and in
 * Linux, drivers/net/phy/qcom/at803x.c and qcom.h. The strap is MODE_CFG
 * (chip configuration, bits 3:0): 0 copper, 2 1000BASE-X, 6 100BASE-FX. */
#include <string.h>

#include "phy-part.h"

#define COPPER 0
#define FIBRE  32
#define DEBUG  64
#define MMD    96

enum { FUNCTION_CTRL = 16, STATUS = 17, INT_ENABLE = 18, INT_STATUS = 19,
       SMART_SPEED = 20, CDT_STATUS = 28, DEBUG_ADDR = 29, DEBUG_DATA = 30,
       CHIP_CONFIG = 31 };

#define WOL_CTRL (MMD + 4)
#define WOL_MAC  (MMD + 5)

#define WOL_EN           0x0020u
#define CDT_START        0x0001u
#define CDT_OPEN         0x0200u
#define REG_SEL_COPPER   0x8000u
#define MODE_CFG         0x000fu

/* at803x.c: AT803X_MODE_CFG_*, those with RGMII on the MAC side. */
enum { MODE_BASET_RGMII = 0x0, MODE_BX1000_50OHM = 0x2,
       MODE_BX1000_75OHM = 0x3, MODE_FX100_50OHM = 0x6,
       MODE_FX100_75OHM = 0xe };

static void debug_before_read(void *model, uint32_t at);
static void debug_was_written(void *model, uint32_t at, uint32_t value);
static void cable_test(void *model, uint32_t at, uint32_t value);

/* at803x.c, at803x_get_features: reg 15 tells 1000BASE-X even in copper
 * mode. guess: half duplex at a gigabit is in neither. */
#define ESTATUS 0xa000u

/* Debug registers: reset values as at803x.c, at803x_config_init tells them
 * (RX delay on, TX delay off, hibernation on, PLL off). */
static const struct hc_reg row[] = {
    { "BMCR", COPPER + 0, .reset = 0x3100, .rw = 0x7dc0, .sc = 0x8200,
      .was_written = hc_phy_bmcr_was_written },
    { "BMSR", COPPER + 1, .reset = 0x7949, .rc = 0x0010,
      .was_read = hc_phy_bmsr_was_read },
    { "PHYID1", COPPER + 2, .reset = 0x004d },
    { "PHYID2", COPPER + 3, .reset = 0xd074 },
    { "ANAR", COPPER + 4, .reset = 0x1de1, .rw = 0xbfe0 },
    { "ANLPAR", COPPER + 5, .reset = 0 },
    { "ANER", COPPER + 6, .reset = 0x0004, .rc = 0x0012 },
    { "ANNP", COPPER + 7, .reset = 0x2001, .rw = 0xb7ff },
    { "ANNPR", COPPER + 8, .reset = 0 },
    { "GTCR", COPPER + 9, .reset = 0x0200, .rw = 0xff00 },
    { "GTSR", COPPER + 10, .reset = 0, .rc = 0x80ff },
    { "MMDCTRL", COPPER + 13, .reset = 0, .rw = 0xc01f },
    { "MMDDATA", COPPER + 14, .reset = 0,
      .before_read = hc_phy_mmd_before_read,
      .was_read = hc_phy_mmd_was_read,
      .was_written = hc_phy_mmd_was_written },
    { "ESTATUS", COPPER + 15, .reset = ESTATUS },
    { "FUNCTION_CTRL", COPPER + FUNCTION_CTRL, .reset = 0x0862,
      .rw = 0x0fff },
    { "STATUS", COPPER + STATUS, .reset = 0x0010 },
    { "INT_ENABLE", COPPER + INT_ENABLE, .reset = 0, .rw = 0xffff,
      .was_written = hc_phy_irq_was_written },
    { "INT_STATUS", COPPER + INT_STATUS, .reset = 0, .rc = 0xffff,
      .was_read = hc_phy_irq_was_read },
    { "SMART_SPEED", COPPER + SMART_SPEED, .reset = 0x082c, .rw = 0x0fff },
    { "RX_ERRORS", COPPER + 21, .reset = 0, .rc = 0xffff },
    { "CDT_CTRL", COPPER + 22, .reset = 0, .rw = 0x0300, .sc = 0x0001,
      .was_written = cable_test },
    { "LED_CTRL", COPPER + 24, .reset = 0x2100, .rw = 0xffff },
    { "LED_OVERRIDE", COPPER + 25, .reset = 0, .rw = 0xffff },
    { "COPPER_FIBRE_STATUS", COPPER + 27, .reset = 0 },
    /* guess: before any test it says "failed", 3 << 8. */
    { "CDT_STATUS", COPPER + CDT_STATUS, .reset = 0x0300 },
    { "DEBUG_ADDR", COPPER + DEBUG_ADDR, .reset = 0, .rw = 0x003f },
    { "DEBUG_DATA", COPPER + DEBUG_DATA, .reset = 0,
      .before_read = debug_before_read, .was_written = debug_was_written },
    { "CHIP_CONFIG", COPPER + CHIP_CONFIG, .reset = REG_SEL_COPPER,
      .rw = 0xfff0 },

    { "BX_BMCR", FIBRE + 0, .reset = 0x1140, .rw = 0x7dc0, .sc = 0x8200,
      .was_written = hc_phy_bmcr_was_written },
    { "BX_BMSR", FIBRE + 1, .reset = 0x0149, .rc = 0x0010,
      .was_read = hc_phy_bmsr_was_read },
    { "BX_PHYID1", FIBRE + 2, .reset = 0x004d },
    { "BX_PHYID2", FIBRE + 3, .reset = 0xd074 },
    { "BX_ANAR", FIBRE + 4, .reset = 0x01a0, .rw = 0xf1e0 },
    { "BX_ANLPAR", FIBRE + 5, .reset = 0 },
    { "BX_ANER", FIBRE + 6, .reset = 0, .rc = 0x0002 },
    { "BX_ANNP", FIBRE + 7, .reset = 0x2001, .rw = 0xb7ff },
    { "BX_ANNPR", FIBRE + 8, .reset = 0 },
    { "BX_ESTATUS", FIBRE + 15, .reset = ESTATUS },
    { "BX_STATUS", FIBRE + STATUS, .reset = 0 },

    { "ANALOG_TEST_CTRL", DEBUG + 0x00, .reset = 0x82ee, .rw = 0xffff },
    { "SYSTEM_CTRL_MODE", DEBUG + 0x05, .reset = 0x2c47, .rw = 0xffff },
    { "HIB_CTRL", DEBUG + 0x0b, .reset = 0xbc00, .rw = 0xffff },
    { "HIB_AUTONEG", DEBUG + 0x10, .reset = 0, .rw = 0xffff,
      .unmodelled = true },
    { "POWER_SAVING", DEBUG + 0x12, .reset = 0x4c0c, .rw = 0xffff },
    { "VDDIO_PLL", DEBUG + 0x1f, .reset = 0, .rw = 0xffff },

    { "PCS_CTRL1", MMD + 0, .reset = 0, .rw = 0x0400 },
    { "PCS_STAT1", MMD + 1, .reset = 0 },
    { "EEE_ABLE", MMD + 2, .reset = 0x0006 },
    { "EEE_WAKE_ERR", MMD + 3, .reset = 0 },
    { "WOL_CTRL", WOL_CTRL, .reset = 0x0020, .rw = 0xffff },
    { "MAC_47_32", WOL_MAC, .reset = 0, .rw = 0xffff },
    { "MAC_31_16", MMD + 6, .reset = 0, .rw = 0xffff },
    { "MAC_15_0", MMD + 7, .reset = 0, .rw = 0xffff },
    { "SMARTEEE_CTL1", MMD + 8, .reset = 0x1611, .rw = 0xffff },
    { "SMARTEEE_CTL2", MMD + 9, .reset = 0, .rw = 0xffff },
    { "SMARTEEE_CTL3", MMD + 10, .reset = 0x0110, .rw = 0xffff },
    { "EEE_ADV", MMD + 11, .reset = 0x0006, .rw = 0x0006 },
    { "EEE_LPA", MMD + 12, .reset = 0 },
    { "CLK25M", MMD + 13, .reset = 0, .rw = 0xffff },
};

static struct hc_regmap map = {
    .name = "ar8031", .reg = row, .n = sizeof(row) / sizeof(row[0]),
};

static const struct hc_phy_far mmd[] = {
    { 3u << 16 | 0x0000, MMD + 0 },   { 3u << 16 | 0x0001, MMD + 1 },
    { 3u << 16 | 0x0014, MMD + 2 },   { 3u << 16 | 0x0016, MMD + 3 },
    { 3u << 16 | 0x8012, MMD + 4 },   { 3u << 16 | 0x804a, MMD + 5 },
    { 3u << 16 | 0x804b, MMD + 6 },   { 3u << 16 | 0x804c, MMD + 7 },
    { 3u << 16 | 0x805b, MMD + 8 },   { 3u << 16 | 0x805c, MMD + 9 },
    { 3u << 16 | 0x805d, MMD + 10 },  { 7u << 16 | 0x003c, MMD + 11 },
    { 7u << 16 | 0x003d, MMD + 12 },  { 7u << 16 | 0x8016, MMD + 13 },
};

static const struct hc_phy_irq irq[] = {
    { HC_PHY_COPPER, HC_PHY_CAUSE_AN_ERROR, INT_STATUS, 0x8000 },
    { HC_PHY_COPPER, HC_PHY_CAUSE_SPEED, INT_STATUS, 0x4000 },
    { HC_PHY_COPPER, HC_PHY_CAUSE_DUPLEX, INT_STATUS, 0x2000 },
    { HC_PHY_COPPER, HC_PHY_CAUSE_PAGE, INT_STATUS, 0x1000 },
    { HC_PHY_COPPER, HC_PHY_CAUSE_LINK_DOWN, INT_STATUS, 0x0800 },
    { HC_PHY_COPPER, HC_PHY_CAUSE_LINK_UP, INT_STATUS, 0x0400 },
    { HC_PHY_COPPER, HC_PHY_CAUSE_WOL, INT_STATUS, 0x0001 },
    { HC_PHY_SERDES, HC_PHY_CAUSE_LINK_DOWN, INT_STATUS, 0x0100 },
    { HC_PHY_SERDES, HC_PHY_CAUSE_LINK_UP, INT_STATUS, 0x0080 },
};

static const struct hc_phy_pin pin[] = { { INT_STATUS, INT_ENABLE } };

static void debug_before_read(void *model, uint32_t at)
{
    struct hc_phy *phy = model;
    uint32_t debug = phy->reg[DEBUG_ADDR];

    phy->reg[at] = 0;
    if (debug < MMD - DEBUG) {
        hc_phy_reg_read(phy, (uint16_t)(DEBUG + debug), &phy->reg[at]);
    }
}

static void debug_was_written(void *model, uint32_t at, uint32_t value)
{
    struct hc_phy *phy = model;
    uint32_t debug = phy->reg[DEBUG_ADDR];

    (void)at;
    if (debug < MMD - DEBUG) {
        hc_phy_reg_write(phy, (uint16_t)(DEBUG + debug), value);
    }
}

/* Bit 15 of register 31 chooses who answers at 0 to 15 and at 17. MMD
 * access is the same from both sides. */
static uint16_t locate(const struct hc_phy *phy, unsigned reg)
{
    bool banked = (reg < 16 || reg == STATUS) && reg != HC_MII_MMDCTRL &&
                  reg != HC_MII_MMDDATA;
    bool fibre = !(phy->reg[CHIP_CONFIG] & REG_SEL_COPPER);

    return (uint16_t)(banked && fibre ? FIBRE + reg : COPPER + reg);
}

static uint32_t page(const struct hc_phy *phy)
{
    return phy->reg[CHIP_CONFIG] & REG_SEL_COPPER ? 1 : 0;
}

static uint32_t iface(const struct hc_phy *phy, unsigned medium)
{
    uint32_t line;

    switch (phy->reg[CHIP_CONFIG] & MODE_CFG) {
    case MODE_BX1000_50OHM:
    case MODE_BX1000_75OHM:
        line = HC_IFACE_1000BASEX;
        break;
    case MODE_FX100_50OHM:
    case MODE_FX100_75OHM:
        line = HC_IFACE_100BASEFX;
        break;
    default:
        line = HC_IFACE_MDI;
    }
    return (line == HC_IFACE_MDI) == (medium == HC_PHY_COPPER)
               ? line : HC_IFACE_OFF;
}

static void strapped(struct hc_phy *phy)
{
    phy->reg[CHIP_CONFIG] |= phy->strap & MODE_CFG;
    if ((phy->strap & MODE_CFG) != MODE_BASET_RGMII &&
        iface(phy, HC_PHY_SERDES) == HC_IFACE_OFF) {
        phy->host->event(phy->host->opaque, HC_EVENT_UNMODELLED_MODE,
                         CHIP_CONFIG, phy->strap & MODE_CFG);
    }
    if (iface(phy, HC_PHY_SERDES) == HC_IFACE_100BASEFX) {
        phy->reg[FIBRE + HC_MII_BMSR] = 0x6149;
    }
}

/* at803x.c, at803x_config_init: a soft reset switches the RX delay on and
 * leaves the TX delay, PLL and hibernation as they are. */
static void soft_reset(struct hc_phy *phy, unsigned medium)
{
    (void)medium;
    phy->reg[DEBUG + 0x00] |= 0x8000;
}

static void status(struct hc_phy *phy, unsigned medium)
{
    const struct hc_phy_line *line = &phy->line[medium];
    uint32_t value = 0;

    if (line->link == HC_PHY_LINK_UP) {
        value = hc_phy_speed_code(line->mbps) << 14 | line->full << 13 |
                (line->an_done ? 0x1000 : 0) | 0x0800 | 0x0400;
    } else if (medium == HC_PHY_COPPER) {
        value = 0x0010;         /* energy detect: asleep */
    }
    phy->reg[phy->part->bank[medium] + STATUS] = value;
}

/* at803x.c, at803x_cable_test_one_pair: a test takes the link away and tells
 * of a pair (22[9:8]) whether it is sound (0) or open (2), and how far away.
 * Not modelled: shorts, faults of single pairs or elsewhere than at our own
 * jack, tests that fail because the far end talks. */
static void cable_test(void *model, uint32_t at, uint32_t value)
{
    struct hc_phy *phy = model;
    bool sound = hc_phy_seen(phy, HC_PHY_COPPER)->lit;

    (void)at;
    if (value & CDT_START) {
        phy->reg[CDT_STATUS] = sound ? 0 : CDT_OPEN;
        hc_phy_restart(phy, HC_PHY_COPPER);
    }
}

/* Six bytes ff, then our address sixteen times, anywhere behind the header. */
static bool is_magic(const uint8_t mac[6], const uint8_t *at, size_t left)
{
    static const uint8_t sync[6] = { 255, 255, 255, 255, 255, 255 };

    if (left < 6 + 16 * 6 || memcmp(at, sync, 6) != 0) {
        return false;
    }
    for (unsigned n = 0; n < 16; n++) {
        if (memcmp(at + 6 + 6 * n, mac, 6) != 0) {
            return false;
        }
    }
    return true;
}

/* qcom-phy-lib.c, at8031_set_wol: 3.8012.5 arms it, 3.804a to c are the
 * address, its first byte highest. */
static bool from_medium(struct hc_phy *phy, unsigned medium,
                        const uint8_t *frame, size_t len)
{
    const uint32_t *word = &phy->reg[WOL_MAC];
    const uint8_t mac[6] = {
        (uint8_t)(word[0] >> 8), (uint8_t)word[0], (uint8_t)(word[1] >> 8),
        (uint8_t)word[1], (uint8_t)(word[2] >> 8), (uint8_t)word[2],
    };
    bool armed = (phy->reg[WOL_CTRL] & WOL_EN) &&
                 (word[0] | word[1] | word[2]);

    (void)medium;
    for (size_t i = 12; armed && i < len; i++) {
        if (frame[i] == 0xff && is_magic(mac, &frame[i], len - i)) {
            phy->host->event(phy->host->opaque, HC_EVENT_WOL, 0, 0);
            hc_phy_raise(phy, HC_PHY_COPPER, HC_PHY_CAUSE_WOL);
            break;
        }
    }
    return false;
}

const struct hc_phy_part hc_phy_ar8031 = {
    .name = "ar8031",
    .map = &map,
    .bank = { COPPER, FIBRE },
    .mmd = mmd, .n_mmd = sizeof(mmd) / sizeof(mmd[0]),
    .irq = irq, .n_irq = sizeof(irq) / sizeof(irq[0]),
    .pin = pin, .n_pins = 1,
    .speeds = HC_AN_SPEEDS & ~HC_AN_1000_HALF,
    .locate = locate,
    .page = page,
    .strapped = strapped,
    .soft_reset = soft_reset,
    .iface = iface,
    .status = status,
    .from_medium = from_medium,
};
