/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "engine.h"

#include <string.h>

#include "engine-internal.h"

/* Kernel records of this level and worse are warnings (KERN_WARNING). */
/* A trace that never ends is cut. */
#define TRACE_MAX 16384
#define PRIO_WARNING 4

/* Ended commands that nobody asks about any more go, beyond this. */
#define RUNS_MAX 256

/* Interfaces beyond this are not followed: a guest can make any number. */
#define LINKS_MAX 1024

struct run *hc_run_find(const struct hc_engine *engine, unsigned id)
{
    for (unsigned at = 0; at < engine->runs->len; at++) {
        struct run *run = g_ptr_array_index(engine->runs, at);

        if (run->id == id) {
            return run;
        }
    }
    return NULL;
}

/* The newest of that name. */
struct run *hc_run_named(const struct hc_engine *engine, const char *name)
{
    for (unsigned at = engine->runs->len; at > 0; at--) {
        struct run *run = g_ptr_array_index(engine->runs, at - 1);

        if (!g_strcmp0(run->name, name)) {
            return run;
        }
    }
    return NULL;
}

void hc_run_free(void *data)
{
    struct run *run = data;

    g_free(run->name);
    g_string_free(run->output, TRUE);
    g_free(run);
}

static bool is_watched(const struct hc_engine *engine, const struct run *run)
{
    for (unsigned at = 0; at < engine->watches->len; at++) {
        const struct watch *watch = g_ptr_array_index(engine->watches, at);

        if (watch->run == run) {
            return true;
        }
    }
    return false;
}

/* A command that is tried for hours must not fill the memory. */
static void forget_old_runs(struct hc_engine *engine)
{
    for (unsigned at = 0;
         at < engine->runs->len && engine->runs->len >= RUNS_MAX;) {
        const struct run *run = g_ptr_array_index(engine->runs, at);

        if (run->ended && !run->name && !is_watched(engine, run)) {
            g_ptr_array_remove_index(engine->runs, at);
        } else {
            at++;
        }
    }
}

struct run *hc_run_start(struct hc_engine *engine, const char *name,
                         const char *command)
{
    struct run *run = g_new0(struct run, 1);

    forget_old_runs(engine);
    run->id = engine->next_id++;
    run->name = g_strdup(name);
    run->output = g_string_new(NULL);
    g_ptr_array_add(engine->runs, run);
    engine->world.agent_run(engine->world.opaque, run->id, command);
    return run;
}

/* An agent that comes back has forgotten what it was running. */
static void forget_commands(struct hc_engine *engine)
{
    hc_engine_report(engine, HC_REPORT_MESSAGE, 0, 0,
                     "the agent was started again");
    for (unsigned at = 0; at < engine->runs->len; at++) {
        struct run *run = g_ptr_array_index(engine->runs, at);

        if (!run->ended) {
            run->ended = true;
            run->status = 255;
        }
    }
}

void hc_engine_agent_hello(struct hc_engine *engine, const char *release)
{
    if (engine->done) {
        return;
    }
    if (engine->booted) {
        forget_commands(engine);
    } else {
        hc_engine_report(engine, HC_REPORT_KERNEL, 0, 0, release);
        engine->skip = hc_scenario_skip_reason(engine->scenario, release);
        engine->booted = true;
        engine->boot_ns = engine->world.now_ns(engine->world.opaque);
        engine->stimulus_ns = engine->boot_ns;
        hc_frames_restart(engine);
    }
    hc_engine_ask_for_wake(engine);
}

static bool is_allowed(const struct hc_engine *engine, const char *text)
{
    const struct hc_scenario_allow *allow;

    for (unsigned at = 0; at < engine->scenario->allows->len; at++) {
        allow = g_ptr_array_index(engine->scenario->allows, at);
        if (g_regex_match(allow->regex, text, 0, NULL)) {
            return true;
        }
    }
    return false;
}

static void note_warning(struct hc_engine *engine, const char *text)
{
    char **first = engine->booted ? &engine->warning : &engine->boot_warning;

    if (!*first && !is_allowed(engine, text)) {
        *first = g_strdup(text);
    }
}

