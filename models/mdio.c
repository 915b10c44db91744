/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "mdio.h"

#include <string.h>

#include "lane.h"

/* AM335x TRM (SPRUH73) 14.5.10; Linux: drivers/net/ethernet/ti/
 * davinci_mdio.c. A transfer takes no time here: GO is never seen set.
 *
 * The controller also polls all addresses by itself. We let ALIVE follow
 * the bus, but do not poll BMSR: it would eat the latches that drivers look
 * for. LINK changes when software reads register 1. */
enum {
    VERSION = 0x00, CONTROL = 0x04, ALIVE = 0x08, LINK = 0x0c,
    LINKINTRAW = 0x10, LINKINTMASKED = 0x14, USERINTRAW = 0x20,
    USERINTMASKED = 0x24, USERINTMASKSET = 0x28, USERINTMASKCLEAR = 0x2c,
    MANUAL_IF = 0x30, POLL = 0x34, USERACCESS0 = 0x80, USERPHYSEL0 = 0x84
};

#define CONTROL_IDLE    0x80000000u
#define CONTROL_ENABLE  0x40000000u

#define ACCESS_GO       0x80000000u
#define ACCESS_WRITE    0x40000000u
#define ACCESS_ACK      0x20000000u
#define ACCESS_REG(v)   ((v) >> 21 & 0x1f)
#define ACCESS_PHY(v)   ((v) >> 16 & 0x1f)

#define PHYSEL_INT      0x40u
#define PHYSEL_PHY      0x1fu

#define BMSR            1u
#define BMSR_LINK       0x0004u

static uint32_t *reg_at(struct hc_mdio *mdio, uint32_t at)
{
    return &mdio->reg[at >> 2];
}

static void drive(struct hc_mdio *mdio, unsigned line, bool level)
{
    if (mdio->line[line] != level) {
        mdio->line[line] = level;
        mdio->host->irq(mdio->host->opaque, line, level);
    }
}

static void update_lines(struct hc_mdio *mdio)
{
    uint32_t link = 0;

    for (unsigned n = 0; n < 2; n++) {
        if (*reg_at(mdio, USERPHYSEL0 + 8 * n) & PHYSEL_INT) {
            link |= *reg_at(mdio, LINKINTRAW) & 1u << n;
        }
    }
    *reg_at(mdio, LINKINTMASKED) = link;
    *reg_at(mdio, USERINTMASKED) =
        *reg_at(mdio, USERINTRAW) & *reg_at(mdio, USERINTMASKSET);
    drive(mdio, HC_MDIO_IRQ_LINK, link);
    drive(mdio, HC_MDIO_IRQ_USER, *reg_at(mdio, USERINTMASKED));
}

static void control_was_written(void *model, uint32_t at, uint32_t value)
{
    struct hc_mdio *mdio = model;
    uint32_t *control = reg_at(mdio, at);

    (void)value;
    *control &= ~CONTROL_IDLE;
    *control |= *control & CONTROL_ENABLE ? 0 : CONTROL_IDLE;
}

/* Who answers now, as the polling would have found out: the second half of
 * the identifier has no side effects on any PHY. */
static void alive_before_read(void *model, uint32_t at)
{
    struct hc_mdio *mdio = model;
    uint32_t alive = 0;
    uint16_t value;

    for (unsigned phy = 0; phy < HC_MDIO_ADDRESSES; phy++) {
        const struct hc_mdio_target *target = &mdio->target[phy];

        if (target->read && target->read(target->opaque, 3, &value) == HC_OK) {
            alive |= 1u << phy;
        }
    }
    if (*reg_at(mdio, CONTROL) & CONTROL_ENABLE) {
        *reg_at(mdio, at) = alive;
    }
}

static void set_link(struct hc_mdio *mdio, unsigned phy, bool up)
{
    uint32_t *link = reg_at(mdio, LINK);

    if ((*link >> phy & 1) == up) {
        return;
    }
    *link ^= 1u << phy;
    for (unsigned n = 0; n < 2; n++) {
        uint32_t sel = *reg_at(mdio, USERPHYSEL0 + 8 * n);

        if ((sel & PHYSEL_PHY) == phy) {
            *reg_at(mdio, LINKINTRAW) |= 1u << n;
        }
    }
}

static bool transfer(struct hc_mdio *mdio, uint32_t access,
                     uint16_t *ret_data)
{
    const struct hc_mdio_target *target = &mdio->target[ACCESS_PHY(access)];
    unsigned reg = ACCESS_REG(access);

    if (access & ACCESS_WRITE) {
        return target->write && target->write(target->opaque, reg,
                                              (uint16_t)access) == HC_OK;
    }
    if (!target->read || target->read(target->opaque, reg,
                                      ret_data) != HC_OK) {
        *ret_data = 0xffff;     /* the pull-up */
        return false;
    }
    if (reg == BMSR) {
        set_link(mdio, ACCESS_PHY(access), *ret_data & BMSR_LINK);
    }
    return true;
}

