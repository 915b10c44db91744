/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "fcs.h"

#include <stdbool.h>

#ifdef __x86_64__
#include <cpuid.h>
#include <immintrin.h>
#endif

#define POLYNOMIAL 0xedb88320u  /* IEEE 802.3 3.2.9, lowest bit first */
#define SLICES 8

/* slice[k][b]: what byte b does to the remainder k bytes later. Eight bytes
 * a step keep this off the profile of a busy receiver. */
static uint32_t slice[SLICES][256];

#ifdef __x86_64__
/* The processor multiplies without carry, which is five times as fast. */
static bool multiplies;
#endif

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

/* The remainder after more bytes. */
static uint32_t by_table(uint32_t rest, const uint8_t *frame, size_t len)
{
    for (; len >= SLICES; frame += SLICES, len -= SLICES) {
        rest = four(rest ^ word_at(frame), 7) ^ four(word_at(frame + 4), 3);
    }
    for (; len; frame++, len--) {
        rest = rest >> 8 ^ slice[0][(rest ^ *frame) & 0xff];
    }
    return rest;
}

#ifdef __x86_64__

#define LANES 4
#define LANE  16

/* x^n modulo the polynomial, bits reversed, for folding over 4 lanes and
 * over one (Intel, "Fast CRC Computation for Generic Polynomials Using
 * PCLMULQDQ Instruction", 2009). */
static const uint64_t over_four[2] = { 0x154442bd4, 0x1c6e41596 };
static const uint64_t over_one[2] = { 0x1751997d0, 0x0ccaa009e };

static bool can_multiply(void)
{
    unsigned a, b, c = 0, d;

    return __get_cpuid(1, &a, &b, &c, &d) && c & bit_PCLMUL;
}

/* Moves a lane over others: what is congruent to it further on. */
__attribute__((target("pclmul,sse4.1")))
static __m128i fold(__m128i lane, const uint64_t *by, __m128i onto)
{
    const __m128i k = _mm_loadu_si128((const __m128i *)by);

    return _mm_xor_si128(onto,
                         _mm_xor_si128(_mm_clmulepi64_si128(lane, k, 0x00),
                                       _mm_clmulepi64_si128(lane, k, 0x11)));
}

__attribute__((target("pclmul,sse4.1")))
static __m128i lane_at(const uint8_t *bytes)
{
    return _mm_loadu_si128((const __m128i *)bytes);
}

/* Folds all whole lanes into one, which goes through the table with what is
 * behind it. At least LANES lanes; one variable each keeps them out of
 * memory. */
__attribute__((target("pclmul,sse4.1")))
static uint32_t by_folding(uint32_t rest, const uint8_t *frame, size_t len)
{
    __m128i a = _mm_xor_si128(lane_at(frame), _mm_cvtsi32_si128((int)rest));
    __m128i b = lane_at(frame + LANE);
    __m128i c = lane_at(frame + 2 * LANE);
    __m128i d = lane_at(frame + 3 * LANE);
    uint8_t last[LANE];

    frame += LANES * LANE;
    len -= LANES * LANE;
    for (; len >= LANES * LANE; frame += LANES * LANE, len -= LANES * LANE) {
        a = fold(a, over_four, lane_at(frame));
        b = fold(b, over_four, lane_at(frame + LANE));
        c = fold(c, over_four, lane_at(frame + 2 * LANE));
        d = fold(d, over_four, lane_at(frame + 3 * LANE));
    }
    d = fold(fold(fold(a, over_one, b), over_one, c), over_one, d);
    for (; len >= LANE; frame += LANE, len -= LANE) {
        d = fold(d, over_one, lane_at(frame));
    }
    _mm_storeu_si128((__m128i *)last, d);
    return by_table(by_table(0, last, LANE), frame, len);
}

#endif

void hc_fcs_build(void)
{
    if (slice[0][1]) {
        return;
    }
#ifdef __x86_64__
    multiplies = can_multiply();
#endif
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

uint32_t hc_fcs_plain(const uint8_t *frame, size_t len)
{
    return ~by_table(0xffffffffu, frame, len);
}

uint32_t hc_fcs(const uint8_t *frame, size_t len)
{
#ifdef __x86_64__
    if (multiplies && len >= LANES * LANE) {
        return ~by_folding(0xffffffffu, frame, len);
    }
#endif
    return hc_fcs_plain(frame, len);
}
