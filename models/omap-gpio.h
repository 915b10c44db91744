/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One bank of 32 GPIO pads (SPRUH73, chapter 25). */
#ifndef HC_OMAP_GPIO_H
#define HC_OMAP_GPIO_H

#include "block.h"

#define HC_OMAP_GPIO_PADS 32
#define HC_OMAP_GPIO_IRQ  32    /* the output line that is the interrupt */
#define HC_OMAP_GPIO_REGS 0x66

struct hc_omap_gpio {
    const struct hc_host *host;

    /* state, to the end */
    uint32_t outside;       /* levels that others put on the pads */
    uint32_t pad;           /* levels seen on the pads at the last look */
    uint32_t driven;        /* levels on the output lines */
    uint32_t pending;       /* raw interrupt status */
    uint32_t enabled[2];    /* for each of the two interrupt lines */
    uint32_t reg[HC_OMAP_GPIO_REGS];
};

/* Outputs 0 to 31 carry what a pad drives (low while it is an input), 32 is
 * the first interrupt; pins 0 to 31 are the pads from outside. */
extern const struct hc_block hc_omap_gpio_block;

#endif
