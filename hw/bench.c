/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "bench-internal.h"

#include "hw/irq.h"
#include "hw/resettable.h"
#include "migration/vmstate.h"
#include "system/reset.h"

#include "../models/cpsw.h"
#include "../models/omap-i2c.h"
#include "../models/omap-rtc.h"
#include "../models/scm.h"
#include "guest-memory.h"
#include "idle.h"

/* Locally administered addresses in the SoC's fuses. */
static const uint8_t fused_mac[HC_BOARD_PORTS][6] = {
    { 0x02, 0x00, 0x5e, 0x10, 0x00, 0x01 },
    { 0x02, 0x00, 0x5e, 0x10, 0x00, 0x02 },
};

/* Snapshots know a model by its place in this order. */
void hc_bench_save(HcGlue *glue, void *model, size_t size, size_t state_at)
{
    static int instance;

    hc_glue_state(glue, (char *)model + state_at, size - state_at);
    vmstate_register(NULL, instance++, &vmstate_hc_glue, glue);
}

static void hop_create(HcPort *port, enum hc_port_hop which,
                       const char *place, const char *name)
{
    g_autofree char *full = g_strdup_printf("%s-%s", place, name);
    struct hc_hop *hop = &port->hop[which];

    hc_glue_init(&port->hop_glue[which], full, hop, NULL, NULL, NULL);
    hc_hop_init(hop, &port->hop_glue[which].host);
    hc_bench_save(&port->hop_glue[which], hop, sizeof(*hop),
         offsetof(struct hc_hop, signal));
}

static void hops_create(HcPort *port)
{
    bool bridged = port->bench->board->bridged;

    hop_create(port, HC_HOP_MAC, port->eth,
               hc_iface_name(bridged ? HC_IFACE_RGMII
                                     : port->row->mac_iface));
    if (bridged) {
        hop_create(port, HC_HOP_BRIDGED, port->eth,
                   hc_iface_name(port->row->mac_iface));
        hc_mac_bridge_init(&port->bridge, &port->hop[HC_HOP_MAC],
                           &port->hop[HC_HOP_BRIDGED]);
    }
    hop_create(port, HC_HOP_SERDES, port->place, "serdes");
    hop_create(port, HC_HOP_MEDIUM, port->place,
               port->row->cage ? "medium" : "mdi");
    port->medium = &port->hop[HC_HOP_MEDIUM];
}

static void phy_wake(void *model)
{
    hc_phy_wake(model);
}

static void vsc_wake(void *model)
{
    hc_vsc_package_wake(model);
}

static enum hc_status phy_mdio_read(void *opaque, unsigned reg,
                                    uint16_t *ret)
{
    return hc_phy_read(opaque, reg, ret);
}

static enum hc_status phy_mdio_write(void *opaque, unsigned reg,
                                     uint16_t value)
{
    return hc_phy_write(opaque, reg, value);
}

static void phy_create(HcPort *port)
{
    const struct hc_mdio_target target = {
        phy_mdio_read, phy_mdio_write, &port->phy,
    };
    HcBench *bench = port->bench;
    const struct hc_board_port *row = port->row;
    struct hc_mdio *mdio = hc_soc_model(&bench->machine->soc, HC_SOC_MDIO);

    hc_glue_init(&port->phy_glue, port->eth, &port->phy, phy_wake, NULL,
                 NULL);
    hc_phy_init(&port->phy, row->phy, &port->phy_glue.host);
    hc_phy_wire(&port->phy,
                &port->hop[bench->board->bridged ? HC_HOP_BRIDGED
                                                 : HC_HOP_MAC],
                row->mac_iface,
                row->cage ? NULL : &port->hop[HC_HOP_MEDIUM],
                row->cage ? &port->hop[HC_HOP_SERDES] : NULL);
    hc_phy_set_address(&port->phy, row->address);
    hc_phy_set_strap(&port->phy, row->strap);
    if (hc_vsc_part(row->phy)) {
        hc_vsc_package_add(&bench->vsc, &port->phy, port->n);
        if (row->bus >= HC_BOARD_SOC_BUSES) {
            hc_vsc_package_set_i2c(&bench->vsc, port->n,
                                   &bench->i2c[row->bus]);
        }
    }
    hc_mdio_attach(mdio, row->address, &target);
    hc_bench_save(&port->phy_glue, &port->phy, sizeof(port->phy),
         offsetof(struct hc_phy, reg));
}

