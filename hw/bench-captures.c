/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A capture of each piece of wire, or of those that property captures=NAME+NAME
 * picks. */
#include "bench-internal.h"

static bool is_wire(const HcPort *port, unsigned i)
{
    return port->row && port->hop[i].host;  /* this board may have no such */
}

static bool has_wire(HcBench *bench, const char *name)
{
    for (unsigned n = 0; n < HC_BOARD_PORTS; n++) {
        for (unsigned i = 0; i < HC_PORT_HOPS; i++) {
            if (is_wire(&bench->port[n], i) &&
                g_str_equal(bench->port[n].hop_glue[i].place, name)) {
                return true;
            }
        }
    }
    return false;
}

static bool check_names(HcBench *bench, char **names, GError **error)
{
    for (char **name = names; *name; name++) {
        if (!has_wire(bench, *name)) {
            g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_INVAL,
                        "captures=%s: board %s has no such wire; take all, "
                        "none, or names such as %s with '+' between them",
                        *name, bench->board->name,
                        bench->port[0].hop_glue[HC_HOP_MAC].place);
            return false;
        }
    }
    return true;
}

static bool open_one(HcPort *port, unsigned i, GError **error)
{
    const HcMachineState *machine = port->bench->machine;

    port->capture[i] = hc_capture_new(&port->hop[i], machine->rundir,
                                      port->hop_glue[i].place,
                                      machine->restored || machine->forked,
                                      error);
    return port->capture[i] != NULL;
}

static bool open_these(HcBench *bench, char **names, GError **error)
{
    for (unsigned n = 0; n < HC_BOARD_PORTS; n++) {
        HcPort *port = &bench->port[n];

        for (unsigned i = 0; i < HC_PORT_HOPS; i++) {
            if (is_wire(port, i) &&
                (!names || g_strv_contains((const char *const *)names,
                                           port->hop_glue[i].place)) &&
                !open_one(port, i, error)) {
                return false;
            }
        }
    }
    return true;
}

bool hc_bench_open_captures(HcBench *bench, GError **error)
{
    const char *which = bench->machine->captures;
    g_auto(GStrv) names = NULL;

    if (!bench->machine->rundir || !g_strcmp0(which, "none")) {
        return true;
    }
    if (which && !g_str_equal(which, "all")) {
        names = g_strsplit(which, "+", -1);
        if (!check_names(bench, names, error)) {
            return false;
        }
    }
    return open_these(bench, names, error);
}

static void each_capture(HcBench *bench, void (*what)(HcCapture *capture))
{
    for (unsigned n = 0; n < HC_BOARD_PORTS; n++) {
        for (unsigned i = 0; i < HC_PORT_HOPS; i++) {
            if (bench->port[n].capture[i]) {
                what(bench->port[n].capture[i]);
            }
        }
    }
}

void hc_bench_flush_captures(HcBench *bench)
{
    each_capture(bench, hc_capture_flush);
}

void hc_bench_seal_captures(HcBench *bench)
{
    each_capture(bench, hc_capture_seal);
}

bool hc_bench_close_captures(HcBench *bench, GError **error)
{
    bool whole = true;

    for (unsigned n = 0; n < HC_BOARD_PORTS; n++) {
        for (unsigned i = 0; i < HC_PORT_HOPS; i++) {
            HcCapture **capture = &bench->port[n].capture[i];

            if (*capture) {
                whole &= hc_capture_close(*capture, whole ? error : NULL);
                *capture = NULL;
            }
        }
    }
    return whole;
}
