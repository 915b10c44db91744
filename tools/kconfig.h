/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which options of the kernel boards and scenarios need. */
#ifndef HC_KCONFIG_H
#define HC_KCONFIG_H

#include <glib.h>
#include <stdbool.h>

#include "lib/scenario.h"

struct hc_kconfig_row {
    const char *options;        /* "A", "A+B" for both, "A|B" for either */
    const char *why;
    /* Who needs it; all that are set must be so. */
    const char *boards;         /* names with blanks around; NULL: all */
    const char *property;       /* a property begins so; "!…": none does */
    const char *command;        /* a word in what the guest runs */
    const char *instead;        /* what to set when it has no prompt */
    bool modular;               /* =m will do */
};

/* What these scenarios (struct hc_scenario) need: rows of the table, in its
 * order. */
GPtrArray *hc_kconfig_needs(GPtrArray *scenarios);

/* A fragment for scripts/kconfig/merge_config.sh. */
char *hc_kconfig_fragment(const GPtrArray *needs);

/* Appends a line to `report` for each need that the text of a .config does
 * not meet. Returns how many. */
unsigned hc_kconfig_check(const GPtrArray *needs, const char *config,
                          GString *report);

#endif
