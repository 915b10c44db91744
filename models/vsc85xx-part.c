/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The register table and the part table of the VSC85xx. Names and uses:
 * Linux, drivers/net/phy/mscc/mscc.h; VeriPHY and the serdes registers: the
 * vendor's API (mepa, vtss_phy.h). */
#include "vsc85xx-internal.h"

static const struct hc_reg row[] = {
    { "BMCR", STD + 0, .reset = 0x1040, .rw = 0x7dc0, .sc = 0x8200,
      .was_written = hc_vsc_bmcr_was_written },
    { "BMSR", STD + 1, .reset = 0x79c9, .rc = 0x0010,
      .before_read = hc_vsc_bmsr_before_read,
      .was_read = hc_vsc_bmsr_was_read },
    { "PHYID1", STD + 2, .reset = 0x0007 },
    { "PHYID2", STD + 3, .reset = 0 },              /* the part's */
    { "ANAR", STD + 4, .reset = 0x01e1, .rw = 0xbfff,
      .was_written = hc_vsc_page_was_written },
    { "ANLPAR", STD + 5, .reset = 0 },
    { "ANER", STD + 6, .reset = 0x0004, .rc = 0x0002 },
    { "ANNP", STD + 7, .reset = 0x2001, .rw = 0xb7ff },
    { "ANNPR", STD + 8, .reset = 0 },
    { "GTCR", STD + 9, .reset = 0x0700, .rw = 0xff00 },
    { "GTSR", STD + 10, .reset = 0, .rc = 0x80ff },
    { "MMDCTRL", STD + 13, .reset = 0, .rw = 0xc01f },
    { "MMDDATA", STD + 14, .reset = 0,
      .before_read = hc_phy_mmd_before_read,
      .was_read = hc_phy_mmd_was_read,
      .was_written = hc_phy_mmd_was_written },
    { "ESTATUS", STD + 15, .reset = 0x3000 },
    { "TX100_STATUS", STD + 16, .reset = 0 },
    { "T1000_STATUS", STD + 17, .reset = 0 },
    { "BYPASS", BYPASS, .reset = 0x0088, .rw = 0xffff },
    { "RX_ERRORS", RX_ERRORS, .reset = 0, .rc = 0x00ff },
    { "FALSE_CARRIER", FALSE_CARRIERS, .reset = 0, .rc = 0x00ff },
    { "DISCONNECTS", DISCONNECTS, .reset = 0, .rc = 0x00ff },
    { "EXT_CTRL", EXT_CTRL, .reset = 0x3200, .rw = 0xfe01 },
    { "PHY_CTRL1", PHY_CTRL1, .reset = 0, .rw = 0xffff,
      .was_written = hc_vsc_ctrl1_was_written },
    { "PHY_CTRL2", PHY_CTRL2, .reset = 0, .rw = 0xffff,
      .was_written = hc_vsc_ctrl2_was_written },
    { "INT_MASK", INT_MASK, .reset = 0, .rw = 0xffff,
      .was_written = hc_phy_irq_was_written },
    { "INT_STATUS", INT_STATUS, .reset = 0, .rc = 0xffff,
      .before_read = hc_vsc_int_before_read,
      .was_read = hc_vsc_int_was_read },
    { "AUX_STATUS", AUX_STATUS, .reset = 0x0004, .rw = 0x0044 },
    { "LED_MODE", LED_MODE, .reset = 0x8021, .rw = 0xffff,
      .was_written = hc_vsc_status_follows },
    { "LED_BEHAVIOUR", LED_BEHAVIOUR, .reset = 0x0800, .rw = 0xffff },
    { "PAGE", PAGE, .reset = 0, .rw = 0xffff },

    { "SERDES_MEDIA", EXT1 + 16, .reset = 0x0300, .rw = 0xffff,
      .unmodelled = true },
    { "CU_CRC_GOOD", CU_GOOD, .reset = 0, .rc = 0xbfff },
    { "EXT_MODE", EXT_MODE, .reset = 0, .rw = 0xffff,
      .was_written = hc_vsc_status_follows },
    { "ACTIPHY", ACTIPHY, .reset = 0x4004, .rw = 0xfc3f },
    { "PHY_NUMBER", CU_BAD, .reset = 0, .rc = 0x00ff },
    /* VeriPHY; the 8051 uses the last two for its arguments as well. */
    { "VERIPHY_1", VERIPHY1, .reset = 0, .rw = 0x8000,
      .before_read = hc_vsc_veriphy_before_read,
      .was_written = hc_vsc_veriphy_was_written },
    { "VERIPHY_2", VERIPHY2, .reset = 0, .rw = 0xffff,
      .before_read = hc_vsc_veriphy_before_read },
    { "VERIPHY_3", VERIPHY3, .reset = 0, .rw = 0xffff,
      .before_read = hc_vsc_veriphy_before_read },
    { "EPG", EXT1 + 28, .reset = 0, .rw = 0xffff, .count = 3, .stride = 1,
      .unmodelled = true },

    { "CU_PMD_TX", EXT2 + 16, .reset = 0x02be, .rw = 0xffff },
    { "EEE_CTRL", EXT2 + 17, .reset = 0, .rw = 0xffff },
    { "RGMII_SKEW", EXT2 + 18, .reset = 0, .rw = 0xffff },
    { "WOL_MAC", WOL_MAC, .reset = 0, .rw = 0xffff, .count = 3,
      .stride = 1 },
    { "WOL_PASSWORD", WOL_PASSWORD, .reset = 0, .rw = 0xffff, .count = 3,
      .stride = 1 },
    { "WOL_CTRL", WOL_CTRL, .reset = 0, .rw = 0xffff },
    { "EXT_INT_MASK", EXT_INT_MASK, .reset = 0, .rw = 0xffff,
      .was_written = hc_vsc_ext_was_written },
    { "EXT_INT_STATUS", EXT_INT_STATUS, .reset = 0, .rc = 0xffff,
      .was_read = hc_vsc_ext_was_read },

    { "MAC_PCS_CTRL", MAC_PCS, .reset = 0x0004, .rw = 0xffff },
    { "MAC_PCS_STATUS", MAC_PCS_STATUS, .reset = 0,
      .before_read = hc_vsc_mac_pcs_before_read },
    { "MAC_ANAR", EXT3 + 18, .reset = 0, .rw = 0xffff,
      .unmodelled = true },
    { "TX_GOOD", TX_GOOD, .reset = 0, .rc = 0x3fff },
    { "TX_BAD", TX_BAD, .reset = 0, .rw = 0xe000, .rc = 0x00ff },
    { "MEDIA_PCS_CTRL", MEDIA_PCS, .reset = 0x0010, .rw = 0xffff,
      .was_written = hc_vsc_page_was_written },
    { "MEDIA_PCS_STATUS", MEDIA_PCS_STATUS, .reset = 0 },
    { "MEDIA_ANAR", MEDIA_ANAR, .reset = 0, .rw = 0xffff,
      .was_written = hc_vsc_page_was_written },
    { "MEDIA_ANLPAR", MEDIA_ANLPAR, .reset = 0 },
    { "RX_GOOD", RX_GOOD, .reset = 0, .rc = 0x3fff },
    { "RX_BAD", RX_BAD, .reset = 0, .rw = 0xc000, .rc = 0x00ff },
    { "CLK_OUT", EXT3 + 30, .reset = 0x000c, .rw = 0xffff },

    { "CSR_DATA", CSR_LOW, .reset = 0, .rw = 0xffff, .count = 2,
      .stride = 1 },
    /* "Done" is also true before the first command: the vendor's API waits
     * for it there. */
    { "CSR_CTRL", CSR_CTRL, .reset = 0x8000, .rw = 0x7fff,
      .was_written = hc_vsc_csr_was_written },
    { "CSR_TARGET", CSR_TARGET, .reset = 0, .rw = 0x000f },

    { "MICRO", MICRO, .reset = 0xc018, .rw = 0xffff },
    { "TRAPS", GPIO + 3, .reset = 0, .rw = 0xffff, .count = 8,
      .stride = 1 },
    { "MEM_ADDR", MEM_ADDR, .reset = 0, .rw = 0xffff,
      .was_written = hc_vsc_mem_addr_was_written },
    { "MEM_CTRL", MEM_CTRL, .reset = 0, .rw = 0xffff,
      .before_read = hc_vsc_mem_ctrl_before_read,
      .was_written = hc_vsc_mem_ctrl_was_written },
    { "GPIO_FUNCTION", GPIO_FUNCTION, .reset = 0, .rw = 0xffff },
    { "COMA", COMA, .reset = 0x2600, .rw = 0xffff },
    { "GPIO_IN", GPIO_IN, .reset = 0,
      .before_read = hc_vsc_gpio_before_read },
    { "GPIO_OUT", GPIO_OUT, .reset = 0, .rw = 0xffff, .count = 2,
      .stride = 1 },
    { "MAILBOX", MAILBOX, .reset = 0, .rw = 0xffff,
      .was_written = hc_vsc_mailbox_was_written },
    { "MAC_MODE", MAC_MODE, .reset = 0x000f, .rw = 0xffff,
      .was_written = hc_vsc_mac_mode_was_written },
    { "TWI_CTRL", TWI_CTRL, .reset = 0xa010, .rw = 0xfe3f,
      .was_written = hc_vsc_twi_ctrl_was_written },
    { "TWI_CMD", TWI_CMD, .reset = 0x8100, .rw = 0x0dff, .sc = 0x0200,
      .before_read = hc_vsc_twi_before_read,
      .was_written = hc_vsc_twi_cmd_was_written },
    { "TWI_DATA", TWI_DATA, .reset = 0, .rw = 0x00ff,
      .before_read = hc_vsc_twi_before_read },
    { "RECOVERED_CLOCK", GPIO + 23, .reset = 0, .rw = 0xffff, .count = 2,
      .stride = 1 },
    { "LED_ENHANCED", GPIO + 25, .reset = 0, .rw = 0xffff },
    { "TEMP_CTRL", TEMP_CTRL, .reset = 0, .rw = 0xffff },
    { "TEMP", TEMP, .reset = 0, .before_read = hc_vsc_temp_before_read },
    { "PACKAGE_INT", PACKAGE_INT, .reset = 0,
      .before_read = hc_vsc_package_int_before_read },
    { "EXT_REVISION", GPIO + 30, .reset = 0 },

    { "PTP_CTRL", PTP_CTRL, .reset = 0x8000, .rw = 0x7fff,
      .was_written = hc_vsc_ptp_was_written },
    { "PTP_DATA", PTP_LOW, .reset = 0, .rw = 0xffff, .count = 2,
      .stride = 1 },
    { "PTP_CLOCK", PTP + 29, .reset = 0, .rw = 0xffff, .count = 2,
      .stride = 1 },

    { "TEST", TEST, .reset = 0, .rw = 0xffff, .count = 31, .stride = 1 },

    { "TOKEN_LOW_PAGE", TOKEN, .reset = 0, .rw = 0xffff, .count = 16,
      .stride = 1 },
    { "TOKEN_CTRL", TOKEN_CTRL, .reset = 0x8000, .rw = 0xffff,
      .was_written = hc_vsc_token_was_written },
    { "TOKEN_DATA", TOKEN_LOW, .reset = 0, .rw = 0xffff, .count = 14,
      .stride = 1 },

    { "EEE_ABLE", MMD + 0, .reset = 0x0006 },
    { "EEE_CAP2", MMD + 1, .reset = 0 },
    { "EEE_ADV", MMD + 2, .reset = 0, .rw = 0x0006 },
    { "EEE_LPA", MMD + 3, .reset = 0 },
    { "EEE_ADV2", MMD + 4, .reset = 0 },

    { "FIBRE", FIBRE, .reset = 0, .count = 32, .stride = 1 },
    { "PRIVATE", PRIV, .reset = 0, .count = 16, .stride = 1 },
};

