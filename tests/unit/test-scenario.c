/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <check.h>
#include <glib.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../tools/lib/quantity.h"
#include "../../tools/lib/scenario.h"

static char *folder;            /* $HOTCAGE_DATA with one stock module */
static struct hc_scenario *scenario;
static GError *error;

static void setup(void)
{
    g_autofree char *modules = NULL, *file = NULL;

    folder = g_dir_make_tmp("hotcage-XXXXXX", NULL);
    modules = g_build_filename(folder, "sfp-modules", NULL);
    file = g_build_filename(modules, "generic-1000base-sx.ini", NULL);
    g_mkdir(modules, 0700);
    g_file_set_contents(file, "", 0, NULL);
    g_setenv("HOTCAGE_DATA", folder, TRUE);
    scenario = NULL;
    error = NULL;
}

static void teardown(void)
{
    g_autofree char *modules = g_build_filename(folder, "sfp-modules", NULL);
    g_autofree char *file = g_build_filename(
        modules, "generic-1000base-sx.ini", NULL);

    hc_scenario_free(scenario);
    g_clear_error(&error);
    g_unlink(file);
    g_rmdir(modules);
    g_rmdir(folder);
    g_free(folder);
}

static void read_text(const char *text)
{
    hc_scenario_free(scenario);
    scenario = hc_scenario_parse("story.hc", text, &error);
}

static void read_good(const char *text)
{
    read_text(text);
    ck_assert_msg(scenario != NULL, "%s", error ? error->message : "");
}

static void assert_refused(const char *text, const char *words)
{
    read_text(text);
    ck_assert_ptr_null(scenario);
    ck_assert_ptr_nonnull(error);
    ck_assert_msg(strstr(error->message, words) != NULL, "'%s' lacks '%s'",
                  error->message, words);
    g_clear_error(&error);
}

static const struct hc_step *step(unsigned at)
{
    return g_ptr_array_index(scenario->steps, at);
}

#define HEAD "board two-cages\nmodule sx = generic-1000base-sx\n"

START_TEST(the_story_is_the_first_comment_without_the_licence)
{
    read_good("# SPDX-License-Identifier: MIT\n# A late module.\n"
              "# Linux must wait.\nboard two-cages\n# no part of it\n");

    ck_assert_str_eq(scenario->story, "A late module. Linux must wait.");
}
END_TEST

START_TEST(the_head_says_what_is_on_the_bench)
{
    const struct hc_partner_spec *partner;

    read_good(HEAD "seed 7\ncmdline quiet loglevel=3\n"
              "partner cage0 kind=peer ip=192.0.2.1 mac=02:00:00:00:00:01 "
              "mode=1000base-x an=off duplex=half speed=100\n"
              "insert cage1 sx\n");

    ck_assert_str_eq(scenario->board->dtb, "am335x-evmsk.dtb");
    ck_assert_uint_eq(scenario->seed, 7);
    ck_assert_str_eq(scenario->cmdline, "quiet loglevel=3");
    partner = g_ptr_array_index(scenario->partners, 0);
    ck_assert_uint_eq(partner->ip, 0xc0000201);
    ck_assert_uint_eq(partner->mac[5], 1);
    ck_assert_int_eq(partner->mode, HC_IFACE_1000BASEX);
    ck_assert(!partner->an && !partner->full);
    ck_assert_uint_eq(partner->mbps, 100);
    ck_assert_uint_eq(scenario->power_on->len, 1);
    ck_assert_uint_eq(scenario->steps->len, 0);
}
END_TEST

START_TEST(a_wire_between_jacks_is_a_cable_without_a_module)
{
    const struct hc_scenario_wire *wire;

    read_good("board vsc8584\nwire eth0 eth1\n");

    wire = g_ptr_array_index(scenario->wires, 0);
    ck_assert_str_eq(wire->place[1], "eth1");
    ck_assert_ptr_null(wire->module);
    read_good(HEAD "wire cage0 cage1 sx\n");
    wire = g_ptr_array_index(scenario->wires, 0);
    ck_assert_str_eq(wire->module, "sx");
}
END_TEST

START_TEST(the_guest_can_have_packages_of_several_lines_and_suites)
{
    read_good(HEAD "guest linuxptp libstdc++6\nguest ethtool/sid\n");

    ck_assert_uint_eq(scenario->packages->len, 3);
    ck_assert_str_eq(scenario->packages->pdata[1], "libstdc++6");
    ck_assert_str_eq(scenario->packages->pdata[2], "ethtool/sid");
}
END_TEST

