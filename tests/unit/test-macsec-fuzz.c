/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The MACsec engine under a guest that means harm, or means nothing. The
 * numbers are random but always the same ones. */
#include <check.h>
#include <string.h>

#include "macsec-bench.h"

#define CONFIGS    13000u
#define FRAMES     8u           /* under each configuration */
#define ACCESSES   400000u
#define FRAME_MAX  400u

static struct mbench bench, other;
static struct mbench *const b = &bench;
static uint64_t seed;

static uint32_t rnd(void)
{
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return (uint32_t)(seed >> 16);
}

/* True once in n. */
static bool once_in(uint32_t n)
{
    return rnd() % n == 0;
}

static void setup(void)
{
    seed = UINT64_C(0x9e3779b97f4a7c15);
    mbench_init(b);
    mbench_init(&other);
    drv_init(b);
    drv_init(&other);
}

/* Anything, with the EtherTypes and tags that the engine cares for. */
static size_t random_frame(uint8_t *frame)
{
    static const char *const head[] = {
        "0800", "88E5", "888E", "8100", "88A8", "8847", "8808", "0600",
        "810000010800", "88A8000181000002 0800", "810000018100000288E5",
        "88E52C00000000010200000000BB0001", "88E50C3000000001",
        "88E5FFFFFFFFFFFF", "88E52C00000000000200000000BB0001",
    };
    size_t len = rnd() % FRAME_MAX;

    for (size_t i = 0; i < FRAME_MAX; i++) {
        frame[i] = (uint8_t)rnd();
    }
    hex(head[rnd() % (sizeof(head) / sizeof(head[0]))], frame + 12);
    if (once_in(2)) {
        hex("020000000001", frame);
    }
    return len;
}

static uint32_t random_address(void)
{
    static const uint16_t base[] = {
        0x0000, 0x0800, 0x1000, 0x1800, 0x1c00, 0x1e00, 0x1e40, 0x2000,
        0x3000, 0x3100, 0x3200, 0x3800, 0x3a00, 0x3c40, 0x3d00, 0x3e00,
    };

    if (once_in(20)) {
        return rnd();
    }
    return base[rnd() % 16] + rnd() % (once_in(2) ? 16 : 512);
}

static uint32_t random_value(void)
{
    switch (rnd() % 4) {
    case 0:
        return rnd();
    case 1:
        return 1u << rnd() % 32;
    case 2:
        return rnd() & rnd() & rnd();
    default:
        return once_in(2) ? 0 : 0xffffffff;
    }
}

/* --- nothing protected leaves in the clear --- */

/* What the flows allow to be read, at most, behind the MAC addresses. */
struct allowance {
    size_t header, tags, offset;
    bool   encrypts;            /* each flow that is enabled does */
};

static void random_records(void)
{
    for (unsigned i = 0; i < HC_MACSEC_SAS; i++) {
        struct secy secy = secy_default;
        uint8_t key[32];

        for (unsigned k = 0; k < sizeof(key); k++) {
            key[k] = (uint8_t)rnd();
        }
        secy.sci[5] = (uint8_t)rnd() | 1;   /* no frame's own */
        secy.sci[0] = 0xee;
        secy.key_len = once_in(2) ? 16 : 32;
        drv_add_txsa(b, &secy, i, key, once_in(4) ? 0xfffffff0 + rnd() % 16
                                                  : rnd());
        if (once_in(6)) {
            vendor_xpn_record(b, EGR, i, i & 3, key, secy.key_len, secy.sci,
                              key, key, (uint64_t)rnd() << 32 | rnd(), 0);
        }
        if (once_in(4)) {
            csr_write(b, EGR, (i << 5) + rnd() % 24, random_value());
        }
    }
}

/* Either "drop" or "protect", and everything else at random. */
static void random_flows(struct allowance *ret)
{
    bool plain = once_in(2);

    *ret = (struct allowance){ .encrypts = !once_in(4) };
    for (unsigned i = 0; i < HC_MACSEC_SAS; i++) {
        uint32_t flow = rnd() & ~3u;
        size_t offset = flow >> 24 & 0x7f, tags = flow >> 21 & 3;

        if (plain) {
            flow &= ~(0x7fu << 24 | 3u << 21 | 1u << 5);
            offset = tags = 0;
        }
        if (once_in(8)) {
            flow = 1u | (flow & 0xff7fff3c) | 2u << 6;
        } else {
            flow |= 3u | 1u << 16 | (ret->encrypts ? 1u << 31 : 0);
            flow |= once_in(8) ? 0 : 1u << 17;
            flow &= once_in(8) ? ~0u : ~(1u << 4 | 1u << 5);
        }
        ret->offset = offset > ret->offset ? offset : ret->offset;
        ret->tags = tags > ret->tags ? tags : ret->tags;
        csr_write(b, EGR, 0x1c00 + i, flow);
        csr_write(b, EGR, 0x1004 + (i << 4), rnd() | 0xf00);
        csr_write(b, EGR, 0x1007 + (i << 4),
                  once_in(2) ? 0 : 1u << rnd() % 32);
    }
}

