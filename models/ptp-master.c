/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ptp-master.h"

#include <string.h>

#include "octets.h"

/* Virtual time begins at 2026-01-01 00:00 UTC (the machine's -rtc base), the
 * clock counts TAI: 37 s more. */
#define EPOCH_NS ((1767225600ull + 37) * NS_PER_S)

/* guess: a hardware clock's own time to answer; any will do. */
#define TURNAROUND_NS 20000

static uint64_t now_ns(const struct hc_ptp_master *master)
{
    return master->host->now_ns(master->host->opaque);
}

/* What the clock shows at a moment, not before its base. */
static uint64_t time_at(const struct hc_ptp_master *master, uint64_t at_ns)
{
    const uint64_t passed = at_ns - master->base_ns;
    const int64_t ppb = master->config.drift_ppb;

    return master->base_time_ns + passed +
           (uint64_t)((int64_t)(passed / NS_PER_S) * ppb +
                      (int64_t)(passed % NS_PER_S) * ppb /
                          (int64_t)NS_PER_S);
}

uint64_t hc_ptp_master_time_ns(const struct hc_ptp_master *master)
{
    return time_at(master, now_ns(master));
}

/* 2^n s, whatever a restored state says. */
static uint64_t interval_ns(int8_t log)
{
    log = log < HC_PTP_LOG_MIN ? HC_PTP_LOG_MIN
        : log > HC_PTP_LOG_MAX ? HC_PTP_LOG_MAX : log;
    return log < 0 ? NS_PER_S >> -log : NS_PER_S << log;
}

/* The same of the messages that wait. */
static uint32_t jobs(const struct hc_ptp_master *master)
{
    return master->n_jobs < HC_PTP_JOBS ? master->n_jobs : HC_PTP_JOBS;
}

static uint64_t next_due(const struct hc_ptp_master *master)
{
    uint64_t due = master->sync_ns < master->announce_ns ?
                   master->sync_ns : master->announce_ns;

    for (uint32_t i = 0; i < jobs(master); i++) {
        if (master->job[i].due_ns < due) {
            due = master->job[i].due_ns;
        }
    }
    return due;
}

static void arm(struct hc_ptp_master *master)
{
    master->host->wake_at(master->host->opaque,
                          master->on ? next_due(master) : HC_NEVER);
}

static struct hc_ptp_job *add_job(struct hc_ptp_master *master,
                                  enum hc_ptp_type type, uint64_t due_ns)
{
    struct hc_ptp_job *job;

    if (master->n_jobs >= HC_PTP_JOBS) {
        master->counters.dropped++;
        return NULL;
    }
    job = &master->job[master->n_jobs++];
    *job = (struct hc_ptp_job){ .due_ns = due_ns, .message.type = type };
    return job;
}

/* --- what leaves -------------------------------------------------------- */

static void put(struct hc_ptp_master *master,
                const struct hc_ptp_message *message)
{
    uint8_t frame[HC_PTP_FRAME_MAX];
    const size_t len = hc_ptp_frame(&master->config.port, message, frame);

    master->send(master->opaque, frame, len);
}

/* 11.5.1, 11.4.3: the second of two steps tells when the first one left. */
static void follow(struct hc_ptp_master *master, const struct hc_ptp_job *job,
                   enum hc_ptp_type type)
{
    struct hc_ptp_job *next = add_job(master, type,
                                      now_ns(master) + TURNAROUND_NS);

    if (next) {
        next->message = job->message;
        next->message.type = type;
        next->message.two_step = false;
        next->message.time_ns = hc_ptp_master_time_ns(master);
    }
}

static void send_sync(struct hc_ptp_master *master, struct hc_ptp_job *job)
{
    job->message.two_step = !master->config.one_step;
    job->message.time_ns = hc_ptp_master_time_ns(master);
    put(master, &job->message);
    master->counters.syncs++;
    if (job->message.two_step) {
        follow(master, job, HC_PTP_FOLLOW_UP);
    }
}

/* 11.4.3 (c): one step says how long the question was here, two steps say
 * when it came and when the answer went. */
static void send_pdelay_resp(struct hc_ptp_master *master,
                             struct hc_ptp_job *job)
{
    const uint64_t came = time_at(master, job->arrived_ns);

    job->message.two_step = !master->config.one_step;
    if (job->message.two_step) {
        const uint64_t correction = job->message.correction;

        job->message.time_ns = came;
        job->message.correction = 0;
        put(master, &job->message);
        job->message.correction = correction;
        follow(master, job, HC_PTP_PDELAY_RESP_FOLLOW_UP);
    } else {
        job->message.correction +=
            (hc_ptp_master_time_ns(master) - came) << 16;
        put(master, &job->message);
    }
}

static void carry_out(struct hc_ptp_master *master, struct hc_ptp_job *job)
{
    switch (job->message.type) {
    case HC_PTP_SYNC:
        send_sync(master, job);
        break;
    case HC_PTP_PDELAY_RESP:
        send_pdelay_resp(master, job);
        break;
    case HC_PTP_ANNOUNCE:
        master->counters.announces++;
        /* fall through */
    default:
        put(master, &job->message);
    }
}