START_TEST(the_guest_can_have_files_of_the_user_and_of_its_kernel)
{
    const struct hc_scenario_file *file;
    g_autofree char *text = g_strdup_printf(
        HEAD "file %s/sfp-modules as /lib/modules-of-mine\n"
        "file kernel:tools/testing as /tests\n", folder);

    read_good(text);

    ck_assert_uint_eq(scenario->files->len, 2);
    file = g_ptr_array_index(scenario->files, 0);
    ck_assert(!file->from_kernel);
    ck_assert(g_str_has_suffix(file->path, "/sfp-modules"));
    ck_assert_str_eq(file->to, "/lib/modules-of-mine");
    file = g_ptr_array_index(scenario->files, 1);
    ck_assert(file->from_kernel);
    ck_assert_str_eq(file->path, "tools/testing");
}
END_TEST

START_TEST(testers_come_alone_or_in_pairs)
{
    const struct hc_partner_spec *partner;

    read_good(HEAD "partner cage0 kind=tester\n"
              "partner cage1 count=2 kind=tester\n");

    partner = g_ptr_array_index(scenario->partners, 0);
    ck_assert_uint_eq(partner->testers, 1);
    partner = g_ptr_array_index(scenario->partners, 1);
    ck_assert_uint_eq(partner->testers, 2);
}
END_TEST

START_TEST(a_slirp_partner_is_restricted_unless_told_otherwise)
{
    read_good("board boneblack\npartner eth0 kind=slirp\n");
    ck_assert_ptr_null(hc_scenario_nondeterminism(scenario));

    read_good("board boneblack\npartner eth0 kind=slirp restrict=no\n");
    ck_assert_ptr_nonnull(hc_scenario_nondeterminism(scenario));
}
END_TEST

START_TEST(times_are_boot_then_an_offset_or_a_window)
{
    read_good(HEAD "@boot insert cage0 sx\n"
              "+0 .. 3s expect cage0.state = empty\n"
              "+300ms remove cage0\nthen expect cage0 link.up mbps=1000\n");

    ck_assert_int_eq(step(0)->when, HC_WHEN_BOOT);
    ck_assert_int_eq(step(1)->when, HC_WHEN_AFTER);
    ck_assert(step(1)->has_window);
    ck_assert_uint_eq(step(1)->to_ns, 3000000000u);
    ck_assert_uint_eq(step(2)->from_ns, 300000000u);
    ck_assert(!step(2)->has_window);
    ck_assert_int_eq(step(3)->when, HC_WHEN_THEN);
    ck_assert_str_eq(step(3)->expect->keys[0], "mbps=1000");
}
END_TEST

START_TEST(a_quoted_command_keeps_its_blanks_and_quotes)
{
    read_good("board evmsk\n@boot expect guest \"echo \\\"a  b\\\" # c\" = "
              "\"a  b\\nc\"  # the end\n");

    ck_assert_str_eq(step(0)->expect->command, "echo \"a  b\" # c");
    ck_assert_str_eq(step(0)->expect->value, "a  b\nc");
}
END_TEST

