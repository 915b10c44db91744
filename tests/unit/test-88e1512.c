/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The 88E1512 as Linux' marvell driver meets it. Each helper does what the
 * function of drivers/net/phy/marvell.c that it names does. */
#include <check.h>
#include <string.h>

#include "phy-bench.h"
#include "run.h"

enum { PAGE = 22 };
enum { MODE_COPPER, MODE_SGMII_COPPER, MODE_1000X, MODE_100FX, MODE_SGMII };

static struct bench bench;

struct seen {
    bool     link, full, fibre;
    unsigned mbps;
};

static void setup(void)
{
    bench_init(&bench, &hc_phy_88e1512, HC_IFACE_RGMII);
    hc_phy_reset(&bench.phy);
}

static void pass_ms(uint64_t ms)
{
    fake_advance(&bench.fake, ms * NS_PER_MS);
}

static void modify(unsigned page, unsigned reg, uint16_t mask, uint16_t set)
{
    uint16_t old = bench_read(&bench, PAGE);

    bench_write(&bench, PAGE, (uint16_t)page);
    bench_write(&bench, reg, (bench_read(&bench, reg) & ~mask) | set);
    bench_write(&bench, PAGE, old);
}

static uint16_t paged(unsigned page, unsigned reg)
{
    uint16_t old = bench_read(&bench, PAGE), value;

    bench_write(&bench, PAGE, (uint16_t)page);
    value = bench_read(&bench, reg);
    bench_write(&bench, PAGE, old);
    return value;
}

/* m88e1510_config_init and what it calls. */
static void config_init(void)
{
    static const uint16_t errata[4][2] = {
        { 0x214b, 0x2144 }, { 0x0c28, 0x2146 },
        { 0xb233, 0x214d }, { 0xcc0c, 0x2159 },
    };

    bench_write(&bench, PAGE, 0xff);
    for (unsigned i = 0; i < 4; i++) {
        bench_write(&bench, 17, errata[i][0]);
        bench_write(&bench, 16, errata[i][1]);
    }
    bench_write(&bench, PAGE, 0xfb);
    bench_write(&bench, 7, 0xc00d);
    bench_write(&bench, PAGE, 0);
    modify(0, 16, 0x7800, 0x2800);          /* downshift, then reset */
    modify(0, BMCR, 0, 0x8000);
    modify(3, 18, 0x8000, 0x0880);          /* LED[2] is INTn */
    modify(3, 16, 0xffff, 0x1177);
}

/* m88e1510_sfp_insert, m88e1510_port_configure_serdes. */
static void select_mode(uint16_t mode)
{
    modify(18, 20, 0x0007, mode);
    modify(18, 20, 0x0000, 0x8000);
}

/* m88e1510_config_aneg with autonegotiation. */
static void config_aneg(void)
{
    bench_write(&bench, PAGE, 0);
    modify(2, 16, 0, 0x0040);
    modify(2, 21, 0x0030, 0x0030);
    modify(0, ANAR, 0x0de0, 0x0de0);
    modify(0, GTCR, 0x0300, 0x0300);
    modify(0, BMCR, 0, 0x9200);             /* genphy_soft_reset */
    bench_write(&bench, PAGE, 1);
    modify(1, ANAR, 0x01e0, 0x0160);
    modify(1, BMCR, 0x0400, 0x1200);        /* genphy_restart_aneg */
    bench_write(&bench, PAGE, 0);
}

static struct seen read_page(bool fibre)
{
    uint16_t status = bench_read(&bench, 17);
    struct seen seen = { .fibre = fibre };

    seen.link = fibre ? status & 0x0400 : bench_link(&bench);
    if (!(status & 0x0800)) {
        seen.link = false;
    }
    seen.full = status & 0x2000;
    seen.mbps = status & 0x8000 ? 1000 : status & 0x4000 ? 100 : 10;
    return seen;
}

/* marvell_read_status: fibre first, and stays there if it is up. */
static struct seen read_status(void)
{
    struct seen seen;

    bench_write(&bench, PAGE, 1);
    seen = read_page(true);
    if (!seen.link) {
        bench_write(&bench, PAGE, 0);
        seen = read_page(false);
    }
    return seen;
}

/* --- probe and init ---------------------------------------------------- */

