/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "omap-gpio.h"

#include <string.h>

#include "lane.h"

enum {
    IRQSTATUS_RAW_0 = 0x24, IRQSTATUS_0 = 0x2c, IRQSTATUS_1 = 0x30,
    IRQSTATUS_SET_0 = 0x34, IRQSTATUS_SET_1 = 0x38, IRQSTATUS_CLR_0 = 0x3c,
    IRQSTATUS_CLR_1 = 0x40, OE = 0x134, DATAIN = 0x138, DATAOUT = 0x13c,
    LEVELDETECT0 = 0x140, LEVELDETECT1 = 0x144, RISINGDETECT = 0x148,
    FALLINGDETECT = 0x14c, CLEARDATAOUT = 0x190, SETDATAOUT = 0x194
};

static uint32_t *reg(struct hc_omap_gpio *gpio, uint32_t at)
{
    return &gpio->reg[at >> 2];
}

/* An output shows the level that it drives, an input the one from outside. */
static uint32_t pad_levels(struct hc_omap_gpio *gpio)
{
    uint32_t oe = *reg(gpio, OE);

    return (*reg(gpio, DATAOUT) & ~oe) | (gpio->outside & oe);
}

static void drive(struct hc_omap_gpio *gpio)
{
    uint32_t driven = *reg(gpio, DATAOUT) & ~*reg(gpio, OE);
    uint32_t changed = driven ^ gpio->driven;

    gpio->driven = driven;
    for (; changed; changed &= changed - 1) {
        unsigned n = (unsigned)__builtin_ctz(changed);

        gpio->host->irq(gpio->host->opaque, n, driven >> n & 1);
    }
}

/* Edges latch when a level changes; a level keeps its bit set, also across
 * an attempt to clear it (SPRUH73, 25.3.3.2). */
static void update(struct hc_omap_gpio *gpio)
{
    uint32_t pad = pad_levels(gpio), was = gpio->pad;

    gpio->pad = pad;
    gpio->pending |= (pad & ~was & *reg(gpio, RISINGDETECT))
                     | (~pad & was & *reg(gpio, FALLINGDETECT))
                     | (~pad & *reg(gpio, LEVELDETECT0))
                     | (pad & *reg(gpio, LEVELDETECT1));
    gpio->host->irq(gpio->host->opaque, HC_OMAP_GPIO_IRQ,
                    gpio->pending & gpio->enabled[0]);
    drive(gpio);
}

static void detect_was_written(void *model, uint32_t at, uint32_t value)
{
    (void)at;
    (void)value;
    update(model);
}

static void datain_before_read(void *model, uint32_t at)
{
    struct hc_omap_gpio *gpio = model;

    gpio->reg[at >> 2] = pad_levels(gpio);
}

/* CLEARDATAOUT and SETDATAOUT read as DATAOUT. */
static void dataout_before_read(void *model, uint32_t at)
{
    struct hc_omap_gpio *gpio = model;

    gpio->reg[at >> 2] = *reg(gpio, DATAOUT);
}

static void cleardataout_was_written(void *model, uint32_t at, uint32_t value)
{
    struct hc_omap_gpio *gpio = model;

    (void)at;
    *reg(gpio, DATAOUT) &= ~value;
    update(gpio);
}

static void setdataout_was_written(void *model, uint32_t at, uint32_t value)
{
    struct hc_omap_gpio *gpio = model;

    (void)at;
    *reg(gpio, DATAOUT) |= value;
    update(gpio);
}

static void raw_before_read(void *model, uint32_t at)
{
    struct hc_omap_gpio *gpio = model;

    gpio->reg[at >> 2] = gpio->pending;
}

static void raw_was_written(void *model, uint32_t at, uint32_t value)
{
    struct hc_omap_gpio *gpio = model;

    (void)at;
    gpio->pending |= value;
    update(gpio);
}

static void irqstatus_before_read(void *model, uint32_t at)
{
    struct hc_omap_gpio *gpio = model;

    gpio->reg[at >> 2] = gpio->pending & gpio->enabled[at == IRQSTATUS_1];
}

static void irqstatus_was_written(void *model, uint32_t at, uint32_t value)
{
    struct hc_omap_gpio *gpio = model;

    (void)at;
    gpio->pending &= ~value;
    update(gpio);
}

static void enabled_before_read(void *model, uint32_t at)
{
    struct hc_omap_gpio *gpio = model;

    gpio->reg[at >> 2] = gpio->enabled[at == IRQSTATUS_SET_1
                                       || at == IRQSTATUS_CLR_1];
}

static void set_was_written(void *model, uint32_t at, uint32_t value)
{
    struct hc_omap_gpio *gpio = model;

    gpio->enabled[at == IRQSTATUS_SET_1] |= value;
    update(gpio);
}

static void clr_was_written(void *model, uint32_t at, uint32_t value)
{
    struct hc_omap_gpio *gpio = model;

    gpio->enabled[at == IRQSTATUS_CLR_1] &= ~value;
    update(gpio);
}

static void sysconfig_was_written(void *model, uint32_t at, uint32_t value);

