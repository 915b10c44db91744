/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The sending side: descriptors, completion, teardown. */
#include "cpdma-bench.h"

#include "run.h"

START_TEST(one_descriptor_sends_one_frame)
{
    memset(ram + 0x10000, 0x5a, 100);
    put_bd(0, 0, BUFFER, 100, WHOLE | 100);

    write_reg(TX_HDP(7), bd(0));

    ck_assert_uint_eq(sent.n, 1);
    ck_assert_uint_eq(sent.len, 100);
    ck_assert_uint_eq(sent.bytes[99], 0x5a);
    ck_assert_uint_eq(sent.to_port, 0);
    ck_assert_uint_eq(flags_of(0), SOP | EOP | EOQ | 100);
    ck_assert_uint_eq(read_reg(TX_HDP(7)), 0);
    ck_assert_uint_eq(read_reg(TX_CP(7)), bd(0));
    ck_assert_uint_eq(read_reg(TX_MASKED), 0x80);
    ck_assert_uint_eq(word3_stores, 1);     /* OWNER and EOQ in one store */
}
END_TEST

START_TEST(a_chain_is_sent_whole_and_only_its_end_has_eoq)
{
    for (unsigned i = 0; i < 3; i++) {
        put_bd(i, i < 2 ? bd(i + 1) : 0, BUFFER, 60, WHOLE | 60);
    }

    write_reg(TX_HDP(0), bd(0));

    ck_assert_uint_eq(sent.n, 3);
    ck_assert_uint_eq(flags_of(0) & (OWNER | EOQ), 0);
    ck_assert_uint_eq(flags_of(1) & (OWNER | EOQ), 0);
    ck_assert_uint_eq(flags_of(2) & (OWNER | EOQ), EOQ);
    ck_assert_uint_eq(read_reg(TX_CP(0)), bd(2));
}
END_TEST

START_TEST(a_frame_may_lie_in_several_buffers)
{
    memcpy(ram + 0x10000, "head", 4);
    memset(ram + 0x10100, 't', 80);
    put_bd(0, bd(1), BUFFER - 2, 2 << 16 | 4, SOP | OWNER | 84);
    put_bd(1, 0, BUFFER + 0x100, 80, EOP);

    write_reg(TX_HDP(0), bd(0));

    ck_assert_uint_eq(sent.len, 84);
    ck_assert_mem_eq(sent.bytes, "headtttt", 8);
    ck_assert_uint_eq(flags_of(0) & OWNER, 0);
    ck_assert_uint_eq(flags_of(1) & EOQ, EOQ);
    ck_assert_uint_eq(read_reg(TX_CP(0)), bd(1));
}
END_TEST

START_TEST(a_directed_descriptor_names_its_port)
{
    put_bd(0, 0, BUFFER, 60, WHOLE | TO_PORT(2) | 60);

    write_reg(TX_HDP(0), bd(0));

    ck_assert_uint_eq(sent.to_port, 2);
}
END_TEST

START_TEST(short_frames_are_filled_and_a_passed_crc_is_cut)
{
    memset(ram + 0x10000, 0xff, 64);
    put_bd(0, 0, BUFFER, 20, WHOLE | 20);
    put_bd(1, 0, BUFFER, 68, WHOLE | CRC | 68);

    write_reg(TX_HDP(0), bd(0));
    ck_assert_uint_eq(sent.len, 60);
    ck_assert_uint_eq(sent.bytes[20], 0);

    write_reg(TX_HDP(0), bd(1));
    ck_assert_uint_eq(sent.len, 64);
}
END_TEST

/* __cpdma_chan_submit links a descriptor behind one that is being sent. */
static void link_second(void)
{
    if (sent.n == 1) {
        put(bd(0), bd(1));
    }
}

START_TEST(a_descriptor_linked_during_the_send_is_sent_too)
{
    put_bd(0, 0, BUFFER, 60, WHOLE | 60);
    put_bd(1, 0, BUFFER, 60, WHOLE | 60);
    sent.meanwhile = link_second;

    write_reg(TX_HDP(0), bd(0));

    ck_assert_uint_eq(sent.n, 2);
    ck_assert_uint_eq(flags_of(0) & EOQ, 0);
}
END_TEST

START_TEST(a_descriptor_linked_too_late_is_sent_by_a_new_head)
{
    put_bd(0, 0, BUFFER, 60, WHOLE | 60);
    put_bd(1, 0, BUFFER, 60, WHOLE | 60);
    write_reg(TX_HDP(0), bd(0));
    put(bd(0), bd(1));
    ck_assert_uint_eq(flags_of(0) & (EOQ | OWNER), EOQ);    /* misqueued */

    write_reg(TX_HDP(0), bd(1));

    ck_assert_uint_eq(sent.n, 2);
    ck_assert_uint_eq(fake_count(&fake, HC_EVENT_MISUSE_REG), 0);
}
END_TEST

