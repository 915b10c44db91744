/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <check.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../../tools/lib/report.h"

START_TEST(any_text_survives_the_way)
{
    const struct hc_report sent = { HC_REPORT_STEP, 1234567890123u, 17, 1,
                                    "tab\there, line\nthere, \\n \\ end " };
    g_autofree char *line = hc_report_format(&sent);
    g_autofree char *text = NULL;
    struct hc_report got;

    ck_assert_uint_eq(strchr(line, '\n') - line, strlen(line) - 1);
    ck_assert(hc_report_parse(line, &got, &text));
    ck_assert_int_eq(got.kind, HC_REPORT_STEP);
    ck_assert_uint_eq(got.ns, 1234567890123u);
    ck_assert_uint_eq(got.line, 17);
    ck_assert_uint_eq(got.value, 1);
    ck_assert_str_eq(got.text, sent.text);
}
END_TEST

START_TEST(what_is_no_report_is_refused)
{
    static const char *const bad[] = { "", "step", "step\t1\t2\t3",
        "stop\t1\t2\t3\tx", "step\t-1\t2\t3\tx", "step\t1\t4294967296\t3\tx",
        "step\tone\t2\t3\tx" };
    struct hc_report got;
    char *text = NULL;

    for (unsigned at = 0; at < G_N_ELEMENTS(bad); at++) {
        ck_assert(!hc_report_parse(bad[at], &got, &text));
        ck_assert_ptr_null(text);
    }
}
END_TEST

START_TEST(a_full_disk_is_told_to_the_writer)
{
    const struct hc_report report = { HC_REPORT_BOOT, 0, 0, 0, "x" };
    int fd = open("/dev/full", O_WRONLY);

    ck_assert(!hc_report_write(fd, &report));
    close(fd);
}
END_TEST

START_TEST(verdicts_are_the_documented_exit_statuses)
{
    ck_assert_str_eq(hc_verdict_name(0), "held");
    ck_assert_str_eq(hc_verdict_name(1), "failed");
    ck_assert_str_eq(hc_verdict_name(2), "unknown");
    ck_assert_str_eq(hc_verdict_name(77), "skipped");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("report");
    TCase *tcase = tcase_create("lines");
    SRunner *runner = srunner_create(suite);
    int failed;

    tcase_add_test(tcase, any_text_survives_the_way);
    tcase_add_test(tcase, what_is_no_report_is_refused);
    tcase_add_test(tcase, a_full_disk_is_told_to_the_writer);
    tcase_add_test(tcase, verdicts_are_the_documented_exit_statuses);
    suite_add_tcase(suite, tcase);
    srunner_run_all(runner, CK_NORMAL);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
