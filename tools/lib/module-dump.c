/* SPDX-License-Identifier: GPL-2.0-or-later */
/* EEPROM dumps: 256 bytes (A0h) or 512 (A0h, A2h), binary or as the text of
 * `ethtool -m DEV hex on`. */
#include <string.h>

#include "module-internal.h"

static bool refuse(GError **error, const char *path, unsigned line,
                   const char *what)
{
    g_autofree char *where = line ? g_strdup_printf("%s:%u", path, line)
                                  : g_strdup(path);

    g_set_error(error, HC_MODULE_FILE_ERROR, HC_MODULE_FILE_ERROR_SYNTAX,
                "%s: %s", where, what);
    return false;
}

static bool is_text(const char *bytes, gsize size)
{
    return g_utf8_validate(bytes, (gssize)size, NULL);
}

/* A dump's lines start with "0x0000:"; an INI file has none like it. */
static bool is_hex_line(const char *line)
{
    line += strspn(line, " \t");
    if (!g_str_has_prefix(line, "0x")) {
        return false;
    }
    line += 2 + strspn(line + 2, "0123456789abcdefABCDEF");
    return *line == ':';
}

static bool is_heading(const char *line)
{
    return !*line || g_str_has_prefix(line, "Offset") || *line == '-' ||
           *line == '#';
}

bool hc_module_is_dump(const char *bytes, gsize size)
{
    g_auto(GStrv) lines = NULL;
    char **line;

    if (!is_text(bytes, size)) {
        return true;
    }
    lines = g_strsplit(bytes, "\n", -1);
    for (line = lines; *line && is_heading(g_strstrip(*line)); line++) {
    }
    return *line && is_hex_line(*line);
}

static bool take_line(const char *line, uint8_t bytes[512], gsize *n,
                      const char **why)
{
    char *at;
    guint64 offset = g_ascii_strtoull(line, &at, 16);

    *why = "offsets do not follow each other; paste the whole dump";
    if (!is_hex_line(line) || offset != *n) {
        return false;
    }
    for (at++; *(at += strspn(at, " \t")); at += 2) {
        *why = "no hex byte; leave nothing but offsets and bytes";
        if (!g_ascii_isxdigit(at[0]) || !g_ascii_isxdigit(at[1])) {
            return false;
        }
        *why = "more than 512 bytes; a dump has 256 or 512";
        if (*n == 512) {
            return false;
        }
        bytes[(*n)++] = (uint8_t)(g_ascii_xdigit_value(at[0]) << 4 |
                                  g_ascii_xdigit_value(at[1]));
    }
    return true;
}

static bool parse_text(const char *path, const char *text,
                       uint8_t bytes[512], gsize *ret_n, GError **error)
{
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    const char *why;

    *ret_n = 0;
    for (unsigned i = 0; lines[i]; i++) {
        const char *line = g_strstrip(lines[i]);

        if (!is_heading(line) && !take_line(line, bytes, ret_n, &why)) {
            return refuse(error, path, i + 1, why);
        }
    }
    return true;
}

bool hc_module_dump_parse(const char *path, const char *bytes, gsize size,
                          struct hc_module_build *build, GError **error)
{
    uint8_t both[512] = { 0 };
    gsize n = size;

    if (!is_text(bytes, size)) {
        memcpy(both, bytes, MIN(size, sizeof(both)));
    } else if (!hc_module_is_dump(bytes, size)) {
        return refuse(error, path, 0, "no dump; give 256 or 512 bytes, or "
                      "the text of 'ethtool -m DEV hex on'");
    } else if (!parse_text(path, bytes, both, &n, error)) {
        return false;
    }
    if (n != 256 && n != 512) {
        g_autofree char *what = g_strdup_printf(
            "%" G_GSIZE_FORMAT " bytes; a dump has 256 (A0h) or 512 (A0h "
            "and A2h)", n);

        return refuse(error, path, 0, what);
    }
    memcpy(build->data.a0, both, 256);
    memcpy(build->data.a2, both + 256, 256);
    build->data.has_a2 = n == 512;
    build->dumped = true;
    return true;
}
