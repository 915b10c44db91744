/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The two-wire serial master of a VSC85xx, registers 20G to 22G: one byte
 * per command, a clock line per port, one data line (vendor API,
 * vtss_phy_i2c_rd_private). It has no acknowledge bit. */
#include "vsc85xx-internal.h"

#define CMD_READY   0x8000u
#define CMD_EXECUTE 0x0200u
#define CMD_READ    0x0100u

/* START, address, register, repeated START, address, data, STOP: nine
 * periods a byte. guess: counted from the frame. */
#define READ_PERIODS  39
#define WRITE_PERIODS 29

/* guess: how long an engine that met nobody holds its result back, if it
 * does (knob absent_times_out); SMBus t_timeout, minimum. */
#define ABSENT_NS (25 * NS_PER_MS)

/* 20G bits 5:4. guess: code 3 is 2 MHz; sources say 2 or 4. */
static const uint64_t period_ns[] = { 20000, 10000, 2500, 500 };

/* GPIO 4 to 7 are the clocks of ports 0 to 3, GPIO 8 is the data line; a
 * function of 0 gives them to the master. */
static bool line_is_ours(const struct hc_vsc_package *package, unsigned n)
{
    return !(package->reg[GPIO_FUNCTION] >> (8 + 2 * n) & 3) &&
           !(package->reg[COMA] & 3);
}

static unsigned selected(const struct hc_vsc_package *package)
{
    return package->twi_cmd >> 10 & 3;
}

/* The bus that hears the command, or NULL with the reason why not. */
static struct hc_i2c_bus *connected(struct hc_vsc_package *package,
                                    uint32_t *ret_reason)
{
    unsigned n = selected(package);

    *ret_reason = HC_REASON_DISABLED;
    if (!(package->twi_ctrl >> n & 1) || !line_is_ours(package, n)) {
        return NULL;
    }
    *ret_reason = HC_REASON_NO_DEVICE;
    return package->i2c[n];
}

static bool transfer(struct hc_vsc_package *package, struct hc_i2c_bus *bus,
                     uint8_t *ret_byte)
{
    uint8_t address = (uint8_t)(package->twi_ctrl >> 9);
    bool done = hc_i2c_start(bus, address, false) &&
                hc_i2c_send(bus, (uint8_t)package->twi_cmd);

    if (done && (package->twi_cmd & CMD_READ)) {
        done = hc_i2c_start(bus, address, true);
        *ret_byte = done ? hc_i2c_recv(bus) : 0xff;
    } else if (done) {
        done = hc_i2c_send(bus, (uint8_t)package->twi_data);
    }
    hc_i2c_stop(bus);
    return done;
}

static void wait_until(struct hc_vsc_package *package, uint64_t due_ns)
{
    package->twi_due_ns = due_ns;
    if (package->host) {
        package->host->wake_at(package->host->opaque, due_ns);
    }
}

static void finish(struct hc_vsc_package *package, uint8_t byte)
{
    if (package->twi_cmd & CMD_READ) {
        package->reg[TWI_DATA] &= 0x00ff;
        package->reg[TWI_DATA] |= (uint32_t)byte << 8;
    }
    package->twi_busy = false;
    package->twi_cmd &= (uint16_t)~CMD_EXECUTE;
    package->reg[TWI_CMD] |= CMD_READY;
    wait_until(package, HC_NEVER);
}

/* The last SCL edge: only now is the byte known. */
static void run(struct hc_vsc_package *package)
{
    uint32_t reason;
    struct hc_i2c_bus *bus = connected(package, &reason);
    uint8_t byte = 0xff;

    package->twi_cmd &= (uint16_t)~CMD_EXECUTE;
    if (!bus || !transfer(package, bus, &byte)) {
        hc_vsc_event(package, HC_EVENT_TWI_NAK, package->twi_ctrl >> 9,
                     reason);
        byte = 0xff;
        if (package->knobs.absent_times_out) {
            wait_until(package, package->twi_due_ns + ABSENT_NS);
            return;
        }
    }
    finish(package, byte);
}

/* The execute bit of the latched command says that it still has to run;
 * after it, only a held-back result can be due. */
void hc_vsc_twi_catch_up(struct hc_vsc_package *package)
{
    if (!package->twi_busy) {
        return;
    }
    if (hc_vsc_now(package) < package->twi_due_ns) {
        wait_until(package, package->twi_due_ns);
    } else if (package->twi_cmd & CMD_EXECUTE) {
        run(package);
    } else {
        finish(package, 0xff);
    }
}

void hc_vsc_twi_before_read(void *model, uint32_t at)
{
    struct hc_vsc_package *package = ((struct hc_phy *)model)->package;

    (void)at;
    if (package && package->twi_busy &&
        hc_vsc_now(package) >= package->twi_due_ns) {
        hc_vsc_twi_catch_up(package);
    }
}

/* guess: silicon's answer to a write while busy is unknown. */
static bool refused(struct hc_vsc_package *package, uint32_t label,
                    uint32_t value)
{
    hc_vsc_twi_catch_up(package);
    if (package->twi_busy) {
        hc_vsc_event(package, HC_EVENT_MISUSE_REG, label, value);
    }
    return package->twi_busy;
}

void hc_vsc_twi_ctrl_was_written(void *model, uint32_t at, uint32_t value)
{
    struct hc_phy *phy = model;
    struct hc_vsc_package *package = phy->package;

    if (!package) {
        return;
    }
    if (refused(package, phy->label, value)) {
        package->reg[at] = package->twi_ctrl;
    } else {
        package->twi_ctrl = (uint16_t)package->reg[at];
    }
}

void hc_vsc_twi_cmd_was_written(void *model, uint32_t at, uint32_t value)
{
    struct hc_phy *phy = model;
    struct hc_vsc_package *package = phy->package;
    unsigned periods = value & CMD_READ ? READ_PERIODS : WRITE_PERIODS;

    if (!package) {
        return;
    }
    if (refused(package, phy->label, value)) {
        package->reg[at] = package->twi_cmd & 0x0dff;
        return;
    }
    package->twi_cmd = (uint16_t)(value & 0x0fff);
    if (value & CMD_EXECUTE) {
        package->twi_data = package->reg[TWI_DATA] & 0xff;
        package->reg[at] &= ~CMD_READY;
        package->twi_busy = true;
        wait_until(package, hc_vsc_now(package) + periods *
                   period_ns[package->twi_ctrl >> 4 & 3]);
    }
}
