/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Annex C of the standard through the engine's records, both ways, and
 * through the far end's SecY. */
#include <check.h>
#include <string.h>

#include "../../hw/aead-nettle.h"
#include "../../models/macsec-frame.h"
#include "../../models/secy.h"
#include "macsec-pair.h"
#include "macsec-vectors.h"

static const struct annex_c *v;
static uint8_t clear[128], wire[128], ssci[4], salt[12];
static size_t clear_len, wire_len;
static struct hc_sectag tag;
static uint8_t sci[8];
static uint64_t pn;

/* An end station's SCI is its address and port 1 (9.9). */
static void take(const struct annex_c *row)
{
    size_t head;

    v = row;
    head = hex(v->head, wire);
    memcpy(clear, wire, 12);
    hex("0800", clear + 12);
    for (unsigned at = 14; at < v->octets - 2; at++) {
        clear[at] = (uint8_t)(0x0f + at - 14);
    }
    hc_put_be16(clear + v->octets - 2, v->tail);
    clear_len = v->octets;
    if (!v->encrypt) {
        memcpy(wire + head, clear + 12, clear_len - 12);
        head += clear_len - 12;
    }
    wire_len = head + hex(v->rest, wire + head);
    ck_assert(hc_sectag_parse(wire + 12, wire_len - 12, &tag));
    memcpy(sci, tag.sci, 8);
    if (!(tag.tci_an & HC_TCI_SC)) {
        memcpy(sci, wire + 6, 6);
        hc_put_be16(sci + 6, 1);
    }
    pn = v->xpn ? UINT64_C(0xb0df459c) << 32 | tag.pn : tag.pn;
    hex("7A30C118", ssci);
    hex("E630E81A48DE86A21C66FA6D", salt);
}

static void program(unsigned bank, uint64_t record_pn)
{
    secy.key_len = hex(v->key, key);
    memcpy(secy.sci, sci, 8);
    secy.encoding_sa = tag.tci_an & HC_TCI_AN;
    secy.encrypt = v->encrypt;
    secy.send_sci = tag.tci_an & HC_TCI_SC;
    drv_add_secy(b, &secy);
    if (bank == EGR) {
        drv_add_txsa(b, &secy, 1, key, (uint32_t)record_pn);
        csr_write(b, EGR, 0x1c01, csr_read(b, EGR, 0x1c01) |
                  (tag.tci_an & HC_TCI_ES ? 1u << 19 : 0));
    } else {
        drv_add_rxsa(b, &secy, 1, secy.encoding_sa, sci, key, 1);
        if (!secy.send_sci) {
            csr_write(b, INGR, 0x1017, 3u << 24);
        }
    }
    if (v->xpn) {
        vendor_xpn_record(b, bank, 1, secy.encoding_sa, key, secy.key_len,
                          sci, ssci, salt, record_pn, 0);
    }
}

START_TEST(annex_c_leaves_the_engine)
{
    take(&annex_c[_i]);
    program(EGR, pn - 1);

    ck_assert_int_eq(send(b, clear, clear_len), HC_MACSEC_PASS);

    ck_assert_uint_eq(b->len, wire_len);
    ck_assert_mem_eq(b->out, wire, wire_len);
}
END_TEST

START_TEST(annex_c_comes_into_the_engine)
{
    take(&annex_c[_i]);
    program(INGR, pn);

    ck_assert_int_eq(receive(b, wire, wire_len), HC_MACSEC_PASS);

    ck_assert_mem_eq(b->out, clear, clear_len);
    ck_assert_uint_eq(counter(b, INGR, 0x202a), 1);         /* ok */
    wire[wire_len - 1] ^= 1;
    ck_assert_int_eq(receive(b, wire, wire_len), HC_MACSEC_DROP);
}
END_TEST

static _Alignas(16) uint8_t contexts[64 * 1024];
static struct hc_secy far_end;
static uint8_t got[HC_SECY_FRAME_MAX];
static size_t got_len;

static enum hc_status to_wire(void *opaque, const uint8_t *at, size_t n)
{
    (void)opaque;
    memcpy(got, at, n);
    got_len = n;
    return HC_OK;
}

static void arrived(void *opaque, const uint8_t *at, size_t n)
{
    to_wire(opaque, at, n);
}

START_TEST(annex_c_passes_the_far_ends_secy_both_ways)
{
    unsigned an;

    take(&annex_c[_i]);
    an = tag.tci_an & HC_TCI_AN;
    hc_secy_init(&far_end, &b->fake.host, &hc_aead_nettle, contexts);
    hc_secy_wire(&far_end, to_wire, NULL, arrived, NULL);
    far_end.config = (struct hc_secy_config){
        .on = true, .protect = true, .encrypt = v->encrypt, .xpn = v->xpn,
        .send_sci = tag.tci_an & HC_TCI_SC,
        .end_station = tag.tci_an & HC_TCI_ES, .validate = HC_SECY_STRICT,
        .encoding_sa = (uint8_t)an, .ssci = hc_get_be32(ssci),
        .peer_ssci = hc_get_be32(ssci),
    };
    memcpy(far_end.config.sci, sci, 8);
    hc_secy_set_key(&far_end, an, key, hex(v->key, key));
    memcpy(far_end.sa[an].salt, salt, 12);
    far_end.sa[an].tx_pn = far_end.sa[an].rx_pn = pn;

    ck_assert_int_eq(hc_secy_send(&far_end, clear, clear_len), HC_OK);
    ck_assert_uint_eq(got_len, wire_len);
    ck_assert_mem_eq(got, wire, wire_len);
    hc_secy_frame_in(&far_end, wire, wire_len);

    ck_assert_uint_eq(got_len, clear_len);
    ck_assert_mem_eq(got, clear, clear_len);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("macsec-vectors");
    TCase *tcase = tcase_create("annex C");
    SRunner *runner;
    int failed;

    tcase_add_checked_fixture(tcase, pair_setup, NULL);
    tcase_add_loop_test(tcase, annex_c_leaves_the_engine, 0, ANNEX_C);
    tcase_add_loop_test(tcase, annex_c_comes_into_the_engine, 0, ANNEX_C);
    tcase_add_loop_test(tcase, annex_c_passes_the_far_ends_secy_both_ways, 0,
                        ANNEX_C);
    suite_add_tcase(suite, tcase);
    runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}
