/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The 1588 block of a VSC85xx as Linux' mscc_ptp.c drives it: the clock, and
 * stamps of frames that leave and arrive. */
#include <check.h>
#include <string.h>

#include "vsc-bench.h"
#include "run.h"

enum { LTC_CTRL = 0x10, FIFO_CTRL = 0x5b, FIFO = 0x5c };

static struct vsc vsc;
static uint8_t seen[128];
static size_t seen_len;

static void setup(void)
{
    vsc_init(&vsc, &hc_phy_vsc8574, HC_IFACE_SGMII);
}

static uint32_t get(unsigned n, uint16_t addr)
{
    return vsc_ts_get(&vsc, n, TS_PROCESSOR, addr);
}

static void put(unsigned n, uint16_t addr, uint32_t value)
{
    vsc_ts_put(&vsc, n, TS_PROCESSOR, addr, value);
}

/* __vsc85xx_gettime. */
static uint64_t gettime_ns(unsigned n)
{
    put(n, LTC_CTRL, get(n, LTC_CTRL) | 0x0002);
    return (((uint64_t)get(n, 0x14) << 32) + get(n, 0x15)) * NS_PER_S +
           get(n, 0x16);
}

/* __vsc85xx_settime. */
static void settime(unsigned n, uint64_t seconds, uint32_t ns)
{
    uint32_t ctrl;

    put(n, 0x11, (uint32_t)(seconds >> 32));
    put(n, 0x12, (uint32_t)seconds);
    put(n, 0x13, ns);
    ctrl = get(n, LTC_CTRL) | 0x0001;
    put(n, LTC_CTRL, ctrl);
    put(n, LTC_CTRL, ctrl & ~0x0001u);
}

static void adjfine(unsigned n, uint32_t value)
{
    put(n, 0x1a, value);
    put(n, LTC_CTRL, get(n, LTC_CTRL) | 0x0010);
}

/* --- the clock --------------------------------------------------------- */

START_TEST(the_version_is_2_1)
{
    ck_assert_uint_eq(get(0, 0x03) & 0xff, 0x21);
}
END_TEST

START_TEST(the_clock_runs_with_the_time)
{
    uint64_t before = gettime_ns(0);

    vsc_advance(&vsc, 1234567890);

    ck_assert_uint_eq(gettime_ns(0) - before, 1234567890);
}
END_TEST

START_TEST(the_clock_can_be_set_beyond_32_bits_of_seconds)
{
    settime(0, UINT64_C(0x100000002), 999999999);
    vsc_advance(&vsc, 2);

    ck_assert_uint_eq(gettime_ns(0),
                      UINT64_C(0x100000003) * NS_PER_S + 1);
}
END_TEST

START_TEST(an_offset_moves_the_clock_both_ways)
{
    settime(0, 10, 0);
    put(0, 0x70, 0xc0000000 | 500);
    ck_assert_uint_eq(gettime_ns(0), 10 * NS_PER_S + 500);
    put(0, 0x70, 0x80000000 | 501);

    ck_assert_uint_eq(gettime_ns(0), 10 * NS_PER_S - 1);
    ck_assert_uint_eq(get(0, 0x70), 0);
}
END_TEST

START_TEST(the_rate_changes_by_a_nanosecond_every_so_many)
{
    settime(0, 10, 0);
    adjfine(0, 0x40000000 | 10000);             /* 100 ppm faster */
    vsc_advance(&vsc, NS_PER_S);
    ck_assert_uint_eq(gettime_ns(0), 11 * NS_PER_S + 100000);

    adjfine(0, 0x80000000 | 10000);
    vsc_advance(&vsc, NS_PER_S);

    ck_assert_uint_eq(gettime_ns(0), 12 * NS_PER_S);
}
END_TEST

START_TEST(each_port_has_its_own_clock)
{
    settime(0, 100, 0);
    settime(1, 200, 0);
    settime(2, 300, 0);
    settime(3, 400, 0);

    for (unsigned n = 0; n < 4; n++) {
        ck_assert_uint_eq(gettime_ns(n), (n + 1) * 100 * NS_PER_S);
    }
}
END_TEST

