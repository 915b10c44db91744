/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "suite-progress.h"

#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

/* When the terminal does not tell its width. */
#define COLUMNS_GUESS 80

void hc_suite_progress_init(struct hc_suite_progress *progress,
                            const struct hc_suite *suite, unsigned jobs)
{
    *progress = (struct hc_suite_progress){
        .suite = suite, .jobs = jobs,
        .tty = isatty(STDERR_FILENO) && g_strcmp0(g_getenv("TERM"), "dumb")
    };
}

void hc_suite_progress_planned(void *opaque, unsigned machines)
{
    struct hc_suite_progress *progress = opaque;
    const unsigned runs = progress->suite->runs->len;

    progress->kept = machines < runs;
    if (progress->kept) {
        fprintf(stderr, "%u runs, %u at a time, from %u machine%s; the first "
                "run of each boots it, unless it is kept\n", runs,
                MIN(progress->jobs, runs), machines,
                machines == 1 ? "" : "s");
    }
}

gint64 hc_suite_left_us(const struct hc_suite *suite, unsigned jobs,
                        gint64 now_us)
{
    gint64 took_us = 0, under_way_us = 0, mean_us;
    unsigned took = 0, left = 0;

    for (unsigned at = 0; at < suite->runs->len; at++) {
        const struct hc_suite_run *run = suite->runs->pdata[at];

        if (run->done && run->virtual_ns) {
            took_us += run->wall_us;
            took++;
        }
        left += !run->done;
    }
    if (!took) {
        return left ? -1 : 0;
    }
    mean_us = took_us / took;
    for (unsigned at = 0; at < suite->runs->len; at++) {
        const struct hc_suite_run *run = suite->runs->pdata[at];

        if (run->started && !run->done) {
            under_way_us += MIN(now_us - run->start_us, mean_us);
        }
    }
    return (mean_us * left - under_way_us) / MIN(jobs, MAX(left, 1));
}

static void close_line(struct hc_suite_progress *progress)
{
    if (progress->open) {
        fprintf(stderr, "\r\033[K");
        progress->open = false;
    }
}

static char *time_left(const struct hc_suite_progress *progress)
{
    gint64 left_us = hc_suite_left_us(progress->suite, progress->jobs,
                                      g_get_monotonic_time());
    unsigned left_s = MAX(left_us, 0) / G_USEC_PER_SEC;

    return left_us < 0 ? g_strdup("")
        : g_strdup_printf(", %u:%02u left", left_s / 60, left_s % 60);
}

/* "bounce on 6.12, boot-evmsk on newest" */
static char *under_way(const struct hc_suite *suite)
{
    GString *names = g_string_new(NULL);

    for (unsigned at = 0; at < suite->runs->len; at++) {
        const struct hc_suite_run *run = suite->runs->pdata[at];

        if (run->started && !run->done) {
            g_string_append_printf(names, "%s%s on %s",
                                   names->len ? ", " : "", run->name,
                                   run->kernel->label);
        }
    }
    return g_string_free(names, FALSE);
}

static unsigned done_of(const struct hc_suite *suite)
{
    unsigned done = 0;

    for (unsigned at = 0; at < suite->runs->len; at++) {
        const struct hc_suite_run *run = suite->runs->pdata[at];

        done += run->done;
    }
    return done;
}

static unsigned columns(void)
{
    struct winsize size;

    return !ioctl(STDERR_FILENO, TIOCGWINSZ, &size) && size.ws_col
        ? size.ws_col : COLUMNS_GUESS;
}

/* Cut to the terminal's width: a line that wraps could not be taken back. */
static void show_line(struct hc_suite_progress *progress)
{
    g_autofree char *names = under_way(progress->suite);
    g_autofree char *left = time_left(progress);
    g_autofree char *line = g_strdup_printf(
        "%u of %u%s%s: %s", done_of(progress->suite),
        progress->suite->runs->len, left,
        progress->suite->interrupted ? ", ending" : "", names);
    g_autofree char *shown = g_utf8_substring(
        line, 0, MIN(g_utf8_strlen(line, -1), (glong)columns() - 1));

    fprintf(stderr, "\r\033[K%s", shown);
    progress->open = true;
}

/* A plain line, which a log can hold. */
static void show_run(const struct hc_suite_progress *progress,
                     const struct hc_suite_run *run)
{
    fprintf(stderr, "[%u/%u] %s on %s: %s%s%s (%.1f s)\n",
            done_of(progress->suite), progress->suite->runs->len, run->name,
            run->kernel->label, hc_verdict_name(run->verdict),
            *run->why ? ": " : "", run->why, run->wall_us / 1e6);
}

void hc_suite_progress_changed(void *opaque, const struct hc_suite_run *run)
{
    struct hc_suite_progress *progress = opaque;

    close_line(progress);
    if (run) {
        show_run(progress, run);
    }
    if (progress->tty) {
        show_line(progress);
    }
    fflush(stderr);
}

/* As result.json tells; what was skipped has neither booted nor started. */
static void show_boots(const struct hc_suite *suite)
{
    unsigned booted = 0, restored = 0;

    for (unsigned at = 0; at < suite->runs->len; at++) {
        const struct hc_suite_run *run = suite->runs->pdata[at];

        booted += run->booted;
        restored += run->virtual_ns && !run->booted;
    }
    fprintf(stderr, "%u booted, %u went on from kept machines\n", booted,
            restored);
}

void hc_suite_progress_end(struct hc_suite_progress *progress)
{
    close_line(progress);
    if (progress->kept) {
        show_boots(progress->suite);
    }
}
