/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The far end's SecY: against the numbers of the standard, and against the
 * PHY's engine as Linux programs it. */
#include "../../models/secy.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "../../hw/aead-nettle.h"
#include "macsec-pair.h"
#include "run.h"

static struct fake world;
static struct hc_secy secy_a, secy_b;
static _Alignas(16) uint8_t contexts[2][64 * 1024];
static uint8_t sent[HC_SECY_FRAME_MAX], got[HC_SECY_FRAME_MAX];
static size_t sent_len, got_len;
static unsigned n_sent, n_got;

static const uint8_t sci_a[8] = { 2, 0, 0, 0, 0, 2, 0, 1 };
static const uint8_t sci_engine[8] = { 2, 0, 0, 0, 0, 0xbb, 0, 1 };

static enum hc_status to_wire(void *opaque, const uint8_t *at, size_t n)
{
    (void)opaque;
    memcpy(sent, at, n);
    sent_len = n;
    n_sent++;
    return HC_OK;
}

static void arrived(void *opaque, const uint8_t *at, size_t n)
{
    (void)opaque;
    memcpy(got, at, n);
    got_len = n;
    n_got++;
}

static void make(struct hc_secy *secy, void *memory)
{
    hc_secy_init(secy, &world.host, &hc_aead_nettle, memory);
    hc_secy_wire(secy, to_wire, NULL, arrived, NULL);
    secy->config.on = true;
    memcpy(secy->config.sci, sci_a, 8);
    hc_secy_set_key(secy, 0, key, 16);
}

static void setup(void)
{
    pair_setup();
    fake_init(&world, NULL, NULL);
    ck_assert_uint_le(hc_secy_contexts_size(&hc_aead_nettle),
                      sizeof(contexts[0]));
    make(&secy_a, contexts[0]);
    make(&secy_b, contexts[1]);
    n_sent = n_got = 0;
    len = plain(60 - 12);
}

static void a_to_b(void)
{
    ck_assert_int_eq(hc_secy_send(&secy_a, frame, len), HC_OK);
    hc_secy_frame_in(&secy_b, sent, sent_len);
}

/* Sends one with a flaw, and hands it over. */
static void flawed(enum hc_secy_flaw flaw)
{
    ck_assert_int_eq(hc_secy_flawed(&secy_a, flaw, frame, len), HC_OK);
    hc_secy_frame_in(&secy_b, sent, sent_len);
}

START_TEST(a_secy_that_is_off_passes_everything)
{
    secy_a.config.on = false;
    secy_b.config.on = false;

    a_to_b();

    ck_assert_uint_eq(sent_len, len);
    ck_assert_mem_eq(got, frame, len);
}
END_TEST

/* IEEE 802.1AE annex C, 60-octet packet, GCM-AES-128, AN 2. */
START_TEST(the_standards_encrypted_frame_leaves_octet_for_octet)
{
    hex("12153524C0895E81", secy_a.config.sci);
    secy_a.config.encoding_sa = 2;
    hc_secy_set_key(&secy_a, 2, key, 16);
    secy_a.sa[2].tx_pn = 0xb2c28465;
    len = hex("D609B1F056637A0D46DF998D"
              "08000F101112131415161718191A1B1C1D1E1F202122232425262728292A"
              "2B2C2D2E2F303132333435363738393A0002", frame);
    hex("D609B1F056637A0D46DF998D88E52E00B2C2846512153524C0895E81"
        "701AFA1CC039C0D765128A665DAB69243899BF7318CCDC81C9931DA17FBE8EDD"
        "7D17CB8B4C26FC81E3284F2B7FBA713D4F8D55E7D3F06FD5A13C0C29B9D5B880",
        want);

    ck_assert_int_eq(hc_secy_send(&secy_a, frame, len), HC_OK);

    ck_assert_uint_eq(sent_len, 60 + 32);
    ck_assert_mem_eq(sent, want, sent_len);
}
END_TEST

