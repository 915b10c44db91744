/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Frames through the switch: in at a port, a look into the table, out at
 * others, with the tag that the VLAN asks for; and their statistics. */
#include "cpsw.h"

#include <string.h>

#include "octets.h"

#define ADDRESSES_LEN 12
#define TAG_LEN       4
#define FCS_LEN       4
#define MIN_FRAME     60        /* IEEE 802.3 3.2.8, without the FCS */
#define LEAST_READ    (ADDRESSES_LEN + TAG_LEN + 2)
#define DEFAULT_MBPS  100

#define MAC_IFCTL_A    (1u << 15)
#define MAC_RX_CEF     (1u << 22)
#define MAC_RX_CSF     (1u << 23)
#define MAC_RX_CMF     (1u << 24)

#define PORT_DSCP_PRI_EN     (1u << 16)
#define PORT_PASS_PRI_TAGGED (1u << 24)

#define TYPE_MAC_CONTROL 0x8808u    /* IEEE 802.3 31A */
#define OPCODE_PAUSE     0x0001u
#define TYPE_IPV4        0x0800u

/* A frame and what its tag says. */
struct frame {
    const uint8_t *bytes;
    size_t   len;
    unsigned from;              /* port */
    enum hc_ale_tag tag;
    uint16_t tci;               /* its tag, or its port's default */
    unsigned priority;          /* of its header, inside the switch */
    uint32_t error;             /* why it is let in all the same */
    struct hc_ale_verdict way;
};

static uint32_t reg(const struct hc_cpsw *cpsw, uint32_t at)
{
    return cpsw->reg[at / 4];
}

/* VLAN_LTYPE 15:0 says what begins a tag. */
static void read_tag(const struct hc_cpsw *cpsw, struct frame *frame)
{
    const unsigned type = reg(cpsw, HC_CPSW_VLAN_LTYPE) & 0xffff;

    frame->tag = HC_ALE_UNTAGGED;
    frame->tci = (uint16_t)reg(cpsw, HC_CPSW_PORT_VLAN(frame->from));
    if (hc_get_be16(frame->bytes + ADDRESSES_LEN) == type) {
        frame->tci = (uint16_t)hc_get_be16(frame->bytes + ADDRESSES_LEN + 2);
        frame->tag = frame->tci & 0xfff ? HC_ALE_TAGGED :
                                          HC_ALE_PRIORITY_TAGGED;
    }
}

/* One of eight fields of four bits. */
static unsigned mapped(uint32_t map, unsigned from)
{
    return map >> 4 * from & 7;
}

/* SPRUH73 "Packet Priority Handling": a tag speaks first, then DSCP, then
 * the port; and the port may change what it hears. */
static unsigned priority_of(const struct hc_cpsw *cpsw,
                            const struct frame *frame)
{
    const uint8_t *type = frame->bytes + ADDRESSES_LEN;
    const unsigned dscp = type[3] >> 2;
    unsigned packet = frame->tci >> 13;

    if (frame->tag == HC_ALE_UNTAGGED && hc_get_be16(type) == TYPE_IPV4 &&
        type[2] >> 4 == 4 &&
        reg(cpsw, HC_CPSW_PORT_CONTROL(frame->from)) & PORT_DSCP_PRI_EN) {
        packet = mapped(reg(cpsw, HC_CPSW_DSCP_MAP(frame->from) +
                            4 * (dscp / 8)), dscp % 8);
    }
    return mapped(reg(cpsw, frame->from ? HC_CPSW_RX_PRI_MAP(frame->from) :
                                          HC_CPSW_CPDMA_PRI_MAP), packet);
}

/* The queue of a port that a frame waits in, 3 being the most urgent. */
static unsigned queue_of(const struct hc_cpsw *cpsw, unsigned port,
                         const struct frame *frame)
{
    return mapped(reg(cpsw, HC_CPSW_TX_PRI_MAP(port)), frame->priority) & 3;
}

