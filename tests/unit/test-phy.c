/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What all PHYs share, met through a LAN8710A (10/100, one medium) and an
 * 88E1512 (gigabit, two media). */
#include <check.h>
#include <string.h>

#include "../../models/phy-part.h"
#include "phy-bench.h"
#include "run.h"

static struct bench bench, twin;

static void start(const struct hc_phy_part *part)
{
    bench_init(&bench, part, HC_IFACE_MII);
    hc_phy_reset(&bench.phy);
    bench_connect(&bench, &bench.mdi);
}

static void setup(void)
{
    start(&hc_phy_lan8710a);
}

static void pass_ms(uint64_t ms)
{
    fake_advance(&bench.fake, ms * NS_PER_MS);
}

static void become(const struct hc_partner_config *config)
{
    hc_partner_set(&bench.partner, config);
}

/* --- identity and reset ------------------------------------------------ */

START_TEST(lan8710a_tells_its_identity)
{
    ck_assert_uint_eq(bench_read(&bench, 2), 0x0007);
    ck_assert_uint_eq(bench_read(&bench, 3) & 0xfff0, 0xc0f0);
}
END_TEST

START_TEST(reset_clears_itself_and_restores_the_advertisement)
{
    bench_write(&bench, ANAR, 0x0001);
    bench_write(&bench, BMCR, 0x8000);

    ck_assert_uint_eq(bench_read(&bench, BMCR) & 0x8000, 0);
    ck_assert_uint_eq(bench_read(&bench, ANAR), 0x01e1);
}
END_TEST

START_TEST(a_phy_held_in_reset_does_not_answer_and_goes_dark)
{
    uint16_t value;

    pass_ms(2000);
    hc_phy_set_reset_pin(&bench.phy, true);

    ck_assert_int_eq(hc_phy_read(&bench.phy, 2, &value), HC_NAK);
    ck_assert(!hc_hop_seen(&bench.mdi, 1)->lit);
    ck_assert(!hc_hop_seen(&bench.mac, 0)->ready);
}
END_TEST

START_TEST(release_of_the_reset_pin_negotiates_anew)
{
    pass_ms(2000);
    hc_phy_set_reset_pin(&bench.phy, true);
    hc_phy_set_reset_pin(&bench.phy, false);

    ck_assert(!bench_link(&bench));
    pass_ms(2000);
    ck_assert(bench_link(&bench));
}
END_TEST

/* --- negotiation ------------------------------------------------------- */

START_TEST(link_comes_up_when_negotiation_has_taken_its_time)
{
    pass_ms(1499);
    ck_assert(!bench_link(&bench));
    ck_assert_uint_eq(bench_read(&bench, BMSR) & BMSR_AN_DONE, 0);

    pass_ms(1);

    ck_assert_uint_eq(bench_read(&bench, BMSR) & 0x0024, 0x0024);
    ck_assert_uint_eq(fake_count(&bench.fake, HC_EVENT_AN_DONE), 1);
}
END_TEST

START_TEST(partner_ability_reads_zero_until_negotiation_completes)
{
    ck_assert_uint_eq(bench_read(&bench, ANLPAR), 0);

    pass_ms(1500);

    /* Acknowledge, both pauses, all of 10 and 100, selector 1. */
    ck_assert_uint_eq(bench_read(&bench, ANLPAR), 0x4de1);
}
END_TEST

START_TEST(page_received_is_told_once)
{
    pass_ms(1500);

    ck_assert_uint_eq(bench_read(&bench, ANER) & 3, 3);
    ck_assert_uint_eq(bench_read(&bench, ANER) & 3, 1);
}
END_TEST

START_TEST(the_best_common_mode_wins)
{
    struct hc_partner_config config = bench.partner.config;

    config.ability = HC_AN_100_HALF | HC_AN_10_FULL;
    become(&config);
    pass_ms(1500);

    ck_assert_uint_eq(hc_hop_seen(&bench.mac, 0)->mbps, 100);
    ck_assert(!hc_hop_seen(&bench.mac, 0)->full);
}
END_TEST

