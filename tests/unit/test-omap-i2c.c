/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "fake.h"
#include "../../models/omap-i2c.h"

#define SYSC 0x10
#define RAW 0x24
#define STAT 0x28
#define IE_SET 0x2c
#define IE_CLR 0x30
#define SYSS 0x90
#define BUF 0x94
#define CNT 0x98
#define DATA 0x9c
#define CON 0xa4
#define SA 0xac
#define PSC 0xb0
#define SCLL 0xb4
#define SCLH 0xb8
#define SYSTEST 0xbc
#define BUFSTAT 0xc0

#define XDR 0x4000
#define RDR 0x2000
#define BB 0x1000
#define BF 0x0100
#define XRDY 0x10
#define RRDY 0x08
#define ARDY 0x04
#define NACK 0x02
#define LINUX_IE 0x601f     /* omap_i2c_init: XDR RDR XRDY RRDY ARDY NACK AL */

#define START 0x8401        /* EN MST STT */
#define TRX 0x200
#define STP 2

#define BIT_100K (10 * NS_PER_US)
#define BIT_400K 2500

/* An EEPROM at 0x50: the first byte written is an offset. */
static struct {
    uint8_t  offset, wrote[256];
    unsigned n_wrote, n_stops, n_starts;
    bool     absent, first;
    unsigned nack_after;
} eeprom;

static struct fake fake;
static struct hc_omap_i2c i2c;
static struct hc_i2c_bus bus;
static const struct hc_block *const block = &hc_omap_i2c_block;
static uint8_t buffer[512];

static bool eeprom_start(void *opaque, uint8_t address, bool read)
{
    (void)opaque;
    eeprom.first = !read;
    eeprom.n_starts++;
    return address == 0x50 && !eeprom.absent;
}

static bool eeprom_send(void *opaque, uint8_t byte)
{
    (void)opaque;
    if (eeprom.first) {
        eeprom.offset = byte;
        eeprom.first = false;
    }
    eeprom.wrote[eeprom.n_wrote++ % sizeof(eeprom.wrote)] = byte;
    return eeprom.n_wrote != eeprom.nack_after;
}

static uint8_t eeprom_recv(void *opaque)
{
    (void)opaque;
    return eeprom.offset++ ^ 0xa5;
}

static void eeprom_stop(void *opaque)
{
    (void)opaque;
    eeprom.n_stops++;
}

static const struct hc_i2c_target target = {
    eeprom_start, eeprom_send, eeprom_recv, eeprom_stop, NULL
};

static uint32_t rd(uint32_t at)
{
    return block->read(&i2c, at, 2);
}

static void wr(uint32_t at, uint32_t value)
{
    block->write(&i2c, at, value, 2);
}

/* As omap_i2c_init sets 100 kHz: 4 MHz inside, 13 + 7 low, 15 + 5 high. */
static void setup(void)
{
    memset(&eeprom, 0, sizeof(eeprom));
    memset(&bus, 0, sizeof(bus));
    memset(buffer, 0, sizeof(buffer));
    hc_i2c_attach(&bus, &target);
    fake_init(&fake, block->wake, &i2c);
    block->init(&i2c, &fake.host);
    hc_omap_i2c_wire(&i2c, &bus);
    block->reset(&i2c);
    wr(PSC, 11);
    wr(SCLL, 13);
    wr(SCLH, 15);
    wr(CON, 0x8000);
    wr(IE_SET, LINUX_IE);
}

static unsigned limit(unsigned len)
{
    return len < 1 ? 1 : len > 16 ? 16 : len;
}

/* The order of writes of omap_i2c_xfer_msg. */
static void begin(unsigned address, unsigned len, uint32_t con)
{
    unsigned level = limit(len) - 1;

    wr(BUF, con & TRX ? level | 0x40 : level << 8 | 0x4000);
    wr(SA, address);
    wr(CNT, len);
    wr(BUF, rd(BUF) | 0x4040);
    wr(CON, con);
}

static void advance_to_irq(void)
{
    while (!fake.line[0]) {
        ck_assert_msg(fake.wake_ns != HC_NEVER, "the controller hangs");
        fake_advance(&fake, fake.wake_ns - fake.now_ns);
    }
}

static void move(uint8_t *bytes, unsigned *at, unsigned n, bool receiver)
{
    for (; n; n--, (*at)++) {
        if (receiver) {
            bytes[*at] = (uint8_t)rd(DATA);
        } else {
            wr(DATA, bytes[*at]);
        }
    }
}

