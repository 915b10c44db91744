/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "intc.h"

#include <string.h>

#include "lane.h"

#define SIR_IRQ   0x40
#define SIR_FIQ   0x44
#define IRQ_PRIORITY 0x60
#define THRESHOLD 0x68
#define ITR       0x80      /* first of 4, 0x20 apart */
#define ILR       0x100     /* first of 128, 4 apart */

#define N_LINES (32 * HC_INTC_WORDS)
#define NO_LINE N_LINES

/* Bits 31:7 of SIR all ones: nothing is active (SPRUH73, INTC_SIR_IRQ). */
#define SPURIOUS 0xffffff80u

#define THRESHOLD_OFF 0xffu

static unsigned word_of(uint32_t at)
{
    return (at - ITR) >> 5 & (HC_INTC_WORDS - 1);
}

static uint32_t active(const struct hc_intc *intc, unsigned word, bool fiq)
{
    uint32_t lines = (intc->raw[word] | intc->soft[word]) & ~intc->mask[word];

    return lines & (fiq ? intc->fiq[word] : ~intc->fiq[word]);
}

static unsigned priority_of(const struct hc_intc *intc, unsigned line)
{
    return intc->reg[(ILR >> 2) + line] >> 2 & 0x3f;
}

/*
 * The active line with the lowest priority value, and of those the one with
 * the lowest number (guess: SPRUH73 does not order equals), or NO_LINE.
 */
static unsigned best_line(const struct hc_intc *intc, bool fiq)
{
    unsigned limit = intc->reg[THRESHOLD >> 2], best = NO_LINE;

    if (limit == THRESHOLD_OFF) {
        limit = 0x40;
    }
    for (unsigned word = 0; word < HC_INTC_WORDS; word++) {
        uint32_t lines = active(intc, word, fiq);

        for (; lines; lines &= lines - 1) {
            unsigned line = 32 * word + (unsigned)__builtin_ctz(lines);
            unsigned priority = priority_of(intc, line);

            if (priority < limit) {
                limit = priority;
                best = line;
            }
        }
    }
    return best;
}

/*
 * The outputs follow the inputs at once. The silicon holds its choice until
 * NEWIRQAGR; a driver that masks before it agrees (Linux,
 * omap_mask_ack_irq) cannot tell the difference.
 */
static void update(struct hc_intc *intc)
{
    const struct hc_host *host = intc->host;

    host->irq(host->opaque, 0, best_line(intc, false) != NO_LINE);
    host->irq(host->opaque, 1, best_line(intc, true) != NO_LINE);
}

static void sir_before_read(void *model, uint32_t at)
{
    struct hc_intc *intc = model;
    unsigned line = best_line(intc, at == SIR_FIQ);

    intc->reg[at >> 2] = line == NO_LINE ? SPURIOUS : line;
}

static void priority_before_read(void *model, uint32_t at)
{
    struct hc_intc *intc = model;
    unsigned line = best_line(intc, at != IRQ_PRIORITY);

    intc->reg[at >> 2] = line == NO_LINE ? 0xffffffc0u
                                         : priority_of(intc, line);
}

static void itr_before_read(void *model, uint32_t at)
{
    struct hc_intc *intc = model;

    intc->reg[at >> 2] = intc->raw[word_of(at)];
}

static void mir_before_read(void *model, uint32_t at)
{
    struct hc_intc *intc = model;

    intc->reg[at >> 2] = intc->mask[word_of(at)];
}

static void isr_before_read(void *model, uint32_t at)
{
    struct hc_intc *intc = model;

    intc->reg[at >> 2] = intc->soft[word_of(at)];
}

static void pending_irq_before_read(void *model, uint32_t at)
{
    struct hc_intc *intc = model;

    intc->reg[at >> 2] = active(intc, word_of(at), false);
}

static void pending_fiq_before_read(void *model, uint32_t at)
{
    struct hc_intc *intc = model;

    intc->reg[at >> 2] = active(intc, word_of(at), true);
}

static void mir_was_written(void *model, uint32_t at, uint32_t value)
{
    struct hc_intc *intc = model;

    intc->mask[word_of(at)] = value;
    update(intc);
}

static void mir_clear_was_written(void *model, uint32_t at, uint32_t value)
{
    struct hc_intc *intc = model;

    intc->mask[word_of(at)] &= ~value;
    update(intc);
}

static void mir_set_was_written(void *model, uint32_t at, uint32_t value)
{
    struct hc_intc *intc = model;

    intc->mask[word_of(at)] |= value;
    update(intc);
}

static void isr_set_was_written(void *model, uint32_t at, uint32_t value)
{
    struct hc_intc *intc = model;

    intc->soft[word_of(at)] |= value;
    update(intc);
}

static void isr_clear_was_written(void *model, uint32_t at, uint32_t value)
{
    struct hc_intc *intc = model;

    intc->soft[word_of(at)] &= ~value;
    update(intc);
}

static void ilr_was_written(void *model, uint32_t at, uint32_t value)
{
    struct hc_intc *intc = model;
    unsigned line = (at - ILR) >> 2 & (N_LINES - 1);
    uint32_t bit = UINT32_C(1) << line % 32;

    intc->fiq[line / 32] &= ~bit;
    if (value & 1) {
        intc->fiq[line / 32] |= bit;
    }
    update(intc);
}

