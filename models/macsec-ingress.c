/* SPDX-License-Identifier: GPL-2.0-or-later */
/* From line to host: IEEE 802.1AE figure 10-5, on the engine's flows. */
#include "macsec-internal.h"

#include <string.h>

#define MACS_LEN 12u

#define IGR_REPLAY      (1u << 16)
#define IGR_VALIDATE(flow) ((flow) >> 19 & 3)

#define PP_OCTETS_ALWAYS 1u
#define GATE_CONS_CHECK  (1u << 16)

/* One frame on its way. `out` gets the inner frame behind its header. */
struct passage {
    struct hc_macsec_view view;
    int      sa;
    uint32_t flow;
    bool     failed;            /* the ICV was wrong, and it passed */
    uint8_t *out;
    size_t   len;
};

static enum hc_macsec_verdict drop(struct hc_macsec *m,
                                   const struct passage *p,
                                   enum hc_reason reason)
{
    hc_macsec_dropped(m, INGRESS, &p->view.vlan, p->view.len, reason);
    return HC_MACSEC_DROP;
}

static enum hc_macsec_verdict broken(struct hc_macsec *m,
                                     const struct passage *p)
{
    hc_macsec_count_global(&m->bank[INGRESS], IGR_G_TRANSFORM, 1);
    hc_macsec_raise(m, INGRESS, INTR_CONTEXT, false);
    return drop(m, p, HC_REASON_BAD_RECORD);
}

static enum hc_macsec_verdict unchanged(struct passage *p)
{
    p->len = p->view.header_len + p->view.len;
    memcpy(p->out, p->view.frame - p->view.header_len, p->len);
    return HC_MACSEC_PASS;
}

static void count(struct hc_macsec *m, const struct passage *p,
                  unsigned counter)
{
    hc_macsec_count_sa(&m->bank[INGRESS], (unsigned)p->sa, counter, 1);
}

/* The frame without its tag, unopened. */
static void strip(struct passage *p)
{
    const struct hc_macsec_view *view = &p->view;
    size_t before = view->header_len + view->tag_at;
    size_t secure = view->secure_len;

    memcpy(p->out, view->frame - view->header_len, before);
    memcpy(p->out + before, view->frame + view->tag_at + view->tag_len,
           secure);
    p->len = before + secure;
}

static void make_iv(const struct passage *p,
                    const struct hc_macsec_record *rec, uint64_t pn,
                    uint8_t ret_iv[HC_MACSEC_IV_LEN])
{
    const struct hc_sectag *tag = &p->view.tag;

    if (rec->xpn) {
        hc_sectag_iv_xpn(rec->salt, pn, ret_iv);
    } else {
        hc_sectag_iv(tag->tci_an & HC_TCI_SC ? tag->sci : rec->sci, tag->pn,
                     ret_iv);
    }
}

/* Octets of the secure data that are only authenticated. */
static size_t clear_octets(const struct passage *p)
{
    size_t secure = p->view.secure_len;
    size_t offset = FLOW_OFFSET(p->flow);

    return p->view.tag.tci_an & HC_TCI_E && offset < secure ? offset : secure;
}

/* A tag right behind the addresses: what is authenticated lies in a row, and
 * what is secret goes to its place through the cipher. */
static bool open_straight(struct hc_macsec *m, struct passage *p, void *ctx,
                          const uint8_t *iv)
{
    const struct hc_macsec_view *view = &p->view;
    size_t head = MACS_LEN + view->tag_len, secure = view->secure_len;
    size_t clear = clear_octets(p);
    const uint8_t *from = view->frame + head;
    uint8_t *to = p->out + view->header_len + MACS_LEN;

    memcpy(p->out, view->frame - view->header_len,
           view->header_len + MACS_LEN);
    memcpy(to, from, clear);
    p->len = view->header_len + MACS_LEN + secure;
    return m->aead->open(ctx, iv, view->frame, head + clear, to + clear,
                         from + clear, secure - clear, from + secure);
}

/* A tag behind VLAN tags, which are not authenticated: addresses, SecTAG and
 * data are put in a row first. */
static bool open_behind_tags(struct hc_macsec *m, struct passage *p,
                             void *ctx, const uint8_t *iv)
{
    const struct hc_macsec_view *view = &p->view;
    size_t head = MACS_LEN + view->tag_len, secure = view->secure_len;
    size_t clear = clear_octets(p);
    const uint8_t *icv = view->frame + view->tag_at + view->tag_len + secure;
    uint8_t *at = p->out + view->header_len;
    bool valid;

    memcpy(at, view->frame, MACS_LEN);
    memcpy(at + MACS_LEN, view->frame + view->tag_at,
           view->tag_len + secure);
    valid = m->aead->open(ctx, iv, at, head + clear, at + head + clear,
                          at + head + clear, secure - clear, icv);
    memmove(at + view->tag_at, at + head, secure);
    memcpy(p->out, view->frame - view->header_len,
           view->header_len + view->tag_at);
    p->len = view->header_len + view->tag_at + secure;
    return valid;
}

