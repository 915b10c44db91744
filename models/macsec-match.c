/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Classification: what a frame looks like, and which entry it belongs to. */
#include "macsec-internal.h"

#include <string.h>

#define MACS_LEN 12u
#define VLAN_LEN 4u

/* SAM_CP_TAG */
#define TAG_STAG_UP (1u << 27)
#define TAG_QTAG_UP (1u << 28)
#define TAG_QINQ    (1u << 29)
#define TAG_STAG    (1u << 30)
#define TAG_QTAG    (1u << 31)

/* NM_PARAMS */
#define NM_COMP_ETYPE (1u << 0)
#define NM_CHECK_KAY  (1u << 2)

/* HDR_EXT_CTRL */
#define HDR_LEN(reg)        (((reg) >> 17 & 15) * 2)
#define HDR_LEN_MIN         16u
#define HDR_AFTER_VLAN      (1u << 21)
#define HDR_ETYPE_ENABLE    (1u << 22)

/* CP_MATCH_ENABLE */
#define CP_RANGE    (1u << 18)
#define CP_CONST_44 (1u << 19)
#define CP_CONST_48 (1u << 20)

/* SAM_MISC_MATCH and SAM_MASK */
#define MISC_CLASS(class) (1u << (8 + (class)))
#define MISC_PRIORITY(misc) ((misc) >> 16 & 15)
#define MASK_ETYPE    (1u << 12)
#define MASK_VLAN_FLAGS 13u             /* to 16; MISC bits 0 to 3 */
#define MASK_VLAN_UP  (1u << 17)
#define MASK_VLAN_ID  (1u << 18)
#define MASK_SOURCE   (1u << 19)
#define MASK_CONTROL  (1u << 20)
#define MASK_IN_UP    (1u << 21)
#define MASK_IN_ID    (1u << 22)
#define MASK_SCI      (1u << 23)
#define MASK_TCI_AN(mask) ((mask) >> 24)

#define ETYPE_MAC_CONTROL 0x8808u

/* EtherTypes are stored with their octets swapped, as a little-endian
 * register sees them in the frame. */
static uint16_t swapped(uint32_t stored)
{
    return (uint16_t)((stored & 0xff) << 8 | (stored >> 8 & 0xff));
}

static bool is_stag(const uint32_t *tags, uint16_t etype)
{
    return etype == swapped(tags[1] >> 16) || etype == swapped(tags[2]) ||
           etype == swapped(tags[2] >> 16);
}

/* guess: where the map is enabled for the kind of tag, priority goes
 * through it; where not, it is the default one. */
static uint8_t priority(const uint32_t *tags, unsigned n, bool s, bool raw,
                        uint16_t tci)
{
    unsigned pcp = tci >> 13;
    uint32_t table = n ? tags[3] : tags[0];

    if (tags[0] & (s ? TAG_STAG_UP : TAG_QTAG_UP)) {
        return (uint8_t)(table >> (3 * pcp) & 7);
    }
    return (uint8_t)(raw ? pcp : tags[0] >> 24 & 7);
}

/* `tags` is SAM_CP_TAG and its three followers, or the consistency check's
 * copies of them. False: no tag. */
bool hc_macsec_vlan_parse(const uint32_t *tags, bool raw_pcp,
                          const uint8_t *frame, size_t len,
                          struct hc_vlan_view *ret_view)
{
    unsigned most = tags[0] & TAG_QINQ ? 2 : 1;

    memset(ret_view, 0, sizeof(*ret_view));
    ret_view->end = MACS_LEN;
    ret_view->up[0] = tags[0] >> 24 & 7;
    while (ret_view->n < most && ret_view->end + VLAN_LEN + 2 <= len) {
        const uint8_t *at = frame + ret_view->end;
        uint16_t etype = hc_get_be16(at), tci = hc_get_be16(at + 2);
        bool q = tags[0] & TAG_QTAG && etype == swapped(tags[1]);
        bool s = !q && tags[0] & TAG_STAG && is_stag(tags, etype);
        unsigned n = ret_view->n;

        if (!q && !s) {
            break;
        }
        if (n == 0) {
            ret_view->q = q;
            ret_view->s = s;
        }
        ret_view->vid[n] = tci & 0xfff;
        ret_view->up[n] = priority(tags, n, s, raw_pcp, tci);
        ret_view->end += VLAN_LEN;
        ret_view->n++;
    }
    return ret_view->n;
}

