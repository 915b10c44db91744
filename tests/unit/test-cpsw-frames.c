/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Damaged frames, priorities and time stamps in the switch. */
#include "cpsw-bench.h"

#include <check.h>
#include <string.h>

#include "run.h"

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

static void add(TCase *tc)
{
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

int main(void)
{
    return run_suite("cpsw-frames", cpsw_setup, NULL, add);
}
