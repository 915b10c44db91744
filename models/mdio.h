/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The DaVinci MDIO controller of the CPSW, and its bus. */
#ifndef HC_MDIO_H
#define HC_MDIO_H

#include "block.h"
#include "reg.h"

#define HC_MDIO_ADDRESSES 32
#define HC_MDIO_REGS 64

/* Lines of host->irq. */
enum { HC_MDIO_IRQ_LINK, HC_MDIO_IRQ_USER };

/* A PHY on the bus; anything but HC_OK means that nobody pulled the line. */
struct hc_mdio_target {
    enum hc_status (*read)(void *opaque, unsigned reg, uint16_t *ret);
    enum hc_status (*write)(void *opaque, unsigned reg, uint16_t value);
    void *opaque;
};

struct hc_mdio {
    const struct hc_host *host;
    struct hc_mdio_target target[HC_MDIO_ADDRESSES];

    /* state, to the end */
    uint32_t reg[HC_MDIO_REGS];
    bool     line[2];
};

extern const struct hc_block hc_mdio_block;
extern struct hc_regmap hc_mdio_map;    /* for the test of the tables */

/* Puts a target at one of the 32 addresses. */
void hc_mdio_attach(struct hc_mdio *mdio, unsigned address,
                    const struct hc_mdio_target *target);

#endif
