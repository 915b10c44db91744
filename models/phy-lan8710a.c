/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Microchip (SMSC) LAN8710A: 10/100, MII or RMII, one page. Register
 * numbers and values: data sheet DS00002164, chapter 4; what Linux does with
 * them: drivers/net/phy/smsc.c. The strap is MODE[2:0]; 7, all capable, is
 * what every AM335x board uses, so a strap of 0 means 7 here. */
#include "phy-part.h"

enum { MODE_STATUS = 17, SPECIAL_MODES = 18, SPECIAL_CTRL = 27,
       ISF = 29, IM = 30, SCSR = 31 };

#define ENERGYON    0x0002u
#define MIIMODE     0x4000u     /* RMII */
#define MODE_SHIFT  5
#define MODE_POWER_DOWN 6

#define ISF_PAGE_RECEIVED 0x0002u
#define ISF_PD_FAULT      0x0004u
#define ISF_LP_ACK        0x0008u
#define ISF_LINK_DOWN     0x0010u
#define ISF_REMOTE_FAULT  0x0020u
#define ISF_AN_COMPLETE   0x0040u
#define ISF_ENERGYON      0x0080u

#define SCSR_AUTODONE     0x1000u
#define SCSR_SPEED        0x001cu

/* The bits of register 27 that cross pairs are stored and nothing more: our
 * cables have no pairs to cross. */
static const struct hc_reg row[] = {
    { "BMCR", HC_MII_BMCR, .reset = 0x3000, .rw = 0x7d80, .sc = 0x8200,
      .was_written = hc_phy_bmcr_was_written },
    { "BMSR", HC_MII_BMSR, .reset = 0x7809, .rc = 0x0010,
      .was_read = hc_phy_bmsr_was_read },
    { "PHYID1", HC_MII_ID1, .reset = 0x0007 },
    { "PHYID2", HC_MII_ID2, .reset = 0xc0f1 },
    { "ANAR", HC_MII_ANAR, .reset = 0x01e1, .rw = 0x2de0 },
    { "ANLPAR", HC_MII_ANLPAR, .reset = 0x0000 },
    { "ANER", HC_MII_ANER, .reset = 0x0000, .rc = 0x0012 },
    /* Reserved, yet phylib looks for EEE here and wants no answer. guess:
     * they read zero, as reserved registers of this part do. */
    { "reserved", HC_MII_MMDCTRL, .reset = 0 },
    { "reserved", HC_MII_MMDDATA, .reset = 0 },
    { "EDPD", 16, .reset = 0x0000, .rw = 0xffff },
    { "MODE_STATUS", MODE_STATUS, .reset = 0x0000, .rw = 0x2240 },
    { "SPECIAL_MODES", SPECIAL_MODES, .reset = 0x00e0, .rw = 0x40ff },
    { "SYMBOL_ERRORS", 26, .reset = 0x0000 },
    { "SPECIAL_CTRL", SPECIAL_CTRL, .reset = 0x0000, .rw = 0xe800 },
    { "ISF", ISF, .reset = 0x0000, .rc = 0x00fe,
      .was_read = hc_phy_irq_was_read },
    { "IM", IM, .reset = 0x0000, .rw = 0x00fe,
      .was_written = hc_phy_irq_was_written },
    { "SCSR", SCSR, .reset = 0x0040, .rw = 0x0040 },
};

static struct hc_regmap map = {
    .name = "lan8710a", .reg = row, .n = sizeof(row) / sizeof(row[0]),
};