START_TEST(nothing_in_common_leaves_the_link_down)
{
    struct hc_partner_config config = bench.partner.config;

    config.ability = HC_AN_1000_FULL;
    become(&config);
    pass_ms(5000);

    ck_assert_uint_eq(bench_read(&bench, BMSR) & 0x0024, 0);
    ck_assert_uint_eq(fake_count(&bench.fake, HC_EVENT_AN_FAIL), 1);
}
END_TEST

START_TEST(restart_drops_the_link_and_brings_it_back)
{
    pass_ms(1500);
    bench_write(&bench, BMCR, bench_read(&bench, BMCR) | 0x0200);

    ck_assert_uint_eq(bench_read(&bench, BMCR) & 0x0200, 0);
    ck_assert(!bench_link(&bench));
    pass_ms(1500);
    ck_assert(bench_link(&bench));
}
END_TEST

START_TEST(a_new_advertisement_counts_from_the_next_negotiation)
{
    pass_ms(1500);
    bench_write(&bench, ANAR, 0x0041);              /* 10 full only */

    ck_assert_uint_eq(hc_hop_seen(&bench.mac, 0)->mbps, 100);
    bench_write(&bench, BMCR, 0x3200);
    pass_ms(1500);
    ck_assert_uint_eq(hc_hop_seen(&bench.mac, 0)->mbps, 10);
    ck_assert(hc_hop_seen(&bench.mac, 0)->full);
}
END_TEST

START_TEST(a_partner_that_changes_its_mind_is_negotiated_with_again)
{
    struct hc_partner_config config = bench.partner.config;

    pass_ms(1500);
    config.ability = HC_AN_10_HALF;
    become(&config);

    ck_assert(!bench_link(&bench));
    pass_ms(1500);
    ck_assert_uint_eq(hc_hop_seen(&bench.mac, 0)->mbps, 10);
}
END_TEST

START_TEST(gigabit_status_tells_partner_and_receivers)
{
    start(&hc_phy_88e1512);
    ck_assert_uint_eq(bench_read(&bench, GTSR), 0);

    pass_ms(1500);

    /* Local and remote receiver fine, partner 1000 full and half. */
    ck_assert_uint_eq(bench_read(&bench, GTSR) & 0xbc00, 0x3c00);
    ck_assert_uint_eq(hc_hop_seen(&bench.mac, 0)->mbps, 1000);
}
END_TEST

START_TEST(manual_master_becomes_master)
{
    start(&hc_phy_88e1512);
    bench_write(&bench, GTCR, 0x1b00);
    bench_write(&bench, BMCR, 0x1340);
    pass_ms(1500);

    ck_assert_uint_eq(bench_read(&bench, GTSR) & 0x4000, 0x4000);
}
END_TEST

/* A crossover cable: what comes out of one hop goes into the other. */
static void cross(void *owner, const struct hc_signal *far)
{
    hc_hop_present(owner, 1, far);
}

static void join(struct hc_hop *a, struct hc_hop *b)
{
    const struct hc_end to_b = { NULL, cross, b }, to_a = { NULL, cross, a };

    hc_hop_attach(a, 1, &to_b);
    hc_hop_attach(b, 1, &to_a);
    cross(b, hc_hop_seen(a, 1));
    cross(a, hc_hop_seen(b, 1));
}

START_TEST(two_phys_on_one_cable_agree_and_lose_each_other_together)
{
    start(&hc_phy_88e1512);
    bench_init(&twin, &hc_phy_lan8710a, HC_IFACE_MII);
    hc_phy_reset(&twin.phy);
    join(&bench.mdi, &twin.mdi);

    fake_advance(&twin.fake, 1500 * NS_PER_MS);
    pass_ms(1500);
    ck_assert(bench_link(&bench) && bench_link(&twin));
    ck_assert_uint_eq(hc_hop_seen(&bench.mac, 0)->mbps, 100);

    bench_write(&twin, BMCR, 0x3200);               /* restart */
    ck_assert(!bench_link(&bench) && !bench_link(&twin));
    pass_ms(1500);
    fake_advance(&twin.fake, 1500 * NS_PER_MS);
    ck_assert(bench_link(&bench) && bench_link(&twin));
}
END_TEST

