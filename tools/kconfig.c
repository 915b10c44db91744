/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "kconfig.h"

#include <string.h>

#define CAGES " two-cages ar8031-cages vsc8572-cages " \
              "vsc8584-cages "

/* Checked against Debian's configurations of 6.12 and 7.2, and the Kconfig
 * files of the drivers. `modular` is what guest/root hands to the guest; a
 * driver that is not there must be built in. */
static const struct hc_kconfig_row table[] = {
    /* The SoC, and a Debian armhf user land. */
    { "MMU", "the ARMv7 platforms depend on it" },
    { "ARCH_MULTI_V7", "the AM335x is a Cortex-A8" },
    { "SOC_AM33XX", "the SoC" },
    { "TI_SYSC", "wraps every block of the SoC (ti-sysc)" },
    { "OMAP_DM_SYSTIMER", "the clock source and tick (DMTIMER)" },
    { "PINCTRL_SINGLE", "the pins of the SoC" },
    { "GPIO_OMAP", "GPIO; the interrupt of the cages' expander" },
    { "AEABI", "programs of armhf" },
    { "VFP", "programs of armhf are hard-float" },
    { "ARM_THUMB", "programs of armhf are Thumb-2" },
    { "BLK_DEV_INITRD", "the guest's root is an initramfs" },
    { "BINFMT_ELF", "to run programs" },
    { "BINFMT_SCRIPT", "the guest's /init is a script" },
    { "DEVTMPFS", "the guest's /dev" },
    { "PROC_FS", "the guest's /proc" },
    { "SYSFS", "the guest finds its drivers there" },
    { "TMPFS", "the guest's /run and /tmp" },
    { "PRINTK", "expectations on kernel messages" },
    { "FUTEX", "the C library" },
    { "COMPAT_32BIT_TIME", "Debian 12's armhf counts time in 32 bits" },
    { "HIGH_RES_TIMERS", "a driver's sleep of microseconds lasts that long" },
    { "TTY", "the console" },
    { "SERIAL_8250+SERIAL_8250_OMAP+SERIAL_8250_CONSOLE|"
      "SERIAL_OMAP+SERIAL_OMAP_CONSOLE",
      "the console, and the agent on the second UART" },
    /* The network, on every board. */
    { "NET", "the network" },
    { "INET", "ping, and the agent's view of links" },
    { "NETDEVICES", "the network drivers" },
    { "ETHERNET", "the network drivers" },
    { "NET_VENDOR_TI", "the menu of the MAC's drivers" },
    { "TI_DAVINCI_MDIO", "the MDIO bus of the PHYs", .modular = true },
    { "PHY_TI_GMII_SEL", "RGMII or RMII on the SoC's pins",
      .modular = true },
    { "NET_SWITCHDEV", "TI_CPSW_SWITCHDEV depends on it",
      .property = "!mac=" },
    { "TI_CPSW_SWITCHDEV", "the MAC, as today's device trees describe it",
      .property = "!mac=", .modular = true },
    { "TI_CPSW", "the MAC, as older device trees describe it",
      .property = "mac=", .modular = true },
    /* PHYs. */
    { "MARVELL_PHY", "the 88E1512", " two-cages ", .modular = true },
    { "AT803X_PHY", "the AR8031", " ar8031-cages evmsk ", .modular = true },
    { "SMSC_PHY", "the LAN8710A", " boneblack ", .modular = true },
    { "MICROSEMI_PHY", "the VSC8572 and the VSC8584 (mscc)",
      " vsc8572 vsc8572-cages vsc8584 vsc8584-cages ", .modular = true },
    /* Cages. */
    { "I2C", "the modules' EEPROMs; SFP depends on it", CAGES },
    { "I2C_OMAP", "the I2C buses of the cages and of their expander", CAGES },
    { "GPIO_PCA953X", "the expander with the cages' pins", CAGES,
      .modular = true },
    { "GPIO_PCA953X_IRQ", "a module that comes or goes interrupts", CAGES },
    { "HWMON", "SFP cannot be built in when this is a module", CAGES },
    { "PHYLINK", "SFP depends on it; no prompt, NET_DSA selects it", CAGES,
      .instead = "NET_DSA", .modular = true },
    { "SFP", "the cages", CAGES, .modular = true },
    /* What scenarios do in the guest. */
    { "NET_NS", "ip netns", .command = "netns" },
    { "DEBUG_FS", "debugfs", .command = "debugfs" },
    { "PACKET", "udhcpc", .command = "udhcpc" },
    { "BRIDGE", "bridges", .command = "bridge", .modular = true },
    { "VLAN_8021Q", "VLANs", .command = "vlan", .modular = true },
    { "BONDING", "bonds", .command = "bond", .modular = true },
    { "VETH", "pairs of interfaces", .command = "veth", .modular = true },
    { "MACSEC", "MACsec", .command = "macsec", .modular = true },
    { "NET_SCHED", "tc", .command = "tc" },
    { "TI_CPTS", "time stamps", .command = "hwstamp", .modular = true },
    { "TI_CPTS", "the clock of the MAC", .command = "ptp4l",
      .modular = true },
    { "BRIDGE_VLAN_FILTERING", "bridges with VLANs",
      .command = "vlan_filtering" },
    { "NET_PKTGEN", "the kernel's packet generator", .command = "pktgen",
      .modular = true },
    { "PWM_OMAP_DMTIMER", "a timer that drives the MAC's clock",
      .property = "pwm-timer=", .modular = true },
    { "BPF_SYSCALL", "programs in the receive path", .command = "xdp" },
};

