/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "qemu/osdep.h"
#include "translated.h"

#include "exec/cpu-common.h"
#include "exec/cputlb.h"
#include "exec/ram_addr.h"
#include "exec/exec-all.h"
#include "hw/core/cpu.h"
#include "migration/vmstate.h"

static struct {
    VMStateDescription vmsd;
    int (*load)(void *opaque, int version_id);
    ram_addr_t looked_at;       /* the RAM block that needs no second look */
    bool keep;
} self;

/* A block that is a part of the stream has been overwritten. */
static int drop_block(RAMBlock *block, void *opaque)
{
    const ram_addr_t at = qemu_ram_get_offset(block);

    if (at != self.looked_at) {
        tb_invalidate_phys_range(at, at + qemu_ram_get_used_length(block) - 1);
    }
    return 0;
}

/* QEMU drops everything here, because RAM may be another. */
static int load(void *opaque, int version_id)
{
    CPUState *cpu = opaque;

    if (!self.keep) {
        return self.load(opaque, version_id);
    }
    self.keep = false;
    qemu_ram_foreach_block(drop_block, NULL);
    tlb_flush(cpu);
    return 0;
}

bool hc_translated_init(void *cpu)
{
    const VMStateDescription *known = &vmstate_cpu_common;

    if (!g_str_equal(known->name, "cpu_common") || known->version_id != 1 ||
        !known->post_load) {
        return false;
    }
    self.vmsd = *known;
    self.load = known->post_load;
    self.vmsd.post_load = load;
    vmstate_unregister(NULL, known, cpu);
    vmstate_register(NULL, CPU(cpu)->cpu_index, &self.vmsd, cpu);
    return true;
}

bool hc_translated_keep(void)
{
    self.keep = self.load;
    self.looked_at = RAM_ADDR_INVALID;
    return self.keep;
}

/* A page of which something is translated is clean: QEMU wants to hear of
 * the first write. */
void hc_translated_drop(void *block, const uint8_t *before,
                        const uint8_t *after, uint64_t size)
{
    const ram_addr_t base = memory_region_get_ram_addr(block);
    const uint64_t page = qemu_target_page_size();

    for (uint64_t at = 0; at < size; at += page) {
        if (!cpu_physical_memory_get_dirty_flag(base + at,
                                                DIRTY_MEMORY_CODE) &&
            memcmp(before + at, after + at, page)) {
            tb_invalidate_phys_range(base + at, base + at + page - 1);
        }
    }
    self.looked_at = base;
}
