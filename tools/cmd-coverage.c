/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdio.h>

#include "cli.h"
#include "coverage.h"

int hc_cmd_coverage(int argc, char **argv)
{
    gboolean json = FALSE, all = FALSE;
    const GOptionEntry entries[] = {
        { "json", 0, 0, G_OPTION_ARG_NONE, &json, "Print JSON", NULL },
        { "all", 'a', 0, G_OPTION_ARG_NONE, &all,
          "Print the registers that were used as well", NULL },
        { 0 }
    };
    g_autofree char *text = NULL;
    struct hc_coverage *coverage;
    GError *error = NULL;

    if (!hc_parse_options("coverage", entries, &argc, &argv, &error)) {
        return hc_fail(error);
    }
    if (argc < 2) {
        hc_say("coverage wants files that --coverage has written; see "
               "hotcage coverage --help");
        return HC_VERDICT_UNKNOWN;
    }
    coverage = hc_coverage_new();
    for (int at = 1; at < argc && !error; at++) {
        hc_coverage_add(coverage, argv[at], &error);
    }
    if (!error) {
        text = json ? hc_coverage_json(coverage)
                    : hc_coverage_text(coverage, all);
        fputs(text, stdout);
    }
    hc_coverage_free(coverage);
    return error ? hc_fail(error) : 0;
}
