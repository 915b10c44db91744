/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Cages as the SoC sees them: an I2C expander with their contacts, its
 * interrupt at a GPIO, and the modules' EEPROMs on the cages' buses. */
#include "drive.h"
#include "probe.h"

#include <string.h>

#define EXPANDER 0x20
#define EEPROM   0x50

/* PCA9555 registers. */
enum { INPUT = 0, OUTPUT = 2, CONFIG = 6 };

/* Where the board's table has cage 0 and 1 on the expander. */
enum { LOS0 = 3, MOD_DEF0_0 = 4, TX_DISABLE0 = 5, TX_FAULT0 = 6,
       MOD_DEF0_1 = 11 };

/* SPRUH73 25.4; the expander's INT is at GPIO1 line 28. */
enum { IRQSTATUS = 0x2c, IRQSTATUS_SET = 0x34, DATAIN = 0x138,
       LEVELDETECT0 = 0x140 };
#define INT_PIN (1u << 28)
#define GPIO1_LINE 98
#define I2C0_LINE 70

#define MODULE_READY_NS 400000000u

static unsigned inputs(void)
{
    uint8_t port[2];

    ck_assert(i2c_read(I2C0, EXPANDER, INPUT, port, 2));
    return port[0] | (unsigned)port[1] << 8;
}

static void start(void)
{
    probe_start("two-cages");
    i2c_open(I2C0);
    i2c_open(I2C1);
}

START_TEST(the_expander_shows_two_empty_cages)
{
    start();

    ck_assert_uint_eq(inputs() & (1u << MOD_DEF0_0 | 1u << MOD_DEF0_1),
                      1u << MOD_DEF0_0 | 1u << MOD_DEF0_1);
    probe_stop();
}
END_TEST

START_TEST(a_chip_that_is_not_there_does_not_acknowledge)
{
    uint8_t byte;

    start();

    ck_assert(!i2c_read(I2C0, 0x21, 0, &byte, 1));
    ck_assert(!i2c_read(I2C1, EEPROM, 0, &byte, 1));
    ck_assert(i2c_read(I2C0, EXPANDER, INPUT, &byte, 1));
    probe_stop();
}
END_TEST

START_TEST(an_address_that_nobody_takes_interrupts_after_its_bits)
{
    start();
    intc_unmask(I2C0_LINE);

    ck_assert_int_eq(probe_irq(), -1);
    probe_write(I2C0 + 0xac, 0x21, 2);
    probe_write(I2C0 + 0x98, 1, 2);
    probe_write(I2C0 + 0xa4, 0x8403, 2);        /* read; nobody is there */
    ck_assert_int_eq(probe_irq(), -1);
    probe_step_ns(300000);

    ck_assert_int_eq(probe_irq(), I2C0_LINE);
    ck_assert_uint_eq(probe_read(I2C0 + 0x28, 2) & 2, 2);   /* NACK */
    probe_write(I2C0 + 0x28, 0x7fff, 2);
    ck_assert_int_eq(probe_irq(), -1);
    probe_stop();
}
END_TEST

/* SFF-8472: identifier 3 at 0, vendor name at 20. */
START_TEST(the_eeprom_of_a_module_tells_its_vendor)
{
    uint8_t head[3], vendor[16];

    start();
    probe_do("insert cage0 generic-1000base-sx");
    probe_step_ns(MODULE_READY_NS);

    ck_assert(i2c_read(I2C1, EEPROM, 0, head, 3));
    ck_assert(i2c_read(I2C1, EEPROM, 20, vendor, 16));
    ck_assert_uint_eq(head[0], 0x03);
    ck_assert_uint_eq(head[2], 0x07);           /* LC */
    ck_assert_mem_eq(vendor, "MikroTik        ", 16);
    probe_stop();
}
END_TEST

