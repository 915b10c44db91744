/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The hand that breaks things: contacts, EEPROM, measured values. */
#include "bench-internal.h"

#include "../tools/lib/quantity.h"
#include "../tools/lib/units.h"
#include "../tools/lib/verbs.h"

static bool is_on(char **argv)
{
    return g_str_equal(argv[2], "on");
}

/* A checked count, or what it is without the key. */
static uint32_t count(char **argv, const char *key, uint32_t otherwise)
{
    const char *text = hc_argv_key(argv, key);
    guint64 value = otherwise;

    if (text) {
        hc_parse_number(text, G_MAXUINT32, &value, NULL);
    }
    return value;
}

static bool empty(HcPort *port, GError **error)
{
    return hc_bench_refuse(error, "%s is empty; insert a module first",
                           port->place);
}

/* --- contacts ---------------------------------------------------------- */

static enum hc_cage_force force_of(const char *word)
{
    return g_str_equal(word, "high") ? HC_CAGE_FORCE_HIGH
           : g_str_equal(word, "low") ? HC_CAGE_FORCE_LOW : HC_CAGE_AUTO;
}

static bool do_tx_fault(HcPort *port, char **argv, GError **error)
{
    hc_cage_force(&port->cage, HC_CAGE_TX_FAULT, force_of(argv[2]));
    return true;
}

static bool do_los(HcPort *port, char **argv, GError **error)
{
    hc_cage_force(&port->cage, HC_CAGE_LOS, force_of(argv[2]));
    return true;
}

static bool do_mod_abs(HcPort *port, char **argv, GError **error)
{
    hc_cage_force(&port->cage, HC_CAGE_MOD_DEF0, force_of(argv[2]));
    return true;
}

static bool do_tx_disable(HcPort *port, char **argv, GError **error)
{
    hc_cage_hold_tx_disable(&port->cage, force_of(argv[2]));
    return true;
}

static bool do_seat(HcPort *port, char **argv, GError **error)
{
    return hc_cage_seat_halfway(&port->cage,
                                g_str_equal(argv[2], "halfway")) == HC_OK ||
           empty(port, error);
}

static bool do_trip(HcPort *port, char **argv, GError **error)
{
    return hc_cage_trip(&port->cage) == HC_OK ||
           hc_bench_refuse(error, "%s holds no module with a laser",
                           port->place);
}

/* --- the bus and the EEPROM -------------------------------------------- */

static bool do_stall(HcPort *port, char **argv, GError **error)
{
    hc_sfp_stall(&port->cage.sfp, is_on(argv));
    return true;
}

static bool do_nak(HcPort *port, char **argv, GError **error)
{
    return hc_sfp_nak(&port->cage.sfp, count(argv, "after", 0),
                      count(argv, "reads", 1)) == HC_OK ||
           empty(port, error);
}

static bool take_bytes(char **words, unsigned n, uint8_t *ret, GError **error)
{
    guint64 byte;

    for (unsigned i = 0; i < n; i++) {
        if (!hc_parse_number(words[i], 255, &byte, error)) {
            return false;
        }
        ret[i] = byte;
    }
    return true;
}

static bool do_flip(HcPort *port, char **argv, GError **error)
{
    uint32_t on_read = count(argv, "on_read", 1);
    uint8_t byte[3];

    if (!take_bytes(argv + 2, 3, byte, error)) {
        return false;
    }
    if (hc_sfp_flip(&port->cage.sfp, byte[0], byte[1], byte[2],
                    count(argv, "reads", 0),
                    on_read ? on_read - 1 : 0) != HC_OK) {
        return hc_bench_refuse(error, "only %u bytes can be flipped at a "
                               "time, of 0x50 or 0x51 of a module in its "
                               "cage", HC_SFP_MAX_FLIPS);
    }
    return true;
}

static bool do_patch(HcPort *port, char **argv, GError **error)
{
    uint8_t at[2], bytes[HC_SFP_PATCH_BYTES];
    unsigned n = 0;

    while (argv[4 + n] && !strchr(argv[4 + n], '=') && n < sizeof(bytes)) {
        n++;
    }
    if (!take_bytes(argv + 2, 2, at, error) ||
        !take_bytes(argv + 4, n, bytes, error)) {
        return false;
    }
    if (hc_sfp_patch(&port->cage.sfp, at[0], at[1], bytes, n,
                     count(argv, "on_read", 0)) != HC_OK) {
        return hc_bench_refuse(error, "a patch lies within 0x50 or 0x51 of a "
                               "module in its cage, and only %u can wait for "
                               "a read", HC_SFP_MAX_PATCHES);
    }
    return true;
}

static bool do_freeze(HcPort *port, char **argv, GError **error)
{
    return hc_sfp_freeze(&port->cage.sfp, is_on(argv)) == HC_OK ||
           empty(port, error);
}

static bool do_diag(HcPort *port, char **argv, GError **error)
{
    const char *within = hc_argv_key(argv, "within");
    enum hc_sfp_diag which;
    uint64_t within_ns = 0;
    int32_t value;

    if (!hc_parse_diag(argv[2], argv[3], &which, &value, error) ||
        (within && !hc_parse_duration(within, &within_ns, error))) {
        return false;
    }
    if (!port->cage.sfp.inserted) {
        return empty(port, error);
    }
    return hc_sfp_ramp(&port->cage.sfp, which, value, within_ns) == HC_OK ||
           hc_bench_refuse(error, "within=%s is too long; a week is enough",
                           within ? within : "0");
}

const HcHand hc_bench_faults[] = {
    { "tx_fault", do_tx_fault, true }, { "los", do_los, true },
    { "mod_abs", do_mod_abs, true },
    { "tx_disable", do_tx_disable, true },
    { "seat", do_seat, true },         { "trip", do_trip, true },
    { "stall", do_stall, true },       { "nak", do_nak, true },
    { "flip", do_flip, true },         { "patch", do_patch, true },
    { "freeze", do_freeze, true },     { "diag", do_diag, true },
    { 0 }
};
