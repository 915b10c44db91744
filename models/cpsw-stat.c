/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Network statistics (SPRUH73 14.3.2.20): one set for the whole switch, to
 * which the enabled ports add. Lengths here include the FCS. */
#include "cpsw.h"

#include <string.h>

#define FCS_LEN 4

/* By offset from HC_CPSW_STATS. */
#define SIZE_BINS    0x68u
#define NET_OCTETS   0x80u
/* Behind the good frames of each way. */
#define AND_BROADCAST 0x04u
#define AND_MULTICAST 0x08u
#define AND_OCTETS    0x30u

/* A statistic that reaches this asks for attention. */
#define HALF_FULL     0x80000000u
#define DMA_INT_RAW   0x8b0u
#define DMA_INT_STAT  (1u << 0)

static bool port_counts(const struct hc_cpsw *cpsw, unsigned port)
{
    return cpsw->reg[HC_CPSW_STAT_PORT_EN / 4] >> port & 1;
}

static void add(struct hc_cpsw *cpsw, uint32_t at, uint32_t by)
{
    uint32_t *stat = hc_cpsw_reg(cpsw, HC_CPSW_STATS + at);
    const uint32_t before = *stat;

    *stat += by;
    if (*stat & ~before & HALF_FULL) {
        *hc_cpsw_reg(cpsw, DMA_INT_RAW) |= DMA_INT_STAT;
        hc_cpsw_update_lines(cpsw);
    }
}

static uint32_t bin_of(uint32_t octets)
{
    static const uint16_t above[] = { 64, 127, 255, 511, 1023 };
    unsigned bin = 0;

    while (bin < sizeof(above) / sizeof(above[0]) && octets > above[bin]) {
        bin++;
    }
    return SIZE_BINS + 4 * bin;
}

/* The host port is a port like others here: SPRUH73 gives it a bit in
 * STAT_PORT_EN. guess: that a frame of the host counts as received there;
 * newer switches of this family show it so in the statistics they keep for
 * port 0. */
void hc_cpsw_count_good(struct hc_cpsw *cpsw, unsigned port, uint32_t way,
                        const uint8_t *frame, size_t len)
{
    static const uint8_t broadcast[6] = { 255, 255, 255, 255, 255, 255 };
    const uint32_t octets = (uint32_t)len + FCS_LEN;

    if (!port_counts(cpsw, port)) {
        return;
    }
    add(cpsw, way, 1);
    if (!memcmp(frame, broadcast, sizeof(broadcast))) {
        add(cpsw, way + AND_BROADCAST, 1);
    } else if (frame[0] & 1) {
        add(cpsw, way + AND_MULTICAST, 1);
    }
    add(cpsw, way + AND_OCTETS, octets);
    add(cpsw, bin_of(octets), 1);
    add(cpsw, NET_OCTETS, octets);
}

/* "Rx + Tx" frames of a size include those with a CRC or alignment error,
 * but none that is too short or too long. */
void hc_cpsw_count_bad(struct hc_cpsw *cpsw, unsigned port, uint32_t stat,
                       size_t len)
{
    const uint32_t octets = (uint32_t)len + FCS_LEN;

    if (!port_counts(cpsw, port)) {
        return;
    }
    add(cpsw, stat, 1);
    add(cpsw, NET_OCTETS, octets);
    if (stat == HC_CPSW_RX_CRC || stat == HC_CPSW_RX_ALIGN) {
        add(cpsw, bin_of(octets), 1);
    }
}

void hc_cpsw_count(struct hc_cpsw *cpsw, unsigned port, uint32_t stat)
{
    if (port_counts(cpsw, port)) {
        add(cpsw, stat, 1);
    }
}

void hc_cpsw_count_octets(struct hc_cpsw *cpsw, unsigned port,
                          uint32_t octets)
{
    if (port_counts(cpsw, port)) {
        add(cpsw, NET_OCTETS, octets);
    }
}

/* With counting on, a write takes away; else it sets. */
void hc_cpsw_stat_was_written(void *model, uint32_t at, uint32_t value)
{
    struct hc_cpsw *cpsw = model;
    uint32_t *stat = hc_cpsw_reg(cpsw, at);
    uint32_t all = 0;

    if (cpsw->reg[HC_CPSW_STAT_PORT_EN / 4]) {
        *stat -= value < *stat ? value : *stat;
    } else {
        *stat = value;
    }
    for (at = HC_CPSW_STATS; at < HC_CPSW_STATS_END; at += 4) {
        all |= cpsw->reg[at / 4];
    }
    if (!(all & HALF_FULL)) {
        *hc_cpsw_reg(cpsw, DMA_INT_RAW) &= ~DMA_INT_STAT;
    }
    hc_cpsw_update_lines(cpsw);
}
