/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The modules in stock, and those with a PHY in them. */
#include "module-bench.h"

#include "run.h"

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
                  problem ? problem->message : "");

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
        ck_assert_msg(hc_module_file_load(file, NULL, &data, &problem), "%s",
                      problem ? problem->message : "");
        n++;
    }
    g_dir_close(folder);
    ck_assert_uint_ge(n, 30);
}
END_TEST

#define N(table) ((int)(sizeof(table) / sizeof((table)[0])))

static void add(TCase *tc)
{
    tcase_add_loop_test(tc, each_stock_module_is_the_one_on_its_label, 0,
                        G_N_ELEMENTS(stock));
    tcase_add_loop_test(tc, stock_check_codes_are_good_where_they_should_be,
                        0, G_N_ELEMENTS(stock));
    tcase_add_loop_test(tc, stock_files_begin_with_their_source, 0,
                        G_N_ELEMENTS(stock));
    tcase_add_test(tc, a_real_10g_module_keeps_its_real_check_codes);
    tcase_add_test(tc, stock_thresholds_are_those_of_the_dump);
    tcase_add_test(tc, the_late_module_takes_900_ms);
    tcase_add_test(tc, a_dac_has_grounded_contacts_and_takes_any_coding);
    tcase_add_test(tc, a_1000base_t_module_has_an_88e1111_at_0x56);
    tcase_add_test(tc, a_phy_can_be_elsewhere_hidden_or_absent);
    tcase_add_test(tc, a_strap_for_1000base_x_is_what_the_module_carries);
    tcase_add_test(tc, strings_can_be_padded_with_nuls);
    tcase_add_test(tc, every_stock_file_is_a_module_with_a_source);
}

int main(void)
{
    return run_suite("module-stock", module_setup, module_teardown, add);
}
