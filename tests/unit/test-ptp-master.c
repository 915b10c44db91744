/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A PTP master at 02:00:00:00:00:aa, 192.0.2.1, on a wire that the test holds.
 * Offsets into messages are those of IEEE 1588-2008, clause 13. */
#include <check.h>
#include <string.h>

#include "../../models/ptp-master.h"
#include "fake.h"
#include "run.h"

/* 2026-01-01 00:00:00 UTC in TAI. */
#define EPOCH_S (1767225600ull + 37)

#define ETH 14
#define UDP4 (14 + 20 + 8)

static struct fake fake;
static struct hc_ptp_master master;
static struct hc_ptp_config config;
static uint8_t sent[64][HC_PTP_FRAME_MAX];
static size_t sent_len[64];
static uint64_t sent_ns[64], busy_until_ns;
static unsigned n_sent;
static bool link_up;

static enum hc_status send(void *opaque, const uint8_t *frame, size_t len)
{
    (void)opaque;
    ck_assert_uint_lt(n_sent, 64);
    ck_assert_uint_le(len, HC_PTP_FRAME_MAX);
    memcpy(sent[n_sent], frame, len);
    sent_ns[n_sent] = fake.now_ns;
    sent_len[n_sent++] = len;
    return HC_OK;
}

static uint64_t free_at(void *opaque)
{
    (void)opaque;
    return !link_up ? HC_NEVER :
           busy_until_ns > fake.now_ns ? busy_until_ns : fake.now_ns;
}

static void wake(void *model)
{
    hc_ptp_master_wake(model);
}

static void setup(void)
{
    static const uint8_t mac[6] = { 2, 0, 0, 0, 0, 0xaa };

    n_sent = 0;
    busy_until_ns = 0;
    link_up = true;
    fake_init(&fake, wake, &master);
    hc_ptp_master_init(&master, &fake.host);
    hc_ptp_master_wire(&master, send, free_at, NULL);
    config = (struct hc_ptp_config){
        .port.ip = 0xc0000201, .log_sync = 0, .log_announce = 1,
        .priority1 = 99,
    };
    memcpy(config.port.mac, mac, sizeof(mac));
}

static uint64_t get(const uint8_t *at, unsigned bytes)
{
    uint64_t value = 0;

    while (bytes--) {
        value = value << 8 | *at++;
    }
    return value;
}

/* The n-th message of a type that was sent over Ethernet; NULL: none. */
static const uint8_t *message(unsigned type, unsigned n)
{
    for (unsigned i = 0; i < n_sent; i++) {
        if ((sent[i][ETH] & 0xf) == type && !n--) {
            return sent[i] + ETH;
        }
    }
    return NULL;
}

static unsigned count(unsigned type)
{
    unsigned n = 0;

    while (message(type, n)) {
        n++;
    }
    return n;
}

/* A time stamp as nanoseconds since the epoch of the bench. */
static uint64_t stamp(const uint8_t *at)
{
    return (get(at, 6) - EPOCH_S) * NS_PER_S + get(at + 6, 4);
}

static void ask(unsigned type, unsigned domain, size_t ptp_len)
{
    uint8_t frame[ETH + 54] = { 1, 0x1b, 0x19, 0, 0, 0, 2, 0, 0, 0, 0, 2,
                                0x88, 0xf7 };
    uint8_t *ptp = frame + ETH;

    ptp[0] = (uint8_t)type;
    ptp[1] = 2;
    ptp[3] = type == 1 ? 44 : 54;
    ptp[4] = (uint8_t)domain;
    ptp[15] = 7;                                /* correction */
    memset(ptp + 20, 0x5a, 10);                 /* who asks */
    ptp[31] = 42;                               /* sequence */
    hc_ptp_master_frame_in(&master, frame, ETH + ptp_len);
}

