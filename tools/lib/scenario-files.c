/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The head's `file`: what the user brings into the guest. */
#include <string.h>

#include "scenario-internal.h"

#define SYNTAX HC_SCENARIO_ERROR_SYNTAX
#define VALUE  HC_SCENARIO_ERROR_VALUE

#define FROM_KERNEL "kernel:"

void hc_file_free(gpointer data)
{
    struct hc_scenario_file *file = data;

    g_free(file->path);
    g_free(file->to);
    g_free(file);
}

static bool climbs(const char *path)
{
    g_auto(GStrv) part = g_strsplit(path, "/", -1);

    return g_strv_contains((const char *const *)part, "..");
}

/* The guest's init mounts something over these, or makes them itself. */
static bool is_hidden(const char *to)
{
    static const char *const over[] = { "/proc", "/sys", "/dev", "/run",
                                        "/tmp", "/init" };

    for (unsigned at = 0; at < G_N_ELEMENTS(over); at++) {
        size_t len = strlen(over[at]);

        if (g_str_has_prefix(to, over[at]) &&
            (to[len] == '/' || to[len] == '\0')) {
            return true;
        }
    }
    return false;
}

static bool to_fits(const char *to, GError **error)
{
    if (*to != '/' || climbs(to) || to[strspn(to, "/")] == '\0') {
        return hc_refuse(error, VALUE, "'%s' is no place in the guest; write "
                         "a path such as /root/test.sh", to);
    }
    return !is_hidden(to) ||
        hc_refuse(error, VALUE, "the guest has something of its own at %s; "
                  "take another place, such as /root", to);
}

/* What the kernel's source has is known when there is a kernel. */
static bool find_file(const struct hc_scenario *scenario,
                      struct hc_scenario_file *file, const char *path,
                      GError **error)
{
    g_autofree char *beside = g_path_get_dirname(scenario->path);

    if (file->from_kernel) {
        file->path = g_strdup(path + strlen(FROM_KERNEL));
        return (*file->path && *file->path != '/' && !climbs(file->path)) ||
            hc_refuse(error, VALUE, "'%s' is no path in a kernel's source; "
                      "write kernel:tools/testing/…", path);
    }
    file->path = g_path_is_absolute(path)
        ? g_strdup(path) : g_build_filename(beside, path, NULL);
    return g_file_test(file->path, G_FILE_TEST_IS_REGULAR) ||
        g_file_test(file->path, G_FILE_TEST_IS_DIR) ||
        hc_refuse(error, VALUE, "%s is no file and no folder; a relative "
                  "path begins beside the scenario", file->path);
}

bool hc_head_file(struct hc_scenario *scenario, char **argv,
                  const char *comment, unsigned line, GError **error)
{
    struct hc_scenario_file *file;

    (void)comment;
    if (g_strv_length(argv) != 4 || strcmp(argv[2], "as")) {
        return hc_refuse(error, SYNTAX, "usage: %s",
                         hc_verb_find("file")->usage);
    }
    file = g_new0(struct hc_scenario_file, 1);
    file->line = line;
    file->to = g_strdup(argv[3]);
    file->from_kernel = g_str_has_prefix(argv[1], FROM_KERNEL);
    g_ptr_array_add(scenario->files, file);
    return to_fits(file->to, error) &&
        find_file(scenario, file, argv[1], error);
}
