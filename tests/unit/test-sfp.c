/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The module on its bus, as drivers/net/phy/sfp.c reads it. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "../../models/sfp.h"
#include "fake.h"

static struct fake fake;
static struct hc_sfp sfp;
static struct hc_i2c_bus bus;
static struct hc_sfp_data data;
static unsigned soft_changes;

static void soft_changed(void *owner)
{
    (void)owner;
    soft_changes++;
}

static void setup(void)
{
    struct hc_i2c_target target;

    fake_init(&fake, NULL, NULL);
    memset(&bus, 0, sizeof(bus));
    memset(&data, 0, sizeof(data));
    soft_changes = 0;
    hc_sfp_init(&sfp, &fake.host, soft_changed, NULL);
    target = hc_sfp_target(&sfp);
    hc_i2c_attach(&bus, &target);
    data.a0[0] = 0x03;
    data.a0[1] = 0x04;
    data.a0[92] = 0x68;                 /* DDM, internal calibration */
    data.a0[93] = 0xf8;                 /* all soft options */
    data.a0[94] = 0x03;
    data.has_a2 = true;
    data.ready_after_ns = 300 * NS_PER_MS;
}

static void insert_ready(void)
{
    hc_sfp_insert(&sfp, &data);
    fake_advance(&fake, 300 * NS_PER_MS);
    sfp.world.tx_lit = sfp.world.rx_lit = true;
}

/* One read as sfp_i2c_read does it: write the offset, repeated start. */
static bool read_bytes(uint8_t address, uint8_t at, uint8_t *bytes, size_t n)
{
    if (!hc_i2c_start(&bus, address, false) || !hc_i2c_send(&bus, at) ||
        !hc_i2c_start(&bus, address, true)) {
        hc_i2c_stop(&bus);
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        bytes[i] = hc_i2c_recv(&bus);
    }
    hc_i2c_stop(&bus);
    return true;
}

static uint8_t read_byte(uint8_t address, uint8_t at)
{
    uint8_t byte = 0xee;

    ck_assert(read_bytes(address, at, &byte, 1));
    return byte;
}

static bool write_byte(uint8_t address, uint8_t at, uint8_t value)
{
    bool ok = hc_i2c_start(&bus, address, false) && hc_i2c_send(&bus, at) &&
              hc_i2c_send(&bus, value);

    hc_i2c_stop(&bus);
    return ok;
}

static unsigned last_reason(void)
{
    return fake.event[(fake.n_events - 1) % FAKE_EVENTS].b;
}

START_TEST(a_module_is_mute_until_it_has_started)
{
    uint8_t byte;

    hc_sfp_insert(&sfp, &data);
    fake_advance(&fake, 300 * NS_PER_MS - 1);
    ck_assert(!read_bytes(0x50, 0, &byte, 1));
    ck_assert_uint_eq(last_reason(), HC_REASON_NOT_READY);

    fake_advance(&fake, 1);
    ck_assert_uint_eq(read_byte(0x50, 0), 0x03);
}
END_TEST

START_TEST(no_module_no_answer)
{
    uint8_t byte;

    ck_assert(!read_bytes(0x50, 0, &byte, 1));
    ck_assert_uint_eq(last_reason(), HC_REASON_EMPTY);
    ck_assert(!hc_i2c_start(&bus, 0x56, false));
    ck_assert_uint_eq(fake_count(&fake, HC_EVENT_EEPROM_NAK), 1);
}
END_TEST

START_TEST(removal_during_a_read_naks)
{
    insert_ready();
    hc_i2c_start(&bus, 0x50, false);
    hc_i2c_send(&bus, 0);
    hc_i2c_start(&bus, 0x50, true);
    ck_assert_uint_eq(hc_i2c_recv(&bus), 0x03);

    hc_sfp_remove(&sfp);

    ck_assert_uint_eq(hc_i2c_recv(&bus), 0xff);
    ck_assert_uint_eq(last_reason(), HC_REASON_EMPTY);
    ck_assert(!hc_i2c_send(&bus, 0));
}
END_TEST

