/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "hosts.h"

#include <string.h>

#define TAG_LEN 4u

void hc_hosts_init(struct hc_hosts *hosts, const struct hc_host *host)
{
    memset(hosts, 0, sizeof(*hosts));
    hosts->host = host;
}

void hc_hosts_wire(struct hc_hosts *hosts,
                   enum hc_status (*send)(void *opaque, const uint8_t *frame,
                                          size_t len),
                   void *opaque)
{
    hosts->send = send;
    hosts->opaque = opaque;
}

static enum hc_status put_on_wire(struct hc_hosts *hosts,
                                  const uint8_t *frame, size_t len)
{
    if (!hosts->send || hosts->send(hosts->opaque, frame, len) != HC_OK) {
        hosts->tx_dropped++;
        return HC_NAK;
    }
    hosts->tx_frames++;
    return HC_OK;
}

/* A host's answer leaves in the host's VLAN. */
static enum hc_status peer_sends(void *opaque, const uint8_t *frame,
                                 size_t len)
{
    const struct hc_hosts_slot *slot = opaque;
    uint8_t tagged[HC_PEER_FRAME_MAX + TAG_LEN];

    if (!slot->row.vid) {
        return put_on_wire(slot->hosts, frame, len);
    }
    if (len < HC_FRAME_HEADER || len > HC_PEER_FRAME_MAX) {
        return HC_NAK;
    }
    memcpy(tagged, frame, 12);
    tagged[12] = 0x81;
    tagged[13] = 0x00;
    tagged[14] = (uint8_t)(slot->row.vid >> 8 & 0xf);
    tagged[15] = (uint8_t)slot->row.vid;
    memcpy(tagged + 16, frame + 12, len - 12);
    return put_on_wire(slot->hosts, tagged, len + TAG_LEN);
}

void hc_hosts_clear(struct hc_hosts *hosts)
{
    hosts->n = 0;
    memset(hosts->burst, 0, sizeof(hosts->burst));
    memset(hosts->seen, 0, sizeof(hosts->seen));
}

enum hc_status hc_hosts_add(struct hc_hosts *hosts, struct hc_peer *peer,
                            const struct hc_hosts_row *row)
{
    struct hc_hosts_slot *slot;

    if (hosts->n >= HC_HOSTS_MAX) {
        return HC_NAK;
    }
    slot = &hosts->slot[hosts->n++];
    *slot = (struct hc_hosts_slot){ hosts, *row, peer };
    memcpy(peer->mac, row->mac, sizeof(peer->mac));
    peer->ip = row->ip;
    hc_peer_wire(peer, peer_sends, slot);
    return HC_OK;
}

int hc_hosts_find(const struct hc_hosts *hosts, const char *name)
{
    for (uint32_t i = 0; i < hosts->n; i++) {
        if (!strcmp(hosts->slot[i].row.name, name)) {
            return (int)i;
        }
    }
    return -1;
}

static void count(struct hc_hosts_counters *seen, const uint8_t *mac,
                  const uint8_t *frame)
{
    static const uint8_t everybody[6] = { 255, 255, 255, 255, 255, 255 };

    if (!memcmp(frame, everybody, 6)) {
        seen->broadcast++;
    } else if (frame[0] & 1) {
        seen->multicast++;
    } else if (!memcmp(frame, mac, 6)) {
        seen->unicast++;
    } else {
        seen->foreign++;
    }
}

static void show(struct hc_hosts *hosts, uint32_t n, const uint8_t *frame,
                 size_t len)
{
    const struct hc_hosts_slot *slot = &hosts->slot[n];

    count(&hosts->seen[n], slot->row.mac, frame);
    if (slot->row.ip) {
        hc_peer_frame_in(slot->peer, frame, len);
    }
}

/* Takes the tag off into `plain`; frames that are too long for a host end
 * here. */
static size_t strip(const uint8_t *frame, size_t len, uint8_t *plain)
{
    if (len > HC_FRAME_MAX) {
        return 0;
    }
    memcpy(plain, frame, 12);
    memcpy(plain + 12, frame + 16, len - 16);
    return len - TAG_LEN;
}

/* A host that knows no tags takes a priority tag for none (IEEE 802.1Q 6.9
 * asks that of whoever has only one VLAN), and no other. */
void hc_hosts_frame_in(void *opaque, const uint8_t *frame, size_t len)
{
    struct hc_hosts *hosts = opaque;
    uint8_t plain[HC_FRAME_MAX];
    uint16_t vid = 0;
    bool known = false;

    if (len < HC_FRAME_HEADER) {
        return;
    }
    if (hc_frame_tag(frame, len, &vid)) {
        len = strip(frame, len, plain);
        frame = plain;
    }
    for (uint32_t i = 0; i < hosts->n && len; i++) {
        if (hosts->slot[i].row.vid == vid) {
            known = true;
            show(hosts, i, frame, len);
        }
    }
    hosts->stranger += !known;
}

static void arm(struct hc_hosts *hosts)
{
    uint64_t at_ns = HC_NEVER;

    for (unsigned i = 0; i < HC_HOSTS_BURSTS; i++) {
        if (hosts->burst[i].left && hosts->burst[i].due_ns < at_ns) {
            at_ns = hosts->burst[i].due_ns;
        }
    }
    hosts->host->wake_at(hosts->host->opaque, at_ns);
}

enum hc_status hc_hosts_send(struct hc_hosts *hosts,
                             const struct hc_frame_spec *spec,
                             uint32_t count, uint64_t gap_ns)
{
    uint8_t frame[HC_FRAME_MAX];

    if (!count || !hc_frame_build(spec, 0, frame)) {
        return HC_NAK;
    }
    for (unsigned i = 0; i < HC_HOSTS_BURSTS; i++) {
        if (!hosts->burst[i].left) {
            hosts->burst[i] = (struct hc_hosts_burst){
                *spec, hosts->host->now_ns(hosts->host->opaque), gap_ns,
                count, 0,
            };
            arm(hosts);
            return HC_OK;
        }
    }
    return HC_NAK;
}

/* One frame per burst and wake-up, so that a gap of 0 cannot keep us. */
void hc_hosts_wake(struct hc_hosts *hosts)
{
    uint64_t now_ns = hosts->host->now_ns(hosts->host->opaque);
    uint8_t frame[HC_FRAME_MAX];

    for (unsigned i = 0; i < HC_HOSTS_BURSTS; i++) {
        struct hc_hosts_burst *burst = &hosts->burst[i];

        if (burst->left && burst->due_ns <= now_ns) {
            size_t len = hc_frame_build(&burst->spec, burst->number++, frame);

            burst->left--;
            burst->due_ns += burst->gap_ns;
            if (len) {
                put_on_wire(hosts, frame, len);
            }
        }
    }
    arm(hosts);
}
