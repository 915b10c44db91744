/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "csma.h"

#include <string.h>

/* IEEE 802.3 4.4.2, in bit times. */
#define SLOT_BITS     512
#define GAP_BITS      96
#define JAM_BITS      32
#define ATTEMPTS      16
#define BACKOFF_LIMIT 10

/* With the delimiter (4.2.5); it is sent whole before a jam (4.2.3.2.4). */
#define PREAMBLE_BITS 64

/* The last third of the gap, in which nobody listens (4.2.3.2.1). */
#define DEAF_BITS 32

/* From the first bit at one MAC to the other MAC's carrier sense. guess: two
 * PHYs, 14 bits out and 20 in (24.6.1), and a few metres. */
#define PATH_BITS 40

/* The manual's forced collision: twelve octets (SPRUH73, "Collision-Based
 * Receive Buffer Flow Control"). */
#define BLOCK_BITS 96

#define FCS_LEN 4

static uint64_t time_now(const struct hc_csma *csma)
{
    return csma->host->now_ns(csma->host->opaque);
}

static uint32_t mbps_of(const struct hc_csma *csma)
{
    const uint16_t mbps = hc_hop_mbps(csma->hop);

    return mbps ? mbps : 100;
}

static uint64_t bits_ns(const struct hc_csma *csma, uint64_t bits)
{
    return bits * 1000 / mbps_of(csma);
}

static uint64_t later(uint64_t a, uint64_t b)
{
    return a > b ? a : b;
}

/* xorshift64: any generator will do, as long as it is always the same. */
static uint32_t random_of(struct hc_csma_state *state)
{
    state->random ^= state->random << 13;
    state->random ^= state->random >> 7;
    state->random ^= state->random << 17;
    return (uint32_t)(state->random >> 32);
}

void hc_csma_init(struct hc_csma *csma, uint32_t seed)
{
    memset(csma->state, 0, sizeof(*csma->state));
    csma->state->random = (seed + UINT64_C(1)) *
                          UINT64_C(0x9e3779b97f4a7c15);
    csma->state->go_ns = HC_NEVER;
}

void hc_csma_stop(struct hc_csma *csma)
{
    struct hc_csma_state *state = csma->state;
    const uint64_t random = state->random;

    if (state->phase != HC_CSMA_IDLE) {
        hc_hop_carrier(csma->hop, csma->side, time_now(csma));
    }
    memset(state, 0, sizeof(*state));
    state->random = random;
    state->go_ns = HC_NEVER;
}

static uint64_t gap_ends_ns(const struct hc_csma *csma)
{
    const struct hc_csma_state *state = csma->state;
    const uint64_t last_ns = later(state->own_until_ns, state->far_until_ns);

    return last_ns ? last_ns + bits_ns(csma, GAP_BITS) : 0;
}

uint64_t hc_csma_wake_ns(const struct hc_csma *csma)
{
    const struct hc_csma_state *state = csma->state;

    if (state->phase != HC_CSMA_IDLE) {
        return state->own_until_ns;
    }
    if (!state->len) {
        return HC_NEVER;
    }
    if (state->go_ns != HC_NEVER) {
        return state->go_ns;
    }
    return later(later(state->first_ns, state->after_ns),
                 gap_ends_ns(csma));
}

bool hc_csma_is_busy(const struct hc_csma *csma)
{
    return csma->state->len || csma->state->phase != HC_CSMA_IDLE;
}

/* The octets of a frame, from its address on, that so much time carries. */
static uint32_t octets_in(const struct hc_csma *csma, uint64_t ns)
{
    const uint64_t bits = ns * mbps_of(csma) / 1000;

    return bits > PREAMBLE_BITS ? (uint32_t)((bits - PREAMBLE_BITS) / 8) : 0;
}

/* Both carriers are on. Each end knows when the later one has reached it. A
 * frame that is through by then has not collided. */
