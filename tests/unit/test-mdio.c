/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The DaVinci MDIO controller, driven as drivers/net/ethernet/ti/
 * davinci_mdio.c does. Offsets and bits from SPRUH73, 14.5.10. */
#include <check.h>
#include <string.h>

#include "../../models/mdio.h"
#include "fake.h"
#include "run.h"

enum { VERSION = 0x00, CONTROL = 0x04, ALIVE = 0x08, LINK = 0x0c,
       LINKRAW = 0x10, LINKMASKED = 0x14, USERRAW = 0x20, USERMASKED = 0x24,
       USERSET = 0x28, USERCLR = 0x2c, ACCESS0 = 0x80, PHYSEL0 = 0x84,
       ACCESS1 = 0x88 };

static struct fake fake;
static struct hc_mdio mdio;
static uint16_t phy_reg[32];
static bool phy_silent;

static enum hc_status phy_read(void *opaque, unsigned reg, uint16_t *ret)
{
    *ret = ((uint16_t *)opaque)[reg];
    return phy_silent ? HC_NAK : HC_OK;
}

static enum hc_status phy_write(void *opaque, unsigned reg, uint16_t value)
{
    ((uint16_t *)opaque)[reg] = value;
    return phy_silent ? HC_NAK : HC_OK;
}

static uint32_t get(uint32_t at)
{
    return hc_mdio_block.read(&mdio, at, 4);
}

static void put(uint32_t at, uint32_t value)
{
    hc_mdio_block.write(&mdio, at, value, 4);
}

static void setup(void)
{
    const struct hc_mdio_target target = { phy_read, phy_write, phy_reg };

    fake_init(&fake, NULL, NULL);
    hc_mdio_block.init(&mdio, &fake.host);
    hc_mdio_attach(&mdio, 5, &target);
    hc_mdio_block.reset(&mdio);
    memset(phy_reg, 0, sizeof(phy_reg));
    phy_reg[2] = 0x0141;
    phy_silent = false;
    put(CONTROL, 0x4014009a);       /* enable, fault detection, divider */
}

static uint32_t transfer(uint32_t access)
{
    put(ACCESS0, 0x80000000 | access);
    return get(ACCESS0);
}

START_TEST(version_and_idle_after_reset)
{
    hc_mdio_block.reset(&mdio);

    ck_assert_uint_eq(get(VERSION), 0x00070106);
    ck_assert_uint_eq(get(CONTROL) & 0xc0000000, 0x80000000);
}
END_TEST

START_TEST(disabling_makes_it_idle)
{
    ck_assert_uint_eq(get(CONTROL) & 0x80000000, 0);

    put(CONTROL, get(CONTROL) & ~0x40000000u);

    ck_assert_uint_eq(get(CONTROL) & 0x80000000, 0x80000000);
}
END_TEST

START_TEST(a_read_returns_data_and_acknowledge_with_go_clear)
{
    ck_assert_uint_eq(transfer(2 << 21 | 5 << 16),
                      0x20000000 | 2 << 21 | 5 << 16 | 0x0141);
}
END_TEST

START_TEST(a_write_reaches_the_register)
{
    uint32_t left = transfer(0x40000000 | 4 << 21 | 5 << 16 | 0x01e1);

    ck_assert_uint_eq(phy_reg[4], 0x01e1);
    ck_assert_uint_eq(left & 0xc0000000, 0);
}
END_TEST

START_TEST(an_empty_address_reads_ones_without_acknowledge)
{
    ck_assert_uint_eq(transfer(2 << 21 | 6 << 16) & 0xe000ffff, 0xffff);
}
END_TEST

START_TEST(a_phy_in_reset_looks_like_an_empty_address)
{
    phy_silent = true;

    ck_assert_uint_eq(transfer(2 << 21 | 5 << 16) & 0xe000ffff, 0xffff);
    ck_assert_uint_eq(get(ALIVE), 0);
}
END_TEST

