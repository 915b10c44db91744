/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "rundir.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "cli.h"

/* The file that makes a folder a run directory, and its lock. */
#define LOCK_NAME ".hotcage-run"

/* guess: the logs and captures of a common scenario; a run that needs more
 * ends with a message of its own. */
#define ROOM_MIN_BYTES (16 * 1024 * 1024)

#define RUNS_MAX 100000

static void refuse(GError **error, const char *format, ...)
    G_GNUC_PRINTF(2, 3);

static void refuse(GError **error, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    if (error) {
        *error = g_error_new_valist(HC_CLI_ERROR, HC_CLI_ERROR_UNKNOWN,
                                    format, args);
    }
    va_end(args);
}

static char *make_numbered(const char *stem, GError **error)
{
    if (g_mkdir_with_parents(HC_RUNS, 0777)) {
        refuse(error, "cannot make the folder %s: %s; name another with "
               "--out", HC_RUNS, g_strerror(errno));
        return NULL;
    }
    for (unsigned n = 1; n < RUNS_MAX; n++) {
        g_autofree char *path = g_strdup_printf("%s/%s-%u", HC_RUNS, stem,
                                                n);

        if (!g_mkdir(path, 0777)) {
            return g_canonicalize_filename(path, NULL);
        }
        if (errno != EEXIST) {
            refuse(error, "cannot make the folder %s: %s; name another with "
                   "--out", path, g_strerror(errno));
            return NULL;
        }
    }
    refuse(error, "%s is full of runs; remove some", HC_RUNS);
    return NULL;
}

/* A folder with other things in it is none of ours: we would delete them. */
static gboolean is_ours_or_empty(const char *path)
{
    g_autofree char *lock = g_build_filename(path, LOCK_NAME, NULL);
    g_autoptr(GDir) dir = g_dir_open(path, 0, NULL);

    return g_file_test(lock, G_FILE_TEST_EXISTS) ||
        (dir && !g_dir_read_name(dir));
}

static char *make_named(const char *path, GError **error)
{
    if (g_mkdir_with_parents(path, 0777)) {
        refuse(error, "cannot make the folder %s: %s; name another with "
               "--out", path, g_strerror(errno));
        return NULL;
    }
    if (!is_ours_or_empty(path)) {
        refuse(error, "%s holds other files; name an empty folder with "
               "--out", path);
        return NULL;
    }
    return g_canonicalize_filename(path, NULL);
}

char *hc_rundir_folder(const char *path, const char *stem, GError **error)
{
    if (!path) {
        return make_numbered(stem, error);
    }
    if (g_mkdir_with_parents(path, 0777)) {
        refuse(error, "cannot make the folder %s: %s; name another with "
               "--out", path, g_strerror(errno));
        return NULL;
    }
    return g_canonicalize_filename(path, NULL);
}

static gboolean has_room(const char *path, GError **error)
{
    struct statvfs disk;

    if (!statvfs(path, &disk) &&
        (guint64)disk.f_bavail * disk.f_frsize < ROOM_MIN_BYTES) {
        refuse(error, "the disk of %s is full; make room (16 MB at least), "
               "or name another folder with --out", path);
        return FALSE;
    }
    return TRUE;
}

static int take_lock(const char *path, GError **error)
{
    g_autofree char *name = g_build_filename(path, LOCK_NAME, NULL);
    int fd = open(name, O_RDWR | O_CREAT | O_CLOEXEC, 0666);

    if (fd < 0) {
        refuse(error, "cannot write into %s: %s; name another folder with "
               "--out", path, g_strerror(errno));
    } else if (flock(fd, LOCK_EX | LOCK_NB)) {
        refuse(error, "a bench is running in %s already; name another folder "
               "with --out", path);
        close(fd);
        fd = -1;
    }
    return fd;
}

static gboolean is_result(const char *name)
{
    static const char *const names[] = { "events.log", "console.log",
                                         "qemu.log", "result.json",
                                         "qmp.sock", HC_RUNDIR_WAITING,
                                         NULL };

    return g_strv_contains(names, name) ||
        g_str_has_suffix(name, ".pcap") || g_str_has_suffix(name, ".pcapng");
}

static void clear(const char *path)
{
    g_autoptr(GDir) dir = g_dir_open(path, 0, NULL);
    const char *name;

    while (dir && (name = g_dir_read_name(dir))) {
        g_autofree char *file = g_build_filename(path, name, NULL);

        if (is_result(name)) {
            g_unlink(file);
        }
    }
}

