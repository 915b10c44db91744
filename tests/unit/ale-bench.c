/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ale-bench.h"

struct fake fake;
uint32_t reg[0x2000 / 4];
struct hc_ale_state state;
struct hc_ale ale;

const uint8_t host_mac[6] = { 2, 0, 0, 0, 0, 1 };
const uint8_t station_a[6] = { 2, 0, 0, 0, 0, 0xa };
const uint8_t station_b[6] = { 2, 0, 0, 0, 0, 0xb };
const uint8_t group[6] = { 1, 0, 0x5e, 0, 0, 5 };
const uint8_t bpdu[6] = { 1, 0x80, 0xc2, 0, 0, 0 };
const uint8_t broadcast[6] = { 255, 255, 255, 255, 255, 255 };

uint32_t read_reg(uint32_t at)
{
    uint32_t value = 0;

    ck_assert_int_eq(hc_ale_read(&ale, at, &value), HC_OK);
    return value;
}

void write_reg(uint32_t at, uint32_t value)
{
    ck_assert_int_eq(hc_ale_write(&ale, at, value), HC_OK);
}

void ale_setup(void)
{
    fake_init(&fake, NULL, NULL);
    memset(reg, 0, sizeof(reg));
    hc_ale_init(&ale, &fake.host, reg, &state);
    hc_ale_reset(&ale);
    write_reg(CONTROL, ENABLE | AWARE);
    for (unsigned port = 0; port < 3; port++) {
        write_reg(PORTCTL(port), FORWARD);
    }
}

void write_entry(unsigned at, uint32_t w2, uint32_t w1, uint32_t w0)
{
    write_reg(TBLW0, w0);
    write_reg(TBLW1, w1);
    write_reg(TBLW2, w2);
    write_reg(TBLCTL, 0x80000000u | at);
}

void put_addr(unsigned at, const uint8_t *mac, int vid, uint32_t top,
              uint32_t bits_63_62)
{
    const uint32_t type = vid < 0 ? 1 : 3;

    write_entry(at, top,
                bits_63_62 << 30 | type << 28 |
                (vid < 0 ? 0 : (uint32_t)vid << 16) |
                (uint32_t)mac[0] << 8 | mac[1],
                (uint32_t)mac[2] << 24 | (uint32_t)mac[3] << 16 |
                (uint32_t)mac[4] << 8 | mac[5]);
}

void put_unicast(unsigned at, const uint8_t *mac, int vid,
                 unsigned port, uint32_t secure_blocked)
{
    put_addr(at, mac, vid, port << 2 | secure_blocked, 0);
}

void put_group(unsigned at, const uint8_t *mac, int vid,
               unsigned ports, uint32_t super, uint32_t fwd_state)
{
    put_addr(at, mac, vid, ports << 2 | super << 1, fwd_state);
}

void put_vlan(unsigned at, unsigned vid, uint32_t members,
              uint32_t unreg, uint32_t reg_mask, uint32_t untag)
{
    write_entry(at, 0, 2u << 28 | vid << 16,
                untag << 24 | reg_mask << 16 | unreg << 8 | members);
}

struct hc_ale_verdict ask(unsigned port, const uint8_t *to,
                          const uint8_t *from, int vid)
{
    uint8_t addresses[12];
    struct hc_ale_query query = { .frame = addresses, .port = port };

    memcpy(addresses, to, 6);
    memcpy(addresses + 6, from, 6);
    if (vid >= 0) {
        query.tag = vid ? HC_ALE_TAGGED : HC_ALE_PRIORITY_TAGGED;
        query.tag_vid = (uint16_t)vid;
    }
    return hc_ale_forward(&ale, &query);
}

unsigned ports(unsigned port, const uint8_t *to, const uint8_t *from,
               int vid)
{
    return ask(port, to, from, vid).ports;
}

int find(const uint8_t *mac, int vid)
{
    const uint32_t low = (uint32_t)mac[2] << 24 | (uint32_t)mac[3] << 16 |
                         (uint32_t)mac[4] << 8 | mac[5];
    const uint32_t high = (vid < 0 ? 1u << 28 : 3u << 28 |
                           (uint32_t)vid << 16) |
                          (uint32_t)mac[0] << 8 | mac[1];

    for (unsigned at = 0; at < 1024; at++) {
        write_reg(TBLCTL, at);
        if (read_reg(TBLW0) == low &&
            (read_reg(TBLW1) & 0x3fffffff) == high) {
            return (int)at;
        }
    }
    return -1;
}

void switch_mode(void)
{
    put_unicast(0, host_mac, -1, 0, 0);
    put_group(1, broadcast, -1, 7, 0, 2);
    put_vlan(2, 0, 7, 6, 7, 7);
}
