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

/* How QEMU is called, and its environment; g_strfreev() them. Only the child
 * may see LD_PRELOAD. */
char **hc_bench_argv(const struct hc_bench *bench);
char **hc_bench_environment(const struct hc_bench *bench);

#endif
