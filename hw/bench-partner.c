/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "bench-internal.h"

static const struct {
    unsigned mbps;
    uint32_t half, full;
} ability_of[] = {
    { 10, HC_AN_10_HALF, HC_AN_10_FULL },
    { 100, HC_AN_100_HALF, HC_AN_100_FULL },
    { 1000, HC_AN_1000_HALF, HC_AN_1000_FULL },
};

uint32_t hc_bench_abilities(unsigned mbps, bool full)
{
    uint32_t ability = HC_AN_PAUSE | HC_AN_ASYM_PAUSE;

    for (unsigned i = 0; i < ARRAY_SIZE(ability_of); i++) {
        if (!mbps || ability_of[i].mbps <= mbps) {
            ability |= ability_of[i].half;
            ability |= full ? ability_of[i].full : 0;
        }
    }
    return ability;
}

static uint64_t upper_sends(void *opaque, const uint8_t *frame, size_t len)
{
    HcPort *port = opaque;
    uint64_t wait_ns = hc_partner_wait_ns(&port->partner);

    if (!wait_ns) {
        hc_secy_send(&port->secy, frame, len);
    }
    return wait_ns;
}

static enum hc_status secy_sends(void *opaque, const uint8_t *frame,
                                 size_t len)
{
    return hc_partner_send(opaque, frame, len);
}

/* What arrives at the far end goes to whoever lives there. */
static void far_end_frame(void *opaque, const uint8_t *frame, size_t len)
{
    HcPort *port = opaque;

    if (port->upper) {
        hc_upper_frame(port->upper, frame, len);
    } else if (port->peer_on) {
        hc_peer_frame_in(&port->peer, frame, len);
        hc_ptp_master_frame_in(&port->ptp, frame, len);
    } else if (port->hosts_on) {
        hc_hosts_frame_in(&port->hosts, frame, len);
    }
}

static void tester_link(void *opaque, bool up)
{
    HcPort *port = opaque;

    hc_upper_testers_link(port->upper, up);
}

static void plug_testers(HcPort *port, unsigned count)
{
    HcBlockState *intc = port->bench->machine->soc.part[HC_SOC_INTC];

    port->testers = count;
    port->upper = hc_upper_testers(upper_sends, port);
    for (unsigned k = 0; k < count; k++) {
        unsigned n = HC_TESTER(port->n, k);

        hc_upper_add_tester(port->upper, n,
                            hc_block_pin(intc, HC_TESTER_IRQ(n)));
    }
    hc_partner_on_link(&port->partner, tester_link, port);
}

static bool move_in(HcPort *port, const struct hc_partner_spec *spec,
                    GError **error)
{
    g_clear_pointer(&port->upper, hc_upper_free);
    port->peer_on = spec->kind == HC_PARTNER_PEER ||
                    spec->kind == HC_PARTNER_PTP_MASTER;
    port->hosts_on = spec->kind == HC_PARTNER_HOSTS;
    hc_bench_hosts_move_in(port, spec);
    if (spec->kind == HC_PARTNER_SLIRP) {
        port->upper = hc_upper_slirp(spec->restricted, spec->tftp,
                                     upper_sends, port, error);
        if (!spec->restricted) {
            hc_bench_cross(port->bench, "a partner is open to the host's "
                           "network");
        }
        return port->upper != NULL;
    }
    if (spec->kind == HC_PARTNER_NETDEV) {
        port->upper = hc_upper_netdev(spec->netdev, upper_sends, port, error);
        hc_bench_cross(port->bench, "a partner is a netdev of the host");
        return port->upper != NULL;
    }
    if (spec->kind == HC_PARTNER_TESTER && port->bench->machine->again) {
        return hc_bench_refuse(error, "a tester is there from power-on");
    }
    if (spec->kind == HC_PARTNER_TESTER) {
        plug_testers(port, spec->testers);
        return true;
    }
    if (spec->has_ip) {
        port->peer.ip = spec->ip;
    }
    if (spec->has_mac) {
        memcpy(port->peer.mac, spec->mac, sizeof(port->peer.mac));
    }
    return true;
}

bool hc_bench_partner(HcPort *port, const struct hc_partner_spec *spec,
                      GError **error)
{
    const struct hc_partner_config config = {
        .iface = spec->mode,
        .ability = hc_bench_abilities(spec->mbps, spec->full),
        .mbps = spec->mbps,
        .full = spec->full,
        .an = spec->an,
        .dark = spec->kind == HC_PARTNER_NONE,
    };

    if (!move_in(port, spec, error)) {
        return false;
    }
    hc_bench_ptp_move_in(port, spec);
    port->peer.latency_ns = PEER_LATENCY_NS;
    hc_peer_wire(&port->peer, hc_secy_send, &port->secy);
    hc_secy_wire(&port->secy, secy_sends, &port->partner, far_end_frame,
                 port);
    hc_partner_wire(&port->partner, &port->hop[HC_HOP_MEDIUM],
                    hc_secy_frame_in, &port->secy);
    port->far_config = config;
    hc_partner_set(&port->partner, &config);
    return true;
}