/* Octets of a header to leave alone, an outer Ethernet frame's (MPLS) with
 * its own addresses: MESA's header bypass. 1 to 7 are not allowed. */
static size_t header_len(const struct hc_macsec_bank *bank,
                         const uint8_t *frame, size_t len)
{
    uint32_t ctrl = bank->reg[HDR_EXT_CTRL];
    size_t skip = HDR_LEN(ctrl);

    if (skip < HDR_LEN_MIN || len < skip + MACS_LEN + 2 ||
        (ctrl & HDR_ETYPE_ENABLE &&
         hc_get_be16(frame + MACS_LEN) != swapped(ctrl))) {
        return 0;
    }
    return skip;
}

static enum hc_macsec_class class_of_tag(const struct hc_macsec_view *view,
                                         uint32_t params, size_t rest)
{
    static const unsigned check[] = {   /* NM_PARAMS bits 1, 3 to 6 */
        HC_SECTAG_BAD_V, 0, HC_SECTAG_BAD_C_E, HC_SECTAG_BAD_SC,
        HC_SECTAG_BAD_SL, HC_SECTAG_BAD_PN };
    unsigned faults = hc_sectag_faults(&view->tag, rest);
    uint8_t tci = view->tag.tci_an;

    if (faults & HC_SECTAG_BAD_SHORT) {
        return CLASS_BAD;
    }
    for (unsigned i = 0; i < 6; i++) {
        if (params >> (1 + i) & 1 && faults & check[i]) {
            return CLASS_BAD;
        }
    }
    if (params & NM_CHECK_KAY && (tci & (HC_TCI_E | HC_TCI_C)) == HC_TCI_E) {
        return CLASS_KAY;
    }
    return CLASS_TAGGED;
}

/* Four octets as a register has them. */
static uint32_t stored_word(const uint8_t *at)
{
    return at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 |
           (uint32_t)at[3] << 24;
}

static void find_tag(const struct hc_macsec_bank *bank,
                     struct hc_macsec_view *view)
{
    uint32_t params = bank->reg[NM_PARAMS];
    bool after = bank->reg[HDR_EXT_CTRL] & HDR_AFTER_VLAN;
    size_t at = after ? view->vlan.end : MACS_LEN;
    size_t left = view->len - at;

    view->class = CLASS_UNTAGGED;
    if (!(params & NM_COMP_ETYPE) || left < 2 ||
        hc_get_be16(view->frame + at) != swapped(params >> 16)) {
        return;
    }
    view->tag_at = at;
    view->has_tag = hc_sectag_parse(view->frame + at, left, &view->tag);
    if (!view->has_tag) {
        view->class = CLASS_BAD;
        return;
    }
    view->sci[0] = stored_word(view->tag.sci);
    view->sci[1] = stored_word(view->tag.sci + 4);
    view->tag_len = hc_sectag_len(view->tag.tci_an);
    left -= view->tag_len;
    view->class = class_of_tag(view, params, left);
    view->secure_len = left < HC_MACSEC_ICV_LEN
        ? 0 : hc_sectag_secure_len(&view->tag, left);
}

/* A MAC address in two registers, its octets in the order of the frame. */
static uint64_t stored_mac(const uint32_t *reg)
{
    uint64_t mac = 0;

    for (unsigned i = 0; i < 6; i++) {
        mac = mac << 8 | (reg[i / 4] >> (8 * (i % 4)) & 0xff);
    }
    return mac;
}

static uint64_t frame_mac(const uint8_t *at)
{
    return (uint64_t)hc_get_be16(at) << 32 | hc_get_be32(at + 2);
}

