/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Two stations and one wire (IEEE 802.3 clause 4; a bit of 100 Mb/s takes
 * 10 ns). */
#include <check.h>
#include <string.h>

#include "../../models/csma.h"
#include "fake.h"
#include "run.h"

#define BIT_NS   10
#define SLOT_NS  (512 * BIT_NS)
#define GAP_NS   (96 * BIT_NS)
/* A shortest frame: preamble and 64 octets. */
#define SHORT_NS ((64 + 512) * BIT_NS)
#define LONG     1514
#define LONG_NS  ((64 + 8 * 1518) * BIT_NS)

static uint64_t now_ns;
static struct hc_hop hop;

/* One side of the wire: a station, or the hand of the test. */
static struct station {
    struct hc_host host;
    uint64_t wake_ns;
    struct hc_csma csma;
    struct hc_csma_state state;
    unsigned queue, len;        /* frames to send, all alike */
    unsigned count[HC_CSMA_COUNTS];
    uint32_t octets;            /* counted with collisions */
    unsigned sent, heard, hurt, dropped, reason;
    size_t   hurt_len;
    uint64_t heard_ns;          /* the last one */
    unsigned carriers;
    uint64_t began_ns[64];      /* carriers that began at this side */
    uint64_t until_ns;
    uint64_t jam_after_ns;      /* the hand answers each carrier; 0: no */
} s[2];

static uint64_t time_of(void *opaque)
{
    (void)opaque;
    return now_ns;
}

static void wake_at(void *opaque, uint64_t at_ns)
{
    ((struct station *)opaque)->wake_ns = at_ns;
}

static void irq(void *opaque, unsigned line, bool level)
{
    (void)opaque, (void)line, (void)level;
}

static void event(void *opaque, enum hc_event id, uint32_t a, uint32_t b)
{
    struct station *station = opaque;

    (void)a;
    station->dropped += id == HC_EVENT_FRAME_DROP;
    station->reason = b;
}

static size_t next(void *owner, uint8_t *frame, size_t max, uint8_t *mark)
{
    struct station *station = owner;

    if (!station->queue || station->len > max) {
        return 0;
    }
    station->queue--;
    memset(frame, 0x5a, station->len);
    *mark = 7;
    return station->len;
}

static void sent(void *owner, const uint8_t *frame, size_t len, uint8_t mark,
                 uint64_t since_ns)
{
    struct station *station = owner;

    (void)frame;
    ck_assert_uint_eq(len, station->len);
    ck_assert_uint_eq(mark, 7);
    ck_assert_uint_eq(since_ns, now_ns - 64 * BIT_NS -
                                8 * (len + 4) * BIT_NS);
    station->sent++;
}

static void sent_senseless(void *owner, const uint8_t *frame, size_t len,
                           uint8_t mark, uint64_t since_ns)
{
    (void)owner, (void)frame, (void)mark, (void)since_ns;
    ck_assert_uint_le(len, HC_CSMA_FRAME_MAX);
}

static void count(void *owner, enum hc_csma_count what, uint32_t octets)
{
    struct station *station = owner;

    station->count[what]++;
    station->octets += octets;
}

static void frame_in(void *owner, const uint8_t *frame, size_t len)
{
    struct station *station = owner;

    (void)frame, (void)len;
    station->heard++;
    station->heard_ns = now_ns;
}

static void hurt_in(void *owner, const uint8_t *frame, size_t len)
{
    struct station *station = owner;

    (void)frame;
    station->hurt++;
    station->hurt_len = len;
}

static void arm(struct station *station)
{
    if (station->csma.state) {
        wake_at(station, hc_csma_wake_ns(&station->csma));
    }
}

static void carrier_in(void *owner, uint64_t until_ns)
{
    struct station *station = owner;

    if (now_ns >= station->until_ns) {
        station->began_ns[station->carriers++ % 64] = now_ns;
        if (station->jam_after_ns) {
            station->wake_ns = now_ns + station->jam_after_ns;
        }
    }
    station->until_ns = until_ns;
    if (station->csma.state) {
        hc_csma_hear(&station->csma, until_ns);
        arm(station);
    }
}

