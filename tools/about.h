/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a bench was started with, as text: enough to start it again. */
#ifndef HC_ABOUT_H
#define HC_ABOUT_H

#include <glib.h>

#include "bench.h"

/* The group of its lines in a key file. */
#define HC_ABOUT "bench"

/* Of a prepared bench; g_free() it. */
char *hc_about_text(const struct hc_bench *bench);

/* The checksum of a scenario's file; "" without one. */
char *hc_about_story(const char *path);

/* Its options and its scenario, as they were typed; NULL with an error when
 * the scenario is gone or another now. */
struct hc_scenario *hc_about_scenario(GKeyFile *about, GError **error);
void hc_about_options(GKeyFile *about, struct hc_bench_options *ret_options);

/* A line of it; NULL when there is none. */
char *hc_about_get(GKeyFile *about, const char *key);

#endif
