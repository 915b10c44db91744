/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The chain of a port in one line, from the MAC to the far end, so that a
 * failure shows where it is broken: "(!)" is behind what keeps frames from
 * passing. */
#include "bench-internal.h"

static void add(GString *line, bool ok, const char *format, ...)
    G_GNUC_PRINTF(3, 4);

static void add(GString *line, bool ok, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    g_string_append(line, line->len ? " | " : "");
    g_string_append_vprintf(line, format, args);
    g_string_append(line, ok ? "" : " (!)");
    va_end(args);
}

static const char *duplex(bool full)
{
    return full ? "full" : "half";
}

static void add_mac(GString *line, HcPort *port)
{
    const struct hc_signal *mac = &port->hop[HC_HOP_MAC].signal[0];

    if (mac->ready) {
        add(line, true, "mac up %u/%s", mac->mbps, duplex(mac->full));
    } else {
        add(line, false, "mac down");
    }
}

/* The wire is to blame only when both of its ends would pass frames. */
static void add_mac_wire(GString *line, HcPort *port)
{
    const struct hc_hop *hop = &port->hop[HC_HOP_MAC];
    const struct hc_signal *mac = &hop->signal[0], *phy = &hop->signal[1];
    const char *name = hc_iface_name(port->row->mac_iface);

    if (hc_hop_passes(hop)) {
        add(line, true, "%s ok", name);
    } else if (!mac->ready || !phy->ready) {
        add(line, true, "%s idle", name);
    } else {
        add(line, false, "%s %s/%u against %s/%u", name,
            hc_iface_name(mac->iface), mac->mbps,
            hc_iface_name(phy->iface), phy->mbps);
    }
}

static const char *medium_word(uint32_t iface)
{
    return iface == HC_IFACE_MDI ? "copper"
        : iface == HC_IFACE_OFF ? "none" : hc_iface_name(iface);
}

/* What the PHY puts on the wire to the cage or to its jack. */
static void add_phy(GString *line, HcPort *port)
{
    const struct hc_hop *hop = port->row->cage ? &port->hop[HC_HOP_SERDES]
                                               : port->medium;
    unsigned side = port->row->cage ? 0 : port->side;
    const struct hc_signal *out = &hop->signal[side];
    const struct hc_signal *in = hc_hop_seen(hop, side);
    uint16_t mbps = 0;
    bool full = false, up = hc_phy_link_is_up(&port->phy, &mbps, &full);
    const char *media = medium_word(
        out->iface == HC_IFACE_OFF && port->row->cage ? HC_IFACE_MDI
                                                      : out->iface);

    if (up && out->iface == in->iface) {
        add(line, true, "phy media=%s up %u/%s", media, mbps, duplex(full));
    } else if (in->iface != HC_IFACE_OFF && in->iface != out->iface) {
        add(line, false, "phy media=%s", media);
    } else {
        add(line, up, "phy media=%s %s", media,
            up ? "up, but not this wire" : "no link");
    }
}

static void add_contacts(GString *line, HcPort *port)
{
    struct hc_cage *cage = &port->cage;

    if (hc_cage_tx_fault(cage)) {
        add(line, false, "tx fault");
    }
    if (!hc_cage_tx_enabled(cage)) {
        add(line, false, "tx off");
    }
    if (hc_cage_los(cage)) {
        add(line, false, "los");
    }
}

static void add_cage(GString *line, HcPort *port)
{
    enum hc_cage_state state = hc_cage_get_state(&port->cage);
    uint32_t carries = port->cage.sfp.data.carries;

    if (state == HC_CAGE_EMPTY) {
        add(line, false, "cage empty");
        return;
    }
    add(line, state != HC_CAGE_HALFWAY && state != HC_CAGE_BOUNCING,
        "cage %s", state == HC_CAGE_HALFWAY || state == HC_CAGE_BOUNCING
                       ? hc_cage_state_name(state) : "present");
    add(line, state == HC_CAGE_READY, "module %s%s", hc_iface_name(carries),
        state == HC_CAGE_STARTING ? " starting" : "");
    add_contacts(line, port);
}

static void add_medium(GString *line, HcPort *port)
{
    const struct hc_hop *hop = port->medium;
    const bool cut = hop->cut[0] || hop->cut[1];
    const struct hc_signal *far = &hop->signal[!port->side];
    const bool lit = far->lit && !hop->cut[!port->side];

    add(line, lit && !cut, "medium %s", cut ? "unplugged"
                                            : lit ? "lit" : "dark");
    add(line, far->iface != HC_IFACE_OFF, "far end %s",
        far->iface == HC_IFACE_OFF ? "silent" : medium_word(far->iface));
}

char *hc_bench_chain(HcPort *port)
{
    GString *line = g_string_new(NULL);

    add_mac(line, port);
    add_mac_wire(line, port);
    add_phy(line, port);
    if (port->row->cage) {
        add_cage(line, port);
    }
    add_medium(line, port);
    return g_string_free(line, FALSE);
}
