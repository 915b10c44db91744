/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The media of a VSC85xx port, and what it does with frames: fibre behind a
 * mailbox command and a soft reset, counters, loops, Wake-on-LAN, cables. */
#include <check.h>
#include <string.h>

#include "vsc-bench.h"
#include "run.h"

static struct vsc vsc;
static struct bench *port;

static void start(uint32_t mac_iface)
{
    vsc_init(&vsc, &hc_phy_vsc8572, mac_iface);
    port = &vsc.port[0];
}

static void setup(void)
{
    start(HC_IFACE_RGMII);
}

static void become(uint32_t iface, bool an)
{
    const struct hc_partner_config config = {
        .iface = iface, .an = an, .full = true,
        .mbps = iface == HC_IFACE_100BASEFX ? 100 : 1000,
        .ability = HC_AN_1000_FULL | HC_AN_PAUSE,
    };

    bench_connect(port, &port->serdes);
    hc_partner_set(&port->partner, &config);
}

static void copper_link(void)
{
    bench_connect(port, &port->mdi);
    vsc_advance(&vsc, 2000 * NS_PER_MS);
    ck_assert(bench_link(port));
}

/* --- media selection --------------------------------------------------- */

START_TEST(a_media_change_acts_only_after_a_soft_reset)
{
    become(HC_IFACE_1000BASEX, true);
    ck_assert(vsc_command(&vsc, 0x01c1));
    bench_write(port, 23, 0x0200);
    vsc_advance(&vsc, 2000 * NS_PER_MS);
    ck_assert(!bench_link(port));
    ck_assert(!hc_hop_seen(&port->serdes, 1)->lit);

    bench_write(port, BMCR, 0x9040);
    vsc_advance(&vsc, 100 * NS_PER_MS);

    ck_assert(bench_link(port));
    ck_assert(!hc_hop_seen(&port->mdi, 1)->lit);
}
END_TEST

START_TEST(fibre_negotiates_and_genphy_finds_a_gigabit)
{
    become(HC_IFACE_1000BASEX, true);
    vsc_select_media(&vsc, 0, 2, 0x00c1);
    vsc_advance(&vsc, 100 * NS_PER_MS);

    ck_assert_int_eq(vsc_read_status(&vsc, 0), 1000);
    ck_assert_uint_eq(vsc_get(&vsc, 0, 3, 24) & 0x0007, 0x0007);
    ck_assert_uint_eq(vsc_get(&vsc, 0, 3, 26) & 0x00a0, 0x00a0);
    ck_assert_uint_eq(bench_read(port, ANLPAR) & 0x0400, 0x0400);
    ck_assert_uint_eq(bench_read(port, 28) & 0x0038, 0x0030);
    ck_assert_uint_eq(vsc_get(&vsc, 0, 1, 20) & 0x00c0, 0x0080);
    ck_assert(bench_mac_sends(port));
    ck_assert(bench_partner_sends(port));
}
END_TEST

START_TEST(fibre_may_hide_from_the_copper_registers)
{
    vsc.package.knobs.fibre_is_copper_blind = true;
    become(HC_IFACE_1000BASEX, true);
    vsc_select_media(&vsc, 0, 2, 0x00c1);
    vsc_advance(&vsc, 100 * NS_PER_MS);

    ck_assert(bench_link(port));
    ck_assert_uint_eq(bench_read(port, ANLPAR), 0);
    ck_assert_uint_eq(bench_read(port, GTSR), 0);
}
END_TEST

START_TEST(fibre_without_negotiation_needs_light_only)
{
    become(HC_IFACE_1000BASEX, false);
    vsc_select_media(&vsc, 0, 2, 0x00c1);
    bench_write(port, BMCR, 0x0140);
    vsc_advance(&vsc, 100 * NS_PER_MS);

    ck_assert_int_eq(vsc_read_status(&vsc, 0), 1000);
    hc_hop_cut(&port->serdes, 1, true);
    ck_assert(!bench_link(port));
}
END_TEST

