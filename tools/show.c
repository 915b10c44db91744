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
    show->message = g_string_new(NULL);
}

void hc_show_clear(struct hc_show *show)
{
    g_free(show->release);
    g_free(show->doubt);
    json_array_unref(show->steps);
    g_free(show->waiting);
    g_string_free(show->message, TRUE);
    g_clear_pointer(&show->failure, json_object_unref);
    g_clear_pointer(&show->oops, json_object_unref);
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

static void complain(struct hc_show *show, const char *text)
{
    close_progress(show);
    fflush(stdout);
    fprintf(stderr, "%s\n", text);
    g_string_append_printf(show->message, "%s%s",
                           show->message->len ? "\n" : "", text);
}

/* One sentence, or a list of them. */
static void keep_detail(struct hc_show *show, const struct hc_report *report)
{
    const char *name = hc_detail_name(report->value);

    if (!show->failure) {
        show->failure = json_object_new();
        json_object_set_int_member(show->failure, "line", report->line);
    }
    if (report->value <= HC_DETAIL_INSTEAD) {
        json_object_set_string_member(show->failure, name, report->text);
        return;
    }
    if (!json_object_has_member(show->failure, name)) {
        json_object_set_array_member(show->failure, name, json_array_new());
    }
    json_array_add_string_element(
        json_object_get_array_member(show->failure, name), report->text);
}

static void show_wait(struct hc_show *show, const struct hc_report *report)
{
    g_free(show->waiting);
    show->waiting = g_strdup(report->text);
    show->waiting_line = report->line;
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
        show_wait(show, report);
        break;
    case HC_REPORT_STEP:
        show_step(show, report);
        break;
    case HC_REPORT_MESSAGE:
        complain(show, report->text);
        break;
    case HC_REPORT_DETAIL:
        keep_detail(show, report);
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

static void set_if_there(JsonObject *object, const char *name,
                         const char *text)
{
    g_autofree char *valid = text ? g_utf8_make_valid(text, -1) : NULL;

    if (valid) {
        json_object_set_string_member(object, name, valid);
    }
}

void hc_show_oops(struct hc_show *show, const struct hc_oops *oops)
{
    g_autofree char *text = hc_oops_text(oops);
    g_autofree char *valid = g_utf8_make_valid(text, -1);
    g_autofree char *said = g_strdup_printf(
        "%s: %s", oops->panic ? HC_SHOW_PANIC : HC_SHOW_OOPS, valid);
    JsonArray *trace = json_array_new();

    complain(show, said);
    show->oops = json_object_new();
    set_if_there(show->oops, "head", oops->head);
    json_object_set_boolean_member(show->oops, "panic", oops->panic);
    set_if_there(show->oops, "task", oops->task);
    set_if_there(show->oops, "pc", oops->pc);
    set_if_there(show->oops, "lr", oops->lr);
    for (guint at = 0; at < oops->trace->len; at++) {
        g_autofree char *frame = g_utf8_make_valid(oops->trace->pdata[at],
                                                   -1);

        json_array_add_string_element(trace, frame);
    }
    json_object_set_array_member(show->oops, "trace", trace);
}

void hc_show_verdict(struct hc_show *show, enum hc_verdict verdict,
                     const char *why)
{
    g_autofree char *time = hc_seconds(show->ns);
    bool ok = verdict == HC_VERDICT_HELD;

    close_progress(show);
    if (!show->deterministic) {
        printf("another run may differ: %s\n", show->doubt);
    }
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
    json_object_set_boolean_member(object, "restored",
                                   hc_bench_kept_machine(bench) != NULL);
    json_object_set_int_member(object, "boot_virtual_ns", show->booted_ns);
    json_object_set_int_member(object, "virtual_ns", show->ns);
    json_object_set_int_member(object, "wall_ms", wall_us / 1000);
    json_object_set_int_member(object, "events", show->events);
    json_object_set_array_member(object, "steps",
                                 json_array_ref(show->steps));
    json_object_set_string_member(object, "message", show->message->str);
    if (show->failure) {
        json_object_set_object_member(object, "failure",
                                      json_object_ref(show->failure));
    }
    if (show->oops) {
        json_object_set_object_member(object, "oops",
                                      json_object_ref(show->oops));
    }
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
