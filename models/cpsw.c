/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Registers and resets of the subsystem. */
#include "cpsw.h"

#include <string.h>

#include "reg.h"

#define SS_SOFT_RESET   0x008u
#define SL_BASE         0xd80u
#define SL_STRIDE       0x040u
#define SL_SOFT_RESET   0xd8cu
#define WR_BASE         0x1200u
#define WR_END          0x1300u
#define WR_SOFT_RESET   0x1204u
#define WR_STAT         0x1240u /* rx_thresh, rx, tx, misc */

#define MAC_STRANGE     0x44u   /* MTEST, TX_PACE */
#define SS_STRANGE      0x09u   /* FIFO_LOOPBACK, DLR_EN */

#define MACSTATUS_IDLE  (1u << 31)
#define MACSTATUS_RX_FLOW_ACT    (1u << 1)
#define MACSTATUS_TX_FLOW_ACT    (1u << 0)
#define MACSTATUS_EXT_GIG        (1u << 4)
#define MACSTATUS_EXT_FULLDUPLEX (1u << 3)

uint32_t *hc_cpsw_reg(struct hc_cpsw *cpsw, uint32_t at)
{
    return &cpsw->reg[at / 4];
}

static void report_strange(struct hc_cpsw *cpsw, uint32_t at, uint32_t bits)
{
    if (bits) {
        cpsw->host->event(cpsw->host->opaque, HC_EVENT_UNMODELLED_MODE, at,
                          bits);
    }
}

static void reset_range(struct hc_cpsw *cpsw, uint32_t from, uint32_t to);

static void ss_control_was_written(void *model, uint32_t at, uint32_t value)
{
    report_strange(model, at, value & SS_STRANGE);
}

static void present_both(struct hc_cpsw *cpsw)
{
    hc_cpsw_present(cpsw, 1);
    hc_cpsw_present(cpsw, 2);
}

/* Resets the switch, but not the DMA, which has its own reset, nor the
 * wrapper. guess: that ports and the table keep what they hold; the drivers
 * set both up anew (cpsw.c, cpsw_ndo_open). */
static void ss_reset_was_written(void *model, uint32_t at, uint32_t value)
{
    struct hc_cpsw *cpsw = model;

    (void)at;
    if (value & 1) {
        reset_range(cpsw, HC_CPSW_STATS, HC_CPSW_STATS_END);
        reset_range(cpsw, SL_BASE, SL_BASE + 2 * SL_STRIDE);
        hc_ale_reset(&cpsw->ale);
        hc_cpdma_flush(&cpsw->cpdma);
        for (unsigned port = 1; port < HC_CPSW_PORTS; port++) {
            hc_cpsw_mac_changed(cpsw, port);
        }
        present_both(cpsw);
    }
}

static unsigned port_of_sliver(uint32_t at)
{
    return 1 + (at - SL_BASE) / SL_STRIDE;
}

/* The MAC has no half duplex at 1000 Mb/s (SPRUH73 14.3.1.1); it goes on as
 * if it were full. */
static uint32_t gigabit_half(uint32_t mac)
{
    const uint32_t bits = HC_CPSW_MAC_GMII_EN | HC_CPSW_MAC_GIG;

    return (mac & (bits | HC_CPSW_MAC_FULLDUPLEX | HC_CPSW_MAC_LOOPBACK |
                   HC_CPSW_MAC_EXT_EN)) == bits ? HC_CPSW_MAC_GIG : 0;
}

static void maccontrol_was_written(void *model, uint32_t at, uint32_t value)
{
    report_strange(model, at, (value & MAC_STRANGE) | gigabit_half(value));
    hc_cpsw_present(model, port_of_sliver(at));
    hc_cpsw_mac_changed(model, port_of_sliver(at));
}

static void shaping_was_written(void *model, uint32_t at, uint32_t value)
{
    (void)at;
    (void)value;
    hc_cpsw_shaping_changed(model);
}

