/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "zimage.h"

#include <archive.h>
#include <archive_entry.h>
#include <gio/gio.h>
#include <string.h>

/* Words of the head (arch/arm/boot/compressed/head.S, `start`). */
#define MAGIC_AT 0x24
#define MAGIC 0x016f2818
#define START_AT 0x28
#define END_AT 0x2c
#define ORDER_AT 0x30
#define ORDER 0x04030201
#define MORE_AT 0x34
#define MORE 0x45454545
#define TABLE_AT 0x38
#define HEAD_BYTES 0x3c

/* The table (arch/arm/boot/compressed/vmlinux.lds.S, `.table`): how many words
 * it has with this one, its tag, and what a loader wants to know. Old kernels
 * tell no offset of the text. */
#define TABLE_TAG 0x5a534c4b
enum { WORDS, TAG, SIZE_AT, BSS, TEXT_OFFSET, TABLE_WORDS };

/* Below the initramfs, which QEMU puts into the middle of 256 MiB. */
#define ROOM (120u * 1024 * 1024)

/* A chance pattern that is no beginning; a kernel has two or three. */
#define TRIES 16

static guint32 word(const guint8 *bytes, gsize at)
{
    guint32 value;

    memcpy(&value, bytes + at, sizeof(value));
    return GUINT32_FROM_LE(value);
}

static bool refuse(GError **error, const char *why)
{
    g_set_error_literal(error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, why);
    return false;
}

bool hc_zimage_is(const guint8 *bytes, gsize len)
{
    return len >= HEAD_BYTES && word(bytes, MAGIC_AT) == MAGIC;
}

bool hc_zimage_is_whole(const guint8 *bytes, gsize len, guint32 *ret_end)
{
    *ret_end = word(bytes, END_AT) - word(bytes, START_AT);
    return *ret_end <= len;
}

bool hc_zimage_read(const guint8 *bytes, gsize len, struct hc_zimage *ret,
                    GError **error)
{
    guint32 table;

    if (!hc_zimage_is(bytes, len) ||
        !hc_zimage_is_whole(bytes, len, &ret->end)) {
        return refuse(error, "it is not a whole zImage");
    }
    table = word(bytes, TABLE_AT);
    if (word(bytes, ORDER_AT) != ORDER || word(bytes, MORE_AT) != MORE ||
        table < HEAD_BYTES || table % 4 ||
        table > ret->end - MIN(ret->end, TABLE_WORDS * 4)) {
        return refuse(error, "its head has no table");
    }
    if (word(bytes, table + TAG * 4) != TABLE_TAG ||
        word(bytes, table + WORDS * 4) < TABLE_WORDS) {
        return refuse(error, "its table does not say where the kernel goes");
    }
    ret->table_end = table + TABLE_WORDS * 4;
    ret->size_at = word(bytes, table + SIZE_AT * 4);
    ret->bss = word(bytes, table + BSS * 4);
    ret->text_offset = word(bytes, table + TEXT_OFFSET * 4);
    if (ret->size_at < ret->table_end || ret->size_at > ret->end - 4) {
        return refuse(error, "its table points out of the file");
    }
    ret->size = word(bytes, ret->size_at);
    if (!ret->size || ret->text_offset > ROOM || ret->bss > ROOM ||
        ret->size > ROOM || ret->text_offset % 4 ||
        (guint64)ret->text_offset + ret->size + ret->bss > ROOM) {
        return refuse(error, "its table tells of a kernel without room");
    }
    return true;
}

/* lib/decompress_*.c and scripts/Makefile.lib: what may be packed how. A
 * gzip file ends with the size, behind the others the build writes it. */
static const struct packer {
    const char *magic;
    gsize len, tail;
    int (*allow)(struct archive *archive);
} packers[] = {
    { "\xfd" "7zXZ\0", 6, 0, archive_read_support_filter_xz },
    { "\x1f\x8b\x08", 3, 4, archive_read_support_filter_gzip },
    { "\x28\xb5\x2f\xfd", 4, 0, archive_read_support_filter_zstd },
    { "\x02\x21\x4c\x18", 4, 0, archive_read_support_filter_lz4 },
    { "\x89LZO\0\r\n\x1a\n", 9, 0, archive_read_support_filter_lzop },
    { "\x5d\0\0", 3, 0, archive_read_support_filter_lzma },
};

