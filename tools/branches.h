/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Every ending of a story that forks. */
#ifndef HC_BRANCHES_H
#define HC_BRANCHES_H

#include "bench.h"

/* Tells each ending, in a folder of its own below the run directory, and
 * writes a result.json over all of them. The exit status is the worst. */
int hc_branches_run(const struct hc_scenario *scenario,
                    const struct hc_bench_options *options, const char *seed,
                    GError **error);

#endif
