/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "board-dt.h"

#include <libfdt.h>
#include <stdarg.h>
#include <stdbool.h>
#include <string.h>

#include "tester.h"

#include "board.h"

/* Room for what the edits add to a tree. */
#define EDIT_ROOM 16384

#define CPSW "/ocp/interconnect@4a000000/segment@0/target-module@100000"
#define SWITCH CPSW "/switch@0"
#define LEGACY CPSW "/ethernet@0"
#define GPIO1 "/ocp/interconnect@48000000/segment@0/target-module@4c000/gpio@0"

/* GPIO flags of the device tree bindings. */
#define ACTIVE_HIGH 0
#define ACTIVE_LOW  1
#define IRQ_LEVEL_LOW 8

struct edit {
    void *fdt;
    int   failed;               /* the first libfdt error */
    char *where;                /* and the path that it came from */
};

static void fail(struct edit *edit, int code, const char *where)
{
    if (code < 0 && !edit->failed) {
        edit->failed = code;
        edit->where = g_strdup(where);
    }
}

static int node(struct edit *edit, const char *path)
{
    int at = fdt_path_offset(edit->fdt, path);

    fail(edit, at, path);
    return at;
}

static void set_string(struct edit *edit, const char *path,
                       const char *property, const char *value)
{
    int at = node(edit, path);

    if (at >= 0) {
        fail(edit, fdt_setprop_string(edit->fdt, at, property, value), path);
    }
}

/* Cells end with the first G_MAXUINT32. */
static void set_cells(struct edit *edit, const char *path,
                      const char *property, ...)
{
    int at = node(edit, path);
    va_list list;
    uint32_t cell;

    if (at < 0) {
        return;
    }
    fdt_delprop(edit->fdt, at, property);
    va_start(list, property);
    while ((cell = va_arg(list, uint32_t)) != G_MAXUINT32) {
        fail(edit, fdt_appendprop_u32(edit->fdt, at, property, cell), path);
    }
    va_end(list);
}

static void drop(struct edit *edit, const char *path, const char *property)
{
    int at = fdt_path_offset(edit->fdt, path);

    if (at >= 0) {
        fdt_delprop(edit->fdt, at, property);
    }
}

static uint32_t phandle(struct edit *edit, const char *path)
{
    int at = node(edit, path);
    uint32_t value;

    if (at < 0) {
        return 0;
    }
    value = fdt_get_phandle(edit->fdt, at);
    if (!value) {
        fail(edit, fdt_generate_phandle(edit->fdt, &value), path);
        fail(edit, fdt_setprop_u32(edit->fdt, at, "phandle", value), path);
    }
    return value;
}

static void add_node(struct edit *edit, const char *parent, const char *name)
{
    int at = node(edit, parent);

    if (at >= 0) {
        fail(edit, fdt_add_subnode(edit->fdt, at, name), parent);
    }
}

/* The path behind an alias such as "i2c1", g_free()d by the caller (edits
 * move the tree's own strings); "/" when there is none. */
static char *alias(struct edit *edit, const char *name)
{
    const char *path = fdt_get_alias(edit->fdt, name);

    if (!path) {
        fail(edit, -FDT_ERR_NOTFOUND, name);
        return g_strdup("/");
    }
    return g_strdup(path);
}

/* The agent talks on the second UART; PIO is enough for it. */
static void enable_agent_uart(struct edit *edit)
{
    g_autofree char *uart = alias(edit, "serial1");

    set_string(edit, uart, "status", "okay");
    drop(edit, uart, "dmas");
    drop(edit, uart, "dma-names");
}

/* Modules that the hotcage board does not have. Their wrappers would answer,
 * but the drivers behind them would wait for work that is never done. */