/* A VSC85xx with MACsec has an engine per port. */
static void macsec_create(HcPort *port)
{
    g_autofree char *place = g_strconcat(port->eth, "-engine", NULL);
    const struct hc_vsc_part *part = hc_vsc_part(port->row->phy);

    if (part && part->macsec) {
        port->macsec = g_new0(HcMacsec, 1);
        hc_phy_macsec_create(port->macsec, place, &port->bench->vsc,
                               &port->phy);
        hc_bench_save(&port->macsec->glue, &port->macsec->engine,
                      sizeof(port->macsec->engine),
                      offsetof(struct hc_macsec, bank));
    }
}

static void cage_wake(void *model)
{
    hc_cage_wake(model);
}

/* A contact of the cage reaches the expander's pin. */
static void cage_out(void *opaque, unsigned line, bool level)
{
    HcPort *port = opaque;
    const uint8_t pin[HC_CAGE_LINES] = {
        [HC_CAGE_MOD_DEF0] = port->row->mod_def0,
        [HC_CAGE_TX_FAULT] = port->row->tx_fault,
        [HC_CAGE_LOS] = port->row->los,
    };

    if (line < HC_CAGE_LINES) {
        hc_pca9555_set_pin(&port->bench->expander, pin[line], level);
    }
}

static void cage_create(HcPort *port)
{
    struct hc_i2c_target target;

    hc_glue_init(&port->cage_glue, port->place, &port->cage, cage_wake,
                 cage_out, port);
    hc_cage_init(&port->cage, &port->cage_glue.host,
                 &port->hop[HC_HOP_SERDES]);
    hc_cage_connect(&port->cage, &port->hop[HC_HOP_MEDIUM], 0);
    target = hc_cage_target(&port->cage);
    hc_i2c_attach(&port->bench->i2c[port->row->bus], &target);
    hc_bench_save(&port->cage_glue, &port->cage, sizeof(port->cage),
         HC_CAGE_STATE_AT);
}

static void peer_wake(void *model)
{
    hc_peer_wake(model);
}

static void partner_wake(void *model)
{
    hc_partner_wake(model);
}

/* The far end: a partner for the link; who lives above it comes later. */
static void far_end_create(HcPort *port)
{
    static const uint8_t mac[6] = { 0x02, 0x00, 0x5e, 0x20, 0x00, 0x01 };
    g_autofree char *partner = g_strdup_printf("%s-partner", port->place);
    g_autofree char *peer = g_strdup_printf("%s-peer", port->place);

    hc_glue_init(&port->partner_glue, partner, &port->partner, partner_wake,
                 NULL, NULL);
    port->partner_glue.late_ns = HC_GLUE_WIRE_LATE_NS;
    port->partner_glue.exact = &port->partner.half;
    hc_partner_init(&port->partner, &port->partner_glue.host);
    port->partner.early_ns = hc_glue_wire_early_ns();
    port->partner.config.dark = true;
    port->far_config = port->partner.config;
    hc_glue_init(&port->peer_glue, peer, &port->peer, peer_wake, NULL, NULL);
    hc_peer_init(&port->peer, &port->peer_glue.host, mac, 0);
    hc_partner_wire(&port->partner, &port->hop[HC_HOP_MEDIUM], NULL, NULL);
    hc_bench_save(&port->partner_glue, &port->partner, sizeof(port->partner),
         offsetof(struct hc_partner, config));
    hc_bench_save(&port->peer_glue, &port->peer, sizeof(port->peer),
         offsetof(struct hc_peer, queue));
    hc_bench_hosts_create(port);
    hc_bench_macsec_create(port);
    hc_bench_save(&port->secy_glue, &port->secy, sizeof(port->secy),
                  offsetof(struct hc_secy, config));
    hc_bench_ptp_create(port);
}

