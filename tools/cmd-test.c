/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "cli.h"
#include "coverage.h"
#include "lib/scenario.h"
#include "rundir.h"
#include "snapshot.h"
#include "suite-progress.h"
#include "suite-run.h"

#define TIMEOUT_S 120

struct options {
    char **kernels, **boards, **builds, **module;
    char *modules, *dtb, *out, *against;
    char *format, *junit, *json, *tap, *coverage;
    int jobs, timeout_s;
    gboolean cold, fresh, list, plan;
};

struct format {
    const char *name;
    char *(*text)(const struct hc_suite *suite);
};

static char *matrix(const struct hc_suite *suite)
{
    return hc_suite_matrix(suite, hc_colour());
}

static const struct format formats[] = {
    { "matrix", matrix }, { "tap", hc_suite_tap }, { "ktap", hc_suite_ktap },
    { "junit", hc_suite_junit }, { "json", hc_suite_json }
};

static const struct format *format_of(const char *name)
{
    const char *names[G_N_ELEMENTS(formats) + 1] = { NULL };

    for (unsigned at = 0; at < G_N_ELEMENTS(formats); at++) {
        if (!name || !strcmp(formats[at].name, name)) {
            return &formats[at];
        }
        names[at] = formats[at].name;
    }
    hc_say("no format '%s'; did you mean '%s'? There are matrix, tap, ktap, "
           "junit and json", name, hc_nearest(name, names));
    return NULL;
}

static void option_entries(struct options *options, GOptionEntry *ret_entries)
{
    const GOptionEntry entries[] = {
        { "kernel", 'k', 0, G_OPTION_ARG_STRING_ARRAY, &options->kernels,
          "A column: Debian's kernel of a series, your own zImage, or a "
          "build tree; may be given again (6.12)",
          "6.12|newest|ZIMAGE|TREE" },
        { "build", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options->builds,
          "A column: the kernel of a build tree, with its modules and device "
          "trees", "TREE" },
        { "module", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options->module,
          "A module in place of the kernels' own one of that name; may be "
          "given again", "FILE.ko" },
        { "board", 'b', 0, G_OPTION_ARG_STRING_ARRAY, &options->boards,
          "Another board than the scenarios name, or own; may be given again",
          "NAME" },
        { "modules", 0, 0, G_OPTION_ARG_FILENAME, &options->modules,
          "Folder with lib/modules/RELEASE of your own kernel", "DIR" },
        { "dtb", 0, 0, G_OPTION_ARG_FILENAME, &options->dtb,
          "Device tree of your own kernel, or the folder of its trees",
          "FILE|DIR" },
        { "jobs", 'j', 0, G_OPTION_ARG_INT, &options->jobs,
          "So many runs at a time (one per processor)", "N" },
        { "out", 'o', 0, G_OPTION_ARG_FILENAME, &options->out,
          "Folder for the run directories (hotcage-runs/test-N)", "DIR" },
        { "against", 0, 0, G_OPTION_ARG_FILENAME, &options->against,
          "Compare each run's bytes with those of an earlier suite in that "
          "folder", "DIR" },
        { "timeout", 't', 0, G_OPTION_ARG_INT, &options->timeout_s,
          "Give up a run after so many seconds, 0: never (120)",
          "SECONDS" },
        { "cold", 0, 0, G_OPTION_ARG_NONE, &options->cold,
          "Boot every run, and neither use nor keep machines at @boot", NULL },
        { "fresh", 0, 0, G_OPTION_ARG_NONE, &options->fresh,
          "A QEMU of its own for every run; without it one QEMU plays one "
          "after the other", NULL },
        { "list", 0, 0, G_OPTION_ARG_NONE, &options->list,
          "Print the names of the scenarios and run none", NULL },
        { "plan", 0, 0, G_OPTION_ARG_NONE, &options->plan,
          "Print which runs start from one machine, and run none", NULL },
        { "format", 'f', 0, G_OPTION_ARG_STRING, &options->format,
          "What stdout gets (matrix)", "matrix|tap|ktap|junit|json" },
        { "junit", 0, 0, G_OPTION_ARG_FILENAME, &options->junit,
          "Write JUnit XML as well", "FILE" },
        { "json", 0, 0, G_OPTION_ARG_FILENAME, &options->json,
          "Write JSON as well", "FILE" },
        { "tap", 0, 0, G_OPTION_ARG_FILENAME, &options->tap,
          "Write TAP 14 as well", "FILE" },
        { "coverage", 0, 0, G_OPTION_ARG_FILENAME, &options->coverage,
          "Write which registers the drivers used in any run", "FILE" },
        { 0 }
    };

    memcpy(ret_entries, entries, sizeof(entries));
}
#define OPTIONS 20

