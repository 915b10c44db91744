/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The far end's SecY: its verbs, and what it says of itself. */
#include "bench-internal.h"

#include "../models/macsec-frame.h"
#include "../tools/lib/verbs.h"
#include "aead-nettle.h"

#define BENCH_ERROR g_quark_from_static_string("hotcage-bench")

/* Local experimental EtherType 1 (IEEE 802 9.2.4): nobody answers. */
#define ETYPE_FORGED 0x88b5u
#define ETYPE_EAPOL  0x888eu

void hc_bench_macsec_create(HcPort *port)
{
    g_autofree char *place = g_strdup_printf("%s-macsec", port->place);

    hc_glue_init(&port->secy_glue, place, &port->secy, NULL, NULL, NULL);
    hc_secy_init(&port->secy, &port->secy_glue.host, &hc_aead_nettle,
                 g_malloc0(hc_secy_contexts_size(&hc_aead_nettle)));
}

void hc_bench_macsec_forget(HcPort *port)
{
    struct hc_secy fresh;

    hc_secy_init(&fresh, NULL, port->secy.aead, port->secy.context[0].ctx);
    memcpy(&port->secy.config, &fresh.config,
           sizeof(fresh) - offsetof(struct hc_secy, config));
}

/* A new key starts at packet number 1 and, being the first, sends. */
static void set_sa(struct hc_secy *secy, const struct hc_macsec_spec *spec)
{
    struct hc_secy_sa *sa = &secy->sa[spec->an];
    bool first = true;

    for (unsigned an = 0; an < HC_SECY_SAS; an++) {
        first &= !secy->sa[an].key_len;
    }
    if (spec->key_len) {
        hc_secy_set_key(secy, spec->an, spec->key, spec->key_len);
        if (first && !spec->has_encoding_sa) {
            secy->config.encoding_sa = spec->an;
        }
    }
    if (spec->has_salt) {
        memcpy(sa->salt, spec->salt, sizeof(sa->salt));
    }
    if (spec->has_pn) {
        sa->tx_pn = spec->pn;
    }
    if (spec->has_rx_pn) {
        sa->rx_pn = spec->rx_pn;
    }
}

bool hc_bench_macsec(HcPort *port, char **argv, GError **error)
{
    struct hc_macsec_spec spec;

    if (!hc_macsec_spec_parse(&spec, &port->secy.config, argv + 2, error)) {
        return false;
    }
    port->secy.config = spec.config;
    set_sa(&port->secy, &spec);
    return true;
}

/* Octets that count up, so that a changed one shows. */
static void fill(const HcPort *port, enum hc_secy_flaw flaw, uint8_t *frame,
                 size_t len)
{
    static const uint8_t pae[6] = { 0x01, 0x80, 0xc2, 0x00, 0x00, 0x03 };
    bool mka = flaw == HC_SECY_FLAW_MKA;

    for (size_t at = 0; at < len; at++) {
        frame[at] = (uint8_t)at;
    }
    memset(frame, 0xff, 6);
    if (mka) {
        memcpy(frame, pae, sizeof(pae));
    }
    memcpy(frame + 6, port->peer.mac, 6);
    hc_put_be16(frame + 12, mka ? ETYPE_EAPOL : ETYPE_FORGED);
}

/* A checked count, or what it is without the key. */
static unsigned count_of(char **argv, const char *key, unsigned otherwise)
{
    const char *text = hc_argv_key(argv, key);
    guint64 value = otherwise;

    if (text) {
        hc_parse_number(text, G_MAXUINT32, &value, NULL);
    }
    return value;
}

bool hc_bench_forge(HcPort *port, char **argv, GError **error)
{
    uint8_t frame[HC_FORGE_LEN_MAX];
    const unsigned count = count_of(argv, "count", 1);
    const unsigned len = count_of(argv, "len", HC_FORGE_LEN_MIN);
    unsigned flaw = 0;

    while (flaw < HC_SECY_FLAWS &&
           !g_str_equal(hc_secy_flaw_name(flaw), argv[2])) {
        flaw++;
    }
    fill(port, flaw, frame, len);
    for (unsigned n = 0; n < count; n++) {
        if (hc_partner_wait_ns(&port->partner)) {
            return hc_bench_refuse(error, "the far end of %s holds no more "
                                   "than %u frames of %u octets; forge the "
                                   "others later", argv[1], n, len);
        }
        if (hc_secy_flawed(&port->secy, flaw, frame, len) != HC_OK) {
            g_set_error(error, BENCH_ERROR, 0, "%s: '%s' did not leave; it "
                        "needs a link, and a key (macsec %s key=…), and a "
                        "replay needs a frame before it", argv[1], argv[2],
                        argv[1]);
            return false;
        }
    }
    return true;
}

