/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The sending side of the wire ports: four queues, shapers, and pause in
 * both directions. A frame that finds its wire free leaves at once; a queue
 * holds frames while the wire is busy, or a pause or a shaper keeps them
 * back. */
#include "cpsw.h"

#include <string.h>

#define BLOCK 1024u
#define LARGEST_RECORD (HC_CPSW_FRAME_ROOM + HC_FRAME_FIFO_RECORD)

/* IEEE 802.3 31B: pause is counted in times of 512 bits. */
#define QUANTUM_BITS 512
#define PAUSE_LEN    60

/* "count the receive pause frame time (decrements FF00h down to 0) and
 * retransmit". */
#define PAUSE_AGAIN_QUANTA 0xff00u
#define PAUSE_QUANTA       0xffffu

/* Frames in the host's FIFO that start and end a pause. guess: silicon
 * counts blocks of its memory. */
#define HOST_HIGH (HC_CPDMA_FIFO * 3 / 4)
#define HOST_LOW  (HC_CPDMA_FIFO / 4)

/* Each priority but the highest leaves 2 KiB more free (SPRUH73, "Normal
 * Priority Mode"). */
#define LEFT_FREE(queue) ((HC_CPSW_QUEUES - 1 - (queue)) * 2 * BLOCK)

static uint32_t value_at(const struct hc_cpsw *cpsw, uint32_t at)
{
    return cpsw->reg[at / 4];
}

static uint32_t mac_of(const struct hc_cpsw *cpsw, unsigned port)
{
    return value_at(cpsw, HC_CPSW_MACCONTROL(port));
}

static uint64_t time_now(const struct hc_cpsw *cpsw)
{
    return cpsw->host->now_ns(cpsw->host->opaque);
}

static struct hc_cpsw_egress *egress_of(struct hc_cpsw *cpsw, unsigned port)
{
    return &cpsw->egress[port - 1];
}

/* Of this many bits on the wire of a port. */
static uint64_t bits_ns(const struct hc_cpsw *cpsw, unsigned port,
                        uint64_t bits)
{
    return bits * 1000 / hc_cpsw_mbps(cpsw, port);
}

static uint32_t fifo_limit(const struct hc_cpsw *cpsw, unsigned port)
{
    const uint32_t blocks = value_at(cpsw, HC_CPSW_MAX_BLKS(port)) >> 4 & 31;

    return blocks * BLOCK < HC_CPSW_FIFO ? blocks * BLOCK : HC_CPSW_FIFO;
}

static uint32_t fifo_used(const struct hc_cpsw_egress *egress)
{
    uint32_t used = 0;

    for (unsigned i = 0; i < HC_CPSW_QUEUES; i++) {
        used += egress->queue[i].used;
    }
    return used;
}

static uint32_t fifo_free(struct hc_cpsw *cpsw, unsigned port)
{
    const uint32_t used = fifo_used(egress_of(cpsw, port));
    const uint32_t limit = fifo_limit(cpsw, port);

    return used < limit ? limit - used : 0;
}

/* Part of the line rate that a queue may use, in percent; 0: not shaped.
 * PTYPE has three bits a port from 16 on, for queues 1 to 3. */
static uint32_t share_of(const struct hc_cpsw *cpsw, unsigned port,
                         unsigned queue)
{
    const uint32_t on = value_at(cpsw, HC_CPSW_PTYPE) >>
                        (16 + 3 * (port - 1));

    if (!queue || !(on >> (queue - 1) & 1)) {
        return 0;
    }
    return value_at(cpsw, HC_CPSW_SEND_PERCENT(port)) >> 8 * (queue - 1) &
           0x7f;
}

/* When the first frame of a queue may go. */
static uint64_t may_go_ns(struct hc_cpsw *cpsw, unsigned port, unsigned queue)
{
    const struct hc_cpsw_egress *egress = egress_of(cpsw, port);
    uint64_t at_ns = egress->busy_until_ns > cpsw->early_ns ?
                     egress->busy_until_ns - cpsw->early_ns : 0;

    if (egress->paused_until_ns > at_ns) {
        at_ns = egress->paused_until_ns;
    }
    if (egress->next_ns[queue] > at_ns && share_of(cpsw, port, queue)) {
        at_ns = egress->next_ns[queue];
    }
    return at_ns;
}

