/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ptp-message.h"

#include <string.h>

#include "octets.h"

#define ETH_HEADER 14u
#define ETH_MIN    60u              /* without FCS */
#define IP_HEADER  20u
#define UDP_HEADER 8u
#define PTP_HEADER 34u
#define ANNOUNCE_LEN 64u

enum { TYPE_IPV4 = 0x0800, TYPE_PTP = 0x88f7, PROTOCOL_UDP = 17 };

/* Annex D.2: event messages and the others. */
enum { PORT_EVENT = 319, PORT_GENERAL = 320 };

/* 13.3.2.6: in the first and in the second byte of the flags. */
#define FLAG_TWO_STEP   0x02
#define FLAG_UTC_VALID  0x04
#define FLAG_PTP_SCALE  0x08
#define FLAG_TRACEABLE  0x30

/* Bulletin C: TAI - UTC since 2017. */
#define UTC_OFFSET_S 37

/* 7.6.2.4 to 7.6.2.6: a clock that GPS leads, within 100 ns. */
enum { CLASS_PRIMARY = 6, ACCURACY_100NS = 0x21, SOURCE_GPS = 0x20 };
#define VARIANCE 0x4e5d             /* guess: what many grandmasters say */

static void put_be(uint8_t *at, uint64_t value, unsigned bytes)
{
    while (bytes--) {
        at[bytes] = (uint8_t)value;
        value >>= 8;
    }
}

/* Clause 13.4 and those after it. */
static size_t length_of(enum hc_ptp_type type)
{
    switch (type) {
    case HC_PTP_ANNOUNCE:
        return ANNOUNCE_LEN;
    case HC_PTP_DELAY_RESP:
    case HC_PTP_PDELAY_REQ:
    case HC_PTP_PDELAY_RESP:
    case HC_PTP_PDELAY_RESP_FOLLOW_UP:
        return 54;
    default:
        return 44;
    }
}

/* Table 23. */
static uint8_t control_of(enum hc_ptp_type type)
{
    switch (type) {
    case HC_PTP_SYNC:
        return 0;
    case HC_PTP_DELAY_REQ:
        return 1;
    case HC_PTP_FOLLOW_UP:
        return 2;
    case HC_PTP_DELAY_RESP:
        return 3;
    default:
        return 5;
    }
}

static bool is_event(enum hc_ptp_type type)
{
    return type < HC_PTP_FOLLOW_UP;
}

static bool is_peer_delay(enum hc_ptp_type type)
{
    return type == HC_PTP_PDELAY_REQ || type == HC_PTP_PDELAY_RESP ||
           type == HC_PTP_PDELAY_RESP_FOLLOW_UP;
}

/* 7.5.2.2.2: the address with FFFE in its middle. */
static void write_identity(uint8_t *at, const uint8_t mac[6])
{
    memcpy(at, mac, 3);
    hc_put_be16(at + 3, 0xfffe);
    memcpy(at + 5, mac + 3, 3);
}

static void write_announce(const struct hc_ptp_port *port,
                           const struct hc_ptp_message *message, uint8_t *ptp)
{
    ptp[7] = FLAG_UTC_VALID | FLAG_PTP_SCALE | FLAG_TRACEABLE;
    hc_put_be16(ptp + 44, UTC_OFFSET_S);
    ptp[47] = message->priority1;
    ptp[48] = CLASS_PRIMARY;
    ptp[49] = ACCURACY_100NS;
    hc_put_be16(ptp + 50, VARIANCE);
    ptp[52] = 128;                  /* priority2, the default of annex J */
    write_identity(ptp + 53, port->mac);
    ptp[63] = SOURCE_GPS;
}

static size_t write_message(const struct hc_ptp_port *port,
                            const struct hc_ptp_message *message,
                            uint8_t *ptp)
{
    const size_t len = length_of(message->type);

    memset(ptp, 0, len);
    ptp[0] = (uint8_t)message->type;
    ptp[1] = 2;
    hc_put_be16(ptp + 2, (uint32_t)len);
    ptp[4] = port->domain;
    ptp[6] = message->two_step ? FLAG_TWO_STEP : 0;
    put_be(ptp + 8, message->correction, 8);
    write_identity(ptp + 20, port->mac);
    hc_put_be16(ptp + 28, 1);
    hc_put_be16(ptp + 30, message->sequence);
    ptp[32] = control_of(message->type);
    ptp[33] = (uint8_t)message->log_interval;
    put_be(ptp + 34, message->time_ns / 1000000000, 6);
    put_be(ptp + 40, message->time_ns % 1000000000, 4);
    if (message->type == HC_PTP_ANNOUNCE) {
        write_announce(port, message, ptp);
    } else if (len == 54) {
        memcpy(ptp + 44, message->requesting, HC_PTP_IDENTITY_LEN);
    }
    return len;
}