static void threshold_was_written(void *model, uint32_t at, uint32_t value)
{
    (void)at;
    (void)value;
    update(model);
}

static void sysconfig_was_written(void *model, uint32_t at, uint32_t value);

/* SPRUH73, 6.5.1. PROTECTION and IDLE have no effect on what we model. */
static const struct hc_reg regs[] = {
    { "INTC_REVISION", 0x00, .reset = 0x50 },
    { "INTC_SYSCONFIG", 0x10, .rw = 0x1, .sc = 0x2,
      .was_written = sysconfig_was_written },
    { "INTC_SYSSTATUS", 0x14, .reset = 0x1 },
    { "INTC_SIR_IRQ", SIR_IRQ, .reset = SPURIOUS,
      .before_read = sir_before_read },
    { "INTC_SIR_FIQ", SIR_FIQ, .reset = SPURIOUS,
      .before_read = sir_before_read },
    { "INTC_CONTROL", 0x48, .sc = 0x3 },
    { "INTC_PROTECTION", 0x4c, .rw = 0x1 },
    { "INTC_IDLE", 0x50, .rw = 0x3 },
    { "INTC_IRQ_PRIORITY", IRQ_PRIORITY, .reset = 0xffffffc0,
      .before_read = priority_before_read },
    { "INTC_FIQ_PRIORITY", 0x64, .reset = 0xffffffc0,
      .before_read = priority_before_read },
    { "INTC_THRESHOLD", THRESHOLD, .reset = THRESHOLD_OFF, .rw = 0xff,
      .was_written = threshold_was_written },
    { "INTC_ITR", ITR, .count = 4, .stride = 0x20,
      .before_read = itr_before_read },
    { "INTC_MIR", 0x84, .reset = 0xffffffff, .rw = 0xffffffff, .count = 4,
      .stride = 0x20, .before_read = mir_before_read,
      .was_written = mir_was_written },
    { "INTC_MIR_CLEAR", 0x88, .sc = 0xffffffff, .count = 4, .stride = 0x20,
      .was_written = mir_clear_was_written },
    { "INTC_MIR_SET", 0x8c, .sc = 0xffffffff, .count = 4, .stride = 0x20,
      .was_written = mir_set_was_written },
    { "INTC_ISR_SET", 0x90, .count = 4, .stride = 0x20,
      .before_read = isr_before_read, .was_written = isr_set_was_written },
    { "INTC_ISR_CLEAR", 0x94, .sc = 0xffffffff, .count = 4, .stride = 0x20,
      .was_written = isr_clear_was_written },
    { "INTC_PENDING_IRQ", 0x98, .count = 4, .stride = 0x20,
      .before_read = pending_irq_before_read },
    { "INTC_PENDING_FIQ", 0x9c, .count = 4, .stride = 0x20,
      .before_read = pending_fiq_before_read },
    { "INTC_ILR", ILR, .rw = 0xfd, .count = N_LINES, .stride = 4,
      .was_written = ilr_was_written },
};

static struct hc_regmap map = { .name = "am335x-intc", .reg = regs,
    .n = sizeof(regs) / sizeof(regs[0]), .shift = 2 };

/* All but the pins, which belong to the world. */
static void clear(struct hc_intc *intc)
{
    hc_regmap_reset(&map, intc->reg);
    memset(intc->soft, 0, sizeof(intc->soft));
    memset(intc->mask, 0xff, sizeof(intc->mask));
    memset(intc->fiq, 0, sizeof(intc->fiq));
}

static void reset(void *model)
{
    clear(model);
    update(model);
}

static void sysconfig_was_written(void *model, uint32_t at, uint32_t value)
{
    (void)at;
    if (value & 0x2) {
        reset(model);
    }
}

static void init(void *model, const struct hc_host *host)
{
    struct hc_intc *intc = model;

    memset(intc, 0, sizeof(*intc));
    intc->host = host;
    hc_regmap_build(&map);
    clear(intc);
}

static void pin(void *model, unsigned n, bool level)
{
    struct hc_intc *intc = model;
    uint32_t bit = UINT32_C(1) << n % 32, old;

    if (n >= N_LINES) {
        return;
    }
    old = intc->raw[n / 32];
    intc->raw[n / 32] = level ? old | bit : old & ~bit;
    if (intc->raw[n / 32] != old && !(intc->mask[n / 32] & bit)) {
        update(intc);
    }
}

static uint32_t read(void *model, uint32_t at, unsigned width)
{
    struct hc_intc *intc = model;

    return hc_lane_read(&map, intc->reg, intc, intc->host, at, width);
}

static void write(void *model, uint32_t at, uint32_t value, unsigned width)
{
    struct hc_intc *intc = model;

    hc_lane_write(&map, intc->reg, intc, intc->host, at, value, width);
}

const struct hc_block hc_intc_block = {
    .name = "am335x-intc", .size = sizeof(struct hc_intc),
    .state_at = offsetof(struct hc_intc, raw), .window = 0x1000,
    .n_out = 2, .n_in = N_LINES, .init = init, .reset = reset,
    .read = read, .write = write, .pin = pin,
};
