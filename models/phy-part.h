/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What makes one PHY differ from another; for phy.c, phy-link.c and the
 * files of the parts. */
#ifndef HC_PHY_PART_H
#define HC_PHY_PART_H

#include "phy.h"
#include "reg.h"

/* IEEE 802.3 table 22-6. */
enum {
    HC_MII_BMCR, HC_MII_BMSR, HC_MII_ID1, HC_MII_ID2, HC_MII_ANAR,
    HC_MII_ANLPAR, HC_MII_ANER, HC_MII_ANNP, HC_MII_ANNPR, HC_MII_GTCR,
    HC_MII_GTSR, HC_MII_MMDCTRL = 13, HC_MII_MMDDATA, HC_MII_ESTATUS
};

#define HC_BMCR_RESET       0x8000u
#define HC_BMCR_LOOPBACK    0x4000u
#define HC_BMCR_SPEED_LSB   0x2000u
#define HC_BMCR_AN          0x1000u
#define HC_BMCR_POWER_DOWN  0x0800u
#define HC_BMCR_ISOLATE     0x0400u
#define HC_BMCR_RESTART     0x0200u
#define HC_BMCR_FULL        0x0100u
#define HC_BMCR_SPEED_MSB   0x0040u

#define HC_BMSR_AN_DONE     0x0020u
#define HC_BMSR_REMOTE_FAULT 0x0010u
#define HC_BMSR_LINK        0x0004u

#define HC_ANER_PAGE        0x0002u
#define HC_ANER_LP_ABLE     0x0001u

/* What can raise an interrupt, before a part gives it a bit. */
#define HC_PHY_CAUSE_LINK_UP      0x0001u
#define HC_PHY_CAUSE_LINK_DOWN    0x0002u
#define HC_PHY_CAUSE_LINK         0x0003u
#define HC_PHY_CAUSE_SPEED        0x0004u
#define HC_PHY_CAUSE_DUPLEX       0x0008u
#define HC_PHY_CAUSE_AN_DONE      0x0010u
#define HC_PHY_CAUSE_AN_ERROR     0x0020u
#define HC_PHY_CAUSE_PAGE         0x0040u
#define HC_PHY_CAUSE_ENERGY       0x0080u
#define HC_PHY_CAUSE_REMOTE_FAULT 0x0100u
#define HC_PHY_CAUSE_WOL          0x0200u

#define HC_PHY_NOWHERE 0xffffu

/* A cause on a medium sets a bit of a status register. */
struct hc_phy_irq {
    uint8_t  medium;
    uint32_t causes;
    uint16_t status_at, bit;
};

/* The pin is active while a status bit is set in its mask, too. */
struct hc_phy_pin {
    uint16_t status_at, mask_at;
};

/* A register behind the indirection of 13/14: MMD << 16 | address. */
struct hc_phy_far {
    uint32_t key;
    uint16_t at;
};

struct hc_vsc_part;

/* Hooks may be NULL where not told otherwise. */
struct hc_phy_part {
    const char *name;
    const struct hc_vsc_part *vsc;      /* family data of a VSC85xx */
    struct hc_regmap *map;              /* all pages, 32 offsets each */
    uint16_t bank[HC_PHY_MEDIA];        /* offset of BMCR; or NOWHERE */
    const struct hc_phy_far *mmd;
    unsigned n_mmd;
    const struct hc_phy_irq *irq;
    unsigned n_irq;
    const struct hc_phy_pin *pin;
    unsigned n_pins;
    uint32_t speeds;                    /* HC_AN_* that copper can do */
    bool     multiport;                 /* prefers to be clock master */

