/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "dmtimer.h"

#include <string.h>

#include "lane.h"

/* Both types share the functional registers, at different offsets. */
struct hc_dmtimer_layout {
    struct hc_regmap *map;
    uint32_t          func;     /* offset of TCLR */
};

/* Offsets from TCLR. */
enum { TCLR = 0x00, TCRR = 0x04, TLDR = 0x08, TMAR = 0x14 };

#define TCLR_ST   0x0001u
#define TCLR_AR   0x0002u
#define TCLR_PTV  2
#define TCLR_PRE  0x0020u
#define TCLR_CE   0x0040u
#define TCLR_SCPWM 0x0080u      /* the level at rest */
#define TCLR_TRG  10            /* 1: overflow, 2: overflow and match */
#define TCLR_PT   0x1000u       /* toggle, not pulse */

/* A faster output would keep the host busy with edges: 10 us of 24 MHz. */
#define PWM_LEAST_TICKS 240

#define INT_MATCH    0x1u
#define INT_OVERFLOW 0x2u
#define INT_ALL      0x7u

#define COUNTS (UINT64_C(1) << 32)

/* 24 MHz make 3 ticks in 125 ns, exactly; both ways never overflow. */
static uint64_t tick_of(uint64_t ns)
{
    return ns / 125 * 3 + ns % 125 * 3 / 125;
}

static uint64_t ns_of(uint64_t tick)
{
    return tick / 3 * 125 + (tick % 3 * 125 + 2) / 3;
}

static uint32_t *func(struct hc_dmtimer *timer, uint32_t at)
{
    return &timer->reg[(timer->layout->func + at) >> 2];
}

static bool running(struct hc_dmtimer *timer)
{
    return *func(timer, TCLR) & TCLR_ST;
}

static unsigned prescale_shift(struct hc_dmtimer *timer)
{
    uint32_t tclr = *func(timer, TCLR);

    return tclr & TCLR_PRE ? (tclr >> TCLR_PTV & 7) + 1 : 0;
}

static uint64_t now_tick(struct hc_dmtimer *timer)
{
    return tick_of(timer->host->now_ns(timer->host->opaque));
}

/* Counts since `base` was taken; the clock never runs backwards. */
static uint64_t elapsed(struct hc_dmtimer *timer)
{
    return running(timer)
           ? (now_tick(timer) - timer->since_tick) >> prescale_shift(timer)
           : 0;
}

/* What moves PORTIMERPWM: TRG, or 0 if it stands still or is too fast. */
static unsigned pwm_trigger(struct hc_dmtimer *timer)
{
    const uint64_t period = (COUNTS - *func(timer, TLDR))
                            << prescale_shift(timer);

    return running(timer) && period >= PWM_LEAST_TICKS
           ? *func(timer, TCLR) >> TCLR_TRG & 3 : 0;
}

static void drive_pwm(struct hc_dmtimer *timer, bool level)
{
    if (timer->pwm != level) {
        timer->pwm = level;
        timer->host->irq(timer->host->opaque, HC_DMTIMER_PWM, level);
    }
}

/* SPRUH73 20.1.3.5: a pulse, or a new level. With both events the one
 * is that of an overflow, the other that of a match. */
static void move_pwm(struct hc_dmtimer *timer, uint32_t event)
{
    const unsigned trigger = pwm_trigger(timer);
    const bool rest = *func(timer, TCLR) & TCLR_SCPWM;

    if (!trigger || trigger > 2 || (event == INT_MATCH && trigger == 1)) {
        return;
    }
    if (!(*func(timer, TCLR) & TCLR_PT)) {
        drive_pwm(timer, !rest);
        drive_pwm(timer, rest);
    } else if (trigger == 1) {
        drive_pwm(timer, !timer->pwm);
    } else {
        drive_pwm(timer, event == INT_OVERFLOW ? !rest : rest);
    }
}

static void happen(struct hc_dmtimer *timer, uint32_t event)
{
    timer->pending |= event;
    move_pwm(timer, event);
}

/* Did the counter meet TMAR on its way from `from`, `counts` further? */
static bool met_match(struct hc_dmtimer *timer, uint32_t from, uint64_t counts)
{
    uint32_t match = *func(timer, TMAR);

    return *func(timer, TCLR) & TCLR_CE && match >= from
           && match - from <= counts;
}

