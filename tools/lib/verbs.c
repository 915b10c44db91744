/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "verbs.h"

#include <string.h>

#include "scenario.h"
#include "units.h"

#define HEAD HC_VERB_HEAD
#define STEP HC_VERB_STEP
#define HAND (HC_VERB_POWER_ON | HC_VERB_STEP | HC_VERB_LIVE | \
              HC_VERB_STIMULUS)

#define CAGE HC_ARG_CAGE
#define PLACE HC_ARG_PLACE
#define REST HC_ARG_REST

#define PARTNER_KEYS \
    { { "kind", HC_KEY_TEXT, false }, { "ip", HC_KEY_TEXT, false }, \
      { "mac", HC_KEY_TEXT, false }, { "mode", HC_KEY_TEXT, false }, \
      { "speed", HC_KEY_TEXT, false }, { "duplex", HC_KEY_TEXT, false }, \
      { "an", HC_KEY_TEXT, false }, { "restrict", HC_KEY_TEXT, false }, \
      { "tftp", HC_KEY_TEXT, false }, { "netdev", HC_KEY_TEXT, false }, \
      { "host", HC_KEY_TEXT, false } }

#define SEND_KEYS \
    { { "from", HC_KEY_TEXT, false }, { "to", HC_KEY_TEXT, false }, \
      { "vlan", HC_KEY_TEXT, false }, { "prio", HC_KEY_TEXT, false }, \
      { "type", HC_KEY_TEXT, false }, { "len", HC_KEY_TEXT, false }, \
      { "group", HC_KEY_TEXT, false }, { "count", HC_KEY_COUNT, false }, \
      { "gap", HC_KEY_DURATION, false } }

const struct hc_verb hc_verbs[] = {
    /* the head */
    { "board", "board NAME", "the board on the bench", HEAD, { REST }, {} },
    { "module", "module ALIAS = FILE [KEY=VALUE…]",
      "a pluggable module, from a file or the stock", HEAD, { REST }, {} },
    { "wire", "wire CAGE CAGE MODULE",
      "a direct-attach cable with an end for each cage", HEAD,
      { CAGE, CAGE, HC_ARG_MODULE }, {} },
    { "seed", "seed NUMBER", "the seed of everything random", HEAD,
      { REST }, {} },
    { "needs", "needs kernel|board >=|>|<|<=|=|!= VERSION|NAME \"REASON\"",
      "skip on other kernels, or boards", HEAD, { REST }, {} },
    { "cmdline", "cmdline TEXT", "more of the kernel's command line", HEAD,
      { REST }, {} },
    { "guest", "guest PACKAGE…",
      "Debian packages that the guest needs beside its small root", HEAD,
      { REST }, {} },
    { "property", "property NAME=VALUE", "a property of the machine", HEAD,
      { REST }, {} },
    { "limit", "limit TIME", "how long the story may last, in virtual time",
      HEAD, { REST }, {} },
    { "allow", "allow kernel ~ \"REGEX\"  # why",
      "a kernel warning that is expected", HEAD, { REST }, {} },

    /* the hand at the cage */
    { "insert", "insert CAGE MODULE", "plug a module into a cage", HAND,
      { CAGE, HC_ARG_MODULE }, {} },
    { "remove", "remove CAGE", "take the module out", HAND, { CAGE }, {} },
    { "bounce", "bounce CAGE MODULE edges=N within=TIME",
      "plug a module in with contacts that bounce", HAND,
      { CAGE, HC_ARG_MODULE },
      { { "edges", HC_KEY_COUNT, true },
        { "within", HC_KEY_DURATION, true } } },
    { "pull", "pull PLACE", "pull the cable", HAND, { PLACE }, {} },
    { "plug", "plug PLACE", "plug the cable back in", HAND, { PLACE }, {} },
    { "stall", "stall CAGE on|off", "the module's EEPROM goes mute", HAND,
      { CAGE, HC_ARG_ON_OFF }, {} },
    { "tx_fault", "tx_fault CAGE high|low|auto", "hold the TX_FAULT pin",
      HAND, { CAGE, HC_ARG_PIN }, {} },
    { "los", "los CAGE high|low|auto", "hold the LOS pin", HAND,
      { CAGE, HC_ARG_PIN }, {} },
    { "flip", "flip CAGE ADDRESS OFFSET VALUE [reads=N]",
      "a byte of the module's EEPROM reads wrong", HAND,
      { CAGE, HC_ARG_BYTE, HC_ARG_BYTE, HC_ARG_BYTE },
      { { "reads", HC_KEY_COUNT, false } } },

    /* the far end */
    { "loss", "loss PLACE every=N",
      "lose every n-th frame on the medium; 0 loses none", HAND, { PLACE },
      { { "every", HC_KEY_COUNT, true } } },
    { "partner", "partner PLACE KEY=VALUE…",
      "what stands at the far end of the cable", HAND, { PLACE },
      PARTNER_KEYS },
    { "send", "send PLACE frame|igmp-join|igmp-leave|igmp-query|bpdu|lldp "
      "[KEY=VALUE…]", "a host behind the wire sends frames", HAND,
      { PLACE, HC_ARG_FRAME }, SEND_KEYS },

    /* the guest, and what must be true */
    { "run", "run [&NAME] \"COMMAND\"",
      "start a command in the guest and go on", STEP | HC_VERB_STIMULUS,
      { REST }, {} },
    { "expect", "expect [not|no] WHAT", "something must come true", STEP,
      { REST }, {} },
    { 0 }
};

