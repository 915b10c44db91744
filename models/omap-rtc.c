/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "omap-rtc.h"

#include <string.h>

#include "lane.h"

enum {
    SECONDS = 0x00, WEEKS = 0x18, ALARM = 0x20, CTRL = 0x40, STATUS = 0x44,
    INTERRUPTS = 0x48, KICK0 = 0x6c, KICK1 = 0x70, ALARM2 = 0x80, PMIC = 0x98
};

#define CTRL_RUN        0x01u
#define CTRL_ROUND_30S  0x02u
#define CTRL_12_HOURS   0x08u

#define STATUS_BUSY     0x01u
#define STATUS_RUN      0x02u
#define STATUS_1S       0x04u   /* then 1M, 1H and 1D */
#define STATUS_PERIODS  0x3cu
#define STATUS_ALARM    0x40u
#define STATUS_ALARM2   0x80u

#define INT_EVERY       0x03u
#define INT_TIMER       0x04u
#define INT_ALARM       0x08u
#define INT_ALARM2      0x10u

#define PMIC_POWER_EN_EN 0x10000u

#define KICK0_KEY 0x83e70b13u
#define KICK1_KEY 0x95a4f1e0u

/* The update is this near while BUSY shows: who saw it clear has this long
 * to read or write (SPRUH73, RTC_STATUS; Linux, rtc_wait_not_busy). */
#define BUSY_NS (15 * NS_PER_US)

#define DAY_S      UINT64_C(86400)
#define DAYS_4Y    1461u
#define DAYS_100Y  36525u       /* 2000 to 2099: every fourth year leaps */
#define UNIX_2000  UINT64_C(946684800)
#define SATURDAY   6u           /* 2000-01-01 */

static const uint16_t days_before[] = {
    0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365
};

static uint32_t get(const struct hc_omap_rtc *rtc, uint32_t at)
{
    return rtc->reg[at >> 2];
}

static uint32_t from_bcd(uint32_t value)
{
    return (value >> 4 & 0xf) * 10 + (value & 0xf);
}

static uint32_t to_bcd(uint32_t value)
{
    return value / 10 % 10 << 4 | value % 10;
}

/* Days since 2000-01-01; months and days out of range run over. */
static uint32_t days_of(uint32_t year, uint32_t month, uint32_t day)
{
    uint32_t m = (month + 11) % 12;

    return year * 365 + (year + 3) / 4 + days_before[m]
           + (year % 4 == 0 && m >= 2) + day - 1;
}

static uint64_t seconds_of(const struct hc_omap_rtc_calendar *at)
{
    return days_of(at->year, at->month, at->day) * DAY_S
           + at->hour * 3600 + at->minute * 60 + at->second;
}

static void set_date(struct hc_omap_rtc_calendar *at, uint32_t days)
{
    uint32_t rest, leap, month = 1;

    days %= DAYS_100Y;
    rest = days % DAYS_4Y;
    at->year = days / DAYS_4Y * 4;
    leap = rest < 366;
    if (!leap) {
        at->year += 1 + (rest - 366) / 365;
        rest = (rest - 366) % 365;
    }
    while (rest >= days_before[month] + leap * (month >= 2)) {
        month++;
    }
    at->month = month;
    at->day = 1 + rest - days_before[month - 1] - leap * (month > 2);
}

static void set_time(struct hc_omap_rtc_calendar *at, uint32_t seconds)
{
    at->hour = seconds / 3600;
    at->minute = seconds / 60 % 60;
    at->second = seconds % 60;
}

/* Lets `seconds` pass. The date is looked at only when a day ends, so that
 * software may write its parts one by one in any order. */
static void pass(struct hc_omap_rtc_calendar *at, uint64_t seconds)
{
    uint64_t today = at->hour * 3600 + at->minute * 60 + at->second + seconds;
    uint64_t days = today / DAY_S;

    set_time(at, (uint32_t)(today % DAY_S));
    if (days) {
        at->weekday = (uint32_t)((at->weekday + days) % 7);
        set_date(at, (uint32_t)((days_of(at->year, at->month, at->day)
                                 + days) % DAYS_100Y));
    }
}

