/* SPDX-License-Identifier: GPL-2.0-or-later */
/* PRCM: clocks, power domains and resets of the AM335x (SPRUH73 chapter 8).
 * Status follows what is written; nothing really stops. */
#ifndef HC_PRCM_H
#define HC_PRCM_H

#include "block.h"

#define HC_PRCM_WINDOW 0x2000

/* Output line: pulses when the guest asks for a global reset. */
#define HC_PRCM_OUT_RESET 0

struct hc_prcm {
    const struct hc_host *host;

    /* state, to the end */
    uint32_t reg[HC_PRCM_WINDOW / 4];
};

extern const struct hc_block hc_prcm_block;

void hc_prcm_init(struct hc_prcm *prcm, const struct hc_host *host);
void hc_prcm_reset(struct hc_prcm *prcm);
/* Guest face: 32-bit registers; unknown offsets read 0 and say so. */
uint32_t hc_prcm_read(struct hc_prcm *prcm, uint32_t at);
void hc_prcm_write(struct hc_prcm *prcm, uint32_t at, uint32_t value);

#endif
