/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "verbs.h"

#include <string.h>

#include "../../models/cage.h"
#include "scenario.h"
#include "verbs-internal.h"

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
      { "host", HC_KEY_TEXT, false }, { "count", HC_KEY_TEXT, false }, \
      { "transport", HC_KEY_TEXT, false }, { "domain", HC_KEY_TEXT, false }, \
      { "priority", HC_KEY_TEXT, false }, { "steps", HC_KEY_TEXT, false }, \
      { "sync", HC_KEY_TEXT, false }, { "announce", HC_KEY_TEXT, false }, \
      { "offset", HC_KEY_TEXT, false }, { "drift", HC_KEY_TEXT, false } }

#define SEND_KEYS \
    { { "from", HC_KEY_TEXT, false }, { "to", HC_KEY_TEXT, false }, \
      { "vlan", HC_KEY_TEXT, false }, { "prio", HC_KEY_TEXT, false }, \
      { "type", HC_KEY_TEXT, false }, { "len", HC_KEY_TEXT, false }, \
      { "group", HC_KEY_TEXT, false }, { "count", HC_KEY_COUNT, false }, \
      { "quanta", HC_KEY_TEXT, false }, \
      { "gap", HC_KEY_DURATION, false } }

#define MACSEC_KEYS \
    { { "state", HC_KEY_TEXT, false }, { "sci", HC_KEY_TEXT, false }, \
      { "peer_sci", HC_KEY_TEXT, false }, { "an", HC_KEY_TEXT, false }, \
      { "key", HC_KEY_TEXT, false }, { "cipher", HC_KEY_TEXT, false }, \
      { "pn", HC_KEY_TEXT, false }, { "rx_pn", HC_KEY_TEXT, false }, \
      { "encodingsa", HC_KEY_TEXT, false }, \
      { "encrypt", HC_KEY_TEXT, false }, \
      { "protect", HC_KEY_TEXT, false }, \
      { "send_sci", HC_KEY_TEXT, false }, \
      { "end_station", HC_KEY_TEXT, false }, \
      { "scb", HC_KEY_TEXT, false }, { "validate", HC_KEY_TEXT, false }, \
      { "replay", HC_KEY_TEXT, false }, { "window", HC_KEY_TEXT, false }, \
      { "ssci", HC_KEY_TEXT, false }, { "peer_ssci", HC_KEY_TEXT, false }, \
      { "salt", HC_KEY_TEXT, false } }

