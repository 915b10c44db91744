/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A guest without a kernel: the domains of its page tables are closed and
 * opened (ARM DDI 0406C, B3.7.3), after the TLB has seen their pages. Prints
 * TAP on the console and resets the board. */
#include <stdbool.h>
#include <stdint.h>

/* SPRUH73 chapter 2, 8.1 and 19. */
#define UART0       0x44e09000u
#define PRM_RSTCTRL 0x44e00f00u
#define REG(at)     (*(volatile uint32_t *)(at))

/* B3.5.1; AP in bits 11:10 of a section and 5:4 of a page. */
#define SECTION(pa, domain, ap) ((pa) | (ap) << 10 | (domain) << 5 | 2u)
#define TABLE(pa, domain)       ((uint32_t)(pa) | (domain) << 5 | 1u)
#define PAGE(pa, ap)            ((pa) | (ap) << 4 | 2u)
#define FULL 3u                 /* B3.7.1: everybody may all */
#define READ_ONLY 0x21u         /* APX 1, AP 01: only to be read, by us */

/* B3.13.3, DFSR without its domain and direction; IFSR has neither. */
#define FAULT        0x80000000u
#define DOMAIN_OF_SECTION   (FAULT | 0x9u)
#define DOMAIN_OF_PAGE      (FAULT | 0xbu)
#define PERMISSION_OF_PAGE  (FAULT | 0xfu)
#define STATUS(dfsr)        ((dfsr) & (FAULT | 0x40fu))

/* B3.7.3, of domains 0 (ours), 1 and 2. */
enum { CLOSED = 0, CLIENT = 1, MANAGER = 3 };
#define DOMAINS(one, two) (MANAGER | (one) << 2 | (two) << 4)

#define OURS   0x82000000u
#define MEMORY 0x83000000u      /* what the pages show */
#define PAGES  0x10000000u      /* in domain 1 */
#define OTHERS 0x10100000u      /* in domain 2 */
#define BLOCK  0x20000000u      /* a section in domain 1 */
#define N_PAGES 100u            /* more than hw/cpu-domains.c has room for */

uint32_t try_read(uint32_t at);
uint32_t try_read_as_user(uint32_t at);
uint32_t try_write(uint32_t at, uint32_t value);
uint32_t try_call(uint32_t at);
void set_domains(uint32_t dacr);
void forget_page(uint32_t at);
void mmu_on(uint32_t *table);

uint32_t found;

static uint32_t table[4096] __attribute__((aligned(16384)));
static uint32_t ours[256] __attribute__((aligned(1024)));
static uint32_t low[256] __attribute__((aligned(1024)));
static uint32_t shown[256] __attribute__((aligned(1024)));
static uint32_t devices[256] __attribute__((aligned(1024)));
static uint32_t pages[256] __attribute__((aligned(1024)));
static uint32_t others[256] __attribute__((aligned(1024)));

static void say(const char *text)
{
    for (; *text; text++) {
        REG(UART0) = (uint8_t)*text;
    }
}

static void say_number(uint32_t number, unsigned digits)
{
    while (digits-- > 0) {
        REG(UART0) = "0123456789abcdef"[number >> 4 * digits & 15];
    }
}

static bool good;

/* Two witnesses: what the manual says, and what happened. */
static void expect(uint32_t is, uint32_t wanted, const char *where)
{
    if (is != wanted) {
        good = false;
        say("# ");
        say(where);
        say(": ");
        say_number(is, 8);
        say(" instead of ");
        say_number(wanted, 8);
        say("\n");
    }
}

/* A megabyte in small pages. */
static void map(uint32_t at, uint32_t *to, uint32_t pa, uint32_t domain)
{
    table[at >> 20] = TABLE(to, domain);
    for (uint32_t i = 0; i < 256; i++) {
        to[i] = PAGE(pa + (i << 12), FULL);
    }
}

/* One section only, and it is used last: QEMU empties its TLB of everything
 * when it is asked for a page between two sections that it has seen. */
static void fill_tables(void)
{
    map(0, low, OURS, 0u);                          /* the vectors */
    map(OURS, ours, OURS, 0u);
    map(MEMORY, shown, MEMORY, 0u);
    map(UART0, devices, UART0 & 0xfff00000u, 0u);
    map(PAGES, pages, MEMORY, 1u);
    map(OTHERS, others, MEMORY, 2u);
    table[BLOCK >> 20] = SECTION(MEMORY, 1u, FULL);
}

