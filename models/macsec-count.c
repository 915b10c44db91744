/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Statistics of a MACsec bank: 40-bit counters, two addresses each. */
#include "macsec-internal.h"

#include <string.h>

#define COUNT_DEBUG_ACCESS (1u << 1)
#define COUNT_SATURATE     (1u << 2)
#define COUNT_AUTO_RESET   (1u << 3)

#define COUNT_MAX ((UINT64_C(1) << 40) - 1)

#define SA_BASE     0x2000u
#define SA_END      0x2200u
#define VLAN_BASE   0x3000u
#define VLAN_END    0x3100u
#define GLOBAL_BASE 0x3100u

/* How many counters there are in each group: egress, ingress. */
static const unsigned n_sa[] = { 7, 14 };
static const unsigned n_global[] = { 9, 18 };
#define N_VLAN 5u

/* Tells whether it went around. */
static bool add(const struct hc_macsec_bank *bank, uint64_t *counter,
                uint64_t by)
{
    uint64_t sum = *counter + by;
    bool over = sum > COUNT_MAX;

    if (bank->reg[COUNT_CONTROL] & COUNT_DEBUG_ACCESS) {
        return false;
    }
    if (over && bank->reg[COUNT_CONTROL] & COUNT_SATURATE) {
        *counter = COUNT_MAX;
        return false;
    }
    *counter = sum & COUNT_MAX;
    return over;
}

/* The octet counters are two counters, chained. */
void hc_macsec_count_sa(struct hc_macsec_bank *bank, unsigned sa,
                        unsigned counter, uint64_t by)
{
    uint64_t *count = bank->sa_count[sa];

    if (bank->reg[COUNT_INCEN1] >> counter & 1 &&
        add(bank, &count[counter], by) && counter == EGR_OCTETS) {
        add(bank, &count[counter + 1], 1);
    }
}

void hc_macsec_count_vlan(struct hc_macsec_bank *bank, unsigned up,
                          unsigned counter, uint64_t by)
{
    uint64_t *count = bank->vlan_count[up & 7];

    if (bank->reg[COUNT_INCEN1] >> (16 + counter) & 1 &&
        add(bank, &count[counter], by) && counter == VLAN_OCTETS) {
        add(bank, &count[counter + 1], 1);
    }
}

void hc_macsec_count_global(struct hc_macsec_bank *bank, unsigned counter,
                            uint64_t by)
{
    if (bank->reg[COUNT_INCEN2] >> counter & 1) {
        add(bank, &bank->global_count[counter], by);
    }
}

void hc_macsec_count_reset(struct hc_macsec_bank *bank)
{
    memset(bank->sa_count, 0, sizeof(bank->sa_count));
    memset(bank->vlan_count, 0, sizeof(bank->vlan_count));
    memset(bank->global_count, 0, sizeof(bank->global_count));
}

static uint64_t *counter_at(struct hc_macsec_bank *bank, unsigned dir,
                            uint32_t addr)
{
    unsigned n = addr >> 1 & 15;

    if (addr >= SA_BASE && addr < SA_END) {
        return n < n_sa[dir] ? &bank->sa_count[addr >> 5 & 15][n] : NULL;
    }
    if (addr >= VLAN_BASE && addr < VLAN_END) {
        return n < N_VLAN ? &bank->vlan_count[addr >> 5 & 7][n] : NULL;
    }
    if (addr >= GLOBAL_BASE && (addr - GLOBAL_BASE) >> 1 < n_global[dir]) {
        return &bank->global_count[(addr - GLOBAL_BASE) >> 1];
    }
    return NULL;
}

/* Each half is read, and cleared, on its own: nothing that is counted
 * between the two reads is lost. */
