/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The parts of the SoC that a kernel meets first: clocks, control module and
 * the modules that are not there. Values from SPRUH73. */
#include <check.h>
#include <string.h>

#include "../../models/prcm.h"
#include "../../models/scm.h"
#include "../../models/sysc.h"
#include "fake.h"
#include "run.h"

static struct fake fake;
static struct hc_prcm prcm;
static struct hc_scm scm;
static struct hc_sysc sysc;

static const struct hc_sysc_row spi = {
    0x0, 0x40300a0b, 0x110, 0x2, 0x114,
};

static uint32_t gmii_told;

static void gmii_sel(void *opaque, uint32_t value)
{
    (void)opaque;
    gmii_told = value;
}

static void power_on(void)
{
    static const uint8_t mac0[6] = { 0x02, 0x11, 0x22, 0x33, 0x44, 0x55 };
    static const uint8_t mac1[6] = { 0x02, 0x66, 0x77, 0x88, 0x99, 0xaa };

    fake_init(&fake, NULL, NULL);
    hc_prcm_init(&prcm, &fake.host);
    hc_prcm_reset(&prcm);
    hc_scm_init(&scm, &fake.host);
    hc_scm_wire(&scm, gmii_sel, NULL, mac0, mac1);
    hc_scm_reset(&scm);
    hc_sysc_init(&sysc, &fake.host);
    hc_sysc_wire(&sysc, &spi);
    hc_sysc_reset(&sysc);
}

START_TEST(a_module_is_functional_as_soon_as_it_is_enabled)
{
    ck_assert_uint_eq(hc_prcm_read(&prcm, 0x14), 0x00030000);

    hc_prcm_write(&prcm, 0x14, 2);
    ck_assert_uint_eq(hc_prcm_read(&prcm, 0x14), 2);

    hc_prcm_write(&prcm, 0x14, 0);
    ck_assert_uint_eq(hc_prcm_read(&prcm, 0x14) >> 16 & 3, 3);
}
END_TEST

START_TEST(a_dpll_shows_lock_or_bypass_as_it_is_told)
{
    ck_assert_uint_eq(hc_prcm_read(&prcm, 0x45c), 0x1);

    hc_prcm_write(&prcm, 0x490, 5);
    ck_assert_uint_eq(hc_prcm_read(&prcm, 0x45c), 0x100);

    hc_prcm_write(&prcm, 0x490, 7);
    ck_assert_uint_eq(hc_prcm_read(&prcm, 0x45c), 0x1);
}
END_TEST

START_TEST(the_core_clocks_of_the_switch_come_out_of_the_presets)
{
    uint32_t clksel, m, n, m5;

    power_on();
    clksel = hc_prcm_read(&prcm, 0x468);
    m = clksel >> 8 & 0x7ff;
    n = clksel & 0x7f;
    m5 = hc_prcm_read(&prcm, 0x484) & 0x1f;

    /* CLKDCOLDO = 2 * m / (n + 1) * crystal; the CPSW takes M5 / 2. */
    ck_assert_uint_eq(2u * 24 * m / (n + 1) / m5 / 2, 125);
}
END_TEST

START_TEST(a_power_domain_follows_its_control)
{
    ck_assert_uint_eq(hc_prcm_read(&prcm, 0xc08) & 3, 3);

    hc_prcm_write(&prcm, 0xc0c, 0x10);
    ck_assert_uint_eq(hc_prcm_read(&prcm, 0xc08) & 3, 0);
    ck_assert_uint_eq(hc_prcm_read(&prcm, 0xc0c) & 0x10, 0);
}
END_TEST

START_TEST(releasing_a_reset_latches_it_until_one_is_written)
{
    ck_assert_uint_eq(hc_prcm_read(&prcm, 0x1114), 0);

    hc_prcm_write(&prcm, 0x1104, 0);
    ck_assert_uint_eq(hc_prcm_read(&prcm, 0x1114), 1);

    hc_prcm_write(&prcm, 0x1114, 1);
    ck_assert_uint_eq(hc_prcm_read(&prcm, 0x1114), 0);
}
END_TEST

START_TEST(a_global_reset_pulses_the_line_and_reads_back_zero)
{
    hc_prcm_write(&prcm, 0xf00, 1);

    ck_assert_uint_eq(fake.edges[HC_PRCM_OUT_RESET], 2);
    ck_assert(!fake.line[HC_PRCM_OUT_RESET]);
    ck_assert_uint_eq(fake_count(&fake, HC_EVENT_BOARD_RESET), 1);
    ck_assert_uint_eq(hc_prcm_read(&prcm, 0xf00), 0);
}
END_TEST

START_TEST(the_soc_is_an_am335x_of_silicon_2_1_with_a_24_mhz_crystal)
{
    ck_assert_uint_eq(hc_scm_read(&scm, 0x600), 0x2b94402e);
    ck_assert_uint_eq(hc_scm_read(&scm, 0x40) >> 22 & 3, 1);
    ck_assert_uint_eq(hc_scm_read(&scm, 0x40) >> 8 & 7, 3);

    hc_scm_write(&scm, 0x600, 0);
    ck_assert_uint_eq(hc_scm_read(&scm, 0x600), 0x2b94402e);
}
END_TEST

