/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "omap-i2c.h"

#include <string.h>

#include "lane.h"

enum {
    SYSC = 0x10, IRQSTATUS_RAW = 0x24, IRQSTATUS = 0x28, BUF = 0x94,
    CNT = 0x98, DATA = 0x9c, CON = 0xa4, SA = 0xac, PSC = 0xb0, SCLL = 0xb4,
    SCLH = 0xb8, SYSTEST = 0xbc, BUFSTAT = 0xc0
};

#define STAT_XDR  0x4000u   /* the last bytes may be written */
#define STAT_RDR  0x2000u   /* the last bytes may be read */
#define STAT_BB   0x1000u   /* the bus is busy */
#define STAT_BF   0x0100u   /* the bus became free */
#define STAT_XRDY 0x0010u
#define STAT_RRDY 0x0008u
#define STAT_ARDY 0x0004u   /* the message is done */
#define STAT_NACK 0x0002u
#define STAT_ALL  0x6fffu   /* what can be enabled: all but BB */

#define CON_EN  0x8000u
#define CON_MST 0x0400u
#define CON_TRX 0x0200u
#define CON_XSA 0x0100u     /* 10-bit address */
#define CON_STP 0x0002u
#define CON_STT 0x0001u

#define BUF_RX_CLEAR 0x4000u
#define BUF_TX_CLEAR 0x0040u

#define SYSTEST_SCL_FUNC 0x0100u
#define SYSTEST_SDA_FUNC 0x0040u
#define SYSTEST_SCL_I    0x0008u
#define SYSTEST_SCL_O    0x0004u
#define SYSTEST_SDA_I    0x0002u
#define SYSTEST_SDA_O    0x0001u
#define SYSTEST_IO_MODE  0xb000u    /* ST_EN, and TMODE = 3 */

static uint32_t get(const struct hc_omap_i2c *i2c, uint32_t at)
{
    return i2c->reg[at >> 2];
}

static void push(struct hc_omap_i2c_fifo *fifo, uint8_t byte)
{
    if (fifo->count < HC_OMAP_I2C_FIFO) {
        fifo->byte[(fifo->at + fifo->count++) % HC_OMAP_I2C_FIFO] = byte;
    }
}

/* An empty FIFO gives 0. */
static uint8_t pop(struct hc_omap_i2c_fifo *fifo)
{
    uint8_t byte = 0;

    if (fifo->count) {
        byte = fifo->byte[fifo->at % HC_OMAP_I2C_FIFO];
        fifo->at = (fifo->at + 1) % HC_OMAP_I2C_FIFO;
        fifo->count--;
    }
    return byte;
}

/* RXTRSH and TXTRSH hold a level less one. */
static uint32_t threshold(const struct hc_omap_i2c *i2c, unsigned shift)
{
    uint32_t level = (get(i2c, BUF) >> shift & 0x3f) + 1;

    return level < HC_OMAP_I2C_FIFO ? level : HC_OMAP_I2C_FIFO;
}

static uint32_t rx_threshold(const struct hc_omap_i2c *i2c)
{
    return threshold(i2c, 8);
}

static uint32_t tx_threshold(const struct hc_omap_i2c *i2c)
{
    return threshold(i2c, 0);
}

/* SCL is low for SCLL + 7 and high for SCLH + 5 cycles of 48 MHz / (PSC + 1)
 * (SPRUH73, I2C_SCLL and I2C_SCLH); a 48 MHz cycle is 125 / 6 ns. */
static uint64_t bits_ns(const struct hc_omap_i2c *i2c, uint64_t bits)
{
    uint64_t cycles = (get(i2c, SCLL) & 0xff) + 7 + (get(i2c, SCLH) & 0xff)
                      + 5;

    return bits * cycles * ((get(i2c, PSC) & 0xff) + 1) * 125 / 6;
}

/* Raises what is true now. A bit that software cleared comes back while its
 * cause lasts. */
static void raise_status(struct hc_omap_i2c *i2c)
{
    uint32_t owed = i2c->to_write;

    if (i2c->rx.count && i2c->rx.count >= rx_threshold(i2c)) {
        i2c->raw |= STAT_RRDY;
    } else if (i2c->rx.count && i2c->ending) {
        i2c->raw |= STAT_RDR;
    }
    if (owed && i2c->tx.count < tx_threshold(i2c)) {
        i2c->raw |= owed < tx_threshold(i2c) ? STAT_XDR : STAT_XRDY;
    }
    /* After a read, ARDY waits for the FIFO (SPRUH73, table of ARDY): a
     * driver that saw it first would drop the last bytes. */
    if (i2c->ending && !i2c->rx.count) {
        i2c->ending = false;
        i2c->raw |= STAT_ARDY;
    }
}

