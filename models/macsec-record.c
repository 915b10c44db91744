/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Transform records: control word, context id, key, H, sequence number,
 * and what the cipher suite adds. Words are little-endian, as Linux' and
 * MESA's drivers build them (vsc8584_macsec_transformation; MESA
 * get_xform_value and get_xform_value_64).
 */
#include "macsec-internal.h"

#include <string.h>

#define TYPE_EGRESS  0x6u
#define TYPE_INGRESS 0xfu

#define CTRL_TYPE(word)   ((word) & 15)
#define CTRL_UPDATE_SEQ   (1u << 13)
#define CTRL_ENCRYPT_AUTH (1u << 15)
#define CTRL_KEY_IN_REC   (1u << 16)
#define CTRL_CRYPTO(word) ((word) >> 17 & 7)
#define CTRL_DIGEST(word) ((word) >> 21 & 3)
#define CTRL_AUTH(word)   ((word) >> 23 & 7)
#define CTRL_AN(word)     ((word) >> 26 & 3)
#define CTRL_SEQ(word)    ((word) >> 28 & 3)

#define CRYPTO_CTR_128 5u
#define CRYPTO_CTR_256 7u
#define DIGEST_GHASH   2u
#define AUTH_GHASH     4u
#define SEQ_32         1u
#define SEQ_64         2u

#define KEY_WORD 2u
#define H_WORDS  4u

#define THRESHOLD_EQUAL (1u << 10)      /* CONTEXT_CTRL */

#define NEXT_PN_WRITTEN (1u << 1)
#define NEXT_PN_64      (1u << 2)

static void octets(const uint32_t *words, unsigned n, uint8_t *ret)
{
    for (unsigned i = 0; i < 4 * n; i++) {
        ret[i] = (uint8_t)(words[i / 4] >> (8 * (i % 4)));
    }
}

/* Words that the record size of MISC_CONTROL lets the engine fetch. */
static unsigned words_fetched(const struct hc_macsec_bank *bank)
{
    static const uint8_t words[] = { 16, 20, 24, 12 };

    return words[bank->reg[MISC_CONTROL] >> 24 & 3];
}

static bool control_is_sane(uint32_t control, unsigned dir)
{
    const uint32_t must = CTRL_UPDATE_SEQ | CTRL_ENCRYPT_AUTH |
                          CTRL_KEY_IN_REC;
    unsigned crypto = CTRL_CRYPTO(control), seq = CTRL_SEQ(control);

    return CTRL_TYPE(control) == (dir == EGRESS ? TYPE_EGRESS
                                                : TYPE_INGRESS) &&
           (control & must) == must &&
           (crypto == CRYPTO_CTR_128 || crypto == CRYPTO_CTR_256) &&
           CTRL_DIGEST(control) == DIGEST_GHASH &&
           CTRL_AUTH(control) == AUTH_GHASH &&
           (seq == SEQ_32 || seq == SEQ_64);
}

static unsigned decode_32(const uint32_t *word, unsigned dir,
                          struct hc_macsec_record *rec)
{
    unsigned at = rec->pn_word;

    rec->pn = word[at++];
    if (dir == INGRESS) {
        rec->window = word[at++];
    }
    octets(&word[at], 2, rec->sci);
    return at + 2;
}

/* An ingress record has no SCI: the salt already holds the SSCI. */
static unsigned decode_64(const uint32_t *word, unsigned dir,
                          struct hc_macsec_record *rec)
{
    unsigned at = rec->pn_word;

    rec->pn = (uint64_t)word[at + 1] << 32 | word[at];
    rec->window = word[at + 2];
    octets(&word[at + 3], 3, rec->salt);
    at += 6;
    if (dir == EGRESS) {
        octets(&word[at], 2, rec->sci);
        at += 2;
    }
    return at;
}

static bool decode(const uint32_t *word, unsigned fetched, unsigned dir,
                   struct hc_macsec_record *ret_rec)
{
    struct hc_macsec_record rec;
    unsigned key_words, end;

    if (!control_is_sane(word[0], dir)) {
        return false;
    }
    memset(&rec, 0, sizeof(rec));
    key_words = CTRL_CRYPTO(word[0]) == CRYPTO_CTR_128 ? 4 : 8;
    rec.xpn = CTRL_SEQ(word[0]) == SEQ_64;
    rec.an = CTRL_AN(word[0]);
    rec.key_len = 4 * key_words;
    octets(&word[KEY_WORD], key_words, rec.key);
    octets(&word[KEY_WORD + key_words], H_WORDS, rec.h);
    rec.pn_word = KEY_WORD + key_words + H_WORDS;
    end = rec.xpn ? decode_64(word, dir, &rec) : decode_32(word, dir, &rec);
    if (end > fetched) {
        return false;
    }
    *ret_rec = rec;
    return true;
}

static unsigned after_pn(const struct hc_macsec_record *rec)
{
    return rec->pn_word + (rec->xpn ? 2 : 1);
}

/* Only the packet number changes from frame to frame. Whatever else has
 * changed, by a driver's hand or a restored snapshot, shows here. */
static bool is_as_before(const struct hc_macsec_context *context,
                         const uint32_t *word, unsigned fetched)
{
    const uint32_t *before = context->word;
    unsigned after;

    if (!context->decoded || context->fetched != fetched) {
        return false;
    }
    after = after_pn(&context->rec);
    return !memcmp(before, word, 4 * context->rec.pn_word) &&
           !memcmp(before + after, word + after,
                   4 * (HC_MACSEC_REC_WORDS - after));
}

