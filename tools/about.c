/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "about.h"

#include <string.h>

#include "cli.h"

static void set_text(GKeyFile *about, const char *key, const char *value)
{
    if (value) {
        g_key_file_set_string(about, HC_ABOUT, key, value);
    }
}

/* A file is found from wherever the next command is typed; "6.12" is none. */
static void set_path(GKeyFile *about, const char *key, const char *value)
{
    g_autofree char *path = value && g_file_test(value, G_FILE_TEST_EXISTS)
        ? g_canonicalize_filename(value, NULL) : g_strdup(value);

    set_text(about, key, path);
}

char *hc_about_story(const char *path)
{
    g_autofree char *text = NULL;
    gsize len;

    return *path && g_file_get_contents(path, &text, &len, NULL)
        ? g_compute_checksum_for_data(G_CHECKSUM_SHA256, (guchar *)text, len)
        : g_strdup("");
}

static void set_modules(GKeyFile *about, char **list)
{
    g_autoptr(GStrvBuilder) paths = g_strv_builder_new();
    g_auto(GStrv) all = NULL;

    for (char **file = list; file && *file; file++) {
        g_autofree char *path = g_canonicalize_filename(*file, NULL);

        g_strv_builder_add(paths, path);
    }
    all = g_strv_builder_end(paths);
    g_key_file_set_string_list(about, HC_ABOUT, "module",
                               (const char *const *)all, g_strv_length(all));
}

char *hc_about_text(const struct hc_bench *bench)
{
    g_autoptr(GKeyFile) about = g_key_file_new();
    const struct hc_bench_options *options = bench->options;
    const struct hc_scenario *scenario = bench->scenario;
    g_autofree char *story = hc_about_story(scenario->path);

    set_text(about, "command", bench->shell ? "shell" : "run");
    g_key_file_set_boolean(about, HC_ABOUT, "fast",
                           !bench->shell || bench->fast);
    g_key_file_set_boolean(about, HC_ABOUT, "zimage", options->zimage);
    set_text(about, "scenario", scenario->path);
    set_text(about, "story", story);
    set_text(about, "branch", scenario->chosen);
    g_key_file_set_uint64(about, HC_ABOUT, "seed", scenario->seed);
    set_text(about, "on", scenario->board->name);
    set_text(about, "board", options->board);
    set_path(about, "kernel", options->kernel);
    set_path(about, "build", options->build);
    set_path(about, "modules", options->modules);
    set_path(about, "dtb", options->dtb);
    set_modules(about, options->module);
    set_text(about, "release", bench->guest->release);
    set_text(about, "of", bench->build_key);
    set_text(about, "key", bench->key);
    return g_key_file_to_data(about, NULL, NULL);
}

char *hc_about_get(GKeyFile *about, const char *key)
{
    return g_key_file_get_string(about, HC_ABOUT, key, NULL);
}

void hc_about_options(GKeyFile *about, struct hc_bench_options *ret_options)
{
    *ret_options = (struct hc_bench_options){
        .board = hc_about_get(about, "board"),
        .kernel = hc_about_get(about, "kernel"),
        .build = hc_about_get(about, "build"),
        .modules = hc_about_get(about, "modules"),
        .dtb = hc_about_get(about, "dtb"),
        .zimage = g_key_file_get_boolean(about, HC_ABOUT, "zimage", NULL),
        .module = g_key_file_get_string_list(about, HC_ABOUT, "module", NULL,
                                             NULL),
    };
    if (ret_options->module && !*ret_options->module) {
        g_clear_pointer(&ret_options->module, g_strfreev);
    }
}

static bool choose(GKeyFile *about, struct hc_scenario *scenario,
                   GError **error)
{
    g_autofree char *branch = hc_about_get(about, "branch");
    struct hc_bench_options options;
    bool ok;

    hc_about_options(about, &options);
    scenario->seed = g_key_file_get_uint64(about, HC_ABOUT, "seed", NULL);
    ok = (!branch || hc_scenario_choose(scenario, branch, error)) &&
         hc_bench_take_board(scenario, &options, error);
    hc_bench_options_clear(&options);
    return ok;
}

struct hc_scenario *hc_about_scenario(GKeyFile *about, GError **error)
{
    g_autofree char *path = hc_about_get(about, "scenario");
    g_autofree char *then = hc_about_get(about, "story");
    g_autofree char *now = hc_about_story(path ? path : "");
    struct hc_scenario *scenario;

    if (g_strcmp0(then, now)) {
        hc_deny(error, "%s is gone or another than it was then", path);
        return NULL;
    }
    scenario = path && *path ? hc_scenario_open(path, error)
                             : hc_shell_scenario(error);
    if (scenario && !choose(about, scenario, error)) {
        g_clear_pointer(&scenario, hc_scenario_free);
    }
    return scenario;
}
