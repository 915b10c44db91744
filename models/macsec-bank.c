/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The registers of a MACsec bank: where they are and what they do. */
#include "macsec-internal.h"

#include <string.h>

#define RECORDS_END   0x200u
#define SAM_BASE      0x1000u
#define SAM_END       0x1100u
#define COUNTERS_BASE 0x2000u
#define COUNTERS_END  0x3200u
#define CC_BASE       0x3800u
#define CC_END        0x3840u

/* Match words that only ingress has: the SCI. */
#define SAM_SCI_LO 5u
#define SAM_SCI_HI 6u

#define ENA_CLK    (1u << 0)
#define ENA_SW_RST (1u << 1)
#define ENA_BYPASS (1u << 8)
#define ENA_MACSEC (1u << 9)

#define COUNT_RESET_ALL 1u
#define COUNT_MODES     0xeu

#define NEXT_PN_START   1u

#define ENTRIES 0xffffu
#define AIC_INPUTS 0x1fu

static uint32_t address_of(uint32_t at)
{
    static const uint16_t base[] = { 0x0800, 0x1800, 0x1c00, 0x1e00, 0x3200,
                                     0x3a00, 0x3c00, 0x3d00, 0x3e00 };

    return base[at >> 7] | (at & 0x7f);
}

static struct hc_macsec_bank *bank_of(void *model)
{
    struct hc_macsec_access *access = model;

    return &access->m->bank[access->dir];
}

static void unmodelled(struct hc_macsec_access *access, uint32_t at,
                       bool write)
{
    const struct hc_host *host = access->m->host;
    uint32_t target = access->dir == EGRESS ? HC_MACSEC_TARGET_EGRESS
                                            : HC_MACSEC_TARGET_INGRESS;

    host->event(host->opaque, HC_EVENT_UNMODELLED_REG,
                target << 16 | address_of(at), write);
}

static void was_read_unmodelled(void *model, uint32_t at)
{
    unmodelled(model, at, false);
}

static void was_written_unmodelled(void *model, uint32_t at, uint32_t value)
{
    (void)value;
    unmodelled(model, at, true);
}

/* guess: the reset reaches all but the wrapper's own registers (0800 to
 * 0805). Linux programs everything again after it. */
static void ena_was_written(void *model, uint32_t at, uint32_t value)
{
    struct hc_macsec_access *access = model;

    (void)at;
    if (value & ENA_SW_RST) {
        hc_macsec_bank_reset(access->m, access->dir, false);
    }
}

/* The entries that are not as they were. */
static void tell_entries(const struct hc_macsec_access *access,
                         uint32_t before, uint32_t now)
{
    const struct hc_host *host = access->m->host;

    for (unsigned sa = 0; sa < HC_MACSEC_SAS; sa++) {
        if ((before ^ now) >> sa & 1) {
            host->event(host->opaque, now >> sa & 1 ? HC_EVENT_MACSEC_SA_ON
                                                    : HC_EVENT_MACSEC_SA_OFF,
                        access->dir == INGRESS, sa);
        }
    }
}

static void entries_were_written(void *model, uint32_t at, uint32_t value)
{
    uint32_t *enabled = &bank_of(model)->reg[ENTRY_ENABLE1];
    uint32_t before = *enabled;

    value &= ENTRIES;
    if (at == ENTRY_TOGGLE1) {
        *enabled ^= value;
    } else if (at == ENTRY_SET1) {
        *enabled |= value;
    } else {
        *enabled &= ~value;
    }
    tell_entries(model, before, *enabled);
}

/* A write with RESET_ALL leaves the other bits as they were, whatever it
 * says about them: that is why they are not in the table's mask. */
static void count_control_was_written(void *model, uint32_t at,
                                      uint32_t value)
{
    struct hc_macsec_bank *bank = bank_of(model);

    if (value & COUNT_RESET_ALL) {
        hc_macsec_count_reset(bank);
    } else {
        bank->reg[at] = value & COUNT_MODES;
    }
}

/* Status bits go where 0 is written (MESA clears with 0; Linux' enabling
 * write has 0 there too). */
static void intr_was_written(void *model, uint32_t at, uint32_t value)
{
    bank_of(model)->reg[at] &= value | 0xffff0000u;
}

static void next_pn_was_written(void *model, uint32_t at, uint32_t value)
{
    struct hc_macsec_access *access = model;

    (void)at;
    if (value & NEXT_PN_START) {
        hc_macsec_record_update_next(access->m, access->dir);
    }
}

