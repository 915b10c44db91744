/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "guest.h"

#include <string.h>

#include "cli.h"
#include "setup-run.h"
#include "zimage.h"

static GPtrArray *words_of(const char *first, const char *second)
{
    GPtrArray *words = g_ptr_array_new();

    g_ptr_array_add(words, (void *)first);
    if (second) {
        g_ptr_array_add(words, (void *)second);
    }
    return words;
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

/* A zImage that was cut off would boot into nothing. */
static bool zimage_fits(const char *path, GError **error)
{
    g_autoptr(GBytes) bytes = NULL;
    const guint8 *data;
    gsize len = 0;
    guint32 end;

    if (!g_file_test(path, G_FILE_TEST_IS_REGULAR)) {
        return hc_deny(error, "no kernel %s; name a zImage, a build tree, or a "
                      "series such as 6.12 or newest", path);
    }
    data = read_start(path, 1, &bytes) ? g_bytes_get_data(bytes, &len) : NULL;
    if (!data || !hc_zimage_is(data, len)) {
        return hc_deny(error, "%s is no ARM zImage; build one with make "
                       "ARCH=arm zImage", path);
    }
    return hc_zimage_is_whole(data, len, &end) ||
        hc_deny(error, "%s is cut off: it has %" G_GSIZE_FORMAT " bytes of "
                "the %u that its head tells; build or fetch it again", path,
                len, end);
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
        return hc_deny(error, "no device tree %s; name one with --dtb", path);
    }
    if (!read_start(path, sizeof(magic), &bytes) ||
        !(data = g_bytes_get_data(bytes, &len)) ||
        memcmp(data, magic, sizeof(magic))) {
        return hc_deny(error, "%s is no device tree; name a .dtb file", path);
    }
    return memmem(data, len, soc, sizeof(soc)) ||
        hc_deny(error, "%s is the device tree of another SoC; the bench has "
               "an AM335x (%s)", path, soc);
}

static bool take_series(struct hc_guest *guest, const char *told,
                        const char *board_dtb)
{
    g_autofree char *dtbs = line_of(told, "dtbs");

    guest->release = line_of(told, "release");
    guest->zimage = line_of(told, "zimage");
    guest->dtb = dtbs ? g_build_filename(dtbs, board_dtb, NULL) : NULL;
    return guest->release && guest->zimage && guest->dtb;
}

static bool find_series(struct hc_guest *guest, const char *series,
                        const char *board_dtb, GError **error)
{
    g_autoptr(GPtrArray) words = words_of(series, NULL);
    g_autofree char *told = hc_setup_run("kernel", words, error);

    return told && (take_series(guest, told, board_dtb) ||
                    hc_deny(error, "tools/setup/kernel %s told no zimage=",
                              series));
}

/* A tree that was built brings everything. */
static bool find_tree(struct hc_guest *guest, const char *tree,
                      const char *board_dtb, GError **error)
{
    g_autoptr(GPtrArray) words = words_of(tree, NULL);
    g_autofree char *told = hc_setup_run("build-tree", words, error);

    if (!told) {
        return false;
    }
    guest->tree = g_canonicalize_filename(tree, NULL);
    guest->modules = line_of(told, "modules");
    guest->config = line_of(told, "config");
    return take_series(guest, told, board_dtb) ||
        hc_deny(error, "tools/setup/build-tree %s told no zimage=", tree);
}

static bool is_series(const char *kernel)
{
    return !strcmp(kernel, "newest") ||
        (g_ascii_isdigit(*kernel) &&
         kernel[strspn(kernel, "0123456789.")] == '\0' &&
         !g_file_test(kernel, G_FILE_TEST_EXISTS));
}

static bool find_kernel(struct hc_guest *guest, const char *kernel,
                        const char *board_dtb, GError **error)
{
    if (is_series(kernel)) {
        return find_series(guest, kernel, board_dtb, error);
    }
    if (g_file_test(kernel, G_FILE_TEST_IS_DIR)) {
        return find_tree(guest, kernel, board_dtb, error);
    }
    guest->zimage = g_canonicalize_filename(kernel, NULL);
    return true;
}

static bool wish_fits(const struct hc_guest_wish *wish,
                      const struct hc_guest *guest, GError **error)
{
    if (wish->modules && !g_file_test(wish->modules, G_FILE_TEST_IS_DIR)) {
        return hc_deny(error, "no folder %s; --modules wants one with "
                         "lib/modules/RELEASE", wish->modules);
    }
    for (char *const *file = wish->module; file && *file; file++) {
        if (!g_str_has_suffix(*file, ".ko") ||
            !g_file_test(*file, G_FILE_TEST_IS_REGULAR)) {
            return hc_deny(error, "no module %s; --module wants a .ko file",
                             *file);
        }
    }
    if (wish->module && !guest->release && !wish->modules) {
        return hc_deny(error, "a .ko file needs the kernel's other modules; "
                         "add --modules DIR");
    }
    return true;
}

static struct hc_guest *guest_new(void)
{
    struct hc_guest *guest = g_new0(struct hc_guest, 1);

    guest->paths = g_ptr_array_new_with_free_func(g_free);
    return guest;
}

