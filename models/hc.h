/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What every model shares: the world it lives in and how it says no. */
#ifndef HC_H
#define HC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "event.h"

#define NS_PER_US UINT64_C(1000)
#define NS_PER_MS UINT64_C(1000000)
#define NS_PER_S  UINT64_C(1000000000)

/* A wake time that never comes: cancels a pending wake. */
#define HC_NEVER UINT64_MAX

enum hc_status { HC_OK = 0, HC_NAK, HC_NO_REG };

/*
 * The world of a model. QEMU is one, a unit test is another. Every member
 * is set; a model calls none of them from its init function.
 */
struct hc_host {
    /* Virtual time in nanoseconds, never wall time. */
    uint64_t (*now_ns)(void *opaque);
    /* Ask for one call of the model's wake function, at at_ns or as soon
     * after as the world can; a second call replaces the first. */
    void     (*wake_at)(void *opaque, uint64_t at_ns);
    /* Drive output line number `line` (an interrupt or a pin). */
    void     (*irq)(void *opaque, unsigned line, bool level);
    /* Report a fact; the names of a and b are in the event's table row. */
    void     (*event)(void *opaque, enum hc_event id, uint32_t a, uint32_t b);
    void      *opaque;
};

/* A model's view of guest memory; false means that nothing answers there. */
struct hc_memory {
    bool (*read)(void *opaque, uint32_t at, void *ret_bytes, size_t len);
    bool (*write)(void *opaque, uint32_t at, const void *bytes, size_t len);
    void *opaque;
};

#endif
