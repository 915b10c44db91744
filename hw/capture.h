/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A tap on a hop: every frame with its virtual time, in a pcap file. */
#ifndef HC_CAPTURE_H
#define HC_CAPTURE_H

#include <glib.h>
#include <stdbool.h>

#include "../models/hop.h"

typedef struct HcCapture HcCapture;

/* Creates DIR/NAME.pcap (nanoseconds, Ethernet without FCS), or goes on with
 * it if `append`, and puts itself on the hop. */
HcCapture *hc_capture_new(struct hc_hop *hop, const char *dir,
                          const char *name, bool append, GError **error);

/* Writes out what is buffered. */
void hc_capture_flush(HcCapture *capture);

/* Takes no more frames; what came before stays. */
void hc_capture_seal(HcCapture *capture);

/* Writes out what is still buffered and closes; false with an error when
 * the file is not whole (disk full). Frees the capture. */
bool hc_capture_close(HcCapture *capture, GError **error);

#endif
