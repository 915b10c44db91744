/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "suite.h"

#include <json-glib/json-glib.h>

#include "cli.h"

static void set_text(JsonObject *object, const char *name, const char *text)
{
    g_autofree char *clean = hc_suite_clean(text ? text : "");

    json_object_set_string_member(object, name, clean);
}

static JsonObject *run_object(const struct hc_suite_run *run)
{
    JsonObject *object = json_object_new();

    set_text(object, "scenario", run->name);
    set_text(object, "path", run->path);
    set_text(object, "kernel", run->kernel->label);
    set_text(object, "verdict", hc_verdict_name(run->verdict));
    json_object_set_int_member(object, "exit", run->verdict);
    set_text(object, "why", run->why);
    set_text(object, "message", run->message);
    if (run->failure) {
        json_object_set_object_member(object, "failure",
                                      json_object_ref(run->failure));
    }
    if (run->oops) {
        json_object_set_object_member(object, "oops",
                                      json_object_ref(run->oops));
    }
    json_object_set_int_member(object, "virtual_ns", run->virtual_ns);
    json_object_set_int_member(object, "wall_ms", run->wall_us / 1000);
    set_text(object, "qemu", run->qemu);
    set_text(object, "run", run->dir);
    return object;
}

static JsonObject *count_object(const struct hc_suite *suite)
{
    const struct hc_suite_count count = hc_suite_count(suite, NULL);
    JsonObject *object = json_object_new();

    json_object_set_int_member(object, "all", count.all);
    json_object_set_int_member(object, "held", count.held);
    json_object_set_int_member(object, "failed", count.failed);
    json_object_set_int_member(object, "unknown", count.unknown);
    json_object_set_int_member(object, "skipped", count.skipped);
    return object;
}

static JsonArray *kernel_array(const struct hc_suite *suite)
{
    JsonArray *array = json_array_new();

    for (unsigned at = 0; at < suite->kernels->len; at++) {
        const struct hc_suite_kernel *kernel = suite->kernels->pdata[at];
        JsonObject *object = json_object_new();

        set_text(object, "label", kernel->label);
        set_text(object, "kernel", kernel->name);
        set_text(object, "release", kernel->release);
        json_array_add_object_element(array, object);
    }
    return array;
}

char *hc_suite_json(const struct hc_suite *suite)
{
    JsonObject *object = json_object_new();
    JsonArray *runs = json_array_new();
    g_autoptr(JsonNode) node = json_node_new(JSON_NODE_OBJECT);
    g_autofree char *json = NULL;

    for (unsigned at = 0; at < suite->runs->len; at++) {
        json_array_add_object_element(runs,
                                      run_object(suite->runs->pdata[at]));
    }
    set_text(object, "hotcage", HOTCAGE_VERSION);
    set_text(object, "verdict", hc_verdict_name(hc_suite_verdict(suite)));
    json_object_set_int_member(object, "exit", hc_suite_verdict(suite));
    json_object_set_boolean_member(object, "interrupted",
                                   suite->interrupted);
    json_object_set_int_member(object, "wall_ms", suite->wall_us / 1000);
    json_object_set_object_member(object, "counts", count_object(suite));
    json_object_set_array_member(object, "kernels", kernel_array(suite));
    json_object_set_array_member(object, "runs", runs);
    json_node_take_object(node, object);
    json = json_to_string(node, TRUE);
    return g_strconcat(json, "\n", NULL);
}
