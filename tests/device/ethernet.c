/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ethernet.h"

#include <string.h>

#include "drive.h"
#include "probe.h"

/* Offsets in the switch: SPRUH73 14.5, drivers/net/ethernet/ti/cpsw_priv.h. */
enum { SS_CONTROL = 0x004, SS_SOFT_RESET = 0x008, TX_CONTROL = 0x804,
       RX_CONTROL = 0x814, DMA_RESET = 0x81c, TX_MASK_SET = 0x888,
       DMA_EOI = 0x894, RX_MASK_SET = 0x8a8, RX_CP = 0xa60,
       ALE_CONTROL = 0xd08, ALE_TBLCTL = 0xd20, ALE_WORD2 = 0xd34,
       ALE_WORD1 = 0xd38, ALE_WORD0 = 0xd3c, ALE_PORTCTL = 0xd40,
       SL1_MACCONTROL = 0xd84, SL1_RESET = 0xd8c, SL1_RX_MAXLEN = 0xd90,
       WR_RX_EN = 0x1214, WR_TX_EN = 0x1218 };

#define GMII_SEL 0x44e10650u

#define FORWARD 3u
#define MAC_FULL 0x00001u
#define MAC_GMII 0x00020u
#define MAC_100  0x08000u

/* Descriptors: 32 bytes each in the CPPI memory. */
#define RX_BD(n)     (CPPI + 0x20 * (n))
#define RX_BUFFER(n) (DDR + 0x10000 + 0x800 * (n))
#define RX_BYTES     1526
#define TX_BD        (CPPI + 0x1000)
#define TX_BUFFER    (DDR + 0x20000)
#define OWNER        0x20000000u
#define WHOLE        0xc0000000u
#define TO_PORT_1    0x00110000u

/* The word that RX_VLAN_ENCAP puts before the frame. */
#define ENCAP_BYTES 4

const uint8_t own_mac[6] = { 0x02, 0x00, 0x5e, 0x10, 0x00, 0x01 };

static void ale_entry(unsigned at, uint32_t word1, uint32_t word0)
{
    wr(CPSW + ALE_WORD2, 0);
    wr(CPSW + ALE_WORD1, word1);
    wr(CPSW + ALE_WORD0, word0);
    wr(CPSW + ALE_TBLCTL, 0x80000000u | at);
}

/* VLAN 0 with everybody in it, and our address at the host's port. */
static void ale_open(void)
{
    wr(CPSW + ALE_CONTROL, 0xc0000004u);
    ale_entry(0, 2u << 28, 0x07070707);
    ale_entry(1, 1u << 28 | own_mac[0] << 8 | own_mac[1],
              (uint32_t)own_mac[2] << 24 | own_mac[3] << 16 |
              own_mac[4] << 8 | own_mac[5]);
    for (unsigned port = 0; port < 3; port++) {
        wr(CPSW + ALE_PORTCTL + 4 * port, FORWARD);
    }
}

static void give_buffers(void)
{
    for (unsigned n = 0; n < RX_BUFFERS; n++) {
        wr(RX_BD(n), n + 1 < RX_BUFFERS ? RX_BD(n + 1) : 0);
        wr(RX_BD(n) + 4, RX_BUFFER(n));
        wr(RX_BD(n) + 8, RX_BYTES);
        wr(RX_BD(n) + 12, OWNER);
    }
    wr(CPSW + RX_HDP, RX_BD(0));
}

static void dma_open(void)
{
    wr(CPSW + DMA_RESET, 1);
    wr(CPSW + TX_CONTROL, 1);
    wr(CPSW + RX_CONTROL, 1);
    wr(CPSW + TX_MASK_SET, 0x80);
    wr(CPSW + RX_MASK_SET, 1);
    give_buffers();
    wr(CPSW + WR_RX_EN, 0xff);
    wr(CPSW + WR_TX_EN, 0xff);
}

void eth_open(void)
{
    mdio_open();
    wr(GMII_SEL, 0);
    wr(CPSW + SS_SOFT_RESET, 1);
    ale_open();
    wr(CPSW + SS_CONTROL, 6);               /* VLAN_AWARE, RX_VLAN_ENCAP */
    wr(CPSW + SL1_RESET, 1);
    wr(CPSW + SL1_RX_MAXLEN, RX_BYTES);
    dma_open();
    wr(CPSW + SL1_MACCONTROL, MAC_GMII | MAC_100 | MAC_FULL);
}

uint64_t eth_wait_for_link_ns(void)
{
    uint64_t start = probe_now_ns();

    for (unsigned n = 0; n < 100; n++) {
        if (mdio_read(0, 1) & 4) {
            return probe_now_ns() - start;
        }
        probe_step_ns(100000000);
    }
    ck_abort_msg("no link after 10 s");
}

static void put_bytes(uint32_t at, const uint8_t *bytes, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        probe_write(at + (uint32_t)i, bytes[i], 1);
    }
}

void eth_send(const uint8_t *frame, size_t len)
{
    put_bytes(TX_BUFFER, frame, len);
    wr(TX_BD, 0);
    wr(TX_BD + 4, TX_BUFFER);
    wr(TX_BD + 8, (uint32_t)len);
    wr(TX_BD + 12, WHOLE | OWNER | TO_PORT_1 | (uint32_t)len);
    wr(CPSW + TX7_HDP, TX_BD);
}

uint32_t eth_rx_flags(unsigned n)
{
    return rd(RX_BD(n) + 12);
}

void eth_rx_bytes(unsigned n, uint8_t *ret_bytes, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        ret_bytes[i] = (uint8_t)probe_read(RX_BUFFER(n) + (uint32_t)i, 1);
    }
}

void eth_rx_done(unsigned n)
{
    wr(CPSW + RX_CP, RX_BD(n));
    wr(CPSW + DMA_EOI, 1);
}

size_t eth_arp_request(uint8_t *ret_frame)
{
    static const uint8_t head[] = {
        0x08, 0x06, 0x00, 0x01, 0x08, 0x00, 0x06, 0x04, 0x00, 0x01,
    };
    static const uint8_t asker[] = { 192, 0, 2, 2 }, asked[] = { 192, 0, 2, 1 };

    memset(ret_frame, 0, 60);
    memset(ret_frame, 0xff, 6);
    memcpy(ret_frame + 6, own_mac, 6);
    memcpy(ret_frame + 12, head, sizeof(head));
    memcpy(ret_frame + 22, own_mac, 6);
    memcpy(ret_frame + 28, asker, 4);
    memcpy(ret_frame + 38, asked, 4);
    return 60;
}
