/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "frame.h"

#include <string.h>

#include "octets.h"

/* TYPE_WAKE is what ether-wake puts into its packets. */
enum { TYPE_IPV4 = 0x0800, TYPE_WAKE = 0x0842, TYPE_VLAN = 0x8100,
       TYPE_LLDP = 0x88cc, TYPE_MAC_CONTROL = 0x8808 };

#define TAG_LEN   4u
#define SHORTEST  60u           /* IEEE 802.3 4A.2.3.2.3, without FCS */

/* RFC 2236: the header with a router alert option, and the message. */
#define IP_LEN    24u
#define IGMP_LEN  8u
enum { IGMP_QUERY = 0x11, IGMP_JOIN = 0x16, IGMP_LEAVE = 0x17 };
#define ALL_SYSTEMS 0xe0000001u
#define ALL_ROUTERS 0xe0000002u

/* IEEE 802.1D table 7-10; 802.1AB 7.1: no bridge passes them on. */
static const uint8_t bpdu_group[6] = { 0x01, 0x80, 0xc2, 0, 0, 0 };
static const uint8_t lldp_group[6] = { 0x01, 0x80, 0xc2, 0, 0, 0x0e };

void hc_frame_group_mac(uint32_t group, uint8_t ret_mac[6])
{
    const uint8_t mac[6] = {
        0x01, 0x00, 0x5e, group >> 16 & 0x7f, group >> 8 & 0xff, group & 0xff,
    };

    memcpy(ret_mac, mac, sizeof(mac));
}

/* The two addresses, and the tag if there is one; what comes next begins
 * behind them. */
static uint8_t *start(const struct hc_frame_spec *spec, const uint8_t *dst,
                      uint8_t *frame)
{
    memset(frame, 0, HC_FRAME_MAX);
    memcpy(frame, dst, 6);
    memcpy(frame + 6, spec->src, 6);
    if (!spec->tagged) {
        return frame + 12;
    }
    hc_put_be16(frame + 12, TYPE_VLAN);
    hc_put_be16(frame + 14, (uint32_t)(spec->prio & 7) << 13 |
                      (spec->vid & 0xfff));
    return frame + 16;
}

/* A tag does not count among what has to be 60 bytes. */
static size_t padded(const struct hc_frame_spec *spec, size_t len)
{
    size_t least = SHORTEST + (spec->tagged ? TAG_LEN : 0);

    return len < least ? least : len;
}

static size_t build_test(const struct hc_frame_spec *spec, uint32_t number,
                         uint8_t *frame)
{
    size_t len = spec->len ? spec->len : padded(spec, 0);
    uint8_t *at;

    if (len > HC_FRAME_MAX ||
        len < HC_FRAME_HEADER + (spec->tagged ? TAG_LEN : 0)) {
        return 0;
    }
    at = start(spec, spec->dst, frame);
    hc_put_be16(at, spec->type);
    hc_put_be32(at + 2, number);
    for (at += 6; at < frame + len; at++) {
        *at = (uint8_t)(at - frame);
    }
    return len;
}

static size_t build_igmp(const struct hc_frame_spec *spec, uint8_t *frame)
{
    static const uint8_t router_alert[4] = { 0x94, 4, 0, 0 };
    uint8_t dst[6], *ip, *igmp;
    uint32_t to = spec->group, type = IGMP_JOIN;

    if (spec->kind == HC_FRAME_IGMP_LEAVE) {
        to = ALL_ROUTERS;
        type = IGMP_LEAVE;
    } else if (spec->kind == HC_FRAME_IGMP_QUERY) {
        to = spec->group ? spec->group : ALL_SYSTEMS;
        type = IGMP_QUERY;
    }
    hc_frame_group_mac(to, dst);
    ip = start(spec, dst, frame) + 2;
    hc_put_be16(ip - 2, TYPE_IPV4);
    ip[0] = 0x46;
    hc_put_be16(ip + 2, IP_LEN + IGMP_LEN);
    ip[8] = 1;
    ip[9] = 2;
    hc_put_be32(ip + 12, spec->ip);
    hc_put_be32(ip + 16, to);
    memcpy(ip + 20, router_alert, sizeof(router_alert));
    hc_put_be16(ip + 10, hc_ip_checksum(ip, IP_LEN));
    igmp = ip + IP_LEN;
    igmp[0] = (uint8_t)type;
    igmp[1] = type == IGMP_QUERY ? 100 : 0;     /* tenths of a second */
    hc_put_be32(igmp + 4, spec->group);
    hc_put_be16(igmp + 2, hc_ip_checksum(igmp, IGMP_LEN));
    return padded(spec, (size_t)(igmp + IGMP_LEN - frame));
}

