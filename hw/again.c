/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "qemu/osdep.h"
#include "again.h"

#include "bench.h"
#include "glue.h"
#include "qapi/error.h"
#include "qapi/qapi-commands-migration.h"
#include "qemu/yank.h"
#include "story.h"
#include "system/reset.h"
#include "system/runstate.h"
#include "translated.h"
#include "uart-port.h"

static bool refuse(GError **error, const char *why)
{
    g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_FAILED, "%s", why);
    return false;
}

/* QEMU's command for a file that holds the states of all devices. */
static bool load(const HcMachineState *machine, GError **error)
{
    g_autofree char *path = g_build_filename(
        machine->forked ? machine->fork : machine->snapshot, "machine", NULL);
    Error *why = NULL;

    /* Whoever ends a load takes this out, and the command does not put it
     * there. */
    yank_register_instance(MIGRATION_YANK_INSTANCE, &error_abort);
    qmp_xen_load_devices_state(path, &why);
    if (why) {
        refuse(error, error_get_pretty(why));
        error_free(why);
    }
    return !why;
}

/* A property cannot be taken back, but it can be empty. */
static void forget_empty(HcMachineState *machine)
{
    char **const text[] = {
        &machine->scenario, &machine->rundir, &machine->branch,
        &machine->coverage, &machine->snapshot, &machine->fork,
    };

    for (unsigned i = 0; i < ARRAY_SIZE(text); i++) {
        if (*text[i] && !**text[i]) {
            g_clear_pointer(text[i], g_free);
        }
    }
}

bool hc_machine_again(HcMachineState *machine, GError **error)
{
    bool ok;

    forget_empty(machine);
    if (runstate_is_running()) {
        return refuse(error, "it runs; stop it first");
    }
    if (!machine->stays || !hc_story_is_over(machine->story)) {
        return refuse(error, "its story is not over, or it does not stay");
    }
    if (!machine->forked && !machine->restored) {
        return refuse(error, "it has no kept machine to go on with");
    }
    if (!hc_translated_keep()) {
        return refuse(error, "this QEMU translates everything again");
    }
    machine->again = true;
    hc_glue_begin();
    ok = hc_bench_again(machine->bench, error) &&
         hc_story_again(machine->story, error);
    if (ok) {
        hc_uart_ports_mute(false);
        qemu_system_reset(SHUTDOWN_CAUSE_SNAPSHOT_LOAD);
        ok = load(machine, error);
    }
    machine->again = false;
    return ok;
}