static void look_up(struct hc_cpsw *cpsw, struct frame *frame,
                    unsigned directed)
{
    const struct hc_ale_query query = {
        .frame = frame->bytes,
        .port = frame->from,
        .directed = directed,
        .damaged = frame->error != 0,
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

    return frame->priority << 29 | (uint32_t)(frame->tci & 0x1000) << 16 |
           (uint32_t)frame->way.vid << 16 | type[frame->tag];
}

/* Four bits for each queue of the host port and each wire. */
static unsigned channel_of(const struct hc_cpsw *cpsw,
                           const struct frame *frame)
{
    const unsigned queue = queue_of(cpsw, 0, frame);

    return frame->from ? reg(cpsw, HC_CPSW_RX_CH_MAP) >>
           (16 * (frame->from - 1) + 4 * queue) & 7 : 0;
}

/* The host gets a frame with the tag that it came with. */
static void to_host(struct hc_cpsw *cpsw, const struct frame *frame)
{
    const struct hc_cpdma_frame packet = {
        .channel = channel_of(cpsw, frame),
        .from_port = frame->from,
        .encap = reg(cpsw, HC_CPSW_SS_CONTROL) & HC_CPSW_RX_VLAN_ENCAP,
        .vlan_word = vlan_word(frame),
        .error = frame->error,
        .bytes = frame->bytes,
        .len = frame->len,
    };

    if (hc_cpdma_receive(&cpsw->cpdma, &packet) == HC_OK) {
        hc_cpsw_count_good(cpsw, 0, HC_CPSW_TX_GOOD, frame->bytes,
                           frame->len);
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
        return untag ? EDIT_STRIP :
               frame->tci >> 13 != frame->priority ? EDIT_VID : EDIT_NOTHING;
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
    const unsigned tci = from->priority << 13 | (from->tci & 0x1000u) |
                         from->way.vid;
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

static void to_wire(struct hc_cpsw *cpsw, unsigned port,
                    const struct frame *frame)
{
    const enum edit edit = edit_for(cpsw, frame, port);
    const unsigned queue = queue_of(cpsw, port, frame);
    uint8_t edited[HC_CPSW_FRAME_ROOM];
    size_t len = frame->len;

    if (edit == EDIT_NOTHING && len >= MIN_FRAME) {
        hc_cpsw_send(cpsw, port, queue, frame->bytes, len, !frame->from);
        return;
    }
    if (edit == EDIT_NOTHING) {
        memcpy(edited, frame->bytes, len);
        memset(edited + len, 0, MIN_FRAME - len);
        len = MIN_FRAME;
    } else {
        len = edit_frame(cpsw, frame, edit, edited);
    }
    hc_cpsw_send(cpsw, port, queue, edited, len, !frame->from);
}

void hc_cpsw_stamp(struct hc_cpsw *cpsw, unsigned port, uint32_t enable,
                   const uint8_t *frame, size_t len, uint64_t since_ns)
{
    const uint32_t control = reg(cpsw, HC_CPSW_PORT_CONTROL(port));
    uint32_t event;

    if (control & enable) {
        const struct hc_cpts_filter filter = {
            control, reg(cpsw, HC_CPSW_TS_SEQ_MTYPE(port)),
            reg(cpsw, HC_CPSW_TS_LTYPE), reg(cpsw, HC_CPSW_VLAN_LTYPE),
        };

        if (hc_cpts_match(&filter, frame, len, &event)) {
            event |= HC_CPTS_EVENT_PORT(port) |
                     (enable == HC_CPSW_TS_RX_EN ? HC_CPTS_EVENT_RX :
                                                   HC_CPTS_EVENT_TX);
            hc_cpts_push_at(&cpsw->cpts, event, since_ns);
            hc_cpsw_update_lines(cpsw);
        }
    }
}

/* The host first: what a wire answers comes back before its send ends. A
 * received frame is stamped when it is for nobody but the host (SPRUH73
 * 14.3.2.2.1), and before the host can see it: the driver looks for the
 * stamp when it takes the frame (cpts.c, cpts_rx_timestamp). */
static void forward(struct hc_cpsw *cpsw, struct frame *frame,
                    unsigned directed)
{
    read_tag(cpsw, frame);
    frame->priority = priority_of(cpsw, frame);
    look_up(cpsw, frame, directed);
    if (frame->way.ports == 1 && frame->from && !frame->error) {
        hc_cpsw_stamp(cpsw, frame->from, HC_CPSW_TS_RX_EN, frame->bytes,
                      frame->len, hc_cpsw_arrival_ns(cpsw, frame->from));
    }
    if (frame->way.ports & 1) {
        to_host(cpsw, frame);
    }
    for (unsigned port = 1; port < HC_CPSW_PORTS; port++) {
        if (frame->way.ports >> port & 1) {
            to_wire(cpsw, port, frame);
        }
    }
}

void hc_cpsw_from_host(void *owner, unsigned to_port, const uint8_t *bytes,
                       size_t len)
{
    struct hc_cpsw *cpsw = owner;
    struct frame frame = { .bytes = bytes, .len = len, .from = 0 };

    hc_cpsw_count_good(cpsw, 0, HC_CPSW_RX_GOOD, bytes, len);
    if (to_port && to_port < HC_CPSW_PORTS) {
        forward(cpsw, &frame, 1u << to_port);
    } else if (!to_port) {
        forward(cpsw, &frame, 0);
    }
}

static void refuse(struct hc_cpsw *cpsw, size_t len, enum hc_reason reason)
{
    cpsw->host->event(cpsw->host->opaque, HC_EVENT_FRAME_DROP, (uint32_t)len,
                      reason);
}

static bool is_own_address(const struct hc_cpsw *cpsw, unsigned port,
                           const uint8_t *addr)
{
    const uint32_t high = reg(cpsw, HC_CPSW_SA_HI(port));
    const uint32_t low = reg(cpsw, HC_CPSW_SA_LO(port));

    for (unsigned i = 0; i < 4; i++) {
        if (addr[i] != (uint8_t)(high >> 8 * i)) {
            return false;
        }
    }
    return addr[4] == (uint8_t)low && addr[5] == (uint8_t)(low >> 8);
}

/* A pause counts if it may be acted upon, and is obeyed in full duplex when
 * it is addressed to this end of the wire. */
static void hear_control(struct hc_cpsw *cpsw, unsigned port,
                         const uint8_t *bytes)
{
    static const uint8_t group[] = { 0x01, 0x80, 0xc2, 0x00, 0x00, 0x01 };
    const uint32_t mac = reg(cpsw, HC_CPSW_MACCONTROL(port));

    if (hc_get_be16(bytes + ADDRESSES_LEN + 2) != OPCODE_PAUSE ||
        !(mac & HC_CPSW_MAC_TX_FLOW)) {
        return;
    }
    hc_cpsw_count(cpsw, port, HC_CPSW_RX_PAUSE);
    if (mac & HC_CPSW_MAC_FULLDUPLEX &&
        (!memcmp(bytes, group, sizeof(group)) ||
         is_own_address(cpsw, port, bytes))) {
        hc_cpsw_was_paused(cpsw, port, hc_get_be16(bytes + ADDRESSES_LEN + 4));
    }
}

/* What is wrong with a frame, how that is counted, and which bit of
 * MACCONTROL lets it in (SPRUH73 14.3.2.20.1). */
struct flaw {
    uint32_t stat, let_in, error;
    enum hc_reason reason;
};

static struct flaw flaw_of(const struct hc_cpsw *cpsw, unsigned port,
                           size_t len, enum hc_cpsw_damage damage)
{
    static const uint32_t error[] = {
        [HC_CPSW_INTACT] = 0,
        [HC_CPSW_BAD_CRC] = HC_CPDMA_BAD_CRC,
        [HC_CPSW_BAD_CODE] = HC_CPDMA_BAD_CODE,
        [HC_CPSW_BAD_ALIGN] = HC_CPDMA_BAD_ALIGN,
    };

    if (len < MIN_FRAME) {
        return (struct flaw){
            damage ? HC_CPSW_RX_FRAGMENT : HC_CPSW_RX_UNDERSIZE,
            damage ? MAC_RX_CEF : MAC_RX_CSF,
            HC_CPDMA_SHORT | error[damage], HC_REASON_TOO_SHORT };
    }
    if (len + FCS_LEN > reg(cpsw, HC_CPSW_RX_MAXLEN(port)) ||
        len > HC_CPDMA_FRAME_MAX) {
        return (struct flaw){
            damage ? HC_CPSW_RX_JABBER : HC_CPSW_RX_OVERSIZE, MAC_RX_CEF,
            HC_CPDMA_LONG | error[damage], HC_REASON_TOO_LONG };
    }
    return (struct flaw){
        damage == HC_CPSW_BAD_CRC ? HC_CPSW_RX_CRC : HC_CPSW_RX_ALIGN,
        MAC_RX_CEF, error[damage], HC_REASON_DAMAGED };
}

/* Says if a frame is let in, and with what mark. */
static bool admit(struct hc_cpsw *cpsw, struct frame *frame,
                  enum hc_cpsw_damage damage)
{
    const uint32_t mac = reg(cpsw, HC_CPSW_MACCONTROL(frame->from));
    const struct flaw flaw = flaw_of(cpsw, frame->from, frame->len, damage);

    if (!(mac & HC_CPSW_MAC_GMII_EN) ||
        hc_cpsw_is_blocked(cpsw, frame->from)) {
        return false;
    }
    if (flaw.error) {
        hc_cpsw_count_bad(cpsw, frame->from, flaw.stat, frame->len);
        frame->error = flaw.error;
        if (mac & flaw.let_in && frame->len >= LEAST_READ &&
            frame->len <= HC_CPDMA_FRAME_MAX) {
            return true;
        }
        /* What a collision leaves is nothing to tell of. */
        if (!cpsw->egress[frame->from - 1].half ||
            flaw.stat != HC_CPSW_RX_FRAGMENT) {
            refuse(cpsw, frame->len, flaw.reason);
        }
        return false;
    }
    hc_cpsw_count_good(cpsw, frame->from, HC_CPSW_RX_GOOD, frame->bytes,
                       frame->len);
    if (hc_get_be16(frame->bytes + ADDRESSES_LEN) == TYPE_MAC_CONTROL) {
        hear_control(cpsw, frame->from, frame->bytes);
        frame->error = HC_CPDMA_MAC_CTL;
        return mac & MAC_RX_CMF;
    }
    return true;
}

static void receive(struct hc_cpsw *cpsw, unsigned port, const uint8_t *bytes,
                    size_t len, enum hc_cpsw_damage damage)
{
    struct frame frame = { .bytes = bytes, .len = len, .from = port };

    if (admit(cpsw, &frame, damage)) {
        forward(cpsw, &frame, 0);
        hc_cpsw_was_forwarded(cpsw, port, frame.way.ports);
    }
}

void hc_cpsw_from_wire(void *owner, const uint8_t *bytes, size_t len)
{
    const struct hc_cpsw_port *port = owner;

    receive(port->cpsw, port->number, bytes, len, HC_CPSW_INTACT);
}

void hc_cpsw_damaged_from_wire(void *owner, const uint8_t *bytes, size_t len)
{
    const struct hc_cpsw_port *port = owner;

    receive(port->cpsw, port->number, bytes, len, HC_CPSW_BAD_CRC);
}

void hc_cpsw_receive_damaged(struct hc_cpsw *cpsw, unsigned port,
                             const uint8_t *bytes, size_t len,
                             enum hc_cpsw_damage damage)
{
    receive(cpsw, port, bytes, len, damage);
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
    if (mac & HC_CPSW_MAC_EXT_EN) {
        return 0;
    }
    if (mac & HC_CPSW_MAC_GIG) {
        return 1000;
    }
    if (iface == HC_IFACE_RMII) {
        return mac & MAC_IFCTL_A ? 100 : 10;
    }
    return 0;
}

uint32_t hc_cpsw_mbps(const struct hc_cpsw *cpsw, unsigned port)
{
    const struct hc_hop *wire = cpsw->port[port].wire;
    const uint16_t own = speed_of(reg(cpsw, HC_CPSW_MACCONTROL(port)),
                                  iface_of(cpsw, port));
    const uint16_t far = wire ? hc_hop_seen(wire, 0)->mbps : 0;

    return own ? own : far ? far : DEFAULT_MBPS;
}

void hc_cpsw_present(struct hc_cpsw *cpsw, unsigned port)
{
    struct hc_hop *wire = cpsw->port[port].wire;
    const uint32_t mac = reg(cpsw, HC_CPSW_MACCONTROL(port));
    const uint32_t iface = iface_of(cpsw, port);
    struct hc_signal signal = {
        .iface = iface,
        .mbps = speed_of(mac, iface),
        .full = mac & HC_CPSW_MAC_FULLDUPLEX,
        .lit = true,
        .ready = mac & HC_CPSW_MAC_GMII_EN && !(mac & HC_CPSW_MAC_LOOPBACK),
    };

    if (!wire) {
        return;
    }
    if (mac & HC_CPSW_MAC_EXT_EN) {
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
    hc_cpsw_half_changed(port->cpsw, port->number);
}
