/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>

#include "bench.h"
#include "branches.h"
#include "cli.h"
#include "errands.h"
#include "show.h"
#include "stay.h"
#include "twice.h"

#define TIMEOUT_S 120

/* How much of QEMU's own words a failure shows. */
#define LOG_TAIL_BYTES 2000

/* QEMU's last words, for a bench that ended without a verdict. */
static char *last_words(const struct hc_bench *bench)
{
    g_autofree char *path = hc_rundir_file(bench->dir, "qemu.log");
    g_autofree char *text = NULL;
    gsize len = 0;

    if (!g_file_get_contents(path, &text, &len, NULL) || !len) {
        return g_strdup("it said nothing");
    }
    g_strchomp(text);
    len = strlen(text);
    return g_strdup(text + (len > LOG_TAIL_BYTES ? len - LOG_TAIL_BYTES : 0));
}

static char *how_it_ended(int status)
{
    return WIFSIGNALED(status)
        ? g_strdup_printf("by signal %d", WTERMSIG(status))
        : g_strdup_printf("with status %d", WEXITSTATUS(status));
}

/* Where a story was that has not come to its end. */
static char *where_it_was(const struct hc_show *show)
{
    g_autofree char *time = hc_seconds(show->ns);

    return show->waiting
        ? g_strdup_printf("at %s s of virtual time it had reached line %u: "
                          "%s", time, show->waiting_line, show->waiting)
        : g_strdup_printf("at %s s of virtual time it was still booting",
                          time);
}

/* Why there is no verdict, in words. */
static char *reason_of(const struct hc_bench *bench,
                       const struct hc_show *show)
{
    g_autofree char *where = where_it_was(show);
    g_autofree char *how = NULL, *words = NULL;

    if (bench->interrupted) {
        return g_strdup("interrupted; the captures end where it was");
    }
    if (bench->timed_out) {
        return g_strdup_printf("no verdict after %d s; %s; look "
                               "at console.log, or give more with --timeout",
                               bench->options->timeout_s, where);
    }
    how = how_it_ended(bench->child_status);
    words = last_words(bench);
    return g_strdup_printf("QEMU ended %s before the scenario did: %s", how,
                           words);
}

/* What the guest died of; NULL when it did not, or when nobody minds. */
static struct hc_oops *oops_of(const struct hc_bench *bench,
                               enum hc_verdict verdict)
{
    g_autofree char *path = hc_rundir_file(bench->dir, "console.log");
    g_autofree char *text = NULL;

    return verdict != HC_VERDICT_HELD && verdict != HC_VERDICT_SKIPPED &&
           g_file_get_contents(path, &text, NULL, NULL)
        ? hc_oops_find(text) : NULL;
}

/* A panic is the reason, whatever was waited for when it came. */
static char *judge_oops(struct hc_show *show, const struct hc_oops *oops,
                        char *why)
{
    hc_show_oops(show, oops);
    if (!oops->panic) {
        return why;
    }
    g_free(why);
    return g_strdup_printf("%s: %s", HC_SHOW_PANIC, oops->head);
}

int hc_run_and_judge(struct hc_bench *bench, GError **error)
{
    struct hc_show show;
    struct hc_oops *oops = NULL;
    gint64 start_us = g_get_monotonic_time();
    g_autofree char *why = NULL;
    enum hc_verdict verdict = HC_VERDICT_UNKNOWN;

    hc_show_init(&show, bench);
    bench->reported = hc_show_report;
    bench->opaque = &show;
    if (hc_bench_run(bench, error)) {
        verdict = bench->has_verdict ? bench->verdict : HC_VERDICT_UNKNOWN;
        why = bench->has_verdict ? g_strdup(bench->why)
                                 : reason_of(bench, &show);
        oops = oops_of(bench, verdict);
        if (oops) {
            why = judge_oops(&show, oops, g_steal_pointer(&why));
        }
        if (!hc_show_write_result(&show, verdict, why,
                                  g_get_monotonic_time() - start_us,
                                  error)) {
            verdict = HC_VERDICT_UNKNOWN;
        }
        hc_show_verdict(&show, verdict, why);
        if (verdict == HC_VERDICT_UNKNOWN && !(oops && oops->panic) &&
            !(error && *error)) {
            hc_say("%s", why);
        }
    }
    hc_oops_free(oops);
    hc_show_clear(&show);
    return verdict;
}

/* A seed of the command line wins over the scenario's. */
static bool take_seed(struct hc_scenario *scenario, const char *seed,
                      GError **error)
{
    guint64 number = scenario->seed;

    if (seed && !hc_parse_number(seed, G_MAXUINT32, &number, error)) {
        g_prefix_error(error, "--seed: ");
        return false;
    }
    scenario->seed = number;
    return true;
}

