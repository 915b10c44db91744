/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The link of a PHY: what it shows its neighbours and when it comes up. */
#include "phy.h"

#include "phy-link.h"

/* Changes of both ends in a row before we stop following them. guess: two
 * PHYs need three. */
#define MAX_ROUNDS 8

/* guess: synchronisation without negotiation; the 100BASE-TX link monitor
 * (IEEE 802.3 24.3.3) takes up to 1 ms. */
#define SYNC_NS (1 * NS_PER_MS)

/* A 1000BASE-X end that hears no pages waits so long before it goes up
 * without them. guess: Marvell data sheets say "about 200 ms". */
#define BYPASS_NS (200 * NS_PER_MS)

/* What an attempt would end in. */
struct prospect {
    bool     hopeful;           /* it is worth the time */
    bool     paged;             /* by exchanging pages */
    bool     full;
    uint16_t mbps;              /* 0: nothing in common */
    uint64_t delay_ns;
};

const char *hc_phy_link_name(uint32_t link)
{
    static const char *const name[HC_PHY_LINK_COUNT] = {
        [HC_PHY_LINK_OFF] = "off",   [HC_PHY_LINK_WAIT] = "wait",
        [HC_PHY_LINK_TRY] = "try",   [HC_PHY_LINK_FAILED] = "failed",
        [HC_PHY_LINK_UP] = "up",
    };

    return link < HC_PHY_LINK_COUNT ? name[link] : "?";
}

const struct hc_signal *hc_phy_seen(const struct hc_phy *phy, unsigned medium)
{
    static const struct hc_signal nobody = { .iface = HC_IFACE_OFF };

    return phy->media[medium]
        ? hc_hop_seen(phy->media[medium], phy->media_side[medium]) : &nobody;
}

static struct prospect negotiated(const struct hc_phy *phy, unsigned medium,
                                  const struct hc_signal *far)
{
    const struct hc_phy_line *line = &phy->line[medium];
    struct prospect p = { .delay_ns = phy->an_ns[medium], .hopeful = true };

    if (line->iface == HC_IFACE_SGMII) {
        p.hopeful = far->ready && far->mbps;
        p.paged = far->an;
        p.mbps = far->mbps;
        p.full = far->full;
    } else if (far->an) {
        /* Without the acknowledge of a far end that sees our pages there is
         * no end to the exchange (IEEE 802.3 37.3.1.5). */
        p.hopeful = far->hears || line->iface == HC_IFACE_MDI;
        p.paged = true;
        hc_an_resolve(line->ability, far->ability, &p.mbps, &p.full);
    } else if (line->iface != HC_IFACE_MDI) {
        p.hopeful = phy->part->an_bypass && phy->part->an_bypass(phy);
        p.mbps = 1000;
        p.full = true;
        p.delay_ns = BYPASS_NS;
    } else {
        /* Parallel detection finds the speed, never the duplex, and knows
         * no gigabit (IEEE 802.3 28.2.3.1). */
        p.hopeful = (far->mbps == 10 && line->ability & HC_AN_10_HALF) ||
                    (far->mbps == 100 && line->ability & HC_AN_100_HALF);
        p.mbps = far->mbps;
    }
    return p;
}

/* Fibre sees light, and that is all it asks for; copper wants idles of its
 * own speed. */
static struct prospect forced(const struct hc_phy_line *line,
                              const struct hc_signal *far)
{
    struct prospect p = {
        .mbps = hc_phy_forced_mbps(line),
        .full = line->bmcr & HC_BMCR_FULL,
        .delay_ns = SYNC_NS,
    };

    p.hopeful = line->iface == HC_IFACE_1000BASEX ||
                line->iface == HC_IFACE_100BASEFX ||
                far->mbps == p.mbps || (!far->mbps && !far->an);
    return p;
}

static struct prospect look(const struct hc_phy *phy, unsigned medium,
                            const struct hc_signal *far)
{
    const struct hc_phy_line *line = &phy->line[medium];
    struct prospect nothing = { .hopeful = false };

    if (!far->lit || far->iface != line->iface) {
        return nothing;
    }
    return hc_phy_negotiates(line) ? negotiated(phy, medium, far)
                            : forced(line, far);
}

/* True if what the far end offers is what the attempt is about. */
static bool same_offer(const struct hc_signal *a, const struct hc_signal *b)
{
    if (a->lit != b->lit || a->iface != b->iface || a->an != b->an ||
        a->ability != b->ability) {
        return false;
    }
    return (a->an && a->iface != HC_IFACE_SGMII) ||
           (a->mbps == b->mbps && a->full == b->full);
}

static void update_status(struct hc_phy *phy, unsigned medium)
{
    if (phy->part->status) {
        phy->part->status(phy, medium);
    }
}

