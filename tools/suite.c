/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "suite.h"

#include <json-glib/json-glib.h>
#include <string.h>
#include <sys/wait.h>

#include "lib/scenario.h"

G_DEFINE_QUARK(hc-suite-error-quark, hc_suite_error)

static void free_kernel(gpointer data)
{
    struct hc_suite_kernel *kernel = data;

    g_free(kernel->name);
    g_free(kernel->board);
    g_free(kernel->label);
    g_free(kernel->release);
    g_free(kernel);
}

static void free_run(gpointer data)
{
    struct hc_suite_run *run = data;

    g_free(run->path);
    g_free(run->name);
    g_free(run->branch);
    g_free(run->dir);
    g_free(run->out_file);
    g_free(run->err_file);
    g_free(run->why);
    g_free(run->message);
    g_free(run->output);
    g_free(run->qemu);
    g_clear_pointer(&run->failure, json_object_unref);
    g_clear_pointer(&run->oops, json_object_unref);
    g_free(run);
}

static bool label_is_taken(const GPtrArray *kernels, const char *label)
{
    for (unsigned at = 0; at < kernels->len; at++) {
        const struct hc_suite_kernel *kernel = kernels->pdata[at];

        if (!strcmp(kernel->label, label)) {
            return true;
        }
    }
    return false;
}

/* It names a folder and a column; two zImages get a number. */
static char *label_of(const GPtrArray *kernels, const char *name,
                      const char *board)
{
    g_autofree char *file = g_path_get_basename(name);
    g_autofree char *base = board ? g_strconcat(file, "-", board, NULL)
                                  : g_strdup(file);
    g_autofree char *label = NULL;

    g_strcanon(base, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "._+-", '_');
    if (base[strspn(base, ".")] == '\0') {
        g_free(base);
        base = g_strdup("kernel");
    }
    label = g_strdup(base);
    for (unsigned n = 2; label_is_taken(kernels, label); n++) {
        g_free(label);
        label = g_strdup_printf("%s-%u", base, n);
    }
    return g_steal_pointer(&label);
}

static void add_kernel(struct hc_suite *suite, const char *name,
                       const char *board)
{
    struct hc_suite_kernel *kernel = g_new0(struct hc_suite_kernel, 1);
    const bool own = !board || !strcmp(board, HC_SUITE_OWN_BOARD);

    kernel->name = g_strdup(name);
    kernel->board = own ? NULL : g_strdup(board);
    kernel->label = label_of(suite->kernels, name, kernel->board);
    g_ptr_array_add(suite->kernels, kernel);
}

static char *scenario_name(const char *path)
{
    char *name = g_path_get_basename(path);

    if (g_str_has_suffix(name, ".hc")) {
        name[strlen(name) - 3] = '\0';
    }
    return name;
}

static bool name_is_taken(const struct hc_suite *suite, const char *name)
{
    for (unsigned at = 0; at < suite->runs->len; at++) {
        const struct hc_suite_run *run = suite->runs->pdata[at];

        size_t len = strlen(name);

        if (!strncmp(run->name, name, len) &&
            (!run->name[len] || run->name[len] == '/')) {
            return true;
        }
    }
    return false;
}

/* Scenarios of one name from two folders get a number. */
static char *name_of(const struct hc_suite *suite, const char *path)
{
    g_autofree char *base = scenario_name(path);
    char *name = g_strdup(base);

    for (unsigned n = 2; name_is_taken(suite, name); n++) {
        g_free(name);
        name = g_strdup_printf("%s-%u", base, n);
    }
    return name;
}

static void add_run(struct hc_suite *suite, const char *path,
                    const char *name, const char *branch, unsigned steps,
                    struct hc_suite_kernel *kernel)
{
    struct hc_suite_run *run = g_new0(struct hc_suite_run, 1);

    run->path = g_strdup(path);
    run->name = branch ? g_strdup_printf("%s/%s", name, branch)
                       : g_strdup(name);
    run->branch = g_strdup(branch);
    run->kernel = kernel;
    run->steps = steps;
    run->dir = g_build_filename(suite->folder, kernel->label, run->name,
                                NULL);
    run->out_file = g_strconcat(run->dir, ".out", NULL);
    run->err_file = g_strconcat(run->dir, ".err", NULL);
    run->verdict = HC_VERDICT_UNKNOWN;
    run->why = g_strdup("not run");
    run->message = g_strdup("");
    run->output = g_strdup("");
    g_ptr_array_add(suite->runs, run);
}

static void add_row(struct hc_suite *suite, const char *path,
                    const char *name, const char *branch, unsigned steps)
{
    for (unsigned at = 0; at < suite->kernels->len; at++) {
        add_run(suite, path, name, branch, steps, suite->kernels->pdata[at]);
    }
}

