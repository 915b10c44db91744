/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Machines that a person has saved under a name. They lie beside those that
 * the command keeps for itself, and are never thrown away. */
#ifndef HC_SAVED_H
#define HC_SAVED_H

#include <glib.h>
#include <stdbool.h>

struct hc_saved {
    char *name, *path;
    GKeyFile *about;            /* of the bench, see about.h */
    guint64 ns;                 /* virtual time */
    gint64 date;                /* seconds of Unix */
    guint64 bytes;              /* on the disk */
    int lock;                   /* -1: none */
};

/* True for letters, digits, '-' and '_', 64 at most. */
bool hc_saved_name_fits(const char *name, GError **error);

/* Saves the bench of a run directory; it goes on if it was running. */
bool hc_saved_save(const char *name, const char *run, GError **error);

/* One of them, locked against deletion; NULL when there is none, or when it
 * is not whole. */
struct hc_saved *hc_saved_open(const char *name, GError **error);
void hc_saved_free(void *saved);

/* All that can be read, sorted by name. */
GPtrArray *hc_saved_all(void);

bool hc_saved_delete(const char *name, GError **error);

#endif
