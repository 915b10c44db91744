/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "fake.h"
#include "../../models/uart.h"

#define DATA 0x00
#define IER 0x04
#define IIR 0x08
#define FCR 0x08
#define EFR 0x08
#define LCR 0x0c
#define MCR 0x10
#define XON1 0x10
#define LSR 0x14
#define MSR 0x18
#define XOFF1 0x18
#define SPR 0x1c
#define TLR 0x1c
#define MDR1 0x20
#define SCR 0x40
#define MVR 0x50
#define SYSC 0x54
#define SYSS 0x58
#define RXFIFO_LVL 0x64

#define NO_INT 0x01
#define THRI 0x02
#define RDI 0x04
#define RX_TIMEOUT 0x0c
#define IIR_CODE 0x3f

static struct fake fake;
static struct hc_omap_uart uart;
static const struct hc_block *const block = &hc_omap_uart_block;
static char sent[64];
static unsigned n_sent, n_room;

/* omap-serial reads and writes half words. */
static uint32_t rd(uint32_t at)
{
    return block->read(&uart, at, 2);
}

static void wr(uint32_t at, uint32_t value)
{
    block->write(&uart, at, value, 2);
}

static void send(void *opaque, uint8_t byte)
{
    (void)opaque;
    sent[n_sent++ % sizeof(sent)] = (char)byte;
}

static void room(void *opaque)
{
    ck_assert_ptr_eq(opaque, &n_room);
    n_room++;
}

static void setup(void)
{
    n_sent = 0;
    n_room = 0;
    memset(sent, 0, sizeof(sent));
    fake_init(&fake, NULL, &uart);
    block->init(&uart, &fake.host);
    hc_omap_uart_wire(&uart, send, NULL);
    hc_omap_uart_on_room(&uart, room, &n_room);
    block->reset(&uart);
}

/* FIFOs on, 16x mode, LCR 8n1: what a driver leaves after its set-up. */
static void open_port(void)
{
    wr(FCR, 0x01);
    wr(LCR, 0x03);
    wr(MDR1, 0);
    n_room = 0;
}

static void receive(const char *text)
{
    for (; *text; text++) {
        ck_assert(hc_omap_uart_receive(&uart, (uint8_t)*text));
    }
}

START_TEST(bytes_leave_before_a_driver_has_set_anything_up)
{
    ck_assert_uint_eq(rd(LSR) & 0x60, 0x60);    /* earlycon waits for both */

    wr(DATA, 'h');
    wr(DATA, 'i');

    ck_assert_str_eq(sent, "hi");
}
END_TEST

START_TEST(the_version_selects_the_errata_of_the_am335x)
{
    uint32_t mvr = block->read(&uart, MVR, 4);

    ck_assert_uint_eq(mvr >> 30, 1);
    ck_assert_uint_eq(mvr >> 8 & 7, 6);
    ck_assert_uint_eq(mvr & 0x3f, 3);
}
END_TEST

START_TEST(a_disabled_receiver_takes_nothing)
{
    ck_assert_uint_eq(hc_omap_uart_room(&uart), 0);
    ck_assert(!hc_omap_uart_receive(&uart, 'x'));

    wr(FCR, 0x01);
    wr(MDR1, 0);

    ck_assert_uint_eq(n_room, 1);
    ck_assert_uint_eq(hc_omap_uart_room(&uart), 64);
}
END_TEST

START_TEST(a_full_fifo_refuses_the_65th_byte)
{
    open_port();

    for (int i = 0; i < 64; i++) {
        ck_assert(hc_omap_uart_receive(&uart, (uint8_t)i));
    }

    ck_assert(!hc_omap_uart_receive(&uart, 64));
    ck_assert_uint_eq(rd(RXFIFO_LVL), 64);
    for (unsigned i = 0; i < 64; i++) {
        ck_assert_uint_eq(rd(DATA), i);
    }
    ck_assert_uint_eq(rd(LSR) & 1, 0);
    ck_assert_uint_eq(n_room, 1);
}
END_TEST

START_TEST(without_fifos_the_receiver_holds_one_byte)
{
    wr(MDR1, 0);

    ck_assert_uint_eq(hc_omap_uart_room(&uart), 1);
    receive("a");

    ck_assert(!hc_omap_uart_receive(&uart, 'b'));
}
END_TEST

