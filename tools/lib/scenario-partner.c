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
    hc_ptp_keys_init(&partner->ptp);
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
    static const char *const list[] = { "none", "peer", "slirp", "hosts",
                                        "ptp-master", "tester", NULL };
    static const enum hc_partner_kind kind[] = {
        HC_PARTNER_NONE, HC_PARTNER_PEER, HC_PARTNER_SLIRP, HC_PARTNER_HOSTS,
        HC_PARTNER_PTP_MASTER, HC_PARTNER_TESTER,
    };
    int at = pick("kind", value, list, error);

    partner->kind = at < 0 ? HC_PARTNER_NONE : kind[at];
    return at >= 0;
}

bool hc_parse_ip(const char *text, uint32_t *ret_ip, GError **error)
{
    g_auto(GStrv) part = g_strsplit(text, ".", 5);
    guint64 byte;
    uint32_t ip = 0;

    for (unsigned at = 0; at < 4; at++) {
        if (g_strv_length(part) != 4 ||
            !g_ascii_string_to_unsigned(part[at], 10, 0, 255, &byte, NULL)) {
            return hc_refuse(error, VALUE, "ip=%s is no IPv4 address; write "
                             "ip=192.0.2.1", text);
        }
        ip = ip << 8 | byte;
    }
    *ret_ip = ip;
    return true;
}

bool hc_parse_mac(const char *text, uint8_t ret_mac[6], GError **error)
{
    g_auto(GStrv) part = g_strsplit(text, ":", 7);
    guint64 byte[6];

    for (unsigned at = 0; at < 6; at++) {
        if (g_strv_length(part) != 6 || strlen(part[at]) != 2 ||
            !g_ascii_string_to_unsigned(part[at], 16, 0, 255, &byte[at],
                                        NULL)) {
            return hc_refuse(error, VALUE, "mac=%s is no address; write "
                             "mac=02:00:00:00:00:01", text);
        }
    }
    for (unsigned at = 0; at < 6; at++) {
        ret_mac[at] = byte[at];
    }
    return true;
}

static bool set_ip(struct hc_partner_spec *partner, const char *value,
                   GError **error)
{
    partner->has_ip = hc_parse_ip(value, &partner->ip, error);
    return partner->has_ip;
}

/* IEEE 802.3 3.2.3: the first bit on the wire marks a group. */
static bool station_mac(const char *value, uint8_t *ret_mac, GError **error)
{
    return hc_parse_mac(value, ret_mac, error) &&
        (!(ret_mac[0] & 1) ||
         hc_refuse(error, VALUE, "mac=%s is a group address; make the "
                   "first byte even", value));
}

static bool set_mac(struct hc_partner_spec *partner, const char *value,
                    GError **error)
{
    partner->has_mac = station_mac(value, partner->mac, error);
    return partner->has_mac;
}

static bool set_host_vlan(struct hc_hosts_row *row, const char *value,
                          GError **error)
{
    guint64 vid;

    if (!g_ascii_string_to_unsigned(value, 10, 1, 4094, &vid, NULL)) {
        return hc_refuse(error, VALUE, "vlan=%s; a host's VLAN is 1 to 4094, "
                         "and one without tags has none", value);
    }
    row->vid = vid;
    return true;
}

static bool set_host_word(struct hc_hosts_row *row, const char *word,
                          bool *ret_mac, GError **error)
{
    if (g_str_has_prefix(word, "mac=")) {
        *ret_mac = true;
        return station_mac(word + strlen("mac="), row->mac, error);
    }
    if (g_str_has_prefix(word, "vlan=")) {
        return set_host_vlan(row, word + strlen("vlan="), error);
    }
    return hc_parse_ip(word, &row->ip, error);
}

static bool host_name_fits(const struct hc_partner_spec *partner,
                           const char *name, GError **error)
{
    static const char allowed[] = "abcdefghijklmnopqrstuvwxyz0123456789_-";

    if (!g_ascii_islower(*name) || name[strspn(name, allowed)] ||
        strlen(name) >= HC_HOSTS_NAME) {
        return hc_refuse(error, VALUE, "'%s' is no host's name; take up to "
                         "%d small letters and digits, such as h1", name,
                         HC_HOSTS_NAME - 1);
    }
    for (unsigned at = 0; at < partner->n_hosts; at++) {
        if (!strcmp(partner->host[at].name, name)) {
            return hc_refuse(error, VALUE, "a second host '%s'; take another "
                             "name", name);
        }
    }
    return true;
}