/* A gigabit and a 10/100 part, with a patch cable from jack to jack. */
static void plug_twins(void)
{
    start(&hc_phy_88e1512);
    bench_init(&twin, &hc_phy_lan8710a, HC_IFACE_MII);
    hc_phy_reset(&twin.phy);
    hc_hop_attach(&bench.mdi, 1, &(struct hc_end){ 0 });
    hc_phy_plug_mdi(&twin.phy, &bench.mdi, 1);
}

static void pass_ms_of_both(uint64_t ms)
{
    for (; ms; ms--) {
        fake_advance(&bench.fake, NS_PER_MS);
        fake_advance(&twin.fake, NS_PER_MS);
    }
}

START_TEST(two_phys_on_a_patch_cable_negotiate_with_each_other)
{
    uint16_t mbps = 0;
    bool full = false;

    plug_twins();
    pass_ms_of_both(5000);

    ck_assert(hc_phy_link_is_up(&bench.phy, &mbps, &full));
    ck_assert(mbps == 100 && full);
    ck_assert(bench_link(&twin));
    ck_assert_uint_eq(bench_read(&twin, ANLPAR) & 0x0180, 0x0180);
    bench_mac_sends(&bench);
    ck_assert_uint_eq(twin.mac_frames, 1);
}
END_TEST

START_TEST(a_jack_whose_cable_has_gone_elsewhere_is_dark)
{
    plug_twins();
    pass_ms_of_both(5000);

    hc_phy_plug_mdi(&twin.phy, &twin.mdi, 0);

    ck_assert(!bench_link(&twin));
    pass_ms_of_both(5000);
    ck_assert(!bench_link(&bench));
    ck_assert(!hc_hop_seen(&bench.mdi, 0)->lit);
}
END_TEST

/* --- partners that do not negotiate ------------------------------------ */

START_TEST(parallel_detection_finds_speed_and_assumes_half_duplex)
{
    struct hc_partner_config config = {
        .iface = HC_IFACE_MDI, .mbps = 100, .full = true,
    };

    become(&config);
    pass_ms(1500);

    ck_assert(bench_link(&bench));
    ck_assert_uint_eq(hc_hop_seen(&bench.mac, 0)->mbps, 100);
    ck_assert(!hc_hop_seen(&bench.mac, 0)->full);
    ck_assert_uint_eq(bench_read(&bench, ANLPAR), 0x0080);
    ck_assert_uint_eq(bench_read(&bench, ANER) & 1, 0);
}
END_TEST

START_TEST(a_forced_gigabit_partner_is_not_detected)
{
    struct hc_partner_config config = {
        .iface = HC_IFACE_MDI, .mbps = 1000, .full = true,
    };

    start(&hc_phy_88e1512);
    become(&config);
    pass_ms(5000);

    ck_assert(!bench_link(&bench));
}
END_TEST

START_TEST(forced_modes_meet_only_at_the_same_speed)
{
    struct hc_partner_config config = {
        .iface = HC_IFACE_MDI, .mbps = 10, .full = true,
    };

    become(&config);
    bench_write(&bench, BMCR, 0x2100);              /* 100 full, no AN */
    pass_ms(2000);
    ck_assert(!bench_link(&bench));

    bench_write(&bench, BMCR, 0x0100);              /* 10 full */
    pass_ms(10);

    ck_assert(bench_link(&bench));
    ck_assert(hc_hop_seen(&bench.mac, 0)->full);
    ck_assert_uint_eq(bench_read(&bench, BMSR) & BMSR_AN_DONE, 0);
}
END_TEST

START_TEST(a_forced_phy_is_detected_by_its_partner)
{
    bench_write(&bench, BMCR, 0x2100);
    pass_ms(10);

    ck_assert(bench_link(&bench));
    ck_assert_uint_eq(hc_hop_seen(&bench.mdi, 0)->mbps, 100);
    ck_assert(!hc_hop_seen(&bench.mdi, 0)->full);   /* the classic trap */
}
END_TEST

/* --- latches ----------------------------------------------------------- */

