/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Testers: more network interfaces of the guest itself (virtio-net over
 * virtio-mmio), at the far end of a port's medium. When there are several, a
 * repeater stands between them and the cable: each hears all that the others
 * say, and all of it is on the cable. Collisions there are none. */
#ifndef HC_UPPER_TESTER_H
#define HC_UPPER_TESTER_H

#include "hw/irq.h"
#include "tester.h"
#include "upper.h"

/* The far end of a port, with no tester yet. */
HcUpper *hc_upper_testers(HcUpperSend *send, void *opaque);

/* Makes the interface n, one of HC_TESTERS in the whole machine; `irq` is its
 * input of the interrupt controller. Only before the machine runs. */
void hc_upper_add_tester(HcUpper *upper, unsigned n, qemu_irq irq);

/* The guest sees a carrier at all of them, or none. */
void hc_upper_testers_link(HcUpper *upper, bool up);

#endif
