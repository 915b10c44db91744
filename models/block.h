/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A memory-mapped model as the glue sees it: one row of a board's parts. */
#ifndef HC_BLOCK_H
#define HC_BLOCK_H

#include "hc.h"

struct hc_block {
    const char *name;           /* "am335x-gpio" */
    size_t      size;           /* sizeof the model */
    /* Bytes from here to the end of the model are its state: plain data
     * without pointers, saved and restored as they are. */
    size_t      state_at;
    uint32_t    window;         /* bytes of address space */
    unsigned    n_out;          /* lines that host->irq drives */
    unsigned    n_in;           /* pins that pin() takes */

    void     (*init)(void *model, const struct hc_host *host);
    void     (*reset)(void *model);
    /* Accesses are 1, 2 or 4 bytes wide and do not cross a word. */
    uint32_t (*read)(void *model, uint32_t at, unsigned width);
    void     (*write)(void *model, uint32_t at, uint32_t value,
                      unsigned width);
    void     (*wake)(void *model);                          /* or NULL */
    void     (*pin)(void *model, unsigned n, bool level);   /* or NULL */
};

#endif
