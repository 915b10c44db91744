/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <check.h>
#include <glib.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../tools/memo.h"
#include "run.h"

/* The shell was not installed just now. */
#define OLD "/bin/sh"

static char folder[64], file[80];

static void setup(void)
{
    g_strlcpy(folder, "/tmp/hotcage-memo-XXXXXX", sizeof(folder));
    ck_assert_ptr_nonnull(mkdtemp(folder));
    g_snprintf(file, sizeof(file), "%s/file", folder);
}

/* What is known; after that it is `text`. */
static char *ask(const char *what, const char *input, const char *text)
{
    const char *const inputs[] = { OLD, input, NULL };
    struct hc_memo memo;
    char *known;

    hc_memo_open(&memo, folder, what, inputs);
    known = g_strdup(memo.text);
    if (text) {
        hc_memo_set(&memo, text);
    }
    hc_memo_clear(&memo);
    return known;
}

START_TEST(what_was_worked_out_is_known_the_next_time)
{
    g_autofree char *first = ask("kernel 6.12", NULL, "a\nb");
    g_autofree char *next = ask("kernel 6.12", NULL, NULL);
    g_autofree char *other = ask("kernel 6.1", NULL, NULL);

    ck_assert_ptr_null(first);
    ck_assert_str_eq(next, "a\nb");
    ck_assert_ptr_null(other);
}
END_TEST

START_TEST(a_file_that_comes_makes_it_forget)
{
    g_autofree char *first = ask("root", file, "text");
    g_autofree char *next = ask("root", file, NULL);
    g_autofree char *then = NULL;

    g_file_set_contents(file, "1", 1, NULL);
    then = ask("root", file, NULL);

    ck_assert_ptr_null(first);
    ck_assert_str_eq(next, "text");
    ck_assert_ptr_null(then);
}
END_TEST

START_TEST(other_inputs_make_it_forget)
{
    g_autofree char *first = ask("root", NULL, "text");
    g_autofree char *then = ask("root", "/etc/passwd", NULL);

    ck_assert_ptr_null(first);
    ck_assert_ptr_null(then);
}
END_TEST

/* It could be written again within a tick of the file system's clock. */
START_TEST(nothing_is_remembered_of_a_file_that_is_new)
{
    g_autofree char *first = NULL, *then = NULL;

    g_file_set_contents(file, "1", 1, NULL);
    first = ask("root", file, "text");
    then = ask("root", file, NULL);

    ck_assert_ptr_null(first);
    ck_assert_ptr_null(then);
}
END_TEST

START_TEST(a_damaged_memory_is_none)
{
    g_autofree char *first = ask("root", NULL, "text");
    g_autofree char *then = NULL;
    g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
    g_autofree char *path = g_build_filename(folder, g_dir_read_name(dir),
                                             NULL);

    ck_assert(g_file_set_contents(path, "root\n/bin/sh", -1, NULL));
    then = ask("root", NULL, NULL);

    ck_assert_ptr_null(first);
    ck_assert_ptr_null(then);
}
END_TEST

/* FIPS 180-4's example, and NIST's of nothing. */
START_TEST(sums_are_those_of_the_standard)
{
    g_autofree char *abc = NULL, *none = NULL, *gone = NULL;

    g_file_set_contents(file, "abc", 3, NULL);
    abc = hc_memo_sum(folder, file);
    g_file_set_contents(file, "", 0, NULL);
    none = hc_memo_sum(folder, file);
    g_unlink(file);
    gone = hc_memo_sum(folder, file);

    ck_assert_str_eq(abc, "ba7816bf8f01cfea414140de5dae2223"
                          "b00361a396177a9cb410ff61f20015ad");
    ck_assert_str_eq(none, "e3b0c44298fc1c149afbf4c8996fb924"
                           "27ae41e4649b934ca495991b7852b855");
    ck_assert_ptr_null(gone);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        what_was_worked_out_is_known_the_next_time,
        a_file_that_comes_makes_it_forget,
        other_inputs_make_it_forget,
        nothing_is_remembered_of_a_file_that_is_new,
        a_damaged_memory_is_none,
        sums_are_those_of_the_standard,
    };

    return RUN_TESTS("memo", setup, tests);
}
