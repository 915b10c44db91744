/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Guesses that a user turns round: property vsc-guess=NAME+NAME. */
#include "bench-internal.h"

#include "../models/knobs.h"

/* A scenario's mistake was told by the parser; this is of whoever calls QEMU
 * by hand. */
bool hc_bench_take_guesses(HcBench *bench, GError **error)
{
    const char *list = bench->machine->vsc_guess;
    g_auto(GStrv) names = g_strsplit(list ? list : "", "+", -1);

    for (char **name = names; *name; name++) {
        if (!hc_knob_turn(hc_vsc_knob_list, &bench->vsc.knobs, *name)) {
            g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_INVAL,
                        "vsc-guess=%s is no guess of the VSC85xx; "
                        "docs/hardware/vsc85xx.md has a table of them",
                        *name);
            return false;
        }
    }
    return true;
}
