/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which frames the ports of the switch stamp: PTP over Ethernet (IEEE 1588
 * annex F), over UDP and IPv4 (annex D) and IPv6 (annex E), with up to two
 * tags before (SPRUH73 14.3.2.2 "IEEE 1588v2 ... Packet Operation"). */
#include "cpts.h"

/* Pn_CONTROL. guess: ANNEX_E and 107 as on the DRA7; reserved in SPRUH73. */
#define LTYPE1_EN      (1u << 2)
#define LTYPE2_EN      (1u << 3)
#define ANNEX_D_EN     (1u << 4)
#define ANNEX_E_EN     (1u << 5)
#define TTL_NONZERO    (1u << 8)
#define ADDR_129_EN    (1u << 9)        /* and 130, 131, 132 above */
#define PORT_319_EN    (1u << 13)
#define PORT_320_EN    (1u << 14)
#define ADDR_107_EN    (1u << 15)
#define VLAN_LTYPE1_EN (1u << 20)
#define VLAN_LTYPE2_EN (1u << 21)

#define ADDRESSES_LEN 12
#define TAG_LEN       4
#define TYPE_LEN      2
#define TYPE_IPV4     0x0800u
#define TYPE_IPV6     0x86ddu
#define PROTOCOL_UDP  0x11
#define IPV4_LEN      20
#define IPV6_LEN      40
#define UDP_LEN       8

/* The part of a frame that is not looked at yet. */
struct rest {
    const uint8_t *at;
    size_t len;
};

static unsigned pair_at(const uint8_t *bytes)
{
    return (unsigned)bytes[0] << 8 | bytes[1];
}

static bool skip_bytes(struct rest *rest, size_t len)
{
    if (rest->len < len) {
        return false;
    }
    rest->at += len;
    rest->len -= len;
    return true;
}

/* Steps over one tag if there is one of this kind. */
static void skip_tag(struct rest *rest, unsigned ltype, bool enabled)
{
    if (enabled && rest->len >= TAG_LEN && pair_at(rest->at) == ltype) {
        skip_bytes(rest, TAG_LEN);
    }
}

/* 129..132 are in 224.0.1, 107 is in 224.0.0 (IEEE 1588 annex D). */
static bool group_is_enabled(uint32_t control, unsigned third, unsigned last)
{
    if (third == 1 && last >= 129 && last <= 132) {
        return control & ADDR_129_EN << (last - 129);
    }
    return third == 0 && last == 107 && control & ADDR_107_EN;
}

static bool udp_is_enabled(uint32_t control, struct rest *rest)
{
    unsigned port;

    if (rest->len < UDP_LEN) {
        return false;
    }
    port = pair_at(rest->at + 2);
    skip_bytes(rest, UDP_LEN);
    return (port == 319 && control & PORT_319_EN) ||
           (port == 320 && control & PORT_320_EN);
}

static bool is_ipv4_ptp(uint32_t control, struct rest *rest)
{
    const uint8_t *ip = rest->at;

    return skip_bytes(rest, IPV4_LEN) && ip[0] == 0x45 &&
           (ip[8] == 0 || control & TTL_NONZERO) && ip[9] == PROTOCOL_UDP &&
           ip[16] == 224 && ip[17] == 0 &&
           group_is_enabled(control, ip[18], ip[19]) &&
           udp_is_enabled(control, rest);
}

/* FF0x::181 to ::184 stand for 129 to 132, FF02::6B for 107. */
static bool is_ipv6_ptp(uint32_t control, struct rest *rest)
{
    const uint8_t *ip = rest->at;

    if (!skip_bytes(rest, IPV6_LEN) || ip[0] >> 4 != 6 ||
        ip[6] != PROTOCOL_UDP || (ip[7] && !(control & TTL_NONZERO)) ||
        ip[24] != 0xff || ip[25] > 0x0f) {
        return false;
    }
    for (unsigned i = 26; i < 38; i++) {
        if (ip[i]) {
            return false;
        }
    }
    return group_is_enabled(control, ip[38], ip[39]) &&
           udp_is_enabled(control, rest);
}

/* Moves on to the PTP message if there is one. */
static bool find_message(const struct hc_cpts_filter *filter,
                         struct rest *rest)
{
    const uint32_t control = filter->control;
    unsigned type;

    if (!skip_bytes(rest, ADDRESSES_LEN)) {
        return false;
    }
    skip_tag(rest, filter->vlan_ltype & 0xffff, control & VLAN_LTYPE1_EN);
    skip_tag(rest, filter->vlan_ltype >> 16, control & VLAN_LTYPE2_EN);
    if (rest->len < TYPE_LEN) {
        return false;
    }
    type = pair_at(rest->at);
    skip_bytes(rest, TYPE_LEN);
    if ((control & LTYPE1_EN && type == (filter->ts_ltype & 0xffff)) ||
        (control & LTYPE2_EN && type == filter->ts_ltype >> 16)) {
        return true;
    }
    if (type == TYPE_IPV4 && control & ANNEX_D_EN) {
        return is_ipv4_ptp(control, rest);
    }
    return type == TYPE_IPV6 && control & ANNEX_E_EN &&
           is_ipv6_ptp(control, rest);
}

bool hc_cpts_match(const struct hc_cpts_filter *filter, const uint8_t *frame,
                   size_t len, uint32_t *ret_event)
{
    const size_t sequence_at = filter->seq_mtype >> 16 & 0x3f;
    struct rest rest = { frame, len };
    unsigned message;

    if (!find_message(filter, &rest) || rest.len < sequence_at + 2 ||
        !rest.len) {
        return false;
    }
    message = rest.at[0] & 0xf;
    if (!(filter->seq_mtype >> message & 1)) {
        return false;
    }
    *ret_event = message << 16 | pair_at(rest.at + sequence_at);
    return true;
}
