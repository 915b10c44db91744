/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A piece of wire. */
#include <check.h>
#include <string.h>

#include "../../models/hop.h"
#include "fake.h"
#include "run.h"

static struct fake fake;
static struct hc_hop hop;
static unsigned arrived[2], told[2], tapped, hurt;
static struct hc_signal last[2];
static const uint8_t frame[60];

struct side { unsigned n; };
static struct side side[2] = { { 0 }, { 1 } };

static void frame_in(void *owner, const uint8_t *bytes, size_t len)
{
    ck_assert_ptr_eq(bytes, frame);
    ck_assert_uint_eq(len, sizeof(frame));
    arrived[((struct side *)owner)->n]++;
}

static void damaged_in(void *owner, const uint8_t *bytes, size_t len)
{
    (void)owner;
    (void)bytes;
    (void)len;
    hurt++;
}

static void changed(void *owner, const struct hc_signal *far)
{
    told[((struct side *)owner)->n]++;
    last[((struct side *)owner)->n] = *far;
}

static void tap(void *opaque, unsigned from, const uint8_t *bytes, size_t len)
{
    (void)opaque;
    (void)bytes;
    (void)len;
    tapped = from + 1;
}

static void setup(void)
{
    fake_init(&fake, NULL, NULL);
    hc_hop_init(&hop, &fake.host);
    for (unsigned n = 0; n < 2; n++) {
        const struct hc_end end = { frame_in, changed, &side[n],
                                    damaged_in };

        hc_hop_attach(&hop, n, &end);
        arrived[n] = told[n] = 0;
    }
    tapped = hurt = 0;
}

static void present(unsigned n, uint32_t iface, uint16_t mbps, bool ready)
{
    const struct hc_signal signal = {
        .iface = iface, .mbps = mbps, .lit = true, .ready = ready,
    };

    hc_hop_present(&hop, n, &signal);
}

static void join(void)
{
    present(0, HC_IFACE_RGMII, 1000, true);
    present(1, HC_IFACE_RGMII, 1000, true);
}

static uint32_t last_reason(void)
{
    return fake.event[fake.n_events - 1].b;
}

START_TEST(frames_pass_between_ends_that_agree)
{
    join();

    ck_assert_int_eq(hc_hop_send(&hop, 0, frame, sizeof(frame)), HC_OK);
    ck_assert_int_eq(hc_hop_send(&hop, 1, frame, sizeof(frame)), HC_OK);
    ck_assert_uint_eq(arrived[1], 1);
    ck_assert_uint_eq(arrived[0], 1);
}
END_TEST

START_TEST(different_codings_pass_nothing)
{
    present(0, HC_IFACE_SGMII, 1000, true);
    present(1, HC_IFACE_1000BASEX, 1000, true);

    ck_assert_int_eq(hc_hop_send(&hop, 0, frame, sizeof(frame)), HC_NAK);
    ck_assert_uint_eq(last_reason(), HC_REASON_NO_LINK);
}
END_TEST

START_TEST(different_speeds_pass_nothing_but_a_follower_adapts)
{
    present(0, HC_IFACE_MII, 10, true);
    present(1, HC_IFACE_MII, 100, true);
    ck_assert(!hc_hop_passes(&hop));

    present(0, HC_IFACE_MII, 0, true);

    ck_assert(hc_hop_passes(&hop));
}
END_TEST

START_TEST(an_end_that_is_not_ready_stops_both_directions)
{
    join();
    present(1, HC_IFACE_RGMII, 1000, false);

    ck_assert_int_eq(hc_hop_send(&hop, 0, frame, sizeof(frame)), HC_NAK);
    ck_assert_int_eq(hc_hop_send(&hop, 1, frame, sizeof(frame)), HC_NAK);
}
END_TEST

START_TEST(a_change_is_told_once_to_the_other_side)
{
    present(0, HC_IFACE_RGMII, 1000, true);
    present(0, HC_IFACE_RGMII, 1000, true);

    ck_assert_uint_eq(told[1], 1);
    ck_assert_uint_eq(told[0], 0);
    ck_assert_uint_eq(last[1].mbps, 1000);
}
END_TEST

START_TEST(a_cut_strand_is_dark_at_its_far_end_only)
{
    join();
    hc_hop_cut(&hop, 0, true);

    ck_assert(!hc_hop_seen(&hop, 1)->lit);
    ck_assert(hc_hop_seen(&hop, 0)->lit);
    ck_assert_int_eq(hc_hop_send(&hop, 0, frame, sizeof(frame)), HC_NAK);
    ck_assert_uint_eq(last_reason(), HC_REASON_CUT);
    ck_assert(!last[1].lit);
}
END_TEST

START_TEST(a_mended_strand_shows_what_changed_meanwhile)
{
    join();
    hc_hop_cut(&hop, 0, true);
    told[1] = 0;
    present(0, HC_IFACE_RGMII, 100, true);
    ck_assert_uint_eq(told[1], 0);

    hc_hop_cut(&hop, 0, false);

    ck_assert_uint_eq(last[1].mbps, 100);
}
END_TEST

