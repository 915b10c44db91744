/* SPDX-License-Identifier: GPL-2.0-or-later */
/* QEMU, its plugin and the setup scripts: where they are. */
#ifndef HC_TOOLS_QEMU_H
#define HC_TOOLS_QEMU_H

#include <glib.h>
#include <stdbool.h>

/* qemu-system-arm: $HOTCAGE_QEMU or from the path. */
char *hc_qemu_find(GError **error);

/* "10.0.2", asked from the program itself. */
char *hc_qemu_version(const char *qemu, GError **error);

/* True if the plugin was built for this version. */
bool hc_qemu_fits(const char *version, GError **error);

/* libhotcage-qemu.so: $HOTCAGE_PLUGIN, beside this program, or installed. */
char *hc_plugin_find(GError **error);

/* A script of tools/setup. */
char *hc_setup_find(const char *name, GError **error);

/* The kernels in the cache, "6.12 (6.12.48+deb13-armmp)". */
char **hc_kernels_found(void);

/* The SHA-256 of a file, remembered in the cache; NULL when it cannot be
 * read. */
char *hc_file_sum(const char *path);

/* The folder that the setup scripts fill. */
char *hc_cache_dir(void);

#endif
