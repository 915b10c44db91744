/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A PTP master at the end of a wire (IEEE 1588-2008, ordinary clock, one
 * port): announces itself, sends Sync in one step or two, and answers the
 * delay requests of both mechanisms. Its clock is the virtual one, but for an
 * offset and a drift that the bench sets. */
#ifndef HC_PTP_MASTER_H
#define HC_PTP_MASTER_H

#include "hc.h"
#include "ptp-message.h"

#define HC_PTP_JOBS 16              /* messages on their way */

/* 2^-7 s to 2^4 s between two messages. */
#define HC_PTP_LOG_MIN (-7)
#define HC_PTP_LOG_MAX 4

struct hc_ptp_config {
    struct hc_ptp_port port;
    bool    one_step;
    int8_t  log_sync, log_announce; /* intervals, 2^n s */
    uint8_t priority1;
    int32_t drift_ppb;              /* how much faster than virtual time */
    int64_t offset_ns;              /* ahead of it, by config and for ever */
};

/* A message that is due. */
struct hc_ptp_job {
    uint64_t due_ns;
    struct hc_ptp_message message;
    uint64_t arrived_ns;            /* virtual: when its question did */
};

struct hc_ptp_counters {
    uint64_t announces, syncs, delay_reqs, pdelay_reqs;
    uint64_t foreign;               /* of another domain, or not for us */
    uint64_t dropped;               /* answers that found no room */
};

struct hc_ptp_master {
    const struct hc_host *host;
    enum hc_status (*send)(void *opaque, const uint8_t *frame, size_t len);
    /* When the wire takes a frame at once; HC_NEVER: there is no link. */
    uint64_t (*free_at_ns)(void *opaque);
    void *opaque;

    /* state, to the end */
    bool     on;
    struct hc_ptp_config config;
    uint64_t base_ns;               /* when, in virtual time, … */
    uint64_t base_time_ns;          /* … the clock showed this */
    uint64_t sync_ns, announce_ns;  /* when the next ones are due */
    uint16_t sync_seq, announce_seq;
    struct hc_ptp_job job[HC_PTP_JOBS];
    uint32_t n_jobs;
    struct hc_ptp_counters counters;
};

/* A master that is silent, and has no wire. */
void hc_ptp_master_init(struct hc_ptp_master *master,
                        const struct hc_host *host);

/* Says how frames leave, and when the wire is free. */
void hc_ptp_master_wire(struct hc_ptp_master *master,
                        enum hc_status (*send)(void *opaque,
                                               const uint8_t *frame,
                                               size_t len),
                        uint64_t (*free_at_ns)(void *opaque), void *opaque);

/* Bench face: is this master from now on; NULL: is silent. A clock that ran
 * goes on from where it was, moved by the difference of the offsets. */
void hc_ptp_master_set(struct hc_ptp_master *master,
                       const struct hc_ptp_config *config);

/* What its clock shows now, in nanoseconds since 1970, TAI. */
uint64_t hc_ptp_master_time_ns(const struct hc_ptp_master *master);

/* A frame arrives; has the form of hc_partner's callback. */
void hc_ptp_master_frame_in(void *master, const uint8_t *frame, size_t len);

/* The glue calls this when host->wake_at has come due. */
void hc_ptp_master_wake(struct hc_ptp_master *master);

#endif
