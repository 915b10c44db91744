/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What comes in through the MACsec engine: replay, validation, tags. */
#include <check.h>
#include <string.h>

#include "macsec-pair.h"
#include "run.h"

/* The peer's window; then PNs 1 to 100 were sent, and 100 received. */
static void received_up_to_100(uint32_t window)
{
    secy.replay_protect = true;
    secy.window = window;
    link_up(99);
    protect_one(60);
    ck_assert_int_eq(receive(&peer, frame, len), HC_MACSEC_PASS);
}

static enum hc_macsec_verdict receive_pn(uint32_t pn)
{
    csr_write(b, EGR, 0x20 + 10, pn - 1);
    protect_one(60);
    return receive(&peer, frame, len);
}

START_TEST(window_0_takes_each_number_once)
{
    received_up_to_100(0);

    ck_assert_int_eq(receive_pn(100), HC_MACSEC_DROP);
    ck_assert_int_eq(receive_pn(99), HC_MACSEC_DROP);
    ck_assert_int_eq(receive_pn(101), HC_MACSEC_PASS);
    ck_assert_uint_eq(counter(&peer, INGR, 0x2028), 2);     /* late */
    ck_assert_uint_eq(counter(&peer, INGR, 0x202a), 2);     /* ok */
}
END_TEST

START_TEST(window_1_takes_the_last_number_again)
{
    received_up_to_100(1);

    ck_assert_int_eq(receive_pn(100), HC_MACSEC_PASS);
    ck_assert_int_eq(receive_pn(99), HC_MACSEC_DROP);
}
END_TEST

START_TEST(window_64_takes_what_is_64_behind)
{
    received_up_to_100(64);

    ck_assert_int_eq(receive_pn(37), HC_MACSEC_PASS);
    ck_assert_int_eq(receive_pn(36), HC_MACSEC_DROP);
    ck_assert_int_eq(receive_pn(101), HC_MACSEC_PASS);
    ck_assert_int_eq(receive_pn(37), HC_MACSEC_DROP);
}
END_TEST

START_TEST(without_replay_protection_late_frames_are_delayed)
{
    link_up(99);
    protect_one(60);
    receive(&peer, frame, len);

    ck_assert_int_eq(receive(&peer, frame, len), HC_MACSEC_PASS);
    ck_assert_uint_eq(counter(&peer, INGR, 0x2026), 1);     /* delayed */
}
END_TEST

START_TEST(late_frames_pass_a_checking_sa_only_where_the_knob_says)
{
    secy.validate = 1;
    received_up_to_100(0);
    ck_assert_int_eq(receive_pn(100), HC_MACSEC_DROP);

    peer.m.knobs.late_passes_unless_strict = true;
    ck_assert_int_eq(receive_pn(100), HC_MACSEC_PASS);
}
END_TEST

/* A frame whose ICV is wrong, received under a validation mode. */
static enum hc_macsec_verdict spoilt(unsigned validate, bool encrypt)
{
    secy.validate = validate;
    secy.encrypt = encrypt;
    link_up(0);
    protect_one(60);
    frame[len - 1] ^= 1;
    return receive(&peer, frame, len);
}

START_TEST(strict_drops_a_wrong_icv)
{
    ck_assert_int_eq(spoilt(2, false), HC_MACSEC_DROP);
    ck_assert_uint_eq(counter(&peer, INGR, 0x202e), 1);     /* not valid */
    ck_assert_uint_eq(csr_read(&peer, INGR, 0x20 + 10), 1); /* no new PN */
}
END_TEST

START_TEST(check_passes_a_wrong_icv_on_clear_text)
{
    ck_assert_int_eq(spoilt(1, false), HC_MACSEC_PASS);
    ck_assert_uint_eq(counter(&peer, INGR, 0x202c), 1);     /* invalid */
    ck_assert_mem_eq(peer.out, frame, 12);
    ck_assert_mem_eq(peer.out + 12, frame + 28, 60);
}
END_TEST

START_TEST(check_drops_a_wrong_icv_on_secret_text)
{
    ck_assert_int_eq(spoilt(1, true), HC_MACSEC_DROP);
    ck_assert_uint_eq(counter(&peer, INGR, 0x202e), 1);
}
END_TEST

