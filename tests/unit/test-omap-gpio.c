/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "fake.h"
#include "../../models/omap-gpio.h"

#define REVISION 0x00
#define SYSCONFIG 0x10
#define RAW 0x24
#define STATUS 0x2c
#define STATUS_1 0x30
#define SET 0x34
#define CLR 0x3c
#define SYSSTATUS 0x114
#define OE 0x134
#define DATAIN 0x138
#define DATAOUT 0x13c
#define LEVEL_LOW 0x140
#define LEVEL_HIGH 0x144
#define RISING 0x148
#define FALLING 0x14c
#define CLEARDATAOUT 0x190
#define SETDATAOUT 0x194

#define IRQ 32

static struct fake fake;
static struct hc_omap_gpio gpio;
static const struct hc_block *const block = &hc_omap_gpio_block;

static uint32_t rd(uint32_t at)
{
    return block->read(&gpio, at, 4);
}

static void wr(uint32_t at, uint32_t value)
{
    block->write(&gpio, at, value, 4);
}

static void setup(void)
{
    fake_init(&fake, NULL, &gpio);
    block->init(&gpio, &fake.host);
    block->reset(&gpio);
}

START_TEST(all_pads_are_inputs_after_reset)
{
    ck_assert_uint_eq(rd(OE), 0xffffffff);
    ck_assert_uint_eq(rd(DATAIN), 0);
    ck_assert_uint_eq(rd(SYSSTATUS) & 1, 1);
    ck_assert_uint_eq(block->read(&gpio, REVISION, 2), 0x0801);
}
END_TEST

START_TEST(an_input_shows_the_level_from_outside)
{
    block->pin(&gpio, 5, true);
    ck_assert_uint_eq(rd(DATAIN), 1 << 5);

    block->pin(&gpio, 5, false);

    ck_assert_uint_eq(rd(DATAIN), 0);
}
END_TEST

START_TEST(an_output_shows_and_drives_its_own_level)
{
    block->pin(&gpio, 5, true);
    wr(DATAOUT, 1 << 7);
    ck_assert(!fake.line[7]);           /* not driven yet */

    wr(OE, ~(1u << 5 | 1u << 7));

    ck_assert(fake.line[7]);
    ck_assert(!fake.line[5]);
    ck_assert_uint_eq(rd(DATAIN), 1 << 7);
}
END_TEST

START_TEST(set_and_clear_touch_only_their_bits)
{
    wr(OE, 0);
    wr(DATAOUT, 0x0f);

    wr(SETDATAOUT, 0x30);
    wr(CLEARDATAOUT, 0x03);

    ck_assert_uint_eq(rd(DATAOUT), 0x3c);
    ck_assert_uint_eq(rd(SETDATAOUT), 0x3c);
    ck_assert(fake.line[4] && !fake.line[0]);
}
END_TEST

START_TEST(a_line_that_does_not_change_is_not_driven_again)
{
    wr(OE, 0);
    wr(SETDATAOUT, 1);
    wr(SETDATAOUT, 1);
    wr(CLEARDATAOUT, 2);

    ck_assert_uint_eq(fake.edges[0], 1);
    ck_assert_uint_eq(fake.edges[1], 0);
}
END_TEST

START_TEST(edges_latch_by_their_direction)
{
    wr(RISING, 1 << 1);
    wr(FALLING, 1 << 2);
    wr(SET, 3 << 1);

    block->pin(&gpio, 1, true);
    block->pin(&gpio, 2, true);
    ck_assert_uint_eq(rd(STATUS), 1 << 1);
    block->pin(&gpio, 1, false);
    block->pin(&gpio, 2, false);

    ck_assert_uint_eq(rd(STATUS), 3 << 1);
    ck_assert(fake.line[IRQ]);
    wr(STATUS, 3 << 1);
    ck_assert(!fake.line[IRQ]);
}
END_TEST

START_TEST(a_level_comes_back_until_it_goes_away)
{
    wr(LEVEL_HIGH, 1 << 3);
    wr(SET, 1 << 3);
    block->pin(&gpio, 3, true);

    wr(STATUS, 1 << 3);
    ck_assert(fake.line[IRQ]);
    block->pin(&gpio, 3, false);
    wr(STATUS, 1 << 3);

    ck_assert(!fake.line[IRQ]);
}
END_TEST