static void random_config(struct allowance *ret)
{
    for (unsigned i = 0; i < 40; i++) {
        csr_write(b, EGR, random_address(), random_value());
    }
    random_records();
    random_flows(ret);
    csr_write(b, EGR, 0x1800, rnd());
    csr_write(b, EGR, 0x1e51, 0x81818181);      /* no match: drop */
    csr_write(b, EGR, 0x1e52, 0x41414141);
    csr_write(b, EGR, 0x1e5f, random_value());
    csr_write(b, EGR, 0x1e40, once_in(2) ? 0xe0000000 : rnd());
    csr_write(b, EGR, 0x1e41, 0xa8880081);
    csr_write(b, EGR, 0x1e60, once_in(2) ? 0 : rnd());
    csr_write(b, EGR, 0x3c48, once_in(4) ? rnd() : 0x7fff);
    csr_write(b, EGR, 0x800, 0x0201);           /* on, and not bypassed */
    ret->header = (csr_read(b, EGR, 0x1e60) >> 17 & 15) * 2;
    b->m.knobs.auto_next_sa = once_in(2);
    b->m.knobs.wrong_h_sends_bad_icv = once_in(2);
    b->m.knobs.egress_ignores_in_use = once_in(2);
}

/* Between two frames: words of a key, a whole key, entries on and off,
 * counters at their end. What a flow protects stays protected. */
static void random_change(void)
{
    unsigned sa = rnd() % HC_MACSEC_SAS;
    uint8_t fresh[32];

    switch (rnd() % 4) {
    case 0:
        csr_write(b, EGR, (sa << 5) + 2 + rnd() % 8, rnd());
        break;
    case 1:
        for (unsigned k = 0; k < sizeof(fresh); k++) {
            fresh[k] = (uint8_t)rnd();
        }
        vendor_xpn_record(b, EGR, sa, sa & 3, fresh, once_in(2) ? 16 : 32,
                          fresh, fresh, fresh, rnd(), 0);
        break;
    case 2:
        csr_write(b, EGR, 0x1804, 1u << sa);
        break;
    default:
        for (unsigned n = 0; n < 16; n++) {
            b->m.bank[0].sa_count[sa][n] = (UINT64_C(1) << 40) - 1;
            b->m.bank[0].global_count[n] = (UINT64_C(1) << 40) - 1;
        }
    }
}

/* Eight octets in a row do not come again by chance. */
static void nothing_is_readable(const uint8_t *frame, size_t len,
                                size_t from)
{
    for (size_t at = from; at + 8 <= len; at += 8) {
        ck_assert_msg(!memmem(b->out, b->len, frame + at, 8),
                      "octet %zu of %zu is readable", at, len);
    }
    if (from + 8 <= len) {
        ck_assert(!memmem(b->out, b->len, frame + len - 8, 8));
    }
}

START_TEST(nothing_that_a_flow_protects_leaves_in_the_clear)
{
    struct allowance allowed = { 0 };
    uint8_t frame[FRAME_MAX];
    unsigned passed = 0;

    for (unsigned i = 0; i < CONFIGS * FRAMES; i++) {
        size_t len, tag;

        if (i % FRAMES == 0) {
            random_config(&allowed);
        } else if (once_in(2)) {
            random_change();
        }
        len = random_frame(frame);
        if (send(b, frame, len) == HC_MACSEC_DROP) {
            continue;
        }
        passed++;
        tag = b->len - len;
        ck_assert(tag == 24 || tag == 32);
        if (allowed.encrypts) {
            nothing_is_readable(frame, len, 12 + allowed.header +
                                4 * allowed.tags + allowed.offset);
        }
    }
    ck_assert_uint_gt(passed, CONFIGS);         /* it was worth the time */
}
END_TEST

/* --- nothing forged comes in --- */

START_TEST(no_altered_frame_passes_a_strict_sa)
{
    struct secy secy = secy_default;
    uint8_t key[16] = { 1, 2, 3 }, frame[FRAME_MAX];

    secy.replay_protect = true;
    drv_add_secy(b, &secy);
    drv_add_secy(&other, &secy);
    drv_add_txsa(b, &secy, 1, key, 0);
    drv_add_rxsa(&other, &secy, 1, 0, secy.sci, key, 1);
    for (unsigned i = 0; i < 20000; i++) {
        size_t len = random_frame(frame), at;

        memcpy(frame + 12, "\x08\x00", 2);
        if (send(b, frame, len) == HC_MACSEC_DROP) {
            continue;
        }
        at = rnd() % b->len;
        b->out[at] ^= (uint8_t)(1u << rnd() % 8);
        ck_assert_msg(receive(&other, b->out, b->len) == HC_MACSEC_DROP,
                      "octet %zu of %zu", at, b->len);
    }
}
END_TEST

