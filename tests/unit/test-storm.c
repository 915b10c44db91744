/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A storm is the same for the same seed, and leaves nothing behind. */
#include <check.h>
#include <glib.h>
#include <stdlib.h>
#include <string.h>

#include "../../models/hc.h"
#include "../../tools/lib/scenario.h"
#include "../../tools/lib/storm.h"
#include "run.h"

static char *words[] = { "storm", "cage0,cage1", "events=200", "within=10s",
                         "modules=sx,lx", NULL };
static bool taken[2];

static void setup(void)
{
    taken[0] = taken[1] = false;
}

/* A bench that knows no more than what is in the cages. */
static void obey(char **argv)
{
    bool *cage = &taken[argv[1][4] - '0'];

    if (!strcmp(argv[0], "insert") || !strcmp(argv[0], "bounce")) {
        ck_assert(!*cage);
        *cage = true;
    } else if (!strcmp(argv[0], "remove")) {
        ck_assert(*cage);
        *cage = false;
    }
}

/* Everything that a storm does, a line each with its time in us. */
static char *play(uint32_t seed)
{
    struct hc_storm *storm = hc_storm_new(words, seed, NS_PER_S);
    GString *text = g_string_new(NULL);
    uint64_t at_ns;

    while ((at_ns = hc_storm_next_ns(storm)) != HC_NEVER) {
        g_auto(GStrv) argv = hc_storm_act(storm, taken);
        g_autofree char *line = argv ? g_strjoinv(" ", argv) : NULL;

        if (argv) {
            obey(argv);
            g_string_append_printf(text, "%" G_GUINT64_FORMAT " %s\n",
                                   at_ns / 1000, line);
        }
    }
    hc_storm_free(storm);
    return g_string_free(text, FALSE);
}

START_TEST(the_same_seed_makes_the_same_storm)
{
    g_autofree char *first = play(7), *again = play(7), *other = play(8);

    ck_assert_str_eq(first, again);
    ck_assert_str_ne(first, other);
}
END_TEST

START_TEST(a_storm_ends_with_empty_cages_that_are_whole)
{
    for (uint32_t seed = 0; seed < 50; seed++) {
        g_autofree char *text = play(seed);

        ck_assert(!taken[0] && !taken[1]);
        ck_assert_ptr_nonnull(strstr(text, "0 silence cage1 off\n"));
        ck_assert(g_str_has_suffix(text, "0 damage cage1 every=0\n"));
    }
}
END_TEST

START_TEST(every_word_of_a_storm_is_one_that_a_hand_may_say)
{
    for (uint32_t seed = 0; seed < 20; seed++) {
        g_autofree char *text = play(seed);
        g_auto(GStrv) lines = g_strsplit(text, "\n", -1);

        ck_assert_uint_ge(g_strv_length(lines), 200);
        for (char **line = lines; **line; line++) {
            g_auto(GStrv) argv = NULL;
            g_autoptr(GError) error = NULL;

            argv = hc_verb_parse_live(strchr(*line, ' ') + 1, &error);
            ck_assert_msg(argv != NULL, "%s: %s", *line,
                          error ? error->message : "");
        }
    }
}
END_TEST

START_TEST(its_times_rise_and_lie_within_it)
{
    struct hc_storm *storm = hc_storm_new(words, 3, NS_PER_S);
    uint64_t last_ns = NS_PER_S;

    while (hc_storm_done(storm) < 200) {
        ck_assert_uint_ge(hc_storm_next_ns(storm), last_ns);
        last_ns = hc_storm_next_ns(storm);
        g_strfreev(hc_storm_act(storm, taken));
    }

    ck_assert_uint_le(last_ns, 11 * NS_PER_S);
    hc_storm_free(storm);
}
END_TEST

START_TEST(a_refused_action_does_not_count)
{
    struct hc_storm *storm = hc_storm_new(words, 3, NS_PER_S);
    uint64_t at_ns = hc_storm_next_ns(storm);

    g_strfreev(hc_storm_act(storm, taken));
    hc_storm_refused(storm);

    ck_assert_uint_eq(hc_storm_next_ns(storm), at_ns);
    ck_assert_uint_eq(hc_storm_done(storm), 0);
    hc_storm_free(storm);
}
END_TEST

START_TEST(impossible_storms_are_refused_with_a_reason)
{
    static const struct { const char *text, *words; } row[] = {
        { "cage0,eth1 events=9 within=1s modules=generic-1000base-sx",
          "'eth1' is no cage" },
        { "cage0,cage1,cage0 events=9 within=1s modules=x", "1 to 2 cages" },
        { "cage0 events=99999 within=1s modules=x", "up to 10000" },
        { "cage0 events=9 within=1s modules=generic-1000base-sx,",
          "empty name" },
        { "cage0 events=9 within=1s modules=generic-1000base-sy",
          "did you mean 'generic-1000base-sx'" },
        { "cage0 events=9 modules=x", "needs within=" },
        { "cage0 events=9 within=1 modules=x", "no unit" },
    };

    for (unsigned at = 0; at < G_N_ELEMENTS(row); at++) {
        g_autofree char *text = g_strdup_printf(
            "board two-cages\n@boot storm %s\n", row[at].text);
        g_autoptr(GError) error = NULL;

        ck_assert_ptr_null(hc_scenario_parse("story.hc", text, &error));
        ck_assert_msg(strstr(error->message, row[at].words) != NULL, "%s",
                      error->message);
    }
}
END_TEST

int main(void)
{
    const TTest *const test[] = {
        the_same_seed_makes_the_same_storm,
        a_storm_ends_with_empty_cages_that_are_whole,
        every_word_of_a_storm_is_one_that_a_hand_may_say,
        its_times_rise_and_lie_within_it,
        a_refused_action_does_not_count,
        impossible_storms_are_refused_with_a_reason,
    };

    return RUN_TESTS("storm", setup, test);
}
