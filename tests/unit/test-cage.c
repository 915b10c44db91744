/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A cage between a PHY and a fibre, and two cages with a cable. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "../../models/cage.h"
#include "fake.h"

enum { MOD_DEF0, TX_FAULT, LOS };       /* lines, active levels as pulled up */

static struct fake fake, quiet;
static struct hc_hop serdes, medium;
static struct hc_cage cage;
static struct hc_sfp_data sx, dac;
static unsigned phy_frames, far_frames, phy_damaged;
static struct hc_signal phy_sees, far_sees;

static const struct hc_signal lx_light = {
    .iface = HC_IFACE_1000BASEX, .mbps = 1000, .full = true, .lit = true,
    .ready = true,
};
static const struct hc_signal dark = { .iface = HC_IFACE_OFF };

static void wake(void *model)
{
    hc_cage_wake(model);
}

static void phy_frame(void *owner, const uint8_t *frame, size_t len)
{
    (void)owner, (void)frame, (void)len;
    phy_frames++;
}

static void phy_hears_damage(void *owner, const uint8_t *frame, size_t len)
{
    (void)owner, (void)frame, (void)len;
    phy_damaged++;
}

static void far_frame(void *owner, const uint8_t *frame, size_t len)
{
    (void)owner, (void)frame, (void)len;
    far_frames++;
}

static void phy_changed(void *owner, const struct hc_signal *far)
{
    (void)owner;
    phy_sees = *far;
}

static void far_changed(void *owner, const struct hc_signal *far)
{
    (void)owner;
    far_sees = *far;
}

static const struct hc_end phy_end = { phy_frame, phy_changed, NULL,
                                      phy_hears_damage };
static const struct hc_end far_end = { far_frame, far_changed, NULL };

static void setup(void)
{
    fake_init(&fake, wake, &cage);
    fake_init(&quiet, NULL, NULL);
    hc_hop_init(&serdes, &quiet.host);
    hc_hop_init(&medium, &quiet.host);
    hc_hop_attach(&serdes, 0, &phy_end);
    hc_hop_attach(&medium, 1, &far_end);
    hc_cage_init(&cage, &fake.host, &serdes);
    hc_cage_connect(&cage, &medium, 0);
    hc_cage_settle(&cage);
    phy_frames = far_frames = phy_damaged = 0;
    phy_sees = far_sees = dark;
    sx = (struct hc_sfp_data){
        .carries = HC_IFACE_1000BASEX, .passes = 1u << HC_IFACE_1000BASEX,
        .has_a2 = true, .ready_after_ns = 300 * NS_PER_MS,
    };
    sx.a0[93] = 0x70;                   /* soft TX_DISABLE, TX_FAULT, LOS */
    dac = (struct hc_sfp_data){
        .kind = HC_SFP_DAC, .carries = HC_IFACE_1000BASEX,
        .passes = 1u << HC_IFACE_1000BASEX | 1u << HC_IFACE_10GBASER,
        .los_pin = HC_SFP_PIN_LOW, .tx_fault_pin = HC_SFP_PIN_LOW,
        .ignores_tx_disable = true,
    };
}

/* A module in, both ends sending, everything settled. */
static void bring_up(void)
{
    hc_cage_insert(&cage, &sx);
    hc_cage_set_tx_disable(&cage, false);
    hc_hop_present(&serdes, 0, &lx_light);
    hc_hop_present(&medium, 1, &lx_light);
    fake_advance(&fake, 400 * NS_PER_MS);
}

static const char *state(void)
{
    return hc_cage_state_name(hc_cage_get_state(&cage));
}

START_TEST(an_empty_cage_leaves_its_lines_to_the_pull_ups)
{
    ck_assert(fake.line[MOD_DEF0] && fake.line[TX_FAULT] && fake.line[LOS]);
    ck_assert_str_eq(state(), "empty");
    ck_assert(!hc_cage_present(&cage));
}
END_TEST

