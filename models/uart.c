/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "uart.h"

#include <string.h>

#include "lane.h"

/*
 * Offsets 0x00 to 0x1c mean different registers depending on LCR, EFR and
 * MCR, and on the direction (SPRUH73, table 19-29). Each meaning has its own
 * row below; those that are not at their own offset live above 0x1000.
 */
enum {
    RHR = 0x00, IER = 0x04, IIR = 0x08, LCR = 0x0c, MCR = 0x10, LSR = 0x14,
    MSR = 0x18, SPR = 0x1c, MDR1 = 0x20, SCR = 0x40, SYSC = 0x54,
    RXFIFO_LVL = 0x64, ISR2 = 0x70,
    WRITE_ONLY = 0x100, THR = 0x100, FCR = 0x108,
    MODE_B = 0x200, DLL = 0x200, DLH = 0x204, EFR = 0x208,
    TCR_TLR = 0x300, TCR = 0x318, TLR = 0x31c
};

#define WINDOW_END 0x100u           /* beyond: no registers of the guest's */

#define LCR_DIVISOR 0x80u
#define LCR_MODE_B  0xbfu
#define EFR_ECB     0x10u           /* enhanced bits may be written */
#define MCR_LOOP    0x10u
#define MCR_TCRTLR  0x40u
#define MCR_ENHANCED 0xe0u
#define IER_ENHANCED 0xf0u
#define IER_RHR     0x01u
#define IER_THR     0x02u
#define FCR_FIFO_EN 0x01u
#define FCR_RX_CLEAR 0x02u
#define MDR1_MODE   0x07u
#define MDR1_DISABLED 0x07u
#define LSR_DR      0x01u
#define LSR_TX_EMPTY 0x60u          /* THRE and TEMT */
#define MSR_READY   0xb0u           /* CTS, DSR and DCD are asserted */
#define SCR_RX_GRANU1 0x80u

/* IIR codes, bit 0 low: an interrupt (SPRUH73, table 19-12). */
#define IIR_NONE       0x01u
#define IIR_THR        0x02u
#define IIR_RHR        0x04u
#define IIR_RX_TIMEOUT 0x0cu
#define IIR_FIFOS      0xc0u

static uint32_t get(const struct hc_omap_uart *uart, uint32_t at)
{
    return uart->reg[at >> 2];
}

/* Which of the banks answers at an offset now. */
static uint32_t banked(const struct hc_omap_uart *uart, uint32_t at,
                       bool write)
{
    uint32_t word = at & ~UINT32_C(3), lane = at & 3, lcr = get(uart, LCR);

    if (word > SPR) {
        return at;
    }
    if (word >= MSR && get(uart, EFR) & EFR_ECB
        && get(uart, MCR) & MCR_TCRTLR) {
        return TCR_TLR + at;
    }
    if (lcr == LCR_MODE_B) {
        return word == LCR ? at : MODE_B + at;
    }
    if (lcr & LCR_DIVISOR && word <= IER) {
        return MODE_B + at;
    }
    if (write && (word == RHR || word == IIR)) {
        return WRITE_ONLY + word + lane;
    }
    return at;
}

/* The FIFO level that counts as "data", else a time-out brings it
 * (SPRUH73, 19.3.6.2 and tables of TLR and FCR). */
static unsigned rx_trigger(const struct hc_omap_uart *uart)
{
    static const uint8_t fcr_level[] = { 8, 16, 56, 60 };
    unsigned coarse = get(uart, TLR) >> 4 & 0xf;
    unsigned fine = get(uart, FCR) >> 6 & 3;
    unsigned level;

    if (get(uart, SCR) & SCR_RX_GRANU1) {
        level = 4 * coarse + fine;
        return level ? level : 1;
    }
    return coarse ? 4 * coarse : fcr_level[fine];
}

/*
 * The interrupt of the highest priority. The receiver's time-out comes at
 * once: bytes arrive in bursts here, and a driver treats both codes alike.
 */
static uint32_t interrupt(const struct hc_omap_uart *uart)
{
    uint32_t enabled = get(uart, IER);

    if (enabled & IER_RHR && uart->rx_count) {
        return uart->rx_count >= rx_trigger(uart) ? IIR_RHR : IIR_RX_TIMEOUT;
    }
    if (enabled & IER_THR && uart->tx_empty_irq) {
        return IIR_THR;
    }
    return IIR_NONE;
}