START_TEST(only_the_last_completion_pointer_acknowledges)
{
    put_bd(0, bd(1), BUFFER, 60, WHOLE | 60);
    put_bd(1, 0, BUFFER, 60, WHOLE | 60);
    write_reg(TX_HDP(0), bd(0));

    write_reg(TX_CP(0), bd(0));
    ck_assert_uint_eq(read_reg(TX_MASKED), 1);
    ck_assert_uint_eq(read_reg(TX_CP(0)), bd(1));

    write_reg(TX_CP(0), bd(1));
    ck_assert_uint_eq(read_reg(TX_MASKED), 0);
}
END_TEST

START_TEST(a_head_over_a_head_is_misuse_and_a_zero_is_not)
{
    write_reg(TX_CONTROL, 0);
    write_reg(TX_HDP(0), bd(0));
    write_reg(TX_HDP(0), bd(1));
    ck_assert_uint_eq(read_reg(TX_HDP(0)), bd(0));
    ck_assert_uint_eq(fake_count(&fake, HC_EVENT_MISUSE_REG), 1);

    write_reg(TX_HDP(1), 0);
    ck_assert_uint_eq(fake_count(&fake, HC_EVENT_MISUSE_REG), 1);
}
END_TEST

START_TEST(a_disabled_transmitter_sends_when_it_is_enabled)
{
    put_bd(0, 0, BUFFER, 60, WHOLE | 60);
    write_reg(TX_CONTROL, 0);
    write_reg(TX_HDP(0), bd(0));
    ck_assert_uint_eq(sent.n, 0);

    write_reg(TX_CONTROL, 1);

    ck_assert_uint_eq(sent.n, 1);
}
END_TEST

/* SPRUH73, DMASTATUS, TX_HOST_ERR_CODE. */
static const struct {
    const char *what;
    uint32_t next, buffer, len, flags;
    unsigned code;
} bad_tx[] = {
    { "no SOP", 0, BUFFER, 60, EOP | OWNER | 60, 1 },
    { "not owned", 0, BUFFER, 60, SOP | EOP | 60, 2 },
    { "no EOP at the end", 0, BUFFER, 60, SOP | OWNER | 60, 3 },
    { "no buffer", 0, 0, 60, WHOLE | 60, 4 },
    { "buffer outside memory", 0, RAM + RAM_SIZE - 8, 60, WHOLE | 60, 4 },
    { "buffer wraps", 0, 0xffffffffu, 60, WHOLE | 60, 4 },
    { "empty buffer", 0, BUFFER, 0, WHOLE | 60, 5 },
    { "less than the packet", 0, BUFFER, 30, WHOLE | 60, 6 },
    { "more than any packet", 0, BUFFER, 0xffff, WHOLE | 60, 6 },
    { "one buffer for ever", RAM + 0x1000, BUFFER, 1, SOP | OWNER | 60, 6 },
    { "next outside memory", 0x10, BUFFER, 60, SOP | OWNER | 60, 1 },
};

START_TEST(a_bad_descriptor_stops_its_channel_with_a_code)
{
    put_bd(0, bad_tx[_i].next, bad_tx[_i].buffer, bad_tx[_i].len,
           bad_tx[_i].flags);

    write_reg(TX_HDP(3), bd(0));

    ck_assert_uint_eq(sent.n, 0);
    ck_assert_uint_eq(read_reg(DMASTATUS) >> 20 & 0xf, bad_tx[_i].code);
    ck_assert_uint_eq(read_reg(DMASTATUS) >> 16 & 7, 3);
    ck_assert_uint_eq(read_reg(DMA_MASKED), 2);
    ck_assert_uint_eq(fake_count(&fake, HC_EVENT_DMA_ERROR), 1);
    ck_assert_uint_eq(read_reg(TX_HDP(3)), bd(0));
}
END_TEST

START_TEST(a_head_outside_memory_is_an_error_and_no_read)
{
    write_reg(TX_HDP(0), 0x10);

    ck_assert_uint_eq(read_reg(DMASTATUS) >> 20 & 0xf, 1);
}
END_TEST

