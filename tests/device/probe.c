/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "probe.h"

#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#define INTC_SIR_IRQ 0x48200040
#define INTC_SPURIOUS 0xffffff80

/* Where QEMU finds its end of the monitor's socket. */
#define QMP_FD 3

#define SKIPPED 77

/* A test takes a fraction of a second; a loaded machine may take longer. */
#define TIMEOUT_S 30

static pid_t qemu;
static FILE *to, *from, *qmp;
static char line[512];

/* The plugin, and before it what counts allocations when a test asks. */
static void preload(void)
{
    const char *counter = getenv("HOTCAGE_MALLOCS")
                          ? getenv("HOTCAGE_COUNTER") : NULL;
    char both[1024];

    snprintf(both, sizeof(both), "%s%s%s", counter ? counter : "",
             counter ? ":" : "", getenv("HOTCAGE_PLUGIN"));
    setenv("LD_PRELOAD", both, 1);
}

static void run_qemu(const char *board, bool empty, int in, int out, int mon)
{
    char machine[128];

    snprintf(machine, sizeof(machine), "hotcage-am335x,probe=on,board=%s",
             board);
    dup2(in, 0);
    dup2(out, 1);
    dup2(mon, QMP_FD);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    preload();
    execlp("qemu-system-arm", "qemu-system-arm", "-nodefaults", "-S",
           "-display", "none", "-M", machine, "-m", "64", "-icount",
           "shift=1,sleep=off", "-rtc", "base=2026-01-01T00:00:00,clock=vm",
           "-chardev", "stdio,id=probe,signal=off", "-serial", "null",
           "-serial", "chardev:probe", "-chardev", "socket,id=qmp,fd=3",
           "-mon", "chardev=qmp,mode=control",
           empty ? "-incoming" : NULL, "defer", NULL);
    _exit(127);
}

/* The next message that is an answer, not an event. */
static const char *qmp_answer(void)
{
    do {
        ck_assert_msg(fgets(line, sizeof(line), qmp) != NULL,
                      "the monitor went away");
    } while (strstr(line, "\"event\""));
    return line;
}

static const char *qmp_execute(const char *command)
{
    fseek(qmp, 0, SEEK_CUR);
    fprintf(qmp, "{\"execute\": %s}\n", command);
    fflush(qmp);
    return qmp_answer();
}

static void start(const char *board, bool empty)
{
    int in[2], out[2], mon[2];

    ck_assert_int_eq(pipe2(in, O_CLOEXEC), 0);
    ck_assert_int_eq(pipe2(out, O_CLOEXEC), 0);
    ck_assert_int_eq(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, mon),
                     0);
    qemu = fork();
    ck_assert_int_ge(qemu, 0);
    if (qemu == 0) {
        /* Out of the way of the numbers that are about to be taken. */
        run_qemu(board, empty, fcntl(in[0], F_DUPFD, 10),
                 fcntl(out[1], F_DUPFD, 10), fcntl(mon[1], F_DUPFD, 10));
    }
    close(in[0]);
    close(out[1]);
    close(mon[1]);
    to = fdopen(in[1], "w");
    from = fdopen(out[0], "r");
    qmp = fdopen(mon[0], "r+");
    ck_assert(strstr(qmp_answer(), "QMP"));
    ck_assert(strstr(qmp_execute("\"qmp_capabilities\""), "return"));
}

void probe_start(const char *board)
{
    start(board, false);
}

void probe_start_empty(const char *board)
{
    start(board, true);
}

void probe_stop(void)
{
    int status;

    fprintf(to, "quit\n");
    fclose(to);
    ck_assert_int_eq(waitpid(qemu, &status, 0), qemu);
    fclose(from);
    fclose(qmp);
    ck_assert_msg(WIFEXITED(status) && WEXITSTATUS(status) == 0,
                  "QEMU ended with status %#x", (unsigned)status);
}

