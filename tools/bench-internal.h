/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The parts of a bench: how it is prepared, how QEMU is called, how it runs. */
#ifndef HC_BENCH_INTERNAL_H
#define HC_BENCH_INTERNAL_H

#include "bench.h"

/* Where the child finds the pipe for its reports. */
#define HC_BENCH_REPORT_FD 3

/* Looks for machines that a prepared bench can go on with, or for places to
 * keep one. */
void hc_bench_open_snapshots(struct hc_bench *bench);

/* A property of the machine that is of the story it tells; without a text and
 * no switch: it is not set. */
struct hc_bench_property {
    const char *name, *text;
    bool is_switch, on;
};
#define HC_BENCH_STORY 8
/* All of them, and a row without a name. */
void hc_bench_story(const struct hc_bench *bench,
                    struct hc_bench_property *ret);

/* What a QEMU is that can tell this story, in a text that is the same for all
 * stories that it can tell; g_free() it. */
char *hc_bench_alike(const struct hc_bench *bench);

/* How QEMU is called, and its environment; g_strfreev() them. Only the child
 * may see LD_PRELOAD. */
char **hc_bench_argv(const struct hc_bench *bench);
char **hc_bench_environment(const struct hc_bench *bench);

#endif