struct hc_regmap hc_vsc_map = {
    .name = "vsc85xx", .reg = row, .n = sizeof(row) / sizeof(row[0]),
};

static const struct hc_phy_far mmd[] = {
    { 3u << 16 | 20, MMD + 0 }, { 3u << 16 | 21, MMD + 1 },
    { 7u << 16 | 60, MMD + 2 }, { 7u << 16 | 61, MMD + 3 },
    { 7u << 16 | 62, MMD + 4 },
};

#define ANY (HC_PHY_CAUSE_LINK | HC_PHY_CAUSE_SPEED | \
             HC_PHY_CAUSE_DUPLEX | HC_PHY_CAUSE_AN_ERROR | \
             HC_PHY_CAUSE_AN_DONE)

static const struct hc_phy_irq irq[] = {
    { HC_PHY_COPPER, ANY, INT_STATUS, INT_MDINT },
    { HC_PHY_COPPER, HC_PHY_CAUSE_SPEED, INT_STATUS, 0x4000 },
    { HC_PHY_COPPER, HC_PHY_CAUSE_LINK, INT_STATUS, 0x2000 },
    { HC_PHY_COPPER, HC_PHY_CAUSE_DUPLEX, INT_STATUS, 0x1000 },
    { HC_PHY_COPPER, HC_PHY_CAUSE_AN_ERROR, INT_STATUS, 0x0800 },
    { HC_PHY_COPPER, HC_PHY_CAUSE_AN_DONE, INT_STATUS, 0x0400 },
    { HC_PHY_SERDES, ANY, INT_STATUS, INT_MDINT },
    { HC_PHY_SERDES, HC_PHY_CAUSE_SPEED, INT_STATUS, 0x4000 },
    { HC_PHY_SERDES, HC_PHY_CAUSE_LINK, INT_STATUS, 0x2000 },
    { HC_PHY_SERDES, HC_PHY_CAUSE_DUPLEX, INT_STATUS, 0x1000 },
    { HC_PHY_SERDES, HC_PHY_CAUSE_AN_ERROR, INT_STATUS, 0x0800 },
    { HC_PHY_SERDES, HC_PHY_CAUSE_AN_DONE, INT_STATUS, 0x0400 },
};

