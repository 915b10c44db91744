/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Do the words after a verb fit its row of the table? */
#include "verbs.h"

#include <string.h>

#include "quantity.h"
#include "scenario.h"
#include "storm.h"
#include "units.h"
#include "verbs-internal.h"

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

/* --- words ------------------------------------------------------------- */

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

static bool flaw_fits(const char *word, GError **error)
{
    const char *names[HC_SECY_FLAWS + 1] = { NULL };

    for (unsigned n = 0; n < HC_SECY_FLAWS; n++) {
        names[n] = hc_secy_flaw_name(n);
    }
    return one_of(word, names, error);
}

static bool arg_fits(const char *word, enum hc_arg arg, GError **error)
{
    static const char *const on_off[] = { "on", "off", NULL };
    static const char *const pin[] = { "high", "low", "auto", NULL };
    static const char *const seat[] = { "halfway", "home", NULL };
    static const char *const strand[] = { "tx", "rx", NULL };
    static const char *const speed[] = { "10", "100", "1000", NULL };
    static const char *const stamp[] = { "hw1", "hw2", "hw3", "hw4", NULL };
    guint64 value;
    uint32_t mode;

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
    case HC_ARG_SEAT:
        return one_of(word, seat, error);
    case HC_ARG_STRAND:
        return one_of(word, strand, error);
    case HC_ARG_SPEED:
        return one_of(word, speed, error);
    case HC_ARG_MODES:
        return hc_parse_mode(word, &mode, error);
    case HC_ARG_TARGET:
        return one_of(word, hc_csr_targets, error);
    case HC_ARG_STAMP:
        return one_of(word, stamp, error);
    case HC_ARG_FLAW:
        return flaw_fits(word, error);
    case HC_ARG_BYTE:
    case HC_ARG_BYTES:
        return hc_parse_number(word, 0xff, &value, error);
    default:
        return true;
    }
}

static bool count_fits(const struct hc_key_row *key, const char *text,
                       GError **error)
{
    guint64 most = key->most ? key->most : G_MAXUINT32, number;

    if (!hc_parse_number(text, G_MAXUINT32, &number, error)) {
        return false;
    }
    if (number < key->least || number > most) {
        g_set_error(error, HC_SCENARIO_ERROR, HC_SCENARIO_ERROR_VALUE,
                    "%s=%s: %" G_GUINT64_FORMAT " to %" G_GUINT64_FORMAT
                    " are possible", key->name, text, key->least, most);
        return false;
    }
    return true;
}

