/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cpdma.h"

#include <string.h>

#include "fcs.h"
#include "reg.h"

#define TX_CONTROL      0x804u
#define TX_TEARDOWN     0x808u
#define RX_CONTROL      0x814u
#define RX_TEARDOWN     0x818u
#define SOFT_RESET      0x81cu
#define DMACONTROL      0x820u
#define DMASTATUS       0x824u
#define RX_BUFFER_OFFSET 0x828u
#define TX_PRI_RATE     0x830u
#define TX_INTSTAT_RAW  0x880u
#define TX_INTSTAT      0x884u
#define TX_INTMASK_SET  0x888u
#define TX_INTMASK_CLR  0x88cu
#define RX_INTSTAT_RAW  0x8a0u
#define RX_INTSTAT      0x8a4u
#define RX_INTMASK_SET  0x8a8u
#define RX_INTMASK_CLR  0x8acu
#define DMA_INTSTAT_RAW 0x8b0u
#define DMA_INTSTAT     0x8b4u
#define DMA_INTMASK_SET 0x8b8u
#define DMA_INTMASK_CLR 0x8bcu
#define RX_PENDTHRESH   0x8c0u
#define RX_FREEBUFFER   0x8e0u
#define TX_HDP          0xa00u
#define RX_HDP          0xa20u
#define TX_CP           0xa40u
#define RX_CP           0xa60u

#define STAT_PORT_EN    0x00cu

#define CONTROL_EN        1u
#define TEARDOWN_READY    (1u << 31)
#define TEARDOWN_CHANNEL  7u
#define TEARDOWN_DONE     0xfffffffcu
#define DMACONTROL_TX_PTYPE (1u << 0)
#define DMACONTROL_RX_OWNERSHIP (1u << 1)
#define DMACONTROL_RX_OFFLEN_BLOCK (1u << 2)
#define DMACONTROL_RLIM_SHIFT 8
#define DMASTATUS_IDLE    (1u << 31)
#define DMA_INT_HOST      (1u << 1)
#define SOFT_RESET_NOW    1u

#define CHANNELS_MASK     0xffu

static uint32_t *reg(const struct hc_cpdma *dma, uint32_t at)
{
    return &dma->reg[at / 4];
}

static const struct {
    uint32_t control, raw, mask_set, mask_clear, hdp, cp;
    unsigned error_shift;       /* of the channel in DMASTATUS */
} way_regs[] = {
    [HC_CPDMA_TX] = { TX_CONTROL, TX_INTSTAT_RAW, TX_INTMASK_SET,
                      TX_INTMASK_CLR, TX_HDP, TX_CP, 16 },
    [HC_CPDMA_RX] = { RX_CONTROL, RX_INTSTAT_RAW, RX_INTMASK_SET,
                      RX_INTMASK_CLR, RX_HDP, RX_CP, 8 },
};

uint32_t *hc_cpdma_hdp(struct hc_cpdma *dma, enum hc_cpdma_way way,
                       unsigned channel)
{
    return reg(dma, way_regs[way].hdp + 4 * channel);
}

bool hc_cpdma_runs(const struct hc_cpdma *dma, enum hc_cpdma_way way,
                   unsigned channel)
{
    const struct hc_cpdma_state *state = dma->state;
    const uint32_t stopped = state->torn[way] | state->halted[way];

    return *reg(dma, way_regs[way].control) & CONTROL_EN &&
           !(stopped >> channel & 1);
}

void hc_cpdma_completed(struct hc_cpdma *dma, enum hc_cpdma_way way,
                        unsigned channel, uint32_t done, uint32_t next)
{
    *hc_cpdma_hdp(dma, way, channel) = next;
    *reg(dma, way_regs[way].cp + 4 * channel) = done;
    *reg(dma, way_regs[way].raw) |= 1u << channel;
}

void hc_cpdma_fail(struct hc_cpdma *dma, enum hc_cpdma_way way,
                   unsigned channel, unsigned code)
{
    const unsigned shift = way_regs[way].error_shift;
    uint32_t *status = reg(dma, DMASTATUS);

    dma->state->halted[way] |= 1u << channel;
    *status = (*status & ~(0xf7u << shift)) | code << (shift + 4) |
              channel << shift;
    *reg(dma, DMA_INTSTAT_RAW) |= DMA_INT_HOST;
    dma->host->event(dma->host->opaque, HC_EVENT_DMA_ERROR, channel, code);
}

uint32_t *hc_cpdma_free_buffers(struct hc_cpdma *dma, unsigned channel)
{
    return reg(dma, RX_FREEBUFFER + 4 * channel);
}

uint32_t hc_cpdma_rx_offset(const struct hc_cpdma *dma)
{
    return *reg(dma, RX_BUFFER_OFFSET);
}

