/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Between the table of verbs (verbs.c) and its rules (verb-check.c). */
#ifndef HC_VERBS_INTERNAL_H
#define HC_VERBS_INTERNAL_H

#include "verbs.h"

/* Checks argv[1…] against the verb's row: number and form of the words,
 * names and values of the keys. */
bool hc_verb_args_fit(const struct hc_verb *verb, char **argv,
                      GError **error);

#endif
