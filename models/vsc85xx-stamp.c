/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The 1588 analyser of a VSC85xx: which frames get a time stamp, and where
 * it goes. It reads what Linux writes: drivers/net/phy/mscc/mscc_ptp.c and
 * mscc_ptp.h. Encapsulations: Ethernet, and IPv4 with UDP; others are
 * stored and match nothing. */
#include "vsc85xx-internal.h"

#include <string.h>

#include "octets.h"

/* Registers of an engine. */
enum { ETH1_NEXT = 0x000, ETH1_TYPE = 0x003, ETH1_FLOW = 0x010,
       IP1_NEXT = 0x1b0, IP1_MODE, IP1_MATCH1, IP1_MATCH2_HIGH,
       IP1_MATCH2_LOW, IP1_MASK2_HIGH, IP1_MASK2_LOW, IP1_OFFSET2,
       IP1_CHECKSUM, IP1_FLOW = 0x1c0, PTP_FLOW = 0x2d0,
       SIGNATURE = 0x332 };

/* Registers of a processor. */
enum { IFACE_CTRL = 0x00, ANALYSER_MODE = 0x01 };

#define IFACE_CLOCK_ON       0x0040u
#define IFACE_INGRESS_BYPASS 0x0008u
#define IFACE_EGRESS_BYPASS  0x0004u

enum { ETH_FLOWS = 8, IP_FLOWS = 2, PTP_FLOWS = 6, FLOW_STEP = 0x10 };
enum { NEXT_IP1 = 2, NEXT_PTP = 5 };
enum { COMMAND_WRITE_1588 = 5, COMMAND_WRITE_NS = 7 };

#define MATCH_ADDRESS   0x00100000u
#define MATCH_UNICAST   0x00200000u
#define MATCH_MULTICAST 0x00400000u

#define ACTION_SAVE 0x0010u

#define ETH_HEADER 14
#define PTP_HEADER 34

/* A frame that one engine looks at. */
struct look {
    const uint32_t *engine;
    const uint8_t  *frame;
    size_t   len;
    unsigned channel;           /* of the pair: 0 or 1 */
    size_t   ip, ptp;           /* where they begin; ip 0: there is none */
    const uint32_t *flow;       /* the PTP flow that matched */
};

static bool flow_is_on(uint32_t enable, unsigned channel, unsigned shift)
{
    return (enable & 1) && (enable >> (shift + channel) & 1);
}

/* [17:16] source, destination, either; of [22:20] any may be set: this
 * address, any unicast, any multicast (vsc85xx_eth1_conf sets the last two
 * for UDP); nothing set compares nothing. */
static bool address_matches(const uint8_t *address, uint32_t high,
                            uint32_t low)
{
    const bool group = address[0] & 1;

    return !(low & (MATCH_ADDRESS | MATCH_UNICAST | MATCH_MULTICAST)) ||
           (low & MATCH_UNICAST && !group) ||
           (low & MATCH_MULTICAST && group) ||
           (low & MATCH_ADDRESS && hc_get_be32(address) == high &&
            hc_get_be16(address + 4) == (low & 0xffff));
}

static bool eth_flow_matches(const struct look *look, unsigned n)
{
    const uint32_t *flow = &look->engine[ETH1_FLOW + n * FLOW_STEP];
    uint32_t which = flow[3] >> 16 & 3;

    if (!flow_is_on(flow[0], look->channel, 8)) {
        return false;
    }
    return (which != 1 && address_matches(look->frame, flow[2], flow[3])) ||
           (which != 0 && address_matches(look->frame + 6, flow[2],
                                          flow[3]));
}

static bool any_eth_flow(const struct look *look)
{
    for (unsigned n = 0; n < ETH_FLOWS; n++) {
        if (eth_flow_matches(look, n)) {
            return true;
        }
    }
    return false;
}

static bool any_ip_flow(const struct look *look)
{
    for (unsigned n = 0; n < IP_FLOWS; n++) {
        if (flow_is_on(look->engine[IP1_FLOW + n * FLOW_STEP],
                       look->channel, 4)) {
            return true;
        }
    }
    return false;
}

/* Eight bytes of the frame against a pattern. */
static bool pair_matches(const uint8_t *at, uint32_t high, uint32_t low,
                         uint32_t high_mask, uint32_t low_mask)
{
    return !((hc_get_be32(at) ^ high) & high_mask) &&
           !((hc_get_be32(at + 4) ^ low) & low_mask);
}

/* The protocol field and the ports; the flows' addresses are not compared,
 * Linux masks them all. */
static bool ip_matches(struct look *look)
{
    const uint32_t *engine = look->engine;
    uint32_t match = engine[IP1_MATCH1];
    size_t ports = ETH_HEADER + (engine[IP1_OFFSET2] & 0x7f);
    size_t field = ETH_HEADER + (match >> 16 & 0x1f);

    if (look->len < ports + 8 || look->len <= field ||
        (engine[IP1_MODE] & 1) || look->frame[ETH_HEADER] >> 4 != 4 ||
        ((look->frame[field] ^ match) & match >> 8 & 0xff) ||
        !any_ip_flow(look)) {
        return false;
    }
    look->ip = ETH_HEADER;
    look->ptp = ETH_HEADER + (engine[IP1_NEXT] >> 8 & 0xff);
    return (engine[IP1_NEXT] & 7) == NEXT_PTP &&
           pair_matches(look->frame + ports, engine[IP1_MATCH2_HIGH],
                        engine[IP1_MATCH2_LOW], engine[IP1_MASK2_HIGH],
                        engine[IP1_MASK2_LOW]);
}

/* guess: a frame with a VLAN tag is none of ours; Linux has the comparator
 * verify that there is none. */
