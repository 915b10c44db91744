/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "fake.h"
#include "../../models/intc.h"

#define SYSCONFIG 0x10
#define SYSSTATUS 0x14
#define SIR_IRQ 0x40
#define SIR_FIQ 0x44
#define CONTROL 0x48
#define THRESHOLD 0x68
#define ITR(n) (0x80 + 0x20 * (n))
#define MIR(n) (0x84 + 0x20 * (n))
#define MIR_CLEAR(n) (0x88 + 0x20 * (n))
#define MIR_SET(n) (0x8c + 0x20 * (n))
#define ISR_SET(n) (0x90 + 0x20 * (n))
#define ISR_CLEAR(n) (0x94 + 0x20 * (n))
#define PENDING_IRQ(n) (0x98 + 0x20 * (n))
#define PENDING_FIQ(n) (0x9c + 0x20 * (n))
#define ILR(m) (0x100 + 4 * (m))

#define IRQ 0
#define FIQ 1

static struct fake fake;
static struct hc_intc intc;
static const struct hc_block *const block = &hc_intc_block;

static uint32_t rd(uint32_t at)
{
    return block->read(&intc, at, 4);
}

static void wr(uint32_t at, uint32_t value)
{
    block->write(&intc, at, value, 4);
}

static void unmask(unsigned line)
{
    wr(MIR_CLEAR(line / 32), UINT32_C(1) << line % 32);
}

static void setup(void)
{
    fake_init(&fake, NULL, &intc);
    block->init(&intc, &fake.host);
    block->reset(&intc);
}

START_TEST(all_lines_are_masked_after_reset)
{
    block->pin(&intc, 72, true);

    ck_assert_uint_eq(rd(MIR(2)), 0xffffffff);
    ck_assert_uint_eq(rd(ITR(2)), 1u << 8);
    ck_assert_uint_eq(rd(PENDING_IRQ(2)), 0);
    ck_assert(!fake.line[IRQ]);
}
END_TEST

START_TEST(an_unmasked_line_raises_irq_and_names_itself)
{
    unmask(127);

    block->pin(&intc, 127, true);

    ck_assert(fake.line[IRQ]);
    ck_assert(!fake.line[FIQ]);
    ck_assert_uint_eq(rd(SIR_IRQ), 127);
    block->pin(&intc, 127, false);
    ck_assert(!fake.line[IRQ]);
}
END_TEST

START_TEST(nothing_active_reads_as_spurious)
{
    ck_assert_uint_eq(rd(SIR_IRQ), 0xffffff80);
    ck_assert_uint_eq(rd(SIR_FIQ), 0xffffff80);
}
END_TEST

START_TEST(mask_and_agree_as_linux_does_lowers_irq_until_unmasked)
{
    unmask(68);
    block->pin(&intc, 68, true);

    wr(MIR_SET(2), 1u << 4);
    wr(CONTROL, 1);

    ck_assert(!fake.line[IRQ]);
    unmask(68);
    ck_assert(fake.line[IRQ]);
}
END_TEST

START_TEST(the_lower_priority_value_wins)
{
    unmask(10);
    unmask(100);
    wr(ILR(10), 5 << 2);
    wr(ILR(100), 4 << 2);

    block->pin(&intc, 10, true);
    block->pin(&intc, 100, true);

    ck_assert_uint_eq(rd(SIR_IRQ), 100);
    block->pin(&intc, 100, false);
    ck_assert_uint_eq(rd(SIR_IRQ), 10);
}
END_TEST

START_TEST(the_threshold_holds_back_lower_priorities)
{
    unmask(10);
    wr(ILR(10), 5 << 2);
    block->pin(&intc, 10, true);

    wr(THRESHOLD, 5);
    ck_assert(!fake.line[IRQ]);
    wr(THRESHOLD, 6);
    ck_assert(fake.line[IRQ]);
    wr(THRESHOLD, 0xff);                /* off */
    ck_assert(fake.line[IRQ]);
}
END_TEST

START_TEST(a_line_set_to_fiq_does_not_disturb_irq)
{
    unmask(33);
    wr(ILR(33), 1);

    block->pin(&intc, 33, true);

    ck_assert(!fake.line[IRQ]);
    ck_assert(fake.line[FIQ]);
    ck_assert_uint_eq(rd(SIR_FIQ), 33);
    ck_assert_uint_eq(rd(PENDING_FIQ(1)), 2);
    ck_assert_uint_eq(rd(PENDING_IRQ(1)), 0);
}
END_TEST

START_TEST(software_can_raise_a_line)
{
    unmask(7);

    wr(ISR_SET(0), 1 << 7);
    ck_assert_uint_eq(rd(SIR_IRQ), 7);
    wr(ISR_CLEAR(0), 1 << 7);

    ck_assert(!fake.line[IRQ]);
}
END_TEST

START_TEST(a_soft_reset_masks_all_lines_but_the_pins_stay)
{
    unmask(7);
    block->pin(&intc, 7, true);

    wr(SYSCONFIG, 2);

    ck_assert(!fake.line[IRQ]);
    ck_assert_uint_eq(rd(SYSSTATUS) & 1, 1);
    ck_assert_uint_eq(rd(SYSCONFIG), 0);
    unmask(7);
    ck_assert(fake.line[IRQ]);
}
END_TEST

START_TEST(pins_beyond_127_do_not_exist)
{
    block->pin(&intc, 128, true);
    block->pin(&intc, 0xffffffff, true);

    for (unsigned n = 0; n < 4; n++) {
        ck_assert_uint_eq(rd(ITR(n)), 0);
    }
}
END_TEST

START_TEST(an_unknown_offset_reads_zero_and_is_reported)
{
    ck_assert_uint_eq(rd(0x300), 0);

    ck_assert_uint_eq(fake_count(&fake, HC_EVENT_UNMODELLED_REG), 1);
}
END_TEST

START_TEST(a_restored_controller_has_the_same_lines_active)
{
    static struct hc_intc saved;

    unmask(40);
    wr(ILR(41), 1);
    unmask(41);
    block->pin(&intc, 40, true);
    block->pin(&intc, 41, true);
    saved = intc;
    setup();

    memcpy((char *)&intc + block->state_at, (char *)&saved + block->state_at,
           block->size - block->state_at);

    ck_assert_uint_eq(rd(SIR_IRQ), 40);
    ck_assert_uint_eq(rd(SIR_FIQ), 41);
}
END_TEST

int main(void)
{
    const TTest *tests[] = {
        all_lines_are_masked_after_reset,
        an_unmasked_line_raises_irq_and_names_itself,
        nothing_active_reads_as_spurious,
        mask_and_agree_as_linux_does_lowers_irq_until_unmasked,
        the_lower_priority_value_wins,
        the_threshold_holds_back_lower_priorities,
        a_line_set_to_fiq_does_not_disturb_irq,
        software_can_raise_a_line,
        a_soft_reset_masks_all_lines_but_the_pins_stay,
        pins_beyond_127_do_not_exist,
        an_unknown_offset_reads_zero_and_is_reported,
        a_restored_controller_has_the_same_lines_active,
    };
    Suite *suite = suite_create("intc");
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
