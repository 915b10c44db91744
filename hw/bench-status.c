/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the bench says of itself: one table of keys for `expect` and for
 * `hotcage ctl status`. */
#include "bench-internal.h"

static char *on_off(bool on)
{
    return g_strdup(on ? "on" : "off");
}

static char *number(uint64_t value)
{
    return g_strdup_printf("%" PRIu64, value);
}

static char *get_state(HcPort *port)
{
    return g_strdup(hc_cage_state_name(hc_cage_get_state(&port->cage)));
}

static char *get_module(HcPort *port)
{
    return g_strdup(port->module ? port->module : "none");
}

static char *get_tx(HcPort *port)
{
    return on_off(hc_cage_tx_enabled(&port->cage));
}

static char *get_los(HcPort *port)
{
    return on_off(hc_cage_los(&port->cage));
}

static char *get_tx_fault(HcPort *port)
{
    return on_off(hc_cage_tx_fault(&port->cage));
}

static char *get_light(HcPort *port)
{
    return on_off(port->cage.sfp.world.rx_lit);
}

static char *get_power_level(HcPort *port)
{
    return number(port->cage.sfp.inserted
                      ? hc_sfp_power_level(&port->cage.sfp) : 0);
}

static char *measured(HcPort *port, enum hc_sfp_diag which)
{
    return g_strdup_printf("%d", port->cage.sfp.inserted
                               ? hc_sfp_get_diag(&port->cage.sfp, which) : 0);
}

static char *get_temp(HcPort *port)
{
    return measured(port, HC_SFP_TEMP_MDEGC);
}

static char *get_vcc(HcPort *port)
{
    return measured(port, HC_SFP_VCC_UV);
}

static char *get_bias(HcPort *port)
{
    return measured(port, HC_SFP_BIAS_UA);
}

static char *get_tx_power(HcPort *port)
{
    return measured(port, HC_SFP_TX_POWER_UW);
}

static char *get_rx_power(HcPort *port)
{
    return measured(port, HC_SFP_RX_POWER_UW);
}

/* The PHY inside the module. */
static char *get_phy(HcPort *port)
{
    return g_strdup(hc_sfp_phy_part_name(&port->cage.sfp.phy));
}

static char *get_phy_link(HcPort *port)
{
    const struct hc_sfp_phy *phy = &port->cage.sfp.phy;

    return g_strdup(phy->part == HC_SFP_PHY_NONE ? "none"
                                                 : hc_sfp_phy_link_name(phy));
}

static char *get_phy_mbps(HcPort *port)
{
    return number(port->cage.sfp.phy.up ? port->cage.sfp.phy.mbps : 0);
}

static char *get_phy_duplex(HcPort *port)
{
    const struct hc_sfp_phy *phy = &port->cage.sfp.phy;

    return g_strdup(!phy->up ? "none" : phy->full ? "full" : "half");
}

static char *get_link(HcPort *port)
{
    uint16_t mbps;
    bool full;

    return g_strdup(hc_phy_link_is_up(&port->phy, &mbps, &full) ? "up"
                                                                : "down");
}

static char *get_mbps(HcPort *port)
{
    uint16_t mbps = 0;
    bool full;

    return number(hc_phy_link_is_up(&port->phy, &mbps, &full) ? mbps : 0);
}

static char *get_duplex(HcPort *port)
{
    uint16_t mbps;
    bool full = false;

    return g_strdup(!hc_phy_link_is_up(&port->phy, &mbps, &full) ? "none"
                    : full ? "full" : "half");
}

static char *get_media(HcPort *port)
{
    const struct hc_signal *out = port->row->cage
        ? &port->hop[HC_HOP_SERDES].signal[0]
        : &port->medium->signal[port->side];

    return g_strdup(hc_iface_name(out->iface));
}

static char *get_medium(HcPort *port)
{
    return g_strdup(hc_hop_passes(port->medium) ? "passes" : "dark");
}

static char *get_mac(HcPort *port)
{
    return g_strdup(hc_hop_passes(&port->hop[HC_HOP_MAC]) ? "passes"
                                                          : "dark");
}

static char *get_tx_frames(HcPort *port)
{
    const struct hc_hop *hop = port->medium;

    return number(hop->frames[port->side] - hop->dropped[port->side]);
}

static char *get_rx_frames(HcPort *port)
{
    const struct hc_hop *hop = port->medium;

    return number(hop->frames[!port->side] - hop->dropped[!port->side]);
}

static char *get_dropped(HcPort *port)
{
    const struct hc_hop *hop = port->medium;

    return number(hop->dropped[0] + hop->dropped[1]);
}

static char *get_damaged(HcPort *port)
{
    const struct hc_hop *hop = port->medium;

    return number(hop->damaged[0] + hop->damaged[1]);
}

static char *get_partner(HcPort *port)
{
    return g_strdup(port->wired ? "other-port"
                    : port->partner.config.dark ? "silent"
                    : port->partner.up ? "up" : "down");
}

/* What a far end in half duplex met, and what it made of our frames. */
static char *get_collisions(HcPort *port)
{
    return number(port->partner.half_count[HC_CSMA_COLLISION]);
}

static char *get_late(HcPort *port)
{
    return number(port->partner.half_count[HC_CSMA_LATE]);
}

static char *get_excessive(HcPort *port)
{
    return number(port->partner.half_count[HC_CSMA_EXCESSIVE]);
}

static char *get_deferred(HcPort *port)
{
    return number(port->partner.half_count[HC_CSMA_DEFERRED]);
}

static char *get_fragments(HcPort *port)
{
    return number(port->partner.rx_fragments);
}

static char *get_fcs_errors(HcPort *port)
{
    return number(port->partner.rx_damaged - port->partner.rx_fragments);
}

