/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whose turn it is. Runs that start from the same machine at @boot wait until
 * the first of them, which boots it, is over, and so do endings of one story,
 * whose first plays what they have in common; meanwhile other runs have their
 * turn. */
#ifndef HC_SUITE_ORDER_H
#define HC_SUITE_ORDER_H

#include "suite.h"

/* A name for the machine at @boot that a run can share with others of its
 * column, g_free() it; NULL: it keeps none. */
typedef char *hc_suite_machine_of(void *opaque,
                                  const struct hc_suite_run *run);

struct hc_suite_order;

/* Nobody waits for anybody when `machine_of` is NULL. `qemu_of` names what a
 * QEMU must be to do a run; NULL, the function or the name: nothing is
 * known. */
struct hc_suite_order *hc_suite_order_new(const struct hc_suite *suite,
                                          hc_suite_machine_of *machine_of,
                                          hc_suite_machine_of *qemu_of,
                                          void *opaque);
void hc_suite_order_free(struct hc_suite_order *order);

/* The run that may start now, and counts as started from here on: one of the
 * machine that `last` had, which may be NULL, or one that its QEMU can do,
 * before the others. NULL: all have had their turn, or the others wait for one that is
 * under way. */
struct hc_suite_run *hc_suite_order_next(struct hc_suite_order *order,
                                         const struct hc_suite_run *last);

/* A run that had its turn has ended, or could not be started. */
void hc_suite_order_ended(struct hc_suite_order *order,
                          const struct hc_suite_run *run);

/* How many machines there are, those that are not kept as well. */
unsigned hc_suite_order_machines(const struct hc_suite_order *order);

/* A line for each machine: how many runs start from it, its column, and their
 * names, the longest list first; g_free() it. */
char *hc_suite_order_text(const struct hc_suite_order *order);

#endif
