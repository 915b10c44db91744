/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a failure tells: the line, what happened instead, the last events of
 * the port that it is about, that port from MAC to far end, and what the
 * kernel's drivers said. */
#include "engine.h"

#include <string.h>

#include "engine-internal.h"

/* Ports of a board. */
#define PORTS 2

/* Words that mark a kernel message as one of the drivers on the bench. */
static const char *const driver_words[] = {
    "sfp", "phy", "PHY", "mdio", "cpsw", "macsec", "mscc", "link", "Link",
    "i2c", "NETDEV",
};

struct complaint {
    struct hc_engine *engine;
    unsigned line;
    GString *text;
};

static void detail(struct complaint *complaint, enum hc_detail what,
                   const char *text)
{
    hc_engine_report(complaint->engine, HC_REPORT_DETAIL, complaint->line,
                     what, text);
}

static void indented(struct complaint *complaint, enum hc_detail what,
                     const char *text)
{
    g_string_append_printf(complaint->text, "\n  %s", text);
    detail(complaint, what, text);
}

/* "eth0", "cage0-medium" are of port 0; -1 for what is of no port. */
static int port_of_name(const char *name)
{
    static const char *const stems[] = { "eth", "cage" };

    for (unsigned at = 0; at < G_N_ELEMENTS(stems); at++) {
        size_t len = strlen(stems[at]);

        if (!strncmp(name, stems[at], len) && name[len] >= '0' &&
            name[len] < '0' + PORTS && !g_ascii_isalnum(name[len + 1])) {
            return name[len] - '0';
        }
    }
    return -1;
}

/* The only port that a text names. */
static int port_of_text(const char *text)
{
    int port = -1, other;

    for (const char *at = text; *at; at++) {
        other = at == text || !g_ascii_isalnum(at[-1]) ? port_of_name(at)
                                                       : -1;
        if (other >= 0 && port >= 0 && other != port) {
            return -1;
        }
        port = other >= 0 ? other : port;
    }
    return port;
}

/* The port that a line is about; a line that names none is about the port
 * of the stimulus before it. */
static int port_of_step(const struct hc_engine *engine,
                        const struct hc_step *step)
{
    GPtrArray *steps = engine->scenario->steps;
    int port = port_of_text(step->text);
    guint at = 0;

    if (!g_ptr_array_find(steps, step, &at)) {
        return port;
    }
    while (port < 0 && at > 0) {
        const struct hc_step *above = steps->pdata[--at];

        if (above->verb && above->verb->flags & HC_VERB_STIMULUS) {
            port = port_of_text(above->text);
        }
    }
    return port;
}

static bool is_about(const struct record *record, const char *place, int port)
{
    return (!place && port < 0) || !g_strcmp0(record->place, place) ||
        (port >= 0 && port_of_name(record->place) == port);
}

/* A place that is of no port (expander) is looked for by its name. */
static unsigned add_events(struct complaint *complaint, const char *place,
                           int port)
{
    const struct records *events = &complaint->engine->events;
    const struct record *told[RECORDS_TOLD], *record;
    unsigned n = 0;

    for (uint64_t back = 0; n < RECORDS_TOLD &&
                            (record = hc_records_back(events, back));
         back++) {
        if (is_about(record, place, port)) {
            told[n++] = record;
        }
    }
    for (unsigned at = n; at > 0; at--) {
        g_autofree char *text = g_strdup_printf(
            "%" G_GUINT64_FORMAT ".%06" G_GUINT64_FORMAT " %s %s",
            told[at - 1]->at_ns / NS_PER_S,
            told[at - 1]->at_ns % NS_PER_S / NS_PER_US,
            told[at - 1]->place, told[at - 1]->text);

        indented(complaint, HC_DETAIL_EVENT, text);
    }
    return n;
}

static void add_last_events(struct complaint *complaint, const char *place,
                            int port)
{
    const size_t before = complaint->text->len;
    g_autofree char *whose = port >= 0
        ? g_strdup_printf(" of port %d", port)
        : place ? g_strdup_printf(" of %s", place) : g_strdup("");

    if (!complaint->engine->events.total) {
        g_string_append(complaint->text, "\nno event happened before");
        return;
    }
    g_string_append_printf(complaint->text, "\nthe last events%s before:",
                           whose);
    if (!add_events(complaint, place, port)) {
        g_string_truncate(complaint->text, before);
        g_string_append_printf(complaint->text, "\nno event%s happened "
                               "before; the last of others:", whose);
        add_events(complaint, NULL, -1);
    }
}

