/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The 1588 window of a VSC85xx (page 0x1588) and the clocks behind it, as
 * Linux drives them: drivers/net/phy/mscc/mscc_ptp.c and mscc_ptp.h. */
#include "vsc85xx-internal.h"

#include <string.h>

#define WINDOW_DONE 0x8000u
#define WINDOW_READ 0x4000u

#define SECOND_NS 1000000000u
#define SECONDS_MASK UINT64_C(0xffffffffffff)

enum { LTC_CTRL = 0x10, LOAD_SEC_HIGH, LOAD_SEC_LOW, LOAD_NS,
       SAVED_SEC_HIGH, SAVED_SEC_LOW, SAVED_NS, AUTO_ADJ = 0x1a,
       INT_TS_STATUS = 0x4d, INT_TS_MASK, FIFO_CTRL = 0x5b, FIFO_WORD,
       TOD_IFACE = 0x6e, LTC_OFFSET = 0x70 };

#define LTC_AUTO_ADJ   0x0010u
#define LTC_STEP       0x0008u
#define LTC_STEP_UP    0x0004u
#define LTC_SAVE       0x0002u
#define LTC_LOAD       0x0001u
#define TS_FIFO_ADD    0x0004u
#define TS_OVERFLOW    0x0001u
#define FIFO_RESET     0x00010000u
#define FIFO_EMPTY     0x80000000u
#define LS_AUTO_CLEAR  0x0004u
#define ADJUST_SUBTRACTS 0x80000000u
#define ADJUST_PERIOD    0x3fffffffu
#define OFFSET_ACT     0x80000000u
#define OFFSET_ADDS    0x40000000u

/* A clock, and the port whose pin it moves. */
struct context {
    struct hc_vsc_package *package;
    struct hc_vsc_clock *clock;
    unsigned number;
};

static void add_ns(struct hc_vsc_clock *clock, uint64_t ns)
{
    ns += clock->ns;
    clock->seconds = (clock->seconds + ns / SECOND_NS) & SECONDS_MASK;
    clock->ns = (uint32_t)(ns % SECOND_NS);
}

static void subtract_ns(struct hc_vsc_clock *clock, uint64_t ns)
{
    uint64_t seconds = ns / SECOND_NS;
    uint32_t rest = (uint32_t)(ns % SECOND_NS);

    if (rest > clock->ns) {
        clock->ns += SECOND_NS;
        seconds++;
    }
    clock->ns -= rest;
    clock->seconds = (clock->seconds - seconds) & SECONDS_MASK;
}

/* Virtual time is the crystal; AUTO_ADJ adds or takes one nanosecond every
 * so many (vsc85xx_adjfine). */
void hc_vsc_clock_update(struct hc_vsc_clock *clock, uint64_t now_ns)
{
    uint32_t period = clock->adjust & ADJUST_PERIOD;
    uint64_t passed, steps = 0;

    if (now_ns <= clock->at_ns) {
        return;
    }
    passed = now_ns - clock->at_ns;
    clock->at_ns = now_ns;
    if (period && clock->adjust & ~ADJUST_PERIOD) {
        steps = (passed + clock->phase_ns) / period;
        clock->phase_ns = (uint32_t)((passed + clock->phase_ns) % period);
    }
    add_ns(clock, clock->adjust & ADJUST_SUBTRACTS ? passed
                                                   : passed + steps);
    if (clock->adjust & ADJUST_SUBTRACTS) {
        subtract_ns(clock, steps);
    }
}

static void save(struct hc_vsc_clock *clock)
{
    clock->reg[SAVED_SEC_HIGH] = (uint32_t)(clock->seconds >> 32);
    clock->reg[SAVED_SEC_LOW] = (uint32_t)clock->seconds;
    clock->reg[SAVED_NS] = clock->ns;
}

static void load(struct hc_vsc_clock *clock)
{
    clock->seconds = ((uint64_t)clock->reg[LOAD_SEC_HIGH] << 32 |
                      clock->reg[LOAD_SEC_LOW]) & SECONDS_MASK;
    clock->ns = 0;
    add_ns(clock, clock->reg[LOAD_NS]);
}

/* Loads or saves, whichever is enabled; TOD_IFACE.2 clears the enables. */
static void load_or_save(struct hc_vsc_clock *clock, uint64_t now_ns)
{
    uint32_t ctrl = clock->reg[LTC_CTRL];

    hc_vsc_clock_update(clock, now_ns);
    if (ctrl & LTC_LOAD) {
        load(clock);
    }
    if (ctrl & LTC_SAVE) {
        save(clock);
    }
    if (clock->reg[TOD_IFACE] & LS_AUTO_CLEAR) {
        clock->reg[LTC_CTRL] &= ~(LTC_LOAD | LTC_SAVE);
    }
}

