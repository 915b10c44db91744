/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "fake.h"
#include "../../models/dmtimer.h"

/* SPRUH73, type 2 offsets; type 1 has TCLR at 0x24, TISR at 0x18. */
#define TIOCP_CFG 0x10
#define IRQSTATUS_RAW 0x24
#define IRQSTATUS 0x28
#define IRQENABLE_SET 0x2c
#define IRQENABLE_CLR 0x30
#define TCLR 0x38
#define TCRR 0x3c
#define TLDR 0x40
#define TTGR 0x44
#define TWPS 0x48
#define TMAR 0x4c
#define MATCH 1
#define OVERFLOW 2
#define ST 1
#define AR 2
#define CE 0x40
#define US_24MHZ 24

#define YEAR_NS (UINT64_C(31536000) * NS_PER_S)

static struct fake fake;
static struct hc_dmtimer timer;
static const struct hc_block *block;

static uint32_t rd(uint32_t at)
{
    return block->read(&timer, at, 4);
}

static void wr(uint32_t at, uint32_t value)
{
    block->write(&timer, at, value, 4);
}

static void build(const struct hc_block *which)
{
    block = which;
    fake_init(&fake, block->wake, &timer);
    block->init(&timer, &fake.host);
    block->reset(&timer);
}

static void setup(void)
{
    build(&hc_dmtimer_block);
}

/* As dmtimer_set_next_event does. */
static void one_shot(uint32_t cycles)
{
    wr(TCRR, 0xffffffff - cycles);
    wr(TCLR, ST);
}

START_TEST(the_two_types_are_told_apart_by_the_high_half_of_tidr)
{
    ck_assert_uint_ne(rd(0) >> 16, 0);

    build(&hc_dmtimer1_block);

    ck_assert_uint_eq(rd(0) >> 16, 0);
    ck_assert_uint_eq(rd(0x14) & 1, 1);         /* reset done */
}
END_TEST

START_TEST(a_stopped_counter_stands_still)
{
    wr(TCRR, 1234);

    fake_advance(&fake, NS_PER_S);

    ck_assert_uint_eq(rd(TCRR), 1234);
}
END_TEST

START_TEST(the_counter_counts_24_million_in_a_second)
{
    wr(TCLR, AR | ST);

    fake_advance(&fake, NS_PER_S);

    ck_assert_uint_eq(rd(TCRR), 24000000);
}
END_TEST

START_TEST(the_counter_keeps_its_rate_for_years_of_overflows)
{
    uint64_t ticks = UINT64_C(24000000) * 31536000 * 100 + 24;

    wr(TCLR, AR | ST);

    fake_advance(&fake, 100 * YEAR_NS + NS_PER_US);

    ck_assert_uint_eq(rd(TCRR), (uint32_t)ticks);
    ck_assert_uint_eq(rd(IRQSTATUS_RAW), OVERFLOW);
}
END_TEST

START_TEST(reading_often_does_not_slow_the_counter_down)
{
    wr(TCLR, AR | ST);

    for (int i = 0; i < 100000; i++) {
        fake_advance(&fake, 41);        /* just short of a tick */
        rd(TCRR);
    }

    ck_assert_uint_eq(rd(TCRR), UINT32_C(4100000) * 24 / 1000);
}
END_TEST

START_TEST(a_one_shot_raises_overflow_once_and_stops_at_zero)
{
    wr(IRQENABLE_SET, OVERFLOW);
    one_shot(24000 - 1);                /* overflows one count later */

    fake_advance(&fake, NS_PER_MS - 1);
    ck_assert(!fake.line[0]);
    fake_advance(&fake, 1);

    ck_assert(fake.line[0]);
    ck_assert_uint_eq(rd(TCLR) & ST, 0);
    ck_assert_uint_eq(rd(TCRR), 0);
    wr(IRQSTATUS, OVERFLOW);
    fake_advance(&fake, YEAR_NS);
    ck_assert_uint_eq(fake.edges[0], 2);
}
END_TEST

START_TEST(autoreload_ticks_without_drift)
{
    wr(IRQENABLE_SET, OVERFLOW);
    wr(TLDR, 0xffffffff - 96000 + 1);   /* 4 ms, HZ = 250 */
    wr(TCRR, 0xffffffff - 96000 + 1);
    wr(TCLR, AR | ST);

    for (int i = 0; i < 1000; i++) {
        fake_advance(&fake, 4 * NS_PER_MS);
        ck_assert(fake.line[0]);
        wr(IRQSTATUS, OVERFLOW);
        ck_assert(!fake.line[0]);
    }

    ck_assert_uint_eq(rd(TCRR), 0xffffffff - 96000 + 1);
}
END_TEST

START_TEST(the_shortest_period_does_not_keep_the_host_busy)
{
    wr(IRQENABLE_SET, OVERFLOW);
    wr(TLDR, 0xffffffff);
    wr(TCRR, 0xffffffff);
    wr(TCLR, AR | ST);

    fake_advance(&fake, 1000 * YEAR_NS / 10);

    ck_assert_uint_eq(fake.edges[0], 1);
    ck_assert_uint_eq(fake.wake_ns, HC_NEVER);
}
END_TEST

