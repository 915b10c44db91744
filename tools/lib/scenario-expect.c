/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "scenario.h"

#include <string.h>

#include "../../models/event.h"
#include "scenario-internal.h"

#define SYNTAX HC_SCENARIO_ERROR_SYNTAX
#define VALUE  HC_SCENARIO_ERROR_VALUE

static const char *const op_words[] = {
    [HC_OP_EQ] = "=", [HC_OP_NE] = "!=", [HC_OP_LT] = "<", [HC_OP_GT] = ">",
    [HC_OP_LE] = "<=", [HC_OP_GE] = ">=", [HC_OP_CONTAINS] = "contains",
    [HC_OP_MATCH] = "~", [HC_OP_STATUS] = "status"
};

int hc_op_find(const char *word)
{
    for (unsigned at = 0; word && at < G_N_ELEMENTS(op_words); at++) {
        if (!strcmp(word, op_words[at])) {
            return at;
        }
    }
    return -1;
}

/* What the guest says is bytes, not always UTF-8. */
GRegex *hc_regex(const char *pattern, GError **error)
{
    g_autoptr(GError) why = NULL;
    GRegex *regex = g_regex_new(pattern, G_REGEX_RAW | G_REGEX_MULTILINE, 0,
                                &why);

    if (!regex) {
        hc_refuse(error, VALUE, "'%s' is no regular expression: %s", pattern,
                  why->message);
    }
    return regex;
}

/* OP VALUE, the last two words of most expectations. */
static bool take_comparison(struct hc_expect *expect, char **words,
                            GError **error)
{
    int op = hc_op_find(words[0]);

    if (op < 0 || !words[1]) {
        return hc_refuse(error, SYNTAX, "a comparison is missing; write "
                         "= VALUE, or one of != < > <= >= contains ~");
    }
    if (words[2]) {
        return hc_refuse(error, SYNTAX, "'%s' is one word too many; put a "
                         "value with blanks into \"quotes\"", words[2]);
    }
    expect->op = op;
    expect->value = g_strdup(words[1]);
    if (op == HC_OP_MATCH) {
        expect->regex = hc_regex(words[1], error);
        return expect->regex;
    }
    return true;
}

/* Orders are for numbers alone. */
static bool number_fits(const struct hc_expect *expect, bool always,
                        GError **error)
{
    bool order = expect->op == HC_OP_LT || expect->op == HC_OP_GT ||
                 expect->op == HC_OP_LE || expect->op == HC_OP_GE;
    guint64 value;

    return !(order || always) ||
        hc_parse_number(expect->value, G_MAXUINT64, &value, error);
}

/* cage0.state: the last dot divides. */
static bool take_place_and_key(struct hc_expect *expect, const char *word,
                               GError **error)
{
    const char *dot = word ? strchr(word, '.') : NULL;

    if (!dot || dot == word || !dot[1]) {
        return hc_refuse(error, SYNTAX, "'%s' is no state; write PLACE.KEY, "
                         "such as cage0.state", word ? word : "");
    }
    expect->place = g_strndup(word, dot - word);
    expect->key = g_strdup(dot + 1);
    return true;
}

static bool parse_state(struct hc_expect *expect, char **words,
                        GError **error)
{
    expect->kind = HC_EXPECT_STATE;
    return take_place_and_key(expect, words[0], error) &&
        take_comparison(expect, words + 1, error) &&
        number_fits(expect, false, error);
}

static bool parse_counter(struct hc_expect *expect, char **words,
                          GError **error)
{
    expect->kind = HC_EXPECT_COUNTER;
    return take_place_and_key(expect, words[1], error) &&
        take_comparison(expect, words + 2, error) &&
        number_fits(expect, true, error);
}

static const struct hc_event_row *event_row(const char *name, GError **error)
{
    const char *names[HC_EVENT_COUNT + 1] = { NULL };

    for (unsigned id = 0; id < HC_EVENT_COUNT; id++) {
        names[id] = hc_event_row(id)->name;
        if (!strcmp(name, names[id])) {
            return hc_event_row(id);
        }
    }
    hc_refuse(error, VALUE, "unknown event '%s'; did you mean '%s'? "
              "(a state is compared: PLACE.KEY = VALUE)", name,
              hc_nearest(name, names));
    return NULL;
}

static bool is_key_of(const struct hc_event_row *row, const char *word)
{
    const struct hc_event_key *key[] = { &row->a, &row->b };
    size_t len;

    for (unsigned at = 0; at < G_N_ELEMENTS(key); at++) {
        len = key[at]->name ? strlen(key[at]->name) : 0;
        if (len && !strncmp(word, key[at]->name, len) && word[len] == '=') {
            return true;
        }
    }
    return false;
}

static bool parse_event(struct hc_expect *expect, char **words,
                        GError **error)
{
    const struct hc_event_row *row;

    expect->kind = HC_EXPECT_EVENT;
    if (!words[1]) {
        return hc_refuse(error, SYNTAX, "what of '%s'? Write an event (cage0 "
                         "module.ready) or a state (cage0.state = empty)",
                         words[0]);
    }
    if (!strcmp(words[1], "frame") || !strcmp(words[1], "macsec")) {
        expect->kind = HC_EXPECT_FRAME;
        expect->place = g_strdup(words[0]);
        return hc_frame_match_parse(expect, words + 1, error);
    }
    row = event_row(words[1], error);
    if (!row) {
        return false;
    }
    for (unsigned at = 2; words[at]; at++) {
        if (!is_key_of(row, words[at])) {
            return hc_refuse(error, VALUE, "'%s' does not fit; event %s has "
                             "the keys: %s %s", words[at], row->name,
                             row->a.name ? row->a.name : "none",
                             row->b.name ? row->b.name : "");
        }
    }
    expect->place = g_strdup(words[0]);
    expect->key = g_strdup(words[1]);
    expect->keys = g_strdupv(words + 2);
    return true;
}

