/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cli.h"
#include "lib/module-file.h"
#include "lib/scenario.h"

/* An ASCII field of A0h, without the blanks at its end (SFF-8472 table 4-1:
 * vendor name at 20, part number at 40). */
static char *field(const struct hc_sfp_data *data, unsigned at, unsigned len)
{
    char *text = g_strndup((const char *)data->a0 + at, len);

    for (char *c = text; *c; c++) {
        *c = g_ascii_isprint(*c) ? *c : '?';
    }
    return g_strchomp(text);
}

static int compare_names(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static GPtrArray *stock(void)
{
    g_autofree char *folder = g_build_filename(hc_data_dir(), "sfp-modules",
                                               NULL);
    GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
    const char *name;

    while (dir && (name = g_dir_read_name(dir))) {
        if (g_str_has_suffix(name, ".sfp") ||
            g_str_has_suffix(name, ".ini")) {
            g_ptr_array_add(names, g_strndup(name, strlen(name) - 4));
        }
    }
    g_ptr_array_sort(names, compare_names);
    return names;
}

static bool load(const char *name, char **ret_path,
                 struct hc_sfp_data *ret_data, GError **error)
{
    *ret_path = hc_module_find(name, NULL, error);
    return *ret_path && hc_module_file_load(*ret_path, NULL, ret_data, error);
}

static bool list_one(const char *name)
{
    g_autofree char *path = NULL, *vendor = NULL, *part = NULL;
    g_autoptr(GError) error = NULL;
    struct hc_sfp_data data;

    if (!load(name, &path, &data, &error)) {
        hc_say("%s", error->message);
        return false;
    }
    vendor = field(&data, 20, 16);
    part = field(&data, 40, 16);
    printf("%-26s %-16s %-16s %s\n", name, vendor, part,
           hc_iface_name(data.carries));
    return true;
}

static int list(void)
{
    g_autoptr(GPtrArray) names = stock();
    bool ok = true;

    if (!names->len) {
        hc_say("no modules in %s/sfp-modules; set HOTCAGE_DATA to hotcage's "
               "own folder", hc_data_dir());
        return HC_VERDICT_UNKNOWN;
    }
    for (unsigned at = 0; at < names->len; at++) {
        ok &= list_one(g_ptr_array_index(names, at));
    }
    return ok ? 0 : HC_VERDICT_UNKNOWN;
}

static void dump(const char *title, const uint8_t *bytes)
{
    printf("\n%s\n", title);
    for (unsigned at = 0; at < 256; at += 16) {
        printf("  0x%02x ", at);
        for (unsigned n = 0; n < 16; n++) {
            printf(" %02x", bytes[at + n]);
        }
        printf("\n");
    }
}

static int show(const char *name)
{
    g_autoptr(GString) text = g_string_new(NULL);
    g_autofree char *path = NULL;
    struct hc_sfp_data data;
    GError *error = NULL;

    if (!load(name, &path, &data, &error)) {
        return hc_fail(error);
    }
    hc_module_describe(&data, text);
    printf("file  %s\n%s", path, text->str);
    dump("A0h (0x50)", data.a0);
    if (data.has_a2) {
        dump("A2h (0x51)", data.a2);
    }
    return 0;
}

struct options {
    char *name, *out;
};

/* A result goes to a file that nobody had, or to stdout. */
static int put(const struct options *options, const void *bytes, gsize size)
{
    const char *to = options->out ? options->out : "stdout";
    const bool file = options->out && strcmp(options->out, "-");
    FILE *out = file ? fopen(options->out, "wbx") : stdout;
    bool ok;

    if (!out && errno == EEXIST) {
        hc_say("%s is there already; name another file", to);
        return HC_VERDICT_UNKNOWN;
    }
    ok = out && fwrite(bytes, 1, size, out) == size && !fflush(out);
    if (!ok) {
        hc_say("cannot write to %s: %s; name another file", to,
               g_strerror(errno));
    }
    if (out && file) {
        fclose(out);
    }
    return ok ? 0 : HC_VERDICT_UNKNOWN;
}

static int import(const char *path, const struct options *options)
{
    g_autoptr(GString) ini = g_string_new(NULL);
    GError *error = NULL;

    if (!hc_module_import(path, options->name, ini, &error)) {
        return hc_fail(error);
    }
    return put(options, ini->str, ini->len);
}

static int export(const char *name, const struct options *options)
{
    g_autoptr(GByteArray) bytes = g_byte_array_new();
    g_autofree char *path = NULL;
    struct hc_sfp_data data;
    GError *error = NULL;

    if (!options->out && isatty(STDOUT_FILENO)) {
        hc_say("a terminal takes no bytes; say -o FILE, or look at them with "
               "'hotcage modules show %s'", name);
        return HC_VERDICT_UNKNOWN;
    }
    if (!load(name, &path, &data, &error)) {
        return hc_fail(error);
    }
    hc_module_export(&data, bytes);
    return put(options, bytes->data, bytes->len);
}

/* The options belong to two of the words. */
static bool fits(const char *word, const struct options *options)
{
    const bool imports = !g_strcmp0(word, "import");

    if (options->name && !imports) {
        hc_say("--name is for 'modules import' only");
        return false;
    }
    if (options->out && !imports && g_strcmp0(word, "export")) {
        hc_say("--out is for 'modules import' and 'modules export' only");
        return false;
    }
    return true;
}

static int obey(int argc, char **argv, const struct options *options)
{
    const char *const words[] = { "show", "import", "export", NULL };

    if (!fits(argc > 1 ? argv[1] : NULL, options)) {
        return HC_VERDICT_UNKNOWN;
    }
    if (argc == 1) {
        return list();
    }
    if (argc == 3 && !strcmp(argv[1], "show")) {
        return show(argv[2]);
    }
    if (argc == 3 && !strcmp(argv[1], "import")) {
        return import(argv[2], options);
    }
    if (argc == 3 && !strcmp(argv[1], "export")) {
        return export(argv[2], options);
    }
    if (g_strv_contains(words, argv[1])) {
        hc_say("modules %s wants one %s", argv[1],
               strcmp(argv[1], "import") ? "NAME or FILE" : "FILE");
    } else {
        hc_say("modules wants nothing, or: show NAME, import FILE, export "
               "NAME; not '%s'", argv[1]);
    }
    return HC_VERDICT_UNKNOWN;
}

int hc_cmd_modules(int argc, char **argv)
{
    struct options options = { 0 };
    const GOptionEntry entries[] = {
        { "out", 'o', 0, G_OPTION_ARG_FILENAME, &options.out,
          "Where the result of import or export goes (stdout)", "FILE" },
        { "name", 'n', 0, G_OPTION_ARG_STRING, &options.name,
          "What is printed on an imported module (its vendor and part)",
          "TEXT" },
        { 0 }
    };
    GError *error = NULL;
    int status = HC_VERDICT_UNKNOWN;

    if (hc_parse_options("modules", entries, &argc, &argv, &error)) {
        status = obey(argc, argv, &options);
    }
    g_free(options.out);
    g_free(options.name);
    return error ? hc_fail(error) : status;
}
