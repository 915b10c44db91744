/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The sending side of the switch: queues, pauses, shapers, the rate of a
 * wire; and priorities, damaged frames and time stamps. */
#include "cpsw-bench.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#define PTYPE            0x010
#define RX_CH_MAP        0x120
#define SEND_PERCENT(n)  (0x128 + 0x100 * (n))
#define TX_PRI_MAP(n)    (0x118 + 0x100 * (n))
#define SA_LO(n)         (0x120 + 0x100 * (n))
#define SA_HI(n)         (0x124 + 0x100 * (n))
#define TX_RATE(n)       (0x830 + 4 * (n))
#define DMACONTROL       0x820

/* IEEE 802.3 31B: a pause of so many times 512 bits. */
static void far_end_asks_for_pause(unsigned port, unsigned quanta)
{
    const uint8_t pause[60] = { 1, 0x80, 0xc2, 0, 0, 1, 2, 0, 0, 0, 0, 9,
                                0x88, 0x08, 0, 1, (uint8_t)(quanta >> 8),
                                (uint8_t)quanta };

    hc_hop_send(&wire[port - 1], 1, pause, sizeof(pause));
}

static void obey_pauses(unsigned port)
{
    write_reg(MACCONTROL(port), GMII_EN | GIG | FULL | TX_FLOW);
}

START_TEST(a_pause_holds_the_transmitter_for_its_time)
{
    obey_pauses(2);
    far_end_asks_for_pause(2, 1000);        /* 512 us at 1 Gb/s */

    host_sends(2, -1, 60);
    fake_advance(&fake, 511 * NS_PER_US);
    ck_assert_uint_eq(got[2].n, 0);
    ck_assert_uint_eq(read_reg(MACSTATUS(2)) & 3, 1);
    ck_assert_uint_eq(read_reg(0xddc), 1);  /* SL2_TX_PAUSE: quanta left */
    ck_assert_uint_eq(get(TX_BD + 12) & OWNER, 0);  /* in the FIFO */

    fake_advance(&fake, 1 * NS_PER_US);
    ck_assert_uint_eq(got[2].n, 1);
    ck_assert_uint_eq(read_reg(MACSTATUS(2)) & 3, 0);
}
END_TEST

START_TEST(a_pause_of_zero_ends_a_pause)
{
    obey_pauses(2);
    far_end_asks_for_pause(2, 0xffff);
    host_sends(2, -1, 60);

    far_end_asks_for_pause(2, 0);

    ck_assert_uint_eq(got[2].n, 1);
    ck_assert_uint_eq(read_reg(STAT(0x0c)), 2);
}
END_TEST

START_TEST(pauses_are_nothing_to_half_duplex_or_without_tx_flow)
{
    write_reg(MACCONTROL(2), GMII_EN | FULL);
    far_end_asks_for_pause(2, 1000);
    host_sends(2, -1, 60);
    ck_assert_uint_eq(got[2].n, 1);

    wires_rest();
    far_end(2, HC_IFACE_RGMII, 100);
    write_reg(MACCONTROL(2), GMII_EN | TX_FLOW);
    far_end_asks_for_pause(2, 1000);
    wires_rest();
    host_sends(2, -1, 60);
    fake_advance(&fake, 5760);              /* 72 octets */
    ck_assert_uint_eq(got[2].n, 2);
}
END_TEST

START_TEST(turning_tx_flow_off_ends_a_pause)
{
    obey_pauses(2);
    far_end_asks_for_pause(2, 0xffff);
    host_sends(2, -1, 60);

    write_reg(MACCONTROL(2), GMII_EN | GIG | FULL);

    ck_assert_uint_eq(got[2].n, 1);
}
END_TEST

START_TEST(a_port_that_goes_down_forgets_what_waits)
{
    obey_pauses(2);
    far_end_asks_for_pause(2, 1000);
    host_sends(2, -1, 60);

    write_reg(MACCONTROL(2), 0);
    obey_pauses(2);
    fake_advance(&fake, NS_PER_MS);

    ck_assert_uint_eq(got[2].n, 0);
}
END_TEST

