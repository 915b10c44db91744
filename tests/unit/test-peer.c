/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A scripted host; frames are written out as RFC 826, 791 and 792 have
 * them. We are 192.0.2.2 at 02:00:00:00:00:02, it is .1 at ...:01. */
#include <check.h>
#include <string.h>

#include "../../models/peer.h"
#include "fake.h"
#include "run.h"

#define US 0xc0000202u
#define IT 0xc0000201u

static struct fake fake;
static struct hc_peer peer;
static uint8_t sent[32][1600];
static size_t sent_len[32];
static unsigned n_sent;
static bool wire_is_down;

static const uint8_t its_mac[6] = { 2, 0, 0, 0, 0, 1 };

static enum hc_status send(void *opaque, const uint8_t *frame, size_t len)
{
    (void)opaque;
    if (wire_is_down) {
        return HC_NAK;
    }
    ck_assert_uint_lt(n_sent, 32);
    memcpy(sent[n_sent], frame, len);
    sent_len[n_sent++] = len;
    return HC_OK;
}

static void wake(void *model)
{
    hc_peer_wake(model);
}

static void setup(void)
{
    fake_init(&fake, wake, &peer);
    hc_peer_init(&peer, &fake.host, its_mac, IT);
    hc_peer_wire(&peer, send, NULL);
    n_sent = 0;
    wire_is_down = false;
}

static const uint8_t arp_request[60] = {
    255, 255, 255, 255, 255, 255, 2, 0, 0, 0, 0, 2, 0x08, 0x06,
    0, 1, 8, 0, 6, 4, 0, 1,
    2, 0, 0, 0, 0, 2, 192, 0, 2, 2, 0, 0, 0, 0, 0, 0, 192, 0, 2, 1,
};

/* An echo request, identifier 1, sequence 7; ping() fills in the header's
 * checksum. */
static uint8_t echo[60] = {
    2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2, 0x08, 0x00,
    0x45, 0, 0, 28, 0, 0, 0, 0, 64, 1, 0, 0, 192, 0, 2, 2, 192, 0, 2, 1,
    8, 0, 0xf7, 0xf7, 0, 1, 0, 7,
};

/* One's complement sum, the slow way. */
static uint16_t add_up(const uint8_t *at, size_t len)
{
    uint32_t sum = 0;

    for (size_t i = 0; i < len; i++) {
        sum += i & 1 ? at[i] : (uint32_t)at[i] << 8;
        sum = (sum & 0xffff) + (sum >> 16);
    }
    return (uint16_t)sum;
}

static const uint8_t *ping(void)
{
    uint16_t sum;

    echo[24] = echo[25] = 0;
    sum = (uint16_t)~add_up(echo + 14, 20);
    echo[24] = (uint8_t)(sum >> 8);
    echo[25] = (uint8_t)sum;
    return echo;
}

static void in(const uint8_t *frame, size_t len)
{
    hc_peer_frame_in(&peer, frame, len);
}

START_TEST(arp_is_answered_after_the_latency_and_not_before)
{
    peer.latency_ns = 5 * NS_PER_MS;
    in(arp_request, 60);
    fake_advance(&fake, 4999999);
    ck_assert_uint_eq(n_sent, 0);

    fake_advance(&fake, 1);

    ck_assert_uint_eq(n_sent, 1);
    ck_assert_uint_eq(sent_len[0], 60);
    ck_assert_mem_eq(sent[0], arp_request + 6, 6);      /* to us */
    ck_assert_mem_eq(sent[0] + 6, its_mac, 6);
    ck_assert_uint_eq(sent[0][21], 2);                  /* reply */
    ck_assert_mem_eq(sent[0] + 22, its_mac, 6);
    ck_assert_mem_eq(sent[0] + 28, arp_request + 38, 4);
}
END_TEST

START_TEST(an_answer_never_leaves_from_within_the_question)
{
    in(arp_request, 60);
    ck_assert_uint_eq(n_sent, 0);

    fake_advance(&fake, 0);

    ck_assert_uint_eq(n_sent, 1);
}
END_TEST

