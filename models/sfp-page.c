/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The bytes of A0h and A2h: what a read shows and what a write does. */
#include "sfp.h"

#include <string.h>

#include "sfp-internal.h"

/* A0h, SFF-8472 tables 4-1, 8-5 and 8-6. */
#define OPTIONS_POWER   64
#define POWER_LEVELS    0x22        /* power level 2 or 3 is declared */
#define POWER_LEVEL_3   0x20
#define ENHANCED        93
#define ENHANCED_FLAGS  0x80
#define ENHANCED_TX_DIS 0x40
#define ENHANCED_FAULT  0x20
#define ENHANCED_LOS    0x10
#define ENHANCED_RATE   0x08

/* A2h, SFF-8472 tables 9-15 to 9-19. */
#define DIAG_LAST       105
#define STATUS          110
#define STATUS_SOFT_TX_DIS 0x40
#define STATUS_SOFT_RS0 0x08
#define ALARM_FLAGS     112
#define WARNING_FLAGS   116
#define EXT_STATUS      118
#define EXT_SOFT_RS1    0x08
#define EXT_POWER_STATE 0x02
#define EXT_POWER_SEL   0x01
#define PASSWORD_FIRST  123
#define PASSWORD_LAST   126
#define PAGED_FIRST     128

static bool has_enhanced(const struct hc_sfp *sfp, uint8_t option)
{
    return sfp->data.a0[ENHANCED] & option;
}

bool hc_sfp_soft_tx_disable(const struct hc_sfp *sfp)
{
    return has_enhanced(sfp, ENHANCED_TX_DIS) &&
           (sfp->data.a2[STATUS] & STATUS_SOFT_TX_DIS);
}

unsigned hc_sfp_power_level(const struct hc_sfp *sfp)
{
    if (!(sfp->data.a2[EXT_STATUS] & EXT_POWER_STATE)) {
        return 1;
    }
    return sfp->data.a0[OPTIONS_POWER] & POWER_LEVEL_3 ? 3 : 2;
}

/* --- what A2h shows ---------------------------------------------------- */

/* Without light there is nothing to measure: bias and transmitted power
 * fall to zero with the transmitter, received power with the far end. */
static uint16_t diag_word(const struct hc_sfp *sfp, unsigned which)
{
    bool dark = false;
    uint16_t reading = 0;

    if (which == HC_SFP_BIAS_UA || which == HC_SFP_TX_POWER_UW) {
        dark = !sfp->world.tx_lit;
    } else if (which == HC_SFP_RX_POWER_UW) {
        dark = !sfp->world.rx_lit;
    }
    if (dark && (sfp->data.a0[DIAG_TYPE] & DIAG_DDM)) {
        hc_sfp_reading(&sfp->data, which, 0, &reading);
        return reading;
    }
    return hc_sfp_measured(sfp, which);
}

static int32_t comparable(unsigned which, uint16_t raw)
{
    return which == HC_SFP_TEMP_MDEGC ? (int16_t)raw : raw;
}

/* Thresholds lie at A2h 0..39, per quantity: high alarm, low alarm, high
 * warning, low warning. `pair` is 0 for alarms and 2 for warnings. */
static uint16_t flags(const struct hc_sfp *sfp, unsigned pair)
{
    uint16_t result = 0;

    for (unsigned i = 0; i < HC_SFP_DIAG_COUNT; i++) {
        const uint8_t *at = &sfp->data.a2[8 * i + 2 * pair];
        int32_t value = comparable(i, diag_word(sfp, i));
        int32_t high = comparable(i, (uint16_t)(at[0] << 8 | at[1]));
        int32_t low = comparable(i, (uint16_t)(at[2] << 8 | at[3]));

        result |= (uint16_t)((value > high) << (15 - 2 * i));
        result |= (uint16_t)((value < low) << (14 - 2 * i));
    }
    return result;
}

/* Each bit of byte 110 follows its contact only if A0h byte 93 says that the
 * module implements it; otherwise it reads as the module was made. */
