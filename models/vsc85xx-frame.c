/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The way of a frame through a VSC85xx, and what a hand at the cable can do
 * to it: counters, loops, Wake-on-LAN, cable diagnostics. */
#include "vsc85xx-internal.h"

#include <string.h>

#define CTRL1_FAR_END_LOOP 0x0008u
#define COUNTS_MAC         0x4000u      /* 22E3, 29E3 [15:14] */
#define WOL_SECURE         0x8000u
#define WOL_SHORT_PASSWORD 0x4000u

/* guess: a cable test takes a second; the vendor's API waits for 60. */
#define VERIPHY_MS 1000
#define VERIPHY_TRIGGER 0x8000u
#define VERIPHY_VALID   0x4000u

/* guess: 14 bits that roll over after 9999. */
static void count_good(uint32_t *reg)
{
    uint32_t count = (*reg & 0x3fff) + 1;

    *reg = (*reg & ~0x3fffu) | (count > 9999 ? 0 : count);
}

static void count_serdes(struct hc_phy *phy, uint16_t good, uint16_t bad,
                         bool mac)
{
    if (((phy->reg[bad] & 0xc000) == COUNTS_MAC) == mac) {
        count_good(&phy->reg[good]);
    }
}

static void count_copper(struct hc_phy *phy)
{
    count_good(&phy->reg[CU_GOOD]);
    phy->reg[CU_GOOD] |= 0x8000;
}

static unsigned loop_of(const struct hc_phy *phy, unsigned side)
{
    return phy->package ? phy->package->loop[side][phy->number] : LOOP_OFF;
}

static bool turns_back(unsigned loop)
{
    return loop == LOOP_INPUT || loop == LOOP_FACILITY;
}

static bool has_mac_serdes(const struct hc_phy *phy)
{
    return phy->mac_iface == HC_IFACE_SGMII ||
           phy->mac_iface == HC_IFACE_1000BASEX;
}

static void to_mac(struct hc_phy *phy, const uint8_t *frame, size_t len)
{
    if (has_mac_serdes(phy)) {
        count_serdes(phy, TX_GOOD, TX_BAD, true);
    }
    hc_phy_to_mac(phy, frame, len);
}

static void to_medium(struct hc_phy *phy, unsigned medium,
                      const uint8_t *frame, size_t len)
{
    if (medium == HC_PHY_SERDES) {
        count_serdes(phy, TX_GOOD, TX_BAD, false);
    }
    hc_phy_to_medium(phy, medium, frame, len);
}

static void leave(struct hc_phy *phy, unsigned medium, const uint8_t *frame,
                  size_t len)
{
    if (medium == HC_PHY_SERDES &&
        loop_of(phy, LOOP_MEDIA) == LOOP_EQUIPMENT) {
        to_mac(phy, frame, len);
    } else {
        to_medium(phy, medium, frame, len);
    }
}

/* The order of the blocks: MAC, 1588, MACsec, medium; a stamp is taken
 * before a frame is hidden. */
bool hc_vsc_from_mac(struct hc_phy *phy, unsigned medium,
                     const uint8_t *frame, size_t len)
{
    const struct hc_vsc_filter *filter;
    uint8_t room[HC_VSC_PTP_MAX], made[HC_VSC_FRAME_MAX];

    if (has_mac_serdes(phy)) {
        count_serdes(phy, RX_GOOD, RX_BAD, true);
    }
    if (!phy->package || (phy->line[medium].bmcr & HC_BMCR_LOOPBACK)) {
        return false;
    }
    if (has_mac_serdes(phy) && turns_back(loop_of(phy, LOOP_MAC))) {
        to_mac(phy, frame, len);
        return true;
    }
    frame = hc_vsc_stamp(phy, true, frame, len, room);
    filter = &phy->package->filter[phy->number];
    if (!filter->egress) {
        leave(phy, medium, frame, len);
    } else if (filter->egress(filter->opaque, frame, len, made,
                              sizeof(made), &len)) {
        leave(phy, medium, made, len);
    }
    return true;
}

/* A byte of the registers that hold an address, last byte lowest. */
static uint8_t wol_byte(const struct hc_phy *phy, uint16_t at, unsigned i)
{
    return (uint8_t)(phy->reg[at + (5 - i) / 2] >> ((5 - i) % 2 ? 8 : 0));
}

static bool matches(const struct hc_phy *phy, uint16_t at,
                    const uint8_t *bytes, unsigned first, unsigned n)
{
    for (unsigned i = 0; i < n; i++) {
        if (bytes[i] != wol_byte(phy, at, first + i)) {
            return false;
        }
    }
    return true;
}

/* Six bytes FF, the address so many times, and the password. guess: 27E2
 * [11:8] is the number of repetitions that suffice, less one. */
static bool is_magic_at(const struct hc_phy *phy, const uint8_t *at,
                        size_t left)
{
    static const uint8_t sync[6] = { 255, 255, 255, 255, 255, 255 };
    uint32_t ctrl = phy->reg[WOL_CTRL];
    unsigned need = (ctrl >> 8 & 0xf) + 1, got = 0;
    unsigned password = !(ctrl & WOL_SECURE) ? 0
                        : ctrl & WOL_SHORT_PASSWORD ? 4 : 6;

    if (left < 6 || memcmp(at, sync, 6) != 0) {
        return false;
    }
    for (at += 6, left -= 6;
         got < 16 && left >= 6 && matches(phy, WOL_MAC, at, 0, 6);
         at += 6, left -= 6) {
        got++;
    }
    return got >= need && left >= password &&
           matches(phy, WOL_PASSWORD, at, 6 - password, password);
}

