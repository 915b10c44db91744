/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "mac-bridge.h"

/* What came in as `from` goes out as `to`; another coding is noise. */
static void pass_on(struct hc_hop *hop, unsigned side,
                    const struct hc_signal *far, uint32_t from, uint32_t to)
{
    struct hc_signal signal = { .iface = to, .lit = true };

    if (far->iface == from) {
        signal.mbps = far->mbps;
        signal.full = far->full;
        signal.ready = far->ready;
    }
    hc_hop_present(hop, side, &signal);
}

static void mac_changed(void *owner, const struct hc_signal *far)
{
    struct hc_mac_bridge *bridge = owner;

    pass_on(bridge->sgmii, 0, far, HC_IFACE_RGMII, HC_IFACE_SGMII);
}

static void phy_changed(void *owner, const struct hc_signal *far)
{
    struct hc_mac_bridge *bridge = owner;

    pass_on(bridge->rgmii, 1, far, HC_IFACE_SGMII, HC_IFACE_RGMII);
}

static void from_mac(void *owner, const uint8_t *frame, size_t len)
{
    struct hc_mac_bridge *bridge = owner;

    hc_hop_send(bridge->sgmii, 0, frame, len);
}

static void from_phy(void *owner, const uint8_t *frame, size_t len)
{
    struct hc_mac_bridge *bridge = owner;

    hc_hop_send(bridge->rgmii, 1, frame, len);
}

static void damaged_from_mac(void *owner, const uint8_t *frame, size_t len)
{
    struct hc_mac_bridge *bridge = owner;

    hc_hop_send_damaged(bridge->sgmii, 0, frame, len);
}

static void damaged_from_phy(void *owner, const uint8_t *frame, size_t len)
{
    struct hc_mac_bridge *bridge = owner;

    hc_hop_send_damaged(bridge->rgmii, 1, frame, len);
}

static void carrier_from_mac(void *owner, uint64_t until_ns)
{
    struct hc_mac_bridge *bridge = owner;

    hc_hop_carrier(bridge->sgmii, 0, until_ns);
}

static void carrier_from_phy(void *owner, uint64_t until_ns)
{
    struct hc_mac_bridge *bridge = owner;

    hc_hop_carrier(bridge->rgmii, 1, until_ns);
}

void hc_mac_bridge_init(struct hc_mac_bridge *bridge, struct hc_hop *rgmii,
                        struct hc_hop *sgmii)
{
    const struct hc_end to_mac = { from_mac, mac_changed, bridge,
                                   damaged_from_mac, carrier_from_mac };
    const struct hc_end to_phy = { from_phy, phy_changed, bridge,
                                   damaged_from_phy, carrier_from_phy };

    bridge->rgmii = rgmii;
    bridge->sgmii = sgmii;
    hc_hop_attach(rgmii, 1, &to_mac);
    hc_hop_attach(sgmii, 0, &to_phy);
}
