/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Runs that a suite asks of one process, one after the other. */
#ifndef HC_ERRANDS_H
#define HC_ERRANDS_H

#include <glib.h>
#include <sys/types.h>

/* --- who does them ----------------------------------------------------- */

/* Until stdin ends: reads the words of a run, calls `run` with them, its
 * output in the files that were named, and says on stdout what came of it.
 * Returns an exit status. */
int hc_errands_do(int (*run)(int argc, char **argv));

/* --- who asks for them -------------------------------------------------- */

struct hc_errands;

/* Starts `argv`, which does errands. `answered` is called with a wait status:
 * of the errand, or, with `gone`, of the process, after which `errands` is
 * nobody's any more. */
struct hc_errands *hc_errands_new(char **argv,
                                  void (*answered)(void *opaque, int status,
                                                   gboolean gone),
                                  void *opaque, GError **error);

/* Asks for a run: its arguments, NULL-terminated, and the files that take what
 * it prints. One at a time. False: the process has ended meanwhile. */
gboolean hc_errands_ask(struct hc_errands *errands, const char *out_file,
                        const char *err_file, char **argv);

pid_t hc_errands_pid(const struct hc_errands *errands);

/* No more of them: the process ends. It is not heard of any more. */
void hc_errands_free(struct hc_errands *errands);

#endif
