/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "coverage.h"

#include <json-glib/json-glib.h>
#include <string.h>

/* A row of a model's table, or what no table has (writable is 0). */
struct row {
    char *model, *name;
    guint64 at, count, writable, reads, writes, ones, zeros, seen;
};

struct hc_coverage {
    GTree *regs, *unmodelled;   /* key: struct row */
};

#define REG_WORDS 11
#define UNMODELLED_WORDS 5

static int compare_rows(gconstpointer a, gconstpointer b, gpointer opaque)
{
    const struct row *one = a, *two = b;
    int order = strcmp(one->model, two->model);

    (void)opaque;
    return order ? order : one->at < two->at ? -1 : one->at > two->at;
}

static void free_row(gpointer data)
{
    struct row *row = data;

    g_free(row->model);
    g_free(row->name);
    g_free(row);
}

struct hc_coverage *hc_coverage_new(void)
{
    struct hc_coverage *coverage = g_new0(struct hc_coverage, 1);

    coverage->regs = g_tree_new_full(compare_rows, NULL, free_row, NULL);
    coverage->unmodelled = g_tree_new_full(compare_rows, NULL, free_row,
                                           NULL);
    return coverage;
}

void hc_coverage_free(struct hc_coverage *coverage)
{
    g_tree_unref(coverage->regs);
    g_tree_unref(coverage->unmodelled);
    g_free(coverage);
}

static bool numbers(char **word, guint n, guint64 *ret)
{
    char *end;

    for (guint at = 0; at < n; at++) {
        ret[at] = g_ascii_strtoull(word[at], &end, 0);
        if (end == word[at] || *end) {
            return false;
        }
    }
    return true;
}

static struct row *parse_reg(char **word)
{
    guint64 value[8];
    struct row *row;

    if (!numbers(word + 3, 8, value)) {
        return NULL;
    }
    row = g_new(struct row, 1);
    *row = (struct row){
        g_strdup(word[1]), g_strdup(word[2]), value[0], value[1], value[2],
        value[3], value[4], value[5], value[6], value[7],
    };
    return row;
}

static struct row *parse_unmodelled(char **word)
{
    guint64 value[3];
    struct row *row;

    if (!numbers(word + 2, 3, value)) {
        return NULL;
    }
    row = g_new0(struct row, 1);
    row->model = g_strdup(word[1]);
    row->name = g_strdup("");
    row->at = value[0];
    row->reads = value[1];
    row->writes = value[2];
    return row;
}

static struct row *parse(char **word, bool *ret_unmodelled)
{
    guint words = g_strv_length(word);

    *ret_unmodelled = words == UNMODELLED_WORDS &&
                      !strcmp(word[0], "unmodelled");
    return *ret_unmodelled ? parse_unmodelled(word)
        : words == REG_WORDS && !strcmp(word[0], "reg") ? parse_reg(word)
                                                        : NULL;
}

static void merge(GTree *tree, struct row *row)
{
    struct row *old = g_tree_lookup(tree, row);

    if (!old) {
        g_tree_insert(tree, row, row);
        return;
    }
    old->reads += row->reads;
    old->writes += row->writes;
    old->ones |= row->ones;
    old->zeros |= row->zeros;
    old->seen |= row->seen;
    free_row(row);
}

static bool take_lines(struct hc_coverage *coverage, char **lines)
{
    for (; *lines && **lines; lines++) {
        g_auto(GStrv) word = g_strsplit(*lines, "\t", -1);
        bool unmodelled;
        struct row *row = parse(word, &unmodelled);

        if (!row) {
            return false;
        }
        if (coverage) {
            merge(unmodelled ? coverage->unmodelled : coverage->regs, row);
        } else {
            free_row(row);
        }
    }
    return true;
}

bool hc_coverage_add(struct hc_coverage *coverage, const char *path,
                     GError **error)
{
    g_autofree char *text = NULL;
    g_auto(GStrv) lines = NULL;

    if (!g_file_get_contents(path, &text, NULL, error)) {
        return false;
    }
    lines = g_strsplit(text, "\n", -1);
    if (!*text || !take_lines(NULL, lines)) {
        g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_INVAL,
                    "%s: this is no register coverage; name a file that "
                    "--coverage has written", path);
        return false;
    }
    return take_lines(coverage, lines);
}

static gboolean file_reg(gpointer key, gpointer value, gpointer text)
{
    const struct row *row = key;

    (void)value;
    g_string_append_printf(
        text, "reg\t%s\t%s\t0x%" G_GINT64_MODIFIER "x\t%" G_GUINT64_FORMAT
        "\t0x%" G_GINT64_MODIFIER "x\t%" G_GUINT64_FORMAT "\t%"
        G_GUINT64_FORMAT "\t0x%" G_GINT64_MODIFIER "x\t0x%"
        G_GINT64_MODIFIER "x\t0x%" G_GINT64_MODIFIER "x\n", row->model,
        row->name, row->at, row->count, row->writable, row->reads,
        row->writes, row->ones, row->zeros, row->seen);
    return FALSE;
}

static gboolean file_unmodelled(gpointer key, gpointer value, gpointer text)
{
    const struct row *row = key;

    (void)value;
    g_string_append_printf(text, "unmodelled\t%s\t0x%" G_GINT64_MODIFIER
                           "x\t%" G_GUINT64_FORMAT "\t%" G_GUINT64_FORMAT
                           "\n", row->model, row->at, row->reads,
                           row->writes);
    return FALSE;
}

char *hc_coverage_file(const struct hc_coverage *coverage)
{
    GString *text = g_string_new(NULL);

    g_tree_foreach(coverage->regs, file_reg, text);
    g_tree_foreach(coverage->unmodelled, file_unmodelled, text);
    return g_string_free(text, FALSE);
}