static bool open_frame(struct hc_macsec *m, struct passage *p,
                       const struct hc_macsec_record *rec, void *ctx,
                       uint64_t pn)
{
    uint8_t iv[HC_MACSEC_IV_LEN];

    make_iv(p, rec, pn, iv);
    return p->view.tag_at == MACS_LEN ? open_straight(m, p, ctx, iv)
                                      : open_behind_tags(m, p, ctx, iv);
}

/* An SA that is set up, but not in use. */
static enum hc_macsec_verdict not_in_use(struct hc_macsec *m,
                                         struct passage *p, bool strict)
{
    if (strict || p->view.tag.tci_an & HC_TCI_C) {
        count(m, p, IGR_NOT_USING);
        return drop(m, p, HC_REASON_NO_SA);
    }
    count(m, p, IGR_UNUSED);
    strip(p);
    return HC_MACSEC_PASS;
}

static void count_octets(struct hc_macsec *m, const struct passage *p,
                         unsigned validate)
{
    struct hc_macsec_bank *bank = &m->bank[INGRESS];

    if (validate != VALIDATE_DISABLED ||
        bank->reg[PP_CTRL] & PP_OCTETS_ALWAYS) {
        hc_macsec_count_sa(bank, (unsigned)p->sa, IGR_OCTETS,
                           p->view.secure_len);
    }
}

/* What comes of a frame that was opened. */
static enum hc_macsec_verdict judge(struct hc_macsec *m, struct passage *p,
                                    unsigned validate, bool valid, bool late)
{
    bool changed = p->view.tag.tci_an & HC_TCI_C;

    count_octets(m, p, validate);
    if (validate == VALIDATE_DISABLED) {
        count(m, p, IGR_UNCHECKED);
    } else if (!valid && (changed || validate >= VALIDATE_STRICT)) {
        count(m, p, IGR_NOT_VALID);
        return drop(m, p, HC_REASON_BAD_ICV);
    } else if (!valid) {
        count(m, p, IGR_INVALID);
    } else {
        count(m, p, late ? IGR_DELAYED : IGR_OK);
    }
    p->failed = !valid;
    return HC_MACSEC_PASS;
}

/* The lowest PN that is not late: the record has the next one. */
static uint64_t lowest_pn(const struct hc_macsec_record *rec)
{
    return rec->pn > rec->window ? rec->pn - rec->window : 0;
}

static void advance(struct hc_macsec *m, const struct passage *p,
                    const struct hc_macsec_record *rec, uint64_t pn)
{
    uint64_t last = rec->xpn ? UINT64_MAX : UINT32_MAX;

    if (pn >= rec->pn) {
        hc_macsec_record_put_pn(m, INGRESS, (unsigned)p->sa, rec,
                                pn < last ? pn + 1 : last);
    }
}

static enum hc_macsec_verdict validate_with(struct hc_macsec *m,
                                            struct passage *p,
                                            struct hc_macsec_record *rec)
{
    unsigned validate = IGR_VALIDATE(p->flow);
    uint64_t pn = rec->xpn ? hc_sectag_recover_pn(rec->pn, p->view.tag.pn)
                           : p->view.tag.pn;
    bool late = pn < lowest_pn(rec), h_right, valid;
    void *ctx;

    if (late && p->flow & IGR_REPLAY &&
        (validate >= VALIDATE_STRICT ||
         !m->knobs.late_passes_unless_strict)) {
        count(m, p, IGR_LATE);
        return drop(m, p, HC_REASON_REPLAYED);
    }
    ctx = hc_macsec_record_context(m, INGRESS, (unsigned)p->sa, &h_right);
    if (!ctx) {
        return broken(m, p);
    }
    valid = open_frame(m, p, rec, ctx, pn) && h_right;
    if (valid) {
        advance(m, p, rec, pn);
    }
    return judge(m, p, validate, valid, late);
}

/* Flow type "ingress". */
static enum hc_macsec_verdict process(struct hc_macsec *m, struct passage *p)
{
    bool strict = IGR_VALIDATE(p->flow) >= VALIDATE_STRICT;
    struct hc_macsec_record *rec;

