/* SPDX-License-Identifier: GPL-2.0-or-later */
/* CPTS: the time counter of the switch and its event queue (SPRUH73 chapter
 * 14, CPTS). Time stamps of frames and the roll-over events are missing. */
#ifndef HC_CPTS_H
#define HC_CPTS_H

#include "hc.h"

/* Where the registers are, as offsets from the subsystem. */
#define HC_CPTS_BASE 0xc00u
#define HC_CPTS_END  0xc40u

#define HC_CPTS_FIFO 16

struct hc_cpts_event {
    uint32_t low, high;
};

/* Plain data. */
struct hc_cpts_state {
    uint64_t zero_ns;           /* when the counter was (or would be) 0 */
    uint32_t head, count;
    struct hc_cpts_event fifo[HC_CPTS_FIFO];
};

struct hc_cpts {
    const struct hc_host *host;
    uint32_t *reg;              /* the subsystem's, by offset / 4 */
    struct hc_cpts_state *state;
};

/* Binds state and registers and empties the queue. */
void hc_cpts_init(struct hc_cpts *cpts, const struct hc_host *host,
                  uint32_t *reg, struct hc_cpts_state *state);
void hc_cpts_reset(struct hc_cpts *cpts);

/* Guest face: registers at HC_CPTS_BASE .. HC_CPTS_END - 1. */
enum hc_status hc_cpts_read(struct hc_cpts *cpts, uint32_t at,
                            uint32_t *ret_value);
enum hc_status hc_cpts_write(struct hc_cpts *cpts, uint32_t at,
                             uint32_t value);

/* True if an event waits and is enabled to interrupt. */
bool hc_cpts_pending(const struct hc_cpts *cpts);

/* Queues an event with the counter's value now; `high` as in EVENT_HIGH.
 * Lost when the counter is off or the queue full. */
void hc_cpts_push(struct hc_cpts *cpts, uint32_t high);

#endif
