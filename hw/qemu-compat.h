/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The one place that knows how QEMU versions differ (10.0 to 11.x). */
#ifndef HC_QEMU_COMPAT_H
#define HC_QEMU_COMPAT_H

#include "qemu/osdep.h"
#include "chardev/char-fe.h"

/* Where icount_enabled() lives. */
#if __has_include("exec/icount.h")
#include "exec/icount.h"
#else
#include "system/cpu-timers.h"
#endif

/* 10.1 made class_init's data const. */
#if QEMU_VERSION_MAJOR > 10 || \
    (QEMU_VERSION_MAJOR == 10 && QEMU_VERSION_MINOR >= 1)
typedef const void HcClassData;
#else
typedef void HcClassData;
#endif

/* 11.0 renamed the front end of a character device. */
#if QEMU_VERSION_MAJOR >= 11
typedef CharFrontend HcCharFrontend;
#else
typedef CharBackend HcCharFrontend;
#endif

#endif
