/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The wires of a PHY: what its neighbours see, and the way of a frame. */
#include "phy-link.h"

void hc_phy_present_medium(struct hc_phy *phy, unsigned medium)
{
    const struct hc_phy_line *line = &phy->line[medium];
    struct hc_signal signal = { .iface = HC_IFACE_OFF };
    bool up = line->link == HC_PHY_LINK_UP;
    const struct hc_signal *far;

    if (!phy->media[medium]) {
        return;
    }
    far = hc_phy_seen(phy, medium);
    if (line->iface != HC_IFACE_OFF && !hc_phy_loops_back(line)) {
        signal.iface = line->iface;
        signal.lit = true;
        signal.hears = far->lit && far->iface == line->iface;
        signal.an = hc_phy_negotiates(line);
        signal.ability = signal.an ? line->ability : 0;
        signal.ready = up;
        signal.mbps = up ? line->mbps : 0;
        signal.full = up && line->full;
        if (!signal.an) {
            signal.mbps = hc_phy_forced_mbps(line);
            signal.full = line->bmcr & HC_BMCR_FULL;
        }
    }
    hc_hop_present(phy->media[medium], phy->media_side[medium], &signal);
}

static const struct hc_phy_line *line_up(const struct hc_phy *phy,
                                         unsigned *ret_medium)
{
    unsigned first = phy->part->active ? phy->part->active(phy) : 0;

    for (unsigned i = 0; i < HC_PHY_MEDIA; i++) {
        unsigned m = (first + i) % HC_PHY_MEDIA;

        if (phy->line[m].link == HC_PHY_LINK_UP) {
            *ret_medium = m;
            return &phy->line[m];
        }
    }
    return NULL;
}

static bool isolated(const struct hc_phy *phy, unsigned medium)
{
    return phy->reg[phy->part->bank[medium] + HC_MII_BMCR] &
           HC_BMCR_ISOLATE;
}

void hc_phy_present_mac(struct hc_phy *phy)
{
    unsigned medium = 0;
    const struct hc_phy_line *line = line_up(phy, &medium);
    struct hc_signal signal = {
        .iface = phy->held ? HC_IFACE_OFF : phy->mac_iface,
        .lit = !phy->held,
    };

    if (line && !isolated(phy, medium)) {
        signal.ready = true;
        signal.mbps = line->mbps;
        signal.full = line->full;
    }
    if (phy->mac) {
        hc_hop_present(phy->mac, 1, &signal);
    }
}

bool hc_phy_link_is_up(const struct hc_phy *phy, uint16_t *ret_mbps,
                       bool *ret_full)
{
    unsigned medium;
    const struct hc_phy_line *line = line_up(phy, &medium);

    if (!line) {
        return false;
    }
    *ret_mbps = line->mbps;
    *ret_full = line->full;
    return true;
}

void hc_phy_to_mac(struct hc_phy *phy, const uint8_t *frame, size_t len)
{
    unsigned medium;

    if (phy->mac && line_up(phy, &medium) && !isolated(phy, medium)) {
        hc_hop_send(phy->mac, 1, frame, len);
    }
}

void hc_phy_to_medium(struct hc_phy *phy, unsigned medium,
                      const uint8_t *frame, size_t len)
{
    if (phy->media[medium]) {
        hc_hop_send(phy->media[medium], phy->media_side[medium], frame, len);
    }
}

static void from_mac(void *owner, const uint8_t *frame, size_t len)
{
    struct hc_phy *phy = owner;
    unsigned medium;
    const struct hc_phy_line *line = line_up(phy, &medium);

    if (!line || isolated(phy, medium)) {
        return;
    }
    if (phy->part->from_mac &&
        phy->part->from_mac(phy, medium, frame, len)) {
        return;
    }
    if (hc_phy_loops_back(line)) {
        hc_phy_to_mac(phy, frame, len);
    } else {
        hc_phy_to_medium(phy, medium, frame, len);
    }
}

static void from_medium(struct hc_phy *phy, unsigned from,
                        const uint8_t *frame, size_t len)
{
    unsigned medium;
    const struct hc_phy_line *line = line_up(phy, &medium);

    if (!line || medium != from) {
        return;
    }
    if (!phy->part->from_medium ||
        !phy->part->from_medium(phy, medium, frame, len)) {
        hc_phy_to_mac(phy, frame, len);
    }
}

static void from_mdi(void *owner, const uint8_t *frame, size_t len)
{
    from_medium(owner, HC_PHY_COPPER, frame, len);
}

