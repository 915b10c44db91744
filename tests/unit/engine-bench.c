/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "engine-bench.h"

struct engine_bench bench;

struct hc_scenario *scenario;
struct hc_engine *engine;

static uint64_t now_ns(void *opaque)
{
    (void)opaque;
    return bench.now_ns;
}

static void wake_at(void *opaque, uint64_t at_ns)
{
    (void)opaque;
    bench.wake_ns = at_ns;
}

static bool do_verb(void *opaque, char **argv, GError **error)
{
    g_autofree char *words = g_strjoinv(" ", argv);

    (void)opaque;
    g_string_append_printf(bench.done, "%s@%u;", words,
                           (unsigned)(bench.now_ns / MS));
    if (bench.event_of_verb) {
        hc_engine_event(engine, bench.now_ns, "cage0", bench.event_of_verb);
    }
    if (bench.refuse) {
        g_set_error(error, HC_SCENARIO_ERROR, HC_SCENARIO_ERROR_VALUE,
                    "cage0 is taken; remove its module first");
    }
    return !bench.refuse;
}

static void note(void *opaque, const char *text)
{
    (void)opaque;
    g_string_append_printf(bench.notes, "%s;", text);
}

static char *get(void *opaque, const char *place, const char *key)
{
    g_autofree char *name = g_strjoin(".", place, key, NULL);

    (void)opaque;
    return g_strdup(g_hash_table_lookup(bench.state, name));
}

static void agent_run(void *opaque, unsigned id, const char *command)
{
    (void)opaque;
    bench.last_id = id;
    g_string_append_printf(bench.commands, "%s@%u;", command,
                           (unsigned)(bench.now_ns / MS));
}

static void agent_kill(void *opaque, unsigned id)
{
    (void)opaque;
    bench.killed = id;
}

static void report(void *opaque, const struct hc_report *report)
{
    (void)opaque;
    if (report->kind == HC_REPORT_STEP) {
        g_string_append_printf(bench.steps, "%c%u",
                               report->value ? '+' : '-', report->line);
    } else if (report->kind == HC_REPORT_MESSAGE) {
        g_string_append_printf(bench.messages, "%s\n", report->text);
    } else if (report->kind == HC_REPORT_DETAIL &&
               report->value == HC_DETAIL_CHAIN) {
        g_string_append(bench.chain, report->text);
    } else if (report->kind == HC_REPORT_VERDICT) {
        g_free(bench.why);
        bench.why = g_strdup(report->text);
    }
}

static void forks(void *opaque)
{
    (void)opaque;
    bench.forked_ns = bench.now_ns;
}

static void finish(void *opaque, enum hc_verdict verdict)
{
    (void)opaque;
    ck_assert(!bench.finished);
    bench.finished = true;
    bench.verdict = verdict;
}

const struct hc_engine_world world = {
    now_ns, wake_at, do_verb, note, get, agent_run, agent_kill, report,
    forks, NULL, finish, NULL
};

void engine_setup(void)
{
    memset(&bench, 0, sizeof(bench));
    engine = NULL;
    scenario = NULL;
    bench.wake_ns = HC_NEVER;
    bench.done = g_string_new(NULL);
    bench.notes = g_string_new(NULL);
    bench.commands = g_string_new(NULL);
    bench.messages = g_string_new(NULL);
    bench.steps = g_string_new(NULL);
    bench.chain = g_string_new(NULL);
    bench.state = g_hash_table_new(g_str_hash, g_str_equal);
}

void engine_teardown(void)
{
    hc_engine_free(engine);
    hc_scenario_free(scenario);
    g_string_free(bench.done, TRUE);
    g_string_free(bench.notes, TRUE);
    g_string_free(bench.commands, TRUE);
    g_string_free(bench.messages, TRUE);
    g_string_free(bench.steps, TRUE);
    g_string_free(bench.chain, TRUE);
    g_hash_table_unref(bench.state);
    g_free(bench.why);
}

void pass_ms(unsigned ms)
{
    uint64_t end_ns = bench.now_ns + ms * MS;

    while (bench.wake_ns <= end_ns && !bench.finished) {
        bench.now_ns = MAX(bench.now_ns, bench.wake_ns);
        bench.wake_ns = HC_NEVER;
        hc_engine_wake(engine);
    }
    bench.now_ns = end_ns;
}

void power_on(const char *text)
{
    GError *error = NULL;

    scenario = hc_scenario_parse("story.hc", text, &error);
    ck_assert_msg(scenario != NULL, "%s", error ? error->message : "");
    engine = hc_engine_new(scenario, &world);
    hc_engine_start(engine);
}

void boot(const char *text)
{
    power_on(text);
    pass_ms(1000);
    hc_engine_agent_hello(engine, "6.12.1");
    pass_ms(0);
}

void event(const char *place, const char *text)
{
    hc_engine_event(engine, bench.now_ns, place, text);
    pass_ms(0);
}

void answer(int status, const char *text)
{
    hc_engine_agent_out(engine, bench.last_id, text, strlen(text));
    hc_engine_agent_end(engine, bench.last_id, status);
    pass_ms(0);
}

void assert_verdict(enum hc_verdict verdict, const char *steps)
{
    ck_assert(bench.finished);
    ck_assert_int_eq(bench.verdict, verdict);
    ck_assert_str_eq(bench.steps->str, steps);
}

void frame(const char *place)
{
    static const uint8_t bytes[60] = { 255, 255, 255, 255, 255, 255, 2 };
    const char *const places[] = { "eth9-mdi", place, NULL };

    hc_engine_frame(engine, bench.now_ns, places, false, bytes,
                    sizeof(bytes));
    pass_ms(0);
}

void sectag(uint8_t pn)
{
    const uint8_t bytes[60] = { 2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2, 0x88,
                                0xe5, 0x0c, 0, 0, 0, 0, pn };
    const char *const places[] = { "eth0", NULL };

    hc_engine_frame(engine, bench.now_ns, places, false, bytes,
                    sizeof(bytes));
    pass_ms(0);
}
