/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Microchip VSC8572, two ports of RGMII to copper. Register names and what
 * must answer: Linux, drivers/net/phy/mscc/mscc_main.c and mscc.h; the
 * 8051 handshake as vsc8574_config_pre_init drives it.
 *
 * Copper only: fibre media, MACsec-capable siblings, the 1588 clock and the
 * two-wire master store what is written and say that they are not there. */
#include "phy-vsc8572.h"

#include <string.h>

#include "phy-part.h"

enum {
    STD = 0 << 5, EXT1 = 1 << 5, EXT2 = 2 << 5, EXT3 = 3 << 5,
    CSR = 4 << 5, GPIO = 5 << 5, PTP = 6 << 5, TEST = 7 << 5,
    TOKEN = 8 << 5, MMD = 9 << 5
};

enum { EXT_CTRL = 22, PHY_CTRL1 = 23, INT_MASK = 25, INT_STATUS = 26,
       AUX_STATUS = 28, PAGE = 31 };
enum { CRC_ARG = EXT1 + 25, CRC_LEN = EXT1 + 26, PHY_NUMBER = EXT1 + 23 };
enum { MICRO = GPIO + 0, MEM_ADDR = GPIO + 11, MEM_CTRL = GPIO + 12,
       MAILBOX = GPIO + 18 };

#define INT_MDINT          0x8000u
#define EXT_CTRL_STICKY    0x0200u
#define EXT_CTRL_BROADCAST 0x0001u
#define CTRL1_MEDIA        0x0700u
#define CSR_DONE           0x8000u
#define CSR_READ           0x4000u

#define MICRO_RUNS      0x8000u
#define MICRO_INCREMENT 0x2000u
#define MEM_WRITE       0x1000u
#define MAILBOX_BUSY    0x8000u
#define MAILBOX_FAILED  0x4000u

/* mscc.h: PROC_CMD_*. */
enum { CMD_CRC16 = 0x0008, CMD_NOP = 0x000f, CMD_PHY_INIT = 0x001a,
       CMD_SGMII = 0x00f0, CMD_QSGMII = 0x00e0 };
#define CMD_FIBRE_OFF_MASK 0xf0cfu
#define CMD_FIBRE_OFF      0x00c1u

/* The program address of the first byte of patch memory
 * (mscc.h, MSCC_VSC8574_REVB_INT8051_FW_START_ADDR). */
#define PRAM_BASE 0x4000u

static void csr_was_written(void *model, uint32_t at, uint32_t value);
static void ptp_was_written(void *model, uint32_t at, uint32_t value);
static void mailbox_was_written(void *model, uint32_t at, uint32_t value);
static void mem_addr_was_written(void *model, uint32_t at, uint32_t value);
static void mem_ctrl_was_written(void *model, uint32_t at, uint32_t value);

