/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "../../models/cpts.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "fake.h"

/* Offsets and bits as in SPRUH73 and Linux cpts.h, cpsw_priv.h. */
#define CONTROL    0xc04
#define RFTCLK_SEL 0xc08
#define TS_PUSH    0xc0c
#define LOAD_VAL   0xc10
#define LOAD_EN    0xc14
#define RAW        0xc20
#define MASKED     0xc24
#define INT_ENABLE 0xc28
#define POP        0xc30
#define LOW        0xc34
#define HIGH       0xc38

enum { PUSH, ROLL, HALF, PIN, RX, TX };

static struct fake fake;
static uint32_t reg[0x2000 / 4];
static struct hc_cpts_state state;
static struct hc_cpts cpts;

static uint32_t read_reg(uint32_t at)
{
    uint32_t value = 0;

    ck_assert_int_eq(hc_cpts_read(&cpts, at, &value), HC_OK);
    return value;
}

static void write_reg(uint32_t at, uint32_t value)
{
    ck_assert_int_eq(hc_cpts_write(&cpts, at, value), HC_OK);
}

static void setup(void)
{
    fake_init(&fake, NULL, NULL);
    memset(reg, 0, sizeof(reg));
    hc_cpts_init(&cpts, &fake.host, reg, &state);
    hc_cpts_reset(&cpts);
    write_reg(CONTROL, 1);
    write_reg(INT_ENABLE, 1);
}

/* Takes the first event; its type, or -1 when there is none. */
static int pop(uint32_t *ret_low)
{
    int type;

    if (!(read_reg(RAW) & 1)) {
        return -1;
    }
    *ret_low = read_reg(LOW);
    type = read_reg(HIGH) >> 20 & 0xf;
    write_reg(POP, 1);
    return type;
}

/* Lets time pass with a wake where the model asks for one. */
static void advance(uint64_t ns)
{
    const uint64_t end_ns = fake.now_ns + ns;

    while (hc_cpts_wake_ns(&cpts) <= end_ns) {
        fake.now_ns = hc_cpts_wake_ns(&cpts);
        hc_cpts_settle(&cpts);
    }
    fake.now_ns = end_ns;
}

/* 2^31 cycles of 250 MHz are 8.589934592 s. */
START_TEST(half_and_whole_turns_are_events_at_their_time)
{
    uint32_t low = 1;

    advance(UINT64_C(8589934591));
    ck_assert_int_eq(pop(&low), -1);

    advance(1);
    ck_assert_int_eq(pop(&low), HALF);
    ck_assert_uint_eq(low, 0x80000000);

    advance(UINT64_C(8589934592));
    ck_assert_int_eq(pop(&low), ROLL);
    ck_assert_uint_eq(low, 0);
    write_reg(TS_PUSH, 1);
    ck_assert_int_eq(pop(&low), PUSH);
    ck_assert_uint_eq(low, 0);
}
END_TEST

START_TEST(a_roll_over_comes_before_what_happens_after_it)
{
    uint32_t low;

    fake_advance(&fake, UINT64_C(8589934592) + 400);    /* nobody woke us */
    write_reg(TS_PUSH, 1);

    ck_assert_int_eq(pop(&low), HALF);
    ck_assert_int_eq(pop(&low), PUSH);
    ck_assert_uint_eq(low, 0x80000000 + 100);
}
END_TEST

START_TEST(a_loaded_counter_goes_on_from_there_and_makes_no_event_of_it)
{
    uint32_t low;

    write_reg(LOAD_VAL, 0xffffff00);
    write_reg(LOAD_EN, 1);
    write_reg(TS_PUSH, 1);
    ck_assert_int_eq(pop(&low), PUSH);
    ck_assert_uint_eq(low, 0xffffff00);

    advance(4 * 256);
    ck_assert_int_eq(pop(&low), ROLL);
    ck_assert_int_eq(pop(&low), -1);
}
END_TEST

START_TEST(years_without_a_reader_fill_the_queue_and_no_more)
{
    uint32_t low;
    unsigned n = 0;

    fake_advance(&fake, UINT64_C(100000000) * NS_PER_S);
    hc_cpts_settle(&cpts);

    while (pop(&low) >= 0) {
        n++;
    }
    ck_assert_uint_eq(n, 16);
    ck_assert_uint_gt(hc_cpts_wake_ns(&cpts), fake.now_ns);
}
END_TEST

START_TEST(off_the_counter_wakes_nobody_and_takes_no_event)
{
    write_reg(CONTROL, 0);
    hc_cpts_push(&cpts, HC_CPTS_EVENT_RX);

    ck_assert_uint_eq(read_reg(RAW), 0);
    ck_assert(hc_cpts_wake_ns(&cpts) == HC_NEVER);
}
END_TEST

