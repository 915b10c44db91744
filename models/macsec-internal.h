/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the files of the MACsec engine tell each other. */
#ifndef HC_MACSEC_INTERNAL_H
#define HC_MACSEC_INTERNAL_H

#include "macsec-frame.h"
#include "macsec.h"
#include "reg.h"

enum { EGRESS, INGRESS };
enum { HOST, LINE };

/*
 * The registers of a bank lie in nine places of a 14-bit space; they are
 * kept side by side, 128 for each place. Beside them there are the records
 * (0000), the match entries (1000), the consistency check's entries (3800)
 * and the counters (2000, 3000, 3100).
 */
#define GROUP(addr) ((addr) >> 7 == 0x10 ? 0u : (addr) >> 7 == 0x30 ? 1u : \
                     (addr) >> 7 == 0x38 ? 2u : (addr) >> 7 == 0x3c ? 3u : \
                     (addr) >> 7 == 0x64 ? 4u : (addr) >> 7 == 0x74 ? 5u : \
                     (addr) >> 7 == 0x78 ? 6u : (addr) >> 7 == 0x7a ? 7u : \
                     (addr) >> 7 == 0x7c ? 8u : 9u)
#define AT(addr) (GROUP(addr) << 7 | ((addr) & 0x7fu))

/* Names and addresses as in MESA's register headers; Linux' names agree. */
#define ENA_CFG           AT(0x0800)
#define CTL_CFG           AT(0x0801)
#define ENTRY_ENABLE1     AT(0x1800)
#define ENTRY_TOGGLE1     AT(0x1804)
#define ENTRY_SET1        AT(0x1808)
#define ENTRY_CLEAR1      AT(0x180c)
#define FLOW_CTRL         AT(0x1c00)
#define CP_DA_MATCH       AT(0x1e00)
#define CP_ET_MATCH       AT(0x1e14)
#define CP_DA_START       AT(0x1e20)
#define CP_DA_END         AT(0x1e22)
#define CP_DA_44          AT(0x1e24)
#define CP_DA_48          AT(0x1e26)
#define CP_MATCH_MODE     AT(0x1e3e)
#define CP_MATCH_ENABLE   AT(0x1e3f)
#define SAM_CP_TAG        AT(0x1e40)
#define NM_PARAMS         AT(0x1e50)
#define NM_FLOW_NCP       AT(0x1e51)
#define NM_FLOW_CP        AT(0x1e52)
#define MISC_CONTROL      AT(0x1e5f)
#define HDR_EXT_CTRL      AT(0x1e60)
#define COUNT_CONTROL     AT(0x3204)
#define COUNT_INCEN1      AT(0x3205)
#define COUNT_INCEN2      AT(0x3206)
#define CC_ENABLE1        AT(0x3a00)
#define CC_CONTROL        AT(0x3a10)
#define CC_TAGS           AT(0x3a11)
#define CC_CP_TAG         AT(0x3a14)
#define VLAN_MTU_CHECK    AT(0x3c40)
#define NON_VLAN_MTU      AT(0x3c48)
#define COUNT_SECFAIL1    AT(0x3c49)
#define PP_CTRL           AT(0x3c4b)
#define CONTEXT_CTRL      AT(0x3d02)
#define INTR_CTRL_STATUS  AT(0x3d04)
#define SEQ_NUM_THRESH    AT(0x3d08)
#define THRESH_LOWER      AT(0x3d09)
#define THRESH_UPPER      AT(0x3d0a)
#define NEXT_PN_LOWER     AT(0x3d20)
#define NEXT_PN_UPPER     AT(0x3d21)
#define NEXT_PN_CONTEXT   AT(0x3d22)
#define NEXT_PN_CTRL      AT(0x3d23)
#define AIC_ENABLE_CTRL   AT(0x3e02)
#define AIC_RAW_STAT      AT(0x3e03)
#define AIC_ENABLED_STAT  AT(0x3e04)
#define AIC_ENABLE_CLR    AT(0x3e05)
#define AIC_OPTIONS       AT(0x3e06)

/* INTR_CTRL_STATUS: the same bits are enables 16 above. */
#define INTR_CONTEXT   (1u << 3)
#define INTR_THRESHOLD (1u << 4)
#define INTR_ROLLOVER  (1u << 5)
#define INTR_PIN       (1u << 15)

/* The flow control word, as far as both banks agree; NM_FLOW's octets have
 * the same low eight bits. */
