/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A scenario in the machine: the engine on the virtual clock, the guest's
 * agent on UART1, the event log and the captures in the run directory. */
#ifndef HC_STORY_H
#define HC_STORY_H

#include <glib.h>
#include <stdbool.h>

struct HcMachineState;
struct HcStory;

/* Opens the log and reads the machine's scenario, if it has one; the story
 * begins when the machine first runs. */
struct HcStory *hc_story_new(struct HcMachineState *machine, GError **error);

/* Another story, of the scenario that the machine names now, in the place of
 * one that is over; it begins when the machine next runs. */
bool hc_story_again(struct HcStory *story, GError **error);
/* True when a story is over and the machine stands still for another. */
bool hc_story_is_over(const struct HcStory *story);

/* Writes what the story knows into a folder, for a machine that stands still
 * and is saved there. */
bool hc_story_keep(struct HcStory *story, const char *folder,
                   GError **error);

/* A live command: "insert cage0 sx". */
bool hc_story_live(struct HcStory *story, const char *text, GError **error);

#endif
