/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The far end of a medium: the half that speaks its coding, at the rate of
 * its link. */
#ifndef HC_PARTNER_H
#define HC_PARTNER_H

#include "csma.h"
#include "frame-fifo.h"

/* What the partner is told to be. Plain data. */
struct hc_partner_config {
    uint32_t iface;         /* enum hc_iface; OFF answers what it sees */
    uint32_t ability;       /* HC_AN_*, pause bits too */
    uint16_t mbps;          /* what it sends without negotiation */
    bool     full;
    bool     an;
    bool     dark;          /* sends nothing at all */
    bool     remote_fault;
};

/* guess: what a network card holds on its way to the wire. */
#define HC_PARTNER_FIFO (64u * 1024)
#define HC_PARTNER_FRAME_MAX 2100       /* a giant of 2047 with two tags */

struct hc_partner {
    const struct hc_host *host;
    struct hc_hop *hop;                 /* we are side 1 */
    void  (*frame)(void *opaque, const uint8_t *frame, size_t len);
    void   *opaque;
    void  (*link)(void *opaque, bool up);       /* may be NULL */
    void   *link_opaque;
    struct hc_csma csma;
    /* 0, or on a clock that is coarse: so much before its wire is free a
     * frame may begin. The rate stays that of the wire. */
    uint64_t early_ns;

    /* state, to the end */
    struct hc_partner_config config;
    uint32_t iface;         /* the coding it uses now */
    bool     up;            /* both ends are ready */
    uint64_t rx_frames, rx_bytes, tx_frames, tx_bytes, tx_dropped;
    uint64_t rx_pauses;     /* of those, obeyed */
    uint64_t busy_until_ns, paused_until_ns;
    struct hc_frame_fifo fifo;
    uint8_t  ring[HC_PARTNER_FIFO];
    uint64_t rx_damaged;    /* frames whose FCS was wrong */
    uint64_t rx_fragments;  /* of those, shorter than 64 octets */
    bool     half;          /* it shares the wire */
    uint64_t half_count[HC_CSMA_COUNTS];
    struct hc_csma_state csma_state;
};

/* An automatic partner: negotiates everything up to full-duplex gigabit. */
void hc_partner_init(struct hc_partner *partner, const struct hc_host *host);

/* Puts it at side 1 of a medium; frames that arrive go to `frame`, which
 * may be NULL. */
void hc_partner_wire(struct hc_partner *partner, struct hc_hop *hop,
                     void (*frame)(void *opaque, const uint8_t *frame,
                                   size_t len),
                     void *opaque);

/* Says who hears that the link comes and goes. */
void hc_partner_on_link(struct hc_partner *partner,
                        void (*link)(void *opaque, bool up), void *opaque);

/* Starts to speak; also after a change of the world that nobody told. */
void hc_partner_reset(struct hc_partner *partner);

/* Bench face: becomes another partner from now on. */
void hc_partner_set(struct hc_partner *partner,
                    const struct hc_partner_config *config);

/* Bench face: another one takes its place, which has seen nothing yet. */
void hc_partner_renew(struct hc_partner *partner,
                      const struct hc_partner_config *config);

/* Sends a frame, destination to payload, no FCS, now or when the wire is
 * free and no pause is asked for. HC_NAK: it was dropped, for want of a link
 * or of room. */
enum hc_status hc_partner_send(struct hc_partner *partner,
                               const uint8_t *frame, size_t len);

/* 0 if there is room for any frame, else the time after which it is worth to
 * ask again. */
uint64_t hc_partner_wait_ns(const struct hc_partner *partner);

/* When the wire takes a frame at once: now or later, if nobody else sends
 * meanwhile. HC_NEVER: there is no link. */
uint64_t hc_partner_free_at_ns(const struct hc_partner *partner);

/* The time that was asked for has come. */
void hc_partner_wake(struct hc_partner *partner);

/* Between partner.c and partner-half.c: prepares a partner whose wire is
 * known, and follows its duplex. */
void hc_partner_half_wire(struct hc_partner *partner);
void hc_partner_half_changed(struct hc_partner *partner);
/* Sends what may go by now, and asks for the next wake-up. */
void hc_partner_drain(struct hc_partner *partner);
void hc_partner_carrier(void *partner, uint64_t until_ns);

#endif
