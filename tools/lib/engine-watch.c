/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "engine.h"

#include <string.h>

#include "engine-internal.h"

const struct record *hc_records_add(struct records *records, uint64_t at_ns,
                                    uint64_t seq, const char *place,
                                    const char *text)
{
    struct record *slot = &records->slot[records->total++ % RECORDS_MAX];

    g_free(slot->place);
    g_free(slot->text);
    *slot = (struct record){ at_ns, seq, g_strdup(place), g_strdup(text) };
    return slot;
}

void hc_records_clear(struct records *records)
{
    for (unsigned at = 0; at < RECORDS_MAX; at++) {
        g_free(records->slot[at].place);
        g_free(records->slot[at].text);
    }
}

const struct record *hc_records_back(const struct records *records,
                                     uint64_t n)
{
    if (n >= records->total || n >= RECORDS_MAX) {
        return NULL;
    }
    return &records->slot[(records->total - 1 - n) % RECORDS_MAX];
}

/* "eeprom.nak addr=0x50 reason=empty" against a name and some of its keys. */
static bool event_matches(const struct hc_expect *expect,
                          const struct record *record)
{
    g_auto(GStrv) words = NULL;

    if (strcmp(expect->place, record->place)) {
        return false;
    }
    words = g_strsplit(record->text, " ", -1);
    if (g_strcmp0(words[0], expect->key)) {
        return false;
    }
    for (char **key = expect->keys; *key; key++) {
        if (!g_strv_contains((const char *const *)words + 1, *key)) {
            return false;
        }
    }
    return true;
}

static bool wants(const struct watch *watch, const struct record *record,
                  bool kernel)
{
    const struct hc_expect *expect = watch->expect;

    if (watch->seen || record->seq < watch->from_seq ||
        record->at_ns < watch->from_ns || record->at_ns > watch->to_ns) {
        return false;
    }
    if (kernel) {
        return expect->kind == HC_EXPECT_KERNEL &&
            g_regex_match(expect->regex, record->text, 0, NULL);
    }
    return expect->kind == HC_EXPECT_EVENT && event_matches(expect, record);
}

static void show(struct watch *watch, const struct record *record,
                 bool kernel)
{
    if (wants(watch, record, kernel)) {
        watch->seen = true;
        watch->seen_ns = record->at_ns;
        g_free(watch->instead);
        watch->instead = g_strdup(record->text);
    }
}

void hc_watches_see(struct hc_engine *engine, const struct record *record,
                    bool kernel)
{
    for (unsigned at = 0; at < engine->watches->len; at++) {
        show(g_ptr_array_index(engine->watches, at), record, kernel);
    }
}

/* What came before the line was reached, oldest first. */
static void look_back(struct hc_engine *engine, struct watch *watch)
{
    bool kernel = watch->expect->kind == HC_EXPECT_KERNEL;
    const struct records *records = kernel ? &engine->kernel
                                           : &engine->events;
    const struct record *record;

    if (!kernel && watch->expect->kind != HC_EXPECT_EVENT) {
        return;
    }
    for (uint64_t n = MIN(records->total, RECORDS_MAX); n > 0; n--) {
        record = hc_records_back(records, n - 1);
        show(watch, record, kernel);
    }
}

static void set_window(struct hc_engine *engine, struct watch *watch)
{
    uint64_t now = engine->world.now_ns(engine->world.opaque);
    bool absent = watch->expect->absent ||
        (watch->expect->frame && watch->expect->frame->has_count);
    const struct hc_step *step = watch->step;

    watch->from_ns = step->when == HC_WHEN_AFTER
        ? engine->stimulus_ns + step->from_ns : now;
    watch->to_ns = step->has_window
        ? engine->stimulus_ns + step->to_ns
        : watch->from_ns + (absent ? HC_WINDOW_ABSENT_NS
                                   : HC_WINDOW_DEFAULT_NS);
    watch->from_seq = engine->since_seq;
    watch->late = watch->to_ns < now;
    /* `then expect` asks whether it has come since the stimulus: what came
     * a moment before the line was reached is no failure. */
    if (step->when != HC_WHEN_AFTER && !absent &&
        (watch->expect->kind == HC_EXPECT_EVENT ||
         watch->expect->kind == HC_EXPECT_KERNEL)) {
        watch->from_ns = engine->since_ns;
    }
}

void hc_watch_arm(struct hc_engine *engine, const struct hc_step *step)
{
    struct watch *watch = g_new0(struct watch, 1);

    watch->step = step;
    watch->expect = step->expect;
    set_window(engine, watch);
    watch->frames = hc_frames_of(engine, step);
    if (watch->frames) {
        watch->frames->armed = true;
    }
    look_back(engine, watch);
    g_ptr_array_add(engine->watches, watch);
}

