/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Millions of frames of mixed sizes, VLANs and errors from both wires: each
 * of them is received, or lost and counted, and every statistic is exact.
 * HOTCAGE_SOAK says how many; the benchmark sends ten million. */
#include "cpsw-bench.h"

#include <check.h>
#include <malloc.h>
#include <stdlib.h>
#include <string.h>

#define FRAMES_DEFAULT 300000u
#define TIMEOUT_S      300
#define STATIONS       8u

/* SPRUH73 14.5.3, network statistics. */
enum { GOOD = 0x00, BCAST = 0x04, MCAST = 0x08, CRC = 0x10, ALIGN = 0x14,
       OVERSIZE = 0x18, JABBER = 0x1c, UNDERSIZE = 0x20, FRAGMENT = 0x24,
       RX_OCTETS = 0x30, TX_GOOD = 0x34, TX_OCTETS = 0x64, LOST = 0x84,
       DMA_LOST = 0x8c };

/* What the statistics must show, and what the far ends and the host got. */
static uint32_t expected[0x90 / 4];
static uint32_t deliveries, far_frames, far_octets, host_frames, host_octets;
static uint64_t seed;

static uint32_t rnd(uint32_t n)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return (uint32_t)(seed >> 16) % n;
}

static void at_far_end(void *owner, const uint8_t *frame, size_t len)
{
    (void)owner, (void)frame;
    far_frames++;
    far_octets += (uint32_t)len + 4;
}

static void count(unsigned stat, uint32_t by)
{
    expected[stat / 4] += by;
}

static const uint8_t host_addr[6] = { 2, 0, 0, 0, 0, 1 };

/* Stations 0x10 and so on live at port 1, 0x20 and so on at port 2. */
static void soak_setup(void)
{
    static const struct hc_end end = { .frame = at_far_end };

    cpsw_setup();
    seed = UINT64_C(0x2545f4914f6cdd1d);
    memset(expected, 0, sizeof(expected));
    deliveries = far_frames = far_octets = host_frames = host_octets = 0;
    for (unsigned port = 1; port < 3; port++) {
        hc_hop_attach(&wire[port - 1], 1, &end);
        write_reg(RX_MAXLEN(port), 1522);   /* a buffer holds each frame */
        for (unsigned i = 0; i < STATIONS; i++) {
            write_entry(16 * port + i, port << 2, 1u << 28 | 0x0200,
                        16 * port + i);
        }
    }
    write_entry(1, 0, 1u << 28 | 0x0200, 1);
    put_vlan(2, 5, 7, 4);                   /* untagged at port 2 */
}

/* Takes what the host has got and gives new buffers when all are used. */
static void host_looks(void)
{
    if (read_reg(RX_HDP)) {
        return;
    }
    for (unsigned i = 0; i < RX_BDS; i++) {
        const uint32_t flags = get(RX_BD(i) + 12);

        ck_assert_uint_eq(flags & OWNER, 0);
        host_frames++;
        host_octets += (flags & 0x7ff) - 4;         /* the VLAN word */
    }
    give_buffers();
}

static void host_takes_the_rest(void)
{
    for (unsigned i = 0; i < 10; i++) {
        host_looks();
    }
    for (unsigned i = 0; i < RX_BDS; i++) {
        const uint32_t flags = get(RX_BD(i) + 12);

        if (!(flags & OWNER)) {
            host_frames++;
            host_octets += (flags & 0x7ff) - 4;
        }
    }
}

enum to { TO_OTHER, TO_SAME, TO_HOST, TO_ALL, TO_GROUP, TO_KINDS };
enum tagging { UNTAGGED, PRIORITY, VLAN_5, VLAN_UNKNOWN, TAGGINGS };

static void address(uint8_t *frame, unsigned port, enum to to)
{
    const unsigned there = to == TO_OTHER ? 3 - port : port;
    const uint8_t station[6] = { 2, 0, 0, 0, 0,
                                 (uint8_t)(16 * there + rnd(STATIONS)) };
    const uint8_t group[6] = { 1, 0, 0x5e, 0, 0, (uint8_t)rnd(256) };

    memcpy(frame, to == TO_HOST ? host_addr : station, 6);
    if (to == TO_ALL) {
        memset(frame, 0xff, 6);
    } else if (to == TO_GROUP) {
        memcpy(frame, group, 6);
    }
    memcpy(frame + 6, (const uint8_t[]){ 2, 0, 0, 0, 0,
           (uint8_t)(16 * port + STATIONS - 1) }, 6);
}

static void tag(uint8_t *frame, enum tagging tagging)
{
    static const uint8_t tci[TAGGINGS][2] = {
        [PRIORITY] = { 0xe0, 0 }, [VLAN_5] = { 0x20, 5 },
        [VLAN_UNKNOWN] = { 0, 9 },
    };

    memcpy(frame + 12, (const uint8_t[]){ 0x08, 0x00, 0x45, 0 }, 4);
    if (tagging != UNTAGGED) {
        memcpy(frame + 12, (const uint8_t[]){ 0x81, 0x00 }, 2);
        memcpy(frame + 14, tci[tagging], 2);
        memcpy(frame + 16, (const uint8_t[]){ 0x08, 0x00 }, 2);
    }
}

