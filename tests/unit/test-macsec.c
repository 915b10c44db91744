/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The MACsec engine of a VSC8584, as Linux programs it: what leaves, what
 * comes in, what is counted. Vectors: IEEE 802.1AE annex C, the vendor's
 * self-test frame, and DPDK's MACsec vectors. */
#include <check.h>
#include <stddef.h>
#include <string.h>

#include "../../models/macsec-internal.h"
#include "macsec-bench.h"
#include "run.h"
#include "tables.h"

#define K128 "AD7A2BD03EAC835A6F620FDCB506B345"
#define K256 "E3C08A8F06C6E3AD95A70557B23F75483CE33021A9C72B7025666204C69C0B72"
#define MACS "D609B1F056637A0D46DF998D"
#define RISING "0F101112131415161718191A1B1C1D1E1F20212223242526" \
               "2728292A2B2C2D2E2F3031323334"
#define P48 "0800" RISING "35363738393A0002"
#define P42 "0800" RISING "0001"

static struct mbench bench, peer;
static struct mbench *const b = &bench;
static struct secy secy;
static uint8_t key[32], frame[2048], want[2048];
static size_t len;

static void setup(void)
{
    mbench_init(b);
    mbench_init(&peer);
    secy = secy_default;
    hex(K128, key);
    drv_init(b);
    drv_init(&peer);
    memset(frame, 0, sizeof(frame));
}

/* A plain frame to somebody, with so much after the addresses. */
static size_t plain(size_t data)
{
    hex("020000000001 020000000002 0800", frame);
    for (size_t i = 14; i < 12 + data; i++) {
        frame[i] = (uint8_t)(i * 7);
    }
    return 12 + data;
}

/* One SecY, SA 1 with the PN that is in the record before the first frame;
 * the peer receives from it. */
static void link_up(uint32_t pn)
{
    drv_add_secy(b, &secy);
    drv_add_txsa(b, &secy, 1, key, pn);
    drv_add_secy(&peer, &secy);
    drv_add_rxsa(&peer, &secy, 1, 0, secy.sci, key, 1);
}

static uint32_t wire_pn(const uint8_t *at)
{
    return (uint32_t)at[16] << 24 | (uint32_t)at[17] << 16 |
           (uint32_t)at[18] << 8 | at[19];
}

/* Sends once; the result, that a peer may get, is in `frame`. */
static void protect_one(size_t data)
{
    len = plain(data);
    ck_assert_int_eq(send(b, frame, len), HC_MACSEC_PASS);
    memcpy(frame, b->out, b->len);
    len = b->len;
}

/* --- vectors, through match entries and records --- */

struct vector {
    const char *key, *sci, *plain, *wire;
    uint32_t pn;
    unsigned an;
    bool encrypt, send_sci, es;
};

static const struct vector vector[] = {
    { K128, "12153524C0895E81", MACS P48,
      MACS "88E52E00B2C2846512153524C0895E81"
      "701AFA1CC039C0D765128A665DAB69243899BF7318CCDC81C9931DA17FBE8EDD"
      "7D17CB8B4C26FC81E3284F2B7FBA713D 4F8D55E7D3F06FD5A13C0C29B9D5B880",
      0xb2c28465, 2, true, true, false },
    { K128, "12153524C0895E81", MACS P42,
      MACS "88E5222AB2C2846512153524C0895E81" P42
      "F09478A9B09007D06F46E9B6A1DA25DD",
      0xb2c28465, 2, false, true, false },
    { K256, "12153524C0895E81", MACS P48,
      MACS "88E52E00B2C2846512153524C0895E81"
      "E2006EB42F5277022D9B19925BC419D7A592666C925FE2EF718EB4E308EFEAA7"
      "C5273B394118860A5BE2A97F56AB7836 5CA597CDBB3EDB8D1A1151EA0AF7B436",
      0xb2c28465, 2, true, true, false },
    { K256, "12153524C0895E81", MACS P42,
      MACS "88E5222AB2C2846512153524C0895E81" P42
      "2F0BC5AF409E06D609EA8B7D0FA5EA50",
      0xb2c28465, 2, false, true, false },
    { "071B113B0CA743FECCCF3D051F737382", "F0761E8DCD3D0001",
      "E20106D7CD0DF0761E8DCD3D" "0800" RISING "0004",
      "E20106D7CD0DF0761E8DCD3D" "88E54C2A76D457ED"
      "13B4C72B389DC5018E72A171DD85A5D3752274D3A019FBCAED09A425CD9B2E1C"
      "9B72EEE7C9DE7D52B3F3 D6A5284F4A6D3FE22A5D6C2B960494C3",
      0x76d457ed, 0, true, false, true },
};

/* Each needs something that the driver never writes: ES, or no SCI on the
 * way in. */
static void arrange(struct mbench *at, const struct vector *v, bool out)
{
    secy.key_len = hex(v->key, key);
    hex(v->sci, secy.sci);
    secy.encoding_sa = v->an;
    secy.encrypt = v->encrypt;
    secy.send_sci = v->send_sci;
    drv_add_secy(at, &secy);
    if (out) {
        drv_add_txsa(at, &secy, 1, key, v->pn - 1);
        csr_write(at, EGR, 0x1c01, csr_read(at, EGR, 0x1c01) |
                                   (uint32_t)v->es << 19);
    } else {
        drv_add_rxsa(at, &secy, 1, v->an, secy.sci, key, 1);
        if (!v->send_sci) {
            csr_write(at, INGR, 0x1017, 3u << 24);
        }
    }
}

START_TEST(published_vectors_leave_the_engine)
{
    const struct vector *v = &vector[_i];

    arrange(b, v, true);
    ck_assert_int_eq(send(b, frame, hex(v->plain, frame)), HC_MACSEC_PASS);

    ck_assert_uint_eq(b->len, hex(v->wire, want));
    ck_assert_mem_eq(b->out, want, b->len);
}
END_TEST

START_TEST(published_vectors_come_in)
{
    const struct vector *v = &vector[_i];

    arrange(b, v, false);
    ck_assert_int_eq(receive(b, frame, hex(v->wire, frame)), HC_MACSEC_PASS);

    len = hex(v->plain, want);
    ck_assert_mem_eq(b->out, want, len);
    ck_assert_uint_eq(b->len, len < 60 ? 60 : len);     /* host MAC pads */
    ck_assert_uint_eq(counter(b, INGR, 0x202a), 1);     /* ok */
}
END_TEST