/* SPRUH73, P0_TX_IN_CTL and Pn_TX_IN_CTL, TX_IN_SEL. The host's FIFO never
 * fills here, so the driver's dual-MAC mode there divides nothing; a port's
 * rate-limit mode is what the shapers do with HOST_BLKS_REM. A port that takes
 * its queues in turn (dual MAC) and a host that is rate-limited are not
 * there, and 3 is reserved. */
enum { TX_IN_NORMAL, TX_IN_DUAL_MAC, TX_IN_RATE_LIMIT };
#define TX_IN_SEL 0x30000u

static void tx_in_ctl_was_written(void *model, uint32_t at, uint32_t value)
{
    const unsigned mode = (value & TX_IN_SEL) / 0x10000u;
    const unsigned known = at == HC_CPSW_TX_IN_CTL(0) ? TX_IN_DUAL_MAC
                                                      : TX_IN_RATE_LIMIT;

    if (mode != TX_IN_NORMAL && mode != known) {
        report_strange(model, at, value & TX_IN_SEL);
    }
}

static void rx_pause_before_read(void *model, uint32_t at)
{
    *hc_cpsw_reg(model, at) =
        hc_cpsw_pause_left(model, port_of_sliver(at), true);
}

static void tx_pause_before_read(void *model, uint32_t at)
{
    *hc_cpsw_reg(model, at) =
        hc_cpsw_pause_left(model, port_of_sliver(at), false);
}

static void macstatus_before_read(void *model, uint32_t at)
{
    struct hc_cpsw *cpsw = model;
    const unsigned port = port_of_sliver(at);
    const struct hc_hop *wire = cpsw->port[port].wire;
    const struct hc_signal *far = wire ? hc_hop_seen(wire, 0) : NULL;

    *hc_cpsw_reg(cpsw, at) =
        MACSTATUS_IDLE |
        (far && far->mbps == 1000 ? MACSTATUS_EXT_GIG : 0) |
        (far && far->full ? MACSTATUS_EXT_FULLDUPLEX : 0) |
        (hc_cpsw_pause_left(cpsw, port, true) ? MACSTATUS_RX_FLOW_ACT : 0) |
        (hc_cpsw_pause_left(cpsw, port, false) ? MACSTATUS_TX_FLOW_ACT : 0);
}

static void sl_reset_was_written(void *model, uint32_t at, uint32_t value)
{
    const uint32_t base = at - SL_SOFT_RESET + SL_BASE;

    if (value & 1) {
        reset_range(model, base, base + SL_STRIDE);
        hc_cpsw_present(model, port_of_sliver(at));
        hc_cpsw_mac_changed(model, port_of_sliver(at));
    }
}

static void wr_reset_was_written(void *model, uint32_t at, uint32_t value)
{
    (void)at;
    if (value & 1) {
        reset_range(model, WR_BASE, WR_END);
    }
}

static void stat_line_before_read(void *model, uint32_t at)
{
    *hc_cpsw_reg(model, at) = hc_cpsw_line_status(model, (at - WR_STAT) / 4);
}

#define EACH_PORT .count = 2, .stride = 0x100
#define EACH_SL   .count = 2, .stride = SL_STRIDE

/* SPRUH73, tables of CPSW_SS, CPSW_PORT, CPSW_STATS, CPSW_SL and CPSW_WR
 * registers; ID_VER is the one that Linux asks for (cpsw_priv.c,
 * cpsw_init_common). */