/* The same annex, 54 octets, integrity only, AN 2, a short length of 42. */
START_TEST(the_standards_integrity_only_frame_leaves_octet_for_octet)
{
    secy_a.config.encrypt = false;
    secy_a.config.encoding_sa = 2;
    hc_secy_set_key(&secy_a, 2, key, 16);
    hex("12153524C0895E81", secy_a.config.sci);
    secy_a.sa[2].tx_pn = 0xb2c28465;
    len = hex("D609B1F056637A0D46DF998D"
              "08000F101112131415161718191A1B1C1D1E1F202122232425262728292A"
              "2B2C2D2E2F30313233340001", frame);
    hex("D609B1F056637A0D46DF998D88E5222AB2C2846512153524C0895E81"
        "08000F101112131415161718191A1B1C1D1E1F202122232425262728292A"
        "2B2C2D2E2F30313233340001F09478A9B09007D06F46E9B6A1DA25DD", want);

    ck_assert_int_eq(hc_secy_send(&secy_a, frame, len), HC_OK);

    ck_assert_uint_eq(sent_len, 54 + 32);
    ck_assert_mem_eq(sent, want, sent_len);
}
END_TEST

/* The 802.1AEbw vector of DPDK's suite: XPN, an end station's tag. */
START_TEST(an_xpn_frame_leaves_octet_for_octet)
{
    hex("071B113B0CA743FECCCF3D051F737382", key);
    hc_secy_set_key(&secy_a, 0, key, 16);
    secy_a.config.xpn = true;
    secy_a.config.send_sci = false;
    secy_a.config.end_station = true;
    secy_a.config.ssci = 0x7a30c118;
    secy_a.sa[0].tx_pn = UINT64_C(0xb0df459c76d457ed);
    hex("E630E81A48DE86A21C66FA6D", secy_a.sa[0].salt);
    len = hex("E20106D7CD0DF0761E8DCD3D"
              "08000F101112131415161718191A1B1C1D1E1F202122232425262728292A"
              "2B2C2D2E2F30313233340004", frame);
    hex("88E54C2A76D457ED"
        "9CA46984430203ED416EBDC2FE2622BA3E5EAB6961C36383009E187E9B0C88564653"
        "B9ABD216441C6AB6F0A232E9E44C978CF7CD84D43484D101", want);

    ck_assert_int_eq(hc_secy_send(&secy_a, frame, len), HC_OK);

    ck_assert_uint_eq(sent_len, 54 + 8 + 16);
    ck_assert_mem_eq(sent + 12, want, sent_len - 12);
}
END_TEST

START_TEST(what_one_end_protects_the_other_reads)
{
    for (unsigned n = 0; n < 8; n++) {
        secy_a.config.encrypt = n & 1;
        secy_a.config.send_sci = n & 2;
        secy_a.config.end_station = n & 4 && !(n & 2);
        secy_b.config.has_peer_sci = true;
        memcpy(secy_b.config.peer_sci, sci_a, 8);
        len = plain(2 + 23 * n);

        a_to_b();

        ck_assert_uint_eq(got_len, len);
        ck_assert_mem_eq(got, frame, len);
    }
    ck_assert_uint_eq(secy_b.counters.in_ok, 8);
    ck_assert_uint_eq(secy_a.counters.out_encrypted, 4);
    ck_assert_uint_eq(secy_a.counters.out_protected, 4);
}
END_TEST

START_TEST(an_encrypted_frame_shows_nothing_of_its_data)
{
    a_to_b();

    ck_assert_uint_eq(sent_len, len + 32);
    for (size_t at = 28; at + 4 <= sent_len; at++) {
        ck_assert_mem_ne(sent + at, frame + 14, 4);
    }
}
END_TEST

START_TEST(padding_behind_a_short_frame_is_not_data)
{
    len = plain(5);
    ck_assert_int_eq(hc_secy_send(&secy_a, frame, len), HC_OK);
    memset(sent + sent_len, 0, 20);

    hc_secy_frame_in(&secy_b, sent, sent_len + 20);

    ck_assert_uint_eq(got_len, len);
    ck_assert_mem_eq(got, frame, len);
}
END_TEST

