/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a hand can do to the inside of a module while a host reads it. */
#include <check.h>
#include <string.h>

#include "../../models/sfp.h"
#include "fake.h"
#include "run.h"

static struct fake fake;
static struct hc_sfp sfp;
static struct hc_i2c_bus bus;
static struct hc_sfp_data data;

static void setup(void)
{
    struct hc_i2c_target target;

    fake_init(&fake, NULL, NULL);
    memset(&bus, 0, sizeof(bus));
    hc_sfp_init(&sfp, &fake.host, NULL, NULL);
    target = hc_sfp_target(&sfp);
    hc_i2c_attach(&bus, &target);
    data = (struct hc_sfp_data){ .has_a2 = true };
    data.a0[0] = 0x03;
    data.a0[1] = 0x04;
    data.a0[92] = 0x68;                 /* DDM, internal calibration */
    data.a0[93] = 0xf0;                 /* flags and soft controls */
    hc_sfp_insert(&sfp, &data);
    sfp.world.tx_lit = sfp.world.rx_lit = true;
    fake_advance(&fake, NS_PER_S);
}

/* One read as sfp_i2c_read does it; false when nobody acknowledged. */
static bool read_bytes(uint8_t address, uint8_t at, uint8_t *bytes, size_t n)
{
    bool ok = hc_i2c_start(&bus, address, false) && hc_i2c_send(&bus, at) &&
              hc_i2c_start(&bus, address, true);

    for (size_t i = 0; ok && i < n; i++) {
        bytes[i] = hc_i2c_recv(&bus);
    }
    hc_i2c_stop(&bus);
    return ok;
}

static uint8_t read_byte(uint8_t address, uint8_t at)
{
    uint8_t byte = 0xee;

    ck_assert(read_bytes(address, at, &byte, 1));
    return byte;
}

static void write_byte(uint8_t address, uint8_t at, uint8_t value)
{
    ck_assert(hc_i2c_start(&bus, address, false) && hc_i2c_send(&bus, at) &&
              hc_i2c_send(&bus, value));
    hc_i2c_stop(&bus);
}

START_TEST(a_ramp_goes_evenly_and_stays_at_its_end)
{
    hc_sfp_set_diag(&sfp, HC_SFP_TEMP_MDEGC, 20000);

    ck_assert_int_eq(hc_sfp_ramp(&sfp, HC_SFP_TEMP_MDEGC, 70000,
                                 10 * NS_PER_S), HC_OK);
    ck_assert_uint_eq(read_byte(0x51, 96), 20);
    fake_advance(&fake, 4 * NS_PER_S);
    ck_assert_uint_eq(read_byte(0x51, 96), 40);
    fake_advance(&fake, 6 * NS_PER_S);
    ck_assert_uint_eq(read_byte(0x51, 96), 70);
    fake_advance(&fake, 100 * NS_PER_S);
    ck_assert_int_eq(hc_sfp_get_diag(&sfp, HC_SFP_TEMP_MDEGC), 70000);
}
END_TEST

START_TEST(the_longest_ramp_of_the_widest_range_is_even_to_its_end)
{
    hc_sfp_set_diag(&sfp, HC_SFP_VCC_UV, 0);

    ck_assert_int_eq(hc_sfp_ramp(&sfp, HC_SFP_VCC_UV, 6500000,
                                 7 * 86400 * NS_PER_S), HC_OK);
    ck_assert_int_eq(hc_sfp_ramp(&sfp, HC_SFP_BIAS_UA, 1000,
                                 7 * 86400 * NS_PER_S + 1), HC_NAK);
    for (int day = 1; day <= 7; day++) {
        fake_advance(&fake, 86400 * NS_PER_S);
        ck_assert_int_eq(hc_sfp_get_diag(&sfp, HC_SFP_VCC_UV) / 10000,
                         day * 650 / 7);
    }
}
END_TEST