/* Both sides of a migration end as "completed" or as "failed". */
static void wait_for_migration(void)
{
    const char *answer;

    do {
        answer = qmp_execute("\"query-migrate\"");
        ck_assert_msg(!strstr(answer, "failed"), "%s", answer);
    } while (!strstr(answer, "completed"));
}

static void migrate(const char *command, const char *path)
{
    char text[256];

    snprintf(text, sizeof(text),
             "\"%s\", \"arguments\": {\"uri\": \"file:%s\"}", command, path);
    ck_assert_msg(strstr(qmp_execute(text), "return"), "%s", line);
    wait_for_migration();
}

void probe_save(const char *path)
{
    migrate("migrate", path);
}

void probe_load(const char *path)
{
    migrate("migrate-incoming", path);
}

const char *probe_ask(const char *question)
{
    fprintf(to, "%s\n", question);
    fflush(to);
    ck_assert_msg(fgets(line, sizeof(line), from) != NULL,
                  "QEMU went away after '%s'", question);
    line[strcspn(line, "\n")] = '\0';
    return line;
}

static void expect_ok(const char *question)
{
    const char *answer = probe_ask(question);

    ck_assert_msg(!strcmp(answer, "ok"), "%s: %s", question, answer);
}

uint32_t probe_read(uint32_t at, unsigned width)
{
    char text[64];
    const char *answer;
    char *end;
    uint32_t value;

    snprintf(text, sizeof(text), "r%u %" PRIx32, width, at);
    answer = probe_ask(text);
    value = (uint32_t)strtoul(answer, &end, 16);
    ck_assert_msg(*answer && !*end, "%s: %s", text, answer);
    return value;
}

void probe_write(uint32_t at, uint32_t value, unsigned width)
{
    char text[64];

    snprintf(text, sizeof(text), "w%u %" PRIx32 " %" PRIx32, width, at,
             value);
    expect_ok(text);
}

uint32_t rd(uint32_t at)
{
    return probe_read(at, 4);
}

void wr(uint32_t at, uint32_t value)
{
    probe_write(at, value, 4);
}

void probe_step_ns(uint64_t ns)
{
    char text[64];

    snprintf(text, sizeof(text), "step %" PRIu64, ns);
    expect_ok(text);
}

uint64_t probe_now_ns(void)
{
    return strtoull(probe_ask("now"), NULL, 10);
}

int probe_irq(void)
{
    uint32_t sir = rd(INTC_SIR_IRQ);
    bool active = !(sir & INTC_SPURIOUS);

    ck_assert_str_eq(probe_ask("irq"), active ? "1" : "0");
    return active ? (int)sir : -1;
}

void probe_do(const char *verb)
{
    char text[128];

    snprintf(text, sizeof(text), "do %s", verb);
    expect_ok(text);
}

void probe_expect(const char *place_key, const char *value)
{
    char text[128];
    const char *answer;

    snprintf(text, sizeof(text), "status %s", place_key);
    answer = probe_ask(text);
    ck_assert_msg(!strcmp(answer, value), "%s is %s and should be %s",
                  place_key, answer, value);
}

static const char *why_skip(void)
{
    if (!getenv("HOTCAGE_PLUGIN")) {
        return "HOTCAGE_PLUGIN does not name the plugin";
    }
    return system("qemu-system-arm --version > /dev/null 2>&1")
           ? "there is no qemu-system-arm; install it with "
             "tools/setup/packages"
           : NULL;
}

static int run(const char *name, const TTest *const *test, unsigned n)
{
    Suite *suite = suite_create(name);
    TCase *tcase = tcase_create(name);
    SRunner *runner;
    int failed;

    for (unsigned i = 0; i < n; i++) {
        tcase_add_test(tcase, test[i]);
    }
    tcase_set_timeout(tcase, TIMEOUT_S);
    suite_add_tcase(suite, tcase);
    runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}

int probe_run(const char *name, const TTest *const *test, unsigned n)
{
    const char *reason = why_skip();

    if (reason) {
        printf("skipped: %s\n", reason);
        return SKIPPED;
    }
    return run(name, test, n);
}