static bool key_fits(const struct hc_verb *verb, const char *word,
                     GError **error)
{
    const char *names[HC_VERB_KEYS + 1] = { NULL }, *value;
    g_autofree char *name = NULL;
    uint64_t ns;

    value = strchr(word, '=');
    name = value ? g_strndup(word, value++ - word) : g_strdup(word);
    for (unsigned at = 0; at < HC_VERB_KEYS && verb->key[at].name; at++) {
        names[at] = verb->key[at].name;
        if (value && !strcmp(name, names[at])) {
            switch (verb->key[at].type) {
            case HC_KEY_COUNT:
                return count_fits(&verb->key[at], value, error);
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

/* More words of the same kind, up to the first key. */
static unsigned many(char **argv, unsigned at, enum hc_arg arg,
                     GError **error)
{
    for (; argv[at] && !strchr(argv[at], '='); at++) {
        if (!arg_fits(argv[at], arg, error)) {
            return 0;
        }
    }
    return at;
}

static bool words_fit(const struct hc_verb *verb, char **argv, GError **error)
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
        if (verb->arg[n] == HC_ARG_BYTES || verb->arg[n] == HC_ARG_MODES) {
            at = many(argv, at, verb->arg[n], error);
            if (!at--) {
                return false;
            }
        }
    }
    for (; argv[at]; at++) {
        if (!key_fits(verb, argv[at], error)) {
            return false;
        }
    }
    return required_keys_are_there(verb, argv, error);
}

/* --- sentences --------------------------------------------------------- */

static bool macsec_fits(char **argv, GError **error)
{
    /* What lines above have said is not known here. */
    const struct hc_secy_config any = { .xpn = true };
    struct hc_macsec_spec spec;

    return hc_macsec_spec_parse(&spec, &any, argv + 2, error);
}

const char *const hc_csr_targets[] = {
    "egress", "ingress", "host_mac", "line_mac", "fc_buffer", NULL
};

/* An address of 14 bits and at least one value of 32. */
static bool csr_fits(char **argv, GError **error)
{
    guint64 number;

    if (!argv[3] || !argv[4]) {
        g_set_error(error, HC_SCENARIO_ERROR, HC_SCENARIO_ERROR_SYNTAX,
                    "'csr' needs more; usage: csr PLACE TARGET ADDRESS "
                    "VALUE…");
        return false;
    }
    for (char **word = argv + 4; *word; word++) {
        if (!hc_parse_number(*word, G_MAXUINT32, &number, error)) {
            return false;
        }
    }
    return hc_parse_number(argv[3], 0x3fff, &number, error);
}

/* A partner's values are checked where they are understood. */
static bool partner_fits(char **argv, GError **error)
{
    struct hc_partner_spec *partner = hc_partner_new(argv[1], 0);
    bool ok = hc_partner_apply(partner, argv + 2, error);

    hc_partner_free(partner);
    return ok;
}

/* A value needs its quantity. */
static bool diag_fits(char **argv, GError **error)
{
    enum hc_sfp_diag which;
    int32_t value;

    return hc_parse_diag(argv[2], argv[3], &which, &value, error);
}

static bool speed_fits(char **argv, GError **error)
{
    static const char *const duplex[] = { "half", "full", NULL };
    const char *word = hc_argv_key(argv, "duplex");

    return !word || one_of(word, duplex, error);
}

/* SFF-8472 4.1: a module's memory is at these two addresses of its bus. */
static bool memory_fits(char **argv, GError **error)
{
    guint64 address = 0;

    hc_parse_number(argv[2], 0xff, &address, NULL);
    if (address != 0x50 && address != 0x51) {
        g_set_error(error, HC_SCENARIO_ERROR, HC_SCENARIO_ERROR_VALUE,
                    "a module has no bytes at %s; write 0x50 or 0x51",
                    argv[2]);
        return false;
    }
    return true;
}

static bool patch_fits(char **argv, GError **error)
{
    guint64 offset = 0;
    unsigned n = 0;

    hc_parse_number(argv[3], 0xff, &offset, NULL);
    while (argv[4 + n] && !strchr(argv[4 + n], '=')) {
        n++;
    }
    if (n > HC_SFP_PATCH_BYTES) {
        g_set_error(error, HC_SCENARIO_ERROR, HC_SCENARIO_ERROR_VALUE,
                    "%u bytes are too many for one patch; write at most %u "
                    "and the rest with another", n, HC_SFP_PATCH_BYTES);
        return false;
    }
    if (offset + n > 256) {
        g_set_error(error, HC_SCENARIO_ERROR, HC_SCENARIO_ERROR_VALUE,
                    "%u bytes from %s on end behind byte 255; write fewer",
                    n, argv[3]);
        return false;
    }
    return memory_fits(argv, error);
}

static bool storm_fits(char **argv, GError **error)
{
    return hc_storm_fits(argv, error);
}

bool hc_verb_args_fit(const struct hc_verb *verb, char **argv,
                      GError **error)
{
    static const struct {
        const char *verb;
        bool (*fits)(char **argv, GError **error);
    } more[] = {
        { "partner", partner_fits }, { "diag", diag_fits },
        { "speed", speed_fits }, { "patch", patch_fits },
        { "flip", memory_fits },
        { "macsec", macsec_fits }, { "storm", storm_fits },
        { "csr", csr_fits },
    };

    if (!words_fit(verb, argv, error)) {
        return false;
    }
    for (unsigned i = 0; i < G_N_ELEMENTS(more); i++) {
        if (!strcmp(more[i].verb, argv[0])) {
            return more[i].fits(argv, error);
        }
    }
    return true;
}
