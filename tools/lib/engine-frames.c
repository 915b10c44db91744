/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Expectations of frames. Frames come in millions, so none is remembered:
 * each expectation of the scenario counts from the last stimulus before its
 * line on, whether the line has been reached or not. */
#include "engine.h"

#include <string.h>

#include "engine-internal.h"

void hc_frames_collect(struct hc_engine *engine)
{
    const GPtrArray *steps = engine->scenario->steps;

    for (unsigned at = 0; at < steps->len; at++) {
        const struct hc_step *step = g_ptr_array_index(steps, at);

        if (step->expect && step->expect->kind == HC_EXPECT_FRAME) {
            struct frame_count *count = g_new0(struct frame_count, 1);

            count->step = step;
            count->at = at;
            g_ptr_array_add(engine->frames, count);
        }
    }
}

/* Lines above the stimulus keep what they have counted. */
void hc_frames_restart(struct hc_engine *engine)
{
    for (unsigned i = 0; i < engine->frames->len; i++) {
        struct frame_count *count = g_ptr_array_index(engine->frames, i);

        if (count->at >= engine->next) {
            count->n = 0;
            count->pn_next = 0;
            count->base_ns = engine->stimulus_ns;
        }
    }
}

struct frame_count *hc_frames_of(const struct hc_engine *engine,
                                 const struct hc_step *step)
{
    for (unsigned i = 0; i < engine->frames->len; i++) {
        struct frame_count *count = g_ptr_array_index(engine->frames, i);

        if (count->step == step) {
            return count;
        }
    }
    return NULL;
}

static bool is_in_window(const struct frame_count *count, uint64_t at_ns)
{
    const struct hc_step *step = count->step;

    return step->when != HC_WHEN_AFTER ||
        (at_ns >= count->base_ns + step->from_ns &&
         (!step->has_window || at_ns <= count->base_ns + step->to_ns));
}

/* A range of packet numbers is wanted whole and in order, unless frames are
 * counted. */
static bool wants_range(const struct hc_expect *expect)
{
    return expect->frame->macsec && expect->frame->tag.has_pn &&
        !expect->absent && !expect->frame->has_count;
}

/* False: it is not the one whose turn it is. */
static bool is_in_order(struct frame_count *count, const uint8_t *frame,
                        size_t len)
{
    const struct hc_tag_match *tag = &count->step->expect->frame->tag;
    uint64_t pn = 0;

    if (!wants_range(count->step->expect)) {
        return true;
    }
    hc_tag_matches(tag, frame, len, &pn);
    if (pn != MAX(count->pn_next, tag->pn_from)) {
        return false;
    }
    count->pn_next = pn + 1;
    return true;
}

bool hc_engine_wants_frames(const struct hc_engine *engine)
{
    return engine->frames->len;
}

void hc_engine_frame(struct hc_engine *engine, uint64_t at_ns,
                     const char *const *places, bool in,
                     const uint8_t *frame, size_t len)
{
    bool wake = false;

    for (unsigned i = 0; i < engine->frames->len && !engine->done; i++) {
        struct frame_count *count = g_ptr_array_index(engine->frames, i);
        const struct hc_expect *expect = count->step->expect;

        if (!g_strv_contains(places, expect->place) ||
            !is_in_window(count, at_ns) ||
            !hc_frame_matches(expect->frame, in, frame, len) ||
            !is_in_order(count, frame, len)) {
            continue;
        }
        count->n++;
        count->last_ns = at_ns;
        wake |= count->armed && count->n > expect->frame->count;
    }
    if (wake) {
        hc_engine_ask_for_wake(engine);
    }
}

/* A number can only be told when the window is over, one too many at once. */
enum outcome hc_frames_look(const struct frame_count *count,
                            uint64_t now, uint64_t to_ns)
{
    const struct hc_expect *expect = count->step->expect;
    const struct hc_frame_match *match = expect->frame;

    if (wants_range(expect)) {
        return count->pn_next > match->tag.pn_to ? OUTCOME_HELD
                                                 : OUTCOME_OPEN;
    }
    if (!expect->absent && !match->has_count) {
        return count->n ? OUTCOME_HELD : OUTCOME_OPEN;
    }
    if (count->n > match->count) {
        return OUTCOME_FAILED;
    }
    if (now < to_ns) {
        return OUTCOME_OPEN;
    }
    return count->n >= match->least ? OUTCOME_HELD : OUTCOME_FAILED;
}
