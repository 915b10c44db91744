/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "compare.h"

#include <string.h>

/* What is shown before the first line that differs. */
#define CONTEXT_LINES 3

/* A line of a console can be very long; this much tells. */
#define LINE_SHOWN 400

/* A row of bytes that is shown around a difference. */
#define ROW_BYTES 16

/* pcap-savefile(5): the file's header and that of a packet. */
#define FILE_HEADER 24
#define PACKET_HEADER 16

static size_t first_difference(const void *a, size_t a_len, const void *b,
                               size_t b_len)
{
    const uint8_t *x = a, *y = b;
    size_t at = 0;

    while (at < a_len && at < b_len && x[at] == y[at]) {
        at++;
    }
    return at;
}

/* The beginning of the line that holds `at`. */
static size_t line_start(const char *text, size_t at)
{
    while (at > 0 && text[at - 1] != '\n') {
        at--;
    }
    return at;
}

static void add_line(GString *report, const char *mark, const char *text,
                     size_t len, size_t at)
{
    const char *end = at < len ? memchr(text + at, '\n', len - at) : NULL;
    size_t n = at < len ? (end ? (size_t)(end - text) : len) - at : 0;
    g_autofree char *line = g_strndup(at < len ? text + at : "",
                                      MIN(n, LINE_SHOWN));
    g_autofree char *shown = NULL;

    g_strchomp(line);
    shown = g_strescape(line, "\"\\\t");
    g_string_append_printf(report, "  %s %s%s\n", mark,
                           at < len ? shown : "(it ends here)",
                           n > LINE_SHOWN ? " ..." : "");
}

static unsigned line_number(const char *text, size_t at)
{
    unsigned number = 1;

    for (size_t byte = 0; byte < at; byte++) {
        number += text[byte] == '\n';
    }
    return number;
}

bool hc_compare_text(const char *name, const char *a, size_t a_len,
                     const char *b, size_t b_len, GString *report)
{
    size_t at = first_difference(a, a_len, b, b_len), line, from;

    if (at == a_len && at == b_len) {
        return false;
    }
    line = line_start(a, at);
    from = line;
    for (unsigned n = 0; n < CONTEXT_LINES && from > 0; n++) {
        from = line_start(a, from - 1);
    }
    g_string_append_printf(report, "%s differs in line %u, column %zu\n",
                           name, line_number(a, line), at - line + 1);
    while (from < line) {
        add_line(report, " ", a, a_len, from);
        from = (const char *)memchr(a + from, '\n', a_len - from) + 1 - a;
    }
    add_line(report, "1", a, a_len, line);
    add_line(report, "2", b, b_len, line);
    return true;
}

/* --- Captures ------------------------------------------------------------- */

static void add_row(GString *report, const char *mark, const uint8_t *bytes,
                    size_t len, size_t from)
{
    g_string_append_printf(report, "  %s", mark);
    for (size_t at = from; at < from + ROW_BYTES && at < len; at++) {
        g_string_append_printf(report, " %02x", bytes[at]);
    }
    g_string_append(report, from < len ? "\n" : " (it ends here)\n");
}

static uint32_t word_at(const uint8_t *bytes, bool swapped)
{
    uint32_t word;

    memcpy(&word, bytes, sizeof(word));
    return swapped ? GUINT32_SWAP_LE_BE(word) : word;
}

/* Written on a host of the other byte order? Both of pcap's magics end, read
 * as they should be, in a1b2. */
static bool is_capture(const uint8_t *bytes, size_t len, bool *ret_swapped)
{
    uint32_t magic;

    if (len < FILE_HEADER) {
        return false;
    }
    magic = word_at(bytes, false);
    *ret_swapped = magic == 0xd4c3b2a1 || magic == 0x4d3cb2a1;
    return *ret_swapped || magic == 0xa1b2c3d4 || magic == 0xa1b23c4d;
}

struct packet {
    unsigned number;            /* 1 is the first, as in Wireshark */
    size_t start;               /* of its header, in the file */
};

/* The packet that holds a byte. What lies before the byte is the same in
 * both files, so its header decides in both. */
static struct packet packet_at(const uint8_t *bytes, size_t len, bool swapped,
                               size_t at)
{
    struct packet packet = { 1, FILE_HEADER };

    while (packet.start + PACKET_HEADER <= len) {
        size_t captured = word_at(bytes + packet.start + 8, swapped);
        size_t next = packet.start + PACKET_HEADER + captured;

        if (captured > len || at < next || next > len) {
            break;
        }
        packet.number++;
        packet.start = next;
    }
    return packet;
}

