/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cage.h"

#include <string.h>

/* Timing of SFF-8472 table 8-7 (as INF-8074i before it); a module may be
 * faster, ours takes the longest that is allowed. SFF-8431 table 8 lets
 * t_on be 2 ms; we follow the older number. */
#define T_ON_NS    (1 * NS_PER_MS)      /* TX_DISABLE low to light */
#define T_OFF_NS   (10 * NS_PER_US)     /* TX_DISABLE high to dark */
#define T_RESET_NS (10 * NS_PER_US)     /* TX_DISABLE pulse that resets */
#define T_LOS_NS   (100 * NS_PER_US)    /* t_los_on and t_los_off */

static const struct hc_signal dark = { .iface = HC_IFACE_OFF };

static uint64_t now(const struct hc_cage *cage)
{
    return cage->host->now_ns(cage->host->opaque);
}

static void tell(const struct hc_cage *cage, enum hc_event id, uint32_t a,
                 uint32_t b)
{
    cage->host->event(cage->host->opaque, id, a, b);
}

/* --- the transmitter --------------------------------------------------- */

/* TX_DISABLE has a pull-up in the module: open means disabled. */
static bool tx_disable_contact(const struct hc_cage *cage)
{
    if (cage->force_tx_disable != HC_CAGE_AUTO) {
        return cage->force_tx_disable == HC_CAGE_FORCE_HIGH;
    }
    return cage->tx_disable || !cage->contact;
}

static bool is_disabled(const struct hc_cage *cage)
{
    return !cage->sfp.data.ignores_tx_disable &&
           (tx_disable_contact(cage) || hc_sfp_soft_tx_disable(&cage->sfp));
}

static bool tx_wanted(const struct hc_cage *cage)
{
    return hc_sfp_is_modelled(&cage->sfp) && cage->contact &&
           !cage->fault && !cage->disabled;
}

/* A fault stays until TX_DISABLE has been high for t_reset and falls. */
static void follow_tx_disable(struct hc_cage *cage)
{
    bool disabled = cage->sfp.inserted && is_disabled(cage);

    if (disabled == cage->disabled) {
        return;
    }
    cage->disabled = disabled;
    if (disabled) {
        cage->disabled_at_ns = now(cage);
    } else if (now(cage) - cage->disabled_at_ns >= T_RESET_NS) {
        cage->fault = false;
    }
}

static void schedule_tx(struct hc_cage *cage)
{
    bool wanted = tx_wanted(cage);

    if (!cage->sfp.inserted || cage->sfp.data.ignores_tx_disable) {
        cage->tx_on = wanted;
    }
    if (cage->tx_on == wanted) {
        cage->tx_at_ns = HC_NEVER;
    } else if (cage->tx_at_ns == HC_NEVER) {
        cage->tx_at_ns = now(cage) + (wanted ? T_ON_NS : T_OFF_NS);
    }
}

/* --- the two hops ------------------------------------------------------ */

static bool passes(const struct hc_cage *cage, uint32_t iface)
{
    return iface < HC_IFACE_COUNT && (cage->sfp.data.passes >> iface & 1);
}

/* What goes through in a direction (0: out, 1: in), or dark. A coding that
 * the module is not made for is reported once. */
static const struct hc_signal *through(struct hc_cage *cage, unsigned way,
                                       bool open, const struct hc_signal *in)
{
    bool lit = open && in->lit;

    if (lit && passes(cage, in->iface)) {
        cage->mismatch[way] = HC_IFACE_OFF;
        return in;
    }
    if (lit && cage->mismatch[way] != in->iface) {
        cage->mismatch[way] = in->iface;
        tell(cage, HC_EVENT_MODE_MISMATCH, cage->sfp.data.carries,
             in->iface);
    }
    return &dark;
}

static bool has_phy(const struct hc_cage *cage)
{
    return cage->sfp.data.kind == HC_SFP_RJ45 &&
           hc_sfp_is_modelled(&cage->sfp);
}

static bool rx_open(const struct hc_cage *cage)
{
    return hc_sfp_is_modelled(&cage->sfp) && cage->contact &&
           cage->medium && (!has_phy(cage) || cage->sfp.phy.up);
}