static void aic_was_written(void *model, uint32_t at, uint32_t value)
{
    struct hc_macsec_access *access = model;
    struct hc_macsec_bank *bank = bank_of(model);

    if (at == AIC_RAW_STAT) {
        bank->reg[AIC_ENABLE_CTRL] |= value & AIC_INPUTS;
    } else if (at == AIC_ENABLE_CLR) {
        bank->reg[AIC_ENABLE_CTRL] &= ~value;
    } else if (at == AIC_ENABLED_STAT) {
        bank->reg[AIC_RAW_STAT] &= ~value;
    }
    hc_macsec_irq_update(access->m, access->dir);
}

static void aic_enabled_before_read(void *model, uint32_t at)
{
    struct hc_macsec_bank *bank = bank_of(model);

    bank->reg[at] = bank->reg[AIC_RAW_STAT] & bank->reg[AIC_ENABLE_CTRL];
}

#define ALL 0xffffffffu

/* Reset values where MESA's register header tells one; zero elsewhere. */
static const struct hc_reg bank_regs[] = {
    { "ENA_CFG", ENA_CFG, .rw = 0x1f03, .was_written = ena_was_written },
    { "CTL_CFG", CTL_CFG, .rw = 0x1f },
    { "STICKY", AT(0x802), .w1c = 0xe0 },
    { "STICKY_MASK", AT(0x803), .rw = 0xe0 },
    { "FC_CFG/LATENCY_CFG", AT(0x804), .rw = 0x77fff },
    { "PTP_STALL_CFG", AT(0x805), .rw = 0x7f },

    { "SAM_ENTRY_ENABLE1", ENTRY_ENABLE1, .rw = ENTRIES },
    { "SAM_ENTRY_TOGGLE1", ENTRY_TOGGLE1, .sc = ENTRIES,
      .was_written = entries_were_written },
    { "SAM_ENTRY_SET1", ENTRY_SET1, .sc = ENTRIES,
      .was_written = entries_were_written },
    { "SAM_ENTRY_CLEAR1", ENTRY_CLEAR1, .sc = ENTRIES,
      .was_written = entries_were_written },
    { "SAM_IN_FLIGHT", AT(0x1810), .sc = 0x80000000 },

    { "SAM_FLOW_CTRL", FLOW_CTRL, .rw = 0xff7f00ff, .count = HC_MACSEC_SAS,
      .stride = 1 },

    { "CP_MAC_DA_MATCH", CP_DA_MATCH, .rw = ALL, .count = 20, .stride = 1 },
    { "CP_MAC_ET_MATCH", CP_ET_MATCH, .rw = 0xffff0000, .count = 8,
      .stride = 1 },
    { "CP_MAC_DA_START_LO", CP_DA_START, .rw = ALL },
    { "CP_MAC_DA_START_HI", CP_DA_START + 1, .rw = 0xffff },
    { "CP_MAC_DA_END_LO", CP_DA_END, .rw = ALL },
    { "CP_MAC_DA_END_HI", CP_DA_END + 1, .rw = 0xffff },
    { "CP_MAC_DA_44_BITS_LO", CP_DA_44, .reset = 0x00c28001, .rw = ALL },
    { "CP_MAC_DA_44_BITS_HI", CP_DA_44 + 1, .rw = 0xf0ff },
    { "CP_MAC_DA_48_BITS_LO", CP_DA_48, .reset = 0xcc0c0001, .rw = ALL },
    { "CP_MAC_DA_48_BITS_HI", CP_DA_48 + 1, .reset = 0xcccc, .rw = 0xffff },
    { "CP_MATCH_MODE", CP_MATCH_MODE, .rw = 0x1fe3ff00 },
    { "CP_MATCH_ENABLE", CP_MATCH_ENABLE, .rw = 0x1fffffff },
    { "SAM_CP_TAG", SAM_CP_TAG, .rw = ALL },
    { "SAM_PP_TAGS", SAM_CP_TAG + 1, .reset = 0xa8880081, .rw = ALL },
    { "SAM_PP_TAGS2", SAM_CP_TAG + 2, .reset = 0x00920091, .rw = ALL },
    { "SAM_CP_TAG2", SAM_CP_TAG + 3, .rw = 0xffffff },
    { "SAM_NM_PARAMS", NM_PARAMS, .reset = 0xe588007f, .rw = 0xffff007f },
    { "SAM_NM_FLOW_NCP", NM_FLOW_NCP, .rw = 0xdddddddd },
    { "SAM_NM_FLOW_CP", NM_FLOW_CP, .rw = 0xdddddddd },
    { "MISC_CONTROL", MISC_CONTROL, .rw = 0x3000f3f },
    { "HDR_EXT_CTRL", HDR_EXT_CTRL, .rw = 0x7effff },
    { "CRYPT_AUTH_CTRL", AT(0x1e61), .rw = 0xff,
      .was_written = was_written_unmodelled },

    { "COUNT_DEBUG", AT(0x3200), .count = 4, .stride = 1,
      .was_read = was_read_unmodelled,
      .was_written = was_written_unmodelled },
    { "COUNT_CONTROL", COUNT_CONTROL, .sc = COUNT_RESET_ALL,
      .was_written = count_control_was_written },
    { "COUNT_INCEN1", COUNT_INCEN1, .reset = 0x1f3fff, .rw = 0x1f3fff },
    { "COUNT_INCEN2", COUNT_INCEN2, .reset = 0x3ffff, .rw = 0x3ffff },

    { "IG_CC_ENABLE1", CC_ENABLE1, .rw = ENTRIES },
    { "IG_CC_CONTROL", CC_CONTROL, .rw = 0xc000 },
    { "IG_CC_TAGS", CC_TAGS, .reset = 0x05ff0000, .rw = 0xffff0000 },
    { "IG_CP_TAG", CC_CP_TAG, .rw = ALL },
    { "IG_PP_TAGS", CC_CP_TAG + 1, .reset = 0xa8880081, .rw = ALL },
    { "IG_PP_TAGS2", CC_CP_TAG + 2, .reset = 0x00920091, .rw = ALL },
    { "IG_CP_TAG2", CC_CP_TAG + 3, .rw = 0xffffff },

    { "VLAN_MTU_CHECK", VLAN_MTU_CHECK, .reset = 1518, .rw = 0xffff,
      .count = 8, .stride = 1 },
    { "NON_VLAN_MTU_CHECK", NON_VLAN_MTU, .reset = 1514, .rw = 0xffff },
    { "COUNT_SECFAIL1", COUNT_SECFAIL1, .rw = 0xffffbfff },
    { "COUNT_SECFAIL2", COUNT_SECFAIL1 + 1, .rw = 0x3ffff },
    { "PP_CTRL", PP_CTRL, .rw = 1 },

    { "CONTEXT_CTRL", CONTEXT_CTRL, .reset = 0xe5880000, .rw = 0xffff07ff },
    { "INTR_CTRL_STATUS", INTR_CTRL_STATUS, .rw = 0xffff0000,
      .was_written = intr_was_written },
    { "SEQ_NUM_THRESH", SEQ_NUM_THRESH, .rw = ALL },
    { "SEQ_NUM_THRESH_LOWER", THRESH_LOWER, .rw = ALL },
    { "SEQ_NUM_THRESH_UPPER", THRESH_UPPER, .rw = ALL },
    { "BLOCK_CTX_UPDATE", AT(0x3d0c), .rw = 0x3 },
    { "NEXT_PN_LOWER", NEXT_PN_LOWER, .rw = ALL },
    { "NEXT_PN_UPPER", NEXT_PN_UPPER, .rw = ALL },
    { "NEXT_PN_CONTEXT_ID", NEXT_PN_CONTEXT, .rw = ALL },
    { "NEXT_PN_CTRL", NEXT_PN_CTRL, .rw = 0xfffffff4, .sc = NEXT_PN_START,
      .was_written = next_pn_was_written },

    { "AIC_POL_CTRL", AT(0x3e00), .reset = AIC_INPUTS },
    { "AIC_TYPE_CTRL", AT(0x3e01), .reset = AIC_INPUTS },
    { "AIC_ENABLE_CTRL", AIC_ENABLE_CTRL, .rw = AIC_INPUTS,
      .was_written = aic_was_written },
    { "AIC_RAW_STAT", AIC_RAW_STAT, .was_written = aic_was_written },
    { "AIC_ENABLED_STAT", AIC_ENABLED_STAT,
      .before_read = aic_enabled_before_read,
      .was_written = aic_was_written },
    { "AIC_ENABLE_CLR", AIC_ENABLE_CLR, .sc = AIC_INPUTS,
      .was_written = aic_was_written },
    { "AIC_OPTIONS", AIC_OPTIONS, .rw = 0 },
};

