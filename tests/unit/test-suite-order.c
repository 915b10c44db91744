/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whose turn it is in a suite. */
#include <check.h>
#include <string.h>

#include "../../tools/suite-order.h"
#include "run.h"

static struct hc_suite *suite;
static struct hc_suite_order *order;

/* The letter before the dash is the machine; x keeps none. */
static char *by_letter(void *opaque, const struct hc_suite_run *run)
{
    return *run->name == 'x' ? NULL : g_strndup(run->name, 1);
}

static struct hc_suite_run *run_of(const char *name, const char *kernel)
{
    for (unsigned at = 0; at < suite->runs->len; at++) {
        struct hc_suite_run *run = suite->runs->pdata[at];

        if (!strcmp(run->name, name) && !strcmp(run->kernel->name, kernel)) {
            return run;
        }
    }
    ck_abort_msg("no run %s on %s", name, kernel);
    return NULL;
}

static void make(const char *names, const char *kernels)
{
    g_auto(GStrv) paths = g_strsplit(names, " ", 0);
    g_auto(GStrv) columns = g_strsplit(kernels, " ", 0);

    suite = hc_suite_new(paths, columns, NULL, "/nowhere");
}

static void sort(hc_suite_machine_of *machine_of)
{
    order = hc_suite_order_new(suite, machine_of, NULL, NULL);
}

static void teardown(void)
{
    hc_suite_order_free(order);
    hc_suite_free(suite);
}

static void next_is(const char *name)
{
    const struct hc_suite_run *run = hc_suite_order_next(order, NULL);

    ck_assert_str_eq(run ? run->name : "nobody", name);
}

static void ends(const char *name, uint32_t verdict)
{
    struct hc_suite_run *run = run_of(name, "6.12");

    run->verdict = verdict;
    hc_suite_order_ended(order, run);
}

START_TEST(who_wants_the_same_machine_waits_for_the_first_while_others_run)
{
    make("a-1 a-2 a-3 b-1 b-2", "6.12");
    sort(by_letter);

    next_is("a-1");
    next_is("b-1");
    next_is("nobody");
    ends("b-1", HC_VERDICT_HELD);
    next_is("b-2");
    next_is("nobody");
    ends("a-1", HC_VERDICT_HELD);
    next_is("a-2");
    next_is("a-3");
    next_is("nobody");
}
END_TEST

START_TEST(the_machine_that_most_wait_for_comes_first)
{
    make("a-1 b-1 b-2 c-1 c-2 c-3", "6.12");
    sort(by_letter);

    next_is("c-1");
    next_is("b-1");
    next_is("a-1");
    ck_assert_uint_eq(hc_suite_order_machines(order), 3);
}
END_TEST

START_TEST(long_stories_come_before_short_ones)
{
    make("a-1 a-2 a-3 b-1 c-1", "6.12");
    run_of("a-3", "6.12")->steps = 9;
    run_of("a-2", "6.12")->steps = 8;
    run_of("c-1", "6.12")->steps = 7;
    sort(by_letter);

    next_is("a-1");
    next_is("c-1");
    ends("a-1", HC_VERDICT_HELD);
    next_is("a-3");
    next_is("a-2");
    next_is("b-1");
}
END_TEST

START_TEST(a_kernel_has_machines_of_its_own)
{
    make("a-1 a-2", "6.12 newest");
    sort(by_letter);

    ck_assert_uint_eq(hc_suite_order_machines(order), 2);
    ck_assert_ptr_eq(hc_suite_order_next(order, NULL), run_of("a-1", "6.12"));
    ck_assert_ptr_eq(hc_suite_order_next(order, NULL), run_of("a-1", "newest"));
    next_is("nobody");
    ends("a-1", HC_VERDICT_HELD);
    ck_assert_ptr_eq(hc_suite_order_next(order, NULL), run_of("a-2", "6.12"));
    next_is("nobody");
}
END_TEST

/* The letter after the dash is the board. */
static char *by_board(void *opaque, const struct hc_suite_run *run)
{
    return g_strdup(run->name + 2);
}

