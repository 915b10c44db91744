/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The values of a module file that are bytes of A0h and A2h. */
#include <errno.h>
#include <float.h>
#include <math.h>
#include <string.h>

#include "module-internal.h"

bool hc_bad_value(GError **error, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    g_propagate_error(error,
                      g_error_new_valist(HC_MODULE_FILE_ERROR,
                                         HC_MODULE_FILE_ERROR_VALUE, format,
                                         args));
    va_end(args);
    return false;
}

static uint8_t *page(struct hc_module_build *build,
                     const struct hc_module_key *key)
{
    return strcmp(key->group, "a2") ? build->data.a0 : build->data.a2;
}

/* --- words ------------------------------------------------------------- */

static const struct hc_module_word *
find_word(const struct hc_module_word *words, const char *name)
{
    for (; words->name; words++) {
        if (!strcmp(words->name, name)) {
            return words;
        }
    }
    return NULL;
}

static bool unknown_word(const struct hc_module_word *words,
                         const char *word, GError **error)
{
    g_autoptr(GString) known = g_string_new(NULL);

    for (; words->name; words++) {
        g_string_append_printf(known, "%s%s", known->len ? ", " : "",
                               words->name);
    }
    return hc_bad_value(error, "unknown word '%s'; use one of %s", word,
                        known->str);
}

bool hc_parse_integer(const char *text, gint64 *ret, GError **error)
{
    const char *digits = text + (*text == '-');
    int base = g_str_has_prefix(digits, "0x") ? 16 : 10;
    char *end;

    errno = 0;
    *ret = g_ascii_strtoll(text, &end, base);
    if (!g_ascii_isdigit(*digits) || *end || errno) {
        return hc_bad_value(error, "'%s' is no number; write 23 or 0x17", text);
    }
    return true;
}

static bool in_range(gint64 value, const struct hc_module_key *key,
                     GError **error)
{
    if (value < key->min || value > key->max) {
        return hc_bad_value(error, "%" G_GINT64_FORMAT " is out of range; use %"
                            G_GINT64_FORMAT " to %" G_GINT64_FORMAT, value,
                            key->min, key->max);
    }
    if (key->step > 1 && value % key->step) {
        return hc_bad_value(error, "%" G_GINT64_FORMAT " cannot be expressed; "
                            "use a multiple of %" G_GINT64_FORMAT, value,
                            key->step);
    }
    return true;
}

bool hc_parse_in_range(const struct hc_module_key *key, const char *value,
                       gint64 *ret, GError **error)
{
    return hc_parse_integer(value, ret, error) && in_range(*ret, key, error);
}

/* One of the words, or a byte as a number. */
bool hc_set_choice(struct hc_module_build *build,
                   const struct hc_module_key *key, const char *value,
                   GError **error)
{
    const struct hc_module_word *word = find_word(key->words, value);
    const struct hc_module_key byte = { .max = 255 };
    gint64 number;

    if (word) {
        page(build, key)[word->at] = word->value;
        return true;
    }
    if (!g_ascii_isdigit(*value) || !hc_parse_integer(value, &number, NULL)) {
        return unknown_word(key->words, value, error);
    }
    if (!in_range(number, &byte, error)) {
        return false;
    }
    page(build, key)[key->words[0].at] = (uint8_t)number;
    return true;
}

/* Any number of the words; all bits that they cover are set anew. */
bool hc_set_bits(struct hc_module_build *build,
                 const struct hc_module_key *key, const char *value,
                 GError **error)
{
    g_auto(GStrv) names = g_strsplit_set(value, " \t", -1);
    const struct hc_module_word *word;

    for (word = key->words; word->name; word++) {
        page(build, key)[word->at] &= (uint8_t)~word->mask;
    }
    for (char **name = names; *name; name++) {
        if (!**name || !strcmp(*name, "none")) {
            continue;
        }
        word = find_word(key->words, *name);
        if (!word) {
            return unknown_word(key->words, *name, error);
        }
        page(build, key)[word->at] |= word->value;
    }
    return true;
}

bool hc_choose_word(const struct hc_module_key *key, const char *value,
                    uint32_t *ret, GError **error)
{
    const struct hc_module_word *word = find_word(key->words, value);

    if (!word) {
        return unknown_word(key->words, value, error);
    }
    *ret = word->value;
    return true;
}

/* --- bytes ------------------------------------------------------------- */

bool hc_set_text(struct hc_module_build *build,
                 const struct hc_module_key *key, const char *value,
                 GError **error)
{
    size_t len = strlen(value);
    uint8_t *at = page(build, key) + key->at;

    if (len > key->len) {
        return hc_bad_value(error, "'%s' has %zu characters; use at most %u",
                            value, len, key->len);
    }
    for (const char *c = value; *c; c++) {
        if (!g_ascii_isprint(*c)) {
            return hc_bad_value(error, "'%s' is not plain ASCII; an EEPROM "
                                "holds nothing else", value);
        }
    }
    memset(at, ' ', key->len);
    memcpy(at, value, len);
    return true;
}

bool hc_set_date(struct hc_module_build *build,
                 const struct hc_module_key *key, const char *value,
                 GError **error)
{
    int month = 0, day = 0;

    if (strspn(value, "0123456789") >= 6) {
        month = (value[2] - '0') * 10 + value[3] - '0';
        day = (value[4] - '0') * 10 + value[5] - '0';
    }
    if (month < 1 || month > 12 || day < 1 || day > 31) {
        return hc_bad_value(error, "'%s' is no date code; write YYMMDD and up "
                            "to two characters of a lot", value);
    }
    return hc_set_text(build, key, value, error);
}

