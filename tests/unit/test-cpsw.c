/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "../../models/cpsw.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "fake.h"

/* Offsets and bits as in SPRUH73 and Linux cpsw_priv.h, cpsw_sl.c. */
#define SS_CONTROL    0x004
#define SS_SOFT_RESET 0x008
#define STAT_PORT_EN  0x00c
#define PORT_CONTROL(n) (0x100 + 0x100 * (n))
#define PORT_VLAN(n)  (0x114 + 0x100 * (n))
#define TX_CONTROL    0x804
#define RX_CONTROL    0x814
#define RX_TEARDOWN   0x818
#define CPDMA_RESET   0x81c
#define TX_MASK_SET   0x888
#define EOI           0x894
#define RX_MASK_SET   0x8a8
#define DMA_MASK_SET  0x8b8
#define STAT(at)      (0x900 + (at))
#define TX_HDP        0xa00
#define RX_HDP        0xa20
#define TX_CP         0xa40
#define RX_CP         0xa60
#define CPTS_CONTROL  0xc04
#define CPTS_PUSH     0xc0c
#define CPTS_RAW      0xc20
#define CPTS_INT_EN   0xc28
#define CPTS_POP      0xc30
#define CPTS_LOW      0xc34
#define CPTS_HIGH     0xc38
#define ALE_CONTROL   0xd08
#define UNKNOWN_VLAN  0xd18
#define TBLCTL        0xd20
#define PORTCTL(n)    (0xd40 + 4 * (n))
#define MACCONTROL(n) (0xd84 + 0x40 * ((n) - 1))
#define MACSTATUS(n)  (0xd88 + 0x40 * ((n) - 1))
#define SL_RESET(n)   (0xd8c + 0x40 * ((n) - 1))
#define RX_MAXLEN(n)  (0xd90 + 0x40 * ((n) - 1))
#define WR_INT_CONTROL 0x120c
#define WR_RX_EN      0x1214
#define WR_TX_EN      0x1218
#define WR_MISC_EN    0x121c
#define WR_RX_STAT    0x1244
#define WR_RX_IMAX    0x1270

enum { LINE_RX_THRESH, LINE_RX, LINE_TX, LINE_MISC };

#define GMII_EN 0x20u
#define GIG     0x80u
#define FULL    0x01u
#define EXT_EN  0x40000u
#define RX_CSF  0x800000u
#define RX_CMF  0x1000000u
#define RX_CEF  0x400000u
#define RX_FLOW 0x08u
#define TX_FLOW 0x10u
#define LOOP    0x02u

/* Receive descriptors. */
#define IS_LONG  0x2000000u
#define IS_SHORT 0x1000000u
#define MAC_CTL  0x800000u

#define WHOLE 0xe0000000u
#define OWNER 0x20000000u

#define RAM      0x80000000u
#define RAM_SIZE 0x20000u
#define BUFFER(n) (RAM + 0x8000u + 0x800u * (n))
#define TX_BD    (RAM + 0x100u)
#define RX_BD(n) (RAM + 0x1000u + 32u * (n))
#define RX_BDS   16

static struct fake fake;
static uint8_t ram[RAM_SIZE];
static struct hc_cpsw cpsw, twin;
static struct hc_hop wire[2];

/* What arrived at the far end of each wire, ports 1 and 2. */
static struct {
    unsigned n;
    size_t   len;
    uint8_t  bytes[2100];
} got[3];
static unsigned port_number[] = { 0, 1, 2 };

static bool answers(uint32_t at, size_t len)
{
    return at >= RAM && len <= RAM_SIZE && at - RAM <= RAM_SIZE - len;
}

static bool mem_read(void *opaque, uint32_t at, void *ret, size_t len)
{
    (void)opaque;
    if (!answers(at, len)) {
        return false;
    }
    memcpy(ret, ram + (at - RAM), len);
    return true;
}

static bool mem_write(void *opaque, uint32_t at, const void *bytes,
                      size_t len)
{
    (void)opaque;
    if (!answers(at, len)) {
        return false;
    }
    memcpy(ram + (at - RAM), bytes, len);
    return true;
}

static const struct hc_memory memory = { mem_read, mem_write, NULL };

static uint32_t get(uint32_t at)
{
    const uint8_t *byte = ram + (at - RAM);

    return byte[0] | (uint32_t)byte[1] << 8 | (uint32_t)byte[2] << 16 |
           (uint32_t)byte[3] << 24;
}

static void put(uint32_t at, uint32_t value)
{
    for (unsigned i = 0; i < 4; i++) {
        ram[at - RAM + i] = (uint8_t)(value >> 8 * i);
    }
}

static uint32_t read_reg(uint32_t at)
{
    return hc_cpsw_block.read(&cpsw, at, 4);
}

static void write_reg(uint32_t at, uint32_t value)
{
    hc_cpsw_block.write(&cpsw, at, value, 4);
}

