/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "frame-fifo.h"

#include <string.h>

static void copy_in(uint8_t *ring, uint32_t size, uint32_t at,
                    const uint8_t *bytes, size_t len)
{
    const size_t first = size - at < len ? size - at : len;

    memcpy(ring + at, bytes, first);
    memcpy(ring, bytes + first, len - first);
}

static void copy_out(const uint8_t *ring, uint32_t size, uint32_t at,
                     uint8_t *ret_bytes, size_t len)
{
    const size_t first = size - at < len ? size - at : len;

    memcpy(ret_bytes, ring + at, first);
    memcpy(ret_bytes + first, ring, len - first);
}

bool hc_frame_fifo_fits(const struct hc_frame_fifo *fifo, uint32_t size,
                        size_t len)
{
    return fifo->used <= size &&
           len + HC_FRAME_FIFO_RECORD <= size - fifo->used;
}

void hc_frame_fifo_put(struct hc_frame_fifo *fifo, uint8_t *ring,
                       uint32_t size, const uint8_t *bytes, size_t len,
                       uint8_t mark)
{
    const uint8_t record[HC_FRAME_FIFO_RECORD] = {
        (uint8_t)len, (uint8_t)(len >> 8), mark
    };
    const uint32_t tail = (fifo->head % size + fifo->used) % size;

    copy_in(ring, size, tail, record, sizeof(record));
    copy_in(ring, size, (tail + HC_FRAME_FIFO_RECORD) % size, bytes, len);
    fifo->used += HC_FRAME_FIFO_RECORD + (uint32_t)len;
}

size_t hc_frame_fifo_take(struct hc_frame_fifo *fifo, const uint8_t *ring,
                          uint32_t size, uint8_t *ret_bytes, size_t max,
                          uint8_t *ret_mark)
{
    const uint32_t head = fifo->head % size;
    uint8_t record[HC_FRAME_FIFO_RECORD];
    size_t len;

    copy_out(ring, size, head, record, sizeof(record));
    len = record[0] | (size_t)record[1] << 8;
    if (!len || len > max || fifo->used > size ||
        HC_FRAME_FIFO_RECORD + len > fifo->used) {
        fifo->used = 0;
        return 0;
    }
    copy_out(ring, size, (head + HC_FRAME_FIFO_RECORD) % size, ret_bytes,
             len);
    *ret_mark = record[2];
    fifo->head = (head + HC_FRAME_FIFO_RECORD + (uint32_t)len) % size;
    fifo->used -= HC_FRAME_FIFO_RECORD + (uint32_t)len;
    return len;
}
