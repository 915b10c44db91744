/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The far end of a medium. */
#include <check.h>
#include <string.h>

#include "../../models/partner.h"
#include "fake.h"
#include "run.h"

static struct fake fake;
static struct hc_hop hop;
static struct hc_partner partner;
static unsigned arrived;

static void frame_in(void *opaque, const uint8_t *frame, size_t len)
{
    (void)opaque;
    (void)frame;
    (void)len;
    arrived++;
}

/* What arrived at our end. */
static unsigned ours, last_len;

static void we_hear(void *owner, const uint8_t *frame, size_t len)
{
    (void)owner;
    (void)frame;
    ours++;
    last_len = (unsigned)len;
}

static void wake(void *model)
{
    hc_partner_wake(model);
}

static void setup(void)
{
    static const struct hc_end end = { .frame = we_hear };

    fake_init(&fake, wake, &partner);
    hc_hop_init(&hop, &fake.host);
    hc_hop_attach(&hop, 0, &end);
    hc_partner_init(&partner, &fake.host);
    hc_partner_wire(&partner, &hop, frame_in, NULL);
    hc_partner_reset(&partner);
    arrived = ours = 0;
}

/* What our side of the wire does. */
static void we(struct hc_signal signal)
{
    signal.lit = true;
    hc_hop_present(&hop, 0, &signal);
}

static const struct hc_signal *it(void)
{
    return hc_hop_seen(&hop, 0);
}

START_TEST(an_automatic_partner_is_dark_until_it_sees_a_coding)
{
    ck_assert(!it()->lit);

    we((struct hc_signal){ .iface = HC_IFACE_1000BASEX });

    ck_assert(it()->lit);
    ck_assert_uint_eq(it()->iface, HC_IFACE_1000BASEX);
}
END_TEST

START_TEST(it_keeps_its_coding_when_we_go_dark)
{
    const struct hc_signal dark = { .iface = HC_IFACE_OFF };

    we((struct hc_signal){ .iface = HC_IFACE_MDI, .an = true });
    hc_hop_present(&hop, 0, &dark);

    ck_assert(it()->lit);
    ck_assert(!it()->ready);
    ck_assert_uint_eq(it()->iface, HC_IFACE_MDI);
}
END_TEST

START_TEST(copper_resolves_against_our_abilities)
{
    we((struct hc_signal){ .iface = HC_IFACE_MDI, .an = true,
                           .ability = HC_AN_100_FULL | HC_AN_10_HALF });

    ck_assert(it()->ready && it()->full && it()->an);
    ck_assert_uint_eq(it()->mbps, 100);
}
END_TEST

START_TEST(nothing_in_common_is_never_ready)
{
    we((struct hc_signal){ .iface = HC_IFACE_1000BASEX, .an = true,
                           .ability = HC_AN_100_FULL });

    ck_assert(it()->lit && !it()->ready);
}
END_TEST

START_TEST(a_forced_neighbour_is_met_at_half_duplex)
{
    we((struct hc_signal){ .iface = HC_IFACE_MDI, .mbps = 10,
                           .full = true });

    ck_assert(it()->ready && !it()->full);
    ck_assert_uint_eq(it()->mbps, 10);
}
END_TEST

START_TEST(clause_37_needs_pages_from_us_too)
{
    we((struct hc_signal){ .iface = HC_IFACE_1000BASEX, .mbps = 1000 });

    ck_assert(it()->lit && !it()->ready);
}
END_TEST

START_TEST(a_100base_fx_partner_is_ready_without_pages)
{
    we((struct hc_signal){ .iface = HC_IFACE_100BASEFX, .mbps = 100 });

    ck_assert(it()->ready && !it()->an);
    ck_assert_uint_eq(it()->mbps, 100);
}
END_TEST

