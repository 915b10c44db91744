/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "bench.h"

#include <errno.h>
#include <fcntl.h>
#include <glib-unix.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "about.h"
#include "cli.h"
#include "kconfig.h"
#include "lib/units.h"
#include "qemu.h"
#include "qmp.h"
#include "snapshot.h"

/* Where the child finds the pipe for its reports. */
#define REPORT_FD 3

/* How often we ask whether a kept machine has come in. */
#define RESTORE_POLL_MS 5

/* How long QEMU may take to close its files after it was asked to end. */
#define GRACE_S 10

/* A report is far shorter; more than this without a line feed is garbage. */
#define LINE_MAX_BYTES (1024 * 1024)

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
          "Give up after so many seconds of wall time, 0: never (120)",
          "SECONDS" },
        { "zimage", 0, 0, G_OPTION_ARG_NONE, &options->zimage,
          "Boot through the kernel's own decompressor", NULL },
        { "cold", 0, 0, G_OPTION_ARG_NONE, &options->cold,
          "Boot, and neither use nor keep the machine at @boot", NULL },
        { "cache-size", 0, 0, G_OPTION_ARG_INT, &options->cache_mib,
          "How much of the disk kept machines may take (4096)", "MIB" },
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
static void open_snapshots(struct hc_bench *bench)
{
    if (bench->by_hand) {
        return;
    }
    bench->fork = hc_snapshot_open_fork(bench);
    bench->snapshot = bench->fork && bench->fork->found
        ? NULL : hc_snapshot_open(bench);
}

/* The kept machine that this run goes on with; NULL: it boots. */
static struct hc_snapshot *kept_machine(const struct hc_bench *bench)
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
    open_snapshots(bench);
    return true;
}

/* QEMU's option parser divides at commas; two of them are one. */
static char *quote(const char *text)
{
    g_auto(GStrv) part = g_strsplit(text, ",", -1);

    return g_strjoinv(",,", part);
}

static void add_snapshot(GString *text, const char *folder_name,
                         const char *found_name,
                         const struct hc_snapshot *snapshot)
{
    g_autofree char *folder = snapshot ? quote(snapshot->path) : NULL;

    if (snapshot) {
        g_string_append_printf(text, ",%s=%s,%s=%s", folder_name, folder,
                               found_name, snapshot->found ? "on" : "off");
    }
}

static char *machine_option(const struct hc_bench *bench)
{
    g_autofree char *scenario = quote(bench->scenario->path);
    g_autofree char *dir = quote(bench->dir->path);
    GString *text = g_string_new("hotcage-am335x");

    g_string_append_printf(text, ",board=%s,rundir=%s,report-fd=%d",
                           bench->scenario->board->name, dir, REPORT_FD);
    if (*scenario) {
        g_string_append_printf(text, ",scenario=%s,seed=%u", scenario,
                               bench->scenario->seed);
    }
    if (bench->shell) {
        g_string_append(text, ",steps=off");
    }
    if (bench->options->stop_at) {
        uint64_t at_ns = 0;

        hc_parse_duration(bench->options->stop_at, &at_ns, NULL);
        g_string_append_printf(text, ",stop-at=%" G_GUINT64_FORMAT,
                               at_ns / NS_PER_MS);
    }
    if (bench->scenario->chosen) {
        g_string_append_printf(text, ",branch=%s", bench->scenario->chosen);
    }
    if (bench->options->coverage) {
        g_autofree char *file = quote(bench->options->coverage);

        g_string_append_printf(text, ",coverage=%s", file);
    }
    add_snapshot(text, "snapshot", "restored", bench->snapshot);
    add_snapshot(text, "fork", "forked", bench->fork);
    for (unsigned at = 0; at < bench->scenario->properties->len; at++) {
        g_autofree char *property = quote(
            g_ptr_array_index(bench->scenario->properties, at));

        g_string_append_printf(text, ",%s", property);
    }
    return g_string_free(text, FALSE);
}

static void add(GPtrArray *argv, ...) G_GNUC_NULL_TERMINATED;

static void add(GPtrArray *argv, ...)
{
    va_list args;
    const char *word;

    va_start(args, argv);
    while ((word = va_arg(args, const char *))) {
        g_ptr_array_add(argv, g_strdup(word));
    }
    va_end(args);
}

