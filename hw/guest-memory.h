/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Guest memory for models that are bus masters. */
#ifndef HC_HW_MEMORY_H
#define HC_HW_MEMORY_H

#include "../models/hc.h"

/* The system's address space; false where nothing answers. */
extern const struct hc_memory hc_system_memory;

#endif