void hc_engine_close_trace(struct hc_engine *engine)
{
    if (engine->trace) {
        note_warning(engine, engine->trace->str);
        g_string_free(engine->trace, TRUE);
        engine->trace = NULL;
    }
}

/* From "cut here" to "end trace" the kernel makes one complaint (lib/bug.c,
 * kernel/panic.c): an `allow` may name any line of it. */
static void note_record(struct hc_engine *engine, unsigned prio,
                        const char *text)
{
    if (strstr(text, "[ cut here ]")) {
        hc_engine_close_trace(engine);
        engine->trace = g_string_new(NULL);
    } else if (engine->trace) {
        g_string_append_printf(engine->trace, "%s\n", text);
        if (strstr(text, "[ end trace") || engine->trace->len > TRACE_MAX) {
            hc_engine_close_trace(engine);
        }
    } else if (prio <= PRIO_WARNING) {
        note_warning(engine, text);
    }
}

void hc_engine_agent_kmsg(struct hc_engine *engine, unsigned prio,
                          const char *text)
{
    const struct record *record;

    if (engine->done) {
        return;
    }
    note_record(engine, prio, text);
    if (!engine->booted) {
        hc_engine_report(engine, HC_REPORT_BOOT, 0, prio, text);
    }
    record = hc_records_add(&engine->kernel,
                            engine->world.now_ns(engine->world.opaque),
                            engine->seq++, NULL, text);
    hc_watches_see(engine, record, true);
    if (engine->watches->len) {
        hc_engine_ask_for_wake(engine);
    }
}

void hc_engine_agent_link(struct hc_engine *engine, const char *ifname,
                          bool up, unsigned mbps)
{
    struct link_state *link;

    if (engine->done || (g_hash_table_size(engine->links) >= LINKS_MAX &&
                         !g_hash_table_contains(engine->links, ifname))) {
        return;
    }
    link = g_new0(struct link_state, 1);
    *link = (struct link_state){ up, mbps };
    g_hash_table_replace(engine->links, g_strdup(ifname), link);
    hc_engine_ask_for_wake(engine);
}

void hc_engine_agent_out(struct hc_engine *engine, unsigned id,
                         const char *bytes, size_t len)
{
    struct run *run = hc_run_find(engine, id);

    if (run && !run->ended) {
        len = MIN(len, OUTPUT_MAX - run->output->len);
        g_string_append_len(run->output, bytes, len);
    }
}

void hc_engine_agent_end(struct hc_engine *engine, unsigned id, int status)
{
    struct run *run = hc_run_find(engine, id);

    if (run && !run->ended) {
        run->ended = true;
        run->status = status;
        hc_engine_ask_for_wake(engine);
    }
}

void hc_engine_agent_err(struct hc_engine *engine, const char *text)
{
    g_autofree char *message = g_strdup_printf("the agent: %s", text);

    if (!engine->done) {
        hc_engine_report(engine, HC_REPORT_MESSAGE, 0, 0, message);
    }
}

static void ops_hello(void *opaque, const char *release)
{
    hc_engine_agent_hello(opaque, release);
}

static void ops_kmsg(void *opaque, unsigned prio, uint64_t usec,
                     const char *bytes, size_t len)
{
    (void)usec;
    (void)len;
    hc_engine_agent_kmsg(opaque, prio, bytes);
}

static void ops_link(void *opaque, const char *ifname, bool up,
                     unsigned mbps)
{
    hc_engine_agent_link(opaque, ifname, up, mbps);
}

static void ops_out(void *opaque, unsigned id, const char *bytes, size_t len)
{
    hc_engine_agent_out(opaque, id, bytes, len);
}

static void ops_end(void *opaque, unsigned id, int status)
{
    hc_engine_agent_end(opaque, id, status);
}

static void ops_err(void *opaque, const char *text)
{
    hc_engine_agent_err(opaque, text);
}

const struct hc_agent_ops hc_engine_agent_ops = {
    ops_hello, ops_kmsg, ops_link, ops_out, ops_end, ops_err
};
