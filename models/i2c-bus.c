/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "i2c-bus.h"

#include <assert.h>

void hc_i2c_attach(struct hc_i2c_bus *bus, const struct hc_i2c_target *target)
{
    assert(bus->n < HC_I2C_MAX_TARGETS && "a board fits its I2C bus");
    bus->target[bus->n++] = *target;
}

static struct hc_i2c_target *active(struct hc_i2c_bus *bus)
{
    return bus->active ? &bus->target[bus->active - 1] : NULL;
}

bool hc_i2c_start(struct hc_i2c_bus *bus, uint8_t address, bool read)
{
    for (unsigned i = 0; i < bus->n; i++) {
        struct hc_i2c_target *target = &bus->target[i];

        if (target->start(target->opaque, address, read)) {
            bus->active = i + 1;
            return true;
        }
    }
    bus->active = 0;
    return false;
}

bool hc_i2c_send(struct hc_i2c_bus *bus, uint8_t byte)
{
    struct hc_i2c_target *target = active(bus);

    return target && target->send(target->opaque, byte);
}

uint8_t hc_i2c_recv(struct hc_i2c_bus *bus)
{
    struct hc_i2c_target *target = active(bus);

    return target ? target->recv(target->opaque) : 0xff;
}

void hc_i2c_stop(struct hc_i2c_bus *bus)
{
    struct hc_i2c_target *target = active(bus);

    bus->active = 0;
    if (target) {
        target->stop(target->opaque);
    }
}
