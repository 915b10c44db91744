/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "reg.h"

#include <string.h>

static unsigned row_count(const struct hc_reg *reg)
{
    return reg->count ? reg->count : 1;
}

static struct hc_regmap *built;

struct hc_regmap *hc_regmaps(void)
{
    return built;
}

void hc_regmap_build(struct hc_regmap *map)
{
    if (map->slot[map->reg[0].at >> map->shift]) {
        return;
    }
    map->next = built;
    built = map;
    for (unsigned row = 0; row < map->n; row++) {
        const struct hc_reg *reg = &map->reg[row];

        for (unsigned i = 0; i < row_count(reg); i++) {
            uint32_t slot = (reg->at + i * reg->stride) >> map->shift;

            if (slot < HC_REGMAP_SLOTS) {
                map->slot[slot] = (uint16_t)(row + 1);
            }
        }
    }
}

const struct hc_reg *hc_regmap_find(const struct hc_regmap *map, uint32_t at)
{
    uint32_t slot = at >> map->shift;

    if (slot >= HC_REGMAP_SLOTS || !map->slot[slot]) {
        return NULL;
    }
    return &map->reg[map->slot[slot] - 1];
}

void hc_regmap_reset(const struct hc_regmap *map, uint32_t *value)
{
    for (unsigned row = 0; row < map->n; row++) {
        const struct hc_reg *reg = &map->reg[row];

        for (unsigned i = 0; i < row_count(reg); i++) {
            value[(reg->at + i * reg->stride) >> map->shift] = reg->reset;
        }
    }
}

static void count(uint32_t *number)
{
    *number += *number != UINT32_MAX;
}

static void note_read(const struct hc_regmap *map, const struct hc_reg *reg,
                      uint32_t value)
{
    struct hc_reg_use *use = map->use ? &map->use[reg - map->reg] : NULL;

    if (use) {
        count(&use->reads);
        use->seen |= value;
    }
}

static void note_write(const struct hc_regmap *map, const struct hc_reg *reg,
                       uint32_t value)
{
    struct hc_reg_use *use = map->use ? &map->use[reg - map->reg] : NULL;

    if (use) {
        count(&use->writes);
        use->ones |= value;
        use->zeros |= ~value;
    }
}

static void report_if_unmodelled(const struct hc_reg *reg,
                                 const struct hc_host *host, uint32_t at,
                                 bool write)
{
    if (reg->unmodelled) {
        host->event(host->opaque, HC_EVENT_UNMODELLED_REG, at, write);
    }
}

enum hc_status hc_reg_read(const struct hc_regmap *map, uint32_t *value,
                           void *model, const struct hc_host *host,
                           uint32_t at, uint32_t *ret_value)
{
    const struct hc_reg *reg = hc_regmap_find(map, at);
    uint32_t *stored;

    if (!reg) {
        return HC_NO_REG;
    }
    report_if_unmodelled(reg, host, at, false);
    if (reg->before_read) {
        reg->before_read(model, at);
    }
    stored = &value[at >> map->shift];
    *ret_value = *stored;
    note_read(map, reg, *stored);
    *stored &= ~reg->rc;
    if (reg->was_read) {
        reg->was_read(model, at);
    }
    return HC_OK;
}

enum hc_status hc_reg_write(const struct hc_regmap *map, uint32_t *value,
                            void *model, const struct hc_host *host,
                            uint32_t at, uint32_t written)
{
    const struct hc_reg *reg = hc_regmap_find(map, at);
    uint32_t *stored;

    if (!reg) {
        return HC_NO_REG;
    }
    report_if_unmodelled(reg, host, at, true);
    note_write(map, reg, written);
    stored = &value[at >> map->shift];
    *stored = (*stored & ~reg->rw) | (written & reg->rw);
    *stored &= ~(written & reg->w1c);
    if (reg->was_written) {
        reg->was_written(model, at, written);
    }
    return HC_OK;
}
