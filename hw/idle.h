/* SPDX-License-Identifier: GPL-2.0-or-later */
/* QEMU's clock of instructions while the CPU waits for an interrupt. */
#ifndef HC_IDLE_H
#define HC_IDLE_H

#include <stdbool.h>

/* The CPU that halts is idle when all that it has executed is on the clock, not
 * earlier; nothing is done without -icount. Call it before the CPU runs. */
void hc_idle_init(void);

/* Whether a CPU that waits moves the clock to the next timer by itself instead
 * of waking the main loop for it, which takes a change of threads there and
 * back. Not when somebody on the host is waited for: he would have less time.
 * Not with -icount sleep=on, where a wait shall last. */
void hc_idle_alone(bool alone);

#endif
