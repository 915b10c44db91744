/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "macsec-frame.h"

#include <string.h>

/* EtherType, TCI/AN, SL, PN; then the SCI. */
#define TAG_LEN     8u
#define TAG_SCI_LEN 16u

#define SL_MASK 0x3fu

size_t hc_sectag_len(uint8_t tci_an)
{
    return tci_an & HC_TCI_SC ? TAG_SCI_LEN : TAG_LEN;
}

bool hc_sectag_parse(const uint8_t *at, size_t len,
                     struct hc_sectag *ret_tag)
{
    if (len < TAG_LEN || len < hc_sectag_len(at[2])) {
        return false;
    }
    memset(ret_tag, 0, sizeof(*ret_tag));
    ret_tag->tci_an = at[2];
    ret_tag->sl = at[3];
    ret_tag->pn = hc_get_be32(at + 4);
    if (at[2] & HC_TCI_SC) {
        memcpy(ret_tag->sci, at + TAG_LEN, sizeof(ret_tag->sci));
    }
    return true;
}

unsigned hc_sectag_faults(const struct hc_sectag *tag, size_t rest)
{
    const uint8_t tci = tag->tci_an;
    unsigned faults = 0;

    if (tci & HC_TCI_V) {
        faults |= HC_SECTAG_BAD_V;
    }
    if ((tci & (HC_TCI_C | HC_TCI_E)) == HC_TCI_C) {
        faults |= HC_SECTAG_BAD_C_E;
    }
    if (tci & HC_TCI_SC && tci & (HC_TCI_ES | HC_TCI_SCB)) {
        faults |= HC_SECTAG_BAD_SC;
    }
    if (tag->sl >= HC_SECTAG_SL_LIMIT) {
        faults |= HC_SECTAG_BAD_SL;
    }
    if (tag->pn == 0) {
        faults |= HC_SECTAG_BAD_PN;
    }
    if (rest < (size_t)(tag->sl & SL_MASK) + HC_MACSEC_ICV_LEN) {
        faults |= HC_SECTAG_BAD_SHORT;
    }
    return faults;
}

size_t hc_sectag_secure_len(const struct hc_sectag *tag, size_t rest)
{
    size_t told = tag->sl & SL_MASK;

    return told ? told : rest - HC_MACSEC_ICV_LEN;
}

size_t hc_sectag_build(const struct hc_sectag *tag, uint16_t etype,
                       uint8_t *ret_at)
{
    size_t len = hc_sectag_len(tag->tci_an);

    hc_put_be16(ret_at, etype);
    ret_at[2] = tag->tci_an;
    ret_at[3] = tag->sl;
    hc_put_be32(ret_at + 4, tag->pn);
    if (len == TAG_SCI_LEN) {
        memcpy(ret_at + TAG_LEN, tag->sci, sizeof(tag->sci));
    }
    return len;
}

uint8_t hc_sectag_sl(size_t secure_len)
{
    return secure_len < HC_SECTAG_SL_LIMIT ? (uint8_t)secure_len : 0;
}

void hc_sectag_iv(const uint8_t sci[8], uint32_t pn, uint8_t ret_iv[12])
{
    memcpy(ret_iv, sci, 8);
    hc_put_be32(ret_iv + 8, pn);
}

void hc_sectag_iv_xpn(const uint8_t salt[12], uint64_t pn,
                      uint8_t ret_iv[12])
{
    uint8_t number[8];

    hc_put_be32(number, (uint32_t)(pn >> 32));
    hc_put_be32(number + 4, (uint32_t)pn);
    memcpy(ret_iv, salt, HC_MACSEC_IV_LEN);
    for (unsigned i = 0; i < sizeof(number); i++) {
        ret_iv[4 + i] ^= number[i];
    }
}

uint64_t hc_sectag_recover_pn(uint64_t next, uint32_t pn)
{
    uint32_t low = (uint32_t)next;
    uint64_t recovered = (next & ~(uint64_t)UINT32_MAX) | pn;

    if (pn < low && (pn ^ low) >> 31 && next >> 32 != UINT32_MAX) {
        recovered += UINT64_C(1) << 32;
    }
    return recovered;
}
