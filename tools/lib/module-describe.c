/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a guest will read from a module, field by field. */
#include <stdarg.h>
#include <string.h>

#include "module-internal.h"
#include "units.h"

static void field(GString *out, const char *name, const char *format, ...)
    G_GNUC_PRINTF(3, 4);

static void field(GString *out, const char *name, const char *format, ...)
{
    va_list args;

    g_string_append_printf(out, "%-22s ", name);
    va_start(args, format);
    g_string_append_vprintf(out, format, args);
    va_end(args);
    g_string_append_c(out, '\n');
}

static const char *word_of(const struct hc_module_word *words,
                           uint32_t value)
{
    for (; words->name; words++) {
        if (words->value == value) {
            return words->name;
        }
    }
    return "?";
}

static void choice(GString *out, const char *name, const uint8_t *a0,
                   const struct hc_module_word *words)
{
    uint8_t value = a0[words[0].at];

    field(out, name, "0x%02x %s", value, word_of(words, value));
}

static void bits(GString *out, const char *name, const uint8_t *bytes,
                 const struct hc_module_word *words)
{
    g_autoptr(GString) set = g_string_new(NULL);

    for (; words->name; words++) {
        if (bytes[words->at] & words->mask) {
            g_string_append_printf(set, "%s%s", set->len ? " " : "",
                                   words->name);
        }
    }
    field(out, name, "%s", set->len ? set->str : "none");
}

/* Vendors pad with spaces or NULs; anything unprintable becomes '?'. */
static void text(GString *out, const char *name, const uint8_t *at,
                 unsigned len)
{
    char copy[17] = { 0 };

    for (unsigned i = 0; i < len && i < sizeof(copy) - 1; i++) {
        copy[i] = at[i] == 0 ? ' ' : g_ascii_isprint(at[i]) ? (char)at[i]
                                                            : '?';
    }
    field(out, name, "%s", g_strchomp(copy));
}

static void length(GString *out, const char *name, unsigned metres)
{
    if (metres) {
        field(out, name, "%u m", metres);
    }
}

static void describe_lengths(GString *out, const struct hc_sfp_data *data)
{
    const uint8_t *a0 = data->a0;

    length(out, "length-smf", a0[14] ? a0[14] * 1000u : a0[15] * 100u);
    length(out, "length-om2", a0[16] * 10u);
    length(out, "length-om1", a0[17] * 10u);
    length(out, data->kind == HC_SFP_FIBRE ? "length-om4" : "length-copper",
           a0[18] * (data->kind == HC_SFP_FIBRE ? 10u : 1u));
    length(out, "length-om3", a0[19] * 10u);
}

static void checksum(GString *out, const char *name, uint8_t stored,
                     uint8_t computed)
{
    field(out, name, stored == computed ? "0x%02x good"
                                        : "0x%02x bad, 0x%02x expected",
          stored, computed);
}

/* Beyond 25.4 GBd byte 12 is ff, and 66 and 67 tell rate and margin in
 * other units (SFF-8472 8.3). */
static void describe_rate(GString *out, const uint8_t *a0)
{
    bool fast = a0[12] == 0xff;

    field(out, "nominal-rate", "%u MBd",
          fast ? a0[66] * 250u : a0[12] * 100u);
    field(out, "rate-margins", "+%u %% -%u %%", fast ? a0[67] : a0[66],
          a0[67]);
    field(out, "rate-identifier", "0x%02x", a0[13]);
}

static void describe_base(GString *out, const struct hc_sfp_data *data)
{
    const uint8_t *a0 = data->a0;

    choice(out, "identifier", a0, hc_module_identifiers);
    field(out, "extended-identifier", "0x%02x", a0[1]);
    choice(out, "connector", a0, hc_module_connectors);
    bits(out, "ethernet", a0, hc_module_ethernet);
    bits(out, "sonet", a0, hc_module_sonet);
    bits(out, "fibre-channel", a0, hc_module_fibre_channel);
    bits(out, "cable", a0, hc_module_cables);
    choice(out, "encoding", a0, hc_module_encodings);
    describe_rate(out, a0);
    describe_lengths(out, data);
    text(out, "vendor", &a0[20], 16);
    field(out, "oui", "%02x:%02x:%02x", a0[37], a0[38], a0[39]);
    text(out, "part", &a0[40], 16);
    text(out, "revision", &a0[56], 4);
    choice(out, "extended-compliance", a0, hc_module_extended);
    if (data->kind == HC_SFP_FIBRE) {
        field(out, "wavelength", "%u nm", a0[60] << 8 | a0[61]);
    }
    checksum(out, "cc-base", a0[63], hc_sfp_check_code(a0, 0, 62));
}