START_TEST(every_third_frame_is_lost_when_told_so)
{
    unsigned lost = 0;

    join();
    hc_hop_lose(&hop, 0, 3);
    for (unsigned i = 0; i < 9; i++) {
        lost += hc_hop_send(&hop, 0, frame, sizeof(frame)) != HC_OK;
    }

    ck_assert_uint_eq(lost, 3);
    ck_assert_uint_eq(last_reason(), HC_REASON_LOSS);
}
END_TEST

START_TEST(every_third_frame_is_damaged_when_told_so)
{
    join();
    hc_hop_damage(&hop, 0, 3);
    for (unsigned i = 0; i < 9; i++) {
        ck_assert_int_eq(hc_hop_send(&hop, 0, frame, sizeof(frame)), HC_OK);
    }

    ck_assert_uint_eq(arrived[1], 6);
    ck_assert_uint_eq(hurt, 3);
    ck_assert_uint_eq(fake_count(&fake, HC_EVENT_FRAME_DAMAGE), 3);
}
END_TEST

START_TEST(damage_does_not_heal_on_the_next_hop)
{
    join();
    hc_hop_damage(&hop, 0, 1);
    hc_hop_send_damaged(&hop, 0, frame, sizeof(frame));

    ck_assert_uint_eq(hurt, 1);
    ck_assert_uint_eq(arrived[1], 0);
    ck_assert_uint_eq(tapped, 0);
    ck_assert_uint_eq(fake_count(&fake, HC_EVENT_FRAME_DAMAGE), 0);
}
END_TEST

START_TEST(the_tap_sees_frames_that_entered_and_no_others)
{
    hop.tap = tap;
    hc_hop_send(&hop, 1, frame, sizeof(frame));
    ck_assert_uint_eq(tapped, 0);

    join();
    hc_hop_send(&hop, 1, frame, sizeof(frame));

    ck_assert_uint_eq(tapped, 2);
}
END_TEST

static void echo(void *owner, const uint8_t *bytes, size_t len)
{
    hc_hop_send(&hop, ((struct side *)owner)->n, bytes, len);
}

START_TEST(a_loop_of_wires_comes_to_rest)
{
    for (unsigned n = 0; n < 2; n++) {
        const struct hc_end end = { echo, NULL, &side[n] };

        hc_hop_attach(&hop, n, &end);
    }
    join();
    hc_hop_send(&hop, 0, frame, sizeof(frame));

    ck_assert_uint_eq(fake_count(&fake, HC_EVENT_FRAME_DROP), 1);
    ck_assert_uint_eq(last_reason(), HC_REASON_STORM);
    ck_assert_int_eq(hop.depth, 0);
}
END_TEST

START_TEST(a_restored_wire_is_cut_where_it_was_and_loses_the_same_frames)
{
    const size_t at = offsetof(struct hc_hop, signal);
    const struct hc_signal signal = { .iface = HC_IFACE_SGMII, .lit = true,
                                      .ready = true };
    struct hc_hop fresh;

    hc_hop_present(&hop, 0, &signal);
    hc_hop_present(&hop, 1, &signal);
    hc_hop_cut(&hop, 1, true);
    hc_hop_lose(&hop, 0, 2);
    hc_hop_damage(&hop, 0, 3);
    hc_hop_send(&hop, 0, frame, sizeof(frame));

    hc_hop_init(&fresh, &fake.host);
    memcpy(fresh.end, hop.end, sizeof(fresh.end));
    memcpy((char *)&fresh + at, (char *)&hop + at, sizeof(hop) - at);

    ck_assert_int_eq(hc_hop_send(&fresh, 1, frame, sizeof(frame)), HC_NAK);
    ck_assert_uint_eq(arrived[0], 0);
    ck_assert_int_eq(hc_hop_send(&fresh, 0, frame, sizeof(frame)), HC_NAK);
    hc_hop_send(&fresh, 0, frame, sizeof(frame));
    ck_assert_uint_eq(arrived[1], 1);
    ck_assert_uint_eq(hurt, 1);
    ck_assert_uint_eq(fresh.frames[0], 3);
}
END_TEST

START_TEST(the_better_mode_wins_a_negotiation)
{
    uint16_t mbps;
    bool full;

    hc_an_resolve(HC_AN_100_FULL | HC_AN_1000_HALF,
                  HC_AN_SPEEDS, &mbps, &full);
    ck_assert_uint_eq(mbps, 1000);
    ck_assert(!full);

    hc_an_resolve(HC_AN_10_FULL, HC_AN_100_FULL, &mbps, &full);
    ck_assert_uint_eq(mbps, 0);
}
END_TEST

int main(void)
{
    const TTest *const test[] = {
        frames_pass_between_ends_that_agree,
        different_codings_pass_nothing,
        different_speeds_pass_nothing_but_a_follower_adapts,
        an_end_that_is_not_ready_stops_both_directions,
        a_change_is_told_once_to_the_other_side,
        a_cut_strand_is_dark_at_its_far_end_only,
        a_mended_strand_shows_what_changed_meanwhile,
        every_third_frame_is_lost_when_told_so,
        every_third_frame_is_damaged_when_told_so,
        damage_does_not_heal_on_the_next_hop,
        the_tap_sees_frames_that_entered_and_no_others,
        a_loop_of_wires_comes_to_rest,
        a_restored_wire_is_cut_where_it_was_and_loses_the_same_frames,
        the_better_mode_wins_a_negotiation,
    };

    return RUN_TESTS("hop", setup, test);
}
