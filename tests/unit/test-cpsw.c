/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Registers and interrupt lines of the switch, and frames through it. */
#include "cpsw-bench.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

START_TEST(linux_finds_the_version_that_it_knows)
{
    ck_assert_uint_eq(read_reg(0x000), 0x0019010c);
    ck_assert_uint_eq(read_reg(0x1200), 0x4edb1902);
    ck_assert_uint_eq(read_reg(0xd00), 0x00290104);
}
END_TEST

START_TEST(resets_are_done_when_asked_for)
{
    write_reg(0x1204, 1);
    write_reg(SL_RESET(2), 1);
    write_reg(SS_SOFT_RESET, 1);

    ck_assert_uint_eq(read_reg(0x1204), 0);
    ck_assert_uint_eq(read_reg(SL_RESET(2)), 0);
    ck_assert_uint_eq(read_reg(SS_SOFT_RESET), 0);
    ck_assert_uint_eq(read_reg(RX_MAXLEN(1)), 1518);
    ck_assert_uint_eq(read_reg(MACSTATUS(1)) >> 31, 1);     /* idle */
}
END_TEST

START_TEST(a_switch_reset_zeroes_statistics_and_macs_but_not_the_dma)
{
    arrive(1, -1, 60);
    ck_assert_uint_gt(read_reg(STAT(0x00)), 0);

    write_reg(SS_SOFT_RESET, 1);

    ck_assert_uint_eq(read_reg(STAT(0x00)), 0);
    ck_assert_uint_eq(read_reg(MACCONTROL(1)), 0);
    ck_assert_uint_eq(read_reg(ALE_CONTROL), 0);
    ck_assert_uint_eq(read_reg(RX_MASK_SET), 1);
    ck_assert(!hc_hop_passes(&wire[0]));
}
END_TEST

static const struct {
    uint32_t gmii_sel, mac, iface;
    uint16_t mbps;
    bool full, ready;
} present_case[] = {
    { 0x2, GMII_EN | GIG | FULL, HC_IFACE_RGMII, 1000, true, true },
    { 0x2, GMII_EN | FULL, HC_IFACE_RGMII, 0, true, true },
    { 0x2, 0, HC_IFACE_RGMII, 0, false, false },
    { 0x0, GMII_EN | GIG, HC_IFACE_MII, 1000, false, true },
    { 0x1, GMII_EN | 0x8000, HC_IFACE_RMII, 100, false, true },
    { 0x1, GMII_EN, HC_IFACE_RMII, 10, false, true },
    { 0x2, GMII_EN | EXT_EN, HC_IFACE_RGMII, 0, true, true },
};

START_TEST(a_port_shows_its_registers_to_its_wire)
{
    const struct hc_signal *seen;

    hc_cpsw_set_gmii_sel(&cpsw, present_case[_i].gmii_sel);
    write_reg(MACCONTROL(1), present_case[_i].mac);

    seen = hc_hop_seen(&wire[0], 1);
    ck_assert_uint_eq(seen->iface, present_case[_i].iface);
    ck_assert_uint_eq(seen->mbps, present_case[_i].mbps);
    ck_assert_int_eq(seen->full, present_case[_i].full);
    ck_assert_int_eq(seen->ready, present_case[_i].ready);
    ck_assert(seen->lit);
}
END_TEST

START_TEST(a_directed_frame_leaves_by_its_port_only)
{
    host_sends(2, -1, 60);

    ck_assert_uint_eq(got[1].n, 0);
    ck_assert_uint_eq(got[2].n, 1);
    ck_assert_uint_eq(got[2].len, 60);
    ck_assert_mem_eq(got[2].bytes, ram + 0x4000, 60);
}
END_TEST

START_TEST(a_port_that_does_not_exist_swallows_the_frame)
{
    for (unsigned port = 3; port < 8; port++) {
        host_sends(port, -1, 60);
    }

    ck_assert_uint_eq(got[1].n + got[2].n, 0);
    ck_assert_uint_eq(get(TX_BD + 12) & OWNER, 0);
}
END_TEST

START_TEST(an_undirected_frame_goes_where_the_table_says)
{
    host_sends(0, -1, 60);
    ck_assert_uint_eq(got[1].n, 1);
    ck_assert_uint_eq(got[2].n, 1);

    wires_rest();
    write_entry(5, 1 << 2, 1u << 28 | 0x0200, 0x0000000b);
    host_sends(0, -1, 60);

    ck_assert_uint_eq(got[1].n, 2);
    ck_assert_uint_eq(got[2].n, 1);
}
END_TEST