enum hc_status hc_macsec_count_access(struct hc_macsec_bank *bank,
                                      unsigned dir, uint32_t addr,
                                      bool write, uint32_t *value)
{
    uint64_t *counter = counter_at(bank, dir, addr);
    uint32_t control = bank->reg[COUNT_CONTROL];
    unsigned shift = addr & 1 ? 32 : 0;
    uint64_t mask = addr & 1 ? UINT64_C(0xff) << 32 : UINT32_MAX;

    if (!counter) {
        return HC_NO_REG;
    }
    if (write) {
        if (control & COUNT_DEBUG_ACCESS) {
            *counter = (*counter & ~mask) |
                       ((uint64_t)*value << shift & mask);
        }
        return HC_OK;
    }
    *value = (uint32_t)((*counter & mask) >> shift);
    if (control & COUNT_AUTO_RESET && !(control & COUNT_DEBUG_ACCESS)) {
        *counter &= ~mask;
    }
    return HC_OK;
}

unsigned hc_macsec_cast(const uint8_t *frame)
{
    static const uint8_t all[6] = { 255, 255, 255, 255, 255, 255 };

    if (!(frame[0] & 1)) {
        return 0;
    }
    return memcmp(frame, all, sizeof(all)) ? 1 : 2;
}

void hc_macsec_dropped(struct hc_macsec *m, unsigned dir,
                       const struct hc_vlan_view *vlan, size_t len,
                       enum hc_reason reason)
{
    if (vlan && vlan->n) {
        hc_macsec_count_vlan(&m->bank[dir], vlan->up[0], VLAN_DROPPED, 1);
    }
    m->host->event(m->host->opaque, HC_EVENT_FRAME_DROP, (uint32_t)len,
                   reason);
}

#define MTU_LEN(reg)  ((reg) & 0x7fff)
#define MTU_DROP      (1u << 15)

/* MESA: longer than the MTU counts as oversized, and is discarded if told.
 * An egress SA's own counter is for the discarded. */
static bool fits(struct hc_macsec *m, unsigned dir,
                 const struct hc_vlan_view *vlan, size_t len, int sa)
{
    struct hc_macsec_bank *bank = &m->bank[dir];
    uint32_t mtu = vlan->n ? bank->reg[VLAN_MTU_CHECK + (vlan->up[0] & 7)]
                           : bank->reg[NON_VLAN_MTU];

    if (len <= MTU_LEN(mtu)) {
        return true;
    }
    if (vlan->n) {
        hc_macsec_count_vlan(bank, vlan->up[0], VLAN_OVERSIZE, 1);
    } else {
        hc_macsec_count_global(bank, dir == EGRESS ? EGR_G_OVERSIZE
                                                   : IGR_G_OVERSIZE, 1);
    }
    if (!(mtu & MTU_DROP)) {
        return true;
    }
    if (dir == EGRESS && sa >= 0) {
        hc_macsec_count_sa(bank, (unsigned)sa, EGR_TOO_LONG, 1);
    }
    hc_macsec_dropped(m, dir, vlan, len, HC_REASON_TOO_LONG);
    return false;
}

bool hc_macsec_post(struct hc_macsec *m, unsigned dir,
                    const struct hc_vlan_view *vlan, const uint8_t *frame,
                    size_t len, int sa)
{
    struct hc_macsec_bank *bank = &m->bank[dir];
    unsigned cast = hc_macsec_cast(frame);

    if (!fits(m, dir, vlan, len, sa)) {
        return false;
    }
    if (sa >= 0) {
        hc_macsec_count_sa(bank, (unsigned)sa,
                           (dir == EGRESS ? EGR_UC : IGR_UC) + cast, 1);
    }
    if (vlan->n) {
        hc_macsec_count_vlan(bank, vlan->up[0], VLAN_PKTS, 1);
        hc_macsec_count_vlan(bank, vlan->up[0], VLAN_OCTETS, len);
    }
    hc_macsec_count_global(bank, (dir == EGRESS ? EGR_G_UC : IGR_G_UC) +
                           cast, 1);
    hc_macsec_count_global(bank, dir == EGRESS ? EGR_G_OCTETS : IGR_G_OCTETS,
                           len);
    return true;
}
