/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cli.h"

#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "lib/scenario.h"
#include "qemu.h"

G_DEFINE_QUARK(hc-cli-error-quark, hc_cli_error)

const struct hc_command hc_commands[] = {
    { "run", "SCENARIO", "boot the bench and tell whether a scenario holds",
      hc_cmd_run },
    { "test", "[PATTERN...]", "run scenarios on kernels, several at a time",
      hc_cmd_test },
    { "shell", "[SCENARIO]", "the same bench, with the guest's console here",
      hc_cmd_shell },
    { "ctl", "VERB...", "act on a running bench: insert, remove, pull, status",
      hc_cmd_ctl },
    { "snapshot", "save NAME | restore NAME | delete NAME | list",
      "keep a running bench under a name, and go on from there",
      hc_cmd_snapshot },
    { "check", "SCENARIO...", "read scenarios without running them",
      hc_cmd_check },
    { "verbs", "[VERB...]", "the words of a scenario, and one in use",
      hc_cmd_verbs },
    { "modules", "[show NAME | import FILE | export NAME]",
      "the pluggable modules in stock; to and from EEPROM dumps",
      hc_cmd_modules },
    { "bisect-run", "SCENARIO...",
      "good, bad or skip, for git bisect run", hc_cmd_bisect_run },
    { "coverage", "FILE...", "the registers that drivers used, and which not",
      hc_cmd_coverage },
    { "kconfig", "[SCENARIO...]", "the kernel options that the boards need",
      hc_cmd_kconfig },
    { "doctor", "", "what is here, what is missing, how to get it",
      hc_cmd_doctor },
    { 0 }
};

void hc_say(const char *format, ...)
{
    g_autofree char *text = NULL;
    va_list args;

    va_start(args, format);
    text = g_strdup_vprintf(format, args);
    va_end(args);
    fprintf(stderr, "hotcage: %s\n", text);
}

int hc_fail(GError *error)
{
    int status = error->domain == HC_CLI_ERROR ? error->code
                                               : HC_VERDICT_UNKNOWN;

    hc_say("%s", error->message);
    g_error_free(error);
    return status;
}

bool hc_deny(GError **error, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    g_clear_error(error);
    if (error) {
        *error = g_error_new_valist(HC_CLI_ERROR, HC_CLI_ERROR_UNKNOWN,
                                    format, args);
    }
    va_end(args);
    return false;
}

bool hc_colour(void)
{
    const char *never = g_getenv("NO_COLOR");

    return isatty(STDOUT_FILENO) && !(never && *never) &&
        g_strcmp0(g_getenv("TERM"), "dumb");
}

char *hc_scenario_find(const char *name)
{
    g_autofree char *file = g_strconcat(name, g_str_has_suffix(name, ".hc")
                                        ? "" : ".hc", NULL);
    g_autofree char *stock = g_build_filename(hc_data_dir(), "scenarios",
                                              file, NULL);

    if (!g_file_test(name, G_FILE_TEST_EXISTS) &&
        !strchr(name, G_DIR_SEPARATOR) &&
        g_file_test(stock, G_FILE_TEST_IS_REGULAR)) {
        return g_steal_pointer(&stock);
    }
    return g_canonicalize_filename(name, NULL);
}

struct hc_scenario *hc_scenario_open(const char *path, GError **error)
{
    struct hc_scenario *scenario = hc_scenario_load(path, error);

    if (scenario && !hc_scenario_open_modules(scenario, error)) {
        hc_scenario_free(scenario);
        return NULL;
    }
    return scenario;
}

char *hc_seconds(guint64 ns)
{
    return g_strdup_printf("%" G_GUINT64_FORMAT ".%06" G_GUINT64_FORMAT,
                           ns / NS_PER_S, ns % NS_PER_S / NS_PER_US);
}

static const struct hc_command *command_of(const char *name)
{
    for (const struct hc_command *row = hc_commands; row->name; row++) {
        if (!strcmp(row->name, name)) {
            return row;
        }
    }
    return NULL;
}

