/* SPDX-License-Identifier: GPL-2.0-or-later */
/* CPDMA: the switch's way to memory, eight rings of descriptors in each
 * direction (SPRUH73 chapter 14, CPPI; Linux davinci_cpdma.c). */
#ifndef HC_CPDMA_H
#define HC_CPDMA_H

#include "hc.h"

/* Where the registers are, as offsets from the subsystem: the controller,
 * and the state RAM with the head and completion pointers. */
#define HC_CPDMA_BASE     0x800u
#define HC_CPDMA_END      0x900u
#define HC_CPDMA_RAM_BASE 0xa00u
#define HC_CPDMA_RAM_END  0xa80u

#define HC_CPDMA_CHANNELS 8

/* A descriptor counts packet bytes in 11 bits. */
#define HC_CPDMA_PACKET_MAX 2047

/* Before a frame a packet may hold a VLAN word, behind it holds the FCS. */
#define HC_CPDMA_FRAME_MAX (HC_CPDMA_PACKET_MAX - 8)

/* guess: the port FIFOs of silicon hold 20 KiB in blocks; this many frames
 * wait while a driver gives no buffers. */
#define HC_CPDMA_FIFO 64

/* A packet on its way to memory, as its buffers will show it. */
struct hc_cpdma_packet {
    uint16_t len;
    uint8_t  channel;
    uint8_t  from_port;
    bool     encap;             /* begins with a VLAN word */
    uint32_t error;             /* LONG, SHORT, MAC_CTL, PKT_ERR */
    uint8_t  bytes[HC_CPDMA_PACKET_MAX + 1];
};

/* Plain data; what the registers cannot tell. Masks are one bit a channel,
 * [0] transmits and [1] receives. */
struct hc_cpdma_state {
    uint32_t torn[2];           /* torn down, not yet set up again */
    uint32_t halted[2];         /* stopped by an error */
    uint32_t tx_unfinished;     /* channels that go on at continue_at_ns */
    uint32_t tx_stalled;        /* channels that wait for hc_cpdma_resume */
    uint32_t tx_turn;           /* whose turn it is when all are alike */
    uint64_t continue_at_ns;    /* when hc_cpdma_continue is due */
    uint64_t tx_next_ns[HC_CPDMA_CHANNELS];     /* by their rate limits */
    uint32_t fifo_head, fifo_count;
    struct hc_cpdma_packet fifo[HC_CPDMA_FIFO];
};

struct hc_cpdma {
    const struct hc_host *host;
    const struct hc_memory *memory;
    uint32_t *reg;              /* the subsystem's, by offset / 4 */
    struct hc_cpdma_state *state;
    /* Takes a frame, 60 bytes or more, that a descriptor sends to to_port,
     * or to where the lookup says if that is 0; not kept. */
    void (*transmit)(void *owner, unsigned to_port, const uint8_t *frame,
                     size_t len);
    /* True if a frame to to_port would not be lost for want of room; the
     * channel is rate-limited or not. NULL: there is always room. */
    bool (*has_room)(void *owner, unsigned to_port, bool limited);
    /* Pending or enabled interrupts may have changed. */
    void (*changed)(void *owner);
    void  *owner;
    /* Within a run: our own memory accesses cannot start another. */
    bool     sending, filling;
    uint8_t  tx_frame[HC_CPDMA_PACKET_MAX + 1];
};

/* Why a frame with an error was let in. */
#define HC_CPDMA_LONG      (1u << 25)
#define HC_CPDMA_SHORT     (1u << 24)
#define HC_CPDMA_MAC_CTL   (1u << 23)
#define HC_CPDMA_BAD_CRC   (1u << 20)
#define HC_CPDMA_BAD_CODE  (2u << 20)
#define HC_CPDMA_BAD_ALIGN (3u << 20)

/* A frame for the host. */
struct hc_cpdma_frame {
    unsigned channel, from_port;
    bool     encap;             /* put vlan_word before the frame */
    uint32_t vlan_word;
    uint32_t error;             /* HC_CPDMA_LONG, ..., as in a descriptor */
    const uint8_t *bytes;
    size_t   len;
};

