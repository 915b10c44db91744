/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The suite for people, and for readers of TAP. */
#include "suite.h"

#include <string.h>

#define RED   "\033[31m"
#define GREEN "\033[32m"
#define DIM   "\033[2m"
#define PLAIN "\033[0m"

/* "held        18.7 s   12.1 s" */
#define CELL_CHARS 27

static const char *word_of(uint32_t verdict)
{
    return verdict == HC_VERDICT_FAILED ? "FAILED"
                                        : hc_verdict_name(verdict);
}

static const char *colour_of(uint32_t verdict)
{
    return verdict == HC_VERDICT_HELD ? GREEN
        : verdict == HC_VERDICT_SKIPPED ? DIM : RED;
}

static char *cell(const struct hc_suite_run *run)
{
    return run->virtual_ns
        ? g_strdup_printf("%-8s %7.1f s %6.1f s", word_of(run->verdict),
                          run->virtual_ns / 1e9, run->wall_us / 1e6)
        : g_strdup(word_of(run->verdict));
}

/* "6.12 (6.12.48-armmp)" */
static char *head_of(const struct hc_suite_kernel *kernel)
{
    return kernel->release && strcmp(kernel->release, kernel->label)
        ? g_strdup_printf("%s (%s)", kernel->label, kernel->release)
        : g_strdup(kernel->label);
}

static int column_width(const struct hc_suite_kernel *kernel)
{
    g_autofree char *head = head_of(kernel);

    return MAX(CELL_CHARS, (int)strlen(head));
}

static void add_cell(GString *text, const struct hc_suite_run *run,
                     bool colour, bool last)
{
    g_autofree char *words = cell(run);
    int blanks = column_width(run->kernel) - (int)strlen(words);

    g_string_append_printf(text, "  %s%s%s",
                           colour ? colour_of(run->verdict) : "", words,
                           colour ? PLAIN : "");
    if (!last) {
        g_string_append_printf(text, "%*s", blanks, "");
    }
}

/* Lines end without blanks. */
static void end_line(GString *text)
{
    while (text->len && text->str[text->len - 1] == ' ') {
        g_string_truncate(text, text->len - 1);
    }
    g_string_append_c(text, '\n');
}

static void add_head(GString *text, const struct hc_suite *suite, int width)
{
    g_string_append_printf(text, "%-*s", width, "");
    for (unsigned at = 0; at < suite->kernels->len; at++) {
        const struct hc_suite_kernel *kernel = suite->kernels->pdata[at];
        g_autofree char *head = head_of(kernel);

        g_string_append_printf(text, "  %-*s", column_width(kernel), head);
    }
    end_line(text);
    g_string_append_printf(text, "%-*s", width, "");
    for (unsigned at = 0; at < suite->kernels->len; at++) {
        int rest = column_width(suite->kernels->pdata[at]) - CELL_CHARS;

        g_string_append_printf(text, "  %-8s %9s %8s%*s", "", "virtual",
                               "wall", rest, "");
    }
    end_line(text);
}

static int name_width(const struct hc_suite *suite)
{
    int width = 0;

    for (unsigned at = 0; at < suite->runs->len; at++) {
        const struct hc_suite_run *run = suite->runs->pdata[at];

        width = MAX(width, (int)strlen(run->name));
    }
    return width;
}

static void add_lines(GString *text, const char *lines, const char *indent)
{
    g_auto(GStrv) line = g_strsplit(lines, "\n", -1);

    for (unsigned at = 0; line[at]; at++) {
        g_string_append_printf(text, "%s%s\n", indent, line[at]);
    }
}

/* The whole complaint, or at least the reason. */
static const char *complaint_of(const struct hc_suite_run *run)
{
    return run->message && *run->message ? run->message : run->why;
}

static void add_trouble(GString *text, const struct hc_suite_run *run)
{
    g_autofree char *complaint = hc_suite_clean(complaint_of(run));

    if (run->verdict == HC_VERDICT_HELD) {
        return;
    }
    if (run->verdict == HC_VERDICT_SKIPPED) {
        g_string_append_printf(text, "\n%s on %s skipped: %s\n", run->name,
                               run->kernel->label, run->why);
        return;
    }
    g_string_append_printf(text, "\n%s on %s %s; see %s\n", run->name,
                           run->kernel->label, word_of(run->verdict),
                           run->dir);
    add_lines(text, complaint, "    ");
}

char *hc_suite_matrix(const struct hc_suite *suite, bool colour)
{
    const struct hc_suite_count count = hc_suite_count(suite, NULL);
    const unsigned kernels = suite->kernels->len;
    int width = name_width(suite);
    GString *text = g_string_new(NULL);

    add_head(text, suite, width);
    for (unsigned at = 0; at < suite->runs->len; at++) {
        const struct hc_suite_run *run = suite->runs->pdata[at];
        bool last = at % kernels == kernels - 1;

        if (at % kernels == 0) {
            g_string_append_printf(text, "%-*s", width, run->name);
        }
        add_cell(text, run, colour, last);
        g_string_append(text, last ? "\n" : "");
    }
    for (unsigned at = 0; at < suite->runs->len; at++) {
        add_trouble(text, suite->runs->pdata[at]);
    }
    g_string_append_printf(text, "\n%u held, %u failed, %u unknown, %u "
                           "skipped in %.0f s; see %s\n", count.held,
                           count.failed, count.unknown, count.skipped,
                           suite->wall_us / 1e6, suite->folder);
    return g_string_free(text, FALSE);
}

