/* SPDX-License-Identifier: GPL-2.0-or-later */
/* CPTS: the time counter of the switch and its event queue (SPRUH73 chapter
 * 14, CPTS). The counter follows the virtual clock and wraps every 17 s. */
#ifndef HC_CPTS_H
#define HC_CPTS_H

#include "hc.h"

/* Where the registers are, as offsets from the subsystem. */
#define HC_CPTS_BASE 0xc00u
#define HC_CPTS_END  0xc40u

#define HC_CPTS_FIFO 16

/* Inputs for hardware time stamps, numbered from 1. */
#define HC_CPTS_PINS 4

/* EVENT_HIGH 23:20, and the port or pin at 28:24. */
#define HC_CPTS_EVENT_PUSH  (0u << 20)
#define HC_CPTS_EVENT_ROLL  (1u << 20)
#define HC_CPTS_EVENT_HALF  (2u << 20)
#define HC_CPTS_EVENT_PIN   (3u << 20)
#define HC_CPTS_EVENT_RX    (4u << 20)
#define HC_CPTS_EVENT_TX    (5u << 20)
#define HC_CPTS_EVENT_PORT(n) ((uint32_t)(n) << 24)

struct hc_cpts_event {
    uint32_t low, high;
};

/* Plain data. */
struct hc_cpts_state {
    uint64_t zero_ns;           /* when the counter was (or would be) 0 */
    uint64_t halves;            /* half turns that events were made for */
    uint32_t pins;              /* levels, bit 0 is pin 1 */
    bool     test_raw;          /* pending because an interrupt test says so */
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

/* The same with the value that the counter had at at_ns, now or shortly
 * before. */
void hc_cpts_push_at(struct hc_cpts *cpts, uint32_t high, uint64_t at_ns);

/* Bench face: the level of pin 1..4; a rising edge is an event when it is
 * enabled. */
void hc_cpts_set_pin(struct hc_cpts *cpts, unsigned pin, bool level);

/* Queues the roll-over events that are due. */
void hc_cpts_settle(struct hc_cpts *cpts);

/* When the next roll-over event is due; HC_NEVER while the counter is off. */
uint64_t hc_cpts_wake_ns(const struct hc_cpts *cpts);

/* What a port looks for, as in its registers and the subsystem's. */
struct hc_cpts_filter {
    uint32_t control, seq_mtype, ts_ltype, vlan_ltype;
};

/* True for a PTP message that the filter wants; its message type and
 * sequence id are given in their places of EVENT_HIGH. */
bool hc_cpts_match(const struct hc_cpts_filter *filter, const uint8_t *frame,
                   size_t len, uint32_t *ret_event);

#endif
