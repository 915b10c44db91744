/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "qemu/osdep.h"
#include "upper-internal.h"

#include "net/net.h"

typedef struct HcNetdev {
    HcUpper upper;
    NICState *nic;
    NICConf conf;
    MemReentrancyGuard guard;
} HcNetdev;

static ssize_t netdev_receives(NetClientState *nc, const uint8_t *frame,
                               size_t len)
{
    hc_upper_post(qemu_get_nic_opaque(nc), frame, len);
    return len;
}

static NetClientInfo info = {
    .type = NET_CLIENT_DRIVER_NIC,
    .size = sizeof(NICState),
    .receive = netdev_receives,
};

static void netdev_takes(HcUpper *upper, const uint8_t *frame, size_t len)
{
    qemu_send_packet(qemu_get_queue(((HcNetdev *)upper)->nic), frame, len);
}

static void netdev_ends(HcUpper *upper)
{
    HcNetdev *self = (HcNetdev *)upper;

    qemu_del_nic(self->nic);
    g_free(self);
}

HcUpper *hc_upper_netdev(const char *id, HcUpperSend *send, void *opaque,
                         GError **error)
{
    NetClientState *peer = qemu_find_netdev(id);
    HcNetdev *self;

    if (!peer || peer->peer) {
        g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_NOENT,
                    "netdev '%s' %s; give QEMU a -netdev with this id", id,
                    peer ? "is in use already" : "does not exist");
        return NULL;
    }
    self = g_new0(HcNetdev, 1);
    hc_upper_init(&self->upper, send, opaque);
    self->upper.frame = netdev_takes;
    self->upper.free = netdev_ends;
    self->conf.peers.ncs[0] = peer;
    self->conf.peers.queues = 1;
    self->nic = qemu_new_nic(&info, &self->conf, "hotcage", id, &self->guard,
                             self);
    return &self->upper;
}