/* Names in here are relative to the run directory, where QEMU starts. */
static void add_console(GPtrArray *argv, bool shell)
{
    if (shell) {
        add(argv, "-chardev", "stdio,id=console,mux=on,signal=off,"
            "logfile=console.log", "-mon", "chardev=console,mode=readline",
            NULL);
    } else {
        add(argv, "-chardev",
            "file,id=console,path=console.log,append=on", NULL);
    }
    add(argv, "-serial", "chardev:console", NULL);
}

static char **qemu_argv(const struct hc_bench *bench)
{
    GPtrArray *argv = g_ptr_array_new();
    const char *more = bench->scenario->cmdline;
    g_autofree char *machine = machine_option(bench);
    g_autofree char *seed = g_strdup_printf("%u", bench->scenario->seed);
    g_autofree char *cmdline = g_strdup_printf(
        "console=ttyO0,115200 console=ttyS0,115200 panic=-1%s%s",
        more ? " " : "", more ? more : "");

    add(argv, bench->qemu, "-nodefaults", "-no-user-config", "-display",
        "none", "-M", machine, "-m", "256", "-kernel",
        bench->guest->image ? bench->guest->image : bench->guest->zimage,
        "-initrd", bench->guest->initrd, "-dtb", bench->guest->dtb,
        "-append", cmdline, "-rtc", "base=2026-01-01T00:00:00,clock=vm",
        "-seed", seed, "-qmp", "unix:qmp.sock,server=on,wait=off",
        "-no-reboot", NULL);
    /* A person at the console wants seconds that last a second; a machine
     * that has counted instructions must go on counting. */
    if (!bench->shell || bench->fast) {
        add(argv, "-icount", bench->shell ? "shift=1,sleep=on"
                                          : "shift=1,sleep=off", NULL);
    }
    add_console(argv, bench->shell);
    if (bench->options->paused) {
        add(argv, "-S", NULL);
    }
    if (kept_machine(bench)) {
        g_autofree char *ram = g_strdup_printf("file:%s/machine",
                                               kept_machine(bench)->path);

        add(argv, "-incoming", ram, NULL);
    }
    g_ptr_array_add(argv, NULL);
    return (char **)g_ptr_array_free(argv, FALSE);
}

/* Only the child may see LD_PRELOAD. */
static char **qemu_environment(const struct hc_bench *bench)
{
    g_autofree char *data = g_canonicalize_filename(hc_data_dir(), NULL);
    char **env = g_get_environ();

    env = g_environ_setenv(env, "LD_PRELOAD", bench->plugin, TRUE);
    return g_environ_setenv(env, "HOTCAGE_DATA", data, TRUE);
}

/* In the child, before exec: no orphan when we are killed, and a Ctrl-C at
 * the terminal is for us alone. Only async-signal-safe calls. */
static void child_setup(gpointer data)
{
    const struct hc_bench *bench = data;

    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (!bench->shell) {
        setpgid(0, 0);
    }
}

