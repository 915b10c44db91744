/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which registers the drivers used: files of runs, their union, and what
 * people want to know of it. hw/coverage.h has the format of the files. */
#ifndef HC_COVERAGE_UNION_H
#define HC_COVERAGE_UNION_H

#include <glib.h>
#include <stdbool.h>

struct hc_coverage;

struct hc_coverage *hc_coverage_new(void);
void hc_coverage_free(struct hc_coverage *coverage);

/* Adds what a run, or a union, has counted. False when the file is not one;
 * nothing of it is taken then. */
bool hc_coverage_add(struct hc_coverage *coverage, const char *path,
                     GError **error);

/* The union as a file, for people, and as JSON; g_free() them. The same
 * runs in any order give the same bytes. */
char *hc_coverage_file(const struct hc_coverage *coverage);
char *hc_coverage_text(const struct hc_coverage *coverage, bool all);
char *hc_coverage_json(const struct hc_coverage *coverage);

#endif
