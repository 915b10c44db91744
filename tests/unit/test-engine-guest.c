/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a story hears of the guest: commands, messages, its end. */
#include "engine-bench.h"

#include "run.h"

START_TEST(a_command_is_tried_until_its_answer_is_right)
{
    boot(HEAD "@boot expect guest \"ping\" status 0\n");
    answer(1, "no route\n");
    pass_ms(100);
    answer(0, "");

    ck_assert_str_eq(bench.commands->str, "ping@1000;ping@1100;");
    assert_verdict(HC_VERDICT_HELD, "+2");
}
END_TEST

START_TEST(output_is_compared_without_the_line_feeds_at_its_end)
{
    boot(HEAD "@boot expect guest \"cat\" = \"full\\nduplex\"\n");
    answer(3, "full\nduplex\n\n");

    assert_verdict(HC_VERDICT_HELD, "+2");
}
END_TEST

START_TEST(a_command_that_never_ends_is_killed_with_its_window)
{
    boot(HEAD "@boot pull eth0\n+0 .. 1s expect guest \"cat\" ~ \"x\"\n");
    pass_ms(1001);

    assert_verdict(HC_VERDICT_FAILED, "+2-3");
    ck_assert_uint_eq(bench.killed, bench.last_id);
    ck_assert_ptr_nonnull(strstr(bench.why, "still running"));
}
END_TEST

START_TEST(a_failed_command_shows_its_output)
{
    boot(HEAD "@boot pull eth0\n+0 .. 50ms expect guest \"x\" status 0\n");
    answer(127, "sh: x: not found\n");

    assert_verdict(HC_VERDICT_FAILED, "+2-3");
    ck_assert_ptr_nonnull(strstr(bench.messages->str, "status 127"));
    ck_assert_ptr_nonnull(strstr(bench.messages->str, "sh: x: not found"));
}
END_TEST

START_TEST(a_started_command_is_asked_about_later)
{
    unsigned iperf;

    boot(HEAD "@boot run &iperf \"iperf3\"\n+1s pull eth0\n"
         "+0 .. 9s expect guest &iperf status 0\n");
    iperf = bench.last_id;
    pass_ms(5000);
    ck_assert_str_eq(bench.done->str, "pull eth0@2000;");
    ck_assert(!bench.finished);

    hc_engine_agent_end(engine, iperf, 0);
    pass_ms(0);

    assert_verdict(HC_VERDICT_HELD, "+2+3+4");
}
END_TEST

START_TEST(a_kernel_message_from_before_the_hello_is_known_at_boot)
{
    power_on(HEAD "@boot expect kernel ~ \"^sfp .*: Host\"\n");
    hc_engine_agent_kmsg(engine, 6, "sfp sfp0: Host maximum power 1.0W");
    hc_engine_agent_hello(engine, "6.12.1");
    pass_ms(0);

    assert_verdict(HC_VERDICT_HELD, "+2");
}
END_TEST

START_TEST(a_kernel_warning_fails_unless_it_is_allowed)
{
    boot(HEAD "allow kernel ~ \"checksum\"  # it is wrong\n"
         "@boot expect no kernel warning\nthen pull eth0\n"
         "+0 .. 1s expect no kernel warning\n");
    hc_engine_agent_kmsg(engine, 3, "sfp: checksum failure");
    hc_engine_agent_kmsg(engine, 5, "eth0: link is down");
    pass_ms(1100);
    ck_assert(!bench.finished);

    hc_engine_agent_kmsg(engine, 4, "NETDEV WATCHDOG");
    pass_ms(0);

    assert_verdict(HC_VERDICT_FAILED, "+3+4-5");
    ck_assert_ptr_nonnull(strstr(bench.why, "NETDEV WATCHDOG"));
}
END_TEST

START_TEST(a_warning_while_booting_counts_only_when_asked_for)
{
    power_on(HEAD "@boot expect no kernel warning\n"
             "then expect no kernel warning since power-on\n");
    hc_engine_agent_kmsg(engine, 4, "l4_wkup: odd");
    hc_engine_agent_hello(engine, "6.12.1");
    pass_ms(3000);

    assert_verdict(HC_VERDICT_FAILED, "+2-3");
}
END_TEST

