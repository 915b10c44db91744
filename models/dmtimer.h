/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The AM335x DMTIMER: an up-counter at 24 MHz (SPRUH73, chapter 20). Type 1
 * is the 1 ms timer (DMTIMER1), type 2 are DMTIMER0 and 2 to 7. */
#ifndef HC_DMTIMER_H
#define HC_DMTIMER_H

#include "block.h"

#define HC_DMTIMER_REGS 24

struct hc_dmtimer {
    const struct hc_host            *host;
    const struct hc_dmtimer_layout  *layout;

    /* state, to the end */
    uint64_t since_tick;    /* when the counter was `base`, in 24 MHz ticks */
    uint32_t base;          /* the counter then, or where it stands still */
    uint32_t pending;       /* raw interrupt status: match, overflow */
    uint32_t enabled;       /* interrupts that reach the line */
    uint32_t reg[HC_DMTIMER_REGS];
};

/* DMTIMER1; line 0 is the interrupt. */
extern const struct hc_block hc_dmtimer1_block;

/* DMTIMER2 to DMTIMER7; line 0 is the interrupt. */
extern const struct hc_block hc_dmtimer_block;

#endif