static void update(struct hc_omap_i2c *i2c)
{
    raise_status(i2c);
    i2c->host->irq(i2c->host->opaque, 0, i2c->raw & i2c->enabled);
}

static void schedule(struct hc_omap_i2c *i2c, uint64_t from_ns, uint64_t bits)
{
    i2c->due_ns = from_ns + bits_ns(i2c, bits);
    i2c->host->wake_at(i2c->host->opaque, i2c->due_ns);
}

/* Bytes that can go before software has to be told: one wake for each
 * threshold, not for each byte. 0: the clock is stretched. */
static uint32_t next_chunk(const struct hc_omap_i2c *i2c)
{
    uint32_t n, level;

    if (i2c->phase == HC_OMAP_I2C_SEND) {
        n = i2c->tx.count;
        level = tx_threshold(i2c);
        if (i2c->to_write && n >= level) {
            n -= level - 1;
        }
    } else {
        n = HC_OMAP_I2C_FIFO - i2c->rx.count;
        level = rx_threshold(i2c);
        if (i2c->rx.count < level) {
            n = level - i2c->rx.count;
        } else if (n > level) {
            n = level;
        }
    }
    return n < i2c->left ? n : i2c->left;
}

static bool transferring(const struct hc_omap_i2c *i2c)
{
    return i2c->phase == HC_OMAP_I2C_SEND
           || i2c->phase == HC_OMAP_I2C_RECEIVE;
}

/* Puts the next bytes on the wire, if none are there; a STOP after the last
 * byte takes one more bit. */
static void proceed(struct hc_omap_i2c *i2c, uint64_t from_ns)
{
    if (!transferring(i2c) || i2c->due_ns != HC_NEVER) {
        return;
    }
    i2c->chunk = next_chunk(i2c);
    if (i2c->chunk) {
        schedule(i2c, from_ns, 9 * (uint64_t)i2c->chunk
                               + (i2c->stop && i2c->chunk == i2c->left));
    }
}

/* After a STOP the controller is no master any more (SPRUH73, I2C_CON). */
static void send_stop(struct hc_omap_i2c *i2c)
{
    if (i2c->bus) {
        hc_i2c_stop(i2c->bus);
    }
    i2c->phase = HC_OMAP_I2C_IDLE;
    i2c->stop = false;
    i2c->reg[CON >> 2] &= ~CON_MST;
    i2c->raw |= STAT_BF;
}

static void end_message(struct hc_omap_i2c *i2c)
{
    i2c->left = 0;
    i2c->to_write = 0;
    i2c->tx.count = 0;
    i2c->ending = true;
    i2c->phase = HC_OMAP_I2C_HELD;
    if (i2c->stop) {
        send_stop(i2c);
    }
}

/* A NACK empties the FIFOs and ends the message (SPRUH73, NACK). Linux 6.12
 * waits for ARDY with it, older kernels do not (omap_i2c_xfer_data). */
static void nack(struct hc_omap_i2c *i2c)
{
    i2c->rx.count = 0;
    i2c->raw |= STAT_NACK;
    end_message(i2c);
    i2c->reg[CON >> 2] &= ~CON_MST;
}

static bool address(struct hc_omap_i2c *i2c)
{
    const struct hc_host *host = i2c->host;
    uint32_t con = get(i2c, CON);

    if (con & CON_XSA) {
        host->event(host->opaque, HC_EVENT_UNMODELLED_MODE, CON, con);
        return false;
    }
    return i2c->bus && hc_i2c_start(i2c->bus, get(i2c, SA) & 0x7f,
                                    i2c->receiver);
}

static void address_is_through(struct hc_omap_i2c *i2c)
{
    if (!address(i2c)) {
        nack(i2c);
        return;
    }
    i2c->phase = i2c->receiver ? HC_OMAP_I2C_RECEIVE : HC_OMAP_I2C_SEND;
}

static void chunk_is_through(struct hc_omap_i2c *i2c)
{
    for (; i2c->chunk; i2c->chunk--, i2c->left--) {
        if (i2c->receiver) {
            push(&i2c->rx, hc_i2c_recv(i2c->bus));
        } else if (!hc_i2c_send(i2c->bus, pop(&i2c->tx))) {
            nack(i2c);
            return;
        }
    }
    if (!i2c->left) {
        end_message(i2c);
    }
}