START_TEST(mistakes_name_the_line_and_what_to_write_instead)
{
    static const struct { const char *text, *words; } row[] = {
        { "board two-cages\ninsrt cage0 sx\n",
          "story.hc:2: unknown verb 'insrt'; did you mean 'insert'?" },
        { "board two-cagse\n", "did you mean 'two-cages'?" },
        { "seed 1\n", "the board comes first" },
        { "# empty\n", "no board" },
        { HEAD "insert cage2 sx\n", "no cage2" },
        { HEAD "insert eth0 sx\n", "is no cage" },
        { HEAD "insert cage0\n", "usage: insert CAGE MODULE" },
        { HEAD "insert cage0 sx now\n", "one word too many" },
        { HEAD "insert cage0 generic-1000base-sy\n",
          "did you mean 'generic-1000base-sx'?" },
        { HEAD "bounce cage0 sx edges=10\n", "needs within=" },
        { HEAD "bounce cage0 sx egdes=10 within=50ms\n",
          "did you mean 'edges=" },
        { HEAD "bounce cage0 sx edges=10 within=50\n", "50" },
        { HEAD "flip cage0 0x50 256 1\n", "no number up to 255" },
        { HEAD "seat cage0 half\n", "one of: halfway, home" },
        { HEAD "trip eth0\n", "is no cage" },
        { HEAD "diag cage0 tmep 70C\n", "did you mean 'temp'?" },
        { HEAD "diag cage0 temp 70\n", "write it as 70C" },
        { HEAD "diag cage0 temp 200C\n", "-128C to 127.996C" },
        { HEAD "diag cage0 temp nanC\n", "write it as 70C" },
        { HEAD "diag cage0 vcc 3.3mV\n", "write it as 3.1V" },
        { HEAD "diag cage0 rx_power 60dBm\n", "8.1dBm" },
        { HEAD "diag cage0 temp 70C within=10\n", "no unit" },
        { HEAD "patch cage0 0x50 0\n", "needs more" },
        { HEAD "patch cage0 0x50 0 256\n", "no number up to 255" },
        { HEAD "patch cage0 0x50 0 1 x on_read=2\n", "no number" },
        { HEAD "patch cage0 0x50 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 "
               "17\n", "at most 16" },
        { HEAD "nak cage0 times=3\n", "did you mean 'reads=" },
        { HEAD "mod_abs cage0 stuck\n", "one of: high, low, auto" },
        { HEAD "cut cage0 both\n", "one of: tx, rx" },
        { HEAD "damage cage0\n", "needs every=" },
        { HEAD "speed cage0 25\n", "one of: 10, 100, 1000" },
        { HEAD "speed cage0 100 duplex=both\n", "one of: half, full" },
        { HEAD "advertise cage0 100-ful\n", "did you mean '100-full'?" },
        { HEAD "advertise cage0\n", "needs more" },
        { HEAD "silence cage0 yes\n", "one of: on, off" },
        { HEAD "partner cage0 kind=pear\n", "one of: none, peer, slirp" },
        { HEAD "partner cage0 kind=tester count=3\n", "1 to 2 testers" },
        { HEAD "partner cage0 kind=tester count=0\n", "1 to 2 testers" },
        { HEAD "partner cage0 count=2\n", "add kind=tester" },
        { HEAD "partner cage0 sync=300ms\n", "the standard knows" },
        { HEAD "partner cage0 drift=1000001\n", "parts per billion" },
        { HEAD "partner cage0 transport=l3\n", "one of: l2, udp4" },
        { HEAD "partner cage0 ip=1.2.3\n", "no IPv4 address" },
        { HEAD "partner cage0 mac=01:00:00:00:00:00\n", "group address" },
        { HEAD "wire cage0 cage0 sx\n", "two ends" },
        { HEAD "wire cage0 eth1 sx\n", "two cages or two jacks" },
        { HEAD "wire cage0 cage1\n", "write 'wire cage0 cage1 passive" },
        { HEAD "wire eth0 eth1\n", "has no jacks" },
        { HEAD "wire eth0 eth1 sx\n", "does not go into a jack" },
        { HEAD "wire cage0 cage1 sx far\n", "usage: wire" },
        { HEAD "wire cage0\n", "usage: wire" },
        { HEAD "wire cage0 cage1 sx\nwire cage1 cage0 sx\n",
          "cage1 has a wire, see line 3" },
        { HEAD "wire cage0 cage1 sx\npartner cage1\n", "has a wire" },
        { HEAD "partner eth1\nwire cage0 cage1 sx\n", "has a partner" },
        { HEAD "guest\n", "usage: guest PACKAGE" },
        { HEAD "file a /b\n", "usage: file PATH" },
        { HEAD "file no-such as /root\n",
          "story.hc:3: ./no-such is no file and no folder" },
        { HEAD "file kernel:tools as root\n", "is no place in the guest" },
        { HEAD "file kernel:tools as /root/../etc\n", "is no place" },
        { HEAD "file kernel:tools as //\n", "is no place" },
        { HEAD "file kernel:tools as /tmp/x\n", "something of its own" },
        { HEAD "file kernel:tools as /init\n", "something of its own" },
        { HEAD "file kernel:/etc as /x\n", "no path in a kernel's source" },
        { HEAD "file kernel:../x as /x\n", "no path in a kernel's source" },
        { HEAD "guest linuxptp;reboot\n", "is no package" },
        { HEAD "allow kernel ~ \"x\"\n", "the comment says why" },
        { HEAD "module sx = generic-1000base-sx\n", "another alias" },
        { HEAD "then insert cage0 sx\n", "starts at @boot" },
        { HEAD "@boot insert cage0 sx\ninsert cage0 sx\n", "when?" },
        { HEAD "@boot\n", "what happens then?" },
        { HEAD "@boot board evmsk\n", "does not belong here" },
        { HEAD "@boot insert cage0 sx\n+0..3s remove cage0\n",
          "blanks around" },
        { HEAD "@boot insert cage0 sx\n+3s .. 1s expect cage0.a = b\n",
          "ends before it begins" },
        { HEAD "@boot insert cage0 sx\n+0 .. 1s remove cage0\n",
          "a window is for 'expect'" },
        { HEAD "@boot expect cage0 eeprom.nack\n",
          "did you mean 'eeprom.nak'?" },
        { HEAD "@boot expect cage0 eeprom.nak of=1\n", "has the keys: addr" },
        { HEAD "@boot expect cage0.state empty\n", "comparison is missing" },
        { HEAD "@boot expect cage0.state < few\n", "no number" },
        { HEAD "@boot expect kernel ~ \"(\"\n", "no regular expression" },
        { HEAD "@boot expect kernel warning\n", "no kernel warning" },
        { HEAD "@boot expect not cage0.state = x\n", "compare with !=" },
        { HEAD "@boot expect guest.link eth0 = 1\n", "up or down" },
        { HEAD "@boot expect guest &x status 0\n", "run &x" },
        { HEAD "@boot expect guest \"x\" status 256\n", "no number" },
        { HEAD "macsec cage0 key=12\n",
          "story.hc:3: key=12 is no key; write 32 hexadecimal digits" },
        { HEAD "macsec cage0 sci=1\n", "write 16 digits" },
        { HEAD "macsec cage0 cyper=gcm-aes-128\n",
          "did you mean 'cipher=" },
        { HEAD "macsec cage0 cipher=gcm-aes-256 "
          "key=000102030405060708090a0b0c0d0e0f\n",
          "16 octets, the cipher wants 32" },
        { HEAD "macsec cage0 an=4\n", "an=4: '4' is no number up to 3" },
        { HEAD "macsec cage0 pn=0\n", "a packet number is 1 to" },
        { HEAD "macsec cage0 cipher=gcm-aes-128 pn=0x100000000\n",
          "a packet number is 1 to" },
        { HEAD "macsec cage0 encrypt=yes\n", "encrypt=on or encrypt=off" },
        { HEAD "macsec cage0 send_sci=on end_station=on\n",
          "add send_sci=off" },
        { HEAD "macsec cage0 validate=always\n", "disabled, check, strict" },
        { HEAD "macsec cage0 salt=00\n", "24 hexadecimal digits" },
        { HEAD "csr cage0 outside 0 0\n", "one of: egress, ingress" },
        { HEAD "csr cage0 egress 0x20\n", "usage: csr PLACE TARGET" },
        { HEAD "csr cage0 egress 0x4000 1\n", "up to 16383" },
        { HEAD "csr cage0 egress 0 0x100000000\n", "up to 4294967295" },
        { HEAD "forge cage0 bad-luck\n", "one of: none, replay, wrong-key" },
        { HEAD "forge cage0 bad-icv count=0\n",
          "story.hc:3: count=0: 1 to 10000 are possible" },
        { HEAD "forge cage0 bad-icv len=1501\n",
          "len=1501: 60 to 1500 are possible" },
        { HEAD "bounce cage0 sx edges=1001 within=9ms\n",
          "edges=1001: 1 to 1000 are possible" },
        { HEAD "flip cage0 0x52 3 1\n", "write 0x50 or 0x51" },
        { HEAD "patch cage0 0xa0 3 1\n", "write 0x50 or 0x51" },
        { HEAD "patch cage0 0x50 254 1 2 3\n", "end behind byte 255" },
        { HEAD "@boot partner cage0 kind=tester\n",
          "story.hc:3: a tester is there from power-on or never" },
        { "@boot insert cage0 generic-1000base-sx\n",
          "story.hc:1: the board comes first" },
        { "@boot expect cage0.state = empty\n",
          "story.hc:1: the board comes first" },
        { HEAD "@boot expect cage0-medium macsec sci=1\n", "sci=none" },
        { HEAD "@boot expect cage0-medium macsec pn=9..5\n",
          "pn=5..9 for all" },
        { HEAD "@boot expect cage0-medium macsec secret\n",
          "A SecTAG has sci=, an=, pn=" },
        { HEAD "@boot expect cage0-medium macsec encrypted=1\n",
          "a frame has no 'encrypted=1'" },
        { HEAD "@boot expect cage0-medium frame pn=5\n",
          "a frame has no 'pn=5'" },
        { HEAD "@boot run a b\n", "usage: run" },
        { HEAD "@boot run \"a\n", "never closed" },
        { "board boneblack\npartner cage0 kind=peer\n", "no cages" },
    };

    for (unsigned at = 0; at < G_N_ELEMENTS(row); at++) {
        assert_refused(row[at].text, row[at].words);
    }
}
END_TEST

