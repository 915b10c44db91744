/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "scenario.h"

#include <string.h>

#include "scenario-internal.h"

#define VALUE HC_SCENARIO_ERROR_VALUE

struct hc_partner_spec *hc_partner_new(const char *place, unsigned line)
{
    struct hc_partner_spec *partner = g_new0(struct hc_partner_spec, 1);

    partner->place = g_strdup(place);
    partner->kind = HC_PARTNER_PEER;
    partner->full = true;
    partner->an = true;
    partner->restricted = true;
    partner->line = line;
    return partner;
}

void hc_partner_free(struct hc_partner_spec *partner)
{
    g_free(partner->place);
    g_free(partner->tftp);
    g_free(partner->netdev);
    g_free(partner);
}

/* The place of a word in a list; -1 and an error when it is not there. */
static int pick(const char *key, const char *value, const char *const *list,
                GError **error)
{
    g_autofree char *all = NULL;

    for (int at = 0; list[at]; at++) {
        if (!strcmp(value, list[at])) {
            return at;
        }
    }
    all = g_strjoinv(", ", (char **)list);
    hc_refuse(error, VALUE, "%s=%s is unknown; one of: %s", key, value, all);
    return -1;
}

static bool set_kind(struct hc_partner_spec *partner, const char *value,
                     GError **error)
{
    static const char *const list[] = { "none", "peer", "slirp", NULL };
    int at = pick("kind", value, list, error);

    partner->kind = at < 0 ? HC_PARTNER_NONE : at;
    return at >= 0;
}

static bool set_ip(struct hc_partner_spec *partner, const char *value,
                   GError **error)
{
    g_auto(GStrv) part = g_strsplit(value, ".", 5);
    guint64 byte;

    partner->ip = 0;
    for (unsigned at = 0; at < 4; at++) {
        if (g_strv_length(part) != 4 ||
            !g_ascii_string_to_unsigned(part[at], 10, 0, 255, &byte, NULL)) {
            return hc_refuse(error, VALUE, "ip=%s is no IPv4 address; write "
                             "ip=192.0.2.1", value);
        }
        partner->ip = partner->ip << 8 | byte;
    }
    partner->has_ip = true;
    return true;
}

static bool set_mac(struct hc_partner_spec *partner, const char *value,
                    GError **error)
{
    g_auto(GStrv) part = g_strsplit(value, ":", 7);
    guint64 byte;

    for (unsigned at = 0; at < 6; at++) {
        if (g_strv_length(part) != 6 || strlen(part[at]) != 2 ||
            !g_ascii_string_to_unsigned(part[at], 16, 0, 255, &byte, NULL)) {
            return hc_refuse(error, VALUE, "mac=%s is no address; write "
                             "mac=02:00:00:00:00:01", value);
        }
        partner->mac[at] = byte;
    }
    /* IEEE 802.3 3.2.3: the first bit on the wire marks a group. */
    if (partner->mac[0] & 1) {
        return hc_refuse(error, VALUE, "mac=%s is a group address; make the "
                         "first byte even", value);
    }
    partner->has_mac = true;
    return true;
}

static bool set_mode(struct hc_partner_spec *partner, const char *value,
                     GError **error)
{
    const char *names[HC_IFACE_COUNT + 1] = { "auto" };
    int at;

    for (unsigned iface = 1; iface < HC_IFACE_COUNT; iface++) {
        names[iface] = hc_iface_name(iface);
    }
    at = pick("mode", value, names, error);
    partner->mode = at < 0 ? HC_IFACE_OFF : (enum hc_iface)at;
    return at >= 0;
}

static bool set_speed(struct hc_partner_spec *partner, const char *value,
                      GError **error)
{
    static const char *const list[] = { "10", "100", "1000", "2500", "10000",
                                        NULL };
    int at = pick("speed", value, list, error);

    partner->mbps = at < 0 ? 0 : g_ascii_strtoull(list[at], NULL, 10);
    return at >= 0;
}

static bool set_duplex(struct hc_partner_spec *partner, const char *value,
                       GError **error)
{
    static const char *const list[] = { "half", "full", NULL };
    int at = pick("duplex", value, list, error);

    partner->full = at == 1;
    return at >= 0;
}

static bool set_an(struct hc_partner_spec *partner, const char *value,
                   GError **error)
{
    static const char *const list[] = { "off", "on", NULL };
    int at = pick("an", value, list, error);

    partner->an = at == 1;
    return at >= 0;
}

static bool set_restrict(struct hc_partner_spec *partner, const char *value,
                         GError **error)
{
    static const char *const list[] = { "no", "yes", NULL };
    int at = pick("restrict", value, list, error);

    partner->restricted = at == 1;
    return at >= 0;
}

static bool set_tftp(struct hc_partner_spec *partner, const char *value,
                     GError **error)
{
    if (!*value) {
        return hc_refuse(error, VALUE, "tftp= names a folder");
    }
    g_free(partner->tftp);
    partner->tftp = g_strdup(value);
    return true;
}

/* A netdev is named by its id alone; that makes it the kind as well. */
static bool set_netdev(struct hc_partner_spec *partner, const char *value,
                       GError **error)
{
    if (!*value) {
        return hc_refuse(error, VALUE, "netdev= names the id of a -netdev");
    }
    g_free(partner->netdev);
    partner->netdev = g_strdup(value);
    partner->kind = HC_PARTNER_NETDEV;
    return true;
}

static const struct {
    const char *key;
    bool (*set)(struct hc_partner_spec *, const char *, GError **);
} setters[] = {
    { "kind", set_kind }, { "ip", set_ip }, { "mac", set_mac },
    { "mode", set_mode }, { "speed", set_speed }, { "duplex", set_duplex },
    { "an", set_an }, { "restrict", set_restrict }, { "tftp", set_tftp },
    { "netdev", set_netdev },
};

static bool set_word(struct hc_partner_spec *partner, const char *word,
                     GError **error)
{
    const char *names[G_N_ELEMENTS(setters) + 1] = { NULL };
    const char *value = strchr(word, '=');
    g_autofree char *key = value ? g_strndup(word, value - word)
                                 : g_strdup(word);

    for (unsigned at = 0; at < G_N_ELEMENTS(setters); at++) {
        names[at] = setters[at].key;
        if (value && !strcmp(key, names[at])) {
            return setters[at].set(partner, value + 1, error);
        }
    }
    return hc_refuse(error, VALUE, "a partner has no '%s'; did you mean "
                     "'%s=…'?", word, hc_nearest(key, names));
}

bool hc_partner_apply(struct hc_partner_spec *partner, char *const *keys,
                      GError **error)
{
    struct hc_partner_spec next = *partner;

    next.tftp = g_strdup(partner->tftp);
    next.netdev = g_strdup(partner->netdev);
    for (; *keys; keys++) {
        if (!set_word(&next, *keys, error)) {
            g_free(next.tftp);
            g_free(next.netdev);
            return false;
        }
    }
    g_free(partner->tftp);
    g_free(partner->netdev);
    *partner = next;
    return true;
}