static void update(struct hc_omap_uart *uart)
{
    uart->host->irq(uart->host->opaque, 0, interrupt(uart) != IIR_NONE);
}

static void tell_room(struct hc_omap_uart *uart)
{
    update(uart);
    if (uart->room_changed) {
        uart->room_changed(uart->room_opaque);
    }
}

/* Bytes that the receiver holds; without FIFOs it holds one. */
static unsigned depth(const struct hc_omap_uart *uart)
{
    return get(uart, FCR) & FCR_FIFO_EN ? HC_UART_FIFO : 1;
}

static bool rx_put(struct hc_omap_uart *uart, uint8_t byte)
{
    if (uart->rx_count >= depth(uart)) {
        return false;
    }
    uart->rx[(uart->rx_at + uart->rx_count++) % HC_UART_FIFO] = byte;
    return true;
}

static void rhr_was_read(void *model, uint32_t at)
{
    struct hc_omap_uart *uart = model;

    (void)at;
    if (!uart->rx_count) {
        return;
    }
    uart->rx_at = (uart->rx_at + 1) % HC_UART_FIFO;
    if (--uart->rx_count) {
        update(uart);
    } else {
        tell_room(uart);
    }
}

static void rhr_before_read(void *model, uint32_t at)
{
    struct hc_omap_uart *uart = model;

    if (uart->rx_count) {
        uart->reg[at >> 2] = uart->rx[uart->rx_at % HC_UART_FIFO];
    }
}

/* A byte leaves before the write returns, so the THR is empty again. */
static void thr_was_written(void *model, uint32_t at, uint32_t value)
{
    struct hc_omap_uart *uart = model;

    (void)at;
    if (get(uart, MCR) & MCR_LOOP) {
        rx_put(uart, (uint8_t)value);
    } else if (uart->send) {
        uart->send(uart->send_opaque, (uint8_t)value);
    }
    uart->tx_empty_irq = true;
    update(uart);
}

/* Enabling the THR interrupt with an empty transmitter raises it: drivers
 * start to transmit that way (Linux, serial_omap_enable_ier_thri). */
static void ier_was_written(void *model, uint32_t at, uint32_t value)
{
    struct hc_omap_uart *uart = model;

    (void)at;
    uart->tx_empty_irq = value & IER_THR;
    update(uart);
}

static void iir_before_read(void *model, uint32_t at)
{
    struct hc_omap_uart *uart = model;
    uint32_t fifos = get(uart, FCR) & FCR_FIFO_EN ? IIR_FIFOS : 0;

    uart->reg[at >> 2] = interrupt(uart) | fifos;
}

/* Telling the THR interrupt ends it, until the next byte was sent. */
static void iir_was_read(void *model, uint32_t at)
{
    struct hc_omap_uart *uart = model;

    if ((uart->reg[at >> 2] & ~IIR_FIFOS) == IIR_THR) {
        uart->tx_empty_irq = false;
        update(uart);
    }
}

static void fcr_was_written(void *model, uint32_t at, uint32_t value)
{
    struct hc_omap_uart *uart = model;

    (void)at;
    if (value & FCR_RX_CLEAR) {
        uart->rx_count = 0;
        tell_room(uart);
    }
}

static void trigger_was_written(void *model, uint32_t at, uint32_t value)
{
    (void)at;
    (void)value;
    update(model);
}

static void lsr_before_read(void *model, uint32_t at)
{
    struct hc_omap_uart *uart = model;

    uart->reg[at >> 2] = LSR_TX_EMPTY | (uart->rx_count ? LSR_DR : 0);
}

/* In loopback the modem outputs DTR, RTS, OUT1 and OUT2 come back as DSR,
 * CTS, RI and DCD (SPRUH73, UART_MCR). */
static void msr_before_read(void *model, uint32_t at)
{
    struct hc_omap_uart *uart = model;
    uint32_t mcr = get(uart, MCR);

    uart->reg[at >> 2] = mcr & MCR_LOOP
        ? (mcr & 0x0c) << 4 | (mcr & 0x01) << 5 | (mcr & 0x02) << 3
        : MSR_READY;
}

