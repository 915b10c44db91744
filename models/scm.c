/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "scm.h"

#include <string.h>

#include "reg.h"

#define MAC_ID0_LO 0x630
#define GMII_SEL   0x650

static void gmii_sel_was_written(void *model, uint32_t at, uint32_t value)
{
    struct hc_scm *scm = model;

    (void)at;
    if (scm->gmii_sel) {
        scm->gmii_sel(scm->opaque, value & 0xff);
    }
}

/* RAMINIT is done as soon as it is started (SPRUH73 9.3.1.21). */
static void raminit_was_written(void *model, uint32_t at, uint32_t value)
{
    struct hc_scm *scm = model;

    scm->reg[at / 4] = (value & 0x3) | (value & 0x3) << 8;
}

/* SPRUH73 table 9-10. DEVICE_ID is silicon revision 2.1 of a part of the
 * AM335x family (0xb944, ES2.1); CONTROL_STATUS straps a 24 MHz crystal and
 * a general-purpose device. */
static const struct hc_reg table[] = {
    { "control_revision", 0x000, .reset = 0x4f000100 },
    { "control_hwinfo", 0x004 },
    { "control_sysconfig", 0x010, .rw = 0x3f },
    { "control_status", 0x040, .reset = 0x00400338 },
    { "bootstat", 0x044, .rw = 0xffffffff },
    { "cortex_vbbldo_ctrl", 0x41c, .rw = 0xffffffff },
    { "core_sldo_ctrl", 0x428, .rw = 0xffffffff, .count = 2, .stride = 4 },
    { "mpu_sldo_ctrl", 0x42c, .rw = 0xffffffff },
    { "clk32kdivratio_ctrl", 0x444, .rw = 1 },
    { "bandgap_ctrl", 0x448, .rw = 0xff },
    { "bandgap_trim", 0x44c, .rw = 0xffffffff },
    { "pll_clkinpulow_ctrl", 0x458, .rw = 7 },
    { "mosc_ctrl", 0x468, .rw = 1 },
    { "deepsleep_ctrl", 0x470, .rw = 0xffffffff },
    { "dpll_pwr_sw_status", 0x50c },
    { "device_id", 0x600, .reset = 0x2b94402e },
    { "dev_feature", 0x604, .reset = 0x00fc0382 },
    { "init_priority_0", 0x608, .rw = 0xffffffff, .count = 2, .stride = 4 },
    { "mmu_cfg", 0x610, .rw = 0xffffffff },
    { "tptc_cfg", 0x614, .rw = 0x3f },
    { "die_id", 0x618, .reset = 0x00c0ffee, .count = 2, .stride = 4 },
    { "usb_ctrl0", 0x620, .reset = 0x3c186004, .rw = 0xffffffff },
    { "usb_sts0", 0x624 },
    { "usb_ctrl1", 0x628, .reset = 0x3c186004, .rw = 0xffffffff },
    { "usb_sts1", 0x62c },
    { "mac_id0_lo", 0x630, .count = 4, .stride = 4 },
    { "dcan_raminit", 0x644, .was_written = raminit_was_written },
    { "usb_wkup_ctrl", 0x648, .rw = 0x101 },
    { "gmii_sel", GMII_SEL, .rw = 0xff, .was_written = gmii_sel_was_written },
    { "pwmss_ctrl", 0x664, .rw = 7 },
    { "mreqprio_0", 0x670, .rw = 0xffffffff, .count = 2, .stride = 4 },
    { "hw_event_sel_grp1", 0x690, .rw = 0xffffffff, .count = 4, .stride = 4 },
    { "smrt_ctrl", 0x6a0, .rw = 3 },
    { "mpuss_hw_debug_sel", 0x6a4, .rw = 0xffffffff },
    { "vdd_mpu_opp", 0x770, .count = 4, .stride = 4 },
    { "usb_vid_pid", 0x7f4, .reset = 0x04516141 },
    { "efuse_sma", 0x7fc },
    { "conf_pads", 0x800, .rw = 0x7f, .reset = 0x37, .count = 142,
      .stride = 4 },
    { "cqdetect_status", 0xe00 },
    { "ddr_io_ctrl", 0xe04, .rw = 0xffffffff, .count = 3, .stride = 4 },
    { "tpcc_evt_mux", 0xf90, .rw = 0x3f3f3f3f, .count = 20, .stride = 4 },
    { "ddr_ctrls", 0x1000, .rw = 0xffffffff, .count = 201, .stride = 4 },
    { "m3_txev_eoi", 0x1324, .rw = 1 },
    { "ipc_msg", 0x1328, .rw = 0xffffffff, .count = 8, .stride = 4 },
    { "ddr_cmd_ioctrl", 0x1404, .rw = 0xffffffff, .count = 5, .stride = 4 },
};

