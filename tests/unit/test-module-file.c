/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Module files: what they make, and how they say what is wrong with them. */
#include <check.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../tools/lib/module-file.h"
#include "../../tools/lib/module-internal.h"
#include "../../tools/lib/units.h"

#ifdef HOTCAGE_SOURCE_DIR
#define SFP_MODULES_DIR HOTCAGE_SOURCE_DIR "/sfp-modules"
#else
#define SFP_MODULES_DIR "sfp-modules"
#endif

static char *dir, *path;
static struct hc_sfp_data data;
static GError *error;

static void setup(void)
{
    dir = g_dir_make_tmp("hotcage-XXXXXX", NULL);
    path = g_build_filename(dir, "m.ini", NULL);
    memset(&data, 0xee, sizeof(data));
    error = NULL;
}

static void teardown(void)
{
    g_remove(path);
    g_rmdir(dir);
    g_clear_error(&error);
    g_clear_pointer(&path, g_free);
    g_clear_pointer(&dir, g_free);
}

static bool load_with(const char *text, gsize size,
                      const char *const *overrides)
{
    g_clear_error(&error);
    g_remove(path);             /* replacing a file would wait for the disk */
    g_file_set_contents(path, text, (gssize)size, NULL);
    return hc_module_file_load(path, overrides, &data, &error);
}

static bool load(const char *text)
{
    return load_with(text, strlen(text), NULL);
}

/* The message is "path:line: ..." and has every word of `about`. */
static void refuses(const char *text, unsigned line, const char *about)
{
    g_autofree char *where = g_strdup_printf("%s:%u: ", path, line);

    ck_assert_msg(!load(text), "accepted: %s", text);
    ck_assert_msg(g_str_has_prefix(error->message, where), "%s",
                  error->message);
    ck_assert_msg(strstr(error->message, about), "%s", error->message);
    ck_assert_msg(strstr(error->message, "; "), "no advice: %s",
                  error->message);
}

static bool load_stock(const char *name)
{
    const char *const dirs[] = { SFP_MODULES_DIR, NULL };
    g_autofree char *found = hc_module_file_find(name, dirs, &error);

    return found && hc_module_file_load(found, NULL, &data, &error);
}

static uint8_t sum(const uint8_t *bytes, unsigned first, unsigned last)
{
    unsigned total = 0;

    for (unsigned i = first; i <= last; i++) {
        total += bytes[i];
    }
    return total & 0xff;
}

/* --- the stock --------------------------------------------------------- */

static const struct {
    const char *name;
    uint8_t  head[13];          /* bytes 0..12, from public dumps */
    uint8_t  options, diag[3];  /* 65, 92..94 */
    uint32_t kind, carries;
} stock[] = {
    { "generic-1000base-sx", "\x03\x04\x07\0\0\0\x01\0\0\0\0\x03\x0d", 0x1a,
      { 0x68, 0xb0, 0x01 }, HC_SFP_FIBRE, HC_IFACE_1000BASEX },
    { "late-1000base-sx", "\x03\x04\x07\0\0\0\x01\0\0\0\0\x03\x0d", 0x1a,
      { 0x68, 0xb0, 0x01 }, HC_SFP_FIBRE, HC_IFACE_1000BASEX },
    { "bad-checksum", "\x03\x04\x07\0\0\0\x01\0\0\0\0\x03\x0d", 0x1a,
      { 0x68, 0xb0, 0x01 }, HC_SFP_FIBRE, HC_IFACE_1000BASEX },
    { "generic-1000base-lx", "\x03\x04\x07\0\0\0\x02\0\0\x01\0\x01\x0d",
      0x1a, { 0x68, 0xf0, 0x01 }, HC_SFP_FIBRE, HC_IFACE_1000BASEX },
    { "finisar-ftlf8519", "\x03\x04\x07\0\0\0\x01\x20\x40\x0c\x05\x01\x15",
      0x1a, { 0x68, 0xb0, 0x01 }, HC_SFP_FIBRE, HC_IFACE_1000BASEX },
    { "100base-fx", "\x03\x04\x07\0\0\0\x20\0\0\0\0\x02\x01", 0x1a,
      { 0, 0, 0 }, HC_SFP_FIBRE, HC_IFACE_100BASEFX },
    { "passive-dac-1m", "\x03\x04\x21\x01\0\0\0\0\x04\0\0\0\x67", 0x00,
      { 0, 0, 0 }, HC_SFP_DAC, HC_IFACE_1000BASEX },
    { "amphenol-dac-3m", "\x03\x04\x21\0\0\0\0\0\x04\0\0\0\x67", 0x00,
      { 0, 0, 0 }, HC_SFP_DAC, HC_IFACE_1000BASEX },
    { "10gbase-sr", "\x03\x04\x07\x10\0\0\0\0\0\0\0\x06\x67", 0x1a,
      { 0x68, 0xf0, 0x03 }, HC_SFP_FIBRE, HC_IFACE_10GBASER },
};

