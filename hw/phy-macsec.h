/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The MACsec engine of a port, between its PHY's MAC side and its medium. */
#ifndef HC_PHY_MACSEC_H
#define HC_PHY_MACSEC_H

#include "glue.h"
#include "../models/macsec.h"
#include "../models/vsc85xx.h"

typedef struct HcMacsec {
    HcGlue glue;
    struct hc_macsec engine;
    void *contexts;
    struct hc_phy *phy;
} HcMacsec;

/* Puts an engine behind the CSR window of a package's port, into the way of
 * its frames and on its interrupt; `place` speaks in the log. */
void hc_phy_macsec_create(HcMacsec *macsec, const char *place,
                            struct hc_vsc_package *package,
                            struct hc_phy *phy);

/* Sets the knobs (docs/hardware/macsec-engine.md) that `words` names, with
 * commas between. False with an error for a word that is none. */
bool hc_phy_macsec_knobs(HcMacsec *macsec, const char *words,
                           GError **error);

/* What an engine counts, by the word that `expect counter` takes; false for
 * a word that is none. */
bool hc_phy_macsec_counter(const HcMacsec *macsec, const char *word,
                             uint64_t *ret_value);

/* The word of counter number `n`, NULL beyond the last. */
const char *hc_phy_macsec_counter_name(unsigned n);

#endif
