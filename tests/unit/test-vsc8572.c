/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The VSC8572 as Linux' mscc driver meets it: two ports, one package. */
#include <check.h>
#include <string.h>

#include "../../models/phy-vsc8572.h"
#include "phy-bench.h"
#include "run.h"

static struct hc_vsc_package package;
static struct bench port[2];

static void setup(void)
{
    hc_vsc_package_init(&package);
    for (unsigned i = 0; i < 2; i++) {
        bench_init(&port[i], &hc_phy_vsc8572, HC_IFACE_RGMII);
        hc_vsc_package_add(&package, &port[i].phy, i);
        hc_phy_reset(&port[i].phy);
    }
}

static uint16_t paged(unsigned n, uint16_t page, unsigned reg)
{
    uint16_t value;

    bench_write(&port[n], 31, page);
    value = bench_read(&port[n], reg);
    bench_write(&port[n], 31, 0);
    return value;
}

static void put(unsigned n, uint16_t page, unsigned reg, uint16_t value)
{
    bench_write(&port[n], 31, page);
    bench_write(&port[n], reg, value);
    bench_write(&port[n], 31, 0);
}

/* vsc8584_cmd: busy and failed must both be clear. */
static void command(uint16_t value)
{
    put(0, 0x10, 18, 0x8000 | value);
    ck_assert_uint_eq(paged(0, 0x10, 18) & 0xc000, 0);
}

/* vsc8584_get_fw_crc. */
static uint16_t crc(uint16_t start, uint16_t len)
{
    put(0, 1, 25, start);
    put(0, 1, 26, len);
    command(0x0008);
    return paged(0, 1, 25);
}

/* vsc8584_patch_fw. */
static void download(const uint8_t *bytes, size_t len)
{
    bench_write(&port[0], 31, 0x10);
    bench_write(&port[0], 0, 0x7009);
    bench_write(&port[0], 12, 0x5002);
    bench_write(&port[0], 11, 0x0000);
    for (size_t i = 0; i < len; i++) {
        bench_write(&port[0], 12, (uint16_t)(0x5000 | bytes[i]));
    }
    bench_write(&port[0], 12, 0x0000);
    bench_write(&port[0], 0, 0x4018);
    bench_write(&port[0], 0, 0xc018);
    bench_write(&port[0], 31, 0);
}

START_TEST(identity_is_in_the_vsc8572_family)
{
    ck_assert_uint_eq(bench_read(&port[0], 2), 0x0007);
    ck_assert_uint_eq(bench_read(&port[0], 3) & 0xfff0, 0x04d0);
}
END_TEST

START_TEST(each_port_knows_its_number)
{
    ck_assert_uint_eq(paged(0, 1, 23) >> 11, 0);
    ck_assert_uint_eq(paged(1, 1, 23) >> 11, 1);
    ck_assert_uint_eq(paged(1, 1, 20) & 0x0200, 0);     /* not reversed */
}
END_TEST

START_TEST(low_registers_are_the_same_on_pages_0_to_4)
{
    ck_assert_uint_eq(paged(0, 3, 2), 0x0007);
    ck_assert_uint_ne(paged(0, 0x10, 2), 0x0007);
}
END_TEST

START_TEST(page_0x10_is_shared_and_the_others_are_not)
{
    put(1, 0x10, 19, 0x800f);
    put(1, 2, 18, 0x0044);

    ck_assert_uint_eq(paged(0, 0x10, 19), 0x800f);
    ck_assert_uint_eq(paged(0, 2, 18), 0);
    ck_assert_uint_eq(paged(1, 2, 18), 0x0044);
}
END_TEST

START_TEST(broadcast_writes_reach_all_ports_and_so_does_its_end)
{
    bench_write(&port[0], 22, bench_read(&port[0], 22) | 1);
    bench_write(&port[1], 24, 0x0040);
    ck_assert_uint_eq(bench_read(&port[0], 24), 0x0040);

    bench_write(&port[0], 22, 0x3200);
    bench_write(&port[0], 24, 0x0000);

    ck_assert_uint_eq(bench_read(&port[1], 24), 0x0040);
    ck_assert_uint_eq(bench_read(&port[1], 22) & 1, 0);
}
END_TEST

/* A two-byte stand-in for the 8051's patch whose CRC, over the opcode 02
 * that the download supplies and the file, is the one Linux wants. */