START_TEST(a_follow_up_tells_when_its_sync_left)
{
    hc_ptp_master_set(&master, &config);
    fake_advance(&fake, 3 * NS_PER_S);

    ck_assert_uint_eq(count(0), 3);
    ck_assert_uint_eq(message(0, 1)[6] & 2, 2);         /* twoStepFlag */
    ck_assert_uint_eq(get(message(8, 1) + 30, 2),
                      get(message(0, 1) + 30, 2));
    ck_assert_uint_eq(stamp(message(8, 1) + 34), NS_PER_S + 2 * NS_PER_MS);
}
END_TEST

START_TEST(in_one_step_the_sync_itself_tells)
{
    config.one_step = true;
    hc_ptp_master_set(&master, &config);
    fake_advance(&fake, 2 * NS_PER_S);

    ck_assert_uint_eq(message(0, 1)[6] & 2, 0);
    ck_assert_uint_eq(stamp(message(0, 1) + 34), NS_PER_S + 2 * NS_PER_MS);
    ck_assert_uint_eq(count(8), 0);
}
END_TEST

START_TEST(a_sync_that_waits_for_the_wire_tells_the_later_time)
{
    config.one_step = true;
    hc_ptp_master_set(&master, &config);
    busy_until_ns = 2 * NS_PER_MS + 777;
    fake_advance(&fake, 10 * NS_PER_MS);

    ck_assert_uint_eq(stamp(message(0, 0) + 34), 2 * NS_PER_MS + 777);
    ck_assert_uint_eq(sent_ns[n_sent - 1], 2 * NS_PER_MS + 777);
}
END_TEST

START_TEST(without_a_link_nothing_is_sent_and_nothing_made_up_for)
{
    link_up = false;
    hc_ptp_master_set(&master, &config);
    fake_advance(&fake, 10 * NS_PER_S + 500 * NS_PER_MS);
    ck_assert_uint_eq(n_sent, 0);
    link_up = true;
    fake_advance(&fake, NS_PER_S);

    ck_assert_uint_eq(count(0), 1);
}
END_TEST

START_TEST(an_announce_names_clock_and_priority)
{
    static const uint8_t identity[8] = { 2, 0, 0, 0xff, 0xfe, 0, 0, 0xaa };

    hc_ptp_master_set(&master, &config);
    fake_advance(&fake, 4 * NS_PER_S);

    ck_assert_uint_eq(count(0xb), 2);
    ck_assert_uint_eq(get(message(0xb, 0) + 2, 2), 64);
    ck_assert_mem_eq(message(0xb, 0) + 20, identity, 8);
    ck_assert_mem_eq(message(0xb, 0) + 53, identity, 8);
    ck_assert_uint_eq(message(0xb, 0)[47], 99);
    ck_assert_uint_eq(get(message(0xb, 0) + 44, 2), 37);
    ck_assert_uint_eq(get(message(0xb, 1) + 30, 2), 1);
}
END_TEST

START_TEST(a_fast_clock_gains_20_us_a_second_at_20_ppm)
{
    config.drift_ppb = 20000;
    hc_ptp_master_set(&master, &config);
    fake_advance(&fake, 1000 * NS_PER_MS);
    fake_advance(&fake, 500 * NS_PER_MS);

    ck_assert_uint_eq(hc_ptp_master_time_ns(&master),
                      EPOCH_S * NS_PER_S + 1500 * NS_PER_MS + 30000);
}
END_TEST

START_TEST(a_new_rate_goes_on_from_where_the_clock_was)
{
    config.drift_ppb = -20000;
    hc_ptp_master_set(&master, &config);
    fake_advance(&fake, 10 * NS_PER_S);
    config.drift_ppb = 0;
    config.offset_ns = 5;
    hc_ptp_master_set(&master, &config);
    fake_advance(&fake, 10 * NS_PER_S);

    ck_assert_uint_eq(hc_ptp_master_time_ns(&master),
                      EPOCH_S * NS_PER_S + 20 * NS_PER_S - 200000 + 5);
}
END_TEST

