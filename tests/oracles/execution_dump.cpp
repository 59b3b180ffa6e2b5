#include "tests/oracles/execution_dump.hpp"

#include "tests/oracles/execution_members.hpp"

namespace pawl::oracles {
namespace {

using namespace execution;

class Dump {
  public:
    Dump(const definition::Machine& machine, const Names& without) : machine_(machine), without_(without) {}

    template <class T>
    void all(const T& object) {
        const T usual{};
        [&]<std::size_t... i>(const auto& actual, const auto& defaults, std::index_sequence<i...>) {
            ((without_.contains(std::get<i>(actual).first) ||
              (member(std::get<i>(actual).first, std::get<i>(actual).second, std::get<i>(defaults).second), true)) &&
             ...);
        }
        (members(object), members(usual), std::make_index_sequence<std::tuple_size_v<decltype(members(object))>>());
    }
    std::string text;

  private:
    template <class T>
    void member(std::string_view name, const T& value, const T& usual) {
        if (same(value, usual)) return;
        line(std::string(name) + " " + show(value));
        if constexpr (std::is_same_v<T, StateIndex>) {
            if (name == "state") text.insert(text.size() - 1, " " + machine_.state(value).name);
        }
    }
    void member(std::string_view name, const ExecutionHead& head, const ExecutionHead&) { below(std::string(name), head); }
    void member(std::string_view name, const Join& join, const Join&) { below(std::string(name), join); }
    template <class T>
    void member(std::string_view name, const std::unique_ptr<T>& part, const std::unique_ptr<T>&) {
        if (part != nullptr) below(std::string(name), *part);
    }
    void member(std::string_view, const std::map<FrameId, Frame>& frames, const std::map<FrameId, Frame>&) {
        for (const auto& [id, frame] : frames) below("frame", frame);
    }
    template <class T>
    void below(const std::string& title, const T& object) {
        line(title);
        indent_ += 2;
        all(object);
        indent_ -= 2;
    }
    void line(const std::string& content) { text.append(indent_, ' ').append(content).append("\n"); }

    const definition::Machine& machine_;
    const Names& without_;
    std::size_t indent_ = 2;
};

void add_transition(std::string& out, StateIndex next) { out += next == no_state ? " end" : " next " + std::to_string(next); }

struct Numbers {
    std::string& out;

    void operator()(const definition::Pass& pass) const { add_transition(out, pass.transition.next); }
    void operator()(const definition::Wait& wait) const { add_transition(out, wait.transition.next); }
    void operator()(const definition::Succeed&) const {}
    void operator()(const definition::Fail&) const {}
    void operator()(const definition::Choice& choice) const {
        for (const auto& branch : choice.choices) add_transition(out, branch.next);
        if (choice.default_next != no_state) out += " default " + std::to_string(choice.default_next);
    }
    void operator()(const definition::Task& task) const { with_rules(task); }
    void operator()(const definition::Parallel& parallel) const {
        for (const auto& branch : parallel.branches) out += " branch " + std::to_string(branch.start);
        with_rules(parallel);
    }
    void operator()(const definition::Map& map) const {
        out += " processor " + std::to_string(map.processor.start);
        with_rules(map);
    }
    void with_rules(const auto& state) const {
        add_transition(out, state.transition.next);
        const definition::RetryCatch& rules = state.retry_catch;
        for (std::size_t i = 0; i < rules.retry.size(); ++i) {
            out += " retrier " + std::to_string(i);
            for (const auto& error : rules.retry[i].error_equals) out += " " + error;
        }
        for (const auto& catcher : rules.catches) out += " catch " + std::to_string(catcher.next);
    }
};

}  // namespace

std::string dump(const definition::Machine& machine, const Execution& execution, const Names& without) {
    Dump dump(machine, without);
    dump.all(execution);
    return dump.text;
}

std::string dump_numbers(const definition::Machine& machine) {
    std::string out = "  start " + std::to_string(machine.start) + "\n";
    for (std::size_t i = 0; i < machine.states.size(); ++i) {
        out += "  " + std::to_string(i) + " " + machine.states[i].name + " " + std::string(definition::type_name(machine.states[i]));
        std::visit(Numbers{out}, machine.states[i].body);
        out += "\n";
    }
    return out;
}

}  // namespace pawl::oracles
