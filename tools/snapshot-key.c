/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a kept machine is made of, as a checksum: its name in the cache. */
#include "snapshot.h"

#include <glib/gstdio.h>
#include <string.h>

#include "bench.h"
#include "qemu.h"

static void mix_text(GChecksum *sum, const char *text)
{
    /* The zero at the end keeps neighbours apart. */
    g_checksum_update(sum, (const guchar *)(text ? text : ""),
                      (gssize)strlen(text ? text : "") + 1);
}

static bool mix_file(GChecksum *sum, const char *path)
{
    g_autofree char *inner = hc_file_sum(path);

    if (inner) {
        mix_text(sum, inner);
    }
    return inner;
}

/* A binary that is not ours: its date and size tell it well enough. */
static void mix_program(GChecksum *sum, const char *path)
{
    GStatBuf about = { 0 };
    g_autofree char *text = NULL;

    g_stat(path, &about);
    text = g_strdup_printf("%s %ld %ld", path, (long)about.st_size,
                           (long)about.st_mtime);
    mix_text(sum, text);
}

static int by_text(gconstpointer a, gconstpointer b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static bool mix_module(GChecksum *sum, const struct hc_scenario *scenario,
                       const char *name)
{
    const struct hc_scenario_module *module = hc_scenario_module(scenario,
                                                                 name);
    g_autofree char *path = module
        ? g_strdup(module->path)
        : hc_module_find(name, scenario->path, NULL);

    for (char **word = module ? module->overrides : NULL; word && *word;
         word++) {
        mix_text(sum, *word);
    }
    return path && mix_file(sum, path);
}

static void mix_ptp(GChecksum *sum, const struct hc_ptp_config *ptp)
{
    g_autofree char *text = g_strdup_printf(
        "%d %u %d %d %d %u %d %" G_GINT64_FORMAT, ptp->port.udp4,
        ptp->port.domain, ptp->one_step, ptp->log_sync, ptp->log_announce,
        ptp->priority1, ptp->drift_ppb, ptp->offset_ns);

    mix_text(sum, text);
}

static bool mix_partner(GChecksum *sum, const struct hc_partner_spec *partner)
{
    g_autofree char *text = g_strdup_printf(
        "%s %d %x %02x%02x%02x%02x%02x%02x %d %u %d %d %u %s",
        partner->place,
        partner->kind, partner->ip, partner->mac[0], partner->mac[1],
        partner->mac[2], partner->mac[3], partner->mac[4], partner->mac[5],
        partner->mode, partner->mbps, partner->full, partner->an,
        partner->testers,
        partner->tftp ? partner->tftp : "");

    mix_text(sum, text);
    g_checksum_update(sum, (const guchar *)partner->host,
                      partner->n_hosts * sizeof(partner->host[0]));
    mix_ptp(sum, &partner->ptp);
    return partner->kind != HC_PARTNER_NETDEV &&
           (partner->kind != HC_PARTNER_SLIRP || partner->restricted);
}

/* The far ends of wires; a DAC's are alike. */
static bool mix_wires(GChecksum *sum, const struct hc_scenario *scenario)
{
    bool ok = true;

    for (guint at = 0; at < scenario->wires->len; at++) {
        const struct hc_scenario_wire *wire = scenario->wires->pdata[at];

        mix_text(sum, wire->place[0]);
        mix_text(sum, wire->place[1]);
        ok &= !wire->module || mix_module(sum, scenario, wire->module);
    }
    return ok;
}

static void mix_properties(GChecksum *sum, const struct hc_scenario *scenario,
                           bool told)
{
    g_autoptr(GPtrArray) properties = g_ptr_array_copy(scenario->properties,
                                                       NULL, NULL);

    g_ptr_array_set_free_func(properties, NULL);    /* they are not ours */
    g_ptr_array_sort(properties, by_text);
    for (guint at = 0; at < properties->len; at++) {
        if (told || !hc_property_is_told(properties->pdata[at])) {
            mix_text(sum, properties->pdata[at]);
        }
    }
}

/* What is soldered and set. */
static bool mix_board(GChecksum *sum, const struct hc_scenario *scenario)
{
    mix_text(sum, scenario->board->name);
    g_checksum_update(sum, (const guchar *)&scenario->seed,
                      sizeof(scenario->seed));
    mix_properties(sum, scenario, false);
    return true;
}

/* What the head puts on the bench whoever lives at the far ends. */
static bool mix_bench(GChecksum *sum, const struct hc_scenario *scenario)
{
    mix_text(sum, scenario->cmdline);
    mix_properties(sum, scenario, true);
    return mix_board(sum, scenario) && mix_wires(sum, scenario);
}

/* A line of the head that a hand does at power-on. */
static bool mix_power_on(GChecksum *sum, const struct hc_scenario *scenario,
                         const struct hc_step *step)
{
    mix_text(sum, step->text);
    return (strcmp(step->argv[0], "insert") &&
            strcmp(step->argv[0], "bounce")) ||
           mix_module(sum, scenario, step->argv[2]);
}

/* All of the head. False: host time. */
static bool mix_head(GChecksum *sum, const struct hc_scenario *scenario)
{
    bool ok = mix_bench(sum, scenario);

    for (guint at = 0; at < scenario->partners->len; at++) {
        ok &= mix_partner(sum, scenario->partners->pdata[at]);
    }
    for (guint at = 0; at < scenario->power_on->len; at++) {
        ok &= mix_power_on(sum, scenario, scenario->power_on->pdata[at]);
    }
    return ok;
}

static bool cages_are_empty(const struct hc_scenario *scenario)
{
    for (guint at = 0; at < scenario->power_on->len; at++) {
        const struct hc_step *step = scenario->power_on->pdata[at];

        if (strcmp(step->argv[0], "macsec")) {
            return false;
        }
    }
    for (guint at = 0; at < scenario->wires->len; at++) {
        const struct hc_scenario_wire *wire = scenario->wires->pdata[at];

        if (wire->module) {
            return false;
        }
    }
    return true;
}

/* As far as the board can see a partner before the first frame: its signal at
 * a jack. At an empty cage there is none, and a dark one sends none. */
static char *seen_of(const struct hc_partner_spec *partner, bool empty)
{
    if (partner->kind == HC_PARTNER_NONE ||
        (empty && g_str_has_prefix(partner->place, "cage"))) {
        return NULL;
    }
    return g_strdup_printf("%s %d %u %d %d", partner->place, partner->mode,
                           partner->mbps, partner->full, partner->an);
}

/* Who keeps a state of its own from power-on. */
static bool has_state(const struct hc_partner_spec *partner)
{
    return partner->kind != HC_PARTNER_NONE &&
           partner->kind != HC_PARTNER_PEER &&
           partner->kind != HC_PARTNER_HOSTS;
}

/* What of the head the machine can know when no frame has reached a far end
 * yet (hc_bench_is_untouched() in hw says whether that is so). */
static bool mix_common(GChecksum *sum, const struct hc_scenario *scenario)
{
    g_autoptr(GPtrArray) seen = g_ptr_array_new_with_free_func(g_free);
    const bool empty = cages_are_empty(scenario);
    bool ok = mix_bench(sum, scenario);

    for (guint at = 0; at < scenario->partners->len; at++) {
        const struct hc_partner_spec *partner =
            scenario->partners->pdata[at];
        char *text = seen_of(partner, empty);

        if (has_state(partner)) {
            ok &= mix_partner(sum, partner);
        } else if (text) {
            g_ptr_array_add(seen, g_steal_pointer(&text));
        }
        g_free(text);
    }
    g_ptr_array_sort(seen, by_text);
    for (guint at = 0; at < seen->len; at++) {
        mix_text(sum, seen->pdata[at]);
    }
    for (guint at = 0; !empty && at < scenario->power_on->len; at++) {
        ok &= mix_power_on(sum, scenario, scenario->power_on->pdata[at]);
    }
    return ok;
}

char *hc_snapshot_build_key(const struct hc_bench *bench)
{
    g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
    g_autofree char *folder = g_path_get_dirname(bench->plugin);
    g_autofree char *board = g_build_filename(folder, "libhotcage-board.so",
                                              NULL);

    mix_text(sum, bench->qemu_version);
    mix_program(sum, bench->qemu);
    /* This program says how QEMU is called; the board is what it plays on. */
    return mix_file(sum, "/proc/self/exe") && mix_file(sum, board)
        ? g_strndup(g_checksum_get_string(sum), 32) : NULL;
}

/* What all heads have in common; NULL when it cannot be read. */
static GChecksum *guest_sum(const struct hc_bench *bench)
{
    GChecksum *sum = g_checksum_new(G_CHECKSUM_SHA256);

    mix_text(sum, bench->build_key);
    mix_text(sum, bench->guest->image ? "unpacked" : "zImage");
    if (bench->build_key && mix_file(sum, bench->guest->zimage) &&
        mix_file(sum, bench->guest->initrd) &&
        mix_file(sum, bench->guest->dtb)) {
        return sum;
    }
    g_checksum_free(sum);
    return NULL;
}

static char *key_of(const GChecksum *guest, const struct hc_scenario *scenario,
                    const char *kind,
                    bool (*mix)(GChecksum *sum,
                                const struct hc_scenario *scenario))
{
    g_autoptr(GChecksum) sum = g_checksum_copy(guest);

    mix_text(sum, kind);
    return mix(sum, scenario)
        ? g_strndup(g_checksum_get_string(sum), 32) : NULL;
}

void hc_snapshot_make_keys(struct hc_bench *bench)
{
    g_autoptr(GChecksum) guest = guest_sum(bench);

    if (guest) {
        bench->key = key_of(guest, bench->scenario, "own", mix_head);
        bench->common_key = key_of(guest, bench->scenario, "common",
                                   mix_common);
    }
}

char *hc_snapshot_head(const struct hc_scenario *scenario)
{
    g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);

    for (guint at = 0; at < scenario->packages->len; at++) {
        mix_text(sum, scenario->packages->pdata[at]);
    }
    for (guint at = 0; at < scenario->files->len; at++) {
        const struct hc_scenario_file *file = scenario->files->pdata[at];

        mix_text(sum, file->from_kernel ? "kernel" : "file");
        mix_text(sum, file->path);
        mix_text(sum, file->to);
    }
    return key_of(sum, scenario, "common", mix_common);
}

