#include "statemachine/query/intrinsic_syntax.hpp"

#include <algorithm>
#include <array>

#include "statemachine/query/jsonpath/path.hpp"
#include "statemachine/query/numbers.hpp"

#include <boost/json/value.hpp>

namespace pawl::query {

namespace {

constexpr std::array functions = std::to_array<std::string_view>(
    {"States.Array", "States.ArrayContains", "States.ArrayGetItem", "States.ArrayLength", "States.ArrayPartition", "States.ArrayRange",
     "States.ArrayUnique", "States.Base64Decode", "States.Base64Encode", "States.Format", "States.Hash", "States.JsonMerge", "States.JsonToString",
     "States.MathAdd", "States.MathRandom", "States.StringSplit", "States.StringToJson", "States.UUID"});

class CallReader {
  public:
    explicit CallReader(std::string_view text) : text_(text) {}

    bool read_whole() { return read_call(1) && at_ == text_.size(); }

  private:
    bool read_call(int depth) {
        constexpr int most_nested_calls = 10;  // "up to 10 levels": the AWS developer guide
        if (depth > most_nested_calls) return false;
        const std::size_t open = text_.find('(', at_);
        if (open == std::string_view::npos) return false;
        if (std::find(functions.begin(), functions.end(), text_.substr(at_, open - at_)) == functions.end()) return false;
        at_ = open + 1;
        skip_blanks();
        if (take(')')) return true;
        do {
            skip_blanks();
            if (!read_argument(depth)) return false;
            skip_blanks();
        } while (take(','));
        return take(')');
    }

    bool read_argument(int depth) {
        if (text_.substr(at_).starts_with("States.")) return read_call(depth + 1);
        if (take('\'')) return read_string();
        if (peek() == '$') return read_path();
        const std::size_t end = std::min(text_.find_first_of(" ,)", at_), text_.size());
        const std::string_view word = text_.substr(at_, end - at_);
        at_ = end;
        return word == "null" || word == "true" || word == "false" || number_of(word).has_value();
    }

    bool read_string() {
        for (; at_ < text_.size(); ++at_) {
            if (text_[at_] == '\'') {
                ++at_;
                return true;
            }
            if (text_[at_] != '\\') continue;
            ++at_;
            if (at_ == text_.size() || std::string_view("'{}\\").find(text_[at_]) == std::string_view::npos) return false;
        }
        return false;
    }

    bool read_path() {
        const std::size_t start = at_;
        int open = 0;
        bool quoted = false;
        for (; at_ < text_.size(); ++at_) {
            const char c = text_[at_];
            if (c == '\'' && open > 0) quoted = !quoted;
            if (quoted) continue;
            if (c == '[' || c == '(') ++open;
            if ((c == ']' || c == ')') && --open < 0) break;
            if (open == 0 && (c == ',' || c == ' ')) break;
        }
        const auto path = Path::compile(text_.substr(start, at_ - start));
        return path || path.error().unsupported;
    }

    char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
    bool take(char c) {
        if (peek() != c) return false;
        ++at_;
        return true;
    }
    void skip_blanks() {
        while (peek() == ' ') ++at_;
    }

    std::string_view text_;
    std::size_t at_ = 0;
};

}  // namespace

bool is_intrinsic_call(std::string_view text) { return CallReader(text).read_whole(); }

}  // namespace pawl::query
