/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "machine.h"

#include "again.h"
#include "bench.h"
#include "board-dt.h"
#include "cpu-domains.h"
#include "exec/address-spaces.h"
#include "hw/qdev-clock.h"
#include "hw/qdev-properties.h"
#include "idle.h"
#include "kept-ram.h"
#include "probe.h"
#include "qapi/error.h"
#include "qapi/visitor.h"
#include "qemu/error-report.h"
#include "qemu/module.h"
#include "qemu/units.h"
#include "story.h"
#include "system/reset.h"
#include "system/system.h"
#include "target/arm/cpu-qom.h"
#include "translated.h"
#include "uart-port.h"

#define DDR_BASE   0x80000000
#define DDR_MAX    (1 * GiB)
/* Cortex-A8 r3p2, what the AM335x has (SPRUH73 3.1.2). Linux takes an A8 of
 * revision r0 for an OMAP3430 (arch/arm/mach-omap2/id.c). */
#define AM335X_MIDR 0x413fc082
/* The interrupt input among the CPU's pins. */
#define CPU_IRQ    0

static DeviceState *create_cpu(HcMachineState *machine)
{
    Object *cpu = object_new(ARM_CPU_TYPE_NAME("cortex-a8"));

    object_property_set_int(cpu, "midr", AM335X_MIDR, &error_abort);
    object_property_set_bool(cpu, "has_el3", false, &error_abort);
    object_property_set_bool(cpu, "start-powered-off", machine->probe,
                             &error_abort);
    qdev_realize(DEVICE(cpu), NULL, &error_fatal);
    return DEVICE(cpu);
}

static void *take_device_tree(const struct arm_boot_info *info, int *size)
{
    HcMachineState *machine = container_of(info, HcMachineState, boot);

    *size = machine->fdt_size;
    return g_memdup2(machine->fdt, machine->fdt_size);
}

/* The tree is ours to edit: QEMU gets the result instead of the file. */
static void load_device_tree_file(HcMachineState *machine)
{
    MachineState *ms = MACHINE(machine);
    g_autoptr(GError) error = NULL;

    if (!ms->dtb) {
        error_report("hotcage: no device tree; give one with -dtb");
        exit(2);
    }
    machine->fdt = hc_board_dt_load(ms->dtb, machine->board, machine->mac,
                                    machine->cage_power_mw,
                                    machine->pwm_timer,
                                    hc_bench_testers(machine->bench),
                                    hc_bench_seed(machine->bench),
                                    &machine->fdt_size, &error);
    if (!machine->fdt) {
        error_report("hotcage: %s", error->message);
        exit(2);
    }
    g_clear_pointer(&ms->dtb, g_free);
    machine->boot.get_dtb = take_device_tree;
}

static void start_story(HcMachineState *machine)
{
    g_autoptr(GError) error = NULL;

    machine->story = hc_story_new(machine, &error);
    if (!machine->story) {
        error_report("hotcage: %s", error->message);
        exit(2);
    }
}

static bool spare_tlb(HcMachineState *machine, DeviceState *cpu,
                      GError **error)
{
    MachineState *ms = MACHINE(machine);

    if (!g_strcmp0(machine->tlb, "all")) {
        return true;
    }
    if (machine->tlb && !g_str_equal(machine->tlb, "pages")) {
        g_set_error(error, G_FILE_ERROR, G_FILE_ERROR_INVAL,
                    "tlb=%s is no way to empty a TLB; take pages or all",
                    machine->tlb);
        return false;
    }
    hc_cpu_domains_init(cpu, AM335X_MIDR, memory_region_get_ram_ptr(ms->ram),
                        DDR_BASE, ms->ram_size);
    return true;
}