const struct hc_verb *hc_verb_find(const char *name)
{
    for (const struct hc_verb *verb = hc_verbs; verb->name; verb++) {
        if (!strcmp(verb->name, name)) {
            return verb;
        }
    }
    return NULL;
}

/* Levenshtein's distance; words longer than the row are far from all. */
static unsigned distance(const char *a, const char *b)
{
    unsigned row[64], len = strlen(b), above, left;

    if (len >= G_N_ELEMENTS(row) || strlen(a) >= G_N_ELEMENTS(row)) {
        return G_MAXUINT;
    }
    for (unsigned at = 0; at <= len; at++) {
        row[at] = at;
    }
    for (; *a; a++) {
        above = row[0]++;
        for (unsigned at = 1; at <= len; at++) {
            left = above + (*a != b[at - 1]);
            above = row[at];
            row[at] = MIN(left, MIN(row[at], row[at - 1]) + 1);
        }
    }
    return row[len];
}

const char *hc_nearest(const char *word, const char *const *list)
{
    unsigned best = G_MAXUINT, here;
    const char *near = list[0];

    for (; *list; list++) {
        here = *word && g_str_has_prefix(*list, word) ? 0
                                                     : distance(word, *list);
        if (here < best) {
            best = here;
            near = *list;
        }
    }
    return near;
}

const char *hc_verb_nearest(const char *word, unsigned flags)
{
    const char *list[G_N_ELEMENTS(hc_verbs)];
    unsigned n = 0;

    for (const struct hc_verb *verb = hc_verbs; verb->name; verb++) {
        if (verb->flags & flags) {
            list[n++] = verb->name;
        }
    }
    list[n] = NULL;
    return hc_nearest(word, list);
}

/* Takes one word; false when a quote is left open. */
static bool take_word(const char **at, GString *ret_word)
{
    bool quoted = false;

    for (; **at && (quoted || !g_ascii_isspace(**at)); ++*at) {
        if (quoted && (*at)[0] == '\\' && (*at)[1] == '"') {
            g_string_append_c(ret_word, *++*at);
        } else if (**at == '"') {
            quoted = !quoted;
        } else {
            g_string_append_c(ret_word, **at);
        }
    }
    return !quoted;
}