/* The first time that a domain is closed nobody knows what the TLB has of it;
 * what matters is each time after. */
#define TIMES 3

static void a_page_of_a_closed_domain_faults_though_it_was_read(void)
{
    for (unsigned i = 0; i < TIMES; i++) {
        set_domains(DOMAINS(CLIENT, CLIENT));
        expect(try_read(PAGES), 0, "open");
        set_domains(DOMAINS(CLOSED, CLIENT));
        expect(STATUS(try_read(PAGES)), DOMAIN_OF_PAGE, "closed");
        expect(try_read(PAGES) >> 4 & 15, 1, "the domain in DFSR");
        set_domains(DOMAINS(CLIENT, CLIENT));
        expect(try_read(PAGES), 0, "open again");
    }
}

static void it_faults_for_writes_and_for_users_too(void)
{
    for (unsigned i = 0; i < TIMES; i++) {
        set_domains(DOMAINS(CLIENT, CLIENT));
        expect(try_write(PAGES, 1), 0, "write");
        expect(try_read_as_user(PAGES + 0x1000), 0, "user");
        set_domains(DOMAINS(CLOSED, CLIENT));
        expect(STATUS(try_write(PAGES, 1)), DOMAIN_OF_PAGE, "closed write");
        expect(STATUS(try_read_as_user(PAGES + 0x1000)), DOMAIN_OF_PAGE,
               "closed user");
    }
}

static void a_section_of_a_closed_domain_faults_wherever_it_was_read(void)
{
    for (unsigned i = 0; i < TIMES; i++) {
        set_domains(DOMAINS(CLIENT, CLIENT));
        for (uint32_t at = 0; at < 0x100000; at += 0x10000) {
            expect(try_read(BLOCK + at), 0, "open");
        }
        set_domains(DOMAINS(CLOSED, CLIENT));
        for (uint32_t at = 0; at < 0x100000; at += 0x10000) {
            expect(STATUS(try_read(BLOCK + at)), DOMAIN_OF_SECTION, "closed");
        }
    }
}

static void read_many(uint32_t from, uint32_t wanted, const char *where)
{
    for (uint32_t i = 0; i < N_PAGES; i++) {
        expect(STATUS(try_read(from + (i << 12))), wanted, where);
    }
}

static void a_hundred_pages_are_closed_at_once(void)
{
    for (unsigned i = 0; i < TIMES; i++) {
        set_domains(DOMAINS(CLIENT, CLIENT));
        read_many(PAGES, 0, "open");
        set_domains(DOMAINS(CLOSED, CLIENT));
        read_many(PAGES, DOMAIN_OF_PAGE, "closed");
    }
}

static void a_hundred_pages_of_a_section_are_closed_at_once(void)
{
    for (unsigned i = 0; i < TIMES; i++) {
        set_domains(DOMAINS(CLIENT, CLIENT));
        read_many(BLOCK, 0, "open");
        set_domains(DOMAINS(CLOSED, CLIENT));
        read_many(BLOCK, DOMAIN_OF_SECTION, "closed");
    }
}

static void closing_one_domain_leaves_the_other_open(void)
{
    for (unsigned i = 0; i < TIMES; i++) {
        set_domains(DOMAINS(CLIENT, CLIENT));
        for (uint32_t at = 0; at < 8 << 12; at += 1 << 12) {
            expect(try_read(PAGES + at), 0, "one");
            expect(try_read(OTHERS + at), 0, "two");
        }
        set_domains(DOMAINS(CLIENT, CLOSED));
        expect(try_read(PAGES), 0, "one, two closed");
        expect(STATUS(try_read(OTHERS + 0x3000)), DOMAIN_OF_PAGE, "two");
        set_domains(DOMAINS(CLOSED, CLOSED));
        for (uint32_t at = 0; at < 8 << 12; at += 1 << 12) {
            expect(STATUS(try_read(PAGES + at)), DOMAIN_OF_PAGE, "one too");
        }
    }
}