static bool is_ptp(struct look *look)
{
    const uint32_t *engine = look->engine;
    uint32_t type = (uint32_t)look->frame[12] << 8 | look->frame[13];

    if ((engine[ETH1_TYPE] & 0x10000) &&
        type != (engine[ETH1_TYPE] & 0xffff)) {
        return false;
    }
    if (!any_eth_flow(look)) {
        return false;
    }
    look->ip = 0;
    look->ptp = ETH_HEADER;
    switch (engine[ETH1_NEXT] & 7) {
    case NEXT_PTP:
        return true;
    case NEXT_IP1:
        return ip_matches(look);
    default:
        return false;
    }
}

static bool finds_flow(struct look *look)
{
    if (!is_ptp(look) || look->ptp + PTP_HEADER > look->len) {
        return false;
    }
    for (unsigned n = 0; n < PTP_FLOWS; n++) {
        const uint32_t *flow = &look->engine[PTP_FLOW + n * FLOW_STEP];

        if (flow_is_on(flow[0], look->channel, 4) &&
            pair_matches(look->frame + look->ptp, flow[1], flow[2], flow[3],
                         flow[4])) {
            look->flow = flow;
            return true;
        }
    }
    return false;
}

/* A byte of the signature: 0 to 23 are PTP bytes 31 to 8, 25 the domain, 26
 * the message type, 30 to 35 the address, last byte first
 * (vsc85xx_ts_fsb_init, and get_sig for what it expects). */
static uint8_t selected_byte(const struct look *look, unsigned select)
{
    const uint8_t *ptp = look->frame + look->ptp;

    if (select <= 23) {
        return ptp[31 - select];
    }
    if (select >= 30 && select <= 35) {
        return look->frame[35 - select];
    }
    return select == 25 ? ptp[4] : select == 26 ? ptp[0] & 0xf : 0;
}

static void push(struct hc_phy *phy, const struct look *look)
{
    const struct hc_vsc_clock *clock = &phy->package->clock[phy->number];
    uint8_t stamp[HC_VSC_STAMP_BYTES];

    for (unsigned i = 0; i < 4; i++) {
        stamp[i] = (uint8_t)(clock->ns >> 8 * i);
    }
    for (unsigned i = 0; i < 6; i++) {
        stamp[4 + i] = (uint8_t)(clock->seconds >> 8 * i);
    }
    for (unsigned i = 0; i < 16; i++) {
        uint32_t word = look->engine[SIGNATURE + i / 5];

        stamp[10 + i] = selected_byte(look, word >> 6 * (i % 5) & 0x3f);
    }
    hc_vsc_clock_stamped(phy, stamp);
}

/* Where the action says, if the frame is that long; the UDP checksum goes
 * when 0x1b8 bit 0 says so. */
static const uint8_t *rewrite(const struct look *look,
                              const struct hc_vsc_clock *clock,
                              uint8_t *room)
{
    bool full = (look->flow[6] & 0xf) == COMMAND_WRITE_1588;
    size_t at = look->ptp + (look->flow[7] >> 8 & 0xff);
    uint32_t checksum = look->engine[IP1_CHECKSUM];
    size_t sum_at = look->ip + (checksum >> 8 & 0xff);

    if (look->len > HC_VSC_PTP_MAX || at + (full ? 10 : 4) > look->len) {
        return look->frame;
    }
    memcpy(room, look->frame, look->len);
    if (full) {
        room[at] = (uint8_t)(clock->seconds >> 40);
        room[at + 1] = (uint8_t)(clock->seconds >> 32);
        hc_put_be32(room + at + 2, (uint32_t)clock->seconds);
        hc_put_be32(room + at + 6, clock->ns);
    } else {
        hc_put_be32(room + at, clock->ns);
    }
    if (look->ip && (checksum & 1) && sum_at + 2 <= look->len) {
        room[sum_at] = room[sum_at + 1] = 0;
    }
    return room;
}

static const uint8_t *act(struct hc_phy *phy, const struct look *look,
                          uint8_t *room)
{
    struct hc_vsc_clock *clock = &phy->package->clock[phy->number];
    uint32_t command = look->flow[6] & 0xf;

    hc_vsc_clock_update(clock, hc_vsc_now(phy->package));
    if (look->flow[6] & ACTION_SAVE) {
        push(phy, look);
    }
    if (command == COMMAND_WRITE_1588 || command == COMMAND_WRITE_NS) {
        return rewrite(look, clock, room);
    }
    return look->frame;
}

/* Frames take no time in our wires, so the local latencies that Linux sets
 * cancel against a delay that is not there. */
const uint8_t *hc_vsc_stamp(struct hc_phy *phy, bool egress,
                            const uint8_t *frame, size_t len,
                            uint8_t room[HC_VSC_PTP_MAX])
{
    const struct hc_vsc_clock *clock = &phy->package->clock[phy->number];
    uint32_t iface = clock->reg[IFACE_CTRL];
    uint32_t on = clock->reg[ANALYSER_MODE] >> (egress ? 4 : 0) & 7;
    struct look look = { .frame = frame, .len = len,
                         .channel = phy->number >> 1 };

    if (!(iface & IFACE_CLOCK_ON) || len < ETH_HEADER + PTP_HEADER ||
        (iface & (egress ? IFACE_EGRESS_BYPASS : IFACE_INGRESS_BYPASS))) {
        return frame;
    }
    for (unsigned i = 0; i < HC_VSC_ENGINES / 2; i++) {
        look.engine = phy->package->engine[phy->number & 1][2 * i + egress];
        if ((on >> i & 1) && finds_flow(&look)) {
            return act(phy, &look, room);
        }
    }
    return frame;
}
