/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A suite beside an earlier one: the same run gives the same bytes. */
#include "suite-run.h"

#include <string.h>

#include "compare.h"

static JsonObject *result_of(const char *dir)
{
    g_autofree char *path = g_build_filename(dir, "result.json", NULL);
    g_autoptr(JsonParser) parser = json_parser_new();
    JsonNode *root = json_parser_load_from_file(parser, path, NULL)
        ? json_parser_get_root(parser) : NULL;

    return root && JSON_NODE_HOLDS_OBJECT(root)
        ? json_object_ref(json_node_get_object(root)) : NULL;
}

/* It never crossed into host time. */
static bool is_exact(JsonObject *result)
{
    return json_object_get_boolean_member_with_default(
        result, "deterministic", FALSE);
}

static void change_verdict(struct hc_suite_run *run, uint32_t verdict,
                           char *why, const char *report)
{
    g_autofree char *message = g_strconcat(why, *report ? "\n" : "", report,
                                           NULL);

    run->verdict = MAX(run->verdict, verdict);
    g_free(run->why);
    run->why = hc_suite_clean(why);
    g_free(run->message);
    run->message = g_strchomp(hc_suite_clean(message));
    g_free(why);
}

static void compare(struct hc_suite_run *run, const char *other)
{
    g_autoptr(GString) report = g_string_new(NULL);
    unsigned files, different = hc_compare_runs(other, run->dir, report,
                                                &files);

    if (different) {
        change_verdict(run, HC_VERDICT_FAILED,
                       g_strdup_printf("%u of %u files differ from %s",
                                       different, files, other), report->str);
    }
}

void hc_suite_against(struct hc_suite_run *run, const struct hc_suite *suite,
                      const char *folder)
{
    g_autofree char *other = g_build_filename(
        folder, run->dir + strlen(suite->folder), NULL);
    g_autoptr(JsonObject) was = NULL, is = NULL;
    const char *before, *now;

    if (run->verdict > HC_VERDICT_FAILED) {
        return;                 /* skipped, or nothing is known */
    }
    was = result_of(other);
    is = result_of(run->dir);
    if (!was || !is) {
        change_verdict(run, HC_VERDICT_UNKNOWN, g_strdup_printf(
            "%s is no run to compare with; run the suite there first", other),
            "");
        return;
    }
    before = hc_suite_text(was, "kernel");
    now = hc_suite_text(is, "kernel");
    if (strcmp(before, now)) {
        change_verdict(run, HC_VERDICT_UNKNOWN, g_strdup_printf(
            "%s ran %s, and this is %s; compare runs of one kernel", other,
            before, now), "");
    } else if (is_exact(was) && is_exact(is)) {
        compare(run, other);
    }
}
