/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The way of one frame through the lookup engine, in the order of SPRUH73
 * 14.3.2.7.2 "Packet Forwarding Processes" and 14.3.2.7.3 "Learning,
 * Updating, Touching Processes". */
#include "ale.h"

#define HOST_BIT  1u
#define ALL_PORTS 7u
#define BROADCAST ((UINT64_C(1) << 48) - 1)
#define GROUP_BIT (UINT64_C(1) << 40)

/* Why a multicast entry may take a frame from a port that does not forward:
 * bits 63:62 name the receive states in which it does. */
enum { FWD_BLOCK_LEARN_FORWARD = 1, FWD_LEARN_FORWARD = 2 };

/* PRESCALE counts cycles of the main clock, 125 MHz. */
#define CLOCK_NS 8

struct vlan {
    unsigned members, reg_mcast, unreg_mcast, untag;
    bool     known;
};

/* What was found for one frame. NULL: no such entry. */
struct found {
    struct vlan vlan;
    const struct hc_ale_entry *source, *dest;
    uint64_t source_addr, dest_addr;
    int      source_at;
    bool     group;             /* the destination is one */
    bool     super;             /* a supervisory destination was found */
};

static uint64_t addr_of(const uint8_t *byte)
{
    uint64_t addr = 0;

    for (unsigned i = 0; i < 6; i++) {
        addr = addr << 8 | byte[i];
    }
    return addr;
}

static unsigned state_of(const struct hc_ale *ale, unsigned port)
{
    return hc_ale_portctl(ale, port) & HC_ALE_PORT_STATE;
}

static bool has(const struct hc_ale *ale, uint32_t control_bit)
{
    return hc_ale_control(ale) & control_bit;
}

static struct vlan find_vlan(const struct hc_ale *ale, unsigned vid)
{
    uint32_t word;
    int at;

    if (!has(ale, HC_ALE_CTL_VLAN_AWARE)) {
        return (struct vlan){ ALL_PORTS, ALL_PORTS, ALL_PORTS, 0, true };
    }
    at = hc_ale_find(ale, HC_ALE_KEY_VLAN(vid));
    if (at < 0) {
        word = hc_ale_unknown_vlan(ale);
        return (struct vlan){ word & 7, word >> 16 & 7, word >> 8 & 7,
                              word >> 24 & 7, false };
    }
    word = ale->state->entry[at].word[0];
    return (struct vlan){ word & 7, word >> 16 & 7, word >> 8 & 7,
                          word >> 24 & 7, true };
}

/* An entry with a VLAN goes before one for all VLANs. guess: the order; the
 * drivers never make both for one address. */
static int find_addr(const struct hc_ale *ale, unsigned vid, uint64_t addr)
{
    int at = -1;

    if (has(ale, HC_ALE_CTL_VLAN_AWARE)) {
        at = hc_ale_find(ale, HC_ALE_KEY_VLAN_ADDR(vid, addr));
    }
    return at >= 0 ? at : hc_ale_find(ale, HC_ALE_KEY_ADDR(addr));
}

static bool is_secure(const struct hc_ale_entry *unicast)
{
    return unicast && hc_ale_bits(unicast, 64, 2) == 1;
}

static bool is_blocked(const struct hc_ale_entry *unicast)
{
    return unicast && hc_ale_bits(unicast, 64, 2) == 2;
}

/* A multicast entry has a bit for it; a unicast entry is supervisory when it
 * is blocked and secure at once. */
static bool is_super(const struct hc_ale_entry *dest, bool group)
{
    if (!dest) {
        return false;
    }
    return group ? hc_ale_bits(dest, 65, 1) : hc_ale_bits(dest, 64, 2) == 3;
}

/* A group as source is looked up, and learned, as the station that has the
 * same address without the group bit. */