/* When an alarm rings, in seconds since 2000; HC_NEVER for no such date. */
static uint64_t alarm_s(const struct hc_omap_rtc *rtc, uint32_t first)
{
    const uint32_t *bcd = &rtc->reg[first >> 2];
    struct hc_omap_rtc_calendar at = {
        .second = from_bcd(bcd[0]), .minute = from_bcd(bcd[1]),
        .hour = from_bcd(bcd[2]), .day = from_bcd(bcd[3]),
        .month = from_bcd(bcd[4]), .year = from_bcd(bcd[5])
    };

    if (at.second > 59 || at.minute > 59 || at.hour > 23 || at.day < 1
        || at.day > 31 || at.month < 1 || at.month > 12) {
        return HC_NEVER;
    }
    return seconds_of(&at);
}

static uint64_t now_ns(const struct hc_omap_rtc *rtc)
{
    return rtc->host->now_ns(rtc->host->opaque);
}

static bool running(const struct hc_omap_rtc *rtc)
{
    return get(rtc, CTRL) & CTRL_RUN;
}

static uint64_t period_s(const struct hc_omap_rtc *rtc)
{
    static const uint32_t period[] = { 1, 60, 3600, 86400 };

    return period[get(rtc, INTERRUPTS) & INT_EVERY];
}

/* With PWR_ENABLE_EN the second alarm drops PMIC_POWER_EN (SPRUH73,
 * 20.3.3.8; Linux, omap_rtc_power_off). */
static void drop_power(struct hc_omap_rtc *rtc)
{
    if (!rtc->power_off && get(rtc, PMIC) & PMIC_POWER_EN_EN
        && get(rtc, INTERRUPTS) & INT_ALARM2) {
        rtc->power_off = true;
        rtc->host->irq(rtc->host->opaque, 2, true);
    }
}

static void note_events(struct hc_omap_rtc *rtc, uint64_t from, uint64_t to)
{
    uint64_t alarm = alarm_s(rtc, ALARM), alarm2 = alarm_s(rtc, ALARM2);
    uint32_t enabled = get(rtc, INTERRUPTS);

    if (from < alarm && alarm <= to) {
        rtc->status |= STATUS_ALARM;
    }
    if (from < alarm2 && alarm2 <= to) {
        rtc->status |= STATUS_ALARM2;
        drop_power(rtc);
    }
    if (enabled & INT_TIMER && from / period_s(rtc) != to / period_s(rtc)) {
        rtc->status |= STATUS_1S << (enabled & INT_EVERY);
    }
}

static void catch_up(struct hc_omap_rtc *rtc)
{
    uint64_t seconds, from = seconds_of(&rtc->now);

    if (!running(rtc)) {
        return;
    }
    seconds = (now_ns(rtc) - rtc->tick_ns) / NS_PER_S;
    if (seconds) {
        rtc->tick_ns += seconds * NS_PER_S;
        pass(&rtc->now, seconds);
        note_events(rtc, from, from + seconds);
    }
}

/* Seconds until something has to be said without being asked. */
static uint64_t next_event(const struct hc_omap_rtc *rtc)
{
    uint64_t now = seconds_of(&rtc->now), next = HC_NEVER, at;
    uint32_t enabled = get(rtc, INTERRUPTS);

    if (enabled & INT_TIMER) {
        next = period_s(rtc) - now % period_s(rtc);
    }
    at = alarm_s(rtc, ALARM);
    if (enabled & INT_ALARM && at > now && at - now < next) {
        next = at - now;
    }
    at = alarm_s(rtc, ALARM2);
    if (enabled & INT_ALARM2 && at > now && at - now < next) {
        next = at - now;
    }
    return next;
}

/* guess: the timer line stays high until its bit in STATUS is cleared. */
static void update(struct hc_omap_rtc *rtc)
{
    const struct hc_host *host = rtc->host;
    uint32_t enabled = get(rtc, INTERRUPTS);
    uint64_t next = running(rtc) ? next_event(rtc) : HC_NEVER;

    host->irq(host->opaque, 0, enabled & INT_TIMER
                               && rtc->status & STATUS_PERIODS);
    host->irq(host->opaque, 1, enabled & INT_ALARM
                               && rtc->status & STATUS_ALARM);
    host->wake_at(host->opaque, next > UINT64_MAX / NS_PER_S / 4 ? HC_NEVER
                                : rtc->tick_ns + next * NS_PER_S);
}