START_TEST(a_module_is_on_the_bus_of_its_own_cage)
{
    uint8_t byte = 0;

    start();
    i2c_open(I2C2);
    probe_do("insert cage1 generic-1000base-sx");
    probe_step_ns(MODULE_READY_NS);

    ck_assert(!i2c_read(I2C1, EEPROM, 0, &byte, 1));
    ck_assert(i2c_read(I2C2, EEPROM, 0, &byte, 1));
    ck_assert_uint_eq(byte, 0x03);
    probe_stop();
}
END_TEST

START_TEST(removal_makes_the_eeprom_mute)
{
    uint8_t byte;

    start();
    probe_do("insert cage0 generic-1000base-sx");
    probe_step_ns(MODULE_READY_NS);
    ck_assert(i2c_read(I2C1, EEPROM, 0, &byte, 1));

    probe_do("remove cage0");

    ck_assert(!i2c_read(I2C1, EEPROM, 0, &byte, 1));
    probe_stop();
}
END_TEST

/* Insertion pulls MOD-DEF0 low, the expander pulls INT low, and GPIO1 sees
 * the level; reading the expander's inputs lets go of INT. */
START_TEST(an_insertion_interrupts_through_the_expander_and_the_gpio)
{
    start();
    inputs();
    intc_unmask(GPIO1_LINE);
    wr(GPIO1 + LEVELDETECT0, INT_PIN);
    wr(GPIO1 + IRQSTATUS_SET, INT_PIN);
    ck_assert_uint_eq(rd(GPIO1 + DATAIN) & INT_PIN, INT_PIN);
    ck_assert_int_eq(probe_irq(), -1);

    probe_do("insert cage0 generic-1000base-sx");
    ck_assert_uint_eq(rd(GPIO1 + DATAIN) & INT_PIN, 0);
    ck_assert_int_eq(probe_irq(), GPIO1_LINE);

    ck_assert_uint_eq(inputs() & 1u << MOD_DEF0_0, 0);
    ck_assert_uint_eq(rd(GPIO1 + DATAIN) & INT_PIN, INT_PIN);
    wr(GPIO1 + IRQSTATUS, INT_PIN);
    ck_assert_int_eq(probe_irq(), -1);
    probe_stop();
}
END_TEST

/* TX_DISABLE has a pull-up in the module (SFF-8431, table 3): an input of
 * the expander leaves the laser off. */
START_TEST(tx_disable_reaches_the_laser)
{
    const uint8_t outputs = (uint8_t)~(1u << TX_DISABLE0);

    start();
    probe_do("insert cage0 generic-1000base-sx");
    probe_step_ns(MODULE_READY_NS);
    probe_expect("cage0.tx", "off");

    ck_assert(i2c_write(I2C0, EXPANDER, OUTPUT, &outputs, 1));
    ck_assert(i2c_write(I2C0, EXPANDER, CONFIG, &outputs, 1));
    probe_step_ns(MODULE_READY_NS);

    probe_expect("cage0.tx", "on");
    probe_stop();
}
END_TEST

START_TEST(a_fault_that_the_hand_forces_is_seen_at_its_pin)
{
    start();
    probe_do("insert cage0 generic-1000base-sx");
    probe_step_ns(MODULE_READY_NS);
    ck_assert_uint_eq(inputs() & 1u << TX_FAULT0, 0);

    probe_do("tx_fault cage0 high");

    ck_assert_uint_eq(inputs() & 1u << TX_FAULT0, 1u << TX_FAULT0);
    probe_stop();
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        the_expander_shows_two_empty_cages,
        a_chip_that_is_not_there_does_not_acknowledge,
        an_address_that_nobody_takes_interrupts_after_its_bits,
        the_eeprom_of_a_module_tells_its_vendor,
        a_module_is_on_the_bus_of_its_own_cage,
        removal_makes_the_eeprom_mute,
        an_insertion_interrupts_through_the_expander_and_the_gpio,
        tx_disable_reaches_the_laser,
        a_fault_that_the_hand_forces_is_seen_at_its_pin,
    };

    return probe_run("cage", tests, sizeof(tests) / sizeof(*tests));
}
