/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The keys of a module file: a table of what each one puts where. */
#include "module-internal.h"

#include <string.h>

static const struct hc_module_word checksums[] = {
    { "good", 0, 0xff, HC_MODULE_CHECKSUM_GOOD },
    { "bad-base", 0, 0xff, HC_MODULE_CHECKSUM_BAD_BASE },
    { "bad-ext", 0, 0xff, HC_MODULE_CHECKSUM_BAD_EXT },
    { "keep", 0, 0xff, HC_MODULE_CHECKSUM_KEEP },
    { NULL, 0, 0, 0 }
};

static const struct hc_module_word paddings[] = {
    { "blanks", 0, 0xff, false }, { "nul", 0, 0xff, true },
    { NULL, 0, 0, 0 }
};

static const struct hc_module_word obedience[] = {
    { "obeyed", 0, 0xff, false }, { "ignored", 0, 0xff, true },
    { NULL, 0, 0, 0 }
};

/* A measured value and its four thresholds (SFF-8472 tables 9-5, 9-16). */
#define DIAG(name, unit, which, low, high) \
    { "a2", name "-high-alarm" unit, hc_set_diag, NULL, 8 * (which), which, \
      low, high, 1 }, \
    { "a2", name "-low-alarm" unit, hc_set_diag, NULL, 8 * (which) + 2, which, \
      low, high, 1 }, \
    { "a2", name "-high-warning" unit, hc_set_diag, NULL, 8 * (which) + 4, \
      which, low, high, 1 }, \
    { "a2", name "-low-warning" unit, hc_set_diag, NULL, 8 * (which) + 6, \
      which, low, high, 1 }, \
    { "a2", name unit, hc_set_diag, NULL, 96 + 2 * (which), which, \
      low, high, 1 }
/* Slope and offset of external calibration (table 9-6). */
#define LINE(name, at) \
    { "a2", "cal-" name "-slope", hc_set_slope, NULL, at, 2, 0, 0, 0 }, \
    { "a2", "cal-" name "-offset", hc_set_number, NULL, (at) + 2, 2, \
      -32768, 32767, 1 }