static void machine_init(MachineState *ms)
{
    HcMachineState *machine = HC_MACHINE(ms);
    DeviceState *cpu = create_cpu(machine);
    g_autoptr(GError) error = NULL;

    hc_idle_init();
    machine->stays &= hc_translated_init(cpu);
    memory_region_add_subregion(get_system_memory(), DDR_BASE, ms->ram);
    if (!spare_tlb(machine, cpu, &error)) {
        error_report("hotcage: %s", error->message);
        exit(2);
    }
    hc_soc_create(&machine->soc, OBJECT(machine),
                  qdev_get_gpio_in(cpu, CPU_IRQ));
    hc_uart_port(machine->soc.part[HC_SOC_UART0], serial_hd(0));
    machine->bench = hc_bench_new(machine, &error);
    if (!machine->bench) {
        error_report("hotcage: %s", error->message);
        exit(2);
    }
    if (machine->probe) {
        hc_probe_new(machine, serial_hd(1));
        return;
    }
    hc_kept_ram_init(machine);
    start_story(machine);
    load_device_tree_file(machine);
    machine->boot.ram_size = ms->ram_size;
    machine->boot.loader_start = DDR_BASE;
    machine->boot.board_id = -1;
    arm_load_kernel(ARM_CPU(cpu), ms, &machine->boot);
}

/* String properties; `opaque` is where the machine keeps them. */
static char **string_at(Object *obj, void *opaque)
{
    return (char **)((char *)HC_MACHINE(obj) + (uintptr_t)opaque);
}

static void get_string(Object *obj, Visitor *v, const char *name,
                       void *opaque, Error **errp)
{
    char *value = *string_at(obj, opaque);

    value = value ? value : (char *)"";
    visit_type_str(v, name, &value, errp);
}

static void set_string(Object *obj, Visitor *v, const char *name,
                       void *opaque, Error **errp)
{
    char *value;

    if (visit_type_str(v, name, &value, errp)) {
        g_free(*string_at(obj, opaque));
        *string_at(obj, opaque) = value;
    }
}

static void set_report_fd(Object *obj, Visitor *v, const char *name,
                          void *opaque, Error **errp)
{
    visit_type_int32(v, name, &HC_MACHINE(obj)->report_fd, errp);
}

/* Numbers, likewise. */
static void set_number(Object *obj, Visitor *v, const char *name,
                       void *opaque, Error **errp)
{
    int64_t *at = (int64_t *)((char *)HC_MACHINE(obj) + (uintptr_t)opaque);
    uint32_t value;

    if (visit_type_uint32(v, name, &value, errp)) {
        *at = value;
    }
}

static bool get_probe(Object *obj, Error **errp)
{
    return HC_MACHINE(obj)->probe;
}

static void set_probe(Object *obj, bool value, Error **errp)
{
    HC_MACHINE(obj)->probe = value;
}

static bool get_restored(Object *obj, Error **errp)
{
    return HC_MACHINE(obj)->restored;
}

static void set_restored(Object *obj, bool value, Error **errp)
{
    HC_MACHINE(obj)->restored = value;
}

static bool get_forked(Object *obj, Error **errp)
{
    return HC_MACHINE(obj)->forked;
}

static void set_forked(Object *obj, bool value, Error **errp)
{
    HC_MACHINE(obj)->forked = value;
}

static bool get_steps(Object *obj, Error **errp)
{
    return HC_MACHINE(obj)->steps;
}

static void set_steps(Object *obj, bool value, Error **errp)
{
    HC_MACHINE(obj)->steps = value;
}

static bool get_stays(Object *obj, Error **errp)
{
    return HC_MACHINE(obj)->stays;
}

static void set_stays(Object *obj, bool value, Error **errp)
{
    HC_MACHINE(obj)->stays = value;
}

/* What the other properties say now is another story. */
static void set_again(Object *obj, bool value, Error **errp)
{
    g_autoptr(GError) error = NULL;

    if (value && !hc_machine_again(HC_MACHINE(obj), &error)) {
        error_setg(errp, "%s", error->message);
    }
}