START_TEST(a_ramp_can_fall_below_zero_and_turn_on_its_way)
{
    hc_sfp_set_diag(&sfp, HC_SFP_TEMP_MDEGC, 10000);
    hc_sfp_ramp(&sfp, HC_SFP_TEMP_MDEGC, -10000, 2 * NS_PER_S);
    fake_advance(&fake, 1500 * NS_PER_MS);
    ck_assert_int_eq(hc_sfp_get_diag(&sfp, HC_SFP_TEMP_MDEGC), -5000);

    hc_sfp_ramp(&sfp, HC_SFP_TEMP_MDEGC, 5000, 2 * NS_PER_S);

    fake_advance(&fake, NS_PER_S);
    ck_assert_int_eq(hc_sfp_get_diag(&sfp, HC_SFP_TEMP_MDEGC), 0);
}
END_TEST

START_TEST(alarms_rise_when_the_ramp_crosses_their_threshold)
{
    sfp.data.a2[0] = 60;                /* temperature, high alarm: 60 C */
    sfp.data.a2[4] = 50;                /* high warning: 50 C */
    hc_sfp_set_diag(&sfp, HC_SFP_TEMP_MDEGC, 40000);
    hc_sfp_ramp(&sfp, HC_SFP_TEMP_MDEGC, 70000, 3 * NS_PER_S);
    ck_assert_uint_eq(read_byte(0x51, 112) & 0x80, 0);

    fake_advance(&fake, 1500 * NS_PER_MS);              /* 55 C */
    ck_assert_uint_eq(read_byte(0x51, 112) & 0x80, 0);
    ck_assert_uint_eq(read_byte(0x51, 116) & 0x80, 0x80);
    fake_advance(&fake, 1500 * NS_PER_MS);
    ck_assert_uint_eq(read_byte(0x51, 112) & 0x80, 0x80);
}
END_TEST

START_TEST(no_ramp_beyond_what_a2h_can_express_or_into_eternity)
{
    ck_assert_int_eq(hc_sfp_ramp(&sfp, HC_SFP_VCC_UV, 6553600, 1), HC_NAK);
    ck_assert_int_eq(hc_sfp_ramp(&sfp, HC_SFP_VCC_UV, 1, HC_NEVER), HC_NAK);
    ck_assert_int_eq(hc_sfp_ramp(&sfp, 5, 1, 0), HC_NAK);
    hc_sfp_remove(&sfp);
    ck_assert_int_eq(hc_sfp_ramp(&sfp, HC_SFP_VCC_UV, 1, 0), HC_NAK);
}
END_TEST

START_TEST(a_flip_can_wait_for_the_third_read)
{
    hc_sfp_flip(&sfp, 0x50, 0, 0x0d, 1, 2);

    ck_assert_uint_eq(read_byte(0x50, 0), 0x03);
    ck_assert_uint_eq(read_byte(0x50, 1), 0x04);
    ck_assert_uint_eq(read_byte(0x50, 0), 0x03);
    ck_assert_uint_eq(read_byte(0x50, 0), 0x0d);
    ck_assert_uint_eq(read_byte(0x50, 0), 0x03);
}
END_TEST

START_TEST(a_patch_changes_the_memory_at_once_and_for_good)
{
    const uint8_t name[] = { 'A', 'C', 'M', 'E' };
    uint8_t b[4];

    ck_assert_int_eq(hc_sfp_patch(&sfp, 0x50, 20, name, 4, 0), HC_OK);

    ck_assert(read_bytes(0x50, 20, b, 4));
    ck_assert_mem_eq(b, "ACME", 4);
    ck_assert(read_bytes(0x50, 20, b, 4));
    ck_assert_mem_eq(b, "ACME", 4);
    ck_assert_uint_eq(fake_count(&fake, HC_EVENT_EEPROM_PATCH), 1);
}
END_TEST