/* The interrupt handler of Linux, omap_i2c_xfer_data. Returns NACK or 0. */
static uint32_t transfer(unsigned address, uint8_t *bytes, unsigned len,
                         uint32_t con)
{
    bool receiver = !(con & TRX);
    unsigned at = 0;

    begin(address, len, con);
    for (;;) {
        uint32_t stat;

        advance_to_irq();
        stat = rd(STAT) & LINUX_IE;
        if (stat & (ARDY | NACK)) {
            wr(STAT, stat);
            ck_assert(stat & NACK || at == len);
            return stat & NACK;
        }
        if (stat & (RDR | XDR)) {
            move(bytes, &at, len - at, receiver);
        } else {
            move(bytes, &at, limit(len), receiver);
        }
        wr(STAT, stat);
    }
}

START_TEST(the_revision_makes_linux_use_the_second_register_map)
{
    ck_assert_uint_eq(rd(0x04) >> 14, 1);
    ck_assert_uint_eq(rd(0x04) << 16 | rd(0x00), 0x5040000b);
    ck_assert_uint_eq(rd(BUFSTAT) >> 14, 2);    /* 32 bytes */
    ck_assert_uint_eq(rd(SYSS) & 1, 1);
}
END_TEST

START_TEST(a_free_bus_shows_both_lines_high)
{
    ck_assert_uint_eq(rd(SYSTEST) & 0x140, 0x140);
    ck_assert_uint_eq(rd(STAT) & BB, 0);
}
END_TEST

START_TEST(a_write_takes_nine_bits_a_byte_and_start_and_stop)
{
    uint8_t bytes[] = { 0x10, 0x11, 0x12, 0x13 };

    ck_assert_uint_eq(transfer(0x50, bytes, 4, START | TRX | STP), 0);

    ck_assert_uint_eq(fake.now_ns, (9 * 5 + 2) * BIT_100K);
    ck_assert_uint_eq(eeprom.n_wrote, 4);
    ck_assert_mem_eq(eeprom.wrote, bytes, 4);
    ck_assert_uint_eq(eeprom.n_stops, 1);
    ck_assert_uint_eq(rd(RAW) & (BB | BF), BF);
}
END_TEST

START_TEST(at_400_khz_the_same_write_takes_a_quarter_of_the_time)
{
    uint8_t bytes[] = { 0x10, 0x11, 0x12, 0x13 };

    wr(PSC, 4);                         /* 9.6 MHz: 9 + 7 low, 3 + 5 high */
    wr(SCLL, 9);
    wr(SCLH, 3);
    ck_assert_uint_eq(transfer(0x50, bytes, 4, START | TRX | STP), 0);

    ck_assert_uint_eq(fake.now_ns, (9 * 5 + 2) * BIT_400K);
}
END_TEST

START_TEST(a_long_read_drains_its_last_bytes)
{
    ck_assert_uint_eq(transfer(0x50, buffer, 100, START | STP), 0);

    for (unsigned i = 0; i < 100; i++) {
        ck_assert_uint_eq(buffer[i], i ^ 0xa5);
    }
    ck_assert_uint_eq(fake.now_ns, (9 * 101 + 2) * BIT_100K);
    ck_assert_uint_eq(eeprom.n_stops, 1);
}
END_TEST

START_TEST(a_long_write_drains_its_last_bytes)
{
    for (unsigned i = 0; i < 100; i++) {
        buffer[i] = (uint8_t)(i * 7);
    }

    ck_assert_uint_eq(transfer(0x50, buffer, 100, START | TRX | STP), 0);

    ck_assert_uint_eq(eeprom.n_wrote, 100);
    ck_assert_mem_eq(eeprom.wrote, buffer, 100);
    ck_assert_uint_eq(fake.now_ns, (9 * 101 + 2) * BIT_100K);
}
END_TEST

START_TEST(every_length_arrives_whole_in_both_directions)
{
    for (unsigned len = 1; len < 80; len++) {
        setup();
        ck_assert_uint_eq(transfer(0x50, buffer, len, START | STP), 0);
        ck_assert_uint_eq(buffer[len - 1], (len - 1) ^ 0xa5);
        ck_assert_uint_eq(transfer(0x50, buffer, len, START | TRX | STP), 0);
        ck_assert_uint_eq(eeprom.n_wrote, len);
        ck_assert_mem_eq(eeprom.wrote, buffer, len);
    }
}
END_TEST

START_TEST(a_repeated_start_keeps_the_bus)
{
    uint8_t offset = 0x40;

    ck_assert_uint_eq(transfer(0x50, &offset, 1, START | TRX), 0);
    ck_assert_uint_eq(rd(RAW) & BB, BB);
    ck_assert_uint_eq(eeprom.n_stops, 0);
    ck_assert_uint_eq(transfer(0x50, buffer, 2, START | STP), 0);

    ck_assert_uint_eq(buffer[0], 0x40 ^ 0xa5);
    ck_assert_uint_eq(buffer[1], 0x41 ^ 0xa5);
    ck_assert_uint_eq(eeprom.n_starts, 2);
    ck_assert_uint_eq(eeprom.n_stops, 1);
    ck_assert_uint_eq(rd(RAW) & BB, 0);
}
END_TEST