START_TEST(a_qemu_that_is_there_gets_what_it_can_do_first)
{
    const struct hc_suite_run *last;

    make("a-x b-x b-y b-z c-y c-z", "6.12");
    order = hc_suite_order_new(suite, by_letter, by_board, NULL);

    last = hc_suite_order_next(order, NULL);
    ck_assert_str_eq(last->name, "b-x");
    ends("b-x", HC_VERDICT_HELD);
    ck_assert_str_eq(hc_suite_order_next(order, last)->name, "b-y");
    ck_assert_str_eq(hc_suite_order_next(order, last)->name, "b-z");
    ck_assert_str_eq(hc_suite_order_next(order, last)->name, "a-x");
    ck_assert_str_eq(hc_suite_order_next(order, last)->name, "c-y");
}
END_TEST

START_TEST(a_run_that_was_skipped_has_booted_nothing)
{
    make("a-1 a-2 a-3", "6.12");
    sort(by_letter);

    next_is("a-1");
    ends("a-1", HC_VERDICT_SKIPPED);
    next_is("a-2");
    next_is("nobody");
    ends("a-2", HC_VERDICT_HELD);
    next_is("a-3");
}
END_TEST

START_TEST(nobody_waits_longer_for_a_first_that_failed)
{
    make("a-1 a-2 a-3", "6.12");
    sort(by_letter);

    next_is("a-1");
    ends("a-1", HC_VERDICT_UNKNOWN);
    next_is("a-2");
    next_is("a-3");
}
END_TEST

START_TEST(who_keeps_no_machine_waits_for_nobody)
{
    make("x-1 x-2", "6.12");
    sort(by_letter);

    ck_assert_uint_eq(hc_suite_order_machines(order), 2);
    next_is("x-1");
    next_is("x-2");
}
END_TEST

START_TEST(without_kept_machines_the_order_is_that_of_the_suite)
{
    make("a-1 b-1 b-2", "6.12");
    sort(NULL);

    next_is("a-1");
    next_is("b-1");
    next_is("b-2");
    ck_assert_uint_eq(hc_suite_order_machines(order), 3);
}
END_TEST

START_TEST(endings_wait_for_the_first_of_their_story)
{
    make("a-0 a-1 a-2", "6.12");
    for (unsigned at = 1; at < 3; at++) {
        struct hc_suite_run *run = suite->runs->pdata[at];

        g_free(run->path);
        run->path = g_strdup("/s/forks.hc");
        run->branch = g_strdup(run->name);
    }
    sort(by_letter);

    next_is("a-0");
    ends("a-0", HC_VERDICT_HELD);
    next_is("a-1");
    next_is("nobody");
    ends("a-1", HC_VERDICT_HELD);
    next_is("a-2");
}
END_TEST

START_TEST(the_plan_is_a_line_for_each_machine)
{
    g_autofree char *text = NULL;

    make("a-1 b-1 b-2", "6.12");
    sort(by_letter);
    text = hc_suite_order_text(order);

    ck_assert_str_eq(text, "2 on 6.12: b-1 b-2\n1 on 6.12: a-1\n");
}
END_TEST

static void add(TCase *tcase)
{
    const TTest *const all[] = {
        who_wants_the_same_machine_waits_for_the_first_while_others_run,
        the_machine_that_most_wait_for_comes_first,
        long_stories_come_before_short_ones,
        a_kernel_has_machines_of_its_own,
        a_qemu_that_is_there_gets_what_it_can_do_first,
        a_run_that_was_skipped_has_booted_nothing,
        nobody_waits_longer_for_a_first_that_failed,
        who_keeps_no_machine_waits_for_nobody,
        without_kept_machines_the_order_is_that_of_the_suite,
        endings_wait_for_the_first_of_their_story,
        the_plan_is_a_line_for_each_machine,
    };

    for (unsigned at = 0; at < G_N_ELEMENTS(all); at++) {
        tcase_add_test(tcase, all[at]);
    }
}

int main(void)
{
    return run_suite("suite-order", NULL, teardown, add);
}
