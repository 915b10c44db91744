/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Power controllers and the board's EEPROM, as their drivers meet them. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "../../models/at24.h"
#include "../../models/i2c-regs.h"
#include "fake.h"

static struct fake fake;
static struct hc_i2c_regs pmic, evm;
static struct hc_at24 eeprom;
static struct hc_i2c_bus bus;

static void attach(struct hc_i2c_target target)
{
    hc_i2c_attach(&bus, &target);
}

static void setup(void)
{
    fake_init(&fake, NULL, NULL);
    memset(&bus, 0, sizeof(bus));
    hc_i2c_regs_init(&pmic, &fake.host, &hc_tps65217, 0x24);
    hc_i2c_regs_init(&evm, &fake.host, &hc_tps65910, 0x2d);
    hc_at24_init(&eeprom, &fake.host, 0x50);
    attach(hc_i2c_regs_target(&pmic));
    attach(hc_i2c_regs_target(&evm));
    attach(hc_at24_target(&eeprom));
}

static uint8_t read_reg(uint8_t address, uint8_t at)
{
    uint8_t value;

    ck_assert(hc_i2c_start(&bus, address, false));
    hc_i2c_send(&bus, at);
    hc_i2c_start(&bus, address, true);
    value = hc_i2c_recv(&bus);
    hc_i2c_stop(&bus);
    return value;
}

static void write_reg(uint8_t address, uint8_t at, uint8_t value)
{
    ck_assert(hc_i2c_start(&bus, address, false));
    hc_i2c_send(&bus, at);
    hc_i2c_send(&bus, value);
    hc_i2c_stop(&bus);
}

static void check_table(const struct hc_regmap *map)
{
    uint32_t next = 0;

    for (unsigned i = 0; i < map->n; i++) {
        const struct hc_reg *reg = &map->reg[i];

        ck_assert_msg(reg->at >= next, "%s %s", map->name, reg->name);
        ck_assert_uint_eq((reg->rw & reg->w1c) | (reg->rw & reg->sc) |
                          (reg->rw & reg->rc), 0);
        ck_assert_uint_le(reg->rw | reg->w1c | reg->sc | reg->rc |
                          reg->reset, 0xff);
        next = reg->at + (reg->count ? reg->count : 1);
    }
    ck_assert_uint_le(next, 256);
}

START_TEST(register_tables_are_in_order_and_fit_a_byte)
{
    check_table(hc_tps65217.map);
    check_table(hc_tps65910.map);
}
END_TEST

START_TEST(tps65217_identifies_itself_as_c_revision_1_2)
{
    ck_assert_uint_eq(read_reg(0x24, 0x00), 0xe2);
    ck_assert_uint_eq(read_reg(0x24, 0x0a) & 0x08, 0x08);       /* AC power */
}
END_TEST

START_TEST(tps65217_voltages_are_what_a_beaglebone_needs)
{
    ck_assert_uint_eq(900 + 25 * read_reg(0x24, 0x0e), 1500);   /* DDR */
    ck_assert_uint_eq(900 + 25 * read_reg(0x24, 0x0f), 1100);   /* MPU */
    ck_assert_uint_eq(900 + 25 * read_reg(0x24, 0x10), 1100);   /* core */
    ck_assert_uint_eq(read_reg(0x24, 0x16) & 0x7f, 0x7f);
}
END_TEST

START_TEST(a_protected_register_ignores_a_plain_write)
{
    write_reg(0x24, 0x16, 0x00);

    ck_assert_uint_eq(read_reg(0x24, 0x16), 0x7f);
    ck_assert_uint_eq(fake_count(&fake, HC_EVENT_MISUSE_REG), 1);
}
END_TEST

START_TEST(level_1_opens_for_one_write_after_the_password)
{
    write_reg(0x24, 0x0b, 0x16 ^ 0x7d);
    write_reg(0x24, 0x16, 0x1f);
    ck_assert_uint_eq(read_reg(0x24, 0x16), 0x1f);

    write_reg(0x24, 0x16, 0x00);
    ck_assert_uint_eq(read_reg(0x24, 0x16), 0x1f);
}
END_TEST

START_TEST(level_2_wants_everything_twice)
{
    write_reg(0x24, 0x0b, 0x0f ^ 0x7d);
    write_reg(0x24, 0x0f, 0x0a);
    ck_assert_uint_eq(read_reg(0x24, 0x0f), 0x08);

    write_reg(0x24, 0x0b, 0x0f ^ 0x7d);
    write_reg(0x24, 0x0f, 0x0a);
    ck_assert_uint_eq(read_reg(0x24, 0x0f), 0x0a);
    ck_assert_uint_eq(fake_count(&fake, HC_EVENT_MISUSE_REG), 0);
}
END_TEST

