/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The media of a VSC85xx port: which one is in use, what the registers tell
 * of it, and the LEDs. */
#include "vsc85xx-internal.h"

#define BMSR_FIXED 0x79c9u

#define CTRL1_MEDIA          0x0700u
#define CTRL1_LATCHED        0x1f00u    /* acts after a soft reset only */
#define CTRL1_PREFERS_COPPER 0x0800u
#define CTRL2_CONNECTOR_LOOP 0x0001u
#define PCS_FORCED_ABILITY   0x0800u
#define PCS_AN               0x0080u

/* Control bits whose change makes a link start again. */
#define BMCR_DISRUPTIVE 0x7940u

/* r23[10:8] (mscc.h, MEDIA_OP_MODE_*). 4 has no name there. */
static const struct { bool copper; uint32_t serdes; } media[8] = {
    { true, HC_IFACE_OFF },         { false, HC_IFACE_SGMII },
    { false, HC_IFACE_1000BASEX },  { false, HC_IFACE_100BASEFX },
    { true, HC_IFACE_OFF },         { true, HC_IFACE_SGMII },
    { true, HC_IFACE_1000BASEX },   { true, HC_IFACE_100BASEFX },
};

static unsigned media_mode(const struct hc_phy *phy)
{
    return (phy->mode & CTRL1_MEDIA) >> 8;
}

static const struct hc_vsc_knobs *knobs(const struct hc_phy *phy)
{
    static const struct hc_vsc_knobs none;

    return phy->package ? &phy->package->knobs : &none;
}

/* All known sequences switch the serdes on by mailbox, too. guess: without,
 * it stays dark (knob serdes_ungated). */
static bool serdes_is_on(const struct hc_phy *phy, uint32_t iface)
{
    uint8_t want = iface == HC_IFACE_100BASEFX ? FIBRE_100FX : FIBRE_1000X;

    return knobs(phy)->serdes_ungated || !phy->package ||
           phy->package->fibre[phy->number] == want;
}

/* guess: 7:6 override automatic media sense, 1 serdes, 2 copper. */
uint32_t hc_vsc_iface(const struct hc_phy *phy, unsigned medium)
{
    unsigned mode = media_mode(phy);
    unsigned only = mode > 4 ? phy->reg[PHY_CTRL1] >> 6 & 3 : 0;

    if (medium == HC_PHY_COPPER) {
        return media[mode].copper && only != 1 ? HC_IFACE_MDI
                                               : HC_IFACE_OFF;
    }
    return only != 2 && serdes_is_on(phy, media[mode].serdes)
               ? media[mode].serdes : HC_IFACE_OFF;
}

/* Automatic media sense: the preferred medium if it has a link. guess: the
 * other keeps its link while it waits. */
unsigned hc_vsc_active(const struct hc_phy *phy)
{
    bool copper = phy->line[HC_PHY_COPPER].link == HC_PHY_LINK_UP;
    bool serdes = phy->line[HC_PHY_SERDES].link == HC_PHY_LINK_UP;

    if (copper && serdes) {
        return phy->mode & CTRL1_PREFERS_COPPER ? HC_PHY_COPPER
                                                : HC_PHY_SERDES;
    }
    if (copper || serdes) {
        return copper ? HC_PHY_COPPER : HC_PHY_SERDES;
    }
    return media[media_mode(phy)].copper ? HC_PHY_COPPER : HC_PHY_SERDES;
}

/* The fibre's advertisement: 25E3 if 23E3.11 says so, else what copper
 * advertises of it. guess: nobody writes 25E3 but the vendor's API. */
static uint32_t fibre_page(const struct hc_phy *phy)
{
    uint32_t anar = phy->reg[HC_MII_ANAR];

    if (phy->reg[MEDIA_PCS] & PCS_FORCED_ABILITY) {
        return phy->reg[MEDIA_ANAR];
    }
    return 0x0020 | (anar & 0x0400 ? 0x0080 : 0) |
           (anar & 0x0800 ? 0x0100 : 0);
}

