/* SPDX-License-Identifier: GPL-2.0-or-later */
/* TPS65910A, as the AM335x EVM and starter kit have it. It regulates nothing
 * and its clock stands still: the registers are all there is. */
#include "i2c-regs.h"

/* An LDO: bits 3:2 choose the voltage, 1:0 = 01 is "on". */
#define LDO(label, offset, selected) \
    { label, offset, .reset = (selected) << 2 | 1, .rw = 0x0f }
/* A block of registers that merely store. */
#define STORE(label, offset, n) \
    { label, offset, .count = n, .stride = 1, .rw = 0xff }

/* Data sheet SWCS046, 7.6, and the EVM's rails as its device tree wants them
 * (VDD1, VDD2 1.1 V; VIO 1.8 V; VMMC 3.3 V), so that the regulator core finds
 * nothing to change. guess: voltages of rails that the device tree does not
 * name; a dump from a board settles them. */
static const struct hc_reg reg[] = {
    { "SECONDS", 0x00, .count = 3, .stride = 1, .rw = 0x7f },
    { "DAYS", 0x03, .count = 2, .stride = 1, .reset = 0x01, .rw = 0x3f },
    { "YEARS", 0x05, .rw = 0xff },
    { "WEEKS", 0x06, .rw = 0x07 },
    { "ALARM_SECONDS", 0x08, .count = 3, .stride = 1, .rw = 0xff },
    { "ALARM_DAYS", 0x0b, .count = 2, .stride = 1, .reset = 0x01,
      .rw = 0x3f },
    { "ALARM_YEARS", 0x0d, .rw = 0xff },
    { "RTC_CTRL", 0x10, .rw = 0x7f, .unmodelled = true },
    { "RTC_STATUS", 0x11, .reset = 0x80, .w1c = 0xc0 },
    STORE("RTC_INTERRUPTS", 0x12, 1),
    STORE("RTC_COMP", 0x13, 2),
    { "RTC_RES_PROG", 0x15, .reset = 0x27, .rw = 0x3f },
    { "RTC_RESET_STATUS", 0x16, .rw = 0x01 },
    STORE("BCK", 0x17, 5),
    { "PUADEN", 0x1c, .reset = 0x1f, .rw = 0xff },
    { "REF", 0x1d, .reset = 0x01, .rw = 0x0c },
    { "VRTC", 0x1e, .reset = 0x01, .rw = 0x0f },
    { "VIO", 0x20, .reset = 0x05, .rw = 0xcf },
    { "VDD1", 0x21, .reset = 0x0d, .rw = 0xff },
    { "VDD1_OP", 0x22, .reset = 0x2b, .rw = 0xff },
    { "VDD1_SR", 0x23, .reset = 0x2b, .rw = 0x7f },
    { "VDD2", 0x24, .reset = 0x0d, .rw = 0xff },
    { "VDD2_OP", 0x25, .reset = 0x2b, .rw = 0xff },
    { "VDD2_SR", 0x26, .reset = 0x2b, .rw = 0x7f },
    { "VDD3", 0x27, .reset = 0x04, .rw = 0x07 },
    LDO("VDIG1", 0x30, 2),
    LDO("VDIG2", 0x31, 3),
    LDO("VAUX1", 0x32, 0),
    LDO("VAUX2", 0x33, 3),
    LDO("VAUX33", 0x34, 3),
    LDO("VMMC", 0x35, 3),
    LDO("VPLL", 0x36, 2),
    LDO("VDAC", 0x37, 0),
    { "THERM", 0x38, .reset = 0x0d, .rw = 0x0d },
    { "BBCH", 0x39, .rw = 0x07 },
    { "DCDCCTRL", 0x3e, .reset = 0x3b, .rw = 0x3f },
    { "DEVCTRL", 0x3f, .reset = 0x40, .rw = 0xff },
    { "DEVCTRL2", 0x40, .reset = 0x34, .rw = 0x3f },
    STORE("SLEEP_KEEP", 0x41, 2),
    STORE("SLEEP_SET_OFF", 0x43, 2),
    STORE("EN_ASS", 0x45, 6),
    { "INT_STS", 0x50, .w1c = 0xff },
    STORE("INT_MSK", 0x51, 1),
    { "INT_STS2", 0x52, .w1c = 0xff },
    STORE("INT_MSK2", 0x53, 1),
    { "INT_STS3", 0x54, .w1c = 0xff },
    STORE("INT_MSK3", 0x55, 1),
    { "GPIO", 0x60, .count = 9, .stride = 1, .reset = 0x08, .rw = 0x1d },
    { "JTAGVERNUM", 0x80, .reset = 0x00 },
};

static struct hc_regmap map = {
    .name = "tps65910", .reg = reg, .n = sizeof(reg) / sizeof(reg[0]),
};

const struct hc_i2c_part hc_tps65910 = { .name = "tps65910", .map = &map };
