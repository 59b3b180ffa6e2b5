#include "statemachine/definition/bind.hpp"

#include <string>
#include <unordered_map>
#include <utility>

#include <boost/json/value.hpp>

#include "statemachine/definition/resource.hpp"
#include "statemachine/vocabulary/check.hpp"
#include "statemachine/vocabulary/payload.hpp"

namespace pawl::definition {
namespace {

template <class T, class E>
T checked(Result<T, E> result) {
    PAWL_CHECK(result.has_value(), "a part of a definition that passed its checks does not compile");
    return *std::move(result);
}

// Binds the fields of one state. Every optional field has a function that says what its absence means.
class StateBinder {
  public:
    using Names = std::unordered_map<std::string_view, StateIndex>;
    StateBinder(std::string_view text, const Names& names, const Node& node) : text_(text), names_(names), node_(node) {}

    StateIndex target(const Node* name) const {
        PAWL_CHECK(name != nullptr, "a checked state lacks its Next");
        const auto found = names_.find(name->text);
        PAWL_CHECK(found != names_.end(), "a checked transition points nowhere");
        return found->second;
    }

    Transition transition() const {
        const Node* next = node_.find("Next");
        return {next == nullptr ? no_state : target(next)};
    }

    DataPath data_path(const char* field) const {
        DataPath out;
        const Node* value = node_.find(field);
        if (value == nullptr) return out;
        out.is_null = value->is_null();
        if (!out.is_null) out.path = checked(query::Path::compile(value->text));
        return out;
    }

    static ResultPlace result_place(const Node& owner) {
        ResultPlace out;
        const Node* value = owner.find("ResultPath");
        if (value == nullptr) return out;
        out.is_null = value->is_null();
        if (!out.is_null) out.path = checked(query::ReferencePath::compile(value->text));
        return out;
    }

    std::optional<query::Path> path(const char* field) const {
        const Node* value = node_.find(field);
        if (value == nullptr) return std::nullopt;
        return checked(query::Path::compile(value->text));
    }

    std::optional<query::PayloadTemplate> payload_template(const char* field) const {
        const Node* value = node_.find(field);
        if (value == nullptr) return std::nullopt;
        return checked(query::PayloadTemplate::compile(parsed(*value)));
    }

    InputOutput io(bool with_parameters) const {
        InputOutput out;
        out.input_path = data_path("InputPath");
        if (with_parameters) out.parameters = payload_template("Parameters");
        out.result_selector = payload_template("ResultSelector");
        out.result_path = result_place(node_);
        out.output_path = data_path("OutputPath");
        return out;
    }

    NumberField number(const char* field, const char* path_field) const {
        NumberField out;
        if (const Node* value = node_.find(field)) out.literal = value->integer();
        out.path = path(path_field);
        return out;
    }

    TextField text(const char* field, const char* path_field) const {
        TextField out;
        if (const Node* value = node_.find(field)) out.literal = value->text;
        if (const Node* value = node_.find(path_field)) out.path = checked(query::PathOrCall::compile(value->text));
        return out;
    }

    RetryCatch retry_catch() const {
        RetryCatch out;
        if (const Node* retry = node_.find("Retry")) {
            for (const Node& item : retry->items) out.retry.push_back(retrier(item));
        }
        if (const Node* catchers = node_.find("Catch")) {
            for (const Node& item : catchers->items) {
                out.catches.push_back({error_names(item), target(item.find("Next")), result_place(item)});
            }
        }
        return out;
    }

    Choice choice() const {
        Choice out;
        out.input_path = data_path("InputPath");
        out.output_path = data_path("OutputPath");
        for (const Node& rule : node_.find("Choices")->items) {
            out.choices.push_back({checked(query::ChoiceRule::compile(parsed(rule))), target(rule.find("Next"))});
        }
        if (const Node* next = node_.find("Default")) out.default_next = target(next);
        return out;
    }

    Wait wait() const {
        Wait out;
        out.input_path = data_path("InputPath");
        out.output_path = data_path("OutputPath");
        if (const Node* seconds = node_.find("Seconds")) out.seconds = seconds->integer();
        if (const Node* timestamp = node_.find("Timestamp")) out.timestamp = parse_timestamp(timestamp->text);
        out.seconds_path = path("SecondsPath");
        out.timestamp_path = path("TimestampPath");
        out.transition = transition();
        return out;
    }

    Pass pass() const {
        Pass out;
        out.io = io(true);
        const Node* result = node_.find("Result");
        if (result != nullptr && !result->is_null()) out.result = to_json(parsed(*result));
        out.transition = transition();
        return out;
    }