START_TEST(insertion_pulls_mod_def0_low_at_once)
{
    hc_cage_insert(&cage, &sx);

    ck_assert(!fake.line[MOD_DEF0]);
    ck_assert(!fake.line[TX_FAULT]);
    ck_assert(fake.line[LOS]);                  /* no light yet */
    ck_assert_str_eq(state(), "starting");
    ck_assert_int_eq(hc_cage_insert(&cage, &sx), HC_NAK);
}
END_TEST

START_TEST(a_module_is_ready_when_its_time_has_come)
{
    hc_cage_insert(&cage, &sx);
    fake_advance(&fake, 300 * NS_PER_MS - 1);
    ck_assert_uint_eq(fake_count(&fake, HC_EVENT_MODULE_READY), 0);

    fake_advance(&fake, 1);

    ck_assert_uint_eq(fake_count(&fake, HC_EVENT_MODULE_READY), 1);
    ck_assert_str_eq(state(), "ready");
}
END_TEST

START_TEST(removal_releases_every_line)
{
    bring_up();
    ck_assert(!fake.line[MOD_DEF0] && !fake.line[LOS]);

    ck_assert_int_eq(hc_cage_remove(&cage), HC_OK);

    ck_assert(fake.line[MOD_DEF0] && fake.line[TX_FAULT] && fake.line[LOS]);
    ck_assert(!far_sees.lit);
    ck_assert(!phy_sees.lit);
    ck_assert_int_eq(hc_cage_remove(&cage), HC_NAK);
}
END_TEST

START_TEST(light_leaves_one_millisecond_after_tx_disable_falls)
{
    hc_cage_insert(&cage, &sx);
    hc_hop_present(&serdes, 0, &lx_light);
    fake_advance(&fake, 10 * NS_PER_MS);
    ck_assert(!far_sees.lit);

    hc_cage_set_tx_disable(&cage, false);
    fake_advance(&fake, NS_PER_MS - 1);
    ck_assert(!far_sees.lit);
    fake_advance(&fake, 1);
    ck_assert(far_sees.lit);
    ck_assert_uint_eq(far_sees.iface, HC_IFACE_1000BASEX);
}
END_TEST

START_TEST(light_is_gone_ten_microseconds_after_tx_disable_rises)
{
    bring_up();

    hc_cage_set_tx_disable(&cage, true);
    fake_advance(&fake, 10 * NS_PER_US - 1);
    ck_assert(far_sees.lit);
    fake_advance(&fake, 1);
    ck_assert(!far_sees.lit);
    ck_assert(!hc_cage_tx_enabled(&cage));
}
END_TEST

START_TEST(a_glitch_on_tx_disable_does_not_reach_the_laser)
{
    bring_up();

    hc_cage_set_tx_disable(&cage, true);
    fake_advance(&fake, 5 * NS_PER_US);
    hc_cage_set_tx_disable(&cage, false);
    fake_advance(&fake, 10 * NS_PER_MS);

    ck_assert(far_sees.lit);
}
END_TEST

START_TEST(los_follows_the_light_after_100_microseconds)
{
    bring_up();
    ck_assert(!fake.line[LOS]);

    hc_hop_cut(&medium, 1, true);
    ck_assert(!phy_sees.lit);                   /* the data stop at once */
    fake_advance(&fake, 100 * NS_PER_US - 1);
    ck_assert(!fake.line[LOS]);
    fake_advance(&fake, 1);
    ck_assert(fake.line[LOS]);

    hc_hop_cut(&medium, 1, false);
    fake_advance(&fake, 100 * NS_PER_US);
    ck_assert(!fake.line[LOS]);
}
END_TEST

static void light_is(int32_t uw, uint64_t within_ns)
{
    ck_assert_int_eq(hc_sfp_ramp(&cage.sfp, HC_SFP_RX_POWER_UW, uw,
                                 within_ns), HC_OK);
    fake_advance(&fake, 200 * NS_PER_US);
}

