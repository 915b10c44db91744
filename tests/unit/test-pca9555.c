/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The expander as drivers/gpio/gpio-pca953x.c uses it. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "../../models/pca9555.h"
#include "fake.h"

#define INT 16

static struct fake fake;
static struct hc_pca9555 chip;
static struct hc_i2c_bus bus;

static void setup(void)
{
    struct hc_i2c_target target;

    fake_init(&fake, NULL, NULL);
    memset(&bus, 0, sizeof(bus));
    hc_pca9555_init(&chip, &fake.host, 0x20);
    target = hc_pca9555_target(&chip);
    hc_i2c_attach(&bus, &target);
    hc_pca9555_reset(&chip);
}

static uint16_t read_word(uint8_t command)
{
    uint16_t low, high;

    ck_assert(hc_i2c_start(&bus, 0x20, false));
    hc_i2c_send(&bus, command);
    hc_i2c_start(&bus, 0x20, true);
    low = hc_i2c_recv(&bus);
    high = hc_i2c_recv(&bus);
    hc_i2c_stop(&bus);
    return (uint16_t)(low | high << 8);
}

static uint8_t read_byte(uint8_t command)
{
    uint8_t byte;

    hc_i2c_start(&bus, 0x20, false);
    hc_i2c_send(&bus, command);
    hc_i2c_start(&bus, 0x20, true);
    byte = hc_i2c_recv(&bus);
    hc_i2c_stop(&bus);
    return byte;
}

static void write_word(uint8_t command, uint16_t value)
{
    hc_i2c_start(&bus, 0x20, false);
    hc_i2c_send(&bus, command);
    hc_i2c_send(&bus, (uint8_t)value);
    hc_i2c_send(&bus, (uint8_t)(value >> 8));
    hc_i2c_stop(&bus);
}

START_TEST(power_on_makes_every_pin_a_pulled_up_input)
{
    ck_assert_uint_eq(read_word(6), 0xffff);
    ck_assert_uint_eq(read_word(2), 0xffff);
    ck_assert_uint_eq(read_word(4), 0x0000);
    ck_assert_uint_eq(read_word(0), 0xffff);
    for (unsigned n = 0; n < 16; n++) {
        ck_assert(fake.line[n]);
    }
    ck_assert(!fake.line[INT]);
}
END_TEST

START_TEST(it_answers_at_its_address_only)
{
    ck_assert(!hc_i2c_start(&bus, 0x21, false));
    ck_assert(hc_i2c_start(&bus, 0x20, false));
}
END_TEST

START_TEST(a_pin_becomes_an_output_when_configured_and_not_before)
{
    write_word(2, 0xffdf);                      /* output latch: pin 5 low */
    ck_assert(fake.line[5]);

    write_word(6, 0xffdf);                      /* pin 5 drives */
    ck_assert(!fake.line[5]);
    ck_assert(fake.line[4] && fake.line[13]);

    write_word(6, 0xffff);
    ck_assert(fake.line[5]);
}
END_TEST

START_TEST(an_output_reads_back_what_it_drives)
{
    write_word(2, 0xfeff);
    write_word(6, 0xfeff);
    hc_pca9555_set_pin(&chip, 8, true);

    ck_assert_uint_eq(read_word(0), 0xfeff);
}
END_TEST

START_TEST(bytes_after_the_first_stay_within_the_pair)
{
    hc_i2c_start(&bus, 0x20, false);
    hc_i2c_send(&bus, 3);                       /* odd: then 2, then 3 */
    hc_i2c_send(&bus, 0x11);
    hc_i2c_send(&bus, 0x22);
    hc_i2c_send(&bus, 0x33);
    hc_i2c_stop(&bus);

    ck_assert_uint_eq(read_byte(3), 0x33);
    ck_assert_uint_eq(read_byte(2), 0x22);
    ck_assert_uint_eq(read_byte(4), 0x00);
}
END_TEST

START_TEST(a_changed_input_asserts_int_until_its_bank_is_read)
{
    hc_pca9555_set_pin(&chip, 11, false);
    ck_assert(fake.line[INT]);

    read_byte(0);                               /* the other bank */
    ck_assert(fake.line[INT]);
    ck_assert_uint_eq(read_byte(1), 0xf7);
    ck_assert(!fake.line[INT]);
}
END_TEST

