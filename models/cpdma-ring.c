/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The descriptors of the CPDMA (SPRUH73, "Buffer descriptors"). A driver
 * may add to a list while we walk it, so the last word 0 is read again, and
 * OWNER and EOQ change in one store (davinci_cpdma.c, __cpdma_chan_submit). */
#include "cpdma.h"

#include <string.h>

#include "fcs.h"

/* Word 3. */
#define SOP          (1u << 31)
#define EOP          (1u << 30)
#define OWNER        (1u << 29)
#define EOQ          (1u << 28)
#define TD_COMPLETE  (1u << 27)
#define PASS_CRC     (1u << 26)
#define TO_PORT_EN   (1u << 20)
#define RX_VLAN_ENCAP (1u << 19)
#define PORT_SHIFT   16
#define PACKET_LEN   0x7ffu

/* Error codes of DMASTATUS. guess: 1 and 4 for addresses that do not
 * answer; the manual has no code for a bus error. */
enum {
    ERROR_SOP = 1, ERROR_OWNER = 2, ERROR_NO_EOP = 3, ERROR_BUFFER = 4,
    ERROR_LENGTH = 5, ERROR_PACKET = 6,
    NO_ROOM = 0x100             /* not an error: later */
};

#define MIN_FRAME 60            /* IEEE 802.3 3.2.8, without the FCS */
#define FCS_LEN   4
#define WORD_LEN  4

/* So many packets, and so many buffers, leave in one go; a longer chain
 * takes a breath. */
#define RUN_PACKETS 1024
#define RUN_BUFFERS 4096
#define BREATH_NS   (10 * NS_PER_US)

/* guess: a frame that needs more receive buffers than this is lost. */
#define MAX_BUFFERS 32

struct descriptor {
    uint32_t at;
    uint32_t next, buffer, length, flags;
};

static uint32_t get(const uint8_t *byte)
{
    return byte[0] | (uint32_t)byte[1] << 8 | (uint32_t)byte[2] << 16 |
           (uint32_t)byte[3] << 24;
}

static void put(uint8_t *byte, uint32_t value)
{
    for (unsigned i = 0; i < 4; i++) {
        byte[i] = (uint8_t)(value >> 8 * i);
    }
}

static bool read_bytes(struct hc_cpdma *dma, uint32_t at, void *ret_bytes,
                       size_t len)
{
    return dma->memory->read(dma->memory->opaque, at, ret_bytes, len);
}

static bool read_descriptor(struct hc_cpdma *dma, uint32_t at,
                            struct descriptor *ret)
{
    uint8_t bytes[16];

    if (!read_bytes(dma, at, bytes, sizeof(bytes))) {
        return false;
    }
    *ret = (struct descriptor){ at, get(bytes), get(bytes + 4),
                                get(bytes + 8), get(bytes + 12) };
    return true;
}

static void write_word(struct hc_cpdma *dma, uint32_t at, uint32_t value)
{
    uint8_t bytes[4];

    put(bytes, value);
    dma->memory->write(dma->memory->opaque, at, bytes, sizeof(bytes));
}

/* What the driver linked behind a descriptor by now; 0 at the end. */
static uint32_t next_of(struct hc_cpdma *dma, uint32_t at)
{
    uint8_t bytes[4];

    return read_bytes(dma, at, bytes, sizeof(bytes)) ? get(bytes) & ~3u : 0;
}

/* Gives a packet of one or more descriptors back; returns the new head. */
static uint32_t give_back(struct hc_cpdma *dma, const struct descriptor *first,
                          const struct descriptor *last, uint32_t flags,
                          uint32_t last_flags)
{
    const uint32_t next = next_of(dma, last->at);
    const uint32_t eoq = next ? 0 : EOQ;

    if (first->at == last->at) {
        write_word(dma, first->at + 12, flags | last_flags | eoq);
    } else {
        write_word(dma, last->at + 12, last_flags | eoq);
        write_word(dma, first->at + 12, flags);
    }
    return next;
}