START_TEST(a_partner_fixed_to_another_coding_does_not_follow)
{
    struct hc_partner_config config = partner.config;

    config.iface = HC_IFACE_SGMII;
    hc_partner_set(&partner, &config);
    we((struct hc_signal){ .iface = HC_IFACE_1000BASEX, .an = true,
                           .ability = HC_AN_1000_FULL });

    ck_assert_uint_eq(it()->iface, HC_IFACE_SGMII);
    ck_assert(it()->lit && !it()->ready);
}
END_TEST

START_TEST(silence_takes_the_light_and_the_end_of_silence_returns_it)
{
    struct hc_partner_config config = partner.config;

    we((struct hc_signal){ .iface = HC_IFACE_MDI, .an = true,
                           .ability = HC_AN_SPEEDS });
    config.dark = true;
    hc_partner_set(&partner, &config);
    ck_assert(!it()->lit);

    config.dark = false;
    hc_partner_set(&partner, &config);

    ck_assert(it()->ready);
}
END_TEST

START_TEST(remote_fault_is_told_and_does_not_stop_the_link)
{
    struct hc_partner_config config = partner.config;

    config.remote_fault = true;
    hc_partner_set(&partner, &config);
    we((struct hc_signal){ .iface = HC_IFACE_MDI, .an = true,
                           .ability = HC_AN_SPEEDS });

    ck_assert_uint_ne(it()->ability & HC_AN_REMOTE_FAULT, 0);
    ck_assert(it()->ready);
}
END_TEST

START_TEST(its_link_is_up_when_both_are_ready)
{
    const struct hc_signal ours = {
        .iface = HC_IFACE_MDI, .an = true, .ability = HC_AN_SPEEDS,
        .mbps = 1000, .full = true, .ready = true,
    };

    we(ours);
    ck_assert_uint_eq(fake_count(&fake, HC_EVENT_LINK_UP), 1);

    hc_hop_cut(&hop, 0, true);

    ck_assert_uint_eq(fake_count(&fake, HC_EVENT_LINK_DOWN), 1);
}
END_TEST

START_TEST(frames_are_counted_and_drops_as_well)
{
    static const uint8_t frame[60];

    ck_assert_int_eq(hc_partner_send(&partner, frame, 60), HC_NAK);
    we((struct hc_signal){ .iface = HC_IFACE_MDI, .an = true,
                           .ability = HC_AN_SPEEDS, .mbps = 1000,
                           .ready = true });
    ck_assert_int_eq(hc_partner_send(&partner, frame, 60), HC_OK);
    hc_hop_send(&hop, 0, frame, 60);

    ck_assert_uint_eq(arrived, 1);
    ck_assert_uint_eq(partner.rx_bytes, 60);
    ck_assert_uint_eq(partner.tx_frames, 1);
    ck_assert_uint_eq(partner.tx_dropped, 1);
}
END_TEST

START_TEST(a_restored_partner_speaks_as_before)
{
    static struct hc_partner twin;
    static struct hc_hop wire;
    size_t at = offsetof(struct hc_partner, config);

    we((struct hc_signal){ .iface = HC_IFACE_100BASEFX, .mbps = 100 });
    hc_hop_init(&wire, &fake.host);
    hc_partner_init(&twin, &fake.host);
    hc_partner_wire(&twin, &wire, NULL, NULL);
    memcpy((char *)&twin + at, (char *)&partner + at, sizeof(twin) - at);

    hc_partner_reset(&twin);

    ck_assert_uint_eq(hc_hop_seen(&wire, 0)->iface, HC_IFACE_100BASEFX);
    ck_assert(hc_hop_seen(&wire, 0)->lit);
}
END_TEST

/* --- the rate of the link ---------------------------------------------- */

static const uint8_t full[1514];

static void copper_at(uint16_t mbps, uint32_t ability)
{
    we((struct hc_signal){ .iface = HC_IFACE_MDI, .an = true, .full = true,
                           .ability = ability, .mbps = mbps,
                           .ready = true });
}