static void arrived(void *owner, const uint8_t *frame, size_t len)
{
    const unsigned port = *(unsigned *)owner;

    got[port].n++;
    got[port].len = len;
    memcpy(got[port].bytes, frame, len);
}

static void far_end(unsigned port, uint32_t iface, uint16_t mbps)
{
    const struct hc_signal signal = { .iface = iface, .mbps = mbps,
                                      .full = true, .lit = true,
                                      .ready = true };

    hc_hop_present(&wire[port - 1], 1, &signal);
}

static void write_entry(unsigned at, uint32_t w2, uint32_t w1, uint32_t w0)
{
    write_reg(0xd3c, w0);
    write_reg(0xd38, w1);
    write_reg(0xd34, w2);
    write_reg(TBLCTL, 0x80000000u | at);
}

static void put_vlan(unsigned at, uint32_t vid, uint32_t members,
                     uint32_t untag)
{
    write_entry(at, 0, 2u << 28 | vid << 16,
                untag << 24 | members << 16 | members << 8 | members);
}

static void give_buffers(void)
{
    for (unsigned i = 0; i < RX_BDS; i++) {
        put(RX_BD(i), i + 1 < RX_BDS ? RX_BD(i + 1) : 0);
        put(RX_BD(i) + 4, BUFFER(i));
        put(RX_BD(i) + 8, 1526);
        put(RX_BD(i) + 12, OWNER);
    }
    write_reg(RX_HDP, RX_BD(0));
}

/* As cpsw_ndo_open and the link handler leave things, in switch mode. */
static void open_switch(void)
{
    write_reg(SS_SOFT_RESET, 1);
    write_reg(ALE_CONTROL, 0xc0000004);
    write_reg(SS_CONTROL, 6);
    write_reg(STAT_PORT_EN, 7);
    put_vlan(0, 0, 7, 7);
    for (unsigned port = 0; port < 3; port++) {
        write_reg(PORTCTL(port), 3);
    }
    for (unsigned port = 1; port < 3; port++) {
        write_reg(SL_RESET(port), 1);
        write_reg(RX_MAXLEN(port), 1526);
        write_reg(MACCONTROL(port), GMII_EN | GIG | FULL);
    }
    write_reg(CPDMA_RESET, 1);
    write_reg(TX_CONTROL, 1);
    write_reg(RX_CONTROL, 1);
    write_reg(TX_MASK_SET, 1);
    write_reg(RX_MASK_SET, 1);
    give_buffers();
    write_reg(WR_RX_EN, 0xff);
    write_reg(WR_TX_EN, 0xff);
}

static void setup(void)
{
    fake_init(&fake, hc_cpsw_block.wake, &cpsw);
    memset(ram, 0, sizeof(ram));
    memset(got, 0, sizeof(got));
    hc_cpsw_block.init(&cpsw, &fake.host);
    for (unsigned port = 1; port < 3; port++) {
        const struct hc_end end = { .frame = arrived,
                                    .owner = &port_number[port] };

        hc_hop_init(&wire[port - 1], &fake.host);
        hc_hop_attach(&wire[port - 1], 1, &end);
        far_end(port, HC_IFACE_RGMII, 1000);
    }
    hc_cpsw_wire(&cpsw, &memory, &wire[0], &wire[1]);
    hc_cpsw_block.reset(&cpsw);
    hc_cpsw_set_gmii_sel(&cpsw, 0xa);
    open_switch();
}

static const uint8_t from_station[12] = { 2, 0, 0, 0, 0, 0xb,
                                          2, 0, 0, 0, 0, 0xa };

/* A frame to an unknown station; with a tag unless tci is negative. */
static size_t make(uint8_t *frame, int tci, size_t len)
{
    size_t at = 12;

    memset(frame, 0x11, len);
    memcpy(frame, from_station, 12);
    if (tci >= 0) {
        frame[at++] = 0x81;
        frame[at++] = 0x00;
        frame[at++] = (uint8_t)(tci >> 8);
        frame[at++] = (uint8_t)tci;
    }
    frame[at++] = 0x08;
    frame[at] = 0x00;
    return len;
}

static void arrive(unsigned port, int tci, size_t len)
{
    uint8_t frame[2100];

    hc_hop_send(&wire[port - 1], 1, frame, make(frame, tci, len));
}

static void broadcast_arrives(unsigned port, int tci)
{
    uint8_t frame[64];

    make(frame, tci, sizeof(frame));
    memset(frame, 0xff, 6);
    hc_hop_send(&wire[port - 1], 1, frame, sizeof(frame));
}

static void host_sends(unsigned to_port, int tci, size_t len)
{
    make(ram + 0x4000, tci, len);
    put(TX_BD, 0);
    put(TX_BD + 4, RAM + 0x4000);
    put(TX_BD + 8, (uint32_t)len);
    put(TX_BD + 12, WHOLE | (to_port ? 0x100000u | to_port << 16 : 0) |
                    (uint32_t)len);
    write_reg(TX_HDP, TX_BD);
}