void hc_vsc_package_load_save(struct hc_vsc_package *package, bool level)
{
    bool rises = level && !package->load_save;

    package->load_save = level;
    for (unsigned n = 0; rises && n < HC_VSC_PORTS; n++) {
        load_or_save(&package->clock[n], hc_vsc_now(package));
    }
}

static void follow_interrupt(const struct context *c)
{
    struct hc_phy *phy = c->package->port[c->number];

    if (phy) {
        phy->reg[PRIV_TS] = c->clock->reg[INT_TS_STATUS] &
                            c->clock->reg[INT_TS_MASK];
        hc_phy_update_pin(phy);
    }
}

/* guess: on a board without a LOAD_SAVE pin the enable bits act themselves
 * (knob load_save_wired): the driver reads right after setting them. */
static void ltc_was_written(void *model, uint32_t at, uint32_t value)
{
    struct context *c = model;
    struct hc_vsc_clock *clock = c->clock;
    uint64_t now_ns = hc_vsc_now(c->package);

    (void)at;
    hc_vsc_clock_update(clock, now_ns);
    if (value & LTC_AUTO_ADJ) {
        clock->adjust = clock->reg[AUTO_ADJ];
        clock->phase_ns = 0;
    }
    if (value & LTC_STEP) {
        if (value & LTC_STEP_UP) {
            add_ns(clock, 1);
        } else {
            subtract_ns(clock, 1);
        }
    }
    if (!c->package->knobs.load_save_wired) {
        load_or_save(clock, now_ns);
    }
}

static void offset_was_written(void *model, uint32_t at, uint32_t value)
{
    struct context *c = model;

    (void)at;
    if (!(value & OFFSET_ACT)) {
        return;
    }
    hc_vsc_clock_update(c->clock, hc_vsc_now(c->package));
    if (value & OFFSET_ADDS) {
        add_ns(c->clock, value & ADJUST_PERIOD);
    } else {
        subtract_ns(c->clock, value & ADJUST_PERIOD);
    }
}

static void interrupt_was_written(void *model, uint32_t at, uint32_t value)
{
    (void)at;
    (void)value;
    follow_interrupt(model);
}

static void fifo_ctrl_was_written(void *model, uint32_t at, uint32_t value)
{
    struct context *c = model;

    (void)at;
    if (value & FIFO_RESET) {
        c->clock->stamps = c->clock->last_level = 0;
    }
}

/* [15:12] is the level when an entry was last read (vsc85xx_get_tx_ts goes
 * on while it is above 1). */
static void fifo_ctrl_before_read(void *model, uint32_t at)
{
    struct context *c = model;

    c->clock->reg[at] &= ~0xf000u;
    c->clock->reg[at] |= c->clock->last_level << 12;
}

/* Seven words hold two bytes and six times four, the first byte lowest. */
static void fifo_before_read(void *model, uint32_t at)
{
    struct hc_vsc_clock *clock = ((struct context *)model)->clock;
    const uint8_t *bytes = clock->stamp[0];
    unsigned word = at - FIFO_WORD;

    if (!clock->stamps) {
        clock->reg[at] = word ? 0 : FIFO_EMPTY;
    } else if (!word) {
        clock->reg[at] = (uint32_t)bytes[0] | (uint32_t)bytes[1] << 8;
    } else {
        bytes += 4 * word - 2;
        clock->reg[at] = (uint32_t)bytes[0] | (uint32_t)bytes[1] << 8 |
                         (uint32_t)bytes[2] << 16 | (uint32_t)bytes[3] << 24;
    }
}

static void fifo_was_read(void *model, uint32_t at)
{
    struct hc_vsc_clock *clock = ((struct context *)model)->clock;

    if (at == FIFO_WORD + 6 && clock->stamps) {
        clock->last_level = clock->stamps--;
        memmove(clock->stamp[0], clock->stamp[1],
                clock->stamps * sizeof(clock->stamp[0]));
    }
}

/* Linux leaves the upper half of the window's data as it was when it writes
 * 0x10, 0x4d and 0x4e (vsc85xx_ts_write_csr): these have 16 bits. */