#define FLOW_TYPE      0x3u
#define FLOW_BYPASS    0u
#define FLOW_DROP      1u
#define FLOW_INGRESS   2u
#define FLOW_EGRESS    3u
#define FLOW_DEST(flow) ((flow) >> 2 & 3)
#define FLOW_NON_RESERVED (1u << 4)
#define FLOW_CRYPT_AUTH   (1u << 5)
#define FLOW_ACTION(flow) ((flow) >> 6 & 3)
#define FLOW_IN_USE       (1u << 17)
#define FLOW_OFFSET(flow) ((flow) >> 24 & 0x7f)
#define OFFSET_MAX     64u      /* 65 to 127 are reserved */

#define ACTION_NONE 3u          /* "do not drop", for debugging */

#define PORT_CONTROLLED   2u
#define PORT_UNCONTROLLED 3u

#define MISC_STATIC_BYPASS (1u << 8)
#define MISC_NM_MACSEC_EN  (1u << 9)
#define MISC_VALIDATE(misc) ((misc) >> 10 & 3)

enum { VALIDATE_DISABLED, VALIDATE_CHECK, VALIDATE_STRICT };

/* How a frame looks to the classifier. Offsets are into the whole frame. */
enum hc_macsec_class { CLASS_UNTAGGED, CLASS_TAGGED, CLASS_BAD, CLASS_KAY };

struct hc_vlan_view {
    unsigned n;                 /* tags found: 0, 1, 2 */
    bool     q, s;              /* the outer one is a Q tag, an S tag */
    uint16_t vid[2];            /* outer, inner */
    uint8_t  up[2];
    size_t   end;               /* of the tags, from the destination on */
};

struct hc_macsec_view {
    const uint8_t *frame;       /* after a bypassed header */
    size_t   len;
    const uint8_t *header;      /* NULL: none */
    size_t   header_len;
    struct hc_vlan_view vlan;
    uint16_t first_etype, etype;        /* after the MACs, after the tags */
    enum hc_macsec_class class;
    bool     has_tag;           /* `tag` is filled */
    struct hc_sectag tag;
    uint32_t sci[2];            /* the tag's, as a match entry has it */
    size_t   tag_at;            /* of its EtherType */
    size_t   tag_len;           /* with its EtherType */
    size_t   secure_len;        /* CLASS_TAGGED, CLASS_KAY */
    bool     control;
    unsigned source_port;
};

/* Counter numbers: the place in their group. */
enum { EGR_OCTETS, EGR_OCTETS_HIGH, EGR_PKTS, EGR_TOO_LONG, EGR_UC };
enum { EGR_G_TRANSFORM, EGR_G_CTRL, EGR_G_UNKNOWN_SA, EGR_G_UNTAGGED,
       EGR_G_OVERSIZE, EGR_G_UC, EGR_G_OCTETS = EGR_G_UC + 3 };
enum { IGR_OCTETS, IGR_OCTETS_HIGH, IGR_UNCHECKED, IGR_DELAYED, IGR_LATE,
       IGR_OK, IGR_INVALID, IGR_NOT_VALID, IGR_NOT_USING, IGR_UNUSED,
       IGR_UNTAGGED_HIT, IGR_UC };
enum { IGR_G_TRANSFORM, IGR_G_CTRL, IGR_G_NO_TAG, IGR_G_UNTAGGED,
       IGR_G_TAGGED, IGR_G_BAD_TAG, IGR_G_UNTAGGED_MISS, IGR_G_NO_SCI,
       IGR_G_UNKNOWN_SCI, IGR_G_ICC_NOT_PASS, IGR_G_ICC_PASS = 11,
       IGR_G_OVERSIZE = 13, IGR_G_UC, IGR_G_OCTETS = IGR_G_UC + 3 };
enum { VLAN_OCTETS, VLAN_OCTETS_HIGH, VLAN_PKTS, VLAN_DROPPED,
       VLAN_OVERSIZE };

/* What the hooks of a bank's registers get. */
struct hc_macsec_access {
    struct hc_macsec *m;
    unsigned dir;
};

/* The register tables, for the walk of a test; NULL beyond the last. */
struct hc_regmap *hc_macsec_map(unsigned n);

