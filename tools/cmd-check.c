/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdio.h>

#include "cli.h"
#include "lib/scenario.h"

static bool check(const char *name)
{
    g_autofree char *path = hc_scenario_find(name);
    g_autoptr(GError) error = NULL;
    struct hc_scenario *scenario = hc_scenario_open(path, &error);

    if (scenario) {
        printf("%s: %u steps on %s\n", name, scenario->steps->len,
               scenario->board->name);
    } else {
        hc_say("%s", error->message);
    }
    hc_scenario_free(scenario);
    return !error;
}

int hc_cmd_check(int argc, char **argv)
{
    const GOptionEntry entries[] = { { 0 } };
    GError *error = NULL;
    bool ok = true;

    if (!hc_parse_options("check", entries, &argc, &argv, &error)) {
        return hc_fail(error);
    }
    if (argc < 2) {
        hc_say("check wants a scenario; see hotcage check --help");
        return HC_VERDICT_UNKNOWN;
    }
    for (int at = 1; at < argc; at++) {
        ok &= check(argv[at]);
    }
    return ok ? 0 : HC_VERDICT_UNKNOWN;
}
