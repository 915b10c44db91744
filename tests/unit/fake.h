/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The world of a model under test: a clock that moves when told to, and a
 * memory of what the model did to it. */
#ifndef HC_TEST_FAKE_H
#define HC_TEST_FAKE_H

#include "../../models/hc.h"

#define FAKE_LINES 64
#define FAKE_EVENTS 256

struct fake {
    struct hc_host host;
    uint64_t now_ns, wake_ns;
    bool     line[FAKE_LINES];
    unsigned edges[FAKE_LINES];         /* changes seen on a line */
    unsigned n_events;                  /* all, beyond FAKE_EVENTS too */
    struct { enum hc_event id; uint32_t a, b; } event[FAKE_EVENTS];
    void   (*wake)(void *model);
    void    *model;
};

/* Sets up host callbacks; `wake` is called for `model` as time passes. */
void fake_init(struct fake *fake, void (*wake)(void *), void *model);

/* Lets `ns` nanoseconds pass, with each wake at its own time. */
void fake_advance(struct fake *fake, uint64_t ns);

/* How many events of a kind have been reported since fake_init. */
unsigned fake_count(const struct fake *fake, enum hc_event id);

#endif
