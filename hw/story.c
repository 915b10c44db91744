/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "qemu/osdep.h"
#include "story.h"

#include "bench.h"
#include "machine.h"
#include "qemu/error-report.h"
#include "qemu/notify.h"
#include "system/runstate.h"
#include "system/system.h"

#include "../models/uart.h"
#include "../tools/lib/engine.h"

/* A guest that pokes one unmodelled place for ever must not fill the disk. */
#define LOG_LINES_MAX 2000000u

typedef struct HcStory HcStory;

/* From HELLO to the moment at which the machine may be saved, and from there
 * to the first step. */
#define BEGIN_NS NS_PER_MS
/* More than any boot log. */
#define SPOKEN_MAX (4 * 1024 * 1024)

struct HcStory {
    HcMachineState *machine;
    struct hc_scenario *scenario;
    struct hc_engine *engine;
    struct hc_engine_world world;
    struct hc_agent_link *agent;
    QEMUTimer *wake;
    GByteArray *to_agent;       /* bytes that the UART had no room for yet */
    FILE *log;
    GByteArray *spoken;         /* the agent's words up to HELLO */
    QEMUTimer *begin;           /* a moment after HELLO: all is quiet */
    uint64_t hello_ns;          /* 0: not yet */
    uint64_t replay_ns;         /* the time while old words are repeated */
    QEMUTimer *hold;            /* keeps the clock from leaping meanwhile */
    bool standing;              /* still, for somebody to save the RAM */
    unsigned log_lines;
    bool started, finished;
    Notifier shutdown;
};

static void log_event(void *opaque, uint64_t now_ns, const char *place,
                      enum hc_event id, const char *text)
{
    HcStory *story = opaque;

    /* What the parts say before their state comes in is not the story. */
    if (story->machine->restored && !story->started) {
        return;
    }
    if (story->log && story->log_lines++ < LOG_LINES_MAX) {
        fprintf(story->log, "%" PRIu64 ".%06" PRIu64 " %s %s\n",
                now_ns / NS_PER_S, now_ns % NS_PER_S / NS_PER_US, place,
                text);
    }
    if (story->engine) {
        hc_engine_event(story->engine, now_ns, place, text);
    }
}

static uint64_t story_now(void *opaque)
{
    HcStory *story = opaque;

    return story->replay_ns ? story->replay_ns : qemu_clock_get_ns(QEMU_CLOCK_VIRTUAL);
}

/* The first step waits until the moment is over at which the machine may be
 * saved: a restored run then takes the same steps at the same times. */
static uint64_t not_before_begin(HcStory *story, uint64_t at_ns)
{
    if (!story->hello_ns && hc_engine_has_booted(story->engine)) {
        story->hello_ns = story_now(story);
        timer_mod(story->begin, story->hello_ns + BEGIN_NS);
    }
    return story->hello_ns ? MAX(at_ns, story->hello_ns + 2 * BEGIN_NS)
                           : at_ns;
}

static void story_wake_at(void *opaque, uint64_t at_ns)
{
    HcStory *story = opaque;

    at_ns = not_before_begin(story, at_ns);
    if (at_ns >= INT64_MAX) {
        timer_del(story->wake);
    } else {
        timer_mod(story->wake, at_ns);
    }
}

static bool story_do(void *opaque, char **argv, GError **error)
{
    return hc_bench_do(((HcStory *)opaque)->machine->bench, argv, error);
}

static char *story_get(void *opaque, const char *place, const char *key)
{
    return hc_bench_get(((HcStory *)opaque)->machine->bench, place, key);
}

static void story_report(void *opaque, const struct hc_report *report)
{
    HcStory *story = opaque;

    if (story->machine->report_fd >= 0) {
        hc_report_write(story->machine->report_fd, report);
    }
}

/* Files are whole before the command hears that the story is over. */
static void close_files(HcStory *story)
{
    g_autoptr(GError) error = NULL;

    if (!hc_bench_close_captures(story->machine->bench, &error)) {
        error_report("hotcage: %s", error->message);
    }
    if (story->log && (ferror(story->log) || fclose(story->log) != 0)) {
        error_report("hotcage: events.log is not whole (disk full?); free "
                     "some room and run again");
    }
    story->log = NULL;
}

static void story_finish(void *opaque, enum hc_verdict verdict)
{
    HcStory *story = opaque;

    story->finished = true;
    qemu_system_shutdown_request(SHUTDOWN_CAUSE_HOST_UI);
}

static struct hc_omap_uart *agent_uart(HcStory *story)
{
    return hc_soc_model(&story->machine->soc, HC_SOC_UART1);
}

