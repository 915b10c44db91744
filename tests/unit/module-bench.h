/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A module file in a folder of its own, and what it was read as. */
#ifndef HC_TEST_MODULE_BENCH_H
#define HC_TEST_MODULE_BENCH_H

#include <check.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../tools/lib/module-file.h"
#include "../../tools/lib/module-internal.h"
#include "../../tools/lib/units.h"

#ifdef HOTCAGE_SOURCE_DIR
#define SFP_MODULES_DIR HOTCAGE_SOURCE_DIR "/sfp-modules"
#else
#define SFP_MODULES_DIR "sfp-modules"
#endif

extern char *dir, *path;
extern struct hc_sfp_data data;
extern GError *problem;

/* Around each case: a folder for its file. */
void module_setup(void);

void module_teardown(void);

/* Writes the file of the case and reads it. */
bool load_with(const char *text, gsize size,
               const char *const *overrides);

/* The same without overrides. */
bool load(const char *text);

/* The message is "path:line: ..." and has every word of `about`. */
void refuses(const char *text, unsigned line, const char *about);

/* Reads a module of the stock. */
bool load_stock(const char *name);

/* A check code of SFF-8472: the sum of some octets. */
uint8_t sum(const uint8_t *bytes, unsigned first, unsigned last);

#endif