START_TEST(a_kernel_that_is_too_old_is_a_reason_to_skip)
{
    read_good("board evmsk\nneeds kernel >= 6.12 \"the driver is new\"\n"
              "needs kernel != 7.1 \"broken there\"\n");

    ck_assert_str_eq(hc_scenario_skip_reason(scenario, "6.1.0-50-armmp"),
                     "the driver is new");
    ck_assert_ptr_null(hc_scenario_skip_reason(scenario, "6.12.107+deb13"));
    ck_assert_ptr_null(hc_scenario_skip_reason(scenario, "7.2.13"));
    ck_assert_str_eq(hc_scenario_skip_reason(scenario, "7.1.2"),
                     "broken there");
}
END_TEST

START_TEST(a_board_that_does_not_fit_is_a_reason_to_skip)
{
    read_good("board two-cages\nneeds board = two-cages \"its straps\"\n"
              "needs kernel >= 6.12 \"the driver is new\"\n");

    ck_assert_ptr_null(hc_scenario_skip_reason(scenario, "7.2.13"));
    ck_assert(hc_scenario_set_board(scenario, "ar8031-cages", NULL));
    ck_assert_str_eq(hc_scenario_skip_reason(scenario, "7.2.13"),
                     "its straps");
}
END_TEST

START_TEST(another_board_must_have_the_same_places)
{
    g_autoptr(GError) error = NULL;

    read_good("board two-cages\n");

    ck_assert(!hc_scenario_set_board(scenario, "evmsk", &error));
    ck_assert(strstr(error->message, "0 cages"));
    g_clear_error(&error);
    ck_assert(!hc_scenario_set_board(scenario, "two-cage", &error));
    ck_assert(strstr(error->message, "'two-cages'"));
    ck_assert_str_eq(scenario->board->name, "two-cages");
}
END_TEST

