/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A storm: a hand that does whatever comes to its mind, out of a seed. It
 * knows no engine: it is asked when it acts next, and what it does. */
#ifndef HC_STORM_H
#define HC_STORM_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

/* How many a storm may have. */
#define HC_STORM_EVENTS_MAX 10000u

struct hc_storm;

/* Checks the words of `storm CAGE[,CAGE] events=N within=TIME
 * modules=NAME[,NAME…]` beyond what the table of verbs says. */
bool hc_storm_fits(char *const *argv, GError **error);

/* A storm of checked words that begins now. The same seed makes the same
 * storm as long as the cages are found in the same state. */
struct hc_storm *hc_storm_new(char *const *argv, uint32_t seed,
                              uint64_t now_ns);
void hc_storm_free(struct hc_storm *storm);

/* When it acts next; HC_NEVER when it is over. */
uint64_t hc_storm_next_ns(const struct hc_storm *storm);

/* How many actions it has done. */
unsigned hc_storm_done(const struct hc_storm *storm);

/* Its cages, by name; NULL-terminated. */
char *const *hc_storm_cages(const struct hc_storm *storm);

/* What it does now, as the words of a verb: g_strfreev() them. `taken` tells
 * of each of its cages whether a module is in. After its last event it mends
 * what it broke and leaves the cages empty, all at the same time. */
char **hc_storm_act(struct hc_storm *storm, const bool *taken);

/* The last action was refused (no laser to trip): it does not count, and
 * another comes in its place at the same time. */
void hc_storm_refused(struct hc_storm *storm);

#endif
