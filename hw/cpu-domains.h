/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Linux takes its hands off the memory of user programs by the domain access
 * register (CONFIG_CPU_SW_DOMAIN_PAN): two writes for each system call and
 * two for each copy. A Cortex-A8 compares the domain at each access; QEMU
 * compares it when it fills its TLB, and so empties the whole TLB at each
 * write. Here only those pages go that the write really forbids. */
#ifndef HC_CPU_DOMAINS_H
#define HC_CPU_DOMAINS_H

#include <stdbool.h>
#include <stdint.h>

/* For the only CPU of a machine, realized, without EL3, with this MIDR, whose
 * page tables lie in `ram`, `size` bytes that the guest sees from `base` on.
 * False if this QEMU's CPU is not the one we know; it stays as it is then. */
bool hc_cpu_domains_init(void *cpu, uint32_t midr, const uint8_t *ram,
                         uint64_t base, uint64_t size);

#endif
