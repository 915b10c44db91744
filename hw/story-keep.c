/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Machines that stand still to be saved, at @boot and where a story forks,
 * and what the story remembers when they come back. */
#include "qemu/osdep.h"
#include "story-internal.h"

#include "coverage.h"
#include "kept-ram.h"

#include "system/runstate.h"

/* hello_ns, log_lines; engine, agent's protocol, bytes for the agent,
 * reports; when the engine is woken, why it is in doubt, the bench. */
#define KEPT_TYPE "(tuayayayaytay" HC_BENCH_WIRING_TYPE ")"
#define KEPT_FILE "story"
#define COVERAGE_FILE "coverage"

uint64_t hc_story_now_ns(const HcStory *story)
{
    return story->replay_ns ? story->replay_ns
                            : qemu_clock_get_ns(QEMU_CLOCK_VIRTUAL);
}

bool hc_story_is_restored(const HcStory *story)
{
    return story->machine->restored || story->machine->forked;
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

/* Stopping takes the host a while, and QEMU takes a CPU that it has halted
 * for an idle one, busy or not: its clock would leap to the next timer. So
 * there is one that is due, on a list of its own, which nobody runs: neither
 * the clock nor the CPU moves before it is gone. */
static void hold_the_clock(HcStory *story)
{
    timer_mod(story->hold, hc_story_now_ns(story));
}

static void wake_nobody(void *opaque, QEMUClockType type)
{
}

static QEMUTimer *new_hold(void)
{
    static QEMUTimerListGroup nobodys;

    nobodys.tl[QEMU_CLOCK_VIRTUAL] = timerlist_new(QEMU_CLOCK_VIRTUAL,
                                                   wake_nobody, NULL);
    return timer_new_full(&nobodys, QEMU_CLOCK_VIRTUAL, SCALE_NS, 0, NULL,
                          NULL);
}

static void stand_still(void *opaque)
{
    HcStory *story = opaque;

    hc_bench_flush_captures(story->machine->bench);
    fflush(story->log);
    story->standing = true;
    hold_the_clock(story);
    vm_stop(RUN_STATE_PAUSED);
}

/* For somebody at another terminal. */
static void stop_here(void *opaque)
{
    HcStory *story = opaque;

    story->stopping = true;
    hold_the_clock(story);
    vm_stop(RUN_STATE_PAUSED);
}

void hc_story_keep_init(HcStory *story)
{
    if (story->machine->stop_at_ms >= 0) {
        story->stop = timer_new_ns(QEMU_CLOCK_VIRTUAL, stop_here, story);
        timer_mod(story->stop, story->machine->stop_at_ms * NS_PER_MS);
    }
    story->stand = timer_new_ns(QEMU_CLOCK_VIRTUAL, stand_still, story);
    story->hold = new_hold();
    story->spoken = g_byte_array_new();
    story->told = g_string_new(NULL);
}

void hc_story_keep_again(HcStory *story)
{
    timer_del(story->stand);
    timer_del(story->hold);
    story->stand_folder = NULL;
    story->standing = story->stopping = false;
    g_byte_array_set_size(story->spoken, 0);
    g_string_truncate(story->told, 0);
    g_clear_pointer(&story->kept, g_variant_unref);
    g_clear_pointer(&story->doubt, g_free);
}

void hc_story_stand_at(HcStory *story, const char *folder, uint64_t at_ns)
{
    if (folder) {
        story->stand_folder = folder;
        timer_mod(story->stand, at_ns);
    }
}

void hc_story_fork(void *opaque)
{
    HcStory *story = opaque;

    hc_story_stand_at(story, story->machine->forked ? NULL
                                                    : story->machine->fork,
                      hc_story_now_ns(story) + BEGIN_NS);
}

static GVariant *bytes_of(const void *bytes, size_t len)
{
    return g_variant_new_fixed_array(G_VARIANT_TYPE_BYTE, bytes, len, 1);
}

/* What the engine knows; nothing when there is no story. */
static GVariant *engine_bytes(const HcStory *story)
{
    g_autoptr(GBytes) engine = story->engine ? hc_engine_save(story->engine)
                                             : NULL;

    return engine ? bytes_of(g_bytes_get_data(engine, NULL),
                             g_bytes_get_size(engine)) : bytes_of("", 0);
}

static GVariant *link_bytes(const HcStory *story)
{
    size_t len = 0;
    const void *link = story->agent ? hc_agent_link_save(story->agent, &len)
                                    : "";

    return bytes_of(link, len);
}

/* What the story knows now. */
static bool write_story(HcStory *story, const char *folder, GError **error)
{
    g_autofree char *path = g_build_filename(folder, KEPT_FILE, NULL);
    const char *doubt = story->world.doubt(story);
    g_autoptr(GVariant) kept = g_variant_ref_sink(g_variant_new(
        "(tu@ay@ay@ay@ayt@ay@" HC_BENCH_WIRING_TYPE ")",
        story->hello_ns, story->log_lines, engine_bytes(story),
        link_bytes(story),
        bytes_of(story->to_agent->data, story->to_agent->len),
        bytes_of(story->told->str, story->told->len),
        (guint64)timer_expire_time_ns(story->wake),
        g_variant_new_bytestring(doubt ? doubt : ""),
        hc_bench_wiring(story->machine->bench)));

    return g_file_set_contents(path, g_variant_get_data(kept),
                               g_variant_get_size(kept), error);
}

/* What the drivers have used up to here. */
static bool write_coverage(const char *folder)
{
    g_autofree char *path = g_build_filename(folder, COVERAGE_FILE, NULL);

    return hc_coverage_save(path);
}

void hc_story_stands(HcStory *story)
{
    struct hc_report report = {
        .kind = HC_REPORT_STANDSTILL, .ns = hc_story_now_ns(story),
        .text = story->stand_folder,
    };
    bool at_fork = story->stand_folder == story->machine->fork;

    timer_del(story->hold);
    if (story->stopping) {
        story->stopping = false;
        report.text = "";
        hc_report_write(story->machine->report_fd, &report);
    }
    if (!story->standing) {
        return;
    }
    story->standing = false;
    if (!story->hand && write_coverage(story->stand_folder) &&
        hc_kept_ram_save(story->machine, story->stand_folder, NULL) &&
        (at_fork ? write_story(story, story->stand_folder, NULL)
                 : write_spoken(story))) {
        report.value = hc_bench_is_untouched(story->machine->bench)
            ? HC_STANDSTILL_ANYBODYS : HC_STANDSTILL_OURS;
    }
    hc_report_write(story->machine->report_fd, &report);
}

/* Why the machine cannot be saved now; NULL when it can. */
static const char *unsaveable(const HcStory *story)
{
    if (runstate_is_running()) {
        return "it runs; stop it first";
    }
    if (!story->started) {
        return "nothing has happened yet; let it go on with hotcage ctl cont";
    }
    return story->engine && hc_engine_unsaveable(story->engine)
        ? hc_engine_unsaveable(story->engine)
        : hc_bench_unsaveable(story->machine->bench);
}

bool hc_story_keep(HcStory *story, const char *folder, GError **error)
{
    const char *why = unsaveable(story);

    if (why) {
        g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_FAILED, "%s", why);
        return false;
    }
    if (!write_coverage(folder)) {
        g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_FAILED,
                    "%s: cannot write; make room", folder);
        return false;
    }
    return hc_kept_ram_save(story->machine, folder, error) &&
           write_story(story, folder, error);
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

