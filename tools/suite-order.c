/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "suite-order.h"

/* What the first run makes and the others use. */
struct gate {
    unsigned users;             /* runs in all */
    unsigned first;             /* place of the first in the suite */
    unsigned steps;             /* of the longest story */
    unsigned under_way;
    bool open;                  /* it is there, or will never be */
};

struct turn {
    struct hc_suite_run *run;
    struct gate *machine, *story;
    char *qemu;                 /* NULL: not known */
    unsigned at;                /* place in the suite */
    bool taken;
};

struct hc_suite_order {
    GPtrArray *gates;           /* struct gate, all of them */
    GPtrArray *turns;           /* struct turn, whose turn is first */
    unsigned machines;
};

static struct gate *new_gate(struct hc_suite_order *order)
{
    struct gate *gate = g_new0(struct gate, 1);

    g_ptr_array_add(order->gates, gate);
    return gate;
}

/* The gate of a name; without a name, one that stands open. */
static struct gate *gate_of(struct hc_suite_order *order, GHashTable *known,
                            char *name)
{
    struct gate *gate = name ? g_hash_table_lookup(known, name) : NULL;

    if (!gate) {
        gate = new_gate(order);
        gate->open = !name;
    }
    if (name) {
        g_hash_table_insert(known, name, gate);
    }
    return gate;
}

static void join(struct gate *gate, const struct turn *turn)
{
    if (!gate->users++) {
        gate->first = turn->at;
    }
    gate->steps = MAX(gate->steps, turn->run->steps);
}

static void add_turn(struct hc_suite_order *order, GHashTable *machines,
                     GHashTable *stories, struct hc_suite_run *run,
                     char *machine, char *qemu)
{
    struct turn *turn = g_new0(struct turn, 1);
    const char *column = run->kernel->label;

    turn->run = run;
    turn->qemu = qemu ? g_strconcat(column, " ", qemu, NULL) : NULL;
    turn->at = order->turns->len;
    turn->machine = gate_of(order, machines, machine
        ? g_strconcat(column, " ", machine, NULL) : NULL);
    turn->story = gate_of(order, stories, machine && run->branch
        ? g_strconcat(column, " ", run->path, NULL) : NULL);
    join(turn->machine, turn);
    join(turn->story, turn);
    order->machines += turn->machine->users == 1;
    g_ptr_array_add(order->turns, turn);
    g_free(machine);
    g_free(qemu);
}

/* The machine that most wait for comes first, and of single ones that with the
 * longest story, so that short ones are left for the end. The first user of a
 * machine is the first in the suite; then the longest stories. */
static gint by_turn(gconstpointer a, gconstpointer b)
{
    const struct turn *one = *(struct turn *const *)a;
    const struct turn *two = *(struct turn *const *)b;

    if (one->machine != two->machine) {
        return one->machine->users != two->machine->users
            ? (gint)two->machine->users - (gint)one->machine->users
            : one->machine->steps != two->machine->steps
            ? (gint)two->machine->steps - (gint)one->machine->steps
            : (gint)one->machine->first - (gint)two->machine->first;
    }
    if (one->at == one->machine->first || two->at == one->machine->first) {
        return (gint)one->at - (gint)two->at;
    }
    return one->run->steps != two->run->steps
        ? (gint)two->run->steps - (gint)one->run->steps
        : (gint)one->at - (gint)two->at;
}

static void free_turn(gpointer data)
{
    struct turn *turn = data;

    g_free(turn->qemu);
    g_free(turn);
}

struct hc_suite_order *hc_suite_order_new(const struct hc_suite *suite,
                                          hc_suite_machine_of *machine_of,
                                          hc_suite_machine_of *qemu_of,
                                          void *opaque)
{
    struct hc_suite_order *order = g_new0(struct hc_suite_order, 1);
    g_autoptr(GHashTable) machines = g_hash_table_new_full(
        g_str_hash, g_str_equal, g_free, NULL);
    g_autoptr(GHashTable) stories = g_hash_table_new_full(
        g_str_hash, g_str_equal, g_free, NULL);

    order->gates = g_ptr_array_new_with_free_func(g_free);
    order->turns = g_ptr_array_new_with_free_func(free_turn);
    for (unsigned at = 0; at < suite->runs->len; at++) {
        struct hc_suite_run *run = suite->runs->pdata[at];

        add_turn(order, machines, stories, run,
                 machine_of ? machine_of(opaque, run) : NULL,
                 qemu_of ? qemu_of(opaque, run) : NULL);
    }
    if (machine_of) {
        g_ptr_array_sort(order->turns, by_turn);
    }
    return order;
}

void hc_suite_order_free(struct hc_suite_order *order)
{
    if (order) {
        g_ptr_array_unref(order->gates);
        g_ptr_array_unref(order->turns);
        g_free(order);
    }
}

static bool lets_in(const struct gate *gate)
{
    return gate->open || !gate->under_way;
}

static struct turn *turn_of(const struct hc_suite_order *order,
                            const struct hc_suite_run *run)
{
    for (guint at = 0; run && at < order->turns->len; at++) {
        struct turn *turn = order->turns->pdata[at];

        if (turn->run == run) {
            return turn;
        }
    }
    return NULL;
}

/* Who needs less than a start of QEMU, and less of a translation. */
static unsigned kinship(const struct turn *one, const struct turn *two)
{
    return !one || !two ? 0 : one->machine == two->machine ? 2
        : one->qemu && !g_strcmp0(one->qemu, two->qemu);
}

struct hc_suite_run *hc_suite_order_next(struct hc_suite_order *order,
                                         const struct hc_suite_run *last)
{
    const struct turn *before = turn_of(order, last);
    struct turn *next = NULL;

    for (guint at = 0; at < order->turns->len; at++) {
        struct turn *turn = order->turns->pdata[at];

        if (!turn->taken && lets_in(turn->machine) && lets_in(turn->story) &&
            (!next || kinship(before, turn) > kinship(before, next))) {
            next = turn;
        }
    }
    if (!next) {
        return NULL;
    }
    next->taken = true;
    next->machine->under_way++;
    next->story->under_way++;
    return next->run;
}

/* A run that was skipped has made nothing. One that failed has: the next would
 * fail like it, and need not wait. */
static void leave(struct gate *gate, const struct hc_suite_run *run)
{
    gate->under_way--;
    gate->open |= run->verdict != HC_VERDICT_SKIPPED;
}

void hc_suite_order_ended(struct hc_suite_order *order,
                          const struct hc_suite_run *run)
{
    const struct turn *turn = turn_of(order, run);

    if (turn) {
        leave(turn->machine, run);
        leave(turn->story, run);
    }
}

unsigned hc_suite_order_machines(const struct hc_suite_order *order)
{
    return order->machines;
}

char *hc_suite_order_text(const struct hc_suite_order *order)
{
    GString *text = g_string_new(NULL);
    const struct gate *last = NULL;

    for (guint at = 0; at < order->turns->len; at++) {
        const struct turn *turn = order->turns->pdata[at];

        if (turn->machine != last) {
            g_string_append_printf(text, "%s%u on %s:", last ? "\n" : "",
                                   turn->machine->users,
                                   turn->run->kernel->label);
        }
        last = turn->machine;
        g_string_append_printf(text, " %s", turn->run->name);
    }
    g_string_append(text, last ? "\n" : "");
    return g_string_free(text, FALSE);
}
