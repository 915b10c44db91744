/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The two windows of a VSC85xx into registers of 32 bits: CSR (page 4) and
 * the token ring (page 0x52b5). Linux: mscc_main.c, vsc85xx_csr_read, and
 * mscc_macsec.c, vsc8584_macsec_phy_read. */
#include "vsc85xx-internal.h"

#define CSR_DONE 0x8000u
#define CSR_READ 0x4000u

/* 0x38 and 0x3c have addresses of 14 bits, the others of 12. */
enum { TARGET_MACRO = 0x07, TARGET_PROC = 0x0c, TARGET_INGRESS = 0x38,
       TARGET_EGRESS = 0x3c };

/* Macro control registers (mscc_serdes.c). */
enum { LCPLL_CFG = 0x11, IB_STATUS = 0x2f, PLL_STATUS = 0x31,
       MCB_CFG = 0x3f };

struct access {
    struct hc_phy *phy;
    unsigned target;
    uint32_t addr;
};

static struct access decode(struct hc_phy *phy, uint32_t ctrl)
{
    unsigned high = phy->reg[CSR_TARGET] & 0xf;
    struct access a = { phy, high << 2, ctrl & 0x3fff };

    if (high == 1 || high == 3) {
        a.target |= ctrl >> 12 & 3;
        a.addr &= 0x0fff;
    }
    return a;
}

/* Storage that is ours; NULL: somebody else's, or nobody's. Tesla has
 * nothing here that software needs. */
static uint32_t *storage(const struct access *a)
{
    struct hc_vsc_package *package = a->phy->package;

    if (!a->phy->part->vsc->viper) {
        return NULL;
    }
    if (a->target == TARGET_MACRO && a->addr < HC_VSC_MACRO_REGS) {
        return &package->macro[a->addr];
    }
    if (a->target >> 2 == TARGET_PROC >> 2 && a->addr < HC_VSC_PROC_REGS) {
        return &package->proc[a->phy->number][a->target & 3][a->addr];
    }
    return NULL;
}

/* MCB commands are done as soon as they are given; the PLL is never busy
 * and the input buffer always calibrated (mscc_serdes.c waits for both). */
static uint32_t as_it_reads(const struct access *a, uint32_t value)
{
    if (a->target != TARGET_MACRO) {
        return value;
    }
    switch (a->addr) {
    case LCPLL_CFG:
    case MCB_CFG:
        return value & 0x3fffffff;
    case PLL_STATUS:
        return value & ~0x1000u;
    case IB_STATUS:
        return value | 0x0100;
    default:
        return value;
    }
}

/* vsc85xx_config_intr goes to the egress engine on every part, even where
 * there is none: it must find an end, and silence. */
static void report_nobody(const struct access *a, bool write)
{
    bool macsec = a->target == TARGET_INGRESS || a->target == TARGET_EGRESS;

    if (!macsec || a->phy->part->vsc->macsec) {
        hc_vsc_event(a->phy->package, HC_EVENT_UNMODELLED_REG,
                     0x40000000u | a->target << 16 | a->addr, write);
    }
}

static uint32_t csr_read(const struct access *a)
{
    const struct hc_vsc_csr *csr = &a->phy->package->csr[a->phy->number];
    uint32_t *stored = storage(a);
    uint32_t value = 0;

    if (stored) {
        return as_it_reads(a, *stored);
    }
    if (csr->read) {
        csr->read(csr->opaque, a->target, a->addr, &value);
    } else {
        report_nobody(a, false);
    }
    return value;
}

static void csr_write(const struct access *a, uint32_t value)
{
    const struct hc_vsc_csr *csr = &a->phy->package->csr[a->phy->number];
    uint32_t *stored = storage(a);

    if (stored) {
        *stored = value;
    } else if (csr->write) {
        csr->write(csr->opaque, a->target, a->addr, value);
    } else {
        report_nobody(a, true);
    }
}

void hc_vsc_csr_was_written(void *model, uint32_t at, uint32_t value)
{
    struct hc_phy *phy = model;
    struct access a = decode(phy, value);

    phy->reg[at] |= CSR_DONE;
    if (!phy->package || !(value & CSR_DONE)) {
        return;
    }
    if (value & CSR_READ) {
        uint32_t got = csr_read(&a);

        phy->reg[CSR_LOW] = got & 0xffff;
        phy->reg[CSR_HIGH] = got >> 16;
    } else {
        csr_write(&a, phy->reg[CSR_HIGH] << 16 | phy->reg[CSR_LOW]);
    }
}

/* 8000 | address writes, a000 | address reads (vendor API); the values are
 * analogue trim and mean nothing to us. */
void hc_vsc_token_was_written(void *model, uint32_t at, uint32_t value)
{
    struct hc_vsc_package *package = ((struct hc_phy *)model)->package;
    uint32_t *token;

    if (!package) {
        return;
    }
    package->reg[at] |= CSR_DONE;
    token = &package->token[(value >> 1) % HC_VSC_TOKENS];
    if (!(value & 0x8000)) {
        return;
    }
    if (value & 0x2000) {
        package->reg[TOKEN_LOW] = *token & 0xffff;
        package->reg[TOKEN_HIGH] = *token >> 16;
    } else {
        *token = package->reg[TOKEN_HIGH] << 16 | package->reg[TOKEN_LOW];
    }
}