static void port_create(HcBench *bench, unsigned n)
{
    HcPort *port = &bench->port[n];

    port->bench = bench;
    port->row = &bench->board->port[n];
    port->n = n;
    port->eth = g_strdup_printf("eth%u", n);
    port->place = g_strdup_printf("%s%u", port->row->cage ? "cage" : "eth",
                                  n);
    hops_create(port);
    phy_create(port);
    macsec_create(port);
    if (port->row->cage) {
        cage_create(port);
    }
    far_end_create(port);
}

/* The expander drives TX_DISABLE of the cages and interrupts the SoC. */
static void expander_out(void *opaque, unsigned line, bool level)
{
    HcBench *bench = opaque;
    HcBlockState *gpio1 = bench->machine->soc.part[HC_SOC_GPIO1];

    if (line == HC_PCA9555_INT) {
        gpio1->block->pin(gpio1->model, HC_BOARD_EXPANDER_GPIO, !level);
        return;
    }
    for (unsigned n = 0; n < HC_BOARD_PORTS; n++) {
        HcPort *port = &bench->port[n];

        if (port->row && port->row->cage && port->row->tx_disable == line) {
            hc_cage_set_tx_disable(&port->cage, level);
        }
    }
}

static void i2c_parts_create(HcBench *bench)
{
    const struct hc_board *board = bench->board;
    struct hc_i2c_target target;

    for (unsigned i = 0; i < HC_BOARD_CHIPS && board->chip[i].part; i++) {
        hc_glue_init(&bench->chip_glue[i], board->chip[i].part->name,
                     &bench->chip[i], NULL, NULL, NULL);
        hc_i2c_regs_init(&bench->chip[i], &bench->chip_glue[i].host,
                         board->chip[i].part, board->chip[i].address);
        target = hc_i2c_regs_target(&bench->chip[i]);
        hc_i2c_attach(&bench->i2c[0], &target);
        hc_bench_save(&bench->chip_glue[i], &bench->chip[i],
                      sizeof(bench->chip[i]),
                      offsetof(struct hc_i2c_regs, reg));
    }
    if (board->eeprom) {
        hc_glue_init(&bench->eeprom_glue, "eeprom", &bench->eeprom, NULL,
                     NULL, NULL);
        hc_at24_init(&bench->eeprom, &bench->eeprom_glue.host, 0x50);
        hc_at24_set_board(&bench->eeprom, board->eeprom, "1.0", "hotcage");
        target = hc_at24_target(&bench->eeprom);
        hc_i2c_attach(&bench->i2c[0], &target);
        hc_bench_save(&bench->eeprom_glue, &bench->eeprom,
                      sizeof(bench->eeprom), offsetof(struct hc_at24, bytes));
    }
    if (board->expander) {
        hc_glue_init(&bench->expander_glue, "expander", &bench->expander,
                     NULL, expander_out, bench);
        hc_pca9555_init(&bench->expander, &bench->expander_glue.host,
                        board->expander);
        target = hc_pca9555_target(&bench->expander);
        hc_i2c_attach(&bench->i2c[0], &target);
        hc_bench_save(&bench->expander_glue, &bench->expander,
             sizeof(bench->expander), offsetof(struct hc_pca9555, reg));
    }
}

/* MDINT is open drain, low when active; the boards have a pull-up. */
static void vsc_out(void *opaque, unsigned line, bool level)
{
    HcBench *bench = opaque;
    HcBlockState *gpio1 = bench->machine->soc.part[HC_SOC_GPIO1];

    if (line == HC_VSC_IRQ_MDINT && bench->board->phy_irq) {
        gpio1->block->pin(gpio1->model, HC_BOARD_PHY_GPIO, !level);
    }
}