START_TEST(a_rising_pin_is_an_event_when_it_is_enabled)
{
    hc_cpts_set_pin(&cpts, 3, true);
    ck_assert_uint_eq(read_reg(RAW), 0);
    hc_cpts_set_pin(&cpts, 3, false);
    write_reg(CONTROL, 1 | 1u << 10);

    hc_cpts_set_pin(&cpts, 3, true);
    hc_cpts_set_pin(&cpts, 3, true);
    hc_cpts_set_pin(&cpts, 2, true);

    ck_assert_uint_eq(read_reg(HIGH), 3u << 24 | PIN << 20);
    write_reg(POP, 1);
    ck_assert_uint_eq(read_reg(RAW), 0);
}
END_TEST

START_TEST(an_interrupt_test_writes_the_raw_interrupt)
{
    write_reg(RAW, 1);
    ck_assert(!hc_cpts_pending(&cpts));

    write_reg(CONTROL, 3);
    write_reg(RAW, 1);
    ck_assert_uint_eq(read_reg(MASKED), 1);
    write_reg(RAW, 0);
    ck_assert_uint_eq(read_reg(MASKED), 0);
}
END_TEST

START_TEST(another_reference_clock_is_called_unmodelled)
{
    write_reg(RFTCLK_SEL, 1);

    ck_assert_uint_eq(fake_count(&fake, HC_EVENT_UNMODELLED_MODE), 1);
}
END_TEST

/* CTRL_V2_TS_BITS of cpsw_priv.h, as cpsw_hwtstamp_v2 sets them. */
#define V2_BITS 0x00107f14u

/* Frames as in IEEE 1588 annexes D, E and F, with an id of 0x0102. */
struct ptp {
    const char *what;
    uint32_t control, mtype;
    const char *head;           /* from the type on, in hex */
    unsigned message;
    bool     matches;
};

#define UDP(port)  "c350" port "00400000"
#define IPV4(addr) "08004500005400004000" "0111" "0000" "0a000001" addr
#define IPV6(addr) "86dd60000000004011" "01" \
                   "fe800000000000000000000000000001" addr
#define P319 "013f"
#define P320 "0140"
#define G129 "e0000181"

static const struct ptp ptp_case[] = {
    { "annex F", V2_BITS, 0xf, "88f7", 0, true },
    { "Pdelay_Resp", V2_BITS, 0xf, "88f7", 3, true },
    { "Announce is not enabled", V2_BITS, 0xf, "88f7", 0xb, false },
    { "Announce, enabled", V2_BITS, 0x800, "88f7", 0xb, true },
    { "LTYPE1 off", V2_BITS & ~4u, 0xf, "88f7", 0, false },
    { "another type", V2_BITS, 0xf, "88f8", 0, false },
    { "LTYPE2", 8, 0xf, "9999", 0, true },
    { "tagged", V2_BITS, 0xf, "8100600588f7", 0, true },
    { "tagged, VLAN_LTYPE1 off", V2_BITS & ~0x100000u, 0xf, "8100600588f7",
      0, false },
    { "two tags", V2_BITS | 1u << 21, 0xf, "8100600588a8000788f7", 0, true },
    { "annex D", V2_BITS, 0xf, IPV4(G129) UDP(P319), 0, true },
    { "annex D, tagged", V2_BITS, 0xf, "81000005" IPV4(G129) UDP(P319), 1,
      true },
    { "annex D, 320", V2_BITS, 0xf, IPV4(G129) UDP(P320), 0, true },
    { "319 off", V2_BITS & ~0x2000u, 0xf, IPV4(G129) UDP(P319), 0, false },
    { "320 off", V2_BITS & ~0x4000u, 0xf, IPV4(G129) UDP(P320), 0, false },
    { "another port", V2_BITS, 0xf, IPV4(G129) UDP("0035"), 0, false },
    { "annex D off", V2_BITS & ~0x10u, 0xf, IPV4(G129) UDP(P319), 0, false },
    { "224.0.1.132", V2_BITS, 0xf, IPV4("e0000184") UDP(P319), 0, true },
    { "132 off", V2_BITS & ~0x1000u, 0xf, IPV4("e0000184") UDP(P319), 0,
      false },
    { "224.0.1.133", V2_BITS, 0xf, IPV4("e0000185") UDP(P319), 0, false },
    { "a unicast address", V2_BITS, 0xf, IPV4("0a000002") UDP(P319), 0,
      false },
    { "224.0.0.107", V2_BITS | 0x8000, 0xf, IPV4("e000006b") UDP(P319), 2,
      true },
    { "107 off", V2_BITS, 0xf, IPV4("e000006b") UDP(P319), 2, false },
    { "a time to live must be zero", V2_BITS & ~0x100u, 0xf,
      IPV4(G129) UDP(P319), 0, false },
    { "annex E", V2_BITS | 0x20, 0xf,
      IPV6("ff0e0000000000000000000000000181") UDP(P319), 0, true },
    { "annex E, FF02::6B", V2_BITS | 0x8020, 0xf,
      IPV6("ff02000000000000000000000000006b") UDP(P319), 2, true },
    { "annex E off", V2_BITS, 0xf,
      IPV6("ff0e0000000000000000000000000181") UDP(P319), 0, false },
    { "annex E, another group", V2_BITS | 0x20, 0xf,
      IPV6("ff0e0000000000000000000100000181") UDP(P319), 0, false },
};

