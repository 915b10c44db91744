/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Boards as tables: what is soldered where. */
#ifndef HC_BOARD_H
#define HC_BOARD_H

#include <stdbool.h>
#include <stdint.h>

#include "../models/i2c-regs.h"
#include "../models/phy.h"
#include "../models/vsc85xx.h"

#define HC_BOARD_PORTS 2
#define HC_BOARD_CHIPS 2

/* Two-wire buses of a board: the SoC's, then one behind each port's PHY. */
#define HC_BOARD_SOC_BUSES  3
#define HC_BOARD_PHY_BUS(n) (HC_BOARD_SOC_BUSES + (n))
#define HC_BOARD_BUSES      HC_BOARD_PHY_BUS(HC_BOARD_PORTS)

/* A port of the SoC: its PHY, and a cage or a copper jack behind it. */
struct hc_board_port {
    const struct hc_phy_part *phy;      /* NULL: the port goes nowhere */
    uint8_t  address;                   /* on MDIO */
    uint32_t mac_iface;                 /* of the PHY: enum hc_iface */
    bool     cage;
    uint32_t strap;                     /* mode pins of the PHY */
    /* with a cage: its bus and its lines of the expander */
    uint8_t  bus, los, mod_def0, tx_disable, tx_fault;
};

/* A register chip on I2C0. */
struct hc_board_chip {
    const struct hc_i2c_part *part;
    uint8_t address;
};

struct hc_board {
    const char *name;
    struct hc_board_port port[HC_BOARD_PORTS];
    struct hc_board_chip chip[HC_BOARD_CHIPS];
    const char *eeprom;                 /* board name in its EEPROM; NULL */
    uint8_t expander;                   /* address on I2C0; 0: none */
    bool bridged;       /* RGMII-to-SGMII bridges between MACs and PHYs */
    bool phy_irq;       /* the PHYs' shared interrupt reaches the SoC */
    bool load_save;     /* and the SoC drives the pin that latches clocks */
};

/* Expander interrupt: GPIO1 line 28, active low. */
#define HC_BOARD_EXPANDER_GPIO 28
/* PHY interrupt: GPIO1 line 27, active low; 29 has a regulator. */
#define HC_BOARD_PHY_GPIO 27
/* LOAD_SAVE of the PHYs' clocks, driven by GPIO1 line 26. */
#define HC_BOARD_LOAD_SAVE_GPIO 26

/* A bridge takes RGMII, and phy-gmii-sel refuses to choose it when the tree
 * says sgmii: the boot loader has done it (RGMII on both, without the SoC's
 * own delays; SPRUH73 9.3.1.31, as U-Boot's board/ti/am335x does). */
#define HC_BOARD_BRIDGED_GMII_SEL 0x3a

/* The board of that name, or NULL. */
const struct hc_board *hc_board_by_name(const char *name);

/* Names of all boards with blanks between, for messages. */
extern const char hc_board_names[];

#endif
