/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the files of the VSC85xx share: where the pages are in the register
 * table, and the consequences that the table names. */
#ifndef HC_VSC85XX_INTERNAL_H
#define HC_VSC85XX_INTERNAL_H

#include "phy-part.h"
#include "vsc85xx.h"

/* Banks of 32 in the table. FIBRE and PRIV are on no page: the registers of
 * the second medium for the core, and what a port must remember. */
enum {
    STD = 0 << 5, EXT1 = 1 << 5, EXT2 = 2 << 5, EXT3 = 3 << 5,
    CSR = 4 << 5, GPIO = 5 << 5, PTP = 6 << 5, TEST = 7 << 5,
    TOKEN = 8 << 5, MMD = 9 << 5, FIBRE = 10 << 5, PRIV = 11 << 5
};

enum {
    BYPASS = STD + 18, RX_ERRORS, FALSE_CARRIERS, DISCONNECTS, EXT_CTRL,
    PHY_CTRL1, PHY_CTRL2, INT_MASK, INT_STATUS, AUX_STATUS = STD + 28,
    LED_MODE, LED_BEHAVIOUR, PAGE,
    CU_GOOD = EXT1 + 18, EXT_MODE, ACTIPHY, CU_BAD = EXT1 + 23,
    VERIPHY1, VERIPHY2, VERIPHY3,
    WOL_MAC = EXT2 + 21, WOL_PASSWORD = EXT2 + 24, WOL_CTRL = EXT2 + 27,
    EXT_INT_MASK, EXT_INT_STATUS,
    MAC_PCS = EXT3 + 16, MAC_PCS_STATUS, TX_GOOD = EXT3 + 21, TX_BAD,
    MEDIA_PCS, MEDIA_PCS_STATUS, MEDIA_ANAR, MEDIA_ANLPAR,
    RX_GOOD = EXT3 + 28, RX_BAD,
    CSR_LOW = CSR + 17, CSR_HIGH, CSR_CTRL, CSR_TARGET,
    MICRO = GPIO + 0, MEM_ADDR = GPIO + 11, MEM_CTRL, GPIO_FUNCTION,
    COMA, GPIO_IN, GPIO_OUT, GPIO_DIR, MAILBOX, MAC_MODE, TWI_CTRL, TWI_CMD,
    TWI_DATA, TEMP_CTRL = GPIO + 26, TEMP = GPIO + 28, PACKAGE_INT,
    PTP_CTRL = PTP + 16, PTP_LOW, PTP_HIGH,
    TOKEN_CTRL = TOKEN + 16, TOKEN_LOW, TOKEN_HIGH
};

/* What a port remembers. */
enum {
    PRIV_LINKED = PRIV,         /* copper was up */
    PRIV_ACTIVE,                /* medium in use + 1; 0: never any */
    PRIV_LEDS,                  /* bit n: LED n is lit */
    PRIV_EXT,                   /* 29E2 & 28E2 when last looked at */
    PRIV_TS,                    /* 1588 causes that are enabled */
    PRIV_FAILURES,              /* gigabit attempts in a row */
    PRIV_VERIPHY_MS,            /* when the cable test ends */
    PRIV_STICKS,                /* causes that a read leaves, see knobs */
    PRIV_CABLE = PRIV + 16,     /* from here on a reset changes nothing */
    PRIV_CROSSOVER = PRIV_CABLE,        /* the cable needs one */
    PRIV_PAIR                   /* 4: state << 8 | units of 3 m */
};

#define INT_MDINT      0x8000u
#define INT_WOL        0x0040u
#define INT_EXT        0x0020u
#define INT_AMS        0x0010u
#define INT_DOWNSHIFT  0x0004u

/* Media serdes as the mailbox left it. */
enum { FIBRE_OFF, FIBRE_1000X, FIBRE_100FX };

/* Serdes loops (vendor API): what comes in goes out again, or what would go
 * out comes in. */
enum { LOOP_OFF, LOOP_INPUT, LOOP_FACILITY, LOOP_EQUIPMENT };
enum { LOOP_MEDIA, LOOP_MAC };

/* vsc85xx-part.c */
extern struct hc_regmap hc_vsc_map;

/* vsc85xx.c */
uint32_t *hc_vsc_values(struct hc_phy *phy, uint16_t at);
uint64_t hc_vsc_now(const struct hc_vsc_package *package);
void hc_vsc_event(const struct hc_vsc_package *package, enum hc_event id,
                  uint32_t a, uint32_t b);
