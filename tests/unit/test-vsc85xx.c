/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The VSC85xx family as Linux' mscc driver meets it: identities, the shared
 * pages, the 8051, the windows, interrupts. Shown on a VSC8572 (Tesla, two
 * ports) unless a test says otherwise. */
#include <check.h>
#include <string.h>

#include "vsc-bench.h"
#include "run.h"

/* Two bytes whose CRC, behind the opcode 02 of the download, is the one that
 * Linux wants: for the VSC8574's file and for the VSC8584's. */
static const uint8_t tesla_patch[] = { 0x1f, 0x23 };
static const uint8_t viper_patch[] = { 0x9c, 0x5a };

static struct vsc vsc;

static void setup(void)
{
    vsc_init(&vsc, &hc_phy_vsc8572, HC_IFACE_RGMII);
}

START_TEST(each_part_has_its_identity_and_ports)
{
    static const struct {
        const struct hc_phy_part *part;
        uint16_t id2;
        unsigned ports;
    } row[] = {
        { &hc_phy_vsc8504, 0x04c0, 4 }, { &hc_phy_vsc8552, 0x04e0, 2 },
        { &hc_phy_vsc8572, 0x04d0, 2 }, { &hc_phy_vsc8574, 0x04a0, 4 },
        { &hc_phy_vsc8562, 0x07e0, 2 }, { &hc_phy_vsc8564, 0x07e0, 4 },
        { &hc_phy_vsc8575, 0x07d0, 4 }, { &hc_phy_vsc8582, 0x07b0, 2 },
        { &hc_phy_vsc8584, 0x07c0, 4 },
    };

    for (unsigned i = 0; i < sizeof(row) / sizeof(row[0]); i++) {
        vsc_init(&vsc, row[i].part, HC_IFACE_SGMII);

        ck_assert_uint_eq(vsc.n, row[i].ports);
        ck_assert_uint_eq(bench_read(&vsc.port[0], 2), 0x0007);
        ck_assert_uint_eq(bench_read(&vsc.port[0], 3), row[i].id2 | 1);
    }
}
END_TEST

START_TEST(each_port_knows_its_number)
{
    ck_assert_uint_eq(vsc_get(&vsc, 0, 1, 23) >> 11, 0);
    ck_assert_uint_eq(vsc_get(&vsc, 1, 1, 23) >> 11, 1);
    ck_assert_uint_eq(vsc_get(&vsc, 1, 1, 20) & 0x0200, 0);
}
END_TEST

START_TEST(identity_survives_a_soft_reset)
{
    bench_write(&vsc.port[1], BMCR, 0x9040);

    ck_assert_uint_eq(bench_read(&vsc.port[1], 3), 0x04d1);
    ck_assert_uint_eq(vsc_get(&vsc, 1, 1, 23) >> 11, 1);
}
END_TEST

START_TEST(low_registers_are_the_same_on_pages_0_to_4)
{
    ck_assert_uint_eq(vsc_get(&vsc, 0, 3, 2), 0x0007);
    ck_assert_uint_ne(vsc_get(&vsc, 0, 0x10, 2), 0x0007);
}
END_TEST

START_TEST(page_0x10_is_shared_and_the_others_are_not)
{
    vsc_put(&vsc, 1, 0x10, 19, 0x800f);
    vsc_put(&vsc, 1, 2, 18, 0x0044);

    ck_assert_uint_eq(vsc_get(&vsc, 0, 0x10, 19), 0x800f);
    ck_assert_uint_eq(vsc_get(&vsc, 0, 2, 18), 0);
    ck_assert_uint_eq(vsc_get(&vsc, 1, 2, 18), 0x0044);
}
END_TEST

START_TEST(broadcast_writes_reach_all_ports_and_so_does_its_end)
{
    bench_write(&vsc.port[0], 22, bench_read(&vsc.port[0], 22) | 1);
    bench_write(&vsc.port[1], 24, 0x0040);
    ck_assert_uint_eq(bench_read(&vsc.port[0], 24), 0x0040);

    bench_write(&vsc.port[0], 22, 0x3200);
    bench_write(&vsc.port[0], 24, 0x0000);

    ck_assert_uint_eq(bench_read(&vsc.port[1], 24), 0x0040);
    ck_assert_uint_eq(bench_read(&vsc.port[1], 22) & 1, 0);
}
END_TEST

