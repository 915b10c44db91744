/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <check.h>
#include <string.h>

#include "../../tools/oops.h"
#include "run.h"

/* From a run: Debian's 6.12, `echo c > /proc/sysrq-trigger`. */
static const char panic[] =
    "[    8.492265] Not activating Mandatory Access Control\r\n"
    "/ # \033[6n[    8.528918] sysrq: Trigger a crash\r\n"
    "[    8.528975] Kernel panic - not syncing: sysrq triggered crash\r\n"
    "[    8.529066] CPU: 0 UID: 0 PID: 183 Comm: sh Not tainted 6.12.107\r\n"
    "[    8.529209] Hardware name: Generic AM33XX (Flattened Device Tree)\r\n"
    "[    8.529305] Call trace: \r\n"
    "[    8.529312]  unwind_backtrace from show_stack+0x18/0x1c\r\n"
    "[    8.529452]  show_stack from dump_stack_lvl+0x54/0x68\r\n"
    "[    8.529557]  dump_stack_lvl from panic+0x114/0x380\r\n";

/* The form of arch/arm/kernel/traps.c, die() and __show_regs(). */
static const char oops[] =
    "[    9.000001] 8<--- cut here ---\n"
    "[    9.000002] Unable to handle kernel NULL pointer dereference at "
    "virtual address 00000010 when read\n"
    "[    9.000003] [00000010] *pgd=00000000\n"
    "[    9.000004] Internal error: Oops: 5 [#1] SMP ARM\n"
    "[    9.000005] Modules linked in: sfp mdio_i2c\n"
    "[    9.000006] CPU: 0 PID: 71 Comm: kworker/0:2 Not tainted 6.12.107\n"
    "[    9.000007] PC is at sfp_sm_event+0x40/0x8c [sfp]\n"
    "[    9.000008] LR is at sfp_timeout+0x24/0x2c [sfp]\n"
    "[    9.000009] pc : [<bf0a1040>]    lr : [<bf0a1124>]    psr: 60000013\n"
    "[    9.000010] Stack: (0xe0015f10 to 0xe0016000)\n"
    "[    9.000011] 5f00:                                     c2a8a380\n"
    "[    9.000012] Call trace: \n"
    "[    9.000013]  sfp_sm_event [sfp] from sfp_timeout+0x24/0x2c [sfp]\n"
    "[    9.000014]  sfp_timeout [sfp] from process_one_work+0x1b8/0x41c\n"
    "[    9.000015] Exception stack(0xe0015fb0 to 0xe0015ff8)\n"
    "[    9.000016] 5fa0:          00000000 00000000 00000000 00000000\n"
    "[    9.000017]  ret_from_fork from 0x0\n"
    "[    9.000018] Code: e5943010 e3530000 0a000003 e12fff33 (e5930010)\n"
    "[    9.000019] ---[ end trace 0000000000000000 ]---\n";

static struct hc_oops *found;

static void setup(void)
{
    hc_oops_free(found);
    found = NULL;
}

START_TEST(a_panic_is_told_with_its_task_and_its_trace)
{
    g_autofree char *text = NULL;

    found = hc_oops_find(panic);

    ck_assert_ptr_nonnull(found);
    ck_assert(found->panic);
    ck_assert_str_eq(found->head,
                     "Kernel panic - not syncing: sysrq triggered crash");
    text = hc_oops_text(found);
    ck_assert_str_eq(text,
        "Kernel panic - not syncing: sysrq triggered crash\n"
        "  CPU: 0 UID: 0 PID: 183 Comm: sh Not tainted 6.12.107\n"
        "  call trace:\n"
        "    unwind_backtrace from show_stack+0x18/0x1c\n"
        "    show_stack from dump_stack_lvl+0x54/0x68\n"
        "    dump_stack_lvl from panic+0x114/0x380");
}
END_TEST

START_TEST(an_oops_is_told_with_pc_and_lr)
{
    found = hc_oops_find(oops);

    ck_assert_ptr_nonnull(found);
    ck_assert(!found->panic);
    ck_assert_ptr_eq(strstr(found->head, "Unable to handle"), found->head);
    ck_assert_str_eq(found->pc, "sfp_sm_event+0x40/0x8c [sfp]");
    ck_assert_str_eq(found->lr, "sfp_timeout+0x24/0x2c [sfp]");
    ck_assert_uint_eq(found->trace->len, 3);
    ck_assert_str_eq(found->trace->pdata[2], "ret_from_fork from 0x0");
}
END_TEST

START_TEST(the_oops_that_led_to_a_panic_is_the_one_to_look_at)
{
    g_autofree char *both = g_strconcat(oops, panic, NULL);

    found = hc_oops_find(both);

    ck_assert(found->panic);
    ck_assert_ptr_nonnull(strstr(found->head, "NULL pointer"));
    ck_assert_ptr_nonnull(strstr(found->task, "kworker/0:2"));
}
END_TEST

START_TEST(a_warning_is_no_oops)
{
    ck_assert_ptr_null(hc_oops_find(""));
    ck_assert_ptr_null(hc_oops_find(
        "[    1.0] ------------[ cut here ]------------\n"
        "[    1.0] WARNING: CPU: 0 PID: 1 at net/core/dev.c:1\n"
        "[    1.0] Call trace: \n[    1.0]  a from b+0x1/0x2\n"));
}
END_TEST

START_TEST(a_text_without_an_end_is_harmless)
{
    g_autoptr(GString) text = g_string_new("[ 1.0] BUG: deep\n"
                                           "[ 1.0] Call trace: \n");

    for (unsigned n = 0; n < 1000; n++) {
        g_string_append(text, "[ 1.0]  f from f+0x1/0x2\n");
    }
    g_string_append(text, "[ 1.0");
    found = hc_oops_find(text->str);

    ck_assert_uint_le(found->trace->len, 32);
    ck_assert_ptr_null(found->pc);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        a_panic_is_told_with_its_task_and_its_trace,
        an_oops_is_told_with_pc_and_lr,
        the_oops_that_led_to_a_panic_is_the_one_to_look_at,
        a_warning_is_no_oops, a_text_without_an_end_is_harmless,
    };

    return RUN_TESTS("oops", setup, tests);
}