/* A row, or one for each ending. A file that cannot be read gets its row,
 * too: the run says what is wrong. */
static void add_scenario(struct hc_suite *suite, const char *path)
{
    g_autofree char *name = name_of(suite, path);
    struct hc_scenario *scenario = hc_scenario_load(path, NULL);

    if (!scenario || !scenario->branches->len) {
        add_row(suite, path, name, NULL, scenario ? scenario->steps->len : 0);
    }
    for (guint at = 0; scenario && at < scenario->branches->len; at++) {
        const struct hc_branch *branch = scenario->branches->pdata[at];

        add_row(suite, path, name, branch->name, branch->first);
    }
    hc_scenario_free(scenario);
}

struct hc_suite *hc_suite_new(char *const *scenarios, char *const *kernels,
                              char *const *boards, const char *folder)
{
    char *const own[] = { (char *)HC_SUITE_OWN_BOARD, NULL };
    struct hc_suite *suite = g_new0(struct hc_suite, 1);

    suite->kernels = g_ptr_array_new_with_free_func(free_kernel);
    suite->runs = g_ptr_array_new_with_free_func(free_run);
    suite->folder = g_strdup(folder);
    for (; *kernels; kernels++) {
        for (char *const *board = boards ? boards : own; *board; board++) {
            add_kernel(suite, *kernels, *board);
        }
    }
    for (; *scenarios; scenarios++) {
        add_scenario(suite, *scenarios);
    }
    return suite;
}

void hc_suite_free(struct hc_suite *suite)
{
    if (suite) {
        g_ptr_array_unref(suite->kernels);
        g_ptr_array_unref(suite->runs);
        g_free(suite->folder);
        g_free(suite);
    }
}

struct hc_suite_run *hc_suite_at(const struct hc_suite *suite,
                                 unsigned scenario, unsigned kernel)
{
    return suite->runs->pdata[scenario * suite->kernels->len + kernel];
}

struct hc_suite_count hc_suite_count(const struct hc_suite *suite,
                                     const struct hc_suite_kernel *kernel)
{
    struct hc_suite_count count = { 0 };

    for (unsigned at = 0; at < suite->runs->len; at++) {
        const struct hc_suite_run *run = suite->runs->pdata[at];

        if (!kernel || run->kernel == kernel) {
            count.all++;
            count.held += run->verdict == HC_VERDICT_HELD;
            count.failed += run->verdict == HC_VERDICT_FAILED;
            count.unknown += run->verdict == HC_VERDICT_UNKNOWN;
            count.skipped += run->verdict == HC_VERDICT_SKIPPED;
        }
    }
    return count;
}

enum hc_verdict hc_suite_verdict(const struct hc_suite *suite)
{
    const struct hc_suite_count count = hc_suite_count(suite, NULL);

    if (count.failed) {
        return HC_VERDICT_FAILED;
    }
    if (count.unknown) {
        return HC_VERDICT_UNKNOWN;
    }
    return count.held ? HC_VERDICT_HELD : HC_VERDICT_SKIPPED;
}

char *hc_suite_clean(const char *text)
{
    g_autofree char *valid = g_utf8_make_valid(text, -1);
    GString *clean = g_string_new(NULL);

    for (const char *at = valid; *at; at = g_utf8_next_char(at)) {
        gunichar c = g_utf8_get_char(at);

        if (c == '\t' || c == '\n' ||
            (c >= 0x20 && c != 0x7f && (c & 0xfffe) != 0xfffe)) {
            g_string_append_unichar(clean, c);
        } else if (c != '\r') {
            g_string_append_c(clean, '?');
        }
    }
    return g_string_free(clean, FALSE);
}

/* A file may hold any byte; a zero would end the text. */
char *hc_suite_read(const char *path)
{
    g_autofree char *text = NULL;
    gsize len = 0;

    if (!g_file_get_contents(path, &text, &len, NULL)) {
        return g_strdup("");
    }
    for (gsize at = 0; at < len; at++) {
        text[at] = text[at] ? text[at] : '?';
    }
    return hc_suite_clean(text);
}

const char *hc_suite_text(JsonObject *object, const char *name)
{
    JsonNode *node = json_object_get_member(object, name);

    return node && JSON_NODE_HOLDS_VALUE(node) &&
        json_node_get_value_type(node) == G_TYPE_STRING
        ? json_node_get_string(node) : "";
}

static JsonObject *object_member(JsonObject *object, const char *name)
{
    JsonNode *node = json_object_get_member(object, name);

    return node && JSON_NODE_HOLDS_OBJECT(node)
        ? json_object_ref(json_node_get_object(node)) : NULL;
}

