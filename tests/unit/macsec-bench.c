/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "macsec-bench.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include <check.h>
#include <nettle/aes.h>

#include "../../hw/aead-nettle.h"

const struct secy secy_default = {
    .sci = { 2, 0, 0, 0, 0, 0xbb, 0, 1 }, .protect = true, .encrypt = true,
    .send_sci = true, .validate = 2, .key_len = 16,
};

static void count_pulse(void *opaque, unsigned line, bool level)
{
    struct mbench *b = (struct mbench *)opaque;

    ck_assert_uint_lt(line, 2);
    b->pulses[line] += level && !b->fake.line[line];
    b->fake.line[line] = level;
}

void mbench_init(struct mbench *b)
{
    fake_init(&b->fake, NULL, NULL);
    b->fake.host.irq = count_pulse;     /* `fake` is the first member */
    memset(b->pulses, 0, sizeof(b->pulses));
    ck_assert_uint_le(hc_macsec_contexts_size(&hc_aead_nettle),
                      sizeof(b->contexts));
    hc_macsec_init(&b->m, &b->fake.host, &hc_aead_nettle, b->contexts);
}

uint32_t csr_read(struct mbench *b, unsigned target, uint32_t addr)
{
    uint32_t value = 0xdeadbeef;

    hc_macsec_csr_read(&b->m, target, addr, &value);
    return value;
}

void csr_write(struct mbench *b, unsigned target, uint32_t addr,
               uint32_t value)
{
    hc_macsec_csr_write(&b->m, target, addr, value);
}

static void set_bits(struct mbench *b, unsigned target, uint32_t addr,
                     uint32_t clear, uint32_t set)
{
    csr_write(b, target, addr,
              (csr_read(b, target, addr) & ~clear) | set);
}

void drv_default_action(struct mbench *b, unsigned bank, bool block)
{
    uint32_t octet = (bank == INGR ? 3u : 0u) << 2 | 2u << 6 | block;

    csr_write(b, bank, 0x1e51, octet * 0x01010101u);
    csr_write(b, bank, 0x1e52, octet * 0x01010101u);
}

static void block_init(struct mbench *b, unsigned bank)
{
    csr_write(b, bank, 0x800, 0x102);
    csr_write(b, bank, 0x800, 0x001);
    csr_write(b, bank, 0x3d02, bank == INGR ? 0xe5880214 : 0xe5880218);
    csr_write(b, bank, 0x1e5f, bank == INGR ? 0x01000039 : 0x02000028);
    set_bits(b, bank, 0x3204, 0, 8);
    csr_write(b, bank, 0x3c4b, 1);
    csr_write(b, bank, 0x3d0c, 3);
    set_bits(b, bank, 0x3204, 0, 1);
    csr_write(b, bank, 0x3c48, 0x8000 | 32761);
    for (unsigned i = 0; i < 8; i++) {
        csr_write(b, bank, 0x3c40 + i, 0x8000 | 32761);
    }
    if (bank == EGR) {
        set_bits(b, bank, 0x3d04, 0xffff0000, 0);
        csr_write(b, bank, 0x804, 0x64411);
    }
    csr_write(b, bank, 0x1e40, 0xe0000000);
    drv_default_action(b, bank, false);
    if (bank == INGR) {
        set_bits(b, bank, 0x3a10, 0, 0xc000);
        csr_write(b, bank, 0x3a14, 0xe0000000);
    }
    csr_write(b, bank, 0x800, 0x1601);
}

static void mac_init(struct mbench *b, unsigned mac)
{
    for (unsigned i = 0; i < 36; i++) {
        csr_write(b, mac, 0x1c + i, 0);
    }
    set_bits(b, mac, 0x0b, 3, 0xffff0002);
    set_bits(b, mac, 0x0c, 0, 0xffff);
    set_bits(b, mac, 0x0d, 0, mac == HOST_MAC ? 0x1010 : 0x10111);
    csr_write(b, mac, 0x0a, mac == HOST_MAC ? 0x02011111 : 0x00011111);
    set_bits(b, mac, 0x01, 1, 0);
    set_bits(b, mac, 0x02, 0xffff, 10240);
    csr_write(b, mac, 0x07, 0x10111);
    set_bits(b, mac, 0x08, 1, 0);
    csr_write(b, mac, 0x00, 0x110011);
}

void drv_init(struct mbench *b)
{
    block_init(b, INGR);
    block_init(b, EGR);
    mac_init(b, HOST_MAC);
    mac_init(b, LINE_MAC);
    csr_write(b, FC, 0x07, 0x00050004);
    set_bits(b, FC, 0x01, 0, 0x01011000);
    csr_write(b, FC, 0x02, 0x00090008);
    set_bits(b, FC, 0x04, 0xffffffff, 0x13ff0000);
    set_bits(b, FC, 0x00, 0, 0x11);
}

