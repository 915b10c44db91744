/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "scenario.h"

#include <stdlib.h>
#include <string.h>

#include "scenario-internal.h"
#include "units.h"

#define SYNTAX HC_SCENARIO_ERROR_SYNTAX
#define VALUE  HC_SCENARIO_ERROR_VALUE

const struct hc_board_row hc_boards[] = {
    { "two-cages", "am335x-evmsk.dtb", 2, 2,
      "two gigabit ports, each with an 88E1512 and an SFP cage" },
    { "ar8031-cages", "am335x-evmsk.dtb", 2, 2,
      "the same cages behind AR8031s that are strapped for 1000BASE-X" },
    { "vsc8572-cages", "am335x-evmsk.dtb", 2, 2,
      "the same cages behind a VSC8572, on its own two-wire master", true },
    { "vsc8572", "am335x-evmsk.dtb", 0, 2,
      "two copper ports with a VSC8572" },
    { "vsc8584", "am335x-evmsk.dtb", 0, 2,
      "two copper ports with a VSC8584 (MACsec), behind SGMII bridges",
      .macsec = true },
    { "vsc8584-cages", "am335x-evmsk.dtb", 2, 2,
      "two cages behind a VSC8584, on its own two-wire master", true,
      .macsec = true },
    { "evmsk", "am335x-evmsk.dtb", 0, 2,
      "the AM335x starter kit as it is: two copper ports" },
    { "boneblack", "am335x-boneblack.dtb", 0, 1,
      "the BeagleBone Black as it is: one copper port", .mii = true },
    { 0 }
};

const struct hc_board_row *hc_board_find(const char *name)
{
    for (const struct hc_board_row *row = hc_boards; row->name; row++) {
        if (!strcmp(row->name, name)) {
            return row;
        }
    }
    return NULL;
}

static bool has_words(char **argv, unsigned n, GError **error)
{
    if (g_strv_length(argv) == n) {
        return true;
    }
    return hc_refuse(error, SYNTAX, "usage: %s",
                     hc_verb_find(argv[0])->usage);
}

/* The row of a board, or an error with the name most like it. */
static const struct hc_board_row *board_named(const char *name,
                                              GError **error)
{
    const struct hc_board_row *found = hc_board_find(name);
    const char *names[16] = { NULL };
    unsigned n = 0;

    for (const struct hc_board_row *row = hc_boards; row->name; row++) {
        names[n++] = row->name;
    }
    if (!found) {
        hc_refuse(error, VALUE, "unknown board '%s'; did you mean '%s'?",
                  name, hc_nearest(name, names));
    }
    return found;
}

bool hc_scenario_set_board(struct hc_scenario *scenario, const char *name,
                           GError **error)
{
    const struct hc_board_row *own = scenario->board;
    const struct hc_board_row *board = board_named(name, error);

    if (board && (board->cages < own->cages || board->ports < own->ports)) {
        return hc_refuse(error, VALUE, "board %s has %u cages and %u ports, "
                         "the scenario's %s has %u and %u; name one with as "
                         "many", name, board->cages, board->ports, own->name,
                         own->cages, own->ports);
    }
    for (unsigned at = 0; board && at < scenario->properties->len; at++) {
        if (!hc_property_fits(scenario->properties->pdata[at], board,
                              error)) {
            return false;
        }
    }
    scenario->board = board ? board : own;
    return board;
}

static bool take_board(struct hc_scenario *scenario, char **argv,
                       const char *comment, unsigned line, GError **error)
{
    (void)comment;
    (void)line;
    if (!has_words(argv, 2, error)) {
        return false;
    }
    if (scenario->board) {
        return hc_refuse(error, SYNTAX, "a second board; only one fits on "
                         "the bench");
    }
    scenario->board = board_named(argv[1], error);
    return scenario->board;
}

static void free_module(gpointer data)
{
    struct hc_scenario_module *module = data;

    g_free(module->alias);
    g_free(module->file);
    g_free(module->path);
    g_strfreev(module->overrides);
    g_free(module);
}

