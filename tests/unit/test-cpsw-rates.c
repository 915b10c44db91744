/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How fast the switch sends: shapers, channels, the rate of a wire. */
#include "cpsw-bench.h"

#include <check.h>
#include <string.h>

#include "run.h"

/* cpsw_set_fifo_rlimit: queue 3 of port 1 gets 10 percent of 100 Mb/s. A
 * frame of 1226 octets takes 1250 with FCS and gap: 100 us, here 1 ms. */
START_TEST(a_shaped_queue_keeps_to_its_share_and_others_do_not_wait)
{
    write_reg(MACCONTROL(1), GMII_EN | FULL);
    far_end(1, HC_IFACE_RGMII, 100);
    write_reg(TX_PRI_MAP(1), 0x33333330);
    write_reg(SEND_PERCENT(1), 10u << 16);
    write_reg(PTYPE, 1u << 18);
    put_vlan(1, 5, 7, 0);
    for (unsigned i = 0; i < 4; i++) {
        host_sends(1, 0x6005, 1226);
    }

    ck_assert_uint_eq(got[1].n, 1);
    host_sends(1, 0x0005, 60);
    fake_advance(&fake, 100 * NS_PER_US);       /* the first has left */
    ck_assert_uint_eq(got[1].n, 2);
    fake_advance(&fake, 899 * NS_PER_US);
    ck_assert_uint_eq(got[1].n, 2);
    fake_advance(&fake, 2001 * NS_PER_US);
    ck_assert_uint_eq(got[1].n, 5);
}
END_TEST

/* cpdma_chan_set_rate: 1 / 40 of 4 Gb/s is 100 Mb/s. */
START_TEST(a_rate_limited_channel_sends_at_its_rate)
{
    write_reg(DMACONTROL, 0x101);
    write_reg(TX_RATE(0), 1u << 16 | 39);

    host_sends_many(1, 40);
    fake_advance(&fake, 10 * NS_PER_MS);

    /* 1514 octets, preamble and gap last 122.72 us */
    ck_assert_uint_eq(got[1].n, 40);
    ck_assert_uint_eq(fake.now_ns, 10 * NS_PER_MS);
    got[1].n = 0;
    host_sends_many(1, 40);
    fake_advance(&fake, 1 * NS_PER_MS);
    ck_assert_uint_eq(got[1].n, 9);         /* at 0, 122.72, ... 981.8 us */
}
END_TEST

START_TEST(a_looped_port_hears_itself_and_its_wire_is_silent)
{
    write_reg(MACCONTROL(1), GMII_EN | GIG | FULL | LOOP);
    write_reg(0xd08, 0x80000014);           /* bypass: all to the host */

    host_sends(1, -1, 100);

    ck_assert_uint_eq(got[1].n, 0);
    ck_assert_uint_eq(get(RX_BD(0) + 12) & 0x7ff, 4 + 100 + 4);
    ck_assert(!hc_hop_passes(&wire[0]));
}
END_TEST

/* A frame of 100 bytes takes 992 ns. */
START_TEST(two_looped_ports_talk_no_faster_than_their_wires)
{
    write_reg(MACCONTROL(1), GMII_EN | GIG | FULL | LOOP);
    write_reg(MACCONTROL(2), GMII_EN | GIG | FULL | LOOP);

    host_sends(1, -1, 100);
    fake_advance(&fake, 992 * NS_PER_US - 1);

    ck_assert_uint_eq(read_reg(STAT(0x34)), 2 * 1000);
}
END_TEST

/* --- the rate of a wire ------------------------------------------------ */

static void port_2_has(uint16_t mbps)
{
    write_reg(MACCONTROL(2), GMII_EN | FULL);
    far_end(2, HC_IFACE_RGMII, mbps);
}

/* IEEE 802.3: 1514 bytes, 4 of FCS, 8 of preamble, 12 of gap are 12304 bits;
 * so the last of 812 frames begins in the first second. */
static const struct {
    uint16_t mbps;
    unsigned frames_in_100ms;
} rate_case[] = {
    { 10, 82 }, { 100, 813 }, { 1000, 8128 },
};

START_TEST(a_wire_takes_frames_at_its_rate)
{
    port_2_has(rate_case[_i].mbps);

    for (unsigned i = 0; i < 100000 / 50; i++) {
        if (!read_reg(TX_HDP)) {
            host_sends_many(2, 100);
        }
        fake_advance(&fake, 50 * NS_PER_US - 1);
        ck_assert(i % 100 || got[2].n);
        fake_advance(&fake, 1);
    }

    ck_assert_uint_eq(got[2].n, rate_case[_i].frames_in_100ms);
    ck_assert_uint_eq(read_reg(STAT(0x84)), 0);
}
END_TEST

START_TEST(an_early_port_keeps_the_rate_of_its_wire)
{
    unsigned at_once;

    cpsw.early_ns = NS_PER_MS;
    port_2_has(100);
    host_sends_many(2, 100);
    at_once = got[2].n;             /* what lasts a millisecond, and one */
    ck_assert_uint_eq(at_once, 9);
    for (unsigned i = 0; i < 100000 / 50; i++) {
        if (!read_reg(TX_HDP)) {
            host_sends_many(2, 100);
        }
        fake_advance(&fake, 50 * NS_PER_US);
    }

    ck_assert_uint_ge(got[2].n, 813 + 8);
    ck_assert_uint_le(got[2].n, 813 + 9);
}
END_TEST