static void clear_options(struct options *options)
{
    g_strfreev(options->kernels);
    g_strfreev(options->boards);
    g_strfreev(options->builds);
    g_strfreev(options->module);
    g_free(options->modules);
    g_free(options->dtb);
    g_free(options->out);
    g_free(options->against);
    g_free(options->format);
    g_free(options->junit);
    g_free(options->json);
    g_free(options->tap);
    g_free(options->coverage);
}

/* The scenario of a run, on the board of its column; NULL: it cannot be. */
static struct hc_scenario *scenario_of(const struct hc_suite_run *run)
{
    struct hc_scenario *scenario = hc_scenario_load(run->path, NULL);

    if (scenario && run->kernel->board &&
        !hc_scenario_set_board(scenario, run->kernel->board, NULL)) {
        g_clear_pointer(&scenario, hc_scenario_free);
    }
    return scenario;
}

static char *name_of(const struct hc_suite_run *run,
                     char *(*name)(const struct hc_scenario *scenario))
{
    struct hc_scenario *scenario = scenario_of(run);
    char *text = scenario ? name(scenario) : NULL;

    hc_scenario_free(scenario);
    return text;
}

static char *machine_of(void *opaque, const struct hc_suite_run *run)
{
    (void)opaque;
    return name_of(run, hc_snapshot_head);
}

static char *qemu_of(void *opaque, const struct hc_suite_run *run)
{
    (void)opaque;
    return name_of(run, hc_snapshot_board);
}

/* The board's own tree, when the user gave the folder of all. */
static char *dtb_for(const struct options *options,
                     const struct hc_suite_run *run)
{
    struct hc_scenario *scenario;
    char *dtb = g_strdup(options->dtb);

    if (g_file_test(options->dtb, G_FILE_TEST_IS_DIR) &&
        (scenario = scenario_of(run))) {
        g_free(dtb);
        dtb = g_build_filename(options->dtb, scenario->board->dtb, NULL);
        hc_scenario_free(scenario);
    }
    return dtb;
}

/* Beside the run directory. */
static char *coverage_of(const struct hc_suite_run *run)
{
    return g_strconcat(run->dir, ".coverage", NULL);
}

/* Runs that were skipped have used nothing. */
static bool write_coverage(const char *path, const struct hc_suite *suite)
{
    struct hc_coverage *coverage = hc_coverage_new();
    g_autofree char *text = NULL;
    g_autoptr(GError) error = NULL;

    for (guint at = 0; path && at < suite->runs->len; at++) {
        const struct hc_suite_run *run = suite->runs->pdata[at];
        g_autofree char *used = coverage_of(run);

        if (run->verdict != HC_VERDICT_SKIPPED) {
            hc_coverage_add(coverage, used, NULL);
        }
    }
    text = hc_coverage_file(coverage);
    hc_coverage_free(coverage);
    if (path && !g_file_set_contents(path, text, -1, &error)) {
        hc_say("cannot write the coverage: %s; name another file",
               error->message);
        return false;
    }
    return true;
}

/* Modules and trees are those of a zImage; a series brings its own. */
static char **run_options(void *opaque, const struct hc_suite_run *run)
{
    const struct options *options = opaque;
    g_autoptr(GStrvBuilder) list = g_strv_builder_new();
    g_autofree char *timeout = g_strdup_printf("%d", options->timeout_s);
    g_autofree char *dtb = NULL;
    g_autofree char *used = coverage_of(run);

    g_strv_builder_add_many(list, "--timeout", timeout, NULL);
    if (options->coverage) {
        g_strv_builder_add_many(list, "--coverage", used, NULL);
    }
    if (options->cold) {
        g_strv_builder_add(list, "--cold");
    }
    if (run->kernel->board) {
        g_strv_builder_add_many(list, "--board", run->kernel->board, NULL);
    }
    for (char **file = options->module; file && *file; file++) {
        g_strv_builder_add_many(list, "--module", *file, NULL);
    }
    if (g_file_test(run->kernel->name, G_FILE_TEST_IS_REGULAR)) {
        if (options->modules) {
            g_strv_builder_add_many(list, "--modules", options->modules,
                                    NULL);
        }
        if (options->dtb) {
            dtb = dtb_for(options, run);
            g_strv_builder_add_many(list, "--dtb", dtb, NULL);
        }
    }
    return g_strv_builder_end(list);
}

static bool write_file(const char *path, const struct hc_suite *suite,
                       char *(*text)(const struct hc_suite *suite))
{
    g_autofree char *report = text(suite);
    g_autoptr(GError) error = NULL;

    if (path && !g_file_set_contents(path, report, -1, &error)) {
        hc_say("cannot write the report: %s; name another file",
               error->message);
        return false;
    }
    return true;
}

static bool write_reports(const struct options *options,
                          const struct format *format,
                          const struct hc_suite *suite)
{
    g_autofree char *report = format->text(suite);
    bool ok = true;

    ok &= write_file(options->junit, suite, hc_suite_junit);
    ok &= write_file(options->json, suite, hc_suite_json);
    ok &= write_coverage(options->coverage, suite);
    ok &= write_file(options->tap, suite, hc_suite_tap);
    fputs(report, stdout);
    if (fflush(stdout)) {
        hc_say("cannot write to stdout: %s", g_strerror(errno));
        ok = false;
    }
    return ok;
}

