/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Hosts behind a wire: h1 at 192.0.2.11 knows no tags, h2 at 192.0.2.12 is
 * in VLAN 10, mute has no IPv4 address. */
#include <check.h>
#include <string.h>

#include "../../models/hosts.h"
#include "fake.h"
#include "run.h"

static struct fake fake, peer_fake[2];
static struct hc_hosts hosts;
static struct hc_peer peer[HC_HOSTS_MAX + 1];
static uint8_t sent[64][2048];
static size_t sent_len[64];
static unsigned n_sent;

static const struct hc_hosts_row h1 = {
    "h1", { 2, 0, 0, 0, 0, 0x11 }, 0, 0xc000020b,
};
static const struct hc_hosts_row h2 = {
    "h2", { 2, 0, 0, 0, 0, 0x12 }, 10, 0xc000020c,
};
static const struct hc_hosts_row mute = {
    "mute", { 2, 0, 0, 0, 0, 0x13 }, 0, 0,
};

static enum hc_status send(void *opaque, const uint8_t *frame, size_t len)
{
    (void)opaque;
    ck_assert_uint_lt(n_sent, 64);
    memcpy(sent[n_sent], frame, len);
    sent_len[n_sent++] = len;
    return HC_OK;
}

static void hosts_wake(void *model)
{
    hc_hosts_wake(model);
}

static void peer_wake(void *model)
{
    hc_peer_wake(model);
}

static void setup(void)
{
    n_sent = 0;
    fake_init(&fake, hosts_wake, &hosts);
    hc_hosts_init(&hosts, &fake.host);
    hc_hosts_wire(&hosts, send, NULL);
    for (unsigned i = 0; i < 2; i++) {
        fake_init(&peer_fake[i], peer_wake, &peer[i]);
        hc_peer_init(&peer[i], &peer_fake[i].host, h1.mac, 0);
    }
    hc_peer_init(&peer[2], &peer_fake[0].host, mute.mac, 0);
    ck_assert_int_eq(hc_hosts_add(&hosts, &peer[0], &h1), HC_OK);
    ck_assert_int_eq(hc_hosts_add(&hosts, &peer[1], &h2), HC_OK);
    ck_assert_int_eq(hc_hosts_add(&hosts, &peer[2], &mute), HC_OK);
}

/* Who has 192.0.2.12? 02:...:02 at 192.0.2.2 asks, in VLAN 10. */
static const uint8_t arp_in_vlan_10[64] = {
    255, 255, 255, 255, 255, 255, 2, 0, 0, 0, 0, 2, 0x81, 0, 0, 10, 8, 6,
    0, 1, 8, 0, 6, 4, 0, 1,
    2, 0, 0, 0, 0, 2, 192, 0, 2, 2, 0, 0, 0, 0, 0, 0, 192, 0, 2, 12,
};

START_TEST(a_host_answers_in_its_own_vlan)
{
    static const uint8_t head[] = {
        2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 0x12, 0x81, 0, 0, 10, 8, 6,
    };

    hc_hosts_frame_in(&hosts, arp_in_vlan_10, sizeof(arp_in_vlan_10));
    fake_advance(&peer_fake[1], NS_PER_MS);

    ck_assert_uint_eq(n_sent, 1);
    ck_assert_uint_eq(sent_len[0], 64);
    ck_assert_mem_eq(sent[0], head, sizeof(head));
    ck_assert_uint_eq(hosts.seen[1].broadcast, 1);
}
END_TEST

START_TEST(a_host_does_not_hear_another_vlan)
{
    hc_hosts_frame_in(&hosts, arp_in_vlan_10, sizeof(arp_in_vlan_10));

    ck_assert_uint_eq(hosts.seen[0].broadcast, 0);
    ck_assert_uint_eq(hosts.seen[2].broadcast, 0);
    ck_assert_uint_eq(hosts.stranger, 0);
}
END_TEST

static void arrives(const uint8_t *dst, int vid)
{
    uint8_t frame[64] = { 0 };

    memcpy(frame, dst, 6);
    frame[6] = 2;
    frame[12] = 0x88;
    frame[13] = 0xb5;
    if (vid >= 0) {
        frame[12] = 0x81;
        frame[13] = 0;
        frame[14] = (uint8_t)(vid >> 8);
        frame[15] = (uint8_t)vid;
        frame[16] = 0x88;
        frame[17] = 0xb5;
    }
    hc_hosts_frame_in(&hosts, frame, sizeof(frame));
}

