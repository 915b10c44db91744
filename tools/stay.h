/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A QEMU that has told its story and waits for another one of the same bench:
 * it need not be started, and has translated most of the guest already. */
#ifndef HC_STAY_H
#define HC_STAY_H

#include <stdbool.h>

struct hc_bench;

/* From here on this process lets one QEMU stay. */
void hc_stay_allow(void);

/* Whether the QEMU of a bench is to stay: it comes from a kept machine, and
 * nothing of its story is built into it. */
bool hc_bench_stays(const struct hc_bench *bench);

/* Whether one waits that may be able to tell the bench's story. */
bool hc_stay_waits(const struct hc_bench *bench);

/* Has the QEMU that waits tell the bench's story: its process and its reports
 * are the bench's then, and it runs. False: it cannot, and has been ended; it may
 * have written into the run directory. */
bool hc_stay_take(struct hc_bench *bench);

/* The bench's story is over and its QEMU waits; process and reports are the
 * bench's no more. */
void hc_stay_put(struct hc_bench *bench);

/* What a QEMU that had stayed wrote into the log of its first story while it
 * told this one: it belongs into the bench's own. */
void hc_stay_take_log(const struct hc_bench *bench);

/* Ends the one that waits. */
void hc_stay_end(void);

#endif