/* The counter passed 0xffffffff: it goes on from TLDR or stands at 0
 * (SPRUH73, 20.1.3.1). Returns the counts that are left to do. */
static uint64_t overflow(struct hc_dmtimer *timer, uint64_t counts)
{
    uint32_t load = *func(timer, TLDR);
    uint64_t period = COUNTS - load;

    happen(timer, INT_OVERFLOW);
    if (!(*func(timer, TCLR) & TCLR_AR)) {
        *func(timer, TCLR) &= ~TCLR_ST;
        timer->base = 0;
        return 0;
    }
    timer->base = load;
    if (met_match(timer, load, counts)) {
        happen(timer, INT_MATCH);
    }
    return counts % period;
}

/* Brings counter and status up to now, over any number of overflows. */
static void catch_up(struct hc_dmtimer *timer)
{
    uint64_t counts = elapsed(timer);
    uint64_t room = COUNTS - timer->base;

    if (!counts) {
        return;
    }
    timer->since_tick += counts << prescale_shift(timer);
    if (timer->base != UINT32_MAX
        && met_match(timer, timer->base + 1, counts - 1)) {
        happen(timer, INT_MATCH);
    }
    if (counts >= room) {
        counts = overflow(timer, counts - room);
    }
    timer->base += (uint32_t)counts;
}

/* Counts until an interrupt that is enabled and not yet pending, or an edge
 * of the output. */
static uint64_t next_event(struct hc_dmtimer *timer)
{
    const unsigned trigger = pwm_trigger(timer);
    uint32_t missing = (timer->enabled & ~timer->pending) |
                       (trigger == 1 || trigger == 2 ? INT_OVERFLOW : 0) |
                       (trigger == 2 ? INT_MATCH : 0);
    uint32_t match = *func(timer, TMAR), load = *func(timer, TLDR);
    uint64_t room = COUNTS - timer->base, counts = HC_NEVER;

    if (missing & INT_OVERFLOW) {
        counts = room;
    }
    if (missing & INT_MATCH && *func(timer, TCLR) & TCLR_CE) {
        if (match > timer->base && match - timer->base < counts) {
            counts = match - timer->base;
        } else if (match <= timer->base && match >= load
                   && *func(timer, TCLR) & TCLR_AR
                   && room + match - load < counts) {
            counts = room + match - load;
        }
    }
    return counts;
}

/* The line and the next wake. There is none while the interrupt is already
 * pending, so that a short period cannot keep the host busy. */
static void update(struct hc_dmtimer *timer)
{
    const struct hc_host *host = timer->host;
    uint64_t counts = running(timer) ? next_event(timer) : HC_NEVER;

    host->irq(host->opaque, 0, timer->pending & timer->enabled);
    host->wake_at(host->opaque, counts == HC_NEVER ? HC_NEVER
                  : ns_of(timer->since_tick
                          + (counts << prescale_shift(timer))));
}

static void wake(void *model)
{
    catch_up(model);
    update(model);
}

static void tclr_was_written(void *model, uint32_t at, uint32_t value)
{
    struct hc_dmtimer *timer = model;

    timer->since_tick = now_tick(timer);
    if (!(value & TCLR_ST)) {
        drive_pwm(timer, value & TCLR_SCPWM);
    } else if (value >> TCLR_TRG & 3 && !pwm_trigger(timer)) {
        timer->host->event(timer->host->opaque, HC_EVENT_UNMODELLED_MODE, at,
                           value);
    }
    update(timer);
}

static void tcrr_was_written(void *model, uint32_t at, uint32_t value)
{
    struct hc_dmtimer *timer = model;

    (void)at;
    timer->base = value;
    timer->since_tick = now_tick(timer);
    update(timer);
}

static void compare_was_written(void *model, uint32_t at, uint32_t value)
{
    (void)at;
    (void)value;
    update(model);
}

/* Any write to the trigger register loads the counter (SPRUH73, TTGR). */
static void ttgr_was_written(void *model, uint32_t at, uint32_t value)
{
    struct hc_dmtimer *timer = model;

    (void)value;
    tcrr_was_written(model, at, *func(timer, TLDR));
}

static void tcrr_before_read(void *model, uint32_t at)
{
    struct hc_dmtimer *timer = model;

    timer->reg[at >> 2] = timer->base;
}

