/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The AM335x UART: a 16550 with 64-byte FIFOs, three register banks and the
 * registers that TI added (SPRUH73, chapter 19). Bytes leave at once. */
#ifndef HC_UART_H
#define HC_UART_H

#include "block.h"

#define HC_UART_FIFO 64
#define HC_UART_REGS 0xd0

struct hc_omap_uart {
    const struct hc_host *host;
    void (*send)(void *opaque, uint8_t byte);       /* or NULL */
    void  *send_opaque;
    void (*room_changed)(void *opaque);             /* or NULL */
    void  *room_opaque;

    /* state, to the end */
    uint32_t reg[HC_UART_REGS];
    uint8_t  rx[HC_UART_FIFO];
    uint32_t rx_at, rx_count;
    bool     tx_empty_irq;          /* THR interrupt: not yet told by IIR */
};

/* Line 0 is the interrupt. */
extern const struct hc_block hc_omap_uart_block;

/* Says where transmitted bytes go. */
void hc_omap_uart_wire(struct hc_omap_uart *uart,
                       void (*send)(void *opaque, uint8_t byte),
                       void *opaque);

/* Says who hears that the receiver was emptied or switched on. */
void hc_omap_uart_on_room(struct hc_omap_uart *uart,
                          void (*room_changed)(void *opaque), void *opaque);

/* A byte arrives on the wire; false: no room, the byte was not taken. */
bool hc_omap_uart_receive(struct hc_omap_uart *uart, uint8_t byte);

/* How many bytes the receiver takes now; 0 while it is switched off. */
unsigned hc_omap_uart_room(const struct hc_omap_uart *uart);

#endif
