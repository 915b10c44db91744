/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "oops.h"

#include <string.h>

/* A recursion that overflowed the stack is told by its first frames. */
#define TRACE_MAX 24

/* How the messages begin that a kernel does not survive unharmed: arm's
 * __do_kernel_fault(), do_DataAbort() and die(), lib/bug.c,
 * kernel/panic.c and kernel/watchdog.c. */
static const char *const heads[] = {
    "Unable to handle kernel", "Unhandled fault:", "Unhandled prefetch abort",
    "Internal error:", "kernel BUG at", "BUG: ", "watchdog: BUG",
    "Kernel panic - not syncing",
};

#define PANIC "Kernel panic - not syncing"

/* Without "[    8.528975] " and what a shell left on the line before. */
static const char *message_of(const char *line)
{
    const char *from = line, *at;

    for (at = line; (at = strchr(at, '[')); at++) {
        const char *end = at + 1 + strspn(at + 1, " 0123456789.");

        if (end > at + 2 && end[0] == ']' && end[1] == ' ' &&
            memchr(at, '.', end - at)) {
            from = end + 2;
            break;
        }
    }
    return from;
}

static bool is_head(const char *message)
{
    for (unsigned at = 0; at < G_N_ELEMENTS(heads); at++) {
        if (g_str_has_prefix(message, heads[at])) {
            return true;
        }
    }
    return false;
}

static void keep(char **place, const char *text)
{
    if (!*place) {
        *place = g_strstrip(g_strdup(text));
    }
}

/* " show_stack from dump_stack_lvl+0x54/0x68" (arch/arm/kernel/traps.c,
 * dump_backtrace_entry()); an older kernel writes addresses before. */
static bool is_frame(const char *message)
{
    return message[0] == ' ' && strstr(message, " from ");
}

/* True while the lines are still those of a call trace. */
static bool take_trace(struct hc_oops *oops, const char *message)
{
    if (!is_frame(message)) {
        return g_str_has_prefix(message, "Exception stack") ||
            message[0] == ' ' || message[0] == '\0' ||
            strspn(message, "0123456789abcdef") == 4;
    }
    if (oops->trace->len < TRACE_MAX) {
        g_ptr_array_add(oops->trace, g_strstrip(g_strdup(message)));
    }
    return true;
}

static void take_message(struct hc_oops *oops, const char *message)
{
    if (g_str_has_prefix(message, "CPU: ")) {
        keep(&oops->task, message);
    } else if (g_str_has_prefix(message, "PC is at ")) {
        keep(&oops->pc, message + strlen("PC is at "));
    } else if (g_str_has_prefix(message, "LR is at ")) {
        keep(&oops->lr, message + strlen("LR is at "));
    }
}

static void parse(struct hc_oops *oops, char **line)
{
    bool in_trace = false;

    for (; *line; line++) {
        const char *message = message_of(*line);

        oops->panic |= g_str_has_prefix(message, PANIC);
        if (in_trace) {
            in_trace = take_trace(oops, message);
        } else if (!oops->trace->len &&
                   (g_str_has_prefix(message, "Call trace:") ||
                    g_str_has_prefix(message, "Backtrace:"))) {
            in_trace = true;
        } else {
            take_message(oops, message);
        }
    }
}

struct hc_oops *hc_oops_find(const char *console)
{
    g_autofree char *clean = g_strdup(console);
    g_auto(GStrv) lines = g_strsplit(g_strdelimit(clean, "\r", '\n'), "\n",
                                     -1);
    struct hc_oops *oops;
    char **line = lines;

    while (*line && !is_head(message_of(*line))) {
        line++;
    }
    if (!*line) {
        return NULL;
    }
    oops = g_new0(struct hc_oops, 1);
    oops->trace = g_ptr_array_new_with_free_func(g_free);
    oops->head = g_strstrip(g_strdup(message_of(*line)));
    parse(oops, line);
    return oops;
}

void hc_oops_free(struct hc_oops *oops)
{
    if (oops) {
        g_ptr_array_unref(oops->trace);
        g_free(oops->head);
        g_free(oops->task);
        g_free(oops->pc);
        g_free(oops->lr);
        g_free(oops);
    }
}

static void add_line(GString *text, const char *name, const char *value)
{
    if (value) {
        g_string_append_printf(text, "\n  %s%s", name, value);
    }
}

char *hc_oops_text(const struct hc_oops *oops)
{
    GString *text = g_string_new(oops->head);

    add_line(text, "", oops->task);
    add_line(text, "PC is at ", oops->pc);
    add_line(text, "LR is at ", oops->lr);
    if (oops->trace->len) {
        add_line(text, "call trace:", "");
    }
    for (unsigned at = 0; at < oops->trace->len; at++) {
        add_line(text, "  ", oops->trace->pdata[at]);
    }
    return g_string_free(text, FALSE);
}
