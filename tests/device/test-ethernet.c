/* SPDX-License-Identifier: GPL-2.0-or-later */
/* MDIO, PHY, the switch's DMA and a host at the far end, by registers. */
#include <string.h>

#include "drive.h"
#include "ethernet.h"
#include "probe.h"

#define OWNER 0x20000000u
#define EOQ   0x10000000u

/* More than a host takes to answer. */
#define ANSWER_NS 1000000u

/* Clause 22 registers 2 and 3; -1 where nobody answers. */
static const struct {
    const char *board;
    int id1, id2[2];
} phys[] = {
    { "two-cages", 0x0141, { 0x0dd1, 0x0dd1 } },        /* 88E1512 */
    { "evmsk", 0x004d, { 0xd074, 0xd074 } },            /* AR8031 */
    { "boneblack", 0x0007, { 0xc0f0, -1 } },            /* LAN8710A */
};

/* The revision, 3:0, is the chip's own affair. */
static void look_around(unsigned i)
{
    probe_start(phys[i].board);
    mdio_open();
    for (unsigned at = 0; at < 32; at++) {
        int id2 = at < 2 ? phys[i].id2[at] : -1;

        if (id2 < 0) {
            ck_assert_int_eq(mdio_read(at, 2), -1);
            ck_assert_int_eq(mdio_read(at, 3), -1);
        } else {
            ck_assert_int_eq(mdio_read(at, 2), phys[i].id1);
            ck_assert_int_eq(mdio_read(at, 3) | 0xf, id2 | 0xf);
        }
    }
    probe_stop();
}

START_TEST(every_board_has_its_phys_and_nobody_else_on_mdio)
{
    for (unsigned i = 0; i < sizeof(phys) / sizeof(*phys); i++) {
        look_around(i);
    }
}
END_TEST

START_TEST(the_88e1512_gives_its_exact_revision)
{
    probe_start("two-cages");
    mdio_open();

    ck_assert_int_eq(mdio_read(0, 3), 0x0dd1);
    ck_assert_int_eq(mdio_read(1, 3), 0x0dd1);
    probe_stop();
}
END_TEST

START_TEST(a_port_without_a_partner_stays_dark)
{
    probe_start("boneblack");
    mdio_open();

    probe_step_ns(UINT64_C(10000000000));

    ck_assert_int_eq(mdio_read(0, 1) & 0x24, 0);
    probe_expect("eth0.link", "down");
    probe_stop();
}
END_TEST

/* Everything a driver and a host need to talk, in one story. */
static void start_with_link(void)
{
    probe_start("boneblack");
    probe_do("partner eth0 kind=peer ip=192.0.2.1");
    eth_open();
    intc_unmask(RX_LINE);
    eth_wait_for_link_ns();
    probe_expect("eth0.link", "up");
    probe_expect("eth0.mbps", "100");
}

static void ask(void)
{
    uint8_t frame[60];

    eth_send(frame, eth_arp_request(frame));
}

START_TEST(a_frame_that_was_sent_returns_its_descriptor)
{
    start_with_link();
    intc_unmask(TX_LINE);

    ask();

    ck_assert_uint_eq(rd(CPPI + 0x1000 + 12) & (OWNER | EOQ), EOQ);
    ck_assert_uint_eq(rd(CPSW + TX7_HDP), 0);
    ck_assert_uint_eq(rd(CPSW + TX7_CP), CPPI + 0x1000);
    ck_assert_int_eq(probe_irq(), TX_LINE);
    wr(CPSW + TX7_CP, CPPI + 0x1000);
    wr(CPSW + 0x894, 2);
    ck_assert_int_eq(probe_irq(), -1);
    probe_stop();
}
END_TEST

/* RFC 826: operation 2, the asked address with its hardware address, then
 * the asker's own. */
START_TEST(the_answer_of_a_host_lands_in_the_ring)
{
    static const uint8_t addresses[] = { 192, 0, 2, 1 };
    uint8_t frame[4 + 60];

    start_with_link();
    ask();
    ck_assert_uint_eq(eth_rx_flags(0) & OWNER, OWNER);

    probe_step_ns(ANSWER_NS);

    ck_assert_uint_eq(eth_rx_flags(0) & OWNER, 0);
    ck_assert_uint_eq(eth_rx_flags(0) >> 16 & 7, 1);        /* FROM_PORT */
    ck_assert_uint_eq(eth_rx_flags(0) & 0x7ff, 4 + 60 + 4);
    ck_assert_uint_eq(eth_rx_flags(1) & OWNER, OWNER);
    eth_rx_bytes(0, frame, sizeof(frame));
    ck_assert_mem_eq(frame + 4, own_mac, 6);
    ck_assert_uint_eq(frame[4 + 12] << 8 | frame[4 + 13], 0x0806);
    ck_assert_uint_eq(frame[4 + 20] << 8 | frame[4 + 21], 2);
    ck_assert_mem_eq(frame + 4 + 22, frame + 4 + 6, 6);
    ck_assert_mem_eq(frame + 4 + 28, addresses, 4);
    ck_assert_mem_eq(frame + 4 + 32, own_mac, 6);
    probe_stop();
}
END_TEST

START_TEST(a_received_frame_interrupts_until_the_driver_is_done)
{
    start_with_link();
    ck_assert_int_eq(probe_irq(), -1);

    ask();
    probe_step_ns(ANSWER_NS);
    ck_assert_int_eq(probe_irq(), RX_LINE);

    eth_rx_done(0);
    ck_assert_int_eq(probe_irq(), -1);
    probe_stop();
}
END_TEST

START_TEST(the_ring_fills_in_order_and_stops_when_it_is_empty)
{
    start_with_link();

    for (unsigned n = 0; n < RX_BUFFERS; n++) {
        ask();
        probe_step_ns(ANSWER_NS);
    }

    for (unsigned n = 0; n < RX_BUFFERS; n++) {
        ck_assert_uint_eq(eth_rx_flags(n) & (OWNER | EOQ),
                          n + 1 < RX_BUFFERS ? 0 : EOQ);
    }
    ck_assert_uint_eq(rd(CPSW + RX_HDP), 0);
    probe_stop();
}
END_TEST

START_TEST(a_pulled_cable_takes_the_link_and_the_frames)
{
    start_with_link();

    probe_do("pull eth0");
    probe_step_ns(100000000);
    ck_assert_int_eq(mdio_read(0, 1) & 4, 0);
    ask();
    probe_step_ns(ANSWER_NS);
    ck_assert_uint_eq(eth_rx_flags(0) & OWNER, OWNER);

    probe_do("plug eth0");
    eth_wait_for_link_ns();
    ask();
    probe_step_ns(ANSWER_NS);
    ck_assert_uint_eq(eth_rx_flags(0) & OWNER, 0);
    probe_stop();
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        every_board_has_its_phys_and_nobody_else_on_mdio,
        the_88e1512_gives_its_exact_revision,
        a_port_without_a_partner_stays_dark,
        a_frame_that_was_sent_returns_its_descriptor,
        the_answer_of_a_host_lands_in_the_ring,
        a_received_frame_interrupts_until_the_driver_is_done,
        the_ring_fills_in_order_and_stops_when_it_is_empty,
        a_pulled_cable_takes_the_link_and_the_frames,
    };

    return probe_run("ethernet", tests, sizeof(tests) / sizeof(*tests));
}
