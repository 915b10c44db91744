/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What drivers do to the board's masters, in few words. Addresses are those
 * of SPRUH73 chapter 2. */
#ifndef HC_TEST_DRIVE_H
#define HC_TEST_DRIVE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define INTC    0x48200000u
#define TIMER2  0x48040000u
#define GPIO1   0x4804c000u
#define I2C0    0x44e0b000u
#define I2C1    0x4802a000u
#define I2C2    0x4819c000u
#define CPSW    0x4a100000u
#define MDIO    0x4a101000u
#define CPPI    0x4a102000u
#define DDR     0x80000000u

/* Lets a line of the interrupt controller through to the CPU. */
void intc_unmask(unsigned line);

/* Enables an I2C controller at 100 kHz, as omap_i2c_init does. */
void i2c_open(uint32_t base);

/* Writes `n` bytes to a register of a chip. False: nobody acknowledged. */
bool i2c_write(uint32_t base, unsigned chip, uint8_t reg,
               const uint8_t *bytes, size_t n);

/* Reads `n` bytes from a register on, after a repeated start. */
bool i2c_read(uint32_t base, unsigned chip, uint8_t reg, uint8_t *ret_bytes,
              size_t n);

/* Enables the MDIO master, as davinci_mdio_enable does. */
void mdio_open(void);

/* A register of a PHY; -1 if nobody drives the bus. */
int mdio_read(unsigned phy, unsigned reg);
void mdio_write(unsigned phy, unsigned reg, uint16_t value);

#endif
