/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Several hosts behind one wire, each in a VLAN of its own or in none: they
 * answer like single hosts, count what they see, and send what they are
 * told to. */
#ifndef HC_HOSTS_H
#define HC_HOSTS_H

#include "frame.h"
#include "peer.h"

#define HC_HOSTS_MAX 8
#define HC_HOSTS_NAME 16
#define HC_HOSTS_BURSTS 4           /* told to send at the same time */

/* Who one of them is. */
struct hc_hosts_row {
    char     name[HC_HOSTS_NAME];   /* ends with a NUL */
    uint8_t  mac[6];
    uint16_t vid;                   /* 0: it knows no tags */
    uint32_t ip;                    /* 0: it answers nothing */
};

/* What one of them saw in its VLAN. */
struct hc_hosts_counters {
    uint64_t unicast, broadcast, multicast;
    uint64_t foreign;               /* unicast to somebody else */
};

/* Frames on their way: the first is due at due_ns, the others follow. */
struct hc_hosts_burst {
    struct hc_frame_spec spec;
    uint64_t due_ns, gap_ns;
    uint32_t left, number;
};

struct hc_hosts;

struct hc_hosts_slot {
    struct hc_hosts *hosts;
    struct hc_hosts_row row;
    struct hc_peer *peer;
};

struct hc_hosts {
    const struct hc_host *host;
    enum hc_status (*send)(void *opaque, const uint8_t *frame, size_t len);
    void *opaque;
    struct hc_hosts_slot slot[HC_HOSTS_MAX];
    uint32_t n;

    /* state, to the end */
    struct hc_hosts_burst burst[HC_HOSTS_BURSTS];
    struct hc_hosts_counters seen[HC_HOSTS_MAX];
    uint64_t stranger;              /* in a VLAN that nobody is in */
    uint64_t tx_frames, tx_dropped;
};

/* A wire with nobody behind it. */
void hc_hosts_init(struct hc_hosts *hosts, const struct hc_host *host);

/* Says how frames leave, hc_partner_send for instance. */
void hc_hosts_wire(struct hc_hosts *hosts,
                   enum hc_status (*send)(void *opaque, const uint8_t *frame,
                                          size_t len),
                   void *opaque);

/* Sends everybody away, and stops what they were sending. */
void hc_hosts_clear(struct hc_hosts *hosts);

/* One more host; `peer` answers for it, and gets its name from `row`.
 * HC_NAK: there are HC_HOSTS_MAX already. */
enum hc_status hc_hosts_add(struct hc_hosts *hosts, struct hc_peer *peer,
                            const struct hc_hosts_row *row);

/* The place of a name, or -1. */
int hc_hosts_find(const struct hc_hosts *hosts, const char *name);

/* A frame arrives; has the form of hc_partner's callback. */
void hc_hosts_frame_in(void *hosts, const uint8_t *frame, size_t len);

/* Bench face: sends `count` frames, the first at the next wake-up, gap_ns
 * from one to the next. HC_NAK: no such frame, a count of 0, or
 * HC_HOSTS_BURSTS are under way. */
enum hc_status hc_hosts_send(struct hc_hosts *hosts,
                             const struct hc_frame_spec *spec,
                             uint32_t count, uint64_t gap_ns);

/* The glue calls this when host->wake_at has come due. */
void hc_hosts_wake(struct hc_hosts *hosts);

#endif
