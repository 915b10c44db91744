/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "secy.h"

#include <string.h>

#include "event.h"
#include "macsec-frame.h"

#define MACS_LEN 12u
#define ETH_MIN  14u

enum { ETYPE_EAPOL = 0x888e };

size_t hc_secy_contexts_size(const struct hc_aead *aead)
{
    return (HC_SECY_SAS + 1) * ((aead->ctx_size + 15) & ~(size_t)15);
}

void hc_secy_init(struct hc_secy *secy, const struct hc_host *host,
                  const struct hc_aead *aead, void *contexts)
{
    size_t stride = hc_secy_contexts_size(aead) / (HC_SECY_SAS + 1);

    memset(secy, 0, sizeof(*secy));
    secy->host = host;
    secy->aead = aead;
    for (unsigned i = 0; i <= HC_SECY_SAS; i++) {
        secy->context[i].ctx = (uint8_t *)contexts + i * stride;
    }
    secy->config = (struct hc_secy_config){
        .protect = true, .encrypt = true, .send_sci = true,
        .validate = HC_SECY_STRICT,
    };
}

void hc_secy_wire(struct hc_secy *secy,
                  enum hc_status (*send)(void *opaque, const uint8_t *frame,
                                         size_t len),
                  void *send_opaque,
                  void (*deliver)(void *opaque, const uint8_t *frame,
                                  size_t len),
                  void *deliver_opaque)
{
    secy->send = send;
    secy->send_opaque = send_opaque;
    secy->deliver = deliver;
    secy->deliver_opaque = deliver_opaque;
}

void hc_secy_set_key(struct hc_secy *secy, unsigned an, const uint8_t *key,
                     size_t key_len)
{
    struct hc_secy_sa *sa = &secy->sa[an];

    memset(sa->key, 0, sizeof(sa->key));
    memcpy(sa->key, key, key_len);
    sa->key_len = (uint32_t)key_len;
    sa->tx_pn = 1;
    sa->rx_pn = 1;
}

/* A context remembers its key, so that none is stale after a restore. */
static void *context_of(struct hc_secy *secy, unsigned n,
                        const uint8_t *key, uint32_t key_len)
{
    struct hc_secy_context *context = &secy->context[n];
    uint8_t h[HC_AEAD_H_LEN];

    if (context->key_len != key_len ||
        memcmp(context->key, key, key_len)) {
        context->key_len = 0;
        if (!secy->aead->set_key(context->ctx, key, key_len, h)) {
            return NULL;
        }
        context->key_len = key_len;
        memcpy(context->key, key, key_len);
    }
    return context->ctx;
}

static void make_iv(const struct hc_secy *secy, const struct hc_secy_sa *sa,
                    uint32_t ssci, const uint8_t *sci, uint64_t pn,
                    uint8_t ret_iv[12])
{
    uint8_t salt[12], id[4];

    if (!secy->config.xpn) {
        hc_sectag_iv(sci, (uint32_t)pn, ret_iv);
        return;
    }
    memcpy(salt, sa->salt, sizeof(salt));
    hc_put_be32(id, ssci);
    for (unsigned i = 0; i < sizeof(id); i++) {
        salt[i] ^= id[i];
    }
    hc_sectag_iv_xpn(salt, pn, ret_iv);
}

static enum hc_status to_wire(struct hc_secy *secy, const uint8_t *frame,
                              size_t len)
{
    return secy->send ? secy->send(secy->send_opaque, frame, len) : HC_NAK;
}

/* The last number of all is used; after it the SA is silent (10.5.2). */
static uint64_t take_pn(struct hc_secy *secy, struct hc_secy_sa *sa)
{
    uint64_t pn = sa->tx_pn;
    uint64_t last = secy->config.xpn ? UINT64_MAX : UINT32_MAX;

    sa->tx_pn = pn == last ? 0 : pn + 1;
    return pn;
}

static uint8_t tci_of(const struct hc_secy_config *config)
{
    return (uint8_t)((config->send_sci ? HC_TCI_SC : 0) |
                     (config->end_station ? HC_TCI_ES : 0) |
                     (config->scb ? HC_TCI_SCB : 0) |
                     (config->encrypt ? HC_TCI_E | HC_TCI_C : 0));
}

