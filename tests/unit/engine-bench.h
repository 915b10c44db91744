/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A bench that remembers what was done to it, and an engine on it. */
#ifndef HC_TEST_ENGINE_BENCH_H
#define HC_TEST_ENGINE_BENCH_H

#include <check.h>
#include <glib.h>
#include <stdlib.h>
#include <string.h>

#include "../../tools/lib/engine.h"

#define MS NS_PER_MS

/* A bench that remembers what was done to it. */
struct engine_bench {
    uint64_t now_ns, wake_ns, forked_ns;
    GString *notes;
    GString *done;              /* "insert cage0 sx@1200;" in ms */
    GString *commands, *messages;
    GString *chain;             /* as reported in parts */
    GString *steps;             /* "+4" held, "-4" failed */
    GHashTable *state;          /* "cage0.state": value */
    const char *event_of_verb;  /* sent from inside do_verb */
    bool refuse, finished;
    enum hc_verdict verdict;
    char *why;
    unsigned last_id, killed;
};

extern struct engine_bench bench;

extern struct hc_scenario *scenario;
extern struct hc_engine *engine;

extern const struct hc_engine_world world;

/* Around each case; nothing is on the bench yet. */
void engine_setup(void);

void engine_teardown(void);

/* Lets virtual time pass, with every wake at its own time. */
void pass_ms(unsigned ms);

/* Begins the story of that text; the guest has not booted. */
void power_on(const char *text);

/* The agent says hello at 1 s. */
void boot(const char *text);

/* Something happens on the bench now. */
void event(const char *place, const char *text);

/* The last command of the guest ends, after such words. */
void answer(int status, const char *text);

/* It is over, with these steps held (+) and failed (-). */
void assert_verdict(enum hc_verdict verdict, const char *steps);

#define HEAD "board two-cages\n"        /* line 1 */

/* A broadcast out of the board. */
void frame(const char *place);

/* One with a SecTAG, out of the board. */
void sectag(uint8_t pn);

#endif