static void arrange_xpn(struct mbench *at, unsigned bank)
{
    uint8_t sci[8], ssci[4], salt[12];
    const struct vector *v = &vector[4];

    arrange(at, v, bank == EGR);
    hex(v->sci, sci);
    hex("7A30C118", ssci);
    hex("E630E81A48DE86A21C66FA6D", salt);
    vendor_xpn_record(at, bank, 1, 0, key, 16, sci, ssci, salt,
                      UINT64_C(0xb0df459c76d457ec), 0);
}

static const char xpn_wire[] =
    "E20106D7CD0DF0761E8DCD3D" "88E54C2A76D457ED"
    "9CA46984430203ED416EBDC2FE2622BA3E5EAB6961C36383009E187E9B0C8856"
    "4653B9ABD216441C6AB6 F0A232E9E44C978CF7CD84D43484D101";

START_TEST(an_xpn_record_counts_in_64_bits)
{
    arrange_xpn(b, EGR);
    ck_assert_int_eq(send(b, frame, hex(vector[4].plain, frame)),
                     HC_MACSEC_PASS);

    ck_assert_uint_eq(b->len, hex(xpn_wire, want));
    ck_assert_mem_eq(b->out, want, b->len);
    ck_assert_uint_eq(csr_read(b, EGR, 0x20 + 10), 0x76d457ed);
    ck_assert_uint_eq(csr_read(b, EGR, 0x20 + 11), 0xb0df459c);
}
END_TEST

START_TEST(an_xpn_frame_comes_in)
{
    arrange_xpn(b, INGR);
    ck_assert_int_eq(receive(b, frame, hex(xpn_wire, frame)),
                     HC_MACSEC_PASS);

    ck_assert_mem_eq(b->out, want, hex(vector[4].plain, want));
    ck_assert_uint_eq(csr_read(b, INGR, 0x20 + 10), 0x76d457ee);
}
END_TEST

/* The only answer known from silicon: record PN 0, PN 1 on the wire. */
static void hardware_answer(const char *k, const char *icv)
{
    secy.key_len = hex(k, key);
    hex("0000000000BB0001", secy.sci);
    secy.send_sci = false;
    drv_add_secy(b, &secy);
    drv_add_txsa(b, &secy, 1, key, 0);
    hex("FFFFFFFFFFF1 FFFFFFFFFFF2 08004500006B00000000FF114E2F"
        "C0A87600C0A876010000013F00570000", frame);
    ck_assert_int_eq(send(b, frame, 12 + 109), HC_MACSEC_PASS);

    hex("FFFFFFFFFFF1 FFFFFFFFFFF2 88E50C0000000001", want);
    ck_assert_uint_eq(b->len, 12 + 8 + 109 + 16);
    ck_assert_mem_eq(b->out, want, 20);
    hex(icv, want);
    ck_assert_mem_eq(b->out + b->len - 16, want, 16);
}

START_TEST(the_vendors_self_test_frame_is_right_with_128_bits)
{
    hardware_answer(K128, "65022C15F3CDCBAF314ACA73C3EC11FA");

    hex("C720C7451D507A2A9DA2930CE879A78A", want);
    ck_assert_mem_eq(b->out + 20, want, 16);
}
END_TEST

START_TEST(the_vendors_self_test_frame_is_right_with_256_bits)
{
    hardware_answer(K256, "127C17C71FEF9A869907CB496987F802");
}
END_TEST

/* --- packet numbers --- */

START_TEST(a_pn_is_incremented_before_it_is_used)
{
    link_up(0);
    protect_one(100);
    ck_assert_uint_eq(wire_pn(frame), 1);
    protect_one(100);
    ck_assert_uint_eq(wire_pn(frame), 2);

    ck_assert_uint_eq(csr_read(b, EGR, 0x20 + 10), 2);
}
END_TEST

START_TEST(rollover_raises_once_and_the_sa_stops)
{
    drv_config_intr(b);
    link_up(0xfffffffd);
    protect_one(60);
    ck_assert_uint_eq(b->pulses[0], 0);
    protect_one(60);
    ck_assert_uint_eq(wire_pn(frame), 0xffffffff);
    ck_assert_uint_eq(b->pulses[0], 1);

    for (unsigned i = 0; i < 5; i++) {
        ck_assert_int_eq(send(b, frame, plain(60)), HC_MACSEC_DROP);
    }
    ck_assert_uint_eq(b->pulses[0], 1);
    ck_assert_uint_eq(csr_read(b, EGR, 0x20 + 10), 0xffffffff);
    ck_assert(drv_interrupt(b, &secy, 1));
    ck_assert_uint_eq(csr_read(b, EGR, 0x1800), 1);     /* MKA's is left */
}
END_TEST

START_TEST(a_second_rollover_is_told_though_linux_never_cleared_the_first)
{
    drv_config_intr(b);
    link_up(0xfffffffe);
    protect_one(60);
    ck_assert(drv_interrupt(b, &secy, 1));
    key[0] ^= 1;
    drv_add_txsa(b, &secy, 2, key, 0xfffffffe);
    protect_one(60);

    ck_assert_uint_eq(b->pulses[0], 2);
}
END_TEST

START_TEST(no_interrupt_without_its_enables)
{
    link_up(0xfffffffe);
    protect_one(60);
    ck_assert_uint_eq(b->pulses[0], 0);
    ck_assert_uint_eq(csr_read(b, EGR, 0x3d04) & 0x20, 0x20);

    csr_write(b, EGR, 0x3d04, 0);
    ck_assert_uint_eq(csr_read(b, EGR, 0x3d04), 0);
}
END_TEST

START_TEST(the_level_knob_holds_the_line_until_acknowledged)
{
    b->m.knobs.irq_level = true;
    drv_config_intr(b);
    link_up(0xfffffffe);
    protect_one(60);
    ck_assert(b->fake.line[0]);
    ck_assert_uint_eq(csr_read(b, EGR, 0x3e04), 1);

    csr_write(b, EGR, 0x3e04, 1);
    ck_assert(!b->fake.line[0]);
}
END_TEST

START_TEST(the_pin_enable_matters_only_where_the_knob_says)
{
    b->m.knobs.irq_needs_pin_enable = true;
    drv_config_intr(b);
    link_up(0xfffffffe);
    protect_one(60);
    ck_assert_uint_eq(b->pulses[0], 0);

    csr_write(b, EGR, 0x3d04, 0x80200000);
    csr_write(b, EGR, 0x20 + 10, 0xfffffffe);
    protect_one(60);
    ck_assert_uint_eq(b->pulses[0], 1);
}
END_TEST

