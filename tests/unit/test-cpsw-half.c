/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The switch in half duplex: what collisions, deference and a missing carrier
 * do to its frames and statistics (SPRUH73 14.3.2.20.2), and the flow control
 * that it has there. */
#include "cpsw-bench.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#define BIT_NS 10               /* at 100 Mb/s */
#define SHORT_NS (576 * BIT_NS)

/* Statistics by offset. */
enum { GOOD_RX = 0x00, CRC = 0x10, FRAGMENTS = 0x24, GOOD_TX = 0x34,
       DEFERRED = 0x44, COLLISIONS = 0x48, SINGLE = 0x4c, MULTIPLE = 0x50,
       EXCESSIVE = 0x54, LATE = 0x58, CARRIER = 0x60, NET_OCTETS = 0x80 };

/* The far end of port 2, a hand: it answers carriers with its own. */
static struct {
    unsigned hurt, carriers, jams;
    size_t   hurt_len;
    uint64_t until_ns;
    unsigned jam;               /* so many carriers at once */
} hand;

static void hurt(void *owner, const uint8_t *frame, size_t len)
{
    (void)owner, (void)frame;
    hand.hurt++;
    hand.hurt_len = len;
}

static void carrier(void *owner, uint64_t until_ns)
{
    const bool begins = fake.now_ns >= hand.until_ns;

    (void)owner;
    hand.until_ns = until_ns;
    if (begins) {
        hand.carriers++;
        if (hand.jam) {
            hand.jam--;
            hand.jams++;
            hc_hop_carrier(&wire[1], 1, fake.now_ns + 96 * BIT_NS);
        }
    }
}

static void half_setup(void)
{
    struct hc_end end;

    cpsw_setup();
    memset(&hand, 0, sizeof(hand));
    end = wire[1].end[1];
    end.damaged = hurt;
    end.carrier = carrier;
    hc_hop_attach(&wire[1], 1, &end);
    far_end(2, HC_IFACE_RGMII, 100);
    write_reg(MACCONTROL(2), GMII_EN);
    fake_advance(&fake, NS_PER_MS);
}

START_TEST(a_lone_frame_is_good_and_nothing_else)
{
    host_sends(2, -1, 60);
    fake_advance(&fake, SHORT_NS - 1);
    ck_assert_uint_eq(got[2].n, 0);

    fake_advance(&fake, 1);

    ck_assert_uint_eq(got[2].n, 1);
    ck_assert_uint_eq(read_reg(STAT(GOOD_TX)), 1);
    for (uint32_t at = DEFERRED; at <= CARRIER; at += 4) {
        ck_assert_uint_eq(read_reg(STAT(at)), 0);
    }
}
END_TEST

START_TEST(a_busy_wire_is_waited_for_and_counted_as_deferred)
{
    hc_hop_carrier(&wire[1], 1, fake.now_ns + 5000);
    fake_advance(&fake, 1000);
    host_sends(2, -1, 60);
    fake_advance(&fake, 4000 + 960 + SHORT_NS);

    ck_assert_uint_eq(got[2].n, 1);
    ck_assert_uint_eq(read_reg(STAT(DEFERRED)), 1);
    ck_assert_uint_eq(read_reg(STAT(COLLISIONS)), 0);
}
END_TEST

START_TEST(frames_are_counted_by_how_often_they_collided)
{
    static const struct {
        unsigned jams, single, multiple, excessive, collisions;
    } row[] = {
        { 1, 1, 0, 0, 1 }, { 2, 0, 1, 0, 2 }, { 15, 0, 1, 0, 15 },
        { 16, 0, 0, 1, 16 },
    };

    for (unsigned i = 0; i < 4; i++) {
        half_setup();
        hand.jam = row[i].jams;
        host_sends(2, -1, 100);
        fake_advance(&fake, NS_PER_S);

        ck_assert_uint_eq(hand.jams, row[i].jams);
        ck_assert_uint_eq(read_reg(STAT(COLLISIONS)), row[i].collisions);
        ck_assert_uint_eq(read_reg(STAT(SINGLE)), row[i].single);
        ck_assert_uint_eq(read_reg(STAT(MULTIPLE)), row[i].multiple);
        ck_assert_uint_eq(read_reg(STAT(EXCESSIVE)), row[i].excessive);
        ck_assert_uint_eq(read_reg(STAT(GOOD_TX)), !row[i].excessive);
        ck_assert_uint_eq(got[2].n, !row[i].excessive);
        ck_assert_uint_eq(read_reg(STAT(LATE)), 0);
        ck_assert_uint_eq(hand.hurt, row[i].jams);
    }
}
END_TEST

