/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The words of SFF-8024 and SFF-8472 that module files speak. */
#include "module-internal.h"

#define VALUE(name, at, value) { name, at, 0xff, value }
#define BIT(name, at, mask)    { name, at, mask, mask }
#define END                    { NULL, 0, 0, 0 }

/* SFF-8024 table 4-1. */
const struct hc_module_word hc_module_identifiers[] = {
    VALUE("unknown", 0, 0x00), VALUE("gbic", 0, 0x01),
    VALUE("soldered", 0, 0x02), VALUE("sfp", 0, 0x03),
    VALUE("qsfp", 0, 0x0c), VALUE("qsfp+", 0, 0x0d),
    VALUE("qsfp28", 0, 0x11), END
};

/* SFF-8024 table 4-3. */
const struct hc_module_word hc_module_connectors[] = {
    VALUE("unspecified", 2, 0x00), VALUE("sc", 2, 0x01),
    VALUE("fibrejack", 2, 0x06), VALUE("lc", 2, 0x07),
    VALUE("mt-rj", 2, 0x08), VALUE("mu", 2, 0x09), VALUE("sg", 2, 0x0a),
    VALUE("optical-pigtail", 2, 0x0b), VALUE("mpo-1x12", 2, 0x0c),
    VALUE("mpo-2x16", 2, 0x0d), VALUE("copper-pigtail", 2, 0x21),
    VALUE("rj45", 2, 0x22), VALUE("none", 2, 0x23), END
};

/* SFF-8472 table 5-3. */
const struct hc_module_word hc_module_ethernet[] = {
    BIT("10gbase-sr", 3, 0x10), BIT("10gbase-lr", 3, 0x20),
    BIT("10gbase-lrm", 3, 0x40), BIT("10gbase-er", 3, 0x80),
    BIT("1000base-sx", 6, 0x01), BIT("1000base-lx", 6, 0x02),
    BIT("1000base-cx", 6, 0x04), BIT("1000base-t", 6, 0x08),
    BIT("100base-lx", 6, 0x10), BIT("100base-fx", 6, 0x20),
    BIT("base-bx10", 6, 0x40), BIT("base-px", 6, 0x80), END
};

const struct hc_module_word hc_module_cables[] = {
    BIT("passive", 8, 0x04), BIT("active", 8, 0x08), END
};

/* SFF-8024 table 4-2. */
const struct hc_module_word hc_module_encodings[] = {
    VALUE("unspecified", 11, 0), VALUE("8b10b", 11, 1),
    VALUE("4b5b", 11, 2), VALUE("nrz", 11, 3), VALUE("manchester", 11, 4),
    VALUE("sonet", 11, 5), VALUE("64b66b", 11, 6), END
};

/* SFF-8472 table 8-3. */
const struct hc_module_word hc_module_options[] = {
    BIT("power-level-2", 64, 0x02), BIT("power-level-3", 64, 0x20),
    BIT("los", 65, 0x02), BIT("los-inverted", 65, 0x04),
    BIT("tx-fault", 65, 0x08), BIT("tx-disable", 65, 0x10),
    BIT("rate-select", 65, 0x20), END
};

/* SFF-8472 table 8-5. */
const struct hc_module_word hc_module_diagnostics[] = {
    BIT("ddm", 92, 0x40), BIT("internal", 92, 0x20),
    BIT("external", 92, 0x10), BIT("average-rx-power", 92, 0x08),
    BIT("address-change", 92, 0x04), END
};

/* SFF-8472 table 8-6. */
const struct hc_module_word hc_module_enhanced[] = {
    BIT("alarms", 93, 0x80), BIT("soft-tx-disable", 93, 0x40),
    BIT("soft-tx-fault", 93, 0x20), BIT("soft-los", 93, 0x10),
    BIT("soft-rate-select", 93, 0x08), END
};

/* SFF-8472 table 8-8. */
const struct hc_module_word hc_module_revisions[] = {
    VALUE("none", 94, 0), VALUE("9.3", 94, 1), VALUE("9.5", 94, 2),
    VALUE("10.2", 94, 3), VALUE("10.4", 94, 4), VALUE("11.0", 94, 5),
    VALUE("11.3", 94, 6), VALUE("11.4", 94, 7), VALUE("12.3", 94, 8),
    VALUE("12.4", 94, 9), END
};

/* SFF-8472 table 5-3: link length, technology, medium, speed. */
const struct hc_module_word hc_module_fibre_channel[] = {
    BIT("very-long", 7, 0x80), BIT("short", 7, 0x40),
    BIT("intermediate", 7, 0x20), BIT("long", 7, 0x10),
    BIT("medium", 7, 0x08), BIT("shortwave-sa", 7, 0x04),
    BIT("longwave-lc", 7, 0x02), BIT("electrical-inter", 7, 0x01),
    BIT("electrical-intra", 8, 0x80), BIT("shortwave-sn", 8, 0x40),
    BIT("shortwave-sl", 8, 0x20), BIT("longwave-ll", 8, 0x10),
    BIT("twin-axial", 9, 0x80), BIT("twisted-pair", 9, 0x40),
    BIT("miniature-coax", 9, 0x20), BIT("video-coax", 9, 0x10),
    BIT("multimode-62.5um", 9, 0x08), BIT("multimode-50um", 9, 0x04),
    BIT("single-mode", 9, 0x01),
    BIT("1200MB/s", 10, 0x80), BIT("800MB/s", 10, 0x40),
    BIT("1600MB/s", 10, 0x20), BIT("400MB/s", 10, 0x10),
    BIT("3200MB/s", 10, 0x08), BIT("200MB/s", 10, 0x04),
    BIT("see-byte-62", 10, 0x02), BIT("100MB/s", 10, 0x01), END
};