START_TEST(wires_talk_to_each_other_while_the_host_has_no_buffers)
{
    write_reg(RX_TEARDOWN, 0);
    write_reg(RX_CONTROL, 0);

    arrive(1, -1, 100);

    ck_assert_uint_eq(got[2].n, 1);
    ck_assert_uint_eq(got[2].len, 100);
    ck_assert_uint_eq(got[1].n, 0);
}
END_TEST

/* 15:13 priority, 11:0 VLAN; 9:8 of the word: 0 VLAN, 2 priority, 3 none
 * (Linux cpsw_priv.c, cpsw_rx_vlan_encap). */
static const struct {
    const char *what;
    int tci;
    uint32_t word;
} encap_case[] = {
    { "untagged: the port's VLAN", -1, 0x60070300 },
    { "tagged: its own", 0xa005, 0xa0050000 },
    { "priority tag: its priority, the port's VLAN", 0x8000, 0x80070200 },
};

START_TEST(the_host_gets_the_vlan_before_the_frame)
{
    uint8_t frame[64];

    write_reg(PORT_VLAN(1), 0x6007);
    put_vlan(1, 7, 7, 0);
    put_vlan(2, 5, 7, 0);

    broadcast_arrives(1, encap_case[_i].tci);

    make(frame, encap_case[_i].tci, 64);
    ck_assert_uint_eq(get(BUFFER(0)), encap_case[_i].word);
    ck_assert_mem_eq(ram + 0x8004 + 6, frame + 6, 58);  /* tag untouched */
    ck_assert_uint_eq(get(RX_BD(0) + 12),
                      0xc4000000u | 1u << 19 | 1u << 16 | (4 + 64 + 4));
}
END_TEST

START_TEST(without_rx_vlan_encap_the_frame_comes_bare)
{
    write_reg(SS_CONTROL, 2);

    broadcast_arrives(2, -1);

    ck_assert_uint_eq(get(BUFFER(0)), 0xffffffff);
    ck_assert_uint_eq(get(RX_BD(0) + 12), 0xc4000000u | 2u << 16 | (64 + 4));
}
END_TEST

/* From wire 1 with VLAN 7 and priority 3 to wire 2. */
static const struct {
    const char *what;
    int tci;
    bool untag, pass_priority_tags;
    int expected;
} edit_case[] = {
    { "tag inserted", -1, false, false, 0x6007 },
    { "stays untagged", -1, true, false, -1 },
    { "tag kept", 0xa007, false, false, 0xa007 },
    { "tag stripped", 0xa007, true, false, -1 },
    { "priority tag gets the VLAN", 0x8000, false, false, 0x8007 },
    { "priority tag stripped", 0x8000, true, false, -1 },
    { "priority tag passed", 0x8000, false, true, 0x8000 },
};

START_TEST(a_wire_sends_with_the_tag_that_the_vlan_asks_for)
{
    write_reg(PORT_VLAN(1), 0x6007);
    write_reg(PORT_CONTROL(1), edit_case[_i].pass_priority_tags << 24);
    put_vlan(1, 7, 7, edit_case[_i].untag ? 4 : 0);

    arrive(1, edit_case[_i].tci, 100);

    ck_assert_uint_eq(got[2].n, 1);
    if (edit_case[_i].expected < 0) {
        ck_assert_uint_eq(type_of(got[2].bytes), 0x0800);
    } else {
        ck_assert_uint_eq(type_of(got[2].bytes), 0x8100);
        ck_assert_uint_eq(tci_of(got[2].bytes),
                          (unsigned)edit_case[_i].expected);
    }
    ck_assert_uint_eq(got[2].len,
                      100 + (edit_case[_i].expected >= 0 ? 4 : 0) -
                      (edit_case[_i].tci >= 0 ? 4 : 0));
    ck_assert_uint_eq(got[2].bytes[got[2].len - 1], 0x11);
}
END_TEST

START_TEST(a_stripped_frame_is_filled_to_60_bytes)
{
    put_vlan(1, 7, 7, 4);

    arrive(1, 7, 60);

    ck_assert_uint_eq(got[2].len, 60);
    ck_assert_uint_eq(got[2].bytes[55], 0x11);
    ck_assert_uint_eq(got[2].bytes[56], 0);
}
END_TEST

