/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A run directory: what one run of the bench leaves behind. */
#ifndef HC_RUNDIR_H
#define HC_RUNDIR_H

#include <glib.h>

/* Where runs go that nobody named. */
#define HC_RUNS "hotcage-runs"

/* Where a QEMU listens that has told its story there and waits for another;
 * while it tells one, at qmp.sock of that run. */
#define HC_RUNDIR_WAITING "waiting.sock"

struct hc_rundir {
    char *path;                 /* absolute */
    int lock;                   /* held while the bench is alive */
};

/* Makes the directory, or hotcage-runs/STEM-N when `path` is NULL, locks it
 * and clears what an earlier run left. */
struct hc_rundir *hc_rundir_open(const char *path, const char *stem,
                                 GError **error);
void hc_rundir_close(struct hc_rundir *dir);

/* Says what bench it is, for who comes later; a folder that takes no more
 * bytes has none. */
void hc_rundir_describe(struct hc_rundir *dir, const char *text);
char *hc_rundir_description(const char *path);

/* A folder for several run directories: `path`, made if need be, or a new
 * hotcage-runs/STEM-N. */
char *hc_rundir_folder(const char *path, const char *stem, GError **error);

/* Removes what a run has left in it. */
void hc_rundir_empty(const struct hc_rundir *dir);

/* A file in it. */
char *hc_rundir_file(const struct hc_rundir *dir, const char *name);

/* The names of the captures, sorted. */
char **hc_rundir_captures(const struct hc_rundir *dir);

/* The bench that runs now: `path` or $HOTCAGE_RUN when set, else the only
 * one below hotcage-runs. */
char *hc_rundir_alive(const char *path, GError **error);

#endif