START_TEST(a_delay_request_is_answered_with_its_time_name_and_number)
{
    uint8_t name[10];

    memset(name, 0x5a, sizeof(name));
    hc_ptp_master_set(&master, &config);
    fake_advance(&fake, 500 * NS_PER_MS);
    ask(1, 0, 44);
    fake_advance(&fake, NS_PER_MS);

    ck_assert_uint_eq(stamp(message(9, 0) + 34), 500 * NS_PER_MS);
    ck_assert_mem_eq(message(9, 0) + 44, name, 10);
    ck_assert_uint_eq(get(message(9, 0) + 30, 2), 42);
    ck_assert_uint_eq(get(message(9, 0) + 8, 8), 7);
}
END_TEST

START_TEST(a_peer_delay_in_two_steps_has_two_times)
{
    hc_ptp_master_set(&master, &config);
    fake_advance(&fake, 500 * NS_PER_MS);
    ask(2, 0, 54);
    fake_advance(&fake, NS_PER_MS);

    ck_assert_uint_eq(stamp(message(3, 0) + 34), 500 * NS_PER_MS);
    ck_assert_uint_eq(get(message(3, 0) + 8, 8), 0);
    ck_assert_uint_eq(stamp(message(0xa, 0) + 34), sent_ns[n_sent - 2]);
    ck_assert_uint_eq(get(message(0xa, 0) + 8, 8), 7);
}
END_TEST

START_TEST(a_peer_delay_in_one_step_corrects_for_the_time_it_took)
{
    config.one_step = true;
    hc_ptp_master_set(&master, &config);
    fake_advance(&fake, 500 * NS_PER_MS);
    ask(2, 0, 54);
    fake_advance(&fake, NS_PER_MS);

    ck_assert_uint_eq(get(message(3, 0) + 8, 8),
                      7 + ((sent_ns[n_sent - 1] - 500 * NS_PER_MS) << 16));
    ck_assert_uint_eq(get(message(3, 0) + 34, 8), 0);
    ck_assert_uint_eq(count(0xa), 0);
}
END_TEST

START_TEST(another_domain_and_cut_off_messages_get_no_answer)
{
    hc_ptp_master_set(&master, &config);
    fake_advance(&fake, 500 * NS_PER_MS);
    ask(1, 1, 44);
    for (size_t len = 0; len < 44; len++) {
        ask(1, 0, len);
    }
    ask(2, 0, 53);
    fake_advance(&fake, 10 * NS_PER_MS);

    ck_assert_uint_eq(count(9) + count(3), 0);
    ck_assert_uint_eq(master.counters.foreign, 1);
    ck_assert_uint_eq(master.counters.delay_reqs, 0);
}
END_TEST

START_TEST(a_flood_of_questions_fills_the_queue_and_no_more)
{
    hc_ptp_master_set(&master, &config);
    fake_advance(&fake, 500 * NS_PER_MS);
    for (unsigned i = 0; i < 1000; i++) {
        ask(1, 0, 44);
    }
    fake_advance(&fake, NS_PER_MS);
    ck_assert_uint_eq(count(9), HC_PTP_JOBS);
    ask(1, 0, 44);
    fake_advance(&fake, NS_PER_MS);

    ck_assert_uint_eq(count(9), HC_PTP_JOBS + 1);
}
END_TEST

