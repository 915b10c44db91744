/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "vsc-bench.h"

#include <check.h>
#include <string.h>

static void wake(void *model)
{
    hc_vsc_package_wake(model);
}

void vsc_init(struct vsc *vsc, const struct hc_phy_part *part,
              uint32_t mac_iface)
{
    memset(vsc, 0, sizeof(*vsc));
    vsc->n = hc_vsc_part(part)->ports;
    fake_init(&vsc->world, wake, &vsc->package);
    hc_vsc_package_init(&vsc->package);
    hc_vsc_package_set_host(&vsc->package, &vsc->world.host);
    for (unsigned i = 0; i < vsc->n; i++) {
        bench_init(&vsc->port[i], part, mac_iface);
        hc_vsc_package_add(&vsc->package, &vsc->port[i].phy, i);
    }
    hc_vsc_package_reset(&vsc->package);
    for (unsigned i = 0; i < vsc->n; i++) {
        hc_phy_reset(&vsc->port[i].phy);
    }
}

void vsc_advance(struct vsc *vsc, uint64_t ns)
{
    fake_advance(&vsc->world, ns);
    for (unsigned i = 0; i < vsc->n; i++) {
        fake_advance(&vsc->port[i].fake, ns);
    }
}

uint16_t vsc_get(struct vsc *vsc, unsigned n, uint16_t page, unsigned reg)
{
    uint16_t value;

    bench_write(&vsc->port[n], 31, page);
    value = bench_read(&vsc->port[n], reg);
    bench_write(&vsc->port[n], 31, 0);
    return value;
}

void vsc_put(struct vsc *vsc, unsigned n, uint16_t page, unsigned reg,
             uint16_t value)
{
    bench_write(&vsc->port[n], 31, page);
    bench_write(&vsc->port[n], reg, value);
    bench_write(&vsc->port[n], 31, 0);
}

static void csr_command(struct vsc *vsc, unsigned n, unsigned target,
                        uint32_t value)
{
    bool macsec = target >> 2 != 1 && target >> 2 != 3;

    value |= macsec ? 0 : (target & 3) << 12;
    vsc_put(vsc, n, 4, 19, (uint16_t)(0x8000 | value));
    ck_assert_uint_ne(vsc_get(vsc, n, 4, 19) & 0x8000, 0);
}

uint32_t vsc_csr_get(struct vsc *vsc, unsigned n, unsigned target,
                     uint32_t addr)
{
    vsc_put(vsc, n, 4, 20, (uint16_t)(target >> 2));
    csr_command(vsc, n, target, 0x4000 | addr);
    return (uint32_t)vsc_get(vsc, n, 4, 18) << 16 | vsc_get(vsc, n, 4, 17);
}

void vsc_csr_put(struct vsc *vsc, unsigned n, unsigned target, uint32_t addr,
                 uint32_t value)
{
    vsc_put(vsc, n, 4, 20, (uint16_t)(target >> 2));
    vsc_put(vsc, n, 4, 17, (uint16_t)value);
    vsc_put(vsc, n, 4, 18, (uint16_t)(value >> 16));
    csr_command(vsc, n, target, addr);
}

bool vsc_command(struct vsc *vsc, uint16_t value)
{
    vsc_put(vsc, 0, 0x10, 18, 0x8000 | value);
    return !(vsc_get(vsc, 0, 0x10, 18) & 0xc000);
}

uint16_t vsc_crc(struct vsc *vsc, uint16_t start, uint16_t len)
{
    vsc_put(vsc, 0, 1, 25, start);
    vsc_put(vsc, 0, 1, 26, len);
    ck_assert(vsc_command(vsc, 0x0008));
    return vsc_get(vsc, 0, 1, 25);
}

/* vsc8584_micro_assert_reset. */
static bool stop_micro(struct vsc *vsc)
{
    if (!vsc_command(vsc, 0x000f)) {
        return false;
    }
    vsc_put(vsc, 0, 0x10, 12, vsc_get(vsc, 0, 0x10, 12) & ~0x0800);
    vsc_put(vsc, 0, 0x10, 9, 0x005b);
    vsc_put(vsc, 0, 0x10, 10, 0x005b);
    vsc_put(vsc, 0, 0x10, 12, vsc_get(vsc, 0, 0x10, 12) | 0x0800);
    vsc_put(vsc, 0, 0x10, 18, 0x000f);
    vsc_put(vsc, 0, 0x10, 0, vsc_get(vsc, 0, 0x10, 0) & 0x7fff);
    vsc_put(vsc, 0, 0x10, 18, 0x0000);
    vsc_put(vsc, 0, 0x10, 12, vsc_get(vsc, 0, 0x10, 12) & ~0x0800);
    return true;
}

