/* SPDX-License-Identifier: GPL-2.0-or-later */
/* SecTAGs, by IEEE 802.1AE clause 9 and the vectors of its annex C. */
#include <check.h>
#include <string.h>

#include "../../models/macsec-frame.h"
#include "macsec-bench.h"
#include "run.h"

static uint8_t bytes[64], iv[12];
static struct hc_sectag tag;

static void setup(void)
{
    memset(bytes, 0, sizeof(bytes));
    memset(&tag, 0, sizeof(tag));
}

START_TEST(a_tag_with_sci_is_sixteen_octets)
{
    size_t len = hex("88E52E00B2C2846512153524C0895E81", bytes);

    ck_assert(hc_sectag_parse(bytes, len, &tag));

    ck_assert_uint_eq(hc_sectag_len(tag.tci_an), 16);
    ck_assert_uint_eq(tag.tci_an & 3, 2);
    ck_assert_uint_eq(tag.pn, 0xb2c28465);
    ck_assert_uint_eq(tag.sci[0], 0x12);
    ck_assert_uint_eq(tag.sci[7], 0x81);
}
END_TEST

START_TEST(a_tag_without_sci_is_eight_octets)
{
    hex("88E54C2A76D457EDFFFFFFFFFFFFFFFF", bytes);

    ck_assert(hc_sectag_parse(bytes, 8, &tag));

    ck_assert_uint_eq(hc_sectag_len(tag.tci_an), 8);
    ck_assert_uint_eq(tag.sl, 42);
    ck_assert_uint_eq(tag.sci[0], 0);
}
END_TEST

START_TEST(a_tag_cut_off_is_no_tag)
{
    hex("88E52E00B2C2846512153524C0895E81", bytes);

    for (size_t len = 0; len < 16; len++) {
        ck_assert(!hc_sectag_parse(bytes, len, &tag));
    }
}
END_TEST

START_TEST(what_was_built_reads_back)
{
    uint8_t again[16];

    hex("88E52E00B2C2846512153524C0895E81", bytes);
    hc_sectag_parse(bytes, 16, &tag);

    ck_assert_uint_eq(hc_sectag_build(&tag, 0x88e5, again), 16);
    ck_assert_mem_eq(again, bytes, 16);
}
END_TEST

START_TEST(each_fault_of_a_tag_is_told_apart)
{
    static const struct { const char *tag; unsigned fault; } row[] = {
        { "88E52C0000000001 0000000000000001", 0 },
        { "88E5AC0000000001 0000000000000001", HC_SECTAG_BAD_V },
        { "88E5240000000001 0000000000000001", HC_SECTAG_BAD_C_E },
        { "88E56C0000000001 0000000000000001", HC_SECTAG_BAD_SC },
        { "88E53C0000000001 0000000000000001", HC_SECTAG_BAD_SC },
        { "88E52C3000000001 0000000000000001", HC_SECTAG_BAD_SL },
        { "88E52C8000000001 0000000000000001", HC_SECTAG_BAD_SL },
        { "88E52C0000000000 0000000000000001", HC_SECTAG_BAD_PN },
    };

    for (unsigned i = 0; i < sizeof(row) / sizeof(row[0]); i++) {
        hex(row[i].tag, bytes);
        ck_assert(hc_sectag_parse(bytes, 16, &tag));
        ck_assert_uint_eq(hc_sectag_faults(&tag, 100), row[i].fault);
    }
}
END_TEST

START_TEST(a_short_length_asks_for_so_much_data_and_an_icv)
{
    hex("88E54C2A76D457ED", bytes);
    hc_sectag_parse(bytes, 8, &tag);

    ck_assert_uint_eq(hc_sectag_faults(&tag, 42 + 16), 0);
    ck_assert_uint_eq(hc_sectag_faults(&tag, 42 + 15), HC_SECTAG_BAD_SHORT);
    ck_assert_uint_eq(hc_sectag_secure_len(&tag, 42 + 16 + 5), 42);
}
END_TEST

START_TEST(long_frames_say_nothing_of_their_length)
{
    ck_assert_uint_eq(hc_sectag_sl(47), 47);
    ck_assert_uint_eq(hc_sectag_sl(48), 0);
    ck_assert_uint_eq(hc_sectag_sl(1500), 0);
}
END_TEST

START_TEST(the_iv_is_sci_and_pn)
{
    uint8_t sci[8], want[12];

    hex("12153524C0895E81", sci);
    hex("12153524C0895E81B2C28465", want);
    hc_sectag_iv(sci, 0xb2c28465, iv);

    ck_assert_mem_eq(iv, want, 12);
}
END_TEST

START_TEST(the_iv_of_xpn_is_ssci_and_pn_under_the_salt)
{
    uint8_t salt[12], ssci[4], want[12];

    hex("E630E81A48DE86A21C66FA6D", salt);
    hex("7A30C118", ssci);
    hex("9C002902F801C33E6AB2AD80", want);
    for (unsigned i = 0; i < 4; i++) {
        salt[i] ^= ssci[i];
    }
    hc_sectag_iv_xpn(salt, UINT64_C(0xb0df459c76d457ed), iv);

    ck_assert_mem_eq(iv, want, 12);
}
END_TEST

START_TEST(the_upper_half_of_a_pn_is_recovered)
{
    const uint64_t turn = UINT64_C(1) << 32;

    ck_assert_uint_eq(hc_sectag_recover_pn(5, 7), 7);
    ck_assert_uint_eq(hc_sectag_recover_pn(7, 5), 5);
    ck_assert_uint_eq(hc_sectag_recover_pn(turn - 2, 3), turn + 3);
    ck_assert_uint_eq(hc_sectag_recover_pn(3 * turn + 9, 8), 3 * turn + 8);
    ck_assert_uint_eq(hc_sectag_recover_pn(UINT64_MAX, 1),
                      UINT64_MAX - UINT32_MAX + 1);
}
END_TEST

int main(void)
{
    const TTest *test[] = {
        a_tag_with_sci_is_sixteen_octets, a_tag_without_sci_is_eight_octets,
        a_tag_cut_off_is_no_tag, what_was_built_reads_back,
        each_fault_of_a_tag_is_told_apart,
        a_short_length_asks_for_so_much_data_and_an_icv,
        long_frames_say_nothing_of_their_length, the_iv_is_sci_and_pn,
        the_iv_of_xpn_is_ssci_and_pn_under_the_salt,
        the_upper_half_of_a_pn_is_recovered,
    };

    return RUN_TESTS("macsec-frame", setup, test);
}