/* One match entry. */
static const struct hc_reg sam_regs[] = {
    { "SAM_MAC_SA_MATCH_LO", 0, .rw = ALL },
    { "SAM_MAC_SA_MATCH_HI", 1, .rw = ALL },
    { "SAM_MAC_DA_MATCH_LO", 2, .rw = ALL },
    { "SAM_MAC_DA_MATCH_HI", 3, .rw = 0x0fffffff },
    { "SAM_MISC_MATCH", 4, .rw = 0xff0f3fff },
    { "SAM_SCI_MATCH_LO", SAM_SCI_LO, .rw = ALL },
    { "SAM_SCI_MATCH_HI", SAM_SCI_HI, .rw = ALL },
    { "SAM_MASK", 7, .rw = ALL },
    { "SAM_EXT_MATCH", 8, .rw = 0x7fff },
    { "SAM_HDR_BYPASS_MATCH1", 9, .rw = ALL },
    { "SAM_HDR_BYPASS_MATCH2", 10, .rw = ALL },
    { "SAM_HDR_BYPASS_MASK1", 11, .rw = ALL },
    { "SAM_HDR_BYPASS_MASK2", 12, .rw = ALL },
};

/* One entry of the ingress consistency check. */
static const struct hc_reg cc_regs[] = {
    { "IG_CC_ENTRY_LO", 0, .rw = 0xffff0fff },
    { "IG_CC_ENTRY_HI", 1, .rw = 0x033ff7ff },
    { "IG_CC_ENTRY2", 2, .rw = 0x7fff },
};

