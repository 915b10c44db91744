/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "suite-run.h"

#include <errno.h>
#include <fcntl.h>
#include <glib-unix.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <sys/prctl.h>
#include <unistd.h>

struct play {
    struct hc_suite *suite;
    const struct hc_suite_plan *plan;
    struct hc_suite_order *order;
    GMainLoop *loop;
    unsigned running;
};

struct ended {
    struct play *play;
    struct hc_suite_run *run;
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

/* A group of its own: a Ctrl-C at the terminal is for us alone, and what we
 * send reaches the setup scripts of the run as well. */
static void child_setup(gpointer data)
{
    setpgid(0, 0);
    hc_suite_child_setup(data);
}

static char **argv_of(const struct hc_suite_plan *plan,
                      const struct hc_suite_run *run)
{
    g_autoptr(GStrvBuilder) argv = g_strv_builder_new();
    g_auto(GStrv) options = plan->options(plan->opaque, run);

    g_strv_builder_add_many(argv, plan->program, "run", "--out", run->dir,
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

static bool spawn(const struct hc_suite_plan *plan, struct hc_suite_run *run,
                  GError **error)
{
    g_auto(GStrv) argv = argv_of(plan, run);
    g_autofree char *folder = g_path_get_dirname(run->dir);
    int null = open("/dev/null", O_RDONLY | O_CLOEXEC);
    int made = g_mkdir_with_parents(folder, 0777);
    int out = open_log(run->out_file), err = open_log(run->err_file);
    bool ok = false;

    if (made || out < 0 || err < 0) {
        g_set_error(error, G_FILE_ERROR, g_file_error_from_errno(errno),
                    "cannot write into %s: %s; name another folder with "
                    "--out", folder, g_strerror(errno));
    } else {
        ok = g_spawn_async_with_fds(NULL, argv, NULL,
                                    G_SPAWN_DO_NOT_REAP_CHILD, child_setup,
                                    GINT_TO_POINTER(getpid()), &run->pid,
                                    null, out, err, error);
    }
    if (out >= 0) {
        close(out);
    }
    if (err >= 0) {
        close(err);
    }
    close(null);
    return ok;
}

static void start_some(struct play *play);

static void tell(const struct play *play, const struct hc_suite_run *run)
{
    play->plan->watch.changed(play->plan->watch.opaque, run);
}

static void run_ended(GPid pid, int status, gpointer data)
{
    struct ended *ended = data;
    struct hc_suite_run *run = ended->run;
    struct play *play = ended->play;

    g_spawn_close_pid(pid);
    run->wall_us = g_get_monotonic_time() - run->start_us;
    hc_suite_settle(run, status);
    hc_suite_order_ended(play->order, run);
    if (play->plan->against) {
        hc_suite_against(run, play->suite, play->plan->against);
    }
    play->running--;
    tell(play, run);
    start_some(play);
}

static void start(struct play *play, struct hc_suite_run *run)
{
    g_autoptr(GError) error = NULL;
    struct ended *ended;

    forget_earlier(run);
    run->start_us = g_get_monotonic_time();
    if (!spawn(play->plan, run, &error)) {
        hc_suite_refuse(run, error->message);
        hc_suite_order_ended(play->order, run);
        tell(play, run);
        return;
    }
    run->started = true;
    play->running++;
    ended = g_new0(struct ended, 1);
    *ended = (struct ended){ play, run };
    g_child_watch_add_full(G_PRIORITY_DEFAULT, run->pid, run_ended, ended,
                           g_free);
}

static void start_some(struct play *play)
{
    struct hc_suite_run *run;

    while (!play->suite->interrupted && play->running < play->plan->jobs &&
           (run = hc_suite_order_next(play->order))) {
        start(play, run);
    }
    if (!play->running) {
        g_main_loop_quit(play->loop);
    }
}

static gboolean was_interrupted(gpointer data)
{
    struct play *play = data;
    int signal = play->suite->interrupted ? SIGKILL : SIGTERM;

    play->suite->interrupted = true;
    for (unsigned at = 0; at < play->suite->runs->len; at++) {
        const struct hc_suite_run *run = play->suite->runs->pdata[at];

        if (run->started && !run->done) {
            kill(-run->pid, signal);
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

void hc_suite_play(struct hc_suite *suite, const struct hc_suite_plan *plan)
{
    struct play play = {
        .suite = suite, .plan = plan, .loop = g_main_loop_new(NULL, FALSE),
        .order = hc_suite_order_new(suite, plan->machine_of, plan->opaque)
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
    start_some(&play);
    if (play.running) {
        g_main_loop_run(play.loop);
    }
    for (unsigned at = 0; at < G_N_ELEMENTS(source); at++) {
        g_source_remove(source[at]);
    }
    g_main_loop_unref(play.loop);
    hc_suite_order_free(play.order);
    refuse_the_rest(suite);
    suite->wall_us = g_get_monotonic_time() - start_us;
}
