/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Frames through the switch: in at a port, a look into the table, out at
 * others, with the tag that the VLAN asks for; and their statistics. */
#include "cpsw.h"

#include <string.h>

#define ADDRESSES_LEN 12
#define TAG_LEN       4
#define FCS_LEN       4
#define MIN_FRAME     60        /* IEEE 802.3 3.2.8, without the FCS */
#define FRAME_ROOM    (HC_CPDMA_PACKET_MAX + 1 + TAG_LEN)

#define MAC_FULLDUPLEX (1u << 0)
#define MAC_GMII_EN    (1u << 5)
#define MAC_GIG        (1u << 7)
#define MAC_IFCTL_A    (1u << 15)
#define MAC_EXT_EN     (1u << 18)
#define MAC_RX_CSF     (1u << 23)
#define MAC_RX_CMF     (1u << 24)

#define PORT_PASS_PRI_TAGGED (1u << 24)

#define TYPE_MAC_CONTROL 0x8808u    /* IEEE 802.3 31A */
#define OPCODE_PAUSE     0x0001u

/* Statistics, by offset from HC_CPSW_STATS. */
#define RX_GOOD      0x00u
#define RX_PAUSE     0x0cu
#define RX_OVERSIZE  0x18u
#define RX_UNDERSIZE 0x20u
#define RX_OCTETS    0x30u
#define TX_GOOD      0x34u
#define TX_OCTETS    0x64u
#define SIZE_BINS    0x68u
#define NET_OCTETS   0x80u
/* Behind RX_GOOD and TX_GOOD. */
#define AND_BROADCAST 0x04u
#define AND_MULTICAST 0x08u

/* A frame and what its tag says. */
struct frame {
    const uint8_t *bytes;
    size_t   len;
    unsigned from;              /* port */
    enum hc_ale_tag tag;
    uint16_t tci;               /* its tag, or its port's default */
    struct hc_ale_verdict way;
};

static unsigned get16(const uint8_t *bytes)
{
    return (unsigned)bytes[0] << 8 | bytes[1];
}

static uint32_t reg(const struct hc_cpsw *cpsw, uint32_t at)
{
    return cpsw->reg[at / 4];
}

static void count(struct hc_cpsw *cpsw, uint32_t at, uint32_t by)
{
    cpsw->reg[(HC_CPSW_STATS + at) / 4] += by;
}

static bool is_counted(const struct hc_cpsw *cpsw, unsigned port)
{
    return reg(cpsw, HC_CPSW_STAT_PORT_EN) >> port & 1;
}

static unsigned bin_of(size_t octets)
{
    static const uint16_t above[] = { 64, 127, 255, 511, 1023 };
    unsigned bin = 0;

    while (bin < sizeof(above) / sizeof(above[0]) && octets > above[bin]) {
        bin++;
    }
    return bin;
}

/* One good frame, received (RX_GOOD) or sent (TX_GOOD) by a port. The host
 * port is a port like others here: SPRUH73 gives it a bit in STAT_PORT_EN.
 * guess: that a frame of the host counts as received there; newer switches
 * of this family show it so in the statistics they keep for port 0. */
static void count_good(struct hc_cpsw *cpsw, unsigned port, uint32_t way,
                       const uint8_t *frame, size_t len)
{
    static const uint8_t broadcast[6] = { 255, 255, 255, 255, 255, 255 };
    const uint32_t octets = (uint32_t)len + FCS_LEN;

    if (!is_counted(cpsw, port)) {
        return;
    }
    count(cpsw, way, 1);
    if (!memcmp(frame, broadcast, sizeof(broadcast))) {
        count(cpsw, way + AND_BROADCAST, 1);
    } else if (frame[0] & 1) {
        count(cpsw, way + AND_MULTICAST, 1);
    }
    count(cpsw, way == RX_GOOD ? RX_OCTETS : TX_OCTETS, octets);
    count(cpsw, SIZE_BINS + 4 * bin_of(octets), 1);
    count(cpsw, NET_OCTETS, octets);
}

