/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the three files of a PHY's link share: the state machine
 * (phy-link.c), the pages it exchanges (phy-pages.c) and the wires
 * (phy-wire.c). */
#ifndef HC_PHY_LINK_H
#define HC_PHY_LINK_H

#include "phy-part.h"

/* A Clause 22 register of a medium. */
static inline uint32_t *hc_phy_mii(struct hc_phy *phy, unsigned medium,
                                   unsigned reg)
{
    return &phy->reg[phy->part->bank[medium] + reg];
}

/* IEEE 802.3 22.2.4.1.2: the MAC hears itself. */
static inline bool hc_phy_loops_back(const struct hc_phy_line *line)
{
    return line->bmcr & HC_BMCR_LOOPBACK;
}

/* 100BASE-FX has no negotiation (IEEE 802.3 clauses 24 and 26). */
static inline bool hc_phy_negotiates(const struct hc_phy_line *line)
{
    return (line->bmcr & HC_BMCR_AN) && line->iface != HC_IFACE_100BASEFX;
}

/* The speed that a medium has when it does not negotiate. */
uint16_t hc_phy_forced_mbps(const struct hc_phy_line *line);

/* The abilities that the registers of a medium advertise. */
uint32_t hc_phy_own_ability(struct hc_phy *phy, unsigned medium);

/* Fills or empties the registers that tell about the far end; `paged`: it
 * sent pages, otherwise its speed was detected. */
void hc_phy_show_partner(struct hc_phy *phy, unsigned medium, bool paged);
void hc_phy_hide_partner(struct hc_phy *phy, unsigned medium);

/* Shows a medium, or the MAC, what the PHY sends there now. */
void hc_phy_present_medium(struct hc_phy *phy, unsigned medium);
void hc_phy_present_mac(struct hc_phy *phy);

#endif
