/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Endings, saved and restored machines, storms. */
#include "engine-bench.h"

#include "run.h"

#define FORKED HEAD "@boot run &p \"ping\"\n+0 .. 2s expect eth0 link.up\n" \
    "branch a\nthen pull eth0\n+0 .. 1s expect eth0 link.down\n" \
    "branch b\n+0 .. 9s expect guest &p status 0\n" \
    "then expect kernel ~ \"hello\"\n"

static void choose(const char *name)
{
    GError *error = NULL;

    scenario = hc_scenario_parse("story.hc", FORKED, &error);
    ck_assert_msg(scenario != NULL, "%s", error ? error->message : "");
    ck_assert(hc_scenario_choose(scenario, name, NULL));
    engine = hc_engine_new(scenario, &world);
}

static void boot_chosen(const char *name)
{
    choose(name);
    hc_engine_start(engine);
    pass_ms(1000);
    hc_engine_agent_hello(engine, "6.12.1");
    pass_ms(0);
}

START_TEST(an_ending_begins_after_a_rest)
{
    boot_chosen("a");
    pass_ms(500);
    ck_assert_uint_eq(bench.forked_ns, 0);
    event("eth0", "link.up mbps=100 full=1");

    ck_assert_uint_eq(bench.forked_ns, 1500 * MS);
    ck_assert_str_eq(bench.done->str, "");
    pass_ms(2);
    ck_assert_str_eq(bench.done->str, "pull eth0@1502;");
    event("eth0", "link.down");
    assert_verdict(HC_VERDICT_HELD, "+2+3+5+6");
}
END_TEST

/* What a kept machine's engine knows: commands under way, their output, the
 * kernel's words since the stimulus, and its next number. */
START_TEST(an_ending_goes_on_with_what_the_common_story_knew)
{
    g_autoptr(GBytes) kept = NULL, again = NULL;

    boot_chosen("b");
    hc_engine_agent_kmsg(engine, 6, "hello \xff world");
    hc_engine_agent_link(engine, "eth0", true, 100);
    hc_engine_agent_out(engine, bench.last_id, "64 bytes", 8);
    event("eth0", "link.up mbps=100 full=1");
    kept = hc_engine_save(engine);
    hc_engine_free(engine);
    hc_scenario_free(scenario);
    bench.wake_ns = HC_NEVER;
    bench.finished = false;

    choose("b");
    ck_assert(hc_engine_load(engine, kept));
    again = hc_engine_save(engine);
    ck_assert(g_bytes_equal(kept, again));
    hc_engine_wake(engine);
    pass_ms(2);
    hc_engine_agent_end(engine, bench.last_id, 0);
    pass_ms(0);

    assert_verdict(HC_VERDICT_HELD, "+2+3+8+9");
    ck_assert_uint_eq(hc_engine_events(engine), 1);
}
END_TEST

/* The machine was saved: another engine takes over, with a wake as it was. */
static void save_and_go_on(const char *text)
{
    g_autoptr(GBytes) kept = hc_engine_save(engine), again = NULL;
    uint64_t wake_ns = bench.wake_ns;

    hc_engine_free(engine);
    hc_scenario_free(scenario);
    scenario = hc_scenario_parse("story.hc", text, NULL);
    engine = hc_engine_new(scenario, &world);
    ck_assert(hc_engine_load(engine, kept));
    again = hc_engine_save(engine);
    ck_assert(g_bytes_equal(kept, again));
    bench.wake_ns = wake_ns;
}

START_TEST(what_is_waited_for_is_waited_for_in_a_restored_machine)
{
    static const char story[] = HEAD
        "@boot expect counter eth0.rx_frames >= 10\n"
        "+0 .. 1s expect not kernel ~ \"bad\"\n"
        "+0 .. 2s expect eth0 link.up\n"
        "then expect cage0 eeprom.nak\n";

    g_hash_table_insert(bench.state, "eth0.rx_frames", "9");
    boot(story);
    pass_ms(7);
    event("eth0", "link.up mbps=100");
    save_and_go_on(story);
    g_hash_table_insert(bench.state, "eth0.rx_frames", "10");

    pass_ms(993);
    ck_assert(!bench.finished);
    event("cage0", "eeprom.nak");
    assert_verdict(HC_VERDICT_HELD, "+4+2+3+5");
}
END_TEST

START_TEST(a_restored_machine_is_looked_at_when_it_would_have_been)
{
    static const char story[] = HEAD
        "@boot expect counter eth0.rx_frames >= 10\n";
    uint64_t wake_ns;

    g_hash_table_insert(bench.state, "eth0.rx_frames", "9");
    boot(story);
    wake_ns = bench.wake_ns;
    pass_ms(3);
    save_and_go_on(story);

    ck_assert_uint_eq(bench.wake_ns, wake_ns);
}
END_TEST