static bool spawn(struct hc_bench *bench, int report_end, GError **error)
{
    g_auto(GStrv) argv = qemu_argv(bench);
    g_auto(GStrv) env = qemu_environment(bench);
    g_autofree char *log = hc_rundir_file(bench->dir, "qemu.log");
    g_autoptr(GError) why = NULL;
    const int target = REPORT_FD;
    int null = open("/dev/null", O_RDONLY | O_CLOEXEC);
    int out = open(log, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    bool ok = out >= 0 && g_spawn_async_with_pipes_and_fds(
        bench->dir->path, (const char *const *)argv,
        (const char *const *)env,
        G_SPAWN_DO_NOT_REAP_CHILD |
        (bench->shell ? G_SPAWN_CHILD_INHERITS_STDIN : 0), child_setup,
        bench, bench->shell ? -1 : null, bench->shell ? -1 : out, out,
        &report_end, &target, 1, &bench->pid, NULL, NULL, NULL, &why);

    if (!ok) {
        g_set_error(error, HC_CLI_ERROR, HC_CLI_ERROR_UNKNOWN,
                    "cannot start QEMU: %s; see hotcage doctor",
                    why ? why->message : g_strerror(errno));
    }
    if (out >= 0) {
        close(out);
    }
    close(null);
    return ok;
}

static void maybe_end(struct hc_bench *bench)
{
    if (bench->child_gone && bench->report_gone) {
        g_main_loop_quit(bench->loop);
    }
}

static gboolean kill_child(gpointer data)
{
    struct hc_bench *bench = data;

    if (!bench->child_gone) {
        kill(bench->pid, SIGKILL);
    }
    return G_SOURCE_REMOVE;
}

/* Asks QEMU to end, so that it closes its files; insists later. */
static void ask_to_end(struct hc_bench *bench)
{
    struct hc_qmp *qmp;
    g_autoptr(JsonNode) answer = NULL;

    if (bench->told_end || bench->child_gone) {
        return;
    }
    bench->told_end = true;
    qmp = hc_qmp_open(bench->dir->path, NULL);
    answer = qmp ? hc_qmp_execute(qmp, "quit", NULL, NULL) : NULL;
    if (!answer) {
        kill(bench->pid, SIGTERM);
    }
    hc_qmp_close(qmp);
    g_timeout_add_seconds(GRACE_S, kill_child, bench);
}

static gboolean was_interrupted(gpointer data)
{
    struct hc_bench *bench = data;

    if (bench->interrupted) {
        kill_child(bench);
    }
    bench->interrupted = true;
    ask_to_end(bench);
    return G_SOURCE_CONTINUE;
}

static gboolean took_too_long(gpointer data)
{
    struct hc_bench *bench = data;

    bench->timed_out = true;
    ask_to_end(bench);
    return G_SOURCE_CONTINUE;
}

/* The plugin ends QEMU after the verdict; if it cannot, we do. */
static gboolean should_have_ended(gpointer data)
{
    ask_to_end(data);
    return G_SOURCE_REMOVE;
}

/* A story that we cut short did not fail; what was still awaited is no
 * complaint. */
static bool is_our_doing(const struct hc_bench *bench,
                         const struct hc_report *report)
{
    if (!bench->interrupted && !bench->timed_out) {
        return false;
    }
    return report->kind == HC_REPORT_MESSAGE ||
        report->kind == HC_REPORT_DETAIL ||
        (report->kind == HC_REPORT_STEP && !report->value) ||
        (report->kind == HC_REPORT_VERDICT &&
         report->value != HC_VERDICT_HELD);
}

/* Without a folder it stands for a person, at --stop-at. */
static void take_standstill(struct hc_bench *bench,
                            const struct hc_report *report)
{
    g_autofree char *time = hc_seconds(report->ns);

    struct hc_snapshot *snapshot =
        bench->fork && !strcmp(bench->fork->path, report->text)
            ? bench->fork : bench->snapshot;

    if (!*report->text) {
        hc_say("it stands still at %s s; hotcage ctl --run %s cont goes on",
               time, bench->dir->path);
        return;
    }
    if (report->value == HC_STANDSTILL_OURS) {
        hc_snapshot_keep_ours(snapshot);
    }
    hc_snapshot_take(report->value ? snapshot : NULL, bench,
                     bench->options->cache_mib
                         ? (unsigned)bench->options->cache_mib
                         : HC_SNAPSHOT_CACHE_MIB);
}

static void take_line(struct hc_bench *bench, const char *line)
{
    g_autofree char *text = NULL;
    struct hc_report report;

    if (!hc_report_parse(line, &report, &text) ||
        is_our_doing(bench, &report)) {
        return;
    }
    if (report.kind == HC_REPORT_STANDSTILL) {
        take_standstill(bench, &report);
        return;
    }
    bench->booted |= report.kind == HC_REPORT_KERNEL;
    if (report.kind == HC_REPORT_VERDICT && !bench->has_verdict) {
        bench->has_verdict = true;
        bench->verdict = report.value;
        bench->why = g_strdup(text);
        g_timeout_add_seconds(GRACE_S, should_have_ended, bench);
    }
    bench->reported(bench->opaque, &report);
}

static void take_lines(struct hc_bench *bench)
{
    GString *pending = bench->pending;
    char *end;

    while ((end = strchr(pending->str, '\n'))) {
        g_autofree char *line = g_strndup(pending->str, end - pending->str);

        g_string_erase(pending, 0, end + 1 - pending->str);
        take_line(bench, line);
    }
    if (pending->len > LINE_MAX_BYTES) {
        g_string_truncate(pending, 0);
    }
}

static gboolean report_is_readable(int fd, GIOCondition condition,
                                   gpointer data)
{
    struct hc_bench *bench = data;
    char bytes[4096];
    ssize_t n = read(fd, bytes, sizeof(bytes));

    (void)condition;
    if (n > 0) {
        for (ssize_t at = 0; at < n; at++) {
            g_string_append_c(bench->pending, bytes[at] ? bytes[at] : '?');
        }
        take_lines(bench);
        return G_SOURCE_CONTINUE;
    }
    if (n < 0 && (errno == EINTR || errno == EAGAIN)) {
        return G_SOURCE_CONTINUE;
    }
    bench->report_gone = true;
    maybe_end(bench);
    return G_SOURCE_REMOVE;
}

static void child_ended(GPid pid, int status, gpointer data)
{
    struct hc_bench *bench = data;

    g_spawn_close_pid(pid);
    bench->child_gone = true;
    bench->child_status = status;
    maybe_end(bench);
}

static gboolean let_restored_go_on(gpointer data)
{
    struct hc_bench *bench = data;

    return bench->child_gone || hc_snapshot_go_on(bench) ? G_SOURCE_REMOVE
                                                         : G_SOURCE_CONTINUE;
}

/* Sources belong to the default context; they die with the process, or when
 * they are done. */
static void watch_child(struct hc_bench *bench)
{
    g_unix_fd_add(bench->report_fd, G_IO_IN | G_IO_HUP | G_IO_ERR,
                  report_is_readable, bench);
    g_child_watch_add(bench->pid, child_ended, bench);
    if (kept_machine(bench)) {
        g_timeout_add(RESTORE_POLL_MS, let_restored_go_on, bench);
    }
    g_unix_signal_add(SIGINT, was_interrupted, bench);
    g_unix_signal_add(SIGTERM, was_interrupted, bench);
    g_unix_signal_add(SIGHUP, was_interrupted, bench);
    if (bench->options->timeout_s > 0) {
        g_timeout_add_seconds(bench->options->timeout_s, took_too_long,
                              bench);
    }
}

static bool run_once(struct hc_bench *bench, GError **error)
{
    int ends[2];

    if (kept_machine(bench) && !bench->by_hand &&
        !hc_snapshot_unpack(kept_machine(bench), bench, error)) {
        return false;
    }
    if (!g_unix_open_pipe(ends, FD_CLOEXEC, error)) {
        return false;
    }
    bench->report_fd = ends[0];
    if (!spawn(bench, ends[1], error)) {
        close(ends[1]);
        return false;
    }
    close(ends[1]);
    watch_child(bench);
    g_main_loop_run(bench->loop);
    return true;
}

/* A kept machine that does not come up again is worth a boot, no more. */
static bool must_boot_after_all(struct hc_bench *bench)
{
    if (!kept_machine(bench) || bench->by_hand || bench->booted || bench->interrupted ||
        bench->timed_out || bench->has_verdict) {
        return false;
    }
    hc_say("the kept machine cannot be restored; booting a new one");
    hc_snapshot_discard(kept_machine(bench));
    hc_snapshot_free(bench->snapshot);
    hc_snapshot_free(bench->fork);
    hc_rundir_empty(bench->dir);
    open_snapshots(bench);
    close(bench->report_fd);
    bench->child_gone = bench->report_gone = bench->told_end = false;
    return true;
}

bool hc_bench_run(struct hc_bench *bench, GError **error)
{
    bench->pending = g_string_new(NULL);
    bench->loop = g_main_loop_new(NULL, FALSE);
    return run_once(bench, error) &&
           (!must_boot_after_all(bench) || run_once(bench, error));
}

void hc_bench_clear(struct hc_bench *bench)
{
    hc_snapshot_free(bench->snapshot);
    hc_snapshot_free(bench->fork);
    hc_rundir_close(bench->dir);
    hc_guest_free(bench->guest);
    g_free(bench->qemu);
    g_free(bench->qemu_version);
    g_free(bench->plugin);
    g_free(bench->build_key);
    g_free(bench->key);
    g_free(bench->common_key);
    g_free(bench->why);
    g_clear_pointer(&bench->loop, g_main_loop_unref);
    if (bench->pending) {
        g_string_free(bench->pending, TRUE);
        close(bench->report_fd);
    }
}