/* Leaves UP (or anything) for another state without a link. */
static void go_down(struct hc_phy *phy, unsigned medium, uint32_t link)
{
    struct hc_phy_line *line = &phy->line[medium];
    bool was_up = line->link == HC_PHY_LINK_UP;

    line->link = link;
    line->due_ns = HC_NEVER;
    line->mbps = 0;
    line->full = line->an_done = line->far_was_ready = false;
    hc_phy_hide_partner(phy, medium);
    update_status(phy, medium);
    if (was_up) {
        line->lost = true;
        phy->host->event(phy->host->opaque, HC_EVENT_LINK_DOWN, 0, 0);
        hc_phy_raise(phy, medium, HC_PHY_CAUSE_LINK_DOWN);
    }
}

static void go_up(struct hc_phy *phy, unsigned medium,
                  const struct prospect *p, bool negotiated)
{
    struct hc_phy_line *line = &phy->line[medium];
    uint32_t causes = HC_PHY_CAUSE_LINK_UP;

    line->link = HC_PHY_LINK_UP;
    line->due_ns = HC_NEVER;
    line->mbps = p->mbps;
    line->full = p->full;
    line->an_done = negotiated;
    causes |= line->mbps != line->last_mbps ? HC_PHY_CAUSE_SPEED : 0;
    causes |= line->full != line->last_full ? HC_PHY_CAUSE_DUPLEX : 0;
    line->last_mbps = line->mbps;
    line->last_full = line->full;
    if (negotiated) {
        hc_phy_show_partner(phy, medium, p->paged);
        causes |= HC_PHY_CAUSE_AN_DONE | (p->paged ? HC_PHY_CAUSE_PAGE : 0);
        causes |= line->far.ability & HC_AN_REMOTE_FAULT
                      ? HC_PHY_CAUSE_REMOTE_FAULT : 0;
        phy->host->event(phy->host->opaque, HC_EVENT_AN_DONE, p->mbps,
                         p->full);
    }
    if (!line->lost) {
        *hc_phy_mii(phy, medium, HC_MII_BMSR) |= HC_BMSR_LINK;
    }
    update_status(phy, medium);
    phy->host->event(phy->host->opaque, HC_EVENT_LINK_UP, p->mbps, p->full);
    hc_phy_raise(phy, medium, causes);
}

static void fail(struct hc_phy *phy, unsigned medium)
{
    struct hc_phy_line *line = &phy->line[medium];

    go_down(phy, medium, HC_PHY_LINK_FAILED);
    phy->host->event(phy->host->opaque, HC_EVENT_AN_FAIL, line->ability,
                     line->far.ability);
    hc_phy_raise(phy, medium, HC_PHY_CAUSE_AN_ERROR);
}

static void report_mismatch(struct hc_phy *phy, struct hc_phy_line *line,
                            const struct hc_signal *far)
{
    uint32_t foreign = far->lit && far->iface != line->iface ? far->iface
                                                             : HC_IFACE_OFF;

    if (line->mismatch != foreign) {
        line->mismatch = foreign;
        if (foreign != HC_IFACE_OFF) {
            phy->host->event(phy->host->opaque, HC_EVENT_MODE_MISMATCH,
                             line->iface, foreign);
        }
    }
}

static void sense_energy(struct hc_phy *phy, unsigned medium, bool energy)
{
    struct hc_phy_line *line = &phy->line[medium];

    if (line->energy != energy) {
        line->energy = energy;
        update_status(phy, medium);
        hc_phy_raise(phy, medium, energy ? HC_PHY_CAUSE_ENERGY : 0);
    }
}

/* True if the link or the attempt has lost its ground. */
static bool lost_ground(const struct hc_phy *phy, unsigned medium,
                        const struct hc_signal *far)
{
    struct hc_phy_line const *line = &phy->line[medium];

    if (!same_offer(far, &line->far) || !look(phy, medium, far).hopeful) {
        return true;
    }
    return line->link == HC_PHY_LINK_UP && line->far_was_ready &&
           !far->ready && far->an && hc_phy_negotiates(line);
}

static void try_or_finish(struct hc_phy *phy, unsigned medium,
                          const struct hc_signal *far)
{
    struct hc_phy_line *line = &phy->line[medium];
    uint64_t now_ns = phy->host->now_ns(phy->host->opaque);
    struct prospect p = look(phy, medium, far);

    if (line->link == HC_PHY_LINK_WAIT && p.hopeful) {
        line->link = HC_PHY_LINK_TRY;
        line->far = *far;
        line->due_ns = now_ns + p.delay_ns;
    }
    if (line->link == HC_PHY_LINK_TRY && now_ns >= line->due_ns) {
        if (p.mbps && phy->part->refuses &&
            phy->part->refuses(phy, medium, p.mbps)) {
            go_down(phy, medium, HC_PHY_LINK_WAIT);
            phy->again = true;
        } else if (p.mbps) {
            go_up(phy, medium, &p, hc_phy_negotiates(line));
        } else {
            fail(phy, medium);
        }
    }
}