/* SFF-8472 table 5-3; the reach bits 4.3 and 4.4 tell SONET's kinds. */
const struct hc_module_word hc_module_sonet[] = {
    BIT("escon-mmf", 4, 0x80), BIT("escon-smf", 4, 0x40),
    BIT("oc192-short", 4, 0x20), BIT("reach-1", 4, 0x10),
    BIT("reach-2", 4, 0x08), BIT("oc48-long", 4, 0x04),
    BIT("oc48-intermediate", 4, 0x02), BIT("oc48-short", 4, 0x01),
    BIT("oc12-single-mode-long", 5, 0x40),
    BIT("oc12-single-mode-intermediate", 5, 0x20),
    BIT("oc12-short", 5, 0x10), BIT("oc3-single-mode-long", 5, 0x04),
    BIT("oc3-single-mode-intermediate", 5, 0x02),
    BIT("oc3-short", 5, 0x01), END
};

/* SFF-8024 table 4-4, what an SFP cage may meet. */
const struct hc_module_word hc_module_extended[] = {
    VALUE("none", 36, 0x00), VALUE("100g-aoc-or-25gaui-aoc", 36, 0x01),
    VALUE("25gbase-sr", 36, 0x02), VALUE("25gbase-lr", 36, 0x03),
    VALUE("25gbase-er", 36, 0x04), VALUE("25gbase-cr-ca-l", 36, 0x0b),
    VALUE("25gbase-cr-ca-s", 36, 0x0c), VALUE("25gbase-cr-ca-n", 36, 0x0d),
    VALUE("10gbase-t-sfi", 36, 0x16), VALUE("10gbase-t-short", 36, 0x1c),
    VALUE("5gbase-t", 36, 0x1d), VALUE("2.5gbase-t", 36, 0x1e), END
};

/* SFF-8472 table 9-11, byte 110. */
const struct hc_module_word hc_module_status[] = {
    BIT("tx-disable-pin", 110, 0x80), BIT("soft-tx-disable", 110, 0x40),
    BIT("rs1-pin", 110, 0x20), BIT("rs0-pin", 110, 0x10),
    BIT("soft-rs0", 110, 0x08), BIT("tx-fault", 110, 0x04),
    BIT("los", 110, 0x02), BIT("not-ready", 110, 0x01), END
};

/* SFF-8472 table 9-12. */
const struct hc_module_word hc_module_alarms[] = {
    BIT("temp-high", 112, 0x80), BIT("temp-low", 112, 0x40),
    BIT("vcc-high", 112, 0x20), BIT("vcc-low", 112, 0x10),
    BIT("bias-high", 112, 0x08), BIT("bias-low", 112, 0x04),
    BIT("tx-power-high", 112, 0x02), BIT("tx-power-low", 112, 0x01),
    BIT("rx-power-high", 113, 0x80), BIT("rx-power-low", 113, 0x40), END
};

const struct hc_module_word hc_module_warnings[] = {
    BIT("temp-high", 116, 0x80), BIT("temp-low", 116, 0x40),
    BIT("vcc-high", 116, 0x20), BIT("vcc-low", 116, 0x10),
    BIT("bias-high", 116, 0x08), BIT("bias-low", 116, 0x04),
    BIT("tx-power-high", 116, 0x02), BIT("tx-power-low", 116, 0x01),
    BIT("rx-power-high", 117, 0x80), BIT("rx-power-low", 117, 0x40), END
};

const struct hc_module_word hc_module_kinds[] = {
    VALUE("fibre", 0, HC_SFP_FIBRE), VALUE("dac", 0, HC_SFP_DAC),
    VALUE("rj45", 0, HC_SFP_RJ45), END
};

const struct hc_module_word hc_module_writes[] = {
    VALUE("refused", 0, HC_SFP_WRITES_NAK),
    VALUE("ignored", 0, HC_SFP_WRITES_IGNORED),
    VALUE("kept", 0, HC_SFP_WRITES_STORED), END
};

const struct hc_module_word hc_module_pins[] = {
    VALUE("follows", 0, HC_SFP_PIN_FOLLOWS),
    VALUE("inverted", 0, HC_SFP_PIN_INVERTED),
    VALUE("low", 0, HC_SFP_PIN_LOW), VALUE("high", 0, HC_SFP_PIN_HIGH), END
};

const struct hc_module_word hc_module_reads[] = {
    VALUE("any", 0, HC_SFP_READS_ANY),
    VALUE("one-byte", 0, HC_SFP_READS_ONE_BYTE),
    VALUE("a2-blocks", 0, HC_SFP_READS_A2_BLOCKS), END
};

const struct hc_module_word hc_module_phys[] = {
    VALUE("none", 0, HC_SFP_PHY_NONE),
    VALUE("88e1111", 0, HC_SFP_PHY_88E1111),
    VALUE("rollball", 0, HC_SFP_PHY_ROLLBALL), END
};

const struct hc_module_word hc_module_phy_modes[] = {
    VALUE("sgmii", 0, HC_88E1111_SGMII),
    VALUE("1000base-x", 0, HC_88E1111_1000X),
    VALUE("1000base-x-no-an", 0, HC_88E1111_1000X_NO_AN), END
};
