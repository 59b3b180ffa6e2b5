#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include "engine/api/aws_json/operation_call.hpp"
#include "engine/api/json_object.hpp"
#include "engine/service/definitions.hpp"
#include "engine/service/naming.hpp"

namespace pawl::engine::aws_json {

namespace {

std::string string_of(const json::value& value) { return {value.get_string().data(), value.get_string().size()}; }

TagList read_tag_list(const OperationCall& call) {
    TagList tags;
    const json::value* list = call.body.if_contains("tags");
    if (list == nullptr || !list->is_array()) return tags;
    for (const json::value& item : list->get_array()) {
        const json::value* key = item.get_object().if_contains("key");
        const json::value* value = item.get_object().if_contains("value");
        if (key == nullptr || !key->is_string()) continue;
        tags.emplace_back(string_of(*key), value != nullptr && value->is_string() ? string_of(*value) : std::string());
    }
    return tags;
}

MachineSettings read_settings(const OperationCall& call) {
    return {call.object_text("loggingConfiguration"), call.object_text("tracingConfiguration"), call.object_text("encryptionConfiguration")};
}

void create_state_machine(const OperationCall& call) {
    NewStateMachine machine;
    machine.name = call.text("name");
    machine.definition = call.text("definition");
    machine.role_arn = call.text("roleArn");
    machine.type = call.optional_text("type").value_or("STANDARD");
    machine.settings = read_settings(call);
    machine.tags = read_tag_list(call);
    machine.publish = call.flag("publish");
    machine.has_version_description = call.has("versionDescription");
    call.services.machines.create(std::move(machine), answering<StateMachineView>(call.reply, [](const StateMachineView& view) {
                                      return ok(JsonObject().text("stateMachineArn", view.arn).epoch("creationDate", view.machine.created).take());
                                  }));
}

void update_state_machine(const OperationCall& call) {
    Result<std::string, ApiError> name = machine_of(call.realm(), call.text("stateMachineArn"));
    if (!name) return call.reply->fail(name.error());
    StateMachineChange change;
    change.name = std::move(*name);
    change.definition = call.optional_text("definition");
    change.role_arn = call.optional_text("roleArn");
    change.settings = read_settings(call);
    change.publish = call.flag("publish");
    change.has_version_description = call.has("versionDescription");
    call.services.machines.update(std::move(change), answering<StateMachineView>(call.reply, [](const StateMachineView& view) {
                                      JsonObject object;
                                      object.epoch("updateDate", view.revision.created);
                                      if (!view.revision.revision_id.empty()) object.text("revisionId", view.revision.revision_id);
                                      return ok(object.take());
                                  }));
}

void delete_state_machine(const OperationCall& call) {
    Result<std::string, ApiError> name = machine_of(call.realm(), call.text("stateMachineArn"));
    if (!name) {
        // What does not exist is deleted already.
        return name.error().refusal == Refusal::MachineDoesNotExist ? call.reply->send(ok("{}")) : call.reply->fail(name.error());
    }
    call.services.machines.remove(std::move(*name), answering<bool>(call.reply, [](bool) { return ok("{}"); }));
}

/// Which states read which variables (recorded: only states that read any; without any, the member is absent).
std::optional<std::string> variable_references(const BoundRevision& revision) {
    std::string out;
    for (const definition::State& state : revision.definition->states) {
        if (state.variables.empty()) continue;
        out += out.empty() ? '{' : ',';
        write_json_string(state.name, out);
        out += ":[";
        for (std::size_t i = 0; i < state.variables.size(); ++i) {
            if (i > 0) out += ',';
            write_json_string(state.variables[i], out);
        }
        out += ']';
    }
    if (out.empty()) return std::nullopt;
    return out + '}';
}

void write_revision(JsonObject& object, const StateMachineView& view, bool with_data) {
    const MachineSettings settings = split_settings(view.revision.settings);
    object.text("stateMachineArn", view.arn).text("name", view.machine.name);
    object.text("definition", with_data ? std::string_view(view.revision.definition) : std::string_view("{}"));
    object.text("roleArn", view.revision.role_arn);
    object.raw("loggingConfiguration", settings.logging).raw("tracingConfiguration", settings.tracing);
    object.raw("encryptionConfiguration", settings.encryption);
    if (!view.revision.revision_id.empty()) object.text("revisionId", view.revision.revision_id);
    if (with_data && view.bound) object.raw("variableReferences", variable_references(*view.bound));
}

void describe_state_machine(const OperationCall& call) {
    Result<std::string, ApiError> name = machine_of(call.realm(), call.text("stateMachineArn"));
    if (!name) return call.reply->fail(name.error());
    const bool with_data = call.text("includedData") != "METADATA_ONLY";
    call.services.machines.describe(
        std::move(*name), answering<StateMachineView>(call.reply, [with_data](const StateMachineView& view) {
            JsonObject object;
            write_revision(object, view, with_data);
            object.text("status", view.machine.deleting ? "DELETING" : "ACTIVE").text("type", std::string_view(view.machine.type));
            return ok(object.epoch("creationDate", view.machine.created).take());
        }));
}

void describe_state_machine_for_execution(const OperationCall& call) {
    Result<ExecutionName, ApiError> execution = execution_of(call.realm(), call.text("executionArn"));
    if (!execution) return call.reply->fail(execution.error());
    const bool with_data = call.text("includedData") != "METADATA_ONLY";
    call.services.machines.describe_for_execution(std::move(*execution),
                                                  answering<StateMachineView>(call.reply, [with_data](const StateMachineView& view) {
                                                      JsonObject object;
                                                      write_revision(object, view, with_data);
                                                      return ok(object.epoch("updateDate", view.revision.created).take());
                                                  }));
}

void list_state_machines(const OperationCall& call) {
    call.services.machines.list(call.number("maxResults"), call.optional_text("nextToken"),
                                answering<StateMachinePage>(call.reply, [realm = call.realm()](const StateMachinePage& page) {
                                    std::string list = "[";
                                    for (const MachineRow& machine : page.machines) {
                                        if (list.size() > 1) list += ',';
                                        JsonObject item;
                                        item.text("stateMachineArn", state_machine_arn(realm, machine.name)).text("name", machine.name);
                                        list += item.text("type", machine.type).epoch("creationDate", machine.created).take();
                                    }
                                    return ok(JsonObject().raw("stateMachines", list + "]").text("nextToken", page.next_token).take());
                                }));
}

void validate_state_machine_definition(const OperationCall& call) {
    // Reading a large definition takes milliseconds: not on the I/O thread.
    const std::size_t limit = call.has("maxResults") && call.number("maxResults") > 0 ? call.number("maxResults") : 100;
    call.services.context.reading.post([definition = call.text("definition"), express = call.text("type") == "EXPRESS",
                                        warnings = call.text("severity") == "WARNING", limit, realm = call.realm(),
                                        answer = answering<Validation>(call.reply, [](const Validation& validation) {
                                            std::string list = "[";
                                            for (const definition::Diagnostic& d : validation.diagnostics) {
                                                if (list.size() > 1) list += ',';
                                                JsonObject item;
                                                item.text("severity", d.severity == definition::Severity::Error ? "ERROR" : "WARNING");
                                                item.text("code", d.code).text("message", d.message);
                                                if (!d.location.empty()) item.text("location", d.location);
                                                list += item.take();
                                            }
                                            JsonObject object;
                                            object.text("result", validation.ok ? "OK" : "FAIL").raw("diagnostics", std::string_view(list + "]"));
                                            return ok(object.boolean("truncated", validation.truncated).take());
                                        })](StoreReader&) { answer(validate_definition(definition, express, warnings, limit, realm)); });
}

void tag_resource(const OperationCall& call) {
    call.services.tags.tag(call.text("resourceArn"), read_tag_list(call), answering<bool>(call.reply, [](bool) { return ok("{}"); }));
}

void untag_resource(const OperationCall& call) {
    std::vector<std::string> keys;
    for (const json::value& key : call.body.at("tagKeys").get_array()) keys.push_back(string_of(key));
    call.services.tags.untag(call.text("resourceArn"), std::move(keys), answering<bool>(call.reply, [](bool) { return ok("{}"); }));
}

void list_tags_for_resource(const OperationCall& call) {
    call.services.tags.list(call.text("resourceArn"), answering<TagList>(call.reply, [](const TagList& tags) {
                                std::string list = "[";
                                for (const auto& [key, value] : tags) {
                                    if (list.size() > 1) list += ',';
                                    list += JsonObject().text("key", key).text("value", value).take();
                                }
                                return ok(JsonObject().raw("tags", list + "]").take());
                            }));
}

}  // namespace

std::span<const CallEntry> state_machine_calls() {
    static constexpr CallEntry calls[] = {
        {"CreateStateMachine", create_state_machine},
        {"UpdateStateMachine", update_state_machine},
        {"DeleteStateMachine", delete_state_machine},
        {"DescribeStateMachine", describe_state_machine},
        {"DescribeStateMachineForExecution", describe_state_machine_for_execution},
        {"ListStateMachines", list_state_machines},
        {"ValidateStateMachineDefinition", validate_state_machine_definition},
        {"TagResource", tag_resource},
        {"UntagResource", untag_resource},
        {"ListTagsForResource", list_tags_for_resource},
    };
    return calls;
}

}  // namespace pawl::engine::aws_json
