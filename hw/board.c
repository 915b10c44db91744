/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "qemu/osdep.h"
#include "board.h"

const char hc_board_names[] =
    "two-cages ar8031-cages vsc8572-cages evmsk boneblack vsc8572 "
    "vsc8584 vsc8584-cages";

static const struct hc_board boards[] = {
    {
        /* The starter kit with 88E1512s for its AR8031s, each with an SFP
         * cage; the cages' contacts hang on an I2C expander. */
        .name = "two-cages",
        .port = {
            { &hc_phy_88e1512, 0, HC_IFACE_RGMII, true, 0,
              1, 3, 4, 5, 6 },
            { &hc_phy_88e1512, 1, HC_IFACE_RGMII, true, 0,
              2, 10, 11, 13, 12 },
        },
        .chip = { { &hc_tps65910, 0x2d } },
        .eeprom = "A335X_SK",
        .expander = 0x20,
    }, {
        /* The same cages behind the kit's own AR8031s, whose mode pins are
         * strapped for 1000BASE-X instead of copper. */
        .name = "ar8031-cages",
        .port = {
            { &hc_phy_ar8031, 0, HC_IFACE_RGMII, true, HC_AR8031_1000BASEX,
              1, 3, 4, 5, 6 },
            { &hc_phy_ar8031, 1, HC_IFACE_RGMII, true, HC_AR8031_1000BASEX,
              2, 10, 11, 13, 12 },
        },
        .chip = { { &hc_tps65910, 0x2d } },
        .eeprom = "A335X_SK",
        .expander = 0x20,
    }, {
        /* The same cages behind a VSC8572, on the PHY's own two-wire
         * master. */
        .name = "vsc8572-cages",
        .port = {
            { &hc_phy_vsc8572, 0, HC_IFACE_RGMII, true, 0,
              HC_BOARD_PHY_BUS(0), 3, 4, 5, 6 },
            { &hc_phy_vsc8572, 1, HC_IFACE_RGMII, true, 0,
              HC_BOARD_PHY_BUS(1), 10, 11, 13, 12 },
        },
        .chip = { { &hc_tps65910, 0x2d } },
        .eeprom = "A335X_SK",
        .expander = 0x20,
    }, {
        /* TI AM335x starter kit (am335x-evmsk.dts). */
        .name = "evmsk",
        .port = {
            { &hc_phy_ar8031, 0, HC_IFACE_RGMII },
            { &hc_phy_ar8031, 1, HC_IFACE_RGMII },
        },
        .chip = { { &hc_tps65910, 0x2d } },
        .eeprom = "A335X_SK",
    }, {
        /* BeagleBone Black (am335x-boneblack.dts): one port. */
        .name = "boneblack",
        .port = { { &hc_phy_lan8710a, 0, HC_IFACE_MII } },
        .chip = { { &hc_tps65217, 0x24 } },
        .eeprom = "A335BNLT",
    }, {
        /* The starter kit with a VSC8572 for its AR8031s, copper jacks. */
        .name = "vsc8572",
        .port = {
            { &hc_phy_vsc8572, 0, HC_IFACE_RGMII },
            { &hc_phy_vsc8572, 1, HC_IFACE_RGMII },
        },
        .chip = { { &hc_tps65910, 0x2d } },
        .eeprom = "A335X_SK",
    }, {
        /* A VSC8584 takes SGMII only (vsc8584_config_host_serdes), so each
         * port has a bridge chip in front of it. Copper jacks. */
        .name = "vsc8584",
        .port = {
            { &hc_phy_vsc8584, 0, HC_IFACE_SGMII },
            { &hc_phy_vsc8584, 1, HC_IFACE_SGMII },
        },
        .chip = { { &hc_tps65910, 0x2d } },
        .eeprom = "A335X_SK",
        .bridged = true,
        .phy_irq = true,
        .load_save = true,
    }, {
        /* The same with cages on the PHY's own two-wire master. */
        .name = "vsc8584-cages",
        .port = {
            { &hc_phy_vsc8584, 0, HC_IFACE_SGMII, true, 0,
              HC_BOARD_PHY_BUS(0), 3, 4, 5, 6 },
            { &hc_phy_vsc8584, 1, HC_IFACE_SGMII, true, 0,
              HC_BOARD_PHY_BUS(1), 10, 11, 13, 12 },
        },
        .chip = { { &hc_tps65910, 0x2d } },
        .eeprom = "A335X_SK",
        .expander = 0x20,
        .bridged = true,
        .phy_irq = true,
        .load_save = true,
    },
};

const struct hc_board *hc_board_by_name(const char *name)
{
    for (unsigned i = 0; i < ARRAY_SIZE(boards); i++) {
        if (g_str_equal(boards[i].name, name)) {
            return &boards[i];
        }
    }
    return NULL;
}
