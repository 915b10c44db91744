/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A UART of the SoC connected to a character device of QEMU. */
#ifndef HC_UART_PORT_H
#define HC_UART_PORT_H

#include "block-device.h"

/* Connects a hc_omap_uart model; `chr` may be NULL (nobody listens). */
void hc_uart_port(HcBlockState *uart, Chardev *chr);

/* From now on nothing of what ports send is heard. */
void hc_uart_ports_mute(bool mute);

#endif
