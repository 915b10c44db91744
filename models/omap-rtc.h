/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The AM335x real-time clock: a BCD calendar, two alarms and the switch of
 * the board's power (SPRUH73, 20.3). It runs on the virtual clock. */
#ifndef HC_OMAP_RTC_H
#define HC_OMAP_RTC_H

#include "block.h"

#define HC_OMAP_RTC_REGS 40

/* As software wrote it; a date that does not exist stays until midnight. */
struct hc_omap_rtc_calendar {
    uint32_t second, minute, hour, day, month, year, weekday;
};

struct hc_omap_rtc {
    const struct hc_host *host;

    /* state, to the end */
    uint64_t tick_ns;       /* when the calendar was last brought up to date */
    struct hc_omap_rtc_calendar now;
    uint32_t status;        /* events that have happened */
    bool     unlocked;
    bool     power_off;     /* PMIC_POWER_EN is low */
    uint32_t reg[HC_OMAP_RTC_REGS];
};

/* Lines: 0 timer interrupt, 1 alarm interrupt, 2 the power-off request. */
extern const struct hc_block hc_omap_rtc_block;

/* Sets what the calendar shows at virtual time 0, in seconds since 1970;
 * it shows the years 2000 to 2099. A reset does not change the calendar. */
void hc_omap_rtc_set_base(struct hc_omap_rtc *rtc, uint64_t seconds);

#endif
