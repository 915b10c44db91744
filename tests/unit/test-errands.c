/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Runs that a process does one after the other. This program is both sides:
 * called with a word it does errands. */
#include <check.h>
#include <errno.h>
#include <glib.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../../tools/errands.h"
#include "run.h"

static char folder[64];
static char *out_file, *err_file;
static struct hc_errands *errands;
static GMainLoop *loop;
static int last_status;
static gboolean last_gone;
static unsigned answers;

/* --- who does them ------------------------------------------------------- */

/* Says its words, and ends as the first one asks. */
static int obey(int argc, char **argv)
{
    for (int at = 1; at < argc; at++) {
        printf("<%s>", argv[at]);
    }
    fprintf(stderr, "%d words\n", argc);
    if (!strcmp(argv[0], "die")) {
        raise(SIGKILL);
    }
    return argv[argc] ? 99 : atoi(argv[0]);
}

/* --- who asks ------------------------------------------------------------ */

static void answered(void *opaque, int status, gboolean gone)
{
    last_status = status;
    last_gone = gone;
    answers++;
    g_main_loop_quit(loop);
}

static void setup(void)
{
    char *argv[] = { "/proc/self/exe", "errands", NULL };
    g_autofree char *self = g_file_read_link(argv[0], NULL);

    argv[0] = self;
    g_strlcpy(folder, "/tmp/hotcage-errands-XXXXXX", sizeof(folder));
    ck_assert_ptr_nonnull(mkdtemp(folder));
    out_file = g_build_filename(folder, "what it\n'says'", NULL);
    err_file = g_build_filename(folder, "err", NULL);
    loop = g_main_loop_new(NULL, FALSE);
    errands = hc_errands_new(argv, answered, NULL, NULL);
    ck_assert_ptr_nonnull(errands);
    answers = 0;
}

static void ask(char *first, char *second)
{
    char *words[] = { first, second, NULL };

    hc_errands_ask(errands, out_file, err_file, words);
    g_main_loop_run(loop);
}

static void file_says(const char *path, const char *text)
{
    g_autofree char *found = NULL;

    ck_assert(g_file_get_contents(path, &found, NULL, NULL));
    ck_assert_str_eq(found, text);
}

START_TEST(each_errand_has_its_own_status_and_files)
{
    ask("0", "one");
    ck_assert(WIFEXITED(last_status));
    ck_assert_int_eq(WEXITSTATUS(last_status), 0);
    file_says(out_file, "<one>");
    file_says(err_file, "2 words\n");

    g_free(out_file);
    out_file = g_build_filename(folder, "other", NULL);
    ask("77", "two");
    ck_assert_int_eq(WEXITSTATUS(last_status), 77);
    file_says(out_file, "<two>");
    ck_assert(!last_gone);
    ck_assert_uint_eq(answers, 2);
    hc_errands_free(errands);
}
END_TEST

START_TEST(words_arrive_as_they_are)
{
    ask("0", "it's \"so\"\n$HOME\\ * \xc3\xa4");
    file_says(out_file, "<it's \"so\"\n$HOME\\ * \xc3\xa4>");
    ask("0", "");
    file_says(out_file, "<>");
    hc_errands_free(errands);
}
END_TEST

START_TEST(a_process_that_dies_says_how)
{
    ask("die", NULL);
    ck_assert(last_gone);
    ck_assert(WIFSIGNALED(last_status));
    ck_assert_int_eq(WTERMSIG(last_status), SIGKILL);
}
END_TEST

START_TEST(a_process_that_died_while_it_waited_takes_no_errand)
{
    char *words[] = { "0", NULL };
    siginfo_t info;
    pid_t pid = hc_errands_pid(errands);

    signal(SIGPIPE, SIG_IGN);
    ask("0", "one");
    kill(pid, SIGKILL);
    ck_assert_int_eq(waitid(P_PID, (id_t)pid, &info, WEXITED | WNOWAIT), 0);

    ck_assert(!hc_errands_ask(errands, out_file, err_file, words));
    hc_errands_free(errands);
}
END_TEST

START_TEST(files_that_cannot_be_written_are_no_run)
{
    g_free(err_file);
    err_file = g_build_filename(folder, "no", "such", NULL);
    ask("0", "x");
    ck_assert_int_eq(WEXITSTATUS(last_status), 2);
    hc_errands_free(errands);
}
END_TEST

START_TEST(whoever_is_done_with_them_has_no_child_left)
{
    pid_t pid = hc_errands_pid(errands);

    hc_errands_free(errands);
    ck_assert_int_eq(waitpid(pid, NULL, WNOHANG), -1);
    ck_assert_int_eq(errno, ECHILD);
    ck_assert_uint_eq(answers, 0);
}
END_TEST

START_TEST(a_program_that_is_not_there_is_an_error)
{
    char *argv[] = { "/no/such/program", NULL };
    g_autoptr(GError) error = NULL;

    ck_assert_ptr_null(hc_errands_new(argv, answered, NULL, &error));
    ck_assert_ptr_nonnull(error);
    hc_errands_free(errands);
}
END_TEST

int main(int argc, char **argv)
{
    const TTest *const tests[] = {
        each_errand_has_its_own_status_and_files, words_arrive_as_they_are,
        a_process_that_dies_says_how,
        a_process_that_died_while_it_waited_takes_no_errand,
        files_that_cannot_be_written_are_no_run,
        whoever_is_done_with_them_has_no_child_left,
        a_program_that_is_not_there_is_an_error,
    };

    return argc > 1 && !strcmp(argv[1], "errands") ? hc_errands_do(obey)
        : RUN_TESTS("errands", setup, tests);
}