/* Empties state; host, memory, reg, state and callbacks are set before. */
void hc_cpdma_init(struct hc_cpdma *dma);

/* Registers to reset values, all channels stopped, no frame waiting. */
void hc_cpdma_reset(struct hc_cpdma *dma);

/* Forgets the frames that wait for buffers. */
void hc_cpdma_flush(struct hc_cpdma *dma);

/* Guest face: both register ranges above. */
enum hc_status hc_cpdma_read(struct hc_cpdma *dma, uint32_t at,
                             uint32_t *ret_value);
enum hc_status hc_cpdma_write(struct hc_cpdma *dma, uint32_t at,
                              uint32_t value);

/* Hands a frame to the host, now or as soon as there are buffers. HC_NAK if
 * it was lost, and counted so in the statistics. */
enum hc_status hc_cpdma_receive(struct hc_cpdma *dma,
                                const struct hc_cpdma_frame *frame);

/* Goes on with chains that were longer than one run or faster than their
 * rate; the owner calls this at continue_at_ns, which is new only when
 * changed() is called. */
void hc_cpdma_continue(struct hc_cpdma *dma);

/* Goes on with channels for which there was no room. */
void hc_cpdma_resume(struct hc_cpdma *dma);

/* Pending and enabled: bits 7:0 channels, and for RX 15:8 thresholds. */
uint32_t hc_cpdma_tx_pending(const struct hc_cpdma *dma);
uint32_t hc_cpdma_rx_pending(const struct hc_cpdma *dma);
/* Bit 1: a host error; bit 0: a statistic is half full. */
uint32_t hc_cpdma_dma_pending(const struct hc_cpdma *dma);

/* Between cpdma.c, the registers, and cpdma-ring.c, the descriptors. */

enum hc_cpdma_way { HC_CPDMA_TX, HC_CPDMA_RX };

uint32_t *hc_cpdma_hdp(struct hc_cpdma *dma, enum hc_cpdma_way way,
                       unsigned channel);

/* True if a ring may use its descriptors. */
bool hc_cpdma_runs(const struct hc_cpdma *dma, enum hc_cpdma_way way,
                   unsigned channel);

/* The ring has moved on: descriptor `done` is complete, `next` or 0 is the
 * new head. */
void hc_cpdma_completed(struct hc_cpdma *dma, enum hc_cpdma_way way,
                        unsigned channel, uint32_t done, uint32_t next);

/* Stops a channel with an error code of DMASTATUS. */
void hc_cpdma_fail(struct hc_cpdma *dma, enum hc_cpdma_way way,
                   unsigned channel, unsigned code);

/* What the wire takes from a rate-limited channel for so many octets of a
 * frame; 0: it is not limited. */
uint64_t hc_cpdma_rate_ns(const struct hc_cpdma *dma, unsigned channel,
                          size_t octets);

/* True if lengths and offsets of receive descriptors stay as they are. */
bool hc_cpdma_rx_blocks_length(const struct hc_cpdma *dma);

/* Sends what the ring of a channel holds. */
void hc_cpdma_run_tx(struct hc_cpdma *dma, unsigned channel);

/* Moves waiting frames into buffers while there are some. */
void hc_cpdma_drain(struct hc_cpdma *dma);

/* True if transmit channels have priorities, 7 being the highest; else they
 * take turns. */
bool hc_cpdma_has_priorities(const struct hc_cpdma *dma);

/* RXn_FREEBUFFER, RX_BUFFER_OFFSET and DMACONTROL for cpdma-ring.c. */
uint32_t *hc_cpdma_free_buffers(struct hc_cpdma *dma, unsigned channel);
uint32_t hc_cpdma_rx_offset(const struct hc_cpdma *dma);
bool hc_cpdma_rx_keeps_owner(const struct hc_cpdma *dma);

/* A frame for the host was lost: counts at an offset of the statistics. */
void hc_cpdma_count_loss(struct hc_cpdma *dma, uint32_t at);

#define HC_STAT_RX_SOF_OVERRUN 0x984u
#define HC_STAT_RX_MOF_OVERRUN 0x988u
#define HC_STAT_RX_DMA_OVERRUN 0x98cu

#endif