/* LOS of a copper module tells that the pairs have no link. */
static bool rx_lit(const struct hc_cage *cage)
{
    if (has_phy(cage)) {
        return cage->sfp.phy.up;
    }
    return hc_sfp_is_modelled(&cage->sfp) && cage->medium &&
           hc_hop_seen(cage->medium, cage->medium_side)->lit;
}

/* --- a PHY in the module ----------------------------------------------- */

/* TX_DISABLE holds it in reset (Finisar application note AN-2036). */
static void follow_phy(struct hc_cage *cage)
{
    hc_sfp_phy_step(&cage->sfp.phy, cage->host,
                    cage->tx_on && cage->contact,
                    hc_hop_seen(cage->serdes, 1),
                    cage->medium
                        ? hc_hop_seen(cage->medium, cage->medium_side)
                        : &dark);
}

static void report_foreign(struct hc_cage *cage, uint32_t ours)
{
    const struct hc_signal *seen = hc_hop_seen(cage->serdes, 1);
    uint32_t foreign = seen->lit && ours != HC_IFACE_OFF &&
                       seen->iface != ours ? seen->iface : HC_IFACE_OFF;

    if (foreign != HC_IFACE_OFF && cage->mismatch[0] != foreign) {
        tell(cage, HC_EVENT_MODE_MISMATCH, ours, foreign);
    }
    cage->mismatch[0] = foreign;
}

/* Whoever is presented something may answer at once, so the PHY looks again
 * between the two. */
static void pass_phy(struct hc_cage *cage)
{
    struct hc_signal signal;

    follow_phy(cage);
    signal = hc_sfp_phy_to_pairs(&cage->sfp.phy);
    if (cage->medium) {
        hc_hop_present(cage->medium, cage->medium_side, &signal);
    }
    follow_phy(cage);
    signal = hc_sfp_phy_to_serdes(&cage->sfp.phy);
    report_foreign(cage, signal.iface);
    hc_hop_present(cage->serdes, 1, &signal);
}

static void pass_signals(struct hc_cage *cage)
{
    const struct hc_signal *seen = &dark;

    if (has_phy(cage)) {
        pass_phy(cage);
        return;
    }
    if (cage->medium) {
        hc_hop_present(cage->medium, cage->medium_side,
                       through(cage, 0, cage->tx_on && cage->contact,
                               hc_hop_seen(cage->serdes, 1)));
    }
    if (cage->medium) {
        seen = hc_hop_seen(cage->medium, cage->medium_side);
    }
    hc_hop_present(cage->serdes, 1,
                   through(cage, 1, rx_open(cage), seen));
}

/* What the detector will say once it has made up its mind. */
static bool is_loss(const struct hc_cage *cage)
{
    return !rx_lit(cage) || hc_sfp_is_weak(&cage->sfp, cage->loss);
}

static void schedule_los(struct hc_cage *cage)
{
    bool loss = is_loss(cage);

    if (cage->loss == loss) {
        cage->los_at_ns = HC_NEVER;
    } else if (cage->los_at_ns == HC_NEVER) {
        cage->los_at_ns = now(cage) + T_LOS_NS;
    }
}

/* --- the contacts ------------------------------------------------------ */

static bool driven(uint32_t pin, bool condition)
{
    switch (pin) {
    case HC_SFP_PIN_LOW:
        return false;
    case HC_SFP_PIN_HIGH:
        return true;
    case HC_SFP_PIN_INVERTED:
        return !condition;
    default:
        return condition;
    }
}

static bool line_level(const struct hc_cage *cage, unsigned line)
{
    const struct hc_sfp_data *data = &cage->sfp.data;

    bool in = cage->sfp.inserted && cage->contact;

    if (cage->force[line] != HC_CAGE_AUTO &&
        (in || line == HC_CAGE_MOD_DEF0)) {
        return cage->force[line] == HC_CAGE_FORCE_HIGH;
    }
    if (!in) {
        return true;
    }
    switch (line) {
    case HC_CAGE_TX_FAULT:
        return driven(data->tx_fault_pin, cage->fault);
    case HC_CAGE_LOS:
        return driven(data->los_pin, cage->loss);
    default:
        return false;
    }
}

