/* SPDX-License-Identifier: GPL-2.0-or-later */
/* hotcage run --twice. */
#ifndef HC_TWICE_H
#define HC_TWICE_H

#include "bench.h"

/* Plays a scenario two times, each in a process of its own, and compares
 * what they leave behind. Returns the exit status: that of a run that did not
 * hold, 1 when the two differ. */
int hc_twice(const char *scenario, const struct hc_bench_options *options,
             const char *seed, const char *branch, GError **error);

#endif