static bool overrides_fit(char **words, GError **error)
{
    for (; *words; words++) {
        if (!strchr(*words, '=') || **words == '=') {
            return hc_refuse(error, SYNTAX, "'%s' is no override; write "
                             "KEY=VALUE, such as ready_after=900ms", *words);
        }
    }
    return true;
}

/* module ALIAS = FILE [KEY=VALUE…] */
static bool take_module(struct hc_scenario *scenario, char **argv,
                        const char *comment, unsigned line, GError **error)
{
    g_autofree char *path = NULL;
    struct hc_scenario_module *module;

    (void)comment;
    if (g_strv_length(argv) < 4 || strcmp(argv[2], "=")) {
        return hc_refuse(error, SYNTAX, "usage: %s, with blanks around '='",
                         hc_verb_find("module")->usage);
    }
    if (hc_scenario_module(scenario, argv[1])) {
        return hc_refuse(error, VALUE, "a second module '%s'; take another "
                         "alias", argv[1]);
    }
    path = hc_module_find(argv[3], scenario->path, error);
    if (!path || !overrides_fit(argv + 4, error)) {
        return false;
    }
    module = g_new0(struct hc_scenario_module, 1);
    module->alias = g_strdup(argv[1]);
    module->file = g_strdup(argv[3]);
    module->path = g_steal_pointer(&path);
    module->overrides = g_strdupv(argv + 4);
    module->line = line;
    g_ptr_array_add(scenario->modules, module);
    return true;
}

/* Relative names are beside the scenario, not where the bench runs. */
static bool tftp_is_there(const struct hc_scenario *scenario,
                          struct hc_partner_spec *partner, GError **error)
{
    g_autofree char *beside = g_path_get_dirname(scenario->path);
    char *folder;

    if (!partner->tftp) {
        return true;
    }
    folder = g_path_is_absolute(partner->tftp)
        ? g_strdup(partner->tftp)
        : g_build_filename(beside, partner->tftp, NULL);
    g_free(partner->tftp);
    partner->tftp = folder;
    return g_file_test(folder, G_FILE_TEST_IS_DIR) ||
        hc_refuse(error, VALUE, "tftp=%s is no folder; make it, or name "
                  "another", folder);
}

/* A name means one host, wherever it is. */
static bool hosts_are_new(const struct hc_scenario *scenario,
                          const struct hc_partner_spec *partner,
                          GError **error)
{
    for (unsigned at = 0; at < partner->n_hosts; at++) {
        if (hc_scenario_host(scenario, partner->host[at].name)) {
            return hc_refuse(error, VALUE, "a second host '%s'; take another "
                             "name", partner->host[at].name);
        }
    }
    return true;
}

static bool take_partner(struct hc_scenario *scenario, char **argv,
                         const char *comment, unsigned line, GError **error)
{
    struct hc_partner_spec *partner;

    (void)comment;
    if (!hc_place_is_on_board(scenario, argv[1], error)) {
        return false;
    }
    for (unsigned at = 0; at < scenario->partners->len; at++) {
        partner = g_ptr_array_index(scenario->partners, at);
        if (!strcmp(partner->place, argv[1])) {
            return hc_refuse(error, SYNTAX, "a second partner of %s; see "
                             "line %u", argv[1], partner->line);
        }
    }
    if (!hc_wire_leaves_free(scenario, argv[1], error)) {
        return false;
    }
    partner = hc_partner_new(argv[1], line);
    if (!hc_partner_apply(partner, argv + 2, error) ||
        !hosts_are_new(scenario, partner, error)) {
        hc_partner_free(partner);
        return false;
    }
    g_ptr_array_add(scenario->partners, partner);
    return tftp_is_there(scenario, partner, error);
}

static bool take_seed(struct hc_scenario *scenario, char **argv,
                      const char *comment, unsigned line, GError **error)
{
    guint64 seed;

    (void)comment;
    (void)line;
    if (!has_words(argv, 2, error) ||
        !hc_parse_number(argv[1], G_MAXUINT32, &seed, error)) {
        return false;
    }
    scenario->seed = seed;
    return true;
}

static void free_need(gpointer data)
{
    struct hc_scenario_need *need = data;

    g_free(need->op);
    g_free(need->version);
    g_free(need->reason);
    g_free(need);
}

