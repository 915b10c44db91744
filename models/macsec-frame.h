/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The MACsec SecTAG (IEEE 802.1AE clause 9) and what a frame wears outside
 * it: reading and building, no keys and no policy. */
#ifndef HC_MACSEC_FRAME_H
#define HC_MACSEC_FRAME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "octets.h"

#define HC_MACSEC_ETYPE   0x88e5u
#define HC_MACSEC_ICV_LEN 16u
#define HC_MACSEC_IV_LEN  12u

/* TCI/AN octet, figure 9-3. */
#define HC_TCI_V   0x80u
#define HC_TCI_ES  0x40u
#define HC_TCI_SC  0x20u
#define HC_TCI_SCB 0x10u
#define HC_TCI_E   0x08u
#define HC_TCI_C   0x04u
#define HC_TCI_AN  0x03u

/* Below this the SL octet tells the length of the secure data (9.7). */
#define HC_SECTAG_SL_LIMIT 48u

struct hc_sectag {
    uint8_t  tci_an;
    uint8_t  sl;                /* the whole octet: bits 7:6 shall be zero */
    uint32_t pn;
    uint8_t  sci[8];            /* zero unless tci_an has HC_TCI_SC */
};

/* What is wrong with a tag; several can be. */
#define HC_SECTAG_BAD_V     0x01u   /* version 1 */
#define HC_SECTAG_BAD_C_E   0x02u   /* changed text, but not encrypted */
#define HC_SECTAG_BAD_SC    0x04u   /* SC together with ES or SCB */
#define HC_SECTAG_BAD_SL    0x08u   /* SL above 47, or bits 7:6 set */
#define HC_SECTAG_BAD_PN    0x10u   /* PN 0 */
#define HC_SECTAG_BAD_SHORT 0x20u   /* no room for secure data and ICV */

/* Octets of a tag with its EtherType: 8, or 16 with an SCI. */
size_t hc_sectag_len(uint8_t tci_an);

/* Reads the tag whose EtherType is at `at`; false if `len` octets do not
 * hold it. The EtherType itself is not looked at. */
bool hc_sectag_parse(const uint8_t *at, size_t len,
                     struct hc_sectag *ret_tag);

/* HC_SECTAG_BAD_* of a tag that is followed by `rest` octets. */
unsigned hc_sectag_faults(const struct hc_sectag *tag, size_t rest);

/* Octets of secure data among the `rest` that follow the tag, without ICV
 * and padding; rest is at least what hc_sectag_faults asks for. */
size_t hc_sectag_secure_len(const struct hc_sectag *tag, size_t rest);

/* Writes EtherType and tag; returns hc_sectag_len. */
size_t hc_sectag_build(const struct hc_sectag *tag, uint16_t etype,
                       uint8_t *ret_at);

/* The SL octet of so much secure data. */
uint8_t hc_sectag_sl(size_t secure_len);

/* IV of GCM-AES: SCI, PN (IEEE 802.1AE 14.5). */
void hc_sectag_iv(const uint8_t sci[8], uint32_t pn, uint8_t ret_iv[12]);

/* IV of GCM-AES-XPN: (SSCI, PN) xor salt (14.7); `salt` is already xored
 * with the SSCI, as the engine's records keep it. */
void hc_sectag_iv_xpn(const uint8_t salt[12], uint64_t pn,
                      uint8_t ret_iv[12]);

/* The 64-bit PN that a tag's 32 bits stand for, when `next` is expected:
 * one turn on, if `next` is in the upper half of its turn and the tag in
 * the lower (10.6.2). */
uint64_t hc_sectag_recover_pn(uint64_t next, uint32_t pn);

#endif
