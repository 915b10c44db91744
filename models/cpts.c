/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cpts.h"

#include <string.h>

#include "reg.h"

#define CONTROL       0xc04u
#define TS_PUSH       0xc0cu
#define TS_LOAD_VAL   0xc10u
#define TS_LOAD_EN    0xc14u
#define INTSTAT_RAW   0xc20u
#define INTSTAT       0xc24u
#define INT_ENABLE    0xc28u
#define EVENT_POP     0xc30u
#define EVENT_LOW     0xc34u
#define EVENT_HIGH    0xc38u

#define CONTROL_EN      1u
#define CONTROL_STRANGE 0xf02u  /* interrupt test, hardware pushes */
#define PENDING         1u

/* The reference clock is 250 MHz, dpll_core_m5_ck: the first choice of
 * cpsw_cpts_rft_clk (am33xx-clocks.dtsi). */
#define TICK_NS 4

/* EVENT_HIGH 23:20. */
#define EVENT_IS_PUSH (0u << 20)

static uint64_t now_ns(const struct hc_cpts *cpts)
{
    return cpts->host->now_ns(cpts->host->opaque);
}

static uint32_t *reg(const struct hc_cpts *cpts, uint32_t at)
{
    return &cpts->reg[at / 4];
}

static uint32_t counter(const struct hc_cpts *cpts)
{
    return (uint32_t)((now_ns(cpts) - cpts->state->zero_ns) / TICK_NS);
}

static void show_head(struct hc_cpts *cpts)
{
    const struct hc_cpts_state *state = cpts->state;

    *reg(cpts, INTSTAT_RAW) = state->count ? PENDING : 0;
    if (state->count) {
        *reg(cpts, EVENT_LOW) = state->fifo[state->head].low;
        *reg(cpts, EVENT_HIGH) = state->fifo[state->head].high;
    }
}

void hc_cpts_push(struct hc_cpts *cpts, uint32_t high)
{
    struct hc_cpts_state *state = cpts->state;

    if (!(*reg(cpts, CONTROL) & CONTROL_EN) || state->count == HC_CPTS_FIFO) {
        return;
    }
    state->fifo[(state->head + state->count++) % HC_CPTS_FIFO] =
        (struct hc_cpts_event){ counter(cpts), high };
    show_head(cpts);
}

bool hc_cpts_pending(const struct hc_cpts *cpts)
{
    return *reg(cpts, INTSTAT_RAW) & *reg(cpts, INT_ENABLE) & PENDING;
}

/* Off, the counter is 0 and nothing waits. */
static void control_was_written(void *model, uint32_t at, uint32_t value)
{
    struct hc_cpts *cpts = model;

    if (!(value & CONTROL_EN)) {
        cpts->state->count = 0;
        show_head(cpts);
    }
    if (value & CONTROL_STRANGE) {
        cpts->host->event(cpts->host->opaque, HC_EVENT_UNMODELLED_MODE, at,
                          value & CONTROL_STRANGE);
    }
}

static void push_was_written(void *model, uint32_t at, uint32_t value)
{
    (void)at;
    if (value & 1) {
        hc_cpts_push(model, EVENT_IS_PUSH);
    }
}

static void load_was_written(void *model, uint32_t at, uint32_t value)
{
    struct hc_cpts *cpts = model;

    (void)at;
    if (value & 1) {
        cpts->state->zero_ns =
            now_ns(cpts) - (uint64_t)*reg(cpts, TS_LOAD_VAL) * TICK_NS;
    }
}

static void masked_before_read(void *model, uint32_t at)
{
    struct hc_cpts *cpts = model;

    *reg(cpts, at) = hc_cpts_pending(cpts);
}

static void pop_was_written(void *model, uint32_t at, uint32_t value)
{
    struct hc_cpts *cpts = model;
    struct hc_cpts_state *state = cpts->state;

    (void)at;
    if (value & 1 && state->count) {
        state->head = (state->head + 1) % HC_CPTS_FIFO;
        state->count--;
        show_head(cpts);
    }
}

/* SPRUH73, table of CPTS registers. */
static const struct hc_reg rows[] = {
    { "CPTS_IDVER", 0xc00, .reset = 0x4e8a0101 },
    { "CPTS_CONTROL", CONTROL, .rw = 0xf03,
      .was_written = control_was_written },
    { "CPTS_RFTCLK_SEL", 0xc08, .rw = 0x1f },
    { "CPTS_TS_PUSH", TS_PUSH, .sc = 1, .was_written = push_was_written },
    { "CPTS_TS_LOAD_VAL", TS_LOAD_VAL, .rw = 0xffffffff },
    { "CPTS_TS_LOAD_EN", TS_LOAD_EN, .sc = 1,
      .was_written = load_was_written },
    { "CPTS_INTSTAT_RAW", INTSTAT_RAW, .reset = 0 },
    { "CPTS_INTSTAT_MASKED", INTSTAT, .before_read = masked_before_read },
    { "CPTS_INT_ENABLE", INT_ENABLE, .rw = 1 },
    { "CPTS_EVENT_POP", EVENT_POP, .sc = 1, .was_written = pop_was_written },
    { "CPTS_EVENT_LOW", EVENT_LOW, .reset = 0 },
    { "CPTS_EVENT_HIGH", EVENT_HIGH, .reset = 0 },
};

static struct hc_regmap map = {
    .name = "cpts", .reg = rows, .n = sizeof(rows) / sizeof(rows[0]),
    .shift = 2,
};

void hc_cpts_init(struct hc_cpts *cpts, const struct hc_host *host,
                  uint32_t *reg_file, struct hc_cpts_state *state)
{
    hc_regmap_build(&map);
    *cpts = (struct hc_cpts){ host, reg_file, state };
    memset(state, 0, sizeof(*state));
}

void hc_cpts_reset(struct hc_cpts *cpts)
{
    hc_regmap_reset(&map, cpts->reg);
    memset(cpts->state, 0, sizeof(*cpts->state));
}

enum hc_status hc_cpts_read(struct hc_cpts *cpts, uint32_t at,
                            uint32_t *ret_value)
{
    return hc_reg_read(&map, cpts->reg, cpts, cpts->host, at, ret_value);
}

/* Turned on, the counter begins at 0: the driver reads it only through push
 * events and takes any start value. */
enum hc_status hc_cpts_write(struct hc_cpts *cpts, uint32_t at,
                             uint32_t value)
{
    const bool was_on = *reg(cpts, CONTROL) & CONTROL_EN;

    if (at == CONTROL && value & CONTROL_EN && !was_on) {
        cpts->state->zero_ns = now_ns(cpts);
    }
    return hc_reg_write(&map, cpts->reg, cpts, cpts->host, at, value);
}
