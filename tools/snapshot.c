/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "snapshot.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utime.h>

#include "bench.h"
#include "cli.h"
#include "qemu.h"
#include "qmp.h"
#include "whole.h"

#define POLL_US  5000
#define MIB      (1024 * 1024)

void hc_snapshot_remove(const char *path)
{
    g_autoptr(GDir) folder = g_dir_open(path, 0, NULL);
    const char *name;

    while (folder && (name = g_dir_read_name(folder))) {
        g_autofree char *file = g_build_filename(path, name, NULL);

        g_unlink(file);
    }
    g_rmdir(path);
}

bool hc_snapshot_remove_unused(const char *path)
{
    int lock = hc_folder_lock(path, true);

    if (lock >= 0) {
        hc_snapshot_remove(path);
        close(lock);
    }
    return lock >= 0;
}

/* What is there, and whole. One that is damaged goes, unless somebody is
 * about to use it and will find out as we did. */
static bool take_kept(struct hc_snapshot *snapshot)
{
    if (!g_file_test(snapshot->final, G_FILE_TEST_IS_DIR)) {
        return false;
    }
    snapshot->lock = hc_folder_lock(snapshot->final, false);
    if (snapshot->lock >= 0 && hc_whole_check(snapshot->final)) {
        snapshot->found = true;
        snapshot->path = g_strdup(snapshot->final);
        g_utime(snapshot->final, NULL);
        return true;
    }
    if (snapshot->lock >= 0) {
        close(snapshot->lock);
        snapshot->lock = -1;
    }
    if (hc_snapshot_remove_unused(snapshot->final)) {
        hc_say("a kept machine is damaged; booting a new one");
    }
    return false;
}

/* A place aside, ours as long as we live. */
static bool make_part(struct hc_snapshot *snapshot)
{
    char *path = g_strconcat(snapshot->final, ".part-XXXXXX", NULL);

    if (!g_mkdtemp_full(path, 0777)) {
        g_free(path);
        return false;
    }
    snapshot->path = path;
    snapshot->lock = hc_folder_lock(path, true);
    return snapshot->lock >= 0;
}

static void swap_names(struct hc_snapshot *snapshot)
{
    char *other = snapshot->ours;

    snapshot->ours = snapshot->final;
    snapshot->final = other;
}

/* `ours`: another name to look for, when there is nothing under `key`. */
static struct hc_snapshot *open_by_key(const char *key, const char *ours)
{
    g_autofree char *cache = hc_cache_dir();
    g_autofree char *store = g_build_filename(cache, "snapshots", NULL);
    struct hc_snapshot *snapshot;

    if (!key || g_mkdir_with_parents(store, 0777) != 0) {
        return NULL;
    }
    snapshot = g_new0(struct hc_snapshot, 1);
    snapshot->lock = -1;
    snapshot->final = g_build_filename(store, key, NULL);
    if (take_kept(snapshot)) {
        return snapshot;
    }
    if (ours) {
        snapshot->ours = g_build_filename(store, ours, NULL);
        swap_names(snapshot);
        if (take_kept(snapshot)) {
            return snapshot;
        }
        swap_names(snapshot);
    }
    if (make_part(snapshot)) {
        return snapshot;
    }
    hc_snapshot_free(snapshot);
    return NULL;
}

void hc_snapshot_keep_ours(struct hc_snapshot *snapshot)
{
    if (snapshot && snapshot->ours) {
        swap_names(snapshot);
    }
}

void hc_snapshot_free(struct hc_snapshot *snapshot)
{
    if (!snapshot) {
        return;
    }
    /* Half a snapshot is none. */
    if (!snapshot->found && snapshot->path &&
        strcmp(snapshot->path, snapshot->final)) {
        hc_snapshot_remove(snapshot->path);
    }
    if (snapshot->lock >= 0) {
        close(snapshot->lock);
    }
    g_free(snapshot->path);
    g_free(snapshot->final);
    g_free(snapshot->ours);
    g_free(snapshot);
}

static bool copy_file(const char *from, const char *to, const char *name,
                      GError **error)
{
    g_autofree char *source = g_build_filename(from, name, NULL);
    g_autofree char *target = g_build_filename(to, name, NULL);
    g_autofree char *bytes = NULL;
    gsize len;

    return g_file_get_contents(source, &bytes, &len, error) &&
           g_file_set_contents(target, bytes, (gssize)len, error);
}

/* Logs and captures; the RAM and the agent's words stay. */
static bool copy_logs(const char *from, const char *to, GError **error)
{
    g_autoptr(GDir) folder = g_dir_open(from, 0, error);
    const char *name;

    if (!folder) {
        return false;
    }
    while ((name = g_dir_read_name(folder))) {
        if ((g_str_has_suffix(name, ".pcap") || !strcmp(name, "events.log") ||
             !strcmp(name, "console.log")) &&
            !copy_file(from, to, name, error)) {
            return false;
        }
    }
    return true;
}

static bool uses_none(const struct hc_bench *bench)
{
    return bench->shell || bench->options->paused || bench->options->cold ||
        bench->options->stop_at;
}

struct hc_snapshot *hc_snapshot_open(const struct hc_bench *bench)
{
    return open_by_key(uses_none(bench) ? NULL : bench->common_key,
                       bench->key);
}

struct hc_snapshot *hc_snapshot_open_fork(const struct hc_bench *bench)
{
    g_autofree char *key = uses_none(bench) ? NULL
                                            : hc_snapshot_fork_key(bench);

    return open_by_key(key, NULL);
}