static const struct hc_reg row[] = {
    { "BMCR", STD + 0, .reset = 0x1040, .rw = 0x7dc0, .sc = 0x8200,
      .was_written = hc_phy_bmcr_was_written },
    { "BMSR", STD + 1, .reset = 0x79c9, .rc = 0x0010,
      .was_read = hc_phy_bmsr_was_read },
    { "PHYID1", STD + 2, .reset = 0x0007 },
    { "PHYID2", STD + 3, .reset = 0x04d1 },
    { "ANAR", STD + 4, .reset = 0x01e1, .rw = 0xbfff },
    { "ANLPAR", STD + 5, .reset = 0 },
    { "ANER", STD + 6, .reset = 0x0004, .rc = 0x0002 },
    { "ANNP", STD + 7, .reset = 0x2001, .rw = 0xb7ff },
    { "ANNPR", STD + 8, .reset = 0 },
    { "GTCR", STD + 9, .reset = 0x0700, .rw = 0xff00 },
    { "GTSR", STD + 10, .reset = 0, .rc = 0x80ff },
    { "MMDCTRL", STD + 13, .reset = 0, .rw = 0xc01f },
    { "MMDDATA", STD + 14, .reset = 0,
      .before_read = hc_phy_mmd_before_read,
      .was_read = hc_phy_mmd_was_read,
      .was_written = hc_phy_mmd_was_written },
    { "ESTATUS", STD + 15, .reset = 0x3000 },
    { "TX100_STATUS", STD + 16, .reset = 0 },
    { "T1000_STATUS", STD + 17, .reset = 0 },
    { "BYPASS", STD + 18, .reset = 0x0088, .rw = 0xffff },
    { "RX_ERRORS", STD + 19, .reset = 0, .rc = 0x00ff },
    { "FALSE_CARRIER", STD + 20, .reset = 0, .rc = 0x00ff },
    { "DISCONNECTS", STD + 21, .reset = 0, .rc = 0x00ff },
    { "EXT_CTRL", STD + EXT_CTRL, .reset = 0x3200, .rw = 0xfe01 },
    { "PHY_CTRL1", STD + PHY_CTRL1, .reset = 0, .rw = 0xffff },
    { "PHY_CTRL2", STD + 24, .reset = 0, .rw = 0xffff },
    { "INT_MASK", STD + INT_MASK, .reset = 0, .rw = 0xffff,
      .was_written = hc_phy_irq_was_written },
    { "INT_STATUS", STD + INT_STATUS, .reset = 0, .rc = 0xffff,
      .was_read = hc_phy_irq_was_read },
    { "AUX_STATUS", STD + AUX_STATUS, .reset = 0x0004, .rw = 0x0044 },
    { "LED_MODE", STD + 29, .reset = 0x8021, .rw = 0xffff },
    { "LED_BEHAVIOUR", STD + 30, .reset = 0x0800, .rw = 0xffff },
    { "PAGE", STD + PAGE, .reset = 0, .rw = 0xffff },

    { "SERDES_MEDIA", EXT1 + 16, .reset = 0x0300, .rw = 0xffff,
      .unmodelled = true },
    { "CU_CRC_GOOD", EXT1 + 18, .reset = 0, .rc = 0xbfff },
    { "EXT_MODE", EXT1 + 19, .reset = 0, .rw = 0xffff },
    { "ACTIPHY", EXT1 + 20, .reset = 0x4004, .rw = 0xfc3f },
    { "PHY_NUMBER", PHY_NUMBER, .reset = 0, .rc = 0x00ff },
    { "VERIPHY_1", EXT1 + 24, .reset = 0, .rw = 0xffff,
      .unmodelled = true },
    { "VERIPHY_2", CRC_ARG, .reset = 0, .rw = 0xffff },
    { "VERIPHY_3", CRC_LEN, .reset = 0, .rw = 0xffff },
    { "EPG", EXT1 + 28, .reset = 0, .rw = 0xffff, .count = 3, .stride = 1,
      .unmodelled = true },

    { "CU_PMD_TX", EXT2 + 16, .reset = 0x02be, .rw = 0xffff },
    { "EEE_CTRL", EXT2 + 17, .reset = 0, .rw = 0xffff },
    { "RGMII_SKEW", EXT2 + 18, .reset = 0, .rw = 0xffff },
    { "WOL_MAC", EXT2 + 21, .reset = 0, .rw = 0xffff, .count = 3,
      .stride = 1 },
    { "WOL_PASSWORD", EXT2 + 24, .reset = 0, .rw = 0xffff, .count = 3,
      .stride = 1 },
    { "WOL_CTRL", EXT2 + 27, .reset = 0, .rw = 0xffff },
    { "EXT_INT_MASK", EXT2 + 28, .reset = 0, .rw = 0xffff },
    { "EXT_INT_STATUS", EXT2 + 29, .reset = 0, .rc = 0xffff },

    { "MAC_PCS_CTRL", EXT3 + 16, .reset = 0x0004, .rw = 0xffff },
    { "MAC_PCS_STATUS", EXT3 + 17, .reset = 0 },
    { "MAC_ANAR", EXT3 + 18, .reset = 0, .rw = 0xffff,
      .unmodelled = true },
    { "TX_GOOD", EXT3 + 21, .reset = 0, .rc = 0x3fff },
    { "TX_BAD", EXT3 + 22, .reset = 0, .rw = 0xe000, .rc = 0x00ff },
    { "MEDIA_PCS_CTRL", EXT3 + 23, .reset = 0x0010, .rw = 0xffff,
      .unmodelled = true },
    { "MEDIA_PCS_STATUS", EXT3 + 24, .reset = 0, .unmodelled = true },
    { "MEDIA_ANAR", EXT3 + 25, .reset = 0, .rw = 0xffff,
      .unmodelled = true },
    { "MEDIA_ANLPAR", EXT3 + 26, .reset = 0, .unmodelled = true },
    { "RX_GOOD", EXT3 + 28, .reset = 0, .rc = 0x3fff },
    { "RX_BAD", EXT3 + 29, .reset = 0, .rw = 0xc000, .rc = 0x00ff },
    { "CLK_OUT", EXT3 + 30, .reset = 0x000c, .rw = 0xffff },

    { "CSR_DATA", CSR + 17, .reset = 0, .rw = 0xffff, .count = 2,
      .stride = 1 },
    /* "Done" is also true before the first command. */
    { "CSR_CTRL", CSR + 19, .reset = CSR_DONE, .rw = 0x7fff,
      .was_written = csr_was_written },
    { "CSR_TARGET", CSR + 20, .reset = 0, .rw = 0x000f },

    { "MICRO", MICRO, .reset = 0xc018, .rw = 0xffff },
    { "TRAPS", GPIO + 3, .reset = 0, .rw = 0xffff, .count = 8,
      .stride = 1 },
    { "MEM_ADDR", MEM_ADDR, .reset = 0, .rw = 0xffff,
      .was_written = mem_addr_was_written },
    { "MEM_CTRL", MEM_CTRL, .reset = 0, .rw = 0xffff,
      .was_written = mem_ctrl_was_written },
    { "GPIO_FUNCTION", GPIO + 13, .reset = 0, .rw = 0xffff },
    { "COMA", GPIO + 14, .reset = 0x2600, .rw = 0xffff },
    { "GPIO_IN", GPIO + 15, .reset = 0, .unmodelled = true },
    { "GPIO_OUT", GPIO + 16, .reset = 0, .rw = 0xffff, .count = 2,
      .stride = 1, .unmodelled = true },
    { "MAILBOX", MAILBOX, .reset = 0, .rw = 0xffff,
      .was_written = mailbox_was_written },
    { "MAC_MODE", GPIO + 19, .reset = 0x000f, .rw = 0xffff },
    { "TWI_CTRL1", GPIO + 20, .reset = 0xa010, .rw = 0xffff,
      .unmodelled = true },
    { "TWI_CTRL2", GPIO + 21, .reset = 0x8100, .rw = 0x7fff,
      .unmodelled = true },
    { "TWI_DATA", GPIO + 22, .reset = 0, .rw = 0x00ff,
      .unmodelled = true },
    { "RECOVERED_CLOCK", GPIO + 23, .reset = 0, .rw = 0xffff, .count = 2,
      .stride = 1 },
    { "LED_ENHANCED", GPIO + 25, .reset = 0, .rw = 0xffff },
    { "TEMP_CTRL", GPIO + 26, .reset = 0, .rw = 0xffff },
    /* 135.3 - 0.71 x 0x7f is 45 degC. */
    { "TEMP", GPIO + 28, .reset = 0x007f },
    { "PACKAGE_INT", GPIO + 29, .reset = 0, .unmodelled = true },
    { "EXT_REVISION", GPIO + 30, .reset = 0 },

    { "PTP_CTRL", PTP + 16, .reset = CSR_DONE, .rw = 0x7fff,
      .was_written = ptp_was_written, .unmodelled = true },
    { "PTP_DATA", PTP + 17, .reset = 0, .rw = 0xffff, .count = 2,
      .stride = 1, .unmodelled = true },
    { "PTP_CLOCK", PTP + 29, .reset = 0, .rw = 0xffff, .count = 2,
      .stride = 1 },

    { "TEST", TEST, .reset = 0, .rw = 0xffff, .count = 31, .stride = 1 },
    { "TOKEN", TOKEN, .reset = 0, .rw = 0xffff, .count = 31, .stride = 1 },

    { "EEE_ABLE", MMD + 0, .reset = 0x0006 },
    { "EEE_CAP2", MMD + 1, .reset = 0 },
    { "EEE_ADV", MMD + 2, .reset = 0, .rw = 0x0006 },
    { "EEE_LPA", MMD + 3, .reset = 0 },
    { "EEE_ADV2", MMD + 4, .reset = 0 },
};

