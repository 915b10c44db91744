/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The arithmetic of SFF-8472: units and check codes. */
#include "sfp-internal.h"

/* SFF-8472 table 9-16: temperature in 1/256 degree, Vcc in 100 uV, bias in
 * 2 uA, powers in 0.1 uW; as the fraction raw / quantity. */
static const struct { int32_t num, den, min, max; } unit[HC_SFP_DIAG_COUNT] = {
    [HC_SFP_TEMP_MDEGC] = { 256, 1000, -128000, 127996 },
    [HC_SFP_VCC_UV] = { 1, 100, 0, 6553500 },
    [HC_SFP_BIAS_UA] = { 1, 2, 0, 131070 },
    [HC_SFP_TX_POWER_UW] = { 10, 1, 0, 6553 },
    [HC_SFP_RX_POWER_UW] = { 10, 1, 0, 6553 },
};

static int32_t scaled(int32_t value, int32_t num, int32_t den)
{
    int64_t product = (int64_t)value * num;

    return (int32_t)((product + (product < 0 ? -den : den) / 2) / den);
}

enum hc_status hc_sfp_encode(enum hc_sfp_diag which, int32_t value,
                             uint16_t *ret_raw)
{
    if ((unsigned)which >= HC_SFP_DIAG_COUNT || value < unit[which].min ||
        value > unit[which].max) {
        return HC_NAK;
    }
    *ret_raw = (uint16_t)scaled(value, unit[which].num, unit[which].den);
    return HC_OK;
}

int32_t hc_sfp_scale(enum hc_sfp_diag which, int32_t units)
{
    return scaled(units, unit[which].den, unit[which].num);
}

int32_t hc_sfp_decode(enum hc_sfp_diag which, uint16_t raw)
{
    return hc_sfp_scale(which,
                        which == HC_SFP_TEMP_MDEGC ? (int16_t)raw : raw);
}

uint8_t hc_sfp_check_code(const uint8_t *bytes, unsigned first,
                          unsigned last)
{
    uint8_t sum = 0;

    for (unsigned i = first; i <= last; i++) {
        sum = (uint8_t)(sum + bytes[i]);
    }
    return sum;
}