START_TEST(a_low_level_interrupts_at_once_when_asked_for)
{
    wr(SET, 1 << 3);

    wr(LEVEL_LOW, 1 << 3);

    ck_assert(fake.line[IRQ]);
}
END_TEST

/* As gpio-omap.c masks: omap_gpio_mask_irq takes the trigger away. */
START_TEST(a_level_that_came_and_went_without_detection_leaves_nothing)
{
    block->pin(&gpio, 28, true);
    wr(SET, 1u << 28);
    wr(LEVEL_LOW, 0);
    block->pin(&gpio, 28, false);
    block->pin(&gpio, 28, true);

    wr(LEVEL_LOW, 1u << 28);

    ck_assert_uint_eq(rd(RAW), 0);
    ck_assert(!fake.line[IRQ]);
}
END_TEST

START_TEST(a_falling_edge_is_kept_although_the_level_is_back)
{
    block->pin(&gpio, 28, true);
    wr(FALLING, 1u << 28);
    block->pin(&gpio, 28, false);
    block->pin(&gpio, 28, true);

    wr(SET, 1u << 28);

    ck_assert(fake.line[IRQ]);
}
END_TEST

START_TEST(a_masked_event_is_raw_until_enabled)
{
    wr(RISING, 1);
    block->pin(&gpio, 0, true);

    ck_assert_uint_eq(rd(RAW), 1);
    ck_assert_uint_eq(rd(STATUS), 0);
    wr(SET, 1);
    ck_assert(fake.line[IRQ]);
    wr(CLR, 1);

    ck_assert(!fake.line[IRQ]);
    ck_assert_uint_eq(rd(SET), 0);
}
END_TEST

START_TEST(the_second_interrupt_line_does_not_disturb_the_first)
{
    wr(RISING, 1);
    wr(0x38, 1);                        /* IRQSTATUS_SET_1 */

    block->pin(&gpio, 0, true);

    ck_assert(!fake.line[IRQ]);
    ck_assert_uint_eq(rd(STATUS_1), 1);
}
END_TEST

START_TEST(a_soft_reset_lets_go_of_the_pads)
{
    block->pin(&gpio, 9, true);
    wr(OE, 0);
    wr(DATAOUT, 0xff);

    wr(SYSCONFIG, 2);

    ck_assert(!fake.line[0]);
    ck_assert_uint_eq(rd(SYSCONFIG) & 2, 0);
    ck_assert_uint_eq(rd(DATAIN), 1 << 9);
}
END_TEST

START_TEST(pads_beyond_31_do_not_exist)
{
    block->pin(&gpio, 32, true);

    ck_assert_uint_eq(rd(DATAIN), 0);
}
END_TEST

START_TEST(a_restored_bank_knows_its_levels)
{
    static struct hc_omap_gpio saved;

    wr(RISING, 1 << 6);
    wr(SET, 1 << 6);
    block->pin(&gpio, 6, true);
    wr(STATUS, 1 << 6);
    saved = gpio;
    setup();

    memcpy((char *)&gpio + block->state_at, (char *)&saved + block->state_at,
           block->size - block->state_at);

    block->pin(&gpio, 6, true);         /* no edge: it was high before */
    ck_assert(!fake.line[IRQ]);
    ck_assert_uint_eq(rd(DATAIN), 1 << 6);
    block->pin(&gpio, 6, false);
    block->pin(&gpio, 6, true);
    ck_assert(fake.line[IRQ]);
}
END_TEST

int main(void)
{
    const TTest *tests[] = {
        all_pads_are_inputs_after_reset,
        an_input_shows_the_level_from_outside,
        an_output_shows_and_drives_its_own_level,
        set_and_clear_touch_only_their_bits,
        a_line_that_does_not_change_is_not_driven_again,
        edges_latch_by_their_direction,
        a_level_comes_back_until_it_goes_away,
        a_low_level_interrupts_at_once_when_asked_for,
        a_level_that_came_and_went_without_detection_leaves_nothing,
        a_falling_edge_is_kept_although_the_level_is_back,
        a_masked_event_is_raw_until_enabled,
        the_second_interrupt_line_does_not_disturb_the_first,
        a_soft_reset_lets_go_of_the_pads,
        pads_beyond_31_do_not_exist,
        a_restored_bank_knows_its_levels,
    };
    Suite *suite = suite_create("omap-gpio");
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
