/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A story: when its lines act, what they wait for, what a failure tells. */
#include "engine-bench.h"

#include "run.h"

START_TEST(the_power_on_state_is_set_before_the_guest_runs)
{
    power_on(HEAD "pull eth0\n@boot plug eth0\n");
    ck_assert_str_eq(bench.done->str, "pull eth0@0;");

    pass_ms(700);
    hc_engine_agent_hello(engine, "6.12.1");
    pass_ms(0);

    ck_assert_str_eq(bench.done->str, "pull eth0@0;plug eth0@700;");
    assert_verdict(HC_VERDICT_HELD, "+3");
}
END_TEST

START_TEST(offsets_count_from_the_last_stimulus)
{
    boot(HEAD "@boot pull eth0\n+300ms plug eth0\n+200ms pull eth0\n");
    pass_ms(1000);

    ck_assert_str_eq(bench.done->str,
                     "pull eth0@1000;plug eth0@1300;pull eth0@1500;");
    assert_verdict(HC_VERDICT_HELD, "+2+3+4");
}
END_TEST

START_TEST(then_waits_for_all_expectations_above)
{
    boot(HEAD "@boot pull eth0\n+0 .. 2s expect eth0 link.down\n"
         "+0 .. 2s expect guest.link eth0 = down\nthen plug eth0\n");
    pass_ms(100);
    event("eth0", "link.down");
    pass_ms(100);
    ck_assert_str_eq(bench.done->str, "pull eth0@1000;");

    hc_engine_agent_link(engine, "eth0", false, 0);
    pass_ms(1);

    ck_assert_str_eq(bench.done->str, "pull eth0@1000;plug eth0@1200;");
    assert_verdict(HC_VERDICT_HELD, "+2+3+4+5");
}
END_TEST

START_TEST(what_a_stimulus_sets_off_at_once_is_seen)
{
    bench.event_of_verb = "cable.pull";
    boot(HEAD "@boot pull eth0\n+0 .. 100ms expect cage0 cable.pull\n"
         "then expect cage0 cable.pull\n");

    assert_verdict(HC_VERDICT_HELD, "+2+3+4");
}
END_TEST

START_TEST(what_came_before_the_stimulus_does_not_count)
{
    power_on(HEAD "@boot pull eth0\n+0 .. 1s expect eth0 link.down\n");
    event("eth0", "link.down");
    pass_ms(1000);
    hc_engine_agent_hello(engine, "6.12.1");
    pass_ms(2000);

    assert_verdict(HC_VERDICT_FAILED, "+2-3");
}
END_TEST

START_TEST(an_event_outside_its_window_does_not_count)
{
    boot(HEAD "@boot pull eth0\n+500ms .. 1s expect eth0 link.down\n");
    pass_ms(499);
    event("eth0", "link.down");
    pass_ms(502);
    event("eth0", "link.down");

    assert_verdict(HC_VERDICT_FAILED, "+2-3");
}
END_TEST

START_TEST(an_event_must_have_the_keys_that_are_asked_for)
{
    boot(HEAD "@boot expect cage0 eeprom.nak reason=empty\n");
    event("cage0", "eeprom.nak addr=0x50 reason=stalled");
    event("cage1", "eeprom.nak addr=0x50 reason=empty");
    ck_assert(!bench.finished);

    event("cage0", "eeprom.nak addr=0x50 reason=empty");

    assert_verdict(HC_VERDICT_HELD, "+2");
}
END_TEST

START_TEST(what_must_not_happen_fails_when_it_does)
{
    boot(HEAD "@boot pull eth0\n+0 .. 2s expect not eth0 link.up\n");
    pass_ms(1999);
    ck_assert(!bench.finished);

    event("eth0", "link.up mbps=100 full=1");

    assert_verdict(HC_VERDICT_FAILED, "+2-3");
}
END_TEST

START_TEST(what_must_not_happen_holds_when_its_window_is_over)
{
    boot(HEAD "@boot pull eth0\n+0 .. 2s expect not eth0 link.up\n");
    pass_ms(2000);

    assert_verdict(HC_VERDICT_HELD, "+2+3");
}
END_TEST

