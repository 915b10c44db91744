/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Channels side by side: rates, room, priorities, rings. */
#include "cpdma-bench.h"

#include "../../models/fcs.h"
#include "run.h"

/* Two ways to the same sum, at every alignment and length. */
START_TEST(the_fast_fcs_is_the_plain_one)
{
    static uint8_t bytes[2100];
    uint32_t seed = 1;

    for (size_t i = 0; i < sizeof(bytes); i++) {
        seed = seed * 1664525u + 1013904223u;
        bytes[i] = (uint8_t)(seed >> 24);
    }
    for (size_t len = 0; len < 2048; len++) {
        ck_assert_uint_eq(hc_fcs(bytes + len % 17, len),
                          hc_fcs_plain(bytes + len % 17, len));
    }
}
END_TEST

/* 1 / 40 of 32 bits at 125 MHz is 100 Mb/s; a frame of 105 octets takes 125
 * with preamble and gap: 10 us. */
START_TEST(a_rate_limited_channel_sends_one_frame_after_the_other)
{
    put_bd(0, bd(1), BUFFER, 105, WHOLE | 105);
    put_bd(1, 0, BUFFER, 105, WHOLE | 105);
    write_reg(0x820, 0x8001);
    write_reg(0x830 + 4 * 7, 1u << 16 | 39);

    write_reg(TX_HDP(7), bd(0));
    ck_assert_uint_eq(sent.n, 1);
    ck_assert_uint_eq(state.continue_at_ns, 10 * NS_PER_US);
    ck_assert_uint_eq(flags_of(1) & OWNER, OWNER);

    hc_cpdma_continue(&dma);
    ck_assert_uint_eq(sent.n, 1);
    fake_advance(&fake, 10 * NS_PER_US);
    hc_cpdma_continue(&dma);
    ck_assert_uint_eq(sent.n, 2);
}
END_TEST

/* The kernel's cpsw.rst: 40 Mbit/s (1 / 100 of 4 Gb/s) of 1518 octets, tag
 * and no FCS, carry 39012 kbit/s of 1500: 307.6 us each. */
START_TEST(the_rate_counts_preamble_and_gap_but_no_fcs)
{
    write_reg(0x820, 0x8001);
    write_reg(0x830 + 4 * 7, 1u << 16 | 99);

    ck_assert_uint_eq(hc_cpdma_rate_ns(&dma, 7, 1518), 307600);
    ck_assert_uint_eq(UINT64_C(1500) * 8 * 1000000 / 307600, 39011);
    ck_assert_uint_eq(hc_cpdma_rate_ns(&dma, 6, 1518), 0);
}
END_TEST

START_TEST(a_channel_whose_limit_is_not_enabled_sends_at_once)
{
    put_bd(0, bd(1), BUFFER, 101, WHOLE | 101);
    put_bd(1, 0, BUFFER, 101, WHOLE | 101);
    write_reg(0x830, 1u << 16 | 39);

    write_reg(TX_HDP(0), bd(0));

    ck_assert_uint_eq(sent.n, 2);
}
END_TEST

static bool room;

static bool has_room(void *owner, unsigned to_port, bool limited)
{
    (void)owner, (void)limited;
    return room || to_port == 2;
}

/* Room for one packet, until told again. */
static bool one_at_a_time(void *owner, unsigned to_port, bool limited)
{
    const bool now = room;

    (void)owner, (void)to_port, (void)limited;
    room = false;
    return now;
}

START_TEST(a_channel_waits_for_room_and_others_pass_it)
{
    dma.has_room = has_room;
    room = false;
    put_bd(0, 0, BUFFER, 60, WHOLE | TO_PORT(1) | 60);
    put_bd(1, 0, BUFFER, 60, WHOLE | TO_PORT(2) | 60);

    write_reg(TX_HDP(0), bd(0));
    ck_assert_uint_eq(flags_of(0) & OWNER, OWNER);
    write_reg(TX_HDP(1), bd(1));
    ck_assert_uint_eq(sent.n, 1);

    room = true;
    hc_cpdma_resume(&dma);
    ck_assert_uint_eq(sent.n, 2);
    ck_assert_uint_eq(flags_of(0) & OWNER, 0);
}
END_TEST

