/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "soc.h"

#include "exec/address-spaces.h"
#include "hw/irq.h"
#include "qapi/error.h"
#include "qemu/units.h"
#include "system/runstate.h"

#include "../models/cpsw.h"
#include "../models/dmtimer.h"
#include "../models/intc.h"
#include "../models/mdio.h"
#include "../models/omap-gpio.h"
#include "../models/omap-i2c.h"
#include "../models/omap-rtc.h"
#include "../models/omap-wdt.h"
#include "../models/prcm.h"
#include "../models/scm.h"
#include "../models/uart.h"
#include "soc-stubs.h"

#define NO_IRQ -1

/* SPRUH73 tables 2-1 to 2-4 and 6-1. `first_out` of the model's lines and
 * the n_irq - 1 after it go to the interrupt controller from `irq` on. */
static const struct {
    const char *place;
    const struct hc_block *block;
    hwaddr base;
    int irq, first_out, n_irq;
} parts[HC_SOC_PARTS] = {
    [HC_SOC_INTC] = { "intc", &hc_intc_block, 0x48200000, NO_IRQ },
    [HC_SOC_PRCM] = { "prcm", &hc_prcm_block, 0x44e00000, NO_IRQ },
    [HC_SOC_SCM] = { "scm", &hc_scm_block, 0x44e10000, NO_IRQ },
    [HC_SOC_TIMER1] = { "timer1", &hc_dmtimer1_block, 0x44e31000, 67, 0, 1 },
    [HC_SOC_TIMER2] = { "timer2", &hc_dmtimer_block, 0x48040000, 68, 0, 1 },
    [HC_SOC_TIMER3] = { "timer3", &hc_dmtimer_block, 0x48042000, 69, 0, 1 },
    [HC_SOC_TIMER4] = { "timer4", &hc_dmtimer_block, 0x48044000, 92, 0, 1 },
    [HC_SOC_TIMER5] = { "timer5", &hc_dmtimer_block, 0x48046000, 93, 0, 1 },
    [HC_SOC_TIMER6] = { "timer6", &hc_dmtimer_block, 0x48048000, 94, 0, 1 },
    [HC_SOC_TIMER7] = { "timer7", &hc_dmtimer_block, 0x4804a000, 95, 0, 1 },
    [HC_SOC_UART0] = { "uart0", &hc_omap_uart_block, 0x44e09000, 72, 0, 1 },
    [HC_SOC_UART1] = { "uart1", &hc_omap_uart_block, 0x48022000, 73, 0, 1 },
    [HC_SOC_UART2] = { "uart2", &hc_omap_uart_block, 0x48024000, 74, 0, 1 },
    [HC_SOC_UART3] = { "uart3", &hc_omap_uart_block, 0x481a6000, 44, 0, 1 },
    [HC_SOC_UART4] = { "uart4", &hc_omap_uart_block, 0x481a8000, 45, 0, 1 },
    [HC_SOC_UART5] = { "uart5", &hc_omap_uart_block, 0x481aa000, 46, 0, 1 },
    [HC_SOC_GPIO0] = { "gpio0", &hc_omap_gpio_block, 0x44e07000, 96, 32, 1 },
    [HC_SOC_GPIO1] = { "gpio1", &hc_omap_gpio_block, 0x4804c000, 98, 32, 1 },
    [HC_SOC_GPIO2] = { "gpio2", &hc_omap_gpio_block, 0x481ac000, 32, 32, 1 },
    [HC_SOC_GPIO3] = { "gpio3", &hc_omap_gpio_block, 0x481ae000, 62, 32, 1 },
    [HC_SOC_I2C0] = { "i2c0", &hc_omap_i2c_block, 0x44e0b000, 70, 0, 1 },
    [HC_SOC_I2C1] = { "i2c1", &hc_omap_i2c_block, 0x4802a000, 71, 0, 1 },
    [HC_SOC_I2C2] = { "i2c2", &hc_omap_i2c_block, 0x4819c000, 30, 0, 1 },
    [HC_SOC_WDT1] = { "wdt1", &hc_omap_wdt_block, 0x44e35000, NO_IRQ },
    [HC_SOC_RTC] = { "rtc", &hc_omap_rtc_block, 0x44e3e000, 75, 0, 2 },
    [HC_SOC_CPSW] = { "cpsw", &hc_cpsw_block, 0x4a100000, 40, 0, 4 },
    [HC_SOC_MDIO] = { "mdio", &hc_mdio_block, 0x4a101000, NO_IRQ },
};