/* TX_PRI_MAP as Linux sets it: priorities 7 and 6 in queue 3. */
START_TEST(after_a_pause_the_urgent_goes_first)
{
    obey_pauses(2);
    write_reg(TX_PRI_MAP(2), 0x33221100);
    put_vlan(1, 5, 7, 0);
    far_end_asks_for_pause(2, 1000);
    host_sends(2, 0x0005, 100);
    host_sends(2, 0xe005, 200);
    host_sends(2, 0x6005, 300);

    fake_advance(&fake, NS_PER_MS);

    ck_assert_uint_eq(got[2].n, 3);
    ck_assert_uint_eq(got[2].len, 100);     /* the last of the three */
}
END_TEST

/* Two frames of the lowest and four of the highest priority wait; in which
 * order they go: a digit each, 1 for an urgent one. */
static unsigned order_of_urgency(uint32_t ptype)
{
    unsigned order = 0, seen = 0;

    cpsw_setup();
    obey_pauses(2);
    write_reg(PTYPE, ptype);
    write_reg(TX_PRI_MAP(2), 0x33221100);
    put_vlan(1, 5, 7, 0);
    far_end_asks_for_pause(2, 1000);
    for (unsigned i = 0; i < 6; i++) {
        host_sends(2, i < 2 ? 0x0005 : 0xe005, i < 2 ? 100 : 200);
    }
    while (seen < 6) {
        fake_advance(&fake, 100);
        if (got[2].n > seen) {
            seen++;
            order = order << 4 | (got[2].len == 200);
        }
    }
    return order;
}

/* PTYPE: bit 8 + n is port n's, 4:0 how many go before the next lower one. */
START_TEST(an_escalating_port_gives_a_part_to_the_lower_ones)
{
    ck_assert_uint_eq(order_of_urgency(0), 0x111100);
    ck_assert_uint_eq(order_of_urgency(1u << 10 | 1), 0x101011);
    ck_assert_uint_eq(order_of_urgency(1u << 10 | 2), 0x110110);
    ck_assert_uint_eq(order_of_urgency(1u << 10 | 3), 0x111010);
    ck_assert_uint_eq(order_of_urgency(1u << 9 | 1), 0x111100);
}
END_TEST

static void host_sends_many(unsigned port, unsigned n)
{
    make(ram + 0x4000, -1, 1514);
    for (unsigned i = 0; i < n; i++) {
        const uint32_t bd = TX_BD + 32 * i;

        put(bd, i + 1 < n ? bd + 32 : 0);
        put(bd + 4, RAM + 0x4000);
        put(bd + 8, 1514);
        put(bd + 12, WHOLE | 0x100000u | port << 16 | 1514);
    }
    write_reg(TX_HDP, TX_BD);
}

START_TEST(the_host_waits_for_room_and_loses_nothing)
{
    obey_pauses(2);
    far_end_asks_for_pause(2, 1000);

    host_sends_many(2, 40);
    ck_assert_uint_ne(read_reg(TX_HDP), 0);
    ck_assert_uint_eq(get(TX_BD + 32 * 39 + 12) & OWNER, OWNER);

    fake_advance(&fake, NS_PER_MS);
    ck_assert_uint_eq(got[2].n, 40);
    ck_assert_uint_eq(read_reg(TX_HDP), 0);
    ck_assert_uint_eq(read_reg(STAT(0x84)), 0);
}
END_TEST

START_TEST(a_full_port_does_not_hold_up_the_other)
{
    obey_pauses(2);
    far_end_asks_for_pause(2, 1000);
    host_sends_many(2, 40);

    write_reg(0xa04, 0);
    make(ram + 0x5000, -1, 60);
    put(RAM + 0x800, 0);
    put(RAM + 0x804, RAM + 0x5000);
    put(RAM + 0x808, 60);
    put(RAM + 0x80c, WHOLE | 0x110000u | 60);
    write_reg(0xa04, RAM + 0x800);          /* channel 1 */

    ck_assert_uint_eq(got[1].n, 1);
}
END_TEST