/* Copies one buffer into the frame; returns an error code or 0. */
static unsigned gather_buffer(struct hc_cpdma *dma,
                              const struct descriptor *from, size_t *len)
{
    const uint32_t offset = from->flags & SOP ? from->length >> 16 : 0;
    const uint32_t bytes = from->length & 0xffff;

    if (!from->buffer) {
        return ERROR_BUFFER;
    }
    if (!bytes) {
        return ERROR_LENGTH;
    }
    if (bytes > HC_CPDMA_PACKET_MAX - *len) {
        return ERROR_PACKET;
    }
    if (!read_bytes(dma, from->buffer + offset, dma->tx_frame + *len,
                    bytes)) {
        return ERROR_BUFFER;
    }
    *len += bytes;
    return 0;
}

/* Reads a packet whose first descriptor is `first`; each buffer holds a byte
 * or more, so that the packet's size bounds the walk. */
static unsigned gather(struct hc_cpdma *dma, const struct descriptor *first,
                       struct descriptor *ret_last, size_t *ret_len,
                       unsigned *buffers)
{
    struct descriptor now = *first;
    unsigned error = 0;

    if (!(first->flags & SOP)) {
        return ERROR_SOP;
    }
    if (!(first->flags & OWNER)) {
        return ERROR_OWNER;
    }
    *ret_len = 0;
    while (!(error = gather_buffer(dma, &now, ret_len)) &&
           !(now.flags & EOP)) {
        ++*buffers;
        if (!now.next) {
            return ERROR_NO_EOP;
        }
        if (!read_descriptor(dma, now.next, &now)) {
            return ERROR_SOP;
        }
    }
    *ret_last = now;
    if (!error && *ret_len < (first->flags & PACKET_LEN)) {
        return ERROR_PACKET;
    }
    return error;
}

/* Cuts what is not frame and fills what is not there. */
static size_t trim(struct hc_cpdma *dma, uint32_t flags)
{
    size_t len = flags & PACKET_LEN;

    if (flags & PASS_CRC && len > FCS_LEN) {
        len -= FCS_LEN;
    }
    if (len < MIN_FRAME) {
        memset(dma->tx_frame + len, 0, MIN_FRAME - len);
        len = MIN_FRAME;
    }
    return len;
}

static unsigned to_port_of(const struct descriptor *first)
{
    return first->flags & TO_PORT_EN ? first->flags >> PORT_SHIFT & 7 : 0;
}

static unsigned send_packet(struct hc_cpdma *dma, unsigned channel,
                            unsigned *buffers)
{
    struct descriptor first, last;
    uint64_t rate_ns;
    uint32_t next;
    unsigned error;
    size_t len;

    if (!read_descriptor(dma, *hc_cpdma_hdp(dma, HC_CPDMA_TX, channel),
                         &first)) {
        return ERROR_SOP;
    }
    rate_ns = hc_cpdma_rate_ns(dma, channel, first.flags & PACKET_LEN);
    if (dma->has_room &&
        !dma->has_room(dma->owner, to_port_of(&first), rate_ns != 0)) {
        return NO_ROOM;
    }
    error = gather(dma, &first, &last, &len, buffers);
    if (error) {
        return error;
    }
    dma->transmit(dma->owner, to_port_of(&first), dma->tx_frame,
                  trim(dma, first.flags));
    if (rate_ns) {
        dma->state->tx_next_ns[channel] =
            dma->host->now_ns(dma->host->opaque) + rate_ns;
    }
    next = give_back(dma, &first, &last,
                     first.flags & ~(OWNER | EOQ | TD_COMPLETE),
                     last.flags & ~(OWNER | EOQ | TD_COMPLETE));
    hc_cpdma_completed(dma, HC_CPDMA_TX, channel, last.at, next);
    return 0;
}

