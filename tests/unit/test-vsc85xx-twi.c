/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The two-wire master of a VSC8572: a byte per command, in its own time. */
#include <check.h>
#include <string.h>

#include "vsc-bench.h"
#include "run.h"

/* A device of 256 bytes at 0x50, and at 0x56 registers of two bytes that
 * come one at a time, high byte first, as an SFP's inner PHY gives them. */
struct device {
    uint8_t  bytes[256];
    uint16_t words[32];
    uint8_t  address, reg, phase;
    bool     want_reg;
    unsigned transfers;
};

static struct vsc vsc;
static struct hc_i2c_bus bus[2];
static struct device device;

static bool start(void *opaque, uint8_t address, bool read)
{
    struct device *d = opaque;

    if (address != 0x50 && address != 0x56) {
        return false;
    }
    d->address = address;
    d->want_reg = !read;
    d->transfers += !read;
    return true;
}

static bool take(void *opaque, uint8_t byte)
{
    struct device *d = opaque;

    if (d->want_reg) {
        d->phase = d->reg == byte ? d->phase : 0;
        d->reg = byte;
        d->want_reg = false;
    } else {
        d->bytes[d->reg] = byte;
    }
    return true;
}

static uint8_t give(void *opaque)
{
    struct device *d = opaque;

    if (d->address == 0x50) {
        return d->bytes[d->reg];
    }
    d->phase ^= 1;
    return (uint8_t)(d->words[d->reg & 31] >> (d->phase ? 8 : 0));
}

static void stop(void *opaque)
{
    (void)opaque;
}

static void setup(void)
{
    const struct hc_i2c_target target = { start, take, give, stop, &device };

    vsc_init(&vsc, &hc_phy_vsc8572, HC_IFACE_RGMII);
    memset(&device, 0, sizeof(device));
    memset(bus, 0, sizeof(bus));
    hc_i2c_attach(&bus[1], &target);
    for (unsigned i = 0; i < 2; i++) {
        hc_vsc_package_set_i2c(&vsc.package, i, &bus[i]);
    }
}

static uint16_t get(unsigned reg)
{
    return vsc_get(&vsc, 0, 0x10, reg);
}

static void put(unsigned reg, uint16_t value)
{
    vsc_put(&vsc, 0, 0x10, reg, value);
}

static bool ready(void)
{
    return get(21) & 0x8000;
}

/* Vendor API, vtss_phy_i2c_rd_private, at 100 kHz. */
static void begin(unsigned port, uint8_t address, uint8_t reg, bool read)
{
    ck_assert(ready());
    put(20, (uint16_t)(address << 9 | 1 << 4 | 1 << port));
    put(21, (uint16_t)(0x8200 | port << 10 | (read ? 0x0100 : 0) | reg));
}

static uint8_t fetch(unsigned port, uint8_t address, uint8_t reg)
{
    begin(port, address, reg, true);
    vsc_advance(&vsc, NS_PER_MS);
    ck_assert(ready());
    return get(22) >> 8;
}

START_TEST(the_master_is_ready_before_its_first_command)
{
    ck_assert_uint_eq(get(20), 0xa010);
    ck_assert_uint_eq(get(21), 0x8100);
}
END_TEST

START_TEST(a_byte_takes_39_periods_of_the_clock)
{
    device.bytes[3] = 0x5a;
    begin(1, 0x50, 3, true);
    vsc_advance(&vsc, 389 * NS_PER_US);
    ck_assert(!ready());
    ck_assert_uint_eq(get(22) >> 8, 0);

    vsc_advance(&vsc, 1 * NS_PER_US);

    ck_assert(ready());
    ck_assert_uint_eq(get(22) >> 8, 0x5a);
    ck_assert_uint_eq(get(21) & 0x0200, 0);
}
END_TEST

START_TEST(a_written_byte_takes_29_periods)
{
    put(22, 0x00c3);
    begin(1, 0x50, 7, false);
    vsc_advance(&vsc, 289 * NS_PER_US);
    ck_assert(!ready());
    vsc_advance(&vsc, 1 * NS_PER_US);

    ck_assert(ready());
    ck_assert_uint_eq(device.bytes[7], 0xc3);
}
END_TEST

START_TEST(the_clock_may_be_50_or_400_khz)
{
    put(20, 0x50 << 9 | 0 << 4 | 2);
    put(21, 0x8700);
    vsc_advance(&vsc, 779 * NS_PER_US);
    ck_assert(!ready());
    vsc_advance(&vsc, 1 * NS_PER_US);
    ck_assert(ready());

    put(20, 0x50 << 9 | 2 << 4 | 2);
    put(21, 0x8700);
    vsc_advance(&vsc, 97 * NS_PER_US);
    ck_assert(!ready());
    vsc_advance(&vsc, 1 * NS_PER_US);
    ck_assert(ready());
}
END_TEST

