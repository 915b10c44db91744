/* SPDX-License-Identifier: GPL-2.0-or-later */
/* `macsec PLACE key=value…`: what the far end's SecY is told to be. The
 * words are those of ip-macsec(8) where it has one. */
#include "scenario.h"

#include <string.h>

#include "scenario-internal.h"

#define VALUE HC_SCENARIO_ERROR_VALUE

size_t hc_parse_octets(const char *text, uint8_t *ret, size_t max)
{
    size_t len = strlen(text);

    if (!len || len & 1 || len / 2 > max ||
        text[strspn(text, "0123456789abcdefABCDEF")]) {
        return 0;
    }
    for (size_t at = 0; at < len / 2; at++) {
        ret[at] = g_ascii_xdigit_value(text[2 * at]) << 4 |
                  g_ascii_xdigit_value(text[2 * at + 1]);
    }
    return len / 2;
}

static bool take_flag(const char *key, const char *value, bool *ret_on,
                      GError **error)
{
    *ret_on = !strcmp(value, "on");
    return *ret_on || !strcmp(value, "off") ||
        hc_refuse(error, VALUE, "%s=%s; write %s=on or %s=off", key, value,
                  key, key);
}

static bool take_number(const char *key, const char *value, guint64 max,
                        guint64 *ret, GError **error)
{
    g_autoptr(GError) why = NULL;

    return hc_parse_number(value, max, ret, &why) ||
        hc_refuse(error, VALUE, "%s=%s: %s", key, value, why->message);
}

static bool take_sci(const char *key, const char *value, uint8_t *ret,
                     GError **error)
{
    uint8_t sci[8];

    if (hc_parse_octets(value, sci, sizeof(sci)) != sizeof(sci)) {
        return hc_refuse(error, VALUE, "%s=%s is no SCI; write 16 digits, a "
                         "MAC address and a port: %s=02005e2000010001", key,
                         value, key);
    }
    memcpy(ret, sci, sizeof(sci));
    return true;
}

static bool take_key(struct hc_macsec_spec *spec, const char *value,
                     GError **error)
{
    spec->key_len = hc_parse_octets(value, spec->key, sizeof(spec->key));
    if (spec->key_len != 16 && spec->key_len != 32) {
        return hc_refuse(error, VALUE, "key=%s is no key; write 32 "
                         "hexadecimal digits for AES-128, 64 for AES-256",
                         value);
    }
    return true;
}

static bool take_salt(struct hc_macsec_spec *spec, const char *value,
                      GError **error)
{
    spec->has_salt = hc_parse_octets(value, spec->salt, 12) == 12;
    return spec->has_salt ||
        hc_refuse(error, VALUE, "salt=%s is no salt; write 24 hexadecimal "
                  "digits", value);
}

static bool take_cipher(struct hc_macsec_spec *spec, const char *value,
                        GError **error)
{
    static const struct { const char *name; size_t len; bool xpn; } row[] = {
        { "gcm-aes-128", 16, false }, { "gcm-aes-256", 32, false },
        { "gcm-aes-xpn-128", 16, true }, { "gcm-aes-xpn-256", 32, true },
    };

    for (unsigned at = 0; at < G_N_ELEMENTS(row); at++) {
        if (!strcmp(value, row[at].name)) {
            spec->cipher_len = row[at].len;
            spec->config.xpn = row[at].xpn;
            return true;
        }
    }
    return hc_refuse(error, VALUE, "cipher=%s is unknown; one of: "
                     "gcm-aes-128, gcm-aes-256, gcm-aes-xpn-128, "
                     "gcm-aes-xpn-256", value);
}

static bool take_validate(struct hc_macsec_spec *spec, const char *value,
                          GError **error)
{
    static const char *const names[] = { "disabled", "check", "strict" };

    for (unsigned at = 0; at < G_N_ELEMENTS(names); at++) {
        if (!strcmp(value, names[at])) {
            spec->config.validate = at;
            return true;
        }
    }
    return hc_refuse(error, VALUE, "validate=%s is unknown; one of: "
                     "disabled, check, strict", value);
}

