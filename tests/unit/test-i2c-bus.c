/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "../../models/i2c-bus.h"

struct device {
    uint8_t  address;
    unsigned starts, stops, sent, received;
    bool     ready;
};

static struct device a, b;
static struct hc_i2c_bus bus;

static bool start(void *opaque, uint8_t address, bool read)
{
    struct device *device = opaque;

    (void)read;
    if (address != device->address || !device->ready) {
        return false;
    }
    device->starts++;
    return true;
}

static bool send(void *opaque, uint8_t byte)
{
    ((struct device *)opaque)->sent++;
    return byte != 0x55;
}

static uint8_t recv(void *opaque)
{
    struct device *device = opaque;

    device->received++;
    return device->address;
}

static void stop(void *opaque)
{
    ((struct device *)opaque)->stops++;
}

static void setup(void)
{
    const struct hc_i2c_target on_a = { start, send, recv, stop, &a };
    const struct hc_i2c_target on_b = { start, send, recv, stop, &b };

    memset(&bus, 0, sizeof(bus));
    a = (struct device){ .address = 0x20, .ready = true };
    b = (struct device){ .address = 0x50, .ready = true };
    hc_i2c_attach(&bus, &on_a);
    hc_i2c_attach(&bus, &on_b);
}

START_TEST(an_empty_bus_naks_and_reads_ones)
{
    ck_assert(!hc_i2c_start(&bus, 0x33, true));
    ck_assert(!hc_i2c_send(&bus, 1));
    ck_assert_uint_eq(hc_i2c_recv(&bus), 0xff);
    hc_i2c_stop(&bus);
    ck_assert_uint_eq(a.stops + b.stops, 0);
}
END_TEST

START_TEST(only_the_addressed_device_hears)
{
    ck_assert(hc_i2c_start(&bus, 0x50, false));
    ck_assert(hc_i2c_send(&bus, 1));
    hc_i2c_stop(&bus);

    ck_assert_uint_eq(b.sent, 1);
    ck_assert_uint_eq(b.stops, 1);
    ck_assert_uint_eq(a.starts + a.sent + a.stops, 0);
}
END_TEST

START_TEST(a_device_may_refuse_a_byte)
{
    hc_i2c_start(&bus, 0x20, false);

    ck_assert(!hc_i2c_send(&bus, 0x55));
    ck_assert(hc_i2c_send(&bus, 0x56));
}
END_TEST

START_TEST(a_repeated_start_may_go_to_another_device)
{
    hc_i2c_start(&bus, 0x20, false);
    ck_assert(hc_i2c_start(&bus, 0x50, true));

    ck_assert_uint_eq(hc_i2c_recv(&bus), 0x50);
    ck_assert_uint_eq(a.received, 0);
}
END_TEST

START_TEST(a_refused_repeated_start_leaves_the_line_open)
{
    hc_i2c_start(&bus, 0x20, false);
    a.ready = false;
    ck_assert(!hc_i2c_start(&bus, 0x20, true));

    ck_assert_uint_eq(hc_i2c_recv(&bus), 0xff);
    ck_assert_uint_eq(a.received, 0);
}
END_TEST

START_TEST(a_stop_ends_the_transaction_once)
{
    hc_i2c_start(&bus, 0x20, false);
    hc_i2c_stop(&bus);
    hc_i2c_stop(&bus);

    ck_assert_uint_eq(a.stops, 1);
    ck_assert(!hc_i2c_send(&bus, 1));
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("i2c-bus");
    TCase *tc = tcase_create("i2c-bus");
    SRunner *runner;
    int failed;

    tcase_add_checked_fixture(tc, setup, NULL);
    tcase_add_test(tc, an_empty_bus_naks_and_reads_ones);
    tcase_add_test(tc, only_the_addressed_device_hears);
    tcase_add_test(tc, a_device_may_refuse_a_byte);
    tcase_add_test(tc, a_repeated_start_may_go_to_another_device);
    tcase_add_test(tc, a_refused_repeated_start_leaves_the_line_open);
    tcase_add_test(tc, a_stop_ends_the_transaction_once);
    suite_add_tcase(suite, tc);
    runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