char **hc_split_words(const char *line, const char **ret_end,
                      GError **error)
{
    g_autoptr(GPtrArray) words = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GString) word = g_string_new(NULL);

    for (;;) {
        while (g_ascii_isspace(*line)) {
            line++;
        }
        if (!*line || *line == '#') {
            break;
        }
        g_string_truncate(word, 0);
        if (!take_word(&line, word)) {
            g_set_error(error, HC_SCENARIO_ERROR, HC_SCENARIO_ERROR_SYNTAX,
                        "a quote is never closed; add \"");
            return NULL;
        }
        g_ptr_array_add(words, g_strdup(word->str));
    }
    if (ret_end) {
        *ret_end = line;
    }
    g_ptr_array_add(words, NULL);
    return (char **)g_ptr_array_free(g_steal_pointer(&words), FALSE);
}

bool hc_parse_number(const char *text, guint64 max, guint64 *ret_value,
                     GError **error)
{
    bool hex = g_str_has_prefix(text, "0x");
    guint64 value;

    if (!g_ascii_string_to_unsigned(hex ? text + 2 : text, hex ? 16 : 10, 0,
                                    max, &value, NULL)) {
        g_set_error(error, HC_SCENARIO_ERROR, HC_SCENARIO_ERROR_VALUE,
                    "'%s' is no number up to %" G_GUINT64_FORMAT
                    "; write it as 92 or 0x5c", text, max);
        return false;
    }
    *ret_value = value;
    return true;
}

const char *hc_argv_key(char *const *argv, const char *key)
{
    size_t len = strlen(key);

    for (; *argv; argv++) {
        if (!strncmp(*argv, key, len) && (*argv)[len] == '=') {
            return *argv + len + 1;
        }
    }
    return NULL;
}

static bool is_place(const char *word)
{
    if (!g_ascii_islower(*word)) {
        return false;
    }
    return word[strspn(word, "abcdefghijklmnopqrstuvwxyz0123456789_-")]
        == '\0';
}

static bool one_of(const char *word, const char *const *list, GError **error)
{
    g_autofree char *all = NULL;

    if (g_strv_contains(list, word)) {
        return true;
    }
    all = g_strjoinv(", ", (char **)list);
    g_set_error(error, HC_SCENARIO_ERROR, HC_SCENARIO_ERROR_VALUE,
                "'%s' does not fit here; one of: %s", word, all);
    return false;
}

static bool place_fits(const char *word, enum hc_arg arg, GError **error)
{
    if (is_place(word) &&
        (arg == HC_ARG_PLACE || g_str_has_prefix(word, "cage"))) {
        return true;
    }
    g_set_error(error, HC_SCENARIO_ERROR, HC_SCENARIO_ERROR_VALUE,
                "'%s' is no %s; write %s", word,
                arg == HC_ARG_CAGE ? "cage" : "place",
                arg == HC_ARG_CAGE ? "cage0 or cage1" : "cage0 or eth0");
    return false;
}

static bool arg_fits(const char *word, enum hc_arg arg, GError **error)
{
    static const char *const on_off[] = { "on", "off", NULL };
    static const char *const pin[] = { "high", "low", "auto", NULL };
    guint64 value;

    switch (arg) {
    case HC_ARG_CAGE:
    case HC_ARG_PLACE:
        return place_fits(word, arg, error);
    case HC_ARG_ON_OFF:
        return one_of(word, on_off, error);
    case HC_ARG_PIN:
        return one_of(word, pin, error);
    case HC_ARG_FRAME:
        return one_of(word, hc_frame_kinds, error);
    case HC_ARG_BYTE:
        return hc_parse_number(word, 0xff, &value, error);
    default:
        return true;
    }
}

static bool key_fits(const struct hc_verb *verb, const char *word,
                     GError **error)
{
    const char *names[HC_VERB_KEYS + 1] = { NULL }, *value;
    g_autofree char *name = NULL;
    uint64_t ns;
    guint64 number;

    value = strchr(word, '=');
    name = value ? g_strndup(word, value++ - word) : g_strdup(word);
    for (unsigned at = 0; at < HC_VERB_KEYS && verb->key[at].name; at++) {
        names[at] = verb->key[at].name;
        if (value && !strcmp(name, names[at])) {
            switch (verb->key[at].type) {
            case HC_KEY_COUNT:
                return hc_parse_number(value, G_MAXUINT32, &number, error);
            case HC_KEY_DURATION:
                return hc_parse_duration(value, &ns, error);
            default:
                return true;
            }
        }
    }
    if (names[0]) {
        g_set_error(error, HC_SCENARIO_ERROR, HC_SCENARIO_ERROR_VALUE,
                    "'%s' does not fit here; did you mean '%s=…'? Usage: %s",
                    word, hc_nearest(name, names), verb->usage);
    } else {
        g_set_error(error, HC_SCENARIO_ERROR, HC_SCENARIO_ERROR_VALUE,
                    "'%s' is one word too many; usage: %s", word,
                    verb->usage);
    }
    return false;
}

