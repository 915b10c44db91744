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

void hc_upper_let_in(HcUpper *upper, GQueue *frames)
{
    GBytes *frame;

    while ((frame = g_queue_pop_head(frames))) {
        gsize len;
        const void *bytes = g_bytes_get_data(frame, &len);

        upper->frame(upper, bytes, len);
        g_bytes_unref(frame);
    }
}

/* On the host's clock, the thread that runs the guest only leaves its frames
 * here: sockets are not its work. */
static void work(void *opaque)
{
    HcUpper *upper = opaque;
    GQueue frames = G_QUEUE_INIT;

    while (hc_upper_take(upper, &frames, true)) {
        hc_upper_let_in(upper, &frames);
    }
    deliver(upper);
}

static void wake_main_loop(HcUpper *upper)
{
    qemu_bh_schedule(upper->work);
}

void hc_upper_init(HcUpper *upper, HcUpperSend *send, void *opaque)
{
    upper->send = send;
    upper->opaque = opaque;
    upper->wake = wake_main_loop;
    upper->asleep = true;
    g_mutex_init(&upper->lock);
    g_queue_init(&upper->arrived);
    g_queue_init(&upper->queue);
    upper->work = qemu_bh_new(work, upper);
    upper->deliver = timer_new_ns(QEMU_CLOCK_VIRTUAL, deliver, upper);
}

/* IEEE 802.3 3.2.8. */
GBytes *hc_upper_padded(const void *frame, size_t len)
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
    g_queue_push_tail(&upper->queue, hc_upper_padded(frame, len));
    if (!icount_enabled()) {
        qemu_bh_schedule(upper->work);
    } else if (!timer_pending(upper->deliver)) {
        deliver_in(upper, LATENCY_NS);
    }
}

static void leave(HcUpper *upper, GBytes *frame)
{
    bool wake = false;

    g_mutex_lock(&upper->lock);
    if (g_queue_get_length(&upper->arrived) < QUEUE_MAX) {
        g_queue_push_tail(&upper->arrived, g_steal_pointer(&frame));
        wake = upper->asleep;
        upper->asleep = false;
    }
    g_mutex_unlock(&upper->lock);
    if (wake) {
        upper->wake(upper);
    }
    g_clear_pointer(&frame, g_bytes_unref);
}

void hc_upper_frame(HcUpper *upper, const uint8_t *frame, size_t len)
{
    if (icount_enabled()) {
        upper->frame(upper, frame, len);
    } else {
        leave(upper, g_bytes_new(frame, len));
    }
}

bool hc_upper_take(HcUpper *upper, GQueue *ret_frames, bool sleeps)
{
    bool any;

    g_mutex_lock(&upper->lock);
    *ret_frames = upper->arrived;
    g_queue_init(&upper->arrived);
    any = !g_queue_is_empty(ret_frames);
    upper->asleep = sleeps && !any;
    g_mutex_unlock(&upper->lock);
    return any;
}

void hc_upper_hand_over(HcUpper *upper, GQueue *frames)
{
    GBytes *frame;

    if (g_queue_is_empty(frames)) {
        return;
    }
    bql_lock();
    while ((frame = g_queue_pop_head(frames))) {
        if (g_queue_get_length(&upper->queue) < QUEUE_MAX) {
            g_queue_push_tail(&upper->queue, frame);
        } else {
            g_bytes_unref(frame);
        }
    }
    deliver(upper);
    bql_unlock();
}

void hc_upper_free(HcUpper *upper)
{
    if (upper->stop) {
        upper->stop(upper);
    }
    timer_free(upper->deliver);
    qemu_bh_delete(upper->work);
    g_queue_clear_full(&upper->arrived, (GDestroyNotify)g_bytes_unref);
    g_queue_clear_full(&upper->queue, (GDestroyNotify)g_bytes_unref);
    g_mutex_clear(&upper->lock);
    upper->free(upper);
}
