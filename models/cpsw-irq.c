/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The four interrupt lines of the subsystem, and their pacing. */
#include "cpsw.h"

#define MISC_CPTS       (1u << 4)
#define MISC_STAT       (1u << 3)
#define MISC_HOST       (1u << 2)
#define DMA_INT_HOST    (1u << 1)
#define DMA_INT_STAT    (1u << 0)

/* INT_CONTROL. The prescaler makes 4 us of the main clock of 125 MHz. */
#define PACE_RX         (1u << 16)
#define PACE_TX         (1u << 17)
#define PRESCALE        0xfffu
#define CLOCK_NS        8u
#define TICKS_IN_MS     250u

/* Pending sources of a line, before its enables. */
static uint32_t sources_of(struct hc_cpsw *cpsw, unsigned line)
{
    uint32_t misc = 0;

    switch (line) {
    case HC_CPSW_IRQ_RX_THRESH:
        return hc_cpdma_rx_pending(&cpsw->cpdma) >> 8;
    case HC_CPSW_IRQ_RX:
        return hc_cpdma_rx_pending(&cpsw->cpdma) & 0xff;
    case HC_CPSW_IRQ_TX:
        return hc_cpdma_tx_pending(&cpsw->cpdma);
    default:
        misc |= hc_cpts_pending(&cpsw->cpts) ? MISC_CPTS : 0;
        misc |= hc_cpdma_dma_pending(&cpsw->cpdma) & DMA_INT_HOST ?
                MISC_HOST : 0;
        misc |= hc_cpdma_dma_pending(&cpsw->cpdma) & DMA_INT_STAT ?
                MISC_STAT : 0;
        return misc;
    }
}

uint32_t hc_cpsw_line_status(struct hc_cpsw *cpsw, unsigned line)
{
    return sources_of(cpsw, line) &
           *hc_cpsw_reg(cpsw, HC_CPSW_WR_EN + 4 * line);
}

/* The shortest time between two interrupts of a line; 0: not paced. IMAX
 * counts them per 250 ticks of the prescaler (cpsw_ethtool.c,
 * cpsw_set_coalesce). */
static uint64_t pace_ns(struct hc_cpsw *cpsw, unsigned line)
{
    const uint32_t control = *hc_cpsw_reg(cpsw, HC_CPSW_WR_INT_CONTROL);
    const bool rx = line == HC_CPSW_IRQ_RX;
    uint32_t imax;

    if (!(control & (rx ? PACE_RX : PACE_TX)) ||
        (!rx && line != HC_CPSW_IRQ_TX)) {
        return 0;
    }
    imax = *hc_cpsw_reg(cpsw, rx ? HC_CPSW_WR_RX_IMAX : HC_CPSW_WR_TX_IMAX);
    return imax ? (uint64_t)(control & PRESCALE) * CLOCK_NS * TICKS_IN_MS /
                  imax : 0;
}

/* True if a line must stay low for now, although it is asked for. */
static bool is_held_back(struct hc_cpsw *cpsw, unsigned line)
{
    const uint64_t pace = pace_ns(cpsw, line);
    uint64_t now_ns;

    if (!pace) {
        cpsw->quiet_until_ns[line] = 0;
        return false;
    }
    now_ns = cpsw->host->now_ns(cpsw->host->opaque);
    if (now_ns < cpsw->quiet_until_ns[line]) {
        return true;
    }
    cpsw->quiet_until_ns[line] = now_ns + pace;
    return false;
}

static void drive(struct hc_cpsw *cpsw, unsigned line, bool level)
{
    if (cpsw->line[line] != level) {
        cpsw->line[line] = level;
        cpsw->host->irq(cpsw->host->opaque, line, level);
    }
}

static void want_wake(struct hc_cpsw *cpsw, uint64_t at_ns)
{
    if (cpsw->wake_ns != at_ns) {
        cpsw->wake_ns = at_ns;
        cpsw->host->wake_at(cpsw->host->opaque, at_ns);
    }
}

static uint64_t next_event_ns(struct hc_cpsw *cpsw)
{
    const uint64_t at_ns[] = { cpsw->cpdma_state.continue_at_ns,
                               hc_cpts_wake_ns(&cpsw->cpts),
                               hc_cpsw_egress_wake_ns(cpsw) };
    uint64_t first_ns = HC_NEVER;

    for (unsigned i = 0; i < sizeof(at_ns) / sizeof(at_ns[0]); i++) {
        first_ns = at_ns[i] < first_ns ? at_ns[i] : first_ns;
    }
    return first_ns;
}

/* Lines are levels: they follow what is pending and enabled. Silicon holds
 * them back until EOI as well; the drivers disable at WR, write EOI and
 * enable again, which looks the same (cpsw_priv.c, cpsw_rx_interrupt). */
void hc_cpsw_update_lines(void *owner)
{
    struct hc_cpsw *cpsw = owner;
    uint64_t wake_ns = next_event_ns(cpsw);

    for (unsigned line = 0; line < HC_CPSW_IRQS; line++) {
        bool level = hc_cpsw_line_status(cpsw, line) != 0;

        if (level && !cpsw->line[line] && is_held_back(cpsw, line)) {
            level = false;
            if (cpsw->quiet_until_ns[line] < wake_ns) {
                wake_ns = cpsw->quiet_until_ns[line];
            }
        }
        drive(cpsw, line, level);
    }
    want_wake(cpsw, wake_ns);
}
