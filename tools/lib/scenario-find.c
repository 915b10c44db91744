/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "scenario.h"

#include <string.h>

#include "module-file.h"
#include "scenario-internal.h"

#ifndef HOTCAGE_DATA_DIR
#define HOTCAGE_DATA_DIR "."
#endif

const char *hc_data_dir(void)
{
    const char *dir = g_getenv("HOTCAGE_DATA");

    return dir && *dir ? dir : HOTCAGE_DATA_DIR;
}

/* NAME, then NAME.ini and NAME.sfp, in a folder. */
static char *find_in(const char *dir, const char *name)
{
    static const char *const suffix[] = { "", ".ini", ".sfp" };

    for (unsigned at = 0; at < G_N_ELEMENTS(suffix); at++) {
        g_autofree char *file = g_strconcat(name, suffix[at], NULL);
        g_autofree char *path = g_path_is_absolute(file)
            ? g_strdup(file) : g_build_filename(dir, file, NULL);

        if (g_file_test(path, G_FILE_TEST_IS_REGULAR)) {
            return g_steal_pointer(&path);
        }
    }
    return NULL;
}

static gint by_name(gconstpointer a, gconstpointer b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The stock name most like a word, for a message; the first of the alphabet
 * where two are, for a folder has no order. */
static char *nearest_stock(const char *folder, const char *name)
{
    g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
    const char *entry;

    while (dir && (entry = g_dir_read_name(dir))) {
        if (g_str_has_suffix(entry, ".sfp") ||
            g_str_has_suffix(entry, ".ini")) {
            g_ptr_array_add(names, g_strndup(entry, strlen(entry) - 4));
        }
    }
    g_ptr_array_sort(names, by_name);
    g_ptr_array_add(names, NULL);
    return g_strdup(hc_nearest(name, (const char *const *)names->pdata));
}

char *hc_module_find(const char *name, const char *near, GError **error)
{
    g_autofree char *stock = g_build_filename(hc_data_dir(), "sfp-modules",
                                              NULL);
    g_autofree char *beside = near ? g_path_get_dirname(near) : NULL;
    g_autofree char *like = NULL;
    char *path = NULL;

    if (beside || strchr(name, G_DIR_SEPARATOR)) {
        path = find_in(beside ? beside : "", name);
    }
    path = path ? path : find_in(stock, name);
    if (!path) {
        like = nearest_stock(stock, name);
        hc_refuse(error, HC_SCENARIO_ERROR_VALUE, "no module '%s'%s%s%s; "
                  "'hotcage modules' lists the stock", name,
                  like ? "; did you mean '" : "", like ? like : "",
                  like ? "'?" : "");
    }
    return path;
}

bool hc_module_is_known(const struct hc_scenario *scenario, const char *name,
                        GError **error)
{
    g_autofree char *path = NULL;

    if (hc_scenario_module(scenario, name)) {
        return true;
    }
    path = hc_module_find(name, scenario->path, error);
    return path;
}

const struct hc_scenario_module *
hc_scenario_module(const struct hc_scenario *scenario, const char *alias)
{
    const struct hc_scenario_module *module;

    for (unsigned at = 0; at < scenario->modules->len; at++) {
        module = g_ptr_array_index(scenario->modules, at);
        if (!strcmp(module->alias, alias)) {
            return module;
        }
    }
    return NULL;
}

static bool open_module(const struct hc_scenario *scenario, unsigned line,
                        const char *name, GError **error)
{
    const struct hc_scenario_module *module = hc_scenario_module(scenario,
                                                                 name);
    g_autofree char *path = module ? g_strdup(module->path)
        : hc_module_find(name, scenario->path, error);
    struct hc_sfp_data data;

    if (path && hc_module_file_load(
            path, module ? (const char *const *)module->overrides : NULL,
            &data, error)) {
        return true;
    }
    g_prefix_error(error, "%s:%u: module %s: ", scenario->path,
                   module ? module->line : line, name);
    return false;
}

static bool open_modules_of(const struct hc_scenario *scenario,
                            const GPtrArray *steps, GError **error)
{
    for (unsigned at = 0; at < steps->len; at++) {
        const struct hc_step *step = g_ptr_array_index(steps, at);

        for (unsigned n = 0; n < HC_VERB_ARGS; n++) {
            if (step->verb->arg[n] == HC_ARG_MODULE &&
                !open_module(scenario, step->line, step->argv[n + 1],
                             error)) {
                return false;
            }
        }
    }
    return true;
}

bool hc_scenario_open_modules(const struct hc_scenario *scenario,
                              GError **error)
{
    for (unsigned at = 0; at < scenario->modules->len; at++) {
        const struct hc_scenario_module *module =
            g_ptr_array_index(scenario->modules, at);

        if (!open_module(scenario, module->line, module->alias, error)) {
            return false;
        }
    }
    for (unsigned at = 0; at < scenario->wires->len; at++) {
        const struct hc_scenario_wire *wire =
            g_ptr_array_index(scenario->wires, at);

        if (wire->module &&
            !open_module(scenario, wire->line, wire->module, error)) {
            return false;
        }
    }
    return open_modules_of(scenario, scenario->power_on, error) &&
           open_modules_of(scenario, scenario->steps, error);
}

/* cage0 and eth1, and nothing like cage or eth0-rgmii. */
static bool is_numbered(const char *place, const char *kind,
                        guint64 *ret_index)
{
    return g_str_has_prefix(place, kind) &&
        g_ascii_string_to_unsigned(place + strlen(kind), 10, 0, 99,
                                   ret_index, NULL);
}

bool hc_place_is_on_board(const struct hc_scenario *scenario,
                          const char *place, GError **error)
{
    const struct hc_board_row *board = scenario->board;
    guint64 index;

    if (!board) {
        return hc_refuse(error, HC_SCENARIO_ERROR_SYNTAX, "the board comes "
                         "first; write 'board two-cages'");
    }
    if (is_numbered(place, "cage", &index) && index >= board->cages) {
        return hc_refuse(error, HC_SCENARIO_ERROR_VALUE,
                         "board %s has no %s%s", board->name, place,
                         board->cages ? "; its cages are cage0 and cage1"
                                      : "; it has no cages, use eth0");
    }
    if (is_numbered(place, "eth", &index) && index >= board->ports) {
        return hc_refuse(error, HC_SCENARIO_ERROR_VALUE,
                         "board %s has no %s; it has %u port%s", board->name,
                         place, board->ports, board->ports == 1 ? "" : "s");
    }
    return true;
}

const char *hc_scenario_nondeterminism(const struct hc_scenario *scenario)
{
    static const char why[] = "a partner with restrict=no lets the guest "
                              "reach the host's network";
    static const char netdev[] = "a partner is a netdev of the host";
    const struct hc_partner_spec *partner;
    const struct hc_step *step;

    for (unsigned at = 0; at < scenario->partners->len; at++) {
        partner = g_ptr_array_index(scenario->partners, at);
        if (partner->kind == HC_PARTNER_SLIRP && !partner->restricted) {
            return why;
        }
        if (partner->kind == HC_PARTNER_NETDEV) {
            return netdev;
        }
    }
    for (unsigned at = 0; at < scenario->steps->len; at++) {
        step = g_ptr_array_index(scenario->steps, at);
        if (strcmp(step->argv[0], "partner")) {
            continue;
        }
        if (!g_strcmp0(hc_argv_key(step->argv, "restrict"), "no")) {
            return why;
        }
        if (!g_strcmp0(hc_argv_key(step->argv, "kind"), "netdev")) {
            return netdev;
        }
    }
    return NULL;
}
