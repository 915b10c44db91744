/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdio.h>

#include "cli.h"
#include "kconfig.h"
#include "suite.h"

static void free_scenario(gpointer scenario)
{
    hc_scenario_free(scenario);
}

/* The scenarios that the words mean; none: the stock, with all boards. */
static GPtrArray *open_all(char *const *words, GError **error)
{
    g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func(free_scenario);
    g_auto(GStrv) paths = hc_suite_find(words, error);

    for (unsigned at = 0; paths && paths[at]; at++) {
        struct hc_scenario *scenario = hc_scenario_load(paths[at], error);

        if (!scenario) {
            return NULL;
        }
        g_ptr_array_add(list, scenario);
    }
    return paths ? g_steal_pointer(&list) : NULL;
}

static int check(const char *path, const GPtrArray *needs, GError **error)
{
    g_autoptr(GString) report = g_string_new(NULL);
    g_autoptr(GError) problem = NULL;
    g_autofree char *config = NULL;
    unsigned missing;

    if (!g_file_get_contents(path, &config, NULL, &problem)) {
        g_set_error(error, HC_CLI_ERROR, HC_CLI_ERROR_UNKNOWN,
                    "%s; name the .config of your kernel", problem->message);
        return HC_VERDICT_UNKNOWN;
    }
    missing = hc_kconfig_check(needs, config, report);
    printf("%s%s: %u of %u needs are not met\n", report->str, path, missing,
           needs->len);
    return missing ? HC_VERDICT_FAILED : HC_VERDICT_HELD;
}

static int tell(char *const *words, const char *config, GError **error)
{
    g_autoptr(GPtrArray) scenarios = open_all(words, error);
    g_autoptr(GPtrArray) needs = NULL;
    g_autofree char *fragment = NULL;

    if (!scenarios) {
        return HC_VERDICT_UNKNOWN;
    }
    needs = hc_kconfig_needs(scenarios);
    if (config) {
        return check(config, needs, error);
    }
    fragment = hc_kconfig_fragment(needs);
    fputs(fragment, stdout);
    return HC_VERDICT_HELD;
}

int hc_cmd_kconfig(int argc, char **argv)
{
    g_autofree char *config = NULL;
    const GOptionEntry entries[] = {
        { "check", 'c', 0, G_OPTION_ARG_FILENAME, &config,
          "Say what this .config lacks", "CONFIGFILE" },
        { 0 }
    };
    GError *error = NULL;
    int verdict;

    if (!hc_parse_options("kconfig", entries, &argc, &argv, &error)) {
        return hc_fail(error);
    }
    verdict = tell(argv + 1, config, &error);
    return error ? hc_fail(error) : verdict;
}
