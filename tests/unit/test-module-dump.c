/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Dumps as modules, modules as dumps, and what is said of them. */
#include "module-bench.h"

#include "run.h"

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

    ck_assert_msg(load(text), "%s", problem ? problem->message : "");

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
    ck_assert(strstr(problem->message, "513 bytes"));
    ck_assert(!load_with(bytes, 1, NULL));
}
END_TEST

START_TEST(damaged_dumps_name_their_line)
{
    g_autofree char *text = odi_dump(5);        /* lines 0..5: 96 bytes */

    ck_assert(!load(text));
    ck_assert(strstr(problem->message, "96 bytes"));
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
                  "%s", problem ? problem->message : "");
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
            ck_assert_ptr_nonnull(problem);
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
    ck_assert_ptr_null(hc_module_file_find("100base-xx", dirs, &problem));
    ck_assert(strstr(problem->message, "100base-xx"));
    ck_assert(strstr(problem->message, SFP_MODULES_DIR));
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
    ck_assert(hc_module_import(path, NULL, ini, &problem));
    ck_assert_int_eq(ini->str[0], '#');
    ck_assert(strstr(ini->str, "label-note = ODI DFP-34X-2C2\n"));

    ck_assert_msg(load(ini->str), "%s", problem ? problem->message : "");
    ck_assert_mem_eq(&data, &before, sizeof(data));
}
END_TEST

START_TEST(import_tells_wrong_check_codes_and_keeps_them)
{
    char bytes[256] = { 0x03, 0x04, 0x07, [63] = 0x55 };
    g_autoptr(GString) ini = g_string_new(NULL);

    load_with(bytes, sizeof(bytes), NULL);
    ck_assert(hc_module_import(path, NULL, ini, &problem));
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
    ck_assert(!hc_module_import(path, NULL, ini, &problem));
    ck_assert(strstr(problem->message, "no dump"));
    ck_assert_uint_eq(ini->len, 0);
}
END_TEST

START_TEST(an_imported_module_can_be_named)
{
    g_autofree char *text = odi_dump(16);
    g_autoptr(GString) ini = g_string_new(NULL);

    ck_assert(load(text));
    ck_assert(hc_module_import(path, "Stick of #7", ini, &problem));
    ck_assert(strstr(ini->str, "\nlabel-note = Stick of #7\n"));
    ck_assert_msg(load(ini->str), "%s", problem ? problem->message : "");

    ck_assert(!hc_module_import(path, "A\n[a0]", ini, &problem));
    ck_assert(strstr(problem->message, "label"));
    g_clear_error(&problem);
    ck_assert(!hc_module_import(path, "", ini, &problem));
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

static void add(TCase *tc)
{
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
}

int main(void)
{
    return run_suite("module-dump", module_setup, module_teardown, add);
}
