/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "engine.h"

#include <string.h>

#include "engine-internal.h"

static uint64_t now_of(const struct hc_engine *engine)
{
    return engine->world.now_ns(engine->world.opaque);
}

void hc_engine_report(struct hc_engine *engine, enum hc_report_kind kind,
                      uint32_t line, uint32_t value, const char *text)
{
    struct hc_report report = { kind, now_of(engine), line, value, text };

    engine->world.report(engine->world.opaque, &report);
}

void hc_engine_ask_for_wake(struct hc_engine *engine)
{
    if (!engine->done && !engine->playing) {
        engine->world.wake_at(engine->world.opaque, now_of(engine));
    }
}

struct hc_engine *hc_engine_new(const struct hc_scenario *scenario,
                                const struct hc_engine_world *world)
{
    struct hc_engine *engine = g_new0(struct hc_engine, 1);

    engine->scenario = scenario;
    engine->world = *world;
    engine->links = g_hash_table_new_full(g_str_hash, g_str_equal, g_free,
                                          g_free);
    engine->watches = g_ptr_array_new_with_free_func(hc_watch_free);
    engine->runs = g_ptr_array_new_with_free_func(hc_run_free);
    engine->frames = g_ptr_array_new_with_free_func(g_free);
    hc_frames_collect(engine);
    engine->next_id = 1;
    return engine;
}

void hc_engine_free(struct hc_engine *engine)
{
    if (!engine) {
        return;
    }
    hc_storm_free(engine->storm);
    hc_records_clear(&engine->events);
    hc_records_clear(&engine->kernel);
    g_free(engine->warning);
    g_free(engine->boot_warning);
    if (engine->trace) {
        g_string_free(engine->trace, TRUE);
    }
    g_hash_table_unref(engine->links);
    g_ptr_array_unref(engine->watches);     /* it looks at the frames */
    g_ptr_array_unref(engine->runs);
    g_ptr_array_unref(engine->frames);
    g_free(engine);
}

static void finish(struct hc_engine *engine, enum hc_verdict verdict,
                   const char *why)
{
    const char *doubt = hc_scenario_nondeterminism(engine->scenario);

    if (engine->done) {
        return;
    }
    if (!doubt && engine->world.doubt) {
        doubt = engine->world.doubt(engine->world.opaque);
    }
    engine->done = true;
    engine->world.wake_at(engine->world.opaque, HC_NEVER);
    hc_engine_report(engine, HC_REPORT_EVENTS, 0, hc_engine_events(engine),
                     "");
    hc_engine_report(engine, HC_REPORT_DETERMINISM, 0, !doubt,
                     doubt ? doubt : "");
    hc_engine_report(engine, HC_REPORT_VERDICT, 0, verdict, why);
    engine->world.finish(engine->world.opaque, verdict);
}

/* The first line of a complaint is the reason in short. */
static void finish_with_complaint(struct hc_engine *engine,
                                  enum hc_verdict verdict,
                                  const char *complaint)
{
    g_autofree char *first = g_strndup(complaint, strcspn(complaint, "\n"));

    hc_engine_report(engine, HC_REPORT_MESSAGE, 0, 0, complaint);
    finish(engine, verdict, first);
}

static void mark_stimulus(struct hc_engine *engine)
{
    engine->stimulus_ns = now_of(engine);
    engine->since_ns = engine->stimulus_ns;
    engine->since_seq = engine->seq;
    hc_frames_restart(engine);
}

static bool do_verb(struct hc_engine *engine, const struct hc_step *step)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *complaint = NULL;

    if (engine->world.do_verb(engine->world.opaque, step->argv, &error)) {
        return true;
    }
    complaint = g_strdup_printf("%s:%u: %s", engine->scenario->path,
                                step->line, error ? error->message
                                                  : "refused");
    hc_engine_report(engine, HC_REPORT_STEP, step->line, 0, step->text);
    finish_with_complaint(engine, HC_VERDICT_UNKNOWN, complaint);
    return false;
}

/* A step that is due. */
static void perform(struct hc_engine *engine, const struct hc_step *step)
{
    bool named;

    if (step->expect) {
        hc_engine_report(engine, HC_REPORT_WAIT, step->line, 0, step->text);
        hc_watch_arm(engine, step);
        return;
    }
    if (step->verb->flags & HC_VERB_STIMULUS) {
        mark_stimulus(engine);
    }
    if (!strcmp(step->argv[0], "storm")) {
        hc_engine_storm_begins(engine, step);
        hc_engine_report(engine, HC_REPORT_WAIT, step->line, 0, step->text);
        return;
    }
    if (!strcmp(step->argv[0], "run")) {
        named = step->argv[1][0] == '&';
        hc_run_start(engine, named ? step->argv[1] + 1 : NULL,
                     step->argv[named ? 2 : 1]);
    } else if (!do_verb(engine, step)) {
        return;
    }
    hc_engine_report(engine, HC_REPORT_STEP, step->line, 1, step->text);
}

