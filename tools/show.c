/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "show.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cli.h"

#define RED   "\033[31m"
#define GREEN "\033[32m"
#define DIM   "\033[2m"
#define PLAIN "\033[0m"

/* What a progress line has room for. */
#define PROGRESS_CHARS 60

void hc_show_init(struct hc_show *show, struct hc_bench *bench)
{
    *show = (struct hc_show){ .bench = bench, .tty = isatty(STDOUT_FILENO),
                              .colour = hc_colour(),
                              .unicode = g_get_charset(NULL),
                              .deterministic = true };
    show->steps = json_array_new();
}

void hc_show_clear(struct hc_show *show)
{
    g_free(show->release);
    g_free(show->doubt);
    json_array_unref(show->steps);
}

static void close_progress(struct hc_show *show)
{
    if (show->progress) {
        printf("\r\033[K");
        show->progress = false;
    }
}

/* One line that is written over again and again; only on a terminal. What
 * the guest says must not move the cursor. */
static void show_progress(struct hc_show *show, uint64_t ns,
                          const char *text)
{
    g_autofree char *time = hc_seconds(ns);
    g_autofree char *plain = g_strndup(text, MIN(strcspn(text, "\n"),
                                                 PROGRESS_CHARS));

    if (!show->tty) {
        return;
    }
    for (char *at = plain; *at; at++) {
        *at = g_ascii_isprint(*at) ? *at : '?';
    }
    printf("\r\033[K%s%12s ... %s%s", show->colour ? DIM : "", time, plain,
           show->colour ? PLAIN : "");
    fflush(stdout);
    show->progress = true;
}

static const char *mark(const struct hc_show *show, bool ok)
{
    return show->unicode ? (ok ? "✓" : "✗") : (ok ? "ok" : "FAIL");
}

static void show_step(struct hc_show *show, const struct hc_report *report)
{
    g_autofree char *time = hc_seconds(report->ns);
    JsonObject *step = json_object_new();

    close_progress(show);
    printf("%12s %s%s%s %s\n", time,
           show->colour ? (report->value ? GREEN : RED) : "",
           mark(show, report->value), show->colour ? PLAIN : "",
           report->text);
    fflush(stdout);
    json_object_set_int_member(step, "line", report->line);
    json_object_set_int_member(step, "virtual_ns", report->ns);
    json_object_set_boolean_member(step, "held", report->value);
    json_object_set_string_member(step, "text", report->text);
    json_array_add_object_element(show->steps, step);
}

static void show_kernel(struct hc_show *show, const struct hc_report *report)
{
    g_autofree char *time = hc_seconds(report->ns);

    close_progress(show);
    printf("%12s booted %s on %s\n", time, report->text,
           show->bench->scenario->board->name);
    fflush(stdout);
    show->booted_ns = report->ns;
    g_free(show->release);
    show->release = g_strdup(report->text);
}

static void show_boot(struct hc_show *show, const struct hc_report *report)
{
    if (!show->tty && report->ns == 0) {
        printf("%12s %s\n", "0.000000", report->text);
        fflush(stdout);
    }
    show_progress(show, report->ns, report->text);
}

void hc_show_report(void *opaque, const struct hc_report *report)
{
    struct hc_show *show = opaque;

    show->ns = MAX(show->ns, report->ns);
    switch (report->kind) {
    case HC_REPORT_BOOT:
        show_boot(show, report);
        break;
    case HC_REPORT_KERNEL:
        show_kernel(show, report);
        break;
    case HC_REPORT_WAIT:
        show_progress(show, report->ns, report->text);
        break;
    case HC_REPORT_STEP:
        show_step(show, report);
        break;
    case HC_REPORT_MESSAGE:
        close_progress(show);
        fflush(stdout);
        fprintf(stderr, "%s\n", report->text);
        break;
    case HC_REPORT_EVENTS:
        show->events = report->value;
        break;
    case HC_REPORT_DETERMINISM:
        show->deterministic = report->value;
        g_free(show->doubt);
        show->doubt = g_strdup(report->text);
        break;
    default:
        break;
    }
}

void hc_show_verdict(struct hc_show *show, enum hc_verdict verdict,
                     const char *why)
{
    g_autofree char *time = hc_seconds(show->ns);
    bool ok = verdict == HC_VERDICT_HELD;

    close_progress(show);
    printf("%s%s%s after %s s of virtual time%s%s; see %s\n",
           show->colour ? (ok ? GREEN : RED) : "", hc_verdict_name(verdict),
           show->colour ? PLAIN : "", time,
           verdict == HC_VERDICT_SKIPPED ? ": " : "",
           verdict == HC_VERDICT_SKIPPED ? why : "",
           show->bench->dir->path);
    fflush(stdout);
}

static void add_captures(const struct hc_bench *bench, JsonObject *object)
{
    g_auto(GStrv) names = hc_rundir_captures(bench->dir);
    JsonArray *array = json_array_new();

    for (char **name = names; *name; name++) {
        json_array_add_string_element(array, *name);
    }
    json_object_set_array_member(object, "captures", array);
}

static JsonObject *result_object(struct hc_show *show,
                                 enum hc_verdict verdict, const char *why,
                                 gint64 wall_us)
{
    const struct hc_bench *bench = show->bench;
    JsonObject *object = json_object_new();
    const char *release = show->release ? show->release
                                        : bench->guest->release;

    json_object_set_string_member(object, "verdict",
                                  hc_verdict_name(verdict));
    json_object_set_int_member(object, "exit", verdict);
    json_object_set_string_member(object, "why", why);
    json_object_set_string_member(object, "scenario", bench->scenario->path);
    json_object_set_string_member(object, "story", bench->scenario->story);
    json_object_set_string_member(object, "board",
                                  bench->scenario->board->name);
    json_object_set_int_member(object, "seed", bench->scenario->seed);
    json_object_set_string_member(object, "kernel", release ? release : "");
    json_object_set_string_member(object, "qemu", bench->qemu_version);
    json_object_set_string_member(object, "hotcage", HOTCAGE_VERSION);
    json_object_set_boolean_member(object, "deterministic",
                                   show->deterministic);
    if (!show->deterministic) {
        json_object_set_string_member(object, "deterministic_why",
                                      show->doubt);
    }
    json_object_set_int_member(object, "boot_virtual_ns", show->booted_ns);
    json_object_set_int_member(object, "virtual_ns", show->ns);
    json_object_set_int_member(object, "wall_ms", wall_us / 1000);
    json_object_set_int_member(object, "events", show->events);
    json_object_set_array_member(object, "steps",
                                 json_array_ref(show->steps));
    add_captures(bench, object);
    return object;
}

bool hc_show_write_result(struct hc_show *show, enum hc_verdict verdict,
                          const char *why, gint64 wall_us, GError **error)
{
    g_autofree char *path = hc_rundir_file(show->bench->dir, "result.json");
    g_autofree char *json = NULL, *text = NULL;
    g_autoptr(JsonNode) node = json_node_new(JSON_NODE_OBJECT);
    g_autoptr(GError) problem = NULL;

    json_node_take_object(node, result_object(show, verdict, why, wall_us));
    json = json_to_string(node, TRUE);
    text = g_strconcat(json, "\n", NULL);
    if (!g_file_set_contents(path, text, -1, &problem)) {
        g_set_error(error, HC_CLI_ERROR, HC_CLI_ERROR_UNKNOWN,
                    "cannot write the result: %s; make room, or name another "
                    "folder with --out", problem->message);
        return false;
    }
    return true;
}
