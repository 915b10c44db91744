/* SPDX-License-Identifier: GPL-2.0-or-later */
/* -M hotcage-am335x: the SoC, the board around it and the story it plays. */
#ifndef HC_MACHINE_H
#define HC_MACHINE_H

#include "soc.h"
#include "hw/arm/boot.h"
#include "hw/boards.h"

struct HcBench;
struct HcStory;

#define TYPE_HC_MACHINE MACHINE_TYPE_NAME("hotcage-am335x")
OBJECT_DECLARE_SIMPLE_TYPE(HcMachineState, HC_MACHINE)

struct HcMachineState {
    MachineState parent_obj;
    struct arm_boot_info boot;
    HcSoc soc;
    struct HcBench *bench;
    struct HcStory *story;
    void *fdt;
    int fdt_size;

    /* properties */
    char *board;                /* a name of hw/board.c */
    char *mac;                  /* how the tree describes the switch */
    char *macsec;               /* knobs of the MACsec engines, or NULL */
    char *captures;             /* "all", "none", names; NULL: all */
    char *tlb;                  /* "pages", "all"; NULL: pages */
    char *idle;                 /* "cpu", "main-loop"; NULL: cpu */
    char *vsc_guess;            /* guesses turned round, or NULL */
    char *scenario;             /* file to play, or NULL */
    char *rundir;               /* where log and captures go, or NULL */
    char *snapshot;             /* folder of the machine at @boot, or NULL */
    bool restored;              /* it came from there */
    char *branch;               /* the ending that is told, or NULL */
    char *fork;                 /* folder of the machine where it forks */
    char *coverage;             /* file for the registers in use, or NULL */
    bool forked;                /* it came from there */
    int64_t seed;               /* for the scenario's own; -1: the file's */
    int64_t cage_power_mw;      /* what a cage gives; 0: nothing is said */
    int64_t pwm_timer;          /* the timer behind a PWM, 4 to 7; 0: none */
    int64_t stop_at_ms;         /* stand still then; -1: never */
    int32_t report_fd;          /* the command listens here; -1: nobody */
    bool probe;                 /* no CPU: a test drives the registers */
    bool steps;                 /* false: only the scenario's head is set */
    bool stays;                 /* after its story it waits for another one */
    bool again;                 /* it comes in where another machine was */
};

#endif
