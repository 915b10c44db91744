/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A PHY between a MAC and a partner, for the tests of the parts. */
#ifndef HC_TEST_PHY_BENCH_H
#define HC_TEST_PHY_BENCH_H

#include "../../models/partner.h"
#include "../../models/phy.h"
#include "fake.h"

/* Clause 22 bits, written down from IEEE 802.3 and not from our headers. */
#define BMCR 0
#define BMSR 1
#define ANAR 4
#define ANLPAR 5
#define ANER 6
#define GTCR 9
#define GTSR 10
#define BMSR_LINK 0x0004
#define BMSR_AN_DONE 0x0020

struct bench {
    struct fake fake;           /* the PHY's world */
    struct fake far;            /* the world of wires and partner */
    struct hc_hop mac, mdi, serdes;
    struct hc_phy phy;
    struct hc_partner partner;
    unsigned mac_frames, partner_frames;
};

/* A wired PHY, not yet reset; the partner is not connected. */
void bench_init(struct bench *bench, const struct hc_phy_part *part,
                uint32_t mac_iface);

/* Plugs the partner into one of the media and lets it speak. */
void bench_connect(struct bench *bench, struct hc_hop *medium);

/* Register access on the selected page; fails the test on a NAK. */
uint16_t bench_read(struct bench *bench, unsigned reg);
void bench_write(struct bench *bench, unsigned reg, uint16_t value);

/* Annex 22D indirect access, as Linux' mmd_phy_indirect does it. */
uint16_t bench_read_mmd(struct bench *bench, unsigned device, uint16_t at);
void bench_write_mmd(struct bench *bench, unsigned device, uint16_t at,
                     uint16_t value);

/* BMSR twice, for the truth behind the latch. */
bool bench_link(struct bench *bench);

/* Sends a frame from the MAC or from the partner; true if it arrived. */
bool bench_mac_sends(struct bench *bench);
bool bench_partner_sends(struct bench *bench);

/* The partner sends these bytes, its wire being free. */
void bench_arrive(struct bench *bench, const uint8_t *bytes, size_t len);

#endif
