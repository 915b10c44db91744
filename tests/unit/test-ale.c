/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "../../models/ale.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "ale-slow.h"
#include "fake.h"

/* Offsets and bits as in SPRUH73 and Linux cpsw_ale.c. */
#define IDVER        0xd00
#define CONTROL      0xd08
#define UNKNOWN_VLAN 0xd18
#define TBLCTL       0xd20
#define TBLW2        0xd34
#define TBLW1        0xd38
#define TBLW0        0xd3c
#define PORTCTL(n)   (0xd40 + 4 * (n))

#define ENABLE       0x80000000u
#define CLEAR        0x40000000u
#define AGE_OUT      0x20000000u
#define UNI_FLOOD    0x100u
#define LEARN_NO_VID 0x80u
#define VID0_MODE    0x40u
#define OUI_DENY     0x20u
#define BYPASS       0x10u
#define AWARE        0x04u
#define AUTH         0x02u

enum { DISABLED, BLOCKED, LEARN, FORWARD };
#define DROP_UNTAGGED 0x04u
#define VID_INGRESS   0x08u
#define NOLEARN       0x10u
#define NO_SA_UPDATE  0x20u

static struct fake fake;
static uint32_t reg[0x2000 / 4];
static struct hc_ale_state state;
static struct hc_ale ale;

static const uint8_t host_mac[6] = { 2, 0, 0, 0, 0, 1 };
static const uint8_t station_a[6] = { 2, 0, 0, 0, 0, 0xa };
static const uint8_t station_b[6] = { 2, 0, 0, 0, 0, 0xb };
static const uint8_t group[6] = { 1, 0, 0x5e, 0, 0, 5 };
static const uint8_t bpdu[6] = { 1, 0x80, 0xc2, 0, 0, 0 };
static const uint8_t broadcast[6] = { 255, 255, 255, 255, 255, 255 };

static uint32_t read_reg(uint32_t at)
{
    uint32_t value = 0;

    ck_assert_int_eq(hc_ale_read(&ale, at, &value), HC_OK);
    return value;
}

static void write_reg(uint32_t at, uint32_t value)
{
    ck_assert_int_eq(hc_ale_write(&ale, at, value), HC_OK);
}

static void setup(void)
{
    fake_init(&fake, NULL, NULL);
    memset(reg, 0, sizeof(reg));
    hc_ale_init(&ale, &fake.host, reg, &state);
    hc_ale_reset(&ale);
    write_reg(CONTROL, ENABLE | AWARE);
    for (unsigned port = 0; port < 3; port++) {
        write_reg(PORTCTL(port), FORWARD);
    }
}

static void write_entry(unsigned at, uint32_t w2, uint32_t w1, uint32_t w0)
{
    write_reg(TBLW0, w0);
    write_reg(TBLW1, w1);
    write_reg(TBLW2, w2);
    write_reg(TBLCTL, 0x80000000u | at);
}

/* Entries as in Linux cpsw_ale.c, where each setter names its bits. */
static void put_addr(unsigned at, const uint8_t *mac, int vid, uint32_t top,
                     uint32_t bits_63_62)
{
    const uint32_t type = vid < 0 ? 1 : 3;

    write_entry(at, top,
                bits_63_62 << 30 | type << 28 |
                (vid < 0 ? 0 : (uint32_t)vid << 16) |
                (uint32_t)mac[0] << 8 | mac[1],
                (uint32_t)mac[2] << 24 | (uint32_t)mac[3] << 16 |
                (uint32_t)mac[4] << 8 | mac[5]);
}

static void put_unicast(unsigned at, const uint8_t *mac, int vid,
                        unsigned port, uint32_t secure_blocked)
{
    put_addr(at, mac, vid, port << 2 | secure_blocked, 0);
}

static void put_group(unsigned at, const uint8_t *mac, int vid,
                      unsigned ports, uint32_t super, uint32_t fwd_state)
{
    put_addr(at, mac, vid, ports << 2 | super << 1, fwd_state);
}

static void put_vlan(unsigned at, unsigned vid, uint32_t members,
                     uint32_t unreg, uint32_t reg_mask, uint32_t untag)
{
    write_entry(at, 0, 2u << 28 | vid << 16,
                untag << 24 | reg_mask << 16 | unreg << 8 | members);
}

