/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The whole decision, case by case and beside a slow engine. */
#include "ale-bench.h"

#include "ale-slow.h"
#include "run.h"

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

static void add(TCase *tc)
{
    tcase_add_loop_test(tc, a_frame_goes_where_the_manual_says,
                        0, N(manual_case));
    tcase_add_loop_test(tc, two_engines_agree_on_every_frame_and_every_entry,
                        0, 40);
    tcase_add_test(tc, a_copy_of_the_state_knows_the_same_stations);
}

int main(void)
{
    return run_suite("ale-whole", ale_setup, NULL, add);
}