void *hc_soc_model(HcSoc *soc, enum hc_soc_part part)
{
    return soc->part[part]->model;
}

static void create_ram(MemoryRegion *region, const char *name, hwaddr base,
                       uint64_t size)
{
    memory_region_init_ram(region, NULL, name, size, &error_fatal);
    memory_region_add_subregion_overlap(get_system_memory(), base, region, 1);
}

void hc_soc_on_end(HcSoc *soc, void (*ends)(void *opaque, bool reset),
                   void *opaque)
{
    soc->ends = ends;
    soc->ends_opaque = opaque;
}

static void tell_end(HcSoc *soc, bool reset)
{
    if (soc->ends) {
        soc->ends(soc->ends_opaque, reset);
    }
}

static void reset_requested(void *opaque, int n, int level)
{
    if (level) {
        tell_end(opaque, true);
        qemu_system_reset_request(SHUTDOWN_CAUSE_GUEST_RESET);
    }
}

static void power_off_requested(void *opaque, int n, int level)
{
    if (level) {
        hc_board_event("board", HC_EVENT_BOARD_POWEROFF, 0, 0);
        tell_end(opaque, false);
        qemu_system_shutdown_request(SHUTDOWN_CAUSE_GUEST_SHUTDOWN);
    }
}

static void connect_power(HcSoc *soc)
{
    qemu_irq reset = qemu_allocate_irq(reset_requested, soc, 0);

    hc_block_connect(soc->part[HC_SOC_PRCM], HC_PRCM_OUT_RESET, reset);
    hc_block_connect(soc->part[HC_SOC_WDT1], 0, reset);
    hc_block_connect(soc->part[HC_SOC_RTC], 2,
                     qemu_allocate_irq(power_off_requested, soc, 0));
}

static void connect_interrupts(HcSoc *soc, enum hc_soc_part part)
{
    for (int i = 0; i < parts[part].n_irq; i++) {
        hc_block_connect(soc->part[part], parts[part].first_out + i,
                         hc_block_pin(soc->part[HC_SOC_INTC],
                                      parts[part].irq + i));
    }
}

/* The clock of the switch takes time stamps at the outputs of timers 4 to 7
 * (HW1_TS_PUSH to HW4_TS_PUSH), and from nowhere else. */
static void connect_time_stamps(HcSoc *soc)
{
    for (unsigned i = 0; i < HC_CPTS_PINS; i++) {
        hc_block_connect(soc->part[HC_SOC_TIMER4 + i], HC_DMTIMER_PWM,
                         hc_block_pin(soc->part[HC_SOC_CPSW], i));
    }
}

void hc_soc_create(HcSoc *soc, Object *parent, qemu_irq irq)
{
    hc_soc_stubs_create(parent);
    create_ram(&soc->ocmc, "ocmcram", 0x40300000, 64 * KiB);
    create_ram(&soc->sram, "sram", 0x402f0400, 63 * KiB);
    create_ram(&soc->cppi, "cppi-ram", HC_CPPI_RAM_BASE, HC_CPPI_RAM_SIZE);
    for (unsigned i = 0; i < HC_SOC_PARTS; i++) {
        soc->part[i] = hc_block_new(parent, parts[i].block, parts[i].place);
    }
    hc_block_connect(soc->part[HC_SOC_INTC], 0, irq);
    connect_power(soc);
    connect_time_stamps(soc);
    for (unsigned i = 0; i < HC_SOC_PARTS; i++) {
        connect_interrupts(soc, i);
        hc_block_map(soc->part[i], parts[i].base, 0, i == HC_SOC_MDIO);
    }
}