START_TEST(what_a_wire_sends_to_a_full_port_is_lost_and_counted)
{
    obey_pauses(2);
    far_end_asks_for_pause(2, 1000);

    for (unsigned i = 0; i < 40; i++) {
        arrive(1, -1, 1514);
    }

    ck_assert_uint_gt(read_reg(STAT(0x84)), 20);
    fake_advance(&fake, NS_PER_MS);
    ck_assert_uint_eq(got[2].n + read_reg(STAT(0x84)), 40);
}
END_TEST

static void fill_host_fifo(unsigned n)
{
    for (unsigned i = 0; i < n; i++) {
        broadcast_arrives(1, -1);
    }
}

/* Both MACCONTROL and FLOW_CONTROL must allow it. */
static void ask_for_pauses(void)
{
    write_reg(MACCONTROL(1), GMII_EN | GIG | FULL | RX_FLOW);
    write_reg(0x024, 7);
    write_reg(SA_HI(1), 0x44332211);
    write_reg(SA_LO(1), 0x6655);
    write_reg(STAT_PORT_EN, 7);
}

START_TEST(a_filling_fifo_asks_for_a_pause_and_an_empty_one_ends_it)
{
    static const uint8_t pause[18] = { 1, 0x80, 0xc2, 0, 0, 1, 0x11, 0x22,
                                       0x33, 0x44, 0x55, 0x66, 0x88, 8, 0, 1,
                                       0xff, 0xff };

    ask_for_pauses();
    fill_host_fifo(RX_BDS);
    ck_assert_uint_eq(got[1].n, 0);

    fill_host_fifo(60);
    ck_assert_uint_eq(got[1].n, 1);
    ck_assert_mem_eq(got[1].bytes, pause, sizeof(pause));
    ck_assert_uint_eq(got[1].len, 60);
    ck_assert_uint_eq(read_reg(STAT(0x40)), 1);
    ck_assert_uint_eq(read_reg(MACSTATUS(1)) & 3, 2);

    for (unsigned i = 0; i < 4; i++) {
        give_buffers();
        wires_rest();
    }
    ck_assert_uint_eq(got[1].n, 2);
    ck_assert_uint_eq(got[1].bytes[16] | got[1].bytes[17], 0);
    ck_assert_uint_eq(read_reg(MACSTATUS(1)) & 3, 0);
}
END_TEST

/* Again after ff00h times 512 bits: 33.4 ms at 1 Gb/s. */
START_TEST(a_pause_is_renewed_while_there_is_no_room)
{
    ask_for_pauses();
    fill_host_fifo(RX_BDS + 60);

    fake_advance(&fake, 33 * NS_PER_MS);
    ck_assert_uint_eq(got[1].n, 1);
    fake_advance(&fake, 1 * NS_PER_MS);
    ck_assert_uint_eq(got[1].n, 2);
}
END_TEST

START_TEST(no_pause_is_asked_for_unless_both_registers_allow)
{
    ask_for_pauses();
    write_reg(0x024, 1);

    fill_host_fifo(RX_BDS + 60);

    ck_assert_uint_eq(got[1].n, 0);
}
END_TEST

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

/* SPRUH73 14.3.2.20.1: which statistic counts a bad frame, and 21:20 of the
 * descriptor when RX_CEF lets it in. */
static const struct {
    enum hc_cpsw_damage damage;
    size_t   len;
    uint32_t stat, flags;
} damage_case[] = {
    { HC_CPSW_BAD_CRC, 100, 0x10, 1u << 20 },
    { HC_CPSW_BAD_CODE, 100, 0x14, 2u << 20 },
    { HC_CPSW_BAD_ALIGN, 100, 0x14, 3u << 20 },
    { HC_CPSW_BAD_CRC, 1600, 0x1c, IS_LONG | 1u << 20 },
    { HC_CPSW_BAD_CRC, 40, 0x24, IS_SHORT | 1u << 20 },
    { HC_CPSW_INTACT, 1600, 0x18, IS_LONG },
};

