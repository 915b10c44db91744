/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "qemu/osdep.h"
#include "upper-internal.h"

#include "qemu/main-loop.h"

/* guess: what a host on the same cable takes to answer. */
#define LATENCY_NS 20000
/* One TCP window of full frames, and some. */
#define QUEUE_MAX 1024
/* Without FCS. */
#define FRAME_MIN 60

static void deliver_in(HcUpper *upper, uint64_t ns)
{
    timer_mod(upper->deliver, qemu_clock_get_ns(QEMU_CLOCK_VIRTUAL) + ns);
}

static void deliver(void *opaque)
{
    HcUpper *upper = opaque;
    guint n = g_queue_get_length(&upper->queue);
    uint64_t wait_ns = LATENCY_NS;

    /* What comes in meanwhile waits for its own turn. */
    while (n--) {
        GBytes *frame = g_queue_peek_head(&upper->queue);
        gsize len;
        const void *bytes = g_bytes_get_data(frame, &len);
        uint64_t refused_ns = upper->send(upper->opaque, bytes, len);

        if (refused_ns) {
            wait_ns = refused_ns;
            break;
        }
        g_queue_pop_head(&upper->queue);
        g_bytes_unref(frame);
    }
    if (!g_queue_is_empty(&upper->queue)) {
        deliver_in(upper, wait_ns);
    }
}

/* On the host's clock, the thread that runs the guest only leaves its frames
 * here: sockets are the main loop's work. */
static void work(void *opaque)
{
    HcUpper *upper = opaque;
    guint n = g_queue_get_length(&upper->arrived);

    while (n--) {
        GBytes *frame = g_queue_pop_head(&upper->arrived);
        gsize len;
        const void *bytes = g_bytes_get_data(frame, &len);

        upper->frame(upper, bytes, len);
        g_bytes_unref(frame);
    }
    deliver(upper);
}

void hc_upper_init(HcUpper *upper, HcUpperSend *send, void *opaque)
{
    upper->send = send;
    upper->opaque = opaque;
    g_queue_init(&upper->arrived);
    g_queue_init(&upper->queue);
    upper->work = qemu_bh_new(work, upper);
    upper->deliver = timer_new_ns(QEMU_CLOCK_VIRTUAL, deliver, upper);
}

/* The sender's MAC pads a short frame (IEEE 802.3 3.2.8). */
static GBytes *padded(const void *frame, size_t len)
{
    uint8_t bytes[FRAME_MIN] = { 0 };

    if (len >= FRAME_MIN) {
        return g_bytes_new(frame, len);
    }
    memcpy(bytes, frame, len);
    return g_bytes_new(bytes, FRAME_MIN);
}

void hc_upper_post(HcUpper *upper, const void *frame, size_t len)
{
    if (g_queue_get_length(&upper->queue) >= QUEUE_MAX) {
        return;
    }
    g_queue_push_tail(&upper->queue, padded(frame, len));
    if (!icount_enabled()) {
        qemu_bh_schedule(upper->work);
    } else if (!timer_pending(upper->deliver)) {
        deliver_in(upper, LATENCY_NS);
    }
}

void hc_upper_frame(HcUpper *upper, const uint8_t *frame, size_t len)
{
    if (icount_enabled()) {
        upper->frame(upper, frame, len);
    } else if (g_queue_get_length(&upper->arrived) < QUEUE_MAX) {
        g_queue_push_tail(&upper->arrived, g_bytes_new(frame, len));
        qemu_bh_schedule(upper->work);
    }
}

void hc_upper_free(HcUpper *upper)
{
    timer_free(upper->deliver);
    qemu_bh_delete(upper->work);
    g_queue_clear_full(&upper->arrived, (GDestroyNotify)g_bytes_unref);
    g_queue_clear_full(&upper->queue, (GDestroyNotify)g_bytes_unref);
    upper->free(upper);
}