START_TEST(nobody_at_the_address_raises_nack_and_ardy_together)
{
    begin(0x51, 1, START | STP);

    advance_to_irq();

    ck_assert_uint_eq(rd(STAT) & (NACK | ARDY), NACK | ARDY);
    ck_assert_uint_eq(fake.now_ns, 10 * BIT_100K);
    wr(STAT, NACK | ARDY);
    ck_assert(!fake.line[0]);
    wr(CON, rd(CON) | STP);
    ck_assert_uint_eq(rd(STAT) & BB, 0);
}
END_TEST

START_TEST(after_a_nack_without_stp_the_bus_waits_for_the_stop)
{
    uint8_t byte = 0;

    eeprom.nack_after = 1;
    ck_assert_uint_eq(transfer(0x50, &byte, 1, START | TRX), NACK);
    ck_assert_uint_eq(rd(STAT) & BB, BB);

    wr(CON, rd(CON) | STP);

    ck_assert_uint_eq(rd(STAT) & BB, 0);
    ck_assert_uint_eq(eeprom.n_stops, 1);
}
END_TEST

START_TEST(a_byte_that_is_not_acknowledged_ends_the_write)
{
    eeprom.nack_after = 3;

    ck_assert_uint_eq(transfer(0x50, buffer, 40, START | TRX | STP), NACK);

    ck_assert_uint_eq(eeprom.n_wrote, 3);
    ck_assert_uint_eq(eeprom.n_stops, 1);
    ck_assert_uint_eq(rd(RAW) & (XRDY | XDR), 0);
}
END_TEST

START_TEST(a_probe_after_a_nack_works)
{
    uint8_t byte = 0;

    eeprom.absent = true;
    ck_assert_uint_eq(transfer(0x50, &byte, 1, START | TRX | STP), NACK);
    wr(CON, rd(CON) | STP);
    eeprom.absent = false;

    ck_assert_uint_eq(transfer(0x50, &byte, 1, START | TRX | STP), 0);
}
END_TEST

START_TEST(a_slow_driver_stretches_the_clock_and_loses_nothing)
{
    unsigned n = 0;

    begin(0x50, 100, START | STP);
    fake_advance(&fake, NS_PER_S);
    ck_assert_uint_eq(rd(BUFSTAT) >> 8 & 0x3f, 32);
    ck_assert_uint_eq(rd(RAW) & BB, BB);
    ck_assert_uint_eq(eeprom.n_stops, 0);

    while (n < 100) {
        fake_advance(&fake, NS_PER_S);
        ck_assert_uint_ne(rd(BUFSTAT) >> 8 & 0x3f, 0);
        ck_assert_uint_eq(rd(DATA), n++ ^ 0xa5);
    }

    ck_assert_uint_eq(rd(STAT) & ARDY, ARDY);
}
END_TEST

START_TEST(ardy_waits_until_the_fifo_is_empty)
{
    begin(0x50, 2, START | STP);
    fake_advance(&fake, NS_PER_S);

    ck_assert_uint_eq(rd(STAT) & (RRDY | ARDY), RRDY);
    rd(DATA);
    ck_assert_uint_eq(rd(STAT) & ARDY, 0);
    rd(DATA);

    ck_assert_uint_eq(rd(STAT) & ARDY, ARDY);
}
END_TEST

START_TEST(a_cleared_bit_comes_back_while_its_cause_lasts)
{
    begin(0x50, 4, START | TRX | STP);

    wr(STAT, XRDY);

    ck_assert_uint_eq(rd(STAT) & XRDY, XRDY);
    ck_assert(fake.line[0]);
}
END_TEST

START_TEST(polling_without_interrupts_sees_the_raw_status)
{
    wr(IE_CLR, 0x6fff);
    begin(0x50, 1, START | STP);
    fake_advance(&fake, NS_PER_S);

    ck_assert(!fake.line[0]);
    ck_assert_uint_eq(rd(STAT) & RRDY, 0);
    ck_assert_uint_eq(rd(RAW) & RRDY, RRDY);
    ck_assert_uint_eq(rd(IE_SET), 0);
}
END_TEST

START_TEST(a_count_of_zero_means_65536_bytes)
{
    begin(0x50, 0, START | STP);
    wr(BUF, 0x1f << 8);

    for (unsigned i = 0; i < 0x10000; i++) {
        while (!(rd(BUFSTAT) & 0x3f00)) {
            ck_assert_uint_ne(fake.wake_ns, HC_NEVER);
            fake_advance(&fake, fake.wake_ns - fake.now_ns);
        }
        rd(DATA);
    }

    ck_assert_uint_eq(rd(STAT) & ARDY, ARDY);
    ck_assert_uint_eq(eeprom.n_stops, 1);
}
END_TEST