/* One live command, as `hotcage ctl` sends it: "insert cage0 sx". */
static void set_ctl(Object *obj, const char *value, Error **errp)
{
    HcMachineState *machine = HC_MACHINE(obj);
    g_autoptr(GError) error = NULL;

    if (!machine->story) {
        error_setg(errp, "a probed machine has no story");
    } else if (!hc_story_live(machine->story, value, &error)) {
        error_setg(errp, "%s", error->message);
    }
}

/* The folder that takes what the story knows, while the machine stands. */
static void set_keep(Object *obj, const char *value, Error **errp)
{
    HcMachineState *machine = HC_MACHINE(obj);
    g_autoptr(GError) error = NULL;

    if (!machine->story || !hc_story_keep(machine->story, value, &error)) {
        error_setg(errp, "%s", error ? error->message
                                     : "a probed machine has no story");
    }
}

static char *get_status(Object *obj, Error **errp)
{
    return hc_bench_status(HC_MACHINE(obj)->bench);
}

static char *get_virtual_ns(Object *obj, Error **errp)
{
    return g_strdup_printf("%" PRIi64,
                           qemu_clock_get_ns(QEMU_CLOCK_VIRTUAL));
}

static void machine_instance_init(Object *obj)
{
    HcMachineState *machine = HC_MACHINE(obj);

    machine->board = g_strdup("evmsk");
    machine->mac = g_strdup("switchdev");
    machine->report_fd = -1;
    machine->seed = -1;
    machine->stop_at_ms = -1;
    machine->steps = true;
}

static void add_string(ObjectClass *klass, const char *name, size_t at,
                       const char *help)
{
    object_class_property_add(klass, name, "str", get_string, set_string,
                              NULL, (void *)(uintptr_t)at);
    object_class_property_set_description(klass, name, help);
}

static void add_number(ObjectClass *klass, const char *name, size_t at,
                       const char *help)
{
    object_class_property_add(klass, name, "uint32", NULL, set_number, NULL,
                              (void *)(uintptr_t)at);
    object_class_property_set_description(klass, name, help);
}

static const struct {
    const char *name;
    size_t at;
    const char *help;
} strings[] = {
    { "board", offsetof(HcMachineState, board),
      "what is soldered around the SoC: a name of hw/board.c" },
    { "mac", offsetof(HcMachineState, mac),
      "how the device tree describes the switch: switchdev "
      "(cpsw_new), dual-emac or switch (cpsw)" },
    { "macsec", offsetof(HcMachineState, macsec),
      "knobs of the PHYs' MACsec engines, with commas between" },
    { "captures", offsetof(HcMachineState, captures),
      "which wires are captured in the run directory: all, none, or names "
      "with '+' between" },
    { "idle", offsetof(HcMachineState, idle),
      "who moves the clock of instructions while the CPU waits: the cpu, or "
      "the main-loop, as QEMU alone does it" },
    { "tlb", offsetof(HcMachineState, tlb),
      "what leaves QEMU's TLB when Linux closes user memory (DACR): the "
      "pages that it closes, or all, as QEMU alone does it" },
    { "vsc-guess", offsetof(HcMachineState, vsc_guess),
      "what is guessed of a VSC85xx and shall be the other way "
      "round (docs/hardware/vsc85xx.md), with '+' between names" },
    { "scenario", offsetof(HcMachineState, scenario),
      "file with the story to play" },
    { "rundir", offsetof(HcMachineState, rundir),
      "folder for the event log and the captures" },
    { "snapshot", offsetof(HcMachineState, snapshot),
      "folder that keeps the machine at @boot: it stands still "
      "there once, so that its RAM can be saved" },
    { "coverage", offsetof(HcMachineState, coverage),
      "file for what the drivers did with which register" },
    { "branch", offsetof(HcMachineState, branch),
      "the ending that is told, when the scenario has several" },
    { "fork", offsetof(HcMachineState, fork),
      "folder that keeps the machine where the story forks" },
};