static bool control_by_rule(const uint32_t *reg,
                            const struct hc_macsec_view *view, uint64_t da,
                            unsigned rule)
{
    const uint32_t *pair = &reg[CP_DA_MATCH + 2 * rule];
    uint32_t enable = reg[CP_MATCH_ENABLE], mode = reg[CP_MATCH_MODE];
    bool parsed = mode >> (rule < 10 ? 8 + rule : 11 + rule) & 1;
    uint16_t etype = parsed ? view->etype : view->first_etype;

    if (rule >= 10) {
        return enable >> (11 + rule) & 1 &&
               swapped(reg[CP_ET_MATCH + rule - 10] >> 16) == etype;
    }
    if (rule >= 8) {
        return enable >> (8 + rule) & 1 && stored_mac(pair) == da &&
               swapped(pair[1] >> 16) == etype;
    }
    return (enable >> rule & 1 && stored_mac(pair) == da) ||
           (enable >> (8 + rule) & 1 && swapped(pair[1] >> 16) == etype);
}

/* Control packets: 18 rules, a range and two constants. */
static bool is_control(const uint32_t *reg,
                       const struct hc_macsec_view *view)
{
    uint32_t enable = reg[CP_MATCH_ENABLE];
    uint64_t da = frame_mac(view->frame);

    if (!enable) {
        return false;
    }
    for (unsigned rule = 0; rule < 18; rule++) {
        if (control_by_rule(reg, view, da, rule)) {
            return true;
        }
    }
    return (enable & CP_RANGE && da >= stored_mac(&reg[CP_DA_START]) &&
            da <= stored_mac(&reg[CP_DA_END])) ||
           (enable & CP_CONST_44 &&
            da >> 4 == stored_mac(&reg[CP_DA_44]) >> 4) ||
           (enable & CP_CONST_48 && da == stored_mac(&reg[CP_DA_48]));
}

void hc_macsec_view(const struct hc_macsec *m, unsigned dir,
                    const uint8_t *frame, size_t len,
                    struct hc_macsec_view *ret_view)
{
    const struct hc_macsec_bank *bank = &m->bank[dir];
    const uint32_t *reg = bank->reg;
    size_t skip = header_len(bank, frame, len);

    memset(ret_view, 0, sizeof(*ret_view));
    ret_view->header = skip ? frame : NULL;
    ret_view->header_len = skip;
    ret_view->frame = frame + skip;
    ret_view->len = len - skip;
    hc_macsec_vlan_parse(&reg[SAM_CP_TAG], m->knobs.unmapped_priority_is_pcp,
                         ret_view->frame, ret_view->len, &ret_view->vlan);
    ret_view->first_etype = hc_get_be16(ret_view->frame + MACS_LEN);
    ret_view->etype = hc_get_be16(ret_view->frame + ret_view->vlan.end);
    find_tag(bank, ret_view);
    ret_view->control = is_control(reg, ret_view);
    ret_view->source_port = reg[CTL_CFG] >>
        (ret_view->first_etype == ETYPE_MAC_CONTROL ? 0 : 2) & 3;
}

/* Mask bit 0 is for the last octet of the address, bit 5 for the first. */
static bool mac_agrees(const uint32_t *stored, const uint8_t *mac,
                       unsigned mask)
{
    uint64_t differs;

    if (!mask) {
        return true;
    }
    differs = stored_mac(stored) ^ frame_mac(mac);
    for (unsigned i = 0; i < 6; i++) {
        if (mask >> i & 1 && differs >> (8 * i) & 0xff) {
            return false;
        }
    }
    return true;
}

static bool vlan_agrees(const uint32_t *sam, const struct hc_vlan_view *vlan)
{
    uint32_t misc = sam[4], mask = sam[7];
    uint32_t flags = (vlan->n > 0) | (vlan->n > 1) << 1 | vlan->s << 2 |
                     vlan->q << 3;

    if ((misc ^ flags) & (mask >> MASK_VLAN_FLAGS & 15)) {
        return false;
    }
    if (mask & MASK_VLAN_UP && (misc >> 4 & 7) != vlan->up[0]) {
        return false;
    }
    if (mask & MASK_VLAN_ID &&
        (!vlan->n || (sam[3] >> 16 & 0xfff) != vlan->vid[0])) {
        return false;
    }
    if (mask & MASK_IN_UP &&
        (vlan->n < 2 || (sam[8] >> 12 & 7) != vlan->up[1])) {
        return false;
    }
    return !(mask & MASK_IN_ID) ||
           (vlan->n == 2 && (sam[8] & 0xfff) == vlan->vid[1]);
}

