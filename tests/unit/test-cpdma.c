/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "../../models/cpdma.h"

#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "../../models/fcs.h"
#include "fake.h"

/* Offsets and bits as in SPRUH73 and Linux davinci_cpdma.c. */
#define STAT_PORT_EN 0x00c
#define TX_CONTROL   0x804
#define TX_TEARDOWN  0x808
#define RX_CONTROL   0x814
#define RX_TEARDOWN  0x818
#define SOFT_RESET   0x81c
#define DMASTATUS    0x824
#define RX_OFFSET    0x828
#define TX_RAW       0x880
#define TX_MASKED    0x884
#define TX_MASK_SET  0x888
#define TX_MASK_CLR  0x88c
#define RX_MASKED    0x8a4
#define RX_MASK_SET  0x8a8
#define DMA_MASKED   0x8b4
#define DMA_MASK_SET 0x8b8
#define RX_THRESH(n) (0x8c0 + 4 * (n))
#define RX_FREE(n)   (0x8e0 + 4 * (n))
#define TX_HDP(n)    (0xa00 + 4 * (n))
#define RX_HDP(n)    (0xa20 + 4 * (n))
#define TX_CP(n)     (0xa40 + 4 * (n))
#define RX_CP(n)     (0xa60 + 4 * (n))

#define SOP   0x80000000u
#define EOP   0x40000000u
#define OWNER 0x20000000u
#define EOQ   0x10000000u
#define CRC   0x04000000u
#define WHOLE (SOP | EOP | OWNER)
#define TO_PORT(n) (0x00100000u | (uint32_t)(n) << 16)

#define RAM      0x80000000u
#define RAM_SIZE 0x20000u
#define BUFFER   (RAM + 0x10000u)

static struct fake fake;
static uint8_t ram[RAM_SIZE];
static uint32_t reg[0x2000 / 4];
static struct hc_cpdma_state state;
static struct hc_cpdma dma;

static struct {
    unsigned n, to_port;
    size_t   len;
    uint8_t  bytes[2048];
    /* Runs while a frame is on its way, as a second CPU would. */
    void   (*meanwhile)(void);
} sent;
static unsigned word3_stores;

static uint32_t get(uint32_t at)
{
    const uint8_t *byte = ram + (at - RAM);

    return byte[0] | (uint32_t)byte[1] << 8 | (uint32_t)byte[2] << 16 |
           (uint32_t)byte[3] << 24;
}

static void put(uint32_t at, uint32_t value)
{
    for (unsigned i = 0; i < 4; i++) {
        ram[at - RAM + i] = (uint8_t)(value >> 8 * i);
    }
}

static bool answers(uint32_t at, size_t len)
{
    return at >= RAM && len <= RAM_SIZE && at - RAM <= RAM_SIZE - len;
}

static bool mem_read(void *opaque, uint32_t at, void *ret, size_t len)
{
    (void)opaque;
    if (!answers(at, len)) {
        return false;
    }
    memcpy(ret, ram + (at - RAM), len);
    return true;
}

static bool mem_write(void *opaque, uint32_t at, const void *bytes,
                      size_t len)
{
    (void)opaque;
    if (!answers(at, len)) {
        return false;
    }
    word3_stores += len == 4 && at % 16 == 12;
    memcpy(ram + (at - RAM), bytes, len);
    return true;
}

static const struct hc_memory memory = { mem_read, mem_write, NULL };

static void transmit(void *owner, unsigned to_port, const uint8_t *frame,
                     size_t len)
{
    (void)owner;
    sent.n++;
    sent.to_port = to_port;
    sent.len = len;
    memcpy(sent.bytes, frame, len);
    if (sent.meanwhile) {
        sent.meanwhile();
    }
}

static void changed(void *owner)
{
    (void)owner;
}

static uint32_t read_reg(uint32_t at)
{
    uint32_t value = 0;

    ck_assert_int_eq(hc_cpdma_read(&dma, at, &value), HC_OK);
    return value;
}

static void write_reg(uint32_t at, uint32_t value)
{
    ck_assert_int_eq(hc_cpdma_write(&dma, at, value), HC_OK);
}

static void setup(void)
{
    fake_init(&fake, NULL, NULL);
    memset(ram, 0, sizeof(ram));
    memset(reg, 0, sizeof(reg));
    memset(&sent, 0, sizeof(sent));
    word3_stores = 0;
    dma = (struct hc_cpdma){ .host = &fake.host, .memory = &memory,
                             .reg = reg, .state = &state,
                             .transmit = transmit, .changed = changed };
    hc_cpdma_init(&dma);
    hc_cpdma_reset(&dma);
    reg[STAT_PORT_EN / 4] = 7;
    write_reg(TX_CONTROL, 1);
    write_reg(RX_CONTROL, 1);
    write_reg(TX_MASK_SET, 0xff);
    write_reg(RX_MASK_SET, 0xff);
    write_reg(DMA_MASK_SET, 3);
}