START_TEST(identity_matches_the_88e1510_entry)
{
    uint32_t id = (uint32_t)bench_read(&bench, 2) << 16 |
                  bench_read(&bench, 3);

    ck_assert_uint_eq(id & 0xfffffff0, 0x01410dd0);
}
END_TEST

START_TEST(init_touches_only_registers_that_exist)
{
    config_init();
    config_aneg();
    read_status();

    ck_assert_uint_eq(fake_count(&bench.fake, HC_EVENT_UNMODELLED_REG), 0);
    ck_assert_uint_eq(fake_count(&bench.fake, HC_EVENT_UNMODELLED_MODE), 0);
}
END_TEST

START_TEST(the_temperature_sensor_reads_in_degrees_above_minus_25)
{
    ck_assert_uint_eq((paged(6, 27) & 0xff) - 25, 45);
    ck_assert_uint_eq((paged(6, 26) >> 8 & 0x1f) * 5 - 25, 100);
}
END_TEST

START_TEST(pages_do_not_mix)
{
    modify(2, 21, 0xffff, 0x1234);

    ck_assert_uint_eq(paged(0, 21), 0);
    ck_assert_uint_eq(paged(2, 21), 0x1234);
    ck_assert_uint_eq(paged(0, 15), 0x3000);    /* 1000BASE-T */
    ck_assert_uint_eq(paged(1, 15), 0xc000);    /* 1000BASE-X */
}
END_TEST

START_TEST(a_soft_reset_keeps_forced_speed_and_advertisement)
{
    bench_write(&bench, ANAR, 0x0041);
    bench_write(&bench, BMCR, 0x2100);
    bench_write(&bench, BMCR, 0xa100);

    ck_assert_uint_eq(bench_read(&bench, BMCR), 0x2100);
    ck_assert_uint_eq(bench_read(&bench, ANAR), 0x0041);
}
END_TEST

/* --- copper ------------------------------------------------------------ */

START_TEST(copper_links_at_a_gigabit)
{
    struct seen seen;

    bench_connect(&bench, &bench.mdi);
    config_init();
    config_aneg();
    pass_ms(1500);
    seen = read_status();

    ck_assert(seen.link && seen.full && !seen.fibre);
    ck_assert_uint_eq(seen.mbps, 1000);
    ck_assert(bench_mac_sends(&bench) && bench_partner_sends(&bench));
}
END_TEST

START_TEST(the_serdes_is_dark_in_copper_mode)
{
    ck_assert(!hc_hop_seen(&bench.serdes, 1)->lit);
    ck_assert(hc_hop_seen(&bench.mdi, 1)->lit);
}
END_TEST

/* --- a module is plugged in -------------------------------------------- */

START_TEST(a_mode_acts_only_after_the_reset_bit)
{
    modify(18, 20, 0x0007, MODE_1000X);
    ck_assert(!hc_hop_seen(&bench.serdes, 1)->lit);

    modify(18, 20, 0, 0x8000);

    ck_assert_uint_eq(hc_hop_seen(&bench.serdes, 1)->iface,
                      HC_IFACE_1000BASEX);
    ck_assert(!hc_hop_seen(&bench.mdi, 1)->lit);
    ck_assert_uint_eq(paged(18, 20), MODE_1000X);
}
END_TEST

START_TEST(a_1000base_x_module_links_and_keeps_the_fibre_page)
{
    struct seen seen;

    config_init();
    bench_connect(&bench, &bench.serdes);
    select_mode(MODE_1000X);
    config_aneg();
    ck_assert(!read_status().link);
    pass_ms(30);
    seen = read_status();

    ck_assert(seen.link && seen.full && seen.fibre);
    ck_assert_uint_eq(seen.mbps, 1000);
    ck_assert_uint_eq(bench_read(&bench, PAGE), 1);
    /* Acknowledge, both pauses, half and full. */
    ck_assert_uint_eq(bench_read(&bench, ANLPAR), 0x41e0);
    ck_assert(bench_mac_sends(&bench) && bench_partner_sends(&bench));
}
END_TEST

START_TEST(a_100base_fx_module_links_without_negotiation)
{
    struct seen seen;

    bench_connect(&bench, &bench.serdes);
    select_mode(MODE_100FX);
    config_aneg();
    pass_ms(30);
    seen = read_status();

    ck_assert(seen.link && seen.fibre);
    ck_assert_uint_eq(seen.mbps, 100);
    ck_assert_uint_eq(paged(1, BMSR) & 0x6000, 0x6000);
}
END_TEST