static void feed_fibre(struct hc_phy *phy)
{
    phy->reg[FIBRE + HC_MII_BMCR] = phy->reg[HC_MII_BMCR];
    phy->reg[FIBRE + HC_MII_ANAR] = fibre_page(phy);
}

void hc_vsc_latch_mode(struct hc_phy *phy)
{
    phy->mode = phy->reg[PHY_CTRL1] & CTRL1_LATCHED;
    phy->reg[PRIV_FAILURES] = 0;
    feed_fibre(phy);
    if (media_mode(phy) == 4) {
        phy->host->event(phy->host->opaque, HC_EVENT_UNMODELLED_MODE,
                         PHY_CTRL1, phy->reg[PHY_CTRL1]);
    }
}

void hc_vsc_page_was_written(void *model, uint32_t at, uint32_t value)
{
    (void)at;
    (void)value;
    feed_fibre(model);
}

void hc_vsc_bmcr_was_written(void *model, uint32_t at, uint32_t value)
{
    struct hc_phy *phy = model;
    uint32_t changed = phy->reg[at] ^ phy->line[HC_PHY_SERDES].bmcr;

    if (value & HC_BMCR_RESET) {
        hc_vsc_soft_reset(phy, HC_PHY_COPPER);
        phy->host->event(phy->host->opaque, HC_EVENT_PHY_RESET, 0, 0);
        hc_phy_restart_all(phy);
        return;
    }
    feed_fibre(phy);
    phy->reg[PRIV_FAILURES] = 0;
    if ((changed & BMCR_DISRUPTIVE) || (value & HC_BMCR_RESTART)) {
        hc_phy_restart(phy, HC_PHY_SERDES);
    }
    hc_phy_bmcr_was_written(phy, at, value);
}

void hc_vsc_ctrl1_was_written(void *model, uint32_t at, uint32_t value)
{
    struct hc_phy *phy = model;

    (void)value;
    if (media_mode(phy) > 4 &&
        (phy->line[HC_PHY_COPPER].iface != hc_vsc_iface(phy, HC_PHY_COPPER)
         || phy->line[HC_PHY_SERDES].iface !=
            hc_vsc_iface(phy, HC_PHY_SERDES))) {
        hc_phy_restart_all(phy);        /* the override acts at once */
    }
    (void)at;
}

/* The connector loop needs a plug that our wires do not have. */
void hc_vsc_ctrl2_was_written(void *model, uint32_t at, uint32_t value)
{
    struct hc_phy *phy = model;

    if (value & CTRL2_CONNECTOR_LOOP) {
        phy->host->event(phy->host->opaque, HC_EVENT_UNMODELLED_MODE, at,
                         value);
    }
}

/* Both media answer through register 1: a loss of either stays visible
 * until it was read (IEEE 802.3 22.2.4.2.13). */
void hc_vsc_bmsr_before_read(void *model, uint32_t at)
{
    struct hc_phy *phy = model;
    const struct hc_phy_line *line = &phy->line[hc_vsc_active(phy)];
    bool lost = phy->line[HC_PHY_COPPER].lost ||
                phy->line[HC_PHY_SERDES].lost;
    bool blind = hc_vsc_active(phy) == HC_PHY_SERDES &&
                 knobs(phy)->fibre_is_copper_blind;
    uint32_t fault = (phy->reg[at] | phy->reg[FIBRE + HC_MII_BMSR]) &
                     HC_BMSR_REMOTE_FAULT;

    phy->reg[at] = BMSR_FIXED | fault;
    phy->reg[at] &= ~(HC_BMSR_AN_DONE | HC_BMSR_LINK);
    phy->reg[at] |= line->an_done && !blind ? HC_BMSR_AN_DONE : 0;
    phy->reg[at] |= line->link == HC_PHY_LINK_UP && !lost ? HC_BMSR_LINK : 0;
}

