/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "branches.h"

#include <json-glib/json-glib.h>
#include <stdio.h>
#include <string.h>

#include "child.h"
#include "cli.h"
#include "coverage.h"

struct endings {
    const struct hc_scenario *scenario;
    JsonArray *results;
    struct hc_coverage *coverage;
    unsigned count[HC_VERDICT_SKIPPED + 1];
};

/* The ending's own result.json, with its name; a bare verdict when it left
 * none. */
static void keep_result(struct endings *endings, const char *name,
                        const char *dir, int status)
{
    g_autofree char *path = g_build_filename(dir, "result.json", NULL);
    g_autoptr(JsonParser) parser = json_parser_new();
    JsonObject *object;

    if (json_parser_load_from_file(parser, path, NULL) &&
        JSON_NODE_HOLDS_OBJECT(json_parser_get_root(parser))) {
        object = json_object_ref(
            json_node_get_object(json_parser_get_root(parser)));
    } else {
        object = json_object_new();
        json_object_set_string_member(object, "verdict",
                                      hc_verdict_name(status));
        json_object_set_int_member(object, "exit", status);
    }
    json_object_set_string_member(object, "branch", name);
    json_object_set_string_member(object, "run", dir);
    json_array_add_object_element(endings->results, object);
}

static int verdict_of(const struct endings *endings)
{
    return endings->count[HC_VERDICT_FAILED] ? HC_VERDICT_FAILED
        : endings->count[HC_VERDICT_UNKNOWN] ? HC_VERDICT_UNKNOWN
        : endings->count[HC_VERDICT_HELD] ? HC_VERDICT_HELD
                                          : HC_VERDICT_SKIPPED;
}

static bool write_result(const struct endings *endings, const char *folder,
                         gint64 wall_us, GError **error)
{
    g_autofree char *path = g_build_filename(folder, "result.json", NULL);
    g_autofree char *json = NULL, *text = NULL;
    g_autoptr(JsonNode) node = json_node_new(JSON_NODE_OBJECT);
    JsonObject *object = json_object_new();

    json_object_set_string_member(object, "verdict",
                                  hc_verdict_name(verdict_of(endings)));
    json_object_set_int_member(object, "exit", verdict_of(endings));
    json_object_set_string_member(object, "scenario",
                                  endings->scenario->path);
    json_object_set_string_member(object, "story", endings->scenario->story);
    json_object_set_int_member(object, "wall_ms", wall_us / 1000);
    json_object_set_array_member(object, "branches",
                                 json_array_ref(endings->results));
    json_node_take_object(node, object);
    json = json_to_string(node, TRUE);
    text = g_strconcat(json, "\n", NULL);
    return g_file_set_contents(path, text, -1, error);
}

static bool tell(struct endings *endings, const struct hc_branch *branch,
                 const struct hc_bench_options *options, const char *seed,
                 const char *folder, GError **error)
{
    g_autofree char *dir = g_build_filename(folder, branch->name, NULL);
    g_autofree char *used = g_strconcat(dir, ".coverage", NULL);
    struct hc_bench_options own = *options;
    g_auto(GStrv) argv = NULL;
    int status;

    own.coverage = options->coverage ? used : NULL;
    argv = hc_child_argv(endings->scenario->path, dir, &own, seed,
                         branch->name);
    printf("branch %s\n", branch->name);
    fflush(stdout);
    if (!hc_child_play(argv, &status, error)) {
        return false;
    }
    status = status == HC_VERDICT_HELD || status == HC_VERDICT_FAILED ||
             status == HC_VERDICT_SKIPPED ? status : HC_VERDICT_UNKNOWN;
    endings->count[status]++;
    keep_result(endings, branch->name, dir, status);
    if (own.coverage) {
        hc_coverage_add(endings->coverage, used, NULL);
    }
    return true;
}

static bool tell_all(struct endings *endings,
                     const struct hc_bench_options *options,
                     const char *seed, const char *folder, GError **error)
{
    const gint64 start_us = g_get_monotonic_time();
    const GPtrArray *branches = endings->scenario->branches;

    for (guint at = 0; at < branches->len; at++) {
        if (!tell(endings, branches->pdata[at], options, seed, folder,
                  error)) {
            return false;
        }
    }
    printf("%u of %u branches held; see %s\n",
           endings->count[HC_VERDICT_HELD], branches->len, folder);
    return write_result(endings, folder, g_get_monotonic_time() - start_us,
                        error);
}

static bool write_coverage(const struct endings *endings, const char *path,
                           GError **error)
{
    g_autofree char *text = path ? hc_coverage_file(endings->coverage)
                                 : NULL;

    return !path || g_file_set_contents(path, text, -1, error);
}

int hc_branches_run(const struct hc_scenario *scenario,
                    const struct hc_bench_options *options, const char *seed,
                    GError **error)
{
    struct endings endings = { .scenario = scenario,
                               .results = json_array_new(),
                               .coverage = hc_coverage_new() };
    g_autofree char *base = g_path_get_basename(scenario->path);
    g_autofree char *folder = NULL;
    int verdict = HC_VERDICT_UNKNOWN;

    if (g_str_has_suffix(base, ".hc")) {
        base[strlen(base) - 3] = '\0';
    }
    folder = hc_rundir_folder(options->out, base, error);
    if (folder && tell_all(&endings, options, seed, folder, error) &&
        write_coverage(&endings, options->coverage, error)) {
        verdict = verdict_of(&endings);
    }
    hc_coverage_free(endings.coverage);
    json_array_unref(endings.results);
    return verdict;
}