START_TEST(the_prescaler_divides_by_two_to_the_ptv_plus_one)
{
    wr(TCLR, ST | 0x20 | 2 << 2);       /* PRE, PTV 2: by 8 */

    fake_advance(&fake, NS_PER_MS);

    ck_assert_uint_eq(rd(TCRR), 3000);
}
END_TEST

START_TEST(a_match_interrupts_when_the_counter_meets_tmar)
{
    wr(IRQENABLE_SET, MATCH);
    wr(TMAR, 24000);
    wr(TCLR, ST | AR | CE);

    fake_advance(&fake, NS_PER_MS - 1);
    ck_assert(!fake.line[0]);
    fake_advance(&fake, 1);

    ck_assert(fake.line[0]);
    ck_assert_uint_eq(rd(IRQSTATUS), MATCH);
}
END_TEST

START_TEST(a_match_behind_the_counter_comes_after_the_reload)
{
    wr(IRQENABLE_SET, MATCH);
    wr(TMAR, 0xfffffff8);
    wr(TLDR, 0xfffffff0);
    wr(TCRR, 0xfffffffa);
    wr(TCLR, ST | AR | CE);

    fake_advance(&fake, 14 * 1000 / US_24MHZ);
    ck_assert(!fake.line[0]);
    fake_advance(&fake, 1);

    ck_assert(fake.line[0]);
}
END_TEST

START_TEST(any_write_to_ttgr_loads_the_counter)
{
    wr(TLDR, 0x1000);
    wr(TCLR, ST | AR);
    fake_advance(&fake, NS_PER_MS);

    wr(TTGR, 0);

    ck_assert_uint_eq(rd(TCRR), 0x1000);
    ck_assert_uint_eq(rd(TTGR), 0xffffffff);
}
END_TEST

START_TEST(a_masked_overflow_shows_in_the_raw_status_only)
{
    one_shot(10);
    fake_advance(&fake, NS_PER_MS);

    ck_assert_uint_eq(rd(IRQSTATUS), 0);
    ck_assert_uint_eq(rd(IRQSTATUS_RAW), OVERFLOW);
    wr(IRQENABLE_SET, OVERFLOW);
    ck_assert(fake.line[0]);
    wr(IRQENABLE_CLR, OVERFLOW);
    ck_assert(!fake.line[0]);
}
END_TEST

START_TEST(posted_writes_are_never_pending)
{
    wr(0x54, 0x4);                      /* TSICR.POSTED */
    wr(TCRR, 1);

    ck_assert_uint_eq(rd(TWPS), 0);
}
END_TEST

START_TEST(a_soft_reset_stops_the_counter_and_clears_itself)
{
    wr(IRQENABLE_SET, OVERFLOW);
    one_shot(10);
    fake_advance(&fake, NS_PER_MS);

    wr(TIOCP_CFG, 1);

    ck_assert_uint_eq(rd(TIOCP_CFG) & 1, 0);
    ck_assert_uint_eq(rd(IRQSTATUS_RAW), 0);
    ck_assert(!fake.line[0]);
}
END_TEST

START_TEST(type_1_has_its_registers_elsewhere)
{
    build(&hc_dmtimer1_block);
    wr(0x40, 0x6);                      /* TSICR: SFT, POSTED */
    wr(0x1c, OVERFLOW);                 /* TIER */
    wr(0x28, 0xffffffff - 23);          /* TCRR: 1 us */
    wr(0x24, ST);

    fake_advance(&fake, NS_PER_US);

    ck_assert(fake.line[0]);
    ck_assert_uint_eq(rd(0x18), OVERFLOW);
    wr(0x18, OVERFLOW);
    ck_assert(!fake.line[0]);
}
END_TEST

START_TEST(half_words_reach_their_half_of_a_register)
{
    wr(TLDR, 0x11223344);

    block->write(&timer, TLDR + 2, 0xaabb, 2);

    ck_assert_uint_eq(rd(TLDR), 0xaabb3344);
    ck_assert_uint_eq(block->read(&timer, TLDR + 2, 2), 0xaabb);
}
END_TEST

START_TEST(an_unknown_offset_reads_zero_and_is_reported)
{
    ck_assert_uint_eq(rd(0xffc), 0);
    wr(0xffc, 1);

    ck_assert_uint_eq(fake_count(&fake, HC_EVENT_UNMODELLED_REG), 2);
}
END_TEST

START_TEST(a_restored_timer_fires_when_the_saved_one_would)
{
    static struct hc_dmtimer saved;

    wr(IRQENABLE_SET, OVERFLOW);
    one_shot(24000 - 1);
    fake_advance(&fake, NS_PER_MS / 2);
    saved = timer;
    block->init(&timer, &fake.host);

    memcpy((char *)&timer + block->state_at, (char *)&saved + block->state_at,
           block->size - block->state_at);

    ck_assert_uint_eq(rd(TCRR), 0xffffffff - 11999);
    fake_advance(&fake, NS_PER_MS / 2);
    ck_assert(fake.line[0]);
}
END_TEST

