/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What boots: a kernel, its device tree and an initramfs. */
#ifndef HC_TOOLS_GUEST_H
#define HC_TOOLS_GUEST_H

#include <glib.h>
#include <stdbool.h>

#include "lib/scenario.h"

/* What the user asks for; NULL is the usual. */
struct hc_guest_wish {
    const char *kernel;         /* "6.12", "newest", a zImage, a build tree */
    const char *modules;        /* folder with lib/modules/RELEASE */
    const char *dtb;
    char *const *module;        /* .ko files in place of the kernel's own */
};

struct hc_guest {
    char *release;              /* uname -r; NULL when it is not known yet */
    char *zimage, *initrd, *dtb;
    char *image;                /* the same kernel unpacked, for QEMU */
    char *tree;                 /* the build tree that it is from, or NULL */
    char *modules;              /* the folder of that tree's modules */
    char *config;               /* the .config of that tree */
    char *source;               /* of that kernel; NULL: nobody asked */
    GPtrArray *paths;           /* char *, of files for the guest */
};

/* Finds or fetches the kernel and the board's device tree. */
struct hc_guest *hc_guest_prepare(const struct hc_guest_wish *wish,
                                  const struct hc_board_row *board,
                                  GError **error);

/* Makes the initramfs, once it is known that the kernel will do, with the
 * Debian packages and files that the scenario names; skips when a file is from
 * the kernel's source and there is none. A board that needs guest/module gets
 * it built for Debian's kernel or for the build tree; a folder of modules has
 * to hold it already. */
bool hc_guest_pack(struct hc_guest *guest, const struct hc_guest_wish *wish,
                   const struct hc_scenario *scenario, GError **error);

/* Unpacks the zImage as its own decompressor would, once per zImage; what
 * cannot be unpacked stays what boots, and that is said. */
void hc_guest_unpack(struct hc_guest *guest);
void hc_guest_free(struct hc_guest *guest);

#endif
