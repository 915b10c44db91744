/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "phy-macsec.h"

#include "aead-nettle.h"
#include "../models/knobs.h"
#include "../models/macsec-internal.h"

/* 29E2: the engine's two lines (Linux drivers/net/phy/mscc/mscc.h,
 * MII_VSC85XX_EXT_INT_STATUS). */
static const uint32_t cause[] = {
    [HC_MACSEC_LINE_EGRESS] = 0x0200, [HC_MACSEC_LINE_INGRESS] = 0x0100,
};

static void engine_out(void *opaque, unsigned line, bool level)
{
    HcMacsec *macsec = opaque;

    if (level && line < ARRAY_SIZE(cause)) {
        hc_vsc_raise_ext(macsec->phy, cause[line]);
    }
}

static enum hc_status csr_read(void *opaque, unsigned target, uint32_t addr,
                               uint32_t *ret)
{
    return hc_macsec_csr_read(opaque, target, addr, ret);
}

static enum hc_status csr_write(void *opaque, unsigned target, uint32_t addr,
                                uint32_t value)
{
    return hc_macsec_csr_write(opaque, target, addr, value);
}

static bool egress(void *opaque, const uint8_t *frame, size_t len,
                   uint8_t *ret_frame, size_t size, size_t *ret_len)
{
    return hc_macsec_egress(opaque, frame, len, ret_frame, size, ret_len) ==
           HC_MACSEC_PASS;
}

static bool ingress(void *opaque, const uint8_t *frame, size_t len,
                    uint8_t *ret_frame, size_t size, size_t *ret_len)
{
    return hc_macsec_ingress(opaque, frame, len, ret_frame, size, ret_len) ==
           HC_MACSEC_PASS;
}

void hc_phy_macsec_create(HcMacsec *macsec, const char *place,
                            struct hc_vsc_package *package,
                            struct hc_phy *phy)
{
    struct hc_macsec *engine = &macsec->engine;
    const struct hc_vsc_csr csr = { csr_read, csr_write, engine };
    const struct hc_vsc_filter filter = { egress, ingress, engine };

    macsec->phy = phy;
    macsec->contexts = g_malloc0(hc_macsec_contexts_size(&hc_aead_nettle));
    hc_glue_init(&macsec->glue, place, engine, NULL, engine_out, macsec);
    hc_macsec_init(engine, &macsec->glue.host, &hc_aead_nettle,
                   macsec->contexts);
    hc_vsc_package_set_csr(package, phy->number, &csr);
    hc_vsc_package_set_filter(package, phy->number, &filter);
}

bool hc_phy_macsec_knobs(HcMacsec *macsec, const char *words,
                           GError **error)
{
    g_auto(GStrv) list = g_strsplit(words, ",", -1);

    for (unsigned i = 0; list[i]; i++) {
        if (!hc_knob_turn(hc_macsec_knob_list, &macsec->engine.knobs,
                          list[i])) {
            g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_INVAL,
                        "macsec=%s: '%s' is no knob of the engine; "
                        "docs/hardware/macsec-engine.md has a table of them",
                        words, list[i]);
            return false;
        }
    }
    return true;
}

/* Counters of single SAs are added up: the words are IEEE 802.1AE's. */
static const struct {
    const char *word;
    uint8_t dir, number;
    enum { SUM, GLOBAL, SAS, LATENCY } kind;
} counters[] = {
    { "engine_tx_sas", EGRESS, 0, SAS },
    { "engine_rx_sas", INGRESS, 0, SAS },
    { "engine_out_protected", EGRESS, EGR_PKTS },
    { "engine_out_untagged", EGRESS, EGR_G_UNTAGGED, GLOBAL },
    { "engine_out_control", EGRESS, EGR_G_CTRL, GLOBAL },
    { "engine_out_errors", EGRESS, EGR_G_TRANSFORM, GLOBAL },
    { "engine_in_ok", INGRESS, IGR_OK },
    { "engine_in_unchecked", INGRESS, IGR_UNCHECKED },
    { "engine_in_delayed", INGRESS, IGR_DELAYED },
    { "engine_in_late", INGRESS, IGR_LATE },
    { "engine_in_invalid", INGRESS, IGR_INVALID },
    { "engine_in_not_valid", INGRESS, IGR_NOT_VALID },
    { "engine_in_not_using_sa", INGRESS, IGR_NOT_USING },
    { "engine_in_unused_sa", INGRESS, IGR_UNUSED },
    { "engine_in_untagged", INGRESS, IGR_G_UNTAGGED, GLOBAL },
    { "engine_in_no_tag", INGRESS, IGR_G_NO_TAG, GLOBAL },
    { "engine_in_bad_tag", INGRESS, IGR_G_BAD_TAG, GLOBAL },
    { "engine_in_no_sci", INGRESS, IGR_G_NO_SCI, GLOBAL },
    { "engine_in_unknown_sci", INGRESS, IGR_G_UNKNOWN_SCI, GLOBAL },
    { "engine_out_latency_ns", EGRESS, 0, LATENCY },
    { "engine_in_latency_ns", INGRESS, 0, LATENCY },
};

/* A match entry that leads to a transform: not a rule that bypasses. */
static bool is_sa(const struct hc_macsec_bank *bank, unsigned entry)
{
    return (bank->reg[FLOW_CTRL + entry] & FLOW_TYPE) >= FLOW_INGRESS;
}

static uint64_t sas(const struct hc_macsec_bank *bank)
{
    uint64_t n = 0;

    for (unsigned i = 0; i < HC_MACSEC_SAS; i++) {
        n += (bank->reg[ENTRY_ENABLE1] >> i & 1) && is_sa(bank, i);
    }
    return n;
}

static uint64_t counted(const struct hc_macsec_bank *bank, unsigned number,
                        bool global)
{
    uint64_t sum = 0;

    if (global) {
        return bank->global_count[number];
    }
    for (unsigned sa = 0; sa < HC_MACSEC_SAS; sa++) {
        sum += is_sa(bank, sa) ? bank->sa_count[sa][number] : 0;
    }
    return sum;
}

const char *hc_phy_macsec_counter_name(unsigned n)
{
    return n < ARRAY_SIZE(counters) ? counters[n].word : NULL;
}

bool hc_phy_macsec_counter(const HcMacsec *macsec, const char *word,
                             uint64_t *ret_value)
{
    for (unsigned i = 0; i < ARRAY_SIZE(counters); i++) {
        if (!g_str_equal(counters[i].word, word)) {
            continue;
        }
        *ret_value = counters[i].kind == SAS
            ? sas(&macsec->engine.bank[counters[i].dir])
            : counters[i].kind == LATENCY
            ? hc_macsec_latency_ns(&macsec->engine, counters[i].dir == EGRESS
                                   ? HC_MACSEC_TARGET_EGRESS
                                   : HC_MACSEC_TARGET_INGRESS)
            : counted(&macsec->engine.bank[counters[i].dir],
                      counters[i].number, counters[i].kind == GLOBAL);
        return true;
    }
    return false;
}
