/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Negotiation pages: abilities as registers, and back. */
#include "phy-link.h"

/* Copper: IEEE 802.3 28.2.1.2 and table 40-3. Fibre: table 37-1. */
static const struct { uint16_t anar; uint32_t ability; } copper_page[] = {
    { 0x0020, HC_AN_10_HALF },  { 0x0040, HC_AN_10_FULL },
    { 0x0080, HC_AN_100_HALF }, { 0x0100, HC_AN_100_FULL },
    { 0x0400, HC_AN_PAUSE },    { 0x0800, HC_AN_ASYM_PAUSE },
    { 0x2000, HC_AN_REMOTE_FAULT },
}, fibre_page[] = {
    { 0x0020, HC_AN_1000_FULL }, { 0x0040, HC_AN_1000_HALF },
    { 0x0080, HC_AN_PAUSE },     { 0x0100, HC_AN_ASYM_PAUSE },
    { 0x1000, HC_AN_REMOTE_FAULT },
};

#define ROWS(table) (sizeof(table) / sizeof((table)[0]))

static bool is_fibre(const struct hc_phy_line *line)
{
    return line->iface != HC_IFACE_MDI;
}

static uint32_t ability_from_page(bool fibre, uint32_t page)
{
    uint32_t ability = 0;

    for (unsigned i = 0; fibre && i < ROWS(fibre_page); i++) {
        ability |= page & fibre_page[i].anar ? fibre_page[i].ability : 0;
    }
    for (unsigned i = 0; !fibre && i < ROWS(copper_page); i++) {
        ability |= page & copper_page[i].anar ? copper_page[i].ability : 0;
    }
    return ability;
}

static uint16_t page_from_ability(bool fibre, uint32_t ability)
{
    uint16_t page = 0x4000 | !fibre;    /* acknowledge; selector 802.3 */

    for (unsigned i = 0; fibre && i < ROWS(fibre_page); i++) {
        page |= ability & fibre_page[i].ability ? fibre_page[i].anar : 0;
    }
    for (unsigned i = 0; !fibre && i < ROWS(copper_page); i++) {
        page |= ability & copper_page[i].ability ? copper_page[i].anar : 0;
    }
    return page;
}

uint32_t hc_phy_own_ability(struct hc_phy *phy, unsigned medium)
{
    const struct hc_phy_line *line = &phy->line[medium];
    uint32_t page = *hc_phy_mii(phy, medium, HC_MII_ANAR);
    uint32_t ability = ability_from_page(is_fibre(line), page);

    if (line->iface == HC_IFACE_SGMII) {
        return HC_AN_SPEEDS;    /* the PHY's end decides, we agree */
    }
    if (!is_fibre(line)) {
        uint32_t gtcr = *hc_phy_mii(phy, medium, HC_MII_GTCR);

        ability |= gtcr & 0x0200 ? HC_AN_1000_FULL : 0;
        ability |= gtcr & 0x0100 ? HC_AN_1000_HALF : 0;
        ability &= phy->part->speeds | ~HC_AN_SPEEDS;
    }
    return ability;
}

uint16_t hc_phy_bmcr_mbps(uint32_t bmcr)
{
    if (bmcr & HC_BMCR_SPEED_MSB) {
        return 1000;
    }
    return bmcr & HC_BMCR_SPEED_LSB ? 100 : 10;
}

unsigned hc_phy_speed_code(uint16_t mbps)
{
    return mbps == 1000 ? 2 : mbps == 100 ? 1 : 0;
}

uint16_t hc_phy_forced_mbps(const struct hc_phy_line *line)
{
    switch (line->iface) {
    case HC_IFACE_1000BASEX:
        return 1000;
    case HC_IFACE_100BASEFX:
        return 100;
    default:
        return hc_phy_bmcr_mbps(line->bmcr);
    }
}

/* The word of SGMII: link, acknowledge, duplex, speed, one. */
static uint16_t partner_page(const struct hc_phy_line *line)
{
    const struct hc_signal *far = &line->far;

    if (line->iface == HC_IFACE_SGMII) {
        return (uint16_t)(0xc001 | far->full << 12 |
                          hc_phy_speed_code(far->mbps) << 10);
    }
    return page_from_ability(is_fibre(line), far->ability);
}

static uint32_t detected_page(const struct hc_phy_line *line)
{
    if (is_fibre(line)) {
        return 0;
    }
    return line->far.mbps == 100 ? 0x0080 : 0x0020;
}

/* Manual master, or the multiport device wins (IEEE 802.3 40.5.2); the far
 * end's wish does not cross our wire. Both receivers are always fine. */
static uint32_t partner_status(const struct hc_phy *phy, uint32_t gtcr,
                               uint32_t ability)
{
    bool manual = gtcr & 0x1000;
    bool master = manual ? gtcr & 0x0800
                         : phy->part->multiport || (gtcr & 0x0400);

    return 0x3000u | (master ? 0x4000u : 0) |
           (ability & HC_AN_1000_FULL ? 0x0800u : 0) |
           (ability & HC_AN_1000_HALF ? 0x0400u : 0);
}

void hc_phy_show_partner(struct hc_phy *phy, unsigned medium, bool paged)
{
    const struct hc_phy_line *line = &phy->line[medium];
    uint32_t *mii = hc_phy_mii(phy, medium, 0);

    mii[HC_MII_BMSR] |= HC_BMSR_AN_DONE;
    if (!paged) {
        mii[HC_MII_ANLPAR] = detected_page(line);
        return;
    }
    mii[HC_MII_ANER] |= HC_ANER_PAGE | HC_ANER_LP_ABLE;
    mii[HC_MII_ANLPAR] = partner_page(line);
    if (line->far.ability & HC_AN_REMOTE_FAULT) {
        mii[HC_MII_BMSR] |= HC_BMSR_REMOTE_FAULT;
    }
    if (!is_fibre(line) && (phy->part->speeds & HC_AN_1000_FULL)) {
        mii[HC_MII_GTSR] = partner_status(phy, mii[HC_MII_GTCR],
                                          line->far.ability);
    }
}

void hc_phy_hide_partner(struct hc_phy *phy, unsigned medium)
{
    uint32_t *mii = hc_phy_mii(phy, medium, 0);

    mii[HC_MII_BMSR] &= ~(HC_BMSR_AN_DONE | HC_BMSR_LINK);
    mii[HC_MII_ANLPAR] = 0;
    mii[HC_MII_ANER] &= ~(HC_ANER_PAGE | HC_ANER_LP_ABLE);
    if (medium == HC_PHY_COPPER && (phy->part->speeds & HC_AN_1000_FULL)) {
        mii[HC_MII_GTSR] = 0;
    }
}