/* vsc8584_micro_deassert_reset. */
static void start_micro(struct vsc *vsc, bool patched)
{
    if (patched) {
        vsc_put(vsc, 0, 0x10, 12, 0x0000);
    }
    vsc_put(vsc, 0, 0x10, 0, patched ? 0x4098 : 0x4018);
    vsc_put(vsc, 0, 0x10, 0, patched ? 0xc098 : 0xc018);
}

static void patch(struct vsc *vsc, const uint8_t *bytes, size_t len)
{
    ck_assert(stop_micro(vsc));
    vsc_put(vsc, 0, 0x10, 0, 0x7009);
    vsc_put(vsc, 0, 0x10, 12, 0x5002);
    vsc_put(vsc, 0, 0x10, 11, 0x0000);
    for (size_t i = 0; i < len; i++) {
        vsc_put(vsc, 0, 0x10, 12, (uint16_t)(0x5000 | bytes[i]));
    }
    vsc_put(vsc, 0, 0x10, 12, 0x0000);
}

void vsc_download(struct vsc *vsc, const uint8_t *bytes, size_t len)
{
    patch(vsc, bytes, len);
    start_micro(vsc, false);
}

static void tune(struct vsc *vsc, uint16_t test5)
{
    bench_write(&vsc->port[0], 22, bench_read(&vsc->port[0], 22) | 1);
    bench_write(&vsc->port[0], 25, 0);
    bench_write(&vsc->port[0], 24, 0x0040);
    vsc_put(vsc, 0, 0x2a30, 5, test5);
    vsc_put(vsc, 0, 0x2a30, 8, vsc_get(vsc, 0, 0x2a30, 8) | 0x8000);
    vsc_put(vsc, 0, 0x52b5, 18, 0x0004);
    vsc_put(vsc, 0, 0x52b5, 17, 0x01bd);
    vsc_put(vsc, 0, 0x52b5, 16, 0x8fae);
    vsc_put(vsc, 0, 2, 16, 0x028e);
    vsc_put(vsc, 0, 0x2a30, 8, vsc_get(vsc, 0, 0x2a30, 8) & 0x7fff);
    bench_write(&vsc->port[0], 22, bench_read(&vsc->port[0], 22) & ~1);
}

/* vsc8574_config_pre_init and vsc8574_config_host_serdes, RGMII. */
int vsc_tesla_init(struct vsc *vsc, const uint8_t *bytes, size_t len)
{
    bool ready;

    tune(vsc, 0x1b20);
    ready = vsc_crc(vsc, 0x4000, (uint16_t)(len + 1)) == 0x29e8;
    if (!ready) {
        patch(vsc, bytes, len);
    }
    ready = ready && vsc_get(vsc, 0, 0x10, 3) == 0x3eb7 &&
            vsc_get(vsc, 0, 0x10, 4) == 0x4012 &&
            vsc_get(vsc, 0, 0x10, 12) == 0x0100 &&
            (vsc_get(vsc, 0, 0x10, 0) & 0xf1ff) == 0xc018;
    if (!ready) {
        vsc_put(vsc, 0, 0x10, 3, 0x3eb7);
        vsc_put(vsc, 0, 0x10, 4, 0x4012);
        vsc_put(vsc, 0, 0x10, 12, 0x0100);
        start_micro(vsc, false);
        vsc_crc(vsc, 0x4000, (uint16_t)(len + 1));
    }
    if (!vsc_command(vsc, 0x001a)) {
        return -5;
    }
    vsc_put(vsc, 0, 0x10, 19, 0x800f);
    return vsc_command(vsc, 0x01f1) && vsc_command(vsc, 0x01e1) ? 0 : -5;
}

/* phy_update_mcb_s6g and phy_commit_mcb_s6g. */
static bool mcb(struct vsc *vsc, uint32_t addr, uint32_t op)
{
    vsc_csr_put(vsc, 0, 7, addr, op | 1);
    return !(vsc_csr_get(vsc, 0, 7, addr) & op);
}

/* vsc8584_config_pre_init, vsc8584_config_host_serdes, and what
 * vsc85xx_sd6g_config_v2 waits for. */
int vsc_viper_init(struct vsc *vsc, const uint8_t *bytes, size_t len)
{
    if (!mcb(vsc, 0x11, 0x40000000) || !mcb(vsc, 0x11, 0x80000000)) {
        return -110;
    }
    tune(vsc, 0x1f20);
    if (vsc_crc(vsc, 0xe800, (uint16_t)(len + 1)) != 0xfb48) {
        patch(vsc, bytes, len);
    }
    start_micro(vsc, false);
    vsc_crc(vsc, 0xe800, (uint16_t)(len + 1));
    if (!stop_micro(vsc)) {
        return -5;
    }
    vsc_put(vsc, 0, 0x10, 3, 0x1e48);
    vsc_put(vsc, 0, 0x10, 4, 0x1e4f);
    vsc_put(vsc, 0, 0x10, 12, vsc_get(vsc, 0, 0x10, 12) | 0x0100);
    start_micro(vsc, true);
    vsc_put(vsc, 0, 0x10, 19, 0x000f);
    if (!vsc_command(vsc, 0x00f0) || !vsc_command(vsc, 0x01f1) ||
        !vsc_command(vsc, 0x01e1)) {
        return -5;
    }
    if (!mcb(vsc, 0x3f, 0x80000000) || !mcb(vsc, 0x3f, 0x40000000) ||
        (vsc_csr_get(vsc, 0, 7, 0x31) & 0x1000) ||
        !(vsc_csr_get(vsc, 0, 7, 0x2f) & 0x0100)) {
        return -110;
    }
    vsc_put(vsc, 0, 0x10, 14, vsc_get(vsc, 0, 0x10, 14) & ~0x3000);
    return 0;
}

