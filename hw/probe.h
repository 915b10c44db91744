/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A test's hands on the registers: with no CPU running, a character device
 * takes accesses and lets the virtual clock run. */
#ifndef HC_PROBE_H
#define HC_PROBE_H

#include "machine.h"

/*
 * Serves lines from `chr`, one answer line each:
 *   r1|r2|r4 ADDRESS           -> the value, hex
 *   w1|w2|w4 ADDRESS VALUE     -> ok
 *   step NS                    -> ok, when NS of virtual time have passed
 *   quit                       -> no answer: QEMU ends
 *   now                        -> the virtual time in ns
 *   irq                        -> 1 or 0: the interrupt input of the CPU
 *   do VERB ARG...             -> ok, or error TEXT (a hand at the bench)
 *   status PLACE.KEY           -> the value, or error
 * Anything else is answered with "error ..." and has no effect. The machine
 * has to be started with -S: time passes in steps only.
 */
void hc_probe_new(HcMachineState *machine, Chardev *chr);

#endif
