/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "fake.h"

#include <string.h>

static uint64_t now(void *opaque)
{
    return ((struct fake *)opaque)->now_ns;
}

static void wake_at(void *opaque, uint64_t at_ns)
{
    ((struct fake *)opaque)->wake_ns = at_ns;
}

static void irq(void *opaque, unsigned line, bool level)
{
    struct fake *fake = opaque;

    if (line < FAKE_LINES) {
        fake->edges[line] += fake->line[line] != level;
        fake->line[line] = level;
    }
}

static void event(void *opaque, enum hc_event id, uint32_t a, uint32_t b)
{
    struct fake *fake = opaque;
    unsigned at = fake->n_events++ % FAKE_EVENTS;

    fake->event[at].id = id;
    fake->event[at].a = a;
    fake->event[at].b = b;
}

void fake_init(struct fake *fake, void (*wake)(void *), void *model)
{
    memset(fake, 0, sizeof(*fake));
    fake->host = (struct hc_host){ now, wake_at, irq, event, fake };
    fake->wake_ns = HC_NEVER;
    fake->wake = wake;
    fake->model = model;
}

void fake_advance(struct fake *fake, uint64_t ns)
{
    uint64_t end = fake->now_ns + ns;

    while (fake->wake && fake->wake_ns <= end) {
        if (fake->now_ns < fake->wake_ns) {
            fake->now_ns = fake->wake_ns;
        }
        fake->wake_ns = HC_NEVER;
        fake->wake(fake->model);
    }
    fake->now_ns = end;
}

unsigned fake_count(const struct fake *fake, enum hc_event id)
{
    unsigned n = fake->n_events < FAKE_EVENTS ? fake->n_events : FAKE_EVENTS;
    unsigned count = 0;

    for (unsigned i = 0; i < n; i++) {
        count += fake->event[i].id == id;
    }
    return count;
}