START_TEST(frames_before_and_after_a_restore_are_counted_together)
{
    static const char story[] = HEAD
        "@boot expect eth0 frame dst=broadcast count=2\n"
        "+0 .. 3s expect eth0 macsec pn=5..6\n";

    boot(story);
    frame("eth0");
    sectag(5);
    save_and_go_on(story);
    frame("eth0");
    sectag(6);
    pass_ms(3000);

    assert_verdict(HC_VERDICT_HELD, "+3+2");
}
END_TEST

START_TEST(a_command_under_way_ends_in_a_restored_machine)
{
    static const char story[] = HEAD
        "@boot expect guest \"true\" status 0\n";

    boot(story);
    save_and_go_on(story);
    hc_engine_agent_end(engine, bench.last_id, 0);
    pass_ms(0);

    assert_verdict(HC_VERDICT_HELD, "+2");
}
END_TEST

START_TEST(a_machine_in_a_storm_is_not_saved)
{
    boot("board two-cages\nseed 5\n"
         "@boot storm cage0 events=3 within=2s "
         "modules=generic-1000base-sx\n"
         "+1s remove cage0\n");
    ck_assert_ptr_nonnull(hc_engine_unsaveable(engine));
    pass_ms(2000);
    ck_assert_ptr_null(hc_engine_unsaveable(engine));
}
END_TEST

START_TEST(a_wait_of_a_longer_story_is_not_taken)
{
    g_autoptr(GBytes) kept = NULL;

    boot(HEAD "@boot expect eth0 link.up\nthen expect eth0 link.down\n");
    event("eth0", "link.up");
    kept = hc_engine_save(engine);
    hc_engine_free(engine);
    hc_scenario_free(scenario);
    bench.wake_ns = HC_NEVER;

    power_on(HEAD "@boot expect eth0 link.up\n");
    ck_assert(!hc_engine_load(engine, kept));
}
END_TEST

START_TEST(what_another_story_left_is_not_taken)
{
    g_autoptr(GBytes) junk = g_bytes_new_static("no engine", 9);
    g_autoptr(GBytes) nothing = g_bytes_new_static(NULL, 0);

    choose("a");
    ck_assert(!hc_engine_load(engine, junk));
    ck_assert(!hc_engine_load(engine, nothing));
}
END_TEST

START_TEST(the_seed_of_a_story_moves_its_storms)
{
    g_hash_table_insert(bench.state, "cage0.state", "empty");
    boot("board two-cages\nseed 5\n"
         "@boot storm cage0 events=3 within=2s "
         "modules=generic-1000base-sx seed=3\n");

    ck_assert_ptr_nonnull(strstr(bench.notes->str, "storm.begin seed=7;"));
}
END_TEST

START_TEST(later_lines_wait_for_the_end_of_a_storm)
{
    g_hash_table_insert(bench.state, "cage0.state", "empty");
    boot("board two-cages\nseed 5\n"
         "@boot storm cage0 events=3 within=2s "
         "modules=generic-1000base-sx\n"
         "+1s insert cage0 generic-1000base-sx\n");
    pass_ms(2000);

    ck_assert_ptr_nonnull(strstr(bench.notes->str, "storm.begin seed=5;"));
    ck_assert_ptr_nonnull(strstr(bench.notes->str, "storm.act n=3 do="));
    ck_assert_ptr_nonnull(strstr(bench.notes->str, "storm.end;"));
    ck_assert_ptr_nonnull(strstr(bench.done->str, "mend cage0@"));
    ck_assert(!bench.finished);

    pass_ms(1000);
    assert_verdict(HC_VERDICT_HELD, "+3+4");
}
END_TEST

START_TEST(floods_of_records_are_survived)
{
    boot(HEAD "@boot expect eth0 link.up\n");
    for (unsigned n = 0; n < 20000; n++) {
        hc_engine_event(engine, bench.now_ns, "eth0", "ping.reply");
        hc_engine_agent_kmsg(engine, 6, "noise");
    }
    event("eth0", "link.up mbps=100 full=1");

    ck_assert_uint_eq(hc_engine_events(engine), 20001);
    assert_verdict(HC_VERDICT_HELD, "+2");
}
END_TEST

static void add(TCase *tc)
{
    tcase_add_test(tc, an_ending_begins_after_a_rest);
    tcase_add_test(tc, an_ending_goes_on_with_what_the_common_story_knew);
    tcase_add_test(tc, what_is_waited_for_is_waited_for_in_a_restored_machine);
    tcase_add_test(tc, a_restored_machine_is_looked_at_when_it_would_have_been);
    tcase_add_test(tc, frames_before_and_after_a_restore_are_counted_together);
    tcase_add_test(tc, a_command_under_way_ends_in_a_restored_machine);
    tcase_add_test(tc, a_machine_in_a_storm_is_not_saved);
    tcase_add_test(tc, a_wait_of_a_longer_story_is_not_taken);
    tcase_add_test(tc, what_another_story_left_is_not_taken);
    tcase_add_test(tc, the_seed_of_a_story_moves_its_storms);
    tcase_add_test(tc, later_lines_wait_for_the_end_of_a_storm);
    tcase_add_test(tc, floods_of_records_are_survived);
}

int main(void)
{
    return run_suite("engine-save", engine_setup, engine_teardown, add);
}
