/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "qemu/osdep.h"
#include "capture.h"

#include <pcap/pcap.h>

#include "qemu/timer.h"

#define SNAPLEN 65535
/* Few large writes instead of one for each third frame. */
#define BUFFER_SIZE (256 * 1024)

struct HcCapture {
    struct hc_hop *hop;
    pcap_t        *pcap;
    pcap_dumper_t *dumper;
    char          *path;
};

static void capture_frame(void *opaque, unsigned side, const uint8_t *frame,
                          size_t len)
{
    HcCapture *capture = opaque;
    int64_t now = qemu_clock_get_ns(QEMU_CLOCK_VIRTUAL);
    struct pcap_pkthdr header = {
        /* with nanosecond precision, tv_usec holds nanoseconds */
        .ts = { now / NANOSECONDS_PER_SECOND, now % NANOSECONDS_PER_SECOND },
        .caplen = len,
        .len = len,
    };

    pcap_dump((unsigned char *)capture->dumper, &header, frame);
}

HcCapture *hc_capture_new(struct hc_hop *hop, const char *dir,
                          const char *name, bool append, GError **error)
{
    HcCapture *capture = g_new0(HcCapture, 1);

    capture->hop = hop;
    capture->path = g_strdup_printf("%s/%s.pcap", dir, name);
    capture->pcap = pcap_open_dead_with_tstamp_precision(
        DLT_EN10MB, SNAPLEN, PCAP_TSTAMP_PRECISION_NANO);
    capture->dumper = (append ? pcap_dump_open_append
                              : pcap_dump_open)(capture->pcap, capture->path);
    if (capture->dumper) {
        pcap_dump_flush(capture->dumper);
        setvbuf(pcap_dump_file(capture->dumper), NULL, _IOFBF, BUFFER_SIZE);
    } else {
        g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_FAILED,
                    "%s: cannot write the capture; check the folder and the "
                    "room on its disk", pcap_geterr(capture->pcap));
        pcap_close(capture->pcap);
        g_free(capture->path);
        g_free(capture);
        return NULL;
    }
    hop->tap = capture_frame;
    hop->tap_opaque = capture;
    return capture;
}

void hc_capture_flush(HcCapture *capture)
{
    pcap_dump_flush(capture->dumper);
}

void hc_capture_seal(HcCapture *capture)
{
    capture->hop->tap = NULL;
}

bool hc_capture_close(HcCapture *capture, GError **error)
{
    bool whole = pcap_dump_flush(capture->dumper) == 0 &&
                 !ferror(pcap_dump_file(capture->dumper));

    if (!whole) {
        g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_NOSPC,
                    "%s: the capture is not whole (disk full?); free some "
                    "room and run again", capture->path);
    }
    capture->hop->tap = NULL;
    pcap_dump_close(capture->dumper);
    pcap_close(capture->pcap);
    g_free(capture->path);
    g_free(capture);
    return whole;
}
