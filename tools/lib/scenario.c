/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "scenario.h"

#include <string.h>

#include "scenario-internal.h"
#include "units.h"

#define SYNTAX HC_SCENARIO_ERROR_SYNTAX
#define VALUE  HC_SCENARIO_ERROR_VALUE

/* More than any story; a mistaken path (a disk image) ends here. */
#define FILE_MAX_BYTES (1024 * 1024)

G_DEFINE_QUARK(hc-scenario-error-quark, hc_scenario_error)

bool hc_refuse(GError **error, enum hc_scenario_error code,
               const char *format, ...)
{
    va_list args;

    va_start(args, format);
    if (error && !*error) {
        *error = g_error_new_valist(HC_SCENARIO_ERROR, code, format, args);
    }
    va_end(args);
    return false;
}

static void free_step(gpointer data)
{
    struct hc_step *step = data;

    g_strfreev(step->argv);
    hc_expect_free(step->expect);
    g_free(step->text);
    g_free(step);
}

/* "+300ms"; +0 needs no unit. */
static bool parse_offset(const char *word, uint64_t *ret_ns, GError **error)
{
    word += *word == '+';
    if (!strcmp(word, "0")) {
        *ret_ns = 0;
        return true;
    }
    return hc_parse_duration(word, ret_ns, error);
}

/* "+A" or "+A .. B"; returns how many words it took, 0 on error. */
static unsigned parse_after(struct hc_step *step, char **words,
                            GError **error)
{
    step->when = HC_WHEN_AFTER;
    if (strstr(words[0], "..")) {
        hc_refuse(error, SYNTAX, "put blanks around '..', as in +0 .. 3s");
        return 0;
    }
    if (!parse_offset(words[0], &step->from_ns, error)) {
        return 0;
    }
    if (g_strcmp0(words[1], "..")) {
        return 1;
    }
    if (!words[2]) {
        hc_refuse(error, SYNTAX, "a window has an end; write +0 .. 3s");
        return 0;
    }
    if (!parse_offset(words[2], &step->to_ns, error)) {
        return 0;
    }
    if (step->to_ns < step->from_ns) {
        hc_refuse(error, VALUE, "the window ends before it begins; write the "
                  "earlier time first");
        return 0;
    }
    step->has_window = true;
    return 3;
}

static unsigned parse_when(struct hc_step *step, char **words,
                           GError **error)
{
    if (words[0][0] == '+') {
        return parse_after(step, words, error);
    }
    if (!strcmp(words[0], "then")) {
        step->when = HC_WHEN_THEN;
        return 1;
    }
    if (!strcmp(words[0], "@boot")) {
        step->when = HC_WHEN_BOOT;
        return 1;
    }
    hc_refuse(error, SYNTAX, "unknown time '%s'; use @boot, then, +300ms or "
              "+0 .. 3s", words[0]);
    return 0;
}

static bool places_fit(const struct hc_scenario *scenario,
                       const struct hc_step *step, GError **error)
{
    for (unsigned n = 0; n < HC_VERB_ARGS; n++) {
        switch (step->verb->arg[n]) {
        case HC_ARG_CAGE:
        case HC_ARG_PLACE:
            if (!hc_place_is_on_board(scenario, step->argv[n + 1], error)) {
                return false;
            }
            break;
        case HC_ARG_MODULE:
            if (!hc_module_is_known(scenario, step->argv[n + 1], error)) {
                return false;
            }
            break;
        default:
            break;
        }
    }
    return !step->expect || !step->expect->place ||
        hc_place_is_on_board(scenario, step->expect->place, error);
}

/* The cages and modules that a storm has to play with. */
static bool storm_is_possible(const struct hc_scenario *scenario,
                              const struct hc_step *step, GError **error)
{
    g_auto(GStrv) cages = g_strsplit(step->argv[1], ",", -1);
    g_auto(GStrv) modules = g_strsplit(hc_argv_key(step->argv, "modules"),
                                       ",", -1);

    for (char **cage = cages; *cage; cage++) {
        if (!g_str_has_prefix(*cage, "cage")) {
            return hc_refuse(error, VALUE, "'%s' is no cage; write cage0 or "
                             "cage0,cage1", *cage);
        }
        if (!hc_place_is_on_board(scenario, *cage, error)) {
            return false;
        }
    }
    for (char **module = modules; *module; module++) {
        if (!hc_module_is_known(scenario, *module, error)) {
            return false;
        }
    }
    return true;
}

/* run [&NAME] "COMMAND" */
static bool run_fits(const struct hc_step *step, GError **error)
{
    unsigned words = g_strv_length(step->argv);
    bool named = step->argv[1] && step->argv[1][0] == '&';

    if (words != (named ? 3 : 2) || (named && !step->argv[1][1])) {
        return hc_refuse(error, SYNTAX, "usage: %s, with the command in "
                         "quotes", step->verb->usage);
    }
    return true;
}