static struct hc_regmap map = {
    .name = "vsc8572", .reg = row, .n = sizeof(row) / sizeof(row[0]),
};

static const struct hc_phy_far mmd[] = {
    { 3u << 16 | 20, MMD + 0 }, { 3u << 16 | 21, MMD + 1 },
    { 7u << 16 | 60, MMD + 2 }, { 7u << 16 | 61, MMD + 3 },
    { 7u << 16 | 62, MMD + 4 },
};

static const struct hc_phy_irq irq[] = {
    { HC_PHY_COPPER, HC_PHY_CAUSE_LINK | HC_PHY_CAUSE_SPEED |
      HC_PHY_CAUSE_DUPLEX | HC_PHY_CAUSE_AN_ERROR | HC_PHY_CAUSE_AN_DONE,
      INT_STATUS, INT_MDINT },                          /* any of them */
    { HC_PHY_COPPER, HC_PHY_CAUSE_SPEED, INT_STATUS, 0x4000 },
    { HC_PHY_COPPER, HC_PHY_CAUSE_LINK, INT_STATUS, 0x2000 },
    { HC_PHY_COPPER, HC_PHY_CAUSE_DUPLEX, INT_STATUS, 0x1000 },
    { HC_PHY_COPPER, HC_PHY_CAUSE_AN_ERROR, INT_STATUS, 0x0800 },
    { HC_PHY_COPPER, HC_PHY_CAUSE_AN_DONE, INT_STATUS, 0x0400 },
};