static void load_save_driven(void *opaque, int line, int level)
{
    HcBench *bench = opaque;

    (void)line;
    hc_vsc_package_load_save(&bench->vsc, level != 0);
}

/* A board with the wire needs no guess about boards without. */
static void load_save_connect(HcBench *bench)
{
    HcBlockState *gpio1 = bench->machine->soc.part[HC_SOC_GPIO1];

    if (bench->board->load_save) {
        bench->vsc.knobs.load_save_wired = true;
        hc_block_connect(gpio1, HC_BOARD_LOAD_SAVE_GPIO,
                         qemu_allocate_irq(load_save_driven, bench, 0));
    }
}

static void gmii_sel_written(void *opaque, uint32_t value)
{
    hc_cpsw_set_gmii_sel(opaque, value);
}

/* Who is being talked to is a word of state of a bus. */
static void i2c_buses_create(HcBench *bench)
{
    for (unsigned i = 0; i < HC_BOARD_BUSES; i++) {
        g_autofree char *place = g_strdup_printf("i2c%u-bus", i);

        hc_glue_init(&bench->i2c_glue[i], place, &bench->i2c[i], NULL, NULL,
                     NULL);
        hc_bench_save(&bench->i2c_glue[i], &bench->i2c[i],
                      sizeof(bench->i2c[i]),
                      offsetof(struct hc_i2c_bus, active));
    }
}

uint32_t hc_bench_seed(const HcBench *bench)
{
    return bench->machine->seed < 0 ? 1 : (uint32_t)bench->machine->seed;
}

/* Every board has its own addresses; seed 1 has those above. */
static void fuse_address(const HcBench *bench, unsigned port, uint8_t *ret)
{
    const uint32_t other = hc_bench_seed(bench) - 1;

    memcpy(ret, fused_mac[port], 6);
    ret[3] ^= other >> 8;
    ret[4] ^= other;
}

/* Seconds of Unix at power-on: seed 1 begins with the year 2000, as a clock
 * without a battery does, others a day and some later each, in ten years. */
static uint64_t calendar_base(const HcBench *bench)
{
    return UINT64_C(946684800) + (uint32_t)(hc_bench_seed(bench) - 1) *
           UINT64_C(88651) % (3652 * 86400);
}

static void soc_connect(HcBench *bench)
{
    uint8_t mac[HC_BOARD_PORTS][6];
    HcSoc *soc = &bench->machine->soc;
    struct hc_cpsw *cpsw = hc_soc_model(soc, HC_SOC_CPSW);

    for (unsigned n = 0; n < HC_BOARD_PORTS; n++) {
        fuse_address(bench, n, mac[n]);
    }
    for (unsigned i = 0; i < HC_BOARD_SOC_BUSES; i++) {
        hc_omap_i2c_wire(hc_soc_model(soc, HC_SOC_I2C0 + i), &bench->i2c[i]);
    }
    soc->part[HC_SOC_CPSW]->glue.late_ns = HC_GLUE_WIRE_LATE_NS;
    soc->part[HC_SOC_CPSW]->glue.exact = &cpsw->half;
    cpsw->early_ns = hc_glue_wire_early_ns();
    hc_cpsw_wire(cpsw, &hc_system_memory,
                 bench->port[0].row ? &bench->port[0].hop[HC_HOP_MAC] : NULL,
                 bench->port[1].row ? &bench->port[1].hop[HC_HOP_MAC] : NULL);
    hc_scm_wire(hc_soc_model(soc, HC_SOC_SCM), gmii_sel_written, cpsw,
                mac[0], mac[1]);
    hc_omap_rtc_set_base(hc_soc_model(soc, HC_SOC_RTC), calendar_base(bench));
    if (bench->board->bridged) {
        hc_scm_set_boot_gmii_sel(hc_soc_model(soc, HC_SOC_SCM),
                                 HC_BOARD_BRIDGED_GMII_SEL);
    }
}

/* Power-on of what is soldered. What a hand has put into the cages, and who
 * is at the far ends, stays. */
