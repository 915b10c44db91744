/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "qemu/osdep.h"
#include "idle.h"

#include "hw/core/cpu.h"
#include "qemu-compat.h"
#include "qemu/main-loop.h"
#include "qemu/seqlock.h"
#include "qemu/timer.h"
#include "qom/object.h"
#include "system/accel-ops.h"
#include "system/cpus.h"

/* Where QEMU keeps its clock of instructions; a version that keeps it elsewhere
 * moves it in its main loop, as ever. */
#if __has_include("system/cpu-timers-internal.h")
#include "system/cpu-timers-internal.h"
#define CLOCK_IS_KNOWN true
#else
#define CLOCK_IS_KNOWN false
#endif

/* So many times a CPU that waits moves the clock by itself before it lets the
 * main loop have the lock. */
#define TURNS_MAX 1000

static struct {
    bool (*was_idle)(CPUState *cpu);
    bool alone;                 /* nobody on the host is waited for */
    unsigned turns;
} self;

static void leap(int64_t ahead_ns)
{
#if CLOCK_IS_KNOWN
    seqlock_write_lock(&timers_state.vm_clock_seqlock,
                       &timers_state.vm_clock_lock);
    qatomic_set_i64(&timers_state.qemu_icount_bias,
                    timers_state.qemu_icount_bias + ahead_ns);
    seqlock_write_unlock(&timers_state.vm_clock_seqlock,
                         &timers_state.vm_clock_lock);
#endif
}

/* What the main loop would do if it were woken: the clock leaps to the next
 * timer, and the timer runs. False if nothing has run. */
static bool move_on(void)
{
    const int64_t ahead = qemu_clock_deadline_ns_all(
        QEMU_CLOCK_VIRTUAL, ~QEMU_TIMER_ATTR_EXTERNAL);

    if (ahead > 0) {
        leap(ahead);
    }
    return ahead >= 0 && qemu_clock_run_timers(QEMU_CLOCK_VIRTUAL);
}

/* The budget is there from before the first instruction until all that were
 * executed are counted (QEMU's icount_prepare_for_run, icount_process_data). */
static bool is_idle(CPUState *cpu)
{
    if (qatomic_read(&cpu->icount_budget)) {
        return false;
    }
    smp_rmb();
    if (self.was_idle && !self.was_idle(cpu)) {
        return false;
    }
    if (self.alone && qemu_cpu_is_self(cpu)) {
        if (self.turns++ < TURNS_MAX && move_on()) {
            return false;
        }
        self.turns = 0;
        /* QEMU has asked already whether it must, and heard no. */
        qemu_notify_event();
    }
    return true;
}

void hc_idle_init(void)
{
    ObjectClass *tcg = object_class_by_name(ACCEL_OPS_NAME("tcg"));
    AccelOpsClass *ops = tcg ? ACCEL_OPS_CLASS(tcg) : NULL;

    if (icount_enabled() && ops && ops->cpu_thread_is_idle != is_idle) {
        self.was_idle = ops->cpu_thread_is_idle;
        ops->cpu_thread_is_idle = is_idle;
    }
}

void hc_idle_alone(bool alone)
{
    self.alone = alone && CLOCK_IS_KNOWN;
}
