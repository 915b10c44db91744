/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "macsec-pair.h"

#include <string.h>

#include <check.h>

static struct mbench bench;
struct mbench *const b = &bench;
struct mbench peer;
struct secy secy;
uint8_t key[32], frame[2048], want[2048];
size_t len;

void pair_setup(void)
{
    mbench_init(b);
    mbench_init(&peer);
    secy = secy_default;
    hex(K128, key);
    drv_init(b);
    drv_init(&peer);
    memset(frame, 0, sizeof(frame));
}

size_t plain(size_t data)
{
    hex("020000000001 020000000002 0800", frame);
    for (size_t i = 14; i < 12 + data; i++) {
        frame[i] = (uint8_t)(i * 7);
    }
    return 12 + data;
}

void link_up(uint32_t pn)
{
    drv_add_secy(b, &secy);
    drv_add_txsa(b, &secy, 1, key, pn);
    drv_add_secy(&peer, &secy);
    drv_add_rxsa(&peer, &secy, 1, 0, secy.sci, key, 1);
}

uint32_t wire_pn(const uint8_t *at)
{
    return (uint32_t)at[16] << 24 | (uint32_t)at[17] << 16 |
           (uint32_t)at[18] << 8 | at[19];
}

void protect_one(size_t data)
{
    len = plain(data);
    ck_assert_int_eq(send(b, frame, len), HC_MACSEC_PASS);
    memcpy(frame, b->out, b->len);
    len = b->len;
}