START_TEST(an_sgmii_module_dictates_the_speed)
{
    struct hc_partner_config config = {
        .iface = HC_IFACE_SGMII, .an = true,
        .ability = HC_AN_100_FULL | HC_AN_10_FULL,
    };
    struct seen seen;

    bench_connect(&bench, &bench.serdes);
    hc_partner_set(&bench.partner, &config);
    select_mode(MODE_SGMII);
    config_aneg();
    pass_ms(30);
    seen = read_status();

    ck_assert(seen.link && seen.full && seen.fibre);
    ck_assert_uint_eq(seen.mbps, 100);
    ck_assert_uint_eq(hc_hop_seen(&bench.mac, 0)->mbps, 100);
    ck_assert_uint_eq(bench_read(&bench, ANLPAR) & 0x9c01, 0x9401);
}
END_TEST

START_TEST(codings_that_differ_stay_dark_and_say_so)
{
    struct hc_partner_config config = {
        .iface = HC_IFACE_1000BASEX, .an = true,
        .ability = HC_AN_1000_FULL,
    };

    bench_connect(&bench, &bench.serdes);
    hc_partner_set(&bench.partner, &config);
    select_mode(MODE_SGMII);
    pass_ms(5000);

    ck_assert(!read_status().link);
    ck_assert_uint_eq(fake_count(&bench.fake, HC_EVENT_MODE_MISMATCH), 1);
}
END_TEST

START_TEST(fibre_without_pages_links_only_with_bypass)
{
    struct hc_partner_config config = {
        .iface = HC_IFACE_1000BASEX, .mbps = 1000, .full = true,
    };

    bench_connect(&bench, &bench.serdes);
    hc_partner_set(&bench.partner, &config);
    select_mode(MODE_1000X);
    pass_ms(1000);
    ck_assert(!read_status().link);

    modify(1, 26, 0, 0x0040);
    modify(1, BMCR, 0, 0x0200);
    pass_ms(200);

    ck_assert(read_status().link);
}
END_TEST

START_TEST(a_far_end_that_does_not_see_us_never_ends_the_exchange)
{
    struct hc_signal far = {
        .iface = HC_IFACE_1000BASEX, .lit = true, .an = true,
        .ability = HC_AN_1000_FULL, .ready = true,
    };

    select_mode(MODE_1000X);
    hc_hop_present(&bench.serdes, 1, &far);
    pass_ms(1000);
    ck_assert(!read_status().link);

    far.hears = true;
    hc_hop_present(&bench.serdes, 1, &far);
    pass_ms(1000);
    ck_assert(read_status().link);
}
END_TEST

START_TEST(pulling_the_module_returns_to_copper)
{
    bench_connect(&bench, &bench.serdes);
    select_mode(MODE_1000X);
    config_aneg();
    pass_ms(30);
    ck_assert(read_status().link);

    select_mode(MODE_COPPER);
    ck_assert(!read_status().link);
    ck_assert(!hc_hop_seen(&bench.serdes, 1)->lit);
    bench_connect(&bench, &bench.mdi);
    pass_ms(1500);

    ck_assert(read_status().link);
    ck_assert(!read_status().fibre);
}
END_TEST

START_TEST(loss_of_light_drops_the_fibre_link_at_once)
{
    bench_connect(&bench, &bench.serdes);
    select_mode(MODE_1000X);
    pass_ms(30);
    hc_hop_cut(&bench.serdes, 1, true);

    ck_assert(!read_status().link);
    ck_assert_uint_eq(fake_count(&bench.fake, HC_EVENT_LINK_DOWN), 1);
}
END_TEST

START_TEST(suspend_powers_both_pages_down)
{
    bench_connect(&bench, &bench.serdes);
    select_mode(MODE_1000X);
    pass_ms(30);
    modify(1, BMCR, 0, 0x0800);
    modify(0, BMCR, 0, 0x0800);
    ck_assert(!hc_hop_seen(&bench.serdes, 1)->lit);
    ck_assert(!read_status().link);

    modify(1, BMCR, 0x0800, 0);
    modify(0, BMCR, 0x0800, 0);
    pass_ms(30);

    ck_assert(read_status().link);
}
END_TEST

/* --- interrupts -------------------------------------------------------- */

