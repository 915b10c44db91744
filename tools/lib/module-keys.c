/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The keys of a module file: what each one puts where. */
#include "module-internal.h"

#include <errno.h>
#include <string.h>

#include "units.h"

/* Nobody waits longer; Linux gives up after 56 s (sfp.c). */
#define READY_AFTER_MAX_NS (60 * 60 * NS_PER_S)

static bool bad_value(GError **error, const char *format, ...)
    G_GNUC_PRINTF(2, 3);

static bool bad_value(GError **error, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    g_propagate_error(error,
                      g_error_new_valist(HC_MODULE_FILE_ERROR,
                                         HC_MODULE_FILE_ERROR_VALUE, format,
                                         args));
    va_end(args);
    return false;
}

static uint8_t *page(struct hc_module_build *build,
                     const struct hc_module_key *key)
{
    return strcmp(key->group, "a2") ? build->data.a0 : build->data.a2;
}

/* --- words ------------------------------------------------------------- */

static const struct hc_module_word *
find_word(const struct hc_module_word *words, const char *name)
{
    for (; words->name; words++) {
        if (!strcmp(words->name, name)) {
            return words;
        }
    }
    return NULL;
}

static bool unknown_word(const struct hc_module_word *words,
                         const char *word, GError **error)
{
    g_autoptr(GString) known = g_string_new(NULL);

    for (; words->name; words++) {
        g_string_append_printf(known, "%s%s", known->len ? ", " : "",
                               words->name);
    }
    return bad_value(error, "unknown word '%s'; use one of %s", word,
                     known->str);
}

static bool parse_number(const char *text, gint64 *ret, GError **error)
{
    const char *digits = text + (*text == '-');
    int base = g_str_has_prefix(digits, "0x") ? 16 : 10;
    char *end;

    errno = 0;
    *ret = g_ascii_strtoll(text, &end, base);
    if (!g_ascii_isdigit(*digits) || *end || errno) {
        return bad_value(error, "'%s' is no number; write 23 or 0x17", text);
    }
    return true;
}

static bool in_range(gint64 value, const struct hc_module_key *key,
                     GError **error)
{
    if (value < key->min || value > key->max) {
        return bad_value(error, "%" G_GINT64_FORMAT " is out of range; use %"
                         G_GINT64_FORMAT " to %" G_GINT64_FORMAT, value,
                         key->min, key->max);
    }
    if (key->step > 1 && value % key->step) {
        return bad_value(error, "%" G_GINT64_FORMAT " cannot be expressed; "
                         "use a multiple of %" G_GINT64_FORMAT, value,
                         key->step);
    }
    return true;
}

static bool parse_in_range(const struct hc_module_key *key,
                           const char *value, gint64 *ret, GError **error)
{
    return parse_number(value, ret, error) && in_range(*ret, key, error);
}

/* One of the words, or a byte as a number. */
static bool set_choice(struct hc_module_build *build,
                       const struct hc_module_key *key, const char *value,
                       GError **error)
{
    const struct hc_module_word *word = find_word(key->words, value);
    const struct hc_module_key byte = { .max = 255 };
    gint64 number;

    if (word) {
        page(build, key)[word->at] = word->value;
        return true;
    }
    if (!g_ascii_isdigit(*value) || !parse_number(value, &number, NULL)) {
        return unknown_word(key->words, value, error);
    }
    if (!in_range(number, &byte, error)) {
        return false;
    }
    page(build, key)[key->words[0].at] = (uint8_t)number;
    return true;
}

/* Any number of the words; all bits that they cover are set anew. */
static bool set_bits(struct hc_module_build *build,
                     const struct hc_module_key *key, const char *value,
                     GError **error)
{
    g_auto(GStrv) names = g_strsplit_set(value, " \t", -1);
    const struct hc_module_word *word;

    for (word = key->words; word->name; word++) {
        page(build, key)[word->at] &= (uint8_t)~word->mask;
    }
    for (char **name = names; *name; name++) {
        if (!**name || !strcmp(*name, "none")) {
            continue;
        }
        word = find_word(key->words, *name);
        if (!word) {
            return unknown_word(key->words, *name, error);
        }
        page(build, key)[word->at] |= word->value;
    }
    return true;
}