START_TEST(each_stock_module_is_the_one_on_its_label)
{
    ck_assert_msg(load_stock(stock[_i].name), "%s",
                  error ? error->message : "");

    ck_assert_mem_eq(data.a0, stock[_i].head, 13);
    ck_assert_uint_eq(data.a0[65], stock[_i].options);
    ck_assert_mem_eq(&data.a0[92], stock[_i].diag, 3);
    ck_assert_uint_eq(data.kind, stock[_i].kind);
    ck_assert_uint_eq(data.carries, stock[_i].carries);
    ck_assert_uint_eq(data.has_a2, stock[_i].diag[0] != 0);
}
END_TEST

START_TEST(stock_check_codes_are_good_where_they_should_be)
{
    bool bad = !strcmp(stock[_i].name, "bad-checksum");

    ck_assert(load_stock(stock[_i].name));

    ck_assert_uint_eq(data.a0[63] == sum(data.a0, 0, 62), !bad);
    ck_assert_uint_eq(data.a0[95], sum(data.a0, 64, 94));
    if (data.has_a2) {
        ck_assert_uint_eq(data.a2[95], sum(data.a2, 0, 94));
        ck_assert_mem_eq(&data.a2[68], "\x3f\x80\0\0", 4);
        ck_assert_mem_eq(&data.a2[76], "\x01\0\0\0", 4);
    }
}
END_TEST

START_TEST(stock_files_begin_with_their_source)
{
    g_autofree char *file = g_strdup_printf("%s/%s.ini", SFP_MODULES_DIR,
                                            stock[_i].name);
    g_autofree char *text = NULL;

    ck_assert(g_file_get_contents(file, &text, NULL, NULL));
    ck_assert(*text == '#');
    ck_assert(strstr(text, "\nlabel-note = "));
}
END_TEST

START_TEST(a_real_10g_module_keeps_its_real_check_codes)
{
    ck_assert(load_stock("10gbase-sr"));

    ck_assert_uint_eq(data.a0[63], 0x48);
    ck_assert_uint_eq(data.a0[95], 0xf6);
    ck_assert_mem_eq(&data.a0[40], "FTLX8571D3BCL   ", 16);
}
END_TEST

START_TEST(stock_thresholds_are_those_of_the_dump)
{
    ck_assert(load_stock("generic-1000base-sx"));
    ck_assert_mem_eq(data.a2, "\x64\x00\xd2\xff\x5a\x00\xd7\xff\x8c\xa0", 10);
    ck_assert(load_stock("generic-1000base-lx"));
    ck_assert_mem_eq(data.a2, "\x5f\x00\xce\x00\x5a\x00\xd3\x00"
                     "\x8c\xa0\x75\x30\x88\xb8\x79\x18"
                     "\xaf\xc8\x00\x00\x88\xb8\x00\x00", 24);
}
END_TEST

START_TEST(the_late_module_takes_900_ms)
{
    ck_assert(load_stock("late-1000base-sx"));
    ck_assert_uint_eq(data.ready_after_ns, 900 * NS_PER_MS);
}
END_TEST

START_TEST(a_dac_has_grounded_contacts_and_takes_any_coding)
{
    ck_assert(load_stock("passive-dac-1m"));

    ck_assert_uint_eq(data.los_pin, HC_SFP_PIN_LOW);
    ck_assert_uint_eq(data.tx_fault_pin, HC_SFP_PIN_LOW);
    ck_assert(data.ignores_tx_disable);
    ck_assert(data.passes & 1u << HC_IFACE_SGMII);
    ck_assert(data.passes & 1u << HC_IFACE_1000BASEX);
}
END_TEST

/* --- the INI form ------------------------------------------------------ */

START_TEST(fields_land_where_sff_8472_wants_them)
{
    ck_assert(load("[a0]\nvendor = OEM\npart=X-1\nwavelength-nm = 1550\n"
                   "length-smf-m = 10000\nlength-om3-m = 300\n"
                   "oui = 00:90:65\nbyte-36 = 0x1e\n"));

    ck_assert_mem_eq(&data.a0[20], "OEM             ", 16);
    ck_assert_mem_eq(&data.a0[40], "X-1             ", 16);
    ck_assert_uint_eq(data.a0[60] << 8 | data.a0[61], 1550);
    ck_assert_uint_eq(data.a0[15], 100);
    ck_assert_uint_eq(data.a0[19], 30);
    ck_assert_uint_eq(data.a0[36], 0x1e);
    ck_assert_uint_eq(data.a0[63], sum(data.a0, 0, 62));
    ck_assert(!data.has_a2);
}
END_TEST

START_TEST(a_rate_beyond_25_gbd_moves_to_byte_66)
{
    ck_assert(load("[a0]\nnominal-rate-mbd = 25750\n"));
    ck_assert_uint_eq(data.a0[12], 0xff);
    ck_assert_uint_eq(data.a0[66], 103);
}
END_TEST

START_TEST(an_inverted_los_option_inverts_the_contact)
{
    ck_assert(load("[a0]\noptions = los-inverted\n"));
    ck_assert_uint_eq(data.los_pin, HC_SFP_PIN_INVERTED);
    ck_assert(load("[a0]\noptions = los-inverted\n[behaviour]\nlos = low\n"));
    ck_assert_uint_eq(data.los_pin, HC_SFP_PIN_LOW);
}
END_TEST