/* A descriptor lives in a slot of 32 bytes. */
static uint32_t bd(unsigned n)
{
    return RAM + 0x1000 + 32 * n;
}

static void put_bd(unsigned n, uint32_t next, uint32_t buffer, uint32_t len,
                   uint32_t flags)
{
    put(bd(n), next);
    put(bd(n) + 4, buffer);
    put(bd(n) + 8, len);
    put(bd(n) + 12, flags);
}

static uint32_t flags_of(unsigned n)
{
    return get(bd(n) + 12);
}

static enum hc_status receive(const char *text, size_t len, bool encap)
{
    uint8_t bytes[2048] = { 0 };
    struct hc_cpdma_frame frame = { .from_port = 2, .encap = encap,
                                    .vlan_word = 0x20050300,
                                    .bytes = bytes, .len = len };

    memcpy(bytes, text, strlen(text));
    return hc_cpdma_receive(&dma, &frame);
}

static uint32_t stat(uint32_t at)
{
    return reg[at / 4];
}

START_TEST(one_descriptor_sends_one_frame)
{
    memset(ram + 0x10000, 0x5a, 100);
    put_bd(0, 0, BUFFER, 100, WHOLE | 100);

    write_reg(TX_HDP(7), bd(0));

    ck_assert_uint_eq(sent.n, 1);
    ck_assert_uint_eq(sent.len, 100);
    ck_assert_uint_eq(sent.bytes[99], 0x5a);
    ck_assert_uint_eq(sent.to_port, 0);
    ck_assert_uint_eq(flags_of(0), SOP | EOP | EOQ | 100);
    ck_assert_uint_eq(read_reg(TX_HDP(7)), 0);
    ck_assert_uint_eq(read_reg(TX_CP(7)), bd(0));
    ck_assert_uint_eq(read_reg(TX_MASKED), 0x80);
    ck_assert_uint_eq(word3_stores, 1);     /* OWNER and EOQ in one store */
}
END_TEST

START_TEST(a_chain_is_sent_whole_and_only_its_end_has_eoq)
{
    for (unsigned i = 0; i < 3; i++) {
        put_bd(i, i < 2 ? bd(i + 1) : 0, BUFFER, 60, WHOLE | 60);
    }

    write_reg(TX_HDP(0), bd(0));

    ck_assert_uint_eq(sent.n, 3);
    ck_assert_uint_eq(flags_of(0) & (OWNER | EOQ), 0);
    ck_assert_uint_eq(flags_of(1) & (OWNER | EOQ), 0);
    ck_assert_uint_eq(flags_of(2) & (OWNER | EOQ), EOQ);
    ck_assert_uint_eq(read_reg(TX_CP(0)), bd(2));
}
END_TEST

START_TEST(a_frame_may_lie_in_several_buffers)
{
    memcpy(ram + 0x10000, "head", 4);
    memset(ram + 0x10100, 't', 80);
    put_bd(0, bd(1), BUFFER - 2, 2 << 16 | 4, SOP | OWNER | 84);
    put_bd(1, 0, BUFFER + 0x100, 80, EOP);

    write_reg(TX_HDP(0), bd(0));

    ck_assert_uint_eq(sent.len, 84);
    ck_assert_mem_eq(sent.bytes, "headtttt", 8);
    ck_assert_uint_eq(flags_of(0) & OWNER, 0);
    ck_assert_uint_eq(flags_of(1) & EOQ, EOQ);
    ck_assert_uint_eq(read_reg(TX_CP(0)), bd(1));
}
END_TEST

START_TEST(a_directed_descriptor_names_its_port)
{
    put_bd(0, 0, BUFFER, 60, WHOLE | TO_PORT(2) | 60);

    write_reg(TX_HDP(0), bd(0));

    ck_assert_uint_eq(sent.to_port, 2);
}
END_TEST

START_TEST(short_frames_are_filled_and_a_passed_crc_is_cut)
{
    memset(ram + 0x10000, 0xff, 64);
    put_bd(0, 0, BUFFER, 20, WHOLE | 20);
    put_bd(1, 0, BUFFER, 68, WHOLE | CRC | 68);

    write_reg(TX_HDP(0), bd(0));
    ck_assert_uint_eq(sent.len, 60);
    ck_assert_uint_eq(sent.bytes[20], 0);

    write_reg(TX_HDP(0), bd(1));
    ck_assert_uint_eq(sent.len, 64);
}
END_TEST

/* __cpdma_chan_submit links a descriptor behind one that is being sent. */
static void link_second(void)
{
    if (sent.n == 1) {
        put(bd(0), bd(1));
    }
}

