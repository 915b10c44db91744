/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <archive.h>
#include <archive_entry.h>
#include <check.h>
#include <glib.h>
#include <string.h>

#include "../../tools/zimage.h"
#include "run.h"

/* A file as arch/arm/boot/compressed lays it out: a head, its table, code of
 * the decompressor, the packed kernel, and the size in its last word. */
enum { TABLE = 0x100, CODE = 0x120, PACKED = 0x400, FILE_BYTES = 0x20000 };

static guint8 file[FILE_BYTES];
static guint8 kernel[50000];
static gsize len;

static void put(gsize at, guint32 value)
{
    for (unsigned i = 0; i < 4; i++) {
        file[at + i] = (guint8)(value >> 8 * i);
    }
}

static gsize pack(int (*filter)(struct archive *), guint8 *to, gsize room)
{
    struct archive *archive = archive_write_new();
    struct archive_entry *entry = archive_entry_new();
    size_t used = 0;

    ck_assert_int_eq(filter(archive), ARCHIVE_OK);
    archive_write_set_format_raw(archive);
    archive_write_set_bytes_in_last_block(archive, 1);
    ck_assert_int_eq(archive_write_open_memory(archive, to, room, &used),
                     ARCHIVE_OK);
    archive_entry_set_filetype(entry, AE_IFREG);
    archive_write_header(archive, entry);
    archive_write_data(archive, kernel, sizeof(kernel));
    archive_entry_free(entry);
    archive_write_close(archive);
    archive_write_free(archive);
    return used;
}

/* gzip brings the size as its own last word. */
static void make(int (*filter)(struct archive *), bool ends_with_size)
{
    gsize size_at;

    memset(file, 0, sizeof(file));
    size_at = PACKED + pack(filter, file + PACKED, FILE_BYTES / 2) -
              (ends_with_size ? 4 : 0);
    len = size_at + 64;
    put(0x24, 0x016f2818);
    put(0x2c, (guint32)len);
    put(0x30, 0x04030201);
    put(0x34, 0x45454545);
    put(0x38, TABLE);
    put(TABLE, 6);
    put(TABLE + 4, 0x5a534c4b);
    put(TABLE + 8, (guint32)size_at);
    put(TABLE + 12, 4096);
    put(TABLE + 16, 0x208000);
    put(size_at, sizeof(kernel));
}

static void setup(void)
{
    for (gsize at = 0; at < sizeof(kernel); at++) {
        kernel[at] = (guint8)(at * at >> 7);
    }
    make(archive_write_add_filter_xz, false);
}

static void comes_out(void)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GByteArray) image = hc_zimage_unpack(file, len, 0x80000000,
                                                   &error);
    /* U-Boot's include/image.h: sum and time none, then … */
    static const guint8 says[] = {
        0x27, 0x05, 0x19, 0x56, 0, 0, 0, 0, 0, 0, 0, 0,
        0, 0, 0xc3, 0x50,                       /* 50000 bytes */
        0x80, 0x20, 0x80, 0x00, 0x80, 0x20, 0x80, 0x00,
        0, 0, 0, 0, 5, 2, 2, 0                  /* Linux, ARM, kernel */
    };

    ck_assert_msg(image != NULL, "%s", error ? error->message : "");
    ck_assert_uint_eq(image->len, 64 + sizeof(kernel));
    ck_assert_mem_eq(image->data, says, sizeof(says));
    ck_assert_mem_eq(image->data + 64, kernel, sizeof(kernel));
}

static void does_not(const char *why)
{
    g_autoptr(GError) error = NULL;

    ck_assert_ptr_null(hc_zimage_unpack(file, len, 0x80000000, &error));
    ck_assert_msg(strstr(error->message, why) != NULL, "%s", error->message);
}

START_TEST(the_kernel_comes_out_however_it_is_packed)
{
    comes_out();
    make(archive_write_add_filter_gzip, true);
    comes_out();
    make(archive_write_add_filter_zstd, false);
    comes_out();
    make(archive_write_add_filter_lzma, false);
    comes_out();
}
END_TEST