struct hc_guest *hc_guest_prepare(const struct hc_guest_wish *wish,
                                  const struct hc_board_row *board,
                                  GError **error)
{
    struct hc_guest *guest = guest_new();
    bool ok = find_kernel(guest, wish->kernel ? wish->kernel : "6.12",
                          board->dtb, error);

    if (wish->dtb) {
        g_free(guest->dtb);
        guest->dtb = g_canonicalize_filename(wish->dtb, NULL);
    }
    ok = ok && zimage_fits(guest->zimage, error);
    if (ok && !guest->dtb) {
        ok = hc_deny(error, "your own kernel needs its own device tree: "
                       "add --dtb …/%s", board->dtb);
    }
    if (ok && wish_fits(wish, guest, error) && dtb_fits(guest->dtb, error)) {
        return guest;
    }
    hc_guest_free(guest);
    return NULL;
}

/* The .ko of guest/module, made for this kernel. */
static char *make_guest_module(const struct hc_guest *guest, GError **error)
{
    g_autoptr(GPtrArray) words = guest->tree
        ? words_of("--build", guest->tree) : words_of(guest->release, NULL);

    return hc_setup_run("guest-module", words, error);
}

/* Debian's kernel or a build tree bring what a folder of modules has to hold
 * already. */
static bool lacks_guest_module(const struct hc_guest *guest,
                               const struct hc_guest_wish *wish,
                               const struct hc_board_row *board)
{
    return board->guest_module && guest->release && !wish->modules;
}

static void add_pair(GPtrArray *words, const char *option, const char *value)
{
    g_ptr_array_add(words, (void *)option);
    g_ptr_array_add(words, (void *)value);
}

static bool skip_without(const char *source, const char *kernel,
                         GError **error)
{
    g_clear_error(error);
    g_set_error(error, HC_CLI_ERROR, HC_CLI_ERROR_SKIPPED,
                "skipped on %s: %s", kernel, source);
    return false;
}

/* The source of what boots: the tree that it was built in, or Debian's. */
static bool find_source(struct hc_guest *guest, GError **error)
{
    g_autoptr(GPtrArray) words = words_of(guest->release, NULL);

    if (guest->source) {
        return true;
    }
    if (guest->tree) {
        guest->source = g_strdup(guest->tree);
    } else if (!guest->release) {
        return skip_without("the source of a zImage is not known; boot its "
                            "build tree with --build", guest->zimage, error);
    } else {
        guest->source = hc_setup_run("kernel-source", words, error);
    }
    return guest->source ||
        skip_without("there is no source of this kernel, see above",
                     guest->release, error);
}

static bool add_kernel_file(struct hc_guest *guest,
                            const struct hc_scenario *scenario,
                            const struct hc_scenario_file *file,
                            GPtrArray *words, GError **error)
{
    char *path;

    if (!find_source(guest, error)) {
        return false;
    }
    path = g_build_filename(guest->source, file->path, NULL);
    g_ptr_array_add(guest->paths, path);
    add_pair(words, path, file->to);
    return g_file_test(path, G_FILE_TEST_EXISTS) ||
        hc_deny(error, "%s:%u: there is no %s; of Debian's source "
                "tools/setup/kernel-source keeps some parts", scenario->path,
                file->line, path);
}

/* In full, so that a change is noticed where the script is not called. */
static void add_own_file(struct hc_guest *guest,
                         const struct hc_scenario_file *file,
                         GPtrArray *words)
{
    char *path = g_canonicalize_filename(file->path, NULL);

    g_ptr_array_add(guest->paths, path);
    add_pair(words, path, file->to);
}

static bool add_files(struct hc_guest *guest,
                      const struct hc_scenario *scenario, GPtrArray *words,
                      GError **error)
{
    bool ok = true;

    for (guint at = 0; ok && at < scenario->files->len; at++) {
        const struct hc_scenario_file *file = scenario->files->pdata[at];

        g_ptr_array_add(words, (void *)"--file");
        if (file->from_kernel) {
            ok = add_kernel_file(guest, scenario, file, words, error);
        } else {
            add_own_file(guest, file, words);
        }
    }
    return ok;
}

bool hc_guest_pack(struct hc_guest *guest, const struct hc_guest_wish *wish,
                   const struct hc_scenario *scenario, GError **error)
{
    const char *modules = wish->modules ? wish->modules : guest->modules;
    g_autoptr(GPtrArray) words = modules ? words_of("--modules", modules)
        : words_of(guest->release ? guest->release : "--no-modules", NULL);
    g_autofree char *ours = NULL;

    if (lacks_guest_module(guest, wish, scenario->board)) {
        ours = make_guest_module(guest, error);
        if (!ours) {
            return false;
        }
        add_pair(words, "--extra", ours);
    }
    for (char *const *file = wish->module; file && *file; file++) {
        add_pair(words, "--extra", *file);
    }
    for (guint at = 0; at < scenario->packages->len; at++) {
        add_pair(words, "--package", scenario->packages->pdata[at]);
    }
    if (!add_files(guest, scenario, words, error)) {
        return false;
    }
    guest->initrd = hc_setup_run("initramfs", words, error);
    return guest->initrd;
}

void hc_guest_free(struct hc_guest *guest)
{
    if (guest) {
        g_free(guest->release);
        g_free(guest->zimage);
        g_free(guest->image);
        g_free(guest->initrd);
        g_free(guest->dtb);
        g_free(guest->tree);
        g_free(guest->modules);
        g_free(guest->config);
        g_free(guest->source);
        g_ptr_array_unref(guest->paths);
        g_free(guest);
    }
}