START_TEST(link_loss_stays_visible_until_bmsr_is_read)
{
    pass_ms(1500);
    bench_read(&bench, BMSR);
    hc_hop_cut(&bench.mdi, 1, true);
    hc_hop_cut(&bench.mdi, 1, false);
    pass_ms(1500);

    ck_assert_uint_eq(bench_read(&bench, BMSR) & BMSR_LINK, 0);
    ck_assert_uint_eq(bench_read(&bench, BMSR) & BMSR_LINK, BMSR_LINK);
}
END_TEST

START_TEST(remote_fault_stays_until_bmsr_is_read)
{
    struct hc_partner_config config = bench.partner.config;

    config.remote_fault = true;
    become(&config);
    pass_ms(1500);

    ck_assert_uint_eq(bench_read(&bench, ANLPAR) & 0x2000, 0x2000);
    ck_assert_uint_eq(bench_read(&bench, BMSR) & 0x0010, 0x0010);
    ck_assert_uint_eq(bench_read(&bench, BMSR) & 0x0010, 0);
}
END_TEST

/* --- cable and power --------------------------------------------------- */

START_TEST(no_partner_no_link)
{
    hc_hop_cut(&bench.mdi, 1, true);
    pass_ms(60000);

    ck_assert(!bench_link(&bench));
    ck_assert_uint_eq(bench_read(&bench, 17) & 0x0002, 0);  /* ENERGYON */
}
END_TEST

START_TEST(a_cable_pulled_during_negotiation_starts_it_over)
{
    pass_ms(1000);
    hc_hop_cut(&bench.mdi, 1, true);
    hc_hop_cut(&bench.mdi, 1, false);
    pass_ms(1000);
    ck_assert(!bench_link(&bench));

    pass_ms(500);

    ck_assert(bench_link(&bench));
}
END_TEST

START_TEST(power_down_takes_the_link_and_power_up_brings_it_back)
{
    pass_ms(1500);
    bench_write(&bench, BMCR, 0x3800);

    ck_assert(!bench_link(&bench));
    ck_assert(!hc_hop_seen(&bench.mdi, 1)->lit);
    ck_assert_uint_eq(bench_read(&bench, 2), 0x0007);   /* MDIO lives */

    bench_write(&bench, BMCR, 0x3000);
    pass_ms(1500);
    ck_assert(bench_link(&bench));
}
END_TEST

START_TEST(isolate_cuts_the_mac_off_but_keeps_the_link)
{
    pass_ms(1500);
    bench_write(&bench, BMCR, 0x3400);

    ck_assert(bench_link(&bench));
    ck_assert(!bench_mac_sends(&bench));
    ck_assert(!bench_partner_sends(&bench));
}
END_TEST

START_TEST(loopback_returns_frames_without_a_partner)
{
    hc_hop_cut(&bench.mdi, 1, true);
    bench_write(&bench, BMCR, 0x6100);

    /* Linux, genphy_loopback waits for link. */
    ck_assert(bench_link(&bench));
    ck_assert(!hc_hop_seen(&bench.mdi, 1)->lit);
    bench_mac_sends(&bench);
    ck_assert_uint_eq(bench.mac_frames, 1);
}
END_TEST

/* --- frames ------------------------------------------------------------ */

START_TEST(frames_pass_both_ways_once_the_link_is_up)
{
    ck_assert(!bench_mac_sends(&bench));
    pass_ms(1500);

    ck_assert(bench_mac_sends(&bench));
    ck_assert(bench_partner_sends(&bench));
}
END_TEST

START_TEST(a_mac_wired_for_another_interface_sees_no_frames)
{
    const struct hc_signal rgmii = {
        .iface = HC_IFACE_RGMII, .lit = true, .ready = true,
    };

    hc_hop_present(&bench.mac, 0, &rgmii);
    pass_ms(1500);

    ck_assert(!bench_partner_sends(&bench));
}
END_TEST

/* --- interrupts of the LAN8710A ---------------------------------------- */

