/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How QEMU is called. */
#include "bench-internal.h"

#include <string.h>

#include "lib/units.h"
#include "qemu.h"
#include "snapshot.h"
#include "stay.h"

/* QEMU's option parser divides at commas; two of them are one. */
static char *quote(const char *text)
{
    g_auto(GStrv) part = g_strsplit(text, ",", -1);

    return g_strjoinv(",,", part);
}

void hc_bench_story(const struct hc_bench *bench,
                    struct hc_bench_property *ret)
{
    const struct hc_bench_property story[HC_BENCH_STORY + 1] = {
        { "rundir", bench->dir->path },
        { "scenario", bench->scenario->path },
        { "branch", bench->scenario->chosen },
        { "coverage", bench->options->coverage },
        { "snapshot", bench->snapshot ? bench->snapshot->path : NULL },
        { "fork", bench->fork ? bench->fork->path : NULL },
        { "restored", NULL, true, bench->snapshot && bench->snapshot->found },
        { "forked", NULL, true, bench->fork && bench->fork->found },
        { 0 }
    };

    memcpy(ret, story, sizeof(story));
}

static void add_story(GString *text, const struct hc_bench *bench)
{
    struct hc_bench_property story[HC_BENCH_STORY + 1];

    hc_bench_story(bench, story);
    for (const struct hc_bench_property *row = story; row->name; row++) {
        g_autofree char *value = row->text ? quote(row->text) : NULL;

        if (row->is_switch) {
            g_string_append_printf(text, ",%s=%s", row->name,
                                   row->on ? "on" : "off");
        } else if (value && *value) {
            g_string_append_printf(text, ",%s=%s", row->name, value);
        }
    }
}

/* What the machine is, whatever story it tells; and what is only told to the
 * guest. */
static GString *machine_option(const struct hc_bench *bench, bool told)
{
    GString *text = g_string_new("hotcage-am335x");

    g_string_append_printf(text, ",board=%s,report-fd=%d,stays=%s",
                           bench->scenario->board->name, HC_BENCH_REPORT_FD,
                           hc_bench_stays(bench) ? "on" : "off");
    if (*bench->scenario->path) {
        g_string_append_printf(text, ",seed=%u", bench->scenario->seed);
    }
    if (bench->shell) {
        g_string_append(text, ",steps=off");
    }
    if (bench->options->stop_at) {
        uint64_t at_ns = 0;

        hc_parse_duration(bench->options->stop_at, &at_ns, NULL);
        g_string_append_printf(text, ",stop-at=%" G_GUINT64_FORMAT,
                               at_ns / NS_PER_MS);
    }
    for (unsigned at = 0; at < bench->scenario->properties->len; at++) {
        const char *line = g_ptr_array_index(bench->scenario->properties, at);
        g_autofree char *property = quote(line);

        if (told || !hc_property_is_told(line)) {
            g_string_append_printf(text, ",%s", property);
        }
    }
    return text;
}

char *hc_bench_alike(const struct hc_bench *bench)
{
    g_autoptr(GString) machine = machine_option(bench, false);

    return g_strjoin("\n", bench->qemu, bench->plugin, bench->guest->dtb,
                     machine->str, NULL);
}

static void add(GPtrArray *argv, ...) G_GNUC_NULL_TERMINATED;

static void add(GPtrArray *argv, ...)
{
    va_list args;
    const char *word;

    va_start(args, argv);
    while ((word = va_arg(args, const char *))) {
        g_ptr_array_add(argv, g_strdup(word));
    }
    va_end(args);
}

/* Names in here are relative to the run directory, where QEMU starts. */
static void add_console(GPtrArray *argv, bool shell)
{
    if (shell) {
        add(argv, "-chardev", "stdio,id=console,mux=on,signal=off,"
            "logfile=console.log", "-mon", "chardev=console,mode=readline",
            NULL);
    } else {
        add(argv, "-chardev",
            "file,id=console,path=console.log,append=on", NULL);
    }
    add(argv, "-serial", "chardev:console", NULL);
}

/* The kernel's tests of its own ciphers are a quarter of a boot, and no
 * business of this board's; a scenario's `cmdline cryptomgr.notests=0` has them
 * back. */
#define COMMAND_LINE "console=ttyO0,115200 console=ttyS0,115200 panic=-1 " \
                     "cryptomgr.notests"

/* A kept machine has all of it in its RAM, and ends when the guest resets it;
 * a person may reset it. */
static void add_kernel(GPtrArray *argv, const struct hc_bench *bench)
{
    const struct hc_guest *guest = bench->guest;
    const char *more = bench->scenario->cmdline;
    g_autofree char *cmdline = g_strdup_printf(
        COMMAND_LINE "%s%s", more ? " " : "", more ? more : "");

    if (bench->shell || !hc_bench_kept_machine(bench)) {
        add(argv, "-kernel", guest->image ? guest->image : guest->zimage,
            "-initrd", guest->initrd, "-append", cmdline, NULL);
    }
}

char **hc_bench_argv(const struct hc_bench *bench)
{
    GPtrArray *argv = g_ptr_array_new();
    g_autoptr(GString) machine = machine_option(bench, true);
    g_autofree char *seed = g_strdup_printf("%u", bench->scenario->seed);

    add_story(machine, bench);
    add(argv, bench->qemu, "-nodefaults", "-no-user-config", "-display",
        "none", "-M", machine->str, "-m", "256", "-dtb", bench->guest->dtb,
        "-rtc", "base=2026-01-01T00:00:00,clock=vm",
        "-seed", seed, "-qmp", "unix:qmp.sock,server=on,wait=off",
        "-no-reboot", NULL);
    add_kernel(argv, bench);
    /* A person at the console wants seconds that last a second; a machine
     * that has counted instructions must go on counting. */
    if (!bench->shell || bench->fast) {
        add(argv, "-icount", bench->shell ? "shift=1,sleep=on"
                                          : "shift=1,sleep=off", NULL);
    }
    add_console(argv, bench->shell);
    if (bench->options->paused) {
        add(argv, "-S", NULL);
    }
    if (hc_bench_kept_machine(bench)) {
        g_autofree char *ram = g_strdup_printf(
            "file:%s/machine", hc_bench_kept_machine(bench)->path);

        add(argv, "-incoming", ram, NULL);
    }
    g_ptr_array_add(argv, NULL);
    return (char **)g_ptr_array_free(argv, FALSE);
}

char **hc_bench_environment(const struct hc_bench *bench)
{
    g_autofree char *data = g_canonicalize_filename(hc_data_dir(), NULL);
    char **env = g_get_environ();

    env = g_environ_setenv(env, "LD_PRELOAD", bench->plugin, TRUE);
    return g_environ_setenv(env, "HOTCAGE_DATA", data, TRUE);
}