static uint16_t locate(const struct hc_phy *phy, unsigned reg)
{
    uint32_t page = phy->reg[PAGE];

    if (reg == PAGE) {
        return PAGE;
    }
    switch (page) {
    case 0: case 1: case 2: case 3: case 4:
        return (uint16_t)(reg < 16 ? reg : page << 5 | reg);
    case 0x0010:
        return (uint16_t)(GPIO + reg);
    case 0x1588:
        return (uint16_t)(PTP + reg);
    case 0x2a30:
        return (uint16_t)(TEST + reg);
    case 0x52b5:
        return (uint16_t)(TOKEN + reg);
    default:
        return HC_PHY_NOWHERE;
    }
}

static uint32_t selected_page(const struct hc_phy *phy)
{
    return phy->reg[PAGE];
}

static uint32_t *package_values(struct hc_phy *phy, uint16_t at)
{
    return phy->package && at >= GPIO && at < MMD ? phy->package->reg
                                                  : phy->reg;
}

static uint32_t iface(const struct hc_phy *phy, unsigned medium)
{
    (void)phy;
    return medium == HC_PHY_COPPER ? HC_IFACE_MDI : HC_IFACE_OFF;
}

static void strapped(struct hc_phy *phy)
{
    phy->reg[PHY_NUMBER] = (uint32_t)phy->number << 11;
}

/* With the sticky bit, the default, only the link's own registers forget.
 * guess: 0 and 4; the data sheet has a "sticky" column. */