/* A frame begins to leave at this time: its wire is busy, and its queue has
 * had its share for some more time. */
static void occupy(struct hc_cpsw *cpsw, unsigned port, unsigned queue,
                   size_t len, uint64_t start_ns)
{
    struct hc_cpsw_egress *egress = egress_of(cpsw, port);
    const uint64_t wire_ns = hc_wire_ns(len, hc_cpsw_mbps(cpsw, port));
    const uint32_t share = share_of(cpsw, port, queue);

    if (start_ns < egress->busy_until_ns) {
        start_ns = egress->busy_until_ns;
    }
    egress->busy_until_ns = start_ns + wire_ns;
    if (share) {
        egress->next_ns[queue] = start_ns + wire_ns * 100 / share;
    }
}

static void put_on_wire(struct hc_cpsw *cpsw, unsigned port,
                        const uint8_t *bytes, size_t len, bool from_host)
{
    hc_cpsw_count_good(cpsw, port, HC_CPSW_TX_GOOD, bytes, len);
    if (from_host) {
        hc_cpsw_stamp(cpsw, port, HC_CPSW_TS_TX_EN, bytes, len,
                      time_now(cpsw));
    }
    if (mac_of(cpsw, port) & HC_CPSW_MAC_LOOPBACK) {
        hc_cpsw_from_wire(&cpsw->port[port], bytes, len);
    } else if (cpsw->port[port].wire) {
        hc_hop_send(cpsw->port[port].wire, 0, bytes, len);
    }
}

static void lose(struct hc_cpsw *cpsw, unsigned port, size_t len)
{
    hc_cpsw_count(cpsw, port, HC_STAT_RX_SOF_OVERRUN - HC_CPSW_STATS);
    cpsw->host->event(cpsw->host->opaque, HC_EVENT_FRAME_DROP, (uint32_t)len,
                      HC_REASON_FULL);
}

/* PTYPE, "escalate": after so many frames of a queue, while a lower one
 * waits, one of the lower goes. 0: strict priority. */
static uint32_t escalation(const struct hc_cpsw *cpsw, unsigned port)
{
    const uint32_t ptype = value_at(cpsw, HC_CPSW_PTYPE);

    return ptype >> (8 + port) & 1 ? ptype & 0x1f : 0;
}

/* The next queue below one that holds frames; HC_CPSW_QUEUES: none. */
static unsigned below(struct hc_cpsw *cpsw, unsigned port, unsigned queue)
{
    while (queue-- > 0) {
        if (egress_of(cpsw, port)->queue[queue].used) {
            return queue;
        }
    }
    return HC_CPSW_QUEUES;
}

static unsigned escalate(struct hc_cpsw *cpsw, unsigned port, unsigned queue)
{
    const uint32_t most = escalation(cpsw, port);
    unsigned lower;

    while (most && egress_of(cpsw, port)->ahead[queue] >= most &&
           (lower = below(cpsw, port, queue)) < HC_CPSW_QUEUES) {
        queue = lower;
    }
    return queue;
}

/* A frame of a queue goes: it was ahead of those below, and those above have
 * had their part. */
static void count_turn(struct hc_cpsw *cpsw, unsigned port, unsigned queue)
{
    struct hc_cpsw_egress *egress = egress_of(cpsw, port);

    if (!escalation(cpsw, port)) {
        return;
    }
    egress->ahead[queue] = below(cpsw, port, queue) < HC_CPSW_QUEUES
                               ? egress->ahead[queue] + 1 : 0;
    for (unsigned above = queue + 1; above < HC_CPSW_QUEUES; above++) {
        egress->ahead[above] = 0;
    }
}

/* The most urgent of the queues whose first frame may go first, or
 * HC_CPSW_QUEUES while nothing waits; and when. */
static unsigned next_queue(struct hc_cpsw *cpsw, unsigned port,
                           uint64_t *ret_at_ns)
{
    unsigned first = HC_CPSW_QUEUES;

    *ret_at_ns = HC_NEVER;
    for (unsigned queue = HC_CPSW_QUEUES; queue-- > 0; ) {
        if (egress_of(cpsw, port)->queue[queue].used) {
            const uint64_t at_ns = may_go_ns(cpsw, port, queue);

            if (at_ns < *ret_at_ns) {
                *ret_at_ns = at_ns;
                first = queue;
            }
        }
    }
    return first < HC_CPSW_QUEUES ? escalate(cpsw, port, first) : first;
}