static void refuse(struct hc_cpsw *cpsw, unsigned port, uint32_t stat,
                   size_t len, enum hc_reason reason)
{
    if (is_counted(cpsw, port)) {
        count(cpsw, stat, 1);
        count(cpsw, NET_OCTETS, (uint32_t)len + FCS_LEN);
    }
    cpsw->host->event(cpsw->host->opaque, HC_EVENT_FRAME_DROP, (uint32_t)len,
                      reason);
}

/* VLAN_LTYPE 15:0 says what begins a tag. */
static void read_tag(const struct hc_cpsw *cpsw, struct frame *frame)
{
    const unsigned type = reg(cpsw, HC_CPSW_VLAN_LTYPE) & 0xffff;

    frame->tag = HC_ALE_UNTAGGED;
    frame->tci = (uint16_t)reg(cpsw, HC_CPSW_PORT_VLAN(frame->from));
    if (get16(frame->bytes + ADDRESSES_LEN) == type) {
        frame->tci = (uint16_t)get16(frame->bytes + ADDRESSES_LEN + 2);
        frame->tag = frame->tci & 0xfff ? HC_ALE_TAGGED :
                                          HC_ALE_PRIORITY_TAGGED;
    }
}

static void look_up(struct hc_cpsw *cpsw, struct frame *frame,
                    unsigned directed)
{
    const struct hc_ale_query query = {
        .frame = frame->bytes,
        .port = frame->from,
        .directed = directed,
        .tag = frame->tag,
        .tag_vid = frame->tci & 0xfff,
        .port_vid = reg(cpsw, HC_CPSW_PORT_VLAN(frame->from)) & 0xfff,
    };

    frame->way = hc_ale_forward(&cpsw->ale, &query);
}

/* The word before a frame in memory: priority, CFI and VLAN as in a tag at
 * 31:16, and at 9:8 what the frame had (cpsw_priv.c, cpsw_rx_vlan_encap). */
static uint32_t vlan_word(const struct frame *frame)
{
    static const uint32_t type[] = {
        [HC_ALE_TAGGED] = 0u << 8,
        [HC_ALE_PRIORITY_TAGGED] = 2u << 8,
        [HC_ALE_UNTAGGED] = 3u << 8,
    };

    return (uint32_t)(frame->tci & 0xf000) << 16 |
           (uint32_t)frame->way.vid << 16 | type[frame->tag];
}

/* Four bits for each priority of each wire; we have one priority, 0. */
static unsigned channel_of(const struct hc_cpsw *cpsw, unsigned port)
{
    return port ? reg(cpsw, HC_CPSW_RX_CH_MAP) >> 16 * (port - 1) & 7 : 0;
}

/* The host gets a frame with the tag that it came with. */
static void to_host(struct hc_cpsw *cpsw, const struct frame *frame)
{
    const struct hc_cpdma_frame packet = {
        .channel = channel_of(cpsw, frame->from),
        .from_port = frame->from,
        .encap = reg(cpsw, HC_CPSW_SS_CONTROL) & HC_CPSW_RX_VLAN_ENCAP,
        .vlan_word = vlan_word(frame),
        .bytes = frame->bytes,
        .len = frame->len,
    };

    if (hc_cpdma_receive(&cpsw->cpdma, &packet) == HC_OK) {
        count_good(cpsw, 0, TX_GOOD, frame->bytes, frame->len);
    }
}

enum edit { EDIT_NOTHING, EDIT_STRIP, EDIT_INSERT, EDIT_VID };

