/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Checks that hold for every register table, before any behaviour. */
#ifndef HC_TEST_TABLES_H
#define HC_TEST_TABLES_H

#include "../../models/reg.h"

/* Fails the running test, with the name of the row, unless offsets rise
 * and are unique, masks do not overlap, each bit fits in `bits`, and each
 * row has a name and a slot of `slots`. */
void walk_table(const struct hc_regmap *map, unsigned bits, unsigned slots);

#endif