/* pwm-omap-dmtimer's way (timer-ti-dm.c, omap_dm_timer_set_pwm): the output
 * rises with an overflow and falls with a match. */
#define SCPWM     0x80
#define TRG_BOTH  (2u << 10)
#define TRG_OVERFLOW (1u << 10)
#define TOGGLE    0x1000
#define PWM_LINE  1

static void pwm(uint32_t period, uint32_t duty, uint32_t how)
{
    wr(TLDR, 0u - period);
    wr(TMAR, 0u - period + duty);
    wr(TCRR, 0u - period);
    wr(TCLR, ST | AR | CE | how);
}

START_TEST(an_output_rises_with_an_overflow_and_falls_with_a_match)
{
    pwm(24000, 6000, TRG_BOTH | TOGGLE);        /* 1 ms, a quarter on */
    fake_advance(&fake, NS_PER_MS - 1);
    ck_assert(!fake.line[PWM_LINE]);
    fake_advance(&fake, 1);
    ck_assert(fake.line[PWM_LINE]);
    fake_advance(&fake, 250 * NS_PER_US - 1);
    ck_assert(fake.line[PWM_LINE]);
    fake_advance(&fake, 1);
    ck_assert(!fake.line[PWM_LINE]);

    fake_advance(&fake, 9 * NS_PER_MS);

    ck_assert_uint_eq(fake.edges[PWM_LINE], 20);
    ck_assert_uint_eq(fake.edges[0], 0);        /* no interrupt of it */
}
END_TEST

START_TEST(a_pulse_at_each_overflow_or_a_new_level)
{
    pwm(24000, 6000, TRG_OVERFLOW);
    fake_advance(&fake, 5 * NS_PER_MS);
    ck_assert_uint_eq(fake.edges[PWM_LINE], 10);

    wr(TCLR, 0);
    pwm(24000, 6000, TRG_OVERFLOW | TOGGLE);
    fake_advance(&fake, 5 * NS_PER_MS);
    ck_assert_uint_eq(fake.edges[PWM_LINE], 15);
}
END_TEST

START_TEST(at_rest_the_output_is_where_scpwm_says)
{
    wr(TCLR, SCPWM);
    ck_assert(fake.line[PWM_LINE]);
    pwm(24000, 6000, TRG_BOTH | TOGGLE | SCPWM);
    fake_advance(&fake, NS_PER_MS);
    ck_assert(!fake.line[PWM_LINE]);

    wr(TCLR, 0);

    ck_assert_uint_eq(fake.edges[PWM_LINE], 2);
}
END_TEST

START_TEST(an_output_above_100_khz_is_named_and_stands_still)
{
    pwm(239, 100, TRG_BOTH | TOGGLE);
    ck_assert_uint_eq(fake_count(&fake, HC_EVENT_UNMODELLED_MODE), 1);
    ck_assert_uint_eq(fake.wake_ns, HC_NEVER);
    wr(TCLR, 0);
    pwm(240, 100, TRG_BOTH | TOGGLE);
    fake_advance(&fake, 100 * NS_PER_US);

    ck_assert_uint_eq(fake_count(&fake, HC_EVENT_UNMODELLED_MODE), 1);
    ck_assert_uint_ge(fake.edges[PWM_LINE], 19);
}
END_TEST

int main(void)
{
    const TTest *tests[] = {
        the_two_types_are_told_apart_by_the_high_half_of_tidr,
        a_stopped_counter_stands_still,
        the_counter_counts_24_million_in_a_second,
        the_counter_keeps_its_rate_for_years_of_overflows,
        reading_often_does_not_slow_the_counter_down,
        a_one_shot_raises_overflow_once_and_stops_at_zero,
        autoreload_ticks_without_drift,
        the_shortest_period_does_not_keep_the_host_busy,
        the_prescaler_divides_by_two_to_the_ptv_plus_one,
        a_match_interrupts_when_the_counter_meets_tmar,
        a_match_behind_the_counter_comes_after_the_reload,
        any_write_to_ttgr_loads_the_counter,
        a_masked_overflow_shows_in_the_raw_status_only,
        posted_writes_are_never_pending,
        a_soft_reset_stops_the_counter_and_clears_itself,
        type_1_has_its_registers_elsewhere,
        half_words_reach_their_half_of_a_register,
        an_unknown_offset_reads_zero_and_is_reported,
        a_restored_timer_fires_when_the_saved_one_would,
        an_output_rises_with_an_overflow_and_falls_with_a_match,
        a_pulse_at_each_overflow_or_a_new_level,
        at_rest_the_output_is_where_scpwm_says,
        an_output_above_100_khz_is_named_and_stands_still,
    };
    Suite *suite = suite_create("dmtimer");
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
