/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A suite: what its reports say, and what becomes of the runs. */
#include <check.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>

#include "../../tools/suite-progress.h"
#include "../../tools/suite-run.h"
#include "run.h"

static char *dir, *program;
static struct hc_suite *suite;

static void settle(unsigned at, uint32_t verdict, const char *why,
                   const char *message)
{
    struct hc_suite_run *run = suite->runs->pdata[at];

    run->done = true;
    run->verdict = verdict;
    run->wall_us = 12500000;
    run->virtual_ns = verdict == HC_VERDICT_SKIPPED ? 0 : 18742074000;
    g_free(run->why);
    run->why = g_strdup(why);
    g_free(run->message);
    run->message = g_strdup(message);
}

/* Two scenarios on two kernels, one cell of each kind. */
static void setup(void)
{
    char *const scenarios[] = { (char *)"/s/bounce.hc",
                                (char *)"/s/odd#name.hc", NULL };
    char *const kernels[] = { (char *)"6.12", (char *)"/k/arch/zImage",
                              NULL };

    dir = g_dir_make_tmp("hotcage-XXXXXX", NULL);
    program = g_build_filename(dir, "hotcage", NULL);
    suite = hc_suite_new(scenarios, kernels, NULL, dir);
    settle(0, HC_VERDICT_HELD, "", "");
    settle(1, HC_VERDICT_FAILED, "/s/bounce.hc:7: expected \"up\" & <down>",
           "/s/bounce.hc:7: expected \"up\" & <down>\n  was \033[1mnot\001");
    settle(2, HC_VERDICT_SKIPPED, "needs C# \\ 7.0", "");
    settle(3, HC_VERDICT_UNKNOWN, "no guest", "no guest\nlast words");
}

static void remove_all(const char *path)
{
    g_autoptr(GDir) folder = g_dir_open(path, 0, NULL);
    const char *name;

    while (folder && (name = g_dir_read_name(folder))) {
        g_autofree char *inner = g_build_filename(path, name, NULL);

        remove_all(inner);
    }
    g_remove(path);
}

static void teardown(void)
{
    hc_suite_free(suite);
    remove_all(dir);
    g_clear_pointer(&dir, g_free);
    g_clear_pointer(&program, g_free);
}

static void holds(const char *text, const char *part)
{
    ck_assert_msg(strstr(text, part) != NULL, "no '%s' in:\n%s", part, text);
}

/* --- Verdicts ------------------------------------------------------------- */

START_TEST(one_failure_fails_the_suite_whatever_else_happened)
{
    ck_assert_int_eq(hc_suite_verdict(suite), 1);
}
END_TEST

START_TEST(without_a_failure_what_could_not_be_told_decides)
{
    settle(1, HC_VERDICT_HELD, "", "");

    ck_assert_int_eq(hc_suite_verdict(suite), 2);
}
END_TEST

START_TEST(a_skipped_run_does_no_harm)
{
    settle(1, HC_VERDICT_HELD, "", "");
    settle(3, HC_VERDICT_SKIPPED, "no QEMU", "");

    ck_assert_int_eq(hc_suite_verdict(suite), 0);
}
END_TEST

START_TEST(a_suite_that_ran_nothing_is_skipped_not_held)
{
    for (unsigned at = 0; at < 4; at++) {
        settle(at, HC_VERDICT_SKIPPED, "no QEMU", "");
    }

    ck_assert_int_eq(hc_suite_verdict(suite), 77);
}
END_TEST

START_TEST(kernels_and_scenarios_of_one_name_stay_apart)
{
    char *const scenarios[] = { (char *)"/a/x.hc", (char *)"/b/x.hc",
                                (char *)"/c/x.hc", NULL };
    char *const kernels[] = { (char *)"/k1/zImage", (char *)"/k2/zImage",
                              NULL };
    struct hc_suite *other = hc_suite_new(scenarios, kernels, NULL, "/o");

    ck_assert_str_eq(hc_suite_at(other, 0, 0)->dir, "/o/zImage/x");
    ck_assert_str_eq(hc_suite_at(other, 1, 1)->dir, "/o/zImage-2/x-2");
    ck_assert_str_eq(hc_suite_at(other, 2, 0)->dir, "/o/zImage/x-3");
    hc_suite_free(other);
}
END_TEST

