/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "qemu/osdep.h"
#include "story-internal.h"

#include "coverage.h"
#include "idle.h"
#include "uart-port.h"

#include "qemu/error-report.h"
#include "qemu/notify.h"
#include "system/runstate.h"
#include "system/system.h"

/* A guest that pokes one unmodelled place for ever must not fill the disk. */
#define LOG_LINES_MAX 2000000u

static void log_event(void *opaque, uint64_t now_ns, const char *place,
                      enum hc_event id, uint32_t a, uint32_t b,
                      const char *text)
{
    HcStory *story = opaque;

    /* What the parts say before their state comes in is not the story. */
    if ((hc_story_is_restored(story) && !story->started) ||
        story->finished) {
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

    return hc_story_now_ns(story);
}

/* The first step waits until the moment is over at which the machine may be
 * saved: a restored run then takes the same steps at the same times. */
static uint64_t not_before_begin(HcStory *story, uint64_t at_ns)
{
    if (!story->hello_ns && hc_engine_has_booted(story->engine)) {
        story->hello_ns = story_now(story);
        hc_story_stand_at(story, story->machine->restored
                          ? NULL : story->machine->snapshot,
                          story->hello_ns + BEGIN_NS);
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

static void story_note(void *opaque, const char *text)
{
    log_event(opaque, story_now(opaque), "bench", HC_EVENT_COUNT, 0, 0,
              text);
}

static char *story_get(void *opaque, const char *place, const char *key)
{
    return hc_bench_get(((HcStory *)opaque)->machine->bench, place, key);
}

static const char *story_doubt(void *opaque)
{
    HcStory *story = opaque;
    const char *why = hc_bench_why_not_deterministic(story->machine->bench);

    return why ? why : story->hand
        ? "hotcage ctl acted on it, in host time" : story->doubt;
}

static void story_report(void *opaque, const struct hc_report *report)
{
    HcStory *story = opaque;

    if (story->told) {
        g_autofree char *line = hc_report_format(report);

        g_string_append(story->told, line);
    }
    if (story->machine->report_fd >= 0) {
        hc_report_write(story->machine->report_fd, report);
    }
}

static void save_coverage(HcStory *story)
{
    if (story->machine->coverage &&
        !hc_coverage_save(story->machine->coverage)) {
        error_report("hotcage: %s cannot be written; name another file with "
                     "--coverage", story->machine->coverage);
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
    if (!story->finished) {
        save_coverage(story);
    }
}

/* How long the guest still runs until QEMU has stopped it is the host's
 * affair: nothing of it is told. */
static void story_finish(void *opaque, enum hc_verdict verdict)
{
    HcStory *story = opaque;

    story->finished = true;
    save_coverage(story);
    hc_bench_seal_captures(story->machine->bench);
    hc_uart_ports_mute(true);
    if (story->machine->stays && verdict == HC_VERDICT_HELD) {
        story->over = true;
        vm_stop(RUN_STATE_PAUSED);
    } else {
        qemu_system_shutdown_request(SHUTDOWN_CAUSE_HOST_UI);
    }
}

static struct hc_omap_uart *agent_uart(HcStory *story)
{
    return hc_soc_model(&story->machine->soc, HC_SOC_UART1);
}

void hc_story_feed_agent(void *opaque)
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
    hc_story_feed_agent(story);
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

/* Log and captures are whole. */
static void tell_over(HcStory *story)
{
    const struct hc_report report = { .kind = HC_REPORT_OVER };

    if (story->over) {
        close_files(story);
        hc_report_write(story->machine->report_fd, &report);
    }
}

/* The head of the scenario is set before the first instruction runs. */
static void run_state_changed(void *opaque, bool running, RunState state)
{
    HcStory *story = opaque;

    if (!running) {
        hc_story_stands(story);
        tell_over(story);
        return;
    }
    if (story->started) {
        return;
    }
    story->started = true;
    if (hc_story_is_restored(story)) {
        hc_story_restore(story);
    } else if (story->engine) {
        hc_engine_start(story->engine);
    } else if (story->scenario) {
        set_power_on_state(story);
    }
}

/* hotcage calls QEMU with -no-reboot: there is no other board after this. */
static void guest_ends(void *opaque, bool reset)
{
    HcStory *story = opaque;

    if (!story->finished) {
        hc_engine_stopped(story->engine, reset
                          ? "the guest restarted the board (a panic does, too)"
                          : "the guest switched the board off");
    }
}

static void machine_stops(Notifier *notifier, void *data)
{
    HcStory *story = container_of(notifier, HcStory, shutdown);

    if (story->engine && !story->finished) {
        hc_engine_abandoned(story->engine, "the bench was told to stop");
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
    story->log = fopen(path, hc_story_is_restored(story) ? "a" : "w");
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
    if (story->scenario && story->machine->seed >= 0) {
        story->scenario->seed = story->machine->seed;
    }
    if (!story->scenario ||
        !hc_scenario_set_board(story->scenario, story->machine->board,
                               error) ||
        (story->machine->branch &&
         !hc_scenario_choose(story->scenario, story->machine->branch,
                             error)) ||
        !hc_bench_prepare(story->machine->bench, story->scenario, error)) {
        return false;
    }
    if (!story->machine->steps) {
        return true;
    }
    if (story->scenario->branches->len) {
        g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_FAILED, "%s has several "
                    "endings; choose one with branch=NAME",
                    story->scenario->path);
        return false;
    }
    story->engine = hc_engine_new(story->scenario, &story->world);
    if (hc_engine_wants_frames(story->engine)) {
        hc_bench_watch_frames(story->machine->bench, story_frame, story);
    }
    story->agent = hc_agent_link_new(&hc_engine_agent_ops, story->engine);
    hc_omap_uart_wire(agent_uart(story), agent_byte, story);
    hc_omap_uart_on_room(agent_uart(story), hc_story_feed_agent,
                         story);
    hc_soc_on_end(&story->machine->soc, guest_ends, story);
    return true;
}

static bool begin(HcStory *story, GError **error)
{
    hc_idle_alone(story->machine->steps &&
                  g_strcmp0(story->machine->idle, "main-loop"));
    return open_log(story, error) && load_scenario(story, error) &&
           hc_story_load(story, error);
}

HcStory *hc_story_new(HcMachineState *machine, GError **error)
{
    HcStory *story = g_new0(HcStory, 1);

    story->machine = machine;
    story->to_agent = g_byte_array_new();
    story->wake = timer_new_ns(QEMU_CLOCK_VIRTUAL, story_wake, story);
    hc_story_keep_init(story);
    story->world = (struct hc_engine_world){
        .now_ns = story_now, .wake_at = story_wake_at, .do_verb = story_do,
        .note = story_note,
        .get = story_get, .agent_run = story_agent_run,
        .agent_kill = story_agent_kill, .report = story_report,
        .fork = hc_story_fork, .doubt = story_doubt,
        .finish = story_finish, .opaque = story,
    };
    if (!begin(story, error)) {
        g_free(story);
        return NULL;
    }
    hc_event_sink(log_event, story);
    hc_coverage_start();
    qemu_add_vm_change_state_handler(run_state_changed, story);
    story->shutdown.notify = machine_stops;
    qemu_register_shutdown_notifier(&story->shutdown);
    return story;
}

bool hc_story_is_over(const HcStory *story)
{
    return story->over;
}

bool hc_story_again(HcStory *story, GError **error)
{
    timer_del(story->wake);
    hc_engine_free(story->engine);
    hc_agent_link_free(story->agent);
    hc_scenario_free(story->scenario);
    story->engine = NULL;
    story->agent = NULL;
    story->scenario = NULL;
    g_byte_array_set_size(story->to_agent, 0);
    hc_story_keep_again(story);
    story->hello_ns = story->replay_ns = 0;
    story->log_lines = 0;
    story->started = story->finished = story->over = story->hand = false;
    return begin(story, error);
}

bool hc_story_live(HcStory *story, const char *text, GError **error)
{
    g_auto(GStrv) argv = hc_verb_parse_live(text, error);

    if (!argv || !hc_bench_do(story->machine->bench, argv, error)) {
        return false;
    }
    story->hand = true;
    return true;
}
