/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Address lookup engine of the AM335x switch: the table of 1024 entries and
 * the rules by which a frame finds its way (SPRUH73, chapter 14, ALE). */
#ifndef HC_ALE_H
#define HC_ALE_H

#include "hc.h"

#define HC_ALE_ENTRIES 1024
#define HC_ALE_BUCKETS 1024
#define HC_ALE_PORTS   3        /* 0 is the host, 1 and 2 are wires */

/* Where the registers are, as offsets from the subsystem. */
#define HC_ALE_BASE 0xd00u
#define HC_ALE_END  0xd80u

/* PORTCTL 1:0. */
enum hc_ale_port_state {
    HC_ALE_DISABLED, HC_ALE_BLOCKED, HC_ALE_LEARN, HC_ALE_FORWARD
};

enum hc_ale_tag { HC_ALE_UNTAGGED, HC_ALE_PRIORITY_TAGGED, HC_ALE_TAGGED };

/* An entry has 72 bits; word[2] holds the top eight. */
struct hc_ale_entry {
    uint32_t word[3];
};

/* What a port may still pass in this tick of the prescaler. */
struct hc_ale_rate {
    uint64_t tick;
    uint8_t  left[2];           /* multicasts, broadcasts */
    bool     loaded;
};

/* Plain data. The chains let a lookup skip the 1024 entries: each holds the
 * entries of one hash as index + 1, next to what a lookup compares. */
struct hc_ale_state {
    struct hc_ale_entry entry[HC_ALE_ENTRIES];
    uint16_t chain[HC_ALE_BUCKETS];
    uint16_t next[HC_ALE_ENTRIES];
    uint64_t key[HC_ALE_ENTRIES];
    uint32_t used[HC_ALE_ENTRIES / 32];
    struct hc_ale_rate rate[HC_ALE_PORTS];
    uint64_t age_out_until_ns;
};

struct hc_ale {
    const struct hc_host *host;
    uint32_t *reg;              /* the subsystem's, by offset / 4 */
    struct hc_ale_state *state;
};

/* A frame at the door. */
struct hc_ale_query {
    const uint8_t *frame;       /* at least both addresses */
    unsigned port;              /* where it comes from */
    unsigned directed;          /* mask of ports it must go to; 0: look up */
    bool     damaged;           /* let in with an error: for the host only */
    enum hc_ale_tag tag;
    uint16_t tag_vid;           /* of its tag, when it has one */
    uint16_t port_vid;          /* of the port it comes from */
};

struct hc_ale_verdict {
    unsigned ports;             /* mask of ports it goes to; 0: dropped */
    unsigned untag;             /* mask of ports that leave without a tag */
    uint16_t vid;               /* the VLAN it belongs to */
};

/* Binds state and registers and empties the table. */
void hc_ale_init(struct hc_ale *ale, const struct hc_host *host,
                 uint32_t *reg, struct hc_ale_state *state);

/* Registers to their reset values; the table stays as it is. */
void hc_ale_reset(struct hc_ale *ale);

/* Guest face: registers at HC_ALE_BASE .. HC_ALE_END - 1. */
enum hc_status hc_ale_read(struct hc_ale *ale, uint32_t at,
                           uint32_t *ret_value);
/* A change of a port's state is told as port.state. */
enum hc_status hc_ale_write(struct hc_ale *ale, uint32_t at, uint32_t value);

/* Decides where a frame goes, and learns from it. */
struct hc_ale_verdict hc_ale_forward(struct hc_ale *ale,
                                     const struct hc_ale_query *query);

/* What ale-forward.c needs of the table in ale.c. */

/* Keys: what a lookup compares, in the bit positions of an entry. */
#define HC_ALE_KEY_ADDR(addr)      (UINT64_C(1) << 60 | (addr))
#define HC_ALE_KEY_VLAN(vid)       (UINT64_C(2) << 60 | (uint64_t)(vid) << 48)
#define HC_ALE_KEY_VLAN_ADDR(vid, addr) \
    (UINT64_C(3) << 60 | (uint64_t)(vid) << 48 | (addr))
#define HC_ALE_KEY_OUI(addr)       (UINT64_C(1) << 62 | ((addr) >> 24 << 24))

/* The first entry with a key, or -1. */
int hc_ale_find(const struct hc_ale *ale, uint64_t key);

/* Replaces entry `at`, below HC_ALE_ENTRIES. */
void hc_ale_put(struct hc_ale *ale, unsigned at,
                const struct hc_ale_entry *entry);

/* The first free entry, or -1. */
int hc_ale_first_free(const struct hc_ale *ale);

/* `len` <= 8 bits from bit `bit` on; they do not cross a word. */
unsigned hc_ale_bits(const struct hc_ale_entry *entry, unsigned bit,
                     unsigned len);

uint32_t hc_ale_control(const struct hc_ale *ale);
uint32_t hc_ale_unknown_vlan(const struct hc_ale *ale);
uint32_t hc_ale_prescale(const struct hc_ale *ale);
uint32_t hc_ale_portctl(const struct hc_ale *ale, unsigned port);

/* CONTROL */
#define HC_ALE_CTL_ENABLE       (1u << 31)
#define HC_ALE_CTL_CLEAR        (1u << 30)
#define HC_ALE_CTL_AGE_OUT      (1u << 29)
#define HC_ALE_CTL_P0_UNI_FLOOD (1u << 8)
#define HC_ALE_CTL_LEARN_NO_VID (1u << 7)
#define HC_ALE_CTL_EN_VID0_MODE (1u << 6)
#define HC_ALE_CTL_OUI_DENY     (1u << 5)
#define HC_ALE_CTL_BYPASS       (1u << 4)
#define HC_ALE_CTL_RATE_LIMIT_TX (1u << 3)
#define HC_ALE_CTL_VLAN_AWARE   (1u << 2)
#define HC_ALE_CTL_AUTH_MODE    (1u << 1)
#define HC_ALE_CTL_RATE_LIMIT   (1u << 0)

/* PORTCTL */
#define HC_ALE_PORT_STATE         3u
#define HC_ALE_PORT_DROP_UNTAGGED (1u << 2)
#define HC_ALE_PORT_VID_INGRESS   (1u << 3)
#define HC_ALE_PORT_NOLEARN       (1u << 4)
#define HC_ALE_PORT_NO_SA_UPDATE  (1u << 5)

/* Entry types and kinds of unicast entry, bits 61:60 and 63:62. */
enum { HC_ALE_FREE, HC_ALE_ADDR, HC_ALE_VLAN, HC_ALE_VLAN_ADDR };
enum { HC_ALE_PERSISTENT, HC_ALE_UNTOUCHED, HC_ALE_OUI, HC_ALE_TOUCHED };

#endif