START_TEST(disabled_passes_whatever_comes_out)
{
    ck_assert_int_eq(spoilt(0, true), HC_MACSEC_PASS);
    ck_assert_uint_eq(counter(&peer, INGR, 0x2024), 1);     /* unchecked */
    ck_assert_uint_eq(peer.len, 72);
}
END_TEST

START_TEST(a_frame_for_nobody_meets_the_default)
{
    link_up(0);
    protect_one(60);
    frame[27] ^= 1;                                         /* SCI */

    ck_assert_int_eq(receive(&peer, frame, len), HC_MACSEC_DROP);
    ck_assert_uint_eq(counter(&peer, INGR, 0x310e), 1);     /* no SCI */
    drv_default_action(&peer, INGR, false);
    ck_assert_int_eq(receive(&peer, frame, len), HC_MACSEC_PASS);
    ck_assert_mem_eq(peer.out, frame, len);
}
END_TEST

START_TEST(plain_frames_die_on_a_secured_port)
{
    link_up(0);

    ck_assert_int_eq(receive(&peer, frame, plain(60)), HC_MACSEC_DROP);
    ck_assert_uint_eq(counter(&peer, INGR, 0x310c), 1);     /* untagged */
}
END_TEST

START_TEST(untagged_frames_agree_with_tag_masks_only_where_the_knob_says)
{
    secy.validate = 1;
    link_up(0);
    ck_assert_int_eq(receive(&peer, frame, plain(60)), HC_MACSEC_DROP);

    peer.m.knobs.untagged_matches_tag_masks = true;
    ck_assert_int_eq(receive(&peer, frame, plain(60)), HC_MACSEC_PASS);
    ck_assert_uint_eq(counter(&peer, INGR, 0x2034), 1);
}
END_TEST

START_TEST(an_sa_not_in_use_takes_nothing_secret)
{
    link_up(0);
    protect_one(60);
    csr_write(&peer, INGR, 0x1c01,
              csr_read(&peer, INGR, 0x1c01) & ~(1u << 17));

    ck_assert_int_eq(receive(&peer, frame, len), HC_MACSEC_DROP);
    ck_assert_uint_eq(counter(&peer, INGR, 0x2030), 1);     /* not using */
}
END_TEST

START_TEST(bad_tags_go_where_bad_tags_go)
{
    link_up(0);
    protect_one(60);
    csr_write(&peer, INGR, 0x1e51, 0x01000101);     /* bad tags pass */
    frame[14] |= 0x80;                              /* version 1 */

    ck_assert_int_eq(receive(&peer, frame, len), HC_MACSEC_PASS);
    ck_assert_uint_eq(counter(&peer, INGR, 0x310a), 1);
    csr_write(&peer, INGR, 0x1e50, 0xe588007d);     /* V is not looked at */
    ck_assert_int_eq(receive(&peer, frame, len), HC_MACSEC_DROP);
}
END_TEST

START_TEST(a_short_frame_loses_its_padding)
{
    link_up(0);
    protect_one(20);
    ck_assert_uint_eq(frame[15], 20);               /* SL */
    memset(frame + len, 0xee, 10);                  /* a MAC padded it */

    ck_assert_int_eq(receive(&peer, frame, len + 10), HC_MACSEC_PASS);
    ck_assert_uint_eq(peer.len, 60);
    ck_assert_uint_eq(peer.out[32], 0);
}
END_TEST

int main(void)
{
    const TTest *test[] = {
        window_0_takes_each_number_once, window_1_takes_the_last_number_again,
        window_64_takes_what_is_64_behind,
        without_replay_protection_late_frames_are_delayed,
        late_frames_pass_a_checking_sa_only_where_the_knob_says,
        strict_drops_a_wrong_icv, check_passes_a_wrong_icv_on_clear_text,
        check_drops_a_wrong_icv_on_secret_text,
        disabled_passes_whatever_comes_out,
        a_frame_for_nobody_meets_the_default,
        plain_frames_die_on_a_secured_port,
        untagged_frames_agree_with_tag_masks_only_where_the_knob_says,
        an_sa_not_in_use_takes_nothing_secret, bad_tags_go_where_bad_tags_go,
        a_short_frame_loses_its_padding,
    };

    return RUN_TESTS("macsec-ingress", pair_setup, test);
}