void hc_vsc_bmsr_was_read(void *model, uint32_t at)
{
    struct hc_phy *phy = model;

    (void)at;
    phy->line[HC_PHY_COPPER].lost = phy->line[HC_PHY_SERDES].lost = false;
    phy->reg[FIBRE + HC_MII_BMSR] &= ~HC_BMSR_REMOTE_FAULT;
}

/* What genphy_read_status wants to find in 5 and 10. guess: silicon may
 * show nothing of the fibre there (knob fibre_is_copper_blind). */
static void mirror_fibre(struct hc_phy *phy)
{
    const struct hc_phy_line *line = &phy->line[HC_PHY_SERDES];
    uint32_t anlpar = 0, gtsr = 0;

    if (line->an_done && !knobs(phy)->fibre_is_copper_blind) {
        anlpar = 0x4000;
        anlpar |= line->far.ability & HC_AN_PAUSE ? 0x0400 : 0;
        anlpar |= line->far.ability & HC_AN_ASYM_PAUSE ? 0x0800 : 0;
        if (line->mbps == 1000) {
            gtsr = line->full ? 0x0800 : 0x0400;
        } else if (line->mbps == 100) {
            anlpar |= line->full ? 0x0100 : 0x0080;
        } else {
            anlpar |= line->full ? 0x0040 : 0x0020;
        }
    }
    phy->reg[HC_MII_ANLPAR] = anlpar;
    phy->reg[HC_MII_GTSR] = gtsr;
}

static void show_pcs(struct hc_phy *phy)
{
    const struct hc_phy_line *line = &phy->line[HC_PHY_SERDES];
    bool up = line->link == HC_PHY_LINK_UP;
    uint32_t *status = &phy->reg[MEDIA_PCS_STATUS];

    *status = line->energy ? 0x0001 : 0;
    *status |= line->an_done ? 0x000a : 0;      /* complete, LP is able */
    *status |= up ? 0x0004 : 0;
    *status |= up && line->iface == HC_IFACE_100BASEFX ? 0x2000 : 0;
    *status |= up && line->an_done && line->full ? 0x0020 : 0;
    phy->reg[MEDIA_ANLPAR] = line->an_done
                                 ? phy->reg[FIBRE + HC_MII_ANLPAR] : 0;
}

static bool crosses_over(const struct hc_phy *phy, bool up)
{
    switch (phy->reg[EXT_MODE] & 0x000c) {
    case 0x000c:
        return true;
    case 0x0008:
        return false;
    default:
        return up && phy->reg[PRIV_CROSSOVER];
    }
}

static void show_aux(struct hc_phy *phy, const struct hc_phy_line *line)
{
    uint32_t *aux = &phy->reg[AUX_STATUS];
    bool up = line->link == HC_PHY_LINK_UP;

    *aux &= 0x0044;
    *aux |= line->an_done ? 0x8000 : 0;
    *aux |= line->bmcr & HC_BMCR_AN ? 0 : 0x4000;
    *aux |= crosses_over(phy, up) ? 0x2000 : 0;
    *aux |= line->full ? 0x0020 : 0;
    *aux |= hc_phy_speed_code(line->mbps) << 3;
}

/* LED modes (mscc.h, VSC8531_LINK_* and VSC8584_*); activity blinks, and a
 * blink is no event. */
static bool led_is_lit(unsigned mode, const struct hc_phy_line *line,
                       unsigned medium)
{
    static const uint8_t speeds[7] = { 7, 4, 2, 1, 6, 5, 3 };
    bool up = line->link == HC_PHY_LINK_UP;

    if (mode < 7) {
        return up && (speeds[mode] >> hc_phy_speed_code(line->mbps) & 1);
    }
    switch (mode) {
    case 7:
        return up && medium == HC_PHY_SERDES;
    case 8:
        return up && line->full;
    case 12:
        return line->link == HC_PHY_LINK_FAILED;
    default:
        return mode == 15;
    }
}

