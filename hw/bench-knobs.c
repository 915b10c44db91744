/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Guesses that a user turns round: property vsc-guess=NAME+NAME. */
#include "bench-internal.h"

static const struct {
    const char *name;
    size_t      at;             /* a bool in struct hc_vsc_knobs */
} knobs[] = {
    { "absent-times-out", offsetof(struct hc_vsc_knobs, absent_times_out) },
    { "ext-is-level", offsetof(struct hc_vsc_knobs, ext_is_level) },
    { "ext-ams-stick", offsetof(struct hc_vsc_knobs, ext_ams_stick) },
    { "fibre-is-copper-blind",
      offsetof(struct hc_vsc_knobs, fibre_is_copper_blind) },
    { "serdes-ungated", offsetof(struct hc_vsc_knobs, serdes_ungated) },
    { "load-save-wired", offsetof(struct hc_vsc_knobs, load_save_wired) },
};

static bool flip(struct hc_vsc_knobs *ret_knobs, const char *name,
                 GError **error)
{
    g_autoptr(GString) all = g_string_new(NULL);

    for (unsigned i = 0; i < ARRAY_SIZE(knobs); i++) {
        if (g_str_equal(knobs[i].name, name)) {
            *(bool *)((char *)ret_knobs + knobs[i].at) = true;
            return true;
        }
        g_string_append_printf(all, "%s%s", i ? ", " : "", knobs[i].name);
    }
    g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_INVAL,
                "vsc-guess=%s is no guess of the VSC85xx; take some of %s, "
                "with '+' between them", name, all->str);
    return false;
}

bool hc_bench_take_guesses(HcBench *bench, GError **error)
{
    const char *list = bench->machine->vsc_guess;
    g_auto(GStrv) names = g_strsplit(list ? list : "", "+", -1);

    for (char **name = names; *name; name++) {
        if (!flip(&bench->vsc.knobs, *name, error)) {
            return false;
        }
    }
    return true;
}
