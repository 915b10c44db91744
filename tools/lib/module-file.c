/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "module-file.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "module-internal.h"
#include "verbs.h"

G_DEFINE_QUARK(hc-module-file-error-quark, hc_module_file_error)

static bool refuse(GError **error, enum hc_module_file_error code,
                   const char *format, ...) G_GNUC_PRINTF(3, 4);

static bool refuse(GError **error, enum hc_module_file_error code,
                   const char *format, ...)
{
    va_list args;

    va_start(args, format);
    g_propagate_error(error, g_error_new_valist(HC_MODULE_FILE_ERROR, code,
                                                format, args));
    va_end(args);
    return false;
}

/* --- reading ----------------------------------------------------------- */

char *hc_module_read(const char *path, gsize *ret_size, GError **error)
{
    g_autofree char *bytes = g_malloc(HC_MODULE_FILE_MAX_BYTES + 1);
    FILE *file = NULL;
    gsize size;

    /* A device or a pipe might never end. */
    if (g_file_test(path, G_FILE_TEST_IS_REGULAR)) {
        file = fopen(path, "rb");
    } else {
        errno = g_file_test(path, G_FILE_TEST_EXISTS) ? EINVAL : ENOENT;
    }
    if (!file) {
        refuse(error, HC_MODULE_FILE_ERROR_READ, "%s: cannot be read: %s; "
               "give a module file", path, g_strerror(errno));
        return NULL;
    }
    size = fread(bytes, 1, HC_MODULE_FILE_MAX_BYTES + 1, file);
    fclose(file);
    if (size > HC_MODULE_FILE_MAX_BYTES) {
        refuse(error, HC_MODULE_FILE_ERROR_READ, "%s: larger than %u bytes; "
               "no module file is", path, HC_MODULE_FILE_MAX_BYTES);
        return NULL;
    }
    bytes[size] = '\0';
    *ret_size = size;
    return g_steal_pointer(&bytes);
}

/* --- the INI form ------------------------------------------------------ */

/* What has been said, and where: GKeyFile keeps values but not lines. Keys
 * of `where` are "group.key". */
struct ini {
    const char *path;
    GKeyFile   *values;
    GHashTable *where;
};

static void ini_init(struct ini *ini, const char *path)
{
    ini->path = path;
    ini->values = g_key_file_new();
    ini->where = g_hash_table_new_full(g_str_hash, g_str_equal, g_free,
                                       g_free);
}

static void ini_clear(struct ini *ini)
{
    g_key_file_unref(ini->values);
    g_hash_table_unref(ini->where);
}

static bool group_is_known(const char *group)
{
    for (const struct hc_module_key *key = hc_module_keys; key->name; key++) {
        if (!strcmp(key->group, group)) {
            return true;
        }
    }
    return false;
}

static bool unknown_key(const char *group, const char *name, GError **error)
{
    g_autoptr(GPtrArray) known = g_ptr_array_new();

    for (const struct hc_module_key *key = hc_module_keys; key->name; key++) {
        if (!strcmp(key->group, group)) {
            g_ptr_array_add(known, (gpointer)key->name);
        }
    }
    g_ptr_array_add(known, NULL);
    return refuse(error, HC_MODULE_FILE_ERROR_KEY,
                  "unknown key '%s' in [%s]; did you mean '%s'?", name, group,
                  hc_nearest(name, (const char *const *)known->pdata));
}

/* "[a0]" */
static bool scan_group(struct ini *ini, const char *line, char **group,
                       GError **error)
{
    size_t len = strlen(line);

    g_clear_pointer(group, g_free);
    if (line[len - 1] != ']') {
        return refuse(error, HC_MODULE_FILE_ERROR_SYNTAX,
                      "'%s' does not end in ']'; write [module]", line);
    }
    *group = g_strndup(line + 1, len - 2);
    if (!group_is_known(*group)) {
        return refuse(error, HC_MODULE_FILE_ERROR_KEY, "unknown group "
                      "'%s'; use [module], [a0], [a2] or [behaviour]", line);
    }
    if (g_hash_table_contains(ini->where, *group)) {
        return refuse(error, HC_MODULE_FILE_ERROR_KEY,
                      "group '%s' a second time; put its keys together",
                      line);
    }
    g_hash_table_insert(ini->where, g_strdup(*group), g_strdup(""));
    return true;
}

