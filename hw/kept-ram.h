/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The RAM of a kept machine lies in a file of its own beside QEMU's stream of
 * states. A machine that is restored maps it: what the story does not touch
 * costs nothing, and runs beside each other share what they only read. */
#ifndef HC_KEPT_RAM_H
#define HC_KEPT_RAM_H

#include <stdbool.h>

#include "machine.h"

/* Takes the machine's RAM out of the stream. When a stream is loaded, the RAM
 * comes from the folder that the machine's properties name (`fork` if it is
 * `forked`, else `snapshot`), before any device's state. */
void hc_kept_ram_init(HcMachineState *machine);

/* Writes the RAM of a machine that stands still into a folder; pages of zeros
 * are holes. False with an error if it cannot be written. */
bool hc_kept_ram_save(const HcMachineState *machine, const char *folder,
                      GError **error);

#endif