size_t hc_cpsw_take(struct hc_cpsw *cpsw, unsigned port, uint8_t *ret_bytes,
                    size_t max, uint8_t *ret_from_host)
{
    struct hc_cpsw_egress *egress = egress_of(cpsw, port);
    const uint64_t now_ns = time_now(cpsw);
    uint64_t at_ns;
    unsigned queue;
    size_t len = 0;

    while (!len &&
           (queue = next_queue(cpsw, port, &at_ns)) < HC_CPSW_QUEUES &&
           at_ns <= now_ns) {
        len = hc_frame_fifo_take(&egress->queue[queue], egress->ring[queue],
                                 HC_CPSW_FIFO, ret_bytes, max,
                                 ret_from_host);
        if (len) {
            count_turn(cpsw, port, queue);
            occupy(cpsw, port, queue, len, now_ns);
        }
    }
    return len;
}

/* Sends what may go by now. A world that is late changes nothing: each frame
 * begins, for the wire, when the one before it has ended. */
static void drain_port(struct hc_cpsw *cpsw, unsigned port)
{
    struct hc_cpsw_egress *egress = egress_of(cpsw, port);
    const uint64_t now_ns = time_now(cpsw);
    uint8_t bytes[HC_CPSW_FRAME_ROOM];
    uint8_t from_host = 0;
    uint64_t at_ns;
    unsigned queue;
    size_t len;

    if (egress->half) {
        hc_csma_run(&cpsw->csma[port - 1]);
        return;
    }
    while ((queue = next_queue(cpsw, port, &at_ns)) < HC_CPSW_QUEUES &&
           at_ns <= now_ns) {
        len = hc_frame_fifo_take(&egress->queue[queue], egress->ring[queue],
                                 HC_CPSW_FIFO, bytes, sizeof(bytes),
                                 &from_host);
        if (len) {
            count_turn(cpsw, port, queue);
            occupy(cpsw, port, queue, len, at_ns);
            put_on_wire(cpsw, port, bytes, len, from_host);
        }
    }
}

void hc_cpsw_send(struct hc_cpsw *cpsw, unsigned port, unsigned queue,
                  const uint8_t *bytes, size_t len, bool from_host)
{
    struct hc_cpsw_egress *egress = egress_of(cpsw, port);
    const uint32_t spared = from_host ? 0 : LEFT_FREE(queue);
    const uint64_t now_ns = time_now(cpsw);

    if (!(mac_of(cpsw, port) & HC_CPSW_MAC_GMII_EN)) {
        return;
    }
    if (fifo_used(egress)) {
        drain_port(cpsw, port);
    }
    if (!egress->queue[queue].used && !egress->half &&
        may_go_ns(cpsw, port, queue) <= now_ns) {
        occupy(cpsw, port, queue, len, now_ns);
        put_on_wire(cpsw, port, bytes, len, from_host);
        return;
    }
    if (fifo_free(cpsw, port) < spared + HC_FRAME_FIFO_RECORD + len) {
        lose(cpsw, port, len);
        return;
    }
    hc_frame_fifo_put(&egress->queue[queue], egress->ring[queue],
                      HC_CPSW_FIFO, bytes, len, from_host);
    if (egress->half) {
        drain_port(cpsw, port);
    }
    hc_cpsw_update_lines(cpsw);
}

/* Of the ports that frames of this one go to: the host's FIFO, or the queues
 * of the other wire. Once begun, a pause lasts until there is much room. */
static bool is_congested(struct hc_cpsw *cpsw, unsigned port, unsigned ports,
                         bool already)
{
    const unsigned other = HC_CPSW_PORTS - port;
    const uint32_t used = fifo_used(egress_of(cpsw, other));
    const uint32_t limit = fifo_limit(cpsw, other);

    return (ports & 1 && cpsw->cpdma_state.fifo_count >
                         (already ? HOST_LOW : HOST_HIGH)) ||
           (ports >> other & 1 && used > (already ? limit / 4 : limit / 2));
}

