/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "storm.h"

#include <string.h>

#include "../../models/hc.h"
#include "scenario.h"
#include "units.h"
#include "verbs.h"

#define CAGES_MAX 2

/* What a cage must be for an action to make sense. */
enum needs { ANY, EMPTY, TAKEN };

/* What a hand may do, how likely, and between which numbers the # of the
 * words lies. A %m is one of the storm's modules. */
static const struct action {
    unsigned weight;
    enum needs needs;
    const char *words;          /* after the verb comes the cage */
    int from, to;
} actions[] = {
    { 24, EMPTY, "insert %m" },
    { 8, EMPTY, "bounce %m edges=# within=50ms", 2, 40 },
    { 20, TAKEN, "remove" },
    { 4, TAKEN, "seat halfway" },      { 5, TAKEN, "seat home" },
    { 4, TAKEN, "stall on" },          { 5, TAKEN, "stall off" },
    { 5, TAKEN, "nak reads=# after=2", 1, 40 },
    { 4, TAKEN, "trip" },
    { 3, TAKEN, "tx_fault high" },     { 2, TAKEN, "tx_fault low" },
    { 4, TAKEN, "tx_fault auto" },
    { 3, TAKEN, "los high" },          { 2, TAKEN, "los low" },
    { 4, TAKEN, "los auto" },
    { 3, TAKEN, "flip 0x50 # 0x5a reads=1", 0, 127 },
    { 2, TAKEN, "flip 0x51 # 0xa5 reads=3 on_read=2", 0, 119 },
    { 2, TAKEN, "patch 0x50 # 0x00 on_read=3", 0, 127 },
    { 2, TAKEN, "freeze on" },         { 2, TAKEN, "freeze off" },
    { 3, TAKEN, "diag temp #C within=2s", -40, 110 },
    { 2, TAKEN, "diag rx_power -#dBm within=1s", 0, 35 },
    { 2, ANY, "mod_abs high" },        { 1, ANY, "mod_abs low" },
    { 5, ANY, "mod_abs auto" },
    { 2, ANY, "tx_disable high" },     { 1, ANY, "tx_disable low" },
    { 4, ANY, "tx_disable auto" },
    { 4, ANY, "pull" },                { 6, ANY, "plug" },
    { 2, ANY, "cut tx" },              { 2, ANY, "cut rx" },
    { 4, ANY, "mend" },
    { 2, ANY, "silence on" },          { 4, ANY, "silence off" },
    { 1, ANY, "remote_fault on" },     { 2, ANY, "remote_fault off" },
    { 2, ANY, "loss every=#", 0, 5 },  { 2, ANY, "damage every=#", 0, 5 },
};

/* What ends the storm, for each cage; the first only if a module is in. */
static const char *const calm[] = {
    "remove", "mod_abs auto", "tx_disable auto", "plug", "mend",
    "silence off", "remote_fault off", "loss every=0", "damage every=0",
};

struct hc_storm {
    char **cages, **modules;
    unsigned n_cages, n_modules;
    GRand *rand;
    GArray *at_ns;              /* uint64_t, rising */
    unsigned done;              /* events of at_ns */
    unsigned calmed;            /* lines of calm[], all cages together */
};

static bool list_fits(const char *what, const char *text, unsigned max,
                      GError **error)
{
    g_auto(GStrv) list = g_strsplit(text, ",", -1);
    unsigned n = g_strv_length(list);

    for (unsigned i = 0; i < n; i++) {
        if (!*list[i]) {
            g_set_error(error, HC_SCENARIO_ERROR, HC_SCENARIO_ERROR_VALUE,
                        "'%s' has an empty name; write %s with commas and "
                        "no blanks between", text, what);
            return false;
        }
    }
    if (!n || n > max) {
        g_set_error(error, HC_SCENARIO_ERROR, HC_SCENARIO_ERROR_VALUE,
                    "'%s': 1 to %u %s are possible", text, max, what);
        return false;
    }
    return true;
}

bool hc_storm_fits(char *const *argv, GError **error)
{
    guint64 events = 0;

    if (!hc_parse_number(hc_argv_key(argv, "events"), HC_STORM_EVENTS_MAX,
                         &events, error)) {
        return false;
    }
    return list_fits("cages", argv[1], CAGES_MAX, error) &&
           list_fits("modules", hc_argv_key(argv, "modules"), 32, error);
}

static int by_time(gconstpointer a, gconstpointer b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

    return x < y ? -1 : x > y;
}

/* Times fall where they may, so that some come in bursts. */
static void throw_times(struct hc_storm *storm, guint64 events,
                        uint64_t now_ns, uint64_t within_ns)
{
    for (guint64 i = 0; i < events; i++) {
        uint64_t at = now_ns + (uint64_t)(g_rand_double(storm->rand) *
                                          (double)within_ns);

        g_array_append_val(storm->at_ns, at);
    }
    g_array_sort(storm->at_ns, by_time);
}

