/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What LD_PRELOAD loads. It needs no symbol of QEMU, so it does nothing in
 * any other program; in a QEMU of the version that it was built for it loads
 * the board, whose constructors register the machine before main runs.
 */
#include <dlfcn.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "qemu/osdep.h"
#include "qapi/qapi-types-control.h"

#define BOARD_NAME "libhotcage-board.so"

static void refuse(const char *what, const char *detail)
{
    fprintf(stderr, "hotcage: %s: %s\n", what, detail);
    _exit(2);
}

/* The folder that this object was loaded from, with a slash at the end. */
static void own_folder(char *ret_path, size_t size)
{
    Dl_info info;
    const char *slash;

    ret_path[0] = '\0';
    if (!dladdr((void *)own_folder, &info)) {
        return;
    }
    slash = strrchr(info.dli_fname, '/');
    if (slash) {
        snprintf(ret_path, size, "%.*s", (int)(slash - info.dli_fname + 1),
                 info.dli_fname);
    }
}

static void check_version(VersionInfo *(*query)(Error **))
{
    VersionInfo *version = query(NULL);
    char detail[160];

    if (version->qemu->major == QEMU_VERSION_MAJOR &&
        version->qemu->minor == QEMU_VERSION_MINOR) {
        return;
    }
    snprintf(detail, sizeof(detail),
             "it is %d.%d, this plugin was built for %d.%d; build hotcage "
             "again on this machine (tools/demo does)",
             (int)version->qemu->major, (int)version->qemu->minor,
             QEMU_VERSION_MAJOR, QEMU_VERSION_MINOR);
    refuse("QEMU has another version", detail);
}

static void load_board(void)
{
    char path[PATH_MAX];

    own_folder(path, sizeof(path) - sizeof(BOARD_NAME));
    strcat(path, BOARD_NAME);
    if (!dlopen(path, RTLD_NOW | RTLD_GLOBAL)) {
        refuse("cannot load the board", dlerror());
    }
}

/* No child of QEMU inherits us. */
static void leave_environment(void)
{
    unsetenv("LD_PRELOAD");
}

static void __attribute__((constructor)) plugin_enter(void)
{
    void *query = dlsym(RTLD_DEFAULT, "qmp_query_version");

    if (!query || !dlsym(RTLD_DEFAULT, "register_module_init") ||
        !dlsym(RTLD_DEFAULT, "arm_load_kernel")) {
        return;
    }
    leave_environment();
    check_version((VersionInfo *(*)(Error **))query);
    load_board();
}