START_TEST(packet_numbers_begin_at_1_and_end_with_the_last)
{
    a_to_b();
    ck_assert_uint_eq(wire_pn(sent), 1);
    a_to_b();
    ck_assert_uint_eq(wire_pn(sent), 2);

    secy_a.sa[0].tx_pn = 0xffffffff;
    a_to_b();

    ck_assert_uint_eq(wire_pn(sent), 0xffffffff);
    ck_assert_int_eq(hc_secy_send(&secy_a, frame, len), HC_NAK);
    ck_assert_uint_eq(secy_a.counters.out_no_sa, 1);
}
END_TEST

START_TEST(xpn_goes_on_where_32_bits_end)
{
    secy_a.config.xpn = secy_b.config.xpn = true;
    secy_a.sa[0].tx_pn = secy_b.sa[0].rx_pn = 0xffffffff;

    a_to_b();
    a_to_b();

    ck_assert_uint_eq(wire_pn(sent), 0);
    ck_assert_uint_eq(secy_b.counters.in_ok, 2);
    ck_assert_uint_eq(secy_b.sa[0].rx_pn, UINT64_C(0x100000001));
}
END_TEST

START_TEST(a_repeated_frame_is_late_under_replay_protection)
{
    secy_b.config.replay = true;
    a_to_b();

    flawed(HC_SECY_FLAW_REPLAY);

    ck_assert_uint_eq(secy_b.counters.in_late, 1);
    ck_assert_uint_eq(n_got, 1);
}
END_TEST

START_TEST(without_replay_protection_it_is_delayed_and_passes)
{
    a_to_b();

    flawed(HC_SECY_FLAW_REPLAY);

    ck_assert_uint_eq(secy_b.counters.in_delayed, 1);
    ck_assert_uint_eq(n_got, 2);
}
END_TEST

START_TEST(a_replay_window_lets_so_many_come_late)
{
    uint8_t early[HC_SECY_FRAME_MAX];
    size_t early_len;

    secy_b.config.replay = true;
    secy_b.config.window = 4;
    ck_assert_int_eq(hc_secy_send(&secy_a, frame, len), HC_OK);
    memcpy(early, sent, sent_len);
    early_len = sent_len;
    for (unsigned n = 0; n < 3; n++) {
        a_to_b();                           /* 2, 3, 4: next is 5 */
    }

    hc_secy_frame_in(&secy_b, early, early_len);
    ck_assert_uint_eq(secy_b.counters.in_late, 0);
    a_to_b();                               /* next is 6, lowest 2 */
    hc_secy_frame_in(&secy_b, early, early_len);

    ck_assert_uint_eq(secy_b.counters.in_late, 1);
    ck_assert_uint_eq(secy_b.counters.in_ok, 5);
}
END_TEST

