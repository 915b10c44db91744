/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "child.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "suite-run.h"

char **hc_child_argv(const char *scenario, const char *dir,
                     const struct hc_bench_options *options,
                     const char *seed, const char *branch)
{
    g_autoptr(GStrvBuilder) argv = g_strv_builder_new();
    g_autofree char *program = g_file_read_link("/proc/self/exe", NULL);
    g_autofree char *timeout = g_strdup_printf("%d", options->timeout_s);
    g_autofree char *cache = options->cache_mib
        ? g_strdup_printf("%d", options->cache_mib) : NULL;
    const char *const pair[][2] = {
        { "--out", dir }, { "--timeout", timeout }, { "--seed", seed },
        { "--branch", branch }, { "--kernel", options->kernel },
        { "--modules", options->modules }, { "--dtb", options->dtb },
        { "--board", options->board }, { "--build", options->build },
        { "--cache-size", cache },
        { "--coverage", options->coverage },
    };

    g_strv_builder_add_many(argv, program, "run", NULL);
    if (options->cold) {
        g_strv_builder_add(argv, "--cold");
    }
    for (unsigned at = 0; at < G_N_ELEMENTS(pair); at++) {
        if (pair[at][1]) {
            g_strv_builder_add_many(argv, pair[at][0], pair[at][1], NULL);
        }
    }
    for (char **file = options->module; file && *file; file++) {
        g_strv_builder_add_many(argv, "--module", *file, NULL);
    }
    g_strv_builder_add_many(argv, "--", scenario, NULL);
    return g_strv_builder_end(argv);
}

/* A Ctrl-C at the terminal reaches the run, too, and it ends by itself. */
bool hc_child_play(char **argv, int *ret_status, GError **error)
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