START_TEST(a_download_gets_the_crc_of_what_was_stored)
{
    static const uint8_t good[] = { 0x1f, 0x23 }, bad[] = { 0x1f, 0x24 };

    ck_assert_uint_ne(crc(0x4000, 3), 0x29e8);
    download(good, 2);
    ck_assert_uint_eq(crc(0x4000, 3), 0x29e8);

    download(bad, 2);

    ck_assert_uint_ne(crc(0x4000, 3), 0x29e8);
}
END_TEST

START_TEST(a_huge_crc_stays_within_the_patch_memory)
{
    crc(0xffff, 0xffff);
    crc(0x0000, 0xffff);
}
END_TEST

START_TEST(the_mailbox_waits_while_the_8051_is_in_reset)
{
    put(0, 0x10, 0, 0x4018);
    put(0, 0x10, 18, 0x800f);

    ck_assert_uint_eq(paged(0, 0x10, 18) & 0x8000, 0x8000);
}
END_TEST

START_TEST(the_csr_window_is_always_done)
{
    ck_assert_uint_eq(paged(0, 4, 19) & 0x8000, 0x8000);
    put(0, 4, 20, 0x000f);
    put(0, 4, 19, 0x4123);

    ck_assert_uint_eq(paged(0, 4, 19) & 0x8000, 0x8000);
}
END_TEST

START_TEST(a_soft_reset_keeps_the_sticky_registers)
{
    bench_write(&port[0], 25, 0xa020);
    bench_write(&port[0], 4, 0x0001);
    bench_write(&port[0], BMCR, 0x9040);

    ck_assert_uint_eq(bench_read(&port[0], 25), 0xa020);
    ck_assert_uint_eq(bench_read(&port[0], 4), 0x01e1);
    ck_assert_uint_eq(bench_read(&port[0], BMCR), 0x1040);
}
END_TEST

START_TEST(copper_links_and_raises_mdint)
{
    bench_connect(&port[0], &port[0].mdi);
    bench_write(&port[0], 25, 0xa020);
    fake_advance(&port[0].fake, 1500 * NS_PER_MS);

    ck_assert(port[0].fake.line[0]);
    ck_assert_uint_eq(bench_read(&port[0], 26) & 0xa000, 0xa000);
    ck_assert(!port[0].fake.line[0]);
    /* Auxiliary status: complete, full duplex, speed 2. */
    ck_assert_uint_eq(bench_read(&port[0], 28) & 0x8038, 0x8030);
    ck_assert(bench_mac_sends(&port[0]));
    ck_assert(!port[1].fake.line[0]);
}
END_TEST

START_TEST(an_interrupt_needs_its_master_enable)
{
    bench_connect(&port[0], &port[0].mdi);
    bench_write(&port[0], 25, 0x2000);
    fake_advance(&port[0].fake, 1500 * NS_PER_MS);

    ck_assert(!port[0].fake.line[0]);
}
END_TEST

START_TEST(fibre_media_say_that_they_are_missing)
{
    bench_write(&port[0], 23, 0x0200);
    bench_write(&port[0], BMCR, 0x9040);

    ck_assert_uint_eq(fake_count(&port[0].fake, HC_EVENT_UNMODELLED_MODE),
                      1);
}
END_TEST

START_TEST(a_package_snapshot_keeps_the_patch)
{
    static const uint8_t good[] = { 0x1f, 0x23 };
    static struct hc_vsc_package saved;
    size_t at = offsetof(struct hc_vsc_package, reg);

    download(good, 2);
    saved = package;
    hc_vsc_package_reset(&package);
    ck_assert_uint_ne(crc(0x4000, 3), 0x29e8);
    memcpy((char *)&package + at, (char *)&saved + at, sizeof(saved) - at);

    ck_assert_uint_eq(crc(0x4000, 3), 0x29e8);
}
END_TEST

int main(void)
{
    const TTest *const test[] = {
        identity_is_in_the_vsc8572_family,
        each_port_knows_its_number,
        low_registers_are_the_same_on_pages_0_to_4,
        page_0x10_is_shared_and_the_others_are_not,
        broadcast_writes_reach_all_ports_and_so_does_its_end,
        a_download_gets_the_crc_of_what_was_stored,
        a_huge_crc_stays_within_the_patch_memory,
        the_mailbox_waits_while_the_8051_is_in_reset,
        the_csr_window_is_always_done,
        a_soft_reset_keeps_the_sticky_registers,
        copper_links_and_raises_mdint,
        an_interrupt_needs_its_master_enable,
        fibre_media_say_that_they_are_missing,
        a_package_snapshot_keeps_the_patch,
    };

    return RUN_TESTS("vsc8572", setup, test);
}
