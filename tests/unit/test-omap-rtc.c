/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "fake.h"
#include "../../models/omap-rtc.h"

#define SECONDS 0x00
#define MINUTES 0x04
#define HOURS 0x08
#define DAYS 0x0c
#define MONTHS 0x10
#define YEARS 0x14
#define WEEKS 0x18
#define ALARM 0x20
#define CTRL 0x40
#define STATUS 0x44
#define INTERRUPTS 0x48
#define SCRATCH0 0x60
#define KICK0 0x6c
#define KICK1 0x70
#define REVISION 0x74
#define ALARM2 0x80
#define PMIC 0x98

#define TIMER_LINE 0
#define ALARM_LINE 1
#define POWER_LINE 2

/* 2026-02-28 23:59:50 UTC, a Saturday; from `date -u`. */
#define BASE UINT64_C(1772323190)

static struct fake fake;
static struct hc_omap_rtc rtc;
static const struct hc_block *const block = &hc_omap_rtc_block;

static uint32_t rd(uint32_t at)
{
    return block->read(&rtc, at, 1);
}

static void wr(uint32_t at, uint32_t value)
{
    block->write(&rtc, at, value, 1);
}

static void unlock(void)
{
    block->write(&rtc, KICK0, 0x83e70b13, 4);
    block->write(&rtc, KICK1, 0x95a4f1e0, 4);
}

static void setup(void)
{
    fake_init(&fake, block->wake, &rtc);
    block->init(&rtc, &fake.host);
    hc_omap_rtc_set_base(&rtc, BASE);
    block->reset(&rtc);
}

static void expect(uint32_t date, uint32_t time)
{
    ck_assert_uint_eq(rd(YEARS) << 16 | rd(MONTHS) << 8 | rd(DAYS), date);
    ck_assert_uint_eq(rd(HOURS) << 16 | rd(MINUTES) << 8 | rd(SECONDS), time);
}

/* BCD: seconds first, as the registers lie. */
static void set_alarm(uint32_t at, uint32_t date, uint32_t time)
{
    for (unsigned i = 0; i < 3; i++) {
        wr(at + 4 * i, time >> 8 * i & 0xff);
        wr(at + 12 + 4 * i, date >> 8 * i & 0xff);
    }
}

START_TEST(the_calendar_shows_the_base_in_bcd)
{
    expect(0x260228, 0x235950);
    ck_assert_uint_eq(rd(WEEKS), 6);
    ck_assert_uint_eq(block->read(&rtc, REVISION, 4) >> 4, 0x4eb0190);
    ck_assert_uint_eq(rd(STATUS) & 3, 2);       /* running, not busy */
}
END_TEST

START_TEST(february_ends_on_its_28th_in_2026)
{
    fake_advance(&fake, 10 * NS_PER_S);

    expect(0x260301, 0x000000);
    ck_assert_uint_eq(rd(WEEKS), 0);
}
END_TEST

START_TEST(february_has_a_29th_in_2028)
{
    hc_omap_rtc_set_base(&rtc, 1835395199);     /* 2028-02-28 23:59:59 */

    fake_advance(&fake, NS_PER_S);
    expect(0x280229, 0x000000);
    fake_advance(&fake, 86400 * NS_PER_S);

    expect(0x280301, 0x000000);
}
END_TEST

START_TEST(a_year_ends_on_its_31st_of_december)
{
    hc_omap_rtc_set_base(&rtc, 1861919999);     /* 2028-12-31 23:59:59 */
    expect(0x281231, 0x235959);

    fake_advance(&fake, NS_PER_S);

    expect(0x290101, 0x000000);
}
END_TEST

START_TEST(a_century_of_days_follows_the_calendar)
{
    for (unsigned day = 0; day < 36525; day += 13) {
        static const char len[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31,
                                    30, 31 };
        unsigned y = 0, m = 0, rest = day;

        while (rest >= 365u + (y % 4 == 0)) {
            rest -= 365 + (y++ % 4 == 0);
        }
        while (rest >= (unsigned)len[m] + (m == 1 && y % 4 == 0)) {
            rest -= len[m] + (m == 1 && y % 4 == 0);
            m++;
        }
        hc_omap_rtc_set_base(&rtc, 946684800 + day * UINT64_C(86400));

        ck_assert_uint_eq((rd(YEARS) >> 4) * 10 + (rd(YEARS) & 15), y);
        ck_assert_uint_eq((rd(MONTHS) >> 4) * 10 + (rd(MONTHS) & 15), m + 1);
        ck_assert_uint_eq((rd(DAYS) >> 4) * 10 + (rd(DAYS) & 15), rest + 1);
    }
}
END_TEST