/* A full frame is 12304 bits on the wire, with preamble, FCS and gap. */
/* As if it had been there from power-on. */
START_TEST(a_new_far_end_knows_nothing_of_the_one_before)
{
    const struct hc_partner_config fibre = {
        .iface = HC_IFACE_1000BASEX, .full = true, .an = true,
    };
    const struct hc_signal dark = { .iface = HC_IFACE_OFF };
    struct hc_partner first;
    const size_t at = offsetof(struct hc_partner, config);
    const size_t len = sizeof(first) - at;

    hc_partner_renew(&partner, &fibre);
    first = partner;
    we((struct hc_signal){ .iface = HC_IFACE_MDI, .an = true });
    hc_hop_send(&hop, 0, (const uint8_t *)"to whom it may concern", 22);
    hc_partner_set(&partner, &(struct hc_partner_config){ .mbps = 10 });
    hc_hop_present(&hop, 0, &dark);
    ck_assert_mem_ne((char *)&partner + at, (char *)&first + at, len);

    hc_partner_renew(&partner, &fibre);

    ck_assert_mem_eq((char *)&partner + at, (char *)&first + at, len);
    ck_assert_uint_eq(it()->iface, HC_IFACE_1000BASEX);
}
END_TEST

START_TEST(it_sends_at_the_rate_of_the_link)
{
    copper_at(100, HC_AN_100_FULL);
    for (unsigned i = 0; i < 10; i++) {
        ck_assert_int_eq(hc_partner_send(&partner, full, 1514), HC_OK);
    }

    ck_assert_uint_eq(ours, 1);
    fake_advance(&fake, 123040 - 1);
    ck_assert_uint_eq(ours, 1);
    fake_advance(&fake, 1);
    ck_assert_uint_eq(ours, 2);
    fake_advance(&fake, 7 * 123040);
    ck_assert_uint_eq(ours, 9);
    fake_advance(&fake, 123040);
    ck_assert_uint_eq(ours, 10);
    ck_assert_uint_eq(partner.tx_frames, 10);
}
END_TEST

/* As much as lasts 300 us goes out early; then each waits its time. */
START_TEST(an_early_one_still_sends_at_the_rate_of_the_link)
{
    partner.early_ns = 300 * NS_PER_US;
    copper_at(100, HC_AN_100_FULL);
    for (unsigned i = 0; i < 10; i++) {
        ck_assert_int_eq(hc_partner_send(&partner, full, 1514), HC_OK);
    }

    ck_assert_uint_eq(ours, 3);
    fake_advance(&fake, 3 * 123040 - 300 * NS_PER_US - 1);
    ck_assert_uint_eq(ours, 3);
    fake_advance(&fake, 1);
    ck_assert_uint_eq(ours, 4);
    fake_advance(&fake, 6 * 123040);
    ck_assert_uint_eq(ours, 10);
}
END_TEST

START_TEST(what_it_cannot_hold_is_dropped_and_counted)
{
    unsigned taken = 0;

    copper_at(10, HC_AN_10_FULL);
    for (unsigned i = 0; i < 100; i++) {
        taken += hc_partner_send(&partner, full, 1514) == HC_OK;
    }
    ck_assert_uint_lt(taken, 50);
    ck_assert_uint_gt(taken, 40);
    ck_assert_uint_eq(hc_partner_wait_ns(&partner) / 1000, 1699);

    fake_advance(&fake, NS_PER_S);

    ck_assert_uint_eq(ours, taken);
    ck_assert_uint_eq(partner.tx_dropped, 100 - taken);
    ck_assert_uint_eq(hc_partner_wait_ns(&partner), 0);
    ck_assert_int_eq(hc_partner_send(&partner, full, 1514), HC_OK);
}
END_TEST

START_TEST(what_waits_is_lost_with_the_link)
{
    copper_at(10, HC_AN_10_FULL);
    hc_partner_send(&partner, full, 1514);
    hc_partner_send(&partner, full, 1514);
    hc_hop_cut(&hop, 1, true);

    fake_advance(&fake, NS_PER_S);

    ck_assert_uint_eq(ours, 1);
    ck_assert_uint_eq(partner.tx_dropped, 1);
}
END_TEST

