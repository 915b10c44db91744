/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "qemu/osdep.h"
#include "upper-internal.h"

#include <slirp/libslirp.h>

#include "qemu/main-loop.h"

typedef struct HcSlirp {
    HcUpper upper;
    Slirp *slirp;
    Notifier poll;
    GArray *fds;                /* of the poll round under way */
    char *tftp;
} HcSlirp;

typedef struct HcSlirpTimer {
    QEMUTimer *timer;
    SlirpTimerCb cb;
    void *opaque;
} HcSlirpTimer;

static ssize_t slirp_sends(const void *frame, size_t len, void *opaque)
{
    hc_upper_post(opaque, frame, len);
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

static void slirp_notify(void *opaque)
{
    qemu_notify_event();
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

/* Sockets of the host join QEMU's main loop; a restricted one has none. */
static void poll_changed(Notifier *notifier, void *data)
{
    HcSlirp *self = container_of(notifier, HcSlirp, poll);
    MainLoopPoll *poll = data;

    if (poll->state == MAIN_LOOP_POLL_FILL) {
        self->fds = poll->pollfds;
        slirp_pollfds_fill(self->slirp, &poll->timeout, add_poll, self);
    } else {
        self->fds = poll->pollfds;
        slirp_pollfds_poll(self->slirp, poll->state == MAIN_LOOP_POLL_ERR,
                           get_revents, self);
    }
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
    slirp_cleanup(self->slirp);
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
    if (!restricted) {
        self->poll.notify = poll_changed;
        main_loop_poll_add_notifier(&self->poll);
    }
    return &self->upper;
}
