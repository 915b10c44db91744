/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The kernel as a boot loader may hand it over: unpacked. A guest takes
 * seconds for that work and the host a tenth of one. */
#include "guest.h"

#include <string.h>

#include "cli.h"
#include "qemu.h"
#include "zimage.h"

/* The board's RAM (hw/machine.c). */
#define RAM_BASE 0x80000000u

/* Goes up when what is written changes. */
#define FORMAT "1"

/* NULL when the zImage cannot be read. */
static char *name_of(const char *zimage)
{
    g_autofree char *sum = hc_file_sum(zimage);
    g_autofree char *cache = hc_cache_dir();
    g_autofree char *name = g_strdup_printf("%.32s-" FORMAT, sum ? sum : "");

    return sum ? g_build_filename(cache, "unpacked", name, NULL) : NULL;
}

static bool unpack_into(const char *path, const char *zimage, GError **error)
{
    g_autoptr(GMappedFile) file = g_mapped_file_new(zimage, FALSE, error);
    g_autoptr(GByteArray) image = file ? hc_zimage_unpack(
        (const guint8 *)g_mapped_file_get_contents(file),
        g_mapped_file_get_length(file), RAM_BASE, error) : NULL;
    g_autofree char *folder = g_path_get_dirname(path);

    g_mkdir_with_parents(folder, 0777);
    /* Written aside and renamed: another run sees all of it or nothing. */
    return image && g_file_set_contents(path, (const char *)image->data,
                                        image->len, error);
}

void hc_guest_unpack(struct hc_guest *guest)
{
    g_autofree char *path = name_of(guest->zimage);
    g_autoptr(GError) error = NULL;

    if (!path) {
        return;
    }
    if (g_file_test(path, G_FILE_TEST_EXISTS) ||
        unpack_into(path, guest->zimage, &error)) {
        guest->image = g_steal_pointer(&path);
        return;
    }
    hc_say("%s is not unpacked beforehand: %s; it does that itself, in "
           "seconds of its own", guest->zimage, error->message);
}