START_TEST(a_pair_of_ports_shares_a_window)
{
    vsc_put(&vsc, 2, 0x1588, 29, 0x7ae0);

    ck_assert_uint_eq(vsc_get(&vsc, 0, 0x1588, 29), 0x7ae0);
    ck_assert_uint_eq(vsc_get(&vsc, 1, 0x1588, 29), 0);
}
END_TEST

START_TEST(a_wired_load_save_pin_acts_on_its_rising_edge)
{
    vsc.package.knobs.load_save_wired = true;
    vsc_advance(&vsc, 5 * NS_PER_S);
    ck_assert_uint_eq(gettime_ns(0), 0);

    hc_vsc_package_load_save(&vsc.package, true);
    vsc_advance(&vsc, NS_PER_S);
    hc_vsc_package_load_save(&vsc.package, false);

    ck_assert_uint_eq(gettime_ns(0), 5 * NS_PER_S);
}
END_TEST

START_TEST(a_stale_upper_half_does_not_reach_the_control_register)
{
    put(0, 0x12, 0xffff0000);
    put(0, LTC_CTRL, 0x5000);

    ck_assert_uint_eq(get(0, LTC_CTRL), 0x5000);
}
END_TEST

/* --- frames ------------------------------------------------------------ */

/* What vsc85xx_ts_engine_init and its helpers leave for flow 0 (Sync), L2:
 * command and rewrite go to flow 0's action registers. */
static void flow(unsigned n, unsigned block, uint32_t action,
                 uint32_t action2, bool l4)
{
    uint32_t channel = 1u << (n >> 1);

    vsc_ts_put(&vsc, n, block, 0x000, l4 ? 2 : 5);
    vsc_ts_put(&vsc, n, block, 0x003, l4 ? 0x10800 : 0x188f7);
    vsc_ts_put(&vsc, n, block, 0x012, l4 ? 0 : 0x011b1900);
    vsc_ts_put(&vsc, n, block, 0x013, l4 ? 0x600000 : 0x100000);
    vsc_ts_put(&vsc, n, block, 0x010, channel << 8 | 1);
    vsc_ts_put(&vsc, n, block, 0x1b0, 28 << 8 | 5);
    vsc_ts_put(&vsc, n, block, 0x1b1, 0x0c00);
    vsc_ts_put(&vsc, n, block, 0x1b2, 9 << 16 | 0x8000 | 17);
    vsc_ts_put(&vsc, n, block, 0x1b3, 319);
    vsc_ts_put(&vsc, n, block, 0x1b5, 0xffff);
    vsc_ts_put(&vsc, n, block, 0x1b7, 20);
    vsc_ts_put(&vsc, n, block, 0x1b8, 26 << 8 | 0x21);
    vsc_ts_put(&vsc, n, block, 0x1c0, 0x0200 | channel << 4 | l4);
    vsc_ts_put(&vsc, n, block, 0x2d1, 0);
    vsc_ts_put(&vsc, n, block, 0x2d3, 0x0f000000);
    vsc_ts_put(&vsc, n, block, 0x2d6, action);
    vsc_ts_put(&vsc, n, block, 0x2d7, action2);
    vsc_ts_put(&vsc, n, block, 0x2d0, channel << 4 | 1);
}

/* vsc85xx_ts_fsb_init. */
static void signature(unsigned n)
{
    static const uint8_t select[16] = {
        0, 1, 25, 26, 35, 34, 33, 32, 31, 30, 26, 26, 26, 26, 26, 26,
    };

    for (unsigned i = 0; i < 4; i++) {
        uint32_t word = 0;

        for (unsigned k = 0; k < 5 && 5 * i + k < 16; k++) {
            word |= (uint32_t)select[5 * i + k] << 6 * k;
        }
        vsc_ts_put(&vsc, n, TS_EGRESS, (uint16_t)(0x332 + i), word);
    }
}

static void hwtstamp(unsigned n, bool one_step, bool l4)
{
    unsigned engine = 1u << (n >> 1);

    signature(n);
    flow(n, TS_INGRESS, 0x16002107, 16 << 8 | 4, l4);
    flow(n, TS_EGRESS, one_step ? 0x2105 : 0x2110,
         one_step ? 34 << 8 | 10 : 0, l4);
    put(n, 0x00, 0x0042);
    put(n, 0x01, engine << 4 | engine);
    put(n, 0x4e, 0x0005);
    bench_write(&vsc.port[n], 25, 0xa020);
}

