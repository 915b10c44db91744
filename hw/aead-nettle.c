/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "aead-nettle.h"

#include <string.h>

#include <nettle/gcm.h>

/* One key, prepared. */
struct context {
    bool wide;                  /* AES-256 */
    union {
        struct gcm_aes128_ctx aes128;
        struct gcm_aes256_ctx aes256;
    } gcm;
};

/* H is what the zero block becomes under the bare cipher. */
static bool set_key(void *ctx, const uint8_t *key, size_t key_len,
                    uint8_t ret_h[16])
{
    struct context *context = ctx;

    memset(ret_h, 0, AES_BLOCK_SIZE);
    if (key_len == AES128_KEY_SIZE) {
        context->wide = false;
        gcm_aes128_set_key(&context->gcm.aes128, key);
        aes128_encrypt(&context->gcm.aes128.cipher, AES_BLOCK_SIZE, ret_h,
                       ret_h);
    } else if (key_len == AES256_KEY_SIZE) {
        context->wide = true;
        gcm_aes256_set_key(&context->gcm.aes256, key);
        aes256_encrypt(&context->gcm.aes256.cipher, AES_BLOCK_SIZE, ret_h,
                       ret_h);
    } else {
        return false;
    }
    return true;
}

static void seal(void *ctx, const uint8_t iv[12], const uint8_t *aad,
                 size_t aad_len, uint8_t *to, const uint8_t *from,
                 size_t len, uint8_t ret_tag[16])
{
    struct context *context = ctx;

    if (context->wide) {
        gcm_aes256_set_iv(&context->gcm.aes256, GCM_IV_SIZE, iv);
        gcm_aes256_update(&context->gcm.aes256, aad_len, aad);
        gcm_aes256_encrypt(&context->gcm.aes256, len, to, from);
        gcm_aes256_digest(&context->gcm.aes256, GCM_DIGEST_SIZE, ret_tag);
    } else {
        gcm_aes128_set_iv(&context->gcm.aes128, GCM_IV_SIZE, iv);
        gcm_aes128_update(&context->gcm.aes128, aad_len, aad);
        gcm_aes128_encrypt(&context->gcm.aes128, len, to, from);
        gcm_aes128_digest(&context->gcm.aes128, GCM_DIGEST_SIZE, ret_tag);
    }
}

/* In two words: octet by octet takes a third as long as a short frame. */
static bool is_same(const uint8_t a[16], const uint8_t b[16])
{
    uint64_t x[2], y[2];

    memcpy(x, a, sizeof(x));
    memcpy(y, b, sizeof(y));
    return !((x[0] ^ y[0]) | (x[1] ^ y[1]));
}

static bool open_sealed(void *ctx, const uint8_t iv[12], const uint8_t *aad,
                        size_t aad_len, uint8_t *to, const uint8_t *from,
                        size_t len, const uint8_t tag[16])
{
    struct context *context = ctx;
    uint8_t right[GCM_DIGEST_SIZE];

    if (context->wide) {
        gcm_aes256_set_iv(&context->gcm.aes256, GCM_IV_SIZE, iv);
        gcm_aes256_update(&context->gcm.aes256, aad_len, aad);
        gcm_aes256_decrypt(&context->gcm.aes256, len, to, from);
        gcm_aes256_digest(&context->gcm.aes256, GCM_DIGEST_SIZE, right);
    } else {
        gcm_aes128_set_iv(&context->gcm.aes128, GCM_IV_SIZE, iv);
        gcm_aes128_update(&context->gcm.aes128, aad_len, aad);
        gcm_aes128_decrypt(&context->gcm.aes128, len, to, from);
        gcm_aes128_digest(&context->gcm.aes128, GCM_DIGEST_SIZE, right);
    }
    return is_same(right, tag);
}

const struct hc_aead hc_aead_nettle = {
    .ctx_size = sizeof(struct context),
    .set_key = set_key,
    .seal = seal,
    .open = open_sealed,
};