START_TEST(the_threshold_warns_ahead_of_the_end)
{
    drv_config_intr(b);
    csr_write(b, EGR, 0x3d04, 0x00300000);
    csr_write(b, EGR, 0x3d08, 3);
    link_up(0);
    protect_one(60);
    protect_one(60);
    ck_assert_uint_eq(b->pulses[0], 0);
    protect_one(60);
    protect_one(60);

    ck_assert_uint_eq(b->pulses[0], 1);
    ck_assert_uint_eq(csr_read(b, EGR, 0x3d04) & 0xffff, 0x10);
    ck_assert_uint_eq(fake_count(&b->fake, HC_EVENT_MACSEC_THRESHOLD), 1);
}
END_TEST

START_TEST(an_xpn_sa_goes_on_where_the_low_half_wraps)
{
    uint8_t ssci[4] = { 0, 0, 0, 1 }, salt[12] = { 9 };

    link_up(0);
    vendor_xpn_record(b, EGR, 1, 0, key, 16, secy.sci, ssci, salt,
                      0xffffffff, 0);
    vendor_xpn_record(&peer, INGR, 1, 0, key, 16, secy.sci, ssci, salt,
                      0xffffffff, 4);
    protect_one(60);

    ck_assert_uint_eq(wire_pn(frame), 0);
    ck_assert_uint_eq(csr_read(b, EGR, 0x20 + 11), 1);
    ck_assert_int_eq(receive(&peer, frame, len), HC_MACSEC_PASS);
    ck_assert_uint_eq(csr_read(&peer, INGR, 0x20 + 11), 1);
}
END_TEST

START_TEST(the_next_pn_is_only_ever_raised)
{
    link_up(0);
    csr_write(&peer, INGR, 0x3d22, 1);
    csr_write(&peer, INGR, 0x3d20, 500);
    csr_write(&peer, INGR, 0x3d23, 1);
    ck_assert_uint_eq(csr_read(&peer, INGR, 0x20 + 10), 500);
    ck_assert_uint_eq(csr_read(&peer, INGR, 0x3d23), 2);

    csr_write(&peer, INGR, 0x3d20, 400);
    csr_write(&peer, INGR, 0x3d23, 1);
    ck_assert_uint_eq(csr_read(&peer, INGR, 0x20 + 10), 500);
    ck_assert_uint_eq(csr_read(&peer, INGR, 0x3d23), 0);
}
END_TEST

START_TEST(an_exhausted_sa_gives_way_only_where_the_knob_says)
{
    link_up(0xfffffffe);
    key[0] ^= 1;
    secy.encoding_sa = 1;
    drv_add_txsa(b, &secy, 2, key, 1);
    protect_one(60);
    ck_assert_int_eq(send(b, frame, plain(60)), HC_MACSEC_DROP);

    b->m.knobs.auto_next_sa = true;
    protect_one(60);
    ck_assert_uint_eq(wire_pn(frame), 1);           /* its PN was reset */
    ck_assert_uint_eq(frame[14] & 3, 1);            /* its AN */
    ck_assert_uint_eq(csr_read(b, EGR, 0x1800), 5);
    protect_one(60);
    ck_assert_uint_eq(wire_pn(frame), 2);
}
END_TEST

START_TEST(the_next_sa_does_not_reuse_numbers_of_its_key)
{
    b->m.knobs.auto_next_sa = true;
    link_up(0xfffffffe);
    drv_add_txsa(b, &secy, 2, key, 77);
    protect_one(60);
    protect_one(60);

    ck_assert_uint_eq(wire_pn(frame), 78);
}
END_TEST

START_TEST(the_last_sa_stays_rather_than_open_the_way_to_clear_text)
{
    b->m.knobs.auto_next_sa = true;
    secy.validate = 0;              /* NM_FLOW lets everything pass */
    link_up(0xffffffff);

    for (unsigned i = 0; i < 3; i++) {
        ck_assert_int_eq(send(b, frame, plain(60)), HC_MACSEC_DROP);
    }
}
END_TEST

/* --- what comes in --- */

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

/* --- MKA, matching --- */

START_TEST(mka_passes_while_the_default_drops)
{
    drv_add_secy(b, &secy);
    len = hex("0180C2000003 020000000002 888E 0301", frame);
    memset(frame + len, 0, 64 - len);

    ck_assert_int_eq(send(b, frame, 64), HC_MACSEC_PASS);
    ck_assert_mem_eq(b->out, frame, 64);
    ck_assert_int_eq(receive(b, frame, 64), HC_MACSEC_PASS);
    ck_assert_int_eq(send(b, frame, plain(60)), HC_MACSEC_DROP);
    ck_assert_int_eq(receive(b, frame, plain(60)), HC_MACSEC_DROP);
}
END_TEST

START_TEST(mka_passes_unprotected_beside_an_sa)
{
    link_up(0);
    len = hex("0180C2000003 020000000002 888E 0301", frame);

    ck_assert_int_eq(send(b, frame, 60), HC_MACSEC_PASS);
    ck_assert_mem_eq(b->out, frame, 60);
}
END_TEST

START_TEST(the_lowest_of_equal_entries_wins)
{
    link_up(10);
    drv_add_txsa(b, &secy, 2, key, 20);
    protect_one(60);
    ck_assert_uint_eq(wire_pn(frame), 11);

    csr_write(b, EGR, 0x1024, 9u << 16 | 1u << 8);  /* higher priority */
    protect_one(60);
    ck_assert_uint_eq(wire_pn(frame), 21);
}
END_TEST

