/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Marvell Alaska 88E1512: RGMII to copper, or to a SerDes that speaks
 * 1000BASE-X, 100BASE-FX or SGMII. Page in register 22. Registers as in the
 * 88E1510/1518/1512/1514 data sheet (MV-S107146) and in Linux,
 * drivers/net/phy/marvell.c. The strap, if not 0, is MODE[2:0] at reset.
 *
 * Values of MODE[2:0] that choose between media by themselves are not
 * modelled: they say so and behave as copper. */
#include "phy-part.h"

/* Each page that the part has is a bank of 32 offsets. */
enum {
    COPPER = 0 << 5, FIBRE = 1 << 5, MACP = 2 << 5, LED = 3 << 5,
    VCT5 = 4 << 5, MISC = 5 << 5, VCT7 = 6 << 5, WOL = 7 << 5,
    GENERAL = 8 << 5, PAGE_FB = 9 << 5, PAGE_FF = 10 << 5, MMD = 11 << 5
};

enum { PAGE = 22, STATUS = 17, INT_ENABLE = 18, INT_STATUS = 19 };
enum { GCR1 = GENERAL + 20, LED_TCR = LED + 18 };

#define GCR1_RESET      0x8000u
#define GCR1_MODE       0x0007u
#define LED_INT_ENABLE  0x0080u
#define FIBRE_BYPASS    0x0040u         /* register 26 of the fibre page */

enum { MODE_RGMII_COPPER, MODE_SGMII_COPPER, MODE_RGMII_1000X,
       MODE_RGMII_100FX, MODE_RGMII_SGMII };

static void gcr1_was_written(void *model, uint32_t at, uint32_t value);

/* The pages answer alike at 0 to 15 in copper and fibre; both keep their
 * settings over a soft reset ("SW Rst: Retain, Update"). */
