/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the parts of the scenario parser share. */
#ifndef HC_SCENARIO_INTERNAL_H
#define HC_SCENARIO_INTERNAL_H

#include "scenario.h"

/* Sets an error that will get "path:line: " in front. Always false. */
bool hc_refuse(GError **error, enum hc_scenario_error code,
               const char *format, ...) G_GNUC_PRINTF(3, 4);

/* Takes in one line of the head; argv[0] is its verb. `comment` is what
 * stands behind #, or NULL. */
bool hc_head_line(struct hc_scenario *scenario, char **argv,
                  const char *comment, unsigned line, GError **error);

/* Gives the lists of the head their freeing functions; seed 1. */
void hc_scenario_init_head(struct hc_scenario *scenario);

/* Takes in `branch NAME`. */
bool hc_branch_line(struct hc_scenario *scenario, char **words, unsigned line,
                    GError **error);
void hc_branch_free(gpointer branch);

/* Refuses a last branch without lines. */
bool hc_branches_are_whole(const struct hc_scenario *scenario,
                           GError **error);

/* True for a step that comes before the next line of the newest ending: it
 * is common, or of that ending. */
bool hc_step_is_in_line(const struct hc_scenario *scenario, guint step);

/* True if "name=value" is a property that a scenario can set on a board. */
bool hc_property_fits(const char *property, const struct hc_board_row *board,
                      GError **error);

/* Reads the words behind `expect`. */
struct hc_expect *hc_expect_parse(char **words, GError **error);
void hc_expect_free(struct hc_expect *expect);

/* Reads a word that begins as one of hc_tag_words. */
bool hc_tag_match_word(struct hc_tag_match *match, const char *word,
                       GError **error);
extern const char *const hc_tag_words[];

/* Octets as hexadecimal digits; how many there were, 0 if it is none or more
 * than `max`. */
size_t hc_parse_octets(const char *text, uint8_t *ret, size_t max);

/* A regex for texts that the guest made up: raw bytes, line by line. */
GRegex *hc_regex(const char *pattern, GError **error);

/* What a PTP master is before any key, and its keys; the last has no name. */
struct hc_ptp_key {
    const char *key;
    bool (*set)(struct hc_ptp_config *config, const char *value,
                GError **error);
};
extern const struct hc_ptp_key hc_ptp_keys[];
void hc_ptp_keys_init(struct hc_ptp_config *config);

/* "02:00:00:00:00:01". */
bool hc_parse_mac(const char *text, uint8_t ret_mac[6], GError **error);

/* "192.0.2.1". */
bool hc_parse_ip(const char *text, uint32_t *ret_ip, GError **error);

/* Reads the words behind `expect PLACE frame`. */
bool hc_frame_match_parse(struct hc_expect *expect, char **words,
                          GError **error);
void hc_frame_match_free(struct hc_frame_match *match);

/* Replaces names by the addresses of the scenario's hosts. */
bool hc_frame_match_resolve(const struct hc_scenario *scenario,
                            struct hc_frame_match *match, GError **error);

/* The operator of a word, or -1. */
int hc_op_find(const char *word);

/* True if cageN and ethN are on the scenario's board; other names pass. */
bool hc_place_is_on_board(const struct hc_scenario *scenario,
                          const char *place, GError **error);

/* Reads the head's `wire`, and frees what it has made. */
bool hc_head_wire(struct hc_scenario *scenario, char **argv,
                  const char *comment, unsigned line, GError **error);
void hc_wire_free(gpointer wire);

/* Reads the head's `file`, and frees what it has made. */
bool hc_head_file(struct hc_scenario *scenario, char **argv,
                  const char *comment, unsigned line, GError **error);
void hc_file_free(gpointer file);

/* False with an error if the port of that name has a wire already. */
bool hc_wire_leaves_free(const struct hc_scenario *scenario,
                         const char *place, GError **error);

/* True if it is an alias of the head or a module that can be found. */
bool hc_module_is_known(const struct hc_scenario *scenario, const char *name,
                        GError **error);

#endif