static void add_place(GString *report, const char *name,
                      struct packet packet, size_t at)
{
    static const char *const field[] = { "seconds", "nanoseconds",
                                         "captured length", "length" };

    if (at < packet.start + PACKET_HEADER) {
        g_string_append_printf(report, "%s differs in packet %u: its %s\n",
                               name, packet.number,
                               field[(at - packet.start) / 4]);
    } else {
        g_string_append_printf(report, "%s differs in packet %u, byte "
                               "%zu of the frame\n", name, packet.number,
                               at - packet.start - PACKET_HEADER);
    }
}

bool hc_compare_capture(const char *name, const uint8_t *a, size_t a_len,
                        const uint8_t *b, size_t b_len, GString *report)
{
    size_t at = first_difference(a, a_len, b, b_len), from;
    struct packet packet;
    bool swapped;

    if (at == a_len && at == b_len) {
        return false;
    }
    from = at - at % ROW_BYTES;
    if (at >= FILE_HEADER && is_capture(a, a_len, &swapped)) {
        packet = packet_at(a, a_len, swapped, at);
        add_place(report, name, packet, at);
        from = packet.start + (at - packet.start) / ROW_BYTES * ROW_BYTES;
    } else {
        g_string_append_printf(report, "%s differs at byte %zu\n", name, at);
    }
    g_string_append_printf(report, "  bytes from %zu of the file:\n", from);
    add_row(report, "1", a, a_len, from);
    add_row(report, "2", b, b_len, from);
    return true;
}

/* --- Run directories ------------------------------------------------------ */

static bool is_capture_name(const char *name)
{
    return g_str_has_suffix(name, ".pcap") ||
        g_str_has_suffix(name, ".pcapng");
}

static int compare_names(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static void add_captures_of(GPtrArray *names, const char *folder)
{
    g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
    const char *name;

    while (dir && (name = g_dir_read_name(dir))) {
        if (is_capture_name(name) &&
            !g_ptr_array_find_with_equal_func(names, name, g_str_equal,
                                              NULL)) {
            g_ptr_array_add(names, g_strdup(name));
        }
    }
}

/* The logs, then all captures that either has, sorted. */
static GPtrArray *file_names(const char *a, const char *b)
{
    g_autoptr(GPtrArray) captures = g_ptr_array_new();
    GPtrArray *names = g_ptr_array_new_with_free_func(g_free);

    add_captures_of(captures, a);
    add_captures_of(captures, b);
    g_ptr_array_sort(captures, compare_names);
    g_ptr_array_add(names, g_strdup("events.log"));
    g_ptr_array_add(names, g_strdup("console.log"));
    g_ptr_array_extend_and_steal(names, g_steal_pointer(&captures));
    return names;
}

static GMappedFile *open_file(const char *folder, const char *name,
                              GString *report)
{
    g_autofree char *path = g_build_filename(folder, name, NULL);
    g_autoptr(GError) error = NULL;
    GMappedFile *file = g_mapped_file_new(path, FALSE, &error);

    if (!file) {
        g_string_append_printf(report, "%s: %s\n", name, error->message);
    }
    return file;
}

/* An empty file is mapped nowhere. */
static const char *contents(GMappedFile *file)
{
    const char *bytes = g_mapped_file_get_contents(file);

    return bytes ? bytes : "";
}

static bool differs(const char *a, const char *b, const char *name,
                    GString *report)
{
    g_autoptr(GMappedFile) one = open_file(a, name, report);
    g_autoptr(GMappedFile) two = one ? open_file(b, name, report) : NULL;
    size_t len_one, len_two;

    if (!one || !two) {
        return true;
    }
    len_one = g_mapped_file_get_length(one);
    len_two = g_mapped_file_get_length(two);
    return is_capture_name(name)
        ? hc_compare_capture(name, (const uint8_t *)contents(one), len_one,
                             (const uint8_t *)contents(two), len_two, report)
        : hc_compare_text(name, contents(one), len_one, contents(two),
                          len_two, report);
}

unsigned hc_compare_runs(const char *a, const char *b, GString *report,
                         unsigned *ret_files)
{
    g_autoptr(GPtrArray) names = file_names(a, b);
    unsigned different = 0;

    for (unsigned at = 0; at < names->len; at++) {
        different += differs(a, b, names->pdata[at], report);
    }
    *ret_files = names->len;
    return different;
}
