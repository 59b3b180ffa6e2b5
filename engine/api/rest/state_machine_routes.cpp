#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include "engine/api/rest/route.hpp"
#include "statemachine/vocabulary/percent_encoding.hpp"

namespace pawl::engine::rest {

namespace {

std::string write_machine(const StateMachineView& view) {
    JsonObject object;
    object.text("name", view.machine.name).text("type", view.machine.type).text("status", view.machine.deleting ? "DELETING" : "ACTIVE");
    object.iso("created", view.machine.created).iso("updated", view.revision.created);
    if (!view.revision.revision_id.empty()) object.text("revision", view.revision.revision_id);
    object.text("role", view.revision.role_arn).raw("tags", view.machine.tags.empty() ? "{}" : view.machine.tags);
    return object.text("arn", view.arn).raw("definition", view.revision.definition).take();
}

void list(Route&& route) {
    const auto limit = route.number("limit", 1000);
    if (!limit) return;
    route.services.machines.list(
        *limit, route.request.query_value("next"),
        answering<StateMachinePage>(route.reply, [realm = route.services.context.realm](const StateMachinePage& page) {
            std::string items = "[";
            for (const MachineRow& machine : page.machines) {
                if (items.size() > 1) items += ',';
                JsonObject item;
                item.text("name", machine.name).text("type", machine.type).text("status", machine.deleting ? "DELETING" : "ACTIVE");
                items += item.iso("created", machine.created).text("arn", state_machine_arn(realm, machine.name)).take();
            }
            return json_response(200, JsonObject().raw("stateMachines", items + "]").text("next", page.next_token).take());
        }));
}

constexpr std::size_t definition_bytes = 1'048'576;  // the service model's limit

/// The body is the definition itself, as in a file, or {"definition": …, "role": …}.
void put(Route&& route) {
    NewStateMachine machine;
    machine.name = std::string(route.parameters[0]);
    machine.definition = route.request.body;
    machine.role_arn = "arn:aws:iam::" + route.services.context.realm.account + ":role/pawl";
    const Result<Payload, JsonError> parsed = Payload::parse(route.request.body);
    const json::object* object = parsed ? parsed->value().if_object() : nullptr;
    // What is no JSON goes the same way as a definition: the validator says what is wrong with it, and where.
    if (object != nullptr && object->contains("definition") && !object->contains("States")) {
        const std::optional<Payload> body = read_object(route, {"definition", "role"});
        if (!body) return;
        bool failed = false;
        if (auto role = member_text(route, *body, "role", failed)) machine.role_arn = std::move(*role);
        if (failed) return;
        const json::value& definition = object->at("definition");
        machine.definition = is_string(definition) ? std::string(definition.get_string()) : parsed->select(definition).text();
    }
    if (machine.definition.size() > definition_bytes) {
        return route.refuse(413, "DefinitionTooLarge", "A definition may have " + std::to_string(definition_bytes) + " bytes at most");
    }
    route.services.machines.put(std::move(machine), answering<StateMachineView>(route.reply, [](const StateMachineView& view) {
                                    http::HttpResponse response = json_response(view.created_now ? 201 : 200, write_machine(view));
                                    if (view.created_now) {
                                        response.headers.emplace_back("Location", "/v1/state-machines/" + percent_encode(view.machine.name, ":"));
                                    }
                                    return response;
                                }));
}

void get(Route&& route) {
    route.services.machines.describe(std::string(route.parameters[0]), answering<StateMachineView>(route.reply, [](const StateMachineView& view) {
                                         return json_response(200, write_machine(view));
                                     }));
}

void remove(Route&& route) {
    const std::string name(route.parameters[0]);
    route.services.machines.remove(name, answering<bool>(route.reply, [name](bool existed) {
                                       return existed ? json_response(204, "")
                                                      : problem(404, "StateMachineDoesNotExist", "There is no state machine '" + name + "'");
                                   }));
}

constexpr RouteEntry routes[] = {
    {"GET", "/v1/state-machines", list},
    {"GET", "/v1/state-machines/{name}", get},
    {"PUT", "/v1/state-machines/{name}", put},
    {"DELETE", "/v1/state-machines/{name}", remove},
};

}  // namespace

std::span<const RouteEntry> state_machine_routes() { return routes; }

}  // namespace pawl::engine::rest