static struct hc_ale_verdict ask(unsigned port, const uint8_t *to,
                                 const uint8_t *from, int vid)
{
    uint8_t addresses[12];
    struct hc_ale_query query = { .frame = addresses, .port = port };

    memcpy(addresses, to, 6);
    memcpy(addresses + 6, from, 6);
    if (vid >= 0) {
        query.tag = vid ? HC_ALE_TAGGED : HC_ALE_PRIORITY_TAGGED;
        query.tag_vid = (uint16_t)vid;
    }
    return hc_ale_forward(&ale, &query);
}

static unsigned ports(unsigned port, const uint8_t *to, const uint8_t *from,
                      int vid)
{
    return ask(port, to, from, vid).ports;
}

/* The table index of an address with a VLAN (or -1: without), or -1. */
static int find(const uint8_t *mac, int vid)
{
    const uint32_t low = (uint32_t)mac[2] << 24 | (uint32_t)mac[3] << 16 |
                         (uint32_t)mac[4] << 8 | mac[5];
    const uint32_t high = (vid < 0 ? 1u << 28 : 3u << 28 |
                           (uint32_t)vid << 16) |
                          (uint32_t)mac[0] << 8 | mac[1];

    for (unsigned at = 0; at < 1024; at++) {
        write_reg(TBLCTL, at);
        if (read_reg(TBLW0) == low &&
            (read_reg(TBLW1) & 0x3fffffff) == high) {
            return (int)at;
        }
    }
    return -1;
}

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

/* The set-up of cpsw.c in switch mode: one address entry for the host, a
 * broadcast entry, VLAN 0 with all ports. */
static void switch_mode(void)
{
    put_unicast(0, host_mac, -1, 0, 0);
    put_group(1, broadcast, -1, 7, 0, 2);
    put_vlan(2, 0, 7, 6, 7, 7);
}

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

#define RATE_LIMIT    0x01u
#define RATE_LIMIT_TX 0x08u
#define PRESCALE      0xd10

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

/* One line of SPRUH73 14.3.2.7.2 each: VLAN 5 holds all ports, VLAN 6 the
 * host and port 1, VLAN 7 is unknown; `what` is the manual's condition. */
static const struct {
    const char *what;
    uint32_t control, portctl;          /* of port 1, the receiver */
    const uint8_t *to;
    int vid;
    uint32_t entry_top, entry_kind;     /* of `to`; 0xff: none */
    unsigned expected;
} manual_case[] = {
    { "port state is disabled", AWARE, DISABLED, station_b, 5, 0xff, 0, 0 },
    { "bypass and not the host", AWARE | BYPASS, FORWARD, station_b, 5,
      2 << 2, 0, 1 },
    { "block and destination found", AWARE, FORWARD, station_b, 5,
      2 << 2 | 2, 0, 0 },
    { "not found, receive port not forwarding", AWARE, LEARN, station_b, 5,
      0xff, 0, 0 },
    { "found, receive port not forwarding", AWARE, BLOCKED, station_b, 5,
      2 << 2, 0, 0 },
    { "drop untagged and not tagged", AWARE, FORWARD | DROP_UNTAGGED,
      station_b, -1, 2 << 2, 0, 0 },
    { "the same and super", AWARE, FORWARD | DROP_UNTAGGED, group, -1,
      4 << 2 | 2, 0, 4 },
    { "ingress check, unknown VLAN", AWARE, FORWARD | VID_INGRESS, station_b,
      7, 0xff, 0, 0 },
    { "ingress check, member", AWARE, FORWARD | VID_INGRESS, station_b, 6,
      0, 0, 1 },
    { "unicast found: port and members", AWARE, FORWARD, station_b, 6,
      2 << 2, 0, 0 },
    { "unicast not found: members less host", AWARE, FORWARD, station_b, 5,
      0xff, 0, 4 },
    { "unicast not found, flood to host", AWARE | UNI_FLOOD, FORWARD,
      station_b, 5, 0xff, 0, 5 },
    { "unaware: all members", 0, FORWARD, station_b, 6, 2 << 2, 0, 4 },
    { "multicast found: mask, members, registered", AWARE, FORWARD, group, 6,
      7 << 2, 0, 1 },
    { "multicast found and super: mask", AWARE, FORWARD, group, 6,
      7 << 2 | 2, 0, 5 },
    { "multicast not found: members and unregistered", AWARE, FORWARD, group,
      5, 0xff, 0, 4 },
    { "broadcast not found: members", AWARE, FORWARD, broadcast, 5, 0xff, 0,
      5 },
    { "broadcast, unknown VLAN", AWARE, FORWARD, broadcast, 7, 0xff, 0, 0 },
    { "OUI denied: not the host", AWARE | OUI_DENY, FORWARD, broadcast, 5,
      0xff, 0, 4 },
    { "OUI denied, but multicast and super", AWARE | OUI_DENY, FORWARD, group,
      5, 7 << 2 | 2, 0, 5 },
};

