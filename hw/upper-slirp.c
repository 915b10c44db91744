/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "qemu/osdep.h"
#include "upper-internal.h"

#include <slirp/libslirp.h>

#include "qemu/event_notifier.h"
#include "qemu/main-loop.h"
#include "qemu/rcu.h"
#include "qemu/thread.h"

/* A stream's next frames come within this time. */
#define LINGER_NS (200 * SCALE_US)

/* On the host's clock, one that is open to the host runs in a thread of its
 * own: what it asks of sockets takes longer than what the guest does for a
 * frame. On the guest's clock that would leap ahead meanwhile; there, frames
 * go in at once and the main loop looks at the sockets. */
typedef struct HcSlirp {
    HcUpper upper;
    Slirp *slirp;
    char *tftp;
    Notifier poll;
    bool threaded;
    QemuThread thread;
    EventNotifier bell;
    bool ended;                 /* atomic */
    GArray *fds;                /* of the poll round under way */
    GQueue out;                 /* GBytes of the round under way */
} HcSlirp;

typedef struct HcSlirpTimer {
    QEMUTimer *timer;
    SlirpTimerCb cb;
    void *opaque;
} HcSlirpTimer;

static ssize_t slirp_sends(const void *frame, size_t len, void *opaque)
{
    HcSlirp *self = opaque;

    if (self->threaded) {
        g_queue_push_tail(&self->out, hc_upper_padded(frame, len));
    } else {
        hc_upper_post(&self->upper, frame, len);
    }
    return len;
}

static void slirp_guest_error(const char *text, void *opaque)
{
}

static int64_t slirp_clock(void *opaque)
{
    return qemu_clock_get_ns(QEMU_CLOCK_VIRTUAL);
}

static void slirp_timer_run(void *opaque)
{
    HcSlirpTimer *timer = opaque;

    timer->cb(timer->opaque);
}

static void *slirp_timer_new(SlirpTimerCb cb, void *cb_opaque, void *opaque)
{
    HcSlirpTimer *timer = g_new0(HcSlirpTimer, 1);

    timer->cb = cb;
    timer->opaque = cb_opaque;
    timer->timer = timer_new_ms(QEMU_CLOCK_VIRTUAL, slirp_timer_run, timer);
    return timer;
}

static void slirp_timer_free(void *opaque_timer, void *opaque)
{
    HcSlirpTimer *timer = opaque_timer;

    timer_free(timer->timer);
    g_free(timer);
}

static void slirp_timer_mod(void *timer, int64_t at_ms, void *opaque)
{
    timer_mod(((HcSlirpTimer *)timer)->timer, at_ms);
}

static void slirp_fd(int fd, void *opaque)
{
}

/* A thread of our own looks at its sockets next anyhow. */
static void slirp_notify(void *opaque)
{
    if (!((HcSlirp *)opaque)->threaded) {
        qemu_notify_event();
    }
}

static const SlirpCb callbacks = {
    .send_packet = slirp_sends,
    .guest_error = slirp_guest_error,
    .clock_get_ns = slirp_clock,
    .timer_new = slirp_timer_new,
    .timer_free = slirp_timer_free,
    .timer_mod = slirp_timer_mod,
    .register_poll_fd = slirp_fd,
    .unregister_poll_fd = slirp_fd,
    .notify = slirp_notify,
};

static const struct {
    int slirp, glib;
} poll_bits[] = {
    { SLIRP_POLL_IN, G_IO_IN },   { SLIRP_POLL_OUT, G_IO_OUT },
    { SLIRP_POLL_PRI, G_IO_PRI }, { SLIRP_POLL_ERR, G_IO_ERR },
    { SLIRP_POLL_HUP, G_IO_HUP },
};

static int add_poll(int fd, int events, void *opaque)
{
    HcSlirp *self = opaque;
    GPollFD entry = { .fd = fd };

    for (unsigned i = 0; i < ARRAY_SIZE(poll_bits); i++) {
        if (events & poll_bits[i].slirp) {
            entry.events |= poll_bits[i].glib;
        }
    }
    g_array_append_val(self->fds, entry);
    return self->fds->len - 1;
}

static int get_revents(int index, void *opaque)
{
    HcSlirp *self = opaque;
    int seen = g_array_index(self->fds, GPollFD, index).revents;
    int events = 0;

    for (unsigned i = 0; i < ARRAY_SIZE(poll_bits); i++) {
        if (seen & poll_bits[i].glib) {
            events |= poll_bits[i].slirp;
        }
    }
    return events;
}

/* Sockets of the host join QEMU's main loop. */
static void poll_changed(Notifier *notifier, void *data)
{
    HcSlirp *self = container_of(notifier, HcSlirp, poll);
    MainLoopPoll *poll = data;

    self->fds = poll->pollfds;
    if (poll->state == MAIN_LOOP_POLL_FILL) {
        slirp_pollfds_fill(self->slirp, &poll->timeout, add_poll, self);
    } else {
        slirp_pollfds_poll(self->slirp, poll->state == MAIN_LOOP_POLL_ERR,
                           get_revents, self);
    }
}

