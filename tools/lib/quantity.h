/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a module measures and what a far end offers, as people write it. */
#ifndef HC_QUANTITY_H
#define HC_QUANTITY_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "../../models/sfp.h"

/* Reads "temp" with "70C", "vcc" with "3.1V", "bias" with "6mA", "tx_power"
 * or "rx_power" with "0.5mW" or "-3dBm" into the units of hc_sfp_set_diag().
 * Refuses what A2h cannot express. */
bool hc_parse_diag(const char *word, const char *text,
                   enum hc_sfp_diag *ret_which, int32_t *ret_value,
                   GError **error);

/* Reads "100-full", "pause", "asym-pause" or "all" into HC_AN_* bits. */
bool hc_parse_mode(const char *word, uint32_t *ret_mode, GError **error);

#endif
