/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sfp.h"

#include <string.h>

#include "sfp-internal.h"

void hc_sfp_tell(const struct hc_sfp *sfp, enum hc_event id, uint32_t b)
{
    uint32_t address = sfp->on_phy ? sfp->data.phy_address
                       : sfp->on_a2 ? A2_ADDRESS : A0_ADDRESS;

    sfp->host->event(sfp->host->opaque, id, address, b);
}

void hc_sfp_init(struct hc_sfp *sfp, const struct hc_host *host,
                 void (*changed)(void *owner), void *owner)
{
    memset(sfp, 0, sizeof(*sfp));
    sfp->host = host;
    sfp->changed = changed;
    sfp->owner = owner;
}

bool hc_sfp_is_ready(const struct hc_sfp *sfp)
{
    return sfp->inserted &&
           sfp->host->now_ns(sfp->host->opaque) >= sfp->ready_at_ns;
}

bool hc_sfp_is_modelled(const struct hc_sfp *sfp)
{
    return sfp->inserted && (sfp->data.kind != HC_SFP_RJ45 ||
                             sfp->data.phy != HC_SFP_PHY_NONE);
}

/* --- the bus ----------------------------------------------------------- */

static enum hc_reason why_mute(const struct hc_sfp *sfp)
{
    if (!sfp->inserted) {
        return HC_REASON_EMPTY;
    }
    if (!sfp->bus_contact) {
        return HC_REASON_NO_CONTACT;
    }
    if (sfp->stalled || sfp->locked) {
        return HC_REASON_STALLED;
    }
    if (!hc_sfp_is_ready(sfp)) {
        return HC_REASON_NOT_READY;
    }
    if (sfp->on_a2 && !sfp->data.has_a2) {
        return HC_REASON_NO_DEVICE;
    }
    if (sfp->on_phy && !sfp->phy.on) {
        return HC_REASON_DISABLED;      /* TX_DISABLE is its reset pin */
    }
    return HC_REASON_NONE;
}

static bool is_phy_address(const struct hc_sfp *sfp, uint8_t address)
{
    return address && sfp->inserted &&
           sfp->data.phy == HC_SFP_PHY_88E1111 &&
           sfp->data.phy_address == address;
}

/* Some GPON sticks lock up when a single byte of A2h is read (sfp.c,
 * sfp_sm_mod_probe). */
static void note_single_read(struct hc_sfp *sfp)
{
    sfp->locked |= sfp->data.reads == HC_SFP_READS_A2_BLOCKS &&
                   sfp->on_a2 && sfp->n_read == 1;
    sfp->n_read = 0;
}

/* True for one of the starts that hc_sfp_nak() asked to refuse. */
static bool refuses_now(struct hc_sfp *sfp)
{
    if (!sfp->inserted || sfp->nak_after || !sfp->nak_left) {
        return false;
    }
    sfp->nak_left--;
    return true;
}

static bool bus_start(void *opaque, uint8_t address, bool read)
{
    struct hc_sfp *sfp = opaque;
    enum hc_reason reason;

    note_single_read(sfp);
    if (address != A0_ADDRESS && address != A2_ADDRESS &&
        !is_phy_address(sfp, address)) {
        return false;
    }
    sfp->on_a2 = address == A2_ADDRESS;
    sfp->on_phy = is_phy_address(sfp, address);
    reason = refuses_now(sfp) ? HC_REASON_STALLED : why_mute(sfp);
    if (reason != HC_REASON_NONE) {
        hc_sfp_tell(sfp, HC_EVENT_EEPROM_NAK, reason);
        return false;
    }
    if (sfp->on_phy) {
        hc_sfp_phy_start(&sfp->phy, read);
    }
    sfp->nak_after -= read && sfp->nak_after;
    sfp->want_offset = !read;
    sfp->told = false;
    sfp->latched = false;
    return true;
}