START_TEST(a_damaged_frame_is_counted_by_its_kind_and_shown_on_demand)
{
    uint8_t frame[2000];
    const size_t len = make(frame, -1, damage_case[_i].len);

    hc_cpsw_receive_damaged(&cpsw, 1, frame, len, damage_case[_i].damage);
    ck_assert_uint_eq(read_reg(STAT(damage_case[_i].stat)), 1);
    ck_assert_uint_eq(read_reg(STAT(0x00)), 0);
    ck_assert_uint_eq(read_reg(STAT(0x80)), len + 4);
    ck_assert_uint_eq(got[2].n, 0);
    ck_assert_uint_eq(get(RX_BD(0) + 12), OWNER);

    write_reg(MACCONTROL(1), GMII_EN | GIG | FULL | RX_CEF);
    put(RX_BD(0) + 8, 2000);
    hc_cpsw_receive_damaged(&cpsw, 1, frame, len, damage_case[_i].damage);
    ck_assert_uint_eq(get(RX_BD(0) + 12) & 0x3b00000, damage_case[_i].flags);
    ck_assert_uint_eq(got[2].n, 0);
}
END_TEST

START_TEST(a_statistic_that_is_half_full_interrupts_until_it_is_lowered)
{
    write_reg(STAT_PORT_EN, 0);
    write_reg(STAT(0x00), 0x7fffffff);
    write_reg(STAT_PORT_EN, 7);
    write_reg(DMA_MASK_SET, 1);
    write_reg(WR_MISC_EN, 8);
    ck_assert(!fake.line[LINE_MISC]);

    arrive(1, -1, 60);
    ck_assert(fake.line[LINE_MISC]);
    ck_assert_uint_eq(read_reg(0x124c), 8);

    write_reg(STAT(0x00), 0x80000000);
    ck_assert(!fake.line[LINE_MISC]);
}
END_TEST

/* Queue 3 of the host, by TX_PRI_MAP of port 0, to channel 6 for port 2. */
START_TEST(urgent_frames_may_have_a_channel_of_their_own)
{
    write_reg(0x118, 0x33221100);
    write_reg(RX_CH_MAP, 0x60000000);
    put_vlan(1, 5, 7, 0);
    write_reg(RX_MASK_SET, 0xff);
    put(RAM + 0x880, 0);
    put(RAM + 0x884, BUFFER(20));
    put(RAM + 0x888, 1526);
    put(RAM + 0x88c, OWNER);
    write_reg(RX_HDP + 4 * 6, RAM + 0x880);

    broadcast_arrives(2, 0xe005);
    broadcast_arrives(2, 0x2005);

    ck_assert_uint_eq(read_reg(0x8a4), 1u << 6 | 1);
    ck_assert_uint_eq(get(RAM + 0x88c) & OWNER, 0);
    ck_assert_uint_eq(get(BUFFER(20)) >> 29, 7);
}
END_TEST

START_TEST(a_port_maps_the_priority_that_it_receives)
{
    write_reg(0xda4, 0x26543210);           /* 7 becomes 2 */
    put_vlan(1, 5, 7, 0);

    arrive(1, 0xe005, 100);

    ck_assert_uint_eq(tci_of(got[2].bytes), 0x4005);
}
END_TEST

START_TEST(a_dscp_speaks_for_an_untagged_frame)
{
    uint8_t frame[64];

    write_reg(PORT_CONTROL(1), 1u << 16);
    write_reg(0x230 + 4 * 5, 0x07000000);   /* DSCP 46 is priority 7 */
    put_vlan(0, 0, 7, 0);
    make(frame, -1, sizeof(frame));
    frame[14] = 0x45;
    frame[15] = 46 << 2;

    hc_hop_send(&wire[0], 1, frame, sizeof(frame));

    ck_assert_uint_eq(tci_of(got[2].bytes), 0xe000);
}
END_TEST

