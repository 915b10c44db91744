/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The main() of a test with one fixture and a list of cases. */
#ifndef HC_TEST_RUN_H
#define HC_TEST_RUN_H

#include <check.h>

/* Runs the cases, each after `setup`; returns main's exit status. */
int run_tests(const char *name, void (*setup)(void),
              const TTest *const *test, unsigned n);

/* Runs the cases that `add` adds, loops among them, each between `setup` and
 * `teardown`, which may be NULL; returns main's exit status. */
int run_suite(const char *name, void (*setup)(void), void (*teardown)(void),
              void (*add)(TCase *tcase));

#define RUN_TESTS(name, setup, test) \
    run_tests(name, setup, test, sizeof(test) / sizeof((test)[0]))

#endif
