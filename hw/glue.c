/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "glue.h"

#include "qapi/error.h"

#define MAX_SINKS 4

static struct {
    HcEventSink *sink;
    void *opaque;
} sinks[MAX_SINKS];

/* How often a model has asked to be woken, and those that a snapshot brought
 * in, in that order. */
static uint64_t turns;
static QTAILQ_HEAD(, HcGlue) loaded = QTAILQ_HEAD_INITIALIZER(loaded);

void hc_event_sink(HcEventSink *sink, void *opaque)
{
    for (unsigned i = 0; i < MAX_SINKS; i++) {
        if (!sinks[i].sink) {
            sinks[i].sink = sink;
            sinks[i].opaque = opaque;
            return;
        }
    }
}

void hc_board_event(const char *place, enum hc_event id, uint32_t a,
                    uint32_t b)
{
    uint64_t now = qemu_clock_get_ns(QEMU_CLOCK_VIRTUAL);
    char text[128];

    hc_event_format(id, a, b, text, sizeof(text));
    for (unsigned i = 0; i < MAX_SINKS && sinks[i].sink; i++) {
        sinks[i].sink(sinks[i].opaque, now, place, id, a, b, text);
    }
}

uint64_t hc_glue_wire_early_ns(void)
{
    return icount_enabled() ? 0 : 2 * NS_PER_MS;
}

static uint64_t glue_now(void *opaque)
{
    return qemu_clock_get_ns(QEMU_CLOCK_VIRTUAL);
}

static void set_timer(HcGlue *glue)
{
    uint64_t at_ns = glue->wake_at_ns;

    if (at_ns >= INT64_MAX) {
        timer_del(glue->timer);
    } else if (glue->late_ns && !icount_enabled() &&
               !(glue->exact && *glue->exact)) {
        timer_mod(glue->timer, ROUND_UP(at_ns, glue->late_ns));
    } else {
        timer_mod(glue->timer, at_ns);
    }
}

static void glue_wake_at(void *opaque, uint64_t at_ns)
{
    HcGlue *glue = opaque;

    glue->wake_at_ns = at_ns;
    glue->turn = ++turns;
    set_timer(glue);
}

static void glue_irq(void *opaque, unsigned line, bool level)
{
    HcGlue *glue = opaque;

    if (glue->out) {
        glue->out(glue->out_opaque, line, level);
    }
}

static void glue_event(void *opaque, enum hc_event id, uint32_t a, uint32_t b)
{
    hc_board_event(((HcGlue *)opaque)->place, id, a, b);
}

static void glue_timer(void *opaque)
{
    HcGlue *glue = opaque;

    glue->wake_at_ns = HC_NEVER;
    if (glue->wake) {
        glue->wake(glue->model);
    }
}

void hc_glue_init(HcGlue *glue, const char *place, void *model,
                  void (*wake)(void *),
                  void (*out)(void *, unsigned, bool), void *out_opaque)
{
    glue->host = (struct hc_host){
        glue_now, glue_wake_at, glue_irq, glue_event, glue,
    };
    glue->place = g_strdup(place);
    glue->model = model;
    glue->wake = wake;
    glue->out = out;
    glue->out_opaque = out_opaque;
    glue->wake_at_ns = HC_NEVER;
    glue->timer = timer_new_ns(QEMU_CLOCK_VIRTUAL, glue_timer, glue);
}

void hc_glue_begin(void)
{
    HcGlue *glue;

    while ((glue = QTAILQ_FIRST(&loaded))) {
        QTAILQ_REMOVE(&loaded, glue, next);
    }
    turns = 0;
}

void hc_glue_state(HcGlue *glue, void *state, size_t size)
{
    glue->state = state;
    glue->state_size = size;
}

/* Timers of QEMU's that are due at the same time run in the order in which
 * they were set; parts come in from a snapshot in another one. */
static int glue_post_load(void *opaque, int version_id)
{
    HcGlue *glue = opaque, *after;

    turns = MAX(turns, glue->turn);
    if (QTAILQ_IN_USE(glue, next)) {
        QTAILQ_REMOVE(&loaded, glue, next);
    }
    QTAILQ_FOREACH(after, &loaded, next) {
        if (after->turn > glue->turn) {
            break;
        }
    }
    if (after) {
        QTAILQ_INSERT_BEFORE(after, glue, next);
    } else {
        QTAILQ_INSERT_TAIL(&loaded, glue, next);
    }
    for (; glue; glue = QTAILQ_NEXT(glue, next)) {
        set_timer(glue);
    }
    return 0;
}

/* A model's state is plain data: the snapshot holds its bytes, all of them,
 * so that no field can be forgotten. A snapshot belongs to one build. */
const VMStateDescription vmstate_hc_glue = {
    .name = "hotcage-glue",
    .version_id = 1,
    .minimum_version_id = 1,
    .post_load = glue_post_load,
    .fields = (const VMStateField[]) {
        VMSTATE_UINT32_EQUAL(state_size, HcGlue, NULL),
        VMSTATE_VBUFFER_UINT32(state, HcGlue, 1, NULL, state_size),
        VMSTATE_UINT64(wake_at_ns, HcGlue),
        VMSTATE_UINT64(turn, HcGlue),
        VMSTATE_END_OF_LIST()
    }
};