/* Flaws of the tag are authenticated like the rest of it: what is wrong is
 * the tag alone. */
static void spoil_tag(struct hc_sectag *tag, enum hc_secy_flaw flaw)
{
    switch (flaw) {
    case HC_SECY_FLAW_SCI:
        tag->tci_an |= HC_TCI_SC;
        tag->sci[0] ^= 0x40;
        break;
    case HC_SECY_FLAW_VERSION:
        tag->tci_an |= HC_TCI_V;
        break;
    case HC_SECY_FLAW_SC_ES:
        tag->tci_an |= HC_TCI_SC | HC_TCI_ES;
        break;
    case HC_SECY_FLAW_SC_SCB:
        tag->tci_an |= HC_TCI_SC | HC_TCI_SCB;
        break;
    case HC_SECY_FLAW_C_ONLY:
        tag->tci_an = (uint8_t)((tag->tci_an & ~HC_TCI_E) | HC_TCI_C);
        break;
    case HC_SECY_FLAW_E_ONLY:
        tag->tci_an = (uint8_t)((tag->tci_an & ~HC_TCI_C) | HC_TCI_E);
        break;
    case HC_SECY_FLAW_SL:
        tag->sl = HC_SECTAG_SL_LIMIT;
        break;
    case HC_SECY_FLAW_SL_HIGH:
        tag->sl |= 0x80;
        break;
    case HC_SECY_FLAW_PN_ZERO:
        tag->pn = 0;
        break;
    default:
        break;
    }
}

/* Octets that are gone when the frame is to be too short. */
#define SHORT_BY 8u

static size_t spoil_frame(uint8_t *icv, size_t len, enum hc_secy_flaw flaw)
{
    if (flaw == HC_SECY_FLAW_ICV) {
        icv[HC_MACSEC_ICV_LEN - 1] ^= 1;
    } else if (flaw == HC_SECY_FLAW_DATA) {
        icv[-1] ^= 1;
    } else if (flaw == HC_SECY_FLAW_SHORT) {
        return len - SHORT_BY;
    }
    return len;
}

/* The association whose number is taken for a frame of an unused one. */
static unsigned an_of(const struct hc_secy *secy, enum hc_secy_flaw flaw)
{
    unsigned an = secy->config.encoding_sa % HC_SECY_SAS;

    return flaw == HC_SECY_FLAW_AN ? (an + 2) % HC_SECY_SAS : an;
}

/* A context for what is sealed; the wrong key is the right one upside
 * down. */
static void *seal_context(struct hc_secy *secy, unsigned an, bool wrong)
{
    const struct hc_secy_sa *sa = &secy->sa[an];
    uint8_t key[HC_AEAD_KEY_MAX];

    for (unsigned i = 0; wrong && i < sizeof(key); i++) {
        key[i] = (uint8_t)~sa->key[i];
    }
    return wrong ? context_of(secy, HC_SECY_SAS, key, sa->key_len)
                 : context_of(secy, an, sa->key, sa->key_len);
}

/* Builds a protected frame in `out`; its length, or 0 without a context. */
static size_t protect(struct hc_secy *secy, enum hc_secy_flaw flaw,
                      const uint8_t *frame, size_t len, uint8_t *out)
{
    unsigned an = secy->config.encoding_sa % HC_SECY_SAS;
    struct hc_secy_sa *sa = &secy->sa[an];
    void *ctx = seal_context(secy, an, flaw == HC_SECY_FLAW_KEY);
    size_t secure = len - MACS_LEN, open, head;
    struct hc_sectag tag = {
        .tci_an = (uint8_t)(tci_of(&secy->config) | an_of(secy, flaw)),
        .sl = hc_sectag_sl(secure),
    };
    uint8_t iv[HC_MACSEC_IV_LEN];
    uint64_t pn;

    if (!ctx) {
        return 0;
    }
    pn = take_pn(secy, sa);
    tag.pn = (uint32_t)pn;
    memcpy(tag.sci, secy->config.sci, sizeof(tag.sci));
    spoil_tag(&tag, flaw);
    memcpy(out, frame, MACS_LEN);
    head = MACS_LEN + hc_sectag_build(&tag, HC_MACSEC_ETYPE, out + MACS_LEN);
    make_iv(secy, sa, secy->config.ssci, tag.sci, pn, iv);
    open = tag.tci_an & HC_TCI_E ? 0 : secure;
    memcpy(out + head, frame + MACS_LEN, open);
    secy->aead->seal(ctx, iv, out, head + open, out + head + open,
                     frame + MACS_LEN + open, secure - open,
                     out + head + secure);
    return spoil_frame(out + head + secure,
                       head + secure + HC_MACSEC_ICV_LEN, flaw);
}