START_TEST(an_expectation_without_a_window_waits_five_seconds)
{
    g_hash_table_insert(bench.state, "eth0.state", "off");
    boot(HEAD "@boot expect eth0.state = on\n");
    pass_ms(4999);
    ck_assert(!bench.finished);

    pass_ms(2);

    assert_verdict(HC_VERDICT_FAILED, "-2");
    ck_assert_ptr_nonnull(strstr(bench.why, "story.hc:2: expected "
                                 "eth0.state = on"));
    ck_assert_ptr_nonnull(strstr(bench.why, "it was off"));
}
END_TEST

START_TEST(a_state_is_noticed_without_an_event)
{
    g_hash_table_insert(bench.state, "eth0.rx_frames", "0x9");
    boot(HEAD "@boot expect counter eth0.rx_frames >= 10\n");
    pass_ms(500);
    g_hash_table_insert(bench.state, "eth0.rx_frames", "10");
    pass_ms(20);

    assert_verdict(HC_VERDICT_HELD, "+2");
}
END_TEST

START_TEST(a_state_that_does_not_exist_leaves_the_question_open)
{
    boot(HEAD "@boot expect eth0.colour = red\n");

    assert_verdict(HC_VERDICT_UNKNOWN, "-2");
    ck_assert_ptr_nonnull(strstr(bench.why, "eth0 has no 'colour'"));
}
END_TEST

START_TEST(a_state_that_is_misspelt_is_told_with_the_one_most_like_it)
{
    g_hash_table_insert(bench.state, "eth0.keys", "link mbps tx_frames");
    boot(HEAD "@boot expect eth0.tx_frame = 3\n");

    assert_verdict(HC_VERDICT_UNKNOWN, "-2");
    ck_assert_ptr_nonnull(strstr(bench.why, "did you mean 'tx_frames'?"));
}
END_TEST

START_TEST(a_refused_action_leaves_the_question_open)
{
    bench.refuse = true;
    boot(HEAD "@boot pull eth0\nthen plug eth0\n");

    assert_verdict(HC_VERDICT_UNKNOWN, "-2");
    ck_assert_ptr_nonnull(strstr(bench.why, "story.hc:2: cage0 is taken"));
}
END_TEST

START_TEST(a_failure_tells_the_last_ten_events)
{
    boot(HEAD "@boot expect eth0 link.up\n");
    for (unsigned n = 0; n < 11; n++) {
        g_autofree char *text = g_strdup_printf("ping.reply seq=%u len=64",
                                                n);
        event("eth0", text);
    }
    pass_ms(6000);

    ck_assert_ptr_null(strstr(bench.messages->str, "seq=0 "));
    ck_assert_ptr_nonnull(strstr(bench.messages->str,
                                 "  1.000000 eth0 ping.reply seq=1 len=64"));
    ck_assert_ptr_nonnull(strstr(bench.messages->str, "seq=10 "));
}
END_TEST

START_TEST(a_failure_tells_the_events_of_its_own_port)
{
    g_hash_table_insert(bench.state, "cage1.state", "starting");
    boot(HEAD "@boot expect cage1.state = ready\n");
    event("cage1", "module.insert");
    for (unsigned n = 0; n < 20; n++) {
        event("cage0", "eeprom.nak addr=0x50 reason=empty");
        event("eth0-rgmii", "frame.drop len=60 reason=no_link");
    }
    event("cage1-medium", "frame.drop len=60 reason=no_link");
    pass_ms(6000);

    ck_assert_ptr_nonnull(strstr(bench.messages->str, "cage1 module.insert"));
    ck_assert_ptr_nonnull(strstr(bench.messages->str, "cage1-medium frame"));
    ck_assert_ptr_null(strstr(bench.messages->str, "cage0"));
}
END_TEST