static const struct hc_reg rows[] = {
    { "ID_VER", 0x000, .reset = 0x0019010c },
    { "CONTROL", HC_CPSW_SS_CONTROL, .rw = 0xf,
      .was_written = ss_control_was_written },
    { "SOFT_RESET", SS_SOFT_RESET, .sc = 1,
      .was_written = ss_reset_was_written },
    { "STAT_PORT_EN", HC_CPSW_STAT_PORT_EN, .rw = 7 },
    { "PTYPE", HC_CPSW_PTYPE, .rw = 0x003f071f,
      .was_written = shaping_was_written },
    { "SOFT_IDLE", 0x014, .rw = 1 },
    { "THRU_RATE", 0x018, .reset = 0x3003, .rw = 0xf00f },
    { "GAP_THRESH", 0x01c, .reset = 0xb, .rw = 0x1f },
    { "TX_START_WDS", 0x020, .reset = 0x20, .rw = 0x7ff },
    { "FLOW_CONTROL", HC_CPSW_FLOW_CONTROL, .reset = 1, .rw = 7 },
    { "VLAN_LTYPE", HC_CPSW_VLAN_LTYPE, .reset = 0x81008100,
      .rw = 0xffffffff },
    { "TS_LTYPE", HC_CPSW_TS_LTYPE, .rw = 0xffffffff },
    { "DLR_LTYPE", 0x030, .reset = 0x80e1, .rw = 0xffff },

    { "P0_CONTROL", 0x100, .rw = 0x71310000 },
    { "P0_MAX_BLKS", 0x108, .reset = 0x104, .rw = 0x1ff },
    { "P0_BLK_CNT", 0x10c, .reset = 0x41 },
    { "P0_TX_IN_CTL", HC_CPSW_TX_IN_CTL(0), .reset = 0x40c0,
      .rw = 0x0ff3ffff, .was_written = tx_in_ctl_was_written },
    { "P0_PORT_VLAN", HC_CPSW_PORT_VLAN(0), .rw = 0xffff },
    { "P0_TX_PRI_MAP", 0x118, .reset = 0x33221001, .rw = 0x33333333 },
    { "P0_CPDMA_TX_PRI_MAP", 0x11c, .reset = 0x76543210,
      .rw = 0x77777777 },
    { "P0_CPDMA_RX_CH_MAP", HC_CPSW_RX_CH_MAP, .rw = 0x77777777 },
    { "P0_RX_DSCP_PRI_MAPn", 0x130, .rw = 0x77777777, .count = 8,
      .stride = 4 },

    { "Pn_CONTROL", HC_CPSW_PORT_CONTROL(1), .rw = 0x0131ff7f, EACH_PORT },
    { "Pn_MAX_BLKS", 0x208, .reset = 0x113, .rw = 0x1ff, EACH_PORT },
    { "Pn_BLK_CNT", 0x20c, .reset = 0x41, EACH_PORT },
    { "Pn_TX_IN_CTL", HC_CPSW_TX_IN_CTL(1), .reset = 0x080040c0,
      .rw = 0x0ff3ffff, EACH_PORT, .was_written = tx_in_ctl_was_written },
    { "Pn_PORT_VLAN", HC_CPSW_PORT_VLAN(1), .rw = 0xffff, EACH_PORT },
    { "Pn_TX_PRI_MAP", 0x218, .reset = 0x33221001, .rw = 0x33333333,
      EACH_PORT },
    { "Pn_TS_SEQ_MTYPE", 0x21c, .reset = 0x001e0000, .rw = 0x003fffff,
      EACH_PORT },
    { "Pn_SA_LO", 0x220, .rw = 0xffff, EACH_PORT },
    { "Pn_SA_HI", 0x224, .rw = 0xffffffff, EACH_PORT },
    { "Pn_SEND_PERCENT", 0x228, .rw = 0x7f7f7f, EACH_PORT,
      .was_written = shaping_was_written },
    { "P1_RX_DSCP_PRI_MAPn", 0x230, .rw = 0x77777777, .count = 8,
      .stride = 4 },
    { "P2_RX_DSCP_PRI_MAPn", 0x330, .rw = 0x77777777, .count = 8,
      .stride = 4 },

    { "STATS", HC_CPSW_STATS, .stride = 4,
      .count = (HC_CPSW_STATS_END - HC_CPSW_STATS) / 4,
      .was_written = hc_cpsw_stat_was_written },

    { "SLn_IDVER", 0xd80, .reset = 0x00170112, EACH_SL },
    { "SLn_MACCONTROL", HC_CPSW_MACCONTROL(1), .rw = 0x01df8cff, EACH_SL,
      .was_written = maccontrol_was_written },
    { "SLn_MACSTATUS", HC_CPSW_MACSTATUS(1), .reset = MACSTATUS_IDLE,
      EACH_SL, .before_read = macstatus_before_read },
    { "SLn_SOFT_RESET", SL_SOFT_RESET, .sc = 1, EACH_SL,
      .was_written = sl_reset_was_written },
    { "SLn_RX_MAXLEN", HC_CPSW_RX_MAXLEN(1), .reset = 1518, .rw = 0x3fff,
      EACH_SL },
    { "SLn_BOFFTEST", 0xd94, .rw = 0x03fff3ff, .unmodelled = true, EACH_SL },
    { "SLn_RX_PAUSE", 0xd98, EACH_SL, .before_read = rx_pause_before_read },
    { "SLn_TX_PAUSE", 0xd9c, EACH_SL, .before_read = tx_pause_before_read },
    { "SLn_EMCONTROL", 0xda0, .rw = 3, EACH_SL },
    { "SLn_RX_PRI_MAP", 0xda4, .reset = 0x76543210, .rw = 0x77777777,
      EACH_SL },
    { "SLn_TX_GAP", 0xda8, .reset = 0xc, .rw = 0x1ff, EACH_SL },

    { "WR_IDVER", WR_BASE, .reset = 0x4edb1902 },
    { "WR_SOFT_RESET", WR_SOFT_RESET, .sc = 1,
      .was_written = wr_reset_was_written },
    { "WR_CONTROL", 0x1208, .rw = 0xf },
    { "WR_INT_CONTROL", HC_CPSW_WR_INT_CONTROL, .rw = 0x803f0fff },
    { "WR_C0_RX_THRESH_EN", HC_CPSW_WR_EN, .rw = 0xff },
    { "WR_C0_RX_EN", HC_CPSW_WR_EN + 4, .rw = 0xff },
    { "WR_C0_TX_EN", HC_CPSW_WR_EN + 8, .rw = 0xff },
    { "WR_C0_MISC_EN", HC_CPSW_WR_EN + 12, .rw = 0x1f },
    /* Lines of cores that the AM335x does not lead out. */
    { "WR_C1_C2_EN", 0x1220, .unmodelled = true, .count = 8, .stride = 4 },
    { "WR_C0_STAT", WR_STAT, .count = HC_CPSW_IRQS, .stride = 4,
      .before_read = stat_line_before_read },
    { "WR_C1_C2_STAT", 0x1250, .unmodelled = true, .count = 8, .stride = 4 },
    { "WR_C0_RX_IMAX", HC_CPSW_WR_RX_IMAX, .rw = 0x3f },
    { "WR_C0_TX_IMAX", HC_CPSW_WR_TX_IMAX, .rw = 0x3f },
    { "WR_C1_C2_IMAX", 0x1278, .unmodelled = true, .count = 4, .stride = 4 },
    { "WR_RGMII_CTL", 0x1288, .unmodelled = true },
};

