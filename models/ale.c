/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ale.h"

#include <string.h>

#include "reg.h"

#define IDVER        0xd00u
#define CONTROL      0xd08u
#define PRESCALE     0xd10u
#define UNKNOWN_VLAN 0xd18u
#define TBLCTL       0xd20u
#define TBLW2        0xd34u
#define TBLW1        0xd38u
#define TBLW0        0xd3cu
#define PORTCTL      0xd40u

#define TBLCTL_WRITE (1u << 31)
#define TBLCTL_INDEX 0x3ffu

#define ADDR_GROUP   (UINT64_C(1) << 40)
#define ADDR_MASK    ((UINT64_C(1) << 48) - 1)

/* AGE_OUT_NOW must be seen as 1 by one that writes it and then waits for it
 * (cpsw.c, cpsw_set_promiscious), and as 0 soon after, or each later
 * read-modify-write of CONTROL would look like another request.
 * guess: the time that silicon takes to walk the table. */
#define AGE_OUT_NS (100 * NS_PER_US)

/* An OUI entry is found by its OUI only, whatever its type. */
static uint64_t key_of(const struct hc_ale_entry *entry)
{
    uint64_t low = (uint64_t)entry->word[1] << 32 | entry->word[0];
    uint64_t addr = low & ADDR_MASK;
    unsigned vid = (unsigned)(low >> 48) & 0xfff;

    switch (low >> 60 & 3) {
    case HC_ALE_VLAN:
        return HC_ALE_KEY_VLAN(vid);
    case HC_ALE_ADDR:
    case HC_ALE_VLAN_ADDR:
        if (low >> 62 == HC_ALE_OUI && !(addr & ADDR_GROUP)) {
            return HC_ALE_KEY_OUI(addr);
        }
        return (low >> 60 & 3) == HC_ALE_ADDR ?
               HC_ALE_KEY_ADDR(addr) : HC_ALE_KEY_VLAN_ADDR(vid, addr);
    default:
        return 0;
    }
}

/* Multiplicative hash: the top ten bits of the product are well mixed. */
static unsigned bucket_of(uint64_t key)
{
    return (unsigned)(key * UINT64_C(0x9e3779b97f4a7c15) >> 54);
}

static void unlink_entry(struct hc_ale_state *state, unsigned at)
{
    uint64_t key = state->key[at];
    uint16_t *link = &state->chain[bucket_of(key)];

    if (!key) {
        return;
    }
    while (*link && *link != at + 1) {
        link = &state->next[*link - 1];
    }
    if (*link) {
        *link = state->next[at];
    }
    state->used[at / 32] &= ~(1u << at % 32);
}

/* A chain rises, so that of equal entries the first in the table is found. */
static void link_entry(struct hc_ale_state *state, unsigned at)
{
    uint64_t key = key_of(&state->entry[at]);
    uint16_t *link = &state->chain[bucket_of(key)];

    state->key[at] = key;
    if (!key) {
        return;
    }
    while (*link && *link < at + 1) {
        link = &state->next[*link - 1];
    }
    state->next[at] = *link;
    *link = (uint16_t)(at + 1);
    state->used[at / 32] |= 1u << at % 32;
}

int hc_ale_find(const struct hc_ale *ale, uint64_t key)
{
    const struct hc_ale_state *state = ale->state;
    unsigned at = state->chain[bucket_of(key)];

    while (at && state->key[at - 1] != key) {
        at = state->next[at - 1];
    }
    return (int)at - 1;
}

void hc_ale_put(struct hc_ale *ale, unsigned at,
                const struct hc_ale_entry *entry)
{
    unlink_entry(ale->state, at);
    ale->state->entry[at] = *entry;
    link_entry(ale->state, at);
}

int hc_ale_first_free(const struct hc_ale *ale)
{
    for (unsigned i = 0; i < HC_ALE_ENTRIES / 32; i++) {
        uint32_t free = ~ale->state->used[i];

        for (unsigned bit = 0; free && bit < 32; bit++) {
            if (free >> bit & 1) {
                return (int)(i * 32 + bit);
            }
        }
    }
    return -1;
}

unsigned hc_ale_bits(const struct hc_ale_entry *entry, unsigned bit,
                     unsigned len)
{
    return entry->word[bit / 32] >> bit % 32 & ((1u << len) - 1);
}

uint32_t hc_ale_control(const struct hc_ale *ale)
{
    return ale->reg[CONTROL / 4];
}

uint32_t hc_ale_unknown_vlan(const struct hc_ale *ale)
{
    return ale->reg[UNKNOWN_VLAN / 4];
}

uint32_t hc_ale_prescale(const struct hc_ale *ale)
{
    return ale->reg[PRESCALE / 4];
}

uint32_t hc_ale_portctl(const struct hc_ale *ale, unsigned port)
{
    return ale->reg[PORTCTL / 4 + port];
}

static bool is_ageable(const struct hc_ale_entry *entry)
{
    unsigned type = hc_ale_bits(entry, 60, 2);

    return (type == HC_ALE_ADDR || type == HC_ALE_VLAN_ADDR) &&
           !hc_ale_bits(entry, 40, 1) && hc_ale_bits(entry, 62, 1);
}

/* Forgets who was silent since the last pass. Bit 62 says ageable and bit 63
 * touched, so a pass takes 63 away from one and all from the other. */