static void a_client_may_not_write_what_its_manager_wrote(void)
{
    pages[200] = PAGE(MEMORY, READ_ONLY);
    for (unsigned i = 0; i < TIMES; i++) {
        set_domains(DOMAINS(MANAGER, CLIENT));
        expect(try_write(PAGES + (200 << 12), i), 0, "manager");
        set_domains(DOMAINS(CLIENT, CLIENT));
        expect(STATUS(try_write(PAGES + (200 << 12), i)), PERMISSION_OF_PAGE,
               "client");
        expect(try_read(PAGES + (200 << 12)), 0, "client reads");
        set_domains(DOMAINS(MANAGER, CLIENT));
        expect(try_write(PAGES + (200 << 12), i), 0, "manager again");
    }
}

static void a_page_that_changed_while_closed_is_seen_when_open(void)
{
    REG(MEMORY) = 0x11111111;
    REG(MEMORY + 0x1000) = 0x22222222;
    for (unsigned i = 0; i < TIMES; i++) {
        pages[0] = PAGE(MEMORY, FULL);
        forget_page(PAGES);
        set_domains(DOMAINS(CLIENT, CLIENT));
        expect(try_read(PAGES), 0, "open");
        expect(found, 0x11111111, "before");
        set_domains(DOMAINS(CLOSED, CLIENT));
        pages[0] = PAGE(MEMORY + 0x1000, FULL);
        forget_page(PAGES);
        expect(STATUS(try_read(PAGES)), DOMAIN_OF_PAGE, "closed");
        set_domains(DOMAINS(CLIENT, CLIENT));
        expect(try_read(PAGES), 0, "open again");
        expect(found, 0x22222222, "after");
    }
}

static void a_page_that_changed_its_domain_closes_with_the_new_one(void)
{
    for (unsigned i = 0; i < TIMES; i++) {
        table[PAGES >> 20] = TABLE(pages, 1u);
        forget_page(PAGES);
        set_domains(DOMAINS(CLIENT, CLIENT));
        expect(try_read(PAGES), 0, "in one");
        table[PAGES >> 20] = TABLE(pages, 2u);
        forget_page(PAGES);
        expect(try_read(PAGES), 0, "in two");
        set_domains(DOMAINS(CLIENT, CLOSED));
        expect(STATUS(try_read(PAGES)), DOMAIN_OF_PAGE, "two closed");
    }
    table[PAGES >> 20] = TABLE(pages, 1u);
    forget_page(PAGES);
}

/* bx lr */
static void code_of_a_closed_domain_does_not_run(void)
{
    REG(MEMORY + 0x5000) = 0xe12fff1e;
    for (unsigned i = 0; i < TIMES; i++) {
        set_domains(DOMAINS(CLIENT, CLIENT));
        expect(try_call(PAGES + 0x5000), 0, "open");
        set_domains(DOMAINS(CLOSED, CLIENT));
        expect(STATUS(try_call(PAGES + 0x5000)), DOMAIN_OF_PAGE, "closed");
    }
}

#define TEST(name) { name, #name }

static const struct {
    void (*run)(void);
    const char *name;
} tests[] = {
    TEST(a_page_of_a_closed_domain_faults_though_it_was_read),
    TEST(it_faults_for_writes_and_for_users_too),
    TEST(a_hundred_pages_are_closed_at_once),
    TEST(closing_one_domain_leaves_the_other_open),
    TEST(a_client_may_not_write_what_its_manager_wrote),
    TEST(a_page_that_changed_while_closed_is_seen_when_open),
    TEST(a_page_that_changed_its_domain_closes_with_the_new_one),
    TEST(code_of_a_closed_domain_does_not_run),
    TEST(a_section_of_a_closed_domain_faults_wherever_it_was_read),
    TEST(a_hundred_pages_of_a_section_are_closed_at_once),
};
#define N_TESTS (sizeof(tests) / sizeof(tests[0]))

void main(void);

void main(void)
{
    REG(UART0 + 0x20) = 0;      /* MDR1: a UART */
    set_domains(DOMAINS(CLIENT, CLIENT));
    fill_tables();
    mmu_on(table);
    say("1..");
    say_number(N_TESTS / 10, 1);
    say_number(N_TESTS % 10, 1);
    say("\n");
    for (unsigned i = 0; i < N_TESTS; i++) {
        good = true;
        tests[i].run();
        say(good ? "ok - " : "not ok - ");
        say(tests[i].name);
        say("\n");
    }
    REG(PRM_RSTCTRL) = 1;
    for (;;) {
    }
}
