/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * From host to line. A frame whose flow says "protect" leaves protected or
 * not at all: every way out of protect() is one of the two.
 */
#include "macsec-internal.h"

#include <string.h>

#define MACS_LEN 12u
#define VLAN_LEN 4u

#define EGR_PROTECT     (1u << 16)
#define EGR_INCLUDE_SCI (1u << 18)
#define EGR_USE_ES      (1u << 19)
#define EGR_USE_SCB     (1u << 20)
#define EGR_TAGS(flow)  ((flow) >> 21 & 3)
#define EGR_TAGS_MAX    2u
#define EGR_ENCRYPT     (1u << 31)

#define PP_OCTETS_ALWAYS 1u

/* One frame on its way. */
struct passage {
    struct hc_macsec_view view;
    int      sa;
    uint32_t flow;
    uint8_t *out;
    size_t   size, len;
};

static enum hc_macsec_verdict drop(struct hc_macsec *m,
                                   const struct passage *p,
                                   enum hc_reason reason)
{
    hc_macsec_dropped(m, EGRESS, &p->view.vlan, p->view.len, reason);
    return HC_MACSEC_DROP;
}

/* The record or the flow cannot be carried out. */
static enum hc_macsec_verdict broken(struct hc_macsec *m,
                                     const struct passage *p)
{
    hc_macsec_count_global(&m->bank[EGRESS], EGR_G_TRANSFORM, 1);
    hc_macsec_raise(m, EGRESS, INTR_CONTEXT, false);
    return drop(m, p, HC_REASON_BAD_RECORD);
}

static enum hc_macsec_verdict unchanged(struct passage *p)
{
    size_t len = p->view.header_len + p->view.len;

    if (len > p->size) {
        return HC_MACSEC_DROP;
    }
    memcpy(p->out, p->view.frame - p->view.header_len, len);
    p->len = len;
    return HC_MACSEC_PASS;
}

/* Only what the parser took for VLAN tags stays in the clear, however many
 * the flow allows. */
static size_t clear_len(const struct passage *p)
{
    unsigned n = EGR_TAGS(p->flow);

    return VLAN_LEN * (n < p->view.vlan.n ? n : p->view.vlan.n);
}

static struct hc_sectag tag_of(const struct passage *p,
                               const struct hc_macsec_record *rec,
                               size_t secure_len)
{
    struct hc_sectag tag = { .sl = hc_sectag_sl(secure_len),
                             .pn = (uint32_t)rec->pn };

    tag.tci_an = (uint8_t)(rec->an |
        (p->flow & EGR_USE_ES ? HC_TCI_ES : 0) |
        (p->flow & EGR_INCLUDE_SCI ? HC_TCI_SC : 0) |
        (p->flow & EGR_USE_SCB ? HC_TCI_SCB : 0) |
        (p->flow & EGR_ENCRYPT ? HC_TCI_E | HC_TCI_C : 0));
    memcpy(tag.sci, rec->sci, sizeof(tag.sci));
    return tag;
}

/* MAC addresses and SecTAG in a row, as they are authenticated; returns
 * their length. */
static size_t line_up(struct hc_macsec *m, const struct passage *p,
                      const struct hc_macsec_record *rec, size_t secure)
{
    uint16_t etype = (uint16_t)(m->bank[EGRESS].reg[CONTEXT_CTRL] >> 16);
    struct hc_sectag tag = tag_of(p, rec, secure);
    uint8_t *at = p->out + p->view.header_len;

    memcpy(p->out, p->view.frame - p->view.header_len,
           p->view.header_len + MACS_LEN);
    return MACS_LEN + hc_sectag_build(&tag,
                                      (uint16_t)(etype << 8 | etype >> 8),
                                      at + MACS_LEN);
}

/* Tags that stay in the clear are neither authenticated nor encrypted: they
 * are put in between when all is done. */
static void put_tags(const struct passage *p, uint8_t *at, size_t clear,
                     size_t len)
{
    memmove(at + MACS_LEN + clear, at + MACS_LEN, len);
    memcpy(at + MACS_LEN, p->view.frame + MACS_LEN, clear);
}

/* What is secret goes from frame to frame through the cipher, and is never
 * copied besides. */
