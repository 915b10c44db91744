/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cpsw-bench.h"

#include <string.h>

struct fake fake;
struct hc_cpsw cpsw, twin;
struct hc_hop wire[2];

struct cpsw_arrived got[3];
static unsigned port_number[] = { 0, 1, 2 };

uint32_t read_reg(uint32_t at)
{
    return hc_cpsw_block.read(&cpsw, at, 4);
}

void write_reg(uint32_t at, uint32_t value)
{
    hc_cpsw_block.write(&cpsw, at, value, 4);
}

static void arrived(void *owner, const uint8_t *frame, size_t len)
{
    const unsigned port = *(unsigned *)owner;

    got[port].n++;
    got[port].len = len;
    memcpy(got[port].bytes, frame, len);
}

void far_end(unsigned port, uint32_t iface, uint16_t mbps)
{
    const struct hc_signal signal = { .iface = iface, .mbps = mbps,
                                      .full = true, .lit = true,
                                      .ready = true };

    hc_hop_present(&wire[port - 1], 1, &signal);
}

void write_entry(unsigned at, uint32_t w2, uint32_t w1, uint32_t w0)
{
    write_reg(0xd3c, w0);
    write_reg(0xd38, w1);
    write_reg(0xd34, w2);
    write_reg(TBLCTL, 0x80000000u | at);
}

void put_vlan(unsigned at, uint32_t vid, uint32_t members,
              uint32_t untag)
{
    write_entry(at, 0, 2u << 28 | vid << 16,
                untag << 24 | members << 16 | members << 8 | members);
}

void give_buffers(void)
{
    for (unsigned i = 0; i < RX_BDS; i++) {
        put(RX_BD(i), i + 1 < RX_BDS ? RX_BD(i + 1) : 0);
        put(RX_BD(i) + 4, BUFFER(i));
        put(RX_BD(i) + 8, 1526);
        put(RX_BD(i) + 12, OWNER);
    }
    write_reg(RX_HDP, RX_BD(0));
}

/* As cpsw_ndo_open and the link handler leave things, in switch mode. */
void open_switch(void)
{
    write_reg(SS_SOFT_RESET, 1);
    write_reg(ALE_CONTROL, 0xc0000004);
    write_reg(SS_CONTROL, 6);
    write_reg(STAT_PORT_EN, 7);
    put_vlan(0, 0, 7, 7);
    for (unsigned port = 0; port < 3; port++) {
        write_reg(PORTCTL(port), 3);
    }
    for (unsigned port = 1; port < 3; port++) {
        write_reg(SL_RESET(port), 1);
        write_reg(RX_MAXLEN(port), 1526);
        write_reg(MACCONTROL(port), GMII_EN | GIG | FULL);
    }
    write_reg(CPDMA_RESET, 1);
    write_reg(TX_CONTROL, 1);
    write_reg(RX_CONTROL, 1);
    write_reg(TX_MASK_SET, 1);
    write_reg(RX_MASK_SET, 1);
    give_buffers();
    write_reg(WR_RX_EN, 0xff);
    write_reg(WR_TX_EN, 0xff);
}

void cpsw_setup(void)
{
    fake_init(&fake, hc_cpsw_block.wake, &cpsw);
    memset(ram, 0, sizeof(ram));
    memset(got, 0, sizeof(got));
    hc_cpsw_block.init(&cpsw, &fake.host);
    for (unsigned port = 1; port < 3; port++) {
        const struct hc_end end = { .frame = arrived,
                                    .owner = &port_number[port] };

        hc_hop_init(&wire[port - 1], &fake.host);
        hc_hop_attach(&wire[port - 1], 1, &end);
        far_end(port, HC_IFACE_RGMII, 1000);
    }
    hc_cpsw_wire(&cpsw, &memory, &wire[0], &wire[1]);
    hc_cpsw_block.reset(&cpsw);
    hc_cpsw_set_gmii_sel(&cpsw, 0xa);
    open_switch();
}

const uint8_t from_station[12] = { 2, 0, 0, 0, 0, 0xb,
                                          2, 0, 0, 0, 0, 0xa };

/* A frame to an unknown station; with a tag unless tci is negative. */
size_t make(uint8_t *frame, int tci, size_t len)
{
    size_t at = 12;

    memset(frame, 0x11, len);
    memcpy(frame, from_station, 12);
    if (tci >= 0) {
        frame[at++] = 0x81;
        frame[at++] = 0x00;
        frame[at++] = (uint8_t)(tci >> 8);
        frame[at++] = (uint8_t)tci;
    }
    frame[at++] = 0x08;
    frame[at] = 0x00;
    return len;
}

void arrive(unsigned port, int tci, size_t len)
{
    uint8_t frame[2100];

    hc_hop_send(&wire[port - 1], 1, frame, make(frame, tci, len));
}

void broadcast_arrives(unsigned port, int tci)
{
    uint8_t frame[64];

    make(frame, tci, sizeof(frame));
    memset(frame, 0xff, 6);
    hc_hop_send(&wire[port - 1], 1, frame, sizeof(frame));
}

void host_sends(unsigned to_port, int tci, size_t len)
{
    make(ram + 0x4000, tci, len);
    put(TX_BD, 0);
    put(TX_BD + 4, RAM + 0x4000);
    put(TX_BD + 8, (uint32_t)len);
    put(TX_BD + 12, WHOLE | (to_port ? 0x100000u | to_port << 16 : 0) |
                    (uint32_t)len);
    write_reg(TX_HDP, TX_BD);
}

/* Lets the wires become free. */
void wires_rest(void)
{
    fake_advance(&fake, 200 * NS_PER_US);
}

unsigned type_of(const uint8_t *frame)
{
    return (unsigned)frame[12] << 8 | frame[13];
}

unsigned tci_of(const uint8_t *frame)
{
    return (unsigned)frame[14] << 8 | frame[15];
}

void far_end_asks_for_pause(unsigned port, unsigned quanta)
{
    const uint8_t pause[60] = { 1, 0x80, 0xc2, 0, 0, 1, 2, 0, 0, 0, 0, 9,
                                0x88, 0x08, 0, 1, (uint8_t)(quanta >> 8),
                                (uint8_t)quanta };

    hc_hop_send(&wire[port - 1], 1, pause, sizeof(pause));
}

void obey_pauses(unsigned port)
{
    write_reg(MACCONTROL(port), GMII_EN | GIG | FULL | TX_FLOW);
}

void host_sends_many(unsigned port, unsigned n)
{
    make(ram + 0x4000, -1, 1514);
    for (unsigned i = 0; i < n; i++) {
        const uint32_t bd = TX_BD + 32 * i;

        put(bd, i + 1 < n ? bd + 32 : 0);
        put(bd + 4, RAM + 0x4000);
        put(bd + 8, 1514);
        put(bd + 12, WHOLE | 0x100000u | port << 16 | 1514);
    }
    write_reg(TX_HDP, TX_BD);
}

void ask_for_pauses(void)
{
    write_reg(MACCONTROL(1), GMII_EN | GIG | FULL | RX_FLOW);
    write_reg(0x024, 7);
    write_reg(SA_HI(1), 0x44332211);
    write_reg(SA_LO(1), 0x6655);
    write_reg(STAT_PORT_EN, 7);
}