static void disable_absent_modules(struct edit *edit)
{
    static const char *const absent[] = {
        "/ocp/target-module@47400000",          /* USB */
        "/ocp/target-module@49000000",          /* EDMA */
        "/ocp/target-module@49800000",
        "/ocp/target-module@49900000",
        "/ocp/target-module@49a00000",
        "/ocp/target-module@53100000",          /* SHAM */
        "/ocp/target-module@53500000",          /* AES */
        "/ocp/target-module@56000000",          /* SGX */
        "/ocp/target-module@50000000",          /* GPMC */
        "/ocp/target-module@47810000",          /* MMC2 */
        "/ocp/interconnect@48000000/segment@0/target-module@60000",
        "/ocp/interconnect@48000000/segment@100000/target-module@d8000",
        "/ocp/interconnect@48000000/segment@0/target-module@30000",
        "/ocp/interconnect@48000000/segment@100000/target-module@a0000",
        "/ocp/interconnect@48000000/segment@0/target-module@38000",
        "/ocp/interconnect@48000000/segment@0/target-module@3c000",
        "/ocp/interconnect@48000000/segment@0/target-module@80000",
        "/ocp/interconnect@48000000/segment@0/target-module@c8000",
        "/ocp/interconnect@48000000/segment@0/target-module@ca000",
        "/ocp/interconnect@48000000/segment@100000/target-module@cc000",
        "/ocp/interconnect@48000000/segment@100000/target-module@d0000",
        "/ocp/interconnect@48000000/segment@300000/target-module@0",
        "/ocp/interconnect@48000000/segment@300000/target-module@2000",
        "/ocp/interconnect@48000000/segment@300000/target-module@4000",
        "/ocp/interconnect@48000000/segment@300000/target-module@e000",
        "/ocp/interconnect@48000000/segment@300000/target-module@10000",
        "/ocp/interconnect@44c00000/segment@200000/target-module@d000",
        "/backlight", "/panel", "/sound", "/lcd",
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(absent); i++) {
        if (fdt_path_offset(edit->fdt, absent[i]) >= 0) {
            set_string(edit, absent[i], "status", "disabled");
        }
    }
}

/* Drivers of absent modules must not be asked for either. */
static void detach_dma(struct edit *edit)
{
    int at = -1;

    while ((at = fdt_next_node(edit->fdt, at, NULL)) >= 0) {
        fdt_delprop(edit->fdt, at, "dmas");
        fdt_delprop(edit->fdt, at, "dma-names");
    }
}

/* Starter-kit parts that hang on buses which have other devices here. */
static void drop_children(struct edit *edit, const char *path)
{
    int parent = node(edit, path);
    int child;

    while (parent >= 0 &&
           (child = fdt_first_subnode(edit->fdt, parent)) >= 0) {
        fail(edit, fdt_del_node(edit->fdt, child), path);
        parent = fdt_path_offset(edit->fdt, path);
    }
}

/* Lines of the expander: a board of this kind is described in
 * docs/hardware/sfp-cages.md. */
static const struct {
    uint32_t los, mod_def0, tx_disable, tx_fault;
    const char *bus;
} cage_wiring[2] = {
    { 3, 4, 5, 6, "i2c1" }, { 10, 11, 13, 12, "i2c2" },
};

static void add_expander(struct edit *edit)
{
    g_autofree char *bus = alias(edit, "i2c0");
    g_autofree char *path = g_strconcat(bus, "/gpio@20", NULL);
    uint32_t gpio = phandle(edit, GPIO1);

    add_node(edit, bus, "gpio@20");
    set_string(edit, path, "compatible", "nxp,pca9555");
    set_cells(edit, path, "reg", 0x20, G_MAXUINT32);
    set_cells(edit, path, "gpio-controller", G_MAXUINT32);
    fail(edit, fdt_setprop(edit->fdt, node(edit, path), "gpio-controller",
                           NULL, 0), path);
    set_cells(edit, path, "#gpio-cells", 2, G_MAXUINT32);
    fail(edit, fdt_setprop(edit->fdt, node(edit, path),
                           "interrupt-controller", NULL, 0), path);
    set_cells(edit, path, "#interrupt-cells", 2, G_MAXUINT32);
    set_cells(edit, path, "interrupt-parent", gpio, G_MAXUINT32);
    set_cells(edit, path, "interrupts", HC_BOARD_EXPANDER_GPIO,
              IRQ_LEVEL_LOW, G_MAXUINT32);
}