START_TEST(boards_are_columns_of_their_own)
{
    char *const scenarios[] = { (char *)"/a/x.hc", NULL };
    char *const kernels[] = { (char *)"6.12", (char *)"newest", NULL };
    char *const boards[] = { (char *)"own", (char *)"evmsk", NULL };
    struct hc_suite *other = hc_suite_new(scenarios, kernels, boards, "/o");

    ck_assert_uint_eq(other->runs->len, 4);
    ck_assert_str_eq(hc_suite_at(other, 0, 0)->dir, "/o/6.12/x");
    ck_assert_ptr_null(hc_suite_at(other, 0, 0)->kernel->board);
    ck_assert_str_eq(hc_suite_at(other, 0, 3)->dir, "/o/newest-evmsk/x");
    ck_assert_str_eq(hc_suite_at(other, 0, 3)->kernel->board, "evmsk");
    hc_suite_free(other);
}
END_TEST

/* --- Reports -------------------------------------------------------------- */

START_TEST(the_matrix_has_a_row_per_scenario_and_reasons_below)
{
    g_autofree char *text = NULL;

    suite->wall_us = 25000000;
    text = hc_suite_matrix(suite, false);

    holds(text, "bounce    held        18.7 s   12.5 s  "
                "FAILED      18.7 s   12.5 s\n");
    holds(text, "odd#name  skipped                      unknown");
    holds(text, "\nodd#name on 6.12 skipped: needs C# \\ 7.0\n");
    holds(text, "\nbounce on zImage FAILED; see ");
    holds(text, "\n    /s/bounce.hc:7: expected \"up\" & <down>\n      was ");
    holds(text, "\n1 held, 1 failed, 1 unknown, 1 skipped in 25 s; see ");
    ck_assert_ptr_null(strchr(text, '\033'));
}
END_TEST

START_TEST(tap_escapes_what_would_be_a_directive)
{
    g_autofree char *text = hc_suite_tap(suite);

    ck_assert(g_str_has_prefix(text, "TAP version 14\n1..4\n"
                               "ok 1 - bounce on 6.12\n  ---\n"));
    holds(text, "\nnot ok 2 - bounce on zImage\n");
    holds(text, "\nok 3 - odd\\#name on 6.12 # SKIP needs C\\# \\\\ 7.0\n");
    holds(text, "\n  message: \"/s/bounce.hc:7: expected \\\"up\\\" & "
                "<down>\"\n");
    holds(text, "\n  complaint: |2\n    no guest\n    last words\n  ...\n");
}
END_TEST

START_TEST(an_interrupted_suite_bails_out)
{
    g_autofree char *text = NULL;

    suite->interrupted = true;
    text = hc_suite_tap(suite);

    ck_assert(g_str_has_suffix(text, "\nBail out! interrupted\n"));
}
END_TEST

START_TEST(ktap_nests_scenarios_below_their_kernel)
{
    g_autofree char *text = hc_suite_ktap(suite);

    ck_assert_str_eq(text,
        "KTAP version 1\n1..2\n"
        "  KTAP version 1\n  # Subtest: 6.12\n  1..2\n"
        "  ok 1 bounce\n"
        "  ok 2 odd_name # SKIP needs C_ \\ 7.0\n"
        "ok 1 6.12\n"
        "  KTAP version 1\n  # Subtest: zImage\n  1..2\n"
        "  # /s/bounce.hc:7: expected \"up\" & <down>\n"
        "  #   was ?[1mnot?\n"
        "  not ok 1 bounce\n"
        "  # no guest\n  # last words\n"
        "  not ok 2 odd_name # ERROR no guest\n"
        "not ok 2 zImage\n");
}
END_TEST

static void count_element(GMarkupParseContext *context, const char *name,
                          const char **names, const char **values,
                          gpointer data, GError **error)
{
    unsigned *count = data;

    count[0] += !strcmp(name, "testcase");
    count[1] += !strcmp(name, "failure");
    count[2] += !strcmp(name, "error");
    count[3] += !strcmp(name, "skipped");
}