static struct hc_regmap map = {
    .name = "scm", .reg = table, .n = sizeof(table) / sizeof(table[0]),
    .shift = 2,
};

void hc_scm_init(struct hc_scm *scm, const struct hc_host *host)
{
    memset(scm, 0, sizeof(*scm));
    scm->host = host;
    hc_regmap_build(&map);
}

void hc_scm_wire(struct hc_scm *scm, void (*gmii_sel)(void *, uint32_t),
                 void *opaque, const uint8_t mac0[6], const uint8_t mac1[6])
{
    scm->gmii_sel = gmii_sel;
    scm->opaque = opaque;
    memcpy(scm->mac[0], mac0, 6);
    memcpy(scm->mac[1], mac1, 6);
}

/* The fuses hold the first four bytes in HI and the last two in LO
 * (SPRUH73 9.3.1.25; drivers/net/ethernet/ti/cpsw-common.c). */
static void burn_mac(struct hc_scm *scm, unsigned n)
{
    const uint8_t *mac = scm->mac[n];
    uint32_t *reg = &scm->reg[(MAC_ID0_LO + 8 * n) / 4];

    reg[0] = mac[4] | (uint32_t)mac[5] << 8;
    reg[1] = mac[0] | (uint32_t)mac[1] << 8 | (uint32_t)mac[2] << 16 |
             (uint32_t)mac[3] << 24;
}

void hc_scm_reset(struct hc_scm *scm)
{
    hc_regmap_reset(&map, scm->reg);
    burn_mac(scm, 0);
    burn_mac(scm, 1);
    scm->reg[GMII_SEL / 4] = scm->boot_gmii_sel;
    gmii_sel_was_written(scm, GMII_SEL, scm->boot_gmii_sel);
}

void hc_scm_set_boot_gmii_sel(struct hc_scm *scm, uint32_t value)
{
    scm->boot_gmii_sel = value & 0xff;
}

uint32_t hc_scm_read(struct hc_scm *scm, uint32_t at)
{
    uint32_t value = 0;

    if (hc_reg_read(&map, scm->reg, scm, scm->host, at, &value) != HC_OK) {
        scm->host->event(scm->host->opaque, HC_EVENT_UNMODELLED_REG, at, 0);
    }
    return value;
}

void hc_scm_write(struct hc_scm *scm, uint32_t at, uint32_t value)
{
    if (hc_reg_write(&map, scm->reg, scm, scm->host, at, value) != HC_OK) {
        scm->host->event(scm->host->opaque, HC_EVENT_UNMODELLED_REG, at, 1);
    }
}

static void block_init(void *model, const struct hc_host *host)
{
    hc_scm_init(model, host);
}

static void block_reset(void *model)
{
    hc_scm_reset(model);
}

static uint32_t block_read(void *model, uint32_t at, unsigned width)
{
    uint32_t word = hc_scm_read(model, at & ~3u);

    return width == 4 ? word
                      : word >> (at & 3) * 8 & ((1u << width * 8) - 1);
}

static void block_write(void *model, uint32_t at, uint32_t value,
                        unsigned width)
{
    struct hc_scm *scm = model;

    if (width < 4) {
        uint32_t mask = ((1u << width * 8) - 1) << (at & 3) * 8;
        uint32_t old = scm->reg[(at & ~3u) / 4];

        value = (old & ~mask) | (value << (at & 3) * 8 & mask);
    }
    hc_scm_write(scm, at & ~3u, value);
}

const struct hc_block hc_scm_block = {
    .name = "am335x-scm",
    .size = sizeof(struct hc_scm),
    .state_at = offsetof(struct hc_scm, reg),
    .window = HC_SCM_WINDOW,
    .init = block_init,
    .reset = block_reset,
    .read = block_read,
    .write = block_write,
};