START_TEST(a_stalled_module_answers_again_when_released)
{
    uint8_t byte;

    insert_ready();
    hc_sfp_stall(&sfp, true);
    ck_assert(!read_bytes(0x50, 0, &byte, 1));
    ck_assert_uint_eq(last_reason(), HC_REASON_STALLED);

    hc_sfp_stall(&sfp, false);
    ck_assert(read_bytes(0x50, 0, &byte, 1));
}
END_TEST

START_TEST(open_bus_contacts_answer_nothing)
{
    uint8_t byte;

    insert_ready();
    sfp.bus_contact = false;

    ck_assert(!read_bytes(0x50, 0, &byte, 1));
    ck_assert_uint_eq(last_reason(), HC_REASON_NO_CONTACT);
}
END_TEST

START_TEST(without_diagnostics_nobody_is_at_0x51)
{
    uint8_t byte;

    data.has_a2 = false;
    insert_ready();

    ck_assert(!read_bytes(0x51, 0, &byte, 1));
    ck_assert_uint_eq(last_reason(), HC_REASON_NO_DEVICE);
    ck_assert(read_bytes(0x50, 0, &byte, 1));
}
END_TEST

START_TEST(one_transaction_is_one_event)
{
    uint8_t bytes[64];

    insert_ready();
    ck_assert(read_bytes(0x50, 32, bytes, sizeof(bytes)));

    ck_assert_uint_eq(fake_count(&fake, HC_EVENT_EEPROM_READ), 1);
    ck_assert_uint_eq(fake.event[0].a, 0x50);
    ck_assert_uint_eq(fake.event[0].b, 32);
}
END_TEST

START_TEST(a_read_goes_on_where_the_last_one_ended_and_wraps)
{
    data.a0[255] = 0x77;
    insert_ready();
    ck_assert_uint_eq(read_byte(0x50, 255), 0x77);

    hc_i2c_start(&bus, 0x50, true);
    ck_assert_uint_eq(hc_i2c_recv(&bus), 0x03);
    hc_i2c_stop(&bus);
}
END_TEST

START_TEST(the_two_pages_keep_their_own_offsets)
{
    data.a2[1] = 0x99;
    insert_ready();
    read_byte(0x51, 0);
    read_byte(0x50, 0);

    hc_i2c_start(&bus, 0x51, true);
    ck_assert_uint_eq(hc_i2c_recv(&bus), 0x99);
}
END_TEST

START_TEST(identity_is_write_protected)
{
    insert_ready();

    ck_assert(!write_byte(0x50, 20, 'X'));
    ck_assert_uint_eq(last_reason(), HC_REASON_PROTECTED);
    ck_assert_uint_eq(read_byte(0x50, 20), 0);
}
END_TEST

START_TEST(a_module_may_swallow_writes_or_keep_them)
{
    data.writes = HC_SFP_WRITES_IGNORED;
    insert_ready();
    ck_assert(write_byte(0x50, 0, 0x02));
    ck_assert_uint_eq(read_byte(0x50, 0), 0x03);
    hc_sfp_remove(&sfp);

    data.writes = HC_SFP_WRITES_STORED;
    insert_ready();
    ck_assert(write_byte(0x50, 0, 0x02));
    ck_assert_uint_eq(read_byte(0x50, 0), 0x02);
    ck_assert_uint_eq(fake_count(&fake, HC_EVENT_EEPROM_WRITE), 2);
}
END_TEST

START_TEST(values_are_coded_in_the_units_of_sff_8472)
{
    uint8_t b[10];
    const uint8_t want[10] = { 0x19, 0x80, 0x80, 0xe8, 0x0d, 0xac,
                               0x13, 0x88, 0x0f, 0xa0 };

    insert_ready();
    hc_sfp_set_diag(&sfp, HC_SFP_TEMP_MDEGC, 25500);    /* 25.5 C */
    hc_sfp_set_diag(&sfp, HC_SFP_VCC_UV, 3300000);      /* 33000 x 100 uV */
    hc_sfp_set_diag(&sfp, HC_SFP_BIAS_UA, 7000);        /* 3500 x 2 uA */
    hc_sfp_set_diag(&sfp, HC_SFP_TX_POWER_UW, 500);     /* 5000 x 0.1 uW */
    hc_sfp_set_diag(&sfp, HC_SFP_RX_POWER_UW, 400);

    ck_assert(read_bytes(0x51, 96, b, 10));
    ck_assert_mem_eq(b, want, 10);
}
END_TEST