static void keep(void *owner, const uint8_t *frame, size_t len)
{
    (void)owner;
    seen_len = len < sizeof(seen) ? len : sizeof(seen);
    memcpy(seen, frame, seen_len);
}

static void keep_from_partner(void *opaque, const uint8_t *frame, size_t len)
{
    keep(opaque, frame, len);
}

static void link_up(unsigned n)
{
    struct bench *port = &vsc.port[n];
    const struct hc_end mac = { keep, NULL, port };

    hc_hop_attach(&port->mac, 0, &mac);
    hc_partner_wire(&port->partner, &port->mdi, keep_from_partner, NULL);
    hc_partner_reset(&port->partner);
    vsc_advance(&vsc, 2 * NS_PER_S);
    ck_assert(bench_link(port));
    bench_read(port, 26);
    memset(seen, 0, sizeof(seen));
}

/* A Sync of domain 3, sequence 0x1234; returns where its header is. */
static size_t sync_frame(uint8_t frame[96], bool l4)
{
    static const uint8_t mac[6] = { 0x01, 0x1b, 0x19, 0x00, 0x00, 0x00 };
    size_t at = l4 ? 42 : 14;

    memset(frame, 0, 96);
    memcpy(frame, mac, 6);
    frame[12] = l4 ? 0x08 : 0x88;
    frame[13] = l4 ? 0x00 : 0xf7;
    if (l4) {
        frame[0] = 0x01, frame[1] = 0x00, frame[2] = 0x5e;
        frame[14] = 0x45;
        frame[23] = 17;
        frame[36] = 319 >> 8, frame[37] = 319 & 0xff;
        frame[40] = 0xab, frame[41] = 0xcd;     /* checksum */
    }
    frame[at + 1] = 2;
    frame[at + 4] = 3;
    frame[at + 30] = 0x12, frame[at + 31] = 0x34;
    return at;
}

static uint32_t be32(const uint8_t *at)
{
    return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 |
           (uint32_t)at[2] << 8 | at[3];
}

START_TEST(a_delay_request_that_leaves_is_stamped_in_the_fifo)
{
    uint8_t frame[96], entry[28];

    link_up(0);
    hwtstamp(0, false, false);
    vsc_ts_put(&vsc, 0, TS_EGRESS, 0x2d1, 0x01000000);
    settime(0, 0x0102030405, 0x11223344);
    frame[sync_frame(frame, false)] = 0x01;
    hc_hop_send(&vsc.port[0].mac, 0, frame, 60);

    ck_assert(vsc.port[0].fake.line[0]);
    ck_assert_uint_eq(bench_read(&vsc.port[0], 26), 0);     /* not in 26 */
    ck_assert_uint_eq(get(0, 0x4d), 0x0004);
    put(0, 0x4d, 0x0004);
    ck_assert(!vsc.port[0].fake.line[0]);
    for (unsigned i = 0; i < 7; i++) {
        uint32_t word = get(0, (uint16_t)(FIFO + i));

        memcpy(entry + (i ? 4 * i - 2 : 0), &word, i ? 4 : 2);
    }
    ck_assert_mem_eq(entry, "\x44\x33\x22\x11\x05\x04\x03\x02\x01\x00", 10);
    ck_assert_mem_eq(entry + 10, "\x34\x12\x03\x01\x01\x1b\x19\x00\x00\x00"
                                 "\1\1\1\1\1\1", 16);
    ck_assert_uint_eq(get(0, FIFO) & 0x80000000, 0x80000000);
    ck_assert_uint_eq(get(0, FIFO_CTRL) >> 12 & 0xf, 1);
    ck_assert_mem_eq(seen, frame, 60);                      /* untouched */
}
END_TEST

START_TEST(a_one_step_sync_carries_its_own_time)
{
    uint8_t frame[96];
    size_t at = sync_frame(frame, false);

    link_up(0);
    hwtstamp(0, true, false);
    settime(0, 0x0102030405, 7);
    hc_hop_send(&vsc.port[0].mac, 0, frame, 60);

    ck_assert_uint_eq(be32(seen + at + 36), 0x02030405);
    ck_assert_uint_eq(be32(seen + at + 40), 7);
    ck_assert_uint_eq(get(0, FIFO) & 0x80000000, 0x80000000);
}
END_TEST