START_TEST(a_serdes_without_its_mailbox_command_stays_dark)
{
    become(HC_IFACE_1000BASEX, true);
    bench_write(port, 23, 0x0200);
    bench_write(port, BMCR, 0x9040);
    vsc_advance(&vsc, 100 * NS_PER_MS);
    ck_assert(!hc_hop_seen(&port->serdes, 1)->lit);

    ck_assert(vsc_command(&vsc, 0x01c1));
    vsc_advance(&vsc, 100 * NS_PER_MS);

    ck_assert(bench_link(port));
}
END_TEST

START_TEST(linux_puts_a_port_back_to_copper)
{
    become(HC_IFACE_1000BASEX, true);
    vsc_select_media(&vsc, 0, 2, 0x00c1);
    vsc_advance(&vsc, 100 * NS_PER_MS);
    vsc_port_init(&vsc, 0);

    ck_assert(!hc_hop_seen(&port->serdes, 1)->lit);
    ck_assert(hc_hop_seen(&port->mdi, 1)->lit);
    ck_assert_uint_eq(bench_read(port, BMSR) & BMSR_LINK, 0);
}
END_TEST

START_TEST(passthrough_takes_its_mode_from_the_sgmii_word)
{
    const struct hc_signal phy = {
        .iface = HC_IFACE_SGMII, .lit = true, .an = true, .ready = true,
        .mbps = 100, .full = true,
    };

    vsc_select_media(&vsc, 0, 1, 0x00c1);
    hc_hop_present(&port->serdes, 1, &phy);
    vsc_advance(&vsc, 100 * NS_PER_MS);

    ck_assert_int_eq(vsc_read_status(&vsc, 0), 100);
    ck_assert_uint_eq(vsc_get(&vsc, 0, 3, 26) & 0x9c00, 0x9400);
}
END_TEST

START_TEST(fast_ethernet_over_fibre_has_no_negotiation)
{
    become(HC_IFACE_100BASEFX, false);
    vsc_select_media(&vsc, 0, 3, 0x00d1);
    vsc_advance(&vsc, 100 * NS_PER_MS);

    ck_assert(bench_link(port));
    ck_assert_uint_eq(bench_read(port, BMSR) & BMSR_AN_DONE, 0);
    ck_assert_uint_eq(vsc_get(&vsc, 0, 3, 24) & 0x2004, 0x2004);
    bench_write(port, BMCR, 0x2100);
    vsc_advance(&vsc, 100 * NS_PER_MS);
    ck_assert_int_eq(vsc_read_status(&vsc, 0), 100);
    ck_assert(bench_mac_sends(port));
}
END_TEST

START_TEST(media_sense_moves_to_the_preferred_medium_and_tells)
{
    bench_write(port, 25, 0x8010);
    ck_assert(vsc_command(&vsc, 0x01c1));
    bench_write(port, 23, 0x0600);              /* copper or 1000BASE-X */
    bench_write(port, BMCR, 0x9040);
    copper_link();
    ck_assert(!port->fake.line[0]);
    ck_assert_uint_eq(vsc_get(&vsc, 0, 1, 20) & 0x00c0, 0x0040);

    const struct hc_signal light = {
        .iface = HC_IFACE_1000BASEX, .lit = true, .an = true, .hears = true,
        .ability = HC_AN_1000_FULL,
    };
    hc_hop_present(&port->serdes, 1, &light);
    vsc_advance(&vsc, 100 * NS_PER_MS);

    ck_assert_uint_eq(vsc_get(&vsc, 0, 1, 20) & 0x00c0, 0x0080);
    ck_assert(port->fake.line[0]);
    ck_assert_uint_eq(bench_read(port, 26) & 0x0010, 0x0010);
}
END_TEST

/* --- frames ------------------------------------------------------------ */