static void join_main_loop(HcSlirp *self)
{
    self->poll.notify = poll_changed;
    main_loop_poll_add_notifier(&self->poll);
}

static void wait_for_sockets(HcSlirp *self, int64_t limit_ns)
{
    uint32_t timeout_ms = UINT32_MAX;
    GPollFD bell = {
        .fd = event_notifier_get_fd(&self->bell), .events = G_IO_IN,
    };
    int64_t wait_ns;
    int n;

    g_array_set_size(self->fds, 0);
    g_array_append_val(self->fds, bell);
    slirp_pollfds_fill(self->slirp, &timeout_ms, add_poll, self);
    wait_ns = timeout_ms == UINT32_MAX ? -1 : timeout_ms * (int64_t)SCALE_MS;
    n = qemu_poll_ns((GPollFD *)self->fds->data, self->fds->len,
                     qemu_soonest_timeout(wait_ns, limit_ns));
    event_notifier_test_and_clear(&self->bell);
    slirp_pollfds_poll(self->slirp, n < 0, get_revents, self);
}

/* The guest and its frames are guarded by QEMU's big lock; sockets and
 * libslirp's own state belong to this thread. While frames come it looks for
 * them by itself, so that the guest need not wake it for each. */
static void *run(void *opaque)
{
    HcSlirp *self = opaque;
    GQueue frames = G_QUEUE_INIT;
    bool idle = true, any;

    rcu_register_thread();
    while (!qatomic_read(&self->ended)) {
        any = hc_upper_take(&self->upper, &frames, idle);
        hc_upper_let_in(&self->upper, &frames);
        if (any || idle) {
            wait_for_sockets(self, any ? LINGER_NS : -1);
        }
        hc_upper_hand_over(&self->upper, &self->out);
        idle = !any;
    }
    rcu_unregister_thread();
    return NULL;
}

static void ring(HcUpper *upper)
{
    event_notifier_set(&((HcSlirp *)upper)->bell);
}

/* It may be waiting for the lock that we hold. */
static void stop(HcUpper *upper)
{
    HcSlirp *self = (HcSlirp *)upper;

    qatomic_set(&self->ended, true);
    ring(upper);
    bql_unlock();
    qemu_thread_join(&self->thread);
    bql_lock();
    event_notifier_cleanup(&self->bell);
    g_array_unref(self->fds);
}

static bool start(HcSlirp *self, GError **error)
{
    if (event_notifier_init(&self->bell, false) < 0) {
        g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_MFILE,
                    "libslirp cannot start: no file descriptor is left");
        return false;
    }
    self->threaded = true;
    self->fds = g_array_new(FALSE, FALSE, sizeof(GPollFD));
    self->upper.wake = ring;
    self->upper.stop = stop;
    qemu_thread_create(&self->thread, "slirp", run, self,
                       QEMU_THREAD_JOINABLE);
    return true;
}

static void slirp_takes(HcUpper *upper, const uint8_t *frame, size_t len)
{
    slirp_input(((HcSlirp *)upper)->slirp, frame, len);
}

static void slirp_ends(HcUpper *upper)
{
    HcSlirp *self = (HcSlirp *)upper;

    if (self->poll.notify) {
        main_loop_poll_remove_notifier(&self->poll);
    }
    if (self->slirp) {
        slirp_cleanup(self->slirp);
    }
    g_queue_clear_full(&self->out, (GDestroyNotify)g_bytes_unref);
    g_free(self->tftp);
    g_free(self);
}

HcUpper *hc_upper_slirp(bool restricted, const char *tftp, HcUpperSend *send,
                        void *opaque, GError **error)
{
    HcSlirp *self = g_new0(HcSlirp, 1);
    SlirpConfig config = {
        .version = 1,
        .restricted = restricted,
        .in_enabled = true,
        .vnetwork.s_addr = htonl(0x0a000200),
        .vnetmask.s_addr = htonl(0xffffff00),
        .vhost.s_addr = htonl(0x0a000202),
        .vdhcp_start.s_addr = htonl(0x0a00020f),
        .vnameserver.s_addr = htonl(0x0a000203),
        .vhostname = "hotcage",
    };

    self->tftp = g_strdup(tftp);
    config.tftp_path = self->tftp;
    hc_upper_init(&self->upper, send, opaque);
    self->upper.frame = slirp_takes;
    self->upper.free = slirp_ends;
    self->slirp = slirp_new(&config, &callbacks, self);
    if (!self->slirp) {
        g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_FAILED,
                    "libslirp cannot start");
        hc_upper_free(&self->upper);
        return NULL;
    }
    if (!restricted && icount_enabled()) {
        join_main_loop(self);
    } else if (!restricted && !start(self, error)) {
        hc_upper_free(&self->upper);
        return NULL;
    }
    return &self->upper;
}