static void go_on_at(struct hc_cpdma *dma, unsigned channel, uint64_t at_ns)
{
    dma->state->tx_unfinished |= 1u << channel;
    if (at_ns < dma->state->continue_at_ns) {
        dma->state->continue_at_ns = at_ns;
    }
}

/* True if a channel must not send now, and has been put on one of the lists
 * of those that will. */
static bool must_wait(struct hc_cpdma *dma, unsigned channel,
                      unsigned packets, unsigned buffers)
{
    const uint64_t next_ns = dma->state->tx_next_ns[channel];
    uint64_t now_ns;

    if (packets < RUN_PACKETS && buffers < RUN_BUFFERS && !next_ns) {
        return false;
    }
    now_ns = dma->host->now_ns(dma->host->opaque);
    if (next_ns > now_ns) {
        go_on_at(dma, channel, next_ns);
        return true;
    }
    dma->state->tx_next_ns[channel] = 0;
    if (packets < RUN_PACKETS && buffers < RUN_BUFFERS) {
        return false;
    }
    go_on_at(dma, channel, now_ns + BREATH_NS);
    return true;
}

/* Sends up to `most` packets of a channel; 0: all. */
static void run(struct hc_cpdma *dma, unsigned channel, unsigned most)
{
    const uint32_t *hdp = hc_cpdma_hdp(dma, HC_CPDMA_TX, channel);
    unsigned buffers = 0;
    unsigned error;

    for (unsigned n = 0; *hdp && hc_cpdma_runs(dma, HC_CPDMA_TX, channel) &&
                         (!most || n < most); n++) {
        if (must_wait(dma, channel, n, buffers)) {
            return;
        }
        error = send_packet(dma, channel, &buffers);
        if (error == NO_ROOM) {
            dma->state->tx_stalled |= 1u << channel;
            return;
        }
        if (error) {
            hc_cpdma_fail(dma, HC_CPDMA_TX, channel, error);
        }
    }
}

/* A head that was written while another channel was sending, in the midst
 * of an access to guest memory, comes next. */
static void run_some(struct hc_cpdma *dma, unsigned channel, unsigned most)
{
    if (!*hc_cpdma_hdp(dma, HC_CPDMA_TX, channel)) {
        return;
    }
    if (dma->sending) {
        dma->state->tx_stalled |= 1u << channel;
        return;
    }
    dma->sending = true;
    run(dma, channel, most);
    dma->sending = false;
    dma->changed(dma->owner);
}

void hc_cpdma_run_tx(struct hc_cpdma *dma, unsigned channel)
{
    run_some(dma, channel, 0);
}

/* The first of some channels, at least one, whose turn it is. */
static unsigned whose_turn(const struct hc_cpdma *dma, uint32_t channels)
{
    unsigned channel = dma->state->tx_turn % HC_CPDMA_CHANNELS;

    while (!(channels >> channel & 1)) {
        channel = (channel + 1) % HC_CPDMA_CHANNELS;
    }
    return channel;
}

/* "Round robin": a packet of each, while there is room. Who is not through
 * by RUN_PACKETS goes on after a breath. */
static void run_in_turn(struct hc_cpdma *dma, uint32_t channels)
{
    struct hc_cpdma_state *state = dma->state;

    for (unsigned n = 0; channels; n++) {
        const unsigned channel = whose_turn(dma, channels);
        const uint32_t bit = 1u << channel;

        state->tx_turn = channel + 1;
        if (n < RUN_PACKETS) {
            run_some(dma, channel, 1);
        } else {
            go_on_at(dma, channel,
                     dma->host->now_ns(dma->host->opaque) + BREATH_NS);
        }
        if (!*hc_cpdma_hdp(dma, HC_CPDMA_TX, channel) ||
            (state->tx_stalled | state->tx_unfinished) & bit ||
            !hc_cpdma_runs(dma, HC_CPDMA_TX, channel)) {
            channels &= ~bit;
        }
    }
}

