/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A tester: one more network interface of the guest itself (virtio-net over
 * virtio-mmio), at the far end of a port's medium. */
#ifndef HC_UPPER_TESTER_H
#define HC_UPPER_TESTER_H

#include "hw/irq.h"
#include "tester.h"
#include "upper.h"

/* Makes the interface of port n; `irq` is its input of the interrupt
 * controller. Only before the machine runs, once for each port. */
HcUpper *hc_upper_tester(unsigned n, qemu_irq irq, HcUpperSend *send,
                         void *opaque);

/* The guest sees a carrier, or none. */
void hc_upper_tester_link(HcUpper *upper, bool up);

#endif
