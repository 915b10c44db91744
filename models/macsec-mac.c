/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Host MAC, line MAC and flow control buffer: registers and statistics
 * (Linux mscc_mac.h and mscc_fc_buffer.h; MESA's HOST_MAC header). */
#include "macsec-internal.h"

#include <string.h>

#define MAC_ENA      0x00u
#define MAC_MODE     0x01u
#define MAC_MAXLEN   0x02u
#define MAC_PKTINF   0x0au
#define MAC_PAUSE_RX 0x0du
#define RX_PAUSE     0x1au
#define RX_OPCODE    0x1bu
#define RX_UC        0x1cu
#define RX_UNDERSIZE 0x20u
#define RX_OVERSIZE  0x24u
#define RX_SIZE64    0x26u
#define TX_UC        0x2fu
#define TX_SIZE64    0x32u
#define RX_BAD_BYTES 0x39u
#define RX_OK_BYTES  0x3bu
#define RX_IN_BYTES  0x3du
#define TX_OK_BYTES  0x3fu
#define TX_OUT_BYTES 0x41u

#define ENA_RX (1u << 0 | 1u << 16)     /* clock, receiver */
#define ENA_TX (1u << 4 | 1u << 20)
#define ENA_RX_RST (1u << 8)
#define ENA_TX_RST (1u << 12)

#define MODE_UNDERSIZE_PASS (1u << 1)
#define PKTINF_TX_PADDING   (1u << 25)
#define PAUSE_DETECT        (1u << 0)
#define PAUSE_DROP          (1u << 4)

#define FCS_LEN     4u
#define FRAMING_LEN 8u          /* preamble and SFD */
#define SIZE_MIN    64u

#define ETYPE_MAC_CONTROL 0x8808u
#define OPCODE_PAUSE      1u

#define ALL 0xffffffffu

static const struct hc_reg mac_regs[] = {
    { "MAC_ENA_CFG", MAC_ENA, .rw = 0x00111111 },
    { "MAC_MODE_CFG", MAC_MODE, .rw = 0x3ff15c57 },
    { "MAC_MAXLEN_CFG", MAC_MAXLEN, .reset = 1518, .rw = 0x1ffff },
    { "MAC_NUM_TAGS_CFG", 0x03, .rw = 3 },
    { "MAC_TAGS_CFG", 0x04, .rw = 0xffff0010, .count = 3, .stride = 1 },
    { "MAC_ADV_CHK_CFG", 0x07, .rw = 0x01111111 },
    { "MAC_LFS_CFG", 0x08, .rw = 0x11f },
    { "MAC_LB_CFG", 0x09, .rw = 0x11 },
    { "MAC_PKTINF_CFG", MAC_PKTINF, .rw = 0x7f111111 },
    { "PAUSE_TX_FRAME_CONTROL", 0x0b, .rw = 0xffff1117 },
    { "PAUSE_TX_FRAME_CONTROL_2", 0x0c, .rw = 0xffff },
    { "PAUSE_RX_FRAME_CONTROL", MAC_PAUSE_RX, .rw = 0x00111111 },
    { "PAUSE_STATE", 0x0e, .rw = 0 },
    { "MAC_ADDRESS_LSB", 0x0f, .rw = ALL },
    { "MAC_ADDRESS_MSB", 0x10, .rw = 0xffff },
    { "RX_LANE_STICKY", 0x11, .rw = ALL, .count = 2, .stride = 1 },
    { "TX_MONITOR_STICKY", 0x13, .rw = 0x1f },
    { "TX_MONITOR_STICKY_MASK", 0x14, .rw = 0x1f },
    { "MAC_STICKY", 0x15, .rw = 0x3ff },
    { "MAC_STICKY_MASK", 0x16, .rw = 0x3ff },
    /* Counters are written too: Linux clears them so. */
    { "STATISTICS_32BIT", 0x17, .rw = ALL, .count = 34, .stride = 1 },
    { "RX_BAD_BYTES", RX_BAD_BYTES, .rw = ALL },
    { "RX_BAD_BYTES_MSB", RX_BAD_BYTES + 1, .rw = 0xff },
    { "RX_OK_BYTES", RX_OK_BYTES, .rw = ALL },
    { "RX_OK_BYTES_MSB", RX_OK_BYTES + 1, .rw = 0xff },
    { "RX_IN_BYTES", RX_IN_BYTES, .rw = ALL },
    { "RX_IN_BYTES_MSB", RX_IN_BYTES + 1, .rw = 0xff },
    { "TX_OK_BYTES", TX_OK_BYTES, .rw = ALL },
    { "TX_OK_BYTES_MSB", TX_OK_BYTES + 1, .rw = 0xff },
    { "TX_OUT_BYTES", TX_OUT_BYTES, .rw = ALL },
    { "TX_OUT_BYTES_MSB", TX_OUT_BYTES + 1, .rw = 0xff },
};

/* The buffer never fills here: its drop counters stay where they are. */
static const struct hc_reg fc_regs[] = {
    { "FC_ENA_CFG", 0x00, .rw = 0x11 },
    { "FC_MODE_CFG", 0x01, .rw = 0x11111110 },
    { "PPM_RATE_ADAPT_THRESH_CFG", 0x02, .rw = ALL },
    { "TX_CTRL_QUEUE_CFG", 0x03, .rw = ALL },
    { "TX_DATA_QUEUE_CFG", 0x04, .rw = ALL },
    { "RX_DATA_QUEUE_CFG", 0x05, .rw = ALL },
    { "TX_BUFF_XON_XOFF_THRESH_CFG", 0x06, .rw = ALL },
    { "FC_READ_THRESH_CFG", 0x07, .rw = ALL },
    { "TX_FRM_GAP_COMP", 0x08, .rw = ALL },
    { "STICKY", 0x09, .w1c = ALL },
    { "STICKY_MASK", 0x0a, .rw = ALL },
    { "DROP_CNT", 0x0b, .rw = ALL, .count = 9, .stride = 1 },
};

#define ROWS(regs) (sizeof(regs) / sizeof((regs)[0]))

static struct hc_regmap map[] = {
    { "macsec-mac", mac_regs, ROWS(mac_regs), 0, { 0 } },
    { "macsec-fc", fc_regs, ROWS(fc_regs), 0, { 0 } },
};

enum { MAP_MAC, MAP_FC };

struct hc_regmap *hc_macsec_mac_map(unsigned n)
{
    return n < ROWS(map) ? &map[n] : NULL;
}

void hc_macsec_mac_reset(struct hc_macsec *m)
{
    hc_regmap_build(&map[MAP_MAC]);
    hc_regmap_build(&map[MAP_FC]);
    memset(m->mac, 0, sizeof(m->mac));
    memset(m->fc, 0, sizeof(m->fc));
    hc_regmap_reset(&map[MAP_MAC], m->mac[HOST]);
    hc_regmap_reset(&map[MAP_MAC], m->mac[LINE]);
    hc_regmap_reset(&map[MAP_FC], m->fc);
}

enum hc_status hc_macsec_mac_access(struct hc_macsec *m, unsigned target,
                                    uint32_t addr, bool write,
                                    uint32_t *value)
{
    bool fc = target == HC_MACSEC_TARGET_FC_BUFFER;
    struct hc_regmap *regs = &map[fc ? MAP_FC : MAP_MAC];
    uint32_t *store = fc ? m->fc
                         : m->mac[target == HC_MACSEC_TARGET_LINE_MAC];

    return write ? hc_reg_write(regs, store, m, m->host, addr, *value)
                 : hc_reg_read(regs, store, m, m->host, addr, value);
}

static bool runs(const uint32_t *mac, uint32_t enables, uint32_t reset)
{
    return (mac[MAC_ENA] & enables) == enables && !(mac[MAC_ENA] & reset);
}

static void add40(uint32_t *low, uint64_t by)
{
    uint64_t sum = ((uint64_t)low[1] << 32 | low[0]) + by;

    low[0] = (uint32_t)sum;
    low[1] = (uint32_t)(sum >> 32) & 0xff;
}

/* RX_SIZE64 and its six followers: sizes with FCS. */
static unsigned size_bin(size_t wire)
{
    static const uint16_t top[] = { 64, 127, 255, 511, 1023, 1518 };
    unsigned bin = 0;

    while (bin < 6 && wire > top[bin]) {
        bin++;
    }
    return bin;
}

/* True if the MAC swallows the frame. */
static bool is_control(uint32_t *mac, const uint8_t *frame, size_t len)
{
    if (!(mac[MAC_PAUSE_RX] & PAUSE_DETECT) || len < 16 ||
        hc_get_be16(frame + 12) != ETYPE_MAC_CONTROL) {
        return false;
    }
    if (hc_get_be16(frame + 14) != OPCODE_PAUSE) {
        mac[RX_OPCODE]++;
        return false;
    }
    mac[RX_PAUSE]++;
    return mac[MAC_PAUSE_RX] & PAUSE_DROP;
}

bool hc_macsec_mac_rx(struct hc_macsec *m, unsigned side,
                      const uint8_t *frame, size_t len)
{
    uint32_t *mac = m->mac[side];
    size_t wire = len + FCS_LEN;

    if (!runs(mac, ENA_RX, ENA_RX_RST)) {
        return true;
    }
    add40(&mac[RX_IN_BYTES], wire + FRAMING_LEN);
    if (wire < SIZE_MIN) {
        mac[RX_UNDERSIZE]++;
        if (m->knobs.drop_undersize &&
            !(mac[MAC_MODE] & MODE_UNDERSIZE_PASS)) {
            add40(&mac[RX_BAD_BYTES], wire);
            return false;
        }
    }
    if (wire > (mac[MAC_MAXLEN] & 0xffff)) {
        mac[RX_OVERSIZE]++;
    }
    mac[RX_UC + hc_macsec_cast(frame)]++;
    mac[RX_SIZE64 + size_bin(wire)]++;
    add40(&mac[RX_OK_BYTES], wire);
    return !is_control(mac, frame, len);
}

size_t hc_macsec_mac_tx(struct hc_macsec *m, unsigned side, uint8_t *frame,
                        size_t len, size_t size)
{
    uint32_t *mac = m->mac[side];
    size_t wire;

    if (!runs(mac, ENA_TX, ENA_TX_RST)) {
        return len;
    }
    if (mac[MAC_PKTINF] & PKTINF_TX_PADDING && len < SIZE_MIN - FCS_LEN &&
        size >= SIZE_MIN - FCS_LEN) {
        memset(frame + len, 0, SIZE_MIN - FCS_LEN - len);
        len = SIZE_MIN - FCS_LEN;
    }
    wire = len + FCS_LEN;
    mac[TX_UC + hc_macsec_cast(frame)]++;
    mac[TX_SIZE64 + size_bin(wire)]++;
    add40(&mac[TX_OK_BYTES], wire);
    add40(&mac[TX_OUT_BYTES], wire + FRAMING_LEN);
    return len;
}
