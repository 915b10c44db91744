/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Two runs that should be the same, and where they are not; and what a
 * kernel's configuration lacks. */
#include <check.h>
#include <string.h>

#include "../../tools/compare.h"
#include "../../tools/kconfig.h"
#include "run.h"

static GString *report;

static void setup(void)
{
    report = g_string_new(NULL);
}

static void teardown(void)
{
    g_string_free(report, TRUE);
}

static bool texts(const char *a, const char *b)
{
    return hc_compare_text("events.log", a, strlen(a), b, strlen(b), report);
}

static void holds(const char *part)
{
    ck_assert_msg(strstr(report->str, part) != NULL, "no '%s' in:\n%s", part,
                  report->str);
}

START_TEST(equal_texts_say_nothing)
{
    ck_assert(!texts("", ""));
    ck_assert(!texts("1\n2\n", "1\n2\n"));

    ck_assert_uint_eq(report->len, 0);
}
END_TEST

START_TEST(the_first_line_that_differs_is_shown_with_those_before)
{
    ck_assert(texts("a\nb\nc\nd\ne=1\nf\n", "a\nb\nc\nd\ne=2\nf\n"));

    ck_assert_str_eq(report->str,
                     "events.log differs in line 5, column 3\n"
                     "    b\n    c\n    d\n  1 e=1\n  2 e=2\n");
}
END_TEST

START_TEST(a_text_that_ends_early_differs_there)
{
    ck_assert(texts("a\n", "a\nb\n"));

    ck_assert_str_eq(report->str, "events.log differs in line 2, column 1\n"
                     "    a\n  1 (it ends here)\n  2 b\n");
}
END_TEST

START_TEST(an_empty_text_is_no_trouble)
{
    ck_assert(texts("", "b"));

    holds("line 1, column 1\n  1 (it ends here)\n  2 b\n");
}
END_TEST

START_TEST(escape_sequences_do_not_reach_the_terminal)
{
    ck_assert(texts("\033[2J\n", "x\n"));

    ck_assert_ptr_null(strchr(report->str, '\033'));
}
END_TEST

/* pcap-savefile(5): 24 bytes, then packets of a header of 16 and 20 bytes;
 * nanoseconds, the byte order of a little-endian host. */
#define PACKETS 3
#define PACKET_BYTES (16 + 20)
#define FILE_BYTES (24 + PACKETS * PACKET_BYTES)

static void make_capture(uint8_t *bytes)
{
    static const uint8_t magic[] = { 0x4d, 0x3c, 0xb2, 0xa1 };

    memset(bytes, 0, FILE_BYTES);
    memcpy(bytes, magic, sizeof(magic));
    for (unsigned n = 0; n < PACKETS; n++) {
        bytes[24 + n * PACKET_BYTES + 8] = 20;
        bytes[24 + n * PACKET_BYTES + 12] = 20;
    }
}

static bool captures(unsigned at, size_t b_len)
{
    uint8_t a[FILE_BYTES], b[FILE_BYTES];

    make_capture(a);
    make_capture(b);
    if (at < FILE_BYTES) {
        b[at] ^= 0x55;
    }
    return hc_compare_capture("eth0.pcap", a, sizeof(a), b, b_len, report);
}

START_TEST(equal_captures_say_nothing)
{
    ck_assert(!captures(FILE_BYTES, FILE_BYTES));
    ck_assert_uint_eq(report->len, 0);
}
END_TEST

START_TEST(a_difference_in_a_frame_has_its_packet_and_offset)
{
    ck_assert(captures(24 + PACKET_BYTES + 16 + 17, FILE_BYTES));

    holds("eth0.pcap differs in packet 2, byte 17 of the frame\n");
    holds("\n  1 00 00 00 00 ");
    holds("\n  2 00 55 00 00 ");
}
END_TEST

START_TEST(a_difference_in_a_packets_header_has_its_field)
{
    ck_assert(captures(24 + 2 * PACKET_BYTES + 4, FILE_BYTES));

    holds("eth0.pcap differs in packet 3: its nanoseconds\n");
}
END_TEST

START_TEST(a_capture_with_a_packet_less_differs_at_that_packet)
{
    ck_assert(captures(FILE_BYTES, FILE_BYTES - PACKET_BYTES));

    holds("differs in packet 3: its seconds\n");
    holds("\n  2 (it ends here)\n");
}
END_TEST

START_TEST(a_broken_length_does_not_lead_astray)
{
    uint8_t a[FILE_BYTES], b[FILE_BYTES];

    make_capture(a);
    memset(a + 24 + 8, 0xff, 4);
    memcpy(b, a, sizeof(b));
    b[FILE_BYTES - 1] ^= 1;

    ck_assert(hc_compare_capture("x.pcap", a, sizeof(a), b, sizeof(b),
                                 report));
    holds("differs in packet 1");
}
END_TEST

START_TEST(what_is_no_capture_differs_at_a_byte)
{
    ck_assert(hc_compare_capture("x.pcap", (const uint8_t *)"abc", 3,
                                 (const uint8_t *)"abd", 3, report));

    holds("x.pcap differs at byte 2\n");
    holds("  1 61 62 63\n  2 61 62 64\n");
}
END_TEST

/* --- Configurations ------------------------------------------------------- */