bool hc_cpdma_has_priorities(const struct hc_cpdma *dma)
{
    return *reg(dma, DMACONTROL) & DMACONTROL_TX_PTYPE;
}

bool hc_cpdma_rx_keeps_owner(const struct hc_cpdma *dma)
{
    return *reg(dma, DMACONTROL) & DMACONTROL_RX_OWNERSHIP;
}

bool hc_cpdma_rx_blocks_length(const struct hc_cpdma *dma)
{
    return *reg(dma, DMACONTROL) & DMACONTROL_RX_OFFLEN_BLOCK;
}

/* SPRUH73, "Transmit ... Rate Limiting": idle / (idle + send) of 32 bits a
 * cycle of the main clock, 125 MHz; "the transfer rate includes the
 * inter-packet gap (12 bytes) and the preamble (8 bytes)". The FCS counts
 * only if it is in the packet: the kernel's cpsw.rst measured, at 40 Mbit/s,
 * 39012 kbit/s of 1500 octets out of 1518, which is 1500 of 1538. */
uint64_t hc_cpdma_rate_ns(const struct hc_cpdma *dma, unsigned channel,
                          size_t octets)
{
    const uint32_t rate = *reg(dma, TX_PRI_RATE + 4 * channel);
    const uint32_t idle = rate >> 16, send = rate & 0x3fff;

    if (!(*reg(dma, DMACONTROL) >> DMACONTROL_RLIM_SHIFT >> channel & 1) ||
        !idle) {
        return 0;
    }
    return (uint64_t)(octets + 20) * 2 * (idle + send) / idle;
}

void hc_cpdma_count_loss(struct hc_cpdma *dma, uint32_t at)
{
    *reg(dma, at) += *reg(dma, STAT_PORT_EN) & 1;
}

uint32_t hc_cpdma_tx_pending(const struct hc_cpdma *dma)
{
    return *reg(dma, TX_INTSTAT_RAW) & *reg(dma, TX_INTMASK_SET);
}

/* A threshold of 0 is one that nobody set. */
static uint32_t rx_raw(const struct hc_cpdma *dma)
{
    uint32_t raw = *reg(dma, RX_INTSTAT_RAW) & CHANNELS_MASK;

    for (unsigned i = 0; i < HC_CPDMA_CHANNELS; i++) {
        if (*reg(dma, RX_FREEBUFFER + 4 * i) <
            *reg(dma, RX_PENDTHRESH + 4 * i)) {
            raw |= 1u << (8 + i);
        }
    }
    return raw;
}

/* Linux takes each bit that is set here for a channel, and the thresholds
 * are never enabled there (cpsw_priv.c, cpsw_rx_mq_poll). */
uint32_t hc_cpdma_rx_pending(const struct hc_cpdma *dma)
{
    const uint32_t mask = *reg(dma, RX_INTMASK_SET);

    return mask & ~CHANNELS_MASK ? rx_raw(dma) & mask :
           *reg(dma, RX_INTSTAT_RAW) & mask;
}

uint32_t hc_cpdma_dma_pending(const struct hc_cpdma *dma)
{
    return *reg(dma, DMA_INTSTAT_RAW) & *reg(dma, DMA_INTMASK_SET);
}

static void status_before_read(void *model, uint32_t at)
{
    struct hc_cpdma *dma = model;

    switch (at) {
    case TX_INTSTAT:
        *reg(dma, at) = hc_cpdma_tx_pending(dma);
        break;
    case RX_INTSTAT:
        *reg(dma, at) = hc_cpdma_rx_pending(dma);
        break;
    case RX_INTSTAT_RAW:
        *reg(dma, at) = rx_raw(dma);
        break;
    default:
        *reg(dma, at) = hc_cpdma_dma_pending(dma);
    }
}

static void change_mask(struct hc_cpdma *dma, uint32_t set_at, uint32_t value)
{
    *reg(dma, set_at) = value;
    *reg(dma, set_at + 4) = value;
    dma->changed(dma->owner);
}

/* To enable its interrupt is how a driver sets a torn-down channel up again
 * (davinci_cpdma.c, cpdma_chan_start). A head pointer that came while the
 * channel was down meant buffers that are gone now. */
static void mask_set_was_written(void *model, uint32_t at, uint32_t value)
{
    struct hc_cpdma *dma = model;
    enum hc_cpdma_way way = at == TX_INTMASK_SET ? HC_CPDMA_TX : HC_CPDMA_RX;
    uint32_t back = value & dma->state->torn[way];

    for (unsigned i = 0; back && i < HC_CPDMA_CHANNELS; i++) {
        if (back >> i & 1) {
            *hc_cpdma_hdp(dma, way, i) = 0;
        }
    }
    dma->state->torn[way] &= ~back;
    change_mask(dma, at, *reg(dma, at) | (value & 0xffff));
}

