/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The switch under a guest and a wire that mean harm, or mean nothing. The
 * numbers are random but always the same ones. */
#include "cpsw-bench.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#define STEPS     60000u
#define TIMEOUT_S 120
#define DEVICE    0x4a100000u   /* where the guest sees the switch */
#define MAX_DEPTH 3

static uint64_t seed;
static unsigned depth;

static uint32_t rnd(void)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return (uint32_t)(seed >> 16);
}

static bool once_in(uint32_t n)
{
    return rnd() % n == 0;
}

/* True for registers of the device, through which a DMA may come back. */
static bool is_device(uint32_t at)
{
    return at - DEVICE < 0x2000 && depth < MAX_DEPTH;
}

/* A second CPU changes descriptors while they are read. */
static bool evil_read(void *opaque, uint32_t at, void *ret, size_t len)
{
    if (is_device(at)) {
        depth++;
        hc_cpsw_block.read(&cpsw, at - DEVICE, 4);
        depth--;
        memset(ret, (int)rnd(), len);
        return true;
    }
    if (once_in(200)) {
        put(RAM + (rnd() % 0x800 & ~3u), rnd());
    }
    return memory.read(opaque, at, ret, len);
}

static bool evil_write(void *opaque, uint32_t at, const void *bytes,
                       size_t len)
{
    if (is_device(at)) {
        uint32_t word = 0;

        memcpy(&word, bytes, len < 4 ? len : 4);
        depth++;
        hc_cpsw_block.write(&cpsw, at - DEVICE, word, 4);
        depth--;
        return true;
    }
    return memory.write(opaque, at, bytes, len);
}

static const struct hc_memory evil = { evil_read, evil_write, NULL };

static void hostile_setup(void)
{
    cpsw_setup();
    seed = UINT64_C(0x9e3779b97f4a7c15);
    depth = 0;
}

static uint32_t random_address(void)
{
    static const uint32_t special[] = {
        0, 1, RAM - 1, RAM + RAM_SIZE - 1, RAM + RAM_SIZE, 0xffffffff,
        0xfffffff0, TX_BD, DEVICE + 0xa00, DEVICE + 0x81c, DEVICE + 0x808,
    };

    return once_in(4) ? special[rnd() % (sizeof(special) / 4)]
                      : RAM + (rnd() % 0x4000 & ~3u);
}

static uint32_t random_length(void)
{
    static const uint32_t special[] = { 0, 1, 59, 2047, 2048, 0xffff,
                                        0xffffffff, 0xffff0000 };

    return once_in(3) ? special[rnd() % 8] : rnd() % 1600;
}

#define BD_AT(n) (RAM + 32u * ((n) % 64))

/* Rings that loop, cross and split packets; some point nowhere or hold
 * anything. */
static void write_descriptor(void)
{
    static const uint32_t part[] = { WHOLE, WHOLE, OWNER | 1u << 31, OWNER,
                                     OWNER | 1u << 30 };
    const uint32_t at = BD_AT(rnd());
    const bool bad = once_in(100);

    put(at, bad ? random_address() : BD_AT(rnd()));
    put(at + 4, once_in(100) ? random_address() : RAM + 0x4000);
    put(at + 8, once_in(50) ? random_length() : 1 + rnd() % 90);
    put(at + 12, once_in(50) ? rnd() : part[rnd() % 5] | (1 + rnd() % 60) |
                                       (rnd() & 0x4130000));
}

static void write_register(void)
{
    static const uint16_t busy[] = { TX_HDP, TX_HDP + 4, RX_HDP, RX_HDP + 4,
                                     TX_CP, RX_CP, 0x808, 0x818, TX_CONTROL,
                                     RX_CONTROL, TX_MASK_SET, RX_MASK_SET };
    const unsigned width = 1u << rnd() % 3;

    if (!once_in(16)) {
        write_reg(busy[rnd() % 12], once_in(8) ? random_address() :
                  once_in(4) ? rnd() % 8 : BD_AT(rnd()));
    } else {
        hc_cpsw_block.write(&cpsw, rnd() % 0x2000 & ~(width - 1), rnd(),
                            width);
    }
}

static void read_register(void)
{
    const unsigned width = 1u << rnd() % 3;

    hc_cpsw_block.read(&cpsw, rnd() % 0x2000 & ~(width - 1), width);
}

static void random_frame_arrives(void)
{
    uint8_t frame[2100];
    const size_t len = once_in(3) ? rnd() % 64 : rnd() % sizeof(frame);
    const unsigned port = 1 + rnd() % 2;

    for (size_t i = 0; i < sizeof(frame); i++) {
        frame[i] = (uint8_t)rnd();
    }
    if (once_in(2)) {
        for (size_t at = 12; at < 12 + 4 * (rnd() % 8); at += 4) {
            frame[at] = once_in(2) ? 0x81 : 0x88;
            frame[at + 1] = once_in(2) ? 0x00 : 0xa8;
        }
    }
    if (once_in(4)) {
        memcpy(frame, (const uint8_t[]){ 1, 0x80, 0xc2, 0, 0, 1 }, 6);
        memcpy(frame + 12, (const uint8_t[]){ 0x88, 8, 0, 1 }, 4);
    }
    if (once_in(3)) {
        hc_cpsw_receive_damaged(&cpsw, port, frame, len, rnd() % 4);
    } else {
        hc_hop_send(&wire[port - 1], 1, frame, len);
    }
}

/* Wires of another speed and duplex, MACs that follow or do not, carriers
 * out of nowhere. */