START_TEST(a_copper_module_is_one_by_its_compliance)
{
    ck_assert(load("[a0]\nethernet = 1000base-t\n"));
    ck_assert_uint_eq(data.kind, HC_SFP_RJ45);
    ck_assert_uint_eq(data.carries, HC_IFACE_SGMII);
}
END_TEST

START_TEST(a_bidi_module_without_compliance_is_known_by_its_rate)
{
    ck_assert(load("[a0]\nconnector = lc\nnominal-rate-mbd = 1300\n"));
    ck_assert_uint_eq(data.carries, HC_IFACE_1000BASEX);
    ck_assert(load("[a0]\nconnector = lc\nnominal-rate-mbd = 3100\n"));
    ck_assert_uint_eq(data.carries, HC_IFACE_2500BASEX);
}
END_TEST

START_TEST(behaviour_and_codings_can_be_said)
{
    ck_assert(load("[module]\nkind = fibre\ncarries = sgmii\n"
                   "passes = sgmii 1000base-x\n[behaviour]\n"
                   "ready-after = 20s\nwritable = kept\n"
                   "tx-disable = ignored\n"));

    ck_assert_uint_eq(data.passes,
                      1u << HC_IFACE_SGMII | 1u << HC_IFACE_1000BASEX);
    ck_assert_uint_eq(data.ready_after_ns, 20 * NS_PER_S);
    ck_assert_uint_eq(data.writes, HC_SFP_WRITES_STORED);
    ck_assert(data.ignores_tx_disable);
}
END_TEST

START_TEST(checksums_can_be_wrong_on_purpose)
{
    ck_assert(load("[a0]\nvendor = X\nchecksum = bad-ext\n"));
    ck_assert_uint_eq(data.a0[63], sum(data.a0, 0, 62));
    ck_assert_uint_ne(data.a0[95], sum(data.a0, 64, 94));
}
END_TEST

START_TEST(overrides_win_over_the_file)
{
    static const char text[] = "[a0]\nvendor = OEM\n"
                               "[behaviour]\nready-after = 1s\n";
    const char *const words[] = { "ready_after=900ms", "a0.vendor=ACME",
                                  "a2.temp_mdegc=30000", NULL };

    ck_assert_msg(load_with(text, strlen(text), words), "%s",
                  error ? error->message : "");

    ck_assert_uint_eq(data.ready_after_ns, 900 * NS_PER_MS);
    ck_assert_mem_eq(&data.a0[20], "ACME ", 5);
    ck_assert_uint_eq(data.a2[96], 30);
    ck_assert(data.has_a2);
    ck_assert_uint_eq(data.a0[63], sum(data.a0, 0, 62));
}
END_TEST

START_TEST(a_bad_override_is_named)
{
    const char *const word[][2] = {
        { "ready_after=900", NULL }, { "redy_after=900ms", NULL },
        { "ready_after", NULL }, { "a3.vendor=x", NULL }, { "=x", NULL },
        { ".=x", NULL },
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(word); i++) {
        ck_assert(!load_with("", 0, word[i]));
        ck_assert_msg(strstr(error->message, word[i][0]), "%s",
                      error->message);
    }
}
END_TEST

/* --- refusals ---------------------------------------------------------- */

START_TEST(structure_mistakes_name_their_line)
{
    refuses("vendor = X\n", 1, "before the first group");
    refuses("# hello\n\n[a1]\n", 3, "unknown group");
    refuses("[a0\n", 1, "does not end");
    refuses("[a0]\nvendr = X\n", 2, "unknown key 'vendr'");
    refuses("[a0]\nvendor X\n", 2, "neither a group nor a key");
    refuses("[a0]\nvendor = X\npart = Y\nvendor = Z\n", 4, "a second time");
    refuses("[a0]\n[a2]\n[a0]\n", 3, "a second time");
    refuses("[a0]\nbyte-256 = 1\n", 2, "unknown key");
    refuses("[a0]\n= 1\n", 2, "neither a group nor a key");
    refuses("[]\n", 1, "unknown group");
}
END_TEST

START_TEST(values_out_of_range_name_their_line)
{
    refuses("[a0]\nvendor = 12345678901234567\n", 2, "17 characters");
    refuses("[a0]\nvendor = Müller\n", 2, "ASCII");
    refuses("[a0]\nconnector = lx\n", 2, "unknown word 'lx'");
    refuses("[a0]\nconnector = 256\n", 2, "out of range");
    refuses("[a0]\nethernet = 1000base-zx\n", 2, "1000base-zx");
    refuses("[a0]\nwavelength-nm = 70000\n", 2, "out of range");
    refuses("[a0]\nwavelength-nm = -1\n", 2, "out of range");
    refuses("[a0]\nwavelength-nm = 850nm\n", 2, "no number");
    refuses("[a0]\nwavelength-nm = 99999999999999999999\n", 2, "no number");
    refuses("[a0]\nnominal-rate-mbd = 1250\n", 2, "multiple of 100");
    refuses("[a0]\nlength-om2-m = 555\n", 2, "multiple of 10");
    refuses("[a0]\ndate = 151329\n", 2, "date");
    refuses("[a0]\ndate = 15\n", 2, "date");
    refuses("[a0]\noui = 00:90\n", 2, "2 bytes");
    refuses("[a0]\nraw = 03 4\n", 2, "hex byte");
    refuses("[a0]\nraw =\n", 2, "0 bytes");
    refuses("[a0]\nbyte-17 = 0x100\n", 2, "out of range");
    refuses("[a0]\nchecksum = maybe\n", 2, "maybe");
    refuses("[a2]\ntemp-mdegc = 128000\n", 2, "out of range");
    refuses("[a2]\ntx-power-uw = 6554\n", 2, "out of range");
    refuses("[behaviour]\nready-after = 300\n", 2, "no unit");
    refuses("[behaviour]\nready-after = 2h\n", 2, "unknown unit");
    refuses("[behaviour]\nready-after = 61min\n", 2, "hour");
    refuses("[behaviour]\nwritable = yes\n", 2, "yes");
    refuses("[module]\nkind = coax\n", 2, "coax");
    refuses("[module]\ncarries = mdi\n", 2, "unknown coding");
    refuses("[module]\nraw = no-such-file\n", 2, "no-such-file");
}
END_TEST

