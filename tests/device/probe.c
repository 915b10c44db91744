/* SPDX-License-Identifier: GPL-2.0-or-later */
#define _GNU_SOURCE
#include "probe.h"

#include <check.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <signal.h>
#include <unistd.h>

#define INTC_SIR_IRQ 0x48200040
#define INTC_SPURIOUS 0xffffff80

static pid_t qemu;
static FILE *to, *from;
static char line[512];

static void run_qemu(const char *board, int in, int out)
{
    char machine[128];

    snprintf(machine, sizeof(machine), "hotcage-am335x,probe=on,board=%s",
             board);
    dup2(in, 0);
    dup2(out, 1);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    setenv("LD_PRELOAD", getenv("HOTCAGE_PLUGIN"), 1);
    execlp("qemu-system-arm", "qemu-system-arm", "-nodefaults", "-display",
           "none", "-M", machine, "-m", "64", "-icount",
           "shift=1,sleep=off", "-rtc", "base=2026-01-01T00:00:00,clock=vm",
           "-chardev", "stdio,id=probe,signal=off", "-serial", "null",
           "-serial", "chardev:probe", NULL);
    _exit(127);
}

void probe_start(const char *board)
{
    int in[2], out[2];

    ck_assert_int_eq(pipe2(in, O_CLOEXEC), 0);
    ck_assert_int_eq(pipe2(out, O_CLOEXEC), 0);
    qemu = fork();
    ck_assert_int_ge(qemu, 0);
    if (qemu == 0) {
        run_qemu(board, in[0], out[1]);
    }
    close(in[0]);
    close(out[1]);
    to = fdopen(in[1], "w");
    from = fdopen(out[0], "r");
}

void probe_stop(void)
{
    int status;

    fclose(to);
    fclose(from);
    kill(qemu, SIGTERM);
    ck_assert_int_eq(waitpid(qemu, &status, 0), qemu);
    ck_assert_msg(WIFEXITED(status) && WEXITSTATUS(status) == 0,
                  "QEMU ended with status %#x", status);
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
    value = strtoul(answer, &end, 16);
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

int probe_irq(void)
{
    uint32_t sir = rd(INTC_SIR_IRQ);

    return sir & INTC_SPURIOUS ? -1 : (int)sir;
}

void probe_do(const char *verb)
{
    char text[128];

    snprintf(text, sizeof(text), "do %s", verb);
    expect_ok(text);
}

bool probe_is(const char *place_key, const char *value)
{
    char text[128];

    snprintf(text, sizeof(text), "status %s", place_key);
    return !strcmp(probe_ask(text), value);
}
