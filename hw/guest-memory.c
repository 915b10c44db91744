/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "qemu/osdep.h"
#include "guest-memory.h"

#include "exec/address-spaces.h"
#include "hw/sysbus.h"

static bool memory_read(void *opaque, uint32_t at, void *ret_bytes,
                        size_t len)
{
    return address_space_read(&address_space_memory, at,
                              MEMTXATTRS_UNSPECIFIED, ret_bytes,
                              len) == MEMTX_OK;
}

static bool memory_write(void *opaque, uint32_t at, const void *bytes,
                         size_t len)
{
    return address_space_write(&address_space_memory, at,
                               MEMTXATTRS_UNSPECIFIED, bytes,
                               len) == MEMTX_OK;
}

const struct hc_memory hc_system_memory = { memory_read, memory_write };