START_TEST(needs_of_a_board_name_one_and_compare_for_equality)
{
    assert_refused("board evmsk\nneeds board = evmks \"x\"\n", "'evmsk'");
    assert_refused("board evmsk\nneeds board >= evmsk \"x\"\n", "usage:");
    assert_refused("board evmsk\nneeds cage = 1 \"x\"\n", "usage:");
}
END_TEST

START_TEST(a_file_that_is_no_text_is_refused)
{
    g_autofree char *path = g_build_filename(folder, "zero.hc", NULL);

    g_file_set_contents(path, "board evmsk\n\0\xff", 14, NULL);
    scenario = hc_scenario_load(path, &error);
    g_unlink(path);

    ck_assert_ptr_null(scenario);
    ck_assert_ptr_nonnull(strstr(error->message, "no text"));
}
END_TEST

START_TEST(an_empty_file_is_told_so)
{
    g_autofree char *path = g_build_filename(folder, "empty.hc", NULL);

    g_file_set_contents(path, "", 0, NULL);
    scenario = hc_scenario_load(path, &error);
    g_unlink(path);

    ck_assert_ptr_null(scenario);
    ck_assert_ptr_nonnull(strstr(error->message, "the file is empty"));
}
END_TEST

START_TEST(live_commands_are_those_of_a_hand_at_the_cage)
{
    g_auto(GStrv) argv = hc_verb_parse_live("insert cage0 \"my sfp\"",
                                            &error);

    ck_assert_ptr_nonnull(argv);
    ck_assert_str_eq(argv[2], "my sfp");
    ck_assert_ptr_null(hc_verb_parse_live("expect cage0.state = x", &error));
    g_clear_error(&error);
    ck_assert_ptr_null(hc_verb_parse_live("  ", &error));
}
END_TEST

START_TEST(measured_values_are_read_in_their_own_units)
{
    static const struct {
        const char *word, *text;
        enum hc_sfp_diag which;
        int32_t value;
    } row[] = {
        { "temp", "-12.5C", HC_SFP_TEMP_MDEGC, -12500 },
        { "vcc", "3.1V", HC_SFP_VCC_UV, 3100000 },
        { "bias", "6.2mA", HC_SFP_BIAS_UA, 6200 },
        { "tx_power", "0.5mW", HC_SFP_TX_POWER_UW, 500 },
        { "rx_power", "0dBm", HC_SFP_RX_POWER_UW, 1000 },
        { "rx_power", "-3dBm", HC_SFP_RX_POWER_UW, 501 },
        { "rx_power", "-40dBm", HC_SFP_RX_POWER_UW, 0 },
    };

    for (unsigned at = 0; at < G_N_ELEMENTS(row); at++) {
        enum hc_sfp_diag which;
        int32_t value;

        ck_assert(hc_parse_diag(row[at].word, row[at].text, &which, &value,
                                &error));
        ck_assert_int_eq(which, row[at].which);
        ck_assert_int_eq(value, row[at].value);
    }
}
END_TEST

START_TEST(verbs_with_several_words_and_a_key_are_understood)
{
    read_good(HEAD "@boot patch cage0 0x50 20 65 66 67 on_read=2\n"
              "then advertise cage0 100-full pause\n"
              "then diag cage0 temp 90C within=10s\n"
              "then nak cage0\n");

    ck_assert_uint_eq(scenario->steps->len, 4);
    ck_assert_str_eq(step(0)->argv[6], "67");
}
END_TEST

START_TEST(a_macsec_line_changes_what_it_names_and_nothing_else)
{
    const struct hc_secy_config now = { .encrypt = true, .window = 3 };
    char *words[] = { "an=2", "key=000102030405060708090a0b0c0d0e0f", "pn=9",
                      "replay=on", "peer_sci=02005e2000010001", NULL };
    struct hc_macsec_spec spec;

    ck_assert(hc_macsec_spec_parse(&spec, &now, words, &error));

    ck_assert(spec.config.on && spec.config.encrypt && spec.config.replay);
    ck_assert_uint_eq(spec.config.window, 3);
    ck_assert_uint_eq(spec.an, 2);
    ck_assert_uint_eq(spec.key_len, 16);
    ck_assert_uint_eq(spec.key[15], 0x0f);
    ck_assert_uint_eq(spec.pn, 9);
    ck_assert(spec.has_pn && !spec.has_rx_pn && !spec.has_encoding_sa);
    ck_assert_uint_eq(spec.config.peer_sci[2], 0x5e);
}
END_TEST

