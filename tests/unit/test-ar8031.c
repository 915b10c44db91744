/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The AR8031 as Linux' at803x driver meets it. */
#include <check.h>
#include <string.h>

#include "phy-bench.h"
#include "run.h"

static struct bench bench;

static void start(uint32_t strap)
{
    bench_init(&bench, &hc_phy_ar8031, HC_IFACE_RGMII);
    hc_phy_set_strap(&bench.phy, strap);
    hc_phy_reset(&bench.phy);
}

static void setup(void)
{
    start(0);
}

static uint16_t debug_read(uint16_t at)
{
    bench_write(&bench, 29, at);
    return bench_read(&bench, 30);
}

static void debug_write(uint16_t at, uint16_t value)
{
    bench_write(&bench, 29, at);
    bench_write(&bench, 30, value);
}

START_TEST(identity_is_004d_d074)
{
    ck_assert_uint_eq(bench_read(&bench, 2), 0x004d);
    ck_assert_uint_eq(bench_read(&bench, 3), 0xd074);
}
END_TEST

/* at803x_config_init: RX delay on and TX delay off after a hardware reset;
 * a soft reset switches RX on again and keeps TX. */
START_TEST(soft_reset_touches_one_clock_delay_only)
{
    ck_assert_uint_eq(debug_read(0x00) & 0x8000, 0x8000);
    ck_assert_uint_eq(debug_read(0x05) & 0x0100, 0);

    debug_write(0x00, debug_read(0x00) & 0x7fff);
    debug_write(0x05, debug_read(0x05) | 0x0100);
    bench_write(&bench, BMCR, 0x9000);

    ck_assert_uint_eq(debug_read(0x00) & 0x8000, 0x8000);
    ck_assert_uint_eq(debug_read(0x05) & 0x0100, 0x0100);
}
END_TEST

/* at8031_probe and at803x_smarteee_config. */
START_TEST(wol_and_smarteee_live_in_mmd_3)
{
    ck_assert_uint_eq(bench_read_mmd(&bench, 3, 0x8012) & 0x0020, 0x0020);
    bench_write_mmd(&bench, 3, 0x8012, 0);
    bench_write_mmd(&bench, 3, 0x805d, 0x0010);
    bench_write_mmd(&bench, 7, 0x8016, 0x0018);

    ck_assert_uint_eq(bench_read_mmd(&bench, 3, 0x8012), 0);
    ck_assert_uint_eq(bench_read_mmd(&bench, 3, 0x805d), 0x0010);
    ck_assert_uint_eq(bench_read_mmd(&bench, 7, 0x8016), 0x0018);
    ck_assert_uint_eq(fake_count(&bench.fake, HC_EVENT_UNMODELLED_REG), 0);
}
END_TEST

START_TEST(status_register_shows_the_resolved_mode)
{
    ck_assert_uint_eq(bench_read(&bench, 17) & 0x0800, 0);
    bench_connect(&bench, &bench.mdi);
    fake_advance(&bench.fake, 1500 * NS_PER_MS);

    /* 1000, full, resolved, link. */
    ck_assert_uint_eq(bench_read(&bench, 17) & 0xec00, 0xac00);
}
END_TEST

START_TEST(copper_interrupts_tell_success_and_failure)
{
    bench_connect(&bench, &bench.mdi);
    bench_write(&bench, 18, 0xec00);
    fake_advance(&bench.fake, 1500 * NS_PER_MS);
    ck_assert(bench.fake.line[0]);
    ck_assert_uint_eq(bench_read(&bench, 19) & 0x0c00, 0x0400);

    hc_hop_cut(&bench.mdi, 1, true);

    ck_assert(bench.fake.line[0]);
    ck_assert_uint_eq(bench_read(&bench, 19) & 0x0c00, 0x0800);
    ck_assert(!bench.fake.line[0]);
}
END_TEST

START_TEST(mode_pins_select_1000base_x_and_cannot_be_overwritten)
{
    start(2);
    bench_write(&bench, 31, 0x0000);

    ck_assert_uint_eq(bench_read(&bench, 31), 0x0002);
    ck_assert_uint_eq(hc_hop_seen(&bench.serdes, 1)->iface,
                      HC_IFACE_1000BASEX);
    ck_assert(!hc_hop_seen(&bench.mdi, 1)->lit);
}
END_TEST

/* at8031_config_init selects the fibre page, genphy_c37_read_status reads
 * registers 1 and 5 there. */
START_TEST(fibre_link_shows_on_the_fibre_page_only)
{
    start(2);
    bench_connect(&bench, &bench.serdes);
    bench_write(&bench, 18, 0x0180);
    fake_advance(&bench.fake, 30 * NS_PER_MS);
    ck_assert(bench.fake.line[0]);
    ck_assert_uint_eq(bench_read(&bench, 19) & 0x0180, 0x0080);
    ck_assert(!bench_link(&bench));

    bench_write(&bench, 31, 0x0002);

    ck_assert(bench_link(&bench));
    ck_assert_uint_eq(bench_read(&bench, ANLPAR), 0x41e0);
    ck_assert(bench_mac_sends(&bench) && bench_partner_sends(&bench));
}
END_TEST