START_TEST(junit_is_xml_whatever_the_guest_printed)
{
    const GMarkupParser parser = { .start_element = count_element };
    unsigned count[4] = { 0 };
    GMarkupParseContext *context = g_markup_parse_context_new(&parser, 0,
                                                              count, NULL);
    struct hc_suite_run *run = suite->runs->pdata[0];
    g_autofree char *text = NULL;

    g_free(run->output);
    run->output = g_strdup("]]> \xff \xef\xbf\xbf \b <&>'\"\r\n");
    text = hc_suite_junit(suite);

    ck_assert(g_markup_parse_context_parse(context, text, -1, NULL));
    ck_assert(g_markup_parse_context_end_parse(context, NULL));
    ck_assert_uint_eq(count[0], 4);
    ck_assert_uint_eq(count[1], 1);
    ck_assert_uint_eq(count[2], 1);
    ck_assert_uint_eq(count[3], 1);
    /* XML 1.0, 2.2: no reference to a control character is allowed. */
    ck_assert_ptr_null(strstr(text, "&#x1"));
    ck_assert_ptr_null(strstr(text, "&#x8;"));
    holds(text, "]]&gt; \xef\xbf\xbd ? ? &lt;&amp;&gt;");
    g_markup_parse_context_free(context);
}
END_TEST

START_TEST(junit_counts_errors_and_failures_apart)
{
    g_autofree char *text = hc_suite_junit(suite);

    holds(text, "<testsuites name=\"hotcage\" tests=\"4\" failures=\"1\" "
                "errors=\"1\" time=\"");
    holds(text, "<testsuite name=\"6.12\" tests=\"2\" failures=\"0\" "
                "errors=\"0\" skipped=\"1\" time=\"25.000\">");
    holds(text, "<testcase name=\"bounce\" classname=\"hotcage.6_12\" "
                "time=\"12.500\">");
    holds(text, "<failure type=\"expectation\" message=\"/s/bounce.hc:7: "
                "expected &quot;up&quot; &amp; &lt;down&gt;\">");
}
END_TEST

/* --- Runs ----------------------------------------------------------------- */

static char **no_options(void *opaque, const struct hc_suite_run *run)
{
    return g_strsplit("", " ", 0);
}

static void count_nothing(void *opaque, unsigned machines)
{
}

static void count_ended(void *opaque, const struct hc_suite_run *run)
{
    unsigned *ended = opaque;

    *ended += run != NULL;
}

/* Runs the suite with a shell script for hotcage; $3 is the run directory,
 * $5 the kernel and $7 the scenario. Returns how many ended. */
static unsigned play(const char *script)
{
    g_autofree char *text = g_strconcat("#!/bin/sh\n", script, NULL);
    unsigned ended = 0;
    const struct hc_suite_plan plan = {
        .program = program, .jobs = 2, .fresh = true,
        .options = no_options,
        .watch = { count_nothing, count_ended, &ended }
    };

    ck_assert(g_file_set_contents(program, text, -1, NULL));
    ck_assert_int_eq(g_chmod(program, 0700), 0);
    for (unsigned at = 0; at < suite->runs->len; at++) {
        struct hc_suite_run *run = suite->runs->pdata[at];

        run->done = run->started = false;
        settle(at, HC_VERDICT_UNKNOWN, "not run", "");
        run->done = false;
    }
    hc_suite_play(suite, &plan);
    return ended;
}

#define LEAVE(exit, why) \
    "mkdir -p $3; echo '{\"exit\":" exit ",\"why\":\"" why "\"," \
    "\"virtual_ns\":1500000000,\"kernel\":\"6.12.48\"}' >$3/result.json; "

START_TEST(a_run_tells_its_verdict_by_status_and_result)
{
    const struct hc_suite_run *run = suite->runs->pdata[0];

    ck_assert_uint_eq(play("echo \"step $7\"; " LEAVE("0", "") "exit 0"), 4);

    ck_assert_int_eq(hc_suite_verdict(suite), 0);
    ck_assert_str_eq(run->output, "step /s/bounce.hc\n");
    ck_assert_uint_eq(run->virtual_ns, 1500000000);
    ck_assert_str_eq(run->kernel->release, "6.12.48");
}
END_TEST

START_TEST(a_run_that_leaves_no_result_did_not_hold)
{
    const struct hc_suite_run *run = suite->runs->pdata[0];

    play("exit 0");

    ck_assert_int_eq(run->verdict, HC_VERDICT_UNKNOWN);
    holds(run->why, "no verdict");
}
END_TEST