static void bench_reset(void *opaque)
{
    HcBench *bench = opaque;

    hc_vsc_package_reset(&bench->vsc);
    for (unsigned n = 0; n < HC_BOARD_PORTS; n++) {
        if (bench->port[n].macsec) {
            hc_macsec_reset(&bench->port[n].macsec->engine);
        }
        if (bench->port[n].row) {
            hc_phy_reset(&bench->port[n].phy);
            hc_partner_reset(&bench->port[n].partner);
        }
    }
    for (unsigned i = 0; i < HC_BOARD_CHIPS && bench->board->chip[i].part;
         i++) {
        hc_i2c_regs_reset(&bench->chip[i]);
    }
    if (bench->board->expander) {
        hc_pca9555_reset(&bench->expander);
    }
    for (unsigned n = 0; n < HC_BOARD_PORTS; n++) {
        if (bench->port[n].row && bench->port[n].row->cage) {
            hc_cage_settle(&bench->port[n].cage);
        }
    }
}

static bool set_knobs(HcBench *bench, GError **error)
{
    const char *words = bench->machine->macsec;

    for (unsigned n = 0; n < HC_BOARD_PORTS; n++) {
        HcMacsec *macsec = bench->port[n].macsec;

        if (!macsec) {
            g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_INVAL,
                        "macsec=%s: no PHY of board %s has MACsec; take "
                        "board vsc8584", words, bench->board->name);
            return false;
        }
        if (!hc_phy_macsec_knobs(macsec, words, error)) {
            return false;
        }
    }
    return true;
}

HcBench *hc_bench_new(HcMachineState *machine, GError **error)
{
    const struct hc_board *board = hc_board_by_name(machine->board);
    HcBench *bench;

    if (!board) {
        g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_NOENT,
                    "there is no board '%s'; take one of: %s",
                    machine->board, hc_board_names);
        return NULL;
    }
    bench = g_new0(HcBench, 1);
    bench->machine = machine;
    bench->board = board;
    hc_glue_init(&bench->vsc_glue, "vsc", &bench->vsc,
                 vsc_wake, vsc_out, bench);
    hc_vsc_package_init(&bench->vsc);
    hc_vsc_package_set_host(&bench->vsc, &bench->vsc_glue.host);
    hc_bench_save(&bench->vsc_glue, &bench->vsc, sizeof(bench->vsc),
         offsetof(struct hc_vsc_package, reg));
    if (!hc_bench_take_guesses(bench, error)) {
        return NULL;
    }
    load_save_connect(bench);
    i2c_buses_create(bench);
    i2c_parts_create(bench);
    for (unsigned n = 0; n < HC_BOARD_PORTS; n++) {
        if (board->port[n].phy) {
            port_create(bench, n);
        }
    }
    if (machine->macsec && !set_knobs(bench, error)) {
        return NULL;
    }
    soc_connect(bench);
    bench->built = g_memdup2(bench, sizeof(*bench));
    if (!hc_bench_open_captures(bench, error)) {
        return NULL;
    }
    qemu_register_reset(bench_reset, bench);
    return bench;
}

unsigned hc_bench_testers(const HcBench *bench)
{
    unsigned mask = 0;

    for (unsigned n = 0; n < HC_BOARD_PORTS; n++) {
        for (unsigned k = 0; k < bench->port[n].testers; k++) {
            mask |= 1u << HC_TESTER(n, k);
        }
    }
    return mask;
}

HcPort *hc_bench_port(HcBench *bench, const char *place)
{
    for (unsigned n = 0; n < HC_BOARD_PORTS; n++) {
        HcPort *port = &bench->port[n];

        if (port->row && (g_str_equal(port->eth, place) ||
                          g_str_equal(port->place, place))) {
            return port;
        }
    }
    return NULL;
}

void hc_bench_cross(HcBench *bench, const char *why)
{
    bench->host_time = why;
    hc_idle_alone(false);
}

const char *hc_bench_why_not_deterministic(HcBench *bench)
{
    return bench->host_time;
}