static bool is_version(const char *text)
{
    return g_ascii_isdigit(*text) &&
        text[strspn(text, "0123456789.")] == '\0';
}

static bool need_is_sound(char *const *argv, int op, GError **error)
{
    if (!strcmp(argv[1], "board") && (op == HC_OP_EQ || op == HC_OP_NE)) {
        return board_named(argv[3], error);
    }
    if (!strcmp(argv[1], "kernel") && op >= 0 && op <= HC_OP_GE &&
        is_version(argv[3])) {
        return true;
    }
    return hc_refuse(error, SYNTAX, "usage: %s; for example kernel >= 6.12, "
                     "or board = two-cages", hc_verb_find("needs")->usage);
}

/* needs kernel >= 6.12 "reason", needs board = two-cages "reason" */
static bool take_needs(struct hc_scenario *scenario, char **argv,
                       const char *comment, unsigned line, GError **error)
{
    struct hc_scenario_need *need;
    int op;

    (void)comment;
    if (!has_words(argv, 5, error)) {
        return false;
    }
    op = hc_op_find(argv[2]);
    if (!need_is_sound(argv, op, error)) {
        return false;
    }
    need = g_new0(struct hc_scenario_need, 1);
    need->board = !strcmp(argv[1], "board");
    need->op = g_strdup(argv[2]);
    need->version = g_strdup(argv[3]);
    need->reason = g_strdup(argv[4]);
    need->line = line;
    g_ptr_array_add(scenario->needs, need);
    return true;
}

static bool take_cmdline(struct hc_scenario *scenario, char **argv,
                         const char *comment, unsigned line, GError **error)
{
    g_autofree char *more = g_strjoinv(" ", argv + 1);
    g_autofree char *before = scenario->cmdline;

    (void)comment;
    (void)line;
    scenario->cmdline = before ? g_strjoin(" ", before, more, NULL)
                               : g_strdup(more);
    return *more || hc_refuse(error, SYNTAX, "usage: cmdline TEXT");
}

static bool take_property(struct hc_scenario *scenario, char **argv,
                          const char *comment, unsigned line, GError **error)
{
    (void)comment;
    (void)line;
    if (!has_words(argv, 2, error)) {
        return false;
    }
    if (!hc_property_fits(argv[1], scenario->board, error)) {
        return false;
    }
    g_ptr_array_add(scenario->properties, g_strdup(argv[1]));
    return true;
}

/* Debian Policy 5.6.1; /SUITE as apt has it. */
static bool is_package(const char *name)
{
    return g_regex_match_simple("^[a-z0-9][a-z0-9+.-]+(/[a-z]+(-[a-z]+)?)?\\z",
                                name, 0, 0);
}

/* guest PACKAGE… */
static bool take_guest(struct hc_scenario *scenario, char **argv,
                       const char *comment, unsigned line, GError **error)
{
    (void)comment;
    (void)line;
    if (!argv[1]) {
        return hc_refuse(error, SYNTAX, "usage: %s",
                         hc_verb_find("guest")->usage);
    }
    for (char **name = argv + 1; *name; name++) {
        if (!is_package(*name)) {
            return hc_refuse(error, VALUE, "'%s' is no package; write "
                             "linuxptp, or ethtool/sid", *name);
        }
        g_ptr_array_add(scenario->packages, g_strdup(*name));
    }
    return true;
}

static void free_allow(gpointer data)
{
    struct hc_scenario_allow *allow = data;

    g_regex_unref(allow->regex);
    g_free(allow->why);
    g_free(allow);
}

/* allow kernel ~ "regex"  # why: an exception without a reason stays for
 * ever, because nobody dares to remove it. */
static bool take_allow(struct hc_scenario *scenario, char **argv,
                       const char *comment, unsigned line, GError **error)
{
    struct hc_scenario_allow *allow;
    GRegex *regex;

    if (!has_words(argv, 4, error)) {
        return false;
    }
    if (strcmp(argv[1], "kernel") || strcmp(argv[2], "~") || !comment ||
        !*comment) {
        return hc_refuse(error, SYNTAX, "usage: %s; the comment says why",
                         hc_verb_find("allow")->usage);
    }
    regex = hc_regex(argv[3], error);
    if (!regex) {
        return false;
    }
    allow = g_new0(struct hc_scenario_allow, 1);
    allow->regex = regex;
    allow->why = g_strdup(comment);
    allow->line = line;
    g_ptr_array_add(scenario->allows, allow);
    return true;
}

