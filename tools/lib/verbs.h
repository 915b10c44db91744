/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The words of the scenario language: one table for the parser, the live
 * commands, the help and the completion. */
#ifndef HC_VERBS_H
#define HC_VERBS_H

#include <glib.h>
#include <stdbool.h>

/* Where a word may stand. */
#define HC_VERB_HEAD     0x01u  /* only before the first timed line */
#define HC_VERB_POWER_ON 0x02u  /* before the first timed line as well */
#define HC_VERB_STEP     0x04u  /* on a timed line */
#define HC_VERB_LIVE     0x08u  /* as `hotcage ctl` command */
#define HC_VERB_STIMULUS 0x10u  /* `+` counts from here */

enum hc_arg {
    HC_ARG_END,
    HC_ARG_CAGE,                /* cage0 */
    HC_ARG_CAGES,               /* cage0,cage1 */
    HC_ARG_PLACE,               /* cage0, eth1 */
    HC_ARG_MODULE,              /* an alias of the head or a stock module */
    HC_ARG_ON_OFF,
    HC_ARG_PIN,                 /* high, low, auto */
    HC_ARG_FRAME,               /* a kind of frame: frame, bpdu, … */
    HC_ARG_BYTE,                /* 0..255, decimal or 0x hex */
    HC_ARG_BYTES,               /* one or more of these */
    HC_ARG_SEAT,                /* halfway, home */
    HC_ARG_STRAND,              /* tx, rx */
    HC_ARG_DIAG,                /* temp, vcc, bias, tx_power, rx_power */
    HC_ARG_QUANTITY,            /* a value of that: 70C, -3dBm */
    HC_ARG_SPEED,               /* 10, 100, 1000 */
    HC_ARG_MODES,               /* one or more of 10-half … asym-pause, all */
    HC_ARG_FLAW,                /* what is wrong with a MACsec frame */
    HC_ARG_TARGET,              /* one of hc_csr_targets */
    HC_ARG_STAMP,               /* hw1 … hw4: an input of the MAC's clock */
    HC_ARG_REST                 /* parsed by the verb's own code */
};

struct hc_key_row {
    const char *name;
    enum { HC_KEY_COUNT = 1, HC_KEY_DURATION, HC_KEY_TEXT } type;
    bool required;
    guint64 least, most;        /* of a count; most 0: 32 bits */
};

#define HC_VERB_ARGS 4
#define HC_VERB_KEYS 32

struct hc_verb {
    const char *name;
    const char *usage;          /* "insert CAGE MODULE" */
    const char *help;           /* one sentence */
    unsigned flags;             /* HC_VERB_* */
    enum hc_arg arg[HC_VERB_ARGS];
    struct hc_key_row key[HC_VERB_KEYS];
};

/* How many frames `forge` sends, and how long they can be, in octets. */
#define HC_FORGE_COUNT_MAX 10000
#define HC_FORGE_LEN_MIN   60
#define HC_FORGE_LEN_MAX   1500

/* What is behind a PHY's CSR window, for `csr`; NULL ends the list. */
extern const char *const hc_csr_targets[];

/* The table; its last row has no name. */
extern const struct hc_verb hc_verbs[];

/* The row of a word, or NULL. */
const struct hc_verb *hc_verb_find(const char *name);

/* The verb most like a word among those with one of `flags`. Never NULL. */
const char *hc_verb_nearest(const char *word, unsigned flags);

/* The entry of a NULL-terminated list that is most like a word; NULL when
 * the list is empty. */
const char *hc_nearest(const char *word, const char *const *list);

/* Splits a line at blanks. "…" keeps blanks, with \" for a quote; # at the
 * start of a word begins a comment. ret_end (may be NULL) is where the words
 * end: at the # or at the end of the line. */
char **hc_split_words(const char *line, const char **ret_end,
                      GError **error);

/* Checks argv[1…] against the verb argv[0] (which must have one of `flags`):
 * number and form of the arguments, names and values of the keys. */
const struct hc_verb *hc_verb_check(char **argv, unsigned flags,
                                    GError **error);

/* Reads a live command ("insert cage0 sx") into a checked argv. */
char **hc_verb_parse_live(const char *text, GError **error);

/* The value of key=value in an argv, or NULL. */
const char *hc_argv_key(char *const *argv, const char *key);

/* "0x50" or "80", at most `max`. */
bool hc_parse_number(const char *text, guint64 max, guint64 *ret_value,
                     GError **error);

#endif
