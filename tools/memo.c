/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "memo.h"

#include <stdint.h>
#include <string.h>
#include <sys/stat.h>

/* File systems tell times in steps of a few milliseconds. */
#define MOMENT_S 2

/* False for a file that is too young to be told apart from its next state. */
static bool add_stamp(GString *text, const char *path)
{
    const gint64 now_s = g_get_real_time() / G_USEC_PER_SEC;
    struct stat about;

    if (stat(path, &about) != 0) {
        g_string_append_printf(text, "%s -\n", path);
        return true;
    }
    g_string_append_printf(text, "%s %ju %ju %jd %jd.%09ld %jd.%09ld\n", path,
                           (uintmax_t)about.st_dev, (uintmax_t)about.st_ino,
                           (intmax_t)about.st_size,
                           (intmax_t)about.st_mtim.tv_sec,
                           about.st_mtim.tv_nsec,
                           (intmax_t)about.st_ctim.tv_sec,
                           about.st_ctim.tv_nsec);
    return about.st_ctim.tv_sec + MOMENT_S < now_s;
}

/* The first part of a memo's file; NULL when it is not worth writing one. */
static char *stamp_of(const char *what, const char *const *inputs)
{
    g_autoptr(GString) text = g_string_new(what);
    bool ok = true;

    g_string_append_c(text, '\n');
    for (; *inputs; inputs++) {
        ok &= add_stamp(text, *inputs);
    }
    g_string_append_c(text, '\n');
    return ok ? g_string_free(g_steal_pointer(&text), FALSE) : NULL;
}

void hc_memo_open_file(struct hc_memo *memo, const char *path,
                       const char *what, const char *const *inputs)
{
    g_autofree char *bytes = NULL;

    *memo = (struct hc_memo){
        .path = g_strdup(path), .stamp = stamp_of(what, inputs),
    };
    if (memo->stamp && g_file_get_contents(memo->path, &bytes, NULL, NULL) &&
        g_str_has_prefix(bytes, memo->stamp)) {
        memo->text = g_strdup(bytes + strlen(memo->stamp));
    }
}

void hc_memo_open(struct hc_memo *memo, const char *folder, const char *what,
                  const char *const *inputs)
{
    g_autofree char *name = g_compute_checksum_for_string(G_CHECKSUM_SHA256,
                                                          what, -1);
    g_autofree char *path = NULL;

    name[32] = '\0';
    path = g_build_filename(folder, name, NULL);
    hc_memo_open_file(memo, path, what, inputs);
}

void hc_memo_set(struct hc_memo *memo, const char *text)
{
    g_autofree char *folder = g_path_get_dirname(memo->path);
    g_autofree char *bytes = g_strconcat(memo->stamp ? memo->stamp : "", text,
                                         NULL);

    g_free(memo->text);
    memo->text = g_strdup(text);
    if (memo->stamp && g_mkdir_with_parents(folder, 0777) == 0) {
        g_file_set_contents(memo->path, bytes, -1, NULL);
    }
}

void hc_memo_clear(struct hc_memo *memo)
{
    g_free(memo->text);
    g_free(memo->path);
    g_free(memo->stamp);
}

static char *sum_of(const char *path)
{
    g_autoptr(GMappedFile) file = g_mapped_file_new(path, FALSE, NULL);

    return file ? g_compute_checksum_for_data(
        G_CHECKSUM_SHA256, (guchar *)g_mapped_file_get_contents(file),
        g_mapped_file_get_length(file)) : NULL;
}

char *hc_memo_sum(const char *folder, const char *path)
{
    g_autofree char *full = g_canonicalize_filename(path, NULL);
    g_autofree char *what = g_strconcat("sum ", full, NULL);
    const char *const inputs[] = { full, NULL };
    struct hc_memo memo;
    char *sum;

    hc_memo_open(&memo, folder, what, inputs);
    sum = memo.text ? g_strdup(memo.text) : sum_of(path);
    if (sum && !memo.text) {
        hc_memo_set(&memo, sum);
    }
    hc_memo_clear(&memo);
    return sum;
}