static GPtrArray *needs_of(const char *text)
{
    g_autoptr(GPtrArray) list = g_ptr_array_new();
    GError *error = NULL;
    struct hc_scenario *scenario = hc_scenario_parse("s.hc", text, &error);
    GPtrArray *needs;

    ck_assert_msg(scenario != NULL, "%s", error ? error->message : "");
    g_ptr_array_add(list, scenario);
    needs = hc_kconfig_needs(list);
    hc_scenario_free(scenario);
    return needs;
}

static bool fragment_has(const char *scenario, const char *option)
{
    g_autoptr(GPtrArray) needs = needs_of(scenario);
    g_autofree char *fragment = hc_kconfig_fragment(needs);
    g_autofree char *line = g_strdup_printf("\nCONFIG_%s=y\n", option);

    return strstr(fragment, line);
}

START_TEST(a_board_asks_for_its_own_phy_and_no_other)
{
    ck_assert(fragment_has("board boneblack\n", "SMSC_PHY"));
    ck_assert(!fragment_has("board boneblack\n", "MARVELL_PHY"));
    ck_assert(!fragment_has("board boneblack\n", "SFP"));
    ck_assert(fragment_has("board two-cages\n", "MARVELL_PHY"));
    ck_assert(fragment_has("board two-cages\n", "SFP"));
}
END_TEST

START_TEST(the_older_mac_driver_is_asked_for_by_a_property)
{
    ck_assert(fragment_has("board evmsk\n", "TI_CPSW_SWITCHDEV"));
    ck_assert(!fragment_has("board evmsk\n", "TI_CPSW"));
    ck_assert(fragment_has("board evmsk\nproperty mac=switch\n", "TI_CPSW"));
}
END_TEST

START_TEST(what_a_scenario_runs_in_the_guest_counts)
{
    const char *text = "board evmsk\n"
        "@boot expect guest \"ip netns add far\" status 0\n";

    ck_assert(fragment_has(text, "NET_NS"));
    ck_assert(!fragment_has("board evmsk\n", "NET_NS"));
}
END_TEST

START_TEST(a_fragment_meets_its_own_check_but_for_what_has_no_prompt)
{
    g_autoptr(GPtrArray) needs = needs_of("board two-cages\n");
    g_autofree char *fragment = hc_kconfig_fragment(needs);
    g_autofree char *whole = g_strconcat(fragment, "CONFIG_PHYLINK=y\n",
                                         NULL);

    ck_assert_uint_eq(hc_kconfig_check(needs, whole, report), 0);
    ck_assert_uint_eq(hc_kconfig_check(needs, fragment, report), 1);
    holds("CONFIG_PHYLINK: ");
}
END_TEST

START_TEST(a_driver_that_the_guest_has_no_module_of_must_be_built_in)
{
    g_autoptr(GPtrArray) needs = needs_of("board two-cages\n");
    g_autofree char *fragment = hc_kconfig_fragment(needs);
    GString *config = g_string_new(fragment);

    g_string_append(config, "CONFIG_PHYLINK=y\nCONFIG_SFP=m\n"
                            "CONFIG_I2C_OMAP=m\n");

    ck_assert_uint_eq(hc_kconfig_check(needs, config->str, report), 1);
    holds("CONFIG_I2C_OMAP is =m and must be =y: ");
    g_string_free(config, TRUE);
}
END_TEST

START_TEST(either_serial_driver_will_do)
{
    g_autoptr(GPtrArray) needs = needs_of("board boneblack\n");
    g_autofree char *fragment = hc_kconfig_fragment(needs);
    GString *config = g_string_new(fragment);

    g_string_replace(config, "\nCONFIG_SERIAL_8250_OMAP=y", "", 0);
    ck_assert_uint_eq(hc_kconfig_check(needs, config->str, report), 1);
    g_string_append(config, "CONFIG_SERIAL_OMAP=y\n"
                            "CONFIG_SERIAL_OMAP_CONSOLE=y\n");
    ck_assert_uint_eq(hc_kconfig_check(needs, config->str, report), 0);
    g_string_free(config, TRUE);
}
END_TEST

static void add(TCase *tcase)
{
    const TTest *const all[] = {
        equal_texts_say_nothing,
        the_first_line_that_differs_is_shown_with_those_before,
        a_text_that_ends_early_differs_there,
        an_empty_text_is_no_trouble,
        escape_sequences_do_not_reach_the_terminal,
        equal_captures_say_nothing,
        a_difference_in_a_frame_has_its_packet_and_offset,
        a_difference_in_a_packets_header_has_its_field,
        a_capture_with_a_packet_less_differs_at_that_packet,
        a_broken_length_does_not_lead_astray,
        what_is_no_capture_differs_at_a_byte,
        a_board_asks_for_its_own_phy_and_no_other,
        the_older_mac_driver_is_asked_for_by_a_property,
        what_a_scenario_runs_in_the_guest_counts,
        a_fragment_meets_its_own_check_but_for_what_has_no_prompt,
        a_driver_that_the_guest_has_no_module_of_must_be_built_in,
        either_serial_driver_will_do,
    };

    for (unsigned at = 0; at < G_N_ELEMENTS(all); at++) {
        tcase_add_test(tcase, all[at]);
    }
}

int main(void)
{
    return run_suite("compare", setup, teardown, add);
}
