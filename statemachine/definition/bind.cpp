#include "statemachine/definition/bind.hpp"

#include <set>
#include <string>
#include <unordered_map>
#include <utility>

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include "statemachine/definition/resource.hpp"
#include "statemachine/vocabulary/check.hpp"
#include "statemachine/vocabulary/payload.hpp"

namespace pawl::definition {
namespace {

// The first thing that does not bind. Binding goes on with something in its place, as the machine is thrown away.
class Faults {
  public:
    void in(const std::string& state) { where_ = "state \"" + state + "\": "; }
    void note(std::string_view what) {
        if (!first_) first_ = where_ + std::string(what);
    }
    const std::optional<std::string>& first() const { return first_; }

  private:
    std::string where_;
    std::optional<std::string> first_;
};

// Binds the fields of one state. Every optional field has a function that says what its absence means.
class StateBinder {
  public:
    using Names = std::unordered_map<std::string_view, StateIndex>;
    StateBinder(std::string_view text, const Names& names, const Node& node, Language language, Faults& faults)
        : text_(text), names_(names), node_(node), jsonata_(language == Language::Jsonata), faults_(faults) {}

    StateIndex target(const Node& name) const {
        const auto found = names_.find(name.text);
        if (found != names_.end()) return found->second;
        faults_.note("there is no state \"" + name.text + "\" to go on with");
        return no_state;
    }

    Transition transition() const {
        const Node* next = node_.find("Next");
        return {next == nullptr ? no_state : target(*next)};
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
        if (const Node* value = node_.find(field)) return whole(*value);
        if (const Node* value = node_.find(field + "Path")) return path(value->text);
        return {};
    }

    TextField text(const std::string& field) {
        if (auto expression = single_expression(field)) return *std::move(expression);
        if (const Node* value = node_.find(field)) return value->text;
        if (const Node* value = node_.find(field + "Path"))
            return noted(sound(query::PathOrCall::compile(value->text), [] { return query::PathOrCall::compile("$"); }));
        return {};
    }

    InstantField instant(const std::string& field) {
        if (auto expression = single_expression(field)) return *std::move(expression);
        if (const Node* value = node_.find(field)) {
            const auto point = parse_timestamp(value->text);
            if (!point) faults_.note("a point in time can't be read");
            return point ? *point : Instant{};
        }
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
                out.catches.push_back({error_names(item), target(needed(item, "Next")), exit_of(item, "Catch[" + std::to_string(i) + "]/")});
            }
        }
        return out;
    }