/* --- for people ----------------------------------------------------------- */

struct page {
    GString *text, *rows, *untouched;
    const char *model;
    unsigned registers, touched;
    bool all;
};

static void end_model(struct page *page)
{
    if (page->model) {
        g_string_append_printf(page->text, "%s: %u of %u registers used\n%s",
                               page->model, page->touched, page->registers,
                               page->rows->str);
        if (page->untouched->len) {
            g_string_append_printf(page->text, "  never touched:%s\n",
                                   page->untouched->str);
        }
        g_string_append_c(page->text, '\n');
    }
    g_string_truncate(page->rows, 0);
    g_string_truncate(page->untouched, 0);
    page->registers = page->touched = 0;
}

static void add_used(struct page *page, const struct row *row)
{
    const guint64 never = row->writable & ~(row->ones & row->zeros);

    g_string_append_printf(page->rows, "  %-20s %8" G_GUINT64_FORMAT
                           " read %8" G_GUINT64_FORMAT " written", row->name,
                           row->reads, row->writes);
    if (row->writes) {
        g_string_append_printf(page->rows, "  set 0x%" G_GINT64_MODIFIER
                               "x cleared 0x%" G_GINT64_MODIFIER "x",
                               row->ones & row->writable,
                               row->zeros & row->writable);
    }
    if (row->writes && never) {
        g_string_append_printf(page->rows, " one way only 0x%"
                               G_GINT64_MODIFIER "x", never);
    }
    g_string_append_c(page->rows, '\n');
}

static gboolean page_reg(gpointer key, gpointer value, gpointer data)
{
    const struct row *row = key;
    struct page *page = data;

    (void)value;
    if (g_strcmp0(page->model, row->model)) {
        end_model(page);
        page->model = row->model;
    }
    page->registers++;
    if (!row->reads && !row->writes) {
        g_string_append_printf(page->untouched, " %s", row->name);
        return FALSE;
    }
    page->touched++;
    if (page->all) {
        add_used(page, row);
    }
    return FALSE;
}

static gboolean page_unmodelled(gpointer key, gpointer value, gpointer text)
{
    const struct row *row = key;

    (void)value;
    g_string_append_printf(text, "  %s 0x%" G_GINT64_MODIFIER "x  %"
                           G_GUINT64_FORMAT " read %" G_GUINT64_FORMAT
                           " written\n", row->model, row->at, row->reads,
                           row->writes);
    return FALSE;
}

char *hc_coverage_text(const struct hc_coverage *coverage, bool all)
{
    struct page page = { g_string_new(NULL), g_string_new(NULL),
                         g_string_new(NULL), NULL, 0, 0, all };

    g_tree_foreach(coverage->regs, page_reg, &page);
    end_model(&page);
    g_string_append(page.text, g_tree_nnodes(coverage->unmodelled)
                    ? "used, but not modelled:\n"
                    : "nothing was used that is not modelled\n");
    g_tree_foreach(coverage->unmodelled, page_unmodelled, page.text);
    g_string_free(page.rows, TRUE);
    g_string_free(page.untouched, TRUE);
    return g_string_free(page.text, FALSE);
}

/* --- JSON ----------------------------------------------------------------- */

static JsonObject *use_object(const struct row *row)
{
    JsonObject *object = json_object_new();

    json_object_set_int_member(object, "at", row->at);
    json_object_set_int_member(object, "reads", row->reads);
    json_object_set_int_member(object, "writes", row->writes);
    return object;
}

struct models {
    JsonArray *array, *registers;
    const char *model;
};

static gboolean json_reg(gpointer key, gpointer value, gpointer data)
{
    const struct row *row = key;
    struct models *models = data;
    JsonObject *object = use_object(row), *model;

    (void)value;
    if (g_strcmp0(models->model, row->model)) {
        models->model = row->model;
        models->registers = json_array_new();
        model = json_object_new();
        json_object_set_string_member(model, "model", row->model);
        json_object_set_array_member(model, "registers", models->registers);
        json_array_add_object_element(models->array, model);
    }
    json_object_set_string_member(object, "name", row->name);
    json_object_set_int_member(object, "count", row->count);
    json_object_set_int_member(object, "writable", row->writable);
    json_object_set_int_member(object, "set", row->ones & row->writable);
    json_object_set_int_member(object, "cleared",
                               row->zeros & row->writable);
    json_object_set_int_member(object, "seen", row->seen);
    json_array_add_object_element(models->registers, object);
    return FALSE;
}

static gboolean json_unmodelled(gpointer key, gpointer value, gpointer array)
{
    const struct row *row = key;
    JsonObject *object = use_object(row);

    (void)value;
    json_object_set_string_member(object, "place", row->model);
    json_array_add_object_element(array, object);
    return FALSE;
}

char *hc_coverage_json(const struct hc_coverage *coverage)
{
    struct models models = { json_array_new(), NULL, NULL };
    JsonArray *unmodelled = json_array_new();
    JsonObject *object = json_object_new();
    g_autoptr(JsonNode) node = json_node_new(JSON_NODE_OBJECT);
    g_autofree char *json = NULL;

    g_tree_foreach(coverage->regs, json_reg, &models);
    g_tree_foreach(coverage->unmodelled, json_unmodelled, unmodelled);
    json_object_set_array_member(object, "models", models.array);
    json_object_set_array_member(object, "unmodelled", unmodelled);
    json_node_take_object(node, object);
    json = json_to_string(node, TRUE);
    return g_strconcat(json, "\n", NULL);
}