START_TEST(received_data_interrupts_until_it_is_read)
{
    open_port();
    wr(IER, 0x05);

    receive("ab");

    ck_assert(fake.line[0]);
    ck_assert_uint_eq(rd(IIR) & IIR_CODE, RX_TIMEOUT);
    ck_assert_uint_eq(rd(DATA), 'a');
    ck_assert(fake.line[0]);
    ck_assert_uint_eq(rd(DATA), 'b');
    ck_assert(!fake.line[0]);
    ck_assert_uint_eq(rd(IIR) & IIR_CODE, NO_INT);
}
END_TEST

START_TEST(a_fifo_at_its_trigger_level_says_data_instead_of_timeout)
{
    open_port();
    wr(IER, 0x01);

    receive("1234567");
    ck_assert_uint_eq(rd(IIR) & IIR_CODE, RX_TIMEOUT);
    receive("8");                       /* FCR 7:6 = 0: 8 bytes */

    ck_assert_uint_eq(rd(IIR) & IIR_CODE, RDI);
}
END_TEST

START_TEST(tlr_and_granularity_set_a_trigger_level_of_48)
{
    open_port();
    wr(LCR, 0xbf);
    wr(EFR, 0x10);
    wr(LCR, 0x80);
    wr(MCR, 0x40);                      /* TCRTLR */
    wr(LCR, 0xbf);
    wr(TLR, 0xc0);
    wr(SCR, 0x80);
    wr(LCR, 0x03);
    wr(MCR, 0x00);
    wr(IER, 0x01);

    for (int i = 0; i < 47; i++) {
        receive("x");
    }
    ck_assert_uint_eq(rd(IIR) & IIR_CODE, RX_TIMEOUT);
    receive("x");

    ck_assert_uint_eq(rd(IIR) & IIR_CODE, RDI);
}
END_TEST

START_TEST(enabling_the_thr_interrupt_raises_it_and_iir_ends_it)
{
    open_port();

    wr(IER, 0x02);

    ck_assert(fake.line[0]);
    ck_assert_uint_eq(rd(IIR) & IIR_CODE, THRI);
    ck_assert(!fake.line[0]);
    ck_assert_uint_eq(rd(IIR) & IIR_CODE, NO_INT);
}
END_TEST

START_TEST(each_byte_sent_raises_the_thr_interrupt_again)
{
    open_port();
    wr(IER, 0x02);
    rd(IIR);

    wr(DATA, 'x');

    ck_assert(fake.line[0]);
    wr(IER, 0x00);
    ck_assert(!fake.line[0]);
}
END_TEST

START_TEST(data_is_told_before_the_thr_and_does_not_swallow_it)
{
    open_port();
    wr(IER, 0x03);
    receive("a");

    ck_assert_uint_eq(rd(IIR) & IIR_CODE, RX_TIMEOUT);
    rd(DATA);

    ck_assert_uint_eq(rd(IIR) & IIR_CODE, THRI);
}
END_TEST

START_TEST(xon_in_mode_b_does_not_reach_mcr)
{
    open_port();
    wr(MCR, 0x03);
    wr(LCR, 0xbf);
    wr(XON1, 0x11);
    wr(XOFF1, 0x13);
    wr(LCR, 0x03);

    ck_assert_uint_eq(rd(MCR), 0x03);
    wr(DATA, 'x');
    ck_assert_str_eq(sent, "x");
    wr(LCR, 0xbf);
    ck_assert_uint_eq(rd(XON1), 0x11);
    ck_assert_uint_eq(rd(XOFF1), 0x13);
}
END_TEST

START_TEST(the_divisor_hides_data_and_ier)
{
    open_port();
    wr(IER, 0x01);
    receive("a");

    wr(LCR, 0x83);
    wr(DATA, 26);
    wr(IER, 0);

    ck_assert_uint_eq(rd(DATA), 26);
    wr(LCR, 0x03);
    ck_assert_uint_eq(rd(IER), 0x01);
    ck_assert_uint_eq(rd(DATA), 'a');
    ck_assert_uint_eq(n_sent, 0);
}
END_TEST

START_TEST(enhanced_bits_need_efr)
{
    open_port();
    wr(IER, 0x10);                      /* sleep mode */
    wr(MCR, 0x40);
    ck_assert_uint_eq(rd(IER), 0);
    ck_assert_uint_eq(rd(MCR), 0);

    wr(LCR, 0xbf);
    wr(EFR, 0x10);
    wr(LCR, 0);
    wr(IER, 0x10);

    ck_assert_uint_eq(rd(IER), 0x10);
}
END_TEST