/* Lets the wires become free. */
static void wires_rest(void)
{
    fake_advance(&fake, 200 * NS_PER_US);
}

static unsigned type_of(const uint8_t *frame)
{
    return (unsigned)frame[12] << 8 | frame[13];
}

static unsigned tci_of(const uint8_t *frame)
{
    return (unsigned)frame[14] << 8 | frame[15];
}

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

#define PTYPE            0x010
#define RX_CH_MAP        0x120
#define SEND_PERCENT(n)  (0x128 + 0x100 * (n))
#define TX_PRI_MAP(n)    (0x118 + 0x100 * (n))
#define SA_LO(n)         (0x120 + 0x100 * (n))
#define SA_HI(n)         (0x124 + 0x100 * (n))
#define TX_RATE(n)       (0x830 + 4 * (n))
#define DMACONTROL       0x820

/* IEEE 802.3 31B: a pause of so many times 512 bits. */
static void far_end_asks_for_pause(unsigned port, unsigned quanta)
{
    const uint8_t pause[60] = { 1, 0x80, 0xc2, 0, 0, 1, 2, 0, 0, 0, 0, 9,
                                0x88, 0x08, 0, 1, (uint8_t)(quanta >> 8),
                                (uint8_t)quanta };

    hc_hop_send(&wire[port - 1], 1, pause, sizeof(pause));
}

static void obey_pauses(unsigned port)
{
    write_reg(MACCONTROL(port), GMII_EN | GIG | FULL | TX_FLOW);
}

START_TEST(a_pause_holds_the_transmitter_for_its_time)
{
    obey_pauses(2);
    far_end_asks_for_pause(2, 1000);        /* 512 us at 1 Gb/s */

    host_sends(2, -1, 60);
    fake_advance(&fake, 511 * NS_PER_US);
    ck_assert_uint_eq(got[2].n, 0);
    ck_assert_uint_eq(read_reg(MACSTATUS(2)) & 3, 1);
    ck_assert_uint_eq(read_reg(0xddc), 1);  /* SL2_TX_PAUSE: quanta left */
    ck_assert_uint_eq(get(TX_BD + 12) & OWNER, 0);  /* in the FIFO */

    fake_advance(&fake, 1 * NS_PER_US);
    ck_assert_uint_eq(got[2].n, 1);
    ck_assert_uint_eq(read_reg(MACSTATUS(2)) & 3, 0);
}
END_TEST

START_TEST(a_pause_of_zero_ends_a_pause)
{
    obey_pauses(2);
    far_end_asks_for_pause(2, 0xffff);
    host_sends(2, -1, 60);

    far_end_asks_for_pause(2, 0);

    ck_assert_uint_eq(got[2].n, 1);
    ck_assert_uint_eq(read_reg(STAT(0x0c)), 2);
}
END_TEST

START_TEST(pauses_are_nothing_to_half_duplex_or_without_tx_flow)
{
    write_reg(MACCONTROL(2), GMII_EN | FULL);
    far_end_asks_for_pause(2, 1000);
    host_sends(2, -1, 60);
    ck_assert_uint_eq(got[2].n, 1);

    wires_rest();
    write_reg(MACCONTROL(2), GMII_EN | TX_FLOW);
    far_end_asks_for_pause(2, 1000);
    host_sends(2, -1, 60);
    ck_assert_uint_eq(got[2].n, 2);
}
END_TEST

START_TEST(turning_tx_flow_off_ends_a_pause)
{
    obey_pauses(2);
    far_end_asks_for_pause(2, 0xffff);
    host_sends(2, -1, 60);

    write_reg(MACCONTROL(2), GMII_EN | GIG | FULL);

    ck_assert_uint_eq(got[2].n, 1);
}
END_TEST

START_TEST(a_port_that_goes_down_forgets_what_waits)
{
    obey_pauses(2);
    far_end_asks_for_pause(2, 1000);
    host_sends(2, -1, 60);

    write_reg(MACCONTROL(2), 0);
    obey_pauses(2);
    fake_advance(&fake, NS_PER_MS);

    ck_assert_uint_eq(got[2].n, 0);
}
END_TEST

/* TX_PRI_MAP as Linux sets it: priorities 7 and 6 in queue 3. */
START_TEST(after_a_pause_the_urgent_goes_first)
{
    obey_pauses(2);
    write_reg(TX_PRI_MAP(2), 0x33221100);
    put_vlan(1, 5, 7, 0);
    far_end_asks_for_pause(2, 1000);
    host_sends(2, 0x0005, 100);
    host_sends(2, 0xe005, 200);
    host_sends(2, 0x6005, 300);

    fake_advance(&fake, NS_PER_MS);

    ck_assert_uint_eq(got[2].n, 3);
    ck_assert_uint_eq(got[2].len, 100);     /* the last of the three */
}
END_TEST