/* --- What a scenario needs ------------------------------------------------ */

static bool board_needs(const struct hc_kconfig_row *row,
                        const struct hc_scenario *scenario)
{
    g_autofree char *name = g_strdup_printf(" %s ", scenario->board->name);

    return !row->boards || strstr(row->boards, name);
}

static bool has_property(const struct hc_scenario *scenario,
                         const char *prefix)
{
    for (unsigned at = 0; at < scenario->properties->len; at++) {
        if (g_str_has_prefix(scenario->properties->pdata[at], prefix)) {
            return true;
        }
    }
    return false;
}

static bool property_needs(const struct hc_kconfig_row *row,
                           const struct hc_scenario *scenario)
{
    const char *property = row->property;

    if (!property) {
        return true;
    }
    return *property == '!' ? !has_property(scenario, property + 1)
                            : has_property(scenario, property);
}

/* A word of a shell command. */
static bool has_word(const char *text, const char *word)
{
    const size_t len = strlen(word);

    for (const char *at = text; (at = strstr(at, word)); at += len) {
        if ((at == text || !g_ascii_isalnum(at[-1])) &&
            !g_ascii_isalnum(at[len])) {
            return true;
        }
    }
    return false;
}

static bool step_has_word(const struct hc_step *step, const char *word)
{
    if (step->expect) {
        return step->expect->command && has_word(step->expect->command, word);
    }
    return !strcmp(step->argv[0], "run") && has_word(step->text, word);
}

static bool command_needs(const struct hc_kconfig_row *row,
                          const struct hc_scenario *scenario)
{
    for (unsigned at = 0; row->command && at < scenario->steps->len; at++) {
        if (step_has_word(scenario->steps->pdata[at], row->command)) {
            return true;
        }
    }
    return !row->command;
}

static bool is_needed(const struct hc_kconfig_row *row, GPtrArray *scenarios)
{
    for (unsigned at = 0; at < scenarios->len; at++) {
        const struct hc_scenario *scenario = scenarios->pdata[at];

        if (board_needs(row, scenario) && property_needs(row, scenario) &&
            command_needs(row, scenario)) {
            return true;
        }
    }
    return false;
}

GPtrArray *hc_kconfig_needs(GPtrArray *scenarios)
{
    GPtrArray *needs = g_ptr_array_new();

    for (unsigned at = 0; at < G_N_ELEMENTS(table); at++) {
        if (is_needed(&table[at], scenarios)) {
            g_ptr_array_add(needs, (void *)&table[at]);
        }
    }
    return needs;
}