/* "vendor = OEM" */
static bool scan_key(struct ini *ini, const char *line, unsigned number,
                     const char *group, GError **error)
{
    const char *equals = strchr(line, '=');
    g_autofree char *name = NULL, *id = NULL;

    if (!equals || equals == line) {
        return refuse(error, HC_MODULE_FILE_ERROR_SYNTAX,
                      "'%s' is neither a group nor a key; write key = value",
                      line);
    }
    name = g_strstrip(g_strndup(line, (gsize)(equals - line)));
    if (!group) {
        return refuse(error, HC_MODULE_FILE_ERROR_SYNTAX, "key '%s' before "
                      "the first group; start with [module]", name);
    }
    if (!hc_module_key_find(group, name)) {
        return unknown_key(group, name, error);
    }
    id = g_strdup_printf("%s.%s", group, name);
    if (g_hash_table_contains(ini->where, id)) {
        return refuse(error, HC_MODULE_FILE_ERROR_KEY,
                      "key '%s' a second time; keep one", name);
    }
    g_hash_table_insert(ini->where, g_steal_pointer(&id),
                        g_strdup_printf("%s:%u", ini->path, number));
    return true;
}

static bool scan(struct ini *ini, const char *text, GError **error)
{
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    g_autofree char *group = NULL;

    for (unsigned i = 0; lines[i]; i++) {
        const char *line = g_strstrip(lines[i]);
        bool ok = true;

        if (*line == '[') {
            ok = scan_group(ini, line, &group, error);
        } else if (*line && *line != '#') {
            ok = scan_key(ini, line, i + 1, group, error);
        }
        if (!ok) {
            g_prefix_error(error, "%s:%u: ", ini->path, i + 1);
            return false;
        }
    }
    return true;
}

static bool read_ini(struct ini *ini, const char *text, gsize size,
                     GError **error)
{
    if (!scan(ini, text, error)) {
        return false;
    }
    if (!g_key_file_load_from_data(ini->values, text, size,
                                   G_KEY_FILE_NONE, error)) {
        g_prefix_error(error, "%s: ", ini->path);
        return false;
    }
    return true;
}

/* --- overrides --------------------------------------------------------- */

static const char *const group_order[] = { "behaviour", "module", "a0",
                                           "a2" };

static const char *group_of(const char *name)
{
    for (unsigned i = 0; i < G_N_ELEMENTS(group_order); i++) {
        if (hc_module_key_find(group_order[i], name)) {
            return group_order[i];
        }
    }
    return NULL;
}

/* "ready_after=900ms" or "a0.vendor=ACME": underscores read as hyphens, for
 * scenarios write keys that way. */
static bool override(struct ini *ini, const char *word, GError **error)
{
    const char *equals = strchr(word, '=');
    g_autofree char *full = NULL, *id = NULL;
    const char *group, *name;
    char *dot;

    if (!equals) {
        return refuse(error, HC_MODULE_FILE_ERROR_SYNTAX, "override '%s' "
                      "has no '='; write key=value", word);
    }
    full = g_strdelimit(g_strndup(word, (gsize)(equals - word)), "_", '-');
    dot = strchr(full, '.');
    name = dot ? dot + 1 : full;
    if (dot) {
        *dot = '\0';
    }
    group = dot ? full : group_of(name);
    if (!group || !hc_module_key_find(group, name)) {
        return refuse(error, HC_MODULE_FILE_ERROR_KEY, "override '%s' names "
                      "no key of a module file; ready_after=900ms would",
                      word);
    }
    g_key_file_set_value(ini->values, group, name, equals + 1);
    id = g_strdup_printf("%s.%s", group, name);
    g_hash_table_replace(ini->where, g_steal_pointer(&id),
                         g_strdup_printf("override '%s'", word));
    return true;
}

/* --- putting it together ----------------------------------------------- */

static bool apply(struct hc_module_build *build, const struct ini *ini,
                  const struct hc_module_key *key, const char *name,
                  GError **error)
{
    g_autofree char *value = g_key_file_get_value(ini->values, key->group,
                                                  name, NULL);
    g_autofree char *id = g_strdup_printf("%s.%s", key->group, name);

    if (!value) {
        return true;
    }
    if (!hc_module_key_set(build, key, name, g_strstrip(value), error)) {
        g_prefix_error(error, "%s: %s: ",
                       (char *)g_hash_table_lookup(ini->where, id), name);
        return false;
    }
    build->data.has_a2 |= !strcmp(key->group, "a2");
    build->touched |= *key->group == 'a' && strcmp(name, "raw") &&
                      strcmp(name, "checksum");
    return true;
}

