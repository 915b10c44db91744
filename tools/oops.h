/* SPDX-License-Identifier: GPL-2.0-or-later */
/* An oops or a panic of an ARM kernel, found in the text of its console. */
#ifndef HC_OOPS_H
#define HC_OOPS_H

#include <glib.h>
#include <stdbool.h>

struct hc_oops {
    char *head;                 /* "Kernel panic - not syncing: …" */
    char *task;                 /* "CPU: 0 PID: 183 Comm: sh …", or NULL */
    char *pc, *lr;              /* "sfp_probe+0x10/0x84", or NULL */
    GPtrArray *trace;           /* char *, innermost first; maybe empty */
    bool panic;                 /* the machine stopped over it */
};

/* The first one in the text, with the panic that it may have led to; NULL
 * when there is none. Warnings are none. */
struct hc_oops *hc_oops_find(const char *console);
void hc_oops_free(struct hc_oops *oops);

/* Its lines for people: head, task, PC, LR, call trace. */
char *hc_oops_text(const struct hc_oops *oops);

#endif
