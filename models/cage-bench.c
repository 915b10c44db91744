/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The cage's bench face: the hand that plugs, pulls and breaks. */
#include "cage.h"

#include <string.h>

static void tell(const struct hc_cage *cage, enum hc_event id, uint32_t a,
                 uint32_t b)
{
    cage->host->event(cage->host->opaque, id, a, b);
}

/* An empty slot keeps only the levels that the board drives and those that
 * its lines have. */
static void clear_slot(struct hc_cage *cage)
{
    cage->bounce_at_ns = cage->ready_at_ns = HC_NEVER;
    cage->tx_at_ns = cage->los_at_ns = HC_NEVER;
    cage->bounce_edges = 0;
    cage->force[HC_CAGE_TX_FAULT] = cage->force[HC_CAGE_LOS] = HC_CAGE_AUTO;
    memset(cage->mismatch, 0, sizeof(cage->mismatch));
    cage->contact = cage->halfway = cage->fault = false;
    cage->disabled = cage->tx_on = false;
    cage->loss = true;
}

enum hc_status hc_cage_insert(struct hc_cage *cage,
                              const struct hc_sfp_data *data)
{
    if (cage->sfp.inserted) {
        return HC_NAK;
    }
    hc_sfp_insert(&cage->sfp, data);
    cage->contact = true;
    cage->ready_at_ns = cage->sfp.ready_at_ns;
    tell(cage, HC_EVENT_MODULE_INSERT, 0, 0);
    if (!hc_sfp_is_modelled(&cage->sfp)) {
        tell(cage, HC_EVENT_UNMODELLED_MODE, 6, data->a0[6]);
    }
    hc_cage_wake(cage);
    return HC_OK;
}

enum hc_status hc_cage_remove(struct hc_cage *cage)
{
    if (!cage->sfp.inserted) {
        return HC_NAK;
    }
    clear_slot(cage);
    hc_sfp_remove(&cage->sfp);
    tell(cage, HC_EVENT_MODULE_REMOVE, 0, 0);
    hc_cage_wake(cage);
    return HC_OK;
}

/* Ground and power contacts are longer than signal contacts (INF-8074i,
 * figure 2A): a bounce does not restart the module. */
enum hc_status hc_cage_bounce(struct hc_cage *cage, uint32_t edges,
                              uint64_t within_ns)
{
    if (!cage->sfp.inserted || !edges || edges > HC_CAGE_MAX_EDGES) {
        return HC_NAK;
    }
    edges += edges & 1;
    tell(cage, HC_EVENT_MODULE_BOUNCE, edges, 0);
    cage->contact = true;
    cage->bounce_edges = edges;
    cage->bounce_step_ns = within_ns / edges;
    cage->bounce_at_ns = cage->host->now_ns(cage->host->opaque);
    hc_cage_wake(cage);
    return HC_OK;
}

enum hc_status hc_cage_seat_halfway(struct hc_cage *cage, bool halfway)
{
    if (!cage->sfp.inserted) {
        return HC_NAK;
    }
    cage->halfway = halfway;
    tell(cage, HC_EVENT_MODULE_SEAT, halfway, 0);
    hc_cage_wake(cage);
    return HC_OK;
}

void hc_cage_force(struct hc_cage *cage, enum hc_cage_line line,
                   enum hc_cage_force force)
{
    if ((unsigned)line < HC_CAGE_LINES) {
        cage->force[line] = force;
        tell(cage, HC_EVENT_PIN_HOLD, (uint32_t)line, force);
        hc_cage_wake(cage);
    }
}

void hc_cage_hold_tx_disable(struct hc_cage *cage, enum hc_cage_force force)
{
    cage->force_tx_disable = force;
    tell(cage, HC_EVENT_PIN_HOLD, HC_PIN_TX_DISABLE, force);
    hc_cage_wake(cage);
}

enum hc_status hc_cage_trip(struct hc_cage *cage)
{
    if (!cage->sfp.inserted || cage->sfp.data.kind != HC_SFP_FIBRE) {
        return HC_NAK;
    }
    cage->fault = true;
    tell(cage, HC_EVENT_MODULE_TRIP, 0, 0);
    hc_cage_wake(cage);
    return HC_OK;
}

enum hc_cage_state hc_cage_get_state(const struct hc_cage *cage)
{
    if (!cage->sfp.inserted) {
        return HC_CAGE_EMPTY;
    }
    if (cage->bounce_edges) {
        return HC_CAGE_BOUNCING;
    }
    if (cage->halfway) {
        return HC_CAGE_HALFWAY;
    }
    return hc_sfp_is_ready(&cage->sfp) ? HC_CAGE_READY : HC_CAGE_STARTING;
}

const char *hc_cage_state_name(enum hc_cage_state state)
{
    static const char *const name[HC_CAGE_STATE_COUNT] = {
        [HC_CAGE_EMPTY] = "empty",
        [HC_CAGE_BOUNCING] = "bouncing",
        [HC_CAGE_HALFWAY] = "halfway",
        [HC_CAGE_STARTING] = "starting",
        [HC_CAGE_READY] = "ready",
    };

    return (unsigned)state < HC_CAGE_STATE_COUNT ? name[state] : "?";
}

bool hc_cage_present(const struct hc_cage *cage)
{
    return !cage->level[HC_CAGE_MOD_DEF0];
}

bool hc_cage_tx_enabled(const struct hc_cage *cage)
{
    return cage->tx_on;
}

bool hc_cage_los(const struct hc_cage *cage)
{
    return cage->level[HC_CAGE_LOS];
}

bool hc_cage_tx_fault(const struct hc_cage *cage)
{
    return cage->level[HC_CAGE_TX_FAULT];
}
