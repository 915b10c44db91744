/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A machine at @boot that another scenario has kept: who lives at the far
 * ends is this scenario's affair, as long as nobody has heard of them. */
#include "bench-internal.h"

bool hc_bench_is_untouched(HcBench *bench)
{
    for (unsigned n = 0; n < HC_BOARD_PORTS; n++) {
        const struct hc_partner *partner = &bench->port[n].partner;

        if (bench->port[n].row &&
            (partner->rx_frames || partner->tx_frames ||
             partner->tx_dropped || partner->rx_damaged)) {
            return false;
        }
    }
    return true;
}

/* Peers and hosts are no state before their first frame; they moved in before
 * the state came in. What the far end sends is state: at an empty cage it
 * starts anew, unseen; at a jack it is what it was, or it is dark. */
static void move_in_again(HcPort *port)
{
    if (port->upper || port->ptp.on || port->wired) {
        return;
    }
    if (port->row->cage && !hc_cage_present(&port->cage)) {
        hc_partner_renew(&port->partner, &port->far_config);
    } else {
        port->partner.config = port->far_config;
    }
    hc_bench_macsec_forget(port);
}

bool hc_bench_move_in_again(HcBench *bench, GError **error)
{
    const GPtrArray *lines = bench->scenario->power_on;

    for (unsigned n = 0; n < HC_BOARD_PORTS; n++) {
        if (bench->port[n].row) {
            move_in_again(&bench->port[n]);
        }
    }
    for (guint i = 0; i < lines->len; i++) {
        const struct hc_step *step = lines->pdata[i];

        if (g_str_equal(step->argv[0], "macsec") &&
            !hc_bench_do(bench, step->argv, error)) {
            return false;
        }
    }
    return true;
}