/* The last thing that the command itself said, without its name. */
static char *last_said(const char *text)
{
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    const char *said = NULL;

    for (char **line = lines; *line; line++) {
        if (g_str_has_prefix(*line, "hotcage: ")) {
            said = *line + strlen("hotcage: ");
        }
    }
    return said ? g_strdup(said) : NULL;
}

/* "skipped on 6.12.48: reason" is the reason and the kernel. */
static char *skip_reason(char *said)
{
    const char *colon = strstr(said, ": ");
    char *reason = g_str_has_prefix(said, "skipped on ") && colon
        ? g_strdup(colon + 2) : g_strdup(said);

    g_free(said);
    return reason;
}

static char *how_it_ended(int status)
{
    return WIFSIGNALED(status)
        ? g_strdup_printf("hotcage run ended by signal %d", WTERMSIG(status))
        : g_strdup_printf("hotcage run ended with status %d",
                          WEXITSTATUS(status));
}

/* A verdict counts only if it is in the file, too. */
static bool take_result(struct hc_suite_run *run)
{
    g_autofree char *path = g_build_filename(run->dir, "result.json", NULL);
    g_autoptr(JsonParser) parser = json_parser_new();
    JsonNode *root;
    JsonObject *object;

    if (!json_parser_load_from_file(parser, path, NULL) ||
        !(root = json_parser_get_root(parser)) ||
        !JSON_NODE_HOLDS_OBJECT(root)) {
        return false;
    }
    object = json_node_get_object(root);
    run->virtual_ns = MAX(0, json_object_get_int_member_with_default(
                                 object, "virtual_ns", 0));
    g_free(run->qemu);
    run->qemu = hc_suite_clean(hc_suite_text(object, "qemu"));
    if (*hc_suite_text(object, "kernel") && !run->kernel->release) {
        run->kernel->release = hc_suite_clean(hc_suite_text(object, "kernel"));
    }
    run->booted = run->virtual_ns &&
        !json_object_get_boolean_member_with_default(object, "restored",
                                                     FALSE);
    if (json_object_get_int_member_with_default(object, "exit", -1) !=
        run->verdict) {
        return false;
    }
    g_clear_pointer(&run->failure, json_object_unref);
    g_clear_pointer(&run->oops, json_object_unref);
    run->failure = object_member(object, "failure");
    run->oops = object_member(object, "oops");
    g_free(run->message);
    run->message = hc_suite_clean(hc_suite_text(object, "message"));
    g_free(run->why);
    run->why = run->verdict == HC_VERDICT_HELD
        ? g_strdup("") : hc_suite_clean(hc_suite_text(object, "why"));
    return true;
}

/* A run that left no complaint has said one: it begins where its first line
 * is; before it is only talk of the setup, unless that is the reason. */
static void take_texts(struct hc_suite_run *run)
{
    g_autofree char *said = hc_suite_read(run->err_file);
    const char *from = *run->why && !g_str_has_suffix(run->why, " is above")
        ? strstr(said, run->why) : NULL;

    g_free(run->output);
    run->output = hc_suite_read(run->out_file);
    if (!*run->message) {
        g_free(run->message);
        run->message = g_strdup(from ? from : said);
    }
    g_strchomp(run->message);
}

static uint32_t verdict_of(int status)
{
    int code = WIFEXITED(status) ? WEXITSTATUS(status) : HC_VERDICT_UNKNOWN;

    return code == HC_VERDICT_HELD || code == HC_VERDICT_FAILED ||
        code == HC_VERDICT_SKIPPED ? code : HC_VERDICT_UNKNOWN;
}

void hc_suite_settle(struct hc_suite_run *run, int status)
{
    g_autofree char *said = hc_suite_read(run->err_file);
    char *last = last_said(said);

    run->done = true;
    run->verdict = verdict_of(status);
    if (!take_result(run)) {
        g_free(run->why);
        run->why = last ? skip_reason(g_steal_pointer(&last))
                        : how_it_ended(status);
        if (run->verdict == HC_VERDICT_HELD ||
            run->verdict == HC_VERDICT_FAILED) {
            run->verdict = HC_VERDICT_UNKNOWN;
            g_free(run->why);
            run->why = g_strdup_printf("hotcage run left no verdict in %s",
                                       run->dir);
        }
    }
    take_texts(run);
    g_free(last);
}

void hc_suite_refuse(struct hc_suite_run *run, const char *why)
{
    run->done = true;
    run->verdict = HC_VERDICT_UNKNOWN;
    g_free(run->why);
    run->why = hc_suite_clean(why);
}