START_TEST(an_arriving_sync_gets_its_nanoseconds_in_bytes_16_to_19)
{
    uint8_t frame[96];
    size_t at = sync_frame(frame, false);

    link_up(3);                         /* the upper port of the second pair */
    hwtstamp(3, false, false);
    settime(3, 9, 123456789);
    bench_arrive(&vsc.port[3], frame, 60);

    ck_assert_uint_eq(be32(seen + at + 16), 123456789);
}
END_TEST

START_TEST(over_udp_the_checksum_is_cleared)
{
    uint8_t frame[96];
    size_t at = sync_frame(frame, true);

    link_up(1);
    hwtstamp(1, false, true);
    settime(1, 9, 55);
    bench_arrive(&vsc.port[1], frame, 96);

    ck_assert_uint_eq(be32(seen + at + 16), 55);
    ck_assert_uint_eq(seen[40] | seen[41], 0);
    ck_assert_uint_eq(frame[40], 0xab);
}
END_TEST

/* vsc85xx_eth1_conf: any multicast and any unicast at once. */
START_TEST(over_udp_a_delay_request_to_one_station_is_stamped_too)
{
    uint8_t frame[96];

    link_up(1);
    hwtstamp(1, false, true);
    sync_frame(frame, true);
    frame[0] = 0x02;
    hc_hop_send(&vsc.port[1].mac, 0, frame, 96);
    ck_assert_uint_eq(get(1, 0x4d), 0x0004);

    put(1, 0x4d, 0x0004);
    vsc_ts_put(&vsc, 1, TS_EGRESS, 0x013, 0x400000);
    hc_hop_send(&vsc.port[1].mac, 0, frame, 96);
    ck_assert_uint_eq(get(1, 0x4d), 0);
}
END_TEST

START_TEST(other_frames_and_other_messages_pass_unchanged)
{
    uint8_t frame[96];
    size_t at = sync_frame(frame, false);

    link_up(0);
    hwtstamp(0, false, false);
    settime(0, 9, 55);
    frame[at] = 0x0b;                           /* Announce */
    bench_arrive(&vsc.port[0], frame, 60);
    ck_assert_mem_eq(seen, frame, 60);
    frame[at] = 0;
    bench_arrive(&vsc.port[0], frame, 40);       /* cut short */

    ck_assert_mem_eq(seen, frame, 40);
}
END_TEST

START_TEST(a_fifo_that_nobody_reads_overflows_and_can_be_reset)
{
    uint8_t frame[96];

    link_up(0);
    hwtstamp(0, false, false);
    sync_frame(frame, false);
    for (unsigned i = 0; i < 9; i++) {
        hc_hop_send(&vsc.port[0].mac, 0, frame, 60);
    }
    ck_assert_uint_eq(get(0, 0x4d), 0x0005);
    put(0, FIFO_CTRL, 0x10710);
    put(0, FIFO_CTRL, 0x00710);

    ck_assert_uint_eq(get(0, FIFO) & 0x80000000, 0x80000000);
}
END_TEST

int main(void)
{
    const TTest *const test[] = {
        the_version_is_2_1,
        the_clock_runs_with_the_time,
        the_clock_can_be_set_beyond_32_bits_of_seconds,
        an_offset_moves_the_clock_both_ways,
        the_rate_changes_by_a_nanosecond_every_so_many,
        each_port_has_its_own_clock,
        a_wired_load_save_pin_acts_on_its_rising_edge,
        a_stale_upper_half_does_not_reach_the_control_register,
        a_pair_of_ports_shares_a_window,
        a_delay_request_that_leaves_is_stamped_in_the_fifo,
        a_one_step_sync_carries_its_own_time,
        an_arriving_sync_gets_its_nanoseconds_in_bytes_16_to_19,
        over_udp_the_checksum_is_cleared,
        over_udp_a_delay_request_to_one_station_is_stamped_too,
        other_frames_and_other_messages_pass_unchanged,
        a_fifo_that_nobody_reads_overflows_and_can_be_reset,
    };

    return RUN_TESTS("vsc85xx-1588", setup, test);
}
