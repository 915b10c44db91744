/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A machine without a running CPU whose registers a test reads and writes,
 * whose clock it moves and whose bench it handles. */
#ifndef HC_TEST_PROBE_H
#define HC_TEST_PROBE_H

#include <check.h>
#include <stdbool.h>
#include <stdint.h>

/* Starts QEMU with a board; the test fails if that does not work. */
void probe_start(const char *board);

/* The same, and nothing has happened to the board yet: the snapshot that
 * probe_load() takes will say what did. */
void probe_start_empty(const char *board);

/* Ends QEMU and checks that it ended well. */
void probe_stop(void);

/* Writes a snapshot of the machine into a file; only probe_stop() may
 * follow. */
void probe_save(const char *path);

/* Makes an empty machine the one of the snapshot. */
void probe_load(const char *path);

uint32_t probe_read(uint32_t at, unsigned width);
void probe_write(uint32_t at, uint32_t value, unsigned width);

/* 32-bit registers. */
uint32_t rd(uint32_t at);
void wr(uint32_t at, uint32_t value);

/* Lets virtual time pass. */
void probe_step_ns(uint64_t ns);

/* Virtual time since the board was switched on. */
uint64_t probe_now_ns(void);

/* What the interrupt controller shows the CPU: the active line, or -1. Its
 * wire to the CPU must agree. */
int probe_irq(void);

/* A hand at the bench ("insert cage0 generic-1000base-sx"). */
void probe_do(const char *verb);

/* Fails unless the bench says that place.key is value. */
void probe_expect(const char *place_key, const char *value);

/* Sends a raw line and returns the raw answer, valid until the next call. */
const char *probe_ask(const char *line);

/* Runs tests; 77 with a reason where there is no QEMU. */
int probe_run(const char *name, const TTest *const *test, unsigned n);

#endif
