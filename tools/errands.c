/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "errands.h"

#include <errno.h>
#include <fcntl.h>
#include <glib-unix.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lib/report.h"
#include "suite-run.h"

struct hc_errands {
    GPid pid;
    int ask_fd, answer_fd;
    GString *answer;            /* as much of a line as has come */
    guint child, answers;       /* sources */
    void (*answered)(void *opaque, int status, gboolean gone);
    void *opaque;
};

/* --- who does them ----------------------------------------------------- */

static bool print_into(const char *path, int fd)
{
    int file = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0666);
    bool ok = file >= 0 && dup2(file, fd) >= 0;

    if (file >= 0 && file != fd) {
        close(file);
    }
    return ok;
}

static int do_one(char *line, int (*run)(int argc, char **argv))
{
    g_auto(GStrv) words = NULL;
    int argc = 0, status;

    if (!g_shell_parse_argv(line, &argc, &words, NULL) || argc < 3 ||
        !print_into(words[0], STDOUT_FILENO) ||
        !print_into(words[1], STDERR_FILENO)) {
        return HC_VERDICT_UNKNOWN;
    }
    /* The vector is shuffled by whoever parses it. */
    g_autofree char **argv = g_memdup2(words + 2,
                                       sizeof(*argv) * ((guint)argc - 1));

    status = run(argc - 2, argv);
    fflush(stdout);
    fflush(stderr);
    return status;
}

int hc_errands_do(int (*run)(int argc, char **argv))
{
    g_autofree char *line = NULL;
    int answers = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3);
    size_t room = 0;

    if (answers < 0) {
        return HC_VERDICT_UNKNOWN;
    }
    while (getdelim(&line, &room, '\0', stdin) > 0) {
        dprintf(answers, "%d\n", do_one(line, run));
    }
    close(answers);
    return HC_VERDICT_HELD;
}

/* --- who asks for them -------------------------------------------------- */

void hc_errands_free(struct hc_errands *errands)
{
    if (errands->child) {
        g_source_remove(errands->child);
    }
    if (errands->answers) {
        g_source_remove(errands->answers);
    }
    close(errands->ask_fd);
    close(errands->answer_fd);
    if (errands->pid) {
        while (waitpid(errands->pid, NULL, 0) < 0 && errno == EINTR) {
        }
    }
    g_string_free(errands->answer, TRUE);
    g_free(errands);
}

static void child_ended(GPid pid, int status, gpointer data)
{
    struct hc_errands *errands = data;
    void (*answered)(void *, int, gboolean) = errands->answered;
    void *opaque = errands->opaque;

    g_spawn_close_pid(pid);
    errands->child = 0;
    errands->pid = 0;
    hc_errands_free(errands);
    answered(opaque, status, TRUE);
}

/* What a wait would tell of a process with that exit status. */
static int wait_status(const char *text)
{
    return (int)(g_ascii_strtoull(text, NULL, 10) & 0xff) << 8;
}

static gboolean answer_is_readable(int fd, GIOCondition condition,
                                   gpointer data)
{
    struct hc_errands *errands = data;
    char bytes[64];
    ssize_t n = read(fd, bytes, sizeof(bytes));

    (void)condition;
    if (n < 0 && (errno == EINTR || errno == EAGAIN)) {
        return G_SOURCE_CONTINUE;
    }
    if (n <= 0) {
        errands->answers = 0;   /* child_ended() tells */
        return G_SOURCE_REMOVE;
    }
    g_string_append_len(errands->answer, bytes, n);
    if (strchr(errands->answer->str, '\n')) {
        int status = wait_status(errands->answer->str);

        g_string_truncate(errands->answer, 0);
        errands->answered(errands->opaque, status, FALSE);
    }
    return G_SOURCE_CONTINUE;
}

struct hc_errands *hc_errands_new(char **argv,
                                  void (*answered)(void *opaque, int status,
                                                   gboolean gone),
                                  void *opaque, GError **error)
{
    struct hc_errands *errands;
    int ask[2], answer[2];
    GPid pid;
    bool ok;

    if (!g_unix_open_pipe(ask, FD_CLOEXEC, error)) {
        return NULL;
    }
    if (!g_unix_open_pipe(answer, FD_CLOEXEC, error)) {
        close(ask[0]);
        close(ask[1]);
        return NULL;
    }
    ok = g_spawn_async_with_fds(NULL, argv, NULL, G_SPAWN_DO_NOT_REAP_CHILD,
                                hc_suite_group_setup,
                                GINT_TO_POINTER(getpid()), &pid, ask[0],
                                answer[1], -1, error);
    close(ask[0]);
    close(answer[1]);
    if (!ok) {
        close(ask[1]);
        close(answer[0]);
        return NULL;
    }
    errands = g_new0(struct hc_errands, 1);
    *errands = (struct hc_errands){
        .pid = pid, .ask_fd = ask[1], .answer_fd = answer[0],
        .answer = g_string_new(NULL), .answered = answered, .opaque = opaque,
    };
    errands->child = g_child_watch_add(pid, child_ended, errands);
    errands->answers = g_unix_fd_add(answer[0], G_IO_IN | G_IO_HUP | G_IO_ERR,
                                     answer_is_readable, errands);
    return errands;
}

static gboolean say(int fd, const char *text, size_t len)
{
    while (len) {
        const ssize_t n = write(fd, text, len);

        if (n < 0 && errno != EINTR) {
            return FALSE;
        }
        if (n > 0) {
            text += n;
            len -= (size_t)n;
        }
    }
    return TRUE;
}

gboolean hc_errands_ask(struct hc_errands *errands, const char *out_file,
                        const char *err_file, char **argv)
{
    const char *const files[] = { out_file, err_file };
    g_autoptr(GString) line = g_string_new(NULL);

    for (unsigned at = 0; at < G_N_ELEMENTS(files); at++) {
        g_autofree char *word = g_shell_quote(files[at]);

        g_string_append_printf(line, "%s ", word);
    }
    for (; *argv; argv++) {
        g_autofree char *word = g_shell_quote(*argv);

        g_string_append_printf(line, "%s ", word);
    }
    return say(errands->ask_fd, line->str, line->len + 1);
}

pid_t hc_errands_pid(const struct hc_errands *errands)
{
    return errands->pid;
}
