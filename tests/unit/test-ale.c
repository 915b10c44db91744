/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Registers, and which ports a frame goes to. */
#include "ale-bench.h"

#include "run.h"

START_TEST(version_is_1_4)
{
    ck_assert_uint_eq(read_reg(IDVER) & 0xffff, 0x0104);
}
END_TEST

START_TEST(an_entry_reads_back_as_written_in_its_72_bits)
{
    write_entry(1023, 0xffffff3f, 0x30051234, 0x89abcdef);
    write_reg(TBLCTL, 5);
    ck_assert_uint_eq(read_reg(TBLW1), 0);

    write_reg(TBLCTL, 1023);

    ck_assert_uint_eq(read_reg(TBLW2), 0x3f);
    ck_assert_uint_eq(read_reg(TBLW1), 0x30051234);
    ck_assert_uint_eq(read_reg(TBLW0), 0x89abcdef);
    ck_assert_uint_eq(read_reg(TBLCTL), 1023);
}
END_TEST

START_TEST(nothing_passes_while_the_engine_is_off)
{
    put_vlan(0, 0, 7, 7, 7, 7);
    write_reg(CONTROL, AWARE);

    ck_assert_uint_eq(ports(1, station_b, station_a, -1), 0);
}
END_TEST

START_TEST(clear_empties_the_table_and_reads_zero)
{
    put_vlan(0, 0, 7, 7, 7, 7);
    put_unicast(9, host_mac, -1, 0, 0);

    write_reg(CONTROL, ENABLE | AWARE | CLEAR);

    ck_assert_uint_eq(read_reg(CONTROL), ENABLE | AWARE);
    ck_assert_int_eq(find(host_mac, -1), -1);
    ck_assert_uint_eq(ports(1, host_mac, station_a, -1), 0);
}
END_TEST

static const struct {
    const char *what;
    unsigned port;
    const uint8_t *to, *from;
    unsigned expected;
} switch_case[] = {
    { "to the host", 1, host_mac, station_a, 1 },
    { "unknown unicast floods to the wires", 1, station_b, station_a, 4 },
    { "unknown unicast of the host", 0, station_b, host_mac, 6 },
    { "broadcast goes to all others", 2, broadcast, station_a, 3 },
    { "unregistered multicast spares the host", 1, group, station_a, 4 },
    { "multicast of the host", 0, group, host_mac, 6 },
    { "back where it came from", 0, host_mac, host_mac, 0 },
};

START_TEST(switch_mode_forwards)
{
    switch_mode();

    ck_assert_uint_eq(ports(switch_case[_i].port, switch_case[_i].to,
                            switch_case[_i].from, -1),
                      switch_case[_i].expected);
}
END_TEST

/* The set-up of cpsw.c with dual_emac: VLAN n holds the host and port n. */
static void dual_mac(void)
{
    for (unsigned port = 1; port < 3; port++) {
        put_vlan(port, port, 1u << port | 1, 0, 1u << port | 1,
                 1u << port | 1);
        put_group(2 + port, broadcast, (int)port, 1, 0, 2);
        put_unicast(4 + port, host_mac, (int)port, 0, 1);
        write_reg(PORTCTL(port), FORWARD | VID_INGRESS);
    }
    put_vlan(7, 0, 7, 0, 0, 7);
}

static struct hc_ale_verdict dual_ask(unsigned port, const uint8_t *to,
                                      const uint8_t *from)
{
    return ask(port, to, from, (int)port);
}

START_TEST(dual_mac_keeps_the_wires_apart)
{
    dual_mac();

    ck_assert_uint_eq(dual_ask(1, host_mac, station_a).ports, 1);
    ck_assert_uint_eq(dual_ask(2, host_mac, station_b).ports, 1);
    ck_assert_uint_eq(dual_ask(1, broadcast, station_a).ports, 1);
    ck_assert_uint_eq(dual_ask(1, station_b, station_a).ports, 0);
    ck_assert_uint_eq(dual_ask(2, group, station_b).ports, 0);
}
END_TEST

START_TEST(a_tag_of_the_other_vlan_is_refused_at_the_door)
{
    dual_mac();

    ck_assert_uint_eq(ports(1, host_mac, station_a, 2), 0);
    ck_assert_int_eq(find(station_a, 2), -1);   /* nor learned */
}
END_TEST

START_TEST(a_wire_cannot_speak_with_the_hosts_address)
{
    dual_mac();

    ck_assert_uint_eq(dual_ask(1, broadcast, host_mac).ports, 0);
}
END_TEST

START_TEST(unicast_reaches_the_host_when_it_wants_floods)
{
    dual_mac();
    write_reg(CONTROL, ENABLE | AWARE | UNI_FLOOD);

    ck_assert_uint_eq(dual_ask(1, station_b, station_a).ports, 1);
}
END_TEST

