/* SPDX-License-Identifier: GPL-2.0-or-later */
/* For a QEMU whose CPU state nobody has looked into. */
#include "translated.h"

bool hc_translated_init(void *cpu)
{
    (void)cpu;
    return false;
}

bool hc_translated_keep(void)
{
    return false;
}

void hc_translated_drop(void *block, const uint8_t *before,
                        const uint8_t *after, uint64_t size)
{
    (void)block;
    (void)before;
    (void)after;
    (void)size;
}