static void add_properties(ObjectClass *klass)
{
    for (unsigned i = 0; i < ARRAY_SIZE(strings); i++) {
        add_string(klass, strings[i].name, strings[i].at, strings[i].help);
    }
    add_number(klass, "seed", offsetof(HcMachineState, seed),
               "the seed of addresses, calendar and storms, instead of the "
               "scenario's");
    add_number(klass, "cage-power", offsetof(HcMachineState, cage_power_mw),
               "milliwatts that each cage gives a module; the device tree "
               "says so (maximum-power-milliwatt), 0: it does not");
    add_number(klass, "pwm-timer", offsetof(HcMachineState, pwm_timer),
               "4 to 7: the device tree has a PWM on that timer, which the "
               "clock of the switch hears");
    object_class_property_add_bool(klass, "restored", get_restored,
                                   set_restored);
    object_class_property_set_description(klass, "restored",
        "the machine comes in as it was at @boot, see snapshot");
    object_class_property_add_bool(klass, "forked", get_forked, set_forked);
    object_class_property_set_description(klass, "forked",
        "the machine comes in as it was at the fork, see fork");
    object_class_property_add(klass, "report-fd", "int32", NULL,
                              set_report_fd, NULL, NULL);
    object_class_property_set_description(klass, "report-fd",
        "file descriptor that takes the progress reports");
    object_class_property_add_bool(klass, "probe", get_probe, set_probe);
    object_class_property_set_description(klass, "probe",
        "no CPU runs; the second serial port takes register accesses");
    object_class_property_add_bool(klass, "steps", get_steps, set_steps);
    object_class_property_set_description(klass, "steps",
        "off: set up the bench as the scenario's head says, play nothing");
    object_class_property_add_bool(klass, "stays", get_stays, set_stays);
    object_class_property_set_description(klass, "stays",
        "after a story that held the machine stands still, and can be told "
        "another one, see again");
    object_class_property_add_bool(klass, "again", NULL, set_again);
    object_class_property_set_description(klass, "again",
        "a kept machine comes in where another one has told its story; "
        "scenario, rundir, branch, coverage, snapshot, fork, restored and "
        "forked say which, and which story it tells");
    add_number(klass, "stop-at", offsetof(HcMachineState, stop_at_ms),
               "stand still at so many milliseconds of virtual time");
    object_class_property_add_str(klass, "keep", NULL, set_keep);
    object_class_property_set_description(klass, "keep",
        "folder that takes what the story knows, while the machine stands "
        "still and its RAM is saved beside it");
    object_class_property_add_str(klass, "ctl", NULL, set_ctl);
    object_class_property_set_description(klass, "ctl",
        "a hand at the bench, as `hotcage ctl` takes it");
    object_class_property_add_str(klass, "virtual-ns", get_virtual_ns, NULL);
    object_class_property_set_description(klass, "virtual-ns",
        "the time on the bench");
    object_class_property_add_str(klass, "status", get_status, NULL);
    object_class_property_set_description(klass, "status",
        "the state of the bench, a line per place");
}

static void machine_class_init(ObjectClass *klass, HcClassData *data)
{
    MachineClass *mc = MACHINE_CLASS(klass);

    mc->desc = "TI AM335x with hotcage's Ethernet bench (Cortex-A8)";
    mc->init = machine_init;
    mc->max_cpus = 1;
    mc->default_cpu_type = ARM_CPU_TYPE_NAME("cortex-a8");
    mc->minimum_page_bits = 12;     /* of ARMv7; QEMU would take 1 KiB */
    mc->default_ram_size = 256 * MiB;
    mc->default_ram_id = "ddr";
    mc->no_parallel = 1;
    mc->no_floppy = 1;
    mc->no_cdrom = 1;
    add_properties(klass);
}

static const TypeInfo machine_info = {
    .name = TYPE_HC_MACHINE,
    .parent = TYPE_MACHINE,
    .instance_size = sizeof(HcMachineState),
    .instance_init = machine_instance_init,
    .class_init = machine_class_init,
};

static void machine_register(void)
{
    type_register_static(&machine_info);
}

type_init(machine_register)
