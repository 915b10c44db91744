/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The head's `property`: told at its line, before QEMU starts. */
#include <check.h>
#include <glib.h>
#include <string.h>

#include "../../tools/lib/scenario.h"
#include "run.h"

static void setup(void)
{
}

static struct hc_scenario *with(const char *board, const char *property,
                                GError **error)
{
    g_autofree char *text = g_strdup_printf("board %s\nproperty %s\n", board,
                                            property);

    return hc_scenario_parse("story.hc", text, error);
}

static void assert_taken(const char *board, const char *property)
{
    g_autoptr(GError) error = NULL;
    struct hc_scenario *scenario = with(board, property, &error);

    ck_assert_msg(scenario != NULL, "%s", error ? error->message : "");
    ck_assert_uint_eq(scenario->properties->len, 1);
    ck_assert_str_eq(scenario->properties->pdata[0], property);
    hc_scenario_free(scenario);
}

static void assert_refused(const char *board, const char *property,
                           const char *words)
{
    g_autoptr(GError) error = NULL;

    ck_assert_ptr_null(with(board, property, &error));
    ck_assert_msg(g_str_has_prefix(error->message, "story.hc:2: "), "%s",
                  error->message);
    ck_assert_msg(strstr(error->message, words) != NULL, "'%s' lacks '%s'",
                  error->message, words);
}

START_TEST(every_property_takes_its_own_values)
{
    assert_taken("evmsk", "mac=switchdev");
    assert_taken("evmsk", "mac=dual-emac");
    assert_taken("evmsk", "mac=switch");
    assert_taken("evmsk", "tlb=pages");
    assert_taken("evmsk", "tlb=all");
    assert_taken("evmsk", "idle=cpu");
    assert_taken("evmsk", "idle=main-loop");
    assert_taken("two-cages", "cage-power=2000");
    assert_taken("evmsk", "pwm-timer=4");
    assert_taken("evmsk", "pwm-timer=7");
    assert_taken("vsc8572-cages", "vsc-guess=absent-times-out+ext-is-level");
    assert_taken("vsc8584", "macsec=auto_next_sa,drop_undersize");
}
END_TEST

START_TEST(a_wrong_value_names_its_line_and_those_that_fit)
{
    static const struct { const char *property, *words; } row[] = {
        { "tlb=some", "tlb=some: 'some' does not fit here; one of: pages, "
          "all" },
        { "tlb=", "one of: pages, all" },
        { "idle=qemu", "one of: cpu, main-loop" },
        { "mac=foo", "one of: switchdev, dual-emac, switch" },
        { "pwm-timer=3", "4 to 7 are possible" },
        { "pwm-timer=8", "4 to 7 are possible" },
        { "pwm-timer=five", "'five' is no number that fits" },
        { "cage-power=2W", "'2W' is no number that fits" },
        { "cage-power=4294967296", "0 to 4294967295" },
        { "vsc-guess=nonsense", "with '+' between them: absent-times-out" },
        { "vsc-guess=ext-is-level,serdes-ungated", "'+' between" },
        { "vsc-guess=ext-is-level+", "'' does not fit here" },
        { "macsec=auto_next_sa", "no PHY of board two-cages has MACsec" },
        { "captures=", "needs a value" },
        { "captures=some", "or all, or none" },
        { "captures=eth9-rgmii", "'eth9-rgmii' does not fit here; some of "
          "these, with '+' between them: eth0-rgmii, cage0-serdes, "
          "cage0-medium, eth1-rgmii" },
        { "captures=eth0-rgmii+eth0-mdi", "'eth0-mdi' does not fit" },
        { "captures=eth0-rgmii,cage0-medium", "with '+' between them" },
    };

    for (unsigned at = 0; at < G_N_ELEMENTS(row); at++) {
        assert_refused("two-cages", row[at].property, row[at].words);
    }
    assert_refused("vsc8584", "macsec=auto_next", "with ',' between them: "
                   "auto_next_sa, irq_level");
}
END_TEST

START_TEST(an_unknown_property_gets_a_suggestion_and_the_list)
{
    assert_refused("evmsk", "tbl=all", "no property 'tbl'; did you mean "
                   "'tlb'? There are: cage-power, captures, idle, mac");
    assert_refused("evmsk", "mac", "usage: property NAME=VALUE");
    assert_refused("evmsk", "=all", "usage: property NAME=VALUE");
}
END_TEST

/* What the command gives the machine itself is not the scenario's. */
START_TEST(a_scenario_cannot_set_what_the_command_sets)
{
    static const char *const own[] = {
        "board=evmsk", "rundir=/tmp", "scenario=x", "seed=1", "report-fd=0",
        "probe=on", "steps=off", "kernel=x", "restored=on", "stop-at=1",
    };

    for (unsigned at = 0; at < G_N_ELEMENTS(own); at++) {
        assert_refused("evmsk", own[at], "there is no property");
    }
}
END_TEST

START_TEST(each_board_has_its_own_wires)
{
    assert_taken("evmsk", "captures=all");
    assert_taken("evmsk", "captures=none");
    assert_taken("two-cages", "captures=eth0-rgmii+cage0-serdes+cage0-medium"
                 "+eth1-rgmii+cage1-serdes+cage1-medium");
    assert_taken("boneblack", "captures=eth0-mii+eth0-serdes+eth0-mdi");
    assert_refused("boneblack", "captures=eth0-rgmii", "board boneblack");
    assert_refused("boneblack", "captures=eth1-mii", "board boneblack");
    assert_taken("vsc8584", "captures=eth0-rgmii+eth0-sgmii+eth1-mdi");
    assert_refused("vsc8572", "captures=eth0-sgmii", "board vsc8572");
}
END_TEST

START_TEST(another_board_must_have_what_the_properties_name)
{
    g_autoptr(GError) error = NULL;
    struct hc_scenario *scenario = with(
        "vsc8584", "captures=eth0-sgmii", &error);

    ck_assert_ptr_nonnull(scenario);
    ck_assert(!hc_scenario_set_board(scenario, "vsc8572", &error));
    ck_assert(strstr(error->message, "captures=eth0-sgmii: 'eth0-sgmii'"));
    ck_assert_str_eq(scenario->board->name, "vsc8584");
    g_clear_error(&error);
    ck_assert(hc_scenario_set_board(scenario, "vsc8584-cages", &error));
    hc_scenario_free(scenario);
}
END_TEST

/* hw/machine.c hands these to the device tree and to nobody else. */
START_TEST(what_only_the_device_tree_says_is_told)
{
    ck_assert(hc_property_is_told("mac=dual-emac"));
    ck_assert(hc_property_is_told("cage-power=2000"));
    ck_assert(hc_property_is_told("pwm-timer=5"));
    ck_assert(!hc_property_is_told("macsec=auto_next_sa"));
    ck_assert(!hc_property_is_told("vsc-guess=absent-times-out"));
    ck_assert(!hc_property_is_told("ma=x"));
    ck_assert(!hc_property_is_told("nothing"));
}
END_TEST

int main(void)
{
    const TTest *const test[] = {
        every_property_takes_its_own_values,
        a_wrong_value_names_its_line_and_those_that_fit,
        an_unknown_property_gets_a_suggestion_and_the_list,
        a_scenario_cannot_set_what_the_command_sets,
        each_board_has_its_own_wires,
        another_board_must_have_what_the_properties_name,
        what_only_the_device_tree_says_is_told,
    };

    return RUN_TESTS("property", setup, test);
}