static void access_was_written(void *model, uint32_t at, uint32_t value)
{
    struct hc_mdio *mdio = model;
    uint16_t data = (uint16_t)value;
    bool ack;

    if (!(value & ACCESS_GO)) {
        return;
    }
    /* TRM: GO can be set only while the state machine is enabled. */
    if (!(*reg_at(mdio, CONTROL) & CONTROL_ENABLE)) {
        mdio->host->event(mdio->host->opaque, HC_EVENT_MISUSE_REG, at,
                          value);
        return;
    }
    ack = transfer(mdio, value, &data);
    *reg_at(mdio, at) = (value & 0x03ff0000u) | data |
                        (ack && !(value & ACCESS_WRITE) ? ACCESS_ACK : 0);
    *reg_at(mdio, USERINTRAW) |= at == USERACCESS0 ? 1 : 2;
    update_lines(mdio);
}

static void ints_were_written(void *model, uint32_t at, uint32_t value)
{
    struct hc_mdio *mdio = model;
    uint32_t *mask = reg_at(mdio, USERINTMASKSET);

    switch (at) {
    case LINKINTMASKED:
        *reg_at(mdio, LINKINTRAW) &= ~value;
        break;
    case USERINTMASKED:
        *reg_at(mdio, USERINTRAW) &= ~value;
        break;
    case USERINTMASKSET:
        *mask |= value & 3;
        break;
    case USERINTMASKCLEAR:
        *mask &= ~value;
        break;
    }
    *reg_at(mdio, USERINTMASKCLEAR) = *mask;
    update_lines(mdio);
}

static const struct hc_reg row[] = {
    { "VERSION", VERSION, .reset = 0x00070106 },
    { "CONTROL", CONTROL, .reset = 0x810000ff, .rw = 0x4017ffff,
      .w1c = 0x00080000, .was_written = control_was_written },
    { "ALIVE", ALIVE, .reset = 0, .w1c = 0xffffffff,
      .before_read = alive_before_read },
    { "LINK", LINK, .reset = 0 },
    { "LINKINTRAW", LINKINTRAW, .reset = 0, .w1c = 3,
      .was_written = ints_were_written },
    { "LINKINTMASKED", LINKINTMASKED, .reset = 0, .w1c = 3,
      .was_written = ints_were_written },
    { "USERINTRAW", USERINTRAW, .reset = 0, .w1c = 3,
      .was_written = ints_were_written },
    { "USERINTMASKED", USERINTMASKED, .reset = 0, .w1c = 3,
      .was_written = ints_were_written },
    { "USERINTMASKSET", USERINTMASKSET, .reset = 0, .sc = 3,
      .was_written = ints_were_written },
    { "USERINTMASKCLEAR", USERINTMASKCLEAR, .reset = 0, .sc = 3,
      .was_written = ints_were_written },
    /* Bit-banging by register came with the K3 parts. */
    { "MANUAL_IF", MANUAL_IF, .reset = 0, .rw = 7, .unmodelled = true },
    { "POLL", POLL, .reset = 0, .rw = 0xffffffff, .unmodelled = true },
    { "USERACCESS0", USERACCESS0, .reset = 0, .rw = 0x43ffffff,
      .sc = ACCESS_GO, .was_written = access_was_written },
    { "USERPHYSEL0", USERPHYSEL0, .reset = 0, .rw = 0xdf,
      .was_written = ints_were_written },
    { "USERACCESS1", USERACCESS0 + 8, .reset = 0, .rw = 0x43ffffff,
      .sc = ACCESS_GO, .was_written = access_was_written },
    { "USERPHYSEL1", USERPHYSEL0 + 8, .reset = 0, .rw = 0xdf,
      .was_written = ints_were_written },
};

struct hc_regmap hc_mdio_map = {
    .name = "mdio", .reg = row, .n = sizeof(row) / sizeof(row[0]),
    .shift = 2,
};

static void init(void *model, const struct hc_host *host)
{
    struct hc_mdio *mdio = model;

    memset(mdio, 0, sizeof(*mdio));
    hc_regmap_build(&hc_mdio_map);
    mdio->host = host;
    hc_regmap_reset(&hc_mdio_map, mdio->reg);
}

static void reset(void *model)
{
    struct hc_mdio *mdio = model;

    hc_regmap_reset(&hc_mdio_map, mdio->reg);
    update_lines(mdio);
}

static uint32_t read_word(void *model, uint32_t at, unsigned width)
{
    struct hc_mdio *mdio = model;

    return hc_lane_read(&hc_mdio_map, mdio->reg, mdio, mdio->host, at, width);
}

static void write_word(void *model, uint32_t at, uint32_t value,
                       unsigned width)
{
    struct hc_mdio *mdio = model;

    hc_lane_write(&hc_mdio_map, mdio->reg, mdio, mdio->host, at, value,
                  width);
}

void hc_mdio_attach(struct hc_mdio *mdio, unsigned address,
                    const struct hc_mdio_target *target)
{
    mdio->target[address % HC_MDIO_ADDRESSES] = *target;
}

const struct hc_block hc_mdio_block = {
    .name = "davinci-mdio",
    .size = sizeof(struct hc_mdio),
    .state_at = offsetof(struct hc_mdio, reg),
    .window = 0x100,
    .n_out = 2,
    .init = init,
    .reset = reset,
    .read = read_word,
    .write = write_word,
};