static void feed_agent(void *opaque)
{
    HcStory *story = opaque;
    guint taken = 0;

    while (taken < story->to_agent->len &&
           hc_omap_uart_room(agent_uart(story)) &&
           hc_omap_uart_receive(agent_uart(story),
                                story->to_agent->data[taken])) {
        taken++;
    }
    if (taken) {
        g_byte_array_remove_range(story->to_agent, 0, taken);
    }
}

static void say_to_agent(HcStory *story, char *text)
{
    g_byte_array_append(story->to_agent, (guint8 *)text, strlen(text));
    g_free(text);
    feed_agent(story);
}

static void story_agent_run(void *opaque, unsigned id, const char *command)
{
    say_to_agent(opaque, hc_agent_run_text(id, command));
}

static void story_agent_kill(void *opaque, unsigned id)
{
    say_to_agent(opaque, hc_agent_kill_text(id));
}

static void agent_byte(void *opaque, uint8_t byte)
{
    HcStory *story = opaque;

    if (!story->hello_ns && story->spoken->len < SPOKEN_MAX) {
        g_byte_array_append(story->spoken, &byte, 1);
    }
    hc_agent_link_feed(((HcStory *)opaque)->agent, &byte, 1);
}

/* The words of the agent and when it was ready; the rest of the run folder
 * and the RAM are the command's to copy while we stand still. */
static bool write_spoken(HcStory *story)
{
    g_autofree char *path = g_build_filename(story->machine->snapshot,
                                             "agent", NULL);
    g_autoptr(GByteArray) bytes = g_byte_array_new();

    g_byte_array_append(bytes, (guint8 *)&story->hello_ns,
                        sizeof(story->hello_ns));
    g_byte_array_append(bytes, story->spoken->data, story->spoken->len);
    return g_file_set_contents(path, (char *)bytes->data, bytes->len, NULL);
}

/* Stopping takes the host a while, and an idle guest's clock would leap to
 * the next timer in it, over the first step perhaps. So there is always a
 * next timer, a nanosecond away. */
static void hold_the_clock(void *opaque)
{
    HcStory *story = opaque;

    timer_mod(story->hold, story_now(story) + 1);
}

static void story_begins(void *opaque)
{
    HcStory *story = opaque;

    if (!story->machine->snapshot || story->machine->restored ||
        !write_spoken(story)) {
        return;
    }
    hc_bench_flush_captures(story->machine->bench);
    fflush(story->log);
    story->standing = true;
    hold_the_clock(story);
    vm_stop(RUN_STATE_PAUSED);
}

/* The last events of the boot, for who asks what happened before. */
static void repeat_events(HcStory *story)
{
    g_autofree char *path = g_build_filename(story->machine->rundir,
                                             "events.log", NULL);
    g_autofree char *text = NULL;
    g_auto(GStrv) lines = NULL;

    if (!g_file_get_contents(path, &text, NULL, NULL)) {
        return;
    }
    lines = g_strsplit(text, "\n", -1);
    for (char **line = lines; *line; line++) {
        g_auto(GStrv) word = g_strsplit(*line, " ", 3);

        if (g_strv_length(word) == 3) {
            hc_engine_event(story->engine,
                            g_ascii_strtod(word[0], NULL) * NS_PER_S,
                            word[1], word[2]);
        }
    }
}

static void restore_story(HcStory *story)
{
    g_autofree char *path = g_build_filename(story->machine->snapshot,
                                             "agent", NULL);
    g_autofree char *bytes = NULL;
    gsize len;

    hc_bench_restored(story->machine->bench);
    if (!g_file_get_contents(path, &bytes, &len, NULL) ||
        len < sizeof(story->replay_ns)) {
        hc_engine_stopped(story->engine, "the snapshot has no agent's words");
        return;
    }
    memcpy(&story->replay_ns, bytes, sizeof(story->replay_ns));
    hc_engine_start_restored(story->engine);
    repeat_events(story);
    hc_agent_link_feed(story->agent, bytes + sizeof(story->replay_ns),
                       len - sizeof(story->replay_ns));
    story->replay_ns = 0;
}

static void story_wake(void *opaque)
{
    hc_engine_wake(((HcStory *)opaque)->engine);
}

/* Without a story, the head of the scenario still says what is plugged. */
static void set_power_on_state(HcStory *story)
{
    for (guint i = 0; i < story->scenario->power_on->len; i++) {
        const struct hc_step *step = story->scenario->power_on->pdata[i];
        g_autoptr(GError) error = NULL;

        if (!hc_bench_do(story->machine->bench, step->argv, &error)) {
            error_report("hotcage: %s:%u: %s", story->scenario->path,
                         step->line, error->message);
        }
    }
}