/* SPRUH73, 25.4.1. Debouncing is storage: pads here do not bounce by
 * themselves, and who wants to see a bounce wants to see all of it. */
static const struct hc_reg regs[] = {
    { "GPIO_REVISION", 0x00, .reset = 0x50600801 },
    { "GPIO_SYSCONFIG", 0x10, .rw = 0x1d, .sc = 0x02,
      .was_written = sysconfig_was_written },
    { "GPIO_EOI", 0x20, .sc = 0x1 },
    { "GPIO_IRQSTATUS_RAW", IRQSTATUS_RAW_0, .count = 2, .stride = 4,
      .before_read = raw_before_read, .was_written = raw_was_written },
    { "GPIO_IRQSTATUS", IRQSTATUS_0, .count = 2, .stride = 4,
      .before_read = irqstatus_before_read,
      .was_written = irqstatus_was_written },
    { "GPIO_IRQSTATUS_SET", IRQSTATUS_SET_0, .count = 2, .stride = 4,
      .before_read = enabled_before_read, .was_written = set_was_written },
    { "GPIO_IRQSTATUS_CLR", IRQSTATUS_CLR_0, .count = 2, .stride = 4,
      .before_read = enabled_before_read, .was_written = clr_was_written },
    { "GPIO_IRQWAKEN", 0x44, .rw = 0xffffffff, .count = 2, .stride = 4 },
    { "GPIO_SYSSTATUS", 0x114, .reset = 0x1 },
    { "GPIO_CTRL", 0x130, .rw = 0x7 },
    { "GPIO_OE", OE, .reset = 0xffffffff, .rw = 0xffffffff,
      .was_written = detect_was_written },
    { "GPIO_DATAIN", DATAIN, .before_read = datain_before_read },
    { "GPIO_DATAOUT", DATAOUT, .rw = 0xffffffff,
      .was_written = detect_was_written },
    { "GPIO_LEVELDETECT0", LEVELDETECT0, .rw = 0xffffffff,
      .was_written = detect_was_written },
    { "GPIO_LEVELDETECT1", LEVELDETECT1, .rw = 0xffffffff,
      .was_written = detect_was_written },
    { "GPIO_RISINGDETECT", RISINGDETECT, .rw = 0xffffffff },
    { "GPIO_FALLINGDETECT", FALLINGDETECT, .rw = 0xffffffff },
    { "GPIO_DEBOUNCENABLE", 0x150, .rw = 0xffffffff },
    { "GPIO_DEBOUNCINGTIME", 0x154, .rw = 0xff },
    { "GPIO_CLEARDATAOUT", CLEARDATAOUT, .sc = 0xffffffff,
      .before_read = dataout_before_read,
      .was_written = cleardataout_was_written },
    { "GPIO_SETDATAOUT", SETDATAOUT, .sc = 0xffffffff,
      .before_read = dataout_before_read,
      .was_written = setdataout_was_written },
};

static struct hc_regmap map = { .name = "am335x-gpio", .reg = regs,
    .n = sizeof(regs) / sizeof(regs[0]), .shift = 2 };

/* The levels from outside stay: a reset of the bank does not move them. */
static void reset(void *model)
{
    struct hc_omap_gpio *gpio = model;

    hc_regmap_reset(&map, gpio->reg);
    gpio->enabled[0] = 0;
    gpio->enabled[1] = 0;
    gpio->pending = 0;
    update(gpio);
}

static void sysconfig_was_written(void *model, uint32_t at, uint32_t value)
{
    (void)at;
    if (value & 0x02) {
        reset(model);
    }
}

static void init(void *model, const struct hc_host *host)
{
    struct hc_omap_gpio *gpio = model;

    memset(gpio, 0, sizeof(*gpio));
    gpio->host = host;
    hc_regmap_build(&map);
    hc_regmap_reset(&map, gpio->reg);
}

static void pin(void *model, unsigned n, bool level)
{
    struct hc_omap_gpio *gpio = model;
    uint32_t bit;

    if (n >= HC_OMAP_GPIO_PADS) {
        return;
    }
    bit = UINT32_C(1) << n;
    gpio->outside = level ? gpio->outside | bit : gpio->outside & ~bit;
    update(gpio);
}

static uint32_t read(void *model, uint32_t at, unsigned width)
{
    struct hc_omap_gpio *gpio = model;

    return hc_lane_read(&map, gpio->reg, gpio, gpio->host, at, width);
}

static void write(void *model, uint32_t at, uint32_t value, unsigned width)
{
    struct hc_omap_gpio *gpio = model;

    hc_lane_write(&map, gpio->reg, gpio, gpio->host, at, value, width);
}

const struct hc_block hc_omap_gpio_block = {
    .name = "am335x-gpio", .size = sizeof(struct hc_omap_gpio),
    .state_at = offsetof(struct hc_omap_gpio, outside), .window = 0x1000,
    .n_out = HC_OMAP_GPIO_PADS + 1, .n_in = HC_OMAP_GPIO_PADS,
    .init = init, .reset = reset, .read = read, .write = write, .pin = pin,
};
