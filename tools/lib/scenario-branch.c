/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Endings: a story that forks, and is told once for each `branch`. */
#include "scenario.h"

#include <string.h>

#include "scenario-internal.h"

#define SYNTAX HC_SCENARIO_ERROR_SYNTAX
#define VALUE  HC_SCENARIO_ERROR_VALUE

/* The name is a folder and a word of reports. */
#define NAME_CHARS G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "-_."

static bool name_fits(const char *name)
{
    return *name && *name != '.' && name[strspn(name, NAME_CHARS)] == '\0';
}

/* So many steps has the newest ending. */
static bool newest_is_empty(const struct hc_scenario *scenario)
{
    const struct hc_branch *newest;

    if (!scenario->branches->len) {
        return false;
    }
    newest = scenario->branches->pdata[scenario->branches->len - 1];
    return newest->first == scenario->steps->len;
}

bool hc_branch_line(struct hc_scenario *scenario, char **words, unsigned line,
                    GError **error)
{
    struct hc_branch *branch;

    if (!words[1] || words[2] || !name_fits(words[1])) {
        return hc_refuse(error, SYNTAX, "usage: branch NAME, of letters, "
                         "digits, '-', '_' and '.'");
    }
    if (!scenario->steps->len) {
        return hc_refuse(error, SYNTAX, "the endings fork from a common "
                         "story; write its timed lines above the first "
                         "branch");
    }
    if (hc_scenario_branch(scenario, words[1])) {
        return hc_refuse(error, VALUE, "there is a branch '%s' already; give "
                         "each its own name", words[1]);
    }
    if (newest_is_empty(scenario)) {
        return hc_refuse(error, SYNTAX, "the branch above has no line; say "
                         "what happens in it");
    }
    branch = g_new0(struct hc_branch, 1);
    branch->name = g_strdup(words[1]);
    branch->line = line;
    branch->first = scenario->steps->len;
    g_ptr_array_add(scenario->branches, branch);
    return true;
}

bool hc_branches_are_whole(const struct hc_scenario *scenario, GError **error)
{
    const struct hc_branch *last;

    if (!newest_is_empty(scenario)) {
        return true;
    }
    last = scenario->branches->pdata[scenario->branches->len - 1];
    return hc_refuse(error, SYNTAX, "%s:%u: branch %s has no line; say what "
                     "happens in it", scenario->path, last->line, last->name);
}

void hc_branch_free(gpointer data)
{
    struct hc_branch *branch = data;

    g_free(branch->name);
    g_free(branch);
}

const struct hc_branch *hc_scenario_branch(const struct hc_scenario *scenario,
                                           const char *name)
{
    for (guint at = 0; at < scenario->branches->len; at++) {
        const struct hc_branch *branch = scenario->branches->pdata[at];

        if (!strcmp(branch->name, name)) {
            return branch;
        }
    }
    return NULL;
}

bool hc_step_is_in_line(const struct hc_scenario *scenario, guint step)
{
    const GPtrArray *branches = scenario->branches;
    const struct hc_branch *branch;

    if (!branches->len) {
        return true;
    }
    branch = branches->pdata[0];
    if (step < branch->first) {
        return true;
    }
    branch = branches->pdata[branches->len - 1];
    return step >= branch->first;
}

static bool refuse_name(const struct hc_scenario *scenario, const char *name,
                        GError **error)
{
    g_autoptr(GString) names = g_string_new(NULL);

    if (!scenario->branches->len) {
        return hc_refuse(error, VALUE, "%s has no branch; leave --branch out",
                         scenario->path);
    }
    for (guint at = 0; at < scenario->branches->len; at++) {
        const struct hc_branch *branch = scenario->branches->pdata[at];

        g_string_append_printf(names, "%s%s", at ? ", " : "", branch->name);
    }
    return hc_refuse(error, VALUE, "%s has no branch '%s'; there are: %s",
                     scenario->path, name, names->str);
}

bool hc_scenario_choose(struct hc_scenario *scenario, const char *name,
                        GError **error)
{
    const struct hc_branch *chosen = hc_scenario_branch(scenario, name);
    const struct hc_branch *first;
    guint from, to;

    if (!chosen) {
        return refuse_name(scenario, name, error);
    }
    first = scenario->branches->pdata[0];
    from = chosen->first;
    to = scenario->steps->len;
    for (guint at = scenario->branches->len; at > 0; at--) {
        const struct hc_branch *branch = scenario->branches->pdata[at - 1];

        to = branch->first > from ? branch->first : to;
    }
    g_ptr_array_remove_range(scenario->steps, to, scenario->steps->len - to);
    g_ptr_array_remove_range(scenario->steps, first->first,
                             from - first->first);
    scenario->fork_at = first->first;
    scenario->chosen = g_strdup(chosen->name);
    g_ptr_array_set_size(scenario->branches, 0);
    return true;
}
