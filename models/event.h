/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The facts that models report. A name is an interface: scenarios wait for
 * events by these names. */
#ifndef HC_EVENT_H
#define HC_EVENT_H

#include <stddef.h>
#include <stdint.h>

enum hc_event {
    /* any model */
    HC_EVENT_MISUSE_REG,        /* reserved, busy or read-only: at, value */
    HC_EVENT_UNMODELLED_REG,    /* at, write */
    HC_EVENT_UNMODELLED_MODE,   /* at, value: a mode we do not have */

    /* wires */
    HC_EVENT_LINK_UP,           /* mbps, full */
    HC_EVENT_LINK_DOWN,
    HC_EVENT_MODE_MISMATCH,     /* ours, theirs: enum hc_iface */
    HC_EVENT_AN_DONE,           /* mbps, full */
    HC_EVENT_AN_FAIL,           /* ours, theirs: abilities */
    HC_EVENT_FRAME_DROP,        /* len, reason */

    /* PHY */
    HC_EVENT_PHY_RESET,
    HC_EVENT_PHY_MEDIA,         /* mode: enum hc_iface of the line side */
    HC_EVENT_PHY_POWER,         /* on */
    HC_EVENT_LED,               /* led, on */
    HC_EVENT_WOL,               /* a magic packet */
    HC_EVENT_PATCH_CRC,         /* crc, known: of an 8051's patch */
    HC_EVENT_TWI_NAK,           /* addr, reason: a PHY's two-wire master */

    /* cage and module */
    HC_EVENT_MODULE_INSERT,
    HC_EVENT_MODULE_REMOVE,
    HC_EVENT_MODULE_READY,      /* after_ms */
    HC_EVENT_MODULE_BOUNCE,     /* edges */
    HC_EVENT_EEPROM_READ,       /* addr, off */
    HC_EVENT_EEPROM_WRITE,      /* addr, off */
    HC_EVENT_EEPROM_NAK,        /* addr, reason */
    HC_EVENT_TX_DISABLE,        /* level */
    HC_EVENT_TX_FAULT,          /* level */
    HC_EVENT_LOS,               /* level */
    HC_EVENT_MOD_DEF0,          /* level */
    HC_EVENT_PIN_HOLD,          /* pin: enum hc_pin, at: enum hc_hold */
    HC_EVENT_MODULE_SEAT,       /* halfway */
    HC_EVENT_MODULE_TRIP,       /* the laser safety */
    HC_EVENT_MODULE_STALL,      /* on */
    HC_EVENT_MODULE_NAK,        /* after, times */
    HC_EVENT_MODULE_FREEZE,     /* on */
    HC_EVENT_MODULE_POWER,      /* level: of SFF-8472 */
    HC_EVENT_EEPROM_FLIP,       /* addr, off */
    HC_EVENT_EEPROM_PATCH,      /* addr, off */
    HC_EVENT_DIAG_SET,          /* what: enum hc_sfp_diag, to */
    HC_EVENT_CABLE_PULL,
    HC_EVENT_CABLE_PLUG,
    HC_EVENT_CABLE_CUT,         /* strand: 0 tx, 1 rx */
    HC_EVENT_CABLE_MEND,        /* strand */
    HC_EVENT_LOSS_SET,          /* every */
    HC_EVENT_DAMAGE_SET,        /* every */
    HC_EVENT_FRAME_DAMAGE,      /* len */

    /* MAC */
    HC_EVENT_DMA_ERROR,         /* channel, code */
    HC_EVENT_PORT_STATE,        /* port, state */
    HC_EVENT_CLOCK_PULSE,       /* pin: a hand's, 1 to 4 */

    /* partner */
    HC_EVENT_ARP_REPLY,
    HC_EVENT_PING_REPLY,        /* seq, len */

