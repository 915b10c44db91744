/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "run.h"

#include <stdlib.h>

int run_tests(const char *name, void (*setup)(void),
              const TTest *const *test, unsigned n)
{
    Suite *suite = suite_create(name);
    TCase *tcase = tcase_create(name);
    SRunner *runner;
    int failed;

    /* Check's own 4 s are too few where the machine is busy. */
    tcase_set_timeout(tcase, 60);
    tcase_add_checked_fixture(tcase, setup, NULL);
    for (unsigned i = 0; i < n; i++) {
        tcase_add_test(tcase, test[i]);
    }
    suite_add_tcase(suite, tcase);
    runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