START_TEST(a_descriptor_linked_during_the_send_is_sent_too)
{
    put_bd(0, 0, BUFFER, 60, WHOLE | 60);
    put_bd(1, 0, BUFFER, 60, WHOLE | 60);
    sent.meanwhile = link_second;

    write_reg(TX_HDP(0), bd(0));

    ck_assert_uint_eq(sent.n, 2);
    ck_assert_uint_eq(flags_of(0) & EOQ, 0);
}
END_TEST

START_TEST(a_descriptor_linked_too_late_is_sent_by_a_new_head)
{
    put_bd(0, 0, BUFFER, 60, WHOLE | 60);
    put_bd(1, 0, BUFFER, 60, WHOLE | 60);
    write_reg(TX_HDP(0), bd(0));
    put(bd(0), bd(1));
    ck_assert_uint_eq(flags_of(0) & (EOQ | OWNER), EOQ);    /* misqueued */

    write_reg(TX_HDP(0), bd(1));

    ck_assert_uint_eq(sent.n, 2);
    ck_assert_uint_eq(fake_count(&fake, HC_EVENT_MISUSE_REG), 0);
}
END_TEST

START_TEST(only_the_last_completion_pointer_acknowledges)
{
    put_bd(0, bd(1), BUFFER, 60, WHOLE | 60);
    put_bd(1, 0, BUFFER, 60, WHOLE | 60);
    write_reg(TX_HDP(0), bd(0));

    write_reg(TX_CP(0), bd(0));
    ck_assert_uint_eq(read_reg(TX_MASKED), 1);
    ck_assert_uint_eq(read_reg(TX_CP(0)), bd(1));

    write_reg(TX_CP(0), bd(1));
    ck_assert_uint_eq(read_reg(TX_MASKED), 0);
}
END_TEST

START_TEST(a_head_over_a_head_is_misuse_and_a_zero_is_not)
{
    write_reg(TX_CONTROL, 0);
    write_reg(TX_HDP(0), bd(0));
    write_reg(TX_HDP(0), bd(1));
    ck_assert_uint_eq(read_reg(TX_HDP(0)), bd(0));
    ck_assert_uint_eq(fake_count(&fake, HC_EVENT_MISUSE_REG), 1);

    write_reg(TX_HDP(1), 0);
    ck_assert_uint_eq(fake_count(&fake, HC_EVENT_MISUSE_REG), 1);
}
END_TEST

START_TEST(a_disabled_transmitter_sends_when_it_is_enabled)
{
    put_bd(0, 0, BUFFER, 60, WHOLE | 60);
    write_reg(TX_CONTROL, 0);
    write_reg(TX_HDP(0), bd(0));
    ck_assert_uint_eq(sent.n, 0);

    write_reg(TX_CONTROL, 1);

    ck_assert_uint_eq(sent.n, 1);
}
END_TEST

/* SPRUH73, DMASTATUS, TX_HOST_ERR_CODE. */
static const struct {
    const char *what;
    uint32_t next, buffer, len, flags;
    unsigned code;
} bad_tx[] = {
    { "no SOP", 0, BUFFER, 60, EOP | OWNER | 60, 1 },
    { "not owned", 0, BUFFER, 60, SOP | EOP | 60, 2 },
    { "no EOP at the end", 0, BUFFER, 60, SOP | OWNER | 60, 3 },
    { "no buffer", 0, 0, 60, WHOLE | 60, 4 },
    { "buffer outside memory", 0, RAM + RAM_SIZE - 8, 60, WHOLE | 60, 4 },
    { "buffer wraps", 0, 0xffffffffu, 60, WHOLE | 60, 4 },
    { "empty buffer", 0, BUFFER, 0, WHOLE | 60, 5 },
    { "less than the packet", 0, BUFFER, 30, WHOLE | 60, 6 },
    { "more than any packet", 0, BUFFER, 0xffff, WHOLE | 60, 6 },
    { "one buffer for ever", RAM + 0x1000, BUFFER, 1, SOP | OWNER | 60, 6 },
    { "next outside memory", 0x10, BUFFER, 60, SOP | OWNER | 60, 1 },
};

START_TEST(a_bad_descriptor_stops_its_channel_with_a_code)
{
    put_bd(0, bad_tx[_i].next, bad_tx[_i].buffer, bad_tx[_i].len,
           bad_tx[_i].flags);

    write_reg(TX_HDP(3), bd(0));

    ck_assert_uint_eq(sent.n, 0);
    ck_assert_uint_eq(read_reg(DMASTATUS) >> 20 & 0xf, bad_tx[_i].code);
    ck_assert_uint_eq(read_reg(DMASTATUS) >> 16 & 7, 3);
    ck_assert_uint_eq(read_reg(DMA_MASKED), 2);
    ck_assert_uint_eq(fake_count(&fake, HC_EVENT_DMA_ERROR), 1);
    ck_assert_uint_eq(read_reg(TX_HDP(3)), bd(0));
}
END_TEST