const struct hc_verb hc_verbs[] = {
    /* the head */
    { "board", "board NAME", "the board on the bench", HEAD, { REST }, {} },
    { "module", "module ALIAS = FILE [KEY=VALUE…]",
      "a pluggable module, from a file or the stock", HEAD, { REST }, {} },
    { "wire", "wire CAGE CAGE MODULE | wire ETH ETH",
      "a cable from port to port: direct-attach, or a patch cable", HEAD,
      { PLACE, PLACE, REST }, {} },
    { "seed", "seed NUMBER", "the seed of everything random", HEAD,
      { REST }, {} },
    { "needs", "needs kernel|board >=|>|<|<=|=|!= VERSION|NAME \"REASON\"",
      "skip on other kernels, or boards", HEAD, { REST }, {} },
    { "cmdline", "cmdline TEXT", "more of the kernel's command line", HEAD,
      { REST }, {} },
    { "guest", "guest PACKAGE…",
      "Debian packages that the guest needs beside its small root", HEAD,
      { REST }, {} },
    { "file", "file PATH|kernel:PATH as /IN/GUEST",
      "a file or a folder that the guest needs", HEAD, { REST }, {} },
    { "property", "property NAME=VALUE", "a property of the machine", HEAD,
      { REST }, {} },
    { "limit", "limit TIME", "how long the story may last, in virtual time",
      HEAD, { REST }, {} },
    { "allow", "allow kernel ~ \"REGEX\"  # why",
      "a kernel warning that is expected", HEAD, { REST }, {} },

    { "branch", "branch NAME", "from here on an ending of its own", 0,
      { REST }, {} },

    /* the hand at the cage */
    { "insert", "insert CAGE MODULE", "plug a module into a cage", HAND,
      { CAGE, HC_ARG_MODULE }, {} },
    { "remove", "remove CAGE", "take the module out", HAND, { CAGE }, {} },
    { "bounce", "bounce CAGE MODULE edges=N within=TIME",
      "plug a module in with contacts that bounce", HAND,
      { CAGE, HC_ARG_MODULE },
      { { "edges", HC_KEY_COUNT, true, 1, HC_CAGE_MAX_EDGES },
        { "within", HC_KEY_DURATION, true } } },
    { "pull", "pull PLACE", "pull the cable", HAND, { PLACE }, {} },
    { "plug", "plug PLACE", "plug the cable back in", HAND, { PLACE }, {} },
    { "stall", "stall CAGE on|off", "the module's EEPROM goes mute", HAND,
      { CAGE, HC_ARG_ON_OFF }, {} },
    { "tx_fault", "tx_fault CAGE high|low|auto", "hold the TX_FAULT pin",
      HAND, { CAGE, HC_ARG_PIN }, {} },
    { "los", "los CAGE high|low|auto", "hold the LOS pin", HAND,
      { CAGE, HC_ARG_PIN }, {} },
    { "mod_abs", "mod_abs CAGE high|low|auto", "hold the MOD_DEF0 pin",
      HAND, { CAGE, HC_ARG_PIN }, {} },
    { "tx_disable", "tx_disable CAGE high|low|auto",
      "the module sees TX_DISABLE so, whatever the board drives",
      HAND, { CAGE, HC_ARG_PIN }, {} },
    { "seat", "seat CAGE halfway|home",
      "a module that is not pushed home shows itself, and its bus is open",
      HAND, { CAGE, HC_ARG_SEAT }, {} },
    { "trip", "trip CAGE",
      "the laser safety trips, until TX_DISABLE is pulsed", HAND, { CAGE },
      {} },
    { "nak", "nak CAGE [reads=N] [after=N]",
      "after so many reads, the module refuses its address N times", HAND,
      { CAGE },
      { { "reads", HC_KEY_COUNT, false },
        { "after", HC_KEY_COUNT, false } } },
    { "flip", "flip CAGE ADDRESS OFFSET VALUE [reads=N] [on_read=N]",
      "a byte of the module's EEPROM reads wrong", HAND,
      { CAGE, HC_ARG_BYTE, HC_ARG_BYTE, HC_ARG_BYTE },
      { { "reads", HC_KEY_COUNT, false },
        { "on_read", HC_KEY_COUNT, false } } },
    { "patch", "patch CAGE ADDRESS OFFSET BYTE… [on_read=N]",
      "the module's EEPROM holds other bytes", HAND,
      { CAGE, HC_ARG_BYTE, HC_ARG_BYTE, HC_ARG_BYTES },
      { { "on_read", HC_KEY_COUNT, false } } },
    { "freeze", "freeze CAGE on|off",
      "what the module measures and tells stands still", HAND,
      { CAGE, HC_ARG_ON_OFF }, {} },
    { "diag", "diag CAGE temp|vcc|bias|tx_power|rx_power VALUE "
      "[within=TIME]",
      "the module measures 70C, 3.1V, 6mA, 0.5mW or -3dBm", HAND,
      { CAGE, HC_ARG_DIAG, HC_ARG_QUANTITY },
      { { "within", HC_KEY_DURATION, false } } },

    /* the medium */
    { "cut", "cut PLACE tx|rx", "cut one strand of the cable", HAND,
      { PLACE, HC_ARG_STRAND }, {} },
    { "mend", "mend PLACE", "mend both strands", HAND, { PLACE }, {} },
    { "loss", "loss PLACE every=N",
      "lose every n-th frame on the medium; 0 loses none", HAND, { PLACE },
      { { "every", HC_KEY_COUNT, true } } },
    { "damage", "damage PLACE every=N",
      "damage every n-th frame on the medium; 0 damages none", HAND,
      { PLACE }, { { "every", HC_KEY_COUNT, true } } },

    /* the far end */
    { "speed", "speed PLACE 10|100|1000 [duplex=half|full]",
      "the fastest that the far end offers, or has when it does not "
      "negotiate", HAND, { PLACE, HC_ARG_SPEED },
      { { "duplex", HC_KEY_TEXT, false } } },
    { "advertise", "advertise PLACE MODE…",
      "the far end offers 10-half to 1000-full, pause, asym-pause, or all",
      HAND, { PLACE, HC_ARG_MODES }, {} },
    { "negotiate", "negotiate PLACE on|off",
      "the far end sends pages, or idles alone", HAND,
      { PLACE, HC_ARG_ON_OFF }, {} },
    { "remote_fault", "remote_fault PLACE on|off",
      "the far end tells of a fault in its pages", HAND,
      { PLACE, HC_ARG_ON_OFF }, {} },
    { "silence", "silence PLACE on|off", "the far end sends nothing at all",
      HAND, { PLACE, HC_ARG_ON_OFF }, {} },
    { "partner", "partner PLACE KEY=VALUE…",
      "what stands at the far end of the cable", HAND, { PLACE },
      PARTNER_KEYS },
    { "send", "send PLACE frame|igmp-join|igmp-leave|igmp-query|bpdu|lldp|"
      "magic|pause [KEY=VALUE…]", "a host behind the wire sends frames", HAND,
      { PLACE, HC_ARG_FRAME }, SEND_KEYS },

    { "macsec", "macsec PLACE KEY=VALUE…",
      "the far end speaks MACsec: its SecY, keys and packet numbers", HAND,
      { PLACE }, MACSEC_KEYS },
    { "forge", "forge PLACE FLAW [count=N] [len=N]",
      "the far end sends MACsec frames with a flaw", HAND,
      { PLACE, HC_ARG_FLAW },
      { { "count", HC_KEY_COUNT, false, 1, HC_FORGE_COUNT_MAX },
        { "len", HC_KEY_COUNT, false, HC_FORGE_LEN_MIN,
          HC_FORGE_LEN_MAX } } },
    { "storm", "storm CAGE[,CAGE] events=N within=TIME modules=NAME[,NAME…] "
      "[seed=N]",
      "a hand that does what comes to its mind, out of the seed; at its end "
      "the cages are empty and whole", STEP | HC_VERB_STIMULUS,
      { HC_ARG_CAGES },
      { { "events", HC_KEY_COUNT, true },
        { "within", HC_KEY_DURATION, true },
        { "modules", HC_KEY_TEXT, true },
        { "seed", HC_KEY_COUNT } } },

    { "csr", "csr PLACE TARGET ADDRESS VALUE…",
      "write registers of a PHY's MACsec engine, one after the other", HAND,
      { PLACE, HC_ARG_TARGET, REST }, {} },

    { "pulse", "pulse PLACE hw1|hw2|hw3|hw4",
      "a pulse at an input of the MAC's clock", HAND,
      { PLACE, HC_ARG_STAMP }, {} },

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
    return hc_verb_args_fit(verb, argv, error) ? verb : NULL;
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