static bool parse_guest_state(struct hc_expect *expect, char **words,
                              GError **error)
{
    bool link = !strcmp(words[0], "guest.link");

    expect->kind = link ? HC_EXPECT_GUEST_LINK : HC_EXPECT_GUEST_SPEED;
    if (!words[1]) {
        return hc_refuse(error, SYNTAX, "which interface? Write %s eth0 = %s",
                         words[0], link ? "up" : "1000");
    }
    expect->key = g_strdup(words[1]);
    if (!take_comparison(expect, words + 2, error)) {
        return false;
    }
    if (link && (expect->op != HC_OP_EQ || (strcmp(expect->value, "up") &&
                                            strcmp(expect->value, "down")))) {
        return hc_refuse(error, VALUE, "a link is compared with up or down; "
                         "write guest.link %s = up", words[1]);
    }
    return number_fits(expect, !link, error);
}

static bool take_status(struct hc_expect *expect, GError **error)
{
    guint64 status;

    return hc_parse_number(expect->value, 255, &status, error);
}

static bool parse_command(struct hc_expect *expect, char **words,
                          GError **error)
{
    expect->kind = HC_EXPECT_COMMAND;
    if (!words[1]) {
        return hc_refuse(error, SYNTAX, "which command? Write guest "
                         "\"ip link\" status 0, or = \"TEXT\", or ~ \"REGEX\"");
    }
    if (words[1][0] == '&') {
        expect->run = g_strdup(words[1] + 1);
    } else {
        expect->command = g_strdup(words[1]);
    }
    if (!take_comparison(expect, words + 2, error)) {
        return false;
    }
    switch (expect->op) {
    case HC_OP_STATUS:
        return take_status(expect, error);
    case HC_OP_EQ:
    case HC_OP_NE:
    case HC_OP_CONTAINS: {
        char *plain = g_strcompress(expect->value);

        g_free(expect->value);
        expect->value = plain;
        return true;
    }
    case HC_OP_MATCH:
        return true;
    default:
        return hc_refuse(error, VALUE, "a command is held against = != "
                         "contains ~ or status, not '%s'", words[2]);
    }
}

static bool parse_kernel(struct hc_expect *expect, char **words,
                         GError **error)
{
    expect->kind = HC_EXPECT_KERNEL;
    if (words[1] && !strcmp(words[1], "warning")) {
        expect->kind = HC_EXPECT_NO_WARNING;
        expect->since_power_on = words[2] && !strcmp(words[2], "since") &&
            !g_strcmp0(words[3], "power-on") && !words[4];
        return (expect->absent && (!words[2] || expect->since_power_on)) ||
            hc_refuse(error, SYNTAX, "write 'no kernel warning' or 'no "
                      "kernel warning since power-on', or name the text: "
                      "kernel ~ \"REGEX\"");
    }
    if (hc_op_find(words[1]) != HC_OP_MATCH) {
        return hc_refuse(error, SYNTAX, "what of the kernel? Write kernel ~ "
                         "\"REGEX\" or no kernel warning");
    }
    return take_comparison(expect, words + 1, error);
}

typedef bool (*parse_fn)(struct hc_expect *, char **, GError **);

static parse_fn parser_of(char **words)
{
    static const struct { const char *word; parse_fn parse; } row[] = {
        { "kernel", parse_kernel }, { "guest", parse_command },
        { "guest.link", parse_guest_state },
        { "guest.speed", parse_guest_state }, { "counter", parse_counter },
    };

    for (unsigned at = 0; at < G_N_ELEMENTS(row); at++) {
        if (!strcmp(words[0], row[at].word)) {
            return row[at].parse;
        }
    }
    return strchr(words[0], '.') ? parse_state : parse_event;
}

struct hc_expect *hc_expect_parse(char **words, GError **error)
{
    struct hc_expect *expect = g_new0(struct hc_expect, 1);

    if (words[0] && (!strcmp(words[0], "not") || !strcmp(words[0], "no"))) {
        expect->absent = true;
        words++;
    }
    if (!words[0]) {
        hc_refuse(error, SYNTAX, "expect what? Write cage0.state = empty, or "
                  "cage0 module.ready; see hotcage(1), SCENARIOS");
    } else if (parser_of(words)(expect, words, error)) {
        if (!expect->absent || expect->kind == HC_EXPECT_EVENT ||
            expect->kind == HC_EXPECT_FRAME ||
            expect->kind == HC_EXPECT_KERNEL ||
            expect->kind == HC_EXPECT_NO_WARNING) {
            return expect;
        }
        hc_refuse(error, SYNTAX, "'not' is for events, frames and kernel "
                  "messages; compare with != instead");
    }
    hc_expect_free(expect);
    return NULL;
}

void hc_expect_free(struct hc_expect *expect)
{
    if (!expect) {
        return;
    }
    g_free(expect->place);
    g_free(expect->key);
    g_strfreev(expect->keys);
    g_free(expect->value);
    g_clear_pointer(&expect->regex, g_regex_unref);
    hc_frame_match_free(expect->frame);
    g_free(expect->command);
    g_free(expect->run);
    g_free(expect);
}
