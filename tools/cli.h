/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the sub-commands of hotcage share. */
#ifndef HC_CLI_H
#define HC_CLI_H

#include <glib.h>
#include <stdbool.h>

#include "lib/report.h"

#ifndef HOTCAGE_VERSION
#define HOTCAGE_VERSION "0.1"
#endif

#define HC_CLI_ERROR (hc_cli_error_quark())

/* The code of an error is the exit status. */
enum hc_cli_error {
    HC_CLI_ERROR_UNKNOWN = HC_VERDICT_UNKNOWN,
    HC_CLI_ERROR_SKIPPED = HC_VERDICT_SKIPPED
};

GQuark hc_cli_error_quark(void);

/* A sub-command: argv[0] is its name. Returns the exit status. */
struct hc_command {
    const char *name, *arguments, *help;
    int (*run)(int argc, char **argv);
};

extern const struct hc_command hc_commands[];

int hc_cmd_run(int argc, char **argv);
int hc_cmd_shell(int argc, char **argv);
int hc_cmd_ctl(int argc, char **argv);
int hc_cmd_coverage(int argc, char **argv);
int hc_cmd_check(int argc, char **argv);
int hc_cmd_verbs(int argc, char **argv);
int hc_cmd_modules(int argc, char **argv);
int hc_cmd_doctor(int argc, char **argv);
int hc_cmd_test(int argc, char **argv);
int hc_cmd_kconfig(int argc, char **argv);
int hc_cmd_snapshot(int argc, char **argv);
int hc_cmd_bisect_run(int argc, char **argv);

/* Reads the options of a sub-command; what is left stays in argv. */
bool hc_parse_options(const char *command, const GOptionEntry *entries,
                      int *argc, char ***argv, GError **error);

/* "hotcage: …" to stderr. */
void hc_say(const char *format, ...) G_GNUC_PRINTF(1, 2);

/* Says the error, frees it, and returns the exit status for it. */
int hc_fail(GError *error);

/* Sets the error to what the user must hear, in place of an earlier one; its
 * exit status is that of "could not tell". Returns false. */
bool hc_deny(GError **error, const char *format, ...)
    G_GNUC_PRINTF(2, 3);

/* True if stdout takes colour: a terminal, and NO_COLOR is not set. */
bool hc_colour(void);

struct hc_bench;

/* Runs a prepared bench and judges it; returns the exit status. */
int hc_run_and_judge(struct hc_bench *bench, GError **error);

/* Runs a prepared bench with the console here. */
int hc_run_shell(struct hc_bench *bench, GError **error);

/* A board without a story; its empty path makes no scenario= option. */
struct hc_scenario *hc_shell_scenario(GError **error);

/* The path of a scenario: a file, or the name of one in the stock. */
char *hc_scenario_find(const char *name);

struct hc_scenario;

/* Reads a scenario and every module that it names. */
struct hc_scenario *hc_scenario_open(const char *path, GError **error);

/* "1.250000" for people. */
char *hc_seconds(guint64 ns);

#endif