START_TEST(tlr_hides_the_scratch_register_only_while_selected)
{
    open_port();
    wr(SPR, 0x5a);
    wr(LCR, 0xbf);
    wr(EFR, 0x10);
    wr(LCR, 0);
    wr(MCR, 0x40);

    wr(TLR, 0x11);
    ck_assert_uint_eq(rd(TLR), 0x11);
    wr(MCR, 0x00);

    ck_assert_uint_eq(rd(SPR), 0x5a);
}
END_TEST

START_TEST(a_fifo_clear_drops_what_was_received)
{
    open_port();
    wr(IER, 0x01);
    receive("abc");

    wr(FCR, 0x07);

    ck_assert(!fake.line[0]);
    ck_assert_uint_eq(rd(LSR) & 0x21, 0x20);    /* errata i202 waits so */
    ck_assert_uint_eq(n_room, 1);
    ck_assert_uint_eq(rd(IIR) & 0xc0, 0xc0);
}
END_TEST

START_TEST(loopback_keeps_bytes_and_modem_lines_inside)
{
    open_port();
    wr(MCR, 0x10 | 0x02);               /* loop, RTS */

    wr(DATA, 'z');

    ck_assert_uint_eq(n_sent, 0);
    ck_assert_uint_eq(rd(DATA), 'z');
    ck_assert_uint_eq(rd(MSR) & 0xf0, 0x10);    /* CTS */
}
END_TEST

START_TEST(a_soft_reset_disables_the_port_and_completes_at_once)
{
    open_port();
    wr(SCR, 0xff);
    wr(IER, 0x03);
    receive("a");

    wr(SYSC, 0x02);

    ck_assert_uint_eq(rd(SYSS) & 1, 1);
    ck_assert_uint_eq(rd(SYSC) & 2, 0);
    ck_assert_uint_eq(rd(SCR), 0);
    ck_assert_uint_eq(rd(MDR1) & 7, 7);
    ck_assert(!fake.line[0]);
}
END_TEST

START_TEST(bytes_and_words_reach_the_same_registers)
{
    block->write(&uart, SPR, 0x77, 1);
    ck_assert_uint_eq(block->read(&uart, SPR, 4), 0x77);

    block->write(&uart, SPR, 0x66, 4);
    ck_assert_uint_eq(block->read(&uart, SPR, 1), 0x66);
}
END_TEST

START_TEST(inner_banks_are_not_in_the_guests_reach)
{
    block->write(&uart, 0x100, 'x', 4);

    ck_assert_uint_eq(n_sent, 0);
    ck_assert_uint_eq(block->read(&uart, 0x31c, 4), 0);
    ck_assert_uint_eq(fake_count(&fake, HC_EVENT_UNMODELLED_REG), 2);
}
END_TEST

START_TEST(a_restored_port_goes_on_reading_where_it_was)
{
    static struct hc_omap_uart saved;

    open_port();
    receive("abc");
    rd(DATA);
    saved = uart;
    setup();

    memcpy((char *)&uart + block->state_at, (char *)&saved + block->state_at,
           block->size - block->state_at);

    ck_assert_uint_eq(rd(DATA), 'b');
    ck_assert_uint_eq(rd(DATA), 'c');
    wr(DATA, 'd');
    ck_assert_str_eq(sent, "d");
}
END_TEST

int main(void)
{
    const TTest *tests[] = {
        bytes_leave_before_a_driver_has_set_anything_up,
        the_version_selects_the_errata_of_the_am335x,
        a_disabled_receiver_takes_nothing,
        a_full_fifo_refuses_the_65th_byte,
        without_fifos_the_receiver_holds_one_byte,
        received_data_interrupts_until_it_is_read,
        a_fifo_at_its_trigger_level_says_data_instead_of_timeout,
        tlr_and_granularity_set_a_trigger_level_of_48,
        enabling_the_thr_interrupt_raises_it_and_iir_ends_it,
        each_byte_sent_raises_the_thr_interrupt_again,
        data_is_told_before_the_thr_and_does_not_swallow_it,
        xon_in_mode_b_does_not_reach_mcr,
        the_divisor_hides_data_and_ier,
        enhanced_bits_need_efr,
        tlr_hides_the_scratch_register_only_while_selected,
        a_fifo_clear_drops_what_was_received,
        loopback_keeps_bytes_and_modem_lines_inside,
        a_soft_reset_disables_the_port_and_completes_at_once,
        bytes_and_words_reach_the_same_registers,
        inner_banks_are_not_in_the_guests_reach,
        a_restored_port_goes_on_reading_where_it_was,
    };
    Suite *suite = suite_create("uart");
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
