/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A VSC85xx package with its ports, each between a MAC and a partner, and
 * the register sequences of Linux' mscc driver. */
#ifndef HC_TEST_VSC_BENCH_H
#define HC_TEST_VSC_BENCH_H

#include "../../models/vsc85xx.h"
#include "phy-bench.h"

struct vsc {
    struct fake world;              /* the package's */
    struct hc_vsc_package package;
    struct bench port[HC_VSC_PORTS];
    unsigned n;
};

/* A package after power on; partners are not connected. */
void vsc_init(struct vsc *vsc, const struct hc_phy_part *part,
              uint32_t mac_iface);

/* Lets time pass for package and ports alike. */
void vsc_advance(struct vsc *vsc, uint64_t ns);

/* Registers of a page, as phy_read_paged does it. */
uint16_t vsc_get(struct vsc *vsc, unsigned n, uint16_t page, unsigned reg);
void vsc_put(struct vsc *vsc, unsigned n, uint16_t page, unsigned reg,
             uint16_t value);

/* CSR window: vsc85xx_csr_read and _write. */
uint32_t vsc_csr_get(struct vsc *vsc, unsigned n, unsigned target,
                     uint32_t addr);
void vsc_csr_put(struct vsc *vsc, unsigned n, unsigned target, uint32_t addr,
                 uint32_t value);

/* vsc8584_cmd; false: -EIO or -ETIMEDOUT. */
bool vsc_command(struct vsc *vsc, uint16_t value);

/* vsc8584_get_fw_crc, vsc8584_patch_fw with its release afterwards. */
uint16_t vsc_crc(struct vsc *vsc, uint16_t start, uint16_t len);
void vsc_download(struct vsc *vsc, const uint8_t *bytes, size_t len);

/* The package's part of vsc8584_config_init; 0, or -5 for -EIO. */
int vsc_tesla_init(struct vsc *vsc, const uint8_t *patch, size_t len);
int vsc_viper_init(struct vsc *vsc, const uint8_t *patch, size_t len);

/* Its part for each port: copper, soft reset. */
void vsc_port_init(struct vsc *vsc, unsigned n);

/* vsc85xx_config_intr, enabling. */
void vsc_config_intr(struct vsc *vsc, unsigned n);

/* genphy_read_status: speed, or 0 without a link; -1 for none resolved. */
int vsc_read_status(struct vsc *vsc, unsigned n);

/* What brings a fibre up: mailbox, media mode, soft reset. */
void vsc_select_media(struct vsc *vsc, unsigned n, unsigned mode,
                      uint16_t command);

/* 1588 window of a port: vsc85xx_ts_read_csr and _write_csr. */
enum { TS_INGRESS, TS_EGRESS, TS_PROCESSOR };
uint32_t vsc_ts_get(struct vsc *vsc, unsigned n, unsigned block,
                    uint16_t addr);
void vsc_ts_put(struct vsc *vsc, unsigned n, unsigned block, uint16_t addr,
                uint32_t value);

#endif
