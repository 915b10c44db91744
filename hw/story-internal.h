/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What story.c, the engine in the machine, and story-keep.c, machines that
 * stand still and come back, share. */
#ifndef HC_STORY_INTERNAL_H
#define HC_STORY_INTERNAL_H

#include "story.h"

#include "bench.h"
#include "machine.h"
#include "qemu/notify.h"
#include "qemu/timer.h"

#include "../models/uart.h"
#include "../tools/lib/engine.h"

typedef struct HcStory HcStory;

/* From HELLO to the moment at which the machine may be saved, and from there
 * to the first step. */
#define BEGIN_NS NS_PER_MS
/* More than any boot log. */
#define SPOKEN_MAX (4 * 1024 * 1024)

struct HcStory {
    HcMachineState *machine;
    struct hc_scenario *scenario;
    struct hc_engine *engine;
    struct hc_engine_world world;
    struct hc_agent_link *agent;
    QEMUTimer *wake;
    GByteArray *to_agent;       /* bytes that the UART had no room for yet */
    FILE *log;
    GByteArray *spoken;         /* the agent's words up to HELLO */
    QEMUTimer *stand;           /* it stands still then … */
    const char *stand_folder;   /* … to be saved in here */
    GString *told;              /* the reports so far; NULL: nobody asks */
    GVariant *kept;             /* of a machine kept at a fork, or NULL */
    uint64_t hello_ns;          /* 0: not yet */
    uint64_t replay_ns;         /* the time while old words are repeated */
    QEMUTimer *hold;            /* keeps the clock from leaping meanwhile */
    bool standing;              /* still, for somebody to save the RAM */
    bool stopping;              /* by that timer */
    QEMUTimer *stop;            /* it stands still then, for a person */
    bool hand;                  /* a live command was obeyed */
    char *doubt;                /* of the run that was saved, or NULL */
    unsigned log_lines;
    bool started, finished;
    bool over;                  /* finished, and the machine waits */
    Notifier shutdown;
};

/* The time as the engine takes it. */
uint64_t hc_story_now_ns(const HcStory *story);

/* Bytes for the agent that the UART has room for now. */
void hc_story_feed_agent(void *story);

/* Makes the timers, and sets them back for another story. */
void hc_story_keep_init(HcStory *story);
void hc_story_keep_again(HcStory *story);

/* Stands still at a time, so that the machine can be saved in a folder; does
 * nothing when the folder is NULL. */
void hc_story_stand_at(HcStory *story, const char *folder, uint64_t at_ns);

/* The machine has stopped: if it stands still for us, says so. */
void hc_story_stands(HcStory *story);

/* The common story is over: hc_engine_world.fork. */
void hc_story_fork(void *story);

/* True if the machine comes in as it was left, at @boot or at a fork. */
bool hc_story_is_restored(const HcStory *story);

/* Reads what was kept beside the machine; true when nothing was. */
bool hc_story_load(HcStory *story, GError **error);

/* Goes on with it. */
void hc_story_restore(HcStory *story);

#endif