char *hc_snapshot_board(const struct hc_scenario *scenario)
{
    g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);

    return key_of(sum, scenario, "board", mix_board);
}

/* What a hand may take out of its pocket. */
static bool mix_modules(GChecksum *sum, const struct hc_scenario *scenario,
                        const char *list)
{
    g_auto(GStrv) names = g_strsplit(list, ",", -1);
    bool ok = true;

    for (char **name = names; *name; name++) {
        ok = ok && mix_module(sum, scenario, *name);
    }
    return ok;
}

/* A step of the common story: what it leaves in the bench is in the state of
 * the models, or in the bench's wiring (hc_bench_wiring() in hw). False: a
 * machine cannot be kept behind it. */
static bool mix_step(GChecksum *sum, const struct hc_scenario *scenario,
                     const struct hc_step *step)
{
    static const char *const lost[] = { "slirp", "netdev", "tester", NULL };
    const char *verb = step->argv[0];
    const char *kind = strcmp(verb, "partner")
        ? NULL : hc_argv_key(step->argv, "kind");

    mix_text(sum, step->text);
    if (!strcmp(verb, "insert") || !strcmp(verb, "bounce")) {
        return mix_module(sum, scenario, step->argv[2]);
    }
    if (!strcmp(verb, "storm")) {
        return mix_modules(sum, scenario, hc_argv_key(step->argv, "modules"));
    }
    return !kind || !g_strv_contains(lost, kind);
}