START_TEST(a_locked_calendar_refuses_writes)
{
    wr(HOURS, 0x12);
    ck_assert_uint_eq(rd(HOURS), 0x23);
    ck_assert_uint_eq(fake_count(&fake, HC_EVENT_MISUSE_REG), 1);

    unlock();
    wr(HOURS, 0x12);
    ck_assert_uint_eq(rd(HOURS), 0x12);
    block->write(&rtc, KICK0, 0, 4);
    wr(HOURS, 0x13);

    ck_assert_uint_eq(rd(HOURS), 0x12);
}
END_TEST

START_TEST(the_keys_in_the_wrong_order_do_not_open_it)
{
    block->write(&rtc, KICK1, 0x95a4f1e0, 4);
    block->write(&rtc, KICK0, 0x83e70b13, 4);

    wr(HOURS, 0x12);

    ck_assert_uint_eq(rd(HOURS), 0x23);
}
END_TEST

START_TEST(a_date_may_be_written_part_by_part_in_any_order)
{
    hc_omap_rtc_set_base(&rtc, 1861919999 - 3600);      /* the 31st */
    unlock();

    wr(YEARS, 0x27);
    wr(MONTHS, 0x02);                   /* a 31st of February, for now */
    wr(DAYS, 0x15);

    expect(0x270215, 0x225959);
}
END_TEST

START_TEST(the_alarm_rings_at_its_second_and_is_cleared_by_writing_one)
{
    unlock();
    set_alarm(ALARM, 0x260301, 0x000005);
    wr(INTERRUPTS, 0x08);

    fake_advance(&fake, 15 * NS_PER_S - 1);
    ck_assert(!fake.line[ALARM_LINE]);
    fake_advance(&fake, 1);

    ck_assert(fake.line[ALARM_LINE]);
    ck_assert_uint_eq(rd(STATUS) & 0x40, 0x40);
    wr(STATUS, 0x40);
    ck_assert(!fake.line[ALARM_LINE]);
}
END_TEST

START_TEST(an_alarm_in_the_past_stays_silent)
{
    unlock();
    set_alarm(ALARM, 0x250101, 0x000000);
    wr(INTERRUPTS, 0x08);

    fake_advance(&fake, 1000 * NS_PER_S);

    ck_assert(!fake.line[ALARM_LINE]);
}
END_TEST

START_TEST(an_alarm_that_is_no_date_stays_silent)
{
    unlock();
    set_alarm(ALARM, 0xff1f3f, 0x7f7f7f);
    wr(INTERRUPTS, 0x1f);

    fake_advance(&fake, 100000 * NS_PER_S);

    ck_assert(!fake.line[ALARM_LINE]);
}
END_TEST

START_TEST(the_second_alarm_drops_the_power_when_told_to)
{
    unlock();
    block->write(&rtc, PMIC, 0x10000, 4);
    set_alarm(ALARM2, 0x260228, 0x235951);
    wr(INTERRUPTS, 0x10);

    fake_advance(&fake, NS_PER_S);

    ck_assert(fake.line[POWER_LINE]);
    ck_assert(!fake.line[ALARM_LINE]);
    ck_assert_uint_eq(rd(STATUS) & 0x80, 0x80);
    ck_assert_uint_eq(fake.edges[POWER_LINE], 1);
}
END_TEST

START_TEST(the_second_alarm_leaves_the_power_alone_otherwise)
{
    unlock();
    set_alarm(ALARM2, 0x260228, 0x235951);
    wr(INTERRUPTS, 0x10);

    fake_advance(&fake, NS_PER_S);

    ck_assert(!fake.line[POWER_LINE]);
    ck_assert_uint_eq(rd(STATUS) & 0x80, 0x80);
}
END_TEST

