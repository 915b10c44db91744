/* SPDX-License-Identifier: GPL-2.0-or-later */
/* CPSW: the three-port switch of the AM335x (SPRUH73 chapter 14; Linux
 * cpsw.c, cpsw_new.c). Port 0 is the host, ports 1 and 2 end in a wire.
 * In full duplex a frame leaves, and arrives, at the time of its first bit and
 * keeps its wire busy for as long as it lasts; in half duplex (csma.h) it may
 * have to wait or collide, and arrives with its last. Not here: FIFO loopback,
 * DLR, pacing and gigabit in half duplex. */
#ifndef HC_CPSW_H
#define HC_CPSW_H

#include "ale.h"
#include "block.h"
#include "cpdma.h"
#include "cpts.h"
#include "csma.h"
#include "frame-fifo.h"
#include "hop.h"

#define HC_CPSW_PORTS  3
#define HC_CPSW_WINDOW 0x2000u

/* Output lines. */
enum {
    HC_CPSW_IRQ_RX_THRESH, HC_CPSW_IRQ_RX, HC_CPSW_IRQ_TX, HC_CPSW_IRQ_MISC,
    HC_CPSW_IRQS
};

struct hc_cpsw;

/* Who is asked when a wire has something to say. */
struct hc_cpsw_port {
    struct hc_cpsw *cpsw;
    struct hc_hop  *wire;       /* NULL: nothing is connected */
    unsigned        number;
};

#define HC_CPSW_QUEUES 4

/* Memory of a port, most of which may be its sending side's. */
#define HC_CPSW_FIFO   (20u * 1024)

/* A frame with a tag more than a descriptor counts. */
#define HC_CPSW_FRAME_ROOM (HC_CPDMA_PACKET_MAX + 1 + 4)

/* The sending side of a wire port. Frames that wait are in rings, marked if
 * they are the host's. */
struct hc_cpsw_egress {
    struct hc_frame_fifo queue[HC_CPSW_QUEUES];
    uint64_t busy_until_ns;                     /* by the frame that leaves */
    uint64_t next_ns[HC_CPSW_QUEUES];           /* by its shaper */
    uint64_t paused_until_ns;                   /* by the far end */
    uint64_t pause_again_ns;                    /* by us; 0: not asked for */
    uint32_t ahead[HC_CPSW_QUEUES];             /* of lower ones that wait */
    bool     half;              /* half duplex: it shares its wire */
    bool     congested;         /* … and the far end shall not send */
    uint8_t  ring[HC_CPSW_QUEUES][HC_CPSW_FIFO];
};

/* What a bench can do to a frame on its way to a port. */
enum hc_cpsw_damage {
    HC_CPSW_INTACT, HC_CPSW_BAD_CRC, HC_CPSW_BAD_CODE, HC_CPSW_BAD_ALIGN
};

struct hc_cpsw {
    const struct hc_host *host;
    struct hc_cpsw_port port[HC_CPSW_PORTS];    /* [0] has no wire */
    struct hc_ale   ale;
    struct hc_cpdma cpdma;
    struct hc_cpts  cpts;
    struct hc_csma  csma[HC_CPSW_PORTS - 1];
    /* 0, or on a clock that is coarse: so much before its wire is free a
     * frame may begin. The rate stays that of the wire. */
    uint64_t early_ns;
    /* Within a call. */
    bool     draining;

    /* state, to the end */
    uint32_t reg[HC_CPSW_WINDOW / 4];
    uint32_t gmii_sel;
    bool     line[HC_CPSW_IRQS];                /* as driven */
    uint64_t quiet_until_ns[HC_CPSW_IRQS];      /* pacing; 0: now */
    uint64_t wake_ns;                           /* as asked for */
    bool     half;                              /* a port is half duplex */
    struct hc_cpsw_egress egress[HC_CPSW_PORTS - 1];
    struct hc_csma_state  csma_state[HC_CPSW_PORTS - 1];
    struct hc_ale_state   ale_state;
    struct hc_cpts_state  cpts_state;
    struct hc_cpdma_state cpdma_state;
};

/* Window 0x2000; the board puts MDIO over 0x1000..0x10ff. */
extern const struct hc_block hc_cpsw_block;

/* Connects guest memory and wires, the switch being side 0 of each. After
 * init and before the first reset; a wire may be NULL. */
void hc_cpsw_wire(struct hc_cpsw *cpsw, const struct hc_memory *memory,
                  struct hc_hop *wire1, struct hc_hop *wire2);

/* Bench face: the control module's GMII_SEL says how ports are coded. */
void hc_cpsw_set_gmii_sel(struct hc_cpsw *cpsw, uint32_t value);

/* Bench face: a frame arrives from the wire with an error in it. */
void hc_cpsw_receive_damaged(struct hc_cpsw *cpsw, unsigned port,
                             const uint8_t *frame, size_t len,
                             enum hc_cpsw_damage damage);