static uint8_t status(const struct hc_sfp *sfp)
{
    const struct hc_sfp_world *world = &sfp->world;
    const struct { uint8_t option, mask, value; } bit[] = {
        { ENHANCED_TX_DIS, 0x80, (uint8_t)(world->tx_disable << 7) },
        { ENHANCED_RATE, 0x30, (uint8_t)(world->rs1 << 5 | world->rs0 << 4) },
        { ENHANCED_FAULT, 0x04, (uint8_t)(world->tx_fault << 2) },
        { ENHANCED_LOS, 0x02, (uint8_t)(world->los << 1) },
    };
    uint8_t value = sfp->data.a2[STATUS];

    for (unsigned i = 0; i < sizeof(bit) / sizeof(bit[0]); i++) {
        if (has_enhanced(sfp, bit[i].option)) {
            value = (uint8_t)((value & ~bit[i].mask) | bit[i].value);
        }
    }
    return value;
}

static uint8_t flag_byte(const struct hc_sfp *sfp, uint8_t at)
{
    uint16_t both;

    if (!has_enhanced(sfp, ENHANCED_FLAGS)) {
        return sfp->data.a2[at];
    }
    both = flags(sfp, at < WARNING_FLAGS ? 0 : 2);
    return (uint8_t)(at & 1 ? both : both >> 8);
}

/* A 16-bit value is coherent within a transaction: its low byte is kept from
 * the moment its high byte is read (SFF-8472, 9.5). */
static uint8_t diag_byte(struct hc_sfp *sfp, uint8_t at)
{
    uint16_t word = diag_word(sfp, (at - DIAG_FIRST) / 2u);

    if (at % 2 == 0) {
        sfp->latched = true;
        sfp->low_at = at + 1;
        sfp->low = (uint8_t)word;
        return (uint8_t)(word >> 8);
    }
    if (sfp->latched && sfp->low_at == at) {
        sfp->latched = false;
        return sfp->low;
    }
    return (uint8_t)word;
}

/* Page 3 of a RollBall module, once its password (four times FFh,
 * mdio-i2c.c, i2c_mii_init_rollball) has been given. */
static bool on_bridge(const struct hc_sfp *sfp, uint8_t at)
{
    static const uint8_t password[4] = { 0xff, 0xff, 0xff, 0xff };

    return sfp->data.phy == HC_SFP_PHY_ROLLBALL && sfp->page == 3 &&
           at >= PAGED_FIRST &&
           !memcmp(sfp->password, password, sizeof(password));
}

static bool is_live(uint8_t at)
{
    return at >= HC_SFP_LIVE_FIRST &&
           at < HC_SFP_LIVE_FIRST + HC_SFP_LIVE_BYTES;
}

static uint8_t a2_byte(struct hc_sfp *sfp, uint8_t at)
{
    if (sfp->frozen && is_live(at)) {
        return sfp->still[at - HC_SFP_LIVE_FIRST];
    }
    if (on_bridge(sfp, at)) {
        return hc_sfp_bridge_read(&sfp->phy, sfp->host, at);
    }
    if (at >= DIAG_FIRST && at <= DIAG_LAST) {
        return diag_byte(sfp, at);
    }
    switch (at) {
    case STATUS:
        return status(sfp);
    case ALARM_FLAGS:
    case ALARM_FLAGS + 1:
    case WARNING_FLAGS:
    case WARNING_FLAGS + 1:
        return flag_byte(sfp, at);
    case PAGE_SELECT:
        return sfp->page;
    default:
        /* guess: a page that is not there reads as an erased memory. Pages 0
         * and 1 are one and the same (SFF-8472 table 9-1). */
        return at >= PAGED_FIRST && sfp->page > 1 ? 0xff : sfp->data.a2[at];
    }
}

static uint8_t flipped(struct hc_sfp *sfp, uint8_t at, uint8_t value)
{
    uint8_t address = sfp->on_a2 ? A2_ADDRESS : A0_ADDRESS;

    for (unsigned i = 0; i < HC_SFP_MAX_FLIPS; i++) {
        struct hc_sfp_flip *flip = &sfp->flip[i];

        if (flip->reads_left && flip->address == address &&
            flip->offset == at) {
            if (flip->good_reads) {
                flip->good_reads--;
                break;
            }
            flip->reads_left -= !flip->for_ever;
            return flip->value;
        }
    }
    return value;
}