START_TEST(a_late_collision_ends_a_frame_and_the_next_one_goes)
{
    host_sends(2, -1, 1000);
    fake_advance(&fake, 3000 * BIT_NS);
    hc_hop_carrier(&wire[1], 1, fake.now_ns + 96 * BIT_NS);
    fake_advance(&fake, NS_PER_MS);
    ck_assert_uint_eq(read_reg(STAT(LATE)), 1);
    ck_assert_uint_eq(read_reg(STAT(COLLISIONS)), 1);
    ck_assert_uint_eq(read_reg(STAT(SINGLE)), 0);
    ck_assert_uint_eq(read_reg(STAT(GOOD_TX)), 0);
    ck_assert_uint_eq(hand.hurt, 1);
    ck_assert_uint_ge(hand.hurt_len, 60);
    /* The host's port has the whole frame, this one what was sent of it. */
    ck_assert_uint_ge(read_reg(STAT(NET_OCTETS)), 1004 + 2936 / 8);
    ck_assert_uint_le(read_reg(STAT(NET_OCTETS)), 1004 + 3000 / 8);

    host_sends(2, -1, 60);
    fake_advance(&fake, NS_PER_MS);

    ck_assert_uint_eq(got[2].n, 1);
}
END_TEST

START_TEST(without_a_link_the_carrier_is_missing)
{
    static const struct hc_signal dark = { .iface = HC_IFACE_RGMII,
                                           .mbps = 100 };

    hc_hop_present(&wire[1], 1, &dark);
    host_sends(2, -1, 60);
    fake_advance(&fake, NS_PER_MS);

    ck_assert_uint_eq(read_reg(STAT(CARRIER)), 1);
    ck_assert_uint_eq(read_reg(STAT(GOOD_TX)), 0);
}
END_TEST

START_TEST(what_a_collision_leaves_is_a_fragment)
{
    uint8_t rest[20] = { 0 };

    hc_hop_send_damaged(&wire[1], 1, rest, sizeof(rest));

    ck_assert_uint_eq(read_reg(STAT(FRAGMENTS)), 1);
    ck_assert_uint_eq(read_reg(STAT(GOOD_RX)), 0);
}
END_TEST

START_TEST(a_full_port_jams_what_wants_to_come_in)
{
    uint8_t rest[20] = { 0 };

    write_reg(MACCONTROL(2), GMII_EN | RX_FLOW);
    write_reg(0x024, 7);                        /* FLOW_CONTROL */
    write_reg(RX_CONTROL, 1);
    for (unsigned i = 0; i < 1000 && !hand.carriers; i++) {
        broadcast_arrives(2, -1);
        fake_advance(&fake, 20 * NS_PER_US);
    }

    ck_assert_uint_eq(hand.carriers, 1);
    ck_assert_uint_eq(read_reg(STAT(COLLISIONS)), 1);
    /* The far end stops and sends what there is; it does not count. */
    hc_hop_carrier(&wire[1], 1, fake.now_ns + 96 * BIT_NS);
    fake_advance(&fake, 96 * BIT_NS);
    hc_hop_send_damaged(&wire[1], 1, rest, sizeof(rest));
    ck_assert_uint_eq(read_reg(STAT(FRAGMENTS)), 0);
    ck_assert_uint_eq(read_reg(STAT(COLLISIONS)), 2);
    ck_assert_uint_eq(read_reg(STAT(0x40)), 0);         /* pauses sent */

    write_reg(RX_CP, RX_BD(RX_BDS - 1));
    give_buffers();
    for (unsigned i = 0; i < 3; i++) {
        write_reg(RX_CP, RX_BD(RX_BDS - 1));
        give_buffers();
        fake_advance(&fake, 20 * NS_PER_US);
    }
    hc_hop_carrier(&wire[1], 1, fake.now_ns + SHORT_NS);
    ck_assert_uint_eq(read_reg(STAT(COLLISIONS)), 2);
}
END_TEST

START_TEST(gigabit_half_duplex_is_named_and_runs_full)
{
    const unsigned before = fake_count(&fake, HC_EVENT_UNMODELLED_MODE);

    far_end(2, HC_IFACE_RGMII, 1000);
    write_reg(MACCONTROL(2), GMII_EN | GIG);
    host_sends(2, -1, 60);

    ck_assert_uint_eq(fake_count(&fake, HC_EVENT_UNMODELLED_MODE),
                      before + 1);
    ck_assert_uint_eq(got[2].n, 1);
}
END_TEST