bool hc_set_number(struct hc_module_build *build,
                   const struct hc_module_key *key, const char *value,
                   GError **error)
{
    gint64 number;
    uint8_t *at = page(build, key) + key->at;

    if (!hc_parse_in_range(key, value, &number, error)) {
        return false;
    }
    number /= key->step ? key->step : 1;
    if (key->len == 2) {
        *at++ = (uint8_t)(number >> 8);
    }
    *at = (uint8_t)number;
    return true;
}

/* SFF-8472 5.7: units of 100 MBd, and beyond 25.4 GBd FFh here and units of
 * 250 MBd in byte 66. */
bool hc_set_rate(struct hc_module_build *build,
                 const struct hc_module_key *key, const char *value,
                 GError **error)
{
    gint64 mbd;

    if (!hc_parse_in_range(key, value, &mbd, error)) {
        return false;
    }
    if (mbd > 25400 ? mbd % 250 : mbd % 100) {
        return hc_bad_value(error, "%" G_GINT64_FORMAT " cannot be expressed; "
                            "use a multiple of %d", mbd,
                            mbd > 25400 ? 250 : 100);
    }
    build->data.a0[12] = (uint8_t)(mbd > 25400 ? 0xff : mbd / 100);
    if (mbd > 25400) {
        build->data.a0[66] = (uint8_t)(mbd / 250);
    }
    return true;
}

bool hc_set_diag(struct hc_module_build *build,
                 const struct hc_module_key *key, const char *value,
                 GError **error)
{
    uint8_t *at = page(build, key) + key->at;
    gint64 number;
    uint16_t raw;

    if (!hc_parse_in_range(key, value, &number, error)) {
        return false;
    }
    if (hc_sfp_encode((enum hc_sfp_diag)key->len, (int32_t)number, &raw) !=
        HC_OK) {
        return hc_bad_value(error, "%s does not fit two bytes", value);
    }
    at[0] = (uint8_t)(raw >> 8);
    at[1] = (uint8_t)raw;
    build->value_of[key->at / 2] = key;
    build->value[key->at / 2] = (int32_t)number;
    return true;
}

/* A number with a point; NaN and infinity are none. */
static bool parse_real(const char *value, double *ret, GError **error)
{
    char *end;

    *ret = g_ascii_strtod(value, &end);
    if (end == value || *end || !isfinite(*ret)) {
        return hc_bad_value(error, "'%s' is no number; write one such as "
                            "1.0625", value);
    }
    return true;
}

/* SFF-8472 table 9-6: 8 bits before the point and 8 behind it. */
bool hc_set_slope(struct hc_module_build *build,
                  const struct hc_module_key *key, const char *value,
                  GError **error)
{
    uint8_t *at = page(build, key) + key->at;
    double slope;

    if (!parse_real(value, &slope, error)) {
        return false;
    }
    if (slope < 1 / 256. || slope > 65535 / 256.) {
        return hc_bad_value(error, "%s is out of range; use 0.0039 to "
                            "255.996", value);
    }
    *at++ = (uint8_t)(lround(slope * 256) >> 8);
    *at = (uint8_t)lround(slope * 256);
    return true;
}

/* IEEE 754, single precision. */
bool hc_set_real(struct hc_module_build *build,
                 const struct hc_module_key *key, const char *value,
                 GError **error)
{
    uint8_t *at = page(build, key) + key->at;
    double number;
    uint32_t bits;
    float single;

    if (!parse_real(value, &number, error)) {
        return false;
    }
    if (fabs(number) > FLT_MAX) {
        return hc_bad_value(error, "%s does not fit four bytes; use at most "
                            "3.4e38", value);
    }
    single = (float)number;
    memcpy(&bits, &single, sizeof(bits));
    for (unsigned i = 0; i < 4; i++) {
        at[i] = (uint8_t)(bits >> (24 - 8 * i));
    }
    return true;
}

/* Hex bytes, with or without spaces; `exactly` 0: up to `most`. */
static bool parse_hex(const char *value, uint8_t *bytes, unsigned most,
                      unsigned exactly, unsigned *ret_n, GError **error)
{
    unsigned n = 0;

    while (*value) {
        if (strchr(" \t:", *value)) {
            value++;
            continue;
        }
        if (!g_ascii_isxdigit(value[0]) || !g_ascii_isxdigit(value[1])) {
            return hc_bad_value(error, "'%.8s' is no hex byte; write two "
                                "digits for each", value);
        }
        if (n == most) {
            return hc_bad_value(error, "too many bytes; use at most %u", most);
        }
        bytes[n++] = (uint8_t)(g_ascii_xdigit_value(value[0]) << 4 |
                               g_ascii_xdigit_value(value[1]));
        value += 2;
    }
    if (!n || (exactly && n != exactly)) {
        return hc_bad_value(error, "%u bytes; use %s%u", n,
                            exactly ? "" : "1 to ", exactly ? exactly : most);
    }
    *ret_n = n;
    return true;
}

bool hc_set_hex(struct hc_module_build *build, const struct hc_module_key *key,
                const char *value, GError **error)
{
    uint8_t bytes[256];
    unsigned n = 0;

    if (!parse_hex(value, bytes, key->len,
                   key->len < 256 ? key->len : 0, &n, error)) {
        return false;
    }
    memcpy(page(build, key) + key->at, bytes, n);
    build->dumped |= key->len == 256 && n == 256 && !strcmp(key->group,
                                                            "a0");
    return true;
}