START_TEST(arp_for_somebody_else_is_only_counted)
{
    uint8_t other[60];

    memcpy(other, arp_request, 60);
    other[41] = 9;
    in(other, 60);
    fake_advance(&fake, NS_PER_S);

    ck_assert_uint_eq(n_sent, 0);
    ck_assert_uint_eq(peer.counters.arp, 1);
}
END_TEST

START_TEST(a_ping_is_answered_with_right_checksums)
{
    in(ping(), 60);
    fake_advance(&fake, 0);

    ck_assert_uint_eq(n_sent, 1);
    ck_assert_uint_eq(sent[0][34], 0);                  /* echo reply */
    ck_assert_mem_eq(sent[0] + 38, echo + 38, 4);       /* id, sequence */
    ck_assert_mem_eq(sent[0] + 30, echo + 26, 4);       /* to us */
    ck_assert_uint_eq(add_up(sent[0] + 14, 20), 0xffff);
    ck_assert_uint_eq(add_up(sent[0] + 34, 8), 0xffff);
    ck_assert_uint_eq(peer.counters.echo_requests, 1);
}
END_TEST

START_TEST(bad_checksums_and_short_packets_are_malformed)
{
    ping();
    echo[24] ^= 1;
    in(echo, 60);                       /* header checksum */
    in(ping(), 30);                     /* cut short */
    in(ping(), 5);                      /* not even a header */
    echo[36] ^= 1;
    in(ping(), 60);                     /* ICMP checksum */
    echo[36] ^= 1;
    fake_advance(&fake, 0);

    ck_assert_uint_eq(n_sent, 0);
    ck_assert_uint_eq(peer.counters.malformed, 4);
    ck_assert_uint_eq(peer.counters.rx_frames, 4);
}
END_TEST

START_TEST(kinds_are_counted_apart)
{
    uint8_t udp[60], ipv6[60] = { 255, 255, 255, 255, 255, 255 };
    uint8_t foreign[60] = { 2, 0, 0, 0, 0, 9 };

    memcpy(udp, ping(), 60);
    udp[23] = 17;
    udp[25] = (uint8_t)(udp[25] - 16);  /* the sum grew by 16 */
    ipv6[12] = 0x86;
    ipv6[13] = 0xdd;
    in(udp, 60);
    in(ipv6, 60);
    in(foreign, 60);

    ck_assert_uint_eq(peer.counters.ipv4, 1);
    ck_assert_uint_eq(peer.counters.other, 1);
    ck_assert_uint_eq(peer.counters.foreign, 1);
    ck_assert_uint_eq(peer.counters.rx_bytes, 180);
    ck_assert_uint_eq(peer.counters.malformed, 0);
}
END_TEST

START_TEST(a_flood_fills_the_queue_and_no_more)
{
    peer.latency_ns = NS_PER_MS;
    for (unsigned i = 0; i < 100; i++) {
        in(ping(), 60);
    }
    fake_advance(&fake, NS_PER_MS);

    ck_assert_uint_eq(n_sent, HC_PEER_QUEUE);
    ck_assert_uint_eq(peer.counters.tx_dropped, 100 - HC_PEER_QUEUE);
}
END_TEST

START_TEST(a_ping_of_its_own_asks_for_the_address_first)
{
    uint8_t reply[60];

    ck_assert_int_eq(hc_peer_ping(&peer, US, 56), HC_OK);
    fake_advance(&fake, 0);
    ck_assert_uint_eq(n_sent, 1);
    ck_assert_uint_eq(sent[0][21], 1);                  /* who has? */
    ck_assert_uint_eq(sent[0][0], 255);

    memcpy(reply, arp_request, 60);
    memcpy(reply, its_mac, 6);
    reply[21] = 2;
    in(reply, 60);
    fake_advance(&fake, 0);
    ck_assert_uint_eq(n_sent, 2);
    ck_assert_uint_eq(sent_len[1], 14 + 20 + 8 + 56);
    ck_assert_mem_eq(sent[1], arp_request + 6, 6);
    ck_assert_uint_eq(add_up(sent[1] + 34, 64), 0xffff);

    hc_peer_ping(&peer, US, 56);        /* known by now */
    fake_advance(&fake, 0);
    ck_assert_uint_eq(sent[2][34], 8);
    ck_assert_uint_eq(sent[2][41], 1);                  /* sequence */
}
END_TEST