bool hc_snapshot_unpack(const struct hc_snapshot *snapshot,
                        const struct hc_bench *bench, GError **error)
{
    return copy_logs(snapshot->path, bench->dir->path, error);
}

bool hc_snapshot_write(struct hc_qmp *qmp, const char *path, GError **error)
{
    g_autofree char *uri = g_strdup_printf("file:%s", path);
    g_autoptr(JsonBuilder) builder = json_builder_new();
    g_autoptr(JsonNode) answer = NULL;

    json_builder_begin_object(builder);
    json_builder_set_member_name(builder, "uri");
    json_builder_add_string_value(builder, uri);
    json_builder_end_object(builder);
    answer = hc_qmp_execute(qmp, "migrate", json_builder_get_root(builder),
                            error);
    while (answer) {
        g_autoptr(JsonNode) state = hc_qmp_execute(qmp, "query-migrate",
                                                   NULL, error);
        const char *word = state
            ? json_object_get_string_member_with_default(
                  json_node_get_object(state), "status", "setup") : "failed";

        if (!strcmp(word, "completed")) {
            return true;
        }
        if (state && (!strcmp(word, "failed") || !strcmp(word, "cancelled"))) {
            g_set_error(error, HC_CLI_ERROR, HC_CLI_ERROR_UNKNOWN,
                        "QEMU could not write it");
        }
        if (!state || !strcmp(word, "failed") || !strcmp(word, "cancelled")) {
            return false;
        }
        g_usleep(POLL_US);
    }
    return false;
}

struct kept {
    char *path;
    guint64 bytes;
    gint64 used;
};

static void kept_free(gpointer data)
{
    struct kept *kept = data;

    g_free(kept->path);
    g_free(kept);
}

static gint by_age(gconstpointer a, gconstpointer b)
{
    const struct kept *one = *(struct kept *const *)a;
    const struct kept *two = *(struct kept *const *)b;

    return one->used < two->used ? -1 : one->used > two->used;
}

/* Throws the longest unused ones away until the rest fits, and what a killed
 * run has left half written. */
static void prune(const char *store, unsigned limit_mib)
{
    g_autoptr(GDir) folder = g_dir_open(store, 0, NULL);
    g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func(kept_free);
    guint64 total = 0;
    const char *name;

    while (folder && (name = g_dir_read_name(folder))) {
        struct kept *kept = g_new0(struct kept, 1);
        GStatBuf about;

        kept->path = g_build_filename(store, name, NULL);
        if (strstr(name, ".part-")) {
            hc_snapshot_remove_unused(kept->path);
            kept_free(kept);
            continue;
        }
        kept->used = g_stat(kept->path, &about) == 0 ? about.st_mtime : 0;
        kept->bytes = hc_folder_bytes(kept->path);
        total += kept->bytes;
        g_ptr_array_add(list, kept);
    }
    g_ptr_array_sort(list, by_age);
    for (guint at = 0; at + 1 < list->len &&
                       total > (guint64)limit_mib * MIB; at++) {
        struct kept *kept = list->pdata[at];

        total -= hc_snapshot_remove_unused(kept->path) ? kept->bytes : 0;
    }
}

static bool save(struct hc_snapshot *snapshot, const struct hc_bench *bench,
                 struct hc_qmp *qmp, GError **error)
{
    g_autofree char *part = g_build_filename(snapshot->path,
                                             HC_SNAPSHOT_RAM ".part", NULL);
    g_autofree char *ram = g_build_filename(snapshot->path, HC_SNAPSHOT_RAM,
                                            NULL);

    if (!hc_snapshot_write(qmp, part, error) ||
        !copy_logs(bench->dir->path, snapshot->path, error) ||
        g_rename(part, ram) != 0 || !hc_whole_seal(snapshot->path)) {
        return false;
    }
    hc_folder_share(snapshot->lock);
    /* Somebody else may have been faster; theirs is as good. */
    if (g_rename(snapshot->path, snapshot->final) == 0) {
        g_free(snapshot->path);
        snapshot->path = g_strdup(snapshot->final);
    }
    return true;
}

void hc_snapshot_take(struct hc_snapshot *snapshot,
                      const struct hc_bench *bench, unsigned limit_mib)
{
    g_autoptr(GError) error = NULL;
    struct hc_qmp *qmp = hc_qmp_open(bench->dir->path, &error);
    g_autofree char *store = NULL;
    g_autoptr(JsonNode) answer = NULL;

    if (!qmp || !snapshot || !save(snapshot, bench, qmp, &error)) {
        hc_say("the machine is not kept for the next run: %s",
               error ? error->message : "the cache cannot be written");
    }
    if (snapshot) {
        store = g_path_get_dirname(snapshot->final);
        prune(store, limit_mib);
    }
    answer = qmp ? hc_qmp_execute(qmp, "cont", NULL, NULL) : NULL;
    hc_qmp_close(qmp);
}

bool hc_snapshot_go_on(const struct hc_bench *bench)
{
    struct hc_qmp *qmp = hc_qmp_open(bench->dir->path, NULL);
    g_autoptr(JsonNode) state = qmp
        ? hc_qmp_execute(qmp, "query-status", NULL, NULL) : NULL;
    g_autoptr(JsonNode) answer = NULL;
    const char *word = state
        ? json_object_get_string_member_with_default(
              json_node_get_object(state), "status", "") : "";

    if (!strcmp(word, "paused")) {
        answer = hc_qmp_execute(qmp, "cont", NULL, NULL);
    }
    hc_qmp_close(qmp);
    return answer;
}

void hc_snapshot_discard(const struct hc_snapshot *snapshot)
{
    hc_snapshot_remove(snapshot->final);
}
