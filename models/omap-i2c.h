/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The AM335x I2C controller as a master (SPRUH73, chapter 21). Bytes take
 * their time on the wire, as PSC, SCLL and SCLH set it. */
#ifndef HC_OMAP_I2C_H
#define HC_OMAP_I2C_H

#include "block.h"
#include "i2c-bus.h"

#define HC_OMAP_I2C_FIFO 32
#define HC_OMAP_I2C_REGS 54

enum hc_omap_i2c_phase {
    HC_OMAP_I2C_IDLE,       /* the bus is free */
    HC_OMAP_I2C_ADDRESS,    /* START and the address are on the wire */
    HC_OMAP_I2C_SEND,
    HC_OMAP_I2C_RECEIVE,
    HC_OMAP_I2C_HELD        /* between messages: no STOP yet */
};

struct hc_omap_i2c_fifo {
    uint8_t  byte[HC_OMAP_I2C_FIFO];
    uint32_t at, count;
};

struct hc_omap_i2c {
    const struct hc_host *host;
    struct hc_i2c_bus    *bus;      /* or NULL: nobody answers */

    /* state, to the end */
    uint64_t due_ns;        /* when `chunk` is through; HC_NEVER: waiting */
    uint32_t phase;         /* enum hc_omap_i2c_phase */
    uint32_t chunk;         /* bytes on the wire now */
    uint32_t left;          /* bytes of the message not yet transferred */
    uint32_t to_write;      /* bytes that software still owes the FIFO */
    uint32_t raw;           /* interrupt status but BB, which is `phase` */
    uint32_t enabled;
    bool     stop;          /* STP: end the message with a STOP */
    bool     receiver;
    bool     ending;        /* ARDY is due once the RX FIFO is empty */
    struct hc_omap_i2c_fifo rx, tx;
    uint32_t reg[HC_OMAP_I2C_REGS];
};

/* Line 0 is the interrupt. */
extern const struct hc_block hc_omap_i2c_block;

/* Puts the controller on a bus. */
void hc_omap_i2c_wire(struct hc_omap_i2c *i2c, struct hc_i2c_bus *bus);

#endif
