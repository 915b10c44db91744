/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The memory of a guest that is not there, for what has a DMA. */
#ifndef HC_TEST_FAKE_RAM_H
#define HC_TEST_FAKE_RAM_H

#include "../../models/hc.h"

#define RAM      0x80000000u
#define RAM_SIZE 0x20000u

extern uint8_t ram[RAM_SIZE];

/* It answers from RAM on, RAM_SIZE bytes, and refuses all else. */
extern const struct hc_memory memory;

/* Its words, the lowest byte first. */
uint32_t get(uint32_t at);
void put(uint32_t at, uint32_t value);

#endif