static bool may_hold_back(const struct hc_cpsw *cpsw, unsigned port)
{
    const uint32_t wanted = HC_CPSW_MAC_RX_FLOW | HC_CPSW_MAC_GMII_EN;

    return (mac_of(cpsw, port) & wanted) == wanted &&
           value_at(cpsw, HC_CPSW_FLOW_CONTROL) >> port & 1;
}

static bool may_pause(const struct hc_cpsw *cpsw, unsigned port)
{
    return may_hold_back(cpsw, port) &&
           mac_of(cpsw, port) & HC_CPSW_MAC_FULLDUPLEX;
}

bool hc_cpsw_is_pressed(struct hc_cpsw *cpsw, unsigned port)
{
    struct hc_cpsw_egress *egress = egress_of(cpsw, port);

    egress->congested = egress->congested && may_hold_back(cpsw, port) &&
                        is_congested(cpsw, port, 7, true);
    return egress->congested;
}

/* IEEE 802.3 31B; the source is the port's own address. It goes before all
 * that waits. */
static void send_pause(struct hc_cpsw *cpsw, unsigned port, unsigned quanta)
{
    struct hc_cpsw_egress *egress = egress_of(cpsw, port);
    const uint64_t now_ns = time_now(cpsw);
    const uint32_t low = value_at(cpsw, HC_CPSW_SA_LO(port));
    const uint32_t high = value_at(cpsw, HC_CPSW_SA_HI(port));
    const uint8_t frame[PAUSE_LEN] = {
        0x01, 0x80, 0xc2, 0x00, 0x00, 0x01,
        (uint8_t)high, (uint8_t)(high >> 8), (uint8_t)(high >> 16),
        (uint8_t)(high >> 24), (uint8_t)low, (uint8_t)(low >> 8),
        0x88, 0x08, 0x00, 0x01,
        (uint8_t)(quanta >> 8), (uint8_t)quanta,
    };

    hc_cpsw_count(cpsw, port, HC_CPSW_TX_PAUSE);
    egress->busy_until_ns = (egress->busy_until_ns > now_ns ?
                             egress->busy_until_ns : now_ns) +
                            hc_wire_ns(PAUSE_LEN, hc_cpsw_mbps(cpsw, port));
    put_on_wire(cpsw, port, frame, sizeof(frame), false);
}

static void begin_pause(struct hc_cpsw *cpsw, unsigned port)
{
    egress_of(cpsw, port)->pause_again_ns = time_now(cpsw) +
        bits_ns(cpsw, port, PAUSE_AGAIN_QUANTA * QUANTUM_BITS);
    send_pause(cpsw, port, PAUSE_QUANTA);
    hc_cpsw_update_lines(cpsw);
}

void hc_cpsw_was_forwarded(struct hc_cpsw *cpsw, unsigned port,
                           unsigned ports)
{
    struct hc_cpsw_egress *egress = egress_of(cpsw, port);

    if (egress->half) {
        egress->congested = egress->congested ||
                            (may_hold_back(cpsw, port) &&
                             is_congested(cpsw, port, ports, false));
    } else if (!egress->pause_again_ns && may_pause(cpsw, port) &&
               is_congested(cpsw, port, ports, false)) {
        begin_pause(cpsw, port);
    }
}

/* Renews or ends the pause that we ask of the far end. guess: it lasts while
 * any destination is full, not only the one that began it. */
static void settle_pause(struct hc_cpsw *cpsw, unsigned port)
{
    struct hc_cpsw_egress *egress = egress_of(cpsw, port);

    if (!egress->pause_again_ns) {
        return;
    }
    if (!may_pause(cpsw, port) || !is_congested(cpsw, port, 7, true)) {
        egress->pause_again_ns = 0;
        send_pause(cpsw, port, 0);
    } else if (time_now(cpsw) >= egress->pause_again_ns) {
        begin_pause(cpsw, port);
    }
}

void hc_cpsw_drain(struct hc_cpsw *cpsw)
{
    if (cpsw->draining) {
        return;
    }
    cpsw->draining = true;
    for (unsigned port = 1; port < HC_CPSW_PORTS; port++) {
        drain_port(cpsw, port);
        settle_pause(cpsw, port);
    }
    hc_cpdma_resume(&cpsw->cpdma);
    cpsw->draining = false;
}

/* What kept frames back has ended before its time: the first of them begins
 * now. */
