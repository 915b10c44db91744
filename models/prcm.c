/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "prcm.h"

#include <string.h>

#include "reg.h"

#define MODULEMODE        0x3u
#define IDLEST_DISABLED   (3u << 16)
#define IDLEST            (3u << 16)
#define DPLL_EN           0x7u
#define DPLL_LOCK         0x7u
#define ST_DPLL_CLK       0x001u
#define ST_MN_BYPASS      0x100u
#define POWERSTATE        0x3u
#define LOWPOWERSTATECHANGE (1u << 4)
#define RST_GLOBAL        0x3u

static uint32_t *reg_at(void *model, uint32_t at)
{
    return &((struct hc_prcm *)model)->reg[at / 4];
}

/* A module is functional as soon as it is enabled (SPRUH73 8.1.12). */
static void clkctrl_was_written(void *model, uint32_t at, uint32_t value)
{
    uint32_t *reg = reg_at(model, at);

    *reg &= ~IDLEST;
    if (!(value & MODULEMODE)) {
        *reg |= IDLEST_DISABLED;
    }
}

static const struct { uint16_t clkmode, idlest; } dpll[] = {
    { 0x488, 0x420 }, { 0x490, 0x45c }, { 0x494, 0x434 },
    { 0x498, 0x448 }, { 0x48c, 0x470 },
};

static void clkmode_was_written(void *model, uint32_t at, uint32_t value)
{
    for (unsigned i = 0; i < sizeof(dpll) / sizeof(dpll[0]); i++) {
        if (dpll[i].clkmode == at) {
            *reg_at(model, dpll[i].idlest) =
                (value & DPLL_EN) == DPLL_LOCK ? ST_DPLL_CLK : ST_MN_BYPASS;
        }
    }
}

static const struct { uint16_t ctrl, st; } domain[] = {
    { 0xc0c, 0xc08 }, { 0xd04, 0xd08 }, { 0xe00, 0xe04 },
    { 0x1000, 0x1004 }, { 0x1100, 0x1110 }, { 0x1200, 0x1204 },
};

/* A transition takes no time: the status shows the state asked for. */
static void pwrstctrl_was_written(void *model, uint32_t at, uint32_t value)
{
    for (unsigned i = 0; i < sizeof(domain) / sizeof(domain[0]); i++) {
        if (domain[i].ctrl == at) {
            uint32_t *status = reg_at(model, domain[i].st);

            *status = (*status & ~POWERSTATE) | (value & POWERSTATE);
        }
    }
}

static const struct { uint16_t ctrl, st; uint8_t bit, st_bit; } reset_line[] = {
    { 0xd00, 0xd0c, 3, 5 }, { 0x1104, 0x1114, 0, 0 },
};

/* Releasing a reset line latches it in the status register
 * (drivers/pmdomain/ti/omap_prm.c, omap_reset_deassert). */
static void rstctrl_was_written(void *model, uint32_t at, uint32_t value)
{
    for (unsigned i = 0; i < sizeof(reset_line) / sizeof(reset_line[0]); i++) {
        if (reset_line[i].ctrl == at &&
            !(value & (1u << reset_line[i].bit))) {
            *reg_at(model, reset_line[i].st) |= 1u << reset_line[i].st_bit;
        }
    }
}

static void device_rstctrl_was_written(void *model, uint32_t at,
                                       uint32_t value)
{
    struct hc_prcm *prcm = model;

    (void)at;
    if (value & RST_GLOBAL) {
        prcm->host->event(prcm->host->opaque, HC_EVENT_BOARD_RESET, 0, 0);
        prcm->host->irq(prcm->host->opaque, HC_PRCM_OUT_RESET, true);
        prcm->host->irq(prcm->host->opaque, HC_PRCM_OUT_RESET, false);
    }
}

/* Rows of CLKCTRL registers: off at reset, as after the boot ROM's warm
 * hand-over of nothing; ON rows are what a boot loader leaves running. */
#define CLKCTRL(name_, at_, n_) \
    { name_, at_, .reset = IDLEST_DISABLED, .rw = 0x7ffcffff & ~IDLEST, \
      .count = n_, .stride = 4, .was_written = clkctrl_was_written }
#define CLKCTRL_ON(name_, at_, n_) \
    { name_, at_, .reset = 2, .rw = 0x7ffcffff & ~IDLEST, \
      .count = n_, .stride = 4, .was_written = clkctrl_was_written }