/* host=h1,192.0.2.11,vlan=10,mac=02:00:00:00:00:11: a name, then what it
 * has. An address is made up from the IPv4 address unless it is told. */
static bool set_host(struct hc_partner_spec *partner, const char *value,
                     GError **error)
{
    g_auto(GStrv) word = g_strsplit(value, ",", 5);
    struct hc_hosts_row row = { "", { 0x02, 0x00 }, 0, 0 };
    bool has_mac = false;

    if (partner->n_hosts >= HC_HOSTS_MAX) {
        return hc_refuse(error, VALUE, "host=%s is one too many; %d are "
                         "possible behind one wire", value, HC_HOSTS_MAX);
    }
    if (!host_name_fits(partner, word[0] ? word[0] : "", error)) {
        return false;
    }
    g_strlcpy(row.name, word[0], sizeof(row.name));
    for (unsigned at = 1; word[at]; at++) {
        if (!set_host_word(&row, word[at], &has_mac, error)) {
            return false;
        }
    }
    if (!has_mac && !row.ip) {
        return hc_refuse(error, VALUE, "host=%s has no address; write "
                         "host=%s,192.0.2.11 or host=%s,mac=02:…", value,
                         row.name, row.name);
    }
    for (unsigned at = 0; at < 4 && !has_mac; at++) {
        row.mac[2 + at] = row.ip >> (24 - 8 * at);
    }
    partner->host[partner->n_hosts++] = row;
    partner->kind = HC_PARTNER_HOSTS;
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

static bool set_count(struct hc_partner_spec *partner, const char *value,
                      GError **error)
{
    guint64 count;

    if (!g_ascii_string_to_unsigned(value, 10, 1, HC_TESTERS_PER_PORT, &count,
                                    NULL)) {
        return hc_refuse(error, VALUE, "count=%s; 1 to %u testers share a "
                         "cable", value, HC_TESTERS_PER_PORT);
    }
    partner->testers = count;
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
    { "netdev", set_netdev }, { "host", set_host },
    { "count", set_count },
};

#define PTP_KEYS_MAX 16

static bool set_word(struct hc_partner_spec *partner, const char *word,
                     GError **error)
{
    const char *names[G_N_ELEMENTS(setters) + PTP_KEYS_MAX + 1] = { NULL };
    const char *value = strchr(word, '=');
    g_autofree char *key = value ? g_strndup(word, value - word)
                                 : g_strdup(word);

    for (unsigned at = 0; at < G_N_ELEMENTS(setters); at++) {
        names[at] = setters[at].key;
        if (value && !strcmp(key, names[at])) {
            return setters[at].set(partner, value + 1, error);
        }
    }
    for (unsigned at = 0; at < PTP_KEYS_MAX && hc_ptp_keys[at].key; at++) {
        names[G_N_ELEMENTS(setters) + at] = hc_ptp_keys[at].key;
        if (value && !strcmp(key, hc_ptp_keys[at].key)) {
            return hc_ptp_keys[at].set(&partner->ptp, value + 1, error);
        }
    }
    return hc_refuse(error, VALUE, "a partner has no '%s'; did you mean "
                     "'%s=…'?", word, hc_nearest(key, names));
}

static bool count_fits(struct hc_partner_spec *partner, GError **error)
{
    if (partner->kind == HC_PARTNER_TESTER) {
        partner->testers = MAX(partner->testers, 1);
        return true;
    }
    return !partner->testers ||
        hc_refuse(error, VALUE, "count= is of testers; add kind=tester");
}

bool hc_partner_apply(struct hc_partner_spec *partner, char *const *keys,
                      GError **error)
{
    struct hc_partner_spec next = *partner;
    bool ok = true;

    next.n_hosts = 0;           /* they are told anew, all of them */
    next.testers = 0;
    next.tftp = g_strdup(partner->tftp);
    next.netdev = g_strdup(partner->netdev);
    for (; *keys && ok; keys++) {
        ok = set_word(&next, *keys, error);
    }
    if (!ok || !count_fits(&next, error)) {
        g_free(next.tftp);
        g_free(next.netdev);
        return false;
    }
    g_free(partner->tftp);
    g_free(partner->netdev);
    *partner = next;
    return true;
}
