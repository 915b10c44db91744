/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "suite.h"

#include <string.h>

#include "lib/scenario.h"

static int compare_paths(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The scenarios of a folder whose names match, sorted. */
static GPtrArray *in_folder(const char *folder, const char *pattern)
{
    GPtrArray *found = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
    const char *name;

    while (dir && (name = g_dir_read_name(dir))) {
        g_autofree char *stem = g_strdup(name);

        if (!g_str_has_suffix(name, ".hc")) {
            continue;
        }
        stem[strlen(stem) - 3] = '\0';
        if (g_pattern_match_simple(pattern, stem) ||
            g_pattern_match_simple(pattern, name)) {
            g_ptr_array_add(found, g_build_filename(folder, name, NULL));
        }
    }
    g_ptr_array_sort(found, compare_paths);
    return found;
}

static GPtrArray *matches(const char *pattern)
{
    g_autofree char *stock = g_build_filename(hc_data_dir(), "scenarios",
                                              NULL);
    GPtrArray *found;

    if (g_file_test(pattern, G_FILE_TEST_IS_DIR)) {
        return in_folder(pattern, "*");
    }
    if (!g_file_test(pattern, G_FILE_TEST_EXISTS) &&
        !strchr(pattern, G_DIR_SEPARATOR)) {
        return in_folder(stock, pattern);
    }
    found = g_ptr_array_new_with_free_func(g_free);
    if (g_file_test(pattern, G_FILE_TEST_EXISTS)) {
        g_ptr_array_add(found, g_strdup(pattern));
    }
    return found;
}

/* Adds what is not there yet. */
static bool add_matches(GPtrArray *list, const char *pattern, GError **error)
{
    g_autoptr(GPtrArray) found = matches(pattern);

    if (!found->len) {
        g_set_error(error, HC_SUITE_ERROR, HC_SUITE_ERROR_NOTHING,
                    "no scenario matches '%s'; name a file, a folder, or "
                    "names in %s/scenarios", pattern, hc_data_dir());
        return false;
    }
    for (unsigned at = 0; at < found->len; at++) {
        g_autofree char *path = g_canonicalize_filename(found->pdata[at],
                                                        NULL);

        if (!g_ptr_array_find_with_equal_func(list, path, g_str_equal,
                                              NULL)) {
            g_ptr_array_add(list, g_steal_pointer(&path));
        }
    }
    return true;
}

char **hc_suite_find(char *const *patterns, GError **error)
{
    static char *const whole_stock[] = { (char *)"*", NULL };
    g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func(g_free);

    patterns = patterns && *patterns ? patterns : whole_stock;
    for (; *patterns; patterns++) {
        if (!add_matches(list, *patterns, error)) {
            return NULL;
        }
    }
    g_ptr_array_add(list, NULL);
    return (char **)g_ptr_array_steal(list, NULL);
}