static bool apply_bytes(struct hc_module_build *build, const struct ini *ini,
                        const char *group, GError **error)
{
    g_auto(GStrv) names = g_key_file_get_keys(ini->values, group, NULL,
                                              NULL);

    for (char **name = names; name && *name; name++) {
        const struct hc_module_key *key = hc_module_key_find(group, *name);

        if (!key->set && !apply(build, ini, key, *name, error)) {
            return false;
        }
    }
    return true;
}

static bool apply_all(struct hc_module_build *build, const struct ini *ini,
                      GError **error)
{
    build->data.has_a2 |= g_key_file_has_group(ini->values, "a2");
    for (const struct hc_module_key *key = hc_module_keys; key->name; key++) {
        if (!apply(build, ini, key, key->name, error)) {
            return false;
        }
    }
    return apply_bytes(build, ini, "a0", error) &&
           apply_bytes(build, ini, "a2", error);
}

static bool blame(const struct ini *ini, const char *group, const char *name,
                  const char *what, GError **error)
{
    g_autofree char *id = g_strdup_printf("%s.%s", group, name);
    const char *where = g_hash_table_lookup(ini->where, id);

    return !where || refuse(error, HC_MODULE_FILE_ERROR_VALUE, "%s: %s: %s",
                            where, name, what);
}

/* Each key for itself was fine; are they together? */
static bool agree(const struct hc_module_build *build, const struct ini *ini,
                  GError **error)
{
    const struct hc_module_rule *rule = hc_module_rules;

    for (; rule->name; rule++) {
        if (rule->broken(build) &&
            !blame(ini, rule->group, rule->name, rule->what, error)) {
            return false;
        }
    }
    return !build->unfit ||
           blame(ini, build->unfit->group, build->unfit->name, "no reading "
                 "makes this value with the calibration of [a2]; change one "
                 "of the two", error);
}

static bool load(struct hc_module_build *build, struct ini *ini,
                 const char *text, gsize size, const char *const *overrides,
                 GError **error)
{
    /* An SFP by default: identifier 03, 04 (SFF-8472 table 5-1). */
    build->data.a0[0] = 0x03;
    build->data.a0[1] = 0x04;
    if (hc_module_is_dump(text, size)) {
        if (!hc_module_dump_parse(ini->path, text, size, build, error)) {
            return false;
        }
    } else if (!read_ini(ini, text, size, error)) {
        return false;
    }
    for (; overrides && *overrides; overrides++) {
        if (!override(ini, *overrides, error)) {
            return false;
        }
    }
    if (!apply_all(build, ini, error)) {
        return false;
    }
    hc_module_complete(build);
    return agree(build, ini, error);
}

bool hc_module_file_load(const char *path, const char *const *overrides,
                         struct hc_sfp_data *ret_data, GError **error)
{
    struct hc_module_build build = { .dir = NULL };
    g_autofree char *text = NULL, *dir = NULL;
    struct ini ini;
    gsize size;
    bool ok;

    text = hc_module_read(path, &size, error);
    if (!text) {
        return false;
    }
    if (!size && !(overrides && *overrides)) {
        return refuse(error, HC_MODULE_FILE_ERROR_READ, "%s: an empty file; "
                      "a dump has 256 or 512 bytes", path);
    }
    dir = g_path_get_dirname(path);
    build.dir = dir;
    ini_init(&ini, path);
    ok = load(&build, &ini, text, size, overrides, error);
    ini_clear(&ini);
    if (ok) {
        *ret_data = build.data;
    }
    return ok;
}

char *hc_module_file_find(const char *name, const char *const *dirs,
                          GError **error)
{
    static const char *const suffix[] = { "", ".ini", ".sfp" };
    g_autoptr(GString) tried = g_string_new(NULL);

    if (g_file_test(name, G_FILE_TEST_IS_REGULAR)) {
        return g_strdup(name);
    }
    for (; dirs && *dirs; dirs++) {
        for (unsigned i = 0; i < G_N_ELEMENTS(suffix); i++) {
            g_autofree char *file = g_strconcat(name, suffix[i], NULL);
            g_autofree char *path = g_build_filename(*dirs, file, NULL);

            if (g_file_test(path, G_FILE_TEST_IS_REGULAR)) {
                return g_steal_pointer(&path);
            }
        }
        g_string_append_printf(tried, "%s%s", tried->len ? ", " : "", *dirs);
    }
    refuse(error, HC_MODULE_FILE_ERROR_READ, "%s: no such module in %s; give "
           "the path of a file", name,
           tried->len ? tried->str : "the current folder");
    return NULL;
}