/* IEEE 802.1D 9.3.1: a bridge that takes itself for the root. */
static size_t build_bpdu(const struct hc_frame_spec *spec, uint8_t *frame)
{
    static const uint8_t llc[3] = { 0x42, 0x42, 0x03 };
    uint8_t *at = start(spec, bpdu_group, frame), *bpdu = at + 5;

    hc_put_be16(at, 3 + 35);
    memcpy(at + 2, llc, sizeof(llc));
    hc_put_be16(bpdu + 5, 0x8000);
    memcpy(bpdu + 7, spec->src, 6);
    hc_put_be16(bpdu + 17, 0x8000);
    memcpy(bpdu + 19, spec->src, 6);
    hc_put_be16(bpdu + 25, 0x8001);
    hc_put_be16(bpdu + 29, 20 << 8);                  /* max age, in 1/256 s */
    hc_put_be16(bpdu + 31, 2 << 8);
    hc_put_be16(bpdu + 33, 15 << 8);
    return padded(spec, (size_t)(bpdu + 35 - frame));
}

/* IEEE 802.1AB 8.5: chassis and port by their address, 120 s to live. */
static size_t build_lldp(const struct hc_frame_spec *spec, uint8_t *frame)
{
    uint8_t *at = start(spec, lldp_group, frame);

    hc_put_be16(at, TYPE_LLDP);
    hc_put_be16(at + 2, 1 << 9 | 7);
    at[4] = 4;
    memcpy(at + 5, spec->src, 6);
    hc_put_be16(at + 11, 2 << 9 | 7);
    at[13] = 3;
    memcpy(at + 14, spec->src, 6);
    hc_put_be16(at + 20, 3 << 9 | 2);
    hc_put_be16(at + 22, 120);
    return padded(spec, (size_t)(at + 26 - frame));
}

/* AMD's white paper 20213: six times ff, then the address sixteen times. */
static size_t build_magic(const struct hc_frame_spec *spec, uint8_t *frame)
{
    uint8_t *at = start(spec, spec->dst, frame);

    hc_put_be16(at, TYPE_WAKE);
    memset(at + 2, 0xff, 6);
    for (unsigned n = 0; n < 16; n++) {
        memcpy(at + 8 + 6 * n, spec->dst, 6);
    }
    return padded(spec, (size_t)(at + 8 + 6 * 16 - frame));
}

/* IEEE 802.3 31B.2: to the address that bridges keep, opcode 1. */
static size_t build_pause(const struct hc_frame_spec *spec, uint8_t *frame)
{
    static const uint8_t group[6] = { 0x01, 0x80, 0xc2, 0x00, 0x00, 0x01 };
    uint8_t *at = start(spec, group, frame);

    hc_put_be16(at, TYPE_MAC_CONTROL);
    hc_put_be16(at + 2, 1);
    hc_put_be16(at + 4, spec->quanta);
    return padded(spec, (size_t)(at + 6 - frame));
}

size_t hc_frame_build(const struct hc_frame_spec *spec, uint32_t number,
                      uint8_t *ret_frame)
{
    switch (spec->kind) {
    case HC_FRAME_TEST:
        return build_test(spec, number, ret_frame);
    case HC_FRAME_IGMP_JOIN:
    case HC_FRAME_IGMP_LEAVE:
    case HC_FRAME_IGMP_QUERY:
        return build_igmp(spec, ret_frame);
    case HC_FRAME_BPDU:
        return build_bpdu(spec, ret_frame);
    case HC_FRAME_LLDP:
        return build_lldp(spec, ret_frame);
    case HC_FRAME_MAGIC:
        return build_magic(spec, ret_frame);
    case HC_FRAME_PAUSE:
        return build_pause(spec, ret_frame);
    default:
        return 0;
    }
}

bool hc_frame_tag(const uint8_t *frame, size_t len, uint16_t *ret_vid)
{
    if (len < HC_FRAME_HEADER + TAG_LEN ||
        frame[12] != TYPE_VLAN >> 8 || frame[13] != (TYPE_VLAN & 0xff)) {
        return false;
    }
    *ret_vid = (uint16_t)((frame[14] & 0xf) << 8 | frame[15]);
    return true;
}

uint16_t hc_frame_type(const uint8_t *frame, size_t len)
{
    uint16_t vid;
    size_t at = hc_frame_tag(frame, len, &vid) ? 16 : 12;

    return len < at + 2 ? 0 : (uint16_t)(frame[at] << 8 | frame[at + 1]);
}