START_TEST(each_host_counts_what_it_sees_by_destination)
{
    static const uint8_t group[6] = { 1, 0, 0x5e, 1, 1, 1 };

    arrives(h1.mac, -1);
    arrives(h2.mac, -1);        /* flooded here: not for anybody untagged */
    arrives(group, -1);

    ck_assert_uint_eq(hosts.seen[0].unicast, 1);
    ck_assert_uint_eq(hosts.seen[0].foreign, 1);
    ck_assert_uint_eq(hosts.seen[0].multicast, 1);
    ck_assert_uint_eq(hosts.seen[1].unicast, 0);
    ck_assert_uint_eq(hosts.seen[2].foreign, 2);
}
END_TEST

START_TEST(a_priority_tag_is_no_vlan)
{
    arrives(h1.mac, 0);

    ck_assert_uint_eq(hosts.seen[0].unicast, 1);
    ck_assert_uint_eq(hosts.seen[1].unicast, 0);
}
END_TEST

START_TEST(a_vlan_that_nobody_is_in_is_counted_apart)
{
    arrives(h2.mac, 11);

    ck_assert_uint_eq(hosts.stranger, 1);
    ck_assert_uint_eq(hosts.seen[1].unicast, 0);
}
END_TEST

START_TEST(a_frame_that_ends_too_early_or_never_is_nobodys)
{
    static uint8_t giant[5000] = { [12] = 0x81, [15] = 10 };

    hc_hosts_frame_in(&hosts, giant, 13);
    hc_hosts_frame_in(&hosts, giant, 16);       /* ends inside the tag */
    hc_hosts_frame_in(&hosts, giant, sizeof(giant));

    ck_assert_uint_eq(hosts.seen[1].foreign, 0);
}
END_TEST

START_TEST(there_is_an_end_of_room)
{
    for (unsigned i = 3; i < HC_HOSTS_MAX; i++) {
        ck_assert_int_eq(hc_hosts_add(&hosts, &peer[i], &mute), HC_OK);
    }

    ck_assert_int_eq(hc_hosts_add(&hosts, &peer[8], &mute), HC_NAK);
}
END_TEST

static struct hc_frame_spec test_frame(void)
{
    return (struct hc_frame_spec){
        .kind = HC_FRAME_TEST, .dst = { 2, 0, 0, 0, 0, 9 },
        .src = { 2, 0, 0, 0, 0, 0x11 }, .type = 0x88b5,
    };
}

START_TEST(frames_leave_one_gap_apart_and_are_numbered)
{
    struct hc_frame_spec spec = test_frame();

    ck_assert_int_eq(hc_hosts_send(&hosts, &spec, 3, NS_PER_MS), HC_OK);
    fake_advance(&fake, 0);
    ck_assert_uint_eq(n_sent, 1);
    fake_advance(&fake, NS_PER_MS);
    ck_assert_uint_eq(n_sent, 2);
    fake_advance(&fake, 10 * NS_PER_MS);

    ck_assert_uint_eq(n_sent, 3);
    ck_assert_uint_eq(sent_len[2], 60);
    ck_assert_uint_eq(sent[2][17], 2);
    ck_assert_uint_eq(hosts.tx_frames, 3);
}
END_TEST

START_TEST(a_tagged_frame_carries_priority_and_vlan)
{
    struct hc_frame_spec spec = test_frame();
    static const uint8_t tag[] = { 0x81, 0x00, 0xa1, 0x23, 0x88, 0xb5 };

    spec.tagged = true;
    spec.prio = 5;
    spec.vid = 0x123;
    hc_hosts_send(&hosts, &spec, 1, 0);
    fake_advance(&fake, 0);

    ck_assert_uint_eq(sent_len[0], 64);
    ck_assert_mem_eq(sent[0] + 12, tag, sizeof(tag));
}
END_TEST