/* A register of the subsystem. */
uint32_t *hc_cpsw_reg(struct hc_cpsw *cpsw, uint32_t at);

/* Between cpsw.c, registers, cpsw-half.c, half duplex, cpsw-irq.c,
 * cpsw-port.c, frames, cpsw-queue.c, sending, and cpsw-stat.c. */

/* What holds a line up: pending and enabled. */
uint32_t hc_cpsw_line_status(struct hc_cpsw *cpsw, unsigned line);

/* Drives the lines of a hc_cpsw as things are now. */
void hc_cpsw_update_lines(void *cpsw);

/* A frame came from the host. */
void hc_cpsw_from_host(void *cpsw, unsigned to_port, const uint8_t *frame,
                       size_t len);

/* A frame, or a change, came from the wire of a hc_cpsw_port. */
void hc_cpsw_from_wire(void *port, const uint8_t *frame, size_t len);
void hc_cpsw_damaged_from_wire(void *port, const uint8_t *frame, size_t len);
void hc_cpsw_wire_changed(void *port, const struct hc_signal *far);

/* Shows a port's registers to its wire. */
void hc_cpsw_present(struct hc_cpsw *cpsw, unsigned port);

/* The speed that a port sends at; a guess while there is no link. */
uint32_t hc_cpsw_mbps(const struct hc_cpsw *cpsw, unsigned port);

/* Queues a time stamp of a PTP frame whose first bit a port has received or
 * sent at since_ns, when `enable`, TS_RX_EN or TS_TX_EN, is set for it. */
void hc_cpsw_stamp(struct hc_cpsw *cpsw, unsigned port, uint32_t enable,
                   const uint8_t *frame, size_t len, uint64_t since_ns);

/* Half duplex. Prepares a port whose wire is known; resets both ports. */
void hc_cpsw_half_wire(struct hc_cpsw *cpsw, unsigned port);
void hc_cpsw_half_reset(struct hc_cpsw *cpsw);
/* What decides about a port's duplex may have changed. */
void hc_cpsw_half_changed(struct hc_cpsw *cpsw, unsigned port);
/* A carrier on the wire of a hc_cpsw_port. */
void hc_cpsw_carrier_from_wire(void *port, uint64_t until_ns);
/* True if what arrives at a port now is what its own jam has hurt. */
bool hc_cpsw_is_blocked(const struct hc_cpsw *cpsw, unsigned port);
/* When the first bit of a frame that arrives now was there. */
uint64_t hc_cpsw_arrival_ns(const struct hc_cpsw *cpsw, unsigned port);

/* Counts a good frame, received (RX_GOOD) or sent (TX_GOOD) by a port. */
void hc_cpsw_count_good(struct hc_cpsw *cpsw, unsigned port, uint32_t way,
                        const uint8_t *frame, size_t len);
/* Counts a received frame that is not good. */
void hc_cpsw_count_bad(struct hc_cpsw *cpsw, unsigned port, uint32_t stat,
                       size_t len);
/* Adds one. */
void hc_cpsw_count(struct hc_cpsw *cpsw, unsigned port, uint32_t stat);
/* Octets of a frame that did not get through. */
void hc_cpsw_count_octets(struct hc_cpsw *cpsw, unsigned port,
                          uint32_t octets);
void hc_cpsw_stat_was_written(void *cpsw, uint32_t at, uint32_t value);

/* Sends a frame of 60 bytes or more from a wire port, now or as soon as
 * pauses and shapers let it go. */
void hc_cpsw_send(struct hc_cpsw *cpsw, unsigned port, unsigned queue,
                  const uint8_t *bytes, size_t len, bool from_host);
/* Takes the next frame out of the queues of a port in half duplex, with a
 * mark if it is the host's; 0: none may go now. */
size_t hc_cpsw_take(struct hc_cpsw *cpsw, unsigned port, uint8_t *ret_bytes,
                    size_t max, uint8_t *ret_from_host);
/* True if a port in half duplex shall keep its far end from sending. */
bool hc_cpsw_is_pressed(struct hc_cpsw *cpsw, unsigned port);
/* Sends what may go by now. */
void hc_cpsw_drain(struct hc_cpsw *cpsw);
/* A frame of a port was put into queues of `ports`; it may be time to ask
 * its far end for a pause. */
void hc_cpsw_was_forwarded(struct hc_cpsw *cpsw, unsigned port,
                           unsigned ports);
/* The far end asks for a pause of so many times 512 bits; 0 ends it. */
void hc_cpsw_was_paused(struct hc_cpsw *cpsw, unsigned port, unsigned quanta);
/* A register of the shapers has changed. */
void hc_cpsw_shaping_changed(struct hc_cpsw *cpsw);
/* MACCONTROL of a port has changed. */
void hc_cpsw_mac_changed(struct hc_cpsw *cpsw, unsigned port);
/* What is left of a pause, in times of 512 bits: ours or the far end's. */
uint32_t hc_cpsw_pause_left(struct hc_cpsw *cpsw, unsigned port, bool ours);
/* True if a frame of the host would not be lost in queues; to_port 0: in
 * any; `limited`: it comes from a rate-limited channel. */
