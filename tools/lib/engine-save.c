/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the engine knows, as bytes: while it rests at a fork nothing is
 * waited for, so that its memory is all there is. Texts of a guest are byte
 * strings, for they need not be UTF-8. */
#include "engine.h"

#include <string.h>

#include "engine-internal.h"

#define RECORDS_TYPE "(ta(ttayay))"
#define RUNS_TYPE    "a(uayaybi)"
#define LINKS_TYPE   "a(aybu)"
#define TEXTS_TYPE   "(ayayay)"
#define ENGINE_TYPE  "(uuuutttttt" TEXTS_TYPE RECORDS_TYPE RECORDS_TYPE \
                     RUNS_TYPE LINKS_TYPE ")"

/* No text is an empty one with a mark before the others. */
static GVariant *text(const char *bytes)
{
    g_autofree char *marked = bytes ? g_strconcat("+", bytes, NULL)
                                    : g_strdup("");

    return g_variant_new_bytestring(marked);
}

static char *text_back(GVariant *variant, gsize at)
{
    g_autoptr(GVariant) child = g_variant_get_child_value(variant, at);
    const char *marked = g_variant_get_bytestring(child);

    return *marked ? g_strdup(marked + 1) : NULL;
}

static GVariant *save_records(const struct records *records)
{
    GVariantBuilder list;

    g_variant_builder_init(&list, G_VARIANT_TYPE("a(ttayay)"));
    for (uint64_t n = MIN(records->total, RECORDS_MAX); n > 0; n--) {
        const struct record *record = hc_records_back(records, n - 1);

        g_variant_builder_add(&list, "(tt@ay@ay)", (guint64)record->at_ns,
                              (guint64)record->seq, text(record->place),
                              text(record->text));
    }
    return g_variant_new("(t@a(ttayay))", (guint64)records->total,
                         g_variant_builder_end(&list));
}

static void load_records(struct records *records, GVariant *all, gsize at)
{
    g_autoptr(GVariant) saved = g_variant_get_child_value(all, at);
    g_autoptr(GVariant) list = g_variant_get_child_value(saved, 1);
    gsize n = g_variant_n_children(list);
    guint64 total;

    g_variant_get_child(saved, 0, "t", &total);
    records->total = total - MIN(total, n);
    for (gsize i = 0; i < n; i++) {
        g_autoptr(GVariant) row = g_variant_get_child_value(list, i);
        g_autofree char *place = text_back(row, 2);
        g_autofree char *words = text_back(row, 3);
        guint64 at_ns, seq;

        g_variant_get_child(row, 0, "t", &at_ns);
        g_variant_get_child(row, 1, "t", &seq);
        hc_records_add(records, at_ns, seq, place, words ? words : "");
    }
}

static GVariant *save_runs(const struct hc_engine *engine)
{
    GVariantBuilder list;

    g_variant_builder_init(&list, G_VARIANT_TYPE(RUNS_TYPE));
    for (guint at = 0; at < engine->runs->len; at++) {
        const struct run *run = engine->runs->pdata[at];

        g_variant_builder_add(
            &list, "(u@ay@aybi)", run->id, text(run->name),
            g_variant_new_fixed_array(G_VARIANT_TYPE_BYTE, run->output->str,
                                      run->output->len, 1),
            (gboolean)run->ended, run->status);
    }
    return g_variant_builder_end(&list);
}

static struct run *load_run(GVariant *row)
{
    g_autoptr(GVariant) output = g_variant_get_child_value(row, 2);
    struct run *run = g_new0(struct run, 1);
    gboolean ended;
    gsize len;
    const char *bytes = g_variant_get_fixed_array(output, &len, 1);

    run->name = text_back(row, 1);
    run->output = g_string_new_len(bytes, (gssize)len);
    g_variant_get_child(row, 0, "u", &run->id);
    g_variant_get_child(row, 3, "b", &ended);
    g_variant_get_child(row, 4, "i", &run->status);
    run->ended = ended;
    return run;
}