START_TEST(only_so_many_bursts_run_at_a_time)
{
    struct hc_frame_spec spec = test_frame();

    for (unsigned i = 0; i < HC_HOSTS_BURSTS; i++) {
        ck_assert_int_eq(hc_hosts_send(&hosts, &spec, 2, NS_PER_MS), HC_OK);
    }
    ck_assert_int_eq(hc_hosts_send(&hosts, &spec, 1, 0), HC_NAK);
    fake_advance(&fake, 2 * NS_PER_MS);

    ck_assert_int_eq(hc_hosts_send(&hosts, &spec, 1, 0), HC_OK);
}
END_TEST

START_TEST(what_cannot_be_built_is_refused)
{
    struct hc_frame_spec spec = test_frame();

    ck_assert_int_eq(hc_hosts_send(&hosts, &spec, 0, 0), HC_NAK);
    spec.len = 13;
    ck_assert_int_eq(hc_hosts_send(&hosts, &spec, 1, 0), HC_NAK);
    spec.len = HC_FRAME_MAX + 1;
    ck_assert_int_eq(hc_hosts_send(&hosts, &spec, 1, 0), HC_NAK);
    spec.len = 0;
    spec.kind = HC_FRAME_KINDS;
    ck_assert_int_eq(hc_hosts_send(&hosts, &spec, 1, 0), HC_NAK);
}
END_TEST

/* RFC 2236 2 and RFC 2113, checksums worked out by hand. */
START_TEST(a_join_is_a_membership_report_to_the_group)
{
    static const uint8_t report[46] = {
        0x01, 0x00, 0x5e, 0x01, 0x01, 0x01, 2, 0, 0, 0, 0, 0x11, 8, 0,
        0x46, 0, 0, 32, 0, 0, 0, 0, 1, 2, 0x72, 0xca, 192, 0, 2, 11,
        239, 1, 1, 1, 0x94, 4, 0, 0,
        0x16, 0, 0xf9, 0xfc, 239, 1, 1, 1,
    };
    struct hc_frame_spec spec = test_frame();
    uint8_t frame[HC_FRAME_MAX];

    spec.kind = HC_FRAME_IGMP_JOIN;
    spec.ip = h1.ip;
    spec.group = 0xef010101;

    ck_assert_uint_eq(hc_frame_build(&spec, 0, frame), 60);
    ck_assert_mem_eq(frame, report, sizeof(report));
}
END_TEST

START_TEST(leaves_and_queries_go_where_routers_and_hosts_listen)
{
    struct hc_frame_spec spec = test_frame();
    static const uint8_t routers[] = { 0x01, 0x00, 0x5e, 0, 0, 2 };
    static const uint8_t systems[] = { 0x01, 0x00, 0x5e, 0, 0, 1 };
    uint8_t frame[HC_FRAME_MAX];

    spec.group = 0xef010101;
    spec.kind = HC_FRAME_IGMP_LEAVE;
    hc_frame_build(&spec, 0, frame);
    ck_assert_mem_eq(frame, routers, 6);
    ck_assert_uint_eq(frame[38], 0x17);

    spec.group = 0;
    spec.kind = HC_FRAME_IGMP_QUERY;
    hc_frame_build(&spec, 0, frame);
    ck_assert_mem_eq(frame, systems, 6);
    ck_assert_uint_eq(frame[38], 0x11);
}
END_TEST

START_TEST(bridges_talk_to_an_address_that_no_bridge_passes_on)
{
    struct hc_frame_spec spec = test_frame();
    static const uint8_t bpdu[] = {
        0x01, 0x80, 0xc2, 0, 0, 0, 2, 0, 0, 0, 0, 0x11, 0, 38, 0x42, 0x42, 3,
        0, 0, 0, 0, 0, 0x80, 0, 2, 0, 0, 0, 0, 0x11,
    };
    static const uint8_t lldp[] = {
        0x01, 0x80, 0xc2, 0, 0, 0x0e, 2, 0, 0, 0, 0, 0x11, 0x88, 0xcc,
        2, 7, 4, 2, 0, 0, 0, 0, 0x11,
    };
    uint8_t frame[HC_FRAME_MAX];

    spec.kind = HC_FRAME_BPDU;
    ck_assert_uint_eq(hc_frame_build(&spec, 0, frame), 60);
    ck_assert_mem_eq(frame, bpdu, sizeof(bpdu));
    spec.kind = HC_FRAME_LLDP;
    ck_assert_uint_eq(hc_frame_build(&spec, 0, frame), 60);
    ck_assert_mem_eq(frame, lldp, sizeof(lldp));
}
END_TEST