static void wake(struct station *station)
{
    station->wake_ns = HC_NEVER;
    if (station->csma.state) {
        hc_csma_run(&station->csma);
        arm(station);
    } else {
        hc_hop_carrier(&hop, (unsigned)(station - s), now_ns + 32 * BIT_NS);
    }
}

static void advance(uint64_t ns)
{
    const uint64_t end_ns = now_ns + ns;

    for (;;) {
        struct station *first = s[0].wake_ns <= s[1].wake_ns ? &s[0] : &s[1];

        if (first->wake_ns > end_ns) {
            break;
        }
        now_ns = first->wake_ns > now_ns ? first->wake_ns : now_ns;
        wake(first);
    }
    now_ns = end_ns;
}

static void put_station(unsigned side, bool full)
{
    const struct hc_end end = { frame_in, NULL, &s[side], hurt_in,
                                carrier_in };
    const struct hc_signal signal = { .iface = HC_IFACE_MDI, .mbps = 100,
                                      .full = full, .lit = true,
                                      .ready = true };

    memset(&s[side], 0, sizeof(s[side]));
    s[side].host = (struct hc_host){ time_of, wake_at, irq, event, &s[side] };
    s[side].wake_ns = HC_NEVER;
    s[side].len = 60;
    s[side].csma = (struct hc_csma){
        .host = &s[side].host, .hop = &hop, .side = side, .next = next,
        .sent = sent, .count = count, .owner = &s[side],
    };
    hc_hop_attach(&hop, side, &end);
    hc_hop_present(&hop, side, &signal);
}

static void listens(unsigned side, uint32_t seed)
{
    s[side].csma.state = &s[side].state;
    hc_csma_init(&s[side].csma, seed);
}

static void setup(void)
{
    now_ns = NS_PER_MS;
    hc_hop_init(&hop, &s[0].host);
    put_station(0, false);
    put_station(1, false);
    listens(0, 1);
    listens(1, 2);
}

/* The far end is the test's hand; it may be deaf. */
static void with_a_hand(bool full)
{
    setup();
    put_station(1, full);
}

static void send(unsigned side, unsigned frames, unsigned len)
{
    s[side].queue += frames;
    s[side].len = len;
    hc_csma_run(&s[side].csma);
    arm(&s[side]);
}

START_TEST(a_frame_arrives_with_its_last_bit)
{
    send(0, 1, 60);
    advance(SHORT_NS - 1);
    ck_assert_uint_eq(s[1].heard, 0);

    advance(1);

    ck_assert_uint_eq(s[1].heard, 1);
    ck_assert_uint_eq(s[0].sent, 1);
    ck_assert_uint_eq(s[0].count[HC_CSMA_DEFERRED], 0);
}
END_TEST

START_TEST(who_finds_the_wire_busy_waits_for_its_end_and_a_gap)
{
    const uint64_t begin_ns = now_ns;

    send(0, 1, LONG);
    advance(10 * NS_PER_US);
    send(1, 1, 60);
    advance(NS_PER_MS);

    ck_assert_uint_eq(s[1].heard, 1);
    ck_assert_uint_eq(s[0].heard_ns, begin_ns + LONG_NS + GAP_NS + SHORT_NS);
    ck_assert_uint_eq(s[1].count[HC_CSMA_DEFERRED], 1);
    ck_assert_uint_eq(s[1].count[HC_CSMA_COLLISION], 0);
    ck_assert_uint_eq(s[0].count[HC_CSMA_DEFERRED], 0);
}
END_TEST

START_TEST(frames_of_one_station_have_a_gap_between_them_and_defer_to_nobody)
{
    const uint64_t begin_ns = now_ns;

    send(0, 10, 60);
    advance(NS_PER_MS);

    ck_assert_uint_eq(s[1].heard, 10);
    ck_assert_uint_eq(s[1].heard_ns, begin_ns + 10 * SHORT_NS + 9 * GAP_NS);
    ck_assert_uint_eq(s[0].count[HC_CSMA_DEFERRED], 0);
}
END_TEST