static const struct {
    const char *key;
    size_t at;
} counters[] = {
    { "macsec_in_untagged", offsetof(struct hc_secy_counters, in_untagged) },
    { "macsec_in_no_tag", offsetof(struct hc_secy_counters, in_no_tag) },
    { "macsec_in_bad_tag", offsetof(struct hc_secy_counters, in_bad_tag) },
    { "macsec_in_unknown_sci",
      offsetof(struct hc_secy_counters, in_unknown_sci) },
    { "macsec_in_no_sci", offsetof(struct hc_secy_counters, in_no_sci) },
    { "macsec_in_unused_sa", offsetof(struct hc_secy_counters, in_unused_sa) },
    { "macsec_in_not_using_sa",
      offsetof(struct hc_secy_counters, in_not_using_sa) },
    { "macsec_in_late", offsetof(struct hc_secy_counters, in_late) },
    { "macsec_in_delayed", offsetof(struct hc_secy_counters, in_delayed) },
    { "macsec_in_unchecked", offsetof(struct hc_secy_counters, in_unchecked) },
    { "macsec_in_ok", offsetof(struct hc_secy_counters, in_ok) },
    { "macsec_in_invalid", offsetof(struct hc_secy_counters, in_invalid) },
    { "macsec_in_not_valid", offsetof(struct hc_secy_counters, in_not_valid) },
    { "macsec_in_control", offsetof(struct hc_secy_counters, in_control) },
    { "macsec_out_untagged", offsetof(struct hc_secy_counters, out_untagged) },
    { "macsec_out_protected",
      offsetof(struct hc_secy_counters, out_protected) },
    { "macsec_out_encrypted",
      offsetof(struct hc_secy_counters, out_encrypted) },
    { "macsec_out_too_long", offsetof(struct hc_secy_counters, out_too_long) },
    { "macsec_out_no_sa", offsetof(struct hc_secy_counters, out_no_sa) },
    { "macsec_out_flawed", offsetof(struct hc_secy_counters, out_flawed) },
};

static uint64_t counter(const HcPort *port, unsigned n)
{
    uint64_t value;

    memcpy(&value, (const char *)&port->secy.counters + counters[n].at,
           sizeof(value));
    return value;
}

const char *hc_bench_macsec_key(unsigned n)
{
    return n < ARRAY_SIZE(counters) ? counters[n].key
           : n == ARRAY_SIZE(counters) ? "macsec_tx_pn"
           : n == ARRAY_SIZE(counters) + 1 ? "macsec_rx_pn" : NULL;
}

char *hc_bench_macsec_get(HcPort *port, const char *key)
{
    const struct hc_secy *secy = &port->secy;
    const struct hc_secy_sa *sa =
        &secy->sa[secy->config.encoding_sa % HC_SECY_SAS];

    for (unsigned n = 0; n < ARRAY_SIZE(counters); n++) {
        if (g_str_equal(counters[n].key, key)) {
            return g_strdup_printf("%" PRIu64, counter(port, n));
        }
    }
    if (g_str_equal(key, "macsec_tx_pn")) {
        return g_strdup_printf("%" PRIu64, sa->tx_pn);
    }
    if (g_str_equal(key, "macsec_rx_pn")) {
        return g_strdup_printf("%" PRIu64, sa->rx_pn);
    }
    return NULL;
}

void hc_bench_macsec_status(HcPort *port, GString *text)
{
    for (unsigned n = 0; port->secy.config.on && n < ARRAY_SIZE(counters);
         n++) {
        if (counter(port, n)) {
            g_string_append_printf(text, " %s=%" PRIu64, counters[n].key,
                                   counter(port, n));
        }
    }
}
