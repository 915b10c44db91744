/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The sending side of the wire ports: four queues, shapers, and pause in
 * both directions. A wire takes a frame in no time here; so a queue holds
 * frames only while a pause or a shaper keeps them back. */
#include "cpsw.h"

#include <string.h>

#define MIN_SENT   60           /* IEEE 802.3 3.2.8, without the FCS */
#define OVERHEAD   24           /* FCS, preamble and gap, in octets */
#define BLOCK      1024u
#define RECORD_LEN 4            /* before each frame: length, whose it is */

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

#define MAX_LOOPS 8             /* of loopback within one call; a guess */

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
        used += egress->used[i];
    }
    return used;
}

static uint32_t fifo_free(struct hc_cpsw *cpsw, unsigned port)
{
    const uint32_t used = fifo_used(egress_of(cpsw, port));
    const uint32_t limit = fifo_limit(cpsw, port);

    return used < limit ? limit - used : 0;
}

/* Copies into a ring from `at` on. */
static void ring_put(uint8_t *ring, uint32_t at, const uint8_t *bytes,
                     size_t len)
{
    size_t first;

    at %= HC_CPSW_FIFO;
    first = HC_CPSW_FIFO - at < len ? HC_CPSW_FIFO - at : len;
    memcpy(ring + at, bytes, first);
    memcpy(ring, bytes + first, len - first);
}

static void ring_get(const uint8_t *ring, uint32_t at, uint8_t *ret_bytes,
                     size_t len)
{
    size_t first;

    at %= HC_CPSW_FIFO;
    first = HC_CPSW_FIFO - at < len ? HC_CPSW_FIFO - at : len;
    memcpy(ret_bytes, ring + at, first);
    memcpy(ret_bytes + first, ring, len - first);
}

static void append(struct hc_cpsw_egress *egress, unsigned queue,
                   const uint8_t *bytes, size_t len, bool from_host)
{
    const uint8_t record[RECORD_LEN] = { (uint8_t)len, (uint8_t)(len >> 8),
                                         from_host };
    const uint32_t tail = egress->head[queue] % HC_CPSW_FIFO +
                          egress->used[queue];

    ring_put(egress->ring[queue], tail, record, RECORD_LEN);
    ring_put(egress->ring[queue], tail + RECORD_LEN, bytes, len);
    egress->used[queue] += RECORD_LEN + (uint32_t)len;
}

/* A restored snapshot may hold anything: a record that does not fit empties
 * the queue. */