START_TEST(a_head_outside_memory_is_an_error_and_no_read)
{
    write_reg(TX_HDP(0), 0x10);

    ck_assert_uint_eq(read_reg(DMASTATUS) >> 20 & 0xf, 1);
}
END_TEST

START_TEST(a_ring_of_descriptors_ends_at_the_first_that_was_sent)
{
    put_bd(0, bd(1), BUFFER, 60, WHOLE | 60);
    put_bd(1, bd(0), BUFFER, 60, WHOLE | 60);

    write_reg(TX_HDP(0), bd(0));

    ck_assert_uint_eq(sent.n, 2);
    ck_assert_uint_eq(read_reg(DMASTATUS) >> 20 & 0xf, 2);
}
END_TEST

static void own_again(void)
{
    put(bd(0) + 12, WHOLE | 60);
    put(bd(1) + 12, WHOLE | 60);
}

START_TEST(a_ring_that_is_fed_for_ever_takes_a_breath_and_goes_on)
{
    put_bd(0, bd(1), BUFFER, 60, WHOLE | 60);
    put_bd(1, bd(0), BUFFER, 60, WHOLE | 60);
    sent.meanwhile = own_again;

    write_reg(TX_HDP(0), bd(0));
    ck_assert_uint_eq(sent.n, 1024);
    ck_assert_uint_gt(state.continue_at_ns, fake.now_ns);
    ck_assert_uint_lt(state.continue_at_ns, NS_PER_MS);

    hc_cpdma_continue(&dma);
    ck_assert_uint_eq(sent.n, 2048);
}
END_TEST

START_TEST(teardown_leaves_its_mark_and_no_descriptor_is_touched)
{
    put_bd(0, 0, BUFFER, 1526, OWNER);
    write_reg(RX_HDP(0), bd(0));

    write_reg(RX_TEARDOWN, 0);

    ck_assert_uint_eq(read_reg(RX_CP(0)), 0xfffffffc);
    ck_assert_uint_eq(read_reg(RX_HDP(0)), 0);
    ck_assert_uint_eq(read_reg(RX_MASKED), 1);
    ck_assert_uint_eq(flags_of(0), OWNER);
    write_reg(RX_CP(0), 0xfffffffc);
    ck_assert_uint_eq(read_reg(RX_MASKED), 0);
}
END_TEST

/* cpsw_ndo_tx_timeout stops and starts a channel without a reset, and the
 * clean-up in between may write a head. */
START_TEST(a_torn_down_channel_is_quiet_until_its_interrupt_is_enabled)
{
    put_bd(0, 0, BUFFER, 60, WHOLE | 60);
    put_bd(1, 0, BUFFER, 60, WHOLE | 60);
    write_reg(TX_MASK_CLR, 1);
    write_reg(TX_TEARDOWN, 0);

    write_reg(TX_HDP(0), bd(0));
    ck_assert_uint_eq(sent.n, 0);

    write_reg(TX_MASK_SET, 1);
    ck_assert_uint_eq(read_reg(TX_HDP(0)), 0);
    write_reg(TX_HDP(0), bd(1));
    ck_assert_uint_eq(sent.n, 1);
    ck_assert_uint_eq(fake_count(&fake, HC_EVENT_MISUSE_REG), 0);
}
END_TEST

START_TEST(soft_reset_forgets_channels_and_keeps_descriptors)
{
    put_bd(0, 0, BUFFER, 60, EOP | OWNER | 60);
    put_bd(1, 0, BUFFER, 60, WHOLE | 60);
    write_reg(TX_HDP(0), bd(0));        /* an error */
    write_reg(TX_TEARDOWN, 1);

    write_reg(SOFT_RESET, 1);

    ck_assert_uint_eq(read_reg(SOFT_RESET), 0);
    ck_assert_uint_eq(read_reg(TX_HDP(0)), 0);
    ck_assert_uint_eq(read_reg(TX_CP(1)), 0);
    ck_assert_uint_eq(read_reg(TX_RAW), 0);
    ck_assert_uint_eq(read_reg(TX_MASK_SET), 0);
    ck_assert_uint_eq(flags_of(1), WHOLE | 60);
    write_reg(TX_CONTROL, 1);
    write_reg(TX_HDP(0), bd(1));
    ck_assert_uint_eq(sent.n, 1);
}
END_TEST