START_TEST(an_empty_cage_reads_ff_in_the_same_time)
{
    begin(0, 0x50, 0, true);
    vsc_advance(&vsc, 390 * NS_PER_US);

    ck_assert(ready());
    ck_assert_uint_eq(get(22) >> 8, 0xff);
    ck_assert_uint_eq(fake_count(&vsc.world, HC_EVENT_TWI_NAK), 1);
}
END_TEST

START_TEST(an_absent_device_may_keep_the_master_busy_for_25_ms)
{
    vsc.package.knobs.absent_times_out = true;
    begin(0, 0x50, 0, true);
    vsc_advance(&vsc, 10 * NS_PER_MS);
    ck_assert(!ready());
    vsc_advance(&vsc, 16 * NS_PER_MS);

    ck_assert(ready());
    device.bytes[0] = 3;
    ck_assert_uint_eq(fetch(1, 0x50, 0), 3);
}
END_TEST

START_TEST(the_port_number_chooses_the_clock_line)
{
    device.bytes[0] = 0x03;

    ck_assert_uint_eq(fetch(0, 0x50, 0), 0xff);
    ck_assert_uint_eq(fetch(1, 0x50, 0), 0x03);
}
END_TEST

START_TEST(a_port_that_is_not_enabled_reads_ff)
{
    put(20, 0x50 << 9 | 1 << 4 | 1);            /* port 0 only */
    put(21, 0x8700);                            /* port 1 */
    vsc_advance(&vsc, NS_PER_MS);

    ck_assert_uint_eq(get(22) >> 8, 0xff);
    ck_assert_uint_eq(device.transfers, 0);
}
END_TEST

START_TEST(a_clock_pin_in_gpio_mode_does_not_move)
{
    put(13, 0x0c00);                            /* GPIO 5 is SCL of port 1 */

    ck_assert_uint_eq(fetch(1, 0x50, 0), 0xff);
    ck_assert_uint_eq(device.transfers, 0);
}
END_TEST

START_TEST(a_register_of_0x56_is_two_bytes_of_the_same_address)
{
    device.words[2] = 0x0141;

    ck_assert_uint_eq(fetch(1, 0x56, 2), 0x01);
    ck_assert_uint_eq(fetch(1, 0x56, 2), 0x41);
}
END_TEST

START_TEST(writes_while_busy_are_ignored_and_reported)
{
    device.bytes[3] = 0x5a;
    begin(1, 0x50, 3, true);
    put(20, 0x56 << 9 | 1 << 4 | 2);
    put(21, 0x8709);
    vsc_advance(&vsc, 390 * NS_PER_US);

    ck_assert_uint_eq(get(22) >> 8, 0x5a);
    ck_assert_uint_eq(get(20) >> 9, 0x50);
    ck_assert_uint_eq(device.transfers, 1);
    ck_assert_uint_eq(fake_count(&vsc.world, HC_EVENT_MISUSE_REG), 2);
}
END_TEST

START_TEST(one_engine_serves_all_ports)
{
    begin(1, 0x50, 3, true);

    ck_assert_uint_eq(vsc_get(&vsc, 1, 0x10, 21) & 0x8000, 0);
}
END_TEST

START_TEST(a_transfer_survives_a_snapshot)
{
    static struct hc_vsc_package saved;
    size_t at = offsetof(struct hc_vsc_package, reg);

    device.bytes[3] = 0x5a;
    begin(1, 0x50, 3, true);
    saved = vsc.package;
    hc_vsc_package_reset(&vsc.package);
    memcpy((char *)&vsc.package + at, (char *)&saved + at,
           sizeof(saved) - at);
    vsc_advance(&vsc, 390 * NS_PER_US);

    ck_assert(ready());
    ck_assert_uint_eq(get(22) >> 8, 0x5a);
}
END_TEST

int main(void)
{
    const TTest *const test[] = {
        the_master_is_ready_before_its_first_command,
        a_byte_takes_39_periods_of_the_clock,
        a_written_byte_takes_29_periods,
        the_clock_may_be_50_or_400_khz,
        an_empty_cage_reads_ff_in_the_same_time,
        an_absent_device_may_keep_the_master_busy_for_25_ms,
        the_port_number_chooses_the_clock_line,
        a_port_that_is_not_enabled_reads_ff,
        a_clock_pin_in_gpio_mode_does_not_move,
        a_register_of_0x56_is_two_bytes_of_the_same_address,
        writes_while_busy_are_ignored_and_reported,
        one_engine_serves_all_ports,
        a_transfer_survives_a_snapshot,
    };

    return RUN_TESTS("vsc85xx-twi", setup, test);
}