START_TEST(each_flaw_is_told_from_the_others)
{
    const struct { enum hc_secy_flaw flaw; uint64_t *counter; } row[] = {
        { HC_SECY_FLAW_KEY, &secy_b.counters.in_not_valid },
        { HC_SECY_FLAW_ICV, &secy_b.counters.in_not_valid },
        { HC_SECY_FLAW_DATA, &secy_b.counters.in_not_valid },
        { HC_SECY_FLAW_PLAIN, &secy_b.counters.in_no_tag },
        { HC_SECY_FLAW_SCI, &secy_b.counters.in_no_sci },
        { HC_SECY_FLAW_AN, &secy_b.counters.in_not_using_sa },
        { HC_SECY_FLAW_VERSION, &secy_b.counters.in_bad_tag },
        { HC_SECY_FLAW_SC_ES, &secy_b.counters.in_bad_tag },
        { HC_SECY_FLAW_SC_SCB, &secy_b.counters.in_bad_tag },
        { HC_SECY_FLAW_C_ONLY, &secy_b.counters.in_bad_tag },
        { HC_SECY_FLAW_E_ONLY, &secy_b.counters.in_control },
        { HC_SECY_FLAW_SL, &secy_b.counters.in_bad_tag },
        { HC_SECY_FLAW_SL_HIGH, &secy_b.counters.in_bad_tag },
        { HC_SECY_FLAW_PN_ZERO, &secy_b.counters.in_bad_tag },
        { HC_SECY_FLAW_SHORT, &secy_b.counters.in_bad_tag },
    };

    secy_b.config.has_peer_sci = true;
    memcpy(secy_b.config.peer_sci, sci_a, 8);
    for (unsigned n = 0; n < sizeof(row) / sizeof(row[0]); n++) {
        uint64_t before = *row[n].counter;

        len = plain(row[n].flaw == HC_SECY_FLAW_SHORT ? 20 : 48);
        flawed(row[n].flaw);

        ck_assert_msg(*row[n].counter == before + 1, "%s",
                      hc_secy_flaw_name(row[n].flaw));
    }
    ck_assert_uint_eq(n_got, 0);
    a_to_b();
    ck_assert_uint_eq(n_got, 1);
}
END_TEST

START_TEST(a_flawed_frame_uses_up_a_packet_number)
{
    a_to_b();
    flawed(HC_SECY_FLAW_ICV);
    a_to_b();

    ck_assert_uint_eq(wire_pn(sent), 3);
}
END_TEST

START_TEST(check_mode_passes_what_is_readable_and_counts_it)
{
    secy_a.config.encrypt = false;
    secy_b.config.validate = HC_SECY_CHECK;

    flawed(HC_SECY_FLAW_ICV);
    ck_assert_uint_eq(secy_b.counters.in_invalid, 1);
    ck_assert_mem_eq(got, frame, len);
    secy_a.config.encrypt = true;
    flawed(HC_SECY_FLAW_ICV);

    ck_assert_uint_eq(secy_b.counters.in_not_valid, 1);
    ck_assert_uint_eq(n_got, 1);
}
END_TEST

START_TEST(eapol_is_never_refused_and_never_delivered)
{
    hex("0180C2000003 020000000002 888E 03", frame);

    flawed(HC_SECY_FLAW_MKA);

    ck_assert_uint_eq(secy_b.counters.in_control, 1);
    ck_assert_uint_eq(secy_b.counters.in_no_tag, 0);
    ck_assert_uint_eq(n_got, 0);
}
END_TEST

START_TEST(a_new_key_of_another_an_takes_over_without_a_loss)
{
    uint8_t next[16];

    memset(next, 0x5a, sizeof(next));
    a_to_b();
    hc_secy_set_key(&secy_b, 1, next, 16);
    a_to_b();
    hc_secy_set_key(&secy_a, 1, next, 16);
    secy_a.config.encoding_sa = 1;
    a_to_b();

    ck_assert_uint_eq(secy_b.counters.in_ok, 3);
    ck_assert_uint_eq(sent[14] & 3, 1);
    ck_assert_uint_eq(wire_pn(sent), 1);
}
END_TEST

START_TEST(the_phys_engine_and_the_secy_understand_each_other)
{
    memcpy(secy_b.config.sci, sci_engine, 8);
    drv_add_secy(b, &secy);
    drv_add_txsa(b, &secy, 1, key, 1);
    drv_add_rxsa(b, &secy, 1, 0, sci_a, key, 1);

    for (size_t data = 2; data < 1500; data += 107) {
        protect_one(data);
        hc_secy_frame_in(&secy_b, frame, len);
        len = plain(data);
        ck_assert_uint_eq(got_len, len);
        ck_assert_mem_eq(got, frame, len);

        ck_assert_int_eq(hc_secy_send(&secy_a, frame, len), HC_OK);
        ck_assert_int_eq(receive(b, sent, sent_len), HC_MACSEC_PASS);
        ck_assert_mem_eq(b->out, frame, len);
    }
    ck_assert_uint_eq(secy_b.counters.in_ok, 14);
}
END_TEST