/* 1514 bytes, the word before and the FCS behind fill a Linux buffer. */
START_TEST(a_frame_is_stored_with_its_vlan_word_and_fcs)
{
    put_bd(0, 0, BUFFER, 1526, OWNER);
    write_reg(RX_HDP(0), bd(0));

    ck_assert_int_eq(receive("123456789", 60, true), HC_OK);

    ck_assert_uint_eq(flags_of(0),
                      SOP | EOP | EOQ | CRC | 1u << 19 | 2u << 16 | 68);
    ck_assert_uint_eq(get(BUFFER), 0x20050300);
    ck_assert_mem_eq(ram + 0x10004, "123456789", 9);
    ck_assert_uint_eq(get(bd(0) + 8), 68);
    ck_assert_uint_eq(read_reg(RX_CP(0)), bd(0));
    ck_assert_uint_eq(read_reg(RX_HDP(0)), 0);
    ck_assert_uint_eq(read_reg(RX_MASKED), 1);
    ck_assert_uint_eq(word3_stores, 1);
}
END_TEST

/* The check value of CRC-32 for "123456789", as in many catalogues. */
START_TEST(the_fcs_is_that_of_ethernet)
{
    put_bd(0, 0, BUFFER, 1526, OWNER);
    write_reg(RX_HDP(0), bd(0));

    receive("123456789", 9, false);

    ck_assert_uint_eq(get(BUFFER + 9), 0xcbf43926);
    ck_assert_uint_eq(flags_of(0) & 0x7ff, 13);
    ck_assert_uint_eq(flags_of(0) & 1u << 19, 0);
}
END_TEST

START_TEST(frames_wait_for_buffers_in_order)
{
    receive("first", 60, false);
    receive("second", 60, false);
    ck_assert_uint_eq(read_reg(RX_MASKED), 0);
    put_bd(0, bd(1), BUFFER, 1526, OWNER);
    put_bd(1, 0, BUFFER + 0x800, 1526, OWNER);

    write_reg(RX_HDP(0), bd(0));

    ck_assert_mem_eq(ram + 0x10000, "first", 5);
    ck_assert_mem_eq(ram + 0x10800, "second", 6);
    ck_assert_uint_eq(flags_of(0) & (OWNER | EOQ), 0);
    ck_assert_uint_eq(flags_of(1) & (OWNER | EOQ), EOQ);
    ck_assert_uint_eq(read_reg(RX_CP(0)), bd(1));
}
END_TEST

START_TEST(too_many_waiting_frames_are_start_of_frame_overruns)
{
    unsigned taken = 0;

    while (taken < 1000 && receive("x", 1514, true) == HC_OK) {
        taken++;
    }

    ck_assert_uint_gt(taken, 8);
    ck_assert_uint_lt(taken, 1000);
    ck_assert_uint_eq(stat(0x984), 1);
    ck_assert_uint_eq(stat(0x98c), 0);
}
END_TEST

START_TEST(a_receiver_that_is_off_loses_frames_and_counts_them)
{
    put_bd(0, 0, BUFFER, 1526, OWNER);
    write_reg(RX_CONTROL, 0);
    write_reg(RX_HDP(0), bd(0));

    ck_assert_int_eq(receive("x", 60, true), HC_NAK);
    write_reg(RX_CONTROL, 1);

    ck_assert_uint_eq(stat(0x98c), 1);
    ck_assert_uint_eq(flags_of(0), OWNER);
}
END_TEST

START_TEST(a_long_frame_fills_several_buffers)
{
    put_bd(0, bd(1), BUFFER, 64, OWNER);
    put_bd(1, bd(2), BUFFER + 0x100, 64, OWNER);
    put_bd(2, 0, BUFFER + 0x200, 64, OWNER);
    write_reg(RX_OFFSET, 16);
    write_reg(RX_FREE(0), 3);
    write_reg(RX_HDP(0), bd(0));

    receive("abc", 96, false);      /* 100 bytes: 48 + 52 */

    ck_assert_uint_eq(flags_of(0), SOP | CRC | 2u << 16 | 100);
    ck_assert_uint_eq(flags_of(1), EOP | CRC | 2u << 16);
    ck_assert_uint_eq(get(bd(0) + 8), 16u << 16 | 48);
    ck_assert_uint_eq(get(bd(1) + 8), 52);
    ck_assert_mem_eq(ram + 0x10010, "abc", 3);
    ck_assert_uint_eq(read_reg(RX_HDP(0)), bd(2));
    ck_assert_uint_eq(read_reg(RX_FREE(0)), 1);
}
END_TEST

START_TEST(a_frame_that_no_chain_can_hold_is_a_middle_of_frame_overrun)
{
    put_bd(0, 0, BUFFER, 64, OWNER);
    write_reg(RX_HDP(0), bd(0));

    receive("x", 1514, true);

    ck_assert_uint_eq(stat(0x988), 1);
    ck_assert_uint_eq(flags_of(0), OWNER);
    ck_assert_uint_eq(read_reg(RX_HDP(0)), bd(0));
}
END_TEST

