/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The sending side of the switch: queues, pauses, room. */
#include "cpsw-bench.h"

#include <check.h>
#include <string.h>

#include "run.h"

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
    far_end(2, HC_IFACE_RGMII, 100);
    write_reg(MACCONTROL(2), GMII_EN | TX_FLOW);
    far_end_asks_for_pause(2, 1000);
    wires_rest();
    host_sends(2, -1, 60);
    fake_advance(&fake, 5760);              /* 72 octets */
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

/* Two frames of the lowest and four of the highest priority wait; in which
 * order they go: a digit each, 1 for an urgent one. */
static unsigned order_of_urgency(uint32_t ptype)
{
    unsigned order = 0, seen = 0;

    cpsw_setup();
    obey_pauses(2);
    write_reg(PTYPE, ptype);
    write_reg(TX_PRI_MAP(2), 0x33221100);
    put_vlan(1, 5, 7, 0);
    far_end_asks_for_pause(2, 1000);
    for (unsigned i = 0; i < 6; i++) {
        host_sends(2, i < 2 ? 0x0005 : 0xe005, i < 2 ? 100 : 200);
    }
    while (seen < 6) {
        fake_advance(&fake, 100);
        if (got[2].n > seen) {
            seen++;
            order = order << 4 | (got[2].len == 200);
        }
    }
    return order;
}

/* PTYPE: bit 8 + n is port n's, 4:0 how many go before the next lower one. */
START_TEST(an_escalating_port_gives_a_part_to_the_lower_ones)
{
    ck_assert_uint_eq(order_of_urgency(0), 0x111100);
    ck_assert_uint_eq(order_of_urgency(1u << 10 | 1), 0x101011);
    ck_assert_uint_eq(order_of_urgency(1u << 10 | 2), 0x110110);
    ck_assert_uint_eq(order_of_urgency(1u << 10 | 3), 0x111010);
    ck_assert_uint_eq(order_of_urgency(1u << 9 | 1), 0x111100);
}
END_TEST

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

static void add(TCase *tc)
{
    tcase_add_test(tc, a_pause_holds_the_transmitter_for_its_time);
    tcase_add_test(tc, a_pause_of_zero_ends_a_pause);
    tcase_add_test(tc, pauses_are_nothing_to_half_duplex_or_without_tx_flow);
    tcase_add_test(tc, turning_tx_flow_off_ends_a_pause);
    tcase_add_test(tc, a_port_that_goes_down_forgets_what_waits);
    tcase_add_test(tc, after_a_pause_the_urgent_goes_first);
    tcase_add_test(tc, an_escalating_port_gives_a_part_to_the_lower_ones);
    tcase_add_test(tc, the_host_waits_for_room_and_loses_nothing);
    tcase_add_test(tc, a_full_port_does_not_hold_up_the_other);
    tcase_add_test(tc, what_a_wire_sends_to_a_full_port_is_lost_and_counted);
    tcase_add_test(tc,
        a_filling_fifo_asks_for_a_pause_and_an_empty_one_ends_it);
    tcase_add_test(tc, a_pause_is_renewed_while_there_is_no_room);
    tcase_add_test(tc, no_pause_is_asked_for_unless_both_registers_allow);
}

int main(void)
{
    return run_suite("cpsw-sending", cpsw_setup, NULL, add);
}