/* DMACONTROL, TX_PTYPE: channel 7 has the highest priority, or all are
 * alike. Linux wants the first, unless every channel is rate-limited. */
static void run_each(struct hc_cpdma *dma, uint32_t channels)
{
    if (!hc_cpdma_has_priorities(dma)) {
        run_in_turn(dma, channels);
        return;
    }
    for (unsigned i = HC_CPDMA_CHANNELS; i-- > 0; ) {
        if (channels >> i & 1) {
            hc_cpdma_run_tx(dma, i);
        }
    }
}

void hc_cpdma_continue(struct hc_cpdma *dma)
{
    const uint32_t channels = dma->state->tx_unfinished;

    dma->state->tx_unfinished = 0;
    dma->state->continue_at_ns = HC_NEVER;
    run_each(dma, channels);
}

void hc_cpdma_resume(struct hc_cpdma *dma)
{
    const uint32_t channels = dma->state->tx_stalled;

    if (!dma->sending && channels) {
        dma->state->tx_stalled = 0;
        run_each(dma, channels);
    }
}

/* The buffers of one packet. */
struct scatter {
    struct descriptor buffer[MAX_BUFFERS];
    uint32_t bytes[MAX_BUFFERS];        /* that go into each */
    unsigned n;
};

enum { ROOM_YES = 0, ROOM_NO = 0x100 };     /* or an error code */

static unsigned check_buffer(const struct descriptor *to, uint32_t offset)
{
    if (!(to->flags & OWNER)) {
        return ERROR_OWNER;
    }
    if (!to->buffer) {
        return ERROR_BUFFER;
    }
    if (!(to->length & PACKET_LEN)) {
        return ERROR_LENGTH;
    }
    return (to->length & PACKET_LEN) <= offset ? ERROR_PACKET : 0;
}

/* Finds buffers for `len` bytes from `at` on without touching them. */
static unsigned find_room(struct hc_cpdma *dma, uint32_t at, uint32_t len,
                          struct scatter *to)
{
    uint32_t offset = hc_cpdma_rx_offset(dma);
    uint32_t room;
    unsigned error;

    for (to->n = 0; len; at = to->buffer[to->n - 1].next & ~3u) {
        struct descriptor *now = &to->buffer[to->n];

        if (to->n == MAX_BUFFERS || !at) {
            return ROOM_NO;
        }
        if (!read_descriptor(dma, at, now)) {
            return ERROR_SOP;
        }
        error = check_buffer(now, offset);
        if (error) {
            return error;
        }
        room = (now->length & PACKET_LEN) - offset;
        to->bytes[to->n++] = room < len ? room : len;
        len -= room < len ? room : len;
        offset = 0;
    }
    return ROOM_YES;
}

static bool fill(struct hc_cpdma *dma, const struct hc_cpdma_packet *packet,
                 const struct scatter *to)
{
    uint32_t offset = hc_cpdma_rx_offset(dma);
    size_t done = 0;

    for (unsigned i = 0; i < to->n; i++) {
        const struct descriptor *now = &to->buffer[i];

        if (!dma->memory->write(dma->memory->opaque, now->buffer + offset,
                                packet->bytes + done, to->bytes[i])) {
            return false;
        }
        if (!hc_cpdma_rx_blocks_length(dma)) {
            write_word(dma, now->at + 8, offset << 16 | to->bytes[i]);
        }
        done += to->bytes[i];
        offset = 0;
    }
    return true;
}

static uint32_t flags_of(const struct hc_cpdma_packet *packet)
{
    return PASS_CRC | packet->error | (packet->encap ? RX_VLAN_ENCAP : 0) |
           (uint32_t)packet->from_port << PORT_SHIFT;
}

