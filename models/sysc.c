/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sysc.h"

#include <string.h>

static const struct hc_sysc_row bare = {
    .rev_at = HC_SYSC_NONE, .sysc_at = HC_SYSC_NONE, .syss_at = HC_SYSC_NONE,
};

void hc_sysc_init(struct hc_sysc *sysc, const struct hc_host *host)
{
    memset(sysc, 0, sizeof(*sysc));
    sysc->host = host;
    sysc->row = &bare;
}

void hc_sysc_wire(struct hc_sysc *sysc, const struct hc_sysc_row *row)
{
    sysc->row = row;
}

void hc_sysc_reset(struct hc_sysc *sysc)
{
    sysc->sysconfig = 0;
    sysc->touched = false;
}

static void touch(struct hc_sysc *sysc, uint32_t at, bool write)
{
    if (!sysc->touched) {
        sysc->touched = true;
        sysc->host->event(sysc->host->opaque, HC_EVENT_UNMODELLED_REG, at,
                          write);
    }
}

uint32_t hc_sysc_read(struct hc_sysc *sysc, uint32_t at)
{
    const struct hc_sysc_row *row = sysc->row;

    if (at == row->rev_at) {
        return row->rev;
    }
    if (at == row->sysc_at) {
        return sysc->sysconfig;
    }
    if (at == row->syss_at) {
        return 1;
    }
    for (unsigned i = 0; i < row->n_fixed; i++) {
        if (row->fixed[i].at == at) {
            return row->fixed[i].value;
        }
    }
    touch(sysc, at, false);
    return 0;
}

void hc_sysc_write(struct hc_sysc *sysc, uint32_t at, uint32_t value)
{
    if (at == sysc->row->sysc_at) {
        sysc->sysconfig = value & ~sysc->row->reset_mask;
    } else if (at != sysc->row->syss_at) {
        touch(sysc, at, true);
    }
}

static void block_init(void *model, const struct hc_host *host)
{
    hc_sysc_init(model, host);
}

static void block_reset(void *model)
{
    hc_sysc_reset(model);
}

static uint32_t block_read(void *model, uint32_t at, unsigned width)
{
    uint32_t word = hc_sysc_read(model, at & ~3u);

    return width == 4 ? word
                      : word >> (at & 3) * 8 & ((1u << width * 8) - 1);
}

static void block_write(void *model, uint32_t at, uint32_t value,
                        unsigned width)
{
    (void)width;
    hc_sysc_write(model, at & ~3u, value);
}

const struct hc_block hc_sysc_block = {
    .name = "ti-sysc",
    .size = sizeof(struct hc_sysc),
    .state_at = offsetof(struct hc_sysc, sysconfig),
    .window = 0x1000,
    .init = block_init,
    .reset = block_reset,
    .read = block_read,
    .write = block_write,
};
