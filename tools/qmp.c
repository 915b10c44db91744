/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "qmp.h"

#include <fcntl.h>
#include <gio/gio.h>
#include <gio/gunixsocketaddress.h>
#include <string.h>
#include <unistd.h>

#include "cli.h"

/* A bench that is alive answers at once, even while it is paused. */
#define ANSWER_S 10

struct hc_qmp {
    GSocketConnection *connection;
    GDataInputStream *in;
    GOutputStream *out;
};

/* Through /proc, because the name of a socket has room for 107 bytes and a
 * run directory may be deep (unix(7)). */
static GSocketConnection *connect_to(const char *dir, GError **error)
{
    g_autoptr(GSocketClient) client = g_socket_client_new();
    g_autoptr(GSocketAddress) address = NULL;
    g_autofree char *path = NULL;
    GSocketConnection *connection;
    int fd = open(dir, O_PATH | O_DIRECTORY | O_CLOEXEC);

    path = g_strdup_printf("/proc/self/fd/%d/qmp.sock", fd);
    address = g_unix_socket_address_new(path);
    g_socket_client_set_timeout(client, ANSWER_S);
    connection = fd < 0 ? NULL : g_socket_client_connect(
        client, G_SOCKET_CONNECTABLE(address), NULL, NULL);
    if (!connection) {
        g_set_error(error, HC_CLI_ERROR, HC_CLI_ERROR_UNKNOWN,
                    "no bench runs in %s; start one with hotcage shell", dir);
    }
    if (fd >= 0) {
        close(fd);
    }
    return connection;
}

/* The next message; NULL when the bench is gone. */
static JsonNode *read_message(struct hc_qmp *qmp, GError **error)
{
    g_autofree char *line = g_data_input_stream_read_line(qmp->in, NULL,
                                                          NULL, NULL);
    JsonNode *node = line ? json_from_string(line, NULL) : NULL;

    if (!node || !JSON_NODE_HOLDS_OBJECT(node)) {
        g_clear_pointer(&node, json_node_unref);
        g_set_error(error, HC_CLI_ERROR, HC_CLI_ERROR_UNKNOWN,
                    "the bench does not answer; did it end?");
    }
    return node;
}

struct hc_qmp *hc_qmp_open(const char *dir, GError **error)
{
    struct hc_qmp *qmp;
    GSocketConnection *connection = connect_to(dir, error);
    g_autoptr(JsonNode) greeting = NULL, ready = NULL;

    if (!connection) {
        return NULL;
    }
    qmp = g_new0(struct hc_qmp, 1);
    qmp->connection = connection;
    qmp->in = g_data_input_stream_new(
        g_io_stream_get_input_stream(G_IO_STREAM(connection)));
    qmp->out = g_io_stream_get_output_stream(G_IO_STREAM(connection));
    greeting = read_message(qmp, error);
    ready = greeting ? hc_qmp_execute(qmp, "qmp_capabilities", NULL, error)
                     : NULL;
    if (!ready) {
        hc_qmp_close(qmp);
        return NULL;
    }
    return qmp;
}

void hc_qmp_close(struct hc_qmp *qmp)
{
    if (qmp) {
        g_object_unref(qmp->in);
        g_object_unref(qmp->connection);
        g_free(qmp);
    }
}

/* Events come in between; the answer has "return" or "error". */
static JsonNode *read_answer(struct hc_qmp *qmp, GError **error)
{
    for (;;) {
        g_autoptr(JsonNode) node = read_message(qmp, error);
        JsonObject *object = node ? json_node_get_object(node) : NULL;

        if (!object) {
            return NULL;
        }
        if (json_object_has_member(object, "return")) {
            return json_node_copy(json_object_get_member(object, "return"));
        }
        if (json_object_has_member(object, "error")) {
            object = json_object_get_object_member(object, "error");
            g_set_error(error, HC_CLI_ERROR, HC_CLI_ERROR_UNKNOWN, "%s",
                        json_object_get_string_member_with_default(
                            object, "desc", "QEMU refused"));
            return NULL;
        }
    }
}

JsonNode *hc_qmp_execute(struct hc_qmp *qmp, const char *command,
                         JsonNode *arguments, GError **error)
{
    g_autoptr(JsonNode) node = json_node_new(JSON_NODE_OBJECT);
    g_autofree char *text = NULL, *line = NULL;
    JsonObject *object = json_object_new();

    json_object_set_string_member(object, "execute", command);
    if (arguments) {
        json_object_set_member(object, "arguments", arguments);
    }
    json_node_take_object(node, object);
    text = json_to_string(node, FALSE);
    line = g_strconcat(text, "\n", NULL);
    if (!g_output_stream_write_all(qmp->out, line, strlen(line), NULL, NULL,
                                   NULL)) {
        g_set_error(error, HC_CLI_ERROR, HC_CLI_ERROR_UNKNOWN,
                    "the bench does not listen; did it end?");
        return NULL;
    }
    return read_answer(qmp, error);
}

/* `value` is consumed; NULL: none. */
static JsonNode *property_of_machine(const char *property, JsonNode *value)
{
    JsonNode *node = json_node_new(JSON_NODE_OBJECT);
    JsonObject *object = json_object_new();

    json_object_set_string_member(object, "path", "/machine");
    json_object_set_string_member(object, "property", property);
    if (value) {
        json_object_set_member(object, "value", value);
    }
    json_node_take_object(node, object);
    return node;
}

gboolean hc_qmp_set(struct hc_qmp *qmp, const char *property,
                    const char *value, GError **error)
{
    JsonNode *node = json_node_init_string(json_node_alloc(), value);
    g_autoptr(JsonNode) answer = hc_qmp_execute(
        qmp, "qom-set", property_of_machine(property, node), error);

    return answer != NULL;
}

gboolean hc_qmp_switch(struct hc_qmp *qmp, const char *property, gboolean on,
                       GError **error)
{
    JsonNode *node = json_node_init_boolean(json_node_alloc(), on);
    g_autoptr(JsonNode) answer = hc_qmp_execute(
        qmp, "qom-set", property_of_machine(property, node), error);

    return answer != NULL;
}

char *hc_qmp_get(struct hc_qmp *qmp, const char *property, GError **error)
{
    g_autoptr(JsonNode) answer = hc_qmp_execute(
        qmp, "qom-get", property_of_machine(property, NULL), error);

    if (answer && json_node_get_value_type(answer) == G_TYPE_STRING) {
        return json_node_dup_string(answer);
    }
    return answer ? json_to_string(answer, TRUE) : NULL;
}