/* What lives in libslirp or on the host is in no machine's state, nor are the
 * frames on their way to a tester. */
static bool partners_are_kept(const struct hc_scenario *scenario)
{
    for (guint at = 0; at < scenario->partners->len; at++) {
        const struct hc_partner_spec *partner =
            scenario->partners->pdata[at];

        if (partner->kind == HC_PARTNER_SLIRP ||
            partner->kind == HC_PARTNER_NETDEV ||
            partner->kind == HC_PARTNER_TESTER) {
            return false;
        }
    }
    return true;
}

/* An ending that counts frames counts those of the common story, too, and
 * another ending did not. */
static bool ending_counts_frames(const struct hc_scenario *scenario)
{
    for (guint at = scenario->fork_at; at < scenario->steps->len; at++) {
        const struct hc_step *step = scenario->steps->pdata[at];

        if (step->expect && step->expect->kind == HC_EXPECT_FRAME) {
            return true;
        }
    }
    return false;
}

char *hc_snapshot_fork_key(const struct hc_bench *bench)
{
    const struct hc_scenario *scenario = bench->scenario;
    g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
    const char *boot = scenario->fork_at && partners_are_kept(scenario) &&
                       !ending_counts_frames(scenario) ? bench->key : NULL;
    bool ok = boot;

    mix_text(sum, boot);
    for (guint at = 0; ok && at < scenario->allows->len; at++) {
        const struct hc_scenario_allow *allow = scenario->allows->pdata[at];

        mix_text(sum, g_regex_get_pattern(allow->regex));
    }
    for (guint at = 0; ok && at < scenario->fork_at; at++) {
        ok = mix_step(sum, scenario, scenario->steps->pdata[at]);
    }
    return ok ? g_strndup(g_checksum_get_string(sum), 32) : NULL;
}
