/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The hand at the cable and at its far end. */
#include "bench-internal.h"

#include "../tools/lib/quantity.h"
#include "../tools/lib/verbs.h"

/* --- the cable: strand 0 carries what we send, strand 1 what we hear ---- */

static void cut(HcPort *port, unsigned strand, bool is_cut)
{
    struct hc_hop *medium = port->medium;

    if (medium->cut[strand] != is_cut) {
        hc_board_event(port->place, is_cut ? HC_EVENT_CABLE_CUT
                                           : HC_EVENT_CABLE_MEND, strand, 0);
        hc_hop_cut(medium, strand, is_cut);
    }
}

static bool do_cut(HcPort *port, char **argv, GError **error)
{
    cut(port, g_str_equal(argv[2], "rx"), true);
    return true;
}

static bool do_mend(HcPort *port, char **argv, GError **error)
{
    cut(port, 0, false);
    cut(port, 1, false);
    return true;
}

static uint32_t every(char **argv)
{
    guint64 value = 0;

    hc_parse_number(hc_argv_key(argv, "every"), G_MAXUINT32, &value, NULL);
    return value;
}

static bool do_loss(HcPort *port, char **argv, GError **error)
{
    hc_board_event(port->place, HC_EVENT_LOSS_SET, every(argv), 0);
    hc_hop_lose(port->medium, 0, every(argv));
    hc_hop_lose(port->medium, 1, every(argv));
    return true;
}

static bool do_damage(HcPort *port, char **argv, GError **error)
{
    hc_board_event(port->place, HC_EVENT_DAMAGE_SET, every(argv), 0);
    hc_hop_damage(port->medium, 0, every(argv));
    hc_hop_damage(port->medium, 1, every(argv));
    return true;
}

/* --- the far end ------------------------------------------------------- */

/* Becomes so, with an event that says it. */
static bool become(HcPort *port, const struct hc_partner_config *config,
                   enum hc_event id, uint32_t a, uint32_t b)
{
    hc_board_event(port->partner_glue.place, id, a, b);
    hc_partner_set(&port->partner, config);
    return true;
}

static bool is_on(char **argv)
{
    return g_str_equal(argv[2], "on");
}

static bool do_silence(HcPort *port, char **argv, GError **error)
{
    struct hc_partner_config config = port->partner.config;

    config.dark = is_on(argv);
    return become(port, &config, HC_EVENT_PARTNER_SILENCE, config.dark, 0);
}

static bool do_remote_fault(HcPort *port, char **argv, GError **error)
{
    struct hc_partner_config config = port->partner.config;

    config.remote_fault = is_on(argv);
    return become(port, &config, HC_EVENT_PARTNER_FAULT,
                  config.remote_fault, 0);
}

static bool do_negotiate(HcPort *port, char **argv, GError **error)
{
    struct hc_partner_config config = port->partner.config;

    config.an = is_on(argv);
    return become(port, &config, HC_EVENT_PARTNER_PAGES, config.an, 0);
}

static bool do_advertise(HcPort *port, char **argv, GError **error)
{
    struct hc_partner_config config = port->partner.config;
    uint32_t mode;

    config.ability = 0;
    for (unsigned i = 2; argv[i]; i++) {
        if (!hc_parse_mode(argv[i], &mode, error)) {
            return false;
        }
        config.ability |= mode;
    }
    return become(port, &config, HC_EVENT_PARTNER_ABILITY, config.ability, 0);
}

static bool do_speed(HcPort *port, char **argv, GError **error)
{
    struct hc_partner_config config = port->partner.config;
    const char *duplex = hc_argv_key(argv, "duplex");

    config.mbps = strtoul(argv[2], NULL, 10);
    config.full = duplex ? g_str_equal(duplex, "full") : config.full;
    config.ability = hc_bench_abilities(config.mbps, config.full);
    return become(port, &config, HC_EVENT_PARTNER_SPEED, config.mbps,
                  config.full);
}

/* The guest finds its interfaces when it boots. */
static bool tester_stays(const HcPort *port,
                         const struct hc_partner_spec *spec, GError **error)
{
    if (!port->testers && spec->kind != HC_PARTNER_TESTER) {
        return true;
    }
    return hc_bench_refuse(error, "a tester is there from power-on or never; "
                           "name it in the head of the scenario, and pull "
                           "its cable with 'pull %s'", port->place);
}

static bool do_partner(HcPort *port, char **argv, GError **error)
{
    struct hc_partner_spec *spec = hc_partner_new(argv[1], 0);
    bool ok = hc_partner_apply(spec, argv + 2, error) &&
              tester_stays(port, spec, error) &&
              hc_bench_partner(port, spec, error);

    if (ok) {
        hc_bench_remember_partner(port->bench, argv);
    }
    hc_partner_free(spec);
    return ok;
}

const HcHand hc_bench_far[] = {
    { "cut", do_cut, false, true },
    { "mend", do_mend, false, true },
    { "loss", do_loss },
    { "damage", do_damage },
    { "silence", do_silence, false, true },
    { "remote_fault", do_remote_fault, false, true },
    { "negotiate", do_negotiate, false, true },
    { "advertise", do_advertise, false, true },
    { "speed", do_speed, false, true },
    { "partner", do_partner, false, true },
    { 0 }
};
