/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A VSC85xx package with modules behind its two-wire master, under a guest
 * that means harm, or means nothing. The numbers are random but always the
 * same ones. */
#include <check.h>
#include <string.h>

#include "../../models/cage.h"
#include "run.h"
#include "vsc-bench.h"

#define STEPS 40000u

struct rig {
    struct vsc vsc;
    struct fake slot[HC_VSC_PORTS];
    struct hc_cage cage[HC_VSC_PORTS];
    struct hc_i2c_bus bus[HC_VSC_PORTS];
    uint64_t sum;               /* of all that was read */
};

static struct rig rig, other;
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

static void cage_wake(void *model)
{
    hc_cage_wake(model);
}

/* Every kind of module, with bytes that mean nothing. */
static struct hc_sfp_data some_module(unsigned kind)
{
    struct hc_sfp_data data = {
        .carries = kind % 2 ? HC_IFACE_SGMII : HC_IFACE_1000BASEX,
        .passes = 0xff, .has_a2 = true, .kind = kind % 3,
        .writes = kind % HC_SFP_WRITES_COUNT,
        .reads = kind / 3 % HC_SFP_READS_COUNT,
        .phy = kind / 2 % 3, .phy_address = 0x56, .phy_strap = kind % 2,
        .ready_after_ns = kind * NS_PER_MS,
    };

    for (unsigned i = 0; i < 256; i++) {
        data.a0[i] = (uint8_t)(i * 7 + kind);
        data.a2[i] = (uint8_t)(i * 11 + kind);
    }
    return data;
}

static void plug(struct rig *r, unsigned n, unsigned kind)
{
    const struct hc_sfp_data data = some_module(kind);

    hc_cage_remove(&r->cage[n]);
    ck_assert_int_eq(hc_cage_insert(&r->cage[n], &data), HC_OK);
}

static void build(struct rig *r, const struct hc_phy_part *part)
{
    memset(r, 0, sizeof(*r));
    vsc_init(&r->vsc, part, HC_IFACE_SGMII);
    for (unsigned n = 0; n < r->vsc.n; n++) {
        struct hc_i2c_target target = hc_cage_target(&r->cage[n]);

        fake_init(&r->slot[n], cage_wake, &r->cage[n]);
        hc_cage_init(&r->cage[n], &r->slot[n].host, &r->vsc.port[n].serdes);
        hc_cage_settle(&r->cage[n]);
        hc_i2c_attach(&r->bus[n], &target);
        hc_vsc_package_set_i2c(&r->vsc.package, n, &r->bus[n]);
        plug(r, n, n);
    }
}

static void pass(struct rig *r, uint64_t ns)
{
    vsc_advance(&r->vsc, ns);
    for (unsigned n = 0; n < r->vsc.n; n++) {
        fake_advance(&r->slot[n], ns);
        fake_advance(&r->vsc.port[n].far, ns);
    }
}

/* --- what the guest does ----------------------------------------------- */

/* Pages that the part has, and a few that nothing has. */
static uint16_t some_page(void)
{
    static const uint16_t page[] = {
        0, 1, 2, 3, 4, 0x10, 0x1588, 0x2a30, 0x52b5, 5, 0x7777, 0xffff,
    };

    return once_in(16) ? (uint16_t)rnd() : page[rnd() % 12];
}

static uint16_t some_value(void)
{
    switch (rnd() % 4) {
    case 0:
        return (uint16_t)(1u << rnd() % 16);
    case 1:
        return once_in(2) ? 0 : 0xffff;
    default:
        return (uint16_t)rnd();
    }
}

static void any_register(struct rig *r, unsigned n)
{
    struct bench *port = &r->vsc.port[n];

    if (once_in(4)) {
        bench_write(port, 31, some_page());
    } else if (once_in(2)) {
        bench_write(port, rnd() % 32, some_value());
    } else {
        r->sum = r->sum * 31 + bench_read(port, rnd() % 32);
    }
}

/* Code that is none, from anywhere, and a CRC over anything. */
static void patch(struct rig *r, unsigned n)
{
    vsc_put(&r->vsc, n, 0x10, 0, some_value());
    vsc_put(&r->vsc, n, 0x10, 12, once_in(2) ? 0x5002 : some_value());
    vsc_put(&r->vsc, n, 0x10, 9 + rnd() % 3, some_value());
    for (unsigned i = rnd() % 300; i; i--) {
        vsc_put(&r->vsc, n, 0x10, 12, (uint16_t)(0x5000 | (rnd() & 0xff)));
    }
    vsc_put(&r->vsc, n, 1, 25, some_value());
    vsc_put(&r->vsc, n, 1, 26, some_value());
    vsc_put(&r->vsc, n, 0x10, 18, once_in(2) ? 0x8008 : some_value());
    r->sum = r->sum * 31 + vsc_get(&r->vsc, n, 1, 25);
}

static void mailbox(struct rig *r, unsigned n)
{
    vsc_put(&r->vsc, n, 0x10, 18, 0x8000 | some_value());
    r->sum = r->sum * 31 + vsc_get(&r->vsc, n, 0x10, 18);
}

