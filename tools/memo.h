/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What was worked out from files, for the next run: it counts as long as every
 * one of them has the same size, inode and times. */
#ifndef HC_MEMO_H
#define HC_MEMO_H

#include <glib.h>
#include <stdbool.h>

struct hc_memo {
    char *text;                 /* what is remembered; NULL: nothing */
    char *path, *stamp;         /* private */
};

/* Looks up `what`, which was made of `inputs` (a list that ends with NULL; one
 * that is missing counts as well), in a folder that may not be there yet. */
void hc_memo_open(struct hc_memo *memo, const char *folder, const char *what,
                  const char *const *inputs);

/* The same, with a file of its own. */
void hc_memo_open_file(struct hc_memo *memo, const char *path,
                       const char *what, const char *const *inputs);

/* Remembers a text in its place. The files are taken as they were when it was
 * opened; one that changed a moment ago may change again unseen, so nothing is
 * remembered of it. A folder that cannot be written costs only the memory. */
void hc_memo_set(struct hc_memo *memo, const char *text);
void hc_memo_clear(struct hc_memo *memo);

/* The SHA-256 of a file as text, looked up in the cache or worked out; NULL
 * when it cannot be read. */
char *hc_memo_sum(const char *folder, const char *path);

#endif
