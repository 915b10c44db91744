/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The AM335x around its Ethernet: parts at addresses, wires between them. */
#ifndef HC_SOC_H
#define HC_SOC_H

#include "block-device.h"

enum hc_soc_part {
    HC_SOC_INTC, HC_SOC_PRCM, HC_SOC_SCM,
    HC_SOC_TIMER1, HC_SOC_TIMER2, HC_SOC_TIMER3, HC_SOC_TIMER4,
    HC_SOC_TIMER5, HC_SOC_TIMER6, HC_SOC_TIMER7,
    HC_SOC_UART0, HC_SOC_UART1, HC_SOC_UART2, HC_SOC_UART3, HC_SOC_UART4,
    HC_SOC_UART5,
    HC_SOC_GPIO0, HC_SOC_GPIO1, HC_SOC_GPIO2, HC_SOC_GPIO3,
    HC_SOC_I2C0, HC_SOC_I2C1, HC_SOC_I2C2,
    HC_SOC_WDT1, HC_SOC_RTC,
    HC_SOC_CPSW, HC_SOC_MDIO,
    HC_SOC_PARTS
};

#define HC_CPPI_RAM_BASE 0x4a102000
#define HC_CPPI_RAM_SIZE 0x2000

typedef struct HcSoc {
    HcBlockState *part[HC_SOC_PARTS];
    MemoryRegion ocmc, cppi, sram;
    void (*ends)(void *opaque, bool reset);
    void *ends_opaque;
} HcSoc;

/* Makes every part and the wires among them; the CPU's IRQ input is `irq`.
 * Parts are mapped, not yet reset. */
void hc_soc_create(HcSoc *soc, Object *parent, qemu_irq irq);

/* Who is told that the guest resets the board, or else switches it off, and
 * at that moment: QEMU stops the CPU and ends when the host lets it, and its
 * virtual clock may leap to the next timer before. */
void hc_soc_on_end(HcSoc *soc, void (*ends)(void *opaque, bool reset),
                   void *opaque);

/* The model behind a part. */
void *hc_soc_model(HcSoc *soc, enum hc_soc_part part);

#endif