static bool take_limit(struct hc_scenario *scenario, char **argv,
                       const char *comment, unsigned line, GError **error)
{
    (void)comment;
    (void)line;
    if (!has_words(argv, 2, error) ||
        !hc_parse_duration(argv[1], &scenario->limit_ns, error)) {
        return false;
    }
    return scenario->limit_ns ||
        hc_refuse(error, VALUE, "a story without time does nothing; write "
                  "limit 600s");
}

bool hc_head_line(struct hc_scenario *scenario, char **argv,
                  const char *comment, unsigned line, GError **error)
{
    static const struct {
        const char *verb;
        bool (*take)(struct hc_scenario *, char **, const char *, unsigned,
                     GError **);
    } row[] = {
        { "board", take_board }, { "module", take_module },
        { "partner", take_partner }, { "wire", hc_head_wire },
        { "seed", take_seed }, { "needs", take_needs },
        { "cmdline", take_cmdline }, { "property", take_property },
        { "allow", take_allow }, { "limit", take_limit },
        { "guest", take_guest }, { "file", hc_head_file },
    };

    if (!scenario->board && strcmp(argv[0], "board")) {
        return hc_refuse(error, SYNTAX, "the board comes first; write "
                         "'board two-cages'");
    }
    for (unsigned at = 0; at < G_N_ELEMENTS(row); at++) {
        if (!strcmp(argv[0], row[at].verb)) {
            return row[at].take(scenario, argv, comment, line, error);
        }
    }
    return hc_refuse(error, HC_SCENARIO_ERROR_VERB, "'%s' does not belong "
                     "into the head", argv[0]);
}

/* The numbers of a version, as many as `like` has. */
static int compare_versions(const char *release, const char *like)
{
    unsigned long ours, theirs;
    char *end;

    for (;;) {
        ours = strtoul(release, &end, 10);
        release = *end == '.' ? end + 1 : "0";
        theirs = strtoul(like, &end, 10);
        if (ours != theirs) {
            return ours < theirs ? -1 : 1;
        }
        if (*end != '.') {
            return 0;
        }
        like = end + 1;
    }
}

const char *hc_scenario_skip_reason(const struct hc_scenario *scenario,
                                    const char *release)
{
    const struct hc_scenario_need *need;
    bool held;
    int order;

    for (unsigned at = 0; at < scenario->needs->len; at++) {
        need = g_ptr_array_index(scenario->needs, at);
        order = need->board ? strcmp(scenario->board->name, need->version)
                            : compare_versions(release, need->version);
        switch (hc_op_find(need->op)) {
        case HC_OP_EQ: held = order == 0; break;
        case HC_OP_NE: held = order != 0; break;
        case HC_OP_LT: held = order < 0; break;
        case HC_OP_GT: held = order > 0; break;
        case HC_OP_LE: held = order <= 0; break;
        default: held = order >= 0; break;
        }
        if (!held) {
            return need->reason;
        }
    }
    return NULL;
}

static void free_partner(gpointer data)
{
    hc_partner_free(data);
}

void hc_scenario_init_head(struct hc_scenario *scenario)
{
    scenario->seed = 1;
    scenario->limit_ns = HC_STORY_LIMIT_NS;
    scenario->modules = g_ptr_array_new_with_free_func(free_module);
    scenario->partners = g_ptr_array_new_with_free_func(free_partner);
    scenario->wires = g_ptr_array_new_with_free_func(hc_wire_free);
    scenario->needs = g_ptr_array_new_with_free_func(free_need);
    scenario->allows = g_ptr_array_new_with_free_func(free_allow);
    scenario->properties = g_ptr_array_new_with_free_func(g_free);
    scenario->packages = g_ptr_array_new_with_free_func(g_free);
    scenario->files = g_ptr_array_new_with_free_func(hc_file_free);
}
