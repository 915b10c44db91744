/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "event.h"

#include <string.h>

#include "hop.h"

#define DEC(key)    { key, HC_FORMAT_DEC }
#define HEX(key)    { key, HC_FORMAT_HEX }
#define REASON      { "reason", HC_FORMAT_REASON }
#define IFACE(key)  { key, HC_FORMAT_IFACE }
#define WORD(key, list) { key, HC_FORMAT_##list }

static const struct hc_event_row row[HC_EVENT_COUNT] = {
    [HC_EVENT_MISUSE_REG] = { "misuse.reg", HEX("at"), HEX("value") },
    [HC_EVENT_UNMODELLED_REG] = { "unmodelled.reg", HEX("at"), DEC("write") },
    [HC_EVENT_UNMODELLED_MODE] = { "unmodelled.mode", HEX("at"),
                                   HEX("value") },
    [HC_EVENT_LINK_UP] = { "link.up", DEC("mbps"), DEC("full") },
    [HC_EVENT_LINK_DOWN] = { "link.down" },
    [HC_EVENT_MODE_MISMATCH] = { "mode.mismatch", IFACE("ours"),
                                 IFACE("theirs") },
    [HC_EVENT_AN_DONE] = { "an.done", DEC("mbps"), DEC("full") },
    [HC_EVENT_AN_FAIL] = { "an.fail", HEX("ours"), HEX("theirs") },
    [HC_EVENT_FRAME_DROP] = { "frame.drop", DEC("len"), REASON },
    [HC_EVENT_PHY_RESET] = { "phy.reset" },
    [HC_EVENT_PHY_MEDIA] = { "phy.media", IFACE("mode") },
    [HC_EVENT_PHY_POWER] = { "phy.power", DEC("on") },
    [HC_EVENT_LED] = { "led.set", DEC("led"), DEC("on") },
    [HC_EVENT_WOL] = { "wol.magic" },
    [HC_EVENT_PATCH_CRC] = { "patch.crc", HEX("crc"), DEC("known") },
    [HC_EVENT_TWI_NAK] = { "twi.nak", HEX("addr"), REASON },
    [HC_EVENT_MODULE_INSERT] = { "module.insert" },
    [HC_EVENT_MODULE_REMOVE] = { "module.remove" },
    [HC_EVENT_MODULE_READY] = { "module.ready", DEC("after_ms") },
    [HC_EVENT_MODULE_BOUNCE] = { "module.bounce", DEC("edges") },
    [HC_EVENT_EEPROM_READ] = { "eeprom.read", HEX("addr"), HEX("off") },
    [HC_EVENT_EEPROM_WRITE] = { "eeprom.write", HEX("addr"), HEX("off") },
    [HC_EVENT_EEPROM_NAK] = { "eeprom.nak", HEX("addr"), REASON },
    [HC_EVENT_TX_DISABLE] = { "tx_disable.set", DEC("level") },
    [HC_EVENT_TX_FAULT] = { "tx_fault.set", DEC("level") },
    [HC_EVENT_LOS] = { "los.set", DEC("level") },
    [HC_EVENT_MOD_DEF0] = { "mod_def0.set", DEC("level") },
    [HC_EVENT_PIN_HOLD] = { "pin.hold", WORD("pin", PIN), WORD("at", HOLD) },
    [HC_EVENT_MODULE_SEAT] = { "module.seat", DEC("halfway") },
    [HC_EVENT_MODULE_TRIP] = { "module.trip" },
    [HC_EVENT_MODULE_STALL] = { "module.stall", DEC("on") },
    [HC_EVENT_MODULE_NAK] = { "module.nak", DEC("after"), DEC("times") },
    [HC_EVENT_MODULE_FREEZE] = { "module.freeze", DEC("on") },
    [HC_EVENT_MODULE_POWER] = { "module.power", DEC("level") },
    [HC_EVENT_EEPROM_FLIP] = { "eeprom.flip", HEX("addr"), HEX("off") },
    [HC_EVENT_EEPROM_PATCH] = { "eeprom.patch", HEX("addr"), HEX("off") },
    [HC_EVENT_DIAG_SET] = { "diag.set", WORD("what", DIAG),
                            { "to", HC_FORMAT_SIGNED } },
    [HC_EVENT_CABLE_PULL] = { "cable.pull" },
    [HC_EVENT_CABLE_PLUG] = { "cable.plug" },
    [HC_EVENT_CABLE_CUT] = { "cable.cut", WORD("strand", STRAND) },
    [HC_EVENT_CABLE_MEND] = { "cable.mend", WORD("strand", STRAND) },
    [HC_EVENT_LOSS_SET] = { "loss.set", DEC("every") },
    [HC_EVENT_DAMAGE_SET] = { "damage.set", DEC("every") },
    [HC_EVENT_FRAME_DAMAGE] = { "frame.damage", DEC("len") },
    [HC_EVENT_DMA_ERROR] = { "dma.error", DEC("channel"), DEC("code") },
    [HC_EVENT_PORT_STATE] = { "port.state", DEC("port"), DEC("state") },
    [HC_EVENT_CLOCK_PULSE] = { "clock.pulse", DEC("pin") },
    [HC_EVENT_ARP_REPLY] = { "arp.reply" },
    [HC_EVENT_PING_REPLY] = { "ping.reply", DEC("seq"), DEC("len") },
    [HC_EVENT_PARTNER_ABILITY] = { "partner.ability", HEX("ability") },
    [HC_EVENT_PARTNER_FAULT] = { "partner.remote_fault", DEC("on") },
    [HC_EVENT_PARTNER_SILENCE] = { "partner.silence", DEC("on") },
    [HC_EVENT_PARTNER_PAGES] = { "partner.negotiate", DEC("on") },
    [HC_EVENT_PARTNER_SPEED] = { "partner.speed", DEC("mbps"), DEC("full") },
    [HC_EVENT_BOARD_RESET] = { "board.reset" },
    [HC_EVENT_BOARD_POWEROFF] = { "board.poweroff" },
    [HC_EVENT_WATCHDOG_BITE] = { "watchdog.bite" },
    [HC_EVENT_MACSEC_ROLLOVER] = { "macsec.rollover", DEC("sa"), HEX("pn") },
    [HC_EVENT_MACSEC_THRESHOLD] = { "macsec.threshold", DEC("sa"),
                                    HEX("pn") },
    [HC_EVENT_MACSEC_NEXT_SA] = { "macsec.next_sa", DEC("from"), DEC("to") },
    [HC_EVENT_MACSEC_SA_ON] = { "macsec.sa_on", DEC("ingress"), DEC("sa") },
    [HC_EVENT_MACSEC_SA_OFF] = { "macsec.sa_off", DEC("ingress"), DEC("sa") },
};