START_TEST(a_broadcast_carries_the_page_along)
{
    bench_write(&vsc.port[0], 22, 0x3201);
    vsc_put(&vsc, 0, 2, 16, 0x028e);
    bench_write(&vsc.port[0], 22, 0x3200);

    ck_assert_uint_eq(vsc_get(&vsc, 1, 2, 16), 0x028e);
}
END_TEST

/* --- the 8051 ---------------------------------------------------------- */

START_TEST(a_downloaded_patch_has_the_crc_that_linux_wants)
{
    ck_assert_uint_ne(vsc_crc(&vsc, 0x4000, 3), 0x29e8);

    vsc_download(&vsc, tesla_patch, 2);

    ck_assert_uint_eq(vsc_crc(&vsc, 0x4000, 3), 0x29e8);
}
END_TEST

START_TEST(a_patch_with_one_byte_flipped_is_told_by_its_crc)
{
    static const uint8_t bad[] = { 0x1f, 0x22 };

    vsc_download(&vsc, bad, 2);
    ck_assert_uint_ne(vsc_crc(&vsc, 0x4000, 3), 0x29e8);

    ck_assert_uint_eq(fake_count(&vsc.world, HC_EVENT_PATCH_CRC), 1);
    ck_assert_uint_eq(vsc.world.event[0].b, 0);         /* not known */
}
END_TEST

START_TEST(the_check_value_of_the_crc_is_bb3d)
{
    static const uint8_t digits[] = "23456789";

    bench_write(&vsc.port[0], 31, 0x10);
    bench_write(&vsc.port[0], 0, 0x7009);
    bench_write(&vsc.port[0], 12, 0x5000 | '1');
    bench_write(&vsc.port[0], 11, 0);
    for (unsigned i = 0; i < 8; i++) {
        bench_write(&vsc.port[0], 12, (uint16_t)(0x5000 | digits[i]));
    }
    bench_write(&vsc.port[0], 0, 0xc018);

    ck_assert_uint_eq(vsc_crc(&vsc, 0x4000, 9), 0xbb3d);
}
END_TEST

START_TEST(a_huge_crc_stays_within_the_patch_memory)
{
    vsc_crc(&vsc, 0xffff, 0xffff);
    vsc_crc(&vsc, 0x0000, 0xffff);
}
END_TEST

START_TEST(a_tesla_comes_up_as_the_driver_brings_it_up)
{
    ck_assert_int_eq(vsc_tesla_init(&vsc, tesla_patch, 2), 0);
    ck_assert_uint_eq(vsc_crc(&vsc, 0x4000, 3), 0x29e8);
    ck_assert_uint_eq(vsc_get(&vsc, 1, 2, 16), 0x028e);
    ck_assert_uint_eq(bench_read(&vsc.port[1], 24), 0x0040);
    ck_assert_uint_eq(bench_read(&vsc.port[1], 22) & 1, 0);

    /* The second time it finds the patch in place. */
    ck_assert_int_eq(vsc_tesla_init(&vsc, NULL, 2), 0);
}
END_TEST

START_TEST(a_viper_comes_up_as_the_driver_brings_it_up)
{
    vsc_init(&vsc, &hc_phy_vsc8584, HC_IFACE_SGMII);

    ck_assert_int_eq(vsc_viper_init(&vsc, viper_patch, 2), 0);
    ck_assert_uint_eq(vsc_crc(&vsc, 0xe800, 3), 0xfb48);
    ck_assert_uint_eq(fake_count(&vsc.world, HC_EVENT_UNMODELLED_REG), 0);
}
END_TEST

START_TEST(the_mailbox_waits_while_the_8051_is_in_reset)
{
    vsc_put(&vsc, 0, 0x10, 0, 0x4018);

    ck_assert(!vsc_command(&vsc, 0x000f));
}
END_TEST

