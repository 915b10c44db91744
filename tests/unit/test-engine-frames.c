/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Frames that a story waits for. */
#include "engine-bench.h"

#include "run.h"

START_TEST(packet_numbers_of_a_range_all_come_in_order)
{
    boot(HEAD "@boot expect eth0 macsec pn=5..7\n");
    sectag(4);
    sectag(5);
    sectag(7);
    sectag(6);
    ck_assert(!bench.finished);

    sectag(7);

    assert_verdict(HC_VERDICT_HELD, "+2");
}
END_TEST

START_TEST(a_gap_in_the_packet_numbers_fails)
{
    boot(HEAD "@boot expect eth0 macsec pn=5..7\n");
    sectag(5);
    sectag(7);
    pass_ms(5001);

    assert_verdict(HC_VERDICT_FAILED, "-2");
    ck_assert_ptr_nonnull(strstr(bench.why,
                                 "packet number 6 did not come next"));
}
END_TEST

START_TEST(packet_numbers_are_counted_when_told_to)
{
    boot(HEAD "@boot pull eth0\n"
         "+0 .. 1s expect eth0 macsec pn=5..7 count=2\n");
    sectag(7);
    sectag(8);
    sectag(7);
    pass_ms(1000);

    assert_verdict(HC_VERDICT_HELD, "+2+3");
}
END_TEST

START_TEST(one_packet_number_of_a_range_is_enough_to_fail_its_absence)
{
    boot(HEAD "@boot expect not eth0 macsec pn=5..7\n");
    sectag(8);
    ck_assert(!bench.finished);

    sectag(6);

    assert_verdict(HC_VERDICT_FAILED, "-2");
}
END_TEST

START_TEST(frames_count_from_the_stimulus_before_the_line)
{
    g_hash_table_insert(bench.state, "eth0.x", "0");
    boot(HEAD "@boot expect eth0.x = 1\nthen plug eth0\n"
         "then expect eth0 frame dst=broadcast count=2\n");
    frame("eth0");
    g_hash_table_insert(bench.state, "eth0.x", "1");
    pass_ms(20);
    frame("eth0");
    frame("eth1");
    frame("eth0");
    ck_assert(!bench.finished);
    pass_ms(1000);

    assert_verdict(HC_VERDICT_HELD, "+2+3+4");
}
END_TEST

START_TEST(one_frame_too_many_fails_at_once)
{
    boot(HEAD "@boot expect eth0 frame dst=broadcast count=1\n");
    frame("eth0");
    ck_assert(!bench.finished);
    frame("eth0");

    assert_verdict(HC_VERDICT_FAILED, "-2");
    ck_assert_ptr_nonnull(strstr(bench.why, "2 came"));
}
END_TEST

START_TEST(a_frame_too_few_fails_when_the_window_is_over)
{
    boot(HEAD "@boot expect eth0 frame dst=broadcast count=2\n");
    frame("eth0");
    pass_ms(1000);

    assert_verdict(HC_VERDICT_FAILED, "-2");
}
END_TEST

START_TEST(a_count_may_be_between_two_numbers)
{
    boot(HEAD "@boot expect eth0 frame dst=broadcast count=1..2\n"
         "then expect eth0 frame dst=broadcast count=3..4\n");
    frame("eth0");
    frame("eth0");
    ck_assert(!bench.finished);
    pass_ms(2000);

    assert_verdict(HC_VERDICT_FAILED, "+2-3");
}
END_TEST

START_TEST(a_frame_that_must_not_come_fails_even_before_its_line)
{
    g_hash_table_insert(bench.state, "eth0.x", "0");
    boot(HEAD "@boot plug eth0\nthen expect eth0.x = 1\n"
         "then expect not eth0 frame dst=broadcast\n");
    frame("eth0");
    g_hash_table_insert(bench.state, "eth0.x", "1");
    pass_ms(20);

    assert_verdict(HC_VERDICT_FAILED, "+2+3-4");
}
END_TEST

START_TEST(a_frame_outside_its_window_does_not_count)
{
    boot(HEAD "@boot plug eth0\n"
         "+100ms .. 200ms expect not eth0 frame dst=broadcast\n"
         "+0 .. 300ms expect eth0 frame dst=broadcast count=2\n");
    frame("eth0");
    pass_ms(250);
    frame("eth0");
    pass_ms(1000);

    assert_verdict(HC_VERDICT_HELD, "+2+3+4");
}
END_TEST

static void add(TCase *tc)
{
    tcase_add_test(tc, packet_numbers_of_a_range_all_come_in_order);
    tcase_add_test(tc, a_gap_in_the_packet_numbers_fails);
    tcase_add_test(tc, packet_numbers_are_counted_when_told_to);
    tcase_add_test(tc,
        one_packet_number_of_a_range_is_enough_to_fail_its_absence);
    tcase_add_test(tc, frames_count_from_the_stimulus_before_the_line);
    tcase_add_test(tc, one_frame_too_many_fails_at_once);
    tcase_add_test(tc, a_frame_too_few_fails_when_the_window_is_over);
    tcase_add_test(tc, a_count_may_be_between_two_numbers);
    tcase_add_test(tc, a_frame_that_must_not_come_fails_even_before_its_line);
    tcase_add_test(tc, a_frame_outside_its_window_does_not_count);
}

int main(void)
{
    return run_suite("engine-frames", engine_setup, engine_teardown, add);
}