START_TEST(two_that_begin_at_once_collide_and_both_get_through)
{
    send(0, 1, 60);
    send(1, 1, 60);
    advance(20 * NS_PER_MS);

    for (unsigned i = 0; i < 2; i++) {
        ck_assert_uint_eq(s[i].sent, 1);
        ck_assert_uint_eq(s[i].heard, 1);
        ck_assert_uint_ge(s[i].count[HC_CSMA_COLLISION], 1);
        ck_assert_uint_eq(s[i].count[HC_CSMA_SINGLE] +
                          s[i].count[HC_CSMA_MULTIPLE], 1);
        ck_assert_uint_eq(s[i].count[HC_CSMA_DEFERRED], 0);
    }
}
END_TEST

/* 4.2.3.2.4: preamble and delimiter go out whole, then 32 bits. */
START_TEST(a_collision_in_the_preamble_leaves_four_octets)
{
    send(0, 1, LONG);
    send(1, 1, LONG);
    advance(96 * BIT_NS);

    ck_assert_uint_eq(s[0].hurt, 1);
    ck_assert_uint_eq(s[0].hurt_len, 0);        /* they would be the FCS */
    ck_assert_uint_eq(s[1].hurt, 1);
    ck_assert_uint_eq(s[0].octets, 0);
}
END_TEST

START_TEST(two_that_waited_for_the_same_end_collide_after_the_gap)
{
    send(0, 1, LONG);
    advance(10 * NS_PER_US);
    send(1, 1, 60);
    send(0, 1, LONG);
    advance(LONG_NS + GAP_NS - 10 * NS_PER_US + 50 * BIT_NS);

    ck_assert_uint_eq(s[0].count[HC_CSMA_COLLISION], 1);
    ck_assert_uint_eq(s[1].count[HC_CSMA_COLLISION], 1);
}
END_TEST

/* 4.2.3.2.1: in the last third of the gap nobody listens. */
START_TEST(who_begins_too_early_is_heard_in_the_first_part_of_a_gap_only)
{
    static const struct { unsigned early_bits; bool collides; } row[] = {
        { 90, false }, { 75, false }, { 70, true }, { 10, true },
    };

    for (unsigned i = 0; i < 4; i++) {
        with_a_hand(false);
        hc_hop_carrier(&hop, 1, now_ns + 1000 * BIT_NS);
        advance(10 * BIT_NS + 40 * BIT_NS);
        send(0, 1, 60);
        advance((1000 - 50 + 96 - row[i].early_bits) * BIT_NS);
        hc_hop_carrier(&hop, 1, now_ns + 1000 * BIT_NS);
        arm(&s[0]);
        advance(NS_PER_MS);

        ck_assert_uint_eq(s[0].count[HC_CSMA_COLLISION], row[i].collides);
        ck_assert_uint_eq(s[0].sent, 1);
    }
}
END_TEST

START_TEST(after_sixteen_collisions_a_frame_is_given_up)
{
    with_a_hand(false);
    s[1].jam_after_ns = 100 * BIT_NS;
    send(0, 1, LONG);
    advance(NS_PER_S);

    ck_assert_uint_eq(s[1].carriers, 16);
    ck_assert_uint_eq(s[0].count[HC_CSMA_COLLISION], 16);
    ck_assert_uint_eq(s[0].count[HC_CSMA_EXCESSIVE], 1);
    ck_assert_uint_eq(s[0].count[HC_CSMA_MULTIPLE], 0);
    ck_assert_uint_eq(s[0].sent, 0);
    ck_assert_uint_eq(s[0].dropped, 1);
    ck_assert_str_eq(hc_reason_name(s[0].reason), "collisions");
}
END_TEST

/* How many slots station 0 waited after its collision n. */
static unsigned slots_after(unsigned n)
{
    return (unsigned)((s[1].began_ns[n] - s[1].began_ns[n - 1]) / SLOT_NS);
}

/* 4.2.3.2.5: 0 <= r < 2^k, k = min(n, 10). */
START_TEST(the_range_of_the_wait_doubles_ten_times)
{
    unsigned longest[16] = { 0 }, sum[16] = { 0 };

    for (unsigned seed = 0; seed < 400; seed++) {
        with_a_hand(false);
        listens(0, seed);
        s[1].jam_after_ns = 100 * BIT_NS;
        send(0, 1, LONG);
        advance(NS_PER_S);
        for (unsigned n = 1; n < 16; n++) {
            longest[n] = slots_after(n) > longest[n] ? slots_after(n)
                                                     : longest[n];
            sum[n] += slots_after(n);
        }
    }

    for (unsigned n = 1; n < 16; n++) {
        const unsigned range = n < 10 ? 1u << n : 1024;

        ck_assert_uint_lt(longest[n], range);
        ck_assert_uint_ge(longest[n], range - 1 - range / 20);
        ck_assert_uint_ge(sum[n], 400 * (range - 1) * 9 / 20);
        ck_assert_uint_le(sum[n], 400 * (range - 1) * 11 / 20);
    }
}
END_TEST

