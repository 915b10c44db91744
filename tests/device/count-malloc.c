/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Preloaded into QEMU: counts what is taken from the heap, in a file that
 * the test shares. */
#include <fcntl.h>
#include <malloc.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t n, size_t size);
extern void *__libc_realloc(void *old, size_t size);
extern void *__libc_memalign(size_t alignment, size_t size);

static uint64_t before_there_is_a_file;
static uint64_t *count = &before_there_is_a_file;

__attribute__((constructor))
static void share(void)
{
    const char *path = getenv("HOTCAGE_MALLOCS");
    int fd = path ? open(path, O_RDWR | O_CLOEXEC) : -1;
    void *map;

    if (fd >= 0) {
        map = mmap(NULL, sizeof(*count), PROT_READ | PROT_WRITE, MAP_SHARED,
                   fd, 0);
        close(fd);
        if (map != MAP_FAILED) {
            count = map;
        }
    }
}

static void one(void)
{
    __atomic_fetch_add(count, 1, __ATOMIC_RELAXED);
}

void *malloc(size_t size)
{
    one();
    return __libc_malloc(size);
}

void *calloc(size_t n, size_t size)
{
    one();
    return __libc_calloc(n, size);
}

void *realloc(void *old, size_t size)
{
    one();
    return __libc_realloc(old, size);
}

void *memalign(size_t alignment, size_t size)
{
    one();
    return __libc_memalign(alignment, size);
}

int posix_memalign(void **ret, size_t alignment, size_t size)
{
    *ret = memalign(alignment, size);
    return *ret ? 0 : 12;       /* ENOMEM */
}

void *aligned_alloc(size_t alignment, size_t size)
{
    return memalign(alignment, size);
}
