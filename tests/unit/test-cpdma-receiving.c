/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The receiving side: buffers, overruns, bad descriptors. */
#include "cpdma-bench.h"

#include "../../models/fcs.h"
#include "run.h"

START_TEST(soft_reset_forgets_channels_and_keeps_descriptors)
{
    put_bd(0, 0, BUFFER, 60, EOP | OWNER | 60);
    put_bd(1, 0, BUFFER, 60, WHOLE | 60);
    write_reg(TX_HDP(0), bd(0));        /* an error */
    write_reg(TX_TEARDOWN, 1);

    write_reg(SOFT_RESET, 1);

    ck_assert_uint_eq(read_reg(SOFT_RESET), 0);
    ck_assert_uint_eq(read_reg(TX_HDP(0)), 0);
    ck_assert_uint_eq(read_reg(TX_CP(1)), 0);
    ck_assert_uint_eq(read_reg(TX_RAW), 0);
    ck_assert_uint_eq(read_reg(TX_MASK_SET), 0);
    ck_assert_uint_eq(flags_of(1), WHOLE | 60);
    write_reg(TX_CONTROL, 1);
    write_reg(TX_HDP(0), bd(1));
    ck_assert_uint_eq(sent.n, 1);
}
END_TEST

/* 1514 bytes, the word before and the FCS behind fill a Linux buffer. */
START_TEST(a_frame_is_stored_with_its_vlan_word_and_fcs)
{
    put_bd(0, 0, BUFFER, 1526, OWNER);
    write_reg(RX_HDP(0), bd(0));

    ck_assert_int_eq(receive("123456789", 60, true), HC_OK);

    ck_assert_uint_eq(flags_of(0),
                      SOP | EOP | EOQ | CRC | 1u << 19 | 2u << 16 | 68);
    ck_assert_uint_eq(get(BUFFER), 0x20050300);
    ck_assert_mem_eq(ram + 0x10004, "123456789", 9);
    ck_assert_uint_eq(get(bd(0) + 8), 68);
    ck_assert_uint_eq(read_reg(RX_CP(0)), bd(0));
    ck_assert_uint_eq(read_reg(RX_HDP(0)), 0);
    ck_assert_uint_eq(read_reg(RX_MASKED), 1);
    ck_assert_uint_eq(word3_stores, 1);
}
END_TEST

/* The check value of CRC-32 for "123456789", as in many catalogues. */
START_TEST(the_fcs_is_that_of_ethernet)
{
    put_bd(0, 0, BUFFER, 1526, OWNER);
    write_reg(RX_HDP(0), bd(0));

    receive("123456789", 9, false);

    ck_assert_uint_eq(get(BUFFER + 9), 0xcbf43926);
    ck_assert_uint_eq(flags_of(0) & 0x7ff, 13);
    ck_assert_uint_eq(flags_of(0) & 1u << 19, 0);
}
END_TEST

START_TEST(frames_wait_for_buffers_in_order)
{
    receive("first", 60, false);
    receive("second", 60, false);
    ck_assert_uint_eq(read_reg(RX_MASKED), 0);
    put_bd(0, bd(1), BUFFER, 1526, OWNER);
    put_bd(1, 0, BUFFER + 0x800, 1526, OWNER);

    write_reg(RX_HDP(0), bd(0));

    ck_assert_mem_eq(ram + 0x10000, "first", 5);
    ck_assert_mem_eq(ram + 0x10800, "second", 6);
    ck_assert_uint_eq(flags_of(0) & (OWNER | EOQ), 0);
    ck_assert_uint_eq(flags_of(1) & (OWNER | EOQ), EOQ);
    ck_assert_uint_eq(read_reg(RX_CP(0)), bd(1));
}
END_TEST

START_TEST(too_many_waiting_frames_are_start_of_frame_overruns)
{
    unsigned taken = 0;

    while (taken < 1000 && receive("x", 1514, true) == HC_OK) {
        taken++;
    }

    ck_assert_uint_gt(taken, 8);
    ck_assert_uint_lt(taken, 1000);
    ck_assert_uint_eq(counted(0x984), 1);
    ck_assert_uint_eq(counted(0x98c), 0);
}
END_TEST

START_TEST(a_receiver_that_is_off_loses_frames_and_counts_them)
{
    put_bd(0, 0, BUFFER, 1526, OWNER);
    write_reg(RX_CONTROL, 0);
    write_reg(RX_HDP(0), bd(0));

    ck_assert_int_eq(receive("x", 60, true), HC_NAK);
    write_reg(RX_CONTROL, 1);

    ck_assert_uint_eq(counted(0x98c), 1);
    ck_assert_uint_eq(flags_of(0), OWNER);
}
END_TEST

