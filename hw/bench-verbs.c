/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The hand at the bench: the verbs of the scenario language. */
#include "bench-internal.h"

#include "../tools/lib/module-file.h"
#include "../tools/lib/units.h"
#include "../tools/lib/verbs.h"

#define BENCH_ERROR g_quark_from_static_string("hotcage-bench")

bool hc_bench_refuse(GError **error, const char *format, ...)
{
    va_list list;

    va_start(list, format);
    if (error) {
        *error = g_error_new_valist(BENCH_ERROR, 0, format, list);
    }
    va_end(list);
    return false;
}

/* A module by alias of the scenario's head, file or stock name. */
static bool load_module(HcBench *bench, const char *name,
                        struct hc_sfp_data *ret_data, GError **error)
{
    const struct hc_scenario_module *module =
        bench->scenario ? hc_scenario_module(bench->scenario, name) : NULL;
    g_autofree char *path = NULL;

    if (module) {
        return hc_module_file_load(module->path,
                                   (const char *const *)module->overrides,
                                   ret_data, error);
    }
    path = hc_module_find(name, bench->machine->scenario, error);
    return path && hc_module_file_load(path, NULL, ret_data, error);
}

static bool do_insert(HcPort *port, char **argv, GError **error)
{
    struct hc_sfp_data data;

    if (!load_module(port->bench, argv[2], &data, error)) {
        return false;
    }
    if (hc_cage_insert(&port->cage, &data) != HC_OK) {
        return hc_bench_refuse(error, "%s is taken by %s; remove it first",
                               port->place, port->module);
    }
    g_free(port->module);
    port->module = g_strdup(argv[2]);
    return true;
}

static bool do_bounce(HcPort *port, char **argv, GError **error)
{
    uint64_t within_ns;

    if (!do_insert(port, argv, error) ||
        !hc_parse_duration(hc_argv_key(argv, "within"), &within_ns, error)) {
        return false;
    }
    if (hc_cage_bounce(&port->cage, atoi(hc_argv_key(argv, "edges")),
                       within_ns) != HC_OK) {
        return hc_bench_refuse(error, "edges=%s: 1 to %u are possible",
                               hc_argv_key(argv, "edges"), HC_CAGE_MAX_EDGES);
    }
    return true;
}

static bool do_remove(HcPort *port, char **argv, GError **error)
{
    if (hc_cage_remove(&port->cage) != HC_OK) {
        return hc_bench_refuse(error, "%s is empty; there is nothing to "
                               "remove", port->place);
    }
    g_clear_pointer(&port->module, g_free);
    return true;
}

/* A DAC leaves with its plug; a fibre or a patch cord leaves its socket. */
static bool do_pull(HcPort *port, char **argv, GError **error)
{
    hc_board_event(port->place, HC_EVENT_CABLE_PULL, 0, 0);
    if (port->dac) {
        return do_remove(port, argv, error);
    }
    hc_hop_cut(port->medium, 0, true);
    hc_hop_cut(port->medium, 1, true);
    return true;
}

static bool do_plug(HcPort *port, char **argv, GError **error)
{
    hc_board_event(port->place, HC_EVENT_CABLE_PLUG, 0, 0);
    if (port->dac) {
        if (hc_cage_insert(&port->cage, &port->bench->dac) != HC_OK) {
            return hc_bench_refuse(error, "%s is taken; pull the cable "
                                   "first", port->place);
        }
        port->module = g_strdup("dac");
        return true;
    }
    hc_hop_cut(port->medium, 0, false);
    hc_hop_cut(port->medium, 1, false);
    return true;
}

static const HcHand plugs[] = {
    { "insert", do_insert, true },  { "remove", do_remove, true },
    { "bounce", do_bounce, true },  { "pull", do_pull },
    { "plug", do_plug },            { "send", hc_bench_send },
    { "macsec", hc_bench_macsec },  { "forge", hc_bench_forge },
    { "csr", hc_bench_csr },        { "pulse", hc_bench_pulse },
    { 0 }
};

static const HcHand *find_hand(const char *verb)
{
    static const HcHand *const tables[] = {
        plugs, hc_bench_faults, hc_bench_far,
    };

    for (unsigned i = 0; i < ARRAY_SIZE(tables); i++) {
        for (const HcHand *hand = tables[i]; hand->verb; hand++) {
            if (g_str_equal(hand->verb, verb)) {
                return hand;
            }
        }
    }
    return NULL;
}

