/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "qemu.h"

#include <gio/gio.h>
#include <string.h>

#include "cli.h"
#include "lib/scenario.h"

#ifndef HOTCAGE_PLUGIN_DIR
#define HOTCAGE_PLUGIN_DIR "build"
#endif

/* The QEMU that the plugin was built for, "10.0". */
#ifndef HOTCAGE_QEMU_VERSION
#define HOTCAGE_QEMU_VERSION ""
#endif

#define PLUGIN "libhotcage-qemu.so"

static bool refuse(GError **error, const char *format, ...)
    G_GNUC_PRINTF(2, 3);

static bool refuse(GError **error, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    g_clear_error(error);
    if (error) {
        *error = g_error_new_valist(HC_CLI_ERROR, HC_CLI_ERROR_UNKNOWN,
                                    format, args);
    }
    va_end(args);
    return false;
}

char *hc_qemu_find(GError **error)
{
    const char *wanted = g_getenv("HOTCAGE_QEMU");
    bool named = wanted && *wanted;
    char *path = g_find_program_in_path(named ? wanted : "qemu-system-arm");

    if (!path && named) {
        refuse(error, "no program %s; set HOTCAGE_QEMU to a qemu-system-arm",
               wanted);
    } else if (!path) {
        refuse(error, "QEMU is missing: no program qemu-system-arm; install "
               "it with tools/setup/packages, or set HOTCAGE_QEMU");
    }
    return path;
}

char *hc_qemu_version(const char *qemu, GError **error)
{
    const char *const argv[] = { qemu, "--version", NULL };
    static const char mark[] = "emulator version ";
    g_autofree char *out = NULL;
    const char *version;
    int status = 0;

    if (!g_spawn_sync(NULL, (char **)argv, NULL, G_SPAWN_STDERR_TO_DEV_NULL,
                      NULL, NULL, &out, NULL, &status, NULL) || status ||
        !(version = strstr(out, mark))) {
        refuse(error, "%s --version tells no version; is it QEMU?", qemu);
        return NULL;
    }
    version += strlen(mark);
    return g_strndup(version, strcspn(version, " \n("));
}

