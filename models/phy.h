/* SPDX-License-Identifier: GPL-2.0-or-later */
/* An Ethernet PHY: the Clause 22 registers and the link behind them. */
#ifndef HC_PHY_H
#define HC_PHY_H

#include "hop.h"

#define HC_PHY_REGS 512         /* registers of all pages and MMDs together */

/* The two media of a PHY; a part may have only the first. */
enum hc_phy_medium { HC_PHY_COPPER, HC_PHY_SERDES, HC_PHY_MEDIA };

/* Where the link of one medium is. */
enum hc_phy_link {
    HC_PHY_LINK_OFF,            /* not in use, reset or powered down */
    HC_PHY_LINK_WAIT,           /* nothing useful comes in */
    HC_PHY_LINK_TRY,            /* negotiating or synchronising */
    HC_PHY_LINK_FAILED,         /* negotiated, nothing in common */
    HC_PHY_LINK_UP,
    HC_PHY_LINK_COUNT
};

/* One medium and the attempt that runs on it. Plain data. */
struct hc_phy_line {
    uint64_t due_ns;            /* when TRY ends; HC_NEVER otherwise */
    struct hc_signal far;       /* what the attempt is about */
    uint32_t link;              /* enum hc_phy_link */
    uint32_t iface;             /* coding in use; HC_IFACE_OFF: none */
    uint32_t ability;           /* what the attempt offers */
    uint32_t mismatch;          /* foreign coding already reported */
    uint16_t bmcr;              /* control bits the attempt was made with */
    uint16_t mbps, last_mbps;
    bool     full, last_full;
    bool     an_done;
    bool     far_was_ready;     /* the far end had come up, too */
    bool     lost;              /* a loss that BMSR has not told yet */
    bool     energy;
};

struct hc_phy_part;
struct hc_vsc_package;

struct hc_phy {
    const struct hc_host *host;
    const struct hc_phy_part *part;
    struct hc_hop *mac;                 /* we are side 1 */
    struct hc_hop *media[HC_PHY_MEDIA]; /* or NULL */
    unsigned media_side[HC_PHY_MEDIA];  /* which end of it we are */
    struct hc_vsc_package *package;     /* parts that share registers */
    struct hc_host relay;               /* host with register names added */
    uint64_t an_ns[HC_PHY_MEDIA];       /* how long negotiation takes */
    uint32_t mac_iface;                 /* enum hc_iface */
    uint32_t strap;                     /* part's mode pins */
    uint8_t  address;                   /* MDIO address pins */
    uint8_t  number;                    /* port within the package */

    /* state, to the end */
    uint32_t reg[HC_PHY_REGS];
    struct hc_phy_line line[HC_PHY_MEDIA];
    uint64_t wake_ns;
    uint32_t label;             /* the register that is being used */
    uint16_t mmd_at[32];        /* address register of each MMD */
    uint16_t mode;              /* part's media mode, latched at reset */
    bool     held;              /* the reset pin is active */
    bool     interrupt;         /* the interrupt pin is asserted */
    bool     settling, again;   /* false between calls */
};

extern const struct hc_phy_part hc_phy_lan8710a;
extern const struct hc_phy_part hc_phy_ar8031;
extern const struct hc_phy_part hc_phy_88e1512;
extern const struct hc_phy_part hc_phy_vsc8572;

/* Mode pins of an AR8031 with a SerDes behind it (its MODE_CFG field). */
#define HC_AR8031_1000BASEX 0x2u

/* Clears everything and chooses the part; wire, set straps, then reset. */
void hc_phy_init(struct hc_phy *phy, const struct hc_phy_part *part,
                 const struct hc_host *host);

/* Puts the PHY at side 1 of the MAC's hop, which is coded as mac_iface, and
 * at side 0 of its media; a hop that the board lacks is NULL. */
void hc_phy_wire(struct hc_phy *phy, struct hc_hop *mac, uint32_t mac_iface,
                 struct hc_hop *mdi, struct hc_hop *serdes);

/* Wiring: another cable in the jack, of which we are side 0 or 1. The old one
 * is left dark, with nobody at its end. */
void hc_phy_plug_mdi(struct hc_phy *phy, struct hc_hop *mdi, unsigned side);

/* Mode pins, sampled at reset; the part's file tells their meaning. */
void hc_phy_set_strap(struct hc_phy *phy, uint32_t strap);

/* MDIO address pins, for parts that show them in a register. */
void hc_phy_set_address(struct hc_phy *phy, uint8_t address);

/* How long negotiation takes on a medium. */
void hc_phy_set_an_ns(struct hc_phy *phy, enum hc_phy_medium medium,
                      uint64_t an_ns);

/* Power on: samples the straps, sets all registers, starts the link. */
void hc_phy_reset(struct hc_phy *phy);

/* The glue calls this when host->wake_at has come due. */
void hc_phy_wake(struct hc_phy *phy);

/* Guest face: what an MDIO master can do, on the selected page. HC_NAK:
 * nobody answers (held in reset). */
enum hc_status hc_phy_read(struct hc_phy *phy, unsigned reg,
                           uint16_t *ret_value);
enum hc_status hc_phy_write(struct hc_phy *phy, unsigned reg, uint16_t value);

/* The reset pin; active also silences MDIO, release is a hardware reset. */
void hc_phy_set_reset_pin(struct hc_phy *phy, bool active);

/* Bench face: the medium in use is up, and how fast. */
bool hc_phy_link_is_up(const struct hc_phy *phy, uint16_t *ret_mbps,
                       bool *ret_full);

/* The word of a link state ("wait"). */
const char *hc_phy_link_name(uint32_t link);

#endif
