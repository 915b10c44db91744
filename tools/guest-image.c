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

static char *name_of(GBytes *zimage)
{
    g_autofree char *sum = g_compute_checksum_for_bytes(G_CHECKSUM_SHA256,
                                                        zimage);
    g_autofree char *cache = hc_cache_dir();
    g_autofree char *name = g_strdup_printf("%.32s-" FORMAT, sum);

    return g_build_filename(cache, "unpacked", name, NULL);
}

static bool unpack_into(const char *path, GBytes *zimage, GError **error)
{
    gsize len;
    const guint8 *bytes = g_bytes_get_data(zimage, &len);
    g_autoptr(GByteArray) image = hc_zimage_unpack(bytes, len, RAM_BASE,
                                                   error);
    g_autofree char *folder = g_path_get_dirname(path);

    g_mkdir_with_parents(folder, 0777);
    /* Written aside and renamed: another run sees all of it or nothing. */
    return image && g_file_set_contents(path, (const char *)image->data,
                                        image->len, error);
}

void hc_guest_unpack(struct hc_guest *guest)
{
    g_autoptr(GMappedFile) file = g_mapped_file_new(guest->zimage, FALSE,
                                                    NULL);
    g_autoptr(GBytes) zimage = file ? g_mapped_file_get_bytes(file) : NULL;
    g_autofree char *path = zimage ? name_of(zimage) : NULL;
    g_autoptr(GError) error = NULL;

    if (!path) {
        return;
    }
    if (g_file_test(path, G_FILE_TEST_EXISTS) ||
        unpack_into(path, zimage, &error)) {
        guest->image = g_steal_pointer(&path);
        return;
    }
    hc_say("%s is not unpacked beforehand: %s; it does that itself, in "
           "seconds of its own", guest->zimage, error->message);
}