void drv_config_intr(struct mbench *b)
{
    csr_write(b, EGR, 0x3e02, 0xf);
    csr_write(b, EGR, 0x3d04, 1u << 5 << 16);
}

void drv_flow_enable(struct mbench *b, unsigned bank, unsigned index)
{
    csr_write(b, bank, 0x1808, 1u << index);
    set_bits(b, bank, 0x1c00 + index, 0, 1u << 17);
}

void drv_flow_disable(struct mbench *b, unsigned bank, unsigned index)
{
    csr_write(b, bank, 0x180c, 1u << index);
    set_bits(b, bank, 0x1c00 + index, 1u << 17, 0);
}

static uint32_t word_of(const uint8_t *at)
{
    return at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 |
           (uint32_t)at[3] << 24;
}

/* Entry 0 lets EAPOL pass. */
static void mka_flow(struct mbench *b, unsigned bank)
{
    csr_write(b, bank, 0x1001, 0x8e88u << 16);
    csr_write(b, bank, 0x1004, 15u << 16 | (bank == INGR ? 3u << 8
                                                         : 1u << 8));
    csr_write(b, bank, 0x1007, 1u << 12);
    csr_write(b, bank, 0x1c00, (bank == INGR ? 3u : 0u) << 2 | 2u << 6);
    drv_flow_enable(b, bank, 0);
}

void drv_add_secy(struct mbench *b, const struct secy *secy)
{
    drv_default_action(b, EGR, secy->validate != 0);
    drv_default_action(b, INGR, secy->validate != 0);
    mka_flow(b, INGR);
    mka_flow(b, EGR);
}

static void derive(const uint8_t *key, size_t key_len, uint8_t h[16])
{
    struct aes128_ctx aes128;
    struct aes256_ctx aes256;

    memset(h, 0, 16);
    if (key_len == 16) {
        aes128_set_encrypt_key(&aes128, key);
        aes128_encrypt(&aes128, 16, h, h);
    } else {
        aes256_set_encrypt_key(&aes256, key);
        aes256_encrypt(&aes256, 16, h, h);
    }
}

/* Control word, context id, key and H; returns the next word's number. */
static unsigned record_head(struct mbench *b, unsigned bank, unsigned index,
                            uint32_t control, const uint8_t *key,
                            size_t key_len)
{
    uint32_t base = index << 5;
    unsigned rec = 0;
    uint8_t h[16];

    derive(key, key_len, h);
    control |= (key_len == 16 ? 5u : 7u) << 17;
    csr_write(b, bank, base + rec++, control);
    csr_write(b, bank, base + rec++, index + (bank == INGR ? 16 : 0));
    for (unsigned i = 0; i < key_len / 4; i++) {
        csr_write(b, bank, base + rec++, word_of(key + 4 * i));
    }
    for (unsigned i = 0; i < 4; i++) {
        csr_write(b, bank, base + rec++, word_of(h + 4 * i));
    }
    return rec;
}

static void transformation(struct mbench *b, const struct secy *secy,
                           unsigned bank, unsigned index, const uint8_t *key,
                           const uint8_t *sci, uint32_t next_pn)
{
    uint32_t control = bank == EGR ? 0x9241e066 | secy->encoding_sa << 26
                                   : 0xd241e06f;
    unsigned rec = record_head(b, bank, index, control, key, secy->key_len);

    csr_write(b, bank, (index << 5) + rec++, next_pn);
    if (bank == INGR) {
        csr_write(b, bank, (index << 5) + rec++, secy->window);
    }
    csr_write(b, bank, (index << 5) + rec++, word_of(sci));
    csr_write(b, bank, (index << 5) + rec++, word_of(sci + 4));
    while (rec < 20) {
        csr_write(b, bank, (index << 5) + rec++, 0);
    }
}

void drv_add_txsa(struct mbench *b, const struct secy *secy, unsigned index,
                  const uint8_t *key, uint32_t next_pn)
{
    csr_write(b, EGR, 0x1004 + (index << 4), 8u << 16 | 1u << 8);
    csr_write(b, EGR, 0x1007 + (index << 4), 0);
    csr_write(b, EGR, 0x1c00 + index,
              3u | 2u << 2 | 2u << 6 | (uint32_t)secy->protect << 16 |
              (uint32_t)secy->send_sci << 18 |
              (uint32_t)secy->encrypt << 31);
    transformation(b, secy, EGR, index, key, secy->sci, next_pn);
    drv_flow_enable(b, EGR, index);
}