#define FACTOR(n) \
    { "a2", "cal-rx-power-" #n, hc_set_real, NULL, 72 - 4 * (n), 4, 0, 0, 0 }
#define WORDS(group, name, set, words) \
    { group, name, set, words, 0, 0, 0, 0, 0 }
#define SIMPLE(group, name, set) { group, name, set, NULL, 0, 0, 0, 0, 0 }
#define TEXT(name, at, len) { "a0", name, hc_set_text, NULL, at, len, 0, 0, 0 }
#define NUMBER(name, at, len, max, step) \
    { "a0", name, hc_set_number, NULL, at, len, 0, max, step }

const struct hc_module_key hc_module_keys[] = {
    SIMPLE("module", "label-note", hc_set_note),
    SIMPLE("module", "raw", hc_set_raw_file),
    { "a0", "raw", hc_set_hex, NULL, 0, 256, 0, 0, 0 },
    { "a2", "raw", hc_set_hex, NULL, 0, 256, 0, 0, 0 },
    WORDS("module", "kind", hc_set_kind, hc_module_kinds),
    SIMPLE("module", "carries", hc_set_carries),
    SIMPLE("module", "passes", hc_set_passes),
    WORDS("a0", "identifier", hc_set_choice, hc_module_identifiers),
    NUMBER("extended-identifier", 1, 1, 255, 1),
    WORDS("a0", "connector", hc_set_choice, hc_module_connectors),
    WORDS("a0", "ethernet", hc_set_bits, hc_module_ethernet),
    WORDS("a0", "cable", hc_set_bits, hc_module_cables),
    WORDS("a0", "encoding", hc_set_choice, hc_module_encodings),
    { "a0", "nominal-rate-mbd", hc_set_rate, NULL, 12, 1, 0, 63750, 1 },
    NUMBER("rate-identifier", 13, 1, 255, 1),
    NUMBER("length-smf-km", 14, 1, 255, 1),
    NUMBER("length-smf-m", 15, 1, 25500, 100),
    NUMBER("length-om2-m", 16, 1, 2550, 10),
    NUMBER("length-om1-m", 17, 1, 2550, 10),
    NUMBER("length-om4-m", 18, 1, 2550, 10),
    NUMBER("length-copper-m", 18, 1, 255, 1),
    NUMBER("length-om3-m", 19, 1, 2550, 10),
    TEXT("vendor", 20, 16),
    NUMBER("extended-compliance", 36, 1, 255, 1),
    { "a0", "oui", hc_set_hex, NULL, 37, 3, 0, 0, 0 },
    TEXT("part", 40, 16),
    TEXT("revision", 56, 4),
    NUMBER("wavelength-nm", 60, 2, 65535, 1),
    WORDS("a0", "options", hc_set_bits, hc_module_options),
    NUMBER("rate-max-margin-percent", 66, 1, 255, 1),
    NUMBER("rate-min-margin-percent", 67, 1, 255, 1),
    TEXT("serial", 68, 16),
    { "a0", "date", hc_set_date, NULL, 84, 8, 0, 0, 0 },
    WORDS("a0", "diagnostics", hc_set_bits, hc_module_diagnostics),
    WORDS("a0", "enhanced", hc_set_bits, hc_module_enhanced),
    WORDS("a0", "sff-8472-revision", hc_set_choice, hc_module_revisions),
    WORDS("a0", "padding", hc_set_padding, paddings),
    WORDS("a0", "checksum", hc_set_checksum, checksums),
    DIAG("temp", "-mdegc", HC_SFP_TEMP_MDEGC, -128000, 127996),
    DIAG("vcc", "-uv", HC_SFP_VCC_UV, 0, 6553500),
    DIAG("bias", "-ua", HC_SFP_BIAS_UA, 0, 131070),
    DIAG("tx-power", "-uw", HC_SFP_TX_POWER_UW, 0, 6553),
    DIAG("rx-power", "-uw", HC_SFP_RX_POWER_UW, 0, 6553),
    FACTOR(4), FACTOR(3), FACTOR(2), FACTOR(1), FACTOR(0),
    LINE("bias", 76), LINE("tx-power", 80), LINE("temp", 84), LINE("vcc", 88),
    SIMPLE("behaviour", "ready-after", hc_set_ready_after),
    WORDS("behaviour", "writable", hc_set_writable, hc_module_writes),
    WORDS("behaviour", "los", hc_set_los, hc_module_pins),
    SIMPLE("behaviour", "los-assert", hc_set_los_assert),
    SIMPLE("behaviour", "los-deassert", hc_set_los_deassert),
    WORDS("behaviour", "tx-fault", hc_set_tx_fault, hc_module_pins),
    WORDS("behaviour", "tx-disable", hc_set_tx_disable, obedience),
    WORDS("behaviour", "reads", hc_set_reads, hc_module_reads),
    WORDS("behaviour", "phy", hc_set_phy, hc_module_phys),
    { "behaviour", "phy-address", hc_set_phy_address, NULL, 0, 1, 0x40, 0x5f,
      1 },
    WORDS("behaviour", "phy-mode", hc_set_phy_mode, hc_module_phy_modes),
    SIMPLE("behaviour", "phy-boot", hc_set_phy_boot),
    SIMPLE(NULL, NULL, NULL)
};

/* Any byte by its number; after all other keys. */
static const struct hc_module_key byte_of[] = {
    { "a0", "byte-N", NULL, NULL, 0, 1, 0, 255, 1 },
    { "a2", "byte-N", NULL, NULL, 0, 1, 0, 255, 1 },
};

static bool byte_number(const char *name, gint64 *ret_at)
{
    return g_str_has_prefix(name, "byte-") && g_ascii_isdigit(name[5]) &&
           hc_parse_integer(name + 5, ret_at, NULL) && *ret_at < 256;
}

const struct hc_module_key *hc_module_key_find(const char *group,
                                               const char *name)
{
    gint64 at;

    for (unsigned i = 0; i < G_N_ELEMENTS(byte_of); i++) {
        if (!strcmp(group, byte_of[i].group) && byte_number(name, &at)) {
            return &byte_of[i];
        }
    }
    for (const struct hc_module_key *key = hc_module_keys; key->name; key++) {
        if (!strcmp(key->group, group) && !strcmp(key->name, name)) {
            return key;
        }
    }
    return NULL;
}

bool hc_module_key_set(struct hc_module_build *build,
                       const struct hc_module_key *key, const char *name,
                       const char *value, GError **error)
{
    struct hc_module_key byte = *key;
    gint64 at = 0;

    if (key->set) {
        return key->set(build, key, value, error);
    }
    byte_number(name, &at);
    byte.at = (unsigned)at;
    return hc_set_number(build, &byte, value, error);
}
