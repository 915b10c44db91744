/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Shows a run to people, and keeps it for result.json. */
#ifndef HC_SHOW_H
#define HC_SHOW_H

#include <json-glib/json-glib.h>

#include "bench.h"

struct hc_show {
    struct hc_bench *bench;
    bool tty, colour, unicode, progress;    /* progress: a line is open */
    uint64_t booted_ns, ns;     /* virtual time: of HELLO, and last heard */
    char *release;
    uint32_t events;
    bool deterministic;
    char *doubt;                /* why it is not */
    JsonArray *steps;
};

void hc_show_init(struct hc_show *show, struct hc_bench *bench);
void hc_show_clear(struct hc_show *show);

/* A report of the bench; opaque is the hc_show. */
void hc_show_report(void *opaque, const struct hc_report *report);

/* The last line: the verdict. */
void hc_show_verdict(struct hc_show *show, enum hc_verdict verdict,
                     const char *why);

/* Writes result.json, whole or not at all. */
bool hc_show_write_result(struct hc_show *show, enum hc_verdict verdict,
                          const char *why, gint64 wall_us, GError **error);

#endif
