/* SPDX-License-Identifier: GPL-2.0-or-later */
/* `csr`: a register script for the blocks behind a PHY's CSR window, beside
 * the guest's driver. Beyond mainline: what no driver programs. */
#include "bench-internal.h"

#include "../models/macsec.h"
#include "../tools/lib/verbs.h"

#define BENCH_ERROR g_quark_from_static_string("hotcage-bench")

/* In the order of hc_csr_targets. */
static const unsigned target_of[] = {
    HC_MACSEC_TARGET_EGRESS, HC_MACSEC_TARGET_INGRESS,
    HC_MACSEC_TARGET_HOST_MAC, HC_MACSEC_TARGET_LINE_MAC,
    HC_MACSEC_TARGET_FC_BUFFER,
};

static unsigned find_target(const char *word)
{
    unsigned at = 0;

    while (!g_str_equal(hc_csr_targets[at], word)) {
        at++;
    }
    return target_of[at];
}

bool hc_bench_csr(HcPort *port, char **argv, GError **error)
{
    const struct hc_vsc_csr *csr = port->phy.package
        ? &port->phy.package->csr[port->phy.number] : NULL;
    guint64 addr, value;

    if (!csr || !csr->write) {
        g_set_error(error, BENCH_ERROR, 0, "the PHY of %s has no MACsec "
                    "engine; take board vsc8584-cages", argv[1]);
        return false;
    }
    hc_parse_number(argv[3], G_MAXUINT32, &addr, NULL);
    for (char **word = argv + 4; *word; word++, addr++) {
        hc_parse_number(*word, G_MAXUINT32, &value, NULL);
        if (csr->write(csr->opaque, find_target(argv[2]), addr,
                       value) != HC_OK) {
            g_set_error(error, BENCH_ERROR, 0, "%s has no register 0x%04x; "
                        "see docs/hardware/macsec-engine.md", argv[2],
                        (unsigned)addr);
            return false;
        }
    }
    return true;
}