static void mask_clear_was_written(void *model, uint32_t at, uint32_t value)
{
    struct hc_cpdma *dma = model;

    change_mask(dma, at - 4, *reg(dma, at) & ~value);
}

static void dma_mask_set_was_written(void *model, uint32_t at, uint32_t value)
{
    struct hc_cpdma *dma = model;

    change_mask(dma, at, *reg(dma, at) | (value & 3));
}

static void tx_control_was_written(void *model, uint32_t at, uint32_t value)
{
    (void)at;
    (void)value;
    for (unsigned i = HC_CPDMA_CHANNELS; i-- > 0; ) {
        hc_cpdma_run_tx(model, i);
    }
}

static void rx_control_was_written(void *model, uint32_t at, uint32_t value)
{
    (void)at;
    if (!(value & CONTROL_EN)) {
        hc_cpdma_flush(model);
    }
    hc_cpdma_drain(model);
}

/* The driver waits for this value in the completion pointer and writes it
 * back (davinci_cpdma.c, cpdma_chan_stop). Descriptors that were not used
 * stay as they are: it takes them back one by one. */
static void tear_down(struct hc_cpdma *dma, enum hc_cpdma_way way,
                      unsigned channel)
{
    dma->state->torn[way] |= 1u << channel;
    hc_cpdma_completed(dma, way, channel, TEARDOWN_DONE, 0);
    dma->changed(dma->owner);
}

static void tx_teardown_was_written(void *model, uint32_t at, uint32_t value)
{
    (void)at;
    tear_down(model, HC_CPDMA_TX, value & TEARDOWN_CHANNEL);
}

static void rx_teardown_was_written(void *model, uint32_t at, uint32_t value)
{
    (void)at;
    hc_cpdma_flush(model);
    tear_down(model, HC_CPDMA_RX, value & TEARDOWN_CHANNEL);
}

static void soft_reset_was_written(void *model, uint32_t at, uint32_t value)
{
    struct hc_cpdma *dma = model;

    (void)at;
    if (value & SOFT_RESET_NOW) {
        hc_cpdma_reset(dma);
        dma->changed(dma->owner);
    }
}

static void free_buffer_was_written(void *model, uint32_t at, uint32_t value)
{
    struct hc_cpdma *dma = model;

    *reg(dma, at) = (*reg(dma, at) + value) & 0xffff;
    dma->changed(dma->owner);
}

/* A head may be written only where there is none. Linux writes 0 there when
 * it finds nothing more to queue (__cpdma_chan_process). */
static bool take_hdp(struct hc_cpdma *dma, enum hc_cpdma_way way, uint32_t at,
                     uint32_t value)
{
    uint32_t *hdp = reg(dma, at);

    if (*hdp && value) {
        dma->host->event(dma->host->opaque, HC_EVENT_MISUSE_REG, at, value);
        return false;
    }
    if (value & 3) {
        dma->host->event(dma->host->opaque, HC_EVENT_MISUSE_REG, at, value);
    }
    *hdp = value & ~3u;
    return hc_cpdma_runs(dma, way, at / 4 % HC_CPDMA_CHANNELS);
}

static void tx_hdp_was_written(void *model, uint32_t at, uint32_t value)
{
    if (take_hdp(model, HC_CPDMA_TX, at, value)) {
        hc_cpdma_run_tx(model, at / 4 % HC_CPDMA_CHANNELS);
    }
}

static void rx_hdp_was_written(void *model, uint32_t at, uint32_t value)
{
    if (take_hdp(model, HC_CPDMA_RX, at, value)) {
        hc_cpdma_drain(model);
    }
}

/* Acknowledges only if the host has seen all that is complete; the pointer
 * itself is the port's, but for the zero that clears it after a reset. */
static void cp_was_written(void *model, uint32_t at, uint32_t value)
{
    struct hc_cpdma *dma = model;
    enum hc_cpdma_way way = at < RX_CP ? HC_CPDMA_TX : HC_CPDMA_RX;
    uint32_t *cp = reg(dma, at);

    if (!value) {
        *cp = 0;
    }
    if (value == *cp) {
        *reg(dma, way_regs[way].raw) &=
            ~(1u << at / 4 % HC_CPDMA_CHANNELS);
        dma->changed(dma->owner);
    }
}

/* SPRUH73, tables of CPSW_CPDMA and CPSW_STATERAM registers. A row with a
 * hook and without masks reads other than what was written to it. */
