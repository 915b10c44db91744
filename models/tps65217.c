/* SPDX-License-Identifier: GPL-2.0-or-later */
/* TPS65217C, as a BeagleBone Black has it: 5 V at its AC input, no battery,
 * every supply on. It regulates nothing here: the registers are all that a
 * guest can see of it. */
#include "i2c-regs.h"

#define PASSWORD 0x0b

/* Data sheet SLVSB64, 8.6. The ID of revision C is the one in every boot log
 * of that board ("TPS65217 ID 0xe version 1.2"). Voltages are the factory
 * settings of revision C: 1.5 V, 1.1 V, 1.1 V; 1.8 V, 3.3 V, 1.8 V, 3.3 V.
 * guess: CHGCONFIG and SEQ, from memory of a board; a dump settles them. */
static const struct hc_reg reg[] = {
    { "CHIPID",     0x00, .reset = 0xe2 },
    { "PPATH",      0x01, .reset = 0x3d, .rw = 0xff },
    { "INT",        0x02, .reset = 0x80, .rw = 0x70, .rc = 0x07 },
    { "CHGCONFIG0", 0x03, .reset = 0x00 },
    { "CHGCONFIG1", 0x04, .reset = 0xb1, .rw = 0xff },
    { "CHGCONFIG2", 0x05, .reset = 0x80, .rw = 0xf0 },
    { "CHGCONFIG3", 0x06, .reset = 0xb2, .rw = 0xff },
    { "WLEDCTRL1",  0x07, .reset = 0x01, .rw = 0x0f },
    { "WLEDCTRL2",  0x08, .rw = 0x7f },
    { "MUXCTRL",    0x09, .rw = 0x07 },
    { "STATUS",     0x0a, .reset = 0x08, .rw = 0x80 },
    { "PASSWORD",   PASSWORD, .reset = 0x00 },
    { "PGOOD",      0x0c, .reset = 0x7f },
    { "DEFPG",      0x0d, .reset = 0x0c, .rw = 0x0f },
    { "DEFDCDC1",   0x0e, .reset = 0x18, .rw = 0xbf },
    { "DEFDCDC2",   0x0f, .reset = 0x08, .rw = 0xbf },
    { "DEFDCDC3",   0x10, .reset = 0x08, .rw = 0xbf },
    { "DEFSLEW",    0x11, .reset = 0x06, .rw = 0x7f, .sc = 0x80 },
    { "DEFLDO1",    0x12, .reset = 0x09, .rw = 0x0f },
    { "DEFLDO2",    0x13, .reset = 0x38, .rw = 0x7f },
    { "DEFLS1",     0x14, .reset = 0x26, .rw = 0x3f },
    { "DEFLS2",     0x15, .reset = 0x3f, .rw = 0x3f },
    { "ENABLE",     0x16, .reset = 0x7f, .rw = 0x7f },
    { "DEFUVLO",    0x18, .reset = 0x03, .rw = 0x07 },
    { "SEQ1",       0x19, .reset = 0x15, .rw = 0xff },
    { "SEQ2",       0x1a, .reset = 0x5f, .rw = 0xff },
    { "SEQ3",       0x1b, .reset = 0x32, .rw = 0xff },
    { "SEQ4",       0x1c, .reset = 0x40, .rw = 0xf0 },
    { "SEQ5",       0x1d, .reset = 0x20, .rw = 0xff },
    { "SEQ6",       0x1e, .rw = 0xf7 },
};

/* Password levels as tps65217-regulator.c uses them: 2 for voltages, 1 for
 * DEFPG, ENABLE and SEQ. guess: DEFUVLO, which no driver writes. */
static const uint8_t level[] = {
    [0x0d] = 1, [0x0e] = 2, [0x0f] = 2, [0x10] = 2, [0x11] = 2, [0x12] = 2,
    [0x13] = 2, [0x14] = 2, [0x15] = 2, [0x16] = 1, [0x18] = 2, [0x19] = 1,
    [0x1a] = 1, [0x1b] = 1, [0x1c] = 1, [0x1d] = 1, [0x1e] = 1,
};

static struct hc_regmap map = {
    .name = "tps65217", .reg = reg, .n = sizeof(reg) / sizeof(reg[0]),
};

const struct hc_i2c_part hc_tps65217 = {
    .name = "tps65217", .map = &map, .level = level,
    .n_level = sizeof(level), .password_at = PASSWORD,
};
