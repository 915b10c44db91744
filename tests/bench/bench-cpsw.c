/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a frame of 1514 bytes costs on its way from a wire to memory, from
 * memory to a wire, and from wire to wire; and how that compares with the
 * copies of its bytes alone, in the same run. */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "../../models/cpsw.h"
#include "../../models/fcs.h"
#include "../unit/fake.h"

#define FRAME   1514
#define BATCH   64
#define BATCHES 20000

#define RAM      0x80000000u
#define RAM_SIZE 0x80000u
#define BD(n)    (RAM + 32u * (n))
#define BUFFER(n) (RAM + 0x10000u + 0x800u * (n))
#define OWNER    0x20000000u

static struct fake fake;
static uint8_t ram[RAM_SIZE];
static struct hc_cpsw cpsw;
static struct hc_hop wire[2];
static volatile unsigned arrived;

static bool mem_read(void *opaque, uint32_t at, void *ret, size_t len)
{
    (void)opaque;
    if (at < RAM || len > RAM_SIZE || at - RAM > RAM_SIZE - len) {
        return false;
    }
    memcpy(ret, ram + (at - RAM), len);
    return true;
}

static bool mem_write(void *opaque, uint32_t at, const void *bytes,
                      size_t len)
{
    (void)opaque;
    if (at < RAM || len > RAM_SIZE || at - RAM > RAM_SIZE - len) {
        return false;
    }
    memcpy(ram + (at - RAM), bytes, len);
    return true;
}

static const struct hc_memory memory = { mem_read, mem_write, NULL };

static void put(uint32_t at, uint32_t value)
{
    memcpy(ram + (at - RAM), &value, 4);
}

static void write_reg(uint32_t at, uint32_t value)
{
    hc_cpsw_block.write(&cpsw, at, value, 4);
}

static void take(void *owner, const uint8_t *frame, size_t len)
{
    (void)owner, (void)frame;
    arrived += len != 0;
}

static void open_switch(void)
{
    const struct hc_signal far = { .iface = HC_IFACE_RGMII, .mbps = 1000,
                                   .full = true, .lit = true, .ready = true };

    fake_init(&fake, hc_cpsw_block.wake, &cpsw);
    hc_cpsw_block.init(&cpsw, &fake.host);
    for (unsigned i = 0; i < 2; i++) {
        const struct hc_end end = { .frame = take };

        hc_hop_init(&wire[i], &fake.host);
        hc_hop_attach(&wire[i], 1, &end);
        hc_hop_present(&wire[i], 1, &far);
    }
    hc_cpsw_wire(&cpsw, &memory, &wire[0], &wire[1]);
    hc_cpsw_block.reset(&cpsw);
    hc_cpsw_set_gmii_sel(&cpsw, 0xa);
    write_reg(0xd08, 0xc0000004);
    write_reg(0x004, 6);
    write_reg(0x00c, 7);
    write_reg(0xd3c, 0x07070707);           /* VLAN 0, all ports */
    write_reg(0xd38, 2u << 28);
    write_reg(0xd34, 0);
    write_reg(0xd20, 0x80000000);
    write_reg(0xd3c, 0x00000001);           /* the host's address */
    write_reg(0xd38, 1u << 28 | 0x0200);
    write_reg(0xd20, 0x80000001);
    for (unsigned port = 0; port < 3; port++) {
        write_reg(0xd40 + 4 * port, 3);
    }
    for (unsigned port = 0; port < 2; port++) {
        write_reg(0xd90 + 0x40 * port, 1526);
        write_reg(0xd84 + 0x40 * port, 0xa1);
    }
    write_reg(0x804, 1);
    write_reg(0x814, 1);
    write_reg(0x888, 1);
    write_reg(0x8a8, 1);
    write_reg(0x1214, 0xff);
    write_reg(0x1218, 0xff);
}