static void mdr1_was_written(void *model, uint32_t at, uint32_t value)
{
    (void)at;
    if ((value & MDR1_MODE) != MDR1_DISABLED) {
        tell_room(model);
    }
}

static void rx_level_before_read(void *model, uint32_t at)
{
    struct hc_omap_uart *uart = model;

    uart->reg[at >> 2] = uart->rx_count;
}

/* Bit 0: the receive FIFO is empty; bit 1: the transmit FIFO is. */
static void isr2_before_read(void *model, uint32_t at)
{
    struct hc_omap_uart *uart = model;

    uart->reg[at >> 2] = 0x2 | !uart->rx_count;
}

static void sysc_was_written(void *model, uint32_t at, uint32_t value);

/* SPRUH73, 19.5.1. IrDA is there as storage that says so. */
static const struct hc_reg regs[] = {
    { "UART_RHR", RHR, .before_read = rhr_before_read,
      .was_read = rhr_was_read },
    { "UART_IER", IER, .rw = 0xff, .was_written = ier_was_written },
    { "UART_IIR", IIR, .reset = IIR_NONE, .before_read = iir_before_read,
      .was_read = iir_was_read },
    { "UART_LCR", LCR, .rw = 0xff },
    { "UART_MCR", MCR, .rw = 0x7f },
    { "UART_LSR", LSR, .reset = LSR_TX_EMPTY,
      .before_read = lsr_before_read },
    { "UART_MSR", MSR, .before_read = msr_before_read },
    { "UART_SPR", SPR, .rw = 0xff },
    { "UART_MDR1", MDR1, .reset = MDR1_DISABLED, .rw = 0xff,
      .was_written = mdr1_was_written },
    { "UART_MDR2", 0x24, .rw = 0xfe },
    { "UART_TXFLL", 0x28, .rw = 0xff, .unmodelled = true },
    { "UART_TXFLH", 0x2c, .rw = 0x1f, .unmodelled = true },
    { "UART_RXFLL", 0x30, .rw = 0xff, .unmodelled = true },
    { "UART_RXFLH", 0x34, .rw = 0x0f, .unmodelled = true },
    { "UART_BLR", 0x38, .reset = 0x40, .rw = 0xc0, .unmodelled = true },
    { "UART_ACREG", 0x3c, .rw = 0xff, .unmodelled = true },
    { "UART_SCR", SCR, .rw = 0xff, .was_written = trigger_was_written },
    { "UART_SSR", 0x44, .reset = 0x04, .rw = 0x04 },
    { "UART_EBLR", 0x48, .rw = 0xff, .unmodelled = true },
    { "UART_MVR", 0x50, .reset = 0x47422e03 },
    { "UART_SYSC", SYSC, .rw = 0x1d, .sc = 0x02,
      .was_written = sysc_was_written },
    { "UART_SYSS", 0x58, .reset = 0x01 },
    { "UART_WER", 0x5c, .reset = 0xff, .rw = 0xff },
    { "UART_CFPS", 0x60, .reset = 0x69, .rw = 0xff },
    { "UART_RXFIFO_LVL", RXFIFO_LVL, .before_read = rx_level_before_read },
    { "UART_TXFIFO_LVL", 0x68, .reset = 0 },
    { "UART_IER2", 0x6c, .rw = 0x03, .unmodelled = true },
    { "UART_ISR2", ISR2, .reset = 0x03, .before_read = isr2_before_read },
    { "UART_FREQ_SEL", 0x74, .reset = 0x1a, .rw = 0xff },
    { "UART_ABAUD_1ST_CHAR", 0x78, .rw = 0xff, .unmodelled = true },
    { "UART_BAUD_2ND_CHAR", 0x7c, .rw = 0xff, .unmodelled = true },
    { "UART_MDR3", 0x80, .rw = 0x0f },
    { "UART_TX_DMA_THRESHOLD", 0x84, .rw = 0x3f },
    { "UART_MDR4", 0x88, .rw = 0xff },
    { "UART_EFR2", 0x8c, .rw = 0xff },
    { "UART_ECR", 0x90, .rw = 0xff, .unmodelled = true },
    /* The other banks; the guest cannot reach these offsets. */
    { "UART_THR", THR, .was_written = thr_was_written },
    { "UART_FCR", FCR, .rw = 0xf9, .sc = 0x06,
      .was_written = fcr_was_written },
    { "UART_DLL", DLL, .rw = 0xff },
    { "UART_DLH", DLH, .rw = 0x3f },
    { "UART_EFR", EFR, .rw = 0xff },
    { "UART_XON1", 0x210, .rw = 0xff },
    { "UART_XON2", 0x214, .rw = 0xff },
    { "UART_XOFF1", 0x218, .rw = 0xff },
    { "UART_XOFF2", 0x21c, .rw = 0xff },
    { "UART_TCR", TCR, .reset = 0x0f, .rw = 0xff },
    { "UART_TLR", TLR, .rw = 0xff, .was_written = trigger_was_written },
};

