/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The 8051 inside a VSC85xx: its mailbox, its memories and the CRC over what
 * was really downloaded. Commands: Linux, mscc.h, PROC_CMD_*; the others:
 * the vendor's API. */
#include "vsc85xx-internal.h"

#define MICRO_RUNS      0x8000u
#define MICRO_INCREMENT 0x2000u
#define MEM_SPACE       0x6000u
#define MEM_PRAM        0x4000u
#define MEM_WRITE       0x1000u
#define MAILBOX_BUSY    0x8000u

enum { CMD_CRC16 = 0x0008, CMD_NOP = 0x000f };

static void poke_pram(struct hc_vsc_package *package, uint32_t byte)
{
    if ((package->reg[MEM_CTRL] & MEM_SPACE) == MEM_PRAM) {
        package->pram[package->pram_at % HC_VSC_PRAM_BYTES] = (uint8_t)byte;
    }
}

/* An address written while 12 has its write bit stores the byte that waits
 * there; later writes to 12 step first (vsc8584_patch_fw). */
void hc_vsc_mem_addr_was_written(void *model, uint32_t at, uint32_t value)
{
    struct hc_vsc_package *package = ((struct hc_phy *)model)->package;

    (void)at;
    if (package) {
        package->pram_at = (uint16_t)value;
        package->pram_open = package->reg[MEM_CTRL] & MEM_WRITE;
        if (package->pram_open) {
            poke_pram(package, package->reg[MEM_CTRL] & 0xff);
        }
    }
}

void hc_vsc_mem_ctrl_was_written(void *model, uint32_t at, uint32_t value)
{
    struct hc_vsc_package *package = ((struct hc_phy *)model)->package;

    (void)at;
    if (!package) {
        return;
    }
    package->pram_open = package->pram_open && (value & MEM_WRITE);
    if (package->pram_open) {
        package->pram_at += (package->reg[MICRO] & MICRO_INCREMENT) != 0;
        poke_pram(package, value & 0xff);
    }
}

/* Without the write bit the low byte shows patch memory, if selected. */
void hc_vsc_mem_ctrl_before_read(void *model, uint32_t at)
{
    struct hc_vsc_package *package = ((struct hc_phy *)model)->package;

    if (package &&
        (package->reg[at] & (MEM_SPACE | MEM_WRITE)) == MEM_PRAM) {
        package->reg[at] &= ~0xffu;
        package->reg[at] |=
            package->pram[package->pram_at % HC_VSC_PRAM_BYTES];
    }
}

/* CRC-16/ARC over patch memory (vsc8584_get_fw_crc). */
static uint16_t patch_crc(const struct hc_vsc_package *package,
                          uint32_t base, uint32_t start, uint32_t len)
{
    uint32_t crc = 0;

    for (uint32_t i = 0; i < len; i++) {
        crc ^= package->pram[(start - base + i) % HC_VSC_PRAM_BYTES];
        for (unsigned bit = 0; bit < 8; bit++) {
            crc = crc & 1 ? crc >> 1 ^ 0xa001 : crc >> 1;
        }
    }
    return (uint16_t)crc;
}

/* Its arguments count only on the port whose number is 0. */
static void run_crc(struct hc_vsc_package *package)
{
    struct hc_phy *base = package->port[0];
    const struct hc_vsc_part *part;
    uint16_t crc;

    if (base) {
        part = base->part->vsc;
        crc = patch_crc(package, part->patch_base, base->reg[VERIPHY2],
                        base->reg[VERIPHY3] & 0xffff);
        base->reg[VERIPHY2] = crc;
        hc_vsc_event(package, HC_EVENT_PATCH_CRC, crc,
                     crc == part->patch_crc);
    }
}