/* `expect guest &NAME` needs a `run &NAME` above it. */
static bool run_is_known(const struct hc_scenario *scenario,
                         const struct hc_step *step, GError **error)
{
    const struct hc_step *above;

    if (!step->expect || !step->expect->run) {
        return true;
    }
    for (unsigned at = 0; at < scenario->steps->len; at++) {
        above = g_ptr_array_index(scenario->steps, at);
        if (hc_step_is_in_line(scenario, at) &&
            !strcmp(above->argv[0], "run") && above->argv[1][0] == '&' &&
            !strcmp(above->argv[1] + 1, step->expect->run)) {
            return true;
        }
    }
    return hc_refuse(error, VALUE, "nothing called &%s was started above; "
                     "write: run &%s \"COMMAND\"", step->expect->run,
                     step->expect->run);
}

/* Names of hosts are known once the head is. */
static bool send_fits(const struct hc_scenario *scenario,
                      const struct hc_step *step, GError **error)
{
    struct hc_send_spec send;

    return strcmp(step->argv[0], "send") ||
        hc_send_parse(step->argv, NULL, scenario, &send, error);
}

/* The guest finds its interfaces when it boots. */
static bool partner_may_come(const struct hc_step *step, GError **error)
{
    if (strcmp(step->argv[0], "partner") ||
        g_strcmp0(hc_argv_key(step->argv, "kind"), "tester")) {
        return true;
    }
    return hc_refuse(error, VALUE, "a tester is there from power-on or "
                     "never; name it in the head, and pull its cable with "
                     "'pull %s'", step->argv[1]);
}

static bool step_fits(const struct hc_scenario *scenario,
                      struct hc_step *step, GError **error)
{
    if (!strcmp(step->argv[0], "expect")) {
        step->expect = hc_expect_parse(step->argv + 1, error);
        if (!step->expect) {
            return false;
        }
    } else if (step->has_window) {
        return hc_refuse(error, SYNTAX, "a window is for 'expect'; '%s' "
                         "happens at one time, write +300ms", step->argv[0]);
    }
    if (!strcmp(step->argv[0], "run") && !run_fits(step, error)) {
        return false;
    }
    if (step->expect && step->expect->frame &&
        !hc_frame_match_resolve(scenario, step->expect->frame, error)) {
        return false;
    }
    if (!strcmp(step->argv[0], "storm") &&
        !storm_is_possible(scenario, step, error)) {
        return false;
    }
    return places_fit(scenario, step, error) &&
        partner_may_come(step, error) &&
        run_is_known(scenario, step, error) &&
        send_fits(scenario, step, error);
}

/* A bench verb, in the head or on a timed line. */
static bool add_step(struct hc_scenario *scenario, GPtrArray *list,
                     struct hc_step *step, unsigned flags, char **words,
                     GError **error)
{
    g_ptr_array_add(list, step);
    step->argv = g_strdupv(words);
    step->verb = hc_verb_check(step->argv, flags, error);
    return step->verb && step_fits(scenario, step, error);
}

static bool timed_line(struct hc_scenario *scenario, struct hc_step *step,
                       char **words, GError **error)
{
    unsigned taken = parse_when(step, words, error);
    bool first = scenario->steps->len == 0;

    if (!taken || !words[taken]) {
        hc_refuse(error, SYNTAX, "what happens then? A line is: when, verb, "
                  "what");
        free_step(step);
        return false;
    }
    if (first && step->when != HC_WHEN_BOOT) {
        hc_refuse(error, SYNTAX, "the first timed line starts at @boot; what "
                  "is so from power-on stands before it with no time");
        free_step(step);
        return false;
    }
    return add_step(scenario, scenario->steps, step, HC_VERB_STEP,
                    words + taken, error);
}

static bool is_time(const char *word)
{
    return *word == '@' || *word == '+' || !strcmp(word, "then");
}

/* A line of the head is either a setting or the bench at power-on; partner
 * is both, and means the setting. */
static bool untimed_line(struct hc_scenario *scenario, struct hc_step *step,
                         char **words, const char *comment, GError **error)
{
    const struct hc_verb *verb = hc_verb_find(words[0]);
    unsigned line = step->line;

    if (scenario->steps->len == 0 && scenario->board && verb &&
        (verb->flags & HC_VERB_POWER_ON) && strcmp(words[0], "partner")) {
        return add_step(scenario, scenario->power_on, step,
                        HC_VERB_POWER_ON, words, error);
    }
    free_step(step);
    if (scenario->steps->len > 0) {
        return hc_refuse(error, SYNTAX, "when? After the first timed line "
                         "each line begins with @boot, then or +TIME");
    }
    return hc_verb_check(words, HC_VERB_HEAD | HC_VERB_POWER_ON, error) &&
        hc_head_line(scenario, words, comment, line, error);
}

