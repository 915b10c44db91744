/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "at24.h"

#include <string.h>

#define PAGE_BYTES 64u          /* AT24C256 data sheet, page write */

void hc_at24_init(struct hc_at24 *eeprom, const struct hc_host *host,
                  uint8_t address)
{
    memset(eeprom, 0, sizeof(*eeprom));
    memset(eeprom->bytes, 0xff, sizeof(eeprom->bytes));
    eeprom->host = host;
    eeprom->address = address;
}

static void put(uint8_t *at, const char *text, size_t size)
{
    size_t len = strlen(text);

    memset(at, ' ', size);
    memcpy(at, text, len < size ? len : size);
}

/* u-boot/board/ti/common/board_detect.h, struct ti_am_eeprom: magic, name,
 * version, serial number; the rest of a BeagleBone's is erased. */
void hc_at24_set_board(struct hc_at24 *eeprom, const char *name,
                       const char *version, const char *serial)
{
    static const uint8_t magic[] = { 0xaa, 0x55, 0x33, 0xee };

    memcpy(eeprom->bytes, magic, sizeof(magic));
    put(&eeprom->bytes[4], name, 8);
    put(&eeprom->bytes[12], version, 4);
    put(&eeprom->bytes[16], serial, 12);
}

static bool bus_start(void *opaque, uint8_t address, bool read)
{
    struct hc_at24 *eeprom = opaque;

    if (address != eeprom->address) {
        return false;
    }
    eeprom->address_bytes = read ? 0 : 2;
    return true;
}

/* A page write wraps within its page. The write cycle takes no time here:
 * guess that no driver relies on being NAKed for 5 ms. */
static void store(struct hc_at24 *eeprom, uint8_t byte)
{
    uint16_t at = eeprom->at % HC_AT24_BYTES;

    eeprom->bytes[at] = byte;
    eeprom->at = (uint16_t)((at & ~(PAGE_BYTES - 1)) |
                            ((at + 1u) & (PAGE_BYTES - 1)));
}

static bool bus_send(void *opaque, uint8_t byte)
{
    struct hc_at24 *eeprom = opaque;

    if (eeprom->address_bytes) {
        eeprom->address_bytes--;
        eeprom->at = (uint16_t)((eeprom->at << 8 | byte) % HC_AT24_BYTES);
    } else {
        store(eeprom, byte);
    }
    return true;
}

static uint8_t bus_recv(void *opaque)
{
    struct hc_at24 *eeprom = opaque;
    uint8_t byte = eeprom->bytes[eeprom->at % HC_AT24_BYTES];

    eeprom->at = (eeprom->at + 1) % HC_AT24_BYTES;
    return byte;
}

static void bus_stop(void *opaque)
{
    (void)opaque;
}

struct hc_i2c_target hc_at24_target(struct hc_at24 *eeprom)
{
    return (struct hc_i2c_target){ bus_start, bus_send, bus_recv, bus_stop,
                                   eeprom };
}