/* Offsets in an entry: value word, value, mask; and a frame that agrees. */
static const struct {
    const char *what;
    unsigned at;
    uint32_t value, misc, mask;
    const char *frame;
} match[] = {
    { "SA", 0, 0x33221102, 0, 0x3c, "020000000001 021122330000 0800" },
    { "SA tail", 1, 0x5544, 0, 0x03, "020000000001 021122334455 0800" },
    { "DA", 2, 0x33221102, 0, 0x3c << 6, "021122330000 020000000002 0800" },
    { "ethertype", 1, 0xdd860000, 0, 1u << 12,
      "020000000001 020000000002 86DD" },
    { "ethertype behind a tag", 1, 0xdd860000, 0, 1u << 12,
      "020000000001 020000000002 81000005 86DD" },
    { "VLAN", 3, 0x01230000, 1, 1u << 18 | 1u << 13,
      "020000000001 020000000002 81002123 0800" },
    { "Q tag", 4, 0, 1u << 3, 1u << 16,
      "020000000001 020000000002 81000001 0800" },
    { "S tag", 4, 0, 1u << 2, 1u << 15,
      "020000000001 020000000002 88A80001 0800" },
    { "QinQ", 4, 0, 1u << 1, 1u << 14,
      "020000000001 020000000002 88A80001 81000002 0800" },
    { "inner VLAN", 8, 0x0456, 1u << 1, 1u << 22 | 1u << 14,
      "020000000001 020000000002 88A80001 81000456 0800" },
    { "source port", 4, 0, 2u << 12, 1u << 19,
      "020000000001 020000000002 0800" },
    { "MACsec tag", 4, 0, 1u << 9 | 3u << 24 | 8u << 26, 0xffu << 24,
      "020000000001 020000000002 88E52300000000010102030405060708" },
};

/* An entry that passes, over a default that drops. */
START_TEST(each_field_of_a_match_entry_is_compared)
{
    uint32_t at = 0x1050 + match[_i].at;
    uint8_t other[64];

    drv_default_action(b, EGR, true);
    csr_write(b, EGR, 0x801, 2u << 2);      /* the controlled port sends */
    if (match[_i].at != 4) {
        csr_write(b, EGR, at, match[_i].value);
    }
    csr_write(b, EGR, 0x1054, match[_i].misc | 0x700);
    csr_write(b, EGR, 0x1057, match[_i].mask);
    csr_write(b, EGR, 0x1808, 1u << 5);
    hex(match[_i].frame, frame);
    hex("0A0A0A0A0A0A 0B0B0B0B0B0B 0806", other);
    memset(other + 14, 0, 50);

    ck_assert_msg(send(b, frame, 64) == HC_MACSEC_PASS, "%s",
                  match[_i].what);
    csr_write(b, EGR, 0x801, 0);
    ck_assert_msg(send(b, other, 64) == HC_MACSEC_DROP, "not %s",
                  match[_i].what);
}
END_TEST

START_TEST(user_priority_is_matched_through_its_map)
{
    drv_default_action(b, EGR, true);
    csr_write(b, EGR, 0x1e40, 0xf0000000 | 6u << 9);    /* 3 becomes 6 */
    csr_write(b, EGR, 0x1054, 6u << 4 | 1u << 8);
    csr_write(b, EGR, 0x1057, 1u << 17);
    csr_write(b, EGR, 0x1808, 1u << 5);
    hex("020000000001 020000000002 81006001 0800", frame);
    ck_assert_int_eq(send(b, frame, 64), HC_MACSEC_PASS);

    frame[14] = 0x80;
    ck_assert_int_eq(send(b, frame, 64), HC_MACSEC_DROP);
}
END_TEST

START_TEST(entries_are_set_cleared_and_toggled)
{
    csr_write(b, INGR, 0x1800, 0x0f);
    csr_write(b, INGR, 0x1808, 0x30);
    csr_write(b, INGR, 0x180c, 0x01);
    csr_write(b, INGR, 0x1804, 0x102);

    ck_assert_uint_eq(csr_read(b, INGR, 0x1800), 0x13c);
    ck_assert_uint_eq(csr_read(b, INGR, 0x1808), 0);
}
END_TEST

START_TEST(control_packets_have_a_default_of_their_own)
{
    drv_default_action(b, EGR, true);
    csr_write(b, EGR, 0x1e52, 0);                       /* control passes */
    ck_assert_int_eq(send(b, frame, plain(60)), HC_MACSEC_DROP);

    csr_write(b, EGR, 0x1e14, 0x00080000);              /* 0800 */
    csr_write(b, EGR, 0x1e3f, 1u << 21);
    ck_assert_int_eq(send(b, frame, plain(60)), HC_MACSEC_PASS);
    ck_assert_uint_eq(counter(b, EGR, 0x3102), 1);
}
END_TEST

START_TEST(bridge_group_addresses_are_a_control_rule)
{
    drv_default_action(b, EGR, true);
    csr_write(b, EGR, 0x1e52, 0);
    csr_write(b, EGR, 0x1e3f, 1u << 19);                /* 01-80-C2-00-00-0x */
    hex("0180C200000E 020000000002 88CC", frame);
    ck_assert_int_eq(send(b, frame, 60), HC_MACSEC_PASS);

    frame[5] = 0x1e;
    ck_assert_int_eq(send(b, frame, 60), HC_MACSEC_DROP);
}
END_TEST

START_TEST(a_control_range_is_inclusive)
{
    drv_default_action(b, EGR, true);
    csr_write(b, EGR, 0x1e52, 0);
    csr_write(b, EGR, 0x1e20, 0x00000002);
    csr_write(b, EGR, 0x1e21, 0x1000);                  /* ..:00:10 */
    csr_write(b, EGR, 0x1e22, 0x00000002);
    csr_write(b, EGR, 0x1e23, 0x2000);                  /* ..:00:20 */
    csr_write(b, EGR, 0x1e3f, 1u << 18);
    plain(60);

    for (unsigned last = 0x0f; last <= 0x21; last++) {
        frame[5] = (uint8_t)last;
        ck_assert_int_eq(send(b, frame, 60), last >= 0x10 && last <= 0x20
                                                 ? HC_MACSEC_PASS
                                                 : HC_MACSEC_DROP);
    }
}
END_TEST

/* --- shapes of protection --- */

START_TEST(vlan_tags_stay_in_the_clear_where_the_flow_says)
{
    link_up(0);
    csr_write(b, EGR, 0x1c01, csr_read(b, EGR, 0x1c01) | 1u << 21);
    csr_write(&peer, INGR, 0x1e60, 1u << 21);
    hex("020000000001 020000000002 81000123 0800", frame);
    memset(frame + 18, 0x5a, 60);
    ck_assert_int_eq(send(b, frame, 78), HC_MACSEC_PASS);

    hex("81000123 88E5", want);
    ck_assert_mem_eq(b->out + 12, want, 6);
    ck_assert_uint_eq(b->len, 78 + 32);
    b->out[15] ^= 1;                                    /* nobody minds */
    ck_assert_int_eq(receive(&peer, b->out, b->len), HC_MACSEC_PASS);
    frame[15] ^= 1;
    ck_assert_uint_eq(peer.len, 78);
    ck_assert_mem_eq(peer.out, frame, 78);
}
END_TEST