/* The window of page 4, its serdes macro among the targets, and 1588's. */
static void windows(struct rig *r, unsigned n)
{
    static const uint16_t macro[] = { 0x11, 0x2f, 0x31, 0x3f };

    vsc_put(&r->vsc, n, 4, 17, some_value());
    vsc_put(&r->vsc, n, 4, 18, some_value());
    vsc_put(&r->vsc, n, 4, 20, once_in(2) ? rnd() % 16 : some_value());
    vsc_put(&r->vsc, n, 4, 19, once_in(2) ? 0x8000 | macro[rnd() % 4]
                                          : some_value());
    vsc_put(&r->vsc, n, 0x1588, 17 + rnd() % 2, some_value());
    vsc_put(&r->vsc, n, 0x1588, 16, 0x8000 | some_value());
    r->sum = r->sum * 31 + vsc_get(&r->vsc, n, 4, 17 + rnd() % 2);
}

/* A byte to or from a module, or nonsense, and no wait for its end. */
static void two_wire(struct rig *r, unsigned n)
{
    static const uint8_t at[] = { 0x50, 0x51, 0x56, 0x53, 0x00, 0x7f };
    uint8_t address = at[rnd() % 6];

    vsc_put(&r->vsc, n, 0x10, 22, some_value());
    vsc_put(&r->vsc, n, 0x10, 20, once_in(8) ? some_value() :
            (uint16_t)(address << 9 | (rnd() & 3) << 4 | (rnd() & 15)));
    vsc_put(&r->vsc, n, 0x10, 21, once_in(8) ? some_value() :
            (uint16_t)(0x8200 | (rnd() & 0xdff)));
    pass(r, rnd() % NS_PER_MS);
    r->sum = r->sum * 31 + vsc_get(&r->vsc, n, 0x10, 22);
}

/* All ports at once from here on, or no more. */
static void broadcast(struct rig *r, unsigned n)
{
    bench_write(&r->vsc.port[n], 31, 0);
    bench_write(&r->vsc.port[n], 22, once_in(2) ? 0x3201 : 0x3200);
}

/* What a hand and a cable do meanwhile. */
static void world(struct rig *r, unsigned n)
{
    if (once_in(4)) {
        plug(r, n, rnd() % 12);
    } else if (once_in(2)) {
        bench_connect(&r->vsc.port[n], &r->vsc.port[n].mdi);
    } else {
        hc_vsc_package_set_gpio(&r->vsc.package, rnd() % 16, once_in(2));
        hc_vsc_package_load_save(&r->vsc.package, once_in(2));
    }
}

static void step(struct rig *r)
{
    unsigned n = rnd() % r->vsc.n;

    switch (rnd() % 64) {
    case 0: patch(r, n); break;
    case 1: case 2: mailbox(r, n); break;
    case 3: case 4: case 5: windows(r, n); break;
    case 6: case 7: case 8: two_wire(r, n); break;
    case 9: broadcast(r, n); break;
    case 10: world(r, n); break;
    case 11: pass(r, rnd() % (20 * NS_PER_MS)); break;
    default: any_register(r, n); break;
    }
}

static void play(struct rig *r, const struct hc_phy_part *part,
                 uint64_t from, unsigned steps)
{
    seed = from;
    build(r, part);
    for (unsigned i = 0; i < steps; i++) {
        step(r);
    }
}

/* --- what must hold ------------------------------------------------------ */

/* A pulled plug and a new start undo whatever was done. */
static void reset(struct rig *r)
{
    hc_vsc_package_reset(&r->vsc.package);
    for (unsigned n = 0; n < r->vsc.n; n++) {
        hc_phy_reset(&r->vsc.port[n].phy);
    }
}

static void same_registers(struct rig *a, struct rig *b)
{
    static const uint16_t page[] = { 0, 1, 2, 3, 4, 0x10, 0x1588, 0x2a30 };

    for (unsigned n = 0; n < a->vsc.n; n++) {
        for (unsigned i = 0; i < 8 * 31; i++) {
            uint16_t got = vsc_get(&a->vsc, n, page[i / 31], i % 31);
            uint16_t want = vsc_get(&b->vsc, n, page[i / 31], i % 31);

            ck_assert_msg(got == want, "port %u page %#x register %u reads "
                          "%#x, not %#x", n, page[i / 31], i % 31, got,
                          want);
        }
    }
}

static void survives(const struct hc_phy_part *part, uint64_t from)
{
    static const struct hc_signal nothing = { .iface = HC_IFACE_OFF };
    const size_t state = offsetof(struct hc_vsc_package, reg);

    play(&rig, part, from, STEPS);
    for (unsigned n = 0; n < rig.vsc.n; n++) {
        hc_cage_remove(&rig.cage[n]);
        hc_hop_present(&rig.vsc.port[n].mdi, 1, &nothing);
    }
    for (unsigned pin = 0; pin < 16; pin++) {
        hc_vsc_package_set_gpio(&rig.vsc.package, pin, false);
    }
    reset(&rig);

    seed = 1;
    build(&other, part);
    pass(&other, rig.vsc.world.now_ns - other.vsc.world.now_ns);
    reset(&other);
    ck_assert_mem_eq(&rig.vsc.package.reg, &other.vsc.package.reg,
                     sizeof(rig.vsc.package) - state);  /* all memories */
    same_registers(&rig, &other);
}

