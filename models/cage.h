/* SPDX-License-Identifier: GPL-2.0-or-later */
/* An SFP cage: the slot, the contacts that the board sees, and whatever
 * module is in it, between the PHY's SerDes and the medium. */
#ifndef HC_CAGE_H
#define HC_CAGE_H

#include "hop.h"
#include "sfp.h"

/* Electrical levels on host->irq. All three are open collectors: an empty
 * cage leaves them to the board's pull-ups. */
enum hc_cage_line {
    HC_CAGE_MOD_DEF0,           /* low: a module is there */
    HC_CAGE_TX_FAULT,           /* high: fault */
    HC_CAGE_LOS,                /* high: loss of signal */
    HC_CAGE_LINES
};

/* Bench face: what holds a contact at a level. */
enum hc_cage_force { HC_CAGE_AUTO, HC_CAGE_FORCE_LOW, HC_CAGE_FORCE_HIGH };

enum hc_cage_state {
    HC_CAGE_EMPTY,
    HC_CAGE_BOUNCING,
    HC_CAGE_HALFWAY,            /* present, but its bus makes no contact */
    HC_CAGE_STARTING,           /* mute so far */
    HC_CAGE_READY,
    HC_CAGE_STATE_COUNT
};

#define HC_CAGE_MAX_EDGES 1000u

struct hc_cage {
    const struct hc_host *host;
    struct hc_hop *serdes;      /* we are at side 1 */
    struct hc_hop *medium;      /* what is plugged into the module; NULL */
    unsigned       medium_side;
    struct hc_sfp  sfp;         /* wiring, then state: HC_CAGE_STATE_AT */

    /* state, to the end: sfp.data and what follows it */
    uint64_t bounce_at_ns, bounce_step_ns;
    uint64_t ready_at_ns;       /* module.ready is due */
    uint64_t tx_at_ns;          /* the transmitter follows `tx_wanted` */
    uint64_t los_at_ns;         /* the detector follows the light */
    uint64_t disabled_at_ns;    /* since when TX_DISABLE holds */
    uint32_t bounce_edges;      /* still to come */
    uint32_t force[HC_CAGE_LINES];      /* enum hc_cage_force */
    uint32_t force_tx_disable;          /* the same */
    uint32_t mismatch[2];       /* enum hc_iface reported, out and in */
    bool     tx_disable, rs0, rs1;      /* the board's levels */
    bool     contact;           /* signal contacts touch */
    bool     halfway;
    bool     disabled;          /* TX_DISABLE, by contact or by software */
    bool     fault;             /* the laser has shut itself off */
    bool     tx_on;             /* light leaves */
    bool     loss;              /* what the detector says */
    bool     level[HC_CAGE_LINES];
};

/* Bytes from here to the end of struct hc_cage are its state. */
#define HC_CAGE_STATE_AT offsetof(struct hc_cage, sfp.data)

/* An empty cage at side 1 of `serdes`, with nothing plugged in. TX_DISABLE
 * is open until the board drives it, and open means high. */
void hc_cage_init(struct hc_cage *cage, const struct hc_host *host,
                  struct hc_hop *serdes);

/* Drives every line and asks for the next wake; call it once after
 * hc_cage_init and after a restore. */
void hc_cage_settle(struct hc_cage *cage);

/* Time has come for something; harmless when it has not. */
void hc_cage_wake(struct hc_cage *cage);

/* Wiring: plugs side `side` of a medium into the cage. A DAC is one hop with
 * one cage at side 0 and another at side 1. */
void hc_cage_connect(struct hc_cage *cage, struct hc_hop *medium,
                     unsigned side);

/* Wiring: unplugs the medium. */
void hc_cage_disconnect(struct hc_cage *cage);

/* Guest face: the level that the board drives; high disables. */
void hc_cage_set_tx_disable(struct hc_cage *cage, bool level);

/* Guest face: rate select 0 or 1. */
void hc_cage_set_rs(struct hc_cage *cage, unsigned n, bool level);

/* Guest face: the module on its I2C bus. */
struct hc_i2c_target hc_cage_target(struct hc_cage *cage);

/* Bench face: pushes a module in. HC_NAK: the cage is taken. */
enum hc_status hc_cage_insert(struct hc_cage *cage,
                              const struct hc_sfp_data *data);

/* Bench face: pulls the module out. HC_NAK: there is none. */
enum hc_status hc_cage_remove(struct hc_cage *cage);

/* Bench face: the signal contacts open and close, `edges` edges (rounded up
 * to an even number, for it ends closed) evenly over within_ns, the first
 * one now. HC_NAK: no module, no edge or more than HC_CAGE_MAX_EDGES. */
enum hc_status hc_cage_bounce(struct hc_cage *cage, uint32_t edges,
                              uint64_t within_ns);

/* Bench face: a module that is not pushed home shows itself on MOD_DEF0 but
 * its bus contacts are open. HC_NAK: there is none. */
enum hc_status hc_cage_seat_halfway(struct hc_cage *cage, bool halfway);

/* Bench face: holds TX_FAULT or LOS at a level while this module is in,
 * whatever goes on inside it; MOD_DEF0 in an empty cage as well, until it is
 * let go. */
void hc_cage_force(struct hc_cage *cage, enum hc_cage_line line,
                   enum hc_cage_force force);

/* Bench face: the module sees TX_DISABLE at a level, whatever the board
 * drives, until it is let go. */
void hc_cage_hold_tx_disable(struct hc_cage *cage, enum hc_cage_force force);

/* Bench face: the module's laser safety trips: TX_FAULT is high and nothing
 * is sent until the host pulses TX_DISABLE. HC_NAK: there is no laser. */
enum hc_status hc_cage_trip(struct hc_cage *cage);

/* Bench face: stalls, flips and measured values go to &cage->sfp. */

/* The state, for scenarios. */
enum hc_cage_state hc_cage_get_state(const struct hc_cage *cage);

/* Its word: "empty", "bouncing", "halfway", "starting", "ready". */
const char *hc_cage_state_name(enum hc_cage_state state);

/* What the board would read from MOD_DEF0: a module is there. */
bool hc_cage_present(const struct hc_cage *cage);

/* True while the module's transmitter is on. */
bool hc_cage_tx_enabled(const struct hc_cage *cage);

/* True while the LOS contact is high. */
bool hc_cage_los(const struct hc_cage *cage);

/* True while the TX_FAULT contact is high. */
bool hc_cage_tx_fault(const struct hc_cage *cage);

#endif