struct hc_rundir *hc_rundir_open(const char *path, const char *stem,
                                 GError **error)
{
    g_autofree char *made = path ? make_named(path, error)
                                 : make_numbered(stem, error);
    struct hc_rundir *dir;
    int lock;

    if (!made || !has_room(made, error)) {
        if (made && !path) {
            g_rmdir(made);
        }
        return NULL;
    }
    lock = take_lock(made, error);
    if (lock < 0) {
        return NULL;
    }
    clear(made);
    if (ftruncate(lock, 0)) {
        g_debug("%s: %s", made, g_strerror(errno));
    }
    dir = g_new0(struct hc_rundir, 1);
    dir->path = g_steal_pointer(&made);
    dir->lock = lock;
    return dir;
}

void hc_rundir_close(struct hc_rundir *dir)
{
    g_autofree char *socket = NULL;

    if (dir) {
        socket = hc_rundir_file(dir, "qmp.sock");
        g_unlink(socket);
        close(dir->lock);
        g_free(dir->path);
        g_free(dir);
    }
}

void hc_rundir_describe(struct hc_rundir *dir, const char *text)
{
    if (pwrite(dir->lock, text, strlen(text), 0) < 0) {
        g_debug("%s: %s", dir->path, g_strerror(errno));
    }
}

char *hc_rundir_description(const char *path)
{
    g_autofree char *name = g_build_filename(path, LOCK_NAME, NULL);
    char *text = NULL;

    g_file_get_contents(name, &text, NULL, NULL);
    return text;
}

char *hc_rundir_file(const struct hc_rundir *dir, const char *name)
{
    return g_build_filename(dir->path, name, NULL);
}

static int compare_names(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

char **hc_rundir_captures(const struct hc_rundir *dir)
{
    GPtrArray *names = g_ptr_array_new();
    g_autoptr(GDir) folder = g_dir_open(dir->path, 0, NULL);
    const char *name;

    while (folder && (name = g_dir_read_name(folder))) {
        if (g_str_has_suffix(name, ".pcap") ||
            g_str_has_suffix(name, ".pcapng")) {
            g_ptr_array_add(names, g_strdup(name));
        }
    }
    g_ptr_array_sort(names, compare_names);
    g_ptr_array_add(names, NULL);
    return (char **)g_ptr_array_free(names, FALSE);
}

/* Somebody holds its lock. */
static gboolean is_alive(const char *path)
{
    g_autofree char *name = g_build_filename(path, LOCK_NAME, NULL);
    int fd = open(name, O_RDWR | O_CLOEXEC);
    gboolean alive = fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) &&
                     errno == EWOULDBLOCK;

    if (fd >= 0) {
        close(fd);
    }
    return alive;
}

char *hc_rundir_alive(const char *path, GError **error)
{
    g_autoptr(GDir) dir = NULL;
    g_autofree char *found = NULL;
    const char *name;

    path = path ? path : g_getenv("HOTCAGE_RUN");
    if (path) {
        return g_strdup(path);
    }
    dir = g_dir_open(HC_RUNS, 0, NULL);
    while (dir && (name = g_dir_read_name(dir))) {
        g_autofree char *run = g_build_filename(HC_RUNS, name, NULL);

        if (!is_alive(run)) {
            continue;
        }
        if (found) {
            refuse(error, "more than one bench is running; name its folder "
                   "with --run");
            return NULL;
        }
        found = g_steal_pointer(&run);
    }
    if (!found) {
        refuse(error, "no bench is running in %s here; start one with "
               "hotcage shell, or name its folder with --run", HC_RUNS);
    }
    return g_steal_pointer(&found);
}

void hc_rundir_empty(const struct hc_rundir *dir)
{
    g_auto(GStrv) captures = hc_rundir_captures(dir);
    static const char *const logs[] = { "events.log", "console.log" };

    for (char **name = captures; *name; name++) {
        g_autofree char *path = hc_rundir_file(dir, *name);

        g_unlink(path);
    }
    for (unsigned at = 0; at < G_N_ELEMENTS(logs); at++) {
        g_autofree char *path = hc_rundir_file(dir, logs[at]);

        g_unlink(path);
    }
}