START_TEST(temperatures_below_zero_are_twos_complement)
{
    uint16_t raw = 0;

    ck_assert_int_eq(hc_sfp_encode(HC_SFP_TEMP_MDEGC, -10000, &raw), HC_OK);
    ck_assert_uint_eq(raw, 0xf600);
    ck_assert_int_eq(hc_sfp_decode(HC_SFP_TEMP_MDEGC, 0xd300), -45000);
    ck_assert_int_eq(hc_sfp_encode(HC_SFP_TEMP_MDEGC, 128000, &raw), HC_NAK);
    ck_assert_int_eq(hc_sfp_encode(HC_SFP_TX_POWER_UW, 6554, &raw), HC_NAK);
    ck_assert_int_eq(hc_sfp_encode(HC_SFP_VCC_UV, -1, &raw), HC_NAK);
}
END_TEST

START_TEST(a_value_does_not_tear_within_a_transaction)
{
    insert_ready();
    hc_sfp_set_diag(&sfp, HC_SFP_VCC_UV, 3289500);      /* 80 7f */
    hc_i2c_start(&bus, 0x51, false);
    hc_i2c_send(&bus, 98);
    hc_i2c_start(&bus, 0x51, true);
    ck_assert_uint_eq(hc_i2c_recv(&bus), 0x80);
    hc_sfp_set_diag(&sfp, HC_SFP_VCC_UV, 3302400);      /* 81 00 */
    ck_assert_uint_eq(hc_i2c_recv(&bus), 0x7f);
    hc_i2c_stop(&bus);

    ck_assert_uint_eq(read_byte(0x51, 98), 0x81);       /* and may between */
    hc_sfp_set_diag(&sfp, HC_SFP_VCC_UV, 3289500);
    ck_assert_uint_eq(read_byte(0x51, 99), 0x7f);
}
END_TEST

START_TEST(darkness_measures_as_zero)
{
    uint8_t b[6];

    insert_ready();
    hc_sfp_set_diag(&sfp, HC_SFP_BIAS_UA, 7000);
    hc_sfp_set_diag(&sfp, HC_SFP_TX_POWER_UW, 500);
    hc_sfp_set_diag(&sfp, HC_SFP_RX_POWER_UW, 400);

    sfp.world.tx_lit = false;
    read_bytes(0x51, 100, b, 6);
    ck_assert_mem_eq(b, "\0\0\0\0\x0f\xa0", 6);

    sfp.world.rx_lit = false;
    read_bytes(0x51, 104, b, 2);
    ck_assert_mem_eq(b, "\0\0", 2);
}
END_TEST

START_TEST(flags_compare_with_the_thresholds)
{
    uint8_t b[6];

    /* Alarms at 90 and -40 C, warnings at 85 and -35 C. */
    memcpy(&data.a2[0], "\x5a\x00\xd8\x00\x55\x00\xdd\x00", 8);
    memset(&data.a2[8], 0xff, 2);               /* Vcc: nothing is too high */
    memset(&data.a2[12], 0xff, 2);
    insert_ready();

    hc_sfp_set_diag(&sfp, HC_SFP_TEMP_MDEGC, 87000);
    read_bytes(0x51, 112, b, 6);
    ck_assert_uint_eq(b[0] & 0xc0, 0x00);
    ck_assert_uint_eq(b[4] & 0xc0, 0x80);       /* high warning only */

    hc_sfp_set_diag(&sfp, HC_SFP_TEMP_MDEGC, -41000);
    read_bytes(0x51, 112, b, 6);
    ck_assert_uint_eq(b[0] & 0xc0, 0x40);
    ck_assert_uint_eq(b[4] & 0xc0, 0x40);
}
END_TEST