/* SPRUH73, "VLAN aware mode": what happens to the tag at a wire. */
static enum edit edit_for(const struct hc_cpsw *cpsw,
                          const struct frame *frame, unsigned port)
{
    const bool untag = frame->way.untag >> port & 1;

    if (!(reg(cpsw, HC_CPSW_SS_CONTROL) & HC_CPSW_VLAN_AWARE)) {
        return EDIT_NOTHING;
    }
    switch (frame->tag) {
    case HC_ALE_UNTAGGED:
        return untag ? EDIT_NOTHING : EDIT_INSERT;
    case HC_ALE_TAGGED:
        return untag ? EDIT_STRIP : EDIT_NOTHING;
    default:
        if (reg(cpsw, HC_CPSW_PORT_CONTROL(frame->from)) &
            PORT_PASS_PRI_TAGGED) {
            return EDIT_NOTHING;
        }
        return untag ? EDIT_STRIP : EDIT_VID;
    }
}

static size_t edit_frame(const struct hc_cpsw *cpsw, const struct frame *from,
                         enum edit edit, uint8_t *to)
{
    const size_t skip = edit == EDIT_INSERT ? 0 : TAG_LEN;
    const size_t rest = from->len - ADDRESSES_LEN - skip;
    const unsigned type = reg(cpsw, HC_CPSW_VLAN_LTYPE) & 0xffff;
    const unsigned tci = (from->tci & 0xf000u) | from->way.vid;
    size_t len = ADDRESSES_LEN;

    memcpy(to, from->bytes, ADDRESSES_LEN);
    if (edit != EDIT_STRIP) {
        to[len++] = (uint8_t)(type >> 8);
        to[len++] = (uint8_t)type;
        to[len++] = (uint8_t)(tci >> 8);
        to[len++] = (uint8_t)tci;
    }
    memcpy(to + len, from->bytes + ADDRESSES_LEN + skip, rest);
    len += rest;
    if (len < MIN_FRAME) {
        memset(to + len, 0, MIN_FRAME - len);
        len = MIN_FRAME;
    }
    return len;
}

static void to_wire(struct hc_cpsw *cpsw, unsigned port, const uint8_t *bytes,
                    size_t len)
{
    count_good(cpsw, port, TX_GOOD, bytes, len);
    hc_hop_send(cpsw->port[port].wire, 0, bytes, len);
}

static void send(struct hc_cpsw *cpsw, unsigned port,
                 const struct frame *frame)
{
    const enum edit edit = edit_for(cpsw, frame, port);
    uint8_t edited[FRAME_ROOM];

    if (!cpsw->port[port].wire ||
        !(reg(cpsw, HC_CPSW_MACCONTROL(port)) & MAC_GMII_EN)) {
        return;
    }
    if (edit == EDIT_NOTHING && frame->len >= MIN_FRAME) {
        to_wire(cpsw, port, frame->bytes, frame->len);
    } else if (edit == EDIT_NOTHING) {
        memcpy(edited, frame->bytes, frame->len);
        memset(edited + frame->len, 0, MIN_FRAME - frame->len);
        to_wire(cpsw, port, edited, MIN_FRAME);
    } else {
        to_wire(cpsw, port, edited,
                edit_frame(cpsw, frame, edit, edited));
    }
}

/* The host first: what a wire answers comes back before its send ends. */
static void forward(struct hc_cpsw *cpsw, struct frame *frame,
                    unsigned directed)
{
    read_tag(cpsw, frame);
    look_up(cpsw, frame, directed);
    if (frame->way.ports & 1) {
        to_host(cpsw, frame);
    }
    for (unsigned port = 1; port < HC_CPSW_PORTS; port++) {
        if (frame->way.ports >> port & 1) {
            send(cpsw, port, frame);
        }
    }
}

void hc_cpsw_from_host(void *owner, unsigned to_port, const uint8_t *bytes,
                       size_t len)
{
    struct hc_cpsw *cpsw = owner;
    struct frame frame = { .bytes = bytes, .len = len, .from = 0 };

    count_good(cpsw, 0, RX_GOOD, bytes, len);
    if (to_port && to_port < HC_CPSW_PORTS) {
        forward(cpsw, &frame, 1u << to_port);
    } else if (!to_port) {
        forward(cpsw, &frame, 0);
    }
}

