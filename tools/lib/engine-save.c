/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the engine knows, as bytes: its memory, and what it waits for. Texts
 * of a guest are byte strings, for they need not be UTF-8. */
#include "engine.h"

#include <string.h>

#include "engine-internal.h"

#define RECORDS_TYPE "(ta(ttayay))"
#define RUNS_TYPE    "a(uayaybi)"
#define LINKS_TYPE   "a(aybu)"
#define TEXTS_TYPE   "(ayayay)"
/* step, window, first record that counts, late, seen, when, command's id,
 * next try, what was found */
#define WATCHES_TYPE "a(utttbbtutay)"
/* place among the steps, from when on, how many, the last, packet number */
#define FRAMES_TYPE  "a(utttt)"
#define ENGINE_TYPE  "(uuuubtttttt" TEXTS_TYPE RECORDS_TYPE RECORDS_TYPE \
                     RUNS_TYPE LINKS_TYPE WATCHES_TYPE FRAMES_TYPE ")"

/* Where the lists are in ENGINE_TYPE. */
enum { TEXTS_AT = 11, EVENTS_AT, KERNEL_AT, RUNS_AT, LINKS_AT, WATCHES_AT,
       FRAMES_AT };

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

static guint place_of(const struct hc_engine *engine,
                      const struct hc_step *step)
{
    guint at = 0;

    g_ptr_array_find(engine->scenario->steps, step, &at);
    return at;
}

static GVariant *save_watches(const struct hc_engine *engine)
{
    GVariantBuilder list;

    g_variant_builder_init(&list, G_VARIANT_TYPE(WATCHES_TYPE));
    for (guint i = 0; i < engine->watches->len; i++) {
        const struct watch *watch = engine->watches->pdata[i];

        g_variant_builder_add(
            &list, "(utttbbtut@ay)", place_of(engine, watch->step),
            (guint64)watch->from_ns, (guint64)watch->to_ns,
            (guint64)watch->from_seq, (gboolean)watch->late,
            (gboolean)watch->seen, (guint64)watch->seen_ns,
            watch->run ? watch->run->id : 0, (guint64)watch->retry_ns,
            text(watch->instead));
    }
    return g_variant_builder_end(&list);
}

/* False: the row is of another story. */
static bool load_watch(struct hc_engine *engine, GVariant *row)
{
    struct watch *watch = g_new0(struct watch, 1);
    const struct hc_step *step = NULL;
    guint64 ns[5], from_seq;
    gboolean late, seen;
    unsigned at, id;

    g_variant_get_child(row, 0, "u", &at);
    if (at < engine->next) {
        step = g_ptr_array_index(engine->scenario->steps, at);
    }
    if (!step || !step->expect) {
        g_free(watch);
        return false;
    }
    g_variant_get(row, "(utttbbtut@ay)", NULL, &ns[0], &ns[1], &from_seq,
                  &late, &seen, &ns[2], &id, &ns[3], NULL);
    *watch = (struct watch){
        .step = step, .expect = step->expect, .from_ns = ns[0],
        .to_ns = ns[1], .from_seq = from_seq, .late = late, .seen = seen,
        .seen_ns = ns[2], .retry_ns = ns[3],
        .run = id ? hc_run_find(engine, id) : NULL,
        .frames = hc_frames_of(engine, step), .instead = text_back(row, 9),
    };
    if (watch->frames) {
        watch->frames->armed = true;
    }
    g_ptr_array_add(engine->watches, watch);
    return true;
}

static GVariant *save_frames(const struct hc_engine *engine)
{
    GVariantBuilder list;

    g_variant_builder_init(&list, G_VARIANT_TYPE(FRAMES_TYPE));
    for (guint i = 0; i < engine->frames->len; i++) {
        const struct frame_count *count = engine->frames->pdata[i];

        g_variant_builder_add(&list, "(utttt)", count->at,
                              (guint64)count->base_ns, (guint64)count->n,
                              (guint64)count->last_ns,
                              (guint64)count->pn_next);
    }
    return g_variant_builder_end(&list);
}

/* Lines of another ending have no count here. */
static void load_frame(struct hc_engine *engine, GVariant *row)
{
    guint64 base_ns, n, last_ns, pn_next;
    unsigned at;

    g_variant_get(row, "(utttt)", &at, &base_ns, &n, &last_ns, &pn_next);
    for (guint i = 0; i < engine->frames->len; i++) {
        struct frame_count *count = engine->frames->pdata[i];

        if (count->at == at) {
            count->base_ns = base_ns;
            count->n = n;
            count->last_ns = last_ns;
            count->pn_next = pn_next;
        }
    }
}

