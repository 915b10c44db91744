/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "twice.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cli.h"
#include "compare.h"
#include "suite-run.h"

static char **argv_of(const char *scenario, const char *dir,
                      const struct hc_bench_options *options,
                      const char *seed)
{
    g_autoptr(GStrvBuilder) argv = g_strv_builder_new();
    g_autofree char *program = g_file_read_link("/proc/self/exe", NULL);
    g_autofree char *timeout = g_strdup_printf("%d", options->timeout_s);
    const char *const pair[][2] = {
        { "--out", dir }, { "--timeout", timeout }, { "--seed", seed },
        { "--kernel", options->kernel }, { "--modules", options->modules },
        { "--dtb", options->dtb }, { "--board", options->board },
    };

    /* A kept machine would be the same in both: its boot must be seen. */
    g_strv_builder_add_many(argv, program, "run", "--cold", NULL);
    for (unsigned at = 0; at < G_N_ELEMENTS(pair); at++) {
        if (pair[at][1]) {
            g_strv_builder_add_many(argv, pair[at][0], pair[at][1], NULL);
        }
    }
    g_strv_builder_add_many(argv, "--", scenario, NULL);
    return g_strv_builder_end(argv);
}

/* A Ctrl-C at the terminal reaches the run, too, and it ends by itself. */
static bool play(char **argv, int *ret_status, GError **error)
{
    void (*before)(int) = signal(SIGINT, SIG_IGN);
    int status = 0;
    bool ok = g_spawn_sync(NULL, argv, NULL, G_SPAWN_CHILD_INHERITS_STDIN,
                           hc_suite_child_setup, GINT_TO_POINTER(getpid()),
                           NULL, NULL, &status, error);

    signal(SIGINT, before);
    *ret_status = WIFEXITED(status) ? WEXITSTATUS(status)
                                    : HC_VERDICT_UNKNOWN;
    return ok;
}

static int compare(const char *const dir[2])
{
    g_autoptr(GString) report = g_string_new(NULL);
    unsigned files, different = hc_compare_runs(dir[0], dir[1], report,
                                                &files);

    if (!different) {
        printf("the two runs are the same: %u files, byte for byte\n", files);
        return HC_VERDICT_HELD;
    }
    printf("the two runs differ in %u of %u files:\n%s1 is %s\n2 is %s\n",
           different, files, report->str, dir[0], dir[1]);
    return HC_VERDICT_FAILED;
}

int hc_twice(const char *scenario, const struct hc_bench_options *options,
             const char *seed, GError **error)
{
    g_autofree char *folder = hc_rundir_folder(options->out, "twice", error);
    g_autofree char *first = NULL, *second = NULL;
    int status[2] = { 0 };

    if (!folder) {
        return HC_VERDICT_UNKNOWN;
    }
    first = g_build_filename(folder, "first", NULL);
    second = g_build_filename(folder, "second", NULL);
    for (unsigned n = 0; n < 2; n++) {
        g_auto(GStrv) argv = argv_of(scenario, n ? second : first, options,
                                     seed);

        if (!play(argv, &status[n], error)) {
            return HC_VERDICT_UNKNOWN;
        }
        /* A failure is compared as well: it should fail the same way. */
        if (status[n] > HC_VERDICT_FAILED) {
            return status[n];
        }
    }
    return MAX(compare((const char *const[]){ first, second }),
               MAX(status[0], status[1]));
}
