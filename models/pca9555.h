/* SPDX-License-Identifier: GPL-2.0-or-later */
/* NXP PCA9555: sixteen lines on I2C, with an interrupt when one changes. */
#ifndef HC_PCA9555_H
#define HC_PCA9555_H

#include "i2c-bus.h"

#define HC_PCA9555_PINS 16u
#define HC_PCA9555_REGS 8u

/* host->irq lines: 0..15 are what the chip drives (high where it drives
 * nothing: the pull-ups), 16 is INT, true while asserted (electrically low). */
#define HC_PCA9555_INT  16u

struct hc_pca9555 {
    const struct hc_host *host;
    uint8_t address;

    /* state, to the end */
    uint32_t reg[HC_PCA9555_REGS];
    uint16_t outside;           /* levels that others put on the pins */
    uint16_t last_read;         /* pin levels when each bank was last read */
    uint16_t driven;            /* levels on lines 0..15 */
    bool     interrupt;
    bool     want_command;
    uint8_t  command;           /* the register that is next */
};

/* A chip after power-on, all pins inputs and pulled up, at a 7-bit address
 * (0x20..0x27 by its pins). */
void hc_pca9555_init(struct hc_pca9555 *chip, const struct hc_host *host,
                     uint8_t address);

/* Power-on: register defaults; drives every line. Levels from outside stay. */
void hc_pca9555_reset(struct hc_pca9555 *chip);

/* Guest face: the chip on its bus. */
struct hc_i2c_target hc_pca9555_target(struct hc_pca9555 *chip);

/* Bench face: the level that the board puts on pin n (0..15). */
void hc_pca9555_set_pin(struct hc_pca9555 *chip, unsigned n, bool level);

#endif
