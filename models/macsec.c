/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The engine as a whole: CSR targets, reset, interrupt, latency. */
#include "macsec.h"

#include <string.h>

#include "macsec-internal.h"

#define AIC_CRYPTO (1u << 0)    /* guess: the crypto core is input 0 */

#define CONTEXT_ALIGN 16u

/* guess: the engine's clock at 1 Gbit/s, one octet a cycle. */
#define CYCLE_NS 8u

static size_t context_stride(const struct hc_aead *aead)
{
    return (aead->ctx_size + CONTEXT_ALIGN - 1) & ~(size_t)(CONTEXT_ALIGN - 1);
}

size_t hc_macsec_contexts_size(const struct hc_aead *aead)
{
    return 2 * HC_MACSEC_SAS * context_stride(aead);
}

struct hc_regmap *hc_macsec_map(unsigned n)
{
    return n < 3 ? hc_macsec_bank_map(n) : hc_macsec_mac_map(n - 3);
}

void hc_macsec_init(struct hc_macsec *m, const struct hc_host *host,
                    const struct hc_aead *aead, void *contexts)
{
    uint8_t *at = contexts;

    memset(m, 0, sizeof(*m));
    m->host = host;
    m->aead = aead;
    for (unsigned i = 0; i < 2 * HC_MACSEC_SAS; i++) {
        m->context[i / HC_MACSEC_SAS][i % HC_MACSEC_SAS].ctx = at;
        at += context_stride(aead);
    }
    hc_macsec_bank_build();
    hc_macsec_bank_reset(m, EGRESS, true);
    hc_macsec_bank_reset(m, INGRESS, true);
    hc_macsec_mac_reset(m);
}

void hc_macsec_reset(struct hc_macsec *m)
{
    hc_macsec_bank_reset(m, EGRESS, true);
    hc_macsec_bank_reset(m, INGRESS, true);
    hc_macsec_mac_reset(m);
    hc_macsec_irq_update(m, EGRESS);
    hc_macsec_irq_update(m, INGRESS);
}

static enum hc_status csr_access(struct hc_macsec *m, unsigned target,
                                 uint32_t addr, bool write, uint32_t *value)
{
    enum hc_status status = HC_NO_REG;

    switch (target) {
    case HC_MACSEC_TARGET_EGRESS:
        status = hc_macsec_bank_access(m, EGRESS, addr, write, value);
        break;
    case HC_MACSEC_TARGET_INGRESS:
        status = hc_macsec_bank_access(m, INGRESS, addr, write, value);
        break;
    case HC_MACSEC_TARGET_HOST_MAC:
    case HC_MACSEC_TARGET_LINE_MAC:
    case HC_MACSEC_TARGET_FC_BUFFER:
        status = hc_macsec_mac_access(m, target, addr, write, value);
        break;
    default:
        break;
    }
    if (status == HC_NO_REG) {
        m->host->event(m->host->opaque, HC_EVENT_UNMODELLED_REG,
                       target << 16 | (addr & 0xffff), write);
    }
    return status;
}

enum hc_status hc_macsec_csr_read(struct hc_macsec *m, unsigned target,
                                  uint32_t addr, uint32_t *ret_value)
{
    uint32_t value = 0;
    enum hc_status status = csr_access(m, target, addr, false, &value);

    *ret_value = status == HC_OK ? value : 0;
    return status;
}

enum hc_status hc_macsec_csr_write(struct hc_macsec *m, unsigned target,
                                   uint32_t addr, uint32_t value)
{
    return csr_access(m, target, addr, true, &value);
}

void hc_macsec_irq_update(struct hc_macsec *m, unsigned dir)
{
    const uint32_t *reg = m->bank[dir].reg;

    if (m->knobs.irq_level) {
        m->host->irq(m->host->opaque, dir,
                     reg[AIC_RAW_STAT] & reg[AIC_ENABLE_CTRL]);
    }
}

/*
 * A cause shows in INTR_CTRL_STATUS until 0 is written there, which Linux
 * does only when it enables the interrupt. The core's output is a pulse,
 * and the interrupt controller behind it detects edges, so that a cause
 * that comes `again` is told even where the last one was never cleared.
 */
void hc_macsec_raise(struct hc_macsec *m, unsigned dir, uint32_t cause,
                     bool again)
{
    uint32_t *reg = m->bank[dir].reg;
    uint32_t enabled = reg[INTR_CTRL_STATUS] >> 16;
    bool news = !(reg[INTR_CTRL_STATUS] & cause) || again;

    reg[INTR_CTRL_STATUS] |= cause;
    if (!news || !(enabled & cause) ||
        (m->knobs.irq_needs_pin_enable && !(enabled & INTR_PIN))) {
        return;
    }
    reg[AIC_RAW_STAT] |= AIC_CRYPTO;
    if (m->knobs.irq_level) {
        hc_macsec_irq_update(m, dir);
    } else if (reg[AIC_ENABLE_CTRL] & AIC_CRYPTO) {
        m->host->irq(m->host->opaque, dir, true);
        m->host->irq(m->host->opaque, dir, false);
    }
}

/* MESA: 0 is none; 1 to 95 stand for 38 to 127 cycles, capped there. */
uint64_t hc_macsec_latency_ns(const struct hc_macsec *m, unsigned target)
{
    const struct hc_macsec_bank *bank =
        &m->bank[target == HC_MACSEC_TARGET_INGRESS ? INGRESS : EGRESS];
    uint32_t fix = bank->reg[MISC_CONTROL] & 0x3f;
    uint32_t cycles = fix ? 37 + fix : 0;

    if (hc_macsec_passed_by(bank)) {
        return 0;
    }
    return m->knobs.extra_latency_ns + (uint64_t)cycles * CYCLE_NS;
}