/* --- TAP ------------------------------------------------------------------ */

/* One line of a description or a reason. TAP 14 escapes # and \; KTAP knows
 * no escape, and no # in a description. */
static char *tap_line(const char *text, bool ktap)
{
    g_autofree char *clean = hc_suite_clean(text);
    GString *line = g_string_new(NULL);

    for (const char *at = clean; *at; at++) {
        if (*at == '\n' || *at == '\t') {
            g_string_append_c(line, ' ');
        } else if (!ktap && (*at == '#' || *at == '\\')) {
            g_string_append_printf(line, "\\%c", *at);
        } else {
            g_string_append_c(line, ktap && *at == '#' ? '_' : *at);
        }
    }
    return g_string_free(line, FALSE);
}

static bool is_ok(uint32_t verdict)
{
    return verdict == HC_VERDICT_HELD || verdict == HC_VERDICT_SKIPPED;
}

static char *yaml_quote(const char *text)
{
    g_autofree char *clean = hc_suite_clean(text);
    GString *quoted = g_string_new(g_strdelimit(clean, "\n\t", ' '));

    g_string_replace(quoted, "\\", "\\\\", 0);
    g_string_replace(quoted, "\"", "\\\"", 0);
    g_string_prepend_c(quoted, '"');
    g_string_append_c(quoted, '"');
    return g_string_free(quoted, FALSE);
}

/* TAP 14: a block of YAML, two deeper than its test. */
static void add_yaml(GString *text, const struct hc_suite_run *run)
{
    g_autofree char *message = yaml_quote(run->why);
    g_autofree char *dir = yaml_quote(run->dir);
    g_autofree char *complaint = hc_suite_clean(complaint_of(run));

    g_string_append_printf(text, "  ---\n  duration_ms: %" G_GINT64_FORMAT
                           "\n  virtual_ms: %" G_GUINT64_FORMAT
                           "\n  run: %s\n", run->wall_us / 1000,
                           run->virtual_ns / 1000000, dir);
    if (!is_ok(run->verdict)) {
        g_string_append_printf(text, "  verdict: %s\n  message: %s\n"
                               "  complaint: |2\n",
                               hc_verdict_name(run->verdict), message);
        add_lines(text, complaint, "    ");
    }
    g_string_append(text, "  ...\n");
}

char *hc_suite_tap(const struct hc_suite *suite)
{
    GString *text = g_string_new("TAP version 14\n");

    g_string_append_printf(text, "1..%u\n", suite->runs->len);
    for (unsigned at = 0; at < suite->runs->len; at++) {
        const struct hc_suite_run *run = suite->runs->pdata[at];
        bool skipped = run->verdict == HC_VERDICT_SKIPPED;
        g_autofree char *name = tap_line(run->name, false);
        g_autofree char *why = tap_line(run->why, false);

        g_string_append_printf(text, "%sok %u - %s on %s%s%s\n",
                               is_ok(run->verdict) ? "" : "not ", at + 1,
                               name, run->kernel->label,
                               skipped ? " # SKIP " : "",
                               skipped ? why : "");
        if (!skipped) {
            add_yaml(text, run);
        }
    }
    if (suite->interrupted) {
        g_string_append(text, "Bail out! interrupted\n");
    }
    return g_string_free(text, FALSE);
}

/* Documentation/dev-tools/ktap.rst: SKIP and ERROR are directives; a plain
 * failure has none. Diagnostics come before their result. */
static void add_ktap_run(GString *text, const struct hc_suite_run *run,
                         unsigned number)
{
    g_autofree char *name = tap_line(run->name, true);
    g_autofree char *why = tap_line(run->why, true);
    g_autofree char *complaint = hc_suite_clean(complaint_of(run));
    const char *directive = run->verdict == HC_VERDICT_SKIPPED ? " # SKIP "
        : run->verdict == HC_VERDICT_UNKNOWN ? " # ERROR " : "";

    if (!is_ok(run->verdict)) {
        add_lines(text, complaint, "  # ");
    }
    g_string_append_printf(text, "  %sok %u %s%s%s\n",
                           is_ok(run->verdict) ? "" : "not ", number, name,
                           directive, *directive ? why : "");
}

/* Kernels are tests, scenarios their subtests. */
char *hc_suite_ktap(const struct hc_suite *suite)
{
    const unsigned kernels = suite->kernels->len;
    const unsigned rows = suite->runs->len / kernels;
    GString *text = g_string_new("KTAP version 1\n");

    g_string_append_printf(text, "1..%u\n", kernels);
    for (unsigned at = 0; at < kernels; at++) {
        const struct hc_suite_kernel *kernel = suite->kernels->pdata[at];
        const struct hc_suite_count count = hc_suite_count(suite, kernel);

        g_string_append_printf(text, "  KTAP version 1\n  # Subtest: %s\n"
                               "  1..%u\n", kernel->label, rows);
        for (unsigned row = 0; row < rows; row++) {
            add_ktap_run(text, hc_suite_at(suite, row, at), row + 1);
        }
        g_string_append_printf(text, "%sok %u %s%s\n",
                               count.failed || count.unknown ? "not " : "",
                               at + 1, kernel->label,
                               count.skipped == count.all ? " # SKIP all"
                                                          : "");
    }
    return g_string_free(text, FALSE);
}
