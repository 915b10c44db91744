/* SPDX-License-Identifier: GPL-2.0-or-later */
/* An SFP module: what a module type is, as data, and its EEPROM pages A0h
 * and A2h as a host meets them on I2C (SFF-8472). */
#ifndef HC_SFP_H
#define HC_SFP_H

#include "hop.h"
#include "i2c-bus.h"
#include "sfp-phy.h"

enum hc_sfp_kind {
    HC_SFP_FIBRE,
    HC_SFP_DAC,
    HC_SFP_RJ45,                /* copper pairs behind a PHY of its own */
    HC_SFP_KIND_COUNT
};

/* What becomes of a write to a byte that is no control byte. */
enum hc_sfp_writes {
    HC_SFP_WRITES_NAK,
    HC_SFP_WRITES_IGNORED,
    HC_SFP_WRITES_STORED,
    HC_SFP_WRITES_COUNT
};

/* How a module drives its LOS or TX_FAULT contact. */
enum hc_sfp_pin {
    HC_SFP_PIN_FOLLOWS,         /* high tells the condition */
    HC_SFP_PIN_INVERTED,        /* low tells it (LOS, A0h 65.2) */
    HC_SFP_PIN_LOW,             /* tied to ground, as in cheap cables */
    HC_SFP_PIN_HIGH,
    HC_SFP_PIN_COUNT
};

/* What a read of several bytes gives. */
enum hc_sfp_reads {
    HC_SFP_READS_ANY,
    HC_SFP_READS_ONE_BYTE,      /* one byte, then zeros (RTL8672, RTL9601C) */
    HC_SFP_READS_A2_BLOCKS,     /* a single byte of A2h locks it up */
    HC_SFP_READS_COUNT
};

/* A module type. Plain data: a file or a table fills it in. */
struct hc_sfp_data {
    uint8_t  a0[256], a2[256];
    uint64_t ready_after_ns;    /* mute for so long after power-up */
    uint32_t kind;              /* enum hc_sfp_kind */
    uint32_t carries;           /* enum hc_iface: its coding by nature */
    uint32_t passes;            /* bit n: lets enum hc_iface n through */
    uint32_t writes;            /* enum hc_sfp_writes */
    uint32_t los_pin, tx_fault_pin;     /* enum hc_sfp_pin */
    uint32_t reads;             /* enum hc_sfp_reads */
    uint32_t phy;               /* enum hc_sfp_phy_part */
    uint32_t phy_strap;         /* its HWCFG_MODE pins */
    uint64_t phy_boot_ns;       /* from power-up to its first answer */
    /* Received power below which LOS comes, and from which it goes, in
     * 0.1 uW; both 0: any light will do. */
    uint32_t los_assert, los_deassert;
    uint8_t  phy_address;       /* on the module's bus; 0: not on it */
    bool     has_a2;            /* answers at 0x51 */
    bool     ignores_tx_disable;
};

/* The diagnostics of SFF-8472 table 9-16, in the order of A2h 96..105. */
enum hc_sfp_diag {
    HC_SFP_TEMP_MDEGC,
    HC_SFP_VCC_UV,
    HC_SFP_BIAS_UA,
    HC_SFP_TX_POWER_UW,
    HC_SFP_RX_POWER_UW,
    HC_SFP_DIAG_COUNT
};

#define HC_SFP_MAX_FLIPS 8

/* A byte that reads wrong. */
struct hc_sfp_flip {
    uint32_t reads_left;        /* 0: this entry is free */
    uint32_t good_reads;        /* still to come before the first wrong one */
    uint8_t  address, offset, value;
    bool     for_ever;
};

#define HC_SFP_MAX_PATCHES 4
#define HC_SFP_PATCH_BYTES 16

/* Bytes that the memory will hold from a read of the first one on. */
struct hc_sfp_patch {
    uint32_t reads_left;        /* until then; 0: this entry is free */
    uint8_t  address, offset, len;
    uint8_t  byte[HC_SFP_PATCH_BYTES];
};

/* A measured value on its way to what A2h 96.. holds. */
struct hc_sfp_ramp {
    uint64_t from_ns, to_ns;    /* it is there at to_ns */
    int32_t  from;
};

/* What a module shows that changes by itself: A2h 96..119. */
#define HC_SFP_LIVE_FIRST 96
#define HC_SFP_LIVE_BYTES 24

/* The levels at the module's contacts, as A2h byte 110 shows them, and what
 * light there is. The cage keeps it up to date. */
struct hc_sfp_world {
    bool tx_disable, rs0, rs1, tx_fault, los;
    bool tx_lit, rx_lit;
};

struct hc_sfp {
    const struct hc_host *host;
    void (*changed)(void *owner);       /* the host wrote a soft control */
    void  *owner;

    /* state, to the end */
    struct hc_sfp_data  data;           /* as written to since insertion */
    struct hc_sfp_flip  flip[HC_SFP_MAX_FLIPS];
    struct hc_sfp_patch patch[HC_SFP_MAX_PATCHES];
    struct hc_sfp_ramp  ramp[HC_SFP_DIAG_COUNT];
    struct hc_sfp_world world;
    struct hc_sfp_phy   phy;            /* inside an RJ45 module */
    uint64_t ready_at_ns;
    uint32_t nak_after, nak_left;       /* reads to pass, starts to refuse */
    bool     inserted, stalled;
    bool     frozen;                    /* A2h 96..119 shows `still` */
    uint8_t  still[HC_SFP_LIVE_BYTES];
    bool     locked;                    /* until it is plugged in anew */
    bool     bus_contact;               /* SCL and SDA touch the cage's */
    uint8_t  offset[2];                 /* next byte of A0h and A2h */
    uint8_t  password[4];
    uint8_t  page;                      /* A2h byte 127 */
    /* the transaction under way */
    bool     on_a2, on_phy, want_offset, told;
    uint32_t n_read;
    bool     latched;                   /* `low` waits to be read */
    uint8_t  low_at, low;
};