bool hc_qemu_fits(const char *version, GError **error)
{
    static const char built[] = HOTCAGE_QEMU_VERSION;
    size_t len = strlen(built);

    if (len && (strncmp(version, built, len) ||
                g_ascii_isdigit(version[len]))) {
        return refuse(error, "QEMU is %s and the plugin was built for %s; "
                      "build hotcage again, or set HOTCAGE_QEMU to QEMU %s",
                      version, built, built);
    }
    if (g_ascii_strtoull(version, NULL, 10) < 10) {
        return refuse(error, "QEMU is %s and must be 10.0 or newer; see "
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
    refuse(error, "the plugin is missing: no %s; build hotcage with meson, "
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
    refuse(error, "no setup/%s in %s; set HOTCAGE_DATA to hotcage's own "
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

/* What a setup script prints; its progress goes to our stderr. `args` ends
 * with NULL. */
static char *run_setup(const char *name, const char *const *args,
                       GError **error)
{
    g_autofree char *script = hc_setup_find(name, error);
    g_autoptr(GPtrArray) argv = g_ptr_array_new();
    g_autofree char *out = NULL;
    int status = 0;

    if (!script) {
        return NULL;
    }
    g_ptr_array_add(argv, script);
    for (const char *const *arg = args; *arg; arg++) {
        g_ptr_array_add(argv, (char *)*arg);
    }
    g_ptr_array_add(argv, NULL);
    if (!g_spawn_sync(NULL, (char **)argv->pdata, NULL, 0, NULL, NULL, &out,
                      NULL, &status, NULL) || status) {
        refuse(error, "%s %s failed; its reason is above", script, *args);
        return NULL;
    }
    g_strchomp(out);
    return g_steal_pointer(&out);
}

/* The value of a key=value line. */
static char *line_of(const char *text, const char *key)
{
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);

    return g_strdup(hc_argv_key(lines, key));
}

static bool read_start(const char *path, size_t len, GBytes **ret_bytes)
{
    g_autoptr(GMappedFile) file = g_mapped_file_new(path, FALSE, NULL);

    if (!file || g_mapped_file_get_length(file) < len) {
        return false;
    }
    *ret_bytes = g_mapped_file_get_bytes(file);
    return true;
}

/* Documentation/arch/arm/booting.rst names no magic, but the decompressor's
 * head has had one at 0x24 since 1994 (arch/arm/boot/compressed/head.S). */
static bool is_zimage(const char *path)
{
    static const uint8_t magic[] = { 0x18, 0x28, 0x6f, 0x01 };
    g_autoptr(GBytes) bytes = NULL;

    return read_start(path, 0x28, &bytes) &&
        !memcmp((const char *)g_bytes_get_data(bytes, NULL) + 0x24, magic,
                sizeof(magic));
}

static bool zimage_fits(const char *path, GError **error)
{
    if (!g_file_test(path, G_FILE_TEST_IS_REGULAR)) {
        return refuse(error, "no kernel %s; name a zImage, or a series such "
                      "as 6.12 or newest", path);
    }
    return is_zimage(path) ||
        refuse(error, "%s is no ARM zImage; build one with make ARCH=arm "
               "zImage", path);
}

/* Devicetree Specification 5.2: the magic; am33xx.dtsi: the compatible. */
static bool dtb_fits(const char *path, GError **error)
{
    static const uint8_t magic[] = { 0xd0, 0x0d, 0xfe, 0xed };
    static const char soc[] = "ti,am33xx";
    g_autoptr(GBytes) bytes = NULL;
    const void *data;
    size_t len;

    if (!g_file_test(path, G_FILE_TEST_IS_REGULAR)) {
        return refuse(error, "no device tree %s; name one with --dtb", path);
    }
    if (!read_start(path, sizeof(magic), &bytes) ||
        !(data = g_bytes_get_data(bytes, &len)) ||
        memcmp(data, magic, sizeof(magic))) {
        return refuse(error, "%s is no device tree; name a .dtb file", path);
    }
    return memmem(data, len, soc, sizeof(soc)) ||
        refuse(error, "%s is the device tree of another SoC; the bench has "
               "an AM335x (%s)", path, soc);
}

static bool take_series(struct hc_guest *guest, const char *series,
                        const char *board_dtb, GError **error)
{
    g_autofree char *out = run_setup("kernel",
                                     (const char *[]){ series, NULL }, error);
    g_autofree char *dtbs = NULL;

    if (!out) {
        return false;
    }
    guest->release = line_of(out, "release");
    guest->zimage = line_of(out, "zimage");
    dtbs = line_of(out, "dtbs");
    if (!guest->release || !guest->zimage || !dtbs) {
        return refuse(error, "tools/setup/kernel %s told no zimage=", series);
    }
    guest->dtb = g_build_filename(dtbs, board_dtb, NULL);
    return true;
}

static bool is_series(const char *kernel)
{
    return !strcmp(kernel, "newest") ||
        (g_ascii_isdigit(*kernel) &&
         kernel[strspn(kernel, "0123456789.")] == '\0' &&
         !g_file_test(kernel, G_FILE_TEST_EXISTS));
}

struct hc_guest *hc_guest_prepare(const char *kernel, const char *modules,
                                  const char *dtb, const char *board_dtb,
                                  GError **error)
{
    struct hc_guest *guest = g_new0(struct hc_guest, 1);
    bool ok = true;

    if (is_series(kernel)) {
        ok = take_series(guest, kernel, board_dtb, error);
    } else {
        guest->zimage = g_canonicalize_filename(kernel, NULL);
    }
    if (dtb) {
        g_free(guest->dtb);
        guest->dtb = g_canonicalize_filename(dtb, NULL);
    }
    ok = ok && zimage_fits(guest->zimage, error);
    if (ok && !guest->dtb) {
        ok = refuse(error, "your own kernel needs its own device tree: add "
                    "--dtb …/%s", board_dtb);
    }
    if (ok && modules && !g_file_test(modules, G_FILE_TEST_IS_DIR)) {
        ok = refuse(error, "no folder %s; --modules wants one with "
                    "lib/modules/RELEASE", modules);
    }
    if (ok && dtb_fits(guest->dtb, error)) {
        return guest;
    }
    hc_guest_free(guest);
    return NULL;
}

/* Debian's kernel, with the module that some boards need beside its own. */
static bool add_debian_modules(GPtrArray *args, const char *release,
                               bool guest_module, GError **error)
{
    char *extra;

    g_ptr_array_add(args, g_strdup(release));
    if (guest_module) {
        extra = run_setup("guest-module", (const char *[]){ release, NULL },
                          error);
        if (!extra) {
            return false;
        }
        g_ptr_array_add(args, g_strdup("--extra"));
        g_ptr_array_add(args, extra);
    }
    return true;
}

bool hc_guest_pack(struct hc_guest *guest, const char *modules,
                   bool guest_module, const GPtrArray *packages,
                   GError **error)
{
    g_autoptr(GPtrArray) args = g_ptr_array_new_with_free_func(g_free);

    if (modules) {
        g_ptr_array_add(args, g_strdup("--modules"));
        g_ptr_array_add(args, g_strdup(modules));
    } else if (!guest->release) {
        g_ptr_array_add(args, g_strdup("--no-modules"));
    } else if (!add_debian_modules(args, guest->release, guest_module,
                                   error)) {
        return false;
    }
    for (guint at = 0; at < packages->len; at++) {
        g_ptr_array_add(args, g_strdup("--package"));
        g_ptr_array_add(args, g_strdup(packages->pdata[at]));
    }
    g_ptr_array_add(args, NULL);
    guest->initrd = run_setup("initramfs", (const char **)args->pdata, error);
    return guest->initrd;
}

void hc_guest_free(struct hc_guest *guest)
{
    if (guest) {
        g_free(guest->release);
        g_free(guest->zimage);
        g_free(guest->initrd);
        g_free(guest->dtb);
        g_free(guest);
    }
}