START_TEST(a_long_frame_fills_several_buffers)
{
    put_bd(0, bd(1), BUFFER, 64, OWNER);
    put_bd(1, bd(2), BUFFER + 0x100, 64, OWNER);
    put_bd(2, 0, BUFFER + 0x200, 64, OWNER);
    write_reg(RX_OFFSET, 16);
    write_reg(RX_FREE(0), 3);
    write_reg(RX_HDP(0), bd(0));

    receive("abc", 96, false);      /* 100 bytes: 48 + 52 */

    ck_assert_uint_eq(flags_of(0), SOP | CRC | 2u << 16 | 100);
    ck_assert_uint_eq(flags_of(1), EOP | CRC | 2u << 16);
    ck_assert_uint_eq(get(bd(0) + 8), 16u << 16 | 48);
    ck_assert_uint_eq(get(bd(1) + 8), 52);
    ck_assert_mem_eq(ram + 0x10010, "abc", 3);
    ck_assert_uint_eq(read_reg(RX_HDP(0)), bd(2));
    ck_assert_uint_eq(read_reg(RX_FREE(0)), 1);
}
END_TEST

START_TEST(a_frame_that_no_chain_can_hold_is_a_middle_of_frame_overrun)
{
    put_bd(0, 0, BUFFER, 64, OWNER);
    write_reg(RX_HDP(0), bd(0));

    receive("x", 1514, true);

    ck_assert_uint_eq(counted(0x988), 1);
    ck_assert_uint_eq(flags_of(0), OWNER);
    ck_assert_uint_eq(read_reg(RX_HDP(0)), bd(0));
}
END_TEST

/* SPRUH73, DMASTATUS, RX_HOST_ERR_CODE. */
static const struct {
    uint32_t buffer, len, flags;
    unsigned code;
} bad_rx[] = {
    { BUFFER, 1526, 0, 2 },
    { 0, 1526, OWNER, 4 },
    { BUFFER, 0, OWNER, 5 },
    { BUFFER, 16, OWNER, 6 },
    { RAM + RAM_SIZE - 4, 1526, OWNER, 4 },
};

START_TEST(a_bad_receive_descriptor_stops_the_channel_with_a_code)
{
    put_bd(0, 0, bad_rx[_i].buffer, bad_rx[_i].len, bad_rx[_i].flags);
    write_reg(RX_OFFSET, 16);
    write_reg(RX_HDP(0), bd(0));

    receive("x", 60, true);

    ck_assert_uint_eq(read_reg(DMASTATUS) >> 12 & 0xf, bad_rx[_i].code);
    ck_assert_uint_eq(read_reg(DMASTATUS) >> 8 & 7, 0);
    ck_assert_uint_eq(read_reg(RX_MASKED), 0);
    ck_assert_int_eq(receive("y", 60, true), HC_NAK);
}
END_TEST

START_TEST(free_buffer_counts_add_up_and_thresholds_need_their_mask)
{
    write_reg(RX_FREE(0), 5);
    write_reg(RX_FREE(0), 2);
    ck_assert_uint_eq(read_reg(RX_FREE(0)), 7);

    write_reg(RX_THRESH(0), 8);
    ck_assert_uint_eq(read_reg(RX_MASKED), 0);      /* Linux counts on it */
    write_reg(RX_MASK_SET, 0x100);
    ck_assert_uint_eq(read_reg(RX_MASKED), 0x100);

    write_reg(RX_FREE(0), 1);
    ck_assert_uint_eq(read_reg(RX_MASKED), 0);
}
END_TEST

START_TEST(a_copy_of_the_state_delivers_what_was_waiting)
{
    static struct hc_cpdma_state copy;
    static uint32_t copied_reg[0x2000 / 4];

    receive("waiting", 60, false);
    copy = state;
    memcpy(copied_reg, reg, sizeof(reg));
    hc_cpdma_reset(&dma);
    dma.state = &copy;
    dma.reg = copied_reg;
    put_bd(0, 0, BUFFER, 1526, OWNER);

    write_reg(RX_HDP(0), bd(0));

    ck_assert_mem_eq(ram + 0x10000, "waiting", 7);
    ck_assert_uint_eq(read_reg(RX_MASKED), 1);
}
END_TEST

#define N(table) ((int)(sizeof(table) / sizeof((table)[0])))

static void add(TCase *tc)
{
    tcase_add_test(tc, soft_reset_forgets_channels_and_keeps_descriptors);
    tcase_add_test(tc, a_frame_is_stored_with_its_vlan_word_and_fcs);
    tcase_add_test(tc, the_fcs_is_that_of_ethernet);
    tcase_add_test(tc, frames_wait_for_buffers_in_order);
    tcase_add_test(tc, too_many_waiting_frames_are_start_of_frame_overruns);
    tcase_add_test(tc, a_receiver_that_is_off_loses_frames_and_counts_them);
    tcase_add_test(tc, a_long_frame_fills_several_buffers);
    tcase_add_test(tc,
        a_frame_that_no_chain_can_hold_is_a_middle_of_frame_overrun);
    tcase_add_loop_test(tc,
        a_bad_receive_descriptor_stops_the_channel_with_a_code,
        0, N(bad_rx));
    tcase_add_test(tc,
        free_buffer_counts_add_up_and_thresholds_need_their_mask);
    tcase_add_test(tc, a_copy_of_the_state_delivers_what_was_waiting);
}

int main(void)
{
    return run_suite("cpdma-receiving", cpdma_setup, NULL, add);
}