/* Annex D: 224.0.1.129 port 319 for events, 320 for the others. */
START_TEST(over_udp_the_groups_and_ports_are_those_of_annex_d)
{
    static const uint8_t to[] = { 1, 0, 0x5e, 0, 1, 0x81 };
    uint32_t sum = 0;

    config.port.udp4 = true;
    hc_ptp_master_set(&master, &config);
    fake_advance(&fake, 3 * NS_PER_MS);

    ck_assert_uint_eq(n_sent, 3);               /* Announce, Sync, its time */
    ck_assert_mem_eq(sent[1], to, 6);
    ck_assert_uint_eq(get(sent[1] + 12, 2), 0x0800);
    ck_assert_uint_eq(get(sent[1] + ETH + 12, 4), 0xc0000201);
    ck_assert_uint_eq(get(sent[1] + ETH + 16, 4), 0xe0000181);
    ck_assert_uint_eq(get(sent[1] + ETH + 22, 2), 319);
    ck_assert_uint_eq(get(sent[2] + ETH + 22, 2), 320);
    ck_assert_uint_eq(get(sent[1] + ETH + 2, 2), sent_len[1] - ETH);
    ck_assert_uint_eq(sent[1][UDP4], 0);
    for (unsigned i = 0; i < 20; i += 2) {
        sum += (uint32_t)get(sent[1] + ETH + i, 2);
    }
    ck_assert_uint_eq((sum & 0xffff) + (sum >> 16), 0xffff);
}
END_TEST

START_TEST(a_silent_master_stays_silent_when_asked)
{
    hc_ptp_master_set(&master, &config);
    fake_advance(&fake, 500 * NS_PER_MS);
    hc_ptp_master_set(&master, NULL);
    n_sent = 0;
    ask(1, 0, 44);
    fake_advance(&fake, 3 * NS_PER_S);

    ck_assert_uint_eq(n_sent, 0);
    ck_assert_uint_eq(fake.wake_ns, HC_NEVER);
}
END_TEST

START_TEST(a_snapshot_between_question_and_answer_loses_neither)
{
    const size_t at = offsetof(struct hc_ptp_master, on);
    static struct hc_ptp_master copy;

    config.drift_ppb = 100000;
    hc_ptp_master_set(&master, &config);
    fake_advance(&fake, 500 * NS_PER_MS);
    ask(1, 0, 44);
    hc_ptp_master_init(&copy, &fake.host);
    hc_ptp_master_wire(&copy, send, free_at, NULL);
    memcpy((char *)&copy + at, (char *)&master + at, sizeof(copy) - at);
    fake.model = &copy;
    fake_advance(&fake, 600 * NS_PER_MS);

    ck_assert_uint_eq(stamp(message(9, 0) + 34),
                      500 * NS_PER_MS + 500 * NS_PER_US / 10);
    ck_assert_uint_eq(get(message(0, 1) + 30, 2), 1);
}
END_TEST

/* What follows the queue in the state must not be taken for messages. */
START_TEST(a_spoilt_state_neither_leaves_the_queue_nor_divides_by_nothing)
{
    hc_ptp_master_set(&master, &config);
    master.n_jobs = UINT32_MAX;
    master.config.log_sync = -128;
    master.config.log_announce = 127;

    ask(1, 0, 44);
    fake_advance(&fake, 100 * NS_PER_MS);

    ck_assert_uint_le(master.n_jobs, HC_PTP_JOBS);
    ck_assert_uint_gt(master.counters.syncs, 0);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        a_follow_up_tells_when_its_sync_left,
        in_one_step_the_sync_itself_tells,
        a_sync_that_waits_for_the_wire_tells_the_later_time,
        without_a_link_nothing_is_sent_and_nothing_made_up_for,
        an_announce_names_clock_and_priority,
        a_fast_clock_gains_20_us_a_second_at_20_ppm,
        a_new_rate_goes_on_from_where_the_clock_was,
        a_delay_request_is_answered_with_its_time_name_and_number,
        a_peer_delay_in_two_steps_has_two_times,
        a_peer_delay_in_one_step_corrects_for_the_time_it_took,
        another_domain_and_cut_off_messages_get_no_answer,
        a_flood_of_questions_fills_the_queue_and_no_more,
        over_udp_the_groups_and_ports_are_those_of_annex_d,
        a_silent_master_stays_silent_when_asked,
        a_snapshot_between_question_and_answer_loses_neither,
        a_spoilt_state_neither_leaves_the_queue_nor_divides_by_nothing,
    };

    return RUN_TESTS("ptp-master", setup, tests);
}