static void seal(struct hc_macsec *m, struct passage *p,
                 const struct hc_macsec_record *rec, void *ctx, bool h_right)
{
    size_t clear = clear_len(p);
    size_t secure = p->view.len - MACS_LEN - clear;
    size_t open = p->flow & EGR_ENCRYPT ? FLOW_OFFSET(p->flow) : secure;
    size_t head = line_up(m, p, rec, secure);
    const uint8_t *from = p->view.frame + MACS_LEN + clear;
    uint8_t *at = p->out + p->view.header_len, *data = at + head;
    uint8_t iv[HC_MACSEC_IV_LEN];

    if (rec->xpn) {
        hc_sectag_iv_xpn(rec->salt, rec->pn, iv);
    } else {
        hc_sectag_iv(rec->sci, (uint32_t)rec->pn, iv);
    }
    open = open < secure ? open : secure;
    memcpy(data, from, open);
    m->aead->seal(ctx, iv, at, head + open, data + open, from + open,
                  secure - open, data + secure);
    data[secure] ^= h_right ? 0 : 0xff;
    if (clear) {
        put_tags(p, at, clear, head - MACS_LEN + secure + HC_MACSEC_ICV_LEN);
    }
    p->len = p->view.header_len + clear + head + secure + HC_MACSEC_ICV_LEN;
}

static bool can_protect(const struct hc_macsec *m, const struct passage *p)
{
    return !(p->flow & FLOW_CRYPT_AUTH) &&
           FLOW_OFFSET(p->flow) <= OFFSET_MAX &&
           EGR_TAGS(p->flow) <= EGR_TAGS_MAX &&
           !(m->bank[EGRESS].reg[MISC_CONTROL] & MISC_STATIC_BYPASS) &&
           (p->flow & FLOW_IN_USE || m->knobs.egress_ignores_in_use) &&
           p->view.header_len + p->view.len + HC_MACSEC_GROWTH <= p->size;
}

/*
 * Beyond mainline (knob auto_next_sa): SAs are installed ahead of time and
 * the engine goes on with the next that matches, its PN from 1 (LKML,
 * 2019-08-21, on MACsec offload). A record that has sent keeps its PN, and
 * so does one with the old key: no nonce is used twice.
 */
static const struct hc_macsec_record *
can_take_over(struct hc_macsec *m, unsigned from, int to, bool *ret_same)
{
    const struct hc_macsec_record *old, *new;
    uint32_t flow;

    if (to < 0) {
        return NULL;
    }
    flow = m->bank[EGRESS].reg[FLOW_CTRL + to];
    old = hc_macsec_record_decode(m, EGRESS, from);
    new = hc_macsec_record_decode(m, EGRESS, (unsigned)to);
    if ((flow & FLOW_TYPE) != FLOW_EGRESS || !(flow & EGR_PROTECT) || !old ||
        !new) {
        return NULL;
    }
    *ret_same = old->key_len == new->key_len &&
                !memcmp(old->key, new->key, old->key_len);
    return new;
}

/* The old SA stays, exhausted, unless a new one protects the frame: else
 * the next frame would be one that no flow protects. */
static bool next_sa(struct hc_macsec *m, struct passage *p)
{
    struct hc_macsec_bank *bank = &m->bank[EGRESS];
    const struct hc_macsec_record *new;
    unsigned from = (unsigned)p->sa;
    bool same = false;
    int to;

    bank->reg[ENTRY_ENABLE1] &= ~(1u << from);
    to = hc_macsec_lookup(m, EGRESS, &p->view);
    new = can_take_over(m, from, to, &same);
    if (!new) {
        bank->reg[ENTRY_ENABLE1] |= 1u << from;
        return false;
    }
    bank->reg[FLOW_CTRL + from] &= ~FLOW_IN_USE;
    p->sa = to;
    p->flow = bank->reg[FLOW_CTRL + to];
    if (!(bank->used >> to & 1) && !same) {
        hc_macsec_record_put_pn(m, EGRESS, (unsigned)to, new, 0);
    }
    m->host->event(m->host->opaque, HC_EVENT_MACSEC_NEXT_SA, from,
                   (uint32_t)to);
    return true;
}

static void count_protected(struct hc_macsec *m, const struct passage *p)
{
    hc_macsec_count_sa(&m->bank[EGRESS], (unsigned)p->sa, EGR_PKTS, 1);
    hc_macsec_count_sa(&m->bank[EGRESS], (unsigned)p->sa, EGR_OCTETS,
                       p->view.len - MACS_LEN - clear_len(p));
}

static enum hc_macsec_verdict protect(struct hc_macsec *m, struct passage *p)
{
    struct hc_macsec_record *rec;
    bool h_right;
    void *ctx;

    for (;;) {
        rec = can_protect(m, p)
            ? hc_macsec_record_decode(m, EGRESS, (unsigned)p->sa) : NULL;
        if (!rec) {
            return broken(m, p);
        }
        ctx = hc_macsec_record_context(m, EGRESS, (unsigned)p->sa, &h_right);
        if (!ctx || (!h_right && !m->knobs.wrong_h_sends_bad_icv)) {
            return broken(m, p);
        }
        if (hc_macsec_record_take_pn(m, (unsigned)p->sa, rec)) {
            break;
        }
        if (!m->knobs.auto_next_sa || !next_sa(m, p)) {
            return drop(m, p, HC_REASON_PN_EXHAUSTED);
        }
    }
    seal(m, p, rec, ctx, h_right);
    count_protected(m, p);
    return HC_MACSEC_PASS;
}

