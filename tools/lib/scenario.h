/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A scenario: the head says what is on the bench at power-on, the steps say
 * what happens when. docs/scenarios.md is the language for people. */
#ifndef HC_SCENARIO_H
#define HC_SCENARIO_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

#include "../../models/frame.h"
#include "../../models/hop.h"
#include "../../models/hosts.h"
#include "../../models/ptp-master.h"
#include "../../models/secy.h"
#include "verbs.h"

/* How many testers share one cable. */
#define HC_TESTERS_PER_PORT 2

#define HC_SCENARIO_ERROR (hc_scenario_error_quark())

enum hc_scenario_error {
    HC_SCENARIO_ERROR_FILE,     /* it cannot be read */
    HC_SCENARIO_ERROR_SYNTAX,
    HC_SCENARIO_ERROR_VERB,     /* no such word */
    HC_SCENARIO_ERROR_VALUE     /* a word that does not fit there */
};

/* How long an expectation without a window waits to come true, and how long
 * one of absence (`not`, `no`) keeps watching. */
#define HC_WINDOW_DEFAULT_NS (5 * NS_PER_S)
#define HC_WINDOW_ABSENT_NS  (1 * NS_PER_S)

/* How long a story may last after @boot, unless its head says otherwise. */
#define HC_STORY_LIMIT_NS (3600 * NS_PER_S)

/* A board that the machine knows: its device tree and its places. */
struct hc_board_row {
    const char *name;
    const char *dtb;            /* file in the kernel's folder of trees */
    unsigned cages, ports;      /* cage0…, eth0… */
    const char *help;
    bool guest_module;          /* the guest needs guest/module */
    bool mii;                   /* the MAC's wires, which are RGMII else */
    bool macsec;                /* its PHYs have it, behind SGMII bridges */
};

/* The boards; the last row has no name. */
extern const struct hc_board_row hc_boards[];

struct hc_scenario_module {
    char *alias;
    char *file;                 /* as written */
    char *path;                 /* where it was found */
    char **overrides;           /* key=value, NULL-terminated; maybe empty */
    unsigned line;
};

enum hc_partner_kind {
    HC_PARTNER_NONE,            /* nothing at the end of the cable */
    HC_PARTNER_PEER,            /* negotiates, answers ARP and ping */
    HC_PARTNER_SLIRP,           /* DHCP, TFTP and a gateway */
    HC_PARTNER_NETDEV,          /* a -netdev of QEMU */
    HC_PARTNER_HOSTS,           /* several hosts that send when told to */
    HC_PARTNER_PTP_MASTER,      /* a peer with a clock for others */
    HC_PARTNER_TESTER           /* one or more interfaces of the guest */
};

/* What stands at the far end of a place's cable. */
struct hc_partner_spec {
    char *place;
    enum hc_partner_kind kind;
    bool has_ip, has_mac;
    uint32_t ip;                /* 192.0.2.1 is 0xc0000201 */
    uint8_t mac[6];
    enum hc_iface mode;         /* HC_IFACE_OFF: as the near side (auto) */
    unsigned mbps;              /* 0: as fast as the medium is */
    bool full, an;
    bool restricted;            /* slirp: nothing leaves the host */
    char *tftp;                 /* slirp: folder of the TFTP server or NULL */
    char *netdev;               /* netdev: its id */
    struct hc_hosts_row host[HC_HOSTS_MAX];     /* hosts: who is there */
    unsigned n_hosts;
    unsigned testers;           /* tester: so many behind a repeater */
    struct hc_ptp_config ptp;   /* ptp-master; its port is left open */
    unsigned line;
};

/* A cable from port to port: a direct-attach cable between cages, which is
 * one module with two ends, or a patch cable between jacks. */
struct hc_scenario_wire {
    char *place[2];
    char *module;               /* alias or stock name; NULL: patch cable */
    unsigned line;
};

/* What the user brings into the guest. */
struct hc_scenario_file {
    bool from_kernel;           /* path is in the source of what boots */
    char *path;                 /* a file, or a folder with all in it */
    char *to;                   /* absolute, in the guest */
    unsigned line;
};

struct hc_scenario_need {
    bool board;                 /* it is about the board, not the kernel */
    char *op;                   /* ">=", ">", "<", "<=", "=" , "!=" */
    char *version;              /* "6.12", or the board's name */
    char *reason;
    unsigned line;
};

struct hc_scenario_allow {
    GRegex *regex;
    char *why;
    unsigned line;
};