START_TEST(what_only_looks_like_a_beginning_is_passed_over)
{
    memcpy(file + CODE, "\xfd" "7zXZ\0", 6);
    memcpy(file + CODE + 16, "\x1f\x8b\x08", 3);
    memcpy(file + CODE + 32, "\x28\xb5\x2f\xfd", 4);

    comes_out();
}
END_TEST

START_TEST(what_follows_the_zimage_is_no_part_of_it)
{
    len += 1000;            /* a device tree, say */

    comes_out();
}
END_TEST

START_TEST(a_file_that_was_cut_off_is_known)
{
    guint32 end;

    ck_assert(hc_zimage_is(file, len));
    ck_assert(hc_zimage_is_whole(file, len, &end));
    len--;
    ck_assert(!hc_zimage_is_whole(file, len, &end));
    ck_assert_uint_eq(end, len + 1);
    does_not("whole");
}
END_TEST

START_TEST(no_length_of_a_file_leads_out_of_it)
{
    for (gsize cut = 0; cut < 0x200; cut++) {
        g_autofree guint8 *some = g_memdup2(file, MAX(cut, 1));
        struct hc_zimage zimage;

        if (cut >= 0x30) {
            some[0x2c] = (guint8)cut;
            some[0x2d] = (guint8)(cut >> 8);
            some[0x2e] = 0;
        }
        ck_assert(!hc_zimage_read(some, cut, &zimage, NULL));
    }
}
END_TEST

START_TEST(a_head_without_a_table_is_left_alone)
{
    put(0x38, 0);
    does_not("no table");
    put(0x38, 0xfffffff0);
    does_not("no table");
    put(0x38, (guint32)len - 8);
    does_not("no table");
    put(0x38, TABLE + 2);
    does_not("no table");
}
END_TEST

/* Before the offset of the text was told, and big-endian kernels. */
START_TEST(other_tables_and_byte_orders_are_left_alone)
{
    put(TABLE, 4);
    does_not("where the kernel goes");
    put(TABLE, 6);
    put(TABLE + 4, 0x4b4c535a);
    does_not("where the kernel goes");
    setup();
    put(0x30, 0x01020304);
    does_not("no table");
}
END_TEST

START_TEST(a_table_that_points_out_of_the_file_is_refused)
{
    put(TABLE + 8, (guint32)len - 3);
    does_not("out of the file");
    put(TABLE + 8, 0xfffffffe);
    does_not("out of the file");
    put(TABLE + 8, TABLE);
    does_not("out of the file");
}
END_TEST

START_TEST(a_kernel_that_has_no_room_is_refused)
{
    const gsize size_at = len - 64;

    put(size_at, 0);
    does_not("without room");
    put(size_at, 0x08000000);
    does_not("without room");
    put(size_at, sizeof(kernel));
    put(TABLE + 12, 0xffffffff);
    does_not("without room");
    put(TABLE + 12, 4096);
    put(TABLE + 16, 0xfffff000);
    does_not("without room");
}
END_TEST

/* More than it tells would be a bomb, less no kernel. */
START_TEST(a_size_that_is_a_lie_is_noticed)
{
    const gsize size_at = len - 64;

    put(size_at, sizeof(kernel) - 1);
    does_not("unpacks to the size");
    put(size_at, sizeof(kernel) + 1);
    does_not("unpacks to the size");
}
END_TEST

START_TEST(a_flipped_bit_of_the_packed_kernel_is_noticed)
{
    file[PACKED + 40] ^= 4;

    does_not("unpacks to the size");
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        the_kernel_comes_out_however_it_is_packed,
        what_only_looks_like_a_beginning_is_passed_over,
        what_follows_the_zimage_is_no_part_of_it,
        a_file_that_was_cut_off_is_known,
        no_length_of_a_file_leads_out_of_it,
        a_head_without_a_table_is_left_alone,
        other_tables_and_byte_orders_are_left_alone,
        a_table_that_points_out_of_the_file_is_refused,
        a_kernel_that_has_no_room_is_refused,
        a_size_that_is_a_lie_is_noticed,
        a_flipped_bit_of_the_packed_kernel_is_noticed,
    };

    return RUN_TESTS("zimage", setup, tests);
}
