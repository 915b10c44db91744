/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The values of a module file that are no bytes: [module], [behaviour]. */
#include <math.h>
#include <string.h>

#include "module-internal.h"
#include "units.h"

/* Nobody waits longer; Linux gives up after 56 s (sfp.c). */
#define READY_AFTER_MAX_NS (60 * 60 * NS_PER_S)

bool hc_set_note(struct hc_module_build *build,
                 const struct hc_module_key *key, const char *value,
                 GError **error)
{
    (void)build, (void)key, (void)value, (void)error;
    return true;
}

bool hc_set_raw_file(struct hc_module_build *build,
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

bool hc_set_kind(struct hc_module_build *build,
                 const struct hc_module_key *key, const char *value,
                 GError **error)
{
    build->kind = true;
    return hc_choose_word(key, value, &build->data.kind, error);
}

static bool parse_iface(const char *name, uint32_t *ret, GError **error)
{
    for (uint32_t i = HC_IFACE_SGMII; i < HC_IFACE_MDI; i++) {
        if (!strcmp(hc_iface_name(i), name)) {
            *ret = i;
            return true;
        }
    }
    return hc_bad_value(error, "unknown coding '%s'; use sgmii, 1000base-x, "
                        "2500base-x, 10gbase-r or 100base-fx", name);
}

bool hc_set_carries(struct hc_module_build *build,
                    const struct hc_module_key *key, const char *value,
                    GError **error)
{
    (void)key;
    build->carries = true;
    return parse_iface(value, &build->data.carries, error);
}

bool hc_set_passes(struct hc_module_build *build,
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

bool hc_set_checksum(struct hc_module_build *build,
                     const struct hc_module_key *key, const char *value,
                     GError **error)
{
    return hc_choose_word(key, value, &build->checksum, error);
}

static bool parse_wait(const char *value, uint64_t *ret_ns, GError **error)
{
    if (!hc_parse_duration(value, ret_ns, error)) {
        return false;
    }
    if (*ret_ns > READY_AFTER_MAX_NS) {
        return hc_bad_value(error, "'%s' is longer than an hour; use less",
                            value);
    }
    return true;
}

bool hc_set_ready_after(struct hc_module_build *build,
                        const struct hc_module_key *key, const char *value,
                        GError **error)
{
    (void)key;
    build->ready = true;
    return parse_wait(value, &build->data.ready_after_ns, error);
}

bool hc_set_padding(struct hc_module_build *build,
                    const struct hc_module_key *key, const char *value,
                    GError **error)
{
    return hc_choose_word(key, value, &build->nul_padded, error);
}

bool hc_set_reads(struct hc_module_build *build,
                  const struct hc_module_key *key, const char *value,
                  GError **error)
{
    return hc_choose_word(key, value, &build->data.reads, error);
}

bool hc_set_phy(struct hc_module_build *build, const struct hc_module_key *key,
                const char *value, GError **error)
{
    build->phy = true;
    return hc_choose_word(key, value, &build->data.phy, error);
}

/* MDIO addresses 0 to 31 lie at 0x40 (mdio-i2c.c, i2c_mii_phy_addr), where
 * 0x50 and 0x51 belong to the EEPROM. */
bool hc_set_phy_address(struct hc_module_build *build,
                        const struct hc_module_key *key, const char *value,
                        GError **error)
{
    gint64 number = 0;

    build->phy_address = true;
    if (strcmp(value, "none") &&
        !hc_parse_in_range(key, value, &number, error)) {
        return false;
    }
    if (number == 0x50 || number == 0x51) {
        return hc_bad_value(error, "%s is the EEPROM's; use 0x56 or none",
                            value);
    }
    build->data.phy_address = (uint8_t)number;
    return true;
}

bool hc_set_phy_mode(struct hc_module_build *build,
                     const struct hc_module_key *key, const char *value,
                     GError **error)
{
    build->phy_mode = true;
    return hc_choose_word(key, value, &build->data.phy_strap, error);
}

bool hc_set_phy_boot(struct hc_module_build *build,
                     const struct hc_module_key *key, const char *value,
                     GError **error)
{
    (void)key;
    return parse_wait(value, &build->data.phy_boot_ns, error);
}

bool hc_set_writable(struct hc_module_build *build,
                     const struct hc_module_key *key, const char *value,
                     GError **error)
{
    return hc_choose_word(key, value, &build->data.writes, error);
}

bool hc_set_los(struct hc_module_build *build, const struct hc_module_key *key,
                const char *value, GError **error)
{
    build->los = true;
    return hc_choose_word(key, value, &build->data.los_pin, error);
}

bool hc_set_tx_fault(struct hc_module_build *build,
                     const struct hc_module_key *key, const char *value,
                     GError **error)
{
    build->tx_fault = true;
    return hc_choose_word(key, value, &build->data.tx_fault_pin, error);
}

bool hc_set_tx_disable(struct hc_module_build *build,
                       const struct hc_module_key *key, const char *value,
                       GError **error)
{
    uint32_t ignored = 0;

    build->tx_disable = true;
    if (!hc_choose_word(key, value, &ignored, error)) {
        return false;
    }
    build->data.ignores_tx_disable = ignored;
    return true;
}

/* -25dBm, 0.01mW, 3uW; in tenths of a microwatt. */
static bool parse_power(const char *value, uint32_t *ret, GError **error)
{
    static const struct { const char *unit; double factor; } row[] = {
        { "mW", 1e4 }, { "uW", 1e1 }, { "dBm", 0 },
    };
    char *unit;
    double number = g_ascii_strtod(value, &unit);

    for (unsigned i = 0; unit != value && i < G_N_ELEMENTS(row); i++) {
        if (!strcmp(unit, row[i].unit)) {
            number = row[i].factor > 0 ? number * row[i].factor
                                       : pow(10, number / 10) * 1e4;
            if (!(number >= 0.5 && number < 65535.5)) {
                return hc_bad_value(error, "'%s' does not fit; use -43dBm to "
                                    "8.1dBm", value);
            }
            *ret = (uint32_t)lround(number);
            return true;
        }
    }
    return hc_bad_value(error, "'%s' is no power; write -25dBm, 3uW or "
                        "0.003mW", value);
}

bool hc_set_los_assert(struct hc_module_build *build,
                       const struct hc_module_key *key, const char *value,
                       GError **error)
{
    (void)key;
    return parse_power(value, &build->data.los_assert, error);
}

bool hc_set_los_deassert(struct hc_module_build *build,
                         const struct hc_module_key *key, const char *value,
                         GError **error)
{
    (void)key;
    return parse_power(value, &build->data.los_deassert, error);
}
