/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The AM335x interrupt controller: 128 level inputs to one IRQ and one FIQ
 * (SPRUH73, chapter 6). */
#ifndef HC_INTC_H
#define HC_INTC_H

#include "block.h"

#define HC_INTC_WORDS 4     /* 128 lines, 32 in a word */
#define HC_INTC_REGS  192

struct hc_intc {
    const struct hc_host *host;

    /* state, to the end */
    uint32_t raw[HC_INTC_WORDS];    /* input pins */
    uint32_t soft[HC_INTC_WORDS];   /* set by software (ISR_SET) */
    uint32_t mask[HC_INTC_WORDS];   /* 1: masked */
    uint32_t fiq[HC_INTC_WORDS];    /* 1: goes to FIQ, a copy of ILR bit 0 */
    uint32_t reg[HC_INTC_REGS];
};

/* Pins 0 to 127 are the interrupt lines; outputs are 0: IRQ, 1: FIQ. */
extern const struct hc_block hc_intc_block;

#endif
