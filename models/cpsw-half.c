/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The wire ports in half duplex: what carrier sense and collisions (csma.h)
 * mean to queues, statistics (SPRUH73 14.3.2.20.2) and flow control. */
#include "cpsw.h"

#include <string.h>

static struct hc_csma *csma_of(const struct hc_cpsw_port *port)
{
    return &port->cpsw->csma[port->number - 1];
}

static size_t next(void *owner, uint8_t *ret_frame, size_t max,
                   uint8_t *ret_mark)
{
    const struct hc_cpsw_port *port = owner;

    return hc_cpsw_take(port->cpsw, port->number, ret_frame, max, ret_mark);
}

static void sent(void *owner, const uint8_t *frame, size_t len,
                 uint8_t from_host, uint64_t since_ns)
{
    const struct hc_cpsw_port *port = owner;

    hc_cpsw_count_good(port->cpsw, port->number, HC_CPSW_TX_GOOD, frame,
                       len);
    if (from_host) {
        hc_cpsw_stamp(port->cpsw, port->number, HC_CPSW_TS_TX_EN, frame, len,
                      since_ns);
    }
}

/* "Net Octets" has every octet that was sent before a collision or a loss of
 * the carrier. */
static void count(void *owner, enum hc_csma_count what, uint32_t octets)
{
    static const uint32_t stat[HC_CSMA_COUNTS] = {
        [HC_CSMA_DEFERRED] = HC_CPSW_TX_DEFERRED,
        [HC_CSMA_COLLISION] = HC_CPSW_TX_COLLISION,
        [HC_CSMA_SINGLE] = HC_CPSW_TX_SINGLE,
        [HC_CSMA_MULTIPLE] = HC_CPSW_TX_MULTIPLE,
        [HC_CSMA_EXCESSIVE] = HC_CPSW_TX_EXCESSIVE,
        [HC_CSMA_LATE] = HC_CPSW_TX_LATE,
        [HC_CSMA_NO_CARRIER] = HC_CPSW_TX_CARRIER,
    };
    const struct hc_cpsw_port *port = owner;

    hc_cpsw_count(port->cpsw, port->number, stat[what]);
    hc_cpsw_count_octets(port->cpsw, port->number, octets);
}

void hc_cpsw_half_wire(struct hc_cpsw *cpsw, unsigned port)
{
    cpsw->csma[port - 1] = (struct hc_csma){
        .host = cpsw->host,
        .hop = cpsw->port[port].wire,
        .next = next,
        .sent = sent,
        .count = count,
        .owner = &cpsw->port[port],
        .state = &cpsw->csma_state[port - 1],
    };
}

void hc_cpsw_half_reset(struct hc_cpsw *cpsw)
{
    for (unsigned port = 1; port < HC_CPSW_PORTS; port++) {
        if (cpsw->csma[port - 1].state) {
            hc_csma_init(&cpsw->csma[port - 1], port);
        }
    }
}

/* Loopback is always full duplex, and so is gigabit. With EXT_EN the PHY
 * decides about both (SPRUH73, MACCONTROL). */
static bool is_half(const struct hc_cpsw *cpsw, unsigned port)
{
    const uint32_t mac = cpsw->reg[HC_CPSW_MACCONTROL(port) / 4];
    const struct hc_hop *wire = cpsw->port[port].wire;

    if (!wire || !(mac & HC_CPSW_MAC_GMII_EN) || mac & HC_CPSW_MAC_LOOPBACK) {
        return false;
    }
    if (mac & HC_CPSW_MAC_EXT_EN) {
        return !hc_hop_seen(wire, 0)->full &&
               hc_hop_seen(wire, 0)->mbps != 1000;
    }
    return !(mac & (HC_CPSW_MAC_FULLDUPLEX | HC_CPSW_MAC_GIG));
}

void hc_cpsw_half_changed(struct hc_cpsw *cpsw, unsigned port)
{
    struct hc_cpsw_egress *egress = &cpsw->egress[port - 1];
    const bool half = is_half(cpsw, port);

    if (egress->half != half) {
        egress->half = half;
        egress->congested = false;
        cpsw->half = cpsw->egress[0].half || cpsw->egress[1].half;
    }
    if (!half && cpsw->csma[port - 1].state &&
        hc_csma_is_busy(&cpsw->csma[port - 1])) {
        hc_csma_stop(&cpsw->csma[port - 1]);
    }
}

void hc_cpsw_carrier_from_wire(void *owner, uint64_t until_ns)
{
    const struct hc_cpsw_port *port = owner;
    struct hc_cpsw *cpsw = port->cpsw;

    if (!cpsw->egress[port->number - 1].half) {
        return;
    }
    if (hc_csma_hear(csma_of(port), until_ns) &&
        hc_cpsw_is_pressed(cpsw, port->number)) {
        hc_csma_block(csma_of(port));
    }
    hc_cpsw_update_lines(cpsw);
}

bool hc_cpsw_is_blocked(const struct hc_cpsw *cpsw, unsigned port)
{
    return cpsw->egress[port - 1].half && cpsw->csma_state[port - 1].blocked;
}

/* A carrier that ends now was this frame's. */
uint64_t hc_cpsw_arrival_ns(const struct hc_cpsw *cpsw, unsigned port)
{
    const struct hc_csma_state *state = &cpsw->csma_state[port - 1];
    const uint64_t now_ns = cpsw->host->now_ns(cpsw->host->opaque);

    return cpsw->egress[port - 1].half && state->far_until_ns == now_ns
               ? state->far_since_ns : now_ns;
}