START_TEST(statistics_count_frames_and_clear_on_read)
{
    copper_link();
    bench_partner_sends(port);
    bench_partner_sends(port);
    hc_vsc_count(&port->phy, HC_VSC_COPPER_CRC, 3);
    hc_vsc_count(&port->phy, HC_VSC_RX_ERRORS, 300);

    ck_assert_uint_eq(vsc_get(&vsc, 0, 1, 18) & 0x3fff, 2);
    ck_assert_uint_eq(vsc_get(&vsc, 0, 1, 18) & 0x3fff, 0);
    ck_assert_uint_eq(vsc_get(&vsc, 0, 1, 23) & 0x00ff, 3);
    ck_assert_uint_eq(vsc_get(&vsc, 0, 1, 23) & 0x00ff, 0);
    ck_assert_uint_eq(bench_read(port, 19), 0xff);
    ck_assert_uint_eq(bench_read(port, 19), 0);
}
END_TEST

START_TEST(the_serdes_counters_count_the_side_they_are_told_to)
{
    start(HC_IFACE_SGMII);
    copper_link();
    vsc_put(&vsc, 0, 3, 29, 0x4000);            /* receive: from the MAC */
    bench_mac_sends(port);
    bench_partner_sends(port);

    ck_assert_uint_eq(vsc_get(&vsc, 0, 3, 28), 1);
    ck_assert_uint_eq(vsc_get(&vsc, 0, 3, 21), 0);      /* media side */
    vsc_put(&vsc, 0, 3, 22, 0x4000);
    bench_partner_sends(port);
    ck_assert_uint_eq(vsc_get(&vsc, 0, 3, 21), 1);
}
END_TEST

START_TEST(near_end_loopback_returns_frames_to_the_mac)
{
    bench_write(port, BMCR, 0x4140);

    ck_assert(!bench_mac_sends(port));
    ck_assert_uint_eq(port->mac_frames, 1);
}
END_TEST

START_TEST(far_end_loopback_returns_frames_to_the_medium)
{
    copper_link();
    bench_write(port, 23, 0x0008);

    ck_assert(!bench_partner_sends(port));
    ck_assert_uint_eq(port->partner_frames, 1);
}
END_TEST

START_TEST(a_mac_serdes_loop_is_set_by_mailbox)
{
    start(HC_IFACE_SGMII);
    copper_link();
    ck_assert(vsc_command(&vsc, 0x1002 | 2 << 4));      /* facility */

    ck_assert(!bench_mac_sends(port));
    ck_assert_uint_eq(port->mac_frames, 1);
    ck_assert(vsc_command(&vsc, 0x1002));               /* off */
    ck_assert(bench_mac_sends(port));
}
END_TEST

static bool add_four(void *opaque, const uint8_t *frame, size_t len,
                     uint8_t *ret_frame, size_t size, size_t *ret_len)
{
    (void)opaque;
    ck_assert_uint_le(len + 4, size);
    memcpy(ret_frame, frame, len);
    memset(ret_frame + len, 0, 4);
    *ret_len = len + 4;
    return true;
}

static bool refuse(void *opaque, const uint8_t *frame, size_t len,
                   uint8_t *ret_frame, size_t size, size_t *ret_len)
{
    (void)opaque, (void)frame, (void)len, (void)ret_frame, (void)size;
    (void)ret_len;
    return false;
}

START_TEST(a_filter_transforms_egress_and_drops_ingress)
{
    const struct hc_vsc_filter filter = { add_four, refuse, NULL };

    hc_vsc_package_set_filter(&vsc.package, 0, &filter);
    copper_link();
    port->partner.frame = NULL;
    hc_hop_send(&port->mac, 0, (const uint8_t[64]){ 2 }, 64);

    ck_assert_uint_eq(port->partner.rx_bytes, 68);
    ck_assert(!bench_partner_sends(port));
}
END_TEST

/* --- Wake-on-LAN ------------------------------------------------------- */

