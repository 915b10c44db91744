/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Knobs: choices that no source settles, by the names that people write. */
#ifndef HC_KNOBS_H
#define HC_KNOBS_H

#include <stdbool.h>
#include <stddef.h>

struct hc_knob {
    const char *name;           /* NULL: the list is over */
    size_t      at;             /* a bool in the struct with the knobs */
};

/* Of struct hc_macsec_knobs. */
extern const struct hc_knob hc_macsec_knob_list[];

/* Of struct hc_vsc_knobs. */
extern const struct hc_knob hc_vsc_knob_list[];

/* Sets the knob of that name; false if the list has none. */
bool hc_knob_turn(const struct hc_knob *list, void *knobs, const char *name);

#endif
