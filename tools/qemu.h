/* SPDX-License-Identifier: GPL-2.0-or-later */
/* QEMU, its plugin and the guest's files: where they are. */
#ifndef HC_TOOLS_QEMU_H
#define HC_TOOLS_QEMU_H

#include <glib.h>
#include <stdbool.h>

/* What boots. */
struct hc_guest {
    char *release;              /* uname -r; NULL when it is not known yet */
    char *zimage, *initrd, *dtb;
};

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

/* The folder that the setup scripts fill. */
char *hc_cache_dir(void);

/* Finds or fetches what boots: `kernel` is a series ("6.12", "newest") or a
 * zImage; modules and dtb may be NULL; board_dtb is the board's own tree. */
struct hc_guest *hc_guest_prepare(const char *kernel, const char *modules,
                                  const char *dtb, const char *board_dtb,
                                  GError **error);

/* Makes the initramfs, once it is known that the kernel will do. With
 * guest_module, guest/module is built for Debian's kernel and goes in, too;
 * modules of your own kernel have to hold it already. `packages` are the names
 * of Debian packages for the guest, char *, fetched when they are not there. */
bool hc_guest_pack(struct hc_guest *guest, const char *modules,
                   bool guest_module, const GPtrArray *packages,
                   GError **error);
void hc_guest_free(struct hc_guest *guest);

#endif