START_TEST(a_looped_port_is_full_duplex)
{
    write_reg(MACCONTROL(2), GMII_EN | LOOP);
    host_sends(2, -1, 60);

    ck_assert_uint_eq(read_reg(STAT(GOOD_RX)), 2);      /* host and port */
    ck_assert_uint_eq(hand.carriers, 0);
}
END_TEST

/* EXT_EN: the PHY tells the duplex, as Linux has it at 10 Mb/s. */
START_TEST(in_band_the_phy_decides_about_duplex)
{
    struct hc_signal phy = { .iface = HC_IFACE_RGMII, .mbps = 10,
                             .full = false, .lit = true, .ready = true };

    hc_hop_present(&wire[1], 1, &phy);
    write_reg(MACCONTROL(2), GMII_EN | EXT_EN | FULL);
    host_sends(2, -1, 60);
    ck_assert_uint_eq(hand.carriers, 1);
    ck_assert_uint_eq(got[2].n, 0);
    fake_advance(&fake, NS_PER_MS);
    ck_assert_uint_eq(got[2].n, 1);

    phy.full = true;
    hc_hop_present(&wire[1], 1, &phy);
    host_sends(2, -1, 60);
    ck_assert_uint_eq(got[2].n, 2);
}
END_TEST

START_TEST(a_mac_that_goes_down_falls_silent)
{
    host_sends(2, -1, 1000);
    fake_advance(&fake, 10 * NS_PER_US);
    ck_assert_uint_gt(hand.until_ns, fake.now_ns);

    write_reg(MACCONTROL(2), 0);
    write_reg(MACCONTROL(2), GMII_EN);
    fake_advance(&fake, NS_PER_MS);

    ck_assert_uint_eq(got[2].n, 0);
    ck_assert_uint_eq(read_reg(STAT(GOOD_TX)), 0);
}
END_TEST

static void copy_state(struct hc_cpsw *to, const struct hc_cpsw *from)
{
    const size_t at = hc_cpsw_block.state_at;

    memcpy((char *)to + at, (const char *)from + at, sizeof(*to) - at);
}

START_TEST(a_copy_of_the_state_backs_off_to_the_same_time)
{
    uint64_t begin_ns, first_ns;

    hand.jam = 6;
    host_sends(2, -1, 100);
    while (hand.jams < 6) {
        fake_advance(&fake, 1000);
    }
    hc_cpsw_block.init(&twin, &fake.host);
    hc_cpsw_wire(&twin, &memory, &wire[0], &wire[1]);
    copy_state(&twin, &cpsw);
    hc_cpsw_wire(&cpsw, &memory, &wire[0], &wire[1]);
    begin_ns = fake.now_ns;
    while (!got[2].n) {
        fake_advance(&fake, 10);
    }
    first_ns = fake.now_ns - begin_ns;

    fake.now_ns = begin_ns;
    fake.model = &twin;
    fake.wake_ns = begin_ns;
    hand.until_ns = 0;
    hc_cpsw_wire(&twin, &memory, &wire[0], &wire[1]);
    while (got[2].n < 2) {
        fake_advance(&fake, 10);
    }

    ck_assert_uint_eq(fake.now_ns - begin_ns, first_ns);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("cpsw-half");
    TCase *tc = tcase_create("cpsw-half");
    SRunner *runner = srunner_create(suite);
    int failed;

    suite_add_tcase(suite, tc);
    tcase_add_checked_fixture(tc, half_setup, NULL);
    tcase_add_test(tc, a_lone_frame_is_good_and_nothing_else);
    tcase_add_test(tc, a_busy_wire_is_waited_for_and_counted_as_deferred);
    tcase_add_test(tc, frames_are_counted_by_how_often_they_collided);
    tcase_add_test(tc, a_late_collision_ends_a_frame_and_the_next_one_goes);
    tcase_add_test(tc, without_a_link_the_carrier_is_missing);
    tcase_add_test(tc, what_a_collision_leaves_is_a_fragment);
    tcase_add_test(tc, a_full_port_jams_what_wants_to_come_in);
    tcase_add_test(tc, gigabit_half_duplex_is_named_and_runs_full);
    tcase_add_test(tc, a_looped_port_is_full_duplex);
    tcase_add_test(tc, in_band_the_phy_decides_about_duplex);
    tcase_add_test(tc, a_mac_that_goes_down_falls_silent);
    tcase_add_test(tc, a_copy_of_the_state_backs_off_to_the_same_time);
    srunner_run_all(runner, CK_ENV);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