static void host_sends_many(unsigned port, unsigned n)
{
    make(ram + 0x4000, -1, 1514);
    for (unsigned i = 0; i < n; i++) {
        const uint32_t bd = TX_BD + 32 * i;

        put(bd, i + 1 < n ? bd + 32 : 0);
        put(bd + 4, RAM + 0x4000);
        put(bd + 8, 1514);
        put(bd + 12, WHOLE | 0x100000u | port << 16 | 1514);
    }
    write_reg(TX_HDP, TX_BD);
}

START_TEST(the_host_waits_for_room_and_loses_nothing)
{
    obey_pauses(2);
    far_end_asks_for_pause(2, 1000);

    host_sends_many(2, 40);
    ck_assert_uint_ne(read_reg(TX_HDP), 0);
    ck_assert_uint_eq(get(TX_BD + 32 * 39 + 12) & OWNER, OWNER);

    fake_advance(&fake, NS_PER_MS);
    ck_assert_uint_eq(got[2].n, 40);
    ck_assert_uint_eq(read_reg(TX_HDP), 0);
    ck_assert_uint_eq(read_reg(STAT(0x84)), 0);
}
END_TEST

START_TEST(a_full_port_does_not_hold_up_the_other)
{
    obey_pauses(2);
    far_end_asks_for_pause(2, 1000);
    host_sends_many(2, 40);

    write_reg(0xa04, 0);
    make(ram + 0x5000, -1, 60);
    put(RAM + 0x800, 0);
    put(RAM + 0x804, RAM + 0x5000);
    put(RAM + 0x808, 60);
    put(RAM + 0x80c, WHOLE | 0x110000u | 60);
    write_reg(0xa04, RAM + 0x800);          /* channel 1 */

    ck_assert_uint_eq(got[1].n, 1);
}
END_TEST

START_TEST(what_a_wire_sends_to_a_full_port_is_lost_and_counted)
{
    obey_pauses(2);
    far_end_asks_for_pause(2, 1000);

    for (unsigned i = 0; i < 40; i++) {
        arrive(1, -1, 1514);
    }

    ck_assert_uint_gt(read_reg(STAT(0x84)), 20);
    fake_advance(&fake, NS_PER_MS);
    ck_assert_uint_eq(got[2].n + read_reg(STAT(0x84)), 40);
}
END_TEST

static void fill_host_fifo(unsigned n)
{
    for (unsigned i = 0; i < n; i++) {
        broadcast_arrives(1, -1);
    }
}

/* Both MACCONTROL and FLOW_CONTROL must allow it. */
static void ask_for_pauses(void)
{
    write_reg(MACCONTROL(1), GMII_EN | GIG | FULL | RX_FLOW);
    write_reg(0x024, 7);
    write_reg(SA_HI(1), 0x44332211);
    write_reg(SA_LO(1), 0x6655);
    write_reg(STAT_PORT_EN, 7);
}

START_TEST(a_filling_fifo_asks_for_a_pause_and_an_empty_one_ends_it)
{
    static const uint8_t pause[18] = { 1, 0x80, 0xc2, 0, 0, 1, 0x11, 0x22,
                                       0x33, 0x44, 0x55, 0x66, 0x88, 8, 0, 1,
                                       0xff, 0xff };

    ask_for_pauses();
    fill_host_fifo(RX_BDS);
    ck_assert_uint_eq(got[1].n, 0);

    fill_host_fifo(60);
    ck_assert_uint_eq(got[1].n, 1);
    ck_assert_mem_eq(got[1].bytes, pause, sizeof(pause));
    ck_assert_uint_eq(got[1].len, 60);
    ck_assert_uint_eq(read_reg(STAT(0x40)), 1);
    ck_assert_uint_eq(read_reg(MACSTATUS(1)) & 3, 2);

    for (unsigned i = 0; i < 4; i++) {
        give_buffers();
        wires_rest();
    }
    ck_assert_uint_eq(got[1].n, 2);
    ck_assert_uint_eq(got[1].bytes[16] | got[1].bytes[17], 0);
    ck_assert_uint_eq(read_reg(MACSTATUS(1)) & 3, 0);
}
END_TEST

/* Again after ff00h times 512 bits: 33.4 ms at 1 Gb/s. */
START_TEST(a_pause_is_renewed_while_there_is_no_room)
{
    ask_for_pauses();
    fill_host_fifo(RX_BDS + 60);

    fake_advance(&fake, 33 * NS_PER_MS);
    ck_assert_uint_eq(got[1].n, 1);
    fake_advance(&fake, 1 * NS_PER_MS);
    ck_assert_uint_eq(got[1].n, 2);
}
END_TEST

START_TEST(no_pause_is_asked_for_unless_both_registers_allow)
{
    ask_for_pauses();
    write_reg(0x024, 1);

    fill_host_fifo(RX_BDS + 60);

    ck_assert_uint_eq(got[1].n, 0);
}
END_TEST

/* cpsw_set_fifo_rlimit: queue 3 of port 1 gets 10 percent of 100 Mb/s. A
 * frame of 1226 octets takes 1250 with FCS and gap: 100 us, here 1 ms. */
