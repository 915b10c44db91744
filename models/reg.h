/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Register maps: what a register is, as data. */
#ifndef HC_REG_H
#define HC_REG_H

#include "hc.h"

/*
 * One register, or `count` like registers `stride` apart. Masks say which
 * bits are stored (rw), cleared by writing 1 (w1c), act and read back zero
 * (sc), or are cleared by a read (rc). All other bits are read-only.
 * Hooks hold consequences and may be NULL.
 */
struct hc_reg {
    const char *name;
    uint32_t at;
    uint32_t reset;
    uint32_t rw, w1c, sc, rc;
    uint32_t count, stride;     /* 0: a single register */
    bool     unmodelled;        /* stored as masked, but says so when used */
    /* Brings a value that follows the world or the time up to date. */
    void (*before_read)(void *model, uint32_t at);
    /* Runs after the value was taken and the rc bits were cleared. */
    void (*was_read)(void *model, uint32_t at);
    /* Runs after the masks were applied; `value` is what was written, in
     * full, so that bits of sc are seen here and nowhere else. */
    void (*was_written)(void *model, uint32_t at, uint32_t value);
};

#define HC_REGMAP_SLOTS 2048

/* What a driver did with one register; numbers stop at their maximum. */
struct hc_reg_use {
    uint32_t reads, writes;
    uint32_t ones, zeros;       /* bits that were written as 1, as 0 */
    uint32_t seen;              /* bits that read as 1 */
};

/* A table with its index; built once, then constant. */
struct hc_regmap {
    const char          *name;
    const struct hc_reg *reg;
    unsigned             n;
    unsigned             shift;     /* log2 of the step between registers */
    uint16_t             slot[HC_REGMAP_SLOTS];  /* row + 1; 0: no register */
    struct hc_reg_use   *use;       /* per row, all its registers; or NULL:
                                     * nobody counts */
    struct hc_regmap    *next;      /* of those that were built */
};

/* Builds the index of a map whose name, reg, n and shift are set; repeated
 * calls do nothing. Offsets are below HC_REGMAP_SLOTS << shift. */
void hc_regmap_build(struct hc_regmap *map);

/* The maps that were built, the newest first, linked by `next`. */
struct hc_regmap *hc_regmaps(void);

/* The row that describes offset `at`, or NULL. */
const struct hc_reg *hc_regmap_find(const struct hc_regmap *map, uint32_t at);

/* Sets every register to its reset value; `value` is indexed by
 * offset >> shift. */
void hc_regmap_reset(const struct hc_regmap *map, uint32_t *value);

/* Reads one register with its side effects. HC_NO_REG if there is none;
 * reports unmodelled.reg through `host` where the table says so. */
enum hc_status hc_reg_read(const struct hc_regmap *map, uint32_t *value,
                           void *model, const struct hc_host *host,
                           uint32_t at, uint32_t *ret_value);

/* Writes one register with its side effects. HC_NO_REG if there is none. */
enum hc_status hc_reg_write(const struct hc_regmap *map, uint32_t *value,
                            void *model, const struct hc_host *host,
                            uint32_t at, uint32_t written);

#endif