static struct hc_regmap map = {
    .name = "cpsw", .reg = rows, .n = sizeof(rows) / sizeof(rows[0]),
    .shift = 2,
};

static void reset_range(struct hc_cpsw *cpsw, uint32_t from, uint32_t to)
{
    for (uint32_t at = from; at < to; at += 4) {
        const struct hc_reg *row = hc_regmap_find(&map, at);

        if (row) {
            *hc_cpsw_reg(cpsw, at) = row->reset;
        }
    }
}

/* Guest memory before there is any. */
static bool nothing_reads(void *opaque, uint32_t at, void *bytes, size_t len)
{
    (void)opaque, (void)at, (void)bytes, (void)len;
    return false;
}

static bool nothing_writes(void *opaque, uint32_t at, const void *bytes,
                           size_t len)
{
    (void)opaque, (void)at, (void)bytes, (void)len;
    return false;
}

static const struct hc_memory nothing = { nothing_reads, nothing_writes,
                                          NULL };

/* Room in the rings may end a pause, and a finished run of one channel lets
 * another begin. */
static void dma_changed(void *owner)
{
    struct hc_cpsw *cpsw = owner;

    if (cpsw->cpdma_state.tx_stalled || cpsw->egress[0].pause_again_ns ||
        cpsw->egress[1].pause_again_ns) {
        hc_cpsw_drain(cpsw);
    }
    hc_cpsw_update_lines(cpsw);
}