START_TEST(the_password_of_one_register_does_not_open_another)
{
    write_reg(0x24, 0x0b, 0x0d ^ 0x7d);
    write_reg(0x24, 0x16, 0x00);

    ck_assert_uint_eq(read_reg(0x24, 0x16), 0x7f);
}
END_TEST

START_TEST(an_interrupted_level_2_write_starts_over)
{
    write_reg(0x24, 0x0b, 0x0f ^ 0x7d);
    write_reg(0x24, 0x0f, 0x0a);
    write_reg(0x24, 0x02, 0x70);                /* something in between */
    write_reg(0x24, 0x0b, 0x0f ^ 0x7d);
    write_reg(0x24, 0x0f, 0x0a);

    ck_assert_uint_eq(read_reg(0x24, 0x0f), 0x08);
}
END_TEST

START_TEST(interrupt_flags_clear_when_read_and_masks_stay)
{
    write_reg(0x24, 0x02, 0x77);
    pmic.reg[2] |= 0x04;                        /* somebody pressed it */

    ck_assert_uint_eq(read_reg(0x24, 0x02), 0xf4);
    ck_assert_uint_eq(read_reg(0x24, 0x02), 0xf0);
}
END_TEST

START_TEST(the_go_bit_acts_and_reads_back_zero)
{
    for (int i = 0; i < 2; i++) {
        write_reg(0x24, 0x0b, 0x11 ^ 0x7d);
        write_reg(0x24, 0x11, 0x86);
    }

    ck_assert_uint_eq(read_reg(0x24, 0x11), 0x06);
}
END_TEST

START_TEST(a_register_that_is_not_there_says_so)
{
    ck_assert_uint_eq(read_reg(0x24, 0x17), 0x00);
    write_reg(0x24, 0xff, 1);

    ck_assert_uint_eq(fake_count(&fake, HC_EVENT_UNMODELLED_REG), 2);
}
END_TEST

START_TEST(registers_are_read_in_a_row)
{
    hc_i2c_start(&bus, 0x2d, false);
    hc_i2c_send(&bus, 0x21);
    hc_i2c_start(&bus, 0x2d, true);

    ck_assert_uint_eq(hc_i2c_recv(&bus) & 3, 1);        /* VDD1 on */
    ck_assert_uint_eq(hc_i2c_recv(&bus), 0x2b);         /* 1.1 V */
    ck_assert_uint_eq(hc_i2c_recv(&bus), 0x2b);
}
END_TEST

START_TEST(tps65910_acknowledges_the_dummy_transfer_of_its_driver)
{
    ck_assert(hc_i2c_start(&bus, 0x2d, false));
    ck_assert(hc_i2c_send(&bus, 0));
    hc_i2c_stop(&bus);

    write_reg(0x2d, 0x3f, 0x00);                /* RTC_PWDN goes */
    ck_assert_uint_eq(read_reg(0x2d, 0x3f), 0x00);
}
END_TEST

START_TEST(tps65910_keeps_a_valid_date_and_owns_up_to_a_stopped_clock)
{
    ck_assert_uint_eq(read_reg(0x2d, 0x03), 0x01);
    ck_assert_uint_eq(read_reg(0x2d, 0x04), 0x01);

    write_reg(0x2d, 0x10, 0x01);
    ck_assert_uint_eq(fake_count(&fake, HC_EVENT_UNMODELLED_REG), 1);
}
END_TEST

static void read_eeprom(uint16_t at, void *bytes, size_t n)
{
    uint8_t *p = bytes;

    hc_i2c_start(&bus, 0x50, false);
    hc_i2c_send(&bus, (uint8_t)(at >> 8));
    hc_i2c_send(&bus, (uint8_t)at);
    hc_i2c_start(&bus, 0x50, true);
    for (size_t i = 0; i < n; i++) {
        p[i] = hc_i2c_recv(&bus);
    }
    hc_i2c_stop(&bus);
}