START_TEST(mac_addresses_lie_in_the_fuses_as_the_manual_orders_them)
{
    ck_assert_uint_eq(hc_scm_read(&scm, 0x630), 0x5544);
    ck_assert_uint_eq(hc_scm_read(&scm, 0x634), 0x33221102);
    ck_assert_uint_eq(hc_scm_read(&scm, 0x638), 0xaa99);
    ck_assert_uint_eq(hc_scm_read(&scm, 0x63c), 0x88776602);
}
END_TEST

START_TEST(the_switch_hears_how_its_ports_are_coded)
{
    hc_scm_write(&scm, 0x650, 0x3a);

    ck_assert_uint_eq(gmii_told, 0x3a);
    ck_assert_uint_eq(hc_scm_read(&scm, 0x650), 0x3a);
}
END_TEST

/* A board whose MACs need RGMII before Linux can ask for it. */
START_TEST(what_the_boot_loader_chose_is_there_after_a_reset)
{
    hc_scm_set_boot_gmii_sel(&scm, 0x3a);
    hc_scm_write(&scm, 0x650, 0);
    hc_scm_reset(&scm);

    ck_assert_uint_eq(gmii_told, 0x3a);
    ck_assert_uint_eq(hc_scm_read(&scm, 0x650), 0x3a);
}
END_TEST

START_TEST(narrow_accesses_reach_their_byte_alone)
{
    hc_scm_write(&scm, 0x44, 0x11223344);

    ck_assert_uint_eq(hc_scm_block.read(&scm, 0x45, 1), 0x33);
    hc_scm_block.write(&scm, 0x46, 0xbeef, 2);
    ck_assert_uint_eq(hc_scm_read(&scm, 0x44), 0xbeef3344);
}
END_TEST

START_TEST(an_absent_module_answers_its_wrapper_and_speaks_up_once)
{
    ck_assert_uint_eq(hc_sysc_read(&sysc, 0x0), 0x40300a0b);
    hc_sysc_write(&sysc, 0x110, 0x1a);
    ck_assert_uint_eq(hc_sysc_read(&sysc, 0x110), 0x18);
    ck_assert_uint_eq(hc_sysc_read(&sysc, 0x114), 1);
    ck_assert_uint_eq(fake.n_events, 0);

    ck_assert_uint_eq(hc_sysc_read(&sysc, 0x124), 0);
    hc_sysc_write(&sysc, 0x128, 1);

    ck_assert_uint_eq(fake_count(&fake, HC_EVENT_UNMODELLED_REG), 1);
}
END_TEST

START_TEST(any_offset_and_value_is_survived)
{
    for (uint32_t at = 0; at < 0x2000; at += 4) {
        hc_prcm_write(&prcm, at, 0xffffffff);
        hc_scm_write(&scm, at, 0xffffffff);
        hc_sysc_write(&sysc, at, 0xffffffff);
        hc_prcm_read(&prcm, at);
        hc_scm_read(&scm, at);
        hc_sysc_read(&sysc, at);
    }
    ck_assert_uint_eq(hc_scm_read(&scm, 0x600), 0x2b94402e);
}
END_TEST

START_TEST(the_state_bytes_are_the_whole_state)
{
    static struct hc_prcm copy;

    power_on();
    hc_prcm_write(&prcm, 0x14, 2);
    hc_prcm_init(&copy, &fake.host);
    memcpy((char *)&copy + hc_prcm_block.state_at,
           (char *)&prcm + hc_prcm_block.state_at,
           sizeof(copy) - hc_prcm_block.state_at);

    for (uint32_t at = 0; at < HC_PRCM_WINDOW; at += 4) {
        ck_assert_uint_eq(hc_prcm_read(&copy, at), hc_prcm_read(&prcm, at));
    }
}
END_TEST

int main(void)
{
    const TTest *const test[] = {
        a_module_is_functional_as_soon_as_it_is_enabled,
        a_dpll_shows_lock_or_bypass_as_it_is_told,
        the_core_clocks_of_the_switch_come_out_of_the_presets,
        a_power_domain_follows_its_control,
        releasing_a_reset_latches_it_until_one_is_written,
        a_global_reset_pulses_the_line_and_reads_back_zero,
        the_soc_is_an_am335x_of_silicon_2_1_with_a_24_mhz_crystal,
        mac_addresses_lie_in_the_fuses_as_the_manual_orders_them,
        the_switch_hears_how_its_ports_are_coded,
        what_the_boot_loader_chose_is_there_after_a_reset,
        narrow_accesses_reach_their_byte_alone,
        an_absent_module_answers_its_wrapper_and_speaks_up_once,
        any_offset_and_value_is_survived,
        the_state_bytes_are_the_whole_state,
    };

    return RUN_TESTS("soc", power_on, test);
}
