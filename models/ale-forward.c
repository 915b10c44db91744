/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The way of one frame through the lookup engine (SPRUH73, "ALE packet
 * forwarding processes"): ingress, VLAN, learning, egress, in this order. */
#include "ale.h"

#define HOST_BIT  1u
#define ALL_PORTS 7u

/* Why a multicast entry may take a frame from a port that does not forward:
 * bits 63:62 name the receive states in which it does. */
enum { FWD_BLOCK_LEARN_FORWARD = 1, FWD_LEARN_FORWARD = 2 };

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
    bool     group, super;      /* of the destination */
};

static uint64_t addr_of(const uint8_t *byte)
{
    uint64_t addr = 0;

    for (unsigned i = 0; i < 6; i++) {
        addr = addr << 8 | byte[i];
    }
    return addr;
}

static bool is_group(uint64_t addr)
{
    return addr >> 40 & 1;
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
    const struct hc_ale_entry *entry;
    uint32_t unknown;
    int at;

    if (!has(ale, HC_ALE_CTL_VLAN_AWARE)) {
        return (struct vlan){ ALL_PORTS, ALL_PORTS, ALL_PORTS, 0, true };
    }
    at = hc_ale_find(ale, HC_ALE_KEY_VLAN(vid));
    if (at < 0) {
        unknown = hc_ale_unknown_vlan(ale);
        return (struct vlan){ unknown & 7, unknown >> 16 & 7,
                              unknown >> 8 & 7, unknown >> 24 & 7, false };
    }
    entry = &ale->state->entry[at];
    return (struct vlan){
        .members = hc_ale_bits(entry, 0, 3),
        .unreg_mcast = hc_ale_bits(entry, 8, 3),
        .reg_mcast = hc_ale_bits(entry, 16, 3),
        .untag = hc_ale_bits(entry, 24, 3),
        .known = true,
    };
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

static void look_up(const struct hc_ale *ale, const struct hc_ale_query *query,
                    unsigned vid, struct found *found)
{
    const struct hc_ale_entry *entry = ale->state->entry;
    int at;

    found->dest_addr = addr_of(query->frame);
    found->source_addr = addr_of(query->frame + 6);
    found->vlan = find_vlan(ale, vid);
    at = find_addr(ale, vid, found->dest_addr);
    found->dest = at < 0 ? NULL : &entry[at];
    at = is_group(found->source_addr) ?
         -1 : find_addr(ale, vid, found->source_addr);
    found->source = at < 0 ? NULL : &entry[at];
    found->source_at = at;
    found->group = is_group(found->dest_addr);
    found->super = found->group && found->dest &&
                   hc_ale_bits(found->dest, 65, 1);
}

static unsigned port_of(const struct hc_ale_entry *entry)
{
    return hc_ale_bits(entry, 66, 2);
}

static bool is_blocked(const struct hc_ale_entry *unicast)
{
    return unicast && hc_ale_bits(unicast, 65, 1);
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

static bool vlan_is_refused(const struct hc_ale *ale,
                            const struct hc_ale_query *query,
                            const struct vlan *vlan)
{
    if (hc_ale_portctl(ale, query->port) & HC_ALE_PORT_VID_INGRESS &&
        !(vlan->members >> query->port & 1)) {
        return true;
    }
    return !vlan->known && !vlan->members;
}

/* A frame that is refused is not learned from either. */
static bool is_refused(const struct hc_ale *ale,
                       const struct hc_ale_query *query,
                       const struct found *found)
{
    if (is_blocked(found->source) ||
        (!found->group && is_blocked(found->dest))) {
        return true;
    }
    /* A station that is pinned to a port cannot speak from another. */
    if (found->source && hc_ale_bits(found->source, 64, 1) &&
        port_of(found->source) != query->port) {
        return true;
    }
    if (found->super) {
        return false;
    }
    return untagged_is_refused(ale, query) ||
           vlan_is_refused(ale, query, &found->vlan) ||
           (has(ale, HC_ALE_CTL_AUTH_MODE) && !found->source);
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

/* The key does not change here, so the chains need not. */
static void refresh_source(struct hc_ale *ale, const struct found *found,
                           unsigned port, uint32_t portctl)
{
    struct hc_ale_entry *entry = &ale->state->entry[found->source_at];

    if (!hc_ale_bits(entry, 62, 1)) {
        return;     /* persistent */
    }
    entry->word[1] |= 1u << 31;
    if (!(portctl & (HC_ALE_PORT_NO_SA_UPDATE | HC_ALE_PORT_NOLEARN))) {
        entry->word[2] = (entry->word[2] & ~(3u << 2)) | port << 2;
    }
}

static void learn(struct hc_ale *ale, const struct hc_ale_query *query,
                  unsigned vid, const struct found *found)
{
    const uint32_t portctl = hc_ale_portctl(ale, query->port);

    if (state_of(ale, query->port) < HC_ALE_LEARN ||
        has(ale, HC_ALE_CTL_AUTH_MODE) || is_group(found->source_addr)) {
        return;
    }
    if (found->source) {
        refresh_source(ale, found, query->port, portctl);
    } else if (!(portctl & HC_ALE_PORT_NOLEARN)) {
        add_source(ale, query, vid, found->source_addr);
    }
}

static bool may_enter(const struct hc_ale *ale, unsigned port,
                      const struct found *found)
{
    const unsigned state = state_of(ale, port);

    if (state == HC_ALE_FORWARD) {
        return true;
    }
    if (!found->group || !found->dest) {
        return false;
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
    if (found->dest) {
        return 1u << port_of(found->dest) & found->vlan.members;
    }
    if (has(ale, HC_ALE_CTL_P0_UNI_FLOOD)) {
        return found->vlan.members;
    }
    return found->vlan.members & ~HOST_BIT;
}

static unsigned group_ports(const struct found *found)
{
    unsigned mask;

    if (!found->dest) {
        return found->dest_addr == (UINT64_C(1) << 48) - 1 ?
               found->vlan.members :
               found->vlan.members & found->vlan.unreg_mcast;
    }
    mask = hc_ale_bits(found->dest, 66, 3);
    return found->super ? mask :
           mask & found->vlan.members & found->vlan.reg_mcast;
}

static bool oui_is_denied(const struct hc_ale *ale, const struct found *found)
{
    return has(ale, HC_ALE_CTL_OUI_DENY) && !found->super &&
           hc_ale_find(ale, HC_ALE_KEY_OUI(found->source_addr)) < 0;
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

static unsigned by_lookup(struct hc_ale *ale, const struct hc_ale_query *query,
                          unsigned vid, const struct found *found)
{
    unsigned ports;

    if (is_refused(ale, query, found)) {
        return 0;
    }
    /* Before learning: the entry found for the source may be refreshed, but
     * one that is added now must not be the destination's. */
    ports = found->group ? group_ports(found) : unicast_ports(ale, found);
    if (!may_enter(ale, query->port, found)) {
        ports = 0;
    }
    if (oui_is_denied(ale, found)) {
        ports &= ~HOST_BIT;
    }
    learn(ale, query, vid, found);
    return ports_at_least(ale, ports & ~(1u << query->port), HC_ALE_FORWARD);
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

struct hc_ale_verdict hc_ale_forward(struct hc_ale *ale,
                                     const struct hc_ale_query *query)
{
    struct hc_ale_verdict verdict = { .vid = vlan_of(ale, query) };
    struct found found;

    if (!has(ale, HC_ALE_CTL_ENABLE) ||
        state_of(ale, query->port) == HC_ALE_DISABLED) {
        return verdict;
    }
    if (has(ale, HC_ALE_CTL_BYPASS) && query->port) {
        verdict.ports = HOST_BIT;
        return verdict;
    }
    if (query->directed) {
        verdict.untag = find_vlan(ale, verdict.vid).untag;
        verdict.ports = ports_at_least(ale, query->directed, HC_ALE_BLOCKED);
        return verdict;
    }
    look_up(ale, query, verdict.vid, &found);
    verdict.untag = found.vlan.untag;
    verdict.ports = by_lookup(ale, query, verdict.vid, &found);
    return verdict;
}
