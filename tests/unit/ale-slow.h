/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A second lookup engine, slow and obvious: SPRUH73 14.3.2.7 line by line,
 * over a plain table that is searched from its start. It shares nothing with
 * models/ale*.c but the frame; tests and benchmarks compare the two. */
#ifndef HC_TEST_ALE_SLOW_H
#define HC_TEST_ALE_SLOW_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

struct slow_ale {
    uint8_t  bit[1024][72];     /* each entry, one byte a bit */
    uint32_t control, prescale, unknown_vlan, portctl[3];
    uint64_t now_ns;
    uint64_t tick[3];
    int      mcast_left[3], bcast_left[3];
};

struct slow_frame {
    uint64_t to, from;
    int      port;
    int      directed;          /* port mask; 0: look up */
    bool     tagged, priority_tagged, error;
    unsigned tag_vid, port_vid;
};

struct slow_verdict {
    unsigned ports, untag, vid;
};

static inline uint64_t slow_field(const struct slow_ale *ale, int at, int high,
                           int low)
{
    uint64_t value = 0;

    for (int i = high; i >= low; i--) {
        value = value << 1 | ale->bit[at][i];
    }
    return value;
}

static inline void slow_set(struct slow_ale *ale, int at, int high, int low,
                     uint64_t value)
{
    for (int i = low; i <= high; i++) {
        ale->bit[at][i] = (uint8_t)(value >> (i - low) & 1);
    }
}

static inline void slow_write(struct slow_ale *ale, int at, uint32_t w2,
                              uint32_t w1, uint32_t w0)
{
    slow_set(ale, at, 71, 64, w2);
    slow_set(ale, at, 63, 32, w1);
    slow_set(ale, at, 31, 0, w0);
}

static inline bool slow_control(const struct slow_ale *ale, int bit)
{
    return ale->control >> bit & 1;
}

static inline bool slow_is_group_entry(const struct slow_ale *ale, int at)
{
    return slow_field(ale, at, 40, 40);
}

static inline bool slow_is_oui(const struct slow_ale *ale, int at)
{
    return !slow_is_group_entry(ale, at) && slow_field(ale, at, 63, 62) == 2;
}

/* "destination address found with or without VLAN" */
static inline int slow_find(const struct slow_ale *ale, uint64_t addr,
                            unsigned vid)
{
    for (int at = 0; slow_control(ale, 2) && at < 1024; at++) {
        if (slow_field(ale, at, 61, 60) == 3 && !slow_is_oui(ale, at) &&
            slow_field(ale, at, 59, 48) == vid &&
            slow_field(ale, at, 47, 0) == addr) {
            return at;
        }
    }
    for (int at = 0; at < 1024; at++) {
        if (slow_field(ale, at, 61, 60) == 1 && !slow_is_oui(ale, at) &&
            slow_field(ale, at, 47, 0) == addr) {
            return at;
        }
    }
    return -1;
}

static inline bool slow_oui_found(const struct slow_ale *ale, uint64_t addr)
{
    for (int at = 0; at < 1024; at++) {
        if (slow_field(ale, at, 60, 60) && slow_is_oui(ale, at) &&
            slow_field(ale, at, 47, 24) == addr >> 24) {
            return true;
        }
    }
    return false;
}

static inline int slow_find_vlan(const struct slow_ale *ale, unsigned vid)
{
    for (int at = 0; at < 1024; at++) {
        if (slow_field(ale, at, 61, 60) == 2 &&
            slow_field(ale, at, 59, 48) == vid) {
            return at;
        }
    }
    return -1;
}

/* "Each prescale pulse loads this field into the counter"; true: exceeded */
static inline bool slow_spend(struct slow_ale *ale, int port, bool broadcast)
{
    const int mcast = ale->portctl[port] >> 16 & 0xff;
    const int bcast = ale->portctl[port] >> 24 & 0xff;
    int *left = broadcast ? &ale->bcast_left[port] : &ale->mcast_left[port];

    if (!ale->prescale || !(broadcast ? bcast : mcast)) {
        return false;
    }
    /* ticks count from 1 here, so that 0 means: never loaded */
    if (ale->tick[port] != ale->now_ns / (ale->prescale * 8) + 1) {
        ale->tick[port] = ale->now_ns / (ale->prescale * 8) + 1;
        ale->mcast_left[port] = mcast;
        ale->bcast_left[port] = bcast;
    }
    return (*left)-- <= 0 ? (*left = 0, true) : false;
}

static inline void slow_learn(struct slow_ale *ale,
                              const struct slow_frame *frame, unsigned vid,
                              uint64_t source, unsigned members,
                              bool vlan_found)
{
    const uint32_t portctl = ale->portctl[frame->port];
    const bool ingress_check = portctl >> 3 & 1;
    const int at = slow_find(ale, source, vid);
    bool learn = true;

    if ((portctl & 3) < 2 || frame->error) {
        return;
    }
    if (slow_control(ale, 1)) {
        learn = false;
    }
    if (!frame->tagged && !frame->priority_tagged && portctl >> 2 & 1) {
        learn = false;
    }
    if (slow_control(ale, 2) && !vlan_found && !members) {
        learn = false;
    }
    if (ingress_check && !(members >> frame->port & 1) && vlan_found) {
        learn = false;
    }
    if (at >= 0) {
        if (slow_field(ale, at, 62, 62)) {
            slow_set(ale, at, 63, 63, 1);
            if (learn && !(portctl >> 5 & 1) &&
                !slow_field(ale, at, 64, 64) && !slow_field(ale, at, 65, 65)) {
                slow_set(ale, at, 67, 66, (unsigned)frame->port);
            }
        }
        return;
    }
    if (!learn || portctl >> 4 & 1) {
        return;
    }
    for (int free = 0; free < 1024; free++) {
        if (slow_field(ale, free, 61, 60) == 0) {
            bool with = slow_control(ale, 2) && !slow_control(ale, 7);

            memset(ale->bit[free], 0, sizeof(ale->bit[free]));
            slow_set(ale, free, 47, 0, source);
            slow_set(ale, free, 59, 48, with ? vid : 0);
            slow_set(ale, free, 61, 60, with ? 3 : 1);
            slow_set(ale, free, 63, 62, 3);
            slow_set(ale, free, 67, 66, (unsigned)frame->port);
            return;
        }
    }
}

