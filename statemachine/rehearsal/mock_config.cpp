#include "statemachine/rehearsal/mock_config.hpp"

#include <algorithm>
#include <charconv>

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include "statemachine/vocabulary/payload.hpp"

namespace pawl::rehearsal {
namespace {

constexpr std::size_t most_attempts = 100'000;

std::string quoted(std::string_view name) { return "'" + std::string(name) + "'"; }

/// "0" or "1-2"
std::optional<std::pair<std::size_t, std::size_t>> attempts(std::string_view text) {
    const auto number = [](std::string_view digits) -> std::optional<std::size_t> {
        std::size_t value = 0;
        const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
        if (digits.empty() || error != std::errc{} || end != digits.data() + digits.size() || value > most_attempts) return std::nullopt;
        return value;
    };
    const auto dash = text.find('-');
    const auto first = number(text.substr(0, dash));
    const auto last = dash == std::string_view::npos ? first : number(text.substr(dash + 1));
    if (!first || !last || *last < *first) return std::nullopt;
    return std::pair(*first, *last);
}

class Reader {
  public:
    explicit Reader(const json::value& root) : root_(root) {}

    Result<std::vector<MockedCase>, CaseFault> read() {
        const json::object* machines = object(root_, "StateMachines");
        responses_ = object(root_, "MockedResponses");
        if (machines == nullptr) return fault("'StateMachines' is missing or no object");
        if (responses_ == nullptr) return fault("'MockedResponses' is missing or no object");
        for (const auto& [machine, value] : *machines) {
            const json::object* cases = object(value, "TestCases");
            if (cases == nullptr) return fault("state machine " + quoted(machine) + " has no 'TestCases'");
            for (const auto& [name, states] : *cases) {
                MockedCase one;
                one.machine = machine;
                one.test.name = name;
                if (!states.is_object())
                    return fault("test case " + quoted(name) + " of " + quoted(machine) + " is no object from states to mocked responses");
                for (const auto& [state, response] : states.get_object()) {
                    if (!is_string(response)) return fault("test case " + quoted(name) + ": the response of state " + quoted(state) + " is no name");
                    if (auto problem = read_response(response.get_string(), one.test.states[std::string(state)])) return *problem;
                }
                out_.push_back(std::move(one));
            }
        }
        return std::move(out_);
    }

  private:
    static CaseFault fault(std::string message) { return CaseFault{0, std::move(message)}; }

    static const json::object* object(const json::value& owner, std::string_view member) {
        if (!owner.is_object()) return nullptr;
        const json::value* found = owner.get_object().if_contains(member);
        return found != nullptr && found->is_object() ? &found->get_object() : nullptr;
    }

    std::optional<CaseFault> read_response(std::string_view name, std::vector<Answer>& answers) const {
        const json::value* found = responses_->if_contains(name);
        if (found == nullptr || !found->is_object()) return fault("'MockedResponses' has no " + quoted(name));
        for (const auto& [range, value] : found->get_object()) {
            const auto which = attempts(range);
            if (!which)
                return fault("mocked response " + quoted(name) + ": " + quoted(range) + " is no attempt such as \"0\" and no range such as \"1-2\"");
            const auto answer = answer_of(value);
            if (!answer)
                return fault("mocked response " + quoted(name) + ", attempt " + std::string(range) +
                             " has neither a Return nor a Throw with Error and Cause");
            if (answers.size() <= which->second) {
                Answer none;
                none.kind = Answer::Kind::Missing;
                answers.resize(which->second + 1, none);
            }
            std::fill(answers.begin() + static_cast<std::ptrdiff_t>(which->first), answers.begin() + static_cast<std::ptrdiff_t>(which->second) + 1,
                      *answer);
        }
        return std::nullopt;
    }

    static std::optional<Answer> answer_of(const json::value& value) {
        if (!value.is_object()) return std::nullopt;
        Answer answer;
        if (const json::value* result = value.get_object().if_contains("Return")) {
            answer.kind = Answer::Kind::Returns;
            answer.text = to_json(*result);
            return answer;
        }
        const json::object* thrown = object(value, "Throw");
        if (thrown == nullptr) return std::nullopt;
        const auto text = [&](const char* member) {
            const json::value* found = thrown->if_contains(member);
            return found != nullptr && is_string(*found) ? std::string(found->get_string()) : std::string();
        };
        answer.kind = Answer::Kind::Breaks;
        answer.error = text("Error");
        answer.text = text("Cause");
        if (answer.error.empty()) return std::nullopt;
        return answer;
    }

    const json::value& root_;
    const json::object* responses_ = nullptr;
    std::vector<MockedCase> out_;
};

}  // namespace

Result<std::vector<MockedCase>, CaseFault> read_mock_config(std::string_view text) {
    const auto parsed = Payload::parse(std::string(text));
    if (parsed.has_error()) {
        const std::size_t end = std::min(parsed.error().offset, text.size());
        return CaseFault{1 + static_cast<std::size_t>(std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(end), '\n')),
                         "no JSON: " + parsed.error().message};
    }
    return Reader(parsed->value()).read();
}

void unwrap_payloads(Case& test, const std::vector<std::string>& states) {
    for (const std::string& state : states) {
        const auto found = test.states.find(state);
        if (found == test.states.end()) continue;
        for (Answer& answer : found->second) {
            if (answer.kind != Answer::Kind::Returns) continue;
            const Payload result = Payload::from_checked_text(answer.text);
            if (!result.value().is_object()) continue;
            const json::value* payload = result.value().get_object().if_contains("Payload");
            if (payload != nullptr) answer.text = to_json(*payload);
        }
    }
}

}  // namespace pawl::rehearsal
