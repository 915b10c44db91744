/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Shared by the module on its bus (sfp.c) and the bytes of its pages
 * (sfp-page.c). */
#ifndef HC_SFP_INTERNAL_H
#define HC_SFP_INTERNAL_H

#include "sfp.h"

#define A0_ADDRESS 0x50
#define A2_ADDRESS 0x51

#define DIAG_TYPE   92              /* of A0h, SFF-8472 table 8-5 */
#define DIAG_DDM      0x40
#define DIAG_EXTERNAL 0x10
#define DIAG_FIRST  96              /* SFF-8472 table 9-16 */
#define PAGE_SELECT 127             /* SFF-8472 table 9-19 */

/* Reports an event with the address that is being used. */
void hc_sfp_tell(const struct hc_sfp *sfp, enum hc_event id, uint32_t b);

/* A byte of the page that is addressed, with all that reading it does. */
uint8_t hc_sfp_page_read(struct hc_sfp *sfp, uint8_t at);

/* Writes one; false: not acknowledged. */
bool hc_sfp_page_write(struct hc_sfp *sfp, uint8_t at, uint8_t value);

/* The word of A2h for a quantity, with light and at this moment. */
uint16_t hc_sfp_measured(const struct hc_sfp *sfp, unsigned which);

/* So many units of table 9-16 as a quantity. */
int32_t hc_sfp_scale(enum hc_sfp_diag which, int32_t units);

/* Keeps what A2h 96..119 shows now in `still`. */
void hc_sfp_page_hold(struct hc_sfp *sfp);

/* A byte is about to be read: a patch may be due. */
void hc_sfp_patch_on_read(struct hc_sfp *sfp, uint8_t at);

#endif
