/* SPDX-License-Identifier: GPL-2.0-or-later */
/* An address lookup engine in VLAN-aware mode, and words to ask it. */
#ifndef HC_TEST_ALE_BENCH_H
#define HC_TEST_ALE_BENCH_H

#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "../../models/ale.h"
#include "fake.h"

/* Offsets and bits as in SPRUH73 and Linux cpsw_ale.c. */
#define IDVER        0xd00
#define CONTROL      0xd08
#define PRESCALE     0xd10
#define UNKNOWN_VLAN 0xd18
#define TBLCTL       0xd20
#define TBLW2        0xd34
#define TBLW1        0xd38
#define TBLW0        0xd3c
#define PORTCTL(n)   (0xd40 + 4 * (n))

#define ENABLE       0x80000000u
#define CLEAR        0x40000000u
#define AGE_OUT      0x20000000u
#define UNI_FLOOD    0x100u
#define LEARN_NO_VID 0x80u
#define VID0_MODE    0x40u
#define OUI_DENY     0x20u
#define BYPASS       0x10u
#define AWARE        0x04u
#define AUTH         0x02u
#define RATE_LIMIT   0x01u
#define RATE_LIMIT_TX 0x08u

enum { DISABLED, BLOCKED, LEARN, FORWARD };
#define DROP_UNTAGGED 0x04u
#define VID_INGRESS   0x08u
#define NOLEARN       0x10u
#define NO_SA_UPDATE  0x20u

extern struct fake fake;
extern uint32_t reg[0x2000 / 4];
extern struct hc_ale_state state;
extern struct hc_ale ale;

extern const uint8_t host_mac[6];
extern const uint8_t station_a[6];
extern const uint8_t station_b[6];
extern const uint8_t group[6];
extern const uint8_t bpdu[6];
extern const uint8_t broadcast[6];

/* Registers, word by word. */
uint32_t read_reg(uint32_t at);

void write_reg(uint32_t at, uint32_t value);

/* Before each case: an empty table, three forwarding ports. */
void ale_setup(void);

/* A table entry as three words. */
void write_entry(unsigned at, uint32_t w2, uint32_t w1, uint32_t w0);

/* Entries as in Linux cpsw_ale.c, where each setter names its bits. */
void put_addr(unsigned at, const uint8_t *mac, int vid, uint32_t top,
              uint32_t bits_63_62);

void put_unicast(unsigned at, const uint8_t *mac, int vid,
                 unsigned port, uint32_t secure_blocked);

void put_group(unsigned at, const uint8_t *mac, int vid,
               unsigned ports, uint32_t super, uint32_t fwd_state);

/* The entry of a VLAN. */
void put_vlan(unsigned at, unsigned vid, uint32_t members,
              uint32_t unreg, uint32_t reg_mask, uint32_t untag);

/* What becomes of a frame; vid -1: untagged, 0: a priority tag. */
struct hc_ale_verdict ask(unsigned port, const uint8_t *to,
                          const uint8_t *from, int vid);

/* The ports that it goes to. */
unsigned ports(unsigned port, const uint8_t *to, const uint8_t *from,
               int vid);

/* The table index of an address with a VLAN (or -1: without), or -1. */
int find(const uint8_t *mac, int vid);

/* The set-up of cpsw.c in switch mode: one address entry for the host, a
 * broadcast entry, VLAN 0 with all ports. */
void switch_mode(void);

#endif