START_TEST(an_input_that_comes_back_withdraws_its_interrupt)
{
    hc_pca9555_set_pin(&chip, 3, false);
    hc_pca9555_set_pin(&chip, 3, true);

    ck_assert(!fake.line[INT]);
    ck_assert_uint_eq(fake.edges[INT], 2);
}
END_TEST

START_TEST(outputs_do_not_interrupt)
{
    write_word(6, 0xfff7);
    hc_pca9555_set_pin(&chip, 3, false);
    ck_assert(!fake.line[INT]);

    write_word(6, 0xffff);                      /* the false interrupt that */
    ck_assert(fake.line[INT]);                  /* the data sheet warns of */
}
END_TEST

START_TEST(polarity_inverts_what_is_read_and_nothing_else)
{
    write_word(4, 0x0010);
    ck_assert_uint_eq(read_word(0), 0xffef);
    ck_assert(!fake.line[INT]);

    hc_pca9555_set_pin(&chip, 4, false);
    ck_assert_uint_eq(read_word(0), 0xffff);
    ck_assert_uint_eq(read_word(2), 0xffff);
}
END_TEST

START_TEST(input_registers_cannot_be_written)
{
    write_word(0, 0x0000);

    ck_assert_uint_eq(read_word(0), 0xffff);
}
END_TEST

START_TEST(a_strange_command_is_misuse_and_stays_in_range)
{
    write_word(0x86, 0xfffe);                   /* auto-increment of others */

    ck_assert_uint_eq(fake_count(&fake, HC_EVENT_MISUSE_REG), 1);
    ck_assert_uint_eq(read_word(6), 0xfffe);
}
END_TEST

START_TEST(reset_forgets_outputs_but_not_the_board)
{
    hc_pca9555_set_pin(&chip, 0, false);
    write_word(2, 0x0000);
    write_word(6, 0x00ff);
    ck_assert(!fake.line[9]);

    hc_pca9555_reset(&chip);

    ck_assert(fake.line[9]);
    ck_assert(!fake.line[INT]);
    ck_assert_uint_eq(read_word(0), 0xfffe);
}
END_TEST

START_TEST(a_pin_that_is_not_there_is_ignored)
{
    hc_pca9555_set_pin(&chip, 16, false);

    ck_assert_uint_eq(read_word(0), 0xffff);
}
END_TEST

START_TEST(a_copy_of_the_state_is_the_same_chip)
{
    static struct hc_pca9555 fresh;
    size_t at = offsetof(struct hc_pca9555, reg);

    write_word(6, 0xff00);
    write_word(2, 0xffa5);
    hc_pca9555_set_pin(&chip, 12, false);
    hc_pca9555_init(&fresh, &fake.host, 0x20);
    memcpy((char *)&fresh + at, (char *)&chip + at, sizeof(chip) - at);
    bus.target[0] = hc_pca9555_target(&fresh);

    ck_assert_uint_eq(read_word(0), 0xefa5);
    ck_assert(!fake.line[INT]);                 /* the read withdrew it */
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("pca9555");
    TCase *tc = tcase_create("pca9555");
    SRunner *runner;
    int failed;

    tcase_add_checked_fixture(tc, setup, NULL);
    tcase_add_test(tc, power_on_makes_every_pin_a_pulled_up_input);
    tcase_add_test(tc, it_answers_at_its_address_only);
    tcase_add_test(tc, a_pin_becomes_an_output_when_configured_and_not_before);
    tcase_add_test(tc, an_output_reads_back_what_it_drives);
    tcase_add_test(tc, bytes_after_the_first_stay_within_the_pair);
    tcase_add_test(tc, a_changed_input_asserts_int_until_its_bank_is_read);
    tcase_add_test(tc, an_input_that_comes_back_withdraws_its_interrupt);
    tcase_add_test(tc, outputs_do_not_interrupt);
    tcase_add_test(tc, polarity_inverts_what_is_read_and_nothing_else);
    tcase_add_test(tc, input_registers_cannot_be_written);
    tcase_add_test(tc, a_strange_command_is_misuse_and_stays_in_range);
    tcase_add_test(tc, reset_forgets_outputs_but_not_the_board);
    tcase_add_test(tc, a_pin_that_is_not_there_is_ignored);
    tcase_add_test(tc, a_copy_of_the_state_is_the_same_chip);
    suite_add_tcase(suite, tc);
    runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
