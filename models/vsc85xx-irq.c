/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Interrupts of a VSC85xx, and the pins and sensors of page 0x10. */
#include "vsc85xx-internal.h"

/* The 1588 causes reach the pin past register 26 (mscc_main.c,
 * vsc8584_handle_interrupt). guess: 25.15 gates them as well; the driver
 * silences a port by clearing 25 alone. */
bool hc_vsc_pin_gate(const struct hc_phy *phy)
{
    uint32_t pending = phy->reg[INT_MASK] & phy->reg[INT_STATUS];

    return (phy->reg[INT_MASK] & INT_MDINT) &&
           ((pending & ~INT_MDINT) || phy->reg[PRIV_TS]);
}

/* All ports share one MDINT pin. */
void hc_vsc_pin_changed(struct hc_phy *phy)
{
    struct hc_vsc_package *package = phy->package;
    bool active = false;

    if (!package) {
        return;
    }
    for (unsigned i = 0; i < HC_VSC_PORTS; i++) {
        active |= package->port[i] && package->port[i]->interrupt;
    }
    if (package->interrupt != active) {
        package->interrupt = active;
        if (package->host) {
            package->host->irq(package->host->opaque, HC_VSC_IRQ_MDINT,
                               active);
        }
    }
}

void hc_vsc_raise(struct hc_phy *phy, uint32_t bits)
{
    if (bits) {
        phy->reg[INT_STATUS] |= bits | INT_MDINT;
    }
    hc_phy_update_pin(phy);
}

/* Linux reads 26 and nothing else, so a level would never go away after the
 * first rollover of a packet number: 26.5 is set when an enabled bit of 29E2
 * appears. guess: silicon's choice is unknown (knob ext_is_level). */
static void follow_ext(struct hc_phy *phy)
{
    uint32_t now = phy->reg[EXT_INT_STATUS] & phy->reg[EXT_INT_MASK];
    uint32_t fresh = now & ~phy->reg[PRIV_EXT];

    phy->reg[PRIV_EXT] = now;
    hc_vsc_raise(phy, fresh ? INT_EXT : 0);
}

void hc_vsc_raise_ext(struct hc_phy *phy, uint32_t causes)
{
    phy->reg[EXT_INT_STATUS] |= causes & 0xffff;
    phy->reg[PRIV_EXT] &= ~causes;      /* each report is an edge */
    follow_ext(phy);
}

void hc_vsc_ext_was_written(void *model, uint32_t at, uint32_t value)
{
    (void)at;
    (void)value;
    follow_ext(model);
}

void hc_vsc_ext_was_read(void *model, uint32_t at)
{
    (void)at;
    follow_ext(model);
}

void hc_vsc_int_before_read(void *model, uint32_t at)
{
    struct hc_phy *phy = model;

    (void)at;
    if (phy->package && phy->package->knobs.ext_ams_stick) {
        phy->reg[PRIV_STICKS] = phy->reg[INT_STATUS] & (INT_EXT | INT_AMS);
    }
}

void hc_vsc_int_was_read(void *model, uint32_t at)
{
    struct hc_phy *phy = model;
    uint32_t stays = 0;

    (void)at;
    if (phy->package && phy->package->knobs.ext_ams_stick) {
        stays = phy->reg[PRIV_STICKS];
    }
    if (phy->package && phy->package->knobs.ext_is_level &&
        phy->reg[PRIV_EXT]) {
        stays |= INT_EXT;
    }
    hc_vsc_raise(phy, stays);
}

/* guess: 1 is pending; the register is named, its polarity is not. */
void hc_vsc_package_int_before_read(void *model, uint32_t at)
{
    struct hc_phy *phy = model;
    struct hc_vsc_package *package = phy->package;

    for (unsigned i = 0; package && i < HC_VSC_PORTS; i++) {
        package->reg[at] &= ~(1u << i);
        if (package->port[i] && package->port[i]->interrupt) {
            package->reg[at] |= 1u << i;
        }
    }
}

/* guess: 1 in the direction register makes an output, and it reads back. */
void hc_vsc_gpio_before_read(void *model, uint32_t at)
{
    struct hc_phy *phy = model;
    struct hc_vsc_package *package = phy->package;

    if (package) {
        uint32_t out = package->reg[GPIO_DIR];

        package->reg[at] = (package->gpio_in & ~out & 0xffff) |
                           (package->reg[GPIO_OUT] & out);
    }
}

/* Vendor API, vtss_phy_chip_temp_get: degC = 135.3 - 0.71 x value, once 26G
 * bit 7 is set. */
void hc_vsc_temp_before_read(void *model, uint32_t at)
{
    struct hc_phy *phy = model;
    struct hc_vsc_package *package = phy->package;

    if (package) {
        int32_t value = (135300 - package->temp_mdegc + 355) / 710;
        bool on = package->reg[TEMP_CTRL] & 0x0080;

        value = value < 0 ? 0 : value > 255 ? 255 : value;
        package->reg[at] = on ? (uint32_t)value : 0;
    }
}
