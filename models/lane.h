/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Byte lanes: registers of 32 bits met by accesses of 1, 2 or 4 bytes. */
#ifndef HC_LANE_H
#define HC_LANE_H

#include "reg.h"

/* The bits of a word that an access of `width` bytes at `at` covers. */
static inline uint32_t hc_lane_mask(uint32_t at, unsigned width)
{
    uint32_t ones = width >= 4 ? UINT32_MAX : (UINT32_C(1) << 8 * width) - 1;

    return ones << 8 * (at & 3);
}

/* What such an access sees of a word. */
static inline uint32_t hc_lane_take(uint32_t word, uint32_t at, unsigned width)
{
    return (word & hc_lane_mask(at, width)) >> 8 * (at & 3);
}

/* Reads a register of a map whose step is a word; an offset without a
 * register reads 0 and is reported. */
static inline uint32_t hc_lane_read(const struct hc_regmap *map,
                                    uint32_t *reg, void *model,
                                    const struct hc_host *host,
                                    uint32_t at, unsigned width)
{
    uint32_t value = 0;

    if (hc_reg_read(map, reg, model, host, at & ~UINT32_C(3), &value)
        == HC_NO_REG) {
        host->event(host->opaque, HC_EVENT_UNMODELLED_REG, at, false);
    }
    return hc_lane_take(value, at, width);
}

/* Writes a register; stored bits outside of the access keep their value,
 * and bits that act there see a 0. */
static inline void hc_lane_write(const struct hc_regmap *map, uint32_t *reg,
                                 void *model, const struct hc_host *host,
                                 uint32_t at, uint32_t value, unsigned width)
{
    const struct hc_reg *row = hc_regmap_find(map, at & ~UINT32_C(3));
    uint32_t mask = hc_lane_mask(at, width);

    if (!row) {
        host->event(host->opaque, HC_EVENT_UNMODELLED_REG, at, true);
        return;
    }
    value = value << 8 * (at & 3) & mask;
    hc_reg_write(map, reg, model, host, at & ~UINT32_C(3),
                 value | (reg[at >> 2] & row->rw & ~mask));
}

#endif
