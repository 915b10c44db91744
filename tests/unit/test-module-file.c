/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Module files: what they make, and how they say what is wrong. */
#include "module-bench.h"

#include "run.h"

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
                  problem ? problem->message : "");

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
        ck_assert_msg(strstr(problem->message, word[i][0]), "%s",
                      problem->message);
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
    ck_assert(strstr(problem->message, "larger than 65536 bytes"));
}
END_TEST

START_TEST(a_file_that_is_too_large_is_refused)
{
    g_autofree char *text = g_strnfill(10 * 1024 * 1024, '#');

    ck_assert(!load(text));
    ck_assert(strstr(problem->message, "larger than 65536 bytes"));
}
END_TEST

START_TEST(what_is_no_file_is_refused)
{
    ck_assert(!hc_module_file_load("/dev/zero", NULL, &data, &problem));
    g_clear_error(&problem);
    ck_assert(!hc_module_file_load(dir, NULL, &data, &problem));
    g_clear_error(&problem);
    ck_assert(!hc_module_file_load("/no/such/file", NULL, &data, &problem));
    ck_assert(strstr(problem->message, "/no/such/file: "));
}
END_TEST

START_TEST(a_refused_file_leaves_the_result_alone)
{
    struct hc_sfp_data before = data;

    ck_assert(!load("[a0]\nvendor = OK\npart = 12345678901234567\n"));
    ck_assert_mem_eq(&data, &before, sizeof(data));
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
        g_clear_error(&problem);
        ck_assert_msg(!hc_parse_duration(bad[i], &ns, &problem), "%s", bad[i]);
        ck_assert(strstr(problem->message, "; "));
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

static void add(TCase *tc)
{
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
    tcase_add_test(tc, durations_have_units);
    tcase_add_test(tc, durations_are_written_in_their_largest_unit);
}

int main(void)
{
    return run_suite("module-file", module_setup, module_teardown, add);
}