static const struct hc_reg rows[] = {
    { "TX_IDVER", 0x800, .reset = 0x00180108 },
    { "TX_CONTROL", TX_CONTROL, .rw = 1,
      .was_written = tx_control_was_written },
    { "TX_TEARDOWN", TX_TEARDOWN, .reset = TEARDOWN_READY,
      .sc = TEARDOWN_CHANNEL, .was_written = tx_teardown_was_written },
    { "RX_IDVER", 0x810, .reset = 0x000c0107 },
    { "RX_CONTROL", RX_CONTROL, .rw = 1,
      .was_written = rx_control_was_written },
    { "RX_TEARDOWN", RX_TEARDOWN, .reset = TEARDOWN_READY,
      .sc = TEARDOWN_CHANNEL, .was_written = rx_teardown_was_written },
    { "CPDMA_SOFT_RESET", SOFT_RESET, .sc = SOFT_RESET_NOW,
      .was_written = soft_reset_was_written },
    { "DMACONTROL", DMACONTROL, .rw = 0x00ffff1f },
    { "DMASTATUS", DMASTATUS, .reset = DMASTATUS_IDLE },
    { "RX_BUFFER_OFFSET", RX_BUFFER_OFFSET, .rw = 0xffff },
    { "EMCONTROL", 0x82c, .rw = 3 },
    { "TX_PRIn_RATE", TX_PRI_RATE, .rw = 0xffff3fff, .count = 8, .stride = 4 },
    { "TX_INTSTAT_RAW", TX_INTSTAT_RAW, .reset = 0 },
    { "TX_INTSTAT_MASKED", TX_INTSTAT, .before_read = status_before_read },
    { "TX_INTMASK_SET", TX_INTMASK_SET,
      .was_written = mask_set_was_written },
    { "TX_INTMASK_CLEAR", TX_INTMASK_CLR,
      .was_written = mask_clear_was_written },
    { "CPDMA_IN_VECTOR", 0x890, .unmodelled = true },
    /* Level lines follow what is pending; see cpsw.c. */
    { "CPDMA_EOI_VECTOR", 0x894, .rw = 0x1f },
    { "RX_INTSTAT_RAW", RX_INTSTAT_RAW, .before_read = status_before_read },
    { "RX_INTSTAT_MASKED", RX_INTSTAT, .before_read = status_before_read },
    { "RX_INTMASK_SET", RX_INTMASK_SET,
      .was_written = mask_set_was_written },
    { "RX_INTMASK_CLEAR", RX_INTMASK_CLR,
      .was_written = mask_clear_was_written },
    { "DMA_INTSTAT_RAW", DMA_INTSTAT_RAW, .reset = 0 },
    { "DMA_INTSTAT_MASKED", DMA_INTSTAT, .before_read = status_before_read },
    { "DMA_INTMASK_SET", DMA_INTMASK_SET,
      .was_written = dma_mask_set_was_written },
    { "DMA_INTMASK_CLEAR", DMA_INTMASK_CLR,
      .was_written = mask_clear_was_written },
    { "RXn_PENDTHRESH", RX_PENDTHRESH, .rw = 0xff, .count = 8, .stride = 4 },
    { "RXn_FREEBUFFER", RX_FREEBUFFER, .count = 8, .stride = 4,
      .was_written = free_buffer_was_written },
    { "TXn_HDP", TX_HDP, .count = 8, .stride = 4,
      .was_written = tx_hdp_was_written },
    { "RXn_HDP", RX_HDP, .count = 8, .stride = 4,
      .was_written = rx_hdp_was_written },
    { "TXn_CP", TX_CP, .count = 8, .stride = 4,
      .was_written = cp_was_written },
    { "RXn_CP", RX_CP, .count = 8, .stride = 4,
      .was_written = cp_was_written },
};

static struct hc_regmap map = {
    .name = "cpdma", .reg = rows, .n = sizeof(rows) / sizeof(rows[0]),
    .shift = 2,
};

void hc_cpdma_init(struct hc_cpdma *dma)
{
    hc_regmap_build(&map);
    hc_fcs_build();
    memset(dma->state, 0, sizeof(*dma->state));
    dma->state->continue_at_ns = HC_NEVER;
}

void hc_cpdma_flush(struct hc_cpdma *dma)
{
    dma->state->fifo_count = 0;
}

void hc_cpdma_reset(struct hc_cpdma *dma)
{
    struct hc_cpdma_state *state = dma->state;

    hc_regmap_reset(&map, dma->reg);
    memset(state->torn, 0, sizeof(state->torn));
    memset(state->halted, 0, sizeof(state->halted));
    state->tx_unfinished = 0;
    state->tx_stalled = 0;
    memset(state->tx_next_ns, 0, sizeof(state->tx_next_ns));
    state->continue_at_ns = HC_NEVER;
    hc_cpdma_flush(dma);
}

enum hc_status hc_cpdma_read(struct hc_cpdma *dma, uint32_t at,
                             uint32_t *ret_value)
{
    return hc_reg_read(&map, dma->reg, dma, dma->host, at, ret_value);
}

enum hc_status hc_cpdma_write(struct hc_cpdma *dma, uint32_t at,
                              uint32_t value)
{
    return hc_reg_write(&map, dma->reg, dma, dma->host, at, value);
}