static void drive(struct hc_cage *cage, bool all)
{
    static const enum hc_event event[HC_CAGE_LINES] = {
        [HC_CAGE_MOD_DEF0] = HC_EVENT_MOD_DEF0,
        [HC_CAGE_TX_FAULT] = HC_EVENT_TX_FAULT,
        [HC_CAGE_LOS] = HC_EVENT_LOS,
    };

    for (unsigned line = 0; line < HC_CAGE_LINES; line++) {
        bool level = line_level(cage, line);
        bool change = level != cage->level[line];

        cage->level[line] = level;
        if (change || all) {
            cage->host->irq(cage->host->opaque, line, level);
        }
        if (change && (cage->sfp.inserted || line == HC_CAGE_MOD_DEF0)) {
            tell(cage, event[line], level, 0);
        }
    }
}

static void show_module_its_world(struct hc_cage *cage)
{
    cage->sfp.bus_contact = cage->contact && !cage->halfway;
    cage->sfp.world = (struct hc_sfp_world){
        .tx_disable = tx_disable_contact(cage),
        .rs0 = cage->rs0, .rs1 = cage->rs1,
        .tx_fault = cage->level[HC_CAGE_TX_FAULT],
        .los = cage->level[HC_CAGE_LOS],
        .tx_lit = cage->tx_on, .rx_lit = rx_lit(cage),
    };
}

/* --- time -------------------------------------------------------------- */

static void arm(struct hc_cage *cage)
{
    const uint64_t at_ns[] = { cage->bounce_at_ns, cage->ready_at_ns,
                               cage->tx_at_ns, cage->los_at_ns,
                               hc_sfp_weak_changes_ns(&cage->sfp,
                                                      cage->loss),
                               has_phy(cage) ? cage->sfp.phy.due_ns
                                             : HC_NEVER };
    uint64_t first = HC_NEVER;

    for (unsigned i = 0; i < sizeof(at_ns) / sizeof(at_ns[0]); i++) {
        first = at_ns[i] < first ? at_ns[i] : first;
    }
    cage->host->wake_at(cage->host->opaque, first);
}

/* The world or the time has changed: everything follows from here. */
static void update(struct hc_cage *cage)
{
    follow_tx_disable(cage);
    schedule_tx(cage);
    pass_signals(cage);
    schedule_los(cage);
    drive(cage, false);
    show_module_its_world(cage);
    arm(cage);
}

static bool due(uint64_t *at_ns, uint64_t now_ns)
{
    if (*at_ns > now_ns) {
        return false;
    }
    *at_ns = HC_NEVER;
    return true;
}

static void bounce_once(struct hc_cage *cage)
{
    uint64_t at_ns = cage->bounce_at_ns;

    cage->contact = !cage->contact;
    cage->bounce_edges--;
    cage->bounce_at_ns = cage->bounce_edges ? at_ns + cage->bounce_step_ns
                                            : HC_NEVER;
}

void hc_cage_wake(struct hc_cage *cage)
{
    uint64_t now_ns = now(cage);

    if (cage->bounce_at_ns <= now_ns) {
        bounce_once(cage);
    }
    if (due(&cage->ready_at_ns, now_ns)) {
        tell(cage, HC_EVENT_MODULE_READY,
             (uint32_t)(cage->sfp.data.ready_after_ns / NS_PER_MS), 0);
    }
    if (due(&cage->tx_at_ns, now_ns)) {
        cage->tx_on = tx_wanted(cage);
    }
    if (due(&cage->los_at_ns, now_ns)) {
        cage->loss = is_loss(cage);
    }
    update(cage);
}

/* --- wiring ------------------------------------------------------------ */

static void signal_changed(void *owner, const struct hc_signal *far)
{
    (void)far;
    update(owner);
}

static void soft_control_changed(void *owner)
{
    update(owner);
}

static void drop(const struct hc_cage *cage, size_t len,
                 enum hc_reason reason)
{
    tell(cage, HC_EVENT_FRAME_DROP, (uint32_t)len, reason);
}

static void frame_from_phy(void *owner, const uint8_t *frame, size_t len)
{
    struct hc_cage *cage = owner;

    if (!cage->medium) {
        drop(cage, len, HC_REASON_CUT);
    } else if (!cage->tx_on || !cage->contact) {
        drop(cage, len, HC_REASON_DISABLED);
    } else if (has_phy(cage) && !cage->sfp.phy.up) {
        drop(cage, len, HC_REASON_NO_LINK);
    } else {
        hc_hop_send(cage->medium, cage->medium_side, frame, len);
    }
}

