/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The bench's inside, for bench.c, bench-verbs.c and bench-status.c. */
#ifndef HC_BENCH_INTERNAL_H
#define HC_BENCH_INTERNAL_H

#include "bench.h"
#include "phy-macsec.h"
#include "board.h"
#include "capture.h"
#include "glue.h"
#include "machine.h"
#include "upper-tester.h"

#include "../models/at24.h"
#include "../models/cage.h"
#include "../models/hosts.h"
#include "../models/i2c-regs.h"
#include "../models/mac-bridge.h"
#include "../models/mdio.h"
#include "../models/partner.h"
#include "../models/pca9555.h"
#include "../models/peer.h"
#include "../models/ptp-master.h"
#include "../models/secy.h"
#include "../models/vsc85xx.h"
#include "../tools/lib/scenario.h"

/* guess: what a host on the same cable takes to answer. */
#define PEER_LATENCY_NS (20 * NS_PER_US)

typedef struct HcBench HcBench;

/* The hops of a port, from the MAC outwards. */
enum hc_port_hop { HC_HOP_MAC, HC_HOP_BRIDGED, HC_HOP_SERDES, HC_HOP_MEDIUM,
                   HC_PORT_HOPS };

typedef struct HcPort {
    struct HcBench *bench;
    const struct hc_board_port *row;
    unsigned n;
    char *eth, *place;          /* "eth0"; "cage0", or "eth0" with a jack */

    HcGlue phy_glue, cage_glue, partner_glue, peer_glue, secy_glue;
    HcGlue hop_glue[HC_PORT_HOPS];
    struct hc_hop hop[HC_PORT_HOPS];
    struct hc_mac_bridge bridge;    /* boards that are `bridged` */
    struct hc_phy phy;
    HcMacsec *macsec;           /* of a PHY that has one */
    struct hc_cage cage;
    struct hc_partner partner;
    struct hc_partner_config far_config;        /* what it was told to be */
    struct hc_peer peer;
    HcGlue ptp_glue;
    struct hc_ptp_master ptp;   /* beside the peer */
    HcGlue hosts_glue, member_glue[HC_HOSTS_MAX];
    struct hc_hosts hosts;      /* behind the wire, with … */
    struct hc_peer member[HC_HOSTS_MAX];        /* … who answers for them */
    struct hc_secy secy;        /* between the partner and who lives there */
    HcUpper *upper;
    unsigned testers;           /* … and so many interfaces of the guest */
    HcCapture *capture[HC_PORT_HOPS];
    struct HcFrameTap *watch[HC_PORT_HOPS];     /* of hc_bench_watch_frames() */

    /* what the bench knows of the cage's contents */
    char *module;               /* name of what is in it, or NULL */
    bool dac;                   /* it is an end of the bench's DAC */
    bool wired;                 /* its cable ends at the other port */
    struct hc_hop *medium;      /* what it sends on and hears … */
    unsigned side;              /* … and which end of it is ours */
    bool peer_on;               /* the scripted peer answers */
    bool hosts_on;              /* the hosts do */
} HcPort;

struct HcBench {
    HcMachineState *machine;
    const struct hc_board *board;
    const struct hc_scenario *scenario;
    HcPort port[HC_BOARD_PORTS];
    struct hc_i2c_bus i2c[HC_BOARD_BUSES];
    HcGlue i2c_glue[HC_BOARD_BUSES];
    HcGlue chip_glue[HC_BOARD_CHIPS], eeprom_glue, expander_glue;
    struct hc_i2c_regs chip[HC_BOARD_CHIPS];
    struct hc_at24 eeprom;
    struct hc_pca9555 expander;
    struct hc_vsc_package vsc;
    HcGlue vsc_glue;
    struct hc_sfp_data dac;     /* both ends of the DAC, if there is one */
    const char *host_time;      /* why the run is not deterministic */
    GPtrArray *moved;           /* the lines `partner` since power-on */
    struct HcBench *built;      /* all of this as it was built */
};