static void refuses_value(const struct hc_module_key *key, const char *value)
{
    g_autofree char *text = g_strdup_printf("[%s]\n%s = %s\n", key->group,
                                            key->name, value);

    refuses(text, 2, "");
}

/* The bounds are those of the table; that they are right is for the tests
 * of single fields to say. Only the note is free. */
START_TEST(keys_that_contradict_each_other_name_their_line)
{
    refuses("[behaviour]\nphy = 88e1111\n", 2, "kind = rj45");
    refuses("[behaviour]\nphy-mode = sgmii\n", 2, "straps");
    refuses("[behaviour]\nphy-address = 0x57\n", 2, "an address");
    refuses("[module]\nkind = rj45\n[behaviour]\nphy = 88e1111\n"
            "phy-boot = 1s\n", 5, "rollball");
    refuses("[module]\ncarries = sgmii\npasses = 1000base-x\n", 3,
            "does not pass");
    refuses("[behaviour]\nreads = a2-blocks\n", 2, "add [a2]");
    refuses("[module]\nkind = dac\n[behaviour]\nlos-assert = -25dBm\n", 4,
            "no light");
    refuses("[behaviour]\nlos = low\nlos-assert = -25dBm\n", 3, "tied");
    refuses("[behaviour]\nlos = follows\nlos-deassert = -25dBm\n", 3,
            "los-assert, too");
    refuses("[behaviour]\nlos = follows\nlos-assert = -20dBm\n"
            "los-deassert = -25dBm\n", 4, "at least as much");
    refuses("[behaviour]\nlos-assert = 3\n", 2, "no power");
    refuses("[behaviour]\nlos-assert = -60dBm\n", 2, "does not fit");
    refuses("[a0]\ndiagnostics = ddm external\n[a2]\n"
            "cal-vcc-slope = 0.25\nvcc-uv = 3300000\n", 5, "calibration");
    refuses("[a2]\ncal-vcc-slope = 256\n", 2, "out of range");
    refuses("[a2]\ncal-vcc-slope = nan\n", 2, "no number");
    refuses("[a2]\ncal-rx-power-4 = 1e39\n", 2, "four bytes");
}
END_TEST

START_TEST(every_key_refuses_what_it_cannot_express)
{
    g_autofree char *far_too_long = g_strnfill(300, 'x');

    for (const struct hc_module_key *key = hc_module_keys; key->name; key++) {
        if (!strcmp(key->name, "label-note")) {
            continue;
        }
        refuses_value(key, far_too_long);
        refuses_value(key, "\xc3\xa9");
        refuses_value(key, "no-such-word-anywhere");
        if (key->max > key->min) {
            g_autofree char *above = g_strdup_printf(
                "%" G_GINT64_FORMAT, key->max + 1);
            g_autofree char *below = g_strdup_printf(
                "%" G_GINT64_FORMAT, key->min - 1);

            refuses_value(key, above);
            refuses_value(key, below);
            refuses_value(key, "1.5");
        }
    }
}
END_TEST

START_TEST(ten_megabytes_of_keys_are_refused_at_once)
{
    g_autoptr(GString) text = g_string_new("[a0]\n");

    while (text->len < 10 * 1024 * 1024) {
        g_string_append(text, "vendor = AVERYLONGVENDOR\n");
    }

    ck_assert(!load(text->str));
    ck_assert(strstr(error->message, "larger than 65536 bytes"));
}
END_TEST

START_TEST(a_file_that_is_too_large_is_refused)
{
    g_autofree char *text = g_strnfill(10 * 1024 * 1024, '#');

    ck_assert(!load(text));
    ck_assert(strstr(error->message, "larger than 65536 bytes"));
}
END_TEST

START_TEST(what_is_no_file_is_refused)
{
    ck_assert(!hc_module_file_load("/dev/zero", NULL, &data, &error));
    g_clear_error(&error);
    ck_assert(!hc_module_file_load(dir, NULL, &data, &error));
    g_clear_error(&error);
    ck_assert(!hc_module_file_load("/no/such/file", NULL, &data, &error));
    ck_assert(strstr(error->message, "/no/such/file: "));
}
END_TEST

