/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A CPSW between guest memory and two far ends, for the tests of it. */
#ifndef HC_TEST_CPSW_BENCH_H
#define HC_TEST_CPSW_BENCH_H

#include "../../models/cpsw.h"
#include "fake-ram.h"
#include "fake.h"

/* Offsets and bits as in SPRUH73 and Linux cpsw_priv.h, cpsw_sl.c. */
#define SS_CONTROL    0x004
#define SS_SOFT_RESET 0x008
#define STAT_PORT_EN  0x00c
#define PORT_CONTROL(n) (0x100 + 0x100 * (n))
#define PORT_VLAN(n)  (0x114 + 0x100 * (n))
#define TX_CONTROL    0x804
#define RX_CONTROL    0x814
#define RX_TEARDOWN   0x818
#define CPDMA_RESET   0x81c
#define TX_MASK_SET   0x888
#define EOI           0x894
#define RX_MASK_SET   0x8a8
#define DMA_MASK_SET  0x8b8
#define STAT(at)      (0x900 + (at))
#define TX_HDP        0xa00
#define RX_HDP        0xa20
#define TX_CP         0xa40
#define RX_CP         0xa60
#define CPTS_CONTROL  0xc04
#define CPTS_PUSH     0xc0c
#define CPTS_RAW      0xc20
#define CPTS_INT_EN   0xc28
#define CPTS_POP      0xc30
#define CPTS_LOW      0xc34
#define CPTS_HIGH     0xc38
#define ALE_CONTROL   0xd08
#define UNKNOWN_VLAN  0xd18
#define TBLCTL        0xd20
#define PORTCTL(n)    (0xd40 + 4 * (n))
#define MACCONTROL(n) (0xd84 + 0x40 * ((n) - 1))
#define MACSTATUS(n)  (0xd88 + 0x40 * ((n) - 1))
#define SL_RESET(n)   (0xd8c + 0x40 * ((n) - 1))
#define RX_MAXLEN(n)  (0xd90 + 0x40 * ((n) - 1))
#define WR_INT_CONTROL 0x120c
#define WR_RX_EN      0x1214
#define WR_TX_EN      0x1218
#define WR_MISC_EN    0x121c
#define WR_RX_STAT    0x1244
#define WR_RX_IMAX    0x1270

#define PTYPE            0x010
#define RX_CH_MAP        0x120
#define SEND_PERCENT(n)  (0x128 + 0x100 * (n))
#define TX_PRI_MAP(n)    (0x118 + 0x100 * (n))
#define SA_LO(n)         (0x120 + 0x100 * (n))
#define SA_HI(n)         (0x124 + 0x100 * (n))
#define TX_RATE(n)       (0x830 + 4 * (n))
#define DMACONTROL       0x820

enum { LINE_RX_THRESH, LINE_RX, LINE_TX, LINE_MISC };

#define GMII_EN 0x20u
#define GIG     0x80u
#define FULL    0x01u
#define EXT_EN  0x40000u
#define RX_CSF  0x800000u
#define RX_CMF  0x1000000u
#define RX_CEF  0x400000u
#define RX_FLOW 0x08u
#define TX_FLOW 0x10u
#define LOOP    0x02u

/* Receive descriptors. */
#define IS_LONG  0x2000000u
#define IS_SHORT 0x1000000u
#define MAC_CTL  0x800000u

#define WHOLE 0xe0000000u
#define OWNER 0x20000000u

#define BUFFER(n) (RAM + 0x8000u + 0x800u * (n))
#define TX_BD    (RAM + 0x100u)
#define RX_BD(n) (RAM + 0x1000u + 32u * (n))
#define RX_BDS   16

extern struct fake fake;
extern struct hc_cpsw cpsw, twin;
extern struct hc_hop wire[2];

/* What arrived at the far end of each wire, ports 1 and 2. */
extern struct cpsw_arrived {
    unsigned n;
    size_t   len;
    uint8_t  bytes[2100];
} got[3];

/* Registers, word by word. */
uint32_t read_reg(uint32_t at);
void write_reg(uint32_t at, uint32_t value);

/* What the far end of a port shows. */
void far_end(unsigned port, uint32_t iface, uint16_t mbps);

/* Table entries. */
void write_entry(unsigned at, uint32_t w2, uint32_t w1, uint32_t w0);
void put_vlan(unsigned at, uint32_t vid, uint32_t members,
              uint32_t untag);

/* A ring of RX_BDS buffers of 1526 bytes. */
void give_buffers(void);

/* As cpsw_ndo_open and the link handler leave things, in switch mode. */
void open_switch(void);

/* A switch between two gigabit wires, open. */
void cpsw_setup(void);

/* The addresses of frames that make() makes. */
extern const uint8_t from_station[12];

/* A frame to an unknown station; with a tag unless tci is negative. */
size_t make(uint8_t *frame, int tci, size_t len);

/* Frames from the far end of a port. */
void arrive(unsigned port, int tci, size_t len);
void broadcast_arrives(unsigned port, int tci);

/* The host sends one; to_port 0: where the table says. */
void host_sends(unsigned to_port, int tci, size_t len);

/* Lets the wires become free. */
void wires_rest(void);

/* Of a frame. */
unsigned type_of(const uint8_t *frame);
unsigned tci_of(const uint8_t *frame);

/* The far end of a port asks for a pause of so many times 512 bits (IEEE
 * 802.3 31B). */
void far_end_asks_for_pause(unsigned port, unsigned quanta);

/* TX_FLOW: a port obeys pauses. */
void obey_pauses(unsigned port);

/* The host sends n frames, one after the other. */
void host_sends_many(unsigned port, unsigned n);

/* Both MACCONTROL and FLOW_CONTROL must allow it. */
void ask_for_pauses(void);

#endif
