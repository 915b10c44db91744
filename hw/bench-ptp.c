/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A PTP master at the far end of a port's medium (partner kind=ptp-master);
 * the peer beside it answers ARP and ping. */
#include "bench-internal.h"

static enum hc_status master_sends(void *opaque, const uint8_t *frame,
                                   size_t len)
{
    return hc_partner_send(opaque, frame, len);
}

static uint64_t wire_is_free_at(void *opaque)
{
    return hc_partner_free_at_ns(opaque);
}

static void master_wake(void *model)
{
    hc_ptp_master_wake(model);
}

void hc_bench_ptp_create(HcPort *port)
{
    g_autofree char *place = g_strdup_printf("%s-ptp", port->place);

    hc_glue_init(&port->ptp_glue, place, &port->ptp, master_wake, NULL, NULL);
    hc_ptp_master_init(&port->ptp, &port->ptp_glue.host);
    hc_ptp_master_wire(&port->ptp, master_sends, wire_is_free_at,
                       &port->partner);
    hc_bench_save(&port->ptp_glue, &port->ptp, sizeof(port->ptp),
                  offsetof(struct hc_ptp_master, on));
}

/* Two masters are two clocks: their names are made of their addresses. */
void hc_bench_ptp_move_in(HcPort *port, const struct hc_partner_spec *spec)
{
    struct hc_ptp_config config = spec->ptp;

    if (spec->kind != HC_PARTNER_PTP_MASTER) {
        hc_ptp_master_set(&port->ptp, NULL);
        return;
    }
    if (!spec->has_mac) {
        port->peer.mac[5] = 1 + port->n;
    }
    memcpy(config.port.mac, port->peer.mac, sizeof(config.port.mac));
    config.port.ip = port->peer.ip;
    hc_ptp_master_set(&port->ptp, &config);
}

static const struct {
    const char *key;
    size_t at;
} counters[] = {
    { "ptp_announces", offsetof(struct hc_ptp_counters, announces) },
    { "ptp_syncs", offsetof(struct hc_ptp_counters, syncs) },
    { "ptp_delay_reqs", offsetof(struct hc_ptp_counters, delay_reqs) },
    { "ptp_pdelay_reqs", offsetof(struct hc_ptp_counters, pdelay_reqs) },
    { "ptp_foreign", offsetof(struct hc_ptp_counters, foreign) },
};

const char *hc_bench_ptp_key(unsigned n)
{
    return n < ARRAY_SIZE(counters) ? counters[n].key : NULL;
}

char *hc_bench_ptp_get(HcPort *port, const char *key)
{
    uint64_t value;

    for (unsigned i = 0; i < ARRAY_SIZE(counters); i++) {
        if (g_str_equal(counters[i].key, key)) {
            memcpy(&value, (const char *)&port->ptp.counters +
                           counters[i].at, sizeof(value));
            return g_strdup_printf("%" PRIu64, value);
        }
    }
    return NULL;
}

/* Rising and falling edge; the clock takes the rising one. */
bool hc_bench_pulse(HcPort *port, char **argv, GError **error)
{
    HcBlockState *cpsw = port->bench->machine->soc.part[HC_SOC_CPSW];
    const unsigned pin = argv[2][2] - '1';

    hc_board_event(port->place, HC_EVENT_CLOCK_PULSE, pin + 1, 0);
    cpsw->block->pin(cpsw->model, pin, true);
    cpsw->block->pin(cpsw->model, pin, false);
    return true;
}
