/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a bench is made of, before anything runs. */
#include "bench-internal.h"

#include <string.h>

#include "about.h"
#include "cli.h"
#include "kconfig.h"
#include "lib/units.h"
#include "qemu.h"
#include "snapshot.h"

void hc_bench_option_entries(struct hc_bench_options *options,
                             GOptionEntry *ret_entries)
{
    const GOptionEntry entries[HC_BENCH_OPTIONS] = {
        { "kernel", 'k', 0, G_OPTION_ARG_STRING, &options->kernel,
          "Debian's kernel of a series, your own zImage, or a build tree "
          "(6.12)", "6.12|newest|ZIMAGE|TREE" },
        { "build", 0, 0, G_OPTION_ARG_FILENAME, &options->build,
          "The kernel of a build tree, with its modules and device trees",
          "TREE" },
        { "module", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options->module,
          "A module in place of the kernel's own one of that name; may be "
          "given again", "FILE.ko" },
        { "board", 'b', 0, G_OPTION_ARG_STRING, &options->board,
          "Another board than the scenario names", "NAME" },
        { "modules", 0, 0, G_OPTION_ARG_FILENAME, &options->modules,
          "Folder with lib/modules/RELEASE of your own kernel", "DIR" },
        { "dtb", 0, 0, G_OPTION_ARG_FILENAME, &options->dtb,
          "Device tree of your own kernel", "FILE" },
        { "out", 'o', 0, G_OPTION_ARG_FILENAME, &options->out,
          "Run directory (hotcage-runs/SCENARIO-N)", "DIR" },
        { "paused", 0, 0, G_OPTION_ARG_NONE, &options->paused,
          "Stop before the first instruction; hotcage ctl cont goes on",
          NULL },
        { "stop-at", 0, 0, G_OPTION_ARG_STRING, &options->stop_at,
          "Stand still at this virtual time; hotcage ctl cont goes on",
          "TIME" },
        { "timeout", 't', 0, G_OPTION_ARG_INT, &options->timeout_s,
          "Give up after so many seconds, 0: never (120)",
          "SECONDS" },
        { "zimage", 0, 0, G_OPTION_ARG_NONE, &options->zimage,
          "Boot through the kernel's own decompressor", NULL },
        { "cold", 0, 0, G_OPTION_ARG_NONE, &options->cold,
          "Boot, and neither use nor keep the machine at @boot", NULL },
        { "cache-size", 0, 0, G_OPTION_ARG_INT, &options->cache_mib,
          "How much of the disk kept machines may take (8192)", "MIB" },
        { 0 }
    };

    memcpy(ret_entries, entries, sizeof(entries));
}

void hc_bench_options_clear(struct hc_bench_options *options)
{
    g_free(options->board);
    g_free(options->kernel);
    g_free(options->build);
    g_strfreev(options->module);
    g_free(options->modules);
    g_free(options->dtb);
    g_free(options->out);
    g_free(options->coverage);
    g_free(options->stop_at);
}

bool hc_bench_take_board(struct hc_scenario *scenario,
                         const struct hc_bench_options *options,
                         GError **error)
{
    if (!options->board ||
        hc_scenario_set_board(scenario, options->board, error)) {
        return true;
    }
    g_prefix_error(error, "--board: ");
    return false;
}

bool hc_bench_find_qemu(struct hc_bench *bench, GError **error)
{
    bench->qemu = hc_qemu_find(error);
    bench->qemu_version = bench->qemu ? hc_qemu_version(bench->qemu, error)
                                      : NULL;
    if (!bench->qemu_version ||
        !hc_qemu_fits(bench->qemu_version, error)) {
        return false;
    }
    bench->plugin = hc_plugin_find(error);
    bench->build_key = bench->plugin ? hc_snapshot_build_key(bench) : NULL;
    return bench->plugin;
}