static void wake(void *model)
{
    catch_up(model);
    update(model);
}

/* SECONDS to WEEKS in the order of their offsets. */
static uint32_t *field(struct hc_omap_rtc *rtc, uint32_t at)
{
    uint32_t *const part[] = {
        &rtc->now.second, &rtc->now.minute, &rtc->now.hour, &rtc->now.day,
        &rtc->now.month, &rtc->now.year, &rtc->now.weekday
    };

    return part[(at <= WEEKS ? at : WEEKS) >> 2];
}

static void field_before_read(void *model, uint32_t at)
{
    struct hc_omap_rtc *rtc = model;

    rtc->reg[at >> 2] = to_bcd(*field(rtc, at));
}

static void field_was_written(void *model, uint32_t at, uint32_t value)
{
    struct hc_omap_rtc *rtc = model;

    *field(rtc, at) = from_bcd(value);
    update(rtc);
}

static void value_was_written(void *model, uint32_t at, uint32_t value)
{
    (void)at;
    (void)value;
    update(model);
}

static void ctrl_was_written(void *model, uint32_t at, uint32_t value)
{
    struct hc_omap_rtc *rtc = model;

    if (value & (CTRL_ROUND_30S | CTRL_12_HOURS)) {
        rtc->host->event(rtc->host->opaque, HC_EVENT_UNMODELLED_MODE, at,
                         value);
    }
    update(rtc);
}

static void status_before_read(void *model, uint32_t at)
{
    struct hc_omap_rtc *rtc = model;
    uint64_t until = NS_PER_S - (now_ns(rtc) - rtc->tick_ns) % NS_PER_S;
    uint32_t live = 0;

    if (running(rtc)) {
        live = STATUS_RUN | (until <= BUSY_NS ? STATUS_BUSY : 0);
    }
    rtc->reg[at >> 2] = rtc->status | live;
}

static void status_was_written(void *model, uint32_t at, uint32_t value)
{
    struct hc_omap_rtc *rtc = model;

    (void)at;
    rtc->status &= ~value;
    update(rtc);
}

/* Both keys, in order, open the registers for writing; anything else closes
 * them (SPRUH73, 20.3.3.5.2). */
static void kick_was_written(void *model, uint32_t at, uint32_t value)
{
    struct hc_omap_rtc *rtc = model;

    rtc->unlocked = at == KICK1 && value == KICK1_KEY
                    && get(rtc, KICK0) == KICK0_KEY;
}

/* SPRUH73, 20.3.5. */
static const struct hc_reg regs[] = {
    { "RTCSS_SECONDS", SECONDS, .rw = 0x7f, .count = 7, .stride = 4,
      .before_read = field_before_read, .was_written = field_was_written },
    { "RTCSS_ALARM_SECONDS", ALARM, .rw = 0x7f, .count = 3, .stride = 4,
      .was_written = value_was_written },
    { "RTCSS_ALARM_DAYS", 0x2c, .reset = 0x01, .rw = 0x3f, .count = 2,
      .stride = 4, .was_written = value_was_written },
    { "RTCSS_ALARM_YEARS", 0x34, .rw = 0xff,
      .was_written = value_was_written },
    { "RTCSS_CTRL", CTRL, .reset = CTRL_RUN, .rw = 0x7d, .sc = CTRL_ROUND_30S,
      .was_written = ctrl_was_written },
    { "RTCSS_STATUS", STATUS, .before_read = status_before_read,
      .was_written = status_was_written },
    { "RTCSS_INTERRUPTS", INTERRUPTS, .rw = 0x1f,
      .was_written = value_was_written },
    { "RTCSS_COMP_LSB", 0x4c, .rw = 0xff },
    { "RTCSS_COMP_MSB", 0x50, .rw = 0xff },
    { "RTCSS_OSC", 0x54, .reset = 0x10, .rw = 0x5f },
    { "RTCSS_SCRATCH", 0x60, .rw = 0xffffffff, .count = 3, .stride = 4 },
    { "RTCSS_KICK0R", KICK0, .rw = 0xffffffff,
      .was_written = kick_was_written },
    { "RTCSS_KICK1R", KICK1, .rw = 0xffffffff,
      .was_written = kick_was_written },
    { "RTCSS_REVISION", 0x74, .reset = 0x4eb01904 },
    { "RTCSS_SYSCONFIG", 0x78, .reset = 0x2, .rw = 0x3 },
    { "RTCSS_IRQWAKEEN", 0x7c, .rw = 0x3 },
    { "RTCSS_ALARM2_SECONDS", ALARM2, .rw = 0x7f, .count = 3, .stride = 4,
      .was_written = value_was_written },
    { "RTCSS_ALARM2_DAYS", 0x8c, .reset = 0x01, .rw = 0x3f, .count = 2,
      .stride = 4, .was_written = value_was_written },
    { "RTCSS_ALARM2_YEARS", 0x94, .rw = 0xff,
      .was_written = value_was_written },
    { "RTCSS_PMIC", PMIC, .rw = 0x1ffff },
    { "RTCSS_DEBOUNCE", 0x9c, .rw = 0xff },
};

