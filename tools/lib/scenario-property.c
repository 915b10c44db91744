/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The head's `property NAME=VALUE`: what a scenario may set of the machine
 * (hw/machine.c), and what each of them takes. */
#include "scenario-internal.h"

#include <string.h>

#include "verbs.h"

#include "../../models/knobs.h"

#define VALUE HC_SCENARIO_ERROR_VALUE

struct property {
    const char *name;
    bool (*fits)(const struct property *property, const char *value,
                 const struct hc_board_row *board, GError **error);
    const char *const *words;   /* one of these … */
    const struct hc_knob *knobs;    /* … or some of these … */
    const char *between;            /* … with this between them … */
    guint64 least, most;        /* … or a number */
    bool told;                  /* the device tree says it, no more */
};

static bool word_fits(const struct property *property, const char *value,
                      const struct hc_board_row *board, GError **error)
{
    g_autofree char *all = NULL;

    (void)board;
    if (g_strv_contains(property->words, value)) {
        return true;
    }
    all = g_strjoinv(", ", (char **)property->words);
    return hc_refuse(error, VALUE, "%s=%s: '%s' does not fit here; one of: "
                     "%s", property->name, value, value, all);
}

static bool number_fits(const struct property *property, const char *value,
                        const struct hc_board_row *board, GError **error)
{
    guint64 number;

    (void)board;
    if (hc_parse_number(value, property->most, &number, NULL) &&
        number >= property->least) {
        return true;
    }
    return hc_refuse(error, VALUE, "%s=%s: '%s' is no number that fits; "
                     "%" G_GUINT64_FORMAT " to %" G_GUINT64_FORMAT
                     " are possible", property->name, value, value,
                     property->least, property->most);
}

/* True if each part of the value is in the list. */
static bool all_in_list(const char *name, const char *value,
                        const char *between, GPtrArray *list, GError **error)
{
    g_auto(GStrv) parts = g_strsplit(value, between, -1);
    const char *const *words = (const char *const *)list->pdata;

    for (char **part = parts; *part; part++) {
        if (!g_strv_contains(words, *part)) {
            g_autofree char *all = g_strjoinv(", ", (char **)words);

            return hc_refuse(error, VALUE, "%s=%s: '%s' does not fit here; "
                             "some of these, with '%s' between them: %s",
                             name, value, *part, between, all);
        }
    }
    return *parts || hc_refuse(error, VALUE, "%s= needs a value", name);
}

static bool knobs_fit(const struct property *property, const char *value,
                      const struct hc_board_row *board, GError **error)
{
    g_autoptr(GPtrArray) names = g_ptr_array_new();

    (void)board;
    for (const struct hc_knob *knob = property->knobs; knob->name; knob++) {
        g_ptr_array_add(names, (char *)knob->name);
    }
    g_ptr_array_add(names, NULL);
    return all_in_list(property->name, value, property->between, names,
                       error);
}

static bool macsec_fits(const struct property *property, const char *value,
                        const struct hc_board_row *board, GError **error)
{
    if (!board->macsec) {
        return hc_refuse(error, VALUE, "%s=%s: no PHY of board %s has "
                         "MACsec; take board vsc8584", property->name, value,
                         board->name);
    }
    return knobs_fit(property, value, board, error);
}

static void add_wire(GPtrArray *wires, const char *kind, unsigned n,
                     const char *wire)
{
    g_ptr_array_add(wires, g_strdup_printf("%s%u-%s", kind, n, wire));
}

/* The pieces of wire of a board, each a capture (hw/bench.c). */
static GPtrArray *wires_of(const struct hc_board_row *board)
{
    GPtrArray *wires = g_ptr_array_new_with_free_func(g_free);

    for (unsigned n = 0; n < board->ports; n++) {
        bool cage = n < board->cages;
        const char *kind = cage ? "cage" : "eth";

        add_wire(wires, "eth", n, board->mii ? "mii" : "rgmii");
        if (board->macsec) {
            add_wire(wires, "eth", n, "sgmii");
        }
        add_wire(wires, kind, n, "serdes");
        add_wire(wires, kind, n, cage ? "medium" : "mdi");
    }
    g_ptr_array_add(wires, NULL);
    return wires;
}

static bool captures_fit(const struct property *property, const char *value,
                         const struct hc_board_row *board, GError **error)
{
    g_autoptr(GPtrArray) wires = NULL;
    g_autoptr(GError) why = NULL;

    if (!strcmp(value, "all") || !strcmp(value, "none")) {
        return true;
    }
    wires = wires_of(board);
    if (all_in_list(property->name, value, "+", wires, &why)) {
        return true;
    }
    return hc_refuse(error, VALUE, "%s; or all, or none: board %s has no "
                     "other wires", why->message, board->name);
}

static const char *const mac_words[] = { "switchdev", "dual-emac", "switch",
                                         NULL };
static const char *const idle_words[] = { "cpu", "main-loop", NULL };
static const char *const tlb_words[] = { "pages", "all", NULL };

static const struct property properties[] = {
    { "cage-power", number_fits, .most = G_MAXUINT32, .told = true },
    { "captures", captures_fit },
    { "idle", word_fits, .words = idle_words },
    { "mac", word_fits, .words = mac_words, .told = true },
    { "macsec", macsec_fits, .knobs = hc_macsec_knob_list, .between = "," },
    /* Timers whose outputs the clock of the switch takes (hw/soc.c). */
    { "pwm-timer", number_fits, .least = 4, .most = 7, .told = true },
    { "tlb", word_fits, .words = tlb_words },
    { "vsc-guess", knobs_fit, .knobs = hc_vsc_knob_list, .between = "+" },
};

static bool refuse_name(const char *name, GError **error)
{
    const char *names[G_N_ELEMENTS(properties) + 1] = { NULL };
    g_autofree char *all = NULL;

    for (unsigned at = 0; at < G_N_ELEMENTS(properties); at++) {
        names[at] = properties[at].name;
    }
    all = g_strjoinv(", ", (char **)names);
    return hc_refuse(error, VALUE, "there is no property '%s'; did you mean "
                     "'%s'? There are: %s", name, hc_nearest(name, names),
                     all);
}

bool hc_property_is_told(const char *property)
{
    const size_t len = strcspn(property, "=");

    for (unsigned at = 0; at < G_N_ELEMENTS(properties); at++) {
        if (strlen(properties[at].name) == len &&
            !strncmp(properties[at].name, property, len)) {
            return properties[at].told;
        }
    }
    return false;
}

bool hc_property_fits(const char *property, const struct hc_board_row *board,
                      GError **error)
{
    const char *equals = strchr(property, '=');
    g_autofree char *name = NULL;

    if (!equals || equals == property) {
        return hc_refuse(error, HC_SCENARIO_ERROR_SYNTAX,
                         "usage: property NAME=VALUE");
    }
    name = g_strndup(property, equals - property);
    for (unsigned at = 0; at < G_N_ELEMENTS(properties); at++) {
        if (!strcmp(name, properties[at].name)) {
            return properties[at].fits(&properties[at], equals + 1, board,
                                       error);
        }
    }
    return refuse_name(name, error);
}
