/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The bench for another story: what the last one has put on it goes. */
#include "bench-internal.h"

static void clear_port(HcPort *port)
{
    g_clear_pointer(&port->upper, hc_upper_free);
    g_free(port->module);
    for (unsigned i = 0; i < HC_PORT_HOPS; i++) {
        g_free(port->watch[i]);
    }
}

/* The names of hosts are the only thing that was built and is made anew; they
 * stay until somebody moves in. */
static void keep_names(const HcBench *bench, HcBench *built)
{
    for (unsigned n = 0; n < HC_BOARD_PORTS; n++) {
        for (unsigned i = 0; i < HC_HOSTS_MAX; i++) {
            built->port[n].member_glue[i].place =
                bench->port[n].member_glue[i].place;
        }
    }
}

bool hc_bench_again(HcBench *bench, GError **error)
{
    HcBench *built = bench->built;

    if (hc_bench_testers(bench)) {
        return hc_bench_refuse(error, "a tester cannot be unplugged");
    }
    if (bench->moved) {
        g_ptr_array_unref(bench->moved);
    }
    for (unsigned n = 0; n < HC_BOARD_PORTS; n++) {
        clear_port(&bench->port[n]);
    }
    keep_names(bench, built);
    *bench = *built;
    bench->built = built;
    return hc_bench_open_captures(bench, error);
}