static const struct hc_reg row[] = {
    { "BMCR", COPPER + 0, .reset = 0x1140, .rw = 0x7dc0, .sc = 0x8200,
      .was_written = hc_phy_bmcr_was_written },
    { "BMSR", COPPER + 1, .reset = 0x7949, .rc = 0x0010,
      .was_read = hc_phy_bmsr_was_read },
    { "PHYID1", COPPER + 2, .reset = 0x0141 },
    { "PHYID2", COPPER + 3, .reset = 0x0dd1 },
    { "ANAR", COPPER + 4, .reset = 0x01e1, .rw = 0xbfff },
    { "ANLPAR", COPPER + 5, .reset = 0 },
    { "ANER", COPPER + 6, .reset = 0x0004, .rc = 0x0012 },
    { "ANNP", COPPER + 7, .reset = 0x2001, .rw = 0xb7ff },
    { "ANNPR", COPPER + 8, .reset = 0 },
    { "GTCR", COPPER + 9, .reset = 0x0300, .rw = 0xff00 },
    { "GTSR", COPPER + 10, .reset = 0, .rc = 0x80ff },
    { "MMDCTRL", COPPER + 13, .reset = 0, .rw = 0xc01f },
    { "MMDDATA", COPPER + 14, .reset = 0,
      .before_read = hc_phy_mmd_before_read,
      .was_read = hc_phy_mmd_was_read,
      .was_written = hc_phy_mmd_was_written },
    { "ESTATUS", COPPER + 15, .reset = 0x3000 },
    { "CSCR1", COPPER + 16, .reset = 0x3060, .rw = 0xffff },
    { "CSSR1", COPPER + STATUS, .reset = 0x8010 },
    { "CIER", COPPER + INT_ENABLE, .reset = 0, .rw = 0xffff,
      .was_written = hc_phy_irq_was_written },
    { "CISR", COPPER + INT_STATUS, .reset = 0, .rc = 0xffff,
      .was_read = hc_phy_irq_was_read },
    { "CSCR2", COPPER + 20, .reset = 0, .rw = 0xffff },
    { "RX_ERRORS", COPPER + 21, .reset = 0, .rc = 0xffff },
    { "PAGE", COPPER + PAGE, .reset = 0, .rw = 0xc0ff },
    { "GISR", COPPER + 23, .reset = 0 },
    { "CSCR3", COPPER + 26, .reset = 0x0040, .rw = 0xffff },

    { "F_BMCR", FIBRE + 0, .reset = 0x1140, .rw = 0x7dc0, .sc = 0x8200,
      .was_written = hc_phy_bmcr_was_written },
    { "F_BMSR", FIBRE + 1, .reset = 0x0149, .rc = 0x0010,
      .was_read = hc_phy_bmsr_was_read },
    { "F_PHYID1", FIBRE + 2, .reset = 0x0141 },
    { "F_PHYID2", FIBRE + 3, .reset = 0x0dd1 },
    { "F_ANAR", FIBRE + 4, .reset = 0x0060, .rw = 0xb1e0 },
    { "F_ANLPAR", FIBRE + 5, .reset = 0 },
    { "F_ANER", FIBRE + 6, .reset = 0x0004, .rc = 0x0002 },
    { "F_ANNP", FIBRE + 7, .reset = 0x2001, .rw = 0xb7ff },
    { "F_ANNPR", FIBRE + 8, .reset = 0 },
    { "F_ESTATUS", FIBRE + 15, .reset = 0xc000 },
    { "FSCR1", FIBRE + 16, .reset = 0x0000, .rw = 0xffff },
    { "FSSR", FIBRE + STATUS, .reset = 0x0010 },
    { "FIER", FIBRE + INT_ENABLE, .reset = 0, .rw = 0xffff,
      .was_written = hc_phy_irq_was_written },
    { "FISR", FIBRE + INT_STATUS, .reset = 0, .rc = 0xffff,
      .was_read = hc_phy_irq_was_read },
    { "F_RX_ERRORS", FIBRE + 21, .reset = 0, .rc = 0xffff },
    { "PRBS_CTRL", FIBRE + 23, .reset = 0, .rw = 0x00ff,
      .unmodelled = true },
    { "PRBS_ERRORS", FIBRE + 24, .reset = 0, .count = 2, .stride = 1,
      .unmodelled = true },
    /* guess: bypass is off at reset; the data sheet's table settles it. */
    { "FSCR2", FIBRE + 26, .reset = 0x0002, .rw = 0xffdf },

    { "MSCR1", MACP + 16, .reset = 0x0448, .rw = 0xffff },
    { "MIER", MACP + INT_ENABLE, .reset = 0, .rw = 0xffff },
    { "MISR", MACP + INT_STATUS, .reset = 0, .rc = 0xffff },
    { "MSCR2", MACP + 21, .reset = 0x1046, .rw = 0xffff },
    { "RGMII_OUT", MACP + 24, .reset = 0, .rw = 0xffff },

    { "LED_FUNC", LED + 16, .reset = 0x101e, .rw = 0xffff },
    { "LED_POLARITY", LED + 17, .reset = 0x8800, .rw = 0xffff },
    { "LED_TCR", LED_TCR, .reset = 0x4905, .rw = 0xffff,
      .was_written = hc_phy_irq_was_written },

    { "VCT5_COUPLING", VCT5 + 16, .count = 4, .stride = 1,
      .unmodelled = true },
    { "VCT5_CTRL", VCT5 + 23, .rw = 0x3fff, .unmodelled = true },
    { "VCT5_DISTANCE", VCT5 + 24, .rw = 0x03ff, .unmodelled = true },
    { "VCT5_PULSE", VCT5 + 28, .rw = 0xffff, .unmodelled = true },

    { "PACKET_GEN", MISC + 16, .rw = 0xffff, .unmodelled = true },
    { "CRC_COUNT", MISC + 17, .unmodelled = true },
    { "PACKET_CHECK", MISC + 18, .rw = 0xffff, .unmodelled = true },
    /* Threshold in 5 degC from -25 degC: 100 degC. */
    { "MISC_TEST", MISC + 26, .reset = 0x1900, .rw = 0x1fa0,
      .rc = 0x0040 },
    { "TEMP_SENSOR", MISC + 27, .reset = 45 + 25 },

    { "VCT7_LENGTH", VCT7 + 16, .count = 4, .stride = 1,
      .unmodelled = true },
    { "VCT7_RESULTS", VCT7 + 20, .unmodelled = true },
    { "VCT7_CTRL", VCT7 + 21, .rw = 0x47ff, .sc = 0x8000,
      .unmodelled = true },

    { "WOL_CTRL", WOL + 16, .reset = 0, .rw = 0xe7ff, .sc = 0x1000 },
    { "WOL_STATUS", WOL + 17, .reset = 0 },
    { "WOL_MAC", WOL + 23, .reset = 0, .rw = 0xffff, .count = 3,
      .stride = 1 },

    { "GCR1", GCR1, .reset = 0, .rw = 0x7fff, .sc = GCR1_RESET,
      .was_written = gcr1_was_written },

    /* Named by nobody; marvell.c, m88e1510_config_init writes them. */
    { "ERRATA_FB_7", PAGE_FB + 7, .reset = 0, .rw = 0xffff },
    { "ERRATA_FF_16", PAGE_FF + 16, .reset = 0, .rw = 0xffff },
    { "ERRATA_FF_17", PAGE_FF + 17, .reset = 0, .rw = 0xffff },

    { "PCS_CTRL1", MMD + 0, .reset = 0, .rw = 0x0400 },
    { "PCS_STAT1", MMD + 1, .reset = 0 },
    { "EEE_ABLE", MMD + 2, .reset = 0x0006 },
    { "EEE_WAKE_ERR", MMD + 3, .reset = 0 },
    { "EEE_ADV", MMD + 4, .reset = 0, .rw = 0x0006 },
    { "EEE_LPA", MMD + 5, .reset = 0 },
};