/* registers */
void hc_macsec_bank_build(void);
struct hc_regmap *hc_macsec_bank_map(unsigned n);
void hc_macsec_bank_reset(struct hc_macsec *m, unsigned dir, bool power_on);
enum hc_status hc_macsec_bank_access(struct hc_macsec *m, unsigned dir,
                                     uint32_t addr, bool write,
                                     uint32_t *value);
struct hc_regmap *hc_macsec_mac_map(unsigned n);
void hc_macsec_mac_reset(struct hc_macsec *m);
enum hc_status hc_macsec_mac_access(struct hc_macsec *m, unsigned target,
                                    uint32_t addr, bool write,
                                    uint32_t *value);

/* True if frames go past the engine of this direction unseen. */
bool hc_macsec_passed_by(const struct hc_macsec_bank *bank);
/* True if it is switched in but held in reset or without a clock. */
bool hc_macsec_held(const struct hc_macsec_bank *bank);

/* match */
bool hc_macsec_vlan_parse(const uint32_t *tag_regs, bool raw_pcp,
                          const uint8_t *frame, size_t len,
                          struct hc_vlan_view *ret_view);
void hc_macsec_view(const struct hc_macsec *m, unsigned dir,
                    const uint8_t *frame, size_t len,
                    struct hc_macsec_view *ret_view);
/* The winning entry, or -1. */
int hc_macsec_lookup(const struct hc_macsec *m, unsigned dir,
                     const struct hc_macsec_view *view);
uint32_t hc_macsec_nm_flow(const struct hc_macsec_bank *bank,
                           const struct hc_macsec_view *view);
bool hc_macsec_classified_out(const struct hc_macsec_view *view,
                              uint32_t flow);

/* records */
/* An SA's record as it is now; NULL if it makes no sense. Valid until the
 * next call for the same SA. */
struct hc_macsec_record *hc_macsec_record_decode(struct hc_macsec *m,
                                                 unsigned dir, unsigned sa);
/* A context for the key of the record that was just decoded, or NULL;
 * *ret_h_right tells whether the record's hash key is the key's. */
void *hc_macsec_record_context(struct hc_macsec *m, unsigned dir,
                               unsigned sa, bool *ret_h_right);
void hc_macsec_record_put_pn(struct hc_macsec *m, unsigned dir, unsigned sa,
                             const struct hc_macsec_record *rec,
                             uint64_t pn);
/* Egress: takes the next PN; false if there is none. */
bool hc_macsec_record_take_pn(struct hc_macsec *m, unsigned sa,
                              struct hc_macsec_record *rec);
/* Ingress: NEXT_PN_CTRL was started. */
void hc_macsec_record_update_next(struct hc_macsec *m, unsigned dir);
void hc_macsec_raise(struct hc_macsec *m, unsigned dir, uint32_t cause,
                     bool again);
void hc_macsec_irq_update(struct hc_macsec *m, unsigned dir);

/* statistics */
void hc_macsec_count_sa(struct hc_macsec_bank *bank, unsigned sa,
                        unsigned counter, uint64_t by);
void hc_macsec_count_vlan(struct hc_macsec_bank *bank, unsigned up,
                          unsigned counter, uint64_t by);
void hc_macsec_count_global(struct hc_macsec_bank *bank, unsigned counter,
                            uint64_t by);
void hc_macsec_count_reset(struct hc_macsec_bank *bank);
enum hc_status hc_macsec_count_access(struct hc_macsec_bank *bank,
                                      unsigned dir, uint32_t addr,
                                      bool write, uint32_t *value);
/* 0 unicast, 1 multicast, 2 broadcast. */
unsigned hc_macsec_cast(const uint8_t *frame);

/* The output stage that both directions share: MTU, statistics. False: the
 * frame is too long and is discarded. `sa` is -1 without an entry. */
bool hc_macsec_post(struct hc_macsec *m, unsigned dir,
                    const struct hc_vlan_view *vlan, const uint8_t *frame,
                    size_t len, int sa);
void hc_macsec_dropped(struct hc_macsec *m, unsigned dir,
                       const struct hc_vlan_view *vlan, size_t len,
                       enum hc_reason reason);

/* MACs: a frame comes in at a side (false: the MAC keeps it), goes out. */
bool hc_macsec_mac_rx(struct hc_macsec *m, unsigned side,
                      const uint8_t *frame, size_t len);
size_t hc_macsec_mac_tx(struct hc_macsec *m, unsigned side, uint8_t *frame,
                        size_t len, size_t size);

#endif
