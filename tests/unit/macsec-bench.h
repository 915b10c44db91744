/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A MACsec engine on a bench, and a driver for it that makes the register
 * accesses of Linux' mscc_macsec.c in their order. */
#ifndef HC_TEST_MACSEC_BENCH_H
#define HC_TEST_MACSEC_BENCH_H

#include "../../models/macsec.h"
#include "fake.h"

enum { FC = 0x04, HOST_MAC = 0x05, LINE_MAC = 0x06, INGR = 0x38, EGR = 0x3c };

struct mbench {
    struct fake fake;
    struct hc_macsec m;
    unsigned pulses[2];         /* rising edges of the two lines */
    _Alignas(16) uint8_t contexts[192 * 1024];
    uint8_t out[HC_MACSEC_MAX_FRAME + 64];
    size_t  len;                /* of `out`, after a pass */
};

/* struct macsec_secy, as far as the driver looks at it. */
struct secy {
    uint8_t  sci[8];
    bool     protect, encrypt, send_sci, replay_protect;
    unsigned validate;          /* 0 disabled, 1 check, 2 strict */
    uint32_t window;
    unsigned encoding_sa;
    size_t   key_len;
};

extern const struct secy secy_default;

void mbench_init(struct mbench *b);
uint32_t csr_read(struct mbench *b, unsigned target, uint32_t addr);
void csr_write(struct mbench *b, unsigned target, uint32_t addr,
               uint32_t value);

/* __vsc8584_macsec_init, then vsc8584_config_macsec_intr. */
void drv_init(struct mbench *b);
void drv_config_intr(struct mbench *b);
/* vsc8584_macsec_add_secy: entry 0 of each bank becomes MKA's. */
void drv_add_secy(struct mbench *b, const struct secy *secy);
/* add_txsa, add_rxsa: both their steps, with an active SA. */
void drv_add_txsa(struct mbench *b, const struct secy *secy, unsigned index,
                  const uint8_t *key, uint32_t next_pn);
void drv_add_rxsa(struct mbench *b, const struct secy *secy, unsigned index,
                  unsigned an, const uint8_t *sci, const uint8_t *key,
                  uint32_t next_pn);
void drv_flow_enable(struct mbench *b, unsigned bank, unsigned index);
void drv_flow_disable(struct mbench *b, unsigned bank, unsigned index);
/* vsc8584_handle_macsec_interrupt over one SA; true: it was disabled. */
bool drv_interrupt(struct mbench *b, const struct secy *secy,
                   unsigned index);
/* The driver's NM_FLOW: drop, or bypass. */
void drv_default_action(struct mbench *b, unsigned bank, bool block);
/* Only the record, with the bits that the vendor's XPN code has. */
void vendor_xpn_record(struct mbench *b, unsigned bank, unsigned index,
                       unsigned an, const uint8_t *key, size_t key_len,
                       const uint8_t *sci, const uint8_t *ssci,
                       const uint8_t *salt, uint64_t pn, uint32_t window);

/* Frames; the result is in b->out. */
enum hc_macsec_verdict send(struct mbench *b, const uint8_t *frame,
                            size_t len);
enum hc_macsec_verdict receive(struct mbench *b, const uint8_t *frame,
                               size_t len);

/* A 40-bit counter, by the address of its low half. */
uint64_t counter(struct mbench *b, unsigned bank, uint32_t addr);

/* Octets from hexadecimal digits; spaces do not matter. */
size_t hex(const char *text, uint8_t *ret);

#endif