static inline struct slow_verdict slow_forward(struct slow_ale *ale,
                                               const struct slow_frame *frame)
{
    const uint64_t all_ones = 0xffffffffffffu;
    const uint64_t source = frame->from & ~(1ull << 40);
    const bool group = frame->to >> 40 & 1;
    const bool broadcast = frame->to == all_ones;
    const uint32_t portctl = ale->portctl[frame->port];
    const unsigned state = portctl & 3;
    unsigned members = 7, unreg = 7, reg = 7, untag = 0, vid;
    struct slow_verdict verdict = { 0, 0, 0 };
    bool drop = false, vlan_found = true, super = false, may_rx;
    int vlan_at, sa, da;
    unsigned mask;

    vid = frame->tagged || (frame->priority_tagged && slow_control(ale, 6)) ?
          frame->tag_vid : frame->port_vid;
    verdict.vid = vid;
    if (!slow_control(ale, 31) || state == 0) {
        return verdict;
    }
    if (slow_control(ale, 2)) {
        vlan_at = slow_find_vlan(ale, vid);
        vlan_found = vlan_at >= 0;
        members = vlan_found ? (unsigned)slow_field(ale, vlan_at, 2, 0) :
                  ale->unknown_vlan & 7;
        unreg = vlan_found ? (unsigned)slow_field(ale, vlan_at, 10, 8) :
                ale->unknown_vlan >> 8 & 7;
        reg = vlan_found ? (unsigned)slow_field(ale, vlan_at, 18, 16) :
              ale->unknown_vlan >> 16 & 7;
        untag = vlan_found ? (unsigned)slow_field(ale, vlan_at, 26, 24) :
                ale->unknown_vlan >> 24 & 7;
    }
    if (frame->directed) {
        verdict.untag = untag;
        for (int p = 0; p < 3; p++) {
            if (frame->directed >> p & 1 && ale->portctl[p] & 3) {
                verdict.ports |= 1u << p;
            }
        }
        return verdict;
    }
    if ((slow_control(ale, 4) || frame->error) && frame->port != 0) {
        verdict.ports = ale->portctl[0] & 3 ? 1 : 0;
        slow_learn(ale, frame, vid, source, members, vlan_found);
        return verdict;
    }
    verdict.untag = untag;
    sa = slow_find(ale, source, vid);
    da = slow_find(ale, frame->to, vid);
    if (da >= 0) {
        super = group ? slow_field(ale, da, 65, 65) :
                slow_field(ale, da, 64, 64) && slow_field(ale, da, 65, 65);
    }

    if (sa >= 0 && slow_field(ale, sa, 65, 65) &&
        !slow_field(ale, sa, 64, 64)) {
        drop = true;
    }
    if (!group && da >= 0 && slow_field(ale, da, 65, 65) && !super) {
        drop = true;
    }
    if (!drop && slow_control(ale, 0) && !slow_control(ale, 3) && group &&
        !super && slow_spend(ale, frame->port, broadcast)) {
        drop = true;
    }
    if (sa >= 0 && slow_field(ale, sa, 64, 64) &&
        !slow_field(ale, sa, 65, 65) &&
        slow_field(ale, sa, 67, 66) != (unsigned)frame->port) {
        drop = true;
    }
    if (!super && portctl >> 2 & 1 && !frame->tagged &&
        !(frame->priority_tagged && slow_control(ale, 6))) {
        drop = true;
    }
    if (!super && portctl >> 3 & 1 && !(members >> frame->port & 1)) {
        drop = true;
    }
    if (slow_control(ale, 1) && sa < 0 && !super) {
        drop = true;
    }
    if (frame->to == source) {
        drop = true;
    }

    if (!group) {
        mask = da < 0 ? members & (slow_control(ale, 8) ? 7 : 6) :
               slow_field(ale, da, 69, 69) ? members & 6 :
               (1u << slow_field(ale, da, 67, 66)) & (super ? 7 : members);
        may_rx = state == 3 || super;
    } else if (da < 0) {
        mask = broadcast ? members : members & unreg;
        may_rx = state == 3;
    } else {
        const unsigned fwd = (unsigned)slow_field(ale, da, 63, 62);

        mask = (unsigned)slow_field(ale, da, 68, 66) &
               (super ? 7 : members & reg);
        may_rx = fwd == 1 || (fwd == 2 && state >= 2) || state == 3;
    }
    for (int p = 0; p < 3; p++) {
        if (p == frame->port || (ale->portctl[p] & 3) != 3) {
            mask &= ~(1u << p);
        }
    }
    if (drop || !may_rx) {
        mask = 0;
    }
    if (slow_control(ale, 5) && !slow_oui_found(ale, source) &&
        !(group && super)) {
        mask &= 6;
    }
    if (slow_control(ale, 0) && slow_control(ale, 3) && group && !super) {
        for (int p = 0; p < 3; p++) {
            if (mask >> p & 1 && slow_spend(ale, p, broadcast)) {
                mask &= ~(1u << p);
            }
        }
    }
    verdict.ports = mask;
    slow_learn(ale, frame, vid, source, members, vlan_found);
    return verdict;
}

#endif
