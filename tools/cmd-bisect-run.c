/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cli.h"

/* What git-bisect(1) understands from the command of `git bisect run`. */
enum bisect {
    BISECT_GOOD = 0,
    BISECT_BAD = 1,
    BISECT_SKIP = 125,
    BISECT_ABORT = 128
};

struct options {
    char *build, *out, **module;
    int timeout_s;
};

static char **argv_of(char *const *scenarios, const struct options *options)
{
    g_autoptr(GStrvBuilder) argv = g_strv_builder_new();
    g_autofree char *program = g_file_read_link("/proc/self/exe", NULL);
    g_autofree char *timeout = g_strdup_printf("%d", options->timeout_s);

    g_strv_builder_add_many(argv, program, "test", "--build",
                            options->build ? options->build : ".",
                            "--timeout", timeout, NULL);
    if (options->out) {
        g_strv_builder_add_many(argv, "--out", options->out, NULL);
    }
    for (char **file = options->module; file && *file; file++) {
        g_strv_builder_add_many(argv, "--module", *file, NULL);
    }
    g_strv_builder_add(argv, "--");
    g_strv_builder_addv(argv, (const char **)scenarios);
    return g_strv_builder_end(argv);
}

/* A commit that cannot be judged is no reason to stop; we who are killed
 * are. */
static enum bisect bisect_of(int status)
{
    if (!WIFEXITED(status)) {
        return BISECT_ABORT;
    }
    switch (WEXITSTATUS(status)) {
    case HC_VERDICT_HELD: return BISECT_GOOD;
    case HC_VERDICT_FAILED: return BISECT_BAD;
    default: return BISECT_SKIP;
    }
}

static const char *word_of(enum bisect bisect)
{
    switch (bisect) {
    case BISECT_GOOD: return "good";
    case BISECT_BAD: return "bad";
    case BISECT_SKIP: return "skip: this commit cannot be judged";
    default: return "stopped";
    }
}

static int judge(char *const *scenarios, const struct options *options,
                 GError **error)
{
    g_auto(GStrv) argv = argv_of(scenarios, options);
    enum bisect bisect;
    int status = 0;

    if (!g_spawn_sync(NULL, argv, NULL, G_SPAWN_CHILD_INHERITS_STDIN, NULL,
                      NULL, NULL, NULL, &status, error)) {
        return BISECT_ABORT;
    }
    bisect = bisect_of(status);
    hc_say("bisect-run: %s", word_of(bisect));
    return bisect;
}

int hc_cmd_bisect_run(int argc, char **argv)
{
    struct options options = { .timeout_s = 120 };
    const GOptionEntry entries[] = {
        { "build", 0, 0, G_OPTION_ARG_FILENAME, &options.build,
          "The build tree that was just built (the current folder)",
          "TREE" },
        { "module", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options.module,
          "A module in place of the tree's own one of that name; may be "
          "given again", "FILE.ko" },
        { "out", 'o', 0, G_OPTION_ARG_FILENAME, &options.out,
          "Folder for the run directories (hotcage-runs/test-N)", "DIR" },
        { "timeout", 't', 0, G_OPTION_ARG_INT, &options.timeout_s,
          "Give up a run after so many seconds, 0: never (120)",
          "SECONDS" },
        { 0 }
    };
    GError *error = NULL;
    int status = BISECT_ABORT;

    if (!hc_parse_options("bisect-run", entries, &argc, &argv, &error)) {
        hc_fail(error);
        return BISECT_ABORT;
    }
    if (argc < 2) {
        hc_say("bisect-run wants a scenario; see hotcage bisect-run --help");
    } else {
        status = judge(argv + 1, &options, &error);
    }
    g_free(options.build);
    g_free(options.out);
    g_strfreev(options.module);
    if (error) {
        hc_fail(error);
    }
    return status;
}
