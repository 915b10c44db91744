/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "omap-wdt.h"

#include <string.h>

#include "lane.h"

enum { WCLR = 0x24, WCRR = 0x28, WLDR = 0x2c };

#define WCLR_PTV 2
#define WCLR_PRE 0x20u

#define COUNTS (UINT64_C(1) << 32)

/* 32768 Hz make 64 ticks in 1953125 ns, exactly. */
static uint64_t tick_of(uint64_t ns)
{
    return ns / 1953125 * 64 + ns % 1953125 * 64 / 1953125;
}

static uint64_t ns_of(uint64_t tick)
{
    return tick / 64 * 1953125 + (tick % 64 * 1953125 + 63) / 64;
}

static uint64_t now_tick(struct hc_omap_wdt *wdt)
{
    return tick_of(wdt->host->now_ns(wdt->host->opaque));
}

static unsigned prescale_shift(const struct hc_omap_wdt *wdt)
{
    uint32_t wclr = wdt->reg[WCLR >> 2];

    return wclr & WCLR_PRE ? wclr >> WCLR_PTV & 7 : 0;
}

static uint64_t overflow_tick(const struct hc_omap_wdt *wdt)
{
    return wdt->since_tick + ((COUNTS - wdt->base) << prescale_shift(wdt));
}

/* What the counter shows now; it never passes its end, since it bites. */
static uint32_t count(struct hc_omap_wdt *wdt)
{
    uint64_t counts = wdt->base;

    if (wdt->running) {
        counts += (now_tick(wdt) - wdt->since_tick) >> prescale_shift(wdt);
    }
    return counts < COUNTS ? (uint32_t)counts : UINT32_MAX;
}

static void rearm(struct hc_omap_wdt *wdt)
{
    wdt->host->wake_at(wdt->host->opaque,
                       wdt->running ? ns_of(overflow_tick(wdt)) : HC_NEVER);
}

static void load(struct hc_omap_wdt *wdt, uint32_t value)
{
    wdt->base = value;
    wdt->since_tick = now_tick(wdt);
    rearm(wdt);
}

/* It bites once and stands still: the reset that it asks for starts it over,
 * and nobody is bitten without end where that reset leads nowhere. */
static void wake(void *model)
{
    struct hc_omap_wdt *wdt = model;
    const struct hc_host *host = wdt->host;

    if (!wdt->running) {
        return;
    }
    if (now_tick(wdt) < overflow_tick(wdt)) {
        rearm(wdt);
        return;
    }
    wdt->running = false;
    wdt->base = wdt->reg[WLDR >> 2];
    host->event(host->opaque, HC_EVENT_WATCHDOG_BITE, 0, 0);
    host->irq(host->opaque, 0, true);
    host->irq(host->opaque, 0, false);
}

static void wcrr_before_read(void *model, uint32_t at)
{
    struct hc_omap_wdt *wdt = model;

    wdt->reg[at >> 2] = count(wdt);
}

static void wcrr_was_written(void *model, uint32_t at, uint32_t value)
{
    (void)at;
    load(model, value);
}

/* Only a change of the value is a trigger (SPRUH73, WDT_WTGR). */
static void wtgr_was_written(void *model, uint32_t at, uint32_t value)
{
    struct hc_omap_wdt *wdt = model;

    (void)at;
    if (value != wdt->trigger) {
        wdt->trigger = value;
        load(wdt, wdt->reg[WLDR >> 2]);
    }
}

/* 0xbbbb, 0x4444 start it; 0xaaaa, 0x5555 stop it (SPRUH73, 20.4.3.7). */
static void wspr_was_written(void *model, uint32_t at, uint32_t value)
{
    struct hc_omap_wdt *wdt = model;
    bool start = wdt->last_key == 0xbbbb && value == 0x4444;
    bool stop = wdt->last_key == 0xaaaa && value == 0x5555;

    (void)at;
    wdt->last_key = value;
    if (start || stop) {
        load(wdt, count(wdt));
        wdt->running = start;
        rearm(wdt);
    }
}

