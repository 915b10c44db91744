/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where the guest finds the testers: addresses that the AM335x leaves free
 * (SPRUH73 table 2-1), and interrupts of the PRUs, which are not there. */
#ifndef HC_TESTER_H
#define HC_TESTER_H

#define HC_TESTERS 4            /* at the most: two for each port */
/* The k-th of a port: first one of each, as if there were no more. */
#define HC_TESTER(port, k) ((port) + HC_TESTERS / 2 * (k))
#define HC_TESTER_BASE(n) (0x5f000000u + 0x200u * (n))
#define HC_TESTER_SIZE    0x200u
#define HC_TESTER_IRQ(n)  (20u + (n))

#endif