static void look_for_magic(struct hc_phy *phy, const uint8_t *frame,
                           size_t len)
{
    bool armed = (phy->reg[INT_MASK] & INT_WOL) &&
                 (phy->reg[WOL_MAC] | phy->reg[WOL_MAC + 1] |
                  phy->reg[WOL_MAC + 2]);

    for (size_t i = 12; armed && i < len; i++) {
        if (frame[i] == 0xff && is_magic_at(phy, &frame[i], len - i)) {
            phy->host->event(phy->host->opaque, HC_EVENT_WOL, 0, 0);
            hc_vsc_raise(phy, INT_WOL);
            return;
        }
    }
}

bool hc_vsc_from_medium(struct hc_phy *phy, unsigned medium,
                        const uint8_t *frame, size_t len)
{
    const struct hc_vsc_filter *filter;
    uint8_t room[HC_VSC_PTP_MAX], made[HC_VSC_FRAME_MAX];

    if (medium == HC_PHY_SERDES) {
        count_serdes(phy, RX_GOOD, RX_BAD, false);
    } else {
        count_copper(phy);
    }
    look_for_magic(phy, frame, len);
    if (!phy->package) {
        return false;
    }
    if ((phy->reg[PHY_CTRL1] & CTRL1_FAR_END_LOOP) ||
        (medium == HC_PHY_SERDES && turns_back(loop_of(phy, LOOP_MEDIA))) ||
        (has_mac_serdes(phy) && loop_of(phy, LOOP_MAC) == LOOP_EQUIPMENT)) {
        to_medium(phy, medium, frame, len);
        return true;
    }
    filter = &phy->package->filter[phy->number];
    if (filter->ingress) {
        if (!filter->ingress(filter->opaque, frame, len, made, sizeof(made),
                             &len)) {
            return true;
        }
        frame = made;
    }
    to_mac(phy, hc_vsc_stamp(phy, false, frame, len, room), len);
    return true;
}

void hc_vsc_count(struct hc_phy *phy, enum hc_vsc_error what, uint32_t n)
{
    static const uint16_t at[HC_VSC_ERRORS] = {
        [HC_VSC_RX_ERRORS] = RX_ERRORS,
        [HC_VSC_FALSE_CARRIERS] = FALSE_CARRIERS,
        [HC_VSC_COPPER_CRC] = CU_BAD,
        [HC_VSC_SERDES_TX_CRC] = TX_BAD,
        [HC_VSC_SERDES_RX_CRC] = RX_BAD,
    };
    uint32_t *reg = &phy->reg[at[what]];
    uint32_t room = 0xff - (*reg & 0xff);

    *reg += n < room ? n : room;        /* guess: they saturate */
    if (n && what == HC_VSC_RX_ERRORS) {
        hc_vsc_raise(phy, 0x0001);
    } else if (n && what == HC_VSC_FALSE_CARRIERS) {
        hc_vsc_raise(phy, 0x0008);
    }
}

void hc_vsc_set_pair(struct hc_phy *phy, unsigned pair,
                     enum hc_vsc_pair state, unsigned metres)
{
    uint32_t units = metres / 3 < 0x3f ? metres / 3 : 0x3f;

    if (pair < 4) {
        phy->reg[PRIV_PAIR + pair] = (uint32_t)(state & 0xf) << 8 | units;
        hc_phy_restart(phy, HC_PHY_COPPER);
    }
}

void hc_vsc_set_crossover(struct hc_phy *phy, bool needed)
{
    phy->reg[PRIV_CROSSOVER] = needed;
    hc_vsc_status(phy, HC_PHY_COPPER);
}

static uint32_t now_ms(const struct hc_phy *phy)
{
    return (uint32_t)(phy->host->now_ns(phy->host->opaque) / NS_PER_MS);
}

void hc_vsc_veriphy_was_written(void *model, uint32_t at, uint32_t value)
{
    struct hc_phy *phy = model;

    if (value & VERIPHY_TRIGGER) {
        phy->reg[at] = VERIPHY_TRIGGER;
        phy->reg[PRIV_VERIPHY_MS] = now_ms(phy) + VERIPHY_MS;
    }
}

/* A pair without a partner is open. Layout: vendor API, vtss_phy.h,
 * VTSS_PHY_VERIPHY_CTRL_REG1 to 3. */
static uint32_t pair_state(const struct hc_phy *phy, unsigned pair)
{
    uint32_t state = phy->reg[PRIV_PAIR + pair] >> 8;

    return state || phy->line[HC_PHY_COPPER].energy ? state
                                                    : HC_VSC_PAIR_OPEN;
}

void hc_vsc_veriphy_before_read(void *model, uint32_t at)
{
    struct hc_phy *phy = model;
    const uint32_t *pair = &phy->reg[PRIV_PAIR];

    (void)at;
    if (!(phy->reg[VERIPHY1] & VERIPHY_TRIGGER) ||
        (int32_t)(now_ms(phy) - phy->reg[PRIV_VERIPHY_MS]) < 0) {
        return;
    }
    phy->reg[VERIPHY1] = VERIPHY_VALID | (pair[0] & 0x3f) << 8 |
                         (pair[1] & 0x3f);
    phy->reg[VERIPHY2] = (pair[2] & 0x3f) << 8 | (pair[3] & 0x3f);
    phy->reg[VERIPHY3] = pair_state(phy, 0) << 12 | pair_state(phy, 1) << 8 |
                         pair_state(phy, 2) << 4 | pair_state(phy, 3);
}