/* --- The fragment --------------------------------------------------------- */

/* The options of an alternative, each on a line of its own. */
static void add_options(GString *text, const char *alternative,
                        const char *format)
{
    g_auto(GStrv) option = g_strsplit(alternative, "+", -1);

    for (unsigned at = 0; option[at]; at++) {
        g_string_append_printf(text, "%sCONFIG_%s=y\n", format, option[at]);
    }
}

static void add_row(GString *text, const struct hc_kconfig_row *row)
{
    g_auto(GStrv) way = g_strsplit(row->options, "|", -1);

    g_string_append_printf(text, "# %s\n", row->why);
    add_options(text, row->instead ? row->instead : way[0], "");
    for (unsigned at = 1; way[at]; at++) {
        g_string_append(text, "# or:\n");
        add_options(text, way[at], "# ");
    }
}

char *hc_kconfig_fragment(const GPtrArray *needs)
{
    GString *text = g_string_new(NULL);

    for (unsigned at = 0; at < needs->len; at++) {
        add_row(text, needs->pdata[at]);
    }
    return g_string_free(text, FALSE);
}

/* --- The check ------------------------------------------------------------ */

/* 'y', 'm', or 0 when it is not set. */
static char value_of(GHashTable *config, const char *option)
{
    return GPOINTER_TO_INT(g_hash_table_lookup(config, option));
}

/* "CONFIG_SFP=m": other kinds of lines are no concern of ours. */
static GHashTable *read_config(const char *text)
{
    GHashTable *config = g_hash_table_new_full(g_str_hash, g_str_equal,
                                               g_free, NULL);
    g_auto(GStrv) line = g_strsplit(text, "\n", -1);

    for (unsigned at = 0; line[at]; at++) {
        const char *name = line[at] + strlen("CONFIG_");
        const char *value = strchr(line[at], '=');

        if (g_str_has_prefix(line[at], "CONFIG_") && value &&
            (value[1] == 'y' || value[1] == 'm')) {
            g_hash_table_insert(config, g_strndup(name, value - name),
                                GINT_TO_POINTER((int)value[1]));
        }
    }
    return config;
}

static bool way_is_met(GHashTable *config, const char *way, bool modular)
{
    g_auto(GStrv) option = g_strsplit(way, "+", -1);

    for (unsigned at = 0; option[at]; at++) {
        char value = value_of(config, option[at]);

        if (!value || (value == 'm' && !modular)) {
            return false;
        }
    }
    return true;
}

static bool is_met(GHashTable *config, const struct hc_kconfig_row *row)
{
    g_auto(GStrv) way = g_strsplit(row->options, "|", -1);

    for (unsigned at = 0; way[at]; at++) {
        if (way_is_met(config, way[at], row->modular)) {
            return true;
        }
    }
    return false;
}

/* "SERIAL_8250_OMAP+…|SERIAL_OMAP+…" for people. */
static char *words_of(const char *options)
{
    GString *words = g_string_new("CONFIG_");

    g_string_append(words, options);
    g_string_replace(words, "+", " and CONFIG_", 0);
    g_string_replace(words, "|", ", or CONFIG_", 0);
    return g_string_free(words, FALSE);
}

static void add_miss(GString *report, GHashTable *config,
                     const struct hc_kconfig_row *row)
{
    g_autofree char *words = words_of(row->options);
    bool module = value_of(config, row->options) == 'm';

    g_string_append_printf(report, "%s%s: %s\n", words,
                           module ? " is =m and must be =y" : "", row->why);
}

unsigned hc_kconfig_check(const GPtrArray *needs, const char *config,
                          GString *report)
{
    g_autoptr(GHashTable) set = read_config(config);
    unsigned missing = 0;

    for (unsigned at = 0; at < needs->len; at++) {
        if (!is_met(set, needs->pdata[at])) {
            add_miss(report, set, needs->pdata[at]);
            missing++;
        }
    }
    return missing;
}