static bool *flag_of(struct hc_secy_config *config, const char *key)
{
    const struct { const char *key; bool *flag; } row[] = {
        { "state", &config->on }, { "encrypt", &config->encrypt },
        { "protect", &config->protect }, { "send_sci", &config->send_sci },
        { "end_station", &config->end_station }, { "scb", &config->scb },
        { "replay", &config->replay },
    };

    for (unsigned at = 0; at < G_N_ELEMENTS(row); at++) {
        if (!strcmp(key, row[at].key)) {
            return row[at].flag;
        }
    }
    return NULL;
}

static bool take_numeric(struct hc_macsec_spec *spec, const char *key,
                         const char *value, GError **error)
{
    const struct { const char *key; guint64 max; } row[] = {
        { "an", HC_SECY_SAS - 1 }, { "encodingsa", HC_SECY_SAS - 1 },
        { "pn", G_MAXUINT64 }, { "rx_pn", G_MAXUINT64 },
        { "window", G_MAXUINT32 }, { "ssci", G_MAXUINT32 },
        { "peer_ssci", G_MAXUINT32 },
    };
    guint64 number;
    unsigned at = 0;

    while (at < G_N_ELEMENTS(row) && strcmp(key, row[at].key)) {
        at++;
    }
    if (at == G_N_ELEMENTS(row)) {
        return hc_refuse(error, VALUE, "a SecY has no '%s'", key);
    }
    if (!take_number(key, value, row[at].max, &number, error)) {
        return false;
    }
    switch (at) {
    case 0: spec->an = number; break;
    case 1: spec->config.encoding_sa = number;
            spec->has_encoding_sa = true; break;
    case 2: spec->pn = number; spec->has_pn = true; break;
    case 3: spec->rx_pn = number; spec->has_rx_pn = true; break;
    case 4: spec->config.window = number; break;
    case 5: spec->config.ssci = number; break;
    default: spec->config.peer_ssci = number; break;
    }
    return true;
}

static bool take_word(struct hc_macsec_spec *spec, const char *word,
                      GError **error)
{
    const char *equals = strchr(word, '=');
    const char *value = equals ? equals + 1 : "";
    g_autofree char *key = equals ? g_strndup(word, equals - word)
                                  : g_strdup(word);
    bool *flag = flag_of(&spec->config, key);

    if (flag) {
        return take_flag(key, value, flag, error);
    }
    if (!strcmp(key, "sci")) {
        return take_sci(key, value, spec->config.sci, error);
    }
    if (!strcmp(key, "peer_sci")) {
        spec->config.has_peer_sci = true;
        return take_sci(key, value, spec->config.peer_sci, error);
    }
    if (!strcmp(key, "key")) {
        return take_key(spec, value, error);
    }
    if (!strcmp(key, "salt")) {
        return take_salt(spec, value, error);
    }
    if (!strcmp(key, "cipher")) {
        return take_cipher(spec, value, error);
    }
    if (!strcmp(key, "validate")) {
        return take_validate(spec, value, error);
    }
    return take_numeric(spec, key, value, error);
}

/* What only shows when all words are there. */
static bool words_agree(const struct hc_macsec_spec *spec, GError **error)
{
    const struct hc_secy_config *config = &spec->config;
    uint64_t last = config->xpn ? G_MAXUINT64 : G_MAXUINT32;

    if (spec->key_len && spec->cipher_len &&
        spec->key_len != spec->cipher_len) {
        return hc_refuse(error, VALUE, "the key has %zu octets, the cipher "
                         "wants %zu; change one", spec->key_len,
                         spec->cipher_len);
    }
    if ((spec->has_pn && (!spec->pn || spec->pn > last)) ||
        (spec->has_rx_pn && spec->rx_pn > last)) {
        return hc_refuse(error, VALUE, "a packet number is 1 to 0xffffffff, "
                         "or 64 bits with gcm-aes-xpn-…");
    }
    if (config->send_sci && (config->end_station || config->scb)) {
        return hc_refuse(error, VALUE, "end_station and scb stand for an "
                         "SCI; add send_sci=off (a wrong tag is 'forge "
                         "PLACE sc-es')");
    }
    return true;
}

bool hc_macsec_spec_parse(struct hc_macsec_spec *spec,
                          const struct hc_secy_config *now,
                          char *const *words, GError **error)
{
    memset(spec, 0, sizeof(*spec));
    spec->config = *now;
    spec->config.on = true;
    for (; *words; words++) {
        if (!take_word(spec, *words, error)) {
            return false;
        }
    }
    return words_agree(spec, error);
}