/* By its length, then by what is wrong with it; RX_MAXLEN is 1522. True if
 * nothing is. */
static bool expect_counts(const uint8_t *frame, size_t len,
                          enum hc_cpsw_damage damage)
{
    if (len < 60) {
        count(damage ? FRAGMENT : UNDERSIZE, 1);
    } else if (len > 1518) {
        count(damage ? JABBER : OVERSIZE, 1);
    } else if (damage) {
        count(damage == HC_CPSW_BAD_CRC ? CRC : ALIGN, 1);
    } else {
        count(GOOD, 1);
        count(RX_OCTETS, (uint32_t)len + 4);
        count(frame[0] == 0xff ? BCAST : MCAST, frame[0] & 1);
        return true;
    }
    return false;
}

static void one_frame(void)
{
    static const uint8_t destinations[TO_KINDS] = {
        [TO_OTHER] = 1, [TO_SAME] = 0, [TO_HOST] = 1, [TO_ALL] = 2,
        [TO_GROUP] = 2,
    };
    static uint8_t frame[2048];
    const unsigned port = 1 + rnd(2);
    const enum to to = rnd(TO_KINDS);
    const enum tagging tagging = rnd(TAGGINGS);
    const enum hc_cpsw_damage damage = rnd(8) ? HC_CPSW_INTACT : rnd(4);
    const size_t len = rnd(4) ? 60 + rnd(1459) : 18 + rnd(2000);

    address(frame, port, to);
    tag(frame, tagging);
    if (expect_counts(frame, len, damage) && tagging != VLAN_UNKNOWN) {
        deliveries += destinations[to];
    }
    if (damage) {
        hc_cpsw_receive_damaged(&cpsw, port, frame, len, damage);
    } else {
        hc_hop_send(&wire[port - 1], 1, frame, len);
    }
    fake_advance(&fake, rnd(16000));
    if (!rnd(24)) {
        host_looks();
    }
}

static unsigned frames_wanted(void)
{
    const char *text = getenv("HOTCAGE_SOAK");

    return text ? (unsigned)strtoul(text, NULL, 10) : FRAMES_DEFAULT;
}

START_TEST(every_frame_is_received_or_counted_as_lost)
{
    static const uint8_t stats[] = { GOOD, BCAST, MCAST, CRC, ALIGN,
                                     OVERSIZE, JABBER, UNDERSIZE, FRAGMENT,
                                     RX_OCTETS };
    const unsigned frames = frames_wanted();
    uint32_t seen = 0;

    for (unsigned i = 0; i < frames; i++) {
        one_frame();
    }
    fake_advance(&fake, NS_PER_S);
    host_takes_the_rest();

    for (unsigned i = 0; i < sizeof(stats); i++) {
        ck_assert_uint_eq(read_reg(STAT(stats[i])), expected[stats[i] / 4]);
        seen += stats[i] != BCAST && stats[i] != MCAST &&
                stats[i] != RX_OCTETS ? expected[stats[i] / 4] : 0;
    }
    ck_assert_uint_eq(seen, frames);
    ck_assert_uint_eq(read_reg(STAT(TX_GOOD)), far_frames + host_frames);
    ck_assert_uint_eq(read_reg(STAT(TX_OCTETS)), far_octets + host_octets);
    ck_assert_uint_eq(far_frames + host_frames + read_reg(STAT(LOST)),
                      deliveries);
    ck_assert_uint_gt(read_reg(STAT(LOST)), 0);
    ck_assert_uint_eq(read_reg(STAT(DMA_LOST)), 0);
}
END_TEST

START_TEST(no_frame_costs_memory)
{
    struct mallinfo2 before, after;

    for (unsigned i = 0; i < 1000; i++) {
        one_frame();
    }
    before = mallinfo2();
    for (unsigned i = 0; i < 50000; i++) {
        one_frame();
    }
    after = mallinfo2();

    ck_assert_uint_eq(after.uordblks, before.uordblks);
    ck_assert_uint_eq(after.arena + after.hblkhd,
                      before.arena + before.hblkhd);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("cpsw-soak");
    TCase *tc = tcase_create("cpsw-soak");
    SRunner *runner = srunner_create(suite);
    int failed;

    suite_add_tcase(suite, tc);
    tcase_set_timeout(tc, TIMEOUT_S);
    tcase_add_checked_fixture(tc, soak_setup, NULL);
    tcase_add_test(tc, every_frame_is_received_or_counted_as_lost);
    tcase_add_test(tc, no_frame_costs_memory);
    srunner_run_all(runner, CK_ENV);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
