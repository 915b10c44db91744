/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tables.h"

#include <check.h>

static void masks_do_not_overlap(const struct hc_reg *reg)
{
    const uint32_t mask[] = { reg->rw, reg->w1c, reg->sc, reg->rc };

    for (unsigned a = 0; a < 4; a++) {
        for (unsigned b = a + 1; b < 4; b++) {
            ck_assert_msg(!(mask[a] & mask[b]), "%s: masks %u and %u",
                          reg->name, a, b);
        }
    }
}

void walk_table(const struct hc_regmap *map, unsigned bits, unsigned slots)
{
    uint32_t all = bits < 32 ? (1u << bits) - 1 : 0xffffffffu;
    uint32_t step = 1u << map->shift;
    uint64_t next = 0;

    ck_assert_ptr_nonnull(map->name);
    for (unsigned i = 0; i < map->n; i++) {
        const struct hc_reg *reg = &map->reg[i];
        uint32_t count = reg->count ? reg->count : 1;
        uint32_t last = reg->at + (count - 1) * reg->stride;

        ck_assert_msg(reg->name && reg->name[0], "%s: row %u has no name",
                      map->name, i);
        ck_assert_msg(reg->at >= next, "%s: %s does not rise", map->name,
                      reg->name);
        ck_assert_msg(reg->at % step == 0, "%s: %s is not aligned",
                      map->name, reg->name);
        ck_assert_msg(!reg->count || reg->stride >= step,
                      "%s: %s has no stride", map->name, reg->name);
        ck_assert_msg(last >> map->shift < slots, "%s: %s is out of range",
                      map->name, reg->name);
        ck_assert_msg(!((reg->reset | reg->rw | reg->w1c | reg->sc |
                         reg->rc) & ~all), "%s: %s is too wide", map->name,
                      reg->name);
        masks_do_not_overlap(reg);
        next = (uint64_t)last + step;
    }
}
