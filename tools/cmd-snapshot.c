/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdio.h>
#include <string.h>

#include "about.h"
#include "bench.h"
#include "cli.h"
#include "saved.h"
#include "snapshot.h"

#define TIMEOUT_S 120
#define MIB       (1024 * 1024)

struct options {
    char *run, *out;
    gboolean shell;
    int timeout_s;
};

static int save(const struct options *options, const char *name,
                GError **error)
{
    g_autofree char *run = hc_saved_name_fits(name, error)
        ? hc_rundir_alive(options->run, error) : NULL;

    return run && hc_saved_save(name, run, error) ? 0 : HC_VERDICT_UNKNOWN;
}

/* What the snapshot is of must be what is here. */
static bool build_fits(const struct hc_saved *saved, GError **error)
{
    g_autofree char *of = hc_about_get(saved->about, "of");
    struct hc_bench here = { 0 };
    bool found = hc_bench_find_qemu(&here, error);
    bool fits = found && !g_strcmp0(of, here.build_key);

    hc_bench_clear(&here);
    return fits || (found && hc_deny(
        error, "snapshot %s belongs to another build of hotcage or QEMU; "
        "save it again with this one, or hotcage snapshot delete %s",
        saved->name, saved->name));
}

static bool guest_fits(const struct hc_saved *saved,
                       const struct hc_bench *bench, GError **error)
{
    g_autofree char *key = hc_about_get(saved->about, "key");

    return !g_strcmp0(key, bench->key) ||
        hc_deny(error, "snapshot %s belongs to another kernel, root, device "
                "tree or module file than what is there now; hotcage "
                "snapshot delete %s", saved->name, saved->name);
}

/* The folder stays ours to read until the bench has ended. */
static struct hc_snapshot *machine_of(struct hc_saved *saved)
{
    struct hc_snapshot *snapshot = g_new0(struct hc_snapshot, 1);

    snapshot->path = g_strdup(saved->path);
    snapshot->final = g_strdup(saved->path);
    snapshot->found = true;
    snapshot->lock = saved->lock;
    saved->lock = -1;
    return snapshot;
}

static int bring_up(struct hc_saved *saved, struct hc_bench *bench,
                    GError **error)
{
    bench->by_hand = true;
    bench->fast = g_key_file_get_boolean(saved->about, HC_ABOUT, "fast",
                                         NULL);
    bench->fork = machine_of(saved);
    if (!hc_bench_prepare(bench, error) ||
        !guest_fits(saved, bench, error)) {
        return HC_VERDICT_UNKNOWN;
    }
    return bench->shell ? hc_run_shell(bench, error)
                        : hc_run_and_judge(bench, error);
}

static int bring_up_scenario(const struct options *options,
                             struct hc_saved *saved,
                             struct hc_scenario *scenario, GError **error)
{
    g_autofree char *command = hc_about_get(saved->about, "command");
    bool shell = options->shell || !g_strcmp0(command, "shell");
    struct hc_bench_options more;
    struct hc_bench bench = { .options = &more, .scenario = scenario,
                              .shell = shell };
    int status;

    hc_about_options(saved->about, &more);
    more.out = g_strdup(options->out);
    more.timeout_s = options->timeout_s >= 0 ? options->timeout_s
        : shell ? 0 : TIMEOUT_S;
    status = bring_up(saved, &bench, error);
    hc_bench_clear(&bench);
    hc_bench_options_clear(&more);
    return status;
}

static int restore(const struct options *options, const char *name,
                   GError **error)
{
    struct hc_saved *saved = hc_saved_open(name, error);
    struct hc_scenario *scenario = saved && build_fits(saved, error)
        ? hc_about_scenario(saved->about, error) : NULL;
    int status = HC_VERDICT_UNKNOWN;

    if (scenario) {
        status = bring_up_scenario(options, saved, scenario, error);
    }
    hc_scenario_free(scenario);
    hc_saved_free(saved);
    return status;
}

static int delete(const struct options *options, const char *name,
                  GError **error)
{
    (void)options;
    return hc_saved_delete(name, error) ? 0 : HC_VERDICT_UNKNOWN;
}

static void print_row(const struct hc_saved *saved, const char *here)
{
    g_autofree char *command = hc_about_get(saved->about, "command");
    g_autofree char *board = hc_about_get(saved->about, "on");
    g_autofree char *release = hc_about_get(saved->about, "release");
    g_autofree char *path = hc_about_get(saved->about, "scenario");
    g_autofree char *of = hc_about_get(saved->about, "of");
    g_autofree char *base = g_path_get_basename(path && *path ? path : "-");
    g_autofree char *time = hc_seconds(saved->ns);
    g_autoptr(GDateTime) date = g_date_time_new_from_unix_local(saved->date);
    g_autofree char *when = date ? g_date_time_format(date, "%F %H:%M")
                                 : g_strdup("?");

    printf("%-16s %5" G_GUINT64_FORMAT " MiB  %s  %14s s  %-5s  %-13s  %-20s "
           "%s%s\n", saved->name, saved->bytes / MIB, when, time,
           command ? command : "?", board ? board : "?",
           release ? release : "?", base,
           g_strcmp0(of, here) ? "  (of another build)" : "");
}

static int list(void)
{
    g_autoptr(GPtrArray) all = hc_saved_all();
    struct hc_bench here = { 0 };

    hc_bench_find_qemu(&here, NULL);
    for (guint at = 0; at < all->len; at++) {
        print_row(all->pdata[at], here.build_key);
    }
    hc_bench_clear(&here);
    return 0;
}

static const struct {
    const char *word;
    int (*act)(const struct options *options, const char *name,
               GError **error);
} actions[] = {
    { "save", save }, { "restore", restore }, { "delete", delete },
};

static int act(int argc, char **argv, const struct options *options,
               GError **error)
{
    if (argc == 2 && !strcmp(argv[1], "list")) {
        return list();
    }
    for (unsigned at = 0; at < G_N_ELEMENTS(actions); at++) {
        if (argc == 3 && !strcmp(argv[1], actions[at].word)) {
            return actions[at].act(options, argv[2], error);
        }
    }
    hc_say("snapshot wants save NAME, restore NAME, delete NAME or list; see "
           "hotcage snapshot --help");
    return HC_VERDICT_UNKNOWN;
}

int hc_cmd_snapshot(int argc, char **argv)
{
    struct options options = { .timeout_s = -1 };
    const GOptionEntry entries[] = {
        { "run", 'r', 0, G_OPTION_ARG_FILENAME, &options.run,
          "save: run directory of the bench (the only one that runs)",
          "DIR" },
        { "out", 'o', 0, G_OPTION_ARG_FILENAME, &options.out,
          "restore: run directory (hotcage-runs/SCENARIO-N)", "DIR" },
        { "shell", 0, 0, G_OPTION_ARG_NONE, &options.shell,
          "restore: the console here, and no more of the scenario. A "
          "shell's snapshot is always one; a run's goes on with its "
          "scenario without it", NULL },
        { "timeout", 't', 0, G_OPTION_ARG_INT, &options.timeout_s,
          "restore: give up after so many seconds, 0: never "
          "(a run 120)", "SECONDS" },
        { 0 }
    };
    GError *error = NULL;
    int status;

    if (!hc_parse_options("snapshot", entries, &argc, &argv, &error)) {
        return hc_fail(error);
    }
    status = act(argc, argv, &options, &error);
    g_free(options.run);
    g_free(options.out);
    return error ? hc_fail(error) : status;
}
