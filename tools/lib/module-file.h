/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Module files: an INI description, a raw EEPROM dump (256 or 512 bytes) or
 * the text of `ethtool -m DEV hex on`, told apart by their content. */
#ifndef HC_MODULE_FILE_H
#define HC_MODULE_FILE_H

#include <glib.h>
#include <stdbool.h>

#include "../../models/sfp.h"

#define HC_MODULE_FILE_ERROR hc_module_file_error_quark()

enum hc_module_file_error {
    HC_MODULE_FILE_ERROR_READ,          /* absent, unreadable, too large */
    HC_MODULE_FILE_ERROR_SYNTAX,
    HC_MODULE_FILE_ERROR_KEY,           /* unknown or given twice */
    HC_MODULE_FILE_ERROR_VALUE
};

/* A module file is no larger than this. */
#define HC_MODULE_FILE_MAX_BYTES 65536u

GQuark hc_module_file_error_quark(void);

/* Reads a module type. `overrides` (NULL or NULL-terminated) are "key=value"
 * words that win over the file: "ready_after=900ms", "a0.vendor=ACME". */
bool hc_module_file_load(const char *path, const char *const *overrides,
                         struct hc_sfp_data *ret_data, GError **error);

/* The path of a module: `name` itself if it is a file, else NAME, NAME.ini
 * or NAME.sfp in one of `dirs` (NULL-terminated). */
char *hc_module_file_find(const char *name, const char *const *dirs,
                          GError **error);

/* Appends the bytes of a module as a dump: A0h, and A2h if it has one. */
void hc_module_export(const struct hc_sfp_data *data, GByteArray *ret_bytes);

/* Appends a module file for a dump, bytes and check codes as they are.
 * `label` is what is printed on it, or NULL: its vendor and part. */
bool hc_module_import(const char *path, const char *label, GString *ret_ini,
                      GError **error);

/* Appends a description, one "field  value" a line, decoded from the bytes
 * a guest would read. */
void hc_module_describe(const struct hc_sfp_data *data, GString *ret_text);

#endif