static void soft_reset(struct hc_phy *phy, unsigned medium)
{
    (void)medium;
    hc_phy_reset_bank(phy, STD, 5, 0);
    if (!(phy->reg[EXT_CTRL] & EXT_CTRL_STICKY)) {
        hc_phy_reset_bank(phy, STD + 9, 22, 0);
        hc_phy_reset_bank(phy, EXT1, 32, 1u << (PHY_NUMBER & 31));
        hc_phy_reset_bank(phy, EXT2, 32, 0);
        hc_phy_reset_bank(phy, EXT3, 32, 0);
    }
    if (phy->reg[PHY_CTRL1] & CTRL1_MEDIA) {
        phy->host->event(phy->host->opaque, HC_EVENT_UNMODELLED_MODE,
                         PHY_CTRL1, phy->reg[PHY_CTRL1]);
    }
}

static void status(struct hc_phy *phy, unsigned medium)
{
    const struct hc_phy_line *line = &phy->line[medium];
    uint32_t *aux = &phy->reg[AUX_STATUS];

    *aux &= 0x0044;
    *aux |= line->an_done ? 0x8000 : 0;
    *aux |= line->bmcr & HC_BMCR_AN ? 0 : 0x4000;
    *aux |= line->full ? 0x0020 : 0;
    *aux |= hc_phy_speed_code(line->mbps) << 3;
}

static bool pin_gate(const struct hc_phy *phy)
{
    return (phy->reg[INT_MASK] & INT_MDINT) &&
           (phy->reg[INT_MASK] & phy->reg[INT_STATUS] & ~INT_MDINT);
}

static bool broadcasts(const struct hc_vsc_package *package)
{
    for (unsigned i = 0; i < HC_VSC_PORTS; i++) {
        const struct hc_phy *port = package->port[i];

        if (port && (port->reg[EXT_CTRL] & EXT_CTRL_BROADCAST)) {
            return true;
        }
    }
    return false;
}

/* Register 22 bit 0 of any port makes each write a write to all ports, even
 * the one that clears it. */
static bool broadcast(struct hc_phy *phy, unsigned reg, uint16_t value)
{
    struct hc_vsc_package *package = phy->package;

    if (!package || package->broadcasting || !broadcasts(package)) {
        return false;
    }
    package->broadcasting = true;
    for (unsigned i = 0; i < HC_VSC_PORTS; i++) {
        if (package->port[i]) {
            hc_phy_write(package->port[i], reg, value);
        }
    }
    package->broadcasting = false;
    return true;
}

/* The Tesla family has nothing behind this window that Linux needs, yet
 * vsc85xx_config_intr writes through it on every part. */
static void csr_was_written(void *model, uint32_t at, uint32_t value)
{
    struct hc_phy *phy = model;

    phy->reg[at] |= CSR_DONE;
    if (value & CSR_READ) {
        phy->reg[at - 2] = phy->reg[at - 1] = 0;
    }
}

static void ptp_was_written(void *model, uint32_t at, uint32_t value)
{
    uint32_t *reg = package_values(model, (uint16_t)at);

    reg[at] |= CSR_DONE;
    if (value & CSR_READ) {
        reg[at + 1] = reg[at + 2] = 0;
    }
}

static void poke(struct hc_phy *phy, uint32_t byte)
{
    struct hc_vsc_package *package = phy->package;

    if (package) {
        package->pram[package->pram_at % HC_VSC_PRAM_BYTES] = (uint8_t)byte;
    }
}

/* An address written while 12 has its write bit stores the byte that waits
 * there; later writes to 12 step first (vsc8584_patch_fw). */
static void mem_addr_was_written(void *model, uint32_t at, uint32_t value)
{
    struct hc_phy *phy = model;
    uint32_t *reg = package_values(phy, (uint16_t)at);

    if (phy->package) {
        phy->package->pram_at = (uint16_t)value;
        phy->package->pram_open = reg[MEM_CTRL] & MEM_WRITE;
    }
    if (reg[MEM_CTRL] & MEM_WRITE) {
        poke(phy, reg[MEM_CTRL] & 0xff);
    }
}

