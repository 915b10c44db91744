/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A small driver for the switch: one port, one frame at a time, as
 * cpsw_ndo_open, cpdma_chan_submit and cpsw_rx_poll do it. */
#ifndef HC_TEST_ETHERNET_H
#define HC_TEST_ETHERNET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define RX_BUFFERS 4
#define RX_LINE 41
#define TX_LINE 42

/* Offsets in the switch that tests look at (SPRUH73 14.5). */
enum { RX_HDP = 0xa20, TX7_HDP = 0xa1c, TX7_CP = 0xa5c };

/* The address that the driver of a test gives itself. */
extern const uint8_t own_mac[6];

/* Opens the switch with RX buffers and port 1 set for 100 Mbit/s, full
 * duplex, over MII. */
void eth_open(void);

/* Waits for the PHY at 0 to report a link; how long it took. */
uint64_t eth_wait_for_link_ns(void);

/* Has the switch send a frame out of port 1. */
void eth_send(const uint8_t *frame, size_t len);

/* Word 3 of RX descriptor n: OWNER (bit 29) is clear once it holds a frame;
 * 10:0 is its length with the word before it and the FCS behind it. */
uint32_t eth_rx_flags(unsigned n);

/* Copies from the buffer of RX descriptor n. */
void eth_rx_bytes(unsigned n, uint8_t *ret_bytes, size_t len);

/* Hands RX descriptor n back: completion pointer and end of interrupt. */
void eth_rx_done(unsigned n);

/* "Who has 192.0.2.1? Tell 192.0.2.2." Returns its length. */
size_t eth_arp_request(uint8_t *ret_frame);

#endif
