/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A far end in half duplex. It listens before it sends, backs off, and counts
 * what came of it. */
#include "partner.h"

#include <string.h>

/* A number that no port of the switch has. */
#define SEED 16

static size_t next(void *owner, uint8_t *ret_frame, size_t max,
                   uint8_t *ret_mark)
{
    struct hc_partner *partner = owner;
    size_t len = 0;

    while (!len && partner->fifo.used) {
        len = hc_frame_fifo_take(&partner->fifo, partner->ring,
                                 HC_PARTNER_FIFO, ret_frame, max, ret_mark);
    }
    return len;
}

static void sent(void *owner, const uint8_t *frame, size_t len, uint8_t mark,
                 uint64_t since_ns)
{
    struct hc_partner *partner = owner;

    (void)frame, (void)mark, (void)since_ns;
    partner->tx_frames++;
    partner->tx_bytes += len;
}

static void count(void *owner, enum hc_csma_count what, uint32_t octets)
{
    struct hc_partner *partner = owner;

    (void)octets;
    partner->half_count[what]++;
    partner->tx_dropped += what == HC_CSMA_EXCESSIVE ||
                           what == HC_CSMA_LATE || what == HC_CSMA_NO_CARRIER;
}

/* The partner may be told a new wire; what is on the old one is lost. */
void hc_partner_half_wire(struct hc_partner *partner)
{
    partner->csma = (struct hc_csma){
        .host = partner->host,
        .hop = partner->hop,
        .side = 1,
        .next = next,
        .sent = sent,
        .count = count,
        .owner = partner,
        .state = &partner->csma_state,
    };
    if (!partner->csma_state.random) {
        hc_csma_init(&partner->csma, SEED);
    }
}

void hc_partner_half_changed(struct hc_partner *partner)
{
    const struct hc_signal *ours = &partner->hop->signal[1];
    const bool half = ours->ready && !ours->full &&
                      (ours->mbps == 10 || ours->mbps == 100);

    if (partner->half != half) {
        hc_csma_stop(&partner->csma);
        partner->half = half;
        hc_partner_drain(partner);
    }
}

void hc_partner_carrier(void *owner, uint64_t until_ns)
{
    struct hc_partner *partner = owner;

    if (partner->half) {
        hc_csma_hear(&partner->csma, until_ns);
        hc_partner_drain(partner);
    }
}