/* Moves one packet into the ring of its channel; returns an error code. */
static unsigned store(struct hc_cpdma *dma,
                      const struct hc_cpdma_packet *packet)
{
    const uint32_t owner = hc_cpdma_rx_keeps_owner(dma) ? OWNER : 0;
    const uint32_t flags = flags_of(packet) | owner;
    uint32_t *free_buffers = hc_cpdma_free_buffers(dma, packet->channel);
    const struct descriptor *last;
    struct scatter to;
    unsigned error;
    uint32_t next;

    error = find_room(dma, *hc_cpdma_hdp(dma, HC_CPDMA_RX, packet->channel),
                      packet->len, &to);
    if (error == ROOM_NO) {
        hc_cpdma_count_loss(dma, HC_STAT_RX_MOF_OVERRUN);
        hc_cpdma_count_loss(dma, HC_STAT_RX_DMA_OVERRUN);
        return 0;
    }
    if (error) {
        return error;
    }
    if (!fill(dma, packet, &to)) {
        return ERROR_BUFFER;
    }
    last = &to.buffer[to.n - 1];
    next = give_back(dma, to.buffer, last, SOP | flags | packet->len,
                     EOP | flags | (to.n > 1 ? 0 : packet->len));
    *free_buffers -= *free_buffers < to.n ? *free_buffers : to.n;
    hc_cpdma_completed(dma, HC_CPDMA_RX, packet->channel, last->at, next);
    return 0;
}

void hc_cpdma_drain(struct hc_cpdma *dma)
{
    struct hc_cpdma_state *state = dma->state;
    bool moved = false;

    if (dma->filling) {
        return;
    }
    dma->filling = true;
    while (state->fifo_count) {
        const struct hc_cpdma_packet *packet =
            &state->fifo[state->fifo_head % HC_CPDMA_FIFO];
        unsigned error;

        if (!hc_cpdma_runs(dma, HC_CPDMA_RX, packet->channel) ||
            !*hc_cpdma_hdp(dma, HC_CPDMA_RX, packet->channel)) {
            break;
        }
        error = store(dma, packet);
        if (error) {
            hc_cpdma_fail(dma, HC_CPDMA_RX, packet->channel, error);
        }
        state->fifo_head = (state->fifo_head + 1) % HC_CPDMA_FIFO;
        state->fifo_count -= state->fifo_count != 0;
        moved = true;
    }
    dma->filling = false;
    if (moved) {
        dma->changed(dma->owner);
    }
}

static void build(struct hc_cpdma_packet *packet,
                  const struct hc_cpdma_frame *frame)
{
    uint8_t *at = packet->bytes;

    packet->channel = frame->channel % HC_CPDMA_CHANNELS;
    packet->from_port = (uint8_t)frame->from_port;
    packet->encap = frame->encap;
    packet->error = frame->error;
    if (frame->encap) {
        put(at, frame->vlan_word);
        at += WORD_LEN;
    }
    memcpy(at, frame->bytes, frame->len);
    at += frame->len;
    put(at, hc_fcs(frame->bytes, frame->len));
    packet->len = (uint16_t)(at + FCS_LEN - packet->bytes);
}

enum hc_status hc_cpdma_receive(struct hc_cpdma *dma,
                                const struct hc_cpdma_frame *frame)
{
    struct hc_cpdma_state *state = dma->state;

    if (!hc_cpdma_runs(dma, HC_CPDMA_RX, frame->channel) ||
        frame->len > HC_CPDMA_FRAME_MAX) {
        hc_cpdma_count_loss(dma, HC_STAT_RX_DMA_OVERRUN);
        return HC_NAK;
    }
    if (state->fifo_count == HC_CPDMA_FIFO) {
        hc_cpdma_count_loss(dma, HC_STAT_RX_SOF_OVERRUN);
        return HC_NAK;
    }
    if (!state->fifo_count) {
        state->fifo_head = 0;   /* one place stays warm while all is well */
    }
    build(&state->fifo[(state->fifo_head + state->fifo_count) %
                       HC_CPDMA_FIFO], frame);
    state->fifo_count++;
    hc_cpdma_drain(dma);
    return HC_OK;
}
