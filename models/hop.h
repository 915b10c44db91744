/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A hop: one piece of wire with two ends and a tap. */
#ifndef HC_HOP_H
#define HC_HOP_H

#include "hc.h"

/* How the bits of a hop are coded. */
enum hc_iface {
    HC_IFACE_OFF,               /* nothing drives this end */
    HC_IFACE_MII,
    HC_IFACE_RMII,
    HC_IFACE_RGMII,
    HC_IFACE_SGMII,
    HC_IFACE_1000BASEX,
    HC_IFACE_2500BASEX,
    HC_IFACE_10GBASER,
    HC_IFACE_100BASEFX,
    HC_IFACE_MDI,               /* copper pairs: 10/100/1000BASE-T */
    HC_IFACE_COUNT
};

/* Abilities that the ends of a hop tell each other while negotiating. */
#define HC_AN_10_HALF    0x001u
#define HC_AN_10_FULL    0x002u
#define HC_AN_100_HALF   0x004u
#define HC_AN_100_FULL   0x008u
#define HC_AN_1000_HALF  0x010u
#define HC_AN_1000_FULL  0x020u
#define HC_AN_PAUSE      0x040u
#define HC_AN_ASYM_PAUSE 0x080u
#define HC_AN_REMOTE_FAULT 0x100u
#define HC_AN_SPEEDS     0x03fu

/* What one end puts on the wire, as the other end sees it. Plain data. */
struct hc_signal {
    uint32_t iface;             /* enum hc_iface */
    uint32_t ability;           /* HC_AN_*, when `an` */
    uint16_t mbps;              /* what it sends now; 0: follows the far end */
    bool     full;
    bool     lit;               /* energy or light leaves this end */
    bool     an;                /* it sends negotiation pages */
    bool     hears;             /* it understands what the far end sends, so
                                 * that its pages carry an acknowledge */
    bool     ready;             /* it would take and send frames */
};

/* Who is at an end. Callbacks may be NULL (nobody listens). */
struct hc_end {
    /* A frame arrives: destination to payload, no FCS; not kept. */
    void (*frame)(void *owner, const uint8_t *frame, size_t len);
    /* What the far end puts on the wire has changed. */
    void (*changed)(void *owner, const struct hc_signal *far);
    void  *owner;
    /* The same for a frame whose bits were hurt: its FCS is wrong. NULL:
     * such a frame is lost here. */
    void (*damaged)(void *owner, const uint8_t *frame, size_t len);
    /* The far end's carrier is on from now until then, or, if it is on
     * already, until then and not as long as was said before. */
    void (*carrier)(void *owner, uint64_t until_ns);
};

struct hc_hop {
    const struct hc_host *host;
    /* Sees each frame that enters the hop, with its side. May be NULL. */
    void (*tap)(void *opaque, unsigned side, const uint8_t *frame,
                size_t len);
    void  *tap_opaque;
    struct hc_end end[2];

    /* state, to the end */
    struct hc_signal signal[2]; /* what each side puts in */
    bool     cut[2];            /* the strand that carries side n is cut */
    uint32_t lose_every[2];     /* every n-th frame of side n is lost; 0 */
    uint32_t damage_every[2];   /* the same for damage */
    uint32_t depth;             /* nested sends: a loop of wires */
    uint64_t frames[2], dropped[2], damaged[2];
    uint64_t carrier_until_ns[2];   /* of side n, where it counts */
    bool     half;              /* an end may be disturbed by the other */
};

/* Clears state and ends; both strands are whole and dark. */
void hc_hop_init(struct hc_hop *hop, const struct hc_host *host);

/* Puts somebody at side 0 or 1. */
void hc_hop_attach(struct hc_hop *hop, unsigned side,
                   const struct hc_end *end);

/* Changes what a side puts on the wire and tells the other side if that
 * looks different from there. */
void hc_hop_present(struct hc_hop *hop, unsigned side,
                    const struct hc_signal *signal);

/* What a side sees coming in: the far signal, or dark when it is cut. */
const struct hc_signal *hc_hop_seen(const struct hc_hop *hop, unsigned side);

/* True if frames pass: both ends ready, same coding, same speed. */
bool hc_hop_passes(const struct hc_hop *hop);

/* Sends a frame from a side. HC_NAK (and frame.drop) if it did not pass. */
enum hc_status hc_hop_send(struct hc_hop *hop, unsigned side,
                           const uint8_t *frame, size_t len);

/* The same for a frame that was damaged on its way; the tap, whose format
 * has no FCS, does not see it. */
enum hc_status hc_hop_send_damaged(struct hc_hop *hop, unsigned side,
                                   const uint8_t *frame, size_t len);

/* Says that a side's carrier is on from now until then; a frame that follows
 * at its end is the one that it carried. Frames that nobody announced so are
 * sent with their first bit, and announce themselves to a half-duplex end. */
void hc_hop_carrier(struct hc_hop *hop, unsigned side, uint64_t until_ns);

/* The speed of what passes; 0 while neither end names one. */
uint16_t hc_hop_mbps(const struct hc_hop *hop);

/* How long so many bytes of a frame, without FCS, are a carrier on a wire of
 * this speed: as hc_wire_ns, without the gap. */
uint64_t hc_carrier_ns(size_t len, uint32_t mbps);

/* Bench face: cuts or mends the strand that carries side n's signal. */
void hc_hop_cut(struct hc_hop *hop, unsigned side, bool cut);

/* Bench face: loses every n-th frame sent by a side; 0 loses none. */
void hc_hop_lose(struct hc_hop *hop, unsigned side, uint32_t every);

/* How long so many bytes of a frame, without FCS, keep a wire of this speed
 * busy: with preamble, FCS and gap. */
uint64_t hc_wire_ns(size_t len, uint32_t mbps);

/* Bench face: damages every n-th frame sent by a side; 0 damages none. */
void hc_hop_damage(struct hc_hop *hop, unsigned side, uint32_t every);

/* The word of a coding, as in Linux' phy-mode ("1000base-x"). */
const char *hc_iface_name(uint32_t iface);

/* The best common mode of two ability sets (IEEE 802.3 annex 28B.3); mbps 0
 * when there is none. */
void hc_an_resolve(uint32_t ours, uint32_t theirs, uint16_t *ret_mbps,
                   bool *ret_full);

#endif