/* --- registers and frames at random --- */

static void random_knobs(struct hc_macsec_knobs *knobs)
{
    knobs->auto_next_sa = once_in(2);
    knobs->irq_level = once_in(2);
    knobs->irq_needs_pin_enable = once_in(2);
    knobs->untagged_matches_tag_masks = once_in(2);
    knobs->late_passes_unless_strict = once_in(2);
    knobs->wrong_h_sends_bad_icv = once_in(2);
    knobs->egress_ignores_in_use = once_in(2);
    knobs->static_bypass_leaks = once_in(2);
    knobs->unmapped_priority_is_pcp = once_in(2);
    knobs->drop_undersize = once_in(2);
}

/* Puts something that works where the noise was. */
static void random_order(void)
{
    struct secy secy = secy_default;
    uint8_t key[32] = { 0 };
    unsigned index = rnd() % HC_MACSEC_SAS;

    secy.validate = rnd() % 3;
    secy.encrypt = once_in(2);
    secy.key_len = once_in(2) ? 16 : 32;
    secy.window = random_value();
    drv_init(b);
    drv_add_secy(b, &secy);
    drv_add_txsa(b, &secy, index, key, random_value());
    drv_add_rxsa(b, &secy, index, rnd() & 3, secy.sci, key, random_value());
    if (once_in(3)) {
        vendor_xpn_record(b, once_in(2) ? EGR : INGR, index, 0, key, 16,
                          secy.sci, key, key, UINT64_MAX - rnd() % 3,
                          random_value());
    }
}

START_TEST(no_access_and_no_frame_does_harm)
{
    static const unsigned target[] = { EGR, INGR, EGR, INGR, HOST_MAC,
                                       LINE_MAC, FC, 0x07, 0xff };
    uint8_t frame[FRAME_MAX];

    for (unsigned i = 0; i < ACCESSES; i++) {
        unsigned to = target[rnd() % 9];

        if (i % 500 == 0) {
            random_order();
            random_knobs(&b->m.knobs);
        }
        if (once_in(2)) {
            csr_write(b, to, to < 0x38 ? rnd() % 80 : random_address(),
                      random_value());
        } else {
            csr_read(b, to, to < 0x38 ? rnd() % 80 : random_address());
        }
        if (once_in(8)) {
            size_t len = random_frame(frame);

            if (send(b, frame, len) == HC_MACSEC_PASS && once_in(2)) {
                memcpy(frame, b->out, b->len < len ? b->len : len);
            }
            receive(b, frame, len);
        }
        if (once_in(16) && b->len) {
            receive(b, b->out, b->len);
        }
    }
}
END_TEST

START_TEST(frames_of_every_length_are_taken)
{
    static uint8_t frame[HC_MACSEC_MAX_FRAME + 8];
    struct secy secy = secy_default;
    uint8_t key[16] = { 7 };

    drv_add_secy(b, &secy);
    drv_add_txsa(b, &secy, 1, key, 0);
    drv_add_rxsa(b, &secy, 1, 0, secy.sci, key, 1);
    for (size_t len = 0; len <= sizeof(frame); len++) {
        bool fits = len >= 14 && len <= HC_MACSEC_MAX_FRAME;

        ck_assert_int_eq(send(b, frame, len), fits ? HC_MACSEC_PASS
                                                   : HC_MACSEC_DROP);
        if (fits && b->len <= HC_MACSEC_MAX_FRAME) {
            ck_assert_int_eq(receive(b, b->out, b->len), HC_MACSEC_PASS);
            ck_assert_uint_eq(b->len, len < 60 ? 60 : len);
        }
    }
}
END_TEST

int main(void)
{
    const TTest *test[] = {
        nothing_that_a_flow_protects_leaves_in_the_clear,
        no_altered_frame_passes_a_strict_sa,
        no_access_and_no_frame_does_harm, frames_of_every_length_are_taken,
    };

    Suite *suite = suite_create("macsec-fuzz");
    TCase *tcase = tcase_create("macsec-fuzz");
    SRunner *runner;
    int failed;

    tcase_set_timeout(tcase, 120);      /* sanitizers, slow machines */
    tcase_add_checked_fixture(tcase, setup, NULL);
    for (unsigned i = 0; i < sizeof(test) / sizeof(test[0]); i++) {
        tcase_add_test(tcase, test[i]);
    }
    suite_add_tcase(suite, tcase);
    runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
