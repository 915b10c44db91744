/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "fake.h"
#include "../../models/omap-wdt.h"

#define WDSC 0x10
#define WDST 0x14
#define WCLR 0x24
#define WCRR 0x28
#define WLDR 0x2c
#define WTGR 0x30
#define WWPS 0x34
#define WSPR 0x48

static struct fake fake;
static struct hc_omap_wdt wdt;
static const struct hc_block *const block = &hc_omap_wdt_block;

static uint32_t rd(uint32_t at)
{
    return block->read(&wdt, at, 4);
}

static void wr(uint32_t at, uint32_t value)
{
    block->write(&wdt, at, value, 4);
}

static void setup(void)
{
    fake_init(&fake, block->wake, &wdt);
    block->init(&wdt, &fake.host);
    block->reset(&wdt);
}

/* As omap_wdt_start does, for a time-out in seconds. */
static void start(unsigned seconds)
{
    wr(WCLR, 0x20);
    wr(WLDR, 0xffffffff - seconds * 32768 + 1);
    wr(WTGR, rd(WTGR) + 1);
    wr(WSPR, 0xbbbb);
    wr(WSPR, 0x4444);
}

static unsigned bites(void)
{
    return fake_count(&fake, HC_EVENT_WATCHDOG_BITE);
}

START_TEST(it_is_stopped_after_reset)
{
    fake_advance(&fake, 1000 * NS_PER_S);

    ck_assert_uint_eq(bites(), 0);
    ck_assert_uint_eq(rd(WDST) & 1, 1);
    ck_assert_uint_eq(rd(WWPS), 0);
}
END_TEST

START_TEST(it_bites_when_nobody_feeds_it)
{
    start(60);

    fake_advance(&fake, 60 * NS_PER_S - 1);
    ck_assert_uint_eq(bites(), 0);
    fake_advance(&fake, 1);

    ck_assert_uint_eq(bites(), 1);
    ck_assert_uint_eq(fake.edges[0], 2);        /* a pulse */
}
END_TEST

START_TEST(a_bite_that_leads_nowhere_is_not_repeated)
{
    start(1);

    fake_advance(&fake, 1000 * NS_PER_S);

    ck_assert_uint_eq(bites(), 1);
}
END_TEST

START_TEST(a_new_trigger_value_feeds_it)
{
    start(60);

    for (uint32_t i = 0; i < 100; i++) {
        fake_advance(&fake, 50 * NS_PER_S);
        wr(WTGR, ~rd(WTGR));
    }

    ck_assert_uint_eq(bites(), 0);
}
END_TEST

START_TEST(the_same_trigger_value_does_not_feed_it)
{
    start(60);
    fake_advance(&fake, 50 * NS_PER_S);

    wr(WTGR, rd(WTGR));
    fake_advance(&fake, 10 * NS_PER_S);

    ck_assert_uint_eq(bites(), 1);
}
END_TEST

START_TEST(the_stop_sequence_stops_it)
{
    start(60);
    fake_advance(&fake, 30 * NS_PER_S);

    wr(WSPR, 0xaaaa);
    wr(WSPR, 0x5555);
    fake_advance(&fake, 1000 * NS_PER_S);

    ck_assert_uint_eq(bites(), 0);
    ck_assert_uint_eq(rd(WCRR), 0xffffffff - 30 * 32768 + 1);
}
END_TEST

START_TEST(half_of_a_sequence_does_nothing)
{
    start(60);

    wr(WSPR, 0xaaaa);
    wr(WSPR, 0x4444);
    wr(WSPR, 0x5555);
    fake_advance(&fake, 60 * NS_PER_S);

    ck_assert_uint_eq(bites(), 1);
}
END_TEST

START_TEST(the_counter_counts_32768_in_a_second)
{
    wr(WCRR, 0);
    wr(WSPR, 0xbbbb);
    wr(WSPR, 0x4444);

    fake_advance(&fake, 100 * NS_PER_S);

    ck_assert_uint_eq(rd(WCRR), 3276800);
}
END_TEST

START_TEST(the_prescaler_slows_it_down)
{
    wr(WCLR, 0x20 | 7 << 2);            /* by 128: 256 Hz */
    wr(WLDR, 0xffffffff - 256 + 1);
    wr(WTGR, 1);
    wr(WSPR, 0xbbbb);
    wr(WSPR, 0x4444);

    fake_advance(&fake, NS_PER_S - 1);
    ck_assert_uint_eq(bites(), 0);
    fake_advance(&fake, 1);

    ck_assert_uint_eq(bites(), 1);
}
END_TEST

START_TEST(a_soft_reset_stops_it)
{
    start(1);

    wr(WDSC, 2);
    fake_advance(&fake, 10 * NS_PER_S);

    ck_assert_uint_eq(rd(WDSC) & 2, 0);
    ck_assert_uint_eq(bites(), 0);
}
END_TEST

START_TEST(a_restored_watchdog_bites_on_time)
{
    static struct hc_omap_wdt saved;

    start(2);
    fake_advance(&fake, NS_PER_S);
    saved = wdt;
    block->init(&wdt, &fake.host);

    memcpy((char *)&wdt + block->state_at, (char *)&saved + block->state_at,
           block->size - block->state_at);

    fake_advance(&fake, NS_PER_S - 1);
    ck_assert_uint_eq(bites(), 0);
    fake_advance(&fake, 1);
    ck_assert_uint_eq(bites(), 1);
}
END_TEST

int main(void)
{
    const TTest *tests[] = {
        it_is_stopped_after_reset,
        it_bites_when_nobody_feeds_it,
        a_bite_that_leads_nowhere_is_not_repeated,
        a_new_trigger_value_feeds_it,
        the_same_trigger_value_does_not_feed_it,
        the_stop_sequence_stops_it,
        half_of_a_sequence_does_nothing,
        the_counter_counts_32768_in_a_second,
        the_prescaler_slows_it_down,
        a_soft_reset_stops_it,
        a_restored_watchdog_bites_on_time,
    };
    Suite *suite = suite_create("omap-wdt");
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