bool hc_cpsw_has_room(void *cpsw, unsigned to_port, bool limited);
/* When hc_cpsw_drain has something to do. */
uint64_t hc_cpsw_egress_wake_ns(struct hc_cpsw *cpsw);

#define HC_CPSW_SS_CONTROL    0x004u
#define HC_CPSW_STAT_PORT_EN  0x00cu
#define HC_CPSW_VLAN_LTYPE    0x028u
#define HC_CPSW_RX_CH_MAP     0x120u
#define HC_CPSW_STATS         0x900u
#define HC_CPSW_STATS_END     0x990u
#define HC_CPSW_PTYPE         0x010u
#define HC_CPSW_FLOW_CONTROL  0x024u
#define HC_CPSW_TS_LTYPE      0x02cu
#define HC_CPSW_CPDMA_PRI_MAP 0x11cu

/* Statistics, by offset from HC_CPSW_STATS. */
#define HC_CPSW_RX_GOOD      0x00u
#define HC_CPSW_RX_PAUSE     0x0cu
#define HC_CPSW_RX_CRC       0x10u
#define HC_CPSW_RX_ALIGN     0x14u
#define HC_CPSW_RX_OVERSIZE  0x18u
#define HC_CPSW_RX_JABBER    0x1cu
#define HC_CPSW_RX_UNDERSIZE 0x20u
#define HC_CPSW_RX_FRAGMENT  0x24u
#define HC_CPSW_TX_GOOD      0x34u
#define HC_CPSW_TX_PAUSE     0x40u
#define HC_CPSW_TX_DEFERRED  0x44u
#define HC_CPSW_TX_COLLISION 0x48u
#define HC_CPSW_TX_SINGLE    0x4cu
#define HC_CPSW_TX_MULTIPLE  0x50u
#define HC_CPSW_TX_EXCESSIVE 0x54u
#define HC_CPSW_TX_LATE      0x58u
#define HC_CPSW_TX_CARRIER   0x60u

/* Wrapper: INT_CONTROL, and four enables in the order of the lines. */
#define HC_CPSW_WR_INT_CONTROL 0x120cu
#define HC_CPSW_WR_EN          0x1210u
#define HC_CPSW_WR_RX_IMAX     0x1270u
#define HC_CPSW_WR_TX_IMAX     0x1274u

#define HC_CPSW_VLAN_AWARE    (1u << 1)
#define HC_CPSW_RX_VLAN_ENCAP (1u << 2)

/* Registers of port n: 0, 1 or 2. */
#define HC_CPSW_PORT_CONTROL(n) (0x100u + 0x100u * (n))
#define HC_CPSW_PORT_VLAN(n)    (0x114u + 0x100u * (n))
#define HC_CPSW_TX_PRI_MAP(n)   (0x118u + 0x100u * (n))
#define HC_CPSW_DSCP_MAP(n)     (0x130u + 0x100u * (n))
/* The same, but for the host: 1 or 2. */
#define HC_CPSW_MAX_BLKS(n)     (0x108u + 0x100u * (n))
#define HC_CPSW_TX_IN_CTL(n)    (0x110u + 0x100u * (n))
#define HC_CPSW_TS_SEQ_MTYPE(n) (0x11cu + 0x100u * (n))
#define HC_CPSW_SA_LO(n)        (0x120u + 0x100u * (n))
#define HC_CPSW_SA_HI(n)        (0x124u + 0x100u * (n))
#define HC_CPSW_SEND_PERCENT(n) (0x128u + 0x100u * (n))

/* PORT_CONTROL */
#define HC_CPSW_TS_RX_EN      (1u << 0)
#define HC_CPSW_TS_TX_EN      (1u << 1)

/* Slivers (MACs) of port n: 1 or 2. */
#define HC_CPSW_MACCONTROL(n)   (0xd44u + 0x40u * (n))
#define HC_CPSW_MACSTATUS(n)    (0xd48u + 0x40u * (n))
#define HC_CPSW_RX_MAXLEN(n)    (0xd50u + 0x40u * (n))
#define HC_CPSW_RX_PRI_MAP(n)   (0xd64u + 0x40u * (n))

/* MACCONTROL */
#define HC_CPSW_MAC_FULLDUPLEX (1u << 0)
#define HC_CPSW_MAC_LOOPBACK   (1u << 1)
#define HC_CPSW_MAC_RX_FLOW    (1u << 3)
#define HC_CPSW_MAC_TX_FLOW    (1u << 4)
#define HC_CPSW_MAC_GMII_EN    (1u << 5)
#define HC_CPSW_MAC_GIG        (1u << 7)
#define HC_CPSW_MAC_EXT_EN     (1u << 18)

#endif
