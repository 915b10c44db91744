/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "qemu/osdep.h"
#include "coverage.h"

#include "glue.h"

#include "../models/reg.h"

/* "place at" of what no model has, or what one only stores: its uses. A guest
 * can ask for any address, so there is an end to what is remembered. */
static GHashTable *unmodelled;
#define UNMODELLED_MAX 4096

struct use {
    uint32_t reads, writes;
};

static void note_unmodelled(const char *place, uint32_t at, uint32_t reads,
                            uint32_t writes)
{
    g_autofree char *key = g_strdup_printf("%s\t0x%x", place, at);
    struct use *use = g_hash_table_lookup(unmodelled, key);

    if (!use) {
        if (g_hash_table_size(unmodelled) >= UNMODELLED_MAX) {
            return;
        }
        use = g_new0(struct use, 1);
        g_hash_table_insert(unmodelled, g_steal_pointer(&key), use);
    }
    use->reads += MIN(reads, UINT32_MAX - use->reads);
    use->writes += MIN(writes, UINT32_MAX - use->writes);
}

static void see_event(void *opaque, uint64_t now_ns, const char *place,
                      enum hc_event id, uint32_t a, uint32_t b,
                      const char *text)
{
    if (id == HC_EVENT_UNMODELLED_REG) {
        note_unmodelled(place, a, !b, !!b);
    }
}

void hc_coverage_start(void)
{
    for (struct hc_regmap *map = hc_regmaps(); map; map = map->next) {
        map->use = g_new0(struct hc_reg_use, map->n);
    }
    unmodelled = g_hash_table_new_full(g_str_hash, g_str_equal, g_free,
                                       g_free);
    hc_event_sink(see_event, NULL);
}

static struct hc_reg_use *find(const char *model, uint32_t at)
{
    for (struct hc_regmap *map = hc_regmaps(); map; map = map->next) {
        for (unsigned row = 0; map->use && row < map->n; row++) {
            if (map->reg[row].at == at && g_str_equal(map->name, model)) {
                return &map->use[row];
            }
        }
    }
    return NULL;
}

static uint32_t number(const char *word)
{
    return g_ascii_strtoull(word, NULL, 0);
}

static void load_line(char **word)
{
    guint words = g_strv_length(word);

    if (words == 11 && g_str_equal(word[0], "reg")) {
        struct hc_reg_use *use = find(word[1], number(word[3]));

        if (use) {
            *use = (struct hc_reg_use){
                number(word[6]), number(word[7]), number(word[8]),
                number(word[9]), number(word[10]),
            };
        }
    } else if (words == 5 && g_str_equal(word[0], "unmodelled")) {
        note_unmodelled(word[1], number(word[2]), number(word[3]),
                        number(word[4]));
    }
}

static void forget(void)
{
    for (struct hc_regmap *map = hc_regmaps(); map; map = map->next) {
        if (map->use) {
            memset(map->use, 0, sizeof(map->use[0]) * map->n);
        }
    }
    g_hash_table_remove_all(unmodelled);
}

bool hc_coverage_load(const char *path)
{
    g_autofree char *text = NULL;
    g_auto(GStrv) lines = NULL;

    forget();
    if (!g_file_get_contents(path, &text, NULL, NULL)) {
        return false;
    }
    lines = g_strsplit(text, "\n", -1);
    for (char **line = lines; *line; line++) {
        g_auto(GStrv) word = g_strsplit(*line, "\t", -1);

        load_line(word);
    }
    return true;
}

static void add_map(GString *text, const struct hc_regmap *map)
{
    for (unsigned row = 0; map->use && row < map->n; row++) {
        const struct hc_reg *reg = &map->reg[row];
        const struct hc_reg_use *use = &map->use[row];

        g_string_append_printf(
            text, "reg\t%s\t%s\t0x%x\t%u\t0x%x\t%u\t%u\t0x%x\t0x%x\t0x%x\n",
            map->name, reg->name, reg->at, reg->count ? reg->count : 1,
            reg->rw | reg->w1c | reg->sc, use->reads, use->writes, use->ones,
            use->zeros, use->seen);
    }
}

static gint by_text(gconstpointer a, gconstpointer b)
{
    return strcmp(a, b);
}

bool hc_coverage_save(const char *path)
{
    g_autoptr(GString) text = g_string_new(NULL);
    g_autoptr(GList) keys = g_list_sort(g_hash_table_get_keys(unmodelled),
                                        by_text);

    for (struct hc_regmap *map = hc_regmaps(); map; map = map->next) {
        add_map(text, map);
    }
    for (GList *key = keys; key; key = key->next) {
        const struct use *use = g_hash_table_lookup(unmodelled, key->data);

        g_string_append_printf(text, "unmodelled\t%s\t%u\t%u\n",
                               (char *)key->data, use->reads, use->writes);
    }
    return g_file_set_contents(path, text->str, text->len, NULL);
}
