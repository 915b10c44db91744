/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Runs a suite: each cell is an errand of a process that plays one after the
 * other, or a process of its own. */
#ifndef HC_SUITE_RUN_H
#define HC_SUITE_RUN_H

#include "suite-order.h"

/* Told how many machines the runs start from; when a run ended (run), and
 * once a second while some run (NULL). */
struct hc_suite_watch {
    void (*planned)(void *opaque, unsigned machines);
    void (*changed)(void *opaque, const struct hc_suite_run *run);
    void *opaque;
};

struct hc_suite_plan {
    const char *program;        /* hotcage itself */
    unsigned jobs;              /* so many at a time */
    bool fresh;                 /* a process for each run */
    const char *against;        /* an earlier suite's folder, or NULL */
    /* The options of hotcage run for a run, NULL-terminated; g_strfreev(). */
    char **(*options)(void *opaque, const struct hc_suite_run *run);
    /* The machine that it shares; NULL: all boot, nobody waits. */
    hc_suite_machine_of *machine_of;
    /* What its QEMU is: one can do the runs of which it is the same. */
    hc_suite_machine_of *qemu_of;
    void *opaque;
    struct hc_suite_watch watch;
};

/* Runs all of it. SIGINT, SIGTERM and SIGHUP end it: the runs that are under
 * way are asked to end and waited for; a second signal kills them. */
void hc_suite_play(struct hc_suite *suite, const struct hc_suite_plan *plan);

/* Compares the bytes of a settled run with those of the same run in another
 * suite's folder. One that differs has failed; without a run of the same
 * kernel there nobody knows. A run that crossed into host time, here or there
 * and by its result.json, is not compared. */
void hc_suite_against(struct hc_suite_run *run, const struct hc_suite *suite,
                      const char *folder);

/* In a child, before exec: it ends when we do, whatever ends us. For
 * g_spawn's child_setup; data is our process id as a pointer. */
void hc_suite_child_setup(gpointer data);
/* The same in a process group of its own: a Ctrl-C at the terminal is for us
 * alone, and what we send reaches the setup scripts of a run as well. */
void hc_suite_group_setup(gpointer data);

#endif
