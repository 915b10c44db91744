/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <check.h>
#include <glib.h>
#include <stdlib.h>
#include <string.h>

#include "../../tools/lib/engine.h"

#define MS NS_PER_MS

/* A bench that remembers what was done to it. */
static struct {
    uint64_t now_ns, wake_ns, forked_ns;
    GString *notes;
    GString *done;              /* "insert cage0 sx@1200;" in ms */
    GString *commands, *messages;
    GString *chain;             /* as reported in parts */
    GString *steps;             /* "+4" held, "-4" failed */
    GHashTable *state;          /* "cage0.state": value */
    const char *event_of_verb;  /* sent from inside do_verb */
    bool refuse, finished;
    enum hc_verdict verdict;
    char *why;
    unsigned last_id, killed;
} bench;

static struct hc_scenario *scenario;
static struct hc_engine *engine;

static uint64_t now_ns(void *opaque)
{
    (void)opaque;
    return bench.now_ns;
}

static void wake_at(void *opaque, uint64_t at_ns)
{
    (void)opaque;
    bench.wake_ns = at_ns;
}

static bool do_verb(void *opaque, char **argv, GError **error)
{
    g_autofree char *words = g_strjoinv(" ", argv);

    (void)opaque;
    g_string_append_printf(bench.done, "%s@%u;", words,
                           (unsigned)(bench.now_ns / MS));
    if (bench.event_of_verb) {
        hc_engine_event(engine, bench.now_ns, "cage0", bench.event_of_verb);
    }
    if (bench.refuse) {
        g_set_error(error, HC_SCENARIO_ERROR, HC_SCENARIO_ERROR_VALUE,
                    "cage0 is taken; remove its module first");
    }
    return !bench.refuse;
}

static void note(void *opaque, const char *text)
{
    (void)opaque;
    g_string_append_printf(bench.notes, "%s;", text);
}

static char *get(void *opaque, const char *place, const char *key)
{
    g_autofree char *name = g_strjoin(".", place, key, NULL);

    (void)opaque;
    return g_strdup(g_hash_table_lookup(bench.state, name));
}

static void agent_run(void *opaque, unsigned id, const char *command)
{
    (void)opaque;
    bench.last_id = id;
    g_string_append_printf(bench.commands, "%s@%u;", command,
                           (unsigned)(bench.now_ns / MS));
}

static void agent_kill(void *opaque, unsigned id)
{
    (void)opaque;
    bench.killed = id;
}

static void report(void *opaque, const struct hc_report *report)
{
    (void)opaque;
    if (report->kind == HC_REPORT_STEP) {
        g_string_append_printf(bench.steps, "%c%u",
                               report->value ? '+' : '-', report->line);
    } else if (report->kind == HC_REPORT_MESSAGE) {
        g_string_append_printf(bench.messages, "%s\n", report->text);
    } else if (report->kind == HC_REPORT_DETAIL &&
               report->value == HC_DETAIL_CHAIN) {
        g_string_append(bench.chain, report->text);
    } else if (report->kind == HC_REPORT_VERDICT) {
        g_free(bench.why);
        bench.why = g_strdup(report->text);
    }
}

static void forks(void *opaque)
{
    (void)opaque;
    bench.forked_ns = bench.now_ns;
}

static void finish(void *opaque, enum hc_verdict verdict)
{
    (void)opaque;
    ck_assert(!bench.finished);
    bench.finished = true;
    bench.verdict = verdict;
}

static const struct hc_engine_world world = {
    now_ns, wake_at, do_verb, note, get, agent_run, agent_kill, report,
    forks, NULL, finish, NULL
};

static void setup(void)
{
    memset(&bench, 0, sizeof(bench));
    engine = NULL;
    scenario = NULL;
    bench.wake_ns = HC_NEVER;
    bench.done = g_string_new(NULL);
    bench.notes = g_string_new(NULL);
    bench.commands = g_string_new(NULL);
    bench.messages = g_string_new(NULL);
    bench.steps = g_string_new(NULL);
    bench.chain = g_string_new(NULL);
    bench.state = g_hash_table_new(g_str_hash, g_str_equal);
}