static void look_up(const struct hc_ale *ale, const struct hc_ale_query *query,
                    unsigned vid, struct found *found)
{
    const struct hc_ale_entry *entry = ale->state->entry;
    int at;

    found->dest_addr = addr_of(query->frame);
    found->source_addr = addr_of(query->frame + 6) & ~GROUP_BIT;
    found->group = found->dest_addr & GROUP_BIT;
    found->vlan = find_vlan(ale, vid);
    at = find_addr(ale, vid, found->dest_addr);
    found->dest = at < 0 ? NULL : &entry[at];
    found->super = is_super(found->dest, found->group);
    at = find_addr(ale, vid, found->source_addr);
    found->source = at < 0 ? NULL : &entry[at];
    found->source_at = at;
}

static unsigned port_of(const struct hc_ale_entry *entry)
{
    return hc_ale_bits(entry, 66, 2);
}

static unsigned ports_at_least(const struct hc_ale *ale, unsigned ports,
                               enum hc_ale_port_state state)
{
    for (unsigned port = 0; port < HC_ALE_PORTS; port++) {
        if (state_of(ale, port) < state) {
            ports &= ~(1u << port);
        }
    }
    return ports & ALL_PORTS;
}

/* Takes one from what a port may pass of broadcasts or multicasts until the
 * prescaler's next pulse; true if there was none left. A limit of 0, or a
 * prescaler that is off, limits nothing. */
static bool over_limit(struct hc_ale *ale, unsigned port, bool broadcast)
{
    struct hc_ale_rate *rate = &ale->state->rate[port];
    const uint32_t portctl = hc_ale_portctl(ale, port);
    const uint8_t limit = (uint8_t)(portctl >> (broadcast ? 24 : 16));
    const uint64_t tick_ns = (uint64_t)hc_ale_prescale(ale) * CLOCK_NS;
    uint64_t tick;

    if (!limit || !tick_ns) {
        return false;
    }
    tick = ale->host->now_ns(ale->host->opaque) / tick_ns;
    if (tick != rate->tick || !rate->loaded) {
        *rate = (struct hc_ale_rate){ tick, { (uint8_t)(portctl >> 16),
                                              (uint8_t)(portctl >> 24) },
                                      true };
    }
    if (!rate->left[broadcast]) {
        return true;
    }
    rate->left[broadcast]--;
    return false;
}

static bool is_rate_limited(const struct hc_ale *ale,
                            const struct found *found)
{
    return found->group && !found->super && has(ale, HC_ALE_CTL_RATE_LIMIT);
}

static bool untagged_is_refused(const struct hc_ale *ale,
                                const struct hc_ale_query *query)
{
    if (!(hc_ale_portctl(ale, query->port) & HC_ALE_PORT_DROP_UNTAGGED)) {
        return false;
    }
    return query->tag == HC_ALE_UNTAGGED ||
           (query->tag == HC_ALE_PRIORITY_TAGGED &&
            !has(ale, HC_ALE_CTL_EN_VID0_MODE));
}

static bool is_stranger_to_vlan(const struct hc_ale *ale,
                                const struct hc_ale_query *query,
                                const struct vlan *vlan)
{
    return hc_ale_portctl(ale, query->port) & HC_ALE_PORT_VID_INGRESS &&
           !(vlan->members >> query->port & 1);
}

/* 14.3.2.7.2.1 "Ingress Filtering Process", from the block bit on. */
static bool is_refused(struct hc_ale *ale, const struct hc_ale_query *query,
                       const struct found *found)
{
    if (is_blocked(found->source) ||
        (!found->group && is_blocked(found->dest))) {
        return true;
    }
    if (is_rate_limited(ale, found) && !has(ale, HC_ALE_CTL_RATE_LIMIT_TX) &&
        over_limit(ale, query->port, found->dest_addr == BROADCAST)) {
        return true;
    }
    /* A station that is pinned to a port cannot speak from another. */
    if (is_secure(found->source) && port_of(found->source) != query->port) {
        return true;
    }
    if (found->dest_addr == found->source_addr) {
        return true;
    }
    if (found->super) {
        return false;
    }
    return untagged_is_refused(ale, query) ||
           is_stranger_to_vlan(ale, query, &found->vlan) ||
           (has(ale, HC_ALE_CTL_AUTH_MODE) && !found->source);
}

