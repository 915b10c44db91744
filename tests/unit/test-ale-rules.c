/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is refused: blocked, unknown and untagged senders, floods. */
#include "ale-bench.h"

#include "run.h"

START_TEST(blocked_addresses_do_not_pass_as_source_nor_destination)
{
    switch_mode();
    put_unicast(9, station_b, -1, 2, 2);

    ck_assert_uint_eq(ports(1, station_b, station_a, -1), 0);
    ck_assert_uint_eq(ports(2, station_a, station_b, -1), 0);
}
END_TEST

START_TEST(drop_untagged_refuses_priority_tags_too_unless_vid0_is_a_vlan)
{
    switch_mode();
    write_reg(PORTCTL(1), FORWARD | DROP_UNTAGGED);
    put_vlan(3, 5, 7, 7, 7, 7);

    ck_assert_uint_eq(ports(1, host_mac, station_a, -1), 0);
    ck_assert_uint_eq(ports(1, host_mac, station_a, 0), 0);
    ck_assert_uint_eq(ports(1, host_mac, station_a, 5), 1);

    write_reg(CONTROL, ENABLE | AWARE | VID0_MODE);
    ck_assert_uint_eq(ports(1, host_mac, station_a, 0), 1);
}
END_TEST

START_TEST(auth_mode_admits_known_sources_only)
{
    switch_mode();
    put_unicast(8, station_b, -1, 2, 0);
    write_reg(CONTROL, ENABLE | AWARE | AUTH);

    ck_assert_uint_eq(ports(1, host_mac, station_a, -1), 0);
    ck_assert_uint_eq(ports(2, host_mac, station_b, -1), 1);
}
END_TEST

START_TEST(oui_deny_keeps_strange_vendors_from_the_host_only)
{
    const uint8_t vendor[6] = { 2, 0, 0, 0, 0, 0 };
    const uint8_t stranger[6] = { 0x12, 0, 0, 0, 0, 7 };

    switch_mode();
    put_addr(9, vendor, -1, 0, 2);
    write_reg(CONTROL, ENABLE | AWARE | OUI_DENY);

    ck_assert_uint_eq(ports(1, broadcast, station_a, -1), 5);
    ck_assert_uint_eq(ports(1, broadcast, stranger, -1), 4);
}
END_TEST

START_TEST(of_two_equal_entries_the_first_in_the_table_counts)
{
    put_vlan(0, 0, 7, 7, 7, 7);
    put_unicast(10, station_b, -1, 0, 0);
    put_unicast(20, station_b, -1, 2, 0);
    ck_assert_uint_eq(ports(1, station_b, station_a, -1), 1);

    write_entry(10, 0, 0, 0);

    ck_assert_uint_eq(ports(1, station_b, station_a, -1), 4);
}
END_TEST

START_TEST(rewriting_every_entry_many_times_keeps_lookups_true)
{
    uint32_t seed = 1;

    for (unsigned i = 0; i < 50000; i++) {
        seed = seed * 1664525u + 1013904223u;
        write_entry(seed >> 22, seed & 0xff, seed & 0xf00700ff, seed >> 20);
    }
    write_entry(77, 0, 2u << 28 | 0xabcu << 16, 0x07070707);
    for (unsigned at = 0; at < 77; at++) {
        write_entry(at, 0, 0, 0);
    }

    ck_assert_uint_eq(ports(1, broadcast, station_a, 0xabc), 5);
    write_reg(TBLCTL, 0);
    ck_assert_uint_eq(read_reg(TBLW1) >> 28 & 3, 3);    /* learned there */
}
END_TEST

START_TEST(a_port_state_change_is_told_once)
{
    const unsigned before = fake_count(&fake, HC_EVENT_PORT_STATE);

    write_reg(PORTCTL(1), FORWARD | NOLEARN);
    ck_assert_uint_eq(fake_count(&fake, HC_EVENT_PORT_STATE), before);
    write_reg(PORTCTL(1), BLOCKED);

    ck_assert_uint_eq(fake_count(&fake, HC_EVENT_PORT_STATE), before + 1);
}
END_TEST

static void put_supervisor(unsigned at, const uint8_t *mac, unsigned port)
{
    put_unicast(at, mac, -1, port, 3);      /* secure and block: supervisory */
}

START_TEST(a_supervisory_unicast_passes_where_others_do_not)
{
    switch_mode();
    put_vlan(3, 5, 2, 0, 0, 0);             /* the host is no member */
    put_supervisor(4, station_b, 0);

    ck_assert_uint_eq(ports(1, station_b, station_a, 5), 1);
    for (unsigned s = BLOCKED; s <= FORWARD; s++) {
        write_reg(PORTCTL(1), s | DROP_UNTAGGED | VID_INGRESS);
        ck_assert_uint_eq(ports(1, station_b, station_a, -1), 1);
    }
    write_reg(PORTCTL(1), DISABLED);
    ck_assert_uint_eq(ports(1, station_b, station_a, -1), 0);
}
END_TEST

START_TEST(a_ring_address_goes_to_the_members_but_the_host)
{
    switch_mode();
    put_addr(4, station_b, -1, 1u << 5 | 1 << 2, 0);    /* bit 69 */

    ck_assert_uint_eq(ports(1, station_b, station_a, -1), 4);
    ck_assert_uint_eq(ports(0, station_b, host_mac, -1), 6);
}
END_TEST

START_TEST(a_frame_to_its_own_sender_is_dropped_and_learned)
{
    switch_mode();

    ck_assert_uint_eq(ports(1, station_a, station_a, -1), 0);

    ck_assert_int_ge(find(station_a, 0), 0);
}
END_TEST