void drv_add_rxsa(struct mbench *b, const struct secy *secy, unsigned index,
                  unsigned an, const uint8_t *sci, const uint8_t *key,
                  uint32_t next_pn)
{
    uint32_t at = 0x1000 + (index << 4);

    csr_write(b, INGR, at + 5, word_of(sci));
    csr_write(b, INGR, at + 6, word_of(sci + 4));
    csr_write(b, INGR, at + 4, 1u << 9 | (secy->validate ? 1u << 8 : 0) |
                               an << 24 | 8u << 26 | 8u << 16);
    csr_write(b, INGR, at + 7, 3u << 24 | 8u << 26 | 1u << 23);
    csr_write(b, INGR, 0x1c00 + index,
              2u | 2u << 2 | 2u << 6 |
              (uint32_t)secy->replay_protect << 16 | secy->validate << 19);
    transformation(b, secy, INGR, index, key, sci, next_pn);
    drv_flow_enable(b, INGR, index);
}

bool drv_interrupt(struct mbench *b, const struct secy *secy, unsigned index)
{
    uint32_t word = 6 + (uint32_t)secy->key_len / 4;

    if (!(csr_read(b, EGR, 0x3d04) & 1u << 5) ||
        csr_read(b, EGR, (index << 5) + word) != 0xffffffff) {
        return false;
    }
    drv_flow_disable(b, EGR, index);
    return true;
}

void vendor_xpn_record(struct mbench *b, unsigned bank, unsigned index,
                       unsigned an, const uint8_t *key, size_t key_len,
                       const uint8_t *sci, const uint8_t *ssci,
                       const uint8_t *salt, uint64_t pn, uint32_t window)
{
    uint32_t control = bank == EGR ? 0xa241e066 | an << 26 : 0xe241a0ef;
    unsigned rec = record_head(b, bank, index, control, key, key_len);
    uint32_t base = index << 5;

    csr_write(b, bank, base + rec++, (uint32_t)pn);
    csr_write(b, bank, base + rec++, (uint32_t)(pn >> 32));
    csr_write(b, bank, base + rec++, bank == EGR ? 0 : window);
    csr_write(b, bank, base + rec++, word_of(salt) ^ word_of(ssci));
    csr_write(b, bank, base + rec++, word_of(salt + 4));
    csr_write(b, bank, base + rec++, word_of(salt + 8));
    if (bank == EGR) {
        csr_write(b, bank, base + rec++, word_of(sci));
        csr_write(b, bank, base + rec++, word_of(sci + 4));
    }
    set_bits(b, bank, 0x1e50, 1u << 6, 0);      /* PN 0 is a PN */
}

/* Buffers of exactly the size that was promised, for the sanitizer. */
static enum hc_macsec_verdict pass(struct mbench *b, const uint8_t *frame,
                                   size_t len, bool out)
{
    size_t size = len + HC_MACSEC_GROWTH < 60 ? 60 : len + HC_MACSEC_GROWTH;
    uint8_t *in = malloc(len ? len : 1), *to = malloc(size);
    enum hc_macsec_verdict verdict;
    size_t got = 0;

    memcpy(in, frame, len);
    verdict = out ? hc_macsec_egress(&b->m, in, len, to, size, &got)
                  : hc_macsec_ingress(&b->m, in, len, to, size, &got);
    b->len = 0;
    if (verdict == HC_MACSEC_PASS) {
        ck_assert_uint_le(got, size);
        ck_assert_uint_le(got, sizeof(b->out));
        memcpy(b->out, to, got);
        b->len = got;
    }
    free(in);
    free(to);
    return verdict;
}

enum hc_macsec_verdict send(struct mbench *b, const uint8_t *frame,
                            size_t len)
{
    return pass(b, frame, len, true);
}

enum hc_macsec_verdict receive(struct mbench *b, const uint8_t *frame,
                               size_t len)
{
    return pass(b, frame, len, false);
}

uint64_t counter(struct mbench *b, unsigned bank, uint32_t addr)
{
    uint64_t low = csr_read(b, bank, addr);

    return (uint64_t)csr_read(b, bank, addr + 1) << 32 | low;
}

size_t hex(const char *text, uint8_t *ret)
{
    size_t n = 0;

    while (*text) {
        char pair[3] = { 0 };

        if (isspace((unsigned char)*text)) {
            text++;
            continue;
        }
        memcpy(pair, text, 2);
        ret[n++] = (uint8_t)strtoul(pair, NULL, 16);
        text += 2;
    }
    return n;
}