/* A cage whose module is read over `bus`, a path. */
static void add_cage(struct edit *edit, unsigned n, const char *bus,
                     const char *expander)
{
    g_autofree char *name = g_strdup_printf("sfp-%u", n);
    g_autofree char *path = g_strdup_printf("/sfp-%u", n);
    uint32_t exp = phandle(edit, expander);

    add_node(edit, "/", name);
    set_string(edit, path, "compatible", "sff,sfp");
    set_cells(edit, path, "i2c-bus", phandle(edit, bus), G_MAXUINT32);
    set_cells(edit, path, "los-gpios", exp, cage_wiring[n].los, ACTIVE_HIGH,
              G_MAXUINT32);
    set_cells(edit, path, "mod-def0-gpios", exp, cage_wiring[n].mod_def0,
              ACTIVE_LOW, G_MAXUINT32);
    set_cells(edit, path, "tx-disable-gpios", exp, cage_wiring[n].tx_disable,
              ACTIVE_HIGH, G_MAXUINT32);
    set_cells(edit, path, "tx-fault-gpios", exp, cage_wiring[n].tx_fault,
              ACTIVE_HIGH, G_MAXUINT32);
}

static void free_bus(struct edit *edit, const char *bus)
{
    drop_children(edit, bus);
    set_string(edit, bus, "status", "okay");
    set_cells(edit, bus, "clock-frequency", 100000, G_MAXUINT32);
}

static void connect_cage(struct edit *edit, unsigned n, const char *phy)
{
    g_autofree char *cage = g_strdup_printf("/sfp-%u", n);

    set_cells(edit, phy, "sfp", phandle(edit, cage), G_MAXUINT32);
}

static void edit_cages(struct edit *edit, bool on_phy)
{
    g_autofree char *bus0 = alias(edit, "i2c0");
    g_autofree char *expander = g_strconcat(bus0, "/gpio@20", NULL);

    disable_absent_modules(edit);
    detach_dma(edit);
    add_expander(edit);
    for (unsigned n = 0; n < 2; n++) {
        g_autofree char *bus = alias(edit, cage_wiring[n].bus);
        g_autofree char *phy = g_strdup_printf(
            SWITCH "/mdio@1000/ethernet-phy@%u", n);

        free_bus(edit, bus);
        add_cage(edit, n, on_phy ? phy : bus, expander);
        connect_cage(edit, n, phy);
    }
}

/* The starter kit with 88E1512s for its AR8031s and a cage behind each. */
static void edit_two_cages(struct edit *edit)
{
    edit_cages(edit, false);
}

/* The PHY node is the controller of the bus that its cage is on. */
static void edit_cages_on_phy(struct edit *edit)
{
    edit_cages(edit, true);
}

/* The lines that the PHYs of a package share. */
static void connect_package(struct edit *edit, const char *phy)
{
    uint32_t gpio = phandle(edit, GPIO1);

    set_cells(edit, phy, "interrupt-parent", gpio, G_MAXUINT32);
    set_cells(edit, phy, "interrupts", HC_BOARD_PHY_GPIO, IRQ_LEVEL_LOW,
              G_MAXUINT32);
    set_cells(edit, phy, "load-save-gpios", gpio, HC_BOARD_LOAD_SAVE_GPIO,
              ACTIVE_HIGH, G_MAXUINT32);
}

/* The PHYs of a bridged board: SGMII from the bridge's far side. */
static void edit_bridged(struct edit *edit)
{
    for (unsigned n = 0; n < 2; n++) {
        g_autofree char *phy = g_strdup_printf(
            SWITCH "/mdio@1000/ethernet-phy@%u", n);
        g_autofree char *port = g_strdup_printf(
            SWITCH "/ethernet-ports/port@%u", n + 1);

        set_string(edit, port, "phy-mode", "sgmii");
        connect_package(edit, phy);
    }
}

static void edit_bridged_cages(struct edit *edit)
{
    edit_cages_on_phy(edit);
    edit_bridged(edit);
}

static const struct {
    const char *board;
    void (*edit)(struct edit *edit);
} boards[] = {
    { "two-cages", edit_two_cages },
    { "ar8031-cages", edit_two_cages },
    { "vsc8572-cages", edit_cages_on_phy },
    { "vsc8584", edit_bridged },
    { "vsc8584-cages", edit_bridged_cages },
};