START_TEST(the_pin_is_silent_until_led2_is_told_to_be_intn)
{
    bench_connect(&bench, &bench.mdi);
    bench_write(&bench, 18, 0x6400);
    pass_ms(1500);
    ck_assert(!bench.fake.line[0]);

    modify(3, 18, 0x8000, 0x0880);

    ck_assert(bench.fake.line[0]);
    ck_assert_uint_eq(bench_read(&bench, 19) & 0x6400, 0x6400);
    ck_assert(!bench.fake.line[0]);
}
END_TEST

/* marvell_config_intr writes the mask of whatever page is selected, and
 * that is copper: a fibre link then comes up without an interrupt. */
START_TEST(a_copper_mask_does_not_cover_the_fibre_page)
{
    config_init();
    bench_write(&bench, 18, 0x6400);
    bench_connect(&bench, &bench.serdes);
    select_mode(MODE_1000X);
    pass_ms(30);
    ck_assert(!bench.fake.line[0]);

    modify(1, 18, 0, 0x0400);

    ck_assert(bench.fake.line[0]);
    ck_assert_uint_eq(paged(1, 19) & 0x0400, 0x0400);
    ck_assert(!bench.fake.line[0]);
}
END_TEST

/* --- honesty ----------------------------------------------------------- */

START_TEST(cable_tests_and_automatic_media_say_that_they_are_missing)
{
    modify(7, 21, 0, 0x8000);
    ck_assert_uint_gt(fake_count(&bench.fake, HC_EVENT_UNMODELLED_REG), 0);

    select_mode(7);

    ck_assert_uint_eq(fake_count(&bench.fake, HC_EVENT_UNMODELLED_MODE), 1);
}
END_TEST

START_TEST(an_unknown_page_is_named_in_the_event)
{
    bench_write(&bench, PAGE, 0x42);
    ck_assert_uint_eq(bench_read(&bench, 20), 0);

    ck_assert_uint_eq(bench.fake.event[bench.fake.n_events - 1].a, 0x4214);
}
END_TEST

START_TEST(a_snapshot_keeps_the_media_mode)
{
    static struct bench twin;
    size_t at = offsetof(struct hc_phy, reg);

    bench_connect(&bench, &bench.serdes);
    select_mode(MODE_1000X);
    modify(18, 20, 0x0007, MODE_SGMII);     /* written, not yet acting */
    pass_ms(30);
    bench_init(&twin, &hc_phy_88e1512, HC_IFACE_RGMII);
    memcpy((char *)&twin.phy + at, (char *)&bench.phy + at,
           sizeof(bench.phy) - at);
    memcpy(twin.serdes.signal, bench.serdes.signal,
           sizeof(bench.serdes.signal));

    hc_phy_wake(&twin.phy);

    ck_assert_uint_eq(bench_read(&twin, PAGE), bench_read(&bench, PAGE));
    ck_assert_uint_eq(twin.serdes.signal[0].iface, HC_IFACE_1000BASEX);
    ck_assert(twin.serdes.signal[0].ready);
}
END_TEST

int main(void)
{
    const TTest *const test[] = {
        identity_matches_the_88e1510_entry,
        init_touches_only_registers_that_exist,
        the_temperature_sensor_reads_in_degrees_above_minus_25,
        pages_do_not_mix,
        a_soft_reset_keeps_forced_speed_and_advertisement,
        copper_links_at_a_gigabit,
        the_serdes_is_dark_in_copper_mode,
        a_mode_acts_only_after_the_reset_bit,
        a_1000base_x_module_links_and_keeps_the_fibre_page,
        a_100base_fx_module_links_without_negotiation,
        an_sgmii_module_dictates_the_speed,
        codings_that_differ_stay_dark_and_say_so,
        fibre_without_pages_links_only_with_bypass,
        a_far_end_that_does_not_see_us_never_ends_the_exchange,
        pulling_the_module_returns_to_copper,
        loss_of_light_drops_the_fibre_link_at_once,
        suspend_powers_both_pages_down,
        the_pin_is_silent_until_led2_is_told_to_be_intn,
        a_copper_mask_does_not_cover_the_fibre_page,
        cable_tests_and_automatic_media_say_that_they_are_missing,
        an_unknown_page_is_named_in_the_event,
        a_snapshot_keeps_the_media_mode,
    };

    return RUN_TESTS("88e1512", setup, test);
}