START_TEST(a_frame_of_any_length_is_survived)
{
    uint8_t *at;

    secy_b.config.validate = HC_SECY_CHECK;
    for (size_t n = 0; n <= HC_SECY_FRAME_MAX + 64; n++) {
        at = malloc(n ? n : 1);
        memset(at, 0x20, n);
        if (n >= 14) {
            at[12] = 0x88;
            at[13] = 0xe5;
        }
        hc_secy_frame_in(&secy_b, at, n);
        hc_secy_send(&secy_a, at, n);
        free(at);
    }

    ck_assert_uint_gt(secy_b.counters.in_bad_tag, 0);
    ck_assert_uint_gt(secy_a.counters.out_too_long, 0);
}
END_TEST

START_TEST(a_saved_secy_goes_on_where_it_was)
{
    static _Alignas(16) uint8_t memory[64 * 1024];
    const size_t at = offsetof(struct hc_secy, config);
    struct hc_secy copy;

    a_to_b();
    hc_secy_init(&copy, &world.host, &hc_aead_nettle, memory);
    hc_secy_wire(&copy, to_wire, NULL, arrived, NULL);
    memcpy((char *)&copy + at, (char *)&secy_a + at, sizeof(copy) - at);

    ck_assert_int_eq(hc_secy_send(&copy, frame, len), HC_OK);
    hc_secy_frame_in(&secy_b, sent, sent_len);

    ck_assert_uint_eq(wire_pn(sent), 2);
    ck_assert_uint_eq(secy_b.counters.in_ok, 2);
    ck_assert_int_eq(hc_secy_flawed(&copy, HC_SECY_FLAW_REPLAY, frame, len),
                     HC_OK);
    ck_assert_uint_eq(wire_pn(sent), 2);
}
END_TEST

START_TEST(a_state_that_was_spoilt_has_no_key_and_nothing_to_repeat)
{
    for (unsigned an = 0; an < HC_SECY_SAS; an++) {
        secy_a.sa[an].key_len = 33;
    }
    secy_a.last_len = HC_SECY_FRAME_MAX + 1;

    ck_assert_int_eq(hc_secy_send(&secy_a, frame, len), HC_NAK);
    ck_assert_int_eq(hc_secy_flawed(&secy_a, HC_SECY_FLAW_REPLAY, frame, len),
                     HC_NAK);
    ck_assert_uint_eq(secy_a.counters.out_no_sa, 1);
}
END_TEST

int main(void)
{
    const TTest *const test[] = {
        a_secy_that_is_off_passes_everything,
        the_standards_encrypted_frame_leaves_octet_for_octet,
        the_standards_integrity_only_frame_leaves_octet_for_octet,
        an_xpn_frame_leaves_octet_for_octet,
        what_one_end_protects_the_other_reads,
        an_encrypted_frame_shows_nothing_of_its_data,
        padding_behind_a_short_frame_is_not_data,
        packet_numbers_begin_at_1_and_end_with_the_last,
        xpn_goes_on_where_32_bits_end,
        a_repeated_frame_is_late_under_replay_protection,
        without_replay_protection_it_is_delayed_and_passes,
        a_replay_window_lets_so_many_come_late,
        each_flaw_is_told_from_the_others,
        a_flawed_frame_uses_up_a_packet_number,
        check_mode_passes_what_is_readable_and_counts_it,
        eapol_is_never_refused_and_never_delivered,
        a_new_key_of_another_an_takes_over_without_a_loss,
        the_phys_engine_and_the_secy_understand_each_other,
        a_frame_of_any_length_is_survived,
        a_saved_secy_goes_on_where_it_was,
        a_state_that_was_spoilt_has_no_key_and_nothing_to_repeat,
    };

    return RUN_TESTS("secy", setup, test);
}