START_TEST(interrupt_stays_until_the_source_is_read)
{
    bench_write(&bench, 30, 0x0050);        /* link down, AN complete */
    pass_ms(1500);

    ck_assert(bench.fake.line[0]);
    ck_assert_uint_eq(bench_read(&bench, 29) & 0x0040, 0x0040);
    ck_assert(!bench.fake.line[0]);
    ck_assert_uint_eq(bench_read(&bench, 29), 0);
}
END_TEST

START_TEST(a_masked_source_is_seen_but_raises_nothing)
{
    pass_ms(1500);

    ck_assert_uint_eq(bench.fake.edges[0], 0);
    ck_assert_uint_eq(bench_read(&bench, 29) & 0x00c0, 0x00c0);
}
END_TEST

START_TEST(unmasking_a_pending_source_raises_the_interrupt)
{
    pass_ms(1500);
    bench_write(&bench, 30, 0x0040);

    ck_assert(bench.fake.line[0]);
}
END_TEST

START_TEST(link_loss_raises_link_down)
{
    pass_ms(1500);
    bench_read(&bench, 29);
    bench_write(&bench, 30, 0x0010);
    hc_hop_cut(&bench.mdi, 1, true);

    ck_assert(bench.fake.line[0]);
    ck_assert_uint_eq(bench_read(&bench, 29) & 0x0010, 0x0010);
}
END_TEST

/* --- the rest of the LAN8710A ------------------------------------------ */

START_TEST(register_31_shows_100_full)
{
    pass_ms(1500);

    /* Autodone, speed indication 110. */
    ck_assert_uint_eq(bench_read(&bench, 31) & 0x101c, 0x1018);
}
END_TEST

START_TEST(energy_shows_as_soon_as_a_partner_is_there)
{
    ck_assert_uint_eq(bench_read(&bench, 17) & 0x0002, 0x0002);
}
END_TEST

START_TEST(power_down_mode_pins_keep_it_off_until_software_changes_them)
{
    hc_phy_set_strap(&bench.phy, 6);
    hc_phy_set_address(&bench.phy, 5);
    hc_phy_reset(&bench.phy);
    pass_ms(5000);
    ck_assert_uint_eq(bench_read(&bench, 18), 0x00c5);
    ck_assert(!bench_link(&bench));

    /* Linux, smsc_phy_reset. */
    bench_write(&bench, 18, 0x00e5);
    bench_write(&bench, BMCR, 0x8000);
    pass_ms(1500);

    ck_assert(bench_link(&bench));
}
END_TEST

START_TEST(eee_is_not_offered_by_a_part_without_mmds)
{
    ck_assert_uint_eq(bench_read_mmd(&bench, 3, 20), 0);
    ck_assert_uint_eq(fake_count(&bench.fake, HC_EVENT_UNMODELLED_REG), 0);
}
END_TEST

START_TEST(an_unknown_register_reads_zero_and_speaks_up)
{
    ck_assert_uint_eq(bench_read(&bench, 22), 0);
    bench_write(&bench, 22, 1);

    ck_assert_uint_eq(fake_count(&bench.fake, HC_EVENT_UNMODELLED_REG), 2);
    ck_assert_uint_eq(bench.fake.event[bench.fake.n_events - 1].a, 22);
}
END_TEST

/* --- MMDs -------------------------------------------------------------- */

START_TEST(indirect_access_increments_its_address_when_told)
{
    start(&hc_phy_88e1512);
    bench_write(&bench, 13, 0x0007);
    bench_write(&bench, 14, 60);
    bench_write(&bench, 13, 0x8007);        /* post increment */
    bench_write(&bench, 14, 0x0004);        /* 7.60 */
    bench_read(&bench, 14);                 /* 7.61 */
    bench_write(&bench, 13, 0x0007);

    ck_assert_uint_eq(bench_read(&bench, 14), 62);
    ck_assert_uint_eq(bench_read_mmd(&bench, 7, 60), 0x0004);
}
END_TEST

/* --- snapshots --------------------------------------------------------- */

