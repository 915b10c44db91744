/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The RollBall bridge: Clause 45 registers through page 3 of A2h. Command at
 * 80h (1 write, 2 read; 4: done), MMD at 81h, register at 82h, value at 84h
 * (drivers/net/mdio/mdio-i2c.c, "RollBall SFPs"). */
#include "sfp-phy.h"

/* "By experiment it takes up to 70 ms" (mdio-i2c.c); ours takes less. */
#define ACCESS_NS (50 * NS_PER_MS)

enum { COMMAND, MMD, REGISTER, VALUE = 4 };
enum { COMMAND_WRITE = 1, COMMAND_READ = 2, COMMAND_DONE = 4 };

/* A Marvell 88X3310 as phylib looks for it (get_phy_c45_ids): its number in
 * each of its MMDs, and which MMDs there are: PMA, PCS, PHY XS, AN, vendor
 * 2. Nothing behind them is modelled. */
static const struct { uint8_t mmd; uint16_t at, value; } known[] = {
    { 1, 2, 0x002b }, { 1, 3, 0x09aa }, { 1, 5, 0x009a }, { 1, 6, 0xc000 },
    { 3, 2, 0x002b }, { 3, 3, 0x09aa }, { 3, 5, 0x009a }, { 3, 6, 0xc000 },
    { 4, 2, 0x002b }, { 4, 3, 0x09aa }, { 4, 5, 0x009a }, { 4, 6, 0xc000 },
    { 7, 2, 0x002b }, { 7, 3, 0x09aa }, { 7, 5, 0x009a }, { 7, 6, 0xc000 },
};

static uint64_t now(const struct hc_host *host)
{
    return host->now_ns(host->opaque);
}

static uint16_t look_up(const struct hc_sfp_phy *phy,
                        const struct hc_host *host)
{
    unsigned mmd = phy->bridge[MMD] & 0x1f;
    unsigned at = phy->bridge[REGISTER] << 8 | phy->bridge[REGISTER + 1];

    for (unsigned i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
        if (known[i].mmd == mmd && known[i].at == at) {
            return known[i].value;
        }
    }
    host->event(host->opaque, HC_EVENT_UNMODELLED_REG, mmd << 16 | at, false);
    return 0;
}

/* Until the inside has booted the bridge answers, but with nothing. */
static void carry_out(struct hc_sfp_phy *phy, const struct hc_host *host,
                      uint8_t command)
{
    phy->done_at_ns = now(host) + ACCESS_NS;
    if (command == COMMAND_READ) {
        phy->value = now(host) < phy->booted_at_ns ? 0xffff
                                                   : look_up(phy, host);
    } else if (command == COMMAND_WRITE) {
        host->event(host->opaque, HC_EVENT_UNMODELLED_REG,
                    (uint32_t)(phy->bridge[MMD] & 0x1f) << 16 |
                    (uint32_t)phy->bridge[REGISTER] << 8 |
                    phy->bridge[REGISTER + 1], true);
    } else {
        host->event(host->opaque, HC_EVENT_MISUSE_REG, 0x80, command);
    }
}

static bool is_done(const struct hc_sfp_phy *phy, const struct hc_host *host)
{
    return phy->bridge[COMMAND] && now(host) >= phy->done_at_ns;
}

uint8_t hc_sfp_bridge_read(struct hc_sfp_phy *phy, const struct hc_host *host,
                           uint8_t at)
{
    at -= 0x80;
    if (at >= sizeof(phy->bridge)) {
        return 0xff;
    }
    if (is_done(phy, host)) {
        if (at == COMMAND) {
            return COMMAND_DONE;
        }
        if (at >= VALUE && phy->bridge[COMMAND] == COMMAND_READ) {
            return (uint8_t)(at == VALUE ? phy->value >> 8 : phy->value);
        }
    }
    return phy->bridge[at];
}

void hc_sfp_bridge_write(struct hc_sfp_phy *phy, const struct hc_host *host,
                         uint8_t at, uint8_t value)
{
    at -= 0x80;
    if (at >= sizeof(phy->bridge)) {
        return;
    }
    phy->bridge[at] = value;
    if (at == COMMAND) {
        carry_out(phy, host, value);
    }
}
