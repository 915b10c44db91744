/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "hop.h"

#include <string.h>

/* Frames may cross this many hops of one call before we call it a loop.
 * guess: a board has fewer hops in a row than this. */
#define MAX_NESTED_SENDS 8

/* FCS, preamble with its delimiter, gap (IEEE 802.3 3.1.1, 4.4.2). */
#define WIRE_OVERHEAD (4 + 8 + 12)
#define GAP_LEN 12

/* Half duplex with carrier sense ends here; gigabit has other rules (IEEE
 * 802.3 4.2.3.4), and nobody who follows them. */
#define FASTEST_HALF_MBPS 100

static const struct hc_signal dark = { .iface = HC_IFACE_OFF };

void hc_hop_init(struct hc_hop *hop, const struct hc_host *host)
{
    memset(hop, 0, sizeof(*hop));
    hop->host = host;
}

void hc_hop_attach(struct hc_hop *hop, unsigned side,
                   const struct hc_end *end)
{
    hop->end[side & 1] = *end;
}

const struct hc_signal *hc_hop_seen(const struct hc_hop *hop, unsigned side)
{
    unsigned far = !(side & 1);

    return hop->cut[far] ? &dark : &hop->signal[far];
}

static void tell(struct hc_hop *hop, unsigned side)
{
    const struct hc_end *end = &hop->end[side];

    if (end->changed) {
        end->changed(end->owner, hc_hop_seen(hop, side));
    }
}

static bool same(const struct hc_signal *a, const struct hc_signal *b)
{
    return a->iface == b->iface && a->ability == b->ability &&
           a->mbps == b->mbps && a->full == b->full && a->lit == b->lit &&
           a->an == b->an &&
           a->hears == b->hears && a->ready == b->ready;
}

uint16_t hc_hop_mbps(const struct hc_hop *hop)
{
    return hop->signal[0].mbps ? hop->signal[0].mbps : hop->signal[1].mbps;
}

static bool may_disturb(const struct hc_hop *hop)
{
    const uint16_t mbps = hc_hop_mbps(hop);

    return mbps && mbps <= FASTEST_HALF_MBPS &&
           !(hop->signal[0].full && hop->signal[1].full);
}

void hc_hop_present(struct hc_hop *hop, unsigned side,
                    const struct hc_signal *signal)
{
    side &= 1;
    if (same(&hop->signal[side], signal)) {
        return;
    }
    hop->signal[side] = *signal;
    hop->half = may_disturb(hop);
    if (!hop->cut[side]) {
        tell(hop, !side);
    }
}

static bool speeds_agree(uint16_t a, uint16_t b)
{
    return a == b || !a || !b;
}

bool hc_hop_passes(const struct hc_hop *hop)
{
    const struct hc_signal *a = &hop->signal[0];
    const struct hc_signal *b = &hop->signal[1];

    return a->ready && b->ready && a->iface == b->iface &&
           a->iface != HC_IFACE_OFF && speeds_agree(a->mbps, b->mbps);
}

static bool is_turn(const struct hc_hop *hop, unsigned side, uint32_t every)
{
    return every && hop->frames[side] % every == 0;
}

static enum hc_reason why_not(struct hc_hop *hop, unsigned side)
{
    if (hop->cut[side]) {
        return HC_REASON_CUT;
    }
    if (!hc_hop_passes(hop)) {
        return HC_REASON_NO_LINK;
    }
    if (hop->depth >= MAX_NESTED_SENDS) {
        return HC_REASON_STORM;
    }
    if (is_turn(hop, side, hop->lose_every[side])) {
        return HC_REASON_LOSS;
    }
    return HC_REASON_NONE;
}

void hc_hop_carrier(struct hc_hop *hop, unsigned side, uint64_t until_ns)
{
    const struct hc_end *far = &hop->end[!(side & 1)];

    side &= 1;
    if (hop->cut[side] || !hc_hop_passes(hop) ||
        hop->depth >= MAX_NESTED_SENDS) {
        return;
    }
    hop->carrier_until_ns[side] = until_ns;
    if (far->carrier) {
        hop->depth++;
        far->carrier(far->owner, until_ns);
        hop->depth--;
    }
}

/* A frame comes with its first bit, unless its carrier came before it. */
static void announce(struct hc_hop *hop, unsigned side, size_t len)
{
    const uint64_t now_ns = hop->host->now_ns(hop->host->opaque);

    if (hop->carrier_until_ns[side] < now_ns ||
        !hop->carrier_until_ns[side]) {
        hc_hop_carrier(hop, side,
                       now_ns + hc_carrier_ns(len, hc_hop_mbps(hop)));
    }
}