void hc_vsc_strapped(struct hc_phy *phy);
void hc_vsc_soft_reset(struct hc_phy *phy, unsigned medium);
bool hc_vsc_broadcast(struct hc_phy *phy, unsigned reg, uint16_t value);

/* vsc85xx-irq.c */
void hc_vsc_raise(struct hc_phy *phy, uint32_t bits);
bool hc_vsc_pin_gate(const struct hc_phy *phy);
void hc_vsc_pin_changed(struct hc_phy *phy);
void hc_vsc_int_before_read(void *model, uint32_t at);
void hc_vsc_int_was_read(void *model, uint32_t at);
void hc_vsc_ext_was_written(void *model, uint32_t at, uint32_t value);
void hc_vsc_ext_was_read(void *model, uint32_t at);
void hc_vsc_package_int_before_read(void *model, uint32_t at);
void hc_vsc_gpio_before_read(void *model, uint32_t at);
void hc_vsc_temp_before_read(void *model, uint32_t at);

/* vsc85xx-media.c */
uint32_t hc_vsc_iface(const struct hc_phy *phy, unsigned medium);
unsigned hc_vsc_active(const struct hc_phy *phy);
void hc_vsc_latch_mode(struct hc_phy *phy);
void hc_vsc_status(struct hc_phy *phy, unsigned medium);
bool hc_vsc_refuses(struct hc_phy *phy, unsigned medium, uint16_t mbps);
void hc_vsc_bmcr_was_written(void *model, uint32_t at, uint32_t value);
void hc_vsc_bmsr_before_read(void *model, uint32_t at);
void hc_vsc_bmsr_was_read(void *model, uint32_t at);
void hc_vsc_page_was_written(void *model, uint32_t at, uint32_t value);
void hc_vsc_ctrl1_was_written(void *model, uint32_t at, uint32_t value);
void hc_vsc_ctrl2_was_written(void *model, uint32_t at, uint32_t value);
void hc_vsc_status_follows(void *model, uint32_t at, uint32_t value);
void hc_vsc_mac_pcs_before_read(void *model, uint32_t at);

/* vsc85xx-frame.c */
bool hc_vsc_from_mac(struct hc_phy *phy, unsigned medium,
                     const uint8_t *frame, size_t len);
bool hc_vsc_from_medium(struct hc_phy *phy, unsigned medium,
                        const uint8_t *frame, size_t len);
void hc_vsc_veriphy_before_read(void *model, uint32_t at);
void hc_vsc_veriphy_was_written(void *model, uint32_t at, uint32_t value);

/* vsc85xx-csr.c */
void hc_vsc_csr_was_written(void *model, uint32_t at, uint32_t value);
void hc_vsc_token_was_written(void *model, uint32_t at, uint32_t value);

/* vsc85xx-8051.c */
void hc_vsc_mailbox_was_written(void *model, uint32_t at, uint32_t value);
void hc_vsc_mem_addr_was_written(void *model, uint32_t at, uint32_t value);
void hc_vsc_mem_ctrl_was_written(void *model, uint32_t at, uint32_t value);
void hc_vsc_mem_ctrl_before_read(void *model, uint32_t at);
void hc_vsc_mac_mode_was_written(void *model, uint32_t at, uint32_t value);

/* vsc85xx-twi.c */
void hc_vsc_twi_catch_up(struct hc_vsc_package *package);
void hc_vsc_twi_before_read(void *model, uint32_t at);
void hc_vsc_twi_ctrl_was_written(void *model, uint32_t at, uint32_t value);
void hc_vsc_twi_cmd_was_written(void *model, uint32_t at, uint32_t value);

/* vsc85xx-1588.c: the clock and its registers */
void hc_vsc_ptp_was_written(void *model, uint32_t at, uint32_t value);
void hc_vsc_clocks_reset(struct hc_vsc_package *package);
void hc_vsc_clock_update(struct hc_vsc_clock *clock, uint64_t now_ns);
void hc_vsc_clock_stamped(struct hc_phy *phy, const uint8_t *stamp);

/* vsc85xx-stamp.c: the frames; `room` holds a rewritten frame. */
#define HC_VSC_PTP_MAX 1600
const uint8_t *hc_vsc_stamp(struct hc_phy *phy, bool egress,
                            const uint8_t *frame, size_t len,
                            uint8_t room[HC_VSC_PTP_MAX]);

#endif