START_TEST(a_refused_file_leaves_the_result_alone)
{
    struct hc_sfp_data before = data;

    ck_assert(!load("[a0]\nvendor = OK\npart = 12345678901234567\n"));
    ck_assert_mem_eq(&data, &before, sizeof(data));
}
END_TEST

/* --- dumps ------------------------------------------------------------- */

/* ODI DFP-34X-2C2 as its owner posted it (hack-gpon.github.io, pull request
 * 326); check codes 70 and DF are its own. */
static const char odi[] =
    "Offset          Values\n"
    "------          ------\n"
    "0x0000:         03 04 01 00 00 00 02 22 00 01 00 01 0d 00 14 c8 \n"
    "0x0010:         00 00 00 00 4f 44 49 20 20 20 20 20 20 20 20 20 \n"
    "0x0020:         20 20 20 20 00 00 00 00 44 46 50 2d 33 34 58 2d \n"
    "0x0030:         32 43 32 20 20 20 20 20 20 20 20 20 05 1e 00 70 \n"
    "0x0040:         00 1a 00 00 58 50 4f 4e 32 33 30 34 30 37 31 31 \n"
    "0x0050:         20 20 20 20 32 33 30 35 30 34 20 20 00 00 00 df \n";

static char *odi_dump(unsigned lines)
{
    GString *text = g_string_new(odi);

    for (unsigned i = 6; i < lines; i++) {
        g_string_append_printf(text, "0x%04x:        ", i * 16);
        for (unsigned n = 0; n < 16; n++) {
            g_string_append(text, " ff");
        }
        g_string_append_c(text, '\n');
    }
    return g_string_free(text, FALSE);
}

START_TEST(ethtool_hex_text_is_a_module)
{
    g_autofree char *text = odi_dump(32);

    ck_assert_msg(load(text), "%s", error ? error->message : "");

    ck_assert_mem_eq(&data.a0[20], "ODI ", 4);
    ck_assert_uint_eq(data.a0[63], 0x70);
    ck_assert_uint_eq(data.a0[63], hc_sfp_check_code(data.a0, 0, 62));
    ck_assert_uint_eq(data.a0[95], 0xdf);
    ck_assert_uint_eq(data.a0[95], hc_sfp_check_code(data.a0, 64, 94));
    ck_assert(data.has_a2);
    ck_assert_uint_eq(data.a2[95], 0xff);               /* kept as it is */
    ck_assert_uint_eq(data.carries, HC_IFACE_1000BASEX);
}
END_TEST

START_TEST(half_a_dump_has_no_a2h)
{
    g_autofree char *text = odi_dump(16);

    ck_assert(load(text));
    ck_assert(!data.has_a2);
}
END_TEST

START_TEST(binary_dumps_have_256_or_512_bytes)
{
    char bytes[513] = { 0x03, 0x04, 0x07 };

    ck_assert(load_with(bytes, 256, NULL));
    ck_assert(!data.has_a2);
    ck_assert(load_with(bytes, 512, NULL));
    ck_assert(data.has_a2);
    ck_assert(!load_with(bytes, 513, NULL));
    ck_assert(strstr(error->message, "513 bytes"));
    ck_assert(!load_with(bytes, 1, NULL));
}
END_TEST

START_TEST(damaged_dumps_name_their_line)
{
    g_autofree char *text = odi_dump(5);        /* lines 0..5: 96 bytes */

    ck_assert(!load(text));
    ck_assert(strstr(error->message, "96 bytes"));
    refuses("0x0000: 03 04\n0x0010: 00\n", 2, "follow each other");
    refuses("0x0000: 03 0\n", 1, "no hex byte");
    refuses("0x0000: 03 04\nhello\n", 2, "follow each other");
}
END_TEST

START_TEST(an_ini_file_can_build_on_a_dump)
{
    g_autofree char *text = odi_dump(16);
    g_autofree char *dump = g_build_filename(dir, "odi.txt", NULL);

    g_file_set_contents(dump, text, -1, NULL);
    ck_assert_msg(load("[module]\nraw = odi.txt\n[a0]\nvendor = ACME\n"),
                  "%s", error ? error->message : "");
    g_remove(dump);

    ck_assert_mem_eq(&data.a0[20], "ACME ", 5);
    ck_assert_mem_eq(&data.a0[40], "DFP-34X-2C2 ", 12);
    ck_assert_uint_eq(data.a0[63], sum(data.a0, 0, 62));
}
END_TEST

START_TEST(an_ini_file_cannot_include_itself)
{
    refuses("[module]\nraw = m.ini\n", 2, "no dump");
}
END_TEST

START_TEST(noise_is_refused_without_a_crash)
{
    g_autoptr(GRand) rand = g_rand_new_with_seed(1);
    static const char seed[] = "[a0]\nraw = 03 04\nvendor = X\nbyte-1=2\n"
                               "[behaviour]\nready-after=1s\n0x0000: 03\n";
    char text[sizeof(seed)];

    for (unsigned round = 0; round < 2000; round++) {
        memcpy(text, seed, sizeof(seed));
        for (unsigned i = 0; i < 4; i++) {
            text[g_rand_int_range(rand, 0, sizeof(seed) - 1)] =
                (char)g_rand_int_range(rand, 0, 256);
        }
        if (!load_with(text, sizeof(seed) - 1, NULL)) {
            ck_assert_ptr_nonnull(error);
        }
    }
}
END_TEST

