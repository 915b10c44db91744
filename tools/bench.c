/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "bench-internal.h"

#include <errno.h>
#include <fcntl.h>
#include <glib-unix.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "cli.h"
#include "qmp.h"
#include "snapshot.h"
#include "stay.h"

/* How often we ask whether a kept machine has come in. */
#define RESTORE_POLL_MS 5

/* How long QEMU may take to close its files after it was asked to end. */
#define GRACE_S 10

/* How many times as long a time limit is when QEMU gets no processor. */
#define PATIENCE 5

/* A report is far shorter; more than this without a line feed is garbage. */
#define LINE_MAX_BYTES (1024 * 1024)

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
    g_auto(GStrv) argv = hc_bench_argv(bench);
    g_auto(GStrv) env = hc_bench_environment(bench);
    g_autofree char *log = hc_rundir_file(bench->dir, "qemu.log");
    g_autoptr(GError) why = NULL;
    const int target = HC_BENCH_REPORT_FD;
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

/* To a source of the default context, until the story is over. */
static void keep_source(struct hc_bench *bench, guint source)
{
    g_array_append_val(bench->sources, source);
}

static void maybe_end(struct hc_bench *bench)
{
    if (bench->over || (bench->child_gone && bench->report_gone)) {
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
    keep_source(bench, g_timeout_add_seconds(GRACE_S, kill_child, bench));
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

/* What QEMU has had of a processor; for ever if it cannot be asked. */
static int processor_s(const struct hc_bench *bench)
{
    struct timespec used;
    clockid_t clock;

    return bench->child_gone || clock_getcpuclockid(bench->pid, &clock) ||
           clock_gettime(clock, &used) ? G_MAXINT : (int)used.tv_sec;
}

/* A host that is busy with something else is not the story's fault: what
 * counts is QEMU's own time, most of it. One that waits for ever has none, and
 * is given up when PATIENCE ends. */
static gboolean took_too_long(gpointer data)
{
    struct hc_bench *bench = data;
    const gint64 limit_s = bench->options->timeout_s;
    const gint64 wall_s = (g_get_monotonic_time() - bench->start_us) /
        G_USEC_PER_SEC;

    if (wall_s < limit_s || (wall_s < PATIENCE * limit_s &&
        processor_s(bench) - bench->start_s < limit_s - limit_s / 4)) {
        return G_SOURCE_CONTINUE;
    }
    bench->timed_out = true;
    ask_to_end(bench);
    return G_SOURCE_REMOVE;
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
    if (report.kind == HC_REPORT_OVER) {
        bench->over = bench->has_verdict;
        maybe_end(bench);
        return;
    }
    bench->booted |= report.kind == HC_REPORT_KERNEL;
    if (report.kind == HC_REPORT_VERDICT && !bench->has_verdict) {
        bench->has_verdict = true;
        bench->verdict = report.value;
        bench->why = g_strdup(text);
        keep_source(bench, g_timeout_add_seconds(GRACE_S,
                                                 should_have_ended, bench));
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

static void watch_child(struct hc_bench *bench)
{
    keep_source(bench, g_unix_fd_add(bench->report_fd,
                                     G_IO_IN | G_IO_HUP | G_IO_ERR,
                                     report_is_readable, bench));
    keep_source(bench, g_child_watch_add(bench->pid, child_ended, bench));
    bench->start_us = g_get_monotonic_time();
    bench->start_s = processor_s(bench);
    if (bench->options->timeout_s > 0) {
        keep_source(bench, g_timeout_add_seconds(1, took_too_long, bench));
    }
}

/* A source that is done is gone already. */
static void drop_sources(GArray *sources)
{
    for (guint at = 0; at < sources->len; at++) {
        GSource *source = g_main_context_find_source_by_id(
            NULL, g_array_index(sources, guint, at));

        if (source) {
            g_source_destroy(source);
        }
    }
    g_array_set_size(sources, 0);
}

/* Until the result is written; what comes while nobody listens waits. */
static void watch_signals(struct hc_bench *bench)
{
    static const int signals[] = { SIGINT, SIGTERM, SIGHUP };

    for (unsigned at = 0; at < G_N_ELEMENTS(signals); at++) {
        const guint source = g_unix_signal_add(signals[at], was_interrupted,
                                               bench);

        g_array_append_val(bench->signals, source);
    }
}

/* A QEMU of its own. */
static bool start(struct hc_bench *bench, GError **error)
{
    int ends[2];

    if (!g_unix_open_pipe(ends, FD_CLOEXEC, error)) {
        return false;
    }
    bench->report_fd = ends[0];
    if (!spawn(bench, ends[1], error)) {
        close(ends[1]);
        return false;
    }
    close(ends[1]);
    if (hc_bench_kept_machine(bench)) {
        keep_source(bench, g_timeout_add(RESTORE_POLL_MS,
                                         let_restored_go_on, bench));
    }
    return true;
}

/* What the boot has left in logs and captures. */
static bool unpack(const struct hc_bench *bench, GError **error)
{
    const struct hc_snapshot *kept = hc_bench_kept_machine(bench);

    return !kept || bench->by_hand || hc_snapshot_unpack(kept, bench, error);
}

static bool run_once(struct hc_bench *bench, GError **error)
{
    bool told = hc_stay_waits(bench);

    if (told && !(unpack(bench, NULL) && hc_stay_take(bench))) {
        hc_rundir_empty(bench->dir);
        told = false;
    }
    if (!told && (!unpack(bench, error) || !start(bench, error))) {
        return false;
    }
    watch_child(bench);
    g_main_loop_run(bench->loop);
    drop_sources(bench->sources);
    hc_stay_take_log(bench);
    if (bench->over) {
        hc_stay_put(bench);
    }
    return true;
}

/* A kept machine that does not come up again is worth a boot, no more, and a
 * QEMU that had stayed is worth another. */
static bool must_start_again(struct hc_bench *bench)
{
    if (!hc_bench_kept_machine(bench) || bench->by_hand || bench->booted ||
        bench->interrupted || bench->timed_out || bench->has_verdict) {
        return false;
    }
    if (bench->log) {
        hc_say("QEMU ended between two stories; starting another");
        g_clear_pointer(&bench->log, g_free);
    } else {
        hc_say("the kept machine cannot be restored; booting a new one");
        hc_snapshot_discard(hc_bench_kept_machine(bench));
        hc_snapshot_free(bench->snapshot);
        hc_snapshot_free(bench->fork);
        hc_bench_open_snapshots(bench);
    }
    hc_rundir_empty(bench->dir);
    close(bench->report_fd);
    bench->child_gone = bench->report_gone = bench->told_end = false;
    return true;
}

bool hc_bench_run(struct hc_bench *bench, GError **error)
{
    bench->pending = g_string_new(NULL);
    bench->sources = g_array_new(FALSE, FALSE, sizeof(guint));
    bench->signals = g_array_new(FALSE, FALSE, sizeof(guint));
    watch_signals(bench);
    bench->loop = g_main_loop_new(NULL, FALSE);
    do {
        if (!run_once(bench, error)) {
            return false;
        }
    } while (must_start_again(bench));
    return true;
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
    g_free(bench->log);
    g_clear_pointer(&bench->loop, g_main_loop_unref);
    if (bench->pending) {
        g_string_free(bench->pending, TRUE);
        drop_sources(bench->signals);
        g_array_unref(bench->signals);
        g_array_unref(bench->sources);
    }
    if (bench->report_fd > 0) {
        close(bench->report_fd);
    }
}