START_TEST(payload_is_not_taken_for_a_tag)
{
    link_up(0);
    csr_write(b, EGR, 0x1c01, csr_read(b, EGR, 0x1c01) | 2u << 21);
    protect_one(60);

    ck_assert_uint_eq(frame[12] << 8 | frame[13], 0x88e5);
    ck_assert_int_eq(receive(&peer, frame, len), HC_MACSEC_PASS);
}
END_TEST

START_TEST(octets_before_the_confidentiality_offset_are_readable)
{
    link_up(0);
    csr_write(b, EGR, 0x1c01, csr_read(b, EGR, 0x1c01) | 30u << 24);
    csr_write(&peer, INGR, 0x1c01,
              csr_read(&peer, INGR, 0x1c01) | 30u << 24);
    plain(100);
    memcpy(want, frame, 112);
    ck_assert_int_eq(send(b, frame, 112), HC_MACSEC_PASS);

    ck_assert_mem_eq(b->out + 28, want + 12, 30);
    ck_assert_mem_ne(b->out + 58, want + 42, 16);
    ck_assert_int_eq(receive(&peer, b->out, b->len), HC_MACSEC_PASS);
    ck_assert_mem_eq(peer.out, want, 112);
    b->out[30] ^= 1;                                    /* authenticated */
    ck_assert_int_eq(receive(&peer, b->out, b->len), HC_MACSEC_DROP);
}
END_TEST

START_TEST(tci_bits_follow_the_flow)
{
    link_up(0);
    csr_write(b, EGR, 0x1c01,
              (csr_read(b, EGR, 0x1c01) & ~(1u << 18)) | 1u << 20);
    protect_one(60);
    ck_assert_uint_eq(frame[14], 0x1c);                 /* SCB, E, C */
    ck_assert_uint_eq(len, 72 + 24);

    csr_write(b, EGR, 0x1c01, csr_read(b, EGR, 0x1c01) ^ 3u << 19);
    protect_one(60);
    ck_assert_uint_eq(frame[14], 0x4c);                 /* ES, E, C */
}
END_TEST

START_TEST(an_outer_header_is_carried_along)
{
    link_up(0);
    csr_write(b, EGR, 0x1e60, 1u << 22 | 9u << 17 | 0x4788);
    csr_write(&peer, INGR, 0x1e60, 1u << 22 | 9u << 17 | 0x4788);
    len = hex("0A0000000001 0A0000000002 8847 00011140"
              "020000000001 020000000002 0800", frame);
    memset(frame + len, 0x5a, 60);
    ck_assert_int_eq(send(b, frame, len + 60), HC_MACSEC_PASS);

    ck_assert_mem_eq(b->out, frame, 18 + 12);
    ck_assert_uint_eq(b->out[30] << 8 | b->out[31], 0x88e5);
    ck_assert_int_eq(receive(&peer, b->out, b->len), HC_MACSEC_PASS);
    ck_assert_uint_eq(peer.len, len + 60);
    ck_assert_mem_eq(peer.out, frame, len + 60);
}
END_TEST

START_TEST(without_protect_an_egress_flow_forwards)
{
    secy.protect = false;
    link_up(0);

    ck_assert_int_eq(send(b, frame, plain(60)), HC_MACSEC_PASS);
    ck_assert_mem_eq(b->out, frame, 72);
    ck_assert_uint_eq(counter(b, EGR, 0x3106), 1);      /* untagged */
    ck_assert_uint_eq(csr_read(b, EGR, 0x20 + 10), 0);
}
END_TEST

START_TEST(a_key_changed_in_flight_takes_effect_with_the_next_frame)
{
    uint8_t first[128];

    link_up(0);
    protect_one(60);
    memcpy(first, frame, len);
    key[5] ^= 0x40;
    drv_add_txsa(b, &secy, 1, key, 0);
    protect_one(60);
    ck_assert_mem_ne(frame + 28, first + 28, 60);

    drv_add_rxsa(&peer, &secy, 1, 0, secy.sci, key, 1);
    ck_assert_int_eq(receive(&peer, first, len), HC_MACSEC_DROP);
    ck_assert_int_eq(receive(&peer, frame, len), HC_MACSEC_PASS);
}
END_TEST

START_TEST(a_wrong_hash_key_is_found_out)
{
    link_up(0);
    csr_write(b, EGR, 0x20 + 7, 0x12345678);
    ck_assert_int_eq(send(b, frame, plain(60)), HC_MACSEC_DROP);
    ck_assert_uint_eq(fake_count(&b->fake, HC_EVENT_MISUSE_REG), 1);
    ck_assert_uint_eq(counter(b, EGR, 0x3100), 1);

    b->m.knobs.wrong_h_sends_bad_icv = true;
    protect_one(60);
    ck_assert_int_eq(receive(&peer, frame, len), HC_MACSEC_DROP);
}
END_TEST

/* Words of the control word that make no sense, and a flow likewise. */
START_TEST(nonsense_is_never_carried_out)
{
    static const uint32_t control[] = {
        0, 0xffffffff, 0xd24be06f, 0x9243e066, 0x924de066, 0x924ae066,
        0xb24be066, 0x924b6066, 0x924bc066, 0x922be066, 0x920be066,
    };

    link_up(0);
    for (unsigned i = 0; i < sizeof(control) / sizeof(control[0]); i++) {
        csr_write(b, EGR, 0x20, control[i]);
        ck_assert_int_eq(send(b, frame, plain(60)), HC_MACSEC_DROP);
    }
    csr_write(b, EGR, 0x20, 0x924be066);
    protect_one(60);
}
END_TEST

START_TEST(reserved_flow_values_protect_nothing_and_send_nothing)
{
    static const uint32_t set[] = { 65u << 24, 3u << 21, 1u << 5 };
    uint32_t flow;

    link_up(0);
    flow = csr_read(b, EGR, 0x1c01);
    for (unsigned i = 0; i < 3; i++) {
        csr_write(b, EGR, 0x1c01, flow | set[i]);
        ck_assert_int_eq(send(b, frame, plain(60)), HC_MACSEC_DROP);
    }
    csr_write(b, EGR, 0x1c01, (flow & ~3u) | 2);        /* "ingress" */
    ck_assert_int_eq(send(b, frame, plain(60)), HC_MACSEC_DROP);
}
END_TEST

