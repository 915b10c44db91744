/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <stdio.h>
#include <string.h>

#include "cli.h"
#include "lib/scenario.h"
#include "qemu.h"

/* One line each; `found` NULL means that it is missing. */
static bool tell(const char *what, const char *found, const char *remedy)
{
    bool colour = hc_colour();

    printf("%-16s %s%s%s%s\n", what,
           !colour ? "" : found ? "\033[32m" : "\033[31m",
           found ? "" : "missing: ", found ? found : remedy,
           colour ? "\033[0m" : "");
    return found;
}

static bool tell_qemu(void)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *path = hc_qemu_find(&error);
    g_autofree char *version = path ? hc_qemu_version(path, &error) : NULL;
    bool fits = version && hc_qemu_fits(version, &error);
    g_autofree char *text = fits
        ? g_strdup_printf("%s (%s)", version, path) : NULL;

    return tell("QEMU", text, error ? error->message : "");
}

static bool tell_plugin(void)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *path = hc_plugin_find(&error);

    return tell("plugin", path, error ? error->message : "");
}

static bool tell_setup(void)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *path = hc_setup_find("kernel", &error);

    return tell("setup scripts", path, error ? error->message : "");
}

static bool tell_kernels(void)
{
    g_auto(GStrv) kernels = hc_kernels_found();
    g_autofree char *list = g_strjoinv(", ", kernels);

    return tell("kernels", *list ? list : NULL,
                "fetch one with tools/setup/kernel 6.12 (hotcage run does)");
}

static bool tell_stock(void)
{
    g_autofree char *path = g_build_filename(hc_data_dir(), "sfp-modules",
                                             NULL);

    return tell("modules", g_file_test(path, G_FILE_TEST_IS_DIR) ? path
                                                                 : NULL,
                "set HOTCAGE_DATA to hotcage's own folder");
}

static bool tell_program(const char *name, const char *what_for)
{
    g_autofree char *path = g_find_program_in_path(name);
    g_autofree char *remedy = g_strdup_printf(
        "%s; install it with tools/setup/packages", what_for);

    return tell(name, path, remedy);
}

int hc_cmd_doctor(int argc, char **argv)
{
    const GOptionEntry entries[] = { { 0 } };
    GError *error = NULL;
    bool ok = true;

    if (!hc_parse_options("doctor", entries, &argc, &argv, &error)) {
        return hc_fail(error);
    }
    if (argc > 1) {
        hc_say("doctor wants no arguments, not '%s'", argv[1]);
        return HC_VERDICT_UNKNOWN;
    }
    ok &= tell_qemu();
    ok &= tell_plugin();
    ok &= tell_setup();
    ok &= tell_stock();
    ok &= tell_program("mmdebstrap", "it makes the guest's root");
    ok &= tell_program("cpio", "it packs the guest's root");
    /* A run fetches kernels; captures can be read elsewhere. */
    tell_kernels();
    tell_program("tshark", "it reads captures (optional)");
    return ok ? 0 : HC_VERDICT_SKIPPED;
}