enum hc_expect_kind {
    HC_EXPECT_STATE,            /* place.key op value */
    HC_EXPECT_COUNTER,          /* place.key op number */
    HC_EXPECT_EVENT,            /* place noun.verb keys… */
    HC_EXPECT_FRAME,            /* place frame keys… */
    HC_EXPECT_GUEST_LINK,       /* key = interface; up, down */
    HC_EXPECT_GUEST_SPEED,      /* key = interface; Mbit/s */
    HC_EXPECT_COMMAND,          /* a guest command's output or status */
    HC_EXPECT_KERNEL,           /* a kernel record */
    HC_EXPECT_NO_WARNING        /* no unexpected kernel warning */
};

enum hc_op {
    HC_OP_EQ, HC_OP_NE, HC_OP_LT, HC_OP_GT, HC_OP_LE, HC_OP_GE,
    HC_OP_CONTAINS, HC_OP_MATCH, HC_OP_STATUS
};

/* What the SecTAG of a frame must say. */
struct hc_tag_match {
    bool has_sci, no_sci, has_an, has_pn;
    bool encrypted, integrity;
    uint8_t sci[8];
    unsigned an;
    uint32_t pn_from, pn_to;    /* alone: each of them, in order */
};

/* Which frames an expectation counts. */
struct hc_frame_match {
    bool macsec;                /* only those with a SecTAG, and this one */
    struct hc_tag_match tag;
    bool in;                    /* towards the board; else out of it */
    char *dst, *src;            /* as written, or NULL */
    uint8_t dst_mac[6], src_mac[6];
    bool has_vlan, untagged;
    uint16_t vid;               /* 0: priority-tagged */
    bool has_type;
    uint16_t type;
    bool has_count;
    uint64_t least, count;      /* so many in the window, no more */
};

/* What the verb `send` asks for. */
struct hc_send_spec {
    struct hc_frame_spec frame;
    uint32_t count;
    uint64_t gap_ns;
};

struct hc_expect {
    enum hc_expect_kind kind;
    bool absent;                /* it must not happen */
    bool since_power_on;        /* no warning, not even while booting */
    char *place, *key;
    char **keys;                /* event: key=value that must be there */
    enum hc_op op;
    char *value;
    GRegex *regex;              /* HC_OP_MATCH */
    struct hc_frame_match *frame;   /* HC_EXPECT_FRAME */
    char *command;              /* guest command, or NULL when … */
    char *run;                  /* … it is the one started by `run &NAME` */
};

enum hc_when {
    HC_WHEN_POWER_ON,
    HC_WHEN_BOOT,               /* @boot: the agent has said HELLO */
    HC_WHEN_THEN,               /* all expectations above are settled */
    HC_WHEN_AFTER               /* +from [.. to] after the last stimulus */
};

struct hc_step {
    unsigned line;
    enum hc_when when;
    bool has_window;
    uint64_t from_ns, to_ns;    /* relative; with HC_WHEN_AFTER */
    const struct hc_verb *verb;
    char **argv;                /* argv[0] is the verb */
    struct hc_expect *expect;   /* only of an `expect` */
    char *text;                 /* the line as written, without comment */
};

/* An ending: its steps begin at `first` in the list of all. */
struct hc_branch {
    char *name;
    unsigned line;
    unsigned first;
};

struct hc_scenario {
    char *path;
    char *story;                /* its first comment */
    const struct hc_board_row *board;
    uint32_t seed;
    uint64_t limit_ns;          /* from @boot to the end, virtual */
    char *cmdline;              /* may be NULL */
    GPtrArray *modules;         /* struct hc_scenario_module */
    GPtrArray *partners;        /* struct hc_partner_spec */
    GPtrArray *wires;           /* struct hc_scenario_wire */
    GPtrArray *needs;           /* struct hc_scenario_need */
    GPtrArray *allows;          /* struct hc_scenario_allow */
    GPtrArray *properties;      /* char *, "name=value" */
    GPtrArray *packages;        /* char *, Debian's, for the guest */
    GPtrArray *files;           /* struct hc_scenario_file */
    GPtrArray *power_on;        /* struct hc_step, HC_WHEN_POWER_ON */
    GPtrArray *steps;           /* struct hc_step */
    GPtrArray *branches;        /* struct hc_branch; maybe empty */
    char *chosen;               /* the one that is told, or NULL */
    unsigned fork_at;           /* its first step; 0: the story has no fork */
};

