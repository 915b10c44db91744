/* SPDX-License-Identifier: GPL-2.0-or-later */
/* An I2C bus between one master and the devices that answer on it. */
#ifndef HC_I2C_BUS_H
#define HC_I2C_BUS_H

#include "hc.h"

#define HC_I2C_MAX_TARGETS 16

/*
 * A device on the bus. One target may answer at several addresses (an SFP
 * module: 0x50, 0x51, 0x56). Between start and stop the bus calls only the
 * target that acknowledged; recv gives 0xff when there is nothing to say.
 */
struct hc_i2c_target {
    /* True acknowledges 7-bit `address`; a repeated start calls it again. */
    bool    (*start)(void *opaque, uint8_t address, bool read);
    bool    (*send)(void *opaque, uint8_t byte);    /* true: acknowledged */
    uint8_t (*recv)(void *opaque);
    void    (*stop)(void *opaque);
    void     *opaque;
};

/* Wiring only; `active` is the one word of state (index + 1, 0: none). */
struct hc_i2c_bus {
    struct hc_i2c_target target[HC_I2C_MAX_TARGETS];
    unsigned             n;
    uint32_t             active;
};

/* Attaches a target; at most HC_I2C_MAX_TARGETS. */
void hc_i2c_attach(struct hc_i2c_bus *bus, const struct hc_i2c_target *target);

/* START or repeated START and the address byte; false: nobody answered. */
bool hc_i2c_start(struct hc_i2c_bus *bus, uint8_t address, bool read);

/* One byte to the device; false: not acknowledged. */
bool hc_i2c_send(struct hc_i2c_bus *bus, uint8_t byte);

/* One byte from the device; 0xff from an open line. */
uint8_t hc_i2c_recv(struct hc_i2c_bus *bus);

/* STOP: the device, if one was addressed, is told. */
void hc_i2c_stop(struct hc_i2c_bus *bus);

#endif
