/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sfp-phy.h"

#include <string.h>

#include "reg.h"

/* guess: as models/phy.c has it for copper at a gigabit. */
#define COPPER_AN_NS (1500 * NS_PER_MS)
/* A forced link is there when the far end's idles are (IEEE 802.3 24.3.3). */
#define SYNC_NS (1 * NS_PER_MS)

#define BMCR_RESET      0x8000u
#define BMCR_SPEED_LSB  0x2000u
#define BMCR_AN         0x1000u
#define BMCR_POWER_DOWN 0x0800u
#define BMCR_RESTART    0x0200u
#define BMCR_FULL       0x0100u
#define BMCR_SPEED_MSB  0x0040u
#define BMSR_AN_DONE    0x0020u
#define BMSR_LINK       0x0004u
#define HWCFG_MODE      0x000fu

enum { COPPER = 0, FIBRE = 32 };
enum { BMCR = 0, BMSR = 1, ANAR = 4, ANLPAR = 5, ANER = 6, GTCR = 9,
       GTSR = 10, ESTATUS = 15, PHYSTAT = 17, INTSTAT = 19, PAGE = 22,
       HWCFG = 27 };

static void restart(struct hc_sfp_phy *phy);

/* The mode pins act at a reset, and what the PHY says it can do follows: in
 * 1000BASE-X there is no 10 and no 100 (netdev, "Marvell 88E1111 in Finisar
 * FCLF8522P2BTL"; marvell.c reads the abilities once). */
static void latch_mode(struct hc_sfp_phy *phy)
{
    bool sgmii;

    phy->mode = phy->reg[HWCFG] & HWCFG_MODE;
    sgmii = phy->mode == HC_88E1111_SGMII;
    phy->reg[BMSR] = sgmii ? 0x7949 : 0x0149;
    phy->reg[ESTATUS] = sgmii ? 0x3000 : 0xf000;
}

static void bmcr_was_written(void *model, uint32_t at, uint32_t value)
{
    struct hc_sfp_phy *phy = model;

    if (at != BMCR) {
        return;                 /* the fibre page's has no link of its own */
    }
    if (value & BMCR_RESET) {
        latch_mode(phy);
    }
    restart(phy);
}

/* A loss stays visible until one read has told it (IEEE 802.3
 * 22.2.4.2.13). */
static void bmsr_was_read(void *model, uint32_t at)
{
    struct hc_sfp_phy *phy = model;

    phy->lost = false;
    if (phy->up) {
        phy->reg[at] |= BMSR_LINK;
    }
}

/* Marvell 88E1111 data sheet and Linux, drivers/net/phy/marvell.c. Page 1
 * has its own 0..8, 15 and 17..19. */