/* SFF-8431 table 6: two levels, so that light in between changes nothing. */
START_TEST(weak_light_is_a_loss_with_hysteresis)
{
    sx.los_assert = 30;                 /* 3 uW, 10 uW */
    sx.los_deassert = 100;
    bring_up();
    light_is(50, 0);
    ck_assert(!hc_cage_los(&cage));

    light_is(5, 0);
    ck_assert(!hc_cage_los(&cage));
    light_is(2, 0);
    ck_assert(hc_cage_los(&cage));
    light_is(9, 0);
    ck_assert(hc_cage_los(&cage));
    light_is(10, 0);

    ck_assert(!hc_cage_los(&cage));
}
END_TEST

START_TEST(light_that_fades_is_lost_on_its_way_and_not_at_its_end)
{
    sx.los_assert = 30;
    sx.los_deassert = 100;
    bring_up();
    light_is(100, 0);
    light_is(0, 100 * NS_PER_MS);

    fake_advance(&fake, 97 * NS_PER_MS);
    ck_assert(!hc_cage_los(&cage));
    fake_advance(&fake, 1 * NS_PER_MS);     /* 2 uW since 98 ms */

    ck_assert(hc_cage_los(&cage));
}
END_TEST

START_TEST(a_blink_of_the_light_is_no_loss)
{
    unsigned edges;

    bring_up();
    edges = fake.edges[LOS];

    hc_hop_cut(&medium, 1, true);
    fake_advance(&fake, 50 * NS_PER_US);
    hc_hop_cut(&medium, 1, false);
    fake_advance(&fake, NS_PER_MS);

    ck_assert_uint_eq(fake.edges[LOS], edges);
}
END_TEST

START_TEST(an_inverted_los_contact_is_low_while_there_is_no_light)
{
    sx.los_pin = HC_SFP_PIN_INVERTED;
    hc_cage_insert(&cage, &sx);
    ck_assert(!fake.line[LOS]);

    hc_hop_present(&medium, 1, &lx_light);
    fake_advance(&fake, NS_PER_MS);
    ck_assert(fake.line[LOS]);
}
END_TEST

START_TEST(frames_pass_both_ways_through_a_lit_module)
{
    uint8_t frame[60] = { 0 };

    bring_up();

    ck_assert_int_eq(hc_hop_send(&serdes, 0, frame, 60), HC_OK);
    ck_assert_int_eq(hc_hop_send(&medium, 1, frame, 60), HC_OK);
    ck_assert_uint_eq(far_frames, 1);
    ck_assert_uint_eq(phy_frames, 1);
}
END_TEST

START_TEST(frames_die_in_a_disabled_transmitter)
{
    uint8_t frame[60] = { 0 };

    bring_up();
    hc_cage_set_tx_disable(&cage, true);
    fake_advance(&fake, NS_PER_MS);

    hc_hop_send(&serdes, 0, frame, 60);

    ck_assert_uint_eq(far_frames, 0);
    ck_assert_uint_eq(fake_count(&fake, HC_EVENT_FRAME_DROP), 1);
    ck_assert_int_eq(hc_hop_send(&medium, 1, frame, 60), HC_NAK);
}
END_TEST

START_TEST(an_sgmii_phy_against_a_1000base_x_module_stays_dark)
{
    struct hc_signal sgmii = lx_light;

    sgmii.iface = HC_IFACE_SGMII;
    bring_up();
    hc_hop_present(&serdes, 0, &sgmii);
    ck_assert(!far_sees.lit);
    ck_assert_uint_eq(fake_count(&fake, HC_EVENT_MODE_MISMATCH), 1);
    sgmii.ability = 1;
    hc_hop_present(&serdes, 0, &sgmii);         /* told once, not again */
    ck_assert_uint_eq(fake_count(&fake, HC_EVENT_MODE_MISMATCH), 1);

    hc_hop_present(&serdes, 0, &lx_light);
    ck_assert(far_sees.lit);
}
END_TEST

START_TEST(light_of_another_coding_is_seen_but_not_understood)
{
    struct hc_signal fx = lx_light;

    fx.iface = HC_IFACE_100BASEFX;
    bring_up();
    hc_hop_present(&medium, 1, &fx);
    fake_advance(&fake, NS_PER_MS);

    ck_assert(!phy_sees.lit);
    ck_assert(!fake.line[LOS]);
    ck_assert_uint_eq(fake_count(&fake, HC_EVENT_MODE_MISMATCH), 1);
}
END_TEST

