/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "stay.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench-internal.h"
#include "qmp.h"
#include "snapshot.h"

#define LOG_NAME "qemu.log"

static bool allowed;

/* The one that waits; no process: none does. */
static struct {
    GPid pid;
    int report_fd;
    char *alike;                /* hc_bench_alike() */
    char *socket;               /* where its qmp.sock is meanwhile */
    char *log;                  /* what it writes on, of its first story */
} waiting;

void hc_stay_allow(void)
{
    allowed = true;
}

/* Their interfaces are devices of the machine, and cannot be unplugged. */
static bool has_testers(const struct hc_scenario *scenario)
{
    for (guint at = 0; at < scenario->partners->len; at++) {
        const struct hc_partner_spec *partner =
            scenario->partners->pdata[at];

        if (partner->kind == HC_PARTNER_TESTER) {
            return true;
        }
    }
    return false;
}

bool hc_bench_stays(const struct hc_bench *bench)
{
    return allowed && !bench->shell && !bench->by_hand &&
        hc_bench_kept_machine(bench) && !has_testers(bench->scenario);
}

static void forget(void)
{
    g_clear_pointer(&waiting.alike, g_free);
    g_clear_pointer(&waiting.socket, g_free);
    g_clear_pointer(&waiting.log, g_free);
    waiting.pid = 0;
}

void hc_stay_end(void)
{
    if (waiting.pid) {
        /* What it has told is closed. */
        kill(waiting.pid, SIGKILL);
        while (waitpid(waiting.pid, NULL, 0) < 0 && errno == EINTR) {
        }
        close(waiting.report_fd);
        g_unlink(waiting.socket);
        forget();
    }
}

static gsize length_of(const char *path)
{
    GStatBuf about;

    return g_stat(path, &about) == 0 ? (gsize)about.st_size : 0;
}

void hc_stay_take_log(const struct hc_bench *bench)
{
    g_autofree char *own = hc_rundir_file(bench->dir, LOG_NAME);
    g_autofree char *text = NULL;
    gsize len = 0;

    if (bench->log && g_file_get_contents(bench->log, &text, &len, NULL)) {
        const gsize from = MIN(len, bench->log_from);

        g_file_set_contents(own, text + from, (gssize)(len - from), NULL);
    }
}

void hc_stay_put(struct hc_bench *bench)
{
    g_autofree char *socket = hc_rundir_file(bench->dir, "qmp.sock");

    hc_stay_end();
    waiting.pid = bench->pid;
    waiting.report_fd = bench->report_fd;
    waiting.alike = hc_bench_alike(bench);
    waiting.socket = hc_rundir_file(bench->dir, HC_RUNDIR_WAITING);
    waiting.log = bench->log ? g_steal_pointer(&bench->log)
                             : hc_rundir_file(bench->dir, LOG_NAME);
    bench->report_fd = -1;
    if (g_rename(socket, waiting.socket) != 0) {
        hc_stay_end();
    }
}

static bool tell_story(struct hc_qmp *qmp, const struct hc_bench *bench)
{
    struct hc_bench_property story[HC_BENCH_STORY + 1];
    bool ok = true;

    hc_bench_story(bench, story);
    for (const struct hc_bench_property *row = story; ok && row->name;
         row++) {
        ok = row->is_switch
            ? hc_qmp_switch(qmp, row->name, row->on, NULL)
            : hc_qmp_set(qmp, row->name, row->text ? row->text : "", NULL);
    }
    return ok;
}

/* Its console goes into another file. */
static bool move_console(struct hc_qmp *qmp, const struct hc_bench *bench)
{
    g_autofree char *path = hc_rundir_file(bench->dir, "console.log");
    g_autoptr(JsonNode) arguments = json_node_new(JSON_NODE_OBJECT);
    g_autoptr(JsonNode) answer = NULL;
    JsonObject *file = json_object_new(), *backend = json_object_new();
    JsonObject *change = json_object_new();

    json_object_set_string_member(file, "out", path);
    json_object_set_boolean_member(file, "append", TRUE);
    json_object_set_string_member(backend, "type", "file");
    json_object_set_object_member(backend, "data", file);
    json_object_set_string_member(change, "id", "console");
    json_object_set_object_member(change, "backend", backend);
    json_node_take_object(arguments, change);
    answer = hc_qmp_execute(qmp, "chardev-change",
                            g_steal_pointer(&arguments), NULL);
    return answer;
}

static bool play(const struct hc_bench *bench)
{
    struct hc_qmp *qmp = hc_qmp_open(bench->dir->path, NULL);
    bool ok = qmp && tell_story(qmp, bench) && move_console(qmp, bench) &&
              hc_qmp_switch(qmp, "again", TRUE, NULL);
    g_autoptr(JsonNode) answer = ok
        ? hc_qmp_execute(qmp, "cont", NULL, NULL) : NULL;

    hc_qmp_close(qmp);
    return answer;
}

bool hc_stay_waits(const struct hc_bench *bench)
{
    return waiting.pid && hc_bench_stays(bench);
}

bool hc_stay_take(struct hc_bench *bench)
{
    g_autofree char *alike = hc_bench_alike(bench);
    g_autofree char *socket = hc_rundir_file(bench->dir, "qmp.sock");

    bench->log_from = length_of(waiting.log);
    if (strcmp(alike, waiting.alike) ||
        g_rename(waiting.socket, socket) != 0 || !play(bench)) {
        hc_stay_end();
        return false;
    }
    bench->pid = waiting.pid;
    bench->report_fd = waiting.report_fd;
    bench->log = g_steal_pointer(&waiting.log);
    forget();
    return true;
}