static char *get_strands(HcPort *port)
{
    bool tx = !port->medium->cut[port->side];
    bool rx = !port->medium->cut[!port->side];

    return g_strdup(tx && rx ? "both" : tx ? "tx" : rx ? "rx" : "none");
}

static char *get_peer_frames(HcPort *port)
{
    return number(port->peer.counters.rx_frames);
}

static char *get_peer_arp(HcPort *port)
{
    return number(port->peer.counters.arp);
}

static char *get_peer_pings(HcPort *port)
{
    return number(port->peer.counters.echo_requests);
}

static char *get_peer_malformed(HcPort *port)
{
    return number(port->peer.counters.malformed);
}

/* What the port's MACsec engine tells; NULL: no engine, or no such key. */
static char *get_engine(HcPort *port, const char *key)
{
    uint64_t value;

    return port->macsec && hc_phy_macsec_counter(port->macsec, key, &value)
               ? number(value) : NULL;
}

/* Keys of a cage come first; every port has the others. */
static const struct {
    const char *key;
    char *(*get)(HcPort *port);
    bool cage;
} keys[] = {
    { "state", get_state, true },    { "module", get_module, true },
    { "tx", get_tx, true },          { "los", get_los, true },
    { "tx_fault", get_tx_fault, true }, { "light", get_light, true },
    { "power_level", get_power_level, true },
    { "temp_mdegc", get_temp, true }, { "vcc_uv", get_vcc, true },
    { "bias_ua", get_bias, true },
    { "tx_power_uw", get_tx_power, true },
    { "rx_power_uw", get_rx_power, true },
    { "phy", get_phy, true },        { "phy_link", get_phy_link, true },
    { "phy_mbps", get_phy_mbps, true },
    { "phy_duplex", get_phy_duplex, true },
    { "link", get_link },            { "mbps", get_mbps },
    { "duplex", get_duplex },        { "media", get_media },
    { "mac", get_mac },              { "medium", get_medium },
    { "tx_frames", get_tx_frames },  { "rx_frames", get_rx_frames },
    { "dropped", get_dropped },      { "damaged", get_damaged },
    { "collisions", get_collisions },
    { "late_collisions", get_late },
    { "excessive_collisions", get_excessive },
    { "deferred", get_deferred },
    { "fragments", get_fragments },  { "fcs_errors", get_fcs_errors },
    { "strands", get_strands },      { "partner", get_partner },
    { "peer_frames", get_peer_frames },
    { "peer_arp", get_peer_arp },    { "peer_pings", get_peer_pings },
    { "peer_malformed", get_peer_malformed },
};

/* All that a place can be asked for, but for its hosts. */
static char *get_keys(HcPort *port)
{
    GString *text = g_string_new(NULL);
    const char *more;

    for (unsigned i = 0; i < ARRAY_SIZE(keys); i++) {
        if (port->row->cage || !keys[i].cage) {
            g_string_append_printf(text, "%s ", keys[i].key);
        }
    }
    for (unsigned i = 0; (more = hc_bench_macsec_key(i)); i++) {
        g_string_append_printf(text, "%s ", more);
    }
    for (unsigned i = 0; (more = hc_bench_ptp_key(i)); i++) {
        g_string_append_printf(text, "%s ", more);
    }
    for (unsigned i = 0;
         port->macsec && (more = hc_phy_macsec_counter_name(i)); i++) {
        g_string_append_printf(text, "%s ", more);
    }
    g_string_truncate(text, text->len - 1);
    return g_string_free(text, FALSE);
}

char *hc_bench_get(HcBench *bench, const char *place, const char *key)
{
    HcPort *port = hc_bench_port(bench, place);

    if (port && g_str_equal(key, "chain")) {
        return hc_bench_chain(port);
    }
    if (port && g_str_equal(key, "keys")) {
        return get_keys(port);
    }
    for (unsigned i = 0; port && i < ARRAY_SIZE(keys); i++) {
        if (g_str_equal(keys[i].key, key) &&
            (port->row->cage || !keys[i].cage)) {
            return keys[i].get(port);
        }
    }
    if (port && g_str_has_prefix(key, "macsec_")) {
        return hc_bench_macsec_get(port, key);
    }
    if (port && g_str_has_prefix(key, "ptp_")) {
        return hc_bench_ptp_get(port, key);
    }
    if (port && g_str_has_prefix(key, "engine_")) {
        return get_engine(port, key);
    }
    return port ? hc_bench_host_get(port, key) : NULL;
}

static void add_chain(GString *text, HcPort *port)
{
    g_autofree char *chain = hc_bench_chain(port);

    g_string_append_printf(text, "\n  %s\n", chain);
}

static void append_engine(GString *text, HcPort *port)
{
    const char *key;

    for (unsigned i = 0;
         port->macsec && (key = hc_phy_macsec_counter_name(i)); i++) {
        g_autofree char *value = get_engine(port, key);

        g_string_append_printf(text, " %s=%s", key, value);
    }
}

char *hc_bench_status(HcBench *bench)
{
    GString *text = g_string_new(NULL);

    g_string_append_printf(text, "board %s\n", bench->board->name);
    for (unsigned n = 0; n < HC_BOARD_PORTS; n++) {
        HcPort *port = &bench->port[n];

        if (!port->row) {
            continue;
        }
        g_string_append(text, port->place);
        for (unsigned i = 0; i < ARRAY_SIZE(keys); i++) {
            if (port->row->cage || !keys[i].cage) {
                g_autofree char *value = keys[i].get(port);

                g_string_append_printf(text, " %s=%s", keys[i].key, value);
            }
        }
        hc_bench_macsec_status(port, text);
        append_engine(text, port);
        add_chain(text, port);
    }
    return g_string_free(text, FALSE);
}
