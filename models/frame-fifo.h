/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Frames that wait, in a ring of bytes: each behind its length and a mark. */
#ifndef HC_FRAME_FIFO_H
#define HC_FRAME_FIFO_H

#include "hc.h"

/* What the ring needs for a frame besides its bytes. */
#define HC_FRAME_FIFO_RECORD 4

/* Plain data; the ring's bytes are the owner's. */
struct hc_frame_fifo {
    uint32_t head, used;        /* bytes */
};

/* True if a frame of `len` bytes fits into a ring of `size`. */
bool hc_frame_fifo_fits(const struct hc_frame_fifo *fifo, uint32_t size,
                        size_t len);

/* Copies a frame, at most 65535 bytes, that fits to the end. */
void hc_frame_fifo_put(struct hc_frame_fifo *fifo, uint8_t *ring,
                       uint32_t size, const uint8_t *bytes, size_t len,
                       uint8_t mark);

/* Takes the first frame out. 0: there was none; or the ring, restored from
 * who knows where, held none of 1 to `max` bytes, and is empty now. */
size_t hc_frame_fifo_take(struct hc_frame_fifo *fifo, const uint8_t *ring,
                          uint32_t size, uint8_t *ret_bytes, size_t max,
                          uint8_t *ret_mark);

#endif