START_TEST(nothing_is_transferred_while_disabled)
{
    put(CONTROL, 0);
    put(ACCESS0, 0xc0000000 | 4 << 21 | 5 << 16 | 0x1234);

    ck_assert_uint_eq(phy_reg[4], 0);
    ck_assert_uint_eq(get(ACCESS0) & 0x80000000, 0);
    ck_assert_uint_eq(fake_count(&fake, HC_EVENT_MISUSE_REG), 1);
}
END_TEST

START_TEST(alive_shows_who_answers)
{
    ck_assert_uint_eq(get(ALIVE), 1u << 5);
}
END_TEST

START_TEST(each_channel_has_its_user_interrupt)
{
    put(USERSET, 2);
    transfer(5 << 16);
    ck_assert(!fake.line[HC_MDIO_IRQ_USER]);

    put(ACCESS1, 0x80000000 | 5 << 16);
    ck_assert(fake.line[HC_MDIO_IRQ_USER]);
    ck_assert_uint_eq(get(USERRAW), 3);
    ck_assert_uint_eq(get(USERMASKED), 2);

    put(USERMASKED, 2);
    ck_assert(!fake.line[HC_MDIO_IRQ_USER]);
    put(USERCLR, 2);
    ck_assert_uint_eq(get(USERSET), 0);
}
END_TEST

START_TEST(a_status_read_that_sees_link_raises_the_link_interrupt)
{
    put(PHYSEL0, 0x40 | 5);
    phy_reg[1] = 0x0004;
    transfer(1 << 21 | 5 << 16);

    ck_assert_uint_eq(get(LINK), 1u << 5);
    ck_assert(fake.line[HC_MDIO_IRQ_LINK]);
    put(LINKMASKED, 1);
    ck_assert(!fake.line[HC_MDIO_IRQ_LINK]);
    ck_assert_uint_eq(get(LINKRAW), 0);
}
END_TEST

START_TEST(unknown_offsets_read_zero_and_speak_up)
{
    put(0x38, 1);

    ck_assert_uint_eq(get(0xfc), 0);
    ck_assert_uint_eq(fake_count(&fake, HC_EVENT_UNMODELLED_REG), 2);
}
END_TEST

START_TEST(narrow_reads_take_their_lane)
{
    ck_assert_uint_eq(hc_mdio_block.read(&mdio, VERSION + 2, 2), 0x0007);
    ck_assert_uint_eq(hc_mdio_block.read(&mdio, VERSION, 1), 0x06);
}
END_TEST

START_TEST(state_restores_into_a_fresh_controller)
{
    static struct hc_mdio twin;

    put(USERSET, 1);
    transfer(5 << 16);
    hc_mdio_block.init(&twin, &fake.host);
    memcpy((char *)&twin + hc_mdio_block.state_at,
           (char *)&mdio + hc_mdio_block.state_at,
           hc_mdio_block.size - hc_mdio_block.state_at);
    hc_mdio_block.write(&twin, USERMASKED, 1, 4);

    ck_assert(!fake.line[HC_MDIO_IRQ_USER]);
    ck_assert_uint_eq(hc_mdio_block.read(&twin, USERSET, 4), 1);
}
END_TEST

int main(void)
{
    const TTest *const test[] = {
        version_and_idle_after_reset,
        disabling_makes_it_idle,
        a_read_returns_data_and_acknowledge_with_go_clear,
        a_write_reaches_the_register,
        an_empty_address_reads_ones_without_acknowledge,
        a_phy_in_reset_looks_like_an_empty_address,
        nothing_is_transferred_while_disabled,
        alive_shows_who_answers,
        each_channel_has_its_user_interrupt,
        a_status_read_that_sees_link_raises_the_link_interrupt,
        unknown_offsets_read_zero_and_speak_up,
        narrow_reads_take_their_lane,
        state_restores_into_a_fresh_controller,
    };

    return RUN_TESTS("mdio", setup, test);
}