/* "Forward state test" of the receiving port. */
static bool may_enter(const struct hc_ale *ale, unsigned port,
                      const struct found *found)
{
    const unsigned state = state_of(ale, port);

    if (state == HC_ALE_FORWARD || !found->dest) {
        return state == HC_ALE_FORWARD;
    }
    if (!found->group) {
        return found->super;
    }
    switch (hc_ale_bits(found->dest, 62, 2)) {
    case FWD_BLOCK_LEARN_FORWARD:
        return state >= HC_ALE_BLOCKED;
    case FWD_LEARN_FORWARD:
        return state >= HC_ALE_LEARN;
    default:
        return false;
    }
}

static unsigned unicast_ports(const struct hc_ale *ale,
                              const struct found *found)
{
    const unsigned members = found->vlan.members;

    if (!found->dest) {
        return has(ale, HC_ALE_CTL_P0_UNI_FLOOD) ? members :
                                                   members & ~HOST_BIT;
    }
    if (hc_ale_bits(found->dest, 69, 1)) {
        return members & ~HOST_BIT;     /* device level ring */
    }
    return 1u << port_of(found->dest) & (found->super ? ALL_PORTS : members);
}

static unsigned group_ports(const struct found *found)
{
    unsigned mask;

    if (!found->dest) {
        return found->dest_addr == BROADCAST ?
               found->vlan.members :
               found->vlan.members & found->vlan.unreg_mcast;
    }
    mask = hc_ale_bits(found->dest, 66, 3);
    return found->super ? mask :
           mask & found->vlan.members & found->vlan.reg_mcast;
}

static bool oui_is_denied(const struct hc_ale *ale, const struct found *found)
{
    return has(ale, HC_ALE_CTL_OUI_DENY) && !(found->group && found->super) &&
           hc_ale_find(ale, HC_ALE_KEY_OUI(found->source_addr)) < 0;
}

static unsigned below_limits(struct hc_ale *ale, unsigned ports,
                             bool broadcast)
{
    for (unsigned port = 0; port < HC_ALE_PORTS; port++) {
        if (ports >> port & 1 && over_limit(ale, port, broadcast)) {
            ports &= ~(1u << port);
        }
    }
    return ports;
}

/* 14.3.2.7.2.4 "Egress Process", for what the table decided. */
static unsigned egress(struct hc_ale *ale, const struct hc_ale_query *query,
                       const struct found *found, unsigned ports)
{
    ports = ports_at_least(ale, ports & ~(1u << query->port), HC_ALE_FORWARD);
    if (oui_is_denied(ale, found)) {
        ports &= ~HOST_BIT;
    }
    if (is_rate_limited(ale, found) && has(ale, HC_ALE_CTL_RATE_LIMIT_TX)) {
        ports = below_limits(ale, ports, found->dest_addr == BROADCAST);
    }
    return ports;
}

/* What keeps a source from being learned and from moving, beyond the
 * states; whether the frame is forwarded plays no part. */
static bool is_not_for_learning(const struct hc_ale *ale,
                                const struct hc_ale_query *query,
                                const struct vlan *vlan)
{
    return has(ale, HC_ALE_CTL_AUTH_MODE) ||
           (query->tag == HC_ALE_UNTAGGED &&
            hc_ale_portctl(ale, query->port) & HC_ALE_PORT_DROP_UNTAGGED) ||
           (!vlan->known && !vlan->members) ||
           (vlan->known && is_stranger_to_vlan(ale, query, vlan));
}

static void add_source(struct hc_ale *ale, const struct hc_ale_query *query,
                       unsigned vid, uint64_t addr)
{
    const bool with_vid = has(ale, HC_ALE_CTL_VLAN_AWARE) &&
                          !has(ale, HC_ALE_CTL_LEARN_NO_VID);
    const uint32_t type = with_vid ? HC_ALE_VLAN_ADDR : HC_ALE_ADDR;
    struct hc_ale_entry entry;
    int at = hc_ale_first_free(ale);

    if (at < 0) {
        return;     /* entries that a driver wrote are not ours to give */
    }
    entry.word[0] = (uint32_t)addr;
    entry.word[1] = (uint32_t)(addr >> 32) | type << 28 |
                    (uint32_t)HC_ALE_TOUCHED << 30;
    if (with_vid) {
        entry.word[1] |= (uint32_t)vid << 16;
    }
    entry.word[2] = query->port << 2;
    hc_ale_put(ale, (unsigned)at, &entry);
}