START_TEST(the_8051_keeps_bytes_that_were_poked_into_its_memory)
{
    vsc_put(&vsc, 0, 0x10, 18, 0xd7c7);
    ck_assert(vsc_command(&vsc, 0x1006 | 0xa5 << 4));
    ck_assert(vsc_command(&vsc, 0x1006 | 0x5a << 4));
    vsc_put(&vsc, 0, 0x10, 18, 0xd7c7);

    ck_assert(vsc_command(&vsc, 0x1007));
    ck_assert_uint_eq(vsc_get(&vsc, 0, 0x10, 18) >> 4 & 0xff, 0xa5);
    ck_assert(vsc_command(&vsc, 0x1007));
    ck_assert_uint_eq(vsc_get(&vsc, 0, 0x10, 18) >> 4 & 0xff, 0x5a);
}
END_TEST

/* --- windows ----------------------------------------------------------- */

START_TEST(the_csr_window_of_a_part_without_macsec_completes_and_is_silent)
{
    unsigned events = vsc.world.n_events;

    ck_assert_uint_eq(vsc_get(&vsc, 0, 4, 19) & 0x8000, 0x8000);
    vsc_csr_put(&vsc, 0, 0x3c, 0x3d04, 0x00300000);

    ck_assert_uint_eq(vsc_csr_get(&vsc, 0, 0x3c, 0x3d04), 0);
    ck_assert_uint_eq(vsc.world.n_events, events);
}
END_TEST

static enum hc_status csr_read(void *opaque, unsigned target, uint32_t addr,
                               uint32_t *ret)
{
    (void)opaque;
    *ret = target << 16 | addr;
    return HC_OK;
}

static enum hc_status csr_write(void *opaque, unsigned target, uint32_t addr,
                                uint32_t value)
{
    uint32_t *seen = opaque;

    seen[0] = target;
    seen[1] = addr;
    seen[2] = value;
    return HC_OK;
}

START_TEST(each_port_reaches_its_own_engine_with_14_address_bits)
{
    uint32_t seen[3] = { 0 };
    const struct hc_vsc_csr csr = { csr_read, csr_write, seen };

    vsc_init(&vsc, &hc_phy_vsc8584, HC_IFACE_SGMII);
    hc_vsc_package_set_csr(&vsc.package, 3, &csr);
    vsc_csr_put(&vsc, 3, 0x38, 0x3d04, 0x12345678);

    ck_assert_uint_eq(seen[0], 0x38);
    ck_assert_uint_eq(seen[1], 0x3d04);
    ck_assert_uint_eq(seen[2], 0x12345678);
    ck_assert_uint_eq(vsc_csr_get(&vsc, 3, 0x06, 0x01c), 0x0006001c);
    ck_assert_uint_eq(vsc_csr_get(&vsc, 0, 0x38, 0x3d04), 0);
}
END_TEST

START_TEST(the_token_ring_reads_back)
{
    vsc_put(&vsc, 0, 0x52b5, 18, 0x0004);
    vsc_put(&vsc, 0, 0x52b5, 17, 0x01bd);
    vsc_put(&vsc, 0, 0x52b5, 16, 0x8fae);
    vsc_put(&vsc, 0, 0x52b5, 18, 0);
    vsc_put(&vsc, 0, 0x52b5, 17, 0);
    vsc_put(&vsc, 0, 0x52b5, 16, 0xafae);

    ck_assert_uint_eq(vsc_get(&vsc, 0, 0x52b5, 18), 0x0004);
    ck_assert_uint_eq(vsc_get(&vsc, 0, 0x52b5, 17), 0x01bd);
}
END_TEST

/* --- interrupts -------------------------------------------------------- */