static struct hc_regmap map = {
    .name = "88e1512", .reg = row, .n = sizeof(row) / sizeof(row[0]),
};

static const struct hc_phy_far mmd[] = {
    { 3u << 16 | 0x0000, MMD + 0 }, { 3u << 16 | 0x0001, MMD + 1 },
    { 3u << 16 | 0x0014, MMD + 2 }, { 3u << 16 | 0x0016, MMD + 3 },
    { 7u << 16 | 0x003c, MMD + 4 }, { 7u << 16 | 0x003d, MMD + 5 },
};

/* Copper and fibre interrupt bits have the same places. */
#define IRQ(medium, bank, causes, bit) \
    { medium, causes, (bank) + INT_STATUS, bit }
static const struct hc_phy_irq irq[] = {
    IRQ(HC_PHY_COPPER, COPPER, HC_PHY_CAUSE_AN_ERROR, 0x8000),
    IRQ(HC_PHY_COPPER, COPPER, HC_PHY_CAUSE_SPEED, 0x4000),
    IRQ(HC_PHY_COPPER, COPPER, HC_PHY_CAUSE_DUPLEX, 0x2000),
    IRQ(HC_PHY_COPPER, COPPER, HC_PHY_CAUSE_PAGE, 0x1000),
    IRQ(HC_PHY_COPPER, COPPER, HC_PHY_CAUSE_AN_DONE, 0x0800),
    IRQ(HC_PHY_COPPER, COPPER, HC_PHY_CAUSE_LINK, 0x0400),
    IRQ(HC_PHY_COPPER, COPPER, HC_PHY_CAUSE_ENERGY, 0x0010),
    IRQ(HC_PHY_SERDES, FIBRE, HC_PHY_CAUSE_SPEED, 0x4000),
    IRQ(HC_PHY_SERDES, FIBRE, HC_PHY_CAUSE_DUPLEX, 0x2000),
    IRQ(HC_PHY_SERDES, FIBRE, HC_PHY_CAUSE_PAGE, 0x1000),
    IRQ(HC_PHY_SERDES, FIBRE, HC_PHY_CAUSE_AN_DONE, 0x0800),
    IRQ(HC_PHY_SERDES, FIBRE, HC_PHY_CAUSE_LINK, 0x0400),
};

/* The pin gathers all pages, wherever the page register points. */
static const struct hc_phy_pin pin[] = {
    { COPPER + INT_STATUS, COPPER + INT_ENABLE },
    { FIBRE + INT_STATUS, FIBRE + INT_ENABLE },
};

static uint32_t page(const struct hc_phy *phy)
{
    return phy->reg[PAGE] & 0xff;
}

static uint16_t locate(const struct hc_phy *phy, unsigned reg)
{
    static const struct { uint8_t page; uint16_t bank; } known[] = {
        { 0, COPPER }, { 1, FIBRE }, { 2, MACP }, { 3, LED }, { 5, VCT5 },
        { 6, MISC }, { 7, VCT7 }, { 0x11, WOL }, { 0x12, GENERAL },
        { 0xfb, PAGE_FB }, { 0xff, PAGE_FF },
    };
    uint32_t selected = page(phy);

    if (reg == PAGE) {
        return PAGE;
    }
    /* MMD access answers in the fibre page, too: marvell.c may leave it
     * selected (marvell_read_status) when phylib looks for EEE. guess: the
     * data sheet does not say; a board settles it. */
    if (selected == 1 && (reg == HC_MII_MMDCTRL || reg == HC_MII_MMDDATA)) {
        return (uint16_t)(COPPER + reg);
    }
    for (unsigned i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
        if (known[i].page == selected) {
            return (uint16_t)(known[i].bank + reg);
        }
    }
    return HC_PHY_NOWHERE;
}