static bool choose(const struct hc_module_key *key, const char *value,
                   uint32_t *ret, GError **error)
{
    const struct hc_module_word *word = find_word(key->words, value);

    if (!word) {
        return unknown_word(key->words, value, error);
    }
    *ret = word->value;
    return true;
}

/* --- bytes ------------------------------------------------------------- */

static bool set_text(struct hc_module_build *build,
                     const struct hc_module_key *key, const char *value,
                     GError **error)
{
    size_t len = strlen(value);
    uint8_t *at = page(build, key) + key->at;

    if (len > key->len) {
        return bad_value(error, "'%s' has %zu characters; use at most %u",
                         value, len, key->len);
    }
    for (const char *c = value; *c; c++) {
        if (!g_ascii_isprint(*c)) {
            return bad_value(error, "'%s' is not plain ASCII; an EEPROM "
                             "holds nothing else", value);
        }
    }
    memset(at, ' ', key->len);
    memcpy(at, value, len);
    return true;
}

static bool set_date(struct hc_module_build *build,
                     const struct hc_module_key *key, const char *value,
                     GError **error)
{
    int month = 0, day = 0;

    if (strspn(value, "0123456789") >= 6) {
        month = (value[2] - '0') * 10 + value[3] - '0';
        day = (value[4] - '0') * 10 + value[5] - '0';
    }
    if (month < 1 || month > 12 || day < 1 || day > 31) {
        return bad_value(error, "'%s' is no date code; write YYMMDD and up "
                         "to two characters of a lot", value);
    }
    return set_text(build, key, value, error);
}

static bool set_number(struct hc_module_build *build,
                       const struct hc_module_key *key, const char *value,
                       GError **error)
{
    gint64 number;
    uint8_t *at = page(build, key) + key->at;

    if (!parse_in_range(key, value, &number, error)) {
        return false;
    }
    number /= key->step ? key->step : 1;
    if (key->len == 2) {
        *at++ = (uint8_t)(number >> 8);
    }
    *at = (uint8_t)number;
    return true;
}

/* SFF-8472 5.7: units of 100 MBd, and beyond 25.4 GBd FFh here and units of
 * 250 MBd in byte 66. */
static bool set_rate(struct hc_module_build *build,
                     const struct hc_module_key *key, const char *value,
                     GError **error)
{
    gint64 mbd;

    if (!parse_in_range(key, value, &mbd, error)) {
        return false;
    }
    if (mbd > 25400 ? mbd % 250 : mbd % 100) {
        return bad_value(error, "%" G_GINT64_FORMAT " cannot be expressed; "
                         "use a multiple of %d", mbd,
                         mbd > 25400 ? 250 : 100);
    }
    build->data.a0[12] = (uint8_t)(mbd > 25400 ? 0xff : mbd / 100);
    if (mbd > 25400) {
        build->data.a0[66] = (uint8_t)(mbd / 250);
    }
    return true;
}

static bool set_diag(struct hc_module_build *build,
                     const struct hc_module_key *key, const char *value,
                     GError **error)
{
    uint8_t *at = page(build, key) + key->at;
    gint64 number;
    uint16_t raw;

    if (!parse_in_range(key, value, &number, error)) {
        return false;
    }
    if (hc_sfp_encode((enum hc_sfp_diag)key->len, (int32_t)number, &raw) !=
        HC_OK) {
        return bad_value(error, "%s does not fit two bytes", value);
    }
    at[0] = (uint8_t)(raw >> 8);
    at[1] = (uint8_t)raw;
    return true;
}

