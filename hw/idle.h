/* SPDX-License-Identifier: GPL-2.0-or-later */
/* When is a CPU idle? With -icount sleep=off QEMU's main loop moves the
 * virtual clock to the next timer while all CPUs are idle. A CPU that waits
 * for an interrupt looks idle a moment before the instructions that it has
 * executed are on the clock: a main loop that happens to be awake then moves
 * the clock from an old time, and the instructions come on top. */
#ifndef HC_IDLE_H
#define HC_IDLE_H

/* From now on a CPU is idle only when its instructions are on the clock. Once
 * the accelerator is set up; nothing changes without -icount. */
void hc_idle_init(void);

#endif
