/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The PHY in an RJ45 module, on the bus and between the wires. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "../../models/cage.h"
#include "../../models/partner.h"
#include "fake.h"

static struct fake fake, quiet;
static struct hc_hop serdes, medium;
static struct hc_cage cage;
static struct hc_partner partner;
static struct hc_sfp_data rj45;
static struct hc_i2c_bus bus;
static struct hc_signal host_sees;
static unsigned host_frames;

static const struct hc_signal sgmii_host = {
    .iface = HC_IFACE_SGMII, .lit = true, .an = true, .hears = true,
    .ability = HC_AN_SPEEDS,
}, basex_host = {
    .iface = HC_IFACE_1000BASEX, .lit = true, .an = true, .hears = true,
    .ability = HC_AN_1000_FULL,
};

static void wake(void *model)
{
    hc_cage_wake(model);
}

static void host_frame(void *owner, const uint8_t *frame, size_t len)
{
    (void)owner, (void)frame, (void)len;
    host_frames++;
}

static void host_changed(void *owner, const struct hc_signal *far)
{
    (void)owner;
    host_sees = *far;
}

static void setup(void)
{
    static const struct hc_end host = { host_frame, host_changed, NULL };
    struct hc_i2c_target target;

    fake_init(&fake, wake, &cage);
    fake_init(&quiet, NULL, NULL);
    memset(&bus, 0, sizeof(bus));
    memset(&host_sees, 0, sizeof(host_sees));
    host_frames = 0;
    hc_hop_init(&serdes, &quiet.host);
    hc_hop_init(&medium, &quiet.host);
    hc_hop_attach(&serdes, 0, &host);
    hc_cage_init(&cage, &fake.host, &serdes);
    hc_cage_connect(&cage, &medium, 0);
    hc_partner_init(&partner, &quiet.host);
    hc_partner_wire(&partner, &medium, NULL, NULL);
    hc_cage_settle(&cage);
    target = hc_cage_target(&cage);
    hc_i2c_attach(&bus, &target);
    rj45 = (struct hc_sfp_data){
        .kind = HC_SFP_RJ45, .carries = HC_IFACE_SGMII,
        .phy = HC_SFP_PHY_88E1111, .phy_strap = HC_88E1111_SGMII,
        .phy_address = 0x56,
    };
}

static void plug_in(const struct hc_signal *host)
{
    hc_cage_insert(&cage, &rj45);
    hc_cage_set_tx_disable(&cage, false);
    hc_hop_present(&serdes, 0, host);
    fake_advance(&fake, 2 * NS_PER_S);
}

/* As i2c_mii_read_default_c22 does it. */
static int read_reg(uint8_t address, uint8_t reg)
{
    int high, low;

    if (!hc_i2c_start(&bus, address, false) || !hc_i2c_send(&bus, reg) ||
        !hc_i2c_start(&bus, address, true)) {
        hc_i2c_stop(&bus);
        return -1;
    }
    high = hc_i2c_recv(&bus);
    low = hc_i2c_recv(&bus);
    hc_i2c_stop(&bus);
    return high << 8 | low;
}

static uint8_t read_half(uint8_t reg)
{
    uint8_t half;

    ck_assert(hc_i2c_start(&bus, 0x56, false));
    ck_assert(hc_i2c_send(&bus, reg));
    ck_assert(hc_i2c_start(&bus, 0x56, true));
    half = hc_i2c_recv(&bus);
    hc_i2c_stop(&bus);
    return half;
}

static void write_reg(uint8_t reg, uint16_t value)
{
    ck_assert(hc_i2c_start(&bus, 0x56, false));
    ck_assert(hc_i2c_send(&bus, reg));
    ck_assert(hc_i2c_send(&bus, (uint8_t)(value >> 8)));
    ck_assert(hc_i2c_send(&bus, (uint8_t)value));
    hc_i2c_stop(&bus);
}

static void far_end_offers(uint32_t ability)
{
    struct hc_partner_config config = { .ability = ability, .an = true,
                                        .full = true };

    hc_partner_set(&partner, &config);
    fake_advance(&fake, 2 * NS_PER_S);
}

/* --- the bus ----------------------------------------------------------- */

START_TEST(an_88e1111_answers_at_0x56_high_byte_first)
{
    plug_in(&sgmii_host);

    ck_assert_int_eq(read_reg(0x56, 2), 0x0141);
    ck_assert_int_eq(read_reg(0x56, 3) & 0xfff0, 0x0cc0);
}
END_TEST

START_TEST(another_address_leaves_0x56_silent)
{
    rj45.phy_address = 0x53;
    plug_in(&sgmii_host);

    ck_assert_int_eq(read_reg(0x56, 2), -1);
    ck_assert_int_eq(read_reg(0x53, 2), 0x0141);
}
END_TEST