static double seconds(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void give_ring(uint32_t length, uint32_t flags)
{
    for (unsigned i = 0; i < BATCH; i++) {
        put(BD(i), i + 1 < BATCH ? BD(i + 1) : 0);
        put(BD(i) + 4, BUFFER(i));
        put(BD(i) + 8, length);
        put(BD(i) + 12, flags);
    }
}

/* A frame from station 0xa to `last`. */
static const uint8_t *frame_to(uint8_t last)
{
    static uint8_t frame[FRAME];
    const uint8_t addresses[12] = { 2, 0, 0, 0, 0, last, 2, 0, 0, 0, 0, 0xa };

    memset(frame, 0x5a, sizeof(frame));
    memcpy(frame, addresses, sizeof(addresses));
    return frame;
}

static void send_each(const uint8_t *frame, size_t len)
{
    for (unsigned i = 0; i < BATCH; i++) {
        fake.now_ns += hc_wire_ns(len, 1000);
        hc_hop_send(&wire[0], 1, frame, len);
    }
}

static void from_wire(const uint8_t *frame)
{
    send_each(frame, FRAME);
}

/* 64 bytes with FCS: hop, table, queue, statistics, hop. */
static void small_from_wire(const uint8_t *frame)
{
    send_each(frame, 60);
}

/* Every second frame finds its wire busy and waits in the queue. */
static void small_in_bursts(const uint8_t *frame)
{
    for (unsigned i = 0; i < BATCH / 2; i++) {
        fake_advance(&fake, 2 * hc_wire_ns(60, 1000));
        hc_hop_send(&wire[0], 1, frame, 60);
        hc_hop_send(&wire[0], 1, frame, 60);
    }
}

static void rx_batch(const uint8_t *frame)
{
    give_ring(1526, OWNER);
    write_reg(0xa20, BD(0));
    from_wire(frame);
    write_reg(0xa60, BD(BATCH - 1));
}

static void tx_batch(const uint8_t *frame)
{
    (void)frame;
    give_ring(FRAME, 0xe0110000u | FRAME);
    write_reg(0xa00, BD(0));
    fake_advance(&fake, BATCH * hc_wire_ns(FRAME, 1000));
    write_reg(0xa40, BD(BATCH - 1));
}

static void copy_batch(const uint8_t *frame)
{
    for (unsigned i = 0; i < BATCH; i++) {
        memcpy(ram + 0x10000 + 0x800 * i, frame, FRAME);
        __asm__ volatile("" : : : "memory");
    }
}

static void fcs_batch(const uint8_t *frame)
{
    for (unsigned i = 0; i < BATCH; i++) {
        arrived += hc_fcs(frame, FRAME) == i;
    }
}

static double ns_of(void (*batch)(const uint8_t *), const uint8_t *frame)
{
    double start;

    batch(frame);
    start = seconds();
    for (unsigned i = 0; i < BATCHES; i++) {
        batch(frame);
    }
    return (seconds() - start) * 1e9 / BATCHES / BATCH;
}

int main(void)
{
    static const struct {
        const char *what;
        void (*batch)(const uint8_t *);
        uint8_t last;           /* byte of the destination */
    } way[] = {
        { "rx", rx_batch, 0x01 }, { "tx", tx_batch, 0x01 },
        { "wire-to-wire", from_wire, 0x0b },
        { "wire-to-wire-64", small_from_wire, 0x0b },
        { "wire-to-wire-64-bursts", small_in_bursts, 0x0b },
        { "fcs", fcs_batch, 0x01 },
    };
    double copy;

    open_switch();
    copy = ns_of(copy_batch, frame_to(1));
    printf("cpsw memcpy ns=%.1f\n", copy);
    for (unsigned i = 0; i < sizeof(way) / sizeof(way[0]); i++) {
        const double ns = ns_of(way[i].batch, frame_to(way[i].last));

        printf("cpsw %s ns=%.1f copies=%.1f frames_per_s=%.0f\n",
               way[i].what, ns, ns / copy, 1e9 / ns);
    }
    return 0;
}