#define TS_SEQ_MTYPE(n) (0x11c + 0x100 * (n))

/* As cpsw_hwtstamp_v2 leaves things, both ways. */
static void stamp_ptp(unsigned port)
{
    write_reg(TS_SEQ_MTYPE(port), 30u << 16 | 0xf);
    write_reg(PORT_CONTROL(port), 0x00107f17);
    write_reg(0x02c, 0x88f7);
    write_reg(0x028, 0x8100);
    write_reg(CPTS_CONTROL, 1);
    write_reg(CPTS_INT_EN, 1);
    write_reg(WR_MISC_EN, 0x10);
    write_reg(0xd08, 0x80000014);           /* bypass: for the host only */
}

static size_t make_sync(uint8_t *frame, unsigned sequence)
{
    memset(frame, 0, 64);
    memcpy(frame, from_station, 12);
    frame[12] = 0x88;
    frame[13] = 0xf7;
    frame[14 + 30] = (uint8_t)(sequence >> 8);
    frame[14 + 31] = (uint8_t)sequence;
    return 64;
}

START_TEST(a_received_ptp_frame_is_stamped_before_the_host_can_see_it)
{
    uint8_t frame[64];

    stamp_ptp(2);
    write_reg(RX_TEARDOWN, 0);              /* no buffers */
    write_reg(RX_MASK_SET, 1);
    fake_advance(&fake, 400);

    hc_hop_send(&wire[1], 1, frame, make_sync(frame, 0x1234));

    ck_assert(fake.line[LINE_MISC]);
    ck_assert_uint_eq(read_reg(CPTS_LOW), 100);
    ck_assert_uint_eq(read_reg(CPTS_HIGH), 0x02401234);
}
END_TEST

START_TEST(a_ptp_frame_that_others_get_as_well_is_not_stamped)
{
    uint8_t frame[64];

    stamp_ptp(2);
    write_reg(0xd08, 0x80000104);           /* flood to host and wire */

    hc_hop_send(&wire[1], 1, frame, make_sync(frame, 1));

    ck_assert_uint_eq(got[1].n, 1);
    ck_assert_uint_eq(read_reg(CPTS_RAW), 0);
}
END_TEST

START_TEST(a_sent_ptp_frame_is_stamped_when_it_leaves)
{
    stamp_ptp(1);
    write_reg(MACCONTROL(1), GMII_EN | GIG | FULL | TX_FLOW);
    far_end_asks_for_pause(1, 1000);
    make_sync(ram + 0x4000, 0xabcd);
    put(TX_BD, 0);
    put(TX_BD + 4, RAM + 0x4000);
    put(TX_BD + 8, 64);
    put(TX_BD + 12, WHOLE | 0x110000u | 64);
    write_reg(TX_HDP, TX_BD);
    ck_assert_uint_eq(read_reg(CPTS_RAW), 0);

    fake_advance(&fake, NS_PER_MS);

    ck_assert_uint_eq(got[1].n, 1);
    ck_assert_uint_eq(read_reg(CPTS_LOW), 512000 / 4);
    ck_assert_uint_eq(read_reg(CPTS_HIGH), 0x0150abcd);
}
END_TEST

START_TEST(a_copy_of_the_state_sends_what_waited)
{
    const size_t at = hc_cpsw_block.state_at;

    obey_pauses(2);
    far_end_asks_for_pause(2, 1000);
    host_sends(2, -1, 100);
    hc_cpsw_block.init(&twin, &fake.host);
    hc_cpsw_wire(&twin, &memory, &wire[0], &wire[1]);
    memcpy((char *)&twin + at, (char *)&cpsw + at, sizeof(cpsw) - at);
    fake.model = &twin;

    fake_advance(&fake, NS_PER_MS);

    ck_assert_uint_eq(got[2].n, 1);
    ck_assert_uint_eq(got[2].len, 100);
}
END_TEST