START_TEST(the_answer_to_its_ping_is_an_event)
{
    uint8_t answer[98];

    in(arp_request, 60);                /* it learns us */
    hc_peer_ping(&peer, US, 56);
    fake_advance(&fake, 0);
    memcpy(answer, sent[1], 98);
    memcpy(answer, its_mac, 6);
    memcpy(answer + 26, sent[1] + 30, 4);
    memcpy(answer + 30, sent[1] + 26, 4);
    answer[34] = 0;
    answer[36] += 8;                    /* type 8 became 0 */

    in(answer, 98);

    ck_assert_uint_eq(fake_count(&fake, HC_EVENT_PING_REPLY), 1);
    ck_assert_uint_eq(peer.counters.echo_replies, 1);
}
END_TEST

START_TEST(a_ping_that_is_too_long_is_refused)
{
    ck_assert_int_eq(hc_peer_ping(&peer, US, 1473), HC_NAK);
    ck_assert_int_eq(hc_peer_ping(&peer, 0, 56), HC_NAK);
}
END_TEST

START_TEST(a_wire_that_is_down_drops_and_does_not_stall)
{
    wire_is_down = true;
    in(arp_request, 60);
    fake_advance(&fake, 0);
    wire_is_down = false;
    in(arp_request, 60);
    fake_advance(&fake, 0);

    ck_assert_uint_eq(n_sent, 1);
    ck_assert_uint_eq(peer.counters.tx_dropped, 1);
}
END_TEST

START_TEST(random_frames_do_no_harm)
{
    uint32_t seed = 1;
    uint8_t frame[128] = { 0 };

    for (unsigned i = 0; i < 20000; i++) {
        memcpy(frame, i & 1 ? ping() : arp_request, 60);
        for (unsigned flip = 0; flip < 3; flip++) {
            seed = seed * 1664525u + 1013904223u;
            frame[12 + (seed >> 20) % 60] ^= (uint8_t)(seed >> 8);
        }
        in(frame, (seed >> 16) % 128);
        fake_advance(&fake, 1);
        n_sent = 0;
    }
}
END_TEST

START_TEST(a_restored_peer_still_owes_its_answer)
{
    static struct hc_peer twin;
    size_t at = offsetof(struct hc_peer, queue);

    peer.latency_ns = NS_PER_MS;
    in(arp_request, 60);
    hc_peer_init(&twin, &fake.host, its_mac, IT);
    hc_peer_wire(&twin, send, NULL);
    memcpy((char *)&twin + at, (char *)&peer + at, sizeof(twin) - at);
    fake.now_ns += NS_PER_MS;

    hc_peer_wake(&twin);

    ck_assert_uint_eq(n_sent, 1);
    ck_assert_uint_eq(twin.counters.tx_frames, 1);
}
END_TEST

int main(void)
{
    const TTest *const test[] = {
        arp_is_answered_after_the_latency_and_not_before,
        an_answer_never_leaves_from_within_the_question,
        arp_for_somebody_else_is_only_counted,
        a_ping_is_answered_with_right_checksums,
        bad_checksums_and_short_packets_are_malformed,
        kinds_are_counted_apart,
        a_flood_fills_the_queue_and_no_more,
        a_ping_of_its_own_asks_for_the_address_first,
        the_answer_to_its_ping_is_an_event,
        a_ping_that_is_too_long_is_refused,
        a_wire_that_is_down_drops_and_does_not_stall,
        random_frames_do_no_harm,
        a_restored_peer_still_owes_its_answer,
    };

    return RUN_TESTS("peer", setup, test);
}