bool hc_parse_options(const char *command, const GOptionEntry *entries,
                      int *argc, char ***argv, GError **error)
{
    const struct hc_command *row = command_of(command);
    g_autoptr(GOptionContext) context = g_option_context_new(row->arguments);
    g_autofree char *name = g_strconcat("hotcage ", command, NULL);
    g_autofree char *summary = g_strconcat(row->help, ".", NULL);

    g_set_prgname(name);
    summary[0] = g_ascii_toupper(summary[0]);
    g_option_context_set_summary(context, summary);
    g_option_context_set_description(context, "See hotcage(1).");
    g_option_context_add_main_entries(context, entries, NULL);
    if (g_option_context_parse(context, argc, argv, error)) {
        return true;
    }
    g_prefix_error(error, "%s: ", command);
    if (error && *error) {
        g_autofree char *message = g_strdup((*error)->message);

        g_clear_error(error);
        g_set_error(error, HC_CLI_ERROR, HC_CLI_ERROR_UNKNOWN,
                    "%s; see hotcage %s --help", message, command);
    }
    return false;
}

static char *summary_text(void)
{
    GString *text = g_string_new("An Ethernet hardware bench.\n\nCommands:");

    for (const struct hc_command *row = hc_commands; row->name; row++) {
        g_autofree char *usage = g_strdup_printf("%s %s", row->name,
                                                 row->arguments);

        g_string_append_printf(text, "\n  %-20s %s", usage, row->help);
    }
    return g_string_free(text, FALSE);
}

static int print_version(void)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *qemu = hc_qemu_find(&error);
    g_autofree char *version = qemu ? hc_qemu_version(qemu, &error) : NULL;
    g_auto(GStrv) kernels = hc_kernels_found();
    g_autofree char *list = g_strjoinv(", ", kernels);

    printf("hotcage %s\n", HOTCAGE_VERSION);
    printf("QEMU %s\n", version ? version : error->message);
    printf("kernels %s\n", *list ? list : "none yet");
    return 0;
}

static int unknown_command(const char *name)
{
    const char *names[16] = { NULL };

    for (unsigned at = 0; hc_commands[at].name; at++) {
        names[at] = hc_commands[at].name;
    }
    hc_say("unknown command '%s'; did you mean '%s'? See hotcage --help",
           name, hc_nearest(name, names));
    return HC_VERDICT_UNKNOWN;
}

/* Run from the folder that it was built in, the command takes modules,
 * scenarios and setup scripts from the source tree. */
static void find_own_data(void)
{
    g_autofree char *program = g_file_read_link("/proc/self/exe", NULL);
    g_autofree char *folder = program ? g_path_get_dirname(program) : NULL;

    if (!g_strcmp0(folder, HOTCAGE_BUILD_DIR)) {
        g_setenv("HOTCAGE_DATA", HOTCAGE_SOURCE_DIR, FALSE);
    }
}

int main(int argc, char **argv)
{
    gboolean version = FALSE;
    const GOptionEntry entries[] = {
        { "version", 'V', 0, G_OPTION_ARG_NONE, &version,
          "Print the versions of hotcage, QEMU and the kernels", NULL },
        { 0 }
    };
    g_autoptr(GOptionContext) context = NULL;
    g_autofree char *summary = summary_text();
    const struct hc_command *command;
    GError *error = NULL;

    setlocale(LC_ALL, "");
    find_own_data();
    signal(SIGPIPE, SIG_IGN);
    context = g_option_context_new("COMMAND...");
    g_option_context_set_strict_posix(context, TRUE);
    g_option_context_set_summary(context, summary);
    g_option_context_add_main_entries(context, entries, NULL);
    if (!g_option_context_parse(context, &argc, &argv, &error)) {
        hc_say("%s; see hotcage --help", error->message);
        g_error_free(error);
        return HC_VERDICT_UNKNOWN;
    }
    if (version) {
        return print_version();
    }
    if (argc < 2) {
        hc_say("what shall I do? See hotcage --help");
        return HC_VERDICT_UNKNOWN;
    }
    command = command_of(argv[1]);
    return command ? command->run(argc - 1, argv + 1)
                   : unknown_command(argv[1]);
}