#define N(table) ((int)(sizeof(table) / sizeof((table)[0])))

static void add_sending(TCase *tc)
{
    tcase_add_test(tc, a_pause_holds_the_transmitter_for_its_time);
    tcase_add_test(tc, a_pause_of_zero_ends_a_pause);
    tcase_add_test(tc, pauses_are_nothing_to_half_duplex_or_without_tx_flow);
    tcase_add_test(tc, turning_tx_flow_off_ends_a_pause);
    tcase_add_test(tc, a_port_that_goes_down_forgets_what_waits);
    tcase_add_test(tc, after_a_pause_the_urgent_goes_first);
    tcase_add_test(tc, an_escalating_port_gives_a_part_to_the_lower_ones);
    tcase_add_test(tc, the_host_waits_for_room_and_loses_nothing);
    tcase_add_test(tc, a_full_port_does_not_hold_up_the_other);
    tcase_add_test(tc, what_a_wire_sends_to_a_full_port_is_lost_and_counted);
    tcase_add_test(tc,
        a_filling_fifo_asks_for_a_pause_and_an_empty_one_ends_it);
    tcase_add_test(tc, a_pause_is_renewed_while_there_is_no_room);
    tcase_add_test(tc, no_pause_is_asked_for_unless_both_registers_allow);
    tcase_add_test(tc,
        a_shaped_queue_keeps_to_its_share_and_others_do_not_wait);
    tcase_add_test(tc, a_rate_limited_channel_sends_at_its_rate);
    tcase_add_test(tc, a_looped_port_hears_itself_and_its_wire_is_silent);
    tcase_add_test(tc, two_looped_ports_talk_no_faster_than_their_wires);
    tcase_add_loop_test(tc,
        a_damaged_frame_is_counted_by_its_kind_and_shown_on_demand,
        0, N(damage_case));
    tcase_add_test(tc,
        a_statistic_that_is_half_full_interrupts_until_it_is_lowered);
    tcase_add_test(tc, urgent_frames_may_have_a_channel_of_their_own);
    tcase_add_test(tc, a_port_maps_the_priority_that_it_receives);
    tcase_add_test(tc, a_dscp_speaks_for_an_untagged_frame);
    tcase_add_test(tc,
        a_received_ptp_frame_is_stamped_before_the_host_can_see_it);
    tcase_add_test(tc, a_ptp_frame_that_others_get_as_well_is_not_stamped);
    tcase_add_test(tc, a_sent_ptp_frame_is_stamped_when_it_leaves);
    tcase_add_test(tc, a_copy_of_the_state_sends_what_waited);
}

static void add_rates(TCase *tc)
{
    tcase_add_test(tc, an_early_port_keeps_the_rate_of_its_wire);
    tcase_add_loop_test(tc, a_wire_takes_frames_at_its_rate, 0,
                        N(rate_case));
    tcase_add_test(tc, port_10_mbps_passes_812_frames_in_a_second);
    tcase_add_test(tc, what_a_slow_wire_cannot_take_is_counted);
    tcase_add_test(tc,
        a_slow_wire_makes_its_port_ask_the_fast_one_for_pauses);
    tcase_add_test(tc, the_urgent_overtake_while_the_wire_is_busy);
    tcase_add_test(tc, a_late_world_does_not_slow_a_wire);
    tcase_add_test(tc, an_ended_pause_gives_no_time_back);
}

int main(void)
{
    Suite *suite = suite_create("cpsw-sending");
    TCase *tc = tcase_create("cpsw-sending");
    SRunner *runner = srunner_create(suite);
    int failed;

    suite_add_tcase(suite, tc);
    tcase_add_checked_fixture(tc, cpsw_setup, NULL);
    add_sending(tc);
    add_rates(tc);
    srunner_run_all(runner, CK_ENV);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
