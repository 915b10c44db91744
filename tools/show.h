/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Shows a run to people, and keeps it for result.json. */
#ifndef HC_SHOW_H
#define HC_SHOW_H

#include <json-glib/json-glib.h>

#include "bench.h"
#include "oops.h"

/* How a dead guest is told. */
#define HC_SHOW_PANIC "the guest panicked"
#define HC_SHOW_OOPS  "the guest's kernel made an oops"

struct hc_show {
    struct hc_bench *bench;
    bool tty, colour, unicode, progress;    /* progress: a line is open */
    uint64_t booted_ns, ns;     /* virtual time: of HELLO, and last heard */
    char *release;
    uint32_t events;
    bool deterministic;
    char *doubt;                /* why it is not */
    JsonArray *steps;
    char *waiting;              /* the line that was reached last */
    unsigned waiting_line;
    GString *message;           /* the complaints, as printed */
    JsonObject *failure;        /* the same in parts; NULL: none */
    JsonObject *oops;           /* of the guest; NULL: none */
};

void hc_show_init(struct hc_show *show, struct hc_bench *bench);
void hc_show_clear(struct hc_show *show);

/* A report of the bench; opaque is the hc_show. */
void hc_show_report(void *opaque, const struct hc_report *report);

/* Prints and keeps what the guest's kernel died of. */
void hc_show_oops(struct hc_show *show, const struct hc_oops *oops);

/* The last line: the verdict. */
void hc_show_verdict(struct hc_show *show, enum hc_verdict verdict,
                     const char *why);

/* Writes result.json, whole or not at all. */
bool hc_show_write_result(struct hc_show *show, enum hc_verdict verdict,
                          const char *why, gint64 wall_us, GError **error);

#endif