    if (m->bank[INGRESS].reg[MISC_CONTROL] & MISC_STATIC_BYPASS) {
        return unchanged(p);
    }
    if (p->view.class == CLASS_UNTAGGED) {
        count(m, p, IGR_UNTAGGED_HIT);
        return strict ? drop(m, p, HC_REASON_FILTERED) : unchanged(p);
    }
    if (p->view.class != CLASS_TAGGED || p->view.secure_len < 2) {
        return drop(m, p, HC_REASON_BAD_TAG);
    }
    if (p->flow & FLOW_CRYPT_AUTH || FLOW_OFFSET(p->flow) > OFFSET_MAX) {
        return broken(m, p);
    }
    if (!(p->flow & FLOW_IN_USE)) {
        return not_in_use(m, p, strict);
    }
    rec = hc_macsec_record_decode(m, INGRESS, (unsigned)p->sa);
    return rec ? validate_with(m, p, rec) : broken(m, p);
}

/* A well-tagged frame of no known SC. MISC_CONTROL says whether 802.1AE or
 * the flow decides; the statistics are 802.1AE's either way. */
static enum hc_macsec_verdict without_sa(struct hc_macsec *m,
                                         struct passage *p)
{
    struct hc_macsec_bank *bank = &m->bank[INGRESS];
    uint32_t misc = bank->reg[MISC_CONTROL];
    bool refuse = MISC_VALIDATE(misc) >= VALIDATE_STRICT ||
                  p->view.tag.tci_an & HC_TCI_C;

    if (p->view.class == CLASS_TAGGED) {
        hc_macsec_count_global(bank, refuse ? IGR_G_NO_SCI
                                            : IGR_G_UNKNOWN_SCI, 1);
        if (misc & MISC_NM_MACSEC_EN && refuse) {
            return drop(m, p, HC_REASON_NO_SA);
        }
        if (misc & MISC_NM_MACSEC_EN && p->view.secure_len >= 2) {
            strip(p);
            return HC_MACSEC_PASS;
        }
    } else if (p->view.class == CLASS_UNTAGGED) {
        hc_macsec_count_global(bank, IGR_G_UNTAGGED_MISS, 1);
    }
    if (hc_macsec_classified_out(&p->view, p->flow)) {
        return drop(m, p, HC_REASON_FILTERED);
    }
    return unchanged(p);
}

static enum hc_macsec_verdict forward(struct hc_macsec *m, struct passage *p)
{
    if (p->sa < 0) {
        return without_sa(m, p);
    }
    if (hc_macsec_classified_out(&p->view, p->flow)) {
        count(m, p, IGR_UNCHECKED);     /* also: InPktsHitDropReserved */
        return drop(m, p, HC_REASON_FILTERED);
    }
    switch (p->flow & FLOW_TYPE) {
    case FLOW_INGRESS:
        return process(m, p);
    case FLOW_EGRESS:
        return broken(m, p);
    default:
        count(m, p, IGR_UNCHECKED);
        return unchanged(p);
    }
}

static void count_class(struct hc_macsec *m, const struct passage *p)
{
    struct hc_macsec_bank *bank = &m->bank[INGRESS];
    bool strict = MISC_VALIDATE(bank->reg[MISC_CONTROL]) >= VALIDATE_STRICT;

    if (p->view.control) {
        hc_macsec_count_global(bank, IGR_G_CTRL, 1);
    }
    if (p->view.class == CLASS_UNTAGGED) {
        hc_macsec_count_global(bank, strict ? IGR_G_NO_TAG : IGR_G_UNTAGGED,
                               1);
    } else {
        hc_macsec_count_global(bank, p->view.class == CLASS_BAD
                                         ? IGR_G_BAD_TAG : IGR_G_TAGGED, 1);
    }
}

#define CC_PRIORITY(hi) ((hi) >> 12 & 7)
#define CC_PASS         (1u << 15)
#define CC_CTRL_PASS    (1u << 14)      /* IG_CC_CONTROL; 15 the others */

/* The low four bits of an entry, and their masks four above; SAI number,
 * VLAN ID and payload EtherType have theirs in between. */
static bool cc_agrees(const uint32_t *entry, const struct passage *p,
                      const struct hc_vlan_view *vlan, bool etype_valid,
                      uint16_t etype)
{
    uint32_t lo = entry[0], hi = entry[1], inner = entry[2];
    uint16_t want = (uint16_t)(lo >> 24 | (lo >> 8 & 0xff00));

    return !(hi >> 4 & 1 && (hi & 1) != (p->sa >= 0)) &&
           !(hi >> 5 & 1 && (int)(hi >> 16 & 63) != p->sa) &&
           !(hi >> 6 & 1 && (hi >> 1 & 1) != (vlan->n > 0)) &&
           !(hi >> 7 & 1 && (lo & 0xfff) != vlan->vid[0]) &&
           !(hi >> 8 & 1 && (hi >> 2 & 1) != etype_valid) &&
           !(hi >> 9 & 1 && want != etype) &&
           !(hi >> 10 & 1 && (hi >> 3 & 1) != p->view.control) &&
           !(hi >> 24 & 1 && vlan->n == 2 &&
             (inner >> 12 & 7) != vlan->up[1]) &&
           !(hi >> 25 & 1 && vlan->n == 2 &&
             (inner & 0xfff) != vlan->vid[1]);
}

