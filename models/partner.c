/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "partner.h"

#include <string.h>

static const struct hc_partner_config automatic = {
    .iface = HC_IFACE_OFF,
    .ability = HC_AN_SPEEDS | HC_AN_PAUSE | HC_AN_ASYM_PAUSE,
    .mbps = 1000,
    .full = true,
    .an = true,
};

void hc_partner_init(struct hc_partner *partner, const struct hc_host *host)
{
    memset(partner, 0, sizeof(*partner));
    partner->host = host;
    partner->config = automatic;
}

/* Codings of one fixed speed; 0 leaves it open. */
static uint16_t coding_mbps(uint32_t iface)
{
    switch (iface) {
    case HC_IFACE_100BASEFX:
        return 100;
    case HC_IFACE_1000BASEX:
        return 1000;
    case HC_IFACE_2500BASEX:
        return 2500;
    case HC_IFACE_10GBASER:
        return 10000;
    default:
        return 0;
    }
}

static bool negotiates(const struct hc_partner *partner)
{
    return partner->config.an && (partner->iface == HC_IFACE_MDI ||
                                  partner->iface == HC_IFACE_SGMII ||
                                  partner->iface == HC_IFACE_1000BASEX);
}

/* Copper that meets an end without pages finds its speed, half duplex, and
 * no gigabit (IEEE 802.3 28.2.3.1). */
static void detect_parallel(const struct hc_partner *partner,
                            const struct hc_signal *far,
                            struct hc_signal *ret)
{
    uint32_t half = far->mbps == 100 ? HC_AN_100_HALF
                  : far->mbps == 10 ? HC_AN_10_HALF : 0;

    ret->mbps = partner->config.ability & half ? far->mbps : 0;
    ret->full = false;
    ret->ready = ret->mbps;
}

static void negotiate(const struct hc_partner *partner,
                      const struct hc_signal *far, struct hc_signal *ret)
{
    uint32_t ours = ret->ability;

    if (partner->iface == HC_IFACE_SGMII) {
        /* The PHY's end of SGMII tells, the other end follows. */
        hc_an_resolve(ours, ours, &ret->mbps, &ret->full);
        ret->ready = ret->mbps;
    } else if (far->an) {
        if (partner->iface == HC_IFACE_1000BASEX) {
            ours &= HC_AN_1000_FULL | HC_AN_1000_HALF;
        }
        hc_an_resolve(ours, far->ability, &ret->mbps, &ret->full);
        ret->ready = ret->mbps;
    } else if (partner->iface == HC_IFACE_MDI) {
        detect_parallel(partner, far, ret);
    }
}

static void speak_fixed(const struct hc_partner *partner,
                        const struct hc_signal *far, bool meets,
                        struct hc_signal *ret)
{
    uint16_t only = coding_mbps(partner->iface);

    ret->mbps = only ? only : partner->config.mbps;
    ret->full = only ? true : partner->config.full;
    ret->ready = meets && (!far->mbps || far->mbps == ret->mbps);
}

static struct hc_signal speak(const struct hc_partner *partner,
                              const struct hc_signal *far)
{
    const struct hc_partner_config *config = &partner->config;
    struct hc_signal signal = { .iface = HC_IFACE_OFF };
    bool meets = far->lit && far->iface == partner->iface;

    if (config->dark || partner->iface == HC_IFACE_OFF) {
        return signal;
    }
    signal.iface = partner->iface;
    signal.lit = true;
    signal.hears = meets;
    signal.an = negotiates(partner);
    if (!signal.an) {
        speak_fixed(partner, far, meets, &signal);
        return signal;
    }
    signal.ability = config->ability |
                     (config->remote_fault ? HC_AN_REMOTE_FAULT : 0);
    if (meets) {
        negotiate(partner, far, &signal);
    }
    return signal;
}

static void report_link(struct hc_partner *partner,
                        const struct hc_signal *ours,
                        const struct hc_signal *far)
{
    bool up = ours->ready && far->ready && far->iface == ours->iface;

    if (partner->up == up) {
        return;
    }
    partner->up = up;
    partner->host->event(partner->host->opaque,
                         up ? HC_EVENT_LINK_UP : HC_EVENT_LINK_DOWN,
                         up ? ours->mbps : 0, up && ours->full);
}

/* An automatic partner takes the coding that it sees, and keeps it in the
 * dark: a real far end goes on sending, too. */
static void update(void *owner, const struct hc_signal *far)
{
    struct hc_partner *partner = owner;
    struct hc_signal signal;

    if (partner->config.iface != HC_IFACE_OFF) {
        partner->iface = partner->config.iface;
    } else if (far->lit) {
        partner->iface = far->iface;
    }
    signal = speak(partner, far);
    report_link(partner, &signal, far);
    hc_hop_present(partner->hop, 1, &signal);
}

static void arrived(void *owner, const uint8_t *frame, size_t len)
{
    struct hc_partner *partner = owner;

    partner->rx_frames++;
    partner->rx_bytes += len;
    if (partner->frame) {
        partner->frame(partner->opaque, frame, len);
    }
}

void hc_partner_wire(struct hc_partner *partner, struct hc_hop *hop,
                     void (*frame)(void *opaque, const uint8_t *frame,
                                   size_t len),
                     void *opaque)
{
    const struct hc_end end = { arrived, update, partner };

    partner->hop = hop;
    partner->frame = frame;
    partner->opaque = opaque;
    hc_hop_attach(hop, 1, &end);
}

void hc_partner_reset(struct hc_partner *partner)
{
    if (partner->hop) {
        update(partner, hc_hop_seen(partner->hop, 1));
    }
}

void hc_partner_set(struct hc_partner *partner,
                    const struct hc_partner_config *config)
{
    partner->config = *config;
    hc_partner_reset(partner);
}

enum hc_status hc_partner_send(struct hc_partner *partner,
                               const uint8_t *frame, size_t len)
{
    if (!partner->hop ||
        hc_hop_send(partner->hop, 1, frame, len) != HC_OK) {
        partner->tx_dropped++;
        return HC_NAK;
    }
    partner->tx_frames++;
    partner->tx_bytes += len;
    return HC_OK;
}
