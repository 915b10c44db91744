/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A folder that is whole or worth nothing: a file in it says how long the
 * others are and what they sum up to; a lock says that somebody uses it. */
#ifndef HC_WHOLE_H
#define HC_WHOLE_H

#include <glib.h>
#include <stdbool.h>

/* Locks a folder; -1 when another process holds it against us. A folder that
 * is being written is ours alone, one that is read is shared. Closing the
 * descriptor lets go, and so does the end of the process. */
int hc_folder_lock(const char *path, bool alone);

/* Lets others read what we have written. */
void hc_folder_share(int lock);

/* Writes the sums of all files; false with errno. */
bool hc_whole_seal(const char *path);

/* True if every file is there as it was sealed. Files that have the size,
 * inode and times that they had when they were last read, since the host
 * started, are not read again. */
bool hc_whole_check(const char *path);

/* What the files of a folder take of the disk, in bytes. */
guint64 hc_folder_bytes(const char *path);

#endif