/* IEEE 802.3 31B; 1000 times 512 bits are 512 us at 1 Gb/s. */
static void pause_comes(unsigned quanta)
{
    const uint8_t pause[60] = { 1, 0x80, 0xc2, 0, 0, 1, 2, 0, 0, 0, 0, 9,
                                0x88, 0x08, 0, 1, (uint8_t)(quanta >> 8),
                                (uint8_t)quanta };

    hc_hop_send(&hop, 0, pause, sizeof(pause));
}

START_TEST(a_pause_holds_it_for_its_time)
{
    copper_at(1000, HC_AN_1000_FULL | HC_AN_PAUSE);
    pause_comes(1000);
    hc_partner_send(&partner, full, 1514);

    fake_advance(&fake, 512 * NS_PER_US - 1);
    ck_assert_uint_eq(ours, 0);
    fake_advance(&fake, 1);

    ck_assert_uint_eq(ours, 1);
    ck_assert_uint_eq(arrived, 0);          /* ends at its MAC */
    ck_assert_uint_eq(partner.rx_pauses, 1);
}
END_TEST

START_TEST(a_pause_of_zero_lets_it_go)
{
    copper_at(1000, HC_AN_1000_FULL | HC_AN_PAUSE);
    pause_comes(0xffff);
    hc_partner_send(&partner, full, 1514);
    hc_partner_send(&partner, full, 1514);
    fake_advance(&fake, NS_PER_MS);

    pause_comes(0);
    fake_advance(&fake, 12303);

    ck_assert_uint_eq(ours, 1);             /* and no time is given back */
    fake_advance(&fake, 1);
    ck_assert_uint_eq(ours, 2);
}
END_TEST

START_TEST(it_obeys_pauses_only_if_both_ends_agreed)
{
    copper_at(1000, HC_AN_1000_FULL);
    pause_comes(0xffff);
    hc_partner_send(&partner, full, 1514);

    ck_assert_uint_eq(ours, 1);
    ck_assert_uint_eq(partner.rx_pauses, 0);
}
END_TEST

START_TEST(a_copy_of_the_state_sends_what_waited)
{
    static struct hc_partner twin;
    size_t at = offsetof(struct hc_partner, config);

    copper_at(10, HC_AN_10_FULL);
    hc_partner_send(&partner, full, 1514);
    hc_partner_send(&partner, full, 777);
    hc_partner_init(&twin, &fake.host);
    hc_partner_wire(&twin, &hop, NULL, NULL);
    memcpy((char *)&twin + at, (char *)&partner + at, sizeof(twin) - at);
    fake.model = &twin;

    fake_advance(&fake, 2 * NS_PER_MS);

    ck_assert_uint_eq(ours, 2);
    ck_assert_uint_eq(last_len, 777);
}
END_TEST

START_TEST(a_senseless_ring_empties_itself)
{
    copper_at(10, HC_AN_10_FULL);
    hc_partner_send(&partner, full, 1514);
    hc_partner_send(&partner, full, 777);
    memset(partner.ring, 0xff, sizeof(partner.ring));
    partner.fifo.head = 0xfffffffe;
    partner.fifo.used = 0xffffffff;

    fake_advance(&fake, 2 * NS_PER_MS);

    ck_assert_uint_eq(partner.fifo.used, 0);
    ck_assert_uint_eq(ours, 1);
}
END_TEST

static const uint8_t a_frame[1000];

/* Of 72 octets and 12 of a gap, at 100 Mb/s. */
#define SHORT_NS 5760
#define GAP_NS   960

static void a_half_duplex_neighbour(void)
{
    struct hc_partner_config config = partner.config;

    config.iface = HC_IFACE_MDI;
    config.an = false;
    config.mbps = 100;
    config.full = false;
    we((struct hc_signal){ .iface = HC_IFACE_MDI, .mbps = 100,
                           .ready = true });
    hc_partner_set(&partner, &config);
    fake_advance(&fake, NS_PER_MS);
}