static struct hc_guest_wish wish_of(const struct hc_bench_options *options)
{
    return (struct hc_guest_wish){
        .kernel = options->build ? options->build : options->kernel,
        .modules = options->modules, .dtb = options->dtb,
        .module = options->module
    };
}

/* What a build tree's .config lacks, before we wait for a boot that fails. */
static bool config_fits(const struct hc_bench *bench, GError **error)
{
    g_autoptr(GPtrArray) scenarios = g_ptr_array_new();
    g_autoptr(GPtrArray) needs = NULL;
    g_autoptr(GString) report = g_string_new(NULL);
    g_autofree char *config = NULL;

    if (!bench->guest->config) {
        return true;
    }
    if (!g_file_get_contents(bench->guest->config, &config, NULL, error)) {
        return false;
    }
    g_ptr_array_add(scenarios, (void *)bench->scenario);
    needs = hc_kconfig_needs(scenarios);
    return !hc_kconfig_check(needs, config, report) ||
        hc_deny(error, "%s does not fit the scenario:\n%sa fragment with "
                  "all of it: hotcage kconfig %s", bench->guest->config,
                  report->str, bench->scenario->path);
}

static bool find_guest(struct hc_bench *bench, GError **error)
{
    const struct hc_guest_wish wish = wish_of(bench->options);
    const struct hc_board_row *board = bench->scenario->board;
    const char *skip;

    bench->guest = hc_guest_prepare(&wish, board, error);
    if (!bench->guest) {
        return false;
    }
    skip = bench->guest->release
        ? hc_scenario_skip_reason(bench->scenario, bench->guest->release)
        : NULL;
    if (skip) {
        g_set_error(error, HC_CLI_ERROR, HC_CLI_ERROR_SKIPPED,
                    "skipped on %s: %s", bench->guest->release, skip);
        return false;
    }
    if (!config_fits(bench, error) ||
        !hc_guest_pack(bench->guest, &wish, bench->scenario, error)) {
        return false;
    }
    if (!bench->options->zimage) {
        hc_guest_unpack(bench->guest);
    }
    return true;
}

/* A machine kept at the fork needs none at @boot. */
void hc_bench_open_snapshots(struct hc_bench *bench)
{
    if (bench->by_hand) {
        return;
    }
    bench->fork = hc_snapshot_open_fork(bench);
    bench->snapshot = bench->fork && bench->fork->found
        ? NULL : hc_snapshot_open(bench);
}

struct hc_snapshot *hc_bench_kept_machine(const struct hc_bench *bench)
{
    if (bench->fork && bench->fork->found) {
        return bench->fork;
    }
    return bench->snapshot && bench->snapshot->found ? bench->snapshot : NULL;
}

static bool stop_fits(const char *stop_at, GError **error)
{
    uint64_t at_ns;

    if (!stop_at || hc_parse_duration(stop_at, &at_ns, error)) {
        return true;
    }
    g_prefix_error(error, "--stop-at: ");
    return false;
}

bool hc_bench_prepare(struct hc_bench *bench, GError **error)
{
    const char *path = bench->scenario->path;
    const char *chosen = bench->scenario->chosen;
    g_autofree char *base = g_path_get_basename(*path ? path : "shell");
    g_autofree char *stem = NULL, *about = NULL;

    if (g_str_has_suffix(base, ".hc")) {
        base[strlen(base) - 3] = '\0';
    }
    stem = g_strconcat(base, chosen ? "-" : "", chosen ? chosen : "", NULL);
    if (!stop_fits(bench->options->stop_at, error) ||
        !hc_bench_find_qemu(bench, error) || !find_guest(bench, error)) {
        return false;
    }
    bench->dir = hc_rundir_open(bench->options->out, stem, error);
    if (!bench->dir) {
        return false;
    }
    hc_snapshot_make_keys(bench);
    about = hc_about_text(bench);
    hc_rundir_describe(bench->dir, about);
    hc_bench_open_snapshots(bench);
    return true;
}