START_TEST(a_hidden_phy_still_links)
{
    rj45.phy_address = 0;
    plug_in(&sgmii_host);

    ck_assert_int_eq(read_reg(0x56, 2), -1);
    ck_assert(!hc_i2c_start(&bus, 0x00, false));
    ck_assert(host_sees.ready);
}
END_TEST

START_TEST(byte_masters_get_both_halves_of_a_register)
{
    plug_in(&sgmii_host);

    ck_assert_uint_eq(read_half(2), 0x01);
    ck_assert_uint_eq(read_half(2), 0x41);
    ck_assert_uint_eq(read_half(2), 0x01);
    ck_assert_uint_eq(read_half(3), 0x0c);      /* a half access is dropped */
}
END_TEST

START_TEST(tx_disable_holds_the_phy_in_reset)
{
    plug_in(&sgmii_host);
    write_reg(4, 0x0001);
    hc_cage_set_tx_disable(&cage, true);
    fake_advance(&fake, NS_PER_MS);

    ck_assert_int_eq(read_reg(0x56, 2), -1);
    ck_assert(!host_sees.lit);

    hc_cage_set_tx_disable(&cage, false);
    fake_advance(&fake, 10 * NS_PER_MS);
    ck_assert_int_eq(read_reg(0x56, 4), 0x01e1);
}
END_TEST

START_TEST(registers_beyond_31_and_stray_bytes_do_no_harm)
{
    plug_in(&sgmii_host);
    for (unsigned at = 0; at < 256; at++) {
        read_reg(0x56, (uint8_t)at);
        write_reg((uint8_t)at, 0xffff);
        ck_assert(hc_i2c_start(&bus, 0x56, false));
        hc_i2c_send(&bus, (uint8_t)at);
        hc_i2c_send(&bus, 0xff);
        hc_i2c_stop(&bus);
    }
    write_reg(22, 0);
    ck_assert_int_eq(read_reg(0x56, 2), 0x0141);
}
END_TEST

START_TEST(a_phy_that_is_powered_down_lets_go_of_the_pairs)
{
    plug_in(&sgmii_host);
    write_reg(0, 0x1940);

    ck_assert(!host_sees.ready);
    ck_assert(!hc_hop_seen(&medium, 1)->lit);
    write_reg(0, 0x1140);
    fake_advance(&fake, 2 * NS_PER_S);
    ck_assert(host_sees.ready);
}
END_TEST

START_TEST(a_forced_speed_needs_a_far_end_of_that_speed)
{
    struct hc_partner_config hundred = { .mbps = 100, .full = true };

    plug_in(&sgmii_host);
    hc_partner_set(&partner, &hundred);
    write_reg(0, 0x2100);               /* 100 Mbit/s, full duplex */
    fake_advance(&fake, 100 * NS_PER_MS);
    ck_assert_uint_eq(host_sees.mbps, 100);

    write_reg(0, 0x0100);               /* 10 */
    fake_advance(&fake, 100 * NS_PER_MS);
    ck_assert(!host_sees.ready);
}
END_TEST

/* --- the link ---------------------------------------------------------- */

START_TEST(sgmii_tells_the_host_the_speed_of_the_pairs)
{
    plug_in(&sgmii_host);
    ck_assert(host_sees.ready && host_sees.an);
    ck_assert_uint_eq(host_sees.mbps, 1000);

    far_end_offers(HC_AN_100_FULL | HC_AN_10_FULL);
    ck_assert_uint_eq(host_sees.mbps, 100);
    ck_assert_int_eq(read_reg(0x56, 17) & 0xe400, 0x6400);

    far_end_offers(HC_AN_10_HALF);
    ck_assert_uint_eq(host_sees.mbps, 10);
    ck_assert(!host_sees.full);
}
END_TEST

START_TEST(negotiation_takes_its_time)
{
    plug_in(&sgmii_host);
    far_end_offers(HC_AN_SPEEDS);
    hc_hop_cut(&medium, 1, true);
    ck_assert(!host_sees.ready);

    hc_hop_cut(&medium, 1, false);
    fake_advance(&fake, 1 * NS_PER_S);
    ck_assert(!host_sees.ready);
    fake_advance(&fake, 1 * NS_PER_S);
    ck_assert(host_sees.ready);
}
END_TEST

START_TEST(a_loss_latches_in_bmsr)
{
    plug_in(&sgmii_host);
    ck_assert(read_reg(0x56, 1) & 0x0004);
    hc_hop_cut(&medium, 1, true);
    hc_hop_cut(&medium, 1, false);
    fake_advance(&fake, 2 * NS_PER_S);

    ck_assert(!(read_reg(0x56, 1) & 0x0004));
    ck_assert(read_reg(0x56, 1) & 0x0004);
}
END_TEST