const char *hc_engine_unsaveable(const struct hc_engine *engine)
{
    return engine->storm ? "a storm rages; wait for its end"
        : engine->done || engine->skip ? "the story is over" : NULL;
}

GBytes *hc_engine_save(const struct hc_engine *engine)
{
    g_autoptr(GVariant) all = g_variant_ref_sink(g_variant_new(
        "(uuuubtttttt@" TEXTS_TYPE "@" RECORDS_TYPE "@" RECORDS_TYPE
        "@" RUNS_TYPE "@" LINKS_TYPE "@" WATCHES_TYPE "@" FRAMES_TYPE ")",
        engine->scenario->fork_at, engine->next, engine->next_id,
        engine->told_wait, (gboolean)engine->booted, (guint64)engine->fork_ns,
        (guint64)engine->boot_ns, (guint64)engine->stimulus_ns,
        (guint64)engine->since_ns, (guint64)engine->seq,
        (guint64)engine->since_seq,
        g_variant_new("(@ay@ay@ay)", text(engine->warning),
                      text(engine->boot_warning),
                      text(engine->trace ? engine->trace->str : NULL)),
        save_records(&engine->events), save_records(&engine->kernel),
        save_runs(engine), save_links(engine), save_watches(engine),
        save_frames(engine)));

    return g_variant_get_data_as_bytes(all);
}

static void load_numbers(struct hc_engine *engine, GVariant *all)
{
    guint64 ns[4], seq[2];
    gboolean booted;

    g_variant_get_child(all, 1, "u", &engine->next);
    g_variant_get_child(all, 2, "u", &engine->next_id);
    g_variant_get_child(all, 3, "u", &engine->told_wait);
    g_variant_get_child(all, 4, "b", &booted);
    for (gsize at = 0; at < G_N_ELEMENTS(ns); at++) {
        g_variant_get_child(all, 5 + at, "t", &ns[at]);
    }
    for (gsize at = 0; at < G_N_ELEMENTS(seq); at++) {
        g_variant_get_child(all, 9 + at, "t", &seq[at]);
    }
    engine->booted = booted;
    engine->fork_ns = ns[0];
    engine->boot_ns = ns[1];
    engine->stimulus_ns = ns[2];
    engine->since_ns = ns[3];
    engine->seq = seq[0];
    engine->since_seq = seq[1];
}

static void load_texts(struct hc_engine *engine, GVariant *all)
{
    g_autoptr(GVariant) texts = g_variant_get_child_value(all, TEXTS_AT);
    g_autofree char *trace = text_back(texts, 2);

    engine->warning = text_back(texts, 0);
    engine->boot_warning = text_back(texts, 1);
    engine->trace = trace ? g_string_new(trace) : NULL;
}

/* False: what is waited for is of another story. */
static bool load_waiting(struct hc_engine *engine, GVariant *all)
{
    g_autoptr(GVariant) watches = g_variant_get_child_value(all, WATCHES_AT);
    g_autoptr(GVariant) frames = g_variant_get_child_value(all, FRAMES_AT);

    for (gsize at = 0; at < g_variant_n_children(frames); at++) {
        g_autoptr(GVariant) row = g_variant_get_child_value(frames, at);

        load_frame(engine, row);
    }
    for (gsize at = 0; at < g_variant_n_children(watches); at++) {
        g_autoptr(GVariant) row = g_variant_get_child_value(watches, at);

        if (!load_watch(engine, row)) {
            return false;
        }
    }
    return true;
}

static void load_lists(struct hc_engine *engine, GVariant *all)
{
    g_autoptr(GVariant) runs = g_variant_get_child_value(all, RUNS_AT);
    g_autoptr(GVariant) links = g_variant_get_child_value(all, LINKS_AT);

    load_records(&engine->events, all, EVENTS_AT);
    load_records(&engine->kernel, all, KERNEL_AT);
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
    if (fork_at != engine->scenario->fork_at ||
        next > engine->scenario->steps->len) {
        return false;
    }
    load_numbers(engine, all);
    load_texts(engine, all);
    load_lists(engine, all);
    return load_waiting(engine, all);
}