/* A cage on the old PHY's own bus goes with the PHY. */
static void move_cage(struct edit *edit, unsigned n, const char *from,
                      const char *to)
{
    g_autofree char *cage = g_strdup_printf("/sfp-%u", n);
    int at = node(edit, cage);
    const fdt32_t *bus = at < 0 ? NULL
                                : fdt_getprop(edit->fdt, at, "i2c-bus", NULL);

    if (bus && fdt32_to_cpu(*bus) == phandle(edit, from)) {
        set_cells(edit, cage, "i2c-bus", phandle(edit, to), G_MAXUINT32);
    }
    drop(edit, from, "sfp");
    connect_cage(edit, n, to);
}

/* The PHY that a port of the switch node has, below the other MDIO node. */
static void move_phy(struct edit *edit, unsigned n)
{
    g_autofree char *name = g_strdup_printf("ethernet-phy@%u", n);
    g_autofree char *from = g_strconcat(SWITCH "/mdio@1000/", name, NULL);
    g_autofree char *path = g_strconcat(LEGACY "/mdio@1000/", name, NULL);
    g_autofree char *slave = g_strdup_printf(LEGACY "/slave@%u00", n + 2);
    int old = fdt_path_offset(edit->fdt, from);
    bool cage = old >= 0 && fdt_getprop(edit->fdt, old, "sfp", NULL);
    bool bridged = old >= 0 &&
                   fdt_getprop(edit->fdt, old, "interrupts", NULL);

    add_node(edit, LEGACY "/mdio@1000", name);
    set_cells(edit, path, "reg", n, G_MAXUINT32);
    if (cage) {
        move_cage(edit, n, from, path);
    }
    set_cells(edit, slave, "phy-handle", phandle(edit, path), G_MAXUINT32);
    if (bridged) {
        connect_package(edit, path);
    }
    set_string(edit, slave, "phy-mode", bridged ? "sgmii" : "rgmii-id");
    set_cells(edit, slave, "dual_emac_res_vlan", n + 1, G_MAXUINT32);
}

/* The same hardware described for the older driver, cpsw. */
static void edit_legacy_mac(struct edit *edit, bool dual_emac)
{
    set_string(edit, SWITCH, "status", "disabled");
    set_string(edit, LEGACY, "status", "okay");
    set_string(edit, LEGACY "/mdio@1000", "status", "okay");
    for (unsigned n = 0; n < 2; n++) {
        move_phy(edit, n);
    }
    if (dual_emac) {
        fail(edit, fdt_setprop(edit->fdt, node(edit, LEGACY), "dual_emac",
                               NULL, 0), LEGACY);
    }
}

static bool edit_mac(struct edit *edit, const char *mac, GError **error)
{
    if (g_str_equal(mac, "dual-emac") || g_str_equal(mac, "switch")) {
        edit_legacy_mac(edit, mac[0] == 'd');
    } else if (!g_str_equal(mac, "switchdev")) {
        g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_INVAL,
                    "mac=%s is unknown; take switchdev, dual-emac or switch",
                    mac);
        return false;
    }
    return true;
}

static bool is_am335x(const void *fdt)
{
    return fdt_node_check_compatible(fdt, 0, "ti,am33xx") == 0;
}

/* Opens the file's tree in a buffer with room for edits. */
static void *open_tree(const char *path, int *ret_size, GError **error)
{
    g_autofree char *bytes = NULL;
    void *fdt;
    gsize len;

    if (!g_file_get_contents(path, &bytes, &len, error)) {
        return NULL;
    }
    if (len < sizeof(struct fdt_header) ||
        fdt_check_full(bytes, len) != 0 || !is_am335x(bytes)) {
        g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_INVAL,
                    "%s: not the device tree of an AM335x board; give a .dtb "
                    "whose root is compatible with \"ti,am33xx\"", path);
        return NULL;
    }
    *ret_size = (int)len + EDIT_ROOM;
    fdt = g_malloc0(*ret_size);
    if (fdt_open_into(bytes, fdt, *ret_size) != 0) {
        g_assert_not_reached();
    }
    return fdt;
}

/* What the cages give, as Documentation/…/sff,sfp.yaml has it. */
static void set_cage_power(struct edit *edit, uint32_t milliwatt)
{
    for (unsigned n = 0; n < 2; n++) {
        g_autofree char *cage = g_strdup_printf("/sfp-%u", n);

        if (fdt_path_offset(edit->fdt, cage) >= 0) {
            set_cells(edit, cage, "maximum-power-milliwatt", milliwatt,
                      G_MAXUINT32);
        }
    }
}

