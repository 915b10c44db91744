/* SPDX-License-Identifier: GPL-2.0-or-later */
/* For a QEMU whose CPU cpu-domains.c does not know. */
#include "cpu-domains.h"

bool hc_cpu_domains_init(void *cpu, uint32_t midr, const uint8_t *ram,
                         uint64_t base, uint64_t size)
{
    (void)cpu, (void)midr, (void)ram, (void)base, (void)size;
    return false;
}