static const struct hc_reg row[] = {
    { "BMCR", COPPER + BMCR, .reset = 0x1140, .rw = 0x7dc0, .sc = 0x8200,
      .was_written = bmcr_was_written },
    { "BMSR", COPPER + BMSR, .reset = 0x7949, .was_read = bmsr_was_read },
    { "PHYID1", COPPER + 2, .reset = 0x0141 },
    { "PHYID2", COPPER + 3, .reset = 0x0cc2 },
    { "ANAR", COPPER + ANAR, .reset = 0x01e1, .rw = 0xbfff },
    { "ANLPAR", COPPER + ANLPAR, .reset = 0 },
    { "ANER", COPPER + ANER, .reset = 0x0004, .rc = 0x0012 },
    { "ANNP", COPPER + 7, .reset = 0x2001, .rw = 0xb7ff },
    { "ANNPR", COPPER + 8, .reset = 0 },
    { "GTCR", COPPER + GTCR, .reset = 0x0300, .rw = 0xff00 },
    { "GTSR", COPPER + GTSR, .reset = 0, .rc = 0x00ff },
    /* No MMD access here. guess: reserved registers read 0. */
    { "RESERVED", COPPER + 11, .reset = 0, .count = 4, .stride = 1 },
    { "ESTATUS", COPPER + ESTATUS, .reset = 0x3000 },
    { "PSCR", COPPER + 16, .reset = 0x0068, .rw = 0xffff },
    { "PSSR", COPPER + PHYSTAT, .reset = 0 },
    { "IER", COPPER + 18, .reset = 0, .rw = 0xffff },
    { "ISR", COPPER + INTSTAT, .reset = 0, .rc = 0xffff },
    { "EPSCR", COPPER + 20, .reset = 0x0c68, .rw = 0xffff },
    { "RX_ERRORS", COPPER + 21, .reset = 0, .rc = 0xffff },
    { "PAGE", COPPER + PAGE, .reset = 0, .rw = 0x00ff },
    { "GSR", COPPER + 23, .reset = 0 },
    { "LED", COPPER + 24, .reset = 0x4100, .rw = 0xffff },
    { "LED_MANUAL", COPPER + 25, .reset = 0, .rw = 0xffff },
    { "EPSCR2", COPPER + 26, .reset = 0x000a, .rw = 0xffff },
    { "HWCFG", COPPER + HWCFG, .reset = 0x8000, .rw = 0xb60f },
    { "VCT", COPPER + 28, .reset = 0, .rw = 0x7fff, .unmodelled = true },
    { "CAL_ADDRESS", COPPER + 29, .reset = 0, .rw = 0x00ff },
    { "CAL_DATA", COPPER + 30, .reset = 0, .rw = 0xffff,
      .unmodelled = true },

    { "F_BMCR", FIBRE + BMCR, .reset = 0x1140, .rw = 0x7dc0, .sc = 0x8200,
      .was_written = bmcr_was_written },
    { "F_BMSR", FIBRE + BMSR, .reset = 0x0149 },
    { "F_PHYID1", FIBRE + 2, .reset = 0x0141 },
    { "F_PHYID2", FIBRE + 3, .reset = 0x0cc2 },
    { "F_ANAR", FIBRE + ANAR, .reset = 0x0060, .rw = 0xb1e0 },
    { "F_ANLPAR", FIBRE + ANLPAR, .reset = 0 },
    { "F_ANER", FIBRE + ANER, .reset = 0x0004 },
    { "F_ANNP", FIBRE + 7, .reset = 0x2001, .rw = 0xb7ff },
    { "F_ANNPR", FIBRE + 8, .reset = 0 },
    { "F_ESTATUS", FIBRE + ESTATUS, .reset = 0xc000 },
    { "F_PSSR", FIBRE + PHYSTAT, .reset = 0 },
    { "F_IER", FIBRE + 18, .reset = 0, .rw = 0xffff },
    { "F_ISR", FIBRE + INTSTAT, .reset = 0, .rc = 0xffff },
};

static struct hc_regmap map = {
    .name = "88e1111", .reg = row, .n = sizeof(row) / sizeof(row[0]),
};

static void power_on(struct hc_sfp_phy *phy)
{
    hc_regmap_reset(&map, phy->reg);
    phy->reg[HWCFG] |= phy->strap & HWCFG_MODE;
    latch_mode(phy);
    phy->low_next = phy->low_due = phy->want_register = false;
}

void hc_sfp_phy_init(struct hc_sfp_phy *phy, enum hc_sfp_phy_part part,
                     uint32_t strap, uint64_t boots_ns)
{
    memset(phy, 0, sizeof(*phy));
    hc_regmap_build(&map);
    phy->part = part;
    phy->strap = strap;
    phy->booted_at_ns = boots_ns;
    phy->due_ns = HC_NEVER;
    power_on(phy);
}

/* --- the two-wire port ------------------------------------------------- */

static uint32_t locate(const struct hc_sfp_phy *phy)
{
    bool paged = phy->at <= 8 || phy->at == ESTATUS ||
                 (phy->at >= PHYSTAT && phy->at <= INTSTAT);

    return phy->at + (paged && (phy->reg[PAGE] & 0xff) == 1 ? FIBRE : COPPER);
}