static void sysconfig_was_written(void *model, uint32_t at, uint32_t value);

/* SPRUH73, 20.4.4.1. The interrupt at a delay before the end is storage. */
static const struct hc_reg regs[] = {
    { "WDT_WIDR", 0x00, .reset = 0x502a0501 },
    { "WDT_WDSC", 0x10, .reset = 0x10, .rw = 0x3d, .sc = 0x02,
      .was_written = sysconfig_was_written },
    { "WDT_WDST", 0x14, .reset = 0x1 },
    { "WDT_WISR", 0x18, .unmodelled = true },
    { "WDT_WIER", 0x1c, .rw = 0x3, .unmodelled = true },
    { "WDT_WCLR", WCLR, .reset = WCLR_PRE, .rw = 0x3c },
    { "WDT_WCRR", WCRR, .before_read = wcrr_before_read,
      .was_written = wcrr_was_written },
    { "WDT_WLDR", WLDR, .reset = 0xfffb0000, .rw = 0xffffffff },
    { "WDT_WTGR", 0x30, .rw = 0xffffffff, .was_written = wtgr_was_written },
    { "WDT_WWPS", 0x34, .reset = 0 },
    { "WDT_WDLY", 0x44, .rw = 0xffffffff, .unmodelled = true },
    { "WDT_WSPR", 0x48, .rw = 0xffffffff, .was_written = wspr_was_written },
    { "WDT_WIRQSTATRAW", 0x54, .unmodelled = true },
    { "WDT_WIRQSTAT", 0x58, .unmodelled = true },
    { "WDT_WIRQENSET", 0x5c, .unmodelled = true },
    { "WDT_WIRQENCLR", 0x60, .unmodelled = true },
};

static struct hc_regmap map = { .name = "am335x-wdt", .reg = regs,
    .n = sizeof(regs) / sizeof(regs[0]), .shift = 2 };

static void clear(struct hc_omap_wdt *wdt)
{
    hc_regmap_reset(&map, wdt->reg);
    wdt->running = false;
    wdt->base = 0;
    wdt->since_tick = 0;
    wdt->last_key = 0;
    wdt->trigger = 0;
}

static void reset(void *model)
{
    struct hc_omap_wdt *wdt = model;

    clear(wdt);
    rearm(wdt);
    wdt->host->irq(wdt->host->opaque, 0, false);
}

static void sysconfig_was_written(void *model, uint32_t at, uint32_t value)
{
    (void)at;
    if (value & 0x02) {
        reset(model);
    }
}

static void init(void *model, const struct hc_host *host)
{
    struct hc_omap_wdt *wdt = model;

    memset(wdt, 0, sizeof(*wdt));
    wdt->host = host;
    hc_regmap_build(&map);
    clear(wdt);
}

static uint32_t read(void *model, uint32_t at, unsigned width)
{
    struct hc_omap_wdt *wdt = model;

    return hc_lane_read(&map, wdt->reg, wdt, wdt->host, at, width);
}

/* A running counter takes a new prescaler from the count it had reached. */
static void write(void *model, uint32_t at, uint32_t value, unsigned width)
{
    struct hc_omap_wdt *wdt = model;
    bool prescaler = (at & ~UINT32_C(3)) == WCLR;
    uint32_t reached = prescaler ? count(wdt) : 0;

    hc_lane_write(&map, wdt->reg, wdt, wdt->host, at, value, width);
    if (prescaler) {
        load(wdt, reached);
    }
}

const struct hc_block hc_omap_wdt_block = {
    .name = "am335x-wdt", .size = sizeof(struct hc_omap_wdt),
    .state_at = offsetof(struct hc_omap_wdt, since_tick), .window = 0x1000,
    .n_out = 1, .init = init, .reset = reset, .read = read, .write = write,
    .wake = wake,
};
