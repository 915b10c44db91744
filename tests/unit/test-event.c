/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <check.h>
#include <string.h>

#include "../../models/event.h"
#include "../../models/hop.h"
#include "run.h"

static char text[128];

START_TEST(an_event_reads_as_its_name_and_its_keys)
{
    hc_event_format(HC_EVENT_EEPROM_NAK, 0x50, HC_REASON_NOT_READY, text,
                    sizeof(text));
    ck_assert_str_eq(text, "eeprom.nak addr=0x50 reason=not_ready");

    hc_event_format(HC_EVENT_MODULE_READY, 900, 0, text, sizeof(text));
    ck_assert_str_eq(text, "module.ready after_ms=900");

    hc_event_format(HC_EVENT_MODE_MISMATCH, HC_IFACE_SGMII,
                    HC_IFACE_1000BASEX, text, sizeof(text));
    ck_assert_str_eq(text, "mode.mismatch ours=sgmii theirs=1000base-x");
}
END_TEST

START_TEST(words_and_negative_values_are_written_as_such)
{
    char text[80];

    hc_event_format(HC_EVENT_DIAG_SET, 0, (uint32_t)-5000, text,
                    sizeof(text));
    ck_assert_str_eq(text, "diag.set what=temp_mdegc to=-5000");

    hc_event_format(HC_EVENT_PIN_HOLD, HC_PIN_TX_DISABLE, HC_HOLD_LOW, text,
                    sizeof(text));
    ck_assert_str_eq(text, "pin.hold pin=tx_disable at=low");

    hc_event_format(HC_EVENT_CABLE_CUT, 1, 0, text, sizeof(text));
    ck_assert_str_eq(text, "cable.cut strand=rx");
    hc_event_format(HC_EVENT_CABLE_CUT, 7, 0, text, sizeof(text));
    ck_assert_str_eq(text, "cable.cut strand=?");
}
END_TEST

START_TEST(every_event_has_a_name_of_noun_dot_verb)
{
    for (unsigned id = 0; id < HC_EVENT_COUNT; id++) {
        const char *name = hc_event_row(id)->name;

        ck_assert_msg(name != NULL, "event %u has no row", id);
        ck_assert_msg(strchr(name, '.') != NULL, "%s", name);
        for (unsigned other = 0; other < id; other++) {
            ck_assert_str_ne(name, hc_event_row(other)->name);
        }
    }
}
END_TEST

START_TEST(every_reason_has_a_word_and_a_wild_one_a_question_mark)
{
    for (unsigned reason = 0; reason < HC_REASON_COUNT; reason++) {
        ck_assert_ptr_nonnull(hc_reason_name(reason));
    }
    ck_assert_str_eq(hc_reason_name(HC_REASON_COUNT), "?");
    ck_assert_str_eq(hc_reason_name(UINT32_MAX), "?");
}
END_TEST

START_TEST(a_short_buffer_is_filled_and_terminated)
{
    size_t need = hc_event_format(HC_EVENT_EEPROM_READ, 0x50, 0x5c, text, 8);

    ck_assert_str_eq(text, "eeprom.");
    ck_assert_uint_eq(need, strlen("eeprom.read addr=0x50 off=0x5c"));
}
END_TEST

int main(void)
{
    const TTest *const test[] = {
        an_event_reads_as_its_name_and_its_keys,
        words_and_negative_values_are_written_as_such,
        every_event_has_a_name_of_noun_dot_verb,
        every_reason_has_a_word_and_a_wild_one_a_question_mark,
        a_short_buffer_is_filled_and_terminated,
    };

    return RUN_TESTS("event", NULL, test);
}