/* 22.2.4.1.2: the medium is cut off and the MAC hears itself. */
static void step_loopback(struct hc_phy *phy, unsigned medium)
{
    struct hc_phy_line *line = &phy->line[medium];
    struct prospect self = {
        .mbps = hc_phy_bmcr_mbps(line->bmcr),
        .full = line->bmcr & HC_BMCR_FULL,
    };

    if (line->link != HC_PHY_LINK_UP) {
        go_up(phy, medium, &self, false);
    }
}

static void step(struct hc_phy *phy, unsigned medium)
{
    struct hc_phy_line *line = &phy->line[medium];
    const struct hc_signal *far = hc_phy_seen(phy, medium);

    if (line->iface == HC_IFACE_OFF) {
        if (line->link != HC_PHY_LINK_OFF) {
            go_down(phy, medium, HC_PHY_LINK_OFF);
        }
        sense_energy(phy, medium, false);
        return;
    }
    if (line->link == HC_PHY_LINK_OFF) {
        line->link = HC_PHY_LINK_WAIT;
    }
    sense_energy(phy, medium, far->lit);
    if (hc_phy_loops_back(line)) {
        step_loopback(phy, medium);
        return;
    }
    report_mismatch(phy, line, far);
    if (line->link != HC_PHY_LINK_WAIT && lost_ground(phy, medium, far)) {
        go_down(phy, medium, HC_PHY_LINK_WAIT);
    }
    try_or_finish(phy, medium, far);
    line->far_was_ready = line->link == HC_PHY_LINK_UP &&
                          (line->far_was_ready || far->ready);
}

static uint32_t iface_now(struct hc_phy *phy, unsigned medium)
{
    if (phy->held || phy->part->bank[medium] == HC_PHY_NOWHERE ||
        (phy->line[medium].bmcr & HC_BMCR_POWER_DOWN)) {
        return HC_IFACE_OFF;
    }
    return phy->part->iface(phy, medium);
}

void hc_phy_restart(struct hc_phy *phy, unsigned medium)
{
    struct hc_phy_line *line = &phy->line[medium];
    uint32_t iface;

    if (phy->part->bank[medium] == HC_PHY_NOWHERE) {
        return;
    }
    go_down(phy, medium, HC_PHY_LINK_OFF);
    line->bmcr = (uint16_t)*hc_phy_mii(phy, medium, HC_MII_BMCR);
    iface = iface_now(phy, medium);
    if (line->iface != iface && iface != HC_IFACE_OFF) {
        phy->host->event(phy->host->opaque, HC_EVENT_PHY_MEDIA, iface, 0);
    }
    line->iface = iface;
    line->mismatch = HC_IFACE_OFF;
    line->ability = hc_phy_own_ability(phy, medium);
    hc_phy_settle(phy);
}

void hc_phy_restart_all(struct hc_phy *phy)
{
    bool nested = phy->settling;

    phy->settling = true;
    for (unsigned m = 0; m < HC_PHY_MEDIA; m++) {
        hc_phy_restart(phy, m);
    }
    phy->settling = nested;
    hc_phy_settle(phy);
}

static void rearm(struct hc_phy *phy)
{
    uint64_t first = HC_NEVER;

    for (unsigned m = 0; m < HC_PHY_MEDIA; m++) {
        if (phy->line[m].link == HC_PHY_LINK_TRY &&
            phy->line[m].due_ns < first) {
            first = phy->line[m].due_ns;
        }
    }
    if (phy->wake_ns != first) {
        phy->wake_ns = first;
        phy->host->wake_at(phy->host->opaque, first);
    }
}

/* Our neighbours may answer at once from within hc_hop_present; such calls
 * only ask for another round. */
void hc_phy_settle(struct hc_phy *phy)
{
    if (phy->settling) {
        phy->again = true;
        return;
    }
    phy->settling = true;
    for (unsigned round = 0; round < MAX_ROUNDS; round++) {
        phy->again = false;
        for (unsigned m = 0; m < HC_PHY_MEDIA; m++) {
            if (phy->part->bank[m] != HC_PHY_NOWHERE) {
                if (phy->held) {
                    phy->line[m].iface = HC_IFACE_OFF;
                }
                step(phy, m);
                hc_phy_present_medium(phy, m);
            }
        }
        hc_phy_present_mac(phy);
        if (!phy->again) {
            break;
        }
    }
    phy->settling = phy->again = false;
    rearm(phy);
    hc_phy_update_pin(phy);
}

void hc_phy_wake(struct hc_phy *phy)
{
    phy->wake_ns = HC_NEVER;
    hc_phy_settle(phy);
}

