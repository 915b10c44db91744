/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Shows on stderr how far a suite is. */
#ifndef HC_SUITE_PROGRESS_H
#define HC_SUITE_PROGRESS_H

#include "suite.h"

struct hc_suite_progress {
    const struct hc_suite *suite;
    unsigned jobs;
    bool kept;                  /* machines are kept and found */
    bool tty;                   /* one line is written over and over */
    bool open;                  /* it is there now */
};

void hc_suite_progress_init(struct hc_suite_progress *progress,
                            const struct hc_suite *suite, unsigned jobs);

/* How many machines the runs start from; opaque is the progress. */
void hc_suite_progress_planned(void *opaque, unsigned machines);

/* A run ended, or a second passed (run is NULL); opaque is the progress. */
void hc_suite_progress_changed(void *opaque, const struct hc_suite_run *run);

/* Takes the line away and says how many runs had to boot. */
void hc_suite_progress_end(struct hc_suite_progress *progress);

/* How much wall time is left, from what the ended runs took that got as far
 * as a boot; -1 when none has. `now_us` is the monotonic clock. */
gint64 hc_suite_left_us(const struct hc_suite *suite, unsigned jobs,
                        gint64 now_us);

#endif