START_TEST(a_restored_phy_finishes_the_negotiation_that_was_running)
{
    size_t at = offsetof(struct hc_phy, reg);

    pass_ms(1000);
    bench_init(&twin, &hc_phy_lan8710a, HC_IFACE_MII);
    hc_phy_reset(&twin.phy);
    bench_connect(&twin, &twin.mdi);
    memcpy((char *)&twin.phy + at, (char *)&bench.phy + at,
           sizeof(bench.phy) - at);
    twin.fake.now_ns = bench.fake.now_ns;
    twin.fake.wake_ns = twin.phy.wake_ns;

    fake_advance(&twin.fake, 499 * NS_PER_MS);
    ck_assert(!bench_link(&twin));
    fake_advance(&twin.fake, 1 * NS_PER_MS);
    ck_assert(bench_link(&twin));
    pass_ms(500);
    ck_assert(bench_link(&bench));
    ck_assert_mem_eq((char *)&twin.phy + at, (char *)&bench.phy + at,
                     sizeof(bench.phy) - at);
}
END_TEST

/* --- hostility --------------------------------------------------------- */

START_TEST(random_register_traffic_does_no_harm)
{
    const struct hc_phy_part *const part[] = {
        &hc_phy_lan8710a, &hc_phy_ar8031, &hc_phy_88e1512, &hc_phy_vsc8572,
    };
    uint32_t seed = 1;
    uint16_t value;

    for (unsigned p = 0; p < 4; p++) {
        start(part[p]);
        for (unsigned i = 0; i < 20000; i++) {
            seed = seed * 1664525u + 1013904223u;
            hc_phy_write(&bench.phy, seed >> 26, (uint16_t)(seed >> 4));
            hc_phy_read(&bench.phy, seed >> 12 & 63, &value);
            fake_advance(&bench.fake, (seed & 0xfff) * NS_PER_US);
        }
    }
}
END_TEST

int main(void)
{
    const TTest *const test[] = {
        lan8710a_tells_its_identity,
        reset_clears_itself_and_restores_the_advertisement,
        a_phy_held_in_reset_does_not_answer_and_goes_dark,
        release_of_the_reset_pin_negotiates_anew,
        link_comes_up_when_negotiation_has_taken_its_time,
        partner_ability_reads_zero_until_negotiation_completes,
        page_received_is_told_once,
        the_best_common_mode_wins,
        nothing_in_common_leaves_the_link_down,
        restart_drops_the_link_and_brings_it_back,
        a_new_advertisement_counts_from_the_next_negotiation,
        a_partner_that_changes_its_mind_is_negotiated_with_again,
        gigabit_status_tells_partner_and_receivers,
        manual_master_becomes_master,
        two_phys_on_one_cable_agree_and_lose_each_other_together,
        parallel_detection_finds_speed_and_assumes_half_duplex,
        a_forced_gigabit_partner_is_not_detected,
        forced_modes_meet_only_at_the_same_speed,
        a_forced_phy_is_detected_by_its_partner,
        link_loss_stays_visible_until_bmsr_is_read,
        remote_fault_stays_until_bmsr_is_read,
        no_partner_no_link,
        two_phys_on_a_patch_cable_negotiate_with_each_other,
        a_jack_whose_cable_has_gone_elsewhere_is_dark,
        a_cable_pulled_during_negotiation_starts_it_over,
        power_down_takes_the_link_and_power_up_brings_it_back,
        isolate_cuts_the_mac_off_but_keeps_the_link,
        loopback_returns_frames_without_a_partner,
        frames_pass_both_ways_once_the_link_is_up,
        a_mac_wired_for_another_interface_sees_no_frames,
        interrupt_stays_until_the_source_is_read,
        a_masked_source_is_seen_but_raises_nothing,
        unmasking_a_pending_source_raises_the_interrupt,
        link_loss_raises_link_down,
        register_31_shows_100_full,
        energy_shows_as_soon_as_a_partner_is_there,
        power_down_mode_pins_keep_it_off_until_software_changes_them,
        eee_is_not_offered_by_a_part_without_mmds,
        an_unknown_register_reads_zero_and_speaks_up,
        indirect_access_increments_its_address_when_told,
        a_restored_phy_finishes_the_negotiation_that_was_running,
        random_register_traffic_does_no_harm,
    };

    return RUN_TESTS("phy", setup, test);
}