START_TEST(a_reset_undoes_whatever_was_done_to_a_tesla)
{
    survives(&hc_phy_vsc8572, UINT64_C(0x9e3779b97f4a7c15));
    survives(&hc_phy_vsc8574, UINT64_C(0x2545f4914f6cdd1d));
}
END_TEST

START_TEST(a_reset_undoes_whatever_was_done_to_a_viper)
{
    survives(&hc_phy_vsc8584, UINT64_C(0x9e3779b97f4a7c15));
    survives(&hc_phy_vsc8582, UINT64_C(0x2545f4914f6cdd1d));
}
END_TEST

START_TEST(the_same_accesses_read_the_same)
{
    play(&rig, &hc_phy_vsc8584, 77, STEPS / 4);
    play(&other, &hc_phy_vsc8584, 77, STEPS / 4);

    ck_assert_uint_ne(rig.sum, 0);
    ck_assert_uint_eq(rig.sum, other.sum);
    ck_assert_mem_eq(rig.vsc.package.reg, other.vsc.package.reg,
                     sizeof(rig.vsc.package.reg));
    ck_assert_mem_eq(rig.vsc.package.pram, other.vsc.package.pram,
                     sizeof(rig.vsc.package.pram));
}
END_TEST

/* The bus of a module: starts, bytes and stops in any order. */
static void wiggle(struct rig *r, unsigned n)
{
    static const uint8_t at[] = { 0x50, 0x51, 0x56, 0x2c };

    switch (rnd() % 8) {
    case 0: case 1:
        hc_i2c_start(&r->bus[n], at[rnd() % 4], once_in(2));
        break;
    case 2: case 3: case 4:
        hc_i2c_send(&r->bus[n], (uint8_t)rnd());
        break;
    case 5:
        hc_i2c_stop(&r->bus[n]);
        fake_advance(&r->slot[n], rnd() % NS_PER_MS);
        break;
    default:
        r->sum = r->sum * 31 + hc_i2c_recv(&r->bus[n]);
        break;
    }
}

/* The controls of A2h take writes (SFF-8472 9.7 to 9.9, 10.1): status 110,
 * extended control 118, password 123..126, page 127. */
static bool is_control(unsigned at)
{
    return at == 110 || at == 118 || (at >= 123 && at <= 127);
}

START_TEST(a_module_that_takes_no_writes_keeps_every_byte)
{
    build(&rig, &hc_phy_vsc8584);
    for (unsigned kind = 0; kind < 12; kind++) {
        const struct hc_sfp_data data = some_module(kind);
        const struct hc_sfp *sfp = &rig.cage[0].sfp;

        if (data.writes == HC_SFP_WRITES_STORED) {
            continue;
        }
        plug(&rig, 0, kind);
        fake_advance(&rig.slot[0], 100 * NS_PER_MS);
        seed = kind + 1;
        for (unsigned i = 0; i < 20000; i++) {
            wiggle(&rig, 0);
        }
        ck_assert_mem_eq(sfp->data.a0, data.a0, 256);
        for (unsigned i = 0; i < 96; i++) {     /* thresholds, calibration */
            ck_assert_uint_eq(sfp->data.a2[i], data.a2[i]);
        }
        for (unsigned i = 119; i < 256; i++) {
            ck_assert(is_control(i) || sfp->data.a2[i] == data.a2[i]);
        }
    }
}
END_TEST

START_TEST(a_module_that_takes_writes_is_new_when_plugged_in_again)
{
    const struct hc_sfp_data data = some_module(2);

    build(&rig, &hc_phy_vsc8584);
    plug(&rig, 0, 2);
    fake_advance(&rig.slot[0], 100 * NS_PER_MS);
    seed = 5;
    for (unsigned i = 0; i < 100000; i++) {
        wiggle(&rig, 0);
    }
    ck_assert_int_ne(memcmp(rig.cage[0].sfp.data.a0, data.a0, 256), 0);

    plug(&rig, 0, 2);
    ck_assert_mem_eq(rig.cage[0].sfp.data.a0, data.a0, 256);
    ck_assert_mem_eq(rig.cage[0].sfp.data.a2, data.a2, 96);
}
END_TEST

static void setup(void)
{
    seed = UINT64_C(0x9e3779b97f4a7c15);
}

int main(void)
{
    const TTest *const test[] = {
        a_reset_undoes_whatever_was_done_to_a_tesla,
        a_reset_undoes_whatever_was_done_to_a_viper,
        the_same_accesses_read_the_same,
        a_module_that_takes_no_writes_keeps_every_byte,
        a_module_that_takes_writes_is_new_when_plugged_in_again,
    };

    return RUN_TESTS("vsc85xx-fuzz", setup, test);
}