static bool tag_says(const char *words, const uint8_t *at, size_t len)
{
    g_autofree char *text = g_strdup_printf(
        HEAD "@boot expect cage0-medium macsec %s\n", words);
    bool is;

    read_good(text);
    is = hc_frame_matches(step(0)->expect->frame, false, at, len);
    g_clear_pointer(&scenario, hc_scenario_free);
    return is;
}

START_TEST(a_sectag_is_known_by_its_words_behind_vlan_tags_too)
{
    static const uint8_t tagged[] = {
        2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2, 0x81, 0x00, 0x00, 0x05,
        0x88, 0xe5, 0x2d, 0x00, 0x00, 0x00, 0x01, 0x00,
        2, 0, 0, 0, 0, 2, 0, 7, 0, 0, 0, 0 };
    const size_t whole = sizeof(tagged);

    ck_assert(tag_says("", tagged, whole));
    ck_assert(tag_says("an=1 encrypted pn=256 sci=0200000000020007 vlan=5",
                       tagged, whole));
    ck_assert(tag_says("pn=255..257", tagged, whole));
    ck_assert(!tag_says("pn=257..258", tagged, whole));
    ck_assert(!tag_says("integrity", tagged, whole));
    ck_assert(!tag_says("an=2", tagged, whole));
    ck_assert(!tag_says("sci=none", tagged, whole));
    ck_assert(!tag_says("sci=0200000000020008", tagged, whole));
    ck_assert(!tag_says("way=in", tagged, whole));
    ck_assert(!tag_says("", tagged, 26));           /* no whole tag */
}
END_TEST

#define COMMON "board two-cages\n@boot run &p \"x\"\nthen pull eth0\n"

START_TEST(an_ending_is_the_common_story_and_its_own_lines)
{
    static const char text[] = COMMON "branch one\nthen plug eth0\n"
        "branch two\n+1s plug eth1\n+2s pull eth1\n"
        "branch three\nthen expect guest &p status 0\n";
    static const unsigned lines[3][4] = {
        { 2, 3, 5 }, { 2, 3, 7, 8 }, { 2, 3, 10 },
    };
    static const char *const names[] = { "one", "two", "three" };

    for (unsigned n = 0; n < 3; n++) {
        struct hc_scenario *scenario = hc_scenario_parse("s.hc", text, NULL);

        ck_assert_uint_eq(scenario->branches->len, 3);
        ck_assert(hc_scenario_choose(scenario, names[n], NULL));

        ck_assert_uint_eq(scenario->fork_at, 2);
        ck_assert_str_eq(scenario->chosen, names[n]);
        ck_assert_uint_eq(scenario->steps->len, n == 1 ? 4 : 3);
        for (unsigned at = 0; at < scenario->steps->len; at++) {
            const struct hc_step *step = scenario->steps->pdata[at];

            ck_assert_uint_eq(step->line, lines[n][at]);
        }
        hc_scenario_free(scenario);
    }
}
END_TEST

START_TEST(an_ending_that_is_not_there_is_refused_with_those_that_are)
{
    struct hc_scenario *scenario = hc_scenario_parse(
        "s.hc", COMMON "branch one\nthen plug eth0\n", NULL);

    ck_assert(!hc_scenario_choose(scenario, "two", &error));

    ck_assert_ptr_nonnull(strstr(error->message, "there are: one"));
    hc_scenario_free(scenario);
    g_clear_error(&error);
}
END_TEST

START_TEST(mistakes_about_endings_are_refused)
{
    assert_refused("board two-cages\nbranch one\n@boot pull eth0\n",
                   "story.hc:2: the endings fork from a common story");
    assert_refused(COMMON "branch\n", "story.hc:4: usage: branch NAME");
    assert_refused(COMMON "branch ../x\nthen plug eth0\n", "usage: branch");
    assert_refused(COMMON "branch one\nbranch two\n",
                   "story.hc:5: the branch above has no line");
    assert_refused(COMMON "branch one\n", "story.hc:4: branch one has no line");
    assert_refused(COMMON "branch one\nthen plug eth0\nbranch one\n"
                   "then plug eth1\n", "story.hc:6: there is a branch 'one'");
    assert_refused(COMMON "branch one\nrun &q \"x\"\n", "story.hc:5: ");
    assert_refused(COMMON "branch one\nthen run &q \"x\"\n"
                   "branch two\nthen expect guest &q status 0\n",
                   "story.hc:7: nothing called &q");
}
END_TEST

