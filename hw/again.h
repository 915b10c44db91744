/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A machine that has told its story tells another one: a kept machine comes
 * in as it would in a QEMU that has just been started, and what QEMU has
 * translated of the guest stays. */
#ifndef HC_AGAIN_H
#define HC_AGAIN_H

#include <glib.h>
#include <stdbool.h>

#include "machine.h"

/* The machine stands still behind a story that is over, and its properties
 * name another one and the kept machine that it goes on with. False with an
 * error: there is no way but a new QEMU. */
bool hc_machine_again(HcMachineState *machine, GError **error);

#endif
