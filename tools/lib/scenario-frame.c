/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Frames in a scenario: `send PLACE …` and `expect PLACE frame …`. */
#include "scenario.h"

#include <string.h>

#include "scenario-internal.h"
#include "units.h"

#define VALUE HC_SCENARIO_ERROR_VALUE

/* IEEE 802 local experimental Ethertype 1. */
#define TYPE_TEST 0x88b5
#define GAP_NS    (100 * NS_PER_US)
#define GAP_MIN_NS NS_PER_US
#define COUNT_MAX 1000000

const char *const hc_frame_kinds[] = {
    [HC_FRAME_TEST] = "frame", [HC_FRAME_IGMP_JOIN] = "igmp-join",
    [HC_FRAME_IGMP_LEAVE] = "igmp-leave",
    [HC_FRAME_IGMP_QUERY] = "igmp-query", [HC_FRAME_BPDU] = "bpdu",
    [HC_FRAME_LLDP] = "lldp", [HC_FRAME_MAGIC] = "magic",
    [HC_FRAME_PAUSE] = "pause", [HC_FRAME_KINDS] = NULL,
};

static const struct {
    const char *word;
    uint8_t mac[6];
} known_addresses[] = {
    { "broadcast", { 255, 255, 255, 255, 255, 255 } },
    { "bpdu", { 0x01, 0x80, 0xc2, 0, 0, 0 } },
    { "lldp", { 0x01, 0x80, 0xc2, 0, 0, 0x0e } },
    { "unknown", { 0x02, 0, 0x5e, 0xff, 0xff, 0xff } },  /* nobody's */
};

const struct hc_hosts_row *
hc_scenario_host(const struct hc_scenario *scenario, const char *name)
{
    for (unsigned at = 0; scenario && at < scenario->partners->len; at++) {
        const struct hc_partner_spec *partner =
            g_ptr_array_index(scenario->partners, at);

        for (unsigned n = 0; n < partner->n_hosts; n++) {
            if (!strcmp(partner->host[n].name, name)) {
                return &partner->host[n];
            }
        }
    }
    return NULL;
}

/* A host, a known address, an IPv4 group or a MAC address. */
static bool parse_address(const struct hc_scenario *scenario,
                          const char *text, uint8_t ret_mac[6],
                          GError **error)
{
    const struct hc_hosts_row *host = hc_scenario_host(scenario, text);
    uint32_t group;

    if (host) {
        memcpy(ret_mac, host->mac, 6);
        return true;
    }
    for (unsigned at = 0; at < G_N_ELEMENTS(known_addresses); at++) {
        if (!strcmp(text, known_addresses[at].word)) {
            memcpy(ret_mac, known_addresses[at].mac, 6);
            return true;
        }
    }
    if (hc_parse_ip(text, &group, NULL) && group >> 28 == 0xe) {
        hc_frame_group_mac(group, ret_mac);
        return true;
    }
    return hc_parse_mac(text, ret_mac, NULL) ||
        hc_refuse(error, VALUE, "'%s' is nobody's address; write the name of "
                  "a host of the head, broadcast, unknown, bpdu, lldp, an "
                  "IPv4 group such as 239.1.1.1, or 02:00:00:00:00:01", text);
}

static bool parse_below(const char *key, const char *value, guint64 max,
                        guint64 *ret, GError **error)
{
    g_autoptr(GError) why = NULL;

    return hc_parse_number(value, max, ret, &why) ||
        hc_refuse(error, VALUE, "%s=%s: %s", key, value, why->message);
}

/* vlan=10; 0 is a priority tag. */
static bool parse_vlan(const char *value, bool *ret_tagged, uint16_t *ret_vid,
                       GError **error)
{
    guint64 vid = 0;

    *ret_tagged = strcmp(value, "none");
    if (*ret_tagged && !parse_below("vlan", value, 4095, &vid, error)) {
        return false;
    }
    *ret_vid = vid;
    return true;
}

/* The sender says what is told of nobody else: address, VLAN, IPv4. */
static bool take_sender(struct hc_frame_spec *frame, const char *from,
                        const struct hc_hosts *hosts,
                        const struct hc_scenario *scenario, GError **error)
{
    int at = hosts && from ? hc_hosts_find(hosts, from) : -1;
    const struct hc_hosts_row *row =
        at >= 0 ? &hosts->slot[at].row
                : from ? hc_scenario_host(scenario, from) : NULL;

    if (!from) {
        return hc_refuse(error, VALUE, "who sends? Write from=HOST or "
                         "from=02:00:00:00:00:01");
    }
    if (!row) {
        return parse_address(NULL, from, frame->src, error);
    }
    memcpy(frame->src, row->mac, 6);
    frame->ip = row->ip;
    frame->vid = row->vid;
    frame->tagged = row->vid;
    return true;
}