struct hc_storm *hc_storm_new(char *const *argv, uint32_t seed,
                              uint64_t now_ns)
{
    struct hc_storm *storm = g_new0(struct hc_storm, 1);
    guint64 events = 0;
    uint64_t within_ns = 0;

    hc_parse_number(hc_argv_key(argv, "events"), HC_STORM_EVENTS_MAX,
                    &events, NULL);
    hc_parse_duration(hc_argv_key(argv, "within"), &within_ns, NULL);
    storm->cages = g_strsplit(argv[1], ",", -1);
    storm->modules = g_strsplit(hc_argv_key(argv, "modules"), ",", -1);
    storm->n_cages = g_strv_length(storm->cages);
    storm->n_modules = g_strv_length(storm->modules);
    storm->rand = g_rand_new_with_seed(seed);
    storm->at_ns = g_array_new(FALSE, FALSE, sizeof(uint64_t));
    throw_times(storm, events, now_ns, within_ns);
    return storm;
}

void hc_storm_free(struct hc_storm *storm)
{
    if (storm) {
        g_strfreev(storm->cages);
        g_strfreev(storm->modules);
        g_rand_free(storm->rand);
        g_array_unref(storm->at_ns);
        g_free(storm);
    }
}

uint64_t hc_storm_next_ns(const struct hc_storm *storm)
{
    if (storm->done < storm->at_ns->len) {
        return g_array_index(storm->at_ns, uint64_t, storm->done);
    }
    return storm->calmed < storm->n_cages * G_N_ELEMENTS(calm) ? 0 : HC_NEVER;
}

unsigned hc_storm_done(const struct hc_storm *storm)
{
    return storm->done;
}

char *const *hc_storm_cages(const struct hc_storm *storm)
{
    return storm->cages;
}

static bool makes_sense(const struct action *action, bool taken)
{
    return action->needs == ANY || (action->needs == TAKEN) == taken;
}

static const struct action *draw(struct hc_storm *storm, bool taken)
{
    unsigned sum = 0, lot;

    for (unsigned i = 0; i < G_N_ELEMENTS(actions); i++) {
        sum += makes_sense(&actions[i], taken) ? actions[i].weight : 0;
    }
    lot = g_rand_int_range(storm->rand, 0, sum);
    for (unsigned i = 0; i < G_N_ELEMENTS(actions); i++) {
        if (!makes_sense(&actions[i], taken)) {
            continue;
        }
        if (lot < actions[i].weight) {
            return &actions[i];
        }
        lot -= actions[i].weight;
    }
    g_assert_not_reached();
}

/* "verb rest" becomes "verb CAGE rest". */
static char **sentence(const char *words, const char *cage)
{
    g_auto(GStrv) part = g_strsplit(words, " ", 2);
    g_autofree char *line = g_strjoin(" ", part[0], cage, part[1], NULL);

    return g_strsplit(line, " ", -1);
}

/* Puts a module for %m and a number for #. */
static char **fill_in(struct hc_storm *storm, const struct action *action,
                      const char *cage)
{
    char **argv = sentence(action->words, cage);
    g_autofree char *number = NULL;

    if (action->to > action->from) {
        number = g_strdup_printf("%d", g_rand_int_range(
            storm->rand, action->from, action->to + 1));
    }
    for (char **word = argv; *word; word++) {
        g_autoptr(GString) text = g_string_new(*word);

        if (number) {
            g_string_replace(text, "#", number, 0);
        }
        if (strstr(text->str, "%m")) {
            g_string_replace(text, "%m", storm->modules[g_rand_int_range(
                storm->rand, 0, storm->n_modules)], 0);
        }
        g_free(*word);
        *word = g_strdup(text->str);
    }
    return argv;
}

static char **calm_down(struct hc_storm *storm, const bool *taken)
{
    unsigned cage = storm->calmed % storm->n_cages;
    unsigned line = storm->calmed / storm->n_cages;

    storm->calmed++;
    if (!line && !taken[cage]) {
        return hc_storm_next_ns(storm) == HC_NEVER
            ? NULL : calm_down(storm, taken);
    }
    return sentence(calm[line], storm->cages[cage]);
}

char **hc_storm_act(struct hc_storm *storm, const bool *taken)
{
    unsigned cage;

    if (storm->done == storm->at_ns->len) {
        return calm_down(storm, taken);
    }
    storm->done++;
    cage = g_rand_int_range(storm->rand, 0, storm->n_cages);
    return fill_in(storm, draw(storm, taken[cage]), storm->cages[cage]);
}

void hc_storm_refused(struct hc_storm *storm)
{
    storm->done -= storm->done && !storm->calmed;
}