static uint32_t iface(const struct hc_phy *phy, unsigned medium)
{
    uint32_t serdes = HC_IFACE_OFF;

    switch (phy->mode) {
    case MODE_RGMII_1000X:
        serdes = HC_IFACE_1000BASEX;
        break;
    case MODE_RGMII_100FX:
        serdes = HC_IFACE_100BASEFX;
        break;
    case MODE_RGMII_SGMII:
        serdes = HC_IFACE_SGMII;
        break;
    default:
        return medium == HC_PHY_COPPER ? HC_IFACE_MDI : HC_IFACE_OFF;
    }
    return medium == HC_PHY_SERDES ? serdes : HC_IFACE_OFF;
}

/* MODE[2:0] acts at a reset of the whole chip and not before. In SGMII to
 * copper the SerDes is the MAC side, which the board's wiring decides. */
static void latch_mode(struct hc_phy *phy)
{
    phy->mode = phy->reg[GCR1] & GCR1_MODE;
    if (phy->mode > MODE_RGMII_SGMII || phy->mode == MODE_SGMII_COPPER) {
        phy->host->event(phy->host->opaque, HC_EVENT_UNMODELLED_MODE,
                         phy->label, phy->mode);
    }
    phy->reg[FIBRE + HC_MII_BMSR] =
        phy->mode == MODE_RGMII_100FX ? 0x6149 : 0x0149;
}

static void gcr1_was_written(void *model, uint32_t at, uint32_t value)
{
    struct hc_phy *phy = model;

    (void)at;
    if (!(value & GCR1_RESET)) {
        return;
    }
    phy->host->event(phy->host->opaque, HC_EVENT_PHY_RESET, 0, 0);
    latch_mode(phy);
    hc_phy_restart_all(phy);
}

static void strapped(struct hc_phy *phy)
{
    phy->reg[GCR1] |= phy->strap & GCR1_MODE;
    latch_mode(phy);
}

/* Symmetric pause was agreed on; the one-way cases show no bit. */
static bool pauses(const struct hc_phy_line *line)
{
    return line->an_done && line->full &&
           (line->ability & line->far.ability & HC_AN_PAUSE);
}

static void status(struct hc_phy *phy, unsigned medium)
{
    const struct hc_phy_line *line = &phy->line[medium];
    uint32_t *value = &phy->reg[phy->part->bank[medium] + STATUS];
    uint32_t resolved = hc_phy_speed_code(line->mbps) << 14 |
                        line->full << 13 | 0x0800 | 0x0400;

    if (line->link != HC_PHY_LINK_UP) {
        /* Bit 4: no energy. Resolved is also true without negotiation. */
        *value = line->energy ? 0 : 0x0010;
        *value |= line->bmcr & HC_BMCR_AN ? 0 : 0x0800;
        return;
    }
    *value = resolved | (line->an_done ? 0x1000 : 0);
    if (medium == HC_PHY_COPPER) {
        *value |= 0x0008 | (pauses(line) ? 0x0300 : 0);
    } else {
        *value |= 0x0020 | (pauses(line) ? 0x000c : 0);
    }
}

static bool an_bypass(const struct hc_phy *phy)
{
    return phy->reg[FIBRE + 26] & FIBRE_BYPASS;
}

/* The interrupt leaves by LED[2] once that pin is told to be INTn. */
static bool pin_gate(const struct hc_phy *phy)
{
    return phy->reg[LED_TCR] & LED_INT_ENABLE;
}

const struct hc_phy_part hc_phy_88e1512 = {
    .name = "88e1512",
    .map = &map,
    .bank = { COPPER, FIBRE },
    .mmd = mmd, .n_mmd = sizeof(mmd) / sizeof(mmd[0]),
    .irq = irq, .n_irq = sizeof(irq) / sizeof(irq[0]),
    .pin = pin, .n_pins = sizeof(pin) / sizeof(pin[0]),
    .speeds = HC_AN_SPEEDS,
    .locate = locate,
    .page = page,
    .strapped = strapped,
    .iface = iface,
    .status = status,
    .an_bypass = an_bypass,
    .pin_gate = pin_gate,
};