START_TEST(a_record_larger_than_what_is_fetched_is_no_record)
{
    secy.key_len = hex(K256, key);
    link_up(0);
    csr_write(b, EGR, 0x1e5f, 0x03000028);              /* 48 octets */

    ck_assert_int_eq(send(b, frame, plain(60)), HC_MACSEC_DROP);
}
END_TEST

/* --- the engine as a whole --- */

START_TEST(out_of_reset_frames_go_past_the_engine)
{
    mbench_init(b);

    ck_assert_int_eq(send(b, frame, plain(60)), HC_MACSEC_PASS);
    ck_assert_uint_eq(b->len, 72);
    ck_assert_mem_eq(b->out, frame, 72);
    ck_assert_int_eq(receive(b, frame, 72), HC_MACSEC_PASS);
}
END_TEST

START_TEST(bypass_wins_over_enable)
{
    link_up(0);
    csr_write(b, EGR, 0x800, 0x1701);

    ck_assert_int_eq(send(b, frame, plain(60)), HC_MACSEC_PASS);
    ck_assert_mem_eq(b->out, frame, 72);
}
END_TEST

START_TEST(held_in_reset_nothing_passes)
{
    link_up(0);
    csr_write(b, EGR, 0x800, 0x1603);
    ck_assert_int_eq(send(b, frame, plain(60)), HC_MACSEC_DROP);

    csr_write(b, EGR, 0x800, 0x1600);                   /* no clock */
    ck_assert_int_eq(send(b, frame, plain(60)), HC_MACSEC_DROP);
    ck_assert_uint_eq(csr_read(b, EGR, 0x1800), 0);     /* it was reset */
}
END_TEST

START_TEST(static_bypass_leaks_only_where_the_knob_says)
{
    link_up(0);
    csr_write(b, EGR, 0x1e5f, 0x02000128);
    ck_assert_int_eq(send(b, frame, plain(60)), HC_MACSEC_DROP);

    b->m.knobs.static_bypass_leaks = true;
    ck_assert_int_eq(send(b, frame, plain(60)), HC_MACSEC_PASS);
    ck_assert_mem_eq(b->out, frame, 72);
}
END_TEST

START_TEST(frames_over_the_mtu_are_counted_and_dropped)
{
    link_up(0);
    csr_write(b, EGR, 0x3c48, 0x8000 | 103);            /* 72 + 32 = 104 */
    ck_assert_int_eq(send(b, frame, plain(60)), HC_MACSEC_DROP);
    ck_assert_uint_eq(counter(b, EGR, 0x2026), 1);      /* too long */
    ck_assert_uint_eq(counter(b, EGR, 0x3108), 1);      /* oversize */

    csr_write(b, EGR, 0x3c48, 103);                     /* count only */
    ck_assert_int_eq(send(b, frame, plain(60)), HC_MACSEC_PASS);
    ck_assert_uint_eq(counter(b, EGR, 0x3108), 1);
}
END_TEST

START_TEST(the_consistency_check_has_the_last_word)
{
    link_up(0);
    csr_write(&peer, INGR, 0x3804, 0x00080000);         /* 0800 */
    csr_write(&peer, INGR, 0x3805, 1u << 9 | 1u << 4 | 1);
    csr_write(&peer, INGR, 0x3a00, 1u << 1);
    protect_one(60);
    ck_assert_int_eq(receive(&peer, frame, len), HC_MACSEC_DROP);
    ck_assert_uint_eq(counter(&peer, INGR, 0x3112), 1);

    csr_write(&peer, INGR, 0x3805, 1u << 15 | 1u << 9 | 1u << 4 | 1);
    ck_assert_int_eq(receive(&peer, frame, len), HC_MACSEC_PASS);
    ck_assert_uint_eq(counter(&peer, INGR, 0x3116), 1);
}
END_TEST

START_TEST(latency_is_what_misc_control_fixes)
{
    uint64_t out = hc_macsec_latency_ns(&b->m, EGR);

    ck_assert_uint_eq(out, (37 + 40) * 8);
    b->m.knobs.extra_latency_ns = 1000;
    ck_assert_uint_eq(hc_macsec_latency_ns(&b->m, EGR), out + 1000);
    csr_write(b, EGR, 0x800, 0x100);
    ck_assert_uint_eq(hc_macsec_latency_ns(&b->m, EGR), 0);
}
END_TEST

/* --- statistics --- */

START_TEST(an_egress_sa_counts_what_it_protects)
{
    link_up(0);
    protect_one(60);
    len = plain(60);
    frame[0] = 0xff;
    send(b, frame, len);

    ck_assert_uint_eq(counter(b, EGR, 0x2020), 120);    /* octets */
    ck_assert_uint_eq(counter(b, EGR, 0x2024), 2);      /* packets */
    ck_assert_uint_eq(counter(b, EGR, 0x2028), 1);      /* unicast */
    ck_assert_uint_eq(counter(b, EGR, 0x202a), 1);      /* multicast */
    ck_assert_uint_eq(counter(b, EGR, 0x3110), 2 * 104);
}
END_TEST

START_TEST(counters_clear_when_read_as_linux_has_it)
{
    link_up(0);
    protect_one(60);

    ck_assert_uint_eq(csr_read(b, EGR, 0x2024), 1);
    ck_assert_uint_eq(csr_read(b, EGR, 0x2024), 0);
    csr_write(b, EGR, 0x3204, 0);                       /* stay */
    protect_one(60);
    ck_assert_uint_eq(csr_read(b, EGR, 0x2024), 1);
    ck_assert_uint_eq(csr_read(b, EGR, 0x2024), 1);
    csr_write(b, EGR, 0x3204, 1);                       /* reset all */
    ck_assert_uint_eq(csr_read(b, EGR, 0x2024), 0);
}
END_TEST

/* DEBUG_ACCESS opens the counters for writing. */
static void fill_packets(uint32_t control)
{
    csr_write(b, EGR, 0x3204, 2);
    csr_write(b, EGR, 0x2024, 0xffffffff);
    csr_write(b, EGR, 0x2025, 0xff);
    csr_write(b, EGR, 0x3204, control);
}

