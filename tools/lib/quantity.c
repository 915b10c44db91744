/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "quantity.h"

#include <math.h>
#include <string.h>

#include "scenario.h"

#define VALUE HC_SCENARIO_ERROR_VALUE

/* SFF-8472 table 9-16 for the ranges. */
static const struct {
    const char *word, *unit;
    double      factor;         /* to the units of enum hc_sfp_diag */
    const char *example, *range;
} quantity[HC_SFP_DIAG_COUNT] = {
    [HC_SFP_TEMP_MDEGC] = { "temp", "C", 1e3, "70C", "-128C to 127.996C" },
    [HC_SFP_VCC_UV] = { "vcc", "V", 1e6, "3.1V", "0V to 6.5535V" },
    [HC_SFP_BIAS_UA] = { "bias", "mA", 1e3, "6mA", "0mA to 131.07mA" },
    [HC_SFP_TX_POWER_UW] = { "tx_power", "mW", 1e3, "0.5mW or -3dBm",
                             "0mW to 6.553mW (8.1dBm)" },
    [HC_SFP_RX_POWER_UW] = { "rx_power", "mW", 1e3, "0.5mW or -3dBm",
                             "0mW to 6.553mW (8.1dBm)" },
};

static bool refuse(GError **error, const char *format, ...)
    G_GNUC_PRINTF(2, 3);

static bool refuse(GError **error, const char *format, ...)
{
    va_list list;

    va_start(list, format);
    if (error) {
        *error = g_error_new_valist(HC_SCENARIO_ERROR, VALUE, format, list);
    }
    va_end(list);
    return false;
}

static bool find_quantity(const char *word, enum hc_sfp_diag *ret,
                          GError **error)
{
    const char *names[HC_SFP_DIAG_COUNT + 1] = { NULL };

    for (unsigned i = 0; i < HC_SFP_DIAG_COUNT; i++) {
        names[i] = quantity[i].word;
        if (!strcmp(word, names[i])) {
            *ret = i;
            return true;
        }
    }
    return refuse(error, "a module does not measure '%s'; did you mean "
                  "'%s'?", word, hc_nearest(word, names));
}

static bool is_power(enum hc_sfp_diag which)
{
    return which == HC_SFP_TX_POWER_UW || which == HC_SFP_RX_POWER_UW;
}

bool hc_parse_diag(const char *word, const char *text,
                   enum hc_sfp_diag *ret_which, int32_t *ret_value,
                   GError **error)
{
    enum hc_sfp_diag which = HC_SFP_TEMP_MDEGC;
    uint16_t raw;
    double number;
    char *unit;

    if (!find_quantity(word, &which, error)) {
        return false;
    }
    number = g_ascii_strtod(text, &unit);
    if (unit == text || !isfinite(number)) {
        unit = (char *)"?";
    } else if (is_power(which) && !strcmp(unit, "dBm")) {
        number = pow(10, number / 10) * quantity[which].factor;
    } else if (!strcmp(unit, quantity[which].unit)) {
        number *= quantity[which].factor;
    } else {
        unit = (char *)"?";
    }
    if (*unit == '?') {
        return refuse(error, "'%s' is no %s; write it as %s", text, word,
                      quantity[which].example);
    }
    if (fabs(number) > INT32_MAX ||
        hc_sfp_encode(which, (int32_t)lround(number), &raw) != HC_OK) {
        return refuse(error, "'%s' does not fit into the bytes of A2h; "
                      "%s is %s", text, word, quantity[which].range);
    }
    *ret_which = which;
    *ret_value = (int32_t)lround(number);
    return true;
}

bool hc_parse_mode(const char *word, uint32_t *ret_mode, GError **error)
{
    static const char *const name[] = {
        "10-half", "10-full", "100-half", "100-full", "1000-half",
        "1000-full", "pause", "asym-pause", "all", NULL
    };
    static const uint32_t mode[] = {
        HC_AN_10_HALF, HC_AN_10_FULL, HC_AN_100_HALF, HC_AN_100_FULL,
        HC_AN_1000_HALF, HC_AN_1000_FULL, HC_AN_PAUSE, HC_AN_ASYM_PAUSE,
        HC_AN_SPEEDS | HC_AN_PAUSE | HC_AN_ASYM_PAUSE
    };

    for (unsigned i = 0; name[i]; i++) {
        if (!strcmp(word, name[i])) {
            *ret_mode = mode[i];
            return true;
        }
    }
    return refuse(error, "nobody offers '%s'; did you mean '%s'?", word,
                  hc_nearest(word, name));
}