START_TEST(a_group_as_source_is_learned_as_a_station)
{
    const uint8_t without_group_bit[6] = { 0, 0, 0x5e, 0, 0, 5 };

    switch_mode();

    ports(1, broadcast, group, -1);

    ck_assert_int_ge(find(without_group_bit, 0), 0);
    ck_assert_int_eq(find(group, 0), -1);
}
END_TEST

START_TEST(a_frame_with_an_error_ends_at_the_host_and_teaches_nothing)
{
    uint8_t addresses[12];
    const struct hc_ale_query query = { .frame = addresses, .port = 1,
                                        .damaged = true };

    switch_mode();
    memcpy(addresses, station_b, 6);
    memcpy(addresses + 6, station_a, 6);

    ck_assert_uint_eq(hc_ale_forward(&ale, &query).ports, 1);
    ck_assert_int_eq(find(station_a, 0), -1);
}
END_TEST

/* As Linux sets it: a tick of 1 ms (cpsw_ale.c, cpsw_ale_start). */
static void limit(uint32_t control, unsigned port, uint32_t bcast,
                  uint32_t mcast)
{
    switch_mode();
    write_reg(PRESCALE, 125000);
    write_reg(CONTROL, ENABLE | AWARE | RATE_LIMIT | control);
    write_reg(PORTCTL(port), FORWARD | bcast << 24 | mcast << 16);
}

START_TEST(a_port_takes_so_many_broadcasts_in_a_tick)
{
    limit(0, 1, 2, 0);

    ck_assert_uint_eq(ports(1, broadcast, station_a, -1), 5);
    ck_assert_uint_eq(ports(1, broadcast, station_a, -1), 5);
    ck_assert_uint_eq(ports(1, broadcast, station_b, -1), 0);
    ck_assert_int_ge(find(station_b, 0), 0);            /* yet learned */
    ck_assert_uint_eq(ports(1, group, station_a, -1), 4);   /* no limit */
    ck_assert_uint_eq(ports(2, broadcast, station_b, -1), 3);

    fake_advance(&fake, NS_PER_MS);
    ck_assert_uint_eq(ports(1, broadcast, station_a, -1), 5);
}
END_TEST

START_TEST(multicasts_have_their_own_limit_and_unicasts_none)
{
    limit(0, 1, 0, 1);

    ck_assert_uint_eq(ports(1, group, station_a, -1), 4);
    ck_assert_uint_eq(ports(1, group, station_a, -1), 0);
    ck_assert_uint_eq(ports(1, broadcast, station_a, -1), 5);
    ck_assert_uint_eq(ports(1, host_mac, station_a, -1), 1);
}
END_TEST

START_TEST(a_limit_may_count_what_leaves_a_port)
{
    limit(RATE_LIMIT_TX, 2, 1, 0);

    ck_assert_uint_eq(ports(1, broadcast, station_a, -1), 5);
    ck_assert_uint_eq(ports(1, broadcast, station_a, -1), 1);
    ck_assert_uint_eq(ports(2, broadcast, station_b, -1), 3);
}
END_TEST

START_TEST(supervisory_frames_know_no_limit)
{
    limit(0, 1, 0, 1);
    put_group(5, bpdu, -1, 1, 1, 1);

    for (unsigned i = 0; i < 5; i++) {
        ck_assert_uint_eq(ports(1, bpdu, station_a, -1), 1);
    }
}
END_TEST

START_TEST(limits_rest_while_they_are_not_enabled_or_nothing_ticks)
{
    limit(0, 1, 1, 1);
    write_reg(CONTROL, ENABLE | AWARE);
    ports(1, broadcast, station_a, -1);
    ck_assert_uint_eq(ports(1, broadcast, station_a, -1), 5);

    write_reg(CONTROL, ENABLE | AWARE | RATE_LIMIT);
    write_reg(PRESCALE, 0);
    ports(1, broadcast, station_a, -1);
    ck_assert_uint_eq(ports(1, broadcast, station_a, -1), 5);
}
END_TEST

static void add(TCase *tc)
{
    tcase_add_test(tc, blocked_addresses_do_not_pass_as_source_nor_destination);
    tcase_add_test(tc,
        drop_untagged_refuses_priority_tags_too_unless_vid0_is_a_vlan);
    tcase_add_test(tc, auth_mode_admits_known_sources_only);
    tcase_add_test(tc, oui_deny_keeps_strange_vendors_from_the_host_only);
    tcase_add_test(tc, of_two_equal_entries_the_first_in_the_table_counts);
    tcase_add_test(tc, rewriting_every_entry_many_times_keeps_lookups_true);
    tcase_add_test(tc, a_port_state_change_is_told_once);
    tcase_add_test(tc, a_supervisory_unicast_passes_where_others_do_not);
    tcase_add_test(tc, a_ring_address_goes_to_the_members_but_the_host);
    tcase_add_test(tc, a_frame_to_its_own_sender_is_dropped_and_learned);
    tcase_add_test(tc, a_group_as_source_is_learned_as_a_station);
    tcase_add_test(tc,
        a_frame_with_an_error_ends_at_the_host_and_teaches_nothing);
    tcase_add_test(tc, a_port_takes_so_many_broadcasts_in_a_tick);
    tcase_add_test(tc, multicasts_have_their_own_limit_and_unicasts_none);
    tcase_add_test(tc, a_limit_may_count_what_leaves_a_port);
    tcase_add_test(tc, supervisory_frames_know_no_limit);
    tcase_add_test(tc, limits_rest_while_they_are_not_enabled_or_nothing_ticks);
}

int main(void)
{
    return run_suite("ale-rules", ale_setup, NULL, add);
}
