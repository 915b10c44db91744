/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "fcs.h"

#define POLYNOMIAL 0xedb88320u  /* IEEE 802.3 3.2.9, lowest bit first */
#define SLICES 8

/* slice[k][b]: what byte b does to the remainder k bytes later. Eight bytes
 * a step keep this off the profile of a busy receiver. */
static uint32_t slice[SLICES][256];

void hc_fcs_build(void)
{
    if (slice[0][1]) {
        return;
    }
    for (unsigned byte = 0; byte < 256; byte++) {
        uint32_t rest = byte;

        for (unsigned bit = 0; bit < 8; bit++) {
            rest = rest >> 1 ^ (rest & 1 ? POLYNOMIAL : 0);
        }
        slice[0][byte] = rest;
    }
    for (unsigned k = 1; k < SLICES; k++) {
        for (unsigned byte = 0; byte < 256; byte++) {
            uint32_t rest = slice[k - 1][byte];

            slice[k][byte] = rest >> 8 ^ slice[0][rest & 0xff];
        }
    }
}

static uint32_t word_at(const uint8_t *byte)
{
    return byte[0] | (uint32_t)byte[1] << 8 | (uint32_t)byte[2] << 16 |
           (uint32_t)byte[3] << 24;
}

static uint32_t four(uint32_t word, unsigned first)
{
    return slice[first][word & 0xff] ^ slice[first - 1][word >> 8 & 0xff] ^
           slice[first - 2][word >> 16 & 0xff] ^ slice[first - 3][word >> 24];
}

uint32_t hc_fcs(const uint8_t *frame, size_t len)
{
    uint32_t rest = 0xffffffffu;

    for (; len >= SLICES; frame += SLICES, len -= SLICES) {
        rest = four(rest ^ word_at(frame), 7) ^ four(word_at(frame + 4), 3);
    }
    for (; len; frame++, len--) {
        rest = rest >> 8 ^ slice[0][(rest ^ *frame) & 0xff];
    }
    return ~rest;
}