static void deliver(struct hc_hop *hop, unsigned side, const uint8_t *frame,
                    size_t len, bool damaged)
{
    const struct hc_end *far = &hop->end[!side];
    void (*take)(void *, const uint8_t *, size_t) = damaged ? far->damaged
                                                            : far->frame;

    if (hop->tap && !damaged) {
        hop->tap(hop->tap_opaque, side, frame, len);
    }
    if (take) {
        hop->depth++;
        take(far->owner, frame, len);
        hop->depth--;
    }
}

static enum hc_status send(struct hc_hop *hop, unsigned side,
                           const uint8_t *frame, size_t len, bool damaged)
{
    enum hc_reason reason;

    hop->frames[side]++;
    reason = why_not(hop, side);
    if (reason != HC_REASON_NONE) {
        hop->dropped[side]++;
        hop->host->event(hop->host->opaque, HC_EVENT_FRAME_DROP,
                         (uint32_t)len, reason);
        return HC_NAK;
    }
    if (!damaged && is_turn(hop, side, hop->damage_every[side])) {
        damaged = true;
        hop->damaged[side]++;
        hop->host->event(hop->host->opaque, HC_EVENT_FRAME_DAMAGE,
                         (uint32_t)len, 0);
    }
    if (hop->half) {
        announce(hop, side, len);
    }
    deliver(hop, side, frame, len, damaged);
    return HC_OK;
}

enum hc_status hc_hop_send(struct hc_hop *hop, unsigned side,
                           const uint8_t *frame, size_t len)
{
    return send(hop, side & 1, frame, len, false);
}

enum hc_status hc_hop_send_damaged(struct hc_hop *hop, unsigned side,
                                   const uint8_t *frame, size_t len)
{
    return send(hop, side & 1, frame, len, true);
}

void hc_hop_cut(struct hc_hop *hop, unsigned side, bool cut)
{
    side &= 1;
    if (hop->cut[side] != cut) {
        hop->cut[side] = cut;
        tell(hop, !side);
    }
}

void hc_hop_lose(struct hc_hop *hop, unsigned side, uint32_t every)
{
    hop->lose_every[side & 1] = every;
}

uint64_t hc_wire_ns(size_t len, uint32_t mbps)
{
    return (uint64_t)(len + WIRE_OVERHEAD) * 8 * 1000 / (mbps ? mbps : 1);
}

uint64_t hc_carrier_ns(size_t len, uint32_t mbps)
{
    return hc_wire_ns(len, mbps) - GAP_LEN * 8 * 1000 / (mbps ? mbps : 1);
}

void hc_hop_damage(struct hc_hop *hop, unsigned side, uint32_t every)
{
    hop->damage_every[side & 1] = every;
}

const char *hc_iface_name(uint32_t iface)
{
    static const char *const name[HC_IFACE_COUNT] = {
        [HC_IFACE_OFF] = "off",
        [HC_IFACE_MII] = "mii",
        [HC_IFACE_RMII] = "rmii",
        [HC_IFACE_RGMII] = "rgmii",
        [HC_IFACE_SGMII] = "sgmii",
        [HC_IFACE_1000BASEX] = "1000base-x",
        [HC_IFACE_2500BASEX] = "2500base-x",
        [HC_IFACE_10GBASER] = "10gbase-r",
        [HC_IFACE_100BASEFX] = "100base-fx",
        [HC_IFACE_MDI] = "mdi",
    };

    return iface < HC_IFACE_COUNT ? name[iface] : "?";
}

void hc_an_resolve(uint32_t ours, uint32_t theirs, uint16_t *ret_mbps,
                   bool *ret_full)
{
    /* IEEE 802.3 annex 28B.3, highest priority first. */
    static const struct {
        uint32_t bit;
        uint16_t mbps;
        bool     full;
    } rank[] = {
        { HC_AN_1000_FULL, 1000, true }, { HC_AN_1000_HALF, 1000, false },
        { HC_AN_100_FULL, 100, true },   { HC_AN_100_HALF, 100, false },
        { HC_AN_10_FULL, 10, true },     { HC_AN_10_HALF, 10, false },
    };

    *ret_mbps = 0;
    *ret_full = false;
    for (unsigned i = 0; i < sizeof(rank) / sizeof(rank[0]); i++) {
        if (ours & theirs & rank[i].bit) {
            *ret_mbps = rank[i].mbps;
            *ret_full = rank[i].full;
            return;
        }
    }
}