static void add_chain(struct complaint *complaint, unsigned port)
{
    const struct hc_engine_world *world = &complaint->engine->world;
    g_autofree char *eth = g_strdup_printf("eth%u", port);
    g_autofree char *chain = world->get(world->opaque, eth, "chain");
    g_autofree char *line = NULL;

    if (chain) {
        line = g_strdup_printf("%s: %s", eth, chain);
        g_string_append_printf(complaint->text, "\nchain of %s", line);
        detail(complaint, HC_DETAIL_CHAIN, line);
    }
}

static bool names_other_port(const char *text, int port)
{
    int named = port_of_text(text);

    return port >= 0 && named >= 0 && named != port;
}

static bool is_of_a_driver(const char *text, int port)
{
    for (unsigned at = 0; at < G_N_ELEMENTS(driver_words); at++) {
        if (strstr(text, driver_words[at])) {
            return !names_other_port(text, port);
        }
    }
    return port_of_text(text) >= 0 && !names_other_port(text, port);
}

/* What was said before HELLO came late, through the agent. */
static char *kernel_word(const struct hc_engine *engine,
                         const struct record *record)
{
    return record->at_ns <= engine->boot_ns
        ? g_strdup_printf("(booting) %s", record->text)
        : g_strdup_printf("%" G_GUINT64_FORMAT ".%06" G_GUINT64_FORMAT " %s",
                          record->at_ns / NS_PER_S,
                          record->at_ns % NS_PER_S / NS_PER_US,
                          record->text);
}

static void add_kernel_words(struct complaint *complaint, int port)
{
    const struct records *kernel = &complaint->engine->kernel;
    const struct record *told[WORDS_TOLD], *record;
    unsigned n = 0;

    for (uint64_t back = 0; n < WORDS_TOLD &&
                            (record = hc_records_back(kernel, back));
         back++) {
        if (is_of_a_driver(record->text, port)) {
            told[n++] = record;
        }
    }
    if (n) {
        g_string_append(complaint->text, "\nthe kernel's own words:");
    }
    for (unsigned at = n; at > 0; at--) {
        g_autofree char *text = kernel_word(complaint->engine, told[at - 1]);

        indented(complaint, HC_DETAIL_KERNEL, text);
    }
}

static char *expected(const struct watch *watch)
{
    const char *what = strstr(watch->step->text, "expect");

    what = what ? what + strlen("expect") : watch->step->text;
    what += strspn(what, " \t");
    return g_strdup_printf("%s within %" G_GUINT64_FORMAT ".%03"
                           G_GUINT64_FORMAT " .. %" G_GUINT64_FORMAT ".%03"
                           G_GUINT64_FORMAT " s", what,
                           watch->from_ns / NS_PER_S,
                           watch->from_ns % NS_PER_S / NS_PER_MS,
                           watch->to_ns / NS_PER_S,
                           watch->to_ns % NS_PER_S / NS_PER_MS);
}

static void add_first_lines(struct complaint *complaint,
                            const struct watch *watch)
{
    g_autofree char *what = expected(watch);
    const char *instead = watch->instead ? watch->instead
                                         : "it did not happen";

    g_string_append_printf(complaint->text, "%s:%u: expected %s; %s",
                           complaint->engine->scenario->path,
                           complaint->line, what, instead);
    detail(complaint, HC_DETAIL_EXPECTED, what);
    detail(complaint, HC_DETAIL_INSTEAD, instead);
}

char *hc_watch_complain(struct hc_engine *engine, const struct watch *watch)
{
    struct complaint complaint = { engine, watch->step->line,
                                   g_string_new(NULL) };
    const int port = port_of_step(engine, watch->step);
    g_autofree char *text = NULL;

    add_first_lines(&complaint, watch);
    add_last_events(&complaint, watch->expect->place, port);
    for (unsigned n = 0; n < PORTS; n++) {
        if (port < 0 || (unsigned)port == n) {
            add_chain(&complaint, n);
        }
    }
    add_kernel_words(&complaint, port);
    text = g_string_free(complaint.text, FALSE);
    hc_engine_report(engine, HC_REPORT_MESSAGE, 0, 0, text);
    return g_strndup(text, strcspn(text, "\n"));
}
