/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "phy-bench.h"

#include <check.h>
#include <string.h>

static const uint8_t frame[64] = { 2, 0, 0, 0, 0, 1 };

static void wake(void *model)
{
    hc_phy_wake(model);
}

static void at_mac(void *owner, const uint8_t *bytes, size_t len)
{
    struct bench *bench = owner;

    ck_assert_mem_eq(bytes, frame, len);
    bench->mac_frames++;
}

static void at_partner(void *owner, const uint8_t *bytes, size_t len)
{
    struct bench *bench = owner;

    ck_assert_mem_eq(bytes, frame, len);
    bench->partner_frames++;
}

static void partner_wake(void *model)
{
    hc_partner_wake(model);
}

void bench_init(struct bench *bench, const struct hc_phy_part *part,
                uint32_t mac_iface)
{
    const struct hc_end mac = { at_mac, NULL, bench };
    const struct hc_signal ready = {
        .iface = mac_iface, .lit = true, .ready = true,
    };

    memset(bench, 0, sizeof(*bench));
    fake_init(&bench->fake, wake, &bench->phy);
    fake_init(&bench->far, partner_wake, &bench->partner);
    hc_hop_init(&bench->mac, &bench->far.host);
    hc_hop_init(&bench->mdi, &bench->far.host);
    hc_hop_init(&bench->serdes, &bench->far.host);
    hc_phy_init(&bench->phy, part, &bench->fake.host);
    hc_phy_wire(&bench->phy, &bench->mac, mac_iface, &bench->mdi,
                &bench->serdes);
    hc_hop_attach(&bench->mac, 0, &mac);
    hc_hop_present(&bench->mac, 0, &ready);
    hc_partner_init(&bench->partner, &bench->far.host);
}

void bench_connect(struct bench *bench, struct hc_hop *medium)
{
    hc_partner_wire(&bench->partner, medium, at_partner, bench);
    hc_partner_reset(&bench->partner);
}

uint16_t bench_read(struct bench *bench, unsigned reg)
{
    uint16_t value = 0xdead;

    ck_assert_int_eq(hc_phy_read(&bench->phy, reg, &value), HC_OK);
    return value;
}

void bench_write(struct bench *bench, unsigned reg, uint16_t value)
{
    ck_assert_int_eq(hc_phy_write(&bench->phy, reg, value), HC_OK);
}

static void select_mmd(struct bench *bench, unsigned device, uint16_t at)
{
    bench_write(bench, 13, (uint16_t)device);
    bench_write(bench, 14, at);
    bench_write(bench, 13, (uint16_t)(0x4000 | device));
}

uint16_t bench_read_mmd(struct bench *bench, unsigned device, uint16_t at)
{
    select_mmd(bench, device, at);
    return bench_read(bench, 14);
}

void bench_write_mmd(struct bench *bench, unsigned device, uint16_t at,
                     uint16_t value)
{
    select_mmd(bench, device, at);
    bench_write(bench, 14, value);
}

bool bench_link(struct bench *bench)
{
    bench_read(bench, BMSR);
    return bench_read(bench, BMSR) & BMSR_LINK;
}

bool bench_mac_sends(struct bench *bench)
{
    unsigned before = bench->partner_frames;

    hc_hop_send(&bench->mac, 0, frame, sizeof(frame));
    return bench->partner_frames == before + 1;
}

bool bench_partner_sends(struct bench *bench)
{
    unsigned before = bench->mac_frames;

    bench_arrive(bench, frame, sizeof(frame));
    return bench->mac_frames == before + 1;
}

/* 2 ms are more than a frame takes at 10 Mb/s. */
void bench_arrive(struct bench *bench, const uint8_t *bytes, size_t len)
{
    fake_advance(&bench->far, 2 * NS_PER_MS);
    hc_partner_send(&bench->partner, bytes, len);
}