static void teardown(void)
{
    hc_engine_free(engine);
    hc_scenario_free(scenario);
    g_string_free(bench.done, TRUE);
    g_string_free(bench.notes, TRUE);
    g_string_free(bench.commands, TRUE);
    g_string_free(bench.messages, TRUE);
    g_string_free(bench.steps, TRUE);
    g_string_free(bench.chain, TRUE);
    g_hash_table_unref(bench.state);
    g_free(bench.why);
}

/* Lets virtual time pass, with every wake at its own time. */
static void pass_ms(unsigned ms)
{
    uint64_t end_ns = bench.now_ns + ms * MS;

    while (bench.wake_ns <= end_ns && !bench.finished) {
        bench.now_ns = MAX(bench.now_ns, bench.wake_ns);
        bench.wake_ns = HC_NEVER;
        hc_engine_wake(engine);
    }
    bench.now_ns = end_ns;
}

static void power_on(const char *text)
{
    GError *error = NULL;

    scenario = hc_scenario_parse("story.hc", text, &error);
    ck_assert_msg(scenario != NULL, "%s", error ? error->message : "");
    engine = hc_engine_new(scenario, &world);
    hc_engine_start(engine);
}

/* The agent says hello at 1 s. */
static void boot(const char *text)
{
    power_on(text);
    pass_ms(1000);
    hc_engine_agent_hello(engine, "6.12.1");
    pass_ms(0);
}

static void event(const char *place, const char *text)
{
    hc_engine_event(engine, bench.now_ns, place, text);
    pass_ms(0);
}

static void answer(int status, const char *text)
{
    hc_engine_agent_out(engine, bench.last_id, text, strlen(text));
    hc_engine_agent_end(engine, bench.last_id, status);
    pass_ms(0);
}

static void assert_verdict(enum hc_verdict verdict, const char *steps)
{
    ck_assert(bench.finished);
    ck_assert_int_eq(bench.verdict, verdict);
    ck_assert_str_eq(bench.steps->str, steps);
}

#define HEAD "board two-cages\n"        /* line 1 */

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

/* A broadcast out of the board. */
static void frame(const char *place)
{
    static const uint8_t bytes[60] = { 255, 255, 255, 255, 255, 255, 2 };
    const char *const places[] = { "eth9-mdi", place, NULL };

    hc_engine_frame(engine, bench.now_ns, places, false, bytes,
                    sizeof(bytes));
    pass_ms(0);
}

/* One with a SecTAG, out of the board. */
static void sectag(uint8_t pn)
{
    const uint8_t bytes[60] = { 2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2, 0x88,
                                0xe5, 0x0c, 0, 0, 0, 0, pn };
    const char *const places[] = { "eth0", NULL };

    hc_engine_frame(engine, bench.now_ns, places, false, bytes,
                    sizeof(bytes));
    pass_ms(0);
}

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