static size_t take_first(struct hc_cpsw_egress *egress, unsigned queue,
                         uint8_t *ret_bytes, bool *ret_from_host)
{
    const uint32_t head = egress->head[queue] % HC_CPSW_FIFO;
    uint8_t record[RECORD_LEN];
    size_t len;

    ring_get(egress->ring[queue], head, record, RECORD_LEN);
    len = record[0] | (size_t)record[1] << 8;
    if (len > HC_CPSW_FRAME_ROOM || len < MIN_SENT ||
        RECORD_LEN + len > egress->used[queue]) {
        egress->used[queue] = 0;
        return 0;
    }
    ring_get(egress->ring[queue], head + RECORD_LEN, ret_bytes, len);
    *ret_from_host = record[2];
    egress->head[queue] = (head + RECORD_LEN + (uint32_t)len) % HC_CPSW_FIFO;
    egress->used[queue] -= RECORD_LEN + (uint32_t)len;
    return len;
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

/* When the first frame of a queue may go; 0: at once. */
static uint64_t may_go_ns(struct hc_cpsw *cpsw, unsigned port, unsigned queue)
{
    const struct hc_cpsw_egress *egress = egress_of(cpsw, port);
    uint64_t at_ns = egress->paused_until_ns;

    if (egress->next_ns[queue] > at_ns && share_of(cpsw, port, queue)) {
        at_ns = egress->next_ns[queue];
    }
    return at_ns && at_ns > time_now(cpsw) ? at_ns : 0;
}

/* Sent at this share of the line rate, the frame takes so much longer. */
static void shape(struct hc_cpsw *cpsw, unsigned port, unsigned queue,
                  size_t len)
{
    const uint32_t share = share_of(cpsw, port, queue);

    if (share) {
        egress_of(cpsw, port)->next_ns[queue] = time_now(cpsw) +
            bits_ns(cpsw, port, 8 * (len + OVERHEAD) * 100 / share);
    }
}

/* Internal loopback ends at the port's own receiver; two ports of this kind
 * may send to each other for ever. */
static void loop_back(struct hc_cpsw *cpsw, unsigned port,
                      const uint8_t *bytes, size_t len)
{
    if (cpsw->loops >= MAX_LOOPS) {
        cpsw->host->event(cpsw->host->opaque, HC_EVENT_FRAME_DROP,
                          (uint32_t)len, HC_REASON_STORM);
        return;
    }
    cpsw->loops++;
    hc_cpsw_from_wire(&cpsw->port[port], bytes, len);
    cpsw->loops--;
}

static void put_on_wire(struct hc_cpsw *cpsw, unsigned port,
                        const uint8_t *bytes, size_t len, bool from_host)
{
    hc_cpsw_count_good(cpsw, port, HC_CPSW_TX_GOOD, bytes, len);
    if (from_host) {
        hc_cpsw_stamp(cpsw, port, HC_CPSW_TS_TX_EN, bytes, len);
    }
    if (mac_of(cpsw, port) & HC_CPSW_MAC_LOOPBACK) {
        loop_back(cpsw, port, bytes, len);
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

void hc_cpsw_send(struct hc_cpsw *cpsw, unsigned port, unsigned queue,
                  const uint8_t *bytes, size_t len, bool from_host)
{
    struct hc_cpsw_egress *egress = egress_of(cpsw, port);
    const uint32_t spared = from_host ? 0 : LEFT_FREE(queue);

    if (!(mac_of(cpsw, port) & HC_CPSW_MAC_GMII_EN)) {
        return;
    }
    if (!egress->used[queue] && !may_go_ns(cpsw, port, queue)) {
        shape(cpsw, port, queue, len);
        put_on_wire(cpsw, port, bytes, len, from_host);
        return;
    }
    if (fifo_free(cpsw, port) < spared + RECORD_LEN + len) {
        lose(cpsw, port, len);
        return;
    }
    append(egress, queue, bytes, len, from_host);
    hc_cpsw_update_lines(cpsw);
}

static void drain_queue(struct hc_cpsw *cpsw, unsigned port, unsigned queue)
{
    struct hc_cpsw_egress *egress = egress_of(cpsw, port);
    uint8_t bytes[HC_CPSW_FRAME_ROOM];
    bool from_host = false;
    size_t len;

    while (egress->used[queue] && !may_go_ns(cpsw, port, queue)) {
        len = take_first(egress, queue, bytes, &from_host);
        if (len) {
            shape(cpsw, port, queue, len);
            put_on_wire(cpsw, port, bytes, len, from_host);
        }
    }
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

static bool may_pause(const struct hc_cpsw *cpsw, unsigned port)
{
    const uint32_t wanted = HC_CPSW_MAC_RX_FLOW | HC_CPSW_MAC_FULLDUPLEX |
                            HC_CPSW_MAC_GMII_EN;

    return (mac_of(cpsw, port) & wanted) == wanted &&
           value_at(cpsw, HC_CPSW_FLOW_CONTROL) >> port & 1;
}

/* IEEE 802.3 31B; the source is the port's own address. */
static void send_pause(struct hc_cpsw *cpsw, unsigned port, unsigned quanta)
{
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
    if (!egress_of(cpsw, port)->pause_again_ns && may_pause(cpsw, port) &&
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
        for (unsigned queue = HC_CPSW_QUEUES; queue-- > 0; ) {
            drain_queue(cpsw, port, queue);
        }
        settle_pause(cpsw, port);
    }
    hc_cpdma_resume(&cpsw->cpdma);
    cpsw->draining = false;
}

void hc_cpsw_was_paused(struct hc_cpsw *cpsw, unsigned port, unsigned quanta)
{
    egress_of(cpsw, port)->paused_until_ns = quanta ? time_now(cpsw) +
        bits_ns(cpsw, port, (uint64_t)quanta * QUANTUM_BITS) : 0;
    hc_cpsw_drain(cpsw);
    hc_cpsw_update_lines(cpsw);
}

/* Without GMII_EN what waits is lost, without TX_FLOW pauses end. */
void hc_cpsw_mac_changed(struct hc_cpsw *cpsw, unsigned port)
{
    struct hc_cpsw_egress *egress = egress_of(cpsw, port);
    const uint32_t mac = mac_of(cpsw, port);

    if (!(mac & HC_CPSW_MAC_GMII_EN)) {
        memset(egress, 0, sizeof(*egress));
    }
    if (!(mac & HC_CPSW_MAC_TX_FLOW)) {
        egress->paused_until_ns = 0;
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
        const uint32_t need = blocks * BLOCK > HC_CPSW_FRAME_ROOM + RECORD_LEN
            ? blocks * BLOCK : HC_CPSW_FRAME_ROOM + RECORD_LEN;

        if (used && (!to_port || to_port == port) &&
            fifo_free(cpsw, port) < need) {
            return false;
        }
    }
    return true;
}

/* The earlier of two times, of which 0 is none. */
static uint64_t earlier(uint64_t a_ns, uint64_t b_ns)
{
    return !b_ns || (a_ns && a_ns < b_ns) ? a_ns : b_ns;
}

uint64_t hc_cpsw_egress_wake_ns(struct hc_cpsw *cpsw)
{
    uint64_t wake_ns = 0;

    for (unsigned port = 1; port < HC_CPSW_PORTS; port++) {
        const struct hc_cpsw_egress *egress = egress_of(cpsw, port);

        wake_ns = earlier(wake_ns, egress->pause_again_ns);
        for (unsigned queue = 0; queue < HC_CPSW_QUEUES; queue++) {
            if (egress->used[queue]) {
                wake_ns = earlier(wake_ns, may_go_ns(cpsw, port, queue));
            }
        }
    }
    return wake_ns ? wake_ns : HC_NEVER;
}