/* SCI, AN and TCI: only a frame with a tag has them. */
static bool tag_agrees(const struct hc_macsec *m, unsigned dir,
                       const uint32_t *sam,
                       const struct hc_macsec_view *view)
{
    uint32_t mask = sam[7];
    bool sci = dir == INGRESS && mask & MASK_SCI;

    if (!sci && !MASK_TCI_AN(mask)) {
        return true;
    }
    if (!view->has_tag) {
        return m->knobs.untagged_matches_tag_masks &&
               view->class == CLASS_UNTAGGED;
    }
    if ((sam[4] >> 24 ^ view->tag.tci_an) & MASK_TCI_AN(mask)) {
        return false;
    }
    return !sci || (sam[5] == view->sci[0] && sam[6] == view->sci[1]);
}

/* The eight octets that follow a bypassed header's EtherType. */
static bool header_agrees(const uint32_t *sam,
                          const struct hc_macsec_view *view)
{
    size_t have = view->header_len - MACS_LEN - 2;

    if (!view->header) {
        return true;
    }
    for (unsigned i = 0; i < 8; i++) {
        unsigned shift = 8 * (i % 4);
        uint8_t value = i < have ? view->header[MACS_LEN + 2 + i] : 0;

        if ((sam[9 + i / 4] >> shift ^ value) &
            (sam[11 + i / 4] >> shift) & 0xff) {
            return false;
        }
    }
    return true;
}

static bool agrees(const struct hc_macsec *m, unsigned dir,
                   const uint32_t *sam, const struct hc_macsec_view *view)
{
    uint32_t misc = sam[4], mask = sam[7];

    return misc & MISC_CLASS(view->class) &&
           mac_agrees(&sam[0], view->frame + 6, mask & 0x3f) &&
           mac_agrees(&sam[2], view->frame, mask >> 6 & 0x3f) &&
           (!(mask & MASK_ETYPE) || swapped(sam[1] >> 16) == view->etype) &&
           (!(mask & MASK_SOURCE) ||
            (misc >> 12 & 3) == view->source_port) &&
           (!(mask & MASK_CONTROL) || (misc >> 7 & 1) == view->control) &&
           vlan_agrees(sam, &view->vlan) && tag_agrees(m, dir, sam, view) &&
           header_agrees(sam, view);
}

/* Highest priority wins, then the lowest number. */
int hc_macsec_lookup(const struct hc_macsec *m, unsigned dir,
                     const struct hc_macsec_view *view)
{
    const struct hc_macsec_bank *bank = &m->bank[dir];
    uint32_t enabled = bank->reg[ENTRY_ENABLE1];
    int best = -1;

    for (unsigned i = 0; i < HC_MACSEC_SAS && enabled >> i; i++) {
        if (!(enabled >> i & 1) ||
            (best >= 0 && MISC_PRIORITY(bank->sam[i][4]) <=
                          MISC_PRIORITY(bank->sam[best][4]))) {
            continue;
        }
        if (agrees(m, dir, bank->sam[i], view)) {
            best = (int)i;
        }
    }
    return best;
}

/* The octet of the frame's class: flow type, destination, drop action. */
uint32_t hc_macsec_nm_flow(const struct hc_macsec_bank *bank,
                           const struct hc_macsec_view *view)
{
    uint32_t flows = bank->reg[view->control ? NM_FLOW_CP : NM_FLOW_NCP];

    return flows >> (8 * view->class) & 0xff;
}

/* True if the flow drops the frame; not where the drop action is "do not
 * drop". A CRC spoilt on purpose (actions 0, 1) is a drop here: the MAC at
 * the other end does it. */
bool hc_macsec_classified_out(const struct hc_macsec_view *view,
                              uint32_t flow)
{
    bool drops = (flow & FLOW_TYPE) == FLOW_DROP ||
                 (flow & FLOW_NON_RESERVED && view->source_port != 1);

    return drops && FLOW_ACTION(flow) != ACTION_NONE;
}
