/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "uart-port.h"

#include "qapi/error.h"

#include "../models/uart.h"

typedef struct HcUartPort {
    HcCharFrontend fe;
    struct hc_omap_uart *uart;
} HcUartPort;

static bool muted;

static void port_send(void *opaque, uint8_t byte)
{
    HcUartPort *port = opaque;

    if (!muted) {
        qemu_chr_fe_write_all(&port->fe, &byte, 1);
    }
}

void hc_uart_ports_mute(void)
{
    muted = true;
}

static int port_can_receive(void *opaque)
{
    return hc_omap_uart_room(((HcUartPort *)opaque)->uart);
}

static void port_receive(void *opaque, const uint8_t *bytes, int size)
{
    for (int i = 0; i < size; i++) {
        hc_omap_uart_receive(((HcUartPort *)opaque)->uart, bytes[i]);
    }
}

static void port_room(void *opaque)
{
    qemu_chr_fe_accept_input(&((HcUartPort *)opaque)->fe);
}

void hc_uart_port(HcBlockState *dev, Chardev *chr)
{
    HcUartPort *port;

    if (!chr) {
        return;
    }
    port = g_new0(HcUartPort, 1);
    port->uart = dev->model;
    qemu_chr_fe_init(&port->fe, chr, &error_fatal);
    qemu_chr_fe_set_handlers(&port->fe, port_can_receive, port_receive, NULL,
                             NULL, port, NULL, true);
    hc_omap_uart_wire(port->uart, port_send, port);
    hc_omap_uart_on_room(port->uart, port_room, port);
}
