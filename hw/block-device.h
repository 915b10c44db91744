/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A memory-mapped model as a QEMU device, whatever the model is. */
#ifndef HC_BLOCK_DEVICE_H
#define HC_BLOCK_DEVICE_H

#include "glue.h"
#include "hw/sysbus.h"
#include "../models/block.h"

#define TYPE_HC_BLOCK "hotcage-block"
OBJECT_DECLARE_SIMPLE_TYPE(HcBlockState, HC_BLOCK)

struct HcBlockState {
    SysBusDevice parent_obj;
    HcGlue glue;
    const struct hc_block *block;
    void *model;
    MemoryRegion mmio;
    qemu_irq *out;
};

/* Makes a model called `place`; wire it, then realize it with map. */
HcBlockState *hc_block_new(Object *parent, const struct hc_block *block,
                           const char *place);

/* Puts the model into the address space. `size` 0 takes the model's own
 * window; a negative priority lies below the other devices. */
void hc_block_map(HcBlockState *dev, hwaddr base, uint64_t size,
                  int priority);

/* Connects output line `n` of the model. */
void hc_block_connect(HcBlockState *dev, unsigned n, qemu_irq irq);

/* Input pin `n` of the model. */
qemu_irq hc_block_pin(HcBlockState *dev, unsigned n);

#endif