/* Interfaces of the guest that no AM335x has; drivers/virtio/virtio_mmio.c
 * finds them. A new node goes before the others, so the last comes first. */
static void add_testers(struct edit *edit, unsigned testers)
{
    for (unsigned n = HC_TESTERS; n-- > 0;) {
        g_autofree char *name = g_strdup_printf("virtio@%x",
                                                HC_TESTER_BASE(n));
        g_autofree char *path = g_strconcat("/", name, NULL);

        if (testers >> n & 1) {
            add_node(edit, "/", name);
            set_string(edit, path, "compatible", "virtio,mmio");
            set_cells(edit, path, "reg", HC_TESTER_BASE(n), HC_TESTER_SIZE,
                      G_MAXUINT32);
            set_cells(edit, path, "interrupts", HC_TESTER_IRQ(n),
                      G_MAXUINT32);
        }
    }
}

/* Documentation/devicetree/bindings/pwm/ti,omap-dmtimer-pwm.yaml. The timers
 * 4 to 7 lie 0x2000 apart. */
static void add_pwm(struct edit *edit, unsigned timer)
{
    g_autofree char *path = g_strdup_printf(
        "/ocp/interconnect@48000000/segment@0/target-module@%x/timer@0",
        0x44000 + 0x2000 * (timer - 4));

    add_node(edit, "/", "pwm");
    set_string(edit, "/pwm", "compatible", "ti,omap-dmtimer-pwm");
    set_cells(edit, "/pwm", "ti,timers", phandle(edit, path), G_MAXUINT32);
    set_cells(edit, "/pwm", "#pwm-cells", 3, G_MAXUINT32);
}

/* As a boot loader does (chosen.yaml in dt-schema, rng-seed). Without it the
 * first who asks for randomness lets the kernel wait a second for the jitter of
 * a clock that has none (drivers/char/random.c, try_to_generate_entropy). */
static void add_randomness(struct edit *edit, uint32_t seed)
{
    g_autoptr(GRand) random = g_rand_new_with_seed(seed);
    uint32_t words[8];
    int at;

    if (fdt_path_offset(edit->fdt, "/chosen") < 0) {
        add_node(edit, "/", "chosen");
    }
    for (unsigned n = 0; n < G_N_ELEMENTS(words); n++) {
        words[n] = GUINT32_TO_LE(g_rand_int(random));   /* on any host */
    }
    at = node(edit, "/chosen");
    if (at >= 0) {
        fail(edit, fdt_setprop(edit->fdt, at, "rng-seed", words,
                               sizeof(words)), "/chosen");
    }
}

void *hc_board_dt_load(const char *path, const char *board, const char *mac,
                       uint32_t cage_power_mw, unsigned pwm_timer,
                       unsigned testers, uint32_t seed,
                       int *ret_size, GError **error)
{
    struct edit edit = { open_tree(path, ret_size, error) };

    if (!edit.fdt) {
        return NULL;
    }
    if (pwm_timer && (pwm_timer < 4 || pwm_timer > 7)) {
        g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_INVAL,
                    "pwm-timer=%u is no timer that the switch's clock hears; "
                    "take 4 to 7", pwm_timer);
        g_free(edit.fdt);
        return NULL;
    }
    enable_agent_uart(&edit);
    for (unsigned i = 0; i < G_N_ELEMENTS(boards); i++) {
        if (g_str_equal(boards[i].board, board)) {
            boards[i].edit(&edit);
        }
    }
    if (cage_power_mw) {
        set_cage_power(&edit, cage_power_mw);
    }
    if (pwm_timer) {
        add_pwm(&edit, pwm_timer);
    }
    add_testers(&edit, testers);
    add_randomness(&edit, seed);
    if (!edit_mac(&edit, mac, error)) {
        g_clear_pointer(&edit.fdt, g_free);
    } else if (edit.failed) {
        g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_INVAL,
                    "%s: board %s needs %s there (%s); start from the stock "
                    "am335x-evmsk tree", path, board, edit.where,
                    fdt_strerror(edit.failed));
        g_clear_pointer(&edit.fdt, g_free);
        g_free(edit.where);
    }
    return edit.fdt;
}