START_TEST(a_frame_goes_where_the_manual_says)
{
    put_vlan(0, 5, 7, 4, 7, 0);
    put_vlan(1, 6, 3, 0, 7, 0);
    put_vlan(2, 0, 7, 4, 7, 7);
    if (manual_case[_i].entry_top != 0xff) {
        put_addr(3, manual_case[_i].to, -1, manual_case[_i].entry_top,
                 manual_case[_i].entry_kind);
    }
    write_reg(CONTROL, ENABLE | manual_case[_i].control);
    write_reg(PORTCTL(1), manual_case[_i].portctl);

    ck_assert_msg(ports(1, manual_case[_i].to, station_a,
                        manual_case[_i].vid) == manual_case[_i].expected,
                  "%s", manual_case[_i].what);
}
END_TEST

static uint32_t seed;

static uint32_t draw(uint32_t below)
{
    seed = seed * 1664525u + 1013904223u;
    return (uint32_t)((uint64_t)(seed >> 4) * below >> 28);
}

static uint64_t draw_addr(void)
{
    static const uint64_t addr[] = {
        0x020000000001, 0x020000000002, 0x020000000003, 0x120000000001,
        0x01005e000005, 0x0180c2000000, 0xffffffffffff, 0x00005e000005,
    };

    return addr[draw(8)];
}

static void bytes_of(uint64_t addr, uint8_t *ret)
{
    for (unsigned i = 0; i < 6; i++) {
        ret[i] = (uint8_t)(addr >> 8 * (5 - i));
    }
}

static struct slow_ale slow;

static void both_write_entry(void)
{
    const unsigned at = draw(4) ? draw(24) : 1000 + draw(24);
    const uint32_t type = draw(4);
    const uint64_t addr = draw_addr();
    uint32_t w2 = draw(256) & (draw(2) ? 0xff : 0x1c);
    uint32_t w1 = draw(4) << 30 | type << 28 | draw(3) << 16 |
                  (uint32_t)(addr >> 32);
    uint32_t w0 = type == 2 ? draw(0x10000000) : (uint32_t)addr;

    write_entry(at, w2, w1, w0);
    slow_write(&slow, (int)at, w2, w1, w0);
}

static void both_write_registers(void)
{
    const uint32_t bits = draw(0x200) & draw(0x200);

    slow.control = (draw(40) ? ENABLE : 0) | bits | (draw(4) ? AWARE : 0);
    slow.unknown_vlan = draw(0x10000000) & 0x3f3f3f3f;
    slow.prescale = draw(4) ? 125000 : 0;
    write_reg(CONTROL, slow.control);
    write_reg(UNKNOWN_VLAN, slow.unknown_vlan);
    write_reg(PRESCALE, slow.prescale);
    for (unsigned port = 0; port < 3; port++) {
        slow.portctl[port] = (draw(3) ? FORWARD : draw(4)) |
                             (draw(16) & draw(16)) << 2 |
                             (draw(3) ? 0 : draw(4) << 16 | draw(4) << 24);
        write_reg(PORTCTL(port), slow.portctl[port]);
    }
}

