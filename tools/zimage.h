/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a zImage carries: the kernel that its decompressor would leave in
 * memory, for a boot loader that can do that work itself. */
#ifndef HC_ZIMAGE_H
#define HC_ZIMAGE_H

#include <glib.h>
#include <stdbool.h>

/* Where things are in the file, as the table behind its head says. */
struct hc_zimage {
    guint32 end;                /* bytes of the file that are the zImage */
    guint32 table_end;          /* what is packed lies behind it … */
    guint32 size_at;            /* … and ends here, with … */
    guint32 size;               /* … the bytes of the kernel unpacked */
    guint32 bss;                /* bytes that it clears behind itself */
    guint32 text_offset;        /* from the start of the RAM to the kernel */
};

/* True if the file begins as an ARM zImage does. */
bool hc_zimage_is(const guint8 *bytes, gsize len);

/* False if a file that begins so is shorter than it says of itself; sets
 * *ret_end to the bytes it says. */
bool hc_zimage_is_whole(const guint8 *bytes, gsize len, guint32 *ret_end);

/* Reads the table; false with a reason when there is none that we know, or
 * when it does not fit the file or a board of 256 MiB. */
bool hc_zimage_read(const guint8 *bytes, gsize len, struct hc_zimage *ret,
                    GError **error);

/* Unpacks the kernel and puts a boot loader's header before it (U-Boot's
 * legacy image), which says that it goes to `ram` + text_offset and starts
 * there. NULL with a reason. */
GByteArray *hc_zimage_unpack(const guint8 *bytes, gsize len, guint32 ram,
                             GError **error);

#endif