/* x0C1..x0F1: bit 5 off, bit 4 100BASE-FX; a bit per port above. */
static void run_fibre(struct hc_vsc_package *package, uint32_t command)
{
    uint8_t kind = command & 0x10 ? FIBRE_100FX : FIBRE_1000X;

    for (unsigned n = 0; n < HC_VSC_PORTS; n++) {
        if (!(command >> (8 + n) & 1)) {
            continue;
        }
        if (!(command & 0x20)) {
            package->fibre[n] = kind;
        } else if (package->fibre[n] == kind) {
            package->fibre[n] = FIBRE_OFF;
        }
        if (package->port[n]) {
            hc_phy_restart(package->port[n], HC_PHY_SERDES);
        }
    }
}

/* 1002: MAC side, 0002: media side; 0xC is the macro of QSGMII. */
static void run_loop(struct hc_vsc_package *package, uint32_t command)
{
    unsigned side = command & 0x1000 ? LOOP_MAC : LOOP_MEDIA;
    unsigned port = command >> 8 & 0xf;

    for (unsigned n = 0; n < HC_VSC_PORTS; n++) {
        if (n == port || port == 0xc) {
            package->loop[side][n] = command >> 4 & 3;
        }
    }
}

/* The 8051's own memory, a byte at a time, for the serdes' MCB. */
static uint32_t run_memory(struct hc_vsc_package *package, uint32_t command)
{
    uint8_t *byte = &package->xram[package->xram_at % HC_VSC_XRAM_BYTES];

    if (command & 1) {
        command = (command & 0x100f) | (uint32_t)*byte << 4;
    } else {
        *byte = command >> 4 & 0xff;
    }
    if (command & 0x1000) {
        package->xram_at = (package->xram_at + 1) % HC_VSC_XRAM_BYTES;
    }
    return command;
}

static bool known_without_effect(uint32_t command)
{
    uint32_t low = command & 0x0fff;

    return command == CMD_NOP ||
           command == 0x000a || command == 0x001a ||    /* PHY init */
           (low & 0x00f) == 0x003 || low == 0xc40 ||    /* MCB read, write */
           (low & 0x0cf) == 0x0c0 ||                    /* MAC serdes */
           command == 0x1014 || command == 0x1004;      /* VGA patch */
}

static uint32_t run(struct hc_phy *phy, uint32_t command)
{
    struct hc_vsc_package *package = phy->package;

    if (command == CMD_CRC16) {
        run_crc(package);
    } else if ((command & 0xf0cf) == 0x00c1) {
        run_fibre(package, command);
    } else if ((command & 0x200f) == 0x0002) {
        run_loop(package, command);
    } else if ((command & 0x200e) == 0x0006) {
        return run_memory(package, command);
    } else if (!known_without_effect(command)) {
        hc_vsc_event(package, HC_EVENT_UNMODELLED_MODE, phy->label, command);
    }
    return command;
}

/* The 8051 takes a command at once, unless it is held in reset. Bit 14 of
 * an answer means failure; of a command, that it sets the address in the
 * 8051's memory (D000). */
void hc_vsc_mailbox_was_written(void *model, uint32_t at, uint32_t value)
{
    struct hc_phy *phy = model;
    struct hc_vsc_package *package = phy->package;

    if (!package || !(value & MAILBOX_BUSY) ||
        !(package->reg[MICRO] & MICRO_RUNS)) {
        return;
    }
    if ((value & 0xf000) == 0xd000) {
        package->xram_at = value & (HC_VSC_XRAM_BYTES - 1);
        package->reg[at] = value & 0x3fff;
        return;
    }
    package->reg[at] = run(phy, value & 0x3fff);
}

/* [15:14] choose the MAC side; the board's copper has chosen before. */
void hc_vsc_mac_mode_was_written(void *model, uint32_t at, uint32_t value)
{
    struct hc_phy *phy = model;
    bool rgmii = (value & 0xc000) == 0x8000;

    (void)at;
    if (rgmii != (phy->mac_iface == HC_IFACE_RGMII)) {
        phy->host->event(phy->host->opaque, HC_EVENT_MODE_MISMATCH,
                         rgmii ? HC_IFACE_RGMII : HC_IFACE_SGMII,
                         phy->mac_iface);
    }
}
