/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the parts of the engine share: its memory of what happened, and the
 * expectations that wait. */
#ifndef HC_ENGINE_INTERNAL_H
#define HC_ENGINE_INTERNAL_H

#include "engine.h"
#include "storm.h"

/* Enough to look back at what a stimulus set off before the next line was
 * reached; the oldest are forgotten. */
#define RECORDS_MAX 4096

/* How many events a failure shows. */
#define RECORDS_TOLD 10

/* And how many words of the kernel. */
#define WORDS_TOLD 8

/* Output beyond this is dropped. */
#define OUTPUT_MAX 65536

/* How often a state is looked at when nothing tells that it changed. */
#define POLL_NS  (10 * NS_PER_MS)

/* The pause before a command is tried again. */
#define RETRY_NS (100 * NS_PER_MS)

/* An event (place and text) or a kernel record (text alone). */
struct record {
    uint64_t at_ns, seq;
    char *place, *text;
};

struct records {
    struct record slot[RECORDS_MAX];
    uint64_t total;
};

/* A command in the guest, running or ended. */
struct run {
    unsigned id;
    char *name;                 /* of `run &NAME`, or NULL */
    GString *output;
    bool ended;
    int status;
};

enum outcome { OUTCOME_OPEN, OUTCOME_HELD, OUTCOME_FAILED, OUTCOME_UNKNOWN };

/* An expectation that waits to be settled. */
struct watch {
    const struct hc_step *step;
    const struct hc_expect *expect;
    uint64_t from_ns, to_ns;    /* its window, virtual time */
    uint64_t from_seq;          /* earlier records do not count */
    bool late;                  /* its window was over when it was reached */
    struct frame_count *frames; /* of an expectation of frames, or NULL */
    bool seen;                  /* the event or the record came … */
    uint64_t seen_ns;           /* … then */
    struct run *run;            /* its command, when it was started */
    uint64_t retry_ns;
    char *instead;              /* what was found, for the message */
};

/* What an expectation of frames has seen. */
struct frame_count {
    const struct hc_step *step;
    unsigned at;                /* its line's place among the steps */
    uint64_t base_ns;           /* the stimulus that it counts from */
    uint64_t n, last_ns;
    uint64_t pn_next;           /* of a SecTAG's packet numbers */
    bool armed;                 /* its line was reached */
};

struct link_state {
    bool up;
    unsigned mbps;
};

struct hc_engine {
    const struct hc_scenario *scenario;
    struct hc_engine_world world;
    unsigned next;              /* step */
    unsigned told_wait;         /* line that was last reported as waiting */
    bool booted, playing, done;
    const char *skip;           /* why this kernel will not do, or NULL */
    uint64_t fork_ns;           /* when the ending begins; 0: not known */
    uint64_t boot_ns;           /* when the agent said HELLO */
    uint64_t stimulus_ns;       /* `+` counts from here */
    uint64_t since_ns;          /* the last stimulus, or power-on */
    uint64_t seq, since_seq;
    struct records events, kernel;
    char *warning;              /* the first unexpected one, not told yet */
    char *boot_warning;
    GString *trace;             /* the complaint that is being made, or NULL */
    GHashTable *links;          /* name: struct link_state */
    GPtrArray *watches;         /* struct watch */
    struct hc_storm *storm;     /* that rages now, or NULL */
    const struct hc_step *storm_step;
    GPtrArray *runs;            /* struct run */
    GPtrArray *frames;          /* struct frame_count, all of the story */
    unsigned next_id;
};

/* Tells the world. */
void hc_engine_report(struct hc_engine *engine, enum hc_report_kind kind,
                      uint32_t line, uint32_t value, const char *text);

/* Notes are taken at any depth of a model; acting on them comes later, from
 * the top. */
void hc_engine_ask_for_wake(struct hc_engine *engine);

/* Takes a trace that has begun for a whole one. */
void hc_engine_close_trace(struct hc_engine *engine);

/* A storm begins; later lines wait for its end. */
void hc_engine_storm_begins(struct hc_engine *engine,
                            const struct hc_step *step);

/* Does what is due of it. True: it is over now. */
bool hc_engine_storm_goes_on(struct hc_engine *engine);

/* Remembers a record; place may be NULL. Returns it. */
const struct record *hc_records_add(struct records *records, uint64_t at_ns,
                                    uint64_t seq, const char *place,
                                    const char *text);
void hc_records_clear(struct records *records);

/* The n-th newest record, 0 the last; NULL when it is forgotten. */
const struct record *hc_records_back(const struct records *records,
                                     uint64_t n);

/* Starts to wait for an expectation, with a look back at the records. */
void hc_watch_arm(struct hc_engine *engine, const struct hc_step *step);
void hc_watch_free(void *watch);

/* Shows a new record to the watches. */
void hc_watches_see(struct hc_engine *engine, const struct record *record,
                    bool kernel);

/* Finds every expectation of frames in the story. */
void hc_frames_collect(struct hc_engine *engine);

/* A stimulus: what is not reached yet counts from here. */
void hc_frames_restart(struct hc_engine *engine);

/* What a step has counted; NULL: it is about no frames. */
struct frame_count *hc_frames_of(const struct hc_engine *engine,
                                 const struct hc_step *step);

/* Compares a count with what is expected until to_ns. */
enum outcome hc_frames_look(const struct frame_count *count, uint64_t now,
                            uint64_t to_ns);

/* Looks at a watch now. */
enum outcome hc_watch_look(struct hc_engine *engine, struct watch *watch);

/* When it wants to be looked at again, at the latest. */
uint64_t hc_watch_next_ns(const struct hc_engine *engine,
                          const struct watch *watch);

/* Tells the world what an expectation that failed was about, in details and
 * as a message; returns its first line, "path:line: expected …; …". */
char *hc_watch_complain(struct hc_engine *engine, const struct watch *watch);

/* Starts a command of the guest; name may be NULL. */
struct run *hc_run_start(struct hc_engine *engine, const char *name,
                         const char *command);

/* The run of an id or of a name; NULL when there is none. */
struct run *hc_run_find(const struct hc_engine *engine, unsigned id);
struct run *hc_run_named(const struct hc_engine *engine, const char *name);
void hc_run_free(void *run);

/* True if what was found stands in the expected relation. */
bool hc_compare(const struct hc_expect *expect, const char *text);

#endif