/* SPRUH73, DMASTATUS, RX_HOST_ERR_CODE. */
static const struct {
    uint32_t buffer, len, flags;
    unsigned code;
} bad_rx[] = {
    { BUFFER, 1526, 0, 2 },
    { 0, 1526, OWNER, 4 },
    { BUFFER, 0, OWNER, 5 },
    { BUFFER, 16, OWNER, 6 },
    { RAM + RAM_SIZE - 4, 1526, OWNER, 4 },
};

START_TEST(a_bad_receive_descriptor_stops_the_channel_with_a_code)
{
    put_bd(0, 0, bad_rx[_i].buffer, bad_rx[_i].len, bad_rx[_i].flags);
    write_reg(RX_OFFSET, 16);
    write_reg(RX_HDP(0), bd(0));

    receive("x", 60, true);

    ck_assert_uint_eq(read_reg(DMASTATUS) >> 12 & 0xf, bad_rx[_i].code);
    ck_assert_uint_eq(read_reg(DMASTATUS) >> 8 & 7, 0);
    ck_assert_uint_eq(read_reg(RX_MASKED), 0);
    ck_assert_int_eq(receive("y", 60, true), HC_NAK);
}
END_TEST

START_TEST(free_buffer_counts_add_up_and_thresholds_need_their_mask)
{
    write_reg(RX_FREE(0), 5);
    write_reg(RX_FREE(0), 2);
    ck_assert_uint_eq(read_reg(RX_FREE(0)), 7);

    write_reg(RX_THRESH(0), 8);
    ck_assert_uint_eq(read_reg(RX_MASKED), 0);      /* Linux counts on it */
    write_reg(RX_MASK_SET, 0x100);
    ck_assert_uint_eq(read_reg(RX_MASKED), 0x100);

    write_reg(RX_FREE(0), 1);
    ck_assert_uint_eq(read_reg(RX_MASKED), 0);
}
END_TEST

START_TEST(a_copy_of_the_state_delivers_what_was_waiting)
{
    static struct hc_cpdma_state copy;
    static uint32_t copied_reg[0x2000 / 4];

    receive("waiting", 60, false);
    copy = state;
    memcpy(copied_reg, reg, sizeof(reg));
    hc_cpdma_reset(&dma);
    dma.state = &copy;
    dma.reg = copied_reg;
    put_bd(0, 0, BUFFER, 1526, OWNER);

    write_reg(RX_HDP(0), bd(0));

    ck_assert_mem_eq(ram + 0x10000, "waiting", 7);
    ck_assert_uint_eq(read_reg(RX_MASKED), 1);
}
END_TEST

/* Two ways to the same sum, at every alignment and length. */
START_TEST(the_fast_fcs_is_the_plain_one)
{
    static uint8_t bytes[2100];
    uint32_t seed = 1;

    for (size_t i = 0; i < sizeof(bytes); i++) {
        seed = seed * 1664525u + 1013904223u;
        bytes[i] = (uint8_t)(seed >> 24);
    }
    for (size_t len = 0; len < 2048; len++) {
        ck_assert_uint_eq(hc_fcs(bytes + len % 17, len),
                          hc_fcs_plain(bytes + len % 17, len));
    }
}
END_TEST

/* 1 / 40 of 32 bits at 125 MHz is 100 Mb/s; a frame of 105 octets takes 125
 * with preamble and gap: 10 us. */
START_TEST(a_rate_limited_channel_sends_one_frame_after_the_other)
{
    put_bd(0, bd(1), BUFFER, 105, WHOLE | 105);
    put_bd(1, 0, BUFFER, 105, WHOLE | 105);
    write_reg(0x820, 0x8001);
    write_reg(0x830 + 4 * 7, 1u << 16 | 39);

    write_reg(TX_HDP(7), bd(0));
    ck_assert_uint_eq(sent.n, 1);
    ck_assert_uint_eq(state.continue_at_ns, 10 * NS_PER_US);
    ck_assert_uint_eq(flags_of(1) & OWNER, OWNER);

    hc_cpdma_continue(&dma);
    ck_assert_uint_eq(sent.n, 1);
    fake_advance(&fake, 10 * NS_PER_US);
    hc_cpdma_continue(&dma);
    ck_assert_uint_eq(sent.n, 2);
}
END_TEST

/* The kernel's cpsw.rst: 40 Mbit/s (1 / 100 of 4 Gb/s) of 1518 octets, tag
 * and no FCS, carry 39012 kbit/s of 1500: 307.6 us each. */