static const char *const reason[HC_REASON_COUNT] = {
    [HC_REASON_NONE] = "none",
    [HC_REASON_EMPTY] = "empty",
    [HC_REASON_NOT_READY] = "not_ready",
    [HC_REASON_STALLED] = "stalled",
    [HC_REASON_PROTECTED] = "protected",
    [HC_REASON_NO_LINK] = "no_link",
    [HC_REASON_CUT] = "cut",
    [HC_REASON_LOSS] = "loss",
    [HC_REASON_TOO_LONG] = "too_long",
    [HC_REASON_TOO_SHORT] = "too_short",
    [HC_REASON_STORM] = "storm",
    [HC_REASON_DISABLED] = "disabled",
    [HC_REASON_NO_DEVICE] = "no_device",
    [HC_REASON_NO_CONTACT] = "no_contact",
    [HC_REASON_FILTERED] = "filtered",
    [HC_REASON_BAD_TAG] = "bad_tag",
    [HC_REASON_BAD_ICV] = "bad_icv",
    [HC_REASON_REPLAYED] = "replayed",
    [HC_REASON_NO_SA] = "no_sa",
    [HC_REASON_BAD_RECORD] = "bad_record",
    [HC_REASON_PN_EXHAUSTED] = "pn_exhausted",
    [HC_REASON_FULL] = "full",
    [HC_REASON_DAMAGED] = "damaged",
    [HC_REASON_COLLISIONS] = "collisions",
    [HC_REASON_LATE_COLLISION] = "late_collision",
};

const struct hc_event_row *hc_event_row(enum hc_event id)
{
    return &row[id];
}

const char *hc_reason_name(uint32_t value)
{
    return value < HC_REASON_COUNT ? reason[value] : "?";
}

/* A bounded text, so that models need no printf. */
struct text {
    char  *at;
    size_t size, len;
};

static void put(struct text *text, const char *word)
{
    for (; *word; word++, text->len++) {
        if (text->len + 1 < text->size) {
            text->at[text->len] = *word;
        }
    }
}

static void put_number(struct text *text, uint32_t value, unsigned base)
{
    char digits[11];
    unsigned at = sizeof(digits) - 1;

    digits[at] = '\0';
    do {
        digits[--at] = "0123456789abcdef"[value % base];
        value /= base;
    } while (value);
    put(text, &digits[at]);
}

/* The words of an enum, in its order. */
static const char *word_of(enum hc_event_format format, uint32_t value)
{
    static const char *const list[][5] = {
        { "temp_mdegc", "vcc_uv", "bias_ua", "tx_power_uw", "rx_power_uw" },
        { "mod_abs", "tx_fault", "los", "tx_disable" },
        { "auto", "low", "high" },
        { "tx", "rx" },
    };
    unsigned which = format - HC_FORMAT_DIAG;

    return value < 5 && list[which][value] ? list[which][value] : "?";
}

static void put_key(struct text *text, const struct hc_event_key *key,
                    uint32_t value)
{
    if (key->format == HC_FORMAT_NONE) {
        return;
    }
    put(text, " ");
    put(text, key->name);
    put(text, key->format == HC_FORMAT_HEX ? "=0x" : "=");
    switch (key->format) {
    case HC_FORMAT_REASON:
        put(text, hc_reason_name(value));
        break;
    case HC_FORMAT_IFACE:
        put(text, hc_iface_name(value));
        break;
    case HC_FORMAT_DIAG:
    case HC_FORMAT_PIN:
    case HC_FORMAT_HOLD:
    case HC_FORMAT_STRAND:
        put(text, word_of(key->format, value));
        break;
    case HC_FORMAT_SIGNED:
        put(text, value >> 31 ? "-" : "");
        put_number(text, value >> 31 ? -value : value, 10);
        break;
    default:
        put_number(text, value, key->format == HC_FORMAT_HEX ? 16 : 10);
    }
}

size_t hc_event_format(enum hc_event id, uint32_t a, uint32_t b,
                       char *ret_text, size_t size)
{
    struct text text = { ret_text, size, 0 };

    put(&text, row[id].name);
    put_key(&text, &row[id].a, a);
    put_key(&text, &row[id].b, b);
    if (size) {
        ret_text[text.len < size ? text.len : size - 1] = '\0';
    }
    return text.len;
}
