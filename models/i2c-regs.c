/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "i2c-regs.h"

#include <string.h>

/* TPS65217 data sheet, 8.6.1: a register opens when the password register
 * holds its address XOR this. */
#define PASSWORD_KEY 0x7d

void hc_i2c_regs_reset(struct hc_i2c_regs *regs)
{
    memset((char *)regs + offsetof(struct hc_i2c_regs, reg), 0,
           sizeof(*regs) - offsetof(struct hc_i2c_regs, reg));
    hc_regmap_reset(regs->part->map, regs->reg);
}

void hc_i2c_regs_init(struct hc_i2c_regs *regs, const struct hc_host *host,
                      const struct hc_i2c_part *part, uint8_t address)
{
    hc_regmap_build(part->map);
    memset(regs, 0, sizeof(*regs));
    regs->host = host;
    regs->part = part;
    regs->address = address;
    hc_i2c_regs_reset(regs);
}

static void tell(struct hc_i2c_regs *regs, enum hc_event id, uint32_t a,
                 uint32_t b)
{
    regs->host->event(regs->host->opaque, id, a, b);
}

/* True if a write to `at` takes effect. Level 1 wants the password right
 * before the write, level 2 wants password and write, both, twice over
 * (drivers/mfd/tps65217.c, tps65217_reg_write). */
static bool unlocked(struct hc_i2c_regs *regs, uint8_t at, uint8_t value)
{
    unsigned level = at < regs->part->n_level ? regs->part->level[at] : 0;
    bool opened = regs->opened && (regs->password ^ PASSWORD_KEY) == at;
    bool again = regs->staged && regs->staged_at == at &&
                 regs->staged_value == value;

    regs->opened = false;
    regs->staged = false;
    if (!level || (opened && (level == 1 || again))) {
        return true;
    }
    if (opened) {
        regs->staged = true;
        regs->staged_at = at;
        regs->staged_value = value;
    } else {
        tell(regs, HC_EVENT_MISUSE_REG, at, value);
    }
    return false;
}

static void write_reg(struct hc_i2c_regs *regs, uint8_t at, uint8_t value)
{
    if (regs->part->level && at == regs->part->password_at) {
        regs->opened = true;
        regs->password = value;
        return;
    }
    if (regs->part->level && !unlocked(regs, at, value)) {
        return;
    }
    if (hc_reg_write(regs->part->map, regs->reg, regs, regs->host, at,
                     value) != HC_OK) {
        tell(regs, HC_EVENT_UNMODELLED_REG, at, true);
    }
}

static bool bus_start(void *opaque, uint8_t address, bool read)
{
    struct hc_i2c_regs *regs = opaque;

    if (address != regs->address) {
        return false;
    }
    regs->want_pointer = !read;
    return true;
}

static bool bus_send(void *opaque, uint8_t byte)
{
    struct hc_i2c_regs *regs = opaque;

    if (regs->want_pointer) {
        regs->want_pointer = false;
        regs->pointer = byte;
    } else {
        write_reg(regs, regs->pointer++, byte);
    }
    return true;
}

static uint8_t bus_recv(void *opaque)
{
    struct hc_i2c_regs *regs = opaque;
    uint8_t at = regs->pointer++;
    uint32_t value = 0;

    if (hc_reg_read(regs->part->map, regs->reg, regs, regs->host, at,
                    &value) != HC_OK) {
        tell(regs, HC_EVENT_UNMODELLED_REG, at, false);
    }
    return (uint8_t)value;
}

static void bus_stop(void *opaque)
{
    struct hc_i2c_regs *regs = opaque;

    regs->want_pointer = false;
}

struct hc_i2c_target hc_i2c_regs_target(struct hc_i2c_regs *regs)
{
    return (struct hc_i2c_target){ bus_start, bus_send, bus_recv, bus_stop,
                                   regs };
}