START_TEST(a_full_counter_stays_full_or_goes_around)
{
    link_up(0);
    fill_packets(4);
    protect_one(60);
    ck_assert_uint_eq(counter(b, EGR, 0x2024), UINT64_C(0xffffffffff));

    fill_packets(0);
    protect_one(60);
    ck_assert_uint_eq(counter(b, EGR, 0x2024), 0);
}
END_TEST

START_TEST(an_octet_counter_carries_into_its_second_half)
{
    link_up(0);
    csr_write(b, EGR, 0x3204, 2);
    csr_write(b, EGR, 0x2020, 0xffffffff);
    csr_write(b, EGR, 0x2021, 0xff);
    csr_write(b, EGR, 0x3204, 0);
    protect_one(60);

    ck_assert_uint_eq(counter(b, EGR, 0x2020), 59);
    ck_assert_uint_eq(counter(b, EGR, 0x2022), 1);
}
END_TEST

START_TEST(tagged_frames_count_for_their_priority)
{
    csr_write(b, EGR, 0x1e40, 0xf0fac688);              /* 1 to 1 */
    hex("020000000001 020000000002 8100A001 0800", frame);
    ck_assert_int_eq(send(b, frame, 64), HC_MACSEC_PASS);

    ck_assert_uint_eq(counter(b, EGR, 0x3000 + 5 * 32 + 4), 1);
    ck_assert_uint_eq(counter(b, EGR, 0x3000 + 5 * 32), 64);
}
END_TEST

START_TEST(the_macs_count_both_ways)
{
    link_up(0);
    protect_one(60);                                    /* 72, then 104 */

    ck_assert_uint_eq(csr_read(b, HOST_MAC, 0x1c), 1);  /* rx unicast */
    ck_assert_uint_eq(csr_read(b, HOST_MAC, 0x27), 1);  /* 65 to 127 */
    ck_assert_uint_eq(csr_read(b, HOST_MAC, 0x3b), 76); /* with FCS */
    ck_assert_uint_eq(csr_read(b, LINE_MAC, 0x2f), 1);  /* tx unicast */
    ck_assert_uint_eq(csr_read(b, LINE_MAC, 0x3f), 108);
    csr_write(b, LINE_MAC, 0x2f, 0);                    /* as Linux clears */
    ck_assert_uint_eq(csr_read(b, LINE_MAC, 0x2f), 0);
}
END_TEST

START_TEST(the_line_mac_keeps_pause_frames)
{
    hex("0180C2000001 020000000002 8808 0001 FFFF", frame);
    ck_assert_int_eq(receive(b, frame, 60), HC_MACSEC_DROP);
    ck_assert_uint_eq(csr_read(b, LINE_MAC, 0x1a), 1);

    ck_assert_int_eq(send(b, frame, 60), HC_MACSEC_PASS);
    ck_assert_uint_eq(csr_read(b, HOST_MAC, 0x1a), 0);
}
END_TEST

/* --- registers --- */

START_TEST(every_table_is_well_formed)
{
    static const unsigned slots[] = { HC_MACSEC_BANK_REGS,
        HC_MACSEC_SAM_WORDS, HC_MACSEC_CC_WORDS, HC_MACSEC_MAC_REGS,
        HC_MACSEC_FC_REGS };
    unsigned n = 0;

    while (hc_macsec_map(n)) {
        walk_table(hc_macsec_map(n), 32, slots[n]);
        n++;
    }
    ck_assert_uint_eq(n, 5);
}
END_TEST

START_TEST(linux_init_reads_back)
{
    static const struct { unsigned bank; uint32_t at, value; } row[] = {
        { EGR, 0x800, 0x1601 }, { INGR, 0x800, 0x1601 },
        { EGR, 0x804, 0x64411 }, { EGR, 0x1e40, 0xe0000000 },
        { INGR, 0x1e51, 0x8c8c8c8c }, { EGR, 0x1e52, 0x80808080 },
        { INGR, 0x1e5f, 0x01000039 }, { EGR, 0x1e5f, 0x02000028 },
        { EGR, 0x3204, 8 }, { INGR, 0x3a10, 0xc000 },
        { INGR, 0x3a14, 0xe0000000 }, { EGR, 0x3c48, 0xfff9 },
        { EGR, 0x3c47, 0xfff9 }, { EGR, 0x3c4b, 1 },
        { INGR, 0x3d02, 0xe5880214 }, { EGR, 0x3d0c, 3 },
        { EGR, 0x1e50, 0xe588007f }, { HOST_MAC, 0x00, 0x110011 },
        { HOST_MAC, 0x02, 10240 }, { HOST_MAC, 0x0a, 0x02011111 },
        { LINE_MAC, 0x0b, 0xffff0002 }, { LINE_MAC, 0x0c, 0xffff },
        { LINE_MAC, 0x0d, 0x10111 }, { FC, 0x07, 0x00050004 },
        { FC, 0x01, 0x01011000 }, { FC, 0x02, 0x00090008 },
        { FC, 0x04, 0x13ff0000 }, { FC, 0x00, 0x11 },
    };

    for (unsigned i = 0; i < sizeof(row) / sizeof(row[0]); i++) {
        ck_assert_msg(csr_read(b, row[i].bank, row[i].at) == row[i].value,
                      "%x:%04x is %08x", row[i].bank, row[i].at,
                      csr_read(b, row[i].bank, row[i].at));
    }
    ck_assert_uint_eq(b->fake.n_events, 0);
}
END_TEST

START_TEST(what_linux_writes_is_all_there)
{
    drv_config_intr(b);
    secy.key_len = 32;
    link_up(0);
    drv_add_rxsa(b, &secy, 2, 3, secy.sci, key, 1);

    ck_assert_uint_eq(csr_read(b, EGR, 0x20), 0x924fe066);
    ck_assert_uint_eq(csr_read(b, INGR, 0x40), 0xd24fe06f);
    ck_assert_uint_eq(csr_read(b, INGR, 0x41), 18);
    ck_assert_uint_eq(csr_read(b, EGR, 0x3e02), 0xf);
    ck_assert_uint_eq(b->fake.n_events, 0);
}
END_TEST