START_TEST(software_disables_the_laser_too)
{
    struct hc_i2c_target bus = hc_cage_target(&cage);

    bring_up();
    ck_assert(bus.start(bus.opaque, 0x51, false));
    bus.send(bus.opaque, 110);
    bus.send(bus.opaque, 0x40);
    bus.stop(bus.opaque);
    fake_advance(&fake, 10 * NS_PER_US);

    ck_assert(!far_sees.lit);
}
END_TEST

START_TEST(the_status_byte_shows_the_cage)
{
    struct hc_i2c_target bus = hc_cage_target(&cage);

    bring_up();
    hc_cage_set_tx_disable(&cage, true);
    hc_hop_cut(&medium, 1, true);
    fake_advance(&fake, NS_PER_MS);
    bus.start(bus.opaque, 0x51, false);
    bus.send(bus.opaque, 110);
    bus.start(bus.opaque, 0x51, true);

    ck_assert_uint_eq(bus.recv(bus.opaque), 0x82);
}
END_TEST

START_TEST(a_laser_fault_needs_a_tx_disable_pulse_of_ten_microseconds)
{
    bring_up();
    ck_assert_int_eq(hc_cage_trip(&cage), HC_OK);
    ck_assert(fake.line[TX_FAULT]);
    fake_advance(&fake, NS_PER_MS);
    ck_assert(!far_sees.lit);

    hc_cage_set_tx_disable(&cage, true);
    fake_advance(&fake, 9 * NS_PER_US);
    hc_cage_set_tx_disable(&cage, false);
    ck_assert(fake.line[TX_FAULT]);             /* too short */

    hc_cage_set_tx_disable(&cage, true);
    fake_advance(&fake, 10 * NS_PER_US);
    hc_cage_set_tx_disable(&cage, false);
    ck_assert(!fake.line[TX_FAULT]);
    fake_advance(&fake, NS_PER_MS);
    ck_assert(far_sees.lit);
}
END_TEST

START_TEST(a_stuck_contact_does_not_stop_the_light)
{
    bring_up();

    hc_cage_force(&cage, HC_CAGE_TX_FAULT, HC_CAGE_FORCE_HIGH);
    hc_cage_force(&cage, HC_CAGE_LOS, HC_CAGE_FORCE_HIGH);
    fake_advance(&fake, NS_PER_MS);
    ck_assert(hc_cage_tx_fault(&cage) && hc_cage_los(&cage));
    ck_assert(far_sees.lit && phy_sees.lit);

    hc_cage_force(&cage, HC_CAGE_LOS, HC_CAGE_AUTO);
    ck_assert(!fake.line[LOS]);
}
END_TEST

START_TEST(a_stuck_mod_def0_hides_a_module_or_shows_one_that_is_gone)
{
    bring_up();
    hc_cage_force(&cage, HC_CAGE_MOD_DEF0, HC_CAGE_FORCE_HIGH);
    ck_assert(fake.line[MOD_DEF0]);
    ck_assert(!fake.line[LOS]);

    hc_cage_force(&cage, HC_CAGE_MOD_DEF0, HC_CAGE_FORCE_LOW);
    hc_cage_remove(&cage);

    ck_assert(!fake.line[MOD_DEF0]);
    ck_assert_str_eq(state(), "empty");
    hc_cage_force(&cage, HC_CAGE_MOD_DEF0, HC_CAGE_AUTO);
    ck_assert(fake.line[MOD_DEF0]);
}
END_TEST