void hc_sfp_page_hold(struct hc_sfp *sfp)
{
    for (unsigned i = 0; i < HC_SFP_LIVE_BYTES; i++) {
        sfp->still[i] = a2_byte(sfp, (uint8_t)(HC_SFP_LIVE_FIRST + i));
    }
    sfp->latched = false;
}

uint8_t hc_sfp_page_read(struct hc_sfp *sfp, uint8_t at)
{
    hc_sfp_patch_on_read(sfp, at);
    return flipped(sfp, at,
                   sfp->on_a2 ? a2_byte(sfp, at) : sfp->data.a0[at]);
}

/* --- what a write does ------------------------------------------------- */

static void masked(uint8_t *byte, uint8_t mask, uint8_t value)
{
    *byte = (uint8_t)((*byte & ~mask) | (value & mask));
}

static void write_status(struct hc_sfp *sfp, uint8_t value)
{
    uint8_t mask = 0;

    mask |= has_enhanced(sfp, ENHANCED_TX_DIS) ? STATUS_SOFT_TX_DIS : 0;
    mask |= has_enhanced(sfp, ENHANCED_RATE) ? STATUS_SOFT_RS0 : 0;
    masked(&sfp->data.a2[STATUS], mask, value);
    if (sfp->changed) {
        sfp->changed(sfp->owner);
    }
}

/* The power level state follows the selection at once. guess: real modules
 * take some of the 300 ms that T_HPOWER_LEVEL grants (sfp.c). */
static void write_ext_status(struct hc_sfp *sfp, uint8_t value)
{
    uint8_t *byte = &sfp->data.a2[EXT_STATUS];
    uint8_t mask = has_enhanced(sfp, ENHANCED_RATE) ? EXT_SOFT_RS1 : 0;
    unsigned before = hc_sfp_power_level(sfp);

    if (sfp->data.a0[OPTIONS_POWER] & POWER_LEVELS) {
        mask |= EXT_POWER_SEL;
    }
    masked(byte, mask, value);
    masked(byte, EXT_POWER_STATE, (uint8_t)(*byte & EXT_POWER_SEL ? 0xff : 0));
    if (hc_sfp_power_level(sfp) != before) {
        sfp->host->event(sfp->host->opaque, HC_EVENT_MODULE_POWER,
                         hc_sfp_power_level(sfp), 0);
    }
}

static void write_page(struct hc_sfp *sfp, uint8_t value)
{
    sfp->page = value;
    if (value > 1 &&
        !(value == 3 && sfp->data.phy == HC_SFP_PHY_ROLLBALL)) {
        sfp->host->event(sfp->host->opaque, HC_EVENT_UNMODELLED_MODE,
                         PAGE_SELECT, value);
    }
}

/* True if `at` is a control byte, which no write protection covers. */
static bool write_control(struct hc_sfp *sfp, uint8_t at, uint8_t value)
{
    if (on_bridge(sfp, at)) {
        hc_sfp_bridge_write(&sfp->phy, sfp->host, at, value);
        return true;
    }
    switch (at) {
    case STATUS:
        write_status(sfp, value);
        return true;
    case EXT_STATUS:
        write_ext_status(sfp, value);
        return true;
    case PAGE_SELECT:
        write_page(sfp, value);
        return true;
    default:
        if (at < PASSWORD_FIRST || at > PASSWORD_LAST) {
            return false;
        }
        /* Write-only: reading shows the bytes that the module was made with.
         * guess: modules differ in what they show here. */
        sfp->password[at - PASSWORD_FIRST] = value;
        return true;
    }
}

bool hc_sfp_page_write(struct hc_sfp *sfp, uint8_t at, uint8_t value)
{
    uint8_t *bytes = sfp->on_a2 ? sfp->data.a2 : sfp->data.a0;

    if (sfp->on_a2 && sfp->frozen) {
        return true;
    }
    if (sfp->on_a2 && write_control(sfp, at, value)) {
        return true;
    }
    if (sfp->data.writes == HC_SFP_WRITES_NAK) {
        hc_sfp_tell(sfp, HC_EVENT_EEPROM_NAK, HC_REASON_PROTECTED);
        return false;
    }
    if (sfp->data.writes == HC_SFP_WRITES_STORED &&
        !(sfp->on_a2 && at >= PAGED_FIRST && sfp->page > 1)) {
        bytes[at] = value;
    }
    return true;
}