START_TEST(copper_links_and_raises_mdint)
{
    bench_connect(&vsc.port[0], &vsc.port[0].mdi);
    vsc_config_intr(&vsc, 0);
    vsc_advance(&vsc, 1500 * NS_PER_MS);

    ck_assert(vsc.port[0].fake.line[0]);
    ck_assert(vsc.world.line[0]);                       /* shared */
    ck_assert_uint_eq(vsc_get(&vsc, 1, 0x10, 29), 0x0001);
    ck_assert_uint_eq(bench_read(&vsc.port[0], 26) & 0xa000, 0xa000);
    ck_assert(!vsc.world.line[0]);
    ck_assert_uint_eq(bench_read(&vsc.port[0], 26), 0); /* clear on read */
    ck_assert_uint_eq(bench_read(&vsc.port[0], 28) & 0x8038, 0x8030);
    ck_assert_int_eq(vsc_read_status(&vsc, 0), 1000);
    ck_assert(bench_mac_sends(&vsc.port[0]));
    ck_assert(!vsc.port[1].fake.line[0]);
}
END_TEST

START_TEST(an_interrupt_needs_its_master_enable)
{
    bench_connect(&vsc.port[0], &vsc.port[0].mdi);
    bench_write(&vsc.port[0], 25, 0x2000);
    vsc_advance(&vsc, 1500 * NS_PER_MS);

    ck_assert(!vsc.port[0].fake.line[0]);
}
END_TEST

START_TEST(an_extended_cause_is_an_edge_and_does_not_storm)
{
    vsc_config_intr(&vsc, 0);
    hc_vsc_raise_ext(&vsc.port[0].phy, 0x0200);
    ck_assert(vsc.world.line[0]);

    /* Linux reads 26 and never 29E2. */
    ck_assert_uint_eq(bench_read(&vsc.port[0], 26) & 0x0020, 0x0020);
    ck_assert(!vsc.world.line[0]);
    hc_vsc_raise_ext(&vsc.port[0].phy, 0x0200);

    ck_assert(vsc.world.line[0]);
}
END_TEST

START_TEST(an_extended_cause_that_is_a_level_stays_until_29E2_is_read)
{
    vsc.package.knobs.ext_is_level = true;
    vsc_config_intr(&vsc, 0);
    hc_vsc_raise_ext(&vsc.port[0].phy, 0x0200);
    bench_read(&vsc.port[0], 26);
    ck_assert(vsc.world.line[0]);

    vsc_get(&vsc, 0, 2, 29);
    bench_read(&vsc.port[0], 26);

    ck_assert(!vsc.world.line[0]);
}
END_TEST

START_TEST(an_extended_cause_may_survive_a_read_as_on_viper_b)
{
    vsc.package.knobs.ext_ams_stick = true;
    vsc_config_intr(&vsc, 0);
    hc_vsc_raise_ext(&vsc.port[0].phy, 0x0200);
    bench_read(&vsc.port[0], 26);

    ck_assert_uint_eq(bench_read(&vsc.port[0], 26) & 0x0020, 0x0020);
}
END_TEST

START_TEST(gpio_pins_read_what_is_put_on_them_and_what_they_drive)
{
    hc_vsc_package_set_gpio(&vsc.package, 3, true);
    vsc_put(&vsc, 0, 0x10, 16, 0x0021);
    vsc_put(&vsc, 0, 0x10, 17, 0x0001);         /* GPIO 0 drives */

    ck_assert_uint_eq(vsc_get(&vsc, 1, 0x10, 15), 0x0009);
}
END_TEST

START_TEST(link_loss_stays_visible_until_bmsr_is_read)
{
    bench_connect(&vsc.port[0], &vsc.port[0].mdi);
    vsc_advance(&vsc, 1500 * NS_PER_MS);
    ck_assert(bench_link(&vsc.port[0]));
    hc_hop_cut(&vsc.port[0].mdi, 1, true);
    hc_hop_cut(&vsc.port[0].mdi, 1, false);
    vsc_advance(&vsc, 1500 * NS_PER_MS);

    ck_assert_uint_eq(bench_read(&vsc.port[0], BMSR) & BMSR_LINK, 0);
    ck_assert_uint_eq(bench_read(&vsc.port[0], BMSR) & BMSR_LINK, BMSR_LINK);
    ck_assert_uint_eq(bench_read(&vsc.port[0], 21), 1);
    ck_assert_uint_eq(bench_read(&vsc.port[0], 21), 0);
}
END_TEST

