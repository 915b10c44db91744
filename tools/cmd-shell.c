/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench.h"
#include "cli.h"

/* The bench of somebody who only wants to look around. */
#define BOARD_DEFAULT "two-cages"

static void ignore_report(void *opaque, const struct hc_report *report)
{
    (void)opaque;
    (void)report;
}

struct hc_scenario *hc_shell_scenario(GError **error)
{
    struct hc_scenario *scenario = hc_scenario_parse(
        "shell", "board " BOARD_DEFAULT "\n", error);

    if (scenario) {
        scenario->path[0] = '\0';
    }
    return scenario;
}

static struct hc_scenario *scenario_of(const char *name, GError **error)
{
    g_autofree char *path = name ? hc_scenario_find(name) : NULL;

    return path ? hc_scenario_open(path, error) : hc_shell_scenario(error);
}

int hc_run_shell(struct hc_bench *bench, GError **error)
{
    bench->reported = ignore_report;
    hc_say("Ctrl-A X ends it. From another terminal:\n"
           "  hotcage ctl --run %s status", bench->dir->path);
    if (!hc_bench_run(bench, error)) {
        return HC_VERDICT_UNKNOWN;
    }
    return WIFEXITED(bench->child_status) &&
        WEXITSTATUS(bench->child_status) == 0 ? 0 : HC_VERDICT_UNKNOWN;
}

int hc_cmd_shell(int argc, char **argv)
{
    struct hc_bench_options options = { 0 };
    struct hc_bench bench = { .options = &options, .shell = true };
    GOptionEntry entries[HC_BENCH_OPTIONS];
    struct hc_scenario *scenario;
    GError *error = NULL;
    int status = HC_VERDICT_UNKNOWN;

    hc_bench_option_entries(&options, entries);
    if (!hc_parse_options("shell", entries, &argc, &argv, &error)) {
        return hc_fail(error);
    }
    if (argc > 2) {
        hc_say("shell wants one scenario at most; see hotcage shell --help");
        return HC_VERDICT_UNKNOWN;
    }
    scenario = scenario_of(argv[1], &error);
    bench.scenario = scenario;
    if (scenario && hc_bench_take_board(scenario, &options, &error) &&
        hc_bench_prepare(&bench, &error)) {
        status = hc_run_shell(&bench, &error);
    }
    hc_bench_clear(&bench);
    hc_scenario_free(scenario);
    hc_bench_options_clear(&options);
    return error ? hc_fail(error) : status;
}
