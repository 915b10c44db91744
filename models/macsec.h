/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The MACsec engine of one port of a VSC8584-class PHY, with the two MACs
 * and the flow control buffer around it, behind the CSR window of page 4
 * (Linux drivers/net/phy/mscc/mscc_macsec.c programs it; field meanings are
 * also in the register headers of Microchip's MESA). What is modelled and
 * what is guessed: docs/hardware/macsec-engine.md.
 *
 *   host -> [host MAC rx] -> egress bank  -> [line MAC tx] -> line
 *   host <- [host MAC tx] <- ingress bank <- [line MAC rx] <- line
 */
#ifndef HC_MACSEC_H
#define HC_MACSEC_H

#include "aead.h"
#include "hc.h"

/* CSR targets: page 4 register 20 and the target bits of register 19. */
#define HC_MACSEC_TARGET_FC_BUFFER 0x04u
#define HC_MACSEC_TARGET_HOST_MAC  0x05u
#define HC_MACSEC_TARGET_LINE_MAC  0x06u
#define HC_MACSEC_TARGET_INGRESS   0x38u
#define HC_MACSEC_TARGET_EGRESS    0x3cu

#define HC_MACSEC_SAS       16u     /* match entries and records per bank */
#define HC_MACSEC_REC_WORDS 24u
#define HC_MACSEC_SAM_WORDS 13u
#define HC_MACSEC_CC_WORDS  3u
#define HC_MACSEC_BANK_REGS 1152u   /* nine groups of 128 addresses */
#define HC_MACSEC_MAC_REGS  0x43u
#define HC_MACSEC_FC_REGS   0x14u

/* The most that egress adds: a SecTAG with SCI and an ICV. */
#define HC_MACSEC_GROWTH    32u
/* The MACs' MAX_LEN as Linux sets it, less the FCS. */
#define HC_MACSEC_MAX_FRAME 10236u

/* Output lines of the host: MACsec bits of the PHY's extended interrupts. */
enum hc_macsec_line { HC_MACSEC_LINE_EGRESS, HC_MACSEC_LINE_INGRESS };

enum hc_macsec_verdict { HC_MACSEC_DROP, HC_MACSEC_PASS };

/*
 * Where the silicon's choice is unknown, or goes beyond mainline. All
 * false: what the register descriptions, IEEE 802.1AE and Linux agree on.
 */
struct hc_macsec_knobs {
    /* An exhausted egress SA is disabled by the engine, which moves to the
     * next entry that matches and starts its PN at 1 if it was unused. */
    bool auto_next_sa;
    /* The interrupt output is the latch of the interrupt controller, down
     * only when acknowledged; false: a pulse per cause. */
    bool irq_level;
    /* INTR_CTRL_STATUS bit 31 must be set for the output to work. Linux
     * never sets it. */
    bool irq_needs_pin_enable;
    /* An untagged frame agrees with SCI, TCI and AN masks. */
    bool untagged_matches_tag_masks;
    /* A late frame is discarded only where validation is strict. */
    bool late_passes_unless_strict;
    /* Frames of an egress SA with a wrong hash key leave with a wrong ICV;
     * false: they do not leave. */
    bool wrong_h_sends_bad_icv;
    /* Flow control bit 17 is not asked for on egress. */
    bool egress_ignores_in_use;
    /* Static bypass lets frames that should be protected pass in clear. */
    bool static_bypass_leaks;
    /* User priority is the tag's own where SAM_CP_TAG does not enable the
     * map; false: the default user priority. */
    bool unmapped_priority_is_pcp;
    /* The MACs discard frames below 64 octets (unless told not to). */
    bool drop_undersize;
    /* Added to the latency that MISC_CONTROL asks for. */
    uint32_t extra_latency_ns;
};

struct hc_macsec_bank {
    uint32_t reg[HC_MACSEC_BANK_REGS];
    uint32_t record[HC_MACSEC_SAS][HC_MACSEC_REC_WORDS];
    uint32_t sam[HC_MACSEC_SAS][HC_MACSEC_SAM_WORDS];
    uint32_t cc[HC_MACSEC_SAS][HC_MACSEC_CC_WORDS];
    uint64_t sa_count[HC_MACSEC_SAS][16];   /* 40-bit counters */
    uint64_t vlan_count[8][8];
    uint64_t global_count[18];
    uint32_t used;              /* records that sent since their key came */
};

/* A transform record, decoded. */
struct hc_macsec_record {
    bool     xpn;
    unsigned an;
    size_t   key_len;
    uint8_t  key[HC_AEAD_KEY_MAX], h[HC_AEAD_H_LEN];
    uint8_t  sci[8];
    uint8_t  salt[12];
    uint64_t pn;                /* egress: last used; ingress: next */
    uint32_t window;
    unsigned pn_word;
};

/* What was made of a record's words, which are kept to know when it is no
 * longer true. Derived, not state. */
struct hc_macsec_context {
    void    *ctx;
    bool     decoded, prepared;
    bool     h_right;           /* the record's hash key is the key's */
    unsigned fetched;           /* words that the engine could see */
    uint32_t word[HC_MACSEC_REC_WORDS];
    struct hc_macsec_record rec;
};

struct hc_macsec {
    const struct hc_host *host;
    const struct hc_aead *aead;
    struct hc_macsec_knobs knobs;           /* bench face; set at any time */
    struct hc_macsec_context context[2][HC_MACSEC_SAS];

    /* state, to the end */
    struct hc_macsec_bank bank[2];          /* 0 egress, 1 ingress */
    uint32_t mac[2][HC_MACSEC_MAC_REGS];    /* 0 host, 1 line */
    uint32_t fc[HC_MACSEC_FC_REGS];
};

/* How many octets hc_macsec_init needs for the contexts of one engine. */
size_t hc_macsec_contexts_size(const struct hc_aead *aead);

/* Binds the engine to its world and resets it; `contexts` is so many octets,
 * aligned as for any type, and stays the caller's. */
void hc_macsec_init(struct hc_macsec *m, const struct hc_host *host,
                    const struct hc_aead *aead, void *contexts);

/* Power-on: engine off, frames pass unchanged. Knobs stay. */
void hc_macsec_reset(struct hc_macsec *m);

/* Guest face: one access through the CSR window. HC_NO_REG (value 0, and
 * unmodelled.reg with target << 16 | addr) where nothing is. */
enum hc_status hc_macsec_csr_read(struct hc_macsec *m, unsigned target,
                                  uint32_t addr, uint32_t *ret_value);
enum hc_status hc_macsec_csr_write(struct hc_macsec *m, unsigned target,
                                   uint32_t addr, uint32_t value);

/* A frame (destination to payload, no FCS) from host to line or back. On
 * HC_MACSEC_PASS the result is in ret_frame, at most `size` octets; give
 * len + HC_MACSEC_GROWTH, and 60 at least. The buffers do not overlap. */
enum hc_macsec_verdict hc_macsec_egress(struct hc_macsec *m,
                                        const uint8_t *frame, size_t len,
                                        uint8_t *ret_frame, size_t size,
                                        size_t *ret_len);
enum hc_macsec_verdict hc_macsec_ingress(struct hc_macsec *m,
                                         const uint8_t *frame, size_t len,
                                         uint8_t *ret_frame, size_t size,
                                         size_t *ret_len);

/* How long a frame takes through the engine, as MISC_CONTROL fixes it. */
uint64_t hc_macsec_latency_ns(const struct hc_macsec *m, unsigned target);

#endif