static bool is_pause(const uint8_t *bytes)
{
    static const uint8_t addr[] = { 0x01, 0x80, 0xc2, 0x00, 0x00, 0x01 };

    return !memcmp(bytes, addr, sizeof(addr)) &&
           get16(bytes + ADDRESSES_LEN) == TYPE_MAC_CONTROL &&
           get16(bytes + ADDRESSES_LEN + 2) == OPCODE_PAUSE;
}

/* What a MAC lets in. */
static bool is_accepted(struct hc_cpsw *cpsw, unsigned port,
                        const uint8_t *bytes, size_t len)
{
    const uint32_t mac = reg(cpsw, HC_CPSW_MACCONTROL(port));

    if (!(mac & MAC_GMII_EN)) {
        return false;
    }
    if (len < MIN_FRAME && (!(mac & MAC_RX_CSF) ||
                            len < ADDRESSES_LEN + TAG_LEN + 2)) {
        refuse(cpsw, port, RX_UNDERSIZE, len, HC_REASON_TOO_SHORT);
        return false;
    }
    if (len + FCS_LEN > reg(cpsw, HC_CPSW_RX_MAXLEN(port)) ||
        len > HC_CPDMA_FRAME_MAX) {
        refuse(cpsw, port, RX_OVERSIZE, len, HC_REASON_TOO_LONG);
        return false;
    }
    count_good(cpsw, port, RX_GOOD, bytes, len);
    if (is_pause(bytes)) {
        count(cpsw, RX_PAUSE, is_counted(cpsw, port));
        return mac & MAC_RX_CMF;
    }
    return true;
}

void hc_cpsw_from_wire(void *owner, const uint8_t *bytes, size_t len)
{
    const struct hc_cpsw_port *port = owner;
    struct frame frame = { .bytes = bytes, .len = len,
                           .from = port->number };

    if (is_accepted(port->cpsw, port->number, bytes, len)) {
        forward(port->cpsw, &frame, 0);
    }
}

static uint32_t iface_of(const struct hc_cpsw *cpsw, unsigned port)
{
    static const uint32_t iface[] = {
        HC_IFACE_MII, HC_IFACE_RMII, HC_IFACE_RGMII, HC_IFACE_OFF
    };

    return iface[cpsw->gmii_sel >> 2 * (port - 1) & 3];
}

/* GIG sets 1000 Mb/s. Below that MII and RGMII take the clock of the PHY;
 * RMII must be told (SPRUH73, MACCONTROL, IFCTL_A). */
static uint16_t speed_of(uint32_t mac, uint32_t iface)
{
    if (mac & MAC_EXT_EN) {
        return 0;
    }
    if (mac & MAC_GIG) {
        return 1000;
    }
    if (iface == HC_IFACE_RMII) {
        return mac & MAC_IFCTL_A ? 100 : 10;
    }
    return 0;
}

void hc_cpsw_present(struct hc_cpsw *cpsw, unsigned port)
{
    struct hc_hop *wire = cpsw->port[port].wire;
    const uint32_t mac = reg(cpsw, HC_CPSW_MACCONTROL(port));
    const uint32_t iface = iface_of(cpsw, port);
    struct hc_signal signal = {
        .iface = iface,
        .mbps = speed_of(mac, iface),
        .full = mac & MAC_FULLDUPLEX,
        .lit = true,
        .ready = mac & MAC_GMII_EN,
    };

    if (!wire) {
        return;
    }
    if (mac & MAC_EXT_EN) {
        signal.full = hc_hop_seen(wire, 0)->full;
    }
    hc_hop_present(wire, 0, &signal);
}

/* With EXT_EN the PHY tells speed and duplex in the gaps between frames. */
void hc_cpsw_wire_changed(void *owner, const struct hc_signal *far)
{
    const struct hc_cpsw_port *port = owner;

    (void)far;
    hc_cpsw_present(port->cpsw, port->number);
}