/* --- finding and describing -------------------------------------------- */

START_TEST(modules_are_found_by_name_or_by_path)
{
    const char *const dirs[] = { "/nonexistent", SFP_MODULES_DIR, NULL };
    g_autofree char *by_name = hc_module_file_find("100base-fx", dirs, NULL);
    g_autofree char *by_path = NULL;

    ck_assert(by_name && g_str_has_suffix(by_name, "/100base-fx.ini"));
    by_path = hc_module_file_find(by_name, NULL, NULL);
    ck_assert_str_eq(by_path, by_name);
    ck_assert_ptr_null(hc_module_file_find("100base-xx", dirs, &error));
    ck_assert(strstr(error->message, "100base-xx"));
    ck_assert(strstr(error->message, SFP_MODULES_DIR));
}
END_TEST

START_TEST(a_description_decodes_every_field)
{
    g_autoptr(GString) text = g_string_new(NULL);

    ck_assert(load_stock("bad-checksum"));
    hc_module_describe(&data, text);

    ck_assert(strstr(text->str, "connector              0x07 lc\n"));
    ck_assert(strstr(text->str, "ethernet               1000base-sx\n"));
    ck_assert(strstr(text->str, "nominal-rate           1300 MBd\n"));
    ck_assert(strstr(text->str, "part                   S-85DLC05D\n"));
    ck_assert(strstr(text->str, "bad, 0x"));
    ck_assert(strstr(text->str, "temp                   38000 mdegC"));
    ck_assert(strstr(text->str, "ready-after            100ms\n"));
}
END_TEST

/* SFF-8472 tables 5-3, 9-11 and 9-12; SFF-8024 table 4-4. */
START_TEST(a_description_names_the_bits_of_other_standards)
{
    g_autoptr(GString) text = g_string_new(NULL);

    ck_assert(load("[a0]\nidentifier = sfp\nbyte-4 = 0x01\n"
                   "byte-7 = 0x22\nbyte-9 = 0x01\nbyte-10 = 0x15\n"
                   "byte-36 = 0x1e\nbyte-12 = 13\nbyte-66 = 5\n"
                   "byte-67 = 10\nbyte-13 = 2\ndiagnostics = ddm\n"
                   "[a2]\nbyte-110 = 0x86\nbyte-112 = 0x41\n"
                   "byte-117 = 0x40\n"));
    hc_module_describe(&data, text);

    ck_assert(strstr(text->str, "sonet                  oc48-short\n"));
    ck_assert(strstr(text->str, "fibre-channel          intermediate "
                     "longwave-lc single-mode 400MB/s 200MB/s 100MB/s\n"));
    ck_assert(strstr(text->str, "extended-compliance    0x1e 2.5gbase-t\n"));
    ck_assert(strstr(text->str, "rate-margins           +5 % -10 %\n"));
    ck_assert(strstr(text->str, "rate-identifier        0x02\n"));
    ck_assert(strstr(text->str, "status                 tx-disable-pin "
                     "tx-fault los\n"));
    ck_assert(strstr(text->str, "alarms-on              temp-low "
                     "tx-power-low\n"));
    ck_assert(strstr(text->str, "warnings-on            rx-power-low\n"));
}
END_TEST

START_TEST(a_description_of_noise_stays_printable)
{
    g_autoptr(GString) text = g_string_new(NULL);

    memset(&data, 0xff, sizeof(data.a0) + sizeof(data.a2));
    data.ready_after_ns = 1;
    data.kind = data.carries = data.writes = 99;
    data.passes = data.los_pin = data.tx_fault_pin = 99;
    data.has_a2 = data.ignores_tx_disable = true;
    hc_module_describe(&data, text);

    for (const char *c = text->str; *c; c++) {
        ck_assert(*c == '\n' || g_ascii_isprint(*c));
    }
}
END_TEST

/* --- import and export ------------------------------------------------- */

START_TEST(an_imported_dump_is_the_same_module)
{
    g_autofree char *text = odi_dump(32);
    g_autoptr(GString) ini = g_string_new(NULL);
    struct hc_sfp_data before;

    ck_assert(load(text));
    before = data;
    ck_assert(hc_module_import(path, NULL, ini, &error));
    ck_assert_int_eq(ini->str[0], '#');
    ck_assert(strstr(ini->str, "label-note = ODI DFP-34X-2C2\n"));

    ck_assert_msg(load(ini->str), "%s", error ? error->message : "");
    ck_assert_mem_eq(&data, &before, sizeof(data));
}
END_TEST

START_TEST(import_tells_wrong_check_codes_and_keeps_them)
{
    char bytes[256] = { 0x03, 0x04, 0x07, [63] = 0x55 };
    g_autoptr(GString) ini = g_string_new(NULL);

    load_with(bytes, sizeof(bytes), NULL);
    ck_assert(hc_module_import(path, NULL, ini, &error));
    ck_assert(strstr(ini->str, "CC_BASE 55 is wrong"));

    ck_assert(load(ini->str));
    ck_assert_uint_eq(data.a0[63], 0x55);
    ck_assert(!data.has_a2);
}
END_TEST

