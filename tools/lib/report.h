/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the bench tells the command while a scenario runs: one line each of
 * kind, virtual ns, scenario line, value and text, with tabs between. */
#ifndef HC_REPORT_H
#define HC_REPORT_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

/* The verdict of a scenario is also the exit status of `hotcage run`. */
enum hc_verdict {
    HC_VERDICT_HELD = 0,
    HC_VERDICT_FAILED = 1,      /* an expectation did not come true */
    HC_VERDICT_UNKNOWN = 2,     /* we could not tell */
    HC_VERDICT_SKIPPED = 77     /* something that it needs is absent */
};

enum hc_report_kind {
    HC_REPORT_BOOT,             /* text: progress before the first step */
    HC_REPORT_KERNEL,           /* text: uname -r of the guest */
    HC_REPORT_WAIT,             /* line, text: this step is waited for now */
    HC_REPORT_STEP,             /* line, value: 1 held, 0 failed; text */
    HC_REPORT_MESSAGE,          /* text: may have several lines */
    HC_REPORT_EVENTS,           /* value: how many events there were */
    HC_REPORT_DETERMINISM,      /* value: 1 yes, 0 no; text: why not */
    HC_REPORT_VERDICT,          /* value: enum hc_verdict; text: why */
    HC_REPORT_DETAIL,           /* line, value: enum hc_detail; text */
    HC_REPORT_STANDSTILL,       /* text: folder; value: enum hc_standstill;
                                 * "": for a person */
    HC_REPORT_OVER,             /* its files are closed; it can be told another
                                 * story */
    HC_REPORT_KINDS
};

/* Whether the machine may be saved now, and for whom. */
enum hc_standstill {
    HC_STANDSTILL_NOBODYS,
    HC_STANDSTILL_OURS,         /* far ends have seen frames already */
    HC_STANDSTILL_ANYBODYS      /* other scenarios may have other far ends */
};

/* What a failure is made of; each may come several times, in this order. */
enum hc_detail {
    HC_DETAIL_EXPECTED,         /* the line of the scenario and its window */
    HC_DETAIL_INSTEAD,          /* what happened */
    HC_DETAIL_EVENT,            /* one of the last events, oldest first */
    HC_DETAIL_CHAIN,            /* a port from MAC to far end */
    HC_DETAIL_KERNEL,           /* one of the last words of the drivers */
    HC_DETAILS
};

struct hc_report {
    enum hc_report_kind kind;
    uint64_t ns;                /* virtual time */
    uint32_t line;              /* of the scenario; 0: none */
    uint32_t value;
    const char *text;           /* never NULL when read */
};

/* One line with its line feed; g_free() it. */
char *hc_report_format(const struct hc_report *report);

/* Writes it to a descriptor, all of it; false with errno when that fails. */
bool hc_report_write(int fd, const struct hc_report *report);

/* Writes lines that were formatted before. */
bool hc_report_write_text(int fd, const char *text, size_t len);

/* Reads a line (the line feed may be there or not). The text belongs to the
 * caller, through ret_text. False when it is not a report. */
bool hc_report_parse(const char *line, struct hc_report *ret_report,
                     char **ret_text);

/* "expected", "instead", "events", "chain", "kernel": how files call it. */
const char *hc_detail_name(uint32_t detail);

/* "held", "failed", "unknown", "skipped". */
const char *hc_verdict_name(uint32_t verdict);

#endif