void vsc_port_init(struct vsc *vsc, unsigned n)
{
    struct bench *port = &vsc->port[n];

    bench_write(port, 23, bench_read(port, 23) & ~0x1700);
    vsc_put(vsc, n, 2, 18, 0x0044);
    bench_write(port, BMCR, bench_read(port, BMCR) | 0x8000);
    ck_assert_uint_eq(bench_read(port, BMCR) & 0x8000, 0);
}

void vsc_config_intr(struct vsc *vsc, unsigned n)
{
    bench_read(&vsc->port[n], 26);
    vsc_put(vsc, n, 2, 28, 0x0200);
    vsc_csr_put(vsc, n, 0x3c, 0x3d04, 0x00300000);
    vsc_csr_put(vsc, n, 0x3c, 0x3e02, 0x0000000f);
    vsc_ts_put(vsc, n, TS_PROCESSOR, 0x4e, 0x0005);
    bench_write(&vsc->port[n], 25, 0xa020);
}

int vsc_read_status(struct vsc *vsc, unsigned n)
{
    struct bench *port = &vsc->port[n];
    uint16_t bmcr = bench_read(port, BMCR), bmsr, both, gigabit;

    bmsr = bench_read(port, BMSR);
    if (!(bmsr & BMSR_LINK)) {
        bmsr = bench_read(port, BMSR);
    }
    if (!(bmsr & BMSR_LINK)) {
        return 0;
    }
    if (!(bmcr & 0x1000)) {
        return bmcr & 0x0040 ? 1000 : bmcr & 0x2000 ? 100 : 10;
    }
    if (!(bmsr & BMSR_AN_DONE)) {
        return 0;                       /* genphy_update_link */
    }
    gigabit = bench_read(port, GTSR) & (uint16_t)(bench_read(port, GTCR) << 2);
    both = bench_read(port, ANLPAR) & bench_read(port, ANAR);
    return gigabit & 0x0c00 ? 1000 : both & 0x0180 ? 100 : both & 0x60 ? 10
                                                                       : -1;
}

void vsc_select_media(struct vsc *vsc, unsigned n, unsigned mode,
                      uint16_t command)
{
    struct bench *port = &vsc->port[n];

    ck_assert(vsc_command(vsc, (uint16_t)(command | 0x0100 << n)));
    bench_write(port, 23, (uint16_t)((bench_read(port, 23) & ~0x0700) |
                                     mode << 8));
    bench_write(port, BMCR, bench_read(port, BMCR) | 0x8000);
}

static uint16_t ts_command(struct vsc *vsc, unsigned n, unsigned block,
                           uint16_t addr)
{
    unsigned upper = n >> 1;
    unsigned id = block == TS_PROCESSOR ? 6 + upper : block + 2 * upper;

    (void)vsc;
    return (uint16_t)(0x8000 | id << 11 | addr);
}

uint32_t vsc_ts_get(struct vsc *vsc, unsigned n, unsigned block,
                    uint16_t addr)
{
    unsigned base = n & 1;

    vsc_put(vsc, base, 0x1588, 16,
            ts_command(vsc, n, block, addr) | 0x4000);
    ck_assert_uint_ne(vsc_get(vsc, base, 0x1588, 16) & 0x8000, 0);
    return (uint32_t)vsc_get(vsc, base, 0x1588, 18) << 16 |
           vsc_get(vsc, base, 0x1588, 17);
}

/* For some registers the driver does not write an upper half of 0. */
void vsc_ts_put(struct vsc *vsc, unsigned n, unsigned block, uint16_t addr,
                uint32_t value)
{
    unsigned base = n & 1;
    bool half = block == TS_PROCESSOR &&
                (addr == 0x10 || addr == 0x2d || addr == 0x2e ||
                 addr == 0x4d || addr == 0x4e);

    if (!half || value >> 16) {
        vsc_put(vsc, base, 0x1588, 18, (uint16_t)(value >> 16));
    }
    vsc_put(vsc, base, 0x1588, 17, (uint16_t)value);
    vsc_put(vsc, base, 0x1588, 16, ts_command(vsc, n, block, addr));
}