static const struct hc_phy_pin pin[] = {
    { INT_STATUS, INT_MASK }, { PRIV_TS, PRIV_TS },
};

static uint16_t locate(const struct hc_phy *phy, unsigned reg)
{
    uint32_t page = phy->reg[PAGE];

    if (reg == PAGE) {
        return PAGE;
    }
    switch (page) {
    case 0: case 1: case 2: case 3: case 4:
        return (uint16_t)(reg < 16 ? reg : page << 5 | reg);
    case 0x0010:
        return (uint16_t)(GPIO + reg);
    case 0x1588:
        return (uint16_t)(PTP + reg);
    case 0x2a30:
        return (uint16_t)(TEST + reg);
    case 0x52b5:
        return (uint16_t)(TOKEN + reg);
    default:
        return HC_PHY_NOWHERE;
    }
}

static uint32_t selected_page(const struct hc_phy *phy)
{
    return phy->reg[PAGE];
}

/* The fields that all parts have in common. */
#define VSC85XX(part_name, part_data) {                              \
    .name = part_name,                                               \
    .vsc = part_data,                                                \
    .map = &hc_vsc_map,                                              \
    .bank = { STD, FIBRE },                                          \
    .mmd = mmd, .n_mmd = sizeof(mmd) / sizeof(mmd[0]),               \
    .irq = irq, .n_irq = sizeof(irq) / sizeof(irq[0]),               \
    .pin = pin, .n_pins = sizeof(pin) / sizeof(pin[0]),              \
    .speeds = HC_AN_SPEEDS,                                          \
    .multiport = true,                                               \
    .locate = locate,                                                \
    .page = selected_page,                                           \
    .values = hc_vsc_values,                                         \
    .strapped = hc_vsc_strapped,                                     \
    .soft_reset = hc_vsc_soft_reset,                                 \
    .iface = hc_vsc_iface,                                           \
    .active = hc_vsc_active,                                         \
    .status = hc_vsc_status,                                         \
    .refuses = hc_vsc_refuses,                                       \
    .pin_gate = hc_vsc_pin_gate,                                     \
    .pin_changed = hc_vsc_pin_changed,                               \
    .write = hc_vsc_broadcast,                                       \
    .from_mac = hc_vsc_from_mac,                                     \
    .from_medium = hc_vsc_from_medium,                               \
}