START_TEST(status_byte_follows_the_contacts)
{
    insert_ready();
    sfp.world.tx_disable = true;
    sfp.world.los = true;
    ck_assert_uint_eq(read_byte(0x51, 110), 0x82);

    sfp.world.tx_disable = sfp.world.los = false;
    sfp.world.tx_fault = true;
    ck_assert_uint_eq(read_byte(0x51, 110), 0x04);
}
END_TEST

START_TEST(status_bits_that_are_not_implemented_stay_as_made)
{
    data.a0[93] = 0x00;
    data.a2[110] = 0x82;                /* a GPON stick's dump */
    insert_ready();
    sfp.world.tx_fault = true;

    ck_assert_uint_eq(read_byte(0x51, 110), 0x82);
    ck_assert(write_byte(0x51, 110, 0x40));
    ck_assert(!hc_sfp_soft_tx_disable(&sfp));
}
END_TEST

START_TEST(software_can_disable_the_transmitter)
{
    insert_ready();

    ck_assert(write_byte(0x51, 110, 0xff));

    ck_assert(hc_sfp_soft_tx_disable(&sfp));
    ck_assert_uint_eq(soft_changes, 1);
    ck_assert_uint_eq(read_byte(0x51, 110), 0x48);      /* rw: bits 6 and 3 */
}
END_TEST

START_TEST(power_level_needs_a_module_that_declares_it)
{
    insert_ready();
    write_byte(0x51, 118, 0x01);
    ck_assert_uint_eq(read_byte(0x51, 118), 0x00);
    hc_sfp_remove(&sfp);

    data.a0[64] = 0x02;                 /* power level 2 */
    insert_ready();
    write_byte(0x51, 118, 0x01);
    ck_assert_uint_eq(read_byte(0x51, 118), 0x03);
}
END_TEST

START_TEST(a_page_that_is_not_modelled_says_so)
{
    data.a2[0x80] = 0x12;
    insert_ready();
    ck_assert_uint_eq(read_byte(0x51, 0x80), 0x12);

    ck_assert(write_byte(0x51, 127, 3));

    ck_assert_uint_eq(fake_count(&fake, HC_EVENT_UNMODELLED_MODE), 1);
    ck_assert_uint_eq(read_byte(0x51, 127), 3);
    ck_assert_uint_eq(read_byte(0x51, 0x80), 0xff);
    write_byte(0x51, 127, 0);
    ck_assert_uint_eq(read_byte(0x51, 0x80), 0x12);
}
END_TEST

START_TEST(passwords_can_be_written_but_not_read)
{
    insert_ready();
    for (uint8_t i = 0; i < 4; i++) {
        ck_assert(write_byte(0x51, (uint8_t)(0x7b + i), 0xff));
    }
    ck_assert_uint_eq(read_byte(0x51, 0x7b), 0x00);
    ck_assert_uint_eq(sfp.password[3], 0xff);
}
END_TEST

START_TEST(a_flipped_byte_reads_wrong_n_times)
{
    insert_ready();
    ck_assert_int_eq(hc_sfp_flip(&sfp, 0x50, 0, 0x0d, 2, 0), HC_OK);

    ck_assert_uint_eq(read_byte(0x50, 0), 0x0d);
    ck_assert_uint_eq(read_byte(0x50, 1), 0x04);
    ck_assert_uint_eq(read_byte(0x50, 0), 0x0d);
    ck_assert_uint_eq(read_byte(0x50, 0), 0x03);
}
END_TEST

START_TEST(a_byte_flipped_for_ever_heals_with_a_new_module)
{
    insert_ready();
    hc_sfp_flip(&sfp, 0x50, 0, 0x0d, 0, 0);
    for (int i = 0; i < 1000; i++) {
        ck_assert_uint_eq(read_byte(0x50, 0), 0x0d);
    }
    hc_sfp_remove(&sfp);
    insert_ready();
    ck_assert_uint_eq(read_byte(0x50, 0), 0x03);
}
END_TEST