START_TEST(addresses_where_nothing_is_say_so)
{
    static const struct { unsigned bank; uint32_t at; } row[] = {
        { EGR, 0x18 }, { EGR, 0x200 }, { EGR, 0x806 }, { EGR, 0x1005 },
        { EGR, 0x100d }, { EGR, 0x3800 }, { EGR, 0x3a10 }, { INGR, 0x3803 },
        { EGR, 0x200e }, { INGR, 0x3124 }, { EGR, 0x3fff }, { EGR, 0x4000 },
        { EGR, 0xffffffff }, { FC, 0x14 }, { HOST_MAC, 0x43 },
        { 0x07, 0x11 }, { 0x0e, 0 }, { 0xffffffff, 0 },
    };
    unsigned n = sizeof(row) / sizeof(row[0]);
    uint32_t value = 1;

    for (unsigned i = 0; i < n; i++) {
        ck_assert_int_eq(hc_macsec_csr_read(&b->m, row[i].bank, row[i].at,
                                            &value), HC_NO_REG);
        ck_assert_uint_eq(value, 0);
        ck_assert_int_eq(hc_macsec_csr_write(&b->m, row[i].bank, row[i].at,
                                             ~0u), HC_NO_REG);
    }
    ck_assert_uint_eq(fake_count(&b->fake, HC_EVENT_UNMODELLED_REG), 2 * n);
}
END_TEST

START_TEST(a_restored_engine_goes_on_where_it_was)
{
    const size_t from = offsetof(struct hc_macsec, bank);

    link_up(41);
    protect_one(60);
    plain(60);
    /* A context that knows another key must not be believed. */
    key[1] ^= 1;
    drv_add_secy(&peer, &secy);
    drv_add_txsa(&peer, &secy, 1, key, 0);
    send(&peer, frame, 72);
    memcpy((char *)&peer.m + from, (char *)&b->m + from,
           sizeof(b->m) - from);

    ck_assert_int_eq(send(b, frame, 72), HC_MACSEC_PASS);
    ck_assert_int_eq(send(&peer, frame, 72), HC_MACSEC_PASS);
    ck_assert_uint_eq(wire_pn(peer.out), 43);
    ck_assert_mem_eq(peer.out, b->out, b->len);
    ck_assert_mem_eq((char *)&peer.m + from, (char *)&b->m + from,
                     sizeof(b->m) - from);
}
END_TEST

START_TEST(reset_forgets_everything)
{
    link_up(41);
    hc_macsec_reset(&b->m);

    ck_assert_uint_eq(csr_read(b, EGR, 0x22), 0);
    ck_assert_uint_eq(csr_read(b, EGR, 0x1800), 0);
    ck_assert_uint_eq(csr_read(b, EGR, 0x3204), 0);
    ck_assert_uint_eq(csr_read(b, HOST_MAC, 0x00), 0);
    ck_assert_int_eq(send(b, frame, plain(60)), HC_MACSEC_PASS);
    ck_assert_mem_eq(b->out, frame, 72);
}
END_TEST

#define N(row) ((int)(sizeof(row) / sizeof((row)[0])))

int main(void)
{
    const TTest *test[] = {
        an_xpn_record_counts_in_64_bits, an_xpn_frame_comes_in,
        the_vendors_self_test_frame_is_right_with_128_bits,
        the_vendors_self_test_frame_is_right_with_256_bits,
        a_pn_is_incremented_before_it_is_used,
        rollover_raises_once_and_the_sa_stops,
        a_second_rollover_is_told_though_linux_never_cleared_the_first,
        no_interrupt_without_its_enables,
        the_level_knob_holds_the_line_until_acknowledged,
        the_pin_enable_matters_only_where_the_knob_says,
        the_threshold_warns_ahead_of_the_end,
        an_xpn_sa_goes_on_where_the_low_half_wraps,
        the_next_pn_is_only_ever_raised,
        an_exhausted_sa_gives_way_only_where_the_knob_says,
        the_next_sa_does_not_reuse_numbers_of_its_key,
        the_last_sa_stays_rather_than_open_the_way_to_clear_text,
        window_0_takes_each_number_once,
        window_1_takes_the_last_number_again,
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
        a_short_frame_loses_its_padding, mka_passes_while_the_default_drops,
        mka_passes_unprotected_beside_an_sa,
        the_lowest_of_equal_entries_wins,
        user_priority_is_matched_through_its_map,
        entries_are_set_cleared_and_toggled,
        control_packets_have_a_default_of_their_own,
        bridge_group_addresses_are_a_control_rule,
        a_control_range_is_inclusive,
        vlan_tags_stay_in_the_clear_where_the_flow_says,
        payload_is_not_taken_for_a_tag,
        octets_before_the_confidentiality_offset_are_readable,
        tci_bits_follow_the_flow, an_outer_header_is_carried_along,
        without_protect_an_egress_flow_forwards,
        a_key_changed_in_flight_takes_effect_with_the_next_frame,
        a_wrong_hash_key_is_found_out, nonsense_is_never_carried_out,
        reserved_flow_values_protect_nothing_and_send_nothing,
        a_record_larger_than_what_is_fetched_is_no_record,
        out_of_reset_frames_go_past_the_engine, bypass_wins_over_enable,
        held_in_reset_nothing_passes,
        static_bypass_leaks_only_where_the_knob_says,
        frames_over_the_mtu_are_counted_and_dropped,
        the_consistency_check_has_the_last_word,
        latency_is_what_misc_control_fixes,
        an_egress_sa_counts_what_it_protects,
        counters_clear_when_read_as_linux_has_it,
        a_full_counter_stays_full_or_goes_around,
        an_octet_counter_carries_into_its_second_half,
        tagged_frames_count_for_their_priority,
        the_macs_count_both_ways, the_line_mac_keeps_pause_frames,
        every_table_is_well_formed, linux_init_reads_back,
        what_linux_writes_is_all_there, addresses_where_nothing_is_say_so,
        a_restored_engine_goes_on_where_it_was, reset_forgets_everything,
    };
    Suite *suite = suite_create("macsec");
    TCase *tcase = tcase_create("macsec");
    SRunner *runner;
    int failed;

    tcase_add_checked_fixture(tcase, setup, NULL);
    tcase_add_loop_test(tcase, published_vectors_leave_the_engine, 0,
                        N(vector));
    tcase_add_loop_test(tcase, published_vectors_come_in, 0, N(vector));
    tcase_add_loop_test(tcase, each_field_of_a_match_entry_is_compared, 0,
                        N(match));
    for (int i = 0; i < N(test); i++) {
        tcase_add_test(tcase, test[i]);
    }
    suite_add_tcase(suite, tcase);
    runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
