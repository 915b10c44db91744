/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "peer.h"

#include <string.h>

#include "octets.h"

/* Ethernet II, RFC 826 (ARP), RFC 791 (IPv4), RFC 792 (ICMP). */
#define ETH_HEADER 14u
#define ETH_MIN    60u              /* without FCS */
#define ARP_LEN    28u
#define IP_HEADER  20u
#define ICMP_HEADER 8u
#define PING_MAX   1472u            /* 1500 - 20 - 8 */

enum { ETHERTYPE_IPV4 = 0x0800, ETHERTYPE_ARP = 0x0806 };
enum { ARP_REQUEST = 1, ARP_REPLY = 2 };
enum { ICMP_ECHO_REPLY = 0, ICMP_ECHO = 8, PROTOCOL_ICMP = 1 };

/* guess: any number would do; it tells our pings from the guest's. */
#define PING_ID 0x6863

void hc_peer_init(struct hc_peer *peer, const struct hc_host *host,
                  const uint8_t mac[6], uint32_t ip)
{
    memset(peer, 0, sizeof(*peer));
    peer->host = host;
    memcpy(peer->mac, mac, 6);
    peer->ip = ip;
}

void hc_peer_wire(struct hc_peer *peer,
                  enum hc_status (*send)(void *opaque, const uint8_t *frame,
                                         size_t len),
                  void *opaque)
{
    peer->send = send;
    peer->opaque = opaque;
}

/* A place at the end of the queue, zeroed, or NULL and a dropped frame. */
static struct hc_peer_frame *reserve(struct hc_peer *peer, size_t len)
{
    struct hc_peer_frame *slot;

    if (peer->queued >= HC_PEER_QUEUE || len > HC_PEER_FRAME_MAX) {
        peer->counters.tx_dropped++;
        return NULL;
    }
    slot = &peer->queue[(peer->head + peer->queued) % HC_PEER_QUEUE];
    memset(slot, 0, sizeof(*slot));
    slot->len = (uint32_t)(len < ETH_MIN ? ETH_MIN : len);
    return slot;
}

/* The queue is in order of time, so only its head needs a wake-up. */
static void arm(struct hc_peer *peer)
{
    peer->host->wake_at(peer->host->opaque,
                        peer->queued ? peer->queue[peer->head].due_ns
                                     : HC_NEVER);
}

static void commit(struct hc_peer *peer, struct hc_peer_frame *slot,
                   const uint8_t *to, uint32_t type)
{
    memcpy(slot->bytes, to, 6);
    memcpy(slot->bytes + 6, peer->mac, 6);
    hc_put_be16(slot->bytes + 12, type);
    slot->due_ns = peer->host->now_ns(peer->host->opaque) +
                   peer->latency_ns;
    peer->queued++;
    arm(peer);
}

void hc_peer_wake(struct hc_peer *peer)
{
    uint64_t now_ns = peer->host->now_ns(peer->host->opaque);

    /* What a frame of ours provokes is queued behind it, never sent from
     * here: a wire without latency cannot keep us. */
    for (uint32_t left = peer->queued; left; left--) {
        struct hc_peer_frame *slot = &peer->queue[peer->head];

        if (slot->due_ns > now_ns) {
            break;
        }
        if (peer->send &&
            peer->send(peer->opaque, slot->bytes, slot->len) == HC_OK) {
            peer->counters.tx_frames++;
            peer->counters.tx_bytes += slot->len;
        } else {
            peer->counters.tx_dropped++;
        }
        peer->head = (peer->head + 1) % HC_PEER_QUEUE;
        peer->queued--;
    }
    arm(peer);
}

static const struct hc_peer_neighbour *find(const struct hc_peer *peer,
                                            uint32_t ip)
{
    for (unsigned i = 0; i < HC_PEER_NEIGHBOURS; i++) {
        if (peer->neighbour[i].ip == ip) {
            return &peer->neighbour[i];
        }
    }
    return NULL;
}

