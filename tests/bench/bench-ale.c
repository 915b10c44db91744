/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What one forwarding decision costs, with few and with many entries, and
 * how it compares with the slow second engine of the tests. Exits 1 if the
 * decision is not flat: more than twice as dear at 1024 entries as at 10. */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "../../models/ale.h"
#include "../unit/ale-slow.h"
#include "../unit/fake.h"

#define STATIONS 1000
#define ROUNDS   2000000
#define SLOW_ROUNDS 2000

static struct fake fake;
static uint32_t reg[0x2000 / 4];
static struct hc_ale_state state;
static struct hc_ale ale;
static struct slow_ale slow;

static double seconds(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void write_entry(unsigned at, uint32_t w2, uint32_t w1, uint32_t w0)
{
    hc_ale_write(&ale, 0xd3c, w0);
    hc_ale_write(&ale, 0xd38, w1);
    hc_ale_write(&ale, 0xd34, w2);
    hc_ale_write(&ale, 0xd20, 0x80000000u | at);
    slow_write(&slow, (int)at, w2, w1, w0);
}

/* VLAN 1 with all ports, then ageable stations behind ports 1 and 2. */
static void fill(unsigned entries)
{
    memset(&slow, 0, sizeof(slow));
    hc_ale_init(&ale, &fake.host, reg, &state);
    hc_ale_reset(&ale);
    hc_ale_write(&ale, 0xd08, slow.control = 0x80000004);
    for (unsigned port = 0; port < 3; port++) {
        hc_ale_write(&ale, 0xd40 + 4 * port, slow.portctl[port] = 3);
    }
    write_entry(0, 0, 2u << 28 | 1u << 16, 0x07070707);
    for (unsigned i = 1; i < entries; i++) {
        write_entry(i, (1 + i % 2) << 2, 0x40000000u | 3u << 28 | 1u << 16 |
                    0x0200, 0x1000 + i);
    }
}

static void address(uint8_t *ret, unsigned station)
{
    const uint8_t bytes[6] = { 2, 0, 0, 0, (uint8_t)(0x10 + station / 256),
                               (uint8_t)station };

    memcpy(ret, bytes, 6);
}

static double fast_ns(unsigned entries)
{
    uint8_t frame[STATIONS][12];
    unsigned sum = 0;
    double start;

    for (unsigned i = 0; i < STATIONS; i++) {
        address(frame[i], 1 + i * 7 % (entries - 1));
        address(frame[i] + 6, 1 + i * 13 % (entries - 1));
    }
    start = seconds();
    for (unsigned i = 0; i < ROUNDS; i++) {
        const struct hc_ale_query query = {
            .frame = frame[i % STATIONS], .port = 1 + (i & 1),
            .tag = HC_ALE_UNTAGGED, .port_vid = 1,
        };

        sum += hc_ale_forward(&ale, &query).ports;
    }
    start = seconds() - start;
    return sum ? start * 1e9 / ROUNDS : 0;
}

static double slow_ns(unsigned entries)
{
    unsigned sum = 0;
    double start = seconds();

    for (unsigned i = 0; i < SLOW_ROUNDS; i++) {
        const struct slow_frame frame = {
            .to = 0x020000001000 + 1 + i * 7 % (entries - 1),
            .from = 0x020000001000 + 1 + i * 13 % (entries - 1),
            .port = 1 + (int)(i & 1), .port_vid = 1,
        };

        sum += slow_forward(&slow, &frame).ports;
    }
    start = seconds() - start;
    return sum ? start * 1e9 / SLOW_ROUNDS : 0;
}

int main(void)
{
    static const unsigned entries[] = { 10, 100, 1024 };
    double ns[3];

    fake_init(&fake, NULL, NULL);
    for (unsigned i = 0; i < 3; i++) {
        double peer;

        fill(entries[i]);
        peer = slow_ns(entries[i]);
        fill(entries[i]);
        ns[i] = fast_ns(entries[i]);
        printf("ale entries=%u ns=%.1f slow_ns=%.0f ratio=%.1f\n",
               entries[i], ns[i], peer, peer / ns[i]);
    }
    printf("ale flatness=%.2f\n", ns[2] / ns[0]);
    return ns[2] > 2 * ns[0];
}