/* Hex bytes, with or without spaces; `exactly` 0: up to `most`. */
static bool parse_hex(const char *value, uint8_t *bytes, unsigned most,
                      unsigned exactly, unsigned *ret_n, GError **error)
{
    unsigned n = 0;

    while (*value) {
        if (strchr(" \t:", *value)) {
            value++;
            continue;
        }
        if (!g_ascii_isxdigit(value[0]) || !g_ascii_isxdigit(value[1])) {
            return bad_value(error, "'%.8s' is no hex byte; write two "
                             "digits for each", value);
        }
        if (n == most) {
            return bad_value(error, "too many bytes; use at most %u", most);
        }
        bytes[n++] = (uint8_t)(g_ascii_xdigit_value(value[0]) << 4 |
                               g_ascii_xdigit_value(value[1]));
        value += 2;
    }
    if (!n || (exactly && n != exactly)) {
        return bad_value(error, "%u bytes; use %s%u", n,
                         exactly ? "" : "1 to ", exactly ? exactly : most);
    }
    *ret_n = n;
    return true;
}

static bool set_hex(struct hc_module_build *build,
                    const struct hc_module_key *key, const char *value,
                    GError **error)
{
    uint8_t bytes[256];
    unsigned n = 0;

    if (!parse_hex(value, bytes, key->len,
                   key->len < 256 ? key->len : 0, &n, error)) {
        return false;
    }
    memcpy(page(build, key) + key->at, bytes, n);
    build->dumped |= key->len == 256 && n == 256 && !strcmp(key->group,
                                                            "a0");
    return true;
}

/* --- [module] and [behaviour] ------------------------------------------ */

static bool set_note(struct hc_module_build *build,
                     const struct hc_module_key *key, const char *value,
                     GError **error)
{
    (void)build, (void)key, (void)value, (void)error;
    return true;
}

static bool set_raw_file(struct hc_module_build *build,
                         const struct hc_module_key *key, const char *value,
                         GError **error)
{
    g_autofree char *path = g_path_is_absolute(value)
        ? g_strdup(value) : g_build_filename(build->dir, value, NULL);
    g_autofree char *bytes = NULL;
    gsize size;

    (void)key;
    bytes = hc_module_read(path, &size, error);
    return bytes && hc_module_dump_parse(path, bytes, size, build, error);
}

static bool set_kind(struct hc_module_build *build,
                     const struct hc_module_key *key, const char *value,
                     GError **error)
{
    build->kind = true;
    return choose(key, value, &build->data.kind, error);
}

static bool parse_iface(const char *name, uint32_t *ret, GError **error)
{
    for (uint32_t i = HC_IFACE_SGMII; i < HC_IFACE_MDI; i++) {
        if (!strcmp(hc_iface_name(i), name)) {
            *ret = i;
            return true;
        }
    }
    return bad_value(error, "unknown coding '%s'; use sgmii, 1000base-x, "
                     "2500base-x, 10gbase-r or 100base-fx", name);
}

static bool set_carries(struct hc_module_build *build,
                        const struct hc_module_key *key, const char *value,
                        GError **error)
{
    (void)key;
    build->carries = true;
    return parse_iface(value, &build->data.carries, error);
}

static bool set_passes(struct hc_module_build *build,
                       const struct hc_module_key *key, const char *value,
                       GError **error)
{
    g_auto(GStrv) names = g_strsplit_set(value, " \t", -1);
    uint32_t iface = HC_IFACE_OFF;

    (void)key;
    build->passes = true;
    build->data.passes = 0;
    for (char **name = names; *name; name++) {
        if (**name && !parse_iface(*name, &iface, error)) {
            return false;
        }
        if (**name) {
            build->data.passes |= 1u << iface;
        }
    }
    return true;
}

static bool set_checksum(struct hc_module_build *build,
                         const struct hc_module_key *key, const char *value,
                         GError **error)
{
    return choose(key, value, &build->checksum, error);
}