#define STORE(name_, at_, n_, reset_) \
    { name_, at_, .reset = reset_, .rw = 0xffffffff, .count = n_, \
      .stride = 4 }
#define CLKMODE(name_, at_, reset_) \
    { name_, at_, .reset = reset_, .rw = 0xffffffff, \
      .was_written = clkmode_was_written }
#define PWRSTCTRL(name_, at_) \
    { name_, at_, .reset = 0x3, .rw = 0xffffffff & ~LOWPOWERSTATECHANGE, \
      .sc = LOWPOWERSTATECHANGE, .was_written = pwrstctrl_was_written }

/*
 * SPRUH73 tables 8-28 to 8-211. The DPLL presets are what a boot loader
 * leaves for a 24 MHz crystal: MPU 600 MHz, CORE 1000 MHz (M4 10, M5 8,
 * M6 4), DDR 400 MHz, PER 960 MHz / 5; DISP is bypassed.
 */
static const struct hc_reg table[] = {
    STORE("CM_PER_CLKSTCTRL", 0x000, 4, 0x2),
    STORE("CM_PER_RSVD_10", 0x010, 1, 0),
    CLKCTRL("CM_PER_CPGMAC0_CLKCTRL", 0x014, 1),
    CLKCTRL("CM_PER_CLKCTRL_18", 0x018, 4),
    CLKCTRL_ON("CM_PER_EMIF_CLKCTRL", 0x028, 2),
    CLKCTRL("CM_PER_CLKCTRL_30", 0x030, 9),
    CLKCTRL("CM_PER_CLKCTRL_54", 0x054, 3),
    CLKCTRL_ON("CM_PER_L4LS_CLKCTRL", 0x060, 2),
    CLKCTRL("CM_PER_CLKCTRL_68", 0x068, 30),
    CLKCTRL_ON("CM_PER_L3_CLKCTRL", 0x0e0, 2),
    CLKCTRL("CM_PER_PRUSS_CLKCTRL", 0x0e8, 13),
    STORE("CM_PER_L4HS_CLKSTCTRL", 0x11c, 1, 0x2),
    CLKCTRL_ON("CM_PER_L4HS_CLKCTRL", 0x120, 1),
    STORE("CM_PER_RSVD_124", 0x124, 2, 0),
    STORE("CM_PER_OCPWP_L3_CLKSTCTRL", 0x12c, 1, 0x2),
    CLKCTRL("CM_PER_OCPWP_CLKCTRL", 0x130, 4),
    STORE("CM_PER_PRU_ICSS_CLKSTCTRL", 0x140, 1, 0x2),
    STORE("CM_PER_CPSW_CLKSTCTRL", 0x144, 1, 0x2),
    STORE("CM_PER_LCDC_CLKSTCTRL", 0x148, 1, 0x2),
    CLKCTRL("CM_PER_CLKDIV32K_CLKCTRL", 0x14c, 1),
    STORE("CM_PER_CLK_24MHZ_CLKSTCTRL", 0x150, 1, 0x2),

    STORE("CM_WKUP_CLKSTCTRL", 0x400, 1, 0x2),
    CLKCTRL_ON("CM_WKUP_CONTROL_CLKCTRL", 0x404, 3),
    CLKCTRL("CM_WKUP_CLKCTRL_10", 0x410, 1),
    CLKCTRL_ON("CM_WKUP_DEBUGSS_CLKCTRL", 0x414, 1),
    STORE("CM_L3_AON_CLKSTCTRL", 0x418, 1, 0x2),
    STORE("CM_AUTOIDLE_DPLL_MPU", 0x41c, 1, 0),
    STORE("CM_IDLEST_DPLL_MPU", 0x420, 1, ST_DPLL_CLK),
    STORE("CM_SSC_DPLL_MPU", 0x424, 2, 0),
    STORE("CM_CLKSEL_DPLL_MPU", 0x42c, 1, 0x25817),
    STORE("CM_AUTOIDLE_DPLL_DDR", 0x430, 1, 0),
    STORE("CM_IDLEST_DPLL_DDR", 0x434, 1, ST_DPLL_CLK),
    STORE("CM_SSC_DPLL_DDR", 0x438, 2, 0),
    STORE("CM_CLKSEL_DPLL_DDR", 0x440, 1, 0x19017),
    STORE("CM_AUTOIDLE_DPLL_DISP", 0x444, 1, 0),
    STORE("CM_IDLEST_DPLL_DISP", 0x448, 1, ST_MN_BYPASS),
    STORE("CM_SSC_DPLL_DISP", 0x44c, 2, 0),
    STORE("CM_CLKSEL_DPLL_DISP", 0x454, 1, 0),
    STORE("CM_AUTOIDLE_DPLL_CORE", 0x458, 1, 0),
    STORE("CM_IDLEST_DPLL_CORE", 0x45c, 1, ST_DPLL_CLK),
    STORE("CM_SSC_DPLL_CORE", 0x460, 2, 0),
    STORE("CM_CLKSEL_DPLL_CORE", 0x468, 1, 0x3e817),
    STORE("CM_AUTOIDLE_DPLL_PER", 0x46c, 1, 0),
    STORE("CM_IDLEST_DPLL_PER", 0x470, 1, ST_DPLL_CLK),
    STORE("CM_SSC_DPLL_PER", 0x474, 2, 0),
    STORE("CM_CLKDCOLDO_DPLL_PER", 0x47c, 1, 0),
    STORE("CM_DIV_M4_DPLL_CORE", 0x480, 1, 10),
    STORE("CM_DIV_M5_DPLL_CORE", 0x484, 1, 8),
    CLKMODE("CM_CLKMODE_DPLL_MPU", 0x488, 7),
    CLKMODE("CM_CLKMODE_DPLL_PER", 0x48c, 7),
    CLKMODE("CM_CLKMODE_DPLL_CORE", 0x490, 7),
    CLKMODE("CM_CLKMODE_DPLL_DDR", 0x494, 7),
    CLKMODE("CM_CLKMODE_DPLL_DISP", 0x498, 4),
    STORE("CM_CLKSEL_DPLL_PERIPH", 0x49c, 1, 0x0403c017),
    STORE("CM_DIV_M2_DPLL_DDR", 0x4a0, 1, 1),
    STORE("CM_DIV_M2_DPLL_DISP", 0x4a4, 1, 1),
    STORE("CM_DIV_M2_DPLL_MPU", 0x4a8, 1, 1),
    STORE("CM_DIV_M2_DPLL_PER", 0x4ac, 1, 5),
    CLKCTRL("CM_WKUP_WKUP_M3_CLKCTRL", 0x4b0, 1),
    CLKCTRL_ON("CM_WKUP_UART0_CLKCTRL", 0x4b4, 1),
    CLKCTRL("CM_WKUP_CLKCTRL_B8", 0x4b8, 3),
    CLKCTRL_ON("CM_WKUP_TIMER1_CLKCTRL", 0x4c4, 1),
    CLKCTRL("CM_WKUP_SMARTREFLEX1_CLKCTRL", 0x4c8, 1),
    STORE("CM_L4_WKUP_AON_CLKSTCTRL", 0x4cc, 1, 0x2),
    CLKCTRL("CM_WKUP_WDT1_CLKCTRL", 0x4d4, 1),
    STORE("CM_DIV_M6_DPLL_CORE", 0x4d8, 1, 4),

    STORE("CLKSEL_TIMER7_CLK", 0x504, 1, 1),
    STORE("CLKSEL_TIMER2_CLK", 0x508, 1, 1),
    STORE("CLKSEL_TIMER3_CLK", 0x50c, 1, 1),
    STORE("CLKSEL_TIMER4_CLK", 0x510, 1, 1),
    STORE("CM_MAC_CLKSEL", 0x514, 1, 0),
    STORE("CLKSEL_TIMER5_CLK", 0x518, 1, 1),
    STORE("CLKSEL_TIMER6_CLK", 0x51c, 1, 1),
    STORE("CM_CPTS_RFT_CLKSEL", 0x520, 1, 0),
    STORE("CLKSEL_528", 0x528, 6, 0),
    STORE("CM_MPU_CLKSTCTRL", 0x600, 1, 0x6),
    CLKCTRL_ON("CM_MPU_MPU_CLKCTRL", 0x604, 1),
    STORE("CM_CLKOUT_CTRL", 0x700, 1, 0),
    CLKCTRL_ON("CM_RTC_RTC_CLKCTRL", 0x800, 1),
    STORE("CM_RTC_CLKSTCTRL", 0x804, 1, 0x2),
    STORE("CM_GFX_L3_CLKSTCTRL", 0x900, 1, 0x2),
    CLKCTRL("CM_GFX_GFX_CLKCTRL", 0x904, 2),
    STORE("CM_GFX_L4LS_GFX_CLKSTCTRL", 0x90c, 1, 0x2),
    CLKCTRL("CM_GFX_MMUCFG_CLKCTRL", 0x910, 2),
    STORE("CM_CEFUSE_CLKSTCTRL", 0xa00, 1, 0x2),
    CLKCTRL("CM_CEFUSE_CEFUSE_CLKCTRL", 0xa20, 1),

    { "RM_PER_RSTCTRL", 0xc00, .reset = 0x2, .rw = 0x2,
      .was_written = rstctrl_was_written },
    { "PM_PER_PWRSTST", 0xc08, .reset = 0x01e60007 },
    PWRSTCTRL("PM_PER_PWRSTCTRL", 0xc0c),
    { "RM_WKUP_RSTCTRL", 0xd00, .reset = 0x8, .rw = 0x8,
      .was_written = rstctrl_was_written },
    PWRSTCTRL("PM_WKUP_PWRSTCTRL", 0xd04),
    { "PM_WKUP_PWRSTST", 0xd08, .reset = 0x00060007 },
    { "RM_WKUP_RSTST", 0xd0c, .w1c = 0xe0 },
    PWRSTCTRL("PM_MPU_PWRSTCTRL", 0xe00),
    { "PM_MPU_PWRSTST", 0xe04, .reset = 0x00000157 },
    { "RM_MPU_RSTST", 0xe08, .w1c = 0x60 },
    { "PRM_RSTCTRL", 0xf00, .sc = RST_GLOBAL,
      .was_written = device_rstctrl_was_written },
    STORE("PRM_RSTTIME", 0xf04, 1, 0x1006),
    { "PRM_RSTST", 0xf08, .reset = 0x1, .w1c = 0x3ff },
    STORE("PRM_SRAM_COUNT", 0xf0c, 3, 0),
    PWRSTCTRL("PM_RTC_PWRSTCTRL", 0x1000),
    { "PM_RTC_PWRSTST", 0x1004, .reset = 0x7 },
    PWRSTCTRL("PM_GFX_PWRSTCTRL", 0x1100),
    { "RM_GFX_RSTCTRL", 0x1104, .reset = 0x1, .rw = 0x1,
      .was_written = rstctrl_was_written },
    { "PM_GFX_PWRSTST", 0x1110, .reset = 0x7 },
    { "RM_GFX_RSTST", 0x1114, .w1c = 0x1 },
    PWRSTCTRL("PM_CEFUSE_PWRSTCTRL", 0x1200),
    { "PM_CEFUSE_PWRSTST", 0x1204, .reset = 0x7 },
};