static bool required_keys_are_there(const struct hc_verb *verb, char **argv,
                                    GError **error)
{
    for (unsigned at = 0; at < HC_VERB_KEYS && verb->key[at].name; at++) {
        if (verb->key[at].required &&
            !hc_argv_key(argv, verb->key[at].name)) {
            g_set_error(error, HC_SCENARIO_ERROR, HC_SCENARIO_ERROR_VALUE,
                        "'%s' needs %s=…; usage: %s", verb->name,
                        verb->key[at].name, verb->usage);
            return false;
        }
    }
    return true;
}

static bool args_fit(const struct hc_verb *verb, char **argv, GError **error)
{
    unsigned at = 1;

    for (unsigned n = 0; n < HC_VERB_ARGS && verb->arg[n]; n++, at++) {
        if (verb->arg[n] == HC_ARG_REST) {
            return true;
        }
        if (!argv[at]) {
            g_set_error(error, HC_SCENARIO_ERROR, HC_SCENARIO_ERROR_SYNTAX,
                        "'%s' needs more; usage: %s", verb->name,
                        verb->usage);
            return false;
        }
        if (!arg_fits(argv[at], verb->arg[n], error)) {
            return false;
        }
    }
    for (; argv[at]; at++) {
        if (!key_fits(verb, argv[at], error)) {
            return false;
        }
    }
    return required_keys_are_there(verb, argv, error);
}

/* A partner's values are checked where they are understood. */
static bool partner_fits(char **argv, GError **error)
{
    struct hc_partner_spec *partner = hc_partner_new(argv[1], 0);
    bool ok = hc_partner_apply(partner, argv + 2, error);

    hc_partner_free(partner);
    return ok;
}

static const char *where_it_belongs(const struct hc_verb *verb)
{
    return verb->flags & HC_VERB_HEAD ? "before the first timed line"
                                      : "on a timed line";
}

const struct hc_verb *hc_verb_check(char **argv, unsigned flags,
                                    GError **error)
{
    const struct hc_verb *verb = hc_verb_find(argv[0]);

    if (!verb) {
        g_set_error(error, HC_SCENARIO_ERROR, HC_SCENARIO_ERROR_VERB,
                    "unknown verb '%s'; did you mean '%s'?", argv[0],
                    hc_verb_nearest(argv[0], flags));
        return NULL;
    }
    if (!(verb->flags & flags)) {
        g_set_error(error, HC_SCENARIO_ERROR, HC_SCENARIO_ERROR_VERB,
                    "'%s' does not belong here; it stands %s of a scenario",
                    argv[0], where_it_belongs(verb));
        return NULL;
    }
    if (!args_fit(verb, argv, error) ||
        (!strcmp(argv[0], "partner") && !partner_fits(argv, error))) {
        return NULL;
    }
    return verb;
}

char **hc_verb_parse_live(const char *text, GError **error)
{
    g_auto(GStrv) argv = hc_split_words(text, NULL, error);

    if (!argv) {
        return NULL;
    }
    if (!argv[0]) {
        g_set_error(error, HC_SCENARIO_ERROR, HC_SCENARIO_ERROR_SYNTAX,
                    "an empty command; for example: insert cage0 "
                    "generic-1000base-sx");
        return NULL;
    }
    return hc_verb_check(argv, HC_VERB_LIVE, error)
        ? g_steal_pointer(&argv) : NULL;
}
