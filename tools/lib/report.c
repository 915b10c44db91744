/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

static const char *const kinds[HC_REPORT_KINDS] = {
    [HC_REPORT_BOOT] = "boot", [HC_REPORT_KERNEL] = "kernel",
    [HC_REPORT_WAIT] = "wait", [HC_REPORT_STEP] = "step",
    [HC_REPORT_MESSAGE] = "message", [HC_REPORT_EVENTS] = "events",
    [HC_REPORT_DETERMINISM] = "determinism",
    [HC_REPORT_VERDICT] = "verdict",
    [HC_REPORT_DETAIL] = "detail",
    [HC_REPORT_STANDSTILL] = "standstill",
    [HC_REPORT_OVER] = "over",
};

/* What may not stand in a field as it is. */
static char *escape(const char *text)
{
    GString *out = g_string_new(NULL);

    for (; *text; text++) {
        switch (*text) {
        case '\t': g_string_append(out, "\\t"); break;
        case '\n': g_string_append(out, "\\n"); break;
        case '\\': g_string_append(out, "\\\\"); break;
        default: g_string_append_c(out, *text);
        }
    }
    return g_string_free(out, FALSE);
}

static char *unescape(const char *text)
{
    GString *out = g_string_new(NULL);

    for (; *text; text++) {
        if (*text != '\\' || !text[1]) {
            g_string_append_c(out, *text);
            continue;
        }
        text++;
        g_string_append_c(out, *text == 't' ? '\t' : *text == 'n' ? '\n'
                                                                  : *text);
    }
    return g_string_free(out, FALSE);
}

char *hc_report_format(const struct hc_report *report)
{
    g_autofree char *text = escape(report->text ? report->text : "");

    return g_strdup_printf("%s\t%" G_GUINT64_FORMAT "\t%u\t%u\t%s\n",
                           kinds[report->kind], report->ns, report->line,
                           report->value, text);
}

bool hc_report_write(int fd, const struct hc_report *report)
{
    g_autofree char *line = hc_report_format(report);

    return hc_report_write_text(fd, line, strlen(line));
}

bool hc_report_write_text(int fd, const char *text, size_t len)
{
    size_t done = 0;
    ssize_t n;

    while (done < len) {
        n = write(fd, text + done, len - done);
        if (n < 0 && errno != EINTR) {
            return false;
        }
        done += n > 0 ? n : 0;
    }
    return true;
}

static bool parse_fields(char **field, struct hc_report *ret_report)
{
    guint64 ns, line, value;

    if (!g_ascii_string_to_unsigned(field[1], 10, 0, G_MAXUINT64, &ns,
                                    NULL) ||
        !g_ascii_string_to_unsigned(field[2], 10, 0, G_MAXUINT32, &line,
                                    NULL) ||
        !g_ascii_string_to_unsigned(field[3], 10, 0, G_MAXUINT32, &value,
                                    NULL)) {
        return false;
    }
    for (unsigned kind = 0; kind < HC_REPORT_KINDS; kind++) {
        if (!strcmp(field[0], kinds[kind])) {
            *ret_report = (struct hc_report){ kind, ns, line, value, NULL };
            return true;
        }
    }
    return false;
}

bool hc_report_parse(const char *line, struct hc_report *ret_report,
                     char **ret_text)
{
    g_auto(GStrv) field = g_strsplit(line, "\t", 5);

    if (g_strv_length(field) != 5 || !parse_fields(field, ret_report)) {
        return false;
    }
    field[4][strcspn(field[4], "\n")] = '\0';
    *ret_text = unescape(field[4]);
    ret_report->text = *ret_text;
    return true;
}

const char *hc_detail_name(uint32_t detail)
{
    static const char *const names[HC_DETAILS] = {
        [HC_DETAIL_EXPECTED] = "expected", [HC_DETAIL_INSTEAD] = "instead",
        [HC_DETAIL_EVENT] = "events", [HC_DETAIL_CHAIN] = "chain",
        [HC_DETAIL_KERNEL] = "kernel",
    };

    return detail < HC_DETAILS ? names[detail] : "more";
}

const char *hc_verdict_name(uint32_t verdict)
{
    switch (verdict) {
    case HC_VERDICT_HELD: return "held";
    case HC_VERDICT_FAILED: return "failed";
    case HC_VERDICT_SKIPPED: return "skipped";
    default: return "unknown";
    }
}
