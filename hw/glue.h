/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What each model's host is inside QEMU: the virtual clock, one timer, the
 * lines of a device and the event log. */
#ifndef HC_GLUE_H
#define HC_GLUE_H

#include "qemu-compat.h"
#include "hw/qdev-core.h"
#include "migration/vmstate.h"
#include "qemu/timer.h"
#include "../models/hc.h"

typedef struct HcGlue {
    struct hc_host host;
    char       *place;              /* "cage0": who speaks in the log */
    QEMUTimer  *timer;
    void      (*wake)(void *model);
    void       *model;
    void      (*out)(void *opaque, unsigned line, bool level);
    void       *out_opaque;
    /* snapshot: the model's state bytes, when it wants to be called, and its
     * turn among those that want it at the same time */
    uint8_t    *state;
    uint32_t    state_size;
    uint64_t    wake_at_ns;
    uint64_t    turn;
    /* How late a wake may come on the host's clock, so that many frames share
     * one; 0: as exact as the host can. The virtual clock is always exact. */
    uint64_t    late_ns;
    const bool *exact;          /* while it is set no wake may be; or NULL */
    QTAILQ_ENTRY(HcGlue) next;  /* of those that a snapshot brought in */
} HcGlue;

/* Makes a host for a model; `wake` may be NULL, `out` hears of its lines. */
void hc_glue_init(HcGlue *glue, const char *place, void *model,
                  void (*wake)(void *),
                  void (*out)(void *, unsigned, bool), void *out_opaque);

/* Lateness that frames on a wire can bear: 16 full ones at 1 Gb/s. */
#define HC_GLUE_WIRE_LATE_NS (200 * NS_PER_US)

/* How early frames may be on a wire: 0, but on the host's clock one window of
 * TCP in full frames at 1 Gb/s, because each wait there costs a timer. */
uint64_t hc_glue_wire_early_ns(void);

/* Says which bytes of the model are its state; they join the snapshot. */
void hc_glue_state(HcGlue *glue, void *state, size_t size);

extern const VMStateDescription vmstate_hc_glue;

/* Before a machine comes in where another one was: nobody has asked to be
 * woken yet. */
void hc_glue_begin(void);

/* Who listens to events: the log, the engine. `text` is "noun.verb k=v". */
typedef void HcEventSink(void *opaque, uint64_t now_ns, const char *place,
                         enum hc_event id, uint32_t a, uint32_t b,
                         const char *text);
void hc_event_sink(HcEventSink *sink, void *opaque);

/* Reports a fact of the board itself. */
void hc_board_event(const char *place, enum hc_event id, uint32_t a,
                    uint32_t b);

#endif