START_TEST(a_ring_of_descriptors_ends_at_the_first_that_was_sent)
{
    put_bd(0, bd(1), BUFFER, 60, WHOLE | 60);
    put_bd(1, bd(0), BUFFER, 60, WHOLE | 60);

    write_reg(TX_HDP(0), bd(0));

    ck_assert_uint_eq(sent.n, 2);
    ck_assert_uint_eq(read_reg(DMASTATUS) >> 20 & 0xf, 2);
}
END_TEST

static void own_again(void)
{
    put(bd(0) + 12, WHOLE | 60);
    put(bd(1) + 12, WHOLE | 60);
}

START_TEST(a_ring_that_is_fed_for_ever_takes_a_breath_and_goes_on)
{
    put_bd(0, bd(1), BUFFER, 60, WHOLE | 60);
    put_bd(1, bd(0), BUFFER, 60, WHOLE | 60);
    sent.meanwhile = own_again;

    write_reg(TX_HDP(0), bd(0));
    ck_assert_uint_eq(sent.n, 1024);
    ck_assert_uint_gt(state.continue_at_ns, fake.now_ns);
    ck_assert_uint_lt(state.continue_at_ns, NS_PER_MS);

    hc_cpdma_continue(&dma);
    ck_assert_uint_eq(sent.n, 2048);
}
END_TEST

START_TEST(teardown_leaves_its_mark_and_no_descriptor_is_touched)
{
    put_bd(0, 0, BUFFER, 1526, OWNER);
    write_reg(RX_HDP(0), bd(0));

    write_reg(RX_TEARDOWN, 0);

    ck_assert_uint_eq(read_reg(RX_CP(0)), 0xfffffffc);
    ck_assert_uint_eq(read_reg(RX_HDP(0)), 0);
    ck_assert_uint_eq(read_reg(RX_MASKED), 1);
    ck_assert_uint_eq(flags_of(0), OWNER);
    write_reg(RX_CP(0), 0xfffffffc);
    ck_assert_uint_eq(read_reg(RX_MASKED), 0);
}
END_TEST

/* cpsw_ndo_tx_timeout stops and starts a channel without a reset, and the
 * clean-up in between may write a head. */
START_TEST(a_torn_down_channel_is_quiet_until_its_interrupt_is_enabled)
{
    put_bd(0, 0, BUFFER, 60, WHOLE | 60);
    put_bd(1, 0, BUFFER, 60, WHOLE | 60);
    write_reg(TX_MASK_CLR, 1);
    write_reg(TX_TEARDOWN, 0);

    write_reg(TX_HDP(0), bd(0));
    ck_assert_uint_eq(sent.n, 0);

    write_reg(TX_MASK_SET, 1);
    ck_assert_uint_eq(read_reg(TX_HDP(0)), 0);
    write_reg(TX_HDP(0), bd(1));
    ck_assert_uint_eq(sent.n, 1);
    ck_assert_uint_eq(fake_count(&fake, HC_EVENT_MISUSE_REG), 0);
}
END_TEST

#define N(table) ((int)(sizeof(table) / sizeof((table)[0])))

static void add(TCase *tc)
{
    tcase_add_test(tc, one_descriptor_sends_one_frame);
    tcase_add_test(tc, a_chain_is_sent_whole_and_only_its_end_has_eoq);
    tcase_add_test(tc, a_frame_may_lie_in_several_buffers);
    tcase_add_test(tc, a_directed_descriptor_names_its_port);
    tcase_add_test(tc, short_frames_are_filled_and_a_passed_crc_is_cut);
    tcase_add_test(tc, a_descriptor_linked_during_the_send_is_sent_too);
    tcase_add_test(tc, a_descriptor_linked_too_late_is_sent_by_a_new_head);
    tcase_add_test(tc, only_the_last_completion_pointer_acknowledges);
    tcase_add_test(tc, a_head_over_a_head_is_misuse_and_a_zero_is_not);
    tcase_add_test(tc, a_disabled_transmitter_sends_when_it_is_enabled);
    tcase_add_loop_test(tc, a_bad_descriptor_stops_its_channel_with_a_code,
                        0, N(bad_tx));
    tcase_add_test(tc, a_head_outside_memory_is_an_error_and_no_read);
    tcase_add_test(tc, a_ring_of_descriptors_ends_at_the_first_that_was_sent);
    tcase_add_test(tc, a_ring_that_is_fed_for_ever_takes_a_breath_and_goes_on);
    tcase_add_test(tc, teardown_leaves_its_mark_and_no_descriptor_is_touched);
    tcase_add_test(tc,
        a_torn_down_channel_is_quiet_until_its_interrupt_is_enabled);
}

int main(void)
{
    return run_suite("cpdma", cpdma_setup, NULL, add);
}