/* A restored length may be any. */
static bool has_key(const struct hc_secy_sa *sa)
{
    return sa->key_len == 16 || sa->key_len == HC_AEAD_KEY_MAX;
}

static bool can_protect(struct hc_secy *secy, size_t len)
{
    const struct hc_secy_sa *sa =
        &secy->sa[secy->config.encoding_sa % HC_SECY_SAS];

    if (len < ETH_MIN || len > HC_SECY_FRAME_MAX - HC_SECY_GROWTH) {
        secy->counters.out_too_long++;
        return false;
    }
    if (!has_key(sa) || !sa->tx_pn) {
        secy->counters.out_no_sa++;
        return false;
    }
    return true;
}

static enum hc_status send_protected(struct hc_secy *secy,
                                     enum hc_secy_flaw flaw,
                                     const uint8_t *frame, size_t len)
{
    uint8_t out[HC_SECY_FRAME_MAX];
    size_t out_len;

    out_len = can_protect(secy, len) ? protect(secy, flaw, frame, len, out)
                                     : 0;
    if (!out_len) {
        return HC_NAK;
    }
    if (secy->config.encrypt) {
        secy->counters.out_encrypted++;
    } else {
        secy->counters.out_protected++;
    }
    if (flaw == HC_SECY_FLAW_NONE) {
        memcpy(secy->last, out, out_len);
        secy->last_len = (uint32_t)out_len;
    }
    return to_wire(secy, out, out_len);
}

enum hc_status hc_secy_send(void *opaque, const uint8_t *frame, size_t len)
{
    struct hc_secy *secy = opaque;

    if (!secy->config.on) {
        return to_wire(secy, frame, len);
    }
    if (!secy->config.protect) {
        secy->counters.out_untagged++;
        return to_wire(secy, frame, len);
    }
    return send_protected(secy, HC_SECY_FLAW_NONE, frame, len);
}

enum hc_status hc_secy_flawed(struct hc_secy *secy, enum hc_secy_flaw flaw,
                              const uint8_t *frame, size_t len)
{
    enum hc_status status;

    if (flaw == HC_SECY_FLAW_REPLAY) {
        status = secy->last_len && secy->last_len <= sizeof(secy->last)
            ? to_wire(secy, secy->last, secy->last_len) : HC_NAK;
    } else if (flaw == HC_SECY_FLAW_PLAIN || flaw == HC_SECY_FLAW_MKA) {
        status = to_wire(secy, frame, len);
    } else {
        status = send_protected(secy, flaw, frame, len);
    }
    if (status == HC_OK && flaw != HC_SECY_FLAW_NONE) {
        secy->counters.out_flawed++;
    }
    return status;
}

static void up(struct hc_secy *secy, const uint8_t *frame, size_t len)
{
    if (secy->deliver) {
        secy->deliver(secy->deliver_opaque, frame, len);
    }
}

static void refuse(struct hc_secy *secy, size_t len, uint64_t *counter,
                   enum hc_reason reason)
{
    (*counter)++;
    secy->host->event(secy->host->opaque, HC_EVENT_FRAME_DROP,
                      (uint32_t)len, reason);
}

static void untagged_in(struct hc_secy *secy, const uint8_t *frame,
                        size_t len)
{
    if (hc_get_be16(frame + MACS_LEN) == ETYPE_EAPOL) {
        secy->counters.in_control++;
    } else if (secy->config.validate == HC_SECY_STRICT) {
        refuse(secy, len, &secy->counters.in_no_tag, HC_REASON_FILTERED);
    } else {
        secy->counters.in_untagged++;
        up(secy, frame, len);
    }
}

