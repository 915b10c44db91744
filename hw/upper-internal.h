/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the kinds of far ends share: a way in, and a bounded queue out. */
#ifndef HC_UPPER_INTERNAL_H
#define HC_UPPER_INTERNAL_H

#include "qemu-compat.h"
#include "qemu/timer.h"
#include "upper.h"

struct HcUpper {
    void (*frame)(HcUpper *upper, const uint8_t *frame, size_t len);
    void (*free)(HcUpper *upper);
    HcUpperSend *send;
    void *opaque;
    GQueue arrived;             /* GBytes that came from the medium */
    GQueue queue;               /* and on their way to it */
    QEMUTimer *deliver;
    QEMUBH *work;
};

void hc_upper_init(HcUpper *upper, HcUpperSend *send, void *opaque);

/* Sends a frame a little later; drops it when too many wait. */
void hc_upper_post(HcUpper *upper, const void *frame, size_t len);

#endif
