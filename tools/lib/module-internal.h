/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Shared by the parts that read, complete and describe module files. */
#ifndef HC_MODULE_INTERNAL_H
#define HC_MODULE_INTERNAL_H

#include "module-file.h"

/* A word that stands for a value (mask 0xff) or for some bits of a byte. */
struct hc_module_word {
    const char *name;           /* NULL ends a list */
    uint8_t     at, mask, value;
};

extern const struct hc_module_word hc_module_identifiers[];
extern const struct hc_module_word hc_module_connectors[];
extern const struct hc_module_word hc_module_ethernet[];
extern const struct hc_module_word hc_module_cables[];
extern const struct hc_module_word hc_module_encodings[];
extern const struct hc_module_word hc_module_options[];
extern const struct hc_module_word hc_module_diagnostics[];
extern const struct hc_module_word hc_module_enhanced[];
extern const struct hc_module_word hc_module_revisions[];
extern const struct hc_module_word hc_module_fibre_channel[];
extern const struct hc_module_word hc_module_sonet[];
extern const struct hc_module_word hc_module_extended[];
extern const struct hc_module_word hc_module_status[];
extern const struct hc_module_word hc_module_alarms[];
extern const struct hc_module_word hc_module_warnings[];
extern const struct hc_module_word hc_module_kinds[];
extern const struct hc_module_word hc_module_writes[];
extern const struct hc_module_word hc_module_pins[];
extern const struct hc_module_word hc_module_reads[];
extern const struct hc_module_word hc_module_phys[];
extern const struct hc_module_word hc_module_phy_modes[];

enum hc_module_checksum {
    HC_MODULE_CHECKSUM_AUTO,    /* keep a dump's, compute the rest */
    HC_MODULE_CHECKSUM_GOOD,
    HC_MODULE_CHECKSUM_BAD_BASE,
    HC_MODULE_CHECKSUM_BAD_EXT,
    HC_MODULE_CHECKSUM_KEEP
};

/* Thresholds and measured values lie in the first 106 bytes of A2h. */
#define HC_MODULE_A2_WORDS 53

struct hc_module_key;

/* A module in the making: what has been said about it so far. */
struct hc_module_build {
    struct hc_sfp_data data;
    const char *dir;            /* where `raw = FILE` is looked for */
    bool dumped;                /* bytes come from a whole dump */
    bool touched;               /* and some were changed since */
    bool kind, carries, passes, los, tx_fault, tx_disable, ready; /* said */
    bool phy, phy_address, phy_mode;                              /* too */
    /* Whose key gave a value of A2h, by its word: external calibration makes
     * another reading of it. */
    const struct hc_module_key *value_of[HC_MODULE_A2_WORDS];
    int32_t value[HC_MODULE_A2_WORDS];
    const struct hc_module_key *unfit;  /* one that has no reading */
    uint32_t nul_padded;        /* strings of A0h end in NULs, not blanks */
    unsigned checksum;
};

/* Puts a key's value where it belongs; false with an error if it does not
 * fit. */
typedef bool hc_module_setter(struct hc_module_build *build,
                              const struct hc_module_key *key,
                              const char *value, GError **error);

/* A key of the INI form; its meaning is its setter's. */
struct hc_module_key {
    const char *group, *name;
    hc_module_setter *set;
    const struct hc_module_word *words;
    unsigned at, len;           /* first byte, bytes */
    gint64   min, max, step;
};

/* In the order in which they take effect; a NULL name ends the list. */
extern const struct hc_module_key hc_module_keys[];

/* The row of a key, or NULL. "byte-17" of [a0] and [a2] has one, too. */
const struct hc_module_key *hc_module_key_find(const char *group,
                                               const char *name);

/* Applies a key to the module. */
bool hc_module_key_set(struct hc_module_build *build,
                       const struct hc_module_key *key, const char *name,
                       const char *value, GError **error);

/* The setters of the keys: what each expects is in docs/modules.md. */
hc_module_setter hc_set_choice;
hc_module_setter hc_set_bits;
hc_module_setter hc_set_text;
hc_module_setter hc_set_date;
hc_module_setter hc_set_number;
hc_module_setter hc_set_rate;
hc_module_setter hc_set_diag;
hc_module_setter hc_set_hex;
hc_module_setter hc_set_note;
hc_module_setter hc_set_raw_file;
hc_module_setter hc_set_kind;
hc_module_setter hc_set_carries;
hc_module_setter hc_set_passes;
hc_module_setter hc_set_checksum;
hc_module_setter hc_set_ready_after;
hc_module_setter hc_set_padding;
hc_module_setter hc_set_reads;
hc_module_setter hc_set_phy;
hc_module_setter hc_set_phy_address;
hc_module_setter hc_set_phy_mode;
hc_module_setter hc_set_phy_boot;
hc_module_setter hc_set_writable;
hc_module_setter hc_set_los;
hc_module_setter hc_set_tx_fault;
hc_module_setter hc_set_tx_disable;
hc_module_setter hc_set_los_assert;
hc_module_setter hc_set_los_deassert;
hc_module_setter hc_set_slope;
hc_module_setter hc_set_real;

/* For setters: an error about a value, false; a number, and one within the
 * range of its key; one of the key's words. */
bool hc_bad_value(GError **error, const char *format, ...)
    G_GNUC_PRINTF(2, 3);
bool hc_parse_integer(const char *text, gint64 *ret, GError **error);
bool hc_parse_in_range(const struct hc_module_key *key,
                              const char *value, gint64 *ret, GError **error);
bool hc_choose_word(const struct hc_module_key *key, const char *value,
                      uint32_t *ret, GError **error);

/* Bytes from a dump, binary or hex text; refuses everything else. */
bool hc_module_dump_parse(const char *path, const char *bytes, gsize size,
                          struct hc_module_build *build, GError **error);

/* True if this looks like a dump rather than an INI file. */
bool hc_module_is_dump(const char *bytes, gsize size);

/* Reads a whole file of at most HC_MODULE_FILE_MAX_BYTES, with a NUL after
 * its last byte. */
char *hc_module_read(const char *path, gsize *ret_size, GError **error);

/* What a key may not say of this module: its group and name, and what is
 * wrong with it. Ends with a row without a name. */
struct hc_module_rule {
    const char *group, *name;
    bool (*broken)(const struct hc_module_build *build);
    const char *what;
};
extern const struct hc_module_rule hc_module_rules[];

/* Fills in what nobody said: kind and coding from the compliance bytes,
 * contacts from the kind, checksums from the bytes. */
void hc_module_complete(struct hc_module_build *build);

#endif
