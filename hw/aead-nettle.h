/* SPDX-License-Identifier: GPL-2.0-or-later */
/* AES-GCM by nettle, for the MACsec models. Knows neither QEMU nor them. */
#ifndef HC_AEAD_NETTLE_H
#define HC_AEAD_NETTLE_H

#include "../models/aead.h"

extern const struct hc_aead hc_aead_nettle;

#endif
