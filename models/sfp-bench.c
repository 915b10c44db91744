/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The module's bench face: what is measured, and what goes wrong in it. */
#include "sfp.h"

#include <string.h>

#include "sfp-internal.h"

static void tell(const struct hc_sfp *sfp, enum hc_event id, uint32_t a,
                 uint32_t b)
{
    sfp->host->event(sfp->host->opaque, id, a, b);
}

void hc_sfp_stall(struct hc_sfp *sfp, bool stalled)
{
    if (sfp->stalled != stalled) {
        sfp->stalled = stalled;
        tell(sfp, HC_EVENT_MODULE_STALL, stalled, 0);
    }
}

enum hc_status hc_sfp_nak(struct hc_sfp *sfp, uint32_t after, uint32_t times)
{
    if (!sfp->inserted) {
        return HC_NAK;
    }
    sfp->nak_after = after;
    sfp->nak_left = times;
    tell(sfp, HC_EVENT_MODULE_NAK, after, times);
    return HC_OK;
}

static bool is_memory(const struct hc_sfp *sfp, uint8_t address)
{
    return sfp->inserted && (address == A0_ADDRESS || address == A2_ADDRESS);
}

/* --- wrong bytes ------------------------------------------------------- */

static struct hc_sfp_flip *flip_slot(struct hc_sfp *sfp, uint8_t address,
                                     uint8_t offset)
{
    struct hc_sfp_flip *free = NULL;

    for (unsigned i = 0; i < HC_SFP_MAX_FLIPS; i++) {
        struct hc_sfp_flip *flip = &sfp->flip[i];

        if (!flip->reads_left) {
            free = free ? free : flip;
        } else if (flip->address == address && flip->offset == offset) {
            return flip;
        }
    }
    return free;
}

enum hc_status hc_sfp_flip(struct hc_sfp *sfp, uint8_t address,
                           uint8_t offset, uint8_t value, uint32_t reads,
                           uint32_t good)
{
    struct hc_sfp_flip *slot = flip_slot(sfp, address, offset);

    if (!slot || !is_memory(sfp, address)) {
        return HC_NAK;
    }
    *slot = (struct hc_sfp_flip){ reads ? reads : 1, good, address, offset,
                                  value, reads == 0 };
    tell(sfp, HC_EVENT_EEPROM_FLIP, address, offset);
    return HC_OK;
}

static bool lies_within(const struct hc_sfp *sfp,
                        const struct hc_sfp_patch *patch)
{
    return patch->len && patch->len <= sizeof(patch->byte) &&
           patch->offset + patch->len <= sizeof(sfp->data.a0);
}

/* One that was restored may lie anywhere. */
static void apply(struct hc_sfp *sfp, const struct hc_sfp_patch *patch)
{
    uint8_t *bytes = patch->address == A2_ADDRESS ? sfp->data.a2
                                                  : sfp->data.a0;

    if (!lies_within(sfp, patch)) {
        return;
    }
    memcpy(bytes + patch->offset, patch->byte, patch->len);
    tell(sfp, HC_EVENT_EEPROM_PATCH, patch->address, patch->offset);
    if (sfp->changed) {
        sfp->changed(sfp->owner);
    }
}

void hc_sfp_patch_on_read(struct hc_sfp *sfp, uint8_t at)
{
    uint8_t address = sfp->on_a2 ? A2_ADDRESS : A0_ADDRESS;

    for (unsigned i = 0; i < HC_SFP_MAX_PATCHES; i++) {
        struct hc_sfp_patch *patch = &sfp->patch[i];

        if (patch->reads_left && patch->address == address &&
            patch->offset == at && --patch->reads_left == 0) {
            apply(sfp, patch);
        }
    }
}

enum hc_status hc_sfp_patch(struct hc_sfp *sfp, uint8_t address,
                            uint8_t offset, const uint8_t *bytes, size_t len,
                            uint32_t on_read)
{
    struct hc_sfp_patch patch = { on_read, address, offset, (uint8_t)len,
                                  { 0 } };

    if (!is_memory(sfp, address) || !len || len > HC_SFP_PATCH_BYTES ||
        offset + len > sizeof(sfp->data.a0)) {
        return HC_NAK;
    }
    memcpy(patch.byte, bytes, len);
    if (!on_read) {
        apply(sfp, &patch);
        return HC_OK;
    }
    for (unsigned i = 0; i < HC_SFP_MAX_PATCHES; i++) {
        if (!sfp->patch[i].reads_left) {
            sfp->patch[i] = patch;
            return HC_OK;
        }
    }
    return HC_NAK;
}

enum hc_status hc_sfp_freeze(struct hc_sfp *sfp, bool frozen)
{
    if (!sfp->inserted) {
        return HC_NAK;
    }
    if (frozen && !sfp->frozen) {
        hc_sfp_page_hold(sfp);
    }
    sfp->frozen = frozen;
    tell(sfp, HC_EVENT_MODULE_FREEZE, frozen, 0);
    return HC_OK;
}

