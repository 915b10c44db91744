/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What QEMU has translated of the guest's code is half of a short story. A
 * machine that comes in where another one was has mostly the same code at the
 * same place, and keeps what was translated of it. */
#ifndef HC_TRANSLATED_H
#define HC_TRANSLATED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Takes QEMU's state of a CPU (a DeviceState) over. False if this QEMU is not
 * known well enough: what it has translated is dropped at each load. */
bool hc_translated_init(void *cpu);

/* From here to the next load of the CPU's state its translated code is kept;
 * false if it cannot be. */
bool hc_translated_keep(void);

/* While it is kept: drops what was translated of those pages of a RAM block
 * that are about to be other ones. `block` is a MemoryRegion, `before` and
 * `after` are its `size` bytes. */
void hc_translated_drop(void *block, const uint8_t *before,
                        const uint8_t *after, uint64_t size);

#endif
