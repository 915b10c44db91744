/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "twice.h"

#include <stdio.h>

#include "child.h"
#include "cli.h"
#include "compare.h"

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
             const char *seed, const char *branch, GError **error)
{
    struct hc_bench_options cold = *options;
    g_autofree char *folder = hc_rundir_folder(options->out, "twice", error);
    g_autofree char *first = NULL, *second = NULL;
    int status[2] = { 0 };

    if (!folder) {
        return HC_VERDICT_UNKNOWN;
    }
    first = g_build_filename(folder, "first", NULL);
    second = g_build_filename(folder, "second", NULL);
    for (unsigned n = 0; n < 2; n++) {
        g_auto(GStrv) argv = NULL;

        /* A kept machine would be the same in both: its boot must be seen. */
        cold.cold = TRUE;
        argv = hc_child_argv(scenario, n ? second : first, &cold, seed,
                             branch);
        if (!hc_child_play(argv, &status[n], error)) {
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
