/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Shared by the module on its bus (sfp.c) and the bytes of its pages
 * (sfp-page.c). */
#ifndef HC_SFP_INTERNAL_H
#define HC_SFP_INTERNAL_H

#include "sfp.h"

#define A0_ADDRESS 0x50
#define A2_ADDRESS 0x51

#define PAGE_SELECT 127             /* SFF-8472 table 9-19 */

/* Reports an event with the address that is being used. */
void hc_sfp_tell(const struct hc_sfp *sfp, enum hc_event id, uint32_t b);

/* A byte of the page that is addressed, with all that reading it does. */
uint8_t hc_sfp_page_read(struct hc_sfp *sfp, uint8_t at);

/* Writes one; false: not acknowledged. */
bool hc_sfp_page_write(struct hc_sfp *sfp, uint8_t at, uint8_t value);

#endif