/* An absent module. `changed` may be NULL. */
void hc_sfp_init(struct hc_sfp *sfp, const struct hc_host *host,
                 void (*changed)(void *owner), void *owner);

/* Guest face: the module on its bus: 0x50, 0x51 and a PHY's address. */
struct hc_i2c_target hc_sfp_target(struct hc_sfp *sfp);

/* True once the module is powered and has started up. */
bool hc_sfp_is_ready(const struct hc_sfp *sfp);

/* False for no module, and for one whose inside we do not model. */
bool hc_sfp_is_modelled(const struct hc_sfp *sfp);

/* True while A2h 110.6 holds the transmitter off. */
bool hc_sfp_soft_tx_disable(const struct hc_sfp *sfp);

/* Bench face: powers up a module of this type, now. */
void hc_sfp_insert(struct hc_sfp *sfp, const struct hc_sfp_data *data);

/* Bench face: takes the module away, faults included. */
void hc_sfp_remove(struct hc_sfp *sfp);

/* Bench face: a stalled module acknowledges nothing. */
void hc_sfp_stall(struct hc_sfp *sfp, bool stalled);

/* Bench face: after `after` more reads, the module does not acknowledge its
 * address `times` times. HC_NAK: there is no module. */
enum hc_status hc_sfp_nak(struct hc_sfp *sfp, uint32_t after, uint32_t times);

/* Bench face: a byte of 0x50 or 0x51 reads as `value` for `reads` reads (0:
 * for ever) after `good` right ones. HC_NAK when too many are flipped
 * already. */
enum hc_status hc_sfp_flip(struct hc_sfp *sfp, uint8_t address,
                           uint8_t offset, uint8_t value, uint32_t reads,
                           uint32_t good);

/* Bench face: the memory holds other bytes, from now on (on_read 0) or from
 * the read number `on_read` of the first of them on, that one included.
 * HC_NAK: no module or no such memory, none or more than HC_SFP_PATCH_BYTES
 * bytes, bytes beyond 255, or too many patches wait already. */
enum hc_status hc_sfp_patch(struct hc_sfp *sfp, uint8_t address,
                            uint8_t offset, const uint8_t *bytes, size_t len,
                            uint32_t on_read);

/* Bench face: the module's controller hangs: A2h 96..119 shows what it shows
 * now, and writes to A2h are acknowledged and forgotten. HC_NAK: there is no
 * module. */
enum hc_status hc_sfp_freeze(struct hc_sfp *sfp, bool frozen);

/* Bench face: sets a measured value; HC_NAK if A2h cannot express it. */
enum hc_status hc_sfp_set_diag(struct hc_sfp *sfp, enum hc_sfp_diag which,
                               int32_t value);

/* Bench face: a measured value goes to `value` evenly in so many ns. HC_NAK
 * if A2h cannot express it. */
enum hc_status hc_sfp_ramp(struct hc_sfp *sfp, enum hc_sfp_diag which,
                           int32_t value, uint64_t within_ns);

/* What is measured now: what A2h would show, light or no light. */
int32_t hc_sfp_get_diag(const struct hc_sfp *sfp, enum hc_sfp_diag which);

/* True if the light that comes in is too weak for the detector, which says
 * `loss` already (its two thresholds make a hysteresis). */
bool hc_sfp_is_weak(const struct hc_sfp *sfp, bool loss);

/* When a ramp of the received power will change that; HC_NEVER: it will
 * not. */
uint64_t hc_sfp_weak_changes_ns(const struct hc_sfp *sfp, bool loss);

/* 1, or what A2h 118 has selected of the levels that A0h 64 declares (2, 3;
 * SFF-8472 tables 8-3 and 9-19). */
unsigned hc_sfp_power_level(const struct hc_sfp *sfp);

/* A quantity in the units of A2h; HC_NAK if it does not fit. */
enum hc_status hc_sfp_encode(enum hc_sfp_diag which, int32_t value,
                             uint16_t *ret_raw);

/* The quantity that A2h expresses by `raw`. */
int32_t hc_sfp_decode(enum hc_sfp_diag which, uint16_t raw);

/* The quantity that a host makes of a reading of this module, whose
 * calibration is internal or external. */
int32_t hc_sfp_value(const struct hc_sfp_data *data, enum hc_sfp_diag which,
                     uint16_t reading);

/* The reading of which a host makes this quantity. HC_NAK with the nearest
 * one if there is none, with none if A2h has no units for it. */
enum hc_status hc_sfp_reading(const struct hc_sfp_data *data,
                              enum hc_sfp_diag which, int32_t value,
                              uint16_t *ret_reading);

/* The check code over bytes first..last (CC_BASE: 0..62, CC_EXT: 64..94;
 * A2h CC_DMI: 0..94). */
uint8_t hc_sfp_check_code(const uint8_t *bytes, unsigned first,
                          unsigned last);

#endif