/* One tagged frame on its way in. */
struct arrival {
    const uint8_t *frame;
    size_t len;                 /* as it came */
    struct hc_sectag tag;
    size_t head, secure;        /* where the secure data is */
    uint8_t sci[8];
    uint64_t pn;
};

/* The SCI of a frame that carries none (9.9): of an end station it is the
 * source address and port 1; else that of the only other end. */
static void find_sci(const struct hc_secy *secy, struct arrival *in)
{
    static const uint8_t port[2] = { 0, 1 };

    if (in->tag.tci_an & HC_TCI_SC) {
        memcpy(in->sci, in->tag.sci, sizeof(in->sci));
    } else if (in->tag.tci_an & HC_TCI_ES || !secy->config.has_peer_sci) {
        memcpy(in->sci, in->frame + 6, 6);
        memcpy(in->sci + 6, port, sizeof(port));
    } else {
        memcpy(in->sci, secy->config.peer_sci, sizeof(in->sci));
    }
}

static bool read_tag(const struct hc_secy *secy, struct arrival *in)
{
    size_t rest;

    if (!hc_sectag_parse(in->frame + MACS_LEN, in->len - MACS_LEN,
                         &in->tag)) {
        return false;
    }
    in->head = MACS_LEN + hc_sectag_len(in->tag.tci_an);
    rest = in->len - in->head;
    if (rest < HC_MACSEC_ICV_LEN + 2) {
        return false;
    }
    /* With XPN the low half of a number may be 0 (10.6.1). */
    if (hc_sectag_faults(&in->tag, rest) &
        ~(secy->config.xpn ? HC_SECTAG_BAD_PN : 0u)) {
        return false;
    }
    in->secure = hc_sectag_secure_len(&in->tag, rest);
    find_sci(secy, in);
    return true;
}

/* The encoding of frames that only the key agreement entity gets. */
static bool is_for_kay(const struct arrival *in)
{
    return (in->tag.tci_an & (HC_TCI_E | HC_TCI_C)) == HC_TCI_E;
}

/* Without its tag. The octets behind the ICV were padding. */
static void strip_and_deliver(struct hc_secy *secy, uint8_t *frame,
                              const struct arrival *in)
{
    memmove(frame + MACS_LEN, frame + in->head, in->secure);
    up(secy, frame, MACS_LEN + in->secure);
}

/* Frames of unknown origin (figure 10-5): only what is readable, and only
 * where validation is not strict. */
static void without_sa(struct hc_secy *secy, const struct arrival *in,
                       uint64_t *dropped, uint64_t *passed)
{
    uint8_t frame[HC_SECY_FRAME_MAX];

    if (secy->config.validate == HC_SECY_STRICT ||
        in->tag.tci_an & HC_TCI_C) {
        refuse(secy, in->len, dropped, HC_REASON_NO_SA);
        return;
    }
    (*passed)++;
    memcpy(frame, in->frame, in->len);
    strip_and_deliver(secy, frame, in);
}

static uint64_t lowest_pn(const struct hc_secy *secy,
                          const struct hc_secy_sa *sa)
{
    return sa->rx_pn > secy->config.window ? sa->rx_pn - secy->config.window
                                           : 0;
}

static bool open_frame(struct hc_secy *secy, const struct arrival *in,
                       unsigned an, uint8_t *frame)
{
    const struct hc_secy_sa *sa = &secy->sa[an];
    size_t clear = in->tag.tci_an & HC_TCI_E ? 0 : in->secure;
    void *ctx = context_of(secy, an, sa->key, sa->key_len);
    uint8_t iv[HC_MACSEC_IV_LEN];

    memcpy(frame, in->frame, in->len);
    make_iv(secy, sa, secy->config.peer_ssci, in->sci, in->pn, iv);
    return ctx &&
           secy->aead->open(ctx, iv, in->frame, in->head + clear,
                            frame + in->head + clear,
                            in->frame + in->head + clear,
                            in->secure - clear,
                            in->frame + in->head + in->secure);
}

static void judge(struct hc_secy *secy, const struct arrival *in,
                  struct hc_secy_sa *sa, uint8_t *frame, bool valid)
{
    struct hc_secy_counters *n = &secy->counters;

