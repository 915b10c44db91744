/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "partner.h"

#include <string.h>

#define FRAME_MIN 60            /* IEEE 802.3 3.2.8, without FCS */

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
    if (partner->link) {
        partner->link(partner->link_opaque, up);
    }
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
    hc_partner_half_changed(partner);
}

/* --- frames ------------------------------------------------------------ */

static uint64_t time_now(const struct hc_partner *partner)
{
    return partner->host->now_ns(partner->host->opaque);
}

/* Of the link, or of the wire while there is none. */
static uint32_t mbps_of(const struct hc_partner *partner)
{
    const uint16_t own = partner->hop->signal[1].mbps;
    const uint16_t far = partner->hop->signal[0].mbps;

    return own ? own : far ? far : 1000;
}

static uint64_t may_go_ns(const struct hc_partner *partner)
{
    const uint64_t free_ns = partner->busy_until_ns > partner->early_ns ?
                             partner->busy_until_ns - partner->early_ns : 0;

    return free_ns > partner->paused_until_ns ? free_ns :
                                                partner->paused_until_ns;
}

static enum hc_status put_on_wire(struct hc_partner *partner,
                                  const uint8_t *frame, size_t len,
                                  uint64_t start_ns)
{
    if (hc_hop_send(partner->hop, 1, frame, len) != HC_OK) {
        partner->tx_dropped++;
        return HC_NAK;
    }
    if (start_ns < partner->busy_until_ns) {
        start_ns = partner->busy_until_ns;
    }
    partner->busy_until_ns = start_ns + hc_wire_ns(len, mbps_of(partner));
    partner->tx_frames++;
    partner->tx_bytes += len;
    return HC_OK;
}

/* Each frame begins, for the wire, when the one before it has ended, however
 * late the world wakes us. */
static void drain(struct hc_partner *partner)
{
    const uint64_t now_ns = time_now(partner);
    uint8_t frame[HC_PARTNER_FRAME_MAX];
    uint8_t mark;
    size_t len;

    if (partner->half) {
        hc_csma_run(&partner->csma);
        return;
    }
    while (partner->fifo.used && may_go_ns(partner) <= now_ns) {
        len = hc_frame_fifo_take(&partner->fifo, partner->ring,
                                 HC_PARTNER_FIFO, frame, sizeof(frame),
                                 &mark);
        if (len) {
            put_on_wire(partner, frame, len, may_go_ns(partner));
        }
    }
}

static void arm(struct hc_partner *partner)
{
    const uint64_t at_ns = partner->half ? hc_csma_wake_ns(&partner->csma)
                           : partner->fifo.used ? may_go_ns(partner)
                           : HC_NEVER;

    partner->host->wake_at(partner->host->opaque, at_ns);
}

void hc_partner_drain(struct hc_partner *partner)
{
    drain(partner);
    arm(partner);
}

void hc_partner_wake(struct hc_partner *partner)
{
    hc_partner_drain(partner);
}

/* IEEE 802.3 31B: full duplex, and both ends said that they know pauses
 * (annex 28B.2). */
static bool obeys_pauses(const struct hc_partner *partner)
{
    const struct hc_signal *ours = &partner->hop->signal[1];
    const struct hc_signal *far = hc_hop_seen(partner->hop, 1);

    return ours->full && ours->an && far->an &&
           ours->ability & far->ability & HC_AN_PAUSE;
}

static bool is_pause(const uint8_t *frame, size_t len)
{
    static const uint8_t head[] = { 0x01, 0x80, 0xc2, 0x00, 0x00, 0x01 };
    static const uint8_t type[] = { 0x88, 0x08, 0x00, 0x01 };

    return len >= 18 && !memcmp(frame, head, sizeof(head)) &&
           !memcmp(frame + 12, type, sizeof(type));
}

/* Quanta of 512 bits. One of 0 ends a pause, from now on. */
static void pause_for(struct hc_partner *partner, uint32_t quanta)
{
    const uint64_t now_ns = time_now(partner);

    partner->rx_pauses++;
    if (partner->busy_until_ns < now_ns) {
        partner->busy_until_ns = now_ns;
    }
    partner->paused_until_ns = now_ns +
        (uint64_t)quanta * 512 * 1000 / mbps_of(partner);
    arm(partner);
}

