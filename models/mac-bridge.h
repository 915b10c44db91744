/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A bridge chip that makes SGMII of a MAC's RGMII, set by its pins: software
 * sees nothing of it. Behind it a PHY that speaks only SGMII to its MAC works
 * on a SoC that has none. */
#ifndef HC_MAC_BRIDGE_H
#define HC_MAC_BRIDGE_H

#include "hop.h"

/* No state of its own: what it shows one side is what the other shows it. */
struct hc_mac_bridge {
    struct hc_hop *rgmii;       /* we are side 1, the MAC is side 0 */
    struct hc_hop *sgmii;       /* we are side 0, the PHY is side 1 */
};

/* Puts the bridge between the two hops. Speed and duplex of the PHY go to
 * the MAC, as SGMII's in-band word and RGMII's in-band status carry them. */
void hc_mac_bridge_init(struct hc_mac_bridge *bridge, struct hc_hop *rgmii,
                        struct hc_hop *sgmii);

#endif