static const struct hc_phy_irq irq[] = {
    { HC_PHY_COPPER, HC_PHY_CAUSE_PAGE, ISF, ISF_PAGE_RECEIVED },
    { HC_PHY_COPPER, HC_PHY_CAUSE_PAGE, ISF, ISF_LP_ACK },
    { HC_PHY_COPPER, HC_PHY_CAUSE_AN_ERROR, ISF, ISF_PD_FAULT },
    { HC_PHY_COPPER, HC_PHY_CAUSE_LINK_DOWN, ISF, ISF_LINK_DOWN },
    { HC_PHY_COPPER, HC_PHY_CAUSE_REMOTE_FAULT, ISF, ISF_REMOTE_FAULT },
    { HC_PHY_COPPER, HC_PHY_CAUSE_AN_DONE, ISF, ISF_AN_COMPLETE },
    { HC_PHY_COPPER, HC_PHY_CAUSE_ENERGY, ISF, ISF_ENERGYON },
};

static const struct hc_phy_pin pin[] = { { ISF, IM } };

static uint16_t locate(const struct hc_phy *phy, unsigned reg)
{
    (void)phy;
    return (uint16_t)reg;
}

static uint32_t iface(const struct hc_phy *phy, unsigned medium)
{
    (void)phy;
    return medium == HC_PHY_COPPER ? HC_IFACE_MDI : HC_IFACE_OFF;
}

/* Data sheet table 3-4: what MODE[2:0] makes of registers 0 and 4. */
static void apply_mode(struct hc_phy *phy)
{
    static const struct { uint16_t bmcr, anar; } mode[8] = {
        { 0x0000, 0x0021 }, { 0x0100, 0x0041 }, { 0x2000, 0x0081 },
        { 0x2100, 0x0101 }, { 0x3000, 0x0081 }, { 0x3000, 0x0081 },
        { 0x0800, 0x0001 }, { 0x3000, 0x01e1 },
    };
    unsigned n = phy->reg[SPECIAL_MODES] >> MODE_SHIFT & 7;

    phy->reg[HC_MII_BMCR] = mode[n].bmcr;
    phy->reg[HC_MII_ANAR] = mode[n].anar;
}

static void strapped(struct hc_phy *phy)
{
    uint32_t mode = phy->strap ? phy->strap & 7 : 7;

    phy->reg[SPECIAL_MODES] = mode << MODE_SHIFT | phy->address;
    if (phy->mac_iface == HC_IFACE_RMII) {
        phy->reg[SPECIAL_MODES] |= MIIMODE;
    }
    apply_mode(phy);
}

/* Bits marked NASR keep their value (data sheet chapter 4: 17, 18, 27). */
static void soft_reset(struct hc_phy *phy, unsigned medium)
{
    (void)medium;
    hc_phy_reset_bank(phy, 0, 32, 1u << MODE_STATUS | 1u << SPECIAL_MODES |
                                  1u << SPECIAL_CTRL);
    apply_mode(phy);
}

static void status(struct hc_phy *phy, unsigned medium)
{
    const struct hc_phy_line *line = &phy->line[medium];
    uint32_t *mode = &phy->reg[MODE_STATUS];
    uint32_t *scsr = &phy->reg[SCSR];

    *mode = line->energy ? *mode | ENERGYON : *mode & ~ENERGYON;
    *scsr &= ~(SCSR_AUTODONE | SCSR_SPEED);
    if (line->link == HC_PHY_LINK_UP) {
        *scsr |= line->an_done ? SCSR_AUTODONE : 0;
        *scsr |= line->mbps == 100 ? 2 << 2 : 1 << 2;
        *scsr |= line->full ? 4 << 2 : 0;
    }
}

const struct hc_phy_part hc_phy_lan8710a = {
    .name = "lan8710a",
    .map = &map,
    .bank = { 0, HC_PHY_NOWHERE },
    .irq = irq, .n_irq = sizeof(irq) / sizeof(irq[0]),
    .pin = pin, .n_pins = 1,
    .speeds = HC_AN_10_HALF | HC_AN_10_FULL | HC_AN_100_HALF |
              HC_AN_100_FULL,
    .locate = locate,
    .strapped = strapped,
    .soft_reset = soft_reset,
    .iface = iface,
    .status = status,
};