static uint16_t read_register(struct hc_sfp_phy *phy,
                              const struct hc_host *host)
{
    uint32_t value = 0;

    if (hc_reg_read(&map, phy->reg, phy, host, locate(phy), &value) !=
        HC_OK) {
        host->event(host->opaque, HC_EVENT_UNMODELLED_REG, phy->at, false);
    }
    return (uint16_t)value;
}

static void write_register(struct hc_sfp_phy *phy, const struct hc_host *host,
                           uint16_t value)
{
    if (hc_reg_write(&map, phy->reg, phy, host, locate(phy), value) !=
        HC_OK) {
        host->event(host->opaque, HC_EVENT_UNMODELLED_REG, phy->at, true);
    }
}

void hc_sfp_phy_start(struct hc_sfp_phy *phy, bool read)
{
    phy->want_register = !read;
}

/* guess: what a real 88E1111 makes of a stray byte; a half access is dropped
 * as soon as another register is named. */
static void name_register(struct hc_sfp_phy *phy, uint8_t at)
{
    if (phy->at != at) {
        phy->low_next = phy->low_due = false;
    }
    phy->at = at;
    phy->want_register = false;
}

void hc_sfp_phy_send(struct hc_sfp_phy *phy, const struct hc_host *host,
                     uint8_t byte)
{
    if (phy->want_register) {
        name_register(phy, byte & 0x1f);
    } else if (!phy->low_due) {
        phy->high = byte;
        phy->low_due = true;
    } else {
        phy->low_due = phy->low_next = false;
        write_register(phy, host, (uint16_t)(phy->high << 8 | byte));
    }
}

uint8_t hc_sfp_phy_recv(struct hc_sfp_phy *phy, const struct hc_host *host)
{
    phy->low_due = false;
    phy->low_next = !phy->low_next;
    if (phy->low_next) {
        phy->latch = read_register(phy, host);
        return (uint8_t)(phy->latch >> 8);
    }
    return (uint8_t)phy->latch;
}

/* --- the link ---------------------------------------------------------- */

/* IEEE 802.3 28.2.1.2 and table 40-3. */
static const struct { uint8_t at; uint16_t bit; uint32_t ability; } page[] = {
    { ANAR, 0x0020, HC_AN_10_HALF },  { ANAR, 0x0040, HC_AN_10_FULL },
    { ANAR, 0x0080, HC_AN_100_HALF }, { ANAR, 0x0100, HC_AN_100_FULL },
    { ANAR, 0x0400, HC_AN_PAUSE },    { ANAR, 0x0800, HC_AN_ASYM_PAUSE },
    { GTCR, 0x0100, HC_AN_1000_HALF }, { GTCR, 0x0200, HC_AN_1000_FULL },
};

static bool negotiates(const struct hc_sfp_phy *phy)
{
    return phy->reg[BMCR] & BMCR_AN;
}

static uint32_t own_ability(const struct hc_sfp_phy *phy)
{
    uint32_t ability = 0;

    for (unsigned i = 0; i < sizeof(page) / sizeof(page[0]); i++) {
        ability |= phy->reg[page[i].at] & page[i].bit ? page[i].ability : 0;
    }
    /* 1000BASE-X to copper has one speed. */
    if (phy->mode != HC_88E1111_SGMII) {
        ability &= ~(HC_AN_10_HALF | HC_AN_10_FULL | HC_AN_100_HALF |
                     HC_AN_100_FULL);
    }
    return ability;
}

static uint16_t forced_mbps(const struct hc_sfp_phy *phy)
{
    if (phy->mode != HC_88E1111_SGMII ||
        (phy->reg[BMCR] & BMCR_SPEED_MSB)) {
        return 1000;
    }
    return phy->reg[BMCR] & BMCR_SPEED_LSB ? 100 : 10;
}

static uint16_t partner_page(const struct hc_sfp_phy *phy)
{
    uint16_t word = 0x4001;     /* acknowledge, selector 802.3 */

    for (unsigned i = 0; i < sizeof(page) / sizeof(page[0]); i++) {
        if (page[i].at == ANAR && (phy->far.ability & page[i].ability)) {
            word |= page[i].bit;
        }
    }
    return word;
}