START_TEST(a_patch_can_wait_for_the_second_read_of_its_first_byte)
{
    const uint8_t id[] = { 0x0d, 0x05 };
    uint8_t b[2];

    ck_assert_int_eq(hc_sfp_patch(&sfp, 0x50, 0, id, 2, 2), HC_OK);

    ck_assert(read_bytes(0x50, 0, b, 2));
    ck_assert_mem_eq(b, "\x03\x04", 2);
    ck_assert_uint_eq(read_byte(0x50, 1), 0x04);
    ck_assert(read_bytes(0x50, 0, b, 2));
    ck_assert_mem_eq(b, "\x0d\x05", 2);
}
END_TEST

START_TEST(patches_stay_within_the_memory_and_are_bounded)
{
    uint8_t bytes[HC_SFP_PATCH_BYTES + 1] = { 0 };

    ck_assert_int_eq(hc_sfp_patch(&sfp, 0x51, 241, bytes, 16, 0), HC_NAK);
    ck_assert_int_eq(hc_sfp_patch(&sfp, 0x51, 240, bytes, 16, 0), HC_OK);
    ck_assert_int_eq(hc_sfp_patch(&sfp, 0x51, 0, bytes, 17, 0), HC_NAK);
    ck_assert_int_eq(hc_sfp_patch(&sfp, 0x51, 0, bytes, 0, 0), HC_NAK);
    ck_assert_int_eq(hc_sfp_patch(&sfp, 0x56, 0, bytes, 1, 0), HC_NAK);
    for (unsigned i = 0; i < HC_SFP_MAX_PATCHES; i++) {
        ck_assert_int_eq(hc_sfp_patch(&sfp, 0x51, 0, bytes, 1, 9), HC_OK);
    }
    ck_assert_int_eq(hc_sfp_patch(&sfp, 0x51, 0, bytes, 1, 9), HC_NAK);
}
END_TEST

START_TEST(two_addresses_are_refused_after_one_good_read)
{
    uint8_t b;

    ck_assert_int_eq(hc_sfp_nak(&sfp, 1, 2), HC_OK);

    ck_assert(read_bytes(0x50, 0, &b, 1));
    ck_assert(!read_bytes(0x50, 0, &b, 1));
    ck_assert(!read_bytes(0x50, 0, &b, 1));
    ck_assert(read_bytes(0x50, 0, &b, 1));
    ck_assert_uint_eq(fake_count(&fake, HC_EVENT_EEPROM_NAK), 2);
}
END_TEST

START_TEST(a_frozen_module_repeats_itself_and_takes_no_orders)
{
    hc_sfp_set_diag(&sfp, HC_SFP_TEMP_MDEGC, 30000);
    hc_sfp_ramp(&sfp, HC_SFP_TEMP_MDEGC, 50000, 2 * NS_PER_S);
    fake_advance(&fake, NS_PER_S);
    ck_assert_int_eq(hc_sfp_freeze(&sfp, true), HC_OK);
    fake_advance(&fake, NS_PER_S);
    write_byte(0x51, 110, 0x40);        /* soft TX_DISABLE */

    ck_assert_uint_eq(read_byte(0x51, 96), 40);
    ck_assert(!hc_sfp_soft_tx_disable(&sfp));
    ck_assert_uint_eq(read_byte(0x50, 0), 0x03);

    hc_sfp_freeze(&sfp, false);
    ck_assert_uint_eq(read_byte(0x51, 96), 50);
    write_byte(0x51, 110, 0x40);
    ck_assert(hc_sfp_soft_tx_disable(&sfp));
}
END_TEST

/* SFF-8472 table 9-19: 118.0 selects, 118.1 tells. */
START_TEST(the_power_level_is_one_until_the_host_selects_more)
{
    sfp.data.a0[64] = 0x02;
    ck_assert_uint_eq(hc_sfp_power_level(&sfp), 1);

    write_byte(0x51, 118, 0x01);

    ck_assert_uint_eq(hc_sfp_power_level(&sfp), 2);
    ck_assert_uint_eq(read_byte(0x51, 118) & 0x03, 0x03);
    ck_assert_uint_eq(fake_count(&fake, HC_EVENT_MODULE_POWER), 1);
    sfp.data.a0[64] = 0x22;
    ck_assert_uint_eq(hc_sfp_power_level(&sfp), 3);
    write_byte(0x51, 118, 0x00);
    ck_assert_uint_eq(hc_sfp_power_level(&sfp), 1);
}
END_TEST

