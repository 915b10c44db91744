/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "qemu/osdep.h"
#include "kept-ram.h"

#include <sys/mman.h>

#include "exec/cpu-common.h"
#include "migration/vmstate.h"
#include "qemu/cutils.h"
#include "qemu/error-report.h"
#include "qemu/units.h"
#include "translated.h"

#define RAM_FILE "ram"
/* What is looked at and written at a time; a hole of the file is no less than
 * a page of the host. */
#define PIECE (64 * KiB)

static bool write_piece(int fd, const uint8_t *bytes, size_t len, off_t at)
{
    while (len) {
        const ssize_t n = pwrite(fd, bytes, len, at);

        if (n < 0 && errno != EINTR) {
            return false;
        }
        if (n > 0) {
            bytes += n;
            len -= n;
            at += n;
        }
    }
    return true;
}

/* Runs of pages that hold something. */
static bool write_pages(int fd, const uint8_t *ram, uint64_t from,
                        uint64_t end)
{
    const uint64_t page = qemu_real_host_page_size();
    uint64_t start = from;

    for (uint64_t at = from; at <= end; at += page) {
        if (at < end && !buffer_is_zero(ram + at, page)) {
            continue;
        }
        if (at > start && !write_piece(fd, ram + start, at - start, start)) {
            return false;
        }
        start = at + page;
    }
    return true;
}

bool hc_kept_ram_save(const HcMachineState *machine, const char *folder,
                      GError **error)
{
    const MachineState *ms = MACHINE(machine);
    const uint8_t *ram = memory_region_get_ram_ptr(ms->ram);
    g_autofree char *path = g_build_filename(folder, RAM_FILE, NULL);
    bool ok;
    int fd;

    /* A file that is there may be what this very machine has mapped. */
    unlink(path);
    fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    ok = fd >= 0 && ftruncate(fd, ms->ram_size) == 0;

    for (uint64_t at = 0; ok && at < ms->ram_size; at += PIECE) {
        ok = write_pages(fd, ram, at, MIN(at + PIECE, ms->ram_size));
    }
    if (!ok) {
        g_set_error(error, G_FILE_ERROR, g_file_error_from_errno(errno),
                    "%s: %s; make room", path, g_strerror(errno));
    }
    if (fd >= 0) {
        close(fd);
    }
    return ok;
}

/* In place of the RAM that QEMU has taken from the host, at the same address:
 * reading shares the file's pages, writing copies one. */
static bool map_over(const MachineState *ms, int fd)
{
    return mmap(memory_region_get_ram_ptr(ms->ram), ms->ram_size,
                PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_FIXED, fd,
                0) != MAP_FAILED;
}

/* Where another machine was, what was translated of it must not be taken for
 * this one's. */
static bool compare(const MachineState *ms, int fd)
{
    const void *after = mmap(NULL, ms->ram_size, PROT_READ, MAP_PRIVATE, fd,
                             0);

    if (after == MAP_FAILED) {
        return false;
    }
    hc_translated_drop(ms->ram, memory_region_get_ram_ptr(ms->ram), after,
                       ms->ram_size);
    munmap((void *)after, ms->ram_size);
    return true;
}

static bool map(const HcMachineState *machine, const char *path)
{
    const MachineState *ms = MACHINE(machine);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    struct stat about;
    bool ok = fd >= 0 && fstat(fd, &about) == 0 &&
        (uint64_t)about.st_size == ms->ram_size &&
        (!machine->again || compare(ms, fd)) && map_over(ms, fd);

    if (fd >= 0) {
        close(fd);
    }
    return ok;
}

static int take_ram(void *opaque, int version_id)
{
    HcMachineState *machine = opaque;
    const char *folder = machine->forked ? machine->fork
                                         : machine->snapshot;
    g_autofree char *path = g_build_filename(folder ? folder : "", RAM_FILE,
                                             NULL);

    if (!map(machine, path)) {
        error_report("hotcage: %s is not the RAM of this machine", path);
        return -EINVAL;
    }
    return 0;
}

/* Devices may look into the RAM when their own state is there. */
static const VMStateDescription vmstate_kept_ram = {
    .name = "hotcage-ram",
    .version_id = 1,
    .minimum_version_id = 1,
    .priority = MIG_PRI_GICV3,
    .post_load = take_ram,
    .fields = (const VMStateField[]) {
        VMSTATE_UINT64_EQUAL(parent_obj.ram_size, HcMachineState, NULL),
        VMSTATE_END_OF_LIST()
    }
};

void hc_kept_ram_init(HcMachineState *machine)
{
    qemu_ram_unset_migratable(MACHINE(machine)->ram->ram_block);
    vmstate_register(NULL, 0, &vmstate_kept_ram, machine);
}
