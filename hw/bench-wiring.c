/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the bench knows beside its models' state, for a machine that is saved
 * in the middle of a story. */
#include "bench-internal.h"

void hc_bench_remember_partner(HcBench *bench, char **argv)
{
    if (!bench->moved) {
        bench->moved = g_ptr_array_new_with_free_func(
            (GDestroyNotify)g_strfreev);
    }
    g_ptr_array_add(bench->moved, g_strdupv(argv));
}

const char *hc_bench_unsaveable(HcBench *bench)
{
    for (unsigned n = 0; n < HC_BOARD_PORTS; n++) {
        if (bench->port[n].upper) {
            return "a partner of kind slirp, netdev or tester keeps what no "
                   "snapshot holds";
        }
    }
    return NULL;
}

GVariant *hc_bench_wiring(HcBench *bench)
{
    GVariantBuilder moved, modules;

    g_variant_builder_init(&moved, G_VARIANT_TYPE("aaay"));
    g_variant_builder_init(&modules, G_VARIANT_TYPE_BYTESTRING_ARRAY);
    for (guint i = 0; bench->moved && i < bench->moved->len; i++) {
        g_variant_builder_add(&moved, "@aay", g_variant_new_bytestring_array(
            bench->moved->pdata[i], -1));
    }
    for (unsigned n = 0; n < HC_BOARD_PORTS; n++) {
        const char *name = bench->port[n].module;

        g_variant_builder_add(&modules, "@ay",
                              g_variant_new_bytestring(name ? name : ""));
    }
    return g_variant_new("(@aaay@aay)", g_variant_builder_end(&moved),
                         g_variant_builder_end(&modules));
}

static bool move_again(HcBench *bench, GVariant *moved, GError **error)
{
    for (gsize i = 0; i < g_variant_n_children(moved); i++) {
        g_autoptr(GVariant) line = g_variant_get_child_value(moved, i);
        g_auto(GStrv) argv = g_variant_dup_bytestring_array(line, NULL);

        if (g_strv_length(argv) < 2 || !g_str_equal(argv[0], "partner")) {
            return hc_bench_refuse(error, "no partner is kept there");
        }
        if (!hc_bench_do(bench, argv, error)) {
            return false;
        }
    }
    return true;
}

bool hc_bench_rewire(HcBench *bench, GVariant *wiring, GError **error)
{
    g_autoptr(GVariant) moved = g_variant_get_child_value(wiring, 0);
    g_autoptr(GVariant) modules = g_variant_get_child_value(wiring, 1);

    for (unsigned n = 0; n < MIN(HC_BOARD_PORTS,
                                 g_variant_n_children(modules)); n++) {
        g_autoptr(GVariant) name = g_variant_get_child_value(modules, n);
        const char *bytes = g_variant_get_bytestring(name);

        g_free(bench->port[n].module);
        bench->port[n].module = *bytes ? g_strdup(bytes) : NULL;
    }
    return move_again(bench, moved, error);
}
