/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The scripts of tools/setup, asked again only when something has changed. */
#ifndef HC_SETUP_RUN_H
#define HC_SETUP_RUN_H

#include <glib.h>

/* What a setup script prints; its progress goes to our stderr. Gives the list
 * of words away, but not the words. NULL with an error. */
char *hc_setup_run(const char *name, GPtrArray *words, GError **error);

#endif