static void from_serdes(void *owner, const uint8_t *frame, size_t len)
{
    from_medium(owner, HC_PHY_SERDES, frame, len);
}

/* A PHY hands bits on; its packet blocks (1588, MACsec) want nothing to do
 * with a frame whose FCS is wrong. guess: that they let it through. */
static void damaged_from(struct hc_phy *phy, unsigned from,
                         const uint8_t *frame, size_t len)
{
    unsigned medium;

    if (phy->mac && line_up(phy, &medium) && medium == from &&
        !isolated(phy, medium)) {
        hc_hop_send_damaged(phy->mac, 1, frame, len);
    }
}

static void damaged_from_mdi(void *owner, const uint8_t *frame, size_t len)
{
    damaged_from(owner, HC_PHY_COPPER, frame, len);
}

static void damaged_from_serdes(void *owner, const uint8_t *frame,
                                size_t len)
{
    damaged_from(owner, HC_PHY_SERDES, frame, len);
}

/* What a collision leaves of a frame goes out as it is. */
static void damaged_from_mac(void *owner, const uint8_t *frame, size_t len)
{
    struct hc_phy *phy = owner;
    unsigned medium;
    const struct hc_phy_line *line = line_up(phy, &medium);

    if (line && !isolated(phy, medium) && !hc_phy_loops_back(line) &&
        phy->media[medium]) {
        hc_hop_send_damaged(phy->media[medium], phy->media_side[medium],
                            frame, len);
    }
}

/* CRS, in both directions; COL is both at a time, which the MAC sees. */
static void carrier_from_mac(void *owner, uint64_t until_ns)
{
    struct hc_phy *phy = owner;
    unsigned medium;
    const struct hc_phy_line *line = line_up(phy, &medium);

    if (line && !isolated(phy, medium) && !hc_phy_loops_back(line) &&
        phy->media[medium]) {
        hc_hop_carrier(phy->media[medium], phy->media_side[medium],
                       until_ns);
    }
}

static void carrier_from(struct hc_phy *phy, unsigned from,
                         uint64_t until_ns)
{
    unsigned medium;

    if (phy->mac && line_up(phy, &medium) && medium == from &&
        !isolated(phy, medium)) {
        hc_hop_carrier(phy->mac, 1, until_ns);
    }
}

static void carrier_from_mdi(void *owner, uint64_t until_ns)
{
    carrier_from(owner, HC_PHY_COPPER, until_ns);
}

static void carrier_from_serdes(void *owner, uint64_t until_ns)
{
    carrier_from(owner, HC_PHY_SERDES, until_ns);
}

static void medium_changed(void *owner, const struct hc_signal *far)
{
    (void)far;
    hc_phy_settle(owner);
}

static void attach_mdi(struct hc_phy *phy, struct hc_hop *mdi, unsigned side)
{
    const struct hc_end end = { from_mdi, medium_changed, phy,
                                damaged_from_mdi, carrier_from_mdi };

    phy->media[HC_PHY_COPPER] = mdi;
    phy->media_side[HC_PHY_COPPER] = side & 1;
    hc_hop_attach(mdi, side & 1, &end);
}

void hc_phy_plug_mdi(struct hc_phy *phy, struct hc_hop *mdi, unsigned side)
{
    static const struct hc_signal dark = { .iface = HC_IFACE_OFF };
    static const struct hc_end nobody;
    struct hc_hop *old = phy->media[HC_PHY_COPPER];

    if (old) {
        hc_hop_attach(old, phy->media_side[HC_PHY_COPPER], &nobody);
        hc_hop_present(old, phy->media_side[HC_PHY_COPPER], &dark);
    }
    attach_mdi(phy, mdi, side);
    hc_phy_settle(phy);
}

void hc_phy_wire(struct hc_phy *phy, struct hc_hop *mac, uint32_t mac_iface,
                 struct hc_hop *mdi, struct hc_hop *serdes)
{
    const struct hc_end mac_end = { from_mac, NULL, phy, damaged_from_mac,
                                    carrier_from_mac };
    const struct hc_end serdes_end = { from_serdes, medium_changed, phy,
                                       damaged_from_serdes,
                                       carrier_from_serdes };

    phy->mac = mac;
    phy->mac_iface = mac_iface;
    phy->media[HC_PHY_SERDES] = serdes;
    if (mac) {
        hc_hop_attach(mac, 1, &mac_end);
    }
    if (mdi) {
        attach_mdi(phy, mdi, 0);
    }
    if (serdes) {
        hc_hop_attach(serdes, 0, &serdes_end);
    }
}
