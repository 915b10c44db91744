/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A guest that tries everything, through QEMU's own dispatch; and what a
 * frame costs in memory on its way through the bench. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "drive.h"
#include "ethernet.h"
#include "probe.h"

enum { STAT_PORT_EN = 0x00c, DMACONTROL = 0x820, RX_GOOD = 0x900, RX_SOF_OVERRUN = 0x984,
       RX_DMA_OVERRUN = 0x98c };

#define OWNER  0x20000000u
#define FRAMES 10000

#define TIMER4 0x48044000u
enum { TCLR = 0x38, TCRR = 0x3c, TLDR = 0x40 };

/* Subsystem, CPDMA, statistics, STATERAM, CPTS, ALE, slivers, MDIO, wrapper
 * and descriptor memory; SPRUH73 table 14-1. */
#define WINDOW    0x2000u
#define CPPI_SIZE 0x2000u
#define SETTINGS  0x800u        /* what a driver sets once, below CPDMA */

static void start(const char *partner)
{
    probe_start("boneblack");
    probe_do(partner);
    eth_open();
    eth_wait_for_link_ns();
    probe_expect("eth0.link", "up");
}

static void expect_an_answer(void)
{
    uint8_t frame[60];

    eth_send(frame, eth_arp_request(frame));
    probe_step_ns(1000000);
    ck_assert_uint_eq(eth_rx_flags(0) & OWNER, 0);
}

/* All of a region, also across the borders of words. */
static void sweep(uint32_t base, uint32_t size, uint32_t value)
{
    for (uint32_t at = 0; at + 4 <= size; at++) {
        for (unsigned width = 1; width <= 4; width *= 2) {
            probe_read(base + at, width);
            probe_write(base + at, value, width);
        }
    }
}

START_TEST(no_access_of_any_width_keeps_a_driver_from_starting_anew)
{
    static const uint32_t value[] = { 0xffffffff, 0x4a100a5b };
    uint32_t setting[SETTINGS / 4];

    start("partner eth0 kind=peer ip=192.0.2.1");
    for (unsigned i = 0; i < SETTINGS / 4; i++) {
        setting[i] = rd(CPSW + 4 * i);
    }

    for (unsigned i = 0; i < 2; i++) {
        sweep(CPSW, WINDOW, value[i]);
        sweep(CPPI + CPPI_SIZE - 64, 64, value[i]);
        probe_step_ns(1000000);
    }

    for (unsigned i = 0; i < SETTINGS / 4; i++) {
        wr(CPSW + 4 * i, setting[i]);
    }
    eth_open();
    eth_wait_for_link_ns();
    expect_an_answer();
    probe_stop();
}
END_TEST

/* From the heap of the whole process; a page of its own that both see. */
static volatile uint64_t *count_allocations(void)
{
    char path[] = "/tmp/hotcage-mallocs-XXXXXX";
    int fd = mkstemp(path);
    void *map;

    ck_assert_int_ge(fd, 0);
    ck_assert_int_eq(ftruncate(fd, sizeof(uint64_t)), 0);
    map = mmap(NULL, sizeof(uint64_t), PROT_READ, MAP_SHARED, fd, 0);
    ck_assert(map != MAP_FAILED);
    setenv("HOTCAGE_MALLOCS", path, 1);
    close(fd);
    return map;
}

static void forget_the_file(void)
{
    unlink(getenv("HOTCAGE_MALLOCS"));
    unsetenv("HOTCAGE_MALLOCS");
}

/* A ring without an end, whose buffers stay the DMA's: a driver that is
 * always there in time. */
static void close_the_ring(void)
{
    wr(CPPI + 0x20 * (RX_BUFFERS - 1), CPPI);
    wr(CPSW + DMACONTROL, 2);                   /* RX_OWNERSHIP */
}

/* QEMU itself takes something for each timer that comes due under -icount
 * (async_run_on_cpu). A timer of the SoC that toggles its output every 50 us
 * shows how much; this much virtual time has FRAMES of them. */
static uint64_t cost_of_timers(volatile uint64_t *count)
{
    uint64_t before;

    wr(TIMER4 + TLDR, 0u - 50 * 24);
    wr(TIMER4 + TCRR, 0u - 50 * 24);
    wr(TIMER4 + TCLR, 0x1403);          /* start, reload, toggle at overflow */
    before = *count;
    probe_step_ns(FRAMES * UINT64_C(50000));
    wr(TIMER4 + TCLR, 0);
    return *count - before;
}

/* The host at the far end makes them, the switch takes them: hop, PHY, table
 * and DMA. */
START_TEST(ten_thousand_frames_take_nothing_from_the_heap)
{
    volatile uint64_t *count = count_allocations();
    uint64_t before, idle;

    start("partner eth0 kind=hosts host=h1,192.0.2.1");
    wr(CPSW + STAT_PORT_EN, 7);
    close_the_ring();
    ck_assert_uint_gt(*count, 100);             /* it does count */
    forget_the_file();
    idle = cost_of_timers(count);

    before = *count;
    probe_do("send eth0 frame from=h1 to=broadcast count=10000 gap=50us");
    probe_step_ns(UINT64_C(1000000000));

    ck_assert_uint_eq(rd(CPSW + RX_GOOD), FRAMES);
    ck_assert_uint_eq(rd(CPSW + RX_SOF_OVERRUN), 0);
    ck_assert_uint_eq(rd(CPSW + RX_DMA_OVERRUN), 0);
    ck_assert_uint_le(*count - before, idle + FRAMES / 100);
    probe_stop();
}
END_TEST

/* A driver that sends: each frame is one write to a head descriptor. */
START_TEST(a_thousand_sent_frames_take_nothing_from_the_heap)
{
    volatile uint64_t *count = count_allocations();
    uint8_t frame[60];
    uint64_t before, idle;

    start("partner eth0 kind=hosts host=h1,192.0.2.1");
    forget_the_file();
    eth_send(frame, eth_arp_request(frame));
    before = *count;
    for (unsigned i = 0; i < 1000; i++) {
        wr(CPPI + 0x1000 + 12, 0);
        wr(CPPI + 0x1000, 0);
        probe_step_ns(20000);
    }
    idle = *count - before;

    before = *count;
    for (unsigned i = 0; i < 1000; i++) {
        wr(CPPI + 0x1000 + 12, 0xe0110000u | sizeof(frame));
        wr(CPSW + TX7_HDP, CPPI + 0x1000);
        probe_step_ns(20000);
    }

    probe_expect("eth0.tx_frames", "1001");
    ck_assert_uint_le(*count - before, idle + 100);
    probe_stop();
}
END_TEST

int main(void)
{
    const TTest *const test[] = {
        no_access_of_any_width_keeps_a_driver_from_starting_anew,
        ten_thousand_frames_take_nothing_from_the_heap,
        a_thousand_sent_frames_take_nothing_from_the_heap,
    };

    return probe_run("device-hostile", test, sizeof(test) / sizeof(test[0]));
}
