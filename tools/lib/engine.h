/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Plays a scenario on the virtual clock. It knows no QEMU: the world is a
 * struct of functions, and a test can be that world.
 *
 * hc_engine_event() and the agent functions only take note and ask for a
 * wake: they may be called from the depth of a model. Bench actions happen
 * inside hc_engine_start() and hc_engine_wake() alone, and these must be
 * called from a timer or the main loop, never from inside a model. */
#ifndef HC_ENGINE_H
#define HC_ENGINE_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "agent-link.h"
#include "report.h"
#include "scenario.h"

/* How long the guest may take to say HELLO, in virtual time. */
#define HC_ENGINE_BOOT_LIMIT_NS (300 * NS_PER_S)

/* The rest before an ending, whether or not somebody uses it: so all runs
 * take the same steps at the same times. */
#define HC_ENGINE_REST_NS (2 * NS_PER_MS)

struct hc_engine_world {
    uint64_t (*now_ns)(void *opaque);
    /* One call of hc_engine_wake at at_ns, or as soon as possible when that
     * is now; a later call replaces it. HC_NEVER cancels. */
    void (*wake_at)(void *opaque, uint64_t at_ns);
    /* A bench action: argv[0] is the verb, checked by hc_verb_check. Used
     * for the power-on state as well. A refusal ends the scenario. */
    bool (*do_verb)(void *opaque, char **argv, GError **error);
    /* Writes what a storm does into the log: "storm.act …". */
    void (*note)(void *opaque, const char *text);
    /* State for people ("empty"), g_free()d; NULL: there is no such key. */
    char *(*get)(void *opaque, const char *place, const char *key);
    void (*agent_run)(void *opaque, unsigned id, const char *command);
    void (*agent_kill)(void *opaque, unsigned id);
    void (*report)(void *opaque, const struct hc_report *report);
    /* The common story is over and an ending begins after a rest of
     * HC_ENGINE_REST_NS: somebody may keep the machine in it. May be NULL. */
    void (*fork)(void *opaque);
    /* Why two runs need not be the same beside what the scenario says, or
     * NULL. May be NULL itself. */
    const char *(*doubt)(void *opaque);
    /* Called once, after the verdict has been reported. Do not free the
     * engine inside. */
    void (*finish)(void *opaque, enum hc_verdict verdict);
    void *opaque;
};

struct hc_engine;

/* The scenario and the world must outlive the engine. */
struct hc_engine *hc_engine_new(const struct hc_scenario *scenario,
                                const struct hc_engine_world *world);
void hc_engine_free(struct hc_engine *engine);

/* Sets the power-on state (do_verb for each line of the head) and waits for
 * the agent. Call it at virtual time 0, before the guest runs. False after
 * the verdict has been given, because a power-on line was refused. */
bool hc_engine_start(struct hc_engine *engine);

/* The same for a machine that was restored at @boot: what the head asks for
 * is there already. Feed it the agent's words and the events of the boot. */
void hc_engine_start_restored(struct hc_engine *engine);

/* Why what the engine knows now cannot be saved; NULL when it can, and it
 * always can where a story forks. */
const char *hc_engine_unsaveable(const struct hc_engine *engine);

/* All that the engine knows and waits for, and an engine that goes on with it
 * in a machine that was kept then: wake it when the first one would have been
 * woken. False: these bytes are none of ours, or of another scenario. */
GBytes *hc_engine_save(const struct hc_engine *engine);
bool hc_engine_load(struct hc_engine *engine, GBytes *bytes);

/* True once the agent has said HELLO. */
bool hc_engine_has_booted(const struct hc_engine *engine);

/* Time has come, see hc_engine_world.wake_at. */
void hc_engine_wake(struct hc_engine *engine);

/* An event happened: place ("cage0") and "noun.verb key=value…", as from
 * hc_event_format(). */
void hc_engine_event(struct hc_engine *engine, uint64_t at_ns,
                     const char *place, const char *text);

/* True if some line of the story is about frames. */
bool hc_engine_wants_frames(const struct hc_engine *engine);

/* A frame passes a wire, towards the board or out of it (`in`). `places` are
 * the names of the wire, NULL-terminated. */
void hc_engine_frame(struct hc_engine *engine, uint64_t at_ns,
                     const char *const *places, bool in,
                     const uint8_t *frame, size_t len);

/* The machine stops (reset, power-off, panic) before the story ended. */
void hc_engine_stopped(struct hc_engine *engine, const char *why);

/* The bench is taken away before the story ended: nobody can tell. */
void hc_engine_abandoned(struct hc_engine *engine, const char *why);

/* The agent's words; hc_engine_agent_ops calls them with the engine as
 * opaque: hc_agent_link_new(&hc_engine_agent_ops, engine). */
void hc_engine_agent_hello(struct hc_engine *engine, const char *release);
void hc_engine_agent_kmsg(struct hc_engine *engine, unsigned prio,
                          const char *text);
void hc_engine_agent_link(struct hc_engine *engine, const char *ifname,
                          bool up, unsigned mbps);
void hc_engine_agent_out(struct hc_engine *engine, unsigned id,
                         const char *bytes, size_t len);
void hc_engine_agent_end(struct hc_engine *engine, unsigned id, int status);
void hc_engine_agent_err(struct hc_engine *engine, const char *text);
extern const struct hc_agent_ops hc_engine_agent_ops;

/* How many events were seen. */
uint32_t hc_engine_events(const struct hc_engine *engine);

#endif
