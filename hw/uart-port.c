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

void hc_uart_ports_mute(bool mute)
{
    muted = mute;
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

static void plug_in(HcUartPort *port);

/* The other end is another one from now on: the console of the next story. */
static int port_changes(void *opaque)
{
    plug_in(opaque);
    return 0;
}

static void plug_in(HcUartPort *port)
{
    qemu_chr_fe_set_handlers(&port->fe, port_can_receive, port_receive, NULL,
                             port_changes, port, NULL, true);
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
    plug_in(port);
    hc_omap_uart_wire(port->uart, port_send, port);
    hc_omap_uart_on_room(port->uart, port_room, port);
}
