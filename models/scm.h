/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The AM335x control module (SPRUH73 chapter 9): who the SoC is, what is
 * strapped, where its pads go. */
#ifndef HC_SCM_H
#define HC_SCM_H

#include "block.h"

#define HC_SCM_WINDOW 0x2000

struct hc_scm {
    const struct hc_host *host;
    /* Told about each write of GMII_SEL; may be NULL. */
    void (*gmii_sel)(void *opaque, uint32_t value);
    void  *opaque;
    uint8_t mac[2][6];
    uint32_t boot_gmii_sel;     /* GMII_SEL as the boot loader leaves it */

    /* state, to the end */
    uint32_t reg[HC_SCM_WINDOW / 4];
};

extern const struct hc_block hc_scm_block;

void hc_scm_init(struct hc_scm *scm, const struct hc_host *host);
/* Says who hears of GMII_SEL and sets the MAC addresses in the fuses. */
void hc_scm_wire(struct hc_scm *scm, void (*gmii_sel)(void *, uint32_t),
                 void *opaque, const uint8_t mac0[6], const uint8_t mac1[6]);
/* Wiring: what the board's boot loader has set GMII_SEL to when the kernel
 * starts; 0, as after a reset, unless told. */
void hc_scm_set_boot_gmii_sel(struct hc_scm *scm, uint32_t value);
void hc_scm_reset(struct hc_scm *scm);
/* Guest face: 32-bit registers; narrower accesses are served by the block. */
uint32_t hc_scm_read(struct hc_scm *scm, uint32_t at);
void hc_scm_write(struct hc_scm *scm, uint32_t at, uint32_t value);

#endif
