/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The hand at the bench: the verbs of the scenario language. */
#include "bench-internal.h"

#include "../tools/lib/module-file.h"
#include "../tools/lib/units.h"
#include "../tools/lib/verbs.h"

#define BENCH_ERROR g_quark_from_static_string("hotcage-bench")

static bool refuse(GError **error, const char *format, ...)
    G_GNUC_PRINTF(2, 3);

/* Sets the error; false, so that a verb can return it. */
static bool refuse(GError **error, const char *format, ...)
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
        return refuse(error, "%s is taken by %s; remove it first",
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
        return refuse(error, "edges=%s: 1 to %u are possible",
                      hc_argv_key(argv, "edges"), HC_CAGE_MAX_EDGES);
    }
    return true;
}

static bool do_remove(HcPort *port, char **argv, GError **error)
{
    if (hc_cage_remove(&port->cage) != HC_OK) {
        return refuse(error, "%s is empty; there is nothing to remove",
                      port->place);
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
    hc_hop_cut(&port->hop[HC_HOP_MEDIUM], 0, true);
    hc_hop_cut(&port->hop[HC_HOP_MEDIUM], 1, true);
    return true;
}

static bool do_plug(HcPort *port, char **argv, GError **error)
{
    hc_board_event(port->place, HC_EVENT_CABLE_PLUG, 0, 0);
    if (port->dac) {
        if (hc_cage_insert(&port->cage, &port->bench->dac) != HC_OK) {
            return refuse(error, "%s is taken; pull the cable first",
                          port->place);
        }
        port->module = g_strdup("dac");
        return true;
    }
    hc_hop_cut(&port->hop[HC_HOP_MEDIUM], 0, false);
    hc_hop_cut(&port->hop[HC_HOP_MEDIUM], 1, false);
    return true;
}

static bool do_stall(HcPort *port, char **argv, GError **error)
{
    hc_sfp_stall(&port->cage.sfp, g_str_equal(argv[2], "on"));
    return true;
}

static bool force(HcPort *port, enum hc_cage_line line, const char *word)
{
    hc_cage_force(&port->cage, line,
                  g_str_equal(word, "high") ? HC_CAGE_FORCE_HIGH
                  : g_str_equal(word, "low") ? HC_CAGE_FORCE_LOW
                                             : HC_CAGE_AUTO);
    return true;
}

static bool do_tx_fault(HcPort *port, char **argv, GError **error)
{
    return force(port, HC_CAGE_TX_FAULT, argv[2]);
}

static bool do_los(HcPort *port, char **argv, GError **error)
{
    return force(port, HC_CAGE_LOS, argv[2]);
}

static bool do_flip(HcPort *port, char **argv, GError **error)
{
    const char *reads = hc_argv_key(argv, "reads");
    guint64 byte[3];

    for (unsigned i = 0; i < 3; i++) {
        if (!hc_parse_number(argv[2 + i], 255, &byte[i], error)) {
            return false;
        }
    }
    if (hc_sfp_flip(&port->cage.sfp, byte[0], byte[1], byte[2],
                    reads ? strtoul(reads, NULL, 10) : 0) != HC_OK) {
        return refuse(error, "only %u bytes can be flipped at a time, of "
                      "0x50 or 0x51", HC_SFP_MAX_FLIPS);
    }
    return true;
}

static bool do_loss(HcPort *port, char **argv, GError **error)
{
    uint32_t every = strtoul(hc_argv_key(argv, "every"), NULL, 10);

    hc_hop_lose(&port->hop[HC_HOP_MEDIUM], 0, every);
    hc_hop_lose(&port->hop[HC_HOP_MEDIUM], 1, every);
    return true;
}

static bool do_partner(HcPort *port, char **argv, GError **error)
{
    struct hc_partner_spec *spec = hc_partner_new(argv[1], 0);
    bool ok = hc_partner_apply(spec, argv + 2, error) &&
              hc_bench_partner(port, spec, error);

    hc_partner_free(spec);
    return ok;
}

static const struct {
    const char *verb;
    bool (*act)(HcPort *port, char **argv, GError **error);
    bool cage;                  /* the place must be a cage */
} hands[] = {
    { "insert", do_insert, true },  { "remove", do_remove, true },
    { "bounce", do_bounce, true },  { "pull", do_pull },
    { "plug", do_plug },            { "stall", do_stall, true },
    { "tx_fault", do_tx_fault, true }, { "los", do_los, true },
    { "flip", do_flip, true },      { "loss", do_loss },
    { "partner", do_partner },      { "send", hc_bench_send },
};

bool hc_bench_do(HcBench *bench, char **argv, GError **error)
{
    HcPort *port = argv[1] ? hc_bench_port(bench, argv[1]) : NULL;

    if (!port) {
        return refuse(error, "board %s has no place '%s'",
                      bench->board->name, argv[1] ? argv[1] : "");
    }
    for (unsigned i = 0; i < ARRAY_SIZE(hands); i++) {
        if (!g_str_equal(hands[i].verb, argv[0])) {
            continue;
        }
        if (hands[i].cage && !port->row->cage) {
            return refuse(error, "%s is no cage", argv[1]);
        }
        return hands[i].act(port, argv, error);
    }
    return refuse(error, "'%s' is nothing that a hand can do", argv[0]);
}

void hc_bench_restored(HcBench *bench)
{
    for (guint i = 0; i < bench->scenario->power_on->len; i++) {
        const struct hc_step *step = bench->scenario->power_on->pdata[i];
        HcPort *port = hc_bench_port(bench, step->argv[1]);

        if (port && g_str_equal(step->argv[0], "insert")) {
            g_free(port->module);
            port->module = g_strdup(step->argv[2]);
        }
    }
}

/* Both ends of the DAC share one hop; its name is the first cage's. */
static bool plug_dac(HcBench *bench, const struct hc_scenario_wire *wire,
                     GError **error)
{
    HcPort *end[2];

    if (!load_module(bench, wire->module, &bench->dac, error)) {
        return false;
    }
    for (unsigned i = 0; i < 2; i++) {
        end[i] = hc_bench_port(bench, wire->place[i]);
        if (!end[i] || !end[i]->row->cage) {
            return refuse(error, "%s:%u: %s is no cage of board %s",
                          bench->scenario->path, wire->line, wire->place[i],
                          bench->board->name);
        }
    }
    for (unsigned i = 0; i < 2; i++) {
        hc_hop_attach(&end[0]->hop[HC_HOP_MEDIUM], 1, &(struct hc_end){ 0 });
        hc_cage_disconnect(&end[i]->cage);
        hc_cage_connect(&end[i]->cage, &end[0]->hop[HC_HOP_MEDIUM], i);
        hc_cage_insert(&end[i]->cage, &bench->dac);
        end[i]->dac = true;
        end[i]->module = g_strdup(wire->module);
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
            return refuse(error, "%s:%u: board %s has no place '%s'",
                          scenario->path, spec->line, bench->board->name,
                          spec->place);
        }
        if (!hc_bench_partner(port, spec, error)) {
            return false;
        }
    }
    for (guint i = 0; i < scenario->wires->len; i++) {
        if (!plug_dac(bench, scenario->wires->pdata[i], error)) {
            return false;
        }
    }
    return true;
}