int main(void)
{
    Suite *suite = suite_create("engine");
    TCase *tcase = tcase_create("story");
    SRunner *runner = srunner_create(suite);
    int failed;

    tcase_add_checked_fixture(tcase, setup, teardown);
    tcase_add_test(tcase, the_power_on_state_is_set_before_the_guest_runs);
    tcase_add_test(tcase, offsets_count_from_the_last_stimulus);
    tcase_add_test(tcase, then_waits_for_all_expectations_above);
    tcase_add_test(tcase, what_a_stimulus_sets_off_at_once_is_seen);
    tcase_add_test(tcase, what_came_before_the_stimulus_does_not_count);
    tcase_add_test(tcase, an_event_outside_its_window_does_not_count);
    tcase_add_test(tcase, an_event_must_have_the_keys_that_are_asked_for);
    tcase_add_test(tcase, what_must_not_happen_fails_when_it_does);
    tcase_add_test(tcase, what_must_not_happen_holds_when_its_window_is_over);
    tcase_add_test(tcase, an_expectation_without_a_window_waits_five_seconds);
    tcase_add_test(tcase, a_state_is_noticed_without_an_event);
    tcase_add_test(tcase, a_state_that_does_not_exist_leaves_the_question_open);
    tcase_add_test(tcase,
                   a_state_that_is_misspelt_is_told_with_the_one_most_like_it);
    tcase_add_test(tcase, a_refused_action_leaves_the_question_open);
    tcase_add_test(tcase, a_failure_tells_the_last_ten_events);
    tcase_add_test(tcase, a_failure_tells_the_events_of_its_own_port);
    tcase_add_test(tcase,
                   a_line_that_names_no_port_is_about_that_of_its_stimulus);
    tcase_add_test(tcase, a_failure_shows_the_chain_of_its_port);
    tcase_add_test(tcase, a_failure_repeats_what_the_drivers_said);
    tcase_add_test(tcase, a_story_that_goes_on_for_ever_is_given_up);
    tcase_add_test(tcase, an_ending_begins_after_a_rest);
    tcase_add_test(tcase,
                   an_ending_goes_on_with_what_the_common_story_knew);
    tcase_add_test(tcase, what_another_story_left_is_not_taken);
    tcase_add_test(tcase,
                   what_is_waited_for_is_waited_for_in_a_restored_machine);
    tcase_add_test(tcase,
                   a_restored_machine_is_looked_at_when_it_would_have_been);
    tcase_add_test(tcase,
                   frames_before_and_after_a_restore_are_counted_together);
    tcase_add_test(tcase, a_command_under_way_ends_in_a_restored_machine);
    tcase_add_test(tcase, a_machine_in_a_storm_is_not_saved);
    tcase_add_test(tcase, a_wait_of_a_longer_story_is_not_taken);
    tcase_add_test(tcase, a_command_is_tried_until_its_answer_is_right);
    tcase_add_test(tcase, output_is_compared_without_the_line_feeds_at_its_end);
    tcase_add_test(tcase, a_command_that_never_ends_is_killed_with_its_window);
    tcase_add_test(tcase, a_failed_command_shows_its_output);
    tcase_add_test(tcase, a_started_command_is_asked_about_later);
    tcase_add_test(tcase,
                   a_kernel_message_from_before_the_hello_is_known_at_boot);
    tcase_add_test(tcase, a_kernel_warning_fails_unless_it_is_allowed);
    tcase_add_test(tcase, a_warning_while_booting_counts_only_when_asked_for);
    tcase_add_test(tcase, a_kernel_that_cannot_do_it_is_skipped);
    tcase_add_test(tcase, a_guest_that_never_boots_leaves_the_question_open);
    tcase_add_test(tcase, a_machine_that_stops_fails_what_was_waited_for);
    tcase_add_test(tcase, a_power_off_can_be_the_end_of_the_story);
    tcase_add_test(tcase, an_event_never_acts_on_the_bench_from_inside_a_model);
    tcase_add_test(tcase, nothing_matters_after_the_verdict);
    tcase_add_test(tcase, packet_numbers_of_a_range_all_come_in_order);
    tcase_add_test(tcase, a_gap_in_the_packet_numbers_fails);
    tcase_add_test(tcase, packet_numbers_are_counted_when_told_to);
    tcase_add_test(tcase,
                   one_packet_number_of_a_range_is_enough_to_fail_its_absence);
    tcase_add_test(tcase, frames_count_from_the_stimulus_before_the_line);
    tcase_add_test(tcase, one_frame_too_many_fails_at_once);
    tcase_add_test(tcase, a_count_may_be_between_two_numbers);
    tcase_add_test(tcase, a_frame_too_few_fails_when_the_window_is_over);
    tcase_add_test(tcase,
                   a_frame_that_must_not_come_fails_even_before_its_line);
    tcase_add_test(tcase, a_frame_outside_its_window_does_not_count);
    tcase_add_test(tcase, the_seed_of_a_story_moves_its_storms);
    tcase_add_test(tcase, later_lines_wait_for_the_end_of_a_storm);
    tcase_add_test(tcase, floods_of_records_are_survived);
    suite_add_tcase(suite, tcase);
    srunner_run_all(runner, CK_NORMAL);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