static void collide(struct hc_csma *csma)
{
    struct hc_csma_state *state = csma->state;
    const uint64_t found_ns =
        later(state->own_since_ns, state->far_since_ns) +
        bits_ns(csma, PATH_BITS);

    if (state->phase != HC_CSMA_SENDING || found_ns >= state->own_until_ns) {
        return;
    }
    csma->count(csma->owner, HC_CSMA_COLLISION,
                octets_in(csma, found_ns - state->own_since_ns));
    state->phase = HC_CSMA_STOPPING;
    state->late = found_ns - state->own_since_ns > bits_ns(csma, SLOT_BITS);
    state->own_until_ns = state->late ? found_ns
        : later(found_ns,
                state->own_since_ns + bits_ns(csma, PREAMBLE_BITS)) +
          bits_ns(csma, JAM_BITS);
}

/* Takes a new frame. It has waited for the wire if that is busy when it could
 * first go; what has just begun is not heard yet. */
static bool take(struct hc_csma *csma)
{
    struct hc_csma_state *state = csma->state;
    const uint64_t now_ns = time_now(csma);
    const uint64_t path_ns = bits_ns(csma, PATH_BITS);
    const bool heard = state->far_since_ns + path_ns <= now_ns;
    size_t len;

    len = csma->next(csma->owner, state->frame, sizeof(state->frame),
                     &state->mark);
    if (!len || len > sizeof(state->frame)) {
        return false;
    }
    state->len = (uint32_t)len;
    state->collisions = 0;
    state->after_ns = 0;
    state->go_ns = HC_NEVER;
    state->first_ns = now_ns;
    if (state->own_until_ns) {
        state->first_ns = later(now_ns, state->own_until_ns +
                                        bits_ns(csma, GAP_BITS));
    }
    state->deferred = state->far_until_ns > state->first_ns && heard;
    if (state->far_until_ns > now_ns && !heard &&
        state->first_ns == now_ns) {
        state->go_ns = now_ns;
    }
    return true;
}

static void begin(struct hc_csma *csma)
{
    struct hc_csma_state *state = csma->state;
    const uint64_t now_ns = time_now(csma);

    state->go_ns = HC_NEVER;
    state->phase = HC_CSMA_SENDING;
    state->late = false;
    state->own_since_ns = now_ns;
    state->own_until_ns = now_ns + hc_carrier_ns(state->len, mbps_of(csma));
    if (state->far_until_ns > now_ns) {
        collide(csma);
    }
    hc_hop_carrier(csma->hop, csma->side, state->own_until_ns);
}

static void drop(struct hc_csma *csma, enum hc_csma_count what,
                 enum hc_reason reason)
{
    csma->count(csma->owner, what, 0);
    csma->host->event(csma->host->opaque, HC_EVENT_FRAME_DROP,
                      csma->state->len, reason);
    csma->state->len = 0;
}

/* 4.2.3.2.5: after collision n, r slots, 0 <= r < 2^min(n, 10). */
static void back_off(struct hc_csma *csma)
{
    struct hc_csma_state *state = csma->state;
    const uint32_t n = state->collisions < BACKOFF_LIMIT ? state->collisions
                                                         : BACKOFF_LIMIT;
    const uint32_t slots = random_of(state) & ((1u << n) - 1);

    state->after_ns = state->own_until_ns +
                      bits_ns(csma, (uint64_t)slots * SLOT_BITS);
}

/* The far end gets what was sent, its FCS being part of what was not. */
static void end_collision(struct hc_csma *csma)
{
    struct hc_csma_state *state = csma->state;
    const uint32_t octets = octets_in(csma, state->own_until_ns -
                                            state->own_since_ns);
    uint8_t frame[HC_CSMA_FRAME_MAX];
    uint32_t len = octets > FCS_LEN ? octets - FCS_LEN : 0;

    len = len < state->len ? len : state->len;
    len = len < sizeof(frame) ? len : sizeof(frame);
    memcpy(frame, state->frame, len);
    state->collisions++;
    if (state->late) {
        drop(csma, HC_CSMA_LATE, HC_REASON_LATE_COLLISION);
    } else if (state->collisions >= ATTEMPTS) {
        drop(csma, HC_CSMA_EXCESSIVE, HC_REASON_COLLISIONS);
    } else {
        back_off(csma);
    }
    hc_hop_send_damaged(csma->hop, csma->side, frame, len);
}