GQuark hc_scenario_error_quark(void);

/* Reads and checks a scenario file. */
struct hc_scenario *hc_scenario_load(const char *path, GError **error);

/* The same from text; `path` is for messages and for finding modules. */
struct hc_scenario *hc_scenario_parse(const char *path, const char *text,
                                      GError **error);

void hc_scenario_free(struct hc_scenario *scenario);

/* The module of that alias, or NULL. */
const struct hc_scenario_module *
hc_scenario_module(const struct hc_scenario *scenario, const char *alias);

/* True if a line of `properties` is only written into the device tree, and the
 * machine is the same with it and without. */
bool hc_property_is_told(const char *property);

/* Plays the scenario on another board than it names. Refuses one that lacks
 * a cage or a port of that board. */
bool hc_scenario_set_board(struct hc_scenario *scenario, const char *name,
                           GError **error);

/* The ending of that name, or NULL. */
const struct hc_branch *hc_scenario_branch(const struct hc_scenario *scenario,
                                           const char *name);

/* Leaves the common story and one ending: `chosen` and `fork_at` are set,
 * the other endings are gone. */
bool hc_scenario_choose(struct hc_scenario *scenario, const char *name,
                        GError **error);

/* Why the scenario cannot run on its board and a kernel (`uname -r`); NULL
 * when it can. */
const char *hc_scenario_skip_reason(const struct hc_scenario *scenario,
                                    const char *release);

/* Why two runs may differ (a network that leaves the host); NULL when they
 * do not. */
const char *hc_scenario_nondeterminism(const struct hc_scenario *scenario);

/* Opens every module that the scenario names anywhere, so that a bad file is
 * found before the bench runs. */
bool hc_scenario_open_modules(const struct hc_scenario *scenario,
                              GError **error);

/* Finds a module file by path or stock name ("generic-1000base-sx"): as it
 * is, beside `near` (a file, may be NULL), then in the stock folders. */
char *hc_module_find(const char *name, const char *near, GError **error);

/* The folder with sfp-modules, scenarios and tools/setup: $HOTCAGE_DATA or
 * where hotcage was built or installed to. */
const char *hc_data_dir(void);

const struct hc_board_row *hc_board_find(const char *name);

/* What a partner is before any key: a peer that negotiates, full duplex. */
struct hc_partner_spec *hc_partner_new(const char *place, unsigned line);
void hc_partner_free(struct hc_partner_spec *partner);

/* Applies "key=value" words (argv of `partner`, from argv[2] on) to a
 * partner; leaves it as it was on error. */
bool hc_partner_apply(struct hc_partner_spec *partner, char *const *keys,
                      GError **error);

/* The host of that name behind any of the scenario's places, or NULL. */
const struct hc_hosts_row *
hc_scenario_host(const struct hc_scenario *scenario, const char *name);

/* Reads the words of the verb `send` (argv[2] is the kind of frame). Hosts
 * that send are looked up in `hosts`, those that receive in the scenario;
 * both may be NULL (no name is known then). */
bool hc_send_parse(char *const *argv, const struct hc_hosts *hosts,
                   const struct hc_scenario *scenario,
                   struct hc_send_spec *ret_send, GError **error);

/* True if a frame is one of those that are meant; `in`: towards the board. */
bool hc_frame_matches(const struct hc_frame_match *match, bool in,
                      const uint8_t *frame, size_t len);

/* The same for a SecTAG; its packet number. False: it has none, or another
 * one. */
bool hc_tag_matches(const struct hc_tag_match *match, const uint8_t *frame,
                    size_t len, uint64_t *ret_pn);

/* The words of `send` for enum hc_frame_kind; NULL ends the list. */
extern const char *const hc_frame_kinds[];
/* What a line `macsec PLACE key=value…` changes at a partner's SecY. */
struct hc_macsec_spec {
    struct hc_secy_config config;
    unsigned an;                /* the SA that key, pn, rx_pn, salt mean */
    size_t   key_len, cipher_len;       /* octets; 0: not told */
    uint8_t  key[32], salt[12];
    bool     has_salt, has_pn, has_rx_pn, has_encoding_sa;
    uint64_t pn, rx_pn;
};

/* Applies "key=value" words (argv of `macsec`, from argv[2] on) to what the
 * SecY is told to be now; with none of them `state`, it is on. */
bool hc_macsec_spec_parse(struct hc_macsec_spec *spec,
                          const struct hc_secy_config *now,
                          char *const *words, GError **error);

#endif