START_TEST(a_mode_that_is_not_modelled_speaks_up)
{
    start(0xb);

    ck_assert_uint_eq(fake_count(&bench.fake, HC_EVENT_UNMODELLED_MODE), 1);
}
END_TEST

START_TEST(debug_addresses_beyond_the_map_read_zero)
{
    ck_assert_uint_eq(debug_read(0xffff), 0);
    debug_write(0x3e, 0xffff);

    ck_assert_uint_eq(bench_read_mmd(&bench, 3, 0x14), 0x0006);
}
END_TEST

/* qcom-phy-lib.c, at8031_set_wol, for 02:00:5e:10:00:01. */
static void arm_wol(void)
{
    bench_write_mmd(&bench, 3, 0x804a, 0x0200);
    bench_write_mmd(&bench, 3, 0x804b, 0x5e10);
    bench_write_mmd(&bench, 3, 0x804c, 0x0001);
    bench_write(&bench, 18, 0x0001);
    bench_write_mmd(&bench, 3, 0x8012, 0x0020);
    bench_read(&bench, 19);
}

static void send_magic(unsigned repeats, uint8_t last)
{
    const uint8_t mac[6] = { 0x02, 0x00, 0x5e, 0x10, 0x00, last };
    uint8_t frame[128] = { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff };

    bench_connect(&bench, &bench.mdi);
    fake_advance(&bench.fake, 1500 * NS_PER_MS);
    bench.phy.mac = NULL;               /* the MAC sleeps */
    memset(frame + 14, 0xff, 6);
    for (unsigned i = 0; i < repeats; i++) {
        memcpy(frame + 20 + 6 * i, mac, 6);
    }
    bench_arrive(&bench, frame, sizeof(frame));
}

START_TEST(a_magic_packet_raises_the_line)
{
    arm_wol();
    send_magic(16, 1);

    ck_assert(bench.fake.line[0]);
    ck_assert_uint_eq(fake_count(&bench.fake, HC_EVENT_WOL), 1);
    ck_assert_uint_eq(bench_read(&bench, 19) & 0x0001, 0x0001);
    ck_assert(!bench.fake.line[0]);
}
END_TEST

START_TEST(another_address_or_fifteen_times_ours_wakes_nobody)
{
    arm_wol();
    send_magic(16, 2);
    ck_assert(!bench.fake.line[0]);

    setup();
    arm_wol();
    send_magic(15, 1);
    ck_assert(!bench.fake.line[0]);
    ck_assert_uint_eq(fake_count(&bench.fake, HC_EVENT_WOL), 0);
}
END_TEST

START_TEST(a_disarmed_phy_sleeps_on)
{
    arm_wol();
    bench_write_mmd(&bench, 3, 0x8012, 0);
    send_magic(16, 1);

    ck_assert_uint_eq(fake_count(&bench.fake, HC_EVENT_WOL), 0);
}
END_TEST

/* at803x.c, at803x_cable_test_one_pair: 28[9:8] is 2 for open, 0 for sound. */
START_TEST(a_cable_test_tells_whether_there_is_a_cable)
{
    bench_write(&bench, 22, 0x0301);
    ck_assert_uint_eq(bench_read(&bench, 22) & 1, 0);
    ck_assert_uint_eq(bench_read(&bench, 28) & 0x03ff, 0x0200);

    bench_connect(&bench, &bench.mdi);
    bench_write(&bench, 22, 0x0101);
    ck_assert_uint_eq(bench_read(&bench, 28) & 0x0300, 0x0000);
    ck_assert_uint_eq(fake_count(&bench.fake, HC_EVENT_UNMODELLED_REG), 0);
}
END_TEST

START_TEST(a_cable_test_takes_the_link_away)
{
    bench_connect(&bench, &bench.mdi);
    fake_advance(&bench.fake, 1500 * NS_PER_MS);
    ck_assert(bench_link(&bench));

    bench_write(&bench, 22, 0x0001);
    ck_assert(!bench_link(&bench));
}
END_TEST

int main(void)
{
    const TTest *const test[] = {
        identity_is_004d_d074,
        soft_reset_touches_one_clock_delay_only,
        wol_and_smarteee_live_in_mmd_3,
        status_register_shows_the_resolved_mode,
        copper_interrupts_tell_success_and_failure,
        mode_pins_select_1000base_x_and_cannot_be_overwritten,
        fibre_link_shows_on_the_fibre_page_only,
        a_mode_that_is_not_modelled_speaks_up,
        debug_addresses_beyond_the_map_read_zero,
        a_magic_packet_raises_the_line,
        another_address_or_fifteen_times_ours_wakes_nobody,
        a_disarmed_phy_sleeps_on,
        a_cable_test_tells_whether_there_is_a_cable,
        a_cable_test_takes_the_link_away,
    };

    return RUN_TESTS("ar8031", setup, test);
}