/* Register 17: 15:14 speed, 13 duplex, 12 page, 11 resolved, 10 link. */
static void show_link(struct hc_sfp_phy *phy)
{
    unsigned code = phy->mbps == 1000 ? 2 : phy->mbps == 100 ? 1 : 0;

    phy->reg[PHYSTAT] = code << 14 | phy->full << 13 | 0x0c00 |
                        (phy->an_done ? 0x1000 : 0);
    phy->reg[INTSTAT] |= 0x0400 | (phy->an_done ? 0x0800 : 0);
    phy->reg[BMSR] |= phy->lost ? 0 : BMSR_LINK;
    if (phy->an_done) {
        phy->reg[BMSR] |= BMSR_AN_DONE;
        phy->reg[ANLPAR] = partner_page(phy);
        phy->reg[ANER] |= 0x0003;
        phy->reg[GTSR] = 0x3000 |
            (phy->far.ability & HC_AN_1000_FULL ? 0x0800 : 0) |
            (phy->far.ability & HC_AN_1000_HALF ? 0x0400 : 0);
    }
}

static void restart(struct hc_sfp_phy *phy)
{
    phy->lost |= phy->up;
    phy->reg[INTSTAT] |= phy->up ? 0x0400 : 0;
    phy->up = phy->failed = phy->an_done = phy->full = false;
    phy->mbps = 0;
    phy->due_ns = HC_NEVER;
    phy->reg[BMSR] &= ~(BMSR_LINK | BMSR_AN_DONE);
    phy->reg[ANLPAR] = phy->reg[GTSR] = 0;
    phy->reg[ANER] &= ~0x0003u;
    phy->reg[PHYSTAT] = negotiates(phy) ? 0 : 0x0800;
}

/* What an attempt would end in; mbps 0: in nothing. */
static void resolve(const struct hc_sfp_phy *phy, const struct hc_signal *far,
                    uint16_t *ret_mbps, bool *ret_full)
{
    *ret_mbps = 0;
    *ret_full = false;
    if (!negotiates(phy)) {
        *ret_mbps = !far->mbps || far->mbps == forced_mbps(phy)
                        ? forced_mbps(phy) : 0;
        *ret_full = phy->reg[BMCR] & BMCR_FULL;
    } else if (far->an) {
        hc_an_resolve(own_ability(phy), far->ability, ret_mbps, ret_full);
    } else if ((far->mbps == 100 && own_ability(phy) & HC_AN_100_HALF) ||
               (far->mbps == 10 && own_ability(phy) & HC_AN_10_HALF)) {
        *ret_mbps = far->mbps;  /* parallel detection, 28.2.3.1 */
    }
}

static bool same_offer(const struct hc_signal *a, const struct hc_signal *b)
{
    return a->iface == b->iface && a->an == b->an &&
           a->ability == b->ability && (a->an || a->mbps == b->mbps);
}

static void finish(struct hc_sfp_phy *phy, const struct hc_host *host)
{
    phy->due_ns = HC_NEVER;
    resolve(phy, &phy->far, &phy->mbps, &phy->full);
    phy->up = phy->mbps;
    phy->failed = !phy->up;
    if (phy->failed) {
        host->event(host->opaque, HC_EVENT_AN_FAIL, own_ability(phy),
                    phy->far.ability);
        return;
    }
    phy->an_done = negotiates(phy) && phy->far.an;
    show_link(phy);
    host->event(host->opaque, HC_EVENT_LINK_UP, phy->mbps, phy->full);
}

static void set_on(struct hc_sfp_phy *phy, bool on)
{
    if (phy->on != on) {
        phy->on = on;
        restart(phy);
        power_on(phy);
        phy->lost = false;
    }
}

static uint32_t serdes_iface(const struct hc_sfp_phy *phy)
{
    /* guess: RollBall modules keep 10GBASE-R whatever the pairs run at. */
    if (phy->part == HC_SFP_PHY_ROLLBALL) {
        return HC_IFACE_10GBASER;
    }
    return phy->mode == HC_88E1111_SGMII ? HC_IFACE_SGMII
                                         : HC_IFACE_1000BASEX;
}

