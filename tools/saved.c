/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "saved.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "about.h"
#include "cli.h"
#include "qemu.h"
#include "qmp.h"
#include "rundir.h"
#include "snapshot.h"
#include "whole.h"

#define NAME_MAX_CHARS 64
#define ABOUT_FILE "about"
#define SAVED      "saved"

bool hc_saved_name_fits(const char *name, GError **error)
{
    size_t len = strlen(name);

    for (const char *at = name; *at; at++) {
        if (!g_ascii_isalnum(*at) && *at != '-' && *at != '_') {
            len = 0;
        }
    }
    return (len && len <= NAME_MAX_CHARS && *name != '-') ||
        hc_deny(error, "'%s' is no name of a snapshot; take letters, digits, "
                "'-' and '_', %d at most", name, NAME_MAX_CHARS);
}

static char *store_path(void)
{
    g_autofree char *cache = hc_cache_dir();

    return g_build_filename(cache, SAVED, NULL);
}

static char *path_of(const char *name)
{
    g_autofree char *store = store_path();

    return g_build_filename(store, name, NULL);
}

/* What a killed command has left half written; a name has no dot. */
static void sweep(const char *store)
{
    g_autoptr(GDir) folder = g_dir_open(store, 0, NULL);
    const char *name;

    while (folder && (name = g_dir_read_name(folder))) {
        g_autofree char *path = g_build_filename(store, name, NULL);

        if (strchr(name, '.')) {
            hc_snapshot_remove_unused(path);
        }
    }
}

/* A place aside, ours alone as long as we live. */
static char *make_aside(const char *name, int *ret_lock, GError **error)
{
    g_autofree char *store = store_path();
    g_autofree char *path = g_strdup_printf("%s/%s.part-XXXXXX", store, name);
    bool made = g_mkdir_with_parents(store, 0777) == 0;

    if (made) {
        sweep(store);
    }
    if (!made || !g_mkdtemp_full(path, 0777) ||
        (*ret_lock = hc_folder_lock(path, true)) < 0) {
        hc_deny(error, "%s: %s; make room, or name another cache with "
                "HOTCAGE_CACHE", store, g_strerror(errno));
        return NULL;
    }
    return g_steal_pointer(&path);
}

static GKeyFile *about_of(const char *run, GError **error)
{
    g_autofree char *text = hc_rundir_description(run);
    g_autoptr(GKeyFile) about = g_key_file_new();
    g_autofree char *key = NULL;

    if (!text || !*text ||
        !g_key_file_load_from_data(about, text, -1, 0, NULL)) {
        hc_deny(error, "%s does not say what bench it is; start it again",
                run);
        return NULL;
    }
    key = hc_about_get(about, "key");
    if (!key) {
        hc_deny(error, "this bench cannot be saved: a partner reaches the "
                "host, and the host cannot be restored");
        return NULL;
    }
    return g_steal_pointer(&about);
}

static bool write_about(struct hc_qmp *qmp, GKeyFile *about,
                        const char *folder, GError **error)
{
    g_autofree char *path = g_build_filename(folder, ABOUT_FILE, NULL);
    g_autofree char *ns = hc_qmp_get(qmp, "virtual-ns", error);

    if (!ns) {
        return false;
    }
    g_key_file_set_string(about, SAVED, "ns", ns);
    g_key_file_set_int64(about, SAVED, "date",
                         g_get_real_time() / G_USEC_PER_SEC);
    return g_key_file_save_to_file(about, path, error);
}

/* The machine stands still. */
static bool write_all(struct hc_qmp *qmp, GKeyFile *about, const char *folder,
                      GError **error)
{
    g_autofree char *ram = g_build_filename(folder, HC_SNAPSHOT_RAM, NULL);

    if (!hc_qmp_set(qmp, "keep", folder, error)) {
        g_prefix_error(error, "the bench cannot be saved now: ");
        return false;
    }
    if (!hc_snapshot_write(qmp, ram, error) ||
        !write_about(qmp, about, folder, error) || !hc_whole_seal(folder)) {
        g_autofree char *why = g_strdup(error && *error ? (*error)->message
                                                        : g_strerror(errno));

        return hc_deny(error, "%s: %s; make room, or name another cache with "
                       "HOTCAGE_CACHE", folder, why);
    }
    return true;
}

/* "running", "paused", …; NULL with an error. */
static char *state_of(struct hc_qmp *qmp, GError **error)
{
    g_autoptr(JsonNode) state = hc_qmp_execute(qmp, "query-status", NULL,
                                               error);

    return state ? g_strdup(json_object_get_string_member_with_default(
                       json_node_get_object(state), "status", "")) : NULL;
}