START_TEST(tags_stay_as_they_are_when_the_switch_knows_no_vlans)
{
    write_reg(SS_CONTROL, 0);
    write_reg(PORT_VLAN(1), 7);
    put_vlan(1, 7, 7, 0);

    arrive(1, -1, 60);

    ck_assert_uint_eq(type_of(got[2].bytes), 0x0800);
}
END_TEST

/* SPRUH73, network statistics; lengths include the FCS. */
START_TEST(a_frame_of_60_bytes_counts_as_64_on_both_its_ports)
{
    host_sends(1, -1, 60);

    ck_assert_uint_eq(read_reg(STAT(0x00)), 1);     /* port 0 received */
    ck_assert_uint_eq(read_reg(STAT(0x34)), 1);     /* port 1 sent */
    ck_assert_uint_eq(read_reg(STAT(0x30)), 64);
    ck_assert_uint_eq(read_reg(STAT(0x64)), 64);
    ck_assert_uint_eq(read_reg(STAT(0x68)), 2);     /* 64 octets */
    ck_assert_uint_eq(read_reg(STAT(0x6c)), 0);
    ck_assert_uint_eq(read_reg(STAT(0x80)), 128);
}
END_TEST

START_TEST(a_port_that_is_not_enabled_does_not_count)
{
    write_reg(STAT_PORT_EN, 2);

    host_sends(1, -1, 61);

    ck_assert_uint_eq(read_reg(STAT(0x00)), 0);
    ck_assert_uint_eq(read_reg(STAT(0x34)), 1);
    ck_assert_uint_eq(read_reg(STAT(0x6c)), 1);     /* 65..127 */
}
END_TEST

START_TEST(broadcasts_are_counted_apart_and_a_write_takes_away)
{
    write_reg(STAT_PORT_EN, 6);
    broadcast_arrives(1, -1);
    broadcast_arrives(1, -1);
    wires_rest();
    ck_assert_uint_eq(read_reg(STAT(0x04)), 2);
    ck_assert_uint_eq(read_reg(STAT(0x38)), 2);
    ck_assert_uint_eq(read_reg(STAT(0x08)), 0);

    write_reg(STAT(0x04), 1);
    ck_assert_uint_eq(read_reg(STAT(0x04)), 1);
    write_reg(STAT(0x04), 0xffffffff);
    ck_assert_uint_eq(read_reg(STAT(0x04)), 0);
}
END_TEST

static const struct {
    const char *what;
    uint32_t maxlen, mac;
    size_t len;
    uint32_t stat;          /* that counts it; 0: it passes */
} size_case[] = {
    { "longest untagged", 1518, 0, 1514, 0 },
    { "too long", 1518, 0, 1515, 0x18 },
    { "tagged, as Linux sets it", 1526, 0, 1518, 0 },
    { "a runt", 1518, 0, 59, 0x20 },
    { "a runt that is wanted", 1518, RX_CSF, 59, 0x20 },
    { "less than two addresses", 1518, RX_CSF, 11, 0x20 },
    { "more than a descriptor counts", 0x3fff, 0, 2045, 0x18 },
};

START_TEST(a_mac_lets_in_what_has_a_fitting_length)
{
    write_reg(RX_MAXLEN(1), size_case[_i].maxlen);
    write_reg(MACCONTROL(1), GMII_EN | GIG | FULL | size_case[_i].mac);

    arrive(1, -1, size_case[_i].len);

    ck_assert_uint_eq(got[2].n, size_case[_i].stat == 0);
    ck_assert_uint_eq(read_reg(STAT(0x18)), size_case[_i].stat == 0x18);
    ck_assert_uint_eq(read_reg(STAT(0x20)), size_case[_i].stat == 0x20);
    ck_assert_uint_eq(fake_count(&fake, HC_EVENT_FRAME_DROP),
                      size_case[_i].stat != 0 &&
                      (size_case[_i].mac != RX_CSF || size_case[_i].len < 18));
}
END_TEST

START_TEST(pause_frames_end_at_the_mac_unless_control_frames_are_wanted)
{
    uint8_t pause[60] = { 1, 0x80, 0xc2, 0, 0, 1, 2, 0, 0, 0, 0, 9,
                          0x88, 0x08, 0, 1, 0xff, 0xff };

    write_reg(MACCONTROL(1), GMII_EN | GIG | FULL | TX_FLOW);
    hc_hop_send(&wire[0], 1, pause, sizeof(pause));
    ck_assert_uint_eq(get(RX_BD(0) + 12), OWNER);
    ck_assert_uint_eq(read_reg(STAT(0x0c)), 1);

    write_reg(MACCONTROL(1), GMII_EN | GIG | FULL | RX_CMF);
    hc_hop_send(&wire[0], 1, pause, sizeof(pause));
    ck_assert_uint_eq(get(RX_BD(0) + 12),
                      0xc4000000u | MAC_CTL | 1u << 19 | 1u << 16 | 68);
    ck_assert_uint_eq(got[2].n, 0);         /* errors are for the host only */
    ck_assert_uint_eq(read_reg(STAT(0x0c)), 1);
}
END_TEST

