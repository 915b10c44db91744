/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The MACsec engine of a VSC8584, as Linux programs it: what leaves, and
 * with which numbers. Vectors: IEEE 802.1AE annex C, the vendor's self-test
 * frame, and DPDK's MACsec vectors. */
#include <check.h>
#include <string.h>

#include "macsec-pair.h"
#include "run.h"

#define MACS "D609B1F056637A0D46DF998D"
#define RISING "0F101112131415161718191A1B1C1D1E1F20212223242526" \
               "2728292A2B2C2D2E2F3031323334"
#define P48 "0800" RISING "35363738393A0002"
#define P42 "0800" RISING "0001"

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

/* SA 2 has sent PN 51 before its turn comes. */
static void second_sa_was_used(void)
{
    b->m.knobs.auto_next_sa = true;
    link_up(0xfffffffe);
    key[0] ^= 1;
    drv_add_txsa(b, &secy, 2, key, 50);
    csr_write(b, EGR, 0x1024, 9u << 16 | 1u << 8);
    protect_one(60);
    ck_assert_uint_eq(wire_pn(frame), 51);
    csr_write(b, EGR, 0x1024, 8u << 16 | 1u << 8);
    protect_one(60);
    ck_assert_uint_eq(wire_pn(frame), 0xffffffff);
}

START_TEST(a_next_sa_that_was_used_keeps_its_pn)
{
    second_sa_was_used();
    protect_one(60);

    ck_assert_uint_eq(wire_pn(frame), 52);
}
END_TEST

START_TEST(a_next_sa_with_a_fresh_key_starts_at_1)
{
    second_sa_was_used();
    key[0] ^= 2;
    drv_add_txsa(b, &secy, 2, key, 50);
    protect_one(60);

    ck_assert_uint_eq(wire_pn(frame), 1);
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
        a_next_sa_that_was_used_keeps_its_pn,
        a_next_sa_with_a_fresh_key_starts_at_1,
        the_last_sa_stays_rather_than_open_the_way_to_clear_text,
    };
    Suite *suite = suite_create("macsec");
    TCase *tcase = tcase_create("macsec");
    SRunner *runner;
    int failed;

    tcase_add_checked_fixture(tcase, pair_setup, NULL);
    tcase_add_loop_test(tcase, published_vectors_leave_the_engine, 0,
                        N(vector));
    tcase_add_loop_test(tcase, published_vectors_come_in, 0,
                        N(vector));
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