bool hc_bench_do(HcBench *bench, char **argv, GError **error)
{
    HcPort *port = argv[1] ? hc_bench_port(bench, argv[1]) : NULL;
    const HcHand *hand = find_hand(argv[0]);

    if (!port) {
        return hc_bench_refuse(error, "board %s has no place '%s'",
                               bench->board->name, argv[1] ? argv[1] : "");
    }
    if (!hand) {
        return hc_bench_refuse(error, "'%s' is nothing that a hand can do",
                               argv[0]);
    }
    if (hand->cage && !port->row->cage) {
        return hc_bench_refuse(error, "%s is no cage", argv[1]);
    }
    if (hand->own_medium && port->wired) {
        return hc_bench_refuse(error, "the cable in %s is a 'wire': its far "
                               "end is the other port; 'pull' takes it out",
                               argv[1]);
    }
    return hand->act(port, argv, error);
}

/* The name of what a step has left in a cage. */
static void remember_module(HcBench *bench, const struct hc_step *step)
{
    HcPort *port = step->argv[1] ? hc_bench_port(bench, step->argv[1]) : NULL;
    const char *verb = step->argv[0], *name = NULL;

    if (g_str_equal(verb, "insert") || g_str_equal(verb, "bounce")) {
        name = step->argv[2];
    } else if (port && port->dac && g_str_equal(verb, "plug")) {
        name = "dac";
    } else if (!g_str_equal(verb, "remove") &&
               !(port && port->dac && g_str_equal(verb, "pull"))) {
        return;
    }
    if (port) {
        g_free(port->module);
        port->module = g_strdup(name);
    }
}

void hc_bench_restored(HcBench *bench)
{
    for (guint i = 0; i < bench->scenario->power_on->len; i++) {
        remember_module(bench, bench->scenario->power_on->pdata[i]);
    }
}

/* The port at an end of a wire: with a cage for a DAC, with a jack for a
 * patch cable. */
static HcPort *wire_end(HcBench *bench, const struct hc_scenario_wire *wire,
                        unsigned i, GError **error)
{
    HcPort *port = hc_bench_port(bench, wire->place[i]);

    if (port && port->row->cage == (wire->module != NULL)) {
        return port;
    }
    hc_bench_refuse(error, "%s:%u: %s is no %s of board %s",
                    bench->scenario->path, wire->line, wire->place[i],
                    wire->module ? "cage" : "jack", bench->board->name);
    return NULL;
}

static void plug_dac(HcPort *port, struct hc_hop *medium,
                     const struct hc_scenario_wire *wire, unsigned i)
{
    hc_cage_disconnect(&port->cage);
    hc_cage_connect(&port->cage, medium, i);
    hc_cage_insert(&port->cage, &port->bench->dac);
    port->dac = true;
    port->module = g_strdup(wire->module);
}

/* Both ends of a cable share one hop; its name is the first port's. */
static bool plug_wire(HcBench *bench, const struct hc_scenario_wire *wire,
                      GError **error)
{
    HcPort *end[2];
    struct hc_hop *medium;

    for (unsigned i = 0; i < 2; i++) {
        end[i] = wire_end(bench, wire, i, error);
        if (!end[i]) {
            return false;
        }
    }
    if (wire->module &&
        !load_module(bench, wire->module, &bench->dac, error)) {
        return false;
    }
    medium = &end[0]->hop[HC_HOP_MEDIUM];
    hc_hop_attach(medium, 1, &(struct hc_end){ 0 });
    for (unsigned i = 0; i < 2; i++) {
        if (wire->module) {
            plug_dac(end[i], medium, wire, i);
        } else {
            hc_phy_plug_mdi(&end[i]->phy, medium, i);
        }
        end[i]->wired = true;
        end[i]->medium = medium;
        end[i]->side = i;
    }
    return true;
}

bool hc_bench_prepare(HcBench *bench, const struct hc_scenario *scenario,
                      GError **error)
{
    bench->scenario = scenario;
    for (guint i = 0; i < scenario->partners->len; i++) {
        const struct hc_partner_spec *spec = scenario->partners->pdata[i];
        HcPort *port = hc_bench_port(bench, spec->place);

        if (!port) {
            return hc_bench_refuse(error, "%s:%u: board %s has no place '%s'",
                                   scenario->path, spec->line,
                                   bench->board->name, spec->place);
        }
        if (!hc_bench_partner(port, spec, error)) {
            return false;
        }
    }
    for (guint i = 0; i < scenario->wires->len; i++) {
        if (!plug_wire(bench, scenario->wires->pdata[i], error)) {
            return false;
        }
    }
    return true;
}