START_TEST(a_mac_that_is_off_neither_sends_nor_receives)
{
    write_reg(MACCONTROL(2), 0);

    arrive(1, -1, 60);
    host_sends(2, -1, 60);
    arrive(2, -1, 60);

    ck_assert_uint_eq(got[2].n, 0);
    ck_assert_uint_eq(got[1].n, 0);
}
END_TEST

START_TEST(the_rx_line_is_pending_and_masked_and_enabled)
{
    broadcast_arrives(1, -1);
    ck_assert(fake.line[LINE_RX]);
    ck_assert(!fake.line[LINE_TX]);
    ck_assert_uint_eq(read_reg(WR_RX_STAT), 1);

    write_reg(WR_RX_EN, 0xfe);
    ck_assert(!fake.line[LINE_RX]);
    write_reg(EOI, 1);
    ck_assert(!fake.line[LINE_RX]);
    write_reg(WR_RX_EN, 0xff);
    ck_assert(fake.line[LINE_RX]);      /* not acknowledged: comes again */

    write_reg(RX_CP, RX_BD(0));
    ck_assert(!fake.line[LINE_RX]);
    ck_assert(!fake.line[LINE_RX_THRESH]);
}
END_TEST

START_TEST(the_tx_line_falls_with_the_last_completion_pointer)
{
    host_sends(1, -1, 60);
    ck_assert(fake.line[LINE_TX]);

    write_reg(TX_CP, TX_BD);

    ck_assert(!fake.line[LINE_TX]);
}
END_TEST

/* 2 per ms: the least that Linux sets (cpsw_set_coalesce). */
START_TEST(pacing_spaces_interrupts)
{
    write_reg(WR_RX_IMAX, 2);
    write_reg(WR_INT_CONTROL, 0x3f0000 | 500);
    broadcast_arrives(1, -1);
    ck_assert(fake.line[LINE_RX]);
    write_reg(RX_CP, RX_BD(0));

    broadcast_arrives(1, -1);
    ck_assert(!fake.line[LINE_RX]);
    fake_advance(&fake, 499 * NS_PER_US);
    ck_assert(!fake.line[LINE_RX]);
    fake_advance(&fake, 1 * NS_PER_US);
    ck_assert(fake.line[LINE_RX]);
}
END_TEST

START_TEST(pacing_off_lets_a_held_interrupt_go)
{
    write_reg(WR_RX_IMAX, 2);
    write_reg(WR_INT_CONTROL, 0x3f0000 | 500);
    broadcast_arrives(1, -1);
    write_reg(RX_CP, RX_BD(0));
    broadcast_arrives(1, -1);

    write_reg(WR_INT_CONTROL, 0);

    ck_assert(fake.line[LINE_RX]);
}
END_TEST

/* Linux waits up to a second for this (cpts.c, cpts_update_cur_time). */
START_TEST(a_pushed_time_stamp_interrupts_at_once)
{
    write_reg(CPTS_CONTROL, 1);
    write_reg(CPTS_INT_EN, 1);
    write_reg(WR_MISC_EN, 0x10);
    fake_advance(&fake, 4 * NS_PER_US);

    write_reg(CPTS_PUSH, 1);

    ck_assert(fake.line[LINE_MISC]);
    ck_assert_uint_eq(read_reg(CPTS_RAW), 1);
    ck_assert_uint_eq(read_reg(CPTS_LOW), 1000);        /* 250 MHz */
    ck_assert_uint_eq(read_reg(CPTS_HIGH) >> 20 & 0xf, 0);
    write_reg(CPTS_POP, 1);
    ck_assert(!fake.line[LINE_MISC]);
    ck_assert_uint_eq(read_reg(CPTS_RAW), 0);
}
END_TEST