START_TEST(a_refused_partner_stays_as_it_was)
{
    struct hc_partner_spec *partner = hc_partner_new("cage0", 1);
    char *words[] = { "speed=100", "an=maybe", NULL };

    ck_assert(!hc_partner_apply(partner, words, &error));

    ck_assert_uint_eq(partner->mbps, 0);
    ck_assert(partner->an);
    hc_partner_free(partner);
}
END_TEST

#define HOSTS "board evmsk\n" \
    "partner eth0 kind=hosts host=a,192.0.2.11 host=b,192.0.2.12,vlan=10\n" \
    "partner eth1 host=c,mac=02:00:00:00:00:0c\n"

START_TEST(several_hosts_live_behind_one_wire)
{
    static const uint8_t made_up[6] = { 2, 0, 192, 0, 2, 12 };
    const struct hc_partner_spec *partner;

    read_good(HOSTS);

    partner = g_ptr_array_index(scenario->partners, 0);
    ck_assert_uint_eq(partner->n_hosts, 2);
    ck_assert_str_eq(partner->host[1].name, "b");
    ck_assert_uint_eq(partner->host[1].vid, 10);
    ck_assert_uint_eq(partner->host[1].ip, 0xc000020c);
    ck_assert_mem_eq(partner->host[1].mac, made_up, 6);
    partner = g_ptr_array_index(scenario->partners, 1);
    ck_assert_int_eq(partner->kind, HC_PARTNER_HOSTS);
}
END_TEST

START_TEST(a_frame_takes_its_sender_and_vlan_from_the_host)
{
    struct hc_send_spec send;

    read_good(HOSTS "@boot send eth0 frame from=b to=c count=3 gap=1ms\n");

    ck_assert(hc_send_parse(step(0)->argv, NULL, scenario, &send, NULL));
    ck_assert_uint_eq(send.frame.src[5], 12);
    ck_assert_uint_eq(send.frame.dst[5], 0x0c);
    ck_assert(send.frame.tagged);
    ck_assert_uint_eq(send.frame.vid, 10);
    ck_assert_uint_eq(send.count, 3);
    ck_assert_uint_eq(send.gap_ns, 1000000);
}
END_TEST

START_TEST(a_frame_is_recognised_by_addresses_vlan_and_type)
{
    static const uint8_t frame[60] = {
        2, 0, 0, 0, 0, 0x0c, 2, 0, 192, 0, 2, 11, 0x81, 0, 0, 10, 0x88, 0xb5,
    };
    const struct hc_frame_match *match;

    read_good(HOSTS
              "@boot expect eth1 frame src=a dst=c vlan=10 type=0x88b5\n"
              "then expect eth1 frame vlan=none\n"
              "then expect eth1 frame dst=239.1.1.1\n"
              "then expect eth1 frame way=in\n");

    match = step(0)->expect->frame;
    ck_assert(hc_frame_matches(match, false, frame, sizeof(frame)));
    ck_assert(!hc_frame_matches(match, true, frame, sizeof(frame)));
    ck_assert(!hc_frame_matches(match, false, frame, 13));
    for (unsigned at = 1; at < 4; at++) {
        ck_assert(!hc_frame_matches(step(at)->expect->frame, false, frame,
                                    sizeof(frame)));
    }
    ck_assert(hc_frame_matches(step(3)->expect->frame, true, frame,
                               sizeof(frame)));
}
END_TEST