static void let_go(struct hc_cpsw *cpsw, unsigned port)
{
    struct hc_cpsw_egress *egress = egress_of(cpsw, port);
    const uint64_t now_ns = time_now(cpsw);

    if (egress->busy_until_ns < now_ns) {
        egress->busy_until_ns = now_ns;
    }
}

void hc_cpsw_shaping_changed(struct hc_cpsw *cpsw)
{
    for (unsigned port = 1; port < HC_CPSW_PORTS; port++) {
        let_go(cpsw, port);
    }
    hc_cpsw_drain(cpsw);
    hc_cpsw_update_lines(cpsw);
}

void hc_cpsw_was_paused(struct hc_cpsw *cpsw, unsigned port, unsigned quanta)
{
    egress_of(cpsw, port)->paused_until_ns = quanta ? time_now(cpsw) +
        bits_ns(cpsw, port, (uint64_t)quanta * QUANTUM_BITS) : 0;
    let_go(cpsw, port);
    hc_cpsw_drain(cpsw);
    hc_cpsw_update_lines(cpsw);
}

/* Without GMII_EN what waits is lost, without TX_FLOW pauses end. */
void hc_cpsw_mac_changed(struct hc_cpsw *cpsw, unsigned port)
{
    struct hc_cpsw_egress *egress = egress_of(cpsw, port);
    const uint32_t mac = mac_of(cpsw, port);

    if (!(mac & HC_CPSW_MAC_GMII_EN)) {
        const bool half = egress->half;

        memset(egress, 0, sizeof(*egress));
        egress->half = half;
    }
    hc_cpsw_half_changed(cpsw, port);
    if (!(mac & HC_CPSW_MAC_TX_FLOW)) {
        egress->paused_until_ns = 0;
        let_go(cpsw, port);
    }
    hc_cpsw_drain(cpsw);
    hc_cpsw_update_lines(cpsw);
}

uint32_t hc_cpsw_pause_left(struct hc_cpsw *cpsw, unsigned port, bool ours)
{
    const struct hc_cpsw_egress *egress = egress_of(cpsw, port);
    const uint64_t until_ns = ours ? egress->pause_again_ns :
                                     egress->paused_until_ns;
    const uint64_t now_ns = time_now(cpsw);
    uint64_t quanta;

    if (until_ns <= now_ns) {
        return 0;
    }
    quanta = (until_ns - now_ns) / bits_ns(cpsw, port, QUANTUM_BITS);
    return quanta < PAUSE_QUANTA ? (uint32_t)quanta : PAUSE_QUANTA;
}

/* HOST_BLKS_REM must be free before the host may send a frame that is not
 * rate-limited, so that none of the host's is lost. */
bool hc_cpsw_has_room(void *owner, unsigned to_port, bool limited)
{
    struct hc_cpsw *cpsw = owner;

    for (unsigned port = 1; port < HC_CPSW_PORTS; port++) {
        const uint32_t used = fifo_used(egress_of(cpsw, port));
        const uint32_t blocks = limited ? 0 :
            value_at(cpsw, HC_CPSW_TX_IN_CTL(port)) >> 24 & 0xf;
        const uint32_t need = blocks * BLOCK > LARGEST_RECORD ?
                              blocks * BLOCK : LARGEST_RECORD;

        if (used && (!to_port || to_port == port) &&
            fifo_free(cpsw, port) < need) {
            return false;
        }
    }
    return true;
}

uint64_t hc_cpsw_egress_wake_ns(struct hc_cpsw *cpsw)
{
    uint64_t wake_ns = HC_NEVER, at_ns;

    for (unsigned port = 1; port < HC_CPSW_PORTS; port++) {
        const uint64_t again_ns = egress_of(cpsw, port)->pause_again_ns;

        if (again_ns && again_ns < wake_ns) {
            wake_ns = again_ns;
        }
        if (egress_of(cpsw, port)->half &&
            hc_csma_is_busy(&cpsw->csma[port - 1])) {
            at_ns = hc_csma_wake_ns(&cpsw->csma[port - 1]);
            wake_ns = at_ns < wake_ns ? at_ns : wake_ns;
        } else if (next_queue(cpsw, port, &at_ns) < HC_CPSW_QUEUES &&
            at_ns < wake_ns) {
            wake_ns = at_ns;
        }
    }
    return wake_ns;
}
