/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "block-device.h"

#include "exec/address-spaces.h"
#include "hw/irq.h"
#include "hw/resettable.h"
#include "qapi/error.h"
#include "qemu/module.h"

static uint64_t block_mmio_read(void *opaque, hwaddr at, unsigned width)
{
    HcBlockState *dev = opaque;

    return dev->block->read(dev->model, at, width);
}

static void block_mmio_write(void *opaque, hwaddr at, uint64_t value,
                             unsigned width)
{
    HcBlockState *dev = opaque;

    dev->block->write(dev->model, at, value, width);
}

static const MemoryRegionOps block_ops = {
    .read = block_mmio_read,
    .write = block_mmio_write,
    .endianness = DEVICE_LITTLE_ENDIAN,
    .valid = { .min_access_size = 1, .max_access_size = 4 },
    .impl = { .min_access_size = 1, .max_access_size = 4 },
};

static void block_out(void *opaque, unsigned line, bool level)
{
    HcBlockState *dev = opaque;

    if (line < dev->block->n_out) {
        qemu_set_irq(dev->out[line], level);
    }
}

static void block_in(void *opaque, int n, int level)
{
    HcBlockState *dev = opaque;

    dev->block->pin(dev->model, n, level);
}

HcBlockState *hc_block_new(Object *parent, const struct hc_block *block,
                           const char *place)
{
    HcBlockState *dev = HC_BLOCK(object_new(TYPE_HC_BLOCK));

    object_property_add_child(parent, place, OBJECT(dev));
    object_unref(OBJECT(dev));
    dev->block = block;
    dev->model = g_malloc0(block->size);
    dev->out = g_new0(qemu_irq, block->n_out + 1);
    hc_glue_init(&dev->glue, place, dev->model, block->wake, block_out, dev);
    hc_glue_state(&dev->glue, (char *)dev->model + block->state_at,
                  block->size - block->state_at);
    block->init(dev->model, &dev->glue.host);
    if (block->n_in) {
        qdev_init_gpio_in(DEVICE(dev), block_in, block->n_in);
    }
    return dev;
}

void hc_block_map(HcBlockState *dev, hwaddr base, uint64_t size,
                  int priority)
{
    memory_region_init_io(&dev->mmio, OBJECT(dev), &block_ops, dev,
                          dev->glue.place,
                          size ? size : dev->block->window);
    sysbus_init_mmio(SYS_BUS_DEVICE(dev), &dev->mmio);
    sysbus_realize(SYS_BUS_DEVICE(dev), &error_fatal);
    sysbus_mmio_map_overlap(SYS_BUS_DEVICE(dev), 0, base, priority);
}

void hc_block_connect(HcBlockState *dev, unsigned n, qemu_irq irq)
{
    dev->out[n] = irq;
}

qemu_irq hc_block_pin(HcBlockState *dev, unsigned n)
{
    return qdev_get_gpio_in(DEVICE(dev), n);
}

static void block_reset_hold(Object *obj, ResetType type)
{
    HcBlockState *dev = HC_BLOCK(obj);

    dev->glue.host.wake_at(dev->glue.host.opaque, HC_NEVER);
    dev->block->reset(dev->model);
}

static const VMStateDescription vmstate_block = {
    .name = "hotcage-block",
    .version_id = 1,
    .minimum_version_id = 1,
    .fields = (const VMStateField[]) {
        VMSTATE_STRUCT(glue, HcBlockState, 1, vmstate_hc_glue, HcGlue),
        VMSTATE_END_OF_LIST()
    }
};

static void block_class_init(ObjectClass *klass, HcClassData *data)
{
    DEVICE_CLASS(klass)->vmsd = &vmstate_block;
    DEVICE_CLASS(klass)->user_creatable = false;
    RESETTABLE_CLASS(klass)->phases.hold = block_reset_hold;
}

static const TypeInfo block_info = {
    .name = TYPE_HC_BLOCK,
    .parent = TYPE_SYS_BUS_DEVICE,
    .instance_size = sizeof(HcBlockState),
    .class_init = block_class_init,
};

static void block_register(void)
{
    type_register_static(&block_info);
}

type_init(block_register)