static void wake(void *model)
{
    struct hc_omap_i2c *i2c = model;
    uint64_t due_ns = i2c->due_ns;

    if (due_ns == HC_NEVER) {
        return;
    }
    if (i2c->host->now_ns(i2c->host->opaque) < due_ns) {
        i2c->host->wake_at(i2c->host->opaque, due_ns);
        return;
    }
    i2c->due_ns = HC_NEVER;
    if (i2c->phase == HC_OMAP_I2C_ADDRESS) {
        address_is_through(i2c);
    } else if (transferring(i2c)) {
        chunk_is_through(i2c);
    }
    proceed(i2c, due_ns);
    update(i2c);
}

/* Software made room or brought bytes: a stretched clock goes on now. */
static void fifo_changed(struct hc_omap_i2c *i2c)
{
    proceed(i2c, i2c->host->now_ns(i2c->host->opaque));
    update(i2c);
}

/* START takes a bit, the address with its acknowledge nine. A count of 0
 * means 65536 bytes (SPRUH73, I2C_CNT). */
static void start(struct hc_omap_i2c *i2c, uint32_t con)
{
    i2c->phase = HC_OMAP_I2C_ADDRESS;
    i2c->receiver = !(con & CON_TRX);
    i2c->stop = con & CON_STP;
    i2c->ending = false;
    i2c->left = get(i2c, CNT) ? get(i2c, CNT) : 0x10000;
    i2c->to_write = i2c->receiver || i2c->tx.count >= i2c->left
                    ? 0 : i2c->left - i2c->tx.count;
    schedule(i2c, i2c->host->now_ns(i2c->host->opaque), 10);
    update(i2c);
}

/* Without EN the controller is in reset but for its set-up (SPRUH73,
 * I2C_CON.EN). A target that was addressed sees the bus go free. */
static void abort_transfer(struct hc_omap_i2c *i2c)
{
    if (i2c->phase != HC_OMAP_I2C_IDLE && i2c->bus) {
        hc_i2c_stop(i2c->bus);
    }
    i2c->phase = HC_OMAP_I2C_IDLE;
    i2c->due_ns = HC_NEVER;
    i2c->chunk = 0;
    i2c->left = 0;
    i2c->to_write = 0;
    i2c->raw = 0;
    i2c->stop = false;
    i2c->ending = false;
    i2c->rx.count = 0;
    i2c->tx.count = 0;
    i2c->host->wake_at(i2c->host->opaque, HC_NEVER);
    update(i2c);
}

static void con_was_written(void *model, uint32_t at, uint32_t con)
{
    struct hc_omap_i2c *i2c = model;
    bool free = i2c->phase == HC_OMAP_I2C_IDLE;
    bool held = i2c->phase == HC_OMAP_I2C_HELD;

    if (!(con & CON_EN)) {
        abort_transfer(i2c);
    } else if (con & CON_STT && con & CON_MST && (free || held)) {
        start(i2c, con);
    } else if (con & CON_STT) {
        i2c->host->event(i2c->host->opaque, HC_EVENT_MISUSE_REG, at, con);
    } else if (con & CON_STP && held) {
        send_stop(i2c);
        update(i2c);
    } else if (con & CON_STP && !free) {
        i2c->stop = true;
    }
}

static void con_before_read(void *model, uint32_t at)
{
    struct hc_omap_i2c *i2c = model;
    uint32_t con = get(i2c, CON) & ~(CON_STP | CON_STT);

    i2c->reg[at >> 2] = con | (i2c->stop ? CON_STP : 0)
        | (i2c->phase == HC_OMAP_I2C_ADDRESS ? CON_STT : 0);
}

static uint32_t busy_bit(const struct hc_omap_i2c *i2c)
{
    return i2c->phase == HC_OMAP_I2C_IDLE ? 0 : STAT_BB;
}

static void raw_before_read(void *model, uint32_t at)
{
    struct hc_omap_i2c *i2c = model;

    i2c->reg[at >> 2] = i2c->raw | busy_bit(i2c);
}

/*
 * IRQSTATUS shows only events that are enabled (SPRUH73, I2C_IRQSTATUS), and
 * the state of the bus: whether silicon hides BB and BF here is unclear, and
 * Linux looks for them here (omap_i2c_wait_for_bb). guess: shown.
 */