/* What run has beside the options of every bench. */
struct more_options {
    char *seed, *branch, *coverage;
    gboolean twice, errands;
};
#define MORE_OPTIONS 5

static int run_linear(struct hc_scenario *scenario,
                      const struct hc_bench_options *options,
                      const struct more_options *more, GError **error)
{
    struct hc_bench bench = { .options = options, .scenario = scenario };
    int verdict = HC_VERDICT_UNKNOWN;

    if ((!more->branch ||
         hc_scenario_choose(scenario, more->branch, error)) &&
        take_seed(scenario, more->seed, error) &&
        hc_bench_take_board(scenario, options, error) &&
        hc_bench_prepare(&bench, error)) {
        verdict = hc_run_and_judge(&bench, error);
    }
    hc_bench_clear(&bench);
    return verdict;
}

static int run_scenario(const char *name,
                        const struct hc_bench_options *options,
                        const struct more_options *more, GError **error)
{
    g_autofree char *path = hc_scenario_find(name);
    struct hc_scenario *scenario = hc_scenario_open(path, error);
    int verdict = HC_VERDICT_UNKNOWN;

    if (!scenario) {
        return verdict;
    }
    if (!scenario->branches->len || more->branch) {
        verdict = run_linear(scenario, options, more, error);
    } else if (options->paused || options->stop_at || more->twice) {
        g_set_error(error, HC_CLI_ERROR, HC_CLI_ERROR_UNKNOWN,
                    "%s has several endings; choose one with --branch NAME",
                    path);
    } else {
        verdict = hc_branches_run(scenario, options, more->seed, error);
    }
    hc_scenario_free(scenario);
    return verdict;
}

static void add_options(struct more_options *more, GOptionEntry *entries)
{
    const GOptionEntry entry[MORE_OPTIONS + 1] = {
        { "seed", 0, 0, G_OPTION_ARG_STRING, &more->seed,
          "The seed of everything random (the scenario's)", "NUMBER" },
        { "branch", 0, 0, G_OPTION_ARG_STRING, &more->branch,
          "Only this ending of a story that forks (all of them)", "NAME" },
        { "coverage", 0, 0, G_OPTION_ARG_FILENAME, &more->coverage,
          "Write which registers the drivers used; hotcage coverage reads it",
          "FILE" },
        { "twice", 0, 0, G_OPTION_ARG_NONE, &more->twice,
          "Boot and play it two times, and compare logs and captures byte "
          "for byte", NULL },
        { "errands", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_NONE,
          &more->errands, "Be told on stdin what to run (hotcage test)",
          NULL },
        { 0 }
    };

    memcpy(entries, entry, sizeof(entry));
}

static bool options_fit(int argc, const struct hc_bench_options *options,
                        const struct more_options *more)
{
    if (argc != 2) {
        hc_say("run wants one scenario; see hotcage run --help");
    } else if (options->timeout_s < 0) {
        hc_say("--timeout wants seconds, 0 for ever");
    } else if ((options->paused || options->stop_at) && more->twice) {
        hc_say("--twice does not go together with --paused or --stop-at");
    } else {
        return true;
    }
    return false;
}

/* One after the other, on a QEMU that stays. */
static int do_errands(void)
{
    int status;

    hc_stay_allow();
    status = hc_errands_do(hc_cmd_run);
    hc_stay_end();
    return status;
}

int hc_cmd_run(int argc, char **argv)
{
    struct hc_bench_options options = { .timeout_s = TIMEOUT_S };
    struct more_options more = { 0 };
    GOptionEntry entries[HC_BENCH_OPTIONS + MORE_OPTIONS];
    GError *error = NULL;
    int verdict = HC_VERDICT_UNKNOWN;

    hc_bench_option_entries(&options, entries);
    add_options(&more, entries + HC_BENCH_OPTIONS - 1);
    if (!hc_parse_options("run", entries, &argc, &argv, &error)) {
        return hc_fail(error);
    }
    if (more.errands) {
        return do_errands();
    }
    if (options.paused || options.stop_at) {
        options.timeout_s = 0;
    }
    if (more.coverage) {
        options.coverage = g_canonicalize_filename(more.coverage, NULL);
    }
    if (options_fit(argc, &options, &more)) {
        verdict = more.twice
            ? hc_twice(argv[1], &options, more.seed, more.branch, &error)
            : run_scenario(argv[1], &options, &more, &error);
    }
    hc_bench_options_clear(&options);
    g_free(more.seed);
    g_free(more.branch);
    g_free(more.coverage);
    return error ? hc_fail(error) : verdict;
}
