/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which registers the drivers used, of all models in the process. */
#ifndef HC_COVERAGE_H
#define HC_COVERAGE_H

#include <stdbool.h>

/* Counts from now on. */
void hc_coverage_start(void);

/* Forgets what was counted and takes what a file says (a machine that comes
 * back); false: it cannot be read. */
bool hc_coverage_load(const char *path);

/* Writes all of it, a line per register with tabs between:
 *   reg MODEL NAME AT COUNT WRITABLE READS WRITES ONES ZEROS SEEN
 *   unmodelled PLACE AT READS WRITES */
bool hc_coverage_save(const char *path);

#endif