static bool take_group(struct hc_frame_spec *frame, const char *group,
                       GError **error)
{
    bool needed = frame->kind == HC_FRAME_IGMP_JOIN ||
                  frame->kind == HC_FRAME_IGMP_LEAVE;

    if (!group) {
        return !needed || hc_refuse(error, VALUE, "which group? Write "
                                    "group=239.1.1.1");
    }
    return (hc_parse_ip(group, &frame->group, NULL) &&
            frame->group >> 28 == 0xe) ||
        hc_refuse(error, VALUE, "group=%s is no IPv4 group; write "
                  "group=239.1.1.1", group);
}

static bool take_destination(struct hc_frame_spec *frame, const char *to,
                             const struct hc_scenario *scenario,
                             GError **error)
{
    if (frame->kind != HC_FRAME_TEST && frame->kind != HC_FRAME_MAGIC) {
        return !to || hc_refuse(error, VALUE, "to= is for 'frame' and "
                                "'magic'; a %s "
                                "knows where it goes",
                                hc_frame_kinds[frame->kind]);
    }
    return to ? parse_address(scenario, to, frame->dst, error)
              : hc_refuse(error, VALUE, "to whom? Write to=HOST, "
                          "to=broadcast or to=unknown");
}

/* Keys that are numbers. */
static bool take_numbers(struct hc_send_spec *send, char *const *argv,
                         GError **error)
{
    const struct { const char *key; guint64 max, unless; } row[] = {
        { "prio", 7, 0 }, { "type", 0xffff, TYPE_TEST },
        { "len", HC_FRAME_MAX, 0 }, { "count", COUNT_MAX, 1 },
        { "quanta", 0xffff, 0xffff },
    };
    guint64 value[G_N_ELEMENTS(row)];

    for (unsigned at = 0; at < G_N_ELEMENTS(row); at++) {
        const char *text = hc_argv_key(argv, row[at].key);

        value[at] = row[at].unless;
        if (text && !parse_below(row[at].key, text, row[at].max, &value[at],
                                 error)) {
            return false;
        }
    }
    send->frame.prio = value[0];
    send->frame.type = value[1];
    send->frame.len = value[2];
    send->count = value[3];
    send->frame.quanta = value[4];
    return send->count || hc_refuse(error, VALUE, "count=0 sends nothing");
}

static bool take_gap(struct hc_send_spec *send, const char *gap,
                     GError **error)
{
    send->gap_ns = GAP_NS;
    if (!gap) {
        return true;
    }
    return hc_parse_duration(gap, &send->gap_ns, error) &&
        (send->gap_ns >= GAP_MIN_NS ||
         hc_refuse(error, VALUE, "gap=%s is too short for a wire; 1us is "
                   "the least", gap));
}

static bool is_buildable(const struct hc_frame_spec *frame, GError **error)
{
    uint8_t bytes[HC_FRAME_MAX];

    return hc_frame_build(frame, 0, bytes) ||
        hc_refuse(error, VALUE, "len=%u is no length of a frame; 14 (18 with "
                  "a tag) to %d are", frame->len, HC_FRAME_MAX);
}

bool hc_send_parse(char *const *argv, const struct hc_hosts *hosts,
                   const struct hc_scenario *scenario,
                   struct hc_send_spec *ret_send, GError **error)
{
    struct hc_send_spec send = { 0 };
    const char *vlan = hc_argv_key(argv, "vlan");

    while (hc_frame_kinds[send.frame.kind] &&
           strcmp(argv[2], hc_frame_kinds[send.frame.kind])) {
        send.frame.kind++;
    }
    if (!take_sender(&send.frame, hc_argv_key(argv, "from"), hosts, scenario,
                     error) ||
        !take_numbers(&send, argv, error) ||
        !take_gap(&send, hc_argv_key(argv, "gap"), error) ||
        !take_group(&send.frame, hc_argv_key(argv, "group"), error) ||
        !take_destination(&send.frame, hc_argv_key(argv, "to"), scenario,
                          error) ||
        (vlan && !parse_vlan(vlan, &send.frame.tagged, &send.frame.vid,
                             error)) ||
        !is_buildable(&send.frame, error)) {
        return false;
    }
    *ret_send = send;
    return true;
}

static bool match_way(struct hc_frame_match *match, const char *value,
                      GError **error)
{
    match->in = !strcmp(value, "in");
    return match->in || !strcmp(value, "out") ||
        hc_refuse(error, VALUE, "way=%s; write way=out (out of the board) or "
                  "way=in", value);
}