START_TEST(a_line_that_names_no_port_is_about_that_of_its_stimulus)
{
    boot(HEAD "@boot pull eth1\n+0 .. 1s expect kernel ~ \"Down\"\n");
    event("eth0", "link.up mbps=100 full=1");
    event("eth1", "link.down");
    pass_ms(1001);

    ck_assert_ptr_nonnull(strstr(bench.messages->str, "eth1 link.down"));
    ck_assert_ptr_null(strstr(bench.messages->str, "link.up"));
}
END_TEST

START_TEST(a_failure_shows_the_chain_of_its_port)
{
    g_hash_table_insert(bench.state, "eth0.chain", "mac up | phy dark (!)");
    g_hash_table_insert(bench.state, "eth1.chain", "mac down (!)");
    boot(HEAD "@boot expect guest.link eth0 = up\n");
    pass_ms(6000);

    ck_assert_ptr_nonnull(strstr(bench.messages->str, "\nchain of eth0: "
                                 "mac up | phy dark (!)"));
    ck_assert_ptr_null(strstr(bench.messages->str, "eth1"));
    ck_assert_str_eq(bench.chain->str, "eth0: mac up | phy dark (!)");
}
END_TEST

START_TEST(a_failure_repeats_what_the_drivers_said)
{
    boot(HEAD "@boot expect guest.link eth0 = up\n");
    hc_engine_agent_kmsg(engine, 6, "random: crng init done");
    hc_engine_agent_kmsg(engine, 6, "sfp sfp-0: module removed");
    hc_engine_agent_kmsg(engine, 6, "cpsw eth1: Link is Down");
    pass_ms(6000);

    ck_assert_ptr_nonnull(strstr(bench.messages->str,
                                 "sfp sfp-0: module removed"));
    ck_assert_ptr_null(strstr(bench.messages->str, "crng"));
    ck_assert_ptr_null(strstr(bench.messages->str, "eth1"));
}
END_TEST

START_TEST(a_story_that_goes_on_for_ever_is_given_up)
{
    boot(HEAD "limit 90s\n@boot pull eth0\n"
         "+0 .. 9000s expect eth0 link.up\n");
    pass_ms(89999);
    ck_assert(!bench.finished);

    pass_ms(2);

    assert_verdict(HC_VERDICT_UNKNOWN, "+3-4");
    ck_assert_ptr_nonnull(strstr(bench.why, "story.hc:4: the story is not "
                                 "over 90 s after @boot"));
}
END_TEST

static void add(TCase *tc)
{
    tcase_add_test(tc, the_power_on_state_is_set_before_the_guest_runs);
    tcase_add_test(tc, offsets_count_from_the_last_stimulus);
    tcase_add_test(tc, then_waits_for_all_expectations_above);
    tcase_add_test(tc, what_a_stimulus_sets_off_at_once_is_seen);
    tcase_add_test(tc, what_came_before_the_stimulus_does_not_count);
    tcase_add_test(tc, an_event_outside_its_window_does_not_count);
    tcase_add_test(tc, an_event_must_have_the_keys_that_are_asked_for);
    tcase_add_test(tc, what_must_not_happen_fails_when_it_does);
    tcase_add_test(tc, what_must_not_happen_holds_when_its_window_is_over);
    tcase_add_test(tc, an_expectation_without_a_window_waits_five_seconds);
    tcase_add_test(tc, a_state_is_noticed_without_an_event);
    tcase_add_test(tc, a_state_that_does_not_exist_leaves_the_question_open);
    tcase_add_test(tc,
        a_state_that_is_misspelt_is_told_with_the_one_most_like_it);
    tcase_add_test(tc, a_refused_action_leaves_the_question_open);
    tcase_add_test(tc, a_failure_tells_the_last_ten_events);
    tcase_add_test(tc, a_failure_tells_the_events_of_its_own_port);
    tcase_add_test(tc, a_line_that_names_no_port_is_about_that_of_its_stimulus);
    tcase_add_test(tc, a_failure_shows_the_chain_of_its_port);
    tcase_add_test(tc, a_failure_repeats_what_the_drivers_said);
    tcase_add_test(tc, a_story_that_goes_on_for_ever_is_given_up);
}

int main(void)
{
    return run_suite("engine", engine_setup, engine_teardown, add);
}