static int play(struct hc_suite *suite, const struct options *options,
                const struct format *format)
{
    g_autofree char *program = g_file_read_link("/proc/self/exe", NULL);
    const unsigned jobs = options->jobs ? (unsigned)options->jobs
                                        : g_get_num_processors();
    struct hc_suite_progress progress;
    const struct hc_suite_plan plan = {
        .program = program, .jobs = jobs, .against = options->against,
        .options = run_options,
        .fresh = options->fresh || options->cold,
        .machine_of = options->cold ? NULL : machine_of,
        .qemu_of = qemu_of,
        .opaque = (void *)options,
        .watch = { hc_suite_progress_planned, hc_suite_progress_changed,
                   &progress }
    };

    hc_suite_progress_init(&progress, suite, jobs);
    hc_suite_play(suite, &plan);
    hc_suite_progress_end(&progress);
    return write_reports(options, format, suite) ? hc_suite_verdict(suite)
                                                 : HC_VERDICT_UNKNOWN;
}

static int list(char *const *paths)
{
    for (; *paths; paths++) {
        g_autofree char *name = g_path_get_basename(*paths);

        if (g_str_has_suffix(name, ".hc")) {
            name[strlen(name) - strlen(".hc")] = '\0';
        }
        printf("%s\n", name);
    }
    return HC_VERDICT_HELD;
}

/* Nothing has been prepared, so what a kernel will skip counts as well. */
static int plan(const struct hc_suite *suite)
{
    struct hc_suite_order *order = hc_suite_order_new(suite, machine_of,
                                                      qemu_of, NULL);
    g_autofree char *text = hc_suite_order_text(order);

    printf("%s%u runs from %u machines\n", text, suite->runs->len,
           hc_suite_order_machines(order));
    hc_suite_order_free(order);
    return HC_VERDICT_HELD;
}

/* The columns, as asked for; or Debian's long-term kernel. */
static char **kernels_of(const struct options *options)
{
    g_autoptr(GStrvBuilder) list = g_strv_builder_new();

    if (options->kernels) {
        g_strv_builder_addv(list, (const char **)options->kernels);
    }
    if (options->builds) {
        g_strv_builder_addv(list, (const char **)options->builds);
    }
    if (!options->kernels && !options->builds) {
        g_strv_builder_add(list, "6.12");
    }
    return g_strv_builder_end(list);
}

/* A suite that took the place of the earlier one would be compared with
 * itself. */
static bool against_fits(const struct options *options)
{
    GStatBuf against, out;

    if (g_stat(options->against, &against) != 0 ||
        !S_ISDIR(against.st_mode)) {
        hc_say("--against %s: there is no such folder; name the --out of an "
               "earlier hotcage test", options->against);
        return false;
    }
    if (options->out && g_stat(options->out, &out) == 0 &&
        out.st_dev == against.st_dev && out.st_ino == against.st_ino) {
        hc_say("--against %s: this suite would be written over it; give "
               "another folder with --out", options->against);
        return false;
    }
    return true;
}

static int test(char *const *patterns, const struct options *options,
                const struct format *format, GError **error)
{
    g_auto(GStrv) scenarios = hc_suite_find(patterns, error);
    g_auto(GStrv) kernels = kernels_of(options);
    g_autofree char *folder = NULL;
    struct hc_suite *suite;
    int verdict;

    if (scenarios && options->list) {
        return list(scenarios);
    }
    if (scenarios && options->against && !against_fits(options)) {
        return HC_VERDICT_UNKNOWN;
    }
    folder = !scenarios ? NULL
        : options->plan ? g_strdup("")
        : hc_rundir_folder(options->out, "test", error);
    if (!folder) {
        return HC_VERDICT_UNKNOWN;
    }
    suite = hc_suite_new(scenarios, kernels, options->boards, folder);
    verdict = options->plan ? plan(suite) : play(suite, options, format);
    hc_suite_free(suite);
    return verdict;
}

int hc_cmd_test(int argc, char **argv)
{
    struct options options = { .timeout_s = TIMEOUT_S };
    GOptionEntry entries[OPTIONS];
    const struct format *format;
    GError *error = NULL;
    int verdict = HC_VERDICT_UNKNOWN;

    option_entries(&options, entries);
    if (!hc_parse_options("test", entries, &argc, &argv, &error)) {
        return hc_fail(error);
    }
    format = format_of(options.format);
    if (options.jobs < 0 || options.timeout_s < 0) {
        hc_say("--jobs and --timeout want a number that is not negative");
    } else if (format) {
        verdict = test(argv + 1, &options, format, &error);
    }
    clear_options(&options);
    return error ? hc_fail(error) : verdict;
}
