/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "units.h"

#include <string.h>

G_DEFINE_QUARK(hc-units-error-quark, hc_units_error)

static const struct {
    const char *name;
    uint64_t    ns;
} unit[] = {
    { "ns", 1 },
    { "us", 1000 },
    { "ms", 1000000 },
    { "s", 1000000000 },
    { "min", UINT64_C(60000000000) },
};

static bool refuse(GError **error, enum hc_units_error code,
                   const char *text, const char *why)
{
    g_set_error(error, HC_UNITS_ERROR, code, "'%s' %s", text, why);
    return false;
}

static bool find_unit(const char *text, const char *name, uint64_t *ret_ns,
                      GError **error)
{
    for (unsigned i = 0; i < G_N_ELEMENTS(unit); i++) {
        if (!strcmp(unit[i].name, name)) {
            *ret_ns = unit[i].ns;
            return true;
        }
    }
    g_set_error(error, HC_UNITS_ERROR, HC_UNITS_ERROR_UNIT,
                *name ? "'%s' has an unknown unit; use ns, us, ms, s or min"
                      : "'%s' has no unit; write %sms or %ss", text, text,
                text);
    return false;
}

/* Takes digits off *at; false if they overflow 64 bits. */
static bool take_digits(const char **at, uint64_t *value, uint64_t *scale)
{
    for (; g_ascii_isdigit(**at); (*at)++) {
        if (!g_uint64_checked_mul(value, *value, 10) ||
            !g_uint64_checked_add(value, *value,
                                  (uint64_t)(**at - '0')) ||
            (scale && !g_uint64_checked_mul(scale, *scale, 10))) {
            return false;
        }
    }
    return true;
}

bool hc_parse_duration(const char *text, uint64_t *ret_ns, GError **error)
{
    static const char too_big[] = "is longer than 64 bits of nanoseconds; "
                                  "use a shorter time";
    const char *at = text;
    uint64_t value = 0, scale = 1, ns;

    if (!g_ascii_isdigit(*at)) {
        return refuse(error, HC_UNITS_ERROR_SYNTAX, text,
                      "is no duration; write one such as 300ms or 2s");
    }
    if (!take_digits(&at, &value, NULL)) {
        return refuse(error, HC_UNITS_ERROR_RANGE, text, too_big);
    }
    if (*at == '.' && g_ascii_isdigit(at[1])) {
        at++;
        if (!take_digits(&at, &value, &scale)) {
            return refuse(error, HC_UNITS_ERROR_RANGE, text,
                          "has too many digits; use a smaller unit");
        }
    }
    if (!find_unit(text, at, &ns, error)) {
        return false;
    }
    if (!g_uint64_checked_mul(&value, value, ns)) {
        return refuse(error, HC_UNITS_ERROR_RANGE, text, too_big);
    }
    if (value % scale) {
        return refuse(error, HC_UNITS_ERROR_RANGE, text,
                      "is finer than a nanosecond; round it");
    }
    *ret_ns = value / scale;
    return true;
}

char *hc_format_duration(uint64_t ns)
{
    unsigned at = 3;                    /* seconds: minutes read badly */

    while (at && ns % unit[at].ns) {
        at--;
    }
    return g_strdup_printf("%" G_GUINT64_FORMAT "%s", ns / unit[at].ns,
                           unit[at].name);
}
