/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A part on I2C that is a file of 8-bit registers: a power controller. */
#ifndef HC_I2C_REGS_H
#define HC_I2C_REGS_H

#include "i2c-bus.h"
#include "reg.h"

/* What a part is; constant. */
struct hc_i2c_part {
    const char       *name;
    struct hc_regmap *map;      /* offsets 0..255 */
    /* TPS65217: protection level (0, 1, 2) of each register below n_level,
     * opened through the register at password_at. NULL: no such thing. */
    const uint8_t    *level;
    uint8_t           n_level, password_at;
};

struct hc_i2c_regs {
    const struct hc_host     *host;
    const struct hc_i2c_part *part;
    uint8_t                   address;

    /* state, to the end */
    uint32_t reg[256];
    uint8_t  pointer;
    bool     want_pointer;
    /* the write protection's progress */
    bool     opened;            /* `password` is fresh */
    bool     staged;            /* level 2: staged_at has been written once */
    uint8_t  password, staged_at, staged_value;
};

/* TPS65217C, the BeagleBone Black's power controller, on 0x24. */
extern const struct hc_i2c_part hc_tps65217;

/* TPS65910A, the AM335x EVM's power controller, on 0x2d. */
extern const struct hc_i2c_part hc_tps65910;

/* A part after power-on at a 7-bit address. */
void hc_i2c_regs_init(struct hc_i2c_regs *regs, const struct hc_host *host,
                      const struct hc_i2c_part *part, uint8_t address);

/* Power-on: every register at its default. */
void hc_i2c_regs_reset(struct hc_i2c_regs *regs);

/* Guest face: the part on its bus. */
struct hc_i2c_target hc_i2c_regs_target(struct hc_i2c_regs *regs);

#endif
