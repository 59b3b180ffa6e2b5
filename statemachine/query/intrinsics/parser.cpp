// Text → call tree. The grammar: a function's name with "(", arguments separated by commas, ")"; blanks around arguments mean nothing.
#include <algorithm>
#include <string>
#include <utility>

#include <boost/json/value.hpp>

#include "statemachine/query/intrinsics/compiled.hpp"
#include "statemachine/query/jsonpath/extent.hpp"
#include "statemachine/query/variable_names.hpp"
#include "statemachine/vocabulary/payload.hpp"

namespace pawl::query::intrinsics {

namespace {

class CallReader {
  public:
    explicit CallReader(std::string_view text) : text_(text) {}

    Result<CallNode, PathSyntaxError> read_whole() {
        auto call = read_call(1);
        if (call && at_ != text_.size()) return fault("Nothing may follow the call's closing parenthesis");
        return call;
    }

    std::vector<std::string> variables() { return distinct_names(std::move(variables_)); }

  private:
    using ReadCall = Result<CallNode, PathSyntaxError>;
    using ReadArgument = Result<Argument, PathSyntaxError>;

    ReadCall read_call(int depth) {
        constexpr int most_nested_calls = 10;  // "up to 10 levels": the AWS developer guide
        if (depth > most_nested_calls) return fault("Calls are nested more than 10 levels deep");
        const std::size_t open = std::min(text_.find('(', at_), text_.size());
        const std::string_view name = text_.substr(at_, open - at_);
        CallNode call;
        call.function = find_function(name);
        if (call.function == nullptr) return fault("There is no intrinsic function '" + std::string(name.substr(0, 64)) + "'");
        if (open == text_.size()) return fault("A '(' must follow the function's name");
        at_ = open + 1;
        skip_blanks();
        if (take(')')) return call;
        do {
            skip_blanks();
            auto argument = read_argument(call, depth);
            if (!argument) return argument.error();
            call.arguments.push_back(std::move(*argument));
            skip_blanks();
        } while (take(','));
        if (!take(')')) return fault("A ',' or ')' is missing");
        return call;
    }

    ReadArgument read_argument(CallNode& call, int depth) {
        if (peek() == '\'') return read_string(call);
        if (peek() == '$') return read_path();
        if (text_.substr(at_).starts_with("States.")) {
            auto inner = read_call(depth + 1);
            if (!inner) return inner.error();
            return Argument{std::move(*inner)};
        }
        const std::size_t end = std::min(text_.find_first_of(" \t\n\r,)", at_), text_.size());
        const std::string_view word = text_.substr(at_, end - at_);
        // Anything but these is no argument: no arrays, no objects, no strings in double quotes.
        const bool number = !word.empty() && (word.front() == '-' || (word.front() >= '0' && word.front() <= '9'));
        if (!number && word != "true" && word != "false" && word != "null") return fault("This is no argument");
        const auto literal = Payload::parse(std::string(word));
        if (!literal) return fault("\"" + std::string(word.substr(0, 64)) + "\" is no number");
        at_ = end;
        return Argument{std::make_shared<const json::value>(copy_of(literal->value()))};
    }

    ReadArgument read_string(CallNode& call) {
        const std::size_t start = ++at_;
        std::string text;
        for (; at_ < text_.size() && text_[at_] != '\''; ++at_) {
            if (text_[at_] == '\\') {
                ++at_;
                if (at_ == text_.size() || std::string_view("'{}\\").find(text_[at_]) == std::string_view::npos) {
                    return fault("A backslash may stand before ', {, } and \\ only");
                }
            }
            text += text_[at_];
        }
        if (at_ == text_.size()) return fault("The string is not closed");
        if (call.arguments.empty() && call.function->name == "States.Format") {
            call.format = FormatTemplate::parse(text_.substr(start, at_ - start));
        }
        ++at_;
        return Argument{std::make_shared<const json::value>(text)};
    }

    ReadArgument read_path() {
        const std::size_t start = at_;
        at_ = jsonpath::end_of_path(text_, at_, ", \t\n\r");
        auto path = Path::compile(text_.substr(start, at_ - start));
        if (!path) return PathSyntaxError{path.error().message, start + path.error().offset};
        if (path->root() == PathRoot::Variable) variables_.push_back(path->variable());
        return Argument{std::move(*path)};
    }

    char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
    bool take(char c) {
        if (peek() != c) return false;
        ++at_;
        return true;
    }
    void skip_blanks() {
        while (peek() == ' ' || peek() == '\t' || peek() == '\n' || peek() == '\r') ++at_;
    }
    PathSyntaxError fault(std::string message) const { return {std::move(message), at_}; }

    std::string_view text_;
    std::size_t at_ = 0;
    std::vector<std::string> variables_;
};

}  // namespace

Result<Call, PathSyntaxError> Call::compile(std::string_view text) {
    CallReader reader(text);
    auto root = reader.read_whole();
    if (!root) return root.error();
    return Call(std::make_shared<const Compiled>(Compiled{std::string(text), std::move(*root), reader.variables()}));
}

}  // namespace pawl::query::intrinsics