    /* The table offset of a register on the selected page. Required. */
    uint16_t (*locate)(const struct hc_phy *phy, unsigned reg);
    /* The selected page, for people who read events. */
    uint32_t (*page)(const struct hc_phy *phy);
    /* Where the value of an offset is kept, if not in phy->reg. */
    uint32_t *(*values)(struct hc_phy *phy, uint16_t at);
    /* Reset values that depend on pins. */
    void     (*strapped)(struct hc_phy *phy);
    /* Bit 15 of BMCR of a medium, before its link starts again. */
    void     (*soft_reset)(struct hc_phy *phy, unsigned medium);
    /* The coding of a medium now; OFF if it is not in use. Required. */
    uint32_t (*iface)(const struct hc_phy *phy, unsigned medium);
    /* The medium that carries frames when both have a link. */
    unsigned (*active)(const struct hc_phy *phy);
    /* Brings vendor status registers up to date with phy->line. */
    void     (*status)(struct hc_phy *phy, unsigned medium);
    /* True: the mode that was negotiated does not come up, try again. */
    bool     (*refuses)(struct hc_phy *phy, unsigned medium, uint16_t mbps);
    /* 1000BASE-X goes up although the far end sends no pages. */
    bool     (*an_bypass)(const struct hc_phy *phy);
    /* Gates the interrupt pin. */
    bool     (*pin_gate)(const struct hc_phy *phy);
    /* The interrupt pin has moved. */
    void     (*pin_changed)(struct hc_phy *phy);
    /* True: this write was dealt with elsewhere (broadcast). */
    bool     (*write)(struct hc_phy *phy, unsigned reg, uint16_t value);
    /* True: the part passes this frame on itself, or drops it. */
    bool     (*from_mac)(struct hc_phy *phy, unsigned medium,
                         const uint8_t *frame, size_t len);
    bool     (*from_medium)(struct hc_phy *phy, unsigned medium,
                            const uint8_t *frame, size_t len);
};

/* Register hooks for the tables of the parts. */
void hc_phy_bmcr_was_written(void *model, uint32_t at, uint32_t value);
void hc_phy_bmsr_was_read(void *model, uint32_t at);
void hc_phy_irq_was_read(void *model, uint32_t at);
void hc_phy_irq_was_written(void *model, uint32_t at, uint32_t value);
void hc_phy_mmd_before_read(void *model, uint32_t at);
void hc_phy_mmd_was_read(void *model, uint32_t at);
void hc_phy_mmd_was_written(void *model, uint32_t at, uint32_t value);

/* Reads or writes the register at a table offset with its side effects. */
enum hc_status hc_phy_reg_read(struct hc_phy *phy, uint16_t at,
                               uint32_t *ret_value);
enum hc_status hc_phy_reg_write(struct hc_phy *phy, uint16_t at,
                                uint32_t value);

/* Sets registers at..at+n to their reset values, except those of `keep`
 * (bit 0: the register at `at`). */
void hc_phy_reset_bank(struct hc_phy *phy, uint16_t at, unsigned n,
                       uint32_t keep);

/* Sets the status bits of some causes and the pin. */
void hc_phy_raise(struct hc_phy *phy, unsigned medium, uint32_t causes);

/* Brings the interrupt pin up to date. */
void hc_phy_update_pin(struct hc_phy *phy);

/* Drops the link of a medium, if any, and starts it again from its
 * registers. */
void hc_phy_restart(struct hc_phy *phy, unsigned medium);

/* The same for all media at once: none sees the other half changed. */
void hc_phy_restart_all(struct hc_phy *phy);

/* Brings links, hops, wake-up and pin up to date with the world. */
void hc_phy_settle(struct hc_phy *phy);

/* What a medium brings in; darkness where the board has no wire. */
const struct hc_signal *hc_phy_seen(const struct hc_phy *phy,
                                    unsigned medium);

/* Passes a frame on to the MAC, unless isolated, or to a medium. */
void hc_phy_to_mac(struct hc_phy *phy, const uint8_t *frame, size_t len);
void hc_phy_to_medium(struct hc_phy *phy, unsigned medium,
                      const uint8_t *frame, size_t len);

/* Speed as BMCR codes it; speed as status registers do (0, 1, 2). */
uint16_t hc_phy_bmcr_mbps(uint32_t bmcr);
unsigned hc_phy_speed_code(uint16_t mbps);

#endif
