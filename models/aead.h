/* SPDX-License-Identifier: GPL-2.0-or-later */
/* AES-GCM, handed in: models know no cipher. */
#ifndef HC_AEAD_H
#define HC_AEAD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define HC_AEAD_KEY_MAX 32u
#define HC_AEAD_H_LEN   16u

/*
 * One implementation. A context is ctx_size octets that the caller owns,
 * aligned as for any type; nothing in it needs releasing, and it may be
 * thrown away at any time. Data goes from `from` to `to`, which are the same
 * or do not overlap.
 */
struct hc_aead {
    size_t ctx_size;
    /* Prepares a context for a key of 16 or 32 octets and tells the hash
     * key H, the key's encryption of a zero block. False: no such key. */
    bool (*set_key)(void *ctx, const uint8_t *key, size_t key_len,
                    uint8_t ret_h[16]);
    /* Encrypts the data, authenticates both. */
    void (*seal)(void *ctx, const uint8_t iv[12], const uint8_t *aad,
                 size_t aad_len, uint8_t *to, const uint8_t *from,
                 size_t len, uint8_t ret_tag[16]);
    /* Decrypts the data whatever comes out; true if the tag is right. */
    bool (*open)(void *ctx, const uint8_t iv[12], const uint8_t *aad,
                 size_t aad_len, uint8_t *to, const uint8_t *from,
                 size_t len, const uint8_t tag[16]);
};

#endif
