/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "pca9555.h"

#include <string.h>

#include "reg.h"

enum { INPUT0, INPUT1, OUTPUT0, OUTPUT1, POLARITY0, POLARITY1, CONFIG0,
       CONFIG1 };

static uint16_t pair(const struct hc_pca9555 *chip, unsigned at)
{
    return (uint16_t)(chip->reg[at] | chip->reg[at + 1] << 8);
}

/* A pin that is an output reads back what the chip drives. */
static uint16_t pins(const struct hc_pca9555 *chip)
{
    uint16_t inputs = pair(chip, CONFIG0);

    return (uint16_t)((chip->outside & inputs) |
                      (pair(chip, OUTPUT0) & ~inputs));
}

/* INT tells that an input differs from its state at the last read of its
 * bank; going back to that state withdraws it (data sheet, 6.5). */
static void update_interrupt(struct hc_pca9555 *chip)
{
    bool interrupt = (pins(chip) ^ chip->last_read) & pair(chip, CONFIG0);

    if (interrupt != chip->interrupt) {
        chip->interrupt = interrupt;
        chip->host->irq(chip->host->opaque, HC_PCA9555_INT, interrupt);
    }
}

static void drive(struct hc_pca9555 *chip, uint16_t changed)
{
    for (unsigned n = 0; n < HC_PCA9555_PINS; n++) {
        if (changed >> n & 1) {
            chip->host->irq(chip->host->opaque, n, chip->driven >> n & 1);
        }
    }
}

static void update(struct hc_pca9555 *chip)
{
    uint16_t driven = pair(chip, OUTPUT0) | pair(chip, CONFIG0);
    uint16_t changed = driven ^ chip->driven;

    chip->driven = driven;
    drive(chip, changed);
    update_interrupt(chip);
}

/* --- registers --------------------------------------------------------- */

static void sample_pins(void *model, uint32_t at)
{
    struct hc_pca9555 *chip = model;
    uint16_t value = pins(chip) ^ pair(chip, POLARITY0);

    chip->reg[at] = at == INPUT0 ? value & 0xff : value >> 8;
}

static void input_was_read(void *model, uint32_t at)
{
    struct hc_pca9555 *chip = model;
    uint16_t bank = at == INPUT0 ? 0x00ff : 0xff00;

    chip->last_read = (uint16_t)((chip->last_read & ~bank) |
                                 (pins(chip) & bank));
    update_interrupt(chip);
}

static void was_written(void *model, uint32_t at, uint32_t value)
{
    (void)at;
    (void)value;
    update(model);
}

/* Data sheet, tables 4 to 11. */
static const struct hc_reg reg[] = {
    { "INPUT", INPUT0, .count = 2, .stride = 1,
      .before_read = sample_pins, .was_read = input_was_read },
    { "OUTPUT", OUTPUT0, .count = 2, .stride = 1, .reset = 0xff, .rw = 0xff,
      .was_written = was_written },
    { "POLARITY", POLARITY0, .count = 2, .stride = 1, .rw = 0xff },
    { "CONFIG", CONFIG0, .count = 2, .stride = 1, .reset = 0xff, .rw = 0xff,
      .was_written = was_written },
};

static struct hc_regmap map = {
    .name = "pca9555", .reg = reg, .n = sizeof(reg) / sizeof(reg[0]),
};

static void power_on(struct hc_pca9555 *chip)
{
    hc_regmap_reset(&map, chip->reg);
    chip->command = INPUT0;
    chip->want_command = false;
    chip->last_read = chip->outside;
    chip->driven = 0xffff;
    chip->interrupt = false;
}

void hc_pca9555_init(struct hc_pca9555 *chip, const struct hc_host *host,
                     uint8_t address)
{
    hc_regmap_build(&map);
    memset(chip, 0, sizeof(*chip));
    chip->host = host;
    chip->address = address;
    chip->outside = 0xffff;
    power_on(chip);
}

void hc_pca9555_reset(struct hc_pca9555 *chip)
{
    power_on(chip);
    drive(chip, 0xffff);
    chip->host->irq(chip->host->opaque, HC_PCA9555_INT, false);
}

void hc_pca9555_set_pin(struct hc_pca9555 *chip, unsigned n, bool level)
{
    uint16_t bit = (uint16_t)(1u << (n % HC_PCA9555_PINS));

    if (n >= HC_PCA9555_PINS) {
        return;
    }
    chip->outside = (uint16_t)(level ? chip->outside | bit
                                     : chip->outside & ~bit);
    update_interrupt(chip);
}

/* --- the bus ----------------------------------------------------------- */

static bool bus_start(void *opaque, uint8_t address, bool read)
{
    struct hc_pca9555 *chip = opaque;

    if (address != chip->address) {
        return false;
    }
    chip->want_command = !read;
    return true;
}

/* Bytes after the first go to the registers of one pair in turn (data sheet,
 * 6.2): a word transfer of gpio-pca953x meets both banks. */
static uint8_t next(struct hc_pca9555 *chip)
{
    uint8_t at = chip->command;

    chip->command ^= 1;
    return at;
}

/* The upper bits of a command have no meaning on this part. */
static void set_command(struct hc_pca9555 *chip, uint8_t byte)
{
    if (byte >= HC_PCA9555_REGS) {
        chip->host->event(chip->host->opaque, HC_EVENT_MISUSE_REG, byte, 0);
    }
    chip->command = byte % HC_PCA9555_REGS;
    chip->want_command = false;
}

static bool bus_send(void *opaque, uint8_t byte)
{
    struct hc_pca9555 *chip = opaque;

    if (chip->want_command) {
        set_command(chip, byte);
    } else {
        hc_reg_write(&map, chip->reg, chip, chip->host, next(chip), byte);
    }
    return true;
}

static uint8_t bus_recv(void *opaque)
{
    struct hc_pca9555 *chip = opaque;
    uint32_t value = 0;

    hc_reg_read(&map, chip->reg, chip, chip->host, next(chip), &value);
    return (uint8_t)value;
}

static void bus_stop(void *opaque)
{
    struct hc_pca9555 *chip = opaque;

    chip->want_command = false;
}

struct hc_i2c_target hc_pca9555_target(struct hc_pca9555 *chip)
{
    return (struct hc_i2c_target){ bus_start, bus_send, bus_recv, bus_stop,
                                   chip };
}
