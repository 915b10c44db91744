/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "module-bench.h"

char *dir, *path;
struct hc_sfp_data data;
GError *problem;

void module_setup(void)
{
    dir = g_dir_make_tmp("hotcage-XXXXXX", NULL);
    path = g_build_filename(dir, "m.ini", NULL);
    memset(&data, 0xee, sizeof(data));
    problem = NULL;
}

void module_teardown(void)
{
    g_remove(path);
    g_rmdir(dir);
    g_clear_error(&problem);
    g_clear_pointer(&path, g_free);
    g_clear_pointer(&dir, g_free);
}

bool load_with(const char *text, gsize size,
               const char *const *overrides)
{
    g_clear_error(&problem);
    g_remove(path);             /* replacing a file would wait for the disk */
    g_file_set_contents(path, text, (gssize)size, NULL);
    return hc_module_file_load(path, overrides, &data, &problem);
}

bool load(const char *text)
{
    return load_with(text, strlen(text), NULL);
}

void refuses(const char *text, unsigned line, const char *about)
{
    g_autofree char *where = g_strdup_printf("%s:%u: ", path, line);

    ck_assert_msg(!load(text), "accepted: %s", text);
    ck_assert_msg(g_str_has_prefix(problem->message, where), "%s",
                  problem->message);
    ck_assert_msg(strstr(problem->message, about), "%s", problem->message);
    ck_assert_msg(strstr(problem->message, "; "), "no advice: %s",
                  problem->message);
}

bool load_stock(const char *name)
{
    const char *const dirs[] = { SFP_MODULES_DIR, NULL };
    g_autofree char *found = hc_module_file_find(name, dirs, &problem);

    return found && hc_module_file_load(found, NULL, &data, &problem);
}

uint8_t sum(const uint8_t *bytes, unsigned first, unsigned last)
{
    unsigned total = 0;

    for (unsigned i = first; i <= last; i++) {
        total += bytes[i];
    }
    return total & 0xff;
}