    Choice choice() {
        Choice out;
        out.entry = entry(false);
        out.exit = exit();
        const Node& rules = needed(node_, "Choices");
        for (std::size_t i = 0; i < rules.items.size(); ++i)
            out.choices.push_back(branch(rules.items[i], "Choices[" + std::to_string(i) + "]/", out));
        if (const Node* next = node_.find("Default")) out.default_next = target(*next);
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

    Integration integration(const std::string& resource) const {
        Resource found = classify_resource(resource);
        if (found.integration) return *std::move(found.integration);
        faults_.note("its Resource names no function");
        return LambdaInvoke{};
    }

    Task task() {
        Task out;
        out.integration = integration(needed(node_, "Resource").text);
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
    // What stands in for a missing field is empty in every way.
    const Node& needed(const Node& owner, const char* field) const {
        static const Node nothing;
        const Node* value = owner.find(field);
        if (value == nullptr) faults_.note(std::string("it lacks ") + field);
        return value == nullptr ? nothing : *value;
    }
    std::int64_t whole(const Node& value) const {
        const auto number = value.integer();
        if (!number) faults_.note("a field that is to be a whole number is none");
        return number.value_or(0);
    }
    template <class T, class E, class Other>
    T sound(Result<T, E> result, Other other) const {
        if (result) return *std::move(result);
        faults_.note("a path, template, expression or rule in it can't be compiled");
        return *other();
    }
    static Result<query::ChoiceRule, std::string> always() {
        return query::ChoiceRule::compile(json::object{{"Variable", "$"}, {"IsPresent", true}, {"Next", ""}});
    }

    // Everything that can read a variable comes through one of these.
    template <class Reading>
    Reading noted(Reading reading) {
        for (const std::string& name : reading.variable_references()) variables_.insert(name);
        return reading;
    }
    query::Path path(const std::string& text) {
        query::Path path = sound(query::Path::compile(text), [] { return query::Path::compile("$"); });
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

    ResultPlace result_place(const Node& owner) {
        ResultPlace out;
        const Node* value = owner.find("ResultPath");
        if (value == nullptr) return out;
        out.is_null = value->is_null();
        if (!out.is_null) out.path = sound(query::ReferencePath::compile(value->text), [] { return query::ReferencePath::compile("$"); });
        return out;
    }

    std::optional<query::PayloadTemplate> payload_template(const Node& owner, const char* field) {
        const Node* value = owner.find(field);
        if (value == nullptr) return std::nullopt;
        return noted(sound(query::PayloadTemplate::compile(parsed(*value)), [] { return query::PayloadTemplate::compile(json::object()); }));
    }

    std::optional<query::ExpressionTemplate> expression_template(const Node& owner, const char* field, std::string location) {
        const Node* value = owner.find(field);
        if (value == nullptr) return std::nullopt;
        return expressions(*value, std::move(location));
    }
    query::ExpressionTemplate expressions(const Node& value, std::string location) {
        return noted(sound(query::ExpressionTemplate::compile(parsed(value), std::move(location)),
                           [] { return query::ExpressionTemplate::compile(nullptr, ""); }));
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
        const StateIndex next = target(needed(rule, "Next"));
        if (!jsonata_) {
            auto exit = std::get<JsonPathExit>(exit_of(rule, prefix));
            exit.output_path = std::get<JsonPathExit>(choice.exit).output_path;
            return {noted(sound(query::ChoiceRule::compile(parsed(rule)), always)), next, std::move(exit)};
        }
        const Node& condition = needed(rule, "Condition");
        if (condition.kind == NodeKind::Boolean) return {condition.boolean, next, exit_of(rule, prefix)};
        return {expressions(condition, prefix + "Condition"), next, exit_of(rule, prefix)};
    }

    // The payload parser knows how numbers are kept; the tree does not.
    json::value parsed(const Node& value) const {
        const Payload payload = sound(Payload::parse(std::string(value.slice(text_))), [] { return Payload::parse("null"); });
        return json::value(payload.value(), json::storage_ptr());  // copied out of the payload's memory, which dies with it
    }

    std::vector<std::string> error_names(const Node& owner) const {
        std::vector<std::string> out;
        for (const Node& name : needed(owner, "ErrorEquals").items) out.push_back(name.text);
        return out;
    }

    Retrier retrier(const Node& item) const {
        Retrier out;
        out.error_equals = error_names(item);
        if (const Node* value = item.find("IntervalSeconds")) out.interval_seconds = whole(*value);
        if (const Node* value = item.find("MaxAttempts")) out.max_attempts = whole(*value);
        if (const Node* value = item.find("BackoffRate")) {
            const auto rate = value->number();
            if (!rate) faults_.note("BackoffRate is no number");
            out.backoff_rate = rate.value_or(out.backoff_rate);
        }
        if (const Node* value = item.find("MaxDelaySeconds")) out.max_delay_seconds = value->integer();
        const Node* jitter = item.find("JitterStrategy");
        if (jitter != nullptr && jitter->text == "FULL") out.jitter = Jitter::Full;
        return out;
    }

    std::string_view text_;
    const Names& names_;
    const Node& node_;
    bool jsonata_;
    Faults& faults_;
    std::set<std::string> variables_;
};

StateBody bind_body(StateBinder& binder, const OutlineState& state, const std::vector<Flow>& flows, Faults& faults) {
    if (!state.type) {
        faults.note("it has none of the eight types");
        return Succeed{};
    }
    switch (*state.type) {
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
            if (state.flows.empty()) faults.note("it lacks ItemProcessor");
            return binder.map(state.flows.empty() ? Flow{} : flows[state.flows.front()]);
    }
    check_failed("a state type that is none of the eight", __FILE__, __LINE__);
}

}  // namespace

Result<std::shared_ptr<const Machine>, Unbindable> bind(std::string_view text, const Node& root, const Outline& outline) {
    Faults faults;
    std::vector<StateBinder::Names> names(outline.flows.size());
    std::vector<Flow> flows(outline.flows.size());
    for (std::size_t i = 0; i < outline.flows.size(); ++i) {
        for (const std::size_t state : outline.flows[i].states) names[i].emplace(*outline.states[state].name, static_cast<StateIndex>(state));
        const Node* start = outline.flows[i].node->find("StartAt");
        const auto first = names[i].find(start == nullptr ? "" : start->text);
        if (first == names[i].end()) faults.note("StartAt names no state");
        flows[i].start = first == names[i].end() ? no_state : first->second;
    }
    auto machine = std::make_shared<Machine>();
    for (const OutlineState& state : outline.states) {
        faults.in(*state.name);
        StateBinder binder(text, names[state.flow], *state.node, state.language, faults);
        State& bound = machine->states.emplace_back();
        bound.name = *state.name;
        bound.body = bind_body(binder, state, flows, faults);
        bound.variables = binder.variables();
    }
    machine->start = flows.front().start;
    if (const Node* timeout = root.find("TimeoutSeconds")) machine->timeout_seconds = timeout->integer();
    if (const Node* comment = root.find("Comment")) machine->comment = comment->text;
    if (faults.first()) return Unbindable{*faults.first()};
    return std::shared_ptr<const Machine>(std::move(machine));
}

}  // namespace pawl::definition