static void arrived(void *owner, const uint8_t *frame, size_t len)
{
    struct hc_partner *partner = owner;

    partner->rx_frames++;
    partner->rx_bytes += len;
    if (is_pause(frame, len) && obeys_pauses(partner)) {
        pause_for(partner, (uint32_t)frame[16] << 8 | frame[17]);
    } else if (partner->frame) {
        partner->frame(partner->opaque, frame, len);
    }
}

static void damaged(void *owner, const uint8_t *frame, size_t len)
{
    struct hc_partner *partner = owner;

    (void)frame;
    partner->rx_damaged++;
    if (len < FRAME_MIN) {
        partner->rx_fragments++;
        return;
    }
    partner->host->event(partner->host->opaque, HC_EVENT_FRAME_DROP,
                         (uint32_t)len, HC_REASON_DAMAGED);
}

void hc_partner_wire(struct hc_partner *partner, struct hc_hop *hop,
                     void (*frame)(void *opaque, const uint8_t *frame,
                                   size_t len),
                     void *opaque)
{
    const struct hc_end end = { arrived, update, partner, damaged,
                                hc_partner_carrier };

    partner->hop = hop;
    hc_partner_half_wire(partner);
    partner->frame = frame;
    partner->opaque = opaque;
    hc_hop_attach(hop, 1, &end);
}

void hc_partner_on_link(struct hc_partner *partner,
                        void (*link)(void *opaque, bool up), void *opaque)
{
    partner->link = link;
    partner->link_opaque = opaque;
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

void hc_partner_renew(struct hc_partner *partner,
                      const struct hc_partner_config *config)
{
    const size_t state_at = offsetof(struct hc_partner, config);

    memset((char *)partner + state_at, 0, sizeof(*partner) - state_at);
    hc_partner_set(partner, config);
}

enum hc_status hc_partner_send(struct hc_partner *partner,
                               const uint8_t *frame, size_t len)
{
    uint64_t now_ns;

    if (!partner->hop) {
        partner->tx_dropped++;
        return HC_NAK;
    }
    now_ns = time_now(partner);
    drain(partner);
    if (!partner->half && !partner->fifo.used &&
        may_go_ns(partner) <= now_ns) {
        return put_on_wire(partner, frame, len, now_ns);
    }
    if (len > HC_PARTNER_FRAME_MAX ||
        !hc_frame_fifo_fits(&partner->fifo, HC_PARTNER_FIFO, len)) {
        partner->tx_dropped++;
        partner->host->event(partner->host->opaque, HC_EVENT_FRAME_DROP,
                             (uint32_t)len, HC_REASON_FULL);
        return HC_NAK;
    }
    hc_frame_fifo_put(&partner->fifo, partner->ring, HC_PARTNER_FIFO, frame,
                      len, 0);
    hc_partner_drain(partner);
    return HC_OK;
}

uint64_t hc_partner_wait_ns(const struct hc_partner *partner)
{
    return hc_frame_fifo_fits(&partner->fifo, HC_PARTNER_FIFO,
                              HC_PARTNER_FRAME_MAX) ? 0 :
           hc_wire_ns(HC_PARTNER_FRAME_MAX, mbps_of(partner));
}

/* Of frames that wait already, the last one's end is not known here: one
 * nanosecond after the next one is worth another look. */
uint64_t hc_partner_free_at_ns(const struct hc_partner *partner)
{
    const uint64_t now_ns = time_now(partner);

    if (!partner->up) {
        return HC_NEVER;
    }
    if (partner->fifo.used ||
        (partner->half && hc_csma_is_busy(&partner->csma))) {
        return (may_go_ns(partner) > now_ns ? may_go_ns(partner) : now_ns) +
               1;
    }
    return may_go_ns(partner) > now_ns ? may_go_ns(partner) : now_ns;
}