START_TEST(an_ini_file_is_nothing_to_import)
{
    g_autoptr(GString) ini = g_string_new(NULL);

    load("[a0]\nvendor = X\n");
    ck_assert(!hc_module_import(path, NULL, ini, &error));
    ck_assert(strstr(error->message, "no dump"));
    ck_assert_uint_eq(ini->len, 0);
}
END_TEST

START_TEST(an_imported_module_can_be_named)
{
    g_autofree char *text = odi_dump(16);
    g_autoptr(GString) ini = g_string_new(NULL);

    ck_assert(load(text));
    ck_assert(hc_module_import(path, "Stick of #7", ini, &error));
    ck_assert(strstr(ini->str, "\nlabel-note = Stick of #7\n"));
    ck_assert_msg(load(ini->str), "%s", error ? error->message : "");

    ck_assert(!hc_module_import(path, "A\n[a0]", ini, &error));
    ck_assert(strstr(error->message, "label"));
    g_clear_error(&error);
    ck_assert(!hc_module_import(path, "", ini, &error));
}
END_TEST

START_TEST(an_export_reads_back)
{
    g_autoptr(GByteArray) bytes = g_byte_array_new();
    struct hc_sfp_data before;

    ck_assert(load_stock("generic-1000base-lx"));
    before = data;
    hc_module_export(&data, bytes);
    ck_assert_uint_eq(bytes->len, 512);

    ck_assert(load_with((char *)bytes->data, bytes->len, NULL));
    ck_assert_mem_eq(data.a0, before.a0, 256);
    ck_assert_mem_eq(data.a2, before.a2, 256);
}
END_TEST

/* --- copper ------------------------------------------------------------ */

START_TEST(a_1000base_t_module_has_an_88e1111_at_0x56)
{
    ck_assert(load("[a0]\nconnector = rj45\nethernet = 1000base-t\n"));

    ck_assert_uint_eq(data.phy, HC_SFP_PHY_88E1111);
    ck_assert_uint_eq(data.phy_address, 0x56);
    ck_assert_uint_eq(data.carries, HC_IFACE_SGMII);
}
END_TEST

START_TEST(a_phy_can_be_elsewhere_hidden_or_absent)
{
    static const char rj45[] = "[a0]\nethernet = 1000base-t\n[behaviour]\n";
    g_autofree char *far = g_strconcat(rj45, "phy-address = 0x53\n", NULL);
    g_autofree char *hid = g_strconcat(rj45, "phy-address = none\n", NULL);
    g_autofree char *none = g_strconcat(rj45, "phy = none\n", NULL);
    g_autofree char *mine = g_strconcat(rj45, "phy-address = 0x51\n", NULL);

    ck_assert(load(far));
    ck_assert_uint_eq(data.phy_address, 0x53);
    ck_assert(load(hid));
    ck_assert_uint_eq(data.phy_address, 0);
    ck_assert_uint_eq(data.phy, HC_SFP_PHY_88E1111);
    ck_assert(load(none));
    ck_assert_uint_eq(data.phy, HC_SFP_PHY_NONE);
    refuses(mine, 4, "EEPROM's");
}
END_TEST

START_TEST(a_strap_for_1000base_x_is_what_the_module_carries)
{
    ck_assert(load_stock("finisar-fclf8522"));

    ck_assert_uint_eq(data.phy_strap, 0x8);     /* HWCFG_MODE */
    ck_assert_uint_eq(data.carries, HC_IFACE_1000BASEX);
}
END_TEST

START_TEST(strings_can_be_padded_with_nuls)
{
    ck_assert(load_stock("nul-padded"));

    ck_assert_mem_eq(&data.a0[20], "OEM\0\0\0\0\0\0\0\0\0\0\0\0\0", 16);
    ck_assert_mem_eq(&data.a0[40], "SFP-GE-T\0\0\0\0\0\0\0\0", 16);
    ck_assert_uint_eq(data.a0[63], sum(data.a0, 0, 62));
}
END_TEST

START_TEST(every_stock_file_is_a_module_with_a_source)
{
    GDir *folder = g_dir_open(SFP_MODULES_DIR, 0, NULL);
    const char *name;
    unsigned n = 0;

    ck_assert_ptr_nonnull(folder);
    while ((name = g_dir_read_name(folder))) {
        g_autofree char *file = g_build_filename(SFP_MODULES_DIR, name, NULL);
        g_autofree char *text = NULL;

        if (!g_str_has_suffix(name, ".ini")) {
            continue;
        }
        ck_assert(g_file_get_contents(file, &text, NULL, NULL));
        ck_assert_msg(*text == '#', "%s", name);
        ck_assert_msg(strstr(text, "\nlabel-note = "), "%s", name);
        ck_assert_msg(hc_module_file_load(file, NULL, &data, &error), "%s",
                      error ? error->message : "");
        n++;
    }
    g_dir_close(folder);
    ck_assert_uint_ge(n, 30);
}
END_TEST

