/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "block-device.h"
#include "soc-stubs.h"

#include "qemu/units.h"

#include "../models/sysc.h"

#define NONE HC_SYSC_NONE

/* Wrapper layouts as the base device tree gives them to ti-sysc
 * (am33xx-l4.dtsi, am33xx.dtsi); revisions from SPRUH73. */
static const struct {
    const char *place;
    hwaddr base;
    uint64_t size;
    struct hc_sysc_row row;
} stubs[] = {
    { "adc", 0x44e0d000, 0x2000, { 0x0, 0x47300001, 0x10, 0, NONE } },
    { "smartreflex0", 0x44e37000, 0x1000, { NONE, 0, 0x38, 0, NONE } },
    { "smartreflex1", 0x44e39000, 0x1000, { NONE, 0, 0x38, 0, NONE } },
    { "timer0", 0x44e05000, 0x1000, { 0x0, 0x4fff1301, 0x10, 1, 0x14 } },
    { "debugss", 0x4b000000, 16 * MiB, { NONE, 0, NONE, 0, NONE } },
    { "spi0", 0x48030000, 0x1000, { 0x0, 0x40300a0b, 0x110, 2, 0x114 } },
    { "spi1", 0x481a0000, 0x1000, { 0x0, 0x40300a0b, 0x110, 2, 0x114 } },
    { "mcasp0", 0x48038000, 0x2000, { 0x0, 0x44300a02, 0x4, 0, NONE } },
    { "mcasp1", 0x4803c000, 0x2000, { 0x0, 0x44300a02, 0x4, 0, NONE } },
    { "mmc0", 0x48060000, 0x1000, { 0x2fc, 0x31010000, 0x110, 2, 0x114 } },
    { "mmc1", 0x481d8000, 0x1000, { 0x2fc, 0x31010000, 0x110, 2, 0x114 } },
    { "mmc2", 0x47810000, 0x1000, { 0x2fc, 0x31010000, 0x110, 2, 0x114 } },
    { "elm", 0x48080000, 0x10000, { 0x0, 0x20, 0x10, 2, 0x14 } },
    { "mailbox", 0x480c8000, 0x1000, { 0x0, 0x400, 0x10, 1, NONE } },
    { "spinlock", 0x480ca000, 0x1000, { 0x0, 0x50020000, 0x10, 2, 0x14 } },
    { "dcan0", 0x481cc000, 0x2000, { 0x20, 0xa3170504, NONE, 0, NONE } },
    { "dcan1", 0x481d0000, 0x2000, { 0x20, 0xa3170504, NONE, 0, NONE } },
    { "pwmss0", 0x48300000, 0x1000, { 0x0, 0x47400001, 0x4, 1, NONE } },
    { "pwmss1", 0x48302000, 0x1000, { 0x0, 0x47400001, 0x4, 1, NONE } },
    { "pwmss2", 0x48304000, 0x1000, { 0x0, 0x47400001, 0x4, 1, NONE } },
    { "lcdc", 0x4830e000, 0x1000, { 0x0, 0x4f201000, 0x54, 0, NONE } },
    { "rng", 0x48310000, 0x2000, { 0x1fe0, 0x8520100, 0x1fe4, 0, NONE } },
    { "usbss", 0x47400000, 0x8000, { 0x0, 0x4ea20800, 0x10, 1, NONE } },
    { "tptc0", 0x49800000, 0x1000, { 0x0, 0x40006c00, 0x10, 1, NONE } },
    { "tptc1", 0x49900000, 0x1000, { 0x0, 0x40006c00, 0x10, 1, NONE } },
    { "tptc2", 0x49a00000, 0x1000, { 0x0, 0x40006c00, 0x10, 1, NONE } },
    { "tpcc", 0x49000000, 0x10000, { 0x0, 0x40014c00, NONE, 0, NONE } },
    { "pruss", 0x4a300000, 0x80000,
      { 0x26000, 0x47000000, 0x26004, 0, NONE } },
    { "emif", 0x4c000000, 16 * MiB, { 0x0, 0x40441403, NONE, 0, NONE } },
    { "gpmc", 0x50000000, 0x2000, { 0x0, 0x60, 0x10, 2, 0x14 } },
    { "sham", 0x53100000, 0x1000, { 0x100, 0x40000c03, 0x110, 2, 0x114 } },
    { "aes", 0x53500000, 0x1000, { 0x80, 0x60100002, 0x84, 2, 0x88 } },
    { "sgx", 0x56000000, 16 * MiB, { 0xfe00, 0x40000000, 0xfe10, 0, NONE } },
    { "wkup-m3-umem", 0x44d00000, 0x4000, { NONE, 0, NONE, 0, NONE } },
    { "wkup-m3-dmem", 0x44d80000, 0x2000, { NONE, 0, NONE, 0, NONE } },
};

/* Whatever else lies in the windows of the interconnects
 * (SPRUH73 table 2-1): a hole reads zero, it never aborts. */
static const struct {
    const char *place;
    hwaddr base;
    uint64_t size;
} windows[] = {
    { "rom", 0x40000000, 3 * MiB },
    { "l4-wkup", 0x44c00000, 4 * MiB },
    { "l3-slow-usb", 0x47400000, 5 * MiB },
    { "l4-per", 0x48000000, 16 * MiB },
    { "l3-edma", 0x49000000, 16 * MiB },
    { "l4-fast", 0x4a000000, 16 * MiB },
    { "l3-gpmc", 0x50000000, 16 * MiB },
    { "l3-crypto", 0x53000000, 16 * MiB },
    { "l3-adc", 0x54c00000, 4 * MiB },
};

void hc_soc_stubs_create(Object *parent)
{
    for (unsigned i = 0; i < ARRAY_SIZE(windows); i++) {
        HcBlockState *dev = hc_block_new(parent, &hc_sysc_block,
                                         windows[i].place);

        hc_block_map(dev, windows[i].base, windows[i].size, -2);
    }
    for (unsigned i = 0; i < ARRAY_SIZE(stubs); i++) {
        HcBlockState *dev = hc_block_new(parent, &hc_sysc_block,
                                         stubs[i].place);

        hc_sysc_wire(dev->model, &stubs[i].row);
        hc_block_map(dev, stubs[i].base, stubs[i].size, -1);
    }
}
