/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Machines at @boot and where stories fork, kept in the cache by what they
 * were made of, so that a second run need not boot. */
#ifndef HC_SNAPSHOT_H
#define HC_SNAPSHOT_H

#include <glib.h>
#include <stdbool.h>

struct hc_bench;
struct hc_scenario;

/* How much of the disk snapshots may take together: the machines of the whole
 * stock on two kernels, 60 MiB each, with some room. */
#define HC_SNAPSHOT_CACHE_MIB 8192

struct hc_snapshot {
    char *path;                 /* the folder; while saving, a name aside */
    char *final;                /* where it goes when it is whole */
    char *ours;                 /* where instead, when only we can use it */
    bool  found;                /* it is there: restore it */
    int   lock;                 /* on the folder; -1: none */
};

/* Finds the snapshot that fits a prepared bench, or a place to save one;
 * NULL when this run cannot use one (a person at the console, a partner in
 * host time, a cache that cannot be written). */
struct hc_snapshot *hc_snapshot_open(const struct hc_bench *bench);
/* The same for the machine where the chosen ending forks from the common
 * story; NULL as well when it cannot be kept there. */
struct hc_snapshot *hc_snapshot_open_fork(const struct hc_bench *bench);

/* What QEMU, plugin and command are; NULL when one cannot be read. */
char *hc_snapshot_build_key(const struct hc_bench *bench);

/* The names: what the machine is made of, NULL when it cannot be kept. Sets
 * bench->key, which tells of all of the head, and bench->common_key, which
 * leaves out who lives at the far ends. */
void hc_snapshot_make_keys(struct hc_bench *bench);
char *hc_snapshot_fork_key(const struct hc_bench *bench);

/* As much of the names as a scenario tells before anything is prepared: on one
 * kernel, scenarios with the same one share a machine at @boot, unless frames
 * have passed by then. NULL: it keeps none. */
char *hc_snapshot_head(const struct hc_scenario *scenario);

/* What of a scenario is built into a QEMU, whatever comes in: a name. */
char *hc_snapshot_board(const struct hc_scenario *scenario);

/* It is of use only to a bench with the same far ends. */
void hc_snapshot_keep_ours(struct hc_snapshot *snapshot);

void hc_snapshot_free(struct hc_snapshot *snapshot);

/* Copies logs and captures of the boot into the run directory. */
bool hc_snapshot_unpack(const struct hc_snapshot *snapshot,
                        const struct hc_bench *bench, GError **error);

/* Writes the RAM and the state of a machine that stands still into a file;
 * one that is not whole is left behind when it fails. */
struct hc_qmp;
bool hc_snapshot_write(struct hc_qmp *qmp, const char *path, GError **error);

/* A file of a snapshot, and the folder with all that is in it. */
#define HC_SNAPSHOT_RAM "machine"
void hc_snapshot_remove(const char *folder);
/* The same, unless somebody reads or writes it; true when it is gone. */
bool hc_snapshot_remove_unused(const char *folder);

/* The machine stands still: saves it and lets it go on. A failure costs only
 * the snapshot; it is told and the run goes on. NULL: it failed before. */
void hc_snapshot_take(struct hc_snapshot *snapshot,
                      const struct hc_bench *bench, unsigned limit_mib);

/* A machine comes in as it was left, standing still: lets it go on. False as
 * long as it is not there yet. */
bool hc_snapshot_go_on(const struct hc_bench *bench);

/* Throws a snapshot away that could not be restored. */
void hc_snapshot_discard(const struct hc_snapshot *snapshot);

#endif
