/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdio.h>
#include <string.h>

#include "cli.h"
#include "lib/scenario.h"
#include "qmp.h"
#include "rundir.h"

/* A module file is found from here, not from where QEMU runs. */
static void make_file_absolute(const struct hc_verb *verb, char **argv)
{
    for (unsigned n = 0; n < HC_VERB_ARGS; n++) {
        char **word = &argv[n + 1];

        if (verb->arg[n] == HC_ARG_MODULE &&
            g_file_test(*word, G_FILE_TEST_IS_REGULAR)) {
            char *path = g_canonicalize_filename(*word, NULL);

            g_free(*word);
            *word = path;
        }
    }
}

static void append_word(GString *line, const char *word)
{
    g_auto(GStrv) part = g_strsplit(word, "\"", -1);
    g_autofree char *safe = g_strjoinv("\\\"", part);

    g_string_append_printf(line, line->len ? " \"%s\"" : "%s", safe);
}

static bool send_verb(struct hc_qmp *qmp, char **words, GError **error)
{
    g_auto(GStrv) argv = g_strdupv(words);
    const struct hc_verb *verb = hc_verb_check(argv, HC_VERB_LIVE, error);
    g_autoptr(GString) line = g_string_new(NULL);

    if (!verb) {
        return false;
    }
    make_file_absolute(verb, argv);
    for (char **word = argv; *word; word++) {
        append_word(line, *word);
    }
    return hc_qmp_set(qmp, "ctl", line->str, error);
}

static bool print_status(struct hc_qmp *qmp, GError **error)
{
    g_autofree char *status = hc_qmp_get(qmp, "status", error);

    if (status) {
        printf("%s%s", status, g_str_has_suffix(status, "\n") ? "" : "\n");
    }
    return status;
}

/* What may be said, from the table that the parser reads. */
static int print_verbs(void)
{
    printf("%-44s %s\n", "status", "the cages, links and partners now");
    printf("%-44s %s\n", "stop", "stand still");
    printf("%-44s %s\n", "cont", "go on after --paused, --stop-at or stop");
    printf("%-44s %s\n", "quit", "end the bench");
    for (const struct hc_verb *verb = hc_verbs; verb->name; verb++) {
        if (verb->flags & HC_VERB_LIVE) {
            /* "…" is one column and three bytes. */
            int more = 44 - (int)g_utf8_strlen(verb->usage, -1);

            printf("%s%*s %s\n", verb->usage, MAX(more, 0), "", verb->help);
        }
    }
    return 0;
}

static bool obey(struct hc_qmp *qmp, char **words, GError **error)
{
    g_autoptr(JsonNode) answer = NULL;

    if (!strcmp(words[0], "status")) {
        return print_status(qmp, error);
    }
    if (!strcmp(words[0], "cont") || !strcmp(words[0], "stop") ||
        !strcmp(words[0], "quit")) {
        answer = hc_qmp_execute(qmp, words[0], NULL, error);
        return answer;
    }
    return send_verb(qmp, words, error);
}

static bool is_known(char **words, GError **error)
{
    static const char *const own[] = { "status", "stop", "cont", "quit",
                                       NULL };
    g_auto(GStrv) argv = g_strdupv(words);

    return g_strv_contains(own, words[0]) ||
        hc_verb_check(argv, HC_VERB_LIVE, error);
}

int hc_cmd_ctl(int argc, char **argv)
{
    g_autofree char *run = NULL, *dir = NULL;
    gboolean list = FALSE;
    const GOptionEntry entries[] = {
        { "list", 'l', 0, G_OPTION_ARG_NONE, &list, "Print the verbs", NULL },
        { "run", 'r', 0, G_OPTION_ARG_FILENAME, &run,
          "Run directory of the bench (the only one that runs)", "DIR" },
        { 0 }
    };
    struct hc_qmp *qmp = NULL;
    GError *error = NULL;
    bool ok = false;

    if (!hc_parse_options("ctl", entries, &argc, &argv, &error)) {
        return hc_fail(error);
    }
    if (list) {
        return print_verbs();
    }
    if (argc < 2) {
        hc_say("ctl wants a verb, such as: status, insert cage0 "
               "generic-1000base-sx; see hotcage ctl --list");
        return HC_VERDICT_UNKNOWN;
    }
    dir = is_known(argv + 1, &error) ? hc_rundir_alive(run, &error) : NULL;
    qmp = dir ? hc_qmp_open(dir, &error) : NULL;
    if (qmp) {
        ok = obey(qmp, argv + 1, &error);
        hc_qmp_close(qmp);
    }
    return ok ? 0 : hc_fail(error);
}
