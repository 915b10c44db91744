/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the kinds of far ends share: a way in, and a bounded queue out. */
#ifndef HC_UPPER_INTERNAL_H
#define HC_UPPER_INTERNAL_H

#include "qemu-compat.h"
#include "qemu/timer.h"
#include "upper.h"

struct HcUpper {
    void (*frame)(HcUpper *upper, const uint8_t *frame, size_t len);
    void (*stop)(HcUpper *upper);   /* NULL: nothing runs beside us */
    void (*free)(HcUpper *upper);
    HcUpperSend *send;
    void *opaque;
    /* Wakes whoever takes what arrived, when that is another thread; NULL:
     * the main loop takes it. */
    void (*wake)(HcUpper *upper);
    GMutex lock;                /* of the next two */
    GQueue arrived;             /* GBytes that came from the medium */
    bool asleep;                /* nobody looks at them until woken */
    GQueue queue;               /* on their way to the medium */
    QEMUTimer *deliver;
    QEMUBH *work;
};

void hc_upper_init(HcUpper *upper, HcUpperSend *send, void *opaque);

/* For whoever is woken: moves what arrived to `ret_frames`, GBytes. False
 * when there is nothing; the next frame then wakes who `sleeps`. */
bool hc_upper_take(HcUpper *upper, GQueue *ret_frames, bool sleeps);

/* Lets frames in and empties the queue. */
void hc_upper_let_in(HcUpper *upper, GQueue *frames);

/* From such a thread: sends the frames, GBytes, and empties the queue. */
void hc_upper_hand_over(HcUpper *upper, GQueue *frames);

/* A frame as the far end's MAC sends it, padded to the minimum. */
GBytes *hc_upper_padded(const void *frame, size_t len);

/* Sends a frame a little later; drops it when too many wait. */
void hc_upper_post(HcUpper *upper, const void *frame, size_t len);

#endif