START_TEST(bypass_gives_all_wire_frames_to_the_host)
{
    dual_mac();
    write_reg(CONTROL, ENABLE | AWARE | BYPASS);

    ck_assert_uint_eq(ports(1, station_b, station_a, 77), 1);
    ck_assert_uint_eq(ports(2, broadcast, station_a, -1), 1);
    ck_assert_uint_eq(ports(0, station_b, host_mac, 1), 2);  /* not its own */
}
END_TEST

START_TEST(an_unknown_vlan_follows_its_own_register)
{
    ck_assert_uint_eq(ports(1, broadcast, station_a, 9), 0);

    write_reg(UNKNOWN_VLAN, 0x04000407);    /* untag 2, unreg 2, all */

    ck_assert_uint_eq(ports(1, broadcast, station_a, 9), 5);
    ck_assert_uint_eq(ports(1, group, station_a, 9), 4);
    ck_assert_uint_eq(ask(1, group, station_a, 9).untag, 4);
}
END_TEST

START_TEST(multicast_needs_entry_members_and_registration)
{
    put_vlan(0, 5, 7, 0, 3, 0);
    put_group(1, group, 5, 7, 0, 0);
    ck_assert_uint_eq(ports(1, group, station_a, 5), 1);    /* reg mask */

    put_vlan(0, 5, 6, 0, 7, 0);
    ck_assert_uint_eq(ports(1, group, station_a, 5), 4);    /* members */

    put_group(1, group, 5, 7, 1, 0);
    ck_assert_uint_eq(ports(1, group, station_a, 5), 5);    /* super */
}
END_TEST

/* Receive states in which a multicast entry still forwards, by its
 * FWD_STATE 63:62 (SPRUH73, multicast table entry). */
static const struct {
    unsigned fwd_state, port_state;
    bool forwards;
} fwd_case[] = {
    { 0, FORWARD, true }, { 0, LEARN, false }, { 0, BLOCKED, false },
    { 1, FORWARD, true }, { 1, LEARN, true }, { 1, BLOCKED, true },
    { 2, FORWARD, true }, { 2, LEARN, true }, { 2, BLOCKED, false },
    { 3, FORWARD, true }, { 3, LEARN, false }, { 3, BLOCKED, false },
    { 1, DISABLED, false },
};

START_TEST(a_multicast_entry_says_in_which_port_states_it_forwards)
{
    put_vlan(0, 0, 7, 0, 7, 0);
    put_group(1, bpdu, -1, 1, 1, fwd_case[_i].fwd_state);
    write_reg(PORTCTL(1), fwd_case[_i].port_state);

    ck_assert_uint_eq(ports(1, bpdu, station_a, -1), fwd_case[_i].forwards);
}
END_TEST

START_TEST(only_forwarding_ports_send)
{
    switch_mode();

    for (unsigned s = DISABLED; s <= FORWARD; s++) {
        write_reg(PORTCTL(2), s);
        ck_assert_uint_eq(ports(1, broadcast, station_a, -1),
                          s == FORWARD ? 5 : 1);
    }
}
END_TEST

START_TEST(a_directed_frame_leaves_by_a_blocked_port_but_no_disabled_one)
{
    struct hc_ale_query query = { .frame = bpdu, .directed = 2 };

    write_reg(PORTCTL(1), BLOCKED);
    ck_assert_uint_eq(hc_ale_forward(&ale, &query).ports, 2);

    write_reg(PORTCTL(1), DISABLED);
    ck_assert_uint_eq(hc_ale_forward(&ale, &query).ports, 0);
}
END_TEST

#define N(table) ((int)(sizeof(table) / sizeof((table)[0])))

static void add(TCase *tc)
{
    tcase_add_test(tc, version_is_1_4);
    tcase_add_test(tc, an_entry_reads_back_as_written_in_its_72_bits);
    tcase_add_test(tc, nothing_passes_while_the_engine_is_off);
    tcase_add_test(tc, clear_empties_the_table_and_reads_zero);
    tcase_add_loop_test(tc, switch_mode_forwards, 0, N(switch_case));
    tcase_add_test(tc, dual_mac_keeps_the_wires_apart);
    tcase_add_test(tc, a_tag_of_the_other_vlan_is_refused_at_the_door);
    tcase_add_test(tc, a_wire_cannot_speak_with_the_hosts_address);
    tcase_add_test(tc, unicast_reaches_the_host_when_it_wants_floods);
    tcase_add_test(tc, bypass_gives_all_wire_frames_to_the_host);
    tcase_add_test(tc, an_unknown_vlan_follows_its_own_register);
    tcase_add_test(tc, multicast_needs_entry_members_and_registration);
    tcase_add_loop_test(tc,
        a_multicast_entry_says_in_which_port_states_it_forwards,
        0, N(fwd_case));
    tcase_add_test(tc, only_forwarding_ports_send);
    tcase_add_test(tc,
        a_directed_frame_leaves_by_a_blocked_port_but_no_disabled_one);
}

int main(void)
{
    return run_suite("ale", ale_setup, NULL, add);
}
