/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A suite: scenarios times kernels times boards, and what became of each
 * run. */
#ifndef HC_SUITE_H
#define HC_SUITE_H

#include <glib.h>
#include <json-glib/json-glib.h>
#include <stdbool.h>

#include "lib/report.h"

/* One column: a kernel, perhaps on another board than the scenarios name. */
struct hc_suite_kernel {
    char *name;                 /* as asked for: "6.12", a zImage */
    char *board;                /* NULL: each scenario's own */
    char *label;                /* both, short and unlike the others */
    char *release;              /* uname -r; NULL until a run has told */
};

/* One cell: a scenario, or one of its endings, on a kernel. */
struct hc_suite_run {
    char *path, *name;          /* the scenario; "bounce" */
    char *branch;               /* the ending, or NULL: there is one */
    struct hc_suite_kernel *kernel;
    unsigned steps;             /* lines of the story; 0: it is not readable */
    /* What is left of it: the run directory and what the run printed. */
    char *dir, *out_file, *err_file;
    bool started, done;
    /* The outcome; unknown unless it is done. */
    uint32_t verdict;           /* enum hc_verdict */
    char *why;                  /* one line; "" when it held */
    char *message;              /* the whole complaint */
    char *output;               /* the steps, as printed */
    char *qemu;
    JsonObject *failure, *oops; /* from result.json; NULL: none */
    guint64 virtual_ns;
    gint64 wall_us;
    bool booted;                /* it found no kept machine */
    /* private to suite-run.c */
    gint64 start_us;
};

struct hc_suite {
    GPtrArray *kernels;         /* struct hc_suite_kernel */
    GPtrArray *runs;            /* struct hc_suite_run, kernels vary first */
    char *folder;               /* where the run directories go */
    gint64 wall_us;
    bool interrupted;
};

/* How many runs ended how. */
struct hc_suite_count {
    unsigned all, held, failed, unknown, skipped;
};

/* Among the boards of a suite: the one that a scenario names. */
#define HC_SUITE_OWN_BOARD "own"

/* `boards` may be NULL; "own" in it stands for each scenario's own board. */
struct hc_suite *hc_suite_new(char *const *scenarios, char *const *kernels,
                              char *const *boards, const char *folder);
void hc_suite_free(struct hc_suite *suite);

/* The run of a cell. */
struct hc_suite_run *hc_suite_at(const struct hc_suite *suite,
                                 unsigned scenario, unsigned kernel);

/* Counts the runs of one kernel, or of all for NULL. */
struct hc_suite_count hc_suite_count(const struct hc_suite *suite,
                                     const struct hc_suite_kernel *kernel);

/* The exit status: 1 if one failed, else 2 if one could not tell, 77 if all
 * were skipped, else 0. */
enum hc_verdict hc_suite_verdict(const struct hc_suite *suite);

/* Settles a run that ended with a wait status, from what it left behind. */
void hc_suite_settle(struct hc_suite_run *run, int status);

/* Settles a run that could not be started. */
void hc_suite_refuse(struct hc_suite_run *run, const char *why);

/* Valid UTF-8 without control characters but tab and line feed: what any
 * report can hold. */
char *hc_suite_clean(const char *text);

/* The text of that name in a result.json, which may hold anything; "" when
 * there is no text. */
const char *hc_suite_text(JsonObject *object, const char *name);

/* A whole file, made fit for a report; "" when it is not there. */
char *hc_suite_read(const char *path);

/* The reports, g_free() them. */
char *hc_suite_matrix(const struct hc_suite *suite, bool colour);
char *hc_suite_tap(const struct hc_suite *suite);
char *hc_suite_ktap(const struct hc_suite *suite);
char *hc_suite_junit(const struct hc_suite *suite);
char *hc_suite_json(const struct hc_suite *suite);

/* The scenarios that the patterns mean: a file, a folder, or names in the
 * stock (* and ? match); none: the whole stock. Sorted in each pattern, no
 * scenario twice. */
char **hc_suite_find(char *const *patterns, GError **error);

#define HC_SUITE_ERROR (hc_suite_error_quark())
enum hc_suite_error {
    HC_SUITE_ERROR_NOTHING      /* a pattern that no scenario matches */
};
GQuark hc_suite_error_quark(void);

#endif
