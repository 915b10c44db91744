/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a module is when its file does not say: read off its EEPROM, as
 * drivers/net/phy/sfp-bus.c (sfp_module_parse_support) does. */
#include <string.h>

#include "module-internal.h"

#define ALL_CABLE_CODINGS \
    (1u << HC_IFACE_SGMII | 1u << HC_IFACE_1000BASEX | \
     1u << HC_IFACE_2500BASEX | 1u << HC_IFACE_10GBASER | \
     1u << HC_IFACE_100BASEFX)

/* guess: SFF-8472 allows 300 ms (t_serial); most modules are faster. */
#define READY_AFTER_NS (100 * NS_PER_MS)

static uint32_t infer_kind(const uint8_t *a0)
{
    if (a0[8] & 0x0c) {
        return HC_SFP_DAC;
    }
    return a0[2] == 0x22 || (a0[6] & 0x08) ? HC_SFP_RJ45 : HC_SFP_FIBRE;
}

static uint32_t infer_coding(const uint8_t *a0, uint32_t kind)
{
    if (kind == HC_SFP_DAC) {
        return HC_IFACE_1000BASEX;
    }
    if (a0[3] & 0xf0) {
        return HC_IFACE_10GBASER;
    }
    if (a0[6] & 0x08) {
        return HC_IFACE_SGMII;
    }
    if (a0[6] & 0x30) {
        return HC_IFACE_100BASEFX;
    }
    if (a0[6] & 0x07) {
        return HC_IFACE_1000BASEX;
    }
    if ((a0[6] & 0xc0) && a0[12] == 1) {
        return HC_IFACE_100BASEFX;
    }
    if (a0[12] >= 100) {
        return HC_IFACE_10GBASER;
    }
    return a0[12] >= 25 ? HC_IFACE_2500BASEX : HC_IFACE_1000BASEX;
}

/* A 1000BASE-T module has an 88E1111 at 0x56 unless its file says
 * otherwise. guess: most do, strapped for SGMII. */
static void complete_phy(struct hc_module_build *build)
{
    struct hc_sfp_data *data = &build->data;

    if (!build->phy && data->kind == HC_SFP_RJ45 && (data->a0[6] & 0x08)) {
        data->phy = HC_SFP_PHY_88E1111;
    }
    if (!build->phy_address && data->phy == HC_SFP_PHY_88E1111) {
        data->phy_address = 0x56;
    }
    if (!build->phy_mode && data->phy == HC_SFP_PHY_88E1111) {
        data->phy_strap = HC_88E1111_SGMII;
    }
    data->has_a2 |= data->phy == HC_SFP_PHY_ROLLBALL;
}

static uint32_t phy_coding(const struct hc_sfp_data *data)
{
    if (data->phy == HC_SFP_PHY_ROLLBALL) {
        return HC_IFACE_10GBASER;
    }
    return data->phy_strap == HC_88E1111_SGMII ? HC_IFACE_SGMII
                                               : HC_IFACE_1000BASEX;
}

static void complete_coding(struct hc_module_build *build)
{
    struct hc_sfp_data *data = &build->data;

    if (!build->kind) {
        data->kind = infer_kind(data->a0);
    }
    complete_phy(build);
    if (!build->carries && data->phy != HC_SFP_PHY_NONE) {
        data->carries = phy_coding(data);
    } else if (!build->carries) {
        data->carries = infer_coding(data->a0, data->kind);
    }
    if (!build->passes) {
        data->passes = data->kind == HC_SFP_DAC ? ALL_CABLE_CODINGS
                                                : 1u << data->carries;
    }
}

/* A module that does not offer a signal ties its contact low. LOS is
 * inverted when only 65.2 says so (sfp.c, sfp_sm_mod_probe). */