START_TEST(in_half_duplex_a_frame_comes_with_its_last_bit)
{
    a_half_duplex_neighbour();
    ck_assert_int_eq(hc_partner_send(&partner, a_frame, 60), HC_OK);
    fake_advance(&fake, SHORT_NS - 1);
    ck_assert_uint_eq(ours, 0);

    fake_advance(&fake, 1);

    ck_assert_uint_eq(ours, 1);
    ck_assert_uint_eq(partner.tx_frames, 1);
    ck_assert_uint_eq(partner.tx_bytes, 60);
}
END_TEST

START_TEST(in_half_duplex_it_waits_while_we_send)
{
    a_half_duplex_neighbour();
    hc_hop_send(&hop, 0, a_frame, 1000);        /* 80960 ns */
    ck_assert_uint_eq(arrived, 1);
    fake_advance(&fake, 1000);
    hc_partner_send(&partner, a_frame, 60);
    fake_advance(&fake, 80960 - 1000 + GAP_NS + SHORT_NS - 1);
    ck_assert_uint_eq(ours, 0);

    fake_advance(&fake, 1);

    ck_assert_uint_eq(ours, 1);
    ck_assert_uint_eq(partner.half_count[HC_CSMA_DEFERRED], 1);
}
END_TEST

START_TEST(in_half_duplex_whoever_does_not_wait_makes_it_collide)
{
    a_half_duplex_neighbour();
    hc_partner_send(&partner, a_frame, 1000);
    fake_advance(&fake, 20 * NS_PER_US);
    hc_hop_send(&hop, 0, a_frame, 60);
    fake_advance(&fake, NS_PER_MS);

    ck_assert_uint_eq(partner.half_count[HC_CSMA_LATE], 1);
    ck_assert_uint_eq(partner.tx_dropped, 1);
    ck_assert_uint_eq(ours, 0);
}
END_TEST

START_TEST(fragments_are_told_from_frames_with_a_wrong_fcs)
{
    a_half_duplex_neighbour();
    hc_hop_send_damaged(&hop, 0, a_frame, 59);
    hc_hop_send_damaged(&hop, 0, a_frame, 60);

    ck_assert_uint_eq(partner.rx_fragments, 1);
    ck_assert_uint_eq(partner.rx_damaged, 2);
}
END_TEST

int main(void)
{
    const TTest *const test[] = {
        an_automatic_partner_is_dark_until_it_sees_a_coding,
        it_keeps_its_coding_when_we_go_dark,
        copper_resolves_against_our_abilities,
        nothing_in_common_is_never_ready,
        a_forced_neighbour_is_met_at_half_duplex,
        clause_37_needs_pages_from_us_too,
        a_100base_fx_partner_is_ready_without_pages,
        a_partner_fixed_to_another_coding_does_not_follow,
        silence_takes_the_light_and_the_end_of_silence_returns_it,
        remote_fault_is_told_and_does_not_stop_the_link,
        its_link_is_up_when_both_are_ready,
        frames_are_counted_and_drops_as_well,
        a_restored_partner_speaks_as_before,
        a_new_far_end_knows_nothing_of_the_one_before,
        it_sends_at_the_rate_of_the_link,
        an_early_one_still_sends_at_the_rate_of_the_link,
        what_it_cannot_hold_is_dropped_and_counted,
        what_waits_is_lost_with_the_link,
        a_pause_holds_it_for_its_time,
        a_pause_of_zero_lets_it_go,
        it_obeys_pauses_only_if_both_ends_agreed,
        a_copy_of_the_state_sends_what_waited,
        a_senseless_ring_empties_itself,
        in_half_duplex_a_frame_comes_with_its_last_bit,
        in_half_duplex_it_waits_while_we_send,
        in_half_duplex_whoever_does_not_wait_makes_it_collide,
        fragments_are_told_from_frames_with_a_wrong_fcs,
    };

    return RUN_TESTS("partner", setup, test);
}