START_TEST(the_result_of_an_earlier_suite_is_not_believed)
{
    const struct hc_suite_run *run = suite->runs->pdata[0];

    play(LEAVE("0", "") ": >$3/.hotcage-run");
    play("exit 0");

    ck_assert_int_eq(run->verdict, HC_VERDICT_UNKNOWN);
}
END_TEST

START_TEST(the_complaint_of_a_failure_comes_from_stderr)
{
    const struct hc_suite_run *run = suite->runs->pdata[0];

    play("echo 'setup: fetching' >&2; printf 'x.hc:3: no\\n  link\\n' >&2; "
         LEAVE("1", "x.hc:3: no") "exit 1");

    ck_assert_int_eq(run->verdict, HC_VERDICT_FAILED);
    ck_assert_str_eq(run->why, "x.hc:3: no");
    ck_assert_str_eq(run->message, "x.hc:3: no\n  link");
}
END_TEST

START_TEST(a_skip_before_the_boot_has_its_reason)
{
    const struct hc_suite_run *run = suite->runs->pdata[0];

    play("echo 'hotcage: skipped on 7.2.1: no light: none' >&2; exit 77");

    ck_assert_int_eq(run->verdict, HC_VERDICT_SKIPPED);
    ck_assert_str_eq(run->why, "no light: none");
}
END_TEST

START_TEST(a_run_that_dies_could_not_tell)
{
    const struct hc_suite_run *run = suite->runs->pdata[0];

    play("kill -9 $$");

    ck_assert_int_eq(run->verdict, HC_VERDICT_UNKNOWN);
    holds(run->why, "signal 9");
}
END_TEST

/* The first run interrupts us, as a Ctrl-C would; the second waits for the
 * end of its group, and the rest never starts. */
START_TEST(an_interrupt_ends_the_runs_and_starts_no_more)
{
    unsigned ended = play("case $5 in 6.12) kill -INT $PPID;; esac\n"
                          "while :; do read -r x <&- || sleep 1000; done");

    ck_assert(suite->interrupted);
    ck_assert_uint_eq(ended, 2);
    ck_assert_str_eq(hc_suite_at(suite, 1, 0)->why, "not run: interrupted");
    ck_assert_int_eq(hc_suite_verdict(suite), 2);
}
END_TEST

/* --- What is left --------------------------------------------------------- */

START_TEST(the_time_left_counts_what_runs_already)
{
    struct hc_suite_run *run = suite->runs->pdata[3];

    settle(0, HC_VERDICT_HELD, "", "");
    settle(1, HC_VERDICT_HELD, "", "");
    run->started = true;
    run->done = false;
    run->start_us = 1000000;

    /* Runs take 12.5 s, and one is 2.5 s old. */
    ck_assert_int_eq(hc_suite_left_us(suite, 2, 3500000), 10000000);
}
END_TEST

static void add(TCase *tcase)
{
    const TTest *const all[] = {
        one_failure_fails_the_suite_whatever_else_happened,
        without_a_failure_what_could_not_be_told_decides,
        a_skipped_run_does_no_harm,
        a_suite_that_ran_nothing_is_skipped_not_held,
        kernels_and_scenarios_of_one_name_stay_apart,
        boards_are_columns_of_their_own,
        the_matrix_has_a_row_per_scenario_and_reasons_below,
        tap_escapes_what_would_be_a_directive,
        an_interrupted_suite_bails_out,
        ktap_nests_scenarios_below_their_kernel,
        junit_is_xml_whatever_the_guest_printed,
        junit_counts_errors_and_failures_apart,
        a_run_tells_its_verdict_by_status_and_result,
        a_run_that_leaves_no_result_did_not_hold,
        the_result_of_an_earlier_suite_is_not_believed,
        the_complaint_of_a_failure_comes_from_stderr,
        a_skip_before_the_boot_has_its_reason,
        a_run_that_dies_could_not_tell,
        an_interrupt_ends_the_runs_and_starts_no_more,
        the_time_left_counts_what_runs_already,
    };

    for (unsigned at = 0; at < G_N_ELEMENTS(all); at++) {
        tcase_add_test(tcase, all[at]);
    }
}

int main(void)
{
    return run_suite("suite", setup, teardown, add);
}