static struct hc_regmap map = { .name = "am335x-rtc", .reg = regs,
    .n = sizeof(regs) / sizeof(regs[0]), .shift = 2 };

/* The calendar and the scratch registers live on the battery: a reset of
 * the chip leaves them alone. */
static void clear(struct hc_omap_rtc *rtc)
{
    uint32_t scratch[3];

    memcpy(scratch, &rtc->reg[0x60 >> 2], sizeof(scratch));
    hc_regmap_reset(&map, rtc->reg);
    memcpy(&rtc->reg[0x60 >> 2], scratch, sizeof(scratch));
    rtc->status = 0;
    rtc->unlocked = false;
    rtc->power_off = false;
}

static void reset(void *model)
{
    struct hc_omap_rtc *rtc = model;

    catch_up(rtc);
    if (!running(rtc)) {
        rtc->tick_ns = now_ns(rtc);
    }
    clear(rtc);
    rtc->host->irq(rtc->host->opaque, 2, false);
    update(rtc);
}

void hc_omap_rtc_set_base(struct hc_omap_rtc *rtc, uint64_t seconds)
{
    uint64_t since = seconds < UNIX_2000 ? 0 : seconds - UNIX_2000;
    uint64_t days = since / DAY_S;

    set_date(&rtc->now, (uint32_t)(days % DAYS_100Y));
    set_time(&rtc->now, (uint32_t)(since % DAY_S));
    rtc->now.weekday = (uint32_t)((SATURDAY + days) % 7);
    rtc->tick_ns = 0;
}

static void init(void *model, const struct hc_host *host)
{
    struct hc_omap_rtc *rtc = model;

    memset(rtc, 0, sizeof(*rtc));
    rtc->host = host;
    hc_regmap_build(&map);
    clear(rtc);
    hc_omap_rtc_set_base(rtc, UNIX_2000);
}

static uint32_t read(void *model, uint32_t at, unsigned width)
{
    struct hc_omap_rtc *rtc = model;

    catch_up(rtc);
    return hc_lane_read(&map, rtc->reg, rtc, rtc->host, at, width);
}

static void write(void *model, uint32_t at, uint32_t value, unsigned width)
{
    struct hc_omap_rtc *rtc = model;
    uint32_t word = at & ~UINT32_C(3);

    if (!rtc->unlocked && word != KICK0 && word != KICK1) {
        rtc->host->event(rtc->host->opaque, HC_EVENT_MISUSE_REG, at, value);
        return;
    }
    catch_up(rtc);
    if (!running(rtc)) {
        rtc->tick_ns = now_ns(rtc);     /* a stopped clock starts anew */
    }
    hc_lane_write(&map, rtc->reg, rtc, rtc->host, at, value, width);
}

const struct hc_block hc_omap_rtc_block = {
    .name = "am335x-rtc", .size = sizeof(struct hc_omap_rtc),
    .state_at = offsetof(struct hc_omap_rtc, tick_ns), .window = 0x1000,
    .n_out = 3, .init = init, .reset = reset, .read = read, .write = write,
    .wake = wake,
};