/* count=3, or count=200..201 where the start of a period is anybody's. */
static bool match_count(struct hc_frame_match *match, const char *value,
                        GError **error)
{
    g_auto(GStrv) end = g_strsplit(value, "..", 2);
    guint64 number[2] = { 0, 0 };

    for (unsigned at = 0; at < 2; at++) {
        if (!parse_below("count", end[at] ? end[at] : value, COUNT_MAX,
                         &number[at], error)) {
            return false;
        }
        if (!end[1]) {
            number[1] = number[0];
            break;
        }
    }
    match->least = number[0];
    match->count = number[1];
    return match->least <= match->count ||
        hc_refuse(error, VALUE, "count=%s ends before it begins", value);
}

static bool match_word(struct hc_frame_match *match, const char *word,
                       GError **error)
{
    static const char *const keys[] = { "dst", "src", "vlan", "type", "way",
                                        "count", NULL };
    const char *value = strchr(word, '=');
    g_autofree char *key = value ? g_strndup(word, value - word)
                                 : g_strdup(word);
    guint64 number;
    bool tagged;

    if (!value || !g_strv_contains(keys, key)) {
        return hc_refuse(error, VALUE, "a frame has no '%s'; did you mean "
                         "'%s=…'?%s", word, hc_nearest(key, keys),
                         match->macsec ? " A SecTAG has sci=, an=, pn=, "
                                         "encrypted, integrity" : "");
    }
    value++;
    switch (key[0]) {
    case 'd':
        g_free(match->dst);
        match->dst = g_strdup(value);
        return true;
    case 's':
        g_free(match->src);
        match->src = g_strdup(value);
        return true;
    case 'v':
        match->has_vlan = parse_vlan(value, &tagged, &match->vid, error);
        match->untagged = match->has_vlan && !tagged;
        return match->has_vlan;
    case 't':
        match->has_type = parse_below(key, value, 0xffff, &number, error);
        match->type = match->has_type ? number : 0;
        return match->has_type;
    case 'w':
        return match_way(match, value, error);
    default:
        match->has_count = match_count(match, value, error);
        return match->has_count;
    }
}

static bool is_tag_word(const struct hc_frame_match *match, const char *word)
{
    const char *value = strchr(word, '=');
    g_autofree char *key = value ? g_strndup(word, value - word)
                                 : g_strdup(word);
    bool flag = !strcmp(key, "encrypted") || !strcmp(key, "integrity");

    return match->macsec && g_strv_contains(hc_tag_words, key) &&
        flag == !value;
}

bool hc_frame_match_parse(struct hc_expect *expect, char **words,
                          GError **error)
{
    expect->frame = g_new0(struct hc_frame_match, 1);
    expect->frame->macsec = !strcmp(*words++, "macsec");
    for (; *words; words++) {
        if (!(is_tag_word(expect->frame, *words)
                  ? hc_tag_match_word(&expect->frame->tag, *words, error)
                  : match_word(expect->frame, *words, error))) {
            return false;
        }
    }
    return !(expect->absent && expect->frame->has_count) ||
        hc_refuse(error, VALUE, "'not' is count=0 already; leave one of them "
                  "out");
}

void hc_frame_match_free(struct hc_frame_match *match)
{
    if (match) {
        g_free(match->dst);
        g_free(match->src);
        g_free(match);
    }
}

bool hc_frame_match_resolve(const struct hc_scenario *scenario,
                            struct hc_frame_match *match, GError **error)
{
    return (!match->dst || parse_address(scenario, match->dst,
                                         match->dst_mac, error)) &&
        (!match->src || parse_address(scenario, match->src, match->src_mac,
                                      error));
}

static bool vlan_matches(const struct hc_frame_match *match,
                         const uint8_t *frame, size_t len)
{
    uint16_t vid;
    bool tagged = hc_frame_tag(frame, len, &vid);

    return !match->has_vlan ||
        (match->untagged ? !tagged : tagged && vid == match->vid);
}

bool hc_frame_matches(const struct hc_frame_match *match, bool in,
                      const uint8_t *frame, size_t len)
{
    uint64_t pn;

    return in == match->in && len >= HC_FRAME_HEADER &&
        (!match->dst || !memcmp(frame, match->dst_mac, 6)) &&
        (!match->src || !memcmp(frame + 6, match->src_mac, 6)) &&
        vlan_matches(match, frame, len) &&
        (!match->has_type || hc_frame_type(frame, len) == match->type) &&
        (!match->macsec || hc_tag_matches(&match->tag, frame, len, &pn));
}
