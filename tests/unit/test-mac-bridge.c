/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A bridge chip between a MAC's RGMII and a PHY's SGMII. */
#include <check.h>
#include <string.h>

#include "../../models/mac-bridge.h"
#include "fake.h"
#include "run.h"

static struct fake fake;
static struct hc_hop rgmii, sgmii;
static struct hc_mac_bridge bridge;
static unsigned at_mac, at_phy;

static const struct hc_signal mac = {
    .iface = HC_IFACE_RGMII, .mbps = 1000, .full = true, .lit = true,
    .ready = true,
};
static const struct hc_signal phy = {
    .iface = HC_IFACE_SGMII, .mbps = 1000, .full = true, .lit = true,
    .ready = true,
};

static void count(void *owner, const uint8_t *frame, size_t len)
{
    (void)frame;
    ck_assert_uint_eq(len, 60);
    ++*(unsigned *)owner;
}

static void setup(void)
{
    const struct hc_end mac_end = { count, NULL, &at_mac };
    const struct hc_end phy_end = { count, NULL, &at_phy };

    fake_init(&fake, NULL, NULL);
    hc_hop_init(&rgmii, &fake.host);
    hc_hop_init(&sgmii, &fake.host);
    hc_mac_bridge_init(&bridge, &rgmii, &sgmii);
    hc_hop_attach(&rgmii, 0, &mac_end);
    hc_hop_attach(&sgmii, 1, &phy_end);
    at_mac = at_phy = 0;
}

START_TEST(frames_cross_the_bridge_both_ways)
{
    static const uint8_t frame[60];

    hc_hop_present(&rgmii, 0, &mac);
    hc_hop_present(&sgmii, 1, &phy);

    ck_assert_int_eq(hc_hop_send(&rgmii, 0, frame, sizeof(frame)), HC_OK);
    ck_assert_int_eq(hc_hop_send(&sgmii, 1, frame, sizeof(frame)), HC_OK);
    ck_assert_uint_eq(at_phy, 1);
    ck_assert_uint_eq(at_mac, 1);
}
END_TEST

START_TEST(the_mac_sees_the_speed_of_the_phy)
{
    struct hc_signal slow = phy;

    slow.mbps = 100;
    hc_hop_present(&rgmii, 0, &mac);
    hc_hop_present(&sgmii, 1, &slow);

    ck_assert_uint_eq(hc_hop_seen(&rgmii, 0)->mbps, 100);
    ck_assert(!hc_hop_passes(&rgmii));
    ck_assert(!hc_hop_passes(&sgmii));
}
END_TEST

START_TEST(a_phy_without_a_link_is_a_wire_without_frames)
{
    struct hc_signal down = phy;

    down.ready = false;
    hc_hop_present(&rgmii, 0, &mac);
    hc_hop_present(&sgmii, 1, &phy);
    hc_hop_present(&sgmii, 1, &down);

    ck_assert(!hc_hop_seen(&rgmii, 0)->ready);
}
END_TEST

/* The SoC's pins as they are after a reset, before a boot loader. */
START_TEST(a_mac_that_speaks_mii_does_not_reach_the_phy)
{
    struct hc_signal mii = mac;

    mii.iface = HC_IFACE_MII;
    hc_hop_present(&rgmii, 0, &mii);
    hc_hop_present(&sgmii, 1, &phy);

    ck_assert(!hc_hop_passes(&rgmii));
    ck_assert(!hc_hop_passes(&sgmii));
}
END_TEST

int main(void)
{
    const TTest *const test[] = {
        frames_cross_the_bridge_both_ways,
        the_mac_sees_the_speed_of_the_phy,
        a_phy_without_a_link_is_a_wire_without_frames,
        a_mac_that_speaks_mii_does_not_reach_the_phy,
    };

    return RUN_TESTS("mac-bridge", setup, test);
}
