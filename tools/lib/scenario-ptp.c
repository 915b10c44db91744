/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The keys of a partner that is a PTP master. */
#include <string.h>

#include "scenario-internal.h"
#include "units.h"

#define VALUE HC_SCENARIO_ERROR_VALUE

/* IEEE 1588 annex J.3: one Sync a second, one Announce in two; linuxptp's
 * defaults as well. guess: no clock is more than 1000 ppm off. */
#define LOG_SYNC 0
#define LOG_ANNOUNCE 1
#define DRIFT_MAX_PPB 1000000

void hc_ptp_keys_init(struct hc_ptp_config *config)
{
    *config = (struct hc_ptp_config){
        .log_sync = LOG_SYNC, .log_announce = LOG_ANNOUNCE, .priority1 = 128,
    };
}

static bool set_transport(struct hc_ptp_config *config, const char *value,
                          GError **error)
{
    config->port.udp4 = !strcmp(value, "udp4");
    return config->port.udp4 || !strcmp(value, "l2") ||
        hc_refuse(error, VALUE, "transport=%s is unknown; one of: l2, udp4",
                  value);
}

static bool set_byte(uint8_t *to, const char *key, const char *value,
                     GError **error)
{
    guint64 number;

    if (!g_ascii_string_to_unsigned(value, 10, 0, 255, &number, NULL)) {
        return hc_refuse(error, VALUE, "%s=%s is no number up to 255", key,
                         value);
    }
    *to = number;
    return true;
}

static bool set_domain(struct hc_ptp_config *config, const char *value,
                       GError **error)
{
    return set_byte(&config->port.domain, "domain", value, error);
}

static bool set_priority(struct hc_ptp_config *config, const char *value,
                         GError **error)
{
    return set_byte(&config->priority1, "priority", value, error);
}

static bool set_steps(struct hc_ptp_config *config, const char *value,
                      GError **error)
{
    config->one_step = !strcmp(value, "1");
    return config->one_step || !strcmp(value, "2") ||
        hc_refuse(error, VALUE, "steps=%s; a master sends the time in 1 step "
                  "or in 2", value);
}

/* 7.7.2: intervals are powers of two of a second. */
static bool set_interval(int8_t *ret_log, const char *key, const char *value,
                         GError **error)
{
    uint64_t ns;

    if (!hc_parse_duration(value, &ns, error)) {
        return false;
    }
    for (int log = HC_PTP_LOG_MIN; log <= HC_PTP_LOG_MAX; log++) {
        if (ns == (log < 0 ? NS_PER_S >> -log : NS_PER_S << log)) {
            *ret_log = log;
            return true;
        }
    }
    return hc_refuse(error, VALUE, "%s=%s; the standard knows 16s, 8s, 4s, "
                     "2s, 1s, 500ms, 250ms, 125ms and so on to 7812500ns",
                     key, value);
}

static bool set_sync(struct hc_ptp_config *config, const char *value,
                     GError **error)
{
    return set_interval(&config->log_sync, "sync", value, error);
}

static bool set_announce(struct hc_ptp_config *config, const char *value,
                         GError **error)
{
    return set_interval(&config->log_announce, "announce", value, error);
}

static bool set_offset(struct hc_ptp_config *config, const char *value,
                       GError **error)
{
    const bool behind = *value == '-';
    uint64_t ns;

    if (!hc_parse_duration(value + behind, &ns, error)) {
        return false;
    }
    if (ns > 1000 * NS_PER_S) {
        return hc_refuse(error, VALUE, "offset=%s is too far; 1000s at most",
                         value);
    }
    config->offset_ns = behind ? -(int64_t)ns : (int64_t)ns;
    return true;
}

static bool set_drift(struct hc_ptp_config *config, const char *value,
                      GError **error)
{
    gint64 ppb;

    if (!g_ascii_string_to_signed(value, 10, -DRIFT_MAX_PPB, DRIFT_MAX_PPB,
                                  &ppb, NULL)) {
        return hc_refuse(error, VALUE, "drift=%s is no number of parts per "
                         "billion from -%d to %d", value, DRIFT_MAX_PPB,
                         DRIFT_MAX_PPB);
    }
    config->drift_ppb = ppb;
    return true;
}

const struct hc_ptp_key hc_ptp_keys[] = {
    { "transport", set_transport }, { "domain", set_domain },
    { "priority", set_priority },   { "steps", set_steps },
    { "sync", set_sync },           { "announce", set_announce },
    { "offset", set_offset },       { "drift", set_drift },
    { 0 }
};
