/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdio.h>

#include "cli.h"
#include "lib/module-file.h"
#include "lib/scenario.h"

/* The parser finds the files; here they are opened, too. */
static bool modules_load(const struct hc_scenario *scenario, GError **error)
{
    const struct hc_scenario_module *module;
    struct hc_sfp_data data;

    for (unsigned at = 0; at < scenario->modules->len; at++) {
        module = g_ptr_array_index(scenario->modules, at);
        if (!hc_module_file_load(
                module->path, (const char *const *)module->overrides, &data,
                error)) {
            g_prefix_error(error, "%s:%u: module %s: ", scenario->path,
                           module->line, module->alias);
            return false;
        }
    }
    return true;
}

static bool check(const char *name)
{
    g_autofree char *path = hc_scenario_find(name);
    g_autoptr(GError) error = NULL;
    struct hc_scenario *scenario = hc_scenario_load(path, &error);
    bool ok = scenario && modules_load(scenario, &error);

    if (ok) {
        printf("%s: %u steps on %s\n", name, scenario->steps->len,
               scenario->board->name);
    } else {
        hc_say("%s", error->message);
    }
    hc_scenario_free(scenario);
    return ok;
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