START_TEST(a_shaped_queue_keeps_to_its_share_and_others_do_not_wait)
{
    write_reg(MACCONTROL(1), GMII_EN | FULL);
    far_end(1, HC_IFACE_RGMII, 100);
    write_reg(TX_PRI_MAP(1), 0x33333330);
    write_reg(SEND_PERCENT(1), 10u << 16);
    write_reg(PTYPE, 1u << 18);
    put_vlan(1, 5, 7, 0);
    for (unsigned i = 0; i < 4; i++) {
        host_sends(1, 0x6005, 1226);
    }

    ck_assert_uint_eq(got[1].n, 1);
    host_sends(1, 0x0005, 60);
    fake_advance(&fake, 100 * NS_PER_US);       /* the first has left */
    ck_assert_uint_eq(got[1].n, 2);
    fake_advance(&fake, 899 * NS_PER_US);
    ck_assert_uint_eq(got[1].n, 2);
    fake_advance(&fake, 2001 * NS_PER_US);
    ck_assert_uint_eq(got[1].n, 5);
}
END_TEST

/* cpdma_chan_set_rate: 1 / 40 of 4 Gb/s is 100 Mb/s. */
START_TEST(a_rate_limited_channel_sends_at_its_rate)
{
    write_reg(DMACONTROL, 0x101);
    write_reg(TX_RATE(0), 1u << 16 | 39);

    host_sends_many(1, 40);
    fake_advance(&fake, 10 * NS_PER_MS);

    /* 1538 octets on the wire last 123.04 us */
    ck_assert_uint_eq(got[1].n, 40);
    ck_assert_uint_eq(fake.now_ns, 10 * NS_PER_MS);
    got[1].n = 0;
    host_sends_many(1, 40);
    fake_advance(&fake, 1 * NS_PER_MS);
    ck_assert_uint_eq(got[1].n, 9);         /* at 0, 123, ... 984 us */
}
END_TEST

START_TEST(a_looped_port_hears_itself_and_its_wire_is_silent)
{
    write_reg(MACCONTROL(1), GMII_EN | GIG | FULL | LOOP);
    write_reg(0xd08, 0x80000014);           /* bypass: all to the host */

    host_sends(1, -1, 100);

    ck_assert_uint_eq(got[1].n, 0);
    ck_assert_uint_eq(get(RX_BD(0) + 12) & 0x7ff, 4 + 100 + 4);
    ck_assert(!hc_hop_passes(&wire[0]));
}
END_TEST

/* A frame of 100 bytes takes 992 ns. */
START_TEST(two_looped_ports_talk_no_faster_than_their_wires)
{
    write_reg(MACCONTROL(1), GMII_EN | GIG | FULL | LOOP);
    write_reg(MACCONTROL(2), GMII_EN | GIG | FULL | LOOP);

    host_sends(1, -1, 100);
    fake_advance(&fake, 992 * NS_PER_US - 1);

    ck_assert_uint_eq(read_reg(STAT(0x34)), 2 * 1000);
}
END_TEST

/* --- the rate of a wire ------------------------------------------------ */

static void port_2_has(uint16_t mbps)
{
    write_reg(MACCONTROL(2), GMII_EN | FULL);
    far_end(2, HC_IFACE_RGMII, mbps);
}

/* IEEE 802.3: 1514 bytes, 4 of FCS, 8 of preamble, 12 of gap are 12304 bits;
 * so the last of 812 frames begins in the first second. */
static const struct {
    uint16_t mbps;
    unsigned frames_in_100ms;
} rate_case[] = {
    { 10, 82 }, { 100, 813 }, { 1000, 8128 },
};

START_TEST(a_wire_takes_frames_at_its_rate)
{
    port_2_has(rate_case[_i].mbps);

    for (unsigned i = 0; i < 100000 / 50; i++) {
        if (!read_reg(TX_HDP)) {
            host_sends_many(2, 100);
        }
        fake_advance(&fake, 50 * NS_PER_US - 1);
        ck_assert(i % 100 || got[2].n);
        fake_advance(&fake, 1);
    }

    ck_assert_uint_eq(got[2].n, rate_case[_i].frames_in_100ms);
    ck_assert_uint_eq(read_reg(STAT(0x84)), 0);
}
END_TEST

START_TEST(port_10_mbps_passes_812_frames_in_a_second)
{
    port_2_has(10);
    for (unsigned second = 1; second < 4; second++) {
        got[2].n = 0;
        for (unsigned ms = 0; ms < 1000; ms++) {
            if (!read_reg(TX_HDP)) {
                host_sends_many(2, 100);
            }
            fake_advance(&fake, NS_PER_MS);
        }
        ck_assert_uint_ge(got[2].n, 812);
        ck_assert_uint_le(got[2].n, 813);
    }
}
END_TEST

