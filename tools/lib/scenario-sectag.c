/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Frames with a SecTAG: `expect cage0-medium macsec pn=5..9 an=1 encrypted`,
 * beside the words of every frame. */
#include "scenario.h"

#include <string.h>

#include "../../models/macsec-frame.h"
#include "scenario-internal.h"

#define VALUE  HC_SCENARIO_ERROR_VALUE

#define MACS_LEN 12u
#define VLAN_LEN 4u

const char *const hc_tag_words[] = { "sci", "an", "pn", "encrypted",
                                     "integrity", NULL };

/* 5, or 5..9. */
static bool take_pn(struct hc_tag_match *match, const char *value,
                    GError **error)
{
    g_auto(GStrv) end = g_strsplit(value, "..", 2);
    guint64 from = 0, to = 0;

    if (!end[0] || !hc_parse_number(end[0], G_MAXUINT32, &from, NULL) ||
        !hc_parse_number(end[end[1] ? 1 : 0], G_MAXUINT32, &to, NULL) ||
        to < from) {
        return hc_refuse(error, VALUE, "pn=%s is no packet number; write "
                         "pn=5, or pn=5..9 for all from 5 to 9", value);
    }
    match->has_pn = true;
    match->pn_from = from;
    match->pn_to = to;
    return true;
}

static bool take_sci(struct hc_tag_match *match, const char *value,
                     GError **error)
{
    match->no_sci = !strcmp(value, "none");
    match->has_sci = !match->no_sci;
    return match->no_sci ||
        hc_parse_octets(value, match->sci, 8) == 8 ||
        hc_refuse(error, VALUE, "sci=%s is no SCI; write 16 hexadecimal "
                  "digits, or sci=none for a tag without", value);
}

bool hc_tag_match_word(struct hc_tag_match *match, const char *word,
                       GError **error)
{
    const char *value = strchr(word, '=');
    guint64 number;

    if (!value) {
        match->encrypted = !strcmp(word, "encrypted");
        match->integrity = !match->encrypted;
        return true;
    }
    value++;
    if (g_str_has_prefix(word, "sci=")) {
        return take_sci(match, value, error);
    }
    if (g_str_has_prefix(word, "pn=")) {
        return take_pn(match, value, error);
    }
    if (!hc_parse_number(value, 3, &number, NULL)) {
        return hc_refuse(error, VALUE, "%s; an association number is 0 to 3",
                         word);
    }
    match->has_an = true;
    match->an = number;
    return true;
}

/* The tag may stand behind VLAN tags (802.1AE-2018 11.7). */
static bool read_tag(const uint8_t *frame, size_t len,
                     struct hc_sectag *ret_tag)
{
    size_t at = MACS_LEN;

    for (unsigned n = 0; n < 2 && at + VLAN_LEN + 2 <= len; n++) {
        uint16_t etype = hc_get_be16(frame + at);

        if (etype != 0x8100 && etype != 0x88a8) {
            break;
        }
        at += VLAN_LEN;
    }
    return at + 2 <= len && hc_get_be16(frame + at) == HC_MACSEC_ETYPE &&
        hc_sectag_parse(frame + at, len - at, ret_tag);
}

bool hc_tag_matches(const struct hc_tag_match *match, const uint8_t *frame,
                    size_t len, uint64_t *ret_pn)
{
    struct hc_sectag tag;

    if (!read_tag(frame, len, &tag)) {
        return false;
    }
    *ret_pn = tag.pn;
    return (!match->has_an || (tag.tci_an & HC_TCI_AN) == match->an) &&
        !(match->no_sci && tag.tci_an & HC_TCI_SC) &&
        (!match->has_sci || (tag.tci_an & HC_TCI_SC &&
                             !memcmp(tag.sci, match->sci, 8))) &&
        !(match->encrypted && !(tag.tci_an & HC_TCI_E)) &&
        !(match->integrity && tag.tci_an & HC_TCI_E) &&
        (!match->has_pn || (tag.pn >= match->pn_from &&
                            tag.pn <= match->pn_to));
}