/* --- measured values --------------------------------------------------- */

static uint16_t held(const struct hc_sfp *sfp, unsigned which)
{
    const uint8_t *at = &sfp->data.a2[DIAG_FIRST + 2 * which];

    return (uint16_t)(at[0] << 8 | at[1]);
}

/* Where a ramp ends, and how long it takes: in microseconds, so that products
 * stay within 64 bits. */
static int32_t goal(const struct hc_sfp *sfp, unsigned which)
{
    return hc_sfp_value(&sfp->data, which, held(sfp, which));
}

static int64_t whole_us(const struct hc_sfp_ramp *ramp)
{
    int64_t us = (int64_t)((ramp->to_ns - ramp->from_ns) / NS_PER_US);

    return us ? us : 1;
}

int32_t hc_sfp_get_diag(const struct hc_sfp *sfp, enum hc_sfp_diag which)
{
    const struct hc_sfp_ramp *ramp;
    uint64_t now_ns = sfp->host->now_ns(sfp->host->opaque);
    int64_t way, gone;

    if ((unsigned)which >= HC_SFP_DIAG_COUNT) {
        return 0;
    }
    ramp = &sfp->ramp[which];
    if (now_ns >= ramp->to_ns) {
        return goal(sfp, which);
    }
    way = goal(sfp, which) - ramp->from;
    gone = (int64_t)((now_ns - ramp->from_ns) / NS_PER_US);
    return (int32_t)(ramp->from + way * gone / whole_us(ramp));
}

uint16_t hc_sfp_measured(const struct hc_sfp *sfp, unsigned which)
{
    uint16_t raw = held(sfp, which);

    if (sfp->host->now_ns(sfp->host->opaque) < sfp->ramp[which].to_ns) {
        hc_sfp_reading(&sfp->data, which, hc_sfp_get_diag(sfp, which), &raw);
    }
    return raw;
}

/* More than a week is as good as never. In a week the widest range, 6.6e6 uV,
 * times its microseconds is 4e18: within 64 bits. */
#define RAMP_MAX_NS (UINT64_C(7 * 86400) * NS_PER_S)

enum hc_status hc_sfp_ramp(struct hc_sfp *sfp, enum hc_sfp_diag which,
                           int32_t value, uint64_t within_ns)
{
    uint64_t now_ns = sfp->host->now_ns(sfp->host->opaque);
    uint8_t *at;
    int32_t from;
    uint16_t raw;

    if (!sfp->inserted || within_ns > RAMP_MAX_NS ||
        hc_sfp_reading(&sfp->data, which, value, &raw) != HC_OK) {
        return HC_NAK;
    }
    from = hc_sfp_get_diag(sfp, which);
    at = &sfp->data.a2[DIAG_FIRST + 2 * which];
    at[0] = (uint8_t)(raw >> 8);
    at[1] = (uint8_t)raw;
    sfp->ramp[which] = (struct hc_sfp_ramp){ now_ns, now_ns + within_ns,
                                             from };
    tell(sfp, HC_EVENT_DIAG_SET, which, (uint32_t)value);
    if (sfp->changed) {
        sfp->changed(sfp->owner);
    }
    return HC_OK;
}

enum hc_status hc_sfp_set_diag(struct hc_sfp *sfp, enum hc_sfp_diag which,
                               int32_t value)
{
    return hc_sfp_ramp(sfp, which, value, 0);
}

/* --- weak light -------------------------------------------------------- */

/* The least power that is none the weaker, in whole microwatts. */
static int32_t enough_uw(const struct hc_sfp *sfp, bool loss)
{
    uint32_t limit = loss ? sfp->data.los_deassert : sfp->data.los_assert;

    return (int32_t)((limit + 9) / 10);
}

bool hc_sfp_is_weak(const struct hc_sfp *sfp, bool loss)
{
    return sfp->inserted &&
           hc_sfp_get_diag(sfp, HC_SFP_RX_POWER_UW) < enough_uw(sfp, loss);
}

uint64_t hc_sfp_weak_changes_ns(const struct hc_sfp *sfp, bool loss)
{
    const struct hc_sfp_ramp *ramp = &sfp->ramp[HC_SFP_RX_POWER_UW];
    uint64_t now_ns = sfp->host->now_ns(sfp->host->opaque), at_ns;
    int32_t to = goal(sfp, HC_SFP_RX_POWER_UW);
    int64_t way = (int64_t)to - ramp->from, left;
    int32_t enough = enough_uw(sfp, loss);

    if (!sfp->inserted || now_ns >= ramp->to_ns ||
        (to < enough) == (ramp->from < enough)) {
        return HC_NEVER;
    }
    /* From above, the first value that is too little is one below. */
    left = way > 0 ? enough - ramp->from : ramp->from - (enough - 1);
    way = way > 0 ? way : -way;
    at_ns = ramp->from_ns +
            (uint64_t)((left * whole_us(ramp) + way - 1) / way) * NS_PER_US;
    return at_ns > now_ns ? at_ns : HC_NEVER;
}
