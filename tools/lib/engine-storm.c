/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The engine in a storm: it asks the bench what is in the cages, and the
 * storm what to do about it. */
#include "engine.h"

#include <string.h>

#include "engine-internal.h"

/* Other ideas in place of one that the bench refused. */
#define TRIES_MAX 16

static uint64_t now_of(const struct hc_engine *engine)
{
    return engine->world.now_ns(engine->world.opaque);
}

/* The storms of a board are numbered by their seed; that of the scenario moves
 * all of them. */
static uint32_t seed_of(const struct hc_engine *engine,
                        const struct hc_step *step)
{
    const char *own = hc_argv_key(step->argv, "seed");
    guint64 number = 1;

    if (own) {
        hc_parse_number(own, G_MAXUINT32, &number, NULL);
    }
    return engine->scenario->seed - 1 + (uint32_t)number;
}

void hc_engine_storm_begins(struct hc_engine *engine,
                            const struct hc_step *step)
{
    const uint32_t seed = seed_of(engine, step);
    g_autofree char *text = NULL;

    engine->storm_step = step;
    engine->storm = hc_storm_new(step->argv, seed, now_of(engine));
    text = g_strdup_printf("storm.begin seed=%u", seed);
    engine->world.note(engine->world.opaque, text);
}

static bool is_taken(struct hc_engine *engine, const char *cage)
{
    g_autofree char *state = engine->world.get(engine->world.opaque, cage,
                                               "state");

    return state && strcmp(state, "empty");
}

/* True if the bench did it. */
static bool act(struct hc_engine *engine)
{
    char *const *cages = hc_storm_cages(engine->storm);
    g_auto(GStrv) argv = NULL;
    g_autofree char *words = NULL, *text = NULL;
    bool taken[2] = { false };

    for (unsigned i = 0; cages[i] && i < G_N_ELEMENTS(taken); i++) {
        taken[i] = is_taken(engine, cages[i]);
    }
    argv = hc_storm_act(engine->storm, taken);
    if (!argv) {
        return true;
    }
    words = g_strjoinv(" ", argv);
    text = g_strdup_printf("storm.act n=%u do=\"%s\"",
                           hc_storm_done(engine->storm), words);
    engine->world.note(engine->world.opaque, text);
    return engine->world.do_verb(engine->world.opaque, argv, NULL);
}

bool hc_engine_storm_goes_on(struct hc_engine *engine)
{
    unsigned tries = 0;

    while (hc_storm_next_ns(engine->storm) <= now_of(engine)) {
        if (!act(engine) && ++tries < TRIES_MAX) {
            hc_storm_refused(engine->storm);
        } else {
            tries = 0;
        }
    }
    if (hc_storm_next_ns(engine->storm) != HC_NEVER) {
        return false;
    }
    engine->world.note(engine->world.opaque, "storm.end");
    g_clear_pointer(&engine->storm, hc_storm_free);
    return true;
}