START_TEST(a_stuck_tx_disable_does_not_hear_the_board)
{
    bring_up();
    hc_cage_hold_tx_disable(&cage, HC_CAGE_FORCE_HIGH);
    fake_advance(&fake, 10 * NS_PER_US);
    ck_assert(!far_sees.lit);

    hc_cage_set_tx_disable(&cage, true);
    hc_cage_hold_tx_disable(&cage, HC_CAGE_FORCE_LOW);
    fake_advance(&fake, NS_PER_MS);
    ck_assert(far_sees.lit);

    hc_cage_hold_tx_disable(&cage, HC_CAGE_AUTO);
    fake_advance(&fake, 10 * NS_PER_US);
    ck_assert(!far_sees.lit);
}
END_TEST

START_TEST(a_stuck_tx_disable_keeps_a_tripped_laser_tripped)
{
    bring_up();
    hc_cage_hold_tx_disable(&cage, HC_CAGE_FORCE_LOW);
    hc_cage_trip(&cage);
    hc_cage_set_tx_disable(&cage, true);
    fake_advance(&fake, NS_PER_MS);
    hc_cage_set_tx_disable(&cage, false);
    fake_advance(&fake, NS_PER_MS);

    ck_assert(fake.line[TX_FAULT]);
}
END_TEST

START_TEST(a_damaged_frame_goes_on_as_a_damaged_frame)
{
    static const uint8_t frame[60];

    bring_up();
    hc_hop_damage(&medium, 1, 2);
    hc_hop_send(&medium, 1, frame, sizeof(frame));
    hc_hop_send(&medium, 1, frame, sizeof(frame));

    ck_assert_uint_eq(phy_frames, 1);
    ck_assert_uint_eq(phy_damaged, 1);
}
END_TEST

START_TEST(one_cut_strand_is_los_here_and_nothing_there)
{
    bring_up();
    hc_hop_cut(&medium, 1, true);
    fake_advance(&fake, 100 * NS_PER_US);
    ck_assert(fake.line[LOS]);
    ck_assert(far_sees.lit);

    hc_hop_cut(&medium, 1, false);
    hc_hop_cut(&medium, 0, true);
    fake_advance(&fake, 100 * NS_PER_US);
    ck_assert(!fake.line[LOS]);
    ck_assert(!far_sees.lit);
}
END_TEST

START_TEST(a_bounce_makes_its_edges_and_ends_seated)
{
    unsigned edges;

    bring_up();
    edges = fake.edges[MOD_DEF0];

    ck_assert_int_eq(hc_cage_bounce(&cage, 4, 20 * NS_PER_MS), HC_OK);
    ck_assert(fake.line[MOD_DEF0]);             /* the first edge is now */
    ck_assert_str_eq(state(), "bouncing");
    fake_advance(&fake, 5 * NS_PER_MS);
    ck_assert(!fake.line[MOD_DEF0]);
    fake_advance(&fake, 15 * NS_PER_MS);

    ck_assert_uint_eq(fake.edges[MOD_DEF0] - edges, 4);
    ck_assert(!fake.line[MOD_DEF0]);
    ck_assert_str_eq(state(), "ready");         /* power was never lost */
}
END_TEST

START_TEST(a_bounce_interrupts_bus_and_light)
{
    struct hc_i2c_target bus = hc_cage_target(&cage);

    bring_up();
    hc_cage_bounce(&cage, 1, 20 * NS_PER_MS);   /* rounded up to two */

    ck_assert(!phy_sees.lit);
    ck_assert(!bus.start(bus.opaque, 0x50, false));
    fake_advance(&fake, 20 * NS_PER_MS);
    ck_assert(bus.start(bus.opaque, 0x50, false));
    ck_assert(phy_sees.lit && far_sees.lit);
}
END_TEST

START_TEST(an_unreasonable_bounce_is_refused)
{
    ck_assert_int_eq(hc_cage_bounce(&cage, 2, 1), HC_NAK);      /* empty */
    hc_cage_insert(&cage, &sx);
    ck_assert_int_eq(hc_cage_bounce(&cage, 0, 1), HC_NAK);
    ck_assert_int_eq(hc_cage_bounce(&cage, 1001, 1), HC_NAK);
    ck_assert_int_eq(hc_cage_bounce(&cage, 1000, 0), HC_OK);
    fake_advance(&fake, 1);
    ck_assert(!fake.line[MOD_DEF0]);
}
END_TEST