struct hc_macsec_record *hc_macsec_record_decode(struct hc_macsec *m,
                                                 unsigned dir, unsigned sa)
{
    struct hc_macsec_context *context = &m->context[dir][sa];
    const uint32_t *word = m->bank[dir].record[sa];
    unsigned fetched = words_fetched(&m->bank[dir]);
    struct hc_macsec_record *rec = &context->rec;

    if (!is_as_before(context, word, fetched)) {
        context->prepared = false;
        context->fetched = fetched;
        memcpy(context->word, word, sizeof(context->word));
        context->decoded = decode(word, fetched, dir, rec);
    }
    if (!context->decoded) {
        return NULL;
    }
    rec->pn = word[rec->pn_word];
    if (rec->xpn) {
        rec->pn |= (uint64_t)word[rec->pn_word + 1] << 32;
    }
    return rec;
}

void *hc_macsec_record_context(struct hc_macsec *m, unsigned dir,
                               unsigned sa, bool *ret_h_right)
{
    struct hc_macsec_context *context = &m->context[dir][sa];
    const struct hc_macsec_record *rec = &context->rec;
    uint8_t h[HC_AEAD_H_LEN];

    if (!context->prepared) {
        if (!m->aead->set_key(context->ctx, rec->key, rec->key_len, h)) {
            return NULL;
        }
        context->prepared = true;
        context->h_right = !memcmp(h, rec->h, sizeof(h));
    }
    *ret_h_right = context->h_right;
    if (!context->h_right) {
        unsigned word = rec->pn_word - H_WORDS;
        uint32_t target = dir == EGRESS ? HC_MACSEC_TARGET_EGRESS
                                        : HC_MACSEC_TARGET_INGRESS;

        m->host->event(m->host->opaque, HC_EVENT_MISUSE_REG,
                       target << 16 | sa << 5 | word,
                       m->bank[dir].record[sa][word]);
    }
    return context->ctx;
}

void hc_macsec_record_put_pn(struct hc_macsec *m, unsigned dir, unsigned sa,
                             const struct hc_macsec_record *rec, uint64_t pn)
{
    uint32_t *word = &m->bank[dir].record[sa][rec->pn_word];

    word[0] = (uint32_t)pn;
    if (rec->xpn) {
        word[1] = (uint32_t)(pn >> 32);
    }
}

/* "Equals", or "equals or exceeds"; no threshold is 0. */
static void check_threshold(struct hc_macsec *m, unsigned sa,
                            const struct hc_macsec_record *rec)
{
    const uint32_t *reg = m->bank[EGRESS].reg;
    uint64_t threshold = rec->xpn ? (uint64_t)reg[THRESH_UPPER] << 32 |
                                    reg[THRESH_LOWER]
                                  : reg[SEQ_NUM_THRESH];
    bool equal = rec->pn == threshold;

    if (!threshold || rec->pn < threshold ||
        (!equal && reg[CONTEXT_CTRL] & THRESHOLD_EQUAL)) {
        return;
    }
    if (equal) {
        m->host->event(m->host->opaque, HC_EVENT_MACSEC_THRESHOLD, sa,
                       (uint32_t)rec->pn);
    }
    hc_macsec_raise(m, EGRESS, INTR_THRESHOLD, equal);
}

/*
 * The record holds the last PN used: increment, then use. Known from the
 * vendor's self-test, which writes 0 and expects PN 1 on the wire. The last
 * number of all is used and tells of the roll-over (Linux looks for it in
 * the record); after it there is none.
 */
bool hc_macsec_record_take_pn(struct hc_macsec *m, unsigned sa,
                              struct hc_macsec_record *rec)
{
    uint64_t last = rec->xpn ? UINT64_MAX : UINT32_MAX;

    if (rec->pn >= last) {
        hc_macsec_raise(m, EGRESS, INTR_ROLLOVER, false);
        return false;
    }
    rec->pn++;
    hc_macsec_record_put_pn(m, EGRESS, sa, rec, rec->pn);
    m->bank[EGRESS].used |= 1u << sa;
    check_threshold(m, sa, rec);
    if (rec->pn == last) {
        m->host->event(m->host->opaque, HC_EVENT_MACSEC_ROLLOVER, sa,
                       (uint32_t)rec->pn);
        hc_macsec_raise(m, EGRESS, INTR_ROLLOVER, true);
    }
    return true;
}

/* MESA: the number is only ever raised, and the register tells if it was. */
void hc_macsec_record_update_next(struct hc_macsec *m, unsigned dir)
{
    uint32_t *reg = m->bank[dir].reg;
    uint32_t sa = reg[NEXT_PN_CONTEXT];
    bool wide = reg[NEXT_PN_CTRL] & NEXT_PN_64;
    uint64_t pn = reg[NEXT_PN_LOWER];
    struct hc_macsec_record *rec;

    reg[NEXT_PN_CTRL] &= ~NEXT_PN_WRITTEN;
    if (wide) {
        pn |= (uint64_t)reg[NEXT_PN_UPPER] << 32;
    }
    rec = sa < HC_MACSEC_SAS ? hc_macsec_record_decode(m, dir, sa) : NULL;
    if (rec && rec->xpn == wide && pn > rec->pn) {
        hc_macsec_record_put_pn(m, dir, sa, rec, pn);
        reg[NEXT_PN_CTRL] |= NEXT_PN_WRITTEN;
    }
}