static void describe_extended(GString *out, const uint8_t *a0)
{
    bits(out, "options", a0, hc_module_options);
    text(out, "serial", &a0[68], 16);
    text(out, "date", &a0[84], 8);
    bits(out, "diagnostics", a0, hc_module_diagnostics);
    bits(out, "enhanced", a0, hc_module_enhanced);
    choice(out, "sff-8472-revision", a0, hc_module_revisions);
    checksum(out, "cc-ext", a0[95], hc_sfp_check_code(a0, 64, 94));
}

static int quantity(const uint8_t *at, unsigned which)
{
    return hc_sfp_decode((enum hc_sfp_diag)which,
                         (uint16_t)(at[0] << 8 | at[1]));
}

static void describe_diagnostics(GString *out, const uint8_t *a2)
{
    static const struct { const char *name, *unit; } row[] = {
        { "temp", "mdegC" }, { "vcc", "uV" }, { "bias", "uA" },
        { "tx-power", "uW" }, { "rx-power", "uW" },
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(row); i++) {
        const uint8_t *limits = &a2[8 * i];

        field(out, row[i].name, "%d %s (alarm %d .. %d, warning %d .. %d)",
              quantity(&a2[96 + 2 * i], i), row[i].unit,
              quantity(limits + 2, i), quantity(limits, i),
              quantity(limits + 6, i), quantity(limits + 4, i));
    }
    bits(out, "status", a2, hc_module_status);
    bits(out, "alarms-on", a2, hc_module_alarms);
    bits(out, "warnings-on", a2, hc_module_warnings);
    checksum(out, "cc-dmi", a2[95], hc_sfp_check_code(a2, 0, 94));
}

static void describe_behaviour(GString *out, const struct hc_sfp_data *data)
{
    g_autofree char *ready = hc_format_duration(data->ready_after_ns);
    g_autoptr(GString) passes = g_string_new(NULL);

    for (uint32_t i = 0; i < HC_IFACE_COUNT; i++) {
        if (data->passes >> i & 1) {
            g_string_append_printf(passes, "%s%s", passes->len ? " " : "",
                                   hc_iface_name(i));
        }
    }
    field(out, "kind", "%s", word_of(hc_module_kinds, data->kind));
    field(out, "carries", "%s", hc_iface_name(data->carries));
    field(out, "passes", "%s", passes->len ? passes->str : "nothing");
    field(out, "ready-after", "%s", ready);
    field(out, "writable", "%s", word_of(hc_module_writes, data->writes));
    field(out, "los", "%s", word_of(hc_module_pins, data->los_pin));
    field(out, "tx-fault", "%s", word_of(hc_module_pins,
                                         data->tx_fault_pin));
    field(out, "tx-disable", "%s",
          data->ignores_tx_disable ? "ignored" : "obeyed");
    field(out, "reads", "%s", word_of(hc_module_reads, data->reads));
    field(out, "phy", "%s", word_of(hc_module_phys, data->phy));
    if (data->phy == HC_SFP_PHY_88E1111) {
        field(out, "phy-mode", "%s", word_of(hc_module_phy_modes,
                                             data->phy_strap));
        field(out, "phy-address", data->phy_address ? "0x%02x" : "none",
              data->phy_address);
    }
}

void hc_module_describe(const struct hc_sfp_data *data, GString *ret_text)
{
    describe_base(ret_text, data);
    describe_extended(ret_text, data->a0);
    if (data->has_a2) {
        describe_diagnostics(ret_text, data->a2);
    }
    describe_behaviour(ret_text, data);
}
