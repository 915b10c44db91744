/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "suite-run.h"

#include <errno.h>
#include <fcntl.h>
#include <glib-unix.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "errands.h"

/* One of `jobs` places. */
struct slot {
    struct play *play;
    struct hc_suite_run *run;   /* under way, or NULL */
    const struct hc_suite_run *last;
    struct hc_errands *errands; /* who does it, when runs share a process */
    GPid pid;                   /* … and when they do not */
};

struct play {
    struct hc_suite *suite;
    const struct hc_suite_plan *plan;
    struct hc_suite_order *order;
    struct slot *slots;         /* plan->jobs */
    GMainLoop *loop;
};

/* Only async-signal-safe calls. */
void hc_suite_child_setup(gpointer data)
{
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (getppid() != (pid_t)GPOINTER_TO_INT(data)) {
        _exit(HC_VERDICT_UNKNOWN);
    }
    signal(SIGINT, SIG_DFL);
}

void hc_suite_group_setup(gpointer data)
{
    setpgid(0, 0);
    hc_suite_child_setup(data);
}

/* From the sub-command on. */
static char **argv_of(const struct hc_suite_plan *plan,
                      const struct hc_suite_run *run)
{
    g_autoptr(GStrvBuilder) argv = g_strv_builder_new();
    g_auto(GStrv) options = plan->options(plan->opaque, run);

    g_strv_builder_add_many(argv, "run", "--out", run->dir,
                            "--kernel", run->kernel->name, NULL);
    g_strv_builder_addv(argv, (const char **)options);
    if (run->branch) {
        g_strv_builder_add_many(argv, "--branch", run->branch, NULL);
    }
    g_strv_builder_add_many(argv, "--", run->path, NULL);
    return g_strv_builder_end(argv);
}

/* An earlier suite may have left its result in a run directory. Only what is
 * a run directory is ours. */
static void forget_earlier(const struct hc_suite_run *run)
{
    g_autofree char *lock = g_build_filename(run->dir, ".hotcage-run", NULL);
    g_autofree char *old = g_build_filename(run->dir, "result.json", NULL);
    g_autofree char *used = g_strconcat(run->dir, ".coverage", NULL);

    if (g_file_test(lock, G_FILE_TEST_EXISTS)) {
        g_unlink(old);
        g_unlink(used);
    }
}

static int open_log(const char *path)
{
    return open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
}

/* A process of its own. */
static bool spawn(struct slot *slot, char **words, GError **error)
{
    const struct hc_suite_run *run = slot->run;
    g_autoptr(GStrvBuilder) argv = g_strv_builder_new();
    g_auto(GStrv) all = NULL;
    int null = open("/dev/null", O_RDONLY | O_CLOEXEC);
    int out = open_log(run->out_file), err = open_log(run->err_file);
    bool ok;

    g_strv_builder_add(argv, slot->play->plan->program);
    g_strv_builder_addv(argv, (const char **)words);
    all = g_strv_builder_end(argv);
    ok = g_spawn_async_with_fds(NULL, all, NULL, G_SPAWN_DO_NOT_REAP_CHILD,
                                hc_suite_group_setup, GINT_TO_POINTER(getpid()),
                                &slot->pid, null, out, err, error);
    close(out);
    close(err);
    close(null);
    return ok;
}

static void start_some(struct play *play);

static void tell(const struct play *play, const struct hc_suite_run *run)
{
    play->plan->watch.changed(play->plan->watch.opaque, run);
}

static void run_ended(struct slot *slot, int status)
{
    struct hc_suite_run *run = slot->run;
    struct play *play = slot->play;

    slot->run = NULL;
    slot->last = run;
    run->wall_us = g_get_monotonic_time() - run->start_us;
    hc_suite_settle(run, status);
    hc_suite_order_ended(play->order, run);
    if (play->plan->against) {
        hc_suite_against(run, play->suite, play->plan->against);
    }
    tell(play, run);
    start_some(play);
}

static void process_ended(GPid pid, int status, gpointer data)
{
    g_spawn_close_pid(pid);
    run_ended(data, status);
}

/* A process that goes away while it has nothing to do is not missed. */
static void errand_answered(void *opaque, int status, gboolean gone)
{
    struct slot *slot = opaque;

    if (gone) {
        slot->errands = NULL;
    }
    if (slot->run) {
        run_ended(slot, status);
    }
}

static bool ask(struct slot *slot, char **words, GError **error)
{
    char *argv[] = { (char *)slot->play->plan->program, "run", "--errands",
                     NULL };

    /* One that has ended since its last run does not read any more. */
    if (slot->errands && hc_errands_ask(slot->errands, slot->run->out_file,
                                        slot->run->err_file, words)) {
        return true;
    }
    g_clear_pointer(&slot->errands, hc_errands_free);
    slot->errands = hc_errands_new(argv, errand_answered, slot, error);
    if (slot->errands) {
        hc_errands_ask(slot->errands, slot->run->out_file,
                       slot->run->err_file, words);
    }
    return slot->errands;
}