START_TEST(durations_have_units)
{
    static const struct { const char *text; uint64_t ns; } good[] = {
        { "300ms", 300000000 }, { "2s", 2000000000 }, { "10us", 10000 },
        { "7ns", 7 }, { "1.5s", 1500000000 }, { "0.25us", 250 },
        { "2min", UINT64_C(120000000000) }, { "0s", 0 },
    };
    static const char *const bad[] = {
        "300", "", "ms", "-1s", "1 s", "1.s", "0.5ns", "1h", "1ss",
        "99999999999999999999ns", "18446744074s", "1.00000000000000000001s",
    };
    uint64_t ns;

    for (unsigned i = 0; i < G_N_ELEMENTS(good); i++) {
        ck_assert(hc_parse_duration(good[i].text, &ns, NULL));
        ck_assert_uint_eq(ns, good[i].ns);
    }
    for (unsigned i = 0; i < G_N_ELEMENTS(bad); i++) {
        g_clear_error(&error);
        ck_assert_msg(!hc_parse_duration(bad[i], &ns, &error), "%s", bad[i]);
        ck_assert(strstr(error->message, "; "));
    }
}
END_TEST

START_TEST(durations_are_written_in_their_largest_unit)
{
    g_autofree char *a = hc_format_duration(900 * NS_PER_MS);
    g_autofree char *b = hc_format_duration(60 * NS_PER_S);
    g_autofree char *c = hc_format_duration(1500);

    ck_assert_str_eq(a, "900ms");
    ck_assert_str_eq(b, "60s");
    ck_assert_str_eq(c, "1500ns");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("module-file");
    TCase *tc = tcase_create("module-file");
    int n = G_N_ELEMENTS(stock), failed;
    SRunner *runner;

    tcase_add_checked_fixture(tc, setup, teardown);
    tcase_set_timeout(tc, 60);          /* each file goes to the disk */
    tcase_add_loop_test(tc, each_stock_module_is_the_one_on_its_label, 0, n);
    tcase_add_loop_test(tc, stock_check_codes_are_good_where_they_should_be,
                        0, n);
    tcase_add_loop_test(tc, stock_files_begin_with_their_source, 0, n);
    tcase_add_test(tc, a_real_10g_module_keeps_its_real_check_codes);
    tcase_add_test(tc, stock_thresholds_are_those_of_the_dump);
    tcase_add_test(tc, the_late_module_takes_900_ms);
    tcase_add_test(tc, a_dac_has_grounded_contacts_and_takes_any_coding);
    tcase_add_test(tc, fields_land_where_sff_8472_wants_them);
    tcase_add_test(tc, a_rate_beyond_25_gbd_moves_to_byte_66);
    tcase_add_test(tc, an_inverted_los_option_inverts_the_contact);
    tcase_add_test(tc, a_copper_module_is_one_by_its_compliance);
    tcase_add_test(tc, a_bidi_module_without_compliance_is_known_by_its_rate);
    tcase_add_test(tc, behaviour_and_codings_can_be_said);
    tcase_add_test(tc, checksums_can_be_wrong_on_purpose);
    tcase_add_test(tc, overrides_win_over_the_file);
    tcase_add_test(tc, a_bad_override_is_named);
    tcase_add_test(tc, structure_mistakes_name_their_line);
    tcase_add_test(tc, values_out_of_range_name_their_line);
    tcase_add_test(tc, keys_that_contradict_each_other_name_their_line);
    tcase_add_test(tc, every_key_refuses_what_it_cannot_express);
    tcase_add_test(tc, ten_megabytes_of_keys_are_refused_at_once);
    tcase_add_test(tc, a_file_that_is_too_large_is_refused);
    tcase_add_test(tc, what_is_no_file_is_refused);
    tcase_add_test(tc, a_refused_file_leaves_the_result_alone);
    tcase_add_test(tc, ethtool_hex_text_is_a_module);
    tcase_add_test(tc, half_a_dump_has_no_a2h);
    tcase_add_test(tc, binary_dumps_have_256_or_512_bytes);
    tcase_add_test(tc, damaged_dumps_name_their_line);
    tcase_add_test(tc, an_ini_file_can_build_on_a_dump);
    tcase_add_test(tc, an_ini_file_cannot_include_itself);
    tcase_add_test(tc, noise_is_refused_without_a_crash);
    tcase_add_test(tc, modules_are_found_by_name_or_by_path);
    tcase_add_test(tc, a_description_decodes_every_field);
    tcase_add_test(tc, a_description_names_the_bits_of_other_standards);
    tcase_add_test(tc, a_description_of_noise_stays_printable);
    tcase_add_test(tc, an_imported_dump_is_the_same_module);
    tcase_add_test(tc, import_tells_wrong_check_codes_and_keeps_them);
    tcase_add_test(tc, an_ini_file_is_nothing_to_import);
    tcase_add_test(tc, an_imported_module_can_be_named);
    tcase_add_test(tc, an_export_reads_back);
    tcase_add_test(tc, a_1000base_t_module_has_an_88e1111_at_0x56);
    tcase_add_test(tc, a_phy_can_be_elsewhere_hidden_or_absent);
    tcase_add_test(tc, a_strap_for_1000base_x_is_what_the_module_carries);
    tcase_add_test(tc, strings_can_be_padded_with_nuls);
    tcase_add_test(tc, every_stock_file_is_a_module_with_a_source);
    tcase_add_test(tc, durations_have_units);
    tcase_add_test(tc, durations_are_written_in_their_largest_unit);
    suite_add_tcase(suite, tc);
    runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