static void show_leds(struct hc_phy *phy, const struct hc_phy_line *line,
                      unsigned medium)
{
    uint32_t lit = 0;

    for (unsigned n = 0; n < 4; n++) {
        unsigned mode = phy->reg[LED_MODE] >> 4 * n & 0xf;
        bool on = led_is_lit(mode, line, medium);

        lit |= (uint32_t)on << n;
        if (on != (bool)(phy->reg[PRIV_LEDS] >> n & 1)) {
            phy->host->event(phy->host->opaque, HC_EVENT_LED, n, on);
        }
    }
    phy->reg[PRIV_LEDS] = lit;
}

static void count_disconnect(struct hc_phy *phy)
{
    bool up = phy->line[HC_PHY_COPPER].link == HC_PHY_LINK_UP;

    if (phy->reg[PRIV_LINKED] && !up && phy->reg[DISCONNECTS] < 0xff) {
        phy->reg[DISCONNECTS]++;
    }
    phy->reg[PRIV_LINKED] = up;
}

static void follow_medium(struct hc_phy *phy, unsigned medium)
{
    uint32_t *active = &phy->reg[PRIV_ACTIVE];
    bool changed = *active && *active != medium + 1;

    *active = medium + 1;
    if (changed && media_mode(phy) > 4) {
        hc_vsc_raise(phy, INT_AMS);
    }
}

void hc_vsc_status(struct hc_phy *phy, unsigned medium)
{
    unsigned active = hc_vsc_active(phy);
    const struct hc_phy_line *line = &phy->line[active];
    bool up = line->link == HC_PHY_LINK_UP;

    (void)medium;
    if (phy->line[HC_PHY_COPPER].link != HC_PHY_LINK_UP) {
        mirror_fibre(phy);
    }
    show_pcs(phy);
    show_aux(phy, line);
    show_leds(phy, line, active);
    count_disconnect(phy);
    phy->reg[ACTIPHY] &= ~0x00c0u;
    if (up) {
        phy->reg[ACTIPHY] |= active == HC_PHY_COPPER ? 0x0040 : 0x0080;
        phy->reg[PRIV_FAILURES] = 0;
        follow_medium(phy, active);
    }
}

void hc_vsc_status_follows(void *model, uint32_t at, uint32_t value)
{
    (void)at;
    (void)value;
    hc_vsc_status(model, HC_PHY_COPPER);
}

/* Gigabit needs four whole pairs. With 20E1.4 the port gives it up after so
 * many attempts (mscc_main.c, vsc85xx_downshift_set). */
bool hc_vsc_refuses(struct hc_phy *phy, unsigned medium, uint16_t mbps)
{
    uint32_t actiphy = phy->reg[ACTIPHY];
    bool whole = true;

    for (unsigned i = 0; i < 4; i++) {
        whole &= !(phy->reg[PRIV_PAIR + i] >> 8);
    }
    if (whole || mbps != 1000 || medium != HC_PHY_COPPER) {
        return false;
    }
    phy->reg[PRIV_FAILURES]++;
    if ((actiphy & 0x0010) &&
        phy->reg[PRIV_FAILURES] >= (actiphy >> 2 & 3) + 2) {
        phy->line[medium].ability &= ~(HC_AN_1000_FULL | HC_AN_1000_HALF);
        phy->reg[PRIV_FAILURES] = 0;
        hc_vsc_raise(phy, INT_DOWNSHIFT);
    }
    return true;
}

/* The serdes towards the MAC. guess: it has a link as soon as the MAC
 * sends, in-band negotiation (16E3.7) or not. */
void hc_vsc_mac_pcs_before_read(void *model, uint32_t at)
{
    struct hc_phy *phy = model;
    const struct hc_signal *far = phy->mac ? hc_hop_seen(phy->mac, 1) : NULL;

    phy->reg[at] = 0;
    if (far && far->lit && phy->mac_iface == HC_IFACE_SGMII) {
        phy->reg[at] = 0x0005 | (phy->reg[MAC_PCS] & PCS_AN ? 0x0002 : 0);
    }
}
