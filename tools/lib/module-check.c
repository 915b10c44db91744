/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Keys of a module file that contradict each other. */
#include "module-internal.h"

static bool no_88e1111(const struct hc_module_build *build)
{
    return build->data.phy != HC_SFP_PHY_88E1111;
}

static bool no_rollball(const struct hc_module_build *build)
{
    return build->data.phy != HC_SFP_PHY_ROLLBALL;
}

static bool phy_without_pairs(const struct hc_module_build *build)
{
    return build->data.phy != HC_SFP_PHY_NONE &&
           build->data.kind != HC_SFP_RJ45;
}

static bool shuts_itself_off(const struct hc_module_build *build)
{
    return !(build->data.passes >> build->data.carries & 1);
}

static bool a2_is_missing(const struct hc_module_build *build)
{
    return build->data.reads == HC_SFP_READS_A2_BLOCKS &&
           !build->data.has_a2;
}

static bool no_light(const struct hc_module_build *build)
{
    return build->data.kind != HC_SFP_FIBRE;
}

static bool los_is_tied(const struct hc_module_build *build)
{
    return build->data.los_pin == HC_SFP_PIN_LOW ||
           build->data.los_pin == HC_SFP_PIN_HIGH;
}

static bool no_assert(const struct hc_module_build *build)
{
    return !build->data.los_assert;
}

static bool upside_down(const struct hc_module_build *build)
{
    return build->data.los_deassert < build->data.los_assert;
}

const struct hc_module_rule hc_module_rules[] = {
    { "behaviour", "phy", phy_without_pairs,
      "a PHY belongs to copper pairs; say kind = rj45 or phy = none" },
    { "behaviour", "phy-address", no_88e1111,
      "only an 88e1111 has an address; say phy = 88e1111 or leave it out" },
    { "behaviour", "phy-mode", no_88e1111,
      "only an 88e1111 has straps; say phy = 88e1111 or leave it out" },
    { "behaviour", "phy-boot", no_rollball,
      "only a rollball bridge takes time; say phy = rollball or leave it "
      "out" },
    { "module", "passes", shuts_itself_off,
      "what the module carries does not pass; add it, or say carries" },
    { "behaviour", "reads", a2_is_missing,
      "there is no A2h to lock up; add [a2] or say reads = any" },
    { "behaviour", "los-assert", no_light,
      "no light comes in; say kind = fibre or leave it out" },
    { "behaviour", "los-assert", los_is_tied,
      "the contact is tied to a level; say los = follows, or leave it out" },
    { "behaviour", "los-deassert", no_assert,
      "nothing asserts LOS; say los-assert, too" },
    { "behaviour", "los-deassert", upside_down,
      "less than los-assert; use at least as much" },
    { NULL, NULL, NULL, NULL }
};