static void learn(struct hc_peer *peer, uint32_t ip, const uint8_t *mac)
{
    struct hc_peer_neighbour *slot = NULL;

    if (!ip) {
        return;                 /* an address probe (RFC 5227) */
    }
    for (unsigned i = 0; i < HC_PEER_NEIGHBOURS; i++) {
        if (peer->neighbour[i].ip == ip) {
            slot = &peer->neighbour[i];
        }
    }
    if (!slot) {
        slot = &peer->neighbour[peer->next_neighbour % HC_PEER_NEIGHBOURS];
        peer->next_neighbour =
            (peer->next_neighbour + 1) % HC_PEER_NEIGHBOURS;
    }
    slot->ip = ip;
    memcpy(slot->mac, mac, 6);
}

static enum hc_status queue_arp(struct hc_peer *peer, uint32_t op,
                                const uint8_t *to, uint32_t ip)
{
    static const uint8_t everybody[6] = { 255, 255, 255, 255, 255, 255 };
    struct hc_peer_frame *slot = reserve(peer, ETH_HEADER + ARP_LEN);
    uint8_t *arp;

    if (!slot) {
        return HC_NAK;
    }
    arp = slot->bytes + ETH_HEADER;
    hc_put_be16(arp, 1);              /* Ethernet */
    hc_put_be16(arp + 2, ETHERTYPE_IPV4);
    arp[4] = 6;
    arp[5] = 4;
    hc_put_be16(arp + 6, op);
    memcpy(arp + 8, peer->mac, 6);
    hc_put_be32(arp + 14, peer->ip);
    if (to) {
        memcpy(arp + 18, to, 6);
    }
    hc_put_be32(arp + 24, ip);
    commit(peer, slot, to ? to : everybody, ETHERTYPE_ARP);
    return HC_OK;
}

/* Header and checksums around a message of `len` bytes that lies behind the
 * place of the header. */
static void finish_icmp(struct hc_peer *peer, uint8_t *ip, uint32_t to,
                        uint32_t len)
{
    uint8_t *icmp = ip + IP_HEADER;

    ip[0] = 0x45;
    hc_put_be16(ip + 2, IP_HEADER + len);
    ip[8] = 64;
    ip[9] = PROTOCOL_ICMP;
    hc_put_be32(ip + 12, peer->ip);
    hc_put_be32(ip + 16, to);
    hc_put_be16(ip + 10, 0);
    hc_put_be16(ip + 10, hc_ip_checksum(ip, IP_HEADER));
    hc_put_be16(icmp + 2, 0);
    hc_put_be16(icmp + 2, hc_ip_checksum(icmp, len));
}

static enum hc_status queue_echo(struct hc_peer *peer, const uint8_t *mac,
                                 uint32_t ip, uint32_t len)
{
    uint32_t message = ICMP_HEADER + len;
    struct hc_peer_frame *slot =
        reserve(peer, ETH_HEADER + IP_HEADER + message);
    uint8_t *icmp;

    if (!slot) {
        return HC_NAK;
    }
    icmp = slot->bytes + ETH_HEADER + IP_HEADER;
    icmp[0] = ICMP_ECHO;
    hc_put_be16(icmp + 4, PING_ID);
    hc_put_be16(icmp + 6, peer->ping_seq++);
    for (uint32_t i = 0; i < len; i++) {
        icmp[ICMP_HEADER + i] = (uint8_t)i;
    }
    finish_icmp(peer, slot->bytes + ETH_HEADER, ip, message);
    commit(peer, slot, mac, ETHERTYPE_IPV4);
    return HC_OK;
}

enum hc_status hc_peer_arp(struct hc_peer *peer, uint32_t ip)
{
    return queue_arp(peer, ARP_REQUEST, NULL, ip);
}

enum hc_status hc_peer_ping(struct hc_peer *peer, uint32_t ip, uint32_t len)
{
    const struct hc_peer_neighbour *known = ip ? find(peer, ip) : NULL;

    if (!ip || len > PING_MAX) {
        return HC_NAK;
    }
    if (known) {
        return queue_echo(peer, known->mac, ip, len);
    }
    peer->ping_ip = ip;
    peer->ping_len = len;
    return hc_peer_arp(peer, ip);
}