void hc_watch_free(void *data)
{
    struct watch *watch = data;

    if (watch->frames) {
        watch->frames->armed = false;
    }
    g_free(watch->instead);
    g_free(watch);
}

static void found(struct watch *watch, char *instead)
{
    g_free(watch->instead);
    watch->instead = instead;
}

static bool numbers(const char *a, const char *b, guint64 *ret_a,
                    guint64 *ret_b)
{
    return hc_parse_number(a, G_MAXUINT64, ret_a, NULL) &&
        hc_parse_number(b, G_MAXUINT64, ret_b, NULL);
}

bool hc_compare(const struct hc_expect *expect, const char *text)
{
    guint64 ours, theirs;
    bool both = numbers(text, expect->value, &ours, &theirs);
    bool same = both ? ours == theirs : !strcmp(text, expect->value);

    switch (expect->op) {
    case HC_OP_EQ: return same;
    case HC_OP_NE: return !same;
    case HC_OP_LT: return both && ours < theirs;
    case HC_OP_GT: return both && ours > theirs;
    case HC_OP_LE: return both && ours <= theirs;
    case HC_OP_GE: return both && ours >= theirs;
    case HC_OP_CONTAINS: return strstr(text, expect->value);
    case HC_OP_MATCH: return g_regex_match(expect->regex, text, 0, NULL);
    default: return false;
    }
}

/* With the key most like it, as the bench names its own. */
static char *no_such_key(const struct hc_engine *engine,
                         const struct hc_expect *expect)
{
    g_autofree char *all = engine->world.get(engine->world.opaque,
                                             expect->place, "keys");
    g_auto(GStrv) keys = g_strsplit(all ? all : "", " ", -1);

    if (!keys[0]) {
        return g_strdup_printf("%s has no '%s'", expect->place, expect->key);
    }
    return g_strdup_printf("%s has no '%s'; did you mean '%s'?",
                           expect->place, expect->key,
                           hc_nearest(expect->key,
                                      (const char *const *)keys));
}

static enum outcome look_at_state(struct hc_engine *engine,
                                  struct watch *watch)
{
    const struct hc_expect *expect = watch->expect;
    g_autofree char *value = engine->world.get(engine->world.opaque,
                                               expect->place, expect->key);

    if (!value) {
        found(watch, no_such_key(engine, expect));
        return OUTCOME_UNKNOWN;
    }
    found(watch, g_strdup_printf("it was %s", value));
    return hc_compare(expect, value) ? OUTCOME_HELD : OUTCOME_OPEN;
}

static enum outcome look_at_link(struct hc_engine *engine,
                                 struct watch *watch)
{
    const struct hc_expect *expect = watch->expect;
    struct link_state *link = g_hash_table_lookup(engine->links, expect->key);
    char *value;

    if (!link) {
        found(watch, g_strdup_printf("the guest has no %s", expect->key));
        return OUTCOME_OPEN;
    }
    value = expect->kind == HC_EXPECT_GUEST_LINK
        ? g_strdup(link->up ? "up" : "down")
        : g_strdup_printf("%u", link->mbps);
    found(watch, g_strdup_printf("it was %s", value));
    if (hc_compare(expect, value)) {
        g_free(value);
        return OUTCOME_HELD;
    }
    g_free(value);
    return OUTCOME_OPEN;
}

static char *run_result(const struct run *run)
{
    return g_strdup_printf("it ended with status %d and said:\n%s",
                           run->status, run->output->len ? run->output->str
                                                         : "(nothing)");
}

/* Output is compared without the line feeds at its end, as $(…) does. */
static bool run_holds(const struct hc_expect *expect, const struct run *run)
{
    g_autofree char *text = NULL;
    size_t len = run->output->len;

    if (expect->op == HC_OP_STATUS) {
        return (guint64)run->status ==
            g_ascii_strtoull(expect->value, NULL, 0);
    }
    while (len && run->output->str[len - 1] == '\n') {
        len--;
    }
    text = g_strndup(run->output->str, len);
    return hc_compare(expect, text);
}

static enum outcome look_at_named_run(struct hc_engine *engine,
                                      struct watch *watch)
{
    const struct run *run = hc_run_named(engine, watch->expect->run);

    if (!run || !run->ended) {
        found(watch, g_strdup(run ? "it is still running"
                                  : "it was never started"));
        return OUTCOME_OPEN;
    }
    found(watch, run_result(run));
    return run_holds(watch->expect, run) ? OUTCOME_HELD : OUTCOME_FAILED;
}

