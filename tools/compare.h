/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Are two run directories the same, byte for byte? */
#ifndef HC_COMPARE_H
#define HC_COMPARE_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Appends to `report` where two texts differ first: the line's number, the
 * lines before it, and both lines. False when they are the same. */
bool hc_compare_text(const char *name, const char *a, size_t a_len,
                     const char *b, size_t b_len, GString *report);

/* The same for captures: the packet's number and the offset in it. */
bool hc_compare_capture(const char *name, const uint8_t *a, size_t a_len,
                        const uint8_t *b, size_t b_len, GString *report);

/* Compares events.log, console.log and every capture of two run
 * directories. Returns the number of files that differ or are missing from
 * one of them; ret_files is how many were compared. */
unsigned hc_compare_runs(const char *a, const char *b, GString *report,
                         unsigned *ret_files);

#endif
