/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "qemu.h"

#include <fcntl.h>
#include <gio/gio.h>
#include <string.h>
#include <unistd.h>

#include "cli.h"
#include "lib/scenario.h"
#include "memo.h"

#ifndef HOTCAGE_PLUGIN_DIR
#define HOTCAGE_PLUGIN_DIR "build"
#endif

/* The QEMU that the plugin was built for, "10.0". */
#ifndef HOTCAGE_QEMU_VERSION
#define HOTCAGE_QEMU_VERSION ""
#endif

#define PLUGIN "libhotcage-qemu.so"

char *hc_qemu_find(GError **error)
{
    const char *wanted = g_getenv("HOTCAGE_QEMU");
    bool named = wanted && *wanted;
    char *path = g_find_program_in_path(named ? wanted : "qemu-system-arm");

    if (!path && named) {
        hc_deny(error, "no program %s; set HOTCAGE_QEMU to a qemu-system-arm",
               wanted);
    } else if (!path) {
        hc_deny(error, "QEMU is missing: no program qemu-system-arm; install "
               "it with tools/setup/packages, or set HOTCAGE_QEMU");
    }
    return path;
}

static char *ask_version(const char *qemu, GError **error)
{
    const char *const argv[] = { qemu, "--version", NULL };
    static const char mark[] = "emulator version ";
    g_autofree char *out = NULL;
    const char *version;
    int status = 0;

    if (!g_spawn_sync(NULL, (char **)argv, NULL, G_SPAWN_STDERR_TO_DEV_NULL,
                      NULL, NULL, &out, NULL, &status, NULL) || status ||
        !(version = strstr(out, mark))) {
        hc_deny(error, "%s --version tells no version; is it QEMU?", qemu);
        return NULL;
    }
    version += strlen(mark);
    return g_strndup(version, strcspn(version, " \n("));
}

/* A script may mean another QEMU tomorrow; a binary is what it is. */
static bool is_binary(const char *path)
{
    char head[4] = { 0 };
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    bool is = fd >= 0 && read(fd, head, sizeof(head)) == sizeof(head) &&
              !memcmp(head, "\177ELF", sizeof(head));

    if (fd >= 0) {
        close(fd);
    }
    return is;
}

char *hc_qemu_version(const char *qemu, GError **error)
{
    g_autofree char *what = g_strconcat("version ", qemu, NULL);
    g_autofree char *cache = hc_cache_dir();
    g_autofree char *folder = g_build_filename(cache, "memo", NULL);
    const char *const inputs[] = { qemu, NULL };
    struct hc_memo memo;
    char *version;

    if (!is_binary(qemu)) {
        return ask_version(qemu, error);
    }
    hc_memo_open(&memo, folder, what, inputs);
    version = memo.text ? g_strdup(memo.text) : ask_version(qemu, error);
    if (version && !memo.text) {
        hc_memo_set(&memo, version);
    }
    hc_memo_clear(&memo);
    return version;
}

bool hc_qemu_fits(const char *version, GError **error)
{
    static const char built[] = HOTCAGE_QEMU_VERSION;
    size_t len = strlen(built);

    if (len && (strncmp(version, built, len) ||
                g_ascii_isdigit(version[len]))) {
        return hc_deny(error, "QEMU is %s and the plugin was built for %s; "
                      "build hotcage again, or set HOTCAGE_QEMU to QEMU %s",
                      version, built, built);
    }
    if (g_ascii_strtoull(version, NULL, 10) < 10) {
        return hc_deny(error, "QEMU is %s and must be 10.0 or newer; see "
                      "tools/setup/packages", version);
    }
    return true;
}

static char *program_dir(void)
{
    g_autofree char *program = g_file_read_link("/proc/self/exe", NULL);

    return program ? g_path_get_dirname(program) : g_strdup(".");
}

char *hc_plugin_find(GError **error)
{
    const char *wanted = g_getenv("HOTCAGE_PLUGIN");
    g_autofree char *dir = program_dir();
    g_autofree char *beside = g_build_filename(dir, PLUGIN, NULL);
    g_autofree char *above = g_build_filename(dir, "..", PLUGIN, NULL);
    const char *const list[] = { wanted && *wanted ? wanted : beside, above,
                                 HOTCAGE_PLUGIN_DIR "/" PLUGIN, NULL };

    for (unsigned at = 0; list[at]; at++) {
        if (g_file_test(list[at], G_FILE_TEST_IS_REGULAR)) {
            return g_canonicalize_filename(list[at], NULL);
        }
        if (wanted && *wanted) {
            break;
        }
    }
    hc_deny(error, "the plugin is missing: no %s; build hotcage with meson, "
           "or set HOTCAGE_PLUGIN", list[0]);
    return NULL;
}

char *hc_setup_find(const char *name, GError **error)
{
    static const char *const dirs[] = { "tools/setup", "setup" };

    for (unsigned at = 0; at < G_N_ELEMENTS(dirs); at++) {
        g_autofree char *path = g_build_filename(hc_data_dir(), dirs[at],
                                                 name, NULL);

        if (g_file_test(path, G_FILE_TEST_IS_EXECUTABLE)) {
            return g_canonicalize_filename(path, NULL);
        }
    }
    hc_deny(error, "no setup/%s in %s; set HOTCAGE_DATA to hotcage's own "
           "folder", name, hc_data_dir());
    return NULL;
}

char *hc_cache_dir(void)
{
    const char *dir = g_getenv("HOTCAGE_CACHE");

    return dir && *dir
        ? g_strdup(dir)
        : g_build_filename(g_get_user_cache_dir(), "hotcage", NULL);
}

char *hc_file_sum(const char *path)
{
    g_autofree char *cache = hc_cache_dir();
    g_autofree char *folder = g_build_filename(cache, "memo", NULL);

    return hc_memo_sum(folder, path);
}

char **hc_kernels_found(void)
{
    g_autofree char *cache = hc_cache_dir();
    g_autofree char *folder = g_build_filename(cache, "kernel", NULL);
    g_autoptr(GStrvBuilder) list = g_strv_builder_new();
    g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
    const char *name;

    while (dir && (name = g_dir_read_name(dir))) {
        g_autofree char *path = g_build_filename(folder, name, NULL);
        g_autofree char *release = g_file_read_link(path, NULL);
        g_autofree char *text = release
            ? g_strdup_printf("%s (%s)", name, release) : NULL;

        if (text) {
            g_strv_builder_add(list, text);
        }
    }
    return g_strv_builder_end(list);
}