/* The port from MAC to far end in one line, for people; g_free() it. */
char *hc_bench_chain(HcPort *port);

/* From here on the bench hears of somebody in host time: `why`. */
void hc_bench_cross(HcBench *bench, const char *why);

/* Opens the captures that the machine asks for. */
bool hc_bench_open_captures(HcBench *bench, GError **error);

/* The port whose cable or cage `place` names; NULL: no such place. */
HcPort *hc_bench_port(HcBench *bench, const char *place);

/* Makes the hosts behind a port's wire; nobody is there yet. */
void hc_bench_hosts_create(HcPort *port);

/* Who is there from now on. */
void hc_bench_hosts_move_in(HcPort *port, const struct hc_partner_spec *spec);

/* Makes the PTP master at the far end, silent, and says what it is from now
 * on: spec->ptp, or nobody. */
void hc_bench_ptp_create(HcPort *port);
void hc_bench_ptp_move_in(HcPort *port, const struct hc_partner_spec *spec);

/* A counter of the PTP master. NULL: no such key. */
char *hc_bench_ptp_get(HcPort *port, const char *key);

/* The word of counter number `n` of the PTP master, NULL beyond the last. */
const char *hc_bench_ptp_key(unsigned n);

/* The verb `pulse`. */
bool hc_bench_pulse(HcPort *port, char **argv, GError **error);

/* The verb `send`. */
bool hc_bench_send(HcPort *port, char **argv, GError **error);

/* What a host saw: "h1.unicast". NULL: no such host or key. */
char *hc_bench_host_get(HcPort *port, const char *key);

/* Keeps a model's state in the snapshot; the order of the calls counts. */
void hc_bench_save(HcGlue *glue, void *model, size_t size, size_t state_at);

/* A verb of the scenario language and who carries it out. */
typedef struct HcHand {
    const char *verb;
    bool (*act)(HcPort *port, char **argv, GError **error);
    bool cage;                  /* the place must be a cage */
    bool own_medium;            /* whose cable ends at a partner */
} HcHand;

/* What goes wrong in a cage (bench-faults.c), and what is done to a cable and
 * its far end (bench-far.c); each ends with a row without a verb. */
extern const HcHand hc_bench_faults[], hc_bench_far[];

/* Sets the error; false, so that a verb can return it. */
bool hc_bench_refuse(GError **error, const char *format, ...)
    G_GNUC_PRINTF(2, 3);

/* HC_AN_* for everything up to a speed (0: all), in both duplexes unless half
 * is asked for. */
uint32_t hc_bench_abilities(unsigned mbps, bool full);

/* Sets up the far end of a port's medium. */
bool hc_bench_partner(HcPort *port, const struct hc_partner_spec *spec,
                      GError **error);

/* The far end's SecY: it is off until a `macsec` line. */
void hc_bench_macsec_create(HcPort *port);
bool hc_bench_macsec(HcPort *port, char **argv, GError **error);
/* A SecY that was never told anything. */
void hc_bench_macsec_forget(HcPort *port);
bool hc_bench_forge(HcPort *port, char **argv, GError **error);

/* A line that changed who lives at a far end. */
void hc_bench_remember_partner(HcBench *bench, char **argv);

/* The verb `csr`. */
bool hc_bench_csr(HcPort *port, char **argv, GError **error);

/* One of its numbers ("macsec_in_ok"); NULL: there is no such key. */
char *hc_bench_macsec_get(HcPort *port, const char *key);

/* The word of number `n` of the SecY, NULL beyond the last. */
const char *hc_bench_macsec_key(unsigned n);

/* All of them, if the SecY is on. */
void hc_bench_macsec_status(HcPort *port, GString *text);

/* bench-knobs.c: the machine's vsc-guess; false when it is none. */
bool hc_bench_take_guesses(HcBench *bench, GError **error);

#endif
