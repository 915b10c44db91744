/* SPDX-License-Identifier: GPL-2.0-or-later */
/* `hotcage run` as our own child, for commands that run a story several
 * times. */
#ifndef HC_CHILD_H
#define HC_CHILD_H

#include "bench.h"

/* The words that run a scenario into a folder; seed and branch may be
 * NULL. */
char **hc_child_argv(const char *scenario, const char *dir,
                     const struct hc_bench_options *options,
                     const char *seed, const char *branch);

/* Runs it to its end, with our output; ret_status is its exit status. */
bool hc_child_play(char **argv, int *ret_status, GError **error);

#endif
