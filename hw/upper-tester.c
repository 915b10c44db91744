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

typedef struct HcTester {
    HcUpper upper;
    NetClientState *wire;       /* what virtio-net is plugged into */
} HcTester;

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

static void tester_takes(HcUpper *upper, const uint8_t *frame, size_t len)
{
    qemu_send_packet(((HcTester *)upper)->wire, frame, len);
}

static void tester_ends(HcUpper *upper)
{
    g_free(upper);
}

/* No bottom halves, no eventfd, no announcements after a restore: these run
 * in host time. */
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
    qdev_prop_set_netdev(nic, "netdev", tester->wire);
    qdev_realize_and_unref(nic, QLIST_FIRST(&bus->child_bus), &error_fatal);
}

HcUpper *hc_upper_tester(unsigned n, qemu_irq irq, HcUpperSend *send,
                         void *opaque)
{
    HcTester *tester = g_new0(HcTester, 1);
    g_autofree char *name = g_strdup_printf("tester%u", n);

    hc_upper_init(&tester->upper, send, opaque);
    tester->upper.frame = tester_takes;
    tester->upper.free = tester_ends;
    tester->wire = qemu_new_net_client(&wire_info, NULL, "hotcage", name);
    DO_UPCAST(HcTesterWire, nc, tester->wire)->tester = tester;
    create_interface(tester, n, irq);
    hc_upper_tester_link(&tester->upper, false);
    return &tester->upper;
}

void hc_upper_tester_link(HcUpper *upper, bool up)
{
    NetClientState *nic = ((HcTester *)upper)->wire->peer;

    if (nic && nic->link_down == up) {
        nic->link_down = !up;
        nic->info->link_status_changed(nic);
    }
}