static size_t from_hex(const char *hex, uint8_t *to)
{
    size_t n = 0;

    for (; hex[0] && hex[1]; hex += 2) {
        const char digits[3] = { hex[0], hex[1], 0 };

        to[n++] = (uint8_t)strtoul(digits, NULL, 16);
    }
    return n;
}

/* The header of a PTP message; the id is at its byte 30. */
static size_t make_ptp(const struct ptp *ptp, uint8_t *frame)
{
    size_t at;

    memset(frame, 0, 200);
    frame[0] = 1;
    at = 12 + from_hex(ptp->head, frame + 12);
    frame[at] = (uint8_t)(0x80 | ptp->message);     /* and a transport */
    frame[at + 1] = 2;
    frame[at + 30] = 1;
    frame[at + 31] = 2;
    return at + 44;
}

START_TEST(ports_know_the_ptp_messages_that_their_registers_name)
{
    const struct ptp *ptp = &ptp_case[_i];
    const struct hc_cpts_filter filter = { ptp->control,
                                           30u << 16 | ptp->mtype,
                                           0x999988f7, 0x88a88100 };
    uint8_t frame[200];
    uint32_t event = 0;
    const size_t len = make_ptp(ptp, frame);

    ck_assert_msg(hc_cpts_match(&filter, frame, len, &event) == ptp->matches,
                  "%s", ptp->what);
    if (ptp->matches) {
        ck_assert_uint_eq(event, ptp->message << 16 | 0x0102);
    }
}
END_TEST

/* Each prefix lies at the end of its own memory, for the sanitizer. */
START_TEST(a_cut_off_message_is_none)
{
    const struct ptp *ptp = &ptp_case[_i];
    const struct hc_cpts_filter filter = { ptp->control,
                                           30u << 16 | ptp->mtype,
                                           0x999988f7, 0x88a88100 };
    uint8_t frame[200];
    uint32_t event;
    const size_t whole = make_ptp(ptp, frame);

    for (size_t len = 0; len < whole - 12; len++) {
        uint8_t *part = malloc(len + 1);

        memcpy(part, frame, len);
        ck_assert(!hc_cpts_match(&filter, part, len, &event));
        free(part);
    }
}
END_TEST

START_TEST(a_copy_of_the_state_keeps_time_and_queue)
{
    static uint32_t copied_reg[0x2000 / 4];
    static struct hc_cpts_state copy;
    uint32_t low;

    fake_advance(&fake, 400);
    write_reg(TS_PUSH, 1);
    hc_cpts_init(&cpts, &fake.host, copied_reg, &copy);
    memcpy(copied_reg, reg, sizeof(reg));
    copy = state;
    fake_advance(&fake, 400);
    write_reg(TS_PUSH, 1);

    ck_assert_int_eq(pop(&low), PUSH);
    ck_assert_uint_eq(low, 100);
    ck_assert_int_eq(pop(&low), PUSH);
    ck_assert_uint_eq(low, 200);
}
END_TEST

#define N(table) ((int)(sizeof(table) / sizeof((table)[0])))

int main(void)
{
    Suite *suite = suite_create("cpts");
    TCase *tc = tcase_create("cpts");
    SRunner *runner = srunner_create(suite);
    int failed;

    suite_add_tcase(suite, tc);
    tcase_add_checked_fixture(tc, setup, NULL);
    tcase_add_test(tc, half_and_whole_turns_are_events_at_their_time);
    tcase_add_test(tc, a_roll_over_comes_before_what_happens_after_it);
    tcase_add_test(tc,
        a_loaded_counter_goes_on_from_there_and_makes_no_event_of_it);
    tcase_add_test(tc, years_without_a_reader_fill_the_queue_and_no_more);
    tcase_add_test(tc, off_the_counter_wakes_nobody_and_takes_no_event);
    tcase_add_test(tc, a_rising_pin_is_an_event_when_it_is_enabled);
    tcase_add_test(tc, an_interrupt_test_writes_the_raw_interrupt);
    tcase_add_test(tc, another_reference_clock_is_called_unmodelled);
    tcase_add_loop_test(tc,
        ports_know_the_ptp_messages_that_their_registers_name,
        0, N(ptp_case));
    tcase_add_loop_test(tc, a_cut_off_message_is_none, 0, N(ptp_case));
    tcase_add_test(tc, a_copy_of_the_state_keeps_time_and_queue);
    srunner_run_all(runner, CK_ENV);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
