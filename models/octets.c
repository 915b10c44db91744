/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "octets.h"

uint16_t hc_ip_checksum(const uint8_t *at, size_t len)
{
    uint32_t sum = 0;

    for (size_t i = 0; i + 1 < len; i += 2) {
        sum += hc_get_be16(at + i);
    }
    if (len & 1) {
        sum += (uint32_t)at[len - 1] << 8;
    }
    while (sum >> 16) {
        sum = (sum & 0xffff) + (sum >> 16);
    }
    return (uint16_t)~sum;
}