/* True while the story goes on. */
static bool settle_one(struct hc_engine *engine, unsigned at)
{
    struct watch *watch = g_ptr_array_index(engine->watches, at);
    g_autofree char *complaint = NULL;
    enum outcome outcome = hc_watch_look(engine, watch);

    if (outcome == OUTCOME_OPEN) {
        return true;
    }
    hc_engine_report(engine, HC_REPORT_STEP, watch->step->line,
                     outcome == OUTCOME_HELD, watch->step->text);
    if (outcome != OUTCOME_HELD) {
        complaint = hc_watch_complain(engine, watch);
        finish(engine, outcome == OUTCOME_FAILED
               ? HC_VERDICT_FAILED : HC_VERDICT_UNKNOWN, complaint);
        return false;
    }
    g_ptr_array_remove_index(engine->watches, at);
    return true;
}

static void settle(struct hc_engine *engine)
{
    unsigned before;

    for (unsigned at = 0; at < engine->watches->len && !engine->done;) {
        before = engine->watches->len;
        if (!settle_one(engine, at)) {
            return;
        }
        at += engine->watches->len == before;
    }
}

static const struct hc_step *next_step(const struct hc_engine *engine)
{
    return engine->next < engine->scenario->steps->len
        ? g_ptr_array_index(engine->scenario->steps, engine->next) : NULL;
}

/* True before the first step of an ending. */
static bool is_at_fork(const struct hc_engine *engine)
{
    return engine->scenario->fork_at &&
        engine->next == engine->scenario->fork_at;
}

/* When a step may happen; HC_NEVER while it waits for others. */
static uint64_t due_ns(const struct hc_engine *engine,
                       const struct hc_step *step)
{
    uint64_t from_ns = 0;

    if (!engine->booted || engine->storm ||
        ((step->when == HC_WHEN_THEN || is_at_fork(engine)) &&
         engine->watches->len)) {
        return HC_NEVER;
    }
    if (step->when == HC_WHEN_AFTER && !step->expect) {
        from_ns = engine->stimulus_ns + step->from_ns;
    }
    return is_at_fork(engine) ? MAX(from_ns, engine->fork_ns) : from_ns;
}

/* The common story has come to its end: the rest begins. */
static void maybe_fork(struct hc_engine *engine)
{
    if (!is_at_fork(engine) || engine->fork_ns || !engine->booted ||
        engine->storm || engine->watches->len) {
        return;
    }
    engine->fork_ns = now_of(engine) + HC_ENGINE_REST_NS;
    if (engine->world.fork) {
        engine->world.fork(engine->world.opaque);
    }
}

static void perform_what_is_due(struct hc_engine *engine)
{
    const struct hc_step *step = next_step(engine);

    maybe_fork(engine);
    while (!engine->done && step &&
           due_ns(engine, step) <= now_of(engine)) {
        engine->next++;
        perform(engine, step);
        if (!engine->done) {
            settle(engine);
        }
        maybe_fork(engine);
        step = next_step(engine);
    }
    if (!engine->done && step && due_ns(engine, step) != HC_NEVER &&
        engine->told_wait != step->line) {
        engine->told_wait = step->line;
        hc_engine_report(engine, HC_REPORT_WAIT, step->line, 0, step->text);
    }
}

static uint64_t limit_ns(const struct hc_engine *engine)
{
    return engine->boot_ns + engine->scenario->limit_ns;
}

/* The line that keeps the story from ending. */
static void finish_late(struct hc_engine *engine)
{
    const struct watch *watch = engine->watches->len
        ? g_ptr_array_index(engine->watches, 0) : NULL;
    const struct hc_step *step = watch ? watch->step : next_step(engine);
    g_autofree char *why = g_strdup_printf(
        "%s:%u: the story is not over %" G_GUINT64_FORMAT " s after @boot; "
        "make its times shorter, or write 'limit' in its head",
        engine->scenario->path, step->line,
        engine->scenario->limit_ns / NS_PER_S);

    hc_engine_report(engine, HC_REPORT_STEP, step->line, 0, step->text);
    finish(engine, HC_VERDICT_UNKNOWN, why);
}