START_TEST(the_time_stamp_queue_holds_sixteen_and_loses_the_newest)
{
    write_reg(CPTS_CONTROL, 1);
    for (unsigned i = 0; i < 20; i++) {
        fake_advance(&fake, 400);
        write_reg(CPTS_PUSH, 1);
    }

    for (unsigned i = 1; i <= 16; i++) {
        ck_assert_uint_eq(read_reg(CPTS_LOW), 100 * i);
        write_reg(CPTS_POP, 1);
    }
    ck_assert_uint_eq(read_reg(CPTS_RAW), 0);
}
END_TEST

START_TEST(a_host_error_raises_the_misc_line_when_enabled)
{
    write_reg(WR_MISC_EN, 4);
    write_reg(DMA_MASK_SET, 2);

    write_reg(TX_HDP, 0x10);

    ck_assert(fake.line[LINE_MISC]);
    write_reg(CPDMA_RESET, 1);
    ck_assert(!fake.line[LINE_MISC]);
}
END_TEST

START_TEST(narrow_writes_are_misuse_and_holes_speak_up)
{
    hc_cpsw_block.write(&cpsw, SS_CONTROL, 0, 1);
    ck_assert_uint_eq(read_reg(SS_CONTROL), 6);
    ck_assert_uint_eq(fake_count(&fake, HC_EVENT_MISUSE_REG), 1);

    ck_assert_uint_eq(read_reg(0x700), 0);
    write_reg(0x1ffc, 1);
    ck_assert_uint_eq(fake_count(&fake, HC_EVENT_UNMODELLED_REG), 2);
    ck_assert_uint_eq(hc_cpsw_block.read(&cpsw, 0x002, 1), 0x19);
}
END_TEST

START_TEST(every_register_survives_any_value)
{
    uint32_t seed = 7;

    for (unsigned round = 0; round < 20; round++) {
        for (uint32_t at = 0; at < HC_CPSW_WINDOW; at += 4) {
            seed = seed * 1664525u + 1013904223u;
            write_reg(at, round & 1 ? seed : RAM + (seed & 0xfffc));
            read_reg(at);
        }
        arrive(1, 5, 200);
        fake_advance(&fake, NS_PER_MS);
    }

    hc_cpsw_block.reset(&cpsw);
    open_switch();
    broadcast_arrives(1, -1);
    ck_assert(fake.line[LINE_RX]);
}
END_TEST

START_TEST(a_copy_of_the_state_goes_on_where_the_first_stopped)
{
    const size_t at = hc_cpsw_block.state_at;

    write_reg(RX_TEARDOWN, 0);
    write_reg(RX_MASK_SET, 1);
    broadcast_arrives(1, -1);           /* waits for a buffer */
    hc_cpsw_block.init(&twin, &fake.host);
    hc_cpsw_wire(&twin, &memory, &wire[0], &wire[1]);
    memcpy((char *)&twin + at, (char *)&cpsw + at, sizeof(cpsw) - at);
    put(RX_BD(0) + 12, OWNER);

    write_reg(RX_CP, 0xfffffffc);
    ck_assert(!fake.line[LINE_RX]);
    hc_cpsw_block.write(&twin, RX_CP, 0xfffffffc, 4);
    hc_cpsw_block.write(&twin, RX_HDP, RX_BD(0), 4);

    ck_assert_uint_eq(get(RX_BD(0) + 12) >> 16 & 0x2007, 1);
    ck_assert(fake.line[LINE_RX]);
    ck_assert_uint_eq(hc_cpsw_block.read(&twin, STAT(0x04), 4), 1);
    broadcast_arrives(2, -1);           /* the wires are the twin's now */
    ck_assert_uint_eq(hc_cpsw_block.read(&twin, STAT(0x04), 4), 2);
}
END_TEST

#define N(table) ((int)(sizeof(table) / sizeof((table)[0])))

static void add_frames(TCase *tc)
{
    tcase_add_loop_test(tc, a_port_shows_its_registers_to_its_wire,
                        0, N(present_case));
    tcase_add_test(tc, a_directed_frame_leaves_by_its_port_only);
    tcase_add_test(tc, a_port_that_does_not_exist_swallows_the_frame);
    tcase_add_test(tc, an_undirected_frame_goes_where_the_table_says);
    tcase_add_test(tc,
        wires_talk_to_each_other_while_the_host_has_no_buffers);
    tcase_add_loop_test(tc, the_host_gets_the_vlan_before_the_frame,
                        0, N(encap_case));
    tcase_add_test(tc, without_rx_vlan_encap_the_frame_comes_bare);
    tcase_add_loop_test(tc,
        a_wire_sends_with_the_tag_that_the_vlan_asks_for, 0, N(edit_case));
    tcase_add_test(tc, a_stripped_frame_is_filled_to_60_bytes);
    tcase_add_test(tc,
        tags_stay_as_they_are_when_the_switch_knows_no_vlans);
    tcase_add_test(tc,
        a_frame_of_60_bytes_counts_as_64_on_both_its_ports);
    tcase_add_test(tc, a_port_that_is_not_enabled_does_not_count);
    tcase_add_test(tc, broadcasts_are_counted_apart_and_a_write_takes_away);
    tcase_add_loop_test(tc, a_mac_lets_in_what_has_a_fitting_length,
                        0, N(size_case));
    tcase_add_test(tc,
        pause_frames_end_at_the_mac_unless_control_frames_are_wanted);
    tcase_add_test(tc, a_mac_that_is_off_neither_sends_nor_receives);
}