START_TEST(half_seated_is_present_but_mute)
{
    struct hc_i2c_target bus = hc_cage_target(&cage);

    bring_up();
    hc_cage_seat_halfway(&cage, true);
    ck_assert_str_eq(state(), "halfway");
    ck_assert(!fake.line[MOD_DEF0]);
    ck_assert(!bus.start(bus.opaque, 0x50, false));

    hc_cage_seat_halfway(&cage, false);
    ck_assert(bus.start(bus.opaque, 0x50, false));
}
END_TEST

START_TEST(an_rj45_module_without_its_phy_admits_it_and_stays_dark)
{
    sx.kind = HC_SFP_RJ45;
    bring_up();

    ck_assert_uint_eq(fake_count(&fake, HC_EVENT_UNMODELLED_MODE), 1);
    ck_assert(!far_sees.lit && !phy_sees.lit);
    ck_assert(fake.line[LOS]);
    ck_assert_str_eq(state(), "ready");         /* its EEPROM reads */
}
END_TEST

START_TEST(a_10g_module_stays_dark_on_this_phy)
{
    sx.carries = HC_IFACE_10GBASER;
    sx.passes = 1u << HC_IFACE_10GBASER;
    bring_up();

    ck_assert(!far_sees.lit && !phy_sees.lit);
    ck_assert_uint_eq(fake_count(&fake, HC_EVENT_MODE_MISMATCH), 2);
}
END_TEST

START_TEST(a_fibre_can_be_unplugged_and_plugged)
{
    bring_up();
    hc_cage_disconnect(&cage);
    fake_advance(&fake, NS_PER_MS);
    ck_assert(fake.line[LOS]);
    ck_assert(!far_sees.lit && !phy_sees.lit);

    hc_cage_connect(&cage, &medium, 0);
    fake_advance(&fake, NS_PER_MS);
    ck_assert(!fake.line[LOS]);
    ck_assert(far_sees.lit && phy_sees.lit);
}
END_TEST

START_TEST(a_dac_joins_two_cages_and_knows_no_los)
{
    static struct hc_hop serdes_b;
    static struct hc_cage b;
    struct fake fake_b;
    uint8_t frame[60] = { 0 };

    fake_init(&fake_b, wake, &b);
    hc_hop_init(&serdes_b, &quiet.host);
    hc_hop_attach(&serdes_b, 0, &far_end);
    hc_cage_init(&b, &fake_b.host, &serdes_b);
    hc_cage_connect(&b, &medium, 1);
    hc_cage_settle(&b);
    hc_cage_insert(&cage, &dac);
    hc_hop_present(&serdes, 0, &lx_light);
    hc_hop_present(&serdes_b, 0, &lx_light);
    ck_assert(!phy_sees.lit);                   /* the other end hangs out */

    hc_cage_insert(&b, &dac);

    ck_assert(phy_sees.lit && far_sees.lit);    /* TX_DISABLE is ignored */
    ck_assert(!fake.line[LOS] && !fake.line[TX_FAULT]);
    ck_assert_int_eq(hc_hop_send(&serdes, 0, frame, 60), HC_OK);
    ck_assert_int_eq(hc_hop_send(&serdes_b, 0, frame, 60), HC_OK);
    ck_assert_uint_eq(far_frames, 1);
    ck_assert_uint_eq(phy_frames, 1);
    ck_assert_int_eq(hc_cage_trip(&b), HC_NAK);

    hc_cage_remove(&b);
    ck_assert(!phy_sees.lit);
    ck_assert(!fake.line[LOS]);
}
END_TEST