/* Interval after interval, without creeping; silent times are not made up
 * for. */
static void repeat(struct hc_ptp_master *master, enum hc_ptp_type type,
                   uint64_t *due_ns, uint16_t *sequence, int8_t log)
{
    const uint64_t interval = interval_ns(log);
    struct hc_ptp_job *job;

    if (*due_ns > now_ns(master)) {
        return;
    }
    job = add_job(master, type, now_ns(master));
    if (job) {
        job->message.sequence = (*sequence)++;
        job->message.log_interval = log;
        job->message.priority1 = master->config.priority1;
    }
    *due_ns += interval * ((now_ns(master) - *due_ns) / interval + 1);
}

/* A wire that is busy makes them wait, so that the time in a message is the
 * one at which it leaves. */
static void work(struct hc_ptp_master *master)
{
    uint64_t free_ns;
    uint32_t i = 0;

    master->n_jobs = jobs(master);
    while (i < master->n_jobs) {
        struct hc_ptp_job job = master->job[i];

        if (job.due_ns > now_ns(master)) {
            i++;
            continue;
        }
        free_ns = master->free_at_ns(master->opaque);
        if (free_ns > now_ns(master) && free_ns != HC_NEVER) {
            master->job[i++].due_ns = free_ns;
            continue;
        }
        master->n_jobs--;
        memmove(&master->job[i], &master->job[i + 1],
                (master->n_jobs - i) * sizeof(job));
        if (free_ns != HC_NEVER) {
            carry_out(master, &job);
        }
    }
}

void hc_ptp_master_wake(struct hc_ptp_master *master)
{
    if (master->on) {
        repeat(master, HC_PTP_SYNC, &master->sync_ns, &master->sync_seq,
               master->config.log_sync);
        repeat(master, HC_PTP_ANNOUNCE, &master->announce_ns,
               &master->announce_seq, master->config.log_announce);
        work(master);
    }
    arm(master);
}

/* --- what arrives ------------------------------------------------------- */

/* The answer carries the name, the number and the correction of its
 * question (11.3.2, 11.4.3). */
static void answer(struct hc_ptp_master *master, const uint8_t *ptp,
                   enum hc_ptp_type type)
{
    struct hc_ptp_job *job = add_job(master, type,
                                     now_ns(master) + TURNAROUND_NS);

    if (!job) {
        return;
    }
    job->arrived_ns = now_ns(master);
    job->message.sequence = hc_get_be16(ptp + 30);
    job->message.correction = (uint64_t)hc_get_be32(ptp + 8) << 32 |
                              hc_get_be32(ptp + 12);
    memcpy(job->message.requesting, ptp + 20, HC_PTP_IDENTITY_LEN);
    if (type == HC_PTP_DELAY_RESP) {
        job->message.time_ns = hc_ptp_master_time_ns(master);
        job->message.log_interval = master->config.log_sync;
    } else {
        job->message.log_interval = 0x7f;
    }
    arm(master);
}

void hc_ptp_master_frame_in(void *opaque, const uint8_t *frame, size_t len)
{
    struct hc_ptp_master *master = opaque;
    size_t ptp_len;
    const uint8_t *ptp = hc_ptp_find(frame, len, &ptp_len);

    if (!ptp || !master->on) {
        return;
    }
    if (ptp[4] != master->config.port.domain) {
        master->counters.foreign++;
    } else if ((ptp[0] & 0xf) == HC_PTP_DELAY_REQ) {
        master->counters.delay_reqs++;
        answer(master, ptp, HC_PTP_DELAY_RESP);
    } else if ((ptp[0] & 0xf) == HC_PTP_PDELAY_REQ) {
        master->counters.pdelay_reqs++;
        answer(master, ptp, HC_PTP_PDELAY_RESP);
    } else {
        master->counters.foreign++;
    }
}

/* --- the bench ---------------------------------------------------------- */

void hc_ptp_master_init(struct hc_ptp_master *master,
                        const struct hc_host *host)
{
    memset(master, 0, sizeof(*master));
    master->host = host;
}

void hc_ptp_master_wire(struct hc_ptp_master *master,
                        enum hc_status (*send)(void *opaque,
                                               const uint8_t *frame,
                                               size_t len),
                        uint64_t (*free_at_ns)(void *opaque), void *opaque)
{
    master->send = send;
    master->free_at_ns = free_at_ns;
    master->opaque = opaque;
}

void hc_ptp_master_set(struct hc_ptp_master *master,
                       const struct hc_ptp_config *config)
{
    const uint64_t now = now_ns(master);
    const int64_t offset_before = master->config.offset_ns;
    const uint64_t shown = master->on ? time_at(master, now)
                                      : EPOCH_NS + now;

    if (!config) {
        master->on = false;
        master->n_jobs = 0;
        arm(master);
        return;
    }
    master->base_time_ns = shown + (uint64_t)(config->offset_ns -
                                    (master->on ? offset_before : 0));
    master->base_ns = now;
    master->config = *config;
    if (!master->on) {
        master->on = true;
        /* Not together: event messages want a free wire. */
        master->announce_ns = now + NS_PER_MS;
        master->sync_ns = now + 2 * NS_PER_MS;
    }
    arm(master);
}