/* cpsw_priv.h, CPSW_FIFO_DUAL_MAC_MODE and CPSW_FIFO_RATE_LIMIT_MODE. */
#define TX_IN_CTL(n) (0x110 + 0x100 * (n))
#define DUAL_MAC     0x10000u
#define RATE_LIMIT   0x20000u

START_TEST(modes_of_a_fifo_that_drivers_set_are_silent)
{
    /* cpsw_init_host_port_dual_mac; cpsw_set_fifo_rlimit for queue 3 */
    write_reg(TX_IN_CTL(0), DUAL_MAC);
    write_reg(TX_IN_CTL(1), 0x080040c0 | RATE_LIMIT | 1u << 23);
    write_reg(TX_IN_CTL(2), 0x080040c0);

    ck_assert_uint_eq(fake_count(&fake, HC_EVENT_UNMODELLED_MODE), 0);
    ck_assert_uint_eq(read_reg(TX_IN_CTL(0)), DUAL_MAC);
}
END_TEST

START_TEST(modes_of_a_fifo_that_are_not_there_speak_up)
{
    write_reg(TX_IN_CTL(0), RATE_LIMIT);
    ck_assert_uint_eq(fake_count(&fake, HC_EVENT_UNMODELLED_MODE), 1);
    write_reg(TX_IN_CTL(1), DUAL_MAC);
    ck_assert_uint_eq(fake_count(&fake, HC_EVENT_UNMODELLED_MODE), 2);
    write_reg(TX_IN_CTL(2), DUAL_MAC);
    ck_assert_uint_eq(fake_count(&fake, HC_EVENT_UNMODELLED_MODE), 3);
    for (unsigned port = 0; port < 3; port++) {
        write_reg(TX_IN_CTL(port), DUAL_MAC | RATE_LIMIT);
    }
    ck_assert_uint_eq(fake_count(&fake, HC_EVENT_UNMODELLED_MODE), 6);
}
END_TEST

static void add_registers(TCase *tc)
{
    tcase_add_test(tc, modes_of_a_fifo_that_drivers_set_are_silent);
    tcase_add_test(tc, modes_of_a_fifo_that_are_not_there_speak_up);
    tcase_add_test(tc, linux_finds_the_version_that_it_knows);
    tcase_add_test(tc, resets_are_done_when_asked_for);
    tcase_add_test(tc,
        a_switch_reset_zeroes_statistics_and_macs_but_not_the_dma);
    tcase_add_test(tc, the_rx_line_is_pending_and_masked_and_enabled);
    tcase_add_test(tc, the_tx_line_falls_with_the_last_completion_pointer);
    tcase_add_test(tc, pacing_spaces_interrupts);
    tcase_add_test(tc, pacing_off_lets_a_held_interrupt_go);
    tcase_add_test(tc, a_pushed_time_stamp_interrupts_at_once);
    tcase_add_test(tc,
        the_time_stamp_queue_holds_sixteen_and_loses_the_newest);
    tcase_add_test(tc, a_host_error_raises_the_misc_line_when_enabled);
    tcase_add_test(tc, narrow_writes_are_misuse_and_holes_speak_up);
    tcase_add_test(tc, every_register_survives_any_value);
    tcase_add_test(tc, a_copy_of_the_state_goes_on_where_the_first_stopped);
}

int main(void)
{
    Suite *suite = suite_create("cpsw");
    TCase *tc = tcase_create("cpsw");
    SRunner *runner = srunner_create(suite);
    int failed;

    suite_add_tcase(suite, tc);
    tcase_add_checked_fixture(tc, cpsw_setup, NULL);
    add_registers(tc);
    add_frames(tc);
    srunner_run_all(runner, CK_ENV);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