static void tell_once(struct hc_sfp *sfp, enum hc_event id)
{
    if (!sfp->told) {
        sfp->told = true;
        hc_sfp_tell(sfp, id, sfp->on_phy ? sfp->phy.at
                                         : sfp->offset[sfp->on_a2]);
    }
}

static bool send_to_phy(struct hc_sfp *sfp, uint8_t byte)
{
    bool is_data = !sfp->phy.want_register;

    hc_sfp_phy_send(&sfp->phy, sfp->host, byte);
    if (is_data) {
        tell_once(sfp, HC_EVENT_EEPROM_WRITE);
        if (sfp->changed) {
            sfp->changed(sfp->owner);
        }
    }
    return true;
}

static bool bus_send(void *opaque, uint8_t byte)
{
    struct hc_sfp *sfp = opaque;
    enum hc_reason reason = why_mute(sfp);

    if (reason != HC_REASON_NONE) {
        hc_sfp_tell(sfp, HC_EVENT_EEPROM_NAK, reason);
        return false;
    }
    if (sfp->on_phy) {
        return send_to_phy(sfp, byte);
    }
    if (sfp->want_offset) {
        sfp->want_offset = false;
        sfp->offset[sfp->on_a2] = byte;
        return true;
    }
    if (!hc_sfp_page_write(sfp, sfp->offset[sfp->on_a2], byte)) {
        return false;
    }
    tell_once(sfp, HC_EVENT_EEPROM_WRITE);
    sfp->offset[sfp->on_a2]++;
    return true;
}

static uint8_t bus_recv(void *opaque)
{
    struct hc_sfp *sfp = opaque;
    enum hc_reason reason = why_mute(sfp);
    uint8_t at = sfp->offset[sfp->on_a2];

    /* A module that has gone leaves the line to its pull-up. */
    if (reason != HC_REASON_NONE) {
        hc_sfp_tell(sfp, HC_EVENT_EEPROM_NAK, reason);
        return 0xff;
    }
    tell_once(sfp, HC_EVENT_EEPROM_READ);
    if (sfp->on_phy) {
        return hc_sfp_phy_recv(&sfp->phy, sfp->host);
    }
    sfp->offset[sfp->on_a2]++;
    sfp->n_read += sfp->n_read < 2;
    if (sfp->n_read > 1 && sfp->data.reads == HC_SFP_READS_ONE_BYTE) {
        return 0;
    }
    return hc_sfp_page_read(sfp, at);
}

static void bus_stop(void *opaque)
{
    struct hc_sfp *sfp = opaque;

    note_single_read(sfp);
    sfp->latched = false;
}

struct hc_i2c_target hc_sfp_target(struct hc_sfp *sfp)
{
    return (struct hc_i2c_target){ bus_start, bus_send, bus_recv, bus_stop,
                                   sfp };
}

/* --- the bench --------------------------------------------------------- */

static void forget(struct hc_sfp *sfp)
{
    memset((char *)sfp + offsetof(struct hc_sfp, data), 0,
           sizeof(*sfp) - offsetof(struct hc_sfp, data));
}

void hc_sfp_insert(struct hc_sfp *sfp, const struct hc_sfp_data *data)
{
    uint64_t now_ns = sfp->host->now_ns(sfp->host->opaque);

    forget(sfp);
    sfp->data = *data;
    sfp->inserted = true;
    sfp->bus_contact = true;
    sfp->page = data->a2[PAGE_SELECT] <= 1 ? data->a2[PAGE_SELECT] : 0;
    sfp->ready_at_ns = data->ready_after_ns < HC_NEVER - now_ns
                           ? now_ns + data->ready_after_ns : HC_NEVER;
    hc_sfp_phy_init(&sfp->phy, data->phy, data->phy_strap,
                    data->phy_boot_ns < HC_NEVER - now_ns
                        ? now_ns + data->phy_boot_ns : HC_NEVER);
}

void hc_sfp_remove(struct hc_sfp *sfp)
{
    forget(sfp);
}