#define ROWS(regs) (sizeof(regs) / sizeof((regs)[0]))

static struct hc_regmap map[] = {
    { "macsec", bank_regs, ROWS(bank_regs), 0, { 0 } },
    { "macsec-sam", sam_regs, ROWS(sam_regs), 0, { 0 } },
    { "macsec-cc", cc_regs, ROWS(cc_regs), 0, { 0 } },
};

enum { MAP_BANK, MAP_SAM, MAP_CC };

struct hc_regmap *hc_macsec_bank_map(unsigned n)
{
    return n < ROWS(map) ? &map[n] : NULL;
}

void hc_macsec_bank_build(void)
{
    for (unsigned n = 0; n < ROWS(map); n++) {
        hc_regmap_build(&map[n]);
    }
}

void hc_macsec_bank_reset(struct hc_macsec *m, unsigned dir, bool power_on)
{
    struct hc_macsec_bank *bank = &m->bank[dir];
    uint32_t wrapper[0x80];

    memcpy(wrapper, bank->reg, sizeof(wrapper));
    memset(bank, 0, sizeof(*bank));
    hc_regmap_reset(&map[MAP_BANK], bank->reg);
    if (!power_on) {
        memcpy(bank->reg, wrapper, sizeof(wrapper));
    }
    bank->reg[AIC_OPTIONS] = dir == INGRESS ? 5 : 4;    /* inputs */
}

bool hc_macsec_passed_by(const struct hc_macsec_bank *bank)
{
    return bank->reg[ENA_CFG] & ENA_BYPASS ||
           !(bank->reg[ENA_CFG] & ENA_MACSEC);
}

bool hc_macsec_held(const struct hc_macsec_bank *bank)
{
    return bank->reg[ENA_CFG] & ENA_SW_RST ||
           !(bank->reg[ENA_CFG] & ENA_CLK);
}

/* A record is memory, not registers. What was sent under an old key does
 * not count for a new one. */
static enum hc_status record_access(struct hc_macsec_bank *bank,
                                    uint32_t addr, bool write,
                                    uint32_t *value)
{
    unsigned sa = addr >> 5, word = addr & 31;

    if (word >= HC_MACSEC_REC_WORDS) {
        return HC_NO_REG;
    }
    if (!write) {
        *value = bank->record[sa][word];
        return HC_OK;
    }
    bank->record[sa][word] = *value;
    if (word < 10) {
        bank->used &= ~(1u << sa);
    }
    return HC_OK;
}

static enum hc_status map_access(struct hc_macsec *m, unsigned dir,
                                 unsigned which, uint32_t *regs, uint32_t at,
                                 bool write, uint32_t *value)
{
    struct hc_macsec_access access = { m, dir };

    return write ? hc_reg_write(&map[which], regs, &access, m->host, at,
                                *value)
                 : hc_reg_read(&map[which], regs, &access, m->host, at,
                               value);
}

enum hc_status hc_macsec_bank_access(struct hc_macsec *m, unsigned dir,
                                     uint32_t addr, bool write,
                                     uint32_t *value)
{
    struct hc_macsec_bank *bank = &m->bank[dir];

    if (addr < RECORDS_END) {
        return record_access(bank, addr, write, value);
    }
    if (addr >= SAM_BASE && addr < SAM_END) {
        uint32_t word = addr & 15;

        if (dir == EGRESS && (word == SAM_SCI_LO || word == SAM_SCI_HI)) {
            return HC_NO_REG;
        }
        return map_access(m, dir, MAP_SAM, bank->sam[addr >> 4 & 15], word,
                          write, value);
    }
    if (addr >= COUNTERS_BASE && addr < COUNTERS_END) {
        return hc_macsec_count_access(bank, dir, addr, write, value);
    }
    if (dir == EGRESS && (addr >> 7 == CC_BASE >> 7 || addr >> 7 == 0x74)) {
        return HC_NO_REG;
    }
    if (addr >= CC_BASE && addr < CC_END) {
        return map_access(m, dir, MAP_CC, bank->cc[addr >> 2 & 15], addr & 3,
                          write, value);
    }
    if (addr > 0x3fff || GROUP(addr) > 8) {
        return HC_NO_REG;
    }
    return map_access(m, dir, MAP_BANK, bank->reg, AT(addr), write, value);
}
