/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "whole.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#define SUMS_NAME "sums"
#define LOCK_NAME "lock"

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
static guint64 sum_of(const char *bytes, gsize len)
{
    guint64 sum = len, word;

    for (; len; bytes += MIN(len, sizeof(word)),
                len -= MIN(len, sizeof(word))) {
        word = 0;
        memcpy(&word, bytes, MIN(len, sizeof(word)));
        sum = (sum ^ word) * G_GUINT64_CONSTANT(0x9e3779b97f4a7c15);
        sum ^= sum >> 32;
    }
    return sum;
}

static int compare_names(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static bool add_sum(GString *text, const char *path, const char *name)
{
    g_autofree char *file = g_build_filename(path, name, NULL);
    g_autoptr(GMappedFile) map = g_mapped_file_new(file, FALSE, NULL);

    if (map) {
        g_string_append_printf(text, "%016" G_GINT64_MODIFIER "x %s\n",
                               sum_of(g_mapped_file_get_contents(map),
                                      g_mapped_file_get_length(map)), name);
    }
    return map;
}

/* The text that seals a folder; NULL when it cannot be read. */
static char *sums_of(const char *path)
{
    g_autoptr(GDir) dir = g_dir_open(path, 0, NULL);
    g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GString) text = g_string_new(NULL);
    const char *name;

    while (dir && (name = g_dir_read_name(dir))) {
        if (strcmp(name, SUMS_NAME) && strcmp(name, LOCK_NAME)) {
            g_ptr_array_add(names, g_strdup(name));
        }
    }
    g_ptr_array_sort(names, compare_names);
    for (guint at = 0; at < names->len; at++) {
        if (!add_sum(text, path, names->pdata[at])) {
            return NULL;
        }
    }
    return dir ? g_strdup(text->str) : NULL;
}

bool hc_whole_seal(const char *path)
{
    g_autofree char *file = g_build_filename(path, SUMS_NAME, NULL);
    g_autofree char *sums = sums_of(path);

    return sums && g_file_set_contents(file, sums, -1, NULL);
}

bool hc_whole_check(const char *path)
{
    g_autofree char *file = g_build_filename(path, SUMS_NAME, NULL);
    g_autofree char *sealed = NULL, *sums = NULL;

    if (!g_file_get_contents(file, &sealed, NULL, NULL)) {
        return false;
    }
    sums = sums_of(path);
    return sums && *sums && !strcmp(sums, sealed);
}