START_TEST(in_1000base_x_there_is_no_10_and_no_100)
{
    rj45.phy_strap = HC_88E1111_1000X;
    plug_in(&basex_host);
    ck_assert(host_sees.ready && host_sees.hears);
    ck_assert_uint_eq(host_sees.iface, HC_IFACE_1000BASEX);
    ck_assert_int_eq(read_reg(0x56, 1) & 0x7800, 0);

    far_end_offers(HC_AN_100_FULL | HC_AN_10_FULL);

    ck_assert(!host_sees.ready && !host_sees.hears);
    ck_assert(fake_count(&fake, HC_EVENT_AN_FAIL) > 0);
}
END_TEST

START_TEST(a_host_turns_1000base_x_into_sgmii_by_mode_and_reset)
{
    rj45.phy_strap = HC_88E1111_1000X;
    plug_in(&sgmii_host);
    far_end_offers(HC_AN_100_FULL);
    write_reg(27, 0x8004);
    ck_assert_uint_eq(host_sees.iface, HC_IFACE_1000BASEX);     /* not yet */

    write_reg(0, 0x9140);
    fake_advance(&fake, 2 * NS_PER_S);

    ck_assert_uint_eq(host_sees.iface, HC_IFACE_SGMII);
    ck_assert_uint_eq(host_sees.mbps, 100);
    ck_assert_int_eq(read_reg(0x56, 1) & 0x7800, 0x7800);
}
END_TEST

START_TEST(a_foreign_host_is_reported_once)
{
    plug_in(&basex_host);

    ck_assert_uint_eq(fake_count(&fake, HC_EVENT_MODE_MISMATCH), 1);
}
END_TEST

START_TEST(without_a_far_end_los_is_high)
{
    struct hc_partner_config nobody = { .dark = true };

    plug_in(&sgmii_host);
    ck_assert(!fake.line[HC_CAGE_LOS]);
    hc_partner_set(&partner, &nobody);
    fake_advance(&fake, NS_PER_MS);

    ck_assert(fake.line[HC_CAGE_LOS]);
    ck_assert(!host_sees.ready && host_sees.lit);
}
END_TEST

START_TEST(frames_cross_only_while_the_pairs_have_a_link)
{
    static const uint8_t frame[60];
    struct hc_signal up = sgmii_host;

    plug_in(&sgmii_host);
    up.ready = true;
    up.mbps = 1000;
    up.full = true;
    hc_hop_present(&serdes, 0, &up);
    ck_assert_int_eq(hc_partner_send(&partner, frame, sizeof(frame)), HC_OK);
    ck_assert_uint_eq(host_frames, 1);
    ck_assert_int_eq(hc_hop_send(&serdes, 0, frame, sizeof(frame)), HC_OK);
    ck_assert_uint_eq(partner.rx_frames, 1);

    hc_hop_cut(&medium, 1, true);
    hc_hop_send(&serdes, 0, frame, sizeof(frame));
    ck_assert_uint_eq(partner.rx_frames, 1);
}
END_TEST

/* --- RollBall ---------------------------------------------------------- */

static void a2_write(uint8_t at, const uint8_t *bytes, unsigned n)
{
    ck_assert(hc_i2c_start(&bus, 0x51, false));
    ck_assert(hc_i2c_send(&bus, at));
    for (unsigned i = 0; i < n; i++) {
        ck_assert(hc_i2c_send(&bus, bytes[i]));
    }
    hc_i2c_stop(&bus);
}

static void a2_read(uint8_t at, uint8_t *bytes, unsigned n)
{
    ck_assert(hc_i2c_start(&bus, 0x51, false));
    ck_assert(hc_i2c_send(&bus, at));
    ck_assert(hc_i2c_start(&bus, 0x51, true));
    for (unsigned i = 0; i < n; i++) {
        bytes[i] = hc_i2c_recv(&bus);
    }
    hc_i2c_stop(&bus);
}

static uint16_t bridge_read(uint8_t mmd, uint16_t reg)
{
    const uint8_t where[] = { mmd, (uint8_t)(reg >> 8), (uint8_t)reg };
    uint8_t result[6];

    a2_write(0x7f, (const uint8_t[]){ 3 }, 1);
    a2_write(0x81, where, 3);
    a2_write(0x80, (const uint8_t[]){ 2 }, 1);
    a2_read(0x80, result, 1);
    ck_assert_uint_ne(result[0], 4);
    fake_advance(&fake, 70 * NS_PER_MS);
    a2_read(0x80, result, 6);
    ck_assert_uint_eq(result[0], 4);
    a2_write(0x7f, (const uint8_t[]){ 0 }, 1);
    return (uint16_t)(result[4] << 8 | result[5]);
}