static void init(void *model, const struct hc_host *host)
{
    struct hc_cpsw *cpsw = model;

    memset(cpsw, 0, sizeof(*cpsw));
    hc_regmap_build(&map);
    cpsw->host = host;
    for (unsigned i = 0; i < HC_CPSW_PORTS; i++) {
        cpsw->port[i] = (struct hc_cpsw_port){ cpsw, NULL, i };
    }
    cpsw->wake_ns = HC_NEVER;
    hc_ale_init(&cpsw->ale, host, cpsw->reg, &cpsw->ale_state);
    hc_cpts_init(&cpsw->cpts, host, cpsw->reg, &cpsw->cpts_state);
    cpsw->cpdma.host = host;
    cpsw->cpdma.memory = &nothing;
    cpsw->cpdma.reg = cpsw->reg;
    cpsw->cpdma.state = &cpsw->cpdma_state;
    cpsw->cpdma.transmit = hc_cpsw_from_host;
    cpsw->cpdma.has_room = hc_cpsw_has_room;
    cpsw->cpdma.changed = dma_changed;
    cpsw->cpdma.owner = cpsw;
    hc_cpdma_init(&cpsw->cpdma);
}

static void reset(void *model)
{
    struct hc_cpsw *cpsw = model;

    hc_regmap_reset(&map, cpsw->reg);
    hc_ale_reset(&cpsw->ale);
    hc_cpts_reset(&cpsw->cpts);
    hc_cpdma_reset(&cpsw->cpdma);
    memset(cpsw->quiet_until_ns, 0, sizeof(cpsw->quiet_until_ns));
    memset(cpsw->egress, 0, sizeof(cpsw->egress));
    cpsw->half = false;
    hc_cpsw_half_reset(cpsw);
    hc_cpsw_update_lines(cpsw);
    present_both(cpsw);
}

void hc_cpsw_wire(struct hc_cpsw *cpsw, const struct hc_memory *memory,
                  struct hc_hop *wire1, struct hc_hop *wire2)
{
    cpsw->cpdma.memory = memory;
    cpsw->port[1].wire = wire1;
    cpsw->port[2].wire = wire2;
    for (unsigned i = 1; i < HC_CPSW_PORTS; i++) {
        const struct hc_end end = {
            .frame = hc_cpsw_from_wire,
            .changed = hc_cpsw_wire_changed,
            .owner = &cpsw->port[i],
            .damaged = hc_cpsw_damaged_from_wire,
            .carrier = hc_cpsw_carrier_from_wire,
        };

        if (cpsw->port[i].wire) {
            hc_cpsw_half_wire(cpsw, i);
            hc_hop_attach(cpsw->port[i].wire, 0, &end);
        }
    }
}

void hc_cpsw_set_gmii_sel(struct hc_cpsw *cpsw, uint32_t value)
{
    cpsw->gmii_sel = value;
    present_both(cpsw);
}