    Task task() const {
        Task out;
        const std::string& resource = node_.find("Resource")->text;
        Resource found = classify_resource(resource);
        if (found.kind == ResourceKind::LambdaInvoke) {
            out.integration.emplace<LambdaInvoke>();
        } else {
            out.integration = LambdaFunction{resource, std::move(found.function_name)};
        }
        out.io = io(true);
        out.retry_catch = retry_catch();
        out.timeout_seconds = number("TimeoutSeconds", "TimeoutSecondsPath");
        out.heartbeat_seconds = number("HeartbeatSeconds", "HeartbeatSecondsPath");
        out.transition = transition();
        return out;
    }

    Parallel parallel(std::vector<Flow> branches) const {
        Parallel out;
        out.io = io(true);
        out.retry_catch = retry_catch();
        out.branches = std::move(branches);
        out.transition = transition();
        return out;
    }

    Map map(Flow processor) const {
        Map out;
        out.io = io(false);
        out.retry_catch = retry_catch();
        out.items_path = path("ItemsPath");
        for (const char* field : {"ItemSelector", "Parameters"}) {
            if (node_.find(field) == nullptr) continue;
            out.item_selector = payload_template(field);
            out.item_selector_field = field;
        }
        out.max_concurrency = number("MaxConcurrency", "MaxConcurrencyPath");
        out.processor = processor;
        out.transition = transition();
        return out;
    }

  private:
    // The payload parser knows how numbers are kept; the tree does not.
    json::value parsed(const Node& value) const {
        const Payload payload = checked(Payload::parse(std::string(value.slice(text_))));
        return json::value(payload.value(), json::storage_ptr());  // copied out of the payload's memory, which dies with it
    }

    static std::vector<std::string> error_names(const Node& owner) {
        std::vector<std::string> out;
        for (const Node& name : owner.find("ErrorEquals")->items) out.push_back(name.text);
        return out;
    }

    static Retrier retrier(const Node& item) {
        Retrier out;
        out.error_equals = error_names(item);
        if (const Node* value = item.find("IntervalSeconds")) out.interval_seconds = value->integer().value();
        if (const Node* value = item.find("MaxAttempts")) out.max_attempts = value->integer().value();
        if (const Node* value = item.find("BackoffRate")) out.backoff_rate = value->number().value();
        if (const Node* value = item.find("MaxDelaySeconds")) out.max_delay_seconds = value->integer();
        const Node* jitter = item.find("JitterStrategy");
        if (jitter != nullptr && jitter->text == "FULL") out.jitter = Jitter::Full;
        return out;
    }

    std::string_view text_;
    const Names& names_;
    const Node& node_;
};

StateBody bind_body(const StateBinder& binder, StateType type, const OutlineState& state, const std::vector<Flow>& flows) {
    switch (type) {
        case StateType::Task:
            return binder.task();
        case StateType::Wait:
            return binder.wait();
        case StateType::Pass:
            return binder.pass();
        case StateType::Succeed:
            return Succeed{binder.data_path("InputPath"), binder.data_path("OutputPath")};
        case StateType::Fail:
            return Fail{binder.text("Error", "ErrorPath"), binder.text("Cause", "CausePath")};
        case StateType::Choice:
            return binder.choice();
        case StateType::Parallel: {
            std::vector<Flow> branches;
            for (const std::size_t flow : state.flows) branches.push_back(flows[flow]);
            return binder.parallel(std::move(branches));
        }
        case StateType::Map:
            return binder.map(flows[state.flows.front()]);
    }
    check_failed("a state type that is none of the eight", __FILE__, __LINE__);
}

}  // namespace

std::shared_ptr<const Machine> bind(std::string_view text, const Node& root, const Outline& outline) {
    std::vector<StateBinder::Names> names(outline.flows.size());
    std::vector<Flow> flows(outline.flows.size());
    for (std::size_t i = 0; i < outline.flows.size(); ++i) {
        for (const std::size_t state : outline.flows[i].states) names[i].emplace(*outline.states[state].name, static_cast<StateIndex>(state));
        flows[i].start = names[i].at(outline.flows[i].node->find("StartAt")->text);
    }
    auto machine = std::make_shared<Machine>();
    for (const OutlineState& state : outline.states) {
        const StateBinder binder(text, names[state.flow], *state.node);
        machine->states.push_back({*state.name, bind_body(binder, state.type.value(), state, flows)});
    }
    machine->start = flows.front().start;
    if (const Node* timeout = root.find("TimeoutSeconds")) machine->timeout_seconds = timeout->integer();
    if (const Node* comment = root.find("Comment")) machine->comment = comment->text;
    return machine;
}

}  // namespace pawl::definition