static void age_out(struct hc_ale *ale)
{
    static const struct hc_ale_entry none;

    for (unsigned at = 0; at < HC_ALE_ENTRIES; at++) {
        struct hc_ale_entry *entry = &ale->state->entry[at];

        if (!is_ageable(entry)) {
            continue;
        }
        if (hc_ale_bits(entry, 63, 1)) {
            entry->word[1] &= ~(1u << 31);
        } else {
            hc_ale_put(ale, at, &none);
        }
    }
}

static void settle_age_out(struct hc_ale *ale)
{
    uint64_t *until_ns = &ale->state->age_out_until_ns;

    if (*until_ns && ale->host->now_ns(ale->host->opaque) >= *until_ns) {
        ale->reg[CONTROL / 4] &= ~HC_ALE_CTL_AGE_OUT;
        *until_ns = 0;
    }
}

static void control_before_read(void *model, uint32_t at)
{
    (void)at;
    settle_age_out(model);
}

static void clear_table(struct hc_ale *ale)
{
    uint64_t until_ns = ale->state->age_out_until_ns;

    memset(ale->state, 0, sizeof(*ale->state));
    ale->state->age_out_until_ns = until_ns;
}

static void control_was_written(void *model, uint32_t at, uint32_t value)
{
    struct hc_ale *ale = model;

    (void)at;
    settle_age_out(ale);
    if (value & HC_ALE_CTL_CLEAR) {
        clear_table(ale);
    }
    if (value & HC_ALE_CTL_AGE_OUT && !ale->state->age_out_until_ns) {
        age_out(ale);
        ale->reg[CONTROL / 4] |= HC_ALE_CTL_AGE_OUT;
        ale->state->age_out_until_ns =
            ale->host->now_ns(ale->host->opaque) + AGE_OUT_NS;
    }
}

static void tblctl_was_written(void *model, uint32_t at, uint32_t value)
{
    struct hc_ale *ale = model;
    const unsigned index = value & TBLCTL_INDEX;
    struct hc_ale_entry entry;

    (void)at;
    if (value & TBLCTL_WRITE) {
        entry = (struct hc_ale_entry){ { ale->reg[TBLW0 / 4],
                                         ale->reg[TBLW1 / 4],
                                         ale->reg[TBLW2 / 4] } };
        hc_ale_put(ale, index, &entry);
        return;
    }
    entry = ale->state->entry[index];
    ale->reg[TBLW0 / 4] = entry.word[0];
    ale->reg[TBLW1 / 4] = entry.word[1];
    ale->reg[TBLW2 / 4] = entry.word[2];
}

/* IDVER and reset values as in SPRUH73, table of ALE registers; PORTCTL 3..5
 * belong to ports that this switch lacks. */
static const struct hc_reg rows[] = {
    { "IDVER", IDVER, .reset = 0x00290104 },
    { "CONTROL", CONTROL, .rw = 0x9fffffff, .sc = HC_ALE_CTL_CLEAR,
      .before_read = control_before_read,
      .was_written = control_was_written },
    { "PRESCALE", PRESCALE, .rw = 0x000fffff },
    { "UNKNOWN_VLAN", UNKNOWN_VLAN, .rw = 0x3f3f3f3f },
    { "TBLCTL", TBLCTL, .rw = TBLCTL_INDEX, .sc = TBLCTL_WRITE,
      .was_written = tblctl_was_written },
    { "TBLW2", TBLW2, .rw = 0x000000ff },
    { "TBLW1", TBLW1, .rw = 0xffffffff },
    { "TBLW0", TBLW0, .rw = 0xffffffff },
    { "PORTCTL", PORTCTL, .rw = 0xffff003f, .count = 6, .stride = 4 },
};

static struct hc_regmap map = {
    .name = "ale", .reg = rows, .n = sizeof(rows) / sizeof(rows[0]),
    .shift = 2,
};

void hc_ale_init(struct hc_ale *ale, const struct hc_host *host,
                 uint32_t *reg, struct hc_ale_state *state)
{
    hc_regmap_build(&map);
    *ale = (struct hc_ale){ host, reg, state };
    memset(state, 0, sizeof(*state));
}

void hc_ale_reset(struct hc_ale *ale)
{
    hc_regmap_reset(&map, ale->reg);
    ale->state->age_out_until_ns = 0;
    memset(ale->state->rate, 0, sizeof(ale->state->rate));
}

enum hc_status hc_ale_read(struct hc_ale *ale, uint32_t at,
                           uint32_t *ret_value)
{
    return hc_reg_read(&map, ale->reg, ale, ale->host, at, ret_value);
}

enum hc_status hc_ale_write(struct hc_ale *ale, uint32_t at, uint32_t value)
{
    const uint32_t before = ale->reg[at / 4];
    enum hc_status status;

    status = hc_reg_write(&map, ale->reg, ale, ale->host, at, value);
    if (at >= PORTCTL && at < PORTCTL + 4 * HC_ALE_PORTS &&
        (before ^ value) & HC_ALE_PORT_STATE) {
        ale->host->event(ale->host->opaque, HC_EVENT_PORT_STATE,
                         (at - PORTCTL) / 4, value & HC_ALE_PORT_STATE);
    }
    return status;
}