static void status_before_read(void *model, uint32_t at)
{
    struct hc_omap_i2c *i2c = model;

    i2c->reg[at >> 2] = (i2c->raw & (i2c->enabled | STAT_BF))
                        | busy_bit(i2c);
}

static void status_was_written(void *model, uint32_t at, uint32_t value)
{
    struct hc_omap_i2c *i2c = model;

    (void)at;
    i2c->raw &= ~value;
    update(i2c);
}

static void enabled_before_read(void *model, uint32_t at)
{
    struct hc_omap_i2c *i2c = model;

    i2c->reg[at >> 2] = i2c->enabled;
}

static void enable_set_was_written(void *model, uint32_t at, uint32_t value)
{
    struct hc_omap_i2c *i2c = model;

    (void)at;
    i2c->enabled |= value & STAT_ALL;
    update(i2c);
}

static void enable_clr_was_written(void *model, uint32_t at, uint32_t value)
{
    struct hc_omap_i2c *i2c = model;

    (void)at;
    i2c->enabled &= ~value;
    update(i2c);
}

static void buf_was_written(void *model, uint32_t at, uint32_t value)
{
    struct hc_omap_i2c *i2c = model;

    (void)at;
    if (value & BUF_RX_CLEAR) {
        i2c->rx.count = 0;
    }
    if (value & BUF_TX_CLEAR && i2c->due_ns == HC_NEVER) {
        i2c->tx.count = 0;
    }
    fifo_changed(i2c);
}

/* Counts down during a message. */
static void cnt_before_read(void *model, uint32_t at)
{
    struct hc_omap_i2c *i2c = model;

    if (i2c->left) {
        i2c->reg[at >> 2] = i2c->left & 0xffff;
    }
}

static void data_before_read(void *model, uint32_t at)
{
    struct hc_omap_i2c *i2c = model;

    if (!i2c->rx.count) {
        i2c->host->event(i2c->host->opaque, HC_EVENT_MISUSE_REG, at, 0);
    }
    i2c->reg[at >> 2] = pop(&i2c->rx);
    fifo_changed(i2c);
}

static void data_was_written(void *model, uint32_t at, uint32_t value)
{
    struct hc_omap_i2c *i2c = model;

    if (i2c->tx.count >= HC_OMAP_I2C_FIFO) {
        i2c->host->event(i2c->host->opaque, HC_EVENT_MISUSE_REG, at, value);
        return;
    }
    push(&i2c->tx, (uint8_t)value);
    i2c->to_write -= i2c->to_write > 0;
    fifo_changed(i2c);
}

/* The lines are high unless the test mode pulls them down: nothing here
 * holds a bus (SPRUH73, I2C_SYSTEST). */
static void systest_before_read(void *model, uint32_t at)
{
    struct hc_omap_i2c *i2c = model;
    uint32_t value = get(i2c, SYSTEST) & 0xf0a5;
    bool io = (value & SYSTEST_IO_MODE) == SYSTEST_IO_MODE;

    if (!io || value & SYSTEST_SCL_O) {
        value |= SYSTEST_SCL_FUNC | (io ? SYSTEST_SCL_I : 0);
    }
    if (!io || value & SYSTEST_SDA_O) {
        value |= SYSTEST_SDA_FUNC | (io ? SYSTEST_SDA_I : 0);
    }
    i2c->reg[at >> 2] = value;
}

/* Bits 15:14 = 2: FIFOs of 32 bytes; then bytes to read and to write. */
static void bufstat_before_read(void *model, uint32_t at)
{
    struct hc_omap_i2c *i2c = model;
    uint32_t owed = i2c->to_write < 0x3f ? i2c->to_write : 0x3f;

    i2c->reg[at >> 2] = 0x8000 | i2c->rx.count << 8 | owed;
}

static void sysc_was_written(void *model, uint32_t at, uint32_t value);

