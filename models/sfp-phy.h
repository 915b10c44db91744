/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The PHY inside an RJ45 module: its registers on the module's two-wire bus,
 * and its link between the copper pairs and the cage's SerDes.
 *
 * A Marvell 88E1111 answers Clause 22 accesses at an I2C address of its own
 * (drivers/net/mdio/mdio-i2c.c, i2c_mii_read_default_c22). A 10GBASE-T PHY
 * behind a RollBall bridge answers Clause 45 accesses through page 3 of A2h
 * (the same file, i2c_mii_read_rollball). */
#ifndef HC_SFP_PHY_H
#define HC_SFP_PHY_H

#include "hop.h"

enum hc_sfp_phy_part {
    HC_SFP_PHY_NONE,
    HC_SFP_PHY_88E1111,
    HC_SFP_PHY_ROLLBALL,
    HC_SFP_PHY_COUNT
};

/* Register 27, HWCFG_MODE[3:0] of the 88E1111. */
#define HC_88E1111_SGMII        0x4u
#define HC_88E1111_1000X        0x8u    /* 1000BASE-X, negotiates */
#define HC_88E1111_1000X_NO_AN  0xcu

#define HC_SFP_PHY_REGS 64      /* copper page, then fibre page */

/* Plain data, no pointers. */
struct hc_sfp_phy {
    uint32_t part;              /* enum hc_sfp_phy_part */
    uint32_t strap;             /* HWCFG_MODE pins */
    uint32_t mode;              /* HWCFG_MODE in force since the reset */
    uint32_t reg[HC_SFP_PHY_REGS];
    struct hc_signal far;       /* what the attempt or the link is about */
    uint64_t due_ns;            /* negotiation ends; HC_NEVER */
    uint64_t booted_at_ns;      /* RollBall: the inside answers */
    uint64_t done_at_ns;        /* RollBall: the command is carried out */
    uint16_t mbps;
    bool     full, up, failed, an_done, lost;
    bool     on;                /* powered and out of reset */
    bool     host_lit;          /* the SerDes hears its own coding */
    /* the two-wire port of an 88E1111 */
    uint8_t  at, high;
    uint16_t latch;
    bool     want_register, low_next, low_due;
    /* the bridge of a RollBall module: A2h page 3, 80h..85h */
    uint8_t  bridge[6];
    uint16_t value;
};

/* Power on. `boots_ns` is when a RollBall module's inside is there. */
void hc_sfp_phy_init(struct hc_sfp_phy *phy, enum hc_sfp_phy_part part,
                     uint32_t strap, uint64_t boots_ns);

/* Guest face of an 88E1111: START, one byte each way. A register is two
 * bytes, high first, in one transaction or in two (SMBus byte accesses). */
void hc_sfp_phy_start(struct hc_sfp_phy *phy, bool read);
void hc_sfp_phy_send(struct hc_sfp_phy *phy, const struct hc_host *host,
                     uint8_t byte);
uint8_t hc_sfp_phy_recv(struct hc_sfp_phy *phy, const struct hc_host *host);

/* Guest face of a RollBall bridge: bytes 80h..85h of page 3. */
uint8_t hc_sfp_bridge_read(struct hc_sfp_phy *phy, const struct hc_host *host,
                           uint8_t at);
void hc_sfp_bridge_write(struct hc_sfp_phy *phy, const struct hc_host *host,
                         uint8_t at, uint8_t value);

/* Follows the world: reset pin (TX_DISABLE) released or not, what the cage's
 * SerDes sends, what comes in on the pairs. */
void hc_sfp_phy_step(struct hc_sfp_phy *phy, const struct hc_host *host,
                     bool on, const struct hc_signal *serdes,
                     const struct hc_signal *pairs);

/* Its words for people: "none", "88e1111" or "rollball"; and what its link
 * is: "off" (in reset), "down", "negotiating", "failed" or "up". */
const char *hc_sfp_phy_part_name(const struct hc_sfp_phy *phy);
const char *hc_sfp_phy_link_name(const struct hc_sfp_phy *phy);

/* What it puts on the pairs, and on the SerDes. */
struct hc_signal hc_sfp_phy_to_pairs(const struct hc_sfp_phy *phy);
struct hc_signal hc_sfp_phy_to_serdes(const struct hc_sfp_phy *phy);

#endif