/* A command is tried until its answer is right or its window is over. */
static enum outcome look_at_command(struct hc_engine *engine,
                                    struct watch *watch, uint64_t now)
{
    if (watch->run && watch->run->ended) {
        found(watch, run_result(watch->run));
        if (run_holds(watch->expect, watch->run)) {
            return OUTCOME_HELD;
        }
        watch->run = NULL;
        watch->retry_ns = now + RETRY_NS;
        return watch->retry_ns < watch->to_ns ? OUTCOME_OPEN
                                              : OUTCOME_FAILED;
    }
    if (!watch->run && now >= watch->retry_ns && now < watch->to_ns) {
        watch->run = hc_run_start(engine, NULL, watch->expect->command);
    } else if (watch->run && now >= watch->to_ns) {
        engine->world.agent_kill(engine->world.opaque, watch->run->id);
        if (!watch->instead) {
            found(watch, g_strdup("it was still running"));
        }
    }
    return OUTCOME_OPEN;
}

static enum outcome look_at_warnings(struct hc_engine *engine,
                                     struct watch *watch, uint64_t now)
{
    const char *warning;

    if (now >= watch->to_ns) {
        hc_engine_close_trace(engine);
    }
    warning = engine->warning;
    if (watch->expect->since_power_on && engine->boot_warning) {
        warning = engine->boot_warning;
    }
    if (warning) {
        found(watch, g_strdup_printf("the kernel said: %s", warning));
        return OUTCOME_FAILED;
    }
    return now >= watch->to_ns ? OUTCOME_HELD : OUTCOME_OPEN;
}

static enum outcome look_for_record(const struct watch *watch, uint64_t now)
{
    if (watch->seen) {
        return watch->expect->absent ? OUTCOME_FAILED : OUTCOME_HELD;
    }
    return watch->expect->absent && now >= watch->to_ns ? OUTCOME_HELD
                                                        : OUTCOME_OPEN;
}

static enum outcome look_at_frames(struct watch *watch, uint64_t now)
{
    found(watch, watch->frames->n
          ? g_strdup_printf("%" G_GUINT64_FORMAT " came, the last at %"
                            G_GUINT64_FORMAT ".%06" G_GUINT64_FORMAT,
                            watch->frames->n,
                            watch->frames->last_ns / NS_PER_S,
                            watch->frames->last_ns % NS_PER_S / NS_PER_US)
          : g_strdup("none came"));
    if (watch->frames->pn_next) {
        found(watch, g_strdup_printf("packet number %" G_GUINT64_FORMAT
                                     " did not come next",
                                     watch->frames->pn_next));
    }
    return hc_frames_look(watch->frames, now, watch->to_ns);
}

static enum outcome look(struct hc_engine *engine, struct watch *watch,
                         uint64_t now)
{
    switch (watch->expect->kind) {
    case HC_EXPECT_FRAME:
        return look_at_frames(watch, now);
    case HC_EXPECT_STATE:
    case HC_EXPECT_COUNTER:
        return look_at_state(engine, watch);
    case HC_EXPECT_GUEST_LINK:
    case HC_EXPECT_GUEST_SPEED:
        return look_at_link(engine, watch);
    case HC_EXPECT_COMMAND:
        return watch->expect->run ? look_at_named_run(engine, watch)
                                  : look_at_command(engine, watch, now);
    case HC_EXPECT_NO_WARNING:
        return look_at_warnings(engine, watch, now);
    default:
        return look_for_record(watch, now);
    }
}

enum outcome hc_watch_look(struct hc_engine *engine, struct watch *watch)
{
    uint64_t now = engine->world.now_ns(engine->world.opaque);
    bool record = watch->expect->kind == HC_EXPECT_EVENT ||
                  watch->expect->kind == HC_EXPECT_FRAME ||
                  watch->expect->kind == HC_EXPECT_KERNEL;
    enum outcome outcome;

    if (now < watch->from_ns) {
        return OUTCOME_OPEN;
    }
    if (watch->late && !record) {
        found(watch, g_strdup("its window was over when the lines above "
                              "were settled"));
        return OUTCOME_FAILED;
    }
    outcome = look(engine, watch, now);
    if (outcome == OUTCOME_OPEN && now >= watch->to_ns) {
        return OUTCOME_FAILED;
    }
    return outcome;
}

uint64_t hc_watch_next_ns(const struct hc_engine *engine,
                          const struct watch *watch)
{
    uint64_t now = engine->world.now_ns(engine->world.opaque);
    enum hc_expect_kind kind = watch->expect->kind;

    if (now < watch->from_ns) {
        return watch->from_ns;
    }
    if (kind == HC_EXPECT_STATE || kind == HC_EXPECT_COUNTER) {
        return MIN(now + POLL_NS, watch->to_ns);
    }
    if (kind == HC_EXPECT_COMMAND && !watch->expect->run && !watch->run) {
        return MIN(watch->retry_ns, watch->to_ns);
    }
    return watch->to_ns;
}
