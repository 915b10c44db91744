/* SPDX-License-Identifier: GPL-2.0-or-later */
/* To the plugin this looks like a QEMU of another version: the symbols that
 * it asks for are there, and they say 9.2. Must be linked with its symbols
 * exported. */
#include <stdint.h>
#include <stdio.h>

/* As qapi/control.json makes them. */
struct triple { int64_t major, minor, micro; };
struct version { struct triple *qemu; char *package; };

struct version *qmp_query_version(void *errp);
void register_module_init(void (*fn)(void), int type);
void arm_load_kernel(void);

struct version *qmp_query_version(void *errp)
{
    static struct triple triple = { 9, 2, 0 };
    static struct version version = { &triple, "" };

    (void)errp;
    return &version;
}

void register_module_init(void (*fn)(void), int type)
{
    (void)fn;
    (void)type;
    puts("a board was registered");
}

void arm_load_kernel(void)
{
}

int main(void)
{
    puts("main was reached");
    return 0;
}