/* The key does not change here, so the chains need not. guess: only entries
 * that age move; later engines of this family have a switch for the others
 * (UPD_STATIC), off by default. */
static void refresh_source(struct hc_ale *ale, int at, unsigned port,
                           bool may_move)
{
    struct hc_ale_entry *entry = &ale->state->entry[at];

    if (!hc_ale_bits(entry, 62, 1)) {
        return;
    }
    entry->word[1] |= 1u << 31;
    if (may_move && !hc_ale_bits(entry, 64, 2)) {
        entry->word[2] = (entry->word[2] & ~(3u << 2)) | port << 2;
    }
}

static void learn(struct hc_ale *ale, const struct hc_ale_query *query,
                  unsigned vid, const struct found *found)
{
    const uint32_t portctl = hc_ale_portctl(ale, query->port);
    const bool barred = is_not_for_learning(ale, query, &found->vlan);

    if (state_of(ale, query->port) < HC_ALE_LEARN || query->damaged) {
        return;
    }
    if (found->source) {
        refresh_source(ale, found->source_at, query->port,
                       !barred && !(portctl & HC_ALE_PORT_NO_SA_UPDATE));
    } else if (!barred && !(portctl & HC_ALE_PORT_NOLEARN)) {
        add_source(ale, query, vid, found->source_addr);
    }
}

/* Learns last: an entry that is added now must not be the destination's. */
static unsigned by_lookup(struct hc_ale *ale, const struct hc_ale_query *query,
                          unsigned vid, const struct found *found)
{
    unsigned ports = 0;

    if (!is_refused(ale, query, found) &&
        may_enter(ale, query->port, found)) {
        ports = found->group ? group_ports(found) :
                               unicast_ports(ale, found);
        ports = egress(ale, query, found, ports);
    }
    learn(ale, query, vid, found);
    return ports;
}

static uint16_t vlan_of(const struct hc_ale *ale,
                        const struct hc_ale_query *query)
{
    if (query->tag == HC_ALE_TAGGED ||
        (query->tag == HC_ALE_PRIORITY_TAGGED &&
         has(ale, HC_ALE_CTL_EN_VID0_MODE))) {
        return query->tag_vid;
    }
    return query->port_vid;
}

/* Bypass, and frames with errors, end at the host. */
static struct hc_ale_verdict to_host(struct hc_ale *ale,
                                     const struct hc_ale_query *query,
                                     struct hc_ale_verdict verdict)
{
    struct found found;

    verdict.ports = ports_at_least(ale, HOST_BIT, HC_ALE_BLOCKED);
    look_up(ale, query, verdict.vid, &found);
    learn(ale, query, verdict.vid, &found);
    return verdict;
}

struct hc_ale_verdict hc_ale_forward(struct hc_ale *ale,
                                     const struct hc_ale_query *query)
{
    struct hc_ale_verdict verdict = { .vid = vlan_of(ale, query) };
    struct found found;

    if (!has(ale, HC_ALE_CTL_ENABLE) ||
        state_of(ale, query->port) == HC_ALE_DISABLED) {
        return verdict;
    }
    if (query->directed) {
        verdict.untag = find_vlan(ale, verdict.vid).untag;
        verdict.ports = ports_at_least(ale, query->directed, HC_ALE_BLOCKED);
        return verdict;
    }
    if (query->port && (query->damaged || has(ale, HC_ALE_CTL_BYPASS))) {
        return to_host(ale, query, verdict);
    }
    look_up(ale, query, verdict.vid, &found);
    verdict.untag = found.vlan.untag;
    verdict.ports = by_lookup(ale, query, verdict.vid, &found);
    return verdict;
}
