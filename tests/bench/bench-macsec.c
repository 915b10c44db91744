/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the MACsec engine costs beside its cipher: egress, ingress and the
 * far end's SecY against bare nettle, in one run, the best of several turns.
 * Exits 1 if the engine makes less than 0.8 of nettle's AES-128-GCM at 1500
 * octets, or less than a million frames of 64 octets in a second. */
#include <check.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include <nettle/gcm.h>

#include "../../hw/aead-nettle.h"
#include "../../models/secy.h"
#include "../unit/macsec-bench.h"

#define TURNS      60
#define TURN_NS    4000000u
#define RATIO_MIN  0.8
#define FRAMES_MIN 1e6

static struct mbench to, from, open_port;
static struct hc_secy secy;
static _Alignas(16) uint8_t secy_contexts[64 * 1024];
static uint8_t frame[2048], wire[2048], out[2048];
static size_t len, wire_len;
static struct gcm_aes128_ctx gcm;

static uint64_t now_ns(void)
{
    struct timespec now;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (uint64_t)now.tv_sec * 1000000000 + (uint64_t)now.tv_nsec;
}

/* nettle-benchmark works on whole blocks in place under one key. */
static void bare(void)
{
    gcm_aes128_encrypt(&gcm, (len + 15) & ~(size_t)15, out, out);
}

static void bare_decrypt(void)
{
    gcm_aes128_decrypt(&gcm, (len + 15) & ~(size_t)15, out, out);
}

/* The same with what a frame needs: IV, associated data, tag. */
static void bare_frame(void)
{
    uint8_t tag[16];

    gcm_aes128_set_iv(&gcm, 12, frame);
    gcm_aes128_update(&gcm, 28, frame);
    gcm_aes128_encrypt(&gcm, len - 12, out, out);
    gcm_aes128_digest(&gcm, 16, tag);
}

static void egress(void)
{
    size_t n;

    hc_macsec_egress(&to.m, frame, len, out, sizeof(out), &n);
}

/* One frame again and again: there is no replay protection. */
static void ingress(void)
{
    size_t n;

    hc_macsec_ingress(&from.m, wire, wire_len, out, sizeof(out), &n);
}

static void partner(void)
{
    hc_secy_send(&secy, frame, len);
}

static void plain(void)
{
    size_t n;

    hc_macsec_egress(&open_port.m, frame, len, out, sizeof(out), &n);
}

static enum hc_status nowhere(void *opaque, const uint8_t *at, size_t n)
{
    (void)opaque;
    (void)at;
    (void)n;
    return HC_OK;
}

static const struct {
    const char *what;
    void (*work)(void);
} works[] = {
    { "nettle, encrypt", bare }, { "nettle, decrypt", bare_decrypt },
    { "nettle, IV to tag", bare_frame },
    { "engine, egress", egress }, { "engine, ingress", ingress },
    { "engine, passed in clear", plain },
    { "SecY of the far end", partner },
};

enum { BARE, BARE_DECRYPT, BARE_FRAME, EGRESS, INGRESS, PLAIN, PARTNER, WORKS };

static double turn(void (*work)(void))
{
    uint64_t start = now_ns(), end;
    unsigned n = 0;

    do {
        for (unsigned i = 0; i < 64; i++, n++) {
            work();
        }
        end = now_ns();
    } while (end - start < TURN_NS);
    return (double)(end - start) / n;
}

/* The best of many short turns in rotation, in ns: what else the machine
 * does falls on all of them. */
static void measure(double *ret_best)
{
    for (unsigned i = 0; i < TURNS * WORKS; i++) {
        double ns = turn(works[i % WORKS].work);

        if (i < WORKS || ns < ret_best[i % WORKS]) {
            ret_best[i % WORKS] = ns;
        }
    }
}

/* mbench_init without check's assertions, which want a test around them. */
static void engine(struct mbench *b)
{
    fake_init(&b->fake, NULL, NULL);
    hc_macsec_init(&b->m, &b->fake.host, &hc_aead_nettle, b->contexts);
    drv_init(b);
}

static void arrange(void)
{
    struct secy s = secy_default;
    uint8_t key[16] = { 1, 2, 3 };

    engine(&to);
    engine(&from);
    engine(&open_port);                 /* no SecY: its flows bypass */
    drv_add_secy(&to, &s);
    drv_add_secy(&from, &s);
    drv_add_txsa(&to, &s, 1, key, 0);
    drv_add_rxsa(&from, &s, 1, 0, s.sci, key, 1);
    hc_secy_init(&secy, &to.fake.host, &hc_aead_nettle, secy_contexts);
    hc_secy_wire(&secy, nowhere, NULL, NULL, NULL);
    secy.config.on = true;
    hc_secy_set_key(&secy, 0, key, sizeof(key));
    gcm_aes128_set_key(&gcm, key);
    gcm_aes128_set_iv(&gcm, 12, key);
    memcpy(frame, "\2\0\0\0\0\1\2\0\0\0\0\2\x08\x00", 14);
}

/* Prints the table of one length. */
static void table(size_t octets, double *ret_best)
{
    len = octets;
    hc_macsec_egress(&to.m, frame, len, wire, sizeof(wire), &wire_len);
    gcm_aes128_set_iv(&gcm, 12, frame);
    measure(ret_best);
    printf("%zu octets\n", octets);
    for (unsigned i = 0; i < WORKS; i++) {
        printf("  %-24s %7.1f ns  %6.2f Gbit/s  %5.2f M frames/s\n",
               works[i].what, ret_best[i], 8.0 * (double)len / ret_best[i],
               1e3 / ret_best[i]);
    }
}

static double slower(const double *best)
{
    return best[EGRESS] > best[INGRESS] ? best[EGRESS] : best[INGRESS];
}

int main(void)
{
    double best[WORKS], ratio, rate;

    arrange();
    table(60, best);                    /* 64 with its FCS */
    rate = 1e9 / slower(best);
    table(1500, best);
    ratio = best[BARE] / slower(best);
    printf("1500 octets: %.2f of nettle's AES-128-GCM (at least %.1f)\n",
           ratio, RATIO_MIN);
    printf("64 octets: %.2f million frames a second (at least %.0f)\n",
           rate / 1e6, FRAMES_MIN / 1e6);
    return ratio < RATIO_MIN || rate < FRAMES_MIN;
}
