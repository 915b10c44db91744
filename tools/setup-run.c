/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "setup-run.h"

#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "memo.h"
#include "qemu.h"

static char *run(GPtrArray *argv, GError **error)
{
    const char *script = argv->pdata[0];
    g_autofree char *out = NULL;
    int status = 0;

    if (!g_spawn_sync(NULL, (char **)argv->pdata, NULL, 0, NULL, NULL, &out,
                      NULL, &status, NULL) || status) {
        hc_deny(error, "%s failed; its reason is above", script);
        return NULL;
    }
    g_strchomp(out);
    return g_steal_pointer(&out);
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static void add_files(GPtrArray *inputs, const char *folder)
{
    g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
    const guint first = inputs->len;
    const char *name;

    while (dir && (name = g_dir_read_name(dir))) {
        char *path = g_build_filename(folder, name, NULL);

        if (g_file_test(path, G_FILE_TEST_IS_REGULAR)) {
            g_ptr_array_add(inputs, path);
        } else {
            g_free(path);
        }
    }
    /* A folder tells its files in any order. */
    qsort(inputs->pdata + first, inputs->len - first, sizeof(char *),
          by_name);
}

/* The scripts, what goes into the guest, the kernel that is named, and files
 * that are. A folder of the user's is looked through by the script alone. */
static GPtrArray *inputs_of(GPtrArray *argv)
{
    GPtrArray *inputs = g_ptr_array_new_with_free_func(g_free);
    g_autofree char *setup = g_path_get_dirname(argv->pdata[0]);
    g_autofree char *guest = g_build_filename(setup, "../../guest", NULL);
    g_autofree char *module = g_build_filename(guest, "module", NULL);
    g_autofree char *cache = hc_cache_dir();

    add_files(inputs, setup);
    add_files(inputs, guest);
    add_files(inputs, module);
    for (guint at = 1; argv->pdata[at]; at++) {
        const char *word = argv->pdata[at];

        g_ptr_array_add(inputs, g_path_is_absolute(word) ? g_strdup(word)
                        : g_build_filename(cache, "kernel", word, "version",
                                           NULL));
    }
    g_ptr_array_add(inputs, NULL);
    return inputs;
}

static bool may_remember(GPtrArray *argv)
{
    for (guint at = 1; argv->pdata[at]; at++) {
        if (!strcmp(argv->pdata[at], "--modules") ||
            !strcmp(argv->pdata[at], "--build") ||
            g_file_test(argv->pdata[at], G_FILE_TEST_IS_DIR)) {
            return false;
        }
    }
    return true;
}

/* What it names is still there. */
static bool is_there(const char *text)
{
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);

    for (char **line = lines; *line; line++) {
        const char *value = strchr(*line, '=');

        value = **line == '/' || !value ? *line : value + 1;
        if (*value == '/' && !g_file_test(value, G_FILE_TEST_EXISTS)) {
            return false;
        }
    }
    return true;
}

static char *run_or_remember(GPtrArray *argv, GError **error)
{
    g_autoptr(GPtrArray) inputs = inputs_of(argv);
    g_autofree char *what = g_strjoinv(" ", (char **)argv->pdata);
    g_autofree char *cache = hc_cache_dir();
    g_autofree char *folder = g_build_filename(cache, "memo", NULL);
    struct hc_memo memo;
    char *text;

    hc_memo_open(&memo, folder, what, (const char *const *)inputs->pdata);
    if (memo.text && is_there(memo.text)) {
        text = g_strdup(memo.text);
    } else {
        text = run(argv, error);
        if (text) {
            hc_memo_set(&memo, text);
        }
    }
    hc_memo_clear(&memo);
    return text;
}

char *hc_setup_run(const char *name, GPtrArray *words, GError **error)
{
    g_autofree char *script = hc_setup_find(name, error);

    g_ptr_array_insert(words, 0, script);
    g_ptr_array_add(words, NULL);
    if (!script) {
        return NULL;
    }
    return may_remember(words) ? run_or_remember(words, error)
                               : run(words, error);
}