/* Annex D.3: 224.0.1.129, peer delay to 224.0.0.107 and no further than the
 * cable. A UDP checksum of 0 is none (RFC 768). */
static void write_udp4(const struct hc_ptp_port *port, enum hc_ptp_type type,
                       size_t len, uint8_t *ip)
{
    const bool near = is_peer_delay(type);
    uint8_t *udp = ip + IP_HEADER;

    memset(ip, 0, IP_HEADER + UDP_HEADER);
    ip[0] = 0x45;
    hc_put_be16(ip + 2, (uint32_t)(IP_HEADER + UDP_HEADER + len));
    ip[8] = near ? 1 : 64;
    ip[9] = PROTOCOL_UDP;
    put_be(ip + 12, port->ip, 4);
    put_be(ip + 16, near ? 0xe000006b : 0xe0000181, 4);
    hc_put_be16(ip + 10, hc_ip_checksum(ip, IP_HEADER));
    hc_put_be16(udp, is_event(type) ? PORT_EVENT : PORT_GENERAL);
    hc_put_be16(udp + 2, is_event(type) ? PORT_EVENT : PORT_GENERAL);
    hc_put_be16(udp + 4, (uint32_t)(UDP_HEADER + len));
}

/* Annex F.3, and RFC 1112 for the two groups of annex D. */
static void write_destination(const struct hc_ptp_port *port,
                              enum hc_ptp_type type, uint8_t *frame)
{
    static const uint8_t to[2][2][6] = {
        { { 0x01, 0x1b, 0x19, 0, 0, 0 }, { 0x01, 0x80, 0xc2, 0, 0, 0x0e } },
        { { 0x01, 0x00, 0x5e, 0, 1, 0x81 }, { 0x01, 0, 0x5e, 0, 0, 0x6b } },
    };

    memcpy(frame, to[port->udp4][is_peer_delay(type)], 6);
}

size_t hc_ptp_frame(const struct hc_ptp_port *port,
                    const struct hc_ptp_message *message, uint8_t *ret)
{
    const size_t at = ETH_HEADER + (port->udp4 ? IP_HEADER + UDP_HEADER : 0);
    const size_t len = write_message(port, message, ret + at);

    write_destination(port, message->type, ret);
    memcpy(ret + 6, port->mac, 6);
    hc_put_be16(ret + 12, port->udp4 ? TYPE_IPV4 : TYPE_PTP);
    if (port->udp4) {
        write_udp4(port, message->type, len, ret + ETH_HEADER);
    }
    if (at + len < ETH_MIN) {
        memset(ret + at + len, 0, ETH_MIN - at - len);
        return ETH_MIN;
    }
    return at + len;
}

static const uint8_t *udp_payload(const uint8_t *ip, size_t len)
{
    if (len < IP_HEADER + UDP_HEADER || ip[0] != 0x45 ||
        ip[9] != PROTOCOL_UDP ||
        (hc_get_be16(ip + IP_HEADER + 2) != PORT_EVENT &&
         hc_get_be16(ip + IP_HEADER + 2) != PORT_GENERAL)) {
        return NULL;
    }
    return ip + IP_HEADER + UDP_HEADER;
}

const uint8_t *hc_ptp_find(const uint8_t *frame, size_t len, size_t *ret_len)
{
    const uint8_t *ptp = frame + ETH_HEADER;

    if (len < ETH_HEADER) {
        return NULL;
    }
    if (hc_get_be16(frame + 12) == TYPE_IPV4) {
        ptp = udp_payload(ptp, len - ETH_HEADER);
    } else if (hc_get_be16(frame + 12) != TYPE_PTP) {
        return NULL;
    }
    if (!ptp || (size_t)(frame + len - ptp) < PTP_HEADER ||
        (ptp[1] & 0xf) != 2 || hc_get_be16(ptp + 2) < length_of(ptp[0] & 0xf) ||
        hc_get_be16(ptp + 2) > (size_t)(frame + len - ptp)) {
        return NULL;
    }
    *ret_len = hc_get_be16(ptp + 2);
    return ptp;
}