static void wire_misbehaves(void)
{
    const unsigned port = 1 + rnd() % 2;

    switch (rnd() % 4) {
    case 0:
        far_end(port, HC_IFACE_RGMII, once_in(2) ? 100 : once_in(2) ? 10 :
                                      1000);
        break;
    case 1:
        write_reg(MACCONTROL(port), GMII_EN | (rnd() & 0x40089u));
        break;
    default:
        hc_hop_carrier(&wire[port - 1], 1, once_in(9) ? rnd() :
                       fake.now_ns + rnd() % 100000);
    }
}

static void one_step(void)
{
    if (once_in(6)) {
        wire_misbehaves();
    }
    switch (rnd() % 8) {
    case 0: case 1: case 2:
        write_descriptor();
        break;
    case 3: case 4:
        write_register();
        break;
    case 5:
        read_register();
        break;
    case 6:
        random_frame_arrives();
        break;
    default:
        fake_advance(&fake, rnd() % 30000);
    }
    if (once_in(100)) {
        open_switch();          /* a driver tries again */
        write_reg(RX_HDP, 0);
    }
}

/* A reset makes it good again: nothing that was done lasts. */
static void expect_it_works_after_reset(void)
{
    const unsigned before = got[2].n;

    hc_cpsw_wire(&cpsw, &memory, &wire[0], &wire[1]);
    hc_cpsw_block.reset(&cpsw);
    hc_cpsw_set_gmii_sel(&cpsw, 0xa);
    far_end(1, HC_IFACE_RGMII, 1000);
    far_end(2, HC_IFACE_RGMII, 1000);
    open_switch();
    wires_rest();
    arrive(1, -1, 100);
    ck_assert_uint_eq(got[2].n, before + 1);
    host_sends(1, -1, 60);
    ck_assert_uint_eq(get(TX_BD + 12) & OWNER, 0);
    broadcast_arrives(2, -1);
    ck_assert_uint_eq(get(RX_BD(0) + 12) & OWNER, 0);
}

START_TEST(no_guest_and_no_wire_can_break_it)
{
    hc_cpsw_wire(&cpsw, &evil, &wire[0], &wire[1]);

    for (unsigned i = 0; i < STEPS; i++) {
        one_step();
    }

    expect_it_works_after_reset();
}
END_TEST

/* The model gets what a bus hands it, also across words: a read of part of a
 * word is that part, a narrow write is refused and changes nothing. */
START_TEST(every_width_at_every_offset_is_answered)
{
    for (uint32_t at = 0; at < 0x2000; at++) {
        for (unsigned width = 1; width <= 4; width *= 2) {
            const uint32_t word = hc_cpsw_block.read(&cpsw, at & ~3u, 4);
            const uint32_t part = hc_cpsw_block.read(&cpsw, at, width);

            if (width < 4) {
                ck_assert_uint_eq(part, (word >> 8 * (at & 3)) &
                                        ((1u << 8 * width) - 1));
                fake.n_events = 0;
                hc_cpsw_block.write(&cpsw, at, ~0u, width);
                ck_assert_uint_eq(fake_count(&fake, HC_EVENT_MISUSE_REG), 1);
                ck_assert_uint_eq(hc_cpsw_block.read(&cpsw, at & ~3u, 4),
                                  word);
            } else {
                hc_cpsw_block.write(&cpsw, at, 0x80000104, 4);
                hc_cpsw_block.write(&cpsw, at, ~0u, 4);
            }
        }
    }
    fake_advance(&fake, NS_PER_S);

    expect_it_works_after_reset();
}
END_TEST

static unsigned table_entries(void)
{
    unsigned n = 0;

    for (unsigned i = 0; i < 1024; i++) {
        write_reg(TBLCTL, i);
        n += (read_reg(0xd38) >> 28 & 3) != 0;
    }
    return n;
}

START_TEST(ten_thousand_stations_fill_the_table_and_still_get_through)
{
    uint8_t frame[64];

    make(frame, -1, sizeof(frame));
    for (unsigned i = 0; i < 10000; i++) {
        frame[10] = (uint8_t)(i >> 8);
        frame[11] = (uint8_t)i;
        frame[9] = 0x55;
        hc_hop_send(&wire[0], 1, frame, sizeof(frame));
        fake_advance(&fake, 704);           /* 88 octets */
    }

    ck_assert_uint_eq(got[2].n, 10000);
    ck_assert_uint_eq(table_entries(), 1024);
}
END_TEST

START_TEST(a_stack_of_tags_passes_as_it_is)
{
    uint8_t frame[100];

    put_vlan(1, 5, 7, 0);
    for (unsigned tags = 1; tags < 20; tags++) {
        make(frame, 5, sizeof(frame));
        for (unsigned i = 1; i < tags; i++) {
            memcpy(frame + 12 + 4 * i,
                   (const uint8_t[]){ 0x81, 0, 0xf, 0xff }, 4);
        }

        hc_hop_send(&wire[0], 1, frame, sizeof(frame));
        wires_rest();

        ck_assert_uint_eq(got[2].n, tags);
        ck_assert_uint_eq(got[2].len, sizeof(frame));
        ck_assert_mem_eq(got[2].bytes, frame, sizeof(frame));
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("cpsw-hostile");
    TCase *tc = tcase_create("cpsw-hostile");
    SRunner *runner = srunner_create(suite);
    int failed;

    suite_add_tcase(suite, tc);
    tcase_set_timeout(tc, TIMEOUT_S);
    tcase_add_checked_fixture(tc, hostile_setup, NULL);
    tcase_add_test(tc, every_width_at_every_offset_is_answered);
    tcase_add_test(tc, no_guest_and_no_wire_can_break_it);
    tcase_add_test(tc,
        ten_thousand_stations_fill_the_table_and_still_get_through);
    tcase_add_test(tc, a_stack_of_tags_passes_as_it_is);
    srunner_run_all(runner, CK_ENV);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
