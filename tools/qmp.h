/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A client of QEMU's machine protocol on the socket of a run directory. */
#ifndef HC_QMP_H
#define HC_QMP_H

#include <glib.h>
#include <json-glib/json-glib.h>

struct hc_qmp;

/* Connects to DIR/qmp.sock and says hello. */
struct hc_qmp *hc_qmp_open(const char *dir, GError **error);
void hc_qmp_close(struct hc_qmp *qmp);

/* Executes a command. `arguments` is consumed and may be NULL. Returns what
 * it returned, or NULL with QEMU's own words in the error. */
JsonNode *hc_qmp_execute(struct hc_qmp *qmp, const char *command,
                         JsonNode *arguments, GError **error);

/* /machine's properties, where the bench listens. */
gboolean hc_qmp_set(struct hc_qmp *qmp, const char *property,
                    const char *value, GError **error);
gboolean hc_qmp_switch(struct hc_qmp *qmp, const char *property, gboolean on,
                       GError **error);
char *hc_qmp_get(struct hc_qmp *qmp, const char *property, GError **error);

#endif