/* What leaves the board: bits that a collision hurt, and that there are
 * any. */
static bool tx_open(const struct hc_cage *cage)
{
    return cage->medium && cage->tx_on && cage->contact &&
           !(has_phy(cage) && !cage->sfp.phy.up);
}

static void damaged_from_phy(void *owner, const uint8_t *frame, size_t len)
{
    struct hc_cage *cage = owner;

    if (tx_open(cage)) {
        hc_hop_send_damaged(cage->medium, cage->medium_side, frame, len);
    }
}

static void carrier_from_phy(void *owner, uint64_t until_ns)
{
    struct hc_cage *cage = owner;

    if (tx_open(cage)) {
        hc_hop_carrier(cage->medium, cage->medium_side, until_ns);
    }
}

static void carrier_from_medium(void *owner, uint64_t until_ns)
{
    struct hc_cage *cage = owner;

    if (rx_open(cage)) {
        hc_hop_carrier(cage->serdes, 1, until_ns);
    }
}

static void frame_from_medium(void *owner, const uint8_t *frame, size_t len)
{
    struct hc_cage *cage = owner;

    if (!rx_open(cage)) {
        drop(cage, len, HC_REASON_NO_LINK);
        return;
    }
    hc_hop_send(cage->serdes, 1, frame, len);
}

/* Damage is the MAC's to find: a module knows bits, not frames. */
static void damaged_from_medium(void *owner, const uint8_t *frame, size_t len)
{
    struct hc_cage *cage = owner;

    if (!rx_open(cage)) {
        drop(cage, len, HC_REASON_NO_LINK);
        return;
    }
    hc_hop_send_damaged(cage->serdes, 1, frame, len);
}

void hc_cage_init(struct hc_cage *cage, const struct hc_host *host,
                  struct hc_hop *serdes)
{
    const struct hc_end end = { frame_from_phy, signal_changed, cage,
                                damaged_from_phy, carrier_from_phy };

    memset(cage, 0, sizeof(*cage));
    cage->host = host;
    cage->serdes = serdes;
    hc_sfp_init(&cage->sfp, host, soft_control_changed, cage);
    cage->bounce_at_ns = cage->ready_at_ns = HC_NEVER;
    cage->tx_at_ns = cage->los_at_ns = HC_NEVER;
    cage->loss = cage->tx_disable = true;
    memset(cage->level, true, sizeof(cage->level));
    hc_hop_attach(serdes, 1, &end);
}

void hc_cage_settle(struct hc_cage *cage)
{
    drive(cage, true);
    update(cage);
}

void hc_cage_connect(struct hc_cage *cage, struct hc_hop *medium,
                     unsigned side)
{
    const struct hc_end end = {
        frame_from_medium, signal_changed, cage, damaged_from_medium,
        carrier_from_medium,
    };

    hc_cage_disconnect(cage);
    cage->medium = medium;
    cage->medium_side = side & 1;
    hc_hop_attach(medium, side, &end);
    update(cage);
}

void hc_cage_disconnect(struct hc_cage *cage)
{
    static const struct hc_end nobody;
    struct hc_hop *medium = cage->medium;

    if (!medium) {
        return;
    }
    hc_hop_attach(medium, cage->medium_side, &nobody);
    hc_hop_present(medium, cage->medium_side, &dark);
    cage->medium = NULL;
    update(cage);
}

/* --- guest face -------------------------------------------------------- */

void hc_cage_set_tx_disable(struct hc_cage *cage, bool level)
{
    if (cage->tx_disable != level) {
        cage->tx_disable = level;
        tell(cage, HC_EVENT_TX_DISABLE, level, 0);
        update(cage);
    }
}

void hc_cage_set_rs(struct hc_cage *cage, unsigned n, bool level)
{
    *(n ? &cage->rs1 : &cage->rs0) = level;
    show_module_its_world(cage);
}

struct hc_i2c_target hc_cage_target(struct hc_cage *cage)
{
    return hc_sfp_target(&cage->sfp);
}