static struct hc_regmap map = { .name = "am335x-uart", .reg = regs,
    .n = sizeof(regs) / sizeof(regs[0]), .shift = 2 };

static void clear(struct hc_omap_uart *uart)
{
    hc_regmap_reset(&map, uart->reg);
    uart->rx_at = 0;
    uart->rx_count = 0;
    uart->tx_empty_irq = false;
}

static void reset(void *model)
{
    clear(model);
    update(model);
}

static void sysc_was_written(void *model, uint32_t at, uint32_t value)
{
    (void)at;
    if (value & 0x02) {
        reset(model);
    }
}

static void init(void *model, const struct hc_host *host)
{
    struct hc_omap_uart *uart = model;

    memset(uart, 0, sizeof(*uart));
    uart->host = host;
    hc_regmap_build(&map);
    clear(uart);
}

static uint32_t read(void *model, uint32_t at, unsigned width)
{
    struct hc_omap_uart *uart = model;

    if (at >= WINDOW_END) {
        uart->host->event(uart->host->opaque, HC_EVENT_UNMODELLED_REG, at,
                          false);
        return 0;
    }
    return hc_lane_read(&map, uart->reg, uart, uart->host,
                        banked(uart, at, false), width);
}

/* Some bits keep their value until EFR allows to write them (SPRUH73,
 * UART_IER and UART_MCR). */
static uint32_t guarded(const struct hc_omap_uart *uart, uint32_t at,
                        uint32_t value)
{
    uint32_t keep = at == IER ? IER_ENHANCED : at == MCR ? MCR_ENHANCED : 0;

    if (get(uart, EFR) & EFR_ECB) {
        keep = 0;
    }
    return (value & ~keep) | (keep ? get(uart, at) & keep : 0);
}

static void write(void *model, uint32_t at, uint32_t value, unsigned width)
{
    struct hc_omap_uart *uart = model;

    if (at >= WINDOW_END) {
        uart->host->event(uart->host->opaque, HC_EVENT_UNMODELLED_REG, at,
                          true);
        return;
    }
    at = banked(uart, at, true);
    hc_lane_write(&map, uart->reg, uart, uart->host, at,
                  guarded(uart, at, value), width);
}

void hc_omap_uart_wire(struct hc_omap_uart *uart,
                       void (*send)(void *opaque, uint8_t byte),
                       void *opaque)
{
    uart->send = send;
    uart->send_opaque = opaque;
}

void hc_omap_uart_on_room(struct hc_omap_uart *uart,
                          void (*room_changed)(void *opaque), void *opaque)
{
    uart->room_changed = room_changed;
    uart->room_opaque = opaque;
}

bool hc_omap_uart_receive(struct hc_omap_uart *uart, uint8_t byte)
{
    if (!hc_omap_uart_room(uart) || !rx_put(uart, byte)) {
        return false;
    }
    update(uart);
    return true;
}

unsigned hc_omap_uart_room(const struct hc_omap_uart *uart)
{
    if ((get(uart, MDR1) & MDR1_MODE) == MDR1_DISABLED
        || uart->rx_count >= depth(uart)) {
        return 0;
    }
    return depth(uart) - uart->rx_count;
}

const struct hc_block hc_omap_uart_block = {
    .name = "am335x-uart", .size = sizeof(struct hc_omap_uart),
    .state_at = offsetof(struct hc_omap_uart, reg), .window = 0x1000,
    .n_out = 1, .init = init, .reset = reset, .read = read, .write = write,
};
