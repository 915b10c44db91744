/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Several hosts at the far end of a port's medium (partner kind=hosts). */
#include "bench-internal.h"

#define BENCH_ERROR g_quark_from_static_string("hotcage-bench")

static void hosts_wake(void *model)
{
    hc_hosts_wake(model);
}

static void member_wake(void *model)
{
    hc_peer_wake(model);
}

void hc_bench_hosts_create(HcPort *port)
{
    static const uint8_t nobody[6] = { 0x02, 0x00, 0x5e, 0x20, 0x00, 0x00 };
    g_autofree char *place = g_strdup_printf("%s-hosts", port->place);

    hc_glue_init(&port->hosts_glue, place, &port->hosts, hosts_wake, NULL,
                 NULL);
    hc_hosts_init(&port->hosts, &port->hosts_glue.host);
    hc_hosts_wire(&port->hosts, hc_secy_send, &port->secy);
    hc_bench_save(&port->hosts_glue, &port->hosts, sizeof(port->hosts),
                  offsetof(struct hc_hosts, burst));
    for (unsigned n = 0; n < HC_HOSTS_MAX; n++) {
        hc_glue_init(&port->member_glue[n], place, &port->member[n],
                     member_wake, NULL, NULL);
        hc_peer_init(&port->member[n], &port->member_glue[n].host, nobody, 0);
        port->member[n].latency_ns = PEER_LATENCY_NS;
        hc_bench_save(&port->member_glue[n], &port->member[n],
                      sizeof(port->member[n]),
                      offsetof(struct hc_peer, queue));
    }
}

void hc_bench_hosts_move_in(HcPort *port, const struct hc_partner_spec *spec)
{
    hc_hosts_clear(&port->hosts);
    for (unsigned n = 0; n < spec->n_hosts; n++) {
        g_free(port->member_glue[n].place);
        port->member_glue[n].place = g_strdup_printf("%s-%s", port->place,
                                                     spec->host[n].name);
        hc_hosts_add(&port->hosts, &port->member[n], &spec->host[n]);
    }
}

bool hc_bench_send(HcPort *port, char **argv, GError **error)
{
    struct hc_send_spec send;

    if (!hc_send_parse(argv, &port->hosts, port->bench->scenario, &send,
                       error)) {
        return false;
    }
    if (hc_hosts_send(&port->hosts, &send.frame, send.count,
                      send.gap_ns) != HC_OK) {
        g_set_error(error, BENCH_ERROR, 0, "%s is sending %d things already; "
                    "wait for one to end", port->place, HC_HOSTS_BURSTS);
        return false;
    }
    return true;
}

char *hc_bench_host_get(HcPort *port, const char *key)
{
    const char *dot = strchr(key, '.');
    g_autofree char *name = dot ? g_strndup(key, dot - key) : NULL;
    int at = name ? hc_hosts_find(&port->hosts, name) : -1;
    const struct hc_hosts_counters *seen;

    if (at < 0) {
        return NULL;
    }
    seen = &port->hosts.seen[at];
    const struct { const char *key; uint64_t value; } row[] = {
        { "unicast", seen->unicast }, { "broadcast", seen->broadcast },
        { "multicast", seen->multicast }, { "foreign", seen->foreign },
        { "pings", port->member[at].counters.echo_requests },
        { "replies", port->member[at].counters.echo_replies },
    };
    for (unsigned i = 0; i < ARRAY_SIZE(row); i++) {
        if (g_str_equal(row[i].key, dot + 1)) {
            return g_strdup_printf("%" PRIu64, row[i].value);
        }
    }
    return NULL;
}
