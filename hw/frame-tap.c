/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Shows every frame of the bench's wires to a story that asks for frames.
 * It stands before the capture, which has the hop's one tap. */
#include "bench-internal.h"

typedef struct HcFrameTap {
    void (*next)(void *opaque, unsigned side, const uint8_t *frame,
                 size_t len);
    void *next_opaque;
    void (*see)(void *opaque, const char *const *places, bool in,
                const uint8_t *frame, size_t len);
    void *opaque;
    const char *places[4];      /* "eth0-mdi", "eth0" */
} HcFrameTap;

/* Side 0 of a hop is the one towards the board. */
static void tap_frame(void *opaque, unsigned side, const uint8_t *frame,
                      size_t len)
{
    HcFrameTap *tap = opaque;

    if (tap->next) {
        tap->next(tap->next_opaque, side, frame, len);
    }
    tap->see(tap->opaque, tap->places, side, frame, len);
}

static HcFrameTap *tap_new(struct hc_hop *hop)
{
    HcFrameTap *tap = g_new0(HcFrameTap, 1);

    tap->next = hop->tap;
    tap->next_opaque = hop->tap_opaque;
    hop->tap = tap_frame;
    hop->tap_opaque = tap;
    return tap;
}

void hc_bench_watch_frames(HcBench *bench,
                           void (*see)(void *opaque,
                                       const char *const *places, bool in,
                                       const uint8_t *frame, size_t len),
                           void *opaque)
{
    for (unsigned n = 0; n < HC_BOARD_PORTS; n++) {
        HcPort *port = &bench->port[n];

        for (unsigned i = 0; port->row && i < HC_PORT_HOPS; i++) {
            HcFrameTap *tap = tap_new(&port->hop[i]);

            port->watch[i] = tap;
            tap->see = see;
            tap->opaque = opaque;
            tap->places[0] = port->hop_glue[i].place;
            if (i == HC_HOP_MEDIUM) {
                tap->places[1] = port->eth;
                tap->places[2] = port->place;
            }
        }
    }
}