START_TEST(a_collision_after_a_slot_is_late_and_ends_the_frame)
{
    with_a_hand(false);
    s[1].jam_after_ns = 400 * BIT_NS;
    send(0, 1, LONG);
    advance(600 * BIT_NS);
    ck_assert_uint_eq(s[0].count[HC_CSMA_LATE], 0);

    with_a_hand(false);
    s[1].jam_after_ns = 4000 * BIT_NS;
    send(0, 1, LONG);
    advance(NS_PER_S);

    ck_assert_uint_eq(s[0].count[HC_CSMA_LATE], 1);
    ck_assert_uint_eq(s[0].count[HC_CSMA_COLLISION], 1);
    ck_assert_uint_eq(s[0].count[HC_CSMA_EXCESSIVE], 0);
    ck_assert_uint_eq(s[1].carriers, 1);
    ck_assert_uint_eq(s[1].hurt, 1);
    ck_assert_uint_ge(s[1].hurt_len, (4000 - 64) / 8 - 4);
    ck_assert_uint_le(s[1].hurt_len, (4000 - 64 + 64) / 8 - 4);
    ck_assert_str_eq(hc_reason_name(s[0].reason), "late_collision");
}
END_TEST

START_TEST(a_full_duplex_end_does_not_wait_and_hurts_what_it_meets)
{
    static const uint8_t frame[100];

    with_a_hand(true);
    send(0, 1, LONG);
    advance(50 * NS_PER_US);
    hc_hop_send(&hop, 1, frame, sizeof(frame));
    arm(&s[0]);
    advance(NS_PER_MS);

    ck_assert_uint_eq(s[0].count[HC_CSMA_LATE], 1);
    ck_assert_uint_eq(s[0].heard, 1);
    ck_assert_uint_eq(s[1].heard, 0);
    ck_assert_uint_eq(s[1].hurt, 1);
}
END_TEST

START_TEST(a_full_duplex_end_is_heard_and_waited_for)
{
    static const uint8_t frame[1000];
    const uint64_t begin_ns = now_ns;

    with_a_hand(true);
    hc_hop_send(&hop, 1, frame, sizeof(frame));
    advance(10 * NS_PER_US);
    send(0, 1, 60);
    advance(NS_PER_MS);

    ck_assert_uint_eq(s[1].heard_ns, begin_ns + (64 + 8 * 1004) * BIT_NS +
                                     GAP_NS + SHORT_NS);
    ck_assert_uint_eq(s[0].count[HC_CSMA_DEFERRED], 1);
}
END_TEST

START_TEST(a_wire_without_a_link_has_no_carrier)
{
    static const struct hc_signal dark = { .iface = HC_IFACE_OFF };

    with_a_hand(false);
    hc_hop_present(&hop, 1, &dark);
    send(0, 2, 60);
    advance(NS_PER_MS);

    ck_assert_uint_eq(s[0].count[HC_CSMA_NO_CARRIER], 2);
    ck_assert_uint_eq(s[0].sent, 0);
    ck_assert_uint_eq(hop.dropped[0], 2);
}
END_TEST

START_TEST(a_jam_makes_the_far_end_try_again)
{
    send(1, 1, LONG);
    advance(1);
    ck_assert_uint_eq(hc_csma_block(&s[0].csma), HC_OK);
    arm(&s[0]);
    ck_assert(s[0].state.blocked);
    advance(20 * NS_PER_MS);

    ck_assert_uint_eq(s[1].count[HC_CSMA_COLLISION], 1);
    ck_assert_uint_eq(s[1].count[HC_CSMA_SINGLE], 1);
    ck_assert_uint_eq(s[0].count[HC_CSMA_COLLISION], 1);
    ck_assert_uint_eq(s[0].heard, 1);
    ck_assert(!s[0].state.blocked);
}
END_TEST