/* vsc85xx_wol_set for 02:00:5e:10:00:01. */
static void arm_wol(void)
{
    vsc_put(&vsc, 0, 2, 21, 0x0001);
    vsc_put(&vsc, 0, 2, 22, 0x5e10);
    vsc_put(&vsc, 0, 2, 23, 0x0200);
    bench_write(port, 25, 0x8040);
    bench_read(port, 26);
}

static void send_magic(unsigned repeats, const char *password)
{
    static const uint8_t mac[6] = { 0x02, 0x00, 0x5e, 0x10, 0x00, 0x01 };
    uint8_t frame[128] = { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff };

    port->phy.mac = NULL;               /* the MAC sleeps */
    memset(frame + 14, 0xff, 6);
    for (unsigned i = 0; i < repeats; i++) {
        memcpy(frame + 20 + 6 * i, mac, 6);
    }
    memcpy(frame + 20 + 6 * repeats, password, strlen(password));
    bench_arrive(port, frame, sizeof(frame));
}

START_TEST(a_magic_packet_raises_the_line)
{
    copper_link();
    arm_wol();
    send_magic(16, "");

    ck_assert(port->fake.line[0]);
    ck_assert(vsc.world.line[0]);
    ck_assert_uint_eq(bench_read(port, 26) & 0x0040, 0x0040);
    ck_assert(!vsc.world.line[0]);
}
END_TEST

START_TEST(another_address_wakes_nobody)
{
    copper_link();
    arm_wol();
    vsc_put(&vsc, 0, 2, 21, 0x0002);
    send_magic(16, "");

    ck_assert(!port->fake.line[0]);
}
END_TEST

START_TEST(secure_on_wants_its_password)
{
    copper_link();
    arm_wol();
    vsc_put(&vsc, 0, 2, 24, 'e' << 8 | 'f');
    vsc_put(&vsc, 0, 2, 25, 'c' << 8 | 'd');
    vsc_put(&vsc, 0, 2, 26, 'a' << 8 | 'b');
    vsc_put(&vsc, 0, 2, 27, 0x8000);
    send_magic(16, "abcdeX");
    ck_assert(!port->fake.line[0]);
    send_magic(16, "abcdef");

    ck_assert(port->fake.line[0]);
}
END_TEST

/* --- cable ------------------------------------------------------------- */

START_TEST(downshift_gives_gigabit_up_after_so_many_attempts)
{
    vsc_put(&vsc, 0, 1, 20, 0x0010);            /* on, two attempts */
    hc_vsc_set_pair(&port->phy, 2, HC_VSC_PAIR_OPEN, 30);
    bench_write(port, 25, 0x8004);
    bench_connect(port, &port->mdi);
    vsc_advance(&vsc, 5000 * NS_PER_MS);

    ck_assert(bench_link(port));
    ck_assert_uint_eq(bench_read(port, 28) & 0x0018, 0x0008);   /* 100 */
    ck_assert_uint_eq(bench_read(port, 26) & 0x0004, 0x0004);
}
END_TEST

START_TEST(a_broken_cable_survives_a_reset_of_the_phy)
{
    hc_vsc_set_pair(&port->phy, 2, HC_VSC_PAIR_OPEN, 30);
    hc_phy_reset(&port->phy);
    bench_connect(port, &port->mdi);
    vsc_advance(&vsc, 20000 * NS_PER_MS);

    ck_assert(!bench_link(port));
}
END_TEST

START_TEST(without_downshift_a_broken_pair_means_no_link)
{
    hc_vsc_set_pair(&port->phy, 2, HC_VSC_PAIR_OPEN, 30);
    bench_connect(port, &port->mdi);
    vsc_advance(&vsc, 20000 * NS_PER_MS);

    ck_assert(!bench_link(port));
}
END_TEST

