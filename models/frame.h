/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Frames that a hand puts on a wire to see what a switch does with them. */
#ifndef HC_FRAME_H
#define HC_FRAME_H

#include "hc.h"

/* Room for the longest frame that can be asked for, without FCS: more than
 * any port takes, so that a giant can be sent. */
#define HC_FRAME_MAX 2048
/* Two addresses and a type. */
#define HC_FRAME_HEADER 14

enum hc_frame_kind {
    HC_FRAME_TEST,              /* a number and a pattern */
    HC_FRAME_IGMP_JOIN,         /* IGMPv2 membership report */
    HC_FRAME_IGMP_LEAVE,
    HC_FRAME_IGMP_QUERY,        /* general, unless a group is named */
    HC_FRAME_BPDU,              /* a configuration BPDU */
    HC_FRAME_LLDP,
    HC_FRAME_MAGIC,             /* wakes the station that it is for */
    HC_FRAME_PAUSE,             /* IEEE 802.3 annex 31B */
    HC_FRAME_KINDS
};

/* What to build. Plain data. */
struct hc_frame_spec {
    uint32_t kind;
    uint8_t  dst[6], src[6];    /* dst: TEST and MAGIC alone */
    bool     tagged;            /* with an IEEE 802.1Q tag */
    uint8_t  prio;              /* 0 to 7 */
    uint16_t vid;               /* 0: priority-tagged */
    uint16_t type;              /* HC_FRAME_TEST's Ethertype */
    uint32_t len;               /* without FCS; 0: the shortest allowed */
    uint32_t ip, group;         /* IGMP: the sender's and the group's */
    uint16_t quanta;            /* PAUSE: how long, in 512 bit times */
};

/* Builds a frame into HC_FRAME_MAX bytes and returns its length; `number`
 * is a test frame's. 0: no such kind, or it does not fit `len`. */
size_t hc_frame_build(const struct hc_frame_spec *spec, uint32_t number,
                      uint8_t *ret_frame);

/* The VLAN tag of a frame. False when it has none. */
bool hc_frame_tag(const uint8_t *frame, size_t len, uint16_t *ret_vid);

/* The Ethertype behind an optional tag; 0 when the frame ends before it. */
uint16_t hc_frame_type(const uint8_t *frame, size_t len);

/* The address of an IPv4 group (RFC 1112 6.4). */
void hc_frame_group_mac(uint32_t group, uint8_t ret_mac[6]);

#endif