static struct hc_regmap map = {
    .name = "prcm", .reg = table, .n = sizeof(table) / sizeof(table[0]),
    .shift = 2,
};

void hc_prcm_init(struct hc_prcm *prcm, const struct hc_host *host)
{
    memset(prcm, 0, sizeof(*prcm));
    prcm->host = host;
    hc_regmap_build(&map);
}

void hc_prcm_reset(struct hc_prcm *prcm)
{
    hc_regmap_reset(&map, prcm->reg);
}

static void unknown(struct hc_prcm *prcm, uint32_t at, bool write)
{
    prcm->host->event(prcm->host->opaque, HC_EVENT_UNMODELLED_REG, at, write);
}

uint32_t hc_prcm_read(struct hc_prcm *prcm, uint32_t at)
{
    uint32_t value = 0;

    if (hc_reg_read(&map, prcm->reg, prcm, prcm->host, at, &value) != HC_OK) {
        unknown(prcm, at, false);
    }
    return value;
}

void hc_prcm_write(struct hc_prcm *prcm, uint32_t at, uint32_t value)
{
    if (hc_reg_write(&map, prcm->reg, prcm, prcm->host, at, value) != HC_OK) {
        unknown(prcm, at, true);
    }
}

static void block_init(void *model, const struct hc_host *host)
{
    hc_prcm_init(model, host);
}

static void block_reset(void *model)
{
    hc_prcm_reset(model);
}

static uint32_t block_read(void *model, uint32_t at, unsigned width)
{
    (void)width;
    return hc_prcm_read(model, at);
}

static void block_write(void *model, uint32_t at, uint32_t value,
                        unsigned width)
{
    (void)width;
    hc_prcm_write(model, at, value);
}

const struct hc_block hc_prcm_block = {
    .name = "am335x-prcm",
    .size = sizeof(struct hc_prcm),
    .state_at = offsetof(struct hc_prcm, reg),
    .window = HC_PRCM_WINDOW,
    .n_out = 1,
    .init = block_init,
    .reset = block_reset,
    .read = block_read,
    .write = block_write,
};
