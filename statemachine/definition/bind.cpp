#include "statemachine/definition/bind.hpp"

#include <set>
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
    StateBinder(std::string_view text, const Names& names, const Node& node, Language language)
        : text_(text), names_(names), node_(node), jsonata_(language == Language::Jsonata) {}

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

    Entry entry(bool with_parameters) {
        if (jsonata_) return JsonataEntry{expression_template(node_, "Arguments", "Arguments")};
        JsonPathEntry out;
        out.input_path = data_path("InputPath");
        if (with_parameters) out.parameters = payload_template(node_, "Parameters");
        return out;
    }

    Exit exit() { return exit_of(node_, ""); }

    // "TimeoutSeconds": a number, in JSONata an expression for one, in JSONPath a path in the field "TimeoutSecondsPath".
    NumberField number(const std::string& field) {
        if (auto expression = single_expression(field)) return *std::move(expression);
        if (const Node* value = node_.find(field)) return value->integer().value();
        if (const Node* value = node_.find(field + "Path")) return path(value->text);
        return {};
    }

    TextField text(const std::string& field) {
        if (auto expression = single_expression(field)) return *std::move(expression);
        if (const Node* value = node_.find(field)) return value->text;
        if (const Node* value = node_.find(field + "Path")) return noted(checked(query::PathOrCall::compile(value->text)));
        return {};
    }

    InstantField instant(const std::string& field) {
        if (auto expression = single_expression(field)) return *std::move(expression);
        if (const Node* value = node_.find(field)) return parse_timestamp(value->text).value();
        if (const Node* value = node_.find(field + "Path")) return path(value->text);
        return {};
    }

    RetryCatch retry_catch() {
        RetryCatch out;
        if (const Node* retry = node_.find("Retry")) {
            for (const Node& item : retry->items) out.retry.push_back(retrier(item));
        }
        if (const Node* catchers = node_.find("Catch")) {
            for (std::size_t i = 0; i < catchers->items.size(); ++i) {
                const Node& item = catchers->items[i];
                out.catches.push_back({error_names(item), target(item.find("Next")), exit_of(item, "Catch[" + std::to_string(i) + "]/")});
            }
        }
        return out;
    }

    Choice choice() {
        Choice out;
        out.entry = entry(false);
        out.exit = exit();
        const Node& rules = *node_.find("Choices");
        for (std::size_t i = 0; i < rules.items.size(); ++i)
            out.choices.push_back(branch(rules.items[i], "Choices[" + std::to_string(i) + "]/", out));
        if (const Node* next = node_.find("Default")) out.default_next = target(next);
        return out;
    }

    Wait wait() {
        Wait out;
        out.entry = entry(false);
        out.seconds = number("Seconds");
        out.timestamp = instant("Timestamp");
        out.exit = exit();
        out.transition = transition();
        return out;
    }

    Pass pass() {
        Pass out;
        out.entry = entry(true);
        const Node* result = node_.find("Result");
        if (result != nullptr && !result->is_null()) out.result = to_json(parsed(*result));
        out.exit = exit();
        out.transition = transition();
        return out;
    }

    static Integration integration(const std::string& resource) {
        Resource found = classify_resource(resource);
        switch (found.kind) {
            case ResourceKind::LambdaFunction:
                return LambdaFunction{resource, std::move(found.function_name)};
            case ResourceKind::LambdaInvoke:
                return LambdaInvoke{};
            case ResourceKind::Activity:
            case ResourceKind::Service:
            case ResourceKind::Unknown:
            case ResourceKind::Malformed:
                break;
        }
        check_failed("a Task's Resource that the checks refuse is bound", __FILE__, __LINE__);
    }

    Task task() {
        Task out;
        out.integration = integration(node_.find("Resource")->text);
        out.entry = entry(true);
        out.retry_catch = retry_catch();
        out.timeout_seconds = number("TimeoutSeconds");
        out.heartbeat_seconds = number("HeartbeatSeconds");
        out.exit = exit();
        out.transition = transition();
        return out;
    }

    Parallel parallel(std::vector<Flow> branches) {
        Parallel out;
        out.entry = entry(true);
        out.retry_catch = retry_catch();
        out.branches = std::move(branches);
        out.exit = exit();
        out.transition = transition();
        return out;
    }

    Map map(Flow processor) {
        Map out;
        out.entry = entry(false);
        out.retry_catch = retry_catch();
        if (jsonata_) {
            JsonataItems items{expression_template(node_, "Items", "Items"), {}};
            for (const char* field : {"ToleratedFailureCount", "ToleratedFailurePercentage"}) {
                if (auto tolerance = single_expression(field)) items.tolerances.push_back(*std::move(tolerance));
            }
            out.items = std::move(items);
            if (auto selector = expression_template(node_, "ItemSelector", "ItemSelector")) out.item_selector = *std::move(selector);
        } else {
            const Node* items = node_.find("ItemsPath");
            if (items != nullptr) out.items = JsonPathItems{path(items->text)};
            for (const char* field : {"ItemSelector", "Parameters"}) {
                if (auto selector = payload_template(node_, field)) out.item_selector = *std::move(selector);
            }
        }
        out.max_concurrency = number("MaxConcurrency");
        out.processor = processor;
        out.exit = exit();
        out.transition = transition();
        return out;
    }

    Succeed succeed() { return {entry(false), exit()}; }
    Fail fail() { return {text("Error"), text("Cause")}; }

    /// The variables that what was bound so far reads, sorted.
    std::vector<std::string> variables() const { return {variables_.begin(), variables_.end()}; }

  private:
    // Everything that can read a variable comes through one of these.
    template <class Reading>
    Reading noted(Reading reading) {
        for (const std::string& name : reading.variable_references()) variables_.insert(name);
        return reading;
    }
    query::Path path(const std::string& text) {
        query::Path path = checked(query::Path::compile(text));
        if (path.root() == query::PathRoot::Variable) variables_.insert(path.variable());
        return path;
    }

    DataPath data_path(const char* field) {
        DataPath out;
        const Node* value = node_.find(field);
        if (value == nullptr) return out;
        out.is_null = value->is_null();
        if (!out.is_null) out.path = path(value->text);
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

    std::optional<query::PayloadTemplate> payload_template(const Node& owner, const char* field) {
        const Node* value = owner.find(field);
        if (value == nullptr) return std::nullopt;
        return noted(checked(query::PayloadTemplate::compile(parsed(*value))));
    }

    std::optional<query::ExpressionTemplate> expression_template(const Node& owner, const char* field, std::string location) {
        const Node* value = owner.find(field);
        if (value == nullptr) return std::nullopt;
        return noted(checked(query::ExpressionTemplate::compile(parsed(*value), std::move(location))));
    }

    // A field of the state that is an expression, and nothing else.
    std::optional<query::ExpressionTemplate> single_expression(const std::string& field) {
        const Node* value = node_.find(field);
        if (!jsonata_ || value == nullptr || !value->is_string() || !query::expression_in(value->text)) return std::nullopt;
        return expression_template(node_, field.c_str(), field);
    }

    // Of the state itself, a Catcher or a Choice rule; `prefix` is where that stands in the state.
    Exit exit_of(const Node& owner, const std::string& prefix) {
        if (jsonata_)
            return JsonataExit{expression_template(owner, "Output", prefix + "Output"), expression_template(owner, "Assign", prefix + "Assign")};
        JsonPathExit out;
        out.result_selector = payload_template(owner, "ResultSelector");
        out.result_path = result_place(owner);
        if (&owner == &node_) out.output_path = data_path("OutputPath");
        out.assign = payload_template(owner, "Assign");
        return out;
    }

    Choice::Branch branch(const Node& rule, const std::string& prefix, const Choice& choice) {
        const StateIndex next = target(rule.find("Next"));
        if (!jsonata_) {
            auto exit = std::get<JsonPathExit>(exit_of(rule, prefix));
            exit.output_path = std::get<JsonPathExit>(choice.exit).output_path;
            return {noted(checked(query::ChoiceRule::compile(parsed(rule)))), next, std::move(exit)};
        }
        const Node& condition = *rule.find("Condition");
        if (condition.kind == NodeKind::Boolean) return {condition.boolean, next, exit_of(rule, prefix)};
        return {noted(checked(query::ExpressionTemplate::compile(parsed(condition), prefix + "Condition"))), next, exit_of(rule, prefix)};
    }

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
    bool jsonata_;
    std::set<std::string> variables_;
};

StateBody bind_body(StateBinder& binder, StateType type, const OutlineState& state, const std::vector<Flow>& flows) {
    switch (type) {
        case StateType::Task:
            return binder.task();
        case StateType::Wait:
            return binder.wait();
        case StateType::Pass:
            return binder.pass();
        case StateType::Succeed:
            return binder.succeed();
        case StateType::Fail:
            return binder.fail();
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
        StateBinder binder(text, names[state.flow], *state.node, state.language);
        State& bound = machine->states.emplace_back();
        bound.name = *state.name;
        bound.body = bind_body(binder, state.type.value(), state, flows);
        bound.variables = binder.variables();
    }
    machine->start = flows.front().start;
    if (const Node* timeout = root.find("TimeoutSeconds")) machine->timeout_seconds = timeout->integer();
    if (const Node* comment = root.find("Comment")) machine->comment = comment->text;
    return machine;
}

}  // namespace pawl::definition
