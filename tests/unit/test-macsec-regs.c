/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The MACsec engine as a whole: its switch, statistics, registers. */
#include <check.h>
#include <stddef.h>
#include <string.h>

#include "../../models/macsec-internal.h"
#include "macsec-pair.h"
#include "run.h"
#include "tables.h"

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
    ck_assert_uint_eq(fake_count(&b->fake, HC_EVENT_UNMODELLED_REG), 0);
    ck_assert_uint_eq(fake_count(&b->fake, HC_EVENT_MISUSE_REG), 0);
}
END_TEST

static void last_event(enum hc_event id, uint32_t ingress, uint32_t sa)
{
    unsigned last = b->fake.n_events - 1;

    ck_assert_uint_eq(b->fake.event[last].id, id);
    ck_assert_uint_eq(b->fake.event[last].a, ingress);
    ck_assert_uint_eq(b->fake.event[last].b, sa);
}

START_TEST(a_rule_tells_when_it_goes_on_and_off_and_not_in_between)
{
    unsigned told;

    csr_write(b, INGR, 0x1808, 1u << 3);
    last_event(HC_EVENT_MACSEC_SA_ON, 1, 3);
    told = b->fake.n_events;
    csr_write(b, INGR, 0x1808, 1u << 3);
    ck_assert_uint_eq(b->fake.n_events, told);

    csr_write(b, INGR, 0x180c, 1u << 3);
    last_event(HC_EVENT_MACSEC_SA_OFF, 1, 3);
    csr_write(b, EGR, 0x1804, 1u << 15);
    last_event(HC_EVENT_MACSEC_SA_ON, 0, 15);
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

int main(void)
{
    const TTest *test[] = {
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
        tagged_frames_count_for_their_priority, the_macs_count_both_ways,
        the_line_mac_keeps_pause_frames, every_table_is_well_formed,
        linux_init_reads_back, what_linux_writes_is_all_there,
        a_rule_tells_when_it_goes_on_and_off_and_not_in_between,
        addresses_where_nothing_is_say_so,
        a_restored_engine_goes_on_where_it_was, reset_forgets_everything,
    };

    return RUN_TESTS("macsec-regs", pair_setup, test);
}