/* Of three packets each in two channels, with room for one at a time. */
static unsigned order_of_channels(uint32_t dmacontrol)
{
    unsigned order = 0;

    dma.has_room = one_at_a_time;
    room = false;
    write_reg(0x820, dmacontrol);
    for (unsigned i = 0; i < 6; i++) {
        put_bd(i, i % 3 < 2 ? bd(i + 1) : 0, BUFFER, 60,
               WHOLE | TO_PORT(1) | 60);
    }
    write_reg(TX_HDP(2), bd(0));
    write_reg(TX_HDP(5), bd(3));
    for (unsigned i = 0; i < 6; i++) {
        room = true;
        hc_cpdma_resume(&dma);
        order = order << 4 | ((flags_of(0) & OWNER ? 0 : 1) +
                              (flags_of(1) & OWNER ? 0 : 1) +
                              (flags_of(2) & OWNER ? 0 : 1));
    }
    return order;
}

START_TEST(with_fixed_priorities_channel_7_goes_first)
{
    /* So many of channel 2 are through after each step. */
    ck_assert_uint_eq(order_of_channels(1), 0x000123);
    ck_assert_uint_eq(sent.n, 6);
}
END_TEST

START_TEST(without_priorities_channels_take_turns)
{
    ck_assert_uint_eq(order_of_channels(0), 0x112233);
    ck_assert_uint_eq(sent.n, 6);
}
END_TEST

/* Packets of 500 buffers of one byte each. */
START_TEST(a_ring_of_small_buffers_ends_where_it_began)
{
    for (unsigned i = 0; i < 1000; i++) {
        put_bd(i, i < 999 ? bd(i + 1) : 0, BUFFER, 1,
               OWNER | (i % 500 == 0 ? SOP | 60 : 0) |
               (i % 500 == 499 ? EOP : 0));
    }
    put(bd(999), bd(0));

    write_reg(TX_HDP(0), bd(0));

    ck_assert_uint_eq(sent.n, 2);
    ck_assert_uint_eq(read_reg(DMASTATUS) >> 20 & 0xf, 2);
}
END_TEST

START_TEST(blocked_length_words_stay_as_they_are)
{
    put_bd(0, 0, BUFFER, 1526, OWNER);
    write_reg(0x820, 4);
    write_reg(RX_HDP(0), bd(0));

    receive("abc", 60, false);

    ck_assert_uint_eq(get(bd(0) + 8), 1526);
    ck_assert_uint_eq(flags_of(0) & 0x7ff, 64);
}
END_TEST

START_TEST(every_channel_has_its_own_ring_each_way)
{
    for (unsigned i = 0; i < 8; i++) {
        uint8_t bytes[60] = { 0 };
        const struct hc_cpdma_frame frame = { .channel = i, .from_port = 1,
                                              .bytes = bytes, .len = 60 };

        put_bd(i, 0, BUFFER, 60, WHOLE | 60);
        put_bd(8 + i, 0, BUFFER + 0x800, 1526, OWNER);
        write_reg(TX_HDP(i), bd(i));
        write_reg(RX_HDP(i), bd(8 + i));
        ck_assert_int_eq(hc_cpdma_receive(&dma, &frame), HC_OK);
        ck_assert_uint_eq(read_reg(TX_CP(i)), bd(i));
        ck_assert_uint_eq(read_reg(RX_CP(i)), bd(8 + i));
    }

    ck_assert_uint_eq(read_reg(TX_MASKED), 0xff);
    ck_assert_uint_eq(read_reg(RX_MASKED), 0xff);
}
END_TEST

static void add(TCase *tc)
{
    tcase_add_test(tc, the_fast_fcs_is_the_plain_one);
    tcase_add_test(tc, a_rate_limited_channel_sends_one_frame_after_the_other);
    tcase_add_test(tc, the_rate_counts_preamble_and_gap_but_no_fcs);
    tcase_add_test(tc, a_channel_whose_limit_is_not_enabled_sends_at_once);
    tcase_add_test(tc, a_channel_waits_for_room_and_others_pass_it);
    tcase_add_test(tc, with_fixed_priorities_channel_7_goes_first);
    tcase_add_test(tc, without_priorities_channels_take_turns);
    tcase_add_test(tc, a_ring_of_small_buffers_ends_where_it_began);
    tcase_add_test(tc, blocked_length_words_stay_as_they_are);
    tcase_add_test(tc, every_channel_has_its_own_ring_each_way);
}

int main(void)
{
    return run_suite("cpdma-channels", cpdma_setup, NULL, add);
}