static void complete_contacts(struct hc_module_build *build)
{
    struct hc_sfp_data *data = &build->data;
    uint8_t options = data->a0[65];

    if (!build->los) {
        data->los_pin = (options & 0x06) == 0x04 ? HC_SFP_PIN_INVERTED
                        : options & 0x06 ? HC_SFP_PIN_FOLLOWS
                                         : HC_SFP_PIN_LOW;
    }
    if (!build->tx_fault) {
        data->tx_fault_pin = options & 0x08 ? HC_SFP_PIN_FOLLOWS
                                            : HC_SFP_PIN_LOW;
    }
    if (!build->tx_disable) {
        data->ignores_tx_disable = !(options & 0x10);
    }
    if (!build->ready) {
        data->ready_after_ns = READY_AFTER_NS;
    }
}

/* Vendor, part and revision (SFF-8472 wants blanks; not all makers do). */
static void complete_padding(struct hc_module_build *build)
{
    static const struct { uint8_t at, len; } text[] = {
        { 20, 16 }, { 40, 16 }, { 56, 4 },
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(text); i++) {
        uint8_t *at = &build->data.a0[text[i].at];

        for (unsigned n = text[i].len; n-- && at[n] == ' ';) {
            at[n] = 0;
        }
    }
}

/* Where nobody says otherwise a reading is the value itself: slopes are 1.0
 * in 8.8, the factor of RX power is 1.0 in IEEE 754 (SFF-8472 table 9-6). */
static void complete_calibration(uint8_t *a2)
{
    static const uint8_t one_float[] = { 0x3f, 0x80 }, none[20];

    if (!memcmp(&a2[56], none, sizeof(none))) {
        memcpy(&a2[68], one_float, sizeof(one_float));
    }
    for (unsigned at = 76; at <= 88; at += 4) {
        if (!a2[at] && !a2[at + 1]) {
            a2[at] = 0x01;
        }
    }
}

/* Values that keys gave are what a host shall make of the readings. */
static void complete_readings(struct hc_module_build *build)
{
    for (unsigned i = 0; i < HC_MODULE_A2_WORDS; i++) {
        const struct hc_module_key *key = build->value_of[i];
        uint8_t *at = &build->data.a2[2 * i];
        uint16_t reading = 0;

        if (!key) {
            continue;
        }
        if (hc_sfp_reading(&build->data, (enum hc_sfp_diag)key->len,
                           build->value[i], &reading) != HC_OK) {
            build->unfit = key;
        }
        at[0] = (uint8_t)(reading >> 8);
        at[1] = (uint8_t)reading;
    }
}

/* guess: 2 dB between the two thresholds; makers give 0.5 to 5 dB. */
static void complete_los(struct hc_sfp_data *data)
{
    if (data->los_assert && !data->los_deassert) {
        data->los_deassert = MIN(65535u, data->los_assert * 1585u / 1000 + 1);
    }
}

static void complete_checksums(struct hc_module_build *build)
{
    uint8_t *a0 = build->data.a0, *a2 = build->data.a2;

    a0[63] = hc_sfp_check_code(a0, 0, 62);
    a0[95] = hc_sfp_check_code(a0, 64, 94);
    a0[63] = (uint8_t)(a0[63] +
                       (build->checksum == HC_MODULE_CHECKSUM_BAD_BASE));
    a0[95] = (uint8_t)(a0[95] +
                       (build->checksum == HC_MODULE_CHECKSUM_BAD_EXT));
    if (build->data.has_a2) {
        a2[95] = hc_sfp_check_code(a2, 0, 94);
    }
}

void hc_module_complete(struct hc_module_build *build)
{
    bool keep = build->checksum == HC_MODULE_CHECKSUM_KEEP ||
                (build->checksum == HC_MODULE_CHECKSUM_AUTO &&
                 build->dumped && !build->touched);

    if (build->data.has_a2 && !build->dumped) {
        complete_calibration(build->data.a2);
    }
    complete_readings(build);
    complete_los(&build->data);
    if (build->nul_padded) {
        complete_padding(build);
    }
    complete_coding(build);
    complete_contacts(build);
    if (!keep) {
        complete_checksums(build);
    }
}