START_TEST(the_board_eeprom_starts_as_a_beaglebones)
{
    char bytes[32];

    hc_at24_set_board(&eeprom, "A335BNLT", "000C", "1837BBBG0622");
    read_eeprom(0, bytes, sizeof(bytes));

    ck_assert_mem_eq(bytes, "\xaa\x55\x33\xee" "A335BNLT" "000C"
                     "1837BBBG0622" "\xff\xff\xff\xff", 32);
}
END_TEST

START_TEST(short_board_fields_are_padded_and_long_ones_cut)
{
    char bytes[32];

    hc_at24_set_board(&eeprom, "A335X_SK and more", "1.2A", "");
    read_eeprom(0, bytes, sizeof(bytes));

    ck_assert_mem_eq(&bytes[4], "A335X_SK1.2A            ", 24);
}
END_TEST

START_TEST(a_page_write_wraps_within_64_bytes)
{
    uint8_t bytes[2];

    hc_i2c_start(&bus, 0x50, false);
    hc_i2c_send(&bus, 0x12);
    hc_i2c_send(&bus, 0x7f);                    /* last byte of a page */
    hc_i2c_send(&bus, 0xa1);
    hc_i2c_send(&bus, 0xa2);
    hc_i2c_stop(&bus);

    read_eeprom(0x127f, bytes, 2);
    ck_assert_uint_eq(bytes[0], 0xa1);
    ck_assert_uint_eq(bytes[1], 0xff);
    read_eeprom(0x1240, bytes, 1);
    ck_assert_uint_eq(bytes[0], 0xa2);
}
END_TEST

START_TEST(addresses_beyond_the_eeprom_wrap)
{
    uint8_t bytes[2];

    hc_at24_set_board(&eeprom, "A33515BB", "1.5A", "");
    read_eeprom(0xffff, bytes, 2);

    ck_assert_uint_eq(bytes[0], 0xff);
    ck_assert_uint_eq(bytes[1], 0xaa);
}
END_TEST

START_TEST(a_copy_of_the_state_is_the_same_part)
{
    static struct hc_i2c_regs fresh;
    size_t at = offsetof(struct hc_i2c_regs, reg);

    write_reg(0x24, 0x0b, 0x0f ^ 0x7d);
    write_reg(0x24, 0x0f, 0x0a);
    write_reg(0x24, 0x0b, 0x0f ^ 0x7d);         /* one write is missing */
    hc_i2c_regs_init(&fresh, &fake.host, &hc_tps65217, 0x24);
    memcpy((char *)&fresh + at, (char *)&pmic + at, sizeof(pmic) - at);
    bus.target[0] = hc_i2c_regs_target(&fresh);
    write_reg(0x24, 0x0f, 0x0a);

    ck_assert_uint_eq(read_reg(0x24, 0x0f), 0x0a);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("i2c-regs");
    TCase *tc = tcase_create("i2c-regs");
    SRunner *runner;
    int failed;

    tcase_add_checked_fixture(tc, setup, NULL);
    tcase_add_test(tc, register_tables_are_in_order_and_fit_a_byte);
    tcase_add_test(tc, tps65217_identifies_itself_as_c_revision_1_2);
    tcase_add_test(tc, tps65217_voltages_are_what_a_beaglebone_needs);
    tcase_add_test(tc, a_protected_register_ignores_a_plain_write);
    tcase_add_test(tc, level_1_opens_for_one_write_after_the_password);
    tcase_add_test(tc, level_2_wants_everything_twice);
    tcase_add_test(tc, the_password_of_one_register_does_not_open_another);
    tcase_add_test(tc, an_interrupted_level_2_write_starts_over);
    tcase_add_test(tc, interrupt_flags_clear_when_read_and_masks_stay);
    tcase_add_test(tc, the_go_bit_acts_and_reads_back_zero);
    tcase_add_test(tc, a_register_that_is_not_there_says_so);
    tcase_add_test(tc, registers_are_read_in_a_row);
    tcase_add_test(tc,
                   tps65910_acknowledges_the_dummy_transfer_of_its_driver);
    tcase_add_test(tc,
                   tps65910_keeps_a_valid_date_and_owns_up_to_a_stopped_clock);
    tcase_add_test(tc, the_board_eeprom_starts_as_a_beaglebones);
    tcase_add_test(tc, short_board_fields_are_padded_and_long_ones_cut);
    tcase_add_test(tc, a_page_write_wraps_within_64_bytes);
    tcase_add_test(tc, addresses_beyond_the_eeprom_wrap);
    tcase_add_test(tc, a_copy_of_the_state_is_the_same_part);
    suite_add_tcase(suite, tc);
    runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