static void pending_before_read(void *model, uint32_t at)
{
    struct hc_dmtimer *timer = model;

    timer->reg[at >> 2] = timer->pending;
}

/* IRQSTATUS shows only what is enabled, IRQSTATUS_RAW shows all. */
static void irqstatus_before_read(void *model, uint32_t at)
{
    struct hc_dmtimer *timer = model;

    timer->reg[at >> 2] = timer->pending & timer->enabled;
}

static void enabled_before_read(void *model, uint32_t at)
{
    struct hc_dmtimer *timer = model;

    timer->reg[at >> 2] = timer->enabled;
}

static void raw_was_written(void *model, uint32_t at, uint32_t value)
{
    struct hc_dmtimer *timer = model;

    (void)at;
    timer->pending |= value & INT_ALL;
    update(timer);
}

static void status_was_written(void *model, uint32_t at, uint32_t value)
{
    struct hc_dmtimer *timer = model;

    (void)at;
    timer->pending &= ~value;
    update(timer);
}

static void tier_was_written(void *model, uint32_t at, uint32_t value)
{
    struct hc_dmtimer *timer = model;

    (void)at;
    timer->enabled = value & INT_ALL;
    update(timer);
}

static void enable_set_was_written(void *model, uint32_t at, uint32_t value)
{
    struct hc_dmtimer *timer = model;

    tier_was_written(model, at, timer->enabled | value);
}

static void enable_clr_was_written(void *model, uint32_t at, uint32_t value)
{
    struct hc_dmtimer *timer = model;

    tier_was_written(model, at, timer->enabled & ~value);
}

static void reset(void *model)
{
    struct hc_dmtimer *timer = model;

    hc_regmap_reset(timer->layout->map, timer->reg);
    timer->base = 0;
    timer->pending = 0;
    timer->enabled = 0;
    timer->since_tick = 0;
    drive_pwm(timer, false);
    update(timer);
}

static void sysconfig_was_written(void *model, uint32_t at, uint32_t value)
{
    (void)at;
    if (value & 0x2) {
        reset(model);
    }
}

static void tiocp_cfg_was_written(void *model, uint32_t at, uint32_t value)
{
    (void)at;
    if (value & 0x1) {
        reset(model);
    }
}

/* SPRUH73, 20.2.4 (type 1). Posted writes land at once: TWPS reads 0. */
static const struct hc_reg type1[] = {
    { "TIDR", 0x00, .reset = 0x00000015 },
    { "TIOCP_CFG", 0x10, .rw = 0x33d, .sc = 0x002,
      .was_written = sysconfig_was_written },
    { "TISTAT", 0x14, .reset = 1 },
    { "TISR", 0x18, .before_read = pending_before_read,
      .was_written = status_was_written },
    { "TIER", 0x1c, .rw = INT_ALL, .was_written = tier_was_written },
    { "TWER", 0x20, .rw = INT_ALL },
    { "TCLR", 0x24, .rw = 0x7fff, .was_written = tclr_was_written },
    { "TCRR", 0x28, .rw = 0xffffffff, .before_read = tcrr_before_read,
      .was_written = tcrr_was_written },
    { "TLDR", 0x2c, .rw = 0xffffffff, .was_written = compare_was_written },
    { "TTGR", 0x30, .reset = 0xffffffff, .was_written = ttgr_was_written },
    { "TWPS", 0x34, .reset = 0 },
    { "TMAR", 0x38, .rw = 0xffffffff, .was_written = compare_was_written },
    { "TCAR1", 0x3c, .reset = 0 },
    { "TSICR", 0x40, .rw = 0x4, .sc = 0x2,
      .was_written = sysconfig_was_written },
    { "TCAR2", 0x44, .reset = 0 },
    { "TPIR", 0x48, .rw = 0xffffffff, .unmodelled = true },
    { "TNIR", 0x4c, .rw = 0xffffffff, .unmodelled = true },
    { "TCVR", 0x50, .rw = 0xffffffff, .unmodelled = true },
    { "TOCR", 0x54, .rw = 0x00ffffff, .unmodelled = true },
    { "TOWR", 0x58, .rw = 0x00ffffff, .unmodelled = true },
};