/* SPRUH73, 21.4.1. RESETDONE is always 1: a reset takes no time here. */
static const struct hc_reg regs[] = {
    { "I2C_REVNB_LO", 0x00, .reset = 0x000b },
    { "I2C_REVNB_HI", 0x04, .reset = 0x5040 },
    { "I2C_SYSC", SYSC, .rw = 0x031d, .sc = 0x0002,
      .was_written = sysc_was_written },
    { "I2C_EOI", 0x20, .sc = 0x0001 },
    { "I2C_IRQSTATUS_RAW", IRQSTATUS_RAW, .before_read = raw_before_read },
    { "I2C_IRQSTATUS", IRQSTATUS, .before_read = status_before_read,
      .was_written = status_was_written },
    { "I2C_IRQENABLE_SET", 0x2c, .before_read = enabled_before_read,
      .was_written = enable_set_was_written },
    { "I2C_IRQENABLE_CLR", 0x30, .before_read = enabled_before_read,
      .was_written = enable_clr_was_written },
    { "I2C_WE", 0x34, .rw = STAT_ALL },
    { "I2C_DMARXENABLE_SET", 0x38, .rw = 0x1, .unmodelled = true },
    { "I2C_DMATXENABLE_SET", 0x3c, .rw = 0x1, .unmodelled = true },
    { "I2C_DMARXENABLE_CLR", 0x40, .rw = 0x1, .unmodelled = true },
    { "I2C_DMATXENABLE_CLR", 0x44, .rw = 0x1, .unmodelled = true },
    { "I2C_DMARXWAKE_EN", 0x48, .rw = STAT_ALL, .unmodelled = true },
    { "I2C_DMATXWAKE_EN", 0x4c, .rw = STAT_ALL, .unmodelled = true },
    { "I2C_SYSS", 0x90, .reset = 0x0001 },
    { "I2C_BUF", BUF, .rw = 0xbfbf, .sc = BUF_RX_CLEAR | BUF_TX_CLEAR,
      .was_written = buf_was_written },
    { "I2C_CNT", CNT, .rw = 0xffff, .before_read = cnt_before_read },
    { "I2C_DATA", DATA, .before_read = data_before_read,
      .was_written = data_was_written },
    { "I2C_CON", CON, .rw = 0xbff0, .sc = CON_STP | CON_STT,
      .before_read = con_before_read, .was_written = con_was_written },
    { "I2C_OA", 0xa8, .rw = 0x03ff },
    { "I2C_SA", SA, .reset = 0x03ff, .rw = 0x03ff },
    { "I2C_PSC", PSC, .rw = 0x00ff },
    { "I2C_SCLL", SCLL, .rw = 0x00ff },
    { "I2C_SCLH", SCLH, .rw = 0x00ff },
    { "I2C_SYSTEST", SYSTEST, .rw = 0xf0a5,
      .before_read = systest_before_read },
    { "I2C_BUFSTAT", BUFSTAT, .before_read = bufstat_before_read },
    { "I2C_OA1", 0xc4, .rw = 0x03ff, .unmodelled = true },
    { "I2C_OA2", 0xc8, .rw = 0x03ff, .unmodelled = true },
    { "I2C_OA3", 0xcc, .rw = 0x03ff, .unmodelled = true },
    { "I2C_ACTOA", 0xd0, .reset = 0 },
    { "I2C_SBLOCK", 0xd4, .rw = 0x000f, .unmodelled = true },
};

static struct hc_regmap map = { .name = "am335x-i2c", .reg = regs,
    .n = sizeof(regs) / sizeof(regs[0]), .shift = 2 };

static void reset(void *model)
{
    struct hc_omap_i2c *i2c = model;

    hc_regmap_reset(&map, i2c->reg);
    i2c->enabled = 0;
    abort_transfer(i2c);
}

static void sysc_was_written(void *model, uint32_t at, uint32_t value)
{
    (void)at;
    if (value & 0x0002) {
        reset(model);
    }
}

static void init(void *model, const struct hc_host *host)
{
    struct hc_omap_i2c *i2c = model;

    memset(i2c, 0, sizeof(*i2c));
    i2c->host = host;
    i2c->due_ns = HC_NEVER;
    hc_regmap_build(&map);
    hc_regmap_reset(&map, i2c->reg);
}

void hc_omap_i2c_wire(struct hc_omap_i2c *i2c, struct hc_i2c_bus *bus)
{
    i2c->bus = bus;
}

static uint32_t read(void *model, uint32_t at, unsigned width)
{
    struct hc_omap_i2c *i2c = model;

    return hc_lane_read(&map, i2c->reg, i2c, i2c->host, at, width);
}

static void write(void *model, uint32_t at, uint32_t value, unsigned width)
{
    struct hc_omap_i2c *i2c = model;

    hc_lane_write(&map, i2c->reg, i2c, i2c->host, at, value, width);
}

const struct hc_block hc_omap_i2c_block = {
    .name = "am335x-i2c", .size = sizeof(struct hc_omap_i2c),
    .state_at = offsetof(struct hc_omap_i2c, due_ns), .window = 0x1000,
    .n_out = 1, .init = init, .reset = reset, .read = read, .write = write,
    .wake = wake,
};