START_TEST(veriphy_finds_the_broken_pair)
{
    hc_vsc_set_pair(&port->phy, 2, HC_VSC_PAIR_SHORT, 30);
    bench_connect(port, &port->mdi);
    vsc_put(&vsc, 0, 1, 24, 0x8000);
    ck_assert_uint_eq(vsc_get(&vsc, 0, 1, 24), 0x8000);
    vsc_advance(&vsc, 1000 * NS_PER_MS);

    ck_assert_uint_eq(vsc_get(&vsc, 0, 1, 24) & 0xc000, 0x4000);
    ck_assert_uint_eq(vsc_get(&vsc, 0, 1, 25) >> 8, 10);        /* 3 m each */
    ck_assert_uint_eq(vsc_get(&vsc, 0, 1, 26), 0x0020);
}
END_TEST

START_TEST(mdix_shows_what_is_forced_and_what_the_cable_needs)
{
    vsc_put(&vsc, 0, 1, 19, 0x000c);
    ck_assert_uint_eq(bench_read(port, 28) & 0x2000, 0x2000);
    vsc_put(&vsc, 0, 1, 19, 0x0000);
    hc_vsc_set_crossover(&port->phy, true);
    ck_assert_uint_eq(bench_read(port, 28) & 0x2000, 0);
    copper_link();

    ck_assert_uint_eq(bench_read(port, 28) & 0x2000, 0x2000);
}
END_TEST

START_TEST(leds_follow_the_link_and_the_mode)
{
    unsigned before = fake_count(&port->fake, HC_EVENT_LED);

    copper_link();                              /* 0, 2 and 3 light up */
    bench_write(port, 29, 0x802e);              /* LED 0 off */

    ck_assert_uint_eq(fake_count(&port->fake, HC_EVENT_LED), before + 4);
}
END_TEST

START_TEST(a_port_snapshot_keeps_the_fibre_link)
{
    static struct vsc saved;
    size_t at = offsetof(struct hc_phy, reg);
    size_t pat = offsetof(struct hc_vsc_package, reg);

    become(HC_IFACE_1000BASEX, true);
    vsc_select_media(&vsc, 0, 2, 0x00c1);
    vsc_advance(&vsc, 100 * NS_PER_MS);
    saved = vsc;
    hc_vsc_package_reset(&vsc.package);
    hc_phy_reset(&port->phy);
    memcpy((char *)&port->phy + at, (char *)&saved.port[0].phy + at,
           sizeof(port->phy) - at);
    memcpy((char *)&vsc.package + pat, (char *)&saved.package + pat,
           sizeof(vsc.package) - pat);

    ck_assert_int_eq(vsc_read_status(&vsc, 0), 1000);
}
END_TEST

int main(void)
{
    const TTest *const test[] = {
        a_media_change_acts_only_after_a_soft_reset,
        fibre_negotiates_and_genphy_finds_a_gigabit,
        fibre_may_hide_from_the_copper_registers,
        fibre_without_negotiation_needs_light_only,
        a_serdes_without_its_mailbox_command_stays_dark,
        linux_puts_a_port_back_to_copper,
        passthrough_takes_its_mode_from_the_sgmii_word,
        fast_ethernet_over_fibre_has_no_negotiation,
        media_sense_moves_to_the_preferred_medium_and_tells,
        statistics_count_frames_and_clear_on_read,
        the_serdes_counters_count_the_side_they_are_told_to,
        near_end_loopback_returns_frames_to_the_mac,
        far_end_loopback_returns_frames_to_the_medium,
        a_mac_serdes_loop_is_set_by_mailbox,
        a_filter_transforms_egress_and_drops_ingress,
        a_magic_packet_raises_the_line,
        another_address_wakes_nobody,
        secure_on_wants_its_password,
        downshift_gives_gigabit_up_after_so_many_attempts,
        a_broken_cable_survives_a_reset_of_the_phy,
        without_downshift_a_broken_pair_means_no_link,
        veriphy_finds_the_broken_pair,
        mdix_shows_what_is_forced_and_what_the_cable_needs,
        leds_follow_the_link_and_the_mode,
        a_port_snapshot_keeps_the_fibre_link,
    };

    return RUN_TESTS("vsc85xx-media", setup, test);
}