/* Flow type "egress" without "protect": 802.1AE's protectFrames is off. */
static enum hc_macsec_verdict forward_untagged(struct hc_macsec *m,
                                               struct passage *p)
{
    struct hc_macsec_bank *bank = &m->bank[EGRESS];

    hc_macsec_count_global(bank, EGR_G_UNTAGGED, 1);
    if (bank->reg[PP_CTRL] & PP_OCTETS_ALWAYS) {
        hc_macsec_count_sa(bank, (unsigned)p->sa, EGR_OCTETS,
                           p->view.len - MACS_LEN);
    }
    return unchanged(p);
}

static enum hc_macsec_verdict forward(struct hc_macsec *m, struct passage *p)
{
    struct hc_macsec_bank *bank = &m->bank[EGRESS];

    if (p->sa < 0) {
        hc_macsec_count_global(bank, EGR_G_UNKNOWN_SA, 1);
    }
    if (hc_macsec_classified_out(&p->view, p->flow)) {
        if (p->sa >= 0) {
            hc_macsec_count_sa(bank, (unsigned)p->sa, EGR_PKTS, 1);
        }
        return drop(m, p, HC_REASON_FILTERED);
    }
    switch (p->sa < 0 ? FLOW_BYPASS : p->flow & FLOW_TYPE) {
    case FLOW_EGRESS:
        if (!(p->flow & EGR_PROTECT)) {
            return forward_untagged(m, p);
        }
        if (m->knobs.static_bypass_leaks &&
            bank->reg[MISC_CONTROL] & MISC_STATIC_BYPASS) {
            return unchanged(p);
        }
        return protect(m, p);
    case FLOW_INGRESS:
        return broken(m, p);
    default:
        if (p->sa >= 0) {
            hc_macsec_count_sa(bank, (unsigned)p->sa, EGR_PKTS, 1);
        }
        return unchanged(p);
    }
}

static enum hc_macsec_verdict classify(struct hc_macsec *m,
                                       struct passage *p,
                                       const uint8_t *frame, size_t len)
{
    struct hc_macsec_bank *bank = &m->bank[EGRESS];

    hc_macsec_view(m, EGRESS, frame, len, &p->view);
    if (p->view.control) {
        hc_macsec_count_global(bank, EGR_G_CTRL, 1);
    }
    p->sa = hc_macsec_lookup(m, EGRESS, &p->view);
    p->flow = p->sa < 0 ? hc_macsec_nm_flow(bank, &p->view)
                        : bank->reg[FLOW_CTRL + p->sa];
    if (forward(m, p) == HC_MACSEC_DROP ||
        !hc_macsec_post(m, EGRESS, &p->view.vlan, p->out, p->len, p->sa)) {
        return HC_MACSEC_DROP;
    }
    return HC_MACSEC_PASS;
}

enum hc_macsec_verdict hc_macsec_egress(struct hc_macsec *m,
                                        const uint8_t *frame, size_t len,
                                        uint8_t *ret_frame, size_t size,
                                        size_t *ret_len)
{
    struct hc_macsec_bank *bank = &m->bank[EGRESS];
    struct passage p;

    if (len < MACS_LEN + 2 || len > HC_MACSEC_MAX_FRAME || len > size) {
        hc_macsec_dropped(m, EGRESS, NULL, len,
                          len < MACS_LEN + 2 ? HC_REASON_TOO_SHORT
                                             : HC_REASON_TOO_LONG);
        return HC_MACSEC_DROP;
    }
    if (hc_macsec_passed_by(bank)) {
        memcpy(ret_frame, frame, len);
        *ret_len = len;
        return HC_MACSEC_PASS;
    }
    if (hc_macsec_held(bank)) {
        hc_macsec_dropped(m, EGRESS, NULL, len, HC_REASON_DISABLED);
        return HC_MACSEC_DROP;
    }
    if (!hc_macsec_mac_rx(m, HOST, frame, len)) {
        hc_macsec_dropped(m, EGRESS, NULL, len, HC_REASON_FILTERED);
        return HC_MACSEC_DROP;
    }
    p.out = ret_frame;
    p.size = size;
    if (classify(m, &p, frame, len) == HC_MACSEC_DROP) {
        return HC_MACSEC_DROP;
    }
    *ret_len = hc_macsec_mac_tx(m, LINE, ret_frame, p.len, size);
    return HC_MACSEC_PASS;
}
