/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "run.h"

#include <stdlib.h>

/* Check's own 4 s are too few where the machine is busy. */
#define TIMEOUT_S 60

static TCase *tcase_of(const char *name, void (*setup)(void),
                       void (*teardown)(void))
{
    TCase *tcase = tcase_create(name);

    tcase_set_timeout(tcase, TIMEOUT_S);
    tcase_add_checked_fixture(tcase, setup, teardown);
    return tcase;
}

static int run(const char *name, TCase *tcase)
{
    Suite *suite = suite_create(name);
    SRunner *runner;
    int failed;

    suite_add_tcase(suite, tcase);
    runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}

int run_tests(const char *name, void (*setup)(void),
              const TTest *const *test, unsigned n)
{
    TCase *tcase = tcase_of(name, setup, NULL);

    for (unsigned i = 0; i < n; i++) {
        tcase_add_test(tcase, test[i]);
    }
    return run(name, tcase);
}

int run_suite(const char *name, void (*setup)(void), void (*teardown)(void),
              void (*add)(TCase *tcase))
{
    TCase *tcase = tcase_of(name, setup, teardown);

    add(tcase);
    return run(name, tcase);
}
