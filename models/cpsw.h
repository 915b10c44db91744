/* SPDX-License-Identifier: GPL-2.0-or-later */
/* CPSW: the three-port switch of the AM335x (SPRUH73 chapter 14; Linux
 * cpsw.c, cpsw_new.c). Port 0 is the host, ports 1 and 2 end in a wire.
 * Not here: sending of pause frames, rate limits and shapers, priorities
 * (each port is one queue), time stamps of frames. */
#ifndef HC_CPSW_H
#define HC_CPSW_H

#include "ale.h"
#include "block.h"
#include "cpdma.h"
#include "cpts.h"
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

struct hc_cpsw {
    const struct hc_host *host;
    struct hc_cpsw_port port[HC_CPSW_PORTS];    /* [0] has no wire */
    struct hc_ale   ale;
    struct hc_cpdma cpdma;
    struct hc_cpts  cpts;

    /* state, to the end */
    uint32_t reg[HC_CPSW_WINDOW / 4];
    uint32_t gmii_sel;
    bool     line[HC_CPSW_IRQS];                /* as driven */
    uint64_t quiet_until_ns[HC_CPSW_IRQS];      /* pacing; 0: now */
    uint64_t wake_ns;                           /* as asked for */
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

/* A register of the subsystem. */
uint32_t *hc_cpsw_reg(struct hc_cpsw *cpsw, uint32_t at);

/* Between cpsw.c, registers, cpsw-irq.c and cpsw-port.c, frames. */

/* What holds a line up: pending and enabled. */
uint32_t hc_cpsw_line_status(struct hc_cpsw *cpsw, unsigned line);

/* Drives the lines of a hc_cpsw as things are now. */
void hc_cpsw_update_lines(void *cpsw);

/* A frame came from the host. */
void hc_cpsw_from_host(void *cpsw, unsigned to_port, const uint8_t *frame,
                       size_t len);

/* A frame, or a change, came from the wire of a hc_cpsw_port. */
void hc_cpsw_from_wire(void *port, const uint8_t *frame, size_t len);
void hc_cpsw_wire_changed(void *port, const struct hc_signal *far);

/* Shows a port's registers to its wire. */
void hc_cpsw_present(struct hc_cpsw *cpsw, unsigned port);

#define HC_CPSW_SS_CONTROL    0x004u
#define HC_CPSW_STAT_PORT_EN  0x00cu
#define HC_CPSW_VLAN_LTYPE    0x028u
#define HC_CPSW_RX_CH_MAP     0x120u
#define HC_CPSW_STATS         0x900u

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

/* Slivers (MACs) of port n: 1 or 2. */
#define HC_CPSW_MACCONTROL(n)   (0xd44u + 0x40u * (n))
#define HC_CPSW_MACSTATUS(n)    (0xd48u + 0x40u * (n))
#define HC_CPSW_RX_MAXLEN(n)    (0xd50u + 0x40u * (n))

#endif
