/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The AM335x watchdog: a 32768 Hz up-counter that resets the chip when it
 * overflows (SPRUH73, 20.4). It starts stopped, as after a boot loader. */
#ifndef HC_OMAP_WDT_H
#define HC_OMAP_WDT_H

#include "block.h"

#define HC_OMAP_WDT_REGS 25

struct hc_omap_wdt {
    const struct hc_host *host;

    /* state, to the end */
    uint64_t since_tick;    /* when the counter was `base`, at 32768 Hz */
    uint32_t base;
    uint32_t last_key;      /* the first half of a start or stop sequence */
    uint32_t trigger;       /* last value of WTGR */
    bool     running;
    uint32_t reg[HC_OMAP_WDT_REGS];
};

/* Line 0 asks for a reset: it pulses high when the counter overflows. */
extern const struct hc_block hc_omap_wdt_block;

#endif
