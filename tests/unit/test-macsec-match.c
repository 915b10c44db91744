/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which entry of the MACsec engine a frame belongs to, and what shape the
 * protection has that its flow asks for. */
#include <check.h>
#include <string.h>

#include "macsec-pair.h"
#include "run.h"

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

/* Beyond mainline, which has one SecY: entries that match a VLAN each. */
START_TEST(two_secys_are_told_apart_by_their_vlans)
{
    static const char *const tagged[] = {
        "020000000001 020000000002 8100000A 0800",
        "020000000001 020000000002 81000014 0800",
    };

    drv_add_secy(b, &secy);
    for (unsigned i = 0; i < 2; i++) {
        secy.sci[7] = (uint8_t)(1 + i);
        key[0] = (uint8_t)i;
        drv_add_txsa(b, &secy, 1 + i, key, 10 * i);
        csr_write(b, EGR, 0x1013 + 0x10 * i, (i ? 20u : 10u) << 16);
        csr_write(b, EGR, 0x1014 + 0x10 * i, 8u << 16 | 1u << 8 | 1);
        csr_write(b, EGR, 0x1017 + 0x10 * i, 1u << 18 | 1u << 13);
    }

    for (unsigned i = 0; i < 2; i++) {
        hex(tagged[i], frame);
        ck_assert_int_eq(send(b, frame, 64), HC_MACSEC_PASS);
        ck_assert_uint_eq(wire_pn(b->out), 10 * i + 1);
        ck_assert_uint_eq(b->out[27], 1 + i);           /* SCI's port */
    }
    hex("8100001E", frame + 12);                        /* VLAN 30 */
    ck_assert_int_eq(send(b, frame, 64), HC_MACSEC_DROP);
}
END_TEST

/* Offsets in an entry: value word, value, mask; a frame that agrees, and one
 * that does not where a stranger's would be too far off. */
static const struct {
    const char *what;
    unsigned at;
    uint32_t value, misc, mask;
    const char *frame, *other;
} match[] = {
    { "SA", 0, 0x33221102, 0, 0x3c, "020000000001 021122330000 0800", NULL },
    { "SA tail", 1, 0x5544, 0, 0x03, "020000000001 021122334455 0800", NULL },
    { "DA", 2, 0x33221102, 0, 0x3c << 6, "021122330000 020000000002 0800",
      NULL },
    { "ethertype", 1, 0xdd860000, 0, 1u << 12,
      "020000000001 020000000002 86DD", NULL },
    { "ethertype behind a tag", 1, 0xdd860000, 0, 1u << 12,
      "020000000001 020000000002 81000005 86DD", NULL },
    { "VLAN", 3, 0x01230000, 1, 1u << 18 | 1u << 13,
      "020000000001 020000000002 81002123 0800",
      "020000000001 020000000002 81002124 0800" },
    { "Q tag", 4, 0, 1u << 3, 1u << 16,
      "020000000001 020000000002 81000001 0800", NULL },
    { "S tag", 4, 0, 1u << 2, 1u << 15,
      "020000000001 020000000002 88A80001 0800", NULL },
    { "QinQ", 4, 0, 1u << 1, 1u << 14,
      "020000000001 020000000002 88A80001 81000002 0800", NULL },
    { "inner VLAN", 8, 0x0456, 1u << 1, 1u << 22 | 1u << 14,
      "020000000001 020000000002 88A80001 81000456 0800",
      "020000000001 020000000002 88A80456 81000457 0800" },
    { "inner priority", 8, 0x5000, 1u << 1, 1u << 21 | 1u << 14,
      "020000000001 020000000002 88A80001 8100A456 0800",
      "020000000001 020000000002 88A80001 81008456 0800" },
    { "source port", 4, 0, 2u << 12, 1u << 19,
      "020000000001 020000000002 0800", NULL },
    { "MACsec tag", 4, 0, 1u << 9 | 3u << 24 | 8u << 26, 0xffu << 24,
      "020000000001 020000000002 88E52300000000010102030405060708", NULL },
};

/* An entry that passes, over a default that drops. */
START_TEST(each_field_of_a_match_entry_is_compared)
{
    uint32_t at = 0x1050 + match[_i].at;
    uint8_t other[64];

    drv_default_action(b, EGR, true);
    csr_write(b, EGR, 0x801, 2u << 2);      /* the controlled port sends */
    csr_write(b, EGR, 0x1e40, 0xf8fac688);  /* priorities: 1 to 1 */
    csr_write(b, EGR, 0x1e43, 0x00fac688);
    if (match[_i].at != 4) {
        csr_write(b, EGR, at, match[_i].value);
    }
    csr_write(b, EGR, 0x1054, match[_i].misc | 0x700);
    csr_write(b, EGR, 0x1057, match[_i].mask);
    csr_write(b, EGR, 0x1808, 1u << 5);
    hex(match[_i].frame, frame);
    hex("0A0A0A0A0A0A 0B0B0B0B0B0B 0806", other);
    memset(other + 14, 0, 50);
    if (match[_i].other) {
        hex(match[_i].other, other);
    }

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

START_TEST(the_octets_of_an_outer_header_are_matched)
{
    link_up(0);
    csr_write(b, EGR, 0x1e60, 1u << 22 | 9u << 17 | 0x4788);
    csr_write(b, EGR, 0x1019, 0x40110100);              /* label 0x00111 */
    csr_write(b, EGR, 0x101b, 0x00f0ffff);
    len = hex("0A0000000001 0A0000000002 8847 00011140"
              "020000000001 020000000002 0800", frame);
    ck_assert_int_eq(send(b, frame, len + 60), HC_MACSEC_PASS);

    frame[15] = 0x02;
    ck_assert_int_eq(send(b, frame, len + 60), HC_MACSEC_DROP);
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

#define N(row) ((int)(sizeof(row) / sizeof((row)[0])))

int main(void)
{
    const TTest *test[] = {
        mka_passes_while_the_default_drops,
        mka_passes_unprotected_beside_an_sa, the_lowest_of_equal_entries_wins,
        two_secys_are_told_apart_by_their_vlans,
        user_priority_is_matched_through_its_map,
        entries_are_set_cleared_and_toggled,
        control_packets_have_a_default_of_their_own,
        bridge_group_addresses_are_a_control_rule,
        a_control_range_is_inclusive,
        vlan_tags_stay_in_the_clear_where_the_flow_says,
        payload_is_not_taken_for_a_tag,
        octets_before_the_confidentiality_offset_are_readable,
        tci_bits_follow_the_flow, an_outer_header_is_carried_along,
        the_octets_of_an_outer_header_are_matched,
        without_protect_an_egress_flow_forwards,
        a_key_changed_in_flight_takes_effect_with_the_next_frame,
        a_wrong_hash_key_is_found_out, nonsense_is_never_carried_out,
        reserved_flow_values_protect_nothing_and_send_nothing,
        a_record_larger_than_what_is_fetched_is_no_record,
    };
    Suite *suite = suite_create("macsec-match");
    TCase *tcase = tcase_create("macsec-match");
    SRunner *runner;
    int failed;

    tcase_add_checked_fixture(tcase, pair_setup, NULL);
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