static void end_frame(struct hc_csma *csma)
{
    struct hc_csma_state *state = csma->state;
    const uint32_t len = state->len < sizeof(state->frame)
                             ? state->len : sizeof(state->frame);
    uint8_t frame[HC_CSMA_FRAME_MAX];

    memcpy(frame, state->frame, len);
    state->len = 0;
    if (!hc_hop_passes(csma->hop)) {
        csma->count(csma->owner, HC_CSMA_NO_CARRIER, len + FCS_LEN);
    } else {
        if (state->collisions) {
            csma->count(csma->owner, state->collisions == 1 ?
                        HC_CSMA_SINGLE : HC_CSMA_MULTIPLE, 0);
        } else if (state->deferred) {
            csma->count(csma->owner, HC_CSMA_DEFERRED, 0);
        }
        csma->sent(csma->owner, frame, len, state->mark,
                   state->own_since_ns);
    }
    hc_hop_send(csma->hop, csma->side, frame, len);
}

static void end(struct hc_csma *csma)
{
    struct hc_csma_state *state = csma->state;
    const uint32_t phase = state->phase;
    const uint64_t now_ns = time_now(csma);

    state->phase = HC_CSMA_IDLE;
    if (state->own_until_ns < now_ns) {         /* the world is late */
        state->own_until_ns = now_ns;
        hc_hop_carrier(csma->hop, csma->side, now_ns);
    }
    if (phase == HC_CSMA_SENDING) {
        end_frame(csma);
    } else if (phase == HC_CSMA_STOPPING) {
        end_collision(csma);
    }
}

static bool step(struct hc_csma *csma)
{
    struct hc_csma_state *state = csma->state;

    if (state->phase == HC_CSMA_IDLE && !state->len && !take(csma)) {
        return false;
    }
    if (hc_csma_wake_ns(csma) > time_now(csma)) {
        return false;
    }
    if (state->phase == HC_CSMA_IDLE) {
        begin(csma);
    } else {
        end(csma);
    }
    return true;
}

void hc_csma_run(struct hc_csma *csma)
{
    if (csma->running) {
        return;
    }
    csma->running = true;
    while (step(csma)) {
    }
    csma->running = false;
}

/* A carrier begins while we wait for our turn. If that is so near that we
 * cannot hear it any more, we begin all the same. */
static void hear_waiting(struct hc_csma *csma, uint64_t due_ns,
                         uint64_t gap_ns)
{
    struct hc_csma_state *state = csma->state;
    const uint64_t deaf = PATH_BITS + (due_ns == gap_ns ? DEAF_BITS : 0);

    if (due_ns <= state->far_since_ns + bits_ns(csma, deaf)) {
        state->go_ns = due_ns;
    } else if (!state->collisions) {
        state->deferred = true;
    }
}

bool hc_csma_hear(struct hc_csma *csma, uint64_t until_ns)
{
    struct hc_csma_state *state = csma->state;
    const uint64_t now_ns = time_now(csma);
    const uint64_t due_ns = hc_csma_wake_ns(csma);
    const uint64_t gap_ns = gap_ends_ns(csma);
    const bool begins = now_ns >= state->far_until_ns && until_ns > now_ns;

    state->far_until_ns = until_ns;
    if (!begins) {
        return false;
    }
    state->far_since_ns = now_ns;
    state->blocked = false;
    if (state->phase == HC_CSMA_SENDING) {
        collide(csma);
        if (state->phase == HC_CSMA_STOPPING) {
            hc_hop_carrier(csma->hop, csma->side, state->own_until_ns);
        }
    } else if (state->phase == HC_CSMA_IDLE && state->len) {
        hear_waiting(csma, due_ns, gap_ns);
    }
    return true;
}

enum hc_status hc_csma_block(struct hc_csma *csma)
{
    struct hc_csma_state *state = csma->state;
    const uint64_t now_ns = time_now(csma);

    if (state->phase != HC_CSMA_IDLE || state->go_ns != HC_NEVER) {
        return HC_NAK;
    }
    state->blocked = true;
    state->phase = HC_CSMA_BLOCKING;
    state->own_since_ns = now_ns;
    state->own_until_ns = now_ns + bits_ns(csma, BLOCK_BITS);
    hc_hop_carrier(csma->hop, csma->side, state->own_until_ns);
    csma->count(csma->owner, HC_CSMA_COLLISION, 0);
    return HC_OK;
}