START_TEST(a_copy_of_the_state_is_the_same_cage)
{
    static struct hc_cage fresh;
    static struct hc_hop serdes2;

    hc_cage_insert(&cage, &sx);
    hc_cage_set_tx_disable(&cage, false);
    hc_hop_present(&serdes, 0, &lx_light);
    fake_advance(&fake, 500 * NS_PER_US);       /* half way to light */

    serdes2 = serdes;
    hc_cage_init(&fresh, &fake.host, &serdes2);
    memcpy((char *)&fresh + HC_CAGE_STATE_AT,
           (char *)&cage + HC_CAGE_STATE_AT,
           sizeof(fresh) - HC_CAGE_STATE_AT);
    hc_cage_connect(&fresh, &medium, 0);
    fake.model = &fresh;
    memset(fake.line, 0, sizeof(fake.line));
    hc_cage_settle(&fresh);

    ck_assert(fake.line[LOS] && !fake.line[MOD_DEF0]);
    fake_advance(&fake, 500 * NS_PER_US);
    ck_assert(far_sees.lit);
    fake_advance(&fake, 299 * NS_PER_MS);
    ck_assert_uint_eq(fake_count(&fake, HC_EVENT_MODULE_READY), 1);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("cage");
    TCase *tc = tcase_create("cage");
    SRunner *runner;
    int failed;

    tcase_add_checked_fixture(tc, setup, NULL);
    tcase_add_test(tc, an_empty_cage_leaves_its_lines_to_the_pull_ups);
    tcase_add_test(tc, insertion_pulls_mod_def0_low_at_once);
    tcase_add_test(tc, a_module_is_ready_when_its_time_has_come);
    tcase_add_test(tc, removal_releases_every_line);
    tcase_add_test(tc, light_leaves_one_millisecond_after_tx_disable_falls);
    tcase_add_test(tc, light_is_gone_ten_microseconds_after_tx_disable_rises);
    tcase_add_test(tc, a_glitch_on_tx_disable_does_not_reach_the_laser);
    tcase_add_test(tc, los_follows_the_light_after_100_microseconds);
    tcase_add_test(tc, weak_light_is_a_loss_with_hysteresis);
    tcase_add_test(tc, light_that_fades_is_lost_on_its_way_and_not_at_its_end);
    tcase_add_test(tc, a_blink_of_the_light_is_no_loss);
    tcase_add_test(tc, an_inverted_los_contact_is_low_while_there_is_no_light);
    tcase_add_test(tc, frames_pass_both_ways_through_a_lit_module);
    tcase_add_test(tc, frames_die_in_a_disabled_transmitter);
    tcase_add_test(tc, an_sgmii_phy_against_a_1000base_x_module_stays_dark);
    tcase_add_test(tc, light_of_another_coding_is_seen_but_not_understood);
    tcase_add_test(tc, software_disables_the_laser_too);
    tcase_add_test(tc, the_status_byte_shows_the_cage);
    tcase_add_test(tc,
                   a_laser_fault_needs_a_tx_disable_pulse_of_ten_microseconds);
    tcase_add_test(tc, a_stuck_contact_does_not_stop_the_light);
    tcase_add_test(
        tc, a_stuck_mod_def0_hides_a_module_or_shows_one_that_is_gone);
    tcase_add_test(tc, a_stuck_tx_disable_does_not_hear_the_board);
    tcase_add_test(tc, a_stuck_tx_disable_keeps_a_tripped_laser_tripped);
    tcase_add_test(tc, a_damaged_frame_goes_on_as_a_damaged_frame);
    tcase_add_test(tc, one_cut_strand_is_los_here_and_nothing_there);
    tcase_add_test(tc, a_bounce_makes_its_edges_and_ends_seated);
    tcase_add_test(tc, a_bounce_interrupts_bus_and_light);
    tcase_add_test(tc, an_unreasonable_bounce_is_refused);
    tcase_add_test(tc, half_seated_is_present_but_mute);
    tcase_add_test(tc,
                   an_rj45_module_without_its_phy_admits_it_and_stays_dark);
    tcase_add_test(tc, a_10g_module_stays_dark_on_this_phy);
    tcase_add_test(tc, a_fibre_can_be_unplugged_and_plugged);
    tcase_add_test(tc, a_dac_joins_two_cages_and_knows_no_los);
    tcase_add_test(tc, a_copy_of_the_state_is_the_same_cage);
    suite_add_tcase(suite, tc);
    runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
