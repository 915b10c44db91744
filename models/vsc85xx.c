/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The package of a VSC85xx: what its ports share, how writes reach all of
 * them, what resets leave. */
#include "vsc85xx.h"

#include <string.h>

#include "vsc85xx-internal.h"

#define EXT_CTRL_STICKY    0x0200u
#define EXT_CTRL_BROADCAST 0x0001u

#define ROOM_TEMP_MDEGC 45000

/* Pages 0x10, 0x2a30 and 0x52b5 exist once; the 1588 window once for a pair
 * of ports, at the lower of them (mscc_ptp.c, phy_ts_base_write). */
uint32_t *hc_vsc_values(struct hc_phy *phy, uint16_t at)
{
    struct hc_vsc_package *package = phy->package;

    if (!package || at < GPIO || at >= MMD) {
        return phy->reg;
    }
    if (at >= PTP && at < TEST) {
        struct hc_phy *base = package->port[phy->number & 1];

        return base ? base->reg : phy->reg;
    }
    return package->reg;
}

static const struct hc_host *world(const struct hc_vsc_package *package)
{
    if (package->host) {
        return package->host;
    }
    return package->port[0] ? package->port[0]->host : NULL;
}

uint64_t hc_vsc_now(const struct hc_vsc_package *package)
{
    const struct hc_host *host = world(package);

    return host ? host->now_ns(host->opaque) : 0;
}

void hc_vsc_event(const struct hc_vsc_package *package, enum hc_event id,
                  uint32_t a, uint32_t b)
{
    const struct hc_host *host = world(package);

    if (host) {
        host->event(host->opaque, id, a, b);
    }
}

void hc_vsc_strapped(struct hc_phy *phy)
{
    phy->reg[HC_MII_ID2] = phy->part->vsc->id2;
    phy->reg[CU_BAD] = (uint32_t)phy->number << 11;
    hc_vsc_latch_mode(phy);
}

/* With the sticky bit, the default, only the link's own registers forget.
 * guess: 0 and 4; the data sheet has a "sticky" column. */
void hc_vsc_soft_reset(struct hc_phy *phy, unsigned medium)
{
    (void)medium;
    hc_phy_reset_bank(phy, STD, 5, 1u << HC_MII_ID1 | 1u << HC_MII_ID2);
    if (!(phy->reg[EXT_CTRL] & EXT_CTRL_STICKY)) {
        hc_phy_reset_bank(phy, STD + 9, 22, 0);
        hc_phy_reset_bank(phy, EXT1, 32, 1u << (CU_BAD & 31));
        hc_phy_reset_bank(phy, EXT2, 32, 0);
        hc_phy_reset_bank(phy, EXT3, 32, 0);
    }
    hc_vsc_latch_mode(phy);
}

static bool broadcasts(const struct hc_vsc_package *package)
{
    for (unsigned i = 0; i < HC_VSC_PORTS; i++) {
        const struct hc_phy *port = package->port[i];

        if (port && (port->reg[EXT_CTRL] & EXT_CTRL_BROADCAST)) {
            return true;
        }
    }
    return false;
}

static bool is_shared(const struct hc_phy *phy, unsigned reg)
{
    uint16_t at = phy->part->locate(phy, reg);

    return at >= GPIO && at < MMD;
}

/* Register 22 bit 0 of any port makes each write a write to all ports, even
 * the one that clears it. What they share is written once. */
bool hc_vsc_broadcast(struct hc_phy *phy, unsigned reg, uint16_t value)
{
    struct hc_vsc_package *package = phy->package;

    if (!package || package->broadcasting || !broadcasts(package) ||
        is_shared(phy, reg)) {
        return false;
    }
    package->broadcasting = true;
    for (unsigned i = 0; i < HC_VSC_PORTS; i++) {
        if (package->port[i]) {
            hc_phy_write(package->port[i], reg, value);
        }
    }
    package->broadcasting = false;
    return true;
}

void hc_vsc_package_init(struct hc_vsc_package *package)
{
    memset(package, 0, sizeof(*package));
    hc_vsc_package_reset(package);
}

void hc_vsc_package_set_host(struct hc_vsc_package *package,
                             const struct hc_host *host)
{
    package->host = host;
}

void hc_vsc_package_add(struct hc_vsc_package *package, struct hc_phy *phy,
                        unsigned number)
{
    package->port[number % HC_VSC_PORTS] = phy;
    phy->package = package;
    phy->number = (uint8_t)(number % HC_VSC_PORTS);
}

void hc_vsc_package_set_i2c(struct hc_vsc_package *package, unsigned number,
                            struct hc_i2c_bus *bus)
{
    package->i2c[number % HC_VSC_PORTS] = bus;
}

void hc_vsc_package_set_csr(struct hc_vsc_package *package, unsigned number,
                            const struct hc_vsc_csr *csr)
{
    static const struct hc_vsc_csr nothing;

    package->csr[number % HC_VSC_PORTS] = csr ? *csr : nothing;
}

void hc_vsc_package_set_filter(struct hc_vsc_package *package,
                               unsigned number,
                               const struct hc_vsc_filter *filter)
{
    static const struct hc_vsc_filter nothing;

    package->filter[number % HC_VSC_PORTS] = filter ? *filter : nothing;
}

void hc_vsc_package_reset(struct hc_vsc_package *package)
{
    size_t state_at = offsetof(struct hc_vsc_package, reg);
    uint32_t gpio_in = package->gpio_in;
    int32_t temp_mdegc = package->temp_mdegc;

    hc_regmap_build(&hc_vsc_map);
    memset((char *)package + state_at, 0, sizeof(*package) - state_at);
    hc_regmap_reset(&hc_vsc_map, package->reg);
    package->gpio_in = gpio_in;             /* the world stays */
    package->temp_mdegc = temp_mdegc ? temp_mdegc : ROOM_TEMP_MDEGC;
    package->twi_due_ns = HC_NEVER;
    package->twi_ctrl = (uint16_t)package->reg[TWI_CTRL];
    package->twi_cmd = (uint16_t)package->reg[TWI_CMD];
    hc_vsc_clocks_reset(package);
    if (package->host) {
        package->host->wake_at(package->host->opaque, HC_NEVER);
        package->host->irq(package->host->opaque, HC_VSC_IRQ_MDINT, false);
    }
}

void hc_vsc_package_wake(struct hc_vsc_package *package)
{
    hc_vsc_twi_catch_up(package);
}

void hc_vsc_package_set_gpio(struct hc_vsc_package *package, unsigned pin,
                             bool level)
{
    if (pin < 16) {
        package->gpio_in &= ~(1u << pin);
        package->gpio_in |= (uint32_t)level << pin;
    }
}

void hc_vsc_package_set_temp(struct hc_vsc_package *package, int32_t mdegc)
{
    package->temp_mdegc = mdegc;
}