/* The head of the scenario is set before the first instruction runs. */
static void run_state_changed(void *opaque, bool running, RunState state)
{
    HcStory *story = opaque;

    if (!running && story->standing) {
        struct hc_report report = {
            .kind = HC_REPORT_STANDSTILL, .ns = story_now(story),
            .text = story->machine->snapshot,
        };

        story->standing = false;
        timer_del(story->hold);
        story_report(story, &report);
    }
    if (!running || story->started) {
        return;
    }
    story->started = true;
    if (story->engine && story->machine->restored) {
        restore_story(story);
    } else if (story->engine) {
        hc_engine_start(story->engine);
    } else if (story->scenario) {
        set_power_on_state(story);
    }
}

static void machine_stops(Notifier *notifier, void *data)
{
    HcStory *story = container_of(notifier, HcStory, shutdown);
    ShutdownCause cause = *(ShutdownCause *)data;

    if (story->engine && !story->finished) {
        if (cause == SHUTDOWN_CAUSE_GUEST_RESET) {
            hc_engine_stopped(story->engine, "the guest restarted the board "
                              "(a panic does, too)");
        } else if (cause == SHUTDOWN_CAUSE_GUEST_SHUTDOWN) {
            hc_engine_stopped(story->engine,
                              "the guest switched the board off");
        } else {
            hc_engine_abandoned(story->engine, "the bench was told to stop");
        }
    }
    close_files(story);
}

static bool open_log(HcStory *story, GError **error)
{
    g_autofree char *path = NULL;

    if (!story->machine->rundir) {
        return true;
    }
    path = g_build_filename(story->machine->rundir, "events.log", NULL);
    story->log = fopen(path, story->machine->restored ? "a" : "w");
    if (!story->log) {
        g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_FAILED,
                    "%s: %s; give another folder", path, g_strerror(errno));
        return false;
    }
    return true;
}

static void story_frame(void *opaque, const char *const *places, bool in,
                        const uint8_t *frame, size_t len)
{
    HcStory *story = opaque;

    hc_engine_frame(story->engine, story_now(story), places, in, frame, len);
}

static bool load_scenario(HcStory *story, GError **error)
{
    if (!story->machine->scenario) {
        return true;
    }
    story->scenario = hc_scenario_load(story->machine->scenario, error);
    if (!story->scenario ||
        !hc_scenario_set_board(story->scenario, story->machine->board,
                               error) ||
        !hc_bench_prepare(story->machine->bench, story->scenario, error)) {
        return false;
    }
    if (!story->machine->steps) {
        return true;
    }
    story->engine = hc_engine_new(story->scenario, &story->world);
    if (hc_engine_wants_frames(story->engine)) {
        hc_bench_watch_frames(story->machine->bench, story_frame, story);
    }
    story->agent = hc_agent_link_new(&hc_engine_agent_ops, story->engine);
    hc_omap_uart_wire(agent_uart(story), agent_byte, story);
    hc_omap_uart_on_room(agent_uart(story), feed_agent, story);
    return true;
}

HcStory *hc_story_new(HcMachineState *machine, GError **error)
{
    HcStory *story = g_new0(HcStory, 1);

    story->machine = machine;
    story->to_agent = g_byte_array_new();
    story->wake = timer_new_ns(QEMU_CLOCK_VIRTUAL, story_wake, story);
    story->begin = timer_new_ns(QEMU_CLOCK_VIRTUAL, story_begins, story);
    story->hold = timer_new_ns(QEMU_CLOCK_VIRTUAL, hold_the_clock, story);
    story->spoken = g_byte_array_new();
    story->world = (struct hc_engine_world){
        .now_ns = story_now, .wake_at = story_wake_at, .do_verb = story_do,
        .get = story_get, .agent_run = story_agent_run,
        .agent_kill = story_agent_kill, .report = story_report,
        .finish = story_finish, .opaque = story,
    };
    if (!open_log(story, error) || !load_scenario(story, error)) {
        g_free(story);
        return NULL;
    }
    hc_event_sink(log_event, story);
    qemu_add_vm_change_state_handler(run_state_changed, story);
    story->shutdown.notify = machine_stops;
    qemu_register_shutdown_notifier(&story->shutdown);
    return story;
}

bool hc_story_live(HcStory *story, const char *text, GError **error)
{
    g_auto(GStrv) argv = hc_verb_parse_live(text, error);

    return argv && hc_bench_do(story->machine->bench, argv, error);
}
