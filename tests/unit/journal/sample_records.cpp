#include "tests/unit/journal/sample_records.hpp"

namespace pawl::engine::test {
namespace {

using namespace pawl::execution;

Payload json(std::string text) { return Payload::from_checked_text(std::move(text)); }

std::string show(const Payload& p) { return "`" + p.text() + "`"; }
std::string show(const std::string& s) { return "'" + s + "'"; }
std::string show(Instant i) { return std::to_string(i.milliseconds); }
std::string show(const Failure& f);
std::string show(std::uint32_t n) { return std::to_string(n); }
std::string show(std::int64_t n) { return std::to_string(n); }
template <class T>
std::string show(const std::optional<T>& o) {
    return o ? "some(" + show(*o) + ")" : "none";
}
std::string show(const Failure& f) { return show(f.error) + "/" + show(f.cause); }
std::string show(const ExecutionHead& h) {
    return show(h.arn) + show(h.name) + show(h.state_machine_arn) + show(h.state_machine_name) + show(h.role_arn) + show(h.trace_header);
}

// Written out by hand, not by the journal's own layout, so that a field forgotten there is missed here.
struct Describe {
    template <class... Fields>
    static std::string all(const char* type, const Fields&... fields) {
        std::string out = type;
        ((out += " " + show(fields)), ...);
        return out;
    }
    std::string operator()(const ExecutionStarted& r) const { return all("ExecutionStarted", r.head, r.input, r.deadline); }
    std::string operator()(const ExecutionSucceeded& r) const { return all("ExecutionSucceeded", r.output); }
    std::string operator()(const ExecutionFailed& r) const { return all("ExecutionFailed", r.failure); }
    std::string operator()(const ExecutionAborted& r) const { return all("ExecutionAborted", r.error, r.cause); }
    std::string operator()(const ExecutionTimedOut& r) const { return all("ExecutionTimedOut", r.failure); }
    std::string operator()(const StateEntered& r) const { return all("StateEntered", r.state, r.input); }
    std::string operator()(const StateExited& r) const {
        std::string out = all("StateExited", r.state, r.output, r.next);
        for (const auto& [name, value] : r.assigned) out += all("", name, value);
        return out;
    }
    std::string operator()(const EvaluationFailed& r) const { return all("EvaluationFailed", r.state, r.failure, r.location); }
    std::string operator()(const StateAborted& r) const { return all("StateAborted", r.state); }
    std::string operator()(const RetryPlanned& r) const { return all("RetryPlanned", r.retrier, r.due); }
    std::string operator()(const WaitPlanned& r) const { return all("WaitPlanned", r.due); }
    std::string operator()(const TaskScheduled& r) const {
        const auto kind = static_cast<std::uint32_t>(r.target.kind);
        return all("TaskScheduled", r.state, kind, r.target.name, r.input, r.timeout_seconds, r.heartbeat_seconds);
    }
    std::string operator()(const TaskStarted& r) const { return all("TaskStarted", r.state); }
    std::string operator()(const TaskSucceeded& r) const { return all("TaskSucceeded", r.state, r.output); }
    std::string operator()(const TaskFailed& r) const { return all("TaskFailed", r.state, r.failure); }
    std::string operator()(const TaskTimedOut& r) const { return all("TaskTimedOut", r.state, r.failure); }
    std::string operator()(const TaskHeartbeat&) const { return "TaskHeartbeat"; }
    std::string operator()(const ParallelStarted& r) const { return all("ParallelStarted", r.state, r.input); }
    std::string operator()(const ParallelSucceeded& r) const { return all("ParallelSucceeded", r.state); }
    std::string operator()(const ParallelFailed& r) const { return all("ParallelFailed", r.state); }
    std::string operator()(const BranchFinished& r) const { return all("BranchFinished", r.output); }
    std::string operator()(const ChildrenErased& r) const { return all("ChildrenErased", r.last); }
    std::string operator()(const MapStarted& r) const { return all("MapStarted", r.state, r.items, r.input, r.length, r.max_concurrency); }
    std::string operator()(const MapSucceeded& r) const { return all("MapSucceeded", r.state); }
    std::string operator()(const MapFailed& r) const { return all("MapFailed", r.state); }
    std::string operator()(const IterationStarted& r) const { return all("IterationStarted", r.state, r.index, r.input); }
    std::string operator()(const IterationSucceeded& r) const { return all("IterationSucceeded", r.state, r.index, r.output); }
    std::string operator()(const IterationFailed& r) const { return all("IterationFailed", r.state, r.index); }
    std::string operator()(const IterationAborted& r) const { return all("IterationAborted", r.state, r.index); }
};

}  // namespace

std::string describe(const Record& record) {
    return "t" + show(record.time) + " e" + show(record.event) + " p" + show(record.previous) + " f" + show(record.frame) + " " +
           std::visit(Describe{}, record.body);
}

std::string describe(const std::vector<Record>& records) {
    std::string out;
    for (const Record& record : records) out += describe(record) + "\n";
    return out;
}

std::vector<Record> one_of_each(Instant start) {
    const Payload input = json(R"({ "order" : 17, "items" : [1, 2.50, 3] })");
    const Payload small = json("{}");
    const ExecutionHead head{"arn:aws:states:us-east-1:000000000000:execution:order:run-1",
                             "run-1",
                             "arn:aws:states:us-east-1:000000000000:stateMachine:order",
                             "order",
                             "arn:aws:iam::000000000000:role/r",
                             "Root=1-5"};
    ExecutionHead odd = head;
    odd.arn = "arn:aws:states:elsewhere";
    const Instant due{start.milliseconds + 90'000};
    const auto never = Instant::never();
    std::vector<RecordBody> bodies;
    bodies.emplace_back(ExecutionStarted{head, input, never});
    bodies.emplace_back(ExecutionStarted{odd, small, due});
    bodies.emplace_back(StateEntered{0, input});
    bodies.emplace_back(StateExited{0, input, 1});
    bodies.emplace_back(StateExited{7, json("null"), no_state});
    bodies.emplace_back(StateExited{0, input, 1, {{"größe", input}, {"", json("null")}, {"x", json("[1, 2]")}}});
    bodies.emplace_back(EvaluationFailed{1, {"States.QueryEvaluationError", std::string("no")}, "Output/r"});
    bodies.emplace_back(EvaluationFailed{1, {"States.DataLimitExceeded", std::string("much")}, std::nullopt});
    bodies.emplace_back(StateAborted{300});
    bodies.emplace_back(RetryPlanned{2, due});
    bodies.emplace_back(WaitPlanned{never});
    bodies.emplace_back(TaskScheduled{1, {TargetKind::Lambda, "validateOrder"}, input, std::nullopt, 30});
    bodies.emplace_back(TaskScheduled{1, {TargetKind::Lambda, ""}, json("\"\""), 99'999'999, std::nullopt});
    bodies.emplace_back(TaskStarted{1});
    bodies.emplace_back(TaskSucceeded{1, json(R"({"text":"Größe 🐢"})")});
    bodies.emplace_back(TaskFailed{1, {"Custom.Error", std::string("{\"errorMessage\":\"no\"}")}});
    bodies.emplace_back(TaskFailed{1, {"", std::string()}});
    bodies.emplace_back(TaskTimedOut{1, {errors::timeout, std::nullopt}});
    bodies.emplace_back(TaskHeartbeat{});
    bodies.emplace_back(ParallelStarted{2, input});
    bodies.emplace_back(ParallelSucceeded{2});
    bodies.emplace_back(ParallelFailed{2});
    bodies.emplace_back(BranchFinished{input});
    bodies.emplace_back(ChildrenErased{12});
    bodies.emplace_back(MapStarted{3, json("[1,2,3]"), input, 3, 40});
    bodies.emplace_back(MapSucceeded{3});
    bodies.emplace_back(MapFailed{3});
    bodies.emplace_back(IterationStarted{3, 0, json("\"a longer item\"")});
    bodies.emplace_back(IterationSucceeded{3, 1, input});
    bodies.emplace_back(IterationFailed{3, 2});
    bodies.emplace_back(IterationAborted{3, 0xffff'fffe});
    bodies.emplace_back(ExecutionSucceeded{input});
    bodies.emplace_back(ExecutionFailed{{"E", std::nullopt}});
    bodies.emplace_back(ExecutionFailed{{"", std::string("c")}});
    bodies.emplace_back(ExecutionAborted{std::nullopt, std::string("because")});
    bodies.emplace_back(ExecutionTimedOut{{errors::timeout, std::nullopt}});

    std::vector<Record> records;
    EventId event = 40;
    for (std::size_t i = 0; i < bodies.size(); ++i) {
        Record& record = records.emplace_back();
        record.body = std::move(bodies[i]);
        record.time = {start.milliseconds + static_cast<std::int64_t>(i / 3) * 7};
        record.frame = static_cast<FrameId>(i / 5);
        if (i % 4 != 3) {
            record.event = ++event;
            record.previous = i % 6 == 5 ? 2 : event - 1;
        } else if (i % 8 == 7) {
            record.previous = event;
        }
    }
    return records;
}

}  // namespace pawl::engine::test
