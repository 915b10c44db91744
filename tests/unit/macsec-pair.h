/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Two MACsec engines and what tests do with them: `b` sends, `peer` gets. */
#ifndef HC_TEST_MACSEC_PAIR_H
#define HC_TEST_MACSEC_PAIR_H

#include "macsec-bench.h"

#define K128 "AD7A2BD03EAC835A6F620FDCB506B345"
#define K256 "E3C08A8F06C6E3AD95A70557B23F7548" \
             "3CE33021A9C72B7025666204C69C0B72"

extern struct mbench *const b;
extern struct mbench peer;
extern struct secy secy;
extern uint8_t key[32], frame[2048], want[2048];
extern size_t len;

/* Both engines initialised as by Linux; secy_default and K128. */
void pair_setup(void);

/* A plain frame to somebody, with so much after the addresses. */
size_t plain(size_t data);

/* One SecY, SA 1 with the PN that is in the record before the first frame;
 * the peer receives from it. */
void link_up(uint32_t pn);

/* The PN of a frame with its SecTAG right behind the addresses. */
uint32_t wire_pn(const uint8_t *at);

/* Sends once; the result, that a peer may get, is in `frame`. */
void protect_one(size_t data);

#endif
