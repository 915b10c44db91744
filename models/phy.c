/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "phy.h"

#include <string.h>

#include "phy-part.h"

/* guess: what people see on copper at a gigabit; a scope settles it. */
#define COPPER_AN_NS (1500 * NS_PER_MS)
/* IEEE 802.3 37.3.1.4: the link timer is 10 ms and runs about three times. */
#define FIBRE_AN_NS (30 * NS_PER_MS)

/* Control bits whose change makes the link start again. */
#define BMCR_DISRUPTIVE (HC_BMCR_LOOPBACK | HC_BMCR_SPEED_LSB | HC_BMCR_AN | \
                         HC_BMCR_POWER_DOWN | HC_BMCR_FULL | \
                         HC_BMCR_SPEED_MSB)

/* Annex 22D: functions of the MMD access control register. */
#define MMD_FUNCTION(ctrl) ((ctrl) >> 14 & 3)
#define MMD_DEVICE(ctrl)   ((ctrl) & 0x1f)
enum { MMD_ADDRESS, MMD_DATA, MMD_DATA_INC, MMD_DATA_INC_WRITES };

/* Tells the name of the register, which a table offset would hide. */
static void relay_event(void *opaque, enum hc_event id, uint32_t a,
                        uint32_t b)
{
    struct hc_phy *phy = opaque;

    if (id == HC_EVENT_UNMODELLED_REG) {
        a = phy->label;
    }
    phy->host->event(phy->host->opaque, id, a, b);
}

void hc_phy_init(struct hc_phy *phy, const struct hc_phy_part *part,
                 const struct hc_host *host)
{
    memset(phy, 0, sizeof(*phy));
    hc_regmap_build(part->map);
    phy->part = part;
    phy->host = host;
    phy->relay = *host;
    phy->relay.event = relay_event;
    phy->relay.opaque = phy;
    phy->an_ns[HC_PHY_COPPER] = COPPER_AN_NS;
    phy->an_ns[HC_PHY_SERDES] = FIBRE_AN_NS;
    phy->wake_ns = HC_NEVER;
    hc_regmap_reset(part->map, phy->reg);
}

void hc_phy_set_strap(struct hc_phy *phy, uint32_t strap)
{
    phy->strap = strap;
}

void hc_phy_set_address(struct hc_phy *phy, uint8_t address)
{
    phy->address = address & 0x1f;
}

void hc_phy_set_an_ns(struct hc_phy *phy, enum hc_phy_medium medium,
                      uint64_t an_ns)
{
    phy->an_ns[medium] = an_ns;
}

static uint32_t *values(struct hc_phy *phy, uint16_t at)
{
    return phy->part->values ? phy->part->values(phy, at) : phy->reg;
}

enum hc_status hc_phy_reg_read(struct hc_phy *phy, uint16_t at,
                               uint32_t *ret_value)
{
    enum hc_status status = HC_NO_REG;

    if (at < HC_PHY_REGS) {
        status = hc_reg_read(phy->part->map, values(phy, at), phy,
                             &phy->relay, at, ret_value);
    }
    if (status == HC_NO_REG) {
        relay_event(phy, HC_EVENT_UNMODELLED_REG, at, false);
        *ret_value = 0;
    }
    return HC_OK;
}

enum hc_status hc_phy_reg_write(struct hc_phy *phy, uint16_t at,
                                uint32_t value)
{
    enum hc_status status = HC_NO_REG;

    if (at < HC_PHY_REGS) {
        status = hc_reg_write(phy->part->map, values(phy, at), phy,
                              &phy->relay, at, value);
    }
    if (status == HC_NO_REG) {
        relay_event(phy, HC_EVENT_UNMODELLED_REG, at, true);
    }
    return HC_OK;
}

static void set_label(struct hc_phy *phy, unsigned reg)
{
    uint32_t page = phy->part->page ? phy->part->page(phy) : 0;

    phy->label = page << 8 | reg;
}

enum hc_status hc_phy_read(struct hc_phy *phy, unsigned reg,
                           uint16_t *ret_value)
{
    uint32_t value;

    if (phy->held || reg > 31) {
        return HC_NAK;
    }
    set_label(phy, reg);
    hc_phy_reg_read(phy, phy->part->locate(phy, reg), &value);
    *ret_value = (uint16_t)value;
    return HC_OK;
}

enum hc_status hc_phy_write(struct hc_phy *phy, unsigned reg, uint16_t value)
{
    if (phy->held || reg > 31) {
        return HC_NAK;
    }
    if (phy->part->write && phy->part->write(phy, reg, value)) {
        return HC_OK;
    }
    set_label(phy, reg);
    return hc_phy_reg_write(phy, phy->part->locate(phy, reg), value);
}

void hc_phy_reset_bank(struct hc_phy *phy, uint16_t at, unsigned n,
                       uint32_t keep)
{
    for (unsigned i = 0; i < n; i++) {
        const struct hc_reg *row = hc_regmap_find(phy->part->map, at + i);

        if (row && !(keep >> i & 1)) {
            values(phy, (uint16_t)(at + i))[at + i] = row->reset;
        }
    }
}

void hc_phy_reset(struct hc_phy *phy)
{
    phy->settling = true;       /* one settlement, at the end */
    hc_phy_restart_all(phy);
    memset(phy->line, 0, sizeof(phy->line));
    memset(phy->mmd_at, 0, sizeof(phy->mmd_at));
    hc_regmap_reset(phy->part->map, phy->reg);
    phy->mode = 0;
    if (phy->part->strapped) {
        phy->part->strapped(phy);
    }
    phy->host->event(phy->host->opaque, HC_EVENT_PHY_RESET, 0, 0);
    phy->settling = false;
    hc_phy_restart_all(phy);
}

