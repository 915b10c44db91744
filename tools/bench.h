/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A bench: QEMU with the plugin, as our child, and what it reports. */
#ifndef HC_BENCH_H
#define HC_BENCH_H

#include <glib.h>
#include <stdbool.h>

#include "lib/report.h"
#include "lib/scenario.h"
#include "guest.h"
#include "rundir.h"

struct hc_bench_options {
    char *coverage;             /* file for the registers in use; NULL */
    char *kernel, *build, *modules, *dtb, *out;
    char **module;              /* .ko files in place of the kernel's own */
    char *board;                /* NULL: the scenario's own */
    int timeout_s;              /* wall time; 0: for ever */
    gboolean paused;
    gboolean zimage;            /* boot through the kernel's decompressor */
    gboolean cold;              /* boot, whatever is kept */
    int cache_mib;              /* how much snapshots may take */
    char *stop_at;              /* stand still then, "12s"; NULL */
};

struct hc_bench {
    const struct hc_bench_options *options;
    const struct hc_scenario *scenario;
    bool shell;                 /* the console is ours, steps do not run */
    bool by_hand;               /* `fork` was saved and named by a person */
    bool fast;                  /* seconds are the virtual clock's (icount) */
    char *qemu, *qemu_version, *plugin;
    char *build_key;            /* what QEMU, plugin and command are */
    char *key;                  /* the same with guest and bench, or NULL */
    char *common_key;           /* … but for far ends that nobody heard yet */
    struct hc_guest *guest;
    struct hc_rundir *dir;
    struct hc_snapshot *snapshot;   /* at @boot; NULL: this run uses none */
    struct hc_snapshot *fork;       /* where the story forks, or NULL */
    /* what happened */
    GPid pid;
    bool has_verdict, interrupted, timed_out, told_end;
    int child_status;
    uint32_t verdict;
    char *why;
    void (*reported)(void *opaque, const struct hc_report *report);
    void *opaque;
    /* private */
    GMainLoop *loop;
    GString *pending;
    int report_fd;
    gint64 start_us;            /* of the story, by the clock on the wall */
    int start_s;                /* … and what QEMU had of a processor then */
    GArray *sources;            /* guint: what we listen to */
    bool child_gone, report_gone, booted;
    bool over;                  /* the child waits for another story */
    GArray *signals;            /* guint: sources, until it is cleared */
    char *log;                  /* of a child that had stayed: what it writes
                                 * on, or NULL … */
    gsize log_from;             /* … and how long that was before the story */
};

/* The options that run and shell share. */
void hc_bench_option_entries(struct hc_bench_options *options,
                             GOptionEntry *ret_entries);
#define HC_BENCH_OPTIONS 14
void hc_bench_options_clear(struct hc_bench_options *options);

/* Puts the scenario on the board that the options name. */
bool hc_bench_take_board(struct hc_scenario *scenario,
                         const struct hc_bench_options *options,
                         GError **error);

/* Finds QEMU and the plugin, and says which build they are. */
bool hc_bench_find_qemu(struct hc_bench *bench, GError **error);

/* Finds QEMU, the plugin and the guest, and makes the run directory. */
bool hc_bench_prepare(struct hc_bench *bench, GError **error);

/* The kept machine that this run goes on with; NULL: it boots. */
struct hc_snapshot *hc_bench_kept_machine(const struct hc_bench *bench);

/* Runs it to its end. */
bool hc_bench_run(struct hc_bench *bench, GError **error);
void hc_bench_clear(struct hc_bench *bench);

#endif
