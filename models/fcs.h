/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Frame check sequence (IEEE 802.3 3.2.9). */
#ifndef HC_FCS_H
#define HC_FCS_H

#include <stddef.h>
#include <stdint.h>

/* Builds the tables; once before hc_fcs, repeated calls do nothing. */
void hc_fcs_build(void);

/* The FCS of a frame; its low byte goes first on the wire. */
uint32_t hc_fcs(const uint8_t *frame, size_t len);

/* The same on any processor: what tests compare hc_fcs with. */
uint32_t hc_fcs_plain(const uint8_t *frame, size_t len);

#endif
