/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the table learns, keeps and forgets. */
#include "ale-bench.h"

#include "run.h"

START_TEST(a_station_is_learned_and_then_no_longer_flooded_to)
{
    switch_mode();
    write_reg(CONTROL, ENABLE | AWARE | UNI_FLOOD);
    ck_assert_uint_eq(ports(1, station_b, station_a, -1), 5);

    ck_assert_uint_eq(ports(2, station_a, station_b, -1), 2);
    ck_assert_uint_eq(ports(1, station_b, station_a, -1), 4);

    write_reg(TBLCTL, (unsigned)find(station_a, 0));
    ck_assert_uint_eq(read_reg(TBLW1) >> 30, 3);    /* ageable, touched */
    ck_assert_uint_eq(read_reg(TBLW2), 1 << 2);     /* port 1 */
}
END_TEST

START_TEST(learning_takes_the_first_free_entry_and_never_a_used_one)
{
    switch_mode();
    put_vlan(4, 6, 7, 7, 7, 7);

    ports(1, broadcast, station_a, -1);
    ports(1, broadcast, station_b, -1);

    ck_assert_int_eq(find(station_a, 0), 3);
    ck_assert_int_eq(find(station_b, 0), 5);
}
END_TEST

START_TEST(a_full_table_learns_nothing_and_still_forwards)
{
    switch_mode();
    for (unsigned at = 3; at < 1024; at++) {
        put_vlan(at, at, 7, 7, 7, 7);
    }

    ck_assert_uint_eq(ports(1, broadcast, station_a, -1), 5);

    ck_assert_int_eq(find(station_a, 0), -1);
}
END_TEST

START_TEST(a_station_that_moves_is_found_at_its_new_port)
{
    switch_mode();
    ports(1, broadcast, station_a, -1);

    ports(2, broadcast, station_a, -1);

    ck_assert_uint_eq(ports(1, station_a, station_b, -1), 4);
}
END_TEST

START_TEST(no_sa_update_pins_a_station_to_its_first_port)
{
    switch_mode();
    ports(1, broadcast, station_a, -1);
    write_reg(PORTCTL(2), FORWARD | NO_SA_UPDATE);

    ports(2, broadcast, station_a, -1);

    ck_assert_uint_eq(ports(2, station_a, station_b, -1), 2);
}
END_TEST

static const struct {
    const char *what;
    uint32_t control, portctl;
    const uint8_t *from;
    int vid;                /* where it should be found; -2: nowhere */
} learn_case[] = {
    { "with its VLAN", AWARE, FORWARD, station_a, 5 },
    { "without, when told so", AWARE | LEARN_NO_VID, FORWARD, station_a, -1 },
    { "without, when unaware", 0, FORWARD, station_a, -1 },
    { "in the learn state", AWARE, LEARN, station_a, 5 },
    { "not when blocked", AWARE, BLOCKED, station_a, -2 },
    { "not with NOLEARN", AWARE, FORWARD | NOLEARN, station_a, -2 },
    { "not in auth mode", AWARE | AUTH, FORWARD, station_a, -2 },
    { "not a group", AWARE, FORWARD, group, -2 },
};

START_TEST(what_is_learned)
{
    put_vlan(0, 5, 7, 7, 7, 7);
    write_reg(CONTROL, ENABLE | learn_case[_i].control);
    write_reg(PORTCTL(1), learn_case[_i].portctl);

    ports(1, station_b, learn_case[_i].from, 5);

    ck_assert_int_eq(find(learn_case[_i].from, 5) >= 0,
                     learn_case[_i].vid == 5);
    ck_assert_int_eq(find(learn_case[_i].from, -1) >= 0,
                     learn_case[_i].vid == -1);
}
END_TEST

START_TEST(ageing_takes_two_silent_passes_and_spares_what_was_written)
{
    switch_mode();
    ports(1, broadcast, station_a, -1);

    write_reg(CONTROL, ENABLE | AWARE | AGE_OUT);
    ck_assert_int_ge(find(station_a, 0), 0);
    fake_advance(&fake, NS_PER_MS);
    write_reg(CONTROL, ENABLE | AWARE | AGE_OUT);

    ck_assert_int_eq(find(station_a, 0), -1);
    ck_assert_int_ge(find(host_mac, -1), 0);
    ck_assert_int_ge(find(broadcast, -1), 0);
}
END_TEST

START_TEST(a_station_that_speaks_between_passes_stays)
{
    switch_mode();
    ports(1, broadcast, station_a, -1);

    for (unsigned pass = 0; pass < 4; pass++) {
        write_reg(CONTROL, ENABLE | AWARE | AGE_OUT);
        fake_advance(&fake, NS_PER_MS);
        ports(1, broadcast, station_a, -1);
    }

    ck_assert_int_ge(find(station_a, 0), 0);
}
END_TEST

/* cpsw.c, cpsw_set_promiscious, waits to read 1; each later
 * read-modify-write must not ask again. */
START_TEST(age_out_reads_one_for_a_while_and_a_repeat_is_no_new_pass)
{
    switch_mode();
    ports(1, broadcast, station_a, -1);
    write_reg(CONTROL, ENABLE | AWARE | AGE_OUT);
    ck_assert_uint_eq(read_reg(CONTROL) & AGE_OUT, AGE_OUT);

    write_reg(CONTROL, read_reg(CONTROL));

    ck_assert_int_ge(find(station_a, 0), 0);
    fake_advance(&fake, NS_PER_MS);
    ck_assert_uint_eq(read_reg(CONTROL) & AGE_OUT, 0);
}
END_TEST

#define N(table) ((int)(sizeof(table) / sizeof((table)[0])))

static void add(TCase *tc)
{
    tcase_add_test(tc, a_station_is_learned_and_then_no_longer_flooded_to);
    tcase_add_test(tc,
        learning_takes_the_first_free_entry_and_never_a_used_one);
    tcase_add_test(tc, a_full_table_learns_nothing_and_still_forwards);
    tcase_add_test(tc, a_station_that_moves_is_found_at_its_new_port);
    tcase_add_test(tc, no_sa_update_pins_a_station_to_its_first_port);
    tcase_add_loop_test(tc, what_is_learned, 0, N(learn_case));
    tcase_add_test(tc,
        ageing_takes_two_silent_passes_and_spares_what_was_written);
    tcase_add_test(tc, a_station_that_speaks_between_passes_stays);
    tcase_add_test(tc,
        age_out_reads_one_for_a_while_and_a_repeat_is_no_new_pass);
}

int main(void)
{
    return run_suite("ale-learning", ale_setup, NULL, add);
}