/* Both files are there, so that what went wrong has a place. */
static bool make_room(const struct hc_suite_run *run, GError **error)
{
    g_autofree char *folder = g_path_get_dirname(run->dir);
    const char *const files[] = { run->out_file, run->err_file };
    bool ok = !g_mkdir_with_parents(folder, 0777);

    for (unsigned at = 0; ok && at < G_N_ELEMENTS(files); at++) {
        int fd = open_log(files[at]);

        ok = fd >= 0 && close(fd) == 0;
    }
    if (!ok) {
        g_set_error(error, G_FILE_ERROR, g_file_error_from_errno(errno),
                    "cannot write into %s: %s; name another folder with "
                    "--out", folder, g_strerror(errno));
    }
    return ok;
}

static void start(struct slot *slot)
{
    struct play *play = slot->play;
    struct hc_suite_run *run = slot->run;
    g_auto(GStrv) words = argv_of(play->plan, run);
    g_autoptr(GError) error = NULL;

    forget_earlier(run);
    run->start_us = g_get_monotonic_time();
    if (!make_room(run, &error) ||
        !(play->plan->fresh ? spawn : ask)(slot, words, &error)) {
        hc_suite_refuse(run, error->message);
        hc_suite_order_ended(play->order, run);
        slot->run = NULL;
        tell(play, run);
        return;
    }
    run->started = true;
    if (play->plan->fresh) {
        g_child_watch_add(slot->pid, process_ended, slot);
    }
}

/* As many as it can take; one that cannot start makes room for the next. */
static void fill(struct slot *slot)
{
    struct play *play = slot->play;

    while (!play->suite->interrupted && !slot->run &&
           (slot->run = hc_suite_order_next(play->order, slot->last))) {
        start(slot);
    }
}

static bool any_running(const struct play *play)
{
    bool running = false;

    for (unsigned n = 0; n < play->plan->jobs; n++) {
        running |= play->slots[n].run != NULL;
    }
    return running;
}

static void start_some(struct play *play)
{
    for (unsigned n = 0; n < play->plan->jobs; n++) {
        fill(&play->slots[n]);
    }
    if (!any_running(play)) {
        g_main_loop_quit(play->loop);
    }
}

static gboolean was_interrupted(gpointer data)
{
    struct play *play = data;
    int signal = play->suite->interrupted ? SIGKILL : SIGTERM;

    play->suite->interrupted = true;
    for (unsigned n = 0; n < play->plan->jobs; n++) {
        const struct slot *slot = &play->slots[n];

        if (slot->run) {
            kill(-(slot->errands ? hc_errands_pid(slot->errands)
                                 : slot->pid), signal);
        }
    }
    return G_SOURCE_CONTINUE;
}

static gboolean a_second_passed(gpointer data)
{
    tell(data, NULL);
    return G_SOURCE_CONTINUE;
}

static void refuse_the_rest(struct hc_suite *suite)
{
    for (unsigned at = 0; at < suite->runs->len; at++) {
        struct hc_suite_run *run = suite->runs->pdata[at];

        if (!run->done) {
            hc_suite_refuse(run, "not run: interrupted");
        }
    }
}

/* True if a run is under way. */
static bool begin(struct play *play)
{
    play->slots = g_new0(struct slot, play->plan->jobs);
    for (unsigned n = 0; n < play->plan->jobs; n++) {
        play->slots[n].play = play;
    }
    start_some(play);
    return any_running(play);
}

static void end(struct play *play)
{
    for (unsigned n = 0; n < play->plan->jobs; n++) {
        if (play->slots[n].errands) {
            hc_errands_free(play->slots[n].errands);
        }
    }
    g_free(play->slots);
    g_main_loop_unref(play->loop);
    hc_suite_order_free(play->order);
}

void hc_suite_play(struct hc_suite *suite, const struct hc_suite_plan *plan)
{
    struct play play = {
        .suite = suite, .plan = plan, .loop = g_main_loop_new(NULL, FALSE),
        .order = hc_suite_order_new(suite, plan->machine_of, plan->qemu_of,
                                    plan->opaque)
    };
    const gint64 start_us = g_get_monotonic_time();
    guint source[] = {
        g_unix_signal_add(SIGINT, was_interrupted, &play),
        g_unix_signal_add(SIGTERM, was_interrupted, &play),
        g_unix_signal_add(SIGHUP, was_interrupted, &play),
        g_timeout_add_seconds(1, a_second_passed, &play)
    };

    plan->watch.planned(plan->watch.opaque,
                        hc_suite_order_machines(play.order));
    if (begin(&play)) {
        g_main_loop_run(play.loop);
    }
    for (unsigned at = 0; at < G_N_ELEMENTS(source); at++) {
        g_source_remove(source[at]);
    }
    end(&play);
    refuse_the_rest(suite);
    suite->wall_us = g_get_monotonic_time() - start_us;
}