START_TEST(the_rate_counts_preamble_and_gap_but_no_fcs)
{
    write_reg(0x820, 0x8001);
    write_reg(0x830 + 4 * 7, 1u << 16 | 99);

    ck_assert_uint_eq(hc_cpdma_rate_ns(&dma, 7, 1518), 307600);
    ck_assert_uint_eq(UINT64_C(1500) * 8 * 1000000 / 307600, 39011);
    ck_assert_uint_eq(hc_cpdma_rate_ns(&dma, 6, 1518), 0);
}
END_TEST

START_TEST(a_channel_whose_limit_is_not_enabled_sends_at_once)
{
    put_bd(0, bd(1), BUFFER, 101, WHOLE | 101);
    put_bd(1, 0, BUFFER, 101, WHOLE | 101);
    write_reg(0x830, 1u << 16 | 39);

    write_reg(TX_HDP(0), bd(0));

    ck_assert_uint_eq(sent.n, 2);
}
END_TEST

static bool room;

static bool has_room(void *owner, unsigned to_port, bool limited)
{
    (void)owner, (void)limited;
    return room || to_port == 2;
}

/* Room for one packet, until told again. */
static bool one_at_a_time(void *owner, unsigned to_port, bool limited)
{
    const bool now = room;

    (void)owner, (void)to_port, (void)limited;
    room = false;
    return now;
}

START_TEST(a_channel_waits_for_room_and_others_pass_it)
{
    dma.has_room = has_room;
    room = false;
    put_bd(0, 0, BUFFER, 60, WHOLE | TO_PORT(1) | 60);
    put_bd(1, 0, BUFFER, 60, WHOLE | TO_PORT(2) | 60);

    write_reg(TX_HDP(0), bd(0));
    ck_assert_uint_eq(flags_of(0) & OWNER, OWNER);
    write_reg(TX_HDP(1), bd(1));
    ck_assert_uint_eq(sent.n, 1);

    room = true;
    hc_cpdma_resume(&dma);
    ck_assert_uint_eq(sent.n, 2);
    ck_assert_uint_eq(flags_of(0) & OWNER, 0);
}
END_TEST

/* Of three packets each in two channels, with room for one at a time. */
static unsigned order_of_channels(uint32_t dmacontrol)
{
    unsigned order = 0;

    dma.has_room = one_at_a_time;
    room = false;
    write_reg(0x820, dmacontrol);
    for (unsigned i = 0; i < 6; i++) {
        put_bd(i, i % 3 < 2 ? bd(i + 1) : 0, BUFFER, 60,
               WHOLE | TO_PORT(1) | 60);
    }
    write_reg(TX_HDP(2), bd(0));
    write_reg(TX_HDP(5), bd(3));
    for (unsigned i = 0; i < 6; i++) {
        room = true;
        hc_cpdma_resume(&dma);
        order = order << 4 | ((flags_of(0) & OWNER ? 0 : 1) +
                              (flags_of(1) & OWNER ? 0 : 1) +
                              (flags_of(2) & OWNER ? 0 : 1));
    }
    return order;
}

START_TEST(with_fixed_priorities_channel_7_goes_first)
{
    /* So many of channel 2 are through after each step. */
    ck_assert_uint_eq(order_of_channels(1), 0x000123);
    ck_assert_uint_eq(sent.n, 6);
}
END_TEST

START_TEST(without_priorities_channels_take_turns)
{
    ck_assert_uint_eq(order_of_channels(0), 0x112233);
    ck_assert_uint_eq(sent.n, 6);
}
END_TEST

/* Packets of 500 buffers of one byte each. */
START_TEST(a_ring_of_small_buffers_ends_where_it_began)
{
    for (unsigned i = 0; i < 1000; i++) {
        put_bd(i, i < 999 ? bd(i + 1) : 0, BUFFER, 1,
               OWNER | (i % 500 == 0 ? SOP | 60 : 0) |
               (i % 500 == 499 ? EOP : 0));
    }
    put(bd(999), bd(0));

    write_reg(TX_HDP(0), bd(0));

    ck_assert_uint_eq(sent.n, 2);
    ck_assert_uint_eq(read_reg(DMASTATUS) >> 20 & 0xf, 2);
}
END_TEST

START_TEST(blocked_length_words_stay_as_they_are)
{
    put_bd(0, 0, BUFFER, 1526, OWNER);
    write_reg(0x820, 4);
    write_reg(RX_HDP(0), bd(0));

    receive("abc", 60, false);

    ck_assert_uint_eq(get(bd(0) + 8), 1526);
    ck_assert_uint_eq(flags_of(0) & 0x7ff, 64);
}
END_TEST