static bool stop_and_write(const char *run, GKeyFile *about,
                           const char *folder, GError **error)
{
    struct hc_qmp *qmp = hc_qmp_open(run, error);
    g_autofree char *state = qmp ? state_of(qmp, error) : NULL;
    bool runs = !g_strcmp0(state, "running"), ok = false;
    g_autoptr(JsonNode) stopped = runs
        ? hc_qmp_execute(qmp, "stop", NULL, error) : NULL;
    g_autoptr(JsonNode) goes_on = NULL;

    /* QEMU does not write a machine twice in one breath. */
    if (!g_strcmp0(state, "postmigrate")) {
        hc_deny(error, "this machine is saved already as it stands; "
                "let it go on with hotcage ctl cont");
    } else if (state && (!runs || stopped)) {
        ok = write_all(qmp, about, folder, error);
    }
    goes_on = stopped ? hc_qmp_execute(qmp, "cont", NULL, NULL) : NULL;
    hc_qmp_close(qmp);
    return ok;
}

static bool is_free(const char *name, const char *path, GError **error)
{
    return !g_file_test(path, G_FILE_TEST_EXISTS) ||
        hc_deny(error, "there is a snapshot %s; take another name, or "
                "hotcage snapshot delete %s", name, name);
}

bool hc_saved_save(const char *name, const char *run, GError **error)
{
    g_autofree char *path = path_of(name);
    g_autofree char *aside = NULL;
    g_autoptr(GKeyFile) about = NULL;
    int lock = -1;
    bool ok;

    if (!hc_saved_name_fits(name, error) || !is_free(name, path, error)) {
        return false;
    }
    about = about_of(run, error);
    aside = about ? make_aside(name, &lock, error) : NULL;
    ok = aside && stop_and_write(run, about, aside, error);
    if (ok && g_rename(aside, path) != 0) {
        ok = is_free(name, path, error) &&
             hc_deny(error, "%s: %s", path, g_strerror(errno));
    }
    if (aside && !ok) {
        hc_snapshot_remove(aside);
    }
    if (lock >= 0) {
        close(lock);
    }
    return ok;
}

void hc_saved_free(void *data)
{
    struct hc_saved *saved = data;

    if (saved) {
        if (saved->lock >= 0) {
            close(saved->lock);
        }
        g_clear_pointer(&saved->about, g_key_file_unref);
        g_free(saved->name);
        g_free(saved->path);
        g_free(saved);
    }
}

/* Without a look at the sums: a machine's RAM takes its time. */
static struct hc_saved *look(const char *name)
{
    struct hc_saved *saved = g_new0(struct hc_saved, 1);
    g_autofree char *file = NULL;

    saved->lock = -1;
    saved->name = g_strdup(name);
    saved->path = path_of(name);
    saved->about = g_key_file_new();
    file = g_build_filename(saved->path, ABOUT_FILE, NULL);
    if (!g_key_file_load_from_file(saved->about, file, 0, NULL)) {
        hc_saved_free(saved);
        return NULL;
    }
    saved->ns = g_key_file_get_uint64(saved->about, SAVED, "ns", NULL);
    saved->date = g_key_file_get_int64(saved->about, SAVED, "date", NULL);
    saved->bytes = hc_folder_bytes(saved->path);
    return saved;
}

static bool exists(const char *name, GError **error)
{
    g_autofree char *path = path_of(name);

    return hc_saved_name_fits(name, error) &&
        (g_file_test(path, G_FILE_TEST_IS_DIR) ||
         hc_deny(error, "there is no snapshot %s; see hotcage snapshot list",
                 name));
}

struct hc_saved *hc_saved_open(const char *name, GError **error)
{
    struct hc_saved *saved;

    if (!exists(name, error)) {
        return NULL;
    }
    saved = look(name);
    if (saved) {
        saved->lock = hc_folder_lock(saved->path, false);
    }
    if (!saved || saved->lock < 0 || !hc_whole_check(saved->path)) {
        hc_deny(error, "snapshot %s is damaged; hotcage snapshot delete %s",
                name, name);
        hc_saved_free(saved);
        return NULL;
    }
    return saved;
}

static int by_name(const void *a, const void *b)
{
    return strcmp((*(struct hc_saved *const *)a)->name,
                  (*(struct hc_saved *const *)b)->name);
}

GPtrArray *hc_saved_all(void)
{
    GPtrArray *all = g_ptr_array_new_with_free_func(hc_saved_free);
    g_autofree char *store = store_path();
    g_autoptr(GDir) folder = g_dir_open(store, 0, NULL);
    const char *name;

    while (folder && (name = g_dir_read_name(folder))) {
        struct hc_saved *saved = strchr(name, '.') ? NULL : look(name);

        if (saved) {
            g_ptr_array_add(all, saved);
        }
    }
    g_ptr_array_sort(all, by_name);
    return all;
}

bool hc_saved_delete(const char *name, GError **error)
{
    g_autofree char *path = path_of(name);

    return exists(name, error) &&
        (hc_snapshot_remove_unused(path) ||
         hc_deny(error, "a bench is using snapshot %s; end it first", name));
}
