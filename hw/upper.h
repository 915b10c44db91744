/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Who lives at the far end of a medium above the link: libslirp or a netdev
 * of QEMU. (The scripted peer is a model of its own.) */
#ifndef HC_UPPER_H
#define HC_UPPER_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Frames towards the medium; never called from inside hc_upper_frame. 0 if
 * it was taken, else how long it has to wait, in nanoseconds. */
typedef uint64_t HcUpperSend(void *opaque, const uint8_t *frame, size_t len);

typedef struct HcUpper HcUpper;

/* libslirp on the virtual clock: DHCP, TFTP from the folder `tftp` (or
 * NULL), a gateway that answers ping at 10.0.2.2. Unless `restricted`, the
 * guest reaches the host's network through it. */
HcUpper *hc_upper_slirp(bool restricted, const char *tftp, HcUpperSend *send,
                        void *opaque, GError **error);

/* The netdev that -netdev made under this id. */
HcUpper *hc_upper_netdev(const char *id, HcUpperSend *send, void *opaque,
                         GError **error);

/* A frame arrives from the medium. */
void hc_upper_frame(HcUpper *upper, const uint8_t *frame, size_t len);

/* Takes the far end away. */
void hc_upper_free(HcUpper *upper);

#endif
