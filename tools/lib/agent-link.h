/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The protocol with the agent in the guest, on the second UART.
 *
 *   guest to host  HELLO 1 RELEASE     KMSG PRIO USEC LEN + LEN bytes + LF
 *                  LINK IF up|down MBPS     OUT ID LEN + LEN bytes + LF
 *                  END ID STATUS            ERR TEXT
 *   host to guest  RUN ID LEN + LEN bytes + LF        KILL ID
 */
#ifndef HC_AGENT_LINK_H
#define HC_AGENT_LINK_H

#include <glib.h>
#include <stdbool.h>
#include <stdint.h>

/* More than the agent ever sends at once (a kernel record is below 8 KiB,
 * Documentation/ABI/testing/dev-kmsg); a longer announcement is garbage. */
#define HC_AGENT_BODY_MAX 65536
#define HC_AGENT_LINE_MAX 256

/* What the agent says. Texts are terminated and only valid during the call;
 * `bytes` may hold zeros and is terminated as well. */
struct hc_agent_ops {
    void (*hello)(void *opaque, const char *release);
    void (*kmsg)(void *opaque, unsigned prio, uint64_t usec,
                 const char *bytes, size_t len);
    void (*link)(void *opaque, const char *ifname, bool up, unsigned mbps);
    void (*out)(void *opaque, unsigned id, const char *bytes, size_t len);
    void (*end)(void *opaque, unsigned id, int status);
    void (*err)(void *opaque, const char *text);
};

struct hc_agent_link;

/* A fresh link; every member of ops is set. */
struct hc_agent_link *hc_agent_link_new(const struct hc_agent_ops *ops,
                                        void *opaque);
void hc_agent_link_free(struct hc_agent_link *link);

/* Takes bytes as the UART delivers them, in pieces of any size. */
void hc_agent_link_feed(struct hc_agent_link *link, const void *bytes,
                        size_t len);

/* Its state, plain bytes that a snapshot keeps; they stay the link's. */
const void *hc_agent_link_save(const struct hc_agent_link *link,
                               size_t *ret_size);

/* Goes on with a saved state. False: these bytes are none, nothing changed. */
bool hc_agent_link_load(struct hc_agent_link *link, const void *state,
                        size_t size);

/* How many lines made no sense so far. */
unsigned hc_agent_link_garbage(const struct hc_agent_link *link);

/* The bytes that start or stop a command; the text has no zeros inside. */
char *hc_agent_run_text(unsigned id, const char *command);
char *hc_agent_kill_text(unsigned id);

#endif
