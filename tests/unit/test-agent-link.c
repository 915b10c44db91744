/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <check.h>
#include <glib.h>
#include <stdlib.h>
#include <string.h>

#include "../../tools/lib/agent-link.h"

static GString *heard;
static struct hc_agent_link *agent;

static void hello(void *opaque, const char *release)
{
    (void)opaque;
    g_string_append_printf(heard, "hello %s;", release);
}

static void kmsg(void *opaque, unsigned prio, uint64_t usec,
                 const char *bytes, size_t len)
{
    (void)opaque;
    g_string_append_printf(heard, "kmsg %u %u %zu %s;", prio, (unsigned)usec,
                           len, bytes);
}

static void link_changed(void *opaque, const char *ifname, bool up,
                         unsigned mbps)
{
    (void)opaque;
    g_string_append_printf(heard, "link %s %d %u;", ifname, up, mbps);
}

static void out(void *opaque, unsigned id, const char *bytes, size_t len)
{
    (void)opaque;
    g_string_append_printf(heard, "out %u %zu %s;", id, len, bytes);
}

static void end(void *opaque, unsigned id, int status)
{
    (void)opaque;
    g_string_append_printf(heard, "end %u %d;", id, status);
}

static void err(void *opaque, const char *text)
{
    (void)opaque;
    g_string_append_printf(heard, "err %s;", text);
}

static const struct hc_agent_ops ops = { hello, kmsg, link_changed, out, end,
                                         err };

static void setup(void)
{
    heard = g_string_new(NULL);
    agent = hc_agent_link_new(&ops, NULL);
}

static void teardown(void)
{
    g_string_free(heard, TRUE);
    hc_agent_link_free(agent);
}

static void feed(const char *text)
{
    hc_agent_link_feed(agent, text, strlen(text));
}

#define TALK \
    "HELLO 1 6.12.107-armmp\n" \
    "KMSG 4 1500 9\nsfp: a\nbc\n" \
    "LINK eth0 up 1000\nLINK eth0 down 0\n" \
    "OUT 3 5\na b\nc\nOUT 3 0\n\nEND 3 137\nERR not a command\n"

#define HEARD \
    "hello 6.12.107-armmp;kmsg 4 1500 9 sfp: a\nbc;link eth0 1 1000;" \
    "link eth0 0 0;out 3 5 a b\nc;out 3 0 ;end 3 137;err not a command;"

START_TEST(everything_that_the_agent_says_is_understood)
{
    feed(TALK);

    ck_assert_str_eq(heard->str, HEARD);
    ck_assert_uint_eq(hc_agent_link_garbage(agent), 0);
}
END_TEST

START_TEST(bytes_may_come_one_by_one)
{
    for (const char *at = TALK; *at; at++) {
        hc_agent_link_feed(agent, at, 1);
    }

    ck_assert_str_eq(heard->str, HEARD);
}
END_TEST

START_TEST(a_body_may_look_like_a_message)
{
    feed("OUT 1 8\nEND 1 0\n\nEND 1 1\n");

    ck_assert_str_eq(heard->str, "out 1 8 END 1 0\n;end 1 1;");
}
END_TEST

START_TEST(after_garbage_the_next_line_counts)
{
    feed("login: \nHELLO 2 x\nOUT 1 65537\nLINK eth0 sideways 1\n"
         "END 1 256\nKMSG 8 0 0\nEND -1 0\nEND 1\nEND 5 0\n");

    ck_assert_str_eq(heard->str, "end 5 0;");
    ck_assert_uint_eq(hc_agent_link_garbage(agent), 8);
}
END_TEST

START_TEST(a_line_without_an_end_does_not_grow)
{
    for (unsigned n = 0; n < 100000; n++) {
        hc_agent_link_feed(agent, "x\0y", 3);
    }
    feed("\nEND 5 0\n");

    ck_assert_str_eq(heard->str, "end 5 0;");
    ck_assert_uint_eq(hc_agent_link_garbage(agent), 1);
}
END_TEST

START_TEST(the_longest_body_passes)
{
    g_autofree char *body = g_strnfill(65536, 'x');

    feed("OUT 1 65536\n");
    feed(body);
    feed("\nEND 1 0\n");

    ck_assert(g_str_has_suffix(heard->str, "xxx;end 1 0;"));
}
END_TEST

START_TEST(a_command_is_counted_in_bytes)
{
    g_autofree char *run = hc_agent_run_text(7, "echo \xc3\xa4");
    g_autofree char *kill = hc_agent_kill_text(7);

    ck_assert_str_eq(run, "RUN 7 7\necho \xc3\xa4\n");
    ck_assert_str_eq(kill, "KILL 7\n");
}
END_TEST

START_TEST(a_copy_in_the_middle_of_a_body_ends_it)
{
    struct hc_agent_link *copy = hc_agent_link_new(&ops, NULL);
    const void *state;
    size_t size;

    feed("OUT 3 5\na b");
    state = hc_agent_link_save(agent, &size);
    ck_assert(hc_agent_link_load(copy, state, size));
    hc_agent_link_feed(copy, "\nc\nEND 3 0\n", 11);

    ck_assert_str_eq(heard->str, "out 3 5 a b\nc;end 3 0;");
    hc_agent_link_free(copy);
}
END_TEST

START_TEST(a_state_that_is_none_is_refused_and_changes_nothing)
{
    g_autofree char *spoilt = NULL;
    size_t size;

    feed("LINK eth0 ");
    hc_agent_link_save(agent, &size);
    spoilt = g_malloc(size);
    memset(spoilt, 0xff, size);
    ck_assert(!hc_agent_link_load(agent, spoilt, size));
    ck_assert(!hc_agent_link_load(agent, spoilt, size - 1));
    feed("up 10\n");

    ck_assert_str_eq(heard->str, "link eth0 1 10;");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("agent-link");
    TCase *tcase = tcase_create("protocol");
    SRunner *runner = srunner_create(suite);
    int failed;

    tcase_add_checked_fixture(tcase, setup, teardown);
    tcase_add_test(tcase, everything_that_the_agent_says_is_understood);
    tcase_add_test(tcase, bytes_may_come_one_by_one);
    tcase_add_test(tcase, a_body_may_look_like_a_message);
    tcase_add_test(tcase, after_garbage_the_next_line_counts);
    tcase_add_test(tcase, a_line_without_an_end_does_not_grow);
    tcase_add_test(tcase, the_longest_body_passes);
    tcase_add_test(tcase, a_command_is_counted_in_bytes);
    tcase_add_test(tcase, a_copy_in_the_middle_of_a_body_ends_it);
    tcase_add_test(tcase,
                   a_state_that_is_none_is_refused_and_changes_nothing);
    suite_add_tcase(suite, tcase);
    srunner_run_all(runner, CK_NORMAL);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