static GBytes *kept_bytes(const HcStory *story, gsize at)
{
    g_autoptr(GVariant) child = g_variant_get_child_value(story->kept, at);

    return g_variant_get_data_as_bytes(child);
}

static bool load_engine(HcStory *story)
{
    g_autoptr(GBytes) engine = kept_bytes(story, 2);
    g_autoptr(GBytes) link = kept_bytes(story, 3);

    return hc_agent_link_load(story->agent, g_bytes_get_data(link, NULL),
                              g_bytes_get_size(link)) &&
        hc_engine_load(story->engine, engine);
}

bool hc_story_load(HcStory *story, GError **error)
{
    g_autofree char *path = NULL, *bytes = NULL;
    g_autoptr(GVariant) wiring = NULL;
    gsize len;

    if (!story->machine->forked) {
        return true;
    }
    path = g_build_filename(story->machine->fork, KEPT_FILE, NULL);
    if (!g_file_get_contents(path, &bytes, &len, error)) {
        return false;
    }
    story->kept = g_variant_ref_sink(g_variant_new_from_data(
        G_VARIANT_TYPE(KEPT_TYPE), bytes, len, FALSE, g_free, bytes));
    bytes = NULL;
    if (!g_variant_is_normal_form(story->kept) ||
        (story->engine && !load_engine(story))) {
        g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_FAILED,
                    "%s is none of this story", path);
        return false;
    }
    wiring = g_variant_get_child_value(story->kept, 8);
    return hc_bench_rewire(story->machine->bench, wiring, error);
}

/* At the time at which it would have been woken. */
static void set_wake(HcStory *story)
{
    guint64 wake_ns;

    g_variant_get_child(story->kept, 6, "t", &wake_ns);
    if (wake_ns < INT64_MAX) {
        timer_mod(story->wake, wake_ns);
    }
}

static void restore_doubt(HcStory *story)
{
    g_autoptr(GVariant) doubt = g_variant_get_child_value(story->kept, 7);
    const char *text = g_variant_get_bytestring(doubt);

    story->doubt = *text ? g_strdup(text) : NULL;
}

/* In the middle of the story: the command hears again what was told. */
static void restore_in_story(HcStory *story)
{
    g_autoptr(GBytes) to_agent = kept_bytes(story, 4);
    g_autoptr(GBytes) told = kept_bytes(story, 5);

    g_variant_get_child(story->kept, 0, "t", &story->hello_ns);
    g_variant_get_child(story->kept, 1, "u", &story->log_lines);
    g_byte_array_append(story->to_agent, g_bytes_get_data(to_agent, NULL),
                        g_bytes_get_size(to_agent));
    hc_report_write_text(story->machine->report_fd,
                         g_bytes_get_data(told, NULL),
                         g_bytes_get_size(told));
    g_string_append_len(story->told, g_bytes_get_data(told, NULL),
                        g_bytes_get_size(told));
    restore_doubt(story);
    hc_story_feed_agent(story);
    set_wake(story);
}

static void restore_at_boot(HcStory *story)
{
    g_autofree char *path = g_build_filename(story->machine->snapshot,
                                             "agent", NULL);
    g_autofree char *bytes = NULL;
    g_autoptr(GError) error = NULL;
    gsize len;

    hc_bench_restored(story->machine->bench);
    if (hc_bench_is_untouched(story->machine->bench) &&
        !hc_bench_move_in_again(story->machine->bench, &error)) {
        hc_engine_stopped(story->engine, error->message);
        return;
    }
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

void hc_story_restore(HcStory *story)
{
    g_autofree char *path = g_build_filename(
        story->machine->forked ? story->machine->fork
                               : story->machine->snapshot,
        COVERAGE_FILE, NULL);

    hc_coverage_load(path);
    if (!story->engine) {
        return;
    }
    if (story->machine->forked) {
        restore_in_story(story);
    } else {
        restore_at_boot(story);
    }
}