START_TEST(flips_are_bounded)
{
    insert_ready();
    for (uint8_t i = 0; i < HC_SFP_MAX_FLIPS; i++) {
        ck_assert_int_eq(hc_sfp_flip(&sfp, 0x51, i, 1, 0, 0), HC_OK);
    }
    ck_assert_int_eq(hc_sfp_flip(&sfp, 0x51, 99, 1, 0, 0), HC_NAK);
    /* replaces */
    ck_assert_int_eq(hc_sfp_flip(&sfp, 0x51, 3, 2, 0, 0), HC_OK);
    ck_assert_int_eq(hc_sfp_flip(&sfp, 0x56, 3, 2, 0, 0), HC_NAK);
}
END_TEST

START_TEST(an_rtl8672_gives_one_byte_and_then_zeros)
{
    uint8_t b[4];

    data.reads = HC_SFP_READS_ONE_BYTE;
    insert_ready();

    ck_assert(read_bytes(0x50, 0, b, 4));
    ck_assert_mem_eq(b, "\x03\0\0\0", 4);
    ck_assert_uint_eq(read_byte(0x50, 1), 0x04);
}
END_TEST

START_TEST(a_touchy_stick_locks_up_on_a_single_byte_of_a2h)
{
    uint8_t b[2];

    data.reads = HC_SFP_READS_A2_BLOCKS;
    insert_ready();
    read_byte(0x50, 0);
    ck_assert(read_bytes(0x51, 96, b, 2));
    ck_assert(read_bytes(0x50, 0, b, 2));

    read_byte(0x51, 96);
    ck_assert(!read_bytes(0x50, 0, b, 2));
    ck_assert_uint_eq(last_reason(), HC_REASON_STALLED);

    hc_sfp_remove(&sfp);
    insert_ready();
    ck_assert(read_bytes(0x50, 0, b, 2));
}
END_TEST

START_TEST(a_copy_of_the_state_is_the_same_module)
{
    static struct hc_sfp fresh;
    struct hc_i2c_target target;
    size_t at = offsetof(struct hc_sfp, data);

    insert_ready();
    hc_sfp_set_diag(&sfp, HC_SFP_VCC_UV, 3289500);
    hc_sfp_flip(&sfp, 0x51, 5, 0x55, 1, 0);
    hc_i2c_start(&bus, 0x51, false);
    hc_i2c_send(&bus, 98);
    hc_i2c_start(&bus, 0x51, true);
    hc_i2c_recv(&bus);                  /* in the middle of a value */

    hc_sfp_init(&fresh, &fake.host, soft_changed, NULL);
    memcpy((char *)&fresh + at, (char *)&sfp + at, sizeof(sfp) - at);
    hc_sfp_set_diag(&fresh, HC_SFP_VCC_UV, 0);
    target = hc_sfp_target(&fresh);
    bus.target[0] = target;

    ck_assert_uint_eq(hc_i2c_recv(&bus), 0x7f);         /* still latched */
    ck_assert_uint_eq(read_byte(0x51, 5), 0x55);
    ck_assert_uint_eq(read_byte(0x51, 5), 0x00);
}
END_TEST

static void put16(unsigned at, unsigned value)
{
    data.a2[at] = (uint8_t)(value >> 8);
    data.a2[at + 1] = (uint8_t)value;
}

