/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The device tree of a board: a stock tree, edited where the board differs
 * from the stock one. */
#ifndef HC_BOARD_DT_H
#define HC_BOARD_DT_H

#include <glib.h>
#include <stdint.h>

/* Reads a device tree of an AM335x board from a file and edits it for the
 * hotcage board called `board` ("two-cages"); stock boards get only the
 * agent's UART. `mac` chooses the driver of the switch: "switchdev" (cpsw_new,
 * as stock trees have it), "dual-emac" or "switch" (cpsw). What a cage gives is
 * told only if it is not 0 mW. A pwm_timer
 * of 4 to 7 gets a PWM, 0 none. Bits of `testers` are those that are there
 * (tester.h). The kernel's randomness begins with `seed`. NULL with an error
 * for a tree of another SoC, a tree that lacks what has to be edited, or a
 * file that is no device tree. g_free() the result. */
void *hc_board_dt_load(const char *path, const char *board, const char *mac,
                       uint32_t cage_power_mw, unsigned pwm_timer,
                       unsigned testers, uint32_t seed,
                       int *ret_size, GError **error);

#endif
