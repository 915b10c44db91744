/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What one MDIO access costs, from the controller's register to the PHY and
 * back, and one byte over the PHY's two-wire master from a module. Exits 1 if
 * either takes 2 us of host time or more. */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "../../models/cage.h"
#include "../../models/mdio.h"
#include "../../models/vsc85xx.h"
#include "../unit/fake.h"

#define ACCESSES 1000000
#define BYTES    200000
#define LIMIT_NS 2000.0

/* MDIO controller, SPRUH73 14.5.10. */
#define CONTROL     0x04
#define USERACCESS0 0x80
#define GO          0x80000000u
#define WRITE       0x40000000u

static struct fake world, phy_world, slot, quiet;
static struct hc_mdio mdio;
static struct hc_phy phy;
static struct hc_vsc_package package;
static struct hc_hop mac, mdi, serdes;
static struct hc_cage cage;
static struct hc_i2c_bus bus;

static double seconds(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static enum hc_status read_phy(void *opaque, unsigned reg, uint16_t *ret)
{
    return hc_phy_read(opaque, reg, ret);
}

static enum hc_status write_phy(void *opaque, unsigned reg, uint16_t value)
{
    return hc_phy_write(opaque, reg, value);
}

static void package_wake(void *model)
{
    hc_vsc_package_wake(model);
}

static void phy_wake(void *model)
{
    hc_phy_wake(model);
}

static void cage_wake(void *model)
{
    hc_cage_wake(model);
}

static void build_phy(void)
{
    const struct hc_mdio_target target = { read_phy, write_phy, &phy };

    fake_init(&world, package_wake, &package);
    fake_init(&phy_world, phy_wake, &phy);
    fake_init(&quiet, NULL, NULL);
    hc_hop_init(&mac, &quiet.host);
    hc_hop_init(&mdi, &quiet.host);
    hc_hop_init(&serdes, &quiet.host);
    hc_vsc_package_init(&package);
    hc_vsc_package_set_host(&package, &world.host);
    hc_phy_init(&phy, &hc_phy_vsc8572, &phy_world.host);
    hc_phy_wire(&phy, &mac, HC_IFACE_RGMII, &mdi, &serdes);
    hc_vsc_package_add(&package, &phy, 0);
    hc_vsc_package_reset(&package);
    hc_phy_reset(&phy);
    hc_mdio_block.init(&mdio, &world.host);
    hc_mdio_attach(&mdio, 0, &target);
}

static void build_cage(void)
{
    const struct hc_sfp_data data = {
        .carries = HC_IFACE_1000BASEX, .has_a2 = true, .a0 = { 3, 4, 7 },
    };
    struct hc_i2c_target target;

    fake_init(&slot, cage_wake, &cage);
    hc_cage_init(&cage, &slot.host, &serdes);
    hc_cage_settle(&cage);
    target = hc_cage_target(&cage);
    hc_i2c_attach(&bus, &target);
    hc_vsc_package_set_i2c(&package, 0, &bus);
    hc_cage_insert(&cage, &data);
}

static uint32_t access(uint32_t command)
{
    hc_mdio_block.write(&mdio, USERACCESS0, GO | command, 4);
    return hc_mdio_block.read(&mdio, USERACCESS0, 4);
}

static uint32_t get(unsigned reg)
{
    return access(reg << 21) & 0xffff;
}

static void put(unsigned reg, uint32_t value)
{
    access(WRITE | reg << 21 | value);
}

/* BMCR, BMSR and the identifiers. */
static double access_ns(uint32_t *ret_sum)
{
    double start = seconds();

    for (unsigned i = 0; i < ACCESSES; i++) {
        *ret_sum += get(i & 3);
    }
    return (seconds() - start) * 1e9 / ACCESSES;
}

/* The vendor's sequence for a byte, in virtual time, as the module of the
 * guest does it: control, command, ready, data. All four accesses count. */
static double byte_ns(uint32_t *ret_sum)
{
    double start;

    put(31, 0x10);
    start = seconds();
    for (unsigned i = 0; i < BYTES; i++) {
        put(20, 0x50 << 9 | 0x11);
        put(21, 0x8300 | (i & 0xff));
        fake_advance(&world, 400 * NS_PER_US);
        *ret_sum += get(21) + (get(22) >> 8);
    }
    return (seconds() - start) * 1e9 / BYTES;
}

int main(void)
{
    uint32_t ids = 0, bytes = 0;
    double access, byte;

    build_phy();
    build_cage();
    hc_mdio_block.write(&mdio, CONTROL, 0x40000000u | 124, 4);
    access = access_ns(&ids);
    fake_advance(&slot, NS_PER_S);
    byte = byte_ns(&bytes);
    printf("mdio access_ns=%.0f two_wire_byte_ns=%.0f limit_ns=%.0f\n",
           access, byte, LIMIT_NS);
    /* It was no dead bus: the ID is 0007 04d0, and a master is ready. */
    if (ids < ACCESSES || bytes < BYTES) {
        printf("mdio answered nothing: %#x %#x\n", ids, bytes);
        return 1;
    }
    return access >= LIMIT_NS || byte >= LIMIT_NS;
}
