/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A module that we do not model, behind the wrapper registers that Linux'
 * ti-sysc driver touches in every one of them. It names itself when used. */
#ifndef HC_SYSC_H
#define HC_SYSC_H

#include "block.h"

/* Offsets of the wrapper's registers; HC_SYSC_NONE where there is none. */
#define HC_SYSC_NONE 0xffffffffu

/* A register with a constant value that a driver insists on. */
struct hc_sysc_const {
    uint32_t at, value;
};

struct hc_sysc_row {
    uint32_t rev_at, rev;
    uint32_t sysc_at, reset_mask;   /* SOFTRESET: reads back 0 */
    uint32_t syss_at;               /* RESETDONE: reads 1 */
    const struct hc_sysc_const *fixed;
    unsigned n_fixed;
};

struct hc_sysc {
    const struct hc_host *host;
    const struct hc_sysc_row *row;

    /* state, to the end */
    uint32_t sysconfig;
    bool     touched;               /* said once that it is not modelled */
};

extern const struct hc_block hc_sysc_block;

void hc_sysc_init(struct hc_sysc *sysc, const struct hc_host *host);
/* Says which module this is; without a row every offset reads 0. */
void hc_sysc_wire(struct hc_sysc *sysc, const struct hc_sysc_row *row);
void hc_sysc_reset(struct hc_sysc *sysc);
/* Guest face; the first touch beyond the wrapper reports unmodelled.reg. */
uint32_t hc_sysc_read(struct hc_sysc *sysc, uint32_t at);
void hc_sysc_write(struct hc_sysc *sysc, uint32_t at, uint32_t value);

#endif
