/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Modules of the SoC that are not modelled: each answers its wrapper
 * registers, reads zero elsewhere and names itself at the first touch. */
#ifndef HC_SOC_STUBS_H
#define HC_SOC_STUBS_H

#include "qom/object.h"

void hc_soc_stubs_create(Object *parent);

#endif
