/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The head's `wire`: a cable from port to port. */
#include <string.h>

#include "scenario-internal.h"

#define SYNTAX HC_SCENARIO_ERROR_SYNTAX
#define VALUE  HC_SCENARIO_ERROR_VALUE

/* eth1 and cage1 are the same port. */
static bool same_port(const char *place, const char *other)
{
    return place[strlen(place) - 1] == other[strlen(other) - 1];
}

static const struct hc_scenario_wire *
wire_at(const struct hc_scenario *scenario, const char *place)
{
    for (unsigned at = 0; at < scenario->wires->len; at++) {
        const struct hc_scenario_wire *wire =
            g_ptr_array_index(scenario->wires, at);

        if (same_port(wire->place[0], place) ||
            same_port(wire->place[1], place)) {
            return wire;
        }
    }
    return NULL;
}

bool hc_wire_leaves_free(const struct hc_scenario *scenario,
                         const char *place, GError **error)
{
    const struct hc_scenario_wire *wire = wire_at(scenario, place);

    return !wire || hc_refuse(error, VALUE, "%s has a wire, see line %u; "
                              "keep one of the two", place, wire->line);
}

/* A port has one cable. */
static bool is_free(const struct hc_scenario *scenario, const char *place,
                    GError **error)
{
    for (unsigned at = 0; at < scenario->partners->len; at++) {
        const struct hc_partner_spec *partner =
            g_ptr_array_index(scenario->partners, at);

        if (same_port(partner->place, place)) {
            return hc_refuse(error, VALUE, "%s has a partner, see line %u; "
                             "keep one of the two", place, partner->line);
        }
    }
    return hc_wire_leaves_free(scenario, place, error);
}

void hc_wire_free(gpointer data)
{
    struct hc_scenario_wire *wire = data;

    g_free(wire->place[0]);
    g_free(wire->place[1]);
    g_free(wire->module);
    g_free(wire);
}

/* A direct-attach cable brings its plugs; jacks take a bare cable. */
static bool kind_fits(const struct hc_scenario *scenario, char **argv,
                      GError **error)
{
    bool cages = g_str_has_prefix(argv[1], "cage");

    if (g_strv_length(argv) > 4 ||
        cages != g_str_has_prefix(argv[2], "cage")) {
        return hc_refuse(error, SYNTAX, "a cable joins two cages or two "
                         "jacks; usage: %s", hc_verb_find("wire")->usage);
    }
    if (cages && !argv[3]) {
        return hc_refuse(error, SYNTAX, "a cage takes a module; write 'wire "
                         "%s %s passive-dac-1m'", argv[1], argv[2]);
    }
    if (!cages && argv[3]) {
        return hc_refuse(error, VALUE, "'%s' does not go into a jack; write "
                         "'wire %s %s'", argv[3], argv[1], argv[2]);
    }
    if (!cages && scenario->board->cages) {
        return hc_refuse(error, VALUE, "board %s has no jacks; write 'wire "
                         "cage0 cage1 MODULE'", scenario->board->name);
    }
    return true;
}

static bool wire_fits(const struct hc_scenario *scenario, char **argv,
                      GError **error)
{
    if (!hc_place_is_on_board(scenario, argv[1], error) ||
        !hc_place_is_on_board(scenario, argv[2], error) ||
        !kind_fits(scenario, argv, error) ||
        (argv[3] && !hc_module_is_known(scenario, argv[3], error))) {
        return false;
    }
    if (same_port(argv[1], argv[2])) {
        return hc_refuse(error, VALUE, "a cable has two ends; name two "
                         "places");
    }
    return is_free(scenario, argv[1], error) &&
           is_free(scenario, argv[2], error);
}

bool hc_head_wire(struct hc_scenario *scenario, char **argv,
                  const char *comment, unsigned line, GError **error)
{
    struct hc_scenario_wire *wire;

    (void)comment;
    if (!wire_fits(scenario, argv, error)) {
        return false;
    }
    wire = g_new0(struct hc_scenario_wire, 1);
    wire->place[0] = g_strdup(argv[1]);
    wire->place[1] = g_strdup(argv[2]);
    wire->module = g_strdup(argv[3]);
    wire->line = line;
    g_ptr_array_add(scenario->wires, wire);
    return true;
}