static uint64_t next_wake_ns(const struct hc_engine *engine)
{
    const struct hc_step *step = next_step(engine);
    uint64_t at_ns = step ? due_ns(engine, step) : HC_NEVER;

    if (!engine->booted) {
        return HC_ENGINE_BOOT_LIMIT_NS;
    }
    if (engine->storm) {
        at_ns = MIN(at_ns, hc_storm_next_ns(engine->storm));
    }
    at_ns = MIN(at_ns, limit_ns(engine));
    for (unsigned at = 0; at < engine->watches->len; at++) {
        const struct watch *watch = g_ptr_array_index(engine->watches, at);

        at_ns = MIN(at_ns, hc_watch_next_ns(engine, watch));
    }
    return at_ns;
}

/* `+` counts from the end of a storm. */
static void weather(struct hc_engine *engine)
{
    if (engine->storm && hc_engine_storm_goes_on(engine)) {
        mark_stimulus(engine);
        hc_engine_report(engine, HC_REPORT_STEP, engine->storm_step->line, 1,
                         engine->storm_step->text);
    }
}

static void play(struct hc_engine *engine)
{
    if (engine->done || engine->playing) {
        return;
    }
    if (engine->skip) {
        finish(engine, HC_VERDICT_SKIPPED, engine->skip);
        return;
    }
    engine->playing = true;
    weather(engine);
    settle(engine);
    perform_what_is_due(engine);
    engine->playing = false;
    if (engine->done) {
        return;
    }
    if (!engine->booted && now_of(engine) >= HC_ENGINE_BOOT_LIMIT_NS) {
        finish(engine, HC_VERDICT_UNKNOWN, "the guest did not boot; its "
               "agent said nothing in 300 s (see console.log)");
    } else if (!next_step(engine) && !engine->watches->len &&
               !engine->storm && engine->booted) {
        finish(engine, HC_VERDICT_HELD, "");
    } else if (engine->booted && now_of(engine) >= limit_ns(engine)) {
        finish_late(engine);
    } else {
        engine->world.wake_at(engine->world.opaque, next_wake_ns(engine));
    }
}

bool hc_engine_start(struct hc_engine *engine)
{
    const struct hc_step *step;

    hc_engine_report(engine, HC_REPORT_BOOT, 0, 0, "power on");
    engine->playing = true;
    for (unsigned at = 0; at < engine->scenario->power_on->len; at++) {
        step = g_ptr_array_index(engine->scenario->power_on, at);
        if (!do_verb(engine, step)) {
            return false;
        }
    }
    engine->playing = false;
    play(engine);
    return !engine->done;
}

void hc_engine_start_restored(struct hc_engine *engine)
{
    hc_engine_report(engine, HC_REPORT_BOOT, 0, 0, "restored at @boot");
    play(engine);
}

bool hc_engine_has_booted(const struct hc_engine *engine)
{
    return engine->booted;
}

void hc_engine_wake(struct hc_engine *engine)
{
    play(engine);
}

void hc_engine_event(struct hc_engine *engine, uint64_t at_ns,
                     const char *place, const char *text)
{
    if (engine->done) {
        return;
    }
    hc_watches_see(engine, hc_records_add(&engine->events, at_ns,
                                          engine->seq++, place, text), false);
    if (engine->watches->len) {
        hc_engine_ask_for_wake(engine);
    }
}

uint32_t hc_engine_events(const struct hc_engine *engine)
{
    return MIN(engine->events.total, G_MAXUINT32);
}

void hc_engine_abandoned(struct hc_engine *engine, const char *why)
{
    finish(engine, HC_VERDICT_UNKNOWN, why);
}

void hc_engine_stopped(struct hc_engine *engine, const char *why)
{
    g_autofree char *text = g_strdup_printf("the machine stopped: %s", why);

    if (engine->done) {
        return;
    }
    settle(engine);
    if (engine->done) {
        return;
    }
    if (engine->booted && !next_step(engine) && !engine->watches->len &&
        !engine->storm) {
        finish(engine, HC_VERDICT_HELD, "");
    } else if (engine->booted && engine->watches->len) {
        const struct watch *watch = g_ptr_array_index(engine->watches, 0);
        g_autofree char *complaint = NULL;

        hc_engine_report(engine, HC_REPORT_STEP, watch->step->line, 0,
                         watch->step->text);
        complaint = hc_watch_complain(engine, watch);
        finish(engine, HC_VERDICT_FAILED, text);
    } else {
        finish(engine, engine->booted ? HC_VERDICT_FAILED
                                      : HC_VERDICT_UNKNOWN, text);
    }
}
