/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "qemu/osdep.h"
#include "upper-internal.h"
#include "upper-tester.h"

#include "hw/qdev-properties.h"
#include "hw/sysbus.h"
#include "hw/virtio/virtio-mmio.h"
#include "net/net.h"
#include "qapi/error.h"

/* From the guest's kick to its frames: short, on the virtual clock. guess:
 * what a card takes to fetch a descriptor. */
#define TX_NS 5000

typedef struct HcRepeater HcRepeater;

/* Its upper is the way from the interface to the repeater. */
typedef struct HcTester {
    HcUpper upper;
    HcRepeater *repeater;
    NetClientState *wire;       /* what virtio-net is plugged into */
} HcTester;

struct HcRepeater {
    HcUpper upper;
    HcTester *tester[HC_TESTERS];
    unsigned count;
};

typedef struct HcTesterWire {
    NetClientState nc;
    HcTester *tester;
} HcTesterWire;

/* After a restore QEMU announces each card by reverse ARP, in host time
 * (net/announce.c, announce_create_packet); the guest has said no such
 * thing. */
static bool is_announcement(const uint8_t *frame, size_t len)
{
    return len >= 14 && frame[12] == 0x80 && frame[13] == 0x35;
}

static ssize_t wire_receives(NetClientState *nc, const uint8_t *frame,
                             size_t len)
{
    HcTester *tester = DO_UPCAST(HcTesterWire, nc, nc)->tester;

    if (!is_announcement(frame, len)) {
        hc_upper_post(&tester->upper, frame, len);
    }
    return len;
}

static NetClientInfo wire_info = {
    .type = NET_CLIENT_DRIVER_USER,
    .size = sizeof(HcTesterWire),
    .receive = wire_receives,
};

/* Everybody but the one who has said it. */
static void tell_all(HcRepeater *repeater, const HcTester *but,
                     const uint8_t *frame, size_t len)
{
    for (unsigned k = 0; k < repeater->count; k++) {
        if (repeater->tester[k] != but) {
            qemu_send_packet(repeater->tester[k]->wire, frame, len);
        }
    }
}

static void cable_says(HcUpper *upper, const uint8_t *frame, size_t len)
{
    tell_all((HcRepeater *)upper, NULL, frame, len);
}

/* What waits for the cable is heard by nobody yet. */
static uint64_t tester_says(void *opaque, const uint8_t *frame, size_t len)
{
    HcTester *tester = opaque;
    HcRepeater *repeater = tester->repeater;
    uint64_t wait_ns = repeater->upper.send(repeater->upper.opaque, frame,
                                            len);

    if (!wait_ns) {
        tell_all(repeater, tester, frame, len);
    }
    return wait_ns;
}

static void tester_ends(HcUpper *upper)
{
    g_free(upper);
}

static void repeater_ends(HcUpper *upper)
{
    HcRepeater *repeater = (HcRepeater *)upper;

    for (unsigned k = 0; k < repeater->count; k++) {
        hc_upper_free(&repeater->tester[k]->upper);
    }
    g_free(repeater);
}

/* Without ctrl_rx the card has no filter: tests that were written for veth see
 * all that is on the cable. No bottom halves, no eventfd, no announcements
 * after a restore: these run in host time. */
static void create_interface(HcTester *tester, unsigned n, qemu_irq irq)
{
    DeviceState *bus = qdev_new(TYPE_VIRTIO_MMIO);
    DeviceState *nic = qdev_new("virtio-net-device");
    g_autofree char *mac = g_strdup_printf("02:00:5e:40:00:%02x", n + 1);

    qdev_prop_set_bit(bus, "ioeventfd", false);
    qdev_prop_set_bit(bus, "force-legacy", false);
    sysbus_realize_and_unref(SYS_BUS_DEVICE(bus), &error_fatal);
    sysbus_mmio_map(SYS_BUS_DEVICE(bus), 0, HC_TESTER_BASE(n));
    sysbus_connect_irq(SYS_BUS_DEVICE(bus), 0, irq);

    object_property_set_str(OBJECT(nic), "mac", mac, &error_fatal);
    qdev_prop_set_string(nic, "tx", "timer");
    qdev_prop_set_uint32(nic, "x-txtimer", TX_NS);
    qdev_prop_set_bit(nic, "guest_announce", false);
    qdev_prop_set_bit(nic, "ctrl_rx", false);
    qdev_prop_set_netdev(nic, "netdev", tester->wire);
    qdev_realize_and_unref(nic, QLIST_FIRST(&bus->child_bus), &error_fatal);
}

HcUpper *hc_upper_testers(HcUpperSend *send, void *opaque)
{
    HcRepeater *repeater = g_new0(HcRepeater, 1);

    hc_upper_init(&repeater->upper, send, opaque);
    repeater->upper.frame = cable_says;
    repeater->upper.free = repeater_ends;
    return &repeater->upper;
}

void hc_upper_add_tester(HcUpper *upper, unsigned n, qemu_irq irq)
{
    HcRepeater *repeater = (HcRepeater *)upper;
    HcTester *tester = g_new0(HcTester, 1);
    g_autofree char *name = g_strdup_printf("tester%u", n);

    assert(repeater->count < HC_TESTERS && "a port has fewer testers");
    tester->repeater = repeater;
    hc_upper_init(&tester->upper, tester_says, tester);
    tester->upper.free = tester_ends;
    tester->wire = qemu_new_net_client(&wire_info, NULL, "hotcage", name);
    DO_UPCAST(HcTesterWire, nc, tester->wire)->tester = tester;
    repeater->tester[repeater->count++] = tester;
    create_interface(tester, n, irq);
    hc_upper_testers_link(upper, false);
}

static void set_link(NetClientState *nic, bool up)
{
    if (nic && nic->link_down == up) {
        nic->link_down = !up;
        nic->info->link_status_changed(nic);
    }
}

void hc_upper_testers_link(HcUpper *upper, bool up)
{
    const HcRepeater *repeater = (HcRepeater *)upper;

    for (unsigned k = 0; k < repeater->count; k++) {
        set_link(repeater->tester[k]->wire->peer, up);
    }
}