START_TEST(switching_off_in_a_message_frees_the_bus)
{
    begin(0x50, 40, START | STP);
    fake_advance(&fake, 2 * NS_PER_MS);

    wr(CON, 0);

    ck_assert_uint_eq(rd(RAW), 0);
    ck_assert(!fake.line[0]);
    ck_assert_uint_eq(fake.wake_ns, HC_NEVER);
    ck_assert_uint_eq(eeprom.n_stops, 1);
    ck_assert_uint_eq(rd(IE_SET), LINUX_IE);
}
END_TEST

START_TEST(a_soft_reset_forgets_the_set_up)
{
    begin(0x50, 40, START | STP);

    wr(SYSC, 2);

    ck_assert_uint_eq(rd(SYSC) & 2, 0);
    ck_assert_uint_eq(rd(SYSS) & 1, 1);
    ck_assert_uint_eq(rd(IE_SET), 0);
    ck_assert_uint_eq(rd(PSC), 0);
    ck_assert_uint_eq(rd(CON), 0);
}
END_TEST

START_TEST(a_start_in_a_message_is_refused)
{
    begin(0x50, 4, START | STP);

    wr(CON, START | TRX);

    ck_assert_uint_eq(fake_count(&fake, HC_EVENT_MISUSE_REG), 1);
    fake_advance(&fake, NS_PER_S);
    ck_assert_uint_eq(rd(BUFSTAT) >> 8 & 0x3f, 4);
}
END_TEST

START_TEST(the_test_mode_moves_the_clock_line)
{
    wr(SYSTEST, 0xb005);                /* ST_EN, TMODE 3, both lines up */
    ck_assert_uint_eq(rd(SYSTEST) & 0x100, 0x100);

    wr(SYSTEST, 0xb001);

    ck_assert_uint_eq(rd(SYSTEST) & 0x100, 0);
    ck_assert_uint_eq(rd(SYSTEST) & 0x40, 0x40);
}
END_TEST

START_TEST(data_beyond_the_fifo_is_refused)
{
    for (unsigned i = 0; i < 100; i++) {
        wr(DATA, i);
    }
    ck_assert_uint_eq(fake_count(&fake, HC_EVENT_MISUSE_REG), 68);
    rd(DATA);

    ck_assert_uint_eq(fake_count(&fake, HC_EVENT_MISUSE_REG), 69);
}
END_TEST

START_TEST(a_restored_controller_ends_its_message_on_time)
{
    static struct hc_omap_i2c saved;

    begin(0x50, 8, START | STP);
    fake_advance(&fake, 30 * BIT_100K);
    saved = i2c;
    block->init(&i2c, &fake.host);
    hc_omap_i2c_wire(&i2c, &bus);

    memcpy((char *)&i2c + block->state_at, (char *)&saved + block->state_at,
           block->size - block->state_at);

    advance_to_irq();
    ck_assert_uint_eq(fake.now_ns, (9 * 9 + 2) * BIT_100K);
    ck_assert_uint_eq(rd(DATA), 0xa5);
}
END_TEST

int main(void)
{
    const TTest *tests[] = {
        the_revision_makes_linux_use_the_second_register_map,
        a_free_bus_shows_both_lines_high,
        a_write_takes_nine_bits_a_byte_and_start_and_stop,
        at_400_khz_the_same_write_takes_a_quarter_of_the_time,
        a_long_read_drains_its_last_bytes,
        a_long_write_drains_its_last_bytes,
        every_length_arrives_whole_in_both_directions,
        a_repeated_start_keeps_the_bus,
        nobody_at_the_address_raises_nack_and_ardy_together,
        after_a_nack_without_stp_the_bus_waits_for_the_stop,
        a_byte_that_is_not_acknowledged_ends_the_write,
        a_probe_after_a_nack_works,
        a_slow_driver_stretches_the_clock_and_loses_nothing,
        ardy_waits_until_the_fifo_is_empty,
        a_cleared_bit_comes_back_while_its_cause_lasts,
        polling_without_interrupts_sees_the_raw_status,
        a_count_of_zero_means_65536_bytes,
        switching_off_in_a_message_frees_the_bus,
        a_soft_reset_forgets_the_set_up,
        a_start_in_a_message_is_refused,
        the_test_mode_moves_the_clock_line,
        data_beyond_the_fifo_is_refused,
        a_restored_controller_ends_its_message_on_time,
    };
    Suite *suite = suite_create("omap-i2c");
    TCase *tcase = tcase_create("behaviour");
    SRunner *runner;
    int failed;

    tcase_add_checked_fixture(tcase, setup, NULL);
    for (size_t i = 0; i < sizeof(tests) / sizeof(tests[0]); i++) {
        tcase_add_test(tcase, tests[i]);
    }
    suite_add_tcase(suite, tcase);
    runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
