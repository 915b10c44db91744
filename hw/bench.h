/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Everything beyond the SoC's pins: PHYs, cages, modules, wires, partners. */
#ifndef HC_BENCH_H
#define HC_BENCH_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct HcMachineState;
struct HcBench;
struct hc_scenario;

/* Builds the board that the machine's `board` property names and wires it to
 * the SoC. NULL with an error for an unknown board. */
struct HcBench *hc_bench_new(struct HcMachineState *machine, GError **error);

/* Sets up partners, cables and stock modules as the head of a scenario says;
 * at most once, before the machine runs. */
bool hc_bench_prepare(struct HcBench *bench,
                      const struct hc_scenario *scenario, GError **error);

/* The bench as it was built, nothing in its cages and nobody at its far ends,
 * with captures in the run directory of now. What its models remember is for
 * reset and load to say. False with an error if it has parts that cannot be
 * taken out again, or the captures cannot be written. */
bool hc_bench_again(struct HcBench *bench, GError **error);

/* A hand at the bench: argv[0] is a verb of the scenario language, already
 * checked against its table. */
bool hc_bench_do(struct HcBench *bench, char **argv, GError **error);

/* What a place says of itself ("cage0", "state"); g_free() it. NULL: there
 * is no such place or key. */
char *hc_bench_get(struct HcBench *bench, const char *place,
                   const char *key);

/* Every place with its keys, a line each; g_free() it. */
char *hc_bench_status(struct HcBench *bench);

/* Calls `see` for every frame on any wire of the bench from now on; `places`
 * are the wire's names, NULL-terminated, `in` is towards the board. */
void hc_bench_watch_frames(struct HcBench *bench,
                           void (*see)(void *opaque,
                                       const char *const *places, bool in,
                                       const uint8_t *frame, size_t len),
                           void *opaque);

/* The seed of addresses, calendar and the guest's randomness. */
uint32_t hc_bench_seed(const struct HcBench *bench);

/* Bit HC_TESTER(n, k) is set when port n has more than k testers. */
unsigned hc_bench_testers(const struct HcBench *bench);

/* Writes out what the captures have buffered. */
void hc_bench_flush_captures(struct HcBench *bench);

/* Why the bench cannot be saved beside the machine; NULL when it can. */
const char *hc_bench_unsaveable(struct HcBench *bench);

/* What the bench knows beside the state of its models: who lives at the far
 * ends, and the names of what is plugged. The first is wiring, so that all of
 * it is set before the state comes in. */
GVariant *hc_bench_wiring(struct HcBench *bench);
bool hc_bench_rewire(struct HcBench *bench, GVariant *wiring, GError **error);
#define HC_BENCH_WIRING_TYPE "(aaayaay)"

/* True if no frame has reached a far end, or come from one. */
bool hc_bench_is_untouched(struct HcBench *bench);

/* After a restore at @boot of a machine with untouched far ends, maybe another
 * scenario's: the far ends become what this one's head says. */
bool hc_bench_move_in_again(struct HcBench *bench, GError **error);

/* After a restore at @boot: what the scenario's power-on lines put where. */
void hc_bench_restored(struct HcBench *bench);

/* Captures take no more frames. */
void hc_bench_seal_captures(struct HcBench *bench);

/* Completes and closes the captures; false when one of them is not whole. */
bool hc_bench_close_captures(struct HcBench *bench, GError **error);

/* NULL if nothing crosses into host time, else what does. */
const char *hc_bench_why_not_deterministic(struct HcBench *bench);

#endif
