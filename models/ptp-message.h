/* SPDX-License-Identifier: GPL-2.0-or-later */
/* PTP messages as frames (IEEE 1588-2008 clause 13), over Ethernet (annex F)
 * or over UDP and IPv4 (annex D). */
#ifndef HC_PTP_MESSAGE_H
#define HC_PTP_MESSAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Table 19. */
enum hc_ptp_type {
    HC_PTP_SYNC = 0x0,
    HC_PTP_DELAY_REQ = 0x1,
    HC_PTP_PDELAY_REQ = 0x2,
    HC_PTP_PDELAY_RESP = 0x3,
    HC_PTP_FOLLOW_UP = 0x8,
    HC_PTP_DELAY_RESP = 0x9,
    HC_PTP_PDELAY_RESP_FOLLOW_UP = 0xa,
    HC_PTP_ANNOUNCE = 0xb
};

/* The longest of them (Announce, 64 bytes) behind an IPv4 and a UDP header. */
#define HC_PTP_FRAME_MAX (14 + 20 + 8 + 64)

#define HC_PTP_IDENTITY_LEN 10      /* of a port: clock and number */

/* Who speaks, and how. */
struct hc_ptp_port {
    bool     udp4;
    uint8_t  domain;
    uint8_t  mac[6];
    uint32_t ip;                    /* udp4 only */
};

struct hc_ptp_message {
    enum hc_ptp_type type;
    bool     two_step;              /* a Follow_Up will tell the time */
    uint16_t sequence;
    int8_t   log_interval;          /* 13.3.2.11 */
    uint64_t correction;            /* ns * 2^16 */
    uint64_t time_ns;               /* of the body, since 1970 in TAI */
    uint8_t  requesting[HC_PTP_IDENTITY_LEN];   /* in answers */
    uint8_t  priority1;             /* Announce */
};

/* Writes a frame without FCS, at least 60 bytes; `ret` has room for
 * HC_PTP_FRAME_MAX. Returns its length. */
size_t hc_ptp_frame(const struct hc_ptp_port *port,
                    const struct hc_ptp_message *message, uint8_t *ret);

/* The message in a frame, whichever way it came; NULL if there is none of
 * version 2 with all the bytes that its header says. */
const uint8_t *hc_ptp_find(const uint8_t *frame, size_t len,
                           size_t *ret_len);

#endif
