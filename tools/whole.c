/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "whole.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "memo.h"

#define SUMS_NAME "sums"
#define LOCK_NAME "lock"
#define CHECKED_NAME "checked"
#define BLOCK     4096
#define BOOT_ID   "/proc/sys/kernel/random/boot_id"

int hc_folder_lock(const char *path, bool alone)
{
    g_autofree char *name = g_build_filename(path, LOCK_NAME, NULL);
    int fd = open(name, alone ? O_RDWR | O_CREAT | O_CLOEXEC
                              : O_RDONLY | O_CLOEXEC, 0666);

    if (fd >= 0 && flock(fd, (alone ? LOCK_EX : LOCK_SH) | LOCK_NB) != 0) {
        close(fd);
        fd = -1;
    }
    return fd;
}

void hc_folder_share(int lock)
{
    flock(lock, LOCK_SH);
}

/* No cryptography: it finds accidents, a lost page or a flipped bit. Each
 * step is a bijection of the word (the factor is odd: 2^64 divided by the
 * golden ratio), so that one changed word always changes the sum. */
static guint64 mix(guint64 sum, guint64 word)
{
    sum = (sum ^ word) * G_GUINT64_CONSTANT(0x9e3779b97f4a7c15);
    return sum ^ sum >> 32;
}

static guint64 mix_bytes(guint64 sum, const char *bytes, gsize len)
{
    guint64 word;

    for (; len; bytes += MIN(len, sizeof(word)),
                len -= MIN(len, sizeof(word))) {
        word = 0;
        memcpy(&word, bytes, MIN(len, sizeof(word)));
        sum = mix(sum, word);
    }
    return sum;
}

static bool is_zero(const char *bytes, gsize len)
{
    return !*bytes && !memcmp(bytes, bytes + 1, len - 1);
}

/* Blocks that hold something, and where: what of the rest is a hole in the
 * file is the file system's business. */
static guint64 mix_blocks(guint64 sum, const char *bytes, off_t from,
                          off_t end)
{
    for (off_t at = from - from % BLOCK; at < end; at += BLOCK) {
        const gsize len = (gsize)MIN(BLOCK, end - at);

        if (!is_zero(bytes + at, len)) {
            sum = mix_bytes(mix(sum, (guint64)at), bytes + at, len);
        }
    }
    return sum;
}

/* Where the next data is; all the rest for a file system that cannot tell. */
static off_t next_data(int fd, off_t at, off_t len)
{
    const off_t from = lseek(fd, at, SEEK_DATA);

    return from >= 0 ? from : errno == ENXIO ? len : at;
}

/* Most of a machine's RAM is a hole, and a hole is not to be read: each of
 * its pages would take one of the host's. */
static guint64 sum_of(int fd, const char *bytes, off_t len)
{
    guint64 sum = (guint64)len;
    off_t from, end = 0;

    while (end < len && (from = next_data(fd, end, len)) < len) {
        end = lseek(fd, from, SEEK_HOLE);
        end = end < 0 ? len : MIN(len, (end + BLOCK - 1) / BLOCK * BLOCK);
        sum = mix_blocks(sum, bytes, from, end);
    }
    return sum;
}

static int compare_names(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static bool add_sum(GString *text, const char *path)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    g_autoptr(GMappedFile) map = fd < 0
        ? NULL : g_mapped_file_new_from_fd(fd, FALSE, NULL);
    g_autofree char *name = g_path_get_basename(path);

    if (map) {
        g_string_append_printf(
            text, "%016" G_GINT64_MODIFIER "x %s\n",
            sum_of(fd, g_mapped_file_get_contents(map),
                   (off_t)g_mapped_file_get_length(map)), name);
    }
    if (fd >= 0) {
        close(fd);
    }
    return map;
}

/* The paths of what is sealed, and NULL; NULL without a folder. */
static GPtrArray *parts_of(const char *path)
{
    g_autoptr(GDir) dir = g_dir_open(path, 0, NULL);
    GPtrArray *parts = dir ? g_ptr_array_new_with_free_func(g_free) : NULL;
    const char *name;

    while (dir && (name = g_dir_read_name(dir))) {
        /* While a memo is written it has a longer name. */
        if (strcmp(name, SUMS_NAME) && strcmp(name, LOCK_NAME) &&
            !g_str_has_prefix(name, CHECKED_NAME)) {
            g_ptr_array_add(parts, g_build_filename(path, name, NULL));
        }
    }
    if (parts) {
        g_ptr_array_sort(parts, compare_names);
        g_ptr_array_add(parts, NULL);
    }
    return parts;
}

/* The text that seals a folder; NULL when it cannot be read. */
static char *sums_of(const GPtrArray *parts)
{
    g_autoptr(GString) text = g_string_new(NULL);

    for (guint at = 0; parts && parts->pdata[at]; at++) {
        if (!add_sum(text, parts->pdata[at])) {
            return NULL;
        }
    }
    return parts ? g_strdup(text->str) : NULL;
}

bool hc_whole_seal(const char *path)
{
    g_autofree char *file = g_build_filename(path, SUMS_NAME, NULL);
    g_autoptr(GPtrArray) parts = parts_of(path);
    g_autofree char *sums = sums_of(parts);

    return sums && g_file_set_contents(file, sums, -1, NULL);
}

/* What a host that loses its power has not written yet becomes zeros in a file
 * of the right size and times; so each start of it reads everything anew. */
static char *since_this_boot(void)
{
    g_autofree char *id = NULL;

    return g_file_get_contents(BOOT_ID, &id, NULL, NULL)
        ? g_strconcat(CHECKED_NAME " ", g_strchomp(id), NULL)
        : g_strdup(CHECKED_NAME);
}

/* The sums of files that have not been touched since they were worked out. */
static char *remembered_sums(const char *path, const GPtrArray *parts)
{
    g_autofree char *file = g_build_filename(path, CHECKED_NAME, NULL);
    g_autofree char *what = since_this_boot();
    struct hc_memo memo;
    char *sums;

    hc_memo_open_file(&memo, file, what, (const char *const *)parts->pdata);
    sums = memo.text ? g_strdup(memo.text) : sums_of(parts);
    if (sums && !memo.text) {
        hc_memo_set(&memo, sums);
    }
    hc_memo_clear(&memo);
    return sums;
}

bool hc_whole_check(const char *path)
{
    g_autofree char *file = g_build_filename(path, SUMS_NAME, NULL);
    g_autoptr(GPtrArray) parts = parts_of(path);
    g_autofree char *sealed = NULL, *sums = NULL;

    if (!parts || !g_file_get_contents(file, &sealed, NULL, NULL)) {
        return false;
    }
    sums = remembered_sums(path, parts);
    return sums && *sums && !strcmp(sums, sealed);
}

guint64 hc_folder_bytes(const char *path)
{
    g_autoptr(GDir) folder = g_dir_open(path, 0, NULL);
    guint64 total = 0;
    const char *name;

    while (folder && (name = g_dir_read_name(folder))) {
        g_autofree char *file = g_build_filename(path, name, NULL);
        GStatBuf about;

        total += g_stat(file, &about) == 0 ? (guint64)about.st_blocks * 512
                                           : 0;
    }
    return total;
}