    HC_EVENT_PARTNER_ABILITY,   /* ability: HC_AN_* */
    HC_EVENT_PARTNER_FAULT,     /* on: remote fault */
    HC_EVENT_PARTNER_SILENCE,   /* on */
    HC_EVENT_PARTNER_PAGES,     /* on: it negotiates */
    HC_EVENT_PARTNER_SPEED,     /* mbps, full */

    /* board */
    HC_EVENT_BOARD_RESET,
    HC_EVENT_BOARD_POWEROFF,
    HC_EVENT_WATCHDOG_BITE,

    /* MACsec engine */
    HC_EVENT_MACSEC_ROLLOVER,   /* sa, pn: the last one was used */
    HC_EVENT_MACSEC_THRESHOLD,  /* sa, pn */
    HC_EVENT_MACSEC_NEXT_SA,    /* from, to */
    HC_EVENT_MACSEC_SA_ON,      /* ingress, sa: a match entry is enabled */
    HC_EVENT_MACSEC_SA_OFF,     /* ingress, sa */

    HC_EVENT_COUNT
};

/* Why something did not happen; the values of `reason` keys. */
enum hc_reason {
    HC_REASON_NONE,
    HC_REASON_EMPTY,            /* no module there */
    HC_REASON_NOT_READY,        /* still starting up */
    HC_REASON_STALLED,          /* told by the scenario to be mute */
    HC_REASON_PROTECTED,        /* writes are refused */
    HC_REASON_NO_LINK,          /* the two ends do not agree */
    HC_REASON_CUT,              /* the cable is not there */
    HC_REASON_LOSS,             /* told by the scenario to lose it */
    HC_REASON_TOO_LONG,
    HC_REASON_TOO_SHORT,
    HC_REASON_STORM,            /* a loop of wires */
    HC_REASON_DISABLED,
    HC_REASON_NO_DEVICE,        /* nobody has that address */
    HC_REASON_NO_CONTACT,       /* not pushed home */
    HC_REASON_FILTERED,         /* a rule says so */
    HC_REASON_BAD_TAG,          /* SecTAG */
    HC_REASON_BAD_ICV,
    HC_REASON_REPLAYED,
    HC_REASON_NO_SA,            /* none for it, or not in use */
    HC_REASON_BAD_RECORD,       /* the MACsec engine cannot carry it out */
    HC_REASON_PN_EXHAUSTED,
    HC_REASON_FULL,             /* no room in a queue */
    HC_REASON_DAMAGED,          /* bits were lost on the way */
    HC_REASON_COLLISIONS,       /* sixteen in a row */
    HC_REASON_LATE_COLLISION,   /* somebody does not listen */
    HC_REASON_COUNT
};

enum hc_event_format {
    HC_FORMAT_NONE,
    HC_FORMAT_DEC,
    HC_FORMAT_HEX,
    HC_FORMAT_SIGNED,
    HC_FORMAT_REASON,
    HC_FORMAT_IFACE,
    HC_FORMAT_DIAG,
    HC_FORMAT_PIN,
    HC_FORMAT_HOLD,
    HC_FORMAT_STRAND
};

/* Contacts of a cage that a hand may hold, and at what. */
enum hc_pin { HC_PIN_MOD_ABS, HC_PIN_TX_FAULT, HC_PIN_LOS, HC_PIN_TX_DISABLE };
enum hc_hold { HC_HOLD_AUTO, HC_HOLD_LOW, HC_HOLD_HIGH };

struct hc_event_key {
    const char *name;
    enum hc_event_format format;
};

struct hc_event_row {
    const char *name;           /* "eeprom.nak" */
    struct hc_event_key a, b;
};

/* The table row of an event; never NULL for a value of the enum. */
const struct hc_event_row *hc_event_row(enum hc_event id);

/* The word of a reason ("not_ready"); "?" for a value out of range. */
const char *hc_reason_name(uint32_t reason);

/* Writes "noun.verb key=value key=value" into a buffer of `size` bytes,
 * always terminated; returns the length that it would have needed. */
size_t hc_event_format(enum hc_event id, uint32_t a, uint32_t b,
                       char *ret_text, size_t size);

#endif