START_TEST(hosts_and_frames_that_cannot_be_are_refused)
{
    static const struct { const char *text, *words; } row[] = {
        { "partner eth0 host=\n", "no host's name" },
        { "partner eth0 host=H1,192.0.2.1\n", "no host's name" },
        { "partner eth0 host=abcdefghijklmnop,192.0.2.1\n", "up to 15" },
        { "partner eth0 host=a\n", "has no address" },
        { "partner eth0 host=a,192.0.2\n", "no IPv4 address" },
        { "partner eth0 host=a,192.0.2.1,vlan=4095\n", "1 to 4094" },
        { "partner eth0 host=a,mac=01:00:00:00:00:01\n", "group address" },
        { "partner eth0 host=a,192.0.2.1 host=a,192.0.2.2\n",
          "a second host 'a'" },
        { "partner eth0 host=a,192.0.2.1\npartner eth1 host=a,192.0.2.2\n",
          "story.hc:3: a second host 'a'" },
        { "partner eth0 host=a,10.0.0.1 host=b,10.0.0.2 host=c,10.0.0.3 "
          "host=d,10.0.0.4 host=e,10.0.0.5 host=f,10.0.0.6 host=g,10.0.0.7 "
          "host=h,10.0.0.8 host=i,10.0.0.9\n", "one too many; 8" },
        { "@boot send eth0 frmae from=a\n", "one of: frame" },
        { "@boot send eth0 frame to=broadcast\n", "who sends?" },
        { "@boot send eth0 frame from=nobody to=broadcast\n",
          "nobody's address" },
        { "@boot send eth0 frame from=02:00:00:00:00:01\n", "to whom?" },
        { "@boot send eth0 bpdu from=02:00:00:00:00:01 to=broadcast\n",
          "to= is for 'frame'" },
        { "@boot send eth0 igmp-join from=02:00:00:00:00:01\n",
          "which group?" },
        { "@boot send eth0 igmp-join from=02:00:00:00:00:01 "
          "group=192.0.2.1\n", "no IPv4 group" },
        { "@boot send eth0 frame from=02:00:00:00:00:01 to=unknown "
          "count=1000001\n", "count=1000001" },
        { "@boot send eth0 frame from=02:00:00:00:00:01 to=unknown "
          "count=0\n", "sends nothing" },
        { "@boot send eth0 frame from=02:00:00:00:00:01 to=unknown "
          "gap=1ns\n", "too short" },
        { "@boot send eth0 frame from=02:00:00:00:00:01 to=unknown "
          "len=13\n", "no length" },
        { "@boot send eth0 frame from=02:00:00:00:00:01 to=unknown "
          "vlan=4096\n", "vlan=4096" },
        { "@boot expect eth0 frame dst=nobody\n", "nobody's address" },
        { "@boot expect eth0 frame mac=a\n", "did you mean" },
        { "@boot expect eth0 frame way=up\n", "way=out" },
        { "@boot expect not eth0 frame count=1\n", "count=0 already" },
        { "@boot expect eth0 frame count=3..2\n", "before it begins" },
        { "@boot expect eth0 frame count=3..\n", "count=" },
    };

    for (unsigned at = 0; at < G_N_ELEMENTS(row); at++) {
        g_autofree char *text = g_strconcat("board evmsk\n", row[at].text,
                                            NULL);

        assert_refused(text, row[at].words);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("scenario");
    TCase *tcase = tcase_create("language");
    SRunner *runner = srunner_create(suite);
    int failed;

    tcase_add_checked_fixture(tcase, setup, teardown);
    tcase_add_test(tcase, the_story_is_the_first_comment_without_the_licence);
    tcase_add_test(tcase, the_head_says_what_is_on_the_bench);
    tcase_add_test(tcase, a_wire_between_jacks_is_a_cable_without_a_module);
    tcase_add_test(tcase,
                   the_guest_can_have_packages_of_several_lines_and_suites);
    tcase_add_test(tcase, testers_come_alone_or_in_pairs);
    tcase_add_test(tcase,
                   the_guest_can_have_files_of_the_user_and_of_its_kernel);
    tcase_add_test(tcase,
                   a_slirp_partner_is_restricted_unless_told_otherwise);
    tcase_add_test(tcase, times_are_boot_then_an_offset_or_a_window);
    tcase_add_test(tcase, a_quoted_command_keeps_its_blanks_and_quotes);
    tcase_add_test(tcase, mistakes_name_the_line_and_what_to_write_instead);
    tcase_add_test(tcase, a_kernel_that_is_too_old_is_a_reason_to_skip);
    tcase_add_test(tcase, a_board_that_does_not_fit_is_a_reason_to_skip);
    tcase_add_test(tcase, another_board_must_have_the_same_places);
    tcase_add_test(tcase, needs_of_a_board_name_one_and_compare_for_equality);
    tcase_add_test(tcase, a_file_that_is_no_text_is_refused);
    tcase_add_test(tcase, an_empty_file_is_told_so);
    tcase_add_test(tcase, live_commands_are_those_of_a_hand_at_the_cage);
    tcase_add_test(tcase, measured_values_are_read_in_their_own_units);
    tcase_add_test(tcase, verbs_with_several_words_and_a_key_are_understood);
    tcase_add_test(tcase,
                   a_macsec_line_changes_what_it_names_and_nothing_else);
    tcase_add_test(tcase, a_sectag_is_known_by_its_words_behind_vlan_tags_too);
    tcase_add_test(tcase, a_refused_partner_stays_as_it_was);
    tcase_add_test(tcase, several_hosts_live_behind_one_wire);
    tcase_add_test(tcase, a_frame_takes_its_sender_and_vlan_from_the_host);
    tcase_add_test(tcase, a_frame_is_recognised_by_addresses_vlan_and_type);
    tcase_add_test(tcase, hosts_and_frames_that_cannot_be_are_refused);
    tcase_add_test(tcase, an_ending_is_the_common_story_and_its_own_lines);
    tcase_add_test(tcase,
                   an_ending_that_is_not_there_is_refused_with_those_that_are);
    tcase_add_test(tcase, mistakes_about_endings_are_refused);
    suite_add_tcase(suite, tcase);
    srunner_run_all(runner, CK_NORMAL);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