START_TEST(a_kernel_that_cannot_do_it_is_skipped)
{
    boot("board evmsk\nneeds kernel >= 7.0 \"no such driver\"\n"
         "@boot pull eth0\n");

    assert_verdict(HC_VERDICT_SKIPPED, "");
    ck_assert_str_eq(bench.why, "no such driver");
    ck_assert_str_eq(bench.done->str, "");
}
END_TEST

START_TEST(a_guest_that_never_boots_leaves_the_question_open)
{
    power_on(HEAD "@boot pull eth0\n");
    pass_ms(300001);

    assert_verdict(HC_VERDICT_UNKNOWN, "");
}
END_TEST

START_TEST(a_machine_that_stops_fails_what_was_waited_for)
{
    boot(HEAD "@boot expect eth0 link.up\n");

    hc_engine_stopped(engine, "the guest panicked");

    assert_verdict(HC_VERDICT_FAILED, "-2");
    ck_assert_str_eq(bench.why, "the machine stopped: the guest panicked");
}
END_TEST

START_TEST(a_power_off_can_be_the_end_of_the_story)
{
    boot(HEAD "@boot run \"poweroff\"\n+0 .. 9s expect board "
         "board.poweroff\n");
    pass_ms(100);
    hc_engine_event(engine, bench.now_ns, "board", "board.poweroff");

    hc_engine_stopped(engine, "power-off");

    assert_verdict(HC_VERDICT_HELD, "+2+3");
}
END_TEST

START_TEST(an_event_never_acts_on_the_bench_from_inside_a_model)
{
    boot(HEAD "@boot expect eth0 link.up\nthen pull eth0\n");

    hc_engine_event(engine, bench.now_ns, "eth0", "link.up mbps=100 full=1");

    ck_assert_str_eq(bench.done->str, "");
    ck_assert_uint_eq(bench.wake_ns, bench.now_ns);
}
END_TEST

START_TEST(nothing_matters_after_the_verdict)
{
    boot(HEAD "@boot pull eth0\n");
    ck_assert(bench.finished);

    hc_engine_event(engine, bench.now_ns, "eth0", "link.up");
    hc_engine_agent_hello(engine, "6.12.1");
    hc_engine_agent_kmsg(engine, 0, "oops");
    hc_engine_agent_link(engine, "eth0", true, 10);
    hc_engine_agent_end(engine, 1, 0);
    hc_engine_stopped(engine, "power-off");
    hc_engine_wake(engine);

    assert_verdict(HC_VERDICT_HELD, "+2");
}
END_TEST

static void add(TCase *tc)
{
    tcase_add_test(tc, a_command_is_tried_until_its_answer_is_right);
    tcase_add_test(tc, output_is_compared_without_the_line_feeds_at_its_end);
    tcase_add_test(tc, a_command_that_never_ends_is_killed_with_its_window);
    tcase_add_test(tc, a_failed_command_shows_its_output);
    tcase_add_test(tc, a_started_command_is_asked_about_later);
    tcase_add_test(tc, a_kernel_message_from_before_the_hello_is_known_at_boot);
    tcase_add_test(tc, a_kernel_warning_fails_unless_it_is_allowed);
    tcase_add_test(tc, a_warning_while_booting_counts_only_when_asked_for);
    tcase_add_test(tc, a_kernel_that_cannot_do_it_is_skipped);
    tcase_add_test(tc, a_guest_that_never_boots_leaves_the_question_open);
    tcase_add_test(tc, a_machine_that_stops_fails_what_was_waited_for);
    tcase_add_test(tc, a_power_off_can_be_the_end_of_the_story);
    tcase_add_test(tc, an_event_never_acts_on_the_bench_from_inside_a_model);
    tcase_add_test(tc, nothing_matters_after_the_verdict);
}

int main(void)
{
    return run_suite("engine-guest", engine_setup, engine_teardown, add);
}
