/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a host makes of the readings of a module: with external calibration
 * (A0h 92.4) it takes slope and offset from A2h 56..91 (SFF-8472 9.3). */
#include <string.h>

#include "sfp-internal.h"

#define CAL_RX_POWER 56         /* five floats, highest power first */
#define CAL_BIAS     76         /* slope in 8.8, offset with a sign */
#define CAL_TX_POWER 80
#define CAL_TEMP     84
#define CAL_VCC      88

#define READINGS 65536

/* Linux looks at this bit alone (sfp.c, sfp_hwmon_calibrate). */
static bool is_external(const struct hc_sfp_data *data)
{
    return data->a0[DIAG_TYPE] & DIAG_EXTERNAL;
}

static uint16_t word(const uint8_t *at)
{
    return (uint16_t)(at[0] << 8 | at[1]);
}

static float real(const uint8_t *at)
{
    uint32_t bits = (uint32_t)word(at) << 16 | word(at + 2);
    float value;

    memcpy(&value, &bits, sizeof(value));
    return value;
}

/* Quantities here are in 1/256 of the units of table 9-16, so that no reading
 * hides behind its neighbour's rounding. */
#define FINE 256

static int64_t linear(const struct hc_sfp_data *data, enum hc_sfp_diag which,
                      int32_t reading)
{
    static const uint8_t where[HC_SFP_DIAG_COUNT] = {
        [HC_SFP_TEMP_MDEGC] = CAL_TEMP, [HC_SFP_VCC_UV] = CAL_VCC,
        [HC_SFP_BIAS_UA] = CAL_BIAS, [HC_SFP_TX_POWER_UW] = CAL_TX_POWER,
    };
    const uint8_t *at = &data->a2[where[which]];

    return (int64_t)reading * word(at) + (int16_t)word(at + 2) * FINE;
}

/* Coefficients may be anything, infinities too: what is no power is the one
 * end or the other. */
static int64_t polynomial(const struct hc_sfp_data *data, int32_t reading)
{
    double sum = 0;

    for (unsigned i = 0; i < 5; i++) {
        sum = sum * reading + (double)real(&data->a2[CAL_RX_POWER + 4 * i]);
    }
    sum *= FINE;
    return sum >= 65535 * FINE ? 65535 * FINE : sum > 0 ? (int64_t)sum : 0;
}

static int64_t calibrated(const struct hc_sfp_data *data,
                          enum hc_sfp_diag which, int32_t reading)
{
    return which == HC_SFP_RX_POWER_UW ? polynomial(data, reading)
                                       : linear(data, which, reading);
}

static int64_t distance(int64_t a, int64_t b)
{
    return a < b ? b - a : a - b;
}

/* The reading that comes nearest, if higher ones mean more. */
static int32_t search(const struct hc_sfp_data *data, enum hc_sfp_diag which,
                      int64_t wanted)
{
    const int32_t first = which == HC_SFP_TEMP_MDEGC ? -READINGS / 2 : 0;
    int32_t low = first, high = first + READINGS - 1;

    while (low < high) {
        int32_t middle = low + (high - low) / 2;

        if (calibrated(data, which, middle) < wanted) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low > first &&
           distance(calibrated(data, which, low - 1), wanted) <
               distance(calibrated(data, which, low), wanted) ? low - 1 : low;
}

/* Half the way to a neighbour: nothing between can be expressed. */
static int64_t tolerance(const struct hc_sfp_data *data,
                         enum hc_sfp_diag which, int32_t reading)
{
    int64_t step = distance(calibrated(data, which, reading),
                            calibrated(data, which,
                                       reading ? reading - 1 : 1));

    return step / 2 + FINE / 2;
}

/* Away from zero at a half, as Linux rounds (DIV_ROUND_CLOSEST). */
static int32_t units_of(int64_t fine)
{
    return (int32_t)((fine + (fine < 0 ? -FINE : FINE) / 2) / FINE);
}

/* A host may compute more than 16 bits from odd slopes; a quantity of ours
 * stays within what `diag` can set. */
static int32_t bounded(enum hc_sfp_diag which, int32_t units)
{
    int32_t least = which == HC_SFP_TEMP_MDEGC ? -READINGS / 2 : 0;
    int32_t most = least + READINGS - 1;

    return units < least ? least : units > most ? most : units;
}

int32_t hc_sfp_value(const struct hc_sfp_data *data, enum hc_sfp_diag which,
                     uint16_t reading)
{
    int32_t units;

    if (!is_external(data) || (unsigned)which >= HC_SFP_DIAG_COUNT) {
        return hc_sfp_decode(which, reading);
    }
    units = units_of(calibrated(data, which, which == HC_SFP_TEMP_MDEGC
                                                 ? (int16_t)reading
                                                 : reading));
    return hc_sfp_scale(which, bounded(which, units));
}

enum hc_status hc_sfp_reading(const struct hc_sfp_data *data,
                              enum hc_sfp_diag which, int32_t value,
                              uint16_t *ret_reading)
{
    uint16_t units = 0;
    int64_t wanted;
    int32_t found;

    if (hc_sfp_encode(which, value, &units) != HC_OK) {
        return HC_NAK;
    }
    if (!is_external(data)) {
        *ret_reading = units;
        return HC_OK;
    }
    wanted = which == HC_SFP_TEMP_MDEGC ? (int16_t)units : units;
    wanted *= FINE;
    found = search(data, which, wanted);
    *ret_reading = (uint16_t)found;
    return distance(calibrated(data, which, found), wanted) <=
           tolerance(data, which, found) ? HC_OK : HC_NAK;
}
