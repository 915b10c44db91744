/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "knobs.h"

#include <string.h>

#include "macsec.h"
#include "vsc85xx.h"

#define MACSEC(name) { #name, offsetof(struct hc_macsec_knobs, name) }
#define VSC(word, field) { word, offsetof(struct hc_vsc_knobs, field) }

const struct hc_knob hc_macsec_knob_list[] = {
    MACSEC(auto_next_sa), MACSEC(irq_level), MACSEC(irq_needs_pin_enable),
    MACSEC(untagged_matches_tag_masks), MACSEC(late_passes_unless_strict),
    MACSEC(wrong_h_sends_bad_icv), MACSEC(egress_ignores_in_use),
    MACSEC(static_bypass_leaks), MACSEC(unmapped_priority_is_pcp),
    MACSEC(drop_undersize), { 0 }
};

const struct hc_knob hc_vsc_knob_list[] = {
    VSC("absent-times-out", absent_times_out),
    VSC("ext-is-level", ext_is_level),
    VSC("ext-ams-stick", ext_ams_stick),
    VSC("fibre-is-copper-blind", fibre_is_copper_blind),
    VSC("serdes-ungated", serdes_ungated),
    VSC("load-save-wired", load_save_wired), { 0 }
};

bool hc_knob_turn(const struct hc_knob *list, void *knobs, const char *name)
{
    for (; list->name; list++) {
        if (!strcmp(list->name, name)) {
            *(bool *)((char *)knobs + list->at) = true;
            return true;
        }
    }
    return false;
}
