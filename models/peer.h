/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A scripted host at the end of a wire: one MAC and one IPv4 address,
 * answers ARP and ping, counts the rest. */
#ifndef HC_PEER_H
#define HC_PEER_H

#include "hc.h"

#define HC_PEER_QUEUE 16            /* answers on their way */
#define HC_PEER_FRAME_MAX 1518      /* with a VLAN tag, without FCS */
#define HC_PEER_NEIGHBOURS 4

struct hc_peer_frame {
    uint64_t due_ns;
    uint32_t len;
    uint8_t  bytes[HC_PEER_FRAME_MAX];
};

struct hc_peer_neighbour {
    uint32_t ip;                    /* 0: free */
    uint8_t  mac[6];
};

struct hc_peer_counters {
    uint64_t rx_frames, rx_bytes;   /* everything that arrived */
    uint64_t arp, icmp, ipv4, other, malformed;
    uint64_t foreign;               /* for another MAC address */
    uint64_t arp_replies, echo_requests, echo_replies;  /* of arp, icmp */
    uint64_t tx_frames, tx_bytes, tx_dropped;
};

struct hc_peer {
    const struct hc_host *host;
    enum hc_status (*send)(void *opaque, const uint8_t *frame, size_t len);
    void *opaque;
    uint64_t latency_ns;            /* from a question to its answer */
    uint8_t  mac[6];
    uint32_t ip;                    /* 0xc0000201: 192.0.2.1 */

    /* state, to the end */
    struct hc_peer_frame queue[HC_PEER_QUEUE];
    uint32_t head, queued;
    struct hc_peer_neighbour neighbour[HC_PEER_NEIGHBOURS];
    uint32_t next_neighbour;
    uint32_t ping_ip, ping_len;     /* a ping that waits for ARP; ip 0 */
    uint16_t ping_seq;
    struct hc_peer_counters counters;
};

/* A host without a wire. latency_ns is 0. */
void hc_peer_init(struct hc_peer *peer, const struct hc_host *host,
                  const uint8_t mac[6], uint32_t ip);

/* Says how frames leave, hc_partner_send for instance. */
void hc_peer_wire(struct hc_peer *peer,
                  enum hc_status (*send)(void *opaque, const uint8_t *frame,
                                         size_t len),
                  void *opaque);

/* A frame arrives; has the form of hc_partner's and hc_end's callback.
 * Answers leave later, from hc_peer_wake. */
void hc_peer_frame_in(void *peer, const uint8_t *frame, size_t len);

/* The glue calls this when host->wake_at has come due. */
void hc_peer_wake(struct hc_peer *peer);

/* Bench face: asks who has an address. HC_NAK: the queue is full. */
enum hc_status hc_peer_arp(struct hc_peer *peer, uint32_t ip);

/* Bench face: sends an echo request with `len` bytes of data (at most
 * 1472), after ARP if need be; its answer is a ping.reply event. */
enum hc_status hc_peer_ping(struct hc_peer *peer, uint32_t ip,
                            uint32_t len);

#endif
