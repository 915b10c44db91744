/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Numbers in the order of the wire: the most significant octet first. */
#ifndef HC_OCTETS_H
#define HC_OCTETS_H

#include <stddef.h>
#include <stdint.h>

/* Two octets. */
static inline uint16_t hc_get_be16(const uint8_t *at)
{
    return (uint16_t)(at[0] << 8 | at[1]);
}

/* Four octets. */
static inline uint32_t hc_get_be32(const uint8_t *at)
{
    return (uint32_t)hc_get_be16(at) << 16 | hc_get_be16(at + 2);
}

/* Writes the low 16 bits. */
static inline void hc_put_be16(uint8_t *at, uint32_t value)
{
    at[0] = (uint8_t)(value >> 8);
    at[1] = (uint8_t)value;
}

/* Writes all of it. */
static inline void hc_put_be32(uint8_t *at, uint32_t value)
{
    hc_put_be16(at, value >> 16);
    hc_put_be16(at + 2, value);
}

/* The checksum of IPv4, ICMP and IGMP (RFC 1071); over octets that carry
 * theirs it is 0. */
uint16_t hc_ip_checksum(const uint8_t *at, size_t len);

#endif