static bool take_line(struct hc_scenario *scenario, const char *text,
                      unsigned number, GError **error)
{
    const char *end;
    g_auto(GStrv) words = hc_split_words(text, &end, error);
    g_autofree char *comment = NULL;
    struct hc_step *step;

    if (!words || !words[0]) {
        return words;
    }
    if (!strcmp(words[0], "branch")) {
        return hc_branch_line(scenario, words, number, error);
    }
    comment = *end ? g_strstrip(g_strdup(end + 1)) : NULL;
    step = g_new0(struct hc_step, 1);
    step->line = number;
    step->text = g_strstrip(g_strndup(text, end - text));
    return is_time(words[0])
        ? timed_line(scenario, step, words, error)
        : untimed_line(scenario, step, words, comment, error);
}

/* The story is the first block of comments, without the licence. */
static void take_story(struct hc_scenario *scenario, char **lines)
{
    GString *story = g_string_new(NULL);

    for (; *lines && (**lines == '#' || !**lines); lines++) {
        const char *text = *lines + strspn(*lines, "# ");

        if (!*text && story->len) {
            break;
        }
        if (*text && !strstr(text, "SPDX-License-Identifier")) {
            g_string_append_printf(story, "%s%s", story->len ? " " : "",
                                   text);
        }
    }
    scenario->story = g_string_free(story, FALSE);
}

static struct hc_scenario *new_scenario(const char *path)
{
    struct hc_scenario *scenario = g_new0(struct hc_scenario, 1);

    scenario->path = g_strdup(path);
    scenario->power_on = g_ptr_array_new_with_free_func(free_step);
    scenario->steps = g_ptr_array_new_with_free_func(free_step);
    scenario->branches = g_ptr_array_new_with_free_func(hc_branch_free);
    hc_scenario_init_head(scenario);
    return scenario;
}

struct hc_scenario *hc_scenario_parse(const char *path, const char *text,
                                      GError **error)
{
    struct hc_scenario *scenario = new_scenario(path);
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);

    take_story(scenario, lines);
    for (unsigned at = 0; lines[at]; at++) {
        if (!take_line(scenario, lines[at], at + 1, error)) {
            g_prefix_error(error, "%s:%u: ", path, at + 1);
            hc_scenario_free(scenario);
            return NULL;
        }
    }
    if (!scenario->board) {
        hc_refuse(error, SYNTAX, "%s:1: no board; write 'board two-cages'",
                  path);
        hc_scenario_free(scenario);
        return NULL;
    }
    if (!hc_branches_are_whole(scenario, error)) {
        hc_scenario_free(scenario);
        return NULL;
    }
    return scenario;
}

struct hc_scenario *hc_scenario_load(const char *path, GError **error)
{
    g_autoptr(GMappedFile) file = g_mapped_file_new(path, FALSE, NULL);
    g_autofree char *text = NULL;
    size_t len;

    if (!file) {
        hc_refuse(error, HC_SCENARIO_ERROR_FILE, "%s: cannot be read; name a "
                  "scenario file", path);
        return NULL;
    }
    len = g_mapped_file_get_length(file);
    if (!len) {
        hc_refuse(error, HC_SCENARIO_ERROR_FILE, "%s:1: the file is empty; "
                  "write 'board two-cages' and what happens on it", path);
        return NULL;
    }
    if (len > FILE_MAX_BYTES ||
        !g_utf8_validate_len(g_mapped_file_get_contents(file), len, NULL)) {
        hc_refuse(error, HC_SCENARIO_ERROR_FILE, "%s:1: this is no text; "
                  "name a scenario file", path);
        return NULL;
    }
    text = g_strndup(g_mapped_file_get_contents(file), len);
    return hc_scenario_parse(path, text, error);
}

void hc_scenario_free(struct hc_scenario *scenario)
{
    if (!scenario) {
        return;
    }
    g_free(scenario->path);
    g_free(scenario->story);
    g_free(scenario->cmdline);
    g_ptr_array_unref(scenario->modules);
    g_ptr_array_unref(scenario->partners);
    g_ptr_array_unref(scenario->wires);
    g_ptr_array_unref(scenario->needs);
    g_ptr_array_unref(scenario->allows);
    g_ptr_array_unref(scenario->properties);
    g_ptr_array_unref(scenario->packages);
    g_ptr_array_unref(scenario->files);
    g_ptr_array_unref(scenario->power_on);
    g_ptr_array_unref(scenario->steps);
    g_ptr_array_unref(scenario->branches);
    g_free(scenario->chosen);
    g_free(scenario);
}
