/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The SoC's parts at their addresses, and the wires among them. */
#include "drive.h"
#include "probe.h"

#define SIR_IRQ 0x40
#define MIR_SET(n) (0x8c + 0x20 * (n))
#define ISR_SET(n) (0x90 + 0x20 * (n))
#define ISR_CLEAR(n) (0x94 + 0x20 * (n))
#define PENDING_IRQ(n) (0x98 + 0x20 * (n))
#define ILR(m) (0x100 + 4 * (m))

/* Type 2 timer: overflow is bit 1. */
#define IRQSTATUS 0x28
#define IRQENABLE_SET 0x2c
#define TCLR 0x38
#define TCRR 0x3c
#define TIMER2_LINE 68

#define US_TO_NS 1000u

START_TEST(a_line_reaches_the_cpu_once_it_is_unmasked)
{
    probe_start("evmsk");

    wr(INTC + ISR_SET(2), 1u << 4);
    ck_assert_uint_eq(rd(INTC + PENDING_IRQ(2)), 0);
    ck_assert_int_eq(probe_irq(), -1);

    intc_unmask(68);
    ck_assert_uint_eq(rd(INTC + PENDING_IRQ(2)), 1u << 4);
    ck_assert_int_eq(probe_irq(), 68);

    wr(INTC + MIR_SET(2), 1u << 4);
    ck_assert_int_eq(probe_irq(), -1);
    probe_stop();
}
END_TEST

START_TEST(the_most_urgent_line_is_shown_then_the_next)
{
    probe_start("evmsk");
    wr(INTC + ILR(5), 10 << 2);
    wr(INTC + ILR(100), 3 << 2);
    intc_unmask(5);
    intc_unmask(100);

    wr(INTC + ISR_SET(0), 1u << 5);
    ck_assert_int_eq(probe_irq(), 5);
    wr(INTC + ISR_SET(3), 1u << 4);
    ck_assert_int_eq(probe_irq(), 100);
    wr(INTC + ISR_CLEAR(3), 1u << 4);
    ck_assert_int_eq(probe_irq(), 5);
    probe_stop();
}
END_TEST

/* 24 counts are a microsecond. */
START_TEST(a_timer_interrupts_when_its_counter_runs_over_and_not_before)
{
    probe_start("evmsk");
    intc_unmask(TIMER2_LINE);
    wr(TIMER2 + IRQENABLE_SET, 2);
    wr(TIMER2 + TCRR, 0u - 24 * 500);
    wr(TIMER2 + TCLR, 1);

    probe_step_ns(499 * US_TO_NS);
    ck_assert_int_eq(probe_irq(), -1);
    ck_assert_uint_eq(rd(TIMER2 + TCRR), 0u - 24);

    probe_step_ns(1 * US_TO_NS);
    ck_assert_int_eq(probe_irq(), TIMER2_LINE);

    wr(TIMER2 + IRQSTATUS, 2);
    ck_assert_int_eq(probe_irq(), -1);
    probe_stop();
}
END_TEST

/* SPRUH73 table 2-1: reserved ranges of the interconnects, and modules that
 * nobody has modelled. */
START_TEST(a_hole_in_the_map_reads_zero_and_takes_writes)
{
    static const uint32_t hole[] = {
        0x44c00100, 0x44e3c000, 0x48010000, 0x481b0000, 0x48fff000,
        0x49f00000, 0x4a200000, 0x50ff0000, 0x53000000, 0x54c00000,
    };

    probe_start("evmsk");
    for (unsigned i = 0; i < sizeof(hole) / sizeof(*hole); i++) {
        wr(hole[i], 0xffffffff);
        ck_assert_uint_eq(rd(hole[i]), 0);
        ck_assert_uint_eq(probe_read(hole[i] + 2, 2), 0);
        ck_assert_uint_eq(probe_read(hole[i] + 3, 1), 0);
    }
    probe_stop();
}
END_TEST

/* The driver of each module waits for this bit (drivers/bus/ti-sysc.c,
 * sysc_wait_softreset). */
START_TEST(every_module_wrapper_is_out_of_reset)
{
    static const uint32_t sysstatus[] = {
        INTC + 0x14, I2C0 + 0x90, I2C1 + 0x90, I2C2 + 0x90, GPIO1 + 0x114,
        0x44e07114, 0x481ac114, 0x481ae114, 0x44e31014, 0x44e35014,
        0x44e09058, 0x48022058,
    };

    probe_start("evmsk");
    for (unsigned i = 0; i < sizeof(sysstatus) / sizeof(*sysstatus); i++) {
        ck_assert_msg(rd(sysstatus[i]) & 1, "%#x", sysstatus[i]);
    }
    probe_stop();
}
END_TEST

START_TEST(descriptor_memory_and_on_chip_memory_keep_what_is_written)
{
    static const uint32_t memory[] = {
        CPPI, CPPI + 0x1ffc, 0x40300000, 0x4030fffc, DDR, DDR + 0x3fffffc,
    };

    probe_start("evmsk");
    for (unsigned i = 0; i < sizeof(memory) / sizeof(*memory); i++) {
        wr(memory[i], 0x11223344 + i);
    }
    for (unsigned i = 0; i < sizeof(memory) / sizeof(*memory); i++) {
        ck_assert_uint_eq(rd(memory[i]), 0x11223344 + i);
        ck_assert_uint_eq(probe_read(memory[i] + 1, 1), 0x33);
    }
    probe_stop();
}
END_TEST

/* WDT1: it counts 32768 Hz divided by its prescaler, which is off here;
 * unlocked by the sequence of drivers/watchdog/omap_wdt.c. */
START_TEST(a_watchdog_that_nobody_feeds_resets_the_board)
{
    const uint32_t wdt = 0x44e35000;

    probe_start("evmsk");
    wr(INTC + ILR(5), 10 << 2);
    wr(wdt + 0x24, 0);                      /* WCLR: no prescaler */
    wr(wdt + 0x2c, 0u - 32768);             /* WLDR: one second */
    wr(wdt + 0x30, rd(wdt + 0x30) + 1);     /* WTGR: load it */
    wr(wdt + 0x48, 0xbbbb);
    probe_step_ns(1000000);
    wr(wdt + 0x48, 0x4444);

    probe_step_ns(990000 * US_TO_NS);
    ck_assert_uint_eq(rd(INTC + ILR(5)), 10 << 2);

    probe_step_ns(20000 * US_TO_NS);
    probe_ask("now");                       /* the reset comes in between */
    ck_assert_uint_eq(rd(INTC + ILR(5)), 0);
    probe_stop();
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        a_line_reaches_the_cpu_once_it_is_unmasked,
        the_most_urgent_line_is_shown_then_the_next,
        a_timer_interrupts_when_its_counter_runs_over_and_not_before,
        a_hole_in_the_map_reads_zero_and_takes_writes,
        every_module_wrapper_is_out_of_reset,
        descriptor_memory_and_on_chip_memory_keep_what_is_written,
        a_watchdog_that_nobody_feeds_resets_the_board,
    };

    return probe_run("soc", tests, sizeof(tests) / sizeof(*tests));
}
