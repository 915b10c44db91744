/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "fake-ram.h"

#include <string.h>

uint8_t ram[RAM_SIZE];

static bool answers(uint32_t at, size_t len)
{
    return at >= RAM && len <= RAM_SIZE && at - RAM <= RAM_SIZE - len;
}

static bool mem_read(void *opaque, uint32_t at, void *ret, size_t len)
{
    (void)opaque;
    if (!answers(at, len)) {
        return false;
    }
    memcpy(ret, ram + (at - RAM), len);
    return true;
}

static bool mem_write(void *opaque, uint32_t at, const void *bytes,
                      size_t len)
{
    (void)opaque;
    if (!answers(at, len)) {
        return false;
    }
    memcpy(ram + (at - RAM), bytes, len);
    return true;
}

const struct hc_memory memory = { mem_read, mem_write, NULL };

uint32_t get(uint32_t at)
{
    const uint8_t *byte = ram + (at - RAM);

    return byte[0] | (uint32_t)byte[1] << 8 | (uint32_t)byte[2] << 16 |
           (uint32_t)byte[3] << 24;
}

void put(uint32_t at, uint32_t value)
{
    for (unsigned i = 0; i < 4; i++) {
        ram[at - RAM + i] = (uint8_t)(value >> 8 * i);
    }
}