void hc_phy_set_reset_pin(struct hc_phy *phy, bool active)
{
    if (phy->held == active) {
        return;
    }
    phy->held = active;
    if (active) {
        hc_phy_settle(phy);
    } else {
        hc_phy_reset(phy);
    }
}

static unsigned medium_at(const struct hc_phy *phy, uint32_t at)
{
    return phy->part->bank[HC_PHY_SERDES] == (at & ~31u) ? HC_PHY_SERDES
                                                         : HC_PHY_COPPER;
}

void hc_phy_bmcr_was_written(void *model, uint32_t at, uint32_t value)
{
    struct hc_phy *phy = model;
    unsigned m = medium_at(phy, at);
    uint32_t changed;

    if (value & HC_BMCR_RESET) {
        if (phy->part->soft_reset) {
            phy->part->soft_reset(phy, m);
        }
        phy->host->event(phy->host->opaque, HC_EVENT_PHY_RESET, 0, 0);
        hc_phy_restart(phy, m);
        return;
    }
    changed = (phy->reg[at] ^ phy->line[m].bmcr) & BMCR_DISRUPTIVE;
    if (changed & HC_BMCR_POWER_DOWN) {
        phy->host->event(phy->host->opaque, HC_EVENT_PHY_POWER,
                         !(phy->reg[at] & HC_BMCR_POWER_DOWN), 0);
    }
    if (changed || (value & HC_BMCR_RESTART)) {
        hc_phy_restart(phy, m);
    } else {
        hc_phy_settle(phy);
    }
}

/* A loss stays visible until one read has reported it, a remote fault as
 * well (IEEE 802.3 22.2.4.2.11 and 22.2.4.2.13). */
void hc_phy_bmsr_was_read(void *model, uint32_t at)
{
    struct hc_phy *phy = model;
    struct hc_phy_line *line = &phy->line[medium_at(phy, at)];

    line->lost = false;
    if (line->link == HC_PHY_LINK_UP) {
        phy->reg[at] |= HC_BMSR_LINK;
    }
}

static bool pin_is_active(const struct hc_phy *phy)
{
    if (phy->held || (phy->part->pin_gate && !phy->part->pin_gate(phy))) {
        return false;
    }
    for (unsigned i = 0; i < phy->part->n_pins; i++) {
        const struct hc_phy_pin *pin = &phy->part->pin[i];

        if (phy->reg[pin->status_at] & phy->reg[pin->mask_at]) {
            return true;
        }
    }
    return false;
}

void hc_phy_update_pin(struct hc_phy *phy)
{
    bool active = pin_is_active(phy);

    if (phy->interrupt != active) {
        phy->interrupt = active;
        phy->host->irq(phy->host->opaque, 0, active);
        if (phy->part->pin_changed) {
            phy->part->pin_changed(phy);
        }
    }
}

void hc_phy_raise(struct hc_phy *phy, unsigned medium, uint32_t causes)
{
    for (unsigned i = 0; i < phy->part->n_irq; i++) {
        const struct hc_phy_irq *irq = &phy->part->irq[i];

        if (irq->medium == medium && (irq->causes & causes)) {
            phy->reg[irq->status_at] |= irq->bit;
        }
    }
    hc_phy_update_pin(phy);
}

void hc_phy_irq_was_read(void *model, uint32_t at)
{
    (void)at;
    hc_phy_update_pin(model);
}

void hc_phy_irq_was_written(void *model, uint32_t at, uint32_t value)
{
    (void)at;
    (void)value;
    hc_phy_update_pin(model);
}

static uint32_t mmd_ctrl(const struct hc_phy *phy, uint32_t data_at)
{
    return phy->reg[data_at - 1];       /* 13 is beside 14 */
}

/* The table offset of the register that 13/14 point at, or NOWHERE. */
static uint16_t mmd_locate(struct hc_phy *phy, unsigned device)
{
    uint32_t key = device << 16 | phy->mmd_at[device];

    phy->label = 0x80000000u | key;
    for (unsigned i = 0; i < phy->part->n_mmd; i++) {
        if (phy->part->mmd[i].key == key) {
            return phy->part->mmd[i].at;
        }
    }
    return HC_PHY_NOWHERE;
}

void hc_phy_mmd_before_read(void *model, uint32_t at)
{
    struct hc_phy *phy = model;
    uint32_t ctrl = mmd_ctrl(phy, at);
    unsigned device = MMD_DEVICE(ctrl);

    if (MMD_FUNCTION(ctrl) == MMD_ADDRESS) {
        phy->reg[at] = phy->mmd_at[device];
    } else {
        hc_phy_reg_read(phy, mmd_locate(phy, device), &phy->reg[at]);
    }
}

void hc_phy_mmd_was_read(void *model, uint32_t at)
{
    struct hc_phy *phy = model;
    uint32_t ctrl = mmd_ctrl(phy, at);

    if (MMD_FUNCTION(ctrl) == MMD_DATA_INC) {
        phy->mmd_at[MMD_DEVICE(ctrl)]++;
    }
}

void hc_phy_mmd_was_written(void *model, uint32_t at, uint32_t value)
{
    struct hc_phy *phy = model;
    uint32_t ctrl = mmd_ctrl(phy, at);
    unsigned device = MMD_DEVICE(ctrl);

    if (MMD_FUNCTION(ctrl) == MMD_ADDRESS) {
        phy->mmd_at[device] = (uint16_t)value;
        return;
    }
    hc_phy_reg_write(phy, mmd_locate(phy, device), value);
    if (MMD_FUNCTION(ctrl) != MMD_DATA) {
        phy->mmd_at[device]++;
    }
}
