/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <check.h>
#include <glib.h>
#include <glib/gstdio.h>
#include <string.h>

#include "../../tools/coverage.h"
#include "run.h"

static struct hc_coverage *coverage;

static void setup(void)
{
    coverage = hc_coverage_new();
}

static bool add(const char *text)
{
    g_autofree char *path = NULL;
    int fd = g_file_open_tmp("hotcage-coverage-XXXXXX", &path, NULL);
    bool ok;

    ck_assert_int_ge(fd, 0);
    g_close(fd, NULL);
    g_file_set_contents(path, text, -1, NULL);
    ok = hc_coverage_add(coverage, path, NULL);
    g_unlink(path);
    return ok;
}

#define ONE "reg\tphy\tBMCR\t0x0\t1\t0xffc0\t2\t1\t0x1000\t0xffffefff\t" \
            "0x140\n" \
            "reg\tphy\tANAR\t0x4\t1\t0xffff\t0\t0\t0x0\t0x0\t0x0\n" \
            "unmodelled\tcpsw\t0x10\t1\t0\n"
#define TWO "reg\tphy\tBMCR\t0x0\t1\t0xffc0\t5\t1\t0x8000\t0xffff7fff\t" \
            "0x1000\n" \
            "unmodelled\tcpsw\t0x10\t0\t3\n" \
            "unmodelled\tcpsw\t0x8\t1\t0\n"

START_TEST(the_union_has_what_any_run_has_used)
{
    g_autofree char *file = NULL;

    ck_assert(add(ONE));
    ck_assert(add(TWO));

    file = hc_coverage_file(coverage);
    ck_assert_str_eq(file,
        "reg\tphy\tBMCR\t0x0\t1\t0xffc0\t7\t2\t0x9000\t0xffffffff\t0x1140\n"
        "reg\tphy\tANAR\t0x4\t1\t0xffff\t0\t0\t0x0\t0x0\t0x0\n"
        "unmodelled\tcpsw\t0x8\t1\t0\n"
        "unmodelled\tcpsw\t0x10\t1\t3\n");
}
END_TEST

START_TEST(the_order_of_the_runs_does_not_matter)
{
    g_autofree char *file = NULL, *other = NULL;

    ck_assert(add(ONE));
    ck_assert(add(TWO));
    file = hc_coverage_file(coverage);
    hc_coverage_free(coverage);
    coverage = hc_coverage_new();
    ck_assert(add(TWO));
    ck_assert(add(ONE));

    other = hc_coverage_file(coverage);
    ck_assert_str_eq(file, other);
}
END_TEST

START_TEST(people_read_what_was_never_touched)
{
    g_autofree char *text = NULL, *all = NULL;

    ck_assert(add(ONE));

    text = hc_coverage_text(coverage, false);
    ck_assert_ptr_nonnull(strstr(text, "phy: 1 of 2 registers used"));
    ck_assert_ptr_nonnull(strstr(text, "never touched: ANAR"));
    ck_assert_ptr_nonnull(strstr(text, "cpsw 0x10  1 read 0 written"));
    all = hc_coverage_text(coverage, true);
    ck_assert_ptr_nonnull(strstr(all, "set 0x1000 cleared 0xefc0"));
}
END_TEST

START_TEST(a_file_that_is_something_else_is_refused_whole)
{
    g_autofree char *file = NULL;

    ck_assert(!add(""));
    ck_assert(!add("hello\n"));
    ck_assert(!add(ONE "reg\tphy\tX\t0x0\n"));
    ck_assert(!add("reg\tphy\tBMCR\tx\t1\t0\t2\t1\t0\t0\t0\n"));

    file = hc_coverage_file(coverage);
    ck_assert_str_eq(file, "");
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        the_union_has_what_any_run_has_used,
        the_order_of_the_runs_does_not_matter,
        people_read_what_was_never_touched,
        a_file_that_is_something_else_is_refused_whole,
    };

    return RUN_TESTS("coverage", setup, tests);
}
