/* SPDX-License-Identifier: GPL-2.0-or-later */
/* EEPROM dumps: 256 bytes (A0h) or 512 (A0h, A2h), binary or as the text of
 * `ethtool -m DEV hex on`; read, written, and turned into module files. */
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

/* --- from and to dumps --------------------------------------------------- */

void hc_module_export(const struct hc_sfp_data *data, GByteArray *ret_bytes)
{
    g_byte_array_append(ret_bytes, data->a0, sizeof(data->a0));
    if (data->has_a2) {
        g_byte_array_append(ret_bytes, data->a2, sizeof(data->a2));
    }
}

static void put_text(GString *out, const char *name, const uint8_t *at,
                     unsigned len)
{
    g_string_append_printf(out, "%s", name);
    for (unsigned i = 0; i < len; i++) {
        g_string_append_c(out, g_ascii_isprint(at[i]) ? (char)at[i] : ' ');
    }
    while (out->len && out->str[out->len - 1] == ' ') {
        g_string_truncate(out, out->len - 1);
    }
}

static void put_page(GString *out, const char *group, const uint8_t *bytes)
{
    g_string_append_printf(out, "\n[%s]\nraw =", group);
    for (unsigned i = 0; i < 256; i++) {
        g_string_append_printf(out, " %02x", bytes[i]);
    }
    g_string_append_c(out, '\n');
}

static void put_checks(GString *out, const uint8_t *a0)
{
    bool base = a0[63] == hc_sfp_check_code(a0, 0, 62);
    bool ext = a0[95] == hc_sfp_check_code(a0, 64, 94);

    g_string_append_printf(out, "# Check codes: CC_BASE %02x is %s, CC_EXT "
                           "%02x is %s; both are kept.\n", a0[63],
                           base ? "good" : "wrong", a0[95],
                           ext ? "good" : "wrong");
}

/* A label is one line of text; anything else would be another key. */
static bool is_label(const char *label)
{
    return *label && g_utf8_validate(label, -1, NULL) &&
           !strpbrk(label, "\r\n") && !g_ascii_isspace(*label);
}

static void put_label(GString *out, const char *label, const uint8_t *a0)
{
    g_string_append(out, "\n[module]\n");
    if (label) {
        g_string_append_printf(out, "label-note = %s", label);
    } else {
        put_text(out, "label-note = ", &a0[20], 16);
        put_text(out, " ", &a0[40], 16);
    }
    g_string_append_c(out, '\n');
}

bool hc_module_import(const char *path, const char *label, GString *ret_ini,
                      GError **error)
{
    g_autofree char *name = g_path_get_basename(path);
    g_autofree char *bytes = NULL;
    struct hc_module_build build = { .dir = NULL };
    const uint8_t *a0 = build.data.a0;
    gsize size;

    if (label && !is_label(label)) {
        return refuse(error, path, 0, "its label is no line of text; leave "
                      "line feeds out");
    }
    bytes = hc_module_read(path, &size, error);
    if (!bytes || !hc_module_dump_parse(path, bytes, size, &build, error)) {
        return false;
    }
    /* A name with a line feed would end the comment. */
    g_strdelimit(name, "\r\n", '?');
    g_string_append_printf(ret_ini, "# Imported from %s. Say here whose "
                           "module it was, and how it behaves.\n", name);
    put_checks(ret_ini, a0);
    put_label(ret_ini, label, a0);
    put_page(ret_ini, "a0", a0);
    if (build.data.has_a2) {
        put_page(ret_ini, "a2", build.data.a2);
    }
    return true;
}