/* Program address and CRC of the 8051's patch: mscc.h, MSCC_VSC8574_REVB_
 * and MSCC_VSC8584_REVB_INT8051_FW. */
#define TESLA 0x4000, 0x29e8
#define VIPER 0xe800, 0xfb48

/* Register 3: mscc.h, PHY_ID_*. A Viper whose revision is not 1 (B) has no
 * driver in Linux; Tesla revisions: 1 is B. */
static const struct hc_vsc_part vsc8504 = { 0x04c1, TESLA, 4, false, false };
static const struct hc_vsc_part vsc8552 = { 0x04e1, TESLA, 2, false, false };
static const struct hc_vsc_part vsc8572 = { 0x04d1, TESLA, 2, false, false };
static const struct hc_vsc_part vsc8574 = { 0x04a1, TESLA, 4, false, false };
static const struct hc_vsc_part vsc8562 = { 0x07e1, VIPER, 2, true, true };
static const struct hc_vsc_part vsc8564 = { 0x07e1, VIPER, 4, true, true };
static const struct hc_vsc_part vsc8575 = { 0x07d1, VIPER, 4, true, false };
static const struct hc_vsc_part vsc8582 = { 0x07b1, VIPER, 2, true, true };
static const struct hc_vsc_part vsc8584 = { 0x07c1, VIPER, 4, true, true };

const struct hc_phy_part hc_phy_vsc8504 = VSC85XX("vsc8504", &vsc8504);
const struct hc_phy_part hc_phy_vsc8552 = VSC85XX("vsc8552", &vsc8552);
const struct hc_phy_part hc_phy_vsc8572 = VSC85XX("vsc8572", &vsc8572);
const struct hc_phy_part hc_phy_vsc8574 = VSC85XX("vsc8574", &vsc8574);
const struct hc_phy_part hc_phy_vsc8562 = VSC85XX("vsc8562", &vsc8562);
const struct hc_phy_part hc_phy_vsc8564 = VSC85XX("vsc8564", &vsc8564);
const struct hc_phy_part hc_phy_vsc8575 = VSC85XX("vsc8575", &vsc8575);
const struct hc_phy_part hc_phy_vsc8582 = VSC85XX("vsc8582", &vsc8582);
const struct hc_phy_part hc_phy_vsc8584 = VSC85XX("vsc8584", &vsc8584);

const struct hc_vsc_part *hc_vsc_part(const struct hc_phy_part *part)
{
    return part->vsc;
}
