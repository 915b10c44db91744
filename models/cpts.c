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

#define CONTROL_EN       1u
#define CONTROL_INT_TEST 2u
#define CONTROL_PINS_SHIFT 8
#define PENDING          1u

/* The reference clock is 250 MHz, dpll_core_m5_ck: the first choice of
 * cpsw_cpts_rft_clk (am33xx-clocks.dtsi). */
#define TICK_NS 4

/* Half a turn of the counter. */
#define HALF_TURN_SHIFT 31

static uint64_t now_ns(const struct hc_cpts *cpts)
{
    return cpts->host->now_ns(cpts->host->opaque);
}

static uint32_t *reg(const struct hc_cpts *cpts, uint32_t at)
{
    return &cpts->reg[at / 4];
}

/* The counter with the bits that it has lost. */
static uint64_t ticks_at(const struct hc_cpts *cpts, uint64_t at_ns)
{
    return (at_ns - cpts->state->zero_ns) / TICK_NS;
}

static uint64_t ticks(const struct hc_cpts *cpts)
{
    return ticks_at(cpts, now_ns(cpts));
}

static bool is_on(const struct hc_cpts *cpts)
{
    return *reg(cpts, CONTROL) & CONTROL_EN;
}

static void show_head(struct hc_cpts *cpts)
{
    const struct hc_cpts_state *state = cpts->state;

    *reg(cpts, INTSTAT_RAW) = state->count || state->test_raw ? PENDING : 0;
    if (state->count) {
        *reg(cpts, EVENT_LOW) = state->fifo[state->head].low;
        *reg(cpts, EVENT_HIGH) = state->fifo[state->head].high;
    }
}

static void queue_event(struct hc_cpts *cpts, uint32_t low, uint32_t high)
{
    struct hc_cpts_state *state = cpts->state;

    if (state->count == HC_CPTS_FIFO) {
        return;
    }
    state->fifo[(state->head + state->count++) % HC_CPTS_FIFO] =
        (struct hc_cpts_event){ low, high };
    show_head(cpts);
}

/* A full queue takes no more, so only the first turns of many matter. */
void hc_cpts_settle(struct hc_cpts *cpts)
{
    struct hc_cpts_state *state = cpts->state;
    uint64_t due;

    if (!is_on(cpts)) {
        return;
    }
    due = ticks(cpts) >> HALF_TURN_SHIFT;
    while (state->halves < due && state->count < HC_CPTS_FIFO) {
        state->halves++;
        queue_event(cpts, (uint32_t)(state->halves << HALF_TURN_SHIFT),
                    state->halves & 1 ? HC_CPTS_EVENT_HALF :
                                        HC_CPTS_EVENT_ROLL);
    }
    state->halves = due;
}

uint64_t hc_cpts_wake_ns(const struct hc_cpts *cpts)
{
    return is_on(cpts) ? cpts->state->zero_ns +
           ((cpts->state->halves + 1) << HALF_TURN_SHIFT) * TICK_NS :
           HC_NEVER;
}

void hc_cpts_push_at(struct hc_cpts *cpts, uint32_t high, uint64_t at_ns)
{
    hc_cpts_settle(cpts);
    if (is_on(cpts)) {
        queue_event(cpts, (uint32_t)ticks_at(cpts, at_ns), high);
    }
}

void hc_cpts_push(struct hc_cpts *cpts, uint32_t high)
{
    hc_cpts_push_at(cpts, high, now_ns(cpts));
}

void hc_cpts_set_pin(struct hc_cpts *cpts, unsigned pin, bool level)
{
    const uint32_t bit = 1u << (pin - 1) % HC_CPTS_PINS;
    const bool rises = level && !(cpts->state->pins & bit);

    cpts->state->pins = level ? cpts->state->pins | bit :
                                cpts->state->pins & ~bit;
    if (rises && *reg(cpts, CONTROL) >> CONTROL_PINS_SHIFT & bit) {
        hc_cpts_push(cpts, HC_CPTS_EVENT_PIN | HC_CPTS_EVENT_PORT(pin));
    }
}

/* Sets the counter; what it jumps over makes no event. */
static void set_counter(struct hc_cpts *cpts, uint32_t value)
{
    cpts->state->zero_ns = now_ns(cpts) - (uint64_t)value * TICK_NS;
    cpts->state->halves = value >> HALF_TURN_SHIFT;
}

bool hc_cpts_pending(const struct hc_cpts *cpts)
{
    return *reg(cpts, INTSTAT_RAW) & *reg(cpts, INT_ENABLE) & PENDING;
}

/* Off, the counter is 0 and nothing waits. */
static void control_was_written(void *model, uint32_t at, uint32_t value)
{
    struct hc_cpts *cpts = model;

    (void)at;
    if (!(value & CONTROL_EN)) {
        cpts->state->count = 0;
    }
    if (!(value & CONTROL_INT_TEST)) {
        cpts->state->test_raw = false;
    }
    show_head(cpts);
}

/* Only ours of the reference clocks is there. */
static void clock_was_written(void *model, uint32_t at, uint32_t value)
{
    struct hc_cpts *cpts = model;

    if (value) {
        cpts->host->event(cpts->host->opaque, HC_EVENT_UNMODELLED_MODE, at,
                          value);
    }
}

static void raw_was_written(void *model, uint32_t at, uint32_t value)
{
    struct hc_cpts *cpts = model;

    (void)at;
    if (*reg(cpts, CONTROL) & CONTROL_INT_TEST) {
        cpts->state->test_raw = value & PENDING;
        show_head(cpts);
    }
}

static void push_was_written(void *model, uint32_t at, uint32_t value)
{
    (void)at;
    if (value & 1) {
        hc_cpts_push(model, HC_CPTS_EVENT_PUSH);
    }
}

static void load_was_written(void *model, uint32_t at, uint32_t value)
{
    struct hc_cpts *cpts = model;

    (void)at;
    if (value & 1) {
        hc_cpts_settle(cpts);
        set_counter(cpts, *reg(cpts, TS_LOAD_VAL));
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
    { "CPTS_RFTCLK_SEL", 0xc08, .rw = 0x1f,
      .was_written = clock_was_written },
    { "CPTS_TS_PUSH", TS_PUSH, .sc = 1, .was_written = push_was_written },
    { "CPTS_TS_LOAD_VAL", TS_LOAD_VAL, .rw = 0xffffffff },
    { "CPTS_TS_LOAD_EN", TS_LOAD_EN, .sc = 1,
      .was_written = load_was_written },
    { "CPTS_INTSTAT_RAW", INTSTAT_RAW, .was_written = raw_was_written },
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
    if (at == CONTROL && value & CONTROL_EN && !is_on(cpts)) {
        set_counter(cpts, 0);
    }
    return hc_reg_write(&map, cpts->reg, cpts, cpts->host, at, value);
}