/* The consistency check, on what leaves towards the host: highest priority,
 * then lowest number; else the rule for frames that match nothing. */
static bool consistent(const struct hc_macsec *m, const struct passage *p,
                       const struct hc_vlan_view *vlan)
{
    const struct hc_macsec_bank *bank = &m->bank[INGRESS];
    const uint8_t *frame = p->out + p->view.header_len;
    uint16_t etype = hc_get_be16(frame + vlan->end);
    bool etype_valid = hc_get_be16(frame + MACS_LEN) >
                       bank->reg[CC_TAGS] >> 16;
    uint32_t enabled = bank->reg[CC_ENABLE1];
    int best = -1;

    for (unsigned i = 0; i < HC_MACSEC_SAS && enabled >> i; i++) {
        if (enabled >> i & 1 &&
            (best < 0 || CC_PRIORITY(bank->cc[i][1]) >
                         CC_PRIORITY(bank->cc[best][1])) &&
            cc_agrees(bank->cc[i], p, vlan, etype_valid, etype)) {
            best = (int)i;
        }
    }
    if (p->failed && bank->reg[COUNT_SECFAIL1] & GATE_CONS_CHECK) {
        return false;
    }
    if (best >= 0) {
        return bank->cc[best][1] & CC_PASS;
    }
    return bank->reg[CC_CONTROL] & (p->view.control ? CC_CTRL_PASS : CC_PASS);
}

static enum hc_macsec_verdict finish(struct hc_macsec *m, struct passage *p)
{
    struct hc_macsec_bank *bank = &m->bank[INGRESS];
    unsigned port = FLOW_DEST(p->flow);
    struct hc_vlan_view vlan;
    bool pass;

    hc_macsec_vlan_parse(&bank->reg[CC_CP_TAG],
                         m->knobs.unmapped_priority_is_pcp,
                         p->out + p->view.header_len,
                         p->len - p->view.header_len, &vlan);
    pass = consistent(m, p, &vlan);
    if (port == PORT_CONTROLLED || port == PORT_UNCONTROLLED) {
        hc_macsec_count_global(bank, (pass ? IGR_G_ICC_PASS
                                           : IGR_G_ICC_NOT_PASS) +
                               (port == PORT_UNCONTROLLED), 1);
    }
    if (!pass) {
        return drop(m, p, HC_REASON_FILTERED);
    }
    return hc_macsec_post(m, INGRESS, &vlan, p->out, p->len, p->sa)
               ? HC_MACSEC_PASS : HC_MACSEC_DROP;
}

static enum hc_macsec_verdict classify(struct hc_macsec *m,
                                       struct passage *p,
                                       const uint8_t *frame, size_t len)
{
    struct hc_macsec_bank *bank = &m->bank[INGRESS];

    hc_macsec_view(m, INGRESS, frame, len, &p->view);
    count_class(m, p);
    p->sa = hc_macsec_lookup(m, INGRESS, &p->view);
    p->flow = p->sa < 0 ? hc_macsec_nm_flow(bank, &p->view)
                        : bank->reg[FLOW_CTRL + p->sa];
    return forward(m, p) == HC_MACSEC_DROP ? HC_MACSEC_DROP : finish(m, p);
}

enum hc_macsec_verdict hc_macsec_ingress(struct hc_macsec *m,
                                         const uint8_t *frame, size_t len,
                                         uint8_t *ret_frame, size_t size,
                                         size_t *ret_len)
{
    struct hc_macsec_bank *bank = &m->bank[INGRESS];
    struct passage p;

    if (len < MACS_LEN + 2 || len > HC_MACSEC_MAX_FRAME || len > size) {
        hc_macsec_dropped(m, INGRESS, NULL, len,
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
        hc_macsec_dropped(m, INGRESS, NULL, len, HC_REASON_DISABLED);
        return HC_MACSEC_DROP;
    }
    if (!hc_macsec_mac_rx(m, LINE, frame, len)) {
        hc_macsec_dropped(m, INGRESS, NULL, len, HC_REASON_FILTERED);
        return HC_MACSEC_DROP;
    }
    p.out = ret_frame;
    p.failed = false;
    if (classify(m, &p, frame, len) == HC_MACSEC_DROP) {
        return HC_MACSEC_DROP;
    }
    *ret_len = hc_macsec_mac_tx(m, HOST, ret_frame, p.len, size);
    return HC_MACSEC_PASS;
}
