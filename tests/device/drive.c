/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "drive.h"

#include "probe.h"

/* SPRUH73 21.4: offsets, bits of IRQSTATUS and of CON. */
enum { I2C_STAT = 0x28, I2C_IE_SET = 0x2c, I2C_BUF = 0x94, I2C_CNT = 0x98,
       I2C_DATA = 0x9c, I2C_CON = 0xa4, I2C_SA = 0xac, I2C_PSC = 0xb0,
       I2C_SCLL = 0xb4, I2C_SCLH = 0xb8 };
enum { NACK = 0x02, ARDY = 0x04, RRDY = 0x08, XRDY = 0x10, BUSY = 0x1000,
       RDR = 0x2000, XDR = 0x4000 };
enum { STT = 0x01, STP = 0x02, TRX = 0x200, MST = 0x400, EN = 0x8000 };

/* Nine bits at 100 kHz. */
#define I2C_BYTE_NS 90000

/* SPRUH73 14.5.10. */
enum { MDIO_CONTROL = 0x04, MDIO_ACCESS0 = 0x80 };
#define MDIO_GO    0x80000000u
#define MDIO_WRITE 0x40000000u
#define MDIO_ACK   0x20000000u

void intc_unmask(unsigned line)
{
    wr(INTC + 0x88 + line / 32 * 0x20, UINT32_C(1) << line % 32);
}

static uint32_t get(uint32_t at)
{
    return probe_read(at, 2);
}

static void put(uint32_t at, uint32_t value)
{
    probe_write(at, value, 2);
}

/* 48 MHz / 12; (13 + 7) and (15 + 5) cycles of 250 ns. */
void i2c_open(uint32_t base)
{
    put(base + I2C_PSC, 11);
    put(base + I2C_SCLL, 13);
    put(base + I2C_SCLH, 15);
    put(base + I2C_CON, EN);
    put(base + I2C_IE_SET, XDR | RDR | XRDY | RRDY | ARDY | NACK);
}

static uint32_t wait_for_status(uint32_t base)
{
    for (unsigned n = 0; n < 8; n++) {
        uint32_t status = get(base + I2C_STAT) & ~BUSY;

        if (status) {
            return status;
        }
        probe_step_ns(I2C_BYTE_NS);
    }
    ck_abort_msg("the I2C controller hangs");
}

/* One byte at a time: thresholds of one, as after reset. */
static bool transfer(uint32_t base, unsigned chip, uint8_t *bytes, size_t n,
                     uint32_t con)
{
    put(base + I2C_BUF, 0x4040);
    put(base + I2C_SA, chip);
    put(base + I2C_CNT, (uint32_t)n);
    put(base + I2C_CON, EN | MST | STT | con);
    for (;;) {
        uint32_t status = wait_for_status(base);

        if (status & NACK) {
            put(base + I2C_STAT, status);
            put(base + I2C_CON, EN | MST | STP);
            probe_step_ns(I2C_BYTE_NS);
            put(base + I2C_STAT, 0x7fff);
            return false;
        }
        if (status & (XRDY | XDR)) {
            put(base + I2C_DATA, *bytes++);
        } else if (status & (RRDY | RDR)) {
            *bytes++ = (uint8_t)get(base + I2C_DATA);
        }
        put(base + I2C_STAT, status);
        if (status & ARDY) {
            return true;
        }
    }
}

bool i2c_write(uint32_t base, unsigned chip, uint8_t reg,
               const uint8_t *bytes, size_t n)
{
    uint8_t message[16] = { reg };

    ck_assert_uint_lt(n, sizeof(message));
    for (size_t i = 0; i < n; i++) {
        message[1 + i] = bytes[i];
    }
    return transfer(base, chip, message, n + 1, TRX | STP);
}

bool i2c_read(uint32_t base, unsigned chip, uint8_t reg, uint8_t *ret_bytes,
              size_t n)
{
    return transfer(base, chip, &reg, 1, TRX) &&
           transfer(base, chip, ret_bytes, n, STP);
}

void mdio_open(void)
{
    wr(MDIO + MDIO_CONTROL, 0x4014009a);
}

static uint32_t mdio_access(uint32_t what)
{
    wr(MDIO + MDIO_ACCESS0, MDIO_GO | what);
    for (unsigned n = 0; n < 10; n++) {
        uint32_t access = rd(MDIO + MDIO_ACCESS0);

        if (!(access & MDIO_GO)) {
            return access;
        }
        probe_step_ns(100000);
    }
    ck_abort_msg("the MDIO master hangs");
}

int mdio_read(unsigned phy, unsigned reg)
{
    uint32_t access = mdio_access(reg << 21 | phy << 16);

    return access & MDIO_ACK ? (int)(access & 0xffff) : -1;
}

void mdio_write(unsigned phy, unsigned reg, uint16_t value)
{
    mdio_access(MDIO_WRITE | reg << 21 | phy << 16 | value);
}