static bool parse_wait(const char *value, uint64_t *ret_ns, GError **error)
{
    if (!hc_parse_duration(value, ret_ns, error)) {
        return false;
    }
    if (*ret_ns > READY_AFTER_MAX_NS) {
        return bad_value(error, "'%s' is longer than an hour; use less",
                         value);
    }
    return true;
}

static bool set_ready_after(struct hc_module_build *build,
                            const struct hc_module_key *key,
                            const char *value, GError **error)
{
    (void)key;
    build->ready = true;
    return parse_wait(value, &build->data.ready_after_ns, error);
}

static bool set_padding(struct hc_module_build *build,
                        const struct hc_module_key *key, const char *value,
                        GError **error)
{
    return choose(key, value, &build->nul_padded, error);
}

static bool set_reads(struct hc_module_build *build,
                      const struct hc_module_key *key, const char *value,
                      GError **error)
{
    return choose(key, value, &build->data.reads, error);
}

static bool set_phy(struct hc_module_build *build,
                    const struct hc_module_key *key, const char *value,
                    GError **error)
{
    build->phy = true;
    return choose(key, value, &build->data.phy, error);
}

/* MDIO addresses 0 to 31 lie at 0x40 (mdio-i2c.c, i2c_mii_phy_addr), where
 * 0x50 and 0x51 belong to the EEPROM. */
static bool set_phy_address(struct hc_module_build *build,
                            const struct hc_module_key *key,
                            const char *value, GError **error)
{
    gint64 number = 0;

    build->phy_address = true;
    if (strcmp(value, "none") &&
        !parse_in_range(key, value, &number, error)) {
        return false;
    }
    if (number == 0x50 || number == 0x51) {
        return bad_value(error, "%s is the EEPROM's; use 0x56 or none",
                         value);
    }
    build->data.phy_address = (uint8_t)number;
    return true;
}

static bool set_phy_mode(struct hc_module_build *build,
                         const struct hc_module_key *key, const char *value,
                         GError **error)
{
    build->phy_mode = true;
    return choose(key, value, &build->data.phy_strap, error);
}

static bool set_phy_boot(struct hc_module_build *build,
                         const struct hc_module_key *key, const char *value,
                         GError **error)
{
    (void)key;
    return parse_wait(value, &build->data.phy_boot_ns, error);
}

static bool set_writable(struct hc_module_build *build,
                         const struct hc_module_key *key, const char *value,
                         GError **error)
{
    return choose(key, value, &build->data.writes, error);
}

static bool set_los(struct hc_module_build *build,
                    const struct hc_module_key *key, const char *value,
                    GError **error)
{
    build->los = true;
    return choose(key, value, &build->data.los_pin, error);
}

static bool set_tx_fault(struct hc_module_build *build,
                         const struct hc_module_key *key, const char *value,
                         GError **error)
{
    build->tx_fault = true;
    return choose(key, value, &build->data.tx_fault_pin, error);
}

static bool set_tx_disable(struct hc_module_build *build,
                           const struct hc_module_key *key,
                           const char *value, GError **error)
{
    uint32_t ignored = 0;

    build->tx_disable = true;
    if (!choose(key, value, &ignored, error)) {
        return false;
    }
    build->data.ignores_tx_disable = ignored;
    return true;
}

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

/* --- the table --------------------------------------------------------- */

/* A measured value and its four thresholds (SFF-8472 tables 9-5, 9-16). */
#define DIAG(name, unit, which, low, high) \
    { "a2", name "-high-alarm" unit, set_diag, NULL, 8 * (which), which, \
      low, high, 1 }, \
    { "a2", name "-low-alarm" unit, set_diag, NULL, 8 * (which) + 2, which, \
      low, high, 1 }, \
    { "a2", name "-high-warning" unit, set_diag, NULL, 8 * (which) + 4, \
      which, low, high, 1 }, \
    { "a2", name "-low-warning" unit, set_diag, NULL, 8 * (which) + 6, \
      which, low, high, 1 }, \
    { "a2", name unit, set_diag, NULL, 96 + 2 * (which), which, low, high, 1 }
