/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "qemu/osdep.h"
#include "idle.h"

#include "hw/core/cpu.h"
#include "qemu-compat.h"
#include "qom/object.h"
#include "system/accel-ops.h"

static bool (*was_idle)(CPUState *cpu);

/* The budget is there from before the first instruction until all that were
 * executed are counted (QEMU's icount_prepare_for_run, icount_process_data). */
static bool is_idle(CPUState *cpu)
{
    if (qatomic_read(&cpu->icount_budget)) {
        return false;
    }
    smp_rmb();
    return !was_idle || was_idle(cpu);
}

void hc_idle_init(void)
{
    ObjectClass *tcg = object_class_by_name(ACCEL_OPS_NAME("tcg"));
    AccelOpsClass *ops = tcg ? ACCEL_OPS_CLASS(tcg) : NULL;

    if (icount_enabled() && ops && ops->cpu_thread_is_idle != is_idle) {
        was_idle = ops->cpu_thread_is_idle;
        ops->cpu_thread_is_idle = is_idle;
    }
}