static const struct hc_reg row[] = {
    { "IFACE_CTRL", 0x00, .reset = 0, .rw = 0xffffffff, .count = 3,
      .stride = 1 },
    { "VERSION", 0x03, .reset = 0x0021 },
    { "SPARE_04", 0x04, .reset = 0, .rw = 0xffffffff, .count = 12,
      .stride = 1 },
    { "LTC_CTRL", LTC_CTRL, .reset = 0, .rw = 0x7003, .sc = 0x001c,
      .was_written = ltc_was_written },
    { "LTC_LOAD", LOAD_SEC_HIGH, .reset = 0, .rw = 0xffffffff, .count = 3,
      .stride = 1 },
    { "LTC_SAVED", SAVED_SEC_HIGH, .reset = 0, .count = 3, .stride = 1 },
    { "LTC_SEQUENCE", 0x17, .reset = 0, .rw = 0xffffffff, .count = 54,
      .stride = 1 },
    { "INT_STATUS", INT_TS_STATUS, .reset = 0, .w1c = 0x0fff,
      .was_written = interrupt_was_written },
    { "INT_MASK", INT_TS_MASK, .reset = 0, .rw = 0x0fff,
      .was_written = interrupt_was_written },
    { "EGR_CONFIG", 0x4f, .reset = 0, .rw = 0xffffffff, .count = 12,
      .stride = 1 },
    { "EGR_FIFO_CTRL", FIFO_CTRL, .reset = 0, .rw = 0x00010f1f,
      .before_read = fifo_ctrl_before_read,
      .was_written = fifo_ctrl_was_written },
    { "EGR_FIFO", FIFO_WORD, .reset = 0, .count = 7, .stride = 1,
      .before_read = fifo_before_read, .was_read = fifo_was_read },
    { "REWRITER", 0x63, .reset = 0, .rw = 0xffffffff, .count = 13,
      .stride = 1 },
    { "LTC_OFFSET", LTC_OFFSET, .reset = 0, .sc = 0xffffffff,
      .was_written = offset_was_written },
    { "ACCURACY", 0x71, .reset = 0, .rw = 0xffffffff, .count = 15,
      .stride = 1 },
};

static struct hc_regmap map = {
    .name = "vsc85xx-1588", .reg = row, .n = sizeof(row) / sizeof(row[0]),
};

void hc_vsc_clocks_reset(struct hc_vsc_package *package)
{
    hc_regmap_build(&map);
    for (unsigned n = 0; n < HC_VSC_PORTS; n++) {
        memset(&package->clock[n], 0, sizeof(package->clock[n]));
        hc_regmap_reset(&map, package->clock[n].reg);
        package->clock[n].at_ns = hc_vsc_now(package);
    }
}

/* The FIFO's word for "too late": guess, the newest stamp is lost. */
void hc_vsc_clock_stamped(struct hc_phy *phy, const uint8_t *stamp)
{
    struct context c = { phy->package, &phy->package->clock[phy->number],
                         phy->number };
    struct hc_vsc_clock *clock = c.clock;

    if (clock->stamps < HC_VSC_FIFO) {
        memcpy(clock->stamp[clock->stamps++], stamp, HC_VSC_STAMP_BYTES);
        clock->reg[INT_TS_STATUS] |= TS_FIFO_ADD;
    } else {
        clock->reg[INT_TS_STATUS] |= TS_OVERFLOW;
    }
    follow_interrupt(&c);
}

static void report(struct hc_phy *phy, uint32_t value, bool write)
{
    phy->host->event(phy->host->opaque, HC_EVENT_UNMODELLED_REG,
                     0x15880000u | (value & 0x3fff), write);
}

/* Blocks 0 to 5: plain storage, which the analyser reads. 6 and 7: the
 * clocks of the pair's lower and upper port. */
static uint32_t access_block(struct hc_phy *phy, uint32_t value,
                             uint32_t data)
{
    struct hc_vsc_package *package = phy->package;
    unsigned unit = phy->number & 1, block = value >> 11 & 7;
    unsigned addr = value & 0x7ff;
    bool write = !(value & WINDOW_READ);

    if (block < HC_VSC_ENGINES && addr < HC_VSC_ENGINE_REGS) {
        uint32_t *reg = &package->engine[unit][block][addr];

        *reg = write ? data : *reg;
        return *reg;
    }
    if (block >= HC_VSC_ENGINES && addr < HC_VSC_CLOCK_REGS) {
        unsigned number = unit + 2 * (block - HC_VSC_ENGINES);
        struct context c = { package, &package->clock[number], number };

        if (write) {
            hc_reg_write(&map, c.clock->reg, &c, phy->host, addr, data);
        } else {
            hc_reg_read(&map, c.clock->reg, &c, phy->host, addr, &data);
        }
        return data;
    }
    report(phy, value, write);
    return 0;
}

void hc_vsc_ptp_was_written(void *model, uint32_t at, uint32_t value)
{
    struct hc_phy *phy = model;
    uint32_t *reg = hc_vsc_values(phy, (uint16_t)at);
    uint32_t data = reg[PTP_HIGH] << 16 | reg[PTP_LOW];

    reg[at] |= WINDOW_DONE;
    if (!phy->package || !(value & WINDOW_DONE)) {
        return;
    }
    data = access_block(phy, value, data);
    if (value & WINDOW_READ) {
        reg[PTP_LOW] = data & 0xffff;
        reg[PTP_HIGH] = data >> 16;
    }
}