#define WORDS(group, name, set, words) \
    { group, name, set, words, 0, 0, 0, 0, 0 }
#define SIMPLE(group, name, set) { group, name, set, NULL, 0, 0, 0, 0, 0 }
#define TEXT(name, at, len) { "a0", name, set_text, NULL, at, len, 0, 0, 0 }
#define NUMBER(name, at, len, max, step) \
    { "a0", name, set_number, NULL, at, len, 0, max, step }

const struct hc_module_key hc_module_keys[] = {
    SIMPLE("module", "label-note", set_note),
    SIMPLE("module", "raw", set_raw_file),
    { "a0", "raw", set_hex, NULL, 0, 256, 0, 0, 0 },
    { "a2", "raw", set_hex, NULL, 0, 256, 0, 0, 0 },
    WORDS("module", "kind", set_kind, hc_module_kinds),
    SIMPLE("module", "carries", set_carries),
    SIMPLE("module", "passes", set_passes),
    WORDS("a0", "identifier", set_choice, hc_module_identifiers),
    NUMBER("extended-identifier", 1, 1, 255, 1),
    WORDS("a0", "connector", set_choice, hc_module_connectors),
    WORDS("a0", "ethernet", set_bits, hc_module_ethernet),
    WORDS("a0", "cable", set_bits, hc_module_cables),
    WORDS("a0", "encoding", set_choice, hc_module_encodings),
    { "a0", "nominal-rate-mbd", set_rate, NULL, 12, 1, 0, 63750, 1 },
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
    { "a0", "oui", set_hex, NULL, 37, 3, 0, 0, 0 },
    TEXT("part", 40, 16),
    TEXT("revision", 56, 4),
    NUMBER("wavelength-nm", 60, 2, 65535, 1),
    WORDS("a0", "options", set_bits, hc_module_options),
    NUMBER("rate-max-margin-percent", 66, 1, 255, 1),
    NUMBER("rate-min-margin-percent", 67, 1, 255, 1),
    TEXT("serial", 68, 16),
    { "a0", "date", set_date, NULL, 84, 8, 0, 0, 0 },
    WORDS("a0", "diagnostics", set_bits, hc_module_diagnostics),
    WORDS("a0", "enhanced", set_bits, hc_module_enhanced),
    WORDS("a0", "sff-8472-revision", set_choice, hc_module_revisions),
    WORDS("a0", "padding", set_padding, paddings),
    WORDS("a0", "checksum", set_checksum, checksums),
    DIAG("temp", "-mdegc", HC_SFP_TEMP_MDEGC, -128000, 127996),
    DIAG("vcc", "-uv", HC_SFP_VCC_UV, 0, 6553500),
    DIAG("bias", "-ua", HC_SFP_BIAS_UA, 0, 131070),
    DIAG("tx-power", "-uw", HC_SFP_TX_POWER_UW, 0, 6553),
    DIAG("rx-power", "-uw", HC_SFP_RX_POWER_UW, 0, 6553),
    SIMPLE("behaviour", "ready-after", set_ready_after),
    WORDS("behaviour", "writable", set_writable, hc_module_writes),
    WORDS("behaviour", "los", set_los, hc_module_pins),
    WORDS("behaviour", "tx-fault", set_tx_fault, hc_module_pins),
    WORDS("behaviour", "tx-disable", set_tx_disable, obedience),
    WORDS("behaviour", "reads", set_reads, hc_module_reads),
    WORDS("behaviour", "phy", set_phy, hc_module_phys),
    { "behaviour", "phy-address", set_phy_address, NULL, 0, 1, 0x40, 0x5f,
      1 },
    WORDS("behaviour", "phy-mode", set_phy_mode, hc_module_phy_modes),
    SIMPLE("behaviour", "phy-boot", set_phy_boot),
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
           parse_number(name + 5, ret_at, NULL) && *ret_at < 256;
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
    return set_number(build, &byte, value, error);
}
