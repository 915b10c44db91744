/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "probe.h"

#include "bench.h"
#include "exec/address-spaces.h"
#include "exec/cpu-common.h"
#include "hw/core/cpu.h"
#include "qapi/error.h"
#include "system/runstate.h"

#include "../tools/lib/verbs.h"

#define LINE_MAX_BYTES 256

/* CPU_INTERRUPT_HARD (include/exec/cpu-all.h), a header that only code for
 * one target may include. */
#define IRQ_INPUT 0x0002

typedef struct HcProbe {
    HcMachineState *machine;
    HcCharFrontend fe;
    QEMUTimer *step;
    QEMUTimerListGroup nobodys; /* its timers are seen and never run */
    QEMUTimer wall;
    bool stepping;
    int64_t until_ns;
    char line[LINE_MAX_BYTES];
    unsigned len;
} HcProbe;

static void answer(HcProbe *probe, const char *text)
{
    qemu_chr_fe_write_all(&probe->fe, (const uint8_t *)text, strlen(text));
    qemu_chr_fe_write_all(&probe->fe, (const uint8_t *)"\n", 1);
}

static void do_access(HcProbe *probe, const char *line, bool write)
{
    uint64_t at = 0, value = 0;
    unsigned width = line[1] - '0';
    char text[32] = "ok";
    int n = sscanf(line + 2, "%" SCNx64 " %" SCNx64, &at, &value);

    if (n != (write ? 2 : 1) || !(width == 1 || width == 2 || width == 4)) {
        answer(probe, "error bad access");
        return;
    }
    if (address_space_rw(&address_space_memory, at, MEMTXATTRS_UNSPECIFIED,
                         &value, width, write) != MEMTX_OK) {
        answer(probe, "error nothing answers there");
        return;
    }
    if (!write) {
        snprintf(text, sizeof(text), "%" PRIx64, value);
    }
    answer(probe, text);
}

/* The machine runs for as long as the step takes. Between steps it stands:
 * with nobody to execute, -icount sleep=off would leap from timer to timer.
 * It even leaps between the end of the step and the stop, unless a timer is
 * due that nobody serves: time stands before that wall. */
static void do_step(HcProbe *probe, const char *line)
{
    uint64_t ns = g_ascii_strtoull(line + 5, NULL, 10);

    if (runstate_is_running()) {
        answer(probe, "error the machine runs by itself; start it with -S");
        return;
    }
    probe->stepping = true;
    probe->until_ns = qemu_clock_get_ns(QEMU_CLOCK_VIRTUAL) + ns;
    timer_mod(&probe->wall, probe->until_ns);
    timer_mod(probe->step, probe->until_ns);
    vm_start();
}

/* The clock cannot be stopped from one of its own timers. */
static void step_done(void *opaque)
{
    qemu_system_vmstop_request_prepare();
    qemu_system_vmstop_request(RUN_STATE_PAUSED);
}

static void run_state_changed(void *opaque, bool running, RunState state)
{
    HcProbe *probe = opaque;

    if (running || !probe->stepping) {
        return;
    }
    probe->stepping = false;
    timer_del(&probe->wall);
    answer(probe, qemu_clock_get_ns(QEMU_CLOCK_VIRTUAL) == probe->until_ns
                  ? "ok" : "error the clock is not where it was sent");
}

static void do_now(HcProbe *probe)
{
    g_autofree char *text = g_strdup_printf(
        "%" PRId64, qemu_clock_get_ns(QEMU_CLOCK_VIRTUAL));

    answer(probe, text);
}

/* Does the interrupt controller pull the CPU's input? */
static void do_irq(HcProbe *probe)
{
    answer(probe, first_cpu->interrupt_request & IRQ_INPUT ? "1" : "0");
}

static void do_hand(HcProbe *probe, const char *line)
{
    g_autoptr(GError) error = NULL;
    g_auto(GStrv) argv = hc_verb_parse_live(line, &error);

    if (argv && hc_bench_do(probe->machine->bench, argv, &error)) {
        answer(probe, "ok");
    } else {
        g_autofree char *text = g_strdup_printf("error %s", error->message);

        answer(probe, text);
    }
}

static void do_status(HcProbe *probe, const char *line)
{
    g_auto(GStrv) words = g_strsplit(line, ".", 2);
    g_autofree char *value = words[0] && words[1]
        ? hc_bench_get(probe->machine->bench, words[0], words[1]) : NULL;

    answer(probe, value ? value : "error no such key");
}

static void do_line(HcProbe *probe, const char *line)
{
    if (probe->stepping) {
        answer(probe, "error a step is under way");
    } else if ((line[0] == 'r' || line[0] == 'w') &&
               g_ascii_isdigit(line[1])) {
        do_access(probe, line, line[0] == 'w');
    } else if (g_str_has_prefix(line, "step ")) {
        do_step(probe, line);
    } else if (g_str_equal(line, "quit")) {
        qemu_system_shutdown_request(SHUTDOWN_CAUSE_HOST_QMP_QUIT);
    } else if (g_str_equal(line, "now")) {
        do_now(probe);
    } else if (g_str_equal(line, "irq")) {
        do_irq(probe);
    } else if (g_str_has_prefix(line, "do ")) {
        do_hand(probe, line + 3);
    } else if (g_str_has_prefix(line, "status ")) {
        do_status(probe, line + 7);
    } else {
        answer(probe, "error unknown request");
    }
}

static int probe_can_receive(void *opaque)
{
    return LINE_MAX_BYTES;
}

/* A line that is too long loses its end. */
static void probe_receive(void *opaque, const uint8_t *bytes, int size)
{
    HcProbe *probe = opaque;

    for (int i = 0; i < size; i++) {
        if (bytes[i] == '\n') {
            probe->line[probe->len] = '\0';
            probe->len = 0;
            do_line(probe, probe->line);
        } else if (probe->len < LINE_MAX_BYTES - 1) {
            probe->line[probe->len++] = bytes[i];
        }
    }
}

/* Of the wall, to those who wait for its timers: there are none. */
static void wall_moved(void *opaque, QEMUClockType type)
{
}

void hc_probe_new(HcMachineState *machine, Chardev *chr)
{
    HcProbe *probe = g_new0(HcProbe, 1);

    probe->machine = machine;
    probe->step = timer_new_ns(QEMU_CLOCK_VIRTUAL, step_done, probe);
    timerlistgroup_init(&probe->nobodys, wall_moved, NULL);
    timer_init_full(&probe->wall, &probe->nobodys, QEMU_CLOCK_VIRTUAL,
                    SCALE_NS, 0, step_done, probe);
    qemu_add_vm_change_state_handler(run_state_changed, probe);
    qemu_chr_fe_init(&probe->fe, chr, &error_fatal);
    qemu_chr_fe_set_handlers(&probe->fe, probe_can_receive, probe_receive,
                             NULL, NULL, probe, NULL, true);
}
