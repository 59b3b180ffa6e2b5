#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include "engine/api/rest/route.hpp"

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

void list(const Route& route) {
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
void put(const Route& route) {
    NewStateMachine machine;
    machine.name = std::string(route.path[0]);
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
                                        response.headers.emplace_back("Location", "/v1/state-machines/" + http::percent_encode(view.machine.name));
                                    }
                                    return response;
                                }));
}

}  // namespace

void handle_state_machines(Route&& route) {
    if (route.path.empty()) return route.is("GET") ? list(route) : route.not_allowed("GET");
    const std::string name(route.path[0]);
    if (route.path.size() == 2 && route.path[1] == "executions") {
        return route.is("POST") ? handle_machine_executions(route) : route.not_allowed("POST");
    }
    if (route.path.size() > 1) return route.no_such_path();
    if (route.is("PUT")) return put(route);
    if (route.is("GET")) {
        return route.services.machines.describe(
            name, answering<StateMachineView>(route.reply, [](const StateMachineView& view) { return json_response(200, write_machine(view)); }));
    }
    if (route.is("DELETE")) {
        return route.services.machines.remove(
            name, answering<bool>(route.reply, [name](bool existed) {
                return existed ? json_response(204, "") : problem(404, "StateMachineDoesNotExist", "There is no state machine '" + name + "'");
            }));
    }
    route.not_allowed("GET, PUT, DELETE");
}

}  // namespace pawl::engine::rest