static const struct packer *packer_at(const guint8 *bytes, gsize room)
{
    for (unsigned i = 0; i < G_N_ELEMENTS(packers); i++) {
        if (room >= packers[i].len &&
            !memcmp(bytes, packers[i].magic, packers[i].len)) {
            return &packers[i];
        }
    }
    return NULL;
}

/* True if exactly `size` bytes come out. */
static bool read_all(struct archive *archive, guint8 *to, gsize size)
{
    gsize done = 0;
    guint8 beyond;
    la_ssize_t n;

    while (done < size &&
           (n = archive_read_data(archive, to + done, size - done)) > 0) {
        done += (gsize)n;
    }
    return done == size && archive_read_data(archive, &beyond, 1) == 0;
}

static bool unpack_at(const struct packer *packer, const guint8 *from,
                      gsize len, guint8 *to, gsize size)
{
    struct archive *archive = archive_read_new();
    struct archive_entry *entry;
    bool ok = packer->allow(archive) == ARCHIVE_OK &&
        archive_read_support_format_raw(archive) == ARCHIVE_OK &&
        archive_read_open_memory(archive, from, len) == ARCHIVE_OK &&
        archive_read_next_header(archive, &entry) == ARCHIVE_OK &&
        read_all(archive, to, size);

    archive_read_free(archive);
    return ok;
}

/* The table says where the packed kernel ends, not where it begins: what
 * looks like a beginning is one if all of the kernel comes out of it. */
static bool unpack(const guint8 *bytes, const struct hc_zimage *zimage,
                   guint8 *to)
{
    unsigned tries = 0;

    for (gsize at = zimage->table_end;
         at < zimage->size_at && tries < TRIES; at++) {
        const struct packer *packer = packer_at(bytes + at,
                                                zimage->size_at - at);

        if (!packer) {
            continue;
        }
        tries++;
        if (unpack_at(packer, bytes + at,
                      zimage->size_at + packer->tail - at, to,
                      zimage->size)) {
            return true;
        }
    }
    return false;
}

/* A legacy image of U-Boot (include/image.h, struct legacy_img_hdr), whose
 * loader in QEMU hands r0 to r2 over as it does for a zImage. Its sums are
 * for flash memory; QEMU reads none of them, and other loaders get none. */
static void put_header(guint8 *to, guint32 load, guint32 size)
{
    enum { HEADER_MAGIC, HEADER_SUM, TIME, SIZE, LOAD, ENTRY, DATA_SUM,
           KIND };
    const guint32 field[] = {
        [HEADER_MAGIC] = 0x27051956, [SIZE] = size, [LOAD] = load,
        [ENTRY] = load,
        /* Linux, ARM, a kernel, not packed */
        [KIND] = 5 << 24 | 2 << 16 | 2 << 8 | 0,
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(field); i++) {
        const guint32 big = GUINT32_TO_BE(field[i]);

        memcpy(to + i * sizeof(big), &big, sizeof(big));
    }
}
#define HEADER_BYTES 64

GByteArray *hc_zimage_unpack(const guint8 *bytes, gsize len, guint32 ram,
                             GError **error)
{
    struct hc_zimage zimage;
    GByteArray *image;

    if (!hc_zimage_read(bytes, len, &zimage, error)) {
        return NULL;
    }
    image = g_byte_array_new();
    g_byte_array_set_size(image, HEADER_BYTES + zimage.size);
    memset(image->data, 0, HEADER_BYTES);
    put_header(image->data, ram + zimage.text_offset, zimage.size);
    if (!unpack(bytes, &zimage, image->data + HEADER_BYTES)) {
        g_byte_array_unref(image);
        refuse(error, "nothing in it unpacks to the size that it tells");
        return NULL;
    }
    return image;
}