static int compare_names(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Sorted: the same state has the same bytes. */
static GVariant *save_links(const struct hc_engine *engine)
{
    guint n;
    g_autofree char **names = (char **)g_hash_table_get_keys_as_array(
        engine->links, &n);
    GVariantBuilder list;

    qsort(names, n, sizeof(*names), compare_names);
    g_variant_builder_init(&list, G_VARIANT_TYPE(LINKS_TYPE));
    for (guint at = 0; at < n; at++) {
        const struct link_state *link = g_hash_table_lookup(engine->links,
                                                            names[at]);

        g_variant_builder_add(&list, "(@aybu)", text(names[at]),
                              (gboolean)link->up, link->mbps);
    }
    return g_variant_builder_end(&list);
}

static void load_link(struct hc_engine *engine, GVariant *row)
{
    struct link_state *link = g_new0(struct link_state, 1);
    gboolean up;

    g_variant_get_child(row, 1, "b", &up);
    g_variant_get_child(row, 2, "u", &link->mbps);
    link->up = up;
    g_hash_table_replace(engine->links, text_back(row, 0), link);
}

GBytes *hc_engine_save(const struct hc_engine *engine)
{
    g_autoptr(GVariant) all = g_variant_ref_sink(g_variant_new(
        "(uuuutttttt@" TEXTS_TYPE "@" RECORDS_TYPE "@" RECORDS_TYPE
        "@" RUNS_TYPE "@" LINKS_TYPE ")",
        engine->scenario->fork_at, engine->next, engine->next_id,
        engine->told_wait, (guint64)engine->fork_ns,
        (guint64)engine->boot_ns, (guint64)engine->stimulus_ns,
        (guint64)engine->since_ns, (guint64)engine->seq,
        (guint64)engine->since_seq,
        g_variant_new("(@ay@ay@ay)", text(engine->warning),
                      text(engine->boot_warning),
                      text(engine->trace ? engine->trace->str : NULL)),
        save_records(&engine->events), save_records(&engine->kernel),
        save_runs(engine), save_links(engine)));

    return g_variant_get_data_as_bytes(all);
}

static void load_numbers(struct hc_engine *engine, GVariant *all)
{
    guint64 ns[4], seq[2];

    g_variant_get_child(all, 1, "u", &engine->next);
    g_variant_get_child(all, 2, "u", &engine->next_id);
    g_variant_get_child(all, 3, "u", &engine->told_wait);
    for (gsize at = 0; at < G_N_ELEMENTS(ns); at++) {
        g_variant_get_child(all, 4 + at, "t", &ns[at]);
    }
    for (gsize at = 0; at < G_N_ELEMENTS(seq); at++) {
        g_variant_get_child(all, 8 + at, "t", &seq[at]);
    }
    engine->fork_ns = ns[0];
    engine->boot_ns = ns[1];
    engine->stimulus_ns = ns[2];
    engine->since_ns = ns[3];
    engine->seq = seq[0];
    engine->since_seq = seq[1];
}

static void load_texts(struct hc_engine *engine, GVariant *all)
{
    g_autoptr(GVariant) texts = g_variant_get_child_value(all, 10);
    g_autofree char *trace = text_back(texts, 2);

    engine->warning = text_back(texts, 0);
    engine->boot_warning = text_back(texts, 1);
    engine->trace = trace ? g_string_new(trace) : NULL;
}

static void load_lists(struct hc_engine *engine, GVariant *all)
{
    g_autoptr(GVariant) runs = g_variant_get_child_value(all, 13);
    g_autoptr(GVariant) links = g_variant_get_child_value(all, 14);

    load_records(&engine->events, all, 11);
    load_records(&engine->kernel, all, 12);
    for (gsize at = 0; at < g_variant_n_children(runs); at++) {
        g_autoptr(GVariant) row = g_variant_get_child_value(runs, at);

        g_ptr_array_add(engine->runs, load_run(row));
    }
    for (gsize at = 0; at < g_variant_n_children(links); at++) {
        g_autoptr(GVariant) row = g_variant_get_child_value(links, at);

        load_link(engine, row);
    }
}

bool hc_engine_load(struct hc_engine *engine, GBytes *bytes)
{
    g_autoptr(GVariant) all = g_variant_ref_sink(g_variant_new_from_bytes(
        G_VARIANT_TYPE(ENGINE_TYPE), bytes, FALSE));
    unsigned fork_at, next;

    if (!g_variant_is_normal_form(all)) {
        return false;
    }
    g_variant_get_child(all, 0, "u", &fork_at);
    g_variant_get_child(all, 1, "u", &next);
    if (!fork_at || fork_at != engine->scenario->fork_at || next != fork_at) {
        return false;
    }
    load_numbers(engine, all);
    load_texts(engine, all);
    load_lists(engine, all);
    engine->booted = true;
    return true;
}
