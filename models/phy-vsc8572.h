/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the two PHYs of a VSC8572 share: page 0x10 with the 8051 behind it,
 * and the pages that are reached through the first PHY. */
#ifndef HC_PHY_VSC8572_H
#define HC_PHY_VSC8572_H

#include "phy.h"

#define HC_VSC_PORTS 4
#define HC_VSC_PRAM_BYTES 16384

struct hc_vsc_package {
    struct hc_phy *port[HC_VSC_PORTS];

    /* state, to the end */
    uint32_t reg[HC_PHY_REGS];
    uint16_t pram_at;
    bool     pram_open;         /* an address was loaded for writing */
    bool     broadcasting;      /* false between calls */
    uint8_t  pram[HC_VSC_PRAM_BYTES];
};

/* An empty package, as after power on. */
void hc_vsc_package_init(struct hc_vsc_package *package);

/* Registers and patch memory as after power on; before the ports' reset. */
void hc_vsc_package_reset(struct hc_vsc_package *package);

/* Makes a PHY, already initialised, port `number` of the package. */
void hc_vsc_package_add(struct hc_vsc_package *package, struct hc_phy *phy,
                        unsigned number);

#endif
