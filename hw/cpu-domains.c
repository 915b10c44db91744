/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "qemu/osdep.h"
#include "cpu-domains.h"

#include "target/arm/cpu.h"
#include "target/arm/cpregs.h"

#include "accel/tcg/cpu-ops.h"
#include "exec/cputlb.h"

#define DOMAINS 16
/* Pages of one program between two system calls; beyond it, all goes. */
#define MAX_PAGES 64

/* ARM DDI 0406C, B3.7.3: what a domain allows. */
enum { NO_ACCESS = 0, CLIENT = 1, MANAGER = 3 };

/* B3.5.1, first-level descriptors. */
enum { PAGE_TABLE = 1, SECTION = 2, KIND = 3 };
#define SUPERSECTION (1u << 18)

static struct {
    CPUState *cpu;
    const uint8_t *ram;
    uint64_t base, size;
    TCGCPUOps ops;
    bool (*fill)(CPUState *, CPUTLBEntryFull *, vaddr, MMUAccessType, int,
                 MemOp, int, bool, uintptr_t);
    CPWriteFn *write;

    /* Domains that have lost access before, and what the TLB may hold of
     * them. It is a guess on the safe side: QEMU may have dropped some. */
    uint32_t watched;
    unsigned n;
    struct {
        vaddr page;
        uint32_t domains;       /* any of these */
    } seen[MAX_PAGES + 1];
} self;

/* The domain of an address as a bit; all of them if we cannot tell. */
static uint32_t domain_of(CPUARMState *env, uint32_t address)
{
    const unsigned split = env->cp15.tcr_el[1] & 7;
    const bool upper = split && address >> (32 - split);
    const uint32_t table = upper
        ? env->cp15.ttbr1_ns & ~0x3fffu
        : env->cp15.ttbr0_ns & ~((UINT32_C(1) << (14 - split)) - 1);
    const uint64_t at = table + (uint64_t)(address >> 20) * 4 - self.base;
    uint32_t descriptor;

    if (!(env->cp15.sctlr_ns & SCTLR_M) || at > self.size - 4) {
        return UINT32_MAX;
    }
    descriptor = ldl_le_p(self.ram + at);
    if ((descriptor & KIND) == SECTION && descriptor & SUPERSECTION) {
        return 1;
    }
    return UINT32_C(1) << (descriptor >> 5 & 0xf);
}

static void remember(vaddr address, uint32_t domains)
{
    const vaddr page = address & ~(vaddr)0xfff;

    if (self.n && self.seen[self.n - 1].page == page) {
        self.seen[self.n - 1].domains |= domains;
        return;
    }
    if (self.n <= MAX_PAGES) {
        self.seen[self.n].page = page;
        self.seen[self.n++].domains = domains;
    }
}

static bool fill(CPUState *cpu, CPUTLBEntryFull *out, vaddr address,
                 MMUAccessType access, int mmu_idx, MemOp memop, int size,
                 bool probe, uintptr_t ra)
{
    uint32_t domains;

    if (!self.fill(cpu, out, address, access, mmu_idx, memop, size, probe,
                   ra)) {
        return false;
    }
    if (self.watched) {
        domains = domain_of(cpu_env(cpu), address);
        if (domains & self.watched) {
            remember(address, domains);
        }
    }
    return true;
}

/* Domains that allow less than before. */
static uint32_t lost(uint32_t before, uint32_t after)
{
    uint32_t domains = 0;

    for (unsigned i = 0; before != after && i < DOMAINS; i++) {
        const unsigned was = before >> 2 * i & 3, is = after >> 2 * i & 3;

        if (was != is && was != NO_ACCESS &&
            !(was == CLIENT && is == MANAGER)) {
            domains |= UINT32_C(1) << i;
        }
    }
    return domains;
}

/* Pages of some domains leave the TLB. */
static void forget(uint32_t domains)
{
    unsigned kept = 0;

    for (unsigned i = 0; i < self.n; i++) {
        if (self.seen[i].domains & domains) {
            tlb_flush_page_by_mmuidx(self.cpu, self.seen[i].page,
                                     ARMMMUIdxBit_E10_1 |
                                     ARMMMUIdxBit_E10_1_PAN |
                                     ARMMMUIdxBit_E10_0);
        } else {
            self.seen[kept++] = self.seen[i];
        }
    }
    self.n = kept;
}

static void dacr_write(CPUARMState *env, const ARMCPRegInfo *ri,
                       uint64_t value)
{
    const uint32_t gone = lost(env->cp15.dacr_ns, value);

    if (gone & ~self.watched || self.n > MAX_PAGES) {
        self.watched |= gone;
        self.n = 0;
        self.write(env, ri, value);
        return;
    }
    env->cp15.dacr_ns = value;
    if (gone) {
        forget(gone);
    }
}

static ARMCPRegInfo *find_dacr(ARMCPU *cpu)
{
    const uint32_t key = ENCODE_CP_REG(15, 0, 1, 3, 0, 0, 0);
    ARMCPRegInfo *ri = (ARMCPRegInfo *)get_arm_cp_reginfo(cpu->cp_regs, key);

    return ri && ri->fieldoffset == offsetof(CPUARMState, cp15.dacr_ns) &&
           ri->writefn && ri->raw_writefn ? ri : NULL;
}

bool hc_cpu_domains_init(void *opaque, uint32_t midr, const uint8_t *ram,
                         uint64_t base, uint64_t size)
{
    ARMCPU *cpu = opaque;
    ARMCPRegInfo *dacr;

    dacr = cpu->midr == midr ? find_dacr(cpu) : NULL;
    if (!dacr) {
        return false;
    }
    self.cpu = CPU(cpu);
    self.ram = ram;
    self.base = base;
    self.size = size;
    self.ops = *self.cpu->cc->tcg_ops;
    self.fill = self.ops.tlb_fill_align;
    self.write = dacr->writefn;
    self.ops.tlb_fill_align = fill;
    self.cpu->cc->tcg_ops = &self.ops;
    dacr->writefn = dacr_write;
    return true;
}
