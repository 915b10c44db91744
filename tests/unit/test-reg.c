/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Register tables: the rules of reg.c, then a walk over each table. */
#include <check.h>
#include <string.h>

#include "../../models/mdio.h"
#include "../../models/phy-part.h"
#include "fake.h"
#include "run.h"
#include "tables.h"

static unsigned acted;
static void act(void *model, uint32_t at, uint32_t value)
{
    (void)model;
    (void)at;
    acted = value;
}

static const struct hc_reg row[] = {
    { "STORED", 0x00, .reset = 0x12, .rw = 0xff },
    { "W1C", 0x04, .reset = 0xf0, .w1c = 0xf0 },
    { "COUNTER", 0x08, .reset = 0x7, .rc = 0xf },
    { "COMMAND", 0x0c, .sc = 0x8000, .was_written = act },
    { "BANK", 0x10, .reset = 5, .rw = 0xff, .count = 3, .stride = 8 },
    { "LATER", 0x40, .rw = 0xff, .unmodelled = true },
};
static struct hc_regmap map = {
    .name = "test", .reg = row, .n = sizeof(row) / sizeof(row[0]),
    .shift = 2,
};

static struct fake fake;
static uint32_t reg[32];

static void setup(void)
{
    fake_init(&fake, NULL, NULL);
    hc_regmap_build(&map);
    memset(reg, 0, sizeof(reg));
    hc_regmap_reset(&map, reg);
    acted = 0;
}

static uint32_t get(uint32_t at)
{
    uint32_t value = 0xdead;

    ck_assert_int_eq(hc_reg_read(&map, reg, NULL, &fake.host, at, &value),
                     HC_OK);
    return value;
}

static void put(uint32_t at, uint32_t value)
{
    ck_assert_int_eq(hc_reg_write(&map, reg, NULL, &fake.host, at, value),
                     HC_OK);
}

START_TEST(only_stored_bits_keep_what_is_written)
{
    put(0x00, 0xffffffff);

    ck_assert_uint_eq(get(0x00), 0xff);
}
END_TEST

START_TEST(writing_one_clears_and_writing_zero_leaves)
{
    put(0x04, 0x30);

    ck_assert_uint_eq(get(0x04), 0xc0);
}
END_TEST

START_TEST(a_read_clears_a_counter)
{
    ck_assert_uint_eq(get(0x08), 7);
    ck_assert_uint_eq(get(0x08), 0);
}
END_TEST

START_TEST(a_command_bit_acts_and_reads_zero)
{
    put(0x0c, 0x8001);

    ck_assert_uint_eq(acted, 0x8001);
    ck_assert_uint_eq(get(0x0c), 0);
}
END_TEST

START_TEST(a_row_of_many_covers_its_strides_and_not_the_gaps)
{
    uint32_t value;

    put(0x20, 9);

    ck_assert_uint_eq(get(0x10), 5);
    ck_assert_uint_eq(get(0x20), 9);
    ck_assert_int_eq(hc_reg_read(&map, reg, NULL, &fake.host, 0x14, &value),
                     HC_NO_REG);
    ck_assert_int_eq(hc_reg_write(&map, reg, NULL, &fake.host,
                                  0xfffffffc, 0), HC_NO_REG);
}
END_TEST

START_TEST(a_register_that_is_not_modelled_speaks_up)
{
    put(0x40, 1);
    get(0x40);

    ck_assert_uint_eq(fake_count(&fake, HC_EVENT_UNMODELLED_REG), 2);
}
END_TEST

START_TEST(every_table_is_sound)
{
    const struct hc_phy_part *const part[] = {
        &hc_phy_lan8710a, &hc_phy_ar8031, &hc_phy_88e1512, &hc_phy_vsc8572,
    };

    walk_table(&map, 32, 32);
    walk_table(&hc_mdio_map, 32, HC_MDIO_REGS);
    for (unsigned i = 0; i < 4; i++) {
        walk_table(part[i]->map, 16, HC_PHY_REGS);
    }
}
END_TEST

/* Interrupts, MMDs and media of a part point at registers that exist. */
START_TEST(every_reference_of_a_phy_leads_to_a_register)
{
    const struct hc_phy_part *const part[] = {
        &hc_phy_lan8710a, &hc_phy_ar8031, &hc_phy_88e1512, &hc_phy_vsc8572,
    };

    for (unsigned p = 0; p < 4; p++) {
        hc_regmap_build(part[p]->map);
        for (unsigned i = 0; i < part[p]->n_mmd; i++) {
            ck_assert_ptr_nonnull(hc_regmap_find(part[p]->map,
                                                 part[p]->mmd[i].at));
        }
        for (unsigned i = 0; i < part[p]->n_irq; i++) {
            const struct hc_reg *status =
                hc_regmap_find(part[p]->map, part[p]->irq[i].status_at);

            ck_assert_ptr_nonnull(status);
            ck_assert_uint_ne(status->rc & part[p]->irq[i].bit, 0);
        }
    }
}
END_TEST

int main(void)
{
    const TTest *const test[] = {
        only_stored_bits_keep_what_is_written,
        writing_one_clears_and_writing_zero_leaves,
        a_read_clears_a_counter,
        a_command_bit_acts_and_reads_zero,
        a_row_of_many_covers_its_strides_and_not_the_gaps,
        a_register_that_is_not_modelled_speaks_up,
        every_table_is_sound,
        every_reference_of_a_phy_leads_to_a_register,
    };

    return RUN_TESTS("reg", setup, test);
}