START_TEST(every_channel_has_its_own_ring_each_way)
{
    for (unsigned i = 0; i < 8; i++) {
        uint8_t bytes[60] = { 0 };
        const struct hc_cpdma_frame frame = { .channel = i, .from_port = 1,
                                              .bytes = bytes, .len = 60 };

        put_bd(i, 0, BUFFER, 60, WHOLE | 60);
        put_bd(8 + i, 0, BUFFER + 0x800, 1526, OWNER);
        write_reg(TX_HDP(i), bd(i));
        write_reg(RX_HDP(i), bd(8 + i));
        ck_assert_int_eq(hc_cpdma_receive(&dma, &frame), HC_OK);
        ck_assert_uint_eq(read_reg(TX_CP(i)), bd(i));
        ck_assert_uint_eq(read_reg(RX_CP(i)), bd(8 + i));
    }

    ck_assert_uint_eq(read_reg(TX_MASKED), 0xff);
    ck_assert_uint_eq(read_reg(RX_MASKED), 0xff);
}
END_TEST

#define N(table) ((int)(sizeof(table) / sizeof((table)[0])))

static void add_tx(TCase *tc)
{
    tcase_add_test(tc, one_descriptor_sends_one_frame);
    tcase_add_test(tc, a_chain_is_sent_whole_and_only_its_end_has_eoq);
    tcase_add_test(tc, a_frame_may_lie_in_several_buffers);
    tcase_add_test(tc, a_directed_descriptor_names_its_port);
    tcase_add_test(tc, short_frames_are_filled_and_a_passed_crc_is_cut);
    tcase_add_test(tc, a_descriptor_linked_during_the_send_is_sent_too);
    tcase_add_test(tc, a_descriptor_linked_too_late_is_sent_by_a_new_head);
    tcase_add_test(tc, only_the_last_completion_pointer_acknowledges);
    tcase_add_test(tc, a_head_over_a_head_is_misuse_and_a_zero_is_not);
    tcase_add_test(tc, a_disabled_transmitter_sends_when_it_is_enabled);
    tcase_add_loop_test(tc, a_bad_descriptor_stops_its_channel_with_a_code,
                        0, N(bad_tx));
    tcase_add_test(tc, a_head_outside_memory_is_an_error_and_no_read);
    tcase_add_test(tc,
        a_ring_of_descriptors_ends_at_the_first_that_was_sent);
    tcase_add_test(tc,
        a_ring_that_is_fed_for_ever_takes_a_breath_and_goes_on);
}

static void add_rx(TCase *tc)
{
    tcase_add_test(tc,
        teardown_leaves_its_mark_and_no_descriptor_is_touched);
    tcase_add_test(tc,
        a_torn_down_channel_is_quiet_until_its_interrupt_is_enabled);
    tcase_add_test(tc, soft_reset_forgets_channels_and_keeps_descriptors);
    tcase_add_test(tc, a_frame_is_stored_with_its_vlan_word_and_fcs);
    tcase_add_test(tc, the_fcs_is_that_of_ethernet);
    tcase_add_test(tc, frames_wait_for_buffers_in_order);
    tcase_add_test(tc,
        too_many_waiting_frames_are_start_of_frame_overruns);
    tcase_add_test(tc,
        a_receiver_that_is_off_loses_frames_and_counts_them);
    tcase_add_test(tc, a_long_frame_fills_several_buffers);
    tcase_add_test(tc,
        a_frame_that_no_chain_can_hold_is_a_middle_of_frame_overrun);
    tcase_add_loop_test(tc,
        a_bad_receive_descriptor_stops_the_channel_with_a_code,
        0, N(bad_rx));
    tcase_add_test(tc,
        free_buffer_counts_add_up_and_thresholds_need_their_mask);
    tcase_add_test(tc, a_copy_of_the_state_delivers_what_was_waiting);
}

static void add_more(TCase *tc)
{
    tcase_add_test(tc, the_fast_fcs_is_the_plain_one);
    tcase_add_test(tc, a_rate_limited_channel_sends_one_frame_after_the_other);
    tcase_add_test(tc, the_rate_counts_preamble_and_gap_but_no_fcs);
    tcase_add_test(tc, a_channel_whose_limit_is_not_enabled_sends_at_once);
    tcase_add_test(tc, a_channel_waits_for_room_and_others_pass_it);
    tcase_add_test(tc, with_fixed_priorities_channel_7_goes_first);
    tcase_add_test(tc, without_priorities_channels_take_turns);
    tcase_add_test(tc, a_ring_of_small_buffers_ends_where_it_began);
    tcase_add_test(tc, blocked_length_words_stay_as_they_are);
    tcase_add_test(tc, every_channel_has_its_own_ring_each_way);
}

int main(void)
{
    Suite *suite = suite_create("cpdma");
    TCase *tc = tcase_create("cpdma");
    SRunner *runner = srunner_create(suite);
    int failed;

    suite_add_tcase(suite, tc);
    tcase_add_checked_fixture(tc, setup, NULL);
    add_tx(tc);
    add_rx(tc);
    add_more(tc);
    srunner_run_all(runner, CK_ENV);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
