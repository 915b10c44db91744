/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "probe.h"

#include "bench.h"
#include "exec/address-spaces.h"
#include "exec/cpu-common.h"
#include "qapi/error.h"

#define LINE_MAX_BYTES 256

typedef struct HcProbe {
    HcMachineState *machine;
    HcCharFrontend fe;
    QEMUTimer *step;
    char line[LINE_MAX_BYTES];
    unsigned len;
} HcProbe;

static void answer(HcProbe *probe, const char *text)
{
    qemu_chr_fe_write_all(&probe->fe, (const uint8_t *)text, strlen(text));
    qemu_chr_fe_write_all(&probe->fe, (const uint8_t *)"\n", 1);
}

static void step_done(void *opaque)
{
    answer(opaque, "ok");
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

static void do_step(HcProbe *probe, const char *line)
{
    uint64_t ns = g_ascii_strtoull(line + 4, NULL, 10);

    timer_mod(probe->step, qemu_clock_get_ns(QEMU_CLOCK_VIRTUAL) + ns);
}

static void do_irq(HcProbe *probe)
{
    uint32_t sir = 0;

    address_space_read(&address_space_memory, 0x48200040,
                       MEMTXATTRS_UNSPECIFIED, &sir, sizeof(sir));
    answer(probe, sir & 0xffffff80 ? "0" : "1");
}

static void do_hand(HcProbe *probe, const char *line)
{
    g_auto(GStrv) argv = g_strsplit(line, " ", -1);
    g_autoptr(GError) error = NULL;

    if (hc_bench_do(probe->machine->bench, argv, &error)) {
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
    if ((line[0] == 'r' || line[0] == 'w') && g_ascii_isdigit(line[1])) {
        do_access(probe, line, line[0] == 'w');
    } else if (g_str_has_prefix(line, "step ")) {
        do_step(probe, line);
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

void hc_probe_new(HcMachineState *machine, Chardev *chr)
{
    HcProbe *probe = g_new0(HcProbe, 1);

    probe->machine = machine;
    probe->step = timer_new_ns(QEMU_CLOCK_VIRTUAL, step_done, probe);
    qemu_chr_fe_init(&probe->fe, chr, &error_fatal);
    qemu_chr_fe_set_handlers(&probe->fe, probe_can_receive, probe_receive,
                             NULL, NULL, probe, NULL, true);
}