START_TEST(a_magic_packet_tells_the_address_sixteen_times)
{
    struct hc_frame_spec spec = test_frame();
    static const uint8_t whom[6] = { 2, 0xaa, 0xbb, 0xcc, 0xdd, 0xee };
    uint8_t frame[HC_FRAME_MAX];

    spec.kind = HC_FRAME_MAGIC;
    memcpy(spec.dst, whom, 6);
    ck_assert_uint_eq(hc_frame_build(&spec, 0, frame), 14 + 102);
    for (unsigned i = 0; i < 6; i++) {
        ck_assert_uint_eq(frame[14 + i], 0xff);
    }
    for (unsigned n = 0; n < 16; n++) {
        ck_assert_mem_eq(frame + 20 + 6 * n, whom, 6);
    }
}
END_TEST

/* IEEE 802.3 31B.3: type 8808, opcode 0001, time, zeros to 60 bytes. */
START_TEST(a_pause_is_a_control_frame_to_the_next_station)
{
    struct hc_frame_spec spec = test_frame();
    static const uint8_t pause[60] = {
        0x01, 0x80, 0xc2, 0, 0, 1, 2, 0, 0, 0, 0, 0x11, 0x88, 0x08, 0, 1,
        0x12, 0x34,
    };
    uint8_t frame[HC_FRAME_MAX];

    spec.kind = HC_FRAME_PAUSE;
    spec.quanta = 0x1234;
    ck_assert_uint_eq(hc_frame_build(&spec, 0, frame), 60);
    ck_assert_mem_eq(frame, pause, sizeof(pause));
}
END_TEST

START_TEST(a_snapshot_goes_on_with_what_was_being_sent)
{
    struct hc_frame_spec spec = test_frame();
    static struct hc_hosts copy;
    const size_t at = offsetof(struct hc_hosts, burst);

    hc_hosts_send(&hosts, &spec, 5, NS_PER_MS);
    fake_advance(&fake, NS_PER_MS);
    copy = hosts;
    setup();
    memcpy((char *)&hosts + at, (char *)&copy + at, sizeof(hosts) - at);
    fake.now_ns = 2 * NS_PER_MS;
    hc_hosts_wake(&hosts);
    fake_advance(&fake, 10 * NS_PER_MS);

    ck_assert_uint_eq(n_sent, 3);
    ck_assert_uint_eq(sent[2][17], 4);
}
END_TEST

START_TEST(a_spoilt_burst_sends_nothing)
{
    struct hc_frame_spec spec = test_frame();

    hc_hosts_send(&hosts, &spec, 3, NS_PER_MS);
    hosts.burst[0].spec.kind = HC_FRAME_KINDS;
    fake_advance(&fake, 10 * NS_PER_MS);

    ck_assert_uint_eq(n_sent, 0);
    ck_assert_uint_eq(hosts.tx_frames, 0);
}
END_TEST

int main(void)
{
    const TTest *const test[] = {
        a_host_answers_in_its_own_vlan, a_host_does_not_hear_another_vlan,
        each_host_counts_what_it_sees_by_destination,
        a_priority_tag_is_no_vlan,
        a_vlan_that_nobody_is_in_is_counted_apart,
        a_frame_that_ends_too_early_or_never_is_nobodys,
        there_is_an_end_of_room, frames_leave_one_gap_apart_and_are_numbered,
        a_tagged_frame_carries_priority_and_vlan,
        only_so_many_bursts_run_at_a_time, what_cannot_be_built_is_refused,
        a_join_is_a_membership_report_to_the_group,
        leaves_and_queries_go_where_routers_and_hosts_listen,
        bridges_talk_to_an_address_that_no_bridge_passes_on,
        a_magic_packet_tells_the_address_sixteen_times,
        a_pause_is_a_control_frame_to_the_next_station,
        a_snapshot_goes_on_with_what_was_being_sent,
        a_spoilt_burst_sends_nothing,
    };

    return RUN_TESTS("hosts", setup, test);
}