START_TEST(what_a_slow_wire_cannot_take_is_counted)
{
    port_2_has(10);

    for (unsigned ms = 0; ms < 100; ms++) {
        arrive(1, -1, 1514);
        fake_advance(&fake, NS_PER_MS);
    }
    fake_advance(&fake, NS_PER_S);

    ck_assert_uint_gt(read_reg(STAT(0x84)), 0);
    ck_assert_uint_eq(got[2].n + read_reg(STAT(0x84)), 100);
    ck_assert_uint_ge(got[2].n, 82);
}
END_TEST

START_TEST(a_slow_wire_makes_its_port_ask_the_fast_one_for_pauses)
{
    ask_for_pauses();
    port_2_has(10);

    for (unsigned i = 0; i < 100; i++) {
        if (!(read_reg(MACSTATUS(1)) & 2)) {
            arrive(1, -1, 1514);
        }
        fake_advance(&fake, 300 * NS_PER_US);
    }
    fake_advance(&fake, NS_PER_S);

    ck_assert_uint_gt(read_reg(STAT(0x40)), 1);
    ck_assert_uint_eq(read_reg(STAT(0x84)), 0);
}
END_TEST

START_TEST(the_urgent_overtake_while_the_wire_is_busy)
{
    write_reg(TX_PRI_MAP(2), 0x33221100);
    put_vlan(1, 5, 7, 0);
    port_2_has(10);
    host_sends(2, 0x0005, 1000);
    host_sends(2, 0x0005, 1001);
    host_sends(2, 0xe005, 1002);
    ck_assert_uint_eq(got[2].len, 1000);

    fake_advance(&fake, 1024 * 800);

    ck_assert_uint_eq(got[2].len, 1002);
}
END_TEST

/* 1024 octets on the wire last 8192 ns. */
START_TEST(a_late_world_does_not_slow_a_wire)
{
    for (unsigned i = 0; i < 8; i++) {
        host_sends(2, -1, 1000);
    }
    ck_assert_uint_eq(got[2].n, 1);

    fake.now_ns += 3 * 8192;            /* nobody woke it */
    hc_cpsw_block.wake(&cpsw);
    ck_assert_uint_eq(got[2].n, 4);
    fake_advance(&fake, 8191);
    ck_assert_uint_eq(got[2].n, 4);
    fake_advance(&fake, 1);
    ck_assert_uint_eq(got[2].n, 5);
}
END_TEST

START_TEST(an_ended_pause_gives_no_time_back)
{
    obey_pauses(2);
    far_end_asks_for_pause(2, 0xffff);
    for (unsigned i = 0; i < 8; i++) {
        host_sends(2, -1, 1000);
    }
    fake_advance(&fake, NS_PER_MS);

    far_end_asks_for_pause(2, 0);

    ck_assert_uint_eq(got[2].n, 1);
    fake_advance(&fake, 8192);
    ck_assert_uint_eq(got[2].n, 2);
}
END_TEST

/* SPRUH73 14.3.2.20.1: which statistic counts a bad frame, and 21:20 of the
 * descriptor when RX_CEF lets it in. */
static const struct {
    enum hc_cpsw_damage damage;
    size_t   len;
    uint32_t stat, flags;
} damage_case[] = {
    { HC_CPSW_BAD_CRC, 100, 0x10, 1u << 20 },
    { HC_CPSW_BAD_CODE, 100, 0x14, 2u << 20 },
    { HC_CPSW_BAD_ALIGN, 100, 0x14, 3u << 20 },
    { HC_CPSW_BAD_CRC, 1600, 0x1c, IS_LONG | 1u << 20 },
    { HC_CPSW_BAD_CRC, 40, 0x24, IS_SHORT | 1u << 20 },
    { HC_CPSW_INTACT, 1600, 0x18, IS_LONG },
};

START_TEST(a_damaged_frame_is_counted_by_its_kind_and_shown_on_demand)
{
    uint8_t frame[2000];
    const size_t len = make(frame, -1, damage_case[_i].len);

    hc_cpsw_receive_damaged(&cpsw, 1, frame, len, damage_case[_i].damage);
    ck_assert_uint_eq(read_reg(STAT(damage_case[_i].stat)), 1);
    ck_assert_uint_eq(read_reg(STAT(0x00)), 0);
    ck_assert_uint_eq(read_reg(STAT(0x80)), len + 4);
    ck_assert_uint_eq(got[2].n, 0);
    ck_assert_uint_eq(get(RX_BD(0) + 12), OWNER);

    write_reg(MACCONTROL(1), GMII_EN | GIG | FULL | RX_CEF);
    put(RX_BD(0) + 8, 2000);
    hc_cpsw_receive_damaged(&cpsw, 1, frame, len, damage_case[_i].damage);
    ck_assert_uint_eq(get(RX_BD(0) + 12) & 0x3b00000, damage_case[_i].flags);
    ck_assert_uint_eq(got[2].n, 0);
}
END_TEST

