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
    bool     pwm;           /* the level of PORTIMERPWM */
    uint32_t reg[HC_DMTIMER_REGS];
};

/* Output lines of both types. */
enum { HC_DMTIMER_IRQ, HC_DMTIMER_PWM, HC_DMTIMER_LINES };

/* DMTIMER1; line 0 is the interrupt. */
extern const struct hc_block hc_dmtimer1_block;

/* DMTIMER2 to DMTIMER7; line 0 is the interrupt, line 1 PORTIMERPWM, up to
 * 100 kHz. */
extern const struct hc_block hc_dmtimer_block;

#endif