START_TEST(port_10_mbps_passes_812_frames_in_a_second)
{
    port_2_has(10);
    for (unsigned second = 1; second < 4; second++) {
        got[2].n = 0;
        for (unsigned ms = 0; ms < 1000; ms++) {
            if (!read_reg(TX_HDP)) {
                host_sends_many(2, 100);
            }
            fake_advance(&fake, NS_PER_MS);
        }
        ck_assert_uint_ge(got[2].n, 812);
        ck_assert_uint_le(got[2].n, 813);
    }
}
END_TEST

START_TEST(what_a_slow_wire_cannot_take_is_counted)
{
    port_2_has(10);

    for (unsigned ms = 0; ms < 100; ms++) {
        arrive(1, -1, 1514);
        fake_advance(&fake, NS_PER_MS);
    }
    fake_advance(&fake, NS_PER_S);

    ck_assert_uint_gt(read_reg(STAT(0x84)), 0);
    ck_assert_uint_eq(got[2].n + read_reg(STAT(0x84)), 100);
    ck_assert_uint_ge(got[2].n, 82);
}
END_TEST

START_TEST(a_slow_wire_makes_its_port_ask_the_fast_one_for_pauses)
{
    ask_for_pauses();
    port_2_has(10);

    for (unsigned i = 0; i < 100; i++) {
        if (!(read_reg(MACSTATUS(1)) & 2)) {
            arrive(1, -1, 1514);
        }
        fake_advance(&fake, 300 * NS_PER_US);
    }
    fake_advance(&fake, NS_PER_S);

    ck_assert_uint_gt(read_reg(STAT(0x40)), 1);
    ck_assert_uint_eq(read_reg(STAT(0x84)), 0);
}
END_TEST

START_TEST(the_urgent_overtake_while_the_wire_is_busy)
{
    write_reg(TX_PRI_MAP(2), 0x33221100);
    put_vlan(1, 5, 7, 0);
    port_2_has(10);
    host_sends(2, 0x0005, 1000);
    host_sends(2, 0x0005, 1001);
    host_sends(2, 0xe005, 1002);
    ck_assert_uint_eq(got[2].len, 1000);

    fake_advance(&fake, 1024 * 800);

    ck_assert_uint_eq(got[2].len, 1002);
}
END_TEST

/* 1024 octets on the wire last 8192 ns. */
START_TEST(a_late_world_does_not_slow_a_wire)
{
    for (unsigned i = 0; i < 8; i++) {
        host_sends(2, -1, 1000);
    }
    ck_assert_uint_eq(got[2].n, 1);

    fake.now_ns += 3 * 8192;            /* nobody woke it */
    hc_cpsw_block.wake(&cpsw);
    ck_assert_uint_eq(got[2].n, 4);
    fake_advance(&fake, 8191);
    ck_assert_uint_eq(got[2].n, 4);
    fake_advance(&fake, 1);
    ck_assert_uint_eq(got[2].n, 5);
}
END_TEST

START_TEST(an_ended_pause_gives_no_time_back)
{
    obey_pauses(2);
    far_end_asks_for_pause(2, 0xffff);
    for (unsigned i = 0; i < 8; i++) {
        host_sends(2, -1, 1000);
    }
    fake_advance(&fake, NS_PER_MS);

    far_end_asks_for_pause(2, 0);

    ck_assert_uint_eq(got[2].n, 1);
    fake_advance(&fake, 8192);
    ck_assert_uint_eq(got[2].n, 2);
}
END_TEST

#define N(table) ((int)(sizeof(table) / sizeof((table)[0])))

static void add(TCase *tc)
{
    tcase_add_test(tc,
        a_shaped_queue_keeps_to_its_share_and_others_do_not_wait);
    tcase_add_test(tc, a_rate_limited_channel_sends_at_its_rate);
    tcase_add_test(tc, a_looped_port_hears_itself_and_its_wire_is_silent);
    tcase_add_test(tc, two_looped_ports_talk_no_faster_than_their_wires);
    tcase_add_loop_test(tc, a_wire_takes_frames_at_its_rate, 0, N(rate_case));
    tcase_add_test(tc, an_early_port_keeps_the_rate_of_its_wire);
    tcase_add_test(tc, port_10_mbps_passes_812_frames_in_a_second);
    tcase_add_test(tc, what_a_slow_wire_cannot_take_is_counted);
    tcase_add_test(tc, a_slow_wire_makes_its_port_ask_the_fast_one_for_pauses);
    tcase_add_test(tc, the_urgent_overtake_while_the_wire_is_busy);
    tcase_add_test(tc, a_late_world_does_not_slow_a_wire);
    tcase_add_test(tc, an_ended_pause_gives_no_time_back);
}

int main(void)
{
    return run_suite("cpsw-rates", cpsw_setup, NULL, add);
}