START_TEST(a_statistic_that_is_half_full_interrupts_until_it_is_lowered)
{
    write_reg(STAT_PORT_EN, 0);
    write_reg(STAT(0x00), 0x7fffffff);
    write_reg(STAT_PORT_EN, 7);
    write_reg(DMA_MASK_SET, 1);
    write_reg(WR_MISC_EN, 8);
    ck_assert(!fake.line[LINE_MISC]);

    arrive(1, -1, 60);
    ck_assert(fake.line[LINE_MISC]);
    ck_assert_uint_eq(read_reg(0x124c), 8);

    write_reg(STAT(0x00), 0x80000000);
    ck_assert(!fake.line[LINE_MISC]);
}
END_TEST

/* Queue 3 of the host, by TX_PRI_MAP of port 0, to channel 6 for port 2. */
START_TEST(urgent_frames_may_have_a_channel_of_their_own)
{
    write_reg(0x118, 0x33221100);
    write_reg(RX_CH_MAP, 0x60000000);
    put_vlan(1, 5, 7, 0);
    write_reg(RX_MASK_SET, 0xff);
    put(RAM + 0x880, 0);
    put(RAM + 0x884, BUFFER(20));
    put(RAM + 0x888, 1526);
    put(RAM + 0x88c, OWNER);
    write_reg(RX_HDP + 4 * 6, RAM + 0x880);

    broadcast_arrives(2, 0xe005);
    broadcast_arrives(2, 0x2005);

    ck_assert_uint_eq(read_reg(0x8a4), 1u << 6 | 1);
    ck_assert_uint_eq(get(RAM + 0x88c) & OWNER, 0);
    ck_assert_uint_eq(get(BUFFER(20)) >> 29, 7);
}
END_TEST

START_TEST(a_port_maps_the_priority_that_it_receives)
{
    write_reg(0xda4, 0x26543210);           /* 7 becomes 2 */
    put_vlan(1, 5, 7, 0);

    arrive(1, 0xe005, 100);

    ck_assert_uint_eq(tci_of(got[2].bytes), 0x4005);
}
END_TEST

START_TEST(a_dscp_speaks_for_an_untagged_frame)
{
    uint8_t frame[64];

    write_reg(PORT_CONTROL(1), 1u << 16);
    write_reg(0x230 + 4 * 5, 0x07000000);   /* DSCP 46 is priority 7 */
    put_vlan(0, 0, 7, 0);
    make(frame, -1, sizeof(frame));
    frame[14] = 0x45;
    frame[15] = 46 << 2;

    hc_hop_send(&wire[0], 1, frame, sizeof(frame));

    ck_assert_uint_eq(tci_of(got[2].bytes), 0xe000);
}
END_TEST

#define TS_SEQ_MTYPE(n) (0x11c + 0x100 * (n))

/* As cpsw_hwtstamp_v2 leaves things, both ways. */
static void stamp_ptp(unsigned port)
{
    write_reg(TS_SEQ_MTYPE(port), 30u << 16 | 0xf);
    write_reg(PORT_CONTROL(port), 0x00107f17);
    write_reg(0x02c, 0x88f7);
    write_reg(0x028, 0x8100);
    write_reg(CPTS_CONTROL, 1);
    write_reg(CPTS_INT_EN, 1);
    write_reg(WR_MISC_EN, 0x10);
    write_reg(0xd08, 0x80000014);           /* bypass: for the host only */
}

static size_t make_sync(uint8_t *frame, unsigned sequence)
{
    memset(frame, 0, 64);
    memcpy(frame, from_station, 12);
    frame[12] = 0x88;
    frame[13] = 0xf7;
    frame[14 + 30] = (uint8_t)(sequence >> 8);
    frame[14 + 31] = (uint8_t)sequence;
    return 64;
}

START_TEST(a_received_ptp_frame_is_stamped_before_the_host_can_see_it)
{
    uint8_t frame[64];

    stamp_ptp(2);
    write_reg(RX_TEARDOWN, 0);              /* no buffers */
    write_reg(RX_MASK_SET, 1);
    fake_advance(&fake, 400);

    hc_hop_send(&wire[1], 1, frame, make_sync(frame, 0x1234));

    ck_assert(fake.line[LINE_MISC]);
    ck_assert_uint_eq(read_reg(CPTS_LOW), 100);
    ck_assert_uint_eq(read_reg(CPTS_HIGH), 0x02401234);
}
END_TEST

START_TEST(a_ptp_frame_that_others_get_as_well_is_not_stamped)
{
    uint8_t frame[64];

    stamp_ptp(2);
    write_reg(0xd08, 0x80000104);           /* flood to host and wire */

    hc_hop_send(&wire[1], 1, frame, make_sync(frame, 1));

    ck_assert_uint_eq(got[1].n, 1);
    ck_assert_uint_eq(read_reg(CPTS_RAW), 0);
}
END_TEST