/* SPRUH73, 20.1.5 (type 2). */
static const struct hc_reg type2[] = {
    { "TIDR", 0x00, .reset = 0x4fff1301 },
    { "TIOCP_CFG", 0x10, .rw = 0x0e, .sc = 0x01,
      .was_written = tiocp_cfg_was_written },
    /* ti-sysc reads RESETDONE here; this kind of timer has none. */
    { "reserved_14", 0x14 },
    { "IRQ_EOI", 0x20, .sc = 0x1 },
    { "IRQSTATUS_RAW", 0x24, .before_read = pending_before_read,
      .was_written = raw_was_written },
    { "IRQSTATUS", 0x28, .before_read = irqstatus_before_read,
      .was_written = status_was_written },
    { "IRQENABLE_SET", 0x2c, .before_read = enabled_before_read,
      .was_written = enable_set_was_written },
    { "IRQENABLE_CLR", 0x30, .before_read = enabled_before_read,
      .was_written = enable_clr_was_written },
    { "IRQWAKEEN", 0x34, .rw = INT_ALL },
    { "TCLR", 0x38, .rw = 0x7fff, .was_written = tclr_was_written },
    { "TCRR", 0x3c, .rw = 0xffffffff, .before_read = tcrr_before_read,
      .was_written = tcrr_was_written },
    { "TLDR", 0x40, .rw = 0xffffffff, .was_written = compare_was_written },
    { "TTGR", 0x44, .reset = 0xffffffff, .was_written = ttgr_was_written },
    { "TWPS", 0x48, .reset = 0 },
    { "TMAR", 0x4c, .rw = 0xffffffff, .was_written = compare_was_written },
    { "TCAR1", 0x50, .reset = 0 },
    { "TSICR", 0x54, .rw = 0x6 },
    { "TCAR2", 0x58, .reset = 0 },
};

static struct hc_regmap map1 = { .name = "am335x-dmtimer-1ms", .reg = type1,
    .n = sizeof(type1) / sizeof(type1[0]), .shift = 2 };
static struct hc_regmap map2 = { .name = "am335x-dmtimer", .reg = type2,
    .n = sizeof(type2) / sizeof(type2[0]), .shift = 2 };

static const struct hc_dmtimer_layout layout1 = { &map1, 0x24 };
static const struct hc_dmtimer_layout layout2 = { &map2, 0x38 };

static void init(struct hc_dmtimer *timer, const struct hc_host *host,
                 const struct hc_dmtimer_layout *layout)
{
    memset(timer, 0, sizeof(*timer));
    timer->host = host;
    timer->layout = layout;
    hc_regmap_build(layout->map);
    hc_regmap_reset(layout->map, timer->reg);
}

static void init1(void *model, const struct hc_host *host)
{
    init(model, host, &layout1);
}

static void init2(void *model, const struct hc_host *host)
{
    init(model, host, &layout2);
}

/* The kernel's clocksource reads TCRR very often: the first lines answer
 * without a table and without a change of state. */
static uint32_t read(void *model, uint32_t at, unsigned width)
{
    struct hc_dmtimer *timer = model;
    uint64_t counts;

    if (at == timer->layout->func + TCRR && width == 4) {
        counts = timer->base + elapsed(timer);
        if (counts < COUNTS) {
            return (uint32_t)counts;
        }
    }
    catch_up(timer);
    return hc_lane_read(timer->layout->map, timer->reg, timer, timer->host,
                        at, width);
}

static void write(void *model, uint32_t at, uint32_t value, unsigned width)
{
    struct hc_dmtimer *timer = model;

    catch_up(timer);
    *func(timer, TCRR) = timer->base;
    hc_lane_write(timer->layout->map, timer->reg, timer, timer->host, at,
                  value, width);
}

const struct hc_block hc_dmtimer1_block = {
    .name = "am335x-dmtimer-1ms", .size = sizeof(struct hc_dmtimer),
    .state_at = offsetof(struct hc_dmtimer, since_tick), .window = 0x1000,
    .n_out = HC_DMTIMER_LINES, .init = init1, .reset = reset, .read = read, .write = write,
    .wake = wake,
};

const struct hc_block hc_dmtimer_block = {
    .name = "am335x-dmtimer", .size = sizeof(struct hc_dmtimer),
    .state_at = offsetof(struct hc_dmtimer, since_tick), .window = 0x1000,
    .n_out = HC_DMTIMER_LINES, .init = init2, .reset = reset, .read = read, .write = write,
    .wake = wake,
};
