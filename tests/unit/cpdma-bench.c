/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cpdma-bench.h"

struct fake fake;
uint32_t reg[0x2000 / 4];
struct hc_cpdma_state state;
struct hc_cpdma dma;

struct cpdma_sent sent;
unsigned word3_stores;

/* Of the words that matter most, how often they are stored. */
static bool write_counted(void *opaque, uint32_t at, const void *bytes,
                          size_t len)
{
    if (!memory.write(opaque, at, bytes, len)) {
        return false;
    }
    word3_stores += len == 4 && at % 16 == 12;
    return true;
}

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

uint32_t read_reg(uint32_t at)
{
    uint32_t value = 0;

    ck_assert_int_eq(hc_cpdma_read(&dma, at, &value), HC_OK);
    return value;
}

void write_reg(uint32_t at, uint32_t value)
{
    ck_assert_int_eq(hc_cpdma_write(&dma, at, value), HC_OK);
}

void cpdma_setup(void)
{
    static struct hc_memory counting;

    counting = (struct hc_memory){ memory.read, write_counted, NULL };
    fake_init(&fake, NULL, NULL);
    memset(ram, 0, sizeof(ram));
    memset(reg, 0, sizeof(reg));
    memset(&sent, 0, sizeof(sent));
    word3_stores = 0;
    dma = (struct hc_cpdma){ .host = &fake.host, .memory = &counting,
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

uint32_t bd(unsigned n)
{
    return RAM + 0x1000 + 32 * n;
}

void put_bd(unsigned n, uint32_t next, uint32_t buffer, uint32_t len,
            uint32_t flags)
{
    put(bd(n), next);
    put(bd(n) + 4, buffer);
    put(bd(n) + 8, len);
    put(bd(n) + 12, flags);
}

uint32_t flags_of(unsigned n)
{
    return get(bd(n) + 12);
}

enum hc_status receive(const char *text, size_t len, bool encap)
{
    uint8_t bytes[2048] = { 0 };
    struct hc_cpdma_frame frame = { .from_port = 2, .encap = encap,
                                    .vlan_word = 0x20050300,
                                    .bytes = bytes, .len = len };

    memcpy(bytes, text, strlen(text));
    return hc_cpdma_receive(&dma, &frame);
}

uint32_t counted(uint32_t at)
{
    return reg[at / 4];
}