START_TEST(a_sent_ptp_frame_is_stamped_when_it_leaves)
{
    stamp_ptp(1);
    write_reg(MACCONTROL(1), GMII_EN | GIG | FULL | TX_FLOW);
    far_end_asks_for_pause(1, 1000);
    make_sync(ram + 0x4000, 0xabcd);
    put(TX_BD, 0);
    put(TX_BD + 4, RAM + 0x4000);
    put(TX_BD + 8, 64);
    put(TX_BD + 12, WHOLE | 0x110000u | 64);
    write_reg(TX_HDP, TX_BD);
    ck_assert_uint_eq(read_reg(CPTS_RAW), 0);

    fake_advance(&fake, NS_PER_MS);

    ck_assert_uint_eq(got[1].n, 1);
    ck_assert_uint_eq(read_reg(CPTS_LOW), 512000 / 4);
    ck_assert_uint_eq(read_reg(CPTS_HIGH), 0x0150abcd);
}
END_TEST

START_TEST(a_copy_of_the_state_sends_what_waited)
{
    const size_t at = hc_cpsw_block.state_at;

    obey_pauses(2);
    far_end_asks_for_pause(2, 1000);
    host_sends(2, -1, 100);
    hc_cpsw_block.init(&twin, &fake.host);
    hc_cpsw_wire(&twin, &memory, &wire[0], &wire[1]);
    memcpy((char *)&twin + at, (char *)&cpsw + at, sizeof(cpsw) - at);
    fake.model = &twin;

    fake_advance(&fake, NS_PER_MS);

    ck_assert_uint_eq(got[2].n, 1);
    ck_assert_uint_eq(got[2].len, 100);
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

static void add_registers(TCase *tc)
{
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

static void add_sending(TCase *tc)
{
    tcase_add_test(tc, a_pause_holds_the_transmitter_for_its_time);
    tcase_add_test(tc, a_pause_of_zero_ends_a_pause);
    tcase_add_test(tc, pauses_are_nothing_to_half_duplex_or_without_tx_flow);
    tcase_add_test(tc, turning_tx_flow_off_ends_a_pause);
    tcase_add_test(tc, a_port_that_goes_down_forgets_what_waits);
    tcase_add_test(tc, after_a_pause_the_urgent_goes_first);
    tcase_add_test(tc, the_host_waits_for_room_and_loses_nothing);
    tcase_add_test(tc, a_full_port_does_not_hold_up_the_other);
    tcase_add_test(tc, what_a_wire_sends_to_a_full_port_is_lost_and_counted);
    tcase_add_test(tc,
        a_filling_fifo_asks_for_a_pause_and_an_empty_one_ends_it);
    tcase_add_test(tc, a_pause_is_renewed_while_there_is_no_room);
    tcase_add_test(tc, no_pause_is_asked_for_unless_both_registers_allow);
    tcase_add_test(tc,
        a_shaped_queue_keeps_to_its_share_and_others_do_not_wait);
    tcase_add_test(tc, a_rate_limited_channel_sends_at_its_rate);
    tcase_add_test(tc, a_looped_port_hears_itself_and_its_wire_is_silent);
    tcase_add_test(tc, two_looped_ports_talk_no_faster_than_their_wires);
    tcase_add_loop_test(tc,
        a_damaged_frame_is_counted_by_its_kind_and_shown_on_demand,
        0, N(damage_case));
    tcase_add_test(tc,
        a_statistic_that_is_half_full_interrupts_until_it_is_lowered);
    tcase_add_test(tc, urgent_frames_may_have_a_channel_of_their_own);
    tcase_add_test(tc, a_port_maps_the_priority_that_it_receives);
    tcase_add_test(tc, a_dscp_speaks_for_an_untagged_frame);
    tcase_add_test(tc,
        a_received_ptp_frame_is_stamped_before_the_host_can_see_it);
    tcase_add_test(tc, a_ptp_frame_that_others_get_as_well_is_not_stamped);
    tcase_add_test(tc, a_sent_ptp_frame_is_stamped_when_it_leaves);
    tcase_add_test(tc, a_copy_of_the_state_sends_what_waited);
}

static void add_rates(TCase *tc)
{
    tcase_add_loop_test(tc, a_wire_takes_frames_at_its_rate, 0,
                        N(rate_case));
    tcase_add_test(tc, port_10_mbps_passes_812_frames_in_a_second);
    tcase_add_test(tc, what_a_slow_wire_cannot_take_is_counted);
    tcase_add_test(tc,
        a_slow_wire_makes_its_port_ask_the_fast_one_for_pauses);
    tcase_add_test(tc, the_urgent_overtake_while_the_wire_is_busy);
    tcase_add_test(tc, a_late_world_does_not_slow_a_wire);
    tcase_add_test(tc, an_ended_pause_gives_no_time_back);
}

int main(void)
{
    Suite *suite = suite_create("cpsw");
    TCase *tc = tcase_create("cpsw");
    SRunner *runner = srunner_create(suite);
    int failed;

    suite_add_tcase(suite, tc);
    tcase_add_checked_fixture(tc, setup, NULL);
    add_registers(tc);
    add_frames(tc);
    add_sending(tc);
    add_rates(tc);
    srunner_run_all(runner, CK_ENV);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