    if (!valid && (secy->config.validate == HC_SECY_STRICT ||
                   in->tag.tci_an & HC_TCI_C)) {
        refuse(secy, in->len, &n->in_not_valid, HC_REASON_BAD_ICV);
        return;
    }
    if (secy->config.validate == HC_SECY_DISABLED) {
        n->in_unchecked++;
    } else if (!valid) {
        n->in_invalid++;
    } else if (in->pn < lowest_pn(secy, sa)) {
        n->in_delayed++;
    } else {
        n->in_ok++;
    }
    if (valid && in->pn >= sa->rx_pn) {
        sa->rx_pn = in->pn + (in->pn != UINT64_MAX);
    }
    strip_and_deliver(secy, frame, in);
}

static void validate(struct hc_secy *secy, struct arrival *in)
{
    unsigned an = in->tag.tci_an & HC_TCI_AN;
    struct hc_secy_sa *sa = &secy->sa[an];
    uint8_t frame[HC_SECY_FRAME_MAX];

    if (!has_key(sa)) {
        without_sa(secy, in, &secy->counters.in_not_using_sa,
                   &secy->counters.in_unused_sa);
        return;
    }
    in->pn = secy->config.xpn ? hc_sectag_recover_pn(sa->rx_pn, in->tag.pn)
                              : in->tag.pn;
    if (secy->config.replay && in->pn < lowest_pn(secy, sa)) {
        refuse(secy, in->len, &secy->counters.in_late, HC_REASON_REPLAYED);
        return;
    }
    judge(secy, in, sa, frame, open_frame(secy, in, an, frame));
}

void hc_secy_frame_in(void *opaque, const uint8_t *frame, size_t len)
{
    struct hc_secy *secy = opaque;
    struct arrival in = { .frame = frame, .len = len };

    if (!secy->config.on) {
        up(secy, frame, len);
        return;
    }
    if (len < ETH_MIN || len > HC_SECY_FRAME_MAX) {
        refuse(secy, len, &secy->counters.in_bad_tag,
               len < ETH_MIN ? HC_REASON_TOO_SHORT : HC_REASON_TOO_LONG);
        return;
    }
    if (hc_get_be16(frame + MACS_LEN) != HC_MACSEC_ETYPE) {
        untagged_in(secy, frame, len);
        return;
    }
    if (!read_tag(secy, &in)) {
        refuse(secy, len, &secy->counters.in_bad_tag, HC_REASON_BAD_TAG);
        return;
    }
    if (is_for_kay(&in)) {
        secy->counters.in_control++;
        return;
    }
    if (secy->config.has_peer_sci &&
        memcmp(in.sci, secy->config.peer_sci, sizeof(in.sci))) {
        without_sa(secy, &in, &secy->counters.in_no_sci,
                   &secy->counters.in_unknown_sci);
        return;
    }
    validate(secy, &in);
}

const char *hc_secy_flaw_name(unsigned flaw)
{
    static const char *const names[HC_SECY_FLAWS] = {
        [HC_SECY_FLAW_NONE] = "none", [HC_SECY_FLAW_REPLAY] = "replay",
        [HC_SECY_FLAW_KEY] = "wrong-key", [HC_SECY_FLAW_ICV] = "bad-icv",
        [HC_SECY_FLAW_DATA] = "bad-data", [HC_SECY_FLAW_PLAIN] = "plain",
        [HC_SECY_FLAW_SCI] = "unknown-sci",
        [HC_SECY_FLAW_AN] = "unknown-an",
        [HC_SECY_FLAW_VERSION] = "version", [HC_SECY_FLAW_SC_ES] = "sc-es",
        [HC_SECY_FLAW_SC_SCB] = "sc-scb", [HC_SECY_FLAW_C_ONLY] = "c-only",
        [HC_SECY_FLAW_E_ONLY] = "e-only", [HC_SECY_FLAW_SL] = "bad-sl",
        [HC_SECY_FLAW_SL_HIGH] = "sl-high",
        [HC_SECY_FLAW_PN_ZERO] = "pn-zero", [HC_SECY_FLAW_SHORT] = "short",
        [HC_SECY_FLAW_MKA] = "mka",
    };

    return flaw < HC_SECY_FLAWS ? names[flaw] : NULL;
}
