// Values as JSON text the way JavaScript writes it, for $string, & and error messages. Internal to the JSONata engine.
#pragma once

#include <string>

#include "statemachine/query/jsonata/value.hpp"

namespace pawl::query::jsonata {

class TextWriter {
  public:
    enum class Problem { None, TooLarge, TooDeep, NotFinite };
    struct Style {
        bool pretty = false;
        bool rounded = true;   ///< numbers to 15 significant digits, as $string does
        bool lenient = false;  ///< null for what is no finite number, instead of a problem
        std::size_t most_bytes = static_cast<std::size_t>(-1);
    };

    TextWriter(std::string& out, const Style& style) : out_(out), style_(style) {}
    bool write(const Value& value);
    Problem problem() const { return problem_; }

  private:
    std::string& out_;
    Style style_;
    Problem problem_ = Problem::None;
    unsigned depth_ = 0;

    bool number(double number);
    bool array(const Value& value);
    bool object(const Value& value);
    bool node(const json::value& node);
    void line();
    bool give_up(Problem problem);
};

/// A JSON string literal in JavaScript's way.
void write_js_string(std::string_view text, std::string& out);

/// A number as JavaScript prints it, rounded to 15 significant digits when it has more; appended.
void append_number(double number, bool rounded, std::string& out);

}  // namespace pawl::query::jsonata