static enum hc_status read_word(struct hc_cpsw *cpsw, uint32_t at,
                                uint32_t *ret_value)
{
    switch (at >> 8) {
    case HC_CPDMA_BASE >> 8:
    case HC_CPDMA_RAM_BASE >> 8:
        return hc_cpdma_read(&cpsw->cpdma, at, ret_value);
    case HC_CPTS_BASE >> 8:
        return hc_cpts_read(&cpsw->cpts, at, ret_value);
    case HC_ALE_BASE >> 8:
        if (at < HC_ALE_END) {
            return hc_ale_read(&cpsw->ale, at, ret_value);
        }
        /* fall through */
    default:
        return hc_reg_read(&map, cpsw->reg, cpsw, cpsw->host, at, ret_value);
    }
}

static enum hc_status write_word(struct hc_cpsw *cpsw, uint32_t at,
                                 uint32_t value)
{
    enum hc_status status;

    switch (at >> 8) {
    case HC_CPDMA_BASE >> 8:
    case HC_CPDMA_RAM_BASE >> 8:
        return hc_cpdma_write(&cpsw->cpdma, at, value);
    case HC_ALE_BASE >> 8:
        if (at < HC_ALE_END) {
            return hc_ale_write(&cpsw->ale, at, value);
        }
        break;
    case HC_CPTS_BASE >> 8:
        status = hc_cpts_write(&cpsw->cpts, at, value);
        hc_cpsw_update_lines(cpsw);
        return status;
    case WR_BASE >> 8:
        status = hc_reg_write(&map, cpsw->reg, cpsw, cpsw->host, at, value);
        hc_cpsw_update_lines(cpsw);
        return status;
    }
    return hc_reg_write(&map, cpsw->reg, cpsw, cpsw->host, at, value);
}

static uint32_t read(void *model, uint32_t at, unsigned width)
{
    struct hc_cpsw *cpsw = model;
    uint32_t value = 0;

    if (read_word(cpsw, at & ~3u, &value) == HC_NO_REG) {
        cpsw->host->event(cpsw->host->opaque, HC_EVENT_UNMODELLED_REG, at,
                          false);
    }
    value >>= 8 * (at & 3);
    return width < 4 ? value & ((1u << 8 * width) - 1) : value;
}

/* guess: narrow writes do nothing; the manual asks for whole words. */
static void write(void *model, uint32_t at, uint32_t value, unsigned width)
{
    struct hc_cpsw *cpsw = model;

    if (width != 4) {
        cpsw->host->event(cpsw->host->opaque, HC_EVENT_MISUSE_REG, at, value);
    } else if (write_word(cpsw, at & ~3u, value) == HC_NO_REG) {
        cpsw->host->event(cpsw->host->opaque, HC_EVENT_UNMODELLED_REG, at,
                          true);
    }
}

static void wake(void *model)
{
    struct hc_cpsw *cpsw = model;

    cpsw->wake_ns = HC_NEVER;
    if (cpsw->host->now_ns(cpsw->host->opaque) >=
        cpsw->cpdma_state.continue_at_ns) {
        hc_cpdma_continue(&cpsw->cpdma);
    }
    hc_cpts_settle(&cpsw->cpts);
    hc_cpsw_drain(cpsw);
    hc_cpsw_update_lines(cpsw);
}

/* Pins of hardware time stamps, which timers 4 to 7 drive. */
static void pin(void *model, unsigned n, bool level)
{
    struct hc_cpsw *cpsw = model;

    hc_cpts_set_pin(&cpsw->cpts, n + 1, level);
    hc_cpsw_update_lines(cpsw);
}

const struct hc_block hc_cpsw_block = {
    .name = "am335x-cpsw",
    .size = sizeof(struct hc_cpsw),
    .state_at = offsetof(struct hc_cpsw, reg),
    .window = HC_CPSW_WINDOW,
    .n_out = HC_CPSW_IRQS,
    .n_in = HC_CPTS_PINS,
    .init = init,
    .reset = reset,
    .read = read,
    .write = write,
    .wake = wake,
    .pin = pin,
};
