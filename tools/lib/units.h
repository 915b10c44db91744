/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Quantities as people write them. */
#ifndef HC_UNITS_H
#define HC_UNITS_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#define HC_UNITS_ERROR hc_units_error_quark()

enum hc_units_error {
    HC_UNITS_ERROR_SYNTAX,
    HC_UNITS_ERROR_UNIT,        /* missing or unknown */
    HC_UNITS_ERROR_RANGE
};

GQuark hc_units_error_quark(void);

/* Reads "300ms", "1.5s", "10us", "7ns" or "2min"; a bare number is refused,
 * and so is what nanoseconds or 64 bits cannot hold. */
bool hc_parse_duration(const char *text, uint64_t *ret_ns, GError **error);

/* Writes a duration in the largest unit that divides it ("300ms"). */
char *hc_format_duration(uint64_t ns);

#endif