static void arp_in(struct hc_peer *peer, const uint8_t *arp, size_t len)
{
    uint32_t op;

    peer->counters.arp++;
    if (len < ARP_LEN || hc_get_be16(arp) != 1 ||
        hc_get_be16(arp + 2) != ETHERTYPE_IPV4 || arp[4] != 6 || arp[5] != 4) {
        peer->counters.malformed++;
        return;
    }
    if (hc_get_be32(arp + 24) != peer->ip) {
        return;
    }
    op = hc_get_be16(arp + 6);
    learn(peer, hc_get_be32(arp + 14), arp + 8);
    if (op == ARP_REQUEST) {
        queue_arp(peer, ARP_REPLY, arp + 8, hc_get_be32(arp + 14));
    } else if (op == ARP_REPLY) {
        peer->counters.arp_replies++;
        peer->host->event(peer->host->opaque, HC_EVENT_ARP_REPLY, 0, 0);
    }
    if (peer->ping_ip && peer->ping_ip == hc_get_be32(arp + 14)) {
        uint32_t ip = peer->ping_ip;

        peer->ping_ip = 0;
        queue_echo(peer, arp + 8, ip, peer->ping_len);
    }
}

static void answer_echo(struct hc_peer *peer, const uint8_t *frame,
                        uint32_t from, const uint8_t *icmp, uint32_t len)
{
    struct hc_peer_frame *slot =
        reserve(peer, ETH_HEADER + IP_HEADER + len);

    if (!slot) {
        return;
    }
    memcpy(slot->bytes + ETH_HEADER + IP_HEADER, icmp, len);
    slot->bytes[ETH_HEADER + IP_HEADER] = ICMP_ECHO_REPLY;
    finish_icmp(peer, slot->bytes + ETH_HEADER, from, len);
    commit(peer, slot, frame + 6, ETHERTYPE_IPV4);
}

static void icmp_in(struct hc_peer *peer, const uint8_t *frame,
                    uint32_t from, const uint8_t *icmp, uint32_t len)
{
    peer->counters.icmp++;
    if (len < ICMP_HEADER || hc_ip_checksum(icmp, len)) {
        peer->counters.malformed++;
        return;
    }
    if (icmp[0] == ICMP_ECHO) {
        peer->counters.echo_requests++;
        answer_echo(peer, frame, from, icmp, len);
    } else if (icmp[0] == ICMP_ECHO_REPLY && hc_get_be16(icmp + 4) == PING_ID) {
        peer->counters.echo_replies++;
        peer->host->event(peer->host->opaque, HC_EVENT_PING_REPLY,
                          hc_get_be16(icmp + 6), len - ICMP_HEADER);
    }
}

static void ipv4_in(struct hc_peer *peer, const uint8_t *frame,
                    const uint8_t *ip, size_t len)
{
    uint32_t header, total;

    header = len ? (ip[0] & 0xfu) * 4 : 0;
    if (len < IP_HEADER || ip[0] >> 4 != 4 || header < IP_HEADER ||
        header > len || hc_get_be16(ip + 2) > len ||
        hc_get_be16(ip + 2) < header ||
        hc_ip_checksum(ip, header)) {
        peer->counters.ipv4++;
        peer->counters.malformed++;
        return;
    }
    total = hc_get_be16(ip + 2);
    /* Fragments are not put together: they count as other IPv4. */
    if (ip[9] == PROTOCOL_ICMP && hc_get_be32(ip + 16) == peer->ip &&
        !(hc_get_be16(ip + 6) & 0x3fff)) {
        icmp_in(peer, frame, hc_get_be32(ip + 12), ip + header, total - header);
    } else {
        peer->counters.ipv4++;
    }
}

void hc_peer_frame_in(void *opaque, const uint8_t *frame, size_t len)
{
    struct hc_peer *peer = opaque;

    peer->counters.rx_frames++;
    peer->counters.rx_bytes += len;
    if (len < ETH_HEADER) {
        peer->counters.malformed++;
        return;
    }
    if (!(frame[0] & 1) && memcmp(frame, peer->mac, 6)) {
        peer->counters.foreign++;
        return;
    }
    switch (hc_get_be16(frame + 12)) {
    case ETHERTYPE_ARP:
        arp_in(peer, frame + ETH_HEADER, len - ETH_HEADER);
        break;
    case ETHERTYPE_IPV4:
        ipv4_in(peer, frame, frame + ETH_HEADER, len - ETH_HEADER);
        break;
    default:
        peer->counters.other++;
    }
}