static void mem_ctrl_was_written(void *model, uint32_t at, uint32_t value)
{
    struct hc_phy *phy = model;
    struct hc_vsc_package *package = phy->package;

    (void)at;
    if (!package) {
        return;
    }
    package->pram_open = package->pram_open && (value & MEM_WRITE);
    if (package->pram_open) {
        package->pram_at += (package->reg[MICRO] & MICRO_INCREMENT) != 0;
        poke(phy, value & 0xff);
    }
}

/* CRC-16/ARC over patch memory. */
static uint16_t patch_crc(const struct hc_vsc_package *package,
                          uint32_t start, uint32_t len)
{
    uint32_t crc = 0;

    for (uint32_t i = 0; i < len; i++) {
        crc ^= package->pram[(start - PRAM_BASE + i) % HC_VSC_PRAM_BYTES];
        for (unsigned bit = 0; bit < 8; bit++) {
            crc = crc & 1 ? crc >> 1 ^ 0xa001 : crc >> 1;
        }
    }
    return (uint16_t)crc;
}

static void run_command(struct hc_phy *phy, uint32_t at, uint32_t command)
{
    struct hc_vsc_package *package = phy->package;

    /* Arguments count only on the port whose number is 0. */
    if (command == CMD_CRC16 && package && package->port[0]) {
        uint32_t *reg = package->port[0]->reg;

        reg[CRC_ARG] = patch_crc(package, reg[CRC_ARG], reg[CRC_LEN]);
    } else if (command != CMD_NOP && command != CMD_PHY_INIT &&
               command != CMD_SGMII && command != CMD_QSGMII &&
               (command & CMD_FIBRE_OFF_MASK) != CMD_FIBRE_OFF) {
        phy->host->event(phy->host->opaque, HC_EVENT_UNMODELLED_MODE, at,
                         command);
    }
}

/* The 8051 takes a command at once, unless it is held in reset. */
static void mailbox_was_written(void *model, uint32_t at, uint32_t value)
{
    struct hc_phy *phy = model;
    uint32_t *reg = package_values(phy, (uint16_t)at);

    if ((value & MAILBOX_BUSY) && (reg[MICRO] & MICRO_RUNS)) {
        run_command(phy, phy->label, value & 0x3fff);
        reg[at] &= ~(MAILBOX_BUSY | MAILBOX_FAILED);
    }
}

void hc_vsc_package_init(struct hc_vsc_package *package)
{
    memset(package, 0, sizeof(*package));
    hc_vsc_package_reset(package);
}

void hc_vsc_package_reset(struct hc_vsc_package *package)
{
    hc_regmap_build(&map);
    hc_regmap_reset(&map, package->reg);
    memset(package->pram, 0, sizeof(package->pram));
    package->pram_at = 0;
    package->pram_open = package->broadcasting = false;
}

void hc_vsc_package_add(struct hc_vsc_package *package, struct hc_phy *phy,
                        unsigned number)
{
    package->port[number % HC_VSC_PORTS] = phy;
    phy->package = package;
    phy->number = (uint8_t)(number % HC_VSC_PORTS);
}

const struct hc_phy_part hc_phy_vsc8572 = {
    .name = "vsc8572",
    .map = &map,
    .bank = { STD, HC_PHY_NOWHERE },
    .mmd = mmd, .n_mmd = sizeof(mmd) / sizeof(mmd[0]),
    .irq = irq, .n_irq = sizeof(irq) / sizeof(irq[0]),
    .pin = (const struct hc_phy_pin[]){ { INT_STATUS, INT_MASK } },
    .n_pins = 1,
    .speeds = HC_AN_SPEEDS,
    .multiport = true,
    .locate = locate,
    .page = selected_page,
    .values = package_values,
    .strapped = strapped,
    .soft_reset = soft_reset,
    .iface = iface,
    .status = status,
    .pin_gate = pin_gate,
    .write = broadcast,
};