START_TEST(a_spoilt_patch_changes_nothing)
{
    const struct hc_sfp_data before = sfp.data;
    const uint8_t byte = 1;

    hc_sfp_patch(&sfp, 0x50, 255, &byte, 1, 1);
    sfp.patch[0].len = 255;
    read_byte(0x50, 255);

    ck_assert_mem_eq(&sfp.data, &before, sizeof(before));
}
END_TEST

START_TEST(a_copy_in_the_middle_of_it_all_goes_on_the_same_way)
{
    static struct hc_sfp twin;
    const size_t at = offsetof(struct hc_sfp, data);
    const uint8_t id = 0x0d;
    struct hc_i2c_target target;

    hc_sfp_set_diag(&sfp, HC_SFP_TEMP_MDEGC, 20000);
    hc_sfp_ramp(&sfp, HC_SFP_TEMP_MDEGC, 70000, 10 * NS_PER_S);
    hc_sfp_patch(&sfp, 0x50, 0, &id, 1, 2);
    read_byte(0x50, 0);

    hc_sfp_init(&twin, &fake.host, NULL, NULL);
    memcpy((char *)&twin + at, (char *)&sfp + at, sizeof(sfp) - at);
    memset(&bus, 0, sizeof(bus));
    target = hc_sfp_target(&twin);
    hc_i2c_attach(&bus, &target);
    fake_advance(&fake, 5 * NS_PER_S);

    ck_assert_uint_eq(read_byte(0x51, 96), 45);
    ck_assert_uint_eq(read_byte(0x50, 0), 0x0d);
}
END_TEST

START_TEST(a_new_module_knows_nothing_of_the_old_ones_faults)
{
    const uint8_t id = 0x0d;

    hc_sfp_nak(&sfp, 0, 5);
    hc_sfp_freeze(&sfp, true);
    hc_sfp_patch(&sfp, 0x50, 0, &id, 1, 1);
    hc_sfp_ramp(&sfp, HC_SFP_TEMP_MDEGC, 70000, 10 * NS_PER_S);
    hc_sfp_remove(&sfp);
    ck_assert_int_eq(hc_sfp_nak(&sfp, 0, 5), HC_NAK);
    ck_assert_int_eq(hc_sfp_freeze(&sfp, true), HC_NAK);

    hc_sfp_insert(&sfp, &data);

    ck_assert_uint_eq(read_byte(0x50, 0), 0x03);
    ck_assert_uint_eq(read_byte(0x51, 96), 0);
    fake_advance(&fake, 5 * NS_PER_S);
    ck_assert_uint_eq(read_byte(0x51, 96), 0);
}
END_TEST

int main(void)
{
    const TTest *const test[] = {
        a_ramp_goes_evenly_and_stays_at_its_end,
        the_longest_ramp_of_the_widest_range_is_even_to_its_end,
        a_ramp_can_fall_below_zero_and_turn_on_its_way,
        alarms_rise_when_the_ramp_crosses_their_threshold,
        no_ramp_beyond_what_a2h_can_express_or_into_eternity,
        a_flip_can_wait_for_the_third_read,
        a_patch_changes_the_memory_at_once_and_for_good,
        a_patch_can_wait_for_the_second_read_of_its_first_byte,
        patches_stay_within_the_memory_and_are_bounded,
        two_addresses_are_refused_after_one_good_read,
        a_frozen_module_repeats_itself_and_takes_no_orders,
        the_power_level_is_one_until_the_host_selects_more,
        a_spoilt_patch_changes_nothing,
        a_copy_in_the_middle_of_it_all_goes_on_the_same_way,
        a_new_module_knows_nothing_of_the_old_ones_faults,
    };

    return RUN_TESTS("sfp-faults", setup, test);
}
