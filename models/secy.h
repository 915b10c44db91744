/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A MACsec entity in software (IEEE 802.1AE clause 10) for the far end of a
 * wire: protects what leaves, validates what arrives, counts, and sends
 * flawed frames when told. It shares the reading of a SecTAG and the cipher
 * with the PHY's engine, and none of the engine's decisions. */
#ifndef HC_SECY_H
#define HC_SECY_H

#include "aead.h"
#include "hc.h"

#define HC_SECY_SAS       4u        /* association numbers 0 to 3 */
#define HC_SECY_FRAME_MAX 2048u     /* on the wire, without FCS */
#define HC_SECY_GROWTH    32u       /* SecTAG with SCI, and ICV */

enum hc_secy_validate {
    HC_SECY_DISABLED, HC_SECY_CHECK, HC_SECY_STRICT
};

/* What the SecY is told to be; the words are those of ip-macsec(8). */
struct hc_secy_config {
    bool     on;                /* false: every frame passes unchanged */
    bool     protect, encrypt;
    bool     send_sci, end_station, scb;    /* TCI bits SC, ES, SCB */
    bool     xpn;               /* 64-bit packet numbers */
    bool     replay;            /* late frames are dropped */
    bool     has_peer_sci;      /* only this SC is listened to */
    uint8_t  validate;          /* enum hc_secy_validate */
    uint8_t  encoding_sa;       /* the AN that sends */
    uint32_t window;
    uint32_t ssci, peer_ssci;   /* of XPN */
    uint8_t  sci[8], peer_sci[8];
};

/* One key, used in both directions. */
struct hc_secy_sa {
    uint32_t key_len;           /* 16, 32; 0: there is no such SA */
    uint8_t  key[HC_AEAD_KEY_MAX], salt[12];
    uint64_t tx_pn;             /* the next to send; 0: none is left */
    uint64_t rx_pn;             /* the next expected */
};

/* The statistics of IEEE 802.1AE 10.7.9 and 10.7.18, all SAs together. */
struct hc_secy_counters {
    uint64_t in_untagged, in_no_tag, in_bad_tag, in_unknown_sci, in_no_sci;
    uint64_t in_unused_sa, in_not_using_sa, in_late, in_delayed;
    uint64_t in_unchecked, in_ok, in_invalid, in_not_valid;
    uint64_t in_control;        /* EtherType 888E: MKA's, for nobody here */
    uint64_t out_untagged, out_protected, out_encrypted, out_too_long;
    uint64_t out_no_sa;         /* no key, or its packet numbers are used up */
    uint64_t out_flawed;        /* of all that left: sent by hc_secy_flawed */
};

/* What can be wrong with one frame. */
enum hc_secy_flaw {
    HC_SECY_FLAW_NONE,          /* nothing: a frame on demand */
    HC_SECY_FLAW_REPLAY,        /* the last protected frame once more */
    HC_SECY_FLAW_KEY,           /* sealed with another key */
    HC_SECY_FLAW_ICV,           /* a bit of the ICV is wrong */
    HC_SECY_FLAW_DATA,          /* a bit of the secure data is wrong */
    HC_SECY_FLAW_PLAIN,         /* not protected at all */
    HC_SECY_FLAW_SCI,           /* from a SC that nobody knows */
    HC_SECY_FLAW_AN,            /* of the association that is not in use */
    HC_SECY_FLAW_VERSION,       /* V = 1 */
    HC_SECY_FLAW_SC_ES,         /* SC together with ES */
    HC_SECY_FLAW_SC_SCB,        /* SC together with SCB */
    HC_SECY_FLAW_C_ONLY,        /* C = 1, E = 0 */
    HC_SECY_FLAW_E_ONLY,        /* C = 0, E = 1: for the key agreement */
    HC_SECY_FLAW_SL,            /* a short length of 48 */
    HC_SECY_FLAW_SL_HIGH,       /* bit 7 of the SL octet */
    HC_SECY_FLAW_PN_ZERO,
    HC_SECY_FLAW_SHORT,         /* ends in the middle of its ICV */
    HC_SECY_FLAW_MKA,           /* EAPOL, which is never protected */
    HC_SECY_FLAWS
};

struct hc_secy_context {
    void    *ctx;
    uint32_t key_len;           /* 0: not prepared */
    uint8_t  key[HC_AEAD_KEY_MAX];
};

struct hc_secy {
    const struct hc_host *host;
    const struct hc_aead *aead;
    enum hc_status (*send)(void *opaque, const uint8_t *frame, size_t len);
    void (*deliver)(void *opaque, const uint8_t *frame, size_t len);
    void *send_opaque, *deliver_opaque;
    /* Derived: one for each SA, one for the wrong key. */
    struct hc_secy_context context[HC_SECY_SAS + 1];

    /* state, to the end */
    struct hc_secy_config config;
    struct hc_secy_sa sa[HC_SECY_SAS];
    struct hc_secy_counters counters;
    uint32_t last_len;          /* the last protected frame, for a replay */
    uint8_t  last[HC_SECY_FRAME_MAX];
};

/* How many octets hc_secy_init needs for its contexts. */
size_t hc_secy_contexts_size(const struct hc_aead *aead);

/* A SecY that is off: validate strict, encrypt, SCI in each tag. `contexts`
 * is so many octets, aligned as for any type, and stays the caller's. */
void hc_secy_init(struct hc_secy *secy, const struct hc_host *host,
                  const struct hc_aead *aead, void *contexts);

/* Says how frames leave to the wire, and who gets what has arrived. */
void hc_secy_wire(struct hc_secy *secy,
                  enum hc_status (*send)(void *opaque, const uint8_t *frame,
                                         size_t len),
                  void *send_opaque,
                  void (*deliver)(void *opaque, const uint8_t *frame,
                                  size_t len),
                  void *deliver_opaque);

/* A frame from above; has the form of a peer's `send`. HC_NAK: it did not
 * leave. */
enum hc_status hc_secy_send(void *secy, const uint8_t *frame, size_t len);

/* A frame from the wire; has the form of hc_partner's callback. */
void hc_secy_frame_in(void *secy, const uint8_t *frame, size_t len);

/* Bench face: installs a key (16 or 32 octets) for an AN below HC_SECY_SAS.
 * Its packet numbers start at 1. */
void hc_secy_set_key(struct hc_secy *secy, unsigned an, const uint8_t *key,
                     size_t key_len);

/* Bench face: sends one frame with a flaw. A protected one takes the next
 * packet number, but for a replay. HC_NAK: there is no key, no frame to
 * replay, or the wire refused it. */
enum hc_status hc_secy_flawed(struct hc_secy *secy, enum hc_secy_flaw flaw,
                              const uint8_t *frame, size_t len);

/* The word of a flaw ("bad-icv"); NULL beyond the last. */
const char *hc_secy_flaw_name(unsigned flaw);

#endif