START_TEST(the_timer_ticks_every_minute)
{
    unlock();
    wr(INTERRUPTS, 0x05);

    fake_advance(&fake, 10 * NS_PER_S - 1);
    ck_assert(!fake.line[TIMER_LINE]);
    fake_advance(&fake, 1);

    ck_assert(fake.line[TIMER_LINE]);
    wr(STATUS, 0x3c);
    ck_assert(!fake.line[TIMER_LINE]);
    fake_advance(&fake, 60 * NS_PER_S);
    ck_assert(fake.line[TIMER_LINE]);
}
END_TEST

START_TEST(busy_warns_just_before_the_second_changes)
{
    fake_advance(&fake, NS_PER_S - 16 * NS_PER_US);
    ck_assert_uint_eq(rd(STATUS) & 1, 0);

    fake_advance(&fake, 2 * NS_PER_US);

    ck_assert_uint_eq(rd(STATUS) & 1, 1);
    fake_advance(&fake, 14 * NS_PER_US);
    ck_assert_uint_eq(rd(STATUS) & 1, 0);
}
END_TEST

START_TEST(a_stopped_clock_stands_still)
{
    unlock();
    wr(CTRL, 0);
    fake_advance(&fake, 100 * NS_PER_S);
    expect(0x260228, 0x235950);

    wr(CTRL, 1);
    fake_advance(&fake, NS_PER_S);

    expect(0x260228, 0x235951);
}
END_TEST

START_TEST(a_reset_keeps_calendar_and_scratch_but_locks)
{
    unlock();
    wr(INTERRUPTS, 0x0f);
    block->write(&rtc, SCRATCH0, 0x12345678, 4);
    fake_advance(&fake, 5 * NS_PER_S);

    block->reset(&rtc);

    expect(0x260228, 0x235955);
    ck_assert_uint_eq(block->read(&rtc, SCRATCH0, 4), 0x12345678);
    ck_assert_uint_eq(rd(INTERRUPTS), 0);
    wr(HOURS, 0x01);
    ck_assert_uint_eq(rd(HOURS), 0x23);
}
END_TEST

START_TEST(half_words_see_the_same_registers)
{
    ck_assert_uint_eq(block->read(&rtc, HOURS, 2), 0x23);
    ck_assert_uint_eq(block->read(&rtc, REVISION, 2), 0x1904);
    ck_assert_uint_eq(block->read(&rtc, REVISION + 2, 2), 0x4eb0);
}
END_TEST

START_TEST(a_restored_clock_goes_on_and_rings)
{
    static struct hc_omap_rtc saved;

    unlock();
    set_alarm(ALARM, 0x260228, 0x235953);
    wr(INTERRUPTS, 0x08);
    fake_advance(&fake, NS_PER_S * 3 / 2);
    saved = rtc;
    block->init(&rtc, &fake.host);

    memcpy((char *)&rtc + block->state_at, (char *)&saved + block->state_at,
           block->size - block->state_at);

    expect(0x260228, 0x235951);
    fake_advance(&fake, NS_PER_S * 3 / 2);
    ck_assert(fake.line[ALARM_LINE]);
}
END_TEST

int main(void)
{
    const TTest *tests[] = {
        the_calendar_shows_the_base_in_bcd,
        february_ends_on_its_28th_in_2026,
        february_has_a_29th_in_2028,
        a_year_ends_on_its_31st_of_december,
        a_century_of_days_follows_the_calendar,
        a_locked_calendar_refuses_writes,
        the_keys_in_the_wrong_order_do_not_open_it,
        a_date_may_be_written_part_by_part_in_any_order,
        the_alarm_rings_at_its_second_and_is_cleared_by_writing_one,
        an_alarm_in_the_past_stays_silent,
        an_alarm_that_is_no_date_stays_silent,
        the_second_alarm_drops_the_power_when_told_to,
        the_second_alarm_leaves_the_power_alone_otherwise,
        the_timer_ticks_every_minute,
        busy_warns_just_before_the_second_changes,
        a_stopped_clock_stands_still,
        a_reset_keeps_calendar_and_scratch_but_locks,
        half_words_see_the_same_registers,
        a_restored_clock_goes_on_and_rings,
    };
    Suite *suite = suite_create("omap-rtc");
    TCase *tcase = tcase_create("behaviour");
    SRunner *runner;
    int failed;

    tcase_add_checked_fixture(tcase, setup, NULL);
    for (size_t i = 0; i < sizeof(tests) / sizeof(tests[0]); i++) {
        tcase_add_test(tcase, tests[i]);
    }
    suite_add_tcase(suite, tcase);
    runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
