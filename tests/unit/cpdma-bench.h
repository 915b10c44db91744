/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The DMA of the switch between guest memory and a wire that remembers. */
#ifndef HC_TEST_CPDMA_BENCH_H
#define HC_TEST_CPDMA_BENCH_H

#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "../../models/cpdma.h"
#include "fake-ram.h"
#include "fake.h"

/* Offsets and bits as in SPRUH73 and Linux davinci_cpdma.c. */
#define STAT_PORT_EN 0x00c
#define TX_CONTROL   0x804
#define TX_TEARDOWN  0x808
#define RX_CONTROL   0x814
#define RX_TEARDOWN  0x818
#define SOFT_RESET   0x81c
#define DMASTATUS    0x824
#define RX_OFFSET    0x828
#define TX_RAW       0x880
#define TX_MASKED    0x884
#define TX_MASK_SET  0x888
#define TX_MASK_CLR  0x88c
#define RX_MASKED    0x8a4
#define RX_MASK_SET  0x8a8
#define DMA_MASKED   0x8b4
#define DMA_MASK_SET 0x8b8
#define RX_THRESH(n) (0x8c0 + 4 * (n))
#define RX_FREE(n)   (0x8e0 + 4 * (n))
#define TX_HDP(n)    (0xa00 + 4 * (n))
#define RX_HDP(n)    (0xa20 + 4 * (n))
#define TX_CP(n)     (0xa40 + 4 * (n))
#define RX_CP(n)     (0xa60 + 4 * (n))

#define SOP   0x80000000u
#define EOP   0x40000000u
#define OWNER 0x20000000u
#define EOQ   0x10000000u
#define CRC   0x04000000u
#define WHOLE (SOP | EOP | OWNER)
#define TO_PORT(n) (0x00100000u | (uint32_t)(n) << 16)

#define BUFFER   (RAM + 0x10000u)

extern struct fake fake;
extern uint32_t reg[0x2000 / 4];
extern struct hc_cpdma_state state;
extern struct hc_cpdma dma;

struct cpdma_sent {
    unsigned n, to_port;
    size_t   len;
    uint8_t  bytes[2048];
    /* Runs while a frame is on its way, as a second CPU would. */
    void   (*meanwhile)(void);
};

extern struct cpdma_sent sent;
extern unsigned word3_stores;

/* Registers, word by word. */
uint32_t read_reg(uint32_t at);

void write_reg(uint32_t at, uint32_t value);

/* Before each case: both directions on, all interrupts let through. */
void cpdma_setup(void);

/* A descriptor lives in a slot of 32 bytes. */
uint32_t bd(unsigned n);

/* Writes descriptor n. */
void put_bd(unsigned n, uint32_t next, uint32_t buffer, uint32_t len,
            uint32_t flags);

/* The last word of descriptor n. */
uint32_t flags_of(unsigned n);

/* A frame of port 2 comes in, filled up with zeros to its length. */
enum hc_status receive(const char *text, size_t len, bool encap);

/* A statistic of the switch. */
uint32_t counted(uint32_t at);

#endif
