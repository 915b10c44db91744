/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The suite for CI servers: a testsuite per kernel, a testcase per scenario.
 * The elements are those of Jenkins' junit-10.xsd, which GitLab and others
 * read as well; time is wall time, in seconds. */
#include "suite.h"

#include "cli.h"

/* XML 1.0 has no way to write most control characters, not even escaped. A
 * line feed in an attribute would become a blank. */
static char *escape(const char *text)
{
    g_autofree char *clean = hc_suite_clean(text);

    return g_markup_escape_text(clean, -1);
}

static void add_attribute(GString *xml, const char *name, const char *value)
{
    g_autofree char *safe = escape(value);
    g_auto(GStrv) line = g_strsplit(safe, "\n", -1);
    g_autofree char *flat = g_strjoinv("&#10;", line);

    g_string_append_printf(xml, " %s=\"%s\"", name, flat);
}

static void add_seconds(GString *xml, gint64 us)
{
    g_string_append_printf(xml, " time=\"%" G_GINT64_FORMAT ".%03"
                           G_GINT64_FORMAT "\"", us / G_USEC_PER_SEC,
                           us % G_USEC_PER_SEC / 1000);
}

static void add_counts(GString *xml, const struct hc_suite_count *count)
{
    g_string_append_printf(xml, " tests=\"%u\" failures=\"%u\" "
                           "errors=\"%u\"", count->all, count->failed,
                           count->unknown);
}

static void add_element(GString *xml, const char *name, const char *type,
                        const char *message, const char *text)
{
    g_autofree char *safe = escape(text);

    g_string_append_printf(xml, "      <%s", name);
    add_attribute(xml, "type", type);
    add_attribute(xml, "message", message);
    g_string_append_printf(xml, ">%s</%s>\n", safe, name);
}

static void add_outcome(GString *xml, const struct hc_suite_run *run)
{
    const char *text = run->message && *run->message ? run->message
                                                     : run->why;

    switch (run->verdict) {
    case HC_VERDICT_FAILED:
        add_element(xml, "failure", "expectation", run->why, text);
        break;
    case HC_VERDICT_UNKNOWN:
        add_element(xml, "error", "unknown", run->why, text);
        break;
    case HC_VERDICT_SKIPPED:
        add_element(xml, "skipped", "skipped", run->why, "");
        break;
    default:
        break;
    }
}

/* Names: some servers cut a classname at its dots. */
static void add_case(GString *xml, const struct hc_suite_run *run)
{
    g_autofree char *label = g_strdelimit(g_strdup(run->kernel->label), ".",
                                          '_');
    g_autofree char *class = g_strconcat("hotcage.", label, NULL);
    g_autofree char *all = g_strdup_printf(
        "%s\nrun directory: %s\nvirtual time: %.6f s\n", run->output,
        run->dir, run->virtual_ns / 1e9);
    g_autofree char *out = escape(all);

    g_string_append(xml, "    <testcase");
    add_attribute(xml, "name", run->name);
    add_attribute(xml, "classname", class);
    add_seconds(xml, run->wall_us);
    g_string_append(xml, ">\n");
    add_outcome(xml, run);
    g_string_append_printf(xml, "      <system-out>%s</system-out>\n"
                           "    </testcase>\n", out);
}

static void add_property(GString *xml, const char *name, const char *value)
{
    g_string_append(xml, "      <property");
    add_attribute(xml, "name", name);
    add_attribute(xml, "value", value ? value : "");
    g_string_append(xml, "/>\n");
}

static void add_suite(GString *xml, const struct hc_suite *suite,
                      unsigned column)
{
    const struct hc_suite_kernel *kernel = suite->kernels->pdata[column];
    const struct hc_suite_count count = hc_suite_count(suite, kernel);
    const unsigned rows = suite->runs->len / suite->kernels->len;
    gint64 us = 0;

    for (unsigned row = 0; row < rows; row++) {
        us += hc_suite_at(suite, row, column)->wall_us;
    }
    g_string_append(xml, "  <testsuite");
    add_attribute(xml, "name", kernel->label);
    add_counts(xml, &count);
    g_string_append_printf(xml, " skipped=\"%u\"", count.skipped);
    add_seconds(xml, us);
    g_string_append(xml, ">\n    <properties>\n");
    add_property(xml, "hotcage", HOTCAGE_VERSION);
    add_property(xml, "kernel", kernel->name);
    add_property(xml, "release", kernel->release);
    g_string_append(xml, "    </properties>\n");
    for (unsigned row = 0; row < rows; row++) {
        add_case(xml, hc_suite_at(suite, row, column));
    }
    g_string_append(xml, "  </testsuite>\n");
}

char *hc_suite_junit(const struct hc_suite *suite)
{
    const struct hc_suite_count count = hc_suite_count(suite, NULL);
    GString *xml = g_string_new("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                                "<testsuites name=\"hotcage\"");

    add_counts(xml, &count);
    add_seconds(xml, suite->wall_us);
    g_string_append(xml, ">\n");
    for (unsigned at = 0; at < suite->kernels->len; at++) {
        add_suite(xml, suite, at);
    }
    g_string_append(xml, "</testsuites>\n");
    return g_string_free(xml, FALSE);
}