static void both_forward(void)
{
    uint8_t addresses[12];
    struct slow_frame frame = {
        .to = draw_addr(), .from = draw_addr(), .port = (int)draw(3),
        .port_vid = draw(3), .error = !draw(20),
        .directed = draw(12) ? 0 : (int)draw(8),
    };
    const unsigned tag = draw(3);
    struct hc_ale_query query = {
        .frame = addresses, .port = (unsigned)frame.port,
        .directed = (unsigned)frame.directed, .damaged = frame.error,
        .port_vid = (uint16_t)frame.port_vid,
    };
    struct hc_ale_verdict fast_says;
    struct slow_verdict slow_says;

    frame.tagged = tag == 1;
    frame.priority_tagged = tag == 2;
    frame.tag_vid = tag == 1 ? 1 + draw(3) : 0;
    query.tag = tag == 1 ? HC_ALE_TAGGED :
                tag == 2 ? HC_ALE_PRIORITY_TAGGED : HC_ALE_UNTAGGED;
    query.tag_vid = (uint16_t)frame.tag_vid;
    bytes_of(frame.to, addresses);
    bytes_of(frame.from, addresses + 6);
    slow.now_ns = fake.now_ns;
    fast_says = hc_ale_forward(&ale, &query);
    slow_says = slow_forward(&slow, &frame);
    ck_assert_uint_eq(fast_says.ports, slow_says.ports);
    ck_assert_uint_eq(fast_says.untag, slow_says.untag);
    ck_assert_uint_eq(fast_says.vid, slow_says.vid);
}

static void both_hold_the_same_table(void)
{
    for (unsigned at = 0; at < 1024; at++) {
        write_reg(TBLCTL, at);
        ck_assert_uint_eq(read_reg(TBLW0), slow_field(&slow, (int)at, 31, 0));
        ck_assert_uint_eq(read_reg(TBLW1), slow_field(&slow, (int)at, 63, 32));
        ck_assert_uint_eq(read_reg(TBLW2), slow_field(&slow, (int)at, 71, 64));
    }
}

/* Small worlds of few addresses and VLANs, where entries meet often. */
START_TEST(two_engines_agree_on_every_frame_and_every_entry)
{
    seed = (uint32_t)_i + 1;
    memset(&slow, 0, sizeof(slow));
    for (unsigned world = 0; world < 12; world++) {
        for (unsigned i = draw(30); i; i--) {
            both_write_entry();
        }
        both_write_registers();
        for (unsigned i = 0; i < 60; i++) {
            both_forward();
            fake_advance(&fake, draw(4) ? 0 : draw(2000000));
        }
    }
    both_hold_the_same_table();
}
END_TEST

START_TEST(a_copy_of_the_state_knows_the_same_stations)
{
    static struct hc_ale_state copy;
    static uint32_t copied_reg[0x2000 / 4];
    struct hc_ale twin;

    switch_mode();
    ports(1, broadcast, station_a, -1);
    hc_ale_init(&twin, &fake.host, copied_reg, &copy);
    copy = state;
    memcpy(copied_reg, reg, sizeof(reg));
    ale = twin;

    ck_assert_uint_eq(ports(2, station_a, station_b, -1), 2);
    ck_assert_int_eq(find(station_a, 0), 3);
}
END_TEST

#define N(table) ((int)(sizeof(table) / sizeof((table)[0])))

int main(void)
{
    Suite *suite = suite_create("ale");
    TCase *tc = tcase_create("ale");
    SRunner *runner = srunner_create(suite);
    int failed;

    suite_add_tcase(suite, tc);
    tcase_add_checked_fixture(tc, setup, NULL);
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
    tcase_add_test(tc,
        blocked_addresses_do_not_pass_as_source_nor_destination);
    tcase_add_test(tc,
        drop_untagged_refuses_priority_tags_too_unless_vid0_is_a_vlan);
    tcase_add_test(tc, auth_mode_admits_known_sources_only);
    tcase_add_test(tc, oui_deny_keeps_strange_vendors_from_the_host_only);
    tcase_add_test(tc, of_two_equal_entries_the_first_in_the_table_counts);
    tcase_add_test(tc, rewriting_every_entry_many_times_keeps_lookups_true);
    tcase_add_test(tc,
        a_port_state_change_is_told_once);
    tcase_add_test(tc, a_copy_of_the_state_knows_the_same_stations);
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
    tcase_add_test(tc,
        limits_rest_while_they_are_not_enabled_or_nothing_ticks);
    tcase_add_loop_test(tc, a_frame_goes_where_the_manual_says, 0,
                        N(manual_case));
    tcase_add_loop_test(tc, two_engines_agree_on_every_frame_and_every_entry,
                        0, 40);
    srunner_run_all(runner, CK_ENV);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