/* SFF-8472 9.3: a host computes slope * reading + offset. */
START_TEST(an_externally_calibrated_module_shows_bare_readings)
{
    data.a0[92] = 0x58;
    put16(84, 0x0120);                  /* temperature: 1.125, + 2 degrees */
    put16(86, 0x0200);
    put16(88, 0x0100);                  /* supply: 1, - 100 mV */
    put16(90, (uint16_t)-1000);
    put16(68, 0x3f00);                  /* received power: 0.5 */
    insert_ready();

    ck_assert_int_eq(hc_sfp_set_diag(&sfp, HC_SFP_TEMP_MDEGC, 38000), HC_OK);
    ck_assert_int_eq(hc_sfp_set_diag(&sfp, HC_SFP_VCC_UV, 3300000), HC_OK);
    ck_assert_int_eq(hc_sfp_set_diag(&sfp, HC_SFP_RX_POWER_UW, 250), HC_OK);

    ck_assert_uint_eq(read_byte(0x51, 96), 0x20);   /* 36 / 1.125 = 32 */
    ck_assert_uint_eq(read_byte(0x51, 97), 0x00);
    ck_assert_uint_eq(read_byte(0x51, 98), 34000 >> 8);
    ck_assert_uint_eq(read_byte(0x51, 99), 34000 & 0xff);
    ck_assert_uint_eq(read_byte(0x51, 104), 5000 >> 8);
    ck_assert_uint_eq(read_byte(0x51, 105), 5000 & 0xff);
    ck_assert_int_eq(hc_sfp_get_diag(&sfp, HC_SFP_TEMP_MDEGC), 38000);
}
END_TEST

START_TEST(what_no_reading_can_mean_is_refused)
{
    data.a0[92] = 0x58;
    put16(88, 0x0080);                  /* half: up to 3.2768 V */
    insert_ready();

    ck_assert_int_eq(hc_sfp_set_diag(&sfp, HC_SFP_VCC_UV, 3300000), HC_NAK);
    ck_assert_int_eq(hc_sfp_set_diag(&sfp, HC_SFP_VCC_UV, 3200000), HC_OK);
    ck_assert_int_eq(hc_sfp_set_diag(&sfp, HC_SFP_TEMP_MDEGC, 38000),
                     HC_NAK);           /* a slope of zero */
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("sfp");
    TCase *tc = tcase_create("sfp");
    SRunner *runner;
    int failed;

    tcase_add_checked_fixture(tc, setup, NULL);
    tcase_add_test(tc, an_externally_calibrated_module_shows_bare_readings);
    tcase_add_test(tc, what_no_reading_can_mean_is_refused);
    tcase_add_test(tc, a_module_is_mute_until_it_has_started);
    tcase_add_test(tc, no_module_no_answer);
    tcase_add_test(tc, removal_during_a_read_naks);
    tcase_add_test(tc, a_stalled_module_answers_again_when_released);
    tcase_add_test(tc, open_bus_contacts_answer_nothing);
    tcase_add_test(tc, without_diagnostics_nobody_is_at_0x51);
    tcase_add_test(tc, one_transaction_is_one_event);
    tcase_add_test(tc, a_read_goes_on_where_the_last_one_ended_and_wraps);
    tcase_add_test(tc, the_two_pages_keep_their_own_offsets);
    tcase_add_test(tc, identity_is_write_protected);
    tcase_add_test(tc, a_module_may_swallow_writes_or_keep_them);
    tcase_add_test(tc, values_are_coded_in_the_units_of_sff_8472);
    tcase_add_test(tc, temperatures_below_zero_are_twos_complement);
    tcase_add_test(tc, a_value_does_not_tear_within_a_transaction);
    tcase_add_test(tc, darkness_measures_as_zero);
    tcase_add_test(tc, flags_compare_with_the_thresholds);
    tcase_add_test(tc, status_byte_follows_the_contacts);
    tcase_add_test(tc, status_bits_that_are_not_implemented_stay_as_made);
    tcase_add_test(tc, software_can_disable_the_transmitter);
    tcase_add_test(tc, power_level_needs_a_module_that_declares_it);
    tcase_add_test(tc, a_page_that_is_not_modelled_says_so);
    tcase_add_test(tc, passwords_can_be_written_but_not_read);
    tcase_add_test(tc, a_flipped_byte_reads_wrong_n_times);
    tcase_add_test(tc, a_byte_flipped_for_ever_heals_with_a_new_module);
    tcase_add_test(tc, flips_are_bounded);
    tcase_add_test(tc, an_rtl8672_gives_one_byte_and_then_zeros);
    tcase_add_test(tc, a_touchy_stick_locks_up_on_a_single_byte_of_a2h);
    tcase_add_test(tc, a_copy_of_the_state_is_the_same_module);
    suite_add_tcase(suite, tc);
    runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