void hc_sfp_phy_step(struct hc_sfp_phy *phy, const struct hc_host *host,
                     bool on, const struct hc_signal *serdes,
                     const struct hc_signal *pairs)
{
    uint64_t now_ns = host->now_ns(host->opaque);
    bool was_up = phy->up;
    bool useful = pairs->lit && pairs->iface == HC_IFACE_MDI;

    set_on(phy, on);
    phy->host_lit = serdes->lit && serdes->iface == serdes_iface(phy);
    useful = useful && on && !(phy->reg[BMCR] & BMCR_POWER_DOWN);
    if (!useful || !same_offer(&phy->far, pairs)) {
        if (phy->up || phy->failed || phy->due_ns != HC_NEVER) {
            restart(phy);
        }
        phy->far = *pairs;
    }
    if (useful && !phy->up && !phy->failed && phy->due_ns == HC_NEVER) {
        phy->due_ns = now_ns + (negotiates(phy) ? COPPER_AN_NS : SYNC_NS);
    }
    if (phy->due_ns <= now_ns) {
        finish(phy, host);
    }
    if (was_up && !phy->up) {
        host->event(host->opaque, HC_EVENT_LINK_DOWN, 0, 0);
    }
}

struct hc_signal hc_sfp_phy_to_pairs(const struct hc_sfp_phy *phy)
{
    struct hc_signal signal = { .iface = HC_IFACE_OFF };

    if (!phy->on || (phy->reg[BMCR] & BMCR_POWER_DOWN)) {
        return signal;
    }
    signal.iface = HC_IFACE_MDI;
    signal.lit = true;
    signal.hears = phy->far.lit;
    signal.an = negotiates(phy);
    signal.ability = signal.an ? own_ability(phy) : 0;
    signal.ready = phy->up;
    signal.mbps = phy->up ? phy->mbps : signal.an ? 0 : forced_mbps(phy);
    signal.full = phy->up ? phy->full : phy->reg[BMCR] & BMCR_FULL;
    return signal;
}

/* In 1000BASE-X the exchange of pages with the host ends only when the pairs
 * have a link, so that pause crosses it. guess: that the host's pages are
 * left without an acknowledge until then. */
struct hc_signal hc_sfp_phy_to_serdes(const struct hc_sfp_phy *phy)
{
    struct hc_signal signal = { .iface = HC_IFACE_OFF };

    if (!phy->on) {
        return signal;
    }
    signal.iface = serdes_iface(phy);
    signal.lit = true;
    signal.ready = phy->up;
    signal.mbps = phy->up ? phy->mbps : 0;
    signal.full = phy->full;
    signal.an = phy->part == HC_SFP_PHY_88E1111 &&
                phy->mode != HC_88E1111_1000X_NO_AN;
    signal.hears = signal.an && phy->host_lit &&
                   (phy->up || signal.iface == HC_IFACE_SGMII);
    if (signal.iface == HC_IFACE_1000BASEX) {
        signal.ability = signal.an ? HC_AN_1000_FULL |
            (phy->far.ability & (HC_AN_PAUSE | HC_AN_ASYM_PAUSE)) : 0;
        signal.mbps = signal.an ? signal.mbps : 1000;
        signal.full = true;
    }
    return signal;
}

const char *hc_sfp_phy_part_name(const struct hc_sfp_phy *phy)
{
    static const char *const name[HC_SFP_PHY_COUNT] = {
        [HC_SFP_PHY_NONE] = "none",
        [HC_SFP_PHY_88E1111] = "88e1111",
        [HC_SFP_PHY_ROLLBALL] = "rollball",
    };

    return phy->part < HC_SFP_PHY_COUNT ? name[phy->part] : "?";
}

const char *hc_sfp_phy_link_name(const struct hc_sfp_phy *phy)
{
    return !phy->on ? "off"
           : phy->up ? "up"
           : phy->failed ? "failed"
           : phy->due_ns != HC_NEVER ? "negotiating" : "down";
}