/* --- page 0x10 --------------------------------------------------------- */

START_TEST(the_temperature_reads_once_it_is_enabled)
{
    hc_vsc_package_set_temp(&vsc.package, 64300);       /* 135.3 - 71 */
    ck_assert_uint_eq(vsc_get(&vsc, 0, 0x10, 28), 0);

    vsc_put(&vsc, 0, 0x10, 26, 0x00c0);

    ck_assert_uint_eq(vsc_get(&vsc, 0, 0x10, 28), 100);
}
END_TEST

START_TEST(a_package_snapshot_keeps_the_patch)
{
    static struct hc_vsc_package saved;
    size_t at = offsetof(struct hc_vsc_package, reg);

    vsc_download(&vsc, tesla_patch, 2);
    saved = vsc.package;
    hc_vsc_package_reset(&vsc.package);
    ck_assert_uint_ne(vsc_crc(&vsc, 0x4000, 3), 0x29e8);
    memcpy((char *)&vsc.package + at, (char *)&saved + at,
           sizeof(saved) - at);

    ck_assert_uint_eq(vsc_crc(&vsc, 0x4000, 3), 0x29e8);
}
END_TEST

/* Every register of every page, with values that mean something somewhere. */
START_TEST(no_sequence_of_accesses_harms_a_package)
{
    static const uint16_t page[] = { 0, 1, 2, 3, 4, 0x10, 0x1588, 0x2a30,
                                     0x52b5, 0x7777 };
    uint32_t seed = 1;

    vsc_init(&vsc, &hc_phy_vsc8584, HC_IFACE_SGMII);
    for (unsigned i = 0; i < 200000; i++) {
        unsigned n, reg;

        seed = seed * 1664525 + 1013904223;
        n = seed >> 30;
        reg = seed >> 25 & 31;
        if (!(seed >> 24 & 7)) {
            reg = 31;
        }
        bench_write(&vsc.port[n], reg, reg == 31 ? page[(seed >> 8) % 10]
                                                 : (uint16_t)(seed >> 4));
        bench_read(&vsc.port[n], seed >> 20 & 31);
        if (!(i % 64)) {
            vsc_advance(&vsc, NS_PER_MS);
        }
    }
}
END_TEST

int main(void)
{
    const TTest *const test[] = {
        each_part_has_its_identity_and_ports,
        each_port_knows_its_number,
        identity_survives_a_soft_reset,
        low_registers_are_the_same_on_pages_0_to_4,
        page_0x10_is_shared_and_the_others_are_not,
        broadcast_writes_reach_all_ports_and_so_does_its_end,
        a_broadcast_carries_the_page_along,
        a_downloaded_patch_has_the_crc_that_linux_wants,
        a_patch_with_one_byte_flipped_is_told_by_its_crc,
        the_check_value_of_the_crc_is_bb3d,
        a_huge_crc_stays_within_the_patch_memory,
        a_tesla_comes_up_as_the_driver_brings_it_up,
        a_viper_comes_up_as_the_driver_brings_it_up,
        the_mailbox_waits_while_the_8051_is_in_reset,
        the_8051_keeps_bytes_that_were_poked_into_its_memory,
        the_csr_window_of_a_part_without_macsec_completes_and_is_silent,
        each_port_reaches_its_own_engine_with_14_address_bits,
        the_token_ring_reads_back,
        copper_links_and_raises_mdint,
        an_interrupt_needs_its_master_enable,
        an_extended_cause_is_an_edge_and_does_not_storm,
        an_extended_cause_that_is_a_level_stays_until_29E2_is_read,
        an_extended_cause_may_survive_a_read_as_on_viper_b,
        gpio_pins_read_what_is_put_on_them_and_what_they_drive,
        link_loss_stays_visible_until_bmsr_is_read,
        the_temperature_reads_once_it_is_enabled,
        a_package_snapshot_keeps_the_patch,
        no_sequence_of_accesses_harms_a_package,
    };

    return RUN_TESTS("vsc85xx", setup, test);
}
