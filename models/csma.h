/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Half duplex: when a station on a shared wire may send, and what becomes of
 * a frame that meets another one (IEEE 802.3 4.2.3.2, CSMA/CD, at 10 and
 * 100 Mb/s). A frame is on the wire from its first bit, and given to the hop
 * with its last. */
#ifndef HC_CSMA_H
#define HC_CSMA_H

#include "hop.h"

/* The longest frame with a tag more than a switch may take. */
#define HC_CSMA_FRAME_MAX 2100

/* What a station counts. */
enum hc_csma_count {
    HC_CSMA_DEFERRED,           /* sent without collision, after waiting */
    HC_CSMA_COLLISION,          /* each one */
    HC_CSMA_SINGLE,             /* frames sent after one */
    HC_CSMA_MULTIPLE,           /* after two to fifteen */
    HC_CSMA_EXCESSIVE,          /* given up after sixteen */
    HC_CSMA_LATE,               /* given up: later than a slot */
    HC_CSMA_NO_CARRIER,         /* sent into a wire without a link */
    HC_CSMA_COUNTS
};

enum hc_csma_phase {
    HC_CSMA_IDLE, HC_CSMA_SENDING,
    HC_CSMA_STOPPING,           /* after a collision, with its jam */
    HC_CSMA_BLOCKING            /* a jam that keeps the far end quiet */
};

/* Plain data. */
struct hc_csma_state {
    uint64_t random;            /* never 0 */
    uint64_t own_since_ns, own_until_ns;        /* our carrier */
    uint64_t far_since_ns, far_until_ns;        /* the far end's */
    uint64_t first_ns;          /* before it nobody waits for the wire */
    uint64_t after_ns;          /* the end of a backoff */
    uint64_t go_ns;             /* begin then, whatever is heard */
    uint32_t phase;             /* enum hc_csma_phase */
    uint32_t collisions;        /* of this frame */
    uint32_t len;               /* of this frame; 0: there is none */
    bool     deferred, late;
    bool     blocked;           /* what comes in is what a jam has hurt */
    uint8_t  mark;              /* the owner's, of this frame */
    uint8_t  frame[HC_CSMA_FRAME_MAX];
};

struct hc_csma {
    const struct hc_host *host;
    struct hc_hop *hop;
    unsigned side;              /* of the hop */
    /* The next frame that may go now, and its mark; 0: there is none. */
    size_t (*next)(void *owner, uint8_t *ret_frame, size_t max,
                   uint8_t *ret_mark);
    /* A frame has passed; its first bit left at since_ns. */
    void (*sent)(void *owner, const uint8_t *frame, size_t len, uint8_t mark,
                 uint64_t since_ns);
    /* For a collision and a lost carrier: so many octets, from the address
     * on, were sent before. */
    void (*count)(void *owner, enum hc_csma_count what, uint32_t octets);
    void *owner;
    struct hc_csma_state *state;
    bool running;               /* within a call */
};

/* Silent, with a seed of its own: two stations with the same one would
 * collide for ever. The wiring above is the owner's to fill in. */
void hc_csma_init(struct hc_csma *csma, uint32_t seed);

/* Forgets its frame and falls silent, but goes on with its random numbers. */
void hc_csma_stop(struct hc_csma *csma);

/* Does what is due; also when a frame may be waiting at the owner's. */
void hc_csma_run(struct hc_csma *csma);

/* When hc_csma_run has something to do; HC_NEVER: when there is a frame. */
uint64_t hc_csma_wake_ns(const struct hc_csma *csma);

/* The far end's carrier, as told by hc_end's carrier. True if it has just
 * begun. */
bool hc_csma_hear(struct hc_csma *csma, uint64_t until_ns);

/* Sends a jam so that what the far end is sending collides. HC_NAK: we are
 * sending, which does as well. */
enum hc_status hc_csma_block(struct hc_csma *csma);

/* True while a frame of ours is on the wire, waits or backs off. */
bool hc_csma_is_busy(const struct hc_csma *csma);

#endif
