/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The words of a scenario, from the table that its parser reads; what one of
 * them looks like in use, from the stock. */
#include <stdio.h>
#include <string.h>

#include "cli.h"
#include "lib/scenario.h"
#include "lib/verbs.h"

#define USAGE_COLUMNS 44

/* Where a line of the table belongs. */
static const struct {
    const char *title;
    unsigned flags;
} groups[] = {
    { "The head of a scenario", HC_VERB_HEAD },
    { "A hand, at power-on, on a timed line and with hotcage ctl",
      HC_VERB_LIVE },
    { "Only on a timed line", HC_VERB_STEP },
    { "On a line of its own", 0 },
};

static unsigned group_of(const struct hc_verb *verb)
{
    unsigned at = 0;

    while (groups[at].flags && !(verb->flags & groups[at].flags)) {
        at++;
    }
    return at;
}

static void print_row(const struct hc_verb *verb)
{
    /* "…" is one column and three bytes. */
    const int more = USAGE_COLUMNS - (int)g_utf8_strlen(verb->usage, -1);

    if (more > 0) {
        printf("  %s%*s%s\n", verb->usage, more, "", verb->help);
    } else {
        printf("  %s\n  %*s%s\n", verb->usage, USAGE_COLUMNS, "",
               verb->help);
    }
}

static void print_list(void)
{
    for (unsigned at = 0; at < G_N_ELEMENTS(groups); at++) {
        printf("%s%s:\n", at ? "\n" : "", groups[at].title);
        for (const struct hc_verb *verb = hc_verbs; verb->name; verb++) {
            if (group_of(verb) == at) {
                print_row(verb);
            }
        }
    }
    printf("\nhotcage verbs VERB shows one in use.\n");
}

/* The shortest line of a file that has the word as its verb. */
static void take_shortest(const char *path, GRegex *regex, char **ret_line)
{
    g_autofree char *text = NULL;
    g_auto(GStrv) lines = NULL;

    if (!g_file_get_contents(path, &text, NULL, NULL)) {
        return;
    }
    lines = g_strsplit(text, "\n", -1);
    for (char **line = lines; *line; line++) {
        if ((!*ret_line || strlen(*line) < strlen(*ret_line)) &&
            g_regex_match(regex, *line, 0, NULL)) {
            g_free(*ret_line);
            *ret_line = g_strdup(*line);
        }
    }
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The scenarios of a folder and of those in it, in one order everywhere. */
static void add_scenarios(GPtrArray *paths, const char *folder)
{
    g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
    const char *name;

    while (dir && (name = g_dir_read_name(dir))) {
        g_autofree char *path = g_build_filename(folder, name, NULL);

        if (g_str_has_suffix(name, ".hc")) {
            g_ptr_array_add(paths, g_steal_pointer(&path));
        } else if (g_file_test(path, G_FILE_TEST_IS_DIR) &&
                   !g_file_test(path, G_FILE_TEST_IS_SYMLINK)) {
            add_scenarios(paths, path);
        }
    }
}

/* How the stock uses a verb; NULL if it does not. */
static char *example_of(const struct hc_verb *verb)
{
    g_autofree char *pattern = g_strdup_printf(
        "^(?:(?:@boot|then|\\+\\S+(?:\\s+\\.\\.\\s+\\S+)?)\\s+)?%s\\s",
        verb->name);
    g_autoptr(GRegex) regex = g_regex_new(pattern, G_REGEX_RAW, 0, NULL);
    g_autofree char *folder = g_build_filename(hc_data_dir(), "scenarios",
                                               NULL);
    g_autoptr(GPtrArray) paths = g_ptr_array_new_with_free_func(g_free);
    char *line = NULL;

    add_scenarios(paths, folder);
    g_ptr_array_sort(paths, by_name);
    for (guint at = 0; at < paths->len; at++) {
        take_shortest(paths->pdata[at], regex, &line);
    }
    return line;
}

static void print_one(const struct hc_verb *verb)
{
    g_autofree char *example = example_of(verb);

    printf("%s\n    %s\n    %s\n", verb->usage, verb->help,
           groups[group_of(verb)].title);
    if (example) {
        printf("\n    %s\n", example);
    }
}

static bool print_named(const char *name)
{
    const struct hc_verb *verb = hc_verb_find(name);

    if (verb) {
        print_one(verb);
    } else {
        hc_say("there is no verb '%s'; did you mean '%s'? See hotcage verbs",
               name, hc_verb_nearest(name, ~0u));
    }
    return verb;
}

int hc_cmd_verbs(int argc, char **argv)
{
    const GOptionEntry entries[] = { { 0 } };
    GError *error = NULL;
    bool ok = true;

    if (!hc_parse_options("verbs", entries, &argc, &argv, &error)) {
        return hc_fail(error);
    }
    if (argc < 2) {
        print_list();
    }
    for (int at = 1; at < argc; at++) {
        printf("%s", at > 1 ? "\n" : "");
        ok &= print_named(argv[at]);
    }
    return ok ? 0 : HC_VERDICT_UNKNOWN;
}
