/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <check.h>
#include <glib.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../../tools/whole.h"
#include "run.h"

static char folder[64];

static char *file(const char *name)
{
    return g_build_filename(folder, name, NULL);
}

static void put(const char *name, const char *bytes, gssize len)
{
    g_autofree char *path = file(name);

    ck_assert(g_file_set_contents(path, bytes, len, NULL));
}

static void setup(void)
{
    g_strlcpy(folder, "/tmp/hotcage-whole-XXXXXX", sizeof(folder));
    ck_assert_ptr_nonnull(mkdtemp(folder));
    put("machine", "0123456789abcdef0123", 20);
    put("agent", "hello", 5);
    ck_assert(hc_whole_seal(folder));
}

START_TEST(a_sealed_folder_is_whole)
{
    ck_assert(hc_whole_check(folder));
}
END_TEST

START_TEST(a_folder_that_nobody_sealed_is_not)
{
    g_autofree char *sums = file("sums");

    g_unlink(sums);

    ck_assert(!hc_whole_check(folder));
}
END_TEST

START_TEST(a_flipped_bit_is_found_wherever_it_is)
{
    char bytes[] = "0123456789abcdef0123";

    for (unsigned at = 0; at < 20; at++) {
        bytes[at] ^= 0x10;
        put("machine", bytes, 20);
        ck_assert_msg(!hc_whole_check(folder), "byte %u", at);
        bytes[at] ^= 0x10;
    }
    put("machine", bytes, 20);
    ck_assert(hc_whole_check(folder));
}
END_TEST

START_TEST(a_file_that_is_short_missing_or_new_is_found)
{
    g_autofree char *agent = file("agent");

    put("machine", "0123456789abcdef", 16);
    ck_assert(!hc_whole_check(folder));
    put("machine", "0123456789abcdef0123", 20);
    put("more", "x", 1);
    ck_assert(!hc_whole_check(folder));
    g_unlink(agent);
    ck_assert(!hc_whole_check(folder));
}
END_TEST

/* 64 MiB, nearly all of it holes. */
static void put_sparse(const char *name, off_t at)
{
    g_autofree char *path = file(name);
    FILE *out = g_fopen(path, "w");

    ck_assert_ptr_nonnull(out);
    ck_assert_int_eq(fseeko(out, at, SEEK_SET), 0);
    ck_assert_int_eq(fputc('x', out), 'x');
    ck_assert_int_eq(fflush(out), 0);
    ck_assert_int_eq(ftruncate(fileno(out), 64 << 20), 0);
    fclose(out);
}

START_TEST(holes_are_zeros_and_a_block_has_its_place)
{
    g_autofree char *path = file("ram");
    g_autofree char *bytes = NULL;
    gsize len;

    put_sparse("ram", 5 << 20);
    ck_assert_uint_lt(hc_folder_bytes(folder), 1 << 20);
    ck_assert(hc_whole_seal(folder));
    ck_assert(g_file_get_contents(path, &bytes, &len, NULL));
    put("ram", bytes, (gssize)len);
    ck_assert_uint_gt(hc_folder_bytes(folder), 64 << 20);
    ck_assert(hc_whole_check(folder));
    put_sparse("ram", 6 << 20);
    ck_assert(!hc_whole_check(folder));
    bytes[17 << 20] = 1;
    put("ram", bytes, (gssize)len);
    ck_assert(!hc_whole_check(folder));
}
END_TEST

/* The shell was not installed just now, so its sum is remembered. */
static char *folder_with_a_memory(char **ret_memory)
{
    g_autofree char *machine = file("machine"), *agent = file("agent");
    char *path = file("checked");

    g_unlink(machine);
    g_unlink(agent);
    ck_assert_int_eq(symlink("/bin/sh", machine), 0);
    ck_assert(hc_whole_seal(folder));
    ck_assert(hc_whole_check(folder));
    ck_assert(g_file_get_contents(path, ret_memory, NULL, NULL));
    return path;
}

START_TEST(what_was_read_before_the_host_started_is_read_again)
{
    g_autofree char *memory = NULL, *wrong = NULL;
    g_autofree char *path = folder_with_a_memory(&memory);
    char *line_end;

    wrong = g_strconcat(memory, "0123456789abcdef more\n", NULL);
    ck_assert(g_file_set_contents(path, wrong, -1, NULL));
    ck_assert(!hc_whole_check(folder));     /* it is believed */

    line_end = strchr(wrong, '\n');
    ck_assert_int_gt(line_end - wrong, 36);     /* a UUID */
    line_end[-1] ^= 1;
    ck_assert(g_file_set_contents(path, wrong, -1, NULL));
    ck_assert(hc_whole_check(folder));
}
END_TEST

START_TEST(readers_share_a_folder_and_a_writer_has_it_alone)
{
    int writer = hc_folder_lock(folder, true), one, two;

    ck_assert_int_ge(writer, 0);
    ck_assert_int_lt(hc_folder_lock(folder, false), 0);
    hc_folder_share(writer);
    one = hc_folder_lock(folder, false);
    two = hc_folder_lock(folder, false);
    ck_assert_int_ge(one, 0);
    ck_assert_int_ge(two, 0);
    close(writer);
    ck_assert_int_lt(hc_folder_lock(folder, true), 0);
    close(one);
    close(two);
    writer = hc_folder_lock(folder, true);
    ck_assert_int_ge(writer, 0);
    close(writer);
}
END_TEST

int main(void)
{
    const TTest *const tests[] = {
        a_sealed_folder_is_whole, a_folder_that_nobody_sealed_is_not,
        a_flipped_bit_is_found_wherever_it_is,
        a_file_that_is_short_missing_or_new_is_found,
        holes_are_zeros_and_a_block_has_its_place,
        what_was_read_before_the_host_started_is_read_again,
        readers_share_a_folder_and_a_writer_has_it_alone,
    };

    return RUN_TESTS("whole", setup, tests);
}