static void plug_in_rollball(void)
{
    rj45.phy = HC_SFP_PHY_ROLLBALL;
    rj45.phy_address = 0;
    rj45.carries = HC_IFACE_10GBASER;
    rj45.phy_boot_ns = 20 * NS_PER_S;
    rj45.has_a2 = true;
    plug_in(&basex_host);
}

static const uint8_t password[] = { 0xff, 0xff, 0xff, 0xff };

START_TEST(a_rollball_bridge_says_ffff_until_it_has_booted)
{
    plug_in_rollball();
    a2_write(0x7b, password, 4);
    ck_assert_uint_eq(bridge_read(1, 2), 0xffff);

    fake_advance(&fake, 20 * NS_PER_S);
    ck_assert_uint_eq(bridge_read(1, 2), 0x002b);
    ck_assert_uint_eq(bridge_read(7, 3) & 0xfff0, 0x09a0);
    ck_assert_uint_eq(bridge_read(1, 0xc050), 0);
}
END_TEST

START_TEST(a_rollball_bridge_wants_its_password)
{
    uint8_t byte;

    plug_in_rollball();
    fake_advance(&fake, 20 * NS_PER_S);
    a2_write(0x7f, (const uint8_t[]){ 3 }, 1);
    a2_read(0x80, &byte, 1);

    ck_assert_uint_eq(byte, 0xff);
}
END_TEST

START_TEST(a_10g_host_side_is_foreign_to_a_gigabit_phy)
{
    plug_in_rollball();

    ck_assert_uint_eq(host_sees.iface, HC_IFACE_10GBASER);
    ck_assert_uint_eq(fake_count(&fake, HC_EVENT_MODE_MISMATCH), 1);
}
END_TEST

/* --- snapshots --------------------------------------------------------- */

START_TEST(a_copy_of_the_state_is_the_same_phy)
{
    static struct hc_cage copy;

    plug_in(&sgmii_host);
    write_reg(4, 0x0101);
    hc_i2c_start(&bus, 0x56, false);
    hc_i2c_send(&bus, 2);
    hc_i2c_start(&bus, 0x56, true);
    ck_assert_uint_eq(hc_i2c_recv(&bus), 0x01);         /* halfway */
    copy = cage;
    hc_cage_init(&cage, &fake.host, &serdes);
    hc_cage_connect(&cage, &medium, 0);

    memcpy((char *)&cage + HC_CAGE_STATE_AT,
           (char *)&copy + HC_CAGE_STATE_AT,
           sizeof(cage) - HC_CAGE_STATE_AT);
    hc_cage_settle(&cage);

    ck_assert_uint_eq(hc_i2c_recv(&bus), 0x41);
    hc_i2c_stop(&bus);
    ck_assert_int_eq(read_reg(0x56, 4), 0x0101);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("sfp-phy");
    TCase *tc = tcase_create("sfp-phy");
    SRunner *runner;
    int failed;

    tcase_add_checked_fixture(tc, setup, NULL);
    tcase_add_test(tc, an_88e1111_answers_at_0x56_high_byte_first);
    tcase_add_test(tc, another_address_leaves_0x56_silent);
    tcase_add_test(tc, a_hidden_phy_still_links);
    tcase_add_test(tc, byte_masters_get_both_halves_of_a_register);
    tcase_add_test(tc, tx_disable_holds_the_phy_in_reset);
    tcase_add_test(tc, registers_beyond_31_and_stray_bytes_do_no_harm);
    tcase_add_test(tc, a_phy_that_is_powered_down_lets_go_of_the_pairs);
    tcase_add_test(tc, a_forced_speed_needs_a_far_end_of_that_speed);
    tcase_add_test(tc, sgmii_tells_the_host_the_speed_of_the_pairs);
    tcase_add_test(tc, negotiation_takes_its_time);
    tcase_add_test(tc, a_loss_latches_in_bmsr);
    tcase_add_test(tc, in_1000base_x_there_is_no_10_and_no_100);
    tcase_add_test(tc, a_host_turns_1000base_x_into_sgmii_by_mode_and_reset);
    tcase_add_test(tc, a_foreign_host_is_reported_once);
    tcase_add_test(tc, without_a_far_end_los_is_high);
    tcase_add_test(tc, frames_cross_only_while_the_pairs_have_a_link);
    tcase_add_test(tc, a_rollball_bridge_says_ffff_until_it_has_booted);
    tcase_add_test(tc, a_rollball_bridge_wants_its_password);
    tcase_add_test(tc, a_10g_host_side_is_foreign_to_a_gigabit_phy);
    tcase_add_test(tc, a_copy_of_the_state_is_the_same_phy);
    suite_add_tcase(suite, tc);
    runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
