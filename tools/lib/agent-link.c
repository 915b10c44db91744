/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "agent-link.h"

#include <string.h>

/* The body that an announcing line is waiting for. */
enum body { BODY_NONE, BODY_KMSG, BODY_OUT };

struct hc_agent_link {
    const struct hc_agent_ops *ops;
    void *opaque;

    /* state, to the end */
    char line[HC_AGENT_LINE_MAX + 1];
    size_t line_len;
    bool too_long;              /* throw away up to the next line feed */
    enum body body;
    size_t body_len, want;
    unsigned prio, id, garbage;
    uint64_t usec;
    char bytes[HC_AGENT_BODY_MAX + 1];
};

struct hc_agent_link *hc_agent_link_new(const struct hc_agent_ops *ops,
                                        void *opaque)
{
    struct hc_agent_link *link = g_new0(struct hc_agent_link, 1);

    link->ops = ops;
    link->opaque = opaque;
    return link;
}

void hc_agent_link_free(struct hc_agent_link *link)
{
    g_free(link);
}

#define STATE_AT offsetof(struct hc_agent_link, line)

const void *hc_agent_link_save(const struct hc_agent_link *link,
                               size_t *ret_size)
{
    *ret_size = sizeof(*link) - STATE_AT;
    return link->line;
}

/* Its numbers are places in its texts. */
static bool is_sane(const struct hc_agent_link *link)
{
    return link->line_len <= HC_AGENT_LINE_MAX && link->body <= BODY_OUT &&
           link->want <= HC_AGENT_BODY_MAX && link->body_len <= link->want;
}

bool hc_agent_link_load(struct hc_agent_link *link, const void *state,
                        size_t size)
{
    g_autofree struct hc_agent_link *loaded = NULL;

    if (size != sizeof(*link) - STATE_AT) {
        return false;
    }
    loaded = g_memdup2(link, sizeof(*link));
    memcpy((char *)loaded + STATE_AT, state, size);
    if (!is_sane(loaded)) {
        return false;
    }
    *link = *loaded;
    return true;
}

unsigned hc_agent_link_garbage(const struct hc_agent_link *link)
{
    return link->garbage;
}

static bool number(const char *word, uint64_t max, uint64_t *ret_value)
{
    guint64 value;

    if (!word || !g_ascii_string_to_unsigned(word, 10, 0, max, &value,
                                             NULL)) {
        return false;
    }
    *ret_value = value;
    return true;
}

static bool take_hello(struct hc_agent_link *link, char **word)
{
    if (g_strcmp0(word[0], "1") || !word[1]) {
        return false;
    }
    link->ops->hello(link->opaque, word[1]);
    return true;
}

static void expect_body(struct hc_agent_link *link, enum body body,
                        size_t want)
{
    link->body = body;
    link->body_len = 0;
    link->want = want;
}

static bool take_kmsg(struct hc_agent_link *link, char **word)
{
    uint64_t prio, usec, len;

    if (g_strv_length(word) != 3 || !number(word[0], 7, &prio) ||
        !number(word[1], UINT64_MAX, &usec) ||
        !number(word[2], HC_AGENT_BODY_MAX, &len)) {
        return false;
    }
    link->prio = prio;
    link->usec = usec;
    expect_body(link, BODY_KMSG, len);
    return true;
}

static bool take_link(struct hc_agent_link *link, char **word)
{
    uint64_t mbps;
    bool up;

    if (g_strv_length(word) != 3 || !number(word[2], UINT32_MAX, &mbps)) {
        return false;
    }
    up = !strcmp(word[1], "up");
    if (!up && strcmp(word[1], "down")) {
        return false;
    }
    link->ops->link(link->opaque, word[0], up, mbps);
    return true;
}

static bool take_out(struct hc_agent_link *link, char **word)
{
    uint64_t id, len;

    if (g_strv_length(word) != 2 || !number(word[0], UINT32_MAX, &id) ||
        !number(word[1], HC_AGENT_BODY_MAX, &len)) {
        return false;
    }
    link->id = id;
    expect_body(link, BODY_OUT, len);
    return true;
}

static bool take_end(struct hc_agent_link *link, char **word)
{
    uint64_t id, status;

    if (g_strv_length(word) != 2 || !number(word[0], UINT32_MAX, &id) ||
        !number(word[1], 255, &status)) {
        return false;
    }
    link->ops->end(link->opaque, id, status);
    return true;
}

static bool take_err(struct hc_agent_link *link, char **word)
{
    g_autofree char *text = g_strjoinv(" ", word);

    link->ops->err(link->opaque, text);
    return true;
}

static bool take_words(struct hc_agent_link *link, char **word)
{
    static const struct {
        const char *name;
        bool (*take)(struct hc_agent_link *, char **);
    } row[] = {
        { "HELLO", take_hello }, { "KMSG", take_kmsg },
        { "LINK", take_link }, { "OUT", take_out }, { "END", take_end },
        { "ERR", take_err },
    };

    for (unsigned at = 0; word[0] && at < G_N_ELEMENTS(row); at++) {
        if (!strcmp(word[0], row[at].name)) {
            return row[at].take(link, word + 1);
        }
    }
    return false;
}

/* The end of a line. Empty ones are free: they end a body, too. */
static void line_is_there(struct hc_agent_link *link)
{
    g_auto(GStrv) word = NULL;

    link->line[link->line_len] = '\0';
    g_strchomp(link->line);
    if (link->too_long) {
        link->garbage++;
    } else if (link->line[0]) {
        word = g_strsplit(link->line, " ", -1);
        link->garbage += !take_words(link, word);
    }
    link->line_len = 0;
    link->too_long = false;
}

static void line_byte(struct hc_agent_link *link, char byte)
{
    if (byte == '\n') {
        line_is_there(link);
    } else if (link->line_len == HC_AGENT_LINE_MAX) {
        link->too_long = true;
    } else {
        /* A zero would hide what follows it. */
        link->line[link->line_len++] = byte ? byte : '?';
    }
}

static void body_is_there(struct hc_agent_link *link)
{
    enum body body = link->body;

    link->bytes[link->body_len] = '\0';
    link->body = BODY_NONE;
    if (body == BODY_KMSG) {
        link->ops->kmsg(link->opaque, link->prio, link->usec, link->bytes,
                        link->body_len);
    } else {
        link->ops->out(link->opaque, link->id, link->bytes, link->body_len);
    }
}

/* Takes what belongs to the body; the line feed behind it is an empty line. */
static size_t body_bytes(struct hc_agent_link *link, const char *bytes,
                         size_t len)
{
    size_t n = MIN(len, link->want - link->body_len);

    memcpy(link->bytes + link->body_len, bytes, n);
    link->body_len += n;
    if (link->body_len == link->want) {
        body_is_there(link);
    }
    return n;
}

void hc_agent_link_feed(struct hc_agent_link *link, const void *data,
                        size_t len)
{
    const char *bytes = data;
    size_t n;

    for (; len; bytes += n, len -= n) {
        if (link->body != BODY_NONE) {
            n = body_bytes(link, bytes, len);
        } else {
            line_byte(link, *bytes);
            n = 1;
            if (link->body != BODY_NONE && link->want == 0) {
                body_is_there(link);
            }
        }
    }
}

char *hc_agent_run_text(unsigned id, const char *command)
{
    return g_strdup_printf("RUN %u %zu\n%s\n", id, strlen(command), command);
}

char *hc_agent_kill_text(unsigned id)
{
    return g_strdup_printf("KILL %u\n", id);
}