START_TEST(everything_gets_through_in_the_end_and_is_counted_once)
{
    send(0, 500, 60);
    send(1, 500, LONG);
    advance(2 * NS_PER_S);

    for (unsigned i = 0; i < 2; i++) {
        ck_assert_uint_eq(s[i].sent + s[i].count[HC_CSMA_EXCESSIVE], 500);
        ck_assert_uint_eq(s[!i].heard, s[i].sent);
        ck_assert_uint_eq(s[i].dropped, s[i].count[HC_CSMA_EXCESSIVE]);
        ck_assert_uint_eq(s[i].count[HC_CSMA_LATE], 0);
        ck_assert_uint_eq(s[!i].hurt, s[i].count[HC_CSMA_COLLISION]);
    }
    ck_assert_uint_gt(s[0].count[HC_CSMA_MULTIPLE] +
                      s[1].count[HC_CSMA_MULTIPLE], 0);
}
END_TEST

/* The same seed is the same story; a copy of its middle is the same end. */
START_TEST(a_copied_station_backs_off_as_the_first)
{
    static struct station before[2], after[2];
    static struct hc_hop wire;
    uint64_t then_ns;

    send(0, 50, 60);
    send(1, 50, 60);
    advance(300 * NS_PER_US);
    ck_assert_uint_gt(s[0].count[HC_CSMA_COLLISION], 0);
    then_ns = now_ns;
    memcpy(before, s, sizeof(s));
    wire = hop;
    advance(NS_PER_S);
    memcpy(after, s, sizeof(s));

    memcpy(s, before, sizeof(s));
    hop = wire;
    now_ns = then_ns;
    advance(NS_PER_S);

    ck_assert_mem_eq(s, after, sizeof(s));
    ck_assert_uint_eq(s[1].heard, 50);
}
END_TEST

/* From a kept machine, say. */
START_TEST(a_senseless_state_comes_to_rest_and_works_after_a_stop)
{
    uint64_t seed = 1;

    for (unsigned round = 0; round < 2000; round++) {
        uint8_t *bytes = (uint8_t *)&s[0].state;

        setup();
        for (size_t i = 0; i < offsetof(struct hc_csma_state, deferred);
             i++) {
            seed = seed * UINT64_C(6364136223846793005) + 1;
            bytes[i] = (seed >> 60) & 1 ? (uint8_t)(seed >> 33) : 0;
        }
        s[0].len = s[0].state.len;
        s[0].csma.sent = sent_senseless;
        hc_csma_run(&s[0].csma);
        hc_csma_hear(&s[0].csma, now_ns + 1000);
        hc_csma_run(&s[0].csma);

        hc_csma_stop(&s[0].csma);
        ck_assert(!hc_csma_is_busy(&s[0].csma));
    }
    s[0].csma.sent = sent;
    s[1].count[HC_CSMA_COLLISION] = 0;
    advance(NS_PER_MS);
    send(0, 1, 60);
    advance(NS_PER_S);
    ck_assert_uint_eq(s[0].sent, 1);
}
END_TEST

int main(void)
{
    const TTest *const test[] = {
        a_frame_arrives_with_its_last_bit,
        who_finds_the_wire_busy_waits_for_its_end_and_a_gap,
        frames_of_one_station_have_a_gap_between_them_and_defer_to_nobody,
        two_that_begin_at_once_collide_and_both_get_through,
        a_collision_in_the_preamble_leaves_four_octets,
        two_that_waited_for_the_same_end_collide_after_the_gap,
        who_begins_too_early_is_heard_in_the_first_part_of_a_gap_only,
        after_sixteen_collisions_a_frame_is_given_up,
        the_range_of_the_wait_doubles_ten_times,
        a_collision_after_a_slot_is_late_and_ends_the_frame,
        a_full_duplex_end_does_not_wait_and_hurts_what_it_meets,
        a_full_duplex_end_is_heard_and_waited_for,
        a_wire_without_a_link_has_no_carrier,
        a_jam_makes_the_far_end_try_again,
        everything_gets_through_in_the_end_and_is_counted_once,
        a_copied_station_backs_off_as_the_first,
        a_senseless_state_comes_to_rest_and_works_after_a_stop,
    };

    return RUN_TESTS("csma", setup, test);
}
