/* SPDX-License-Identifier: GPL-2.0-or-later */
/* AT24C256: 32 KiB of EEPROM on I2C, with a 16-bit address. A TI board keeps
 * its name in one. */
#ifndef HC_AT24_H
#define HC_AT24_H

#include "i2c-bus.h"

#define HC_AT24_BYTES 32768u

struct hc_at24 {
    const struct hc_host *host;
    uint8_t address;

    /* state, to the end */
    uint8_t  bytes[HC_AT24_BYTES];
    uint16_t at;
    uint8_t  address_bytes;     /* still to come in this transaction */
};

/* An erased memory (all 0xff) at a 7-bit address. */
void hc_at24_init(struct hc_at24 *eeprom, const struct hc_host *host,
                  uint8_t address);

/* Writes the header by which boot loaders know a TI board: its name ("A335BNLT"
 * BeagleBone Black, "A33515BB" EVM, "A335X_SK" starter kit; 8 characters),
 * version (4) and serial number (12). Shorter ones are padded with spaces. */
void hc_at24_set_board(struct hc_at24 *eeprom, const char *name,
                       const char *version, const char *serial);

/* Guest face: the memory on its bus. */
struct hc_i2c_target hc_at24_target(struct hc_at24 *eeprom);

#endif
